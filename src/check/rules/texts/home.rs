//! What a text says of the row it stands in: in the cell for reasons 比目标低3个百分点, 本项扣0.5分, and of a task 资金支付97.66%.
//!
//! Such a text need not name its row. Only what states the result, the target, the distance between both or the points is held
//! against it; what the words name besides, and what is told more than once, is left alone.

use std::collections::BTreeMap;

use crate::check::rules::texts::Said;
use crate::check::rules::texts::aims::{trimmed_back, trimmed_front};
use crate::check::rules::texts::changes::BECOMES;
use crate::check::rules::texts::held::{Differs, Held, What, is_said};
use crate::check::rules::texts::known::{Holds, MONEY};
use crate::check::rules::texts::lost::LOST;
use crate::check::rules::texts::marks::Mark;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::{Figure, Item, items};
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::statements::statements;
use crate::check::rules::texts::targets::{Against, BEYOND, COMPARED, SHARES, WHOSE};
use crate::form::RowOf;
use crate::number::Number;
use crate::template::FieldType;

/// What a target is called.
const AIMS: &[&str] = &[
    "目标",
    "计划",
    "控制数",
    "控制标准",
    "成本标准",
    "指标值",
    "任务数",
    "年初设定",
    "年初数",
];
/// What says whose it is, besides the words for that of any target.
const OF_COST: &[&str] = &["总成本", "成本", "预算", "支出", "费用", "总"];
/// What stands between the word for a target and its figure.
const SETS: &[&str] = &["定为", "设定为", "确定为", "设为", "是按", "按", "为", "是"];
/// What stands behind the figure of a target.
const IS_SET: &[&str] = &[
    "设定", "确定", "制定", "编制", "测算", "下达", "申报", "填报", "的",
];
/// Words for less than the target behind 与目标.
const APART: &[&str] = &["相差", "还差", "尚差", "差", "低", "少"];
/// The same where no target is named.
const SHORT: &[&str] = &[
    "少完成",
    "未完成",
    "没有完成",
    "尚差",
    "还差",
    "相差",
    "短少",
    "少",
];
/// Words for more.
const OVER: &[&str] = &["超额完成", "超额", "多完成", "超出", "超过", "超"];
/// What a result is called that has no other name.
const ACTUAL: &[&str] = &[
    "实际完成值",
    "实际完成率",
    "实际完成",
    "实际值",
    "完成值",
    "实际",
];
/// What says that a result is less than it should be.
const ONLY: &[&str] = &[
    "仅完成",
    "只完成",
    "仅达到",
    "只达到",
    "仅达",
    "只达",
    "仅为",
    "只有",
    "仅有",
    "仅",
];
/// What stands between its name and its figure.
const IS: &[&str] = &["完成", "达到", "控制在", "达", "为", "是", "了"];
/// Words for what became of a result, besides those of any figure.
const FALLS: &[&str] = &["降为", "降至", "降到", "减为", "升为"];
/// When it is reached.
const AT_LAST: &[&str] = &["最终", "全年", "本年", "年末", "年底", "到年底", "截至年底"];
/// How a text speaks of the row it stands in.
const OWN: &[&str] = &[
    "本项指标",
    "该项指标",
    "本指标",
    "该指标",
    "此项指标",
    "本项",
    "该项",
    "此项",
];
/// What may stand around that.
const AROUND: &[&str] = &[
    "自评",
    "相应",
    "按比例",
    "按规定",
    "共",
    "因此",
    "故",
    "合计",
    "导致",
    "致使",
    "使",
    "但",
    "得分",
];
/// What may stand before what came of something.
const CAUSES: &[&str] = &["因", "由于", "受"];
/// What follows is of another time.
const LATER: &[&str] = &[
    "下年",
    "明年",
    "次年",
    "下一年",
    "下一步",
    "今后",
    "以后",
    "下步",
    "后续",
    "拟",
    "争取",
    "改进措施",
    "整改措施",
    "上年",
    "去年",
    "往年",
    "其中",
];
/// What says that a target was another one before.
const CHANGED: &[&str] = &["调整", "变更", "修订", "调减", "调增", "核减", "压减"];
/// What a figure is not exact with.
const LOOSE: &[&str] = &[
    "约",
    "近",
    "逾",
    "突破",
    "不少于",
    "不低于",
    "不超过",
    "至少",
    "最多",
    "每",
];
const LOOSE_BEHIND: &[&str] = &["以上", "以下", "以内", "左右", "余", "多"];
/// A name that a text calls its row by is no shorter.
const SHORTEST_NAME: usize = 3;

/// What a figure says of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// What was achieved.
    Done,
    /// What was asked for.
    Aim,
    /// How far apart both are, or the share of one in the other.
    Apart(Against),
    /// The points it lost.
    Lost,
    /// The points it scored.
    Scored,
    /// An amount of the row, or the share that was spent.
    Amount,
}

/// The row a text stands in.
struct Home<'r> {
    name: &'r str,
    /// The cell of its result.
    result: Option<usize>,
    mark: Option<&'r Mark>,
    /// The cells of its amounts.
    amounts: Vec<usize>,
}

/// What was read of a figure: what it says, its unit, where it begins, and what the row has otherwise.
type Told = ((Kind, String), usize, Option<Differs>);

impl Reader<'_> {
    /// What the figures of a text say of the row it stands in, by where they begin.
    pub(super) fn at_home(&self, said: &Said) -> BTreeMap<usize, Option<Differs>> {
        let mut found = BTreeMap::new();
        let Some(home) = self.home(said) else {
            return found;
        };
        let text = said.text.text.as_str();
        let told = self.told_at_home(&home, text);
        for (kind, at, differs) in &told {
            // What is told twice are parts of it.
            let is_once = told.iter().filter(|(other, ..)| other == kind).count() == 1;
            if is_once || differs.is_none() {
                found.insert(*at, differs.clone());
            }
        }
        found
    }

    /// Whether a figure speaks of the row its text stands in.
    pub(super) fn says_of_row(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let at = place(&spot.said.text.text, spot.figure);
        let Some(differs) = at.and_then(|at| spot.said.at_home.get(&at)) else {
            return false;
        };
        if let Some(differs) = differs {
            here.differs(spot, differs.clone());
        }
        state.unknown();
        true
    }

    fn home(&self, said: &Said) -> Option<Home<'_>> {
        let form = self.context.form();
        let row: RowOf = form.fields[said.field].row?;
        let is_here = |field: usize| form.fields[field].row == Some(row);
        let is_scored = form.scoring(row.block).is_some();
        let cells = || self.known.cells.iter().enumerate();
        let result = cells()
            .find(|(_, cell)| matches!(cell.holds, Holds::Result { .. }) && is_here(cell.field));
        let amounts = cells().filter(|(_, cell)| {
            !is_scored
                && matches!(cell.holds, Holds::Figure(FieldType::Money))
                && is_here(cell.field)
        });
        let mark = self.marks.iter().find(|mark| mark.row == Some(row));
        let name = match result.map(|(_, cell)| &cell.holds) {
            Some(Holds::Result { name, .. }) => name.as_str(),
            _ => mark.map_or("", |mark| mark.name.as_str()),
        };
        Some(Home {
            name,
            result: result.map(|(cell, _)| cell),
            mark,
            amounts: amounts.map(|(cell, _)| cell).collect(),
        })
    }

    fn told_at_home(&self, home: &Home<'_>, text: &str) -> Vec<Told> {
        let mut told = Vec::new();
        let is_changed = CHANGED.iter().any(|word| text.contains(word));
        let sentences = statements(text);
        let sentences = sentences.iter().flat_map(|statement| &statement.sentences);
        for sentence in sentences {
            let items = items(sentence, &self.known.numbered);
            let mut was_aim = false;
            for (index, item) in items.iter().enumerate() {
                if LATER.iter().any(|word| item.words().contains(word)) {
                    break;
                }
                let Item::Figure(figure) = item else {
                    was_aim = false;
                    continue;
                };
                let next = items.get(index + 1).map_or("", Item::words);
                let is_listed = figure.before.is_empty()
                    || matches!(items.get(index + 1), Some(Item::Figure(next)) if next.before.is_empty());
                let read = self.says_at_home(home, figure, next, was_aim);
                let (Some((kind, figure)), false) = (read, is_listed || figure.is_cut) else {
                    was_aim = false;
                    continue;
                };
                was_aim = kind == Kind::Aim;
                if let (Some(at), Some(held), false) = (
                    place(text, &figure),
                    self.held_at_home(home, kind, &figure),
                    was_aim && is_changed,
                ) {
                    told.push(((kind, figure.unit.to_owned()), at, held));
                }
            }
        }
        told
    }

    /// What a figure says of the row, and the figure with its bare unit.
    fn says_at_home<'t>(
        &self,
        home: &Home<'_>,
        figure: &Figure<'t>,
        next: &str,
        was_aim: bool,
    ) -> Option<(Kind, Figure<'t>)> {
        let phrase = figure.before;
        let is_loose = LOOSE
            .iter()
            .any(|word| phrase.contains(word) && !home.name.contains(word))
            || LOOSE_BEHIND.iter().any(|word| figure.unit.ends_with(word));
        if is_loose {
            return None;
        }
        if !home.amounts.is_empty() {
            let is_one = figure.unit == "%" || MONEY.contains(&figure.unit);
            return is_one.then_some((Kind::Amount, *figure));
        }
        if figure.unit == "分" {
            let points = home.points(phrase);
            if let Some(kind) = points {
                return Some((kind, *figure));
            }
        }
        let unit = trimmed_back(figure.unit, IS_SET);
        let is_set = unit.len() < figure.unit.len();
        let bare = Figure { unit, ..*figure };
        let kind = home.kind(phrase, is_set, next, was_aim)?;
        Some((kind, bare))
    }

    /// Holds what a figure says of the row against it; nothing where that has no such figure.
    fn held_at_home(
        &self,
        home: &Home<'_>,
        kind: Kind,
        figure: &Figure<'_>,
    ) -> Option<Option<Differs>> {
        if kind == Kind::Amount {
            return self.amount_at_home(home, figure);
        }
        if matches!(kind, Kind::Lost | Kind::Scored) {
            let mark = home.mark?;
            let exact = match kind {
                Kind::Lost => mark.lost()?,
                _ => mark.score,
            };
            if is_said(figure, exact, Number::ONE, Number::ZERO) {
                return Some(None);
            }
            return Some(Some(match kind {
                Kind::Lost => mark.differs(figure.number)?,
                _ => Differs {
                    field: mark.field,
                    written: figure.number,
                    computed: mark.score,
                    what: What::Figure,
                },
            }));
        }
        let cell = &self.known.cells[home.result?];
        if let Kind::Apart(against) = kind {
            return match cell.against(figure, against)? {
                Held::Agrees => Some(None),
                Held::Differs(differs) => Some(Some(differs)),
                Held::Unknown => None,
            };
        }
        if !cell.reads(self.context, figure.unit) {
            return None;
        }
        let (agrees, is_goal) = match kind {
            Kind::Aim => (cell.is_aim(self.context, figure), true),
            _ => (cell.is_done(self.context, figure), false),
        };
        match agrees {
            true => Some(None),
            false => cell.differs(self.context, figure, is_goal).map(Some),
        }
    }

    /// Holds an amount of a task, or the share of its budget that was spent, against its row.
    fn amount_at_home(&self, home: &Home<'_>, figure: &Figure<'_>) -> Option<Option<Differs>> {
        let words = self.known.words.of(figure.before)?;
        let is_name = words
            .iter()
            .any(|word| !word.rows.is_empty() && word.columns.is_empty());
        let columns = || words.iter().flat_map(|word| &word.columns);
        let is_spent = |column: &String| self.known.usual.contains(column);
        let of = |cell: &usize| self.known.cells[*cell].column.as_ref();
        let spent = home
            .amounts
            .iter()
            .find(|cell| of(cell).is_some_and(is_spent));
        let mut others = home
            .amounts
            .iter()
            .filter(|cell| !of(cell).is_some_and(is_spent));
        let (Some(&spent), Some(&budget), None) = (spent, others.next(), others.next()) else {
            return None;
        };
        let [spent, budget] = [spent, budget].map(|cell| &self.known.cells[cell]);
        if figure.unit == "%" {
            let is_rate = words.iter().any(|word| {
                word.rows
                    .iter()
                    .any(|it| self.known.rates.contains_key(&it.row))
            });
            if !is_rate && (is_name || columns().next().is_none() || !columns().any(is_spent)) {
                return None;
            }
            let percent = Number::ONE.div(Number::HUNDRED)?;
            let share = self
                .context
                .computed(spent.field)?
                .div(self.context.computed(budget.field)?)?;
            if is_said(figure, share, percent, Number::ZERO) {
                return Some(None);
            }
            return Some(Some(Differs {
                field: spent.field,
                written: figure.number.mul(percent)?,
                computed: share.round(6)?,
                what: What::Share {
                    whole: budget.field,
                },
            }));
        }
        if is_name || columns().next().is_none() {
            return None;
        }
        let cell = match columns().any(is_spent) {
            true => spent,
            false => budget,
        };
        match cell.agrees(self.context, figure)? {
            true => Some(None),
            false => cell.differs(self.context, figure, false).map(Some),
        }
    }
}

impl Home<'_> {
    /// What a figure in points says of the row.
    fn points(&self, phrase: &str) -> Option<Kind> {
        let phrase = trimmed_back(phrase, &["了", "为"]);
        let lost = LOST.iter().find_map(|word| phrase.strip_suffix(word));
        if let Some(subject) = lost {
            return self.is_own(subject).then_some(Kind::Lost);
        }
        let subject = ["自评得分", "得分", "自评得", "得"]
            .iter()
            .find_map(|word| phrase.strip_suffix(word))?;
        self.is_own(subject).then_some(Kind::Scored)
    }

    /// What a figure in the unit of the row says of it.
    fn kind(&self, phrase: &str, is_set: bool, next: &str, was_aim: bool) -> Option<Kind> {
        let phrase = phrase.strip_suffix('了').unwrap_or(phrase);
        if let Some((head, tail)) = split_aim(phrase) {
            return self.of_aim(head, tail, is_set, next);
        }
        let own = |subject: &str| self.is_own(subject) || is_cause(subject);
        let short = SHORT.iter().find_map(|word| phrase.strip_suffix(word));
        if let Some(subject) = short {
            let is_it = own(subject) && !subject.ends_with(['至', '减', '缺', '不']);
            return is_it.then_some(Kind::Apart(Against::By(false)));
        }
        if let Some(subject) = OVER.iter().find_map(|word| phrase.strip_suffix(word)) {
            return own(subject).then_some(Kind::Apart(Against::By(true)));
        }
        if let Some(subject) = BECOMES
            .iter()
            .chain(FALLS)
            .find_map(|word| phrase.strip_suffix(word))
        {
            return self.is_named(subject).then_some(Kind::Done);
        }
        let head = trimmed_back(phrase, IS);
        let actual = ACTUAL.iter().chain(ONLY);
        if let Some(subject) = actual
            .filter_map(|word| {
                phrase
                    .strip_suffix(word)
                    .or_else(|| head.strip_suffix(word))
            })
            .min_by_key(|subject| subject.len())
        {
            return self.is_own(subject).then_some(Kind::Done);
        }
        let is_at_last = head.len() < phrase.len() && AT_LAST.contains(&head);
        let is_reached = head.is_empty() && was_aim;
        (is_at_last || is_reached || self.is_named(head)).then_some(Kind::Done)
    }

    /// What it says where the word for a target stands before it.
    fn of_aim(&self, head: &str, tail: &str, is_set: bool, next: &str) -> Option<Kind> {
        let whose = |head| trimmed_back(trimmed_back(head, WHOSE), OF_COST);
        let bare = whose(head);
        let own = |subject: &str| self.is_own(subject) || is_cause(subject);
        let by = |is_more| Some(Kind::Apart(Against::By(is_more)));
        let compared = COMPARED.iter().find(|(word, _)| tail == *word);
        if let Some((_, is_more)) = compared
            && let Some(subject) = bare.strip_suffix(['比', '较'])
        {
            return own(subject).then(|| by(*is_more)).flatten();
        }
        if APART.contains(&tail)
            && let Some(subject) = bare.strip_suffix(['与', '距', '离', '和', '比', '较'])
        {
            let subject = subject.strip_suffix('距').unwrap_or(subject);
            return own(subject).then(|| by(false)).flatten();
        }
        if tail == "的" {
            let subject = SHARES.iter().find_map(|word| bare.strip_suffix(word))?;
            return self.is_own(subject).then_some(Kind::Apart(Against::Share));
        }
        let is_stated = tail.is_empty() || SETS.contains(&tail);
        if !is_stated {
            return None;
        }
        if let Some((subject, is_more)) = BEYOND
            .iter()
            .find_map(|(word, is_more)| Some((bare.strip_suffix(word)?, *is_more)))
            .filter(|_| tail.is_empty())
        {
            return own(subject).then(|| by(is_more)).flatten();
        }
        let is_told = !tail.is_empty()
            || is_set
            || bare.len() < head.len()
            || DONE.iter().any(|word| next.starts_with(word));
        (is_told && self.is_own(bare)).then_some(Kind::Aim)
    }

    /// Whether words name nothing but the row, if anything.
    fn is_own(&self, subject: &str) -> bool {
        let subject = trimmed_front(trimmed_back(subject, AROUND), AROUND);
        subject.is_empty()
            || OWN.contains(&subject)
            || AT_LAST.contains(&subject)
            || self.is_named(subject)
    }

    /// Whether words are the name of the row, or the end of it.
    fn is_named(&self, subject: &str) -> bool {
        let subject = trimmed_front(subject, AROUND);
        let is_long = subject.chars().count() >= SHORTEST_NAME.min(self.name.chars().count());
        !subject.is_empty() && is_long && self.name.ends_with(subject)
    }
}

/// What the result of a target begins with that was told right before.
const DONE: &[&str] = &["实际", "完成", "仅", "只"];

/// Whether words name the cause of what follows, and nothing else.
fn is_cause(subject: &str) -> bool {
    CAUSES.iter().any(|word| subject.starts_with(word))
}

/// The words before the one for a target, and those behind it.
fn split_aim(phrase: &str) -> Option<(&str, &str)> {
    let found = AIMS.iter().filter_map(|word| {
        let at = phrase.rfind(word)?;
        Some((at, word.len()))
    });
    let (at, length) = found.max()?;
    Some((
        &phrase[..at],
        trimmed_front(&phrase[at + length..], BEHIND_AIM),
    ))
}

/// What may stand right behind the word for a target.
const BEHIND_AIM: &[&str] = &["任务数", "任务", "值", "数", "要求", "指标", "标准"];

/// Where a figure begins in its text.
fn place(text: &str, figure: &Figure<'_>) -> Option<usize> {
    let at = (figure.digits.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (at < text.len()).then_some(at)
}
