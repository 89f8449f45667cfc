# SPDX-License-Identifier: MPL-2.0
"""Groups what is found by how it looks, and writes it down."""

import os
import re
import threading

import chart as charts
import run


def _normal(text):
    """An error without what the input alone decides."""
    text = text.split("error calling ")[-1] if text.count("error calling ") > 1 else text
    text = re.sub(r'"[^"]*"|<[^<>]*>|`[^`]*`|\'[^\']*\'', "_", text)
    text = re.sub(r"\S*templates/\S+", "_", text)
    return re.sub(r"\d+", "0", text)[:160]


def look(difference, words):
    """What one cause's differences have in common, most of the time."""
    helm, ours = difference.helm, difference.ours
    return (words,
            "ok" if helm.ok else _normal(helm.error),
            ours.fate or ("ok" if ours.ok else _normal(ours.error)))


class Report:
    """The findings of a session, kept in findings.md and one file each."""

    MOST_ALIKE = 3  # so many of one look are shrunk

    def __init__(self, folder, basis, say):
        self.folder = folder
        self.basis = basis  # the version of Helm that answered
        self.say = say
        self.seen = {}  # look before shrinking -> count
        self.groups = {}  # look after shrinking -> [count, text]
        self.lock = threading.Lock()
        self.write()

    def wants(self, key):
        """Counts a difference; whether it is worth shrinking."""
        with self.lock:
            self.seen[key] = self.seen.get(key, 0) + 1
            return self.seen[key] <= self.MOST_ALIKE

    def add(self, area, name, chart, difference):
        words = "" if not chart.is_case() else " ".join(sorted(set(
            re.findall(r"[a-zA-Z]{3,}", chart.files[charts.CASE]))))[:60]
        key = (area,) + look(difference, words)
        with self.lock:
            if key in self.groups:
                self.groups[key][0] += 1
                size = self.groups[key][2]
            else:
                self.groups[key] = [1, "", 1 << 30]
                size = 1 << 30
            now = sum(map(len, chart.files.values()))
            if now < size:
                path = self.save(name, chart, difference)
                self.groups[key][1:] = [self.describe(area, path, chart, difference), now]
                if size == 1 << 30:
                    self.say(f"{area}: {path}")
            self.write()

    def save(self, name, chart, difference):
        answer = difference.helm
        if chart.is_case():
            path = os.path.join(self.folder, name + ".txt")
            text = charts.case_text(chart, name.replace("-", " "), answer.ok,
                                    run.case_answer(answer))
            _write(path, f"# basis: recorded, helm {self.basis}\n\n" + text)
            return path
        path = os.path.join(self.folder, name)
        for file, text in chart.files.items():
            _write(os.path.join(path, "chart", file), text)
        _write(os.path.join(path, "args"), charts.flag_lines(chart))
        if answer.ok:
            _write(os.path.join(path, "stdout"), answer.stdout)
        else:
            _write(os.path.join(path, "stderr"), f"Error: {answer.error}\n")
        return path

    def describe(self, area, path, chart, difference):
        made = [f"Case: `{path}`\n"]
        for file, text in sorted(chart.files.items()):
            frame = file == "Chart.yaml" and text == charts.META or not text
            if not frame and not (file == charts.OUT and chart.is_case()):
                made.append(f"{file}:\n```\n{text}\n```\n")
        if chart.flags:
            made.append(f"flags: `{chart.flags}`\n")
        for who, answer in (("helm", difference.helm), ("ours", difference.ours)):
            made.append(f"{who}: {answer.fate}\n```\n{excerpt(answer, difference)}\n```\n")
        return "\n".join(made)

    def write(self):
        rows = sorted(self.groups.items(), key=lambda row: (row[0][0], -row[1][0]))
        made = []
        for number, (key, (count, text, _)) in enumerate(rows, 1):
            made.append(f"## {number}. {key[0]}: {key[1]} ({count} times)\n\n{text}\n")
        _write(os.path.join(self.folder, "findings.md"), "\n".join(made))


def said(answer):
    return answer.stdout if answer.ok else "Error: " + answer.error


def excerpt(answer, difference):
    """What was said, or of a long text what stands about the first difference."""
    text, other = said(answer), said(difference.ours if answer is difference.helm
                                     else difference.helm)
    if len(text) < 1200:
        return text
    apart = len(os.path.commonprefix([text, other]))
    return f"[from byte {apart}] ..." + text[max(0, apart - 200):apart + 400] + "..."


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
