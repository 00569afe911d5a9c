//! A result in the text that is not the one of the indicator.

use std::collections::BTreeMap;

use crate::check::context::{Context, figures};
use crate::check::quantity::Quantity;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::check::rules::spoken::{Spoken, after, plain};
use crate::check::rules::x001_narrative_figure_differs::texts;
use crate::finding::{Finding, Level};
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
        "自评报告里按指标名称写的完成值，与指标表里的实际完成值是否一致（模板 [narrative] 的 results 写明哪些文字）；与年度指标值相同的不报",
        "whether results that the text gives under the name of an indicator are the achievements of the table ([narrative] of the pack says which texts); the target itself may be repeated",
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

/// The end of a name that is shorter than this may be that of anything: 合格率.
const SHORTEST: usize = 4;
/// Of a name as long as this the end says which indicator is meant; what stands before it is not looked for.
const LONGEST: usize = 40;

/// What an indicator asked for and what was achieved.
struct Achieved {
    /// The whole name of the indicator.
    name: String,
    /// The field of the achievement.
    field: usize,
    target: Quantity,
    actual: Quantity,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let Some(narrative) = form
        .pack
        .narrative
        .as_ref()
        .filter(|it| !it.results.is_empty())
    else {
        return;
    };
    let results = results(context);
    let mut ends: BTreeMap<&str, Vec<&Achieved>> = BTreeMap::new();
    for result in &results {
        for end in ends_of(&result.name) {
            ends.entry(end).or_default().push(result);
        }
    }
    // An end that two indicators share means neither.
    ends.retain(|_, meant| meant.iter().all(|other| other.name == meant[0].name));
    let beginnings = |rest: &str| {
        let words = starts_of(rest).filter(|word| ends.contains_key(word));
        words.map(str::to_owned).collect()
    };
    let meant = |word: &str| ends.get(word).map(Vec::as_slice).unwrap_or_default();
    let units = |word: &str| {
        meant(word)
            .iter()
            .map(|it| it.actual.unit.clone())
            .collect()
    };
    for (text, said) in texts(context, &narrative.results) {
        for spoken in after(&said, &beginnings, &units, form.spec.year, narrative) {
            let meant = meant(&spoken.word).iter();
            let same = meant.filter(|result| result.actual.unit == spoken.unit);
            let same: Vec<&&Achieved> = same.collect();
            if same.iter().any(|result| result.is_said(&spoken)) {
                continue;
            }
            if let Some(result) = same.first() {
                findings.extend(differs(context, text, &spoken, result));
            }
        }
    }
}

/// The ends of a name by which a text may call it: so many for a long name as for a short one.
fn ends_of(name: &str) -> impl Iterator<Item = &str> {
    let starts = name.char_indices().rev().take(LONGEST);
    starts.skip(SHORTEST - 1).map(|(at, _)| &name[at..])
}

/// What a text begins with and may be the end of a name.
fn starts_of(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take(LONGEST)
        .skip(SHORTEST - 1)
        .map(|end| &text[..end])
}

/// The indicators whose targets and achievements are figures with a unit.
fn results(context: &Context<'_>) -> Vec<Achieved> {
    let result = |row: &scored::Row<'_>| {
        let name = plain(&context.submission.text(row.name?)?);
        let (target, actual, _) = row.compared(context)?;
        let has_unit = !actual.unit.is_empty();
        has_unit.then_some(Achieved {
            name,
            field: row.actual?,
            target,
            actual,
        })
    };
    scored::rows(context).iter().filter_map(result).collect()
}

impl Achieved {
    /// Whether the text gives what was achieved, rounded to the decimals it writes, or repeats the target.
    fn is_said(&self, spoken: &Spoken) -> bool {
        let rounded = self.actual.number.round(spoken.places);
        rounded == Some(spoken.number) || self.target.number == spoken.number
    }
}

fn differs(
    context: &Context<'_>,
    text: usize,
    spoken: &Spoken,
    result: &Achieved,
) -> Option<Finding> {
    let (sheet, cell) = (
        context.submission.sheet_name(result.field),
        context.submission.cell(result.field),
    );
    let (name, number, unit) = (&result.name, result.actual.number, &result.actual.unit);
    let message = Text::new(
        format!(
            "文字写“{}”，{sheet}!{cell} 指标“{name}”的实际完成值是 {number}{unit}",
            spoken.quote
        ),
        format!(
            "the text says '{}', but the indicator '{name}' in {sheet}!{cell} has {number}{unit}",
            spoken.quote
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
        shown(spoken.number)?,
        shown(number)?,
    );
    Some(Finding { ratio, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_looked_for_as_often_as_a_short_one() {
        let name = "参".repeat(40);
        let most = ends_of(&name).count();
        assert_eq!(most, LONGEST + 1 - SHORTEST);
        for letters in [400, 4_000, 32_000] {
            let name = "参".repeat(letters);
            assert_eq!(ends_of(&name).count(), most);
            assert!(ends_of(&name).all(|end| end.chars().count() <= LONGEST));
            assert_eq!(starts_of(&name).count(), most);
        }
        assert_eq!(
            ends_of("验收合格率").collect::<Vec<_>>(),
            ["收合格率", "验收合格率"]
        );
        assert_eq!(
            starts_of("验收合格率9").collect::<Vec<_>>(),
            ["验收合格", "验收合格率", "验收合格率9"]
        );
        assert_eq!(ends_of("合格率").count(), 0);
    }
}
