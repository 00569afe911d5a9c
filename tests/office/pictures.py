"""Cuts the printed pages of workbooks into pictures, and lists them.

Usage: pictures.py BOOKS PDFS OUT

A page belongs to the sheet whose heading stands on it; of an annotated workbook only the page of 附件2 is drawn.
"""

import subprocess
import sys
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

RESOLUTION = 75
# Inches at the head and at the foot of a page that hold nothing but running lines.
RUNNING = 0.6
ANNOTATED = ("hunan-2024-annotated", "绩效自评表", "annotated.png")
KINDS = {"blank": "as it is sent out", "filled": "as it comes back"}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pages(pdf):
    """The text of each page without blanks."""
    return ["".join(text.split()) for text in run("pdftotext", str(pdf), "-").split("\f")[:-1]]


def draw(pdf, page, picture, resolution=RESOLUTION):
    """One page as a picture, its margins and running lines cut off."""
    stem = picture.with_suffix("")
    number = str(page + 1)
    run("pdftoppm", "-png", "-r", str(resolution), "-f", number, "-l", number, "-singlefile", str(pdf), str(stem))
    image = Image.open(picture).convert("RGB")
    width, height = image.size
    body = image.crop((0, int(RUNNING * resolution), width, height - int(RUNNING * resolution)))
    box = ImageChops.difference(body, Image.new("RGB", body.size, "white")).getbbox() or (0, 0, 1, 1)
    left, top, right, bottom = box
    right, bottom = min(right + 8, body.width), min(bottom + 8, body.height)
    body.crop((max(left - 8, 0), max(top - 8, 0), right, bottom)).quantize(64).save(picture, optimize=True)


def headings(book):
    """Name and heading of each visible sheet, in order."""
    sheets = openpyxl.load_workbook(book, read_only=False).worksheets
    return [(s.title, "".join(str(s.cell(1, 1).value).split())) for s in sheets if s.sheet_state == "visible"]


def sheets_of_pages(book, texts):
    """For each page the name of its sheet: sheets are printed in order, and each page of one shows its heading."""
    found, left = [], headings(book)
    name = None
    for text in texts:
        for index, (title, heading) in enumerate(left):
            if heading in text:
                name, left = title, left[index + 1 :] if title != name else left
                break
        found.append(name)
    return found


def main(books, pdfs, out):
    lines = [
        "# Every sheet, as it is printed",
        "",
        "Drawn by `tests/office/pictures.sh docs/pictures` from what `annex demo` writes, with LibreOffice and the fonts it finds:",
        "columns and pages are those of Excel (Carlito has the widths of Calibri); in Excel and WPS the official fonts are used, and inputs are printed white.",
    ]
    for book in sorted(Path(books).glob("*.xlsx")):
        pack, kind = book.stem.rsplit("-", 1)
        pdf = Path(pdfs) / f"{book.stem}.pdf"
        texts = pages(pdf)
        if kind == "annotated":
            if book.stem == ANNOTATED[0]:
                page = next(index for index, text in enumerate(texts) if ANNOTATED[1] in text)
                draw(pdf, page, Path(out) / ANNOTATED[2], 110)
            continue
        lines += ["", f"## {pack}, {KINDS[kind]}", ""]
        for page, sheet in enumerate(sheets_of_pages(book, texts)):
            name = f"{book.stem}-{page + 1:02}.png"
            draw(pdf, page, Path(out) / name)
            lines += [f"![{sheet}]({name})", ""]
        lines.pop()
    (Path(out) / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(list(Path(out).glob('*.png')))} pictures drawn")


if __name__ == "__main__":
    main(*sys.argv[1:])
