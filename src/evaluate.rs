//! Recomputes a return: the computed value of every field, exact.

use std::collections::BTreeSet;

use crate::book::CellValue;
use crate::form::{Kind, compute};
use crate::formula::Value;
use crate::number::Number;
use crate::submission::Submission;
use crate::template::FieldType;
use crate::typed::{Reading, is_rounded};

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
    /// Whether no program has computed the formulas since the form was filled in: each saved result is 0, nothing, or what
    /// the blank form comes to. Nobody reported them.
    pub uncomputed: bool,
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
    let uncomputed = is_uncomputed(submission, &computed, &leaves_out);
    let reported = submission
        .form
        .fields
        .iter()
        .zip(&submission.entries)
        .zip(&computed)
        .enumerate()
        .map(|(index, ((field, entry), computed))| match field.kind {
            Kind::Input => entry.value.clone(),
            _ if uncomputed && entry.found.formula.is_some() => computed.clone(),
            _ if entry.found.value.is_blank() || leaves_out(index) => computed.clone(),
            _ if submission.is_nought_for_text(index, computed) => computed.clone(),
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
        uncomputed,
    }
}

/// Whether each saved result is 0, nothing, or what the blank form comes to, although the entries make another of some.
fn is_uncomputed(
    submission: &Submission,
    computed: &[Value],
    leaves_out: &dyn Fn(usize) -> bool,
) -> bool {
    let saved = |index: usize| {
        let entry = &submission.entries[index];
        let is_formula = submission.form.fields[index].kind == Kind::Formula;
        (is_formula && entry.found.formula.is_some() && !entry.found.value.is_blank())
            .then_some(&entry.found.value)
    };
    let fields = 0..submission.form.fields.len();
    // A program that computes makes 0 of a sum of texts, too.
    let is_missing = |index: usize| {
        saved(index).is_some_and(|saved| *saved != CellValue::from(&computed[index]))
            && comes_to_more(&computed[index])
            && !leaves_out(index)
            && is_of_numbers(submission, index)
    };
    let is_nought = |saved: &CellValue| match saved {
        CellValue::Number(number) => number.is_zero(),
        CellValue::Text(text) => matches!(text.trim(), "" | "0"),
        _ => false,
    };
    if !fields
        .clone()
        .any(|index| saved(index).is_some_and(is_nought) && is_missing(index))
    {
        return false;
    }
    let blank = compute(&submission.form, &|_| Value::Blank);
    let is_of_blank = |index: usize, saved: &CellValue| *saved == CellValue::from(&blank[index]);
    fields
        .filter_map(|index| Some((index, saved(index)?)))
        .all(|(index, saved)| is_nought(saved) || is_of_blank(index, saved))
}

/// Whether a figure is something else than nothing.
fn comes_to_more(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_zero(),
        Value::Text(text) => !text.is_empty(),
        _ => false,
    }
}

/// Whether every entry that a figure comes from reads as it was typed.
fn is_of_numbers(submission: &Submission, field: usize) -> bool {
    let form = &submission.form;
    let mut formulas = vec![field];
    let mut seen = BTreeSet::from([field]);
    while let Some(formula) = formulas.pop() {
        let takes = form.takes(formula).iter().copied();
        for input in takes.filter(|input| seen.insert(*input)) {
            let reading = &submission.entries[input].reading;
            match form.fields[input].kind {
                Kind::Formula => formulas.push(input),
                _ if matches!(reading, Reading::AsTyped | Reading::Blank) => {}
                _ => return false,
            }
        }
    }
    true
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
