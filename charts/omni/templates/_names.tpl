{{/* Names, labels and the merging of maps. */}}

{{- define "omni.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of the workload. Not derived from the release: earlier charts called
it by the chart name, and an upgrade has to find it again. */}}
{{- define "omni.fullname" -}}
{{- .Values.fullnameOverride | default (include "omni.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of a Service: `internal` or, with fullnameOverride, `NAME-internal`.
Takes root and name. */}}
{{- define "omni.serviceName" -}}
{{- with .root.Values.fullnameOverride }}
{{- printf "%s-%s" (trunc 49 . | trimSuffix "-") $.name }}
{{- else }}
{{- .name }}
{{- end }}
{{- end }}

{{- define "omni.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "omni.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- define "omni.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "omni.labels" -}}
helm.sh/chart: {{ include "omni.chart" . }}
{{ include "omni.selectorLabels" . }}
app.kubernetes.io/version: {{ include "omni.version" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* Immutable in a live workload, so never add to these. */}}
{{- define "omni.selectorLabels" -}}
app.kubernetes.io/name: {{ include "omni.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Merges a list of maps; a later map wins, null values are left out, and
every value becomes text, as labels and annotations require. */}}
{{- define "omni.merged" -}}
{{- $merged := dict }}
{{- range . }}
{{- range $key, $value := . }}
{{- if not (kindIs "invalid" $value) }}
{{- $_ := set $merged $key (toString $value) }}
{{- end }}
{{- end }}
{{- end }}
{{- if $merged }}
{{- toYaml $merged }}
{{- end }}
{{- end }}

{{/* The start of an object's metadata: namespace, labels and annotations.
Takes root, name, labels (a map) and annotations (a list of maps). */}}
{{- define "omni.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "omni.merged" (list .labels (include "omni.labels" .root | fromYaml)) | nindent 2 }}
{{- with include "omni.merged" .annotations }}
annotations:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

{{/* A value that may be text or a number, as text without an exponent. */}}
{{- define "omni.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else }}{{ int64 . }}{{ end }}
{{- end }}
