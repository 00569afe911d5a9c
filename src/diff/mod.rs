//! What a pack says differently from an earlier one: for whoever edits it, and for whoever has to approve the edit.
//!
//! [`packs`] compares two packs and gives data; [`render`] and [`json`] put it into words.

use std::sync::Arc;

use serde::Serialize;

use crate::address::Address;
use crate::form::{Spec, resolve};
use crate::template::{Mistake, Pack};

mod compared;
mod edits;
mod field;
mod group;
pub mod json;
mod narrative;
mod pack;
mod picture;
pub mod render;
mod report;
mod rows;
mod sheet;
mod words;

/// What differs between two packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The earlier pack.
    pub old: PackName,
    /// The later one.
    pub new: PackName,
    /// Whether even their texts are the same, comments included.
    pub same_text: bool,
    /// All changes: of the pack first, then sheet by sheet, then of scorings, grades, rules, the summary and the report.
    pub changes: Vec<Change>,
}

/// Which pack it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackName {
    /// `hunan-2024`.
    pub pack: String,
    /// The version of its text.
    pub version: String,
    /// Its year.
    pub year: u16,
}

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is there in the later pack only.
    Added,
    /// It is there in the earlier pack only.
    Removed,
    /// The later pack calls it otherwise, as its `[renames]` say.
    Renamed,
    /// It says something else.
    Changed,
    /// It only stands elsewhere.
    Moved,
}

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Item {
    /// The pack as a whole.
    Pack,
    /// How all fields of a type look and what they may hold.
    Type,
    /// A sheet.
    Sheet,
    /// Repeating rows.
    Block,
    /// What the weights of a sheet add up to.
    Weights,
    /// A group of weights.
    Group,
    /// A printed text.
    Label,
    /// A field.
    Field,
    /// How rows are scored.
    Scoring,
    /// A grade.
    Grade,
    /// A relation that has to hold.
    Rule,
    /// A column of the summary.
    Column,
    /// The rest of the summary.
    Summary,
    /// The sheet 填报说明.
    Guide,
    /// A section of the report.
    Section,
    /// The rest of the report.
    Report,
    /// A figure that is looked for in the texts.
    Figure,
    /// What else is looked for in the texts.
    Narrative,
    /// What other forms call a printed text.
    Synonym,
    /// What is held against last year's return.
    LastYear,
    /// What should not stand in two places.
    Copies,
    /// What a careful reader doubts.
    Doubts,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub change: Kind,
    /// To what.
    pub item: Item,
    /// The id of the sheet it belongs to: that of the later pack, where the sheet still is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// It in the earlier pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// It in the later pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
    /// What it says otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}

/// Something in one of the packs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Side {
    /// Its id: that of a field with its sheet, but without the numbers of rows and sheets.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The name on the tab of its sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
    /// Its cell in a fresh form; of repeating rows the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<Address>,
    /// The row of a matrix, or the column of a shape, that it belongs to: what is described in one go.
    #[serde(skip)]
    pub family: Option<Family>,
}

/// Fields that are described in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// `base.vehicle.*`, `overall.indicator.unit`.
    pub id: String,
    /// What they are called together.
    pub label: String,
}

/// A key that says something else than before; a side that does not have it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The key, as pack files have it.
    pub key: &'static str,
    /// What it said.
    pub old: Option<String>,
    /// What it says now.
    pub new: Option<String>,
}

/// Compares two packs.
///
/// # Errors
/// The mistakes of a pack that cannot be laid out; one that [`crate::form::load`] took has none.
pub fn packs(old: &Arc<Pack>, new: &Arc<Pack>) -> Result<Difference, Vec<Mistake>> {
    let fresh = |pack: &Arc<Pack>| {
        let spec = Spec {
            year: pack.year,
            ..Spec::default()
        };
        resolve(pack, &spec)
    };
    let (old_form, new_form) = (fresh(old)?, fresh(new)?);
    let mut changes = pack::head(old, new);
    changes.extend(sheet::sheets(&old_form, &new_form));
    changes.extend(pack::tail(old, new));
    let name = |pack: &Pack| PackName {
        pack: pack.id.clone(),
        version: pack.version.clone(),
        year: pack.year,
    };
    Ok(Difference {
        old: name(old),
        new: name(new),
        same_text: old.fingerprint == new.fingerprint,
        changes,
    })
}
