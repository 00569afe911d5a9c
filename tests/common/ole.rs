//! OLE containers and the old workbooks in them, written by hand after [MS-CFB] and [MS-XLS].

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

const SECTOR: usize = 512;
const END: u32 = 0xFFFF_FFFE;
const NONE: u32 = 0xFFFF_FFFF;

/// A container of these streams, each made longer with noughts where it is too short for a stream of its own.
pub(crate) fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let sectors = |bytes: usize| bytes.max(4_096).div_ceil(SECTOR);
    let directory = (streams.len() + 1).div_ceil(4);
    let data: usize = streams.iter().map(|(_, bytes)| sectors(bytes.len())).sum();
    let mut tables = 1;
    while (tables + directory + data) > tables * SECTOR / 4 {
        tables += 1;
    }
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables];
    let chain = |table: &mut Vec<u32>, length: usize| {
        let first = table.len();
        table.extend((1..length).map(|next| (first + next) as u32));
        table.push(END);
        first as u32
    };
    let directory_at = chain(&mut table, directory);
    let mut entries = entry("Root Entry", 5, NONE, 1, END, 0);
    let mut contents = Vec::new();
    for (index, (name, bytes)) in streams.iter().enumerate() {
        let length = sectors(bytes.len());
        let start = chain(&mut table, length);
        let next = if index + 1 < streams.len() {
            index as u32 + 2
        } else {
            NONE
        };
        entries.extend(entry(name, 2, next, NONE, start, (length * SECTOR) as u32));
        contents.extend_from_slice(bytes);
        contents.resize(contents.len() + length * SECTOR - bytes.len(), 0);
    }
    entries.resize(directory * SECTOR, 0);
    table.resize(tables * SECTOR / 4, NONE);
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    header.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    header.resize(44, 0);
    for number in [tables as u32, directory_at, 0, 4_096, END, 0, END, 0] {
        header.extend(number.to_le_bytes());
    }
    header.extend((0..tables as u32).flat_map(u32::to_le_bytes));
    header.resize(SECTOR, 0xFF);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, entries, contents].concat()
}

fn entry(name: &str, kind: u8, right: u32, child: u32, start: u32, length: u32) -> Vec<u8> {
    let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let named = bytes.len() as u16 + 2;
    bytes.resize(64, 0);
    bytes.extend(named.to_le_bytes());
    bytes.extend([kind, 1]);
    for link in [NONE, right, child] {
        bytes.extend(link.to_le_bytes());
    }
    bytes.resize(116, 0);
    bytes.extend(start.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.resize(128, 0);
    bytes
}

/// What a cell of an old workbook holds.
pub(crate) enum Old<'a> {
    Text(&'a str),
    Number(f64),
    /// Numbers side by side, in one record.
    Numbers(&'a [u16]),
    /// A formula that comes to a text.
    Formula(&'a str),
}

/// The stream of a workbook with one sheet 表: what it says of its size, and its cells with their rows and columns.
pub(crate) fn stream(
    size: [u32; 2],
    password: Option<&[u8]>,
    cells: &[(u16, u16, Old<'_>)],
) -> Vec<u8> {
    let mut globals = Vec::new();
    record(
        &mut globals,
        0x0809,
        &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    if let Some(password) = password {
        record(&mut globals, 0x002F, password);
    }
    record(&mut globals, 0x0042, &[0xB0, 4]);
    let at = globals.len() as u32 + 4 + 10 + 4;
    let mut sheet = at.to_le_bytes().to_vec();
    sheet.extend([0, 0, 1, 1]);
    sheet.extend("表".encode_utf16().flat_map(u16::to_le_bytes));
    record(&mut globals, 0x0085, &sheet);
    record(&mut globals, 0x000A, &[]);
    assert_eq!(globals.len() as u32, at);
    record(
        &mut globals,
        0x0809,
        &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    let mut dimensions = [0, size[0]].map(u32::to_le_bytes).concat();
    dimensions.extend([0, 0, size[1] as u8, (size[1] >> 8) as u8, 0, 0]);
    record(&mut globals, 0x0200, &dimensions);
    for (row, column, cell) in cells {
        let mut at = [row.to_le_bytes(), column.to_le_bytes()].concat();
        let wide = |text: &str| {
            let mut bytes = (text.encode_utf16().count() as u16).to_le_bytes().to_vec();
            bytes.push(1);
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        match cell {
            Old::Text(text) => {
                at.extend([0, 0]);
                at.extend(wide(text));
                record(&mut globals, 0x0204, &at);
            }
            Old::Number(number) => {
                at.extend([0, 0]);
                at.extend(number.to_le_bytes());
                record(&mut globals, 0x0203, &at);
            }
            Old::Numbers(numbers) => {
                for number in *numbers {
                    at.extend([0, 0]);
                    at.extend((u32::from(*number) << 2 | 2).to_le_bytes());
                }
                at.extend((column + numbers.len() as u16 - 1).to_le_bytes());
                record(&mut globals, 0x00BD, &at);
            }
            Old::Formula(text) => {
                at.extend([0, 0]);
                at.extend([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
                at.extend([0; 6]);
                at.extend([3, 0, 0x1E, 1, 0]);
                record(&mut globals, 0x0006, &at);
                record(&mut globals, 0x0207, &wide(text));
            }
        }
    }
    record(&mut globals, 0x000A, &[]);
    globals
}

fn record(stream: &mut Vec<u8>, kind: u16, contents: &[u8]) {
    stream.extend(kind.to_le_bytes());
    stream.extend((contents.len() as u16).to_le_bytes());
    stream.extend(contents);
}
