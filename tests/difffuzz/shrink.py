# SPDX-License-Identifier: MPL-2.0
"""Makes a chart that shows a difference smaller, as long as it shows one."""

import re

TOKEN = re.compile(r"\s+|\w+|\{\{-?|-?\}\}|\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`|.", re.S)


class Shrinker:
    """Tries at most `budget` charts; `best` always differs."""

    def __init__(self, runner, chart, difference, budget=250):
        self.runner = runner
        self.best = chart
        self.difference = difference
        self.budget = budget

    def accept(self, chart):
        """Keeps the chart if it still differs in the same way."""
        if self.budget <= 0:
            return False
        self.budget -= 1
        found = self.runner.compare(chart)
        if found is None or found.shape() != self.difference.shape():
            return False
        self.best, self.difference = chart, found
        return True

    def run(self):
        before = None
        while before != self.size() and self.budget > 0:
            before = self.size()
            self.drop_files()
            self.drop_flags()
            self.shrink_file("values.yaml", lambda text: text.splitlines(True))
            for path in sorted(self.best.files, key=self.rank):
                self.shrink_file(path, lambda text: text.splitlines(True))
                self.hoist_groups(path)
                self.shrink_file(path, TOKEN.findall)
        return self.best, self.difference

    def size(self):
        return (sum(map(len, self.best.files.values())) + len(self.best.flags))

    def rank(self, path):
        return (path.endswith((".yaml", ".json")), path)

    def drop_files(self):
        for path in sorted(self.best.files):
            if path in ("Chart.yaml", "templates/out.yaml", "templates/_case.tpl"):
                continue
            chart = self.best.copy()
            chart.files[path] = ""
            if path != "values.yaml":
                del chart.files[path]
            if chart.files != self.best.files:
                self.accept(chart)

    def drop_flags(self):
        for flag in list(self.best.flags):
            chart = self.best.copy()
            chart.flags.remove(flag)
            self.accept(chart)

    def replace(self, path, text):
        chart = self.best.copy()
        chart.files[path] = text
        return self.accept(chart)

    def is_frame(self, path):
        return self.best.is_case() and path in ("Chart.yaml", "templates/out.yaml")

    def shrink_file(self, path, split):
        """Takes runs of pieces away, halving their length (ddmin)."""
        if self.is_frame(path) or path not in self.best.files:
            return
        pieces = split(self.best.files[path])
        run = max(1, len(pieces) // 2)
        while self.budget > 0:
            start = 0
            while start < len(pieces) and self.budget > 0:
                fewer = pieces[:start] + pieces[start + run:]
                if self.replace(path, "".join(fewer)):
                    pieces = fewer
                else:
                    start += run
            if run == 1:
                return
            run = max(1, run // 2)

    def hoist_groups(self, path):
        """Puts a simple constant where a text has a group."""
        if self.is_frame(path) or not path.startswith("templates/"):
            return
        at = 0
        while self.budget > 0:
            text = self.best.files[path]
            span = group_at(text, at)
            if span is None:
                return
            start, end = span
            if not any(self.replace(path, text[:start] + simple + text[end:])
                       for simple in ('"a"', "1", "list") if simple != text[start:end]):
                at = start + 1


def group_at(text, at):
    """Where the next parenthesised group stands, or None."""
    start = text.find("(", at)
    if start < 0:
        return None
    depth = 0
    for pos in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[pos], 0)
        if depth == 0:
            return start, pos + 1
    return None


def split_batch(runner, make_chart, numbers):
    """The fewest of a batch's members that still differ together (ddmin)."""
    run = max(1, len(numbers) // 2)
    tries = 60
    while tries > 0:
        start = 0
        while start < len(numbers) and tries > 0:
            fewer = numbers[:start] + numbers[start + run:]
            tries -= 1
            if fewer and runner.compare(make_chart(fewer)) is not None:
                numbers = fewer
            else:
                start += run
        if run == 1:
            break
        run = max(1, run // 2)
    return numbers
