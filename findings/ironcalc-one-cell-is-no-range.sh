#!/bin/bash
# IronCalc 0.9.1 takes a reference to one cell for no range where a function looks through a range: COUNTIF(A1,5) is an error, COUNTIF(A1:A1,5) is 1.
#
# Functions with criteria answer #VALUE!, those that look something up #N/A, INDEX #VALUE!, LARGE #NUM!. formualizer 0.13 gives the value either
# way, and so does LibreOffice (tried by hand, not by this script; Excel was not at hand). It comes up in forms whose repeating rows have shrunk to one: a generator that writes A16 for the area A16:A16 gets a
# workbook that computes everywhere but here. ROWS, COUNTBLANK and SUMPRODUCT take the one cell.
#
# Seen with 5 in A1 (IronCalc: one cell, the same as an area; formualizer: one cell):
#   COUNTIF     #VALUE!  1  1
#   SUMIF       #VALUE!  5  5
#   MATCH       #N/A     1  1
#   VLOOKUP     #N/A     5  5
#   INDEX       #VALUE!  5  5
#   LARGE       #NUM!    5  5
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check ironcalc==0.9.1 formualizer==0.13.0
said=$("$dir/venv/bin/python" - <<'PY'
import formualizer
import ironcalc

FORMULAS = {
    "COUNTIF": "COUNTIF({},5)",
    "SUMIF": "SUMIF({},5)",
    "MATCH": "MATCH(5,{},0)",
    "VLOOKUP": "VLOOKUP(5,{},1,FALSE)",
    "INDEX": "INDEX({},1)",
    "LARGE": "LARGE({},1)",
}


def by_ironcalc(formula):
    model = ironcalc.create("book", "en", "UTC", "en")
    model.set_user_input(0, 1, 1, "5")
    model.set_user_input(0, 1, 2, "=" + formula)
    model.evaluate()
    return model.get_formatted_cell_value(0, 1, 2)


def by_formualizer(formula):
    book = formualizer.Workbook()
    sheet = book.sheet("s")
    sheet.set_value(1, 1, formualizer.LiteralValue.number(5))
    sheet.set_formula(1, 2, "=" + formula)
    return f"{book.evaluate_cell('s', 1, 2):g}"


for name, formula in FORMULAS.items():
    one, area = formula.format("A1"), formula.format("A1:A1")
    print(f"{name:<10}  {by_ironcalc(one):<7}  {by_ironcalc(area)}  {by_formualizer(one)}")
PY
)
echo "$said"
[ "$said" = "COUNTIF     #VALUE!  1  1
SUMIF       #VALUE!  5  5
MATCH       #N/A     1  1
VLOOKUP     #N/A     5  5
INDEX       #VALUE!  5  5
LARGE       #NUM!    5  5" ]
