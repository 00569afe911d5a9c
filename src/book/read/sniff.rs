//! Tells by the first bytes what a file is, so that the sender reads "this is a PDF" and not "invalid archive".

use super::{Foreign, Legacy, Measure, ReadError};
use crate::book::Format;

/// How an OLE container begins, in which old Office files and encrypted new ones come.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Entries of an OLE directory lie on multiples of this.
const OLE_ENTRY: usize = 128;
/// How far the beginning of a text is looked at.
const TEXT_SAMPLE: usize = 4_096;

const SIGNATURES: &[(&[u8], Foreign)] = &[
    (b"%PDF", Foreign::Pdf),
    (b"{\\rtf", Foreign::Rtf),
    (b"\x89PNG", Foreign::Image),
    (b"\xFF\xD8\xFF", Foreign::Image),
    (b"GIF8", Foreign::Image),
    (b"BM", Foreign::Image),
    (b"II*\0", Foreign::Image),
    (b"MM\0*", Foreign::Image),
    (b"Rar!", Foreign::Archive),
    (b"7z\xBC\xAF", Foreign::Archive),
    (b"\x1F\x8B", Foreign::Archive),
];

/// Tells what a file is by how it begins; `None` for what may be a zip package.
pub(super) fn format(bytes: &[u8]) -> Result<Option<Format>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    Measure::FileBytes.check(bytes.len() as u64, "")?;
    if bytes.starts_with(b"PK") {
        return Ok(None);
    }
    if bytes.starts_with(OLE) {
        return ole(bytes).map(Some);
    }
    if let Some((_, foreign)) = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature))
    {
        return Err(ReadError::NotAWorkbook(*foreign));
    }
    match text(bytes) {
        Some(error) => Err(error),
        // Bytes in front of a zip package do no harm; whether there is one at all is seen when it is opened.
        None => Ok(None),
    }
}

/// What an OLE container holds, by the names in its directory.
fn ole(bytes: &[u8]) -> Result<Format, ReadError> {
    let holds = |name: &str| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.extend([0, 0]);
        bytes
            .chunks(OLE_ENTRY)
            .any(|chunk| chunk.starts_with(&entry))
    };
    if holds("EncryptedPackage") {
        Err(ReadError::Encrypted)
    } else if holds("WordDocument") {
        Err(ReadError::NotAWorkbook(Foreign::OldWord))
    } else if holds("PowerPoint Document") {
        Err(ReadError::NotAWorkbook(Foreign::Slides))
    } else if holds("Workbook") || holds("Book") {
        Ok(Format::Xls)
    } else {
        Err(ReadError::NotAWorkbook(Foreign::Unknown))
    }
}

/// What a text is, if it is one: a page, a workbook of Excel 2003, or plain text in UTF-8, UTF-16 or GB 18030.
fn text(bytes: &[u8]) -> Option<ReadError> {
    let sample = &bytes[..bytes.len().min(TEXT_SAMPLE)];
    let (encoding, skip) =
        encoding_rs::Encoding::for_bom(sample).unwrap_or((encoding_rs::GB18030, 0));
    if skip == 0
        && sample
            .iter()
            .any(|&byte| byte < 0x20 && !byte.is_ascii_whitespace())
    {
        return None;
    }
    let as_utf8 = std::str::from_utf8(sample).or_else(|error| match error.error_len() {
        // The sample may end within a character.
        None => std::str::from_utf8(&sample[..error.valid_up_to()]),
        Some(_) => Err(error),
    });
    let begin = match as_utf8 {
        Ok(text) => text.to_lowercase(),
        Err(_) => {
            let (text, _, _) = encoding.decode(sample);
            let strange = text
                .chars()
                .filter(|&c| c == char::REPLACEMENT_CHARACTER)
                .count();
            // One may come from cutting the sample; more mean that this is no text.
            if strange > 1 {
                return None;
            }
            text.to_lowercase()
        }
    };
    let begin = begin.trim_start_matches('\u{FEFF}').trim_start();
    let html = [
        "<html",
        "<!doctype html",
        "<table",
        "<head",
        "<body",
        "<meta",
    ]
    .iter()
    .any(|tag| begin.starts_with(tag));
    Some(
        if begin.contains("urn:schemas-microsoft-com:office:spreadsheet")
            && begin.starts_with("<?xml")
        {
            ReadError::OtherFormat(Legacy::Xml2003)
        } else if begin.starts_with("<?xml") && begin.contains("urn:oasis:names:tc:opendocument") {
            ReadError::OtherFormat(Legacy::FlatOds)
        } else if html || (begin.starts_with('<') && begin.contains("<html")) {
            ReadError::NotAWorkbook(Foreign::Html)
        } else {
            ReadError::NotAWorkbook(Foreign::Text)
        },
    )
}
