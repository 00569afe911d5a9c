#!/usr/bin/env python3
"""Lets LibreOffice and openpyxl change the shape of a clean return, and compares what annex says of each.

Usage: drift.py ANNEX RETURN DIR

RETURN is the clean return of 示例县档案馆 (hunan-2024). DIR takes the workbooks and LibreOffice's profile.
"""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
from flat import each

# What LibreOffice is told to do, in its Basic: sheet 1 is 附件1, sheet 3 is 附件3-1.
CHANGES = {
    "saved": "",
    "row-and-column-inserted": """
        s.Rows.insertByIndex(23, 1)
        s.Columns.insertByIndex(0, 1)
    """,
    "fund-put-in": """
        s.Rows.insertByIndex(16, 1)
        s.getCellByPosition(0, 16).String = "农村公路专项"
        s.getCellByPosition(1, 16).Value = 1
        s.getCellByPosition(3, 16).Value = 2
        s.getCellByPosition(5, 16).Value = 3.5
    """,
    "row-moved": """
        Dim r As New com.sun.star.table.CellRangeAddress
        Dim t As New com.sun.star.table.CellAddress
        s.Rows.insertByIndex(5, 1)
        r.Sheet = 1
        r.EndColumn = 8
        r.StartRow = 24
        r.EndRow = 24
        t.Sheet = 1
        t.Row = 5
        s.moveRange(t, r)
        s.Rows.removeByIndex(24, 1)
    """,
    "project-copied": """
        doc.Sheets.copyByName(doc.Sheets.getByIndex(3).Name, "附件3-1 项目自评表_2", 4)
        s = doc.Sheets.getByIndex(4)
        s.unprotect("")
        s.getCellByPosition(3, 1).String = "另一个项目"
    """,
}

# What annex says of each: code, sheet, cell.
EXPECTED = {
    "saved": [],
    "row-and-column-inserted": ["W013 附件1 A1", "W013 附件1 A24"],
    "fund-put-in": ["X101 附件1 F12", "W014 附件1 A17"],
    "row-moved": ["W013 附件1 A6"],
    # The macro protects the copy, and leaves 附件1 open.
    "project-copied": ["X105 附件2 K7", "W017 附件1", "W016 附件3-1 A1"],
    # openpyxl copies no validations.
    "copied-by-openpyxl": ["X105 附件2 K7", "W016 附件3-1 A1", "W019 附件3-1 D6"],
}

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{}
</script:module>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
  library:link="false"/>
</library:libraries>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>
"""
SUB = """
Sub Change{number}
 Dim load(0) As New com.sun.star.beans.PropertyValue
 Dim store(0) As New com.sun.star.beans.PropertyValue
 load(0).Name = "Hidden"
 load(0).Value = True
 store(0).Name = "FilterName"
 store(0).Value = "Calc MS Excel 2007 XML"
 doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, load())
 s = doc.Sheets.getByIndex(1)
 s.unprotect("")
 {change}
 s.protect("")
 doc.storeToURL("{target}", store())
 doc.close(True)
End Sub
"""


def libreoffice(source, folder):
    profile = folder / "profile"
    soffice = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # The first start writes a profile of its own over whatever is there.
    subprocess.run([*soffice, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    subs = [
        SUB.format(
            number=number,
            source=source.as_uri(),
            target=(folder / f"{name}.xlsx").as_uri(),
            change=change,
        )
        for number, (name, change) in enumerate(CHANGES.items())
    ]
    calls = "\n".join(f" Change{number}" for number in range(len(subs)))
    basic = profile / "user/basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "script.xlc").write_text(LIBRARIES)
    (basic / "Standard/script.xlb").write_text(LIBRARY)
    (basic / "Standard/Module1.xba").write_text(MODULE.format("".join(subs) + f"Sub Main\n{calls}\nEnd Sub"))
    macro = "macro:///Standard.Module1.Main"
    subprocess.run([*soffice, macro], check=True, capture_output=True, timeout=300)


def copied_by_openpyxl(source, folder):
    book = openpyxl.load_workbook(source)
    project = next(sheet for sheet in book if sheet.title.startswith("附件3-1"))
    copy = book.copy_worksheet(project)
    copy["D2"] = "另一个项目"
    copy.protection.sheet = True
    book.save(folder / "copied-by-openpyxl.xlsx")


def said(annex, book):
    result = subprocess.run([annex, "check", "--format", "json", book], capture_output=True, text=True)
    (file,) = json.loads(result.stdout)["files"]
    found = each(file["findings"])
    return [f"{one['code']} {one['sheet'].split()[0]} {one.get('cell', '')}".strip() for one in found if one.get("sheet")]


def main(annex, source, folder):
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    source = Path(source).resolve()
    libreoffice(source, folder)
    copied_by_openpyxl(source, folder)
    wrong = 0
    for name, expected in EXPECTED.items():
        found = said(annex, folder / f"{name}.xlsx")
        if found != expected:
            wrong += 1
            print(f"{name}: found {found}, expected {expected}")
    print(f"{len(EXPECTED)} workbooks")
    sys.exit(1 if wrong else 0)


main(*sys.argv[1:])
