//! What changed: amounts against another year or a budget, and indicators of growth: 旅游收入同比增长6.2%.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::changes::{Base, Change, headed, years_before};
use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::{At, Meant};
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;

/// What grew or shrank, the verb, and how the names of indicators end that say by how much: 旅游收入同比增长.
pub(super) fn stem(
    phrase: &str,
    year: u16,
) -> Option<(&str, &'static str, &'static [&'static str])> {
    let (mut head, verb, is_more) = headed(phrase.trim_end_matches('约'))?;
    let years = years_before(year);
    let compared = years.iter().find_map(|year| {
        let rest = head.strip_suffix("相比").unwrap_or(head);
        let rest = rest
            .strip_suffix("同期")
            .unwrap_or(rest)
            .trim_end_matches('度')
            .strip_suffix(year.as_str())?;
        rest.strip_suffix(['比', '较', '与', '同'])
    });
    head = compared
        .or_else(|| head.strip_suffix("同比"))
        .unwrap_or(head);
    let ends: &[&str] = if is_more {
        &["增长率", "增幅", "增速", "增长幅度"]
    } else {
        &["下降率", "降低率", "减少率", "降幅", "下降幅度"]
    };
    Some((head, verb, ends))
}

impl Reader<'_> {
    /// A change, or its direction alone.
    pub(super) fn change(
        &self,
        spot: Spot<'_>,
        change: Change<'_>,
        state: &mut State,
        here: &mut Here,
    ) {
        if let Held::Differs(differs) =
            self.held_change(spot.said, Some(spot.figure), change, state)
        {
            here.differs(spot, differs);
        }
    }

    /// What comes of a change against the form; takes note of what changed.
    pub(super) fn held_change(
        &self,
        said: &Said,
        figure: Option<&Figure<'_>>,
        change: Change<'_>,
        state: &mut State,
    ) -> Held {
        let at = At {
            said,
            last: state.last.as_deref().unwrap_or_default(),
            may_be_whole: true,
            says_whole: false,
            columns: &[],
        };
        let cells = if change.subject.is_empty() || change.subject == "其中" {
            // Behind 其中 it may be the whole that changed.
            let last = state.last.iter().flatten().copied();
            state.split_up().chain(last).collect()
        } else {
            let words = self.known.words.of(change.subject);
            words
                .map(|words| self.known.meant(self.context, &words, at).cells)
                .unwrap_or_default()
        };
        let base = self.base_columns(change.base, state);
        // 与调整后预算相比，少支出7.46万元: nothing was spoken of, so that all is meant.
        let is_all = change.subject.is_empty()
            && !state.has_figure
            && state.is_open()
            && state.subject == Subject::Whole
            && base.as_ref().is_some_and(|base| !base.is_empty());
        let cells = match is_all {
            true => self.whole_cells(said),
            false => cells,
        };
        let cells: Vec<usize> = cells
            .into_iter()
            .filter(|&cell| self.is_final(cell))
            .collect();
        let held = base.as_ref().map_or(Held::Unknown, |base| {
            self.known
                .hold_change(self.context, figure, change.is_more, &cells, base)
        });
        state.knows(cells, false);
        state.base = base;
        held
    }

    /// The figures of the whole that a text speaks of.
    fn whole_cells(&self, said: &Said) -> Vec<usize> {
        let rows = self.known.whole(self.context, said);
        let cells = rows.iter().flat_map(|&row| &self.known.rows[row].cells);
        cells.copied().collect()
    }

    /// The columns something is compared with: none for those of the year before.
    pub(super) fn base_columns(&self, base: Base<'_>, state: &State) -> Option<Vec<String>> {
        match base {
            Base::Prior => Some(Vec::new()),
            Base::Same => state.base.clone().or_else(|| state.against.clone()),
            Base::Named(name) => {
                let words = self.known.words.of(name)?;
                let columns = words.iter().flat_map(|word| word.columns.iter().cloned());
                let columns: Vec<String> = columns.collect();
                let only = words
                    .iter()
                    .all(|word| word.is_filler || !word.columns.is_empty());
                (only && !columns.is_empty()).then_some(columns)
            }
        }
    }

    /// Whether a figure is a final one, not a budget.
    pub(super) fn is_final(&self, cell: usize) -> bool {
        let column = self.known.cells[cell].column.as_ref();
        column.is_some_and(|column| self.known.usual.contains(column))
    }

    /// 旅游收入同比增长6.2%: whether an indicator 旅游收入增长率 is meant.
    pub(super) fn growth(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let Some((subject, verb, ends)) =
            stem(phrase, self.context.form().spec.year).filter(|_| figure.unit == "%")
        else {
            return false;
        };
        if subject.is_empty() {
            return false;
        }
        let own = [format!("{subject}{verb}率"), format!("{subject}{verb}")];
        let names = own
            .into_iter()
            .chain(ends.iter().map(|end| format!("{subject}{end}")));
        let mut cells: Vec<usize> = Vec::new();
        for name in names {
            for cell in self.results(spot.named(&name), state) {
                if !cells.contains(&cell) {
                    cells.push(cell);
                }
            }
        }
        if cells.is_empty() {
            return false;
        }
        let meant = Meant {
            cells,
            says_column: false,
        };
        let is_amount = self.known.words.of(subject).is_some_and(|words| {
            let cells = self.meant(said, &words, figure, state).cells;
            let is_figure =
                |cell: &usize| matches!(self.known.cells[*cell].holds, Holds::Figure(_));
            cells.iter().any(is_figure)
        });
        match self.known.hold(self.context, figure, &meant, said) {
            // An amount of the form has a change of its own.
            Held::Differs(_) | Held::Unknown if is_amount => return false,
            Held::Differs(differs) => {
                here.differs(spot, differs);
            }
            _ => {}
        }
        state.knows(meant.cells, false);
        true
    }
}
