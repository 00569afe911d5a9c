//! Values from other systems put into a form.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::book::CellValue;
use crate::date;
use crate::form::{Form, Kind, Spec};
use crate::number::Number;
use crate::template::FieldType;

/// A value that cannot be put into the form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FillError {
    /// The JSON is not an object of fields.
    #[error("the values should be a JSON object: field → text or number")]
    NotAnObject,
    /// There is no such field.
    #[error("'{0}' is not a field of this form; 'annex template fields' lists them")]
    Unknown(String),
    /// The field is computed or given.
    #[error("'{0}' is {1} and cannot be filled in")]
    NotAnInput(String, &'static str),
    /// The value is of the wrong type.
    #[error("'{field}' takes {wanted}, not {found}")]
    WrongType {
        /// The field.
        field: String,
        /// What it takes.
        wanted: &'static str,
        /// What was given.
        found: String,
    },
    /// More rows or sheets than there may be.
    #[error("'{id}' has {count} rows, at most {most} are allowed")]
    TooMany {
        /// The id of the repeating rows or sheet.
        id: String,
        /// How many were given.
        count: u32,
        /// How many there may be.
        most: u32,
    },
}

/// The values of a JSON object by field id.
///
/// Objects within are joined by points, the items of arrays are counted from one: `{"base": {"special": [{"name":
/// "甲"}]}}` gives `base.special.1.name`. The column of repeating rows may be an array too: `{"base.special.name":
/// ["甲", "乙"]}`. `null` stands for a blank.
///
/// # Errors
/// [`FillError::NotAnObject`] when the JSON is anything but an object.
pub fn flatten(json: &Json) -> Result<Vec<(String, Json)>, FillError> {
    if !json.is_object() {
        return Err(FillError::NotAnObject);
    }
    let mut flat = Vec::new();
    walk(String::new(), json, &mut flat);
    Ok(flat)
}

fn walk(id: String, json: &Json, flat: &mut Vec<(String, Json)>) {
    let below = |key: &str| {
        if id.is_empty() {
            key.to_owned()
        } else {
            format!("{id}.{key}")
        }
    };
    match json {
        Json::Object(object) => object
            .iter()
            .for_each(|(key, value)| walk(below(key), value, flat)),
        Json::Array(list) => (1..)
            .zip(list)
            .for_each(|(index, value)| walk(below(&index.to_string()), value, flat)),
        scalar => flat.push((id, scalar.clone())),
    }
}

/// Makes a form large enough for values: repeating rows and sheets grow to what the values need.
///
/// # Errors
/// [`FillError::TooMany`] for each block or sheet that would become larger than its template allows.
pub fn grow(form: &Form, values: &[(String, Json)]) -> Result<Spec, Vec<FillError>> {
    let mut spec = crate::identity::Identity::of(form).spec;
    let mut errors = Vec::new();
    for (id, _) in values {
        let parts: Vec<&str> = id.split('.').collect();
        for sheet in &form.pack.sheets {
            if parts.first() != Some(&sheet.id.as_str()) {
                continue;
            }
            let index: Option<u32> = sheet
                .repeat
                .as_ref()
                .and(parts.get(1))
                .and_then(|part| part.parse().ok());
            if let (Some(index), Some(repeat)) = (index, &sheet.repeat) {
                raise(
                    &mut spec.sheets,
                    sheet.id.clone(),
                    index,
                    repeat.max,
                    &mut errors,
                );
            }
            let rest = if index.is_some() {
                &parts[2..]
            } else {
                &parts[1..]
            };
            let (Some(local), [one, other]) = (rest.first(), rest.get(1..).unwrap_or_default())
            else {
                continue;
            };
            let Some(row) = one.parse::<u32>().ok().or_else(|| other.parse().ok()) else {
                continue;
            };
            if let Some(block) = sheet.blocks.get(*local) {
                let prefix =
                    index.map_or_else(|| sheet.id.clone(), |index| format!("{}.{index}", sheet.id));
                raise(
                    &mut spec.rows,
                    format!("{prefix}.{local}"),
                    row,
                    block.max,
                    &mut errors,
                );
            }
        }
    }
    errors.sort();
    errors.dedup();
    if errors.is_empty() {
        Ok(spec)
    } else {
        Err(errors)
    }
}

fn raise(
    counts: &mut BTreeMap<String, u32>,
    id: String,
    count: u32,
    most: u32,
    errors: &mut Vec<FillError>,
) {
    if count > most {
        errors.push(FillError::TooMany { id, count, most });
        return;
    }
    let known = counts.entry(id).or_insert(1);
    *known = (*known).max(count);
}

/// The cells the values fill, by the index of the field.
///
/// # Errors
/// Every value that has no place or the wrong type.
pub fn entries(
    form: &Form,
    values: &[(String, Json)],
) -> Result<BTreeMap<usize, CellValue>, Vec<FillError>> {
    let mut entries = BTreeMap::new();
    let mut errors = Vec::new();
    for (id, json) in values {
        let Some(index) = find(form, id) else {
            errors.push(FillError::Unknown(id.clone()));
            continue;
        };
        let field = &form.fields[index];
        if !field.kind.takes_entries() {
            errors.push(FillError::NotAnInput(
                id.clone(),
                match field.kind {
                    Kind::Formula => "computed",
                    _ => "given by the form",
                },
            ));
            continue;
        }
        match cell(
            json,
            form.template(field).kind,
            &form.template(field).or_text,
        ) {
            Ok(value) => {
                entries.insert(index, value);
            }
            Err(wanted) => {
                errors.push(FillError::WrongType {
                    field: id.clone(),
                    wanted,
                    found: json.to_string(),
                });
            }
        }
    }
    if errors.is_empty() {
        Ok(entries)
    } else {
        Err(errors)
    }
}

/// The field of an id, or of a column's id with its row at the end: `base.special.name.2`.
fn find(form: &Form, id: &str) -> Option<usize> {
    form.field(id).or_else(|| {
        let (column, row) = id.rsplit_once('.')?;
        let (block, column) = column.rsplit_once('.')?;
        form.field(&format!("{block}.{row}.{column}"))
    })
}

fn cell(json: &Json, kind: FieldType, or_text: &[String]) -> Result<CellValue, &'static str> {
    let text = match json {
        Json::Null => return Ok(CellValue::Blank),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        _ => return Err("a text or a number"),
    };
    if or_text.contains(&text) {
        return Ok(CellValue::Text(text));
    }
    if kind.is_number() {
        return text
            .parse::<Number>()
            .map(|number| CellValue::Number(number.settled()))
            .map_err(|_| "a number");
    }
    if kind == FieldType::Date {
        let serial = date::parse(&text).and_then(date::to_serial);
        return serial
            .map(CellValue::Number)
            .ok_or("a day such as 2025-03-20");
    }
    Ok(CellValue::Text(text))
}
