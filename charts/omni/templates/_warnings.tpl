{{/* What NOTES.txt warns about: input that renders but does not do what its
author may expect. Every warning is one list item. */}}

{{- define "omni.warnings" -}}
{{- include "omni.warnings.image" . }}
{{- include "omni.warnings.workload" . }}
{{- include "omni.warnings.etcd" . }}
{{- include "omni.warnings.auth" . }}
{{- include "omni.warnings.wireguard" . }}
{{- include "omni.warnings.hosts" . }}
{{- include "omni.warnings.tls" . }}
{{- end }}

{{- define "omni.warnings.image" }}
{{- $version := include "omni.version" . }}
{{- if not (include "omni.since" (dict "root" . "version" "1.1.0")) }}
* deployment.tag: Omni {{ $version }} is older than 1.1, the oldest version this
  chart has flags for.
{{- end }}
{{- if eq (include "omni.tag" .) "latest" }}
* deployment.tag is "latest": every node may run another version, and nothing
  tells when it changes. Pin it, for instance to {{ .Chart.AppVersion }}.
{{- end }}
{{- if include "omni.since" (dict "root" . "version" "1.8.0") }}
{{- range .Values.extraArgs }}
{{- if regexMatch "^--debug(=|$)" (toString .) }}
* extraArgs: --debug is deprecated since Omni 1.8, use --log-level=debug.
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.eula.name (not (include "omni.since" (dict "root" . "version" "1.7.0"))) }}
* eula is not used: Omni {{ $version }} has no such flag (since 1.7).
{{- end }}
{{- if and .Values.config (not (include "omni.since" (dict "root" . "version" "1.5.0"))) }}
* config: the keys of Omni's configuration file are those of Omni 1.5 and newer;
  Omni {{ $version }} names some of them differently.
{{- end }}
{{- if not (regexMatch "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" (toString .Values.accountUuid)) }}
* accountUuid is not a UUID. Keep it if this Omni has always had it; a new
  installation should have a real one.
{{- end }}
{{- end }}

{{- define "omni.warnings.workload" }}
{{- $replicas := int .Values.deployment.replicaCount }}
{{- if and (not .Values.etcd.external) (gt $replicas 1) }}
* deployment.replicaCount is {{ $replicas }}, but embedded etcd runs exactly one pod: 1 is used.
{{- end }}
{{- if and .Values.etcd.external (gt $replicas 1) }}
* deployment.replicaCount is {{ $replicas }}: one pod is active, the others are warm spares
  that never become Ready, so "helm --wait" and rollout checks do not finish.
{{- if or .Values.probes.liveness.enabled .Values.probes.startup.enabled }}
* probes.liveness and probes.startup kill warm spares, which open no port. Switch
  them off or run one replica.
{{- end }}
{{- if .Values.volumes.state.persistentVolumeClaimName }}
* volumes.state.persistentVolumeClaimName: all pods share this claim. It must
  allow that, and the spares' database files live on it too.
{{- end }}
{{- end }}
{{- $other := ternary "StatefulSet" "Deployment" (eq (include "omni.workload.kind" .) "Deployment") }}
{{- if include "omni.workload.live" (dict "root" . "kind" $other) }}
* workload.kind replaces the running {{ $other }}. Its data is not moved: with
  embedded etcd the new workload starts on another claim.
{{- end }}
{{- if .Values.podDisruptionBudget.enabled }}
{{- if kindIs "invalid" .Values.podDisruptionBudget.maxUnavailable }}
* podDisruptionBudget.minAvailable: only one pod is ever Ready, so this budget
  blocks node drains. Use podDisruptionBudget.maxUnavailable: 1.
{{- end }}
{{- end }}
{{- $limits := dig "limits" dict (.Values.resources | default dict) }}
{{- if and (eq (toString $limits.cpu) "200m") (eq (toString $limits.memory) "256Mi") }}
* resources.limits are the small defaults. Production wants 2 CPUs and 4Gi.
{{- end }}
{{- if eq .Values.tun.source "none" }}
* tun.source is none: Omni exits unless something else brings /dev/net/tun.
{{- end }}
{{- end }}

{{- define "omni.warnings.etcd" }}
{{- $etcd := .Values.etcd }}
{{- if or $etcd.username $etcd.password $etcd.auth.secretName }}
* etcd.username, etcd.password and etcd.auth are not used: Omni cannot log in to
  etcd with a name. Let etcd accept the client certificate (etcd.tls).
{{- end }}
{{- if $etcd.tls.insecureSkipVerify }}
* etcd.tls.insecureSkipVerify is not used: Omni always verifies etcd. Supply the
  CA (etcd.tls.caFile, or caKey of etcd.tls.secretName).
{{- end }}
{{- if and (not $etcd.external) $etcd.endpoints }}
* etcd.endpoints is not used while etcd.external is false.
{{- end }}
{{- if and $etcd.external (not $etcd.tls.enabled) }}
* etcd.tls is off: Omni shows etcd no certificate and trusts only public CAs.
{{- end }}
{{- if and $etcd.external $etcd.tls.enabled (not $etcd.tls.secretName) (not .Values.customVolumeMounts) }}
* etcd.tls names files, but nothing mounts them. Bring them with customVolumes and
  customVolumeMounts, or use etcd.tls.secretName.
{{- end }}
{{- end }}

{{- define "omni.warnings.auth" }}
{{- $provider := include "omni.auth.provider" . }}
{{- if and (eq $provider "auth0") (not (include "omni.auth.auth0Configured" .)) }}
* auth.auth0 still has its example values; nobody can log in.
{{- end }}
{{- if and .Values.auth.auth0.enabled (ne $provider "auth0") }}
* auth.auth0 has only its example values and steps aside. Set auth.auth0.enabled
  to false to say so.
{{- end }}
{{- if eq $provider "saml" }}
{{- $inArgs := contains "--auth-saml-" (join " " .Values.extraArgs) }}
{{- if not (or (include "omni.auth.samlUrl" .) .Values.auth.saml.metadata $inArgs) }}
* auth.saml has neither url nor metadata; Omni does not start without one.
{{- end }}
{{- else if and (not .Values.initialUsers) $provider }}
* initialUsers is empty: on a new installation nobody can log in.
{{- end }}
{{- if and (eq $provider "oidc") (not .Values.configSecret.existingSecret) }}
* auth.oidc: the client secret is missing. Put auth.oidc.clientSecret into a Secret
  and name it in configSecret.existingSecret.
{{- end }}
{{- $mountPath := .Values.volumeMounts.omniAsc.mountPath }}
{{- if and (include "omni.gpg.isFile" .) (ne (trimPrefix "file://" .Values.privateKeySource) $mountPath) }}
* privateKeySource is not the file that volumeMounts.omniAsc.mountPath mounts
  ({{ $mountPath }}).
{{- end }}
{{- end }}

{{- define "omni.warnings.wireguard" }}
{{- $wireguard := .Values.service.siderolink.wireguard }}
{{- if not (or $wireguard.address .Values.service.siderolink.useGrpcTunnel) }}
* service.siderolink.wireguard.address is empty: machines are told
  {{ include "omni.wireguard.endpoints" . }},
  which no machine outside this cluster can resolve. Set the public address.
{{- end }}
{{- $nodePort := include "omni.wireguard.nodePort" . | default "30000" | int }}
{{- if and (ne $wireguard.type "ClusterIP") (or (lt $nodePort 30000) (gt $nodePort 32767)) }}
* service.siderolink.wireguard: node port {{ $nodePort }} is outside Kubernetes' default
  range 30000-32767. Set nodePort apart from port.
{{- end }}
{{- end }}

{{- define "omni.warnings.hosts" }}
{{- $domain := .Values.domainName }}
{{- $pairs := list
      (list "api" "domainName" $domain (include "omni.ingress.api.host" .))
      (list "ui" "domainName" $domain (include "omni.ingress.ui.host" .))
      (list "siderolink" "service.siderolink.domainName" (include "omni.host.siderolink" .) (include "omni.ingress.siderolink.host" .))
      (list "kubernetesProxy" "service.k8sProxy.domainName" (include "omni.host.kubernetesProxy" .) (include "omni.ingress.kubernetesProxy.host" .)) }}
{{- range $pairs }}
{{- $ingress := get $.Values.ingress (index . 0) }}
{{- if and $ingress.enabled (ne (index . 2) (index . 3)) }}
* ingress.{{ index . 0 }}.host is {{ index . 3 }}, but {{ index . 1 }}
  tells clients {{ index . 2 }}.
{{- end }}
{{- end }}
{{- end }}

{{- define "omni.warnings.tls" }}
{{- range $name := list "api" "siderolink" }}
{{- $ingress := get $.Values.ingress $name }}
{{- if and $ingress.enabled (not (include "omni.ingress.hasTls" $ingress)) }}
* ingress.{{ $name }} has no TLS: without it clients get no HTTP/2, and gRPC fails.
{{- end }}
{{- end }}
{{- $api := .Values.ingress.api }}
{{- $ui := .Values.ingress.ui }}
{{- if and $api.enabled $ui.enabled (eq (include "omni.ingress.api.host" .) (include "omni.ingress.ui.host" .)) }}
{{- if ne $api.tls.secretName (include "omni.ingress.ui.secretName" .) }}
* ingress.api and ingress.ui have one host and two certificates, of which the
  controller serves one. Leave ingress.ui.tls.secretName empty to share it.
{{- end }}
{{- end }}
{{- range $name := list "kubernetesProxy" "workloadProxy" }}
{{- $ingress := get $.Values.ingress $name }}
{{- if and $ingress.enabled $ingress.certManager.enabled }}
* ingress.{{ $name }} asks cert-manager for a wildcard, which only an issuer
  with DNS-01 can get.
{{- end }}
{{- end }}
{{- $routes := .Values.gatewayApi }}
{{- if and .Values.volumes.tls.secretName (or $routes.api.enabled $routes.kubernetesProxy.enabled) }}
* volumes.tls.secretName makes Omni speak TLS on 8080 and 8095: the Gateway needs
  a BackendTLSPolicy for them.
{{- end }}
{{- end }}
