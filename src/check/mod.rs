//! Holds a return against its form: every deviation and every gap becomes a finding.

use std::sync::Arc;

use crate::evaluate::{self, Evaluation};
use crate::finding::Finding;
use crate::submission::{self, Submission};
use crate::template::Pack;

/// A file that came back: what it is, and what was found.
#[derive(Debug, Clone)]
pub struct Return {
    /// The file, as it was named.
    pub file: String,
    /// What is in it; `None` when it cannot be taken as a return.
    pub content: Option<Content>,
    /// What was found, gravest first, then in the order of the form.
    pub findings: Vec<Finding>,
}

/// A return with its figures.
#[derive(Debug, Clone)]
pub struct Content {
    /// What the department sent.
    pub submission: Submission,
    /// What its figures come to.
    pub evaluation: Evaluation,
}
