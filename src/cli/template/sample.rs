//! `annex template show --xlsx`

use std::path::Path;

use crate::cli::{CLEAN, Failure, Lang, Outcome, io, say};
use crate::sample;
use crate::text::Language;

/// Writes the sheets of a pack to a workbook for looking at.
pub(super) fn run(name: &str, file: &Path, lang: Lang) -> Outcome {
    let pack = io::pack(name)?;
    let book = sample::workbook(&pack, Language::from(lang))
        .map_err(|list| Failure::new(io::mistakes(&list).trim_end()))?;
    io::write_book(file, &book)?;
    say::say(format!(
        "a sample of {name}, not to be filled in, written to {}",
        file.display()
    ));
    Ok(CLEAN)
}
