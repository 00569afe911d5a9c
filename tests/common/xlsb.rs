//! Excel's binary workbook, written by hand after [MS-XLSB]: no program that runs here saves one.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::book::{CellValue, RawBook, RawCell, RawSheet, Visibility};

use super::package::package;

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>"#;

/// Cells and their formulas, sheets and whether they are hidden; merged areas and names are left out, which are not read.
pub(crate) fn xlsb(book: &RawBook) -> Vec<u8> {
    let mut workbook = Records::default();
    workbook.put(131, &[]); // BrtBeginBook
    workbook.put(143, &[]); // BrtBeginBundleShs
    let mut types = String::from(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>"#,
    );
    let mut relations = String::from(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    );
    let mut sheets = Vec::new();
    for (id, found) in (1_u32..).zip(&book.sheets) {
        let state: u32 = match found.visibility {
            Visibility::Visible => 0,
            Visibility::Hidden => 1,
            Visibility::VeryHidden => 2,
        };
        let mut bundle = [state.to_le_bytes(), id.to_le_bytes()].concat();
        bundle.extend(wide(&format!("rId{id}")));
        bundle.extend(wide(&found.name));
        workbook.put(156, &bundle); // BrtBundleSh
        let is_chart = found
            .drawings
            .iter()
            .any(|drawing| drawing.kind == "chart sheet");
        let kind = if is_chart { "chartsheet" } else { "worksheet" };
        let part = format!("{kind}s/sheet{id}.bin");
        types.push_str(&format!(
            r#"<Override PartName="/xl/{part}" ContentType="application/vnd.ms-excel.{kind}"/>"#
        ));
        relations.push_str(&format!(r#"<Relationship Id="rId{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{part}"/>"#));
        sheets.push((format!("xl/{part}"), sheet(found)));
    }
    workbook.put(144, &[]); // BrtEndBundleShs
    workbook.put(157, &[0; 26]); // BrtCalcProp
    workbook.put(132, &[]); // BrtEndBook
    types.push_str("</Types>");
    relations.push_str("</Relationships>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.bin", &workbook.0),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
    ];
    parts.extend(
        sheets
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
    );
    package(&parts)
}

fn sheet(found: &RawSheet) -> Vec<u8> {
    let mut sheet = Records::default();
    let last =
        |of: fn(&annex::address::Address) -> u32| found.cells.keys().map(of).max().unwrap_or(0);
    let size = [0, last(|at| at.row), 0, last(|at| at.column)];
    sheet.put(129, &[]); // BrtBeginSheet
    sheet.put(148, &size.map(u32::to_le_bytes).concat()); // BrtWsDim
    sheet.put(145, &[]); // BrtBeginSheetData
    let mut row = None;
    for (at, cell) in &found.cells {
        if row != Some(at.row) {
            row = Some(at.row);
            let mut header = at.row.to_le_bytes().to_vec();
            header.extend([0; 13]);
            sheet.put(0, &header); // BrtRowHdr
        }
        let (kind, value) = content(cell);
        let mut record = [at.column.to_le_bytes(), [0; 4]].concat();
        record.extend(value);
        sheet.put(kind, &record);
    }
    sheet.put(146, &[]); // BrtEndSheetData
    sheet.put(130, &[]); // BrtEndSheet
    sheet.0
}

/// The kind of a cell's record, and what it holds behind the column and the style.
fn content(cell: &RawCell) -> (u32, Vec<u8>) {
    let is_formula = cell.formula.is_some();
    let (mut kind, mut bytes) = match &cell.value {
        CellValue::Number(number) => {
            let number: f64 = number.to_string().parse().unwrap();
            (
                if is_formula { 9 } else { 5 },
                number.to_le_bytes().to_vec(),
            )
        }
        CellValue::Text(text) => (if is_formula { 8 } else { 6 }, wide(text)),
        CellValue::Bool(truth) => (if is_formula { 10 } else { 4 }, vec![u8::from(*truth)]),
        CellValue::Error(_) => (if is_formula { 11 } else { 3 }, vec![0x17]),
        CellValue::Blank => (1, Vec::new()),
    };
    if is_formula {
        if kind == 1 {
            (kind, bytes) = (8, wide(""));
        }
        // No flags; the formula is a 0, for nobody reads more than that there is one.
        bytes.extend([0; 2]);
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend([0x1E, 0, 0]);
        bytes.extend([0; 4]);
    }
    (kind, bytes)
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = u32::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
    bytes
}

/// Records one after another: a number and a length, each in bytes of seven bits, and what is in it.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn put(&mut self, kind: u32, bytes: &[u8]) {
        for mut number in [kind, u32::try_from(bytes.len()).unwrap()] {
            while number > 0x7F {
                self.0.push((number & 0x7F) as u8 | 0x80);
                number >>= 7;
            }
            self.0.push(number as u8);
        }
        self.0.extend(bytes);
    }
}
