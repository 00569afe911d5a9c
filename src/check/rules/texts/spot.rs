//! A figure where it stands in a text, and what is found there.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::held::Differs;
use crate::check::rules::texts::read::Says;
use crate::check::rules::texts::scan::Figure;

/// A figure where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'s> {
    /// The text.
    pub(super) said: &'s Said,
    /// The words that name the figure.
    pub(super) phrase: &'s str,
    /// The figure.
    pub(super) figure: &'s Figure<'s>,
    /// The words between it and the next figure, where nothing but words stands between them.
    pub(super) followed: &'s str,
}

impl<'s> Spot<'s> {
    /// The same figure with other words before it.
    pub(super) fn named(self, phrase: &'s str) -> Spot<'s> {
        Spot { phrase, ..self }
    }

    /// The words of the figure, from those that name it to its unit.
    pub(super) fn quote(self) -> String {
        let first = if self.figure.before.is_empty() {
            self.phrase
        } else {
            self.figure.before
        };
        self.said.text.quote(first, self.figure.unit)
    }
}

/// What was found in a sentence.
#[derive(Debug, Default)]
pub(super) struct Here {
    /// What is wrong, with the words it stands in.
    pub(super) found: Vec<(String, Says)>,
    /// Where the digits stand that are not those of the form.
    told: Vec<*const u8>,
}

impl Here {
    /// Takes note of a figure that the form has otherwise.
    pub(super) fn differs(&mut self, spot: Spot<'_>, differs: Differs) {
        self.told.push(spot.figure.digits.as_ptr());
        self.found.push((spot.quote(), Says::Figure(differs)));
    }

    /// Takes note of something else.
    pub(super) fn says(&mut self, quote: String, says: Says) {
        self.found.push((quote, says));
    }

    /// Whether one of some figures was told.
    pub(super) fn is_told(&self, digits: &str) -> bool {
        self.told.contains(&digits.as_ptr())
    }
}
