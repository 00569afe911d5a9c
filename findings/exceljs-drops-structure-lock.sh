#!/bin/bash
# ExcelJS 4.4.0 keeps the lock of a sheet when it loads and saves a workbook, and drops the lock of the workbook's structure.
#
# A workbook with both locks comes back with one: sheets can be added, renamed and deleted, while their cells are still protected.
# Loading and saving is all that is done; nothing in the API says that <workbookProtection> is lost.
# SheetJS (xlsx 0.18.5) drops both.
#
# Seen with exceljs 4.4.0, xlsx 0.18.5, Node 20, a workbook made by openpyxl 3.1.5:
#   before: structure yes, sheet yes
#   exceljs: structure no, sheet yes
#   sheetjs: structure no, sheet no
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1
venv/bin/python - <<'PY'
import openpyxl
from openpyxl.workbook.protection import WorkbookProtection
book = openpyxl.Workbook()
book.security = WorkbookProtection(lockStructure=True)
book.active["A1"] = 1
book.active.protection.sheet = True
book.save("before.xlsx")
PY
node - <<'JS'
const exceljs = require('exceljs'), sheetjs = require('xlsx');
(async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile('before.xlsx');
  await book.xlsx.writeFile('exceljs.xlsx');
  sheetjs.writeFile(sheetjs.readFile('before.xlsx'), 'sheetjs.xlsx');
})();
JS
said=$(venv/bin/python - <<'PY'
import zipfile
for name in ("before", "exceljs", "sheetjs"):
    book = zipfile.ZipFile(name + ".xlsx")
    has = lambda part, tag: "yes" if tag in book.read(part) else "no"
    print(f"{name}: structure {has('xl/workbook.xml', b'lockStructure')}, sheet {has('xl/worksheets/sheet1.xml', b'<sheetProtection')}")
PY
)
echo "$said"
[ "$said" = "before: structure yes, sheet yes
exceljs: structure no, sheet yes
sheetjs: structure no, sheet no" ]
