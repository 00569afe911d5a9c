//! Where the list of findings, the sheet 校验结果, has what: it is written by one stage and its answers are read by another.
//! Rows and columns are zero-based.

/// The row that says what to do with the list.
pub const HINT: u32 = 2;
/// The row of the column headings; the findings follow.
pub const HEAD: u32 = 3;
/// The column of the code.
pub const CODE: u32 = 2;
/// The column of the sheet.
pub const SHEET: u32 = 3;
/// The column of the cell, the first one where there are several.
pub const CELL: u32 = 4;
/// The column of what the department answers.
pub const ANSWER: u32 = 10;

/// What the column of the cell says: the first cell, and how many there are. `F12`, `F12 等 4 格`.
pub fn cells(text: &str) -> (&str, usize) {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let digits = |c: char| !c.is_ascii_digit();
    let mut counts = rest.split(digits).filter_map(|part| part.parse().ok());
    (first, counts.next().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_are_read_in_both_languages() {
        for (text, expected) in [
            ("F12", ("F12", 1)),
            ("F12 等 4 格", ("F12", 4)),
            ("F12 of 4 cells", ("F12", 4)),
            ("", ("", 1)),
        ] {
            assert_eq!(cells(text), expected, "{text}");
        }
    }
}
