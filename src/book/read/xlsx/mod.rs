//! .xlsx and .xlsm: every part that matters is read once, from beginning to end, within the budgets of the package.
//!
//! Nothing is trusted that a file says of itself: not its extension, not the size of its sheets, not how many texts it
//! has. What is found counts against [`Spent`].

use std::collections::HashSet;

use super::{Damage, Measure, ReadError, names, picture, saved};
use crate::book::{Drawing, Format, RawBook, RawName, RawSheet};
use crate::package::{Package, Relation};

mod beside;
mod formula;
mod list;
mod rich;
mod sheet;
pub(super) mod spent;
mod styles;
mod text;
pub(super) mod value;

use list::Listed;
use spent::Spent;

/// Where the workbook lies when the package does not say.
const WORKBOOK: &str = "xl/workbook.xml";

/// Reads the bytes of a package as a workbook, with the cells of the sheets that are wanted, by their names.
///
/// # Errors
/// [`ReadError`]: the bytes are no package or another document, encrypted, damaged or too large.
pub(super) fn read(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> Result<RawBook, ReadError> {
    let mut package = Package::open(bytes)?;
    let part = package
        .related("", "officeDocument")?
        .unwrap_or_else(|| WORKBOOK.to_owned());
    let relations = package.relations(&part)?;
    let target = |kind: &str| {
        let of_kind = |relation: &&Relation| relation.kind == kind && !relation.external;
        relations
            .iter()
            .find(of_kind)
            .map(|relation| relation.target.clone())
    };
    let Listed {
        since_1904,
        locked,
        sheets,
        names,
    } = list::read(&mut package, &part)?;
    let styles = styles::read(
        &mut package,
        &target("styles").unwrap_or_else(|| "xl/styles.xml".to_owned()),
    )?;
    let texts = text::shared(
        &mut package,
        &target("sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned()),
    )?;
    let rich = rich::read(&mut package, &relations)?;
    let mut spent = Spent::default();
    let mut book = RawBook {
        format: Format::Xlsx,
        macros: relations
            .iter()
            .any(|relation| relation.kind == "vbaProject"),
        signed: package.has_folder("_xmlsignatures/"),
        links: links(&mut package, &relations)?,
        saved: saved::of_xlsx(&mut package),
        structure_locked: Some(locked),
        ..RawBook::default()
    };
    // Where each sheet of the list is among the worksheets: names count chart sheets as well.
    let mut positions = Vec::new();
    let mut seen = (HashSet::new(), HashSet::new(), HashSet::new());
    for listed in sheets {
        if !seen.0.insert(listed.relation.clone()) {
            return Err(contradiction(
                &part,
                format!("two sheets share the relation '{}'", listed.relation),
            ));
        }
        let related = relations
            .iter()
            .find(|relation| relation.id == listed.relation);
        let Some(related) = related else {
            return Err(ReadError::damaged(&listed.name, Damage::Missing));
        };
        if !seen.1.insert(listed.name.to_lowercase()) {
            return Err(contradiction(
                &part,
                format!("two sheets are named '{}'", listed.name),
            ));
        }
        if !seen.2.insert(related.target.to_ascii_lowercase()) {
            return Err(contradiction(
                &part,
                format!("two sheets are stored in '{}'", related.target),
            ));
        }
        if related.kind != "worksheet" {
            positions.push(None);
            book.sheets.push(RawSheet {
                name: listed.name,
                visibility: listed.visibility,
                drawings: vec![Drawing {
                    at: None,
                    to: None,
                    kind: kind_of_sheet(&related.kind).to_owned(),
                    text: String::new(),
                }],
                ..RawSheet::default()
            });
            continue;
        }
        if !wanted(&listed.name) {
            positions.push(Some(book.sheets.len()));
            book.sheets.push(RawSheet {
                name: listed.name,
                visibility: listed.visibility,
                ..RawSheet::default()
            });
            continue;
        }
        let mut found = sheet::Reader {
            name: &listed.name,
            since_1904,
            styles: &styles,
            texts: &texts,
            rich: &rich,
            spent: &mut spent,
        }
        .read(&mut package, &related.target)?;
        found.name = listed.name;
        found.visibility = listed.visibility;
        picture::take(&mut found, &rich.described);
        beside::read(&mut package, &related.target, &mut found, &mut spent)?;
        positions.push(Some(book.sheets.len()));
        book.sheets.push(found);
    }
    book.names = defined(&names, &positions, &book);
    Ok(book)
}

/// What a sheet without cells is, by the kind of its relation.
fn kind_of_sheet(relation: &str) -> &'static str {
    match relation {
        "chartsheet" => "chart sheet",
        "dialogsheet" => "dialog sheet",
        "xlMacrosheet" | "xlIntlMacrosheet" => "macro sheet",
        _ => "object",
    }
}

/// The names that lead to one cell: those of the whole workbook first.
fn defined(
    names: &[list::ListedName],
    positions: &[Option<usize>],
    book: &RawBook,
) -> Vec<RawName> {
    let sheets = names::Sheets::new(book);
    let mut found: Vec<RawName> = Vec::new();
    let mut known = HashSet::new();
    for local in [false, true] {
        for listed in names.iter().filter(|name| name.scope.is_some() == local) {
            // Excel's own, and what add-ins leave behind.
            if listed.name.starts_with("_xlnm.") || listed.name.starts_with("_xlfn.") {
                continue;
            }
            let scope = match listed.scope {
                None => None,
                Some(at) => match positions.get(at) {
                    Some(Some(sheet)) => Some(*sheet),
                    _ => continue,
                },
            };
            let Some(place) = sheets.place(&listed.target) else {
                continue;
            };
            if known.insert((listed.name.to_lowercase(), scope)) {
                found.push(RawName {
                    name: listed.name.clone(),
                    scope,
                    place,
                });
            }
        }
    }
    found
}

/// The files that formulas point to, in the order of their numbers: `[1]` is the first.
fn links(package: &mut Package<'_>, relations: &[Relation]) -> Result<Vec<String>, ReadError> {
    let mut links = Vec::new();
    for relation in relations {
        if relation.kind != "externalLink" || relation.external {
            continue;
        }
        let leads = package.relations(&relation.target)?;
        let target = leads.into_iter().find(|lead| lead.external);
        links.push(target.map_or_else(String::new, |lead| lead.target));
    }
    Ok(links)
}

fn contradiction(part: &str, detail: String) -> ReadError {
    ReadError::damaged(part, Damage::Contradiction(detail))
}
