//! What the new form asks for and the old one did not.

use std::collections::BTreeSet;

use crate::form::{Field, Form, Kind, Need, compute, compute_one};
use crate::formula::Value;
use crate::generate::Entries;
use crate::reissue::Open;
use crate::reissue::carry::Names;

/// New fields that are empty, those that have to be filled first; of rows and sheets that do not count only the first.
pub(super) fn open(form: &Form, entries: &Entries, names: &Names) -> Vec<Open> {
    let known: BTreeSet<&String> = names.values().collect();
    let values = compute(form, &|field| {
        entries.get(&field).map_or(Value::Blank, Value::from)
    });
    let is_new = |index: &usize| {
        let field = &form.fields[*index];
        field.kind == Kind::Input
            && !entries.contains_key(index)
            && !known.contains(&form.plain_id(field))
    };
    let new: Vec<usize> = (0..form.fields.len()).filter(is_new).collect();
    let told: BTreeSet<String> = new
        .iter()
        .filter(|&&index| counts(form, entries, &form.fields[index]))
        .map(|&index| form.plain_id(&form.fields[index]))
        .collect();
    let mut list = Vec::new();
    for index in new {
        let field = &form.fields[index];
        let counts = counts(form, entries, field);
        if !counts && (told.contains(&form.plain_id(field)) || !is_first(form, field)) {
            continue;
        }
        let needed = match &field.need {
            Need::Never => false,
            Need::Always => true,
            Need::When(formula) => compute_one(form, formula, &values) == Value::Bool(true),
        };
        list.push(Open {
            sheet: form.sheets[field.sheet].name.clone(),
            cell: field.cell(),
            field: field.id.clone(),
            label: field.label.clone(),
            required: counts && needed,
        });
    }
    list.sort_by_key(|open| !open.required);
    list
}

fn is_first(form: &Form, field: &Field) -> bool {
    field.row.is_none_or(|row| row.row == 0)
        && form.sheets[field.sheet]
            .index
            .is_none_or(|index| index == 1)
}

/// Whether a field lies in a sheet and a row that count: they have to be filled, or something was carried there.
fn counts(form: &Form, entries: &Entries, field: &Field) -> bool {
    let sheet = &form.sheets[field.sheet];
    let repeat = form.sheet_template(field.sheet).repeat.as_ref();
    let sheet_counts = match (sheet.index, repeat) {
        (Some(index), Some(repeat)) => {
            let is_named = |field: &usize| {
                let known = &form.fields[*field];
                repeat.roster.as_ref().is_some_and(|roster| {
                    known.kind == Kind::Prefilled && form.template(known).id == roster.value
                })
            };
            index <= repeat.min
                || sheet.fields.iter().any(|field| entries.contains_key(field))
                || sheet.fields.iter().any(is_named)
        }
        _ => true,
    };
    let row_counts = field.row.is_none_or(|row| {
        let min = form.block_template(row.block).map_or(0, |block| block.min);
        let fields = form
            .blocks
            .get(row.block)
            .and_then(|block| block.rows.get(row.row));
        usize::try_from(min).is_ok_and(|min| row.row < min)
            || fields.is_some_and(|fields| fields.iter().any(|field| entries.contains_key(field)))
    });
    sheet_counts && row_counts
}
