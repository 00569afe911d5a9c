//! What the scoring rule of a pack says of an indicator row.

use crate::check::context::Context;
use crate::check::quantity::Side;
use crate::check::rules::scored::Row;
use crate::number::Number;
use crate::template::{Qualitative, ScoreLevel};
use crate::text::{Text, plain};

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
            return by_level_of(qualitative, &said.actual, weight);
        }
        self.by_figures(&said, context, weight)
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

    pub(super) fn said(&self, context: &Context<'_>) -> Said {
        let text = |field: Option<usize>| {
            let text = field.and_then(|field| context.submission.as_shown(field));
            text.unwrap_or_default().trim().to_owned()
        };
        Said {
            name: text(self.name),
            operator: text(self.operator),
            unit: text(self.unit),
            target: text(self.target),
            actual: text(self.actual),
        }
    }
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
