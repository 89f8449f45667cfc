{{/* Machine classes as omnictl reads them: exactly metadata and spec, and field
names in lower case without separators, for it drops any other in silence. */}}

{{- define "omni-bootstrap.class" -}}
{{- $metadata := dict "namespace" "default" "type" "MachineClasses.omni.sidero.dev" "id" .name }}
{{- range $key := list "labels" "annotations" }}
{{- with get $.class $key }}
{{- $_ := set $metadata $key . }}
{{- end }}
{{- end }}
{{- $spec := dict }}
{{- if .class.matchLabels }}
{{- $_ := set $spec "matchlabels" .class.matchLabels }}
{{- else }}
{{- $_ := set $spec "autoprovision" (include "omni-bootstrap.autoprovision" . | fromYaml) }}
{{- end }}
{{- dict "metadata" $metadata "spec" $spec | toYaml }}
{{- end }}

{{- define "omni-bootstrap.autoprovision" -}}
{{- $auto := .class.autoProvision }}
{{- $tunnel := index (dict "unset" 0 "enabled" 1 "disabled" 2) ($auto.grpcTunnel | default "unset") }}
providerid: {{ $auto.providerId | default .root.Values.provider.id | quote }}
{{- with include "omni-bootstrap.kernelArgs" . | fromYamlArray }}
kernelargs:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $auto.metaValues }}
metavalues:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $tunnel }}
grpctunnel: {{ $tunnel }}
{{- end }}
providerdata: |
  {{- if $auto.proxmox }}
  {{- include "omni-bootstrap.proxmoxData" . | nindent 2 }}
  {{- else }}
  {{- toYaml $auto.providerData | nindent 2 }}
  {{- end }}
{{- end }}

{{/* ip=:::::::DNS0:DNS1 sets name servers and leaves the rest to DHCP. A list. */}}
{{- define "omni-bootstrap.kernelArgs" -}}
{{- $args := .class.autoProvision.kernelArgs | default list }}
{{- $servers := .root.Values.dns.nameservers }}
{{- $own := false }}
{{- range $args }}
{{- if hasPrefix "ip=" . }}{{ $own = true }}{{ end }}
{{- end }}
{{- if and $servers .root.Values.dns.firstContact (not $own) }}
{{- $first := list }}
{{- range $i, $server := $servers }}
{{- if lt $i 2 }}
{{- $first = append $first (ternary (printf "[%s]" $server) $server (contains ":" $server)) }}
{{- end }}
{{- end }}
{{- $args = prepend $args (printf "ip=:::::::%s" (join ":" $first)) }}
{{- end }}
{{- toYaml $args }}
{{- end }}

{{/* The provider sends a missing `sockets` to Proxmox as 0. */}}
{{- define "omni-bootstrap.proxmoxData" -}}
{{- $own := omit .class.autoProvision.proxmox "extra" }}
{{- $data := dict "sockets" 1 }}
{{- $mapping := include "omni-bootstrap.class.gpuMapping" . }}
{{- if $mapping }}
{{- $card := dict "mapping" $mapping "pcie" true }}
{{- $data = merge (dict "machine_type" "q35" "cpu_type" "host" "balloon" false "pci_devices" (list $card)) $data }}
{{- end }}
{{- mergeOverwrite $data (.class.autoProvision.proxmox.extra | default dict) $own | toYaml }}
{{- end }}

{{/* The mapping of the card that the class's machines get, from the worker sets
that are made of it. */}}
{{- define "omni-bootstrap.class.gpuMapping" -}}
{{- $mapping := "" }}
{{- range $set := .root.Values.workers }}
{{- if and $set.gpu (eq (dig "name" "" ($set.machineClass | default dict)) $.name) }}
{{- $mapping = $set.gpuMapping | default $.root.Values.gpu.mapping }}
{{- end }}
{{- end }}
{{- $mapping }}
{{- end }}
