//! Conditions, and questions about the type of a value.

use crate::formula::coerce;
use crate::formula::functions::{Argument, Body, Example, Function, Parameter, Takes, takes};
use crate::formula::types::Ty;
use crate::formula::value::{ErrorKind, ErrorValue, Value};

const CONDITIONS: Parameter = takes("condition", Takes::Conditions);
const ANYTHING: Parameter = takes("value", Takes::Value);

pub(super) static AND: Function = Function {
    name: "AND",
    parameters: &[CONDITIONS],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Bool,
    zh: "所有条件都成立时为 TRUE。",
    en: "Gives TRUE when every condition holds.",
    example: Example {
        formula: "AND(1 < 2, 2 < 3)",
        given: &[],
        result: "TRUE",
    },
    body: Body::Eager(|arguments| {
        Ok(Value::Bool(
            conditions(arguments)?.into_iter().all(|holds| holds),
        ))
    }),
};

pub(super) static IF: Function = Function {
    name: "IF",
    parameters: &[
        takes("condition", Takes::Condition),
        takes("then", Takes::Value),
        takes("else", Takes::Value),
    ],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Any,
    zh: "条件成立时给出第二个参数，否则给出第三个；未选中的一个不计算。",
    en: "Gives the second argument when the condition holds, else the third; the other one is not computed.",
    example: Example {
        formula: "IF(total.budget = 0, 0, total.executed / total.budget)",
        given: &[("total.budget", &[""]), ("total.executed", &["5"])],
        result: "0",
    },
    body: Body::If,
};

pub(super) static IFERROR: Function = Function {
    name: "IFERROR",
    parameters: &[ANYTHING, takes("instead", Takes::Value)],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Any,
    zh: "给出第一个参数；其为错误值时给出第二个。",
    en: "Gives the first argument, or the second when the first is an error.",
    example: Example {
        formula: "IFERROR(1 / 0, \"无\")",
        given: &[],
        result: "无",
    },
    body: Body::IfError,
};

pub(super) static ISBLANK: Function = Function {
    name: "ISBLANK",
    parameters: &[ANYTHING],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Bool,
    zh: "单元格为空时为 TRUE；空文本不算空。",
    en: "Gives TRUE for an empty cell; an empty text is not empty.",
    example: Example {
        formula: "ISBLANK(contact.phone)",
        given: &[("contact.phone", &[""])],
        result: "TRUE",
    },
    body: Body::Eager(|arguments| {
        let blank = |argument: &Argument| matches!(argument, Argument::Reference(operand) if *operand.values() == [Value::Blank]);
        asked(arguments, |_| arguments.first().is_some_and(blank))
    }),
};

pub(super) static ISERROR: Function = Function {
    name: "ISERROR",
    parameters: &[ANYTHING],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Bool,
    zh: "为错误值时为 TRUE。",
    en: "Gives TRUE for an error.",
    example: Example {
        formula: "ISERROR(1 / 0)",
        given: &[],
        result: "TRUE",
    },
    body: Body::Eager(|arguments| asked(arguments, |value| matches!(value, Value::Error(_)))),
};

pub(super) static ISNUMBER: Function = Function {
    name: "ISNUMBER",
    parameters: &[ANYTHING],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Bool,
    zh: "为数字时为 TRUE；文本形式的数字不算。",
    en: "Gives TRUE for a number; a text that looks like one is none.",
    example: Example {
        formula: "ISNUMBER(\"5\")",
        given: &[],
        result: "FALSE",
    },
    body: Body::Eager(|arguments| asked(arguments, |value| matches!(value, Value::Number(_)))),
};

pub(super) static ISTEXT: Function = Function {
    name: "ISTEXT",
    parameters: &[ANYTHING],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Bool,
    zh: "为文本时为 TRUE。",
    en: "Gives TRUE for a text.",
    example: Example {
        formula: "ISTEXT(\"无\")",
        given: &[],
        result: "TRUE",
    },
    body: Body::Eager(|arguments| asked(arguments, |value| matches!(value, Value::Text(_)))),
};

pub(super) static NOT: Function = Function {
    name: "NOT",
    parameters: &[takes("condition", Takes::Condition)],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Bool,
    zh: "条件不成立时为 TRUE。",
    en: "Gives TRUE when the condition does not hold.",
    example: Example {
        formula: "NOT(1 > 2)",
        given: &[],
        result: "TRUE",
    },
    body: Body::Eager(|arguments| {
        coerce::truth(&Argument::value(arguments, 0)).map(|holds| Value::Bool(!holds))
    }),
};

pub(super) static OR: Function = Function {
    name: "OR",
    parameters: &[CONDITIONS],
    least: 1,
    repeats: true,
    spreads: true,
    gives: Ty::Bool,
    zh: "任一条件成立时为 TRUE。",
    en: "Gives TRUE when any condition holds.",
    example: Example {
        formula: "OR(1 > 2, 2 < 3)",
        given: &[],
        result: "TRUE",
    },
    body: Body::Eager(|arguments| {
        Ok(Value::Bool(
            conditions(arguments)?.into_iter().any(|holds| holds),
        ))
    }),
};

/// The conditions among the arguments; texts and blanks in references are passed over.
fn conditions(arguments: &[Argument]) -> Result<Vec<bool>, ErrorValue> {
    let mut conditions = Vec::new();
    for argument in arguments {
        for value in argument.values() {
            match (argument, value) {
                (Argument::Reference(_), Value::Blank | Value::Text(_)) => {}
                // An empty text is passed over wherever it comes from, as Excel does: OR("",TRUE) is TRUE.
                (_, Value::Text(text)) if text.is_empty() => {}
                _ => conditions.push(coerce::truth(value)?),
            }
        }
    }
    if conditions.is_empty() {
        return Err(ErrorValue::new(
            ErrorKind::Value,
            "没有可判断的条件",
            "there is no condition to judge",
        ));
    }
    Ok(conditions)
}

/// Answers a question about one value; a range is refused rather than answered for its first cell.
fn asked(arguments: &[Argument], question: impl Fn(&Value) -> bool) -> Result<Value, ErrorValue> {
    let several = arguments
        .first()
        .is_some_and(|argument| argument.values().len() != 1);
    if several {
        return Err(ErrorValue::several_values());
    }
    Ok(Value::Bool(question(&Argument::value(arguments, 0))))
}
