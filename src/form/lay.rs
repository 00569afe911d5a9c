//! Where the regions of a layout picture come to stand once repeating rows are written out.

use std::ops::RangeInclusive;

use crate::address::{Address, Area};
use crate::template::{Layout, Region};

/// The rows of a sheet below its heading.
pub(super) struct Lines {
    /// The first row of each row of the picture.
    starts: Vec<u32>,
    /// How many rows each row of the picture has become.
    counts: Vec<u32>,
}

impl Lines {
    /// Lays the rows out, each repeating one as often as `count` says.
    pub(super) fn new(layout: &Layout, count: impl Fn(&str) -> u32) -> Lines {
        let mut next = 1;
        let mut lines = Lines {
            starts: Vec::new(),
            counts: Vec::new(),
        };
        for row in &layout.rows {
            let rows = row.block.as_deref().map_or(1, &count).max(1);
            lines.starts.push(next);
            lines.counts.push(rows);
            next += rows;
        }
        lines
    }

    /// How many rows the sheet has, the heading included.
    pub(super) fn total(&self) -> u32 {
        self.starts
            .last()
            .zip(self.counts.last())
            .map_or(1, |(start, count)| start + count)
    }

    /// How many rows a row of the picture has become.
    pub(super) fn count(&self, row: usize) -> u32 {
        self.counts.get(row).copied().unwrap_or(1)
    }

    /// The cells of a region that stands once.
    pub(super) fn area(&self, region: &Region) -> Area {
        let last = region.row + region.rows - 1;
        self.span(
            region,
            self.start(region.row)..=self.start(last) + self.count(last) - 1,
        )
    }

    /// The cells of a region in one of the repetitions of its row.
    pub(super) fn repeated(&self, region: &Region, repetition: u32) -> Area {
        let row = self.start(region.row) + repetition;
        self.span(region, row..=row)
    }

    /// The first rows of those rows of the picture of which something is true.
    pub(super) fn starts_where(&self, is: impl Fn(usize) -> bool) -> Vec<u32> {
        let rows = (0..self.starts.len()).filter(|&row| is(row));
        rows.map(|row| self.start(row)).collect()
    }

    /// The first row of a row of the picture.
    pub(super) fn start(&self, row: usize) -> u32 {
        self.starts.get(row).copied().unwrap_or(0)
    }

    fn span(&self, region: &Region, rows: RangeInclusive<u32>) -> Area {
        let column = |column: usize| u32::try_from(column).unwrap_or(u32::MAX);
        Area::new(
            Address::new(*rows.start(), column(region.column)),
            Address::new(*rows.end(), column(region.column + region.columns - 1)),
        )
    }
}
