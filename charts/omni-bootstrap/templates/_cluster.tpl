{{/* Documents of a cluster template. omnictl refuses a key that it does not
know, and reads no apiVersion and no metadata. */}}

{{/* Sets in `document` those of `keys` that `from` has. Takes document, from and
keys. */}}
{{- define "omni-bootstrap.copy" -}}
{{- range $key := .keys }}
{{- $value := get $.from $key }}
{{- if or $value (kindIs "bool" $value) }}
{{- $_ := set $.document $key $value }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes kind, document, patches (a list of texts with lists) and from. */}}
{{- define "omni-bootstrap.document" -}}
{{- $patches := list }}
{{- range .patches }}
{{- $patches = concat $patches (fromYamlArray .) }}
{{- end }}
{{- with concat $patches (.from.patches | default list) }}
{{- $_ := set $.document "patches" . }}
{{- end }}
{{- include "omni-bootstrap.copy" (dict "document" .document "from" .from "keys" (list "labels" "annotations")) -}}
kind: {{ .kind }}
{{- with .document.name }}
name: {{ . }}
{{- end }}
{{- with omit .document "name" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.cluster" -}}
{{- $document := dict "name" .Values.cluster.name }}
{{- $keys := list "kubernetes" "talos" "features" "systemExtensions" }}
{{- include "omni-bootstrap.copy" (dict "document" $document "from" .Values.cluster "keys" $keys) }}
{{- $patches := list (include "omni-bootstrap.patches.dns" .) }}
{{- include "omni-bootstrap.document" (dict "kind" "Cluster" "document" $document "patches" $patches "from" .Values.cluster) }}
{{- end }}

{{- define "omni-bootstrap.controlPlane" -}}
{{- $document := dict }}
{{- $keys := list "machineClass" "machines" "systemExtensions" "bootstrapSpec" }}
{{- include "omni-bootstrap.copy" (dict "document" $document "from" .Values.controlPlane "keys" $keys) }}
{{- include "omni-bootstrap.document" (dict "kind" "ControlPlane" "document" $document "patches" list "from" .Values.controlPlane) }}
{{- end }}

{{/* Takes root, name and set. */}}
{{- define "omni-bootstrap.workers" -}}
{{- $document := dict "name" .name }}
{{- $keys := list "machineClass" "machines" "updateStrategy" "deleteStrategy" }}
{{- include "omni-bootstrap.copy" (dict "document" $document "from" .set "keys" $keys) }}
{{- $gpu := .set.gpu | default "" }}
{{- $extensions := include "omni-bootstrap.gpuExtensions" (dict "root" .root "gpu" $gpu) | fromYamlArray }}
{{- with concat $extensions (.set.systemExtensions | default list) | uniq }}
{{- $_ := set $document "systemExtensions" . }}
{{- end }}
{{- $patches := list (include "omni-bootstrap.patches.gpu" $gpu) }}
{{- include "omni-bootstrap.document" (dict "kind" "Workers" "document" $document "patches" $patches "from" .set) }}
{{- end }}

{{/* Takes root, id and machine. */}}
{{- define "omni-bootstrap.machine" -}}
{{- $document := dict "name" .id }}
{{- $keys := list "install" "locked" "systemExtensions" }}
{{- include "omni-bootstrap.copy" (dict "document" $document "from" .machine "keys" $keys) }}
{{- $patches := list (include "omni-bootstrap.patches.machine" .) }}
{{- include "omni-bootstrap.document" (dict "kind" "Machine" "document" $document "patches" $patches "from" .machine) }}
{{- end }}
