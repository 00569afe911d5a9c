//! annex sends locked Excel forms to many departments, reads them back, recomputes every formula exactly, marks what
//! deviates and what is missing, and rolls all returns up into one summary workbook.
//!
//! The stages and their doors are drawn in `docs/architecture.md`. Each is a function of values: bytes, packs and forms in;
//! findings, workbooks and texts out. The module `workspace` is for whoever works with files: it finds them, reads them with
//! containment and checks many at once.
//!
//! ```
//! use annex::form::{Spec, load, resolve};
//! use annex::generate::{Entries, workbook};
//! use annex::template::packs;
//! use annex::workspace::{self, Asked, Event, write};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let inbox = folder.path().join("inbox");
//! // A department gets its form, and sends it back as it was.
//! let pack = load(&packs::shipped_files("hubei-2020").unwrap()).unwrap();
//! let spec = Spec { year: 2020, department: "示例局".into(), code: "101".into(), ..Spec::default() };
//! let form = resolve(&pack, &spec).unwrap();
//! write::book(&inbox.join("101.xlsx"), &workbook(&form, &Entries::new()))?;
//!
//! // Whatever lies in the folder is checked.
//! let asked = Asked { files: vec![inbox], year: Some(2020), ..Asked::default() };
//! let mut told = |event: Event| eprintln!("{}", event.text().en);
//! let checked = workspace::returns(&asked, &mut told)?;
//! for file in &checked.returns {
//!     for finding in &file.findings {
//!         println!("{}: {} {}", file.file, finding.code, finding.message.en);
//!     }
//! }
//! assert!(checked.returns[0].findings.iter().any(|finding| finding.code == "V001"));
//! # Ok(())
//! # }
//! ```
//!
//! Without the feature `cli` there is no command line, without `workspace` nothing that touches files or runs things in
//! parallel: the engine alone.

pub mod address;
pub mod adopt;
pub mod align;
pub mod annotate;
pub mod book;
pub mod campaign;
pub mod check;
#[cfg(feature = "cli")]
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
#[cfg(feature = "cli")]
pub mod manual;
pub mod memory;
pub mod narrate;
pub mod number;
pub mod own;
pub mod package;
mod packed;
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
#[cfg(feature = "workspace")]
pub mod workspace;
