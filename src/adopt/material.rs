//! What came back, as paragraphs and tables, whether it was a Word document or a workbook.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, Area};
use crate::book::{CellValue, RawBook, RawSheet, Visibility};
use crate::document::read::{Block as Read, Found, Table};
use crate::identity::Mark;
use crate::memory::Source;
use crate::own;
use crate::text::Text;

/// What a file holds, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Material {
    /// Its paragraphs and tables.
    pub blocks: Vec<Block>,
    /// Which of them stand in the style of what annex computes.
    pub printed: BTreeSet<usize>,
    /// The files it was read from, so that the form remembers what it was made of.
    pub sources: Vec<Source>,
}

impl Material {
    /// How many paragraphs and cells there are.
    pub fn size(&self) -> usize {
        let sizes = self.blocks.iter().map(|block| match block {
            Block::Paragraph(_) => 1,
            Block::Table(table) => 1 + table.spots.len(),
        });
        sizes.sum()
    }
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph that says something.
    Paragraph(Spot),
    /// A table, or a sheet of a workbook.
    Table(Grid),
}

/// A table, or a sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The name on the tab; none for a table of a document.
    pub name: Option<String>,
    /// Its cells, row by row.
    pub spots: Vec<Spot>,
}

/// A text or a number where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The zero-based rows and columns it covers.
    pub area: Area,
    /// What stands there.
    pub value: CellValue,
    /// Where that is, for whoever looks for it.
    pub place: Place,
}

impl Spot {
    /// What stands there, as text.
    pub fn text(&self) -> String {
        match &self.value {
            CellValue::Blank => String::new(),
            CellValue::Number(number) => number.to_string(),
            CellValue::Text(text) | CellValue::Error(text) => text.clone(),
            CellValue::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// Where something stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A paragraph of a document, counted from one; blank ones are counted as well.
    Paragraph(u32),
    /// A cell of a table of a document, all counted from one; the cell as one counts them in its row.
    Table {
        /// Which table of the document.
        table: u32,
        /// Which row of it.
        row: u32,
        /// Which cell of the row.
        cell: u32,
    },
    /// A place in one of several files.
    In {
        /// The name of the file.
        file: String,
        /// The place in it.
        place: Box<Place>,
    },
    /// A cell of a workbook.
    Cell {
        /// The sheet by its tab.
        sheet: String,
        /// The cell.
        cell: Address,
    },
}

impl Place {
    /// Whether it is a line of a document, and no cell.
    pub fn is_paragraph(&self) -> bool {
        match self {
            Place::Paragraph(_) => true,
            Place::In { place, .. } => place.is_paragraph(),
            Place::Table { .. } | Place::Cell { .. } => false,
        }
    }

    /// The place in words.
    pub fn text(&self) -> Text {
        match self {
            Place::Paragraph(number) => {
                Text::new(format!("第{number}段"), format!("paragraph {number}"))
            }
            Place::Table { table, row, cell } => Text::new(
                format!("表{table}第{row}行第{cell}格"),
                format!("table {table}, row {row}, cell {cell}"),
            ),
            Place::In { file, place } => {
                let place = place.text();
                Text::new(
                    format!("{file} {}", place.zh),
                    format!("{file}, {}", place.en),
                )
            }
            Place::Cell { sheet, cell } => {
                let place = format!("{sheet}!{cell}");
                Text::new(place.clone(), place)
            }
        }
    }
}

/// What a Word document holds.
pub fn of_document(found: &Found) -> Material {
    let mut blocks = Vec::new();
    let (mut paragraphs, mut tables) = (0, 0);
    let mut printed = BTreeSet::new();
    for block in &found.blocks {
        match block {
            Read::Paragraph(text) | Read::Printed(text) => {
                paragraphs += 1;
                if !text.trim().is_empty() {
                    if matches!(block, Read::Printed(_)) {
                        printed.insert(blocks.len());
                    }
                    blocks.push(Block::Paragraph(Spot {
                        area: Area::cell(Address::new(0, 0)),
                        value: CellValue::Text(text.clone()),
                        place: Place::Paragraph(paragraphs),
                    }));
                }
            }
            Read::Table(table) => {
                tables += 1;
                blocks.push(Block::Table(of_table(table, tables)));
            }
        }
    }
    Material {
        blocks,
        printed,
        ..Material::default()
    }
}

fn of_table(table: &Table, number: u32) -> Grid {
    // How many cells of a row begin at or before each column: cells that go on from above are seen there as well.
    let last = table.cells.iter().map(|cell| cell.area.last.row).max();
    let mut begins: Vec<Vec<u32>> = vec![Vec::new(); last.map_or(0, |row| row as usize + 1)];
    for cell in &table.cells {
        for row in cell.area.first.row..=cell.area.last.row {
            begins[row as usize].push(cell.area.first.column);
        }
    }
    let spot = |cell: &crate::document::read::Cell| {
        let Address { row, column } = cell.area.first;
        let before = begins[row as usize].iter().filter(|at| **at <= column);
        Spot {
            area: cell.area,
            value: CellValue::Text(cell.text.clone()),
            place: Place::Table {
                table: number,
                row: row + 1,
                cell: u32::try_from(before.count()).unwrap_or(u32::MAX),
            },
        }
    };
    Grid {
        name: None,
        spots: table.cells.iter().map(spot).collect(),
    }
}

/// What a workbook holds: a table for each sheet that is seen.
pub fn of_book(book: &RawBook) -> Material {
    let seen =
        |sheet: &&RawSheet| sheet.visibility == Visibility::Visible && !own::is_sheet(&sheet.name);
    let sheets = book.sheets.iter().filter(seen);
    Material {
        blocks: sheets.map(|sheet| Block::Table(of_sheet(sheet))).collect(),
        ..Material::default()
    }
}

fn of_sheet(sheet: &RawSheet) -> Grid {
    // A sheet that was copied out of a form: what annex itself says there, beside the form, is nobody's entry.
    let mark = sheet
        .cells
        .iter()
        .find(|(_, cell)| Mark::parse(&cell.value).is_some());
    let own = mark.map(|(at, _)| at.column.saturating_sub(1)..=at.column);
    let is_own = |at: Address| own.as_ref().is_some_and(|own| own.contains(&at.column));
    let merged: BTreeMap<Address, Area> = sheet
        .merges
        .iter()
        .map(|area| (area.first, *area))
        .collect();
    let cells = sheet.cells.iter().filter(|(at, _)| !is_own(**at));
    let spots = cells.map(|(&at, cell)| Spot {
        area: merged.get(&at).copied().unwrap_or_else(|| Area::cell(at)),
        value: cell.value.clone(),
        place: Place::Cell {
            sheet: sheet.name.clone(),
            cell: at,
        },
    });
    Grid {
        name: Some(sheet.name.clone()),
        spots: spots.collect(),
    }
}
