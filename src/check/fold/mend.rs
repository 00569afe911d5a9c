//! What a return would say if one mistake were mended: it is mended in a copy, and checked again.

use super::{Causes, gone};
use crate::address::Address;
use crate::book::{CellValue, RawCell};
use crate::check::context::Context;
use crate::check::found;
use crate::check::rules::{
    v007_unit_suspected, w008_formula_overwritten as overwritten, w012_row_shifted,
};
use crate::evaluate::{self, Evaluation};
use crate::finding::Finding;
use crate::form::{Kind, compute, compute_one};
use crate::formula::Value;
use crate::number::Number;
use crate::submission::Submission;

/// The most mistakes of one return that are mended to see what follows from them; each asks for one more check.
pub(super) const MOST_MENDED: usize = 32;

/// A row that was shifted is left out: what it brought along follows from it.
pub(super) fn rows(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let shifted = (0..findings.len())
        .filter(|&index| findings[index].code == w012_row_shifted::RULE.code)
        .take(MOST_MENDED);
    for cause in shifted {
        let field = findings[cause].place.field.as_deref();
        let Some(field) = field.and_then(|id| form.field(id)) else {
            continue;
        };
        let field = &form.fields[field];
        let mended = without_row(context, field.sheet, field.cell().row);
        for consequence in gone_with(context, findings, &mended) {
            causes.follows(consequence, cause);
        }
    }
}

/// What is no longer found in the mended return: it followed from what was mended.
pub(super) fn gone_with(
    context: &Context<'_>,
    findings: &[Finding],
    mended: &Submission,
) -> Vec<usize> {
    let evaluation = evaluated(context, mended);
    let again = found(&Context {
        submission: mended,
        evaluation: &evaluation,
        ..*context
    });
    gone(findings, &again)
}

/// The figures of a mended return: those that were reported as their formula gives them follow what was mended.
pub(super) fn evaluated(context: &Context<'_>, mended: &Submission) -> Evaluation {
    let mut evaluation = evaluate::run(mended);
    recompute(
        context,
        &context.evaluation.reported,
        &mut evaluation.reported,
    );
    evaluation
}

/// Amounts that look as if they were in another unit are put into that of the form.
pub(super) fn units(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let is_unit = |finding: &Finding| finding.code == v007_unit_suspected::RULE.code;
    if !findings.iter().any(is_unit) {
        return;
    }
    for suspected in v007_unit_suspected::suspected(context) {
        let cause = findings
            .iter()
            .position(|finding| is_unit(finding) && suspected.says(finding));
        let Some(cause) = cause else { continue };
        let cells = suspected.mended.iter().filter_map(|(field, amount)| {
            let cell = RawCell {
                value: CellValue::Number(*amount),
                formula: None,
            };
            Some((context.submission.entries[*field].at?, cell))
        });
        let mended = context.submission.with(cells);
        for consequence in gone_with(context, findings, &mended) {
            // The amounts that were mended together are all causes.
            if !suspected.says(&findings[consequence]) {
                causes.follows(consequence, cause);
            }
        }
    }
}

/// The return with one row of the form as it was sent.
fn without_row(context: &Context<'_>, sheet: usize, row: u32) -> Submission {
    let form = context.form();
    let laid = &form.sheets[sheet];
    let Some(map) = context.submission.sheets[sheet].as_ref() else {
        return context.submission.clone();
    };
    let cells = (0..form.status_column(sheet)).filter_map(|column| {
        let cell = Address::new(row, column);
        let label = laid.labels.iter().find(|label| label.area.first == cell);
        let field = form.field_at(sheet, cell);
        let formula = field.and_then(|field| form.fields[field].formula.as_ref());
        let value = label.map_or(CellValue::Blank, |label| {
            CellValue::Text(label.text.clone())
        });
        let cell = RawCell {
            value,
            formula: formula.map(|formula| form.excel(formula, sheet)),
        };
        let at = map.cell(Address::new(row, column))?;
        Some(((map.sheet, at), cell))
    });
    context.submission.with(cells)
}

/// A figure that is wrong is taken as computed, and with it all that was computed from it as it stands.
pub(super) fn figures(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let mut wrong: Vec<(usize, usize)> = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let field = finding.place.field.as_deref();
        let Some(field) = field.and_then(|id| form.field(id)) else {
            continue;
        };
        let is_wrong = finding.code.starts_with("C00")
            || finding.code == overwritten::RULE.code && converted(context, field).is_some();
        if is_wrong {
            wrong.push((index, field));
        }
    }
    // A figure others are computed from comes before them.
    let rank = |field: usize| form.order.iter().position(|&other| other == field);
    wrong.sort_by_key(|&(index, field)| (rank(field), index));
    for &(cause, field) in wrong.iter().take(MOST_MENDED) {
        let evaluation = computed_at(context, field);
        let again = found(&Context {
            evaluation: &evaluation,
            ..*context
        });
        for consequence in gone(findings, &again) {
            causes.follows(consequence, cause);
        }
        // That the formula is gone is how the figure came to be wrong, and that it was converted is how it was read.
        for (consequence, finding) in findings.iter().enumerate() {
            let at = finding.place.field.as_deref();
            if ["V005", "W008", "W009"].contains(&finding.code.as_str())
                && at == Some(form.fields[field].id.as_str())
            {
                causes.follows(consequence, cause);
            }
        }
    }
}

/// What stands in a computed cell where something else was taken for it: 97.98 for 0.9798.
fn converted<'a>(context: &'a Context<'_>, field: usize) -> Option<&'a Value> {
    let entry = &context.submission.entries[field];
    let is_other = entry.value != context.evaluation.reported[field];
    let is_typed = entry.found.formula.is_none() && entry.value != Value::Blank;
    (is_typed && is_other).then_some(&entry.value)
}

/// The figures with one of them as computed, and all that follow from the reported ones as computed as well.
fn computed_at(context: &Context<'_>, field: usize) -> Evaluation {
    let mut evaluation = context.evaluation.clone();
    evaluation.reported[field] = evaluation.computed[field].clone();
    let mut before = context.evaluation.reported.clone();
    if let Some(value) = converted(context, field) {
        before[field] = value.clone();
    }
    recompute(context, &before, &mut evaluation.reported);
    evaluation
}

/// The figures with one field filled in, and all computed anew that follow from it.
pub(super) fn filled(context: &Context<'_>, field: usize, value: Number) -> Evaluation {
    let form = context.form();
    let mut evaluation = context.evaluation.clone();
    evaluation.computed = compute(form, &|input| match input == field {
        true => Value::Number(value),
        false => context.submission.entries[input].value.clone(),
    });
    evaluation.reported[field] = Value::Number(value);
    recompute(
        context,
        &context.evaluation.reported,
        &mut evaluation.reported,
    );
    evaluation
}

/// Computes the figures anew that take one which has changed, where they were reported as their formula gives them.
fn recompute(context: &Context<'_>, before: &[Value], now: &mut [Value]) {
    let form = context.form();
    for &field in &form.order {
        let laid = &form.fields[field];
        let Some(formula) = laid.formula.as_ref().filter(|_| laid.kind == Kind::Formula) else {
            continue;
        };
        let mut takes = form.takes(field).iter();
        let takes = takes.any(|&input| now[input] != before[input]);
        if takes && same(context, field, &compute_one(form, formula, before)) {
            now[field] = compute_one(form, formula, now);
        }
    }
}

/// Whether a figure was reported as its formula gives it over what was reported.
fn same(context: &Context<'_>, field: usize, as_reported: &Value) -> bool {
    let form = context.form();
    match (as_reported, &context.evaluation.reported[field]) {
        (Value::Number(one), Value::Number(other)) => {
            let kind = form.template(&form.fields[field]).kind;
            let tolerance = form.pack.tolerance(kind);
            one.sub(*other)
                .is_some_and(|difference| difference.abs() <= tolerance)
        }
        (one, other) => one == other,
    }
}
