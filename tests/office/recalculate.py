#!/usr/bin/env python3
"""Converts every workbook of a folder to .xlsx in LibreOffice.

Usage: recalculate.py [--as-is] DIR_IN DIR_OUT

LibreOffice trusts the cached results of an .xlsx unless its profile says otherwise, so a fresh profile is made that
forces recalculation on load; with --as-is the profile stays as a user's is: that is opening and saving. One headless
run converts all files.
"""

import pathlib
import subprocess
import sys
import tempfile

# 0 is "always recalculate"; both loaders are told, because the file decides which one is asked.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


def convert(source: pathlib.Path, target: pathlib.Path, recalculated: bool) -> list[pathlib.Path]:
    """Converts all workbooks of `source` into `target` and gives the new files in order of name."""
    books = sorted(source.glob("*.xlsx"))
    if not books:
        raise SystemExit(f"no .xlsx in {source}")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        user = pathlib.Path(profile) / "user"
        user.mkdir()
        if recalculated:
            (user / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        subprocess.run(
            [
                "libreoffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(target),
                *map(str, books),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120 + 10 * len(books),
        )
    made = [target / book.name for book in books]
    missing = [book.name for book in made if not book.exists()]
    if missing:
        raise SystemExit(f"LibreOffice did not convert {', '.join(missing)}")
    return made


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--as-is"]
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    as_is = "--as-is" in sys.argv
    done = convert(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]), recalculated=not as_is)
    print(f"{len(done)} workbooks {'saved again' if as_is else 'recalculated'} by LibreOffice")
