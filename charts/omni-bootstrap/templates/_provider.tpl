{{/* The Proxmox provider: its command line, and its variables as a list of
{name, value} or {name, secret}. */}}

{{- define "omni-bootstrap.provider.args" -}}
- --id={{ .Values.provider.id }}
- --omni-api-endpoint={{ include "omni-bootstrap.endpoint" . }}
{{- if .Values.provider.insecureSkipVerify }}
- --insecure-skip-verify
{{- end }}
{{- if eq .Values.provider.configuration "file" }}
- --config-file=/etc/omni-infra-provider-proxmox/config.yaml
{{- end }}
{{- end }}

{{- define "omni-bootstrap.provider.variables" -}}
{{- $proxmox := .Values.provider.proxmox -}}
- name: OMNI_SERVICE_ACCOUNT_KEY
  secret: true
{{- if eq .Values.provider.configuration "environment" }}
- name: PROXMOX_URL
  value: {{ $proxmox.url | quote }}
{{- if eq $proxmox.login "token" }}
- name: PROXMOX_TOKEN_ID
  secret: true
- name: PROXMOX_TOKEN_SECRET
  secret: true
{{- else }}
- name: PROXMOX_USERNAME
  value: {{ $proxmox.username | quote }}
- name: PROXMOX_REALM
  value: {{ $proxmox.realm | quote }}
- name: PROXMOX_PASSWORD
  secret: true
{{- end }}
{{- if $proxmox.insecureSkipVerify }}
- name: PROXMOX_INSECURE_SKIP_VERIFY
  value: "true"
{{- end }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.provider.image" -}}
{{- printf "%s:%s" .Values.provider.image .Values.provider.tag }}
{{- end }}
