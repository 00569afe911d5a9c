//! Workbooks as other programs save them, and forms of writing that the standard allows: all of them are read.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "common/package.rs"]
mod package;

use annex::address::Address;
use annex::book::read::read;
use annex::book::{CellValue, RawBook, RawCell};
use package::{RELS, WORKBOOK, WORKBOOK_RELS, package as zip, sheet_xml, with_cells, workbook};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn cell(book: &RawBook, cell: &str) -> RawCell {
    book.sheets[0]
        .cells
        .get(&Address::parse(cell).unwrap())
        .cloned()
        .unwrap_or_default()
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

#[test]
fn values_of_every_type_are_read() {
    let book = read(&with_cells(
        r#"<row r="1">
        <c r="A1"><v>2.5594999999999999</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="str"><f>A1&amp;"x"</f><v>a&lt;b</v></c>
        <c r="D1" t="inlineStr"><is><r><t>财</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 政</t></r><rPh sb="0" eb="1"><t>cai</t></rPh></is></c>
        <c r="E1" t="d"><v>2024-01-31</v></c><c r="F1" t="e"><v>#REF!</v></c><c r="G1"><v>1e400</v></c><c r="H1"><v>1e300</v></c>
        <c r="I1" t="str"><v>第一行_x000D_
第二行_x005F_x000D_</v></c><c r="J1"><v>1,234</v></c><c r="K1" s="9"/><c r="L1"><v/></c></row>"#,
    ))
    .unwrap();
    for (at, value) in [
        ("A1", number("2.5595")),
        ("B1", CellValue::Bool(true)),
        ("C1", text("a<b")),
        ("D1", text("财 政")),
        ("E1", number("45322")),
        ("F1", CellValue::Error("#REF!".to_owned())),
        ("G1", CellValue::Error("#NUM!".to_owned())),
        ("H1", text("1e300")),
        ("I1", text("第一行\r\n第二行_x000D_")),
        ("J1", text("1,234")),
    ] {
        assert_eq!(cell(&book, at).value, value, "{at}");
    }
    assert_eq!(
        book.sheets[0].cells.len(),
        10,
        "cells with nothing but a format are left out"
    );
}

#[test]
fn formulas_are_written_out() {
    let book = read(&with_cells(
        r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="7">B1*$C$1+"B1"</f><v>1</v></c><c r="D1"><f t="array" ref="D1:D2">SUM(B1:B2*C1:C2)</f><v>5</v></c></row>
        <row r="2"><c r="A2"><f t="shared" si="7"/><v>2</v></c><c r="D2"><v>6</v></c></row>
        <row r="3"><c r="A3"><f t="shared" si="7"/></c><c r="B3"><f>'附件 1'!A1&amp;"年"</f></c></row>
        <row r="4"><c r="A4" t="e"><f>#DIV/0!</f><v>#DIV/0!</v></c><c r="B4" t="b"><f>FALSE()</f><v>0</v></c></row>"#,
    ))
    .unwrap();
    for (at, formula, value) in [
        ("A1", Some("B1*$C$1+\"B1\""), number("1")),
        ("A2", Some("B2*$C$1+\"B1\""), number("2")),
        ("A3", Some("B3*$C$1+\"B1\""), CellValue::Blank),
        ("B3", Some("'附件 1'!A1&\"年\""), CellValue::Blank),
        ("D1", Some("SUM(B1:B2*C1:C2)"), number("5")),
        ("D2", None, number("6")),
        ("A4", None, CellValue::Error("#DIV/0!".to_owned())),
        ("B4", None, CellValue::Bool(false)),
    ] {
        let found = cell(&book, at);
        assert_eq!(
            (found.formula.as_deref(), found.value),
            (formula, value),
            "{at}"
        );
    }
}

#[test]
fn dates_of_the_other_calendar_are_brought_to_this_one() {
    let styles =
        r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let sheet = sheet_xml(
        r#"<row><c s="1"><v>43860</v></c><c><v>43860</v></c><c s="1"><v>0.5</v></c></row>"#,
    );
    let parts = |workbook: &str| {
        let bytes = package::workbook(&[
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
            (SHEET, sheet.as_bytes()),
        ]);
        let book = read(&bytes).unwrap();
        ["A1", "B1", "C1"].map(|at| cell(&book, at).value)
    };
    let since_1904 = WORKBOOK.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    assert_eq!(
        parts(&since_1904),
        [number("45322"), number("43860"), number("0.5")]
    );
    assert_eq!(
        parts(WORKBOOK),
        [number("43860"), number("43860"), number("0.5")]
    );
}

#[test]
fn names_lead_to_cells() {
    let names = r#"<definedNames>
        <definedName name="a" localSheetId="0">表!$C$1</definedName>
        <definedName name="a">表!$B$4:$C$4</definedName>
        <definedName name="only.local" localSheetId="0">'表'!D9</definedName>
        <definedName name="broken">#REF!</definedName><definedName name="area">表!$A$1:$A$9</definedName>
        <definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1</definedName>
        <definedName name="constant">12</definedName><definedName name="foreign">[1]表!$A$1</definedName></definedNames>"#;
    let list = WORKBOOK.replace("</workbook>", &format!("{names}</workbook>"));
    let sheet = sheet_xml("").replace(
        "</worksheet>",
        r#"<mergeCells><mergeCell ref="B4:C4"/></mergeCells></worksheet>"#,
    );
    let book = read(&workbook(&[
        ("xl/workbook.xml", list.as_bytes()),
        (SHEET, sheet.as_bytes()),
    ]))
    .unwrap();
    let names: Vec<_> = book
        .names
        .iter()
        .map(|name| format!("{}={}!{}", name.name, name.place.sheet, name.place.cell))
        .collect();
    assert_eq!(names, ["a=表!B4", "only.local=表!D9"]);
}

#[test]
fn odd_packages_are_read() {
    let sheet = sheet_xml("<row><c><v>7</v></c></row>");
    let parts = |rels: &str, names: [&str; 4]| {
        let contents = [rels, WORKBOOK, WORKBOOK_RELS, &sheet];
        let parts: Vec<(&str, &[u8])> =
            names.into_iter().zip(contents.map(str::as_bytes)).collect();
        zip(&parts)
    };
    let usual = [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        SHEET,
    ];
    let absolute = RELS.replace("xl/workbook.xml", "/xl/workbook.xml");
    let junk = [b"HTTP/1.1 200 OK\r\n\x01".to_vec(), parts(RELS, usual)].concat();
    let tail = [parts(RELS, usual), b"\r\n".to_vec()].concat();
    for (what, bytes) in [
        ("as usual", parts(RELS, usual)),
        ("absolute target", parts(&absolute, usual)),
        (
            "backslashes",
            parts(RELS, usual.map(|name| &*name.replace('/', "\\").leak())),
        ),
        (
            "capitals",
            parts(
                RELS,
                [
                    "_rels/.rels",
                    "XL/Workbook.xml",
                    "xl/_rels/Workbook.XML.rels",
                    "xl/Worksheets/Sheet1.xml",
                ],
            ),
        ),
        ("bytes in front", junk),
        ("bytes behind", tail),
    ] {
        let book = read(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(cell(&book, "A1").value, number("7"), "{what}");
    }
}

#[test]
fn parts_that_do_not_matter_may_be_anything() {
    let utf16: Vec<u8> = "\u{FEFF}<?xml version='1.0' encoding='utf-16'?><DataMashup/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let sheet = sheet_xml("<row><c><v>7</v></c></row>");
    let book = read(&workbook(&[
        (SHEET, sheet.as_bytes()),
        ("customXml/item1.xml", &utf16),
        ("xl/media/image1.png", b"\x89PNG"),
        ("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>"),
    ]))
    .unwrap();
    assert_eq!(cell(&book, "A1").value, number("7"));
}

#[test]
fn prefixes_and_chart_sheets_are_no_obstacle() {
    let list = r#"<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:rel="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="图" sheetId="2" rel:id="rId2"/><x:sheet name="表" sheetId="1" state="hidden" rel:id="rId1"/></x:sheets></x:workbook>"#;
    let rels = WORKBOOK_RELS.replace(
        "</Relationships>",
        r#"<Relationship Id="rId2" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>"#,
    );
    let sheet = r#"<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="2"><x:c r="B2"><x:f>1+6</x:f><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
    let book = read(&workbook(&[
        ("xl/workbook.xml", list.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/chartsheets/sheet1.xml", b"<chartsheet/>"),
        (SHEET, sheet.as_bytes()),
    ]))
    .unwrap();
    assert_eq!(book.sheets.len(), 1);
    assert_eq!(book.sheets[0].visibility, annex::book::Visibility::Hidden);
    assert_eq!(
        cell(&book, "B2"),
        RawCell {
            value: number("7"),
            formula: Some("1+6".to_owned())
        }
    );
}
