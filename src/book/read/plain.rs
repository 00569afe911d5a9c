//! What a file of plain text is: a page, a letter, an old kind of workbook, or only text.

use super::{Foreign, Legacy, ReadError};

/// How far the beginning of a text is looked at.
const TEXT_SAMPLE: usize = 4_096;

/// What a text is, if it is one: a page, a workbook of Excel 2003, or plain text in UTF-8, UTF-16 or GB 18030.
pub(super) fn text(bytes: &[u8]) -> Option<ReadError> {
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
    Some(written(begin))
}

/// What a text is, by how it begins in small letters.
fn written(begin: &str) -> ReadError {
    let has = |word: &str| begin.contains(word);
    let is_marked_up = begin.starts_with('<');
    let is_page = [
        "<html",
        "<!doctype html",
        "<table",
        "<head",
        "<body",
        "<meta",
    ]
    .iter()
    .any(|tag| begin.starts_with(tag));
    if is_page || is_marked_up && (has("<html") || has("<table") && has("<tr")) {
        ReadError::NotAWorkbook(Foreign::Html)
    } else if is_marked_up && has("urn:schemas-microsoft-com:office:spreadsheet") {
        ReadError::OtherFormat(Legacy::Xml2003)
    } else if is_marked_up && has("urn:oasis:names:tc:opendocument") {
        ReadError::OtherFormat(Legacy::FlatOds)
    } else if is_marked_up && (has("<uof:uof") || has("uof.org")) {
        ReadError::OtherFormat(Legacy::Uof)
    } else if is_marked_up && has("/word/2003/wordml") {
        ReadError::NotAWorkbook(Foreign::OldWord)
    } else if is_saved_page(begin) {
        ReadError::OtherFormat(Legacy::Mhtml)
    } else if is_mail(begin) {
        ReadError::NotAWorkbook(Foreign::Mail)
    } else {
        ReadError::NotAWorkbook(Foreign::Text)
    }
}

/// Whether a text is a web page with all that belongs to it, as Excel, WPS and browsers save it in one file.
fn is_saved_page(begin: &str) -> bool {
    let has = |word: &str| begin.contains(word);
    let is_alone = begin.starts_with("mime-version:") && !has("\nreceived:") && !has("\nto:");
    has("mime-version:")
        && (has("\nx-document-type:")
            || has("snapshot-content-location:")
            || has("<saved by")
            || is_alone && has("multipart/related"))
}

/// Whether a text is a letter with its headers.
fn is_mail(begin: &str) -> bool {
    let headers = [
        "received:",
        "return-path:",
        "from:",
        "message-id:",
        "date:",
        "subject:",
        "to:",
    ];
    let standing =
        |header: &&&str| begin.starts_with(**header) || begin.contains(&format!("\n{header}"));
    let is_header = begin
        .lines()
        .next()
        .and_then(|line| line.split_once(':'))
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '));
    is_header && headers.iter().filter(standing).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::book::read::{Foreign, Legacy, ReadError};

    #[test]
    fn texts_are_called_by_their_names() {
        let foreign = ReadError::NotAWorkbook;
        let other = ReadError::OtherFormat;
        for (begin, expected) in [
            (
                "mime-version: 1.0\nx-document-type: workbook\ncontent-type: multipart/related; boundary=\"x\"\n",
                other(Legacy::Mhtml),
            ),
            (
                "from: <saved by blink>\nsnapshot-content-location: http://x\nmime-version: 1.0\n",
                other(Legacy::Mhtml),
            ),
            (
                "mime-version: 1.0\ncontent-type: multipart/related; boundary=\"x\"\n",
                other(Legacy::Mhtml),
            ),
            (
                "received: from x\nmime-version: 1.0\nfrom: a@b\nto: c@d\nsubject: 自评表\n",
                foreign(Foreign::Mail),
            ),
            (
                "<workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                other(Legacy::Xml2003),
            ),
            (
                "<div><table><tr><td>1</td></tr></table></div>",
                foreign(Foreign::Html),
            ),
            ("<?xml version=\"1.0\"?><uof:uof>", other(Legacy::Uof)),
            ("subject: a\n", foreign(Foreign::Text)),
            ("单位,金额\n", foreign(Foreign::Text)),
        ] {
            assert_eq!(written(begin), expected, "{begin}");
        }
    }
}
