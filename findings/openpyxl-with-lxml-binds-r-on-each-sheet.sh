#!/bin/bash
# openpyxl 3.1.5 writes other XML where lxml is installed: the prefix of relationships is declared on each <sheet>, not on the root.
#
# With Python's own ElementTree the declaration of `r` stands once, on <workbook>, as Excel, WPS and LibreOffice have it. With lxml beside
# it, which openpyxl then prefers in silence, every <sheet> binds the prefix anew and the root does not. A program that takes over one attribute
# (`r:id="rId3"`), or adds a <sheet> of its own, writes a part that no namespace-aware reader opens, and its tests do not show it
# on a machine without lxml.
#
# Seen with openpyxl 3.1.5, lxml 6.1.3, Python 3.11:
#   alone: on workbook 1, on sheets 0 of 2
#   with lxml: on workbook 0, on sheets 2 of 2
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
install() { "$dir/venv/bin/pip" install --quiet --disable-pip-version-check "$1"; }
count() {
    "$dir/venv/bin/python" - "$dir/book.xlsx" <<'PY'
import re, sys, zipfile, openpyxl
book = openpyxl.Workbook()
book.create_sheet("second")
book.save(sys.argv[1])
part = zipfile.ZipFile(sys.argv[1]).read("xl/workbook.xml").decode()
root = re.search(r"<workbook\b[^>]*>", part).group(0)
sheets = re.findall(r"<sheet\b[^>]*>", part)
print(f"on workbook {root.count('xmlns:r=')}, on sheets {sum('xmlns:r=' in sheet for sheet in sheets)} of {len(sheets)}")
PY
}
install openpyxl==3.1.5
said="alone: $(count)"
install lxml==6.1.3
said+=$'\n'"with lxml: $(count)"
echo "$said"
[ "$said" = "alone: on workbook 1, on sheets 0 of 2
with lxml: on workbook 0, on sheets 2 of 2" ]
