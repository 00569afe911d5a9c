//! The texts of notes.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::escape::partial_escape;

use crate::address::Address;
use crate::own::remark;
use crate::package::PackageError;
use crate::package::markup::{Edits, Tag, Token, Tokens, prefixed};

/// Who speaks.
const AUTHOR: &str = "annex";

/// What becomes of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Only annex had spoken in it, and says nothing more.
    Gone,
    /// This is what it says now.
    Says(String),
}

/// A part without notes.
pub(super) fn none(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{namespace}\"><authors/><commentList/></comments>"
    )
}

/// A text of a note, which may have several, each in a format of its own.
struct Run<'t> {
    tag: Tag<'t>,
    /// Where the text stands, and what it is.
    content: Range<usize>,
    text: String,
    /// Where its own element ends.
    end: usize,
    /// Where the element around it stands, which has its format.
    around: Option<Range<usize>>,
}

/// A note.
struct Comment<'t> {
    span: Range<usize>,
    at: Option<Address>,
    /// Its element `text`, and where that ends.
    text: Option<(Tag<'t>, Range<usize>)>,
    runs: Vec<Run<'t>>,
}

struct Part<'t> {
    authors: Option<(Tag<'t>, Range<usize>)>,
    list: Option<(Tag<'t>, Range<usize>)>,
    names: Vec<String>,
    comments: Vec<Comment<'t>>,
}

/// The part with what annex says now and without what it said before, and what has become of each note that changed.
pub(super) fn amend(
    part: &str,
    text: &str,
    notes: &BTreeMap<Address, String>,
) -> Result<(String, BTreeMap<Address, Change>), PackageError> {
    let found = read(part, text)?;
    let mut edits = Edits::default();
    let mut changes = BTreeMap::new();
    let mut known = Vec::new();
    for comment in &found.comments {
        let Some(at) = comment.at.filter(|at| !known.contains(at)) else {
            continue;
        };
        known.push(at);
        let ours = notes.get(&at).map(String::as_str);
        if let Some(change) = comment.amend(ours, &mut edits)? {
            changes.insert(at, change);
        }
    }
    let (Some((authors, authors_end)), Some((list, list_end))) = (&found.authors, &found.list)
    else {
        return Ok((text.to_owned(), BTreeMap::new()));
    };
    let prefix = list.prefix();
    let author = found.names.iter().position(|name| name == AUTHOR);
    let mut added = String::new();
    for (at, ours) in notes.iter().filter(|(at, _)| !known.contains(at)) {
        let says = remark::below("", ours);
        added.push_str(&format!(
            "<comment ref=\"{at}\" authorId=\"{}\"><text>{}</text></comment>",
            author.unwrap_or(found.names.len()),
            run(&says)
        ));
        changes.insert(*at, Change::Says(says));
    }
    if !added.is_empty() {
        if author.is_none() {
            let name = format!("<author>{AUTHOR}</author>");
            let name = prefixed(&name, authors.prefix())?;
            edits.append(authors, authors_end, &name, &[]);
        }
        edits.append(list, list_end, &prefixed(&added, prefix)?, &[]);
    }
    Ok((edits.applied(text), changes))
}

/// A text in annex's own format.
fn run(text: &str) -> String {
    format!(
        "<r><rPr><sz val=\"9\"/><rFont val=\"宋体\"/></rPr><t xml:space=\"preserve\">{}</t></r>",
        partial_escape(crate::book::write::safe(text))
    )
}

fn read<'t>(part: &'t str, text: &'t str) -> Result<Part<'t>, PackageError> {
    let mut found = Part {
        authors: None,
        list: None,
        names: Vec::new(),
        comments: Vec::new(),
    };
    let mut tokens = Tokens::new(part, text);
    let mut around: Option<Range<usize>> = None;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open(tag) => match tag.name() {
                "authors" => found.authors = Some((tag.clone(), tag.span.end..tag.span.end)),
                "author" => {
                    let (text, _) = tokens.texts(&tag)?;
                    found.names.push(text);
                }
                "commentList" => found.list = Some((tag.clone(), tag.span.end..tag.span.end)),
                "comment" => {
                    let at = tag.element().get("ref")?;
                    found.comments.push(Comment {
                        span: tag.span.clone(),
                        at: at.as_deref().and_then(Address::parse),
                        text: None,
                        runs: Vec::new(),
                    });
                }
                "text" => {
                    if let Some(comment) = found.comments.last_mut() {
                        comment.text = Some((tag.clone(), tag.span.end..tag.span.end));
                    }
                }
                "r" => around = Some(tag.span.clone()),
                "rPh" => {
                    tokens.skip(&tag)?;
                }
                "t" => {
                    let (text, close) = tokens.texts(&tag)?;
                    if let Some(comment) = found.comments.last_mut() {
                        comment.runs.push(Run {
                            content: tag.span.end..close.start,
                            end: close.end,
                            tag,
                            text,
                            around: around.clone(),
                        });
                    }
                }
                _ => {}
            },
            Token::Close(name, span) => match name {
                "authors" => found.authors = found.authors.map(|(tag, _)| (tag, span)),
                "commentList" => found.list = found.list.map(|(tag, _)| (tag, span)),
                "comment" => {
                    if let Some(comment) = found.comments.last_mut() {
                        comment.span.end = span.end;
                    }
                }
                "text" => {
                    let comment = found.comments.last_mut();
                    if let Some((_, close)) = comment.and_then(|comment| comment.text.as_mut()) {
                        *close = span;
                    }
                }
                "r" => {
                    let runs = found.comments.last_mut().map(|comment| &mut comment.runs);
                    let last = runs.and_then(|runs| runs.last_mut());
                    if let Some(whole) = last.and_then(|run| run.around.as_mut()) {
                        whole.end = span.end;
                    }
                    around = None;
                }
                _ => {}
            },
            Token::Text(..) => {}
        }
    }
    Ok(found)
}

impl Comment<'_> {
    /// Takes out what annex said and puts in what it says now; `None` when nothing changes.
    fn amend(&self, ours: Option<&str>, edits: &mut Edits) -> Result<Option<Change>, PackageError> {
        let says: String = self.runs.iter().map(|run| run.text.as_str()).collect();
        let own = remark::own(&says);
        let theirs = remark::theirs(&says);
        let now = match ours {
            Some(ours) => remark::below(&theirs, ours),
            None => theirs.clone(),
        };
        if own.is_empty() && ours.is_none() {
            return Ok(None);
        }
        if now.is_empty() {
            edits.replace(self.span.clone(), "");
            return Ok(Some(Change::Gone));
        }
        let Some((tag, close)) = &self.text else {
            return Ok(None);
        };
        let prefix = tag.prefix();
        let mut from = 0;
        for run in &self.runs {
            let here = from..from + run.text.len();
            from = here.end;
            run.cut(&here, &own, ours.is_some(), prefix, edits);
        }
        if let Some(ours) = ours {
            let between = if theirs.is_empty() { "" } else { "\n\n" };
            let said = format!("{between}{}", remark::below("", ours));
            let written = prefixed(&self::run(&said), prefix)?;
            match self.runs.last() {
                // Before what says how it is pronounced.
                Some(last) => edits.insert(last.end(), written),
                None => edits.append(tag, close, &written, &[]),
            }
        }
        Ok(Some(Change::Says(now)))
    }
}

impl Run<'_> {
    /// Where all of it ends.
    fn end(&self) -> usize {
        self.around.as_ref().map_or(self.end, |around| around.end)
    }

    /// Takes out of it what annex said: `own` are places in the whole note, `here` is its own.
    fn cut(
        &self,
        here: &Range<usize>,
        own: &[Range<usize>],
        others_follow: bool,
        prefix: &str,
        edits: &mut Edits,
    ) {
        let mut kept = String::new();
        let mut at = here.start;
        for range in own {
            let start = range.start.clamp(at, here.end);
            kept.push_str(&self.text[at - here.start..start - here.start]);
            at = range.end.clamp(start, here.end);
        }
        kept.push_str(&self.text[at - here.start..]);
        if kept.is_empty() && !self.text.is_empty() {
            let whole = self.around.clone();
            let start = self.tag.span.start;
            edits.replace(whole.unwrap_or(start..self.end()), "");
            return;
        }
        if kept != self.text {
            edits.replace(self.content.clone(), partial_escape(kept.as_str()));
        }
        // A text without a format of its own stands alone; among others it has to be one of them.
        if self.around.is_none() && others_follow {
            edits.insert(self.tag.span.start, format!("<{prefix}r>"));
            edits.insert(self.end(), format!("</{prefix}r>"));
        }
    }
}
