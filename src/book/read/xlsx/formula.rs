//! Shared formulas written out for each of their cells.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::address::{Address, LAST_COLUMN, LAST_ROW, column_letters};

/// How far a cell lies from the one a formula is written for, in rows and columns.
#[derive(Debug, Clone, Copy)]
struct Shift {
    rows: i64,
    columns: i64,
}

/// The formula of a cell that shares the one written for another.
///
/// References without `$` move along; texts, names of sheets and functions stay. What would lie beyond the sheet becomes
/// `#REF!`.
pub(super) fn moved(formula: &str, from: Address, to: Address) -> String {
    let shift = Shift {
        rows: i64::from(to.row) - i64::from(from.row),
        columns: i64::from(to.column) - i64::from(from.column),
    };
    let mut written = String::with_capacity(formula.len() + 8);
    let mut letters = formula.char_indices().peekable();
    while let Some(&(at, letter)) = letters.peek() {
        match letter {
            '"' | '\'' => quoted(&mut letters, letter),
            '[' => bracketed(&mut letters),
            letter if is_word(letter) => {
                let end = word(&mut letters, formula);
                written.push_str(&reference(formula, &mut letters, at, end, shift));
                continue;
            }
            _ => drop(letters.next()),
        }
        let end = letters.peek().map_or(formula.len(), |(end, _)| *end);
        written.push_str(&formula[at..end]);
    }
    written
}

type Letters<'a> = Peekable<CharIndices<'a>>;

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$' | '\\' | '?')
}

/// Passes over a text or the quoted name of a sheet; a doubled quote stands for itself.
fn quoted(letters: &mut Letters<'_>, quote: char) {
    letters.next();
    while let Some((_, letter)) = letters.next() {
        if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return;
        }
    }
}

/// Passes over the number of a workbook or the columns of a table.
fn bracketed(letters: &mut Letters<'_>) {
    let mut depth = 0;
    while let Some((_, letter)) = letters.next() {
        match letter {
            '\'' => drop(letters.next()),
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

/// Passes over a word and gives where it ends.
fn word(letters: &mut Letters<'_>, formula: &str) -> usize {
    while letters.next_if(|(_, letter)| is_word(*letter)).is_some() {}
    letters.peek().map_or(formula.len(), |(end, _)| *end)
}

/// What becomes of a word: a cell, or whole columns or rows with the word after the colon, move along.
fn reference(
    formula: &str,
    letters: &mut Letters<'_>,
    at: usize,
    end: usize,
    shift: Shift,
) -> String {
    let first = &formula[at..end];
    let next = formula[end..].chars().next();
    if matches!(next, Some('(' | '!' | '[')) {
        return first.to_owned();
    }
    if let Some(cell) = Part::cell(first) {
        return cell.moved(shift);
    }
    if next == Some(':') {
        let rest = &formula[end + 1..];
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let second = &rest[..length];
        let is_call = rest[length..].starts_with(['(', '!']);
        if let (Some(one), Some(other), false) = (Part::line(first), Part::line(second), is_call)
            && one.is_column() == other.is_column()
        {
            while letters
                .next_if(|(place, _)| *place < end + 1 + length)
                .is_some()
            {}
            return format!("{}:{}", one.moved(shift), other.moved(shift));
        }
    }
    first.to_owned()
}

/// A column and a row, or one of them, each with whether it is fixed.
#[derive(Debug, Clone, Copy)]
struct Part {
    column: Option<(u32, bool)>,
    row: Option<(u32, bool)>,
}

impl Part {
    /// `B4`, `$B$4`.
    fn cell(word: &str) -> Option<Part> {
        let place = Address::parse(word)?;
        let fixed_column = word.starts_with('$');
        let fixed_row = word[usize::from(fixed_column)..].contains('$');
        Some(Part {
            column: Some((place.column, fixed_column)),
            row: Some((place.row, fixed_row)),
        })
    }

    /// `B`, `$B`, `4`, `$4`: half of a range of whole columns or rows.
    fn line(word: &str) -> Option<Part> {
        let (fixed, bare) = match word.strip_prefix('$') {
            Some(bare) => (true, bare),
            None => (false, word),
        };
        if bare.is_empty() {
            None
        } else if bare.bytes().all(|byte| byte.is_ascii_digit()) {
            let place = Address::parse(&format!("A{bare}"))?;
            Some(Part {
                column: None,
                row: Some((place.row, fixed)),
            })
        } else {
            let place = Address::parse(&format!("{bare}1"))?;
            bare.bytes()
                .all(|byte| byte.is_ascii_alphabetic())
                .then_some(Part {
                    column: Some((place.column, fixed)),
                    row: None,
                })
        }
    }

    fn is_column(self) -> bool {
        self.column.is_some()
    }

    fn moved(self, shift: Shift) -> String {
        let column = self
            .column
            .map(|column| step(column, shift.columns, LAST_COLUMN));
        let row = self.row.map(|row| step(row, shift.rows, LAST_ROW));
        let (Some(column), Some(row)) = (
            column.unwrap_or(Some((0, false))),
            row.unwrap_or(Some((0, false))),
        ) else {
            return "#REF!".to_owned();
        };
        let dollar = |fixed: bool| if fixed { "$" } else { "" };
        let mut written = String::new();
        if self.column.is_some() {
            written.push_str(dollar(column.1));
            written.push_str(&column_letters(column.0));
        }
        if self.row.is_some() {
            written.push_str(dollar(row.1));
            written.push_str(&(row.0 + 1).to_string());
        }
        written
    }
}

/// A column or row moved, unless it is fixed; `None` beyond the sheet.
fn step((place, fixed): (u32, bool), by: i64, last: u32) -> Option<(u32, bool)> {
    if fixed {
        return Some((place, true));
    }
    let place = u32::try_from(i64::from(place) + by).ok()?;
    (place <= last).then_some((place, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_references_move_and_nothing_else_does() {
        let at = |cell: &str| Address::parse(cell).unwrap();
        for (formula, to, expected) in [
            ("B1*$C$1+\"B1\"", "A2", "B2*$C$1+\"B1\""),
            ("SUM(B1:D4)-$B1-B$1", "C3", "SUM(D3:F6)-$B3-D$1"),
            ("'B1 ''x'''!A1+B1!C1", "B2", "'B1 ''x'''!B2+B1!D2"),
            ("[1]表!A1+LOG10(A1)", "A5", "[1]表!A5+LOG10(A5)"),
            (
                "SUM(A:B)+SUM(1:$2)+SUM($A:C)",
                "B3",
                "SUM(B:C)+SUM(3:$2)+SUM($A:D)",
            ),
            ("表1[[#This Row],[A1]]+A1", "A2", "表1[[#This Row],[A1]]+A2"),
            ("total.A1+A1.5+_A1+财A1", "A9", "total.A1+A1.5+_A1+财A1"),
            ("1.5E3+12+TRUE", "B2", "1.5E3+12+TRUE"),
            ("\"a\"\"A1\"&A1", "A3", "\"a\"\"A1\"&A3"),
            ("A1048576", "A2", "#REF!"),
            ("IF(A1>0,{1,2;3,4},\"A1", "A2", "IF(A2>0,{1,2;3,4},\"A1"),
        ] {
            assert_eq!(moved(formula, at("A1"), at(to)), expected, "{formula}");
        }
    }
}
