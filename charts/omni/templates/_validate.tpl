{{/* Stops on input that cannot work. Every message names the value and the way
out. What can work but looks wrong is a warning; see _warnings.tpl. */}}

{{- define "omni.validate" -}}
{{- include "omni.validate.identity" . }}
{{- include "omni.validate.auth" . }}
{{- include "omni.validate.etcd" . }}
{{- include "omni.validate.config" . }}
{{- include "omni.validate.network" . }}
{{- end }}

{{- define "omni.validate.identity" -}}
{{- if not .Values.accountUuid }}
{{- fail "accountUuid is empty: set it to a UUID of your own, for instance the output of uuidgen, and never change it" }}
{{- end }}
{{- if not .Values.domainName }}
{{- fail "domainName is empty: set it to the host name of Omni, such as omni.example.com" }}
{{- end }}
{{- if not .Values.privateKeySource }}
{{- fail "privateKeySource is empty: set it to file:///omni.asc with the key in the Secret volumes.gpg.secretName, or to vault://MOUNT/PATH" }}
{{- end }}
{{- if and (include "omni.gpg.isFile" .) (not .Values.volumes.gpg.secretName) }}
{{- fail "volumes.gpg.secretName is empty but privateKeySource is a file: name the Secret that holds the private key" }}
{{- end }}
{{- if ne (empty .Values.eula.name) (empty .Values.eula.email) }}
{{- fail "eula.name and eula.email belong together: set both, or neither and accept in the UI" }}
{{- end }}
{{- end }}

{{- define "omni.validate.auth" -}}
{{- $auth := .Values.auth }}
{{- if and $auth.saml.enabled (include "omni.auth.auth0Configured" .) }}
{{- fail "auth.auth0 and auth.saml are both configured, and Omni takes one provider: set auth.auth0.enabled to false to log in with SAML, or auth.saml.enabled to false to log in with Auth0" }}
{{- end }}
{{- if and $auth.oidc.enabled (include "omni.auth.auth0Configured" .) }}
{{- fail "auth.auth0 and auth.oidc are both configured, and Omni takes one provider: set auth.auth0.enabled to false to log in with OIDC, or auth.oidc.enabled to false to log in with Auth0" }}
{{- end }}
{{- if eq (include "omni.auth.provider" .) "auth0" }}
{{- if not (and $auth.auth0.clientId $auth.auth0.domain) }}
{{- fail "auth.auth0 is enabled without auth.auth0.clientId or auth.auth0.domain: set both, or enable another provider" }}
{{- end }}
{{- end }}
{{- if and $auth.saml.enabled $auth.oidc.enabled }}
{{- fail "auth.saml and auth.oidc are both enabled, and Omni takes one provider: set one of auth.saml.enabled and auth.oidc.enabled to false" }}
{{- end }}
{{- if and $auth.saml.enabled (include "omni.auth.samlUrl" .) $auth.saml.metadata }}
{{- fail "auth.saml.url and auth.saml.metadata exclude each other: set one of them to \"\"" }}
{{- end }}
{{- if $auth.oidc.enabled }}
{{- if not (include "omni.since" (dict "root" . "version" "1.2.0")) }}
{{- fail (printf "auth.oidc needs Omni 1.2 or newer, and deployment.tag is %s: use a newer image, or SAML" (include "omni.tag" .)) }}
{{- end }}
{{- if not (and $auth.oidc.providerUrl $auth.oidc.clientId) }}
{{- fail "auth.oidc is enabled without auth.oidc.providerUrl or auth.oidc.clientId: set both" }}
{{- end }}
{{- end }}
{{- $elsewhere := or .Values.config .Values.configSecret.existingSecret (contains "--auth-" (join " " .Values.extraArgs)) }}
{{- if not (or (include "omni.auth.provider" .) $elsewhere) }}
{{- fail "no login provider is enabled, and Omni does not start without: set auth.auth0.enabled, auth.saml.enabled or auth.oidc.enabled to true" }}
{{- end }}
{{- end }}

{{- define "omni.validate.etcd" -}}
{{- if .Values.etcd.external }}
{{- if not .Values.etcd.endpoints }}
{{- fail "etcd.external is true but etcd.endpoints is empty: list the client URLs of your etcd, such as https://etcd-1.example.com:2379, or set etcd.external to false" }}
{{- end }}
{{- include "omni.validate.etcdTls" . }}
{{- if and .Values.workload.rollingUpdate (eq (include "omni.workload.kind" .) "Deployment") }}
{{- fail "workload.rollingUpdate is true but Omni runs as a Deployment, whose new pod would wait for the old one forever: set workload.rollingUpdate to false, or workload.kind to StatefulSet" }}
{{- end }}
{{- else }}
{{- if .Values.workload.rollingUpdate }}
{{- fail "workload.rollingUpdate is true but etcd is embedded, whose pod is replaced only when you delete it: set workload.rollingUpdate to false, or use external etcd" }}
{{- end }}
{{- if and (eq (include "omni.workload.kind" .) "Deployment") (not .Values.volumes.etcd.persistentVolumeClaimName) }}
{{- fail "volumes.etcd.persistentVolumeClaimName is empty but a Deployment with embedded etcd keeps its data there: name an existing claim" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omni.validate.etcdTls" -}}
{{- $tls := .Values.etcd.tls }}
{{- $ca := include "omni.etcd.file" (dict "tls" $tls "name" "ca") }}
{{- $cert := include "omni.etcd.file" (dict "tls" $tls "name" "cert") }}
{{- $key := include "omni.etcd.file" (dict "tls" $tls "name" "key") }}
{{- $emptyWins := include "omni.since" (dict "root" . "version" "1.5.0") }}
{{- if ne (empty $cert) (empty $key) }}
{{- fail "etcd.tls has a client certificate without key or a key without certificate: set both certFile and keyFile (certKey and keyKey for a Secret), or neither" }}
{{- end }}
{{- if and $tls.enabled (not $ca) (not $cert) }}
{{- fail "etcd.tls.enabled is true but nothing says where the certificates are: set etcd.tls.secretName, or etcd.tls.caFile, certFile and keyFile" }}
{{- end }}
{{- if not (or $emptyWins (and $ca $cert)) }}
{{- fail (printf "Omni %s needs a client certificate, its key and a CA for external etcd: set etcd.tls.enabled and etcd.tls.secretName (or all three files), or use Omni 1.5 or newer" (include "omni.version" .)) }}
{{- end }}
{{- end }}

{{- define "omni.validate.config" -}}
{{- if and .Values.config .Values.configSecret.existingSecret (not (include "omni.since" (dict "root" . "version" "1.5.0"))) }}
{{- fail (printf "config and configSecret.existingSecret are both set, and Omni %s reads one configuration file: use one of them, or Omni 1.5 or newer" (include "omni.version" .)) }}
{{- end }}
{{- end }}

{{- define "omni.validate.network" -}}
{{- range $name := list "api" "siderolink" "kubernetesProxy" }}
{{- $route := get $.Values.gatewayApi $name }}
{{- if and $route.enabled (not $route.parentRefs) (not $.Values.gatewayApi.parentRefs) }}
{{- fail (printf "gatewayApi.%s is enabled without a Gateway: set gatewayApi.parentRefs to [{name: YOUR-GATEWAY}]" $name) }}
{{- end }}
{{- end }}
{{- if and .Values.ingress.api.enabled (not .Values.ingress.api.grpcServices) }}
{{- fail "ingress.api.grpcServices is empty: list the gRPC services to route, or set ingress.api.enabled to false" }}
{{- end }}
{{- if and .Values.ingress.workloadProxy.enabled (not .Values.ingress.workloadProxy.host) }}
{{- fail "ingress.workloadProxy.host is empty: set it to the wildcard below which Omni exposes workloads, such as *.proxy-us.example.com" }}
{{- end }}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) }}
{{- fail "metrics.serviceMonitor.enabled is true but metrics.enabled is false: a ServiceMonitor needs the metrics Service, so set metrics.enabled to true" }}
{{- end }}
{{- if and .Values.metrics.prometheusRule.enabled (not .Values.metrics.prometheusRule.rules) }}
{{- fail "metrics.prometheusRule.enabled is true without rules: put them in metrics.prometheusRule.rules, or set enabled to false" }}
{{- end }}
{{- end }}
