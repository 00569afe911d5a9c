//! Functions over many values: what stands in a reference is picked by its type, what is written directly is converted.

use crate::formula::functions::{Argument, Body, Example, Function, Parameter, Takes, takes};
use crate::formula::types::Ty;
use crate::formula::value::{ErrorKind, ErrorValue, Value};
use crate::formula::{coerce, exact};
use crate::number::Number;

const NUMBER: Parameter = takes("number", Takes::Numbers);
const ANYTHING: Parameter = takes("value", Takes::Values);
const AMOUNTS: &[(&str, &[&str])] = &[("special.amount", &["12.5", "", "7.5"])];

pub(super) static AVERAGE: Function = Function {
    name: "AVERAGE",
    parameters: &[NUMBER],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Number,
    zh: "返回平均值；引用中的空白、文本和逻辑值不计入。",
    en: "Gives the mean; blanks, texts and logical values in references do not count.",
    example: Example {
        formula: "AVERAGE(special.amount)",
        given: AMOUNTS,
        result: "10",
    },
    body: Body::Eager(|arguments| {
        let numbers = numbers(arguments)?;
        let count = i64::try_from(numbers.len()).map_err(|_| ErrorValue::too_large())?;
        if count == 0 {
            return Err(ErrorValue::new(
                ErrorKind::Div0,
                "没有可求平均的数字",
                "there is no number to average",
            ));
        }
        exact::divide(sum(&numbers)?, Number::from(count)).map(Value::Number)
    }),
};

pub(super) static COUNT: Function = Function {
    name: "COUNT",
    parameters: &[takes("value", Takes::Numbers)],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Number,
    zh: "统计数字的个数。",
    en: "Counts the numbers.",
    example: Example {
        formula: "COUNT(special.amount)",
        given: AMOUNTS,
        result: "2",
    },
    body: Body::Eager(|arguments| {
        Ok(counted(arguments, |argument, value| {
            match (argument, value) {
                (_, Value::Number(_))
                | (Argument::Missing, _)
                | (Argument::Direct(_), Value::Bool(_)) => true,
                (Argument::Direct(_), Value::Text(text)) => {
                    coerce::number_from_text(text).is_some()
                }
                _ => false,
            }
        }))
    }),
};

pub(super) static COUNTA: Function = Function {
    name: "COUNTA",
    parameters: &[ANYTHING],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Number,
    zh: "统计非空单元格的个数；公式给出的空文本也算非空。",
    en: "Counts what is not blank; an empty text given by a formula is not blank.",
    example: Example {
        formula: "COUNTA(special.name)",
        given: &[("special.name", &["扶贫", "", "培训"])],
        result: "2",
    },
    body: Body::Eager(|arguments| {
        Ok(counted(arguments, |argument, value| {
            !matches!((argument, value), (Argument::Reference(_), Value::Blank))
        }))
    }),
};

pub(super) static COUNTBLANK: Function = Function {
    name: "COUNTBLANK",
    parameters: &[takes("range", Takes::Range)],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "统计空白单元格的个数；空文本也算空白。",
    en: "Counts what is blank, an empty text included.",
    example: Example {
        formula: "COUNTBLANK(special.amount)",
        given: AMOUNTS,
        result: "1",
    },
    body: Body::Eager(|arguments| {
        Ok(counted(arguments, |_, value| match value {
            Value::Blank => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        }))
    }),
};

pub(super) static MAX: Function = Function {
    name: "MAX",
    parameters: &[NUMBER],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Number,
    zh: "返回最大值；没有数字时为 0。",
    en: "Gives the largest number, 0 when there is none.",
    example: Example {
        formula: "MAX(special.amount, 10)",
        given: AMOUNTS,
        result: "12.5",
    },
    body: Body::Eager(|arguments| {
        Ok(Value::Number(
            numbers(arguments)?
                .into_iter()
                .max()
                .unwrap_or(Number::ZERO),
        ))
    }),
};

pub(super) static MIN: Function = Function {
    name: "MIN",
    parameters: &[NUMBER],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Number,
    zh: "返回最小值；没有数字时为 0。",
    en: "Gives the smallest number, 0 when there is none.",
    example: Example {
        formula: "MIN(10, 10 * total.rate)",
        given: &[("total.rate", &["0.8617"])],
        result: "8.617",
    },
    body: Body::Eager(|arguments| {
        Ok(Value::Number(
            numbers(arguments)?
                .into_iter()
                .min()
                .unwrap_or(Number::ZERO),
        ))
    }),
};

pub(super) static SUM: Function = Function {
    name: "SUM",
    parameters: &[NUMBER],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Number,
    zh: "求和；引用中的空白、文本和逻辑值不计入。",
    en: "Adds the numbers; blanks, texts and logical values in references do not count.",
    example: Example {
        formula: "SUM(special.amount, 5)",
        given: AMOUNTS,
        result: "25",
    },
    body: Body::Eager(|arguments| sum(&numbers(arguments)?).map(Value::Number)),
};

pub(super) static SUMPRODUCT: Function = Function {
    name: "SUMPRODUCT",
    parameters: &[takes("numbers", Takes::Numbers)],
    least: 1,
    repeats: true,
    spreads: false,
    gives: Ty::Number,
    zh: "将形状相同的各组数字逐项相乘后求和；非数字按 0 计。",
    en: "Multiplies groups of the same shape item by item and adds the products; what is not a number counts as 0.",
    example: Example {
        formula: "SUMPRODUCT(item.weight, item.score)",
        given: &[
            ("item.weight", &["10", "20"]),
            ("item.score", &["0.5", "0.9"]),
        ],
        result: "23",
    },
    body: Body::Eager(sum_of_products),
};

/// The numbers among the arguments, in order.
fn numbers(arguments: &[Argument]) -> Result<Vec<Number>, ErrorValue> {
    let mut numbers = Vec::new();
    for argument in arguments {
        for value in argument.values() {
            match (argument, value) {
                (_, Value::Number(number)) => numbers.push(*number),
                (_, Value::Error(error)) => return Err(error.clone()),
                (Argument::Reference(_), _) => {}
                _ => numbers.push(coerce::number(value)?),
            }
        }
    }
    Ok(numbers)
}

fn sum(numbers: &[Number]) -> Result<Number, ErrorValue> {
    numbers
        .iter()
        .try_fold(Number::ZERO, |sum, number| exact::add(sum, *number))
}

fn counted(arguments: &[Argument], counts: fn(&Argument, &Value) -> bool) -> Value {
    let of_one = |argument: &Argument| {
        argument
            .values()
            .iter()
            .filter(|value| counts(argument, value))
            .count()
    };
    let count: usize = arguments.iter().map(of_one).sum();
    Value::Number(Number::from(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn sum_of_products(arguments: &[Argument]) -> Result<Value, ErrorValue> {
    let Some(first) = arguments.first() else {
        return Ok(Value::Number(Number::ZERO));
    };
    if arguments
        .iter()
        .any(|argument| argument.shape() != first.shape())
    {
        return Err(ErrorValue::new(
            ErrorKind::Value,
            "SUMPRODUCT 的各组行数或列数不同",
            "the groups of SUMPRODUCT differ in rows or columns",
        ));
    }
    let mut products = Vec::new();
    for at in 0..first.values().len() {
        let mut product = Number::ONE;
        for value in arguments
            .iter()
            .filter_map(|argument| argument.values().get(at))
        {
            let factor = match value {
                Value::Number(number) => *number,
                Value::Error(error) => return Err(error.clone()),
                _ => Number::ZERO,
            };
            product = exact::multiply(product, factor)?;
        }
        products.push(product);
    }
    sum(&products).map(Value::Number)
}
