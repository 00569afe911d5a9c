//! A rule is plain data: its name, its documentation, and one function.

use crate::check::context::Context;
use crate::finding::{Finding, Level};

/// A sentence in Chinese and in English.
pub type Said = (&'static str, &'static str);

/// A rule annex brings along; the rules of a pack are data of the pack.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable code: `V001`.
    pub code: &'static str,
    /// Named for the problem: `required-field-blank`.
    pub name: &'static str,
    /// How grave it is.
    pub level: Level,
    /// The problem in a few words.
    pub title: Said,
    /// What is looked at.
    pub checks: Said,
    /// Why it matters.
    pub why: Said,
    /// The smallest case.
    pub example: Said,
    /// What to do about it.
    pub mend: Said,
    /// Looks for the problem. Rules about files that cannot be read look for nothing: the door reports them.
    pub run: fn(&Context<'_>, &mut Vec<Finding>),
}

/// Looks for nothing.
pub fn nothing(_: &Context<'_>, _: &mut Vec<Finding>) {}
