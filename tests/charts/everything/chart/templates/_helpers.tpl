{{- define "everything.name" -}}{{ .Chart.Name | trunc 63 | trimSuffix "-" }}{{- end -}}
{{- define "everything.tree" -}}
{{- $depth := .depth -}}
{{- if gt $depth 0 }}({{ include "everything.tree" (dict "depth" (sub $depth 1)) }}){{ else }}.{{ end -}}
{{- end -}}
{{- define "everything.args" }}{{ range $i, $a := . }}{{ if $i }}, {{ end }}{{ $a }}{{ else }}none{{ end }}{{ end -}}
