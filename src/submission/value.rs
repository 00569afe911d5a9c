//! What a cell holds, read as the type of its field.

use crate::book::CellValue;
use crate::date;
use crate::formula::{Value, number_from_text};
use crate::template::{FieldTemplate, FieldType};

/// How a cell was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Nothing is there.
    Blank,
    /// It holds what its field asks for.
    AsTyped,
    /// It holds a text that is a number, and is taken as that number.
    TextNumber,
    /// It holds something else than its field asks for.
    WrongType,
}

/// Reads what a cell holds as the type of a field.
pub fn read(found: &CellValue, template: &FieldTemplate) -> (Value, Reading) {
    if found.is_blank() {
        // A formula's blank result is the empty text, which is not the same as an empty cell.
        return match found {
            CellValue::Text(_) if template.formula.is_some() => {
                (Value::Text(String::new()), Reading::Blank)
            }
            _ => (Value::Blank, Reading::Blank),
        };
    }
    match template.kind {
        kind if kind.is_number() => number(found, template),
        FieldType::Date => day(found),
        FieldType::Choice => match found {
            CellValue::Text(text)
                if template.choices.iter().any(|choice| choice == text.trim()) =>
            {
                (Value::Text(text.trim().to_owned()), Reading::AsTyped)
            }
            other => (Value::from(other), Reading::WrongType),
        },
        _ => match found {
            // A text field may hold digits: a telephone number, a target.
            CellValue::Number(number) => (Value::Text(number.to_string()), Reading::AsTyped),
            CellValue::Text(text) => (Value::Text(text.clone()), Reading::AsTyped),
            other => (Value::from(other), Reading::WrongType),
        },
    }
}

fn number(found: &CellValue, template: &FieldTemplate) -> (Value, Reading) {
    match found {
        CellValue::Number(number) => (Value::Number(*number), Reading::AsTyped),
        CellValue::Text(text) if template.or_text.iter().any(|word| word == text.trim()) => {
            (Value::Text(text.trim().to_owned()), Reading::AsTyped)
        }
        CellValue::Text(text) => match number_from_text(text) {
            Some(number) => (Value::Number(number), Reading::TextNumber),
            None => (Value::Text(text.clone()), Reading::WrongType),
        },
        other => (Value::from(other), Reading::WrongType),
    }
}

fn day(found: &CellValue) -> (Value, Reading) {
    match found {
        CellValue::Number(number) if date::from_serial(*number).is_some() => {
            (Value::Number(*number), Reading::AsTyped)
        }
        CellValue::Text(text) => match date::parse(text).and_then(date::to_serial) {
            Some(serial) => (Value::Number(serial), Reading::AsTyped),
            None => (Value::Text(text.clone()), Reading::WrongType),
        },
        other => (Value::from(other), Reading::WrongType),
    }
}
