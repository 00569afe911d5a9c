//! Results a spreadsheet program came to because it decided a condition on the line otherwise; see [`crate::formula::line`].

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::form::{Target, compute_one, line};
use crate::formula::line::{Grain, otherwise};
use crate::formula::{Expr, Value, worded};
use crate::text::Text;

/// The condition that was decided otherwise.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    /// The field in whose formula it stands.
    pub field: usize,
    /// The condition: in words, where there are some; in English as it stands in the workbook. How it should be written
    /// is told to the author of the template alone.
    pub condition: Text,
}

/// Looks for such conditions, each field once.
pub(super) struct Branches<'a> {
    context: &'a Context<'a>,
    grains: Vec<Grain>,
    known: BTreeMap<usize, Option<Branch>>,
}

impl<'a> Branches<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Branches<'a> {
        Branches {
            context,
            grains: line::grains(context.form()),
            known: BTreeMap::new(),
        }
    }

    /// The condition that explains what the program saved as the result of a formula, in this formula or in one it takes
    /// its figures from.
    pub(super) fn of(&mut self, field: usize) -> Option<Branch> {
        if let Some(known) = self.known.get(&field) {
            return known.clone();
        }
        let found = self.look(field);
        self.known.insert(field, found.clone());
        found
    }

    fn look(&mut self, field: usize) -> Option<Branch> {
        let context = self.context;
        let form = context.form();
        let formula = form.fields[field].formula.as_ref()?;
        context.submission.entries[field].found.formula.as_ref()?;
        if self.agrees(field, &context.evaluation.computed[field]) {
            return None;
        }
        // What the program computed this field from: where it decided otherwise before, what it came to there.
        let mut values = context.evaluation.computed.clone();
        let mut before = None;
        for &input in form.takes(field) {
            if let Some(branch) = self.of(input) {
                values[input] = context.evaluation.reported[input].clone();
                before.get_or_insert(branch);
            }
        }
        if before.is_some() && self.agrees(field, &compute_one(form, formula, &values)) {
            return before;
        }
        let mut grain = |target: &Target| line::of_target(form, &self.grains, target);
        let compute = |part: &Expr<Target>| compute_one(form, part, &values);
        let decided = otherwise(formula, &mut grain, &compute);
        let found = decided
            .into_iter()
            .find(|one| self.agrees(field, &compute(&one.formula)))?;
        let words = worded(&found.condition, &|target| self.named(*target));
        let words = words.map_or_else(String::new, |words| format!("“{words}”"));
        let written = form.excel(&found.condition, form.fields[field].sheet);
        Some(Branch {
            field,
            condition: Text::new(words, format!(" {written}")),
        })
    }

    /// What the cells a formula refers to are called.
    fn named(&self, target: Target) -> Option<String> {
        let form = self.context.form();
        let fields: Vec<usize> = form.target_fields(target).collect();
        let label = self.context.label(*fields.first()?);
        Some(match fields.len() {
            1 => label.to_owned(),
            count => format!("{label}等 {count} 格"),
        })
    }

    /// Whether the program saved this as the result of a field.
    fn agrees(&self, field: usize, value: &Value) -> bool {
        let form = self.context.form();
        match (&self.context.evaluation.reported[field], value) {
            (Value::Number(reported), Value::Number(value)) => {
                let tolerance = form.pack.tolerance(form.template(&form.fields[field]).kind);
                reported
                    .difference(*value)
                    .is_some_and(|difference| difference.abs() <= tolerance)
            }
            (Value::Blank, Value::Text(text)) | (Value::Text(text), Value::Blank) => {
                text.is_empty()
            }
            (reported, value) => reported == value,
        }
    }
}
