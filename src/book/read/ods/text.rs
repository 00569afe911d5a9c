//! What an OpenDocument cell shows: its paragraphs, without notes and drawings.

use crate::book::read::{Measure, ReadError};
use crate::package::{Piece, Xml};

/// The paragraphs up to the end of the element that has just begun, each on a line of its own.
pub(super) fn paragraphs(xml: &mut Xml<'_>, sheet: &str) -> Result<String, ReadError> {
    let depth = xml.depth();
    let mut all: Option<String> = None;
    while xml.depth() >= depth {
        match xml.next()? {
            Piece::End => break,
            Piece::Open(element) => match element.name() {
                "p" | "h" => {
                    let paragraph = paragraph(xml, sheet)?;
                    match &mut all {
                        Some(all) => {
                            all.push('\n');
                            all.push_str(&paragraph);
                            Measure::TokenBytes.check(all.len() as u64, sheet)?;
                        }
                        None => all = Some(paragraph),
                    }
                }
                "list" | "list-item" => {}
                // Notes and what lies on the cell.
                _ => xml.skip()?,
            },
            _ => {}
        }
    }
    Ok(all.unwrap_or_default())
}

/// A paragraph: blanks in a row are one, and none stands at its ends but those that are written out.
fn paragraph(xml: &mut Xml<'_>, sheet: &str) -> Result<String, ReadError> {
    let depth = xml.depth();
    let mut text = String::new();
    // Whether a blank has been met that counts once a letter follows.
    let mut is_blank_due = false;
    while xml.depth() >= depth {
        match xml.next()? {
            Piece::End => break,
            Piece::Text(more) => {
                for letter in more.chars() {
                    if matches!(letter, ' ' | '\t' | '\r' | '\n') {
                        is_blank_due = !text.is_empty() && !text.ends_with('\n');
                    } else {
                        if std::mem::take(&mut is_blank_due) {
                            text.push(' ');
                        }
                        text.push(letter);
                    }
                }
            }
            Piece::Open(element) => {
                let written = match element.name() {
                    "s" => {
                        let count = element.number::<u64>("c")?.unwrap_or(1);
                        Measure::CellText.check(count, sheet)?;
                        Some(" ".repeat(usize::try_from(count).unwrap_or_default()))
                    }
                    "tab" => Some("\t".to_owned()),
                    "line-break" => Some("\n".to_owned()),
                    "annotation" | "note" | "ruby-text" | "frame" => {
                        xml.skip()?;
                        None
                    }
                    _ => None,
                };
                if let Some(written) = written {
                    if std::mem::take(&mut is_blank_due) && written != "\n" {
                        text.push(' ');
                    }
                    text.push_str(&written);
                }
            }
            Piece::Close(_) => {}
        }
        Measure::TokenBytes.check(text.len() as u64, sheet)?;
    }
    Ok(text)
}
