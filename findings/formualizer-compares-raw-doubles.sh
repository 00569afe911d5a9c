#!/bin/bash
# formualizer 0.13.0: a value that just meets its limit counts as above it, although ROUND and INT of the same engine know better.
#
# =0.07*100 is 7.000000000000001 as a double. Excel and LibreOffice (7.4.7 tried) compare what 15 digits show: =0.07*100<=7 is TRUE there,
# and so is =0.1+0.2=0.3. formualizer compares the doubles as they are, while its ROUND(1.005,2) is 1.01 and its INT(0.7*10) 7, as in Excel.
# A workbook recalculated with it takes the other branch of an IF on the line.
#
# Seen with formualizer 0.13.0, on a workbook of openpyxl 3.1.5:
#   =0.07*100<=7: False
#   =0.1+0.2=0.3: False
#   =IF(0.07*100>7,"over","within"): over
#   =ROUND(1.005,2): 1.01
#   =INT(0.7*10): 7.0
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check formualizer==0.13.0 openpyxl==3.1.5
said=$("$dir/venv/bin/python" - "$dir/line.xlsx" <<'PY'
import sys, formualizer, openpyxl
formulas = ["=0.07*100<=7", "=0.1+0.2=0.3", '=IF(0.07*100>7,"over","within")', "=ROUND(1.005,2)", "=INT(0.7*10)"]
book = openpyxl.Workbook()
book.active.title = "line"
for row, formula in enumerate(formulas, 1):
    book.active.cell(row, 1, formula)
book.save(sys.argv[1])
read = formualizer.load_workbook(sys.argv[1])
for row, formula in enumerate(formulas, 1):
    print(f"{formula}: {read.evaluate_cell('line', row, 1)}")
PY
)
echo "$said"
[ "$said" = '=0.07*100<=7: False
=0.1+0.2=0.3: False
=IF(0.07*100>7,"over","within"): over
=ROUND(1.005,2): 1.01
=INT(0.7*10): 7.0' ]
