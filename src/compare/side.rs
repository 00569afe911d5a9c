//! What stands in the fields of one of the returns, and what they are called.

use crate::address::Address;
use crate::book::CellValue;
use crate::check::Content;
use crate::compare::{Held, Shown};
use crate::formula::Value;
use crate::generate::format_of;
use crate::pairs::{entered, held, name};
use crate::submission::shown;
use crate::template::FieldType;

/// Characters of a name that stand beside the label of a field in its row.
const NAMED: usize = 16;

/// One of the returns.
#[derive(Clone, Copy)]
pub(super) struct Side<'a>(pub(super) &'a Content);

impl Side<'_> {
    pub(super) fn entered(&self, fields: &[usize]) -> Vec<usize> {
        let submission = &self.0.submission;
        let is_filled = |field: &usize| entered(submission, *field).is_some();
        fields.iter().copied().filter(is_filled).collect()
    }

    pub(super) fn cell(&self, field: usize) -> Address {
        self.0.submission.cell(field)
    }

    /// What was reported in a field.
    pub(super) fn held(&self, field: usize) -> Held {
        let content = self.0;
        let form = &content.submission.form;
        let value = &content.evaluation.reported[field];
        let kind = form.template(&form.fields[field]).kind;
        let text = shown(value, kind).or_else(|| held(&content.submission, field));
        self.with(field, value, text)
    }

    /// What annex computed for a field.
    pub(super) fn computed(&self, field: usize) -> Held {
        let content = self.0;
        let form = &content.submission.form;
        let value = &content.evaluation.computed[field];
        let kind = form.template(&form.fields[field]).kind;
        self.with(field, value, shown(value, kind))
    }

    fn with(&self, field: usize, value: &Value, text: Option<String>) -> Held {
        let form = &self.0.submission.form;
        let known = &form.fields[field];
        let template = form.template(known);
        let number = match value {
            Value::Number(number) if template.kind != FieldType::Date => Some(*number),
            _ => None,
        };
        Held {
            id: known.id.clone(),
            label: known.label.clone(),
            cell: Some(self.cell(field)),
            value: text.map(|text| Shown {
                text,
                number,
                ratio: template.kind == FieldType::Percent,
                format: format_of(&form.pack, template, &CellValue::from(value)),
            }),
            typed_over: false,
        }
    }

    /// Whether a value stands in a formula's cell, and it is not what annex computes.
    pub(super) fn is_typed_over(&self, field: usize) -> bool {
        let content = self.0;
        let found = &content.submission.entries[field].found;
        found.formula.is_none() && !found.value.is_blank() && self.is_off(field)
    }

    /// Whether a cell shows something else than what annex computes.
    pub(super) fn is_off(&self, field: usize) -> bool {
        let content = self.0;
        let form = &content.submission.form;
        let tolerance = form.pack.tolerance(form.template(&form.fields[field]).kind);
        let values = (
            &content.evaluation.reported[field],
            &content.evaluation.computed[field],
        );
        match values {
            (Value::Number(reported), Value::Number(computed)) => reported
                .difference(*computed)
                .is_none_or(|gap| gap.abs() > tolerance),
            _ => differ(&self.held(field), &self.computed(field)),
        }
    }

    /// What a field is called, with the name of its row.
    pub(super) fn label(&self, field: usize) -> String {
        let form = &self.0.submission.form;
        let known = &form.fields[field];
        let label = known.label.replace('\n', "");
        let row = known
            .row
            .and_then(|row| form.blocks.get(row.block)?.rows.get(row.row));
        match row {
            Some(fields) => self.with_name(fields, label),
            None => label,
        }
    }

    pub(super) fn with_name(&self, fields: &[usize], label: String) -> String {
        let submission = &self.0.submission;
        let Some(named) = name(submission, fields).and_then(|field| entered(submission, field))
        else {
            return label;
        };
        let short: String = named.split_whitespace().collect();
        match short.char_indices().nth(NAMED) {
            Some((end, _)) => format!("{label}（{}…）", &short[..end]),
            None => format!("{label}（{short}）"),
        }
    }
}

/// Numbers differ as numbers, everything else as it is written.
pub(super) fn differ(one: &Held, other: &Held) -> bool {
    let (one, other) = (one.value.as_ref(), other.value.as_ref());
    match (
        one.and_then(|shown| shown.number),
        other.and_then(|shown| shown.number),
    ) {
        (Some(one), Some(other)) => one != other,
        _ => one.map(|shown| &shown.text) != other.map(|shown| &shown.text),
    }
}
