//! Conditions that spreadsheet programs may decide otherwise than annex does, because they compute in floats.
//!
//! A float holds 0.05 and 100.05 a little off. Comparing and rounding look at 15 digits and do not see it, but a difference
//! brings it out: in Excel `100.05-100` is 0.0499999999999972. So where both sides of a condition are exactly alike, on the
//! line, and one of them is a difference nobody rounded, a program may see them apart.

use crate::formula::ast::{Expr, Kind};
use crate::formula::functions::{self, Function};
use crate::formula::operator::Operator;
use crate::formula::value::Value;
use crate::formula::{coerce, exact};
use crate::number::Number;

/// To how many decimals a side is rounded: more than amounts and rates have, fewer than a float has left after a difference.
const DECIMALS: i64 = 8;

/// How a float holds a number, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A whole number, exactly.
    Whole,
    /// A decimal, right in 15 digits.
    Decimal,
    /// A difference of decimals, in which fewer digits are right.
    Difference,
}

/// How a float holds what a formula comes to; the closure knows what references stand for.
pub fn grain<R>(expr: &Expr<R>, reference: &mut dyn FnMut(&R) -> Grain) -> Grain {
    match &expr.kind {
        Kind::Number(number) if !number.is_integer() => Grain::Decimal,
        Kind::Ref(place) => reference(place),
        Kind::Neg(inner) | Kind::Plus(inner) => grain(inner, reference),
        Kind::Percent(inner) => grain(inner, reference).max(Grain::Decimal),
        Kind::Binary(operator, left, right) => {
            let sides = grain(left, reference).max(grain(right, reference));
            let is_negative = |side: &Expr<R>| matches!(side.kind, Kind::Neg(_));
            match operator {
                Operator::Subtract => taken_away(sides),
                Operator::Add if is_negative(left) || is_negative(right) => taken_away(sides),
                Operator::Add | Operator::Multiply => sides,
                Operator::Divide | Operator::Power => sides.max(Grain::Decimal),
                _ => Grain::Whole,
            }
        }
        Kind::Call(function, arguments) => called(function, arguments, reference),
        _ => Grain::Whole,
    }
}

fn called<R>(
    function: &Function,
    arguments: &[Expr<R>],
    reference: &mut dyn FnMut(&R) -> Grain,
) -> Grain {
    let mut of = |arguments: &[Expr<R>]| {
        let grains = arguments.iter().map(|one| grain(one, reference));
        grains.max().unwrap_or(Grain::Whole)
    };
    match function.name {
        // The condition decides, but is no part of the number.
        "IF" => of(arguments.get(1..).unwrap_or_default()),
        "IFERROR" | "ABS" | "MIN" | "MAX" | "SUMPRODUCT" => of(arguments),
        "SUM" => {
            let sum = of(arguments);
            if arguments.iter().any(|one| matches!(one.kind, Kind::Neg(_))) {
                taken_away(sum)
            } else {
                sum
            }
        }
        "SUMIF" => of(arguments.get(2..3).unwrap_or(arguments)),
        "AVERAGE" => of(arguments).max(Grain::Decimal),
        "MOD" => taken_away(of(arguments)),
        // Rounding gives the float that is nearest to a decimal.
        "ROUND" | "ROUNDUP" | "ROUNDDOWN" => Grain::Decimal,
        _ => Grain::Whole,
    }
}

fn taken_away(sides: Grain) -> Grain {
    if sides == Grain::Whole {
        sides
    } else {
        Grain::Difference
    }
}

/// The conditions of a formula that compare a difference nobody rounded.
pub fn unrounded<'a, R>(
    expr: &'a Expr<R>,
    reference: &mut dyn FnMut(&R) -> Grain,
) -> Vec<&'a Expr<R>> {
    let mut found = Vec::new();
    expr.walk(&mut |part| {
        if let Kind::Binary(operator, left, right) = &part.kind
            && operator.is_comparison()
            && compares_a_difference(left, right, reference)
        {
            found.push(part);
        }
    });
    found
}

fn compares_a_difference<R>(
    left: &Expr<R>,
    right: &Expr<R>,
    reference: &mut dyn FnMut(&R) -> Grain,
) -> bool {
    let is_text = |side: &Expr<R>| matches!(side.kind, Kind::Text(_) | Kind::Bool(_));
    let sides = grain(left, reference).max(grain(right, reference));
    sides == Grain::Difference
        && ![left, right].into_iter().any(is_text)
        && !is_nought_apart(left, right, reference)
        && !is_nought_apart(right, left, reference)
}

/// Whether two numbers as they were written down are asked to be nought apart: alike decimals are alike floats.
fn is_nought_apart<R>(
    side: &Expr<R>,
    other: &Expr<R>,
    reference: &mut dyn FnMut(&R) -> Grain,
) -> bool {
    let is_nought = matches!(other.kind, Kind::Number(number) if number.is_zero());
    let difference = match &side.kind {
        Kind::Call(function, arguments) if function.name == "ABS" => arguments.first(),
        _ => Some(side),
    };
    let Some(Kind::Binary(Operator::Subtract, left, right)) = difference.map(|side| &side.kind)
    else {
        return false;
    };
    let mut is_written = |side: &Expr<R>| {
        let is_leaf = matches!(side.kind, Kind::Ref(_) | Kind::Number(_));
        is_leaf && grain(side, reference) < Grain::Difference
    };
    is_nought && is_written(left) && is_written(right)
}

/// A condition as it should be written: each side rounded that is a difference.
pub fn rounded<R: Clone>(condition: &Expr<R>, reference: &mut dyn FnMut(&R) -> Grain) -> Expr<R> {
    let Kind::Binary(operator, left, right) = &condition.kind else {
        return condition.clone();
    };
    let mut side = |side: &Expr<R>| {
        let round =
            functions::find("ROUND").filter(|_| grain(side, reference) == Grain::Difference);
        let Some(round) = round else {
            return Box::new(side.clone());
        };
        let decimals = Expr {
            span: side.span,
            kind: Kind::Number(Number::from(DECIMALS)),
        };
        Box::new(Expr {
            span: side.span,
            kind: Kind::Call(round, vec![side.clone(), decimals]),
        })
    };
    Expr {
        span: condition.span,
        kind: Kind::Binary(*operator, side(left), side(right)),
    }
}

/// A condition on the line, and the formula as it is where a program decides it otherwise.
pub struct Otherwise<R> {
    /// The condition.
    pub condition: Expr<R>,
    /// The formula with the other outcome in its place.
    pub formula: Expr<R>,
}

/// Each condition of a formula that is on the line, decided otherwise; the closure computes a part of the formula.
pub fn otherwise<R: Clone>(
    expr: &Expr<R>,
    reference: &mut dyn FnMut(&R) -> Grain,
    compute: &dyn Fn(&Expr<R>) -> Value,
) -> Vec<Otherwise<R>> {
    let on_the_line = |condition: &&Expr<R>| match &condition.kind {
        Kind::Binary(_, left, right) => match (compute(left), compute(right)) {
            (Value::Number(left), Value::Number(right)) => {
                exact::settle(left) == exact::settle(right)
            }
            _ => false,
        },
        _ => false,
    };
    let conditions = unrounded(expr, reference).into_iter().filter(on_the_line);
    let decided = |condition: &Expr<R>| {
        let holds = coerce::truth(&compute(condition)).unwrap_or_default();
        Otherwise {
            formula: replaced(expr, condition, &Kind::Bool(!holds)),
            condition: condition.clone(),
        }
    };
    conditions.map(decided).collect()
}

/// The formula with something else in the place of one of its parts.
fn replaced<R: Clone>(expr: &Expr<R>, part: &Expr<R>, with: &Kind<R>) -> Expr<R> {
    let inner = |expr: &Expr<R>| Box::new(replaced(expr, part, with));
    let kind = match &expr.kind {
        _ if std::ptr::eq(expr, part) => with.clone(),
        Kind::Neg(below) => Kind::Neg(inner(below)),
        Kind::Plus(below) => Kind::Plus(inner(below)),
        Kind::Percent(below) => Kind::Percent(inner(below)),
        Kind::Binary(operator, left, right) => Kind::Binary(*operator, inner(left), inner(right)),
        Kind::Call(function, arguments) => {
            let arguments = arguments.iter().map(|one| replaced(one, part, with));
            Kind::Call(function, arguments.collect())
        }
        kind => kind.clone(),
    };
    Expr {
        span: expr.span,
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{Name, Operand, evaluate, parse_template, print_template};

    /// Names that begin with n are whole numbers, those that begin with d differences.
    fn known(name: &Name) -> Grain {
        match name.0.as_bytes().first() {
            Some(b'n') => Grain::Whole,
            Some(b'd') => Grain::Difference,
            _ => Grain::Decimal,
        }
    }

    #[test]
    fn a_compared_difference_should_be_rounded() {
        for (formula, mended) in [
            (
                "IF(ABS(a - b) / b <= 0.05, 10, 0)",
                "ROUND(ABS(a - b) / b, 8) <= 0.05",
            ),
            ("1 - a / b < 0.1", "ROUND(1 - a / b, 8) < 0.1"),
            ("0.1 > SUM(a, -b)", "0.1 > ROUND(SUM(a, -b), 8)"),
            ("AND(a > 0, SUM(a) - b = 0)", "ROUND(SUM(a) - b, 8) = 0"),
            ("difference >= a", "ROUND(difference, 8) >= a"),
            (
                "IF(n > 1, a - b, 0) > 0.01",
                "ROUND(IF(n > 1, a - b, 0), 8) > 0.01",
            ),
            ("MOD(a, 0.1) = 0", "ROUND(MOD(a, 0.1), 8) = 0"),
        ] {
            let tree = parse_template(formula).expr.unwrap();
            let found = unrounded(&tree, &mut known);
            assert_eq!(found.len(), 1, "{formula}");
            let written = print_template(&rounded(found[0], &mut known));
            assert_eq!(written, mended, "{formula}");
            // What is written as advised is no longer found.
            let again = parse_template(&written).expr.unwrap();
            assert!(unrounded(&again, &mut known).is_empty(), "{written}");
        }
    }

    #[test]
    fn conditions_that_floats_decide_rightly_are_left_alone() {
        for formula in [
            "a / b <= 0.05",
            "SUM(a, b) = 3.3",
            "nx - ny > 5",
            "a - b = 0",
            "ABS(a - b) > 0",
            "ROUND(a - b, 2) <= 0.01",
            "IF(a = \"\", \"\", a - b)",
            "IF(a - b = \"\", 1, 2)",
            "COUNT(a, b) - 1 = n",
        ] {
            let tree = parse_template(formula).expr.unwrap();
            assert!(unrounded(&tree, &mut known).is_empty(), "{formula}");
        }
    }

    #[test]
    fn only_a_condition_on_the_line_can_be_decided_otherwise() {
        let decided = |formula: &str, a: &str| {
            let tree = parse_template(formula).expr.unwrap();
            let compute = |part: &Expr<Name>| {
                evaluate(part, &mut |name| {
                    let number = if name.0 == "a" { a } else { "100" };
                    Operand::One(Value::Number(number.parse().unwrap()))
                })
            };
            let found = otherwise(&tree, &mut known, &compute);
            let values = found.iter().map(|one| compute(&one.formula).to_string());
            (compute(&tree).to_string(), values.collect::<Vec<_>>())
        };
        let step = "IF(ABS(a - b) / b <= 0.05, 10, IF(a - b > 20.5, 0, 8))";
        assert_eq!(
            decided(step, "105"),
            ("10".to_owned(), vec!["8".to_owned()])
        );
        assert_eq!(
            decided(step, "120.5"),
            ("8".to_owned(), vec!["0".to_owned()])
        );
        assert_eq!(decided(step, "105.01"), ("8".to_owned(), vec![]));
    }
}
