{{ define "shared" }}from first{{ end }}
