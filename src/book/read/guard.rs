//! Walks through a package and reads each of its XML parts once, within budgets, before calamine may.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::budget::Measure;
use super::meter::Meter;
use super::scan::Scan;
use super::{Damage, Foreign, Legacy, ReadError};

/// How an entry of a zip directory begins.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
/// More of these than parts may be in a package, because a package can lie unpacked in another.
const DIRECTORY_ENTRIES: usize = 65_536;

/// What the scan learnt that calamine does not tell.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// How many defined names the workbook lists.
    pub(super) names_listed: usize,
    /// Which of them, counted from 0, belong to a single sheet.
    pub(super) local_names: HashSet<usize>,
}

/// Refuses a package that is no workbook, or one that would be too much for calamine.
pub(super) fn check(bytes: &[u8]) -> Result<Facts, ReadError> {
    let entries = bytes
        .windows(DIRECTORY_ENTRY.len())
        .filter(|window| *window == DIRECTORY_ENTRY)
        .count();
    if entries > DIRECTORY_ENTRIES {
        return Err(ReadError::TooLarge {
            part: String::new(),
            what: Measure::Parts,
        });
    }
    let mut package =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_package(bytes, &error))?;
    Measure::Parts.check(package.len() as u64, "")?;
    kind(&mut package)?;
    let mut facts = Facts::default();
    let mut total = 0;
    for index in 0..package.len() {
        part(&mut package, index, &mut total, &mut facts)?;
    }
    Ok(facts)
}

fn no_package(bytes: &[u8], error: &ZipError) -> ReadError {
    if bytes.starts_with(b"PK") {
        ReadError::damaged("", Damage::Incomplete(error.to_string()))
    } else {
        ReadError::NotAWorkbook(Foreign::Unknown)
    }
}

/// Names are compared as calamine does: with slashes of either kind, in any case.
fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// What kind of document the package is, by its parts.
fn kind(package: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), ReadError> {
    let names: HashSet<String> = package
        .file_names()
        .filter_map(|name| name.ok().map(|name| plain(&name)))
        .collect();
    let has = |part: &str| names.contains(part);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        return Err(ReadError::OtherFormat(Legacy::Xlsb));
    }
    if has("mimetype") && has("content.xml") {
        let mut mime = String::new();
        if let Ok(part) = package.by_name("mimetype") {
            // A mimetype that cannot be read leaves the text empty, which is not a spreadsheet's.
            let _ = part.take(128).read_to_string(&mut mime);
        }
        return Err(match mime.contains("spreadsheet") {
            true => ReadError::OtherFormat(Legacy::Ods),
            false => ReadError::NotAWorkbook(Foreign::Unknown),
        });
    }
    if under("word/") {
        return Err(ReadError::NotAWorkbook(Foreign::Word));
    }
    if under("ppt/") {
        return Err(ReadError::NotAWorkbook(Foreign::Slides));
    }
    if !has("_rels/.rels") && !under("xl/") {
        return Err(ReadError::NotAWorkbook(Foreign::Archive));
    }
    Ok(())
}

fn part(
    package: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    total: &mut u64,
    facts: &mut Facts,
) -> Result<(), ReadError> {
    let part = package.by_index(index).map_err(|error| match error {
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            ReadError::Encrypted
        }
        error => ReadError::damaged("", Damage::Incomplete(error.to_string())),
    })?;
    let name = part.name().map(|name| name.to_string()).unwrap_or_default();
    let lower = plain(&name);
    // Pictures, printer settings and the like: calamine reads nothing else than these, see `scan` for targets.
    if !lower.ends_with(".xml") && !lower.ends_with(".rels") {
        return Ok(());
    }
    let limit = if lower.ends_with("sharedstrings.xml") {
        Measure::SharedTextBytes
    } else {
        Measure::PartBytes
    };
    let size = part.size();
    limit.check(size, &name)?;
    let mut meter = Meter::new(part, &name, limit, total);
    let outcome = Scan::new(&name, size, facts).run(&mut meter);
    // What stopped the bytes is the cause of whatever the XML reader complains of.
    match meter.stopped.take() {
        Some(error) => Err(error),
        None => outcome,
    }
}
