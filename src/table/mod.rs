//! A table on a sheet of its own: title, lines, headings, rows; wide enough to be read and ready to be printed.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::book::{Cell, CellValue, Note, Print, Sheet};
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
pub(crate) enum Row {
    /// What the table lists.
    Cells(Vec<Cell>),
    /// The totals.
    Total(Vec<Cell>),
    /// A line across the table.
    Banner(String),
}

/// A table to be put on a sheet.
pub(crate) struct Table {
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
    pub(crate) rows: Vec<Row>,
    /// Notes on cells, by row and column of the table.
    pub(crate) notes: Vec<(usize, usize, String)>,
}

impl Table {
    /// The zero-based row of the sheet where the first row of the table goes.
    pub(crate) fn first_row(&self) -> u32 {
        self.heading_row() + 1
    }

    fn heading_row(&self) -> u32 {
        index(self.lines.len()) + 1
    }

    /// Puts the table on a sheet.
    pub(crate) fn sheet(self, pen: &Pen) -> Sheet {
        let first_row = self.first_row();
        let heading_row = self.heading_row();
        let last_column = index(self.columns.len()).saturating_sub(1);
        let listed = self
            .rows
            .iter()
            .take_while(|row| matches!(row, Row::Cells(_)))
            .count();
        let mut sheet = Sheet {
            name: self.name.to_owned(),
            column_widths: widths(&self.columns, &self.rows),
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
        for (column, heading) in (0..).zip(&self.columns) {
            sheet.cells.insert(
                Address::new(heading_row, column),
                pen.heading(&heading.heading),
            );
        }
        for (row, content) in (first_row..).zip(self.rows) {
            let cells = match content {
                Row::Cells(cells) => cells,
                Row::Total(cells) => cells.into_iter().map(pen::total).collect(),
                Row::Banner(text) => {
                    let area = Area::new(Address::new(row, 0), Address::new(row, last_column));
                    place(&mut sheet, area, pen.banner(&text));
                    continue;
                }
            };
            for (column, cell) in (0..).zip(cells) {
                sheet.cells.insert(Address::new(row, column), cell);
            }
        }
        for (row, column, text) in self.notes {
            let at = Address::new(first_row + index(row), index(column));
            sheet.notes.insert(at, note(text));
        }
        let heights = heights(&sheet, heading_row, pen);
        sheet.row_heights.extend(heights);
        sheet
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

/// As wide as the contents within the bounds of the column; headings are wrapped instead.
fn widths(columns: &[Column], rows: &[Row]) -> Vec<f64> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.least).collect();
    for row in rows {
        let (cells, bold) = match row {
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
    widths
        .into_iter()
        .map(|width| f64::from(index(width)))
        .collect()
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

/// The height of each row from the headings on, so that the texts in it can be read.
fn heights(sheet: &Sheet, heading_row: u32, pen: &Pen) -> BTreeMap<u32, f64> {
    let mut most: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, cell) in &sheet.cells {
        if at.row < heading_row {
            continue;
        }
        let known = most.entry(at.row).or_insert(1);
        let merged = sheet.merges.iter().any(|area| area.contains(*at));
        if let (CellValue::Text(text), false) = (&cell.value, merged) {
            let room = sheet.column_widths.get(at.column as usize).copied();
            // The button of the filter covers the end of a heading.
            let button = if at.row == heading_row { 2.0 } else { 0.0 };
            *known = (*known).max(lines(text, room.unwrap_or(8.0) - button));
        }
    }
    most.into_iter()
        .map(|(row, lines)| (row, height(pen.look.body_half_points, lines)))
        .collect()
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
