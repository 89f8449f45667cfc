{{/* Stops on what omnictl, Omni or the provider would refuse, and on what they
drop in silence. Every message names the value and the way out. Types, required
keys and unknown keys are in values.schema.json. */}}

{{- define "omni-bootstrap.validate" -}}
{{- include "omni-bootstrap.validate.hosts" . }}
{{- range $name, $class := .Values.machineClasses }}
{{- include "omni-bootstrap.validate.class" (dict "root" $ "name" $name "class" $class "where" (printf "machineClasses.%s" $name)) }}
{{- end }}
{{- if .Values.cluster.name }}
{{- include "omni-bootstrap.validate.cluster" . }}
{{- include "omni-bootstrap.validate.sets" . }}
{{- include "omni-bootstrap.validate.machines" . }}
{{- include "omni-bootstrap.validate.patchIds" . }}
{{- else if or .Values.workers .Values.machines }}
{{- fail "cluster.name is empty, so workers and machines belong to no cluster: set it" }}
{{- end }}
{{- include "omni-bootstrap.validate.provider" . }}
{{- end }}

{{- define "omni-bootstrap.validate.hosts" -}}
{{- $hosts := .Values.nginx.hosts }}
{{- $names := dict "domainName" .Values.domainName "nginx.hosts.machineApi" $hosts.machineApi "nginx.hosts.kubernetesProxy" $hosts.kubernetesProxy }}
{{- range $where, $host := $names }}
{{- if not (regexMatch `^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?$` $host) }}
{{- fail (printf "%s is %q: want a host name without scheme, port or path, such as omni.example.com" $where $host) }}
{{- end }}
{{- end }}
{{- if not .Values.domainName }}
{{- fail "domainName is empty: set it to the host name of Omni, such as omni.example.com" }}
{{- end }}
{{- if not (regexMatch `^(\*\.[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?$` $hosts.workloadProxy) }}
{{- fail (printf "nginx.hosts.workloadProxy is %q: want a wildcard such as *.proxy-us.example.com" $hosts.workloadProxy) }}
{{- end }}
{{- range $name, $upstreams := .Values.nginx.upstreams }}
{{- range $upstreams }}
{{- if not (regexMatch `^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):[0-9]+$` .) }}
{{- fail (printf "nginx.upstreams.%s has %q: want HOST:PORT without scheme, such as 127.0.0.1:8080" $name .) }}
{{- end }}
{{- end }}
{{- end }}
{{- if not (regexMatch `^v?[0-9]+\.[0-9]+(\.[0-9]+)?$` .Values.nginx.version) }}
{{- fail (printf "nginx.version is %q: want what nginx -v prints, such as 1.22.1" .Values.nginx.version) }}
{{- end }}
{{- range $key := list "certificate" "certificateKey" }}
{{- $path := get $.Values.nginx $key }}
{{- if not (regexMatch `^/[A-Za-z0-9_./@+-]+$` $path) }}
{{- fail (printf "nginx.%s is %q: want an absolute path without spaces" $key $path) }}
{{- end }}
{{- end }}
{{- if not (regexMatch `^[0-9]+(ms|s|m|h|d)$` .Values.nginx.timeout) }}
{{- fail (printf "nginx.timeout is %q: want a number and its unit, such as 1h" .Values.nginx.timeout) }}
{{- end }}
{{- if not (regexMatch `^[0-9]+[kKmMgG]?$` .Values.nginx.maxBodySize) }}
{{- fail (printf "nginx.maxBodySize is %q: want bytes, or a number with k, m or g, such as 32m" .Values.nginx.maxBodySize) }}
{{- end }}
{{- range .Values.dns.nameservers }}
{{- if not (regexMatch `^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$` .) }}
{{- fail (printf "dns.nameservers has %q: want IP addresses, for names cannot be looked up before" .) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes root, name, class and where. */}}
{{- define "omni-bootstrap.validate.class" -}}
{{- $auto := .class.autoProvision }}
{{- if and $auto .class.matchLabels }}
{{- fail (printf "%s has both autoProvision and matchLabels, and Omni takes one: remove the other" .where) }}
{{- end }}
{{- if not (or $auto .class.matchLabels) }}
{{- fail (printf "%s has neither autoProvision nor matchLabels, and Omni wants one: describe the machines to make, or the labels of machines that are there" .where) }}
{{- end }}
{{- range .class.matchLabels }}
{{- if or (not (trim .)) (regexMatch `:\s` .) }}
{{- fail (printf "%s.matchLabels has %q: want KEY = VALUE, KEY != VALUE, KEY > NUMBER, KEY or !KEY, joined by commas" $.where .) }}
{{- end }}
{{- end }}
{{- if $auto }}
{{- include "omni-bootstrap.validate.auto" . }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.validate.auto" -}}
{{- $auto := .class.autoProvision }}
{{- $where := printf "%s.autoProvision" .where }}
{{- if and (hasKey $auto "providerId") (not $auto.providerId) }}
{{- fail (printf "%s.providerId is empty: name the provider as it is registered in Omni, or leave it out for %s" $where .root.Values.provider.id) }}
{{- end }}
{{- if and $auto.proxmox $auto.providerData }}
{{- fail (printf "%s has both proxmox and providerData: use proxmox for the Proxmox provider, providerData for any other" $where) }}
{{- end }}
{{- if not (or $auto.proxmox $auto.providerData) }}
{{- fail (printf "%s does not say what the machines are like: set proxmox, or providerData for another provider" $where) }}
{{- end }}
{{- range $auto.kernelArgs }}
{{- if or (not .) (regexMatch `\s` .) }}
{{- fail (printf "%s.kernelArgs has %q: want one argument an item, without white space" $where .) }}
{{- end }}
{{- end }}
{{- with $auto.proxmox }}
{{- include "omni-bootstrap.validate.proxmox" (dict "data" . "where" (printf "%s.proxmox" $where)) }}
{{- end }}
{{- end }}

{{/* Takes data and where. */}}
{{- define "omni-bootstrap.validate.proxmox" -}}
{{- range $key := list "cores" "memory" "disk_size" "storage_selector" }}
{{- if not (hasKey $.data $key) }}
{{- fail (printf "%s.%s is missing, and the provider needs it" $.where $key) }}
{{- end }}
{{- end }}
{{- if lt (int64 .data.memory) 2048 }}
{{- fail (printf "%s.memory is %d: Talos needs at least 2048 (MB)" .where (int64 .data.memory)) }}
{{- end }}
{{- if lt (int64 .data.disk_size) 5 }}
{{- fail (printf "%s.disk_size is %d: Talos needs at least 5 (GB)" .where (int64 .data.disk_size)) }}
{{- end }}
{{- range $key := list "cores" "sockets" }}
{{- if and (hasKey $.data $key) (lt (int64 (get $.data $key)) 1) }}
{{- fail (printf "%s.%s is %d: want 1 or more" $.where $key (int64 (get $.data $key))) }}
{{- end }}
{{- end }}
{{- range $i, $disk := concat (list .data) (.data.additional_disks | default list) }}
{{- if not (regexMatch `\b(name|node|storageType|availableSpace)\b` ($disk.storage_selector | default "")) }}
{{- fail (printf "%s: storage_selector %q asks for nothing: want an expression over name, node, storageType and availableSpace, such as name == \"local-lvm\"" $.where $disk.storage_selector) }}
{{- end }}
{{- end }}
{{- range $key, $_ := .data.extra }}
{{- if hasKey $.data $key }}
{{- fail (printf "%s.extra.%s is set beside it as well: keep one" $.where $key) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.validate.cluster" -}}
{{- $cluster := .Values.cluster }}
{{- if not (regexMatch `^[A-Za-z0-9_-]+$` $cluster.name) }}
{{- fail (printf "cluster.name is %q: want letters, digits, - and _ only" $cluster.name) }}
{{- end }}
{{- range $name := list "talos" "kubernetes" }}
{{- $version := get (get $cluster $name) "version" }}
{{- if not (regexMatch `^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$` $version) }}
{{- fail (printf "cluster.%s.version is %q: want all three numbers with a v in front, such as %s" $name $version (ternary "v1.11.3" "v1.34.1" (eq $name "talos"))) }}
{{- end }}
{{- end }}
{{- $interval := dig "backupConfiguration" "interval" "1h" $cluster.features }}
{{- if not (regexMatch `^([0-9]+(\.[0-9]+)?(h|m|s))+$` $interval) }}
{{- fail (printf "cluster.features.backupConfiguration.interval is %q: want a time with its unit, such as 6h or 1h30m" $interval) }}
{{- end }}
{{- include "omni-bootstrap.validate.labels" (dict "where" "cluster" "from" $cluster) }}
{{- include "omni-bootstrap.validate.patches" (dict "root" . "where" "cluster" "from" $cluster) }}
{{- end }}

{{/* Takes where and from. */}}
{{- define "omni-bootstrap.validate.labels" -}}
{{- range $key, $_ := .from.labels }}
{{- if hasPrefix "omni.sidero.dev/" $key }}
{{- fail (printf "%s.labels has %s: labels under omni.sidero.dev/ are Omni's own, so use another prefix" $.where $key) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.validate.sets" -}}
{{- include "omni-bootstrap.validate.set" (dict "root" . "where" "controlPlane" "set" .Values.controlPlane) }}
{{- range $name, $set := .Values.workers }}
{{- if eq $name "control-planes" }}
{{- fail "workers.control-planes has the name that Omni gives the control plane: choose another" }}
{{- end }}
{{- if not (regexMatch `^[A-Za-z0-9_-]+$` $name) }}
{{- fail (printf "workers has the name %q: want letters, digits, - and _ only" $name) }}
{{- end }}
{{- include "omni-bootstrap.validate.set" (dict "root" $ "where" (printf "workers.%s" $name) "set" $set) }}
{{- include "omni-bootstrap.validate.gpu" (dict "root" $ "name" $name "set" $set) }}
{{- end }}
{{- end }}

{{/* Takes root, where and set. */}}
{{- define "omni-bootstrap.validate.set" -}}
{{- $class := .set.machineClass | default dict }}
{{- if and $class .set.machines }}
{{- fail (printf "%s has both machineClass and machines, and omnictl takes one: remove the other" .where) }}
{{- end }}
{{- if not (or $class .set.machines) }}
{{- fail (printf "%s has no machines: set %s.machineClass to {name: CLASS, size: NUMBER}, or list ids in %s.machines" .where .where .where) }}
{{- end }}
{{- if and $class (not $class.name) }}
{{- fail (printf "%s.machineClass.name is empty: name a machine class" .where) }}
{{- end }}
{{- if and $class (not (regexMatch `^([0-9]+|unlimited)$` (toString $class.size))) }}
{{- fail (printf "%s.machineClass.size is %s: want a whole number of machines, or unlimited" .where (ternary (toString $class.size) "missing" (hasKey $class "size"))) }}
{{- end }}
{{- $known := get .root.Values.machineClasses ($class.name | default "") | default dict }}
{{- if and (eq (toString $class.size) "unlimited") $known.autoProvision }}
{{- fail (printf "%s.machineClass.size is unlimited, and the class %s makes its machines: say how many" .where $class.name) }}
{{- end }}
{{- include "omni-bootstrap.validate.labels" (dict "where" .where "from" .set) }}
{{- include "omni-bootstrap.validate.patches" (dict "root" .root "where" .where "from" .set) }}
{{- end }}

{{/* A card goes to every machine of its class. Takes root, name and set. */}}
{{- define "omni-bootstrap.validate.gpu" -}}
{{- $class := dig "name" "" (.set.machineClass | default dict) }}
{{- if and .set.gpuMapping (not .set.gpu) }}
{{- fail (printf "workers.%s has gpuMapping without gpu: set gpu to nvidia or amd" .name) }}
{{- end }}
{{- if and .set.gpu $class }}
{{- $mapping := .set.gpuMapping | default .root.Values.gpu.mapping }}
{{- $others := merge (dict "control plane" .root.Values.controlPlane) (omit .root.Values.workers .name) }}
{{- range $name, $other := $others }}
{{- $same := eq $class (dig "name" "" ($other.machineClass | default dict)) }}
{{- $mappingOfOther := $other.gpuMapping | default $.root.Values.gpu.mapping }}
{{- if and $same (or (not $other.gpu) (ne $mapping $mappingOfOther)) }}
{{- fail (printf "workers.%s gives the class %s its card %s, and %s uses the class without: make a class of its own for the GPU machines" $.name $class $mapping $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.validate.machines" -}}
{{- $owners := dict }}
{{- $sets := merge (dict "control plane" .Values.controlPlane) .Values.workers }}
{{- range $set, $from := $sets }}
{{- range $id := $from.machines }}
{{- if not (regexMatch `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$` $id) }}
{{- fail (printf "the machine %q of %s is no UUID in lower case: want the id that Omni shows, such as 5f3c1b0e-8a44-4f0e-9c55-1d2e3f405162" $id $set) }}
{{- end }}
{{- if hasKey $owners $id }}
{{- fail (printf "the machine %s is in two places, %s and %s: keep one" $id (get $owners $id) $set) }}
{{- end }}
{{- $_ := set $owners $id $set }}
{{- end }}
{{- end }}
{{- range $id, $machine := .Values.machines }}
{{- if not (hasKey $owners $id) }}
{{- fail (printf "machines.%s is in no set: list the id in controlPlane.machines or in the machines of a worker set" $id) }}
{{- end }}
{{- if and $machine.locked (eq (get $owners $id) "control plane") }}
{{- fail (printf "machines.%s is locked and in the control plane, which omnictl refuses: set locked to false" $id) }}
{{- end }}
{{- include "omni-bootstrap.validate.patches" (dict "root" $ "where" (printf "machines.%s" $id) "from" $machine) }}
{{- include "omni-bootstrap.validate.labels" (dict "where" (printf "machines.%s" $id) "from" $machine) }}
{{- include "omni-bootstrap.validate.address" (dict "where" (printf "machines.%s" $id) "machine" $machine) }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.validate.address" -}}
{{- with .machine.address }}
{{- if not (regexMatch `^[0-9A-Fa-f:.]+/[0-9]+$` .cidr) }}
{{- fail (printf "%s.address.cidr is %q: want the address with its prefix, such as 172.16.8.21/24" $.where .cidr) }}
{{- end }}
{{- if not (regexMatch `^[0-9A-Fa-f:.]+$` .gateway) }}
{{- fail (printf "%s.address.gateway is %q: want an IP address" $.where .gateway) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes root, where and from. */}}
{{- define "omni-bootstrap.validate.patches" -}}
{{- range $i, $patch := .from.patches }}
{{- $where := printf "%s.patches[%d]" $.where $i }}
{{- if eq (hasKey $patch "inline") (hasKey $patch "file") }}
{{- fail (printf "%s has %s: want one of them" $where (ternary "both inline and file" "neither inline nor file" (hasKey $patch "file"))) }}
{{- end }}
{{- if and (hasKey $patch "inline") (not (or $patch.name $patch.idOverride)) }}
{{- fail (printf "%s is inline and has no name: give it name or idOverride" $where) }}
{{- end }}
{{- include "omni-bootstrap.validate.labels" (dict "where" $where "from" $patch) }}
{{- if hasKey $patch "file" }}
{{- if or (not $patch.file) (isAbs $patch.file) (has ".." (splitList "/" $patch.file)) }}
{{- fail (printf "%s.file is %q: want a path below the folder of the cluster template" $where $patch.file) }}
{{- end }}
{{- else }}
{{- include "omni-bootstrap.validate.inline" (dict "root" $.root "where" $where "inline" $patch.inline) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Each patch is a resource of its own in Omni. */}}
{{- define "omni-bootstrap.validate.patchIds" -}}
{{- $ids := dict }}
{{- range concat (list .Values.cluster .Values.controlPlane) (values .Values.workers) (values .Values.machines) }}
{{- range .patches }}
{{- with .idOverride }}
{{- if hasKey $ids . }}
{{- fail (printf "two patches have the idOverride %s, and one would replace the other: choose another" .) }}
{{- end }}
{{- $_ := set $ids . true }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes root, where and inline. */}}
{{- define "omni-bootstrap.validate.inline" -}}
{{- if not .inline }}
{{- fail (printf "%s.inline is empty: say what the patch changes" .where) }}
{{- end }}
{{- if or (hasKey .inline "apiVersion") (hasKey .inline "kind") }}
{{- if not (and .inline.apiVersion .inline.kind) }}
{{- fail (printf "%s.inline is a document of its own: it needs both apiVersion and kind" .where) }}
{{- end }}
{{- $documents := include "omni-bootstrap.talosSince" (dict "root" .root "version" "1.12.0") }}
{{- if and (has .inline.kind (list "ResolverConfig" "HostnameConfig" "LinkConfig")) (not $documents) }}
{{- fail (printf "%s.inline is a %s, which Talos knows from 1.12 on, and cluster.talos.version is %s: use machine.network" .where .inline.kind .root.Values.cluster.talos.version) }}
{{- end }}
{{- else }}
{{- range $key, $_ := .inline }}
{{- if not (has $key (list "machine" "cluster" "version" "debug" "persist")) }}
{{- fail (printf "%s.inline has %s, which Talos does not know there: want machine or cluster, or apiVersion and kind" $.where $key) }}
{{- end }}
{{- end }}
{{- $servers := dig "machine" "network" "nameservers" "" .inline }}
{{- if and $servers .root.Values.dns.nameservers }}
{{- fail (printf "%s.inline sets machine.network.nameservers, which dns.nameservers sets as well: keep one" .where) }}
{{- end }}
{{- include "omni-bootstrap.validate.owned" . }}
{{- end }}
{{- end }}

{{/* What Omni writes itself. */}}
{{- define "omni-bootstrap.validate.owned" -}}
{{- $paths := list "cluster.clusterName" "cluster.id" "cluster.token" "cluster.secret" "cluster.ca" "cluster.acceptedCAs" "cluster.aescbcEncryptionSecret" "cluster.secretboxEncryptionSecret" "cluster.serviceAccount" "cluster.controlPlane.endpoint" "machine.token" "machine.ca" "machine.type" "machine.acceptedCAs" "machine.install.extensions" }}
{{- range $path := $paths }}
{{- $at := $.inline }}
{{- $found := true }}
{{- range splitList "." $path }}
{{- if and (kindIs "map" $at) (hasKey $at .) }}
{{- $at = get $at . }}
{{- else }}
{{- $at = "" }}
{{- $found = false }}
{{- end }}
{{- end }}
{{- if $found }}
{{- fail (printf "%s.inline sets %s, which Omni sets itself: %s" $.where $path (ternary "use systemExtensions" "remove it" (eq $path "machine.install.extensions"))) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omni-bootstrap.validate.provider" -}}
{{- $provider := .Values.provider }}
{{- if or $provider.deployment.enabled $provider.compose.enabled }}
{{- if not $provider.id }}
{{- fail "provider.id is empty: set it to the name given to omnictl infraprovider create" }}
{{- end }}
{{- if not (regexMatch `^https?://.+/api2/json$` $provider.proxmox.url) }}
{{- fail (printf "provider.proxmox.url is %q: want https://HOST:8006/api2/json" $provider.proxmox.url) }}
{{- end }}
{{- if and $provider.omniEndpoint (not (regexMatch `^https?://` $provider.omniEndpoint)) }}
{{- fail (printf "provider.omniEndpoint is %q: want a URL such as https://omni.example.com/" $provider.omniEndpoint) }}
{{- end }}
{{- end }}
{{- end }}
