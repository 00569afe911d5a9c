//! What stood outside the form, carried over to a sheet of its own: cells, notes, and what objects say.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::{
    Border, Cell, CellValue, Drawing, Print, RawBook, RawCell, RawSheet, Sheet, Style,
};
use crate::check::Content;
use crate::check::rules::{beside, w011_content_outside_form};
use crate::generate::body;
use crate::identity::OUTSIDE_SHEET;
use crate::text::{Language, Text};

/// So many cells, notes and objects are carried over; the rest is counted. Whoever wrote more than that still has his file.
pub const CARRIED: usize = 10_000;
/// So many characters of a text are kept, as Excel counts them: a cell and a note of a workbook take little more.
pub(super) const KEPT: usize = 32_000;

/// The cells with content outside the form that are carried over, with the index of their sheet in the return.
pub(super) fn cells(content: &Content) -> Vec<(usize, Address, &RawCell)> {
    first(content).0
}

/// The cells that are carried over, and how many more there are.
fn first(content: &Content) -> (Vec<(usize, Address, &RawCell)>, usize) {
    let mut cells = w011_content_outside_form::cells(&content.context());
    let more = cells.len().saturating_sub(CARRIED);
    cells.truncate(CARRIED);
    (cells, more)
}

/// A note of the department.
pub(super) struct Written {
    /// The index of its sheet in the return.
    pub(super) sheet: usize,
    /// Its cell there.
    pub(super) at: Address,
    /// The sheet and the cell of the form on which it stays; `None` outside the form.
    pub(super) home: Option<(usize, Address)>,
    /// What it says.
    pub(super) text: String,
}

/// The notes of the department that are carried over.
pub(super) fn notes(content: &Content) -> Vec<Written> {
    let of_sheet = |(sheet, raw)| {
        beside::notes(raw).map(move |(at, text)| Written {
            sheet,
            at,
            home: content.submission.form_cell(sheet, at),
            text: kept(text),
        })
    };
    let sheets = beside::sheets(&content.submission);
    sheets.flat_map(of_sheet).take(CARRIED).collect()
}

/// The objects of the department that are carried over, with the index of their sheet in the return.
pub(super) fn objects(content: &Content) -> Vec<(usize, Drawing)> {
    let of_sheet = |(index, raw): (usize, &RawSheet)| {
        let objects = raw.drawings.iter().map(|drawing| Drawing {
            text: kept(drawing.text.clone()),
            ..drawing.clone()
        });
        objects.map(|drawing| (index, drawing)).collect::<Vec<_>>()
    };
    let sheets = beside::sheets(&content.submission);
    sheets.flat_map(of_sheet).take(CARRIED).collect()
}

/// A text as long as a workbook takes it.
fn kept(text: String) -> String {
    if text.encode_utf16().count() <= KEPT {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > KEPT
    });
    format!("{}…", &text[..end.map_or(text.len(), |(at, _)| at)])
}

/// A line of the sheet.
struct Line {
    sheet: usize,
    at: Option<Address>,
    kind: Text,
    value: CellValue,
}

/// The lines to be listed, and how many cells there are for which no line is made.
fn lines(content: &Content) -> (Vec<Line>, usize) {
    let (cells, more) = first(content);
    let cells = cells.into_iter().map(|(sheet, at, cell)| Line {
        sheet,
        at: Some(at),
        kind: Text::new("单元格", "cell"),
        value: cell.value.clone(),
    });
    let notes = notes(content).into_iter();
    let notes = notes.filter(|note| note.home.is_none()).map(|note| Line {
        sheet: note.sheet,
        at: Some(note.at),
        kind: Text::new("批注", "note"),
        value: CellValue::Text(note.text),
    });
    let objects = objects(content).into_iter().map(|(sheet, drawing)| Line {
        sheet,
        at: drawing.at,
        kind: beside::kind(&drawing),
        value: CellValue::Text(drawing.text),
    });
    let mut lines: Vec<Line> = cells.chain(notes).chain(objects).collect();
    lines.sort_by_key(|line| (line.sheet, line.at));
    (lines, more)
}

/// A line as it stands in the list: sheet, cell, kind, content.
type Listed = [CellValue; 4];

/// What an annotated workbook that the department saved lists already: it stands nowhere else any more.
pub(super) fn listed(book: &RawBook) -> Vec<Listed> {
    let own = |sheet: &&RawSheet| sheet.name.eq_ignore_ascii_case(OUTSIDE_SHEET);
    let Some(sheet) = book.sheets.iter().find(own) else {
        return Vec::new();
    };
    let rows: BTreeSet<u32> = sheet.cells.keys().map(|at| at.row).collect();
    let line = |row| [0, 1, 2, 3].map(|column| sheet.value(Address::new(row, column)).clone());
    // A line names its sheet; what is said of too many lines does not.
    let lines = rows.into_iter().filter(|row| *row > 0).map(line);
    lines
        .filter(|[sheet, ..]| !sheet.is_blank())
        .take(CARRIED)
        .collect()
}

fn written(line: Line, content: &Content, language: Language) -> Listed {
    let raw = content.submission.book.sheets.get(line.sheet);
    let name = raw.map(|sheet| sheet.name.clone()).unwrap_or_default();
    let at = line.at.map(|at| at.to_string()).unwrap_or_default();
    [
        CellValue::Text(name),
        CellValue::Text(at),
        CellValue::Text(line.kind.get(language).to_owned()),
        line.value,
    ]
}

/// The sheet that lists them; `None` when there are none.
pub(super) fn sheet(content: &Content, language: Language) -> Option<Sheet> {
    let (new, more) = lines(content);
    let mut lines = listed(&content.submission.book);
    let new = new.into_iter();
    lines.extend(new.map(|line| written(line, content, language)));
    let left_out = lines.len().saturating_sub(CARRIED) + more;
    lines.truncate(CARRIED);
    if lines.is_empty() {
        return None;
    }
    let look = &content.submission.form.pack.look;
    let style = Style {
        border: Border::All,
        number_format: "@".to_owned(),
        ..body(look)
    };
    let mut sheet = Sheet {
        name: OUTSIDE_SHEET.to_owned(),
        column_widths: vec![28.0, 10.0, 10.0, 80.0],
        freeze: Some(Address::new(1, 0)),
        protected: true,
        print: Print {
            fit_width: 1,
            repeat_rows: Some((0, 0)),
            ..Print::default()
        },
        ..Sheet::default()
    };
    let headings = [
        Text::new("工作表", "sheet"),
        Text::new("单元格", "cell"),
        Text::new("类别", "kind"),
        Text::new("内容", "content"),
    ];
    for (column, heading) in (0..).zip(headings) {
        let value = CellValue::Text(heading.get(language).to_owned());
        let style = Style {
            bold: true,
            ..style.clone()
        };
        sheet.cells.insert(
            Address::new(0, column),
            Cell {
                value,
                style,
                ..Cell::default()
            },
        );
    }
    for (row, line) in (1..).zip(lines) {
        for (column, value) in (0..).zip(line) {
            sheet.cells.insert(
                Address::new(row, column),
                Cell {
                    value,
                    style: style.clone(),
                    ..Cell::default()
                },
            );
        }
    }
    if left_out > 0 {
        let said = Text::new(
            format!("表外内容太多，这里只列出前 {CARRIED} 处，另有 {left_out} 处见原文件"),
            format!(
                "there is too much outside the form: the first {CARRIED} things are listed, {left_out} more stand in your own file"
            ),
        );
        let row = sheet.cells.keys().map(|at| at.row).max().unwrap_or(0) + 1;
        let value = CellValue::Text(said.get(language).to_owned());
        let cell = Cell {
            value,
            style,
            ..Cell::default()
        };
        sheet.cells.insert(Address::new(row, 3), cell);
    }
    Some(sheet)
}
