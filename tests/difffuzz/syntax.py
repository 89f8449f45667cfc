# SPDX-License-Identifier: MPL-2.0
"""Random templates near the edge of the language: every keyword in every odd
place, constants in every spelling, texts damaged byte by byte, and the builtins
over all pairs of operands."""

import language

SPACES = [" ", "\n", "\t", "\r", "\r\n", "\v", "\f", "\u00a0", "\u0085", "  ", "", "\u2028"]
TEXTS = SPACES + ["a", "-", "x: y", "{", "}", "}}", "é", "\\", "\"", "#", "{{/* c */}}",
                  "{{- /* c */ -}}", "{{/**/}}", "{{ /* c */}}", "{{/* c */ }}", "{{-/* c */}}",
                  "{{/*c*/-}}", "{{/* a */ -}}\n"]
OPENING = ["{{"] * 6 + ["{{- ", "{{-\n", "{{ ", "{{-\t", "{{\n", "{{-", "{{- \n"]
CLOSING = ["}}"] * 6 + [" -}}", "\n-}}", " }}", "-}}", "\t-}}", "\n}}", " - }}"]
CALLS = ["and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice", "print",
         "printf", "println", "html", "js", "urlquery", "call", "include", "tpl", "required",
         "fail", "dict", "list", "set", "get", "default", "toJson", "quote", "upper", "add",
         "typeOf", "kindOf", "hasKey", "first", "until", "ternary", "dig", "lookup"]
FIELDS = [".", ".Values", "$", "$.Values", ".Values.map", ".Values.str", ".Values.num",
          ".Values.flt", ".Values.nul", ".Values.missing", ".Values.missing.x", ".Values.str.x",
          ".Values.strs", ".Values.strs.x", ".Values.map.a.b", ".Values.map.d.e", ".Values.maps",
          ".Chart", ".Chart.Name", ".Chart.Maintainers", ".Chart.name", ".Release.Revision",
          ".Release.IsInstall", ".Files", ".Files.Get", ".Files.Nope", ".Files.AsConfig",
          ".Capabilities", ".Capabilities.KubeVersion", ".Capabilities.KubeVersion.Major",
          ".Capabilities.KubeVersion.String", ".Capabilities.APIVersions", ".Capabilities.X",
          ".Capabilities.HelmVersion.Version", ".Capabilities.KubeVersion.X.Y", ".Template.Name",
          ".Template.x", ".Subcharts", ".Subcharts.x.y", "$x", "$y", "$nope", ".Release.Name.x",
          ".Chart.Version.y", ".Values.num.x.y", ".Values.yes.z", "$.Chart.Annotations.q",
          ".Values.AsMap", ".Values.YAML", ".Values.Table", ".Files.GetBytes",
          ".Capabilities.APIVersions.Has", ".Release.Get"]
CONSTANTS = ["nil", "true", "false", "1", "-1", "1.5", "1e3", "0x10", "'a'", "1i", "\"s\"", "`r`",
             "\"\"", "0", "2", "10", "'\\n'", "'\\x41'", "'\\u00e9'", "0b101", "0o17", "1_000",
             "0x1p4", "-0", "+5", "1.", "-.5", ".5", "1e400", "9223372036854775807",
             "9223372036854775808", "-9223372036854775808", "18446744073709551615",
             "0xffffffffffffffff", "1e18", "1e19", "1.0", "2.0i", "1+2i", "08", "0x", "1__0",
             "'ab'", "''", "'"]
GROUPS = ['(.Files.Get "data/a.txt")', '(.Files.Lines "data/a.txt")', '(.Files.Glob "data/*")',
          '(.Capabilities.APIVersions.Has "v1")', "(dict)", '(dict "a" 1)', "(list)",
          "(list 1 2 3)", '(list 1 "a" nil)', "(until 3)", "(int64 5)", "(int 5)", "(float64 2)",
          "(print 1 2)", '(dict "a" (dict "b" (list 1)))', "(tuple)", '(splitList "," "a,b")',
          "(now | typeOf)", '(semver "1.2.3")', '(toDate "2006" "2020")', '(fromJson "{}")',
          "(list | first)", "(dict | first)", '(get (dict) "x")', "(index .Values.strs 0)",
          '(index .Values.map "zz")', "(.Values.nul)", "(nil)", "($)", "(.)",
          "(default nil nil)", "(ternary 1 nil true)", '(b64dec "!")', '(atoi "x")',
          '(len "abc")', '(include "t1" .)', '(tpl "{{ . }}" 1)', '(split "," "a,b")',
          '(regexFindAll "a" "aa" -1)', '(keys (dict "k" 1))', "(deepCopy .Values.map)",
          '(lookup "v1" "Pod" "" "")', "(.Values.map).d.e", "(.Values.missing).x",
          "(.Values.nul).x", "(index .Values.maps 0).name", "(index .Values.maps 0).name.x",
          "(1).x", '("s").x', "(list 1).x", "(.Files).Get", '((.Files).Get "data/a.txt")',
          '(.Values.Table "map")', '(.Values.Table "map").a', '(.Files.GetBytes "data/a.txt")']
ATOMS = FIELDS + CONSTANTS + GROUPS
TAILS = [".a", ".x", ".a.b", ".Values", ".Name", ".d.e", ".Get", ".0", ".é", "._x", ".Major"]
NAMES = ['"t1"', '"t2"', "`t1`", '"none"', '"b1"', "t1", '("t1")', "$x", '""',
         '"case/templates/_case.tpl"'] + ['"t1"'] * 4
ARGUMENTS = ["", " .", " $", " .Values", " nil", " (dict)", " | upper", " 1 2", " . | toJson",
             " $x", ' "s"', " := ."]
T1 = ["[{{.}}]", "{{.x}}", "{{.a.b}}", "{{$}}", "{{ . | toJson }}", '{{template "t2" .}}',
      '{{include "t2" .}}', '{{ fail "boom" }}', "{{ break }}", "x", "", "{{$x}}"]
T2 = ["({{.}})", "{{ .q.r }}", '{{ required "need" .zz }}', "{{ index . 0 }}", "{{ eq . 1 }}",
      "{{ upper . }}", "y", " "]


class Syntax:
    """Like Language, but hardly anything is where it belongs."""

    def __init__(self, rng):
        self.rng = rng
        self.loops = 0

    def pick(self, items):
        return self.rng.choice(items)

    def chance(self, share):
        return self.rng.random() < share

    def atom(self):
        if self.chance(0.85):
            return self.pick(ATOMS) + (self.pick(TAILS) if self.chance(0.1) else "")
        return f"({self.pipe(1)})" + (self.pick(TAILS) if self.chance(0.6) else "")

    def command(self, depth):
        if depth <= 0 or self.chance(0.45):
            return " ".join(self.atom() for _ in range(1 if self.chance(0.85) else 2))
        count = self.pick([0, 1, 1, 2, 2, 2, 3, 4])
        return " ".join([self.pick(CALLS)] + [self.atom() for _ in range(count)])

    def pipe(self, depth=2):
        stages = [self.command(depth) for _ in range(self.pick([1, 1, 1, 1, 2, 2, 3]))]
        return self.pick([" | ", "|", " |", "\n| "]).join(stages)

    def action(self, words):
        return self.pick(OPENING) + words + self.pick(CLOSING)

    def variable(self):
        return self.pick(["$x", "$y", "$z", "$x1", "$", "$é"])

    def declaration(self):
        form = self.pick(["{} := {}"] * 10 + ["{} = {}"] * 7 + ["{0}, {0} := {1}", "{}:={}",
                                                                "{} :={}", "{} {}"])
        return form.format(self.variable(), self.pipe())

    def header(self, word):
        forms = ["{0} {2}"] * 14 + ["{0} {1} := {2}"] * 3 + ["{0} {1} = {2}", "{0}"]
        if word == "range" or self.chance(0.05):
            forms = forms[10:] + ["{0} {1}, {3} := {2}", "{0} {1}, {3} = {2}"]
        return self.pick(forms).format(word, self.variable(), self.pipe(), self.variable())

    def body(self, depth):
        return "".join(self.statement(depth) for _ in range(self.pick([0, 1, 1, 2, 3])))

    def statement(self, depth):
        kinds = ["text", "text", "show", "show", "show", "declare", "declare", "call", "leave"]
        if depth > 0:
            kinds += ["if", "range", "range", "with", "define", "block", "if"]
        kind = self.pick(kinds)
        if kind in ("if", "range", "with"):
            return self.branch(kind, depth - 1)
        return getattr(self, kind)(depth - 1)

    def text(self, _):
        return "".join(self.pick(TEXTS) for _ in range(self.pick([0, 0, 1, 1, 2, 4])))

    def show(self, _):
        return self.action(self.pipe())

    def declare(self, _):
        shown = self.action(self.variable()) if self.chance(0.3) else ""
        return self.action(self.declaration()) + shown

    def call(self, _):
        word = self.pick(["template", "template", "include"])
        return self.action(f"{word} {self.pick(NAMES)}{self.pick(ARGUMENTS)}")

    def leave(self, _):
        words = ["break", "continue"]
        if self.chance(0.35) or not self.loops:
            words += ["break ", "continue x", "break | x", "break .x"]
        return self.action(self.pick(words))

    def define(self, depth):
        name = self.pick(['"t1"', '"t2"', "`t1`", "t1", '"t1" .', ""])
        return self.action("define " + name) + self.body(depth) + self.action("end")

    def block(self, depth):
        name = self.pick(['"b1" .', '"t1" .Values', '"b2" nil', '"b1"', "b1 .",
                          '"b3" (dict "a" 1)', '"b4" $x'])
        return self.action("block " + name) + self.body(depth) + self.action("end")

    def branch(self, word, depth):
        self.loops += word == "range"
        text = self.action(self.header(word)) + self.body(depth)
        self.loops -= word == "range"
        while self.chance(0.2):
            other = self.pick(["else " + word, "else if", "else with", "else range"])
            text += self.action(f"{other} {self.pipe(1)}") + self.body(depth)
        while self.chance(0.3):
            text += self.action("else" + self.pick(["", "", "", "", " x"])) + self.body(depth)
        if self.chance(0.99):
            text += self.action("end" + self.pick([""] * 8 + [" x"]))
        return text

    def template(self):
        text = ""
        if self.chance(0.7):
            text += '{{define "t1"}}' + self.text(0) + self.pick(T1) + "{{end}}"
        if self.chance(0.6):
            text += '{{define "t2"}}' + self.pick(T2) + "{{- end}}"
        if self.chance(0.8):
            text += f"{{{{$x := {self.atom()}}}}}"
        if self.chance(0.7):
            text += f"{{{{$y := {self.pick(['1', '(list 1 2)', 'dict', '.', 'nil'])}}}}}"
        return text + self.body(3)


def odd_template(rng):
    return Syntax(rng).template()


TOKENS = ["{{", "}}", "{{-", "-}}", "(", ")", ".", "$", "$x", "|", ",", ":=", "=", "end", "else",
          "if", "range", "define", "with", "template", "block", "break", "continue", "nil",
          "\"s\"", "`r`", "'c'", "1", "1.5", "1i", "1+2i", "true", "upper", "print", "nofn", ".x",
          ".x.y", "-", "+", "*", "/*", "*/", "..", "@", "\\", "\x00", "é", "\n", "\t", " ", " ",
          " ", " ", "\"", "`", "'", "0x", "1e", "é1", "x.y", "$x.y", ".é", "\u00a0", "\"t\"",
          "\ufffd", "\udcff", "!", "%", "&", "#", "[", "]", "{", "}", "~", ";", ":", "_", "$_",
          "$1", "1x", "else if", "else with"]
FRAMES = ["{{%s}}", "{{%s}}", "{{ if %s}}x{{end}}", "{{range $x := .Values.nums}}\n{{%s}}{{end}}",
          "a\n\n{{$x := 1}}{{%s", "%s"]


def token_template(rng):
    text = "".join(rng.choice(TOKENS) for _ in range(rng.randrange(1, 14)))
    return rng.choice(FRAMES).replace("%s", text)


def damaged_template(rng):
    """Bytes dropped, put in, doubled."""
    make = odd_template if rng.random() < 0.6 else language.language_template
    text = make(rng).encode("utf-8", "surrogateescape")
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text) + 1)
        end = at + rng.randrange(1, 8)
        byte = bytes([rng.choice([rng.randrange(256), rng.choice(b' \n-{}()$.|"`\'/*=:,')])])
        text = rng.choice([text[:at] + text[at + 1:], text[:at] + byte + text[at:],
                           text[:at] + text[at:end] + text[at:], text[:at] + text[end:]])
    return text.decode("utf-8", "surrogateescape")


DIGITS = ["0", "1", "7", "9", "00", "0_", "_", "0x", "0X", "0b", "0B", "0o", "0O", "e", "E", "p",
          "P", "+", "-", ".", "f", "a", "i", "1_0", "10", "99999999999999999999", "e308", "e309",
          "e-400", "E+5", "p-1074", "p1023", "p1024", "18446744073709551616", "\u0661", "8",
          "9223372036854775808", "1e1000i"]
ESCAPES = ["\\n", "\\t", "\\a", "\\v", "\\\\", "\\'", "\\\"", "\\0", "\\00", "\\000", "\\101",
           "\\377", "\\400", "\\8", "\\x", "\\x4", "\\x41", "\\xff", "\\u", "\\u00", "\\u00e9",
           "\\ud800", "\\U", "\\U0001F600", "\\U00110000", "\\q", "\\", "é", "日", "a", "'", "\"",
           "`", "\n", "\udcff", "\ufffd", "😀", "\\`", "\x7f", "\u2028", "\r"]
SHOWN = ["", "", " | print", " | printf \"%T %v\"", " | printf \"%q\"", " | printf \"%d\"",
         " | add 1", " | float64", " | int64", " | toString", " | until", " | toJson", " | quote",
         " | eq 1", " | len", " | index (list 1 2)"]


def constant_template(rng):
    if rng.random() < 0.5:
        text = "".join(rng.choice(DIGITS) for _ in range(rng.randrange(1, 6)))
    else:
        quote = rng.choice("'\"`")
        count = 1 if quote == "'" and rng.random() < 0.7 else rng.randrange(4)
        text = quote + "".join(rng.choice(ESCAPES) for _ in range(count)) + quote
    return "{{ " + text + rng.choice(SHOWN) + " }}"


OPERANDS = FIELDS[:-6] + GROUPS + CONSTANTS[:17] + [
    "(now).Month", '(index "abc" 0)', "(list nil | first)", "(sub 0 1)", "1+2i", "0i",
    '(toDate "2006" "2020").Weekday', '(semver "1.2.3").Major', '(urlParse "http://a/b")']
OPERATORS = ["eq", "eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "len", "index",
             "slice", "html", "js", "urlquery", "print", "println", "printf \"%v\"",
             "printf \"%s\"", "printf \"%d\"", "printf \"%q\"", "printf \"%T\"", "cat", "quote",
             "toString", "required \"m\"", "default 1", "empty"]


def pair_template(rng):
    count = rng.choice([1, 1, 2, 2, 2, 2, 3, 4])
    operands = [rng.choice(OPERANDS) for _ in range(count)]
    operator = rng.choice(OPERATORS)
    if rng.random() < 0.2:
        return f"{{{{ {operands[-1]} | {operator} {' '.join(operands[:-1])} }}}}"
    return f"{{{{ {operator} {' '.join(operands)} }}}}"
