//! Targets told beside results: 计划120场, 实际完成126场; 超过年初设定的5%的目标.

use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::targets::{BEHIND, BEYOND, WHOSE};

/// What may stand before a target besides the words for more and less.
const REACHED: &[&str] = &[
    "达到了",
    "达到",
    "完成了",
    "完成",
    "实现",
    "优于",
    "好于",
    "高",
    "均",
];
/// What a plan is called.
const PLANNED: &[&str] = &["计划数", "计划完成", "计划"];
/// What says whose a target is, before its name: 年初确定的.
const SET: &[&str] = &[
    "年初", "年度", "全年", "本年", "确定", "设定", "制定", "下达", "拟定", "核定", "批复", "的",
];
/// The target by another name, behind that of its indicator.
const VALUES: &[&str] = &["指标值", "目标值", "目标数", "任务数", "计划数"];
/// What the result of a plan begins with.
const DONE: &[&str] = &[
    "实际",
    "完成",
    "全年完成",
    "全年实际",
    "现已",
    "已",
    "为",
    "达到",
    "达",
];
/// A verb that says once more what was counted is no longer: 参训.
const LONGEST_VERB: usize = 2;

impl Reader<'_> {
    /// Whether a figure is the target of an indicator.
    pub(super) fn aim(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let Some((subject, unit)) = aimed(phrase, figure.unit, spot.followed) else {
            return false;
        };
        if said.is_goal || state.is_silent() {
            return false;
        }
        let bare = Figure { unit, ..*figure };
        let mut cells = match subject {
            "" => state.last.clone().unwrap_or_default(),
            subject => self.called(
                Spot {
                    phrase: subject,
                    figure: &bare,
                    ..spot
                },
                state,
            ),
        };
        cells.retain(|&cell| matches!(self.known.cells[cell].holds, Holds::Result { .. }));
        if cells.is_empty() {
            return false;
        }
        let meant = Meant {
            cells,
            says_column: false,
        };
        self.hold_aim(spot, &bare, &meant, here);
        state.knows(meant.cells.clone(), true);
        state.aimed = Some(meant.cells);
        true
    }

    /// The indicators a phrase names, or calls by parts of their names.
    fn called(&self, spot: Spot<'_>, state: &State) -> Vec<usize> {
        let cells = self.results(spot, state);
        if !cells.is_empty() {
            return cells;
        }
        let fits = |cell: usize| self.known.cells[cell].reads(self.context, spot.figure.unit);
        let name = self.known.indicator(spot.phrase, &fits);
        name.map_or(Vec::new(), |name| self.results(spot.named(name), state))
    }

    /// What was achieved of a target that was told right before, in words that need not name it again: 目标160人，实际参训152人.
    pub(super) fn achieved(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Some(cells) = state.aimed.take().filter(|_| !state.is_silent()) else {
            return false;
        };
        let Some(rest) = DONE.iter().find_map(|word| spot.phrase.strip_prefix(word)) else {
            return false;
        };
        let is_near = |cell: &usize| {
            let cell = &self.known.cells[*cell];
            let Holds::Result { name, .. } = &cell.holds else {
                return false;
            };
            let mut rest = rest;
            while let Some(shorter) = DONE.iter().find_map(|word| rest.strip_prefix(word)) {
                rest = shorter;
            }
            let is_verb = rest.chars().count() <= LONGEST_VERB
                && (rest.is_empty() || rest.contains(|letter| name.contains(letter)));
            is_verb && cell.reads(self.context, spot.figure.unit)
        };
        let cells: Vec<usize> = cells.into_iter().filter(|cell| is_near(cell)).collect();
        if cells.is_empty() {
            return false;
        }
        let meant = Meant {
            cells,
            says_column: false,
        };
        // Here the target itself is no result.
        let is_done = |&cell: &usize| self.known.cells[cell].is_done(self.context, spot.figure);
        let one = self.known.one(self.context, &meant, spot.said);
        if !meant.cells.iter().any(is_done)
            && let Some(differs) = one
                .and_then(|cell| self.known.cells[cell].differs(self.context, spot.figure, false))
        {
            here.differs(spot, differs);
        }
        state.knows(meant.cells, false);
        true
    }

    /// Tells a figure that is the target of none of some indicators.
    pub(super) fn hold_aim(
        &self,
        spot: Spot<'_>,
        bare: &Figure<'_>,
        meant: &Meant,
        here: &mut Here,
    ) {
        let Spot { said, .. } = spot;
        let is_aim = |&cell: &usize| self.known.cells[cell].is_aim(self.context, bare);
        let one = self.known.one(self.context, meant, said);
        if !meant.cells.iter().any(is_aim)
            && let Some(differs) =
                one.and_then(|cell| self.known.cells[cell].differs(self.context, bare, true))
        {
            here.differs(spot, differs);
        }
    }
}

/// What a target is of and its unit, where a phrase and what stands around its figure speak of one.
fn aimed<'p, 'u>(phrase: &'p str, unit: &'u str, followed: &str) -> Option<(&'p str, &'u str)> {
    if let Some((bare, tail)) = unit.split_once("目标") {
        let is_end = trimmed_front(tail, BEHIND).is_empty();
        let bare = trimmed_back(bare, WHOSE);
        let head = trimmed_back(phrase, WHOSE);
        let beyond: Vec<&str> = BEYOND.iter().map(|(word, _)| *word).collect();
        let words: Vec<&str> = beyond.into_iter().chain(REACHED.iter().copied()).collect();
        let subject = trimmed_back(head, &words);
        return (is_end && !bare.is_empty() && subject.len() < head.len())
            .then_some((subject, bare));
    }
    let phrase = phrase.trim_end_matches(['为', '是']);
    let is_done = DONE.iter().any(|word| followed.starts_with(word));
    if let Some((head, tail)) = phrase.rsplit_once("目标") {
        let behind = trimmed_front(tail, BEHIND);
        // 年初目标为培训450人
        if let Some(subject) = behind.strip_prefix(['为', '是']).filter(|_| is_done) {
            let is_free = trimmed_front(trimmed_back(head, WHOSE), SET).is_empty();
            return is_free.then_some((subject, unit));
        }
        // 完成目标任务的105% is a share of it.
        let is_end = behind.is_empty() && !tail.ends_with('的');
        return is_end.then_some((trimmed_front(trimmed_back(head, WHOSE), SET), unit));
    }
    if let Some(head) = VALUES.iter().find_map(|word| phrase.strip_suffix(word)) {
        return is_done.then_some((trimmed_front(trimmed_back(head, WHOSE), SET), unit));
    }
    // 计划清扫386万平方米，实际完成392.5万平方米
    let leads = trimmed_front(phrase, &["年初", "年度", "全年", "原", "本年"]);
    if let Some(subject) = leads
        .strip_prefix("计划")
        .filter(|it| !it.is_empty() && is_done)
    {
        return Some((trimmed_front(subject, &["完成"]), unit));
    }
    let head = PLANNED.iter().find_map(|word| phrase.strip_suffix(word))?;
    is_done.then_some((trimmed_back(head, &["年初", "年度", "全年", "原"]), unit))
}

pub(super) fn trimmed_back<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text;
    while let Some(rest) = words.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest;
    }
    text
}

pub(super) fn trimmed_front<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text;
    while let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_told_before_and_behind_its_figure() {
        for (phrase, unit, followed, expected) in [
            ("超过年初设定的", "%的目标", "", Some(("", "%"))),
            (
                "观众满意度高于",
                "%的年度目标值",
                "",
                Some(("观众满意度", "%")),
            ),
            ("达到", "场的目标要求", "", Some(("", "场"))),
            ("送戏下乡计划", "场", "实际完成", Some(("送戏下乡", "场"))),
            ("送戏下乡年初目标", "场", "", Some(("送戏下乡", "场"))),
            ("合格率目标值为", "%", "", Some(("合格率", "%"))),
            ("送戏下乡计划", "场", "", None),
            (
                "年初确定的送戏下乡目标为",
                "场",
                "实际完成",
                Some(("送戏下乡", "场")),
            ),
            (
                "年初目标为送戏下乡",
                "场",
                "实际演出",
                Some(("送戏下乡", "场")),
            ),
            ("年初目标为送戏下乡", "场", "", None),
            ("送戏下乡年初指标值", "场", "实际", Some(("送戏下乡", "场"))),
            ("计划送戏下乡", "场", "实际", Some(("送戏下乡", "场"))),
            ("计划送戏下乡", "场", "", None),
            ("高于目标值", "%", "", Some(("高于", "%"))),
            ("完成目标任务的", "%", "", None),
            ("送戏下乡", "场", "", None),
        ] {
            assert_eq!(aimed(phrase, unit, followed), expected, "{phrase}");
        }
    }
}
