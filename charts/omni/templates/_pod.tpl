{{/* The pod, the same in a Deployment and a StatefulSet. */}}

{{/* No chart or app version among the labels: a new chart would restart Omni
for nothing. */}}
{{- define "omni.podTemplate" -}}
metadata:
  {{- with include "omni.merged" (list (include "omni.configChecksum" . | fromYaml) .Values.deployment.podAnnotations) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
  labels:
    {{- $component := dict "app.kubernetes.io/component" "omni" }}
    {{- include "omni.merged" (list $component .Values.deployment.podLabels (include "omni.selectorLabels" . | fromYaml)) | nindent 4 }}
spec:
  serviceAccountName: {{ include "omni.serviceAccountName" . }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
  terminationGracePeriodSeconds: {{ int .Values.deployment.terminationGracePeriodSeconds }}
  {{- with include "omni.podPlacement" . }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with .Values.podSecurityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.deployment.initContainers }}
  initContainers:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: omni
      {{- include "omni.container" . | nindent 6 }}
    {{- with .Values.deployment.extraContainers }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with include "omni.volumes" . | trim }}
  volumes:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Restarts the pods when the configuration file changes. */}}
{{- define "omni.configChecksum" -}}
{{- with .Values.config }}
checksum/config: {{ toYaml . | sha256sum }}
{{- end }}
{{- end }}

{{/* Where the pod runs and how it resolves names: the keys of `deployment` that
are called as in a pod, those that are set. */}}
{{- define "omni.podPlacement" -}}
{{- $keys := list "imagePullSecrets" "priorityClassName" "nodeSelector" "affinity" "tolerations" "topologySpreadConstraints" "hostNetwork" "dnsPolicy" "dnsConfig" }}
{{- $placement := dict }}
{{- range $key := $keys }}
{{- with get $.Values.deployment $key }}
{{- $_ := set $placement $key . }}
{{- end }}
{{- end }}
{{- with $placement }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- define "omni.container" -}}
image: {{ include "omni.image" . | quote }}
imagePullPolicy: {{ .Values.deployment.imagePullPolicy }}
args:
  {{- include "omni.args" . | trim | nindent 2 }}
{{- with .Values.env }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - name: omni
    containerPort: 8080
    protocol: TCP
  - name: siderolink
    containerPort: 8090
    protocol: TCP
  - name: k8s-proxy
    containerPort: 8095
    protocol: TCP
  - name: metrics
    containerPort: 2122
    protocol: TCP
  - name: wireguard
    containerPort: 50180
    protocol: UDP
{{- range $name := list "startup" "readiness" "liveness" }}
{{- $probe := get $.Values.probes $name }}
{{- if $probe.enabled }}
{{ $name }}Probe:
  httpGet:
    path: /healthz
    port: omni
    scheme: {{ ternary "HTTPS" "HTTP" (not (empty $.Values.volumes.tls.secretName)) }}
  {{- omit $probe "enabled" | toYaml | nindent 2 }}
{{- end }}
{{- end }}
{{- with include "omni.resources" . }}
resources:
  {{- . | nindent 2 }}
{{- end }}
{{- with .Values.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  {{- include "omni.volumeMounts" . | nindent 2 }}
{{- end }}

{{/* The resources, with the TUN limit exactly if the device plugin gives out
the device. */}}
{{- define "omni.resources" -}}
{{- $resources := deepCopy (.Values.resources | default dict) }}
{{- $limits := $resources.limits | default dict }}
{{- if ne .Values.tun.source "devicePlugin" }}
{{- $limits = omit $limits "squat.ai/tun" }}
{{- else if not (hasKey $limits "squat.ai/tun") }}
{{- $_ := set $limits "squat.ai/tun" 1 }}
{{- end }}
{{- $_ := set $resources "limits" $limits }}
{{- toYaml $resources }}
{{- end }}
