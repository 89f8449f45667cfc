{{/* Machine configuration patches that stand for a shorthand, each as a list of
cluster template patches in YAML. */}}

{{/* From Talos 1.12 on name servers have a document of their own. Talos refuses
both forms together. */}}
{{- define "omni-bootstrap.patches.dns" -}}
{{- with .Values.dns.nameservers }}
{{- $inline := dict "machine" (dict "network" (dict "nameservers" .)) }}
{{- if include "omni-bootstrap.talosSince" (dict "root" $ "version" "1.12.0") }}
{{- $servers := list }}
{{- range . }}
{{- $servers = append $servers (dict "address" .) }}
{{- end }}
{{- $inline = dict "apiVersion" "v1alpha1" "kind" "ResolverConfig" "nameservers" $servers }}
{{- end }}
{{- list (dict "name" "dns" "inline" $inline) | toYaml }}
{{- end }}
{{- end }}

{{/* Talos loads amdgpu by itself. Takes the value of `gpu`. */}}
{{- define "omni-bootstrap.patches.gpu" -}}
{{- if eq . "nvidia" -}}
- name: gpu-nvidia
  inline:
    machine:
      kernel:
        modules:
          - name: nvidia
          - name: nvidia_uvm
          - name: nvidia_drm
          - name: nvidia_modeset
      sysctls:
        net.core.bpf_jit_harden: "1"
{{- end }}
{{- end }}

{{/* Takes root and gpu. The extensions of NVIDIA come in pairs of one branch. */}}
{{- define "omni-bootstrap.gpuExtensions" -}}
{{- if eq .gpu "nvidia" }}
{{- $branch := .root.Values.gpu.branch }}
{{- $driver := ternary "nvidia-open-gpu-kernel-modules" "nonfree-kmod-nvidia" (eq .root.Values.gpu.driver "open") -}}
- siderolabs/{{ $driver }}-{{ $branch }}
- siderolabs/nvidia-container-toolkit-{{ $branch }}
{{- else if eq .gpu "amd" -}}
- siderolabs/amdgpu
- siderolabs/amd-ucode
{{- end }}
{{- end }}

{{/* Takes root and machine. */}}
{{- define "omni-bootstrap.patches.machine" -}}
{{- $documents := include "omni-bootstrap.talosSince" (dict "root" .root "version" "1.12.0") }}
{{- $patches := list }}
{{- with .machine.hostname }}
{{- $inline := dict "machine" (dict "network" (dict "hostname" .)) }}
{{- if $documents }}
{{- $inline = dict "apiVersion" "v1alpha1" "kind" "HostnameConfig" "hostname" . "auto" "off" }}
{{- end }}
{{- $patches = append $patches (dict "name" "hostname" "inline" $inline) }}
{{- end }}
{{- with .machine.address }}
{{- $network := ternary "::/0" "0.0.0.0/0" (contains ":" .gateway) }}
{{- $link := dict "interface" .interface "addresses" (list .cidr) "dhcp" false "routes" (list (dict "network" $network "gateway" .gateway)) }}
{{- $inline := dict "machine" (dict "network" (dict "interfaces" (list $link))) }}
{{- $patches = append $patches (dict "name" "address" "inline" $inline) }}
{{- end }}
{{- if $patches }}
{{- toYaml $patches }}
{{- end }}
{{- end }}
