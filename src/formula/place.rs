//! What the references of the two dialects name.

use std::fmt;

use crate::address::{Address, Area};

/// The name of a field as a template writes it: `staff.quota`, `special.1.name`, `three_public.*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub String);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a formula in a workbook refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Cells, on the formula's own sheet or on a named one. `$` signs are not kept.
    Cells {
        /// The name of the sheet, without quotes; `None` for the formula's own.
        sheet: Option<String>,
        /// The cells.
        area: Area,
    },
    /// A defined name, of the workbook or of a sheet.
    Name {
        /// The sheet written before the name, without quotes.
        sheet: Option<String>,
        /// The name.
        name: String,
    },
}

impl fmt::Display for Place {
    /// As Excel writes it: `'附件3 项目 (2)'!B4:B9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Place::Cells { sheet, .. } | Place::Name { sheet, .. }) = self;
        if let Some(sheet) = sheet {
            write!(f, "{}!", quote_sheet(sheet))?;
        }
        match self {
            Place::Cells { area, .. } => area.fmt(f),
            Place::Name { name, .. } => f.write_str(name),
        }
    }
}

/// The name of a sheet as it stands before `!`: in quotes unless it is a plain word.
///
/// ```
/// use annex::formula::quote_sheet;
/// assert_eq!(quote_sheet("附件1"), "附件1");
/// assert_eq!(quote_sheet("附件3 项目 (2)"), "'附件3 项目 (2)'");
/// assert_eq!(quote_sheet("it's"), "'it''s'");
/// ```
pub fn quote_sheet(name: &str) -> String {
    let plain = name.chars().all(is_word_char) && name.chars().next().is_some_and(is_word_start);
    if plain && !looks_like_an_address(name) {
        name.to_string()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

/// `R1C1` and the like are addresses too, in Excel's other notation, so that Excel quotes such a sheet.
fn looks_like_an_address(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let row_column = upper
        .strip_prefix('R')
        .or_else(|| upper.strip_prefix('C'))
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == 'C'));
    row_column || Address::parse(name).is_some() || matches!(upper.as_str(), "TRUE" | "FALSE")
}

/// Whether a name may begin with this: a letter of any script, or `_`.
pub(super) fn is_word_start(c: char) -> bool {
    c == '_' || (c.is_alphabetic() && !is_wide(c))
}

/// Whether a name may go on with this.
pub(super) fn is_word_char(c: char) -> bool {
    is_word_start(c) || c.is_ascii_digit()
}

/// Whether this is the full-width form of an ASCII character, as a Chinese input method writes it.
pub(super) fn is_wide(c: char) -> bool {
    ('\u{ff01}'..='\u{ff5e}').contains(&c)
}
