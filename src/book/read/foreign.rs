//! .xls, .xlsb and .ods, by calamine: values, that there is a formula, merged areas, and names where they can be trusted.
//!
//! calamine believes what a file says of its size, and a file of a few kilobytes can make it abort the process. So the
//! command line reads these formats in a process of its own, with limits; see `cli::contained`.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use calamine::{
    Data, Dimensions, ExcelDateTime, ExcelDateTimeType, Ods, OdsError, Range, Reader, SheetVisible,
    Xls, XlsError, Xlsb, XlsbError,
};

use super::xlsx::value::{decimal, iso_date, serial};
use super::{Damage, Measure, ReadError, names, saved};
use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::book::{CellValue, Format, RawBook, RawCell, RawName, RawSheet, Visibility};
use crate::number::Number;

/// Reads a workbook of one of these formats.
///
/// # Errors
/// [`ReadError`]: it is encrypted, damaged, or holds more than is read.
pub(super) fn read(bytes: &[u8], format: Format) -> Result<RawBook, ReadError> {
    let source = Cursor::new(bytes);
    match format {
        Format::Xls => {
            let mut source = Xls::new(source).map_err(xls)?;
            let mut book = sheets(&mut source, format, xls)?;
            book.saved = saved::of_xls(bytes);
            for sheet in &mut book.sheets {
                sheet.merges = areas(&source.merge_cells_by_sheet_name(&sheet.name).map_err(xls)?);
            }
            Ok(book)
        }
        Format::Xlsb => {
            let mut book = sheets(&mut Xlsb::new(source).map_err(xlsb)?, format, xlsb)?;
            book.saved = saved::of_package(bytes);
            Ok(book)
        }
        Format::Ods => {
            let mut book = sheets(&mut Ods::new(source).map_err(ods)?, format, ods)?;
            book.saved = saved::of_ods(bytes);
            Ok(book)
        }
        Format::Xlsx => super::xlsx::read(bytes),
    }
}

fn sheets<'b, R: Reader<Cursor<&'b [u8]>>>(
    source: &mut R,
    format: Format,
    refused: fn(R::Error) -> ReadError,
) -> Result<RawBook, ReadError> {
    let listed = source.sheets_metadata().to_vec();
    Measure::Sheets.check(listed.len() as u64, "")?;
    let mut book = RawBook {
        format,
        ..RawBook::default()
    };
    let mut seen = HashSet::new();
    let mut spent = Spent::default();
    for sheet in listed {
        if !seen.insert(sheet.name.to_lowercase()) {
            let damage = Damage::Contradiction(format!("two sheets are named '{}'", sheet.name));
            return Err(ReadError::damaged("", damage));
        }
        let values = source.worksheet_range(&sheet.name).map_err(refused)?;
        // A format that keeps no formulas gives none.
        let formulas = source.worksheet_formula(&sheet.name).unwrap_or_default();
        book.sheets.push(RawSheet {
            cells: cells(&values, &formulas, &sheet.name, &mut spent)?,
            name: sheet.name,
            visibility: match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            },
            ..RawSheet::default()
        });
    }
    // Of .xls and .xlsb calamine prints names that lead to other cells than the file says: none is better than a wrong one.
    if format == Format::Ods {
        let sheets = names::Sheets::new(&book);
        let mut listed = Vec::new();
        for (name, target) in source.defined_names() {
            if let Some(place) = sheets.place(&excel(target)) {
                listed.push(RawName {
                    name: name.clone(),
                    scope: None,
                    place,
                });
            }
        }
        book.names = listed;
    }
    Ok(book)
}

/// What has been kept so far.
#[derive(Default)]
struct Spent {
    cells: u64,
    bytes: u64,
}

fn cells(
    values: &Range<Data>,
    formulas: &Range<String>,
    sheet: &str,
    spent: &mut Spent,
) -> Result<BTreeMap<Address, RawCell>, ReadError> {
    let mut cells: BTreeMap<Address, RawCell> = BTreeMap::new();
    let (top, left) = values.start().unwrap_or_default();
    for (row, column, data) in values.used_cells() {
        let at = place(top, row, left, column, sheet)?;
        let value = value(data);
        let is_nothing = matches!(&value, CellValue::Text(text) if text.is_empty());
        if value != CellValue::Blank && !is_nothing {
            spent.count(&value, sheet)?;
            cells.entry(at).or_default().value = value;
        }
    }
    let (top, left) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        if !formula.is_empty() {
            let at = place(top, row, left, column, sheet)?;
            spent.count(&CellValue::Text(formula.clone()), sheet)?;
            let cell = cells.entry(at).or_default();
            cell.formula = Some(formula.clone());
            if cell.value == CellValue::Blank {
                cell.value = CellValue::Text(String::new());
            }
        }
    }
    Ok(cells)
}

impl Spent {
    fn count(&mut self, value: &CellValue, sheet: &str) -> Result<(), ReadError> {
        self.cells += 1;
        Measure::FilledCells.check(self.cells, sheet)?;
        if let CellValue::Text(text) = value {
            self.bytes += text.len() as u64;
            Measure::CellTextBytes.check(self.bytes, sheet)?;
        }
        Ok(())
    }
}

fn place(
    top: u32,
    row: usize,
    left: u32,
    column: usize,
    sheet: &str,
) -> Result<Address, ReadError> {
    let row = u32::try_from(row).ok().and_then(|row| row.checked_add(top));
    let column = u32::try_from(column)
        .ok()
        .and_then(|column| column.checked_add(left));
    match (row, column) {
        (Some(row), Some(column)) if row <= LAST_ROW && column <= LAST_COLUMN => {
            Ok(Address::new(row, column))
        }
        _ => Err(ReadError::TooLarge {
            part: sheet.to_owned(),
            what: Measure::SheetSize,
        }),
    }
}

fn value(data: &Data) -> CellValue {
    match data {
        Data::Empty => CellValue::Blank,
        Data::Int(whole) => CellValue::Number(Number::from(*whole)),
        Data::Float(float) => decimal(*float),
        Data::DateTime(day) => serial(day.as_f64(), counts_from_1904(*day)),
        Data::String(text) | Data::DurationIso(text) => CellValue::Text(text.clone()),
        Data::DateTimeIso(text) => {
            iso_date(text).map_or_else(|| CellValue::Text(text.clone()), CellValue::Number)
        }
        Data::Bool(truth) => CellValue::Bool(*truth),
        Data::Error(error) => CellValue::Error(error.to_string()),
    }
}

/// Whether a day is counted from 1904. calamine knows and does not say; it hands on the number as the file has it.
fn counts_from_1904(day: ExcelDateTime) -> bool {
    day.is_datetime() && day != ExcelDateTime::new(day.as_f64(), ExcelDateTimeType::DateTime, false)
}

fn areas(found: &[Dimensions]) -> Vec<Area> {
    let corner = |(row, column): (u32, u32)| Address::new(row, column);
    found
        .iter()
        .map(|area| Area::new(corner(area.start), corner(area.end)))
        .collect()
}

/// `$'附件 1'.$B$4` as Excel writes it: `'附件 1'!$B$4`.
fn excel(target: &str) -> String {
    let target = target.strip_prefix('$').unwrap_or(target);
    match target.rsplit_once('.') {
        Some((sheet, cell)) => format!("{sheet}!{cell}"),
        None => target.to_owned(),
    }
}

fn xls(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::Encrypted,
        error => broken(error.to_string()),
    }
}

fn xlsb(error: XlsbError) -> ReadError {
    match error {
        XlsbError::Password => ReadError::Encrypted,
        error => broken(error.to_string()),
    }
}

fn ods(error: OdsError) -> ReadError {
    match error {
        OdsError::Password => ReadError::Encrypted,
        error => broken(error.to_string()),
    }
}

fn broken(detail: String) -> ReadError {
    ReadError::damaged("", Damage::Contradiction(detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_counted_from_1904_are_brought_to_1900() {
        let day = |serial, since_1904| {
            let kind = ExcelDateTimeType::DateTime;
            value(&Data::DateTime(ExcelDateTime::new(
                serial, kind, since_1904,
            )))
        };
        let number = |text: &str| CellValue::Number(text.parse().unwrap());
        assert_eq!(day(45322.0, false), number("45322"));
        assert_eq!(day(43860.0, true), number("45322"));
        assert_eq!(day(0.5, true), number("0.5"));
    }
}
