//! What two sheets print differently, and draw differently.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::address::Address;
use crate::diff::sheet::sheet_side;
use crate::diff::{Change, Edit, Item, Kind, Side};
use crate::form::Form;
use crate::template::{Content, SheetTemplate};

/// The printed texts of a sheet as the pack has them, each with its cell in a fresh form.
fn printed<'a>(form: &Form, template: &'a SheetTemplate) -> Vec<(&'a str, Option<Address>)> {
    let laid = form
        .sheets
        .iter()
        .find(|laid| form.pack.sheets[laid.template].id == template.id);
    let texts = template
        .layout
        .regions
        .iter()
        .filter_map(|region| match &region.content {
            Content::Label(text) => Some(text.as_str()),
            Content::Field(_) => None,
        });
    texts
        .enumerate()
        .map(|(index, text)| {
            let cell = laid.and_then(|laid| laid.labels.get(index));
            (text, cell.map(|label| label.area.first))
        })
        .filter(|(text, _)| !text.is_empty())
        .collect()
}

/// Changes of the printed texts of a sheet.
pub(super) fn labels(
    old_form: &Form,
    new_form: &Form,
    old_sheet: &SheetTemplate,
    new_sheet: &SheetTemplate,
) -> Vec<Change> {
    let (old, new) = (printed(old_form, old_sheet), printed(new_form, new_sheet));
    let texts = |list: &[(&str, Option<Address>)]| -> Vec<String> {
        list.iter().map(|(text, _)| (*text).to_owned()).collect()
    };
    let place = |(text, cell): (&str, Option<Address>)| Side {
        cell,
        label: text.to_owned(),
        ..Side::default()
    };
    let mut changes = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &texts(&old), &texts(&new)) {
        let (tag, gone, come) = step.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let old = old.get(gone).unwrap_or_default();
        let new = new.get(come).unwrap_or_default();
        for index in 0..old.len().max(new.len()) {
            let before = old.get(index).map(|text| place(*text));
            let now = new.get(index).map(|text| place(*text));
            let both = before.as_ref().zip(now.as_ref());
            changes.push(Change {
                change: match (&before, &now) {
                    (Some(_), Some(_)) => Kind::Changed,
                    (None, _) => Kind::Added,
                    (_, None) => Kind::Removed,
                },
                item: Item::Label,
                sheet: None,
                edits: both
                    .map(|(before, now)| Edit {
                        key: "text",
                        old: Some(before.label.clone()),
                        new: Some(now.label.clone()),
                    })
                    .into_iter()
                    .collect(),
                old: before,
                new: now,
            });
        }
    }
    changes
}

/// All that a picture shows, apart from where it is drawn in its file.
pub(super) fn picture(sheet: &SheetTemplate) -> impl PartialEq + use<'_> {
    let rows: Vec<_> = sheet
        .layout
        .rows
        .iter()
        .map(|row| (row.ruled, row.new_page, &row.block))
        .collect();
    let regions: Vec<_> = sheet
        .layout
        .regions
        .iter()
        .map(|region| {
            (
                region.row,
                region.column,
                region.rows,
                region.columns,
                &region.content,
            )
        })
        .collect();
    (rows, regions)
}

/// Whether a change says by itself that the picture is another one.
pub(super) fn shows_in_picture(change: &Change) -> bool {
    let cell = |side: &Option<Side>| side.as_ref().and_then(|side| side.cell);
    let edited = |key: &str| change.edits.iter().any(|edit| edit.key == key);
    match change.item {
        Item::Label => true,
        Item::Field => {
            change.change != Kind::Changed
                || cell(&change.old) != cell(&change.new)
                || edited("cells")
        }
        _ => edited("columns"),
    }
}

/// A picture whose texts and fields are the same, but not its lines and merged cells.
pub(super) fn redrawn(
    old_form: &Form,
    new_form: &Form,
    old: &SheetTemplate,
    new: &SheetTemplate,
) -> Change {
    Change {
        change: Kind::Changed,
        item: Item::Sheet,
        sheet: Some(new.id.clone()),
        old: Some(sheet_side(old_form, old)),
        new: Some(sheet_side(new_form, new)),
        edits: vec![Edit {
            key: "layout",
            old: None,
            new: None,
        }],
    }
}
