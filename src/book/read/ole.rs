//! The OLE container in which .xls and .doc come: which streams it holds, and where in the file the bytes of one lie.

/// How a container begins.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The bytes of an entry of the directory.
const ENTRY: usize = 128;
/// The sectors of streams that are shorter than a container cares for.
const SMALL_SECTOR: usize = 64;
/// Numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// What says that an entry has no neighbour.
const NO_ENTRY: u32 = 0xFFFF_FFFF;

/// A container, opened.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    /// Streams shorter than this lie in small sectors.
    small_below: usize,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_stream: bool,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    length: usize,
}

/// Where the bytes of a stream lie in the file.
pub(super) struct Stream {
    starts: Vec<usize>,
    sector: usize,
    length: usize,
}

impl<'a> Ole<'a> {
    /// Opens a container; `None` for one that is broken.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Ole<'a>> {
        let shift = u16_at(bytes, 30)?;
        let sector = match shift {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut ole = Ole {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small_below: u32_at(bytes, 56)? as usize,
            entries: Vec::new(),
        };
        ole.table = ole.table()?;
        let small = ole.chain(u32_at(bytes, 60)?, &ole.table, usize::MAX);
        ole.small_table = small.iter().flat_map(|start| ole.numbers(*start)).collect();
        let directory = ole.chain(u32_at(bytes, 48)?, &ole.table, usize::MAX);
        for start in directory {
            for at in (start..start + sector).step_by(ENTRY) {
                ole.entries.push(entry(bytes.get(at..at + ENTRY)?)?);
            }
        }
        (!ole.entries.is_empty()).then_some(ole)
    }

    /// Which sector follows each.
    fn table(&self) -> Option<Vec<u32>> {
        let mut parts: Vec<u32> = (0..109)
            .map_while(|index| u32_at(self.bytes, 76 + 4 * index))
            .collect();
        let mut more = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector;
        for _ in 0..most {
            if more >= NO_SECTOR {
                break;
            }
            let mut numbers = self.numbers(self.start(more));
            more = numbers.pop()?;
            parts.extend(numbers);
        }
        let parts = parts
            .into_iter()
            .filter(|part| *part < NO_SECTOR)
            .take(most);
        Some(
            parts
                .flat_map(|part| self.numbers(self.start(part)))
                .collect(),
        )
    }

    fn start(&self, sector: u32) -> usize {
        (sector as usize + 1).saturating_mul(self.sector)
    }

    /// The numbers a sector holds, as far as the file goes.
    fn numbers(&self, start: usize) -> Vec<u32> {
        (0..self.sector / 4)
            .map_while(|index| u32_at(self.bytes, start + 4 * index))
            .collect()
    }

    /// Where the sectors of a chain begin; no more of them than the file has.
    fn chain(&self, first: u32, table: &[u32], most: usize) -> Vec<usize> {
        let most = most.min(self.bytes.len() / self.sector + 1);
        let mut starts = Vec::new();
        let mut sector = first;
        while sector < NO_SECTOR && starts.len() < most {
            let start = self.start(sector);
            if start >= self.bytes.len() {
                break;
            }
            starts.push(start);
            sector = table.get(sector as usize).copied().unwrap_or(NO_SECTOR);
        }
        starts
    }

    /// The names of what lies on the first level: what an embedded document holds is not this document's.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.top().into_iter().map(|entry| entry.name.as_str())
    }

    fn top(&self) -> Vec<&Entry> {
        let mut found = Vec::new();
        let mut due = vec![self.entries[0].child];
        while let Some(index) = due.pop() {
            // An honest directory meets each entry once.
            if index == NO_ENTRY || found.len() > self.entries.len() {
                continue;
            }
            if let Some(entry) = self.entries.get(index as usize) {
                found.push(entry);
                due.extend([entry.left, entry.right]);
            }
        }
        found
    }

    /// Where the stream of this name lies; capitals make no difference.
    pub(super) fn stream(&self, name: &str) -> Option<Stream> {
        let entry = self
            .top()
            .into_iter()
            .find(|entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name))?;
        if entry.length >= self.small_below {
            let sectors = entry.length.div_ceil(self.sector);
            return Some(Stream {
                starts: self.chain(entry.start, &self.table, sectors),
                sector: self.sector,
                length: entry.length,
            });
        }
        let holds = self.chain(self.entries[0].start, &self.table, usize::MAX);
        let each = self.sector / SMALL_SECTOR;
        let mut starts = Vec::new();
        let mut small = entry.start;
        while small < NO_SECTOR && starts.len() < entry.length.div_ceil(SMALL_SECTOR) {
            let start = holds.get(small as usize / each)?;
            starts.push(start + (small as usize % each) * SMALL_SECTOR);
            small = *self.small_table.get(small as usize)?;
        }
        Some(Stream {
            starts,
            sector: SMALL_SECTOR,
            length: entry.length,
        })
    }
}

impl Stream {
    /// How many bytes the stream has.
    pub(super) fn len(&self) -> usize {
        self.length
            .min(self.starts.len().saturating_mul(self.sector))
    }

    /// Where in the file a byte of the stream lies.
    pub(super) fn place(&self, at: usize) -> Option<usize> {
        let start = self.starts.get(at / self.sector)?;
        (at < self.length).then_some(start + at % self.sector)
    }

    /// A number of two bytes at a place of the stream.
    pub(super) fn u16(&self, bytes: &[u8], at: usize) -> Option<u16> {
        let byte = |at| bytes.get(self.place(at)?).copied();
        Some(u16::from_le_bytes([byte(at)?, byte(at + 1)?]))
    }

    /// A number of four bytes at a place of the stream.
    pub(super) fn u32(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let (low, high) = (self.u16(bytes, at)?, self.u16(bytes, at + 2)?);
        Some(u32::from(high) << 16 | u32::from(low))
    }

    /// Writes a number of two bytes at a place of the stream.
    pub(super) fn put(&self, bytes: &mut [u8], at: usize, number: u16) {
        for (at, byte) in (at..).zip(number.to_le_bytes()) {
            if let Some(place) = self.place(at).and_then(|place| bytes.get_mut(place)) {
                *place = byte;
            }
        }
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64) - 2;
    let units: Vec<u16> = bytes[..length]
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|unit| *unit != 0)
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        is_stream: bytes[66] == 2,
        left: u32_at(bytes, 68)?,
        right: u32_at(bytes, 72)?,
        child: u32_at(bytes, 76)?,
        start: u32_at(bytes, 116)?,
        length: u32_at(bytes, 120)? as usize,
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let (low, high) = (u16_at(bytes, at)?, u16_at(bytes, at.checked_add(2)?)?);
    Some(u32::from(high) << 16 | u32::from(low))
}
