//! What stood outside the form, carried over to a sheet of its own.

use crate::address::Address;
use crate::book::{Border, Cell, CellValue, Print, RawCell, Sheet, Style};
use crate::check::Content;
use crate::check::rules::w011_content_outside_form;
use crate::generate::body;
use crate::identity::OUTSIDE_SHEET;
use crate::text::{Language, Text};

/// So many cells are carried over; the rest is counted. Whoever wrote more than that beside a form still has his file.
pub const CARRIED: usize = 10_000;

/// The cells with content outside the form that are carried over, with the index of their sheet in the return.
pub(super) fn cells(content: &Content) -> Vec<(usize, Address, &RawCell)> {
    let mut cells = all(content);
    cells.truncate(CARRIED);
    cells
}

fn all(content: &Content) -> Vec<(usize, Address, &RawCell)> {
    w011_content_outside_form::cells(&content.context())
}

/// The sheet that lists them; `None` when there are none.
pub(super) fn sheet(content: &Content, language: Language) -> Option<Sheet> {
    let mut cells = all(content);
    let left_out = cells.len().saturating_sub(CARRIED);
    cells.truncate(CARRIED);
    if cells.is_empty() {
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
        column_widths: vec![28.0, 10.0, 80.0],
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
    for (row, (index, at, cell)) in (1..).zip(cells) {
        let name = content
            .submission
            .book
            .sheets
            .get(index)
            .map(|sheet| sheet.name.clone())
            .unwrap_or_default();
        let texts = [
            CellValue::Text(name),
            CellValue::Text(at.to_string()),
            cell.value.clone(),
        ];
        for (column, value) in (0..).zip(texts) {
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
                "there is too much outside the form: the first {CARRIED} cells are listed, {left_out} more stand in your own file"
            ),
        );
        let row = sheet.cells.keys().map(|at| at.row).max().unwrap_or(0) + 1;
        let value = CellValue::Text(said.get(language).to_owned());
        let cell = Cell {
            value,
            style,
            ..Cell::default()
        };
        sheet.cells.insert(Address::new(row, 2), cell);
    }
    Some(sheet)
}
