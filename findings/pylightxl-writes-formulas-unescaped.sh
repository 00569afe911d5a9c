#!/bin/bash
# pylightxl 1.61 escapes `&` in a formula and leaves `<` as it is: a comparison makes a workbook that is not well-formed XML.
#
# B1<2 in one cell is enough that no program opens the file; the call that writes it reports nothing.
#
# Seen with pylightxl 1.61, Python 3.11:
#   =B1>2: well-formed
#   =B1<2: not well-formed
#   =B1&"a": well-formed
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check pylightxl==1.61
said=$("$dir/venv/bin/python" - "$dir" <<'PY'
import sys, zipfile
from xml.dom import minidom
from xml.parsers.expat import ExpatError
import pylightxl
for n, formula in enumerate(["=B1>2", "=B1<2", '=B1&"a"']):
    data = pylightxl.Database()
    data.add_ws("s")
    data.ws("s").update_index(1, 1, formula)
    path = f"{sys.argv[1]}/{n}.xlsx"
    pylightxl.writexl(data, path)
    try:
        minidom.parseString(zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml"))
        print(f"{formula}: well-formed")
    except ExpatError:
        print(f"{formula}: not well-formed")
PY
)
echo "$said"
[ "$said" = '=B1>2: well-formed
=B1<2: not well-formed
=B1&"a": well-formed' ]
