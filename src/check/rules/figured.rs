//! What the scoring rule of a pack gives for a target and an achievement that are figures or days.

use crate::check::context::Context;
use crate::check::quantity::{self, Compared, Period, Quantity, Side, Unclear, compare};
use crate::check::rules::judged::{Judged, Reading, Said};
use crate::check::rules::scored::{Row, over};
use crate::formula::{Name, Value, worded};
use crate::number::Number;
use crate::template::{Direction, FieldType, Formula, Scoring};
use crate::text::Text;

impl Row<'_> {
    /// The score by figures or days, or why there is none.
    pub(super) fn by_figures(&self, said: &Said, context: &Context<'_>, weight: Number) -> Judged {
        let operator = match chosen(said) {
            Ok(operator) => operator,
            Err(reason) => return Judged::NotCheckable(reason),
        };
        let (target, actual) = match self.held(said, context) {
            Compared::Figures(target, actual) => (target, actual),
            Compared::Within(lower, upper, actual) => {
                return self.by_range(operator, said, (&lower, &upper), &actual, weight);
            }
            Compared::Periods(until, when) => return by_day(said, until, when, weight),
            Compared::Ranks(aim, place) => return by_rank(said, &aim, &place, weight),
            Compared::Several(pairs) => return self.by_all(operator, said, &pairs, weight),
            Compared::Unclear(side, why, figures) => {
                let met = figures.filter(|(target, actual)| {
                    let direction = self.direction(operator, said, target, context);
                    side == Side::Target
                        && matches!(why, Unclear::About | Unclear::Plus)
                        && direction.is_ok_and(|direction| {
                            is_met(direction.unwrap_or(self.likely(said)), target, actual)
                        })
                });
                return match met {
                    Some((target, actual)) => Judged::Score {
                        score: weight,
                        how: self.how(self.likely(said), &target, &actual, weight),
                    },
                    None => Judged::Asked(side, not_certain(said, side, why)),
                };
            }
            Compared::Limit(actual, both) => {
                return self.by_limit(operator, said, &actual, both, context, weight);
            }
            other @ (Compared::Differ(..) | Compared::OtherUnit(..)) => {
                return Judged::OtherUnits(not_comparable(said, &other));
            }
            other => return Judged::NotCheckable(not_comparable(said, &other)),
        };
        match self.direction(operator, said, &target, context) {
            Err(reason) => Judged::NotCheckable(reason),
            Ok(Some(direction))
                if direction != Direction::AtMost || operator.or(target.meant()).is_some() =>
            {
                self.by_direction(direction, &target, &actual, weight)
            }
            Ok(of_block) => self.by_readings(said, of_block.is_some(), &target, &actual, weight),
        }
    }

    pub(super) fn held(&self, said: &Said, context: &Context<'_>) -> Compared {
        compare(quantity::Row {
            name: &said.name,
            target: &said.target,
            actual: &said.actual,
            unit: &said.unit,
            year: i16::try_from(context.form().spec.year).unwrap_or_default(),
        })
    }

    /// Target and achievement, where they are figures in one unit, and which values meet the target, where something says so.
    pub(super) fn compared(
        &self,
        context: &Context<'_>,
    ) -> Option<(Quantity, Quantity, Option<Direction>)> {
        let said = self.said(context);
        let operator = chosen(&said).ok()?;
        let Compared::Figures(target, actual) = self.held(&said, context) else {
            return None;
        };
        let direction = self.direction(operator, &said, &target, context).ok()?;
        Some((target, actual, direction))
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

    /// Which values meet a target: as the operator's column says, else the target, else the block of the form.
    fn direction(
        &self,
        operator: Option<Direction>,
        said: &Said,
        target: &Quantity,
        context: &Context<'_>,
    ) -> Result<Option<Direction>, Text> {
        match (operator, target.direction) {
            (Some(chosen), Some(written)) if chosen != written && target.is_limit => {
                Err(Text::new(
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
                ))
            }
            (chosen, written) => {
                let of_block = || self.of_block(said, context);
                Ok(chosen.or(written).or(target.meant()).or_else(of_block))
            }
        }
    }

    /// Which values meet a target in this block of the form, where neither an operator nor the target says so.
    fn of_block(&self, said: &Said, context: &Context<'_>) -> Option<Direction> {
        let block = context.form().block_template(self.place.block)?;
        let direction = block.direction?;
        // Of what is saved more is better even where costs stand.
        let is_saving = self.scoring.is_saving(&said.name);
        Some(if is_saving {
            Direction::AtLeast
        } else {
            direction
        })
    }

    /// Whether a score is what the reading gives that is the less likely one of a target without an operator.
    ///
    /// Where the name says nothing, and only where that reading costs points: 8 of 10 for 12 where 10 were asked for. Full
    /// marks for 8 where 10 were asked for are none.
    pub(super) fn fits_otherwise(
        &self,
        context: &Context<'_>,
        score: Number,
        weight: Number,
    ) -> bool {
        let said = self.said(context);
        let scoring = self.scoring;
        if chosen(&said) != Ok(None) || scoring.is_told(&said.name) || !self.others.is_empty() {
            return false;
        }
        let Compared::Figures(target, actual) = self.held(&said, context) else {
            return false;
        };
        let is_less = self.of_block(&said, context) == Some(Direction::AtMost);
        let (costs, direction, formulas) = if is_less {
            let costs = actual.number < target.number;
            (costs, Direction::AtLeast, [Some(&scoring.at_least), None])
        } else {
            let other = scoring.at_most_else.as_ref();
            let costs = actual.number > target.number;
            (costs, Direction::AtMost, [Some(&scoring.at_most), other])
        };
        let fits = |formula: &Formula| {
            let judged = self.by_formula((direction, formula), &target, &actual, weight);
            let tolerance = context.form().pack.tolerance(FieldType::Score);
            matches!(judged, Judged::Score { score: computed, .. }
                if agrees(score, computed, weight, scoring, tolerance))
        };
        costs && target.meant().is_none() && formulas.into_iter().flatten().any(fits)
    }

    /// What a target without an operator most likely means.
    fn likely(&self, said: &Said) -> Direction {
        if self.scoring.is_less_better(&said.name) {
            Direction::AtMost
        } else {
            Direction::AtLeast
        }
    }

    fn by_direction(
        &self,
        direction: Direction,
        target: &Quantity,
        actual: &Quantity,
        weight: Number,
    ) -> Judged {
        let formula = self.scoring.formula(direction);
        self.by_formula((direction, formula), target, actual, weight)
    }

    /// The score a formula gives, within nought and the weight.
    fn by_formula(
        &self,
        (direction, formula): (Direction, &Formula),
        target: &Quantity,
        actual: &Quantity,
        weight: Number,
    ) -> Judged {
        let scoring = self.scoring;
        let is_met = is_met(direction, target, actual);
        let no_ratio = target.number.is_negative()
            || target.number.is_zero() && direction == Direction::AtLeast;
        if no_ratio && !is_met {
            return Judged::Missed(Text::new(
                format!(
                    "完成值 {}{} 没有达到指标值 {}{}{}，指标值是负数或 0，按比例算没有意义",
                    actual.number,
                    actual.unit,
                    direction.sign(),
                    target.number,
                    target.unit
                ),
                format!(
                    "the achievement {}{} misses the target {}{}{}, and of a target that is negative or 0 there is no share",
                    actual.number,
                    actual.unit,
                    direction.sign(),
                    target.number,
                    target.unit
                ),
            ));
        }
        let words = [
            (scoring.target.as_str(), target.number),
            (scoring.actual.as_str(), actual.number),
            (scoring.weight.as_str(), weight),
        ];
        match over(formula, &words) {
            Value::Number(score) => {
                let within = score.max(Number::ZERO).min(weight.max(Number::ZERO));
                match within.round(scoring.places) {
                    Some(score) => Judged::Score {
                        score,
                        how: told((direction, formula), self.scoring, target, actual, weight),
                    },
                    None => Judged::Incomplete,
                }
            }
            Value::Error(error) if is_met => Judged::NotCheckable(error.reason),
            Value::Error(error) => Judged::Missed(error.reason),
            _ => Judged::Incomplete,
        }
    }

    fn how(
        &self,
        direction: Direction,
        target: &Quantity,
        actual: &Quantity,
        weight: Number,
    ) -> Text {
        let formula = self.scoring.formula(direction);
        told((direction, formula), self.scoring, target, actual, weight)
    }

    /// The scores of all readings that come into question, where nothing says which values meet the target.
    fn by_readings(
        &self,
        said: &Said,
        is_cost: bool,
        target: &Quantity,
        actual: &Quantity,
        weight: Number,
    ) -> Judged {
        // Just met: full marks whatever operator is meant.
        if target.number == actual.number {
            return self.by_direction(Direction::Equal, target, actual, weight);
        }
        let scoring = self.scoring;
        let is_less = is_cost || scoring.is_less_better(&said.name);
        // Ten days may be too few as well as too many.
        let is_open = target.is_time() && !scoring.is_told(&said.name);
        let mut readings = Vec::new();
        if !is_less && !target.number.is_zero() {
            readings.push(("按 ≥", "as ≥", Direction::AtLeast, &scoring.at_least));
        }
        if is_less || is_open || target.number.is_zero() {
            let (zh, en) = match scoring.at_most_else {
                Some(_) => ("按 ≤（一种办法）", "as ≤ (one rule)"),
                None => ("按 ≤", "as ≤"),
            };
            readings.push((zh, en, Direction::AtMost, &scoring.at_most));
            let other = scoring.at_most_else.as_ref();
            readings.extend(other.map(|formula| {
                (
                    "按 ≤（另一种办法）",
                    "as ≤ (the other rule)",
                    Direction::AtMost,
                    formula,
                )
            }));
        }
        if !is_less || target.number.is_zero() && !is_cost {
            readings.push(("按 =", "as =", Direction::Equal, &scoring.equal));
        }
        let judged = readings.into_iter().map(|(zh, en, direction, formula)| {
            let judged = self.by_formula((direction, formula), target, actual, weight);
            (Text::new(zh, en), judged)
        });
        one_of(judged)
    }

    /// An achievement that is a limit itself: within 28 minutes meets within 30, and one as large as the target is its copy.
    fn by_limit(
        &self,
        operator: Option<Direction>,
        said: &Said,
        limit_said: &Quantity,
        both: Option<(Quantity, Quantity)>,
        context: &Context<'_>,
        weight: Number,
    ) -> Judged {
        let asked = || Judged::Asked(Side::Actual, limit(said, limit_said));
        let Some((target, actual)) = both else {
            return asked();
        };
        match self.direction(operator, said, &target, context) {
            Ok(Some(direction))
                if direction != Direction::Equal
                    && actual.direction == Some(direction)
                    && actual.number != target.number
                    && is_met(direction, &target, &actual) =>
            {
                Judged::Score {
                    score: weight,
                    how: self.how(direction, &target, &actual, weight),
                }
            }
            _ => asked(),
        }
    }

    /// A target that is a range: what lies in it earns all, what does not is held against the nearer end.
    fn by_range(
        &self,
        operator: Option<Direction>,
        said: &Said,
        (lower, upper): (&Quantity, &Quantity),
        actual: &Quantity,
        weight: Number,
    ) -> Judged {
        match operator {
            Some(Direction::AtLeast) => {
                return self.by_direction(Direction::AtLeast, lower, actual, weight);
            }
            Some(Direction::AtMost) => {
                return self.by_direction(Direction::AtMost, upper, actual, weight);
            }
            Some(Direction::Equal) | None => {}
        }
        let full = |how| Judged::Score { score: weight, how };
        let range = Text::new("在范围内", "within the range");
        if lower.number <= actual.number && actual.number <= upper.number {
            return full(range);
        }
        let is_less = self.scoring.is_less_better(&said.name);
        let mut readings = Vec::new();
        let beyond = Text::new("超出范围也算达到", "beyond the range is met as well");
        if actual.number < lower.number {
            let name = Text::new("按不低于下限", "as at least the lower end");
            readings.push((
                name,
                self.by_direction(Direction::AtLeast, lower, actual, weight),
            ));
            if is_less || lower.is_time() {
                readings.push((beyond.clone(), full(beyond)));
            }
        } else {
            let name = Text::new("按不超过上限", "as at most the upper end");
            readings.push((
                name,
                self.by_direction(Direction::AtMost, upper, actual, weight),
            ));
            if !is_less {
                readings.push((beyond.clone(), full(beyond)));
            }
        }
        one_of(readings.into_iter())
    }
}

impl Row<'_> {
    /// Several targets in one: all of them have to be met for full marks, and what one of them costs no rule says.
    fn by_all(
        &self,
        operator: Option<Direction>,
        said: &Said,
        pairs: &[(Quantity, Quantity)],
        weight: Number,
    ) -> Judged {
        let is_missed = |(target, actual): &&(Quantity, Quantity)| {
            let direction = target.meant().or(operator).unwrap_or(self.likely(said));
            !is_met(direction, target, actual)
        };
        let figures = format!("{}，{}", said.target, said.actual);
        match pairs.iter().find(is_missed) {
            None => Judged::Score {
                score: weight,
                how: Text::new(
                    format!("年度指标值、实际完成值：{figures}；各项都达到"),
                    format!("target, achievement: {figures}; all of them met"),
                ),
            },
            Some((target, actual)) => {
                let (aim, done) = (
                    format!("{}{}", target.number, target.unit),
                    format!("{}{}", actual.number, actual.unit),
                );
                Judged::Missed(Text::new(
                    format!("完成值里的 {done} 没有达到指标值里的 {aim}"),
                    format!("{done} of the achievement misses {aim} of the target"),
                ))
            }
        }
    }
}

/// The scores of some readings; where they are all the same, that one.
fn one_of(judged: impl Iterator<Item = (Text, Judged)>) -> Judged {
    let mut readings: Vec<Reading> = Vec::new();
    let mut missed = None;
    for (name, judged) in judged {
        match judged {
            Judged::Score { score, how } => {
                match readings.iter_mut().find(|it| it.score == score) {
                    Some(same) => {
                        let (zh, en) = (&same.name.zh, &same.name.en);
                        same.name =
                            Text::new(format!("{zh}、{}", name.zh), format!("{en}, {}", name.en));
                    }
                    None => readings.push(Reading { name, score, how }),
                }
            }
            other => missed = missed.or(Some(other)),
        }
    }
    match (readings.len(), missed) {
        (0, Some(missed)) => missed,
        (0, None) => Judged::Incomplete,
        (1, None) => match readings.pop() {
            Some(Reading { name, score, how }) => {
                let is_several = name.zh.contains('、');
                let (zh, en) = match (is_several, name.zh.starts_with('按')) {
                    (true, _) => (format!("{}算下来都一样", name.zh), "all the same: "),
                    (false, true) => (format!("{}算", name.zh), "read "),
                    (false, false) => (name.zh, ""),
                };
                Judged::Score {
                    score,
                    how: Text::new(
                        format!("指标值没有写符号，{zh}；{}", how.zh),
                        format!("the target has no operator, {en}{}; {}", name.en, how.en),
                    ),
                }
            }
            None => Judged::Incomplete,
        },
        _ => Judged::Readings(readings),
    }
}

fn is_met(direction: Direction, target: &Quantity, actual: &Quantity) -> bool {
    match direction {
        Direction::AtLeast => actual.number >= target.number,
        Direction::AtMost => actual.number <= target.number,
        Direction::Equal => actual.number == target.number,
    }
}

/// The operator of the operator's column, if one stands there.
pub(super) fn chosen(said: &Said) -> Result<Option<Direction>, Text> {
    if crate::text::plain(&said.operator).is_empty() {
        return Ok(None);
    }
    let with_figure = || match quantity::parse(&said.operator) {
        // ≥90% beside a target of 90 says the same twice.
        Some(written) => {
            let aim = quantity::parse(&said.target)?;
            let is_same = written.number == aim.number
                && (aim.unit.is_empty() || written.unit.is_empty() || written.unit == aim.unit);
            written.direction.filter(|_| is_same)
        }
        None => None,
    };
    Direction::of_operator(&said.operator)
        .or_else(with_figure)
        .map(Some)
        .ok_or_else(|| {
            Text::new(
                format!("符号“{}”不是 ≥、≤ 或 =", said.operator),
                format!("the operator '{}' is not ≥, ≤ or =", said.operator),
            )
        })
}

/// What is done by the day it should be done by earns all; what it costs to be late no rule says.
pub(super) fn by_day(said: &Said, until: Period, when: Period, weight: Number) -> Judged {
    let figures = format!("{}，{}", said.target, said.actual);
    if when.first <= until.last {
        return Judged::Score {
            score: weight,
            how: Text::new(
                format!("年度指标值、实际完成值：{figures}；在期限内"),
                format!("target, achievement: {figures}; in time"),
            ),
        };
    }
    Judged::Missed(Text::new(
        format!("完成时间“{}”晚于指标值“{}”", said.actual, said.target),
        format!(
            "'{}' is later than the target '{}'",
            said.actual, said.target
        ),
    ))
}

/// Who is among the places asked for earns all; what it costs to be behind no rule says.
fn by_rank(said: &Said, aim: &Quantity, place: &Quantity, weight: Number) -> Judged {
    let figures = format!("{}，{}", said.target, said.actual);
    if place.number <= aim.number {
        return Judged::Score {
            score: weight,
            how: Text::new(
                format!("年度指标值、实际完成值：{figures}；名次达到"),
                format!("target, achievement: {figures}; the place was reached"),
            ),
        };
    }
    Judged::Missed(Text::new(
        format!("名次“{}”落在指标值“{}”之后", said.actual, said.target),
        format!(
            "'{}' is a place behind the target '{}'",
            said.actual, said.target
        ),
    ))
}

fn not_certain(said: &Said, side: Side, why: Unclear) -> Text {
    let why = why.text();
    match side {
        Side::Target => Text::new(
            format!("年度指标值“{}”{}", said.target, why.zh),
            format!("the target '{}': {}", said.target, why.en),
        ),
        Side::Actual => Text::new(
            format!(
                "实际完成值“{}”{}，看不出究竟完成了多少",
                said.actual, why.zh
            ),
            format!("the achievement '{}': {}", said.actual, why.en),
        ),
    }
}

fn limit(said: &Said, actual: &Quantity) -> Text {
    let sign = actual.direction.map_or('=', Direction::sign);
    Text::new(
        format!(
            "实际完成值“{}”是带 {sign} 的目标写法，看不出究竟完成了多少",
            said.actual
        ),
        format!(
            "the achievement '{}' is written as a target, with {sign}: it does not say how much was achieved",
            said.actual
        ),
    )
}

fn not_comparable(said: &Said, compared: &Compared) -> Text {
    match compared {
        Compared::Differ(target, actual) => Text::new(
            format!("年度指标值的单位“{target}”与实际完成值的单位“{actual}”不同"),
            format!("the target is in '{target}', the achievement in '{actual}'"),
        ),
        Compared::OtherUnit(side, unit, column) => {
            let (zh, en) = match side {
                Side::Target => ("年度指标值", "the target"),
                Side::Actual => ("实际完成值", "the achievement"),
            };
            Text::new(
                format!("{zh}的单位“{unit}”与计量单位“{column}”不同"),
                format!("{en} is in '{unit}', but the unit is given as '{column}'"),
            )
        }
        Compared::DayAndFigure => Text::new(
            format!(
                "年度指标值“{}”和实际完成值“{}”一个是日期，一个是数",
                said.target, said.actual
            ),
            format!(
                "of '{}' and '{}' one is a day and one a figure",
                said.target, said.actual
            ),
        ),
        _ => Text::new(
            format!(
                "年度指标值“{}”或实际完成值“{}”不是数",
                said.target, said.actual
            ),
            format!(
                "the target '{}' or the achievement '{}' is not a number",
                said.target, said.actual
            ),
        ),
    }
}

fn told(
    (direction, formula): (Direction, &Formula),
    scoring: &Scoring,
    target: &Quantity,
    actual: &Quantity,
    weight: Number,
) -> Text {
    let aim = format!("{}{}{}", direction.sign(), target.number, target.unit);
    let done = format!("{}{}", actual.number, actual.unit);
    let name = |word: &str| match word {
        _ if word == scoring.target => Some("指标值".to_owned()),
        _ if word == scoring.actual => Some("完成值".to_owned()),
        _ if word == scoring.weight => Some("分值".to_owned()),
        _ => None,
    };
    let rule = worded(&formula.expr, &|reference: &Name| name(&reference.0));
    let rule = rule.map_or_else(String::new, |rule| format!("；评分办法：{rule}"));
    let text = &formula.text;
    Text::new(
        format!("年度指标值 {aim}，实际完成值 {done}，分值 {weight}{rule}"),
        format!("target {aim}, achievement {done}, weight {weight}; scoring rule: {text}"),
    )
}

/// Whether a score is what the rule gives: within the tolerance, or rounded to the decimals it is written with.
///
/// Full marks are none for what was rounded up to them: the target was missed.
pub(super) fn agrees(
    score: Number,
    computed: Number,
    weight: Number,
    scoring: &Scoring,
    tolerance: Number,
) -> bool {
    let near = score
        .difference(computed)
        .is_some_and(|difference| difference.abs() <= tolerance);
    let rounded = (0..scoring.places)
        .any(|places| score.round(places) == Some(score) && computed.round(places) == Some(score));
    near || rounded && score != weight
}
