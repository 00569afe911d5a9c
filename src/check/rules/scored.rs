//! Indicator rows and their weights, as the scoring rules see them.

use crate::check::context::{Context, number};
use crate::check::rule::Rule;
use crate::finding::Finding;
use crate::form::RowOf;
use crate::formula::{Name, Operand, Value, evaluate};
use crate::number::Number;
use crate::template::{Formula, Scoring, WeightGroup, Weights};
use crate::text::Text;

/// A row that carries a score, and in which something stands.
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
            rows.push(Row {
                scoring,
                place,
                name: column(&scoring.name),
                operator: scoring.operator.as_deref().and_then(column),
                unit: scoring.unit.as_deref().and_then(column),
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
