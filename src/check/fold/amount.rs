//! One amount that is wrong shows in several relations: with another amount in its place all of them hold, and nothing else
//! is found.

use std::collections::BTreeSet;

use super::{Causes, blank, gone, mend, needs};
use crate::book::{CellValue, RawCell};
use crate::check::context::{Context, number};
use crate::check::rules::{
    texts, x001_narrative_figure_differs as told, x010_narrative_result_differs as result,
    x014_cost_differs_from_spending as cost,
};
use crate::check::{found, pack_rules};
use crate::finding::{Finding, Level};
use crate::form::{Form, Kind, Rule, Target, compute_one};
use crate::formula::Expr;
use crate::number::Number;
use crate::template::Relation;
use crate::text::Text;

/// The most amounts of a return that are tried; each asks for one more check.
const MOST_TRIED: usize = 6;
/// So many amounts are named that may be the wrong one.
const MOST_NAMED: usize = 3;
/// Of so many decimals an amount is thought to be.
const PLACES: i32 = 2;

/// An amount, what would have to stand there, and which findings are gone then.
struct Tried {
    field: usize,
    amount: Number,
    is_exact: bool,
    gone: BTreeSet<usize>,
}

/// Relations of the pack, and figures in texts, that one other amount would make right.
pub(super) fn amounts(
    context: &Context<'_>,
    findings: &mut [Finding],
    apart: &BTreeSet<usize>,
    causes: &mut Causes,
) {
    let form = context.form();
    let is_open =
        |index: usize, causes: &Causes| causes.over[index].is_none() && !apart.contains(&index);
    let broken: Vec<(usize, &Rule)> = form
        .rules
        .iter()
        .filter_map(|rule| {
            let of = |finding: &Finding| {
                blank::is_of(context, rule, finding)
                    && finding.level != Level::Info
                    && finding.difference.is_some()
            };
            Some((findings.iter().position(of)?, rule))
        })
        .filter(|(index, _)| is_open(*index, causes))
        .collect();
    let may_follow = |index: usize, finding: &Finding| {
        let of_text = [told::RULE, result::RULE, cost::RULE];
        is_open(index, causes)
            && (broken.iter().any(|(broken, _)| *broken == index)
                || of_text.iter().any(|rule| rule.code == finding.code))
    };
    let open: BTreeSet<usize> = (0..findings.len())
        .filter(|&index| may_follow(index, &findings[index]))
        .collect();
    if broken.is_empty() || open.len() < 2 {
        return;
    }
    let mut tried = candidates(context, &broken);
    tried.truncate(MOST_TRIED);
    for one in &mut tried {
        one.gone = mended(context, findings, one, &open);
        // Limits alone do not tell what an amount should be: it has to be the one that exceeds all of them. A larger whole would
        // hold whatever is too large.
        if !one.is_exact {
            let made = made_of(context, one.field);
            one.gone.retain(|index| {
                let mut of = broken.iter().filter(|(broken, _)| broken == index);
                of.any(|(_, rule)| takes(form, &rule.reported, &made))
            });
        }
    }
    let mut left = open;
    loop {
        let most = tried.iter().map(|one| one.gone.len()).max();
        let Some(best) = tried
            .iter()
            .find(|one| Some(one.gone.len()) == most && one.gone.len() > 1)
        else {
            return;
        };
        let gone = best.gone.clone();
        let alike: Vec<&Tried> = tried.iter().filter(|one| one.gone == gone).collect();
        let is_at = |index: &&usize| {
            let field = findings[**index].place.field.as_deref();
            alike
                .iter()
                .any(|one| field == Some(form.fields[one.field].id.as_str()))
        };
        // A figure that is right elsewhere is not the one to look at.
        let is_near = |index: &&usize| {
            let sheet = findings[**index].place.sheet.as_deref();
            alike
                .iter()
                .any(|one| sheet == Some(context.submission.sheet_name(one.field)))
        };
        let cause = gone
            .iter()
            .find(is_at)
            .or_else(|| gone.iter().find(is_near))
            .or_else(|| gone.first());
        if let Some(&cause) = cause {
            add_help(&mut findings[cause], &advice(context, &alike));
            for &consequence in gone.iter().filter(|index| **index != cause) {
                causes.follows(consequence, cause);
            }
        }
        left.retain(|index| !gone.contains(index));
        for one in &mut tried {
            one.gone.retain(|index| left.contains(index));
        }
    }
}

/// A field, and those that are computed from it.
fn made_of(context: &Context<'_>, field: usize) -> BTreeSet<usize> {
    let mut made = needs::takers(context, field, true);
    made.insert(field);
    made
}

/// Whether a side of a relation takes one of these fields.
fn takes(form: &Form, side: &Expr<Target>, made: &BTreeSet<usize>) -> bool {
    form.inputs(side).any(|input| made.contains(&input))
}

/// Amounts with which one relation or more would hold, those of most first.
fn candidates(context: &Context<'_>, broken: &[(usize, &Rule)]) -> Vec<Tried> {
    let form = context.form();
    let said = texts::figures_said(context);
    let mut tried: Vec<(usize, Tried)> = Vec::new();
    for (field, laid) in form.fields.iter().enumerate() {
        let is_amount = laid.kind == Kind::Input && form.template(laid).kind.is_number();
        let Some(now) = context.reported(field).filter(|_| is_amount) else {
            continue;
        };
        let made = made_of(context, field);
        let is_in =
            |rule: &Rule| takes(form, &rule.reported, &made) || takes(form, &rule.computed, &made);
        let told = said.iter().filter(|said| said.field == field);
        let mut amounts: Vec<(Number, bool)> = told.map(|said| (said.written, true)).collect();
        for (_, rule) in broken.iter().filter(|(_, rule)| is_in(rule)) {
            let is_exact = form.rule_template(rule).relation == Relation::Equal;
            for amount in solve(context, rule, field, now) {
                if !amounts.iter().any(|(known, _)| *known == amount) {
                    amounts.push((amount, is_exact));
                }
            }
        }
        for (amount, is_exact) in amounts {
            let evaluation = mend::filled(context, field, amount);
            let then = Context {
                evaluation: &evaluation,
                ..*context
            };
            let holds = |rule: &Rule| pack_rules::hold(&then, rule).is_none();
            let mends = broken.iter().filter(|(_, rule)| holds(rule)).count();
            if mends > 0 && blank::is_possible(context, field, amount) {
                let one = Tried {
                    field,
                    amount,
                    is_exact,
                    gone: BTreeSet::new(),
                };
                tried.push((mends, one));
            }
        }
    }
    tried.sort_by_key(|(mends, one)| (usize::MAX - mends, !one.is_exact, one.field));
    tried.into_iter().map(|(_, one)| one).collect()
}

/// What an amount has to be for a relation to hold: both sides are taken to move in proportion to it.
fn solve(context: &Context<'_>, rule: &Rule, field: usize, now: Number) -> Vec<Number> {
    let gap = |amount: Number| {
        let evaluation = mend::filled(context, field, amount);
        let then = Context {
            evaluation: &evaluation,
            ..*context
        };
        pack_rules::gap(&then, rule)
    };
    let step = if now.is_zero() { Number::from(1) } else { now };
    let solved = || {
        let (before, after) = (gap(now)?, gap(now.add(step)?)?);
        let moved = after.difference(before)?;
        now.difference(before.mul(step)?.div(moved)?)
    };
    let Some(amount) = solved().or_else(|| one_of(context, rule, field, now, step)) else {
        return Vec::new();
    };
    if amount == now {
        return Vec::new();
    }
    // A rate is rounded: what makes it just so may be a hundredth less.
    let rounded = amount.round(PLACES);
    let below = rounded.and_then(|it| it.difference("0.01".parse().ok()?));
    let mut amounts: Vec<Number> = [Some(amount), rounded, below]
        .into_iter()
        .flatten()
        .collect();
    amounts.dedup();
    amounts
}

/// The same of a relation that takes one of several figures: that of them which the amount is a part of is what was reported.
fn one_of(
    context: &Context<'_>,
    rule: &Rule,
    field: usize,
    now: Number,
    step: Number,
) -> Option<Number> {
    let form = context.form();
    let then = mend::filled(context, field, now.add(step)?);
    let reported = number(&compute_one(
        form,
        &rule.reported,
        &context.evaluation.reported,
    ))?;
    form.inputs(&rule.computed).find_map(|input| {
        let (before, after) = (context.computed(input)?, number(&then.computed[input])?);
        let moved = after.difference(before).filter(|moved| !moved.is_zero())?;
        let gap = before.difference(reported)?;
        now.difference(gap.mul(step)?.div(moved)?)
    })
}

/// The findings that are gone with another amount, if nothing else is found then.
fn mended(
    context: &Context<'_>,
    findings: &[Finding],
    one: &Tried,
    open: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let Some(at) = context.submission.entries[one.field].at else {
        return BTreeSet::new();
    };
    let cell = RawCell {
        value: CellValue::Number(one.amount),
        formula: None,
    };
    let mended = context.submission.with([(at, cell)]);
    let evaluation = mend::evaluated(context, &mended);
    let again = found(&Context {
        submission: &mended,
        evaluation: &evaluation,
        ..*context
    });
    let is_known = |other: &Finding| {
        findings
            .iter()
            .any(|one| super::key(one) == super::key(other))
    };
    if again
        .iter()
        .any(|other| other.level != Level::Info && !is_known(other))
    {
        return BTreeSet::new();
    }
    let gone: BTreeSet<usize> = gone(findings, &again).into_iter().collect();
    gone.intersection(open).copied().collect()
}

/// Which amount to look at first.
fn advice(context: &Context<'_>, tried: &[&Tried]) -> Text {
    let mut fields: Vec<&Tried> = Vec::new();
    for one in tried {
        if fields.iter().all(|known| known.field != one.field) {
            fields.push(one);
        }
    }
    let named = |one: &&Tried| {
        let label = context.label(one.field);
        let place = format!(
            "{}!{}",
            context.submission.sheet_name(one.field),
            context.submission.cell(one.field)
        );
        let amount = context.said_number(one.field, one.amount);
        match one.is_exact {
            true => (
                format!("“{label}”（{place}）如果是 {amount}"),
                format!("if '{label}' ({place}) were {amount}"),
            ),
            false => (
                format!("“{label}”（{place}）如果填得对"),
                format!("if '{label}' ({place}) were right"),
            ),
        }
    };
    let (zh, en): (Vec<String>, Vec<String>) = fields.iter().take(MOST_NAMED).map(named).unzip();
    Text::new(
        format!("{}，这几条就都相符：请先核对它。", zh.join("，或者")),
        format!(
            "{}, all of these would agree: look at it first.",
            en.join(", or ")
        ),
    )
}

fn add_help(finding: &mut Finding, advice: &Text) {
    let help = finding.help.take().unwrap_or_else(|| Text::new("", ""));
    finding.help = Some(Text::new(
        format!("{}{}", advice.zh, help.zh),
        format!("{} {}", advice.en, help.en).trim_end().to_owned(),
    ));
}
