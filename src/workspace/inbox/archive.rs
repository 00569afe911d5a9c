//! A .zip, read as a folder: what is in it, and the bytes of one file of it at a time.
//!
//! Nothing is ever written under a name that stands in an archive. An archive within an archive is unpacked into a nameless
//! temporary file once, so that no more than one file of it is in memory.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use encoding_rs::GB18030;
use tempfile::TempPath;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::book::read::{Damage, HEAD, Measure, ReadError, hopeless};
use crate::file;

/// How an entry of a zip directory begins.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
/// More of these may be in an archive than files, because the workbooks in it are archives themselves.
const DIRECTORY_ENTRIES: usize = 1 << 18;
/// What tells a workbook or a document from an archive of files: one of these parts, or one below these folders.
const OFFICE: &[&str] = &[
    "[content_types].xml",
    "_rels/.rels",
    "mimetype",
    "content.xml",
];
const OFFICE_FOLDERS: &[&str] = &["xl/", "word/", "ppt/"];

/// A .zip on the disk.
#[derive(Debug)]
pub(super) struct Archive {
    path: PathBuf,
    /// It was unpacked from another, and goes with the last who knows it.
    _unpacked: Option<TempPath>,
}

/// A file in an archive.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it is in the directory of the archive.
    pub(super) index: usize,
    /// Its path there, with `/`: to be shown, never to be written to.
    pub(super) name: String,
    /// How many bytes it says it has.
    pub(super) size: u64,
    /// Whether it is a link.
    pub(super) is_link: bool,
}

/// How much may be unpacked of one archive, those within it included.
pub(super) struct Budget {
    entries: u64,
    bytes: u64,
}

impl Budget {
    pub(super) fn new() -> Budget {
        Budget {
            entries: 0,
            bytes: 0,
        }
    }

    fn entries(&mut self, more: u64) -> Result<(), ReadError> {
        self.entries += more;
        Ok(Measure::ArchiveFiles.check(self.entries, "")?)
    }

    /// Counts bytes that an entry says it has: it is cut off there.
    pub(super) fn bytes(&mut self, more: u64) -> Result<(), ReadError> {
        self.bytes = self.bytes.saturating_add(more);
        Ok(Measure::ArchiveBytes.check(self.bytes, "")?)
    }
}

/// What a zip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// The parts of a workbook or a document.
    Document,
    /// Files.
    Files,
}

/// What a zip holds, by the names in it; `None` where it is none, or cannot be opened.
pub(super) fn holds(path: &Path) -> Option<Holds> {
    let zip = weigh(path).and_then(|()| opened(path)).ok()?;
    let is_part = |name: &[u8]| {
        let name = String::from_utf8_lossy(name)
            .replace('\\', "/")
            .to_lowercase();
        OFFICE.contains(&name.as_str()) || OFFICE_FOLDERS.iter().any(|it| name.starts_with(it))
    };
    match zip.file_names_raw().any(is_part) {
        true => Some(Holds::Document),
        false => Some(Holds::Files),
    }
}

fn opened(path: &Path) -> Result<ZipArchive<BufReader<File>>, ReadError> {
    let (file, _) = file::open(path).map_err(|why| incomplete(&why))?;
    ZipArchive::new(BufReader::new(file)).map_err(|why| incomplete(&why))
}

/// Refuses a file that is too large for an archive, or has too large a directory, before that is read.
fn weigh(path: &Path) -> Result<(), ReadError> {
    let (mut file, size) = file::open(path).map_err(|why| incomplete(&why))?;
    Measure::ArchiveBytes.check(size, "")?;
    count(&mut file)
}

fn count(source: &mut impl Read) -> Result<(), ReadError> {
    let mut block = vec![0; 1 << 16];
    let (mut kept, mut found) = (0, 0);
    loop {
        let read = source
            .read(&mut block[kept..])
            .map_err(|why| incomplete(&why))?;
        if read == 0 {
            return Ok(());
        }
        let end = kept + read;
        found += block[..end]
            .windows(DIRECTORY_ENTRY.len())
            .filter(|window| *window == DIRECTORY_ENTRY)
            .count();
        if found > DIRECTORY_ENTRIES {
            return Err(ReadError::TooLarge {
                part: String::new(),
                what: Measure::ArchiveFiles,
            });
        }
        kept = end.min(DIRECTORY_ENTRY.len() - 1);
        block.copy_within(end - kept..end, 0);
    }
}

fn incomplete(why: &dyn std::fmt::Display) -> ReadError {
    ReadError::Damaged {
        part: String::new(),
        damage: Damage::Incomplete(why.to_string()),
    }
}

fn refused(why: &ZipError) -> ReadError {
    match why {
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            ReadError::Encrypted
        }
        why => incomplete(why),
    }
}

impl Archive {
    /// The archive in this file.
    pub(super) fn at(path: &Path) -> Archive {
        Archive {
            path: path.to_owned(),
            _unpacked: None,
        }
    }

    /// The files in it, by name.
    ///
    /// # Errors
    /// It is broken, or holds more than is read.
    pub(super) fn entries(&self, budget: &mut Budget) -> Result<Vec<Entry>, ReadError> {
        weigh(&self.path)?;
        let mut zip = opened(&self.path)?;
        budget.entries(zip.len() as u64)?;
        let mut entries = Vec::new();
        let mut taken = HashSet::new();
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|why| refused(&why))?;
            let mut name = name(part.name_raw());
            if part.is_dir() || name.ends_with('/') {
                continue;
            }
            // Two files that are shown alike are yet two.
            while !taken.insert(name.clone()) {
                name.push_str(" (2)");
            }
            entries.push(Entry {
                index,
                name,
                size: part.size(),
                is_link: part.is_symlink(),
            });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// How a file in it begins.
    pub(super) fn head(&self, index: usize) -> Result<Vec<u8>, ReadError> {
        self.part(index, |part| {
            file::all(part.take(8), 8).map_err(|why| incomplete(&why))
        })
    }

    /// The bytes of a file in it.
    ///
    /// # Errors
    /// It is encrypted, broken, or larger than a file may be.
    pub(super) fn bytes(&self, index: usize) -> Result<Vec<u8>, ReadError> {
        let most = Measure::FileBytes;
        self.part(index, |part| {
            most.check(part.size(), "")?;
            let size = part.size();
            // A small archive may hold much of the same: what is nothing known is not unpacked to its end.
            let head = file::all(part.by_ref().take(HEAD as u64), HEAD as u64)
                .map_err(|why| incomplete(&why))?;
            if let Some(why) = hopeless(&head, size) {
                return Err(why);
            }
            let rest = size.saturating_sub(head.len() as u64);
            let rest = file::all(part, rest).map_err(|why| incomplete(&why))?;
            Ok([head, rest].concat())
        })
    }

    /// An archive in it, unpacked beside.
    ///
    /// # Errors
    /// It is encrypted or broken, or there is no room for it.
    pub(super) fn unpacked(&self, index: usize) -> Result<Archive, ReadError> {
        let (mut file, path) = tempfile::NamedTempFile::new()
            .map_err(|why| incomplete(&why))?
            .into_parts();
        self.part(index, |part| {
            let size = part.size();
            std::io::copy(&mut part.take(size), &mut file).map_err(|why| incomplete(&why))
        })?;
        Ok(Archive {
            path: path.to_path_buf(),
            _unpacked: Some(path),
        })
    }

    /// Where it is on the disk.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn part<T>(
        &self,
        index: usize,
        job: impl FnOnce(&mut zip::read::ZipFile<'_, BufReader<File>>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let mut zip = opened(&self.path)?;
        let mut part = zip.by_index(index).map_err(|why| refused(&why))?;
        job(&mut part)
    }
}

/// A name as whoever packed the archive saw it. Programs on a Chinese Windows write GBK and do not say so.
fn name(raw: &[u8]) -> String {
    let gbk = || {
        let (text, _, broken) = GB18030.decode(raw);
        (!broken).then(|| text.into_owned())
    };
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let text = match std::str::from_utf8(raw) {
        // Some pairs of bytes are letters of Europe in UTF-8, and Chinese ones in GBK; those in use have both bytes from A1 on.
        Ok(text) if !text.is_ascii() && !text.contains(is_han) => gbk()
            .filter(|_| raw.iter().all(|byte| byte.is_ascii() || *byte >= 0xA1))
            .filter(|gbk| gbk.chars().all(|c| c.is_ascii() || is_han(c)))
            .unwrap_or_else(|| text.to_owned()),
        Ok(text) => text.to_owned(),
        Err(_) => gbk().unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned()),
    };
    text.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_were_written() {
        for (raw, shown) in [
            ("101005-林业局.xlsx".as_bytes(), "101005-林业局.xlsx"),
            (
                b"101005-\xc1\xd6\xd2\xb5\xbe\xd6.xlsx",
                "101005-林业局.xlsx",
            ),
            // 小 is a letter of Russian in UTF-8.
            (b"\xd0\xa1.xlsx", "小.xlsx"),
            ("Übersicht.xlsx".as_bytes(), "Übersicht.xlsx"),
            (b"a\\b.xlsx", "a/b.xlsx"),
            // The second byte of 誠 in GBK is that of a backslash.
            (b"\xd5\\.xlsx", "誠.xlsx"),
        ] {
            assert_eq!(name(raw), shown);
        }
    }

    #[test]
    fn a_directory_of_millions_is_refused_before_it_is_read() {
        let many = DIRECTORY_ENTRY.repeat(DIRECTORY_ENTRIES + 1);
        assert!(count(&mut many.as_slice()).is_err());
        assert!(count(&mut &many[..many.len() - 4]).is_ok());
    }
}
