//! Rolls all returns up into one summary workbook.
//!
//! A [`Part`] is what a summary takes of a return, which can be let go then. [`Summary`] gathers those of one pack and year
//! and gives each table of the workbook to a file of its own, which makes its rows when they are written. A department that came back twice is shown twice and counted
//! once; what cannot be counted is said above the totals.

use std::collections::HashMap;
use std::io::{Read, Seek, Write};

use crate::book::write::pages;
use crate::book::{Book, Page};
use crate::check::Return;
use crate::roster::Department;
use crate::table::{self, pen};
use crate::text::Text;

mod belonging;
mod data;
mod error;
mod figure;
mod gather;
mod indicators;
mod overview;
mod problems;
mod projects;
mod received;
mod rows;
mod sums;
mod whose;

pub use belonging::{Strays, Wanted, strays};
pub use error::ConsolidateError;
pub use gather::{Part, across, arrivals};

use gather::Batch;
use pen::Pen;

/// Builds the summary workbook of many returns.
///
/// The figures are those annex computed; totals are live formulas that carry the exact sums as their results. With a
/// `roster`, a sheet tells who has returned and who has not. The same returns in any order give the same workbook.
///
/// # Errors
/// [`ConsolidateError`] when no file can be read as a return, or when the returns are of different packs or years.
pub fn summarise(
    returns: &[Return],
    roster: Option<&[Department]>,
) -> Result<Book, ConsolidateError> {
    let parts: Vec<Part> = returns.iter().map(Part::of).collect();
    Summary::of(&parts, roster, &Beside::default())?.book()
}

/// What came back as well, and is no part of a summary.
#[derive(Debug, Clone, Default)]
pub struct Beside<'a> {
    /// Returns that do not belong into it, each with why: [`strays`].
    pub left_out: Vec<(&'a Part, Text)>,
    /// Files nobody looked at.
    pub not_read: Vec<NotRead>,
    /// What files are called below the inbox, where that is less than what they are called: in that name the department is
    /// looked for whose file cannot be read.
    pub inner: HashMap<String, String>,
}

/// A file nobody looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// The file.
    pub file: String,
    /// What it is.
    pub what: Text,
    /// What is to be done.
    pub advice: Text,
}

impl Beside<'_> {
    /// The department a file seems to be from.
    fn whose<'r>(&self, file: &str, roster: &'r [Department]) -> Option<&'r Department> {
        let own = || file.rsplit(['/', '\\']).next().unwrap_or(file);
        let inner = self.inner.get(file).map_or_else(own, String::as_str);
        whose::whose(inner, roster)
    }
}

/// The summary of what is taken of many returns, with what came back besides: it is listed, and a department that sent nothing
/// else has not sent nothing.
pub struct Summary<'a> {
    batch: Batch<'a>,
    roster: Option<&'a [Department]>,
    beside: &'a Beside<'a>,
    pen: Pen,
}

impl<'a> Summary<'a> {
    /// Puts the returns in order, and works out which of them count.
    ///
    /// # Errors
    /// [`ConsolidateError`] as with [`summarise`].
    pub fn of(
        parts: &'a [Part],
        roster: Option<&'a [Department]>,
        beside: &'a Beside<'a>,
    ) -> Result<Summary<'a>, ConsolidateError> {
        let batch = gather::batch(parts)?;
        Ok(Summary {
            pen: Pen::new(&batch.pack().look),
            batch,
            roster,
            beside,
        })
    }

    /// The workbook with all its sheets.
    ///
    /// # Errors
    /// [`ConsolidateError::BadPack`]
    pub fn book(&self) -> Result<Book, ConsolidateError> {
        let sheets = self.pages()?.into_iter().map(Page::whole);
        Ok(Book {
            sheets: sheets.collect(),
            ..self.cover()
        })
    }

    /// Writes the workbook into `out`, row by row, so that none of its tables has to fit into memory; `scratch` is for what lies
    /// between.
    ///
    /// # Errors
    /// [`ConsolidateError::BadPack`], [`ConsolidateError::NotWritten`].
    pub fn write<S: Read + Write + Seek + Send>(
        &self,
        scratch: S,
        out: impl Write + Seek,
    ) -> Result<(), ConsolidateError> {
        pages(&self.cover(), self.pages()?, scratch, out).map_err(ConsolidateError::NotWritten)
    }

    /// What the workbook says of itself, without its sheets.
    fn cover(&self) -> Book {
        Book {
            title: title(&self.batch, "汇总"),
            author: "annex".to_owned(),
            created: (self.batch.form().spec.year, 1, 1),
            ..Book::default()
        }
    }

    fn pages(&self) -> Result<Vec<Page<'_>>, ConsolidateError> {
        let Summary {
            batch, beside, pen, ..
        } = self;
        let firsts = problems::firsts(batch);
        let mut pages = vec![overview::page(batch, beside, pen, firsts)];
        if let Some(form) = sums::form(batch)? {
            let data = data::build(batch, &form, pen);
            let sums = sums::sheets(&form, &data);
            pages.extend(sums.into_iter().map(Page::from));
            pages.push(data.page);
        }
        pages.extend(indicators::page(batch, pen));
        pages.extend(projects::page(batch, pen));
        pages.push(problems::page(batch, pen));
        let received = self
            .roster
            .map(|roster| received::page(batch, roster, beside, pen));
        pages.extend(received);
        Ok(pages)
    }
}

/// The names of the sheets that are in every summary; the sheets in an annex's layout take none of them.
const SHEETS: [&str; 6] = [
    overview::NAME,
    data::NAME,
    indicators::NAME,
    projects::NAME,
    problems::NAME,
    received::NAME,
];

/// The title of one of the tables.
fn title(batch: &Batch<'_>, table: &str) -> String {
    format!("{}{table}", batch.form().title())
}

/// The first few of a list, and how many there are in all.
fn some(items: &[String], unit: &str) -> String {
    const SHOWN: usize = 5;
    let shown = items
        .get(..SHOWN.min(items.len()))
        .unwrap_or_default()
        .join("；");
    if items.len() > SHOWN {
        format!("{shown}；等 {} {unit}", items.len())
    } else {
        shown
    }
}
