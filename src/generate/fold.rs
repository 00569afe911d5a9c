//! Spare rows: those that stay hidden until they are needed.

use std::collections::BTreeSet;

use crate::book::CellValue;
use crate::form::{Form, Kind};
use crate::generate::Entries;

/// The rows of a sheet that are hidden: rows beyond those that are printed, in which nothing stands.
pub(super) fn rows(form: &Form, sheet: usize, entries: &Entries) -> BTreeSet<u32> {
    let is_blank = |&field: &usize| {
        form.fields[field].kind != Kind::Input
            || entries.get(&field).is_none_or(CellValue::is_blank)
    };
    let mut rows = BTreeSet::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let Some(template) = form.block_template(index).filter(|_| block.sheet == sheet) else {
            continue;
        };
        let printed = template.print.max(template.min) as usize;
        let spare = block.rows.iter().skip(printed);
        let blank = spare.filter(|fields| fields.iter().all(is_blank));
        rows.extend(
            blank
                .filter_map(|fields| fields.first())
                .map(|&field| form.fields[field].cell().row),
        );
    }
    rows
}
