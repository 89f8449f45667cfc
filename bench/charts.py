# SPDX-License-Identifier: MPL-2.0
"""Makes the charts that the bench renders: each is the same on every machine.

Every function writes one case below a folder and returns the arguments that
render it, the way `helm template` takes them.
"""

import os
import random

WORDS = ("amber basalt cedar delta ember fjord garnet harbor indigo juniper "
         "kelp lagoon maple nectar onyx pebble quartz river saffron tundra"
         ).split()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def chart_yaml(folder, name, extra=""):
    write(f"{folder}/Chart.yaml",
          f"apiVersion: v2\nname: {name}\nversion: 1.2.3\n"
          f'appVersion: "4.5.6"\n{extra}')


HELPERS = """\
{{- define "%(n)s.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "%(n)s.labels" -}}
app.kubernetes.io/name: {{ include "%(n)s.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%%s-%%s" .Chart.Name .Chart.Version }}
{{- end -}}
"""

WORKLOAD = """\
{{- $root := . }}
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ include "%(n)s.name" . }}
  labels: {{- include "%(n)s.labels" . | nindent 4 }}
  annotations:
    {{- range $key, $value := .Values.annotations }}
    {{ $key }}: {{ tpl $value $root | quote }}
    {{- end }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {{- include "%(n)s.labels" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "%(n)s.labels" . | nindent 8 }}
    spec:
      containers:
        - name: main
          image: {{ tpl .Values.image . | quote }}
          env:
            {{- range $name := keys .Values.env | sortAlpha }}
            - name: {{ $name | upper }}
              value: {{ tpl (get $root.Values.env $name) $root | quote }}
            {{- end }}
          resources: {{- toYaml .Values.resources | nindent 12 }}
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-{{ include "%(n)s.name" . }}
  labels: {{- include "%(n)s.labels" . | nindent 4 }}
spec:
  ports:
    {{- range .Values.ports }}
    - port: {{ . }}
      targetPort: {{ add . 8000 }}
    {{- end }}
"""


def workload_values():
    lines = ["enabled: true", "replicas: 2",
             "image: 'registry.example/{{ .Chart.Name }}:{{ .Chart.Version }}'",
             "ports: [80, 443, 9090]", "annotations:"]
    lines += [f"  {w}: 'of {{{{ .Release.Name }}}}/{{{{ include \"SELF.name\" . }}}}'"
              for w in WORDS[:6]]
    lines.append("env:")
    lines += [f"  {w}: '{{{{ .Values.replicas }}}}-{{{{ .Release.Namespace }}}}-{w}'"
              for w in WORDS[6:14]]
    lines += ["resources:", "  limits: {cpu: 500m, memory: 256Mi}",
              "  requests: {cpu: 100m, memory: 128Mi}"]
    return "\n".join(lines) + "\n"


def subcharts(folder, n=60):
    """An umbrella chart over `n` subcharts that use tpl for most values."""
    names = [f"part-{i:02d}" for i in range(n)]
    deps = "dependencies:\n" + "".join(
        f"  - name: {name}\n    version: 1.2.3\n    condition: {name}.enabled\n"
        for name in names)
    chart_yaml(folder, "umbrella", deps)
    write(f"{folder}/values.yaml", "global: {domain: example.org}\n" + "".join(
        f"{name}: {{replicas: {i % 5 + 1}}}\n" for i, name in enumerate(names)))
    for name in names:
        below = f"{folder}/charts/{name}"
        chart_yaml(below, name)
        write(f"{below}/values.yaml", workload_values().replace("SELF", name))
        write(f"{below}/templates/_helpers.tpl", HELPERS % {"n": name})
        write(f"{below}/templates/workload.yaml", WORKLOAD % {"n": name})
    return [folder]


DOCUMENTS = """\
{{- range $i := until (int .Values.each) }}
---
apiVersion: v1
kind: {{ ternary "ConfigMap" "Secret" (eq (mod $i 3) 0) }}
metadata:
  name: {{ $.Release.Name }}-%(n)d-{{ $i }}
  labels:
    app: {{ $.Chart.Name }}
    index: {{ $i | quote }}
data:
  key: {{ printf "value-%%05d" $i | b64enc }}
  text: |
    first line of {{ $i }}
    second line of {{ $i }}
{{- end }}
"""


def documents(folder, n=2000):
    """`n` documents out of 20 templates."""
    chart_yaml(folder, "documents")
    write(f"{folder}/values.yaml", f"each: {n // 20}\n")
    for i in range(20):
        write(f"{folder}/templates/set-{i:02d}.yaml", DOCUMENTS % {"n": i})
    return [folder]


def values(folder, size=1 << 20):
    """A values file of about `size` bytes, of which the templates use a part."""
    rng = random.Random(7)
    chart_yaml(folder, "settings")
    write(f"{folder}/values.yaml", "tenants: {}\n")
    write(f"{folder}/templates/config.yaml", """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  {{- range $name, $tenant := .Values.tenants }}
  {{ $name }}: {{ $tenant.owner | quote }}
  {{- end }}
  first.yaml: |
    {{- index .Values.tenants "tenant-00000" | toYaml | nindent 4 }}
""")
    lines = ["tenants:"]
    total = 0
    tenant = 0
    while total < size:
        block = [f"  tenant-{tenant:05d}:",
                 f"    owner: {rng.choice(WORDS)}@example.org",
                 f"    limits: {{cpu: {rng.randint(1, 64)}, memory: {rng.randint(1, 512)}Gi}}",
                 f"    note: \"{' '.join(rng.choices(WORDS, k=8))}\"",
                 "    members:"]
        block += [f"      - name: {rng.choice(WORDS)}-{i}\n        admin: "
                  f"{'true' if rng.random() < 0.2 else 'false'}\n"
                  f"        quota: {rng.randint(1, 10 ** 6)}"
                  for i in range(6)]
        total += sum(len(line) + 1 for line in block)
        lines += block
        tenant += 1
    write(f"{folder}/large.yaml", "\n".join(lines) + "\n")
    return [folder, "-f", f"{folder}/large.yaml"]


def crds(folder, size=5 << 20):
    """CRDs of `size` bytes, printed with --include-crds."""
    chart_yaml(folder, "definitions")
    write(f"{folder}/values.yaml", "{}\n")
    write(f"{folder}/templates/one.yaml",
          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n")
    field = "".join(
        f"                field{i}:\n                  type: string\n"
        f"                  description: The {w} of the thing, as text of "
        "some length that nobody reads to its end.\n"
        for i, w in enumerate(WORDS * 20))
    total = 0
    n = 0
    while total < size:
        text = (f"apiVersion: apiextensions.k8s.io/v1\n"
                f"kind: CustomResourceDefinition\nmetadata:\n"
                f"  name: things{n}.example.org\nspec:\n  group: example.org\n"
                f"  versions:\n    - name: v1\n      schema:\n"
                f"        openAPIV3Schema:\n          properties:\n"
                f"            spec:\n              properties:\n{field}")
        write(f"{folder}/crds/thing-{n:03d}.yaml", text)
        total += len(text)
        n += 1
    return [folder, "--include-crds"]


CALLS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data:
  {{- range $i := until 130 }}
  {{- $text := printf "%s-%d" $.Release.Name $i }}
  {{- $dict := dict "name" $text "index" $i "list" (list 1 2 3 $i) }}
  k{{ $i }}: {{ printf "%s %s %d %v %s" ($text | upper | trimPrefix "X" | replace "-" "_") (sha256sum $text | trunc 12) (add $i 1 2 3 | mul 2) (has $i $dict.list) (join "," (concat $dict.list (list (max 1 $i) (min 3 $i)))) | quote }}
  m{{ $i }}: {{ $dict | toJson | b64enc | trunc 40 | quote }}
  v{{ $i }}: {{ ternary (semver "1.2.3" | toString) ($text | title | nospace) (gt (mod $i 4) 1) | default "none" | squote }}
  {{- end }}
"""


def calls(folder):
    """A template that is function calls and little else, 4,000 of them."""
    chart_yaml(folder, "calls")
    write(f"{folder}/values.yaml", "{}\n")
    write(f"{folder}/templates/calls.yaml", CALLS)
    return [folder]


HEAVY_HELPERS = """\
{{- define "heavy.render" -}}
{{- if typeIs "string" .value -}}
{{- tpl .value .context -}}
{{- else -}}
{{- tpl (.value | toYaml) .context -}}
{{- end -}}
{{- end -}}
{{- define "heavy.merge" -}}
{{- $result := dict -}}
{{- range .values -}}
{{- $result = include "heavy.render" (dict "value" . "context" $.context) | fromYaml | merge $result -}}
{{- end -}}
{{ $result | toYaml }}
{{- end -}}
{{- define "heavy.labels" -}}
{{- $labels := dict "app" .context.Chart.Name "release" .context.Release.Name -}}
{{ include "heavy.merge" (dict "values" (list .custom $labels) "context" .context) }}
{{- end -}}
{{- define "heavy.image" -}}
{{- $tree := fromYaml (toYaml .context.Values.catalogue) -}}
{{- $entry := get $tree .name | default (dict "image" "none") -}}
{{- printf "%s/%s:%s" .context.Values.registry $entry.image (include "heavy.render" (dict "value" "{{ .Chart.AppVersion }}" "context" .context)) -}}
{{- end -}}
"""

HEAVY = """\
{{- range $i := until (int .Values.rounds) }}
---
apiVersion: v1
kind: Service
metadata:
  name: svc-%(n)d-{{ $i }}
  labels: {{- include "heavy.labels" (dict "custom" $.Values.labels "context" $) | nindent 4 }}
  annotations: {{- include "heavy.merge" (dict "values" (list $.Values.annotations $.Values.labels) "context" $) | nindent 4 }}
spec:
  selector: {{- include "heavy.labels" (dict "custom" dict "context" $) | nindent 4 }}
  image: {{ include "heavy.image" (dict "name" (printf "entry-%%d" $i) "context" $) }}
{{- end }}
"""


def heavy(folder):
    """Shaped like the slowest public charts: tens of thousands of include and
    tpl, merge, and round trips of a large tree through YAML."""
    chart_yaml(folder, "heavy")
    lines = ["registry: registry.example.org", "rounds: 60", "labels:"]
    lines += [f"  label-{w}: '{{{{ .Release.Name }}}}-{w}'" for w in WORDS[:8]]
    lines.append("annotations:")
    lines += [f"  note-{w}: 'for {{{{ .Chart.Name }}}} {w}'" for w in WORDS[:12]]
    lines.append("catalogue:")
    for i in range(60):
        lines += [f"  entry-{i}:", f"    image: team/{WORDS[i % 20]}-{i}",
                  f"    digest: \"{i * 7919:016x}\"", "    ports:",
                  f"      http: {8000 + i}", f"      grpc: {9000 + i}"]
    write(f"{folder}/values.yaml", "\n".join(lines) + "\n")
    write(f"{folder}/templates/_helpers.tpl", HEAVY_HELPERS)
    for i in range(20):
        write(f"{folder}/templates/services-{i:02d}.yaml", HEAVY % {"n": i})
    return [folder]


CASES = {
    "subcharts": subcharts,
    "documents": documents,
    "values": values,
    "crds": crds,
    "calls": calls,
    "heavy": heavy,
}
