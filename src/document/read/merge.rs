//! The cells of a table put into its grid: cells that go on from row to row become one.

use crate::address::{Address, Area};

use super::{Cell, Table};

/// A cell as its row has it.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// The first column of the grid it covers, zero-based.
    pub(super) column: u32,
    /// How many columns it covers.
    pub(super) span: u32,
    /// Whether it belongs to the cell above.
    pub(super) continues: bool,
    pub(super) text: String,
}

/// The table that rows of cells come to.
pub(super) fn table(rows: Vec<Vec<Piece>>) -> Table {
    let mut cells: Vec<Cell> = Vec::new();
    // For each piece of the row before: its first column, and the cell it belongs to.
    let mut above: Vec<(u32, usize)> = Vec::new();
    for (row, pieces) in (0..).zip(rows) {
        let mut here = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let of = above.iter().find(|(column, _)| *column == piece.column);
            let at = match of.filter(|_| piece.continues) {
                Some(&(_, at)) => {
                    let cell = &mut cells[at];
                    cell.area.last.row = row;
                    // Word does not show a text there, but somebody has written it.
                    if !piece.text.trim().is_empty() {
                        cell.text.push('\n');
                        cell.text.push_str(&piece.text);
                    }
                    at
                }
                None => {
                    let last = piece.column.saturating_add(piece.span.saturating_sub(1));
                    let area = Area::new(Address::new(row, piece.column), Address::new(row, last));
                    cells.push(Cell {
                        area,
                        text: piece.text,
                    });
                    cells.len() - 1
                }
            };
            here.push((piece.column, at));
        }
        above = here;
    }
    Table { cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(column: u32, span: u32, continues: bool, text: &str) -> Piece {
        Piece {
            column,
            span,
            continues,
            text: text.to_owned(),
        }
    }

    #[test]
    fn cells_that_go_on_become_one() {
        let table = table(vec![
            vec![piece(0, 1, false, "甲"), piece(1, 2, false, "乙")],
            vec![piece(0, 1, true, ""), piece(1, 1, false, "丙")],
            vec![piece(0, 1, true, "丁"), piece(1, 2, true, "戊")],
        ]);
        let cells: Vec<(String, &str)> = table
            .cells
            .iter()
            .map(|cell| (cell.area.to_string(), cell.text.as_str()))
            .collect();
        assert_eq!(
            cells,
            [
                ("A1:A3".to_owned(), "甲\n丁"),
                ("B1:C1".to_owned(), "乙"),
                ("B2:B3".to_owned(), "丙\n戊"),
            ]
        );
    }
}
