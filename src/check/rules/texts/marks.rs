//! What is scored on the sheets of a return: its indicators, the rate of execution, the classes and the total, each with what it
//! may score at most and what it did.

use crate::check::context::Context;
use crate::check::rules::scored::{self, Table};
use crate::check::rules::texts::plain_of;
use crate::form::RowOf;
use crate::number::Number;
use crate::template::{FieldType, NarrativeTemplate};

/// Something that is scored.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The sheet it stands on.
    pub(super) sheet: usize,
    /// The row of an indicator.
    pub(super) row: Option<RowOf>,
    /// Its name: that of an indicator as the department typed it, else the label of the form.
    pub(super) name: String,
    /// The field of its score; of a class that of its first row.
    pub(super) field: usize,
    /// What it may score at most.
    pub(super) weight: Number,
    /// What it scored.
    pub(super) score: Number,
    /// Whether nothing was lost, be it by rounding.
    pub(super) is_full: bool,
    /// Whether it is a class of indicators.
    pub(super) is_class: bool,
}

impl Mark {
    /// The points it lost.
    pub(super) fn lost(&self) -> Option<Number> {
        self.weight.sub(self.score)
    }
}

/// All that is scored in a return.
pub(super) fn marks(context: &Context<'_>, narrative: &NarrativeTemplate) -> Vec<Mark> {
    let form = context.form();
    let mut marks = Vec::new();
    for row in scored::rows(context) {
        let name = row.name.and_then(|name| context.submission.text(name));
        let (Some(name), Some((field, weight, score))) = (name, row.marks(context)) else {
            continue;
        };
        if row.others.is_empty() {
            marks.push(Mark {
                sheet: form.fields[field].sheet,
                row: Some(row.place),
                name: plain_of(&name, narrative),
                field,
                weight,
                score,
                is_full: row.is_full(weight, score),
                is_class: false,
            });
        }
    }
    for table in scored::tables(context) {
        marks.extend(others(context, narrative, &table));
        for group in &table.weights.groups {
            let scored = table.group_score(context, group);
            let (Some((field, score)), Some(weight)) = (scored, table.group_weight(context, group))
            else {
                continue;
            };
            marks.push(Mark {
                sheet: table.sheet,
                row: None,
                name: plain_of(&group.label, narrative),
                field,
                weight,
                score,
                is_full: weight == score,
                is_class: true,
            });
        }
    }
    marks
}

/// The rate of execution and the total of a sheet: each weight outside of the classes beside its score.
fn others(context: &Context<'_>, narrative: &NarrativeTemplate, table: &Table<'_>) -> Vec<Mark> {
    let form = context.form();
    let weights = table.weights.others.iter().filter_map(|other| {
        form.field(&format!("{}.{}", form.sheets[table.sheet].id, other.value))
    });
    let mark = |weight: usize| {
        let (before, _) = form.fields[weight].id.rsplit_once('.')?;
        let is_score = |field: &usize| {
            let laid = &form.fields[*field];
            *field != weight
                && laid.sheet == table.sheet
                && laid.id.rsplit_once('.').is_some_and(|(it, _)| it == before)
                && form.template(laid).kind == FieldType::Score
        };
        let field = (0..form.fields.len()).find(is_score)?;
        let (weight, score) = (context.computed(weight)?, context.computed(field)?);
        Some(Mark {
            sheet: table.sheet,
            row: None,
            name: plain_of(context.label(field), narrative),
            field,
            weight,
            score,
            is_full: weight == score,
            is_class: false,
        })
    };
    weights.chain([table.total]).filter_map(mark).collect()
}
