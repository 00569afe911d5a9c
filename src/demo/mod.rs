//! Departments to try annex with: one real, published return, and invented ones that show every kind of mistake.
//!
//! Each department is a file of `departments/`, in the folder of the pack its form is made from: the values it filled in,
//! as `annex fill` takes them, and the faults, that is what it did to the workbook besides: a formula typed over, a label
//! changed, a text in a number cell. [`returned`] gives the workbook as it came back.

use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::book::Book;
use crate::fill::{self, FillError};
use crate::form::{self, Form, Spec};
use crate::generate;
use crate::template::Pack;

mod fault;

pub use fault::{Fault, NoPlace, apply};

/// The id of the pack the demo is made for.
pub const PACK: &str = "hunan-2024";

static DEPARTMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/demo/departments");

/// What a demo department shows, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// One department of the demo.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// Its file, without folder and extension: `02-archives`. It also names its workbook.
    #[serde(skip)]
    pub id: &'static str,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether department and figures are made up.
    pub invented: bool,
    /// What its return shows.
    pub note: Note,
    /// Whether it sent anything.
    pub returned: bool,
    /// The projects the roster knows of.
    pub projects: Vec<String>,
    /// What it filled in: fields by id, as [`fill::flatten`] reads them.
    #[serde(default)]
    pub values: serde_json::Value,
    /// What it did to the workbook besides.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// Why a workbook of the demo cannot be made: the demo does not fit the pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// A file of the demo is not what it should be.
    #[error("{id}.json of the demo cannot be read: {why}")]
    File {
        /// The file.
        id: &'static str,
        /// What the JSON reader says.
        why: String,
    },
    /// The pack cannot be laid out.
    #[error("the pack {pack} has mistakes: run 'annex template check'")]
    Pack {
        /// The id of the pack.
        pack: String,
    },
    /// Values of a department have no place in the form.
    #[error("{id}.json of the demo: {}", joined(errors))]
    Values {
        /// The file.
        id: &'static str,
        /// All that is wrong with them.
        errors: Vec<FillError>,
    },
    /// A fault has no place in the workbook.
    #[error("{id}.json of the demo: {why}")]
    Fault {
        /// The file.
        id: &'static str,
        /// What is not there.
        why: NoPlace,
    },
}

fn joined(errors: &[FillError]) -> String {
    let texts: Vec<String> = errors.iter().map(FillError::to_string).collect();
    texts.join("; ")
}

/// The departments of the demo, in the order of their files.
///
/// # Errors
/// [`DemoError::File`] for the first file that cannot be read.
///
/// ```
/// let departments = annex::demo::departments().unwrap();
/// assert_eq!(departments[0].name, "岳阳县工商业联合会");
/// assert!(departments.iter().any(|demo| !demo.returned));
/// ```
pub fn departments() -> Result<Vec<Demo>, DemoError> {
    departments_of(PACK)
}

/// The departments that fill in forms of a shipped pack, in the order of their files; none for a pack of one's own.
///
/// # Errors
/// [`DemoError::File`] for the first file that cannot be read.
pub fn departments_of(pack: &str) -> Result<Vec<Demo>, DemoError> {
    let folder = DEPARTMENTS.get_dir(pack);
    let mut files: Vec<(&str, &str)> = folder
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
        .collect();
    files.sort_unstable();
    let read = files.into_iter();
    read.map(|(id, text)| parse(id, text)).collect()
}

fn parse(id: &'static str, text: &str) -> Result<Demo, DemoError> {
    let mut demo: Demo = serde_json::from_str(text).map_err(|why| DemoError::File {
        id,
        why: why.to_string(),
    })?;
    demo.id = id;
    Ok(demo)
}

/// The blank form that is sent to a department, for the year of the pack.
///
/// # Errors
/// [`DemoError::Pack`] when the pack has mistakes.
pub fn blank(demo: &Demo, pack: &Arc<Pack>) -> Result<Form, DemoError> {
    let spec = Spec {
        year: pack.year,
        code: demo.code.clone(),
        department: demo.name.clone(),
        projects: demo.projects.clone(),
        ..Spec::default()
    };
    resolve(pack, &spec)
}

/// The workbook as the department sent it back; `None` when it sent nothing.
///
/// Formulas that the department left alone show what a spreadsheet program would show after its changes.
///
/// # Errors
/// [`DemoError`] when the pack has mistakes, or is not one the demo fits.
pub fn returned(demo: &Demo, pack: &Arc<Pack>) -> Result<Option<Book>, DemoError> {
    if !demo.returned {
        return Ok(None);
    }
    let id = demo.id;
    let errors = |errors| DemoError::Values { id, errors };
    let values = fill::flatten(&demo.values).map_err(|error| errors(vec![error]))?;
    let spec = fill::grow(&blank(demo, pack)?, &values).map_err(errors)?;
    let form = resolve(pack, &spec)?;
    let entries = fill::entries(&form, &values).map_err(errors)?;
    let mut book = generate::workbook(&form, &entries);
    apply(&mut book, &form, &demo.faults).map_err(|why| DemoError::Fault { id, why })?;
    Ok(Some(book))
}

fn resolve(pack: &Arc<Pack>, spec: &Spec) -> Result<Form, DemoError> {
    form::resolve(pack, spec).map_err(|_| DemoError::Pack {
        pack: pack.id.clone(),
    })
}

/// The roster of the demo in CSV, as [`crate::roster::parse`] reads it.
///
/// It starts with a byte order mark, without which Excel takes it for GBK.
pub fn roster_csv(departments: &[Demo]) -> String {
    let mut text = "\u{feff}code,name,projects\n".to_owned();
    for demo in departments {
        let projects = demo.projects.join(";");
        let cells = [&demo.code, &demo.name, &projects].map(|cell| quoted(cell));
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests;
