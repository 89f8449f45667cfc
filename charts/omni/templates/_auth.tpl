{{/* Which login provider is active. Omni takes exactly one. */}}

{{/* Not empty if Auth0 is switched on with values of one's own, not with the
chart's examples. */}}
{{- define "omni.auth.auth0Configured" -}}
{{- $auth0 := .Values.auth.auth0 }}
{{- $clientId := has (include "omni.text" ($auth0.clientId | default "")) (list "" "123456") | not }}
{{- $domain := has $auth0.domain (list nil "" "https://www.auth0.example") | not }}
{{- if and $auth0.enabled (or $clientId $domain) }}true{{ end }}
{{- end }}

{{/* auth0, saml, oidc, or empty if the configuration file decides. Auth0 with
the example values steps aside for any other. */}}
{{- define "omni.auth.provider" -}}
{{- $auth := .Values.auth }}
{{- if $auth.saml.enabled }}
{{- print "saml" }}
{{- else if $auth.oidc.enabled }}
{{- print "oidc" }}
{{- else if include "omni.auth.auth0Configured" . }}
{{- print "auth0" }}
{{- else if and $auth.auth0.enabled (not (dig "auth" nil (.Values.config | default dict))) }}
{{- print "auth0" }}
{{- end }}
{{- end }}

{{/* The SAML metadata URL, or nothing while it is the chart's example. */}}
{{- define "omni.auth.samlUrl" -}}
{{- $url := .Values.auth.saml.url | default "" }}
{{- if ne $url "https://www.saml.example" }}{{ $url }}{{ end }}
{{- end }}

{{/* The Auth0 domain without scheme and slash: Omni prepends https://. */}}
{{- define "omni.auth.auth0Domain" -}}
{{- regexReplaceAll "^[a-zA-Z]+://" .Values.auth.auth0.domain "" | trimSuffix "/" }}
{{- end }}
