//! What the library cannot say is put into the finished package: the lock on the workbook's structure, results of formulas
//! that it would take for another type, and error values that no formula made.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::WriteError;

/// Stands before a result that is a text, whatever it looks like; a private character, so that no result is mistaken.
pub(super) const VERBATIM: &str = "\u{E000}";
/// Stands as the formula of a cell that has none.
pub(super) const CONSTANT: &str = "\u{E001}";

const WORKBOOK: &str = "xl/workbook.xml";

/// Takes out the marks in the sheets that have any, locks the structure, and copies everything else as it is.
pub(super) fn finish(
    bytes: Vec<u8>,
    lock_structure: bool,
    marked: &[usize],
) -> Result<Vec<u8>, WriteError> {
    if !lock_structure && marked.is_empty() {
        return Ok(bytes);
    }
    let marked: Vec<String> = marked
        .iter()
        .map(|index| format!("xl/worksheets/sheet{}.xml", index + 1))
        .collect();
    patch(&bytes, |name, xml| {
        if name == WORKBOOK && lock_structure {
            return Some(lock(xml));
        }
        marked.iter().any(|part| part == name).then(|| unmark(xml))
    })
}

fn lock(workbook: &str) -> String {
    // The schema wants it after workbookPr and before bookViews.
    workbook.replacen(
        "<bookViews>",
        r#"<workbookProtection lockStructure="1"/><bookViews>"#,
        1,
    )
}

fn unmark(sheet: &str) -> String {
    sheet
        .replace(&format!("<f>{CONSTANT}</f>"), "")
        .replace(&format!("<v>{VERBATIM}"), "<v>")
}

fn patch(
    bytes: &[u8],
    change: impl Fn(&str, &str) -> Option<String>,
) -> Result<Vec<u8>, WriteError> {
    let package = |reason: String| WriteError::Package { reason };
    let mut source =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| package(error.to_string()))?;
    let mut target = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 256)));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..source.len() {
        let mut part = source
            .by_index(index)
            .map_err(|error| package(error.to_string()))?;
        let name = part
            .name()
            .map_err(|error| package(error.to_string()))?
            .to_string();
        if name == WORKBOOK || name.starts_with("xl/worksheets/sheet") {
            let mut xml = String::new();
            part.read_to_string(&mut xml)
                .map_err(|error| package(error.to_string()))?;
            if let Some(changed) = change(&name, &xml) {
                target
                    .start_file(name, options)
                    .map_err(|error| package(error.to_string()))?;
                target
                    .write_all(changed.as_bytes())
                    .map_err(|error| package(error.to_string()))?;
                continue;
            }
        }
        drop(part);
        let part = source
            .by_index_raw(index)
            .map_err(|error| package(error.to_string()))?;
        target
            .raw_copy_file(part)
            .map_err(|error| package(error.to_string()))?;
    }
    let done = target
        .finish()
        .map_err(|error| package(error.to_string()))?;
    Ok(done.into_inner())
}
