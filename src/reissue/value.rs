//! What a cell of the old form is in the new one.

use crate::book::CellValue;
use crate::date;
use crate::formula::Value;
use crate::reissue::Why;
use crate::template::{FieldTemplate, FieldType};
use crate::typed::{Reading, Wanted, read};

/// What a cell holds when its field has become another one: the same, as long as the field holds the same kind of thing.
pub(super) fn carried(
    found: &CellValue,
    (from, to): (&Wanted<'_>, &Wanted<'_>),
) -> Result<CellValue, Why> {
    let (old, new) = (from.template, to.template);
    let (value, _) = read(found, from);
    let day = |kind| kind == FieldType::Date;
    let held = match (&value, day(old.kind), day(new.kind)) {
        // A day is a number underneath, which means nothing in any other field.
        (Value::Number(serial), true, false) => match date::from_serial(*serial) {
            Some(day) => CellValue::Text(day.to_string()),
            None => found.clone(),
        },
        // And a number is no day because there is one of that serial number.
        (Value::Number(_), false, true) => return Err(refused(new)),
        _ => found.clone(),
    };
    let (value, reading) = read(&held, to);
    match reading {
        Reading::WrongType | Reading::Error | Reading::Asked(_) | Reading::Nothing => {
            Err(refused(new))
        }
        Reading::AsTyped | Reading::TextNumber | Reading::Converted(_)
            if class(old.kind) != class(new.kind) =>
        {
            Ok(CellValue::from(&value))
        }
        // What was converted is carried as the department wrote it, and read the same again.
        _ => Ok(held),
    }
}

fn refused(new: &FieldTemplate) -> Why {
    if new.kind == FieldType::Choice {
        Why::NoChoice {
            choices: new.choices.clone(),
        }
    } else {
        Why::WrongType {
            wanted: new.kind.text(),
        }
    }
}

/// Types whose cells hold the same kind of thing.
fn class(kind: FieldType) -> u8 {
    match kind {
        kind if kind.is_number() => 0,
        FieldType::Date => 1,
        FieldType::Choice => 2,
        _ => 3,
    }
}
