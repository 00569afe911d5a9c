//! The events of an XML part, one by one.

use std::io::BufReader;

use quick_xml::errors::Error;
use quick_xml::escape::EscapeError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::source::Source;
use super::{Damage, Measure, PackageError};

/// How much is unpacked at a time.
const BUFFER: usize = 64 << 10;

/// What comes next in a part.
#[derive(Debug)]
pub enum Piece<'e> {
    /// An element begins. One without content opens and closes as well.
    Open(Element<'e>),
    /// The element of this local name ends.
    Close(&'e str),
    /// Text; what stands between two tags may come in several of these.
    Text(&'e str),
    /// The part is at its end, and every element is closed.
    End,
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Element<'e> {
    start: BytesStart<'e>,
    part: &'e str,
}

impl<'e> Element<'e> {
    /// The element that begins with this tag in a part.
    pub(super) fn new(start: BytesStart<'e>, part: &'e str) -> Element<'e> {
        Element { start, part }
    }
}

impl Element<'_> {
    /// Its local name.
    pub fn name(&self) -> &str {
        local(self.start.name().into_inner())
    }

    /// The value of an attribute by its local name, whatever its prefix.
    ///
    /// # Errors
    /// [`PackageError`]: the attributes are not well-formed, or this one stands there twice.
    pub fn get(&self, name: &str) -> Result<Option<String>, PackageError> {
        let mut found: Option<(&str, String)> = None;
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| broken(self.part, &error.to_string()))?;
            // A prefix may be declared that is called as an attribute is: `xmlns:r` beside `r`.
            let is_prefix = attribute.key.as_namespace_binding().is_some();
            if is_prefix || attribute.key.local_name().as_ref() != name {
                continue;
            }
            let full = attribute.key.into_inner();
            match &found {
                Some((other, _)) if *other == full => {
                    let damage = Damage::Contradiction(format!("two attributes '{name}'"));
                    return Err(PackageError::damaged(self.part, damage));
                }
                Some(_) => {}
                None => {
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .map_err(|error| refused(self.part, error))?;
                    found = Some((full, value.into_owned()));
                }
            }
        }
        Ok(found.map(|(_, value)| value))
    }

    /// Whether an attribute says yes: `1`, `true` or `on`. `default` where it is not there or says neither.
    ///
    /// # Errors
    /// As [`get`](Element::get).
    pub fn flag(&self, name: &str, default: bool) -> Result<bool, PackageError> {
        Ok(match self.get(name)?.as_deref() {
            Some("1" | "true" | "on") => true,
            Some("0" | "false" | "off") => false,
            _ => default,
        })
    }

    /// An attribute as a whole number; `None` where it is not there or is none.
    ///
    /// # Errors
    /// As [`get`](Element::get).
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Result<Option<N>, PackageError> {
        Ok(self.get(name)?.and_then(|text| text.trim().parse().ok()))
    }
}

/// What an event was; its text is in `Xml::text`.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Open,
    Close,
    Text,
    End,
}

/// An XML part that is being read.
///
/// Names are local ones: prefixes are not looked at, so that strict, transitional and prefixed files read alike. Of
/// `mc:AlternateContent` the first choice is read as if it stood there by itself. Comments and instructions are left out;
/// entities other than the five of XML are refused.
pub struct Xml<'p> {
    reader: Reader<BufReader<Source<'p>>>,
    buffer: Vec<u8>,
    part: String,
    /// What the last event said: the inside of a tag, the name of an element that ends, or a text.
    said: String,
    /// How much of it is the name of the element that begins.
    name: usize,
    depth: usize,
    begun: bool,
    /// The alternatives the reader is within: how deep they lie, and whether one has been chosen.
    alternatives: Vec<(usize, bool)>,
}

impl<'p> Xml<'p> {
    pub(super) fn new(part: String, source: Source<'p>) -> Xml<'p> {
        let mut reader = Reader::from_reader(BufReader::with_capacity(BUFFER, source));
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            buffer: Vec::new(),
            part,
            said: String::new(),
            name: 0,
            depth: 0,
            begun: false,
            alternatives: Vec::new(),
        }
    }

    /// The name of the part, as it is stored.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// What comes next.
    ///
    /// # Errors
    /// [`PackageError`]: the part is broken or uses up a budget.
    // What an iterator gives may not borrow from it.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Piece<'_>, PackageError> {
        let kind = loop {
            let kind = self.advance()?;
            match kind {
                Kind::Open if self.opens_alternative()? => {}
                Kind::Close if self.closes_alternative() => {}
                kind => break kind,
            }
        };
        Ok(match kind {
            Kind::Open => Piece::Open(Element {
                start: BytesStart::from_content(self.said.as_str(), self.name),
                part: &self.part,
            }),
            Kind::Close => Piece::Close(local(&self.said)),
            Kind::Text => Piece::Text(&self.said),
            Kind::End => Piece::End,
        })
    }

    /// All texts up to the end of the element that has just begun, joined.
    ///
    /// # Errors
    /// As [`next`](Xml::next).
    pub fn text(&mut self) -> Result<String, PackageError> {
        let depth = self.depth;
        let mut text = String::new();
        while self.depth >= depth {
            match self.next()? {
                Piece::Text(more) => {
                    text.push_str(more);
                    Measure::TokenBytes.check(text.len() as u64, &self.part)?;
                }
                Piece::End => break,
                _ => {}
            }
        }
        Ok(text)
    }

    /// Passes over the rest of the element that has just begun.
    ///
    /// # Errors
    /// As [`next`](Xml::next).
    pub fn skip(&mut self) -> Result<(), PackageError> {
        let depth = self.depth;
        while self.depth >= depth && self.advance()? != Kind::End {}
        Ok(())
    }

    /// Whether what begins only wraps what is to be read; an alternative that was not chosen is passed over.
    fn opens_alternative(&mut self) -> Result<bool, PackageError> {
        match local(&self.said[..self.name]) {
            "AlternateContent" => {
                self.alternatives.push((self.depth, false));
                Ok(true)
            }
            "Choice" | "Fallback" => match self.alternatives.last_mut() {
                Some((depth, chosen)) if *depth + 1 == self.depth => {
                    if *chosen {
                        self.skip()?;
                    } else {
                        *chosen = true;
                    }
                    Ok(true)
                }
                _ => Ok(false),
            },
            _ => Ok(false),
        }
    }

    /// Whether what has ended was a wrapper.
    fn closes_alternative(&mut self) -> bool {
        let Some((depth, _)) = self.alternatives.last() else {
            return false;
        };
        // The element has ended already: it was one deeper than the reader is now.
        let closed = self.depth + 1;
        if closed == *depth {
            self.alternatives.pop();
            return true;
        }
        closed == depth + 1 && ["Choice", "Fallback"].contains(&local(&self.said))
    }

    /// Reads one event and keeps what it says.
    fn advance(&mut self) -> Result<Kind, PackageError> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().get_mut().event();
            let outcome = self.reader.read_event_into(&mut self.buffer);
            // What stopped the bytes is the cause of whatever the XML reader complains of.
            if let Some(stopped) = self.reader.get_mut().get_mut().stopped() {
                return Err(stopped);
            }
            match outcome.map_err(|error| refused(&self.part, error))? {
                Event::Start(start) => {
                    self.said.clear();
                    self.said.push_str(&start);
                    self.name = start.name().into_inner().len();
                    self.depth += 1;
                    self.begun = true;
                    Measure::Depth.check(self.depth as u64, &self.part)?;
                    return Ok(Kind::Open);
                }
                Event::End(end) => {
                    self.said.clear();
                    self.said.push_str(end.name().into_inner());
                    self.depth -= 1;
                    return Ok(Kind::Close);
                }
                Event::Text(text) => {
                    self.said.clear();
                    self.said.push_str(&text.xml10_content());
                    return Ok(Kind::Text);
                }
                Event::CData(text) => {
                    self.said.clear();
                    self.said.push_str(&text.xml10_content());
                    return Ok(Kind::Text);
                }
                Event::GeneralRef(entity) => {
                    let character = match &*entity {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        name => match entity.resolve_char_ref() {
                            Ok(Some(character)) => character,
                            Ok(None) => return Err(entities(&self.part, name)),
                            Err(error) => return Err(refused(&self.part, error)),
                        },
                    };
                    self.said.clear();
                    self.said.push(character);
                    return Ok(Kind::Text);
                }
                Event::DocType(_) => return Err(entities(&self.part, "DOCTYPE")),
                Event::Eof if self.depth > 0 => {
                    return Err(broken(&self.part, "it ends within an element"));
                }
                Event::Eof if !self.begun => {
                    return Err(broken(&self.part, "there is no element in it"));
                }
                Event::Eof => return Ok(Kind::End),
                _ => {}
            }
        }
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

pub(super) fn broken(part: &str, detail: &str) -> PackageError {
    PackageError::damaged(part, Damage::Xml(detail.to_owned()))
}

pub(super) fn entities(part: &str, name: &str) -> PackageError {
    PackageError::damaged(part, Damage::Entity(name.to_owned()))
}

pub(super) fn refused(part: &str, error: Error) -> PackageError {
    match error {
        Error::Encoding(_) => PackageError::damaged(part, Damage::Encoding),
        Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => entities(part, &name),
        error => broken(part, &error.to_string()),
    }
}
