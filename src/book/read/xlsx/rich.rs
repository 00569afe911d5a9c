//! What Excel keeps in cells and older programs do not know: pictures in cells, and types such as a company with its figures. To
//! those it shows `#VALUE!`, with the number of what it is.

use std::collections::HashMap;

use super::{Measure, ReadError};
use crate::address::Address;
use crate::book::read::picture;
use crate::book::{CellValue, Drawing};
use crate::package::{Package, Piece, Relation};

/// What stands in cells and is no plain value.
#[derive(Debug, Default)]
pub(super) struct Rich {
    /// What the number of a cell stands for, in order.
    values: Vec<Value>,
    /// What is said of WPS's pictures, by their ids.
    pub(super) described: HashMap<String, String>,
}

/// One such value.
#[derive(Debug, Clone, Default)]
struct Value {
    /// What kind it is, as Excel calls it: `_localImage`, `_webimage`, `_error`; empty where the file does not say.
    kind: String,
    /// What is said of it.
    text: String,
}

impl Rich {
    /// The drawing that a cell with such a number is; `None` where the number only says more of a value that is there.
    pub(super) fn drawing(
        &self,
        number: usize,
        at: Address,
        held: &CellValue,
        formula: Option<&str>,
    ) -> Option<Drawing> {
        let value = number.checked_sub(1).and_then(|at| self.values.get(at));
        let value = value.cloned().unwrap_or_default();
        let is_picture = value.kind.to_ascii_lowercase().ends_with("image");
        // An error that is newer than the file format is one all the same, and so is that of a formula.
        let is_error = value.kind == "_error" || formula.is_some() && !is_picture;
        if is_error || !matches!(held, CellValue::Error(code) if code == "#VALUE!") {
            return None;
        }
        let kind = match is_picture || value.kind.is_empty() {
            true => picture::KIND,
            false => "object",
        };
        Some(Drawing {
            at: Some(at),
            to: None,
            kind: kind.to_owned(),
            text: value.text,
        })
    }
}

/// Reads what a workbook with these relations says of such values; most say nothing.
pub(super) fn read(package: &mut Package<'_>, relations: &[Relation]) -> Result<Rich, ReadError> {
    let to = |kind: &str| {
        let mut found = relations.iter();
        let found = found.find(|relation| relation.kind == kind && !relation.external);
        found.map(|relation| relation.target.clone())
    };
    let mut rich = Rich::default();
    if let Some(part) = to("cellImage") {
        rich.described = described(package, &part)?;
    }
    let (Some(metadata), Some(values), Some(structures)) = (
        to("sheetMetadata"),
        to("rdRichValue"),
        to("rdRichValueStructure"),
    ) else {
        return Ok(rich);
    };
    let structures = self::structures(package, &structures)?;
    let values = self::values(package, &values, &structures)?;
    for at in numbers(package, &metadata)? {
        rich.values
            .push(values.get(at).cloned().unwrap_or_default());
    }
    Ok(rich)
}

/// What is said of WPS's pictures, by their ids.
fn described(package: &mut Package<'_>, part: &str) -> Result<HashMap<String, String>, ReadError> {
    let mut described = HashMap::new();
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(described);
    };
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == "cNvPr" => {
                if let (Some(id), Some(text)) = (element.get("name")?, element.get("descr")?) {
                    described.insert(id, text);
                    Measure::Entries.check(described.len() as u64, part)?;
                }
            }
            Piece::End => return Ok(described),
            _ => {}
        }
    }
}

/// The kinds of values, each with the place of its text among what a value of it holds.
fn structures(
    package: &mut Package<'_>,
    part: &str,
) -> Result<Vec<(String, Option<usize>)>, ReadError> {
    let mut found: Vec<(String, Option<usize>)> = Vec::new();
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(found);
    };
    let mut keys = 0;
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "s" => {
                    found.push((element.get("t")?.unwrap_or_default(), None));
                    Measure::Entries.check(found.len() as u64, part)?;
                    keys = 0;
                }
                "k" => {
                    if element.get("n")?.as_deref() == Some("Text")
                        && let Some((_, text)) = found.last_mut()
                    {
                        *text = Some(keys);
                    }
                    keys += 1;
                }
                _ => {}
            },
            Piece::End => return Ok(found),
            _ => {}
        }
    }
}

/// The values, in order.
fn values(
    package: &mut Package<'_>,
    part: &str,
    structures: &[(String, Option<usize>)],
) -> Result<Vec<Value>, ReadError> {
    let mut found: Vec<Value> = Vec::new();
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(found);
    };
    let (mut text, mut seen) = (None, 0);
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "rv" => {
                    let number = element.number::<usize>("s")?;
                    let structure = number.and_then(|number| structures.get(number));
                    let (kind, place) = structure.cloned().unwrap_or_default();
                    found.push(Value {
                        kind,
                        text: String::new(),
                    });
                    Measure::Entries.check(found.len() as u64, part)?;
                    (text, seen) = (place, 0);
                }
                "v" => {
                    let said = xml.text()?;
                    if text == Some(seen)
                        && let Some(value) = found.last_mut()
                    {
                        value.text = said;
                    }
                    seen += 1;
                }
                _ => {}
            },
            Piece::End => return Ok(found),
            _ => {}
        }
    }
}

/// Which value each number of a cell stands for: the part lists blocks of records, and what each record leads to in another list.
fn numbers(package: &mut Package<'_>, part: &str) -> Result<Vec<usize>, ReadError> {
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(Vec::new());
    };
    let mut kinds: Vec<String> = Vec::new();
    // What the records of a kind lead to, and the first record of each block: its kind from one on, and its place.
    let mut leads: HashMap<String, Vec<usize>> = HashMap::new();
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let (mut future, mut in_values, mut is_new) = (None, false, false);
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "metadataType" => {
                    kinds.push(element.get("name")?.unwrap_or_default());
                    Measure::Entries.check(kinds.len() as u64, part)?;
                }
                "futureMetadata" => future = element.get("name")?,
                "valueMetadata" => in_values = true,
                "bk" => {
                    is_new = in_values;
                    if let Some(kind) = &future {
                        let list = leads.entry(kind.clone()).or_default();
                        list.push(usize::MAX);
                        Measure::Entries.check(list.len() as u64, part)?;
                    }
                }
                "rvb" => {
                    let list = future.as_ref().and_then(|kind| leads.get_mut(kind));
                    let lead = list.and_then(|list| list.last_mut());
                    if let (Some(lead), Some(at)) = (lead, element.number("i")?) {
                        *lead = at;
                    }
                }
                "rc" if is_new => {
                    let kind = element.number("t")?.unwrap_or(0);
                    blocks.push((kind, element.number("v")?.unwrap_or(usize::MAX)));
                    Measure::Entries.check(blocks.len() as u64, part)?;
                    is_new = false;
                }
                _ => {}
            },
            Piece::Close("futureMetadata") => future = None,
            Piece::Close("valueMetadata") => in_values = false,
            Piece::End => break,
            _ => {}
        }
    }
    let lead = |(kind, at): (usize, usize)| {
        let kind = kinds.get(kind.checked_sub(1)?)?;
        leads.get(kind)?.get(at).copied()
    };
    let found = blocks.into_iter();
    Ok(found
        .map(|block| lead(block).unwrap_or(usize::MAX))
        .collect())
}
