//! A formula in words: what a person reads who knows no names of fields and no functions of Excel.

use crate::formula::ast::{Expr, Kind};
use crate::formula::operator::Operator;

/// A formula in Chinese, with the names its references are given; `None` where it holds what has no plain words.
///
/// ```
/// use annex::formula::{parse_template, worded};
/// let formula = parse_template("IF(actual >= target, weight, weight * actual / target)");
/// let name = |name: &annex::formula::Name| {
///     let names = [("actual", "完成值"), ("target", "指标值"), ("weight", "分值")];
///     names.iter().find(|(id, _)| *id == name.0).map(|(_, label)| (*label).to_owned())
/// };
/// assert_eq!(
///     worded(&formula.expr.unwrap(), &name).unwrap(),
///     "完成值 ≥ 指标值的，为分值；否则为分值 × 完成值 ÷ 指标值",
/// );
/// ```
pub fn worded<R>(expr: &Expr<R>, name: &dyn Fn(&R) -> Option<String>) -> Option<String> {
    let Kind::Call(function, arguments) = &expr.kind else {
        return Some(said(expr, name)?.text);
    };
    match (function.name, arguments.as_slice()) {
        ("IF", [condition, yes, no]) => {
            let condition = said(condition, name)?.text;
            // A choice within a choice is said between brackets.
            let (begin, end) = match is_choice(yes) {
                true => ("时（", "）"),
                false => ("的，为", ""),
            };
            let link = match is_choice(no) {
                // The next condition begins the next part of the sentence.
                true => "；",
                false => "；否则为",
            };
            let (yes, no) = (worded(yes, name)?, worded(no, name)?);
            Some(format!("{condition}{begin}{yes}{end}{link}{no}"))
        }
        _ => Some(said(expr, name)?.text),
    }
}

fn is_choice<R>(expr: &Expr<R>) -> bool {
    matches!(&expr.kind, Kind::Call(function, _) if function.name == "IF")
}

/// A part in words, and how tightly it holds together: a part that holds less tightly than what it stands in is set in
/// parentheses.
struct Said {
    text: String,
    tight: u8,
}

/// What nothing pulls apart.
const WHOLE: u8 = 9;
/// A sentence.
const LOOSE: u8 = 0;

fn said<R>(expr: &Expr<R>, name: &dyn Fn(&R) -> Option<String>) -> Option<Said> {
    let whole = |text: String| Some(Said { text, tight: WHOLE });
    match &expr.kind {
        Kind::Number(number) => whole(number.to_string()),
        Kind::Text(text) if text.is_empty() => whole("空白".to_owned()),
        Kind::Text(text) => whole(format!("“{text}”")),
        Kind::Ref(reference) => whole(name(reference)?),
        Kind::Neg(inner) => whole(format!("-{}", within(inner, name, WHOLE)?)),
        Kind::Plus(inner) => said(inner, name),
        Kind::Percent(inner) => whole(format!("{}%", within(inner, name, WHOLE)?)),
        Kind::Binary(operator, left, right) => {
            let (sign, tight) = sign(*operator)?;
            let left = within(left, name, tight)?;
            // What is taken away, or divided by, stands together.
            let right = within(right, name, tight + 1)?;
            Some(Said {
                text: format!("{left} {sign} {right}"),
                tight,
            })
        }
        Kind::Call(function, arguments) => call(expr, function.name, arguments, name),
        Kind::Missing | Kind::Bool(_) | Kind::Error(_) => None,
    }
}

fn within<R>(expr: &Expr<R>, name: &dyn Fn(&R) -> Option<String>, tight: u8) -> Option<String> {
    let inner = said(expr, name)?;
    Some(match inner.tight < tight {
        true => format!("（{}）", inner.text),
        false => inner.text,
    })
}

/// The sign of an operator as people write it, and how tightly it binds.
fn sign(operator: Operator) -> Option<(&'static str, u8)> {
    Some(match operator {
        Operator::Equal => ("=", 2),
        Operator::NotEqual => ("≠", 2),
        Operator::Less => ("<", 2),
        Operator::LessEqual => ("≤", 2),
        Operator::Greater => (">", 2),
        Operator::GreaterEqual => ("≥", 2),
        Operator::Add => ("+", 4),
        Operator::Subtract => ("-", 4),
        Operator::Multiply => ("×", 6),
        Operator::Divide => ("÷", 6),
        Operator::Concat | Operator::Power => return None,
    })
}

fn call<R>(
    expr: &Expr<R>,
    function: &str,
    arguments: &[Expr<R>],
    name: &dyn Fn(&R) -> Option<String>,
) -> Option<Said> {
    let all = |tight: u8| {
        let parts = arguments.iter().map(|part| within(part, name, tight));
        parts.collect::<Option<Vec<String>>>()
    };
    let loose = |text: String| Some(Said { text, tight: LOOSE });
    match (function, arguments) {
        ("IF", [_, _, _]) => loose(worded(expr, name)?),
        ("AND", _) => Some(Said {
            text: all(2)?.join(" 且 "),
            tight: 1,
        }),
        ("OR", _) => Some(Said {
            text: all(1)?.join(" 或 "),
            tight: 1,
        }),
        ("SUM", [one]) => loose(format!("{}之和", within(one, name, WHOLE)?)),
        ("SUM", _) => Some(Said {
            text: all(4)?.join(" + "),
            tight: 4,
        }),
        ("MIN", _) => loose(format!("{}中最小的", all(1)?.join("、"))),
        ("MAX", _) => loose(format!("{}中最大的", all(1)?.join("、"))),
        ("ABS", [one]) => match &one.kind {
            Kind::Binary(Operator::Subtract, left, right) => loose(format!(
                "{}与{}之差",
                within(left, name, WHOLE)?,
                within(right, name, WHOLE)?
            )),
            _ => loose(format!("{}（不计正负）", within(one, name, 4)?)),
        },
        ("ROUND", [one, places]) => match &places.kind {
            Kind::Number(places) => {
                loose(format!("{}（保留 {places} 位小数）", within(one, name, 4)?))
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{Name, parse_template};

    #[test]
    fn formulas_are_said_in_words() {
        for (formula, words) in [
            ("MIN(w, w * a / t)", Some("分、分 × 完 ÷ 标中最小的")),
            (
                "IF(a = t, w, IF(a > t, w / 2, 0))",
                Some("完 = 标的，为分；完 > 标的，为分 ÷ 2；否则为0"),
            ),
            (
                "IF(t = 0, IF(a <= 0, w, 0), IF(a >= t, w, w * a / t))",
                Some("标 = 0时（完 ≤ 0的，为分；否则为0）；完 ≥ 标的，为分；否则为分 × 完 ÷ 标"),
            ),
            (
                "w * (1 - (a - t) / t)",
                Some("分 × （1 - （完 - 标） ÷ 标）"),
            ),
            (
                "ROUND(ABS(a - t) / t, 4)",
                Some("（完与标之差） ÷ 标（保留 4 位小数）"),
            ),
            (
                "w - IF(a > t, 1, 2)",
                Some("分 - （完 > 标的，为1；否则为2）"),
            ),
            (
                "AND(a > 1, OR(t = 2, w < 3))",
                Some("完 > 1 且 （标 = 2 或 分 < 3）"),
            ),
            ("LEN(w)", None),
            ("w * other", None),
        ] {
            let parsed = parse_template(formula).expr.unwrap();
            let name = |name: &Name| {
                let names = [("a", "完"), ("t", "标"), ("w", "分")];
                let known = names.iter().find(|(id, _)| *id == name.0);
                known.map(|(_, label)| (*label).to_owned())
            };
            assert_eq!(worded(&parsed, &name).as_deref(), words, "{formula}");
        }
    }
}
