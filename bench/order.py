# SPDX-License-Identifier: MPL-2.0
"""What renders execute, as a linker script that puts it together.

    order.py PROGRAM MAP OUTPUT

Renders small charts under callgrind and looks the instructions up in the
linker's map of PROGRAM.  What all of them take comes first; what one alone
takes stays where it is.
"""

import bisect
import collections
import os
import re
import subprocess
import sys
import tempfile
import textwrap

import charts

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# The C library's archives.
LIBC = re.compile(r"lib(c|m|m-[\d.]+)\.a$")

SCRIPT = """\
/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What renders execute stands together, and so do the constants of this program
 * and of the C library, which are few beside those of the libraries: a start
 * then touches few pages of the file.  Made by `./dev bench --order`; what is
 * not there (any more) is passed over, what is new goes where the linker puts
 * it.  Two members go by what a render does not do under valgrind, which is to find
 * the clock in the vDSO.
 */
SECTIONS
{
.text.first :
{
%s*libc.a:dl-lookup.o(.text*) *libc.a:dl-object.o(.text*)
}
.rodata.first ALIGN(CONSTANT(MAXPAGESIZE)) :
{
*libomni.a:*(EXCLUDE_FILE(*embedded_charts.c.o) .rodata
EXCLUDE_FILE(*embedded_charts.c.o) .rodata.*)
*libomni.a:embedded_charts.c.o(.rodata.str*)
*omni-render.dir*(.rodata .rodata.*)
*libc.a:*(.rodata .rodata.*)
}
}
INSERT BEFORE .rodata;
"""


def sections(path):
    """Start, end and name of each part of .text: a section of a function, or
    a member of the C library."""
    text = open(path, encoding="utf-8").read()
    found = []
    for name, start, size, file in re.findall(
            r"^ (\.text[.\w]*)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S+)$", text,
            re.MULTILINE):
        if int(start, 16) == 0 or int(size, 16) == 0:
            continue
        member = re.search(r"/(lib[\w.-]+\.a)\(([^)]*)\)$", file)
        if member is not None and LIBC.match(member.group(1)):
            # Which of its kind is taken depends on the processor.
            kind = re.sub(r"-(avx|evex)[-\w]*\.o$", "-[ae]*.o",
                          member.group(2))
            name = f"*{member.group(1)}:{kind}"
        elif name == ".text":
            continue
        found.append((int(start, 16), int(start, 16) + int(size, 16), name))
    return sorted(found)


def executed(program, arguments, scratch):
    """The addresses of the instructions of one run."""
    out = os.path.join(scratch, "callgrind")
    subprocess.run(
        ["valgrind", "--tool=callgrind", "--dump-instr=yes",
         f"--callgrind-out-file={out}", program] + arguments,
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    at = 0
    addresses = set()
    for line in open(out, encoding="utf-8"):
        word = line.split(" ", 1)[0]
        if word.startswith("0x"):
            at = int(word, 16)
        elif word[:1] in ("+", "-") and word[1:].isdigit():
            at += int(word)
        elif word.strip() != "*":
            continue
        addresses.add(at)
    return addresses


def runs(scratch):
    """The arguments of small renders of all kinds."""
    for name in ("production", "dev", "embedded"):
        yield ["-f", f"{ROOT}/examples/values-{name}.yaml"]
    for name in ("everything", "hooks", "library", "schema", "subcharts"):
        yield ["template", "rel", f"{ROOT}/tests/charts/{name}/chart"]
    for name, size in (("subcharts", 4), ("documents", 20),
                       ("values", 1 << 16), ("crds", 1 << 16)):
        yield ["template", "rel"] + charts.CASES[name](
            os.path.join(scratch, name), size)
    yield ["template", "rel"] + charts.CASES["calls"](
        os.path.join(scratch, "calls"))


def script(names):
    """The input sections of `names`."""
    ours = [name for name in names if name.startswith(".text.")]
    members = [f"{name}(.text*)" for name in names if name.startswith("*")]
    lines = ["*(" + " ".join(ours) + ")", " ".join(members)]
    return "".join(
        textwrap.fill(line, 100, break_long_words=False,
                      break_on_hyphens=False) + "\n" for line in lines)


def main():
    program, linker_map, output = sys.argv[1:]
    found = sections(linker_map)
    starts = [start for start, _, _ in found]
    uses = collections.Counter()
    n_runs = 0
    with tempfile.TemporaryDirectory() as scratch:
        for arguments in runs(scratch):
            used = set()
            for address in executed(program, arguments, scratch):
                i = bisect.bisect_right(starts, address) - 1
                if i >= 0 and address < found[i][1]:
                    used.add(found[i][2])
            uses.update(used)
            n_runs += 1
    every, some = [], []
    for name, n in sorted(uses.items()):
        if n == n_runs:
            every.append(name)
        elif n > 1:
            some.append(name)
    with open(output, "w", encoding="utf-8") as out:
        out.write(SCRIPT % (script(every) + script(some)))


if __name__ == "__main__":
    main()
