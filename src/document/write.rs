//! Writes a [`Document`] as .docx bytes; the parts of the package are put together here and nowhere else.
//!
//! The same [`Document`] always gives the same bytes: no part holds a time but the document's own date.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Document;

mod body;
mod parts;
mod styles;

/// The date put into a document that names none: any fixed one does.
const NO_DATE: (u16, u8, u8) = (2000, 1, 1);

/// Why a document cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The parts could not be put together.
    #[error("the document could not be put together: {reason}")]
    Package {
        /// What went wrong.
        reason: String,
    },
}

/// Turns a document into the bytes of a .docx file.
///
/// # Errors
/// [`WriteError::Package`] when the document is larger than a package may be.
///
/// ```
/// use annex::document::{Document, Paragraph, Style, write::write};
/// let document = Document {
///     body: vec![Paragraph::new(Style::Heading1, "一、部门基本情况")],
///     ..Document::default()
/// };
/// assert!(write(&document).unwrap().starts_with(b"PK"));
/// ```
pub fn write(document: &Document) -> Result<Vec<u8>, WriteError> {
    // The list of content types comes first, as programs that only look at the start of a file expect it.
    let parts = [
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::package_links()),
        ("docProps/core.xml", parts::core(document)),
        ("docProps/app.xml", parts::app()),
        ("word/document.xml", body::document(document)),
        ("word/_rels/document.xml.rels", parts::document_links()),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", parts::settings()),
        ("word/fontTable.xml", styles::fonts()),
        ("word/theme1.xml", parts::theme()),
        ("word/footer1.xml", body::footer(true)),
        ("word/footer2.xml", body::footer(false)),
    ];
    let package = |reason: &dyn std::fmt::Display| WriteError::Package {
        reason: reason.to_string(),
    };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        target
            .start_file(name, options)
            .map_err(|error| package(&error))?;
        target
            .write_all(text.as_bytes())
            .map_err(|error| package(&error))?;
    }
    let done = target.finish().map_err(|error| package(&error))?;
    Ok(done.into_inner())
}

#[cfg(test)]
mod tests;
