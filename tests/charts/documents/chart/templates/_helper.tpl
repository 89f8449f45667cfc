{{ define "x" }}{{ end }}text of a helper
