//! Where each field is: in its row and its column, or in another cell of the area it was merged of.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, Area};
use crate::book::{RawBook, RawSheet};
use crate::form::{Form, Kind};
use crate::submission::drift::{Rejoined, Stray};
use crate::submission::place::SheetMap;

/// Where the names lead, by sheet of the form, then by the index of the field.
pub(super) type Named = Vec<BTreeMap<usize, Address>>;

/// The places of the fields, and what was odd about them.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) at: Vec<Option<(usize, Address)>>,
    pub(super) strays: Vec<Stray>,
    pub(super) rejoined: Vec<Rejoined>,
}

/// Finds each field: where its row and its column meet. Its name alone counts where one of the two is gone.
pub(super) fn places(
    form: &Form,
    book: &RawBook,
    sheets: &[Option<SheetMap>],
    named: &Named,
) -> Places {
    let met = |field: usize| {
        let map = sheets.get(form.fields[field].sheet)?.as_ref()?;
        Some((map.sheet, map.cell(form.fields[field].cell())?))
    };
    let met: Vec<Option<(usize, Address)>> = (0..form.fields.len()).map(met).collect();
    let taken: BTreeSet<(usize, Address)> = met.iter().flatten().copied().collect();
    let mut places = Places::default();
    for (field, met) in met.into_iter().enumerate() {
        let sheet = form.fields[field].sheet;
        let map = sheets.get(sheet).and_then(Option::as_ref);
        let name = named
            .get(sheet)
            .and_then(|named| named.get(&field))
            .copied();
        let at = met.or_else(|| {
            let alone = (map?.sheet, name?);
            (!taken.contains(&alone)).then_some(alone)
        });
        if let (Some((raw, read)), Some(name)) = (at, name)
            && name != read
        {
            places.strays.push(Stray {
                field,
                sheet: raw,
                named: name,
                read,
            });
        }
        let is_input = form.fields[field].kind == Kind::Input;
        let moved = map.filter(|_| is_input).and_then(|map| {
            let found = book.sheets.get(map.sheet)?;
            match at {
                Some((_, at)) if !found.value(at).is_blank() => None,
                Some((_, at)) => elsewhere(form, field, map, found, at, &taken),
                // The first row or column of merged cells was deleted: what is left of them may still hold the value.
                None => only_one(form, field, map, found, &|cell| {
                    !taken.contains(&(map.sheet, cell))
                }),
            }
        });
        if let (Some(map), Some(found)) = (map, moved) {
            places.rejoined.push(Rejoined {
                field,
                sheet: map.sheet,
                cell: at.map_or(form.fields[field].cell(), |(_, at)| at),
                found,
            });
        }
        let moved = map.zip(moved).map(|(map, found)| (map.sheet, found));
        places.at.push(moved.or(at));
    }
    places
}

/// The one cell that holds what belongs into a blank field, because cells were split or merged.
fn elsewhere(
    form: &Form,
    field: usize,
    map: &SheetMap,
    found: &RawSheet,
    at: Address,
    taken: &BTreeSet<(usize, Address)>,
) -> Option<Address> {
    let covering = found.merged(at);
    if let Some(merged) = covering.filter(|area| area.first != at) {
        return merged_over(form, field, map, found, merged, taken);
    }
    only_one(form, field, map, found, &|cell| {
        let is_covered = covering.is_some_and(|area| area.contains(cell));
        cell != at && !is_covered && !taken.contains(&(map.sheet, cell))
    })
}

/// The one cell of a field's area that holds something.
fn only_one(
    form: &Form,
    field: usize,
    map: &SheetMap,
    found: &RawSheet,
    may_be: &dyn Fn(Address) -> bool,
) -> Option<Address> {
    let split: Vec<Address> = form.fields[field]
        .area
        .cells()
        .filter_map(|cell| map.cell(cell))
        .filter(|cell| !found.value(*cell).is_blank() && may_be(*cell))
        .collect();
    match split.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// A field that was merged with cells before it: what is left of all stands in the first of them.
fn merged_over(
    form: &Form,
    field: usize,
    map: &SheetMap,
    found: &RawSheet,
    merged: Area,
    taken: &BTreeSet<(usize, Address)>,
) -> Option<Address> {
    let of_fields = merged
        .cells()
        .take(MERGED)
        .filter(|cell| taken.contains(&(map.sheet, *cell)))
        .count();
    let sheet = form.fields[field].sheet;
    let is_label = map.form_cell(merged.first).is_some_and(|cell| {
        let laid = &form.sheets[sheet];
        let mut labels = laid.labels.iter();
        laid.heading_area(&form.pack).contains(cell)
            || labels.any(|label| !label.text.is_empty() && label.area.contains(cell))
    });
    let holds = !found.value(merged.first).is_blank();
    (of_fields == 1 && !is_label && holds && merged.cells().nth(MERGED).is_none())
        .then_some(merged.first)
}

/// So many cells merged into one are still looked at.
const MERGED: usize = 1000;
