#!/usr/bin/env python3
"""Opens and saves every workbook of a folder with openpyxl, changing nothing.

Usage: resave.py DIR_IN DIR_OUT
"""

import pathlib
import sys

import openpyxl


def main(source: pathlib.Path, target: pathlib.Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    books = sorted(source.glob("*.xlsx"))
    for book in books:
        openpyxl.load_workbook(book).save(target / book.name)
    print(f"{len(books)} workbooks saved again by openpyxl")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
