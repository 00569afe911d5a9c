//! Finds the sheets, rows and columns of a form in a workbook, and lays it out larger where the department made it so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::book::RawBook;
use crate::form::{self, Form};
use crate::identity::Identity;
use crate::own;
use crate::submission::drift::{Added, Copied, Taken};
use crate::submission::fields::Named;
use crate::submission::grow;
use crate::submission::names::Names;
use crate::submission::place::SheetMap;
use crate::submission::search::Search;
use crate::submission::sheets::{self, Assigned};
use crate::template::Mistake;

/// A form found in a workbook.
pub(super) struct Found {
    /// The form, as large as what came back.
    pub(super) form: Form,
    /// The form as it was sent, if it has become larger.
    pub(super) sent: Option<Form>,
    /// Where each sheet is.
    pub(super) sheets: Vec<Option<SheetMap>>,
    /// Where the names of the fields lead on their sheets.
    pub(super) named: Named,
    pub(super) copies: Vec<Copied>,
    pub(super) added: Vec<Added>,
}

/// Finds a form in a workbook.
///
/// # Errors
/// As [`form::resolve`], which a pack without mistakes never gives.
pub(super) fn find(sent: Form, book: &RawBook) -> Result<Found, Vec<Mistake>> {
    let names = Names::new(book);
    let assigned = sheets::assign(&sent, book, &names);
    let copies = sheets::copies(&sent, book, &names, &assigned);
    let (spec, grown) = grow::with_copies(&sent, book, &assigned, copies);
    let has_room = grown.iter().any(|grown| grown.taken.is_some());
    let source: Vec<String> = grown
        .iter()
        .map(|grown| sent.sheets[grown.copy.of].id.clone())
        .collect();
    let mut by_id: HashMap<String, Assigned> = sent
        .sheets
        .iter()
        .zip(assigned)
        .filter_map(|(sheet, found)| Some((sheet.id.clone(), found?)))
        .collect();
    for (grown, source) in grown.iter().zip(&source) {
        if let Some(id) = &grown.taken {
            let found = Assigned {
                raw: grown.copy.raw,
                named: source.clone(),
            };
            by_id.insert(id.clone(), found);
        }
    }
    let (mut form, mut before) = if has_room {
        (form::resolve(&sent.pack, &spec)?, Some(sent))
    } else {
        (sent, None)
    };

    let mut maps: Vec<Option<SheetMap>> = (0..form.sheets.len())
        .map(|sheet| search(&form, sheet, book, &names, &by_id)?.map())
        .collect();
    let inserted: Vec<BTreeMap<usize, Vec<u32>>> = maps
        .iter()
        .enumerate()
        .map(|(sheet, map)| {
            let map = map.as_ref();
            map.map(|map| grow::inserted(&form, sheet, map, &book.sheets[map.sheet]))
                .unwrap_or_default()
        })
        .collect();
    let mut added = Vec::new();
    let mut spec = Identity::of(&form).spec;
    for (map, inserted) in maps.iter().zip(&inserted) {
        for (&block, places) in inserted {
            let known = form.blocks[block].rows.len();
            for (row, &at) in (known..).zip(places) {
                added.push(Added {
                    row: form::RowOf { block, row },
                    raw: map.as_ref().map_or(0, |map| map.sheet),
                    at,
                });
            }
            let rows = u32::try_from(known + places.len()).unwrap_or(u32::MAX);
            spec.rows.insert(form.blocks[block].id.clone(), rows);
        }
    }
    if !added.is_empty() {
        for (sheet, (map, inserted)) in maps.iter_mut().zip(&inserted).enumerate() {
            if let Some(map) = map {
                map.rows = grow::spliced(&form, sheet, &map.rows, inserted);
                map.added = inserted.values().flatten().copied().collect();
            }
        }
        let larger = form::resolve(&form.pack, &spec)?;
        let smaller = std::mem::replace(&mut form, larger);
        before.get_or_insert(smaller);
    }
    let named = (0..form.sheets.len())
        .map(|sheet| {
            let search = search(&form, sheet, book, &names, &by_id);
            search.map(|search| search.named).unwrap_or_default()
        })
        .collect();
    let at = |id: &str| form.sheets.iter().position(|sheet| sheet.id == id);
    let copies = grown
        .iter()
        .zip(&source)
        .filter_map(|(grown, source)| {
            let taken = match &grown.taken {
                Some(id) => Taken::AsSheet(at(id)?),
                None => grown.why_not,
            };
            Some(Copied {
                raw: grown.copy.raw,
                of: at(source)?,
                taken,
            })
        })
        .collect();
    Ok(Found {
        sheets: maps,
        named,
        copies,
        added,
        sent: before,
        form,
    })
}

fn search<'a>(
    form: &'a Form,
    sheet: usize,
    book: &'a RawBook,
    names: &Names,
    assigned: &HashMap<String, Assigned>,
) -> Option<Search<'a>> {
    let laid = &form.sheets[sheet];
    let found = assigned.get(&laid.id)?;
    let name = |field: usize| {
        let local = form.fields[field].id.strip_prefix(&laid.id)?;
        names.on(&format!("{}{local}", found.named), found.raw)
    };
    Some(Search {
        form,
        sheet,
        found: book.sheets.get(found.raw)?,
        raw: found.raw,
        named: laid
            .fields
            .iter()
            .filter_map(|&field| Some((field, name(field)?)))
            .collect(),
        status: names.on(&own::status(&found.named), found.raw),
    })
}

/// Takes rows and columns for gone of which all fields are.
pub(super) fn forget(form: &Form, sheets: &mut [Option<SheetMap>], gone: &BTreeSet<usize>) {
    for (sheet, map) in sheets.iter_mut().enumerate() {
        let Some(map) = map else { continue };
        let fields = || form.sheets[sheet].fields.iter();
        let left = || fields().filter(|field| !gone.contains(field));
        let row = |field: &usize| form.fields[*field].cell().row as usize;
        let column = |field: &usize| form.fields[*field].cell().column as usize;
        let rows: BTreeSet<usize> = left().map(row).collect();
        let columns: BTreeSet<usize> = left().map(column).collect();
        for field in fields().filter(|field| gone.contains(field)) {
            if !rows.contains(&row(field)) {
                map.rows[row(field)] = None;
            }
            if !columns.contains(&column(field)) {
                map.columns[column(field)] = None;
            }
        }
    }
}
