# SPDX-License-Identifier: MPL-2.0
"""The differential fuzzer: random charts, Helm's answer against ours.

A job is a seed, an area and a number, and these alone decide the charts it
makes.  Areas of expressions put many templates into one chart, for a start of
helm costs more than all the rest; whatever fails there is compared and taken
out, until the others succeed together.
"""

import argparse
import concurrent.futures
import itertools
import os
import random
import re
import shutil
import sys
import time

import areas
import chart as charts
import report
import run
import shrink

BATCH = 40  # templates in a chart
PER_ROUND = 20  # whole charts for each chart of templates


class Session:
    def __init__(self, options):
        self.options = options
        self.runner = run.Runner(options.program, options.helm)
        self.report = report.Report(options.out, self.runner.basis(), self.say)
        self.deadline = time.monotonic() + 60 * options.minutes
        self.counts = {}

    def say(self, text):
        print(text, flush=True)

    def over(self):
        return time.monotonic() > self.deadline

    def work(self, area, number):
        """One job."""
        rng = random.Random(f"{self.options.seed}:{area.name}:{number}")
        name = f"{area.name}-{self.options.seed}-{number}"
        if area.batched:
            made = dict(enumerate(area.make(rng) for _ in range(BATCH)))
            Batch(self, area, name, made).run()
            count = BATCH
        else:
            made = area.make(rng)
            self.check(area, name, made)
            count = 1
        self.counts[area.name] = self.counts.get(area.name, 0) + count

    def check(self, area, name, chart):
        """Compares one chart; shrinks and reports a difference."""
        difference = self.runner.compare(chart)
        if difference is None:
            return False
        if not self.runner.is_settled(chart, difference.helm):
            return True
        words = re.findall(r"\w+", chart.files.get(charts.CASE, ""))[:1]
        key = (area.name,) + report.look(difference, " ".join(words))
        if self.report.wants(key):
            smaller = shrink.Shrinker(self.runner, chart, difference)
            chart, difference = smaller.run()
            if self.runner.is_settled(chart, difference.helm):
                self.report.add(area.name, name, chart, difference)
        return True

    def run(self, chosen):
        """Jobs of all areas in turn, one for each core at a time."""
        jobs = ((area, number * PER_ROUND + step)
                for number in itertools.count() for area in chosen
                if number % area.every == 0
                for step in range(1 if area.batched else PER_ROUND))
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            running = set()
            while not self.over():
                while len(running) < 2 * self.options.jobs:
                    running.add(pool.submit(self.work, *next(jobs)))
                done, running = concurrent.futures.wait(
                    running, timeout=5, return_when=concurrent.futures.FIRST_COMPLETED)
                for job in done:
                    job.result()
            concurrent.futures.wait(running)
        self.runner.close()
        counts = ", ".join(f"{name} {n}" for name, n in sorted(self.counts.items()))
        self.say(f"compared: {counts}; {self.runner.runs} runs of each program; "
                 f"{len(self.report.groups)} kinds of difference in {self.options.out}")
        return 1 if self.report.groups else 0


class Batch:
    """Many templates in one chart."""

    def __init__(self, session, area, name, made):
        self.session = session
        self.area = area
        self.name = name
        self.cases = made  # number -> (template, its files)

    def chart(self, numbers):
        files = dict(areas.BATCH_FILES)
        for number in numbers:
            files.update(self.cases[number].files)
        return charts.batch_chart({n: self.cases[n].template for n in numbers},
                                  self.area.values, files)

    def alone(self, number):
        """Compares one member as a case of its own."""
        case = self.cases[number]
        files = dict(areas.BATCH_FILES)
        files.update(case.files)
        chart = charts.case_chart(case.template, self.area.values, files)
        return self.session.check(self.area, f"{self.name}-{number}", chart)

    def run(self):
        numbers = list(self.cases)
        while numbers and not self.session.over():
            chart = self.chart(numbers)
            helm, ours = self.session.runner.both(chart)
            if helm.ok and ours.ok:
                self.compare_lines(numbers, helm, ours)
                return
            failed = {culprit(answer, numbers) for answer in (helm, ours) if not answer.ok}
            failed.discard(None)
            if not failed:  # nobody is named: one by one
                for number in numbers:
                    self.alone(number)
                return
            if len(failed) > 1 or helm.ok or ours.ok or \
                    run.differ(chart, helm, ours):
                for number in failed:
                    self.alone(number)
            numbers = [n for n in numbers if n not in failed]

    def compare_lines(self, numbers, helm, ours):
        if helm.stdout == ours.stdout:
            return
        theirs, mine = run.out_lines(helm.stdout), run.out_lines(ours.stdout)
        apart = [n for n in numbers if theirs.get(n) != mine.get(n)]
        together = True
        for number in apart:
            if self.alone(number):
                together = False
        if together:
            self.report_interplay(numbers)

    def report_interplay(self, numbers):
        """Members that differ only in each other's company."""
        few = shrink.split_batch(self.session.runner, self.chart, numbers)
        chart = self.chart(few)
        self.session.check(self.area, self.name, chart)


def culprit(answer, numbers):
    """The member that an error names."""
    match = re.search(r"templates/_e(\d+)\.tpl", answer.error)
    number = int(match.group(1)) if match else None
    return number if number in numbers else None


def read_options(argv):
    parser = argparse.ArgumentParser(prog="dev difffuzz", description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    parser.add_argument("--area", action="append", choices=[area.name for area in areas.AREAS])
    parser.add_argument("--program", required=True, help="our program")
    parser.add_argument("--helm", default=shutil.which("helm"))
    parser.add_argument("--out", required=True, help="a folder for what is found")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(argv)
    if not options.helm:
        parser.error("there is no helm on the PATH to compare with")
    return options


def main(argv):
    options = read_options(argv)
    chosen = [area for area in areas.AREAS if not options.area or area.name in options.area]
    session = Session(options)
    session.say(f"seed {options.seed}")
    try:
        return session.run(chosen)
    finally:
        session.runner.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
