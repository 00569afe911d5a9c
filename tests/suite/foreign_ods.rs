//! OpenDocument spreadsheets as programs write them, and as nobody should.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::book::read::{Foreign, Legacy, Measure, ReadError, read};
use annex::book::{CellValue, RawBook, RawCell, Visibility};
use package::package as zip;

use crate::common::package;

const MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
const SPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0""#;

fn with(body: &str) -> Vec<u8> {
    let content = format!("<office:document-content {SPACES}>{body}</office:document-content>");
    zip(&[("mimetype", MIME), ("content.xml", content.as_bytes())])
}

fn sheet(rows: &str) -> Vec<u8> {
    with(&format!(
        r#"<office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>"#
    ))
}

fn cell(book: &RawBook, at: &str) -> RawCell {
    let found = book.sheets[0].cells.get(&Address::parse(at).unwrap());
    found.cloned().unwrap_or_default()
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

fn error(code: &str) -> CellValue {
    CellValue::Error(code.to_owned())
}

#[test]
fn errors_are_errors() {
    let book = read(&sheet(
        r##"<table:table-row>
        <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell calcext:value-type="error" table:formula="of:=[.B1]" office:value-type="string" office:string-value=""><text:p>Err:522</text:p></table:table-cell>
        <table:table-cell table:formula="of:#N/A" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
        <table:table-cell table:formula="of:=VLOOKUP(1;[.X1:.Y2];2)" office:value-type="string"><text:p>#N/A</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>错误</text:p></table:table-cell>
        <table:table-cell table:formula="of:=[.Z1]" office:value-type="string" office:string-value="" calcext:value-type="string"><text:p/></table:table-cell>
        </table:table-row>"##,
    ))
    .unwrap();
    for (at, value, formula) in [
        ("A1", error("#DIV/0!"), Some("1/0")),
        ("B1", error("Err:522"), Some("B1")),
        ("C1", error("#N/A"), None),
        ("D1", error("#N/A"), Some("VLOOKUP(1,X1:Y2,2)")),
        ("E1", text("错误"), None),
        ("F1", text(""), Some("Z1")),
    ] {
        let found = cell(&book, at);
        assert_eq!(
            (found.value, found.formula.as_deref()),
            (value, formula),
            "{at}"
        );
    }
}

#[test]
fn values_of_every_type_are_read() {
    let book = read(&sheet(
        r#"<table:table-row>
        <table:table-cell office:value-type="percentage" office:value="0.8617"><text:p>86.17%</text:p></table:table-cell>
        <table:table-cell office:value-type="currency" office:value="12.50"/>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
        <table:table-cell office:value-type="date" office:date-value="2024-01-31T08:00:00"/>
        <table:table-cell office:value-type="date" office:date-value="2024-02-31"><text:p>2024年3月2日</text:p></table:table-cell>
        <table:table-cell office:value-type="string" office:string-value="甲&#10;乙"><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>
           财  <text:span> 政
           局</text:span><text:s text:c="2"/>丙<text:line-break/>丁 </text:p><text:p>戊</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="一"/>
        </table:table-row>"#,
    ))
    .unwrap();
    for (at, value) in [
        ("A1", number("0.8617")),
        ("B1", number("12.5")),
        ("C1", CellValue::Bool(true)),
        ("D1", number("45322")),
        ("E1", text("2024-02-31")),
        ("F1", text("甲\n乙")),
        ("G1", text("财 政 局  丙\n丁\n戊")),
        ("H1", text("一")),
    ] {
        assert_eq!(cell(&book, at).value, value, "{at}");
    }
}

#[test]
fn what_is_repeated_costs_what_it_holds() {
    let book = read(&sheet(
        r#"<table:table-column table:number-columns-repeated="16384"/>
        <table:table-header-rows><table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="3"/><table:table-cell table:number-columns-repeated="16381"/></table:table-row></table:table-header-rows>
        <table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row><table:covered-table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="string"><text:p>末</text:p></table:table-cell></table:table-row>"#,
    ))
    .unwrap();
    assert_eq!(book.sheets[0].cells.len(), 4);
    for (at, value) in [
        ("A1", text("甲")),
        ("C1", number("3")),
        ("XFD1048576", text("末")),
    ] {
        assert_eq!(cell(&book, at).value, value, "{at}");
    }
    let rows = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="3"/></table:table-row>"#;
    let too_large = |what| ReadError::TooLarge {
        part: "表".to_owned(),
        what,
    };
    assert_eq!(
        read(&sheet(rows)).unwrap_err(),
        too_large(Measure::FilledCells)
    );
    let beyond = rows.replace("1048576", "4294967295");
    assert_eq!(
        read(&sheet(&beyond)).unwrap_err(),
        too_large(Measure::FilledCells)
    );
    let wide = r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"/><table:table-cell office:value-type="float" office:value="3"/></table:table-row>"#;
    assert_eq!(
        read(&sheet(wide)).unwrap_err(),
        too_large(Measure::SheetSize)
    );
    let blanks = r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#;
    assert_eq!(
        read(&sheet(blanks)).unwrap_err(),
        too_large(Measure::CellText)
    );
}

#[test]
fn sheets_names_and_merged_areas_are_read() {
    let book = read(&with(
        r#"<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet><table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell/></table:previous></table:cell-content-change></table:tracked-changes>
        <table:table table:name="附件 1" table:style-name="ta1"><table:table-row><table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="2"/><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row><table:table-row/>
        <table:named-expressions><table:named-range table:name="own" table:cell-range-address="$'附件 1'.$A$1:.$C$2"/></table:named-expressions></table:table>
        <table:table table:name="b" table:style-name="ta2"/>
        <table:named-expressions><table:named-range table:name="a.b" table:cell-range-address="$'附件 1'.$A$1:$'附件 1'.$C$2"/><table:named-range table:name="area" table:cell-range-address="$b.$A$1:.$A$9"/><table:named-expression table:name="two" table:expression="2"/></table:named-expressions>
        <table:dde-links><table:dde-link><table:table table:name="外"/></table:dde-link></table:dde-links>
        </office:spreadsheet></office:body>"#,
    ))
    .unwrap();
    let sheets: Vec<_> = book
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        sheets,
        [("附件 1", Visibility::Visible), ("b", Visibility::Hidden)]
    );
    let merges: Vec<_> = book.sheets[0]
        .merges
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(merges, ["A1:C2"]);
    let names: Vec<_> = book
        .names
        .iter()
        .map(|name| (name.name.as_str(), name.scope, name.place.cell.to_string()))
        .collect();
    assert_eq!(
        names,
        [
            ("own", Some(0), "A1".to_owned()),
            ("a.b", None, "A1".to_owned())
        ]
    );
}

#[test]
fn passwords_and_other_documents_are_called_by_their_names() {
    let manifest = br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let parts =
        |mime: &'static [u8], part: &'static str| zip(&[("mimetype", mime), (part, b"\x01\x02")]);
    let foreign = ReadError::NotAWorkbook;
    for (bytes, expected) in [
        (
            zip(&[
                ("mimetype", MIME),
                ("content.xml", b"\x01\x02"),
                ("META-INF/manifest.xml", manifest),
            ]),
            ReadError::Encrypted,
        ),
        (parts(MIME, "encrypted-package"), ReadError::Encrypted),
        (
            parts(b"application/vnd.oasis.opendocument.text", "content.xml"),
            foreign(Foreign::OpenText),
        ),
        (
            parts(
                b"application/vnd.oasis.opendocument.presentation",
                "content.xml",
            ),
            foreign(Foreign::Slides),
        ),
        (
            parts(b"application/vnd.sun.xml.calc", "content.xml"),
            ReadError::OtherFormat(Legacy::OldCalc),
        ),
        (
            zip(&[("OFD.xml", b"<a/>"), ("Doc_0/Document.xml", b"<a/>")]),
            foreign(Foreign::Ofd),
        ),
        (
            zip(&[("Index/Document.iwa", b"x")]),
            ReadError::OtherFormat(Legacy::Apple),
        ),
        (
            zip(&[("uof.xml", b"<a/>")]),
            ReadError::OtherFormat(Legacy::Uof),
        ),
    ] {
        assert_eq!(read(&bytes).unwrap_err(), expected);
    }
    for (bytes, expected) in [
        (&b"RIFF\x24\0\0\0WEBPVP8 "[..], Foreign::Image),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Foreign::Image),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0", Foreign::Image),
        (b"BMI,1\n", Foreign::Text),
        (b"L\0\0\0\x01\x14\x02\0\0\0", Foreign::Shortcut),
        (b"b\x14#e\x02\0\0\0E-SafeNet\0\0LOCK", Foreign::Sealed),
        (b"%TSD-Header-###%\0\x01", Foreign::Sealed),
    ] {
        assert_eq!(read(bytes).unwrap_err(), foreign(expected), "{bytes:?}");
    }
}
