//! Whether a marked copy says what the workbook says.

use std::collections::BTreeMap;

use super::{AmendError, read_again};
use crate::address::Address;
use crate::book::{RawBook, RawSheet};
use crate::own::remark;

/// Reads the marked copy and holds it against the workbook, without the sheet that was put in.
pub(super) fn same(book: &RawBook, amended: &[u8], page: &str) -> Result<(), AmendError> {
    let copy = read_again(amended)?;
    let sheets = |book: &RawBook| -> Vec<RawSheet> {
        let others = book.sheets.iter().filter(|sheet| sheet.name != page);
        others.cloned().map(bare).collect()
    };
    let differs = |what: String| Err(AmendError::Differs { what });
    let (before, after) = (sheets(book), sheets(&copy));
    if before.len() != after.len() {
        return differs("the number of sheets".to_owned());
    }
    if let Some((sheet, _)) = before.iter().zip(&after).find(|(one, other)| one != other) {
        return differs(format!("the sheet '{}'", sheet.name));
    }
    if names(book, page) != names(&copy, page) || book.links != copy.links {
        return differs("defined names or links".to_owned());
    }
    Ok(())
}

/// A sheet with nothing but the department's own notes.
fn bare(mut sheet: RawSheet) -> RawSheet {
    sheet.notes = std::mem::take(&mut sheet.notes)
        .into_iter()
        .map(|(at, note)| (at, remark::theirs(&note)))
        .filter(|(_, note)| !note.is_empty())
        .collect::<BTreeMap<Address, String>>();
    sheet
}

/// Names, each with the sheet that alone knows it, and what it refers to.
fn names<'b>(book: &'b RawBook, page: &str) -> Vec<(&'b str, Option<&'b str>, &'b str, Address)> {
    let sheet = |at: usize| book.sheets.get(at).map(|sheet| sheet.name.as_str());
    let names = book.names.iter().map(|name| {
        let place = &name.place;
        (
            name.name.as_str(),
            name.scope.and_then(sheet),
            place.sheet.as_str(),
            place.cell,
        )
    });
    let mut names: Vec<_> = names
        .filter(|(_, scope, ..)| *scope != Some(page))
        .collect();
    names.sort_unstable();
    names
}
