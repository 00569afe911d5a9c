//! Files in another shape that were put into the form: once the form lies beside them, they are no returns of their own.

use std::collections::HashMap;

use crate::check::Return;
use crate::memory::Source;
use crate::workspace::Event;

/// The forms that were filled in from other files, by the digests of those.
#[derive(Debug, Default)]
pub(super) struct Made(HashMap<String, String>);

impl Made {
    /// Takes in what a form was filled in from.
    pub(super) fn add(&mut self, form: &str, sources: &[Source]) {
        for source in sources {
            let made = self.0.entry(source.digest.clone());
            made.or_insert_with(|| form.to_owned());
        }
    }

    /// That a file is left out, where a form was filled in from it; a return has no digest.
    pub(super) fn event(&self, file: &Return, digest: Option<&String>) -> Option<Event> {
        Some(Event::Adopted {
            file: file.file.clone(),
            form: self.0.get(digest?)?.clone(),
        })
    }
}
