//! A formula that comes to an error, or has nothing to divide by.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::{Target, compute_one, guard};
use crate::formula::{Expr, Value};
use crate::number::Number;
use crate::text::Text;

/// A formula that comes to an error, or has nothing to divide by.
pub const RULE: Rule = Rule {
    code: "C004",
    name: "not-computable",
    level: Level::Error,
    title: ("无法计算", "cannot be computed"),
    checks: (
        "每个公式是否算得出数；错误从别的公式传来的，只在源头报告",
        "whether every formula comes to a value; an error handed on from another formula is reported at its source alone",
    ),
    why: (
        "算不出的数要说明原因，不能当作 0 或略过",
        "what cannot be computed is said aloud, never taken as nought or skipped",
    ),
    example: (
        "全年预算数填 0，执行率就无法计算",
        "with a budget of 0 there is no rate",
    ),
    mend: (
        "请先改正公式所用的格子。",
        "Correct the cells the formula needs.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    for (index, field) in form.fields.iter().enumerate() {
        let Some(formula) = field.formula.as_ref().filter(|_| context.counts(index)) else {
            continue;
        };
        let label = context.label(index);
        let message = match &context.evaluation.computed[index] {
            // An error that came from another computed cell is reported there.
            Value::Error(_) if is_handed_on(context, formula) => continue,
            Value::Error(error) => Text::new(
                format!("“{label}”无法计算：{}", error.reason.zh),
                format!("'{label}' cannot be computed: {}", error.reason.en),
            ),
            Value::Text(text) if text.is_empty() => match nought_divisor(context, formula) {
                Some(divisor) => Text::new(
                    format!("“{label}”无法计算：除数“{}”是 0", context.label(divisor)),
                    format!(
                        "'{label}' cannot be computed: '{}', which it divides by, is 0",
                        context.label(divisor)
                    ),
                ),
                None => continue,
            },
            _ => continue,
        };
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = context.submission.reported(index);
        findings.push(finding);
    }
}

/// Whether a computed field the formula needs comes to an error itself.
fn is_handed_on(context: &Context<'_>, formula: &Expr<Target>) -> bool {
    let form = context.form();
    let mut inputs = form.inputs(formula);
    inputs.any(|input| {
        let is_error = matches!(context.evaluation.computed[input], Value::Error(_));
        is_error && form.fields[input].formula.is_some()
    })
}

/// A field the formula divides by that somebody made nought; a blank one is another rule's business.
fn nought_divisor(context: &Context<'_>, formula: &Expr<Target>) -> Option<usize> {
    let form = context.form();
    guard::divisors(formula).into_iter().find_map(|divisor| {
        let nought =
            compute_one(form, divisor, &context.evaluation.computed) == Value::Number(Number::ZERO);
        let entered = |field: &usize| entered(context, *field);
        form.inputs(divisor).find(entered).filter(|_| nought)
    })
}

/// Whether something was entered into a field, or into one it is computed from.
fn entered(context: &Context<'_>, field: usize) -> bool {
    match &context.form().fields[field].formula {
        None => !context.submission.is_blank(field),
        Some(formula) => context
            .form()
            .inputs(formula)
            .any(|input| entered(context, input)),
    }
}
