//! An XML part held whole, so that it can be changed in places: what is not changed stays byte for byte.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

use super::scope::Scope;
use super::xml::{broken, entities, local, refused};
use super::{Element, Measure, PackageError};

/// A tag that begins an element, and where it stands.
#[derive(Debug, Clone)]
pub struct Tag<'t> {
    /// Where the tag is in the part, in bytes, from `<` to after `>`.
    pub span: Range<usize>,
    /// How many elements are open around it: none around the root.
    pub depth: usize,
    /// Whether it ends at once: `<a/>`.
    pub empty: bool,
    start: BytesStart<'t>,
    part: &'t str,
    scope: Scope,
}

impl<'t> Tag<'t> {
    /// Its local name.
    pub fn name(&self) -> &str {
        local(self.full_name())
    }

    /// Its name with its prefix.
    pub fn full_name(&self) -> &str {
        self.start.name().into_inner()
    }

    /// Its prefix with the colon, as others of its kind begin; empty without one.
    pub fn prefix(&self) -> &str {
        let name = self.full_name();
        &name[..name.len() - self.name().len()]
    }

    /// The element, to ask for its attributes.
    pub fn element(&self) -> Element<'_> {
        Element::new(self.start.borrow(), self.part)
    }

    /// The value of an attribute by its full name; `None` where it is not there or not well-formed.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.attributes();
        let (_, value) = all.find(|(key, _)| *key == name)?;
        Some(unescape(&value).ok()?.into_owned())
    }

    /// The namespace it belongs to; empty where nothing declares one.
    pub fn namespace(&self) -> &str {
        let prefix = self.prefix().trim_end_matches(':');
        self.scope.namespace(prefix).unwrap_or_default()
    }

    /// A prefix that stands for a namespace within this element, wherever it was declared; the default namespace has none.
    pub fn prefix_of(&self, namespace: &str) -> Option<&str> {
        self.scope.prefix(namespace)
    }

    /// Whether a prefix stands for this namespace within this element.
    pub fn declares(&self, prefix: &str, namespace: &str) -> bool {
        self.scope.namespace(prefix) == Some(namespace)
    }

    /// The value of an attribute of one of these namespaces by its local name.
    pub fn attribute_of(&self, namespaces: &[&str], name: &str) -> Option<String> {
        let is_it = |key: &str| {
            let (prefix, known) = key.split_once(':').unwrap_or(("", key));
            let namespace = self.scope.namespace(prefix);
            known == name
                && !prefix.is_empty()
                && namespace.is_some_and(|it| namespaces.contains(&it))
        };
        let (_, value) = self.attributes().find(|(key, _)| is_it(key))?;
        Some(unescape(&value).ok()?.into_owned())
    }

    /// An element of this full name with nothing in it.
    pub fn new_empty(name: &str, attributes: &[(&str, &str)]) -> String {
        let set: Vec<_> = (attributes.iter())
            .map(|(key, value)| (*key, Some(*value)))
            .collect();
        let tag = Tag {
            span: 0..0,
            depth: 0,
            empty: true,
            start: BytesStart::new(name),
            part: "",
            scope: Scope::default(),
        };
        tag.with(&set)
    }

    /// All attributes as they are written, values with their escapes.
    fn attributes(&self) -> impl Iterator<Item = (&str, String)> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        attributes.flatten().map(|attribute| {
            // It may stand in single quotes.
            let value = attribute.value.replace('"', "&quot;");
            (attribute.key.into_inner(), value)
        })
    }

    /// The tag with some attributes set, by their full names, or taken away.
    pub fn with(&self, set: &[(&str, Option<&str>)]) -> String {
        self.written(set, self.empty)
    }

    /// The tag as one that does not end at once.
    fn opened(&self, set: &[(&str, Option<&str>)]) -> String {
        self.written(set, false)
    }

    fn written(&self, set: &[(&str, Option<&str>)], empty: bool) -> String {
        let mut tag = format!("<{}", self.full_name());
        let mut left: Vec<_> = set.to_vec();
        for (key, value) in self.attributes() {
            let known = left.iter().position(|(name, _)| *name == key);
            match known.map(|at| left.remove(at)) {
                Some((_, None)) => {}
                Some((_, Some(new))) => tag.push_str(&format!(" {key}=\"{}\"", escape(new))),
                None => tag.push_str(&format!(" {key}=\"{value}\"")),
            }
        }
        for (key, value) in left {
            if let Some(value) = value {
                tag.push_str(&format!(" {key}=\"{}\"", escape(value)));
            }
        }
        tag.push_str(if empty { "/>" } else { ">" });
        tag
    }
}

/// What stands next in a part.
#[derive(Debug, Clone)]
pub enum Token<'t> {
    /// An element begins; an empty one does not end with a token of its own.
    Open(Tag<'t>),
    /// The element of this local name ends with the tag that stands here.
    Close(&'t str, Range<usize>),
    /// Text without its escapes, and where it stands.
    Text(String, Range<usize>),
}

/// Reads the tokens of a part. Comments and instructions are passed over; entities beyond the five of XML are refused.
pub struct Tokens<'t> {
    reader: Reader<&'t [u8]>,
    text: &'t str,
    part: &'t str,
    depth: usize,
    is_lenient: bool,
    /// What is declared within each open element.
    scopes: Vec<Scope>,
}

impl<'t> Tokens<'t> {
    /// Reads `text`, the content of the part of that name.
    pub fn new(part: &'t str, text: &'t str) -> Tokens<'t> {
        Tokens {
            reader: Reader::from_str(text),
            text,
            part,
            depth: 0,
            is_lenient: false,
            scopes: Vec::new(),
        }
    }

    /// Takes elements as they come, whether or not they end: VML has HTML in it.
    pub fn lenient(mut self) -> Tokens<'t> {
        self.reader.config_mut().check_end_names = false;
        self.reader.config_mut().allow_unmatched_ends = true;
        self.is_lenient = true;
        self
    }

    /// The next token; `None` at the end.
    ///
    /// # Errors
    /// [`PackageError`]: the part is not well-formed.
    #[expect(clippy::should_implement_trait, reason = "it can fail")]
    pub fn next(&mut self) -> Result<Option<Token<'t>>, PackageError> {
        loop {
            let from = self.position();
            let event = self.reader.read_event();
            let event = event.map_err(|error| refused(self.part, error))?;
            let span = from..self.position();
            let token = match event {
                Event::Start(start) => {
                    let tag = self.tag(start, span, false);
                    self.depth += 1;
                    self.scopes.push(tag.scope.clone());
                    Measure::Depth.check(self.depth as u64, self.part)?;
                    Token::Open(tag)
                }
                Event::Empty(start) => Token::Open(self.tag(start, span, true)),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.scopes.pop();
                    let name = self.text[span.clone()].trim_start_matches("</");
                    let name = name.trim_end_matches('>').trim_end();
                    Token::Close(local(name), span)
                }
                Event::Text(_) => {
                    let text = self.text[span.clone()].to_owned();
                    Token::Text(text, span)
                }
                Event::CData(text) => Token::Text(text.into_inner().into_owned(), span),
                Event::GeneralRef(entity) => {
                    let written = &self.text[span.clone()];
                    match unescape(written) {
                        Ok(text) => Token::Text(text.into_owned(), span),
                        Err(_) => return Err(entities(self.part, &entity)),
                    }
                }
                Event::DocType(_) => return Err(entities(self.part, "DOCTYPE")),
                Event::Eof if self.depth > 0 && !self.is_lenient => {
                    return Err(broken(self.part, "it ends within an element"));
                }
                Event::Eof => return Ok(None),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
            };
            return Ok(Some(token));
        }
    }

    /// Passes over the element that has just begun and gives where its closing tag stands; for an empty one the end of its
    /// tag.
    ///
    /// # Errors
    /// As [`next`](Tokens::next).
    pub fn skip(&mut self, tag: &Tag<'t>) -> Result<Range<usize>, PackageError> {
        if tag.empty {
            return Ok(tag.span.end..tag.span.end);
        }
        while let Some(token) = self.next()? {
            if let Token::Close(_, span) = token
                && self.depth <= tag.depth
            {
                return Ok(span);
            }
        }
        Err(broken(self.part, "it ends within an element"))
    }

    /// All texts up to the end of the element that has just begun, joined, and where its closing tag stands; for an empty
    /// one the end of its tag.
    ///
    /// # Errors
    /// As [`next`](Tokens::next).
    pub fn texts(&mut self, tag: &Tag<'t>) -> Result<(String, Range<usize>), PackageError> {
        let mut text = String::new();
        if tag.empty {
            return Ok((text, tag.span.end..tag.span.end));
        }
        while let Some(token) = self.next()? {
            match token {
                Token::Text(more, _) => text.push_str(&more),
                Token::Close(_, span) if self.depth <= tag.depth => return Ok((text, span)),
                _ => {}
            }
        }
        Err(broken(self.part, "it ends within an element"))
    }

    fn tag(&self, start: BytesStart<'t>, span: Range<usize>, empty: bool) -> Tag<'t> {
        let around = self.scopes.last().cloned().unwrap_or_default();
        Tag {
            span,
            depth: self.depth,
            empty,
            scope: around.within(&start),
            start,
            part: self.part,
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// Changes of a part, each where it stands.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts a text in between; several at one place stand in the order they were put.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    /// Puts a text in the place of another. Places must not overlap.
    pub fn replace(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.0.push((span, text.into()));
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts elements at the end of another, whose closing tag stands at `close`, and sets attributes of it.
    pub fn append(
        &mut self,
        tag: &Tag<'_>,
        close: &Range<usize>,
        elements: &str,
        set: &[(&str, Option<&str>)],
    ) {
        if tag.empty {
            let name = tag.full_name();
            let opened = tag.opened(set);
            self.replace(tag.span.clone(), format!("{opened}{elements}</{name}>"));
        } else {
            if !set.is_empty() {
                self.replace(tag.span.clone(), tag.with(set));
            }
            self.insert(close.start, elements);
        }
    }

    /// The text with all changes made.
    pub fn applied(mut self, text: &str) -> String {
        self.0.sort_by_key(|(span, _)| span.start);
        let added: usize = self.0.iter().map(|(_, new)| new.len()).sum();
        let mut out = String::with_capacity(text.len() + added);
        let mut at = 0;
        for (span, new) in self.0 {
            out.push_str(text.get(at..span.start).unwrap_or_default());
            out.push_str(&new);
            at = span.end.max(at);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

/// Where an element of this name belongs among the children of the root: behind the last of those that stand before it in
/// `order`. Names that are not in it have no say. With it the tag of the root.
///
/// # Errors
/// [`PackageError`]: the part is not well-formed.
pub fn place<'t>(
    part: &'t str,
    text: &'t str,
    order: &[&str],
    name: &str,
) -> Result<Option<(Tag<'t>, usize)>, PackageError> {
    let rank = |name: &str| order.iter().position(|known| *known == name);
    let mut tokens = Tokens::new(part, text);
    let Some(Token::Open(root)) = first_tag(&mut tokens)? else {
        return Ok(None);
    };
    let mut at = root.span.end;
    while let Some(token) = tokens.next()? {
        if let Token::Open(tag) = token {
            let end = tokens.skip(&tag)?.end;
            if rank(tag.name()).is_some_and(|found| Some(found) < rank(name)) {
                at = end;
            }
        }
    }
    Ok(Some((root, at)))
}

/// The first tag of a part.
///
/// # Errors
/// [`PackageError`]: the part is not well-formed.
pub fn first_tag<'t>(tokens: &mut Tokens<'t>) -> Result<Option<Token<'t>>, PackageError> {
    loop {
        match tokens.next()? {
            Some(Token::Text(..)) => {}
            token => return Ok(token),
        }
    }
}

/// Elements without prefixes as they are written where this prefix is, colon included.
///
/// # Errors
/// [`PackageError`]: they are not well-formed.
pub fn prefixed(elements: &str, prefix: &str) -> Result<String, PackageError> {
    if prefix.is_empty() {
        return Ok(elements.to_owned());
    }
    let mut edits = Edits::default();
    let mut tokens = Tokens::new("", elements);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open(tag) => edits.insert(tag.span.start + 1, prefix),
            Token::Close(_, span) => edits.insert(span.start + 2, prefix),
            Token::Text(..) => {}
        }
    }
    Ok(edits.applied(elements))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version=\"1.0\"?>\r\n<x:a xmlns:x='u'><!-- <b> --><x:b c='1' d=\"&lt;\"/>财 &amp; 政<x:e ></x:e ></x:a>";

    #[test]
    fn tokens_know_where_they_stand() {
        let mut tokens = Tokens::new("part", TEXT);
        let mut said = Vec::new();
        while let Some(token) = tokens.next().unwrap() {
            said.push(match token {
                Token::Open(tag) => {
                    format!("{}{} {}", tag.depth, tag.name(), &TEXT[tag.span.clone()])
                }
                Token::Close(name, span) => format!("/{name} {}", &TEXT[span]),
                Token::Text(text, span) => format!("{text}|{}", &TEXT[span]),
            });
        }
        assert_eq!(
            said,
            [
                "\r\n|\r\n",
                "0a <x:a xmlns:x='u'>",
                "1b <x:b c='1' d=\"&lt;\"/>",
                "财 |财 ",
                "&|&amp;",
                " 政| 政",
                "1e <x:e >",
                "/e </x:e >",
                "/a </x:a>",
            ]
        );
    }

    #[test]
    fn what_is_not_changed_stays() {
        let mut tokens = Tokens::new("part", TEXT);
        let mut edits = Edits::default();
        while let Some(token) = tokens.next().unwrap() {
            if let Token::Open(tag) = token
                && tag.name() == "b"
            {
                edits.replace(
                    tag.span.clone(),
                    tag.with(&[("c", Some("\"2\"")), ("d", None), ("f", Some("3"))]),
                );
                let close = tokens.skip(&tag).unwrap();
                assert_eq!(close, tag.span.end..tag.span.end);
            }
        }
        assert_eq!(
            edits.applied(TEXT),
            TEXT.replace(
                "<x:b c='1' d=\"&lt;\"/>",
                "<x:b c=\"&quot;2&quot;\" f=\"3\"/>"
            )
        );
    }

    #[test]
    fn elements_are_put_where_they_belong() {
        let order = ["a", "b", "c"];
        for (text, expected) in [
            ("<r><a/><c/></r>", "<r><a/>|<c/></r>"),
            (
                "<r><x><b/></x><a>1</a><b/><y/></r>",
                "<r><x><b/></x><a>1</a>|<b/><y/></r>",
            ),
            ("<r></r>", "<r>|</r>"),
            ("<r>\n <c/></r>", "<r>|\n <c/></r>"),
        ] {
            let (root, at) = place("part", text, &order, "b").unwrap().unwrap();
            assert_eq!(root.name(), "r");
            assert_eq!(format!("{}|{}", &text[..at], &text[at..]), expected);
        }
        assert_eq!(
            prefixed("<a b='1'>t<c/></a>", "x:").unwrap(),
            "<x:a b='1'>t<x:c/></x:a>"
        );
    }
}
