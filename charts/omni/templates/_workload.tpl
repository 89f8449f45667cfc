{{/* Which kind of workload runs Omni, how many pods it has and how they are
replaced. The only place that looks into the cluster. */}}

{{/* The live object of a kind with the workload's name, as YAML; empty if there
is none or it belongs to someone else. Takes root and kind. */}}
{{- define "omni.workload.live" -}}
{{- $live := lookup "apps/v1" .kind .root.Release.Namespace (include "omni.fullname" .root) }}
{{- if $live }}
{{- $release := dig "metadata" "annotations" "meta.helm.sh/release-name" "" $live }}
{{- $instance := dig "metadata" "labels" "app.kubernetes.io/instance" "" $live }}
{{- if has .root.Release.Name (list $release $instance) }}
{{- toYaml $live }}
{{- end }}
{{- end }}
{{- end }}

{{/* Deployment or StatefulSet:
1. workload.kind, unless it is auto;
2. the kind this release runs already, Deployment first;
3. StatefulSet for embedded etcd, Deployment for external etcd. */}}
{{- define "omni.workload.kind" -}}
{{- if ne .Values.workload.kind "auto" }}
{{- .Values.workload.kind }}
{{- else if include "omni.workload.live" (dict "root" . "kind" "Deployment") }}
{{- print "Deployment" }}
{{- else if include "omni.workload.live" (dict "root" . "kind" "StatefulSet") }}
{{- print "StatefulSet" }}
{{- else }}
{{- ternary "Deployment" "StatefulSet" .Values.etcd.external }}
{{- end }}
{{- end }}

{{/* Embedded etcd cannot form a cluster, so it is one pod in either kind. */}}
{{- define "omni.workload.replicas" -}}
{{- ternary (int .Values.deployment.replicaCount) 1 .Values.etcd.external }}
{{- end }}

{{/* How a StatefulSet replaces its pods. A Deployment knows one right way,
Recreate: a new pod cannot start beside the old one. With embedded etcd both
would open one data folder, with external etcd the new one waits for the old
one's seat and never gets Ready. */}}
{{- define "omni.workload.updateType" -}}
{{- ternary "RollingUpdate" "OnDelete" (and .Values.etcd.external .Values.workload.rollingUpdate) }}
{{- end }}

{{/* Fails if a live StatefulSet has another claim than the values ask for:
Kubernetes lets nobody change a claim template. */}}
{{- define "omni.workload.checkClaim" -}}
{{- $live := include "omni.workload.live" (dict "root" . "kind" "StatefulSet") | fromYaml }}
{{- $wanted := .Values.volumes.etcd }}
{{- range dig "spec" "volumeClaimTemplates" list $live }}
{{- if eq .metadata.name "etcd-data" }}
{{- $size := dig "resources" "requests" "storage" "" .spec }}
{{- $class := dig "storageClassName" "" .spec }}
{{- if ne $size $wanted.size }}
{{- fail (printf "volumes.etcd.size is %s but the claim template of the running StatefulSet says %s, and Kubernetes does not change claim templates: set volumes.etcd.size to %s, and grow the claim itself with kubectl" $wanted.size $size $size) }}
{{- end }}
{{- if ne $class ($wanted.storageClass | default "") }}
{{- fail (printf "volumes.etcd.storageClass is %q but the claim template of the running StatefulSet says %q, and Kubernetes does not change claim templates: set volumes.etcd.storageClass to %q" ($wanted.storageClass | default "") $class $class) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
