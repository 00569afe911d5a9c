//! An indicator that stands twice.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::figured::chosen;
use crate::check::rules::judged::Judged;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::Direction;
use crate::text::{Text, plain};

/// An indicator that stands twice.
pub const RULE: Rule = Rule {
    code: "S016",
    name: "indicator-repeated",
    level: Level::Warning,
    title: ("同一指标写了两次", "an indicator that stands twice"),
    checks: (
        "一张表里有没有名称和单位都相同的两个指标；整体表和项目表里同一个指标，指标值相同而完成值不同，或完成值相同而指标值不同的，或项目完成得比整体还多的（满意度这样各表自有的不比，写明是什么的合格率等照样比，由模板规定）",
        "whether two indicators of a sheet have one name and one unit, and whether one on the sheet of the department and on that of a project has the same target and another achievement, or the other way round, or more than the department as a whole (names with a word of of_each in [doubts] of the pack, such as 满意度, are every sheet's own, but for rates that say of what they are: of_one and of_any)",
    ),
    why: (
        "同一件事算了两次分；两处的数不同，必有一处不对",
        "one thing earns points twice; where two figures differ, one is wrong",
    ),
    example: (
        "附件2 写“送戏下乡场次”目标 80场、完成 82场，附件3 写目标 80场、完成 80场",
        "附件2 has 82场 of 80场 for 送戏下乡场次, and 附件3 80场 of 80场",
    ),
    mend: (
        "重复的请删去一个；两处说的是同一件事的，请改成一致；不是一件事的，请在名称里写明。",
        "Remove one of them, or make both agree; if they are two things, name them so.",
    ),
    run: check,
};

/// A name shorter than this may be that of anything.
const SHORTEST: usize = 4;

/// An indicator with its figures.
struct Named {
    sheet: usize,
    field: usize,
    unit: String,
    target: String,
    actual: String,
    actual_field: Option<usize>,
    /// The name, as it is compared.
    name: String,
    /// The achievement, where it is a number.
    achieved: Option<Number>,
    /// Whether more is better, so that what projects do adds up.
    is_at_least: bool,
    /// Whether the achievement is counted in something else than the target, which is a fault of the row itself.
    is_of_two_units: bool,
    /// Whether a side may be several figures, which its row asks about (about 3260 is not another figure than 3260), or is
    /// no level where a level is asked for.
    is_open: bool,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let doubts = &context.form().pack.doubts;
    let mut named: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for row in &scored::rows(context) {
        let said = row.said(context);
        let name = plain(&said.name);
        let mut details = row.scoring.detail_words.iter();
        let is_detail = details.any(|word| name.starts_with(word.as_str()));
        let (Some(field), false) = (row.name, is_detail || name.chars().count() < SHORTEST) else {
            continue;
        };
        let (mut target, mut actual, mut unit) =
            (plain(&said.target), plain(&said.actual), plain(&said.unit));
        let (mut achieved, mut achieved_in) = (None, String::new());
        let mut is_at_least = false;
        let operator = chosen(&said).ok().flatten();
        for side in row.figures(context) {
            let figure = format!("{} {}", side.figure.number, side.figure.unit);
            if Some(side.field) == row.target {
                unit.clone_from(&side.figure.unit);
                target = figure;
                let direction = operator.or(side.figure.direction);
                is_at_least = direction == Some(Direction::AtLeast);
            } else {
                actual = figure;
                achieved = Some(side.figure.number);
                achieved_in.clone_from(&side.figure.unit);
            }
        }
        named.entry(name.clone()).or_default().push(Named {
            name,
            achieved,
            is_at_least,
            is_of_two_units: !achieved_in.is_empty() && !unit.is_empty() && achieved_in != unit,
            sheet: context.form().fields[field].sheet,
            is_open: matches!(row.judge(context), Judged::Asked(..)) || row.lacks_level(context),
            field,
            unit,
            target,
            actual,
            actual_field: row.actual,
        });
    }
    for (name, rows) in &named {
        for (index, row) in rows.iter().enumerate() {
            let mut before = rows[..index].iter();
            let twin = before.find(|other| other.sheet == row.sheet && other.unit == row.unit);
            if let Some(twin) = twin {
                findings.push(repeated(context, row, twin));
                continue;
            }
            let is_one = doubts.is_of_one(name) && is_of_one_project(context, rows);
            if doubts.of_each.is_empty() || doubts.is_of_each(name) && !is_one {
                continue;
            }
            // Of one that stands twice on a sheet nobody knows which is meant.
            let is_alone = |other: &&Named| {
                let mut same = rows.iter().filter(|it| it.sheet == other.sheet);
                same.nth(1).is_none()
            };
            let mut before = rows[..index].iter().filter(is_alone);
            if let Some(other) = before.find(|other| row.contradicts(context, other)) {
                findings.extend(differs(context, row, other));
            }
        }
    }
}

/// Whether no more than one project has an indicator.
fn is_of_one_project(context: &Context<'_>, rows: &[Named]) -> bool {
    let mut projects = rows.iter().filter(|row| {
        let sheet = context.form().sheet_template(row.sheet);
        sheet.repeat.is_some()
    });
    let first = projects.next().map(|row| row.sheet);
    projects.all(|row| Some(row.sheet) == first)
}

impl Named {
    /// Whether another sheet says the same of one side and something else of the other. Each project may well have its own
    /// share in what the department has as a whole: where both sides differ nothing is said, unless the share is the larger.
    fn contradicts(&self, context: &Context<'_>, other: &Named) -> bool {
        let is_whole = |row: &Named| !context.form().is_optional_sheet(row.sheet);
        let is_of_projects = |row: &Named| {
            let sheet = context.form().sheet_template(row.sheet);
            sheet.repeat.is_some()
        };
        let is_told = |row: &Named| {
            let is_whole = !row.target.is_empty() && !row.actual.is_empty();
            is_whole && !row.is_of_two_units && !row.is_open
        };
        is_of_projects(self) != is_of_projects(other)
            && (is_whole(self) || is_whole(other))
            && is_told(self)
            && is_told(other)
            && self.unit == other.unit
            && ((self.target == other.target) != (self.actual == other.actual)
                || self.is_part_above_whole(context, other))
    }

    /// Whether a project has more than the department as a whole, of something that adds up.
    fn is_part_above_whole(&self, context: &Context<'_>, other: &Named) -> bool {
        let form = context.form();
        let (part, whole) = if form.sheet_template(self.sheet).repeat.is_some() {
            (self, other)
        } else {
            (other, self)
        };
        let adds_up = self.unit != "%" && !form.pack.doubts.is_average(&self.name);
        let is_above = |part: Option<Number>, whole: Option<Number>| {
            part.zip(whole).is_some_and(|(part, whole)| part > whole)
        };
        adds_up && part.is_at_least && whole.is_at_least && is_above(part.achieved, whole.achieved)
    }
}

fn repeated(context: &Context<'_>, row: &Named, twin: &Named) -> Finding {
    let submission = context.submission;
    let name = submission.text(row.field).unwrap_or_default();
    let cell = submission.cell(twin.field);
    let message = Text::new(
        format!("指标“{}”在本表 {cell} 已经写过", name.trim()),
        format!("the indicator '{}' stands in {cell} already", name.trim()),
    );
    context.at_field(&RULE, row.field, message)
}

fn differs(context: &Context<'_>, row: &Named, other: &Named) -> Option<Finding> {
    let submission = context.submission;
    let name = submission.text(row.field).unwrap_or_default();
    let name = name.trim();
    let place = format!(
        "{}!{}",
        submission.sheet_name(other.field),
        submission.cell(other.field)
    );
    let (here, there) = (row.said(), other.said());
    let message = Text::new(
        format!("指标“{name}”这里是{}，{place} 是{}", here.zh, there.zh),
        format!(
            "the indicator '{name}' has {} here and {} in {place}",
            here.en, there.en
        ),
    );
    Some(context.at_field(&RULE, row.actual_field?, message))
}

impl Named {
    fn said(&self) -> Text {
        let (target, actual) = (self.target.replace(' ', ""), self.actual.replace(' ', ""));
        Text::new(
            format!("指标值 {target}、完成值 {actual}"),
            format!("the target {target} and the achievement {actual}"),
        )
    }
}
