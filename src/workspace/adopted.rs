//! Files in another shape that were put into the form: once the form lies beside them, they are no returns of their own.

use std::collections::HashMap;

use crate::check::Return;
use crate::workspace::Event;

/// The returns without the files that others were made of, which is told; each file comes with its digest if it is no return.
pub(super) fn without(
    opened: Vec<(Return, Option<String>)>,
    tell: &mut dyn FnMut(Event),
) -> Vec<Return> {
    let mut made: HashMap<String, String> = HashMap::new();
    for (file, _) in &opened {
        let sources = file.content.iter().flat_map(|it| &it.submission.sources);
        for source in sources {
            made.entry(source.digest.clone())
                .or_insert_with(|| file.file.clone());
        }
    }
    let is_made = |digest: &Option<String>| digest.as_ref().and_then(|digest| made.get(digest));
    let (done, returns): (Vec<_>, Vec<_>) = opened
        .into_iter()
        .partition(|(_, digest)| is_made(digest).is_some());
    for (file, digest) in &done {
        tell(Event::Adopted {
            file: file.file.clone(),
            form: is_made(digest).cloned().unwrap_or_default(),
        });
    }
    returns.into_iter().map(|(file, _)| file).collect()
}
