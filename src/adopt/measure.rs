//! Targets that hold their operator and unit, `≥95%`, where the form has columns for them.

use crate::address::Address;
use crate::book::CellValue;
use crate::check::quantity::{self, Quantity};
use crate::form::Form;
use crate::generate::Entries;
use crate::template::Direction;

/// A unit with one of these signs may be a day, a limit or a guess: 12月底前, 3次左右.
const DOUBTFUL: &str = "年月日号季度周前后底上下内外左右余多约";

/// A part of a target that went into a column of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The index of its field.
    pub(super) index: usize,
    /// The id of its field.
    pub field: String,
    /// The cell of its field.
    pub cell: Address,
    /// What went there.
    pub value: String,
}

/// What is split off a target: the parts with their fields, the number first. Nothing where it can mean something else, or
/// where something stands in one of the columns already.
pub(super) fn split(form: &Form, field: usize, entries: &Entries) -> Vec<Apart> {
    parts(form, field, entries).unwrap_or_default()
}

fn parts(form: &Form, field: usize, entries: &Entries) -> Option<Vec<Apart>> {
    let row = form.fields[field].row?;
    let scoring = form.scoring(row.block)?;
    if form.sibling(row, &scoring.target) != Some(field) {
        return None;
    }
    let Some(CellValue::Text(text)) = entries.get(&field) else {
        return None;
    };
    let Quantity {
        direction,
        number,
        unit,
        ..
    } = quantity::parse(text)?;
    let free = |column: &Option<String>| {
        let field = form.sibling(row, column.as_deref()?)?;
        (!entries.contains_key(&field)).then_some(field)
    };
    let apart = |index: usize, value: String| Apart {
        index,
        field: form.fields[index].id.clone(),
        cell: form.fields[index].cell(),
        value,
    };
    let mut parts = vec![apart(field, number.to_string())];
    if let Some(direction) = direction {
        let operator = free(&scoring.operator)?;
        let choices = &form.template(&form.fields[operator]).choices;
        let mut choices = choices.iter();
        let sign = choices.find(|choice| Direction::of_operator(choice) == Some(direction))?;
        parts.push(apart(operator, sign.clone()));
    }
    if !unit.is_empty() {
        if unit.chars().any(|c| DOUBTFUL.contains(c)) {
            return None;
        }
        parts.push(apart(free(&scoring.unit)?, unit));
    }
    (parts.len() > 1).then_some(parts)
}
