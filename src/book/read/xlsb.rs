//! What has to be known of an .xlsb before calamine reads it: whether cells leave out their column.
//!
//! [MS-XLSB] has each record of a cell twice, with its column and without: then it stands beside the one before. SheetJS
//! writes both, and calamine knows those with a column. So the others get theirs in a copy of the bytes.

use super::{Damage, Measure, ReadError};
use crate::package::Patch;

/// The folder of the sheets.
const SHEETS: &str = "xl/worksheets/";
const ROW: u32 = 0;
/// Records of one cell with its column: blank, short number, error, truth, number, text, shared text, and formulas.
const CELLS: std::ops::RangeInclusive<u32> = 1..=11;
/// Those without: blank, short number, error, truth, number, text, shared text.
const BESIDE: std::ops::RangeInclusive<u32> = 12..=18;
/// So much is the number of a record without a column larger.
const APART: u32 = 11;

/// The bytes of a workbook in which every cell tells its column; `None` where that is so already.
///
/// # Errors
/// [`ReadError`]: the package or a sheet of it is broken, or too large.
pub(super) fn with_columns(bytes: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
    let mut patch = Patch::open(bytes)?;
    let is_sheet = |name: &str| {
        let name = name.replace('\\', "/").to_ascii_lowercase();
        name.trim_start_matches('/').starts_with(SHEETS) && name.ends_with(".bin")
    };
    let sheets: Vec<String> = patch.package().names().map(str::to_owned).collect();
    let mut changed = false;
    for name in sheets.iter().filter(|name| is_sheet(name)) {
        let sheet = patch.package().bytes(name, Measure::PartBytes)?;
        let written = sheet.and_then(|sheet| written(&sheet).transpose());
        let written = written.transpose().map_err(|()| {
            ReadError::damaged(name, Damage::Incomplete("a record is cut off".to_owned()))
        })?;
        if let Some(sheet) = written {
            patch.put_bytes(name, sheet);
            changed = true;
        }
    }
    match changed {
        true => Ok(Some(patch.write()?)),
        false => Ok(None),
    }
}

/// A sheet whose cells all tell their column; `None` where they do already.
fn written(sheet: &[u8]) -> Result<Option<Vec<u8>>, ()> {
    let mut written = Vec::new();
    let (mut rest, mut column) = (sheet, 0_u32);
    let mut changed = false;
    while !rest.is_empty() {
        let whole = rest;
        let kind = number(&mut rest, 2).ok_or(())?;
        let length = number(&mut rest, 4).ok_or(())?;
        let length = usize::try_from(length).map_err(|_| ())?;
        let (content, after) = rest.split_at_checked(length).ok_or(())?;
        if BESIDE.contains(&kind) {
            column = column.wrapping_add(1);
            put(&mut written, kind - APART);
            put(&mut written, u32::try_from(length + 4).map_err(|_| ())?);
            written.extend(column.to_le_bytes());
            written.extend(content);
            changed = true;
        } else {
            if CELLS.contains(&kind)
                && let Some(at) = content.first_chunk()
            {
                column = u32::from_le_bytes(*at);
            } else if kind == ROW {
                // A first cell without one is in the first column.
                column = u32::MAX;
            }
            written.extend(&whole[..whole.len() - after.len()]);
        }
        rest = after;
    }
    Ok(changed.then_some(written))
}

/// A number in bytes of seven bits, the lowest first, at most `most` of them.
fn number(rest: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for place in 0..most {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn put(written: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        written.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    written.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows as SheetJS writes them: a text in A, then a short number and a truth that leave their columns out.
    #[test]
    fn a_cell_without_a_column_stands_beside_the_one_before() {
        let row = |row: u8| [vec![0, 4, row, 0, 0, 0]].concat();
        let text = |column: u8| vec![7, 12, column, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0];
        let sheet = [
            row(0),
            text(0),
            vec![13, 8, 0, 0, 0, 0, 6, 0, 0, 0],
            vec![15, 5, 0, 0, 0, 0, 1],
            row(1),
            text(4),
            vec![13, 8, 0, 0, 0, 0, 18, 0, 0, 0],
        ]
        .concat();
        let whole = [
            row(0),
            text(0),
            vec![2, 12, 1, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0],
            vec![4, 9, 2, 0, 0, 0, 0, 0, 0, 0, 1],
            row(1),
            text(4),
            vec![2, 12, 5, 0, 0, 0, 0, 0, 0, 0, 18, 0, 0, 0],
        ]
        .concat();
        assert_eq!(written(&sheet), Ok(Some(whole.clone())));
        assert_eq!(written(&whole), Ok(None));
        assert_eq!(written(&whole[..whole.len() - 1]), Err(()));
    }
}
