//! The notes of a sheet: their texts in one part, their boxes in another.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, declare, declare_ending};
use super::comments::{self, Change};
use super::grid::Grid;
use super::shapes::{self, Shapes};
use super::{AmendError, free_name, required};
use crate::address::Address;
use crate::book::Note;
use crate::package::markup::Edits;
use crate::package::{Measure, Package, Patch};

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const VML: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// The numbers that boxes of notes bear, each sheet in a block of its own.
pub(super) struct Numbers(BTreeSet<u32>);

impl Numbers {
    /// The blocks a workbook uses.
    pub(super) fn of(package: &mut Package<'_>, catalog: &Catalog) -> Result<Numbers, AmendError> {
        let mut used = BTreeSet::new();
        for listed in &catalog.sheets {
            for relation in package.relations(&listed.part)? {
                if relation.kind != "vmlDrawing" || relation.external {
                    continue;
                }
                if let Some(text) = package.text(&relation.target, Measure::PartBytes)? {
                    used.extend(Shapes::read(&relation.target, &text)?.blocks);
                }
            }
        }
        Ok(Numbers(used))
    }

    fn next(&mut self) -> u32 {
        let free = (1..).find(|block| !self.0.contains(block)).unwrap_or(1);
        self.0.insert(free);
        free
    }
}

/// Says in the notes of a sheet what is to be said and nothing it said before; gives the id of a new relation to what draws
/// them, if there has to be one. `drawn` is the id of the one that is there.
#[expect(
    clippy::too_many_arguments,
    reason = "what a sheet is known by, and what is said"
)]
pub(super) fn amend(
    patch: &mut Patch<'_>,
    catalog: &Catalog,
    sheet: &str,
    drawn: Option<&str>,
    grid: &Grid,
    notes: &BTreeMap<Address, String>,
    numbers: &mut Numbers,
    sized: fn(String) -> Note,
) -> Result<Option<String>, AmendError> {
    let relations = patch.package().relations(sheet)?;
    let related = |is_it: &dyn Fn(&str, &str) -> bool| {
        let mut all = relations.iter().filter(|relation| !relation.external);
        all.find(|relation| is_it(&relation.kind, &relation.id))
            .map(|relation| relation.target.clone())
    };
    let known = related(&|kind, _| kind == "comments");
    if known.is_none() && notes.is_empty() {
        return Ok(None);
    }
    let (part, text) = match known {
        Some(part) => {
            let text = required(patch, &part)?;
            (part, text)
        }
        None => {
            let part = free_name(patch, &format!("{}comments", catalog.folder()), ".xml");
            declare(patch, &part, COMMENTS)?;
            catalog.relate(patch, sheet, "comments", &part)?;
            (part, comments::none(catalog.namespace()))
        }
    };
    let (text, changes) = comments::amend(&part, &text, notes)?;
    if changes.is_empty() {
        return Ok(None);
    }
    patch.put(&part, text);
    let boxes = drawn.and_then(|drawn| related(&|_, id| id == drawn));
    let (boxes, is_new) = match boxes {
        Some(part) => (part, false),
        None => {
            let begin = format!("{}drawings/annexNotes", catalog.folder());
            (free_name(patch, &begin, ".vml"), true)
        }
    };
    let text = if is_new {
        declare_ending(patch, "vml", VML)?;
        shapes::none(numbers.next())
    } else {
        required(patch, &boxes)?
    };
    patch.put(&boxes, drawing(&boxes, &text, &changes, grid, sized)?);
    match is_new {
        true => Ok(Some(catalog.relate(patch, sheet, "vmlDrawing", &boxes)?)),
        false => Ok(None),
    }
}

/// The boxes after these changes: large enough for what notes say now.
fn drawing(
    part: &str,
    text: &str,
    changes: &BTreeMap<Address, Change>,
    grid: &Grid,
    sized: fn(String) -> Note,
) -> Result<String, AmendError> {
    let shapes = Shapes::read(part, text)?;
    let mut edits = Edits::default();
    let mut added = shapes.kind()?;
    let mut number = shapes.next_number();
    for (at, change) in changes {
        let known = shapes.notes.get(at);
        match (change, known) {
            (Change::Gone, Some(shape)) => edits.replace(shape.span.clone(), ""),
            (Change::Gone, None) => {}
            (Change::Says(text), Some(shape)) => {
                let Some((span, anchor)) = &shape.anchor else {
                    continue;
                };
                let note = sized(text.clone());
                let (width, height) = grid.size(*anchor);
                if width < note.width || height < note.height {
                    let (width, height) = (width.max(note.width), height.max(note.height));
                    let anchor = shapes::anchor(grid.sized(*anchor, width, height));
                    edits.replace(span.clone(), anchor);
                }
            }
            (Change::Says(text), None) => {
                let note = sized(text.clone());
                let anchor = grid.anchor(*at, note.width, note.height);
                let shape = shapes::shape(number, *at, anchor, (note.width, note.height));
                added.push_str(&shapes.declared(&shape)?);
                number += 1;
            }
        }
    }
    edits.insert(shapes.close, added);
    Ok(edits.applied(text))
}
