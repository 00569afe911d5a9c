//! What a blank explains: only what filling it in can make right.

use super::Causes;
use super::mend::filled;
use super::needs::{related, takers};
use crate::check::context::{Context, number};
use crate::check::pack_rules;
use crate::check::rules::{
    s001_weights_differ_from_heading as headings, s002_weights_differ_from_total as totals,
    v001_required_field_blank as blank,
};
use crate::finding::Finding;
use crate::form::{Kind, Rule, compute_one};
use crate::formula::Value;
use crate::number::Number;
use crate::template::Relation;

/// Whether a figure may come to what was declared once a blank is filled in.
///
/// A part that is missing makes a sum too small, never too large. Of other figures nobody can tell.
pub(super) fn explains(
    context: &Context<'_>,
    input: usize,
    figure: usize,
    finding: &Finding,
) -> bool {
    let Some(gap) = finding.difference else {
        return true;
    };
    let now = context.computed(figure).unwrap_or(Number::ZERO);
    let one = filled(context, input, Number::from(1));
    let raised = number(&one.computed[figure]).and_then(|then| then.difference(now));
    match raised {
        Some(raised) if raised == Number::from(1) => is_possible(context, input, gap),
        Some(raised) if raised == Number::from(-1) => is_possible(context, input, gap.neg()),
        _ => true,
    }
}

/// Whether a figure that comes to an error comes to a number once a blank is filled in.
pub(super) fn computes(context: &Context<'_>, input: usize, figure: usize) -> bool {
    let one = filled(context, input, Number::from(1));
    number(&context.evaluation.computed[figure]).is_none()
        && number(&one.computed[figure]).is_some()
}

/// Whether a number may stand in a field: an amount is not below nought unless the pack says so.
pub(super) fn is_possible(context: &Context<'_>, field: usize, number: Number) -> bool {
    let form = context.form();
    let (min, max) = form.bounds(form.template(&form.fields[field]));
    number >= min.unwrap_or(Number::ZERO) && max.is_none_or(|max| number <= max)
}

/// Relations of the pack that hold once a blank is filled in with what is missing.
pub(super) fn relations(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let related = related(context, findings);
    for (cause, finding) in findings.iter().enumerate() {
        let field = finding.place.field.as_deref();
        let is_blank = finding.code == blank::RULE.code;
        let Some(input) = field.and_then(|id| form.field(id)).filter(|_| is_blank) else {
            continue;
        };
        if context.evaluation.reported[input] != Value::Blank {
            continue;
        }
        let taking = takers(context, input, true);
        for (consequence, takes) in &related {
            let reaches = takes.iter().any(|it| *it == input || taking.contains(it));
            let other = &findings[*consequence];
            let Some(gap) = other.difference.filter(|_| reaches) else {
                continue;
            };
            let rule = form.rules.iter().find(|rule| is_of(context, rule, other));
            if rule.is_some_and(|rule| mends(context, rule, input, gap)) {
                causes.follows(*consequence, cause);
            }
        }
    }
}

/// Whether a finding is what a rule of the pack says of its cell.
pub(super) fn is_of(context: &Context<'_>, rule: &Rule, finding: &Finding) -> bool {
    let form = context.form();
    let field = finding.place.field.as_deref().and_then(|id| form.field(id));
    form.rule_template(rule).code == finding.code
        && field.is_some_and(|field| {
            field == rule.at
                || pack_rules::is_one_of(context, rule, rule.at)
                    && pack_rules::is_one_of(context, rule, field)
        })
}

/// Whether a rule of the pack holds once a blank is filled in with what is missing.
pub(super) fn mends(context: &Context<'_>, rule: &Rule, input: usize, gap: Number) -> bool {
    let makes = |value: Number| {
        let evaluation = filled(context, input, value);
        let then = Context {
            evaluation: &evaluation,
            ..*context
        };
        is_possible(context, input, value) && pack_rules::hold(&then, rule).is_none()
    };
    // What has to stay within a limit may do so with an amount as large as all that is held against it.
    let is_limit = context.form().rule_template(rule).relation != Relation::Equal;
    let whole = context.reported(rule.at).filter(|_| is_limit);
    let missing = [gap, gap.neg()].into_iter().chain(whole);
    missing.chain(beside(context, rule, input)).any(makes)
}

/// The amounts beside a blank, as large as one of which what is missing may be: where a budget stands and nothing that was
/// spent, all of it may have been.
fn beside(context: &Context<'_>, rule: &Rule, input: usize) -> Vec<Number> {
    let form = context.form();
    let sides = [&rule.reported, &rule.computed];
    let mut takes: Vec<usize> = sides.iter().flat_map(|side| form.inputs(side)).collect();
    let taking = takers(context, input, true);
    for field in takes.clone() {
        if let Some(formula) = form.fields[field]
            .formula
            .as_ref()
            .filter(|_| taking.contains(&field))
        {
            takes.extend(form.inputs(formula));
        }
    }
    let amounts = takes.iter().filter_map(|&field| context.computed(field));
    let sides = sides.map(|side| number(&compute_one(form, side, &context.evaluation.reported)));
    let mut amounts: Vec<Number> = amounts.chain(sides.into_iter().flatten()).collect();
    amounts.retain(|amount| !amount.is_zero());
    amounts.sort_unstable();
    amounts.dedup();
    amounts
}

/// What a sheet that nobody has filled in lacks: weights that add up to nothing, and relations that hold once an amount of
/// it is filled in.
pub(super) fn sheets(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let related = related(context, findings);
    for (cause, finding) in findings.iter().enumerate() {
        let field = finding.place.field.as_deref().and_then(|id| form.field(id));
        let sheet = field.map(|field| form.fields[field].sheet);
        let is_blank = finding.code == blank::RULE.code;
        let Some(sheet) = sheet.filter(|sheet| is_blank && blank::is_left_out(context, *sheet))
        else {
            continue;
        };
        for (consequence, other) in findings.iter().enumerate() {
            let is_here = other.place.sheet == finding.place.sheet;
            let is_weight = [headings::RULE.code, totals::RULE.code].contains(&other.code.as_str());
            if is_here && is_weight {
                causes.follows(consequence, cause);
            }
        }
        let inputs = form.sheets[sheet].fields.iter().copied().filter(|&field| {
            let template = form.template(&form.fields[field]);
            form.fields[field].kind == Kind::Input && template.kind.is_number()
        });
        for input in inputs {
            let taking = takers(context, input, true);
            for (consequence, takes) in &related {
                let reaches = takes.iter().any(|it| *it == input || taking.contains(it));
                let other = &findings[*consequence];
                let Some(gap) = other.difference.filter(|_| reaches) else {
                    continue;
                };
                let rule = form.rules.iter().find(|rule| is_of(context, rule, other));
                if rule.is_some_and(|rule| mends(context, rule, input, gap)) {
                    causes.follows(*consequence, cause);
                }
            }
        }
    }
}
