//! Results told against their targets, and goals told as limits: 高出目标3.3个百分点, 完成年初目标的105%, 满意度不低于92%.

use crate::check::rules::texts::held::{Differs, Held, What, is_said};
use crate::check::rules::texts::known::{Cell, Holds};
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::number::Number;

/// Words for the target.
const AIMS: &[&str] = &["目标", "计划"];
/// What stands before the word for the target: 年初目标.
pub(super) const WHOSE: &[&str] = &[
    "年初",
    "年度",
    "全年",
    "年",
    "预期",
    "既定",
    "预定",
    "设定的",
    "设定",
    "原定",
    "绩效",
    "指标",
    "计划",
    "任务",
    "的",
];
/// What may stand behind it.
pub(super) const BEHIND: &[&str] = &["任务数", "任务", "值", "数", "要求", "指标", "的"];
/// Words for more than the target, and for less.
pub(super) const BEYOND: &[(&str, bool)] = &[
    ("高出", true),
    ("高于", true),
    ("超出", true),
    ("超过", true),
    ("超额完成", true),
    ("超", true),
    ("低于", false),
    ("少于", false),
    ("未达", false),
];
/// The same behind it, where 比 stands before it.
pub(super) const COMPARED: &[(&str, bool)] = &[
    ("高出", true),
    ("提高", true),
    ("增加", true),
    ("多出", true),
    ("高", true),
    ("多", true),
    ("降低", false),
    ("减少", false),
    ("低", false),
    ("少", false),
];
/// Words before a share of the target.
pub(super) const SHARES: &[&str] = &[
    "完成了",
    "完成",
    "达到",
    "达",
    "相当于",
    "实现",
    "为",
    "占",
    "是",
];
/// What is said of a result against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Against {
    /// By how much it is more, or less.
    By(bool),
    /// The share of it.
    Share,
}

/// The words for the result, and what is said of it.
fn against(phrase: &str) -> Option<(&str, Against)> {
    let phrase = phrase.strip_suffix('了').unwrap_or(phrase);
    let mut aims = AIMS.iter();
    let Some((mut head, mut tail)) = aims.find_map(|aim| phrase.rsplit_once(aim)) else {
        let subject = phrase.strip_suffix("超额完成")?;
        return Some((subject, Against::By(true)));
    };
    while let Some(rest) = BEHIND.iter().find_map(|word| tail.strip_prefix(word)) {
        tail = rest;
    }
    while let Some(rest) = WHOSE.iter().find_map(|word| head.strip_suffix(word)) {
        head = rest;
    }
    if matches!(tail, "完成率" | "完成率为" | "完成率达") {
        return Some((head, Against::Share));
    }
    if let Some((_, is_more)) = COMPARED.iter().find(|(word, _)| tail == *word) {
        let subject = head.strip_suffix(['比', '较'])?;
        return Some((subject, Against::By(*is_more)));
    }
    if !tail.is_empty() {
        return None;
    }
    if let Some((subject, is_more)) = BEYOND
        .iter()
        .find_map(|(word, is_more)| Some((head.strip_suffix(word)?, *is_more)))
    {
        return Some((subject, Against::By(is_more)));
    }
    let subject = SHARES.iter().find_map(|word| head.strip_suffix(word))?;
    Some((subject, Against::Share))
}

impl Reader<'_> {
    /// Whether a phrase tells a result against its target, or a goal as a limit.
    pub(super) fn target(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        if self
            .known
            .words
            .of(phrase)
            .is_some_and(|words| words.iter().any(|word| !word.is_filler))
            && !said.is_goal
        {
            return false;
        }
        if said.is_goal && self.limit(spot, state, here) {
            return true;
        }
        let Some((subject, against)) = against(phrase) else {
            return false;
        };
        let cells = match subject {
            "" => state.last.clone().unwrap_or_default(),
            subject => self.results(spot.named(subject), state),
        };
        let results = cells
            .iter()
            .filter(|&&cell| matches!(self.known.cells[cell].holds, Holds::Result { .. }));
        let results: Vec<usize> = results.copied().collect();
        let meant = Meant {
            cells: results,
            says_column: false,
        };
        let hold = |cell: usize| self.known.cells[cell].against(figure, against);
        let agrees = |&cell: &usize| matches!(hold(cell), Some(Held::Agrees));
        let one = self.known.one(self.context, &meant, said);
        if !meant.cells.iter().any(agrees)
            && let Some(Held::Differs(differs)) = one.and_then(hold)
        {
            here.differs(spot, differs);
        }
        state.knows(meant.cells, false);
        true
    }

    /// The indicators a phrase names.
    pub(super) fn results(&self, spot: Spot<'_>, state: &State) -> Vec<usize> {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let words = self.known.words.of(phrase).unwrap_or_default();
        let meant = self.meant(said, &words, figure, state);
        let is_result =
            |cell: &usize| matches!(self.known.cells[*cell].holds, Holds::Result { .. });
        let results: Vec<usize> = meant.cells.into_iter().filter(is_result).collect();
        let sheet = self.context.form().fields[said.field].sheet;
        let is_own = |cell: &usize| self.known.rows[self.known.cells[*cell].row].sheet == sheet;
        if results.iter().any(is_own) {
            return results.into_iter().filter(is_own).collect();
        }
        results
    }
}

impl Cell {
    /// Holds what is said of a result against its target.
    pub(super) fn against(&self, figure: &Figure<'_>, against: Against) -> Option<Held> {
        let Holds::Result {
            name,
            target,
            actual,
        } = &self.holds
        else {
            return None;
        };
        let percent = Number::ONE.div(Number::HUNDRED)?;
        let (done, aim) = (actual.number, target.0.number);
        let by = done.sub(aim)?;
        let signed = |number: Number| match against {
            Against::By(false) => number.neg(),
            _ => number,
        };
        // 高于目标值95% says what the target is.
        if figure.unit == actual.unit && figure.number == aim && matches!(against, Against::By(_)) {
            return Some(Held::Agrees);
        }
        let points = figure.unit.trim_start_matches('个') == "百分点";
        let in_per_cent = actual.unit == "%";
        // What is meant, and what one of its unit is; 高出目标3% may be a difference or a share.
        let readings: Vec<(Number, Number, bool)> = match against {
            Against::Share if figure.unit == "%" => vec![(done.div(aim)?, percent, true)],
            Against::Share => return None,
            Against::By(_) if points && in_per_cent => vec![(signed(by), Number::ONE, false)],
            Against::By(_) if figure.unit == "%" && in_per_cent => {
                vec![
                    (signed(by), Number::ONE, false),
                    (signed(by.div(aim)?), percent, true),
                ]
            }
            Against::By(_) if figure.unit == "%" => vec![(signed(by.div(aim)?), percent, true)],
            Against::By(_) if figure.unit == actual.unit => vec![(signed(by), Number::ONE, false)],
            Against::By(_) => return None,
        };
        if readings
            .iter()
            .any(|(exact, scale, _)| is_said(figure, *exact, *scale, Number::ZERO))
        {
            return Some(Held::Agrees);
        }
        let (exact, scale, is_ratio) = *readings.first()?;
        Some(Held::Differs(Differs {
            field: self.field,
            written: figure.number.mul(scale)?,
            computed: if is_ratio { exact.round(6)? } else { exact },
            what: What::Target {
                name: name.clone(),
                unit: actual.unit.clone(),
                done,
                aim,
                is_ratio,
            },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_tells_a_result_against_its_target() {
        for (phrase, expected) in [
            ("高出目标", Some(("", Against::By(true)))),
            (
                "观众满意度高于年初目标值",
                Some(("观众满意度", Against::By(true))),
            ),
            ("比目标高", Some(("", Against::By(true)))),
            ("较年度目标低", Some(("", Against::By(false)))),
            ("超额完成", Some(("", Against::By(true)))),
            ("完成年初目标的", Some(("", Against::Share))),
            ("送戏下乡完成目标任务的", Some(("送戏下乡", Against::Share))),
            ("为目标值的", Some(("", Against::Share))),
            ("目标完成率", Some(("", Against::Share))),
            ("达到目标要求的地方有", None),
            ("完成送戏下乡", None),
        ] {
            assert_eq!(against(phrase), expected, "{phrase}");
        }
    }
}
