//! What the engine is known to get wrong.

use annex::formula::{Expr, Place, Value};

use crate::cells::Cells;
use crate::engine::Computed;

/// One thing the engine gets wrong.
pub struct Defect {
    /// What it does.
    pub name: &'static str,
    /// What Excel does instead, and how we know.
    pub reason: &'static str,
    /// Whether a difference is explained by it.
    pub explains: fn(&Difference<'_>) -> bool,
}

/// A formula on which annex and the engine differ.
pub struct Difference<'a> {
    /// The formula.
    pub formula: &'a Expr<Place>,
    /// What it was computed on.
    pub cells: &'a Cells,
    /// What annex came to.
    pub ours: &'a Value,
    /// What the engine came to.
    pub theirs: &'a Computed,
}

/// Every known defect of ironcalc 0.9.1.
pub static DEFECTS: &[Defect] = &[];
