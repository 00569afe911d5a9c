//! The relations a pack asks for, within a sheet and across sheets.

use crate::check::context::{Context, figures, number};
use crate::check::explained::is_explained;
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::finding::{Against, Finding, Level, Place};
use crate::form::{COUNTING, Kind, Rule, Target, compute_one};
use crate::formula::{self, Expr, Value};
use crate::number::Number;
use crate::template::{FieldType, Relation, RuleTemplate};
use crate::text::Text;

/// Holds every rule of the pack.
pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for rule in &context.form().rules {
        findings.extend(hold(context, rule));
    }
}

/// What a rule of the pack finds, if anything.
pub(super) fn hold(context: &Context<'_>, rule: &Rule) -> Option<Finding> {
    let form = context.form();
    let template = form.rule_template(rule);
    if template.each.is_some() && !context.is_used(form.fields[rule.at].sheet) {
        return None;
    }
    let reported_values = &context.evaluation.reported;
    if let Some(when) = &rule.when
        && compute_one(form, when, reported_values) != Value::Bool(true)
    {
        return None;
    }
    let reported = compute_one(form, &rule.reported, reported_values);
    let computed = compute_one(form, &rule.computed, &context.evaluation.computed);
    for value in [&reported, &computed] {
        if let Value::Error(error) = value {
            return Some(not_checkable(context, rule, template, &error.reason));
        }
    }
    // A blank side has nothing to compare: that the field is blank is another rule's business.
    if is_blank(context, &rule.reported) || is_blank(context, &rule.computed) {
        return None;
    }
    let (reported, computed) = (number(&reported)?, number(&computed)?);
    let tolerance = if template.tolerant {
        form.pack.tolerance(template.kind)
    } else {
        Number::ZERO
    };
    if holds(template.relation, reported, computed, tolerance)? {
        return None;
    }
    if is_explained(context, rule) {
        return None;
    }
    let mut finding = figures(base(context, rule, template), reported, computed);
    finding.against = match template.relation {
        Relation::Equal => Against::Stated,
        Relation::AtLeast => Against::AtLeast,
        Relation::AtMost => Against::AtMost,
    };
    finding.note = formula_note(context, rule);
    if let Some(field) = extreme(context, &rule.reported, reported) {
        let place = match form.fields[field].sheet == form.fields[rule.at].sheet {
            true => context.submission.cell(field).to_string(),
            false => format!(
                "{}!{}",
                context.submission.sheet_name(field),
                context.submission.cell(field)
            ),
        };
        let said = context.said_number(field, reported);
        finding.message = Text::new(
            format!("{}：{place} 是 {said}", finding.message.zh),
            format!("{}: {place} is {said}", finding.message.en),
        );
        // The one of several that is too large is the one to look at.
        if is_one_of(context, rule, rule.at) {
            finding.place = context.place(field);
        } else if field != rule.at {
            finding.covers.push(context.place(field));
        }
    } else if template.kind == FieldType::Percent {
        let (said, rate) = (&template.message, reported.percent());
        finding.message = match template.explained_in.is_empty() {
            true => Text::new(
                format!("{}：{rate}", said.zh),
                format!("{}: {rate}", said.en),
            ),
            false => Text::new(
                format!("{}（现为 {rate}）", said.zh),
                format!("{} ({rate})", said.en),
            ),
        };
    }
    Some(finding)
}

/// What a relation asks for where no figure is to be changed: it is said in words alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InWords {
    /// A reason, or that there is nothing: the figure that asks for it is told, and no limit.
    Figure,
    /// Entries, or none: how many there are helps nobody.
    Nothing,
}

fn in_words(rule: &Rule, template: &RuleTemplate) -> Option<InWords> {
    let is_nought = |side: &Expr<Target>| matches!(&side.kind, formula::Kind::Number(number) if number.is_zero());
    if template.kind == FieldType::Count && is_counting(&rule.reported) {
        return Some(InWords::Nothing);
    }
    let asks_for_none = template.relation == Relation::AtMost && is_nought(&rule.computed);
    (!template.explained_in.is_empty() || asks_for_none).then_some(InWords::Figure)
}

/// Takes the figures off the findings that are said in words, once they have served to tell what follows from what.
pub(super) fn without_figures(context: &Context<'_>, findings: &mut [Finding]) {
    let form = context.form();
    for finding in findings {
        let mut rules = form.rules.iter();
        let rule = rules.find(|rule| form.rule_template(rule).code == finding.code);
        let in_words = rule.and_then(|rule| in_words(rule, form.rule_template(rule)));
        if let Some(in_words) = in_words {
            finding.computed = None;
            finding.difference = None;
            if in_words == InWords::Nothing {
                finding.reported = None;
                finding.note = None;
            }
        }
        without_figures(context, &mut finding.alike);
        without_figures(context, &mut finding.follows);
    }
}

/// How far the sides of a rule are apart, where it applies and both are numbers.
pub(super) fn gap(context: &Context<'_>, rule: &Rule) -> Option<Number> {
    let form = context.form();
    let reported = compute_one(form, &rule.reported, &context.evaluation.reported);
    let computed = compute_one(form, &rule.computed, &context.evaluation.computed);
    number(&reported)?.difference(number(&computed)?)
}

/// Whether a side stands for nothing but blank fields, one of which had to be filled in. A formula takes them for nought.
pub(crate) fn is_blank(context: &Context<'_>, side: &Expr<Target>) -> bool {
    let form = context.form();
    let fields: Vec<usize> = form.inputs(side).collect();
    let blank = |field: &usize| {
        form.fields[*field].kind == Kind::Input
            && (context.submission.is_blank(*field) || context.submission.is_nothing(*field))
    };
    !is_counting(side)
        && fields.iter().all(blank)
        && fields.iter().any(|&field| is_needed(context, field))
}

/// Whether a field is one of several of which a relation holds the least or the most against something.
pub(super) fn is_one_of(context: &Context<'_>, rule: &Rule, field: usize) -> bool {
    is_extreme(&rule.reported) && context.form().inputs(&rule.reported).any(|it| it == field)
}

fn is_extreme(side: &Expr<Target>) -> bool {
    matches!(&side.kind, formula::Kind::Call(function, _) if ["MIN", "MAX"].contains(&function.name))
}

/// Whether a side counts what stands in fields, which blanks are a part of.
fn is_counting(side: &Expr<Target>) -> bool {
    let mut counts = false;
    side.walk(&mut |part| {
        counts |= matches!(&part.kind, formula::Kind::Call(function, _) if COUNTING.contains(&function.name));
    });
    counts
}

/// Of the least or the most of several figures, the one it is.
fn extreme(context: &Context<'_>, side: &Expr<Target>, figure: Number) -> Option<usize> {
    let form = context.form();
    let mut fields = form.inputs(side).filter(|_| is_extreme(side));
    fields.find(|&field| context.reported(field) == Some(figure))
}

/// Whether two figures relate as they have to.
pub(crate) fn holds(
    relation: Relation,
    reported: Number,
    computed: Number,
    tolerance: Number,
) -> Option<bool> {
    let difference = reported.difference(computed)?;
    Some(match relation {
        Relation::Equal => difference.abs() <= tolerance,
        Relation::AtLeast => difference >= tolerance.neg(),
        Relation::AtMost => difference <= tolerance,
    })
}

/// Which figures both sides are made of: 全年预算数 = 191.44.
///
/// A list of nothing but blanks says no more than the message.
fn formula_note(context: &Context<'_>, rule: &Rule) -> Option<Text> {
    let side = |expr: &Expr<Target>, values: &[Value]| {
        let mut parts = Vec::new();
        for field in context.form().inputs(expr) {
            let value = context.said(field, &values[field]);
            let sheet = context.submission.sheet_name(field);
            let cell = context.submission.cell(field);
            let part = (sheet, cell, context.label(field), value);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    };
    let mut parts = side(&rule.reported, &context.evaluation.reported);
    for part in side(&rule.computed, &context.evaluation.computed) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let line = |blank: &str| {
        let shown = parts.iter().map(|(sheet, cell, label, value)| {
            format!(
                "{label}（{sheet}!{cell}）= {}",
                value.as_deref().unwrap_or(blank)
            )
        });
        shown.collect::<Vec<_>>().join("；")
    };
    let is_told = parts.iter().any(|(.., value)| value.is_some());
    is_told.then(|| Text::new(line("空"), line("blank")))
}

fn not_checkable(
    context: &Context<'_>,
    rule: &Rule,
    template: &RuleTemplate,
    reason: &Text,
) -> Finding {
    // What was asked, as the first sheet of the form has it: whether it is broken is not known.
    let asked = template.asks.as_ref().unwrap_or(&template.message.zh);
    let message = Text::new(
        format!("无法审核（{asked}）：{}", reason.zh),
        format!("cannot be checked: {} ({})", template.message.en, reason.en),
    );
    Finding {
        level: Level::Info,
        message,
        ..base(context, rule, template)
    }
}

fn base(context: &Context<'_>, rule: &Rule, template: &RuleTemplate) -> Finding {
    let place = Place {
        sheet: Some(context.submission.sheet_name(rule.at).to_owned()),
        cell: Some(context.submission.cell(rule.at)),
        field: Some(context.form().fields[rule.at].id.clone()),
    };
    let (code, name, message) = (&template.code, &template.name, template.message.clone());
    Finding {
        ratio: template.kind == FieldType::Percent,
        help: (!template.help.is_empty()).then(|| template.help.clone()),
        ..Finding::new(code, name, template.level, place, message)
    }
}
