//! The zip package in which .xlsx and .docx files come, opened within budgets.
//!
//! [`Package::open`] lists the parts; nothing is unpacked yet, and nothing is ever written under the name of a part. Then
//! [`Package::xml`] hands out the events of a part one by one, [`Package::bytes`] a part as it is, and
//! [`Package::relations`] what a part refers to. All three count what they unpack against [`Measure`], part by part and in
//! sum, so that no file can make a reader ask for more memory or time than an honest one.
//!
//! ```
//! use annex::package::{Measure, Package, PackageError, Piece};
//!
//! /// The texts of all elements `t` of a part.
//! fn texts(bytes: &[u8], part: &str) -> Result<Vec<String>, PackageError> {
//!     let mut package = Package::open(bytes)?;
//!     let mut texts = Vec::new();
//!     let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
//!         return Ok(texts);
//!     };
//!     loop {
//!         match xml.next()? {
//!             Piece::Open(element) if element.name() == "t" => texts.push(xml.text()?),
//!             Piece::End => return Ok(texts),
//!             _ => {}
//!         }
//!     }
//! }
//! ```

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

mod budget;
mod error;
pub mod markup;
mod patch;
mod relations;
mod scope;
mod source;
pub mod strict;
mod xml;

pub use budget::Measure;
pub use error::{Damage, PackageError};
pub use patch::Patch;
pub use relations::Relation;
pub use xml::{Element, Piece, Xml};

use source::{Counted, Source};

/// How an entry of a zip directory begins.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
/// More of these than parts may be in a package, because a package can lie unpacked in another.
const DIRECTORY_ENTRIES: usize = 65_536;

/// A package whose parts are unpacked when they are asked for.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The names as they are stored, in the order of the directory.
    names: Vec<String>,
    /// Where each part is in the directory, by its plain name.
    index: HashMap<String, usize>,
    /// Bytes unpacked so far.
    spent: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// [`PackageError`]: the bytes are no package, cut off, or have too many parts.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, PackageError> {
        Measure::FileBytes.check(bytes.len() as u64, "")?;
        let entries = bytes
            .windows(DIRECTORY_ENTRY.len())
            .filter(|window| *window == DIRECTORY_ENTRY)
            .count();
        if entries > DIRECTORY_ENTRIES {
            return Err(PackageError::TooLarge {
                part: String::new(),
                what: Measure::Parts,
            });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_package(bytes, &error))?;
        Measure::Parts.check(zip.len() as u64, "")?;
        let mut names = Vec::with_capacity(zip.len());
        let mut index = HashMap::with_capacity(zip.len());
        for at in 0..zip.len() {
            let name = match zip.name_for_index(at) {
                Some(Ok(name)) => name.into_owned(),
                // A name that is no text is no part's.
                _ => String::new(),
            };
            let is_taken = index.insert(plain(&name), at).is_some();
            // Of two parts of one name some programs show one, and some the other.
            if is_taken && !name.is_empty() {
                let damage = Damage::Contradiction("two parts have this name".to_owned());
                return Err(PackageError::damaged(&name, damage));
            }
            names.push(name);
        }
        Ok(Package {
            zip,
            names,
            index,
            spent: 0,
        })
    }

    /// The names of the parts as they are stored, in the order of the directory.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// A part's name as it is stored; slashes of either kind, a leading one, and capitals make no difference.
    pub fn find(&self, name: &str) -> Option<&str> {
        let at = self.index.get(&plain(name))?;
        self.names.get(*at).map(String::as_str)
    }

    /// Whether there is a part of this name, as [`find`](Package::find) looks for it.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether any part lies in this folder: `xl/media/`.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.index.keys().any(|name| name.starts_with(folder))
    }

    /// The events of an XML part, `None` when there is no such part.
    ///
    /// `limit` is the measure for its bytes, [`Measure::PartBytes`] as a rule.
    ///
    /// # Errors
    /// [`PackageError`]: the part says that it is too large, is encrypted, or its entry is broken.
    pub fn xml(&mut self, name: &str, limit: Measure) -> Result<Option<Xml<'_>>, PackageError> {
        match self.counted(name, limit)? {
            None => Ok(None),
            Some((name, counted)) => Ok(Some(Xml::new(name, Source::new(counted)))),
        }
    }

    /// A part as it is, `None` when there is no such part.
    ///
    /// # Errors
    /// [`PackageError`]: the part is too large, encrypted or broken.
    pub fn bytes(&mut self, name: &str, limit: Measure) -> Result<Option<Vec<u8>>, PackageError> {
        let Some((name, mut counted)) = self.counted(name, limit)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let outcome = counted.read_to_end(&mut bytes);
        if let Some(stopped) = counted.stopped.take() {
            return Err(stopped);
        }
        outcome
            .map_err(|error| PackageError::damaged(&name, Damage::Incomplete(error.to_string())))?;
        Ok(Some(bytes))
    }

    /// An XML part as it is, but in UTF-8 whatever its encoding, and said to be so; `None` when there is no such part.
    ///
    /// # Errors
    /// [`PackageError`]: the part is too large, encrypted, broken or not in the encoding it says.
    pub fn text(&mut self, name: &str, limit: Measure) -> Result<Option<String>, PackageError> {
        match self.counted(name, limit)? {
            None => Ok(None),
            Some((name, counted)) => source::text(&name, Source::new(counted)).map(Some),
        }
    }

    /// How many bytes a part says it has when unpacked.
    pub fn size(&mut self, name: &str) -> Option<u64> {
        let at = *self.index.get(&plain(name))?;
        self.zip.by_index_raw(at).ok().map(|part| part.size())
    }

    fn counted(
        &mut self,
        name: &str,
        limit: Measure,
    ) -> Result<Option<(String, Counted<'_>)>, PackageError> {
        let Some(&at) = self.index.get(&plain(name)) else {
            return Ok(None);
        };
        let name = self.names[at].clone();
        let part = self.zip.by_index(at).map_err(|error| match error {
            ZipError::InvalidPassword
            | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PackageError::Encrypted,
            error => PackageError::damaged("", Damage::Incomplete(error.to_string())),
        })?;
        limit.check(part.size(), &name)?;
        let counted = Counted::new(Box::new(part), name.clone(), limit, &mut self.spent);
        Ok(Some((name, counted)))
    }
}

fn no_package(bytes: &[u8], error: &ZipError) -> PackageError {
    if bytes.starts_with(b"PK") {
        PackageError::damaged("", Damage::Incomplete(error.to_string()))
    } else {
        PackageError::NotAPackage
    }
}

/// Names are compared with slashes of either kind and in any case, as office programs do.
fn plain(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}
