//! What cannot be right while something else is not: an amount that nobody can read, or that cannot be.

use std::collections::BTreeSet;

use super::{Causes, blank};
use crate::check::context::Context;
use crate::check::rules::{
    c004_not_computable as not_computable, s001_weights_differ_from_heading as headings,
    s002_weights_differ_from_total as totals, s004_lost_points_unexplained as unexplained,
    s006_score_not_checkable as not_checkable, s009_rate_taken_as_ratio as ratio, scored,
    v001_required_field_blank as missing_entry, v002_wrong_type as wrong_type,
    v003_out_of_bounds as out_of_bounds, v005_value_converted as converted,
    v006_value_ambiguous as ambiguous, v010_error_value as error_value,
    x003_last_year_differs as last_year,
};
use crate::finding::Finding;
use crate::formula::Value;
use crate::number::Number;

/// Figures computed from a cell that is blank, or of which nobody knows what it says.
pub(super) fn inputs(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let field = |finding: &Finding| form.field(finding.place.field.as_deref()?);
    let related = related(context, findings);
    for (cause, finding) in findings.iter().enumerate() {
        let code = finding.code.as_str();
        let is_blank = code == missing_entry::RULE.code;
        let is_unread = [
            wrong_type::RULE,
            ambiguous::RULE,
            error_value::RULE,
            out_of_bounds::RULE,
        ]
        .iter()
        .any(|rule| rule.code == code);
        let Some(input) = field(finding).filter(|_| is_blank || is_unread) else {
            continue;
        };
        // What is blank counts for nothing, and is missing in the next figure; what cannot be read is missing in all.
        let taking = takers(context, input, is_unread);
        for (consequence, other) in findings.iter().enumerate() {
            let figure = other.code.starts_with("C00") && consequence != cause;
            let taken = field(other).filter(|field| figure && taking.contains(field));
            if taken.is_some_and(|field| !is_blank || blank::explains(context, input, field, other))
            {
                causes.follows(consequence, cause);
            }
            // A divisor is nought for a blank that it is the sum of.
            let is_error = other.code == not_computable::RULE.code && is_blank;
            let quotient = field(other).filter(|_| is_error);
            if quotient.is_some_and(|quotient| blank::computes(context, input, quotient)) {
                causes.follows(consequence, cause);
            }
        }
        // A relation of the pack waits for whatever cannot be read in it, and for what a dash stands for.
        let missing = takers(context, input, true);
        let is_dash = context.submission.is_nothing(input);
        for (consequence, takes) in related.iter().filter(|_| is_unread || is_dash) {
            let waits = |field: &usize| *field == input || missing.contains(field);
            if takes.iter().any(waits) {
                causes.follows(*consequence, cause);
            }
        }
    }
}

/// Figures that came to an error because a program computes with no text, though people can read it: `6人`, or a dash.
pub(super) fn texts(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let field = |finding: &Finding| form.field(finding.place.field.as_deref()?);
    let is_error = |field: &usize| matches!(context.evaluation.reported[*field], Value::Error(_));
    let errors: Vec<(usize, usize)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.code.starts_with("C00"))
        .filter_map(|(index, finding)| Some((index, field(finding).filter(is_error)?)))
        .collect();
    if errors.is_empty() {
        return;
    }
    let related = related(context, findings);
    let is_uncomputed =
        |finding: &Finding| finding.reported.is_none() && finding.computed.is_none();
    for (cause, finding) in findings.iter().enumerate() {
        let is_dash = |field: usize| context.submission.is_nothing(field);
        let is_text = |field: &usize| {
            finding.code == converted::RULE.code
                || finding.code == missing_entry::RULE.code && is_dash(*field)
        };
        let Some(input) = field(finding).filter(is_text) else {
            continue;
        };
        let taking = takers(context, input, true);
        for (consequence, field) in &errors {
            if taking.contains(field) {
                causes.follows(*consequence, cause);
            }
        }
        for (consequence, takes) in &related {
            if is_uncomputed(&findings[*consequence])
                && takes.iter().any(|field| taking.contains(field))
            {
                causes.follows(*consequence, cause);
            }
        }
    }
}

/// What is found of the relations of the pack, with the fields each of them takes.
pub(super) fn related(context: &Context<'_>, findings: &[Finding]) -> Vec<(usize, Vec<usize>)> {
    let form = context.form();
    let mut related = Vec::new();
    for rule in &form.rules {
        if let Some(index) = findings
            .iter()
            .position(|finding| blank::is_of(context, rule, finding))
        {
            let sides = [&rule.reported, &rule.computed];
            let takes = sides.into_iter().flat_map(|side| form.inputs(side));
            related.push((index, takes.collect()));
        }
    }
    related
}

/// The computed fields that take a field, and, where asked for, those that take them.
pub(super) fn takers(context: &Context<'_>, field: usize, all: bool) -> BTreeSet<usize> {
    let form = context.form();
    let mut taking = BTreeSet::from([field]);
    for &other in &form.order {
        let mut takes = form.takes(other).iter();
        if takes.any(|input| *input == field || (all && taking.contains(input))) {
            taking.insert(other);
        }
    }
    taking.remove(&field);
    taking
}

/// Points that are lost because a percentage was taken for a ratio ask for no reason once the score is right.
pub(super) fn scores(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let of_code = |code: &str, field: usize| {
        let id = &context.form().fields[field].id;
        let at =
            |finding: &Finding| finding.code == code && finding.place.field.as_ref() == Some(id);
        findings.iter().position(at)
    };
    for row in scored::rows(context) {
        // A score cannot be checked while nobody knows what the operator says.
        if let (Some(operator), Some(score)) = (row.operator, row.score)
            && let Some(cause) = of_code(wrong_type::RULE.code, operator)
            && let Some(consequence) = of_code(not_checkable::RULE.code, score)
        {
            causes.follows(consequence, cause);
        }
        let (Some(score), Some(reason)) = (row.score, row.reason) else {
            continue;
        };
        let (Some(cause), Some(consequence)) = (
            of_code(ratio::RULE.code, score),
            of_code(unexplained::RULE.code, reason),
        ) else {
            continue;
        };
        let computed = findings[cause].computed.as_ref();
        let right = computed.and_then(|score| score.parse::<Number>().ok());
        if let (Some(weight), Some(right)) = (row.weight_number(context), right)
            && !row.needs_reason(weight, right)
        {
            causes.follows(consequence, cause);
        }
    }
}

/// Totals that differ from last year's because their parts do.
pub(super) fn parts(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let differing: Vec<(usize, usize)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.code == last_year::RULE.code)
        .filter_map(|(index, finding)| {
            let field = finding.place.field.as_deref()?;
            Some((index, context.form().field(field)?))
        })
        .collect();
    for &(cause, part) in &differing {
        let taking = takers(context, part, true);
        for &(consequence, total) in &differing {
            if taking.contains(&total) {
                causes.follows(consequence, cause);
            }
        }
    }
}

/// A heading that its weights do not come to, because one of them is blank, cannot be read, or is none that a row can have.
pub(super) fn weights(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let codes = [
        missing_entry::RULE.code,
        wrong_type::RULE.code,
        ambiguous::RULE.code,
        error_value::RULE.code,
        out_of_bounds::RULE.code,
    ];
    for table in scored::tables(context) {
        for (index, group) in table.weights.groups.iter().enumerate() {
            let place = table.heading(context, index);
            let is_heading =
                |finding: &Finding| finding.code == headings::RULE.code && finding.place == place;
            let Some(consequence) = findings.iter().position(is_heading) else {
                continue;
            };
            let Some(missing) = findings[consequence].difference.map(Number::neg) else {
                continue;
            };
            for weight in table.weight_fields(context, group) {
                let id = &form.fields[weight].id;
                let is_cause = |finding: &Finding| {
                    codes.contains(&finding.code.as_str())
                        && finding.place.field.as_ref() == Some(id)
                };
                let Some(cause) = findings.iter().position(is_cause) else {
                    continue;
                };
                let now = context.reported(weight).unwrap_or(Number::ZERO);
                let then = now.add(missing);
                if then.is_some_and(|then| blank::is_possible(context, weight, then)) {
                    causes.follows(consequence, cause);
                }
            }
        }
    }
}

/// A total of weights that is off by as much as the headings above it.
pub(super) fn sums(findings: &[Finding], causes: &mut Causes) {
    for (consequence, total) in findings.iter().enumerate() {
        if total.code != totals::RULE.code {
            continue;
        }
        let below: Vec<usize> = (0..findings.len())
            .filter(|&index| {
                findings[index].code == headings::RULE.code
                    && findings[index].place.sheet == total.place.sheet
            })
            .collect();
        let sum = below.iter().try_fold(Number::ZERO, |sum, &index| {
            sum.add(findings[index].difference?)
        });
        if let (Some(&cause), true) = (below.first(), sum.is_some() && sum == total.difference) {
            causes.follows(consequence, cause);
        }
    }
}
