//! Whether a declared figure is the one annex computes, as far as it is written out.

use crate::check::context::{Context, number};
use crate::form::{Kind, compute_one};
use crate::number::Number;
use crate::typed::is_rounded as is_rounded_of;

/// A total of totals of totals: so deep is asked whether a figure follows from those that are declared.
const DEEPEST: u32 = 4;

/// Whether the declared figure of a computed field is right.
///
/// It is where it is computed so within the tolerance of the pack, where it was typed and is the computed one at the
/// decimals it is written with (86 % of 86.2037 %), and where it follows from declared figures that are right in this way.
pub(crate) fn is_right(context: &Context<'_>, field: usize) -> bool {
    match (context.reported(field), context.computed(field)) {
        (Some(reported), Some(computed)) => {
            is_as_written(context, field, reported, computed) || follows(context, field, DEEPEST)
        }
        _ => false,
    }
}

/// What a computed field comes to with the figures as they are declared.
pub(crate) fn as_declared(context: &Context<'_>, field: usize) -> Option<Number> {
    let form = context.form();
    let formula = form.fields[field].formula.as_ref()?;
    number(&compute_one(form, formula, &context.evaluation.reported))
}

/// Whether one of the figures a computed field is computed from is wrong itself.
pub(crate) fn has_wrong_part(context: &Context<'_>, field: usize) -> bool {
    let form = context.form();
    let mut parts = form.takes(field).iter();
    parts.any(|&part| form.fields[part].kind == Kind::Formula && !is_right(context, part))
}

/// Whether two figures of a field are the same within the tolerance of the pack.
pub(crate) fn is_near(context: &Context<'_>, field: usize, one: Number, other: Number) -> bool {
    let form = context.form();
    let tolerance = form.pack.tolerance(form.template(&form.fields[field]).kind);
    one.difference(other)
        .is_some_and(|gap| gap.abs() <= tolerance)
}

fn is_as_written(context: &Context<'_>, field: usize, reported: Number, computed: Number) -> bool {
    is_near(context, field, reported, computed) || is_rounded(context, field, reported, computed)
}

/// Whether a figure that was typed, or written into a return of another shape, is the computed one with fewer decimals.
fn is_rounded(context: &Context<'_>, field: usize, reported: Number, computed: Number) -> bool {
    let form = context.form();
    let entry = &context.submission.entries[field];
    if entry.found.formula.is_some() {
        return false;
    }
    let kind = form.template(&form.fields[field]).kind;
    is_rounded_of(&entry.found.value, kind, reported, computed)
}

/// Whether a figure is what its formula comes to with the declared figures, all of them being right themselves.
fn follows(context: &Context<'_>, field: usize, depth: u32) -> bool {
    let form = context.form();
    let (Some(reported), Some(declared)) = (context.reported(field), as_declared(context, field))
    else {
        return false;
    };
    depth > 0
        && is_near(context, field, reported, declared)
        && form.takes(field).iter().all(|&part| {
            form.fields[part].kind != Kind::Formula
                || match (context.reported(part), context.computed(part)) {
                    (Some(reported), Some(computed)) => {
                        is_as_written(context, part, reported, computed)
                            || follows(context, part, depth - 1)
                    }
                    _ => context.evaluation.reported[part] == context.evaluation.computed[part],
                }
        })
}
