//! Goals told as limits: 满意度不低于92%.

use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;

/// What limits a goal: before its figure, and behind its unit.
const LIMITS: &[&str] = &[
    "不低于",
    "不少于",
    "不小于",
    "不得低于",
    "大于等于",
    "大于",
    "高于",
    "≥",
    ">=",
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "控制在",
    "小于等于",
    "小于",
    "低于",
    "≤",
    "<=",
    "保持在",
    "稳定在",
    "维持在",
    "提高到",
    "提升到",
    "达到",
    "达",
];
const LIMITS_BEHIND: &[&str] = &["及以上", "以上", "及以下", "以下", "以内", "之内", "之间"];

impl Reader<'_> {
    /// A goal with a limit: 满意度不低于92%, 成本控制在80万元以内.
    pub(super) fn limit(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot { phrase, figure, .. } = spot;
        let name = LIMITS.iter().find_map(|limit| phrase.strip_suffix(limit));
        let unit = LIMITS_BEHIND
            .iter()
            .find_map(|limit| figure.unit.strip_suffix(limit));
        if name.is_none() && unit.is_none() {
            return false;
        }
        let bare = Figure {
            unit: unit.unwrap_or(figure.unit),
            ..*figure
        };
        let cells = self.results(
            Spot {
                phrase: name.unwrap_or(phrase),
                figure: &bare,
                ..spot
            },
            state,
        );
        if cells.is_empty() {
            return false;
        }
        let meant = Meant {
            cells,
            says_column: false,
        };
        self.hold_aim(spot, &bare, &meant, here);
        state.knows(meant.cells, false);
        true
    }
}
