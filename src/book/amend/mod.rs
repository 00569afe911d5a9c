//! Marks in a workbook somebody else made: colours, notes and one sheet are put in, everything else stays as it is.
//!
//! Parts of the package nobody has to change keep their bytes. What is coloured is coloured by conditional formats, so that
//! the formats of the cells stay, and come back when the marks go: those of an earlier time are known by their condition
//! and taken out first, and so is what annex said in notes.

use std::collections::BTreeMap;

use super::read::{self, ReadError};
use super::write::WriteError;
use super::{Note, RawBook, Sheet};
use crate::address::{Address, Area};
use crate::own::MEMORY;
use crate::package::{PackageError, Patch};
use crate::text::Text;

mod catalog;
mod check;
mod comments;
mod grid;
mod notes;
mod page;
mod shapes;
mod sheet;
mod styles;

use catalog::Catalog;

/// What is put into a workbook.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// What is marked, by the name of the sheet.
    pub marks: BTreeMap<String, Marks>,
    /// The sheet that is put first, or into the place of the one of its name. Its links may lead to any sheet.
    pub page: Sheet,
    /// How large a note with this text is.
    pub sized: fn(String) -> Note,
}

/// What is marked on a sheet.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// Areas by the colour, 0xRRGGBB, that they get; no cell is in two.
    pub fills: BTreeMap<u32, Vec<Area>>,
    /// What annex says of a cell.
    pub notes: BTreeMap<Address, String>,
}

/// Why a workbook is not amended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// A part cannot be read, or not be changed safely.
    #[error("{}", ReadError::from(.0.clone()).text().en)]
    Package(PackageError),
    /// It is no .xlsx or .xlsm.
    #[error(
        "it is not an .xlsx or .xlsm file; annotate without --in-place writes other formats anew"
    )]
    OtherFormat,
    /// It was built anew by annex before: its colours cannot be told from the form's own.
    #[error(
        "it was built by annotate before, and its marks are part of it; annotate without --in-place builds it anew"
    )]
    Rebuilt,
    /// The sheet to be put in cannot be written.
    #[error(transparent)]
    Page(#[from] WriteError),
    /// The marked copy would be no XML that programs open.
    #[error(
        "no program could open the marked copy ({what}), so none was written; please report it with the file"
    )]
    Broken {
        /// The part, and what is wrong with it.
        what: String,
    },
    /// The marked copy would not read as the workbook does.
    #[error(
        "the marked copy would differ from it ({what}), so none was written; please report it with the file"
    )]
    Differs {
        /// In what.
        what: String,
    },
}

impl AmendError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            AmendError::Package(why) => return ReadError::from(why.clone()).text(),
            AmendError::OtherFormat => {
                "不是 .xlsx 或 .xlsm 文件；不加 --in-place 则重做一份表再批注".to_owned()
            }
            AmendError::Rebuilt => {
                "这是 annex 批注过的表，批注已是表的一部分；不加 --in-place 则重做一份表再批注"
                    .to_owned()
            }
            AmendError::Page(_) => {
                format!("校验结果这张表写不出来，请连同文件报告（技术细节：{self}）")
            }
            AmendError::Broken { what } => {
                format!("批注后的副本会打不开，因此没有写出，请连同文件报告（技术细节：{what}）")
            }
            AmendError::Differs { what } => format!(
                "批注后的副本会与原表不同，因此没有写出，请连同文件报告（技术细节：{what}）"
            ),
        };
        Text::new(zh, self.to_string())
    }
}

impl From<PackageError> for AmendError {
    fn from(error: PackageError) -> AmendError {
        AmendError::Package(error)
    }
}

/// Puts marks and a sheet into the workbook of these bytes; `book` is what was read of them.
///
/// # Errors
/// [`AmendError`]. Whatever is given back reads as `book` but for what was put in.
pub fn amend(bytes: &[u8], book: &RawBook, amendment: &Amendment) -> Result<Vec<u8>, AmendError> {
    if !book.tells_formulas() {
        return Err(AmendError::OtherFormat);
    }
    let mut patch = Patch::open(bytes)?;
    let mut catalog = Catalog::read(patch.package())?;
    let is_memory = |listed: &catalog::Listed| listed.name.eq_ignore_ascii_case(MEMORY);
    if catalog.sheets.iter().any(is_memory) {
        return Err(AmendError::Rebuilt);
    }
    let page = page::Written::new(&amendment.page, &catalog)?;
    let mut styles = styles::Styles::open(&mut patch, &catalog, &page)?;
    let mut numbers = notes::Numbers::of(patch.package(), &catalog)?;
    let none = Marks::default();
    for listed in catalog.sheets.clone() {
        if !listed.is_worksheet || listed.name == amendment.page.name {
            continue;
        }
        let marks = amendment.marks.get(&listed.name).unwrap_or(&none);
        sheet::amend(
            &mut patch,
            &catalog,
            &listed,
            marks,
            &mut styles,
            &mut numbers,
            amendment.sized,
        )?;
    }
    page.put(&mut patch, &mut catalog, &mut styles)?;
    styles.finish(&mut patch, &catalog)?;
    check::well_formed(&mut patch)?;
    let amended = patch.write()?;
    check::same(book, &amended, &amendment.page.name)?;
    Ok(amended)
}

/// What is read of the marked copy.
fn read_again(bytes: &[u8]) -> Result<RawBook, AmendError> {
    read::read(bytes).map_err(|error| AmendError::Differs {
        what: error.text().en,
    })
}

/// A part that is there, as text.
fn required(package: &mut Patch<'_>, part: &str) -> Result<String, PackageError> {
    let missing = || PackageError::damaged(part, crate::package::Damage::Missing);
    package.text(part)?.ok_or_else(missing)
}

/// The relations part of a part.
fn relations_of(part: &str) -> String {
    let part = part.replace('\\', "/");
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The folder of the workbook, in which new parts are put.
fn folder(part: &str) -> String {
    let part = part.replace('\\', "/");
    part.rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| format!("{folder}/"))
}

/// The first name of this kind that no part has: `xl/comments`, `.xml`.
fn free_name(patch: &Patch<'_>, begin: &str, end: &str) -> String {
    let mut names = (1_u32..).map(|number| format!("{begin}{number}{end}"));
    names.find(|name| !patch.has(name)).unwrap_or_default()
}
