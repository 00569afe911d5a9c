//! What has to be known of an .xls before calamine reads it: whether a password hides it, and how far apart its cells lie.
//!
//! calamine asks for memory for every cell between the first and the last one of a sheet. A single stray cell at the far
//! end makes that hundreds of megabytes; so the cells of such a sheet are moved together in a copy of the bytes, read
//! there, and put back where they stand.

use super::ole::{Ole, Stream};
use super::{Damage, Measure, ReadError};
use crate::address::Address;

/// So many cells between the first and the last one of a sheet are no trouble.
const ROOM: u64 = 1 << 16;
/// How many columns cells that are moved together take.
const WIDTH: u16 = 256;

const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;
/// Records of one cell: number, text (plain, rich, shared), truth or error, short number, formula.
const ONE_CELL: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x00FD, 0x0205, 0x027E, 0x0006];

/// A workbook that calamine can read.
pub(super) struct Packed {
    /// The bytes, where they had to be changed.
    pub(super) bytes: Option<Vec<u8>>,
    /// For each sheet whose cells were moved, where they stand in truth, in the order of their new places.
    pub(super) moved: Vec<Option<Vec<Address>>>,
}

impl Packed {
    /// Where a cell of a sheet stands that calamine found at this place.
    pub(super) fn place(&self, sheet: usize, row: u32, column: u32) -> Option<Address> {
        let Some(Some(moved)) = self.moved.get(sheet) else {
            return Some(Address::new(row, column));
        };
        let index = u64::from(row) * u64::from(WIDTH) + u64::from(column);
        moved.get(usize::try_from(index).ok()?).copied()
    }
}

/// A record of the stream: its kind, where its contents begin, and how many bytes they have.
#[derive(Clone, Copy)]
struct Record {
    kind: u16,
    at: usize,
    length: usize,
}

/// Looks through the records of a workbook.
///
/// # Errors
/// [`ReadError`]: a password is needed to open it, it is damaged, or it has too many cells.
pub(super) fn packed(bytes: &[u8]) -> Result<Packed, ReadError> {
    let broken = |detail: &str| {
        let damage = Damage::Contradiction(detail.to_owned());
        ReadError::damaged("", damage)
    };
    let ole = Ole::open(bytes).ok_or_else(|| broken("its directory cannot be read"))?;
    let stream = ["Workbook", "Book"]
        .iter()
        .find_map(|name| ole.stream(name))
        .ok_or_else(|| broken("the stream of its sheets cannot be found"))?;
    let mut sheets = Vec::new();
    for record in records(&stream, bytes, 0) {
        match record.kind {
            // What a password hides says so before anything else.
            FILE_PASS => return Err(ReadError::Encrypted),
            BOUND_SHEET => {
                let at = stream.u32(bytes, record.at).unwrap_or_default();
                sheets.push(at as usize);
            }
            END => break,
            _ => {}
        }
    }
    Measure::Sheets.check(sheets.len() as u64, "")?;
    let mut packed = Packed {
        bytes: None,
        moved: vec![None; sheets.len()],
    };
    for (index, at) in sheets.iter().enumerate() {
        // A second sheet in the same place would be moved twice.
        if sheets[..index].contains(at) {
            return Err(broken("two sheets lie in the same place"));
        }
        if is_wide(&stream, bytes, *at) {
            let target = packed.bytes.get_or_insert_with(|| bytes.to_vec());
            packed.moved[index] = Some(pack(&stream, bytes, *at, target)?);
        }
    }
    Ok(packed)
}

fn records<'s>(
    stream: &'s Stream,
    bytes: &'s [u8],
    from: usize,
) -> impl Iterator<Item = Record> + 's {
    let mut next = from;
    std::iter::from_fn(move || {
        let kind = stream.u16(bytes, next)?;
        let length = usize::from(stream.u16(bytes, next + 2)?);
        let at = next + 4;
        next = at + length;
        (next <= stream.len()).then_some(Record { kind, at, length })
    })
}

/// The records of one sheet, those of charts that lie on it left out.
fn sheet<'s>(
    stream: &'s Stream,
    bytes: &'s [u8],
    from: usize,
) -> impl Iterator<Item = Record> + 's {
    let mut depth = 0_u32;
    records(stream, bytes, from)
        .map_while(move |record| {
            match record.kind {
                BEGIN => depth += 1,
                END => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_over = depth == 0 && record.kind == END;
            (!is_over).then_some((depth <= 1).then_some(record))
        })
        .flatten()
}

/// The row, the first and the last column of the cells a record holds.
fn cells(stream: &Stream, bytes: &[u8], record: Record) -> Option<(u16, u16, u16)> {
    let (row, first) = (
        stream.u16(bytes, record.at)?,
        stream.u16(bytes, record.at + 2)?,
    );
    match record.kind {
        SEVERAL_NUMBERS if record.length >= 6 => {
            let last = stream.u16(bytes, record.at + record.length - 2)?;
            // As many as there is room for, whatever it says.
            let room = u16::try_from((record.length - 6) / 6).ok()?;
            let last = last.min(first.saturating_add(room.saturating_sub(1)));
            (room > 0).then_some((row, first, last.max(first)))
        }
        kind if ONE_CELL.contains(&kind) && record.length >= 6 => Some((row, first, first)),
        _ => None,
    }
}

/// Whether the cells of a sheet lie far apart, or are said to.
fn is_wide(stream: &Stream, bytes: &[u8], from: usize) -> bool {
    let mut bounds: Option<[u16; 4]> = None;
    for record in sheet(stream, bytes, from) {
        if record.kind == DIMENSIONS && says_wide(stream, bytes, record) {
            return true;
        }
        if let Some((row, first, last)) = cells(stream, bytes, record) {
            bounds = Some(match bounds {
                None => [row, row, first, last],
                Some([top, bottom, left, right]) => [
                    top.min(row),
                    bottom.max(row),
                    left.min(first),
                    right.max(last),
                ],
            });
        }
    }
    bounds.is_some_and(|[top, bottom, left, right]| {
        (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1) > ROOM
    })
}

/// Whether a sheet says that it is wide, or says what cannot be.
fn says_wide(stream: &Stream, bytes: &[u8], record: Record) -> bool {
    let size = match record.length {
        10 => [0, 2, 4, 6].map(|at| stream.u16(bytes, record.at + at).map(u32::from)),
        14 | 16 => [
            stream.u32(bytes, record.at),
            stream.u32(bytes, record.at + 4),
            stream.u16(bytes, record.at + 8).map(u32::from),
            stream.u16(bytes, record.at + 10).map(u32::from),
        ],
        _ => return false,
    };
    let [Some(top), Some(bottom), Some(left), Some(right)] = size else {
        return false;
    };
    bottom < top
        || u64::from(bottom - top) * u64::from(right.saturating_sub(left).max(right.min(256)))
            > ROOM
}

/// Moves the cells of a sheet together; where they stood, in their new order.
fn pack(
    stream: &Stream,
    bytes: &[u8],
    from: usize,
    target: &mut [u8],
) -> Result<Vec<Address>, ReadError> {
    let mut moved: Vec<Address> = Vec::new();
    for record in sheet(stream, bytes, from) {
        if record.kind == DIMENSIONS {
            for at in (0..record.length).step_by(2) {
                stream.put(target, record.at + at, 0);
            }
        }
        let Some((row, first, last)) = cells(stream, bytes, record) else {
            continue;
        };
        let count = usize::from(last - first) + 1;
        let width = usize::from(WIDTH);
        // Cells of one record stay side by side.
        if count > width {
            return Err(ReadError::TooLarge {
                part: String::new(),
                what: Measure::SheetSize,
            });
        }
        while moved.len() % width + count > width {
            moved.push(Address::new(u32::from(row), u32::from(first)));
        }
        let (new_row, new_column) = (moved.len() / width, moved.len() % width);
        Measure::StoredCells.check((moved.len() + count) as u64, "")?;
        let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        stream.put(target, record.at, narrow(new_row));
        stream.put(target, record.at + 2, narrow(new_column));
        if record.kind == SEVERAL_NUMBERS {
            let last = new_column + count - 1;
            stream.put(target, record.at + record.length - 2, narrow(last));
        }
        for column in first..=last {
            moved.push(Address::new(u32::from(row), u32::from(column)));
        }
    }
    Ok(moved)
}
