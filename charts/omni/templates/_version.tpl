{{/* The image, and which Omni it holds. */}}

{{- define "omni.tag" -}}
{{- .Values.deployment.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "omni.image" -}}
{{- printf "%s:%s" .Values.deployment.image (include "omni.tag" .) }}
{{- end }}

{{/* Omni's version as X.Y.Z. A tag that does not say one (latest, a branch)
counts as the newest version this chart knows; a pre-release counts as its
release, whose flags it has. */}}
{{- define "omni.version" -}}
{{- $pattern := "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?" }}
{{- $named := .Values.deployment.omniVersion | default (include "omni.tag" .) }}
{{- regexFind $pattern $named | default .Chart.AppVersion | trimPrefix "v" }}
{{- end }}

{{/* Not empty if Omni is at least `version`. Takes root and version. */}}
{{- define "omni.since" -}}
{{- if semverCompare (printf ">=%s" .version) (include "omni.version" .root) }}true{{ end }}
{{- end }}
