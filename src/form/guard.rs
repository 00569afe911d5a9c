//! Blank quotients: a quotient stays blank while there is nothing to divide by, and so does what needs it.
//!
//! A fresh form must not show `#DIV/0!`. So a formula that divides by something that is blank or nought gives the empty
//! text, and so does a formula that needs such a blank. The condition becomes part of the tree, so that the cell of the
//! workbook and annex compute the same. Inside `IF` and `IFERROR` the author of the template is in charge.

use std::collections::BTreeSet;

use crate::form::{Form, Target};
use crate::formula::{Expr, Kind, Operator, Span, functions};
use crate::number::Number;

/// Functions that pass over texts in cells, so that a blank quotient does no harm there.
const PASS_OVER: &[&str] = &[
    "SUM",
    "COUNT",
    "COUNTA",
    "COUNTBLANK",
    "AVERAGE",
    "SUMPRODUCT",
    "SUMIF",
    "COUNTIF",
    "AND",
    "OR",
];
/// Functions by which an author asks what a cell holds.
const ASK: &[&str] = &["ISBLANK", "ISNUMBER", "ISTEXT", "ISERROR", "IFERROR"];
/// Functions inside which an author takes care of divisors.
const CARE: &[&str] = &["IF", "IFERROR"];

/// Guards all formulas of a form, in the order in which they are computed.
pub(super) fn apply(form: &mut Form) {
    for field in form.order.clone() {
        if let Some(formula) = form.fields[field].formula.take() {
            form.fields[field].formula = Some(guarded(form, formula));
        }
    }
}

/// The formula, blank while a divisor is blank or nought and while what it needs is blank.
pub(super) fn guarded(form: &Form, expr: Expr<Target>) -> Expr<Target> {
    let mut asked = BTreeSet::new();
    expr.walk(&mut |part| asked.extend(asked_about(part)));
    let mut conditions = Vec::new();
    collect(form, &expr, &asked, false, &mut conditions);
    let Some(first) = conditions.pop() else {
        return expr;
    };
    let span = expr.span;
    let condition = if conditions.is_empty() {
        first
    } else {
        conditions.push(first);
        call("OR", conditions, span)
    };
    call("IF", vec![condition, text("", span), expr], span)
}

/// The divisors of a guarded formula that keep it blank when they are blank or nought: not those the author takes care of.
pub(crate) fn divisors(expr: &Expr<Target>) -> Vec<&Expr<Target>> {
    let mut found = Vec::new();
    add_divisors(unguarded(expr), &mut found);
    found
}

/// The formula as the author wrote it. The guard around it has its span, which no `IF` of an author has in common with
/// what stands in it.
fn unguarded(expr: &Expr<Target>) -> &Expr<Target> {
    match &expr.kind {
        Kind::Call(_, arguments) => match arguments.as_slice() {
            [_, _, inner] if inner.span == expr.span => inner,
            _ => expr,
        },
        _ => expr,
    }
}

fn add_divisors<'a>(expr: &'a Expr<Target>, found: &mut Vec<&'a Expr<Target>>) {
    match &expr.kind {
        Kind::Neg(inner) | Kind::Plus(inner) | Kind::Percent(inner) => add_divisors(inner, found),
        Kind::Binary(operator, left, right) => {
            if *operator == Operator::Divide && !matches!(right.kind, Kind::Number(_)) {
                found.push(right);
            }
            add_divisors(left, found);
            add_divisors(right, found);
        }
        Kind::Call(function, arguments) if !CARE.contains(&function.name) => {
            for argument in arguments {
                add_divisors(argument, found);
            }
        }
        _ => {}
    }
}

fn collect(
    form: &Form,
    expr: &Expr<Target>,
    asked: &BTreeSet<Target>,
    cared_for: bool,
    conditions: &mut Vec<Expr<Target>>,
) {
    match &expr.kind {
        Kind::Ref(target) if !asked.contains(target) && may_be_blank_text(form, *target) => {
            add(conditions, compare(expr.clone(), text("", expr.span)));
        }
        Kind::Neg(inner) | Kind::Plus(inner) | Kind::Percent(inner) => {
            collect(form, inner, asked, cared_for, conditions);
        }
        Kind::Binary(operator, left, right) => {
            if *operator == Operator::Divide && !cared_for && !matches!(right.kind, Kind::Number(_))
            {
                let nought = Expr {
                    span: right.span,
                    kind: Kind::Number(Number::ZERO),
                };
                add(conditions, compare(right.as_ref().clone(), nought));
            }
            collect(form, left, asked, cared_for, conditions);
            collect(form, right, asked, cared_for, conditions);
        }
        Kind::Call(function, arguments) => {
            let passes_over = PASS_OVER.contains(&function.name);
            let cared_for = cared_for || CARE.contains(&function.name);
            for argument in arguments {
                if !(passes_over && matches!(argument.kind, Kind::Ref(_))) {
                    collect(form, argument, asked, cared_for, conditions);
                }
            }
        }
        _ => {}
    }
}

fn add(conditions: &mut Vec<Expr<Target>>, condition: Expr<Target>) {
    if !conditions.iter().any(|known| known.same_as(&condition)) {
        conditions.push(condition);
    }
}

/// The cells a part asks about: `ISNUMBER(x)`, `x = ""`.
fn asked_about(part: &Expr<Target>) -> Vec<Target> {
    let target = |expr: &Expr<Target>| match expr.kind {
        Kind::Ref(target) => Some(target),
        _ => None,
    };
    let is_empty_text =
        |expr: &Expr<Target>| matches!(&expr.kind, Kind::Text(text) if text.is_empty());
    match &part.kind {
        Kind::Call(function, arguments) if ASK.contains(&function.name) => {
            arguments.iter().filter_map(target).collect()
        }
        Kind::Binary(operator, left, right) if operator.is_comparison() => {
            if is_empty_text(right) {
                target(left).into_iter().collect()
            } else if is_empty_text(left) {
                target(right).into_iter().collect()
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

/// Whether a single computed cell may hold the empty text.
fn may_be_blank_text(form: &Form, target: Target) -> bool {
    if !target.area.is_cell() {
        return false;
    }
    let formula = form
        .field_at(target.sheet, target.area.first)
        .and_then(|field| form.fields[field].formula.as_ref());
    let mut found = false;
    if let Some(formula) = formula {
        formula
            .walk(&mut |part| found |= matches!(&part.kind, Kind::Text(text) if text.is_empty()));
    }
    found
}

fn compare(left: Expr<Target>, right: Expr<Target>) -> Expr<Target> {
    let span = left.span;
    Expr {
        span,
        kind: Kind::Binary(Operator::Equal, Box::new(left), Box::new(right)),
    }
}

fn text(text: &str, span: Span) -> Expr<Target> {
    Expr {
        span,
        kind: Kind::Text(text.to_owned()),
    }
}

fn call(name: &str, arguments: Vec<Expr<Target>>, span: Span) -> Expr<Target> {
    match functions::find(name) {
        Some(function) => Expr {
            span,
            kind: Kind::Call(function, arguments),
        },
        // Cannot happen: a test of the registry holds every name used here.
        None => text("", span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_named_here_exists() {
        for name in PASS_OVER.iter().chain(ASK).chain(CARE) {
            assert!(functions::find(name).is_some(), "{name}");
        }
    }
}
