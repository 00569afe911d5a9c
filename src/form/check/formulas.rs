//! Whether the formulas of a pack have the right types, and what they give on a blank form.

use crate::form::check::limits::{FORMULA, too_much};
use crate::form::compute::compute;
use crate::form::{Field, Form, Need, Target};
use crate::formula::{Expr, Kind, Name, Ty, Type, Value, functions, infer};
use crate::template::{FieldTemplate, FieldType, Formula, Mistakes, Origin, Pack, Required};
use crate::text::Text;

/// The formulas of a scoring stand over the columns of its shape that hold numbers.
pub(super) fn scorings(pack: &Pack, mistakes: &Mistakes) {
    for scoring in &pack.scorings {
        let scores = [&scoring.target, &scoring.actual, &scoring.weight];
        let reasons = [&scoring.weight, &scoring.score];
        let formulas: [(&Formula, &[&String]); 4] = [
            (&scoring.at_least, &scores),
            (&scoring.at_most, &scores),
            (&scoring.equal, &scores),
            (&scoring.reason_when, &reasons),
        ];
        for (formula, known) in formulas {
            let mut graded = None;
            formula.expr.walk(&mut |part| {
                if let Kind::Call(function, _) = &part.kind
                    && **function == functions::GRADE
                {
                    graded = Some((Name(function.name.to_owned()), part.span));
                }
            });
            let names = formula.expr.refs().into_iter();
            let graded = graded.as_ref().map(|(name, span)| (name, *span));
            for (name, span) in names.chain(graded) {
                if known.contains(&&name.0) {
                    continue;
                }
                let list: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
                mistakes.add(
                    "T013",
                    formula.origin.within(&formula.text, span.start),
                    Text::new(
                        format!("评分办法里不能用“{name}”"),
                        format!("a scoring formula cannot use '{name}'"),
                    ),
                    Text::new(
                        format!("这里可用：{}。", list.join("、")),
                        format!("Known here: {}.", list.join(", ")),
                    ),
                );
            }
        }
    }
}

/// What a reference to cells holds, for the type checker.
fn type_of(form: &Form, target: &Target) -> Type {
    let field = form
        .field_at(target.sheet, target.area.first)
        .map(|field| &form.fields[field]);
    let ty = field.map_or(Ty::Any, |field| {
        let template = form.template(field);
        if template.formula.is_some() || !template.or_text.is_empty() {
            return Ty::Any;
        }
        match template.kind {
            kind if kind.is_number() => Ty::Number,
            FieldType::Date => Ty::Number,
            _ => Ty::Text,
        }
    });
    if target.area.is_cell() {
        Type::one(ty)
    } else {
        Type::many(ty)
    }
}

/// Reports what a formula mixes; whether there was anything.
fn types(
    form: &Form,
    expr: &Expr<Target>,
    text: &str,
    origin: &Origin,
    mistakes: &Mistakes,
) -> bool {
    let (_, found) = infer(expr, &mut |target: &Target| Some(type_of(form, target)));
    let any = !found.is_empty();
    for mistake in found {
        let message = mistake.message;
        let hint = mistake
            .hint
            .unwrap_or_else(|| Text::new("请检查公式。", "Check the formula."));
        mistakes.add(
            "T015",
            origin.within(text, mistake.span.start),
            message,
            hint,
        );
    }
    any
}

pub(super) fn formulas(form: &Form, mistakes: &Mistakes) {
    let values = compute(form, &|_| Value::Blank);
    for (field, value) in form.fields.iter().zip(&values) {
        let template = form.template(field);
        if let (Some(formula), Some(expr)) = (&template.formula, &field.formula) {
            let is_mixed = types(form, expr, &formula.text, &formula.origin, mistakes);
            // An error that came from elsewhere is reported where it came from.
            let is_handed_on = || {
                form.inputs(expr)
                    .any(|input| matches!(values.get(input), Some(Value::Error(_))))
            };
            let value = Some(value).filter(|_| !is_mixed && !is_handed_on());
            computed_field(form, field, template, value, mistakes);
        }
        if let (Required::When(formula), Need::When(expr)) = (&template.required, &field.need) {
            types(form, expr, &formula.text, &formula.origin, mistakes);
        }
    }
    for rule in &form.rules {
        let template = form.rule_template(rule);
        types(
            form,
            &rule.reported,
            &template.reported.text,
            &template.reported.origin,
            mistakes,
        );
        types(
            form,
            &rule.computed,
            &template.computed.text,
            &template.computed.origin,
            mistakes,
        );
        if let (Some(formula), Some(expr)) = (&template.when, &rule.when) {
            types(form, expr, &formula.text, &formula.origin, mistakes);
        }
    }
}

fn computed_field(
    form: &Form,
    field: &Field,
    template: &FieldTemplate,
    value: Option<&Value>,
    mistakes: &Mistakes,
) {
    let (Some(formula), Some(expr)) = (&template.formula, &field.formula) else {
        return;
    };
    let excel = form.excel(expr, field.sheet);
    too_much(
        mistakes,
        &formula.origin,
        ("公式的字符数", "the formula"),
        excel.len(),
        FORMULA,
    );
    if let Some(Value::Error(error)) = value {
        mistakes.add(
            "T020",
            formula.origin.clone(),
            Text::new(
                format!(
                    "空白表里“{}”会显示 {}：{}",
                    field.label,
                    error.kind.code(),
                    error.reason.zh
                ),
                format!(
                    "on a blank form '{}' shows {}: {}",
                    field.id,
                    error.kind.code(),
                    error.reason.en
                ),
            ),
            Text::new(
                "请用 IF 先判断有没有数可算。",
                "Ask with IF first whether there is anything to compute with.",
            ),
        );
    }
}
