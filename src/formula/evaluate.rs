//! Computes a formula, with the semantics of Excel and in exact decimals.

use crate::formula::ast::{Expr, Kind};
use crate::formula::functions::{Argument, Body};
use crate::formula::operator::Operator;
use crate::formula::value::{ErrorValue, Operand, Value};
use crate::formula::{coerce, exact};
use crate::number::Number;

/// Computes a formula; the closure gives what each reference stands for.
///
/// What a formula cell shows is given: a formula that comes to a blank cell gives 0, as in Excel. Trouble is a value too,
/// [`Value::Error`], with its reason.
///
/// ```
/// use annex::formula::{Operand, Value, evaluate, parse_excel};
/// let formula = parse_excel("A1/A2").expr.unwrap();
/// let Value::Error(error) = evaluate(&formula, &mut |_| Operand::One(Value::Blank)) else { panic!() };
/// assert_eq!(error.kind.code(), "#DIV/0!");
/// assert_eq!(error.reason.en, "division by zero");
/// ```
pub fn evaluate<R>(expr: &Expr<R>, lookup: &mut impl FnMut(&R) -> Operand) -> Value {
    match scalar(expr, lookup) {
        Value::Blank => Value::Number(Number::ZERO),
        value => value,
    }
}

fn scalar<R>(expr: &Expr<R>, lookup: &mut impl FnMut(&R) -> Operand) -> Value {
    argument(expr, lookup).single()
}

fn argument<R>(expr: &Expr<R>, lookup: &mut impl FnMut(&R) -> Operand) -> Argument {
    let value = match &expr.kind {
        Kind::Missing => return Argument::Missing,
        Kind::Ref(reference) => return Argument::Reference(lookup(reference)),
        Kind::Call(function, arguments) => match function.body {
            Body::If => return conditional(arguments, lookup),
            Body::IfError => if_error(arguments, lookup),
            Body::Eager(compute) => {
                let arguments: Vec<Argument> = arguments
                    .iter()
                    .map(|inner| argument(inner, lookup))
                    .collect();
                compute(&arguments).into()
            }
        },
        Kind::Number(number) => Value::Number(*number),
        Kind::Text(text) => Value::Text(text.clone()),
        Kind::Bool(truth) => Value::Bool(*truth),
        Kind::Error(kind) => Value::Error(ErrorValue::found(*kind)),
        Kind::Neg(inner) => coerce::number(&scalar(inner, lookup))
            .map(|number| Value::Number(number.neg()))
            .into(),
        // Excel's plus sign leaves everything as it is, texts as well; only a reference is one no longer.
        Kind::Plus(inner) => scalar(inner, lookup),
        Kind::Percent(inner) => coerce::number(&scalar(inner, lookup))
            .and_then(|number| exact::divide(number, Number::HUNDRED))
            .map(Value::Number)
            .into(),
        Kind::Binary(operator, left, right) => {
            let left = scalar(left, lookup);
            let right = scalar(right, lookup);
            binary(*operator, &left, &right).into()
        }
    };
    Argument::Direct(value)
}

/// Gives the chosen branch itself, so that `SUM(IF(a, b, c))` still sees a reference.
fn conditional<R>(arguments: &[Expr<R>], lookup: &mut impl FnMut(&R) -> Operand) -> Argument {
    let holds = match arguments
        .first()
        .map(|condition| coerce::truth(&scalar(condition, lookup)))
    {
        Some(Ok(holds)) => holds,
        Some(Err(error)) => return Argument::Direct(Value::Error(error)),
        None => false,
    };
    match arguments
        .get(if holds { 1 } else { 2 })
        .map(|branch| argument(branch, lookup))
    {
        Some(Argument::Missing) => Argument::Direct(Value::Number(Number::ZERO)),
        Some(chosen) => chosen,
        None => Argument::Direct(Value::Bool(holds)),
    }
}

fn if_error<R>(arguments: &[Expr<R>], lookup: &mut impl FnMut(&R) -> Operand) -> Value {
    match arguments {
        [tried, instead, ..] => match scalar(tried, lookup) {
            Value::Error(_) => scalar(instead, lookup),
            value => value,
        },
        _ => Value::Blank,
    }
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Result<Value, ErrorValue> {
    if operator.is_comparison() {
        let order = coerce::compare(left, right)?;
        return Ok(Value::Bool(match operator {
            Operator::Equal => order.is_eq(),
            Operator::NotEqual => order.is_ne(),
            Operator::Less => order.is_lt(),
            Operator::LessEqual => order.is_le(),
            Operator::Greater => order.is_gt(),
            _ => order.is_ge(),
        }));
    }
    if operator == Operator::Concat {
        return Ok(Value::Text(coerce::text(left)? + &coerce::text(right)?));
    }
    let (left, right) = (coerce::number(left)?, coerce::number(right)?);
    let number = match operator {
        Operator::Add => exact::add(left, right),
        Operator::Subtract => exact::subtract(left, right),
        Operator::Multiply => exact::multiply(left, right),
        Operator::Divide => exact::divide(left, right),
        _ => exact::power(left, right),
    };
    number.map(Value::Number)
}
