//! Word documents read back: the paragraphs of a .docx with their styles, and nothing of the code that wrote them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// A part of a package as text.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The style and the text of every paragraph of a document; fails when it is not well-formed XML.
pub(crate) fn paragraphs(bytes: &[u8]) -> Vec<(String, String)> {
    let xml = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut in_text = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == "w:p" => {
                found.push(Default::default());
            }
            Event::Start(start) => in_text = start.name().as_ref() == "w:t",
            Event::End(_) => in_text = false,
            Event::Empty(start) => match start.name().as_ref() {
                "w:pStyle" => {
                    let style = start.try_get_attribute("w:val").unwrap().unwrap();
                    found.last_mut().unwrap().0 = style.value.to_string();
                }
                "w:tab" => found.last_mut().unwrap().1.push('\t'),
                _ => {}
            },
            Event::Text(text) if in_text => found.last_mut().unwrap().1.push_str(&text),
            Event::GeneralRef(entity) if in_text => {
                let entity = format!("&{};", &*entity);
                let text = unescape(&entity).unwrap();
                found.last_mut().unwrap().1.push_str(&text);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The paragraphs of a document as lines: `Heading1 | 一、基本情况`.
pub(crate) fn lines(bytes: &[u8]) -> Vec<String> {
    paragraphs(bytes)
        .into_iter()
        .map(|(style, text)| format!("{style} | {text}"))
        .collect()
}
