//! A workbook as it was found: what stands in it, and what can be told of its locks.
//!
//! What a format does not tell is `None`, so that no rule takes "not known" for "not there".

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CellValue, Visibility, day};
use crate::address::{Address, Area};
use crate::date;
use crate::number::Number;

/// What kind of file a workbook was read from, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Format {
    /// Office Open XML, .xlsx and .xlsm.
    #[default]
    Xlsx,
    /// Excel's binary workbook, .xlsb.
    Xlsb,
    /// Excel 97–2003, .xls; WPS's .et is the same in most cases.
    Xls,
    /// OpenDocument, .ods.
    Ods,
}

/// A workbook as it was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawBook {
    /// What kind of file it was.
    pub format: Format,
    /// The sheets in order. One that has no cells, as a chart sheet, has itself as its only drawing.
    pub sheets: Vec<RawSheet>,
    /// Defined names, as far as they refer to a single cell or merged area of a sheet.
    pub names: Vec<RawName>,
    /// The files that formulas of the workbook point to, as their paths are written.
    pub links: Vec<String>,
    /// Whether it carries a digital signature, which any change breaks.
    pub signed: bool,
    /// Whether it carries macros.
    pub macros: bool,
    /// When a program saved it last, by its own record: `2025-03-14 08:01:02`, of one zone where it tells the zone.
    #[serde(default)]
    pub saved: Option<String>,
    /// Whether its structure is locked: no sheet can be added, removed, renamed or moved.
    #[serde(default)]
    pub structure_locked: Option<bool>,
}

impl RawBook {
    /// Whether the texts of formulas are what the file says. Of other formats than .xlsx it is only known that there are
    /// formulas: calamine swaps operators and loses names of sheets, and OpenDocument has a syntax of its own.
    pub fn tells_formulas(&self) -> bool {
        self.format == Format::Xlsx
    }

    /// Whether it is known which cells hold formulas: of .xls and .xlsb calamine passes over some.
    pub fn lists_formulas(&self) -> bool {
        matches!(self.format, Format::Xlsx | Format::Ods)
    }

    /// The sheet of this name.
    pub fn sheet(&self, name: &str) -> Option<&RawSheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// A defined name as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawName {
    /// The name.
    pub name: String,
    /// The zero-based sheet on which alone it is known, counted in [`RawBook::sheets`]; `None` for the whole workbook.
    /// Copying a sheet in Excel leaves a second set of names behind that only the copy knows.
    pub scope: Option<usize>,
    /// What it refers to.
    pub place: RawPlace,
}

/// What a defined name refers to: a sheet by its name, and a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawPlace {
    /// The sheet's name, without quotes.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
}

/// A sheet as it was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RawSheet {
    /// The name on the tab.
    pub name: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// Cells that hold a value or a formula.
    #[serde(with = "cells")]
    pub cells: BTreeMap<Address, RawCell>,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Whether the sheet is protected.
    pub protected: Option<bool>,
    /// The cells of [`RawSheet::cells`] that stay open when the sheet is protected.
    pub unlocked: Option<BTreeSet<Address>>,
    /// The number formats of the cells of [`RawSheet::cells`], those of General left out.
    #[serde(with = "cells")]
    pub number_formats: BTreeMap<Address, String>,
    /// Data validations.
    pub validations: Option<Vec<RawValidation>>,
    /// Notes (and the threads of comments, joined) by cell.
    #[serde(with = "cells")]
    pub notes: BTreeMap<Address, String>,
    /// Zero-based first and last rows that are not shown.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Zero-based first and last columns that are not shown.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Pictures, charts, shapes and controls that lie on the sheet.
    pub drawings: Vec<Drawing>,
}

impl RawSheet {
    /// What a cell holds; a cell that is not there is blank.
    pub fn value(&self, at: Address) -> &CellValue {
        static BLANK: CellValue = CellValue::Blank;
        self.cells.get(&at).map_or(&BLANK, |cell| &cell.value)
    }

    /// The merged area that a cell lies in.
    pub fn merged(&self, at: Address) -> Option<Area> {
        self.merges.iter().find(|area| area.contains(at)).copied()
    }

    /// What a cell shows of the number in it where its format makes a day of it, as people write days: 2023年9月, 1月2日. `None`
    /// for a cell that holds no number, and for one whose format shows none of year, month and day.
    pub fn day(&self, at: Address) -> Option<String> {
        let CellValue::Number(number) = self.value(at) else {
            return None;
        };
        let letters = day::letters(self.number_formats.get(&at)?);
        let day = date::from_serial(*number)?;
        let year = format!("{}年", day.year());
        let (month, of_month) = (format!("{}月", day.month()), format!("{}日", day.day()));
        Some(match (letters.contains('y'), letters.contains('d')) {
            (true, true) => format!("{year}{month}{of_month}"),
            (false, true) => format!("{month}{of_month}"),
            (true, false) if letters.contains('m') => format!("{year}{month}"),
            (true, false) => year,
            (false, false)
                if letters.chars().all(|letter| letter == 'm') && !letters.is_empty() =>
            {
                month
            }
            (false, false) => return None,
        })
    }

    /// What a cell shows of the number in it where its format makes a time of day or a span of hours of it: 12:05. `None` for
    /// a cell that holds no number, and for one whose format shows none of hours, minutes and seconds, or a day as well.
    pub fn time(&self, at: Address) -> Option<String> {
        let CellValue::Number(number) = self.value(at) else {
            return None;
        };
        let format = self.number_formats.get(&at)?;
        let letters = day::letters(format);
        if !letters.contains(['h', 's']) || letters.contains(['y', 'd']) {
            return None;
        }
        let seconds = number.mul(Number::from(86_400))?.round(0)?.to_i64()?;
        let (minutes, second) = (seconds.abs() / 60, seconds.abs() % 60);
        let hours = match minutes / 60 {
            // [h] goes on counting.
            hours if format.contains('[') => hours,
            hours => hours % 24,
        };
        let sign = if seconds < 0 { "-" } else { "" };
        let time = format!("{sign}{hours}:{:02}", minutes % 60);
        Some(if second == 0 {
            time
        } else {
            format!("{time}:{second:02}")
        })
    }

    /// Whether a zero-based row is not shown.
    pub fn is_row_hidden(&self, row: u32) -> bool {
        self.hidden_rows
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&row))
    }

    /// Whether a zero-based column is not shown.
    pub fn is_column_hidden(&self, column: u32) -> bool {
        self.hidden_columns
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// A cell as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCell {
    /// Its value; for a formula the cached result, blank when none was saved.
    pub value: CellValue,
    /// The formula's text without `=`, shared and array formulas written out.
    pub formula: Option<String>,
}

/// A data validation as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawValidation {
    /// The cells it holds for.
    pub areas: Vec<Area>,
    /// What it asks for, as the file says it: `decimal`, `list`, `custom`; empty when anything goes.
    pub kind: String,
}

/// Something that lies on a sheet and is no cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// The cell its upper left corner lies on, where the file says so.
    pub at: Option<Address>,
    /// The cell its lower right corner lies on, where the file says so.
    #[serde(default)]
    pub to: Option<Address>,
    /// What it is: `picture`, `chart`, `shape`, `control`, `object`; `cell picture` for one that stands in a cell in place of a
    /// value; `chart sheet`, `macro sheet`, `dialog sheet` for a whole sheet that has no cells of a form.
    pub kind: String,
    /// The texts written in it, or what its author says it shows; empty when there is neither.
    pub text: String,
}

/// Maps by cell, written as lists: an address is no key of JSON.
mod cells {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::address::Address;

    pub(super) fn serialize<S: Serializer, T: Serialize>(
        map: &BTreeMap<Address, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Address, T>, D::Error> {
        let list: Vec<(Address, T)> = Vec::deserialize(deserializer)?;
        Ok(list.into_iter().collect())
    }
}
