#!/usr/bin/env python3
"""Puts the right values into annotated workbooks, as a department would.

Usage: correct.py CORRECTIONS.json DIR_IN DIR_OUT

CORRECTIONS.json gives for each department code the values by field; every field is a defined name of the workbook.
A date is written as a date, null empties a cell. Only unlocked cells may be written: a department has no others.
"""

import datetime
import json
import pathlib
import re
import sys

import openpyxl

Scalar = str | float | None


def value(given: Scalar) -> Scalar | datetime.date:
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", given):
        return datetime.date.fromisoformat(given)
    return given


def correct(path: pathlib.Path, values: dict[str, Scalar], target: pathlib.Path) -> None:
    book = openpyxl.load_workbook(path)
    for field, given in values.items():
        [(sheet, area)] = book.defined_names[field].destinations
        cell = book[sheet][area.replace("$", "").split(":")[0]]
        if cell.protection.locked:
            raise SystemExit(f"{path.name}: {field} at {sheet}!{cell.coordinate} is locked")
        cell.value = value(given)
    book.save(target)


def main(corrections: str, source: pathlib.Path, target: pathlib.Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    departments = json.loads(pathlib.Path(corrections).read_text(encoding="utf-8"))
    for code, values in departments.items():
        [path] = source.glob(f"{code}-*.xlsx")
        correct(path, values, target / path.name)
    print(f"{len(departments)} workbooks corrected in {sum(map(len, departments.values()))} cells")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
