//! What the text of a cell stands for.

use super::styles::CellFormat;
use crate::book::{CellValue, RawCell};
use crate::date;
use crate::number::Number;

/// Days between the epochs of the two date systems: dates of a 1904 workbook are brought to 1900.
const DAYS_1900_TO_1904: f64 = 1462.0;

/// What stands in a cell, as its type has it.
pub(super) fn value(
    kind: &str,
    written: String,
    format: Option<&CellFormat>,
    since_1904: bool,
) -> CellValue {
    match kind {
        "" | "n" => number(written, format, since_1904),
        "b" => match written.trim() {
            "" => CellValue::Blank,
            truth => CellValue::Bool(matches!(truth, "1" | "true")),
        },
        "e" if !written.is_empty() => CellValue::Error(written),
        "d" => match iso_date(&written) {
            Some(day) => CellValue::Number(day),
            None => CellValue::Text(written),
        },
        // A formula may come to an empty text, which is not the same as nothing.
        _ => CellValue::Text(written),
    }
}

/// A number by its shortest text. What is none is kept as a text: somebody has to see it.
fn number(written: String, format: Option<&CellFormat>, since_1904: bool) -> CellValue {
    let text = written.trim();
    if text.is_empty() {
        return CellValue::Blank;
    }
    let Ok(float) = text.parse::<f64>() else {
        return CellValue::Text(written);
    };
    let is_day = format.is_some_and(|format| format.is_date);
    serial(float, since_1904 && is_day)
}

/// A number that may be a day counted from 1904: it is brought to the other date system.
pub(in crate::book::read) fn serial(float: f64, since_1904: bool) -> CellValue {
    // Below 1 it is a time of day.
    decimal(if since_1904 && float >= 1.0 {
        float + DAYS_1900_TO_1904
    } else {
        float
    })
}

/// A float that is no decimal: `1e400` reads as infinite and is an error, `1e300` is kept as a text so that somebody
/// sees it.
pub(in crate::book::read) fn decimal(float: f64) -> CellValue {
    match Number::from_f64(float) {
        Some(number) => CellValue::Number(number),
        None if float.is_finite() => CellValue::Text(format!("{float:e}")),
        None => CellValue::Error("#NUM!".to_owned()),
    }
}

/// LibreOffice saves constants that are truth values or errors as formulas: `FALSE()`, `#DIV/0!`.
pub(super) fn settle(cell: &mut RawCell) {
    let constant = match cell.formula.as_deref() {
        Some("TRUE()") => CellValue::Bool(true),
        Some("FALSE()") => CellValue::Bool(false),
        Some(formula) if matches!(&cell.value, CellValue::Error(error) if error == formula) => {
            cell.value.clone()
        }
        _ => return,
    };
    *cell = RawCell {
        value: constant,
        formula: None,
    };
}

/// The serial number of `2024-01-31`, with or without a time, which is dropped: forms ask for days. `None` for a day that does
/// not exist, which stays the text it is.
pub(in crate::book::read) fn iso_date(text: &str) -> Option<Number> {
    let day = date::parse(text.split('T').next()?)?;
    // Excel counts a day in 1900 that never was.
    date::to_serial(day).filter(|_| day.year() > 1900)
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
        for text in [
            "2024-13-01",
            "2024-02-31",
            "2023-02-29",
            "2024-04-31",
            "1900-03-01",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
        assert_eq!(iso_date("08:30"), None);
    }

    #[test]
    fn floats_that_are_no_decimals_do_not_vanish() {
        assert_eq!(decimal(f64::INFINITY), CellValue::Error("#NUM!".to_owned()));
        assert_eq!(decimal(1e300), CellValue::Text("1e300".to_owned()));
    }
}
