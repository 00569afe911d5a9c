//! A figure in the text that is not the one of the annexes.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::texts::{Differs, Says, What, read};
use crate::finding::{Against, Finding, Level};
use crate::template::Located;
use crate::text::Text;

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
        "自评报告、预期目标、实际完成情况等文字里写的金额、人数、比率、分数，比上年的增减，占总数的比重，与附件里的数是否一致；单位换算后比较，四舍五入到文字里的位数",
        "whether amounts, counts, rates and scores in the texts, changes against last year, and shares are those of the annexes, units converted, rounded to the decimals written",
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

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for found in read(context) {
        if let Says::Figure(differs) = &found.says {
            findings.extend(told(context, found.text, &found.quote, differs));
        }
    }
}

fn told(context: &Context<'_>, text: usize, quote: &str, differs: &Differs) -> Option<Finding> {
    let (written, computed) = (differs.written, differs.computed);
    let shown = Shown::of(context, differs.field);
    let (label, place, number) = (shown.label, &shown.place, &shown.number);
    let message = match &differs.what {
        What::Result { .. } => return None,
        What::Figure => Text::new(
            format!("文字写“{quote}”，{place} 的“{label}”是 {number}"),
            format!("the text says '{quote}', but '{label}' in {place} is {number}"),
        ),
        What::Change { base, .. } | What::Direction { base } => {
            let then = Shown::of(context, *base);
            Text::new(
                format!(
                    "文字写“{quote}”，{place} 的“{label}”是 {number}，{} 的“{}”是 {}",
                    then.place, then.label, then.number
                ),
                format!(
                    "the text says '{quote}', but '{label}' in {place} is {number}, and '{}' in {} is {}",
                    then.label, then.place, then.number
                ),
            )
        }
        What::Share { whole } => {
            let all = Shown::of(context, *whole);
            let share = computed.percent();
            Text::new(
                format!(
                    "文字写“{quote}”，{place} 的“{label}”是 {number}，占 {} 的“{}”（{}）的 {share}",
                    all.place, all.label, all.number
                ),
                format!(
                    "the text says '{quote}', but '{label}' in {place} is {number}, {share} of '{}' in {} ({})",
                    all.label, all.place, all.number
                ),
            )
        }
    };
    let ratio = match &differs.what {
        What::Share { .. } => true,
        What::Change { is_ratio, .. } => *is_ratio,
        _ => context.is_ratio(differs.field),
    };
    let finding = figures(context.at_field(&RULE, text, message), written, computed);
    // A figure of the form stands there; a change or a share is computed from two of them.
    let against = match &differs.what {
        What::Figure => Against::Stated,
        _ => Against::Computed,
    };
    Some(Finding {
        ratio,
        against,
        ..finding
    })
}

/// A figure of the form as a message names it.
struct Shown<'a> {
    label: &'a str,
    place: String,
    number: String,
}

impl<'a> Shown<'a> {
    fn of(context: &Context<'a>, field: usize) -> Shown<'a> {
        let number = context.computed(field);
        Shown {
            label: context.label(field),
            place: format!(
                "{}!{}",
                context.submission.sheet_name(field),
                context.submission.cell(field)
            ),
            number: number.map_or_else(String::new, |number| context.said_number(field, number)),
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
