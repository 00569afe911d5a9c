//! A grade in the text that the total score does not earn.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::check::rules::texts::{Says, read};
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::text::Text;

/// A grade in the text that the total score does not earn.
pub const RULE: Rule = Rule {
    code: "S011",
    name: "grade-differs-from-score",
    level: Level::Warning,
    title: (
        "文字里的等级与总分不符",
        "the grade in the text is not that of the score",
    ),
    checks: (
        "自评报告里写的等级，是否是附件总分对应的等级；等级的分数线由模板规定",
        "whether the grade in the text is the one the total score earns by the pack's bands",
    ),
    why: (
        "等级由总分决定，不能另写一个",
        "the total score decides the grade",
    ),
    example: (
        "报告写“自评等级为优”，总分 88.5，应是“良”",
        "the report says 优, the total is 88.5: 良",
    ),
    mend: (
        "请按总分改正等级；总分有误的先改正总分。",
        "Correct the grade, or the total if that is wrong.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pack = &context.form().pack;
    let said = pack
        .narrative
        .as_ref()
        .and_then(|narrative| narrative.grade.as_ref());
    let (Some(said), Some((total, score))) = (said, total(context)) else {
        return;
    };
    let known = [Some(score), context.reported(total)];
    // A total that was typed over is said by its own finding; the grade may follow either.
    let earned: Vec<&str> = known
        .into_iter()
        .flatten()
        .filter_map(|score| pack.grade(score))
        .map(|grade| grade.name.as_str())
        .collect();
    let Some(grade) = earned.first() else {
        return;
    };
    for found in read(context) {
        let Says::Grade(name) = &found.says else {
            continue;
        };
        let is_read = said.texts.is_empty()
            || said
                .texts
                .iter()
                .any(|id| context.form().is_called(found.text, &id.value));
        if !is_read || earned.contains(&name.as_str()) {
            continue;
        }
        let quote = &found.quote;
        let message = Text::new(
            format!("文字写“{quote}”，总分 {score} 对应的等级是“{grade}”"),
            format!("the text says '{quote}', but a total of {score} earns '{grade}'"),
        );
        let mut finding = context.at_field(&RULE, found.text, message);
        finding.reported = Some(name.clone());
        finding.computed = Some((*grade).to_owned());
        findings.push(finding);
    }
}

/// The field of the score that earns the grade, and the score; `None` where it is more than full marks, which earn none.
fn total(context: &Context<'_>) -> Option<(usize, Number)> {
    let form = context.form();
    let field = form.field(&form.pack.summary.grade.as_ref()?.value)?;
    let score = context.computed(field).filter(|_| context.counts(field))?;
    let sheet = form.fields[field].sheet;
    let tables = scored::tables(context);
    let table = tables.iter().find(|table| table.sheet == sheet);
    let full = table.and_then(|table| table.declared(context));
    // While a score is missing the total is no grade's.
    let is_missing =
        |&field: &usize| is_needed(context, field) && context.reported(field).is_none();
    if scored::rows(context)
        .iter()
        .filter_map(|row| row.score)
        .any(|score| is_missing(&score))
    {
        return None;
    }
    full.is_none_or(|full| score <= full)
        .then_some((field, score))
}
