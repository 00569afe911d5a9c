#!/usr/bin/env python3
"""Whether every part of every workbook and document is well-formed to an XML parser that knows namespaces.

Usage: well_formed.py FOLDER...    looked through with all that is in them
"""

import pathlib
import sys
import xml.parsers.expat
import zipfile

ENDINGS = (".xml", ".rels", ".vml")


def main(folders: list[str]) -> int:
    files = parts = wrong = 0
    found = (path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*")))
    for path in found:
        if path.suffix.lower() not in (".xlsx", ".xlsm", ".docx"):
            continue
        files += 1
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if not name.lower().endswith(ENDINGS):
                    continue
                parts += 1
                try:
                    xml.parsers.expat.ParserCreate(namespace_separator=" ").Parse(package.read(name), True)
                except xml.parsers.expat.ExpatError as error:
                    wrong += 1
                    print(f"{path}: {name}: {error}")
    print(f"{files} files, {parts} parts, {wrong} not well-formed")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
