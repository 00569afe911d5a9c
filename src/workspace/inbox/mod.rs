//! What lies in an inbox: the files annex looks at, and those it does not, each with why.
//!
//! An inbox is what people make of it: a folder for each department, or a .zip, or everything in one heap. Here it becomes a
//! list. Nothing is printed, and no file is held in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::book::read::{Measure, ReadError};
use crate::file::{self, FileError};
use crate::text::Text;
use crate::workspace::{Problem, write};

mod archive;
mod kind;
mod told;

pub use kind::Why;
pub(super) use told::line;

use archive::{Archive, Budget, Entry, Holds};
use kind::Kind;

/// Archives are opened so many deep.
const DEPTH: usize = 2;
/// Folders are entered so many deep.
const FOLDERS: usize = 64;

/// A file that is looked at.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is called: its path, through the archive it may lie in.
    pub name: String,
    /// Its path below the folder or archive that was named; its own name where it was named itself.
    pub inner: String,
    place: Place,
}

/// Where a file is.
#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Entry {
        archive: Arc<Archive>,
        index: usize,
    },
    /// An archive that cannot be opened.
    Refused(ReadError),
}

impl Item {
    /// The bytes; or why nobody looks at them.
    ///
    /// # Errors
    /// The file is not there, or may not be read, or is no regular file.
    pub fn read(&self) -> Result<Result<Vec<u8>, ReadError>, Problem> {
        let most = Measure::FileBytes;
        match &self.place {
            Place::File(path) => match file::read(path, most.limit()) {
                Ok(bytes) => Ok(Ok(bytes)),
                Err(FileError::TooLarge(_)) => Ok(Err(ReadError::TooLarge {
                    part: String::new(),
                    what: most,
                })),
                Err(why) => Err(Problem::unreadable(&self.name, why.text())),
            },
            Place::Entry { archive, index } => Ok(archive.bytes(*index)),
            Place::Refused(why) => Ok(Err(why.clone())),
        }
    }

    /// The bytes, whatever keeps them from being read being a problem.
    ///
    /// # Errors
    /// The file cannot be read, or is too large.
    pub fn bytes(&self) -> Result<Vec<u8>, Problem> {
        self.read()?.map_err(|why| self.failed(&why.text()))
    }

    /// What went wrong with it.
    pub fn failed(&self, why: &Text) -> Problem {
        Problem::unfit(&self.name, why.clone())
    }

    /// Its path below the folder that was named, as one that can be written: what leads out of it is left out, and an archive
    /// is a folder like any other.
    pub fn target(&self) -> PathBuf {
        let parts: Vec<&str> = self.inner.split('/').collect();
        let (file, folders) = parts.split_last().unwrap_or((&"", &[]));
        let folder = |part: &&str| {
            let name = write::file_name(part);
            match name.len().checked_sub(".zip".len()) {
                Some(end)
                    if name
                        .get(end..)
                        .is_some_and(|it| it.eq_ignore_ascii_case(".zip")) =>
                {
                    name[..end].to_owned()
                }
                _ => name,
            }
        };
        let folders = folders.iter().map(folder).filter(|name| !name.is_empty());
        folders.chain([write::file_name(file)]).collect()
    }
}

/// A file that is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassedOver {
    /// Why not.
    pub why: Why,
    /// What it is called.
    pub name: String,
    /// Its path below the folder or archive that was named.
    pub inner: String,
}

/// All that lies in an inbox.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that are looked at, in the order given, those of a folder by name.
    pub items: Vec<Item>,
    /// Those that are not, by why and name.
    pub passed_over: Vec<PassedOver>,
    /// The folders and archives that were named, and hold nothing that is looked at.
    pub empty: Vec<String>,
    /// The folders that may not be read.
    pub problems: Vec<Problem>,
}

/// Finds the files that were named, those of folders and archives with all that is below them.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        let before = (found.items.len(), found.problems.len());
        let name = path.display().to_string();
        let is_heap = if path.is_dir() {
            found.folder(path, &name, "", 0);
            true
        } else if let Some((archive, inside)) = within(path) {
            found.inside(&archive, &inside);
            false
        } else if is_archive(path) {
            found.archive(path, (&name, ""));
            true
        } else {
            found.items.push(Item {
                inner: own_name(path),
                name: name.clone(),
                place: Place::File(path.clone()),
            });
            false
        };
        if is_heap && before == (found.items.len(), found.problems.len()) {
            found.empty.push(name);
        }
    }
    found.passed_over.sort();
    found.passed_over.dedup();
    found
}

/// The one file that was named.
///
/// # Errors
/// It is an archive of files.
pub fn one(path: &Path) -> Result<Item, Problem> {
    let mut found = match path.is_dir() || is_archive(path) && within(path).is_none() {
        // A folder is told for one when it is read.
        true if path.is_dir() => Found::default(),
        true => {
            return Err(Problem::Archive(path.display().to_string()));
        }
        false => find(&[path.to_owned()]),
    };
    if let Some(problem) = found.problems.pop() {
        return Err(problem);
    }
    Ok(found.items.pop().unwrap_or_else(|| Item {
        name: path.display().to_string(),
        inner: own_name(path),
        place: Place::File(path.to_owned()),
    }))
}

/// Whether a file is a .zip of files, by what is in it.
fn is_archive(path: &Path) -> bool {
    let is_zip = head(path).is_some_and(|head| kind::of_head(&head) == Kind::Zip);
    match is_zip.then(|| archive::holds(path)).flatten() {
        Some(Holds::Files) => true,
        Some(Holds::Document) => false,
        // What is broken is what it is called.
        None => path.is_file() && kind::of_name(&own_name(path)) == Kind::Zip,
    }
}

fn head(path: &Path) -> Option<Vec<u8>> {
    use std::io::Read;
    let (file, _) = file::open(path).ok()?;
    file::all(file.take(8), 8).ok()
}

/// The archive a path leads into, and the name in it.
fn within(path: &Path) -> Option<(PathBuf, String)> {
    let parents = path.ancestors().skip(1);
    let archive = parents
        .take_while(|it| !it.is_dir())
        .find(|it| it.is_file())?;
    is_archive(archive).then(|| (archive.to_owned(), path.display().to_string()))
}

fn own_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A name below another.
fn below(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder if folder.ends_with('/') => format!("{folder}{name}"),
        folder => format!("{folder}/{name}"),
    }
}

impl Found {
    fn pass_over(&mut self, (name, inner): (&str, &str), why: Why) {
        self.passed_over.push(PassedOver {
            why,
            name: name.to_owned(),
            inner: inner.to_owned(),
        });
    }

    fn take(&mut self, (name, inner): (&str, &str), place: Place) {
        self.items.push(Item {
            name: name.to_owned(),
            inner: inner.to_owned(),
            place,
        });
    }

    fn folder(&mut self, path: &Path, name: &str, inner: &str, depth: usize) {
        let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(why) => {
                let why = file::told(&why);
                let problem = Problem::unreadable(path.display(), why);
                return self.problems.push(problem);
            }
        };
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let (path, own) = (
                entry.path(),
                entry.file_name().to_string_lossy().into_owned(),
            );
            // Shown as the file system writes it, whatever the name of the folder ended in.
            let shown = Path::new(name).join(&own).display().to_string();
            let inner = below(inner, &own);
            let is =
                |test: fn(&std::fs::FileType) -> bool| entry.file_type().is_ok_and(|it| test(&it));
            let is_system = kind::of_name(&own) == Kind::System;
            if is(std::fs::FileType::is_dir) {
                if !kind::is_system_folder(&own) && depth < FOLDERS {
                    self.folder(&path, &shown, &inner, depth + 1);
                }
            } else if is_system {
            } else if is(std::fs::FileType::is_symlink) {
                // A link may lead anywhere, and back to where it lies.
                self.pass_over((&shown, &inner), Why::Link);
            } else if !is(std::fs::FileType::is_file) {
                self.pass_over((&shown, &inner), Why::Special);
            } else {
                self.file(&path, (&shown, &inner), &own);
            }
        }
    }

    fn file(&mut self, path: &Path, names: (&str, &str), own: &str) {
        let kind = match kind::of_name(own) {
            // What an ending says of a zip may not be true.
            Kind::Document | Kind::Zip if is_archive(path) => Kind::Zip,
            Kind::Zip => Kind::Document,
            Kind::Unknown => match kind::of_head(&head(path).unwrap_or_default()) {
                Kind::Zip if !is_archive(path) => Kind::Document,
                kind => kind,
            },
            kind => kind,
        };
        match kind {
            Kind::Document => self.take(names, Place::File(path.to_owned())),
            Kind::Zip => self.archive(path, names),
            Kind::Other(why) => self.pass_over(names, why),
            Kind::System | Kind::Unknown => {}
        }
    }

    /// The files of an archive: all of them, or none where it is broken or too large, and then the archive itself stands for them.
    fn archive(&mut self, path: &Path, names: (&str, &str)) {
        let (archive, depth, budget) = (&Arc::new(Archive::at(path)), 1, &mut Budget::new());
        if let Err(why) = self.entries_of(archive, names, depth, budget) {
            self.take(names, Place::Refused(why));
        }
    }

    fn entries(
        &mut self,
        archive: &Arc<Archive>,
        (name, inner): (&str, &str),
        depth: usize,
        budget: &mut Budget,
    ) -> Result<(), ReadError> {
        for entry in archive.entries(budget)? {
            let (folders, own) = entry.name.rsplit_once('/').unwrap_or(("", &entry.name));
            let (shown, inner) = (below(name, &entry.name), below(inner, &entry.name));
            let names = (shown.as_str(), inner.as_str());
            if folders.split('/').any(kind::is_system_folder) || kind::of_name(own) == Kind::System
            {
                continue;
            }
            if entry.is_link {
                self.pass_over(names, Why::Link);
                continue;
            }
            match kind_in(archive, &entry, own) {
                Kind::Document => {
                    budget.bytes(entry.size)?;
                    let (archive, index) = (Arc::clone(archive), entry.index);
                    self.take(names, Place::Entry { archive, index });
                }
                Kind::Zip => {
                    budget.bytes(entry.size)?;
                    match archive.unpacked(entry.index) {
                        Ok(inner) if archive::holds(inner.path()) == Some(Holds::Document) => {
                            let (archive, index) = (Arc::clone(archive), entry.index);
                            self.take(names, Place::Entry { archive, index });
                        }
                        Ok(_) if depth == DEPTH => self.pass_over(names, Why::Deep),
                        Ok(inner) => self.entries_of(&Arc::new(inner), names, depth + 1, budget)?,
                        Err(why) => self.take(names, Place::Refused(why)),
                    }
                }
                Kind::Other(why) => self.pass_over(names, why),
                Kind::System | Kind::Unknown => {}
            }
        }
        Ok(())
    }

    /// The files of an archive: what is too large spoils the whole, what is broken only itself.
    fn entries_of(
        &mut self,
        archive: &Arc<Archive>,
        names: (&str, &str),
        depth: usize,
        budget: &mut Budget,
    ) -> Result<(), ReadError> {
        let mut inside = Found::default();
        match inside.entries(archive, names, depth, budget) {
            Ok(()) => {
                if inside.items.is_empty() && inside.passed_over.is_empty() {
                    self.pass_over(names, Why::Empty);
                }
                self.items.extend(inside.items);
                self.passed_over.extend(inside.passed_over);
                Ok(())
            }
            Err(why @ ReadError::TooLarge { .. }) => Err(why),
            Err(why) => {
                self.take(names, Place::Refused(why));
                Ok(())
            }
        }
    }

    /// The files of an archive whose name is this one, or that lie below it.
    fn inside(&mut self, path: &Path, name: &str) {
        let shown = path.display().to_string();
        let mut all = Found::default();
        all.archive(path, (&shown, ""));
        let folder = below(name.trim_end_matches('/'), "");
        let before = self.items.len();
        for item in all.items {
            if item.name == name {
                let inner = item.inner.rsplit('/').next().unwrap_or_default().to_owned();
                self.items.push(Item { inner, ..item });
            } else if let Some(inner) = item.name.strip_prefix(&folder) {
                let inner = inner.to_owned();
                self.items.push(Item { inner, ..item });
            }
        }
        if self.items.len() == before {
            self.problems.push(Problem::NotInArchive {
                name: name.to_owned(),
                archive: shown,
            });
        }
    }
}

/// What a file in an archive is.
fn kind_in(archive: &Archive, entry: &Entry, own: &str) -> Kind {
    match kind::of_name(own) {
        Kind::Unknown => {
            let head = archive.head(entry.index).unwrap_or_default();
            kind::of_head(&head)
        }
        kind => kind,
    }
}
