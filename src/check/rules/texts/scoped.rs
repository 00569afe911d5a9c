//! The figures of a project, and rates the form does not compute.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::rules::texts::derived::CARRIED;
use crate::check::rules::texts::exact::has;
use crate::check::rules::texts::held::{Differs, Held};
use crate::check::rules::texts::known::{Cell, Holds, Known};
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;
use crate::check::rules::texts::words::{Meaning, Named};
use crate::number::Number;
use crate::template::FieldType;

/// The figures of one subject a phrase means.
#[derive(Debug, Clone, Default)]
pub(super) struct Scoped {
    /// The figures.
    pub(super) cells: Vec<usize>,
    /// What was spent and what was to be spent, where the phrase asks for a rate the form does not compute.
    pub(super) rates: Vec<(usize, usize)>,
}

impl Known {
    /// The figures of some projects that fit all words.
    pub(super) fn scoped(
        &self,
        context: &Context<'_>,
        words: &[&Meaning],
        rows: &[usize],
    ) -> Scoped {
        let is_item = |word: &Meaning| word.rows.iter().any(|it| self.rows[it.row].item.is_some());
        let words: Vec<&Meaning> = words
            .iter()
            .copied()
            .filter(|word| !is_item(word))
            .collect();
        let is_rate = |word: &Meaning| word.rows.iter().any(|it| self.rates.contains_key(&it.row));
        let names_row = |word: &&Meaning| !word.is_filler && !word.rows.is_empty();
        let says_row = words
            .iter()
            .any(|word| names_row(word) && word.columns.is_empty());
        let mut scoped = Scoped::default();
        for &row in rows {
            let sheet = self.rows[row].sheet;
            let is_sheet =
                self.rows[row].is_whole && context.form().sheet_template(sheet).repeat.is_some();
            let is_near = |index: usize| match is_sheet {
                true => self.rows[index].sheet == sheet && (says_row || index == row),
                false => index == row,
            };
            for near in (0..self.rows.len()).filter(|&index| is_near(index)) {
                let fits = |word: &&Meaning, cell: &Cell| {
                    let is_meant = |it: &Named| {
                        let twin = is_sheet && self.rows[it.row].key == self.rows[near].key;
                        let is_column = it.column.is_none() || it.column == cell.column;
                        !it.is_typed && is_column && (it.row == near || twin)
                    };
                    let is_its_rate = !is_sheet
                        && cell.column.is_none()
                        && is_rate(word)
                        && matches!(cell.holds, Holds::Figure(FieldType::Percent));
                    word.is_filler
                        || is_its_rate
                        || word.rows.iter().any(is_meant)
                        || self.is_column(word, cell)
                };
                let cells = self.rows[near].cells.iter().copied();
                scoped.cells.extend(cells.filter(|&cell| {
                    let cell = &self.cells[cell];
                    let is_figure = matches!(cell.holds, Holds::Figure(_));
                    is_figure && words.iter().all(|word| fits(word, cell))
                }));
            }
            let asks = words.iter().any(|word| is_rate(word));
            if asks && words.iter().all(|word| word.is_filler || is_rate(word)) {
                scoped.rates.extend(self.rate(row));
            }
        }
        scoped
    }

    /// Whether all that words name are rates and scores, which the department has as well as each project.
    pub(super) fn is_bare(&self, words: &[&Meaning]) -> bool {
        self.are_all(words, &[FieldType::Percent, FieldType::Score])
    }

    /// Whether all that words name are scores.
    pub(super) fn is_scores(&self, words: &[&Meaning]) -> bool {
        self.are_all(words, &[FieldType::Score])
    }

    fn are_all(&self, words: &[&Meaning], kinds: &[FieldType]) -> bool {
        let is_bare = |row: usize| {
            let row = &self.rows[row];
            let is_one =
                |holds: &Holds| matches!(holds, Holds::Figure(kind) if kinds.contains(kind));
            row.item.is_none()
                && row
                    .cells
                    .iter()
                    .all(|&cell| is_one(&self.cells[cell].holds))
        };
        words
            .iter()
            .flat_map(|word| &word.rows)
            .all(|it| is_bare(it.row))
    }

    /// Whether words speak of the department: its total, what its total sheet splits up, what is itself a sum, or 本单位.
    pub(super) fn is_of_whole(&self, context: &Context<'_>, words: &[&Meaning]) -> bool {
        let form = context.form();
        let once = |sheet: usize| form.sheet_template(sheet).repeat.is_none();
        let is_whole_sheet = |sheet: usize| {
            once(sheet)
                && self
                    .rows
                    .iter()
                    .any(|row| row.is_whole && row.sheet == sheet)
        };
        let is_sum = |row: usize| {
            let cells = self.rows[row].cells.iter();
            let mut takes = cells.map(|&cell| form.takes(self.cells[cell].field));
            takes.any(|takes| takes.len() > 1)
        };
        let is_of_it = |row: usize| {
            let it = &self.rows[row];
            it.item.is_none() && once(it.sheet) && (is_whole_sheet(it.sheet) || is_sum(row))
        };
        let says = |word: &&Meaning| {
            word.is_self
                || !word.rows.is_empty()
                    && !self.is_bare(&[*word])
                    && word.rows.iter().any(|it| is_of_it(it.row))
        };
        words.iter().any(says)
    }
}

impl Reader<'_> {
    /// A figure of a project, or one nobody says whose it is; whether it was that.
    pub(super) fn scoped(
        &self,
        spot: Spot<'_>,
        (words, extra): (&[&Meaning], &[&Meaning]),
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let naming = self.known.naming(self.context, phrase, said);
        let is_named = naming.is_some();
        let is_bare = self.known.is_bare(words);
        let rows = match &state.subject {
            Subject::Whole => {
                return is_bare && self.rate(spot, words, state, here);
            }
            Subject::Other if is_bare || is_named => {
                state.unknown();
                return true;
            }
            Subject::Other => return false,
            Subject::Rows(rows) => rows.clone(),
        };
        let rest = naming.and_then(|naming| self.known.words.of(naming.rest));
        let all: Vec<&Meaning> = words.iter().chain(extra).copied().collect();
        let mut words = rest.unwrap_or_else(|| words.to_vec());
        words.extend(extra);
        let scoped = self.known.scoped(self.context, &words, &rows);
        let mut meant = Meant {
            says_column: words
                .iter()
                .any(|word| !word.is_filler && !word.columns.is_empty()),
            cells: scoped.cells,
        };
        meant = self.leaning(meant, &all, figure);
        if is_named {
            let other = self.meant(said, &all, figure, state);
            meant.says_column |= other.says_column;
            meant.cells.extend(other.cells);
        }
        let of_last = self.of_last_row(&words, &rows, state);
        if !of_last.is_empty() && !self.is_said_of(&meant, figure) {
            meant.cells = of_last;
        }
        // 全年执行数 may be that of the department again, and so may a rate behind a project named in passing.
        let is_open =
            words.iter().any(|word| word.is_year || word.is_heading) || state.is_weak && is_bare;
        if !is_named && is_open && self.is_the_whole(spot, (&words, &meant), state, here) {
            return true;
        }
        state.is_carried = false;
        if !scoped.rates.is_empty() && meant.cells.is_empty() && figure.unit == "%" {
            let (parts, wholes): (Vec<usize>, Vec<usize>) = scoped.rates.into_iter().unzip();
            if let Held::Differs(differs) =
                self.known
                    .hold_share(self.context, figure, (&parts, &wholes), true)
            {
                here.differs(spot, differs);
            }
            state.knows(parts, false);
            return true;
        }
        if meant.cells.is_empty() {
            // 业务工作经费支出45万元, 培训260人: an indicator on the sheet of the project.
            meant.cells = self.results_of(&words, &rows);
        }
        if meant.cells.is_empty() && self.own_subject(said) == state.subject {
            // Beside a task stands what was done for it, which an indicator counts as well.
            meant.cells = self.results(spot, state);
        }
        if meant.cells.is_empty() {
            // What was carried over and is not known is spent for itself: 上年结转3万元，支出2.8万元.
            if has(phrase, CARRIED) {
                state.subject = Subject::Other;
            }
            state.unknown();
            return true;
        }
        self.plain(spot, meant, state, here);
        true
    }

    /// What a column alone means of the part of a project that was spoken of right before: 上年结转资金100万元，支出96.3万元.
    fn of_last_row(&self, words: &[&Meaning], rows: &[usize], state: &State) -> Vec<usize> {
        if !words.iter().all(|word| word.rows.is_empty()) {
            return Vec::new();
        }
        let last = state.gone_on_with().iter();
        let last: BTreeSet<usize> = last.map(|&cell| self.known.cells[cell].row).collect();
        if last.iter().any(|row| rows.contains(row)) {
            return Vec::new();
        }
        let cells = last.iter().flat_map(|&row| &self.known.rows[row].cells);
        let is_meant = |&cell: &usize| {
            let fits = |word: &&Meaning| {
                word.is_filler || self.known.is_column(word, &self.known.cells[cell])
            };
            let names = words.iter().any(|word| !word.is_filler);
            names && words.iter().all(fits)
        };
        cells.copied().filter(is_meant).collect()
    }

    /// The indicators that words name on the sheets some projects have for themselves.
    fn results_of(&self, words: &[&Meaning], rows: &[usize]) -> Vec<usize> {
        let form = self.context.form();
        let has_own = |row: &usize| {
            let row = &self.known.rows[*row];
            row.is_whole && form.sheet_template(row.sheet).repeat.is_some()
        };
        let sheets: BTreeSet<usize> = rows
            .iter()
            .filter(|row| has_own(row))
            .map(|&row| self.known.rows[row].sheet)
            .collect();
        let named = words.iter().flat_map(|word| &word.rows);
        let cells = named
            .map(|it| &self.known.rows[it.row])
            .filter(|row| sheets.contains(&row.sheet))
            .flat_map(|row| row.cells.iter().copied());
        let is_result =
            |cell: &usize| matches!(self.known.cells[*cell].holds, Holds::Result { .. });
        cells.filter(is_result).collect()
    }

    /// Whether a figure is that of the department after all: the one that agrees, or the one that is nearer where neither does.
    fn is_the_whole(
        &self,
        spot: Spot<'_>,
        (words, own): (&[&Meaning], &Meant),
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Spot { said, figure, .. } = spot;
        let mut whole = self.meant(said, words, figure, state);
        if whole.cells.is_empty() {
            whole = self.whole(said, words);
        }
        let hold = |meant: &Meant| self.known.hold(self.context, figure, meant, said);
        let apart = |differs: &Differs| differs.written.sub(differs.computed).map(Number::abs);
        match (hold(&whole), hold(own)) {
            (_, Held::Agrees) | (Held::Unknown, _) => return false,
            (Held::Agrees, _) => {}
            (Held::Differs(whole), Held::Differs(own)) if apart(&whole) >= apart(&own) => {
                return false;
            }
            (Held::Differs(_), Held::Unknown) => return false,
            (Held::Differs(differs), _) => {
                here.differs(spot, differs);
            }
        }
        state.subject = Subject::Whole;
        state.knows(whole.cells, whole.says_column);
        true
    }
}
