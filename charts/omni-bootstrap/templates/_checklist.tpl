{{/* What no file can do, as far as these values need it. */}}

{{- define "omni-bootstrap.checklist" -}}
{{- if or .Values.nginx.enabled .Values.cluster.name }}
- DNS: {{ .Values.domainName }}, {{ include "omni-bootstrap.host.machineApi" . }} and {{ include "omni-bootstrap.host.kubernetesProxy" . }} must resolve where the machines look
{{- with .Values.dns.nameservers }}, at each of {{ join ", " . }}{{ end }}.
{{- end }}
{{- if .Values.nginx.enabled }}
- TLS: the machines must trust {{ .Values.nginx.certificate }}, or they cannot join.
- WireGuard (50180/udp) does not pass nginx: open it, or let Omni tunnel it through gRPC.
{{- end }}
{{- if .Values.provider.deployment.enabled }}
- Key: run omnictl infraprovider create {{ .Values.provider.id }}, which prints the key once, and put it into the Secret {{ .Values.provider.secretName }}.
{{- else if .Values.provider.compose.enabled }}
- Key: run omnictl infraprovider create {{ .Values.provider.id }}, which prints the key once, and put it into .env.
{{- end }}
{{- if and .Values.provider.deployment.enabled .Values.provider.compose.enabled }}
- Provider: run the Deployment or the compose file, not both, or every machine is made twice.
{{- end }}
{{- include "omni-bootstrap.checklist.classes" . }}
{{- include "omni-bootstrap.checklist.gpu" . }}
{{- if and (eq .Values.provider.tag "latest") (or .Values.provider.deployment.enabled .Values.provider.compose.enabled) }}
- Image: provider.tag is latest; pin the version that you have tried.
{{- end }}
{{- end }}

{{- define "omni-bootstrap.checklist.classes" -}}
{{- $auto := false }}
{{- range .Values.machineClasses }}
{{- if .autoProvision }}{{ $auto = true }}{{ end }}
{{- end }}
{{- if $auto }}
- Provider: it must run and be registered before omnictl apply takes an auto-provisioned class.
- DHCP: make the reservation of each machine after Omni has made it, by its MAC address.
{{- end }}
{{- range $set, $from := merge (dict "control-planes" .Values.controlPlane) .Values.workers }}
{{- $class := dig "name" "" ($from.machineClass | default dict) }}
{{- if and $.Values.cluster.name $class (not (hasKey $.Values.machineClasses $class)) }}
- Class: {{ $set }} is made of {{ $class }}, which is not in machineClasses; it must be in Omni already.
{{- end }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.checklist.gpu" -}}
{{- range $name, $set := .Values.workers }}
{{- if $set.gpu }}
{{- $class := dig "name" "" ($set.machineClass | default dict) }}
{{- $mapping := $set.gpuMapping | default $.Values.gpu.mapping }}
{{- $data := dig $class "autoProvision" "proxmox" dict $.Values.machineClasses }}
{{- if $data.pci_devices }}
- GPU: the Proxmox resource mappings that the class {{ $class }} lists must exist for {{ $name }}.
{{- else if and $mapping $data }}
- GPU: the Proxmox resource mapping {{ $mapping }} must exist for {{ $name }}; providers before December 2025 do not attach it, so attach the card by hand there.
{{- else }}
- GPU: attach a card to each machine of {{ $name }} by hand.
{{- end }}
- GPU: for {{ $name }} the cluster needs {{ ternary "a RuntimeClass nvidia and NVIDIA's" "AMD's" (eq $set.gpu "nvidia") }} device plugin.
{{- end }}
{{- end }}
{{- end }}
