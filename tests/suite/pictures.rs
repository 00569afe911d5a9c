//! Pictures that stand in cells, and sheets that have no cells: each is named for what it is and stays where it can.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::Address;
use annex::annotate;
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{CellValue, Visibility};
use annex::check::Return;
use annex::own;
use annex::text::Language;
use package::{unpack, workbook};
use returns::{open, returned};

use crate::common::package;
use crate::common::returns;
use crate::common::rich;

type Parts = Vec<(String, Vec<u8>)>;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MICROSOFT: &str = "http://schemas.microsoft.com/office";

fn sound() -> Parts {
    unpack(&write(&returned("03-culture")).unwrap())
}

/// Puts something into a cell of 附件1.
fn put(parts: &mut Parts, cell: &str, attributes: &str, inside: &str) {
    let name = "xl/worksheets/sheet2.xml";
    let (_, bytes) = parts.iter_mut().find(|(part, _)| part == name).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let from = text.find(&format!("<c r=\"{cell}\"")).unwrap();
    let tag = from + text[from..].find('>').unwrap();
    let to = match text[..tag].ends_with('/') {
        true => tag + 1,
        false => tag + text[tag..].find("</c>").unwrap() + 4,
    };
    let style = text[from..tag].split("s=\"").nth(1).unwrap();
    let style = style.split('"').next().unwrap();
    let new = format!("<c r=\"{cell}\" s=\"{style}\"{attributes}>{inside}</c>");
    *bytes = format!("{}{new}{}", &text[..from], &text[to..]).into_bytes();
}

/// Relates the workbook to a new part.
fn add(parts: &mut Parts, id: &str, kind: &str, part: &str, content: &str) {
    let relation =
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{part}\"/></Relationships>");
    rich::change(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        &relation,
    );
    parts.push((format!("xl/{part}"), content.as_bytes().to_vec()));
}

/// The findings of a code, in Chinese.
fn said(found: &Return, code: &str) -> Vec<String> {
    let all = found.flat().into_iter();
    let of_code = all.filter(|finding| finding.code == code);
    of_code.map(|finding| finding.message.zh.clone()).collect()
}

/// The lines of 表外内容 in the workbook that is built anew.
fn listed(found: &Return) -> Vec<String> {
    let content = found.content.as_ref().unwrap();
    let book = annotate::workbook(content, &found.findings, Language::Chinese);
    let sheet = book
        .sheets
        .iter()
        .find(|sheet| sheet.name == own::OUTSIDE)
        .unwrap();
    let last = sheet.cells.keys().map(|at| at.row).max().unwrap();
    let text = |row, column| match &sheet.cells[&Address::new(row, column)].value {
        CellValue::Text(text) => text.clone(),
        _ => String::new(),
    };
    let line = |row| [0, 1, 2, 3].map(|column| text(row, column)).join(" | ");
    (1..=last).map(line).collect()
}

fn in_place(bytes: &[u8]) -> Vec<u8> {
    let found = open(bytes);
    let content = found.content.as_ref().unwrap();
    annotate::in_place(bytes, content, &found.findings, Language::Chinese).unwrap()
}

fn sheet_text(bytes: &[u8], part: &str) -> String {
    let parts = unpack(bytes);
    let (_, bytes) = parts.iter().find(|(name, _)| name == part).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn pictures_of_wps_are_pictures_whoever_saved_them_since() {
    for (attributes, inside) in [
        // As WPS saves it, and as Excel, LibreOffice and openpyxl save that.
        (
            " t=\"str\"",
            "<f>DISPIMG(\"ID_0A1B\",1)</f><v>=DISPIMG(\"ID_0A1B\",1)</v>",
        ),
        (
            " t=\"e\"",
            "<f>_xlfn.DISPIMG(\"ID_0A1B\",1)</f><v>#NAME?</v>",
        ),
        (
            " t=\"e\"",
            "<f aca=\"false\">dispimg(\"ID_0A1B\",1)</f><v>#NAME?</v>",
        ),
        ("", "<f>_xlfn.DISPIMG(\"ID_0A1B\",1)</f><v/>"),
        (
            " t=\"inlineStr\"",
            "<is><t>=DISPIMG(\"ID_0A1B\",1)</t></is>",
        ),
    ] {
        let mut parts = sound();
        put(&mut parts, "B36", attributes, inside);
        add(
            &mut parts,
            "rId91",
            "http://www.wps.cn/officeDocument/2020/cellImage",
            "cellimages.xml",
            "<etc:cellImages xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\" xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"5\" name=\"ID_0A1B\" descr=\"制度截图\"/></xdr:nvPicPr></xdr:pic></etc:cellImage></etc:cellImages>",
        );
        let bytes = rich::packed(&parts);
        let found = open(&bytes);
        assert_eq!(
            said(&found, "W027"),
            ["插入了：B36 单元格里的图片“制度截图”"],
            "{inside}"
        );
        for code in ["V009", "V010", "W021"] {
            assert_eq!(said(&found, code), Vec::<String>::new(), "{inside}");
        }
        // The picture is no answer.
        assert_eq!(said(&found, "V001").len(), 1, "{inside}");
        assert_eq!(
            listed(&found),
            ["附件1 基础数据表 | B36 | 单元格里的图片 | 制度截图"]
        );
        let copy = in_place(&bytes);
        let kept = sheet_text(&copy, "xl/worksheets/sheet2.xml");
        assert!(kept.contains(inside), "{inside}");
    }
}

/// The parts in which Excel keeps what is no plain value: a picture in a cell with a text, and an error newer than the format.
fn with_rich_values(parts: &mut Parts) {
    let value = |at: usize| {
        format!(
            "<bk><extLst><ext uri=\"{{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}}\"><xlrd:rvb i=\"{at}\"/></ext></extLst></bk>"
        )
    };
    add(
        parts,
        "rId91",
        &format!("{OFFICE}/sheetMetadata"),
        "metadata.xml",
        &format!(
            "<metadata xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:xlrd=\"{MICROSOFT}/spreadsheetml/2017/richdata\"><metadataTypes count=\"2\"><metadataType name=\"XLDAPR\"/><metadataType name=\"XLRICHVALUE\"/></metadataTypes><futureMetadata name=\"XLDAPR\" count=\"1\"><bk><extLst/></bk></futureMetadata><futureMetadata name=\"XLRICHVALUE\" count=\"2\">{}{}</futureMetadata><cellMetadata count=\"1\"><bk><rc t=\"1\" v=\"0\"/></bk></cellMetadata><valueMetadata count=\"2\"><bk><rc t=\"2\" v=\"0\"/></bk><bk><rc t=\"2\" v=\"1\"/></bk></valueMetadata></metadata>",
            value(0),
            value(1)
        ),
    );
    add(
        parts,
        "rId92",
        &format!("{MICROSOFT}/2017/06/relationships/rdRichValue"),
        "richData/rdrichvalue.xml",
        "<rvData count=\"2\"><rv s=\"0\"><v>0</v><v>5</v><v>盖章页</v></rv><rv s=\"1\"><v>8</v></rv></rvData>",
    );
    add(
        parts,
        "rId93",
        &format!("{MICROSOFT}/2017/06/relationships/rdRichValueStructure"),
        "richData/rdrichvaluestructure.xml",
        "<rvStructures count=\"2\"><s t=\"_localImage\"><k n=\"_rvRel:LocalImageIdentifier\" t=\"i\"/><k n=\"CalcOrigin\" t=\"i\"/><k n=\"Text\" t=\"s\"/></s><s t=\"_error\"><k n=\"errorType\" t=\"i\"/></s></rvStructures>",
    );
}

#[test]
fn pictures_of_excel_are_pictures_and_its_errors_are_errors() {
    let picture = "<v>#VALUE!</v>";
    let mut parts = sound();
    with_rich_values(&mut parts);
    put(&mut parts, "B36", " t=\"e\" vm=\"1\"", picture);
    let bytes = rich::packed(&parts);
    let found = open(&bytes);
    assert_eq!(said(&found, "W027"), ["插入了：B36 单元格里的图片“盖章页”"]);
    assert_eq!(said(&found, "V010"), Vec::<String>::new());
    assert_eq!(
        listed(&found),
        ["附件1 基础数据表 | B36 | 单元格里的图片 | 盖章页"]
    );
    assert!(sheet_text(&in_place(&bytes), "xl/worksheets/sheet2.xml").contains("vm=\"1\""));

    let mut parts = sound();
    with_rich_values(&mut parts);
    put(&mut parts, "B36", " t=\"e\" vm=\"2\"", picture);
    let found = open(&rich::packed(&parts));
    assert_eq!(said(&found, "W027"), Vec::<String>::new());
    assert_eq!(said(&found, "V010").len(), 1);
    // Without the number it is what it says: the error of a formula that is gone.
    let mut parts = sound();
    put(&mut parts, "B36", " t=\"e\"", picture);
    assert_eq!(said(&open(&rich::packed(&parts)), "V010").len(), 1);
    // Where the program that saved it lost what the number stands for, it was no error either.
    let mut parts = sound();
    put(&mut parts, "B36", " t=\"e\" vm=\"1\"", picture);
    let found = open(&rich::packed(&parts));
    assert_eq!(said(&found, "W027"), ["插入了：B36 单元格里的图片"]);
}

/// Adds a sheet of another kind at the end of the list.
fn add_sheet(parts: &mut Parts, name: &str, state: &str, kind: &str, root: &str) {
    let listed = format!("<sheet name=\"{name}\" sheetId=\"77\"{state} r:id=\"rId77\"/></sheets>");
    rich::change(parts, "xl/workbook.xml", "</sheets>", &listed);
    let content =
        format!("<{root} xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>");
    add(parts, "rId77", kind, "sheets/other1.xml", &content);
    rich::change(
        parts,
        "[Content_Types].xml",
        "</Types>",
        "<Override PartName=\"/xl/sheets/other1.xml\" ContentType=\"application/xml\"/></Types>",
    );
}

#[test]
fn sheets_without_cells_are_named_and_listed_where_they_are_left_out() {
    for (state, kind, root, called, hidden) in [
        (
            "",
            format!("{OFFICE}/chartsheet"),
            "chartsheet",
            "图表工作表",
            None,
        ),
        (
            " state=\"hidden\"",
            format!("{MICROSOFT}/2006/relationships/xlMacrosheet"),
            "macrosheet",
            "宏工作表",
            Some("工作表“另加”被隐藏，里面有内容"),
        ),
        (
            " state=\"veryHidden\"",
            format!("{MICROSOFT}/2006/relationships/xlIntlMacrosheet"),
            "macrosheet",
            "宏工作表",
            Some("工作表“另加”被深度隐藏，里面有内容"),
        ),
        (
            "",
            format!("{OFFICE}/dialogsheet"),
            "dialogsheet",
            "对话框工作表",
            None,
        ),
    ] {
        let mut parts = sound();
        add_sheet(&mut parts, "另加", state, &kind, root);
        let bytes = rich::packed(&parts);
        let found = open(&bytes);
        assert_eq!(
            said(&found, "W027"),
            [format!("插入了：{called}")],
            "{root}"
        );
        let expected: Vec<&str> = hidden.into_iter().collect();
        assert_eq!(said(&found, "W020"), expected, "{root}");
        assert_eq!(listed(&found), [format!("另加 |  | {called} | ")], "{root}");
        // Built anew and not saved since, the workbook is what it was made of.
        let content = found.content.as_ref().unwrap();
        let anew = annotate::workbook(content, &found.findings, Language::Chinese);
        assert_eq!(
            said(&open(&write(&anew).unwrap()), "W027"),
            said(&found, "W027")
        );
        let copy = in_place(&bytes);
        assert!(
            unpack(&copy)
                .iter()
                .any(|(name, _)| name == "xl/sheets/other1.xml")
        );
        assert_eq!(said(&open(&copy), "W027"), said(&found, "W027"), "{root}");
    }
}

#[test]
fn a_day_that_does_not_exist_stays_a_text() {
    let sheet = package::sheet_xml(
        "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2024-02-31</v></c><c r=\"B1\" t=\"d\"><v>2024-02-29</v></c><c r=\"C1\" t=\"d\"><v>2023-02-29T00:00:00</v></c></row>",
    );
    let book = read(&workbook(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])).unwrap();
    let value = |cell: &str| book.sheets[0].value(Address::parse(cell).unwrap()).clone();
    assert_eq!(value("A1"), CellValue::Text("2024-02-31".to_owned()));
    assert_eq!(value("B1"), CellValue::Number(45351.into()));
    assert_eq!(
        value("C1"),
        CellValue::Text("2023-02-29T00:00:00".to_owned())
    );
    assert_eq!(book.sheets[0].visibility, Visibility::Visible);
}

#[test]
fn a_lock_of_the_structure_that_is_gone_is_an_info() {
    let mut parts = sound();
    assert_eq!(
        said(&open(&rich::packed(&parts)), "W017"),
        Vec::<String>::new()
    );
    let text = {
        let (_, bytes) = parts
            .iter()
            .find(|(name, _)| name == "xl/workbook.xml")
            .unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let from = text.find("<workbookProtection").unwrap();
    let tag = &text[from..from + text[from..].find('>').unwrap() + 1];
    for left in ["", "<workbookProtection/>"] {
        let mut parts = parts.clone();
        rich::change(&mut parts, "xl/workbook.xml", tag, left);
        let found = open(&rich::packed(&parts));
        let all = found.flat();
        let locks: Vec<_> = all
            .iter()
            .filter(|finding| finding.code == "W017")
            .collect();
        assert_eq!(locks.len(), 1);
        assert_eq!(locks[0].level, annex::finding::Level::Info);
    }
    // A program that drops every lock says nothing of the department.
    for (name, bytes) in &mut parts {
        if name.starts_with("xl/worksheets/") || name == "xl/workbook.xml" {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let text = text.replace("sheetProtection ", "other ").replace(tag, "");
            *bytes = text.into_bytes();
        }
    }
    assert_eq!(
        said(&open(&rich::packed(&parts)), "W017"),
        Vec::<String>::new()
    );
}
