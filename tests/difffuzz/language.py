# SPDX-License-Identifier: MPL-2.0
"""Random templates: control flow, variables, trimming, named templates."""

import re

from grammar import Grammar, quoted

PLAIN = ["x", " ", "\n", "  \n", "text\n", "\t", "a: b\n", "- ", "}}", "}", "\n\n", "é", "\"",
         "{ x", "\r\n", "#", "-"]
DOTS = [".", ".a", ".Values.map", ".name", ".k", "$.Values.str", ".b.c", "$", ".Release.Name",
        ".Chart.Name", ".Template.Name", ".Values.nested.a.b.c", ".missing", ".missing.more",
        "$.Values.nul.x", "$.Values.str.x", "(.Values).num", "$.Chart.Version", ".v",
        ".Template.BasePath", ".Release", ".Capabilities.KubeVersion.Major", ".Files.Get",
        ".Release.IsInstall", "$.Chart.AppVersion", ".Subcharts", ".Release.Service",
        ".Release.Revision"]
RANGED = ["$.Values.strs", "$.Values.nums", "$.Values.map", "$.Values.emptyList",
          "$.Values.emptyMap",
          "$.Values.maps", "$.Values.num", "3", "(until 3)", "$.Values.nul", "$.Values.missing",
          "$.Values.str",
          "$.Values.mixed", "(dict)", "(list 1 2)", "$.Values.nested", ".", "0", "-2",
          "$.Values.flt", "nil", "(int 2)",
          "(seq 1 3)", "true", "(tuple 1 \"a\")", "$.Chart.Keywords", "\"ab\"", "$.Values.single"]


class Language:
    def __init__(self, rng):
        self.rng = rng
        self.values = Grammar(rng, wrong=0.03)
        self.loops = 0
        self.named = [f"t{rng.randrange(10**6)}" for _ in range(rng.randrange(3))]
        self.fresh = 0

    def template(self):
        defines = "".join(self.define(name) for name in self.named)
        return defines + self.body(3)

    def define(self, name):
        outside, self.values.variables = self.values.variables, []
        text = (f'{self.open()}define "{name}"{self.close()}' + self.body(1) +
                f"{self.open()}end{self.close()}{self.plain()}")
        self.values.variables = outside
        return text

    def pick(self, items):
        return self.rng.choice(items)

    def open(self):
        return self.pick(["{{", "{{", "{{ ", "{{- ", "{{-\n", "{{  "])

    def close(self):
        return self.pick(["}}", "}}", " }}", " -}}", "\t-}}", " }}"])

    def plain(self):
        return "".join(self.pick(PLAIN) for _ in range(self.rng.randrange(3)))

    def body(self, depth):
        """Statements in a scope of their own."""
        kept = list(self.values.variables)
        text = "".join(self.statement(depth) for _ in range(self.rng.randrange(1, 4)))
        self.values.variables = kept
        return text

    def statement(self, depth):
        kinds = ["text", "show", "show", "show", "comment", "declare", "assign", "call"]
        if depth > 0:
            kinds += ["choose", "choose", "range", "range", "rebind", "block"]
        if self.loops:
            kinds += ["leave"]
        return getattr(self, self.pick(kinds))(depth - 1)

    def action(self, words):
        return self.open() + words + self.close()

    def text(self, depth):
        return self.plain()

    def comment(self, depth):
        return self.pick(["{{/* c */}}", "{{- /* c */ -}}", "{{/* a\n b */}}", "{{- /**/}}",
                          "{{/* {{ x }} */ -}}"])

    def show(self, depth):
        return self.action(self.value()) + self.plain()

    def value(self):
        """A pipeline of any form."""
        if self.values.chance(0.45):
            base = self.pick(DOTS + self.values.variables * 3)
            if self.values.variables and self.values.chance(0.2):
                base = self.pick(self.values.variables) + self.pick([".a", ".x.y", ".name", ""])
            return base + self.pick(["", "", "", " | toJson", " | quote", " | default \"d\"",
                                     " | len", " | printf \"%v\"", " | toJson | quote"])
        if self.values.chance(0.1):
            return self.pick(["\"a\" | upper | quote", "`r`", "'x'", "1 | add 2", "(1)", "((.))",
                              "print 1 2 \"a\" \"b\" 3",
                              "\"a\" \"b\"", "nil", "true", ".Values.str | upper | lower", "1.0",
                              "1e3", "(dict \"a\" 1).a", "(list 1 2) | first", "$",
                              "(index .Values.maps 0).name", "not true | not",
                              "and 1 0 (fail \"x\")", "or 0 1 (fail \"x\")", "(print 1).x",
                              "print nil"])
        return self.values.expression(1)

    def condition(self):
        if self.values.chance(0.5):
            return self.values.operand("a", 1)
        return self.pick(["eq 1 1", "not .", ".", "$.Values.yes", "$.Values.emptyMap",
                          "and true false", "or .a $.Values.no",
                          "$.Values.strs", "gt 2 1", "hasKey $.Values \"str\"", "$.Values.nul",
                          "0", "\"\"", "kindIs \"map\" ."])

    def new_variable(self):
        self.fresh += 1
        return f"$v{self.fresh}"

    def declare(self, depth):
        name = self.new_variable()
        text = self.action(f"{name} := {self.value()}")
        self.values.variables.append(name)
        return text

    def assign(self, depth):
        if not self.values.variables:
            return self.declare(depth)
        return self.action(f"{self.pick(self.values.variables)} = {self.value()}")

    def header(self, word, condition):
        if self.values.chance(0.25):
            name = self.new_variable()
            self.values.variables.append(name)
            return self.action(f"{word} {name} := {condition}")
        return self.action(f"{word} {condition}")

    def tail(self, word, depth):
        text = ""
        if word != "range" and self.values.chance(0.25):
            text += self.action(f"else {word} " + self.condition()) + self.body(depth)
        if self.values.chance(0.4):
            text += self.action("else") + self.body(depth)
        return text + self.action("end") + self.plain()

    def choose(self, depth):
        kept = list(self.values.variables)
        text = self.header("if", self.condition()) + self.body(depth) + self.tail("if", depth)
        self.values.variables = kept
        return text

    def rebind(self, depth):
        kept = list(self.values.variables)
        source = self.condition() if self.values.chance(0.5) else self.values.operand("m", 1)
        text = self.header("with", source) + self.body(depth) + self.tail("with", depth)
        self.values.variables = kept
        return text

    def range(self, depth):
        kept = list(self.values.variables)
        source = self.pick(RANGED)
        names = [self.new_variable() for _ in range(self.pick([0, 0, 1, 2]))]
        self.values.variables += names
        head = self.action("range " + (", ".join(names) + " := " if names else "") + source)
        self.loops += 1
        text = head + self.body(depth)
        self.loops -= 1
        text += self.tail("range", depth)
        self.values.variables = kept
        return text

    def block(self, depth):
        name = f"b{self.rng.randrange(10**6)}"
        return (self.action(f'block "{name}" {self.pick(DOTS)}') + self.body(depth) +
                self.action("end"))

    def leave(self, depth):
        leave = self.action(self.pick(["break", "continue"]))
        return self.action("if " + self.condition()) + leave + self.action("end")

    def call(self, depth):
        name = self.pick(self.named + ["none"]) if self.named else "none"
        dot = self.pick(DOTS + ["(dict \"a\" 1)", "\"x\""])
        forms = [f'template "{name}"', f'template "{name}" {dot}', f'include "{name}" {dot}',
                 f'include "{name}" {dot} | indent 2', f'tpl $.Values.tplText {dot}']
        if not self.named or self.values.chance(0.4):
            inner = "{{ " + self.value() + " }}"
            return self.action(f"tpl {quoted(self.rng, inner)} {self.pick(['$', '.', dot])}")
        return self.action(self.pick(forms))


def mutated(rng, text, times=None):
    """The text with some of its pieces dropped, doubled, moved or replaced."""
    pieces = re.findall(r"\w+|\s+|.", text)
    odd = ["{{", "}}", "-", "(", ")", ".", "$", "|", "\"", "`", "'", ",", ":=", "=", " ", "\n",
           "end", "else", "if", "range", "define",
           "with", "template", "block", "break", "continue", "nil", "0x", "1e", "\\", "é", "$x",
           "/*", "*/", ".5", "..", "@", "%", "!", "true", "\x00"]
    for _ in range(times or rng.randrange(1, 4)):
        if not pieces:
            break
        at = rng.randrange(len(pieces))
        way = rng.randrange(4)
        if way == 0:
            del pieces[at]
        elif way == 1:
            pieces.insert(at, rng.choice(odd))
        elif way == 2:
            pieces[at] = rng.choice(odd)
        else:
            pieces.insert(at, pieces[rng.randrange(len(pieces))])
    return "".join(pieces)


def language_template(rng):
    return Language(rng).template()


def broken_template(rng):
    if rng.random() < 0.5:
        text = Grammar(rng).function_template()
    else:
        text = language_template(rng)
    return mutated(rng, text)
