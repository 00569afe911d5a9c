//! What the indicators of a class scored together: 产出指标得49.6分.

use crate::check::context::Context;
use crate::check::rules::scored;
use crate::check::rules::texts::known::{Holds, Known, Row};
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::words::Named;
use crate::template::NarrativeTemplate;

/// What is said of a class that it scored.
const SCORED: &[&str] = &[
    "得分",
    "得",
    "自评得分",
    "自评得",
    "实得",
    "实际得分",
    "得分合计",
];

impl Known {
    /// The classes of indicators of each sheet, with what they scored.
    pub(super) fn classes(&mut self, context: &Context<'_>, narrative: &NarrativeTemplate) {
        for table in scored::tables(context) {
            for group in &table.weights.groups {
                let Some((field, scored)) = table.group_score(context, group) else {
                    continue;
                };
                let row = self.rows.len();
                self.rows.push(Row {
                    sheet: table.sheet,
                    ..Row::default()
                });
                let holds = Holds::Points {
                    class: group.label.clone(),
                    scored,
                    weight: group.points,
                };
                self.add(row, None, field, holds, vec!["分".to_owned()]);
                let label = plain_of(&group.label, narrative);
                for end in SCORED {
                    let named = Named {
                        row,
                        column: None,
                        texts: Vec::new(),
                        is_typed: false,
                    };
                    self.name(&format!("{label}{end}"), named);
                }
            }
        }
    }
}

impl Reader<'_> {
    /// The words for what a class scored, told without a word for it: 其中产出指标49.6分. Its full points may be told as well.
    pub(super) fn class_score(&self, phrase: &str, figure: &Figure<'_>) -> Option<String> {
        let score = format!("{phrase}得分");
        let words = self
            .known
            .words
            .of(&score)
            .filter(|_| figure.unit == "分")?;
        let mut rows = words.iter().flat_map(|word| &word.rows);
        let is_score = rows.any(|it| {
            let mut cells = self.known.rows[it.row].cells.iter();
            cells.any(|&cell| match &self.known.cells[cell].holds {
                Holds::Points { weight, .. } => *weight != figure.number,
                _ => false,
            })
        });
        is_score.then_some(score)
    }
}
