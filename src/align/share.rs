//! How much of two running texts is the same.

use std::collections::HashMap;

use similar::{Algorithm, capture_diff_slices};

use super::label::written;

/// A running text, ready to be held against others: without blanks, in narrow signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    signs: Vec<char>,
    /// How often each sign stands in it.
    counts: HashMap<char, usize>,
}

impl Prose {
    /// Takes a text as it stands in a cell.
    pub fn of(text: &str) -> Prose {
        let signs: Vec<char> = written(text).chars().collect();
        let mut counts = HashMap::new();
        for sign in &signs {
            *counts.entry(*sign).or_default() += 1;
        }
        Prose { signs, counts }
    }

    /// How many signs it has.
    pub fn len(&self) -> usize {
        self.signs.len()
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// How many signs of both texts together stand in the other one as well, in the same order: of two equal texts all. `None`
    /// where `enough` refuses even the most it could be, so that texts that have little in common cost little.
    ///
    /// ```
    /// use annex::align::Prose;
    /// let (one, other) = (Prose::of("完成 培训3次"), Prose::of("完成培训５次"));
    /// assert_eq!(one.shared(&other, |_| true), Some(10));
    /// assert_eq!(one.shared(&other, |shared| shared > 10), None);
    /// ```
    pub fn shared(&self, other: &Prose, enough: impl Fn(usize) -> bool) -> Option<usize> {
        if !enough(2 * self.len().min(other.len())) {
            return None;
        }
        let common = self.counts.iter().map(|(sign, count)| {
            let there = other.counts.get(sign).copied().unwrap_or(0);
            there.min(*count)
        });
        if !enough(2 * common.sum::<usize>()) {
            return None;
        }
        let steps = capture_diff_slices(Algorithm::Myers, &self.signs, &other.signs);
        let kept = steps.iter().map(|step| match step {
            similar::DiffOp::Equal { len, .. } => *len,
            _ => 0,
        });
        Some(2 * kept.sum::<usize>()).filter(|&shared| enough(shared))
    }
}
