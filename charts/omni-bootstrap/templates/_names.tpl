{{/* Labels and host names. */}}

{{- define "omni-bootstrap.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "omni-bootstrap.host.machineApi" -}}
{{- .Values.nginx.hosts.machineApi | default (printf "siderolink.%s" .Values.domainName) }}
{{- end }}

{{- define "omni-bootstrap.host.kubernetesProxy" -}}
{{- .Values.nginx.hosts.kubernetesProxy | default (printf "kube.%s" .Values.domainName) }}
{{- end }}

{{- define "omni-bootstrap.endpoint" -}}
{{- .Values.provider.omniEndpoint | default (printf "https://%s/" .Values.domainName) }}
{{- end }}

{{/* "yes" when the cluster's Talos is `version` or newer. Takes root and
version. */}}
{{- define "omni-bootstrap.talosSince" -}}
{{- if semverCompare (printf ">=%s-0" .version) .root.Values.cluster.talos.version }}yes{{ end }}
{{- end }}
