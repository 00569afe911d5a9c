//! An indicator that is the execution rate of the budget once more.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// An indicator that is the execution rate of the budget once more.
pub const RULE: Rule = Rule {
    code: "S010",
    name: "execution-rate-counted-twice",
    level: Level::Warning,
    title: (
        "预算执行率又列为指标，重复计分",
        "the execution rate is scored a second time",
    ),
    checks: (
        "表上已给预算执行率计分的，三级指标里是不是又列了预算执行率；名称由模板规定",
        "whether an indicator is the execution rate that its sheet scores already; the pack says by which words",
    ),
    why: (
        "执行率有单独的分值，再列为指标就得两次分",
        "the execution rate has a weight of its own and would count twice",
    ),
    example: (
        "三级指标“部门预算执行率”，分值 5",
        "an indicator 部门预算执行率 of 5 points",
    ),
    mend: (
        "请换成反映产出或效益的指标，分值另行分配。",
        "Replace it with an indicator of output or benefit.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    for row in scored::rows(context) {
        let sheet = form.blocks[row.place.block].sheet;
        // Only where the sheet scores it outside the indicators as well.
        let weights = form.sheet_template(sheet).weights.as_ref();
        let Some(name) = row
            .name
            .filter(|_| weights.is_some_and(|weights| !weights.others.is_empty()))
        else {
            continue;
        };
        let said = context.submission.text(name).unwrap_or_default();
        let said = said.trim();
        let words = &row.scoring.execution_words;
        if !words.iter().any(|word| said.contains(word.as_str())) {
            continue;
        }
        let message = Text::new(
            format!("“{said}”就是预算执行率，本表已单独计分，不应再列为指标"),
            format!("'{said}' is the execution rate, which this sheet scores already"),
        );
        findings.push(context.at_field(&RULE, name, message));
    }
}
