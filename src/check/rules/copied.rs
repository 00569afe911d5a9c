//! Whether texts are copies of others.

use crate::align::Prose;
use crate::check::context::Context;
use crate::number::Number;
use crate::template::Copies;

/// The texts of a return that its department writes anew each year, with their fields; those too short to tell are left out.
pub(in crate::check) fn own_texts(context: &Context<'_>) -> Vec<(usize, Prose)> {
    let form = context.form();
    let Some(copies) = &form.pack.copies else {
        return Vec::new();
    };
    let is_own = |field: &usize| {
        let mut texts = copies.texts.iter();
        texts.any(|id| form.is_called(*field, &id.value))
    };
    let fields = (0..form.fields.len()).filter(is_own);
    fields
        .filter_map(|field| Some((field, long_text(context, copies, field)?)))
        .collect()
}

/// What stands in a field that counts, if it is long enough.
pub(in crate::check) fn long_text(
    context: &Context<'_>,
    copies: &Copies,
    field: usize,
) -> Option<Prose> {
    let text = context.submission.text(field)?;
    let text = Prose::of(&text);
    (text.len() >= copies.shortest && context.counts(field)).then_some(text)
}

/// How much of two texts is the same, as people read it: 98%. `None` where it is not enough for a copy.
pub(in crate::check) fn alike(copies: &Copies, one: &Prose, other: &Prose) -> Option<String> {
    let count = |count: usize| i64::try_from(count).ok().map(Number::from);
    let share = |shared: usize| count(shared)?.div(count(one.len() + other.len())?);
    let is_enough = |shared: usize| share(shared).is_some_and(|share| share >= copies.alike);
    let shared = one.shared(other, is_enough)?;
    Some(share(shared)?.round_down(2)?.percent())
}
