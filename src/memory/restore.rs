//! Takes a memory out of a workbook, and puts back what it holds.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::read::Measure;
use crate::book::{CellValue, Drawing, RawBook, RawCell, RawSheet};
use crate::identity::{Key, Signed};
use crate::memory::seal::{self, Doubt, Shown, signed};
use crate::memory::{
    ADOPTED, GONE, LISTED, MARKED, NOTE, NUMBER, OBJECT, OWN_SEAL, Record, SEAL, SHEET, SHEET_GONE,
    SIGNATURE, SOURCE, Source,
};
use crate::number::Number;
use crate::own::{self, OUTSIDE};

/// What a memory says of a workbook besides what stood in its cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// The names of the fields that were gone.
    pub gone: Vec<String>,
    /// Whether the form was filled in from a return in another shape.
    pub adopted: bool,
}

/// The memory of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    records: Vec<Record>,
    seal: String,
    /// The seal over what it holds alone.
    own_seal: Option<String>,
    signature: Option<String>,
    /// Whether a program has saved the workbook since.
    is_saved: bool,
}

/// The files in another shape that a workbook was filled in from, as it says itself; none where it was not adopted.
///
/// Whoever mends the adopted workbook saves it, and it is made of those files all the same: that it was saved does not
/// count here.
pub fn sources(book: &RawBook) -> Vec<Source> {
    let records = sheet(book).map(records).unwrap_or_default().into_iter();
    let sources = records.filter(|[kind, ..]| kind == SOURCE);
    let source = |[_, name, _, digest, _]: Record| Source { name, digest };
    sources.map(source).collect()
}

/// How many times a workbook was marked before it became what it is, however often it was saved since; 0 for never. A marked
/// copy that nobody has saved since is what it was made of, and answers nothing yet.
pub fn answers(book: &RawBook) -> u32 {
    let remembered = sheet(book).map_or(0, |sheet| {
        let mut records = records(sheet).into_iter();
        let times = records.find(|[kind, ..]| kind == MARKED);
        let times: u32 = times.map_or(0, |[_, times, ..]| times.parse().unwrap_or(0));
        times.saturating_sub(u32::from(is_untouched(sheet, Address::new(0, 0))))
    });
    remembered.max(numbered(book))
}

/// How many times a workbook was marked in place before it became what it is.
fn numbered(book: &RawBook) -> u32 {
    let mut sheets = book.sheets.iter();
    let Some(page) = sheets.find(|sheet| sheet.name.eq_ignore_ascii_case(own::RESULTS)) else {
        return 0;
    };
    let number = page.cells.iter().find_map(|(at, cell)| {
        let CellValue::Text(text) = &cell.value else {
            return None;
        };
        let times: u32 = text.trim().strip_prefix(NUMBER)?.parse().ok()?;
        Some((at.row, times))
    });
    number.map_or(0, |(row, times)| {
        times.saturating_sub(u32::from(is_untouched(page, Address::new(row, 0))))
    })
}

fn sheet(book: &RawBook) -> Option<&RawSheet> {
    let mut sheets = book.sheets.iter();
    sheets.find(|sheet| sheet.name.eq_ignore_ascii_case(SHEET))
}

/// Whether nobody saved the workbook since annex wrote it.
fn is_untouched(sheet: &RawSheet, opened: Address) -> bool {
    let opened = sheet.cells.get(&opened);
    opened
        .is_some_and(|cell| cell.formula.is_some() && cell.value == CellValue::Number(Number::ZERO))
}

/// The lines of the sheet below the first.
fn records(sheet: &RawSheet) -> Vec<Record> {
    let rows: BTreeSet<u32> = sheet.cells.keys().map(|at| at.row).collect();
    let rows = rows.into_iter().filter(|row| *row > 0);
    rows.map(|row| [0, 1, 2, 3, 4].map(|column| text(sheet, Address::new(row, column))))
        .collect()
}

fn text(sheet: &RawSheet, at: Address) -> String {
    match sheet.value(at) {
        CellValue::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// Takes the memory out of a workbook. `None` when it has none.
pub fn take(book: &mut RawBook) -> Option<Memory> {
    let is_memory = |sheet: &RawSheet| sheet.name.eq_ignore_ascii_case(SHEET);
    let at = book.sheets.iter().position(is_memory)?;
    let sheet = book.sheets.remove(at);
    let given = |at: Address| Some(text(&sheet, at)).filter(|text| !text.is_empty());
    Some(Memory {
        records: records(&sheet),
        seal: text(&sheet, SEAL),
        own_seal: given(OWN_SEAL),
        signature: given(SIGNATURE),
        is_saved: !is_untouched(&sheet, Address::new(0, 0)),
    })
}

impl Memory {
    /// Whether a program has saved the workbook since: then it reads as it stands.
    pub fn is_saved(&self) -> bool {
        self.is_saved
    }

    /// What is wrong with a memory that is not needed any more: somebody changed what it holds.
    pub fn doubt(&self) -> Option<Doubt> {
        let seal = self.own_seal.as_ref()?;
        (*seal != seal::of_records(&self.records)).then_some(Doubt::Altered)
    }

    /// Whether it may be believed, by its seal, its signature where there is a key, and where it reaches.
    ///
    /// # Errors
    /// Why not.
    pub fn vouched(&self, shown: &Shown, key: Option<&Key>) -> Result<(), Doubt> {
        if self.seal.is_empty() {
            return Err(Doubt::Unsealed);
        }
        if self.seal != shown.seal(&self.records) {
            return Err(Doubt::Seal);
        }
        match key.map(|key| signed(&self.seal, self.signature.as_deref(), key)) {
            Some(Signed::Not) => return Err(Doubt::Unsigned),
            Some(Signed::Wrong) => return Err(Doubt::Signature),
            Some(Signed::Right) | None => {}
        }
        // These sheets say who sent a return and what was answered: there is nothing to mend in them.
        let own = [own::IDENTITY, own::MEMORY, own::RESULTS];
        let is_own = |name: &str| own.iter().any(|own| name.eq_ignore_ascii_case(own));
        let is_cell = |kind: &str| ![NOTE, OBJECT, LISTED, ADOPTED, SOURCE, MARKED].contains(&kind);
        let mut records = self.records.iter();
        let reaches = records.any(|[kind, sheet, ..]| is_cell(kind) && is_own(sheet));
        if reaches { Err(Doubt::Reach) } else { Ok(()) }
    }

    /// Puts what was found back where it was.
    pub fn restore(&self, book: &mut RawBook) -> Remembered {
        let listed = |kind: &str| -> BTreeSet<&str> {
            let records = self.records.iter().filter(|record| record[0] == kind);
            records.map(|record| record[1].as_str()).collect()
        };
        let (gone, sheets_gone) = (listed(GONE), listed(SHEET_GONE));
        // All other lines of the list are put back where they were.
        let lines = listed(LISTED).first().and_then(|lines| lines.parse().ok());
        let is_list = |sheet: &&mut RawSheet| sheet.name.eq_ignore_ascii_case(OUTSIDE);
        if let Some(list) = book.sheets.iter_mut().find(is_list) {
            list.cells.retain(|at, _| at.row <= lines.unwrap_or(0));
        }
        book.sheets
            .retain(|sheet| !sheets_gone.contains(sheet.name.as_str()));
        book.names.retain(|known| {
            !gone.contains(known.name.as_str()) && !sheets_gone.contains(known.place.sheet.as_str())
        });
        for record in &self.records {
            let [kind, name, cell, value, formula] = record.each_ref().map(String::as_str);
            if [GONE, SHEET_GONE, LISTED, ADOPTED, SOURCE, MARKED].contains(&kind) {
                continue;
            }
            let cell = Address::parse(cell);
            let Some(sheet) = named(book, name) else {
                continue;
            };
            match (kind, cell) {
                (OBJECT, at) => sheet.drawings.push(Drawing {
                    at,
                    to: None,
                    kind: formula.to_owned(),
                    text: value.to_owned(),
                }),
                (NOTE, Some(cell)) => {
                    sheet.notes.insert(cell, value.to_owned());
                }
                (_, Some(cell)) => put_back(sheet, cell, content(kind, value, formula)),
                (_, None) => {}
            }
        }
        Remembered {
            gone: gone.into_iter().map(str::to_owned).collect(),
            adopted: !listed(ADOPTED).is_empty(),
        }
    }
}

fn content(kind: &str, value: &str, formula: &str) -> RawCell {
    let value = match kind {
        "number" => value.parse().map_or(CellValue::Blank, |number: Number| {
            CellValue::Number(number.settled())
        }),
        "text" => CellValue::Text(value.to_owned()),
        "bool" => CellValue::Bool(value == "true"),
        "error" => CellValue::Error(value.to_owned()),
        _ => CellValue::Blank,
    };
    RawCell {
        value,
        formula: formula.strip_prefix('=').map(str::to_owned),
    }
}

/// The sheet of this name; one the department had added is not carried by the annotated workbook. `None` where a workbook
/// would come to have more sheets than are read.
fn named<'b>(book: &'b mut RawBook, name: &str) -> Option<&'b mut RawSheet> {
    let known = book.sheets.iter().position(|known| known.name == name);
    let at = known.unwrap_or(book.sheets.len());
    if known.is_none() && (at as u64) < Measure::Sheets.limit() {
        book.sheets.push(RawSheet {
            name: name.to_owned(),
            ..RawSheet::default()
        });
    }
    book.sheets.get_mut(at)
}

fn put_back(sheet: &mut RawSheet, cell: Address, content: RawCell) {
    if content.value == CellValue::Blank && content.formula.is_none() {
        sheet.cells.remove(&cell);
    } else {
        sheet.cells.insert(cell, content);
    }
}
