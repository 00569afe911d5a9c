//! Texts: the table that cells share, and the way Excel writes characters that XML cannot carry.

use super::{Measure, ReadError};
use crate::package::{Package, PackageError, Piece, Xml};

/// Reads the table of shared texts; a workbook may do without.
pub(super) fn shared(package: &mut Package<'_>, part: &str) -> Result<Vec<String>, ReadError> {
    let mut texts = Vec::new();
    let Some(mut xml) = package.xml(part, Measure::SharedTextBytes)? else {
        return Ok(texts);
    };
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == "si" => {
                texts.push(rich(&mut xml, "si")?);
                Measure::SharedTexts.check(texts.len() as u64, part)?;
            }
            Piece::End => return Ok(texts),
            _ => {}
        }
    }
}

/// The text of the element of the name `end` that has just begun: its runs joined, without how it is pronounced.
pub(super) fn rich(xml: &mut Xml<'_>, end: &str) -> Result<String, PackageError> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "rPh" => xml.skip()?,
                "t" => {
                    text.push_str(&xml.text()?);
                    Measure::TokenBytes.check(text.len() as u64, xml.part())?;
                }
                _ => {}
            },
            Piece::Close(name) if name == end => break,
            Piece::End => break,
            _ => {}
        }
    }
    Ok(decoded(text))
}

/// Characters written as `_x000D_`, their UTF-16 number in hexadecimal digits.
pub(super) fn decoded(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some(unit) = escaped(rest) {
            units.push(unit);
            rest = &rest[ESCAPE..];
            continue;
        }
        flush(&mut units, &mut decoded);
        decoded.push(first);
        rest = &rest[first.len_utf8()..];
    }
    flush(&mut units, &mut decoded);
    decoded
}

/// How long `_x000D_` is.
const ESCAPE: usize = 7;

fn escaped(text: &str) -> Option<u16> {
    let escape = text.as_bytes().get(..ESCAPE)?;
    let digits = escape.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn flush(units: &mut Vec<u16>, text: &mut String) {
    let characters = char::decode_utf16(units.drain(..));
    text.extend(characters.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters_and_nothing_else_does() {
        for (written, meant) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_!", "😀!"),
            ("_xD83D_", "\u{FFFD}"),
            ("_x00zz_ _x1 财_x", "_x00zz_ _x1 财_x"),
        ] {
            assert_eq!(decoded(written.to_owned()), meant);
        }
    }
}
