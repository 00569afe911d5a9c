//! A table on a sheet of its own: title, lines, headings, rows; wide enough to be read and ready to be printed.
//!
//! Its rows are gone through twice, for its widths and when it is written, and need not be held.

use crate::address::{Address, Area};
use crate::book::{Cell, CellValue, Line, Lines, Note, Page, Print, Sheet};
use crate::generate::{lines, place, title, width};
use crate::number::Number;
use pen::Pen;

pub(crate) mod pen;

/// Characters the title and the lines above a table may run over: what a screen shows at once.
const SCREEN: f64 = 130.0;
/// Characters that still go on one page across, small as they become.
const ONE_PAGE: f64 = 400.0;
/// Characters on each page of a table that is wider than that.
const PAGE: f64 = 280.0;
/// Points of a line of text for each half point of its font's size.
const LINE_PER_HALF_POINT: f64 = 0.72;
/// Points above and below the text of a cell.
const PADDING: f64 = 6.0;
/// The tallest row Excel has, in points.
const TALLEST: f64 = 409.0;

/// A column of a table.
pub(crate) struct Column {
    heading: String,
    least: usize,
    most: usize,
}

impl Column {
    /// A column that is as wide as its contents, within bounds given in characters.
    pub(crate) fn new(heading: impl Into<String>, least: usize, most: usize) -> Column {
        Column {
            heading: heading.into(),
            least,
            most,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone)]
pub(crate) enum Row {
    /// What the table lists.
    Cells(Vec<Cell>),
    /// The totals.
    Total(Vec<Cell>),
    /// A line across the table.
    Banner(String),
}

/// The rows of a table, made anew each time they are gone through.
pub(crate) trait Rows {
    /// Makes them, from the first to the last.
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_>;
}

impl Rows for Vec<Row> {
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        Box::new(self.iter().cloned())
    }
}

/// A table to be put on a sheet.
pub(crate) struct Table<'a> {
    /// The name on the tab.
    pub(crate) name: &'static str,
    /// The title.
    pub(crate) title: String,
    /// What is said under the title.
    pub(crate) lines: Vec<String>,
    /// The columns.
    pub(crate) columns: Vec<Column>,
    /// How many columns stay in view.
    pub(crate) frozen: u32,
    /// The rows; the filter covers those before the first total or banner.
    pub(crate) rows: Box<dyn Rows + 'a>,
    /// Notes on cells, by row and column of the table.
    pub(crate) notes: Vec<(usize, usize, String)>,
}

impl<'a> Table<'a> {
    /// The zero-based row of the sheet where the first row of the table goes.
    pub(crate) fn first_row(&self) -> u32 {
        self.heading_row() + 1
    }

    fn heading_row(&self) -> u32 {
        index(self.lines.len()) + 1
    }

    /// Puts the table on a sheet.
    pub(crate) fn sheet(self, pen: &Pen) -> Sheet {
        self.page(pen).whole()
    }

    /// Puts the table on a sheet, to be written row by row.
    pub(crate) fn page<'p>(self, pen: &'p Pen) -> Page<'p>
    where
        'a: 'p,
    {
        let first_row = self.first_row();
        let heading_row = self.heading_row();
        let last_column = index(self.columns.len()).saturating_sub(1);
        let (column_widths, listed) = measured(&self.columns, self.rows.rows());
        let mut sheet = Sheet {
            name: self.name.to_owned(),
            column_widths,
            freeze: Some(Address::new(first_row, self.frozen)),
            filter: (listed > 0).then(|| {
                Area::new(
                    Address::new(heading_row, 0),
                    Address::new(heading_row + index(listed), last_column),
                )
            }),
            ..Sheet::default()
        };
        let across: f64 = sheet.column_widths.iter().sum();
        sheet.print = print(&self.title, heading_row, across, self.frozen);
        self.put_lines(&mut sheet, pen);
        let headings = self.columns.iter().map(|it| pen.heading(&it.heading));
        let headings: Vec<Cell> = headings.collect();
        // The button of the filter covers the end of a heading.
        let height = pen.height(&headings, |at| room(&sheet.column_widths, at) - 2.0);
        sheet.row_heights.insert(heading_row, height);
        let headings = (0..).zip(headings);
        let headings = headings.map(|(column, cell)| (Address::new(heading_row, column), cell));
        sheet.cells.extend(headings);
        for (row, column, text) in &self.notes {
            let at = Address::new(first_row + index(*row), index(*column));
            sheet.notes.insert(at, note(text.clone()));
        }
        let rows = Laid {
            first_row,
            rows: self.rows,
            widths: sheet.column_widths.clone(),
            pen,
        };
        Page {
            sheet,
            rows: Some(Box::new(rows)),
        }
    }

    /// The title and the lines run over as many columns as a screen shows, so that they are read without scrolling.
    fn put_lines(&self, sheet: &mut Sheet, pen: &Pen) {
        let mut room = 0.0;
        let mut last = 0;
        for (column, width) in (0..).zip(&sheet.column_widths) {
            if column > 0 && room + width > SCREEN {
                break;
            }
            room += width;
            last = column;
        }
        let across = |row| Area::new(Address::new(row, 0), Address::new(row, last));
        let mut heading = pen.line(&self.title);
        heading.style = title(&pen.look);
        heading.style.align = crate::book::Align::Left;
        place(sheet, across(0), heading);
        let size = pen.look.title_half_points;
        let title_lines = lines(
            &self.title,
            room * f64::from(21_u32) / f64::from(size.max(1)),
        );
        sheet.row_heights.insert(0, height(size, title_lines));
        for (row, text) in (1..).zip(&self.lines) {
            place(sheet, across(row), pen.line(text));
            let lines = lines(text, room);
            sheet
                .row_heights
                .insert(row, height(pen.look.body_half_points, lines));
        }
    }
}

fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn height(half_points: u32, lines: usize) -> f64 {
    (f64::from(half_points) * LINE_PER_HALF_POINT * f64::from(index(lines)) + PADDING).min(TALLEST)
}

/// The rows of a table as they lie on its sheet.
struct Laid<'a> {
    first_row: u32,
    rows: Box<dyn Rows + 'a>,
    widths: Vec<f64>,
    pen: &'a Pen,
}

impl Lines for Laid<'_> {
    fn lines(&self) -> Box<dyn Iterator<Item = Line> + '_> {
        let rows = (self.first_row..).zip(self.rows.rows());
        Box::new(rows.map(|(row, content)| line(row, content, &self.widths, self.pen)))
    }
}

/// How wide a column is.
fn room(widths: &[f64], column: usize) -> f64 {
    widths.get(column).copied().unwrap_or(8.0)
}

/// A row of the sheet.
fn line(row: u32, content: Row, widths: &[f64], pen: &Pen) -> Line {
    let cells = match content {
        Row::Cells(cells) => cells,
        Row::Total(cells) => cells.into_iter().map(pen::total).collect(),
        Row::Banner(text) => {
            let last_column = index(widths.len()).saturating_sub(1);
            let area = Area::new(Address::new(row, 0), Address::new(row, last_column));
            let mut sheet = Sheet::default();
            place(&mut sheet, area, pen.banner(&text));
            let cells = sheet.cells.into_iter();
            return Line {
                row,
                height: Some(pen.lines_high(1)),
                cells: cells.map(|(at, cell)| (at.column, cell)).collect(),
                merges: sheet.merges,
            };
        }
    };
    Line {
        row,
        height: Some(pen.height(&cells, |at| room(widths, at))),
        cells: (0..).zip(cells).collect(),
        merges: Vec::new(),
    }
}

/// The widths of the columns, and how many rows are listed before the first total or banner. As wide as the contents within the
/// bounds of the column; headings are wrapped instead.
fn measured(columns: &[Column], rows: impl Iterator<Item = Row>) -> (Vec<f64>, usize) {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.least).collect();
    let (mut listed, mut is_listed) = (0, true);
    for row in rows {
        is_listed &= matches!(row, Row::Cells(_));
        listed += usize::from(is_listed);
        let (cells, bold) = match &row {
            Row::Cells(cells) => (cells, 0),
            Row::Total(cells) => (cells, 1),
            Row::Banner(_) => continue,
        };
        for ((known, column), cell) in widths.iter_mut().zip(columns).zip(cells) {
            let wanted = match &cell.value {
                CellValue::Text(text) | CellValue::Error(text) => {
                    let widest = text.lines().map(width).max().unwrap_or(0);
                    (widest + 2).min(column.most)
                }
                // A text goes on in the next line, a number that does not fit becomes ####.
                CellValue::Number(number) => {
                    number_width(*number, &cell.style.number_format) + 2 + bold
                }
                CellValue::Bool(_) | CellValue::Blank => 0,
            };
            *known = (*known).max(wanted);
        }
    }
    let widths = widths.into_iter().map(|width| f64::from(index(width)));
    (widths.collect(), listed)
}

/// The width of a number as its format shows it; about, and rather too much.
fn number_width(number: Number, format: &str) -> usize {
    /// Characters a number without a format takes at most.
    const GENERAL: usize = 12;
    if format.is_empty() {
        return number.to_string().len().min(GENERAL);
    }
    let text = if format.contains('%') {
        number.mul(Number::HUNDRED).unwrap_or(number).to_string()
    } else {
        number.to_string()
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let places = format.split_once('.').map_or("", |(_, places)| places);
    let always = places.matches('0').count();
    let most = always + places.matches('#').count();
    let separators = if format.contains(',') {
        whole.len() / 3
    } else {
        0
    };
    let decimals = decimals.len().clamp(always, most);
    whole.len() + separators + 1 + decimals + format.matches('%').count()
}

impl Pen {
    /// How high so many lines are.
    fn lines_high(&self, lines: usize) -> f64 {
        height(self.look.body_half_points, lines)
    }

    /// How high a row is, so that the texts in it can be read where its columns have so much room.
    fn height(&self, cells: &[Cell], room: impl Fn(usize) -> f64) -> f64 {
        let lines = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| match &cell.value {
                CellValue::Text(text) => lines(text, room(at)),
                _ => 1,
            });
        self.lines_high(lines.max().unwrap_or(1).max(1))
    }
}

fn note(text: String) -> Note {
    let rows = index(lines(&text, 34.0));
    Note {
        author: "annex".to_owned(),
        text,
        width: 260,
        height: 16 * rows + 16,
    }
}

/// A4 across, as many pages wide as the columns need to stay readable, the headings on each page.
fn print(title: &str, heading_row: u32, across: f64, frozen: u32) -> Print {
    let mut pages = 1;
    while across > ONE_PAGE && f64::from(pages) * PAGE < across && pages < 20 {
        pages += 1;
    }
    Print {
        landscape: true,
        fit_width: pages,
        fit_height: 0,
        repeat_rows: Some((heading_row, heading_row)),
        repeat_columns: u16::try_from(frozen).unwrap_or(0),
        // A blank ends the font size, or the year would become part of it.
        header: format!("&L&9 {}&R&9 &A", title.replace('&', "&&")),
        footer: "&C&9 第 &P 页，共 &N 页".to_owned(),
        center: true,
        ..Print::default()
    }
}
