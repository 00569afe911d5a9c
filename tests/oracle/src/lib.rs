//! Random formulas on random cells, computed by annex and by ironcalc, an independent spreadsheet engine.
//!
//! ironcalc computes in floats, annex in decimals, so the two may differ where a float cannot tell: [`shake`] recognises
//! those cases. What is left must agree to the fifteenth digit, apart from the engine's own [`defects`].

pub mod cells;
pub mod defects;
pub mod engine;
pub mod formulas;
pub mod shake;
