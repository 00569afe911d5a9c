//! Lays a sheet of the pattern over what was found for it: which text is which label, and which cell is which field.
//!
//! Rows are found by [`align::rows`], as in a workbook that drifted. Columns are found anew for each field, because tables
//! of Word have a grid of their own in every row: a field stands in the row of the label left of it, and under the nearest
//! label above it.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, Area};
use crate::adopt::material::{Place, Spot};
use crate::adopt::pattern::{Pattern, Printed, Sheet};
use crate::adopt::split::split;
use crate::adopt::years::{later, years};
use crate::align::{self, CLOSE, Line, likeness, similarity, written};
use crate::book::CellValue;
use crate::check::quantity;
use crate::form::{Field, Kind};

/// From this likeness on, a label is taken for a retyped one. There are no names here to say whether it is.
const LIKE: f32 = 0.7;
/// As certain is a label in which every year is another one.
const OTHER_YEARS: f32 = 0.9;
/// Longer texts are no labels.
const LONGEST_LABEL: usize = 600;

/// What was found for a sheet, row under row.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) cells: Vec<Cell>,
    /// How many rows they take.
    height: u32,
}

/// A cell of it.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) area: Area,
    /// What stands there; behind a label, what follows it.
    pub(super) value: CellValue,
    /// The label in it, as it is compared.
    pub(super) label: Option<String>,
    /// Label and value, as they stand there.
    pub(super) whole: CellValue,
    pub(super) place: Place,
}

impl Cell {
    pub(super) fn is_blank(&self) -> bool {
        self.value.is_blank()
    }

    /// What stands there, behind a label what follows it.
    pub(super) fn spot(&self) -> Spot {
        Spot {
            area: self.area,
            value: self.value.clone(),
            place: self.place.clone(),
        }
    }

    /// What stands there with its label.
    pub(super) fn whole(&self) -> Spot {
        Spot {
            value: self.whole.clone(),
            ..self.spot()
        }
    }

    fn text(&self) -> String {
        self.spot().text()
    }
}

impl Found {
    /// Adds the cells of a table, or a paragraph as a row of its own, below what is there.
    pub(super) fn add(&mut self, spots: &[Spot], sheet: &Sheet) {
        let top = self.height;
        for spot in spots {
            let mut area = spot.area;
            area.first.row += top;
            area.last.row += top;
            self.height = self.height.max(area.last.row + 1);
            let cell = |value: CellValue, label: Option<String>, whole: CellValue| Cell {
                area,
                value,
                label,
                whole,
                place: spot.place.clone(),
            };
            let parts = match &spot.value {
                CellValue::Text(text) => split(text, sheet),
                _ => Vec::new(),
            };
            if parts.is_empty() {
                self.cells
                    .push(cell(spot.value.clone(), None, spot.value.clone()));
            }
            for part in parts {
                let rest = match part.rest.is_empty() {
                    true => CellValue::Blank,
                    false => CellValue::Text(part.rest),
                };
                let whole = CellValue::Text(part.whole);
                self.cells.push(cell(rest, Some(part.label), whole));
            }
        }
    }

    /// What is written in each row.
    fn lines(&self) -> BTreeMap<u32, Line> {
        let mut lines: BTreeMap<u32, Line> = BTreeMap::new();
        for cell in &self.cells {
            if let Some(said) = cell.said() {
                let row = lines.entry(cell.area.first.row).or_default();
                row.push((cell.area.first.column, said));
            }
        }
        lines
    }
}

impl Cell {
    /// What it says where a label could stand.
    fn said(&self) -> Option<String> {
        match (&self.label, &self.value) {
            (Some(label), _) => Some(label.clone()),
            (None, CellValue::Text(text)) if text.len() <= LONGEST_LABEL => {
                Some(written(text)).filter(|said| !said.is_empty())
            }
            _ => None,
        }
    }
}

/// Which cell a field was read from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// The field of the pattern.
    pub(super) field: usize,
    /// For a repeating row which one it is, from one.
    pub(super) row: u32,
    /// The cell, by its index in [`Found::cells`].
    pub(super) cell: usize,
    /// How alike the labels are that led to it, from 0 to 1.
    pub(super) likeness: f32,
    /// The labels that led to it, as they stand there.
    pub(super) said: String,
}

/// A sheet laid over what was found for it.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) hits: Vec<Hit>,
    /// The cells that are labels, by their index.
    pub(super) labels: BTreeSet<usize>,
    /// Rows that are shifted by a column: the cell that shows it, and the texts under labels of other columns.
    pub(super) shifted: Vec<Shifted>,
}

/// A row whose entries stand a column too far left.
#[derive(Debug, PartialEq)]
pub(super) struct Shifted {
    /// The cell where the name should be.
    pub(super) cell: usize,
    /// The block and the row it was taken for.
    pub(super) field: usize,
    pub(super) row: u32,
}

/// Lays a sheet of the pattern over what was found for it.
pub(super) fn lay(pattern: &Pattern, sheet: usize, found: &Found) -> Laid {
    let mut over = Over {
        pattern,
        sheet: &pattern.sheets[sheet],
        fields: &pattern.form.sheets[sheet].fields,
        found,
        said: found.cells.iter().map(Cell::said).collect(),
        rows: BTreeMap::new(),
        tall: Vec::new(),
        paired: BTreeMap::new(),
        taken: BTreeSet::new(),
        laid: Laid::default(),
    };
    for (index, cell) in found.cells.iter().enumerate() {
        over.rows
            .entry(cell.area.first.row)
            .or_default()
            .push(index);
        if cell.area.last.row > cell.area.first.row {
            over.tall.push(index);
        }
    }
    over.pair();
    over.pair_neighbours();
    over.single_values();
    over.columns();
    over.laid.labels = over.paired.values().map(|pair| pair.cell).collect();
    over.laid.hits.sort_by_key(|hit| (hit.field, hit.row));
    over.laid
}

/// Where a label stands.
#[derive(Clone, Copy)]
struct Pair {
    cell: usize,
    likeness: f32,
}

struct Over<'a> {
    pattern: &'a Pattern,
    sheet: &'a Sheet,
    fields: &'a [usize],
    found: &'a Found,
    /// What each cell says where a label could stand.
    said: Vec<Option<String>>,
    /// The cells that begin in each row, and those that reach into the next.
    rows: BTreeMap<u32, Vec<usize>>,
    tall: Vec<usize>,
    /// The labels that were found, by their index in the sheet.
    paired: BTreeMap<usize, Pair>,
    /// The cells that are labels or belong to a field.
    taken: BTreeSet<usize>,
    laid: Laid,
}

impl Over<'_> {
    fn field(&self, field: usize) -> &Field {
        &self.pattern.form.fields[field]
    }

    /// The cells that begin in a row.
    fn begin(&self, row: u32) -> &[usize] {
        self.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    // ---- labels -----------------------------------------------------------------------------------------------------

    /// Finds the labels: row by row, then those that stand elsewhere and only once.
    fn pair(&mut self) {
        let rows = self
            .sheet
            .printed
            .iter()
            .map(|label| label.area.first.row + 1);
        let mut labels: Vec<Line> = vec![Line::new(); rows.max().unwrap_or(0) as usize];
        for label in &self.sheet.printed {
            let line = &mut labels[label.area.first.row as usize];
            line.push((label.area.first.column, label.written.clone()));
        }
        let matches = align::rows(&labels, &self.found.lines(), None);
        for (row, found) in (0..).zip(matches) {
            // A row that only looks like another one, and stands elsewhere, is none.
            if let Some(found) = found.filter(|found| found.in_order || found.similarity > 0.99) {
                self.pair_row(row, found.row);
            }
        }
        for index in 0..self.sheet.printed.len() {
            let label = &self.sheet.printed[index];
            let same = self.sheet.by_text.get(&label.written);
            if self.paired.contains_key(&index) || same.is_some_and(|same| same.len() > 1) {
                continue;
            }
            let says = |cell: &usize| self.said[*cell].as_ref() == Some(&label.written);
            let free = (0..self.found.cells.len()).filter(|cell| !self.taken.contains(cell));
            let mut there = free.filter(says);
            if let (Some(cell), None) = (there.next(), there.next()) {
                self.take(index, cell, 1.0);
            }
        }
    }

    /// Finds retyped labels by their neighbours: right above or below a label that was found, in its column, stands
    /// something that is a little like the one that stands there in the form.
    fn pair_neighbours(&mut self) {
        for index in 0..self.sheet.printed.len() {
            if self.paired.contains_key(&index) {
                continue;
            }
            let label = &self.sheet.printed[index];
            let beside = |other: &Printed| {
                other.area.first.column == label.area.first.column
                    && other.area.first.row.abs_diff(label.area.first.row) == 1
            };
            let neighbours = self
                .paired
                .iter()
                .filter(|(other, _)| beside(&self.sheet.printed[**other]));
            let best = neighbours
                .filter_map(|(other, pair)| {
                    let known = self.found.cells[pair.cell].area.first;
                    let row = match self.sheet.printed[*other].area.first.row < label.area.first.row
                    {
                        true => known.row + 1,
                        false => known.row.checked_sub(1)?,
                    };
                    let place = Address::new(row, known.column);
                    let cell = (0..self.found.cells.len()).find(|&cell| {
                        !self.taken.contains(&cell) && self.found.cells[cell].area.first == place
                    })?;
                    let said = self.found.cells[cell].said()?;
                    Some((self.guessed(&label.written, &said), cell))
                })
                .filter(|(likeness, _)| *likeness >= CLOSE)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            if let Some((likeness, cell)) = best {
                self.take(index, cell, likeness);
            }
        }
    }

    /// How alike a text is to a label; not at all if it is another label of the form: 数量指标 is no retyped 质量指标.
    fn guessed(&self, wanted: &str, said: &str) -> f32 {
        if wanted != said && self.sheet.by_text.contains_key(said) {
            return 0.0;
        }
        likeness(wanted, said)
    }

    fn take(&mut self, label: usize, cell: usize, likeness: f32) {
        self.paired.insert(label, Pair { cell, likeness });
        self.taken.insert(cell);
    }

    /// Puts the labels of a row of the form beside the texts of a row of what was found, the most alike first.
    fn pair_row(&mut self, row: u32, place: u32) {
        let labels: Vec<usize> = (0..self.sheet.printed.len())
            .filter(|&label| self.sheet.printed[label].area.first.row == row)
            .collect();
        let cells: Vec<(usize, String)> = (0..self.found.cells.len())
            .filter(|&cell| self.found.cells[cell].area.first.row == place)
            .filter_map(|cell| Some((cell, self.found.cells[cell].said()?)))
            .collect();
        let texts = labels
            .iter()
            .map(|&label| self.sheet.printed[label].written.as_str());
        let by = years_later(texts, cells.iter().map(|(_, said)| said.as_str()));
        let certain = if by == 0 { 1.0 } else { OTHER_YEARS };
        let mut alike: Vec<(f32, usize, usize)> = Vec::new();
        for label in labels {
            let wanted = &self.sheet.printed[label].written;
            for (cell, said) in &cells {
                let likeness = match later(said, by) {
                    other if other == *said => self.guessed(wanted, said),
                    other => likeness(wanted, &other) * certain,
                };
                if likeness >= LIKE {
                    alike.push((likeness, label, *cell));
                }
            }
        }
        alike.sort_by(|one, other| {
            let in_order = (one.1, one.2).cmp(&(other.1, other.2));
            other.0.total_cmp(&one.0).then(in_order)
        });
        for (likeness, label, cell) in alike {
            if !self.paired.contains_key(&label) && !self.taken.contains(&cell) {
                self.take(label, cell, likeness);
            }
        }
    }

    // ---- fields with a label of their own ------------------------------------------------------------------------------

    /// The label left of a field in its row, and whether the field is the only one behind it.
    fn left(&self, field: usize) -> Option<(usize, bool)> {
        let area = self.field(field).area;
        let in_row = |label: &Printed| label.area.first.row == area.first.row;
        let label = (0..self.sheet.printed.len())
            .filter(|&label| {
                let label = &self.sheet.printed[label];
                in_row(label) && label.area.last.column < area.first.column
            })
            .max_by_key(|&label| self.sheet.printed[label].area.last.column)?;
        let from = self.sheet.printed[label].area.last.column;
        let next = self.sheet.printed.iter().filter(|label| in_row(label));
        let next = next
            .map(|label| label.area.first.column)
            .filter(|&column| column > from);
        let next = next.min().unwrap_or(u32::MAX);
        let behind = self.fields.iter().filter(|&&other| {
            let other = self.field(other).area;
            other.first.row == area.first.row && (from + 1..next).contains(&other.first.column)
        });
        Some((label, behind.count() == 1))
    }

    /// Reads the fields that stand alone behind their label.
    fn single_values(&mut self) {
        for &field in self.fields {
            let Some((label, true)) = self.left(field) else {
                continue;
            };
            if self.field(field).row.is_some() {
                continue;
            }
            let Some(pair) = self.paired.get(&label).copied() else {
                continue;
            };
            let beside = self.behind(pair.cell);
            let filled = beside
                .iter()
                .find(|&&cell| !self.found.cells[cell].is_blank());
            let rest = || (!self.found.cells[pair.cell].is_blank()).then_some(pair.cell);
            if let Some(cell) = filled.copied().or_else(rest) {
                let said = one_line(&self.sheet.printed[label].text);
                self.hit(field, 1, cell, pair.likeness, said);
            }
        }
    }

    /// The cells behind a label, up to the next one in the row.
    fn behind(&self, label: usize) -> Vec<usize> {
        let from = self.found.cells[label].area;
        let mut cells: Vec<usize> = (0..self.found.cells.len())
            .filter(|&cell| {
                let area = self.found.cells[cell].area;
                area.first.row == from.first.row && area.first.column > from.last.column
            })
            .collect();
        cells.sort_by_key(|&cell| self.found.cells[cell].area.first.column);
        let is_label =
            |cell: &usize| self.taken.contains(cell) || self.found.cells[*cell].label.is_some();
        let end = cells.iter().position(is_label).unwrap_or(cells.len());
        cells.truncate(end);
        cells
    }

    fn hit(&mut self, field: usize, row: u32, cell: usize, likeness: f32, said: String) {
        self.taken.insert(cell);
        self.laid.hits.push(Hit {
            field,
            row,
            cell,
            likeness,
            said,
        });
    }

    // ---- fields under the label of a column ----------------------------------------------------------------------------

    /// Reads all other fields, row by row of the form.
    fn columns(&mut self) {
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &field in self.fields {
            let alone = self.left(field).is_some_and(|(_, alone)| alone);
            if !alone || self.field(field).row.is_some() {
                rows.entry(self.field(field).cell().row)
                    .or_default()
                    .push(field);
            }
        }
        for (row, fields) in rows {
            let repeats = fields.iter().any(|&field| self.field(field).row.is_some());
            let label = fields.iter().find_map(|&field| self.left(field));
            let anchor = label.map(|(label, _)| self.paired.get(&label).copied());
            let (first, likeness, after) = match anchor {
                // Its label is not there, so nobody knows where the row is.
                Some(None) => continue,
                Some(Some(pair)) => {
                    let area = self.found.cells[pair.cell].area;
                    let first = match repeats {
                        true => self.first_of(pair.cell),
                        false => area.first.row,
                    };
                    (first, pair.likeness, Some(area.last.column))
                }
                None => match self.gap(row) {
                    Some(first) => (first, 1.0, None),
                    None => continue,
                },
            };
            let end = self.next_anchor(row, first);
            let places = match repeats {
                true => first..end,
                false if anchor.is_none() => first..end.min(first + 1),
                false => first..first + 1,
            };
            let mut number = 1;
            // A table may be as tall as a sheet, and nothing stands in most of it.
            let places: Vec<u32> = match places.is_empty() {
                true => Vec::new(),
                false => self.rows.range(places).map(|(row, _)| *row).collect(),
            };
            for place in places {
                let after = after.filter(|_| place == first || repeats);
                let columns = self.row(&fields, place, after);
                if self.read_row(&fields, place, number, &columns, likeness, place > first) {
                    number += 1;
                }
            }
        }
    }

    /// The first of the rows that all bear the label of this cell: in a table without merged cells it is written in each.
    fn first_of(&self, label: usize) -> u32 {
        let cell = &self.found.cells[label];
        let same = |row: u32| {
            self.begin(row).iter().any(|index| {
                let other = &self.found.cells[*index];
                !self.taken.contains(index)
                    && other.area.first.column == cell.area.first.column
                    && other.label == cell.label
            })
        };
        let mut first = cell.area.first.row;
        while first > 0 && same(first - 1) {
            first -= 1;
        }
        first
    }

    /// The row below the last one that is known above a row of the form without labels.
    fn gap(&self, row: u32) -> Option<u32> {
        let above = self
            .paired
            .iter()
            .filter(|(label, _)| self.sheet.printed[**label].area.first.row < row);
        let place = above.map(|(_, pair)| self.found.cells[pair.cell].area.first.row);
        let mut place = place.max()? + 1;
        // Blank rows, and those of other fields, are passed over.
        let used = |place: u32| {
            self.begin(place).iter().any(|cell| {
                self.taken.contains(cell) && !self.paired.values().any(|pair| pair.cell == *cell)
            })
        };
        while used(place) {
            place += 1;
        }
        Some(place)
    }

    /// The first row below `first` that holds a label of another row of the form.
    fn next_anchor(&self, row: u32, first: u32) -> u32 {
        let others = self
            .paired
            .iter()
            .filter(|(label, _)| self.sheet.printed[**label].area.first.row != row);
        let places = others.map(|(_, pair)| self.found.cells[pair.cell].area.first.row);
        places
            .filter(|&place| place > first || (place == first && self.is_gap(row)))
            .min()
            .unwrap_or(self.found.height)
    }

    /// Whether a row of the form has no label.
    fn is_gap(&self, row: u32) -> bool {
        self.sheet
            .printed
            .iter()
            .all(|label| label.area.first.row != row)
    }

    /// Which cell of a row is which field: the one most of which lies under the field's column.
    fn row(&self, fields: &[usize], place: u32, after: Option<u32>) -> Vec<Column> {
        let from_above = self.tall.iter().filter(|&&cell| {
            let area = self.found.cells[cell].area;
            area.first.row < place && place <= area.last.row
        });
        let mut cells: Vec<usize> = from_above.chain(self.begin(place)).copied().collect();
        cells.sort_unstable();
        let cells: Vec<usize> = cells
            .into_iter()
            .filter(|cell| !self.taken.contains(cell))
            .filter(|&cell| {
                let cell = &self.found.cells[cell];
                after.is_none_or(|after| cell.area.first.column > after)
            })
            .collect();
        let mut columns: Vec<Column> = Vec::new();
        for &field in fields {
            let Some((label, pair)) = self.above(field) else {
                continue;
            };
            let under = self.found.cells[pair.cell].area;
            let best = cells
                .iter()
                .map(|&cell| (common(under, self.found.cells[cell].area), cell))
                .filter(|(_, cell)| {
                    let own = self.found.cells[*cell].area;
                    let least = width(under).min(width(own));
                    let shared = shared(under, own);
                    shared > 0 && shared * 2 >= least
                })
                .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
            let Some((common, cell)) = best else { continue };
            let said = &self.sheet.printed[label].text;
            let column = Column {
                field,
                cell,
                label,
                likeness: pair.likeness,
                common,
                own: similarity(&self.field(field).label, said),
            };
            // Several fields of the form may stand under one column here: it is the one that is called so. Of two columns
            // over one cell it is that of which it has more.
            match columns.iter_mut().find(|known| known.cell == cell) {
                Some(known) if column.goes_before(known) => *known = column,
                Some(_) => {}
                None => columns.push(column),
            }
        }
        columns
    }

    /// The nearest label above a field, in its column, that was found.
    fn above(&self, field: usize) -> Option<(usize, Pair)> {
        let area = self.field(field).area;
        let over = |label: &Printed| {
            !label.wide
                && label.area.last.row < area.first.row
                && label.area.first.column <= area.last.column
                && area.first.column <= label.area.last.column
        };
        let labels = self
            .paired
            .iter()
            .filter(|(label, _)| over(&self.sheet.printed[**label]));
        labels
            .map(|(label, pair)| (*label, *pair))
            .max_by_key(|(label, _)| self.sheet.printed[*label].area.last.row)
    }

    /// The labels that lead to a field, as the form prints them: that of its row, then that of its column.
    fn said(&self, column: &Column) -> String {
        let above = one_line(&self.sheet.printed[column.label].text);
        match self.left(column.field) {
            Some((row, _)) => format!("{} · {above}", one_line(&self.sheet.printed[row].text)),
            None => above,
        }
    }

    /// Takes the cells of a row; whether anything was entered there.
    fn read_row(
        &mut self,
        fields: &[usize],
        place: u32,
        number: u32,
        columns: &[Column],
        likeness: f32,
        further: bool,
    ) -> bool {
        let filled: Vec<&Column> = columns
            .iter()
            .filter(|column| !says_nothing(&self.found.cells[column.cell]))
            .collect();
        let is_input = |column: &&&Column| self.field(column.field).kind == Kind::Input;
        if !filled.iter().any(|column| is_input(&column))
            && fields.iter().any(|&field| self.field(field).row.is_some())
        {
            return false;
        }
        let shifted = further.then(|| self.shifted(columns, place)).flatten();
        if further && shifted.is_none() && self.has_label_of_its_own(columns, place) {
            return false;
        }
        if let Some((cell, field)) = shifted {
            self.laid.shifted.push(Shifted {
                cell,
                field,
                row: number,
            });
        }
        for column in filled {
            let said = self.said(column);
            self.hit(
                column.field,
                number,
                column.cell,
                likeness.min(column.likeness),
                said,
            );
        }
        true
    }

    /// The name of a row that is shifted one column to the left: name and target are numbers, and something stands left
    /// of them where no entry belongs.
    fn shifted(&self, columns: &[Column], place: u32) -> Option<(usize, usize)> {
        let [name, target, ..] = columns else {
            return None;
        };
        let numeric =
            |column: &Column| quantity::parse(&self.found.cells[column.cell].text()).is_some();
        (numeric(name) && numeric(target) && self.has_label_of_its_own(columns, place))
            .then_some((name.cell, name.field))
    }

    /// Whether something that is none of the form's labels stands in a row left of its first entry.
    fn has_label_of_its_own(&self, columns: &[Column], place: u32) -> bool {
        let first = columns
            .iter()
            .map(|column| self.found.cells[column.cell].area.first.column)
            .min();
        // Without merged cells the labels of the block stand in each of its rows.
        let row = columns
            .first()
            .map(|column| self.field(column.field).cell().row);
        let covers =
            |area: Area| row.is_some_and(|row| (area.first.row..=area.last.row).contains(&row));
        let labels = self.sheet.printed.iter().filter(|label| covers(label.area));
        let own: Vec<&str> = labels.map(|label| label.written.as_str()).collect();
        self.begin(place).iter().any(|index| {
            let cell = &self.found.cells[*index];
            !self.taken.contains(index)
                && cell
                    .label
                    .as_ref()
                    .is_none_or(|label| !own.contains(&label.as_str()))
                && first.is_some_and(|first| cell.area.last.column < first)
                && (cell.label.is_some() || !cell.is_blank())
        })
    }
}

/// Which cell of a row is which field.
struct Column {
    field: usize,
    cell: usize,
    /// The label above it.
    label: usize,
    likeness: f32,
    /// How much of label and cell stands one under the other, from 0 to 1.
    common: f32,
    /// How alike that label is to what the field is called.
    own: f32,
}

impl Column {
    fn goes_before(&self, other: &Column) -> bool {
        match self.label == other.label {
            true => self.own > other.own,
            false => self.common > other.common,
        }
    }
}

/// How many years the labels of a row lag behind those of the form: in a form of another year all of them do.
fn years_later<'a>(
    wanted: impl Iterator<Item = &'a str>,
    found: impl Iterator<Item = &'a str>,
) -> i32 {
    let wanted: BTreeSet<u16> = wanted.flat_map(years).collect();
    let found: BTreeSet<u16> = found.flat_map(years).collect();
    match (wanted.last(), found.last()) {
        (Some(last), Some(there)) if !found.is_subset(&wanted) => {
            i32::from(*last) - i32::from(*there)
        }
        _ => 0,
    }
}

fn width(area: Area) -> u32 {
    area.last.column - area.first.column + 1
}

/// How many columns two areas have in common.
fn shared(one: Area, other: Area) -> u32 {
    let from = one.first.column.max(other.first.column);
    let to = one.last.column.min(other.last.column);
    (to + 1).saturating_sub(from)
}

/// How much of two areas taken together they have in common, from 0 to 1; by their columns.
fn common(one: Area, other: Area) -> f32 {
    let shared = shared(one, other);
    shared as f32 / (width(one) + width(other) - shared).max(1) as f32
}

/// Whether a cell is blank, or holds nothing but the marks with which blank forms are drawn: `**`, `……`.
fn says_nothing(cell: &Cell) -> bool {
    let marks = |c: char| c.is_whitespace() || matches!(c, '*' | '…' | '.' | '·' | '．');
    cell.is_blank() || cell.label.is_none() && cell.text().chars().all(marks)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("")
}
