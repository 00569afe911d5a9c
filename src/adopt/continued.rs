//! Tables that go on where a page ended: the words that say so, and the head that is written again.

use std::collections::BTreeMap;

use crate::adopt::found::Found;
use crate::adopt::material::Spot;
use crate::adopt::pattern::Sheet;
use crate::align::bare;

/// What says that a table goes on, longest first, as it is compared.
const WORDS: &[&str] = &[
    "上接前表",
    "续上表",
    "续前表",
    "续上页",
    "续前页",
    "接上表",
    "接前表",
    "接上页",
    "接前页",
    "承上表",
    "续表",
    "续页",
];
/// It alone is the beginning of many a word, as in 续建.
const WORD: &str = "续";
/// Fewer cells are no head of a table.
const HEAD: usize = 3;

/// What a line says besides that the table goes on, as it is compared: often the title; nothing for any other line.
///
/// `（续表）`, `续表2`, `附件2（续）`, `2024年度自评表 续上表`, `第2页 共2页`.
pub(super) fn continues(text: &str) -> Option<String> {
    let said = bare(text);
    let is_count = |c: char| c.is_ascii_digit() || "一二三四五六七八九十-()\":,.…".contains(c);
    let ends = |text: &str| text.trim_end_matches(is_count).to_owned();
    let begins = |text: &str| text.trim_start_matches(is_count).to_owned();
    let (head, tail) = (begins(&said), ends(&said));
    for word in WORDS {
        if let Some(rest) = head.strip_prefix(word) {
            return Some(begins(rest));
        }
        if let Some(rest) = tail.strip_suffix(word) {
            return Some(ends(rest));
        }
    }
    let is_alone = |rest: &str| rest.chars().all(is_count);
    // The number of a page says that one ended here: 第2页 共3页.
    let pages = said.replace(['第', '共', '页'], "");
    let is_page = said.contains('页') && !pages.is_empty() && is_alone(&pages);
    if is_page || head.strip_prefix(WORD).is_some_and(is_alone) {
        return Some(String::new());
    }
    // Behind a title it stands in brackets, or right behind the word table.
    let rest = tail.strip_suffix(WORD)?;
    let stem = ends(rest);
    let is_apart =
        rest.ends_with('(') || ["表", "附件", "附表"].iter().any(|end| stem.ends_with(end));
    (is_apart && !stem.is_empty()).then_some(stem)
}

/// Puts the cells of a table that goes on under the columns they are under: its own head, said again, tells which those are,
/// and is no row any more. Nothing where nobody can tell.
pub(super) fn under(found: &Found, spots: &[Spot], sheet: &Sheet) -> Option<Vec<Spot>> {
    let rows = rows(spots);
    let labels = |row: &[&Spot]| -> Vec<(Option<String>, u32, u32)> {
        let cells = row.iter().filter(|spot| !spot.value.is_blank());
        cells
            .map(|spot| {
                let area = spot.area;
                (
                    sheet.label(&spot.text()),
                    area.first.column,
                    area.last.column,
                )
            })
            .collect()
    };
    let heads = heads(found);
    let mut columns: Vec<((u32, u32), (u32, u32))> = Vec::new();
    let mut said_again: Vec<u32> = Vec::new();
    for (number, row) in &rows {
        let here = labels(row);
        let head = heads.iter().rev().find(|head| {
            here.len() >= HEAD.min(head.len())
                && here.iter().all(|(label, ..)| {
                    label
                        .as_ref()
                        .is_some_and(|label| head.iter().any(|cell| cell.0 == *label))
                })
        });
        let Some(head) = head else { break };
        let mut left = head.clone();
        for (label, first, last) in here {
            let at = left.iter().position(|cell| Some(&cell.0) == label.as_ref());
            if let Some(at) = at {
                let (_, from, to) = left.remove(at);
                columns.push(((first, last), (from, to)));
            }
        }
        said_again.push(*number);
    }
    let width = |last: Option<u32>| last.map_or(0, |last| last + 1);
    let wide = width(spots.iter().map(|spot| spot.area.last.column).max());
    if columns.is_empty() {
        let before = width(found.cells.iter().map(|cell| cell.area.last.column).max());
        return (wide == before).then(|| spots.to_vec());
    }
    columns.sort_unstable();
    let place = |column: u32, end: bool| {
        let known = columns.iter().rev();
        let mut known = known.filter(|((first, last), _)| (*first..=*last).contains(&column));
        // The narrowest head says most.
        let ((first, last), (from, to)) = *known
            .clone()
            .min_by_key(|((first, last), _)| last - first)
            .or(known.next())?;
        let at = match end {
            true if column == last => to,
            _ if column == first => from,
            _ => from + ((column - first) * (to - from + 1)) / (last - first + 1),
        };
        Some(if end && column == last { to } else { at })
    };
    let kept = spots
        .iter()
        .filter(|spot| !said_again.contains(&spot.area.first.row));
    let placed = kept.map(|spot| {
        let mut spot = spot.clone();
        let (first, last) = (spot.area.first.column, spot.area.last.column);
        spot.area.first.column = place(first, false).unwrap_or(first);
        spot.area.last.column = place(last, true)
            .unwrap_or(last)
            .max(spot.area.first.column);
        spot
    });
    Some(placed.collect())
}

fn rows(spots: &[Spot]) -> BTreeMap<u32, Vec<&Spot>> {
    let mut rows: BTreeMap<u32, Vec<&Spot>> = BTreeMap::new();
    for spot in spots {
        rows.entry(spot.area.first.row).or_default().push(spot);
    }
    rows
}

/// The labels of a row, with the first and the last column of each.
type Head = Vec<(String, u32, u32)>;

/// The rows of what was found that hold nothing but labels.
fn heads(found: &Found) -> Vec<Head> {
    let mut rows: BTreeMap<u32, Option<Head>> = BTreeMap::new();
    for cell in found
        .cells
        .iter()
        .filter(|cell| cell.label.is_some() || !cell.is_blank())
    {
        let row = rows
            .entry(cell.area.first.row)
            .or_insert_with(|| Some(Vec::new()));
        match (&cell.label, row.as_mut()) {
            (Some(label), Some(row)) if cell.is_blank() => {
                row.push((label.clone(), cell.area.first.column, cell.area.last.column));
            }
            _ => *row = None,
        }
    }
    rows.into_values()
        .flatten()
        .filter(|row| row.len() > 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::continues;

    #[test]
    fn a_line_says_that_the_table_goes_on() {
        for (text, rest) in [
            ("续表", Some("")),
            ("第2页  共2页", Some("")),
            ("2 页", Some("")),
            ("共2页材料", None),
            ("（续表）", Some("")),
            ("续表2：", Some("")),
            ("续", Some("")),
            ("（续）", Some("")),
            ("（续一）", Some("")),
            ("接上表", Some("")),
            ("续上页", Some("")),
            ("附件2（续）", Some("")),
            (
                "2024年度整体支出绩效自评表（续表）",
                Some("年度整体支出绩效自评表"),
            ),
            ("续表：整体支出绩效自评表", Some("整体支出绩效自评表")),
            ("整体支出绩效自评表续", Some("整体支出绩效自评表")),
            ("续建项目支出绩效自评表", None),
            ("项目仍在继续", None),
            ("手续", None),
            ("", None),
        ] {
            assert_eq!(continues(text).as_deref(), rest, "{text}");
        }
    }
}
