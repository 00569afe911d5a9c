//! Which row of the one return is which of the other: by what stands in them, never by their number alone.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::align::{SIMILAR, bare, similarity};

/// Rows between two that are known are held against each other one by one up to so many pairs.
const PAIRS: usize = 10_000;

/// What is compared of a row, or of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// Its zero-based number.
    pub(super) number: usize,
    /// What it is called: its first text.
    pub(super) name: String,
    /// Everything else that was entered: a key, and what stands there.
    pub(super) cells: Vec<(String, String)>,
}

impl Line {
    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.name.is_empty() && self.cells.is_empty()
    }

    /// The share of what stands in either of two that stands in both alike.
    fn shared(&self, other: &Line) -> f32 {
        let common = self.cells.iter().filter(|cell| other.cells.contains(cell));
        let common = common.count();
        let known = |key: &str| other.cells.iter().any(|(other, _)| key == other);
        let keys = self.cells.iter().filter(|(key, _)| !known(key)).count() + other.cells.len();
        match keys {
            0 if self.number == other.number => 1.0,
            0 => 0.0,
            keys => common as f32 / keys as f32,
        }
    }

    fn likeness(&self, other: &Line) -> f32 {
        let names = similarity(&self.name, &other.name);
        if names >= SIMILAR {
            1.0 + names
        } else {
            self.shared(other)
        }
    }
}

/// The pairs of rows, each by its place in its list.
///
/// First the rows that are equal, then those of one name, then what is alike, each between the others that are known; last,
/// rows of one name that stand elsewhere. Rows in which nothing stands are paired by their numbers.
pub(super) fn align(old: &[Line], new: &[Line]) -> Vec<(usize, usize)> {
    let used = |lines: &[Line]| -> Vec<usize> {
        (0..lines.len())
            .filter(|&at| !lines[at].is_blank())
            .collect()
    };
    let (before, now) = (used(old), used(new));
    let whole = |line: &Line| Some((bare(&line.name), line.cells.clone()));
    let name = |line: &Line| Some(bare(&line.name)).filter(|name| !name.is_empty());
    let mut pairs = Vec::new();
    between(&before, &now, &mut pairs, |before, now| {
        equal(old, new, before, now, whole)
    });
    between(&before, &now, &mut pairs, |before, now| {
        equal(old, new, before, now, name)
    });
    between(&before, &now, &mut pairs, |before, now| {
        closest(old, new, before, now)
    });
    let left = |all: &[usize], taken: &dyn Fn(usize) -> bool| -> Vec<usize> {
        all.iter().copied().filter(|&at| !taken(at)).collect()
    };
    let gone = left(&before, &|at| pairs.iter().any(|pair| pair.0 == at));
    let come = left(&now, &|at| pairs.iter().any(|pair| pair.1 == at));
    for &one in &gone {
        let called =
            |at: &&usize| name(&new[**at]).is_some() && name(&new[**at]) == name(&old[one]);
        let mut alike = come.iter().filter(called);
        let once = gone.iter().filter(|at| name(&old[**at]) == name(&old[one]));
        if let (Some(&other), None, 1) = (alike.next(), alike.next(), once.count()) {
            pairs.push((one, other));
        }
    }
    for (at, line) in old.iter().enumerate().filter(|(_, line)| line.is_blank()) {
        let same = |other: &Line| other.is_blank() && other.number == line.number;
        pairs.extend(new.iter().position(same).map(|other| (at, other)));
    }
    pairs.sort_unstable();
    pairs
}

/// Finds more pairs in each gap between those that are known.
fn between(
    old: &[usize],
    new: &[usize],
    pairs: &mut Vec<(usize, usize)>,
    find: impl Fn(&[usize], &[usize]) -> Vec<(usize, usize)>,
) {
    let (mut from_old, mut from_new) = (0, 0);
    let place = |list: &[usize], at: usize| list.iter().position(|&known| known == at);
    let known: Vec<(usize, usize)> = pairs
        .iter()
        .filter_map(|&(one, other)| Some((place(old, one)?, place(new, other)?)))
        .chain([(old.len(), new.len())])
        .collect();
    for (to_old, to_new) in known {
        let gap = old.get(from_old..to_old).zip(new.get(from_new..to_new));
        if let Some((old, new)) = gap {
            pairs.extend(find(old, new));
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    pairs.sort_unstable();
}

/// A sequence diff of what the rows say; rows that say nothing are equal to none.
fn equal<T: PartialEq>(
    old_lines: &[Line],
    new_lines: &[Line],
    old: &[usize],
    new: &[usize],
    said: impl Fn(&Line) -> Option<T>,
) -> Vec<(usize, usize)> {
    let mut known: Vec<T> = Vec::new();
    let mut token = |line: &Line| -> usize {
        let Some(said) = said(line) else {
            return usize::MAX;
        };
        let at = known.iter().position(|known| *known == said);
        at.unwrap_or_else(|| {
            known.push(said);
            known.len() - 1
        })
    };
    let before: Vec<usize> = old.iter().map(|&at| token(&old_lines[at])).collect();
    let now: Vec<usize> = new.iter().map(|&at| token(&new_lines[at])).collect();
    let mut pairs = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &before, &now) {
        if step.tag() == DiffTag::Equal {
            let both = step.old_range().zip(step.new_range());
            let said = both.filter(|(at, _)| before[*at] != usize::MAX);
            pairs.extend(said.map(|(one, other)| (old[one], new[other])));
        }
    }
    pairs
}

/// The pairs in order whose likeness is greatest in sum.
fn closest(
    old_lines: &[Line],
    new_lines: &[Line],
    old: &[usize],
    new: &[usize],
) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > PAIRS {
        return Vec::new();
    }
    let likeness: Vec<Vec<f32>> = old
        .iter()
        .map(|&one| {
            let others = new.iter();
            others
                .map(|&other| old_lines[one].likeness(&new_lines[other]))
                .map(|likeness| if likeness >= SIMILAR { likeness } else { 0.0 })
                .collect()
        })
        .collect();
    // best[i][j]: the greatest sum for the rows from i and from j on.
    let mut best = vec![vec![0.0_f32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let both = likeness[i][j] + best[i + 1][j + 1];
            best[i][j] = both.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        let without = best[i + 1][j].max(best[i][j + 1]);
        if likeness[i][j] > 0.0 && likeness[i][j] + best[i + 1][j + 1] >= without {
            pairs.push((old[i], new[j]));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `名称 a b`: a name and what stands beside it, `·` for nothing.
    fn lines(rows: &[&str]) -> Vec<Line> {
        let rows = rows.iter().enumerate();
        rows.map(|(number, row)| {
            let mut words = row.split(' ').map(|word| word.trim_matches('·').to_owned());
            Line {
                number,
                name: words.next().unwrap_or_default(),
                cells: (0..)
                    .map(|key: usize| key.to_string())
                    .zip(words)
                    .filter(|(_, value)| !value.is_empty())
                    .collect(),
            }
        })
        .collect()
    }

    #[test]
    fn rows_are_paired_by_what_stands_in_them() {
        for (old, new, expected) in [
            // One row in, one row out, and nothing below them is another.
            (
                &["甲 1", "乙 2"] as &[_],
                &["丙 3", "甲 1", "乙 2"] as &[_],
                "0-1 1-2",
            ),
            (&["甲 1", "乙 2", "丙 3"], &["甲 1", "丙 3"], "0-0 2-1"),
            // A figure changed, a name retyped, both.
            (&["甲 1", "乙 2"], &["甲 1", "乙 5"], "0-0 1-1"),
            (&["培训人次 1 2"], &["培训人数 1 3"], "0-0"),
            (&["甲 1 2"], &["乙 1 2"], "0-0"),
            (&["甲 1 2"], &["乙 3 4"], ""),
            // The only thing in its row.
            (&["甲"], &["乙"], "0-0"),
            // Of two rows of one name the equal one.
            (&["甲 1"], &["甲 2", "甲 1"], "0-1"),
            // A year later.
            (&["2023年培训 1"], &["新增 9", "2024年培训 2"], "0-1"),
            // Moved.
            (
                &["甲 1", "乙 2", "丙 3"],
                &["乙 2", "丙 3", "甲 1"],
                "0-2 1-0 2-1",
            ),
            // Blank rows have their numbers.
            (&["甲 1", "·", "·"], &["甲 1", "乙 2", "·"], "0-0 2-2"),
        ] {
            let pairs = align(&lines(old), &lines(new)).into_iter();
            let found: Vec<String> = pairs.map(|(one, other)| format!("{one}-{other}")).collect();
            assert_eq!(found.join(" "), expected, "{old:?} {new:?}");
        }
    }
}
