//! What a workbook lists of itself: its sheets, what they are related to, and the kinds of all parts.

use super::{AmendError, folder, relations_of, required};
use crate::package::markup::{Edits, Tag, Token, Tokens, first_tag, place, prefixed};
use crate::package::{Damage, Measure, Package, PackageError, Patch};

const CONTENT_TYPES: &str = "[Content_Types].xml";
const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_KINDS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
/// The children of a workbook in their order: ECMA-376 part 1, 18.2.27.
const ORDER: [&str; 14] = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "extLst",
];

/// A sheet of the workbook's list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) name: String,
    /// The name of its part.
    pub(super) part: String,
    pub(super) is_worksheet: bool,
}

/// What a workbook lists of itself.
pub(super) struct Catalog {
    /// The name of the workbook's part.
    pub(super) part: String,
    /// The part of the formats, if there is one.
    pub(super) styles: Option<String>,
    /// The sheets in order, of all kinds.
    pub(super) sheets: Vec<Listed>,
    pub(super) is_strict: bool,
}

impl Catalog {
    /// Reads what the workbook of a package lists.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Catalog, AmendError> {
        let part = package
            .related("", "officeDocument")?
            .unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let relations = package.relations(&part)?;
        let text = package.text(&part, Measure::PartBytes)?;
        let text = text.ok_or_else(|| PackageError::damaged(&part, Damage::Missing))?;
        let mut catalog = Catalog {
            styles: package.related(&part, "styles")?,
            sheets: Vec::new(),
            is_strict: false,
            part: part.clone(),
        };
        let mut tokens = Tokens::new(&part, &text);
        while let Some(token) = tokens.next()? {
            let Token::Open(tag) = token else { continue };
            if tag.depth == 0 {
                catalog.is_strict = tag.namespace() == STRICT;
            }
            if !is_own(&tag, "sheet") {
                continue;
            }
            let id = tag.attribute_of(&[KINDS, STRICT_KINDS], "id");
            // What no namespace declares is no XML; that is told of the whole part.
            let id = match id {
                Some(id) => id,
                None => tag.element().get("id")?.unwrap_or_default(),
            };
            let Some(relation) = relations.iter().find(|relation| relation.id == id) else {
                return Err(PackageError::damaged(&part, Damage::Missing).into());
            };
            catalog.sheets.push(Listed {
                name: tag.element().get("name")?.unwrap_or_default(),
                part: relation.target.clone(),
                is_worksheet: relation.kind == "worksheet",
            });
        }
        Ok(catalog)
    }

    /// The namespace of the workbook's parts.
    pub(super) fn namespace(&self) -> &'static str {
        if self.is_strict { STRICT } else { TRANSITIONAL }
    }

    /// What the kinds of relations begin with, which is also the namespace of their ids.
    pub(super) fn kinds(&self) -> &'static str {
        if self.is_strict { STRICT_KINDS } else { KINDS }
    }

    /// The folder of the workbook.
    pub(super) fn folder(&self) -> String {
        folder(&self.part)
    }

    /// A part annex writes for transitional workbooks, in the namespaces of this one.
    pub(super) fn translated(&self, xml: &str) -> String {
        if !self.is_strict {
            return xml.to_owned();
        }
        xml.replacen(TRANSITIONAL, STRICT, 1)
            .replacen(KINDS, STRICT_KINDS, 1)
    }

    /// An element within another one that refers to a relation. Its prefix may be declared on each of its brothers only, and
    /// elsewhere stand for something else.
    pub(super) fn referring(
        &self,
        name: &str,
        attributes: &[(&str, &str)],
        id: &str,
        within: &Tag<'_>,
    ) -> Result<String, PackageError> {
        let known = within.prefix_of(self.kinds());
        // Where the workbook calls its own elements so, the element would be one of relations.
        let own = if within.prefix() == "r:" { "rel" } else { "r" };
        let (key, declared) = (
            format!("{}:id", known.unwrap_or(own)),
            format!("xmlns:{own}"),
        );
        let mut set = attributes.to_vec();
        set.push((key.as_str(), id));
        if known.is_none() {
            set.push((declared.as_str(), self.kinds()));
        }
        prefixed(&Tag::new_empty(name, &set), within.prefix())
    }

    /// Relates a part to another one and gives the id of the relation.
    pub(super) fn relate(
        &self,
        patch: &mut Patch<'_>,
        part: &str,
        kind: &str,
        target: &str,
    ) -> Result<String, AmendError> {
        let listed = relations_of(part);
        let known = patch.text(&listed)?.unwrap_or_else(|| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
        });
        let mut ids = Vec::new();
        let mut edits = Edits::default();
        let mut tokens = Tokens::new(&listed, &known);
        let root = root(&mut tokens, &listed)?;
        let mut close = root.span.end..root.span.end;
        while let Some(token) = tokens.next()? {
            match token {
                Token::Open(tag) => ids.push(tag.element().get("Id")?.unwrap_or_default()),
                Token::Close(_, span) => close = span,
                Token::Text(..) => {}
            }
        }
        let mut free = (1_u32..).map(|number| format!("rId{number}"));
        let id = free.find(|id| !ids.contains(id)).unwrap_or_default();
        let relation = format!(
            "<Relationship Id=\"{id}\" Type=\"{}/{kind}\" Target=\"{}\"/>",
            self.kinds(),
            relative(part, target)
        );
        edits.append(&root, &close, &prefixed(&relation, root.prefix())?, &[]);
        let new = edits.applied(&known);
        patch.put(&listed, new);
        Ok(id)
    }

    /// Puts a sheet before all others in the list and gives its place, 0.
    pub(super) fn list_first(
        &mut self,
        patch: &mut Patch<'_>,
        name: &str,
        part: &str,
    ) -> Result<(), AmendError> {
        let id = self.relate(patch, &self.part, "worksheet", part)?;
        let text = required(patch, &self.part)?;
        let mut edits = Edits::default();
        let mut tokens = Tokens::new(&self.part, &text);
        let mut list: Option<Tag<'_>> = None;
        let mut last_id = 0_u32;
        while let Some(token) = tokens.next()? {
            let Token::Open(tag) = token else { continue };
            let element = tag.element();
            let number = |key: &str| element.number::<u32>(key);
            let moved = |number: u32| (number + 1).to_string();
            match tag.name() {
                "sheets" if is_own(&tag, "sheets") => list = Some(tag),
                "sheet" => last_id = last_id.max(number("sheetId")?.unwrap_or(0)),
                // Names of one sheet know it by its place in the list.
                "definedName" => {
                    if let Some(sheet) = number("localSheetId")? {
                        edits.replace(
                            tag.span.clone(),
                            tag.with(&[("localSheetId", Some(&moved(sheet)))]),
                        );
                    }
                }
                _ => {}
            }
        }
        let Some(list) = list.filter(|list| !list.empty) else {
            return Err(PackageError::damaged(&self.part, Damage::Missing).into());
        };
        let last_id = (last_id + 1).to_string();
        let said = [("name", name), ("sheetId", last_id.as_str())];
        let listed = self.referring("sheet", &said, &id, &list)?;
        edits.insert(list.span.end, listed);
        patch.put(&self.part, edits.applied(&text));
        self.sheets.insert(
            0,
            Listed {
                name: name.to_owned(),
                part: part.to_owned(),
                is_worksheet: true,
            },
        );
        Ok(())
    }

    /// Gives a sheet the names that only it knows, in place of those of Excel's own it had, and opens the workbook on it.
    pub(super) fn show(
        &self,
        patch: &mut Patch<'_>,
        sheet: usize,
        names: &[String],
    ) -> Result<(), AmendError> {
        let text = required(patch, &self.part)?;
        let at = sheet.to_string();
        let mut edits = Edits::default();
        let mut tokens = Tokens::new(&self.part, &text);
        let mut defined = None;
        let mut seen = 0;
        while let Some(token) = tokens.next()? {
            let Token::Open(tag) = token else { continue };
            match tag.name() {
                "workbookView" => {
                    let set = [("activeTab", Some(at.as_str())), ("firstSheet", None)];
                    edits.replace(tag.span.clone(), tag.with(&set));
                }
                "sheet" => {
                    if seen == sheet && tag.attribute("state").is_some() {
                        edits.replace(tag.span.clone(), tag.with(&[("state", None)]));
                    }
                    seen += 1;
                }
                "definedNames" => defined = Some(tag),
                "definedName" => {
                    let own = tag.attribute("localSheetId").as_deref() == Some(&at);
                    let of_excel = tag
                        .attribute("name")
                        .is_some_and(|name| name.starts_with("_xlnm."));
                    if own && of_excel {
                        let end = tokens.skip(&tag)?.end;
                        edits.replace(tag.span.start..end, "");
                    }
                }
                _ => {}
            }
        }
        let names = names.concat();
        match defined {
            Some(tag) => {
                let mut tokens = Tokens::new(&self.part, &text);
                let mut close = tag.span.end..tag.span.end;
                while let Some(token) = tokens.next()? {
                    if let Token::Close("definedNames", span) = token {
                        close = span;
                    }
                }
                edits.append(&tag, &close, &prefixed(&names, tag.prefix())?, &[]);
            }
            None => {
                if let Some((root, at)) = place(&self.part, &text, &ORDER, "definedNames")? {
                    let names = format!("<definedNames>{names}</definedNames>");
                    edits.insert(at, prefixed(&names, root.prefix())?);
                }
            }
        }
        patch.put(&self.part, edits.applied(&text));
        Ok(())
    }
}

/// Whether a tag is of this name and no extension's.
fn is_own(tag: &Tag<'_>, name: &str) -> bool {
    tag.name() == name && [TRANSITIONAL, STRICT].contains(&tag.namespace())
}

/// Says in the list of content types what a new part is.
pub(super) fn declare(patch: &mut Patch<'_>, part: &str, kind: &str) -> Result<(), AmendError> {
    let name = format!("/{part}");
    let new = Tag::new_empty("Override", &[("PartName", &name), ("ContentType", kind)]);
    declared(patch, &new, |tag| {
        tag.name() == "Override"
            && (tag.attribute("PartName")).is_some_and(|known| known.eq_ignore_ascii_case(&name))
    })
}

/// Says in the list of content types what parts with this ending are, unless it is known.
pub(super) fn declare_ending(
    patch: &mut Patch<'_>,
    ending: &str,
    kind: &str,
) -> Result<(), AmendError> {
    let new = Tag::new_empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    declared(patch, &new, |tag| {
        tag.name() == "Default"
            && (tag.attribute("Extension")).is_some_and(|known| known.eq_ignore_ascii_case(ending))
    })
}

fn declared(
    patch: &mut Patch<'_>,
    new: &str,
    is_it: impl Fn(&Tag<'_>) -> bool,
) -> Result<(), AmendError> {
    let text = required(patch, CONTENT_TYPES)?;
    let mut tokens = Tokens::new(CONTENT_TYPES, &text);
    let root = root(&mut tokens, CONTENT_TYPES)?;
    let mut close = root.span.end..root.span.end;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open(tag) if is_it(&tag) => return Ok(()),
            Token::Close(_, span) => close = span,
            _ => {}
        }
    }
    let mut edits = Edits::default();
    edits.append(&root, &close, &prefixed(new, root.prefix())?, &[]);
    patch.put(CONTENT_TYPES, edits.applied(&text));
    Ok(())
}

/// The tag of the root of a part.
pub(super) fn root<'t>(tokens: &mut Tokens<'t>, part: &str) -> Result<Tag<'t>, PackageError> {
    match first_tag(tokens)? {
        Some(Token::Open(root)) => Ok(root),
        _ => Err(PackageError::damaged(part, Damage::Missing)),
    }
}

/// The path from one part to another. A path from the root of the package would do as well, but ExcelJS does not find it.
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let folders = &to[..to.len().saturating_sub(1)];
    let shared = from
        .iter()
        .zip(folders)
        .take_while(|(one, other)| one == other);
    let shared = shared.count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_part_is_found_from_another() {
        for (from, to, path) in [
            (
                "xl/workbook.xml",
                "xl/worksheets/sheet9.xml",
                "worksheets/sheet9.xml",
            ),
            (
                "xl/worksheets/sheet1.xml",
                "xl/comments1.xml",
                "../comments1.xml",
            ),
            ("xl/worksheets/sheet1.xml", "xl/worksheets/x.xml", "x.xml"),
            ("workbook.xml", "comments1.xml", "comments1.xml"),
            ("sheets/sheet1.xml", "comments1.xml", "../comments1.xml"),
            ("a/b/sheet.xml", "c/d/notes.xml", "../../c/d/notes.xml"),
        ] {
            assert_eq!(relative(from, to), path, "{from} → {to}");
        }
    }
}
