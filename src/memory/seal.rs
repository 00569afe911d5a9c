//! What vouches for a memory: a seal over it and over what the workbook shows, and a signature.

use crate::book::CellValue;
use crate::digest;
use crate::identity::{Key, Mark, Signed};
use crate::memory::Record;
use crate::number::Number;

/// Digits of a number that every program keeps.
const DIGITS: u32 = 15;

/// What a workbook shows: whose it is, and what stands in its inputs. A memory is sealed together with it, so that it is
/// that of no other workbook, and void once an input was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(Vec<(String, String)>);

impl Shown {
    /// What a workbook shows that bears this mark and holds these values in its inputs, each with the id of its field.
    pub fn of<'a>(
        mark: &Mark,
        inputs: impl IntoIterator<Item = (&'a str, &'a CellValue)>,
    ) -> Shown {
        let inputs = inputs
            .into_iter()
            .map(|(id, value)| (id.to_owned(), plain(value)))
            .filter(|(_, text)| !text.is_empty());
        let mark = ("mark".to_owned(), mark.text().to_owned());
        Shown(std::iter::once(mark).chain(inputs).collect())
    }

    /// A check sum over a memory and what is shown beside it: as that of an identity, it is no protection against a forger.
    pub(super) fn seal(&self, records: &[Record]) -> String {
        let shown = self.0.iter().map(|(id, text)| (id.as_str(), words(text)));
        let records = records.iter().flatten();
        digest::of(shown.chain(records.map(|text| ("record", words(text)))))
    }
}

/// A check sum over a memory alone: it holds however often the workbook was edited and saved since.
pub(super) fn of_records(records: &[Record]) -> String {
    let records = records.iter().flatten();
    digest::of(records.map(|text| ("record", words(text))))
}

/// A value as it comes back from a file: a number at the digits every program keeps.
fn plain(value: &CellValue) -> String {
    match value {
        CellValue::Blank => String::new(),
        CellValue::Number(number) => {
            let kept: Number = number.round_significant(DIGITS).unwrap_or(*number);
            kept.to_string()
        }
        CellValue::Text(text) | CellValue::Error(text) => text.clone(),
        CellValue::Bool(truth) => truth.to_string(),
    }
}

/// A text without what programs change in it on saving: blanks, line ends and control characters.
fn words(text: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(is_end).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The signature of a seal.
pub(super) fn signature(seal: &str, key: &Key) -> String {
    key.sign(&sealed(seal))
}

/// What a key says of the signature of a seal.
pub(super) fn signed(seal: &str, signature: Option<&str>, key: &Key) -> Signed {
    match signature {
        None => Signed::Not,
        Some(signature) if key.verify(&sealed(seal), signature) => Signed::Right,
        Some(_) => Signed::Wrong,
    }
}

/// What is signed: the name keeps the signature of a memory apart from that of an identity.
fn sealed(seal: &str) -> [(String, String); 1] {
    [(super::SHEET.to_owned(), seal.to_owned())]
}

/// Why a memory is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It has no seal.
    Unsealed,
    /// Its seal is that of another memory, or of a workbook that shows something else.
    Seal,
    /// What it holds was changed, in a workbook that was saved since.
    Altered,
    /// It is not signed, and a key was given.
    Unsigned,
    /// Another key signed it.
    Signature,
    /// It speaks of one of annex's own sheets.
    Reach,
    /// A formula, a printed text or a given value is not what annex wrote there.
    Edited,
    /// With it an input would read otherwise than the workbook shows it.
    Outweighs,
}
