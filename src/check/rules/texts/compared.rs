//! Figures that others are compared with: 比预算数10.1万元节约0.66万元, 由上年的4.85万元降到4.12万元, 2023年10.45万元, 2024年9.44万元.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::changes::{BECOMES, Base, change, compared, years_before};
use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::{At, Meant};
use crate::check::rules::texts::passed::Reach;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;

/// What may stand around a year that says whose figure follows.
const AROUND: &[char] = &['的', '为', '是', '达', '度', '末'];

impl Reader<'_> {
    /// A figure that another one in the same sentence is compared with, or that stands for another year beside this one.
    pub(super) fn compared(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        self.base(spot, state, here)
            || self.origin(spot, state, here)
            || self.becomes(spot, state, here)
            || self.of_last_year(spot, state, here)
            || self.of_this_year(spot, state, here)
    }

    /// 比预算数10.1万元节约…
    fn base(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot { phrase, .. } = spot;
        let year = self.year();
        let is_change = |next: &str| change(next, year).is_some_and(|it| it.subject.is_empty());
        if state.is_silent() || !is_change(spot.followed) || change(phrase, year).is_some() {
            return false;
        }
        match compared(phrase, year) {
            Some((subject, base)) => self.hold_base(spot, (subject, base), state, here),
            None => false,
        }
    }

    /// 由上年的4.85万元…, and more years after it.
    fn origin(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot { phrase, figure, .. } = spot;
        let (subject, base) = match phrase.rsplit_once(['由', '从']) {
            Some(found) => found,
            None if state.is_origin && figure.sign == '、' => ("", phrase),
            None => return false,
        };
        let is_year = base.trim_end_matches(AROUND).ends_with('年')
            || Base::of(base, self.year()) == Base::Prior;
        if state.is_blocked || !is_year {
            return false;
        }
        let base = Base::of(base, self.year());
        let is_held = self.hold_base(spot, (subject, base), state, here);
        state.is_origin = is_held;
        is_held
    }

    /// Holds a figure against what the form has in the column it is said to be of, and takes note of both.
    fn hold_base(
        &self,
        spot: Spot<'_>,
        (subject, base): (&str, Base<'_>),
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Spot { said, .. } = spot;
        let columns = self.base_columns(base, state);
        let mut cells = match subject {
            "" => state.last.clone().unwrap_or_default(),
            subject => self.finals(said, subject),
        };
        if cells.is_empty() {
            return false;
        }
        // Behind 其中 it may be the whole that is compared: 三公经费9万元，其中公务接待4万元，比上年10万元减少1万元.
        if let ("", Some(columns)) = (subject, &columns) {
            let wholes: Vec<usize> = state.split_up().collect();
            if self.is_of_base(spot, &wholes, columns) && !self.is_of_base(spot, &cells, columns) {
                cells = wholes;
            }
        }
        if let Some(columns) = &columns {
            self.hold_other_column(spot, &cells, columns, here);
        }
        state.knows(cells, false);
        state.base = columns;
        true
    }

    /// Whether a figure is what the form has in some columns of one of some rows.
    fn is_of_base(&self, spot: Spot<'_>, cells: &[usize], columns: &[String]) -> bool {
        let bases = cells
            .iter()
            .flat_map(|&cell| self.known.bases(cell, columns));
        let mut agree = bases.map(|base| self.known.cells[base].agrees(self.context, spot.figure));
        agree.any(|agrees| agrees == Some(true))
    }

    /// Whether what the form has in other columns of some rows is a figure; tells it where it is not.
    fn hold_other_column(
        &self,
        spot: Spot<'_>,
        cells: &[usize],
        columns: &[String],
        here: &mut Here,
    ) -> bool {
        let Spot { said, figure, .. } = spot;
        let bases: Vec<usize> = cells
            .iter()
            .flat_map(|&cell| self.known.bases(cell, columns))
            .collect();
        if bases.is_empty() {
            return false;
        }
        let meant = Meant {
            cells: bases,
            says_column: true,
        };
        if let Held::Differs(differs) = self.known.hold(self.context, figure, &meant, said) {
            here.differs(spot, differs);
        }
        true
    }

    /// …降到4.12万元: what came of it.
    fn becomes(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot { phrase, .. } = spot;
        let Some(rest) = BECOMES.iter().find_map(|word| phrase.strip_prefix(word)) else {
            return false;
        };
        let is_own = rest.is_empty() || self.is_own_year(rest);
        let Some(cells) = state.last.clone().filter(|_| is_own && state.is_origin) else {
            return false;
        };
        let base = state.base.clone();
        (state.other, state.is_origin) = (None, false);
        self.hold_own(spot, cells, state, here);
        state.base = base;
        true
    }

    /// 2023年三公经费10.45万元, where the own year follows; or behind it: …, 2023年10.45万元.
    fn of_last_year(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot { said, phrase, .. } = spot;
        if state.is_blocked || self.known.words.of(phrase).is_some() {
            return false;
        }
        let Some((rest, is_last)) = self.other_year(phrase) else {
            return false;
        };
        let goes_on = |next: &str| {
            self.is_own_year(next)
                || self
                    .other_year(next)
                    .is_some_and(|(rest, _)| rest.is_empty())
        };
        let cells = match (rest.as_str(), &state.other_year) {
            ("", Some(chain)) => chain.clone(),
            ("", None) if state.other.is_none() => state.last.clone().unwrap_or_default(),
            ("", None) => Vec::new(),
            (rest, _) if goes_on(spot.followed) => self.finals(said, rest),
            _ => Vec::new(),
        };
        let finals: Vec<usize> = cells
            .into_iter()
            .filter(|&cell| self.is_final(cell))
            .collect();
        let is_held = match is_last {
            true => self.hold_other_column(spot, &finals, &[], here),
            false => !finals.is_empty(),
        };
        if !is_held {
            return false;
        }
        state.other = Some(Reach::Sentence);
        state.unknown();
        state.other_year = Some(finals);
        state.base = is_last.then(Vec::new);
        true
    }

    /// The words of a phrase without the year before the own one, or another year, and whether it is the one before.
    fn other_year(&self, phrase: &str) -> Option<(String, bool)> {
        let years = years_before(self.year());
        let last = years
            .iter()
            .find_map(|year| phrase.split_once(year.as_str()));
        let (before, after) = match last {
            Some(found) => found,
            None => {
                let (head, after) = phrase.split_once('年')?;
                let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
                let year = head.get(before.len()..).filter(|year| year.len() == 4)?;
                if year == self.year().to_string() {
                    return None;
                }
                (before, after)
            }
        };
        let rest = format!("{before}{}", after.trim_matches(AROUND));
        Some((rest, last.is_some()))
    }

    /// …, 2024年9.44万元: the figure of the own year beside that of the year before; what changed goes on from both.
    fn of_this_year(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let cells = state.other_year.take();
        let Some(cells) = cells.filter(|_| self.is_own_year(spot.phrase)) else {
            return false;
        };
        let base = state.base.take();
        state.other = None;
        self.hold_own(spot, cells, state, here);
        state.base = base;
        true
    }

    fn hold_own(&self, spot: Spot<'_>, cells: Vec<usize>, state: &mut State, here: &mut Here) {
        let Spot { said, figure, .. } = spot;
        let meant = Meant {
            cells,
            says_column: false,
        };
        if let Held::Differs(differs) = self.known.hold(self.context, figure, &meant, said) {
            here.differs(spot, differs);
        }
        state.knows(meant.cells, false);
    }

    /// The final figures, or the results of indicators, that a name means.
    fn finals(&self, said: &Said, name: &str) -> Vec<usize> {
        let at = At {
            said,
            last: &[],
            may_be_whole: true,
            says_whole: false,
            columns: &[],
        };
        let words = self.known.words.of(name).unwrap_or_default();
        let mut cells = self.known.meant(self.context, &words, at).cells;
        cells.retain(|&cell| {
            let is_result = matches!(self.known.cells[cell].holds, Holds::Result { .. });
            is_result || self.is_final(cell)
        });
        cells
    }

    /// Whether a phrase is the year of the form and nothing else.
    fn is_own_year(&self, phrase: &str) -> bool {
        let words = self.known.words.of(phrase).unwrap_or_default();
        words.iter().any(|word| word.is_year)
            && words
                .iter()
                .all(|word| word.is_filler || word.rows.is_empty())
    }

    fn year(&self) -> u16 {
        self.context.form().spec.year
    }
}
