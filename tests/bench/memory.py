#!/usr/bin/env python3
"""How much memory annex takes for many returns: what it lets go it need not hold.

One filled return becomes so many, each of a department of its own with texts of its own: the signs of what the department
wrote are dealt anew, or all would be copies of one another. Each run of annex is a process of its own, whose peak the kernel
tells. With a second annex both do the same in one run, so that two builds can be held side by side.

Usage: python tests/bench/memory.py ANNEX RETURN.xlsx PACK [--beside OTHER_ANNEX] [--counts 100 1000]
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

COUNTS = (100, 1_000, 10_000)
JOBS = (["check", "--format", "concise"], ["extract"], ["annotate", "-o", "OUT"], ["consolidate", "-o", "OUT/summary.xlsx"])
STRINGS = "xl/sharedStrings.xml"
TEXT = re.compile(r"(<t[^>]*>)([^<]{30,})(</t>)")


def blank(annex: str, pack: str, folder: Path) -> str:
    """The texts of a form that nobody filled in."""
    (folder / "roster.csv").write_text("code,name\n1,一\n", encoding="utf-8")
    command = [annex, "--quiet", "generate", "--pack", pack, "--roster", "roster.csv", "-o", "blank"]
    subprocess.run(command, cwd=folder, check=True)
    (form,) = (folder / "blank").iterdir()
    with zipfile.ZipFile(form) as parts:
        return parts.read(STRINGS).decode()


def returns(source: Path, printed: str, inbox: Path, numbers: range) -> None:
    """Writes the return once for each of these departments."""
    code = source.name.split("-")[0]
    with zipfile.ZipFile(source) as parts:
        parts = [(name, parts.read(name)) for name in parts.namelist()]
    for number in numbers:
        deal = random.Random(number)

        def own(text: re.Match[str]) -> str:
            if text[0] in printed:
                return text[0]
            signs = list(text[2])
            deal.shuffle(signs)
            return text[1] + "".join(signs) + text[3]

        with zipfile.ZipFile(inbox / f"{number:06}.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            for name, data in parts:
                if name.endswith(".xml"):
                    text = data.decode().replace(code, f"{number:06}")
                    data = (TEXT.sub(own, text) if name == STRINGS else text).encode()
                made.writestr(name, data)


def peak(annex: str, job: list[str], inbox: Path, out: Path) -> int:
    """The peak of the resident memory of a run, in MiB."""
    job = [word.replace("OUT", str(out)) for word in job]
    with subprocess.Popen([annex, "--quiet", *job, str(inbox)], stdout=subprocess.DEVNULL) as run:
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in (0, 1):
        sys.exit(f"{annex} {' '.join(job)} failed")
    return usage.ru_maxrss // 1024


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("annex")
    arguments.add_argument("source", type=Path)
    arguments.add_argument("pack")
    arguments.add_argument("--beside")
    arguments.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    asked = arguments.parse_args()
    annexes = [annex for annex in (asked.annex, asked.beside) if annex]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed = blank(asked.annex, asked.pack, folder)
        inbox = folder / "inbox"
        inbox.mkdir()
        made = 0
        for count in asked.counts:
            returns(asked.source, printed, inbox, range(made, count))
            made = count
            for job in JOBS:
                with tempfile.TemporaryDirectory() as out:
                    peaks = [f"{peak(annex, job, inbox, Path(out) / str(at))} MiB" for at, annex in enumerate(annexes)]
                print(f"{job[0]} of {count}: {', '.join(peaks)}", flush=True)


if __name__ == "__main__":
    main()
