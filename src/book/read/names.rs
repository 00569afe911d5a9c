//! What a defined name refers to.

use std::collections::{HashMap, HashSet};

use crate::address::{Address, Area};
use crate::book::{RawBook, RawPlace};

/// The sheets names may lead to, so that each of many names is looked up at once.
pub(super) struct Sheets<'a> {
    /// By their names in small letters, the first of several.
    by_name: HashMap<String, (&'a str, HashSet<Area>)>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(book: &'a RawBook) -> Sheets<'a> {
        let mut by_name = HashMap::new();
        for sheet in &book.sheets {
            let merges = || sheet.merges.iter().copied().collect();
            by_name
                .entry(sheet.name.to_lowercase())
                .or_insert_with(|| (sheet.name.as_str(), merges()));
        }
        Sheets { by_name }
    }

    /// The cell a name leads to: `附件1!$B$4`, `'附件 1'!B4`, or the first cell of a merged area `附件1!$B$4:$C$4`.
    ///
    /// `None` for constants, formulas, broken references, other workbooks, sheets that are not there, and areas.
    pub(super) fn place(&self, target: &str) -> Option<RawPlace> {
        let target = target.trim();
        let target = target.strip_prefix('=').unwrap_or(target);
        let (sheet, reference) = split(target)?;
        let (sheet, merges) = self.by_name.get(&sheet.to_lowercase())?;
        let cell = match reference.split_once(':') {
            None => Address::parse(reference)?,
            Some((first, last)) => {
                let area = Area::new(Address::parse(first)?, Address::parse(last)?);
                if !area.is_cell() && !merges.contains(&area) {
                    return None;
                }
                area.first
            }
        };
        Some(RawPlace {
            sheet: (*sheet).to_owned(),
            cell,
        })
    }
}

/// Splits `'it''s'!$A$1` into the sheet `it's` and `$A$1`.
fn split(target: &str) -> Option<(String, &str)> {
    let Some(quoted) = target.strip_prefix('\'') else {
        let (sheet, reference) = target.rsplit_once('!')?;
        return Some((sheet.to_owned(), reference));
    };
    let mut sheet = String::new();
    let mut rest = quoted;
    loop {
        let (before, after) = rest.split_once('\'')?;
        sheet.push_str(before);
        match after.strip_prefix('\'') {
            Some(more) => {
                sheet.push('\'');
                rest = more;
            }
            None => return Some((sheet, after.strip_prefix('!')?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::RawSheet;

    #[test]
    fn a_name_leads_to_a_cell_or_to_nothing() {
        let merged = Area::new(Address::new(3, 1), Address::new(3, 2));
        let sheet = |name: &str| RawSheet {
            name: name.to_owned(),
            merges: vec![merged],
            ..RawSheet::default()
        };
        let book = RawBook {
            sheets: vec![sheet("附件1"), sheet("it's A!"), sheet("Data")],
            ..RawBook::default()
        };
        let sheets = Sheets::new(&book);
        for (target, sheet, cell) in [
            ("附件1!$B$4", "附件1", "B4"),
            ("'附件1'!B$4", "附件1", "B4"),
            ("='it''s A!'!$C$2", "it's A!", "C2"),
            ("附件1!$B$4:$C$4", "附件1", "B4"),
            ("附件1!$D$9:$D$9", "附件1", "D9"),
            ("data!$A$1", "Data", "A1"),
        ] {
            let place = sheets.place(target).unwrap();
            assert_eq!(
                (place.sheet.as_str(), place.cell.to_string().as_str()),
                (sheet, cell),
                "{target}"
            );
        }
        for target in [
            "#REF!",
            "附件1!#REF!",
            "附件1!$B$4:$D$9",
            "附件2!$A$1",
            "[1]附件1!$A$1",
            "12",
            "\"text\"",
            "'附件1",
            "",
        ] {
            assert_eq!(sheets.place(target), None, "{target}");
        }
    }
}
