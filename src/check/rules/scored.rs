//! Indicator rows and their weights, as the scoring rules see them.

use crate::check::context::{Context, number};
use crate::check::quantity::{self, Quantity};
use crate::check::rule::Rule;
use crate::finding::Finding;
use crate::form::RowOf;
use crate::formula::{Name, Operand, Value, evaluate};
use crate::number::Number;
use crate::template::{Direction, Formula, Scoring, WeightGroup, Weights};
use crate::text::Text;

/// A row that carries a score, and in which something stands.
pub(crate) struct Row<'a> {
    scoring: &'a Scoring,
    place: RowOf,
    /// The field of the indicator's name.
    pub(crate) name: Option<usize>,
    /// The field of the target.
    pub(crate) target: Option<usize>,
    /// The field of the achievement.
    pub(crate) actual: Option<usize>,
    /// The field of the weight.
    pub(crate) weight: Option<usize>,
    /// The field of the score.
    pub(crate) score: Option<usize>,
    /// The field of the reason.
    pub(crate) reason: Option<usize>,
}

/// What the scoring rule says of a row.
pub(crate) enum Judged {
    /// The score it gives, and how.
    Score { score: Number, how: Text },
    /// Why it gives none.
    NotCheckable(Text),
    /// Something is blank, which another rule reports.
    Incomplete,
}

/// All used indicator rows of a return.
pub(crate) fn rows<'a>(context: &Context<'a>) -> Vec<Row<'a>> {
    let form = context.form();
    let mut rows = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let shape = form
            .block_template(index)
            .and_then(|template| template.shape.as_deref());
        let scoring = shape.and_then(|shape| {
            form.pack
                .scorings
                .iter()
                .find(|scoring| scoring.shape == shape)
        });
        let Some(scoring) = scoring.filter(|_| context.is_used(block.sheet)) else {
            continue;
        };
        for row in (0..block.rows.len()).filter(|row| context.is_row_used(index, *row)) {
            let place = RowOf { block: index, row };
            let column = |name: &str| form.sibling(place, name);
            rows.push(Row {
                scoring,
                place,
                name: column(&scoring.name),
                target: column(&scoring.target),
                actual: column(&scoring.actual),
                weight: column(&scoring.weight),
                score: column(&scoring.score),
                reason: column(&scoring.reason),
            });
        }
    }
    rows
}

impl Row<'_> {
    /// The weight, if it is a number.
    pub(crate) fn weight_number(&self, context: &Context<'_>) -> Option<Number> {
        self.weight.and_then(|field| context.reported(field))
    }

    /// The score, if it is a number.
    pub(crate) fn score_number(&self, context: &Context<'_>) -> Option<Number> {
        self.score.and_then(|field| context.reported(field))
    }

    /// The field of the score, the weight and the score, where both are numbers.
    pub(crate) fn marks(&self, context: &Context<'_>) -> Option<(usize, Number, Number)> {
        Some((
            self.score?,
            self.weight_number(context)?,
            self.score_number(context)?,
        ))
    }

    /// Whether the pack wants a reason for this score.
    pub(crate) fn needs_reason(&self, weight: Number, score: Number) -> bool {
        let words = [
            (self.scoring.weight.as_str(), weight),
            (self.scoring.score.as_str(), score),
        ];
        over(&self.scoring.reason_when, &words) == Value::Bool(true)
    }

    /// The score the pack's rule gives, or why it gives none.
    pub(crate) fn judge(&self, context: &Context<'_>) -> Judged {
        let text = |field: Option<usize>| {
            field
                .and_then(|field| context.submission.text(field))
                .unwrap_or_default()
        };
        let (target_text, actual_text) = (text(self.target), text(self.actual));
        let Some(weight) = self.weight_number(context) else {
            return Judged::Incomplete;
        };
        if target_text.trim().is_empty() || actual_text.trim().is_empty() {
            return Judged::Incomplete;
        }
        let (Some(target), Some(actual)) =
            (quantity::parse(&target_text), quantity::parse(&actual_text))
        else {
            return Judged::NotCheckable(Text::new(
                format!(
                    "年度指标值“{}”或实际完成值“{}”不是数",
                    target_text.trim(),
                    actual_text.trim()
                ),
                format!(
                    "the target '{}' or the achievement '{}' is not a number",
                    target_text.trim(),
                    actual_text.trim()
                ),
            ));
        };
        if target.unit != actual.unit {
            return Judged::NotCheckable(Text::new(
                format!("单位不同：“{}”和“{}”", target.unit, actual.unit),
                format!("the units differ: '{}' and '{}'", target.unit, actual.unit),
            ));
        }
        self.score_by_rule(context, &target, &actual, weight)
    }

    fn score_by_rule(
        &self,
        context: &Context<'_>,
        target: &Quantity,
        actual: &Quantity,
        weight: Number,
    ) -> Judged {
        let block = context.form().block_template(self.place.block);
        let direction = target.direction.or(block.and_then(|block| block.direction));
        let direction = match direction {
            Some(direction) => direction,
            // Just met: full marks whatever operator is meant.
            None if target.number == actual.number => Direction::Equal,
            None => {
                return Judged::NotCheckable(Text::new(
                    format!(
                        "年度指标值 {}{} 没有写明 ≥、≤ 还是 =",
                        target.number, target.unit
                    ),
                    format!(
                        "the target {}{} does not say whether ≥, ≤ or = is meant",
                        target.number, target.unit
                    ),
                ));
            }
        };
        let scoring = self.scoring;
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

/// A formula over a few named numbers.
fn over(formula: &Formula, words: &[(&str, Number)]) -> Value {
    evaluate(&formula.expr, &mut |name: &Name| {
        let found = words.iter().find(|(word, _)| *word == name.0);
        Operand::One(found.map_or(Value::Blank, |(_, number)| Value::Number(*number)))
    })
}

/// The weights of one used sheet.
pub(crate) struct Table<'a> {
    /// Zero-based sheet of the form.
    pub(crate) sheet: usize,
    /// What they should add up to.
    pub(crate) weights: &'a Weights,
    /// The field that declares the total.
    pub(crate) total: usize,
}

/// The used sheets that have weights.
pub(crate) fn tables<'a>(context: &Context<'a>) -> Vec<Table<'a>> {
    let form = context.form();
    let table = |sheet: usize| {
        let weights = form
            .sheet_template(sheet)
            .weights
            .as_ref()
            .filter(|_| context.is_used(sheet))?;
        context.submission.sheets.get(sheet)?.as_ref()?;
        let total = form.field(&format!(
            "{}.{}",
            form.sheets[sheet].id, weights.total.value
        ))?;
        Some(Table {
            sheet,
            weights,
            total,
        })
    };
    (0..form.sheets.len()).filter_map(table).collect()
}

impl Table<'_> {
    /// The total the form declares.
    pub(crate) fn declared(&self, context: &Context<'_>) -> Option<Number> {
        context.computed(self.total)
    }

    /// What the weights of a group add up to.
    pub(crate) fn group_weight(
        &self,
        context: &Context<'_>,
        group: &WeightGroup,
    ) -> Option<Number> {
        let form = context.form();
        let mut sum = Number::ZERO;
        for row in rows(context) {
            let block = &form.blocks[row.place.block];
            if block.sheet == self.sheet && group.blocks.contains(&block.local) {
                sum = sum.add(row.weight_number(context).unwrap_or(Number::ZERO))?;
            }
        }
        Some(sum)
    }

    /// What all weights add up to.
    pub(crate) fn all_weights(&self, context: &Context<'_>) -> Option<Number> {
        let form = context.form();
        let mut sum = Number::ZERO;
        for group in &self.weights.groups {
            sum = sum.add(self.group_weight(context, group)?)?;
        }
        for other in &self.weights.others {
            let field = form.field(&format!("{}.{}", form.sheets[self.sheet].id, other.value))?;
            sum = sum.add(number(&context.evaluation.computed[field])?)?;
        }
        Some(sum)
    }

    /// A finding at the heading that shows the points of a group; at the declared total where no heading does.
    pub(crate) fn at_heading(
        &self,
        context: &Context<'_>,
        rule: &Rule,
        group: usize,
        message: Text,
    ) -> Finding {
        let laid = &context.form().sheets[self.sheet];
        let heading = laid.labels.iter().find(|label| label.group == Some(group));
        match heading.and_then(|label| context.submission.locate(self.sheet, label.area.first)) {
            Some((raw, cell)) => context.at_cell(rule, &raw.name, Some(cell), message),
            None => context.at_field(rule, self.total, message),
        }
    }
}
