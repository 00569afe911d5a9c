//! Gives each row of a form its place in a sheet, the best witnessed first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::align::{CLOSE, Line, Match, SIMILAR, similarity};
use crate::submission::content;
use crate::submission::place::in_order;
use crate::submission::rank::{self, Candidate};
use crate::submission::search::Search;

/// So many rows more than are missing are looked at between two that are known.
const LARGEST_GAP: usize = 500;

/// The rows of a form on their way to their places in a sheet.
pub(super) struct Rows<'a> {
    pub(super) search: &'a Search<'a>,
    pub(super) columns: &'a [Option<u32>],
    pub(super) texts: &'a BTreeMap<u32, Line>,
    /// The labels of each row.
    pub(super) labels: Vec<Line>,
    /// Where the labels of each row stand.
    pub(super) matches: Vec<Option<Match>>,
    /// Where the names of each row lead.
    pub(super) named: Vec<Option<u32>>,
    pub(super) places: Vec<Option<u32>>,
    pub(super) taken: BTreeSet<u32>,
    /// The rows of the sheet in which merged cells begin.
    pub(super) merged: BTreeSet<u32>,
}

impl Rows<'_> {
    /// Best witnessed rows first, so that none takes the place of a better one.
    pub(super) fn place(&mut self) {
        let height = self.places.len();
        let labelled: Vec<usize> = (0..height)
            .filter(|&row| !self.labels[row].is_empty())
            .collect();
        let by_label = |rows: &Rows<'_>, row: usize| rows.matches[row].map(|found| found.row);
        // Names and labels agree.
        for &row in &labelled {
            if let Some(named) = self.named[row]
                && (by_label(self, row) == Some(named) || self.says(row, named))
            {
                self.take(row, named);
            }
        }
        // The name leads to a place that says something else, and the label stands where no other name leads.
        for &row in &labelled {
            if let (Some(_), Some(found)) = (self.named[row], self.matches[row])
                && found.similarity > 0.99
                && !self.is_of_another(row, found.row)
            {
                self.take(row, found.row);
            }
        }
        for &row in &labelled {
            if let (None, Some(found)) = (self.named[row], by_label(self, row)) {
                self.take(row, found);
            }
        }
        for &row in &labelled {
            if let Some(named) = self.named[row] {
                self.take(row, named);
            }
        }
        let doubted = self.doubted();
        for row in 0..height {
            if let Some(named) = self.named[row].filter(|_| !doubted.contains(&row)) {
                self.take(row, named);
            }
        }
        self.fill_gaps();
        for (row, place) in content::places(self) {
            for other in &mut self.places {
                *other = other.filter(|known| *known != place);
            }
            self.places[row] = Some(place);
        }
    }

    /// Gives a row its place, unless it has one or the place is taken.
    fn take(&mut self, row: usize, place: u32) {
        if self.places[row].is_none() && self.taken.insert(place) {
            self.places[row] = Some(place);
        }
    }

    /// How alike the labels of a row are to what stands in a row of the sheet, on average; `None` when nothing stands
    /// where they should.
    fn likeness(&self, row: usize, place: u32) -> Option<f32> {
        let there = self.texts.get(&place);
        let text = |column: u32| {
            let column = self.columns.get(column as usize).copied().flatten()?;
            let (_, text) = there?.iter().find(|(at, _)| *at == column)?;
            Some(text)
        };
        let labels = &self.labels[row];
        let found: Vec<f32> = labels
            .iter()
            .filter_map(|(column, label)| Some(similarity(label, text(*column)?)))
            .collect();
        if found.is_empty() {
            return None;
        }
        Some(found.iter().sum::<f32>() / labels.len() as f32)
    }

    pub(super) fn says(&self, row: usize, place: u32) -> bool {
        self.likeness(row, place)
            .is_some_and(|likeness| likeness >= SIMILAR)
    }

    /// Whether the names of another row lead to a place, and nothing there speaks against them.
    fn is_of_another(&self, row: usize, place: u32) -> bool {
        (0..self.named.len()).any(|other| {
            other != row
                && self.named[other] == Some(place)
                && (self.labels[other].is_empty() || self.says(other, place))
        })
    }

    /// Rows without labels whose names are not to be trusted: the labelled row before or after them is not where its
    /// names lead, and there is just as much room between the two as they need.
    fn doubted(&self) -> BTreeSet<usize> {
        let mut doubted = BTreeSet::new();
        let is_plain = |row: usize| self.labels[row].is_empty();
        let mut start = 0;
        while start < self.places.len() {
            if !is_plain(start) {
                start += 1;
                continue;
            }
            let end = (start..self.places.len())
                .find(|&row| !is_plain(row))
                .unwrap_or(self.places.len());
            let moved_away = |row: usize| {
                self.named[row].is_some()
                    && self.places[row].is_some()
                    && self.places[row] != self.named[row]
            };
            let around = [
                start.checked_sub(1),
                Some(end).filter(|&end| end < self.places.len()),
            ];
            let ends = around.map(|row| row.and_then(|row| self.places[row]));
            if around.into_iter().flatten().any(moved_away)
                && let [Some(above), Some(below)] = ends
                && below.checked_sub(above + 1).map(|room| room as usize) == Some(end - start)
            {
                doubted.extend(start..end);
            }
            start = end;
        }
        doubted
    }

    /// Rows nobody tells of stand between their neighbours, as far as there is room.
    fn fill_gaps(&mut self) {
        let in_order = in_order(&self.places);
        let mut start = 0;
        while start < self.places.len() {
            if self.places[start].is_some() {
                start += 1;
                continue;
            }
            let end = (start..self.places.len())
                .find(|&row| self.places[row].is_some())
                .unwrap_or(self.places.len());
            let above = in_order.range(..start).next_back().copied();
            let below = in_order.range(end..).next().copied();
            let around = self.room(start..end, above, below);
            // Where a neighbour was moved, the next one may be the wrong one: what fits is right.
            let beside = self.room(
                start..end,
                start.checked_sub(1),
                Some(end).filter(|&end| end < self.places.len()),
            );
            let fits = |room: &Vec<u32>| room.len() == end - start;
            let places = if fits(&around) || !fits(&beside) {
                around
            } else {
                beside
            };
            self.fill_gap(start..end, &places, above.is_none());
            start = end;
        }
    }

    /// The places between two rows that no other row has.
    fn room(&self, gap: Range<usize>, above: Option<usize>, below: Option<usize>) -> Vec<u32> {
        if above.is_none() && below.is_none() {
            return Vec::new();
        }
        let cells = &self.search.found.cells;
        let last = cells.keys().next_back().map_or(0, |at| at.row);
        let needed = u32::try_from(gap.len()).unwrap_or(u32::MAX);
        let from = above
            .and_then(|row| self.places[row])
            .map_or(0, |row| row + 1);
        let to = match below.and_then(|row| self.places[row]) {
            Some(row) => row,
            // Below all others: a row that lost its names has to show that it is still there.
            None if self.has_names() => last + 1,
            None => (last + 1).max(from.saturating_add(needed)),
        };
        (from..to)
            .filter(|place| !self.taken.contains(place))
            .take(gap.len() + LARGEST_GAP)
            .collect()
    }

    fn has_names(&self) -> bool {
        self.named.iter().any(Option::is_some)
    }

    fn fill_gap(&mut self, gap: Range<usize>, places: &[u32], from_below: bool) {
        let exact = places.len() == gap.len();
        let rows: Vec<usize> = gap.collect();
        let candidates: Vec<Candidate> = places
            .iter()
            .map(|place| self.candidate(&rows, *place))
            .collect();
        let wanted: Vec<rank::Wanted> = rows.iter().map(|&row| self.wanted(row)).collect();
        let doubtful = rank::doubtful(&wanted, candidates.len());
        if self.differ(doubtful.into_iter().map(|at| rows[at])) {
            // Which of them is gone, nobody can tell.
            return;
        }
        for (at, place) in rank::choose(&wanted, &candidates, from_below) {
            let row = rows[at];
            if self.may_be(row, place, self.has_names(), exact) {
                self.take(row, place);
            }
        }
    }

    /// Whether values of one of these rows could be taken for those of another one.
    fn differ(&self, rows: impl Iterator<Item = usize>) -> bool {
        let form = self.search.form;
        let kinds: BTreeSet<Result<usize, usize>> = rows
            .filter_map(|row| {
                let field = self.search.fields_of(row).next()?;
                let block = form.fields[field].row.map(|of| of.block);
                Some(block.ok_or(row))
            })
            .collect();
        kinds.len() > 1
    }

    /// What speaks for a row of the sheet being one of the form.
    fn candidate(&self, rows: &[usize], place: u32) -> Candidate {
        let width = self.search.width();
        let own = &self.columns[width..];
        let mut status = false;
        let mut filled = false;
        for (at, cell) in self.search.row(place) {
            let is_own = own.contains(&Some(at.column));
            status |= is_own && cell.formula.is_some();
            filled |= !is_own && !cell.value.is_blank();
        }
        let expected = rows.iter().any(|&row| {
            let mut fields = self.search.fields_of(row);
            fields.any(|field| !self.search.form.fields[field].area.is_cell())
        });
        Candidate {
            place,
            status,
            shaped: expected && self.merged.contains(&place),
            filled,
        }
    }

    fn wanted(&self, row: usize) -> rank::Wanted {
        if !self.labels[row].is_empty() {
            rank::Wanted::Labelled
        } else if self.search.fields_of(row).next().is_some() {
            rank::Wanted::Fields
        } else {
            rank::Wanted::Nothing
        }
    }

    /// Whether a row whose labels were not found may stand in a place: nothing there says something else, or no value
    /// depends on it.
    fn may_be(&self, row: usize, place: u32, has_names: bool, exact: bool) -> bool {
        if self.labels[row].is_empty() {
            return true;
        }
        let has_fields = self.search.fields_of(row).next().is_some();
        match self.likeness(row, place) {
            Some(likeness) => likeness >= CLOSE || !has_fields && exact,
            None => {
                !has_fields || !has_names || {
                    let there = self.candidate(&[row], place);
                    there.status || there.filled
                }
            }
        }
    }
}
