//! What lies on a sheet beside its cells: notes, and pictures, charts and shapes.

use std::collections::BTreeMap;

use super::spent::Spent;
use super::{Measure, ReadError};
use crate::address::Address;
use crate::book::{Drawing, RawSheet};
use crate::package::{Package, Piece, Relation, Xml};

/// Reads what the relations of a sheet lead to.
pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    sheet: &mut RawSheet,
    spent: &mut Spent,
) -> Result<(), ReadError> {
    let relations = package.relations(part)?;
    let to = |kind: &str| {
        let of_kind = |relation: &&Relation| relation.kind == kind && !relation.external;
        relations
            .iter()
            .filter(of_kind)
            .map(|relation| relation.target.clone())
            .collect::<Vec<_>>()
    };
    for target in to("comments") {
        let notes = notes(package, &target, "comment", spent)?;
        sheet.notes.extend(notes);
    }
    // Excel repeats a thread as a note that begins with an advertisement; the thread itself says more.
    for target in to("threadedComment") {
        let threads = notes(package, &target, "threadedComment", spent)?;
        sheet.notes.extend(threads);
    }
    for target in to("drawing") {
        drawings(package, &target, sheet, spent)?;
    }
    Ok(())
}

/// The notes of a part by cell, several of one cell joined by a new line.
fn notes(
    package: &mut Package<'_>,
    part: &str,
    element_name: &str,
    spent: &mut Spent,
) -> Result<BTreeMap<Address, String>, ReadError> {
    let mut notes: BTreeMap<Address, String> = BTreeMap::new();
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(notes);
    };
    let mut cell = None;
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == element_name => {
                cell = element.get("ref")?.as_deref().and_then(Address::parse);
                spent.entry(part)?;
            }
            Piece::Open(element) if element.name() == "text" => {
                let text = super::text::decoded(words(&mut xml)?);
                spent.text(&text, part)?;
                if let Some(at) = cell {
                    let note = notes.entry(at).or_default();
                    if !note.is_empty() {
                        note.push('\n');
                    }
                    note.push_str(&text);
                }
            }
            Piece::End => return Ok(notes),
            _ => {}
        }
    }
}

/// The text of the note whose element `text` has just begun, without how it is pronounced.
fn words(xml: &mut Xml<'_>) -> Result<String, ReadError> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == "rPh" => xml.skip()?,
            Piece::Text(more) => text.push_str(more),
            Piece::Close("text") | Piece::End => return Ok(text),
            _ => {}
        }
        Measure::TokenBytes.check(text.len() as u64, xml.part())?;
    }
}

/// Anchors of a drawing: each holds one thing, or a group of them.
const ANCHORS: [&str; 3] = ["twoCellAnchor", "oneCellAnchor", "absoluteAnchor"];

fn drawings(
    package: &mut Package<'_>,
    part: &str,
    sheet: &mut RawSheet,
    spent: &mut Spent,
) -> Result<(), ReadError> {
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(());
    };
    let mut texts: Vec<String> = Vec::new();
    let mut drawing = None;
    let mut in_from = false;
    let mut in_to = false;
    let (mut column, mut row) = (None, None);
    let (mut last_column, mut last_row) = (None, None);
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                name if ANCHORS.contains(&name) => {
                    drawing = Some("object");
                    (column, row) = (None, None);
                    (last_column, last_row) = (None, None);
                    texts.clear();
                    spent.entry(part)?;
                }
                "from" => in_from = true,
                "col" if in_from => column = xml.text()?.trim().parse().ok(),
                "row" if in_from => row = xml.text()?.trim().parse().ok(),
                "to" => in_to = true,
                "col" if in_to => last_column = xml.text()?.trim().parse().ok(),
                "row" if in_to => last_row = xml.text()?.trim().parse().ok(),
                "pic" => drawing = drawing.map(|_| "picture"),
                "sp" | "cxnSp" => drawing = drawing.map(|_| "shape"),
                "chart" => drawing = drawing.map(|_| "chart"),
                "cNvPr" => {
                    if let Some(text) = element.get("descr")?.filter(|text| !text.is_empty()) {
                        texts.push(text);
                    }
                }
                "t" => {
                    let text = xml.text()?;
                    if !text.trim().is_empty() {
                        texts.push(text);
                    }
                }
                _ => {}
            },
            Piece::Close("from") => in_from = false,
            Piece::Close("to") => in_to = false,
            Piece::Close(name) if ANCHORS.contains(&name) => {
                if let Some(kind) = drawing.take() {
                    let text = texts.join("\n");
                    spent.text(&text, part)?;
                    let corner = |row: Option<u32>, column: Option<u32>| {
                        row.zip(column)
                            .map(|(row, column)| Address::new(row, column))
                    };
                    sheet.drawings.push(Drawing {
                        at: corner(row, column),
                        to: corner(last_row, last_column),
                        kind: kind.to_owned(),
                        text,
                    });
                }
            }
            Piece::End => return Ok(()),
            _ => {}
        }
    }
}
