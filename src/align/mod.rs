//! Puts what a form prints beside what a sheet says: labels however they are written, rows wherever they stand, and
//! texts word by word.

mod label;
mod rows;
mod share;
mod words;

pub use label::{CLOSE, SIMILAR, bare, is_numbered, likeness, similarity, written};
pub use rows::{Line, Match, rows};
pub use share::{Prose, likely_alike};
pub use words::{Piece, words};
