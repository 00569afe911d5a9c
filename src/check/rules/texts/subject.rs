//! Whom the figures of a paragraph are of: the department, or a project or a fund it names.
//!
//! A project that is named holds for all that follows, to the next one that is named or to the end of its paragraph; under a
//! heading that is its name, to the next heading of the same rank.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::rules::texts::Said;
use crate::check::rules::texts::clauses::is_subject;
use crate::check::rules::texts::known::{Cell, Holds, Known, MONEY};
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::statements::{NO_NUMBER, Statement, unmarked};

/// What the name of a project or a fund that the form does not have ends with.
const LIKE_PROJECTS: &[&str] = &[
    "项目",
    "专项",
    "工程",
    "课题",
    "专项资金",
    "专项经费",
    "建设",
    "建设经费",
    "补助资金",
    "补助经费",
    "工作经费",
    "项目经费",
    "活动经费",
    "维护费",
    "购置费",
    "奖补资金",
    "采购",
];
/// Words of which all such a name may be made up, and is none then: 项目支出, 专项资金.
const GENERAL: &[&str] = &[
    "项目", "专项", "工程", "资金", "经费", "各", "所有", "全部", "三个", "个", "部门", "财政",
    "其中", "的", "全年", "实际", "用于", "本", "该", "此",
];
/// What may follow a name whose amounts come behind it: 业务工作经费用于….
const AFTER_NAME: &[&str] = &[
    "用于",
    "主要",
    "按",
    "共",
    "已",
    "全部",
    "由",
    "在",
    "因",
    "年初",
    "全年",
    "本年",
    "经",
    "严格",
    "安排",
    "完成",
    "实施",
    "方面",
    "均",
    "执行",
    "支出",
    "支付",
    "预算",
    "资金到位",
    "到位",
    "进度",
];
/// What a sentence ends with that says how well something went, and is no name.
const JUDGEMENTS: &[&str] = &[
    "好", "高", "到位", "规范", "有力", "明显", "完成", "达标", "提升", "有序", "显著", "合理",
    "严格",
];
/// The longest name, with what stands before it, that a heading is.
const LONGEST_HEADING: usize = 40;

/// Whom figures are of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Subject {
    /// The department, or what the sheet of the text is about.
    #[default]
    Whole,
    /// Something the form has one or more rows for: a project, a fund, a task.
    Rows(Vec<usize>),
    /// Something the form does not have.
    Other,
}

/// Whom the sentences of a text speak of, from one to the next.
#[derive(Debug, Default)]
pub(super) struct Topic {
    /// Whom it speaks of where it names nobody: the row it stands in, or the whole.
    own: Subject,
    /// Whom the last sentence spoke of.
    last: Subject,
    /// The heading that holds, and its rank.
    heading: Option<(u8, Subject)>,
    /// Whether it was named in passing.
    is_weak: bool,
    /// Whether a line has followed a heading without a number, which holds for one.
    is_used: bool,
}

impl Topic {
    /// Of a text that speaks of this one unless it says otherwise.
    pub(super) fn of(own: Subject) -> Topic {
        Topic {
            last: own.clone(),
            own,
            ..Topic::default()
        }
    }

    /// Before a sentence: whom it speaks of until it says so.
    pub(super) fn begin(&mut self, statement: &Statement<'_>, state: &mut State) {
        if let Some(rank) = statement.rank {
            let holds = match &self.heading {
                Some((NO_NUMBER, _)) => {
                    rank == NO_NUMBER && !std::mem::replace(&mut self.is_used, true)
                }
                Some((heading, _)) => rank > *heading,
                None => false,
            };
            self.heading = self.heading.take().filter(|_| holds);
        }
        if statement.rank.is_some() || statement.is_item {
            let heading = self.heading.as_ref();
            self.last = heading.map_or(&self.own, |(_, subject)| subject).clone();
            self.is_weak = false;
        }
        state.is_weak = self.is_weak;
        state.subject = self.last.clone();
        state.is_carried = state.subject != Subject::Whole;
    }

    /// After a sentence that is a name and nothing else.
    pub(super) fn head(&mut self, statement: &Statement<'_>, state: &State) {
        let rank = statement
            .rank
            .filter(|_| statement.is_line && !statement.is_item);
        if let (Some(rank), true) = (rank, state.subject != Subject::Whole) {
            self.heading = Some((rank, state.subject.clone()));
            self.is_used = false;
        }
    }

    /// After a sentence.
    pub(super) fn end(&mut self, state: State) {
        (self.last, self.is_weak) = (state.subject, state.is_weak);
    }
}

/// The name of a project in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Naming<'t> {
    /// Whether it is what the phrase begins with.
    leads: bool,
    /// What stands behind it.
    pub(super) rest: &'t str,
    /// The rows it may mean.
    pub(super) rows: Vec<usize>,
}

impl Known {
    /// The longest name of a project in a phrase, if there is one.
    pub(super) fn naming<'t>(
        &self,
        context: &Context<'_>,
        phrase: &'t str,
        said: &Said,
    ) -> Option<Naming<'t>> {
        let mut best: Option<(usize, usize)> = None;
        for (at, first) in phrase.char_indices() {
            for name in self.items.get(&first).into_iter().flatten() {
                let is_longer = best.is_none_or(|(_, length)| name.len() > length);
                if is_longer && phrase[at..].starts_with(name.as_str()) {
                    best = Some((at, name.len()));
                }
            }
        }
        let (at, length) = best?;
        let name = self.words.get(&phrase[at..at + length])?;
        let rows = self.rows_of(&name.rows).iter();
        let rows = rows.filter(|named| {
            let is_result = self.rows[named.row].cells.iter();
            let mut holds = is_result.map(|&cell| &self.cells[cell].holds);
            !holds.any(|holds| matches!(holds, Holds::Result { .. }))
                && self.may_mean(context, named, said)
        });
        Some(Naming {
            leads: self.words.of(&phrase[..at]).is_some(),
            rest: &phrase[at + length..],
            rows: rows.map(|named| named.row).collect(),
        })
    }
}

impl Reader<'_> {
    /// Whom a text speaks of by where it stands: beside the name and the figures of a task it is about that one.
    pub(super) fn own_subject(&self, said: &Said) -> Subject {
        let form = self.context.form();
        let row = form.fields[said.field].row;
        let is_beside = |cell: &&Cell| row.is_some() && form.fields[cell.field].row == row;
        let rows: BTreeSet<usize> = self
            .known
            .cells
            .iter()
            .filter(is_beside)
            .map(|cell| cell.row)
            .collect();
        let rows: Vec<usize> = rows
            .into_iter()
            .filter(|&row| self.known.rows[row].item.is_some())
            .collect();
        match rows.is_empty() {
            true => Subject::Whole,
            false => Subject::Rows(rows),
        }
    }

    /// Takes note of whom a phrase speaks: a phrase without a figure, or the words before one.
    pub(super) fn subject(&self, said: &Said, phrase: &str, unit: Option<&str>, state: &mut State) {
        let known = &self.known;
        // What is counted says nothing of whose amounts follow: 完成抽样调查3260户.
        let is_amount = |unit: &str| {
            MONEY
                .iter()
                .chain(&["%", "分"])
                .any(|known| unit.starts_with(known))
        };
        if unit.is_some_and(|unit| !is_amount(unit)) {
            return;
        }
        if let Some(naming) = known
            .naming(self.context, phrase, said)
            .filter(|it| !it.rows.is_empty())
        {
            let is_read = known.words.of(naming.rest).is_some()
                || AFTER_NAME
                    .iter()
                    .any(|after| naming.rest.starts_with(after));
            state.subject = if is_read {
                Subject::Rows(naming.rows)
            } else {
                Subject::Other
            };
            state.is_carried = false;
            state.is_weak = unit.is_none() || !naming.leads;
            return;
        }
        match known.words.of(phrase) {
            Some(words) if known.is_of_whole(self.context, &words) => {
                state.subject = Subject::Whole;
            }
            None if unit.is_some_and(|unit| MONEY.contains(&unit)) && is_like_project(phrase) => {
                state.subject = Subject::Other;
                state.is_carried = false;
            }
            _ => {}
        }
    }

    /// Takes note of the name a sentence without figures consists of: 一是业务工作经费。
    pub(super) fn heading(&self, said: &Said, sentence: &str, state: &mut State) {
        let name = unmarked(sentence);
        let is_marked = name.len() < sentence.len();
        if name.is_empty() || name.chars().count() > LONGEST_HEADING {
            return;
        }
        self.subject(said, name, None, state);
        state.is_weak = false;
        let is_judgement = JUDGEMENTS.iter().any(|end| name.ends_with(end));
        let is_unknown = self.known.words.of(name).is_none();
        if is_marked
            && is_unknown
            && state.subject == Subject::Whole
            && !is_judgement
            && !is_subject(name)
        {
            state.subject = Subject::Other;
        }
    }
}

/// Whether words name something like a project: 数字文化馆建设经费, and not 项目资金.
fn is_like_project(phrase: &str) -> bool {
    LIKE_PROJECTS.iter().any(|word| {
        let Some((before, _)) = phrase.split_once(word) else {
            return false;
        };
        let mut rest = before.to_owned();
        for word in GENERAL {
            rest = rest.replace(word, "");
        }
        rest.chars().count() > 1
    })
}
