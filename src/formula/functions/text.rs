//! Functions of texts. Lengths and places count UTF-16 units, as Excel does.

use crate::formula::coerce;
use crate::formula::functions::{Argument, Body, Example, Function, Parameter, Takes, takes};
use crate::formula::types::Ty;
use crate::formula::value::{ErrorKind, ErrorValue, Value};
use crate::number::Number;

const TEXT: Parameter = takes("text", Takes::Text);
const LENGTH: Parameter = takes("length", Takes::Number);

pub(super) static EXACT: Function = Function {
    name: "EXACT",
    parameters: &[TEXT, takes("other", Takes::Text)],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Bool,
    zh: "两个文本完全相同（区分大小写）时为 TRUE。",
    en: "Gives TRUE when two texts are the same, case included.",
    example: Example {
        formula: "EXACT(\"Ab\", \"AB\")",
        given: &[],
        result: "FALSE",
    },
    body: Body::Eager(|arguments| Ok(Value::Bool(text(arguments, 0)? == text(arguments, 1)?))),
};

pub(super) static LEFT: Function = Function {
    name: "LEFT",
    parameters: &[TEXT, LENGTH],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "返回文本开头的若干个字符，省略长度时为一个。",
    en: "Gives the first characters of a text, one if no length is given.",
    example: Example {
        formula: "LEFT(\"财政供养人员\", 2)",
        given: &[],
        result: "财政",
    },
    body: Body::Eager(|arguments| {
        let (text, length) = (text(arguments, 0)?, optional_length(arguments)?);
        Ok(Value::Text(part(&text, 0, length)))
    }),
};

pub(super) static LEN: Function = Function {
    name: "LEN",
    parameters: &[TEXT],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "返回文本的字符数。",
    en: "Gives the length of a text.",
    example: Example {
        formula: "LEN(\"绩效\")",
        given: &[],
        result: "2",
    },
    body: Body::Eager(|arguments| {
        Ok(Value::Number(Number::from(whole(length(&text(
            arguments, 0,
        )?)))))
    }),
};

pub(super) static MID: Function = Function {
    name: "MID",
    parameters: &[TEXT, takes("start", Takes::Number), LENGTH],
    least: 3,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "返回文本中从指定位置（第一个字符为 1）起的若干个字符。",
    en: "Gives characters from within a text, the first of which is number 1.",
    example: Example {
        formula: "MID(\"一般公共预算\", 3, 2)",
        given: &[],
        result: "公共",
    },
    body: Body::Eager(|arguments| {
        let text = text(arguments, 0)?;
        let start = count(arguments, 1)?;
        let length = count(arguments, 2)?;
        let Some(before) = start.checked_sub(1) else {
            return Err(bad_count());
        };
        Ok(Value::Text(part(&text, before, length)))
    }),
};

pub(super) static RIGHT: Function = Function {
    name: "RIGHT",
    parameters: &[TEXT, LENGTH],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "返回文本末尾的若干个字符，省略长度时为一个。",
    en: "Gives the last characters of a text, one if no length is given.",
    example: Example {
        formula: "RIGHT(\"项目支出\", 2)",
        given: &[],
        result: "支出",
    },
    body: Body::Eager(|arguments| {
        let (text, wanted) = (text(arguments, 0)?, optional_length(arguments)?);
        Ok(Value::Text(part(
            &text,
            length(&text).saturating_sub(wanted),
            wanted,
        )))
    }),
};

pub(super) static SUBSTITUTE: Function = Function {
    name: "SUBSTITUTE",
    parameters: &[TEXT, takes("old", Takes::Text), takes("new", Takes::Text)],
    least: 3,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "将文本中的每一处旧文本换成新文本，区分大小写。",
    en: "Replaces every occurrence of one text within another, case included.",
    example: Example {
        formula: "SUBSTITUTE(\"2024-03-20\", \"-\", \"/\")",
        given: &[],
        result: "2024/03/20",
    },
    body: Body::Eager(|arguments| {
        let (text, old) = (text(arguments, 0)?, text(arguments, 1)?);
        let new = self::text(arguments, 2)?;
        // Nothing cannot be found, so nothing is replaced.
        Ok(Value::Text(if old.is_empty() {
            text
        } else {
            text.replace(&old, &new)
        }))
    }),
};

pub(super) static TRIM: Function = Function {
    name: "TRIM",
    parameters: &[TEXT],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "去掉文本首尾的空格，并将中间连续的空格减为一个。",
    en: "Takes away spaces at both ends of a text and squeezes those within to one.",
    example: Example {
        formula: "TRIM(\"  a   b \")",
        given: &[],
        result: "a b",
    },
    body: Body::Eager(|arguments| {
        let text = text(arguments, 0)?;
        // Only the ASCII space: Excel leaves full-width and no-break spaces alone.
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        Ok(Value::Text(words.join(" ")))
    }),
};

pub(super) static VALUE: Function = Function {
    name: "VALUE",
    parameters: &[TEXT],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "将文本形式的数字转换为数字。",
    en: "Gives the number a text stands for.",
    example: Example {
        formula: "VALUE(\"1,234.5\")",
        given: &[],
        result: "1234.5",
    },
    body: Body::Eager(|arguments| match Argument::value(arguments, 0) {
        value @ Value::Bool(_) => Err(ErrorValue::not_a_number(&value.to_string())),
        value => coerce::number(&value).map(Value::Number),
    }),
};

fn text(arguments: &[Argument], at: usize) -> Result<String, ErrorValue> {
    coerce::text(&Argument::value(arguments, at))
}

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn optional_length(arguments: &[Argument]) -> Result<usize, ErrorValue> {
    if arguments.len() < 2 {
        Ok(1)
    } else {
        count(arguments, 1)
    }
}

/// A number of characters, cut to a whole number.
fn count(arguments: &[Argument], at: usize) -> Result<usize, ErrorValue> {
    let number = coerce::number(&Argument::value(arguments, at))?;
    if number.is_negative() {
        return Err(bad_count());
    }
    let whole = number
        .round_down(0)
        .and_then(Number::to_i64)
        .unwrap_or(i64::MAX);
    Ok(usize::try_from(whole).unwrap_or(usize::MAX))
}

fn bad_count() -> ErrorValue {
    ErrorValue::new(
        ErrorKind::Value,
        "字符的位置或个数不能为负",
        "a place or number of characters below the first",
    )
}

/// So many units after the first `before`; a character of two units that lies across an end is left out.
fn part(text: &str, before: usize, length: usize) -> String {
    let mut at = 0;
    let mut taken = String::new();
    for c in text.chars() {
        let end = at + c.len_utf16();
        if at >= before && end <= before.saturating_add(length) {
            taken.push(c);
        }
        at = end;
    }
    taken
}
