//! A package with some of its parts changed.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Damage, Measure, Package, PackageError, plain};

/// A package that is being changed: parts nobody touches keep their bytes, compressed as they are, and their place.
pub struct Patch<'a> {
    package: Package<'a>,
    /// Changed parts by their index in the directory.
    changed: BTreeMap<usize, String>,
    /// Changed parts that are no XML.
    binary: BTreeMap<usize, Vec<u8>>,
    /// New parts in the order they were added.
    added: Vec<(String, String)>,
}

impl<'a> Patch<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub fn open(bytes: &'a [u8]) -> Result<Patch<'a>, PackageError> {
        Ok(Patch {
            package: Package::open(bytes)?,
            changed: BTreeMap::new(),
            binary: BTreeMap::new(),
            added: Vec::new(),
        })
    }

    /// The package as it was.
    pub fn package(&mut self) -> &mut Package<'a> {
        &mut self.package
    }

    /// Whether there is a part of this name, an added one included.
    pub fn has(&self, name: &str) -> bool {
        let is_it = |(added, _): &(String, String)| plain(added) == plain(name);
        self.package.has(name) || self.added.iter().any(is_it)
    }

    /// An XML part as it stands now, in UTF-8; `None` when there is no such part.
    ///
    /// # Errors
    /// As [`Package::text`].
    pub fn text(&mut self, name: &str) -> Result<Option<String>, PackageError> {
        let is_it = |(added, _): &&(String, String)| plain(added) == plain(name);
        if let Some((_, text)) = self.added.iter().find(is_it) {
            return Ok(Some(text.clone()));
        }
        let at = self.package.index.get(&plain(name));
        if let Some(text) = at.and_then(|at| self.changed.get(at)) {
            return Ok(Some(text.clone()));
        }
        self.package.text(name, Measure::PartBytes)
    }

    /// Puts a text into the place of a part, or adds a part where there is none of this name.
    pub fn put(&mut self, name: &str, text: String) {
        if let Some(&at) = self.package.index.get(&plain(name)) {
            self.changed.insert(at, text);
            return;
        }
        let is_it = |(added, _): &&mut (String, String)| plain(added) == plain(name);
        match self.added.iter_mut().find(is_it) {
            Some((_, known)) => *known = text,
            None => self.added.push((name.to_owned(), text)),
        }
    }

    /// Puts bytes into the place of a part that is no XML; there has to be one of this name.
    pub fn put_bytes(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some(&at) = self.package.index.get(&plain(name)) {
            self.binary.insert(at, bytes);
        }
    }

    /// The XML parts that were changed or added, as they stand now.
    pub fn amended(&self) -> impl Iterator<Item = (&str, &str)> {
        let changed = self.changed.iter().map(|(at, text)| {
            let name = self.package.names.get(*at);
            (name.map_or("", String::as_str), text.as_str())
        });
        let added = self.added.iter();
        changed.chain(added.map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// The bytes of the package with its changes.
    ///
    /// # Errors
    /// [`PackageError::Damaged`]: the directory of the package is broken, or names a part twice.
    pub fn write(mut self) -> Result<Vec<u8>, PackageError> {
        let mut target = ZipWriter::new(Cursor::new(Vec::new()));
        // No clock: the same input gives the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for at in 0..self.package.zip.len() {
            let text = self.changed.remove(&at).map(String::into_bytes);
            match text.or_else(|| self.binary.remove(&at)) {
                Some(bytes) => {
                    let name = self.package.names[at].as_str();
                    part(&mut target, name, &bytes, options)?;
                }
                None => {
                    let raw = self.package.zip.by_index_raw(at).map_err(broken)?;
                    target.raw_copy_file(raw).map_err(broken)?;
                }
            }
        }
        for (name, text) in &self.added {
            part(&mut target, name, text.as_bytes(), options)?;
        }
        Ok(target.finish().map_err(broken)?.into_inner())
    }
}

fn part(
    target: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    options: SimpleFileOptions,
) -> Result<(), PackageError> {
    target.start_file(name, options).map_err(broken)?;
    let written = target.write_all(bytes);
    written.map_err(|error| broken(ZipError::Io(error)))
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn broken(error: ZipError) -> PackageError {
    PackageError::damaged("", Damage::Incomplete(error.to_string()))
}
