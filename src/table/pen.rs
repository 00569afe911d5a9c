//! How the cells of the tables look.

use crate::book::{Align, Border, Cell, CellValue, Style};
use crate::generate::body;
use crate::number::Number;
use crate::template::Look;

/// Background of a figure that differs from the reported one.
pub(crate) const DIFFERS: u32 = 0xFF_EB_9C;
/// Background of what cannot be counted or read.
pub(crate) const WRONG: u32 = 0xFF_C7_CE;
/// Background of headings, and of rows that are no department's.
const HEADING: u32 = 0xD9_E1_F2;
/// Background of totals.
const TOTAL: u32 = 0xF2_F2_F2;
/// Colour of what leads somewhere.
const LINK: u32 = 0x05_63_C1;

/// Makes cells in the look of a pack.
pub(crate) struct Pen {
    /// The look.
    pub(crate) look: Look,
    body: Style,
}

impl Pen {
    pub(crate) fn new(look: &Look) -> Pen {
        let body = Style {
            border: Border::All,
            ..body(look)
        };
        Pen {
            look: look.clone(),
            body,
        }
    }

    fn cell(&self, value: CellValue, align: Align) -> Cell {
        Cell {
            value,
            style: Style {
                align,
                ..self.body.clone()
            },
            ..Cell::default()
        }
    }

    /// A text at the left.
    pub(crate) fn text(&self, text: &str) -> Cell {
        self.cell(words(text), Align::Left)
    }

    /// A short text in the middle.
    pub(crate) fn word(&self, text: &str) -> Cell {
        self.cell(words(text), Align::Center)
    }

    /// A number at the right; an empty format shows it as it is.
    pub(crate) fn number(&self, number: Number, format: &str) -> Cell {
        self.figure(CellValue::Number(number), format)
    }

    /// How many of something.
    pub(crate) fn count(&self, count: usize) -> Cell {
        let count = Number::from(i64::try_from(count).unwrap_or(i64::MAX));
        self.cell(CellValue::Number(count), Align::Center)
    }

    /// A value in a column of numbers.
    pub(crate) fn figure(&self, value: CellValue, format: &str) -> Cell {
        let mut cell = self.cell(value, Align::Right);
        format.clone_into(&mut cell.style.number_format);
        cell
    }

    /// The heading of a column.
    pub(crate) fn heading(&self, text: &str) -> Cell {
        let cell = self.cell(words(text), Align::Center);
        bold(filled(cell, HEADING))
    }

    /// A line across a table that tells what comes below.
    pub(crate) fn banner(&self, text: &str) -> Cell {
        let cell = self.cell(words(text), Align::Left);
        bold(filled(cell, HEADING))
    }

    /// A line of text above a table.
    pub(crate) fn line(&self, text: &str) -> Cell {
        let mut cell = self.text(text);
        cell.style.border = Border::None;
        cell
    }
}

/// The cell on a background.
pub(crate) fn filled(mut cell: Cell, fill: u32) -> Cell {
    cell.style.fill = Some(fill);
    cell
}

/// The cell as part of a row of totals.
pub(crate) fn total(cell: Cell) -> Cell {
    bold(filled(cell, TOTAL))
}

/// The cell as a link to another one.
pub(crate) fn linked(mut cell: Cell, sheet: &str, to: crate::address::Address) -> Cell {
    cell.link = Some((sheet.to_owned(), to));
    cell.style.color = Some(LINK);
    cell.style.underline = true;
    cell
}

fn bold(mut cell: Cell) -> Cell {
    cell.style.bold = true;
    cell
}

fn words(text: &str) -> CellValue {
    if text.is_empty() {
        CellValue::Blank
    } else {
        CellValue::Text(text.to_owned())
    }
}
