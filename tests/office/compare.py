#!/usr/bin/env python3
"""Compares the results in workbooks, and what annex computes, with what another program computes.

Usage: compare.py ORIGINALS RECALCULATED [--by formualizer] [--extract FILE.json] [--findings FILE.json]

ORIGINALS and RECALCULATED are folders with the same workbooks. Every formula cell must hold the result the program gets
(LibreOffice where nothing is said), to 15 significant digits, apart from the known defects of formualizer. With --extract (`annex extract ORIGINALS --format json`) every formula cell of a field must
agree with `computed` as well; a blank must be an empty text there. Fields whose formula is gone are counted and skipped.
With --findings (`annex check ORIGINALS --format json`), for returns with faults, a cell may differ from `computed` where
annex says so itself: a finding C001 to C004 at that cell which reports the program's result.
"""

import argparse
import collections
import datetime
import decimal
import json
import pathlib

import sys
from typing import Any

import openpyxl

import formualizer
from flat import each

DIGITS = 15
Place = tuple[str, str]
# The formula by which an annotated workbook knows that a spreadsheet program has opened it: 0 as written, 1 ever after.
OPENED = ("annex_found", "A1")


def significant(value: decimal.Decimal) -> decimal.Decimal:
    """The value rounded to the digits a spreadsheet keeps."""
    return decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_UP).plus(value)


def as_number(value: Any) -> decimal.Decimal | None:
    """A cell value or a decimal string as a number; None when it is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        # repr of a float is its shortest text, which is what the file means.
        return decimal.Decimal(repr(value) if isinstance(value, float) else str(value))
    except decimal.InvalidOperation:
        return None


def agrees(computed: Any, found: Any) -> bool:
    """Whether two results are the same to a reader."""
    if computed in (None, ""):
        return found in (None, "")
    one, other = as_number(computed), as_number(found)
    if one is not None and other is not None:
        # A zero may come back with binary noise that no one can see.
        return significant(one) == significant(other) or abs(one - other) < decimal.Decimal("1e-12")
    if isinstance(found, bool) or isinstance(computed, bool):
        return str(computed).lower() == str(found).lower()
    if isinstance(found, datetime.datetime):
        # An extract has the day alone.
        day = computed.date() if isinstance(computed, datetime.datetime) else computed
        return str(day) == str(found.date())
    return str(computed) == str(found)


def cells(path: pathlib.Path, results: bool) -> dict[Place, Any]:
    """The formulas of a workbook, or the results of all its cells."""
    book = openpyxl.load_workbook(path, data_only=results)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if results or cell.data_type == "f"
    }


def by_name(path: str | None) -> dict[str, dict[str, Any]]:
    """The files of a JSON report by their names."""
    if path is None:
        return {}
    data = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    if data.get("version") != "1":
        raise SystemExit(f"{path}: expected version 1")
    return {pathlib.Path(file["file"]).name: file for file in data["files"]}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("originals", type=pathlib.Path)
    parser.add_argument("recalculated", type=pathlib.Path)
    parser.add_argument("--by", choices=["LibreOffice", "formualizer"], default="LibreOffice")
    parser.add_argument("--extract")
    parser.add_argument("--findings")
    arguments = parser.parse_args()
    extracts, findings = by_name(arguments.extract), by_name(arguments.findings)
    count: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []

    def excused(formula: Any, ours: Any, theirs: Any) -> bool:
        """Whether a known defect of the program explains the difference."""
        defect = formualizer.excuse(str(formula), ours, theirs) if arguments.by == "formualizer" else None
        if defect is not None:
            count[f"with a known defect ({defect})"] += 1
        return defect is not None

    for original in sorted(arguments.originals.glob("*.xlsx")):
        count["workbooks"] += 1
        formulas = cells(original, results=False)
        cached = cells(original, results=True)
        fresh = cells(arguments.recalculated / original.name, results=True)
        for place in formulas:
            count["formula cells"] += 1
            if place == OPENED:
                if cached[place] != 0 or fresh.get(place) != 1:
                    wrong.append(f"{original.name} {place[0]}!{place[1]}: does not tell that it was opened")
            elif not agrees(cached[place], fresh.get(place)) and not excused(
                formulas[place], cached[place], fresh.get(place)
            ):
                wrong.append(
                    f"{original.name} {place[0]}!{place[1]}: holds {cached[place]!r}, {arguments.by} {fresh.get(place)!r}"
                )
        said = {
            (finding.get("sheet"), finding.get("cell")): finding.get("reported")
            for finding in each(findings.get(original.name, {}).get("findings", []))
            if finding["code"] in ("C001", "C002", "C003", "C004")
        }
        if arguments.extract and original.name not in extracts:
            wrong.append(f"{original.name}: not in {arguments.extract}")
            continue
        for field in extracts.get(original.name, {}).get("fields", []):
            place = (field.get("sheet"), field.get("cell"))
            if field.get("computed") is None and place not in formulas:
                continue
            if place not in formulas:
                count["without their formula"] += 1
                continue
            count["computed by annex"] += 1
            found = fresh.get(place)
            if agrees(field.get("computed"), found):
                continue
            if place in said and agrees(said[place], found):
                count["where annex reports the difference"] += 1
            elif said and isinstance(found, str) and agrees(field.get("reported"), found):
                # A sentence is put together from figures; where one of them was typed over, that is what annex reports.
                count["sentences that follow from such a difference"] += 1
            else:
                wrong.append(f"{original.name} {place[0]}!{place[1]}: annex {field.get('computed')!r}, {arguments.by} {found!r}")

    for line in wrong:
        print(line)
    print(", ".join(f"{number} {what}" for what, number in count.items()) + f", {len(wrong)} disagree")
    nothing = count["formula cells"] == 0 or (arguments.extract and count["computed by annex"] == 0)
    return 1 if wrong or nothing else 0


if __name__ == "__main__":
    sys.exit(main())
