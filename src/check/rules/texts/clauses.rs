//! Clauses without a figure: what they say of the figures that follow, and the grade.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::changes::{Base, change, compared};
use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::meant::{At, Meant};
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::read::{Reader, Says};
use crate::check::rules::texts::spot::Here;
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;
use crate::check::rules::texts::words::Meaning;

/// What a clause is about that is a part of the whole.
const PARTS: &[&str] = &["项目", "专项", "工程", "活动", "课题"];
/// What is said of a figure that follows: 预算执行率偏低，只有89.75%.
const JUDGEMENTS: &[&str] = &[
    "偏低",
    "较低",
    "不高",
    "不够高",
    "还不够高",
    "不够理想",
    "不理想",
    "偏高",
    "较高",
    "很高",
    "较好",
    "良好",
    "稳定",
    "达标",
    "未达标",
    "有待提高",
    "有所提高",
    "有所下降",
    "未达100%",
    "未达到100%",
    "没有达到100%",
    "未达预期",
    "未达到预期",
];
/// What the head of a paragraph ends with.
const SUBJECTS: &[&str] = &[
    "方面",
    "情况",
    "工作",
    "管理",
    "建设",
    "效益",
    "产出",
    "满意度",
    "绩效",
    "质量",
    "数量",
    "时效",
    "成本",
    "成效",
    "成果",
    "效果",
    "做法",
    "如下",
    "任务",
    "指标",
    "问题",
    "原因",
];
/// What may follow a grade: 优秀, 良好, 中等, 优级.
const AFTER_GRADE: &[&str] = &["秀", "好", "等次", "等级", "等", "级", "档"];

impl Reader<'_> {
    pub(super) fn clause(
        &self,
        said: &Said,
        text: &str,
        is_topic: bool,
        state: &mut State,
        here: &mut Here,
    ) {
        self.whom(said, text, false, state);
        self.subject(said, text, None, state);
        if text.starts_with("其中") {
            state.split(text == "其中");
        }
        if text == "其中" || state.is_silent() {
            return;
        }
        if let Some(name) = self.grade(text).filter(|_| state.subject == Subject::Whole) {
            here.says(said.text.quote(text, text), Says::Grade(name));
        }
        state.named = None;
        let words = self.known.words.of(text);
        if let Some(words) = &words {
            self.about(said, words, is_topic, state);
            return;
        }
        let judged = JUDGEMENTS.iter().find_map(|end| text.strip_suffix(end));
        if let Some(words) = judged.and_then(|name| self.known.words.of(name)) {
            let meant = self.meant_by(said, &words);
            state.named = Some(meant.cells).filter(|cells| !cells.is_empty());
        }
        state.is_blocked |= is_topic && !is_subject(text);
        state.is_of_part |= PARTS.iter().any(|part| text.ends_with(part));
        state.is_vague |= self.is_vague(text);
        if let Some(("", base)) = compared(text, self.context.form().spec.year) {
            state.against = self.base_columns(base, state);
        }
        let change = change(text, self.context.form().spec.year).filter(|it| it.base != Base::Same);
        if let Some(change) = change
            && let Held::Differs(differs) = self.held_change(said, None, change, state)
        {
            here.says(said.text.quote(text, text), Says::Figure(differs));
        }
    }

    /// A clause that names a figure or a column and gives no number: what follows speaks of it.
    fn about(&self, said: &Said, words: &[&Meaning], is_topic: bool, state: &mut State) {
        let meant = self.meant_by(said, words);
        if words.iter().any(|word| !word.rows.is_empty()) && !meant.cells.is_empty() {
            let is_typed = words
                .iter()
                .any(|word| word.rows.iter().any(|named| named.is_typed));
            state.is_of_part |= is_typed;
            state.named = Some(meant.cells.clone());
            state.speaks_of(meant.cells);
            return;
        }
        let columns = words
            .iter()
            .filter(|word| word.rows.is_empty())
            .flat_map(|word| &word.columns);
        let columns: Vec<String> = columns.cloned().collect();
        if !columns.is_empty()
            && (is_topic
                || !columns
                    .iter()
                    .any(|column| self.known.usual.contains(column)))
        {
            state.columns = columns;
        }
    }

    /// What a name means that stands alone.
    fn meant_by(&self, said: &Said, words: &[&Meaning]) -> Meant {
        let at = At {
            said,
            last: &[],
            may_be_whole: false,
            says_whole: false,
            columns: &[],
        };
        self.known.meant(self.context, words, at)
    }

    /// A grade behind a colon: 自评等级：中.
    pub(super) fn grade_behind(
        &self,
        said: &Said,
        topic: &str,
        text: &str,
        state: &State,
        here: &mut Here,
    ) {
        let is_of_it = !state.is_silent() && state.subject == Subject::Whole;
        if let Some(name) = self.grade(&format!("{topic}{text}")).filter(|_| is_of_it) {
            here.says(said.text.quote(topic, text), Says::Grade(name));
        }
    }

    /// Whether a clause speaks of budgets in words that are not known.
    fn is_vague(&self, text: &str) -> bool {
        let mut rest = text.to_owned();
        for phrase in &self.narrative.harmless {
            rest = rest.replace(&plain_of(phrase, self.narrative), "");
        }
        let groups = self.narrative.columns.iter().skip(1);
        let is_verb = |word: &str| self.known.words.get(word).is_some_and(|it| it.is_filler);
        let mut words = groups.flat_map(|group| &group.words);
        words.any(|word| rest.contains(word.as_str()) && !is_verb(word))
    }

    /// The grade a clause ends with, where words for a grade are all that stands before it.
    fn grade(&self, text: &str) -> Option<String> {
        let bare = AFTER_GRADE
            .iter()
            .find_map(|after| text.strip_suffix(after));
        for text in [Some(text), bare].into_iter().flatten() {
            let names = self.grades.iter().filter(|name| text.ends_with(**name));
            let Some(name) = names.max_by_key(|name| name.len()) else {
                continue;
            };
            let words = self.known.words.of(&text[..text.len() - name.len()])?;
            let is_named = words.iter().any(|word| word.is_grade);
            return (is_named && words.iter().all(|word| word.is_grade || word.is_filler))
                .then(|| (*name).to_owned());
        }
        None
    }
}

/// Whether what stands before a colon is a subject of the report, and not somebody whose figures follow: 产出方面.
pub(super) fn is_subject(head: &str) -> bool {
    let is_of_part = PARTS.iter().any(|part| head.contains(part));
    !is_of_part && SUBJECTS.iter().any(|end| head.ends_with(end))
}
