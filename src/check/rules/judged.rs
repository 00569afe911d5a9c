//! What the scoring rule of a pack says of an indicator row.

use crate::check::context::Context;
use crate::check::quantity::{self, Quantity};
use crate::check::rules::scored::{Row, over};
use crate::formula::Value;
use crate::number::Number;
use crate::template::{Direction, Qualitative, ScoreLevel, Scoring};
use crate::text::Text;

/// What the scoring rule says of a row.
pub(crate) enum Judged {
    /// The score it gives, and how.
    Score { score: Number, how: Text },
    /// The scores it leaves open.
    Band(Band),
    /// Why it gives none.
    NotCheckable(Text),
    /// Something is blank, which another rule reports.
    Incomplete,
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

/// What a row says, blanks and full-width signs evened out.
struct Said {
    operator: String,
    unit: String,
    target: String,
    actual: String,
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
        if let Some(qualitative) = by_level.filter(|one| one.word == said.operator) {
            return by_level_of(qualitative, &said.actual, weight);
        }
        match self.quantities(&said, context) {
            Ok((target, actual, direction)) => {
                by_formula(self.scoring, direction, &target, &actual, weight)
            }
            Err(reason) => Judged::NotCheckable(reason),
        }
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

    fn said(&self, context: &Context<'_>) -> Said {
        let text = |field: Option<usize>| {
            let text = field.and_then(|field| context.submission.as_shown(field));
            text.unwrap_or_default().trim().to_owned()
        };
        Said {
            operator: text(self.operator),
            unit: text(self.unit),
            target: text(self.target),
            actual: text(self.actual),
        }
    }

    /// Target, achievement and which values meet the target, where they are figures.
    pub(super) fn compared(
        &self,
        context: &Context<'_>,
    ) -> Option<(Quantity, Quantity, Direction)> {
        self.quantities(&self.said(context), context).ok()
    }

    /// The score of a percentage that is taken for a share of the weight: 98 % earn 0.98 of it.
    pub(super) fn as_ratio(&self, context: &Context<'_>, weight: Number) -> Option<Number> {
        let (_, actual, _) = self.compared(context)?;
        if actual.unit != "%" {
            return None;
        }
        let share = actual.number.div(Number::HUNDRED)?;
        weight.mul(share)?.round(self.scoring.places)
    }

    /// Target, achievement and which values meet the target, or why they cannot be told.
    fn quantities(
        &self,
        said: &Said,
        context: &Context<'_>,
    ) -> Result<(Quantity, Quantity, Direction), Text> {
        let operator = chosen(said)?;
        let (Some(mut target), Some(mut actual)) =
            (quantity::parse(&said.target), quantity::parse(&said.actual))
        else {
            return Err(Text::new(
                format!(
                    "年度指标值“{}”或实际完成值“{}”不是数",
                    said.target, said.actual
                ),
                format!(
                    "the target '{}' or the achievement '{}' is not a number",
                    said.target, said.actual
                ),
            ));
        };
        in_unit(&mut target, &said.unit, ("年度指标值", "the target"))?;
        in_unit(&mut actual, &said.unit, ("实际完成值", "the achievement"))?;
        if target.unit != actual.unit {
            return Err(Text::new(
                format!("单位不同：“{}”和“{}”", target.unit, actual.unit),
                format!("the units differ: '{}' and '{}'", target.unit, actual.unit),
            ));
        }
        let direction = match (operator, target.direction) {
            (Some(chosen), Some(written)) if chosen != written => {
                return Err(Text::new(
                    format!(
                        "符号选了 {}，年度指标值“{}”里写的是 {}",
                        chosen.sign(),
                        said.target,
                        written.sign()
                    ),
                    format!(
                        "the operator is {}, but the target '{}' says {}",
                        chosen.sign(),
                        said.target,
                        written.sign()
                    ),
                ));
            }
            (chosen, written) => {
                let block = context.form().block_template(self.place.block);
                chosen
                    .or(written)
                    .or(block.and_then(|block| block.direction))
            }
        };
        match direction {
            Some(direction) => Ok((target, actual, direction)),
            // Just met: full marks whatever operator is meant.
            None if target.number == actual.number => Ok((target, actual, Direction::Equal)),
            None => Err(Text::new(
                format!(
                    "年度指标值 {}{} 没有写明 ≥、≤ 还是 =",
                    target.number, target.unit
                ),
                format!(
                    "the target {}{} does not say whether ≥, ≤ or = is meant",
                    target.number, target.unit
                ),
            )),
        }
    }
}

/// The operator of the operator's column, if one stands there.
fn chosen(said: &Said) -> Result<Option<Direction>, Text> {
    if said.operator.is_empty() {
        return Ok(None);
    }
    Direction::of_operator(&said.operator)
        .map(Some)
        .ok_or_else(|| {
            Text::new(
                format!("符号“{}”不是 ≥、≤ 或 =", said.operator),
                format!("the operator '{}' is not ≥, ≤ or =", said.operator),
            )
        })
}

/// Gives a quantity the unit of the unit's column; it may repeat it, but name no other.
fn in_unit(quantity: &mut Quantity, column: &str, what: (&str, &str)) -> Result<(), Text> {
    let unit = quantity::plain(column);
    if unit.is_empty() {
        return Ok(());
    }
    if quantity.unit.is_empty() {
        quantity.unit = unit;
    } else if quantity.unit != unit {
        return Err(Text::new(
            format!("{}的单位“{}”与计量单位“{unit}”不同", what.0, quantity.unit),
            format!(
                "{} is in '{}', but the unit is given as '{unit}'",
                what.1, quantity.unit
            ),
        ));
    }
    Ok(())
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

fn by_formula(
    scoring: &Scoring,
    direction: Direction,
    target: &Quantity,
    actual: &Quantity,
    weight: Number,
) -> Judged {
    let words = [
        (scoring.target.as_str(), target.number),
        (scoring.actual.as_str(), actual.number),
        (scoring.weight.as_str(), weight),
    ];
    match over(scoring.formula(direction), &words) {
        Value::Number(score) => match score.round(scoring.places) {
            Some(score) => Judged::Score {
                score,
                how: how(direction, target, actual, weight, scoring),
            },
            None => Judged::Incomplete,
        },
        Value::Error(error) => Judged::NotCheckable(error.reason),
        _ => Judged::Incomplete,
    }
}

fn how(
    direction: Direction,
    target: &Quantity,
    actual: &Quantity,
    weight: Number,
    scoring: &Scoring,
) -> Text {
    let formula = &scoring.formula(direction).text;
    let figures = format!(
        "{}{}{}，{}{}，{weight}",
        direction.sign(),
        target.number,
        target.unit,
        actual.number,
        actual.unit
    );
    Text::new(
        format!("年度指标值、实际完成值、分值：{figures}；评分办法：{formula}"),
        format!("target, achievement, weight: {figures}; scoring rule: {formula}"),
    )
}
