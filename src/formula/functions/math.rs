//! Functions of one number, and rounding.

use crate::formula::functions::{Argument, Body, Example, Function, Parameter, Takes, takes};
use crate::formula::types::Ty;
use crate::formula::value::{ErrorValue, Value};
use crate::formula::{coerce, exact};
use crate::number::Number;

const NUMBER: Parameter = takes("number", Takes::Number);
const DIGITS: Parameter = takes("digits", Takes::Number);

pub(super) static ABS: Function = Function {
    name: "ABS",
    parameters: &[NUMBER],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "返回数字的绝对值。",
    en: "Gives a number without its sign.",
    example: Example {
        formula: "ABS(-2.5)",
        given: &[],
        result: "2.5",
    },
    body: Body::Eager(|arguments| Ok(Value::Number(number(arguments, 0)?.abs()))),
};

pub(super) static INT: Function = Function {
    name: "INT",
    parameters: &[NUMBER],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "向下取整到不大于该数字的最大整数。",
    en: "Gives the largest whole number that is not above the number.",
    example: Example {
        formula: "INT(-2.5)",
        given: &[],
        result: "-3",
    },
    body: Body::Eager(|arguments| exact::floor(number(arguments, 0)?).map(Value::Number)),
};

pub(super) static MOD: Function = Function {
    name: "MOD",
    parameters: &[NUMBER, takes("divisor", Takes::Number)],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "返回两数相除的余数，符号与除数相同。",
    en: "Gives the remainder of a division, with the sign of the divisor.",
    example: Example {
        formula: "MOD(-7, 3)",
        given: &[],
        result: "2",
    },
    body: Body::Eager(remainder),
};

pub(super) static ROUND: Function = Function {
    name: "ROUND",
    parameters: &[NUMBER, DIGITS],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "四舍五入到指定的小数位数，位数为负时舍入到小数点左侧。",
    en: "Rounds half away from zero to so many decimals, or before the decimal point if digits is negative.",
    example: Example {
        formula: "ROUND(1.005, 2)",
        given: &[],
        result: "1.01",
    },
    body: Body::Eager(|arguments| rounded(arguments, Number::round)),
};

pub(super) static ROUNDDOWN: Function = Function {
    name: "ROUNDDOWN",
    parameters: &[NUMBER, DIGITS],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "向零的方向舍入到指定的小数位数。",
    en: "Rounds towards zero to so many decimals.",
    example: Example {
        formula: "ROUNDDOWN(-1.239, 2)",
        given: &[],
        result: "-1.23",
    },
    body: Body::Eager(|arguments| rounded(arguments, Number::round_down)),
};

pub(super) static ROUNDUP: Function = Function {
    name: "ROUNDUP",
    parameters: &[NUMBER, DIGITS],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "向远离零的方向舍入到指定的小数位数。",
    en: "Rounds away from zero to so many decimals.",
    example: Example {
        formula: "ROUNDUP(1.231, 2)",
        given: &[],
        result: "1.24",
    },
    body: Body::Eager(|arguments| rounded(arguments, Number::round_up)),
};

fn number(arguments: &[Argument], at: usize) -> Result<Number, ErrorValue> {
    coerce::number(&Argument::value(arguments, at))
}

fn rounded(
    arguments: &[Argument],
    round: fn(Number, i32) -> Option<Number>,
) -> Result<Value, ErrorValue> {
    let value = number(arguments, 0)?;
    let places = places(number(arguments, 1)?);
    round(exact::settle(value), places)
        .map(Value::Number)
        .ok_or_else(ErrorValue::too_large)
}

/// The number of decimals, cut to a whole number; beyond a hundred more or less makes no difference to any number.
fn places(digits: Number) -> i32 {
    let bound = Number::HUNDRED;
    let bounded = digits.min(bound).max(bound.neg());
    bounded
        .round_down(0)
        .and_then(Number::to_i64)
        .and_then(|places| i32::try_from(places).ok())
        .unwrap_or(0)
}

fn remainder(arguments: &[Argument]) -> Result<Value, ErrorValue> {
    let (value, divisor) = (number(arguments, 0)?, number(arguments, 1)?);
    let times = exact::floor(exact::divide(value, divisor)?)?;
    exact::subtract(value, exact::multiply(divisor, times)?).map(Value::Number)
}
