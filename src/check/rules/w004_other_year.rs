//! A form for another year, or a title whose year was changed.

use crate::align::{bare, written};
use crate::book::CellValue;
use crate::check::context::{Context, finding};
use crate::check::rule::Rule;
use crate::finding::{Against, Finding, Level, Place};
use crate::text::Text;

/// A form for another year, or a title whose year was changed.
pub const RULE: Rule = Rule {
    code: "W004",
    name: "other-year",
    level: Level::Error,
    title: ("年份不符", "wrong year"),
    checks: (
        "表的年份是不是要求的年份，标题里的年份有没有改过",
        "whether the form is for the year asked for, and whether the year in a title was changed",
    ),
    why: (
        "拿上年的表改个标题交来，数字就是上年的",
        "last year's file with a new title holds last year's figures",
    ),
    example: (
        "标题写着 2023 年度，表却是 2024 年的",
        "the title says 2023 on a form for 2024",
    ),
    mend: (
        "请填写当年发出的表，不要改标题。",
        "Fill in the form of this year and leave its title alone.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let found = context.submission.identity.spec.year;
    if let Some(year) = context.year.filter(|year| *year != found) {
        let place = Place::default();
        let message = Text::new(
            format!("这是 {found} 年度的表，要求的是 {year} 年度"),
            format!("this form is for {found}, but {year} is asked for"),
        );
        findings.push(finding(&RULE, place, message));
    }
    for (index, sheet) in context.form().sheets.iter().enumerate() {
        let area = sheet.heading_area(&context.form().pack);
        let Some((raw, cell)) = context.submission.locate(index, area.first) else {
            continue;
        };
        let CellValue::Text(title) = raw.value(cell) else {
            continue;
        };
        if written(title) == written(&sheet.heading) || !is_same_but_for_year(title, &sheet.heading)
        {
            continue;
        }
        let message = Text::new(
            format!("标题中的年份被改动：应为“{}”，现为“{title}”", sheet.heading),
            format!(
                "the year in the title was changed: it should read '{}', but reads '{title}'",
                sheet.heading
            ),
        );
        let mut found = context.at_cell(&RULE, &raw.name, Some(cell), message);
        found.reported = Some(title.clone());
        found.computed = Some(sheet.heading.clone());
        found.against = Against::Stated;
        findings.push(found);
    }
}

/// Whether two titles say the same of different years.
pub(super) fn is_same_but_for_year(one: &str, other: &str) -> bool {
    let without_digits = |title: &str| -> String {
        let title = written(title);
        title.chars().filter(|c| !c.is_ascii_digit()).collect()
    };
    bare(one) == bare(other) || without_digits(one) == without_digits(other)
}
