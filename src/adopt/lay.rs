//! Lays a sheet of the pattern over what was found for it: which text is which label, and which cell is which field.
//!
//! Rows are found by [`crate::align::rows`], as in a workbook that drifted. Columns are found anew for each field, because tables
//! of Word have a grid of their own in every row: a field stands in the row of the label left of it, and under the nearest
//! label above it.

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::found::Found;
use crate::adopt::pattern::{Pattern, Sheet};
use crate::form::Field;

mod alone;
mod columns;
mod labels;
mod row;

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
        paired: BTreeMap::new(),
        taken: BTreeSet::new(),
        laid: Laid::default(),
    };
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

    fn take(&mut self, label: usize, cell: usize, likeness: f32) {
        self.paired.insert(label, Pair { cell, likeness });
        self.taken.insert(cell);
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
}
