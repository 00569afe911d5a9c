//! Rows that carry no points: the detail of a row above, or one of several rows that share a weight or a score.
//!
//! What stands in them for a weight and a score — nothing, a dash, or once more the figures of the row above — is no gap
//! and counts for nothing.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::book::RawBook;
use crate::form::{Form, Kind, RowOf};
use crate::formula::Value;
use crate::number::Number;
use crate::submission::Entry;
use crate::template::Scoring;
use crate::text::half_width;
use crate::typed::Reading;

/// A row that is scored, and in which something stands.
struct Row<'a> {
    sheet: usize,
    /// The id of its block on its sheet.
    block: &'a str,
    scoring: &'a Scoring,
    name: Option<usize>,
    weight: usize,
    score: usize,
    /// Whether it has a target and an achievement.
    is_measured: bool,
}

/// Finds the rows without points and takes their weights and scores out: their reading says so, and their value is blank.
///
/// Gives for each weight and score that is merged with the one of a row above the field of that row.
pub(super) fn settle(form: &Form, book: &RawBook, entries: &mut [Entry]) -> BTreeMap<usize, usize> {
    let rows = rows(form, entries);
    let shared = shared(book, entries, &rows);
    let mut without: Vec<usize> = shared.keys().copied().collect();
    for row in &rows {
        let nothing = |field: usize| shared.contains_key(&field) || is_nothing(&entries[field]);
        // A name alone, or a target, is a row that is still to be filled in.
        let is_detail = row.is_measured || says_nothing(entries, row);
        let is_counted = |field: usize| number(&entries[field]).is_some();
        // Where nobody has entered points yet, they are missing.
        let elsewhere = || {
            rows.iter()
                .any(|other| other.sheet == row.sheet && carries(entries, other))
        };
        if is_detail && nothing(row.weight) && nothing(row.score) && elsewhere() {
            let fields = [row.weight, row.score];
            without.extend(fields.into_iter().filter(|field| !is_counted(*field)));
        }
    }
    without.extend(repeated(form, entries, &rows));
    for field in without {
        entries[field].value = Value::Blank;
        entries[field].reading = Reading::NoPoints;
    }
    shared
}

/// The scored rows in the order of the form.
fn rows<'a>(form: &'a Form, entries: &[Entry]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let Some(scoring) = form.scoring(index) else {
            continue;
        };
        for (number, fields) in block.rows.iter().enumerate() {
            let place = RowOf {
                block: index,
                row: number,
            };
            let input = |name: &str| {
                let field = form.sibling(place, name)?;
                (form.fields[field].kind == Kind::Input).then_some(field)
            };
            let (weight, score) = (input(&scoring.weight), input(&scoring.score));
            let stands = |field: &usize| {
                form.fields[*field].kind == Kind::Input && !entries[*field].found.value.is_blank()
            };
            if let (Some(weight), Some(score), true) = (weight, score, fields.iter().any(stands)) {
                rows.push(Row {
                    sheet: block.sheet,
                    block: &block.local,
                    scoring,
                    name: form.sibling(place, &scoring.name),
                    is_measured: [&scoring.target, &scoring.actual].into_iter().all(|name| {
                        form.sibling(place, name)
                            .is_some_and(|field| stands(&field))
                    }),
                    weight,
                    score,
                });
            }
        }
    }
    rows
}

/// The weights and scores whose cells are merged with those of a row above.
fn shared(book: &RawBook, entries: &[Entry], rows: &[Row<'_>]) -> BTreeMap<usize, usize> {
    let mut at: BTreeMap<(usize, Address), usize> = BTreeMap::new();
    for field in rows.iter().flat_map(|row| [row.weight, row.score]) {
        if let Some(place) = entries[field].at {
            at.insert(place, field);
        }
    }
    let mut shared = BTreeMap::new();
    for (sheet, found) in book.sheets.iter().enumerate() {
        for area in found
            .merges
            .iter()
            .filter(|area| area.first.row < area.last.row)
        {
            let Some(&first) = at.get(&(sheet, area.first)) else {
                continue;
            };
            let below = at.range((sheet, area.first)..=(sheet, area.last)).skip(1);
            shared.extend(
                below
                    .filter(|((_, cell), field)| {
                        cell.column == area.first.column && entries[**field].found.value.is_blank()
                    })
                    .map(|(_, field)| (*field, first)),
            );
        }
    }
    shared
}

/// The weights and scores of details that repeat those of the row they belong to: 其中：…, 10, 10.
///
/// Where the weights of their group add up with them, they are points of their own.
fn repeated(form: &Form, entries: &[Entry], rows: &[Row<'_>]) -> Vec<usize> {
    let mut fields = Vec::new();
    let mut above: Option<&Row<'_>> = None;
    for row in rows {
        let is_detail = row
            .name
            .is_some_and(|name| is_detail(&entries[name], row.scoring));
        match above.filter(|above| is_detail && above.sheet == row.sheet) {
            Some(above) => {
                let same = |one: usize, other: usize| {
                    let one = number(&entries[one]);
                    one.is_some() && one == number(&entries[other])
                };
                if same(row.weight, above.weight)
                    && same(row.score, above.score)
                    && !adds_up(form, entries, rows, row)
                {
                    fields.extend([row.weight, row.score]);
                }
            }
            None if carries(entries, row) => above = Some(row),
            None => {}
        }
    }
    fields
}

/// Whether the weights of a row's group come to its points as they stand.
fn adds_up(form: &Form, entries: &[Entry], rows: &[Row<'_>], row: &Row<'_>) -> bool {
    let weights = form.sheet_template(row.sheet).weights.as_ref();
    let holds = |blocks: &[String], block: &str| blocks.iter().any(|known| known == block);
    let group = weights.and_then(|weights| {
        let mut groups = weights.groups.iter();
        groups.find(|group| holds(&group.blocks, row.block))
    });
    let Some(group) = group else {
        return false;
    };
    let in_group = rows
        .iter()
        .filter(|other| other.sheet == row.sheet && holds(&group.blocks, other.block));
    let sum = in_group
        .filter_map(|other| number(&entries[other.weight]))
        .try_fold(Number::ZERO, Number::add);
    sum == Some(group.points)
}

/// Whether the name of an indicator says that it is a part of the one above.
fn is_detail(name: &Entry, scoring: &Scoring) -> bool {
    let Value::Text(name) = &name.value else {
        return false;
    };
    let name: String = name
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    let name = name.trim_start_matches(['(', '-', '—', '·', '*']);
    let mut words = scoring.detail_words.iter();
    words.any(|word| name.starts_with(word.as_str()))
}

fn carries(entries: &[Entry], row: &Row<'_>) -> bool {
    let weight = number(&entries[row.weight]);
    weight.is_some_and(|weight| !weight.is_zero())
}

/// Whether somebody has entered a dash, 无 or 0 for the weight or the score.
fn says_nothing(entries: &[Entry], row: &Row<'_>) -> bool {
    let fields = [row.weight, row.score];
    fields
        .iter()
        .any(|field| !entries[*field].found.value.is_blank())
}

/// Whether what stands there says that there are no points: nothing, a dash, 无, or 0.
fn is_nothing(entry: &Entry) -> bool {
    matches!(entry.reading, Reading::Blank | Reading::Nothing)
        || number(entry).is_some_and(Number::is_zero)
}

fn number(entry: &Entry) -> Option<Number> {
    match &entry.value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
