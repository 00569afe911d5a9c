//! What stands in one cell of an OpenDocument spreadsheet.

use super::{formula, text, times};
use crate::book::read::ReadError;
use crate::book::read::xlsx::value::{decimal, iso_date, settle};
use crate::book::{CellValue, RawCell};
use crate::formula::ErrorKind;
use crate::package::{Element, Xml};

/// A cell as it is written, for itself and for those that repeat it.
pub(super) struct Written {
    /// What it holds; `None` where there is nothing.
    pub(super) cell: Option<RawCell>,
    /// How many cells in a row are this one.
    pub(super) times: u64,
    /// How many rows and columns are merged into it, where it is more than itself.
    pub(super) merged: Option<(u64, u64)>,
}

/// What the attributes of a cell say; what it shows stands within.
pub(super) struct Attributes {
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    /// LibreOffice writes an error as an empty text, and that it is one in an extension.
    is_error: bool,
    times: u64,
    merged: Option<(u64, u64)>,
}

impl Written {
    /// Reads the attributes.
    pub(super) fn read(element: &Element<'_>) -> Result<Attributes, ReadError> {
        let kind = element.get("value-type")?.unwrap_or_default();
        let value = match kind.as_str() {
            "date" => element.get("date-value")?,
            "time" => element.get("time-value")?,
            "boolean" => element.get("boolean-value")?,
            "float" | "percentage" | "currency" => element.get("value")?,
            _ => element.get("string-value")?,
        };
        let rows = times(element, "number-rows-spanned")?;
        let columns = times(element, "number-columns-spanned")?;
        Ok(Attributes {
            is_error: element.says("value-type", "error")?,
            kind,
            value,
            formula: element.get("formula")?,
            times: times(element, "number-columns-repeated")?,
            merged: (rows > 1 || columns > 1).then_some((rows, columns)),
        })
    }
}

impl Attributes {
    /// Reads what the cell shows, and what it holds by that.
    pub(super) fn complete(self, xml: &mut Xml<'_>, sheet: &str) -> Result<Written, ReadError> {
        let shown = text::paragraphs(xml, sheet)?;
        let (times, merged) = (self.times, self.merged);
        let mut cell = RawCell {
            formula: self.formula.as_deref().map(formula::excel),
            value: CellValue::Blank,
        };
        cell.value = self.value(shown);
        settle(&mut cell);
        let is_nothing = match &cell.value {
            CellValue::Blank => true,
            CellValue::Text(text) => text.is_empty(),
            _ => false,
        };
        Ok(Written {
            cell: (!is_nothing || cell.formula.is_some()).then_some(cell),
            times,
            merged,
        })
    }

    fn value(self, shown: String) -> CellValue {
        let code = shown.trim();
        if self.is_error || self.formula.is_some() && is_error(code) {
            let told = self.value.filter(|_| code.is_empty());
            return CellValue::Error(told.unwrap_or_else(|| code.to_owned()));
        }
        let Some(value) = self.value else {
            return match shown.is_empty() && self.formula.is_none() {
                true => CellValue::Blank,
                false => CellValue::Text(shown),
            };
        };
        match self.kind.as_str() {
            "boolean" => CellValue::Bool(value.trim() == "true"),
            "date" => iso_date(&value).map_or(CellValue::Text(value), CellValue::Number),
            "float" | "percentage" | "currency" => match value.trim().parse() {
                Ok(float) => decimal(float),
                // What is no number is kept as a text: somebody has to see it.
                Err(_) => CellValue::Text(value),
            },
            _ => CellValue::Text(value),
        }
    }
}

/// Whether a text is how a program shows an error: `#DIV/0!`, `Err:522`.
fn is_error(shown: &str) -> bool {
    let number = shown.strip_prefix("Err:");
    ErrorKind::parse(shown).is_some() || number.is_some_and(|number| number.parse::<u16>().is_ok())
}
