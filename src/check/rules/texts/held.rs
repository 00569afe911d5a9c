//! A figure of a text, held against those of the form it may mean.

use crate::check::context::Context;
use crate::check::rules::texts::Said;
use crate::check::rules::texts::known::{Cell, Holds, Known};
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::scan::Figure;
use crate::number::Number;
use crate::template::FieldType;
use crate::typed::yuan;

/// A figure of a text that is not the one of the form.
#[derive(Debug, Clone)]
pub(in crate::check) struct Differs {
    /// The field that holds the figure of the form.
    pub(in crate::check::rules) field: usize,
    /// What the text says, in the unit of the form.
    pub(in crate::check::rules) written: Number,
    /// What the form says.
    pub(in crate::check::rules) computed: Number,
    /// What is compared.
    pub(in crate::check::rules) what: What,
}

/// What of the form a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum What {
    /// A figure as it stands there.
    Figure,
    /// What was achieved of an indicator, or asked for.
    Result {
        /// The name of the indicator.
        name: String,
        /// The unit of what was achieved.
        unit: String,
        /// Whether the text says what was to be achieved.
        is_goal: bool,
    },
    /// A change against the figure in another field; in per cent of it, where it is a ratio.
    Change {
        /// The field it is compared with.
        base: usize,
        /// Whether it is a share of that figure.
        is_ratio: bool,
        /// By how much it is more than that figure.
        by: Number,
    },
    /// The direction of such a change.
    Direction {
        /// The field it is compared with.
        base: usize,
    },
    /// What was not spent of a budget.
    Left {
        /// The field of the budget.
        budget: usize,
    },
    /// By how much it is less than the figure in another field.
    Gap {
        /// That field.
        from: usize,
    },
    /// What the indicators of a class scored together.
    Points {
        /// The name of the class.
        class: String,
    },
    /// A result against its target.
    Target {
        /// The name of the indicator.
        name: String,
        /// The unit of both.
        unit: String,
        /// What was achieved.
        done: Number,
        /// What was asked for.
        aim: Number,
        /// Whether the text says it as a share of the target.
        is_ratio: bool,
    },
    /// The points something lost.
    Lost {
        /// What lost them.
        name: String,
        /// What it may score at most.
        weight: Number,
        /// What it scored.
        score: Number,
    },
    /// The share of it in the figure of another field.
    Share {
        /// The whole.
        whole: usize,
    },
}

/// What came of a comparison.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// The form says so.
    Agrees,
    /// It says something else.
    Differs(Differs),
    /// There is nothing to compare it with.
    Unknown,
}

impl Known {
    /// Holds a figure against those it may mean: where one of them agrees, that is the one.
    pub(super) fn hold(
        &self,
        context: &Context<'_>,
        figure: &Figure<'_>,
        meant: &Meant,
        said: &Said,
    ) -> Held {
        let in_unit = |cell: &&usize| self.cells[**cell].reads(context, figure.unit);
        let cells: Vec<usize> = meant.cells.iter().filter(in_unit).copied().collect();
        let agrees = |&cell: &usize| self.cells[cell].agrees(context, figure).unwrap_or(true);
        if cells.iter().any(agrees) {
            return Held::Agrees;
        }
        let meant = Meant {
            cells,
            ..meant.clone()
        };
        let one = self.one(context, &meant, said);
        let differs = one.and_then(|cell| self.cells[cell].differs(context, figure, said.is_goal));
        differs.map_or(Held::Unknown, Held::Differs)
    }
}

impl Cell {
    /// What one of a unit is in the unit of the cell.
    pub(super) fn scale(&self, context: &Context<'_>, unit: &str) -> Option<Number> {
        match &self.holds {
            Holds::Figure(FieldType::Money) => yuan(unit)?.div(yuan(&context.form().pack.unit)?),
            Holds::Figure(FieldType::Percent) | Holds::Rise { .. } => {
                Number::ONE.div(Number::HUNDRED)
            }
            Holds::Figure(_) | Holds::Gap { .. } | Holds::Points { .. } => Some(Number::ONE),
            Holds::Result { name, actual, .. } => {
                let whole = in_unit_of(unit, &actual.unit);
                whole.or_else(|| per_one(name, unit, &actual.unit))
            }
        }
    }

    /// Whether a unit may follow the figure.
    pub(super) fn reads(&self, context: &Context<'_>, unit: &str) -> bool {
        match &self.holds {
            Holds::Result { .. } => self.scale(context, unit).is_some(),
            _ => self.units.iter().any(|known| known == unit),
        }
    }

    /// Whether the text says the figure, rounded to the decimals it is written with.
    pub(super) fn agrees(&self, context: &Context<'_>, figure: &Figure<'_>) -> Option<bool> {
        let scale = self.scale(context, figure.unit)?;
        let (known, tolerance) = match &self.holds {
            // What was typed over is said by its own finding; a text that repeats it says nothing new.
            Holds::Figure(kind) => (
                [context.computed(self.field), context.reported(self.field)],
                context.form().pack.tolerance(*kind),
            ),
            Holds::Rise { from } => (
                [rise(context, self.field, *from).map(Number::abs), None],
                Number::ZERO,
            ),
            Holds::Gap { from } => ([gap(context, self.field, *from), None], Number::ZERO),
            Holds::Points { scored, .. } => (
                [Some(*scored), None],
                context.form().pack.tolerance(FieldType::Score),
            ),
            // A result may be told by its target.
            Holds::Result { target, actual, .. } => {
                ([Some(actual.number), Some(target.0.number)], Number::ZERO)
            }
        };
        let ties = |known: Number| is_said(figure, known, scale, tolerance);
        Some(known.into_iter().flatten().any(ties))
    }

    /// Whether a figure is the target of an indicator.
    pub(super) fn is_aim(&self, context: &Context<'_>, figure: &Figure<'_>) -> bool {
        let Holds::Result { target, .. } = &self.holds else {
            return false;
        };
        let scale = self.scale(context, figure.unit);
        scale.is_some_and(|scale| is_said(figure, target.0.number, scale, Number::ZERO))
    }

    /// Whether a figure is what was achieved of an indicator.
    pub(super) fn is_done(&self, context: &Context<'_>, figure: &Figure<'_>) -> bool {
        let Holds::Result { actual, .. } = &self.holds else {
            return false;
        };
        let scale = self.scale(context, figure.unit);
        scale.is_some_and(|scale| is_said(figure, actual.number, scale, Number::ZERO))
    }

    /// What a figure of a text says otherwise; of an indicator what was achieved, or what was to be where the text speaks of a goal.
    pub(super) fn differs(
        &self,
        context: &Context<'_>,
        figure: &Figure<'_>,
        is_goal: bool,
    ) -> Option<Differs> {
        let written = figure.number.mul(self.scale(context, figure.unit)?)?;
        let differs = |field: usize, computed: Number, what: What| Differs {
            field,
            written,
            computed,
            what,
        };
        match &self.holds {
            Holds::Figure(_) => Some(differs(
                self.field,
                context.computed(self.field)?,
                What::Figure,
            )),
            Holds::Rise { from } => {
                let by = rise(context, self.field, *from)?.round(6)?;
                let what = What::Change {
                    base: *from,
                    is_ratio: true,
                    by,
                };
                Some(differs(self.field, by.abs(), what))
            }
            Holds::Gap { from } => {
                let computed = gap(context, self.field, *from)?;
                Some(differs(self.field, computed, What::Gap { from: *from }))
            }
            Holds::Points { class, scored, .. } => {
                let class = class.clone();
                Some(differs(self.field, *scored, What::Points { class }))
            }
            Holds::Result {
                name,
                target,
                actual,
            } => {
                let (quantity, field) = match target.1.filter(|_| is_goal) {
                    Some(field) => (&target.0, field),
                    None => (actual, self.field),
                };
                let what = What::Result {
                    name: name.clone(),
                    unit: actual.unit.clone(),
                    is_goal: field != self.field,
                };
                Some(differs(field, quantity.number, what))
            }
        }
    }
}

/// What one of a unit is in another one: 万人次 in 人次, 公里 in 米.
fn in_unit_of(unit: &str, other: &str) -> Option<Number> {
    if unit == other {
        return Some(Number::ONE);
    }
    if let (Some(one), Some(other)) = (yuan(unit), yuan(other)) {
        return one.div(other);
    }
    let (one, other) = (counted(unit), counted(other));
    let is_same = one.1 == other.1 && !one.1.is_empty();
    is_same.then(|| one.0.div(other.0)).flatten()
}

/// The same where the name of an indicator says of what one it is, so that a text may leave that out: 亩均投资 of 530元/亩 is 530元.
fn per_one(name: &str, unit: &str, other: &str) -> Option<Number> {
    let (unit, other) = match (unit.split_once('/'), other.split_once('/')) {
        (None, Some((other, _))) => (unit, other),
        (Some((unit, _)), None) => (unit, other),
        _ => return None,
    };
    name.contains(['均', '每'])
        .then(|| in_unit_of(unit, other))
        .flatten()
}

/// How many a unit is, and of what: 万人次.
fn counted(unit: &str) -> (Number, &str) {
    const SIZES: &[(&str, i64)] = &[
        ("亿", 100_000_000),
        ("万", 10_000),
        ("千", 1_000),
        ("百", 100),
    ];
    let unit = match unit {
        "公里" => "千米",
        "场次" => "场",
        unit => unit,
    };
    for (word, size) in SIZES {
        if let Some(of) = unit.strip_prefix(word).filter(|of| !of.is_empty()) {
            let (more, of) = counted(of);
            return (Number::from(*size).mul(more).unwrap_or(Number::ONE), of);
        }
    }
    (Number::ONE, unit)
}

/// By what share a figure is more than another one.
fn rise(context: &Context<'_>, field: usize, from: usize) -> Option<Number> {
    let from = context.computed(from)?;
    context.computed(field)?.sub(from)?.div(from)
}

/// By how much a figure is less than another one.
fn gap(context: &Context<'_>, field: usize, from: usize) -> Option<Number> {
    context.computed(from)?.sub(context.computed(field)?)
}

/// Whether a text says a figure, rounded to the decimals it writes.
pub(super) fn is_said(
    figure: &Figure<'_>,
    known: Number,
    scale: Number,
    tolerance: Number,
) -> bool {
    let rounded = known
        .div(scale)
        .and_then(|known| known.round(figure.places));
    let apart = figure
        .number
        .mul(scale)
        .and_then(|written| written.sub(known));
    rounded == Some(figure.number) || apart.is_some_and(|apart| apart.abs() <= tolerance)
}
