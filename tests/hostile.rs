//! Files that are no workbooks, broken ones and malicious ones: each is refused for what it is, and none does harm.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "common/package.rs"]
mod package;

use annex::address::Address;
use annex::book::read::{Damage, Foreign, Legacy, ReadError, read};
use annex::book::{CellValue, RawBook};
use annex::package::Measure;
use package::{WORKBOOK, package as zip, sheet_xml, with_cells, workbook};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn damaged(part: &str, damage: Damage) -> ReadError {
    ReadError::Damaged {
        part: part.to_owned(),
        damage,
    }
}

fn too_large(part: &str, what: Measure) -> ReadError {
    ReadError::TooLarge {
        part: part.to_owned(),
        what,
    }
}

fn refused(bytes: &[u8]) -> ReadError {
    read(bytes).unwrap_err()
}

fn value(book: &RawBook, cell: &str) -> CellValue {
    book.sheets[0].value(Address::parse(cell).unwrap()).clone()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// An OLE container whose directory has one entry of this name.
fn ole(entry: &str) -> Vec<u8> {
    let mut bytes = vec![0; 1_024];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let name = utf16(entry);
    bytes[640..640 + name.len()].copy_from_slice(&name);
    bytes
}

/// Makes the directory of a package claim that a part has `size` bytes when unpacked.
fn claim(mut bytes: Vec<u8>, part: &str, size: u32) -> Vec<u8> {
    let entry = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x01\x02")
        .map(|(at, _)| at);
    let at = entry
        .into_iter()
        .find(|at| bytes[at + 46..].starts_with(part.as_bytes()))
        .unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

#[test]
fn what_is_no_workbook_is_called_by_its_name() {
    let is = ReadError::NotAWorkbook;
    let xml2003 =
        r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>"#;
    for (bytes, expected) in [
        (Vec::new(), ReadError::Empty),
        (b"just a note".to_vec(), is(Foreign::Text)),
        ("单位,金额\n财政局,12.5\n".into(), is(Foreign::Text)),
        (gbk("单位,金额\n财政局,12.5\n"), is(Foreign::Text)),
        (
            [b"\xFF\xFE".to_vec(), utf16("单位,金额")].concat(),
            is(Foreign::Text),
        ),
        (
            b"<html><table><tr><td>1</td></tr></table></html>".to_vec(),
            is(Foreign::Html),
        ),
        (gbk("  <!DOCTYPE html><html>单位</html>"), is(Foreign::Html)),
        (xml2003.into(), ReadError::OtherFormat(Legacy::Xml2003)),
        (
            b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>".to_vec(),
            ReadError::OtherFormat(Legacy::FlatOds),
        ),
        (b"%PDF-1.7 \x00".to_vec(), is(Foreign::Pdf)),
        (b"{\\rtf1\\ansi 1}".to_vec(), is(Foreign::Rtf)),
        (b"\x89PNG\r\n\x1A\n\0\0".to_vec(), is(Foreign::Image)),
        (b"\xFF\xD8\xFF\xE0\0".to_vec(), is(Foreign::Image)),
        (b"Rar!\x1A\x07".to_vec(), is(Foreign::Archive)),
        (b"\0\x01\x02\x03 unknown".to_vec(), is(Foreign::Unknown)),
        (zip(&[("附件1.xlsx", b"x")]), is(Foreign::Archive)),
        (
            zip(&[("_rels/.rels", b"<a/>"), ("word/document.xml", b"<a/>")]),
            is(Foreign::Word),
        ),
        (
            zip(&[("_rels/.rels", b"<a/>"), ("ppt/presentation.xml", b"<a/>")]),
            is(Foreign::Slides),
        ),
        (ole("EncryptedPackage"), ReadError::Encrypted),
        (ole("WordDocument"), is(Foreign::OldWord)),
        (ole("Other"), is(Foreign::Unknown)),
    ] {
        assert_eq!(
            refused(&bytes),
            expected,
            "{:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
}

#[test]
fn every_refusal_says_what_to_do_in_both_languages() {
    let error = refused(b"%PDF-1.7 \x00");
    assert_eq!(
        error.text().zh,
        "这不是 Excel 工作簿，看起来是PDF 文件。请报送下发的 .xlsx 表格文件，不要只改扩展名。"
    );
    assert_eq!(
        error.to_string(),
        "this is not an Excel workbook, it seems to be a PDF: send the .xlsx form itself; renaming a file does not convert it"
    );
    let error = refused(&with_cells(r#"<row><c r="$B$1"><v>1</v></c></row>"#));
    assert_eq!(
        error.text().zh,
        "文件已损坏（xl/worksheets/sheet1.xml）：“$B$1”不是单元格引用。请在 Excel 或 WPS 中打开并另存为 .xlsx，或重新传送。"
    );
}

#[test]
fn cells_that_calamine_cannot_bear_are_refused_by_part() {
    let reference = |text: &str| damaged(SHEET, Damage::Reference(text.to_owned()));
    let nonsense = |text: &str| damaged(SHEET, Damage::Contradiction(text.to_owned()));
    for (cells, expected) in [
        (r#"<row><c r="$B$1"><v>1</v></c></row>"#, reference("$B$1")),
        (
            r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#,
            reference("XFE1"),
        ),
        (r#"<row r="1048577"/>"#, reference("1048577")),
        (r#"<row r="0"/>"#, reference("0")),
        (
            r#"<row r="1"><c r="A99999999999"><v>1</v></c></row>"#,
            reference("A99999999999"),
        ),
        (
            r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="4294967295">1</f></c></row>"#,
            too_large(SHEET, Measure::SharedFormula),
        ),
        (
            r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="18446744073709551615">1</f></c></row>"#,
            too_large(SHEET, Measure::SharedFormula),
        ),
        (
            r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="18446744073709551616">1</f></c></row>"#,
            nonsense("shared formula number '18446744073709551616'"),
        ),
        (
            r#"<row r="1"><c r="A1"><f t="shared" ref="B9:A1" si="0">1</f></c></row>"#,
            reference("B9:A1"),
        ),
        (
            r#"<row r="1"><c r="A1" r="B1"><v>1</v></c></row>"#,
            nonsense("two attributes 'r'"),
        ),
    ] {
        assert_eq!(refused(&with_cells(cells)), expected, "{cells}");
    }
}

#[test]
fn a_corner_to_corner_sheet_has_two_cells() {
    let cells = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    let book = read(&with_cells(cells)).unwrap();
    assert_eq!(book.sheets[0].cells.len(), 2);
    assert_eq!(value(&book, "XFD1048576"), CellValue::Number(2.into()));
}

#[test]
fn new_error_values_cost_nothing_but_themselves() {
    let cells = r##"<row r="1"><c><v>1</v></c><c t="e"><f>SORT(B1:B9)</f><v>#SPILL!</v></c><c><v>3</v></c></row>
        <row r="2"><c r="A2" t="e"><v>#CALC!</v></c><c r="B2" t="e"><v>#N/A</v></c><c r="C2"><f>A1+1</f><v>2</v></c></row>"##;
    let book = read(&with_cells(cells)).unwrap();
    let error = |text: &str| CellValue::Error(text.to_owned());
    for (cell, expected) in [
        ("A1", CellValue::Number(1.into())),
        ("B1", error("#SPILL!")),
        ("C1", CellValue::Number(3.into())),
        ("A2", error("#CALC!")),
        ("B2", error("#N/A")),
        ("C2", CellValue::Number(2.into())),
    ] {
        assert_eq!(value(&book, cell), expected, "{cell}");
    }
    assert_eq!(
        book.sheets[0].cells[&Address::new(0, 1)].formula.as_deref(),
        Some("SORT(B1:B9)")
    );
}

#[test]
fn shared_texts_are_counted_not_believed() {
    let table = |count: &str| {
        let xml = format!(r#"<sst uniqueCount="{count}"><si><t>甲</t></si></sst>"#);
        let sheet = sheet_xml(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#);
        workbook(&[
            ("xl/sharedStrings.xml", xml.as_bytes()),
            (SHEET, sheet.as_bytes()),
        ])
    };
    // Programs announce what they like, and attackers more.
    for announced in ["999", "4294967295", "many"] {
        assert_eq!(
            value(&read(&table(announced)).unwrap(), "A1"),
            CellValue::Text("甲".to_owned())
        );
    }
    let many = format!("<sst>{}</sst>", "<si/>".repeat(1_000_001));
    assert_eq!(
        refused(&workbook(&[("xl/sharedStrings.xml", many.as_bytes())])),
        too_large("xl/sharedStrings.xml", Measure::SharedTexts)
    );
}

#[test]
fn styles_are_counted() {
    let styles = |xf: usize, name: usize| {
        let xml = format!(
            r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{}"/></numFmts><cellXfs>{}</cellXfs></styleSheet>"#,
            "0".repeat(name),
            r#"<xf numFmtId="200"/>"#.repeat(xf)
        );
        refused(&workbook(&[("xl/styles.xml", xml.as_bytes())]))
    };
    assert_eq!(
        styles(1_000_000, 10),
        too_large("xl/styles.xml", Measure::Formats)
    );
    assert_eq!(
        styles(10_000, 10_000),
        too_large("xl/styles.xml", Measure::CellTextBytes)
    );
}

#[test]
fn bombs_are_defused_before_they_are_unpacked() {
    let texts = "xl/sharedStrings.xml";
    let bomb = workbook(&[(texts, &vec![b' '; 33 << 20])]);
    assert!(bomb.len() < 64 << 10, "the point of a bomb is to be small");
    assert_eq!(refused(&bomb), too_large(texts, Measure::SharedTextBytes));
    assert_eq!(
        refused(&claim(bomb, texts, 100)),
        damaged(
            texts,
            Damage::Incomplete("File is larger than its declared uncompressed size".to_owned())
        )
    );
    let entities = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"#;
    assert_eq!(
        refused(&workbook(&[(SHEET, entities.as_bytes())])),
        damaged(SHEET, Damage::Entity("DOCTYPE".to_owned()))
    );
    assert_eq!(
        refused(&with_cells(
            r#"<row r="1"><c r="A1"><v>&lol;</v></c></row>"#
        )),
        damaged(SHEET, Damage::Entity("lol".to_owned()))
    );
    let names: Vec<String> = (0..5_000).map(|index| format!("junk/{index}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(&workbook(&parts)), too_large("", Measure::Parts));
}

#[test]
fn a_long_text_used_often_is_counted_as_often() {
    let texts = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(30_000));
    let cells = "<row>".to_owned() + &r#"<c t="s"><v>0</v></c>"#.repeat(1_000) + "</row>";
    let sheet = sheet_xml(&cells);
    let bytes = workbook(&[
        ("xl/sharedStrings.xml", texts.as_bytes()),
        (SHEET, sheet.as_bytes()),
    ]);
    assert_eq!(refused(&bytes), too_large("表", Measure::CellTextBytes));
}

#[test]
fn sheets_that_share_a_part_are_refused() {
    let rels = package::WORKBOOK_RELS.replace(
        "</Relationships>",
        r#"<Relationship Id="rId2" Type="http://x/worksheet" Target="/xl/worksheets/SHEET1.xml"/></Relationships>"#,
    );
    let expected =
        Damage::Contradiction("two sheets are stored in 'xl/worksheets/SHEET1.xml'".to_owned());
    let both = WORKBOOK.replace(
        "</sheets>",
        r#"<sheet name="又" sheetId="2" r:id="rId2"/></sheets>"#,
    );
    let bytes = workbook(&[
        ("xl/workbook.xml", both.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        (SHEET, sheet_xml("").as_bytes()),
    ]);
    assert_eq!(refused(&bytes), damaged("xl/workbook.xml", expected));
    let twice = WORKBOOK.replace(
        "</sheets>",
        r#"<sheet name="又" sheetId="2" r:id="rId1"/></sheets>"#,
    );
    let expected = Damage::Contradiction("two sheets share the relation 'rId1'".to_owned());
    let bytes = workbook(&[
        ("xl/workbook.xml", twice.as_bytes()),
        (SHEET, sheet_xml("").as_bytes()),
    ]);
    assert_eq!(refused(&bytes), damaged("xl/workbook.xml", expected));
}

#[test]
fn a_part_may_come_in_any_encoding_that_it_names() {
    let sheet = sheet_xml(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>财政</t></is></c></row>"#);
    let marked = [b"\xFF\xFE".to_vec(), utf16(&sheet)].concat();
    let with_mark = [b"\xEF\xBB\xBF".to_vec(), sheet.clone().into_bytes()].concat();
    let declared = gbk(&format!(r#"<?xml version="1.0" encoding="GBK"?>{sheet}"#));
    for bytes in [marked, utf16(&sheet), with_mark, declared] {
        assert_eq!(
            value(&read(&workbook(&[(SHEET, &bytes)])).unwrap(), "A1"),
            CellValue::Text("财政".to_owned())
        );
    }
    assert_eq!(
        refused(&workbook(&[(SHEET, &gbk(&sheet))])),
        damaged(SHEET, Damage::Encoding)
    );
    let cut = &utf16(&sheet)[..301];
    assert!(matches!(
        refused(&workbook(&[(SHEET, cut)])),
        ReadError::Damaged { part, .. } if part == SHEET
    ));
}

#[test]
fn broken_parts_are_named() {
    let xml = |detail: &str| Damage::Xml(detail.to_owned());
    for (part, content, expected) in [
        (SHEET, "", xml("there is no element in it")),
        (
            SHEET,
            "<worksheet><sheetData>",
            xml("it ends within an element"),
        ),
        (
            SHEET,
            "<worksheet><a></b></worksheet>",
            xml("ill-formed document: expected `</a>`, but `</b>` was found"),
        ),
    ] {
        assert_eq!(
            refused(&workbook(&[(part, content.as_bytes())])),
            damaged(part, expected)
        );
    }
    assert_eq!(refused(&workbook(&[])), damaged("表", Damage::Missing));
    assert_eq!(
        refused(&zip(&[("xl/workbook.xml", WORKBOOK.as_bytes())])),
        damaged("表", Damage::Missing)
    );
    // A number that is none is what somebody has to see.
    let bad_value = with_cells(r#"<row r="3"><c r="B3" t="n"><v>twelve</v></c></row>"#);
    assert_eq!(
        value(&read(&bad_value).unwrap(), "B3"),
        CellValue::Text("twelve".to_owned())
    );
}
