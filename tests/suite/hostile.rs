//! Files that are no workbooks, broken ones and malicious ones: each is refused for what it is, and none does harm.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::book::read::{Damage, Foreign, Legacy, ReadError, read};
use annex::book::{CellValue, RawBook};
use annex::package::Measure;
use package::{WORKBOOK, package as zip, sheet_xml, with_cells, workbook};

use crate::common::package;

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
        "这不是 Excel 工作簿，看起来是 PDF 文件。由表格打印或导出的，请报送原来的工作簿（.xlsx）或 Word（.docx）；只有纸质件或扫描件的，请在下发的 .xlsx 表格中填写。"
    );
    assert_eq!(
        error.to_string(),
        "this is not an Excel workbook, it seems to be a PDF: if it was printed from a form, send the workbook (.xlsx) or the Word document (.docx) it was printed from; if there is only paper or a scan, fill in the .xlsx form"
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

/// What leads to a part, so that it is read.
fn leading_to(part: &str) -> Vec<(&'static str, String)> {
    let beside = |kind: &str, target: &str| {
        format!(
            r#"<Relationships><Relationship Id="r" Type="http://x/{kind}" Target="/{target}"/></Relationships>"#
        )
    };
    let related = "xl/worksheets/_rels/sheet1.xml.rels";
    match part {
        "xl/c.xml" => vec![(related, beside("comments", part))],
        "xl/t.xml" => vec![(related, beside("threadedComment", part))],
        "xl/d.xml" => vec![(related, beside("drawing", part))],
        "xl/_rels/link.xml.rels" => {
            let relation = r#"<Relationship Id="l" Type="http://x/externalLink" Target="link.xml"/></Relationships>"#;
            vec![(
                "xl/_rels/workbook.xml.rels",
                package::WORKBOOK_RELS.replace("</Relationships>", relation),
            )]
        }
        _ => Vec::new(),
    }
}

/// A workbook in which one part is this.
fn holding(part: &str, content: &str) -> Vec<u8> {
    let leading = leading_to(part);
    let sheet = sheet_xml("");
    let mut parts: Vec<(&str, &[u8])> = vec![(SHEET, sheet.as_bytes())];
    parts.extend(leading.iter().map(|(name, text)| (*name, text.as_bytes())));
    parts.retain(|(name, _)| *name != part);
    parts.push((part, content.as_bytes()));
    workbook(&parts)
}

/// Every kind of part that is read.
const PARTS: [&str; 11] = [
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    SHEET,
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/c.xml",
    "xl/t.xml",
    "xl/d.xml",
    "xl/_rels/link.xml.rels",
];

#[test]
fn no_part_of_any_kind_may_declare_entities() {
    let laughs: String = (1..10)
        .map(|level| {
            let before = format!("&l{};", level - 1).repeat(10);
            format!(r#"<!ENTITY l{level} "{before}">"#)
        })
        .collect();
    for part in PARTS {
        let bomb = format!(r#"<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l9;</a>"#);
        let outside = r#"<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>"#;
        for content in [bomb.as_str(), outside] {
            assert_eq!(
                refused(&holding(part, content)),
                damaged(part, Damage::Entity("DOCTYPE".to_owned())),
                "{part}"
            );
        }
        let named = refused(&holding(part, r#"<a b="&e;">&e;</a>"#));
        assert_eq!(
            named,
            damaged(part, Damage::Entity("e".to_owned())),
            "{part}"
        );
    }
}

#[test]
fn no_part_of_any_kind_may_nest_or_go_on_without_end() {
    for part in PARTS {
        let deep = "<a>".repeat(257) + &"</a>".repeat(257);
        assert_eq!(
            refused(&holding(part, &deep)),
            too_large(part, Measure::Depth)
        );
        for long in [
            format!("<a>{}</a>", "x".repeat(3 << 20)),
            format!(r#"<a b="{}"/>"#, "x".repeat(3 << 20)),
            format!("<!--{}--><a/>", "x".repeat(3 << 20)),
            format!("<{}/>", "a".repeat(3 << 20)),
        ] {
            assert_eq!(
                refused(&holding(part, &long)),
                too_large(part, Measure::TokenBytes),
                "{part}: {}",
                &long[..10]
            );
        }
    }
}

#[test]
fn everything_that_is_no_cell_is_counted_over_all_sheets() {
    let many = 65_537;
    let listed = |tag: &str, one: &str| format!("<a><{tag}>{}</{tag}></a>", one.repeat(many));
    for (part, content) in [
        (
            "xl/workbook.xml",
            listed("definedNames", r#"<definedName name="n">1</definedName>"#),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            listed("x", r#"<Relationship Id="r" Type="t" Target="t"/>"#),
        ),
        (SHEET, listed("mergeCells", r#"<mergeCell ref="A1:B1"/>"#)),
        (
            SHEET,
            listed("dataValidations", r#"<dataValidation sqref=""/>"#),
        ),
        (
            SHEET,
            format!(
                r#"<a><dataValidation type="whole" sqref="{}"/></a>"#,
                "A1 ".repeat(many)
            ),
        ),
        (
            SHEET,
            listed("cols", r#"<col min="3" max="3" hidden="1"/>"#),
        ),
        (SHEET, listed("sheetData", r#"<row hidden="1"/><row/>"#)),
        ("xl/c.xml", listed("c", r#"<comment ref="A1"/>"#)),
        ("xl/t.xml", listed("c", r#"<threadedComment ref="A1"/>"#)),
        ("xl/d.xml", listed("d", "<oneCellAnchor/>")),
    ] {
        assert_eq!(
            refused(&holding(part, &content)),
            too_large(part, Measure::Entries),
            "{part}: {}",
            &content[..40]
        );
    }
    let sheets = listed("sheets", r#"<sheet name="表" r:id="rId1"/>"#);
    assert_eq!(
        refused(&holding("xl/workbook.xml", &sheets)),
        too_large("xl/workbook.xml", Measure::Sheets)
    );
}

#[test]
fn areas_of_seventeen_billion_cells_are_two_corners() {
    let whole = "A1:XFD1048576";
    let sheet = format!(
        r#"<worksheet><dimension ref="{whole}"/><cols><col min="1" max="16384" hidden="1"/></cols>
        <sheetData><row r="1"><c r="A1"><f t="shared" ref="{whole}" si="0">SUM(A1:XFD1048576)</f><v>1</v></c></row></sheetData>
        <mergeCells><mergeCell ref="{whole}"/></mergeCells>
        <conditionalFormatting sqref="{whole}"><cfRule type="expression"><formula>1</formula></cfRule></conditionalFormatting>
        <dataValidations><dataValidation type="whole" sqref="{whole} A:XFD 1:1048576"/></dataValidations></worksheet>"#
    );
    let names = WORKBOOK.replace(
        "</sheets>",
        r#"</sheets><definedNames><definedName name="all">表!$A$1:$XFD$1048576</definedName></definedNames>"#,
    );
    let bytes = workbook(&[
        ("xl/workbook.xml", names.as_bytes()),
        (SHEET, sheet.as_bytes()),
    ]);
    let book = read(&bytes).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.cells.len(), 1);
    assert_eq!(sheet.hidden_columns, [(0, 16_383)]);
    assert_eq!(sheet.merges[0].to_string(), whole);
    // A merged area of that name leads to its first cell, whatever its size.
    assert_eq!(book.names[0].place.cell.to_string(), "A1");
    let areas = &sheet.validations.as_ref().unwrap()[0].areas;
    assert!(
        areas.iter().all(|area| area.to_string() == whole),
        "{areas:?}"
    );
}

#[test]
fn a_cell_holds_as_much_as_in_excel() {
    let cells = |value: &str| format!(r#"<row r="1"><c r="A1" t="str"><v>{value}</v></c></row>"#);
    let longest = "长".repeat(32_767);
    let book = read(&with_cells(&cells(&longest))).unwrap();
    assert_eq!(value(&book, "A1"), CellValue::Text(longest.clone()));
    let longer = longest + "长";
    let shared = format!("<sst><si><t>{longer}</t></si></sst>");
    let runs = format!(
        r#"<row r="1"><c r="A1" t="inlineStr"><is>{}</is></c></row>"#,
        format!("<r><t>{}</t></r>", "x".repeat(1_000)).repeat(40)
    );
    let use_shared = sheet_xml(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#);
    for bytes in [
        with_cells(&cells(&longer)),
        with_cells(&runs),
        with_cells(&format!(
            r#"<row r="1"><c r="A1"><f>{}1</f></c></row>"#,
            "(".repeat(100_000)
        )),
        with_cells(&format!(
            r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">{}1</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row><row r="1000000"><c r="A1000000"><f t="shared" si="0"/></c></row>"#,
            "A1+".repeat(10_000)
        )),
        workbook(&[
            ("xl/sharedStrings.xml", shared.as_bytes()),
            (SHEET, use_shared.as_bytes()),
        ]),
    ] {
        assert_eq!(refused(&bytes), too_large("表", Measure::CellText));
    }
    let endless = format!(
        r#"<row r="1"><c r="A1" t="inlineStr"><is>{}</is></c></row>"#,
        format!("<r><t>{}</t></r>", "x".repeat(1 << 20)).repeat(40)
    );
    assert_eq!(
        refused(&with_cells(&endless)),
        too_large(SHEET, Measure::TokenBytes)
    );
}

#[test]
fn parts_are_found_by_name_wherever_a_name_would_lead() {
    let sheet = sheet_xml(r#"<row r="1"><c r="A1"><v>7</v></c></row>"#);
    for (stored, target) in [
        (
            "xl/worksheets/sheet1.xml",
            "../../../xl/worksheets/sheet1.xml",
        ),
        ("xl/worksheets/sheet1.xml", "/xl/./worksheets//sheet1.xml"),
        ("\\xl\\worksheets\\sheet1.xml", "worksheets/sheet1.xml"),
        ("/xl/worksheets/SHEET1.XML", "worksheets\\sheet1.xml"),
    ] {
        let relations = package::WORKBOOK_RELS.replace("worksheets/sheet1.xml", target);
        let bytes = workbook(&[
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            (stored, sheet.as_bytes()),
        ]);
        let book = read(&bytes).unwrap();
        assert_eq!(
            value(&book, "A1"),
            CellValue::Number(7.into()),
            "{stored}, {target}"
        );
    }
    // What lies outside the package is no part, and no file of this machine.
    for target in [
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "C:\\windows\\win.ini",
    ] {
        let relations = package::WORKBOOK_RELS.replace("worksheets/sheet1.xml", target);
        let bytes = workbook(&[("xl/_rels/workbook.xml.rels", relations.as_bytes())]);
        assert_eq!(refused(&bytes), damaged("表", Damage::Missing), "{target}");
    }
    // Of two parts of one name programs show either.
    let other = sheet_xml(r#"<row r="1"><c r="A1"><v>8</v></c></row>"#);
    for twin in ["xl/worksheets/Sheet1.xml", "\\xl\\worksheets\\sheet1.xml"] {
        let bytes = workbook(&[(SHEET, sheet.as_bytes()), (twin, other.as_bytes())]);
        let expected = Damage::Contradiction("two parts have this name".to_owned());
        assert_eq!(refused(&bytes), damaged(twin, expected));
    }
}

/// Where the records of a zip package with this signature begin.
fn records(bytes: &[u8], signature: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(4).enumerate();
    windows
        .filter(|(_, window)| *window == signature)
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn a_package_that_lies_of_itself_is_refused_or_read_as_it_is() {
    let sheet = sheet_xml(r#"<row r="1"><c r="A1"><v>7</v></c></row>"#);
    let good = workbook(&[(SHEET, sheet.as_bytes())]);
    let local = records(&good, b"PK\x03\x04");
    let central = records(&good, b"PK\x01\x02");
    let end = records(&good, b"PK\x05\x06")[0];
    let changed = |edit: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        edit(&mut bytes);
        read(&bytes)
    };
    let broken = |edit: &dyn Fn(&mut Vec<u8>)| changed(edit).unwrap_err();
    let harmless = |outcome: Result<RawBook, ReadError>| match outcome {
        Ok(book) => value(&book, "A1") == CellValue::Number(7.into()),
        Err(error) => matches!(
            error,
            ReadError::Damaged {
                damage: Damage::Incomplete(_),
                ..
            } | ReadError::TooLarge { .. }
        ),
    };
    // A password on the parts.
    let encrypted = broken(&|bytes| {
        for at in &local {
            bytes[at + 6] |= 1;
        }
        for at in &central {
            bytes[at + 8] |= 1;
        }
    });
    assert_eq!(encrypted, ReadError::Encrypted);
    // Sizes that are not so, smaller, larger, and of four thousand million bytes with the rest in a zip64 field that is not there.
    for (offset, size) in [
        (20, 10_u32),
        (20, 1 << 30),
        (24, 10),
        (24, 1 << 30),
        (24, u32::MAX),
        (20, u32::MAX),
    ] {
        let outcome = changed(&|bytes| {
            for at in &central {
                bytes[at + offset..at + offset + 4].copy_from_slice(&size.to_le_bytes());
            }
        });
        assert!(harmless(outcome), "{offset}, {size}");
    }
    // More parts than there are, and a directory elsewhere.
    for (offset, value) in [
        (8, 0xFFFF_u32),
        (10, 0xFFFF),
        (12, u32::MAX),
        (16, u32::MAX),
        (16, 3),
    ] {
        let length = if offset < 12 { 2 } else { 4 };
        let outcome = changed(&|bytes| {
            let lie = &value.to_le_bytes()[..length];
            bytes[end + offset..end + offset + length].copy_from_slice(lie);
        });
        assert!(harmless(outcome), "{offset}, {value}");
    }
    // Checksums that are not so.
    let error = broken(&|bytes| {
        for at in &central {
            bytes[at + 16] ^= 1;
        }
    });
    assert!(matches!(error, ReadError::Damaged { .. }), "{error}");
}

#[test]
fn parts_that_lie_upon_each_other_are_unpacked_within_the_budget() {
    // One part of 60 MiB that twenty entries of the directory point to.
    let names: Vec<String> = (10..30)
        .map(|index| format!("xl/worksheets/sheet{index}.xml"))
        .collect();
    let content = sheet_xml(&format!("<!--{}-->", " ".repeat(1 << 20)).repeat(60));
    let mut parts: Vec<(&str, &[u8])> = vec![(&names[0], content.as_bytes())];
    let (mut sheets, mut relations) = (String::new(), String::new());
    for (index, name) in names.iter().enumerate() {
        sheets += &format!(r#"<sheet name="表{index}" sheetId="{index}" r:id="s{index}"/>"#);
        relations +=
            &format!(r#"<Relationship Id="s{index}" Type="http://x/worksheet" Target="/{name}"/>"#);
    }
    let list = WORKBOOK.replace("</sheets>", &format!("{sheets}</sheets>"));
    let list = list.replace(r#"<sheet name="表" sheetId="1" r:id="rId1"/>"#, "");
    let related =
        package::WORKBOOK_RELS.replace("</Relationships>", &format!("{relations}</Relationships>"));
    parts.insert(0, ("xl/workbook.xml", list.as_bytes()));
    parts.insert(0, ("xl/_rels/workbook.xml.rels", related.as_bytes()));
    let mut bytes = workbook(&parts);
    let end = records(&bytes, b"PK\x05\x06")[0];
    let first = *records(&bytes, b"PK\x01\x02").last().unwrap();
    let entry = bytes[first..end].to_vec();
    let mut copies = Vec::new();
    for name in &names[1..] {
        let mut copy = entry.clone();
        copy[46..46 + name.len()].copy_from_slice(name.as_bytes());
        copies.extend(copy);
    }
    let (count, size) = (
        bytes[end + 10] + 19,
        u32::from_le_bytes(bytes[end + 12..end + 16].try_into().unwrap()),
    );
    let size = size + u32::try_from(copies.len()).unwrap();
    bytes[end + 8] = count;
    bytes[end + 10] = count;
    bytes[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    bytes.splice(end..end, copies);
    let error = refused(&bytes);
    assert!(
        matches!(
            error,
            ReadError::TooLarge {
                what: Measure::TotalBytes,
                ..
            } | ReadError::Damaged { .. }
        ),
        "{error}"
    );
}

#[test]
fn a_package_that_was_written_in_one_go_is_read() {
    // Sizes and checksums stand behind each part, as programs write them that cannot go back.
    let sheet = sheet_xml(r#"<row r="1"><c r="A1"><v>7</v></c></row>"#);
    let parts = [
        ("_rels/.rels", package::RELS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", package::WORKBOOK_RELS),
        (SHEET, &sheet),
    ];
    let bytes = package::streamed(&parts);
    assert!(!records(&bytes, b"PK\x07\x08").is_empty());
    assert_eq!(
        value(&read(&bytes).unwrap(), "A1"),
        CellValue::Number(7.into())
    );
}

#[test]
fn a_hundred_thousand_parts_are_too_many() {
    let names: Vec<String> = (0..100_000).map(|index| format!("{index}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(&workbook(&parts)), too_large("", Measure::Parts));
}
