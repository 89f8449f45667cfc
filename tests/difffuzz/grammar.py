# SPDX-License-Identifier: MPL-2.0
"""Random expressions: literals, values, calls of every function, printf.

Everything is drawn from one random.Random, so a seed says it all.
"""

import json

import signatures

VALUES = """\
str: hello
empty: ""
words: The quick  brown fox-jumps_over
uni: héllo wörld ✓
num: 42
neg: -7
zero: 0
flt: 3.25
big: 1000000
huge: 12345678901234567890
tiny: 1.5e-9
yes: true
no: false
nul: null
strs: [b, a, c, a, ""]
nums: [3, 1, 2.5]
mixed: [1, a, true, null, {k: v}, [x]]
map: {a: 1, b: two, c: [x, y], d: {e: f}, n: null}
single: {only: 1}
emptyMap: {}
emptyList: []
nested: {a: {b: {c: deep, l: [0, 1]}}}
maps: [{name: x, v: 1}, {name: y, v: 2}]
multi: |
  line one
    line "two"

  line: three
version: 1.2.3-beta.1+build
date: "2024-02-29T12:34:56Z"
tplText: '{{ .Values.str | upper }}'
"""

FILES = {"data/a.txt": "alpha\nbeta\n", "data/b.yaml": "k: [1, 2]\n",
         "data/empty": ""}

FIELDS = {
    "s": ["str", "empty", "words", "uni", "multi", "version", "date"],
    "n": [],
    "i": ["num", "neg", "zero", "big"],
    "f": ["flt", "num", "tiny", "neg", "big", "huge"],
    "b": ["yes", "no"],
    "l": ["strs", "nums", "mixed", "emptyList", "maps", "nested.a.b.l"],
    "L": ["strs"],
    "m": ["map", "single", "emptyMap", "nested", "nested.a", "nested.a.b"],
    "M": ["single"],
    "a": ["nul", "missing", "map.n", "map.missing"],
}

TEXTS = ["", "a", "abc", "hello world", "Hello, World!", "  pad  ", "a-b_c d",
         "fooBarBaz", "HTTPServer2Go", "x\ny\n", "\ttab", "é", "日本語", "ǆ ß",
         "a,b,,c", "1", "-1", "0x1F", "007", "1.5", "1e3", "true", "null",
         "<a href=\"x\">&'</a>", "back\\slash", "\u2028\u00a0", "\x00\x01\x7f",
         "$1 ${2}", "%d%%", "😀 ok", "[1,2]", "a: b", "- x", "#c", "~",
         "2024-01-02", "no", "12:30", "'q'", "\"", "{{", "ÀÉ", "İı", "\r\n"]
PATTERNS = ["a", "a+", "[a-z]+", "(a)(b)?", "^h", "o$", "\\s+", "\\d+", ".",
            "(?i)HELLO", "x*", "a|b", "(?P<n>l+)", "[^a-z]", "\\bw", "", "l{2}",
            "(", "[", "a**", "\\p{L}", "\\", "(?:a|b)+?", ".*", "(?m)^.", "[[:alpha:]]",
            "a{2,1}", "(?=a)", "\\1", "a{1001}", "\\pN", "(?P<n>a)(?P<n>b)", "*", "[z-a]"]
REPLACEMENTS = ["", "X", "$1", "${1}", "$0-$0", "$n", "${n}!", "$$", "$1x", "${", "$9"]
LAYOUTS = ["2006-01-02", "2006-01-02T15:04:05Z07:00", "Jan _2 15:04:05.000",
           "Mon, 02 Jan 2006", "Monday January 06 3:4:5 PM", "15h", "", "x",
           "2006-002", ".000000", "MST -0700 -07:00 Z0700", "01/02 03:04:05pm '06"]
STAMPS = ["2024-02-29", "2024-02-29T12:34:56Z", "2024-02-30", "x", "", "2024-2-9",
          "1999-12-31T23:59:59.999+02:00", "Feb 29 12:00:00.123"]
DURATIONS = ["1h", "-1.5h", "90m", "1h15m30.918273645s", "72h", "0", "1d", "", "x",
             "1us", "3ns", "8760h", "100000h", "+5s", ".5s", "1h-1m", "95", "-95"]
VERSIONS = ["1.2.3", "v1.2.3", "1.2", "1", "1.2.3-alpha.1", "1.2.3+b.5", "0.0.0", "x",
            "", "1.2.3.4", "01.2.3", "1.2.3-01", "2.0.0-rc.1+x", "1.2.x", "v2"]
CONSTRAINTS = ["1.2.3", ">=1.2", "^1.2.3", "~1.2", "1.x", "*", "", "<2 || >3", "1.2 - 2",
               ">=1.0.0-0", "!=1.2.3", "=1", "~>1.2", "> 1, < 3", "^0.0", "x", ">", ">=1.2.3-beta",
               "1.2.3 || ", "^1.2 ~1.3", "=>1", "=<2.1", "1.*.2", "<=1.x"]
URLS = ["http://u:p@host:80/p/a?q=1#f", "https://h", "/path", "", "mailto:a@b", "//h/p",
        "h:80", ":x", "http://[::1]:8/", "http://h/%zz", "a b", "http://h?a=b&c", "s://h/ü"]
PATHS = ["/a/b.txt", "a/../b", "", ".", "..", "/", "a//b/", "./x.tar.gz", "/..", "a/b/.c", "x."]
BASES = ["aGVsbG8=", "aGVsbG8", "!!", "", "aGk=\n", "w6k=", "NBSWY3DP", "NBSWY3DPEB3W64TMMQ======",
         "/w=="]
JSONS = ['{"a":1,"b":[true,null,"x"]}', "[1,2.5,1e3]", "{}", "[]", "null", '"s"', "1", "{",
         '{"a":}', "[1,]", '{"a":1,"a":2}', '{"x":"\\u00e9\\ud800"}', "", " [ ] x", '{"n":1e400}',
         '["\\x"]', "tru", '{"a" 1}', "[01]", "-", '{"A":{"B":[{}]}}', "[1 2]", '"\n"']
TOMLS = ["a = 1\n", "[t]\nk = \"v\"\n", "x = [1, 2]\nd = 2024-01-01\n", "a = ", "[a]\n[a]\n",
         "a.b.c = 1.5\n", "[[l]]\nn=1\n[[l]]\nn=2\n", "s = '''\nx\n'''\n", "a = {b=1}\n", "=1",
         "t = 12:30:00\n",
         "f = 1e3\ni = 0xff\nb = true\n", "a = nan\n", "a=1\na=2\n", "d = 2024-01-01T00:00:00Z\n"]
YAMLS = ["a: 1\nb: [x, y]\n", "- 1\n- a: b\n", "x", "", "a: b: c", "a: [", "a: &x {k: v}\nb: *x\n",
         "a: *no\n", "{a: 1, b: {c: d}}", "a: |\n  t\n  u\n", "1: x\ntrue: y\n",
         "a: 0x10\nb: 1_0\nc: 0o7\n",
         "a: 2024-01-01\n", "a:\n- 1\nb: ~\n", "a: 1\na: 2\n", "\ta: 1", "---\na: 1\n---\nb: 2\n",
         "!!str 1", "? a\n: b\n",
         "a: .inf\n", "<<: {x: 1}\ny: 2\n", "a: 'it''s'\n", "a: \"\\x41\\u00e9\"\n",
         "a: yes\nb: on\nc: off\n"]
KEYS = ["a", "b", "c", "d", "e", "k", "only", "missing", "", "0", "A", "a.b", "n", "x y", "é"]
KINDS = ["string", "int", "int64", "float64", "bool", "map", "slice", "invalid", "ptr", "x"]
TYPES = ["string", "int", "float64", "map[string]interface {}", "[]interface {}", "*string",
         "<nil>", "bool"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Local", "", "X/Y", "Asia/Kolkata"]
NAMED = {"re": PATTERNS, "rep": REPLACEMENTS, "lay": LAYOUTS, "stamp": STAMPS,
         "dur": DURATIONS, "ver": VERSIONS, "con": CONSTRAINTS, "url": URLS,
         "path": PATHS, "b64": BASES, "b32": BASES, "json": JSONS, "toml": TOMLS,
         "yaml": YAMLS, "key": KEYS, "kind": KINDS, "type": TYPES, "zone": ZONES}

INTS = ["0", "1", "2", "-1", "7", "42", "0x1F", "0b11", "0o17", "1_000", "'a'", "1000000",
        "9223372036854775807", "-9223372036854775808", "2147483648", "010", "'\\n'"]
BAD_INTS = ["9223372036854775808", "0x", "1_", "08", "''", "'ab'"]
FLOATS = ["0.0", "1.5", "-2.25", "1e3", "1e21", "1e20", "1e-7", "0.1", "3.", ".5", "1E400",
          "0x1p-2", "123456789.125", "1e6", "-0.0", "2.5", "1e300", "0.30000000000000004"]


def quoted(rng, text):
    """The text as a Go string constant, interpreted or raw."""
    if rng.random() < 0.25 and "`" not in text and "\r" not in text and "\x00" not in text:
        return "`" + text + "`"
    return json.dumps(text, ensure_ascii=rng.random() < 0.3).replace("\\ud83d\\ude00", "😀")


class Grammar:
    def __init__(self, rng, wrong=0.06):
        self.rng = rng
        self.wrong = wrong
        self.variables = []
        self.results = signatures.by_result()

    def chance(self, share):
        return self.rng.random() < share

    def pick(self, items):
        return self.rng.choice(items)

    def text(self):
        if self.chance(0.8):
            return self.pick(TEXTS)
        return "".join(self.pick("abcXYZ 019-_.,:/\\\"'{}[]#&*!|>%@`$é日\t\n")
                       for _ in range(self.rng.randrange(12)))

    def field(self, domain):
        name = self.pick(FIELDS[domain])
        return self.pick(["$.Values.", ".Values.", "$.Values."]) + name

    def literal(self, domain):
        pick = self.pick
        if domain in NAMED:
            return quoted(self.rng, pick(NAMED[domain]))
        if domain == "s":
            return quoted(self.rng, self.text())
        if domain == "n":
            return str(pick([-3, -1, 0, 0, 1, 1, 2, 2, 3, 4, 5, 8, 12]))
        if domain == "i":
            return pick(INTS) if self.chance(0.99) else pick(BAD_INTS)
        if domain == "f":
            return pick(FLOATS)
        if domain == "b":
            return pick(["true", "false"])
        return self.compound(domain)

    def compound(self, domain):
        pick = self.pick
        if domain in "lL":
            inner = "s" if domain == "L" else pick("asif")
            items = [self.literal(inner) for _ in range(self.rng.randrange(4))]
            return "(list" + "".join(" " + item for item in items) + ")"
        if domain == "m":
            pairs = [self.literal("key") + " " + self.literal("a")
                     for _ in range(self.rng.randrange(4))]
            return "(" + " ".join(["dict"] + pairs) + ")"
        if domain == "M":
            pairs = [f'"{key}" {self.literal("s")}' for key in
                     self.rng.sample(["scheme", "host", "path", "query", "fragment", "userinfo",
                                      "opaque"], 3)]
            return "(" + " ".join(["dict"] + pairs) + ")"
        if domain == "t":
            return pick(['(toDate "2006-01-02" "2024-02-29")', "1700000000", "(int 0)",
                         '(toDate "2006-01-02T15:04:05Z07:00" "1999-12-31T23:59:59+02:00")'])
        if domain == "v":
            return f"(semver {self.literal('ver')})"
        if self.chance(0.08):
            return pick(["nil", ".", "$", "$.Chart.Name", "$.Release", ".Files", "$.Values"]
                        if self.chance(0.3) else ["nil"])
        return self.literal(pick("ssiiffbblmt"))

    def atom(self, domain):
        if self.variables and self.chance(0.25):
            return self.pick(self.variables)
        if FIELDS.get(domain) and self.chance(0.5):
            return self.field(domain)
        return self.literal(domain)

    def operand(self, domain, depth):
        """One argument, of the wrong domain now and then."""
        if self.chance(self.wrong):
            domain = self.pick("silmbaf") if domain != "n" else self.pick("slmb")
        if depth > 0 and domain in self.results and self.results[domain] and self.chance(0.35):
            return "(" + self.call(self.pick(self.results[domain]), depth - 1) + ")"
        return self.atom(domain)

    def call(self, signature, depth):
        if signature.result == "v" or signature.name == "fail":
            depth = 0
        arguments = self.arguments(signature, depth)
        words = [signature.name] + arguments
        if arguments and self.chance(0.15):  # the last one by pipeline
            return f"{arguments[-1]} | " + " ".join(words[:-1])
        if signature.name == "keys" and self.chance(0.95):
            return " ".join(words) + " | sortAlpha"
        return " ".join(words)

    def arguments(self, signature, depth):
        domains = list(signature.domains)
        if signature.variadic:
            last = domains.pop()
            domains += [last] * self.rng.randrange(4)
        if self.chance(self.wrong / 2):
            domains = domains[:-1] if self.chance(0.5) else domains + ["a"]
        if signature.name in ("values", "pluck"):
            return [self.literal("key")] * (signature.name == "pluck") + ["$.Values.single"]
        return [self.operand(domain, depth) for domain in domains]

    def expression(self, depth=2):
        return self.call(self.pick(signatures.SIGNATURES), depth)

    def action(self, expression):
        """The expression in one of the ways to see its value."""
        way = self.rng.randrange(10)
        if way < 4:
            return f"{{{{ {expression} }}}}"
        if way < 6:
            return f"{{{{ {expression} | toJson }}}}"
        if way == 6:
            return f"{{{{ {expression} | toYaml }}}}"
        if way == 7:
            return f"{{{{ {expression} | quote }}}}"
        verbs = self.pick(["%T %v", "%#v", "%+v", "%q", "%s", "%v %v", "%d", "%x"])
        names = " $x" * verbs.count("%")
        return f'{{{{ $x := {expression} }}}}{{{{ printf "{verbs}"{names} }}}}'

    def function_template(self):
        return self.action(self.expression())

    def printf_template(self):
        verbs, operands = [], []
        for _ in range(self.rng.randrange(1, 4)):
            verbs.append(self.verb())
            operands += [self.operand(self.pick("sifblmat"), 1)
                         for _ in range(verbs[-1].count("*") + 1)]
        if self.chance(0.1):
            operands = operands[:-1]
        if self.chance(0.08):
            operands.append(self.operand("a", 1))
        form = self.pick(["", " ", "|", "-"]).join(verbs)
        return f"{{{{ printf {quoted(self.rng, form)} {' '.join(operands)} }}}}"

    def verb(self):
        flags = "".join(self.pick("+-# 0") for _ in range(self.pick([0, 0, 1, 1, 2])))
        index = self.pick(["", "", "", "", "", "", "[1]", "[2]", "[9]", "[x]", "["])
        width = self.pick(["", "", "", "5", "12", "*", "1", "0"])
        precision = self.pick(["", "", "", ".0", ".3", ".", ".*", ".10", ".-1"])
        letter = self.pick("vvvvdsqxXtTfeEgGbocUOwz%!")
        return "%" + flags + index + width + precision + letter

    def operator_template(self):
        """The builtins that look at their operands' kinds."""
        name = self.pick(["eq", "ne", "lt", "le", "gt", "ge", "index", "slice", "len", "and",
                          "or", "not", "print", "println", "html", "js", "urlquery", "call"])
        count = {"len": 1, "not": 1, "index": self.rng.randrange(1, 4),
                 "slice": self.rng.randrange(1, 5)}.get(name, self.rng.randrange(1, 4))
        first = self.operand(self.pick("lms") if name in ("index", "slice", "len") else
                             self.pick("sifbablm"), 1)
        same = self.pick("sifbn")
        rest = [self.operand(same if self.chance(0.6) else self.pick("nsa"), 1)
                for _ in range(count - 1)]
        return self.action(" ".join([name, first] + rest))
