//! A good return as other programs save it without anybody changing a thing: nothing is found.
//!
//! Excel, WPS and the editors on the web cannot run here. Their habits are imitated, as they are documented or show in their
//! files; tests/office saves returns with LibreOffice and openpyxl themselves.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::sync::Arc;

use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Drawing, Format, RawSheet};
use annex::check::{self, Options};
use annex::demo;
use annex::form;
use annex::report::concise;
use annex::template::packs;
use annex::text::Language;
use package::{package as packed, unpack};

use crate::common::package;
use crate::common::xlsb;

const PACK: &str = "hunan-2024";
const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const TEXTS: &str = "xl/sharedStrings.xml";

type Parts = Vec<(String, String)>;

/// A return in which nothing is wrong, as annex's own writer has it.
fn good() -> Parts {
    let pack = form::load(&packs::shipped_files(PACK).unwrap()).unwrap();
    let all = demo::departments_of(PACK).unwrap();
    // The second department made no mistake.
    let book = demo::returned(&all[1], &pack).unwrap().unwrap();
    let parts = unpack(&write(&book).unwrap()).into_iter();
    parts
        .map(|(name, content)| (name, String::from_utf8(content).unwrap()))
        .collect()
}

/// What is found in a return saved like this.
fn found(parts: &Parts) -> String {
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let pack = form::load(&packs::shipped_files(PACK).unwrap()).unwrap();
    let file = check::open(
        "file.xlsx",
        read(&packed(&parts)),
        &[pack],
        &Options::default(),
    );
    if file.findings.is_empty() && file.content.is_some() {
        return String::new();
    }
    concise::render(&[file], Language::English).unwrap()
}

fn part<'p>(parts: &'p mut Parts, name: &str) -> &'p mut String {
    &mut parts.iter_mut().find(|(known, _)| known == name).unwrap().1
}

fn sheets(parts: &mut Parts) -> impl Iterator<Item = &mut String> {
    let sheets = parts.iter_mut();
    sheets
        .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
        .map(|(_, text)| text)
}

/// Puts something before a tag.
fn before(text: &mut String, tag: &str, xml: &str) {
    let at = text.find(tag).unwrap();
    text.insert_str(at, xml);
}

/// A cell as it is written.
struct Written<'x> {
    /// Its attributes, the type left out: `r="A1" s="7"`.
    attributes: String,
    kind: &'x str,
    formula: Option<&'x str>,
    value: Option<&'x str>,
}

/// What stands between two tags.
fn inside<'x>(text: &'x str, begin: &str, end: &str) -> Option<&'x str> {
    let (_, rest) = text.split_once(begin)?;
    Some(rest.split_once(end)?.0)
}

/// Writes all cells of a sheet anew.
fn rewrite(sheet: &mut String, cell: &dyn Fn(Written<'_>) -> String) {
    let mut written = String::new();
    let mut rest = sheet.as_str();
    while let Some((ahead, found)) = rest.split_once("<c ") {
        written.push_str(ahead);
        let (tag, after) = found.split_once('>').unwrap();
        let (content, after) = match tag.strip_suffix('/') {
            Some(_) => ("", after),
            None => after.split_once("</c>").unwrap(),
        };
        let tag = tag.trim_end_matches('/');
        let kind = inside(tag, "t=\"", "\"").unwrap_or_default();
        written.push_str(&cell(Written {
            attributes: tag.replace(&format!(" t=\"{kind}\""), ""),
            kind,
            formula: inside(content, "<f>", "</f>"),
            value: inside(content, "<v>", "</v>"),
        }));
        rest = after;
    }
    written.push_str(rest);
    *sheet = written;
}

/// A cell with a value of a type, and the formula it had.
fn put(cell: &Written<'_>, kind: &str, value: Option<&str>) -> String {
    let formula = cell.formula.map(|text| format!("<f>{text}</f>"));
    let value = value.map(|text| format!("<v>{text}</v>"));
    let kind = match kind {
        "" => String::new(),
        kind => format!(" t=\"{kind}\""),
    };
    format!(
        "<c {}{kind}>{}{}</c>",
        cell.attributes,
        formula.unwrap_or_default(),
        value.unwrap_or_default()
    )
}

/// A number with seventeen digits, as Excel stores it: 2.5594999999999999.
fn seventeen(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) if value.contains('.') => {
            let whole = number.abs().log10().floor().max(-1.0) as i32 + 1;
            format!("{number:.*}", usize::try_from(17 - whole.max(0)).unwrap())
        }
        _ => value.to_owned(),
    }
}

/// The texts of the shared table, each as its element.
fn shared(parts: &Parts) -> Vec<String> {
    let table = &parts.iter().find(|(name, _)| name == TEXTS).unwrap().1;
    let entries = table.split("<si>").skip(1);
    entries
        .map(|entry| entry.split_once("</si>").unwrap().0.to_owned())
        .collect()
}

fn relate(parts: &mut Parts, kind: &str, name: &str, content: &str) {
    let relation = format!(r#"<Relationship Id="rId{name}" Type="{kind}" Target="{name}"/>"#);
    before(part(parts, RELATIONS), "</Relationships>", &relation);
    parts.push((format!("xl/{name}"), content.to_owned()));
}

#[test]
fn the_return_itself_is_clean() {
    assert_eq!(found(&good()), "");
}

/// Imitated: Excel writes the table of texts anew in its own order and with runs, stores 17 digits, marks everything with ids of
/// its own, and keeps a chain of calculation.
#[test]
fn saved_by_excel() {
    let mut parts = good();
    let texts = shared(&parts);
    let last = texts.len() - 1;
    let run = |text: &String| match text.split_once('>') {
        Some((tag, rest)) if rest.chars().count() > 9 && !text.contains('&') => {
            let words = rest.trim_end_matches("</t>");
            let (middle, _) = words.char_indices().nth(4).unwrap();
            let (head, tail) = words.split_at(middle);
            format!(
                r#"<r><rPr><sz val="11"/><rFont val="宋体"/></rPr>{tag} xml:space="preserve">{head}</t></r><r><t xml:space="preserve">{tail}</t></r><phoneticPr fontId="1" type="noConversion"/>"#
            )
            .replace("xml:space=\"preserve\" xml:space=\"preserve\"", "xml:space=\"preserve\"")
        }
        _ => text.clone(),
    };
    let table: String = texts
        .iter()
        .rev()
        .map(|text| format!("<si>{}</si>", run(text)))
        .collect();
    *part(&mut parts, TEXTS) = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="9999" uniqueCount="{}">{table}</sst>"#,
        texts.len()
    );
    for sheet in sheets(&mut parts) {
        rewrite(sheet, &|cell| match (cell.kind, cell.value) {
            ("s", Some(index)) => {
                let index = last - index.parse::<usize>().unwrap();
                put(&cell, "s", Some(&index.to_string()))
            }
            ("", Some(value)) => put(&cell, "", Some(&seventeen(value))),
            (kind, value) => put(&cell, kind, value),
        });
        *sheet = sheet
            .replace("<row ", "<row x14ac:dyDescent=\"0.25\" ")
            .replacen(
                "<worksheet ",
                r#"<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0100-000000000000}" "#,
                1,
            );
    }
    let workbook = part(&mut parts, WORKBOOK);
    *workbook = workbook.replacen(
        "<sheets>",
        r#"<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15"><x15ac:absPath url="D:\绩效\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent><sheets>"#,
        1,
    );
    relate(
        &mut parts,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain",
        "calcChain.xml",
        r#"<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B6" i="3"/></calcChain>"#,
    );
    assert_eq!(found(&parts), "");
}

/// Imitated: WPS adds names and a very hidden sheet of its own, a list of the pictures in cells, and its version.
#[test]
fn saved_by_wps() {
    let mut parts = good();
    let workbook = part(&mut parts, WORKBOOK);
    before(
        workbook,
        "</sheets>",
        r#"<sheet name="WpsReserved_CellImgList" sheetId="77" state="veryHidden" r:id="rIdsheet77.xml"/>"#,
    );
    before(
        workbook,
        "</definedNames>",
        r#"<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">附件1!$A$3:$G$20</definedName><definedName name="xlAutoOpen" hidden="1">#N/A</definedName><definedName name="_WPS_" hidden="1">#REF!</definedName>"#,
    );
    relate(
        &mut parts,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
        "sheet77.xml",
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>ID_0123456789ABCDEF</t></is></c></row></sheetData></worksheet>"#,
    );
    relate(
        &mut parts,
        "http://www.wps.cn/officeDocument/2020/cellImage",
        "cellimages.xml",
        r#"<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>"#,
    );
    parts.push((
        "docProps/custom.xml".to_owned(),
        r#"<Properties><property name="KSOProductBuildVer"><vt:lpwstr xmlns:vt="v">2052-12.1.0.17857</vt:lpwstr></property></Properties>"#.to_owned(),
    ));
    for sheet in sheets(&mut parts) {
        *sheet = sheet.replacen(
            "<worksheet ",
            r#"<worksheet xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="x" "#,
            1,
        );
        rewrite(sheet, &|cell| match (cell.kind, cell.formula) {
            // Results that are whole are written without a point, others as they are; blanks are kept.
            ("", _) => put(&cell, "", cell.value.map(seventeen).as_deref()),
            (kind, _) => put(&cell, kind, cell.value),
        });
    }
    assert_eq!(found(&parts), "");
}

/// Imitated: an editor on the web writes texts into their cells, saves no results, keeps no validation and no
/// conditional formats, names its own fonts, and shows hidden sheets less hidden.
/// LibreOffice opens .xlsb and saves none, and Excel does not run here: the file is written by hand.
#[test]
fn saved_as_a_binary_workbook() {
    let pack = form::load(&packs::shipped_files(PACK).unwrap()).unwrap();
    let open = |bytes: &[u8]| {
        let packs = [Arc::clone(&pack)];
        check::open("file", read(bytes), &packs, &Options::default())
    };
    let parts = good();
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let bytes = packed(&parts);
    let (sent, back) = (open(&bytes), open(&xlsb::xlsb(&read(&bytes).unwrap())));
    let reported = |file: &check::Return| -> Vec<(String, Option<String>)> {
        let read = &file.content.as_ref().unwrap().submission;
        let fields = read.form.fields.iter().enumerate();
        fields
            .map(|(index, field)| (field.id.clone(), read.reported(index)))
            .collect()
    };
    let book = &back.content.as_ref().unwrap().submission.book;
    assert_eq!(book.format, Format::Xlsb);
    let mut cells = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
    assert!(cells.any(|cell| cell.formula.is_some()));
    assert_eq!(reported(&back), reported(&sent));
    // Locks and formulas are not known of such a file, and that is all there is to say.
    let codes: Vec<String> = back
        .flat()
        .iter()
        .map(|finding| finding.code.clone())
        .collect();
    assert_eq!(codes, ["W024"]);
}

#[test]
fn saved_on_the_web_without_results() {
    let mut parts = good();
    let texts = shared(&parts);
    for sheet in sheets(&mut parts) {
        rewrite(sheet, &|cell| match (cell.kind, cell.value) {
            _ if cell.formula.is_some() => put(&cell, "", None),
            ("s", Some(index)) => {
                let text = &texts[index.parse::<usize>().unwrap()];
                format!("<c {} t=\"inlineStr\"><is>{text}</is></c>", cell.attributes)
            }
            (kind, value) => put(&cell, kind, value),
        });
        while let Some(from) = sheet.find("<dataValidations") {
            let end = sheet.find("</dataValidations>").unwrap() + "</dataValidations>".len();
            sheet.replace_range(from..end, "");
        }
        while let Some(from) = sheet.find("<conditionalFormatting") {
            let end =
                sheet.find("</conditionalFormatting>").unwrap() + "</conditionalFormatting>".len();
            sheet.replace_range(from..end, "");
        }
    }
    parts.retain(|(name, _)| name != TEXTS && !name.starts_with("docProps"));
    let workbook = part(&mut parts, WORKBOOK);
    *workbook = workbook.replace("state=\"veryHidden\"", "state=\"hidden\"");
    let styles = part(&mut parts, "xl/styles.xml");
    *styles = styles.replace("val=\"宋体\"", "val=\"Arial\"");
    assert_eq!(found(&parts), "");
}

/// Imitated: a table on the web is a thousand rows long, every cell of it with a format, and every column with one as well.
#[test]
fn saved_on_the_web_with_a_thousand_rows() {
    let mut parts = good();
    for sheet in sheets(&mut parts) {
        let rows: String = (700..1_000)
            .map(|row| {
                let cells: String = ('A'..='Z')
                    .map(|column| format!(r#"<c r="{column}{row}" s="1"/>"#))
                    .collect();
                format!(r#"<row r="{row}" ht="15.75" customHeight="1">{cells}</row>"#)
            })
            .collect();
        before(sheet, "</sheetData>", &rows);
        if sheet.contains("</cols>") {
            before(
                sheet,
                "</cols>",
                r#"<col min="30" max="40" width="12.63" style="1" customWidth="1"/>"#,
            );
        }
    }
    let workbook = part(&mut parts, WORKBOOK);
    *workbook = workbook
        .replace("state=\"veryHidden\"", "state=\"hidden\"")
        .replace(">附件1!", ">'附件1'!");
    assert_eq!(found(&parts), "");
}

#[test]
fn sheets_without_cells_are_named_in_xlsb_too() {
    let pack = form::load(&packs::shipped_files(PACK).unwrap()).unwrap();
    let parts = good();
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let mut book = read(&packed(&parts)).unwrap();
    let chart = Drawing {
        at: None,
        to: None,
        kind: "chart sheet".to_owned(),
        text: String::new(),
    };
    book.sheets.push(RawSheet {
        name: "图表1".to_owned(),
        drawings: vec![chart],
        ..RawSheet::default()
    });
    let bytes = xlsb::xlsb(&book);
    let found = check::open("file", read(&bytes), &[pack], &Options::default()).findings;
    let named = found.iter().find(|one| one.code == "W027").unwrap();
    assert_eq!(named.place.sheet.as_deref(), Some("图表1"));
    assert!(
        named.message.zh.contains("图表工作表"),
        "{}",
        named.message.zh
    );
}
