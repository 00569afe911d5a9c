//! Where a cell is: zero-based rows and columns inside, A1 only when printed.

use std::fmt;

/// The last row Excel has, zero-based.
pub const LAST_ROW: u32 = 1_048_575;
/// The last column Excel has, zero-based.
pub const LAST_COLUMN: u32 = 16_383;

/// One cell of a sheet; row and column are zero-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u32,
}

impl Address {
    /// The cell at a zero-based row and column.
    pub const fn new(row: u32, column: u32) -> Address {
        Address { row, column }
    }

    /// Reads `B4` or `$B$4`; `None` for anything else and for what lies beyond Excel's limits.
    ///
    /// ```
    /// use annex::address::Address;
    /// assert_eq!(Address::parse("$C$10"), Some(Address::new(9, 2)));
    /// assert_eq!(Address::parse("XFE1"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Address> {
        let text = text.strip_prefix('$').unwrap_or(text);
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, rest) = text.split_at(letters);
        let digits = rest.strip_prefix('$').unwrap_or(rest);
        if name.is_empty() || name.len() > 3 || digits.is_empty() || digits.len() > 7 {
            return None;
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return None;
        }
        let column = name.bytes().fold(0, |sum, b| {
            sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1
        }) - 1;
        let row = digits.parse::<u32>().ok()? - 1;
        (row <= LAST_ROW && column <= LAST_COLUMN).then_some(Address { row, column })
    }
}

/// The letters of a zero-based column: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

impl serde::Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Address {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
        let text = String::deserialize(deserializer)?;
        Address::parse(&text).ok_or_else(|| serde::de::Error::custom("not a cell"))
    }
}

/// A rectangle of cells, both corners included.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Area {
    /// The upper left cell.
    pub first: Address,
    /// The lower right cell.
    pub last: Address,
}

impl Area {
    /// The rectangle between two corners given in any order.
    pub fn new(one: Address, other: Address) -> Area {
        Area {
            first: Address::new(one.row.min(other.row), one.column.min(other.column)),
            last: Address::new(one.row.max(other.row), one.column.max(other.column)),
        }
    }

    /// The rectangle of one cell.
    pub fn cell(at: Address) -> Area {
        Area {
            first: at,
            last: at,
        }
    }

    /// Whether it is a single cell.
    pub fn is_cell(&self) -> bool {
        self.first == self.last
    }

    /// Whether a cell lies in it.
    pub fn contains(&self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }

    /// Whether the two share a cell.
    pub fn overlaps(&self, other: &Area) -> bool {
        self.first.row <= other.last.row
            && other.first.row <= self.last.row
            && self.first.column <= other.last.column
            && other.first.column <= self.last.column
    }

    /// Its cells, row by row.
    pub fn cells(self) -> impl Iterator<Item = Address> {
        (self.first.row..=self.last.row).flat_map(move |row| {
            (self.first.column..=self.last.column).map(move |column| Address { row, column })
        })
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_cell() {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}:{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_and_parse_back() {
        for (text, row, column) in [
            ("A1", 0, 0),
            ("Z9", 8, 25),
            ("AA10", 9, 26),
            ("XFD1048576", LAST_ROW, LAST_COLUMN),
        ] {
            assert_eq!(Address::parse(text), Some(Address::new(row, column)));
            assert_eq!(Address::new(row, column).to_string(), text);
        }
        for text in [
            "", "A", "1", "A0", "A1048577", "XFE1", "A1B", "中1", "A-1", "AAAA1",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn areas_overlap_only_when_they_share_a_cell() {
        let area =
            |a: &str, b: &str| Area::new(Address::parse(a).unwrap(), Address::parse(b).unwrap());
        assert!(area("A1", "B2").overlaps(&area("B2", "C3")));
        assert!(!area("A1", "B2").overlaps(&area("C1", "C3")));
        assert_eq!(area("B2", "A1").to_string(), "A1:B2");
        assert_eq!(area("A1", "B2").cells().count(), 4);
    }
}
