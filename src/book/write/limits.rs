//! Excel's limits on texts and places, checked before the library would cut, print or repair something.

use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};

use super::WriteError;

/// Characters of a text in a cell.
pub(super) const TEXT: usize = 32_767;
/// Characters of a formula in a cell.
pub(super) const FORMULA: usize = 8_192;
/// Characters of the formula of a data validation or a conditional format.
pub(super) const RULE_FORMULA: usize = 255;
/// Characters of the title of a prompt or an error message.
pub(super) const TITLE: usize = 32;
/// Characters of the text of a prompt or an error message, and of all choices of a list with the commas between them.
pub(super) const MESSAGE: usize = 255;
/// Characters of a note: the library keeps room for an author's name.
pub(super) const NOTE: usize = TEXT - 54;
/// Characters of the author of a note.
pub(super) const AUTHOR: usize = 52;
/// Characters of a header or footer.
pub(super) const HEADER: usize = 255;

/// The length of a text as Excel counts it.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Refuses a text that is too long.
pub(super) fn check(
    sheet: &str,
    cell: Area,
    what: &'static str,
    text: &str,
    limit: usize,
) -> Result<(), WriteError> {
    let length = length(text);
    if length > limit {
        return Err(WriteError::TooLong {
            sheet: sheet.to_owned(),
            cell,
            what,
            length,
            limit,
        });
    }
    Ok(())
}

/// Whether Excel has such a cell.
pub(super) fn within(at: Address) -> bool {
    at.row <= LAST_ROW && at.column <= LAST_COLUMN
}

/// Refuses an area that reaches beyond Excel's last row or column, and gives its corners as the library wants them.
pub(super) fn corners(sheet: &str, area: Area) -> Result<(u32, u16, u32, u16), WriteError> {
    if let (true, Ok(first), Ok(last)) = (
        within(area.last),
        u16::try_from(area.first.column),
        u16::try_from(area.last.column),
    ) {
        return Ok((area.first.row, first, area.last.row, last));
    }
    Err(WriteError::Cell {
        sheet: sheet.to_owned(),
        cell: area,
        reason: "it is beyond Excel's last row or column".to_owned(),
    })
}

/// The absolute reference to a cell: `'附件1'!$B$4`.
pub(super) fn reference(sheet: &str, at: Address) -> String {
    format!(
        "'{}'!${}${}",
        sheet.replace('\'', "''"),
        crate::address::column_letters(at.column),
        at.row + 1
    )
}

/// The text without the characters XML cannot carry in an attribute.
///
/// Texts of cells need no such care: there Excel has an escape for every character.
pub(super) fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter(|&c| {
            c == '\n' || c == '\t' || (!c.is_control() && c != '\u{FFFE}' && c != '\u{FFFF}')
        })
        .collect()
}
