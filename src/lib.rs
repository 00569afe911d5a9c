//! annex sends locked Excel forms to many departments, reads them back, recomputes every formula exactly, marks what
//! deviates and what is missing, and rolls all returns up into one summary workbook.
//!
//! The stages and their doors are drawn in `docs/architecture.md`.

pub mod address;
pub mod adopt;
pub mod align;
pub mod annotate;
pub mod book;
pub mod campaign;
pub mod check;
pub mod cli;
pub mod compare;
pub mod consolidate;
pub mod date;
pub mod demo;
pub mod diff;
pub mod digest;
pub mod document;
pub mod evaluate;
pub mod file;
pub mod fill;
pub mod finding;
pub mod form;
pub mod formula;
pub mod generate;
pub mod identity;
pub mod manual;
pub mod memory;
pub mod narrate;
pub mod number;
pub mod own;
pub mod package;
pub mod pairs;
pub mod reissue;
pub mod report;
pub mod roster;
pub mod sample;
pub mod status;
pub mod submission;
mod table;
pub mod template;
pub mod text;
pub mod typed;
