{{- define "lib.name" -}}
{{ .Chart.Name }} of {{ .Template.Name }}
{{- end }}
{{- define "same/charts/b/templates/self.yaml" -}}
named: by the library
{{- end }}
