//! What the scoring rule of a pack says of an indicator row.

use crate::check::context::Context;
use crate::check::quantity::{Compared, Side};
use crate::check::rules::figured::by_day;
use crate::check::rules::scored::Row;
use crate::number::Number;
use crate::template::{Direction, Qualitative, ScoreLevel, even};
use crate::text::{Text, plain};
use crate::typed::Reading as Reads;

/// What the scoring rule says of a row.
pub(crate) enum Judged {
    /// The score it gives, and how.
    Score { score: Number, how: Text },
    /// The scores it leaves open.
    Band(Band),
    /// The scores of the readings that come into question, where no operator says which is meant.
    Readings(Vec<Reading>),
    /// The target was missed, and the rule does not say what that costs: any score but the full one may be right.
    Missed(Text),
    /// A figure that may mean several things has to be asked for.
    Asked(Side, Text),
    /// Why it gives none.
    NotCheckable(Text),
    /// Target, achievement and column do not name one unit.
    OtherUnits(Text),
    /// Something is blank, which another rule reports.
    Incomplete,
}

/// What a target without an operator may mean, and the score by it.
pub(crate) struct Reading {
    /// In a few words: 按≥.
    pub(crate) name: Text,
    /// The score it gives.
    pub(crate) score: Number,
    /// The figures and the formula.
    pub(crate) how: Text,
}

/// The scores that an achievement of a level may earn.
pub(crate) struct Band {
    /// The name of the level.
    pub(crate) level: String,
    /// The least score, included.
    pub(crate) from: Number,
    /// The upper end.
    pub(crate) to: Number,
    /// Whether the upper end is included.
    pub(crate) includes_end: bool,
}

impl Band {
    /// Whether a score lies in the band; below it no more than the tolerance.
    pub(crate) fn contains(&self, score: Number, tolerance: Number) -> bool {
        let least = self.from.sub(tolerance).unwrap_or(self.from);
        let fits = if self.includes_end {
            score <= self.to
        } else {
            score < self.to
        };
        fits && score >= least
    }
}

/// Words in the name of an indicator whose target is a day.
const DATED: &[&str] = &["时间", "日期", "期限", "时限", "验收", "完成"];

/// What a row says, as it stands there.
pub(super) struct Said {
    pub(super) name: String,
    pub(super) operator: String,
    pub(super) unit: String,
    pub(super) target: String,
    pub(super) actual: String,
}

impl Row<'_> {
    /// The score the pack's rule gives, or why it gives none.
    pub(crate) fn judge(&self, context: &Context<'_>) -> Judged {
        if !self.others.is_empty() {
            return self.judge_together(context);
        }
        let said = self.said(context);
        let Some(weight) = self.weight_number(context) else {
            return Judged::Incomplete;
        };
        if said.target.is_empty() || said.actual.is_empty() {
            return Judged::Incomplete;
        }
        let by_level = self.scoring.qualitative.as_ref();
        if let Some(qualitative) = by_level.filter(|one| plain(&one.word) == plain(&said.operator))
        {
            let by_level = by_level_of(qualitative, &said.actual, weight);
            // A day needs no level to be held against a day.
            return match (&by_level, self.held(&said, context)) {
                (Judged::NotCheckable(_), Compared::Periods(until, when)) => {
                    by_day(&said, until, when, weight)
                }
                _ => by_level,
            };
        }
        self.by_figures(&said, context, weight)
    }

    /// Whether it is scored by level, and its achievement is none of the levels.
    pub(super) fn lacks_level(&self, context: &Context<'_>) -> bool {
        let said = self.said(context);
        self.scoring.qualitative.as_ref().is_some_and(|by_level| {
            plain(&by_level.word) == plain(&said.operator) && by_level.level(&said.actual).is_none()
        })
    }

    /// What can be chosen in a row that is scored by level, or could be.
    pub(super) fn choices(&self, context: &Context<'_>) -> Option<Text> {
        let qualitative = self.scoring.qualitative.as_ref()?;
        let said = self.said(context);
        let names = qualitative.levels.iter().map(|level| level.name.as_str());
        let names: Vec<&str> = names.collect();
        let word = &qualitative.word;
        if plain(word) != plain(&said.operator) {
            let has_figure = |text: &str| text.contains(|c: char| c.is_numeric());
            if has_figure(&said.target) || has_figure(&said.actual) {
                return None;
            }
            return Some(Text::new(
                format!(
                    "能用数衡量的，请写成带符号、数字和单位的值，如 ≥95%；不能的，符号选“{word}”，实际完成值从下拉框里选一项：{}。",
                    names.join("、")
                ),
                format!(
                    "Where it can be measured, write an operator, a number and a unit, such as ≥95%; where not, choose '{word}' as the operator and one of these as the achievement: '{}'.",
                    names.join("', '")
                ),
            ));
        }
        Some(Text::new(
            format!(
                "实际完成值请从下拉框里选一项：{}；能用数衡量的，把“{word}”改成 ≥、≤ 或 =，写数和计量单位。",
                names.join("、")
            ),
            format!(
                "Choose one of these as the achievement: '{}'; where it can be measured, choose ≥, ≤ or = instead of '{word}', and write a number and a unit.",
                names.join("', '")
            ),
        ))
    }

    /// One score for several indicators: what the rule gives if it gives the same for each, else it is left open.
    fn judge_together(&self, context: &Context<'_>) -> Judged {
        let mut judged = self.each().map(|row| row.judge(context));
        let first = judged.next().unwrap_or(Judged::Incomplete);
        let Judged::Score { score, .. } = &first else {
            return Judged::Incomplete;
        };
        let is_same = |other| matches!(other, Judged::Score { score: same, .. } if same == *score);
        if judged.all(is_same) {
            first
        } else {
            Judged::Incomplete
        }
    }

    /// The fields of targets and achievements that hold the day they should, in the rows that share its points as well.
    pub(super) fn days(&self, context: &Context<'_>) -> Vec<usize> {
        let fields = self.each().flat_map(|row| {
            let fields = [row.target, row.actual].into_iter().flatten();
            // 1月2日 may have been typed as 1-2.
            let is_day = |field: &usize| {
                let day = row.day(context, *field);
                row.is_dated(context) && day.is_some_and(|day| day.contains('年'))
            };
            let days = fields.filter(is_day);
            days.collect::<Vec<usize>>()
        });
        fields.collect()
    }

    /// The day in the cell of a target or an achievement.
    fn day(&self, context: &Context<'_>, field: usize) -> Option<String> {
        if ![self.target, self.actual].contains(&Some(field)) {
            return None;
        }
        let (sheet, at) = context.submission.entries[field].at?;
        context.submission.book.sheets.get(sheet)?.day(at)
    }

    /// Whether the name asks for a day: 完成时间.
    fn is_dated(&self, context: &Context<'_>) -> bool {
        let name = self.name.and_then(|name| context.submission.text(name));
        let name = plain(name.as_deref().unwrap_or_default());
        DATED.iter().any(|word| name.contains(word)) && !name.ends_with(['率', '数'])
    }

    pub(super) fn said(&self, context: &Context<'_>) -> Said {
        let text = |field: Option<usize>| {
            let is_error =
                |field: &usize| context.submission.entries[*field].reading == Reads::Error;
            // An error value says nothing: #DIV/0! is no nought.
            let text = field.filter(|field| !is_error(field)).and_then(|field| {
                let day = self.day(context, field);
                day.or_else(|| context.submission.as_shown(field))
            });
            text.unwrap_or_default().trim().to_owned()
        };
        let (operator, target) = (text(self.operator), text(self.target));
        Said {
            name: text(self.name),
            target: match target.is_empty() {
                true => behind(&operator).unwrap_or_default(),
                false => target,
            },
            operator,
            unit: text(self.unit),
            actual: text(self.actual),
        }
    }

    /// The figure of the target that stands in the cell of the operator, behind it, where the cell of the target is blank.
    pub(super) fn target_beside(&self, context: &Context<'_>) -> Option<String> {
        let text = |field: usize| context.submission.as_shown(field).unwrap_or_default();
        let target = self.target.map(text)?;
        let figure = behind(text(self.operator?).trim())?;
        target.trim().is_empty().then_some(figure)
    }
}

/// The figure behind an operator: 90 of ≥90.
fn behind(operator: &str) -> Option<String> {
    let operator = even(operator);
    let rest = Direction::before(&operator)?.rest.trim();
    let is_figure = rest.starts_with(|c: char| c.is_ascii_digit());
    is_figure.then(|| rest.to_owned())
}

fn by_level_of(qualitative: &Qualitative, actual: &str, weight: Number) -> Judged {
    let Some(level) = qualitative.level(actual) else {
        let names: Vec<&str> = qualitative
            .levels
            .iter()
            .map(|level| level.name.as_str())
            .collect();
        return Judged::NotCheckable(Text::new(
            format!(
                "{}指标的实际完成值“{actual}”不是“{}”之一",
                qualitative.word,
                names.join("”“")
            ),
            format!(
                "the achievement '{actual}' of a row scored by level is none of the levels: {}",
                names.join(", ")
            ),
        ));
    };
    match band(level, weight) {
        Some(band) => Judged::Band(band),
        None => Judged::Incomplete,
    }
}

fn band(level: &ScoreLevel, weight: Number) -> Option<Band> {
    Some(Band {
        level: level.name.clone(),
        from: weight.mul(level.from)?,
        to: weight.mul(level.to)?,
        includes_end: level.includes_end(),
    })
}
