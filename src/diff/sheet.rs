//! What the sheets of two packs say differently, their fields and printed texts included.

use crate::diff::edits::Edits;
use crate::diff::field::Fields;
use crate::diff::pack::{change, side};
use crate::diff::{Change, Item, Kind, Side, picture, rows};
use crate::form::Form;
use crate::template::{PrintTemplate, Repeat, SheetTemplate};

/// Changes of all sheets: their order first, then each in the order of the later pack, those that are gone at the end.
pub(super) fn sheets(old: &Form, new: &Form) -> Vec<Change> {
    let renames = &new.pack.renames;
    let fields = Fields::new(old, new);
    let mut changes = Vec::new();
    let mut met: Vec<(&SheetTemplate, &SheetTemplate)> = Vec::new();
    for now in &new.pack.sheets {
        let before = old.pack.sheets.iter().find(|before| {
            let called = renames.now_called(&before.id, |id| has_sheet(new, id));
            called.as_ref() == Some(&now.id)
        });
        let Some(before) = before else {
            changes.push(whole(Kind::Added, new, now));
            changes.extend(fields.of(None, Some(&now.id)));
            continue;
        };
        met.push((before, now));
        let first = changes.len();
        changes.extend(sheet(old, new, before, now));
        let tabs = [sheet_side(old, before).tab, sheet_side(new, now).tab];
        for change in changes.iter_mut().skip(first) {
            change.sheet = Some(now.id.clone());
            let sides = [&mut change.old, &mut change.new].into_iter().zip(&tabs);
            for (side, tab) in sides.filter_map(|(side, tab)| Some((side.as_mut()?, tab))) {
                side.tab.clone_from(tab);
            }
        }
        changes.extend(fields.of(Some(&before.id), Some(&now.id)));
        let told = changes.iter().skip(first).any(picture::shows_in_picture);
        if !told && picture::picture(before) != picture::picture(now) {
            changes.push(picture::redrawn(old, new, before, now));
        }
    }
    for before in &old.pack.sheets {
        if !met.iter().any(|(known, _)| known.id == before.id) {
            changes.push(whole(Kind::Removed, old, before));
            changes.extend(fields.of(Some(&before.id), None));
        }
    }
    let kept = old.pack.sheets.iter();
    let kept = kept.filter_map(|sheet| met.iter().find(|(before, _)| before.id == sheet.id));
    let before: Vec<String> = kept.map(|(_, now)| now.id.clone()).collect();
    let now: Vec<String> = met.iter().map(|(_, now)| now.id.clone()).collect();
    if before != now {
        let mut edits = Edits::default();
        edits.add("order", &before, &now);
        let order = change(Item::Sheet, Side::default(), Side::default(), edits);
        changes.splice(0..0, order);
    }
    changes
}

fn has_sheet(form: &Form, id: &str) -> bool {
    form.pack.sheets.iter().any(|sheet| sheet.id == id)
}

/// A sheet in one of the packs, with its name in a fresh form.
pub(super) fn sheet_side(form: &Form, template: &SheetTemplate) -> Side {
    let laid = form
        .sheets
        .iter()
        .find(|laid| form.pack.sheets[laid.template].id == template.id);
    Side {
        tab: laid.map(|laid| laid.name.clone()),
        ..side(&template.id, laid.map_or("", |laid| laid.heading.as_str()))
    }
}

fn whole(kind: Kind, form: &Form, template: &SheetTemplate) -> Change {
    let side = Some(sheet_side(form, template));
    let (old, new) = if kind == Kind::Added {
        (None, side)
    } else {
        (side, None)
    };
    Change {
        change: kind,
        item: Item::Sheet,
        sheet: Some(template.id.clone()),
        old,
        new,
        edits: Vec::new(),
    }
}

fn sheet(
    old_form: &Form,
    new_form: &Form,
    old: &SheetTemplate,
    new: &SheetTemplate,
) -> Vec<Change> {
    let SheetTemplate {
        id,
        name,
        heading,
        // Where a sheet is described is nothing it says.
        file: _,
        places: _,
        columns,
        layout: _,
        print,
        repeat,
        blocks: old_blocks,
        fields: _,
        weights,
    } = old;
    let mut edits = Edits::default();
    edits.add("name", name, &new.name);
    edits.add("heading", heading, &new.heading);
    edits.add("columns", columns, &new.columns);
    prints(print, &new.print, &mut edits);
    repeats(repeat.as_ref(), new.repeat.as_ref(), &mut edits);
    let mut changes = Vec::new();
    if *id != new.id || !edits.0.is_empty() {
        changes.push(Change {
            change: if *id == new.id {
                Kind::Changed
            } else {
                Kind::Renamed
            },
            item: Item::Sheet,
            sheet: None,
            old: Some(sheet_side(old_form, old)),
            new: Some(sheet_side(new_form, new)),
            edits: edits.0,
        });
    }
    changes.extend(rows::blocks(old, new, old_blocks, &new_form.pack.renames));
    changes.extend(rows::weights(weights.as_ref(), new.weights.as_ref()));
    changes.extend(picture::labels(old_form, new_form, old, new));
    changes
}

fn prints(old: &PrintTemplate, new: &PrintTemplate, edits: &mut Edits) {
    let PrintTemplate {
        landscape,
        freeze_rows,
        repeat_from,
        repeat_count,
        pages,
        row_height,
    } = old;
    let orientation =
        |landscape: bool| (if landscape { "landscape" } else { "portrait" }).to_owned();
    // Pictures count their rows from one.
    let counted = |row: Option<usize>| row.map(|row| (row + 1).to_string());
    edits.add(
        "orientation",
        &orientation(*landscape),
        &orientation(new.landscape),
    );
    edits.add("freeze_rows", freeze_rows, &new.freeze_rows);
    edits.add(
        "repeat_from",
        &counted(*repeat_from),
        &counted(new.repeat_from),
    );
    edits.add(
        "repeat_count",
        &repeat_count.to_string(),
        &new.repeat_count.to_string(),
    );
    edits.add("pages", pages, &new.pages);
    edits.add("row_height", row_height, &new.row_height);
}

fn repeats(old: Option<&Repeat>, new: Option<&Repeat>, edits: &mut Edits) {
    let keys = |repeat: Option<&Repeat>| {
        repeat.cloned().map_or_else(Default::default, |repeat| {
            let Repeat {
                label,
                min,
                print,
                max,
                roster,
            } = repeat;
            (Some(label), Some(min), Some(print), Some(max), roster)
        })
    };
    let (old, new) = (keys(old), keys(new));
    edits.add("repeat.label", &old.0, &new.0);
    edits.add("repeat.min", &old.1, &new.1);
    edits.add("repeat.print", &old.2, &new.2);
    edits.add("repeat.max", &old.3, &new.3);
    edits.add("repeat.roster", &old.4, &new.4);
}
