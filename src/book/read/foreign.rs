//! .xls and .xlsb, by calamine: values, that there is a formula, and merged areas where they are told.
//!
//! calamine believes what a file says of its size, and a file of a few kilobytes can make it abort the process. So the
//! command line reads these formats in a process of its own, with limits; see `workspace::contained`. What an honest file can
//! do is kept from it: of .xlsb the cells are taken one by one, and `xls` moves those of an .xls together. `xlsb` gives cells
//! their columns that calamine would not see.
//!
//! Names are not read: calamine prints some that lead to other cells than the file says, and none is better than a wrong
//! one.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{
    Data, Dimensions, ExcelDateTime, ExcelDateTimeType, Reader, Sheet, SheetType, SheetVisible,
    Xls, XlsError, Xlsb, XlsbError,
};

use super::xls::packed;
use super::xlsb::with_columns;
use super::xlsx::spent::Spent;
use super::xlsx::value::{decimal, serial};
use super::{Damage, Legacy, Measure, ReadError, saved};
use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::book::{CellValue, Drawing, Format, RawBook, RawSheet, Visibility};
use crate::number::Number;

/// Reads an .xls.
///
/// # Errors
/// [`ReadError`]: it is encrypted, damaged, or holds more than is read.
pub(super) fn xls(bytes: &[u8]) -> Result<RawBook, ReadError> {
    let packed = packed(bytes)?;
    let source = Cursor::new(packed.bytes.as_deref().unwrap_or(bytes));
    let mut source = Xls::new(source).map_err(refused_xls)?;
    let mut book = empty(Format::Xls);
    book.saved = saved::of_xls(bytes);
    let mut spent = Spent::default();
    for (index, listed) in listed(source.sheets_metadata())?.into_iter().enumerate() {
        let mut sheet = begun(&listed);
        if listed.typ != SheetType::WorkSheet {
            book.sheets.push(sheet);
            continue;
        }
        let place = |row: u32, column: u32| {
            let at = packed.place(index, row, column);
            at.and_then(|at| within(at.row, at.column))
        };
        let values = source.worksheet_range(&listed.name).map_err(refused_xls)?;
        let (top, left) = values.start().unwrap_or_default();
        for (row, column, data) in values.used_cells() {
            let at = offset(top, row).zip(offset(left, column));
            put(
                &mut sheet,
                at.and_then(|(row, column)| place(row, column)),
                data,
                &mut spent,
            )?;
        }
        drop(values);
        let formulas = source.worksheet_formula(&listed.name).unwrap_or_default();
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells() {
            let at = offset(top, row).zip(offset(left, column));
            let at = at.and_then(|(row, column)| place(row, column));
            put_formula(&mut sheet, at, formula, &mut spent)?;
        }
        let merges = source.merge_cells_by_sheet_name(&listed.name);
        sheet.merges = areas(&merges.map_err(refused_xls)?);
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// Reads an .xlsb.
///
/// # Errors
/// As [`xls`].
pub(super) fn xlsb(bytes: &[u8]) -> Result<RawBook, ReadError> {
    let whole = with_columns(bytes)?;
    let source = Cursor::new(whole.as_deref().unwrap_or(bytes));
    let mut source = Xlsb::new(source).map_err(refused_xlsb)?;
    let mut book = empty(Format::Xlsb);
    book.saved = saved::of_package(bytes);
    let mut spent = Spent::default();
    for listed in listed(source.sheets_metadata())? {
        let mut sheet = begun(&listed);
        if listed.typ != SheetType::WorkSheet {
            book.sheets.push(sheet);
            continue;
        }
        let mut cells = source
            .worksheet_cells_reader(&listed.name)
            .map_err(refused_xlsb)?;
        while let Some(cell) = cells.next_cell().map_err(refused_xlsb)? {
            let (row, column) = cell.get_position();
            let data = Data::from(cell.get_value().clone());
            put(&mut sheet, within(row, column), &data, &mut spent)?;
        }
        drop(cells);
        let mut formulas = source
            .worksheet_cells_reader(&listed.name)
            .map_err(refused_xlsb)?;
        // One that calamine cannot print is no reason to lose the values.
        while let Ok(Some(cell)) = formulas.next_formula() {
            let (row, column) = cell.get_position();
            put_formula(
                &mut sheet,
                within(row, column),
                cell.get_value(),
                &mut spent,
            )?;
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn empty(format: Format) -> RawBook {
    RawBook {
        format,
        ..RawBook::default()
    }
}

/// The sheets in their order.
fn listed(listed: &[Sheet]) -> Result<Vec<Sheet>, ReadError> {
    Measure::Sheets.check(listed.len() as u64, "")?;
    let mut seen = HashSet::new();
    for sheet in listed {
        if !seen.insert(sheet.name.to_lowercase()) {
            let damage = Damage::Contradiction(format!("two sheets are named '{}'", sheet.name));
            return Err(ReadError::damaged("", damage));
        }
    }
    Ok(listed.to_vec())
}

/// What a sheet without cells is, as an object: charts and the like have none.
fn without_cells(kind: SheetType) -> Option<Drawing> {
    let kind = match kind {
        SheetType::WorkSheet => return None,
        SheetType::ChartSheet => "chart sheet",
        SheetType::DialogSheet => "dialog sheet",
        SheetType::MacroSheet | SheetType::Vba => "macro sheet",
    };
    Some(Drawing {
        at: None,
        to: None,
        kind: kind.to_owned(),
        text: String::new(),
    })
}

fn begun(listed: &Sheet) -> RawSheet {
    RawSheet {
        name: listed.name.clone(),
        visibility: match listed.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        },
        drawings: without_cells(listed.typ).into_iter().collect(),
        ..RawSheet::default()
    }
}

fn put(
    sheet: &mut RawSheet,
    at: Option<Address>,
    data: &Data,
    spent: &mut Spent,
) -> Result<(), ReadError> {
    let value = value(data);
    let is_nothing = matches!(&value, CellValue::Text(text) if text.is_empty());
    if value == CellValue::Blank || is_nothing {
        return Ok(());
    }
    let at = at.ok_or_else(|| too_large(&sheet.name))?;
    spent.filled(&sheet.name)?;
    if let CellValue::Text(text) = &value {
        spent.text(text, &sheet.name)?;
    }
    sheet.cells.entry(at).or_default().value = value;
    Ok(())
}

fn put_formula(
    sheet: &mut RawSheet,
    at: Option<Address>,
    formula: &str,
    spent: &mut Spent,
) -> Result<(), ReadError> {
    if formula.is_empty() {
        return Ok(());
    }
    let at = at.ok_or_else(|| too_large(&sheet.name))?;
    spent.filled(&sheet.name)?;
    spent.text(formula, &sheet.name)?;
    let cell = sheet.cells.entry(at).or_default();
    cell.formula = Some(formula.to_owned());
    if cell.value == CellValue::Blank {
        cell.value = CellValue::Text(String::new());
    }
    Ok(())
}

fn offset(first: u32, further: usize) -> Option<u32> {
    first.checked_add(u32::try_from(further).ok()?)
}

fn within(row: u32, column: u32) -> Option<Address> {
    (row <= LAST_ROW && column <= LAST_COLUMN).then(|| Address::new(row, column))
}

fn too_large(sheet: &str) -> ReadError {
    ReadError::TooLarge {
        part: sheet.to_owned(),
        what: Measure::SheetSize,
    }
}

fn value(data: &Data) -> CellValue {
    match data {
        Data::Empty => CellValue::Blank,
        Data::Int(whole) => CellValue::Number(Number::from(*whole)),
        Data::Float(float) => decimal(*float),
        Data::DateTime(day) => serial(day.as_f64(), counts_from_1904(*day)),
        // Days and times in words are OpenDocument's alone.
        Data::String(text) | Data::DurationIso(text) | Data::DateTimeIso(text) => {
            CellValue::Text(text.clone())
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

fn refused_xls(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::Encrypted,
        error => broken(error.to_string()),
    }
}

fn refused_xlsb(error: XlsbError) -> ReadError {
    match error {
        XlsbError::Password => ReadError::Encrypted,
        // calamine knows no other sheets than those of cells, charts and dialogs.
        XlsbError::Unrecognized {
            typ: "BoundSheet8:dt",
            ..
        } => ReadError::OtherFormat(Legacy::MacroSheets),
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
