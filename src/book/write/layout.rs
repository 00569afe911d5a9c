//! Everything about a sheet that is not in a cell: sizes, panes, filter, locks, print set-up.

use rust_xlsxwriter::{Color, IgnoreError, ProtectionOptions, Worksheet};

use crate::address::{Address, Area};
use crate::book::{Print, Sheet, Visibility};

use super::{WriteError, limits};

/// The number by which Excel knows A4.
const A4: u8 = 9;
/// The widest column and the highest row Excel has.
const WIDEST: f64 = 255.0;
const HIGHEST: f64 = 409.5;

/// Writes the layout of a sheet.
pub(super) fn write(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    match sheet.visibility {
        Visibility::Visible => {}
        Visibility::Hidden => {
            page.set_hidden(true);
        }
        Visibility::VeryHidden => {
            page.set_very_hidden(true);
        }
    }
    if let Some(color) = sheet.tab_color {
        page.set_tab_color(Color::RGB(color));
    }
    sizes(page, sheet)?;
    digits_as_text(page, sheet)?;
    if let Some(area) = sheet.filter {
        let (first_row, first_column, last_row, last_column) = limits::corners(&sheet.name, area)?;
        page.autofilter(first_row, first_column, last_row, last_column)
            .map_err(|e| refused(sheet, area, &e))?;
    }
    if let Some(at) = sheet.freeze {
        let (row, column, ..) = limits::corners(&sheet.name, Area::cell(at))?;
        page.set_freeze_panes(row, column)
            .map_err(|e| refused(sheet, Area::cell(at), &e))?;
    }
    if sheet.protected {
        page.protect_with_options(&ProtectionOptions {
            sort: true,
            use_autofilter: true,
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        });
    }
    if !sheet.breaks.is_empty() {
        let corner = Area::cell(Address::new(0, 0));
        page.set_page_breaks(&sheet.breaks)
            .map_err(|e| refused(sheet, corner, &e))?;
    }
    print(page, sheet, &sheet.print)
}

fn sizes(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    for (column, &width) in (0_u16..).zip(&sheet.column_widths) {
        let area = Area::cell(Address::new(0, u32::from(column)));
        check_size(sheet, area, width, WIDEST, "column width")?;
        page.set_column_width(column, width)
            .map_err(|e| refused(sheet, area, &e))?;
    }
    for &column in &sheet.hidden_columns {
        let (_, column, ..) = limits::corners(&sheet.name, Area::cell(Address::new(0, column)))?;
        page.set_column_hidden(column)
            .map_err(|e| refused(sheet, Area::cell(Address::new(0, u32::from(column))), &e))?;
    }
    for (&row, &height) in &sheet.row_heights {
        row_height(page, sheet, row, height)?;
    }
    fold(page, sheet)
}

/// Writes how high a row is.
pub(super) fn row_height(
    page: &mut Worksheet,
    sheet: &Sheet,
    row: u32,
    height: f64,
) -> Result<(), WriteError> {
    let area = Area::cell(Address::new(row, 0));
    check_size(sheet, area, height, HIGHEST, "row height")?;
    page.set_row_height(row, height)
        .map_err(|e| refused(sheet, area, &e))?;
    Ok(())
}

/// Each run of folded rows becomes one collapsed group.
fn fold(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    let mut rows = sheet.folded_rows.iter().copied().peekable();
    while let Some(first) = rows.next() {
        let mut last = first;
        while let Some(next) = rows.next_if_eq(&(last + 1)) {
            last = next;
        }
        let area = Area::new(Address::new(first, 0), Address::new(last, 0));
        limits::corners(&sheet.name, area)?;
        page.group_rows_collapsed(first, last)
            .map_err(|e| refused(sheet, area, &e))?;
    }
    Ok(())
}

/// Digits in a cell of texts are meant as they stand.
fn digits_as_text(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    for &area in &sheet.digits_as_text {
        let (first_row, first_column, last_row, last_column) = limits::corners(&sheet.name, area)?;
        page.ignore_error_range(
            first_row,
            first_column,
            last_row,
            last_column,
            IgnoreError::NumberStoredAsText,
        )
        .map_err(|e| refused(sheet, area, &e))?;
    }
    Ok(())
}

fn check_size(
    sheet: &Sheet,
    cell: Area,
    size: f64,
    limit: f64,
    what: &str,
) -> Result<(), WriteError> {
    if (0.0..=limit).contains(&size) {
        return Ok(());
    }
    let reason = format!("{what} {size} is not between 0 and {limit}");
    Err(WriteError::Cell {
        sheet: sheet.name.clone(),
        cell,
        reason,
    })
}

fn print(page: &mut Worksheet, sheet: &Sheet, print: &Print) -> Result<(), WriteError> {
    page.set_paper_size(A4);
    if print.landscape {
        page.set_landscape();
    }
    if print.fit_width > 0 || print.fit_height > 0 {
        page.set_print_fit_to_pages(print.fit_width, print.fit_height);
    }
    if let Some((first, last)) = print.repeat_rows {
        let area = Area::new(Address::new(first, 0), Address::new(last, 0));
        page.set_repeat_rows(area.first.row, area.last.row)
            .map_err(|e| refused(sheet, area, &e))?;
    }
    if print.repeat_columns > 0 {
        let last = print.repeat_columns - 1;
        page.set_repeat_columns(0, last)
            .map_err(|e| refused(sheet, Area::cell(Address::new(0, u32::from(last))), &e))?;
    }
    let corner = Area::cell(Address::new(0, 0));
    if !print.header.is_empty() {
        limits::check(
            &sheet.name,
            corner,
            "the page header",
            &print.header,
            limits::HEADER,
        )?;
        page.set_header(limits::printable(&print.header));
    }
    if !print.footer.is_empty() {
        limits::check(
            &sheet.name,
            corner,
            "the page footer",
            &print.footer,
            limits::HEADER,
        )?;
        page.set_footer(limits::printable(&print.footer));
    }
    if print.center {
        page.set_print_center_horizontally(true);
    }
    if let Some(area) = print.area {
        let (first_row, first_column, last_row, last_column) = limits::corners(&sheet.name, area)?;
        page.set_print_area(first_row, first_column, last_row, last_column)
            .map_err(|e| refused(sheet, area, &e))?;
    }
    if print.black_and_white {
        page.set_print_black_and_white(true);
    }
    Ok(())
}

/// What the library refuses, with the place it does not know.
pub(super) fn refused(sheet: &Sheet, cell: Area, error: &rust_xlsxwriter::XlsxError) -> WriteError {
    WriteError::Cell {
        sheet: sheet.name.clone(),
        cell,
        reason: error.to_string(),
    }
}
