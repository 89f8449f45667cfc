# SPDX-License-Identifier: MPL-2.0
"""Whole commands beside real Helm and a floor, each case in one run.

    bench.py PROGRAM FLOOR SCRATCH [CHART-FOLDER...]

Prints the table and writes bench/RESULTS.md.  Wall times are hyperfine's
medians, peak memory is the kernel's own count of one run.  A folder of charts
adds one case for each chart below it that renders with default values.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile

import charts

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MB = 1 << 20


class Case:
    """A chart with arguments, and what is wanted of it."""

    def __init__(self, name, args, wall, memory, own_args=None):
        self.name = name
        self.args = args
        self.own_args = own_args
        self.wall = wall
        self.memory = memory


def run(command):
    """Exit code, standard output, and the peak memory in KB.  time(1) is small
    where this program is not: a child's peak begins with its parent's."""
    with tempfile.NamedTemporaryFile() as peak:
        result = subprocess.run(
            ["time", "-q", "-f", "%M", "-o", peak.name] + command,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        return result.returncode, result.stdout, int(peak.read())


def hyperfine(commands, runs):
    """One result for each command, measured in turns."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(
            ["hyperfine", "-N", "--warmup", "2", "--runs", str(runs),
             "--export-json", out.name]
            + [" ".join(command) for command in commands],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return json.load(out)["results"]


def inputs_of(args):
    return [arg for arg in args if os.path.exists(arg)]


def measure(case, program, floor):
    own = [program, "template", "rel"] + case.args
    if case.own_args is not None:
        own = [program] + case.own_args
    helm = ["helm", "template", "rel"] + case.args
    if case.own_args is not None:
        helm[2] = "omni"
    code, text, memory = run(own)
    helm_code, helm_text, helm_memory = run(helm)
    if code != 0 or helm_code != 0 or text != helm_text:
        return {"case": case.name, "differs": True}
    bottom = [floor, str(len(text))] + inputs_of(case.args)
    first = hyperfine([helm], 2)[0]["median"]
    runs = 40 if first < 0.1 else 12 if first < 1 else 5
    ours, theirs, least = hyperfine([own, helm, bottom], runs)
    return {
        "case": case.name, "differs": False,
        "wall": ours["median"] * 1e3, "spread": ours["stddev"] * 1e3,
        "helm": theirs["median"] * 1e3, "helm_spread": theirs["stddev"] * 1e3,
        "floor": least["median"] * 1e3,
        "cpu": (ours["user"] + ours["system"]) * 1e3,
        "helm_cpu": (theirs["user"] + theirs["system"]) * 1e3,
        "memory": memory / 1024, "helm_memory": helm_memory / 1024,
        "want_wall": case.wall, "want_memory": case.memory,
    }


def verdict(is_met):
    return "met" if is_met else "**missed**"


HEAD = ["| case | wall ms | helm ms | ratio | wanted | to the floor "
        "| user+sys ms | helm's | peak MB | helm's | ratio | wanted |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|"]


def row(result):
    if result["differs"]:
        return f"| {result['case']} | differs from Helm | | | | | | | | | | |"
    wall = result["helm"] / result["wall"]
    memory = result["helm_memory"] / result["memory"]
    want_wall, want_memory = result["want_wall"], result["want_memory"]
    return " | ".join([
        f"| {result['case']}",
        f"{result['wall']:.2f} ± {result['spread']:.2f}",
        f"{result['helm']:.0f} ± {result['helm_spread']:.0f}",
        f"{wall:.1f}x",
        f"{want_wall}x: {verdict(wall >= want_wall)}" if want_wall else "",
        f"{result['wall'] / result['floor']:.1f}x of {result['floor']:.2f} ms",
        f"{result['cpu']:.1f}", f"{result['helm_cpu']:.0f}",
        f"{result['memory']:.1f}", f"{result['helm_memory']:.0f}",
        f"1/{memory:.1f}",
        f"1/{want_memory}: {verdict(memory >= want_memory)} |"
        if want_memory else "|"])


def growth(program, scratch, name, make, sizes, unit):
    """Time per unit as the input doubles; no step may grow by over 20 %."""
    lines = []
    before = None
    for size in sizes:
        args = make(f"{scratch}/{name.split()[-1]}-{size}", size)
        result = hyperfine([[program, "template", "rel"] + args], 15)[0]
        per_unit = result["median"] * 1e6 / size * unit
        grown = 0 if before is None else per_unit / before - 1
        lines.append(f"| {name} | {size / unit:g} | "
                     f"{result['median'] * 1e3:.2f} | {per_unit:.2f} | "
                     f"{verdict(grown <= 0.2)} |")
        before = per_unit
    return lines


def batch(program, scratch, scaffold):
    """A thousand jobs over three charts in two threads."""
    three = [f"{ROOT}/charts/omni", scaffold, f"{scratch}/few-documents"]
    charts.documents(three[2], 20)
    sets = [["accountUuid=3e5b2b0c-4b44-4b6e-9d5f-1c0e8d3f7a11",
             "config.advertisedAPIURL=https://omni.example.org"], [], []]
    jobs = f"{scratch}/jobs.yaml"
    n = 1000
    with open(jobs, "w", encoding="utf-8") as out:
        json.dump([{"name": f"job-{i}", "release": "rel",
                    "chart": three[i % 3], "set": sets[i % 3]}
                   for i in range(n)], out)
    helm = [["helm", "template", "rel", chart]
            + [word for pair in zip(["--set"] * len(given), given)
               for word in pair]
            for chart, given in zip(three, sets)]
    own = [program, "batch", "--jobs", "2", jobs]
    if run(own)[0] != 0:
        return ["the batch failed"]
    theirs = sum(result["median"] for result in hyperfine(helm, 12)) / 3 * n
    result = hyperfine([own], 8)[0]
    alone = max(run([program] + command[1:])[2] for command in helm)
    memory = run(own)[2]
    ratio = theirs / result["median"]
    return [f"{n} jobs over 3 charts in 2 threads: "
            f"{result['median'] * 1e3:.0f} ± {result['stddev'] * 1e3:.0f} ms; "
            f"{n} runs of Helm, from the median of each chart: "
            f"{theirs:.1f} s; {ratio:.0f}x, 400x wanted: "
            f"{verdict(ratio >= 400)}. Peak {memory / 1024:.1f} MB beside "
            f"{alone / 1024:.1f} MB of the largest single run: "
            f"{memory / alone:.1f}x, 2x wanted: {verdict(memory <= 2 * alone)}."]


def real_charts(folders):
    cases = []
    for folder in folders:
        for base, below, files in os.walk(folder):
            if "Chart.yaml" in files:
                below[:] = []
                if run(["helm", "template", "rel", base])[0] == 0:
                    cases.append(Case(os.path.basename(base), [base], 0, 0))
    return cases


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info
                      if line.startswith("model name")), platform.machine())
    version = subprocess.run(["helm", "version", "--short"],
                             capture_output=True, text=True, check=True)
    return (f"{os.cpu_count()} processors ({model}), {platform.system()} "
            f"{platform.release()}, Helm {version.stdout.strip()}.")


def all_cases(scratch, folders):
    values = f"{ROOT}/examples/values-production.yaml"
    scaffold = f"{scratch}/scaffold"
    subprocess.run(["helm", "create", scaffold], check=True,
                   stdout=subprocess.DEVNULL)
    cases = [Case("built-in chart", [f"{ROOT}/charts/omni", "-f", values],
                  40, 12, ["-f", values]),
             Case("`helm create` scaffold", [scaffold], 40, 12)]
    names = {"subcharts": "60 subcharts with tpl", "documents": "2,000 documents",
             "values": "1 MB of values", "crds": "5 MB of CRDs",
             "calls": "function calls", "heavy": "include, tpl and YAML"}
    for name, make in charts.CASES.items():
        wanted = (15, 4) if name == "crds" else (25, 6)
        cases.append(Case(names[name], make(f"{scratch}/{name}"), *wanted))
    return cases + real_charts(folders)


def installed(program, folder):
    """A copy, as every installed program is: the pages of a file that the
    linker has just written are found one by one, which takes longer."""
    return shutil.copy(program, folder)


def main():
    program, floor, scratch, *folders = sys.argv[1:]
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    program, floor = installed(program, scratch), installed(floor, scratch)
    lines = ["# What a render costs", "", machine(), "",
             "Wall times are medians, with the standard deviation, of runs in "
             "turns with Helm's; the floor reads the same files and writes as "
             "many bytes. Made by `./dev bench`.", ""] + HEAD
    print("\n".join(lines), flush=True)
    results = []
    for case in all_cases(scratch, folders):
        results.append(measure(case, program, floor))
        lines.append(row(results[-1]))
        print(lines[-1], flush=True)
    built_in = results[0]
    tail = ["", "The built-in chart takes "
            f"{built_in['wall'] / built_in['floor']:.1f} times the floor, 3 "
            f"wanted: {verdict(built_in['wall'] <= 3 * built_in['floor'])}.",
            "", "## Growth", "", "| input | size | wall ms | µs a unit | "
            "at most 20 % more than before |", "|---|---|---|---|---|"]
    tail += growth(program, scratch, "documents", charts.documents,
                   [500, 1000, 2000, 4000], 1)
    tail += growth(program, scratch, "MB of values", charts.values,
                   [MB // 4, MB // 2, MB, 2 * MB], MB)
    tail += ["", "## Batch", ""]
    tail += batch(program, scratch, f"{scratch}/scaffold")
    print("\n".join(tail))
    with open(f"{ROOT}/bench/RESULTS.md", "w", encoding="utf-8") as out:
        out.write("\n".join(lines + tail) + "\n")


main()
