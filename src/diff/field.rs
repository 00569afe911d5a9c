//! What becomes of each field: added, removed, renamed, changed or only moved.

use std::collections::BTreeMap;

use crate::diff::edits::Edits;
use crate::diff::{Change, Family, Item, Kind, Side};
use crate::form::{Field, Form};
use crate::template::{Content, FieldTemplate, SheetTemplate};

/// The fields of both packs, found by their plain ids.
pub(super) struct Fields<'a> {
    old: &'a Form,
    new: &'a Form,
    /// The fields of each fresh form in its order, each row and each sheet once.
    old_list: Vec<(String, &'a Field)>,
    new_list: Vec<(String, &'a Field)>,
    /// What each field of the later pack was called.
    before: BTreeMap<String, String>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(old: &'a Form, new: &'a Form) -> Fields<'a> {
        let (old_list, new_list) = (once(old), once(new));
        let exists = |id: &str| new_list.iter().any(|(known, _)| known == id);
        let mut before = BTreeMap::new();
        // A field that keeps its id comes before one that is renamed to it.
        let (kept, gone): (Vec<_>, Vec<_>) = old_list.iter().partition(|(id, _)| exists(id));
        for (id, _) in kept.into_iter().chain(gone) {
            if let Some(now) = new.pack.renames.now_called(id, exists) {
                before.entry(now).or_insert_with(|| id.clone());
            }
        }
        Fields {
            old,
            new,
            old_list,
            new_list,
            before,
        }
    }

    /// Changes of the fields of a sheet: those it has now, and those it had that are nowhere any more.
    pub(super) fn of(&self, old_sheet: Option<&str>, new_sheet: Option<&str>) -> Vec<Change> {
        let on = |form: &Form, field: &Field, sheet: Option<&str>| {
            Some(form.sheet_template(field.sheet).id.as_str()) == sheet
        };
        let mut changes = Vec::new();
        for (id, field) in self
            .new_list
            .iter()
            .filter(|(_, field)| on(self.new, field, new_sheet))
        {
            let before = self
                .before
                .get(id)
                .and_then(|before| self.old_list.iter().find(|(known, _)| known == before));
            let now = side(self.new, id, field);
            match before {
                None => changes.push(change(Kind::Added, None, Some(now), Edits::default())),
                Some((old_id, old_field)) => {
                    changes.extend(self.both(
                        side(self.old, old_id, old_field),
                        old_field,
                        now,
                        field,
                    ));
                }
            }
        }
        let gone = |id: &String| !self.before.values().any(|before| before == id);
        for (id, field) in self
            .old_list
            .iter()
            .filter(|(_, field)| on(self.old, field, old_sheet))
        {
            if gone(id) {
                let side = side(self.old, id, field);
                changes.push(change(Kind::Removed, Some(side), None, Edits::default()));
            }
        }
        changes.sort_by_key(|change| change.change);
        for change in &mut changes {
            change.sheet = new_sheet.or(old_sheet).map(str::to_owned);
        }
        changes
    }

    fn both(&self, old: Side, old_field: &Field, new: Side, new_field: &Field) -> Option<Change> {
        let (before, now) = (self.old.template(old_field), self.new.template(new_field));
        let mut edits = Edits::default();
        says(before, now, &mut edits);
        let span = |form: &Form, field: &Field| {
            size(form.sheet_template(field.sheet), &form.template(field).id)
        };
        edits.add(
            "cells",
            &span(self.old, old_field),
            &span(self.new, new_field),
        );
        let renamed = old.id != new.id && !self.with_its_sheet(old_field, new_field);
        let moved = old.cell != new.cell;
        let kind = match (renamed, edits.0.is_empty(), moved) {
            (true, _, _) => Kind::Renamed,
            (false, false, _) => Kind::Changed,
            (false, true, true) => Kind::Moved,
            (false, true, false) => return None,
        };
        Some(change(kind, Some(old), Some(new), edits))
    }
}

impl Fields<'_> {
    /// Whether a field has another id only because its sheet has.
    fn with_its_sheet(&self, old: &Field, new: &Field) -> bool {
        let home = |form: &Form, field: &Field| form.sheet_template(field.sheet).id.clone();
        let renamed = self.new.pack.renames.new_id(&home(self.old, old));
        renamed.as_ref() == Some(&home(self.new, new))
            && self.old.template(old).id == self.new.template(new).id
    }
}

fn change(kind: Kind, old: Option<Side>, new: Option<Side>, edits: Edits) -> Change {
    Change {
        change: kind,
        item: Item::Field,
        sheet: None,
        old,
        new,
        edits: edits.0,
    }
}

/// The fields of a form by plain id: of repeating rows the first, of repeating sheets the first.
fn once(form: &Form) -> Vec<(String, &Field)> {
    let is_first = |field: &&Field| {
        field.row.is_none_or(|row| row.row == 0)
            && form.sheets[field.sheet]
                .index
                .is_none_or(|index| index == 1)
    };
    let fields = form.fields.iter().filter(is_first);
    fields.map(|field| (form.plain_id(field), field)).collect()
}

fn side(form: &Form, id: &str, field: &Field) -> Side {
    let template = form.template(field);
    let sheet = form.sheet_template(field.sheet);
    let words = form.placeholders(field.sheet);
    let family = |below: String| Family {
        id: format!("{}.{below}", sheet.id),
        label: words.fill(&template.label),
    };
    let (head, tail) = template.id.rsplit_once('.').unwrap_or(("", &template.id));
    let shape = template
        .block
        .as_ref()
        .and_then(|block| sheet.blocks.get(block)?.shape.as_ref());
    let family = match (&template.column, shape) {
        (Some(_), _) => Some(family(format!("{head}.*"))),
        (None, Some(shape)) => Some(family(format!("{shape}.{tail}"))),
        (None, None) => None,
    };
    Side {
        id: id.to_owned(),
        label: field.label.clone(),
        tab: Some(form.sheets[field.sheet].name.clone()),
        cell: Some(field.cell()),
        family,
    }
}

/// How many rows and columns of the picture a field covers: `1 × 2`.
fn size(sheet: &SheetTemplate, local: &str) -> Option<String> {
    let regions = &sheet.layout.regions;
    let region = regions
        .iter()
        .find(|region| matches!(&region.content, Content::Field(id) if id == local))?;
    Some(format!("{} × {}", region.rows, region.columns))
}

fn says(old: &FieldTemplate, new: &FieldTemplate, edits: &mut Edits) {
    let FieldTemplate {
        // Where a field belongs shows in its id, and where it is described is nothing it says.
        id: _,
        column: _,
        block: _,
        origin: _,
        label,
        column_label,
        kind,
        required,
        formula,
        same_as,
        on_paper,
        value,
        choices,
        suggestions,
        or_text,
        not_an_answer,
        min,
        max,
        format,
        help,
        lines,
        places: _,
    } = old;
    edits.add("label", label, &new.label);
    edits.add("column", column_label, &new.column_label);
    edits.add("type", kind, &new.kind);
    edits.add("required", required, &new.required);
    edits.add("formula", formula, &new.formula);
    edits.add("same_as", same_as, &new.same_as);
    edits.add("on_paper", on_paper, &new.on_paper);
    edits.add("value", value, &new.value);
    edits.add("choices", choices, &new.choices);
    edits.add("suggestions", suggestions, &new.suggestions);
    edits.add("or_text", or_text, &new.or_text);
    edits.add("not_an_answer", not_an_answer, &new.not_an_answer);
    edits.add("min", min, &new.min);
    edits.add("max", max, &new.max);
    edits.add("format", format, &new.format);
    edits.add("help", help, &new.help);
    edits.add("lines", lines, &new.lines);
}
