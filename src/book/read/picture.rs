//! Pictures that stand in cells: WPS writes them as a formula, `=DISPIMG("ID_…",1)`, of which every other program makes an error
//! or a text.

use std::collections::HashMap;

use crate::book::{CellValue, Drawing, RawBook, RawSheet};

/// What a picture in a cell is called among the drawings.
pub(super) const KIND: &str = "cell picture";
/// The functions whose result is a picture: that of WPS, and Excel's for pictures of the web.
const FUNCTIONS: [&str; 2] = ["DISPIMG(", "IMAGE("];
/// What programs write before functions they do not know, or know since lately.
const BEFORE: [&str; 5] = ["of:", "=", "_xlfn.", "_xlws.", "com.sun.star.sheet.addin."];

/// Makes drawings of the pictures in the cells of a workbook.
pub(super) fn taken(mut book: RawBook) -> RawBook {
    for sheet in &mut book.sheets {
        take(sheet, &HashMap::new());
    }
    book
}

/// Makes drawings of the pictures in the cells of a sheet. `described` has what is said of each by its id.
pub(super) fn take(sheet: &mut RawSheet, described: &HashMap<String, String>) {
    let pictures = sheet.cells.iter().filter_map(|(at, cell)| {
        let id = match (&cell.formula, &cell.value) {
            (Some(formula), _) => call(formula)?,
            // Where the formula was not kept its text was.
            (None, CellValue::Text(text)) if text.starts_with('=') => call(text)?,
            _ => return None,
        };
        Some((*at, id))
    });
    let pictures: Vec<_> = pictures.collect();
    for (at, id) in pictures {
        sheet.cells.remove(&at);
        sheet.number_formats.remove(&at);
        if let Some(unlocked) = &mut sheet.unlocked {
            unlocked.remove(&at);
        }
        sheet.drawings.push(Drawing {
            at: Some(at),
            to: None,
            kind: KIND.to_owned(),
            text: described.get(&id).cloned().unwrap_or_default(),
        });
    }
}

/// The first argument of a formula that is nothing but a picture, without its quotes.
fn call(formula: &str) -> Option<String> {
    let mut rest = formula.trim();
    while let Some(shorter) = BEFORE.iter().find_map(|known| without(rest, known)) {
        rest = shorter;
    }
    let arguments = FUNCTIONS.iter().find_map(|name| without(rest, name))?;
    let first = arguments.split([',', ';', ')']).next()?;
    Some(first.trim().trim_matches('"').to_owned())
}

/// A text without what it begins with, in whatever case.
fn without<'t>(text: &'t str, begin: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(begin.len())?;
    head.eq_ignore_ascii_case(begin).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_that_is_a_picture_is_known_however_it_was_saved() {
        for (formula, id) in [
            ("DISPIMG(\"ID_0A1B\",1)", Some("ID_0A1B")),
            ("_xlfn.DISPIMG(\"ID_0A1B\",1)", Some("ID_0A1B")),
            ("=_xlfn.dispimg(\"ID_0A1B\", 1)", Some("ID_0A1B")),
            ("of:=DISPIMG(\"ID_0A1B\";1)", Some("ID_0A1B")),
            (
                "_xlfn.IMAGE(\"https://example.com/a.png\")",
                Some("https://example.com/a.png"),
            ),
            ("SUM(A1:A2)", None),
            ("IF(A1,DISPIMG(\"ID_0A1B\",1),2)", None),
            ("", None),
        ] {
            assert_eq!(call(formula).as_deref(), id, "{formula}");
        }
    }
}
