//! `annotate --in-place`: a copy of the department's own workbook is marked, and nothing of it is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use annex::address::{Address, Area};
use annex::annotate;
use annex::book::amend::{AmendError, Amendment, Marks, amend};
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, Cell, CellValue, Format, Note, RawBook, Sheet, Style};
use annex::check::Return;
use annex::own::remark;
use annex::text::Language;
use calamine::{Reader as _, Xlsx};
use package::unpack;
use returns::{assert_lines, lines, open, returned};
use shell::Shell;
use zip::ZipArchive;

use crate::common::package;
use crate::common::returns;
use crate::common::rich;
use crate::common::shell;

type Parts = Vec<(String, Vec<u8>)>;

/// The first department of the demo, whose return has mistakes of many kinds.
fn faulty() -> Book {
    let mut book = returned("01-yueyang-federation");
    rich::write_notes(&mut book);
    book
}

fn rich_parts() -> Parts {
    rich::enriched(&unpack(&write(&faulty()).unwrap()))
}

#[track_caller]
fn marked(bytes: &[u8]) -> Vec<u8> {
    let found = open(bytes);
    let content = found.content.as_ref().unwrap();
    annotate::in_place(bytes, content, &found.findings, Language::Chinese).unwrap()
}

/// The parts as they are stored: compressed bytes, with the way they are compressed.
fn stored(bytes: &[u8]) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index_raw(at).unwrap();
            let mut raw = Vec::new();
            part.read_to_end(&mut raw).unwrap();
            let how = format!("{:?} {:?}", part.compression(), part.crc32());
            (part.name().unwrap().to_string(), (how, raw))
        })
        .collect()
}

/// The parts that differ, and those that are new.
fn differences(before: &[u8], after: &[u8]) -> (Vec<String>, Vec<String>) {
    let (before, after) = (stored(before), stored(after));
    let gone: Vec<_> = before
        .keys()
        .filter(|name| !after.contains_key(*name))
        .collect();
    assert!(gone.is_empty(), "{gone:?}");
    let changed = before.iter().filter(|(name, part)| after[*name] != **part);
    let new = after.keys().filter(|name| !before.contains_key(*name));
    (
        changed.map(|(name, _)| name.clone()).collect(),
        new.cloned().collect(),
    )
}

fn text(parts: &Parts, name: &str) -> String {
    let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

fn values(book: &RawBook) -> BTreeMap<String, BTreeMap<Address, CellValue>> {
    let sheets = book.sheets.iter().filter(|sheet| sheet.name != "校验结果");
    sheets
        .map(|sheet| {
            let cells = sheet.cells.iter();
            let cells = cells.map(|(at, cell)| (*at, cell.value.clone())).collect();
            (sheet.name.clone(), cells)
        })
        .collect()
}

#[test]
fn only_the_parts_that_have_to_change_do() {
    let bytes = rich::packed(&rich::with_macros(&rich_parts()));
    let copy = marked(&bytes);
    let (changed, new) = differences(&bytes, &copy);
    let marks: Vec<String> = open(&bytes)
        .flat()
        .iter()
        .filter_map(|finding| finding.place.sheet.clone())
        .collect();
    let before = read(&bytes).unwrap();
    // Sheets nothing was found on are copied as they are; the first one was the active one.
    let mut sheets: Vec<String> = (1..)
        .zip(&before.sheets)
        .filter(|(at, sheet)| *at == 1 || marks.contains(&sheet.name))
        .map(|(at, _)| format!("xl/worksheets/sheet{at}.xml"))
        .collect();
    let mut expected = vec![
        "[Content_Types].xml".to_owned(),
        "xl/_rels/workbook.xml.rels".to_owned(),
        "xl/comments1.xml".to_owned(),
        "xl/drawings/vmlDrawing1.vml".to_owned(),
        "xl/styles.xml".to_owned(),
        "xl/workbook.xml".to_owned(),
    ];
    expected.append(&mut sheets);
    expected.sort();
    assert_eq!(changed, expected);
    let added_notes = new.iter().filter(|name| name.contains("comments")).count();
    assert_eq!(
        new.iter()
            .filter(|name| name.contains("annexNotes"))
            .count(),
        added_notes
    );
    assert!(added_notes > 0 && before.sheets.len() > expected.len() - 6);
}

#[test]
fn the_copy_reads_as_the_return() {
    let bytes = rich::packed(&rich_parts());
    let copy = marked(&bytes);
    assert_eq!(
        values(&read(&bytes).unwrap()),
        values(&read(&copy).unwrap())
    );
    assert_lines(
        &lines(&open(&copy).findings),
        &lines(&open(&bytes).findings),
        "the findings of the copy",
    );
    let messages = |found: Return| -> Vec<String> {
        let all = found.findings.into_iter();
        all.map(|finding| format!("{} {}", finding.message.zh, finding.message.en))
            .collect()
    };
    assert_eq!(messages(open(&copy)), messages(open(&bytes)));
    // Another reader opens it, and sees the list first.
    let mut other: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&copy)).unwrap();
    assert_eq!(other.sheet_names()[0], "校验结果");
    let list = other.worksheet_range("校验结果").unwrap();
    assert_eq!(list.get_value((3, 0)).unwrap().to_string(), "问题");
    // Below it, behind a blank row, stands unseen which copy this is.
    assert_eq!(list.rows().count(), 4 + open(&bytes).findings.len() + 2);
    assert_eq!(marked(&bytes), copy, "the same bytes");
}

#[test]
fn notes_of_the_department_come_first_and_threads_stay() {
    let bytes = rich::packed(&rich_parts());
    let copy = marked(&bytes);
    let (before, after) = (read(&bytes).unwrap(), read(&copy).unwrap());
    let sheet = |book: &RawBook| book.sheet("附件1 基础数据表").unwrap().clone();
    let at = |cell: &str| Address::parse(cell).unwrap();
    assert_eq!(sheet(&before).notes[&at("D9")], "请核对");
    assert_eq!(sheet(&after).notes[&at("D9")], "请核对");
    // W023 points at the first note of the sheet.
    let note = &sheet(&after).notes[&at("L3")];
    assert!(
        note.starts_with("表外的批注\n\n── annex ──\n【提示 W023】"),
        "{note}"
    );
    assert!(note.ends_with("\n── annex ──"), "{note}");
    let theirs = |book: &RawBook| -> Vec<(Address, String)> {
        let notes = sheet(book).notes.into_iter();
        notes
            .map(|(at, note)| (at, remark::theirs(&note)))
            .filter(|(_, note)| !note.is_empty())
            .collect()
    };
    assert_eq!(theirs(&before), theirs(&after));
    let marks = sheet(&after).notes.len() - sheet(&before).notes.len();
    let list = text(&unpack(&copy), "xl/comments1.xml");
    assert_eq!(list.matches("<author>").count(), 2);
    assert_eq!(list.matches("<comment ").count(), 3 + marks);
    let boxes = text(&unpack(&copy), "xl/drawings/vmlDrawing1.vml");
    assert_eq!(boxes.matches("<v:shape ").count(), 3 + marks);
}

#[test]
fn marking_a_marked_copy_changes_nothing() {
    let bytes = rich::packed(&rich_parts());
    let once = marked(&bytes);
    let twice = marked(&once);
    let (changed, new) = differences(&once, &twice);
    assert_eq!(new, Vec::<String>::new());
    for name in &changed {
        assert_eq!(
            text(&unpack(&once), name),
            text(&unpack(&twice), name),
            "{name}"
        );
    }
    assert_eq!(unpack(&once), unpack(&twice));
}

#[test]
fn a_copy_that_was_worked_on_answers_what_was_marked_in_it() {
    // Programs that save the copy recalculate its formulas, or leave them without a result.
    let saved = |bytes: &[u8], result: &str| {
        let mut parts = unpack(bytes);
        for (name, part) in &mut parts {
            if name.starts_with("xl/worksheets/sheet") {
                let text = String::from_utf8(part.clone()).unwrap();
                let formula = "<f>IF(NOW()&gt;0,1,0)</f>";
                let unopened = text.find(formula).map(|at| at + formula.len());
                if let Some(at) = unopened {
                    let rest = text[at..].strip_prefix("<v>0</v>").unwrap();
                    *part = format!("{}{result}{rest}", &text[..at]).into_bytes();
                }
            }
        }
        rich::packed(&parts)
    };
    let answers = |bytes: &[u8]| open(bytes).content.unwrap().submission.answers;
    let bytes = rich::packed(&rich_parts());
    assert_eq!(answers(&bytes), 0);
    let first = marked(&bytes);
    assert_eq!(answers(&first), 0, "nobody has worked on it yet");
    let second = marked(&saved(&first, "<v>1</v>"));
    assert_eq!(answers(&second), 1);
    assert_eq!(answers(&saved(&second, "")), 2);
    // Annotated anew, the count goes on.
    let found = open(&saved(&second, ""));
    let content = found.content.as_ref().unwrap();
    let book = annotate::workbook(content, &found.findings, Language::Chinese);
    assert_eq!(answers(&write(&book).unwrap()), 2);
}

#[test]
fn what_a_program_dropped_is_no_offence_of_the_copy() {
    let mut book = faulty();
    book.lock_structure = false;
    for sheet in &mut book.sheets {
        sheet.protected = false;
    }
    let bytes = write(&book).unwrap();
    let unprotected = |bytes: &[u8]| {
        let found = open(bytes).findings;
        found.iter().filter(|one| one.code == "W017").count()
    };
    assert_eq!(unprotected(&bytes), 0);
    assert_eq!(unprotected(&marked(&bytes)), 0);
    // One sheet among others that are protected is.
    let mut book = faulty();
    book.sheets[1].protected = false;
    let bytes = write(&book).unwrap();
    assert_eq!(unprotected(&bytes), 1);
    assert_eq!(unprotected(&marked(&bytes)), 1);
}

#[test]
fn the_copy_says_how_it_is_and_not_what_a_workbook_built_anew_would_be() {
    let mut book = faulty();
    book.sheets[1].protected = false;
    let copy = read(&marked(&write(&book).unwrap())).unwrap();
    let is_page = |sheet: &&annex::book::RawSheet| sheet.name == "校验结果";
    let page = copy.sheets.iter().find(is_page).unwrap();
    let cells = page.cells.values().map(|cell| format!("{:?}", cell.value));
    let notes = copy.sheets.iter().flat_map(|sheet| sheet.notes.values());
    let said: String = cells.chain(notes.cloned()).collect();
    // Notes of the department stay in either.
    let said = said.replace("批注后的表里保留原文", "");
    assert!(said.contains("本副本里仍然没有保护"), "{said}");
    assert!(!said.contains("批注后的表里"), "{said}");
    assert!(!said.contains("--in-place"), "{said}");
}

#[test]
fn marks_go_when_nothing_is_found_any_more() {
    let bytes = rich::packed(&rich_parts());
    let copy = marked(&bytes);
    let found = open(&copy);
    let none = annotate::in_place(
        &copy,
        found.content.as_ref().unwrap(),
        &[],
        Language::Chinese,
    )
    .unwrap();
    let parts = unpack(&none);
    let own: Vec<&str> = parts
        .iter()
        .filter(|(name, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            !name.ends_with("sheet10.xml")
                && (text.contains("── annex ──") || text.contains("N(\"annex\")"))
        })
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(own, Vec::<&str>::new());
    let boxes = text(&parts, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(boxes.matches("<v:shape ").count(), 3);
    let (before, after) = (read(&bytes).unwrap(), read(&none).unwrap());
    assert_eq!(before.sheets[1], after.sheets[2]);
}

#[test]
fn a_workbook_annotated_anew_is_not_marked_in_place() {
    let found = open(&write(&faulty()).unwrap());
    let content = found.content.as_ref().unwrap();
    let book = annotate::workbook(content, &found.findings, Language::Chinese);
    let bytes = write(&book).unwrap();
    let again = open(&bytes);
    let outcome = annotate::in_place(
        &bytes,
        again.content.as_ref().unwrap(),
        &[],
        Language::Chinese,
    );
    assert_eq!(outcome, Err(AmendError::Rebuilt));
}

// ---- workbooks of other programs --------------------------------------------------------------------------------

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Colours B2 of the first sheet, says something of it and of A1, and puts a list first.
fn amended(bytes: &[u8]) -> Vec<u8> {
    let book = read(bytes).unwrap();
    let at = |cell: &str| Address::parse(cell).unwrap();
    let marks = Marks {
        fills: [(0x00FF_C7CE, vec![Area::cell(at("B2"))])].into(),
        notes: [
            (at("B2"), "一 <&> 二".to_owned()),
            (at("A1"), "标题".to_owned()),
        ]
        .into(),
    };
    let line = Cell {
        value: CellValue::Text("问题".to_owned()),
        style: Style {
            bold: true,
            number_format: "0.00##%".to_owned(),
            ..Style::default()
        },
        link: Some(("表".to_owned(), at("B2"))),
        ..Cell::default()
    };
    let page = Sheet {
        name: "校验结果".to_owned(),
        cells: [(at("A1"), line)].into(),
        ..Sheet::default()
    };
    let amendment = Amendment {
        marks: [("表".to_owned(), marks)].into(),
        page,
        sized: |text| Note {
            author: String::new(),
            text,
            width: 200,
            height: 100,
        },
    };
    let copy = amend(bytes, &book, &amendment).unwrap();
    let found = read(&copy).unwrap();
    assert_eq!(found.sheets[0].name, "校验结果");
    assert_eq!(
        found.sheets[0].cells[&at("A1")].value,
        CellValue::Text("问题".to_owned())
    );
    assert_eq!(found.sheets[0].number_formats[&at("A1")], "0.00##%");
    let notes = &found.sheet("表").unwrap().notes;
    assert!(
        notes[&at("B2")].ends_with("── annex ──\n一 <&> 二\n── annex ──"),
        "{notes:?}"
    );
    assert!(notes[&at("A1")].contains("标题"), "{notes:?}");
    let mut other: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&copy)).unwrap();
    assert!(other.worksheet_range("表").is_ok());
    copy
}

fn with_sheet(sheet: &str) -> Parts {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    );
    let own = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    vec![
        own("[Content_Types].xml", &types),
        own("_rels/.rels", package::RELS),
        own("xl/workbook.xml", package::WORKBOOK),
        own("xl/_rels/workbook.xml.rels", package::WORKBOOK_RELS),
        own("xl/worksheets/sheet1.xml", sheet),
    ]
}

/// The sheet of a workbook after marking it, and marking it again changes nothing.
fn sheet_of(parts: &Parts) -> String {
    let copy = amended(&rich::packed(parts));
    assert_eq!(unpack(&amended(&copy)), unpack(&copy));
    text(&unpack(&copy), "xl/worksheets/sheet1.xml")
}

const MARK: &str = "<conditionalFormatting sqref=\"B2\"><cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>N(\"annex\")=0</formula></cfRule></conditionalFormatting>";

#[test]
fn sheets_are_marked_however_they_are_written() {
    let r = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let drawn = format!("<legacyDrawing r:id=\"rId2\" {r}/>");
    for (sheet, expected) in [
        (
            format!("<worksheet xmlns=\"{TRANSITIONAL}\"><sheetData/></worksheet>"),
            format!("<worksheet xmlns=\"{TRANSITIONAL}\"><sheetData/>{MARK}{drawn}</worksheet>"),
        ),
        (
            format!(
                "<x:worksheet xmlns:x='{TRANSITIONAL}' {r}><x:sheetData><x:row r='1'><x:c r='B2' t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref='B2:C2'/></x:mergeCells><x:dataValidations/><x:extLst/></x:worksheet>"
            ),
            format!(
                "<x:worksheet xmlns:x='{TRANSITIONAL}' {r}><x:sheetData><x:row r='1'><x:c r='B2' t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref='B2:C2'/></x:mergeCells>{}<x:dataValidations/><x:legacyDrawing r:id=\"rId2\"/><x:extLst/></x:worksheet>",
                MARK.replace("</", "</x:")
                    .replace("<c", "<x:c")
                    .replace("<f", "<x:f")
            ),
        ),
        // Its own colours come after the marks.
        (
            format!(
                "<worksheet xmlns=\"{TRANSITIONAL}\"><sheetData/><conditionalFormatting sqref=\"A1\"><cfRule type='expression' priority='1'><formula>A1&gt;0</formula></cfRule></conditionalFormatting><pageMargins/></worksheet>"
            ),
            format!(
                "<worksheet xmlns=\"{TRANSITIONAL}\"><sheetData/>{MARK}<conditionalFormatting sqref=\"A1\"><cfRule type=\"expression\" priority=\"2\"><formula>A1&gt;0</formula></cfRule></conditionalFormatting><pageMargins/>{drawn}</worksheet>"
            ),
        ),
    ] {
        assert_eq!(sheet_of(&with_sheet(&sheet)), expected);
    }
}

#[test]
fn strict_workbooks_stay_strict_and_other_encodings_become_utf_8() {
    let sheet = format!("<worksheet xmlns=\"{TRANSITIONAL}\"><sheetData/></worksheet>");
    let strict = |text: &str| {
        text.replace(
            TRANSITIONAL,
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument",
            "http://purl.oclc.org/ooxml/officeDocument",
        )
        .replace("/2006/relationships", "/relationships")
        .replace(
            "openxmlformats.org/package/relationships",
            "openxmlformats.org/package/2006/relationships",
        )
    };
    let mut parts = with_sheet(&sheet);
    for (_, bytes) in &mut parts {
        *bytes = strict(std::str::from_utf8(bytes).unwrap()).into_bytes();
    }
    let copy = unpack(&amended(&rich::packed(&parts)));
    for (name, bytes) in &copy {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("org/officeDocument/2006"), "{name}: {text}");
        assert!(!text.contains(TRANSITIONAL), "{name}: {text}");
    }
    let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{sheet}");
    let mut parts = with_sheet("");
    let units = declared.encode_utf16().flat_map(u16::to_le_bytes);
    parts.last_mut().unwrap().1 = [0xFF, 0xFE].into_iter().chain(units).collect();
    assert!(sheet_of(&parts).starts_with("<worksheet "));
}

#[test]
fn a_targets_folder_and_a_list_of_relations_may_be_written_in_any_way() {
    let mut parts = with_sheet(&format!(
        "<worksheet xmlns=\"{TRANSITIONAL}\"><sheetData/></worksheet>"
    ));
    rich::change(
        &mut parts,
        "xl/_rels/workbook.xml.rels",
        "Target=\"worksheets/sheet1.xml\"",
        "Target=\"/xl/worksheets/sheet1.xml\"",
    );
    rich::change(
        &mut parts,
        "[Content_Types].xml",
        "</Types>",
        "<Default Extension=\"VML\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/></Types>",
    );
    parts.push((
        "xl/worksheets/_rels/sheet1.xml.rels".to_owned(),
        b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"
            .to_vec(),
    ));
    let copy = unpack(&amended(&rich::packed(&parts)));
    let relations = text(&copy, "xl/worksheets/_rels/sheet1.xml.rels");
    assert_eq!(
        relations.matches("<Relationship ").count(),
        2,
        "{relations}"
    );
    assert_eq!(
        text(&copy, "[Content_Types].xml")
            .to_lowercase()
            .matches("vml\"")
            .count(),
        1
    );
}

// ---- on the command line ----------------------------------------------------------------------------------------

#[test]
fn copies_are_written_beside_and_signatures_are_announced() {
    let shell = Shell::new();
    let plain = rich_parts();
    shell
        .put("in/甲.xlsx", rich::packed(&plain))
        .put("in/乙.XLSM", rich::packed(&rich::with_macros(&plain)))
        .put("in/丙.xlsx", rich::packed(&rich::signed(&plain)))
        .put("in/丁.xls", rich::packed(&plain))
        .put("in/戊.xlsx", "no workbook");
    let before = shell.bytes("in/甲.xlsx");
    shell.assert(
        "annotate --in-place --lang en in/甲.xlsx in/乙.XLSM in/丙.xlsx in/丁.xls in/戊.xlsx -o out",
        "
2
err:
error: in/丙.xlsx: not annotated: it bears a digital signature, which would not verify in a marked copy; mark it nevertheless with --break-signature, or build it anew without --in-place
error: in/戊.xlsx: not annotated: this is not an Excel workbook, it seems to be plain text such as CSV: send the .xlsx form itself; renaming a file does not convert it
3 annotated workbooks written to out
",
    );
    assert_eq!(
        shell.files("out"),
        ["丁-校验.xlsx", "乙-校验.xlsm", "甲-校验.xlsx"]
    );
    assert!(shell.bytes("in/甲.xlsx") == before);
    shell.run("annotate --in-place in/甲.xlsx -o zh");
    assert!(shell.bytes("zh/甲-校验.xlsx") == marked(&before));
    shell.assert(
        "annotate --in-place --break-signature in/丙.xlsx -o out",
        "
1
err:
in/丙.xlsx：批注后的副本上数字签名失效，原文件的签名不变
已写出 1 份批注后的工作簿：out
",
    );
    // Nothing is overwritten.
    let again = shell.run("annotate --in-place in/甲.xlsx -o out");
    assert!(again.contains("文件已存在"), "{again}");
    let alone = shell.run("annotate --break-signature in/丙.xlsx -o out");
    assert!(alone.contains("--in-place"), "{alone}");
}

#[test]
fn other_formats_and_workbooks_built_by_annex_are_refused() {
    let found = open(&write(&faulty()).unwrap());
    let content = found.content.as_ref().unwrap();
    let book = annotate::workbook(content, &found.findings, Language::Chinese);
    let shell = Shell::new();
    shell.put_book("annotated.xlsx", &book);
    shell.assert(
        "annotate --in-place annotated.xlsx -o out",
        "
2
err:
错误：annotated.xlsx：未批注：这是 annex 批注过的表，批注已是表的一部分；不加 --in-place 则重做一份表再批注
已写出 0 份批注后的工作簿：out
",
    );
    let mut other = found.content.unwrap();
    other.submission.book.format = Format::Ods;
    let outcome = annotate::in_place(&[], &other, &[], Language::Chinese);
    assert_eq!(outcome, Err(AmendError::OtherFormat));
}
