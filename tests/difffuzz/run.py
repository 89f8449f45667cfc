# SPDX-License-Identifier: MPL-2.0
"""Runs both programs over a chart and compares what they say."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

import known

SECONDS = 20
MOST_OUTPUT = 4 << 20
NOWHERE = "http://127.0.0.1:9"  # no chart is to reach the network


@dataclass
class Answer:
    ok: bool
    stdout: str
    error: str  # from "Error: " on, without it and the last line break
    fate: str = ""  # "" or how the program died: "timeout", "signal 11"


@dataclass
class Difference:
    helm: Answer
    ours: Answer

    def shape(self):
        """What must stay the same while a chart shrinks."""
        return (self.helm.ok, self.ours.ok, self.ours.fate,
                self.helm.error[:24], self.ours.error[:24])


def error_of(stderr):
    """Warnings come first and are no part of the contract."""
    start = 0 if stderr.startswith("Error: ") else stderr.find("\nError: ") + 1
    if not stderr.startswith("Error: ", start):
        return stderr.strip()
    return stderr[start + len("Error: "):].rstrip("\n")


class Runner:
    """Both programs, and a folder for each chart that is being compared."""

    def __init__(self, program, helm):
        self.program = program
        self.helm = helm
        self.runs = 0
        self.root = tempfile.mkdtemp(prefix="difffuzz-")
        self.env = {"PATH": os.environ["PATH"], "HOME": self.root,
                    "TZ": "UTC", "LANG": "C.UTF-8",
                    "http_proxy": NOWHERE, "https_proxy": NOWHERE}

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def basis(self):
        """Helm's version, as the basis lines of cases have it."""
        done = subprocess.run([self.helm, "version", "--template", "{{.Version}}"],
                              env=self.env, stdout=subprocess.PIPE, check=True)
        return done.stdout.decode().strip().lstrip("v")

    def _write(self, chart, folder):
        for path, text in chart.files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(text.encode("utf-8", "surrogateescape"))

    def _ask(self, program, chart, folder):
        argv = [program, "template", "rel", "."] + chart.argv()
        try:
            done = subprocess.run(argv, cwd=folder, env=self.env,
                                  stdin=subprocess.DEVNULL, timeout=SECONDS,
                                  capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            return Answer(False, "", "", "timeout")
        stdout = done.stdout[:MOST_OUTPUT].decode("utf-8", "surrogateescape")
        stderr = done.stderr[:MOST_OUTPUT].decode("utf-8", "surrogateescape")
        fate = f"signal {-done.returncode}" if done.returncode < 0 else ""
        return Answer(done.returncode == 0, stdout, error_of(stderr), fate)

    def ask(self, chart, programs):
        folder = tempfile.mkdtemp(dir=self.root)
        try:
            self._write(chart, folder)
            return [self._ask(program, chart, folder) for program in programs]
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def both(self, chart):
        self.runs += 1
        helm, ours = self.ask(chart, [self.helm, self.program])
        return helm, ours

    def compare(self, chart):
        """The difference between the two, or None."""
        helm, ours = self.both(chart)
        if not differ(chart, helm, ours):
            return None
        return Difference(helm, ours)

    def is_settled(self, chart, answer):
        """Whether Helm says the same each time.  Of two keys Go's maps begin
        with the second one time in eight, so it is asked often."""
        return all((one.ok, one.stdout, one.error) ==
                   (answer.ok, answer.stdout, answer.error)
                   for _ in range(5)
                   for one in self.ask(chart, [self.helm] * 8))


def differ(chart, helm, ours):
    if helm.fate:  # Helm has no limits of its own: nothing to compare with
        return False
    if ours.fate or helm.ok != ours.ok:
        return known.reason(chart, helm, ours) is None
    if helm.ok:
        same = helm.stdout == ours.stdout
    else:
        same = helm.error == ours.error
    return not same and known.reason(chart, helm, ours) is None


def out_lines(stdout):
    """The lines `eN: ...` of a batch, by number."""
    lines = {}
    for line in stdout.split("\n"):
        name, colon, text = line.partition(": ")
        if colon and name[:1] == "e" and name[1:].isdigit():
            lines[int(name[1:])] = text
    return lines


def case_answer(answer):
    """What the case's parts `output` and `error` hold of an answer."""
    if not answer.ok:
        return answer.error
    for line in answer.stdout.split("\n"):
        if line.startswith("out: "):
            return json.loads(line[len("out: "):])
    return ""
