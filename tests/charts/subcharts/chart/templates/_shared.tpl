{{ define "shared" }}from parent{{ end }}
