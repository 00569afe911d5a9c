//! Tells by its content what a file is, so that the sender reads "this is a PDF" and not "invalid archive".

use super::ole::{self, Ole};
use super::{Foreign, Legacy, Measure, ReadError, plain};
use crate::book::Format;
use crate::package::Package;

/// A file that is something shows it in so many of its first bytes.
pub const HEAD: usize = 1 << 16;
/// How a file in a zip package begins.
const ENTRY: &[u8] = b"PK\x03\x04";
/// Entries of an OLE directory lie on multiples of this.
const OLE_ENTRY: usize = 128;
/// How far into a file encryption software writes its name.
const SEAL: usize = 128;

/// What files begin with, and where.
const SIGNATURES: &[(usize, &[u8], Foreign)] = &[
    (0, b"%PDF", Foreign::Pdf),
    (0, b"{\\rtf", Foreign::Rtf),
    (0, b"\x89PNG", Foreign::Image),
    (0, b"\xFF\xD8\xFF", Foreign::Image),
    (0, b"GIF8", Foreign::Image),
    (0, b"II*\0", Foreign::Image),
    (0, b"MM\0*", Foreign::Image),
    (8, b"WEBP", Foreign::Image),
    (4, b"ftyphei", Foreign::Image),
    (4, b"ftypmif1", Foreign::Image),
    (4, b"ftypavif", Foreign::Image),
    (0, b"\xD7\xCD\xC6\x9A", Foreign::Image),
    (40, b" EMF", Foreign::Image),
    (0, b"Rar!", Foreign::Archive),
    (0, b"7z\xBC\xAF", Foreign::Archive),
    (0, b"\x1F\x8B", Foreign::Archive),
    (0, b"BZh", Foreign::Archive),
    (0, b"\xFD7zXZ", Foreign::Archive),
    (257, b"ustar", Foreign::Archive),
    (0, b"L\0\0\0\x01\x14\x02\0", Foreign::Shortcut),
    (0, b"[InternetShortcut]", Foreign::Shortcut),
    (0, b"%TSD-Header-###%", Foreign::Sealed),
];

/// Why a file is not worth reading on, by its first [`HEAD`] bytes; nothing where it has no more, or may be something that is
/// read.
pub fn hopeless(head: &[u8], size: u64) -> Option<ReadError> {
    let is_known = head.starts_with(b"PK") || head.starts_with(ole::SIGNATURE);
    if is_known || head.len() < HEAD || size <= HEAD as u64 {
        return None;
    }
    let is_package = head.windows(ENTRY.len()).any(|it| it == ENTRY);
    signature(head)
        .or_else(|| plain::text(head))
        .or_else(|| (!is_package).then_some(ReadError::NotAWorkbook(Foreign::Unknown)))
}

/// Tells what a file is.
///
/// # Errors
/// [`ReadError`]: it is empty, too large, or something that is not read.
pub(super) fn format(bytes: &[u8]) -> Result<Format, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    Measure::FileBytes.check(bytes.len() as u64, "")?;
    if bytes.starts_with(b"PK") {
        return package(bytes);
    }
    if bytes.starts_with(ole::SIGNATURE) {
        return container(bytes);
    }
    if let Some(error) = signature(bytes).or_else(|| plain::text(bytes)) {
        return Err(error);
    }
    if bytes.len() > HEAD && !bytes[..HEAD].windows(ENTRY.len()).any(|it| it == ENTRY) {
        return Err(ReadError::NotAWorkbook(Foreign::Unknown));
    }
    // Bytes in front of a zip package do no harm; whether there is one at all is seen when it is opened.
    package(bytes)
}

fn signature(bytes: &[u8]) -> Option<ReadError> {
    let found = SIGNATURES.iter().find(|(at, signature, _)| {
        bytes
            .get(*at..)
            .is_some_and(|rest| rest.starts_with(signature))
    });
    if let Some((_, _, foreign)) = found {
        return Some(ReadError::NotAWorkbook(*foreign));
    }
    // Two letters alone may begin a text as well.
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Some(ReadError::NotAWorkbook(Foreign::Image));
    }
    // Records of Excel 2 to 4, or of Excel 5 without a container.
    if matches!(
        bytes,
        [
            0x09,
            0x00 | 0x02 | 0x04 | 0x08,
            0x04 | 0x06 | 0x08 | 0x10,
            0x00,
            ..
        ]
    ) {
        return Some(ReadError::OtherFormat(Legacy::Excel4));
    }
    let begin = &bytes[..bytes.len().min(SEAL)];
    let is_sealed = begin
        .windows(b"E-SafeNet".len())
        .any(|window| window == b"E-SafeNet");
    is_sealed.then_some(ReadError::NotAWorkbook(Foreign::Sealed))
}

/// What an OLE container holds, by the names of its directory: old Office files, and new ones behind a password.
fn container(bytes: &[u8]) -> Result<Format, ReadError> {
    let opened = Ole::open(bytes);
    let holds = |name: &str| match &opened {
        Some(ole) => ole.names().any(|known| known.eq_ignore_ascii_case(name)),
        // Of a broken one the names can still be told.
        None => lists(bytes, name),
    };
    let no_workbook = |foreign| Err(ReadError::NotAWorkbook(foreign));
    let is_intact = opened.is_some();
    if holds("EncryptedPackage") && is_intact && !holds("EncryptionInfo")
        || holds("\u{9}DRMContent")
    {
        // No password opens it: the right to is given by a server.
        Err(ReadError::Restricted)
    } else if holds("EncryptedPackage") {
        Err(ReadError::Encrypted)
    } else if holds("Workbook") || holds("Book") {
        Ok(Format::Xls)
    } else if holds("WordDocument") {
        no_workbook(Foreign::OldWord)
    } else if holds("PowerPoint Document") {
        no_workbook(Foreign::Slides)
    } else if holds("__properties_version1.0") {
        no_workbook(Foreign::Mail)
    } else {
        no_workbook(Foreign::Unknown)
    }
}

/// Whether a name stands where an entry of a directory may, in letters of either size.
fn lists(bytes: &[u8], name: &str) -> bool {
    bytes.chunks(OLE_ENTRY).any(|chunk| {
        let mut units = chunk
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let is_it = name.encode_utf16().all(|letter| {
            let unit = units.next().and_then(|unit| u8::try_from(unit).ok());
            let letter = u8::try_from(letter).ok();
            unit.zip(letter)
                .is_some_and(|(unit, letter)| unit.eq_ignore_ascii_case(&letter))
        });
        is_it && units.next() == Some(0)
    })
}

/// What a zip package is, by its parts.
fn package(bytes: &[u8]) -> Result<Format, ReadError> {
    let mut package = Package::open(bytes)?;
    let no_workbook = |foreign| Err(ReadError::NotAWorkbook(foreign));
    if package.has("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if package.has("mimetype") && (package.has("content.xml") || package.has("encrypted-package")) {
        // A mimetype that cannot be read is nobody's.
        let mime = package
            .bytes("mimetype", Measure::TokenBytes)
            .ok()
            .flatten()
            .unwrap_or_default();
        let mime = String::from_utf8_lossy(&mime);
        let is = |kind: &str| mime.contains(kind);
        return match () {
            () if is("opendocument.spreadsheet") => Ok(Format::Ods),
            () if is("opendocument.text") => no_workbook(Foreign::OpenText),
            () if is("opendocument.presentation") => no_workbook(Foreign::Slides),
            () if is("sun.xml.calc") => Err(ReadError::OtherFormat(Legacy::OldCalc)),
            () => no_workbook(Foreign::Unknown),
        };
    }
    if package.has_folder("word/") {
        return no_workbook(Foreign::Word);
    }
    if package.has_folder("ppt/") {
        return no_workbook(Foreign::Slides);
    }
    if package.has("ofd.xml") {
        return no_workbook(Foreign::Ofd);
    }
    if package.has("uof.xml") {
        return Err(ReadError::OtherFormat(Legacy::Uof));
    }
    if package.has("Index/Document.iwa") || package.has("Index.zip") {
        return Err(ReadError::OtherFormat(Legacy::Apple));
    }
    if !package.has("_rels/.rels") && !package.has_folder("xl/") {
        return no_workbook(Foreign::Archive);
    }
    Ok(Format::Xlsx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nothing_known_is_told_by_its_first_bytes() {
        let unknown = ReadError::NotAWorkbook(Foreign::Unknown);
        let size = HEAD as u64 + 1;
        let begins = |with: &[u8]| [with, &vec![0; HEAD - with.len()]].concat();
        assert_eq!(hopeless(&begins(b""), size), Some(unknown.clone()));
        let text = ReadError::NotAWorkbook(Foreign::Text);
        assert_eq!(hopeless(&vec![b'a'; HEAD], size), Some(text));
        // What may be read is read to its end.
        assert_eq!(hopeless(&begins(b"PK"), size), None);
        assert_eq!(hopeless(&begins(ole::SIGNATURE), size), None);
        assert_eq!(hopeless(&begins(b"\0\0PK\x03\x04"), size), None);
        assert_eq!(hopeless(&begins(b""), HEAD as u64), None);
        assert_eq!(format(&vec![0; HEAD + 1]), Err(unknown));
    }
}
