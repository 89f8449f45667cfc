{{/* Parts that the routes share. */}}

{{/* Metadata of a route. Takes root, name and route. */}}
{{- define "omni.gateway.metadata" -}}
{{- include "omni.metadata" (dict
      "root" .root
      "name" (printf "%s-%s" (include "omni.fullname" .root) .name)
      "labels" .route.labels
      "annotations" (list .route.annotations)) }}
{{- end }}

{{/* Gateways and hosts of a route. Takes root, route and hosts. */}}
{{- define "omni.gateway.attachment" -}}
parentRefs:
  {{- .route.parentRefs | default .root.Values.gatewayApi.parentRefs | toYaml | nindent 2 }}
hostnames:
  {{- range .hosts }}
  - {{ . | quote }}
  {{- end }}
{{- end }}

{{/* Rules of an HTTPRoute that sends everything to one port. Takes route,
service and port. */}}
{{- define "omni.gateway.httpRules" -}}
- matches:
    - path:
        type: PathPrefix
        value: /
  backendRefs:
    - name: {{ .service }}
      port: {{ .port }}
  {{- with .route.timeouts }}
  timeouts:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
