//! workbook.xml: which sheets there are, which names, and how days are counted.

use super::{Damage, Measure, ReadError};
use crate::book::Visibility;
use crate::package::{Package, Piece};

/// What the workbook lists.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Whether days are counted from 1904.
    pub(super) since_1904: bool,
    /// Whether the list of sheets is locked.
    pub(super) locked: bool,
    /// The sheets of all kinds.
    pub(super) sheets: Vec<ListedSheet>,
    /// The defined names.
    pub(super) names: Vec<ListedName>,
}

/// A sheet of the list.
#[derive(Debug)]
pub(super) struct ListedSheet {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    /// The id of the relation that leads to it.
    pub(super) relation: String,
}

/// A defined name of the list.
#[derive(Debug)]
pub(super) struct ListedName {
    pub(super) name: String,
    /// The position in the list of the sheet on which alone it is known.
    pub(super) scope: Option<usize>,
    pub(super) target: String,
}

/// Reads the list.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Listed, ReadError> {
    let mut listed = Listed::default();
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Err(ReadError::damaged(part, Damage::Missing));
    };
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "workbookPr" => listed.since_1904 = element.flag("date1904", false)?,
                "workbookProtection" => listed.locked = element.flag("lockStructure", false)?,
                "sheet" => {
                    let visibility = match element.get("state")?.as_deref() {
                        Some("hidden") => Visibility::Hidden,
                        Some("veryHidden") => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                    listed.sheets.push(ListedSheet {
                        name: element.get("name")?.unwrap_or_default(),
                        visibility,
                        relation: element.get("id")?.unwrap_or_default(),
                    });
                    Measure::Sheets.check(listed.sheets.len() as u64, part)?;
                }
                "definedName" => {
                    let name = element.get("name")?.unwrap_or_default();
                    let scope = element.number("localSheetId")?;
                    let target = xml.text()?;
                    listed.names.push(ListedName {
                        name,
                        scope,
                        target,
                    });
                    Measure::Entries.check(listed.names.len() as u64, part)?;
                }
                _ => {}
            },
            Piece::End => return Ok(listed),
            _ => {}
        }
    }
}
