#!/usr/bin/env python3
"""Recalculates every workbook of a folder with formualizer, an engine of its own that computes in doubles.

Usage: formualizer.py DIR_IN DIR_OUT
       formualizer.py --defects

The results in the workbooks are dropped first, so that whatever stands in DIR_OUT was computed. With --defects each known
defect of formualizer is tried on the formula it is known from: one that is mended has to leave the table.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
from typing import Any, NamedTuple

import openpyxl


class Defect(NamedTuple):
    """What formualizer is known to get wrong."""

    name: str
    formula: str  # over A1 = 1.1, A2 = 5, A3 = 1.1 + 2.2
    right: Any  # in Excel, and in annex
    wrong: Any  # in formualizer
    excuses: str  # which formulas of a workbook may differ because of it, as a regular expression


# Of formualizer 0.13.0. Excel compares 15 digits.
DEFECTS = [
    Defect("a comparison sees digits 16 and 17", "=0.1+0.2=0.3", True, False, r"[-+*/].*[<>=]|[<>=].*[-+*/]"),
    Defect("SUMIF sees digits 16 and 17", '=SUMIF(A1:A3,"<=3.3")', 4.4, 1.1, r"\bSUMIFS?\("),
    Defect("SUMIFS sees digits 16 and 17", '=SUMIFS(A1:A3,A1:A3,"<=3.3")', 4.4, 1.1, r"\bSUMIFS\("),
    Defect("COUNTIF sees digits 16 and 17", '=COUNTIF(A1:A3,"<=3.3")', 2, 1, r"\bCOUNTIFS?\("),
    Defect("an empty text is no condition", '=OR("",TRUE)', True, "#VALUE!", r"\b(AND|OR)\("),
    Defect("nought has a sign in a text", '=-0&""', "0", "-0", r"&|\bTEXT\("),
]


def excuse(formula: str, ours: Any, theirs: Any) -> str | None:
    """The defect that explains why a formula came to something else."""
    for defect in DEFECTS:
        is_kind = type(ours) is type(defect.right) and type(theirs) is type(defect.wrong)
        if is_kind and re.search(defect.excuses, formula):
            return defect.name
    return None


def recalculate(source: pathlib.Path, target: pathlib.Path) -> None:
    """Writes the workbook as formualizer computes it."""
    with tempfile.TemporaryDirectory() as folder:
        bare = pathlib.Path(folder) / "bare.xlsx"
        openpyxl.load_workbook(source).save(bare)
        run = subprocess.run(
            ["formualizer", "recalc", "--now", "2026-01-01T00:00:00Z", "-o", str(target), str(bare)],
            capture_output=True,
            text=True,
            timeout=300,
        )
    if run.returncode != 0:
        raise SystemExit(f"{source.name}: formualizer exits with {run.returncode}: {run.stdout}{run.stderr}")


def tried() -> list[str]:
    """What is no longer wrong, or otherwise."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = 1.1, 5, "=1.1+2.2"
    for row, defect in enumerate(DEFECTS, 1):
        sheet.cell(row, 2, defect.formula)
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = pathlib.Path(folder) / "asked.xlsx", pathlib.Path(folder) / "answered.xlsx"
        book.save(asked)
        recalculate(asked, answered)
        found = openpyxl.load_workbook(answered, data_only=True).active
        results = [found.cell(row, 2).value for row in range(1, len(DEFECTS) + 1)]
    return [
        f"{defect.name}: {defect.formula} comes to {result!r}, not to {defect.wrong!r}"
        for defect, result in zip(DEFECTS, results)
        if result != defect.wrong or type(result) is not type(defect.wrong)
    ]


def main() -> int:
    if sys.argv[1:] == ["--defects"]:
        other = tried()
        print("\n".join([*other, f"{len(DEFECTS)} known defects tried, {len(other)} are otherwise"]))
        return 1 if other else 0
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    books = sorted(source.glob("*.xlsx"))
    if not books:
        raise SystemExit(f"no .xlsx in {source}")
    target.mkdir(parents=True, exist_ok=True)
    for book in books:
        recalculate(book, target / book.name)
    print(f"{len(books)} workbooks recalculated by formualizer")
    return 0


if __name__ == "__main__":
    sys.exit(main())
