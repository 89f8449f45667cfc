# SPDX-License-Identifier: MPL-2.0
"""Random data, as JSON texts, to be written in every form there is."""

import json

import yamltext

LETTERS = "abcXYZ019 _-.,:;/\\\"'{}[]#&*!|>%@`$?=~+()<^é日\t\n\n\u00a0\u2028\u0001\x7f\ufeff😀\r"
KEYS = ["a", "b", "a1", "a2", "a10", "a01", "A", "B", "", "1", "10", "2", "true", "null", "y",
        "no",
        "a-b", "a.b", "a b", "é", "-", "?", "~", "a/b", "#x", ":", "x:", "<<", "=", "a_1", "a_10",
        "1.5", "0x1", "\t", "\n", "\"", "'", "a\nb", "on", "_", "k" * 130, "日2", "日10", "a2b",
        "a10b"]
NUMBERS = [0, 1, -1, 42, 1.5, -0.0, 1e6, 1e20, 1e21, 1e-7, 123456789, 2**53, 2**63, 0.1, 1e300,
           -2.5,
           1234567.125, 100000, 1e-5]
WRITERS = ["toYaml", "toYaml", "toYaml", "toYamlPretty", "toJson", "toPrettyJson", "toRawJson",
           "toToml", "toString", "quote", "squote", "printf \"%#v\"", "printf \"%+v\"",
           "toYaml | fromYaml | toJson",
           "toJson | fromJson | toYaml", "toYaml | nindent 4", "html", "js", "urlquery", "print",
           "toToml | fromToml | toJson", "printf \"%q\"", "printf \"%x\"", "deepCopy | toYaml",
           "mustToYaml"]


class DataText:
    def __init__(self, rng):
        self.rng = rng

    def text(self):
        roll = self.rng.random()
        if roll < 0.35:
            return self.rng.choice(yamltext.SCALARS + yamltext.ODD)
        if roll < 0.45:
            return " ".join(self.word() for _ in range(self.rng.randrange(40)))
        if roll < 0.6:
            lines = ["".join([self.rng.choice(["", "", " ", "  ", "\t"]), self.word()])
                     for _ in range(self.rng.randrange(1, 4))]
            return self.rng.choice(["", "", "\n"]) + "\n".join(lines) + self.rng.choice(["", "\n",
                                                                                         "\n\n",
                                                                                         " "])
        return self.word()

    def word(self):
        return "".join(self.rng.choice(LETTERS) for _ in range(self.rng.randrange(7)))

    def value(self, depth):
        kind = self.rng.choice("ssssnnbz" + "mmml" * (depth > 0))
        if kind == "s":
            return self.text()
        if kind == "n":
            return self.rng.choice(NUMBERS)
        if kind == "m":
            return self.map(depth - 1)
        if kind == "l":
            return [self.value(depth - 1) for _ in range(self.rng.randrange(4))]
        return {"b": self.rng.choice([True, False]), "z": None}[kind]

    def map(self, depth):
        return {self.rng.choice(KEYS) if self.rng.random() < 0.8 else self.text():
                self.value(depth) for _ in range(self.rng.randrange(5))}


def document(rng):
    return json.dumps(DataText(rng).map(3), ensure_ascii=rng.random() < 0.3, indent=None)


def writer(rng):
    return rng.choice(WRITERS)
