# SPDX-License-Identifier: MPL-2.0
"""Differences that are known and wanted: docs/compat.md, in its order.

Each row is a reason and a test of (chart, helm, ours) that recognises it.
What is recognised is not reported.
"""

import re

LIMITS = re.compile(r"over the limit of|nested more than|limit of \d+ |"
                    r"exceeded maximum template depth|levels of nesting")


def _templates(chart):
    return "\n".join(text for path, text in chart.files.items()
                     if "templates/" in path)


def _calls(*names):
    pattern = re.compile(r"\b(?:" + "|".join(names) + r")\b")
    return lambda chart, helm, ours: bool(pattern.search(_templates(chart)))


def _yaml_place(chart, helm, ours):
    """Ours adds a line with the place to an error of malformed YAML."""
    return (not helm.ok and not ours.ok and
            ours.error.startswith(helm.error + "\n"))


def _limits(chart, helm, ours):
    return not ours.ok and LIMITS.search(ours.error) is not None


def _findings(lines, depth=0):
    """The findings of a schema as a tree in which order means nothing."""
    found = []
    while lines and len(lines[0]) - len(lines[0].lstrip()) >= depth:
        line = re.sub(r"('[^']*'(?:, |$|(?= )))+", lambda names: "".join(
            sorted(re.findall("'[^']*'", names.group(0)))), lines.pop(0).strip())
        found.append((line, _findings(lines, depth + 2)))
    return sorted(found)


def _shuffled(chart, helm, ours):
    if helm.ok or ours.ok or "\n- at '" not in helm.error:
        return False
    return _findings(helm.error.split("\n")) == _findings(ours.error.split("\n"))


def _unordered(chart, helm, ours):
    if re.search(r"\|\s*(?:sortAlpha|len)\b", _templates(chart)):
        return False
    return _calls("keys", "values", "pluck")(chart, helm, ours)


ROWS = [
    ("Go's map order: keys, values, pluck", _unordered),
    ("Helm's order of a schema's findings", _shuffled),
    ("limits on sizes and depth", _limits),
    ("a second line with the place in malformed YAML", _yaml_place),
    ("complex constants in two of the writers", lambda c, h, o:
     "complex128" in h.stdout + h.error and _calls("toYamlPretty", "toToml")(c, h, o)),
    ("schemas that refer to what is not in the chart", lambda c, h, o:
     "failing loading" in o.error),
    ("time, semver: methods left out", lambda c, h, o: re.search(
        r"\.(Scan|Unmarshal\w*|Append\w*|Gob\w+|MarshalBinary)\b", _templates(c)) is not None),
    ("verbs that take a time's fields apart", lambda c, h, o:
     "(time.Time=" in o.stdout + o.error or
     re.search(r"\{\d+ \d{11} (0x[0-9a-f]+|<nil>)\}|\(\*time\.Location\)\(",
               h.stdout + h.error) is not None),
    ("addresses of Go's memory", lambda c, h, o:
     re.search(r"0xc0[0-9a-f]{8}", h.stdout + h.error) is not None),
    ("deepCopy of structs with fields that are not exported", lambda c, h, o:
     _calls("deepCopy", "mustDeepCopy")(c, h, o) and _calls("semver", "KubeVersion")(c, h, o)),
    ("toYamlPretty of Helm's structs", lambda c, h, o:
     _calls("toYamlPretty")(c, h, o) and "kubeversion:" in h.stdout + h.error),
    ("globs that panic", lambda c, h, o:
     "error calling Glob: runtime error" in h.error and ".Glob" in _templates(c)),
    ("a message ends at a NUL", lambda c, h, o: "\0" in h.error),
]


def reason(chart, helm, ours):
    """Why this difference is known, or None."""
    if ours.fate.startswith("signal"):
        return None
    for why, recognises in ROWS:
        if recognises(chart, helm, ours):
            return why
    return None
