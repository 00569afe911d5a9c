//! A filled workbook read back: which form it is, and what stands in each of its fields.
//!
//! [`read`] recognises the form by its identity sheet, lays it out again, and finds each field by the defined names and the
//! labels of its row and column, so that what was moved, inserted, deleted or copied does not shift the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::address::Address;
use crate::book::{
    CellValue, Format, RawBook, RawCell, RawSheet, draws_percent, read as workbook, shows_percent,
};
use crate::finding::Place;
use crate::form::{self, Form, Kind};
use crate::formula::Value;
use crate::identity::{self, Identity, Key, Mark};
use crate::memory::{Doubt, Remembered, Shown, Source};
use crate::number::Number;
use crate::template::{FieldType, Pack};
use crate::text::Text;
use crate::typed::{self, Reading, Wanted};

mod content;
mod drift;
mod fields;
mod find;
mod grow;
mod names;
mod place;
mod points;
mod rank;
mod recall;
mod rows;
mod search;
mod sheets;

pub use drift::{Added, Copied, Drift, Rejoined, Stray, Taken};
pub use place::SheetMap;

/// Why a file is not taken as a return.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no workbook that can be read.
    #[error(transparent)]
    Unreadable(#[from] workbook::ReadError),
    /// It is a workbook, but none that annex made.
    #[error("the workbook was not made by annex: its identity sheet is missing or unreadable")]
    NotAForm,
    /// It is the sample of a pack.
    #[error("the workbook is a sample of a template, not a form to be filled in")]
    Sample,
    /// It was made from a pack that is not at hand.
    #[error("the form was made from the pack {id}, which is not here")]
    UnknownPack {
        /// The id of the pack.
        id: String,
    },
    /// It was made from another text of the pack.
    #[error(
        "the form was made from version {found} of the pack {id}; version {known} is here, and its text differs"
    )]
    OtherVersion {
        /// The id of the pack.
        id: String,
        /// The version the form was made from.
        found: String,
        /// The version at hand.
        known: String,
    },
    /// Its pack cannot be laid out for it.
    #[error("the pack {id} has mistakes: run 'annex template check'")]
    BadPack {
        /// The id of the pack.
        id: String,
    },
}

impl Refusal {
    /// What a department or bureau reads.
    pub fn text(&self) -> Text {
        match self {
            Refusal::Unreadable(error) => error.text(),
            Refusal::NotAForm => Text::new(
                "这个工作簿不是 annex 发出的表（找不到标识页），请在发出的表中填写后交回，或用 annex adopt 把它转成正式表",
                "this workbook is not a form that annex sent out (its identity sheet is missing); fill in the form that was sent, or put it into the form with 'annex adopt'",
            ),
            Refusal::Sample => Text::new(
                "这个工作簿是模板的样张，不是发给单位填报的表；请用 annex generate 生成的表填写",
                "this workbook is a sample of a template and no form to fill in; forms are made with 'annex generate'",
            ),
            Refusal::UnknownPack { id } => Text::new(
                format!("这张表用的模板“{id}”不在本机，请用 --pack 指明模板文件夹"),
                format!("the pack '{id}' of this form is not here; name its folder with --pack"),
            ),
            Refusal::OtherVersion { id, found, known } => Text::new(
                format!(
                    "这张表用的是模板“{id}”的另一个版本（表：{found}，本机：{known}，内容不同），请用 --pack 指明发表时的模板"
                ),
                format!(
                    "this form was made from another text of the pack '{id}' (form: {found}, here: {known}); name the pack it was made from with --pack"
                ),
            ),
            Refusal::BadPack { id } => Text::new(
                format!("模板“{id}”有错误，请先运行 annex template check"),
                format!("the pack '{id}' has mistakes; run 'annex template check' first"),
            ),
        }
    }
}

/// One field of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The cell as it was found; blank when the field is gone.
    pub found: RawCell,
    /// Where it was found: the index of the sheet in [`Submission::book`] and the cell; `None` when the field is gone.
    pub at: Option<(usize, Address)>,
    /// What the cell holds, read as the type of its field.
    pub value: Value,
    /// How it was read.
    pub reading: Reading,
}

/// A return: a form with what a department put into it.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Who it says it is.
    pub identity: Identity,
    /// The form, laid out as it was sent, and larger by what the department added to it.
    pub form: Form,
    /// The form as it was sent, if it has become larger.
    pub sent: Option<Form>,
    /// What stands in each field; the same index as [`Form::fields`].
    pub entries: Vec<Entry>,
    /// For each weight and score whose cell is merged with that of a row above, the field of that row: it counts for both.
    pub shared: BTreeMap<usize, usize>,
    /// For each sheet of the form, where it was found.
    pub sheets: Vec<Option<SheetMap>>,
    /// What else was done to its shape.
    pub drift: Drift,
    /// Whether it was put into the form from another shape, and nobody has saved it since: its figures never were formulas.
    pub adopted: bool,
    /// The files in another shape the form was filled in from.
    pub sources: Vec<Source>,
    /// The how manieth marked copy it was worked on in; 0 where it is none.
    pub answers: u32,
    /// Why its hidden memory was not believed, if it has one that was not: it is read as it shows itself.
    pub doubt: Option<Doubt>,
    /// The workbook as it was found.
    pub book: RawBook,
}

/// Takes a workbook as a return.
///
/// # Errors
/// [`Refusal`] when it is no form of annex, or a form of a pack that is not among `packs`.
pub fn read(book: RawBook, packs: &[Arc<Pack>]) -> Result<Submission, Refusal> {
    read_signed(book, packs, None)
}

/// The same; with a key its hidden memory counts only where the holder of the key signed it.
///
/// # Errors
/// As [`read`].
pub fn read_signed(
    book: RawBook,
    packs: &[Arc<Pack>],
    key: Option<&Key>,
) -> Result<Submission, Refusal> {
    recall::read(book, packs, key)
}

/// Finds the fields of a workbook whose memory was taken out.
fn laid(
    book: RawBook,
    packs: &[Arc<Pack>],
    remembered: &Remembered,
) -> Result<Submission, Refusal> {
    let Remembered { gone, adopted } = remembered;
    let mut identity = Identity::read(&book).ok_or_else(|| {
        if identity::is_sample(&book) {
            Refusal::Sample
        } else {
            Refusal::NotAForm
        }
    })?;
    let same_id: Vec<&Arc<Pack>> = packs
        .iter()
        .filter(|pack| pack.id == identity.pack)
        .collect();
    let Some(first) = same_id.first() else {
        return Err(Refusal::UnknownPack { id: identity.pack });
    };
    let Some(pack) = same_id
        .iter()
        .find(|pack| pack.fingerprint == identity.fingerprint)
    else {
        return Err(Refusal::OtherVersion {
            known: first.version.clone(),
            id: identity.pack,
            found: identity.version,
        });
    };
    let bad = |_| Refusal::BadPack {
        id: pack.id.clone(),
    };
    let form = form::resolve(pack, &identity.spec).map_err(bad)?;
    let found = find::find(form, &book).map_err(bad)?;
    let (form, mut sheets) = (found.form, found.sheets);
    if found.sent.is_some() {
        let Identity { spec, .. } = Identity::of(&form);
        identity.spec = spec;
    }
    let gone: BTreeSet<usize> = gone.iter().filter_map(|id| form.field(id)).collect();
    find::forget(&form, &mut sheets, &gone);
    let places = fields::places(&form, &book, &sheets, &found.named);
    let mut entries: Vec<Entry> = (0..)
        .zip(places.at)
        .map(|(index, at)| {
            let at = at.filter(|_| !gone.contains(&index));
            entry(&form, &book, index, at)
        })
        .collect();
    let shared = points::settle(&form, &book, &mut entries);
    let drift = Drift {
        copies: found.copies,
        added: found.added,
        strays: places.strays,
        rejoined: places.rejoined,
    };
    Ok(Submission {
        identity,
        form,
        sent: found.sent,
        entries,
        shared,
        sheets,
        drift,
        adopted: *adopted,
        sources: Vec::new(),
        answers: 0,
        doubt: None,
        book,
    })
}

/// Reads what stands in a field.
fn entry(form: &Form, book: &RawBook, field: usize, at: Option<(usize, Address)>) -> Entry {
    let found = at
        .and_then(|(sheet, cell)| book.sheets.get(sheet)?.cells.get(&cell))
        .cloned()
        .unwrap_or_default();
    let wanted = Wanted::of(&form.pack, form.template(&form.fields[field]));
    let percent = at.is_some_and(|(sheet, cell)| is_percent(book, sheet, cell, &found.value));
    let (mut value, reading) = typed::read_shown(&found.value, percent, &wanted);
    // A text that Excel took for a day says what the cell shows, and not how many days that is from 1900.
    if reading == Reading::AsTyped
        && matches!(value, Value::Text(_))
        && let Some((sheet, cell)) = at
        && let Some(day) = book.sheets.get(sheet).and_then(|sheet| sheet.day(cell))
    {
        value = Value::Text(day);
    }
    Entry {
        found,
        at,
        value,
        reading,
    }
}

/// Whether a cell holds a number that it shows as a percentage.
fn is_percent(book: &RawBook, sheet: usize, cell: Address, value: &CellValue) -> bool {
    is_shown(book, (sheet, cell), value, shows_percent)
}

/// Whether a cell holds a number, and its format does this with it.
fn is_shown(
    book: &RawBook,
    (sheet, cell): (usize, Address),
    value: &CellValue,
    so: fn(&str, Number) -> bool,
) -> bool {
    let format = book
        .sheets
        .get(sheet)
        .and_then(|sheet| sheet.number_formats.get(&cell));
    match (value, format) {
        (CellValue::Number(number), Some(format)) => so(format, *number),
        _ => false,
    }
}

impl Submission {
    /// The same return with some cells as they are given here, each with the index of its sheet in the file: what would
    /// stand in its fields then.
    pub fn with(&self, cells: impl IntoIterator<Item = ((usize, Address), RawCell)>) -> Submission {
        let mut changed = self.clone();
        let mut touched = BTreeSet::new();
        for ((sheet, at), cell) in cells {
            let Some(raw) = changed.book.sheets.get_mut(sheet) else {
                continue;
            };
            touched.insert((sheet, at));
            if cell == RawCell::default() {
                raw.cells.remove(&at);
            } else {
                raw.cells.insert(at, cell);
            }
        }
        for (index, old) in self.entries.iter().enumerate() {
            // Whether a row carries points depends on others.
            let is_open = old.reading == Reading::NoPoints;
            if is_open || old.at.is_some_and(|at| touched.contains(&at)) {
                changed.entries[index] = entry(&changed.form, &changed.book, index, old.at);
            }
        }
        changed.shared = points::settle(&changed.form, &changed.book, &mut changed.entries);
        changed
    }

    /// The names of the sheets of the file, in its order.
    pub fn sheet_names(&self) -> impl Iterator<Item = &String> {
        self.book.sheets.iter().map(|sheet| &sheet.name)
    }

    /// The sheet a field was found on, by its name in the file; the form's own name when it is gone.
    pub fn sheet_name(&self, field: usize) -> &str {
        let found = self.entries[field]
            .at
            .and_then(|(sheet, _)| self.book.sheets.get(sheet));
        found.map_or(
            &self.form.sheets[self.form.fields[field].sheet].name,
            |sheet| &sheet.name,
        )
    }

    /// The cell a field was found in; where the form has it when it is gone.
    pub fn cell(&self, field: usize) -> Address {
        self.entries[field]
            .at
            .map_or(self.form.fields[field].cell(), |(_, cell)| cell)
    }

    /// Its own cell in the file, where formulas expect it: its value may stand in another one of a split area.
    pub fn own_cell(&self, field: usize) -> Option<(usize, Address)> {
        let mut rejoined = self.drift.rejoined.iter();
        let elsewhere = rejoined.find(|rejoined| rejoined.field == field);
        elsewhere.map_or(self.entries[field].at, |rejoined| {
            Some((rejoined.sheet, rejoined.cell))
        })
    }

    /// Where a cell of the form is in the file: its sheet and its cell there.
    pub fn locate(&self, sheet: usize, cell: Address) -> Option<(&RawSheet, Address)> {
        let map = self.sheets.get(sheet)?.as_ref()?;
        Some((self.book.sheets.get(map.sheet)?, map.cell(cell)?))
    }

    /// Where the form has the cell a finding is about: the index of its sheet there, and the cell. `None` for a place that is
    /// outside the form, for a whole sheet, and for what annex itself says right of the form.
    pub fn home(&self, place: &Place) -> Option<(usize, Address)> {
        if let Some(field) = place.field.as_deref().and_then(|id| self.form.field(id)) {
            let field = &self.form.fields[field];
            return Some((field.sheet, field.cell()));
        }
        let (name, cell) = (place.sheet.as_deref()?, place.cell?);
        let raw = self
            .book
            .sheets
            .iter()
            .position(|sheet| sheet.name == name)?;
        self.form_cell(raw, cell)
    }

    /// Which sheet and cell of the form a cell of the file is, by the index of its sheet there.
    pub fn form_cell(&self, raw: usize, cell: Address) -> Option<(usize, Address)> {
        let sheet = self.form_sheet(raw)?;
        let cell = self.sheets[sheet].as_ref()?.form_cell(cell)?;
        // Right of the form stands what annex itself says.
        (cell.column < self.form.status_column(sheet)).then_some((sheet, cell))
    }

    /// Whether a field stands in a row the department put into repeating rows.
    pub fn is_added(&self, field: usize) -> bool {
        let row = self.form.fields[field].row;
        row.is_some_and(|row| self.drift.added.iter().any(|added| added.row == row))
    }

    /// Which sheet of the form a sheet of the file is; `None` for one the department added.
    pub fn form_sheet(&self, raw: usize) -> Option<usize> {
        let is_it = |map: &Option<SheetMap>| map.as_ref().is_some_and(|map| map.sheet == raw);
        self.sheets.iter().position(is_it)
    }

    /// For each sheet of the form the mark it bears.
    pub fn marks(&self) -> Vec<Option<Mark>> {
        let raw = |map: &Option<SheetMap>| self.book.sheets.get(map.as_ref()?.sheet);
        let sheets = self.sheets.iter().map(raw);
        sheets.map(|sheet| sheet.and_then(Mark::read)).collect()
    }

    /// What the department reported, as annex writes it: numbers as plain decimals, days as 2025-03-20.
    pub fn reported(&self, field: usize) -> Option<String> {
        shown(
            &self.entries[field].value,
            self.form.template(&self.form.fields[field]).kind,
        )
    }

    /// Whether the saved result of a formula is a 0 in place of a text, as LibreOffice saves it in .xls.
    pub fn is_nought_for_text(&self, field: usize, computed: &Value) -> bool {
        self.form.fields[field].kind == Kind::Formula
            && self.book.format == Format::Xls
            && self.entries[field].found.value == CellValue::Number(Number::ZERO)
            && matches!(computed, Value::Blank | Value::Text(_))
    }

    /// Puts the text in place of such a 0: nobody typed it, and nobody reported it.
    pub fn settle(&mut self, field: usize, computed: &Value) {
        if self.is_nought_for_text(field, computed) {
            let entry = &mut self.entries[field];
            entry.found.value = CellValue::from(computed);
            entry.value = computed.clone();
            entry.reading = match entry.found.value.is_blank() {
                true => Reading::Blank,
                false => Reading::AsTyped,
            };
        }
    }

    /// Takes what a formula comes to for what it shows, where no program has computed it. The cell stays as it was found.
    pub fn compute(&mut self, field: usize, computed: &Value) {
        let entry = &mut self.entries[field];
        if self.form.fields[field].kind == Kind::Formula && entry.found.formula.is_some() {
            entry.value = computed.clone();
        }
    }

    /// What it shows: whose it is, and what stands in its inputs.
    pub fn shown(&self) -> Shown {
        let inputs = self.form.asked();
        let inputs = inputs.map(|(index, id)| (id, &self.entries[index].found.value));
        Shown::of(&self.identity.mark(), inputs)
    }

    /// What the cell itself holds, as text.
    pub fn text(&self, field: usize) -> Option<String> {
        match &self.entries[field].found.value {
            CellValue::Blank => None,
            CellValue::Number(number) => Some(number.to_string()),
            CellValue::Text(text) | CellValue::Error(text) => Some(text.clone()),
            CellValue::Bool(truth) => Some(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        }
    }

    /// Whether the cell of a field holds a number that it shows as a percentage.
    pub fn is_percent(&self, field: usize) -> bool {
        let entry = &self.entries[field];
        entry
            .at
            .is_some_and(|(sheet, cell)| is_percent(&self.book, sheet, cell, &entry.found.value))
    }

    /// The number format of the cell of a field, where the file tells one.
    pub fn number_format(&self, field: usize) -> Option<&str> {
        let (sheet, at) = self.entries[field].at?;
        let format = self.book.sheets.get(sheet)?.number_formats.get(&at)?;
        Some(format)
    }

    /// What the cell shows, as text: 99.2% for the number 0.992 in a cell with a format of percentages, and for 99.2 where the
    /// sign is drawn behind it.
    pub fn as_shown(&self, field: usize) -> Option<String> {
        let entry = &self.entries[field];
        let draws = |value| {
            let is_shown = |at| is_shown(&self.book, at, value, draws_percent);
            entry.at.is_some_and(is_shown)
        };
        match &entry.found.value {
            CellValue::Number(number) if self.is_percent(field) => Some(number.all_of_percent()),
            value @ CellValue::Number(number) if draws(value) => Some(format!("{number}%")),
            _ => self.text(field),
        }
    }

    /// Whether a field holds what a department has entered there: also what was typed over an entry shown from elsewhere,
    /// in a workbook that asked for it on every sheet.
    pub fn is_entered(&self, field: usize) -> bool {
        let form = &self.form;
        match form.fields[field].kind {
            Kind::Input => true,
            Kind::Formula | Kind::Prefilled => false,
            Kind::Shown => {
                let found = &self.entries[field].found;
                let is_typed = found.formula.is_none() && !found.value.is_blank();
                let differs = |other: usize| self.entries[other].found.value != found.value;
                is_typed && form.shown_from(field).is_none_or(differs)
            }
        }
    }

    /// Whether nothing was entered into any input of a sheet.
    pub fn sheet_is_blank(&self, sheet: usize) -> bool {
        self.form.sheets[sheet]
            .fields
            .iter()
            .all(|&field| self.form.fields[field].kind != Kind::Input || self.is_blank(field))
    }

    /// Whether nothing stands in a field.
    pub fn is_blank(&self, field: usize) -> bool {
        self.entries[field].found.value.is_blank()
    }

    /// Whether a field holds a sign or word that says there is nothing: a dash, 无.
    pub fn is_nothing(&self, field: usize) -> bool {
        self.entries[field].reading == Reading::Nothing
    }
}

/// A value as annex writes it; `None` for a blank one.
pub fn shown(value: &Value, kind: FieldType) -> Option<String> {
    match value {
        Value::Blank => None,
        Value::Text(text) if text.trim().is_empty() => None,
        Value::Number(number) if kind == FieldType::Date => Some(
            crate::date::from_serial(*number)
                .map_or_else(|| number.to_string(), |date| date.to_string()),
        ),
        other => Some(other.to_string()),
    }
}
