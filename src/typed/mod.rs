//! Values as people type them: what a cell holds, read as the type of its field.
//!
//! [`read`] is the door. Where there is one meaning it is taken, and the [`Reading`] says what had to be done for it; where
//! there are several, or none that is certain, nothing is guessed: the reading is a [`Question`]. `docs/values.md` lists
//! the cases.

use crate::book::CellValue;
use crate::formula::{ErrorKind, ErrorValue, Value};
use crate::number::Number;
use crate::template::{FieldTemplate, FieldType, Pack};
use crate::text::half_width;

mod amount;
mod beside;
mod choice;
mod day;
mod nothing;
mod numeral;
mod question;
mod tidy;
mod unit;

pub(crate) use numeral::plain_magnitude;

pub use question::{Question, Step, Why};
pub use unit::{SQUARE_METRES, magnitude, yuan};

/// How a cell was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Nothing is there.
    Blank,
    /// It holds what its field asks for.
    AsTyped,
    /// It holds a text that is a plain number, and is taken as that number.
    TextNumber,
    /// It holds a dash or a word that says there is nothing; it counts as blank.
    Nothing,
    /// It is the weight or the score of a row that carries none; it counts as blank.
    NoPoints,
    /// It holds something that can mean one thing only, and is taken as that.
    Converted(Vec<Step>),
    /// It can mean several things, or nothing certain.
    Asked(Question),
    /// It holds something else than its field asks for.
    WrongType,
    /// It holds an error value.
    Error,
}

/// What a field asks for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The field as its template describes it.
    pub template: &'a FieldTemplate,
    /// The money unit of the pack: 万元.
    pub unit: &'a str,
    /// The largest number allowed.
    pub max: Option<Number>,
}

impl<'a> Wanted<'a> {
    /// What a field of a pack asks for.
    pub fn of(pack: &'a Pack, template: &'a FieldTemplate) -> Wanted<'a> {
        Wanted {
            template,
            unit: &pack.unit,
            max: pack.bounds(template).1,
        }
    }
}

/// Reads what a cell holds as the type of a field.
///
/// What is asked, is of another type, or is an error keeps its text or its error as its value, so that no formula takes
/// it for nought.
pub fn read(found: &CellValue, wanted: &Wanted<'_>) -> (Value, Reading) {
    read_shown(found, false, wanted)
}

/// Reads what a cell holds that shows a number as a percentage, if `percent` says so: 1.02 is 102 % there, and nothing else.
pub fn read_shown(found: &CellValue, percent: bool, wanted: &Wanted<'_>) -> (Value, Reading) {
    let template = wanted.template;
    if found.is_blank() {
        // A formula's blank result is the empty text, which is not the same as an empty cell.
        return match found {
            CellValue::Text(_) if template.formula.is_some() => {
                (Value::Text(String::new()), Reading::Blank)
            }
            _ => (Value::Blank, Reading::Blank),
        };
    }
    if let Some(error) = error(found) {
        return (error, Reading::Error);
    }
    match template.kind {
        kind if kind.is_number() => number(found, percent, wanted),
        FieldType::Date => day::read(found),
        FieldType::Choice => choice::read(found, &template.choices),
        _ => match found {
            CellValue::Number(number) if percent => {
                (Value::Text(number.all_of_percent()), Reading::AsTyped)
            }
            // A text field may hold digits: a telephone number, a target.
            CellValue::Number(number) => (Value::Text(number.to_string()), Reading::AsTyped),
            CellValue::Text(text) => (Value::Text(text.clone()), Reading::AsTyped),
            other => (Value::from(other), Reading::WrongType),
        },
    }
}

/// Whether a declared figure is the computed one at the decimals it is written with: 86 % of 86.2037 %, 8.6 points of 8.62.
///
/// Whole points are not: they would make 10 of 9.8.
pub fn is_rounded(found: &CellValue, kind: FieldType, declared: Number, computed: Number) -> bool {
    let written = decimals(found, kind, declared);
    match kind {
        FieldType::Percent => {
            match (declared.mul(Number::HUNDRED), computed.mul(Number::HUNDRED)) {
                (Some(declared), Some(computed)) => declared.rounds(computed, written),
                _ => false,
            }
        }
        FieldType::Score => written > 0 && declared.rounds(computed, written),
        _ => false,
    }
}

/// How many decimals a figure is written with that was read as `read`: those of 86.20 % are two, those of 0.862 in a cell
/// of percentages one.
pub fn decimals(found: &CellValue, kind: FieldType, read: Number) -> u32 {
    let is_share = kind == FieldType::Percent;
    let whole = if is_share {
        read.mul(Number::HUNDRED)
    } else {
        None
    };
    let known = whole.unwrap_or(read).decimals();
    match found {
        CellValue::Text(text) if !is_share || text.contains(['%', '％']) => {
            let places = text.split(['.', '．']).nth(1).unwrap_or_default();
            let places = places
                .chars()
                .take_while(|c| half_width(*c).is_ascii_digit());
            u32::try_from(places.count()).unwrap_or(known).max(known)
        }
        _ => known,
    }
}

/// An error value, or one that was pasted as a text: nobody means that as a name.
fn error(found: &CellValue) -> Option<Value> {
    match found {
        CellValue::Error(_) => Some(Value::from(found)),
        CellValue::Text(text) => {
            let kind = ErrorKind::parse(text.trim())?;
            Some(Value::Error(ErrorValue::found(kind)))
        }
        _ => None,
    }
}

fn number(found: &CellValue, percent: bool, wanted: &Wanted<'_>) -> (Value, Reading) {
    let template = wanted.template;
    let asked = |text: &str, question| (Value::Text(text.to_owned()), Reading::Asked(question));
    match found {
        CellValue::Number(number) => match amount::hundredfold(*number, percent, wanted) {
            Some(Ok(ratio)) => (
                Value::Number(ratio),
                Reading::Converted(vec![Step::Hundredfold]),
            ),
            Some(Err(question)) => asked(&number.to_string(), question),
            None => (Value::Number(*number), Reading::AsTyped),
        },
        CellValue::Text(text) if template.or_text.iter().any(|word| word == text.trim()) => {
            (Value::Text(text.trim().to_owned()), Reading::AsTyped)
        }
        CellValue::Text(text) => match amount::read(text, wanted) {
            Outcome::Is(number, reading) => (Value::Number(number.settled()), reading),
            Outcome::Nothing if template.formula.is_none() => (Value::Blank, Reading::Nothing),
            Outcome::Asked(question) => asked(text, question),
            Outcome::Nothing | Outcome::Unreadable => {
                (Value::Text(text.clone()), Reading::WrongType)
            }
        },
        other => (Value::from(other), Reading::WrongType),
    }
}

/// A number at the start of a text, and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading<'t> {
    /// The number, or why it is not certain which.
    pub number: Result<Number, Why>,
    /// Whether it is in words: 三十.
    pub in_words: bool,
    /// The text behind it.
    pub rest: &'t str,
}

/// Takes the number off the start of a text without blanks. `None` where it begins with none.
///
/// ```
/// use annex::typed::leading;
/// let found = leading("1,200.5万元").unwrap();
/// assert_eq!((found.number.unwrap().to_string().as_str(), found.rest), ("1200.5", "万元"));
/// assert!(leading("万元").is_none());
/// ```
pub fn leading(text: &str) -> Option<Leading<'_>> {
    let (found, rest) = numeral::leading(text)?;
    Some(match found {
        Ok(numeral) => Leading {
            number: Ok(numeral.number),
            in_words: numeral.in_words,
            rest,
        },
        Err((why, _)) => Leading {
            in_words: why == Why::Spoken,
            number: Err(why),
            rest,
        },
    })
}

/// What a text comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// A number, and how it was read.
    Is(Number, Reading),
    /// It says that there is nothing.
    Nothing,
    /// It may be several things.
    Asked(Question),
    /// It is none of what is asked for.
    Unreadable,
}
