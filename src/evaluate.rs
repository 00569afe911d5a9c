//! Recomputes a return: the computed value of every field, exact.

use crate::form::{Kind, compute};
use crate::formula::Value;
use crate::number::Number;
use crate::submission::Submission;
use crate::template::FieldType;
use crate::typed::is_rounded;

/// A ratio above this is no ratio, though its cell shows it as one: 2000 %.
const SHOWN_AND_MEANT: i64 = 20;

/// The figures of a return, as computed and as reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The value of each field, every formula computed; the same index as the fields of the form.
    pub computed: Vec<Value>,
    /// The value of each field as the department reported it; where a formula's result was not saved, or left out what the
    /// department added, as computed. A ratio that was typed over its formula as 86.17 is 0.8617.
    pub reported: Vec<Value>,
    /// What the formulas of the form as it was sent come to, if the department made it larger: without the rows and sheets
    /// it added. `None` for a field that was added.
    pub as_sent: Option<Vec<Option<Value>>>,
}

/// Computes all formulas of a return from its inputs.
///
/// A total is computed from the computed parts, so that a wrong part does not hide behind a total that was typed over.
pub fn run(submission: &Submission) -> Evaluation {
    let computed = compute(&submission.form, &|field| {
        submission.entries[field].value.clone()
    });
    let as_sent = as_sent(submission);
    // A formula that left out what the department added says nothing against it.
    let leaves_out = |index: usize| {
        let entry = &submission.entries[index];
        let without = as_sent.as_ref().and_then(|values| values[index].as_ref());
        entry.found.formula.is_some() && without == Some(&entry.value)
    };
    let reported = submission
        .form
        .fields
        .iter()
        .zip(&submission.entries)
        .zip(&computed)
        .enumerate()
        .map(|(index, ((field, entry), computed))| match field.kind {
            Kind::Input => entry.value.clone(),
            _ if entry.found.value.is_blank() || leaves_out(index) => computed.clone(),
            // LibreOffice saves a result that is a text as 0 in .xls.
            _ if submission.saves_texts_as_nought(index) && is_text(computed) => computed.clone(),
            _ => match ratio_typed_as_percentage(submission, index, computed) {
                Some(ratio) => Value::Number(ratio),
                None => entry.value.clone(),
            },
        })
        .collect();
    Evaluation {
        computed,
        reported,
        as_sent,
    }
}

/// The ratio somebody typed over a formula as a percentage without its sign: 86.17 where it comes to 0.8617.
fn ratio_typed_as_percentage(
    submission: &Submission,
    field: usize,
    computed: &Value,
) -> Option<Number> {
    let form = &submission.form;
    let kind = form.template(&form.fields[field]).kind;
    let entry = &submission.entries[field];
    let (Value::Number(typed), Value::Number(computed)) = (&entry.value, computed) else {
        return None;
    };
    if kind != FieldType::Percent || entry.found.formula.is_some() {
        return None;
    }
    // 1.02 in a cell that shows 102 % is 102 %. Of 86.17 there, and 0.8617 computed, nobody means 8617 %.
    if submission.is_percent(field) && *typed <= Number::from(SHOWN_AND_MEANT) {
        return None;
    }
    let ratio = typed.div(Number::HUNDRED)?;
    let difference = ratio.sub(*computed)?.abs();
    let is_it = difference <= form.pack.tolerance(kind)
        || is_rounded(&entry.found.value, kind, ratio, *computed);
    (is_it && typed != computed).then_some(ratio)
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Blank | Value::Text(_))
}

fn as_sent(submission: &Submission) -> Option<Vec<Option<Value>>> {
    let sent = submission.sent.as_ref()?;
    let now = |field: usize| submission.form.field(&sent.fields[field].id);
    let values = compute(sent, &|field| {
        now(field).map_or(Value::Blank, |field| {
            submission.entries[field].value.clone()
        })
    });
    let mut as_sent = vec![None; submission.form.fields.len()];
    for (field, value) in values.into_iter().enumerate() {
        if let Some(now) = now(field) {
            as_sent[now] = Some(value);
        }
    }
    Some(as_sent)
}
