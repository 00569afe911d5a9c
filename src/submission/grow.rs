//! Makes a form as large as what came back: copied sheets, and rows put into repeating rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::align::written;
use crate::book::{CellValue, RawBook, RawSheet};
use crate::form::{Form, Kind, Spec};
use crate::identity::Identity;
use crate::submission::drift::Taken;
use crate::submission::place::SheetMap;
use crate::submission::sheets::{Assigned, Copy, hold_the_same};
use crate::typed::{self, Reading, Wanted};

/// So many inputs of an inserted row have to be filled for it to count.
const FILLED: usize = 2;

/// A copy, and the id of the sheet it becomes.
pub(super) struct Grown {
    pub(super) copy: Copy,
    pub(super) taken: Option<String>,
    pub(super) why_not: Taken,
}

/// The size of a form that has room for its copies, as far as the pack allows.
pub(super) fn with_copies(
    form: &Form,
    book: &RawBook,
    assigned: &[Option<Assigned>],
    copies: Vec<Copy>,
) -> (Spec, Vec<Grown>) {
    let mut spec = Identity::of(form).spec;
    let mut grown = Vec::new();
    for copy in copies {
        let source = &form.sheets[copy.of];
        let template = form.sheet_template(copy.of);
        let original = assigned[copy.of].as_ref().map(|found| found.raw);
        let count = spec.sheets.get(&template.id).copied().unwrap_or(0) + 1;
        let max = template.repeat.as_ref().map_or(0, |repeat| repeat.max);
        if original.is_some_and(|raw| hold_the_same(&book.sheets[raw], &book.sheets[copy.raw])) {
            grown.push(Grown {
                copy,
                taken: None,
                why_not: Taken::Same,
            });
        } else if count > max {
            grown.push(Grown {
                copy,
                taken: None,
                why_not: Taken::TooMany,
            });
        } else {
            spec.sheets.insert(template.id.clone(), count);
            let id = format!("{}.{count}", template.id);
            for block in &form.blocks {
                if let Some(local) = block.id.strip_prefix(&format!("{}.", source.id)) {
                    let rows = u32::try_from(block.rows.len()).unwrap_or(u32::MAX);
                    spec.rows.insert(format!("{id}.{local}"), rows);
                }
            }
            grown.push(Grown {
                copy,
                taken: Some(id),
                why_not: Taken::Same,
            });
        }
    }
    (spec, grown)
}

/// The rows of a sheet of the workbook that became further rows of each block, by the block's index.
pub(super) fn inserted(
    form: &Form,
    sheet: usize,
    map: &SheetMap,
    found: &RawSheet,
) -> BTreeMap<usize, Vec<u32>> {
    let mut taken: BTreeSet<u32> = map.rows.iter().flatten().copied().collect();
    let mut inserted = BTreeMap::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let Some(template) = form.block_template(index).filter(|_| block.sheet == sheet) else {
            continue;
        };
        let rows: Vec<(u32, u32)> = block
            .rows
            .iter()
            .filter_map(|fields| fields.first())
            .map(|&field| form.fields[field].cell().row)
            .filter_map(|row| Some((row, map.row(row)?)))
            .collect();
        let places = || rows.iter().map(|(_, place)| *place);
        let (Some(first), Some(last)) = (places().min(), places().max()) else {
            continue;
        };
        // A row above one with a label of its own stands above the block.
        let labels = &form.sheets[sheet].labels;
        let top = rows.iter().find(|(_, place)| *place == first);
        let has_label = top.is_some_and(|(row, _)| {
            let mut labels = labels.iter().filter(|label| !label.text.is_empty());
            labels.any(|label| label.area.first.row == *row)
        });
        let may_be = |place: &u32, taken: &BTreeSet<u32>| {
            !taken.contains(place) && is_row(form, index, sheet, map, found, *place)
        };
        // Beside a row of the form that was not found it may be that one, typed anew.
        let is_known = |row: Option<u32>| row.is_none_or(|row| map.row(row).is_some());
        let in_form = || rows.iter().map(|(row, _)| *row);
        let above = in_form().min().and_then(|row| row.checked_sub(1));
        let below = in_form().max().map(|row| row + 1);
        let below = below.filter(|row| (*row as usize) < map.rows.len());
        let mut here: Vec<u32> = (first..last).filter(|at| may_be(at, &taken)).collect();
        if is_known(below) {
            here.extend((last + 1..).take_while(|at| may_be(at, &taken)));
        }
        if !has_label && is_known(above) {
            here.extend((0..first).rev().take_while(|at| may_be(at, &taken)));
        }
        here.sort_unstable();
        here.truncate((template.max as usize).saturating_sub(block.rows.len()));
        if !here.is_empty() {
            taken.extend(&here);
            inserted.insert(index, here);
        }
    }
    inserted
}

/// Whether what stands in a row of the workbook is what a row of a block takes.
fn is_row(
    form: &Form,
    block: usize,
    sheet: usize,
    map: &SheetMap,
    found: &RawSheet,
    place: u32,
) -> bool {
    let Some(fields) = form.blocks[block].rows.first() else {
        return false;
    };
    let is_input = |field: &&usize| form.fields[**field].kind == Kind::Input;
    let inputs: Vec<usize> = fields.iter().filter(is_input).copied().collect();
    let mut filled = 0;
    for &field in &inputs {
        let Some(column) = map.column(form.fields[field].cell().column) else {
            continue;
        };
        let value = found.value(Address::new(place, column));
        if value.is_blank() {
            continue;
        }
        let wanted = Wanted::of(&form.pack, form.template(&form.fields[field]));
        let (_, reading) = typed::read(value, &wanted);
        if reading == Reading::WrongType || is_printed(form, sheet, value) {
            return false;
        }
        filled += 1;
    }
    filled >= FILLED.min(inputs.len()).max(1)
}

/// Whether a text is one of those printed on the sheet: then it is a row of the form that was copied.
fn is_printed(form: &Form, sheet: usize, value: &CellValue) -> bool {
    let CellValue::Text(text) = value else {
        return false;
    };
    let text = written(text);
    let mut labels = form.sheets[sheet].labels.iter();
    !text.is_empty() && labels.any(|label| written(&label.text) == text)
}

/// The places of a sheet's rows once its blocks have the inserted rows as their last ones.
pub(super) fn spliced(
    form: &Form,
    sheet: usize,
    rows: &[Option<u32>],
    inserted: &BTreeMap<usize, Vec<u32>>,
) -> Vec<Option<u32>> {
    let mut ends: BTreeMap<u32, &[u32]> = BTreeMap::new();
    for (&block, places) in inserted {
        let block = &form.blocks[block];
        let last = block.rows.last().and_then(|fields| fields.first());
        if let Some(&field) = last.filter(|_| block.sheet == sheet) {
            ends.insert(form.fields[field].cell().row, places);
        }
    }
    let mut spliced = Vec::with_capacity(rows.len());
    for (row, place) in (0..).zip(rows) {
        spliced.push(*place);
        let further = ends.get(&row).copied().unwrap_or_default();
        spliced.extend(further.iter().map(|place| Some(*place)));
    }
    spliced
}
