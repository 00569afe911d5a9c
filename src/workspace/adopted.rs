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

/// The returns without the files that others were made of, which is told; each file comes with its digest if it is no return.
pub(super) fn without(
    opened: Vec<(Return, Option<String>)>,
    tell: &mut dyn FnMut(Event),
) -> Vec<Return> {
    let mut made = Made::default();
    for (file, _) in &opened {
        if let Some(content) = &file.content {
            made.add(&file.file, &content.submission.sources);
        }
    }
    let mut returns = Vec::with_capacity(opened.len());
    for (file, digest) in opened {
        match made.event(&file, digest.as_ref()) {
            Some(event) => tell(event),
            None => returns.push(file),
        }
    }
    returns
}
