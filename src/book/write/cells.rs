//! Cells: values, formulas with their results, merges, links and notes.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Formula, Note as PageNote, Url, Worksheet, XlsxError};

use crate::address::{Address, Area};
use crate::book::{Cell, CellValue, Line, Sheet, Style};

use super::layout::refused;
use super::package::{CONSTANT, VERBATIM};
use super::style::{self, Formats};
use super::{WriteError, limits};

/// The errors Excel had before dynamic arrays; a reader may choke on any other in an error cell.
const CLASSIC_ERRORS: [&str; 7] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
];

/// Font of notes, which readers of Chinese find legible at this size.
const NOTE_FONT: &str = "宋体";
const NOTE_SIZE: f64 = 9.0;

/// Writes the cells of a sheet; tells whether its part holds marks that [`package`](super::package) has to take out.
pub(super) fn write(
    page: &mut Worksheet,
    names: &[String],
    sheet: &Sheet,
    formats: &mut Formats,
) -> Result<bool, WriteError> {
    let covering = merges(page, sheet, formats)?;
    let mut marked = false;
    for (&at, cell) in &sheet.cells {
        match covering.area(at) {
            Some(area) if area.first != at => cover(page, sheet, (at, cell), area, formats)?,
            _ => marked |= one(page, names, sheet, (at, cell), formats)?,
        }
    }
    notes(page, sheet)?;
    Ok(marked)
}

/// Writes the cells of a row, where no merged area reaches below it; tells whether there are marks among them.
pub(super) fn line(
    page: &mut Worksheet,
    names: &[String],
    (sheet, line): (&Sheet, &Line),
    formats: &mut Formats,
) -> Result<bool, WriteError> {
    let first = |area: &Area| {
        line.cells
            .iter()
            .find(|(column, _)| *column == area.first.column)
    };
    for &area in &line.merges {
        let style = first(&area).map(|(_, cell)| cell.style.clone());
        merge(page, sheet, (area, &style.unwrap_or_default()), formats)?;
    }
    let mut marked = false;
    for (column, cell) in &line.cells {
        let at = Address::new(line.row, *column);
        let is_covered = |area: &Area| area.contains(at) && area.first != at;
        // What it looks like below an area is that of the area.
        if !line.merges.iter().any(is_covered) {
            marked |= one(page, names, sheet, (at, cell), formats)?;
        }
    }
    Ok(marked)
}

/// Which merged area lies over a cell.
#[derive(Default)]
struct Covering {
    /// By row.
    areas: HashMap<u32, Vec<Area>>,
}

impl Covering {
    /// Takes in an area, unless it overlaps another one, which is told.
    fn add(&mut self, area: Area) -> Result<(), Area> {
        let rows = area.first.row..=area.last.row;
        let mut known = rows
            .clone()
            .filter_map(|row| self.areas.get(&row))
            .flatten();
        if let Some(one) = known.find(|one| one.overlaps(&area)) {
            return Err(*one);
        }
        for row in rows {
            self.areas.entry(row).or_default().push(area);
        }
        Ok(())
    }

    fn area(&self, at: Address) -> Option<Area> {
        let areas = self.areas.get(&at.row)?;
        areas.iter().find(|area| area.contains(at)).copied()
    }
}

fn merges(
    page: &mut Worksheet,
    sheet: &Sheet,
    formats: &mut Formats,
) -> Result<Covering, WriteError> {
    let mut covering = Covering::default();
    for &area in &sheet.merges {
        let first = sheet.cells.get(&area.first);
        let style = first.map(|cell| cell.style.clone()).unwrap_or_default();
        limits::corners(&sheet.name, area)?;
        covering.add(area).map_err(|one| WriteError::Overlap {
            sheet: sheet.name.clone(),
            what: "merged area",
            one,
            other: area,
        })?;
        merge(page, sheet, (area, &style), formats)?;
    }
    Ok(covering)
}

fn merge(
    page: &mut Worksheet,
    sheet: &Sheet,
    (area, style): (Area, &Style),
    formats: &mut Formats,
) -> Result<(), WriteError> {
    let (first_row, first_column, last_row, last_column) = limits::corners(&sheet.name, area)?;
    page.merge_range(
        first_row,
        first_column,
        last_row,
        last_column,
        "",
        formats.of(style),
    )
    .map_err(|error| refused(sheet, area, &error))?;
    Ok(())
}

/// A covered cell keeps its own borders but is locked or not with the cell that covers it: Excel asks every cell of a
/// merged area before it lets anyone type.
fn cover(
    page: &mut Worksheet,
    sheet: &Sheet,
    (at, cell): (Address, &Cell),
    area: Area,
    formats: &mut Formats,
) -> Result<(), WriteError> {
    if cell.value != CellValue::Blank || cell.formula.is_some() || cell.link.is_some() {
        return Err(WriteError::Covered {
            sheet: sheet.name.clone(),
            cell: at,
            area,
        });
    }
    let locked = sheet
        .cells
        .get(&area.first)
        .is_none_or(|first| first.style.locked);
    let style = Style {
        locked,
        ..cell.style.clone()
    };
    let (row, column, ..) = limits::corners(&sheet.name, Area::cell(at))?;
    page.write_blank(row, column, formats.of(&style))
        .map_err(|error| refused(sheet, area, &error))?;
    Ok(())
}

fn one(
    page: &mut Worksheet,
    names: &[String],
    sheet: &Sheet,
    (at, cell): (Address, &Cell),
    formats: &mut Formats,
) -> Result<bool, WriteError> {
    let place = Area::cell(at);
    let (row, column, ..) = limits::corners(&sheet.name, place)?;
    if let CellValue::Text(text) | CellValue::Error(text) = &cell.value {
        limits::check(&sheet.name, place, "the text", text, limits::TEXT)?;
    }
    let format = formats.of(&cell.style);
    if let Some((target, to)) = &cell.link {
        if !names.contains(target) {
            return Err(WriteError::LinkTarget {
                sheet: sheet.name.clone(),
                cell: at,
                target: target.clone(),
            });
        }
        let shown = match &cell.value {
            CellValue::Text(text) if !text.is_empty() => text.clone(),
            _ => format!("{target}!{to}"),
        };
        let url =
            Url::new(format!("internal:'{}'!{to}", target.replace('\'', "''"))).set_text(shown);
        // The link stays when the cell is written again below, with its value in its own type.
        page.write_url_with_format(row, column, &url, format)
            .map_err(|error| refused(sheet, place, &error))?;
    }
    let mut marked = false;
    let written = match (&cell.formula, &cell.value) {
        (Some(formula), value) => {
            limits::check(&sheet.name, place, "the formula", formula, limits::FORMULA)?;
            let result = result(value);
            marked = result.starts_with(VERBATIM);
            page.write_formula_with_format(
                row,
                column,
                Formula::new(formula).set_result(result),
                format,
            )
        }
        (None, CellValue::Blank) => page.write_blank(row, column, format),
        (None, CellValue::Number(number)) => {
            page.write_number_with_format(row, column, number.settled().to_f64(), format)
        }
        (None, CellValue::Text(text)) => match runs(cell, text) {
            Some(runs) => {
                let runs: Vec<_> = runs.iter().map(|(font, text)| (font, *text)).collect();
                match page.write_rich_string_with_format(row, column, &runs, format) {
                    // Its fonts count as well; the text by itself goes in.
                    Err(XlsxError::MaxStringLengthExceeded) => {
                        page.write_string_with_format(row, column, text, format)
                    }
                    written => written,
                }
            }
            None => page.write_string_with_format(row, column, text, format),
        },
        (None, CellValue::Bool(truth)) => {
            page.write_boolean_with_format(row, column, *truth, format)
        }
        (None, CellValue::Error(error)) if CLASSIC_ERRORS.contains(&error.as_str()) => {
            marked = true;
            page.write_formula_with_format(
                row,
                column,
                Formula::new(CONSTANT).set_result(error),
                format,
            )
        }
        (None, CellValue::Error(error)) => {
            page.write_string_with_format(row, column, error, format)
        }
    };
    written.map_err(|error| refused(sheet, place, &error))?;
    Ok(marked)
}

/// The pieces of a text, each with its font; `None` for a text that looks the same throughout, and for one with signs the
/// library escapes in plain texts only.
fn runs<'c>(cell: &'c Cell, text: &str) -> Option<Vec<(Format, &'c str)>> {
    let runs = cell.runs.iter().filter(|run| !run.text.is_empty());
    let runs: Vec<(Format, &str)> = runs
        .map(|run| (style::run(&cell.style, run), run.text.as_str()))
        .collect();
    let is_whole = runs.iter().map(|(_, text)| *text).collect::<String>() == text;
    let is_plain = limits::printable(text) == text && !text.contains("_x");
    (!runs.is_empty() && is_whole && is_plain).then_some(runs)
}

/// The result of a formula as the library takes it: a text that it would take for something else is marked.
fn result(value: &CellValue) -> String {
    match value {
        CellValue::Blank => VERBATIM.to_owned(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Bool(truth) => (if *truth { "TRUE" } else { "FALSE" }).to_owned(),
        CellValue::Error(error) => error.clone(),
        CellValue::Text(text) => {
            let mistakable = text.is_empty()
                || text.starts_with(VERBATIM)
                || text.starts_with('#')
                || text == "TRUE"
                || text == "FALSE"
                || text.parse::<f64>().is_ok();
            let text = escape_escapes(text);
            if mistakable {
                format!("{VERBATIM}{text}")
            } else {
                text
            }
        }
    }
}

/// Excel reads `_x000D_` in a result as a carriage return; a text that holds these very letters needs its underscore
/// escaped. The library does so for texts, not for results.
pub(super) fn escape_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let bytes = from.as_bytes();
        // A control character is written as an escape, which begins with an underscore.
        let ends = |byte: &u8| *byte == b'_' || (*byte < b' ' && !b"\t\n".contains(byte));
        let escape =
            bytes.get(6).is_some_and(ends) && bytes[2..6].iter().all(u8::is_ascii_hexdigit);
        out.push_str(if escape { "_x005F_" } else { "_" });
        rest = &from[1..];
    }
    out.push_str(rest);
    out
}

pub(super) fn notes(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    for (&at, note) in &sheet.notes {
        let place = Area::cell(at);
        let (row, column, ..) = limits::corners(&sheet.name, place)?;
        limits::check(
            &sheet.name,
            place,
            "the author of the note",
            &note.author,
            limits::AUTHOR,
        )?;
        limits::check(&sheet.name, place, "the note", &note.text, limits::NOTE)?;
        let page_note = PageNote::new(limits::printable(&note.text))
            .set_author(limits::printable(&note.author))
            .add_author_prefix(false)
            .set_font_name(NOTE_FONT)
            .set_font_size(NOTE_SIZE)
            .set_width(note.width)
            .set_height(note.height);
        page.insert_note(row, column, &page_note)
            .map_err(|error| refused(sheet, place, &error))?;
    }
    if let Some(note) = sheet.notes.values().next() {
        // Otherwise the library lists an author "Author" whom no note names.
        page.set_default_note_author(limits::printable(&note.author));
    }
    Ok(())
}
