#!/usr/bin/env python3
"""Compares what annex computed with what LibreOffice computed.

Usage: compare.py ORIGINAL.xlsx RECALCULATED.xlsx EXTRACT.json

EXTRACT.json comes from `annex extract ORIGINAL.xlsx --format json`. Every formula cell whose field has a `computed`
value must agree with the recalculated value to 15 significant digits; a blank must be an empty text there. A formula
cell that is never compared, and an original that carries no cached result, are counted and shown.
"""

import decimal
import json
import sys

import openpyxl

DIGITS = 15


def significant(value: decimal.Decimal) -> decimal.Decimal:
    """The value rounded to the digits a spreadsheet keeps."""
    return decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_UP).plus(value)


def as_number(value) -> decimal.Decimal | None:
    """A cell value or a decimal string as a number; None when it is no number."""
    if value is None or isinstance(value, bool):
        return None
    try:
        # repr of a float is its shortest text, which is what the file means.
        return decimal.Decimal(repr(value) if isinstance(value, float) else str(value))
    except decimal.InvalidOperation:
        return None


def agrees(computed, found) -> bool:
    """Whether a computed value and a recalculated one are the same to a reader."""
    if computed in (None, ""):
        return found in (None, "")
    one, other = as_number(computed), as_number(found)
    if one is not None and other is not None:
        # An accounting zero may come back with binary noise that no one can see.
        return significant(one) == significant(other) or abs(one - other) < decimal.Decimal("1e-12")
    if isinstance(found, bool):
        return str(computed).lower() == str(found).lower()
    return str(computed) == str(found)


def compare(original: str, recalculated: str, extract: str) -> int:
    """Prints what was compared and each disagreement; gives the exit status."""
    formulas = openpyxl.load_workbook(original)
    cached = openpyxl.load_workbook(original, data_only=True)
    fresh = openpyxl.load_workbook(recalculated, data_only=True)
    with open(extract, encoding="utf-8") as file:
        data = json.load(file)
    if data.get("version") != "1" or len(data["files"]) != 1:
        raise SystemExit(f"{extract}: expected version 1 with one file")
    compared, uncached, wrong, seen = 0, 0, [], set()
    for field in data["files"][0]["fields"]:
        if not field.get("sheet") or not field.get("cell"):
            continue
        place = (field["sheet"], field["cell"])
        if formulas[place[0]][place[1]].data_type != "f":
            continue
        seen.add(place)
        if "computed" not in field or field["computed"] is None:
            continue
        compared += 1
        found = fresh[place[0]][place[1]].value
        if not agrees(field["computed"], found):
            wrong.append(f"{field['field']} at {place[0]}!{place[1]}: annex {field['computed']}, LibreOffice {found}")
        if cached[place[0]][place[1]].value is None and field["computed"] != "":
            uncached += 1
    all_formulas = {
        (sheet.title, cell.coordinate)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    print(
        f"{original}: {len(all_formulas)} formula cells, {compared} compared, {len(wrong)} disagree, "
        f"{uncached} without a cached result, {len(all_formulas - seen)} that are no field"
    )
    for line in wrong:
        print(f"  {line}")
    if compared == 0:
        print("  nothing was compared")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    sys.exit(compare(*sys.argv[1:]))
