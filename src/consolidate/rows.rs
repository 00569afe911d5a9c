//! The repeating rows of all departments, one below the other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::gather::{At, Batch, Source};
use super::{figure, sums};
use crate::book::CellValue;
use crate::check::Content;
use crate::form::{Form, Kind, RowOf};
use crate::formula::Value;
use crate::generate::Entries;
use crate::template::FieldType;

/// A row of repeating rows that a department used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Listed {
    /// The index of the template of its sheet.
    template: usize,
    /// The id of the repeating rows in it.
    local: String,
    /// The word by which it says that there is nothing to list, if it does.
    none: Option<String>,
    /// What stands in its fields.
    values: Vec<Value>,
    at: At,
}

/// The rows of one block of the form of the totals.
#[derive(Default)]
pub(super) struct Listing<'a> {
    /// The rows, each with whose it is and its file, in the order of the sources.
    pub(super) rows: Vec<(&'a Source<'a>, Listed)>,
    /// How many more say that there is nothing to list, and by which word the first of them does.
    none: Option<(usize, String)>,
}

/// The used rows of a return on the sheets of the totals.
pub(super) fn listed(content: &Content) -> Vec<Listed> {
    let form = &content.submission.form;
    let templates: Vec<usize> = sums::templates(&form.pack).collect();
    let mut listed = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let template = form.sheets[block.sheet].template;
        if !templates.contains(&template) {
            continue;
        }
        for (row, fields) in block.rows.iter().enumerate() {
            let row = RowOf { block: index, row };
            let none = match says(content, row) {
                Says::Nothing => continue,
                Says::None(word) => Some(word),
                Says::Something => None,
            };
            let Some(&first) = fields.first() else {
                continue;
            };
            let value = |field: &usize| content.evaluation.computed[*field].clone();
            listed.push(Listed {
                template,
                local: block.local.clone(),
                none,
                values: fields.iter().map(value).collect(),
                at: At::of(content, first),
            });
        }
    }
    listed
}

/// Collects the rows of all counted sources by template and block.
pub(super) fn collect<'a>(batch: &'a Batch<'_>) -> BTreeMap<(usize, String), Listing<'a>> {
    let mut listings: BTreeMap<(usize, String), (Listing<'_>, Vec<_>)> = BTreeMap::new();
    let form = batch.form();
    for block in &form.blocks {
        let template = form.sheets[block.sheet].template;
        if sums::templates(&form.pack).any(|it| it == template) {
            listings.entry((template, block.local.clone())).or_default();
        }
    }
    for source in batch.counted() {
        for listed in source.taken.listed.get() {
            let key = (listed.template, listed.local.clone());
            let (listing, none) = listings.entry(key).or_default();
            match listed.none {
                Some(_) => none.push((source, listed)),
                None => listing.rows.push((source, listed)),
            }
        }
    }
    let settled = listings.into_iter().map(|(key, (mut listing, mut none))| {
        // Where all say 无, the sheet says so once.
        if listing.rows.is_empty() && !none.is_empty() {
            listing.rows.push(none.remove(0));
        }
        let word = none.first().and_then(|(_, listed)| listed.none.clone());
        listing.none = word.map(|word| (none.len(), word));
        (key, listing)
    });
    settled.collect()
}

enum Says {
    /// The row is blank.
    Nothing,
    /// It holds only words that stand in place of a number, such as 无.
    None(String),
    /// It holds something to be listed.
    Something,
}

fn says(content: &Content, row: RowOf) -> Says {
    let submission = &content.submission;
    let form = &submission.form;
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
    form: &Form,
    block: usize,
    listing: &Listing<'_>,
    entries: &mut Entries,
) -> Vec<(u32, String)> {
    let mut sources = Vec::new();
    for (fields, (source, listed)) in form.blocks[block].rows.iter().zip(&listing.rows) {
        let mut named = false;
        let mut broken = Vec::new();
        // The fields of a row are the same, and in the same order, in all forms of a pack.
        for (&field, value) in fields.iter().zip(&listed.values) {
            let sum = &form.fields[field];
            if sum.kind != Kind::Input {
                continue;
            }
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
        let Some(&first) = fields.first() else {
            continue;
        };
        let At { sheet, cell } = &listed.at;
        let mut text = format!("{}：{} {sheet}!{cell}", source.name(), source.file());
        for broken in broken {
            text += &format!("；{broken}");
        }
        sources.push((form.fields[first].cell().row, text));
    }
    if let (Some((_, text)), Some((count, word))) = (sources.first_mut(), &listing.none) {
        *text += &format!("（另有 {count} 处填“{word}”）");
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
