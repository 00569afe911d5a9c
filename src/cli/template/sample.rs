//! `annex template show --xlsx`

use std::path::Path;

use crate::cli::{CLEAN, Outcome, say};
use crate::sample;
use crate::text::Text;
use crate::workspace::{SettingsError, packs, write};

/// Writes the sheets of a pack to a workbook for looking at.
pub(super) fn run(name: &str, file: &Path) -> Outcome {
    let pack = packs::pack(name)?;
    let book = sample::workbook(&pack, say::language()).map_err(SettingsError::NotLaidOut)?;
    write::book(file, &book)?;
    let file = file.display();
    say::say(&Text::new(
        format!("模板 {name} 的样张（不供填报）已写出：{file}"),
        format!("a sample of {name}, not to be filled in, written to {file}"),
    ));
    Ok(CLEAN)
}
