# SPDX-License-Identifier: MPL-2.0
"""Random whole charts: flags, subcharts, schemas, manifests, files, metadata."""

import json

import grammar
import yamltext
from chart import META, Chart, case_chart
from language import mutated


def _some(rng, items, most):
    return [rng.choice(items) for _ in range(rng.randrange(most + 1))]


# --set and its kin

PATHS = ["str", "map.a", "map", "strs[0]", "strs[1]", "strs[5]", "new", "new.deep.er", "new[0]",
         "new[2].x", "maps[0].name", "a\\.b",
         "map.d.e", "nul", "nul.x", "num.x", "str.x", "strs.x", "map[0]", "x[0][1]", "x[0][0].y",
         "global.g", "", "[0]", "a b",
         "x[-1]", "x[a]", "x[", "x.", ".x", "a..b", "é", "x[1][2]", "mixed[4].k", "emptyMap.z",
         "x[00]", "nested.a.b.c", "missing[1]"]
SET_VALUES = ["1", "abc", "", "true", "false", "null", "1.5", "0x10", "007", "{a,b}", "{}",
              "{1,true,null}", "a\\,b", "{a\\,b,c}", "a=b", "\"q\"",
              "9223372036854775808", "-1", "+1", "[1]", "{a", "a}", "{a}{b}", "x y", "\\", "a\\b",
              "é", "1e3", "{a,{b}}", "{x", "0", "-0", "~", "{a, b}", "{a,b}x", " 1 ", "True",
              "nil"]
JSON_VALUES = ["1", "\"a\"", "{\"k\":[1,2.5]}", "[1,null]", "null", "true", "{", "x", "", "1e3",
               "{\"a\":1}", "[{\"b\":{}}]", "\"a,b\"", "1 2", "12345678901234567890"]
SET_FLAGS = (["--set"] * 6 + ["--set-string"] * 2 + ["--set-json"] * 2 +
             ["--set-literal", "--set-file", "--values"])
FLAG_VALUES = """\
str: hello
num: 42
nul: null
strs: [a, b]
mixed: [1, a, true, null, {k: v}]
map: {a: 1, d: {e: f}}
emptyMap: {}
nested: {a: {b: {c: deep}}}
maps: [{name: x}, {name: y}]
global: {g: 1}
"""


def _assignment(rng, name):
    if name == "--set-json":
        if rng.random() < 0.15:
            return rng.choice(JSON_VALUES)
        return rng.choice(PATHS) + "=" + rng.choice(JSON_VALUES)
    if name == "--set-file":
        return rng.choice(PATHS) + "=" + rng.choice(["more.yaml", "more.yaml", "none", ""])
    pairs = [rng.choice(PATHS) + rng.choice(["=", "=", "=", "=", "=", ""]) + rng.choice(SET_VALUES)
             for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    text = ",".join(pairs)
    return mutated(rng, text, 1) if rng.random() < 0.1 else text


def set_flags(rng):
    flags = []
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        name = rng.choice(SET_FLAGS)
        value = "more.yaml" if name == "--values" else _assignment(rng, name)
        flags.append([name, value.replace("\n", " ").replace("\x00", "")])
    more = rng.choice(["str: more\nmap: {z: 1, a: null}\nstrs: null\n", "map: 1\n",
                       "nested: {a: null}\nx: [1]\n", "num: {x: 1}\n", "[]\n", ""])
    show = rng.choice(["toJson", "toYaml", "printf \"%v\"", "printf \"%#v\""])
    return case_chart(f"{{{{ .Values | {show} }}}}", FLAG_VALUES, {"more.yaml": more}, flags)


# Subcharts

CONDITIONS = ["", "one.enabled", "two.enabled", "global.on", "a.b", "one.enabled,two.enabled",
              "missing.x", "one", "flags.str", "one.enabled, two.enabled", ","]
IMPORTS = ["data", "exports.data", {"child": "data", "parent": "imported"},
           {"child": "exports.data", "parent": "."}, {"child": "missing", "parent": "x"},
           {"child": "map.d", "parent": "deep.er"}, {"child": "map", "parent": "one"},
           {"child": "data"}, {"parent": "x"}, "missing", 1, {"child": ".", "parent": "y"}]
PARENT_VALUES = ["one: {enabled: true, x: parent}\n", "one: {enabled: false}\n",
                 "two: {enabled: false, map: {a: null}}\n", "tags: {t: false}\n",
                 "tags: {t: true, u: false}\n",
                 "global: {on: true, g: parent}\n", "global: {on: false, m: {a: 1}}\n",
                 "one: null\n", "two: 5\n", "flags: {str: \"no\"}\n",
                 "al: {x: alias, enabled: false}\n",
                 "one: {map: null, data: {over: 1}}\n", "a: {b: true}\n", "imported: {own: 1}\n",
                 "one: {global: {g: nested}}\n", "global: null\n",
                 "two: {inner: {x: far}, l: null}\n", "global: 1\n", "tags: 1\n",
                 "one: {two: {x: 1}}\n"]
CHILD_VALUES = ["x: child\n", "enabled: true\n", "map: {a: 1, b: 2, d: {e: f}}\n",
                "data: {k: v}\n", "exports: {data: {e: 1, imported: {z: 2}}}\n",
                "global: {g: child, c: 1}\n", "l: [1, 2]\n", "exports: {data: 5}\n", "n: null\n",
                "map: {a: null}\n", "global: {m: {a: null, b: 2}}\n"]
SUBCHARTS = 'k: {{ keys .Subcharts | sortAlpha | join "," }}\n'
CHILD_SHOW = ("s: {{ .Values | toJson }}\nn: {{ .Chart.Name }} {{ .Template.Name }} "
              "{{ .Release.Name }}\n" + SUBCHARTS)


def _unique_lines(rng, lines, most):
    """Lines with different keys, mostly."""
    chosen = {}
    for line in _some(rng, lines, most):
        chosen[line.split(":")[0]] = line
    return "".join(chosen.values())


def _dependency(rng, name):
    entry = {"name": name, "version": "0.1.0"}
    if rng.random() < 0.4:
        entry["version"] = rng.choice(["0.x", "*", ">=0.1", "^0.1.0", "9.x", ""])
    entry["repository"] = rng.choice(["", "file://../x", "https://example.com"])
    if rng.random() < 0.5:
        entry["condition"] = rng.choice(CONDITIONS)
    if rng.random() < 0.3:
        entry["tags"] = rng.choice([["t"], ["t", "u"], [], ["missing"]])
    if rng.random() < 0.2:
        entry["alias"] = rng.choice(["al", "al", "two", "a-l", "a l"])
    if rng.random() < 0.35:
        entry["import-values"] = _some(rng, IMPORTS, 2)
    if rng.random() < 0.05:
        entry["enabled"] = rng.choice([True, False])
    return entry


def subcharts(rng):
    names = rng.choice([["one"], ["one", "two"], ["one", "two"], ["two", "one", "one"]])
    declared = [_dependency(rng, name) for name in names if rng.random() < 0.85]
    if len(declared) == 3:
        declared[2]["alias"] = "al"
    files = {"values.yaml": _unique_lines(rng, PARENT_VALUES, 5),
             "templates/p.yaml": "p: {{ .Values | toJson }}\n" + SUBCHARTS}
    meta = META
    if declared:
        meta += "dependencies: " + json.dumps(declared) + "\n"
    files["Chart.yaml"] = meta
    for name in sorted(set(names)):
        files.update(_child(rng, "charts/" + name, name))
    if rng.random() < 0.3:
        files.update(_child(rng, "charts/" + names[0] + "/charts/inner", "inner"))
    if rng.random() < 0.2:
        files["templates/s.yaml"] = ("z: {{ .Subcharts.one.Values | toJson }}\n"
                                     "y: {{ .Subcharts.one.Chart.Version }}\n")
    flags = [["--set", rng.choice(["one.enabled=false", "tags.t=true", "global.g=flag",
                                   "one.x=flag", "two=null", "one.map=null", "one.map.a=null",
                                   "al.enabled=true", "global.m.a=null", "one.enabled=null"])]
             for _ in range(rng.choice([0, 0, 1, 2]))]
    return Chart(files, flags)


def _child(rng, root, name):
    extra = rng.choice([""] * 8 + ["type: library\n", "appVersion: \"2\"\n",
                                   "kubeVersion: \">=99\"\n", "deprecated: true\n"])
    files = {root + "/Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n{extra}",
             root + "/values.yaml": _unique_lines(rng, CHILD_VALUES, 5),
             root + "/templates/c.yaml": CHILD_SHOW}
    if rng.random() < 0.3:
        files[root + "/templates/_h.tpl"] = '{{ define "shared" }}' + name + "{{ end }}"
        files["templates/shared.yaml"] = 'h: {{ include "shared" . }}\n'
    return files


# Schemas

SCHEMA_TYPES = ["string", "integer", "number", "boolean", "object", "array", "null"]
RULES = {
    "string": [("minLength", [0, 3, 9]), ("maxLength", [0, 2, 5]),
               ("pattern", ["^a", "o$", "[0-9]+", "^$"]),
               ("format", ["email", "date", "ipv4", "uri", "hostname", "uuid"])],
    "integer": [("minimum", [0, 50]), ("maximum", [1, 42]), ("multipleOf", [2, 5, 0.5]),
                ("exclusiveMinimum", [42, 0])],
    "number": [("minimum", [0, 3.25]), ("exclusiveMaximum", [3.25, 100]),
               ("multipleOf", [0.1, 0.25])],
    "array": [("minItems", [1, 4]), ("maxItems", [0, 2]), ("uniqueItems", [True]),
              ("contains", [{"type": "string"}, {"const": 1}])],
    "object": [("minProperties", [1, 5]), ("maxProperties", [0, 2]),
               ("required", [["a"], ["x", "y"], []]),
               ("additionalProperties", [False, {"type": "string"}]),
               ("propertyNames", [{"pattern": "^[a-c]$"}, {"maxLength": 2}]),
               ("dependentRequired", [{"a": ["z"]}]),
               ("patternProperties", [{"^a": {"type": "string"}}])],
}


def _schema(rng, depth):
    roll = rng.randrange(12)
    kind = rng.choice(SCHEMA_TYPES)
    schema = {} if roll == 0 else {"type": kind if roll < 10 else [kind, rng.choice(SCHEMA_TYPES)]}
    for name, choices in RULES.get(kind, []):
        if rng.random() < 0.3:
            schema[name] = rng.choice(choices)
    if rng.random() < 0.15:
        schema["enum"] = rng.sample([1, "hello", True, None, {"a": 1}, 42], 2)
    if rng.random() < 0.08:
        schema["const"] = rng.choice([1, "hello", None, [1]])
    if depth > 0 and rng.random() < 0.15:
        word = rng.choice(["anyOf", "allOf", "oneOf"])
        schema[word] = [_schema(rng, depth - 1) for _ in range(2)]
    if depth > 0 and rng.random() < 0.08:
        schema[rng.choice(["not", "if"])] = _schema(rng, depth - 1)
    if depth > 0 and kind == "object":
        schema["properties"] = {name: _schema(rng, depth - 1) for name in rng.sample("abcdn", 2)}
    if depth > 0 and kind == "array" and rng.random() < 0.7:
        schema["items"] = _schema(rng, depth - 1)
    return schema


VALUE_TYPES = {"str": "string", "empty": "string", "num": "integer", "flt": "number",
               "yes": "boolean", "nul": "null", "strs": "array", "nums": "array",
               "mixed": "array", "map": "object", "nested": "object", "maps": "array",
               "missing": "string", "date": "string", "version": "string"}


def schema(rng):
    name = rng.choice(sorted(VALUE_TYPES))
    rules = _schema(rng, 2)
    if rng.random() < 0.5:
        rules["type"] = VALUE_TYPES[name]
    root = {"type": "object", "properties": {name: rules}}
    if rng.random() < 0.5:
        root["$schema"] = rng.choice(["http://json-schema.org/draft-07/schema#",
                                      "https://json-schema.org/draft/2020-12/schema",
                                      "http://json-schema.org/draft-04/schema#"])
    if rng.random() < 0.15:
        root["$defs"] = {"d": _schema(rng, 1)}
        root["properties"][name] = {"$ref": rng.choice(["#/$defs/d", "#/$defs/none", "#"])}
    if rng.random() < 0.08:
        root["required"] = ["absent"]
    text = json.dumps(root)
    if rng.random() < 0.06:
        text = mutated(rng, text, 1)
    chart = case_chart("ok", grammar.VALUES, {"values.schema.json": text})
    if rng.random() < 0.3:
        chart.flags.append(["--set", rng.choice(["num=abc", "str=1", "map.a=x", "strs=null",
                                                 "date=2024", "nul=1"])])
    return chart


# Manifests

KINDS = ["Deployment", "Service", "ConfigMap", "Secret", "Namespace", "Pod",
         "CustomResourceDefinition", "ClusterRole", "Role", "RoleBinding", "Job", "CronJob",
         "Ingress", "StatefulSet",
         "ServiceAccount", "Unknown", "List", "PersistentVolume", "PodDisruptionBudget",
         "NetworkPolicy", "ResourceQuota", "APIService", "MutatingWebhookConfiguration", "Widget",
         "DaemonSet", "HorizontalPodAutoscaler", "PriorityClass", "StorageClass", "LimitRange",
         "IngressClass", "ReplicaSet", "ConfigMapList", "SecretList", "ClusterRoleBindingList", ""]
HOOKS = ["pre-install", "post-install", "test", "pre-delete", "post-upgrade",
         "pre-install,post-install", "test-success", "crd-install", "bogus", "",
         "pre-install, test", "pre-rollback", "PRE-INSTALL"]
WEIGHTS = ["\"1\"", "\"-5\"", "\"10\"", "\"x\"", "5", "\"\"", "\" 3\"", "\"1.5\"", "\"+2\""]
POLICIES = ["before-hook-creation", "hook-succeeded,hook-failed", "x", "1"]
SEPARATORS = ["---\n", "--- \n", "---\n---\n", "\n---\n", "--- # c\n", "# c\n---\n", "---\r\n",
              "--- x\n", "----\n", " ---\n", "...\n", "---\t\n", "\n\n---\n\n", "---#x\n",
              "---\n# only a comment\n---\n", "------\n"]


def _document(rng):
    roll = rng.random()
    if roll < 0.08:
        return rng.choice(["", "\n", "# comment\n", "null\n", "{}\n", "a: [\n", "text\n", "- 1\n",
                           "  \n", "a: 1\n", "a: |\n  ---\n  x\n", "\ta: 1\n", "~\n",
                           "{\"kind\": \"Job\"}\n", "a: b: c\n"])
    if roll < 0.14:
        return yamltext.document(rng).replace("{{", "")
    name = rng.choice(["a", "b", "c", "zz", "A"])
    group = rng.choice(["v1", "apps/v1", "x.io/v2"])
    text = (f"apiVersion: {group}\nkind: {rng.choice(KINDS)}\n"
            f"metadata:\n  name: {name}{rng.randrange(3)}\n")
    if rng.random() < 0.35:
        text += "  annotations:\n"
        if rng.random() < 0.8:
            text += f"    helm.sh/hook: {rng.choice(HOOKS) or chr(34) * 2}\n"
        if rng.random() < 0.5:
            text += f"    helm.sh/hook-weight: {rng.choice(WEIGHTS)}\n"
        if rng.random() < 0.3:
            text += f"    helm.sh/hook-delete-policy: {rng.choice(POLICIES)}\n"
        if rng.random() < 0.1:
            text += "    helm.sh/resource-policy: keep\n"
    if rng.random() < 0.1:
        text += rng.choice(["# trailing\n", "\n\n", "data: {a: \"---\"}\n", "x: |\n  block\n\n\n",
                            "spec: {}   \n", "data:\n  a: 2024-01-01\n  k: |-\n    ---\n    y\n"])
    return text


def manifests(rng):
    files = {"Chart.yaml": META, "values.yaml": ""}
    names = ["templates/a.yaml", "templates/b.yaml", "templates/sub/c.yaml", "templates/z.yml",
             "templates/NOTES.txt", "templates/x.json", "templates/tests/t.yaml",
             "templates/sub/NOTES.txt", "templates/_p.tpl", "templates/d.txt", "crds/crd.yaml",
             "templates/B.yaml"]
    for name in rng.sample(names, rng.randrange(1, 5)):
        parts = [_document(rng)]
        for _ in range(rng.choice([0, 0, 1, 1, 2])):
            parts += [rng.choice(SEPARATORS), _document(rng)]
        if rng.random() < 0.3:
            parts.insert(0, rng.choice(SEPARATORS))
        if rng.random() < 0.2:
            parts.append(rng.choice(SEPARATORS))
        text = "".join(parts)
        if rng.random() < 0.15:
            text = text.rstrip("\n")
        files[name] = text
    flags = [[flag] for flag in ["--no-hooks", "--skip-tests", "--include-crds", "--is-upgrade",
                                 "--debug"] if rng.random() < 0.1]
    if rng.random() < 0.15:
        flags.append(["--show-only", rng.choice(sorted(files))])
    if rng.random() < 0.05:
        flags.append(["--show-only", "templates/*.yaml"])
    return Chart(files, flags)


# .Files and .helmignore

TREE = ["data/a.txt", "data/b.yaml", "data/sub/c.txt", "readme.md", "README.md", "data/.hidden",
        "x.bin", "data/empty", "ci/test.yaml", "a b.txt", "templates/extra.txt", "docs/x/y/z.md",
        "LICENSE", "data/[x].txt", "crds/a.yaml", "data/é.txt"]
CONTENTS = ["alpha\nbeta\n", "", "k: v\n", "no newline", "\u00e9\n\n", "a\r\nb\r\n",
            "\udcff\udcfe", "\n", "{\"a\": 1}", "---\nx: 1\n", "<&>\n", "\ufeffbom"]
IGNORES = ["data", "data/", "/data", "*.txt", "data/*.txt", "!data/a.txt", "**/c.txt", "*/c.txt",
           "# c", "", " *.md ", "README*", "[a-c]*", "?.bin", "/x.bin", "ci/", "data/sub",
           ".hidden", "docs/x", "docs/*", "\\#x", "*", "!*", "/*", "sub/", "[", "a b.txt",
           "templates/extra.txt", "*.md\r", "LICENSE/", "./data", "data/a.txt/", "data//a.txt",
           "!", "Chart.yaml", "values.yaml", "templates", "é*", "{a,b}.txt", "charts/"]
GLOBS = ["*", "**", "data/*", "data/**", "**.txt", "*.md", "data/*.{txt,yaml}", "[a-r]*",
         "data/s*/*", "?.bin", "", "data", "[", "data/!(a)*", "**/*.txt", "/data/*",
         "{readme,LICENSE}*", "data/[!a]*", "*/*/*", "{", "data/\\[x\\].txt", "[^a]*",
         "data/**/c.txt", "{a*,{b,data/*}}"]


GLOB_PARTS = ["*", "**", "?", "/", "a", "b", ".txt", ".yaml", "data", "sub", "[a-d]", "[!a]", "[ab.]", "x", "***", "é"]


def _glob(rng, depth=0):
    """Parts, and braces of them within each other."""
    parts = []
    for _ in range(rng.randrange(0 if depth else 1, 5)):
        if depth < 3 and rng.random() < 0.3:
            parts.append("{" + ",".join(_glob(rng, depth + 1) for _ in range(rng.randrange(1, 4))) + "}")
        else:
            parts.append(rng.choice(GLOB_PARTS))
    return "".join(parts)


def files_area(rng):
    tree = {name: rng.choice(CONTENTS) for name in rng.sample(TREE, rng.randrange(2, 8))}
    if rng.random() < 0.6:
        tree[".helmignore"] = "\n".join(_some(rng, IGNORES, 4)) + rng.choice(["\n", ""])
    name = grammar.quoted(rng, rng.choice(TREE + ["missing", "Chart.yaml", "values.yaml", "../x",
                                                  "./data/a.txt", ".helmignore",
                                                  "templates/_case.tpl"]))
    glob = grammar.quoted(rng, rng.choice(GLOBS) if rng.random() < 0.4 else _glob(rng))
    made = rng.choice([
        f"{{{{ .Files.Get {name} | toJson }}}}", f"{{{{ .Files.Lines {name} | toJson }}}}",
        f"{{{{ range $p, $_ := .Files }}}}{{{{ $p }}}} {{{{ end }}}}",
        f"{{{{ .Files.GetBytes {name} | toJson }}}}", f"{{{{ (.Files.Glob {glob}).AsConfig }}}}",
        f"{{{{ (.Files.Glob {glob}).AsSecrets }}}}", f"{{{{ .Files.AsConfig }}}}",
        f"{{{{ range $p, $b := .Files.Glob {glob} }}}}{{{{ $p }}}}="
        "{{ $b | toString | quote }} {{ end }}",
        f"{{{{ .Files.GetBytes {name} }}}}", "{{ .Files | toJson }}",
        f"{{{{ .Files.Glob {glob} | toYaml }}}}",
        f"{{{{ range .Files.Lines {name} }}}}[{{{{ . }}}}]{{{{ end }}}}", "{{ .Files.AsSecrets }}",
        f"{{{{ index .Files {name} | toString }}}}", f"{{{{ len (.Files.Glob {glob}) }}}}",
        f"{{{{ printf \"%s\" (.Files.GetBytes {name}) }}}}",
        f"{{{{ (.Files.Glob {glob}).Get {name} }}}}", "{{ .Files.Nope }}", "{{ .Files.Get }}",
        f"{{{{ .Files.Get {name} 1 }}}}",
        "{{ typeOf .Files }} {{ kindOf .Files }} {{ len .Files }}",
        f"{{{{ hasKey .Files {name} }}}}", f"{{{{ .Files.Get {name} | fromYaml | toJson }}}}"])
    return case_chart(made, "a: 1\n", tree)


# Chart.yaml

META_FIELDS = {
    "apiVersion": ["v2", "v1", "v3", "", "2", "null"],
    "name": ["case", "a-b", "A", "x/y", "", "1", "a b", "\"..\"", "é", "null", "a.b_c"],
    "version": ["0.1.0", "1", "1.2", "v1.2.3", "1.2.3-a+b", "x", "", "\"01.2.3\"", "1.2.3.4",
                "null", "\"1.2.3 \"", "1.0"],
    "type": ["application", "library", "x", "\"\"", "null", "1"],
    "appVersion": ["1", "\"1.0\"", "1.16.0", "1.10", "null", "true", "2024-01-01", "[a]",
                   "0x10", "v1", "1.50"],
    "description": ["text", "|\n  multi\n  line", "null", "1", "\"a\\u0001b\\nc\"", "{}"],
    "kubeVersion": ["\">=1.20\"", "\">=99\"", "1.x", "x", "null", "\"\"", "\">= 1.20.0-0\""],
    "keywords": ["[a, b]", "a", "[1]", "null", "[]"],
    "home": ["https://x", "1"],
    "sources": ["[https://a]", "a"],
    "icon": ["https://x/y.png"],
    "deprecated": ["true", "false", "\"true\"", "1", "null"],
    "annotations": ["{a: b}", "{a: 1}", "[]", "null", "{\"a/b\": \"1\", c: \"x\"}",
                    "{a: true}"],
    "maintainers": ["[{name: n, email: e@x, url: u}]", "[{name: n}]", "[{email: e}]", "[n]",
                    "null", "[null]", "[{name: n, x: 1}]", "[{}]"],
    "engine": ["gotpl"],
    "unknown": ["1"],
    "tags": ["x", "[x]"],
    "condition": ["a.b"],
    "dependencies": ["[]", "null", "[{name: none, version: 1.0.0}]", "[null]", "[{}]", "{}",
                     "[{name: \"a/b\"}]"],
    "Name": ["other"],
    "NAME": ["other"],
}
SHOW_META = ["{{ .Chart | toJson }}", "{{ .Chart | toYaml }}", "{{ printf \"%v\" .Chart }}",
             "{{ .Chart.Name }}-{{ .Chart.Version }} {{ .Chart.AppVersion }} {{ .Chart.Type }}",
             "{{ .Chart.Keywords }} {{ .Chart.Maintainers | toJson }} {{ .Chart.Annotations }}",
             "{{ .Chart.IsRoot }} {{ .Chart.Deprecated }} {{ .Chart.KubeVersion }}",
             "{{ .Chart.Description | quote }}",
             "{{ .Chart.Dependencies | toJson }}",
             "{{ .Chart.Home }}{{ .Chart.Sources }}{{ .Chart.Icon }}",
             "{{ range .Chart.Maintainers }}{{ .Name }} {{ .Email }}{{ end }}",
             "{{ printf \"%#v\" .Chart.Keywords }}{{ typeOf .Chart }} {{ kindOf .Chart }}",
             "{{ .Chart.Nope }}", "{{ .Chart.name }}", "{{ index .Chart \"Name\" }}",
             "{{ index .Chart.Annotations \"a\" }}", "{{ (index .Chart.Maintainers 0).URL }}",
             "{{ .Template.Name }} {{ .Release }}",
             "{{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.GitVersion }}",
             "{{ .Capabilities.KubeVersion.Minor }} "
             "{{ .Capabilities.APIVersions.Has \"a/v1\" }}"]


def meta(rng):
    wanted = ["apiVersion", "name", "version"] + rng.sample(sorted(META_FIELDS), rng.randrange(6))
    rng.shuffle(wanted)
    lines = []
    for name in dict.fromkeys(wanted):
        is_usual = name in ("apiVersion", "name", "version") and rng.random() < 0.8
        value = META_FIELDS[name][0] if is_usual else rng.choice(META_FIELDS[name])
        if rng.random() < 0.97:
            lines.append(f"{name}: {value}\n")
    text = "".join(lines)
    if rng.random() < 0.08:
        text = mutated(rng, text, 1)
    flags = []
    if rng.random() < 0.2:
        flags.append(["--kube-version", rng.choice(["1.20", "v1.99.0", "1.20.3-gke.1", "x", "v1",
                                                    "1.2.3.4", "", "99.0.0"])])
    if rng.random() < 0.1:
        flags.append(["--api-versions", rng.choice(["a/v1", "a/v1,b/v2/Kind", ""])])
    show = rng.choice(SHOW_META)
    return Chart({"Chart.yaml": text, "values.yaml": "",
                  "templates/out.yaml": "out: {{ include \"x\" . | toJson }}\n",
                  "templates/_x.tpl": '{{ define "x" }}' + show + "{{ end }}"}, flags)
