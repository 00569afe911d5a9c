//! Indicator rows and their weights, as the scoring rules see them.

use crate::check::context::{Context, number};
use crate::check::nothing::is_one_of;
use crate::check::quantity::{self, Quantity};
use crate::check::rules::listed::cells as cells_listed;
use crate::finding::Place;
use crate::form::RowOf;
use crate::formula::{Name, Operand, Value, evaluate};
use crate::number::Number;
use crate::template::{Formula, Scoring, WeightGroup, Weights};
use crate::text::{Text, letters, plain};
use crate::typed::Reading;

/// A row that is scored, and in which something stands.
#[derive(Clone)]
pub(crate) struct Row<'a> {
    /// How the rows of its shape are scored.
    pub(super) scoring: &'a Scoring,
    /// Which row it is.
    pub(super) place: RowOf,
    /// The field of the indicator's name.
    pub(crate) name: Option<usize>,
    /// The field of the operator.
    pub(crate) operator: Option<usize>,
    /// The field of the unit.
    pub(super) unit: Option<usize>,
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
    /// The weights that count for it: its own, and those of rows it shares its score with.
    weights: Vec<usize>,
    /// The scores that count for it, likewise.
    scores: Vec<usize>,
    /// The rows with which it shares a weight or a score, because their cells are merged.
    pub(super) others: Vec<Row<'a>>,
}

/// All used indicator rows of a return.
pub(crate) fn rows<'a>(context: &Context<'a>) -> Vec<Row<'a>> {
    let form = context.form();
    let mut rows = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let scoring = form.scoring(index);
        let Some(scoring) = scoring.filter(|_| context.is_used(block.sheet)) else {
            continue;
        };
        for row in (0..block.rows.len()).filter(|row| context.is_row_used(index, *row)) {
            let place = RowOf { block: index, row };
            let column = |name: &str| form.sibling(place, name);
            let (weight, score) = (column(&scoring.weight), column(&scoring.score));
            rows.push(Row {
                scoring,
                place,
                name: column(&scoring.name),
                operator: scoring.operator.as_deref().and_then(column),
                unit: scoring.unit.as_deref().and_then(column),
                target: column(&scoring.target),
                actual: column(&scoring.actual),
                weight,
                score,
                reason: column(&scoring.reason),
                weights: weight.into_iter().collect(),
                scores: score.into_iter().collect(),
                others: Vec::new(),
            });
        }
    }
    join(context, rows)
}

/// Gives the rows whose weight or score is merged with that of a row above to that row.
fn join<'a>(context: &Context<'a>, mut rows: Vec<Row<'a>>) -> Vec<Row<'a>> {
    let shared = &context.submission.shared;
    if shared.is_empty() {
        return rows;
    }
    for index in 0..rows.len() {
        let own = [rows[index].weight, rows[index].score];
        let first = own.iter().flatten().find_map(|field| shared.get(field));
        let holds = |row: &Row<'_>| first.is_some_and(|first| row.has_points_in(*first));
        let Some(above) = rows[..index].iter().position(holds) else {
            continue;
        };
        let below = rows[index].clone();
        let Row {
            weights, scores, ..
        } = &mut rows[index];
        let (weights, scores) = (std::mem::take(weights), std::mem::take(scores));
        let above = &mut rows[above];
        above.weights.extend(weights);
        above.scores.extend(scores);
        above.others.push(below);
    }
    rows
}

impl<'a> Row<'a> {
    fn has_points_in(&self, field: usize) -> bool {
        self.weights.contains(&field) || self.scores.contains(&field)
    }

    /// The rows that share its points, each as if it alone had all of them.
    pub(super) fn each(&self) -> impl Iterator<Item = Row<'a>> {
        let alone = |row: &Row<'a>| Row {
            weights: self.weights.clone(),
            scores: self.scores.clone(),
            others: Vec::new(),
            ..row.clone()
        };
        let rows: Vec<Row<'a>> = std::iter::once(self)
            .chain(&self.others)
            .map(alone)
            .collect();
        rows.into_iter()
    }
}

/// The figure of a target or of an achievement.
pub(super) struct Side {
    /// Where it stands.
    pub(super) field: usize,
    /// The text it is read from.
    pub(super) text: String,
    /// What it says, in the unit of the row where it names none.
    pub(super) figure: Quantity,
}

impl Row<'_> {
    /// The figures of the target and of the achievement, each by itself; none in a row that is scored by level.
    pub(super) fn figures(&self, context: &Context<'_>) -> Vec<Side> {
        let said = self.said(context);
        let by_level = self.scoring.qualitative.as_ref();
        if by_level.is_some_and(|one| plain(&one.word) == plain(&said.operator)) {
            return Vec::new();
        }
        let year = i16::try_from(context.form().spec.year).unwrap_or_default();
        let side = |(field, text): (Option<usize>, String)| {
            let quantity::Said::Figure(mut figure) = quantity::read(&text, year) else {
                return None;
            };
            if figure.unit.is_empty() {
                figure.unit = plain(&said.unit);
            }
            let field = field?;
            Some(Side {
                field,
                text,
                figure,
            })
        };
        let sides = [
            (self.target, said.target.clone()),
            (self.actual, said.actual.clone()),
        ];
        sides.into_iter().filter_map(side).collect()
    }

    /// The unit its figures are in: that of its column, else that of its target or its achievement.
    pub(super) fn unit_said(&self, context: &Context<'_>) -> String {
        let column = self.said(context).unit;
        let figures = self.figures(context);
        let mut units = figures.iter().map(|side| &side.figure.unit);
        match column.is_empty() {
            true => units.find(|unit| !unit.is_empty()).cloned(),
            false => Some(column),
        }
        .unwrap_or_default()
    }

    /// The weight, if it is a number.
    pub(crate) fn weight_number(&self, context: &Context<'_>) -> Option<Number> {
        sum(context, &self.weights)
    }

    /// The score, if it is a number.
    pub(crate) fn score_number(&self, context: &Context<'_>) -> Option<Number> {
        sum(context, &self.scores)
    }

    /// The field of the score, the weight and the score, where both are numbers.
    pub(crate) fn marks(&self, context: &Context<'_>) -> Option<(usize, Number, Number)> {
        Some((
            self.score?,
            self.weight_number(context)?,
            self.score_number(context)?,
        ))
    }

    /// Whether it is a detail of another row, or shares that row's points: it has none of its own.
    pub(super) fn is_without_points(&self, context: &Context<'_>) -> bool {
        let reads = |field: Option<usize>| {
            field
                .is_some_and(|field| context.submission.entries[field].reading == Reading::NoPoints)
        };
        (reads(self.weight) || reads(self.score)) && self.marks(context).is_none()
    }

    /// Whether the row, or one that shares its points, gives a reason.
    pub(super) fn has_reason(&self, context: &Context<'_>) -> bool {
        let mut rows = std::iter::once(self).chain(&self.others);
        rows.any(|row| {
            row.reason
                .is_some_and(|reason| context.is_answer(reason) && !row.restates(context, reason))
        })
    }

    /// Whether a reason says nothing but where it stands (见报告), or what the row says beside it (实际完成96%).
    fn restates(&self, context: &Context<'_>, reason: usize) -> bool {
        let doubts = &context.form().pack.doubts;
        let reason = context.submission.text(reason).unwrap_or_default();
        if !doubts.nothing.is_empty() && is_one_of(&doubts.nothing, &reason) {
            return true;
        }
        if doubts.restating.is_empty() {
            return false;
        }
        let said = self.said(context);
        let mut left = letters(&reason);
        let beside = [&said.name, &said.target, &said.actual, &said.unit];
        let beside = beside.map(|text| letters(text));
        for word in beside.iter().chain(&doubts.restating) {
            left = left.replace(word.as_str(), "");
        }
        left.chars().all(|c| c.is_ascii_digit())
    }

    /// Whether a score is all of the weight, which may have more decimals than a score: 6.67 of 6.6667.
    pub(crate) fn is_full(&self, weight: Number, score: Number) -> bool {
        let places = self.scoring.places;
        let is_longer = weight.round(places) != Some(weight);
        score == weight
            || is_longer && (1..=places + 2).any(|places| weight.round(places) == Some(score))
    }

    /// Whether the pack wants a reason for this score.
    pub(crate) fn needs_reason(&self, weight: Number, score: Number) -> bool {
        let score = if self.is_full(weight, score) {
            weight
        } else {
            score
        };
        let words = [
            (self.scoring.weight.as_str(), weight),
            (self.scoring.score.as_str(), score),
        ];
        over(&self.scoring.reason_when, &words) == Value::Bool(true)
    }
}

/// What those of some fields add up to that are numbers; nothing where none is.
fn sum(context: &Context<'_>, fields: &[usize]) -> Option<Number> {
    let mut numbers = fields.iter().filter_map(|&field| context.reported(field));
    let first = numbers.next()?;
    numbers.try_fold(first, Number::add)
}

/// A formula over a few named numbers.
pub(super) fn over(formula: &Formula, words: &[(&str, Number)]) -> Value {
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
        let mut sum = Number::ZERO;
        for row in self.rows_of(context, group) {
            sum = sum.add(row.weight_number(context).unwrap_or(Number::ZERO))?;
        }
        Some(sum)
    }

    /// What the rows of a group scored together, and the field of the first score; nothing where one has none.
    pub(crate) fn group_score(
        &self,
        context: &Context<'_>,
        group: &WeightGroup,
    ) -> Option<(usize, Number)> {
        let mut sum = Number::ZERO;
        let mut first = None;
        for row in self.rows_of(context, group) {
            sum = sum.add(row.score_number(context)?)?;
            first = first.or(row.score);
        }
        Some((first?, sum))
    }

    /// The used rows of a group.
    fn rows_of<'a>(
        &'a self,
        context: &Context<'a>,
        group: &'a WeightGroup,
    ) -> impl Iterator<Item = Row<'a>> {
        let form = context.form();
        rows(context).into_iter().filter(move |row| {
            let block = &form.blocks[row.place.block];
            block.sheet == self.sheet && group.blocks.contains(&block.local)
        })
    }

    /// The fields of the weights of a group.
    pub(crate) fn weight_fields(&self, context: &Context<'_>, group: &WeightGroup) -> Vec<usize> {
        let rows = self.rows_of(context, group);
        rows.filter_map(|row| row.weight).collect()
    }

    /// Which rows of a group say nothing of points, if any do: one of them may have been forgotten.
    pub(crate) fn without_points(
        &self,
        context: &Context<'_>,
        group: &WeightGroup,
    ) -> Option<Text> {
        let cells: Vec<_> = self
            .rows_of(context, group)
            .filter(|row| row.is_without_points(context))
            .filter_map(|row| Some(context.submission.cell(row.weight?)))
            .collect();
        if cells.is_empty() {
            return None;
        }
        let cells = cells_listed(&cells);
        Some(Text::new(
            format!("没有分值的行按不单独计分的明细行处理：{}", cells.zh),
            format!(
                "rows without a weight are taken for details that carry no points: {}",
                cells.en
            ),
        ))
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

    /// Where the heading stands that shows the points of a group; the declared total where no heading does.
    pub(crate) fn heading(&self, context: &Context<'_>, group: usize) -> Place {
        let laid = &context.form().sheets[self.sheet];
        let heading = laid.labels.iter().find(|label| label.group == Some(group));
        match heading.and_then(|label| context.submission.locate(self.sheet, label.area.first)) {
            Some((raw, cell)) => Place {
                sheet: Some(raw.name.clone()),
                cell: Some(cell),
                field: None,
            },
            None => context.place(self.total),
        }
    }
}
