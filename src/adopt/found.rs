//! What was found for a sheet: texts and numbers row under row, and the labels of the form in them.

use std::collections::BTreeMap;

use crate::address::Area;
use crate::adopt::material::{Place, Spot};
use crate::adopt::pattern::Sheet;
use crate::adopt::split::split;
use crate::align::{Line, written};
use crate::book::CellValue;

/// Longer texts are no labels.
const LONGEST_LABEL: usize = 600;

/// What was found for a sheet, row under row.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) cells: Vec<Cell>,
}

/// A cell of it.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) area: Area,
    /// What stands there; behind a label, what follows it.
    pub(super) value: CellValue,
    /// The label in it, as it is compared.
    pub(super) label: Option<String>,
    /// Label and value, as they stand there.
    pub(super) whole: CellValue,
    pub(super) place: Place,
}

impl Cell {
    pub(super) fn is_blank(&self) -> bool {
        self.value.is_blank()
    }

    /// What stands there, behind a label what follows it.
    pub(super) fn spot(&self) -> Spot {
        Spot {
            area: self.area,
            value: self.value.clone(),
            place: self.place.clone(),
        }
    }

    /// What it says as the cell of a field: a word that the form prints somewhere else is an entry there, as the unit 元 is.
    pub(super) fn entry(&self) -> Spot {
        match self.is_word() {
            true => self.whole(),
            false => self.spot(),
        }
    }

    /// Whether it holds nothing but a word that is also a label of the form.
    pub(super) fn is_word(&self) -> bool {
        let said = self.whole().text();
        self.label.is_some() && self.is_blank() && !said.trim().ends_with([':', '：'])
    }

    /// What stands there with its label.
    pub(super) fn whole(&self) -> Spot {
        Spot {
            value: self.whole.clone(),
            ..self.spot()
        }
    }

    pub(super) fn text(&self) -> String {
        self.spot().text()
    }
}

impl Found {
    /// Adds the cells of a table, or a paragraph as a row of its own, below what is there.
    pub(super) fn add(&mut self, spots: &[Spot], sheet: &Sheet) {
        let top = self.cells.iter().map(|cell| cell.area.last.row + 1).max();
        let top = top.unwrap_or(0);
        for spot in spots {
            let mut area = spot.area;
            area.first.row += top;
            area.last.row += top;
            let cell = |value: CellValue, label: Option<String>, whole: CellValue| Cell {
                area,
                value,
                label,
                whole,
                place: spot.place.clone(),
            };
            let parts = match &spot.value {
                CellValue::Text(text) => split(text, sheet),
                _ => Vec::new(),
            };
            if parts.is_empty() {
                self.cells
                    .push(cell(spot.value.clone(), None, spot.value.clone()));
            }
            for part in parts {
                let rest = match part.rest.is_empty() {
                    true => CellValue::Blank,
                    false => CellValue::Text(part.rest),
                };
                let whole = CellValue::Text(part.whole);
                self.cells.push(cell(rest, Some(part.label), whole));
            }
        }
    }

    /// What is written in each row.
    pub(super) fn lines(&self) -> BTreeMap<u32, Line> {
        let mut lines: BTreeMap<u32, Line> = BTreeMap::new();
        for cell in &self.cells {
            if let Some(said) = cell.said() {
                let row = lines.entry(cell.area.first.row).or_default();
                row.push((cell.area.first.column, said));
            }
        }
        lines
    }
}

impl Cell {
    /// What it says where a label could stand.
    pub(super) fn said(&self) -> Option<String> {
        match (&self.label, &self.value) {
            (Some(label), _) => Some(label.clone()),
            (None, CellValue::Text(text)) if text.len() <= LONGEST_LABEL => {
                Some(written(text)).filter(|said| !said.is_empty())
            }
            _ => None,
        }
    }
}

/// Whether a cell is blank, or holds nothing but the marks with which blank forms are drawn: `**`, `……`.
pub(super) fn says_nothing(cell: &Cell) -> bool {
    let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '…' | '.' | '·' | '．');
    cell.is_blank() || cell.label.is_none() && cell.text().chars().all(marks)
}
