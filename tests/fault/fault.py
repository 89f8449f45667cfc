# SPDX-License-Identifier: MPL-2.0
"""Lets things go wrong under the program, one at a time.

Each scenario is a run that is right without a fault.  A first run counts the
calls that can fail; then there is a run for each of them, and each ends right,
or with an error that says so and nothing half done.  Last, the program is
killed and terminated at random moments while it writes files.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FAULTS = {
    "alloc": ["fail"],
    "open": ["EACCES", "EMFILE", "EIO", "EINTR"],
    "read": ["EIO", "EINTR", "short", "shrink"],
    "write": ["ENOSPC", "EPIPE", "EIO", "EINTR", "short"],
    "close": ["EIO", "EINTR"],
    "fsync": ["EIO", "ENOSPC"],
    "rename": ["EACCES", "EIO", "ENOSPC"],
    "mkdir": ["EACCES", "ENOSPC"],
    "thread": ["EAGAIN"],
}
SIGNALLED = ["open", "write", "close", "fsync", "rename", "mkdir"]
# Allocations that no sample leaves out.
FIRST = 20
SIGNALS = {"kill": signal.SIGKILL, "TERM": signal.SIGTERM}
# What nobody may notice.
UNSEEN = {"read-EINTR", "read-short", "write-EINTR", "write-short", "close-EINTR"}

FUNCTIONS = r"""
a: {{ regexReplaceAll "(\\w+)@(?i:x)" "me@X" "$1" }}
b: {{ regexFindAll "[a-z]+(?:-|_)\\d{1,3}" "ab-1 cd_22" -1 }}
c: {{ sha256sum "x" }} {{ derivePassword 1 "long" "p" "u" "s" }}
d: {{ genPrivateKey "ed25519" | hasPrefix "-----BEGIN" }}
e: {{ dateInZone "Jan 2" (toDate "2006-01-02" "2020-02-03") "Asia/Tokyo" }}
f: {{ date "15:04" 0 | len }}
g: {{ dict "a" (list 1 2.5 "x") | toToml | quote }}
h: {{ semverCompare ">=1.2 <2 || ^3" "1.4.0" }} {{ "é" | upper | abbrev 5 }}
i: {{ tpl "{{ range until 50 }}{{ . }}{{ end }}" . }}
j: {{ .Files.Get "data.txt" | b64enc | trunc 12 }}
"""


# RE2 cannot take down a pattern that it has half made.
PATTERN = r"""
b: {{ regexFindAll "[a-z]+(?:-|_)\\d{1,3}" "ab-1 cd_22" -1 }}
"""


class Scenario:
    """A run; `tree` says whether it writes files to the folder out, `every` that
    each of its allocations is to fail, not a sample."""

    def __init__(self, name, args, tree=False, every=False):
        self.name = name
        self.args = args
        self.tree = tree
        self.every = every
        self.text = b""
        self.counts = {}


def make_inputs(top, root):
    """The files that all scenarios share; gives the scenarios."""
    chart = str(root / "charts/omni")
    values = str(root / "examples/values-production.yaml")
    (top / "chart/templates").mkdir(parents=True)
    (top / "chart/Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
    (top / "chart/values.yaml").write_text("a: &x {b: 1}\nc: *x\n")
    (top / "chart/data.txt").write_text("text\n" * 2000)
    (top / "chart/templates/t.yaml").write_text(FUNCTIONS)
    (top / "pattern/templates").mkdir(parents=True)
    (top / "pattern/Chart.yaml").write_text("apiVersion: v2\nname: p\nversion: 0.1.0\n")
    (top / "pattern/templates/t.yaml").write_text(PATTERN)
    (top / "jobs.yaml").write_text(
        f"- {{name: a, chart: {chart}, release: a, values: [{values}]}}\n"
        f"- {{name: b, chart: {top}/chart, release: b}}\n"
    )
    (top / "file-jobs.yaml").write_text(
        f"- {{name: a, chart: {chart}, release: a, values: [{values}], output-dir: out/a}}\n"
        f"- {{name: b, chart: {chart}, release: b, values: [{values}], output-dir: out/b}}\n"
    )
    shutil.make_archive(str(top / "omni"), "gztar", root / "charts", "omni")
    (top / "omni.tar.gz").rename(top / "omni.tgz")
    lookup = str(root / "examples/existing-deployment.json")
    existing = str(root / "examples/values-existing-deployment.yaml")
    return [
        Scenario("plain", ["template", "r", chart, "-f", values]),
        Scenario("built-in", ["-f", values]),
        Scenario("functions", ["template", "r", str(top / "chart")]),
        Scenario("pattern", ["template", "r", str(top / "pattern")], every=True),
        Scenario("archive", ["template", "r", str(top / "omni.tgz"), "-f", values]),
        Scenario("lookup-from", ["-f", existing, "--lookup-from", lookup]),
        Scenario("batch", ["batch", str(top / "jobs.yaml")]),
        Scenario("output-dir", ["template", "r", chart, "-f", values, "--output-dir", "out"], True),
        Scenario("output-dir batch", ["batch", str(top / "file-jobs.yaml")], True),
    ]


def read_tree(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


class Session:
    def __init__(self, options, top):
        self.options = options
        self.top = top
        self.injected = collections.Counter()
        self.survived = collections.Counter()

    def run(self, scenario, folder, env=None, after=None, number=signal.SIGKILL):
        """One run in `folder`; after `after` seconds it gets a signal."""
        process = subprocess.Popen(
            [self.options.program, *scenario.args, "--sandbox=off"],
            cwd=folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **(env or {})},
        )
        if after is not None:
            time.sleep(after)
            process.send_signal(number)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            return "hangs", out, err
        return process.returncode, out, err

    def faulty(self, fault=None, count=None):
        env = {"LD_PRELOAD": self.options.library}
        if fault:
            env["OMNI_FAULT"] = fault
        if count:
            env["OMNI_FAULT_COUNT"] = str(count)
        return env

    def prepare(self, scenario):
        """The right outcome, and how often each call is made."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.top))
        count = self.top / "count"
        started = time.monotonic()
        code, scenario.text, err = self.run(scenario, folder)
        scenario.seconds = time.monotonic() - started
        if code != 0:
            sys.exit(f"fault: {scenario.name} fails without a fault: {err.decode()}")
        if scenario.tree:
            scenario.new = read_tree(folder / "out")
            scenario.old = {path: b"old\n" + text for path, text in scenario.new.items()}
            shutil.rmtree(folder / "out")
        self.run(scenario, folder, self.faulty(count=count))
        for line in count.read_text().splitlines():
            call, n = line.split()
            scenario.counts[call] = int(n)

    def folder(self, scenario, is_fresh):
        """Where a run works: with the files of an older one, or without."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.top))
        if scenario.tree and not is_fresh:
            for path, text in scenario.old.items():
                (folder / "out" / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / "out" / path).write_bytes(text)
        return folder

    def tree_fault(self, scenario, folder, code, is_fresh, was_killed):
        """What is wrong with the files, if anything is."""
        found = read_tree(folder / "out")
        for path, text in found.items():
            base = path.rsplit("/", 1)[-1]
            is_temp = base.startswith(".omni-") and base.endswith(".tmp")
            if is_temp and not was_killed:
                return f"{path} is left behind"
            whole = [scenario.new.get(path)] + ([] if is_fresh else [scenario.old.get(path)])
            if not is_temp and text not in whole:
                return f"{path} is neither the old file nor the new one"
        if code == 0 and found != scenario.new:
            return "exit code 0 and not all files"
        if not is_fresh and any(path not in found for path in scenario.old):
            return "an old file is gone"
        return None

    def text_fault(self, scenario, kind, code, out, err):
        if code not in (0, 1):
            return f"exit code {code}"
        if code == 0:
            return None if out == scenario.text or kind == "read-shrink" else "another output"
        # libarchive ends the program itself when it has no memory for an error.
        lines = [line for line in err.splitlines()
                 if b"Error: " in line or line.startswith(b"Fatal Internal Error in libarchive: ")]
        if len(lines) != 1 and not scenario.name.endswith("batch"):
            return f"{len(lines)} lines say Error:"
        if not lines or lines[0].endswith(b"Error: "):
            return "no word about the error"
        if b"unexpected system error" in err:
            return "an error without a name"
        if kind in UNSEEN:
            return "a failure"
        if out and not kind.startswith("write") and not scenario.name.endswith("batch"):
            return "output beside an error"
        if out != scenario.text[: len(out)] and not scenario.name.endswith("batch"):
            return "another output"
        return None

    def inject(self, scenario, kind, n):
        is_fresh = n % 2 == 0 or kind.startswith("mkdir")
        folder = self.folder(scenario, is_fresh)
        code, out, err = self.run(scenario, folder, self.faulty(f"{kind}:{n}"))
        number = SIGNALS.get(kind.rsplit("-", 1)[-1])
        if number is None:
            wrong = self.text_fault(scenario, kind, code, out, err)
        else:
            wrong = None if code in (0, -number) else f"exit code {code}"
        if wrong is None and scenario.tree and kind != "read-shrink":
            wrong = self.tree_fault(scenario, folder, code, is_fresh, number == signal.SIGKILL)
        self.note(kind, wrong, f"{scenario.name} {kind}:{n}", err)
        shutil.rmtree(folder)

    def interrupt(self, scenario, name, seed):
        number = SIGNALS[name]
        is_fresh = seed % 2 == 0
        folder = self.folder(scenario, is_fresh)
        after = random.Random(seed).uniform(0, 1.5 * scenario.seconds)
        code, _, err = self.run(scenario, folder, after=after, number=number)
        wrong = None if code in (0, -number) else f"exit code {code}"
        wrong = wrong or self.tree_fault(scenario, folder, code, is_fresh, number == signal.SIGKILL)
        self.note(f"{name}, any moment", wrong, f"{scenario.name} {name} after {after:.4f} s", err)
        shutil.rmtree(folder)

    def note(self, kind, wrong, what, err):
        self.injected[kind] += 1
        if wrong is None:
            self.survived[kind] += 1
        else:
            said = err.decode(errors="replace").strip()[:300]
            print(f"NOT SURVIVED {what}: {wrong}: {said}", flush=True)

    def jobs(self, scenario):
        options = self.options
        rng = random.Random(f"{options.seed}:{scenario.name}")
        for call, count in scenario.counts.items():
            kinds = [f"{call}-{outcome}" for outcome in FAULTS[call]]
            if scenario.tree and call in SIGNALLED:
                kinds += [f"{call}-{name}" for name in SIGNALS]
            for kind in kinds:
                numbers = range(1, count + 1)
                most = options.allocations if call == "alloc" else options.calls
                if scenario.every and call == "alloc":
                    most = count
                # Libraries that are being set up are where no memory was thought of.
                first = numbers[:FIRST] if call == "alloc" else []
                chosen = set(rng.sample(numbers, min(count, most))).union(first)
                for n in sorted(chosen):
                    yield self.inject, scenario, kind, n
        if scenario.tree:
            for name in SIGNALS:
                for i in range(options.kills):
                    yield self.interrupt, scenario, name, options.seed * 100003 + i

    def work(self, scenarios):
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            for scenario in scenarios:
                self.prepare(scenario)
                futures = [pool.submit(*job) for job in self.jobs(scenario)]
                for future in futures:
                    future.result()
                print(f"{scenario.name}: {len(futures)} runs", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--scenario", action="append", help="only this one; may be given again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    options.allocations, options.calls, options.kills = (
        (3000, 1000, 400) if options.all else (50, 8, 40))
    options.program = os.path.abspath(options.program)
    options.library = os.path.abspath(options.library)
    root = pathlib.Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as top:
        session = Session(options, pathlib.Path(top))
        scenarios = make_inputs(pathlib.Path(top), root)
        wanted = options.scenario or [scenario.name for scenario in scenarios]
        session.work([scenario for scenario in scenarios if scenario.name in wanted])
    print(f"{'fault':<22}{'injected':>9}{'survived':>9}")
    for kind in sorted(session.injected):
        print(f"{kind:<22}{session.injected[kind]:>9}{session.survived[kind]:>9}")
    total, good = sum(session.injected.values()), sum(session.survived.values())
    print(f"faults: {total} injected, {good} survived")
    sys.exit(0 if total == good else 1)


if __name__ == "__main__":
    main()
