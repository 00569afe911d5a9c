//! What the library cannot say is put into the finished package: the lock on the workbook's structure, results of formulas
//! that it would take for another type, and error values that no formula made.

use std::io::{Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::WriteError;

/// Stands before a result that is a text, whatever it looks like; a private character, so that no result is mistaken.
pub(super) const VERBATIM: &str = "\u{E000}";
/// Stands as the formula of a cell that has none.
pub(super) const CONSTANT: &str = "\u{E001}";

const WORKBOOK: &str = "xl/workbook.xml";

/// What is to be changed in a package.
pub(super) struct Changes {
    lock_structure: bool,
    /// The parts with marks.
    marked: Vec<String>,
}

impl Changes {
    /// With marks in these sheets.
    pub(super) fn new(lock_structure: bool, marked: &[usize]) -> Changes {
        let part = |index: &usize| format!("xl/worksheets/sheet{}.xml", index + 1);
        Changes {
            lock_structure,
            marked: marked.iter().map(part).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.lock_structure && self.marked.is_empty()
    }

    /// What becomes of a part, if anything does.
    fn of(&self, name: &str) -> Option<fn(&str) -> String> {
        if name == WORKBOOK && self.lock_structure {
            return Some(lock);
        }
        let is_marked = self.marked.iter().any(|part| part == name);
        is_marked.then_some(unmark)
    }
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

/// Takes out the marks in the sheets that have any, locks the structure, and copies everything else as it is.
pub(super) fn patch(
    source: impl Read + Seek,
    changes: &Changes,
    target: impl Write + Seek,
) -> Result<(), WriteError> {
    let mut source = ZipArchive::new(source)?;
    let mut target = ZipWriter::new(target);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..source.len() {
        let part = source.by_index_raw(index)?;
        let name = part.name()?.to_string();
        let Some(change) = changes.of(&name) else {
            target.raw_copy_file(part)?;
            continue;
        };
        drop(part);
        let mut xml = String::new();
        source.by_index(index)?.read_to_string(&mut xml)?;
        target.start_file(name, options)?;
        target.write_all(change(&xml).as_bytes())?;
    }
    target.finish()?;
    Ok(())
}
