#!/usr/bin/env python3
"""How much memory annex takes for many returns: what it lets go it need not hold.

One filled form, linked so many times; each run of annex is a process of its own, whose peak the kernel tells. With a second
annex both do the same in one run, so that two builds can be held side by side.

Usage: python tests/bench/memory.py ANNEX RETURN.xlsx [OTHER_ANNEX]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

COUNTS = (100, 1_000, 10_000)
JOBS = (["check", "--format", "concise"], ["extract"])


def peak(annex: str, job: list[str], inbox: Path) -> int:
    """The peak of the resident memory of a run, in MiB."""
    with subprocess.Popen([annex, "--quiet", *job, str(inbox)], stdout=subprocess.DEVNULL) as run:
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in (0, 1):
        sys.exit(f"{annex} {' '.join(job)} failed")
    return usage.ru_maxrss // 1024


def main() -> None:
    annexes, source = [sys.argv[1], *sys.argv[3:4]], Path(sys.argv[2])
    # Links lie where the file does: elsewhere they may not be made.
    with tempfile.TemporaryDirectory(dir=source.resolve().parent) as name:
        inbox = Path(name)
        made = 0
        for count in COUNTS:
            for made in range(made, count):
                os.link(source, inbox / f"{made:05}.xlsx")
            made = count
            for job in JOBS:
                peaks = [f"{peak(annex, job, inbox)} MiB" for annex in annexes]
                print(f"{job[0]} of {count}: {', '.join(peaks)}", flush=True)


if __name__ == "__main__":
    main()
