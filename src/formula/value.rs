//! What a formula works on and what it gives.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::number::Number;
use crate::text::Text;

/// One value of a cell or of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// An empty cell.
    Blank,
    /// A number.
    Number(Number),
    /// A text, which may be empty.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// What went wrong.
    Error(ErrorValue),
}

impl Value {
    /// An error of one kind with its reason.
    pub fn error(kind: ErrorKind, zh: impl Into<String>, en: impl Into<String>) -> Value {
        Value::Error(ErrorValue::new(kind, zh, en))
    }
}

impl From<Result<Value, ErrorValue>> for Value {
    fn from(outcome: Result<Value, ErrorValue>) -> Value {
        outcome.unwrap_or_else(Value::Error)
    }
}

impl fmt::Display for Value {
    /// As a cell shows it: a number plainly, `TRUE`, `#DIV/0!`; nothing for a blank.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Blank => Ok(()),
            Value::Number(number) => number.fmt(f),
            Value::Text(text) => f.write_str(text),
            Value::Bool(true) => f.write_str("TRUE"),
            Value::Bool(false) => f.write_str("FALSE"),
            Value::Error(error) => f.write_str(error.kind.code()),
        }
    }
}

/// The error values Excel has had since its beginnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// `#NULL!`: two areas that do not meet.
    Null,
    /// `#DIV/0!`: a division by nought.
    Div0,
    /// `#VALUE!`: a value of the wrong type.
    Value,
    /// `#REF!`: a reference to what is gone.
    Ref,
    /// `#NAME?`: a name nobody knows.
    Name,
    /// `#NUM!`: a number that does not fit or does not exist.
    Num,
    /// `#N/A`: not available.
    Na,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [ErrorKind; 7] = [
        ErrorKind::Null,
        ErrorKind::Div0,
        ErrorKind::Value,
        ErrorKind::Ref,
        ErrorKind::Name,
        ErrorKind::Num,
        ErrorKind::Na,
    ];

    /// The error as Excel writes it.
    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::Null => "#NULL!",
            ErrorKind::Div0 => "#DIV/0!",
            ErrorKind::Value => "#VALUE!",
            ErrorKind::Ref => "#REF!",
            ErrorKind::Name => "#NAME?",
            ErrorKind::Num => "#NUM!",
            ErrorKind::Na => "#N/A",
        }
    }

    /// Reads `#DIV/0!` and its like; `None` for anything else.
    pub fn parse(text: &str) -> Option<ErrorKind> {
        ErrorKind::ALL
            .into_iter()
            .find(|kind| kind.code().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An error value that knows what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorValue {
    /// Which error Excel shows.
    pub kind: ErrorKind,
    /// What happened, in both languages.
    pub reason: Text,
}

impl ErrorValue {
    /// An error of one kind with its reason.
    pub fn new(kind: ErrorKind, zh: impl Into<String>, en: impl Into<String>) -> ErrorValue {
        ErrorValue {
            kind,
            reason: Text::new(zh, en),
        }
    }

    /// An error that stood in a cell or in the formula before annex computed anything.
    pub fn found(kind: ErrorKind) -> ErrorValue {
        let code = kind.code();
        ErrorValue::new(
            kind,
            format!("引用的单元格中是错误值 {code}"),
            format!("a cell it refers to holds {code}"),
        )
    }

    pub(super) fn division_by_zero() -> ErrorValue {
        ErrorValue::new(ErrorKind::Div0, "除数为 0", "division by zero")
    }

    pub(super) fn not_a_number(text: &str) -> ErrorValue {
        ErrorValue::new(
            ErrorKind::Value,
            format!("应为数字，却是文本“{text}”"),
            format!("text \"{text}\" where a number belongs"),
        )
    }

    pub(super) fn not_logical(text: &str) -> ErrorValue {
        ErrorValue::new(
            ErrorKind::Value,
            format!("应为 TRUE 或 FALSE，却是文本“{text}”"),
            format!("text \"{text}\" where TRUE or FALSE belongs"),
        )
    }

    pub(super) fn several_values() -> ErrorValue {
        ErrorValue::new(
            ErrorKind::Value,
            "此处只能是一个值，却引用了多个单元格",
            "several cells where a single value belongs",
        )
    }

    pub(super) fn too_large() -> ErrorValue {
        ErrorValue::new(
            ErrorKind::Num,
            "计算结果位数过多",
            "the result has too many digits",
        )
    }
}

impl fmt::Display for ErrorValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)
    }
}

/// What a reference stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A single cell.
    One(Value),
    /// An area of cells, or a repeating field.
    Many(Grid),
}

impl Operand {
    /// The values, row by row.
    pub fn values(&self) -> &[Value] {
        match self {
            Operand::One(value) => std::slice::from_ref(value),
            Operand::Many(grid) => &grid.values,
        }
    }

    /// The number of rows and of columns.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Operand::One(_) => (1, 1),
            Operand::Many(grid) => (grid.rows, grid.columns),
        }
    }
}

/// Values in rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The number of rows.
    pub rows: usize,
    /// The number of columns.
    pub columns: usize,
    /// The values row by row, `rows` × `columns` of them.
    pub values: Vec<Value>,
}

impl Grid {
    /// The values one below the other.
    pub fn column(values: Vec<Value>) -> Grid {
        Grid {
            rows: values.len(),
            columns: 1,
            values,
        }
    }
}
