{{- define "one" -}}
{{ include "two" . }}
{{- end -}}
{{- define "two" -}}
{{ required "a value is wanted" .Values.a }}
{{- end -}}
