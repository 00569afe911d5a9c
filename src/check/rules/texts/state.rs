//! What is known of a sentence up to where it is read.

use crate::check::rules::texts::subject::Subject;

/// What is known of a sentence up to where it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// Whether it speaks of another year or of somebody else.
    pub(super) is_other: bool,
    /// Whether it lists figures of something that is not known.
    pub(super) is_blocked: bool,
    /// The figures that are split up after 其中; `None` where one of them is not known.
    pub(super) heads: Vec<Option<Vec<usize>>>,
    /// The columns it speaks of.
    pub(super) columns: Vec<String>,
    /// The figures the last one may be.
    pub(super) last: Option<Vec<usize>>,
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
    /// What was told for another year, so that its own year alone goes on with it: 2023年10万元, 2024年9万元.
    pub(super) other_year: Option<Vec<usize>>,
    /// Whether the last figure is what something was before: 由上年的5万元.
    pub(super) is_origin: bool,
    /// The figures since the last words without one: what 分别 goes on with.
    pub(super) run: Vec<Vec<usize>>,
    /// Whom it speaks of.
    pub(super) subject: Subject,
    /// Whether it was named in passing, so that the department may be meant all the same: 完成档案数字化，执行率98%.
    pub(super) is_weak: bool,
    /// Whether that was said in another sentence.
    pub(super) is_carried: bool,
    /// Whether the phrase that is read says that it is the whole of its sheet: 项目支出 on that of a project.
    pub(super) says_whole: bool,
}

impl State {
    /// After a semicolon.
    pub(super) fn goes_on(&mut self) {
        (self.last, self.has_figure, self.goes_on) = (None, false, false);
        (self.is_of_part, self.is_vague) = (false, false);
        self.base = None;
        self.is_carried = self.subject != Subject::Whole;
    }

    /// At 其中.
    pub(super) fn split(&mut self) {
        if self.has_figure {
            self.heads.push(self.last.clone());
        }
    }

    /// After a figure.
    pub(super) fn counted(&mut self) {
        match &self.last {
            Some(cells) => self.run.push(cells.clone()),
            None => self.run.clear(),
        }
    }

    pub(super) fn is_silent(&self) -> bool {
        self.is_other || self.is_blocked
    }

    pub(super) fn unknown(&mut self) {
        (self.last, self.has_figure, self.goes_on, self.base) = (None, true, false, None);
    }

    pub(super) fn knows(&mut self, cells: Vec<usize>, goes_on: bool) {
        self.last = Some(cells).filter(|cells| !cells.is_empty());
        (self.has_figure, self.goes_on, self.base) = (true, goes_on, None);
    }
}
