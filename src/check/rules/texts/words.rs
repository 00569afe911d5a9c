//! The words of a phrase: what stands before a figure is read only where every word of it is known.

use std::collections::HashMap;

use crate::check::rules::texts::fillers::{FILLERS, WHOLE, WHOLE_YEAR};

/// A longer phrase is a sentence of its own, and no name of a figure.
const LONGEST_PHRASE: usize = 60;
/// No word is longer.
pub(super) const LONGEST_WORD: usize = 40;

/// How a department speaks of itself.
const SELF: (&[&str], &[&str]) = (
    &["我", "本", "全"],
    &[
        "局", "委", "办", "会", "院", "校", "所", "站", "中心", "馆", "台", "社", "队", "部门",
        "单位", "机关", "部", "厅", "处", "镇", "乡", "街道",
    ],
);

/// A row that a word may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Index of the row.
    pub(super) row: usize,
    /// The one column it means, if it is a word of one figure.
    pub(super) column: Option<String>,
    /// The texts in which it means that row; where there are none, those that may speak of its sheet.
    pub(super) texts: Vec<usize>,
    /// Whether the department typed it, so that it is a name wherever it stands.
    pub(super) is_typed: bool,
}

/// What a word says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The rows it may mean.
    pub(super) rows: Vec<Named>,
    /// The columns it may mean.
    pub(super) columns: Vec<String>,
    /// Whether it may stand anywhere.
    pub(super) is_filler: bool,
    /// Whether it says that the figure is of the whole year.
    pub(super) is_year: bool,
    /// Whether it is the heading of a column, or says as much.
    pub(super) is_heading: bool,
    /// Whether the department speaks of itself with it: 本单位.
    pub(super) is_self: bool,
    /// Whether it leads to the grade.
    pub(super) is_grade: bool,
}

/// All words that are known.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<String, Meaning>);

impl Words {
    /// The words that every form knows.
    pub(super) fn new(year: u16) -> Words {
        let mut words = Words::default();
        for filler in FILLERS.iter().copied().flatten() {
            words.at(filler).is_filler = true;
        }
        for word in WHOLE {
            words.at(word).is_self = true;
        }
        let of_year = [
            format!("{year}年度"),
            format!("{year}年"),
            format!("{year}年末"),
            format!("{year}年底"),
        ];
        for word in WHOLE_YEAR
            .iter()
            .copied()
            .chain(of_year.iter().map(String::as_str))
        {
            let meaning = words.at(word);
            (meaning.is_filler, meaning.is_year) = (true, true);
        }
        for before in SELF.0 {
            for body in SELF.1 {
                let meaning = words.at(&format!("{before}{body}"));
                (meaning.is_filler, meaning.is_self) = (true, true);
            }
        }
        words
    }

    /// What a word says, to be added to.
    pub(super) fn at(&mut self, word: &str) -> &mut Meaning {
        self.0.entry(word.to_owned()).or_default()
    }

    /// What a word says.
    pub(super) fn get(&self, word: &str) -> Option<&Meaning> {
        self.0.get(word)
    }

    /// The words that a department typed for one of some rows.
    pub(super) fn named(&self, is_one: &dyn Fn(usize) -> bool) -> Vec<String> {
        let is_name =
            |meaning: &Meaning| meaning.rows.iter().any(|it| it.is_typed && is_one(it.row));
        let named = self.0.iter().filter(|(_, meaning)| is_name(meaning));
        named.map(|(word, _)| word.clone()).collect()
    }

    /// The words of a phrase, as few as make it up; `None` where something in it is not known.
    pub(super) fn of<'w>(&'w self, phrase: &str) -> Option<Vec<&'w Meaning>> {
        let ends: Vec<usize> = phrase
            .char_indices()
            .map(|(at, _)| at)
            .chain([phrase.len()])
            .collect();
        if ends.len() > LONGEST_PHRASE + 1 {
            return None;
        }
        // For each place, the fewest words that lead there, and where the last of them begins.
        let mut best: Vec<Option<(usize, usize)>> = vec![None; ends.len()];
        best[0] = Some((0, 0));
        for from in 0..ends.len() {
            let Some((count, _)) = best[from] else {
                continue;
            };
            for to in from + 1..ends.len().min(from + 1 + LONGEST_WORD) {
                // Of equally many the first are the longest: 惠民演出项目|支出.
                let is_fewer = best[to].is_none_or(|(fewest, _)| count < fewest);
                if is_fewer && self.0.contains_key(&phrase[ends[from]..ends[to]]) {
                    best[to] = Some((count + 1, from));
                }
            }
        }
        let mut words = Vec::new();
        let mut to = ends.len() - 1;
        while to > 0 {
            let (_, from) = best[to]?;
            words.push(self.get(&phrase[ends[from]..ends[to]])?);
            to = from;
        }
        words.reverse();
        Some(words)
    }
}
