# SPDX-License-Identifier: MPL-2.0
"""The charts that are compared, and the forms in which tests keep them.

A Chart is the files below a chart's root and the flags of the run.  An
expression chart follows tests/cases: templates/out.yaml includes texts that
stand in partials, each written as one line of JSON, so that any bytes show.
"""

from dataclasses import dataclass, field

META = "apiVersion: v2\nname: case\nversion: 0.1.0\n"
CASE = "templates/_case.tpl"
OUT = "templates/out.yaml"
CASE_OUT = '{{ include "case/templates/_case.tpl" . | toJson }}'


@dataclass
class Chart:
    files: dict = field(default_factory=dict)  # path -> str
    flags: list = field(default_factory=list)  # [name] or [name, argument]

    def copy(self):
        return Chart(dict(self.files), list(self.flags))

    def argv(self):
        return [word for flag in self.flags for word in flag]

    def is_case(self):
        return CASE in self.files


def case_chart(template, values="", files=None, flags=None):
    """The chart of one case of tests/cases."""
    made = {"Chart.yaml": META, "values.yaml": values,
            OUT: "out: " + CASE_OUT + "\n", CASE: template}
    made.update(files or {})
    return Chart(made, list(flags or []))


def batch_chart(templates, values, files):
    """One chart for many templates: a dict of number -> text."""
    made = {"Chart.yaml": META, "values.yaml": values}
    lines = []
    for number, text in templates.items():
        path = f"templates/_e{number}.tpl"
        made[path] = text
        lines.append(f'e{number}: {{{{ include "case/{path}" . | toJson }}}}')
    made[OUT] = "\n".join(lines) + "\n"
    made.update(files)
    return Chart(made)


def _is_plain(text):
    """Whether a part can hold the text without escapes."""
    lines = text.split("\n")
    return (all(c in "\n\t" or " " <= c < "\x7f" or c > "\x9f" for c in text)
            and "\ufffd" not in text and "\ufeff" not in text
            and not any(line != line.rstrip() for line in lines))


def _escaped(text):
    made = []
    for byte in text.encode("utf-8", "surrogateescape"):
        char = chr(byte)
        if char == "\\":
            made.append("\\\\")
        elif char == "\n" or " " <= char < "\x7f":
            made.append(char)
        else:
            made.append(f"\\x{byte:02x}")
    return "".join(made)


def _part(header, text, whole_lines=False):
    if whole_lines and text.endswith("\n") and _is_plain(text):
        text = text[:-1]
    elif whole_lines or not _is_plain(text):
        header, text = header + ", escaped", _escaped(text)
    lines = [("\\" + line) if line.startswith(("-- ", "== ", "\\")) and
             not header.endswith("escaped") else line
             for line in text.split("\n")]
    return f"-- {header}\n" + "\n".join(lines) + "\n"


def case_text(chart, claim, ok, answer):
    """The case as tests/cases has it; `answer` is what Helm says."""
    parts = [f"== {claim}\n", _part("template", chart.files[CASE])]
    if chart.files.get("values.yaml"):
        parts.append(_part("values", chart.files["values.yaml"], True))
    for path, text in sorted(chart.files.items()):
        if path not in ("Chart.yaml", "values.yaml", OUT, CASE):
            parts.append(_part("file " + path, text, True))
    if chart.flags:
        parts.append("-- flags\n" + flag_lines(chart))
    parts.append(_part("output" if ok else "error", answer))
    return "".join(parts)


def flag_lines(chart):
    return "".join(" ".join(flag) + "\n" for flag in chart.flags)
