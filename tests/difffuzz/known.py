# SPDX-License-Identifier: MPL-2.0
"""Differences that are known and wanted: docs/compat.md, in its order.

Each row is a reason and a test of (chart, helm, ours) that recognises it.
What is recognised is not reported.
"""

import re

LIMITS = re.compile(r"over the limit of|nested more than|limit of \d+ |"
                    r"exceeded maximum template depth|levels of nesting")
LINE = re.compile(r"yaml: (?:line \d+: )?could not find expected ':'")


def plain_error(text):
    """An error without what is known to differ in every one of its kind."""
    return LINE.sub("yaml: could not find expected ':'", text)


def _yaml_texts(chart):
    """What is read as YAML: whole files, manifests, constants for fromYaml."""
    return "\n".join(text for path, text in chart.files.items() if path.endswith((".yaml", ".yml"))
                     or "fromYaml" in text)


def _templates(chart):
    return "\n".join(text for path, text in chart.files.items()
                     if "templates/" in path)


def _calls(*names):
    pattern = re.compile(r"\b(?:" + "|".join(names) + r")\b")
    return lambda chart, helm, ours: bool(pattern.search(_templates(chart)))


def _scanner(chart, helm, ours):
    text = _yaml_texts(chart)
    return (re.search(r"[\[{,]\s*[^\s\[\]{},]*:(?:\s*[\]},]|[\[{])|!\S*,", text) is not None
            or "\\/" in text or "\\'" in text or "\ufeff" in text)


def _yaml_place(chart, helm, ours):
    """Ours adds a line with the place to an error of malformed YAML."""
    return (not helm.ok and not ours.ok and
            plain_error(ours.error).startswith(plain_error(helm.error) + "\n"))


def _limits(chart, helm, ours):
    return not ours.ok and LIMITS.search(ours.error) is not None


def _unordered(chart, helm, ours):
    if re.search(r"\|\s*(?:sortAlpha|len)\b", _templates(chart)):
        return False
    return _calls("keys", "values", "pluck")(chart, helm, ours)


ROWS = [
    ("Go's map order: keys, values, pluck", _unordered),
    ("limits on sizes and depth", _limits),
    ("a second line with the place in malformed YAML", _yaml_place),
    ("YAML scanning is libyaml's: [a:], {a:}, escapes, marks", _scanner),
    ("chunk's type", lambda c, h, o: "chunk" in _templates(c).lower() and
     ("[][]interface {}" in h.stdout + h.error)),
    ("fromJson of an out-of-range number", lambda c, h, o:
     "cannot unmarshal number" in h.stdout + h.error),
    ("derivePassword's counter", _calls("derivePassword")),
    ("complex constants", lambda c, h, o:
     re.search(r"\d+i\b", _templates(c)) is not None),
    ("a time or version of the wrong type", lambda c, h, o:
     "wrong type for value; expected" in h.error or
     "wrong type for value; expected" in o.error),
    ("schemas that refer to what is not in the chart", lambda c, h, o:
     "failing loading" in o.error),
    ("time, semver: methods left out", lambda c, h, o: re.search(
        r"\.(Scan|Marshal\w+|Unmarshal\w+|In|Round|Truncate|Location)\b",
        _templates(c)) is not None),
    ("slice within a capacity that only Go knows", lambda c, h, o:
     h.ok and "slice index out of bounds" in o.error),
    ("verbs that take a time's fields apart", lambda c, h, o:
     re.search(r"\((time\.Time|\*semver\.Version)=", o.stdout + o.error) is not None),
    ("time.Month as a number", lambda c, h, o:
     re.search(r"\.(Month|Weekday)\b", _templates(c)) is not None),
]


def reason(chart, helm, ours):
    """Why this difference is known, or None."""
    if ours.fate.startswith("signal"):
        return None
    for why, recognises in ROWS:
        if recognises(chart, helm, ours):
            return why
    return None
