# SPDX-License-Identifier: MPL-2.0
"""Random YAML texts, in all the styles that YAML has."""

from language import mutated

SCALARS = ["1", "-1", "+1", "0x1F", "0o17", "017", "0b101", "1_000", "1.5", "1.", ".5", "1e3",
           "1E+3", "-1.5e-7", ".inf", "-.inf", ".nan", ".Inf", "~", "null", "Null", "NULL",
           "true", "True", "TRUE", "yes", "No", "on", "off", "y", "n", "abc", "a b c",
           "2024-01-02", "2024-01-02T03:04:05Z", "2024-01-02 03:04:05", "12:30:45", "1:2", "0",
           "-0", "00", "08", "09.5", "9223372036854775807", "9223372036854775808",
           "18446744073709551615", "18446744073709551616", "123456789012345678901234567890",
           "1e400", "0.1", "1e21", "1e20", "1000000", "a#b", "a #b", "a:b", "http://x/y?z", "é",
           "日本", "a\\b", "it's", "<<", "=", "1.2.3", "v1", "0x", "0xg", "1__0", "_1", "infinity",
           ".e3", "+.5", "0b2", "0o8", "1e", "1 2", "12e03", "685_230.15", "190:20:30", "0.0",
           "-0.0", "1.0", "100.00", "3.0e10", "NaN", "Inf"]
ODD = ["@x", "`x`", "%x", "-", "- a", "?", ": x", "!", "&", "*", "a: b", "a, b", "[a", "{a", "a]",
       "'", "---a", "...", "--"]
QUOTED = ["'a'", "'it''s'", "\"a\\nb\"", "\"\\x41\\u00e9\\U0001F600\"", "\"\"", "''", "\"a\\tb\"",
          "\"a \\\n   b\"", "'a\n\n  b'", "\"1\"", "'true'", "\"\\0\"", "\"\\e\\a\\b\\v\\f\\r\"",
          "\"\\N\\_\\L\\P\"", "\"a\n  b\"", "\" a \"", "\"\\q\"", "\"\\ud83d\\ude00\""]
KEYS = ["a", "b", "c", "key", "a b", "\"q\"", "'s'", "1", "1.5", "true", "null", "~", "yes", "é",
        "a.b", "a-b", "0x10", "2024-01-01", "no", "on", "1e3", ".inf", "-1", "x y z", "<<", "=",
        "-a", "?a", "1_0"]
TAGS = ["!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!map ", "!!seq ", "!foo ",
        "!!binary ", "! ", "!!timestamp ", "!!set ", "!!merge "]


class YamlText:
    def __init__(self, rng):
        self.rng = rng
        self.anchors = []

    def pick(self, items):
        return self.rng.choice(items)

    def chance(self, share):
        return self.rng.random() < share

    def document(self):
        """A whole text; mostly a map, as values are."""
        start = self.pick([""] * 12 + ["---\n", "--- \n", "# c\n", "\n", "%YAML 1.1\n---\n",
                                       "--- # c\n"])
        kind = "map" if self.chance(0.85) else self.pick(["list", "scalar", "flow"])
        text = start + self.block(kind, 0, 3).lstrip("\n")
        if self.chance(0.05):
            text += self.pick(["---\nx: 1\n", "...\n", "---\n", "# end", "...\nx: 1\n", "\n\n"])
        if self.chance(0.04):
            text = text.replace("\n", self.pick(["\r\n", "\n\n", " \n", "\n\t", "\r"]))
        if self.chance(0.08):
            text = mutated(self.rng, text, self.rng.randrange(1, 3))
        return text

    def block(self, kind, indent, depth):
        """The text of a node behind `key:` or at the start of a line."""
        if kind == "map":
            return self.block_map(indent, depth)
        if kind == "list":
            return self.block_list(indent, depth)
        if kind == "flow":
            return " " + self.flow(depth) + "\n"
        return " " + self.scalar(indent) + self.comment() + "\n"

    def comment(self):
        return " # c" if self.chance(0.04) else ""

    def node(self, indent, depth):
        """What follows a key or a dash, with its line break."""
        anchor = ""
        if self.chance(0.06):
            anchor = f" &x{len(self.anchors)}"
            self.anchors.append(anchor[2:])
        elif self.chance(0.03):
            anchor = " " + self.pick(TAGS).rstrip()
        if self.anchors and not anchor and self.chance(0.1):
            return f" *{self.pick(self.anchors)}\n"
        kind = self.pick(["scalar"] * 6 + ["flow", "flow", "map", "map", "list",
                                           "literal"]) if depth > 0 else "scalar"
        if kind == "literal":
            return anchor + " " + self.literal(indent)
        if kind in ("map", "list"):
            deeper = indent + self.pick([2, 2, 2, 4, 1, 3])
            if kind == "list" and self.chance(0.3):
                deeper = indent
            return anchor + self.comment() + "\n" + self.block(kind, deeper, depth - 1)
        return anchor + self.block(kind, indent, depth - 1)

    def block_map(self, indent, depth):
        lines = []
        for _ in range(self.rng.randrange(1, 5)):
            if self.anchors and self.chance(0.08):
                merged = self.pick(["*" + self.pick(self.anchors), "{m: 1}",
                                    "[*" + self.pick(self.anchors) + ", {z: 2}]"])
                lines.append(" " * indent + f"<<: {merged}\n")
                continue
            key = self.pick(KEYS[:4] + KEYS[:4] + KEYS)
            if self.chance(0.7):
                key += str(self.rng.randrange(10))
            if self.chance(0.02):
                lines.append(" " * indent + f"? {key}\n" + " " * indent + ":" + self.node(indent,
                                                                                          depth))
                continue
            lines.append(" " * indent + key + ":" + self.node(indent, depth))
        return "".join(lines)

    def block_list(self, indent, depth):
        lines = []
        for _ in range(self.rng.randrange(1, 4)):
            if depth > 0 and self.chance(0.25):
                inner = self.block_map(indent + 2, depth - 1)
                lines.append(" " * indent + "- " + inner[indent + 2:])
            else:
                lines.append(" " * indent + "-" + self.node(indent, depth))
        return "".join(lines)

    def scalar(self, indent=0):
        if self.chance(0.25):
            return self.pick(QUOTED).replace("\n", "\n" + " " * indent)
        if self.chance(0.01):
            return self.pick(ODD)
        if self.chance(0.03):
            return self.pick(SCALARS) + "\n" + " " * (indent + 2) + self.pick(["more", "x y", "",
                                                                               "- z"])
        return self.pick(SCALARS) if self.chance(0.97) else ""

    def literal(self, indent):
        head = self.pick("||>") + self.pick(["", "", "", "-", "+", "2", "1", "-2", "+1", "9",
                                             " # c", "0"])
        deep = " " * (indent + self.pick([2, 2, 2, 1, 4]))
        lines = [self.pick(["text", "  more", "", "", "a: b", "# no", "\ttab", "- x", "end ",
                            "{{ x }}", "é"])
                 for _ in range(self.rng.randrange(5))]
        return head + "\n" + "".join((deep + line if line else "") + "\n" for line in lines)

    def flow(self, depth):
        items = [self.flow_item(depth) for _ in range(self.rng.randrange(4))]
        joint = self.pick([", ", ",", " , ", ",\n   "])
        if self.chance(0.5):
            return "[" + joint.join(items) + self.pick(["", "", "", ",", " "]) + "]"
        keys = [self.pick(KEYS[:9]) + str(n) for n in range(len(items))]
        pairs = [key + self.pick([": ", ": ", ":  "]) + item for key, item in zip(keys, items)]
        return "{" + joint.join(pairs) + self.pick(["", "", "", ",", " "]) + "}"

    def flow_item(self, depth):
        if depth > 0 and self.chance(0.3):
            return self.flow(depth - 1)
        if self.chance(0.2):
            return self.pick(QUOTED).replace("\n", "\n    ")
        plain = self.pick(SCALARS)
        return plain if not any(c in plain for c in ",[]{}") else "p"


def document(rng):
    return YamlText(rng).document()
