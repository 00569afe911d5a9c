//! The part of the formats: what annex needs is added at the end of each list, so that the formats of all cells stay.

use std::collections::BTreeMap;
use std::ops::Range;

use super::catalog::{Catalog, declare};
use super::page::{Written, set_on_first_tag};
use super::{AmendError, required};
use crate::package::markup::{Edits, Tag, Token, Tokens, place, prefixed};
use crate::package::{PackageError, Patch};

const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
/// The lists of a part of formats in their order: ECMA-376 part 1, 18.8.39.
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];
/// Number formats of a workbook's own have numbers from here on.
const OWN_NUMBERS: u32 = 164;

/// The formats of a workbook, and what is added to them.
pub(super) struct Styles {
    part: String,
    text: String,
    is_new: bool,
    /// What stands in each list, as elements without their prefix where annex wrote them.
    known: BTreeMap<String, Vec<String>>,
    added: BTreeMap<&'static str, Vec<String>>,
}

impl Styles {
    /// Reads the formats; a workbook without any gets those of the sheet that is put in.
    pub(super) fn open(
        patch: &mut Patch<'_>,
        catalog: &Catalog,
        page: &Written,
    ) -> Result<Styles, AmendError> {
        let known = catalog.styles.clone();
        let is_new = known.is_none();
        let part = known.unwrap_or_else(|| format!("{}styles.xml", catalog.folder()));
        let text = if is_new {
            catalog.translated(&page.styles)
        } else {
            required(patch, &part)?
        };
        let known = lists(&part, &text)?;
        Ok(Styles {
            known,
            added: BTreeMap::new(),
            part,
            text,
            is_new,
        })
    }

    /// The number of the format that only gives a cell this colour.
    pub(super) fn differential(&mut self, fill: u32) -> usize {
        self.add(
            "dxfs",
            format!(
                "<dxf><fill><patternFill><bgColor rgb=\"FF{fill:06X}\"/></patternFill></fill></dxf>"
            ),
        )
    }

    /// Adds all formats of another workbook; gives the number of each here.
    pub(super) fn import(&mut self, other: &str) -> Result<Vec<usize>, PackageError> {
        let lists = lists("", other)?;
        let list = |name: &str| lists.get(name).map_or(&[] as &[String], Vec::as_slice);
        let numbers = self.numbers(list("numFmts"))?;
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for name in ["fonts", "fills", "borders"] {
            for element in list(name) {
                let at = self.add(name, element.clone());
                places.entry(name).or_default().push(at);
            }
        }
        let has_named = self.known.contains_key("cellStyleXfs");
        let mut formats = Vec::new();
        for element in list("cellXfs") {
            let Some(Token::Open(tag)) = Tokens::new("", element).next()? else {
                continue;
            };
            let mut set: Vec<(&str, Option<String>)> = Vec::new();
            for (key, name) in [
                ("fontId", "fonts"),
                ("fillId", "fills"),
                ("borderId", "borders"),
            ] {
                let at = tag.element().number::<usize>(key)?;
                let at = at.and_then(|at| places.get(name)?.get(at));
                if let Some(at) = at {
                    set.push((key, Some(at.to_string())));
                }
            }
            let number = tag.element().number::<u32>("numFmtId")?;
            if let Some(number) = number.and_then(|number| numbers.get(&number)) {
                set.push(("numFmtId", Some(number.to_string())));
            }
            set.push(("xfId", has_named.then(|| "0".to_owned())));
            let set: Vec<_> = (set.iter())
                .map(|(key, value)| (*key, value.as_deref()))
                .collect();
            let format = set_on_first_tag(element, &set)?;
            formats.push(self.add("cellXfs", format));
        }
        Ok(formats)
    }

    /// The numbers here of another workbook's own number formats.
    fn numbers(&mut self, others: &[String]) -> Result<BTreeMap<u32, u32>, PackageError> {
        let read = |element: &String| -> Result<(Option<u32>, Option<String>), PackageError> {
            match Tokens::new("", element).next()? {
                Some(Token::Open(tag)) => Ok((
                    tag.element().number("numFmtId")?,
                    tag.element().get("formatCode")?,
                )),
                _ => Ok((None, None)),
            }
        };
        let known = self.known.get("numFmts").cloned().unwrap_or_default();
        let known: Vec<_> = known.iter().map(read).collect::<Result<_, _>>()?;
        let used = known.iter().filter_map(|(number, _)| *number).max();
        let mut free = used.map_or(OWN_NUMBERS, |used| used.max(OWN_NUMBERS - 1) + 1);
        let mut numbers = BTreeMap::new();
        for element in others {
            let (Some(number), Some(code)) = read(element)? else {
                continue;
            };
            let same = known
                .iter()
                .find(|(_, other)| other.as_ref() == Some(&code));
            let here = match same {
                Some((Some(here), _)) => *here,
                _ => {
                    let set = [("numFmtId", Some(free.to_string()))];
                    let set = set.each_ref().map(|(key, value)| (*key, value.as_deref()));
                    let element = set_on_first_tag(element, &set)?;
                    self.add("numFmts", element);
                    free += 1;
                    free - 1
                }
            };
            numbers.insert(number, here);
        }
        Ok(numbers)
    }

    /// The number of an element in a list, at the end of which it is put if it is not there yet.
    fn add(&mut self, list: &'static str, element: String) -> usize {
        let known = self.known.entry(list.to_owned()).or_default();
        if let Some(at) = known.iter().position(|other| *other == element) {
            return at;
        }
        known.push(element.clone());
        self.added.entry(list).or_default().push(element);
        known.len() - 1
    }

    /// Puts the part back with what was added.
    pub(super) fn finish(self, patch: &mut Patch<'_>, catalog: &Catalog) -> Result<(), AmendError> {
        if self.is_new {
            declare(patch, &self.part, STYLES)?;
            catalog.relate(patch, &catalog.part, "styles", &self.part)?;
        } else if self.added.is_empty() {
            return Ok(());
        }
        let mut edits = Edits::default();
        let mut tokens = Tokens::new(&self.part, &self.text);
        let mut found: BTreeMap<String, (Tag<'_>, Range<usize>)> = BTreeMap::new();
        while let Some(token) = tokens.next()? {
            if let Token::Open(tag) = token
                && tag.depth == 1
            {
                let close = tokens.skip(&tag)?;
                found.insert(tag.name().to_owned(), (tag, close));
            }
        }
        for name in ORDER {
            let Some(added) = self.added.get(name) else {
                continue;
            };
            let count = self.known.get(name).map_or(0, Vec::len).to_string();
            let elements = added.concat();
            match found.get(name) {
                Some((tag, close)) => {
                    let elements = prefixed(&elements, tag.prefix())?;
                    edits.append(tag, close, &elements, &[("count", Some(&count))]);
                }
                None => {
                    if let Some((root, at)) = place(&self.part, &self.text, &ORDER, name)? {
                        let list = format!("<{name} count=\"{count}\">{elements}</{name}>");
                        edits.insert(at, prefixed(&list, root.prefix())?);
                    }
                }
            }
        }
        let text = edits.applied(&self.text);
        patch.put(&self.part, text);
        Ok(())
    }
}

/// The elements of each list of a part as annex would write them.
fn lists(part: &str, text: &str) -> Result<BTreeMap<String, Vec<String>>, PackageError> {
    let mut prefix = String::new();
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut list = None;
    let mut tokens = Tokens::new(part, text);
    while let Some(token) = tokens.next()? {
        let Token::Open(tag) = token else { continue };
        match tag.depth {
            0 => {}
            1 => {
                lists.entry(tag.name().to_owned()).or_default();
                prefix = tag.prefix().to_owned();
                list = Some(tag.name().to_owned());
            }
            _ => {
                let end = tokens.skip(&tag)?.end;
                let element = &text[tag.span.start..end];
                if let Some(known) = list.as_ref().and_then(|list| lists.get_mut(list)) {
                    known.push(bare(element, &prefix)?);
                }
            }
        }
    }
    Ok(lists)
}

/// An element without this prefix.
fn bare(element: &str, prefix: &str) -> Result<String, PackageError> {
    if prefix.is_empty() {
        return Ok(element.to_owned());
    }
    let mut edits = Edits::default();
    let mut tokens = Tokens::new("", element);
    while let Some(token) = tokens.next()? {
        let (at, name) = match token {
            Token::Open(tag) => (tag.span.start + 1, tag.full_name().to_owned()),
            Token::Close(_, span) => (span.start + 2, element[span.start + 2..span.end].to_owned()),
            Token::Text(..) => continue,
        };
        if name.starts_with(prefix) {
            edits.replace(at..at + prefix.len(), "");
        }
    }
    Ok(edits.applied(element))
}
