//! A required field without an answer.

use std::collections::BTreeSet;

use crate::address::{Address, Area};
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::form::{Kind, Need, compute_one};
use crate::formula::Value;
use crate::template::{FieldTemplate, FieldType};
use crate::text::Text;
use crate::typed::Reading;

/// A required field without an answer.
pub const RULE: Rule = Rule {
    code: "V001",
    name: "required-field-blank",
    level: Level::Error,
    title: ("必填项为空", "a required field is blank"),
    checks: (
        "必须填写的格子是否填了；“0”“无”算不算由模板规定，照抄填写要点不算；分值、得分两格都空着或写“—”“/”“无”、与上一行合并、“其中”行重复上一行分数的，是不单独计分的行，不用填；在纸上签的字空着只是提示",
        "whether required cells are filled; the pack says which words are no answer, and the prompt of the form is none; a row with neither weight nor score (blank, a dash, 无, merged with the row above, or a detail that repeats its points) carries no points and needs none; what is signed on paper is only a reminder while it is blank",
    ),
    why: (
        "空着的格子分不清是没有还是漏填",
        "a blank does not tell whether there is nothing or whether it was forgotten",
    ),
    example: ("“填报日期”空着", "填报日期 is blank"),
    mend: (
        "请填写，不能空着；金额、人数没有的填 0。",
        "Fill it in; amounts and numbers of which there is nothing are 0.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let left_out = (0..form.sheets.len()).filter(|&sheet| is_left_out(context, sheet));
    let left_out: BTreeSet<usize> = left_out.collect();
    for &sheet in &left_out {
        findings.extend(not_filled_in(context, sheet));
    }
    // What stands in the cell of the operator (≥90) is no target that is missing: it only has to be moved.
    let rows = scored::rows(context);
    let beside = rows
        .iter()
        .filter(|row| row.target_beside(context).is_some());
    let beside: BTreeSet<usize> = beside.filter_map(|row| row.target).collect();
    for (index, field) in form.fields.iter().enumerate() {
        let entry = &context.submission.entries[index];
        if form.template(field).on_paper
            && field.kind == Kind::Input
            && entry.at.is_some()
            && context.counts(index)
            && context.submission.is_blank(index)
            && !is_picture(context, index)
        {
            findings.push(unsigned(context, index));
            continue;
        }
        if field.kind != Kind::Input
            || entry.at.is_none()
            || entry.reading == Reading::NoPoints
            || !context.counts(index)
            || context.is_answer(index)
            || beside.contains(&index)
        {
            continue;
        }
        if !is_needed(context, index) || is_picture(context, index) {
            continue;
        }
        // A sheet nobody has filled in is one thing to do.
        if left_out.contains(&field.sheet) {
            continue;
        }
        let label = context.label(index);
        let message = match context
            .submission
            .text(index)
            .filter(|text| !text.trim().is_empty())
        {
            None => Text::new(format!("“{label}”未填写"), format!("'{label}' is blank")),
            Some(text) => Text::new(
                format!("“{label}”只写了“{}”，不算填写", text.trim()),
                format!("'{label}' says only '{}', which is no answer", text.trim()),
            ),
        };
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = context.submission.reported(index);
        let template = form.template(field);
        finding.help = Some(match &template.help {
            Some(help) => {
                let help = form.placeholders(field.sheet).fill(help);
                Text::new(
                    format!("请填写“{}”：{help}", field.label),
                    format!("Fill in '{}'. The form says: '{help}'", field.label),
                )
            }
            None => asked(template),
        });
        findings.push(finding);
    }
}

/// What to put into a cell that has no prompt, by what it holds.
fn asked(template: &FieldTemplate) -> Text {
    let mut help = match template.kind {
        FieldType::Choice => {
            let choices = &template.choices;
            Text::new(
                format!("请从下拉框里选一项：{}。", choices.join("、")),
                format!("Choose one from the list: '{}'.", choices.join("', '")),
            )
        }
        FieldType::Date => Text::new(
            "请填日期，年月日写全。",
            "Enter a day: year, month and day.",
        ),
        FieldType::Phone => Text::new(
            "请填能联系到人的电话号码。",
            "Enter a telephone number at which somebody answers.",
        ),
        FieldType::Score | FieldType::Percent => Text::new("请填数。", "Enter the figure."),
        kind if kind.is_number() => Text::new(
            "请填数；没有发生的填 0。",
            "Enter the figure; where there was nothing, 0.",
        ),
        _ => Text::new("请写明，不能空着。", "Write it down; it cannot stay blank."),
    };
    if !template.or_text.is_empty() {
        let words = (
            template.or_text.join("”或“"),
            template.or_text.join("' or '"),
        );
        help = Text::new(
            format!("{}确实没有的，填“{}”。", help.zh, words.0),
            format!("{} Where there is none, write '{}'.", help.en, words.1),
        );
    }
    help
}

/// Whether a sheet that repeats for each project has to be filled in, and nothing stands in it.
pub(in crate::check) fn is_left_out(context: &Context<'_>, sheet: usize) -> bool {
    let form = context.form();
    let is_there = context
        .submission
        .sheets
        .get(sheet)
        .is_some_and(Option::is_some);
    is_there
        && form.sheet_template(sheet).repeat.is_some()
        && !form.is_optional_sheet(sheet)
        && context.submission.sheet_is_blank(sheet)
}

/// The finding on the first field that is asked for on a sheet nobody has filled in.
fn not_filled_in(context: &Context<'_>, sheet: usize) -> Option<Finding> {
    let form = context.form();
    let mut fields = form.sheets[sheet].fields.iter().copied();
    let first = fields.find(|&field| {
        let is_input = form.fields[field].kind == Kind::Input;
        is_input && context.submission.entries[field].at.is_some() && is_needed(context, field)
    })?;
    let name = context.submission.sheet_name(first);
    let message = Text::new(
        format!("“{name}”没有填写"),
        format!("'{name}' is not filled in"),
    );
    let mut finding = context.at_field(&RULE, first, message);
    finding.help = Some(Text::new(
        "请填写这张表；确实没有这个项目的，请告诉财政部门。",
        "Fill in this sheet; if there is no such project, tell the finance bureau.",
    ));
    Some(finding)
}

/// Whether a picture stands in the cell of a short text, or begins on it: a signature that was scanned is an entry. Over a cell
/// that is signed on paper it may lie however it begins; over others it may be a scan of the whole page.
fn is_picture(context: &Context<'_>, field: usize) -> bool {
    let form = context.form();
    let entry = &context.submission.entries[field];
    let is_text = form.template(&form.fields[field]).kind == FieldType::Text;
    let sheet = |(sheet, _): (usize, _)| context.submission.book.sheets.get(sheet);
    let (Some((_, at)), Some(raw)) = (entry.at, entry.at.and_then(sheet)) else {
        return false;
    };
    let on_paper = form.template(&form.fields[field]).on_paper;
    let area = raw.merged(at).unwrap_or_else(|| Area::cell(at));
    let covers = |from: Address, to: Option<Address>| {
        on_paper && to.is_some_and(|to| Area::new(from, to).overlaps(&area))
    };
    is_text
        && raw.drawings.iter().any(|drawing| {
            let is_picture = matches!(drawing.kind.as_str(), "picture" | "cell picture");
            is_picture
                && drawing
                    .at
                    .is_some_and(|at| area.contains(at) || covers(at, drawing.to))
        })
}

/// A reminder of what is signed once the form is printed: nothing is wrong with the workbook.
fn unsigned(context: &Context<'_>, field: usize) -> Finding {
    let label = context.label(field);
    let message = Text::new(
        format!("“{label}”尚未签字"),
        format!("'{label}' is not signed yet"),
    );
    let mut finding = context.at_field(&RULE, field, message);
    finding.level = Level::Info;
    finding.help = Some(Text::new(
        "打印出来以后由本人在纸上签字；电子表里留空即可，不用填别的。",
        "It is signed on paper once the form is printed: the cell may stay blank.",
    ));
    finding
}

/// Whether a field has to be filled in, as things stand.
pub(crate) fn is_needed(context: &Context<'_>, field: usize) -> bool {
    let form = context.form();
    match &form.fields[field].need {
        Need::Never => false,
        Need::Always => true,
        // Whether it is needed cannot be told when what that depends on is gone.
        Need::When(formula)
            if form
                .inputs(formula)
                .any(|input| context.submission.entries[input].at.is_none()) =>
        {
            false
        }
        Need::When(formula) => {
            compute_one(form, formula, &context.evaluation.computed) == Value::Bool(true)
        }
    }
}
