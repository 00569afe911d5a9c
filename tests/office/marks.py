#!/usr/bin/env python3
"""Holds copies marked in place against the workbooks they were made of, as openpyxl reads both.

Usage: marks.py BOOKS MARKED     every value, formula, fill, number format and lock is as it was; what is marked says why
       marks.py MARKED AGAIN     the same, and the marks are the same: marking once more does not pile them up
"""

import pathlib
import sys

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

LIST = "校验结果"
MARK = 'N("annex")=0'
LINE = "── annex ──"


def colours(sheet: Worksheet) -> dict[str, str]:
    """The colour of each marked cell."""
    return {
        f"{sheet.title}!{cell}": rule.dxf.fill.bgColor.rgb
        for formats in sheet.conditional_formatting
        for rule in formats.rules
        if rule.formula == [MARK]
        for area in formats.sqref.ranges
        for cell in [area.coord.split(":")[0]]
    }


def notes(sheet: Worksheet) -> dict[str, str]:
    """What annex says of each cell."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and LINE in cell.comment.text
    }


def cells(sheet: Worksheet) -> dict[str, tuple]:
    return {
        cell.coordinate: (cell.value, cell.fill.fgColor.rgb, cell.number_format, cell.protection.locked, cell.font.b)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    }


def main(before: pathlib.Path, after: pathlib.Path) -> int:
    wrong = marked = said = 0
    books = sorted(before.glob("*.xlsx"))
    for path in books:
        name = f"{path.stem}-校验.xlsx"
        old, new = openpyxl.load_workbook(path), openpyxl.load_workbook(after / name)
        faults = []
        if new.sheetnames[0] != LIST or new.active.title != LIST:
            faults.append("the list is not the first sheet")
        sheets = [sheet for sheet in old if sheet.title != LIST]
        if [sheet.title for sheet in sheets] != new.sheetnames[1:]:
            faults.append("other sheets")
        was, now, says, talks = {}, {}, {}, {}
        for sheet in sheets:
            if cells(sheet) != cells(new[sheet.title]):
                faults.append(f"other cells on {sheet.title}")
            was |= colours(sheet)
            now |= colours(new[sheet.title])
            says |= notes(sheet)
            talks |= notes(new[sheet.title])
        if now.keys() != talks.keys():
            faults.append(f"marked without a note, or the other way: {sorted(now.keys() ^ talks.keys())}")
        if LIST in old.sheetnames and (was != now or says != talks):
            faults.append("other marks")
        wrong += len(faults)
        marked += len(now)
        said += len(talks)
        for fault in faults:
            print(f"{name}: {fault}")
    print(f"{len(books)} workbooks, {marked} cells marked, {said} notes, {wrong} faults")
    return 1 if wrong or not marked else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
