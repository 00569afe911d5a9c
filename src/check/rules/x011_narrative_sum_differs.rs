//! Figures of one sentence that do not agree with one another.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::texts::{Says, direction, read};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// Figures of one sentence that do not agree with one another.
pub const RULE: Rule = Rule {
    code: "X011",
    name: "narrative-sum-differs",
    level: Level::Warning,
    title: (
        "文字里同一句话的数互相不符",
        "figures of one sentence do not agree with one another",
    ),
    checks: (
        "一句话里“分别为……，共……”“……、……，合计……”的各项加起来是不是合计数，“其中”各项之和是不是超过总数；由同句的数算得出来的节约数、结转数、增减数、占比和比率（预算……，支出……，节约……；发现……，整改……，整改率……）算得对不对；四舍五入造成的差不报",
        "whether figures listed in one sentence come to the sum it gives, and those after 其中 to no more; whether what follows from others in it does: savings, balances, changes, shares and rates; what rounding explains is left alone",
    ),
    why: (
        "同一句话里的数对不上，必有一个写错了",
        "where the figures of one sentence do not agree, one of them is wrong",
    ),
    example: (
        "“会议费、培训费分别为5万元、6万元，共12万元”",
        "the text says 会议费、培训费分别为5万元、6万元，共12万元",
    ),
    mend: (
        "请核对这句话里的各个数，改正写错的一个；合计里还有别的项目的，请写出来。",
        "Correct the figure that is wrong; where the sum holds more than what is listed, name it.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for found in read(context) {
        let Says::Sum(sum) = &found.says else {
            continue;
        };
        let (parts, unit) = (&sum.parts, &sum.unit);
        let (comes_to, said) = (sum.comes_to, sum.said);
        let message = match sum.turned {
            None => Text::new(
                format!("文字里 {parts} 是 {comes_to}{unit}，却写 {said}{unit}"),
                format!("in the text {parts} comes to {comes_to}{unit}, but it says {said}{unit}"),
            ),
            Some(is_more) => {
                let (is, not) = (direction(!is_more, unit), direction(is_more, unit));
                Text::new(
                    format!(
                        "文字里 {parts} 是{} {comes_to}{unit}，不是{} {said}{unit}",
                        is.zh, not.zh
                    ),
                    format!(
                        "in the text {parts} is {comes_to}{unit} {}, not {said}{unit} {}",
                        is.en, not.en
                    ),
                )
            }
        };
        let finding = context.at_field(&RULE, found.text, message);
        findings.push(figures(finding, sum.said, sum.comes_to));
    }
}
