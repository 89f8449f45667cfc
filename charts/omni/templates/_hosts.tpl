{{/* Host names and addresses. A host name lives twice, once as the advertised
name and once on an Ingress. Whichever of the two still holds its example value
follows the other; if both do, an enabled Ingress decides. */}}

{{/* The name machines and users are told. Takes domain, its example value and the
ingress. */}}
{{- define "omni.host.advertised" -}}
{{- if and .ingress.enabled .ingress.host (eq .domain .example) }}
{{- .ingress.host }}
{{- else }}
{{- .domain }}
{{- end }}
{{- end }}

{{- define "omni.host.siderolink" -}}
{{- include "omni.host.advertised" (dict
      "domain" .Values.service.siderolink.domainName
      "example" "omni.siderolink.example.com"
      "ingress" .Values.ingress.siderolink) }}
{{- end }}

{{- define "omni.host.kubernetesProxy" -}}
{{- include "omni.host.advertised" (dict
      "domain" .Values.service.k8sProxy.domainName
      "example" "omni.kubernetes.example.com"
      "ingress" .Values.ingress.kubernetesProxy) }}
{{- end }}

{{/* The host of an Ingress. Takes the ingress, its example value and the
advertised name. */}}
{{- define "omni.host.ingress" -}}
{{- if or (not .ingress.host) (eq .ingress.host .example) }}
{{- .advertised }}
{{- else }}
{{- .ingress.host }}
{{- end }}
{{- end }}

{{- define "omni.ingress.api.host" -}}
{{- include "omni.host.ingress" (dict
      "ingress" .Values.ingress.api
      "example" "omni.example.com"
      "advertised" .Values.domainName) }}
{{- end }}

{{- define "omni.ingress.ui.host" -}}
{{- include "omni.host.ingress" (dict
      "ingress" .Values.ingress.ui
      "example" "omni.example.com"
      "advertised" .Values.domainName) }}
{{- end }}

{{- define "omni.ingress.siderolink.host" -}}
{{- include "omni.host.ingress" (dict
      "ingress" .Values.ingress.siderolink
      "example" "siderolink.omni.example.com"
      "advertised" (include "omni.host.siderolink" .)) }}
{{- end }}

{{- define "omni.ingress.kubernetesProxy.host" -}}
{{- include "omni.host.ingress" (dict
      "ingress" .Values.ingress.kubernetesProxy
      "example" "kubernetes.omni.example.com"
      "advertised" (include "omni.host.kubernetesProxy" .)) }}
{{- end }}

{{/* The node port of the WireGuard Service; empty leaves the choice to
Kubernetes. */}}
{{- define "omni.wireguard.nodePort" -}}
{{- $wireguard := .Values.service.siderolink.wireguard }}
{{- if $wireguard.nodePort }}
{{- int $wireguard.nodePort }}
{{- else if eq $wireguard.type "NodePort" }}
{{- int $wireguard.port }}
{{- end }}
{{- end }}

{{/* What machines dial: ADDRESS:PORT, several with commas. An address without
a port gets the one its kind of Service listens on. */}}
{{- define "omni.wireguard.endpoints" -}}
{{- $wireguard := .Values.service.siderolink.wireguard }}
{{- $port := int $wireguard.port }}
{{- if not $wireguard.address }}
{{- $service := include "omni.serviceName" (dict "root" . "name" "wireguard") }}
{{- printf "%s.%s.svc.%s:%d" $service .Release.Namespace .Values.clusterDomain $port }}
{{- else }}
{{- if eq $wireguard.type "NodePort" }}
{{- $port = include "omni.wireguard.nodePort" . | int }}
{{- end }}
{{- $addresses := $wireguard.address }}
{{- if kindIs "string" $addresses }}
{{- $addresses = splitList "," $addresses }}
{{- end }}
{{- $endpoints := list }}
{{- range $addresses }}
{{- $address := trim . }}
{{- if regexMatch "^(\\[.+\\]|[^:]+):[0-9]+$" $address }}
{{- $endpoints = append $endpoints $address }}
{{- else if regexMatch "^[^\\[].*:.*:" $address }}
{{- $endpoints = append $endpoints (printf "[%s]:%d" $address $port) }}
{{- else }}
{{- $endpoints = append $endpoints (printf "%s:%d" $address $port) }}
{{- end }}
{{- end }}
{{- join "," $endpoints }}
{{- end }}
{{- end }}

{{/* Not empty if Omni must not dial machines where it saw them last, because
the Service hides their addresses. */}}
{{- define "omni.wireguard.disableLastEndpoint" -}}
{{- $wireguard := .Values.service.siderolink.wireguard }}
{{- if kindIs "bool" $wireguard.disableLastEndpoint }}
{{- if $wireguard.disableLastEndpoint }}true{{ end }}
{{- else if and (ne $wireguard.type "ClusterIP") (eq $wireguard.externalTrafficPolicy "Cluster") }}
{{- print "true" }}
{{- end }}
{{- end }}
