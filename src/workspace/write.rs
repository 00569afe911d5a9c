//! Files that are written: nothing is overwritten, nothing is left half written.

use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::book::Book;
use crate::document::{self, Document};
use crate::text::is_hidden;
use crate::workspace::Problem;

/// So many characters of a text become the name of a file.
const NAME: usize = 80;

/// Writes a workbook where there is no file yet.
///
/// # Errors
/// As [`new`]; [`Problem::NotMade`].
pub fn book(path: &Path, book: &Book) -> Result<(), Problem> {
    let bytes = crate::book::write::write(book).map_err(|why| not_made(path, &why.to_string()))?;
    new(path, &bytes)
}

/// Writes a Word document where there is no file yet.
///
/// # Errors
/// As [`new`]; [`Problem::NotMade`].
pub fn document(path: &Path, document: &Document) -> Result<(), Problem> {
    let bytes = document::write::write(document).map_err(|why| not_made(path, &why.to_string()))?;
    new(path, &bytes)
}

fn not_made(path: &Path, why: &str) -> Problem {
    Problem::NotMade {
        path: Some(path.to_owned()),
        why: why.to_owned(),
    }
}

/// Writes a file in one go, with the folders above it, and only where there is none yet.
///
/// # Errors
/// [`Problem::Exists`], [`Problem::NotWritten`].
pub fn new(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    beside(path, bytes)?
        .persist_noclobber(path)
        .map_err(|why| match why.error.kind() {
            std::io::ErrorKind::AlreadyExists => Problem::Exists(path.to_owned()),
            _ => Problem::not_written(path, &why.error),
        })?;
    Ok(())
}

/// Writes a file of annex's own in one go, in place of what it was.
///
/// # Errors
/// [`Problem::NotWritten`]
pub(super) fn anew(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let file = beside(path, bytes)?;
    file.persist(path)
        .map_err(|why| Problem::not_written(path, &why.error))?;
    Ok(())
}

/// A temporary file with these bytes in the folder a file is to stand in.
fn beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Problem> {
    let failed = |why: std::io::Error| Problem::not_written(path, &why);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    set_readable(&file);
    Ok(file)
}

/// Temporary files are private; what annex writes is for others to open.
#[cfg(unix)]
fn set_readable(file: &NamedTempFile) {
    use std::os::unix::fs::PermissionsExt;
    let _ = file
        .as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn set_readable(_: &NamedTempFile) {}

/// A name that every file system takes: what it cannot take becomes `_`.
pub fn file_name(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| {
            if c.is_control() || is_hidden(c) || "\\/:*?\"<>|".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(NAME)
        .collect();
    plain.trim().trim_matches('.').to_owned()
}
