//! Where the list of findings, the sheet 校验结果, has what: it is written by one stage and its answers are read by another.
//! Rows and columns are zero-based.

/// The row that says what to do with the list.
pub const HINT: u32 = 2;
/// The row of the column headings; the findings follow.
pub const HEAD: u32 = 3;
/// The column of the code.
pub const CODE: u32 = 2;
/// The column of the sheet.
pub const SHEET: u32 = 3;
/// The column of the cell, the first one where there are several.
pub const CELL: u32 = 4;
/// The column of what the department answers.
pub const ANSWER: u32 = 10;
