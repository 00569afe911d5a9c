//! What a table shows of a field, and what of it can be added up.

use serde::{Deserialize, Serialize};

use super::pen::{self, Pen};
use crate::book::{Cell, CellValue};
use crate::check::Content;
use crate::form::{Field, Form};
use crate::formula::Value;
use crate::generate::format_of;
use crate::number::Number;
use crate::submission;
use crate::template::{FieldTemplate, FieldType, Pack};

/// The value of a field, with where its pack describes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Figure {
    described: (usize, usize),
    /// As annex computed it.
    pub(super) value: Value,
}

impl Figure {
    /// What stands in a field of a return.
    pub(super) fn of(content: &Content, field: usize) -> Figure {
        let form = &content.submission.form;
        Figure {
            described: form.described(&form.fields[field]),
            value: content.evaluation.computed[field].clone(),
        }
    }

    /// How the pack describes the field.
    pub(super) fn template<'a>(&self, pack: &'a Pack) -> &'a FieldTemplate {
        let (sheet, field) = self.described;
        &pack.sheets[sheet].fields[field]
    }

    /// As a cell of a table.
    pub(super) fn cell(&self, pen: &Pen, pack: &Pack) -> Cell {
        cell(pen, pack, self.template(pack), &self.value)
    }
}

/// The value of a field as a cell of a table, in the field's own format.
///
/// An error becomes a text and is marked: `SUM` passes over a text, while one error would swallow a whole total.
pub(super) fn cell(pen: &Pen, pack: &Pack, template: &FieldTemplate, value: &Value) -> Cell {
    let number = template.kind.is_number();
    let shown = constant(value);
    let cell = match (&shown, number) {
        (_, true) => {
            let format = format_of(pack, template, &shown);
            pen.figure(shown, &format)
        }
        (CellValue::Number(_), false) => {
            let text = submission::shown(value, template.kind).unwrap_or_default();
            pen.text(&text)
        }
        // No name is an error.
        (CellValue::Text(code), false) if matches!(value, Value::Error(_)) => {
            pen.text(&format!("（错误值 {code}）"))
        }
        (CellValue::Text(text), false) => pen.text(text),
        _ => pen.text(""),
    };
    if not_a_figure(value, template) {
        pen::filled(cell, pen::WRONG)
    } else {
        cell
    }
}

/// What a column of figures is headed: the row of the annex, and below it the column.
pub(super) fn heading(form: &Form, field: &Field) -> String {
    let in_matrix = form.template(field).column_label.is_some();
    match field.label.rsplit_once(' ').filter(|_| in_matrix) {
        Some((row, column)) => format!("{row}\n{column}"),
        None => field.label.clone(),
    }
}

/// A value as a constant that a `SUM` adds up or passes over.
pub(super) fn constant(value: &Value) -> CellValue {
    match CellValue::from(value) {
        CellValue::Error(code) => CellValue::Text(code),
        CellValue::Text(text) if text.trim().is_empty() => CellValue::Blank,
        other => other,
    }
}

/// Whether something stands where a number belongs that is no number, and no text the field allows in its place.
pub(super) fn not_a_figure(value: &Value, template: &FieldTemplate) -> bool {
    if !template.kind.is_number() {
        return matches!(value, Value::Error(_));
    }
    match value {
        Value::Blank | Value::Number(_) => false,
        Value::Text(text) => {
            let text = text.trim();
            !text.is_empty() && !template.or_text.iter().any(|word| word == text)
        }
        Value::Bool(_) | Value::Error(_) => true,
    }
}

/// Whether figures of this type can be added up over departments: a sum of ratios or of scores means nothing.
pub(super) fn is_additive(kind: FieldType) -> bool {
    matches!(kind, FieldType::Money | FieldType::Count | FieldType::Area)
}

/// Whether the department reported something else than annex computed, by more than the pack tolerates.
pub(super) fn differs(form: &Form, field: &Field, reported: &Value, computed: &Value) -> bool {
    let kind = form.template(field).kind;
    match (reported, computed) {
        (Value::Number(reported), Value::Number(computed)) => reported
            .difference(*computed)
            .is_none_or(|difference| difference.abs() > form.pack.tolerance(kind)),
        _ => submission::shown(reported, kind) != submission::shown(computed, kind),
    }
}

/// The exact sum of the numbers among some cells, as `SUM` gives it.
#[derive(Debug, Clone)]
pub(super) struct Sum(Option<Number>);

impl Sum {
    /// That of no cells.
    pub(super) const NOTHING: Sum = Sum(Some(Number::ZERO));

    /// Adds a cell.
    pub(super) fn add(&mut self, value: &CellValue) {
        if let CellValue::Number(number) = value {
            self.0 = self.0.and_then(|sum| sum.add(*number));
        }
    }

    /// As the cell of the total holds it.
    pub(super) fn value(&self) -> CellValue {
        self.0
            .map_or_else(|| CellValue::Error("#NUM!".to_owned()), CellValue::Number)
    }
}
