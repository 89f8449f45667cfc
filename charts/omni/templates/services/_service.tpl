{{/* Parts that the Services share. */}}

{{/* Metadata of a Service. Takes root, name, annotations (a map), which win over
the global ones, and optionally the component it belongs to. */}}
{{- define "omni.service.metadata" -}}
{{- $service := .root.Values.service }}
{{- $component := dict "app.kubernetes.io/component" (.component | default "omni") }}
{{- include "omni.metadata" (dict
      "root" .root
      "name" .name
      "labels" (merge $component ($service.labels | default dict))
      "annotations" (list $service.annotations .annotations)) }}
{{- end }}

{{/* appProtocol of the API port: h2c, unless Omni itself speaks TLS there. */}}
{{- define "omni.service.apiProtocol" -}}
{{- if and .Values.service.h2cAppProtocol (not .Values.volumes.tls.secretName) -}}
appProtocol: kubernetes.io/h2c
{{- end }}
{{- end }}

{{/* Ports of the API and of the machine API, which never has TLS of its own.
Takes root and nodePorts (a map, may be empty). */}}
{{- define "omni.service.grpcPorts" -}}
- name: omni
  port: 8080
  targetPort: omni
  protocol: TCP
  {{- with include "omni.service.apiProtocol" .root }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with .nodePorts.omni }}
  nodePort: {{ int . }}
  {{- end }}
- name: siderolink
  port: 8090
  targetPort: siderolink
  protocol: TCP
  {{- if .root.Values.service.h2cAppProtocol }}
  appProtocol: kubernetes.io/h2c
  {{- end }}
  {{- with .nodePorts.siderolink }}
  nodePort: {{ int . }}
  {{- end }}
{{- end }}

{{/* The port of the Kubernetes proxy. Takes nodePorts, as above. */}}
{{- define "omni.service.proxyPort" -}}
- name: k8s-proxy
  port: 8095
  targetPort: k8s-proxy
  protocol: TCP
  {{- with .nodePorts.k8sProxy }}
  nodePort: {{ int . }}
  {{- end }}
{{- end }}
