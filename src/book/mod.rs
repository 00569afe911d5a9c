//! Workbooks as plain data, and how they are written and read.
//!
//! [`write`](write::write) turns a [`Book`] into .xlsx bytes, [`read`](read::read) turns bytes into a [`RawBook`]. What
//! annex wants to say with a workbook is said in these types; nothing outside `write` names
//! rust_xlsxwriter.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::address::{Address, Area};
use crate::formula::{ErrorKind, ErrorValue, Value};
use crate::number::Number;

pub mod amend;
mod day;
mod found;
mod percent;
pub mod read;
pub mod write;

pub use found::{Drawing, Format, RawBook, RawCell, RawName, RawPlace, RawSheet, RawValidation};
pub use percent::{draws_percent, shows_percent};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CellValue {
    /// Nothing.
    #[default]
    Blank,
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value as Excel writes it: `#DIV/0!`.
    Error(String),
}

impl CellValue {
    /// Whether nothing is there; a text of nothing but white space counts as nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            CellValue::Blank => true,
            CellValue::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl From<&CellValue> for Value {
    /// What a formula sees in a cell.
    fn from(held: &CellValue) -> Value {
        match held {
            CellValue::Blank => Value::Blank,
            CellValue::Number(number) => Value::Number(*number),
            CellValue::Text(text) => Value::Text(text.clone()),
            CellValue::Bool(truth) => Value::Bool(*truth),
            CellValue::Error(code) => match ErrorKind::parse(code) {
                Some(kind) => Value::Error(ErrorValue::found(kind)),
                // LibreOffice's own, such as `Err:522`: there is no word of Excel's for them.
                None if !code.starts_with('#') => Value::Error(ErrorValue::found(ErrorKind::Value)),
                // Errors newer than the formula language stay what they look like.
                None => Value::Text(code.clone()),
            },
        }
    }
}

impl From<&Value> for CellValue {
    /// What a cell shows of a computed value.
    fn from(value: &Value) -> CellValue {
        match value {
            Value::Blank => CellValue::Blank,
            Value::Number(number) => CellValue::Number(*number),
            Value::Text(text) => CellValue::Text(text.clone()),
            Value::Bool(truth) => CellValue::Bool(*truth),
            Value::Error(error) => CellValue::Error(error.kind.code().to_owned()),
        }
    }
}

/// A workbook to be written.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Title, in the document properties.
    pub title: String,
    /// Author, in the document properties.
    pub author: String,
    /// Year, month and day in the document properties; fixed, so that the same input gives the same bytes.
    pub created: (u16, u8, u8),
    /// The sheets in order; the first visible one is the active sheet.
    pub sheets: Vec<Sheet>,
    /// Workbook-level defined names, each for one cell.
    pub names: Vec<DefinedName>,
    /// Whether sheets can be added, removed, renamed or moved.
    pub lock_structure: bool,
}

/// A workbook-level name for one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinedName {
    /// The name.
    pub name: String,
    /// The zero-based sheet.
    pub sheet: usize,
    /// The cell.
    pub cell: Address,
}

/// Who sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Visibility {
    /// Everybody.
    #[default]
    Visible,
    /// Who asks Excel to show it.
    Hidden,
    /// Nobody, by Excel's menus.
    VeryHidden,
}

/// One sheet of a [`Book`].
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The name on the tab: at most 31 characters.
    pub name: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// The colour of the tab as 0xRRGGBB.
    pub tab_color: Option<u32>,
    /// Column widths in characters of the default font, from column A on.
    pub column_widths: Vec<f64>,
    /// Columns that are not shown.
    pub hidden_columns: Vec<u32>,
    /// Row heights in points, by zero-based row; other rows have Excel's default height.
    pub row_heights: BTreeMap<u32, f64>,
    /// Rows that are hidden as an outline group of level 1, collapsed, by zero-based row.
    pub folded_rows: BTreeSet<u32>,
    /// The cells. In a merged area only the upper left cell carries content; a style on the others draws their borders.
    pub cells: BTreeMap<Address, Cell>,
    /// Merged areas, none overlapping another, each of more than one cell.
    pub merges: Vec<Area>,
    /// Data validations.
    pub validations: Vec<Validation>,
    /// Cells of texts that may be digits; Excel does not point at them as numbers stored as text.
    pub digits_as_text: Vec<Area>,
    /// Notes by cell.
    pub notes: BTreeMap<Address, Note>,
    /// Conditional formats.
    pub conditions: Vec<Condition>,
    /// The range with filter buttons, header row included.
    pub filter: Option<Area>,
    /// The cell whose upper left corner stops scrolling.
    pub freeze: Option<Address>,
    /// Whether locked cells are locked. Sorting, filtering, column width and row height stay allowed.
    pub protected: bool,
    /// Print set-up.
    pub print: Print,
    /// The zero-based rows with which a printed page begins, besides the first.
    pub breaks: Vec<u32>,
}

/// A sheet, and the rows that follow below its own cells; they are made one after the other, so that none of them has to be held.
pub struct Page<'a> {
    /// The sheet with its layout, its notes and its first rows.
    pub sheet: Sheet,
    /// Its other rows from the first to the last, all below those of `sheet`; nothing where it is whole.
    pub rows: Option<Box<dyn Lines + 'a>>,
}

/// Rows of a sheet that are made when they are written.
pub trait Lines {
    /// Makes them, from the first to the last.
    fn lines(&self) -> Box<dyn Iterator<Item = Line> + '_>;
}

/// A row of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The zero-based row.
    pub row: u32,
    /// Its height in points; Excel's default height where nothing is said.
    pub height: Option<f64>,
    /// Its cells, each with its zero-based column, from left to right.
    pub cells: Vec<(u32, Cell)>,
    /// Merged areas of several of its cells.
    pub merges: Vec<Area>,
}

impl From<Sheet> for Page<'_> {
    fn from(sheet: Sheet) -> Self {
        Page { sheet, rows: None }
    }
}

impl Page<'_> {
    /// The sheet with all its rows.
    pub fn whole(self) -> Sheet {
        let Page { mut sheet, rows } = self;
        for line in rows.iter().flat_map(|rows| rows.lines()) {
            let Line {
                row,
                height,
                cells,
                merges,
            } = line;
            let cells = cells.into_iter();
            (sheet.cells).extend(cells.map(|(column, cell)| (Address::new(row, column), cell)));
            sheet.row_heights.extend(height.map(|height| (row, height)));
            sheet.merges.extend(merges);
        }
        sheet
    }
}

/// One cell of a [`Sheet`].
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The value; for a formula its result.
    pub value: CellValue,
    /// The formula in Excel's own language, without the leading `=`.
    pub formula: Option<String>,
    /// How it looks.
    pub style: Style,
    /// Where a click leads: a sheet and a cell of this workbook.
    pub link: Option<(String, Address)>,
    /// The pieces of a text that do not all look alike; together they are the text. Empty for any other cell.
    pub runs: Vec<Run>,
}

/// A piece of a text with a look of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The piece.
    pub text: String,
    /// Font colour as 0xRRGGBB; that of the cell where nothing is said.
    pub color: Option<u32>,
    /// Struck out.
    pub strike: bool,
}

/// The lines around a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Border {
    /// None.
    #[default]
    None,
    /// On all four sides.
    All,
    /// Below, as a line to write on.
    Below,
}

/// Horizontal place of a text in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// Excel's own: numbers right, texts left.
    #[default]
    General,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// How a cell looks; equal styles become one format of the workbook.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Style {
    /// Font name.
    pub font: String,
    /// Font size in half points, so that equal sizes compare equal: 21 is 10.5 points.
    pub half_points: u32,
    /// Bold letters.
    pub bold: bool,
    /// Font colour as 0xRRGGBB.
    pub color: Option<u32>,
    /// Background as 0xRRGGBB.
    pub fill: Option<u32>,
    /// Thin lines around the cell.
    pub border: Border,
    /// Steps the text is indented from the left.
    pub indent: u8,
    /// Horizontal place; the vertical one is the middle unless `top`.
    pub align: Align,
    /// Text starts at the top of the cell.
    pub top: bool,
    /// Long texts go on in a next line.
    pub wrap: bool,
    /// What does not fit is drawn smaller; a number would become `###` instead.
    pub shrink: bool,
    /// Letters stand one under the other.
    pub vertical: bool,
    /// Underlined.
    pub underline: bool,
    /// Number format in Excel's language; empty for General.
    pub number_format: String,
    /// Whether the cell is locked when its sheet is protected.
    pub locked: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            font: "宋体".to_owned(),
            half_points: 21,
            bold: false,
            color: None,
            fill: None,
            border: Border::None,
            indent: 0,
            align: Align::General,
            top: false,
            wrap: false,
            shrink: false,
            vertical: false,
            underline: false,
            number_format: String::new(),
            locked: true,
        }
    }
}

/// A note on a cell, sized to its text by whoever made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Who speaks.
    pub author: String,
    /// What is said; `\n` starts a new line.
    pub text: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// What may be typed into the cells of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// The cells.
    pub area: Area,
    /// What is allowed.
    pub allow: Allow,
    /// Title and text shown when the cell is selected: at most 32 and 255 characters.
    pub prompt: Option<(String, String)>,
    /// Title and text shown when something else is typed: at most 32 and 255 characters.
    pub error: Option<(String, String)>,
}

/// What a [`Validation`] allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allow {
    /// Anything; the validation only shows its prompt.
    Any,
    /// A number between two bounds, both included; either may be open.
    Decimal(Option<Number>, Option<Number>),
    /// A whole number between two bounds, both included; either may be open.
    Whole(Option<Number>, Option<Number>),
    /// One of these texts: together at most 255 characters with the commas between them.
    List(Vec<String>),
    /// Anything; these texts are offered. Together at most 255 characters with the commas between them.
    Suggest(Vec<String>),
    /// A date from the first to the last, each year, month, day.
    Date((u16, u8, u8), (u16, u8, u8)),
    /// A text of at most so many characters.
    TextLength(u32),
    /// What makes this formula (without `=`) true.
    Custom(String),
}

/// A format that applies while a formula is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The cells.
    pub areas: Vec<Area>,
    /// The formula (without `=`), written for the upper left cell of the first area. No area may begin above or left of
    /// that cell if the formula refers to a cell relatively: programs differ on which cell it is written for.
    pub formula: String,
    /// Font colour as 0xRRGGBB.
    pub color: Option<u32>,
    /// Background as 0xRRGGBB.
    pub fill: Option<u32>,
}

/// Print set-up of a sheet: always A4.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Print {
    /// Across rather than upright.
    pub landscape: bool,
    /// How many pages wide the sheet is fitted to; 0 leaves the scale alone. Its length is free.
    pub fit_width: u16,
    /// How many pages long the sheet is fitted to; 0 leaves it free.
    pub fit_height: u16,
    /// Zero-based first and last row repeated on every page.
    pub repeat_rows: Option<(u32, u32)>,
    /// How many columns from the left are repeated on every page.
    pub repeat_columns: u16,
    /// Header in Excel's codes: `&L`, `&C`, `&R`, `&P`, `&N`.
    pub header: String,
    /// Footer in Excel's codes.
    pub footer: String,
    /// Centred between the left and right margin.
    pub center: bool,
    /// The cells that are printed; all where nothing is said.
    pub area: Option<Area>,
    /// Printed without backgrounds and colours, by programs that know how to.
    pub black_and_white: bool,
}
