//! Counts what styles.xml makes calamine keep.

use super::ReadError;
use super::budget::Measure;

/// Bytes that all cell formats together may copy: each repeats the name of its font and its number format.
const COPIED_BYTES: u64 = 64 << 20;

/// Elements that become something in memory, and the elements in which they do.
const KINDS: [(&str, &str); 5] = [
    ("xf", "cellXfs"),
    ("font", "fonts"),
    ("fill", "fills"),
    ("border", "borders"),
    ("numFmt", "numFmts"),
];

/// The formats of one part so far.
#[derive(Default)]
pub(super) struct Formats {
    /// The one of [`KINDS`] whose element the scan is in.
    inside: Option<usize>,
    counts: [u64; KINDS.len()],
    longest: u64,
}

impl Formats {
    /// Counts an element of `length` bytes that begins.
    pub(super) fn start(&mut self, name: &str, length: usize, part: &str) -> Result<(), ReadError> {
        self.longest = self.longest.max(length as u64);
        if let Some(index) = self.inside.filter(|&index| KINDS[index].0 == name) {
            self.counts[index] += 1;
            Measure::Formats.check(self.counts[index], part)?;
        }
        if let Some(index) = KINDS.iter().position(|(_, around)| *around == name) {
            self.inside = Some(index);
        }
        if self.counts[0].saturating_mul(self.longest) > COPIED_BYTES {
            return Err(ReadError::TooLarge {
                part: part.to_owned(),
                what: Measure::Formats,
            });
        }
        Ok(())
    }

    /// Notes an element that ends.
    pub(super) fn end(&mut self, name: &str) {
        if self.inside.is_some_and(|index| KINDS[index].1 == name) {
            self.inside = None;
        }
    }
}
