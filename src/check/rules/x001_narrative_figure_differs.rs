//! A figure in the text that is not the one of the annexes.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::spoken::{Spoken, after_words};
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::{FieldType, FigureTemplate, Located, NarrativeTemplate};
use crate::text::Text;
use crate::typed::yuan;

/// A figure in the text that is not the one of the annexes.
pub const RULE: Rule = Rule {
    code: "X001",
    name: "narrative-figure-differs",
    level: Level::Warning,
    title: (
        "文字里的数与附件不符",
        "a figure in the text is not that of the annexes",
    ),
    checks: (
        "自评报告里写的金额、人数、比率、分数，与附件里的同一个数是否一致；单位换算后比较，四舍五入到文字里的位数",
        "whether amounts, counts, rates and scores in the text are those of the annexes, units converted, rounded to the decimals written",
    ),
    why: (
        "报告和附件写的是同一件事，公开后谁都能对照",
        "text and annexes speak of the same thing, and anyone can compare them once they are published",
    ),
    example: (
        "报告写“项目支出48.26万元”，附件2 的项目支出是 48.62",
        "the report says 项目支出48.26万元, 附件2 has 48.62",
    ),
    mend: (
        "请核对文字和附件，改正写错的一处；说的不是同一个数的，请在文字里写清楚。",
        "Correct the one that is wrong; where the text speaks of another figure, make that clear.",
    ),
    run: check,
};

/// What amounts are written in.
const MONEY: &[&str] = &["元", "万元", "亿元"];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(narrative) = &context.form().pack.narrative else {
        return;
    };
    for figure in &narrative.figures {
        held(context, figure, narrative, findings);
    }
}

fn held(
    context: &Context<'_>,
    figure: &FigureTemplate,
    narrative: &NarrativeTemplate,
    findings: &mut Vec<Finding>,
) {
    let form = context.form();
    let Some(field) = form.field(&figure.field.value) else {
        return;
    };
    let Some(computed) = context
        .computed(field)
        .filter(|_| context.counts(field) && context.stands(field))
    else {
        return;
    };
    let kind = form.template(&form.fields[field]).kind;
    let units = units(kind, figure);
    for (text, said) in texts(context, &figure.texts) {
        for spoken in after_words(&said, &figure.words, &units, form.spec.year, narrative) {
            let Some(scale) = scale(kind, &spoken.unit, &form.pack.unit) else {
                continue;
            };
            // What was typed over is said by its own finding; a text that repeats it says nothing new.
            let known = [Some(computed), context.reported(field)];
            let ties = |known: Number| agrees(&spoken, known, scale, form.pack.tolerance(kind));
            if known.into_iter().flatten().any(ties) {
                continue;
            }
            let Some(written) = spoken.number.mul(scale) else {
                continue;
            };
            let shown = context.said_number(field, computed);
            let place = format!(
                "{}!{}",
                context.submission.sheet_name(field),
                context.submission.cell(field)
            );
            let label = context.label(field);
            let message = Text::new(
                format!("文字写“{}”，{place} 的“{label}”是 {shown}", spoken.quote),
                format!(
                    "the text says '{}', but '{label}' in {place} is {shown}",
                    spoken.quote
                ),
            );
            let finding = figures(context.at_field(&RULE, text, message), written, computed);
            findings.push(Finding {
                ratio: kind == FieldType::Percent,
                ..finding
            });
        }
    }
}

/// The texts that count and in which something stands.
pub(super) fn texts<'a>(
    context: &'a Context<'_>,
    ids: &'a [Located<String>],
) -> impl Iterator<Item = (usize, String)> + 'a {
    ids.iter().filter_map(|id| {
        let field = context.form().field(&id.value)?;
        let text = context.submission.text(field)?;
        context.counts(field).then_some((field, text))
    })
}

fn units(kind: FieldType, figure: &FigureTemplate) -> Vec<String> {
    let own: &[&str] = match kind {
        FieldType::Money => MONEY,
        FieldType::Percent => &["%"],
        _ => &[],
    };
    let own = own.iter().map(|unit| (*unit).to_owned());
    own.chain(figure.units.iter().cloned()).collect()
}

/// What one of the unit is in the field.
fn scale(kind: FieldType, unit: &str, of_pack: &str) -> Option<Number> {
    match kind {
        FieldType::Money => yuan(unit)?.div(yuan(of_pack)?),
        FieldType::Percent if unit == "%" => Number::ONE.div(Number::HUNDRED),
        _ => Some(Number::ONE),
    }
}

/// Whether the text says the figure, rounded to the decimals it is written with.
fn agrees(spoken: &Spoken, figure: Number, scale: Number, tolerance: Number) -> bool {
    let rounded = figure
        .div(scale)
        .and_then(|figure| figure.round(spoken.places));
    let apart = spoken
        .number
        .mul(scale)
        .and_then(|written| written.sub(figure));
    rounded == Some(spoken.number) || apart.is_some_and(|apart| apart.abs() <= tolerance)
}
