{{/* Volumes of the pod and their mounts. */}}

{{- define "omni.tls.mountPath" -}}
{{- .Values.volumeMounts.tls.mountPath | default "/etc/omni/tls" | trimSuffix "/" }}
{{- end }}

{{/* Not empty if the master key is a file of the pod. */}}
{{- define "omni.gpg.isFile" -}}
{{- if hasPrefix "file://" .Values.privateKeySource }}true{{ end }}
{{- end }}

{{/* Not empty if etcd's certificates come from a Secret. */}}
{{- define "omni.etcd.tlsSecret" -}}
{{- if and .Values.etcd.external .Values.etcd.tls.enabled }}
{{- .Values.etcd.tls.secretName | default "" }}
{{- end }}
{{- end }}

{{/* /_out is Omni's working data: embedded etcd, SQLite, logs. The StatefulSet
brings its volume as a claim template. */}}
{{- define "omni.dataVolume" -}}
{{- if not .Values.etcd.external }}
- name: etcd-data
  persistentVolumeClaim:
    claimName: {{ .Values.volumes.etcd.persistentVolumeClaimName }}
{{- else if .Values.volumes.state.persistentVolumeClaimName }}
- name: etcd-data
  persistentVolumeClaim:
    claimName: {{ .Values.volumes.state.persistentVolumeClaimName }}
{{- else if .Values.volumes.state.sizeLimit }}
- name: etcd-data
  emptyDir:
    sizeLimit: {{ .Values.volumes.state.sizeLimit }}
{{- else }}
- name: etcd-data
  emptyDir: {}
{{- end }}
{{- end }}

{{- define "omni.volumes" -}}
{{- if eq (include "omni.workload.kind" .) "Deployment" }}
{{- include "omni.dataVolume" . | nindent 0 }}
{{- end }}
{{- if include "omni.gpg.isFile" . }}
- name: omni-asc
  secret:
    secretName: {{ .Values.volumes.gpg.secretName }}
{{- end }}
{{- with .Values.volumes.tls.secretName }}
- name: tls
  secret:
    secretName: {{ . }}
{{- end }}
{{- with include "omni.etcd.tlsSecret" . }}
- name: etcd-tls
  secret:
    secretName: {{ . }}
{{- end }}
{{- if .Values.config }}
- name: config
  secret:
    secretName: {{ include "omni.fullname" . }}-config
{{- end }}
{{- with .Values.configSecret.existingSecret }}
- name: config-secret
  secret:
    secretName: {{ . }}
{{- end }}
{{- if eq .Values.tun.source "hostPath" }}
- name: tun
  hostPath:
    path: /dev/net/tun
    type: CharDevice
{{- end }}
{{- with .Values.customVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The Secrets are mounted as folders, which follow a renewed certificate; the
key is one file at a path of its own. */}}
{{- define "omni.volumeMounts" -}}
- name: etcd-data
  mountPath: /_out
{{- if include "omni.gpg.isFile" . }}
- name: omni-asc
  mountPath: {{ .Values.volumeMounts.omniAsc.mountPath }}
  subPath: {{ .Values.volumeMounts.omniAsc.subPath }}
  readOnly: {{ .Values.volumeMounts.omniAsc.readOnly }}
{{- end }}
{{- if .Values.volumes.tls.secretName }}
- name: tls
  mountPath: {{ include "omni.tls.mountPath" . }}
  readOnly: {{ .Values.volumeMounts.tls.readOnly }}
{{- end }}
{{- if include "omni.etcd.tlsSecret" . }}
- name: etcd-tls
  mountPath: /etc/omni/etcd-tls
  readOnly: true
{{- end }}
{{- if .Values.config }}
- name: config
  mountPath: /etc/omni/config
  readOnly: true
{{- end }}
{{- if .Values.configSecret.existingSecret }}
- name: config-secret
  mountPath: /etc/omni/config-secret
  readOnly: true
{{- end }}
{{- if eq .Values.tun.source "hostPath" }}
- name: tun
  mountPath: /dev/net/tun
{{- end }}
{{- with .Values.customVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}
