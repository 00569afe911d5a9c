//! How wide the columns and how high the rows of a sheet are, in pixels: boxes of notes are placed by them.

use std::collections::BTreeMap;

use crate::address::{Address, LAST_COLUMN, LAST_ROW};
use crate::package::PackageError;
use crate::package::markup::Tag;

/// Pixels of a character of a column's width, at the usual font and size.
const CHARACTER: f64 = 7.0;
/// Pixels of a point.
const POINT: f64 = 4.0 / 3.0;
/// How far right of its cell, and how far below the row above, a box begins.
const RIGHT: u32 = 15;
const BELOW: u32 = 10;

/// Sizes of columns and rows.
#[derive(Debug)]
pub(super) struct Grid {
    column: u32,
    row: u32,
    /// First and last columns with their width.
    columns: Vec<(u32, u32, u32)>,
    rows: BTreeMap<u32, u32>,
    /// The row read last, counted from one.
    seen: u32,
}

impl Default for Grid {
    fn default() -> Grid {
        Grid {
            column: 64,
            row: 20,
            columns: Vec::new(),
            rows: BTreeMap::new(),
            seen: 0,
        }
    }
}

/// Pixels as a whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest size that is one"
)]
fn pixels(size: f64) -> u32 {
    size.clamp(0.0, 10_000.0) as u32
}

impl Grid {
    /// Takes from a tag of the sheet what it says of sizes.
    pub(super) fn see(&mut self, tag: &Tag<'_>) -> Result<(), PackageError> {
        match tag.name() {
            "sheetFormatPr" => {
                let element = tag.element();
                if let Some(width) = element.number::<f64>("defaultColWidth")? {
                    self.column = pixels(width * CHARACTER);
                }
                if let Some(height) = element.number::<f64>("defaultRowHeight")? {
                    self.row = pixels(height * POINT);
                }
            }
            "col" => {
                let element = tag.element();
                let bounds = element
                    .number::<u32>("min")?
                    .zip(element.number::<u32>("max")?);
                let width = element
                    .number::<f64>("width")?
                    .map(|w| pixels(w * CHARACTER));
                let hidden = element.flag("hidden", false)?;
                let width = if hidden { Some(0) } else { width };
                if let (Some((first @ 1.., last)), Some(width)) = (bounds, width) {
                    self.columns
                        .push((first - 1, last.saturating_sub(1), width));
                }
            }
            "row" => {
                let element = tag.element();
                self.seen = element.number("r")?.unwrap_or(self.seen.saturating_add(1));
                let height = element.number::<f64>("ht")?.map(|h| pixels(h * POINT));
                let hidden = element.flag("hidden", false)?;
                let height = if hidden { Some(0) } else { height };
                if let (Some(height), Some(row)) = (height, self.seen.checked_sub(1)) {
                    self.rows.insert(row, height);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn width(&self, column: u32) -> u32 {
        let mut known = self.columns.iter();
        known
            .find(|(first, last, _)| (*first..=*last).contains(&column))
            .map_or(self.column, |(_, _, width)| *width)
    }

    fn height(&self, row: u32) -> u32 {
        self.rows.get(&row).copied().unwrap_or(self.row)
    }

    /// The place of the box of a note on a cell, as VML writes it: column, pixels into it, row, pixels into it, of its upper
    /// left and of its lower right corner.
    pub(super) fn anchor(&self, at: Address, width: u32, height: u32) -> [u32; 8] {
        let left = (at.column + 1).min(LAST_COLUMN);
        let top = at.row.saturating_sub(1);
        self.sized([left, RIGHT, top, BELOW, 0, 0, 0, 0], width, height)
    }

    /// The same place with another size.
    pub(super) fn sized(&self, anchor: [u32; 8], width: u32, height: u32) -> [u32; 8] {
        let [left, right_of, top, below, ..] = anchor;
        let end = |first: u32, offset: u32, size: u32, last: u32, of: &dyn Fn(u32) -> u32| {
            let mut left = offset.saturating_add(size);
            let mut line = first;
            while line < last && left >= of(line) {
                left -= of(line);
                line += 1;
            }
            (line, left)
        };
        let (right, in_right) = end(left, right_of, width, LAST_COLUMN, &|c| self.width(c));
        let (bottom, in_bottom) = end(top, below, height, LAST_ROW, &|r| self.height(r));
        [
            left, right_of, top, below, right, in_right, bottom, in_bottom,
        ]
    }

    /// Width and height of a box.
    pub(super) fn size(&self, anchor: [u32; 8]) -> (u32, u32) {
        let [
            left,
            right_of,
            top,
            below,
            right,
            in_right,
            bottom,
            in_bottom,
        ] = anchor;
        // A box over a thousand lines is as large as any.
        let lines = |first: u32, last: u32| first..last.min(first.saturating_add(1_000));
        let width: u32 = lines(left, right).map(|column| self.width(column)).sum();
        let height: u32 = lines(top, bottom).map(|row| self.height(row)).sum();
        (
            (width + in_right).saturating_sub(right_of),
            (height + in_bottom).saturating_sub(below),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_ends_where_its_size_says() {
        let mut grid = Grid::default();
        grid.columns.push((2, 2, 100));
        grid.rows.insert(1, 0);
        let anchor = grid.anchor(Address::new(1, 1), 150, 45);
        assert_eq!(anchor, [2, 15, 0, 10, 4, 1, 3, 15]);
        assert_eq!(grid.size(anchor), (150, 45));
    }
}
