//! A title, label or given value that is not as it was sent out.

use crate::address::{Address, Area};
use crate::align::written;
use crate::book::CellValue;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed::short;
use crate::check::rules::w004_other_year;
use crate::check::rules::w010_row_missing::printed_rows_gone;
use crate::finding::{Against, Finding, Level};
use crate::form::Kind;
use crate::text::{Text, letters};

/// A title, label or given value that is not as it was sent out.
pub const RULE: Rule = Rule {
    code: "W007",
    name: "label-altered",
    level: Level::Error,
    title: ("锁定的文字被改动", "a locked cell was changed"),
    checks: (
        "标题、栏目名称和给定的值是否与发出时一样；空格、全角半角、前面的序号不算",
        "whether titles, labels and given values are as they were sent out; blanks, full-width signs and numbers before them do not count",
    ),
    why: (
        "栏目名称改了，格子里的数就不知道是什么",
        "with another label nobody knows what the figure is",
    ),
    example: (
        "“公用经费”被改成“公用支出”",
        "the label 公用经费 was changed to 公用支出",
    ),
    mend: (
        "请恢复原来的文字（批注后的表里已经恢复）；要说明的话写在允许填写的格子里。",
        "Put the printed text back (in the annotated workbook it is back); write remarks into the cells meant for entries.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, sheet) in context.form().sheets.iter().enumerate() {
        let heading = (
            sheet.heading_area(&context.form().pack),
            sheet.heading.as_str(),
        );
        let labels = sheet
            .labels
            .iter()
            .map(|label| (label.area, label.text.as_str()));
        // A row of which nothing is left is one finding of another rule.
        let gone = printed_rows_gone(context, index);
        let is_left = |(area, _): &(Area, &str)| gone.iter().all(|(row, _)| *row != area.first.row);
        for (area, text) in std::iter::once(heading).chain(labels).filter(is_left) {
            printed(context, index, area, text, findings);
        }
    }
    for (index, field) in context.form().fields.iter().enumerate() {
        let is_gone = context.submission.entries[index].at.is_none();
        if field.kind != Kind::Prefilled || is_gone || context.submission.is_added(index) {
            continue;
        }
        let expected = context.evaluation.computed[index].to_string();
        let found = context.submission.text(index).unwrap_or_default();
        if !same(&expected, &found) {
            let said = another_project(context, index, &found);
            let said = said.unwrap_or_else(|| message(&expected, &found));
            let mut finding = context.at_field(&RULE, index, said);
            finding.reported = Some(found);
            finding.computed = Some(expected);
            finding.against = Against::Stated;
            findings.push(finding);
        }
    }
}

fn printed(
    context: &Context<'_>,
    sheet: usize,
    area: Area,
    text: &str,
    findings: &mut Vec<Finding>,
) {
    for at in area.cells() {
        let Some((raw, cell)) = context.submission.locate(sheet, at) else {
            continue;
        };
        // Only the upper left cell of merged ones is printed into; the others are locked and empty.
        let expected = if at == area.first { text } else { "" };
        let found = match raw.value(cell) {
            CellValue::Blank => String::new(),
            CellValue::Number(number) => number.to_string(),
            CellValue::Text(text) | CellValue::Error(text) => text.clone(),
            CellValue::Bool(truth) => truth.to_string(),
        };
        let year_only = !text.is_empty()
            && at.row == 0
            && at == area.first
            && w004_other_year::is_same_but_for_year(&found, expected);
        if same(expected, &found) || year_only {
            continue;
        }
        let said = titled_otherwise(context, (sheet, at), expected, &found);
        let said = said.unwrap_or_else(|| message(expected, &found));
        let mut finding = context.at_cell(&RULE, &raw.name, Some(cell), said);
        finding.reported = Some(found).filter(|found| !found.is_empty());
        finding.computed = Some(expected.to_owned()).filter(|text| !text.is_empty());
        finding.against = Against::Stated;
        findings.push(finding);
    }
}

/// That the name of the project on a sheet is that of another one.
fn another_project(context: &Context<'_>, field: usize, found: &str) -> Option<Text> {
    let form = context.form();
    let sheet = form.fields[field].sheet;
    let (name, expected) = project(context, sheet)?;
    let (own, other) = (letters(&expected), letters(found));
    let is_other = !other.is_empty() && !own.contains(&other) && !other.contains(&own);
    let label = context.label(field);
    (name == field && is_other).then(|| {
        Text::new(
            format!("“{label}”被改成“{found}”，这张表是“{expected}”的：写的是另一个项目"),
            format!(
                "'{label}' was changed to '{found}', but this sheet is that of '{expected}': another project"
            ),
        )
    })
}

/// That the title of a project's sheet says more than was printed, and does not name that project: 雪亮工程项目支出绩效自评表.
fn titled_otherwise(
    context: &Context<'_>,
    (sheet, at): (usize, Address),
    expected: &str,
    found: &str,
) -> Option<Text> {
    let heading = context.form().sheets[sheet].heading_area(&context.form().pack);
    let (_, project) = project(context, sheet).filter(|_| heading.first == at)?;
    let more = letters(found).chars().count() > letters(expected).chars().count();
    let names_it = letters(found).contains(&letters(&project));
    (more && !names_it).then(|| {
        Text::new(
            format!("标题被改成“{found}”，这张表是“{project}”的，标题应为“{expected}”"),
            format!(
                "the title was changed to '{found}', but this sheet is that of '{project}', and its title is '{expected}'"
            ),
        )
    })
}

/// The field of the project's name on a sheet, and the name the form was made for.
fn project(context: &Context<'_>, sheet: usize) -> Option<(usize, String)> {
    let form = context.form();
    let roster = form
        .sheet_template(sheet)
        .repeat
        .as_ref()?
        .roster
        .as_ref()?;
    let field = form.field(&format!("{}.{}", form.sheets[sheet].id, roster.value))?;
    let is_given = form.fields[field].kind == Kind::Prefilled;
    let name = context.evaluation.computed[field].to_string();
    (is_given && !name.is_empty()).then_some((field, name))
}

fn message(expected: &str, found: &str) -> Text {
    let found = short(found, QUOTED);
    match (expected.is_empty(), found.is_empty()) {
        (true, _) => Text::new(
            format!("锁定的空格里写了“{found}”"),
            format!("'{found}' was written into a locked cell that should be empty"),
        ),
        (_, true) => Text::new(
            format!("锁定的文字“{expected}”被删除"),
            format!("the locked text '{expected}' was deleted"),
        ),
        _ => Text::new(
            format!("锁定的文字被改动：应为“{expected}”，现为“{found}”"),
            format!("a locked text was changed: it should read '{expected}', but reads '{found}'"),
        ),
    }
}

/// So much of what was written stands in a message; the whole of it in the figures.
const QUOTED: usize = 200;

/// How a text is written carries no meaning: blanks in it, full-width signs, the number before it.
fn same(expected: &str, found: &str) -> bool {
    expected.trim() == found.trim() || written(expected) == written(found)
}
