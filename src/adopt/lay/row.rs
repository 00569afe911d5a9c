//! Which cell of a row is which field, and whether the row is one of entries at all.

use crate::address::Area;
use crate::adopt::found::says_nothing;
use crate::adopt::lay::{Over, Pair, Shifted};
use crate::adopt::pattern::Printed;
use crate::align::similarity;
use crate::check::quantity;

impl Over<'_> {
    /// Which cell of a row is which field: the one most of which lies under the field's column.
    pub(super) fn row(&self, fields: &[usize], place: u32, after: Option<u32>) -> Vec<Column> {
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

    /// The heading of a field's column that was found: the nearest one above it, or one above that in the same head.
    ///
    /// Where neither is there nobody knows what stands in the column: the head of another table further up is not asked.
    fn above(&self, field: usize) -> Option<(usize, Pair)> {
        let area = self.field(field).area;
        let entered = &self.sheet.entered;
        let over = |label: &&Printed| {
            !label.wide
                && label.area.last.row < area.first.row
                && label.area.first.column <= area.last.column
                && area.first.column <= label.area.last.column
                && !entered.contains(&label.area.first.row)
        };
        let nearest = self.sheet.printed.iter().filter(over);
        let nearest = nearest.max_by_key(|label| label.area.last.row)?;
        let mut top = nearest.area.first.row;
        while top > 0 && !entered.contains(&(top - 1)) {
            top -= 1;
        }
        let labels = self.paired.iter().filter(|(label, _)| {
            let label = &self.sheet.printed[**label];
            over(&label) && label.area.first.row >= top
        });
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
    pub(super) fn read_row(
        &mut self,
        fields: &[usize],
        place: u32,
        number: u32,
        columns: &[Column],
        likeness: f32,
        further: bool,
    ) -> bool {
        let cell = |column: &Column| &self.found.cells[column.cell];
        // A row of nothing but words the form prints is the head of a table, repeated on the next page.
        let is_entered = columns.iter().any(|column| !says_nothing(cell(column)));
        let filled: Vec<&Column> = columns
            .iter()
            .filter(|column| is_entered && (!says_nothing(cell(column)) || cell(column).is_word()))
            .collect();
        let is_input = |column: &&&Column| self.field(column.field).kind.takes_entries();
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
pub(super) struct Column {
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

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("")
}
