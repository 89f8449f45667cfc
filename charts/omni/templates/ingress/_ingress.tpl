{{/* Parts that the Ingresses share. */}}

{{/* Not empty if the Ingress serves TLS. */}}
{{- define "omni.ingress.hasTls" -}}
{{- if or .tls.enabled .certManager.enabled }}true{{ end }}
{{- end }}

{{/* Secret of the UI's certificate: the API's, for they share a host. */}}
{{- define "omni.ingress.ui.secretName" -}}
{{- .Values.ingress.ui.tls.secretName | default .Values.ingress.api.tls.secretName }}
{{- end }}

{{/* Annotations for cert-manager. */}}
{{- define "omni.ingress.certManager" -}}
{{- if .certManager.enabled }}
{{- $key := ternary "issuer" "cluster-issuer" (eq .certManager.kind "Issuer") }}
{{- printf "cert-manager.io/%s: %s" $key (quote .certManager.issuer) }}
{{- end }}
{{- end }}

{{/* Annotations for ingress-nginx. The default time limit of 60 seconds would
cut watches and tunnels. Takes root, protocol and bodySize. */}}
{{- define "omni.ingress.nginx" -}}
{{- if .root.Values.ingress.nginxAnnotations }}
nginx.ingress.kubernetes.io/backend-protocol: {{ .protocol }}
nginx.ingress.kubernetes.io/proxy-body-size: {{ .bodySize | quote }}
nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"
nginx.ingress.kubernetes.io/proxy-send-timeout: "3600"
nginx.ingress.kubernetes.io/service-upstream: "true"
{{- end }}
{{- end }}

{{/* Metadata of an Ingress. Takes root, name, ingress, protocol, bodySize and
certManager (not empty to ask for a certificate). */}}
{{- define "omni.ingress.metadata" -}}
{{- $annotations := list (include "omni.ingress.nginx" . | fromYaml) }}
{{- if .certManager }}
{{- $annotations = append $annotations (include "omni.ingress.certManager" .ingress | fromYaml) }}
{{- end }}
{{- $annotations = append $annotations .ingress.annotations }}
{{- include "omni.metadata" (dict
      "root" .root
      "name" (printf "%s-%s" (include "omni.fullname" .root) .name)
      "labels" .ingress.labels
      "annotations" $annotations) }}
{{- end }}

{{/* The scheme of the ports that take Omni's own certificate (8080, 8095).
Takes root, plain and tls. */}}
{{- define "omni.ingress.protocol" -}}
{{- ternary .tls .plain (not (empty .root.Values.volumes.tls.secretName)) }}
{{- end }}

{{/* One path to one port of a Service. Takes path, service and port. */}}
{{- define "omni.ingress.path" -}}
- path: {{ .path }}
  pathType: Prefix
  backend:
    service:
      name: {{ .service }}
      port:
        number: {{ .port }}
{{- end }}

{{/* The TLS block. Takes ingress, hosts and secretName. */}}
{{- define "omni.ingress.tls" -}}
{{- if include "omni.ingress.hasTls" .ingress -}}
tls:
  - hosts:
      {{- range .hosts }}
      - {{ . | quote }}
      {{- end }}
    secretName: {{ .secretName }}
{{- end }}
{{- end }}
