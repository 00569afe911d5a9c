//! Conditions of a form that spreadsheet programs may decide otherwise than annex does; see [`crate::formula::line`].

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::form::resolve::as_far_as_possible;
use crate::form::{Form, Kind, Need, Spec, Target};
use crate::formula::line::{Grain, grain, rounded, unrounded};
use crate::formula::{Expr, Name, print_template};
use crate::template::{FieldType, Formula, Mistake, Mistakes, Pack, Required};
use crate::text::Text;

/// How a float holds what each field of a form comes to; the same index as [`Form::fields`].
pub fn grains(form: &Form) -> Vec<Grain> {
    let of_input = |field: &crate::form::Field| match form.template(field).kind {
        FieldType::Count => Grain::Whole,
        kind if kind.is_number() && field.kind != Kind::Formula => Grain::Decimal,
        _ => Grain::Whole,
    };
    let mut grains: Vec<Grain> = form.fields.iter().map(of_input).collect();
    for &field in &form.order {
        if let Some(formula) = &form.fields[field].formula {
            grains[field] = grain(formula, &mut |target| of_target(form, &grains, target));
        }
    }
    grains
}

/// How floats hold what a reference stands for.
pub fn of_target(form: &Form, grains: &[Grain], target: &Target) -> Grain {
    let fields = form.target_fields(*target);
    fields
        .map(|field| grains[field])
        .max()
        .unwrap_or(Grain::Whole)
}

/// What the author of a pack without mistakes may want to write otherwise, in the order of files, lines and columns.
pub fn hints(pack: &Arc<Pack>) -> Vec<Mistake> {
    let hints = Mistakes::default();
    let spec = Spec {
        year: pack.year,
        ..Spec::default()
    };
    let form = as_far_as_possible(pack, &spec, &Mistakes::default());
    let grains = grains(&form);
    let mut seen = BTreeSet::new();
    let mut hint = |expr: &Expr<Target>, formula: &Formula| {
        let found = unrounded(expr, &mut |target| of_target(&form, &grains, target));
        for condition in found {
            // Of rows and sheets that repeat, one is enough.
            if seen.insert((formula.origin.clone(), condition.span)) {
                add(condition.span, formula, &hints);
            }
        }
    };
    for field in &form.fields {
        let template = form.template(field);
        if let (Some(formula), Some(expr)) = (&template.formula, &field.formula) {
            hint(expr, formula);
        }
        if let (Required::When(formula), Need::When(expr)) = (&template.required, &field.need) {
            hint(expr, formula);
        }
    }
    for rule in &form.rules {
        let template = form.rule_template(rule);
        hint(&rule.reported, &template.reported);
        hint(&rule.computed, &template.computed);
        if let (Some(formula), Some(expr)) = (&template.when, &rule.when) {
            hint(expr, formula);
        }
    }
    for scoring in &pack.scorings {
        for formula in [
            &scoring.at_least,
            &scoring.at_most,
            &scoring.equal,
            &scoring.reason_when,
        ] {
            for condition in unrounded(&formula.expr, &mut |_| Grain::Decimal) {
                add(condition.span, formula, &hints);
            }
        }
    }
    hints.sorted()
}

/// The condition at this place of a formula, as the author wrote it.
fn add(span: crate::formula::Span, formula: &Formula, hints: &Mistakes) {
    let mut written = None;
    formula.expr.walk(&mut |part| {
        if part.span == span {
            written = written.or(Some(part));
        }
    });
    let Some(written) = written else {
        return;
    };
    let condition = print_template(written);
    let better = print_template(&rounded(written, &mut |_: &Name| Grain::Decimal));
    hints.add(
        "H001",
        formula.origin.within(&formula.text, span.start),
        Text::new(
            format!("条件“{condition}”比较的是没有取整的差：恰在界线上时，Excel 的二进制小数会走另一个分支"),
            format!("the condition '{condition}' compares a difference that is not rounded: exactly on the line, Excel's doubles take the other branch"),
        ),
        Text::new(format!("请写成 {better}"), format!("Write {better}")),
    );
}
