//! The sheet that is put in: written as any sheet of annex is, then moved over.

use super::catalog::{Catalog, declare};
use super::sheet::deselect;
use super::styles::Styles;
use super::{AmendError, free_name, required};
use crate::book::write::{WriteError, is_sheet_name, write};
use crate::book::{Book, Cell, Sheet};
use crate::package::markup::{Edits, Token, Tokens};
use crate::package::{PackageError, Patch};

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// The sheet as parts of a workbook of its own.
pub(super) struct Written {
    name: String,
    sheet: String,
    /// The texts its cells share, each as the inside of its element.
    texts: Vec<String>,
    /// The formats of that workbook.
    pub(super) styles: String,
    /// The names only the sheet knows, as elements.
    names: Vec<String>,
}

impl Written {
    /// Writes the sheet. Links to sheets that are not there, or whose name annex cannot write, are left out.
    pub(super) fn new(page: &Sheet, catalog: &Catalog) -> Result<Written, AmendError> {
        let mut sheet = page.clone();
        let targets: Vec<&str> = (catalog.sheets.iter())
            .map(|listed| listed.name.as_str())
            .filter(|name| is_sheet_name(name) && *name != page.name)
            .collect();
        for cell in sheet.cells.values_mut() {
            let is_known = |name: &str| targets.contains(&name);
            cell.link.take_if(|(name, _)| !is_known(name));
        }
        let mut sheets = vec![sheet];
        let linked = |cell: &Cell| cell.link.as_ref().map(|(name, _)| name.clone());
        let mut linked: Vec<String> = page.cells.values().filter_map(linked).collect();
        linked.sort_unstable();
        linked.dedup();
        let named = |name: &&str| linked.iter().any(|linked| linked == name);
        sheets.extend(targets.iter().filter(|name| named(name)).map(|name| Sheet {
            name: (*name).to_owned(),
            ..Sheet::default()
        }));
        let bytes = write(&Book {
            sheets,
            ..Book::default()
        })?;
        Written::taken(page.name.clone(), &bytes).map_err(|error| {
            let reason = error.to_string();
            AmendError::Page(WriteError::Package { reason })
        })
    }

    fn taken(name: String, bytes: &[u8]) -> Result<Written, AmendError> {
        let mut parts = Patch::open(bytes)?;
        let workbook = required(&mut parts, "xl/workbook.xml")?;
        let texts = required(&mut parts, "xl/sharedStrings.xml")?;
        Ok(Written {
            name,
            sheet: required(&mut parts, "xl/worksheets/sheet1.xml")?,
            texts: inside(&texts, "si", |_| true)?,
            styles: required(&mut parts, "xl/styles.xml")?,
            names: whole(&workbook, "definedName", |id| id == Some("0"))?,
        })
    }

    /// Puts the sheet into a workbook, first or in the place of the one of its name, and opens the workbook on it.
    pub(super) fn put(
        &self,
        patch: &mut Patch<'_>,
        catalog: &mut Catalog,
        styles: &mut Styles,
    ) -> Result<(), AmendError> {
        let formats = styles.import(&self.styles)?;
        let xml = catalog.translated(&self.moved(&formats)?);
        let known = catalog.sheets.iter().position(|listed| {
            listed.is_worksheet && listed.name.to_lowercase() == self.name.to_lowercase()
        });
        let at = match known {
            Some(at) => at,
            None => {
                let begin = format!("{}worksheets/sheet", catalog.folder());
                let part = free_name(patch, &begin, ".xml");
                // Reserves the name.
                patch.put(&part, String::new());
                declare(patch, &part, SHEET)?;
                catalog.list_first(patch, &self.name, &part)?;
                0
            }
        };
        for (index, listed) in catalog.sheets.iter().enumerate() {
            if index != at {
                deselect(patch, &listed.part)?;
            }
        }
        patch.put(&catalog.sheets[at].part.clone(), xml);
        let place = at.to_string();
        let names: Vec<String> = (self.names.iter())
            .map(|name| set_on_first_tag(name, &[("localSheetId", Some(&place))]))
            .collect::<Result<_, _>>()?;
        catalog.show(patch, at, &names)
    }

    /// The sheet with the formats of another workbook, and its texts in its cells.
    fn moved(&self, formats: &[usize]) -> Result<String, AmendError> {
        let text = &self.sheet;
        let mut edits = Edits::default();
        let mut tokens = Tokens::new("", text);
        let mut is_shared = false;
        while let Some(token) = tokens.next()? {
            match token {
                Token::Open(tag) => {
                    let key = match tag.name() {
                        "c" | "row" => "s",
                        "col" => "style",
                        "v" if is_shared => {
                            let (number, close) = tokens.texts(&tag)?;
                            let number = number.parse().ok();
                            let shared = number.and_then(|at: usize| self.texts.get(at));
                            let shared = shared.map_or("", String::as_str);
                            let whole = tag.span.start..close.end;
                            edits.replace(whole, format!("<is>{shared}</is>"));
                            continue;
                        }
                        _ => continue,
                    };
                    is_shared = tag.name() == "c" && tag.attribute("t").as_deref() == Some("s");
                    let format = tag.element().number::<usize>(key)?;
                    let format = format.and_then(|format| formats.get(format));
                    let format = format.map(usize::to_string);
                    // Whoever says nothing has the first format, which is another one there.
                    let first = formats.first().map(usize::to_string);
                    let format = format.or(first.filter(|_| tag.name() == "c"));
                    let mut set = Vec::new();
                    if let Some(format) = &format {
                        set.push((key, Some(format.as_str())));
                    }
                    if is_shared {
                        set.push(("t", Some("inlineStr")));
                    }
                    if !set.is_empty() {
                        edits.replace(tag.span.clone(), tag.with(&set));
                    }
                }
                Token::Close("c", _) => is_shared = false,
                _ => {}
            }
        }
        Ok(edits.applied(text))
    }
}

/// The inside of every element of this name.
fn inside(
    text: &str,
    name: &str,
    is_it: impl Fn(Option<&str>) -> bool,
) -> Result<Vec<String>, PackageError> {
    each(text, name, is_it, false)
}

/// Every element of this name that is on such a sheet.
fn whole(
    text: &str,
    name: &str,
    is_it: impl Fn(Option<&str>) -> bool,
) -> Result<Vec<String>, PackageError> {
    each(text, name, is_it, true)
}

fn each(
    text: &str,
    name: &str,
    is_it: impl Fn(Option<&str>) -> bool,
    is_whole: bool,
) -> Result<Vec<String>, PackageError> {
    let mut found = Vec::new();
    let mut tokens = Tokens::new("", text);
    while let Some(token) = tokens.next()? {
        let Token::Open(tag) = token else { continue };
        if tag.name() != name || !is_it(tag.attribute("localSheetId").as_deref()) {
            continue;
        }
        let close = tokens.skip(&tag)?;
        let span = if is_whole {
            tag.span.start..close.end
        } else {
            tag.span.end..close.start
        };
        found.push(text[span].to_owned());
    }
    Ok(found)
}

/// An element with attributes of its own tag set.
pub(super) fn set_on_first_tag(
    element: &str,
    set: &[(&str, Option<&str>)],
) -> Result<String, PackageError> {
    let mut tokens = Tokens::new("", element);
    let mut edits = Edits::default();
    if let Some(Token::Open(tag)) = tokens.next()? {
        edits.replace(tag.span.clone(), tag.with(set));
    }
    Ok(edits.applied(element))
}
