#!/usr/bin/env python3
"""Holds Word reports against the returns they are made from, as python-docx and openpyxl read both.

Usage: document.py RETURNS REPORTS --extract FILE.json [--pdf DIR]

RETURNS is a folder of .xlsx returns, REPORTS one with `NAME-自评报告.docx` for each `NAME.xlsx`. The headings of a report must
be those of the sheet 自评报告, and below each there must stand the facts annex computes (`annex extract RETURNS --format
json`), then the text of the cell, line by line. Page, margins, fonts and styles must be those of official documents. With
--pdf, for the reports drawn there (`NAME-自评报告.pdf`): no number on the cover, `— 1 —` and so on at the foot of the others, and
all text is there.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

import docx
import docx.document
import docx.oxml.ns
import openpyxl

SHEET = "自评报告"
SUFFIX = "-自评报告"
NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")
# Style: font for Chinese, size in points, outline level.
STYLES = {
    "Title": ("方正小标宋简体", 22, None),
    "Heading 1": ("黑体", 16, 0),
    "Heading 2": ("楷体_GB2312", 16, 1),
    "Body Text": ("仿宋_GB2312", 16, None),
    "footer": ("宋体", 14, None),
}
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}


def lines(text: object) -> list[str]:
    """The lines of a cell that are not blank, without blanks at their ends."""
    return [line.strip() for line in str(text if text is not None else "").splitlines() if line.strip()]


def expected(book: pathlib.Path, computed: dict[str, str]) -> list[tuple[str, str]]:
    """Headings, facts and texts of the sheet in its order; a text is empty where nothing is filled in."""
    sheet = openpyxl.load_workbook(book)[SHEET]
    fields = {}
    for name, defined in sheet.parent.defined_names.items():
        for title, place in defined.destinations:
            if title == SHEET:
                fields[place.replace("$", "")] = name
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            field = fields.get(cell.coordinate, "")
            if field.endswith(".facts"):
                found += [("facts", line) for line in lines(computed.get(field))] or [("facts", "")]
            elif field.endswith(".text"):
                found += [("text", line) for line in lines(cell.value)] or [("text", "")]
            elif not field and isinstance(cell.value, str) and NUMBERED.match(cell.value):
                found.append(("heading", cell.value))
    return found


def inherited(style: docx.styles.style.ParagraphStyle, read) -> object:
    """What the style says, or the nearest of those it is based on that says it."""
    while style is not None:
        value = read(style)
        if value is not None:
            return value
        style = style.base_style
    return None


def default_fonts(document: docx.document.Document) -> dict[str, str]:
    fonts = document.styles.element.find(".//" + docx.oxml.ns.qn("w:rPrDefault") + "//" + docx.oxml.ns.qn("w:rFonts"))
    return {key.split("}")[1]: value for key, value in fonts.attrib.items()}


def look(document: docx.document.Document) -> list[str]:
    """What differs from the look of official documents."""
    wrong = []
    defaults = default_fonts(document)

    def font(style, which: str) -> str | None:
        properties = style.element.rPr
        fonts = properties.rFonts if properties is not None else None
        return fonts.get(docx.oxml.ns.qn(f"w:{which}")) if fonts is not None else None

    for name, (chinese, size, level) in STYLES.items():
        style = document.styles[name]
        found = inherited(style, lambda one: font(one, "eastAsia")) or defaults["eastAsia"]
        if found != chinese:
            wrong.append(f"style {name}: font {found}, not {chinese}")
        for which in ("ascii", "hAnsi"):
            if not (inherited(style, lambda one: font(one, which)) or defaults.get(which)):
                wrong.append(f"style {name}: no font for {which}")
        points = inherited(style, lambda one: one.font.size and one.font.size.pt) or 16
        if points != size:
            wrong.append(f"style {name}: {points} points, not {size}")
        outline = style.element.find(".//" + docx.oxml.ns.qn("w:outlineLvl"))
        found_level = None if outline is None else int(outline.get(docx.oxml.ns.qn("w:val")))
        if found_level != level:
            wrong.append(f"style {name}: outline level {found_level}, not {level}")
    body = document.styles["Body Text"]
    spacing = inherited(body, lambda one: one.paragraph_format.line_spacing)
    rule = inherited(body, lambda one: one.paragraph_format.line_spacing_rule)
    if spacing is None or spacing.pt != 28 or rule != docx.enum.text.WD_LINE_SPACING.EXACTLY:
        wrong.append(f"lines of {spacing}, {rule}: not of exactly 28 points")
    indent = body.paragraph_format.first_line_indent
    if indent is None or indent.pt != 2 * 16:
        wrong.append(f"first lines begin at {indent}, not after two characters")
    cover, pages = list(document.sections)
    for section in (cover, pages):
        if (round(section.page_width.mm), round(section.page_height.mm)) != (210, 297):
            wrong.append("the page is not A4")
        for side, wanted in MARGINS.items():
            if abs(getattr(section, f"{side}_margin").mm - wanted) > 0.1:
                wrong.append(f"{side} margin of {getattr(section, f'{side}_margin').mm:.1f} mm, not {wanted}")
    if not (cover.footer.is_linked_to_previous and cover.even_page_footer.is_linked_to_previous):
        wrong.append("the cover has a footer")
    for footer in (pages.footer, pages.even_page_footer):
        [paragraph] = footer.paragraphs
        instruction = paragraph._p.find(docx.oxml.ns.qn("w:fldSimple")).get(docx.oxml.ns.qn("w:instr"))
        if (paragraph.text, instruction.strip()) not in (("—  —", "PAGE"), ("— 1 —", "PAGE")):
            wrong.append(f"the footer is {paragraph.text!r} with {instruction!r}")
    return wrong


def content(document: docx.document.Document, wanted: list[tuple[str, str]]) -> list[str]:
    """Where the text differs from what is wanted."""
    kinds = {"Heading 1": "heading", "Heading 2": "heading", "自动生成的数据": "facts", "Body Text": "text", "未填写": "missing"}
    found = [
        (kinds[paragraph.style.name], paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name in kinds
    ]
    wrong = []
    position = 0
    for kind, text in wanted:
        here = found[position] if position < len(found) else None
        if (kind, text) == here or (not text and here is not None and here[0] == "missing"):
            position += 1
        elif kind == "text" and not text and found[position - 1][0] == "facts":
            pass  # The facts are enough where no text has to be written.
        else:
            return wrong + [f"paragraph {position}: {here!r}, not {(kind, text)!r}"]
    if position < len(found):
        wrong.append(f"more than the sheet has: {found[position]!r}")
    for paragraph in document.paragraphs:
        level = {"Heading 1": "、", "Heading 2": "）"}.get(paragraph.style.name)
        if level and not NUMBERED.match(paragraph.text).group().endswith(level):
            wrong.append(f"{paragraph.text} has the style {paragraph.style.name}")
    names = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "附件说明"]
    if not names or not all(f"{number}. " in name for number, name in enumerate(names, 1)):
        wrong.append(f"attachments: {names}")
    return wrong


def printed(document: docx.document.Document, pdf: pathlib.Path) -> list[str]:
    """What is wrong with the report as it is printed."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = text.rstrip("\f\n").split("\f")
    wrong = []
    if len(pages) < 2 or "—" in pages[0]:
        wrong.append("the cover has a number, or is all there is")
    for number, page in enumerate(pages[1:], 1):
        # How wide its blanks are is up to the font.
        if lines(page)[-1].replace(" ", "") != f"—{number}—":
            wrong.append(f"page {number} ends with {lines(page)[-1]!r}")
    ink = re.sub(r"\s", "", re.sub(r"(?m)^\s*—\s*\d+\s*—\s*$", "", text.replace("\f", "\n")))
    wanted = "".join(re.sub(r"\s", "", paragraph.text) for paragraph in document.paragraphs)
    if ink != wanted:
        at = next((i for i, (a, b) in enumerate(zip(ink, wanted)) if a != b), min(len(ink), len(wanted)))
        wrong.append(f"printed {ink[at - 10:at + 20]!r}, not {wanted[at - 10:at + 20]!r}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("returns", type=pathlib.Path)
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("--extract", type=pathlib.Path, required=True)
    parser.add_argument("--pdf", type=pathlib.Path)
    arguments = parser.parse_args()
    data = json.loads(arguments.extract.read_text(encoding="utf-8"))
    files = {pathlib.Path(file["file"]).name: file for file in data["files"]}
    wrong, paragraphs, drawn = [], 0, 0
    books = sorted(arguments.returns.glob("*.xlsx"))
    for book in books:
        file = files[book.name]
        path = arguments.reports / f"{book.stem}{SUFFIX}.docx"
        document = docx.Document(path)
        paragraphs += len(document.paragraphs)
        computed = {field["field"]: field["computed"] for field in file["fields"] if "computed" in field}
        said = look(document) + content(document, expected(book, computed))
        properties = document.core_properties
        title = "".join(paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Title")
        if properties.title != title or properties.author != file["department"]["name"]:
            said.append(f"properties: {properties.title!r} by {properties.author!r}")
        pdf = arguments.pdf / f"{path.stem}.pdf" if arguments.pdf else None
        if pdf is not None:
            drawn += 1
            said += printed(document, pdf)
        wrong += [f"{path.name}: {line}" for line in said]
    for line in wrong:
        print(line)
    print(f"{len(books)} reports, {paragraphs} paragraphs, {drawn} printed, {len(wrong)} differ")
    return 1 if wrong or not books else 0


if __name__ == "__main__":
    sys.exit(main())
