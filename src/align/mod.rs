//! Puts what a form prints beside what a sheet says: labels however they are written, rows wherever they stand.

mod label;
mod rows;

pub use label::{CLOSE, SIMILAR, bare, is_numbered, likeness, similarity, written};
pub use rows::{Line, Match, rows};
