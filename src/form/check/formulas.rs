//! Whether the formulas of a pack have the right types, and what they give on a blank form.

use std::collections::HashSet;

use crate::form::check::limits::{ARGUMENTS, DEPTH, FORMULA, length, too_much};
use crate::form::compute::compute;
use crate::form::{Field, Form, Need, Target};
use crate::formula::{
    Expr, Kind, Mistake as Mixed, Name, Ty, Type, Value, functions, infer, quote_sheet,
};
use crate::number::Number;
use crate::template::{
    FieldTemplate, FieldType, Formula, Mistakes, Origin, Pack, Required, Scoring,
};
use crate::text::Text;

/// Whether a formula can give what is asked of it: a condition or a number, never a text for sure.
fn gives(ty: Type, wanted: (&str, &str), formula: &Formula, mistakes: &Mistakes) {
    if ty.ty != Ty::Text {
        return;
    }
    mistakes.add(
        "T015",
        formula.origin.clone(),
        Text::new(
            format!("这里要{}，公式得到的是文字", wanted.0),
            format!("{} is wanted here, and the formula gives a text", wanted.1),
        ),
        Text::new(
            "条件写成比较，如 a > 0；数不要加引号。",
            "Write a comparison, as in a > 0, for a condition, and a number without quotes.",
        ),
    );
}

const CONDITION: (&str, &str) = ("一个条件", "a condition");
const NUMBER: (&str, &str) = ("一个数", "a number");

/// The formulas of a scoring stand over the columns of its shape that hold numbers.
pub(super) fn scorings(pack: &Pack, mistakes: &Mistakes) {
    for scoring in &pack.scorings {
        let scores = [&scoring.target, &scoring.actual, &scoring.weight];
        let reasons = [&scoring.weight, &scoring.score];
        let other = scoring.at_most_else.as_ref();
        let other = other.map(|formula| (formula, scores.as_slice(), NUMBER));
        let formulas: [(&Formula, &[&String], (&str, &str)); 4] = [
            (&scoring.at_least, &scores, NUMBER),
            (&scoring.at_most, &scores, NUMBER),
            (&scoring.equal, &scores, NUMBER),
            (&scoring.reason_when, &reasons, CONDITION),
        ];
        undrawn(pack, scoring, mistakes);
        for (formula, known, wanted) in formulas.into_iter().chain(other) {
            let (ty, found) = infer(&formula.expr, &mut |_| Some(Type::one(Ty::Number)));
            if found.is_empty() {
                gives(ty, wanted, formula, mistakes);
            }
            mixed(found, &formula.text, &formula.origin, mistakes);
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

/// A row is scored by its columns, so each of them is drawn.
fn undrawn(pack: &Pack, scoring: &Scoring, mistakes: &Mistakes) {
    let columns = [
        &scoring.name,
        &scoring.target,
        &scoring.actual,
        &scoring.weight,
        &scoring.score,
        &scoring.reason,
    ];
    for sheet in &pack.sheets {
        let of_shape = sheet
            .blocks
            .iter()
            .filter(|(_, block)| block.shape.as_ref() == Some(&scoring.shape));
        for (id, block) in of_shape {
            let missing = columns
                .iter()
                .map(|column| format!("{id}.{column}"))
                .filter(|field| sheet.field(field).is_none());
            for field in missing {
                mistakes.add(
                    "T009",
                    block.origin.clone(),
                    Text::new(
                        format!(
                            "重复行里没有画“{field}”，评分办法 [scoring.{}] 要用它",
                            scoring.shape
                        ),
                        format!(
                            "the repeating rows lack '{field}', which [scoring.{}] uses",
                            scoring.shape
                        ),
                    ),
                    Text::new(
                        format!("请在 layout 的这一行里画上 [{field}]。"),
                        format!("Draw [{field}] in their row of the layout."),
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

fn mixed(found: Vec<Mixed>, text: &str, origin: &Origin, mistakes: &Mistakes) {
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
}

/// Reports what a formula mixes, or that it cannot give what is wanted; whether there was anything.
fn types(
    form: &Form,
    expr: &Expr<Target>,
    formula: &Formula,
    wanted: Option<(&str, &str)>,
    mistakes: &Mistakes,
) -> bool {
    let (ty, found) = infer(expr, &mut |target: &Target| Some(type_of(form, target)));
    let any = !found.is_empty();
    if let Some(wanted) = wanted.filter(|_| !any) {
        gives(ty, wanted, formula, mistakes);
    }
    mixed(found, &formula.text, &formula.origin, mistakes);
    any
}

/// The computed fields whose value means nothing: their formula could not be resolved, is part of a circle, or needs one
/// such.
fn unsound(form: &Form) -> HashSet<usize> {
    let has_formula = |field: usize| form.template(&form.fields[field]).formula.is_some();
    let mut seen = HashSet::new();
    let mut unsound: HashSet<usize> = (0..form.fields.len())
        .filter(|&field| {
            let is_unresolved = has_formula(field) && form.fields[field].formula.is_none();
            is_unresolved || is_wrong_value(&form.fields[field], form)
        })
        .collect();
    for &field in &form.order {
        let Some(formula) = &form.fields[field].formula else {
            continue;
        };
        let is_unsound = form.inputs(formula).any(|input| {
            unsound.contains(&input) || (has_formula(input) && !seen.contains(&input))
        });
        if is_unsound {
            unsound.insert(field);
        }
        seen.insert(field);
    }
    unsound
}

pub(super) fn formulas(form: &Form, mistakes: &Mistakes) {
    let values = compute(form, &|_| Value::Blank);
    let unsound = unsound(form);
    for (index, (field, value)) in form.fields.iter().zip(&values).enumerate() {
        let template = form.template(field);
        if let (Some(formula), Some(expr)) = (&template.formula, &field.formula) {
            let wanted = template.kind.is_number().then_some(NUMBER);
            let is_mixed = types(form, expr, formula, wanted, mistakes);
            // An error that came from elsewhere is reported where it came from.
            let is_handed_on = || {
                unsound.contains(&index)
                    || form
                        .inputs(expr)
                        .any(|input| matches!(values.get(input), Some(Value::Error(_))))
            };
            let value = Some(value).filter(|_| !is_mixed && !is_handed_on());
            computed_field(form, field, template, value, mistakes);
        }
        if let (Required::When(formula), Need::When(expr)) = (&template.required, &field.need) {
            types(form, expr, formula, Some(CONDITION), mistakes);
        }
    }
    for rule in &form.rules {
        let template = form.rule_template(rule);
        types(
            form,
            &rule.reported,
            &template.reported,
            Some(NUMBER),
            mistakes,
        );
        types(
            form,
            &rule.computed,
            &template.computed,
            Some(NUMBER),
            mistakes,
        );
        if let (Some(formula), Some(expr)) = (&template.when, &rule.when) {
            types(form, expr, formula, Some(CONDITION), mistakes);
        }
    }
}

/// A given value that is no number, where one belongs: reported where it stands.
fn is_wrong_value(field: &Field, form: &Form) -> bool {
    let value = field.value.as_deref();
    field.kind == crate::form::Kind::Prefilled
        && form.template(field).kind.is_number()
        && value.is_some_and(|value| value.parse::<Number>().is_err())
}

/// How many times larger a form may be than the one at hand, on other sheets than the formula's own: for each target on
/// the first of repeating sheets, so many more of them.
fn more_sheets(form: &Form, target: &Target, sheet: usize) -> usize {
    let there = &form.sheets[target.sheet];
    let repeat = form.sheet_template(target.sheet).repeat.as_ref();
    match repeat {
        Some(repeat) if there.index == Some(1) && target.sheet != sheet => {
            let now = form
                .sheets
                .iter()
                .filter(|other| other.template == there.template)
                .count();
            (repeat.max as usize).saturating_sub(now)
        }
        _ => 0,
    }
}

/// Reports a formula that grows beyond what Excel takes, at the latest in the largest form.
fn size(form: &Form, field: &Field, expr: &Expr<Target>, formula: &Formula, mistakes: &Mistakes) {
    let mut long = length(&form.excel(expr, field.sheet));
    let mut most = 0;
    for (target, _) in expr.refs() {
        let name = &form.sheets[target.sheet].name;
        // 'name'!A1:B2, and a comma.
        let one = length(&quote_sheet(name)) + 1 + target.area.to_string().len() + 3;
        long += more_sheets(form, target, field.sheet) * one;
    }
    expr.walk(&mut |part| {
        if let Kind::Call(_, arguments) = &part.kind {
            let more: usize = arguments
                .iter()
                .map(|argument| match &argument.kind {
                    Kind::Ref(target) => more_sheets(form, target, field.sheet),
                    _ => 0,
                })
                .sum();
            most = most.max(arguments.len() + more);
        }
    });
    let name = &formula.text;
    let short: String = name.chars().take(20).collect();
    too_much(
        mistakes,
        &formula.origin,
        (
            &format!("公式“{short}…”写成单元格地址后"),
            &format!("the formula '{short}…', written out in cells,"),
        ),
        long,
        FORMULA,
    );
    let beyond = |message: Text| {
        let hint = Text::new(
            "请拆成几个字段分步计算。",
            "Compute it in steps, in several fields.",
        );
        mistakes.add("T017", formula.origin.clone(), message, hint);
    };
    if most > ARGUMENTS {
        beyond(Text::new(
            format!("各表都印满时，一个函数有 {most} 个参数，Excel 最多允许 {ARGUMENTS} 个"),
            format!("with all sheets a function has {most} arguments, Excel allows {ARGUMENTS}"),
        ));
    }
    let depth = depth(expr);
    if depth > DEPTH {
        beyond(Text::new(
            format!("公式里函数套了 {depth} 层，Excel 最多允许 {DEPTH} 层"),
            format!("the functions of the formula are nested {depth} deep, Excel allows {DEPTH}"),
        ));
    }
}

/// How deep the functions of a formula are nested.
fn depth(expr: &Expr<Target>) -> usize {
    match &expr.kind {
        Kind::Call(_, arguments) => 1 + arguments.iter().map(depth).max().unwrap_or(0),
        Kind::Neg(inner) | Kind::Plus(inner) | Kind::Percent(inner) => depth(inner),
        Kind::Binary(_, left, right) => depth(left).max(depth(right)),
        _ => 0,
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
    size(form, field, expr, formula, mistakes);
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
