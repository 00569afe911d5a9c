//! Workbooks as other programs save them, and forms of writing that the standard allows: all of them are read.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::book::read::read;
use annex::book::{CellValue, Format, RawBook, RawCell};
use package::{RELS, WORKBOOK, WORKBOOK_RELS, package as zip, sheet_xml, with_cells, workbook};

use crate::common::package;

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
        .map(|name| {
            let scope = name
                .scope
                .map_or(String::new(), |at| format!(" of sheet {at}"));
            format!(
                "{}{scope}={}!{}",
                name.name, name.place.sheet, name.place.cell
            )
        })
        .collect();
    assert_eq!(
        names,
        [
            "a=表!B4",
            "a of sheet 0=表!C1",
            "only.local of sheet 0=表!D9"
        ]
    );
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
    // The chart sheet has no cells, and is named.
    let sheets: Vec<(&str, usize)> = book
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.drawings.len()))
        .collect();
    assert_eq!(sheets, [("图", 1), ("表", 0)]);
    assert_eq!(book.sheets[1].visibility, annex::book::Visibility::Hidden);
    assert_eq!(
        book.sheets[1].cells[&Address::parse("B2").unwrap()],
        RawCell {
            value: number("7"),
            formula: Some("1+6".to_owned())
        }
    );
}

#[test]
fn what_is_said_of_cells_and_sheets_is_read() {
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="180" formatCode="0.00_ "/></numFmts>
        <cellStyleXfs><xf numFmtId="0"><protection locked="0"/></xf></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="180" applyProtection="1"><protection locked="0"/></xf><xf numFmtId="10"/></cellXfs></styleSheet>"#;
    let sheet = sheet_xml(
        r#"<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>0.5</v></c><c r="C1" s="1"/></row>
        <row r="3" hidden="1"/><row r="4" hidden="1"><c r="A4"><v>4</v></c></row><row r="9" hidden="true"/>"#,
    )
    .replace(
        "<sheetData>",
        r#"<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5" hidden="0"/></cols><sheetData>"#,
    )
    .replace(
        "</worksheet>",
        r#"<sheetProtection sheet="1" objects="1"/><dataValidations count="2"><dataValidation type="decimal" sqref="A1:A3 C1"/><dataValidation sqref="B:B"/></dataValidations>
        <extLst><ext><x14:dataValidations xmlns:x14="x" xmlns:xm="y"><x14:dataValidation type="list"><x14:formula1><xm:f>表2!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>D4</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"#,
    );
    let rels = r#"<Relationships>
        <Relationship Id="a" Type="http://x/comments" Target="../comments1.xml"/>
        <Relationship Id="b" Type="http://x/threadedComment" Target="../threadedComments/t.xml"/>
        <Relationship Id="c" Type="http://x/drawing" Target="/xl/drawings/d.xml"/></Relationships>"#;
    let comments = r#"<comments><authors><author>某</author></authors><commentList>
        <comment ref="A1" authorId="0"><text><r><t>请</t></r><r><t>核对</t></r></text></comment>
        <comment ref="B1" authorId="0"><text><t>[Threaded comment]</t></text></comment></commentList></comments>"#;
    let threads = r#"<ThreadedComments><threadedComment ref="B1" id="1"><text>为什么？</text></threadedComment>
        <threadedComment ref="B1" id="2" parentId="1"><text>见附页</text></threadedComment></ThreadedComments>"#;
    let drawing = r#"<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>4</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>9</xdr:row></xdr:to>
        <xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="图片 1" descr="公章"/></xdr:nvPicPr></xdr:pic></xdr:twoCellAnchor>
        <xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>0</xdr:row></xdr:from><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="3" name="文本框 2"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>含上年</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:oneCellAnchor>
        <xdr:absoluteAnchor><xdr:graphicFrame><xdr:nvGraphicFramePr><xdr:cNvPr id="4" name="图表 3"/></xdr:nvGraphicFramePr><a:graphic><a:graphicData><c:chart xmlns:c="z"/></a:graphicData></a:graphic></xdr:graphicFrame></xdr:absoluteAnchor></xdr:wsDr>"#;
    let list = WORKBOOK_RELS.replace(
        "</Relationships>",
        r#"<Relationship Id="x1" Type="http://x/externalLink" Target="externalLinks/externalLink1.xml"/><Relationship Id="x2" Type="http://x/vbaProject" Target="vbaProject.bin"/></Relationships>"#,
    );
    let link = r#"<Relationships><Relationship Id="r" Type="http://x/externalLinkPath" Target="file:///D:/旧表.xlsx" TargetMode="External"/></Relationships>"#;
    let book = read(&workbook(&[
        ("xl/_rels/workbook.xml.rels", list.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        (SHEET, sheet.as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", rels.as_bytes()),
        ("xl/comments1.xml", comments.as_bytes()),
        ("xl/threadedComments/t.xml", threads.as_bytes()),
        ("xl/drawings/d.xml", drawing.as_bytes()),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            link.as_bytes(),
        ),
        ("_xmlsignatures/origin.sigs", b""),
    ]))
    .unwrap();
    let found = &book.sheets[0];
    let at = |cell: &str| Address::parse(cell).unwrap();
    assert_eq!(found.protected, Some(true));
    assert_eq!(
        found.unlocked.iter().flatten().copied().collect::<Vec<_>>(),
        [at("A1")],
        "a cell that holds nothing is not listed"
    );
    let formats: Vec<_> = found.number_formats.iter().collect();
    assert_eq!(
        formats,
        [
            (&at("A1"), &"0.00_ ".to_owned()),
            (&at("B1"), &"0.00%".to_owned())
        ]
    );
    assert_eq!(found.hidden_rows, [(2, 3), (8, 8)]);
    assert_eq!(found.hidden_columns, [(1, 2)]);
    let validations: Vec<String> = found
        .validations
        .iter()
        .flatten()
        .map(|validation| {
            let areas: Vec<_> = validation.areas.iter().map(ToString::to_string).collect();
            format!("{} {}", validation.kind, areas.join(" "))
        })
        .collect();
    assert_eq!(validations, ["decimal A1:A3 C1", " B1:B1048576", "list D4"]);
    let notes: Vec<_> = found
        .notes
        .iter()
        .map(|(at, text)| format!("{at} {text}"))
        .collect();
    assert_eq!(notes, ["A1 请核对", "B1 为什么？\n见附页"]);
    let drawings: Vec<_> = found
        .drawings
        .iter()
        .map(|drawing| {
            let place = drawing.at.map_or(String::new(), |at| at.to_string());
            format!("{place} {} {}", drawing.kind, drawing.text)
        })
        .collect();
    assert_eq!(drawings, ["B5 picture 公章", "A1 shape 含上年", " chart "]);
    assert_eq!(book.links, ["file:///D:/旧表.xlsx"]);
    assert!(book.signed && book.macros);
}

/// A minimal OpenDocument spreadsheet with these rows on a sheet 表.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="附件 1">{rows}</table:table>
        <table:named-expressions><table:named-range table:name="a.b" table:cell-range-address="$'附件 1'.$B$1"/></table:named-expressions>
        </office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#),
    ])
}

#[test]
fn an_opendocument_spreadsheet_is_read() {
    let book = read(&ods(
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p>财政</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="0.3"/><table:table-cell office:value-type="date" office:date-value="2024-01-31"/><table:table-cell table:formula="of:=[.B1]*2" office:value-type="float" office:value="0.6"/></table:table-row>"#,
    ))
    .unwrap();
    assert_eq!(book.format, Format::Ods);
    for (at, value) in [
        ("A1", text("财政")),
        ("B1", number("0.3")),
        ("C1", number("45322")),
        ("D1", number("0.6")),
    ] {
        assert_eq!(cell(&book, at).value, value, "{at}");
    }
    assert!(cell(&book, "D1").formula.is_some());
    let names: Vec<_> = book
        .names
        .iter()
        .map(|name| (name.name.as_str(), name.place.cell.to_string()))
        .collect();
    assert_eq!(names, [("a.b", "B1".to_owned())]);
    assert_eq!(
        book.sheets[0].protected, None,
        "what is not told is not said"
    );
}
