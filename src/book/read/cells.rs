//! The cells of a sheet: positions and formulas in one pass of calamine, values in another.

use std::collections::BTreeMap;

use calamine::{CellErrorType, DataRef, ExcelDateTime, XlsxError};

use super::budget::{Measure, Spent};
use super::{ReadError, Source, refused};
use crate::address::{Address, LAST_COLUMN, LAST_ROW};
use crate::book::{CellValue, RawCell};
use crate::number::Number;

/// Days between the epochs of the two date systems: dates of a 1904 workbook are brought to 1900.
const DAYS_1900_TO_1904: f64 = 1462.0;

/// Reads the cells that hold a value or a formula.
///
/// Two passes, because an error value that calamine does not know (`#SPILL!`) costs its cell's formula and position in
/// the pass over values, but not in the pass over formulas. Both see the same cells in the same order.
pub(super) fn read(
    source: &mut Source<'_>,
    sheet: &str,
    spent: &mut Spent,
) -> Result<BTreeMap<Address, RawCell>, ReadError> {
    let mut cells = BTreeMap::new();
    let positions = formulas(source, sheet, spent, &mut cells)?;
    let since_1904 = source.has_1904_epoch();
    let mut reader = source
        .worksheet_cells_reader(sheet)
        .map_err(|error| refused(sheet, error))?;
    for &at in &positions {
        let value = match reader.next_cell() {
            Ok(Some(cell)) => value(cell.get_value(), since_1904),
            Ok(None) => break,
            Err(XlsxError::CellError(error)) => CellValue::Error(error),
            Err(error) => return Err(refused(&format!("{sheet}!{at}"), error)),
        };
        put(&mut cells, at, value, sheet, spent)?;
    }
    Ok(cells)
}

fn formulas(
    source: &mut Source<'_>,
    sheet: &str,
    spent: &mut Spent,
    cells: &mut BTreeMap<Address, RawCell>,
) -> Result<Vec<Address>, ReadError> {
    let mut positions = Vec::new();
    let mut reader = source
        .worksheet_cells_reader(sheet)
        .map_err(|error| refused(sheet, error))?;
    while let Some(cell) = reader
        .next_formula()
        .map_err(|error| refused(sheet, error))?
    {
        spent.stored(sheet)?;
        let (row, column) = cell.get_position();
        if row > LAST_ROW || column > LAST_COLUMN {
            return Err(ReadError::TooLarge {
                part: sheet.to_owned(),
                what: Measure::SheetSize,
            });
        }
        let at = Address::new(row, column);
        positions.push(at);
        if !cell.get_value().is_empty() {
            spent.filled(sheet)?;
            spent.text(cell.get_value(), sheet)?;
            let formula = Some(cell.get_value().clone());
            cells.insert(
                at,
                RawCell {
                    value: CellValue::Blank,
                    formula,
                },
            );
        }
    }
    Ok(positions)
}

fn put(
    cells: &mut BTreeMap<Address, RawCell>,
    at: Address,
    value: CellValue,
    sheet: &str,
    spent: &mut Spent,
) -> Result<(), ReadError> {
    if let CellValue::Text(text) | CellValue::Error(text) = &value {
        spent.text(text, sheet)?;
    }
    if let Some(cell) = cells.get_mut(&at) {
        cell.value = value;
        return Ok(());
    }
    // A formula may give an empty text; a cell that only holds one is as good as not there.
    let empty = matches!(&value, CellValue::Blank)
        || matches!(&value, CellValue::Text(text) if text.is_empty());
    if !empty {
        spent.filled(sheet)?;
        cells.insert(
            at,
            RawCell {
                value,
                formula: None,
            },
        );
    }
    Ok(())
}

fn value(data: &DataRef<'_>, since_1904: bool) -> CellValue {
    match data {
        DataRef::Empty => CellValue::Blank,
        DataRef::Int(whole) => CellValue::Number(Number::from(*whole)),
        DataRef::Float(float) => number(*float),
        DataRef::DateTime(date) => number(serial(date, since_1904)),
        DataRef::String(text) => CellValue::Text(text.clone()),
        DataRef::SharedString(text) => CellValue::Text((*text).to_owned()),
        DataRef::Bool(truth) => CellValue::Bool(*truth),
        DataRef::DateTimeIso(text) => {
            iso_date(text).map_or_else(|| CellValue::Text(text.clone()), CellValue::Number)
        }
        DataRef::DurationIso(text) => CellValue::Text(text.clone()),
        DataRef::Error(error) => CellValue::Error(error_text(error).to_owned()),
    }
}

/// A float that is no decimal: `1e400` reads as infinite and is an error, `1e300` is kept as a text so that somebody
/// sees it.
fn number(float: f64) -> CellValue {
    match Number::from_f64(float) {
        Some(number) => CellValue::Number(number),
        None if float.is_finite() => CellValue::Text(format!("{float:e}")),
        None => CellValue::Error("#NUM!".to_owned()),
    }
}

fn serial(date: &ExcelDateTime, since_1904: bool) -> f64 {
    if since_1904 && date.is_datetime() {
        date.as_f64() + DAYS_1900_TO_1904
    } else {
        date.as_f64()
    }
}

/// The serial number of `2024-01-31`, with or without a time, which is dropped: forms ask for days.
fn iso_date(text: &str) -> Option<Number> {
    let day = text.split('T').next()?;
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1901..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March.
    let years = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = years * 365 + years / 4 - years / 100 + years / 400 + day_of_year - 719_468;
    Some(Number::from(days + 25_569))
}

fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_become_serial_numbers() {
        for (text, serial) in [
            ("2024-01-31", 45322),
            ("2024-02-29T08:30:00", 45351),
            ("1901-01-01", 367),
        ] {
            assert_eq!(iso_date(text), Some(Number::from(serial)), "{text}");
        }
        assert_eq!(iso_date("2024-13-01"), None);
        assert_eq!(iso_date("08:30"), None);
    }

    #[test]
    fn floats_that_are_no_decimals_do_not_vanish() {
        assert_eq!(number(f64::INFINITY), CellValue::Error("#NUM!".to_owned()));
        assert_eq!(number(1e300), CellValue::Text("1e300".to_owned()));
    }
}
