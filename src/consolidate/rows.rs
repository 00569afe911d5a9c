//! The repeating rows of all departments, one below the other.

use std::collections::BTreeMap;

use super::figure;
use super::gather::{Batch, Source};
use crate::book::CellValue;
use crate::form::{Form, Kind, RowOf};
use crate::formula::Value;
use crate::generate::Entries;
use crate::template::FieldType;

/// One row of one department.
pub(super) struct Listed {
    /// Index of the source.
    source: usize,
    /// The row in the department's form.
    row: RowOf,
}

/// The rows of one block of the form of the totals.
#[derive(Default)]
pub(super) struct Listing {
    /// The rows, in the order of the sources.
    pub(super) rows: Vec<Listed>,
    /// The rows in which a department says that there is nothing to list, and by which word.
    none: Vec<(Listed, String)>,
}

/// Collects the used rows of all counted sources by template and block.
pub(super) fn collect(
    batch: &Batch<'_>,
    templates: &[usize],
) -> BTreeMap<(usize, String), Listing> {
    let mut listings: BTreeMap<(usize, String), Listing> = BTreeMap::new();
    for (index, source) in batch.sources.iter().enumerate() {
        if !source.counted() {
            continue;
        }
        let form = source.form();
        for (block_index, block) in form.blocks.iter().enumerate() {
            let template = form.sheets[block.sheet].template;
            if !templates.contains(&template) {
                continue;
            }
            let listing = listings.entry((template, block.local.clone())).or_default();
            for row in 0..block.rows.len() {
                let listed = Listed {
                    source: index,
                    row: RowOf {
                        block: block_index,
                        row,
                    },
                };
                match says(source, listed.row) {
                    Says::Nothing => {}
                    Says::None(word) => listing.none.push((listed, word)),
                    Says::Something => listing.rows.push(listed),
                }
            }
        }
    }
    for listing in listings.values_mut() {
        // Where all say 无, the sheet says so once.
        if listing.rows.is_empty() && !listing.none.is_empty() {
            let (first, _) = listing.none.remove(0);
            listing.rows.push(first);
        }
    }
    listings
}

enum Says {
    /// The row is blank.
    Nothing,
    /// It holds only words that stand in place of a number, such as 无.
    None(String),
    /// It holds something to be listed.
    Something,
}

fn says(source: &Source<'_>, row: RowOf) -> Says {
    let form = source.form();
    let submission = &source.content.submission;
    let used: Vec<usize> = form.blocks[row.block].rows[row.row]
        .iter()
        .copied()
        .filter(|&field| form.fields[field].kind == Kind::Input && !submission.is_blank(field))
        .collect();
    let word = |field: usize| match &submission.entries[field].value {
        Value::Text(text) => {
            let words = &form.template(&form.fields[field]).or_text;
            words.iter().find(|word| *word == text.trim())
        }
        _ => None,
    };
    let Some(&first) = used.first() else {
        return Says::Nothing;
    };
    match word(first) {
        Some(said) if used.iter().all(|&field| word(field).is_some()) => Says::None(said.clone()),
        _ => Says::Something,
    }
}

/// Puts the rows of a listing into a block of the form of the totals, and tells for each row where it comes from.
pub(super) fn fill(
    batch: &Batch<'_>,
    form: &Form,
    block: usize,
    listing: &Listing,
    entries: &mut Entries,
) -> Vec<(u32, String)> {
    let mut sources = Vec::new();
    for (fields, listed) in form.blocks[block].rows.iter().zip(&listing.rows) {
        let Some(source) = batch.sources.get(listed.source) else {
            continue;
        };
        let mut named = false;
        let mut broken = Vec::new();
        for &field in fields {
            let (sum, id) = (&form.fields[field], &form.fields[field].id);
            let column = id.rsplit('.').next().unwrap_or_default();
            let Some(theirs) = source.form().sibling(listed.row, column) else {
                continue;
            };
            if sum.kind != Kind::Input {
                continue;
            }
            let value = &source.content.evaluation.computed[theirs];
            let template = form.template(sum);
            let mut content = figure::constant(value);
            if template.kind == FieldType::Text && !named {
                named = true;
                content = CellValue::Text(with_department(source.name(), &content));
            }
            if figure::not_a_figure(value, template) {
                broken.push(format!("“{value}”不是数字，未计入"));
            }
            entries.insert(field, content);
        }
        let (Some(&ours), Some(&theirs)) = (
            fields.first(),
            source.form().blocks[listed.row.block].rows[listed.row.row].first(),
        ) else {
            continue;
        };
        let (sheet, cell) = source.place(theirs);
        let mut text = format!("{}：{} {sheet}!{cell}", source.name(), source.file());
        for broken in broken {
            text += &format!("；{broken}");
        }
        sources.push((form.fields[ours].cell().row, text));
    }
    if let (Some((_, text)), Some((_, word))) = (sources.first_mut(), listing.none.first()) {
        *text += &format!("（另有 {} 处填“{word}”）", listing.none.len());
    }
    sources
}

fn with_department(department: &str, name: &CellValue) -> String {
    match name {
        CellValue::Text(name) => format!("{department}：{name}"),
        CellValue::Number(name) => format!("{department}：{name}"),
        _ => department.to_owned(),
    }
}
