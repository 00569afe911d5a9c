//! `SUMIF` and `COUNTIF`, and the small language of their criteria: `>=5`, `<>`, `=abc`, `专项*`.

use std::cmp::Ordering;

use crate::formula::functions::{Argument, Body, Example, Function, Parameter, Takes, takes};
use crate::formula::operator::Operator;
use crate::formula::types::Ty;
use crate::formula::value::{ErrorKind, ErrorValue, Value};
use crate::formula::{coerce, exact};
use crate::number::Number;

const RANGE: Parameter = takes("range", Takes::Range);
const CRITERION: Parameter = takes("criterion", Takes::Value);

pub(super) static COUNTIF: Function = Function {
    name: "COUNTIF",
    parameters: &[RANGE, CRITERION],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "统计符合条件的单元格个数；条件可用 >=5、<>、=文本 及通配符 * ?。",
    en: "Counts what meets a criterion such as \">=5\", \"<>\", \"=text\", with the wildcards * and ?.",
    example: Example {
        formula: "COUNTIF(item.score, \">=60\")",
        given: &[("item.score", &["59.9", "60", "", "90"])],
        result: "2",
    },
    body: Body::Eager(|arguments| {
        no_range(arguments)?;
        let criterion = Criterion::read(&Argument::value(arguments, 1));
        let met = arguments
            .first()
            .map_or(&[][..], Argument::values)
            .iter()
            .filter(|value| criterion.met_by(value));
        Ok(Value::Number(Number::from(
            i64::try_from(met.count()).unwrap_or(i64::MAX),
        )))
    }),
};

pub(super) static SUMIF: Function = Function {
    name: "SUMIF",
    parameters: &[RANGE, CRITERION, takes("sum_range", Takes::NumberRange)],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Number,
    zh: "对符合条件的各项求和；给出第三个参数时对其中对应的数字求和。",
    en: "Adds the numbers that meet a criterion, or the numbers of the third argument beside those that do.",
    example: Example {
        formula: "SUMIF(item.kind, \"专项*\", item.amount)",
        given: &[
            ("item.kind", &["专项资金", "公用经费", "专项债"]),
            ("item.amount", &["3", "4", "5"]),
        ],
        result: "8",
    },
    body: Body::Eager(sum_if),
};

fn sum_if(arguments: &[Argument]) -> Result<Value, ErrorValue> {
    no_range(arguments)?;
    let [range, _, ..] = arguments else {
        return Ok(Value::Number(Number::ZERO));
    };
    let summed = arguments
        .get(2)
        .filter(|argument| !matches!(argument, Argument::Missing))
        .unwrap_or(range);
    if range.shape() != summed.shape() {
        return Err(ErrorValue::new(
            ErrorKind::Value,
            "SUMIF 的条件区域与求和区域行数或列数不同",
            "the two ranges of SUMIF differ in rows or columns",
        ));
    }
    let criterion = Criterion::read(&Argument::value(arguments, 1));
    let mut sum = Number::ZERO;
    for (value, amount) in range.values().iter().zip(summed.values()) {
        match amount {
            _ if !criterion.met_by(value) => {}
            Value::Number(number) => sum = exact::add(sum, *number)?,
            Value::Error(error) => return Err(error.clone()),
            _ => {}
        }
    }
    Ok(Value::Number(sum))
}

/// `#REF!` in the place of a range, or of the cell with the criterion, is no cell with an error, which a criterion would pass
/// over: there is nothing to look at.
fn no_range(arguments: &[Argument]) -> Result<(), ErrorValue> {
    let gone = |(at, argument): (usize, &Argument)| match argument {
        Argument::Direct(Value::Error(error)) if at != 1 || error.kind == ErrorKind::Ref => {
            Some(error.clone())
        }
        _ => None,
    };
    arguments
        .iter()
        .enumerate()
        .find_map(gone)
        .map_or(Ok(()), Err)
}

/// What a cell is compared with, and how.
struct Criterion {
    operator: Operator,
    operand: Wanted,
}

enum Wanted {
    Number(Number),
    Bool(bool),
    Error(ErrorKind),
    /// A text in which `*`, `?` and `~` have their meaning.
    Text(String),
    /// Nothing after the operator: `=` asks for blank cells, `<>` for all others.
    Nothing,
    /// A criterion that is an empty text: blank cells and empty texts.
    Empty,
}

impl Criterion {
    fn read(value: &Value) -> Criterion {
        let equal = |operand| Criterion {
            operator: Operator::Equal,
            operand,
        };
        match value {
            // A criterion in a blank cell asks for 0.
            Value::Blank => equal(Wanted::Number(Number::ZERO)),
            Value::Number(number) => equal(Wanted::Number(*number)),
            Value::Bool(truth) => equal(Wanted::Bool(*truth)),
            Value::Error(error) => equal(Wanted::Error(error.kind)),
            Value::Text(text) if text.is_empty() => equal(Wanted::Empty),
            Value::Text(text) => {
                let (operator, rest) = split_operator(text);
                Criterion {
                    operator,
                    operand: wanted(rest),
                }
            }
        }
    }

    fn met_by(&self, value: &Value) -> bool {
        if matches!(self.operator, Operator::Equal | Operator::NotEqual) {
            return self.equals(value) == (self.operator == Operator::Equal);
        }
        let order = match (&self.operand, value) {
            (Wanted::Number(wanted), Value::Number(number)) => {
                exact::settle(*number).cmp(&exact::settle(*wanted))
            }
            (Wanted::Bool(wanted), Value::Bool(truth)) => truth.cmp(wanted),
            (Wanted::Text(wanted), Value::Text(text)) => {
                coerce::fold(text).cmp(&coerce::fold(wanted))
            }
            _ => return false,
        };
        match self.operator {
            Operator::Less => order == Ordering::Less,
            Operator::LessEqual => order != Ordering::Greater,
            Operator::Greater => order == Ordering::Greater,
            _ => order != Ordering::Less,
        }
    }

    fn equals(&self, value: &Value) -> bool {
        match (&self.operand, value) {
            (Wanted::Number(wanted), Value::Number(number)) => {
                exact::settle(*number) == exact::settle(*wanted)
            }
            // Excel counts a text that reads as the number as well.
            (Wanted::Number(wanted), Value::Text(text)) => {
                coerce::number_from_text(text) == Some(*wanted)
            }
            (Wanted::Bool(wanted), Value::Bool(truth)) => truth == wanted,
            (Wanted::Error(wanted), Value::Error(error)) => error.kind == *wanted,
            (Wanted::Text(pattern), Value::Text(text)) => {
                matches_pattern(&coerce::fold(pattern), &coerce::fold(text))
            }
            (Wanted::Nothing | Wanted::Empty, Value::Blank) => true,
            (Wanted::Empty, Value::Text(text)) => text.is_empty(),
            _ => false,
        }
    }
}

fn split_operator(text: &str) -> (Operator, &str) {
    // The longer operators first, for `<` begins two of them.
    [
        Operator::LessEqual,
        Operator::GreaterEqual,
        Operator::NotEqual,
        Operator::Less,
        Operator::Greater,
        Operator::Equal,
    ]
    .into_iter()
    .find_map(|operator| {
        text.strip_prefix(operator.symbol())
            .map(|rest| (operator, rest))
    })
    .unwrap_or((Operator::Equal, text))
}

fn wanted(text: &str) -> Wanted {
    if text.is_empty() {
        Wanted::Nothing
    } else if let Some(number) = coerce::number_from_text(text) {
        Wanted::Number(number)
    } else if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
        Wanted::Bool(text.eq_ignore_ascii_case("true"))
    } else {
        ErrorKind::parse(text).map_or_else(|| Wanted::Text(text.to_string()), Wanted::Error)
    }
}

/// Whether a text fits a pattern: `*` is any number of characters, `?` is one, `~` takes the meaning from the next.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    enum Piece {
        Any,
        One,
        This(char),
    }
    let mut pieces = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        pieces.push(match c {
            '*' => Piece::Any,
            '?' => Piece::One,
            '~' => Piece::This(
                chars
                    .next_if(|next| matches!(next, '*' | '?' | '~'))
                    .unwrap_or('~'),
            ),
            other => Piece::This(other),
        });
    }
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut piece) = (0, 0);
    // Where to go on when what follows the latest `*` does not fit: the `*` takes one character more.
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match pieces.get(piece) {
            Some(Piece::Any) => {
                piece += 1;
                retry = Some((piece, at));
                continue;
            }
            Some(Piece::One) => {}
            Some(Piece::This(c)) if text.get(at) == Some(c) => {}
            _ => match retry {
                Some((after, from)) => {
                    piece = after;
                    at = from + 1;
                    retry = Some((after, at));
                    continue;
                }
                None => return false,
            },
        }
        piece += 1;
        at += 1;
    }
    pieces[piece..]
        .iter()
        .all(|rest| matches!(rest, Piece::Any))
}
