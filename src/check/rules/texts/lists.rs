//! Lists of names and of their figures: 会议费、培训费分别为5万元、6万元.

use std::collections::BTreeSet;

use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::{Figure, JOINS};
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;
use crate::check::rules::texts::words::Meaning;

/// A list with more places to cut it is none that somebody wrote.
const MOST_CUTS: usize = 24;

/// Names, and the words of each.
#[derive(Debug, Clone, Default)]
struct Way<'t, 'w>(Vec<&'t str>, Vec<Vec<&'w Meaning>>);

impl Reader<'_> {
    /// The names before 分别, each with its figure.
    pub(super) fn several(
        &self,
        spot: Spot<'_>,
        others: &[&Figure<'_>],
        state: &mut State,
        here: &mut Here,
    ) {
        let Spot { said, phrase, .. } = spot;
        let (names, behind) = phrase.split_once("分别").unwrap_or((phrase, ""));
        let figures = figures(phrase, spot.figure, others);
        // 分别为, 分别支出: what the names have in the column that is named.
        let tail = self.known.words.of(behind).filter(|words| {
            let is_column = |word: &&Meaning| word.is_filler || word.rows.is_empty();
            words.iter().all(is_column)
        });
        let is_plain = tail.is_some();
        let is_filler = |words: &Vec<&Meaning>| words.iter().all(|word| word.is_filler);
        if names.is_empty() && !tail.as_ref().is_some_and(is_filler) {
            let from = state.run.len().checked_sub(figures.len());
            let run = from.map(|from| state.run.split_off(from));
            self.each(
                spot.named(behind),
                run.unwrap_or_default(),
                &figures,
                state,
                here,
            );
            return;
        }
        let Some((names, words)) = self.listed(names, figures.len()) else {
            state.unknown();
            return;
        };
        if !is_plain {
            let cells = words.iter().zip(&figures);
            let cells = cells.map(|(words, figure)| self.meant(said, words, figure, state).cells);
            let cells = cells.collect();
            self.each(spot.named(behind), cells, &figures, state, here);
            return;
        }
        // What the last name says of the column or the rate holds for those that say nothing of it: 甲、乙执行率分别为.
        let says = |word: &&Meaning| !word.is_filler && self.known.is_bare(&[*word]);
        let shared: Vec<&Meaning> = words
            .last()
            .into_iter()
            .flatten()
            .copied()
            .filter(|word| says(word))
            .collect();
        let tail = tail.unwrap_or_default();
        for ((name, words), figure) in names.iter().zip(words).zip(&figures) {
            let one = Spot { figure, ..spot };
            let shared = shared.iter().filter(|_| !words.iter().any(says));
            let extra: Vec<&Meaning> = tail.iter().chain(shared).copied().collect();
            self.subject(said, name, Some(figure.unit), state);
            if !self.scoped(one.named(name), (&words, &extra), state, here) {
                let all: Vec<&Meaning> = words.iter().chain(&extra).copied().collect();
                let meant = self.meant(said, &all, figure, state);
                self.plain(one, meant, state, here);
            }
        }
        state.has_figure = true;
    }

    /// What is said of each of some figures in turn: 分别比目标高3.3和3.1个百分点.
    fn each(
        &self,
        spot: Spot<'_>,
        cells: Vec<Vec<usize>>,
        figures: &[Figure<'_>],
        state: &mut State,
        here: &mut Here,
    ) {
        for (cells, figure) in cells.into_iter().zip(figures) {
            let mut one = state.clone();
            one.heads.clear();
            let rows: BTreeSet<usize> = cells
                .iter()
                .map(|&cell| self.known.cells[cell].row)
                .collect();
            let is_item = |row: &usize| self.known.rows[*row].item.is_some();
            one.subject = match rows.iter().all(is_item) && !rows.is_empty() {
                true => Subject::Rows(rows.into_iter().collect()),
                false => Subject::Whole,
            };
            one.begin_figure(figure);
            one.knows(cells, true);
            self.figure(Spot { figure, ..spot }, &mut one, here);
        }
        state.unknown();
    }

    /// So many names as there are figures, with their words: taken apart at 、 and at words that join, but not within a name.
    fn listed<'t>(
        &self,
        text: &'t str,
        count: usize,
    ) -> Option<(Vec<&'t str>, Vec<Vec<&Meaning>>)> {
        // Where a name may end, and where the next one begins.
        let mut cuts = vec![(0, 0)];
        for join in JOINS.iter().copied().chain(["、"]) {
            cuts.extend(
                text.match_indices(join)
                    .map(|(at, _)| (at, at + join.len())),
            );
        }
        cuts.sort_unstable();
        cuts.push((text.len(), text.len()));
        if cuts.len() > MOST_CUTS || count > cuts.len() {
            return None;
        }
        // For each cut the words that lead there, in so many names: at each step one name more.
        let mut ways: Vec<Option<Way<'t, '_>>> = vec![None; cuts.len()];
        ways[0] = Some(Way::default());
        for _ in 0..count {
            let mut next: Vec<Option<Way<'t, '_>>> = vec![None; cuts.len()];
            for from in 0..cuts.len() {
                let Some(way) = &ways[from] else {
                    continue;
                };
                for to in from + 1..cuts.len() {
                    let Some(name) = text
                        .get(cuts[from].1..cuts[to].0)
                        .filter(|name| !name.is_empty())
                    else {
                        continue;
                    };
                    if let (None, Some(words)) = (&next[to], self.known.words.of(name)) {
                        let mut way = way.clone();
                        way.0.push(name);
                        way.1.push(words);
                        next[to] = Some(way);
                    }
                }
            }
            ways = next;
        }
        ways.pop()?.map(|way| (way.0, way.1))
    }
}

/// The figures of a list with the words before the first of them, and the unit of the last where only that has one: 3.3和3.1个百分点.
fn figures<'t>(phrase: &'t str, first: &Figure<'t>, others: &[&Figure<'t>]) -> Vec<Figure<'t>> {
    let last = others.last().map_or(first.unit, |last| last.unit);
    let all = std::iter::once(first).chain(others.iter().copied());
    all.map(|figure| Figure {
        before: phrase,
        unit: match last.starts_with(figure.unit) {
            true => last,
            false => figure.unit,
        },
        ..*figure
    })
    .collect()
}
