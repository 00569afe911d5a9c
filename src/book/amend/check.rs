//! Whether a marked copy can be opened, and says what the workbook says.

use std::collections::BTreeMap;

use super::{AmendError, read_again};
use crate::address::Address;
use crate::book::read::ReadError;
use crate::book::{RawBook, RawSheet};
use crate::own::remark;
use crate::package::{Measure, Package, PackageError, Patch, strict};

/// Whether every part that was changed or added is well-formed, prefixes and all. annex reads names without their prefixes, so
/// that what it reads again says nothing of them.
pub(super) fn well_formed(patch: &mut Patch<'_>) -> Result<(), AmendError> {
    let parts = patch.amended();
    let wrong =
        parts.filter_map(|(part, text)| Some((part.to_owned(), strict::check(part, text).err()?)));
    let wrong: Vec<_> = wrong.collect();
    for (part, error) in wrong {
        if let Some(theirs) = was_broken(patch.package(), &part)? {
            // Excel writes boxes of notes as HTML, which it also reads: they stay as they are.
            if part.to_ascii_lowercase().ends_with(".vml") {
                continue;
            }
            return Err(theirs.into());
        }
        return Err(AmendError::Broken {
            what: ReadError::from(error).text().en,
        });
    }
    Ok(())
}

/// What was wrong with a part before it was changed.
fn was_broken(package: &mut Package<'_>, part: &str) -> Result<Option<PackageError>, PackageError> {
    let text = package.text(part, Measure::PartBytes)?;
    Ok(text.and_then(|text| strict::check(part, &text).err()))
}

/// Reads the marked copy and holds it against the workbook, without the sheet that was put in.
pub(super) fn same(book: &RawBook, amended: &[u8], page: &str) -> Result<(), AmendError> {
    let mut copy = read_again(amended)?;
    let differs = |what: String| Err(AmendError::Differs { what });
    let mut before = book.sheets.iter().filter(|sheet| sheet.name != page);
    let mut after = copy.sheets.iter_mut().filter(|sheet| sheet.name != page);
    loop {
        match (before.next(), after.next()) {
            (None, None) => break,
            (Some(one), Some(other)) => {
                if !alike(one, other) {
                    return differs(format!("the sheet '{}'", one.name));
                }
            }
            _ => return differs("the number of sheets".to_owned()),
        }
    }
    if names(book, page) != names(&copy, page) || book.links != copy.links {
        return differs("defined names or links".to_owned());
    }
    Ok(())
}

/// Whether two sheets are the same but for what annex says in notes. The second one takes over the notes of the first:
/// sheets are large, and nothing else of them is copied.
fn alike(one: &RawSheet, other: &mut RawSheet) -> bool {
    let theirs = |sheet: &RawSheet| -> BTreeMap<Address, String> {
        let notes = sheet.notes.iter();
        let theirs = notes.map(|(at, note)| (*at, remark::theirs(note)));
        theirs.filter(|(_, note)| !note.is_empty()).collect()
    };
    let same_notes = theirs(one) == theirs(other);
    other.notes = one.notes.clone();
    same_notes && one == other
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
