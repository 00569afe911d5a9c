//! How much room a text needs.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::book::{CellValue, Sheet};
use crate::form::{Field, Form};

/// Points a line of text takes for each half point of its font's size: 10.5 points are about 15 high.
const LINE_PER_HALF_POINT: f64 = 0.72;
/// Points above and below the text of a cell.
const PADDING: f64 = 5.0;
/// Characters a step of indentation takes.
const INDENT: f64 = 1.5;
/// The tallest row Excel has, in points.
const TALLEST: f64 = 409.0;

/// The width of a text in half-width characters; a Chinese character counts two.
pub fn width(text: &str) -> usize {
    text.width_cjk()
}

/// How many lines a text takes in a cell so many characters wide.
pub fn lines(text: &str, columns: f64) -> usize {
    // A cell loses about a character to its margins, and a wide character that does not fit goes to the next line.
    let room = (columns - 1.0).max(2.0);
    text.lines()
        .map(|line| ((width(line) as f64) / room).ceil().max(1.0) as usize)
        .sum::<usize>()
        .max(1)
}

/// Sets the height of each row so that the texts in it can be read.
pub(super) fn row_heights(form: &Form, index: usize, sheet: &mut Sheet) {
    let laid = &form.sheets[index];
    let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
    let wide = |first: u32, last: u32| -> f64 {
        (first..=last)
            .filter_map(|column| sheet.column_widths.get(column as usize))
            .sum()
    };
    let mut need = |row: u32, height: f64| {
        let known = heights.entry(row).or_insert(0.0);
        *known = known.max(height.min(TALLEST));
    };
    let size = |half_points: u32, lines: usize| {
        f64::from(half_points) * LINE_PER_HALF_POINT * lines as f64 + PADDING
    };
    let heading = laid.heading_area(&form.pack);
    let heading_lines = lines(&laid.heading, wide(0, heading.last.column) * 0.6);
    need(
        0,
        size(form.pack.look.title_half_points, heading_lines) + PADDING,
    );
    let body = form.pack.look.body_half_points;
    for row in 1..laid.ruled.len() {
        need(
            u32::try_from(row).unwrap_or(u32::MAX),
            size(body, 1).max(f64::from(form.sheet_template(index).print.row_height)),
        );
    }
    for label in laid
        .labels
        .iter()
        .filter(|label| label.area.first.row == label.area.last.row)
    {
        let columns = wide(label.area.first.column, label.area.last.column)
            - f64::from(label.indent.unwrap_or(0)) * INDENT;
        need(
            label.area.first.row,
            size(body, lines(&label.text, columns)),
        );
    }
    for &field in &laid.fields {
        let field = &form.fields[field];
        if field.area.first.row == field.area.last.row {
            need(field.cell().row, size(body, lines_of(form, sheet, field)));
        }
    }
    // A field merged over several rows shares what it lacks among them: it may be taller than the tallest row.
    for &field in &laid.fields {
        let field = &form.fields[field];
        let rows = field.area.first.row..=field.area.last.row;
        let share = size(body, lines_of(form, sheet, field)) / rows.clone().count() as f64;
        if field.area.first.row < field.area.last.row {
            for row in rows {
                let height = heights.entry(row).or_insert(0.0);
                *height = height.max(share.min(TALLEST));
            }
        }
    }
    // A text merged over several rows gets what it lacks in the last of them that is shown.
    for label in laid
        .labels
        .iter()
        .filter(|label| label.area.first.row != label.area.last.row)
    {
        let columns = wide(label.area.first.column, label.area.last.column);
        let rows = label.area.first.row..=label.area.last.row;
        // Hidden rows give no room; the first row of an area is never hidden.
        let shown = rows.filter(|row| !sheet.folded_rows.contains(row));
        let (mut there, mut last) = (0.0, label.area.first.row);
        for row in shown {
            there += heights.get(&row).copied().unwrap_or(0.0);
            last = row;
        }
        let wanted = size(body, lines(&label.text, columns));
        if wanted > there {
            let last = heights.entry(last).or_insert(0.0);
            *last = (*last + wanted - there).min(TALLEST);
        }
    }
    sheet.row_heights = heights;
}

/// How many lines a field needs: those of its text, and no fewer than its template asks for.
fn lines_of(form: &Form, sheet: &Sheet, field: &Field) -> usize {
    let widths = sheet.column_widths.iter().copied();
    let columns = widths
        .skip(field.area.first.column as usize)
        .take((field.area.last.column - field.area.first.column + 1) as usize)
        .sum();
    let text = match sheet.cells.get(&field.cell()).map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => lines(text, columns),
        _ => 1,
    };
    text.max(form.template(field).lines as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_takes_two_places() {
        assert_eq!(width("绩效2024"), 8);
        assert_eq!(lines("绩效指标", 5.0), 2);
        assert_eq!(lines("一\n二", 20.0), 2);
        assert_eq!(lines("", 20.0), 1);
    }
}
