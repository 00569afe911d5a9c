//! Files that are written: nothing is overwritten, nothing is left half written.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    let mut file = Growing::new(path);
    file.write(bytes)?;
    file.finish()
}

/// Begins a file with what `write` puts into it, which may go back and forth in it, and has a second file for what lies between.
///
/// # Errors
/// [`Problem::NotWritten`]; what `write` gives.
pub fn seekable<E: From<Problem>>(
    path: &Path,
    write: impl FnOnce(File, &mut File) -> Result<(), E>,
) -> Result<Growing, E> {
    let failed = |why: std::io::Error| E::from(Problem::not_written(path, &why));
    let mut file = temporary(path)?;
    let scratch = tempfile::tempfile_in(folder(path)).map_err(failed)?;
    write(scratch, file.as_file_mut())?;
    Ok(Growing {
        path: path.to_owned(),
        file: Some(file),
    })
}

/// A file that is written piece by piece, and stands there once it is whole.
#[derive(Debug)]
pub struct Growing {
    path: PathBuf,
    /// There from the first piece on.
    file: Option<NamedTempFile>,
}

impl Growing {
    /// Begins a file.
    pub fn new(path: &Path) -> Growing {
        Growing {
            path: path.to_owned(),
            file: None,
        }
    }

    /// Writes a piece, the first one with the folders above the file.
    ///
    /// # Errors
    /// [`Problem::NotWritten`]
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(temporary(&self.path)?),
        };
        file.write_all(bytes)
            .map_err(|why| Problem::not_written(&self.path, &why))
    }

    /// Puts it where it belongs, and only where there is none yet.
    ///
    /// # Errors
    /// [`Problem::Exists`], [`Problem::NotWritten`].
    pub fn finish(mut self) -> Result<(), Problem> {
        self.write(&[])?;
        let Growing { path, file } = self;
        let Some(file) = file else {
            return Ok(());
        };
        settled(&path, &file)?;
        file.persist_noclobber(&path)
            .map_err(|why| match why.error.kind() {
                std::io::ErrorKind::AlreadyExists => Problem::Exists(path.clone()),
                _ => Problem::not_written(&path, &why.error),
            })?;
        Ok(())
    }
}

/// Writes a file of annex's own in one go, in place of what it was.
///
/// # Errors
/// [`Problem::NotWritten`]
pub(super) fn anew(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let mut file = temporary(path)?;
    let failed = |why: std::io::Error| Problem::not_written(path, &why);
    file.write_all(bytes).map_err(failed)?;
    settled(path, &file)?;
    file.persist(path).map_err(|why| failed(why.error))?;
    Ok(())
}

/// An empty temporary file in the folder a file is to stand in.
fn temporary(path: &Path) -> Result<NamedTempFile, Problem> {
    let failed = |why: std::io::Error| Problem::not_written(path, &why);
    let folder = folder(path);
    std::fs::create_dir_all(folder).map_err(failed)?;
    NamedTempFile::new_in(folder).map_err(failed)
}

/// The folder a file is to stand in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes sure of what was written, before it gets its name.
fn settled(path: &Path, file: &NamedTempFile) -> Result<(), Problem> {
    let synced = file.as_file().sync_all();
    synced.map_err(|why| Problem::not_written(path, &why))?;
    set_readable(file);
    Ok(())
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
