//! A result in the text that is not the one of the indicator.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::texts::{Differs, Says, What, read};
use crate::finding::{Against, Finding, Level};
use crate::number::Number;
use crate::text::Text;

/// A result in the text that is not the one of the indicator.
pub const RULE: Rule = Rule {
    code: "X010",
    name: "narrative-result-differs",
    level: Level::Warning,
    title: (
        "文字里的完成值与指标不符",
        "a result in the text is not that of the indicator",
    ),
    checks: (
        "文字里按指标名称写的完成值，与指标表里的实际完成值是否一致，预期目标里写的与年度指标值是否一致；写的是完成值或指标值的都不报",
        "whether results that a text gives under the name of an indicator are the achievements of the table, and in a goal the targets; either may be repeated",
    ),
    why: (
        "报告和指标表写的是同一件事，公开后谁都能对照",
        "text and table speak of the same thing, and anyone can compare them once they are published",
    ),
    example: (
        "报告写“验收合格率99.2%”，指标表的实际完成值是 97%",
        "the report says 验收合格率99.2%, the table has 97%",
    ),
    mend: (
        "请核对文字和指标表，改正写错的一处；说的不是同一个指标的，请在文字里写清楚。",
        "Correct the one that is wrong; where the text speaks of something else, make that clear.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for found in read(context) {
        if let Says::Figure(differs) = &found.says {
            findings.extend(told(context, found.text, &found.quote, differs));
            findings.extend(against(context, found.text, &found.quote, differs));
        }
    }
}

/// What a text says of a result against its target.
fn against(context: &Context<'_>, text: usize, quote: &str, differs: &Differs) -> Option<Finding> {
    let What::Target {
        name,
        unit,
        done,
        aim,
        is_ratio,
    } = &differs.what
    else {
        return None;
    };
    let (sheet, cell) = (
        context.submission.sheet_name(differs.field),
        context.submission.cell(differs.field),
    );
    let computed = differs.computed;
    let (zh, en) = if *is_ratio {
        (
            format!("两者之比是 {}", computed.percent()),
            format!("{} of it", computed.percent()),
        )
    } else {
        let unit = if unit == "%" { "个百分点" } else { unit };
        (
            format!("相差 {}{unit}", computed.abs()),
            format!("{} apart", computed.abs()),
        )
    };
    let message = Text::new(
        format!(
            "文字写“{quote}”，{sheet}!{cell} 指标“{name}”的实际完成值是 {done}{unit}，年度指标值是 {aim}{unit}，{zh}"
        ),
        format!(
            "the text says '{quote}', but the achievement of the indicator '{name}' in {sheet}!{cell} is {done}{unit} and its target {aim}{unit}: {en}"
        ),
    );
    let finding = figures(
        context.at_field(&RULE, text, message),
        differs.written,
        computed,
    );
    Some(Finding {
        ratio: *is_ratio,
        ..finding
    })
}

fn told(context: &Context<'_>, text: usize, quote: &str, differs: &Differs) -> Option<Finding> {
    let What::Result {
        name,
        unit,
        is_goal,
    } = &differs.what
    else {
        return None;
    };
    let (sheet, cell) = (
        context.submission.sheet_name(differs.field),
        context.submission.cell(differs.field),
    );
    let number = differs.computed;
    let (what, what_en) = if *is_goal {
        ("年度指标值", "the target of")
    } else {
        ("实际完成值", "the achievement of")
    };
    let message = Text::new(
        format!("文字写“{quote}”，{sheet}!{cell} 指标“{name}”的{what}是 {number}{unit}"),
        format!(
            "the text says '{quote}', but {what_en} the indicator '{name}' in {sheet}!{cell} is {number}{unit}"
        ),
    );
    let ratio = unit == "%";
    let shown = |number: Number| {
        if ratio {
            number.div(Number::HUNDRED)
        } else {
            Some(number)
        }
    };
    let finding = figures(
        context.at_field(&RULE, text, message),
        shown(differs.written)?,
        shown(number)?,
    );
    Some(Finding {
        ratio,
        against: Against::Stated,
        ..finding
    })
}
