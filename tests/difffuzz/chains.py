# SPDX-License-Identifier: MPL-2.0
"""Random charts whose templates call each other over files and subcharts: who
defines a name, what tpl sees of it, and how a failure far below is told."""

import chart as charts
import grammar
import language

NAMES = ["t1", "t2", "t3", "sub.a", "a"]
ODD_NAMES = ['t\\"q', "x: y", 'e: executing \\"z\\" at <q>: m', "u\\n", "n>: o", " template: w",
             "é", "\\x01"]
PATHS = ["templates/_a.tpl", "templates/_z.tpl", "templates/x/_a.tpl", "templates/_b b.tpl",
         "templates/_c: d.tpl", "templates/_e: executing x.tpl", 'templates/_q"q.tpl',
         "charts/sub/templates/_a.tpl", "charts/sub/templates/_s.tpl"]
PLAIN = ["", "x", "\n", " \n\t", "{{/* c */}}", "{{ .Template.Name }}", "{{ .Values.k }}",
         "{{ .Chart.Name }}", "{{ .Values.own }}", "{{ .Release.Name }}",
         "{{ .Subcharts.sub.Values.own }}", "{{ .Values.global.g }}", '{{ tpl "a{{/* */}}" . }}',
         '{{ set .Values "k" (default 0 .Values.k | int | add1) | len }}',
         "{{ tpl .Values.tplText . }}", '{{ tpl (print "{" "{ .Release.Name }}") . }}',
         '{{ tpl "{{- define \\"zz\\" }}Z{{ end -}}" . }}{{ include "zz" . }}',
         '{{ tpl "[{{ tpl `{{ define \\"y\\" }}Y{{ end }}` . }}]" . }}']
CALLS = ['{{ include "%s" . }}', '\n{{ template "%s" . }}', '{{ tpl `{{ include "%s" . }}` . }}',
         '{{ block "%s" . }}B{{ end }}', '{{ tpl `{{ template "%s" . }}` $ }}',
         '{{ range .Values.nums }}{{ include "%s" $ }}{{ end }}',
         '{{ tpl `{{ define "%s" }}T{{ end }}{{ include "t3" . }}` . }}']
FAILURES = ["{{.Values.q.r}}", '{{ fail "boom" }}', '{{ required "need it" .Values.none }}',
            "{{ index .Values.nums 9 }}", "{{ upper 1 }}", '{{ tpl "{{ .x.y }}" . }}',
            '{{ tpl "{{ x" . }}', '{{ tpl "{{ fail \\"deep\\" }}" . }}', "{{ eq 1 \"a\" }}",
            '{{ mustToDate "2006" "x" }}', '{{ include "nope" . }}', '{{ dict "a" }}',
            "{{ with .Values }}{{ .nums.x }}{{ end }}", '{{ mustRegexMatch "(" "" }}',
            "{{ include }}"]


class Chains:
    def __init__(self, rng):
        self.rng = rng
        self.names = [rng.choice(ODD_NAMES) if rng.random() < 0.1 else name for name in NAMES]

    def piece(self, below):
        """Something that calls no template but those in `below`."""
        roll = self.rng.random()
        if roll < 0.1:
            return self.rng.choice(FAILURES)
        if roll < 0.55 and below:
            return self.rng.choice(CALLS).replace("%s", self.rng.choice(below))
        return self.rng.choice(PLAIN)

    def define(self):
        at = self.rng.randrange(len(self.names))
        opening = self.rng.choice(["{{", "{{-"])
        closing = self.rng.choice(["}}", "-}}"])
        return (f'{opening} define "{self.names[at]}" }}}}' + self.piece(self.names[at + 1:]) +
                f"{{{{ end {closing}" + self.rng.choice(["", "\n"]))

    def file(self):
        text = "".join(self.define() for _ in range(self.rng.randrange(1, 4)))
        if self.rng.random() < 0.03:
            return language.mutated(self.rng, text, 1)
        return text

    def chart(self):
        rng = self.rng
        files = {"templates/_all.tpl": "".join(f'{{{{ define "{name}" }}}}({number}){{{{ end }}}}'
                                               for number, name in enumerate(self.names))}
        for path in rng.sample(PATHS, rng.randrange(1, 5)):
            files[path] = self.file()
        if any(path.startswith("charts/") for path in files):
            files["charts/sub/Chart.yaml"] = "apiVersion: v2\nname: sub\nversion: 0.1.0\n"
            files["charts/sub/values.yaml"] = "own: 1\n"
        case = self.file() + "".join(self.piece(self.names) for _ in range(rng.randrange(1, 3)))
        values = grammar.VALUES + "global: {g: 1}\nsub: {own: 5}\n"
        return charts.case_chart(case, values, files)


def chain_chart(rng):
    return Chains(rng).chart()
