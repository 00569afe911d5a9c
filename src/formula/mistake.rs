//! Every mistake a person makes when writing a formula, with its one wording and its hint.

use std::fmt;

use crate::formula::ast::Span;
use crate::formula::functions::{self, Function};
use crate::formula::parse::{MAX_DEPTH, MAX_HEIGHT, MAX_LENGTH};

/// A mistake in a formula: where, what, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands in the source.
    pub span: Span,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Mistake {
    pub(super) fn new(span: Span, slip: &Slip) -> Mistake {
        Mistake {
            span,
            message: slip.to_string(),
            hint: slip.hint(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hint
            .as_ref()
            .map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}

/// What went wrong while reading a formula.
#[derive(Debug, thiserror::Error)]
pub(super) enum Slip {
    #[error("the formula is empty")]
    Empty,
    #[error("the formula is longer than {MAX_LENGTH} characters")]
    TooLong,
    #[error("the formula is nested more than {MAX_DEPTH} deep")]
    TooDeep,
    #[error("the formula chains more than {MAX_HEIGHT} operations")]
    TooHigh,
    #[error("{found} is written with full-width characters")]
    Wide { found: String, meant: String },
    #[error("a text in Chinese quotation marks")]
    WideQuotes,
    #[error("a text in single quotes")]
    SingleQuotes,
    #[error("this text is not closed")]
    UnclosedText,
    #[error("a text longer than 255 characters")]
    LongText,
    #[error("{written} is not an operator of formulas")]
    ForeignOperator {
        written: &'static str,
        meant: &'static str,
    },
    #[error("{0} is not part of the formula language")]
    StrayCharacter(char),
    #[error("arguments are separated by commas here")]
    Semicolon,
    #[error("lists of constants in braces are not supported")]
    Braces,
    #[error("square brackets refer to other workbooks or to tables, which is not supported")]
    Brackets,
    #[error("the name {0} begins with a digit")]
    DigitFirst(String),
    #[error("the name {0} ends with a point")]
    PointLast(String),
    #[error("the number {0} has more than 28 digits")]
    LongNumber(String),
    #[error("{0} is the address of a cell")]
    CellAddress(String),
    #[error("{0} is neither a cell nor a name")]
    BadReference(String),
    #[error("{0} is an error value")]
    ErrorLiteral(String),
    #[error("this parenthesis is not closed")]
    Unclosed,
    #[error("this parenthesis was never opened")]
    Unopened,
    #[error("an operand is missing before {0}")]
    OperandMissing(String),
    #[error("an operator is missing before {0}")]
    OperatorMissing(String),
    #[error("the operator before {0} is written as a word")]
    WordOperator(&'static str),
    #[error("% takes one operand")]
    Modulo,
    #[error("the number {0} has thousands separators")]
    Thousands(String),
    #[error("a comma outside a function")]
    StrayComma,
    #[error("there is no function {0}")]
    UnknownFunction(String),
    #[error("{function} takes {}, not {given}", arity(function))]
    Arity {
        function: &'static Function,
        given: usize,
        thousands: Option<String>,
    },
}

impl Slip {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Slip::Wide { meant, .. } => format!("write {meant}"),
            Slip::WideQuotes | Slip::SingleQuotes => {
                "write \"…\" with straight double quotes".to_string()
            }
            Slip::UnclosedText => "end it with \"".to_string(),
            Slip::LongText => {
                "split it and join the parts with &, Excel takes no longer ones".to_string()
            }
            Slip::ForeignOperator { meant, .. } => format!("write {meant}"),
            Slip::Semicolon => "write ,".to_string(),
            Slip::DigitFirst(_) => "begin it with a letter, or put an operator between".to_string(),
            Slip::PointLast(_) => "write a segment or * after the point".to_string(),
            Slip::CellAddress(_) => "write field names, not cell addresses".to_string(),
            Slip::ErrorLiteral(_) => "use IFERROR or ISERROR to deal with errors".to_string(),
            Slip::Unclosed => "add )".to_string(),
            Slip::Unopened => "remove it, or add ( before".to_string(),
            Slip::WordOperator(word) => format!("{word} is a function: write {word}(…)"),
            Slip::Modulo => "for a remainder write MOD(number, divisor)".to_string(),
            Slip::Thousands(number) => format!("write {}", number.replace(',', "")),
            Slip::UnknownFunction(name) => unknown_function(name),
            Slip::Arity {
                thousands: Some(number),
                ..
            } => {
                format!(
                    "if {number} is one number, write {}",
                    number.replace(',', "")
                )
            }
            Slip::Arity { function, .. } => format!("write {}", function.signature()),
            _ => return None,
        };
        Some(hint)
    }
}

fn arity(function: &Function) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let least = function.least;
    match function.most() {
        None => format!("at least {least} argument{}", plural(least)),
        Some(most) if most == least => format!("{least} argument{}", plural(least)),
        Some(most) => format!("{least} to {most} arguments"),
    }
}

fn unknown_function(name: &str) -> String {
    let names: Vec<&str> = functions::ALL
        .iter()
        .map(|function| function.name)
        .collect();
    let upper = name.to_ascii_uppercase();
    similar::get_close_matches(upper.as_str(), &names, 1, 0.6)
        .first()
        .map_or_else(
            || format!("the functions are {}", names.join(", ")),
            |close| format!("did you mean {close}?"),
        )
}
