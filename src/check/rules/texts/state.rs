//! What is known of a sentence up to where it is read, and how much of it a clause, a figure and a semicolon leave standing.

use crate::check::rules::texts::known::MONEY;
use crate::check::rules::texts::passed::Reach;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::subject::Subject;

/// What is split up after 其中.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// The figures it may be; `None` where it is not known.
    pub(super) cells: Option<Vec<usize>>,
    /// Whether it is counted, and no amount or rate.
    is_count: bool,
    /// Whether 其中 stood alone before its parts, which semicolons may divide then: 其中：基本支出5万元；项目支出6万元.
    is_list: bool,
}

/// The amount that was told last: what a column alone goes on with, whatever was counted since.
#[derive(Debug, Clone, Default)]
struct Amount {
    /// The figures it may be; `None` where it is not known.
    cells: Option<Vec<usize>>,
    /// Whether a column alone goes on with it.
    goes_on: bool,
}

/// What is known of a sentence up to where it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// How far it reaches that it speaks of another time or of somebody else; nothing where it does not.
    pub(super) other: Option<Reach>,
    /// Whether it lists figures of something that is not known.
    pub(super) is_blocked: bool,
    /// What is split up after 其中.
    pub(super) heads: Vec<Head>,
    /// Whether a semicolon followed the parts of what is split up.
    is_split_done: bool,
    /// The columns it speaks of.
    pub(super) columns: Vec<String>,
    /// The figures the last one may be.
    pub(super) last: Option<Vec<usize>>,
    /// The figures that the clause right before names: 预算执行率偏低，只有89.75%.
    pub(super) named: Option<Vec<usize>>,
    /// Whether there was a figure.
    pub(super) has_figure: bool,
    /// Whether a column alone goes on with the last figure.
    pub(super) goes_on: bool,
    /// Whether it speaks of a part of the whole.
    pub(super) is_of_part: bool,
    /// Whether it speaks of budgets, without saying of which.
    pub(super) is_vague: bool,
    /// What the last change was measured against.
    pub(super) base: Option<Vec<String>>,
    /// What all changes of the sentence are measured against: 与上年相比.
    pub(super) against: Option<Vec<String>>,
    /// The indicators whose target was told right before.
    pub(super) aimed: Option<Vec<usize>>,
    /// What was told for another year, so that its own year alone goes on with it: 2023年10万元, 2024年9万元.
    pub(super) other_year: Option<Vec<usize>>,
    /// Whether the last figure is what something was before: 由上年的5万元.
    pub(super) is_origin: bool,
    /// The figures since the last words without one: what 分别 goes on with.
    pub(super) run: Vec<Vec<usize>>,
    /// Whether the points that a part of the whole may score were told: 预算执行指标分值10分，自评得9.88分.
    pub(super) is_of_some_points: bool,
    /// What it speaks of, where some words are read then alone: 楼堂馆所.
    pub(super) topic: Option<String>,
    /// Whom it speaks of.
    pub(super) subject: Subject,
    /// Whether it was named in passing, so that the department may be meant all the same: 完成档案数字化，执行率98%.
    pub(super) is_weak: bool,
    /// Whether that was said in another sentence.
    pub(super) is_carried: bool,
    /// Whether the phrase that is read says that it is the whole of its sheet: 项目支出 on that of a project.
    pub(super) says_whole: bool,
    /// The amount that was told last.
    amount: Option<Amount>,
    /// Whether the figure that is read is an amount of money.
    is_amount: bool,
    /// Whether it is counted, and no amount or rate; and whether the last one was.
    is_count: (bool, bool),
}

impl State {
    /// At the beginning of a clause, after this sign.
    pub(super) fn begin_clause(&mut self, sign: char) {
        if !matches!(sign, '、' | '\0') && self.other == Some(Reach::Clause) {
            self.other = None;
        }
    }

    /// Before a figure.
    pub(super) fn begin_figure(&mut self, figure: &Figure<'_>) {
        self.begin_clause(figure.sign);
        self.is_amount = MONEY.iter().any(|unit| figure.unit.starts_with(unit));
        self.is_count = (!self.is_amount && figure.unit != "%", self.is_count.0);
    }

    /// After a semicolon: the time and the subject go on, and what was split up, to a total of the department unless 其中 stood before
    /// a list.
    pub(super) fn goes_on(&mut self, is_split_known: bool) {
        (self.last, self.has_figure, self.goes_on) = (None, false, false);
        (self.is_of_part, self.is_vague, self.is_of_some_points) = (false, false, false);
        (self.base, self.amount) = (None, None);
        self.is_carried = self.subject != Subject::Whole;
        self.other = self.other.filter(|reach| *reach == Reach::Sentence);
        if is_split_known && !self.heads.iter().any(|head| head.is_list) {
            self.is_split_done = true;
        }
    }

    /// At a total of the department, which is a part of nothing that was split up before a semicolon.
    pub(super) fn begin_total(&mut self) {
        if std::mem::take(&mut self.is_split_done) {
            self.heads.clear();
        }
    }

    /// At 其中, which stands alone before a list or before its first part.
    pub(super) fn split(&mut self, is_list: bool) {
        if self.has_figure {
            self.heads.push(Head {
                cells: self.last.clone(),
                is_count: self.is_count.1,
                is_list,
            });
        }
    }

    /// The figures that are split up.
    pub(super) fn split_up(&self) -> impl Iterator<Item = usize> {
        let heads = self.heads.iter().flat_map(|head| &head.cells);
        heads.flatten().copied()
    }

    /// Whether something is split up that is counted.
    pub(super) fn splits_counts(&self) -> bool {
        self.heads.iter().any(|head| head.is_count)
    }

    /// After a figure.
    pub(super) fn counted(&mut self) {
        match &self.last {
            Some(cells) => self.run.push(cells.clone()),
            None => self.run.clear(),
        }
    }

    /// Whether nothing was said before that a figure may be a part of.
    pub(super) fn is_open(&self) -> bool {
        self.last.is_none() && self.heads.is_empty()
    }

    pub(super) fn is_silent(&self) -> bool {
        self.other.is_some() || self.is_blocked
    }

    /// After a figure that is not known.
    pub(super) fn unknown(&mut self) {
        self.named = None;
        (self.last, self.has_figure, self.goes_on, self.base) = (None, true, false, None);
        self.told_amount();
    }

    /// After a figure that may be some of the form.
    pub(super) fn knows(&mut self, cells: Vec<usize>, goes_on: bool) {
        self.named = None;
        self.last = Some(cells).filter(|cells| !cells.is_empty());
        (self.has_figure, self.goes_on, self.base) = (true, goes_on, None);
        self.told_amount();
    }

    fn told_amount(&mut self) {
        if self.is_amount {
            self.amount = Some(Amount {
                cells: self.last.clone(),
                goes_on: self.goes_on,
            });
        }
    }

    /// At words that name figures and give none: what follows speaks of them.
    pub(super) fn speaks_of(&mut self, cells: Vec<usize>) {
        (self.last, self.goes_on) = (Some(cells), true);
        self.amount = Some(Amount {
            cells: self.last.clone(),
            goes_on: true,
        });
    }

    /// The figures that a column alone goes on with.
    pub(super) fn gone_on_with(&self) -> &[usize] {
        let last = self.last.as_deref().filter(|_| self.goes_on);
        let amount = self.amount.as_ref().filter(|it| it.goes_on);
        let amount = amount.and_then(|it| it.cells.as_deref());
        last.or(amount).unwrap_or_default()
    }

    /// The amount that was told last: nothing before the first, `None` in it where it is not known.
    pub(super) fn amount(&self) -> Option<Option<&[usize]>> {
        self.amount.as_ref().map(|it| it.cells.as_deref())
    }
}
