//! Cells in a message: neighbours as areas, many of them cut short.

use crate::address::{Address, Area};
use crate::book::CellValue;
use crate::finding::Finding;
use crate::text::Text;

/// So many are named one by one; the rest is counted.
const NAMED: usize = 8;
/// So many characters of a text are quoted.
const QUOTED: usize = 30;

/// Some things, the first of them named.
pub(super) fn listed(things: &[String]) -> Text {
    Text::some(things, NAMED, "处")
}

/// Some cells; those that stand one below the other as one area.
pub(super) fn cells(cells: &[Address]) -> Text {
    let mut sorted = cells.to_vec();
    sorted.sort_by_key(|at| (at.column, at.row));
    let mut areas: Vec<Area> = Vec::new();
    for at in sorted {
        match areas.last_mut() {
            Some(area) if area.last.column == at.column && area.last.row + 1 == at.row => {
                area.last = at;
            }
            _ => areas.push(Area::cell(at)),
        }
    }
    areas.sort();
    listed(&areas.iter().map(Area::to_string).collect::<Vec<_>>())
}

/// So many sheets that a department added have a finding of their own.
const SHEETS: usize = 20;

/// Findings on added sheets, the last of them in one for all where there are far too many.
pub(super) fn folded(mut of_sheets: Vec<Finding>) -> Vec<Finding> {
    if of_sheets.len() <= SHEETS {
        return of_sheets;
    }
    let more = of_sheets.split_off(SHEETS - 1);
    let names: Vec<String> = more
        .iter()
        .filter_map(|finding| finding.place.sheet.clone())
        .collect();
    let names = listed(&names);
    of_sheets.extend(more.into_iter().next().map(|first| Finding {
        message: Text::new(
            format!("还有同样的工作表：{}", names.zh),
            format!("the same goes for the sheets {}", names.en),
        ),
        ..first
    }));
    of_sheets
}

/// What stands in a cell, as a message quotes it.
pub(super) fn quoted(value: &CellValue) -> String {
    match value {
        CellValue::Blank => String::new(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Text(text) | CellValue::Error(text) => short(text, QUOTED),
        CellValue::Bool(truth) => truth.to_string(),
    }
}

/// A text on one line and not too long, as a message quotes it.
pub(super) fn quoted_text(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    short(&words.join(" "), QUOTED)
}

/// A text cut to so many characters.
pub(super) fn short(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_areas_and_the_rest_is_counted() {
        let at = |text: &str| Address::parse(text).unwrap();
        let said = cells(&["B4", "B6", "B5", "D4"].map(at));
        assert_eq!(
            (said.zh.as_str(), said.en.as_str()),
            ("B4:B6、D4", "B4:B6, D4")
        );
        let many: Vec<Address> = (0..10).map(|column| Address::new(0, column)).collect();
        let said = cells(&many);
        assert_eq!(said.zh, "A1、B1、C1、D1、E1、F1、G1、H1等 10 处");
        assert_eq!(said.en, "A1, B1, C1, D1, E1, F1, G1, H1 and 2 more");
        assert_eq!(short("一二三", 2), "一二…");
        assert_eq!(short("一二", 2), "一二");
    }
}
