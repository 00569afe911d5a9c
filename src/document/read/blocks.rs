//! The paragraphs and tables of the main part, in one pass over its events.

use super::Block;
use super::merge::{self, Piece};
use crate::document::Style;
use crate::package::{Damage, Measure, PackageError, Piece as Event, Xml};

/// Reads the main part of a document.
///
/// # Errors
/// [`PackageError`]: it is broken, no document, or holds more than is read.
pub(super) fn read(xml: Xml<'_>) -> Result<Vec<Block>, PackageError> {
    let mut reader = Reader {
        xml,
        hint: false,
        blocks: 0,
        rows: 0,
        cells: 0,
        bytes: 0,
    };
    let mut blocks = Vec::new();
    let mut is_document = false;
    loop {
        match reader.xml.next()? {
            Event::Open(element) if element.name() == "document" => is_document = true,
            Event::Open(element) if element.name() == "body" => reader.blocks(&mut blocks)?,
            Event::End if is_document => return Ok(blocks),
            Event::End => {
                let damage = Damage::Contradiction("no Word document".to_owned());
                return Err(PackageError::damaged(reader.xml.part(), damage));
            }
            _ => {}
        }
    }
}

/// What an element is to the reader; all others are looked into.
#[derive(Clone, Copy, PartialEq)]
enum Is {
    Paragraph,
    Table,
    Row,
    Cell,
    Text,
    Tab,
    Break,
    Hyphen,
    TextBox,
    /// What an empty content control shows is a hint, and nobody's entry.
    Hint,
    Control,
    ParagraphProperties,
    RowProperties,
    CellProperties,
    /// Nothing in it is read: properties, deletions, codes of fields, the readings above characters.
    Skipped,
    Wrapper,
}

fn is(name: &str) -> Is {
    match name {
        "p" => Is::Paragraph,
        "tbl" => Is::Table,
        "tr" => Is::Row,
        "tc" => Is::Cell,
        "t" => Is::Text,
        "tab" | "ptab" => Is::Tab,
        "br" | "cr" => Is::Break,
        "noBreakHyphen" => Is::Hyphen,
        "txbxContent" => Is::TextBox,
        "showingPlcHdr" => Is::Hint,
        "sdtContent" => Is::Control,
        "pPr" => Is::ParagraphProperties,
        "trPr" => Is::RowProperties,
        "tcPr" => Is::CellProperties,
        "rPr" | "tblPr" | "tblGrid" | "tblPrEx" | "sectPr" | "del" | "moveFrom" | "delText"
        | "instrText" | "delInstrText" | "rt" => Is::Skipped,
        _ => Is::Wrapper,
    }
}

/// What a row or a cell says of itself.
#[derive(Default)]
struct Properties {
    /// Columns of the grid left out before the first cell.
    before: u32,
    span: u32,
    continues: bool,
    deleted: bool,
}

struct Reader<'p> {
    xml: Xml<'p>,
    /// Whether the content control that has begun shows its hint.
    hint: bool,
    /// How many paragraphs and tables have begun, and how much else there is so far.
    blocks: u64,
    rows: u64,
    cells: u64,
    bytes: u64,
}

impl Reader<'_> {
    /// What comes next within an element that began at this depth; `None` at its end.
    fn next(&mut self, depth: usize) -> Result<Option<Is>, PackageError> {
        while self.xml.depth() >= depth {
            let is = match self.xml.next()? {
                Event::Open(element) => match is(element.name()) {
                    Is::Hint => {
                        self.hint = element.flag("val", true)?;
                        continue;
                    }
                    is => is,
                },
                Event::End => return Ok(None),
                _ => continue,
            };
            match is {
                Is::Skipped => self.xml.skip()?,
                Is::Control if std::mem::take(&mut self.hint) => self.xml.skip()?,
                Is::Control | Is::Wrapper => {}
                is => return Ok(Some(is)),
            }
        }
        Ok(None)
    }

    /// The blocks up to the end of the element that has just begun.
    fn blocks(&mut self, blocks: &mut Vec<Block>) -> Result<(), PackageError> {
        let depth = self.xml.depth();
        while let Some(is) = self.next(depth)? {
            self.block(is, blocks)?;
        }
        Ok(())
    }

    fn block(&mut self, is: Is, blocks: &mut Vec<Block>) -> Result<(), PackageError> {
        if !matches!(is, Is::Paragraph | Is::Table) {
            return Ok(());
        }
        self.blocks += 1;
        Measure::Paragraphs.check(self.blocks, self.xml.part())?;
        match is {
            Is::Paragraph => self.paragraph(blocks),
            _ => self.table(blocks),
        }
    }

    fn paragraph(&mut self, blocks: &mut Vec<Block>) -> Result<(), PackageError> {
        let depth = self.xml.depth();
        let mut text = String::new();
        let mut boxes = Vec::new();
        let mut printed = false;
        while let Some(is) = self.next(depth)? {
            let before = text.len();
            match is {
                Is::Text => text.push_str(&self.xml.text()?),
                Is::Tab => text.push('\t'),
                Is::Break => text.push('\n'),
                Is::Hyphen => text.push('-'),
                Is::ParagraphProperties => printed = self.is_printed()?,
                Is::TextBox => self.blocks(&mut boxes)?,
                _ => {}
            }
            self.bytes += (text.len() - before) as u64;
            Measure::CellTextBytes.check(self.bytes, self.xml.part())?;
        }
        blocks.push(match printed {
            true => Block::Printed(text),
            false => Block::Paragraph(text),
        });
        blocks.append(&mut boxes);
        Ok(())
    }

    /// Whether the properties of a paragraph name a style in which annex itself writes.
    fn is_printed(&mut self) -> Result<bool, PackageError> {
        let depth = self.xml.depth();
        let mut printed = false;
        while self.xml.depth() >= depth {
            match self.xml.next()? {
                Event::Open(element) if element.name() == "pStyle" => {
                    let style = element.get("val")?;
                    let own = [Style::Facts, Style::Missing];
                    printed = own.iter().any(|own| style.as_deref() == Some(own.id()));
                }
                Event::End => break,
                _ => {}
            }
        }
        Ok(printed)
    }

    fn table(&mut self, blocks: &mut Vec<Block>) -> Result<(), PackageError> {
        let depth = self.xml.depth();
        let mut rows = Vec::new();
        let mut contents: Vec<Vec<Block>> = Vec::new();
        while let Some(is) = self.next(depth)? {
            if is == Is::Row {
                rows.extend(self.row(&mut contents)?);
            }
        }
        // Whoever frames a page with a table of one cell means what stands in it.
        if let [content] = contents.as_mut_slice() {
            blocks.append(content);
            return Ok(());
        }
        let table = merge::table(rows);
        blocks.push(Block::Table(table));
        let within = contents.into_iter().flatten();
        blocks.extend(within.filter(|block| matches!(block, Block::Table(_))));
        Ok(())
    }

    /// A row, and what its cells hold; `None` for one that was deleted.
    fn row(&mut self, contents: &mut Vec<Vec<Block>>) -> Result<Option<Vec<Piece>>, PackageError> {
        self.rows += 1;
        Measure::SheetSize.check(self.rows, self.xml.part())?;
        let depth = self.xml.depth();
        let mut properties = Properties::default();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut here = Vec::new();
        let mut column = 0_u32;
        while let Some(is) = self.next(depth)? {
            match is {
                Is::RowProperties => {
                    properties = self.properties()?;
                    column = properties.before;
                }
                Is::Cell => {
                    let (cell, content) = self.cell(column)?;
                    column += cell.span;
                    Measure::TableColumns.check(u64::from(column), self.xml.part())?;
                    pieces.push(cell);
                    here.push(content);
                }
                _ => {}
            }
        }
        if properties.deleted {
            return Ok(None);
        }
        contents.append(&mut here);
        Ok(Some(pieces))
    }

    fn cell(&mut self, column: u32) -> Result<(Piece, Vec<Block>), PackageError> {
        self.cells += 1;
        Measure::FilledCells.check(self.cells, self.xml.part())?;
        let depth = self.xml.depth();
        let mut properties = Properties::default();
        let mut content = Vec::new();
        while let Some(is) = self.next(depth)? {
            match is {
                Is::CellProperties => properties = self.properties()?,
                is => self.block(is, &mut content)?,
            }
        }
        if properties.deleted {
            content.clear();
        }
        let texts: Vec<&str> = content
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(text) | Block::Printed(text) => Some(text.as_str()),
                Block::Table(_) => None,
            })
            .collect();
        let piece = Piece {
            column,
            span: properties.span.max(1),
            continues: properties.continues,
            text: texts.join("\n"),
        };
        Ok((piece, content))
    }

    /// What stands in the properties of a row or a cell.
    fn properties(&mut self) -> Result<Properties, PackageError> {
        let depth = self.xml.depth();
        let mut properties = Properties::default();
        while self.xml.depth() >= depth {
            match self.xml.next()? {
                Event::Open(element) => match element.name() {
                    "gridBefore" => {
                        properties.before = element.number("val")?.unwrap_or(0);
                    }
                    "gridSpan" => properties.span = element.number("val")?.unwrap_or(1),
                    "vMerge" => {
                        properties.continues = element.get("val")?.as_deref() != Some("restart");
                    }
                    "del" | "cellDel" => properties.deleted = true,
                    _ => {}
                },
                Event::End => break,
                _ => {}
            }
        }
        let columns = u64::from(properties.before.max(properties.span));
        Measure::TableColumns.check(columns, self.xml.part())?;
        Ok(properties)
    }
}
