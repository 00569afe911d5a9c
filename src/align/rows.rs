//! The rows of a form put beside the rows of a sheet, by what is printed in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::label::{SIMILAR, likeness};

/// The bare texts of a row, by column.
pub type Line = Vec<(u32, String)>;

/// Where a row of the form stands in a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The row in the sheet.
    pub row: u32,
    /// How alike the labels are, from 0 to 1; 1 when all of them are there.
    pub similarity: f32,
    /// Whether it stands in the order of the form; a row that was moved elsewhere does not.
    pub in_order: bool,
}

/// So many rows of a sheet may say what one row of the form says; more are left out of the diff.
const REPEATED: usize = 20;
/// So many rows of a sheet are compared by likeness with rows of the form that were not found.
const COMPARED: usize = 2_000;

/// A row counts as found when at least this share of its labels is there.
const SHARE: f32 = 0.5;

/// Finds each row of a form in a sheet by its labels.
///
/// `form` holds the labels of each row of the form, `sheet` the texts of each row of the sheet that has any. `columns` says where
/// each column of the form is in the sheet, if that is known: then a label counts in its own column alone.
///
/// Both are read as sequences of rows that say something, and what a diff finds equal is found; a row that fell out of
/// the sequence and stands only once elsewhere was moved. A row without labels is never found here.
pub fn rows(
    form: &[Line],
    sheet: &BTreeMap<u32, Line>,
    columns: Option<&[Option<u32>]>,
) -> Vec<Option<Match>> {
    let column = |column: u32| match columns {
        None => Where::Anywhere,
        Some(columns) => match columns.get(column as usize).copied().flatten() {
            Some(column) => Where::At(column),
            None => Where::Nowhere,
        },
    };
    let tokens = tokens(form);
    let mut found = exact(form, &tokens, sheet, &column);
    closest(form, &tokens, sheet, &column, &mut found);

    let labelled: Vec<usize> = (0..form.len())
        .filter(|&row| !form[row].is_empty())
        .collect();
    let wanted: Vec<usize> = labelled.iter().map(|&row| tokens[row]).collect();
    let mut times: HashMap<usize, usize> = HashMap::new();
    let seen: Vec<(u32, usize, f32)> = found
        .iter()
        .map(|(row, (token, similarity))| (*row, *token, *similarity))
        .filter(|(_, token, _)| {
            let times = times.entry(*token).or_default();
            *times += 1;
            *times <= REPEATED
        })
        .collect();
    let there: Vec<usize> = seen.iter().map(|(_, token, _)| *token).collect();
    let mut matches = vec![None; form.len()];
    let mut taken = BTreeSet::new();
    for op in capture_diff_slices(Algorithm::Myers, &wanted, &there) {
        if op.tag() != DiffTag::Equal {
            continue;
        }
        for (old, new) in op.old_range().zip(op.new_range()) {
            let (row, _, similarity) = seen[new];
            taken.insert(new);
            matches[labelled[old]] = Some(Match {
                row,
                similarity,
                in_order: true,
            });
        }
    }
    for (at, &row) in labelled.iter().enumerate() {
        let once = wanted.iter().filter(|token| **token == wanted[at]).count() == 1;
        let mut left = (0..seen.len()).filter(|new| there[*new] == wanted[at]);
        if let (None, true, Some(new), None) = (matches[row], once, left.next(), left.next())
            && taken.insert(new)
        {
            let (place, _, similarity) = seen[new];
            matches[row] = Some(Match {
                row: place,
                similarity,
                in_order: false,
            });
        }
    }
    matches
}

enum Where {
    Anywhere,
    At(u32),
    Nowhere,
}

impl Where {
    fn allows(&self, column: u32) -> bool {
        match self {
            Where::Anywhere => true,
            Where::At(at) => *at == column,
            Where::Nowhere => false,
        }
    }
}

/// A number for what each row says: the first row that says the same.
fn tokens(form: &[Line]) -> Vec<usize> {
    let mut known: HashMap<Vec<&str>, usize> = HashMap::new();
    form.iter()
        .enumerate()
        .map(|(row, line)| {
            let said = line.iter().map(|(_, text)| text.as_str()).collect();
            *known.entry(said).or_insert(row)
        })
        .collect()
}

/// The rows of the sheet that hold at least half of the labels of a row of the form, letter by letter.
fn exact(
    form: &[Line],
    tokens: &[usize],
    sheet: &BTreeMap<u32, Line>,
    column: &dyn Fn(u32) -> Where,
) -> BTreeMap<u32, (usize, f32)> {
    let mut printed: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    for (row, line) in form
        .iter()
        .enumerate()
        .filter(|(row, _)| tokens[*row] == *row)
    {
        for (at, text) in line {
            printed.entry(text).or_default().push((row, *at));
        }
    }
    let mut found = BTreeMap::new();
    for (&place, texts) in sheet {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, text) in texts {
            let rows: BTreeSet<usize> = printed
                .get(text.as_str())
                .into_iter()
                .flatten()
                .filter(|(_, wanted)| column(*wanted).allows(*at))
                .map(|(row, _)| *row)
                .collect();
            for row in rows {
                *counts.entry(row).or_default() += 1;
            }
        }
        let share = |row: usize, count: usize| (count as f32 / form[row].len() as f32).min(1.0);
        let best = counts
            .into_iter()
            .map(|(row, count)| (row, count, share(row, count)))
            .filter(|(_, _, share)| *share >= SHARE)
            .max_by(|one, other| {
                one.2
                    .total_cmp(&other.2)
                    .then(one.1.cmp(&other.1))
                    .then(other.0.cmp(&one.0))
            });
        if let Some((row, _, share)) = best {
            found.insert(place, (row, share));
        }
    }
    found
}

/// Adds the rows of the sheet that are like a row of the form nobody has found yet.
fn closest(
    form: &[Line],
    tokens: &[usize],
    sheet: &BTreeMap<u32, Line>,
    column: &dyn Fn(u32) -> Where,
    found: &mut BTreeMap<u32, (usize, f32)>,
) {
    let known: BTreeSet<usize> = found.values().map(|(row, _)| *row).collect();
    let lost: Vec<usize> = (0..form.len())
        .filter(|row| tokens[*row] == *row && !form[*row].is_empty() && !known.contains(row))
        .collect();
    if lost.is_empty() {
        return;
    }
    let others: Vec<(u32, &Line)> = sheet
        .iter()
        .map(|(place, texts)| (*place, texts))
        .filter(|(place, _)| !found.contains_key(place))
        .take(COMPARED)
        .collect();
    for (place, texts) in others {
        let best = lost
            .iter()
            .map(|&row| (row, alike(&form[row], texts, column)))
            .filter(|(_, likeness)| *likeness >= SIMILAR)
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        if let Some(best) = best {
            found.insert(place, best);
        }
    }
}

/// How alike the labels of a row of the form are to the texts of a row of the sheet, on average.
fn alike(labels: &Line, texts: &Line, column: &dyn Fn(u32) -> Where) -> f32 {
    let best = |(at, label): &(u32, String)| {
        let place = column(*at);
        let there = texts.iter().filter(|(at, _)| place.allows(*at));
        there
            .map(|(_, text)| likeness(label, text))
            .fold(0.0, f32::max)
    };
    labels.iter().map(best).sum::<f32>() / labels.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        let cells = text.split('|').zip(0..);
        let filled = cells.filter(|(text, _)| !text.is_empty());
        filled.map(|(text, at)| (at, text.to_owned())).collect()
    }

    fn found(form: &[&str], sheet: &[&str]) -> Vec<Option<(u32, bool)>> {
        let form: Vec<Line> = form.iter().map(|text| line(text)).collect();
        let sheet = (0..).zip(sheet.iter().map(|text| line(text))).collect();
        let matches = rows(&form, &sheet, None).into_iter();
        matches
            .map(|found| found.map(|found| (found.row, found.in_order)))
            .collect()
    }

    #[test]
    fn rows_are_found_where_their_labels_stand() {
        let form = ["表", "甲|预算", "乙", "", "丙项支出", "合计"];
        assert_eq!(
            found(
                &form,
                &["表", "", "甲|预算", "乙|丙", "x", "丙项经费支出", "合计"]
            ),
            [
                Some((0, true)),
                Some((2, true)),
                Some((3, true)),
                None,
                Some((5, true)),
                Some((6, true))
            ]
        );
    }

    #[test]
    fn a_row_moved_elsewhere_takes_no_other_with_it() {
        assert_eq!(
            found(
                &["表", "甲", "乙", "丙", "丁"],
                &["表", "乙", "丙", "丁", "甲"]
            ),
            [
                Some((0, true)),
                Some((4, false)),
                Some((1, true)),
                Some((2, true)),
                Some((3, true))
            ]
        );
    }

    #[test]
    fn a_label_that_stands_twice_is_found_in_its_order() {
        assert_eq!(
            found(
                &["收入", "其他资金", "支出", "其他资金"],
                &["收入", "支出", "其他资金"]
            ),
            [Some((0, true)), None, Some((1, true)), Some((2, true))]
        );
    }

    #[test]
    fn a_label_counts_in_its_own_column_where_that_is_known() {
        let form = vec![line("甲"), line("乙")];
        let sheet = [(0, line("甲")), (1, line("|甲")), (2, line("乙"))].into();
        let matches = rows(&form, &sheet, Some(&[Some(0)]));
        assert_eq!(matches[0].map(|found| found.row), Some(0));
        assert_eq!(matches[1].map(|found| found.row), Some(2));
        let matches = rows(&form, &sheet, Some(&[Some(1)]));
        assert_eq!(matches[0].map(|found| found.row), Some(1));
        assert_eq!(matches[1], None);
    }
}
