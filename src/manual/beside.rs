//! Findings that show only beside another return: last year's, or another department's.

use std::sync::Arc;

use crate::book::RawBook;
use crate::book::read::read;
use crate::book::write::write;
use crate::check::across::across;
use crate::check::past::Past;
use crate::check::{Content, Options, Return, open};
use crate::demo::{Demo, blank, departments_of};
use crate::fill;
use crate::finding::Finding;
use crate::form::resolve;
use crate::generate::workbook;
use crate::template::Pack;

/// What is found in the returns of two departments of the demo, held against one another and against last year's.
pub(super) fn findings(pack: &Arc<Pack>) -> Vec<Finding> {
    let departments = departments_of(&pack.id).unwrap_or_default();
    let mut departments = departments
        .iter()
        .filter(|department| !department.values.is_null());
    let (Some(other), Some(one)) = (departments.next(), departments.next()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // A year ago the same texts and the figures of another department stood in the return.
    for before in [one, other] {
        let before = Demo {
            code: one.code.clone(),
            name: one.name.clone(),
            ..before.clone()
        };
        let past = returned(&before, pack, pack.year - 1);
        let past = past.and_then(|book| Content::read(book, &[Arc::clone(pack)]).ok());
        let past = past.map(|content| Past::of(vec![("101-2023.xlsx".to_owned(), content)]));
        let options = Options {
            last: past.map(Arc::new),
            ..Options::default()
        };
        let files = checked(&[("101.xlsx", one)], pack, &options);
        found.extend(files.into_iter().flat_map(|file| file.findings));
    }
    let options = Options::default();
    let copy = Demo {
        code: other.code.clone(),
        name: other.name.clone(),
        ..one.clone()
    };
    let twice = [
        ("101.xlsx", one),
        ("101（改）.xlsx", one),
        ("102.xlsx", &copy),
    ];
    let mut files = checked(&twice, pack, &options);
    across(&mut files, &options);
    found.extend(files.into_iter().flat_map(|file| file.findings));
    found
}

/// Returns, each with the department that sent it.
fn checked(files: &[(&str, &Demo)], pack: &Arc<Pack>, options: &Options) -> Vec<Return> {
    let open = |(file, department): &(&str, &Demo)| {
        let book = returned(department, pack, pack.year)?;
        Some(open(file, Ok(book), &[Arc::clone(pack)], options))
    };
    files.iter().filter_map(open).collect()
}

/// The workbook of a department for a year.
fn returned(department: &Demo, pack: &Arc<Pack>, year: u16) -> Option<RawBook> {
    let values = fill::flatten(&department.values).ok()?;
    let mut spec = fill::grow(&blank(department, pack).ok()?, &values).ok()?;
    spec.year = year;
    let form = resolve(pack, &spec).ok()?;
    let entries = fill::entries(&form, &values).ok()?;
    read(&write(&workbook(&form, &entries)).ok()?).ok()
}
