//! Finds the columns and rows of a form in a sheet: what the defined names say is held against what the labels say.
//!
//! What a reader of the sheet sees goes before what only the program knows: a row is where its labels are. Names tell of
//! rows that have none, of labels that were retyped, and of labels that stand several times.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, Area};
use crate::align::{self, Line, written};
use crate::book::{CellValue, RawCell, RawSheet};
use crate::form::{Form, FormSheet};
use crate::submission::place::SheetMap;
use crate::submission::rows::Rows;

/// Longer texts are no labels.
pub(super) const LONGEST_LABEL: usize = 600;
/// So many texts of a sheet are held against labels, from above: no form has as many.
pub(super) const TEXTS: usize = 50_000;
/// So many labels that agree go before the names of a column.
const LABELS_OF_A_COLUMN: usize = 2;

/// What is known of a sheet of the form before its rows and columns are found.
pub(super) struct Search<'a> {
    pub(super) form: &'a Form,
    pub(super) sheet: usize,
    pub(super) found: &'a RawSheet,
    /// The index of the sheet in the workbook.
    pub(super) raw: usize,
    /// Where the name of each field leads on this sheet, by the index of the field.
    pub(super) named: BTreeMap<usize, Address>,
    /// Where the name of the cell leads in which annex says what is missing.
    pub(super) status: Option<Address>,
}

impl Search<'_> {
    pub(super) fn laid(&self) -> &FormSheet {
        &self.form.sheets[self.sheet]
    }

    /// The columns of the form, annex's own left out.
    pub(super) fn width(&self) -> usize {
        self.laid().heading_area(&self.form.pack).last.column as usize + 1
    }

    /// The fields that begin in a row of the form.
    pub(super) fn fields_of(&self, row: usize) -> impl Iterator<Item = usize> {
        let fields = self.laid().fields.iter().copied();
        fields.filter(move |&field| self.form.fields[field].cell().row as usize == row)
    }

    /// The cells in a row of the sheet.
    pub(super) fn row(&self, place: u32) -> impl Iterator<Item = (&Address, &RawCell)> {
        let cells = &self.found.cells;
        cells.range(Address::new(place, 0)..Address::new(place + 1, 0))
    }

    /// The printed texts of the form with their areas, the heading first.
    fn printed(&self) -> impl Iterator<Item = (Area, &str)> {
        let heading = self.laid().heading_area(&self.form.pack);
        let heading = (heading, self.laid().heading.as_str());
        let labels = self.laid().labels.iter();
        std::iter::once(heading).chain(
            labels
                .filter(|label| !label.text.is_empty())
                .map(|label| (label.area, label.text.as_str())),
        )
    }

    /// Finds the rows and columns; `None` when nothing on the sheet belongs to the form.
    pub(super) fn map(&self) -> Option<SheetMap> {
        let texts = self.texts();
        let columns = self.columns(&texts);
        columns.iter().flatten().next()?;
        let rows = self.rows(&texts, &columns);
        rows.iter().flatten().next()?;
        Some(SheetMap {
            sheet: self.raw,
            rows,
            columns,
            added: BTreeSet::new(),
        })
    }

    /// What is written on the sheet, by row.
    fn texts(&self) -> BTreeMap<u32, Line> {
        let labels = self.found.cells.iter().filter_map(|(at, cell)| {
            let CellValue::Text(text) = &cell.value else {
                return None;
            };
            (text.len() <= LONGEST_LABEL && !text.trim().is_empty()).then_some((at, text))
        });
        let mut rows: BTreeMap<u32, Line> = BTreeMap::new();
        for (at, text) in labels.take(TEXTS) {
            rows.entry(at.row)
                .or_default()
                .push((at.column, written(text)));
        }
        rows
    }

    // ---- columns ----------------------------------------------------------------------------------------------------

    fn columns(&self, texts: &BTreeMap<u32, Line>) -> Vec<Option<u32>> {
        let width = self.width();
        let mut named: Vec<BTreeMap<u32, usize>> = vec![BTreeMap::new(); width];
        for (&field, at) in &self.named {
            let column = self.form.fields[field].cell().column as usize;
            *named[column].entry(at.column).or_default() += 1;
        }
        let labelled = self.columns_of_labels(texts);
        let merged = self.columns_of_merges(texts);
        let most_named = |column: usize| most(&named[column]);
        let most_labelled = |column: usize| most(&labelled[column]);
        let most_merged = |column: usize| most(&merged[column]);
        // How many labels say that a column is not where its names lead.
        let against = |column: usize| match (most_named(column), most_labelled(column)) {
            (Some((name, _)), Some((label, labels)))
                if name != label && !labelled[column].contains_key(&name) =>
            {
                labels
            }
            _ => 0,
        };
        // Names that stayed behind in one column did so in the others.
        let stayed_behind = (0..width).any(|column| against(column) >= LABELS_OF_A_COLUMN);
        let mut columns: Vec<(usize, u32, usize)> = Vec::new();
        for column in 0..width {
            let place = match (most_named(column), most_labelled(column)) {
                (Some((name, votes)), Some((label, labels))) => {
                    if stayed_behind && against(column) > 0 {
                        Some((label, labels))
                    } else {
                        Some((name, votes + labels))
                    }
                }
                // Where merged cells end goes after all that begins in a column.
                (one, other) => one
                    .or(other)
                    .or_else(|| most_merged(column).map(|(place, _)| (place, 0))),
            };
            columns.extend(place.map(|(place, votes)| (column, place, votes)));
        }
        if let Some(at) = self.status.filter(|_| !stayed_behind) {
            columns.push((width, at.column, usize::MAX));
        }
        // Where two columns lay claim to one, the better witnessed has it.
        columns.sort_by_key(|&(column, _, votes)| (std::cmp::Reverse(votes), column));
        let mut places = vec![None; width + 2];
        let mut taken = BTreeSet::new();
        for (column, place, _) in columns {
            if taken.insert(place) {
                places[column] = Some(place);
            }
        }
        if !taken.is_empty() {
            fill_in(&mut places, &taken);
        }
        places
    }

    /// Where the labels of each column stand, as far as they stand only once.
    fn columns_of_labels(&self, texts: &BTreeMap<u32, Line>) -> Vec<BTreeMap<u32, usize>> {
        let mut printed: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for (area, text) in self.printed() {
            let at = area.first;
            let known = printed.entry(written(text));
            known
                .and_modify(|column| *column = column.filter(|column| *column == at.column))
                .or_insert(Some(at.column));
        }
        let mut there: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for (column, text) in texts.values().flatten() {
            there.entry(text).or_default().insert(*column);
        }
        let mut votes = vec![BTreeMap::new(); self.width()];
        for (text, column) in &printed {
            let places = there.get(text.as_str()).into_iter().flatten();
            let places: Vec<u32> = places.copied().collect();
            if let (Some(column), [place]) = (column, places.as_slice()) {
                *votes[*column as usize].entry(*place).or_default() += 1;
            }
        }
        votes
    }

    /// Where the merged cells end that begin where a name leads or a label stands: in a column of the form in which
    /// nothing may begin.
    fn columns_of_merges(&self, texts: &BTreeMap<u32, Line>) -> Vec<BTreeMap<u32, usize>> {
        let merges = self.found.merges.iter();
        let ends: BTreeMap<Address, u32> =
            merges.map(|area| (area.first, area.last.column)).collect();
        let mut there: BTreeMap<&str, Vec<Address>> = BTreeMap::new();
        for (row, line) in texts {
            for (column, text) in line {
                let places = there.entry(text).or_default();
                places.push(Address::new(*row, *column));
            }
        }
        let labels = self.printed().filter_map(|(area, text)| {
            let places = there.get(written(text).as_str())?;
            <[Address; 1]>::try_from(places.as_slice())
                .ok()
                .map(|[at]| (area, at))
        });
        let named = self.named.iter();
        let named = named.map(|(&field, &at)| (self.form.fields[field].area, at));
        let mut votes = vec![BTreeMap::new(); self.width()];
        for (area, at) in named.chain(labels) {
            if area.first.column < area.last.column
                && let Some(&end) = ends.get(&at)
                && end > at.column
            {
                *votes[area.last.column as usize].entry(end).or_default() += 1;
            }
        }
        votes
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    fn rows(&self, texts: &BTreeMap<u32, Line>, columns: &[Option<u32>]) -> Vec<Option<u32>> {
        let height = self.laid().ruled.len();
        let mut labels: Vec<Line> = vec![Line::new(); height];
        for (area, text) in self.printed() {
            let at = area.first;
            let text = written(text);
            if !text.is_empty() {
                labels[at.row as usize].push((at.column, text));
            }
        }
        let mut rows = Rows {
            search: self,
            columns,
            texts,
            matches: align::rows(&labels, texts, Some(columns)),
            named: self.named_rows(height),
            labels,
            places: vec![None; height],
            taken: BTreeSet::new(),
            merged: self
                .found
                .merges
                .iter()
                .map(|area| area.first.row)
                .collect(),
        };
        rows.place();
        rows.places
    }

    /// Where most names of each row lead.
    fn named_rows(&self, height: usize) -> Vec<Option<u32>> {
        let mut votes: Vec<BTreeMap<u32, usize>> = vec![BTreeMap::new(); height];
        for (&field, at) in &self.named {
            let row = self.form.fields[field].cell().row as usize;
            *votes[row].entry(at.row).or_default() += 1;
        }
        votes
            .iter()
            .map(|votes| most(votes).map(|(row, _)| row))
            .collect()
    }
}

/// The place with most votes, the first of several.
fn most(votes: &BTreeMap<u32, usize>) -> Option<(u32, usize)> {
    let best = votes
        .iter()
        .max_by_key(|(place, votes)| (**votes, std::cmp::Reverse(**place)));
    best.map(|(place, votes)| (*place, *votes))
}

/// Columns nobody tells of are beside those that are known, as far as there is room.
fn fill_in(places: &mut [Option<u32>], taken: &BTreeSet<u32>) {
    for column in 1..places.len() {
        if places[column].is_none()
            && let Some(before) = places[column - 1]
            && !taken.contains(&(before + 1))
        {
            // What follows tells whether the column is still there.
            let next = places[column..].iter().position(Option::is_some);
            let room = next.and_then(|ahead| Some((ahead, places[column + ahead]?)));
            let fits =
                room.is_none_or(|(ahead, next)| next > before && (next - before) as usize > ahead);
            if fits {
                places[column] = Some(before + 1);
            }
        }
    }
    for column in (0..places.len().saturating_sub(1)).rev() {
        if places[column].is_none()
            && let Some(place) = places[column + 1].and_then(|after| after.checked_sub(1))
            && !places.contains(&Some(place))
            && places[..column].iter().all(Option::is_none)
        {
            places[column] = Some(place);
        }
    }
}
