//! Recomputes a return: the computed value of every field, exact.

use crate::form::{Kind, compute};
use crate::formula::Value;
use crate::submission::Submission;

/// The figures of a return, as computed and as reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The value of each field, every formula computed; the same index as the fields of the form.
    pub computed: Vec<Value>,
    /// The value of each field as the department reported it; where a formula's result was not saved, as computed.
    pub reported: Vec<Value>,
}

/// Computes all formulas of a return from its inputs.
///
/// A total is computed from the computed parts, so that a wrong part does not hide behind a total that was typed over.
pub fn run(submission: &Submission) -> Evaluation {
    let computed = compute(&submission.form, &|field| {
        submission.entries[field].value.clone()
    });
    let reported = submission
        .form
        .fields
        .iter()
        .zip(&submission.entries)
        .zip(&computed)
        .map(|((field, entry), computed)| match field.kind {
            Kind::Input => entry.value.clone(),
            _ if entry.found.value.is_blank() => computed.clone(),
            _ => entry.value.clone(),
        })
        .collect();
    Evaluation { computed, reported }
}
