//! Rolls all returns up into one summary workbook.
//!
//! A [`Part`] is what a summary takes of a return, which can be let go then. [`summarise`] gathers those of one pack and year
//! and gives each table of the workbook to a file of its own. A department that came back twice is shown twice and counted
//! once; what cannot be counted is said above the totals.

use std::collections::HashMap;

use crate::book::Book;
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
    summarise_beside(&parts, roster, &Beside::default())
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

/// [`summarise`], of what is taken of returns, with what came back besides: it is listed, and a department that sent nothing
/// else has not sent nothing.
///
/// # Errors
/// [`ConsolidateError`] as with [`summarise`].
pub fn summarise_beside(
    parts: &[Part],
    roster: Option<&[Department]>,
    beside: &Beside<'_>,
) -> Result<Book, ConsolidateError> {
    let batch = gather::batch(parts)?;
    let pen = Pen::new(&batch.form().pack.look);
    let mut book = Book {
        title: title(&batch, "汇总"),
        author: "annex".to_owned(),
        created: (batch.form().spec.year, 1, 1),
        ..Book::default()
    };
    let (problems, first_problems) = problems::sheet(&batch, &pen);
    book.sheets
        .push(overview::sheet(&batch, beside, &pen, &first_problems));
    if let Some(form) = sums::form(&batch)? {
        let data = data::build(&batch, &form, &pen);
        book.sheets.extend(sums::sheets(&form, &data));
        book.sheets.push(data.sheet);
    }
    book.sheets.extend(indicators::sheet(&batch, &pen));
    book.sheets.extend(projects::sheet(&batch, &pen));
    book.sheets.push(problems);
    book.sheets
        .extend(roster.map(|roster| received::sheet(&batch, roster, beside, &pen)));
    Ok(book)
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
