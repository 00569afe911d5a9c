#!/usr/bin/env python3
"""How fast annex is, against what a bureau would use instead: Python with openpyxl.

Both do the same job in the same run on the same files, so that the ratios mean something on any machine:

* generate: a locked form for every department of a roster; openpyxl loads one finished form and saves it for each
  department with the name put in, the quickest way a script has.
* check: read every returned form and judge it; openpyxl only loads the values and formulas, it judges nothing.

Usage: python tests/bench/run.py ANNEX [DEPARTMENTS]      (ANNEX: a release build)
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from openpyxl import load_workbook

ROUNDS = 3


def seconds(job: Callable[[], None]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def fresh(parent: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=parent))


def main() -> None:
    annex = sys.argv[1]
    departments = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        roster = work / "roster.csv"
        lines = ["code,name,projects", *(f"{n},单位{n},项目甲;项目乙" for n in range(departments))]
        roster.write_text("\n".join(lines), encoding="utf-8")

        def generate() -> Path:
            folder = fresh(work)
            subprocess.run([annex, "--quiet", "generate", "--pack", "hunan-2024", "--roster", roster, "-o", folder], check=True)
            return folder

        forms = sorted(generate().iterdir())

        def generate_by_hand() -> None:
            folder = fresh(work)
            for form in forms:
                book = load_workbook(forms[0])
                book.worksheets[0]["A2"] = form.stem
                book.save(folder / form.name)

        def check() -> None:
            command = [annex, "check", "--format", "json", *forms]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)

        def check_by_hand() -> None:
            for form in forms:
                for data_only in (True, False):
                    load_workbook(form, data_only=data_only)

        print(f"{departments} departments, three to four sheets each; median of {ROUNDS}, ms a workbook")
        for label, ours, theirs in [
            ("generate", generate, generate_by_hand),
            ("check", check, check_by_hand),
        ]:
            mine = median(seconds(ours) for _ in range(ROUNDS)) / departments * 1000
            other = median(seconds(theirs) for _ in range(ROUNDS)) / departments * 1000
            print(f"{label:9} annex {mine:7.2f}   openpyxl {other:8.2f}   ratio {other / mine:6.1f}")


if __name__ == "__main__":
    main()
