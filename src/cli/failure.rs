//! Why a command, or a part of it, could not do its job.

use std::fmt::Display;

use crate::text::Text;
use crate::workspace::{Problem, SettingsError};

/// Why the job, or a part of it, could not be done: one sentence in both languages, with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub Text);

impl Failure {
    /// A failure by its two sentences.
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Failure {
        Failure(Text::new(zh, en))
    }

    /// What went wrong with a file, or with another thing that has a name.
    pub(super) fn of(what: impl Display, why: &Text) -> Failure {
        Failure(why.of(what))
    }

    /// A result could not be put together, though nothing of what was given is wrong.
    pub(super) fn inside(why: impl Display) -> Failure {
        Problem::not_made(why).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure(problem.text())
    }
}

impl From<SettingsError> for Failure {
    fn from(why: SettingsError) -> Failure {
        Failure(why.text())
    }
}

impl From<Text> for Failure {
    fn from(text: Text) -> Failure {
        Failure(text)
    }
}
