//! Rows that carry no points: the detail of a row above, or one of several rows that share a weight or a score.
//!
//! What stands in them for a weight and a score — nothing, a dash, or once more the figures of the row above — is no gap
//! and counts for nothing.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::book::{CellValue, RawBook};
use crate::form::{Form, Kind, RowOf};
use crate::formula::Value;
use crate::number::Number;
use crate::submission::Entry;
use crate::template::Scoring;
use crate::text::half_width;
use crate::typed::{Reading, Step};

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
    of_hundred(form, book, entries, &rows);
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
    without.extend(repeated(form, entries, &rows, &shared));
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

/// Weights in per cent, and the scores beside them: where all points are 100, 20% is 20 points. A score in per cent beside a weight
/// in points stays as it is: it may be a share of that weight.
fn of_hundred(form: &Form, book: &RawBook, entries: &mut [Entry], rows: &[Row<'_>]) {
    for row in rows.iter().filter(|row| counts_hundred(form, row.sheet)) {
        let Some(weight) = per_cent(book, &entries[row.weight]) else {
            continue;
        };
        let score = per_cent(book, &entries[row.score]);
        let points = [(row.weight, Some(weight)), (row.score, score)];
        for (field, points) in points {
            if let Some(points) = points {
                entries[field].value = Value::Number(points.settled());
                entries[field].reading = Reading::Converted(vec![Step::Percent]);
            }
        }
    }
}

/// Whether the weights of a sheet have to add up to 100.
fn counts_hundred(form: &Form, sheet: usize) -> bool {
    let total = form.sheet_template(sheet).weights.as_ref();
    let total = total.map(|weights| format!("{}.{}", form.sheets[sheet].id, weights.total.value));
    let field = total.and_then(|total| form.field(&total));
    let value = field.and_then(|field| form.fields[field].value.as_deref());
    value.and_then(|value| value.parse().ok()) == Some(Number::HUNDRED)
}

/// The number before the sign of a percentage, as it is written or shown.
fn per_cent(book: &RawBook, entry: &Entry) -> Option<Number> {
    match &entry.found.value {
        value @ CellValue::Number(number) => {
            let (sheet, cell) = entry.at?;
            let shown = super::is_percent(book, sheet, cell, value);
            shown.then(|| number.mul(Number::HUNDRED))?
        }
        CellValue::Text(text) => {
            let text: String = text.trim().chars().map(half_width).collect();
            text.strip_suffix('%')?.trim_end().parse().ok()
        }
        _ => None,
    }
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

/// The weights and scores of details that repeat those of the row they belong to: 其中：…, 10, 10, and the rows below it that
/// say so too, or go on with 1., 2., or stand between them.
///
/// Where the weights of their group add up with them, they are points of their own. Rows that do not say 其中 are details
/// only where the weights add up without them.
fn repeated(
    form: &Form,
    entries: &[Entry],
    rows: &[Row<'_>],
    shared: &BTreeMap<usize, usize>,
) -> Vec<usize> {
    let mut repeating: Vec<Repeating> = Vec::new();
    let mut above: Option<&Row<'_>> = None;
    let mut goes_on = false;
    let numbering = |row: &Row<'_>| row.name.and_then(|name| numbering(&entries[name]));
    for (index, row) in rows.iter().enumerate() {
        let says_so = row
            .name
            .is_some_and(|name| is_detail(&entries[name], row.scoring));
        let repeats = above.is_some_and(|above| {
            let same = |one: usize, other: usize| {
                let one = number(&entries[one]);
                one.is_some() && one == number(&entries[other])
            };
            let nothing = |field: usize| shared.contains_key(&field) || is_nothing(&entries[field]);
            let (weight, score) = (same(row.weight, above.weight), same(row.score, above.score));
            above.sheet == row.sheet
                && (weight && (score || nothing(row.score)) || score && nothing(row.weight))
        });
        // What stands below a detail, or is numbered as the row above is not, may be a detail too.
        let own = numbering(row);
        let looks_so = above.is_some_and(|above| above.block == row.block)
            && (goes_on || own.is_some() && own != above.and_then(numbering));
        if repeats && (says_so || looks_so) {
            repeating.push(Repeating { index, says_so });
            goes_on = true;
        } else if !says_so && carries(entries, row) {
            above = Some(row);
            goes_on = false;
        }
    }
    let mut fields = Vec::new();
    for group in groups(form, rows) {
        let of_group: Vec<&Repeating> = repeating
            .iter()
            .filter(|repeating| group.rows.contains(&repeating.index))
            .collect();
        let sum_without = |left_out: &dyn Fn(&Repeating) -> bool| {
            let is_left_out = |row: &usize| {
                let mut of_row = of_group.iter().filter(|repeating| repeating.index == *row);
                of_row.any(|repeating| left_out(repeating))
            };
            let counted = group.rows.iter().filter(|row| !is_left_out(row));
            counted
                .filter_map(|&row| number(&entries[rows[row].weight]))
                .try_fold(Number::ZERO, Number::add)
        };
        if group.points.is_some() && sum_without(&|_| false) == group.points {
            continue;
        }
        let said = sum_without(&|repeating| repeating.says_so);
        let all = sum_without(&|_| true);
        let all_are = group.points.is_some() && said != group.points && all == group.points;
        for repeating in of_group {
            if repeating.says_so || all_are {
                fields.extend([rows[repeating.index].weight, rows[repeating.index].score]);
            }
        }
    }
    fields
}

/// A row that has once more the points of the row above.
struct Repeating {
    /// Among the scored rows.
    index: usize,
    /// Whether its name says that it is a detail.
    says_so: bool,
}

/// Rows whose weights have to add up to some points.
struct Group {
    /// Among the scored rows.
    rows: Vec<usize>,
    /// `None` for the rows nobody asks that of.
    points: Option<Number>,
}

/// The groups of weights of all sheets.
fn groups(form: &Form, rows: &[Row<'_>]) -> Vec<Group> {
    let mut left: Vec<usize> = (0..rows.len()).collect();
    let mut groups = Vec::new();
    for sheet in 0..form.sheets.len() {
        let weights = form.sheet_template(sheet).weights.as_ref();
        for group in weights.iter().flat_map(|weights| &weights.groups) {
            let belongs = |row: &usize| {
                let row = &rows[*row];
                row.sheet == sheet && group.blocks.iter().any(|block| block == row.block)
            };
            let (of_group, others) = left.into_iter().partition(belongs);
            left = others;
            groups.push(Group {
                rows: of_group,
                points: Some(group.points),
            });
        }
    }
    groups.push(Group {
        rows: left,
        points: None,
    });
    groups
}

/// How the name of an indicator is numbered, by a sign that stands for the kind: 1 for 1. and 12、, ( for （1）.
fn numbering(name: &Entry) -> Option<char> {
    let Value::Text(name) = &name.value else {
        return None;
    };
    let name: String = name.trim_start().chars().map(half_width).collect();
    let first = name.chars().next()?;
    let after = |kinds: &str| name.trim_start_matches(|c| kinds.contains(c)).to_owned();
    match first {
        '0'..='9' => after("0123456789")
            .starts_with(['.', '、', ')'])
            .then_some('1'),
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
            after("一二三四五六七八九十")
                .starts_with(['、', '.'])
                .then_some('一')
        }
        '(' => {
            let inside = name.get(1..)?.split(')').next()?;
            let is_number = |c: char| "0123456789一二三四五六七八九十".contains(c);
            (!inside.is_empty() && inside.chars().all(is_number)).then_some('(')
        }
        '①'..='⑳' => Some('①'),
        '-' | '—' | '·' | '•' | '*' => Some('-'),
        _ => None,
    }
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
