//! Last year's returns, for the rules that compare with them.

use std::cmp::Reverse;

use crate::check::Content;
use crate::check::context::Context;
use crate::check::several::rank;
use crate::form::{Kind, Spec};
use crate::number::Number;
use crate::pairs::Pairs;
use crate::submission::Submission;
use crate::template::FieldType;
use crate::typed::yuan;

/// Returns of earlier years.
#[derive(Debug, Clone, Default)]
pub struct Past {
    returns: Vec<(String, Content)>,
}

impl Past {
    /// Takes returns, each with the name of its file. Of several of a department the later comes first.
    pub fn of(mut returns: Vec<(String, Content)>) -> Past {
        returns.sort_by_cached_key(|(_, content)| Reverse(rank(content)));
        Past { returns }
    }

    /// Files of a department and year of which there is one before: nothing is compared with them.
    pub fn surplus(&self) -> Vec<&str> {
        let mut known: Vec<Spec> = Vec::new();
        let mut surplus = Vec::new();
        for (file, content) in &self.returns {
            let spec = content.submission.form.spec.clone();
            let is_it =
                |other: &Spec| other.is_of_same_department(&spec) && other.year == spec.year;
            if known.iter().any(is_it) {
                surplus.push(file.as_str());
            } else {
                known.push(spec);
            }
        }
        surplus
    }

    /// Whether there is a return of the same department for the year before.
    pub fn knows(&self, now: &Submission) -> bool {
        self.find(now).is_some()
    }

    /// The return of the same department for the year before: by its code, else by its name. Of several the first.
    pub fn before(&self, now: &Submission) -> Option<Before<'_>> {
        let (file, content) = self.find(now)?;
        Some(Before {
            file,
            content,
            pairs: Pairs::of(&content.submission, now),
        })
    }

    fn find(&self, now: &Submission) -> Option<&(String, Content)> {
        let spec = &now.form.spec;
        let mut returns = self.returns.iter();
        returns.find(|(_, content)| {
            let before = &content.submission.form.spec;
            before.is_of_same_department(spec) && before.year + 1 == spec.year
        })
    }
}

/// What a department returned for the year before.
#[derive(Debug)]
pub struct Before<'a> {
    /// The file.
    pub file: &'a str,
    /// What is in it.
    pub content: &'a Content,
    pairs: Pairs,
}

impl Before<'_> {
    /// The field of last year's form that stands where this one does now.
    pub(super) fn field(&self, now: usize) -> Option<usize> {
        self.pairs.before.get(now).copied().flatten()
    }

    /// The amount, count or rate of a field of last year's form, in the unit of this year's: as annex computes it. `None` where
    /// nothing was entered, or no number.
    pub(super) fn number(&self, field: usize, context: &Context<'_>) -> Option<Number> {
        let last = self.content.context();
        if !last.stands(field) {
            return None;
        }
        let figure = last.computed(field)?;
        let form = last.form();
        if form.template(&form.fields[field]).kind != FieldType::Money {
            return Some(figure);
        }
        let (then, now) = (&form.pack.unit, &context.form().pack.unit);
        if then == now {
            return Some(figure);
        }
        figure.mul(yuan(then)?.div(yuan(now)?)?)
    }

    /// What was written into a field of last year's form.
    pub(super) fn text(&self, field: usize) -> Option<String> {
        let submission = &self.content.submission;
        let is_input = submission.form.fields[field].kind == Kind::Input;
        submission.text(field).filter(|_| is_input)
    }

    /// Where a field of last year's form is: file, sheet and cell.
    pub(super) fn place(&self, field: usize) -> String {
        let submission = &self.content.submission;
        let (sheet, cell) = (submission.sheet_name(field), submission.cell(field));
        format!("{} {sheet}!{cell}", self.file)
    }
}
