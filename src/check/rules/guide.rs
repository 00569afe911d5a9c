//! The sheet 填报说明 under another name: its own texts tell it.

use std::collections::BTreeSet;

use crate::align::written;
use crate::book::{CellValue, RawSheet};
use crate::form::Form;
use crate::own;

/// A share of 1 in so many of its paragraphs tells the sheet.
const SHARE: usize = 2;

/// Whether a sheet with another name holds what 填报说明 says: its title, or most of its paragraphs.
pub(crate) fn is_guide(form: &Form, raw: &RawSheet) -> bool {
    let texts = raw.cells.values().filter_map(|cell| match &cell.value {
        CellValue::Text(text) => Some(written(text)),
        _ => None,
    });
    let there: BTreeSet<String> = texts.collect();
    let words = form.guide_words();
    let guide = &form.pack.guide;
    let own = guide.texts().filter_map(|text| {
        let text = words.fill_given(&text.value)?;
        Some(written(&text))
    });
    let own: BTreeSet<String> = own.collect();
    let found = own.intersection(&there).count();
    let title = written(&format!("{}{}", form.title(), own::GUIDE));
    there.contains(&title) || found > 0 && found * SHARE >= own.len()
}
