{{/* The arguments of the omni program, one YAML list item each, quoted. Only
flags that the Omni version at hand has. */}}

{{- define "omni.args" -}}
{{ include "omni.args.config" . }}
- {{ printf "--account-id=%s" .Values.accountUuid | quote }}
- {{ printf "--name=%s" .Values.name | quote }}
{{- include "omni.args.urls" . }}
{{- include "omni.args.auth" . }}
{{- include "omni.args.etcd" . }}
{{- include "omni.args.storage" . }}
{{- include "omni.args.siderolink" . }}
{{- include "omni.args.eula" . }}
{{- range .Values.extraArgs }}
- {{ . | toString | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.config" -}}
{{- if .Values.config }}
- "--config-path=/etc/omni/config/config.yaml"
{{- end }}
{{- if .Values.configSecret.existingSecret }}
- {{ printf "--config-path=/etc/omni/config-secret/%s" .Values.configSecret.key | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.urls" }}
{{- $urls := .Values.advertisedUrls }}
- {{ printf "--advertised-api-url=%s" ($urls.api | default (printf "https://%s/" .Values.domainName)) | quote }}
- {{ printf "--advertised-kubernetes-proxy-url=%s" ($urls.kubernetesProxy | default (printf "https://%s/" (include "omni.host.kubernetesProxy" .))) | quote }}
- {{ printf "--machine-api-advertised-url=%s" ($urls.machineApi | default (printf "https://%s" (include "omni.host.siderolink" .))) | quote }}
{{- if .Values.volumes.tls.secretName }}
- {{ printf "--cert=%s/tls.crt" (include "omni.tls.mountPath" .) | quote }}
- {{ printf "--key=%s/tls.key" (include "omni.tls.mountPath" .) | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.auth" }}
{{- $provider := include "omni.auth.provider" . }}
{{- if eq $provider "auth0" }}
{{- include "omni.args.auth0" . }}
{{- else if eq $provider "saml" }}
{{- include "omni.args.saml" . }}
{{- else if eq $provider "oidc" }}
{{- include "omni.args.oidc" . }}
{{- end }}
{{- with .Values.initialUsers }}
- {{ printf "--initial-users=%s" (join "," .) | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.auth0" }}
- "--auth-auth0-enabled=true"
- {{ printf "--auth-auth0-client-id=%s" (include "omni.text" .Values.auth.auth0.clientId) | quote }}
- {{ printf "--auth-auth0-domain=%s" (include "omni.auth.auth0Domain" .) | quote }}
{{- if .Values.auth.auth0.useFormData }}
- "--auth-auth0-use-form-data=true"
{{- end }}
{{- end }}

{{- define "omni.args.saml" }}
{{- $saml := .Values.auth.saml }}
- "--auth-saml-enabled=true"
{{- with include "omni.auth.samlUrl" . }}
- {{ printf "--auth-saml-url=%s" . | quote }}
{{- end }}
{{- with $saml.metadata }}
- {{ printf "--auth-saml-metadata=%s" . | quote }}
{{- end }}
{{- with $saml.nameIdFormat }}
- {{ printf "--auth-saml-name-id-format=%s" . | quote }}
{{- end }}
{{- with $saml.labelRules }}
- {{ printf "--auth-saml-label-rules=%s" (toJson .) | quote }}
{{- end }}
{{- with $saml.attributeRules }}
- {{ printf "--auth-saml-attribute-rules=%s" (toJson .) | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.oidc" }}
{{- $oidc := .Values.auth.oidc }}
- "--auth-oidc-enabled=true"
- {{ printf "--auth-oidc-provider-url=%s" $oidc.providerUrl | quote }}
- {{ printf "--auth-oidc-client-id=%s" (include "omni.text" $oidc.clientId) | quote }}
{{- with $oidc.scopes }}
- {{ printf "--auth-oidc-scopes=%s" (join "," .) | quote }}
{{- end }}
{{- with $oidc.logoutUrl }}
- {{ printf "--auth-oidc-logout-url=%s" . | quote }}
{{- end }}
{{- if and $oidc.allowUnverifiedEmail (include "omni.since" (dict "root" . "version" "1.4.0")) }}
- "--auth-oidc-allow-unverified-email=true"
{{- end }}
{{- end }}

{{/* --etcd-embedded has to be said either way: it is on by default, and
--etcd-endpoints alone does not switch it off. */}}
{{- define "omni.args.etcd" }}
{{- if .Values.etcd.external }}
- "--etcd-embedded=false"
- {{ printf "--etcd-endpoints=%s" (join "," .Values.etcd.endpoints) | quote }}
- {{ printf "--etcd-ca-path=%s" (include "omni.etcd.file" (dict "tls" .Values.etcd.tls "name" "ca")) | quote }}
- {{ printf "--etcd-client-cert-path=%s" (include "omni.etcd.file" (dict "tls" .Values.etcd.tls "name" "cert")) | quote }}
- {{ printf "--etcd-client-key-path=%s" (include "omni.etcd.file" (dict "tls" .Values.etcd.tls "name" "key")) | quote }}
{{- else }}
- "--etcd-embedded=true"
{{- end }}
- {{ printf "--private-key-source=%s" .Values.privateKeySource | quote }}
{{- end }}

{{/* Path of an etcd certificate; empty without TLS, which Omni must be told as
well, for its defaults name files. Takes tls and name (ca, cert, key). */}}
{{- define "omni.etcd.file" -}}
{{- if .tls.enabled }}
{{- if not .tls.secretName }}
{{- get .tls (printf "%sFile" .name) | default "" }}
{{- else if get .tls (printf "%sKey" .name) }}
{{- printf "/etc/omni/etcd-tls/%s" (get .tls (printf "%sKey" .name)) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omni.args.storage" }}
{{- if include "omni.since" (dict "root" . "version" "1.4.0") }}
- {{ printf "--sqlite-storage-path=%s" .Values.sqlitePath | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.siderolink" }}
{{- $siderolink := .Values.service.siderolink }}
- {{ printf "--siderolink-wireguard-advertised-addr=%s" (include "omni.wireguard.endpoints" .) | quote }}
{{- if include "omni.wireguard.disableLastEndpoint" . }}
- "--siderolink-disable-last-endpoint=true"
{{- end }}
{{- if $siderolink.useGrpcTunnel }}
- "--siderolink-use-grpc-tunnel=true"
{{- end }}
{{- with $siderolink.joinTokensMode }}
- {{ printf "--join-tokens-mode=%s" . | quote }}
{{- end }}
{{- end }}

{{- define "omni.args.eula" }}
{{- if and .Values.eula.name (include "omni.since" (dict "root" . "version" "1.7.0")) }}
- {{ printf "--eula-accept-name=%s" .Values.eula.name | quote }}
- {{ printf "--eula-accept-email=%s" .Values.eula.email | quote }}
{{- end }}
{{- end }}
