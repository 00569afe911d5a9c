//! What annex adds to a workbook of its own: names, which no pack may use, and words in notes.

pub mod listing;
pub mod remark;

/// The very hidden sheet that says what a workbook is.
pub const IDENTITY: &str = "annex";
/// The very hidden sheet of an annotated workbook that remembers what was found.
pub const MEMORY: &str = "annex_found";
/// The first sheet of a form: what to fill in, and how far it is.
pub const GUIDE: &str = "填报说明";
/// The first sheet of an annotated workbook.
pub const RESULTS: &str = "校验结果";
/// The sheet of an annotated workbook that lists what stood outside the form.
pub const OUTSIDE: &str = "表外内容";
/// The condition under which a cell of a workbook marked in place is coloured: always. No program changes it on saving, so
/// that marks are known again by it.
pub const MARK: &str = "N(\"annex\")=0";
/// The cell that says whether inputs are coloured.
pub const SHADE: &str = "annex.shade";
/// What all names of annex's own cells begin with; no sheet of a pack can have this id.
pub const PREFIX: &str = "annex";

/// Whether a sheet of this name is one that annex itself adds to a form.
pub fn is_sheet(name: &str) -> bool {
    // Excel does not tell capitals apart.
    [IDENTITY, MEMORY, GUIDE, RESULTS, OUTSIDE]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own))
}

/// Whether a sheet of this name is one that a program adds by itself and shows to nobody: WPS keeps the pictures in cells
/// there.
pub fn is_of_program(name: &str) -> bool {
    name.starts_with("WpsReserved_")
}

/// The name of the cell that shows the state of a sheet, by the sheet's id: `annex.status.project.2`.
pub fn status(sheet: &str) -> String {
    format!("{PREFIX}.status.{sheet}")
}
