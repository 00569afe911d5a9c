//! What a figure of a text means, and whether the form says so.

use std::collections::BTreeSet;

use crate::check::rules::texts::Said;
use crate::check::rules::texts::changes::{change, change_since};
use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::{At, Meant};
use crate::check::rules::texts::read::{Reader, Says, is_parted};
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::sums::is_total;
use crate::check::rules::texts::twice::Mention;
use crate::check::rules::texts::words::Meaning;
use crate::number::Number;
use crate::template::FieldType;

/// Words for what something may score at most.
const POINTS: &[&str] = &["分值", "满分", "权重", "标准分"];
/// A unit before the name of what is counted is no longer.
const LONGEST_UNIT: usize = 3;

impl Reader<'_> {
    /// A figure with the words before it.
    pub(super) fn figure(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let year = self.context.form().spec.year;
        let worded = self.worded(said, phrase, figure, state);
        let (phrase, is_own) = self.own(said, &worded, state);
        let spot = spot.named(phrase);
        state.says_whole |= is_own;
        if self.target(spot, state, here)
            || self.scored_of(spot, state)
            || self.kept(spot, state, here)
            || self.left(spot, state, here)
            || figure.unit == "%" && self.share(spot, state, here)
            || self.growth(spot, state, here)
        {
            return;
        }
        let is_known = self.known.words.of(phrase).is_some();
        let read = match &state.against {
            Some(_) => change_since,
            None => change,
        };
        if let Some(change) = read(phrase, year).filter(|_| !is_known) {
            self.change(spot, change, state, here);
            return;
        }
        if state.has_figure && is_total(phrase) {
            state.unknown();
            return;
        }
        if let Some(words) = self.known.words.of(phrase) {
            if self.known.is_of_whole(self.context, &words) {
                state.begin_total();
            }
            if !self.may_count(&words, figure)
                && figure.unit != "%"
                && self.slipped(spot, state, here)
            {
                state.unknown();
                return;
            }
            if self.scoped(spot, (&words, &[]), state, here) {
                return;
            }
            let mut meant = self.meant(said, &words, figure, state);
            if meant.cells.is_empty() && self.is_total(said, &words, figure, state) {
                // 实际支出165.1万元: what nobody says is the whole, and is it.
                meant = self.whole(said, &words);
            }
            if meant.cells.is_empty() && state.goes_on && phrase.contains("实际") {
                meant = self.came_of(figure, state);
            }
            let is_bare = words.iter().all(|word| word.is_filler);
            if let Some(named) = state
                .named
                .take()
                .filter(|_| is_bare && meant.cells.is_empty())
            {
                meant.cells = named;
            }
            if meant.cells.is_empty() && is_bare {
                self.before_name(spot, state, here);
            } else {
                self.plain(spot, meant, state, here);
            }
        } else {
            // 局机关编制14名，实有13人: those that follow are of the same part.
            state.is_of_part |= self.counts_part(spot, state);
            if !self.slipped(spot, state, here) {
                self.mention(spot, state, here);
            }
            state.unknown();
        }
    }

    /// Whether a figure is what a part of the whole may score, or what it scored: 预算执行指标分值10分，自评得9.88分.
    fn scored_of(&self, spot: Spot<'_>, state: &mut State) -> bool {
        let Spot { phrase, figure, .. } = spot;
        if figure.unit != "分" {
            return false;
        }
        if POINTS.iter().any(|word| phrase.ends_with(word)) {
            state.is_of_some_points = figure.number < Number::HUNDRED;
            return false;
        }
        let says_whole = phrase.contains(['总', '综']);
        let words = self.known.words.of(phrase).filter(|_| !says_whole);
        let is_bare = words.is_some_and(|words| self.known.is_scores(&words));
        let is_of_part = is_bare && state.is_of_some_points;
        if is_of_part {
            state.unknown();
        }
        is_of_part
    }

    /// Whether a figure counts a part of what the end of its phrase names, as it is not the count of the whole.
    fn counts_part(&self, spot: Spot<'_>, state: &State) -> bool {
        let cells = self.named_behind(spot.said, spot.phrase, spot.figure, state);
        let is_count = |cell: &&usize| {
            let known = &self.known.cells[**cell];
            matches!(known.holds, Holds::Figure(FieldType::Count))
                && known.reads(self.context, spot.figure.unit)
        };
        let mut counts = cells.iter().filter(is_count).peekable();
        let is_other =
            |&cell: &usize| self.known.cells[cell].agrees(self.context, spot.figure) != Some(true);
        counts.peek().is_some() && counts.all(is_other)
    }

    /// What was spent or achieved of what was planned before: 目标120场, 实际完成126场.
    fn came_of(&self, figure: &Figure<'_>, state: &State) -> Meant {
        let rows = state.last.iter().flatten();
        let rows: BTreeSet<usize> = rows.map(|&cell| self.known.cells[cell].row).collect();
        let cells = rows.iter().flat_map(|&row| &self.known.rows[row].cells);
        let is_it = |cell: &usize| {
            let known = &self.known.cells[*cell];
            known.reads(self.context, figure.unit)
                && (matches!(known.holds, Holds::Result { .. }) || self.is_final(*cell))
        };
        Meant {
            cells: cells.copied().filter(is_it).collect(),
            says_column: false,
        }
    }

    /// Takes note of a figure the form does not have: another text may give another one.
    fn mention(&self, spot: Spot<'_>, state: &State, here: &mut Here) {
        let Spot { phrase, figure, .. } = spot;
        let is_alone = state.heads.is_empty()
            && !figure.is_aside
            && !state.is_vague
            && matches!(figure.sign, '\0' | ',' | ';');
        let mention =
            Mention::of(phrase, figure, self.context.form().spec.year).filter(|_| is_alone);
        if let Some(mention) = mention {
            here.says(spot.quote(), Says::Mention(mention));
        }
    }

    pub(super) fn meant(
        &self,
        said: &Said,
        words: &[&Meaning],
        figure: &Figure<'_>,
        state: &State,
    ) -> Meant {
        let last = match figure.is_aside {
            true => state.last.as_deref().unwrap_or_default(),
            false => state.gone_on_with(),
        };
        let is_whole = |cell: &usize| self.known.rows[self.known.cells[*cell].row].is_whole;
        // On the sheet of a project 项目支出 is that of the project, whatever was told before it.
        let is_own = said.is_of_one && state.says_whole;
        let is_free = match state.amount() {
            None => true,
            Some(None) => is_own,
            Some(Some(cells)) => is_own || cells.iter().all(is_whole),
        };
        // 送戏下乡126场，全年支出42万元 may be what that cost; 全年执行数 is what the form calls that of the whole.
        let is_beside = state.has_figure && !said.is_of_one && state.amount().is_none();
        let is_named = !is_beside || words.iter().any(|word| word.is_heading || word.is_self);
        let may_be_whole =
            !state.is_of_part && !figure.is_aside && state.heads.is_empty() && is_free && is_named;
        let at = At {
            said,
            last,
            may_be_whole,
            says_whole: state.says_whole,
            columns: &state.columns,
        };
        let meant = self.known.meant(self.context, words, at);
        // 其中上年结转18万元，全年支出372万元: what goes on with the last amount may be the whole again, and is if it is that.
        let goes_on = !last.is_empty() && words.iter().all(|word| word.rows.is_empty());
        if goes_on && !self.is_said_of(&meant, figure) {
            let whole = self.whole(said, words);
            if self.is_said_of(&whole, figure) {
                return whole;
            }
        }
        self.leaning(meant, words, figure)
    }

    /// Whether a figure is one of those that may be meant.
    pub(super) fn is_said_of(&self, meant: &Meant, figure: &Figure<'_>) -> bool {
        let mut cells = meant.cells.iter();
        cells.any(|&cell| self.known.cells[cell].agrees(self.context, figure) == Some(true))
    }

    /// Of figures that may be meant and none of which agrees, those of the columns that verbs lean to: 全年安排35.5万元.
    pub(super) fn leaning(&self, meant: Meant, words: &[&Meaning], figure: &Figure<'_>) -> Meant {
        let verbs = words.iter().filter(|word| word.is_filler);
        let columns: BTreeSet<&String> = verbs.flat_map(|word| &word.columns).collect();
        if meant.says_column || columns.is_empty() || self.is_said_of(&meant, figure) {
            return meant;
        }
        let of = |is_one: &dyn Fn(&String) -> bool| {
            let cells = meant.cells.iter().copied();
            let is_it = |cell: &usize| self.known.cells[*cell].column.as_ref().is_some_and(is_one);
            cells.filter(is_it).collect::<Vec<usize>>()
        };
        // Of several budgets the one by which the form divides.
        let divided = |column: &String| self.known.rates.values().any(|it| it == column);
        let mut cells = of(&|column| columns.contains(column) && divided(column));
        if cells.is_empty() {
            cells = of(&|column| columns.contains(column));
        }
        match cells.is_empty() {
            true => meant,
            false => Meant {
                cells,
                says_column: true,
            },
        }
    }

    /// The figure of the whole that some words may mean.
    pub(super) fn whole(&self, said: &Said, words: &[&Meaning]) -> Meant {
        let at = At {
            said,
            last: &[],
            may_be_whole: true,
            says_whole: true,
            columns: &[],
        };
        self.known.meant(self.context, words, at)
    }

    /// Whether a column alone has the figure of the whole.
    fn is_total(
        &self,
        said: &Said,
        words: &[&Meaning],
        figure: &Figure<'_>,
        state: &State,
    ) -> bool {
        let is_column = words
            .iter()
            .all(|word| word.is_filler || word.rows.is_empty());
        let is_free = state.heads.is_empty() && !figure.is_aside;
        is_column && is_free && {
            let whole = self.whole(said, words);
            !whole.cells.is_empty()
                && matches!(
                    self.known.hold(self.context, figure, &whole, said),
                    Held::Agrees
                )
        }
    }

    /// A figure with the words that name it before it.
    pub(super) fn plain(
        &self,
        spot: Spot<'_>,
        mut meant: Meant,
        state: &mut State,
        here: &mut Here,
    ) {
        let Spot { said, figure, .. } = spot;
        meant
            .cells
            .retain(|&cell| self.is_of_heads(cell, spot, state));
        let is_vague = !meant.says_column && (state.is_vague || state.is_of_part);
        let is_label = |cell: &usize| {
            let holds = &self.known.cells[*cell].holds;
            matches!(holds, Holds::Figure(_) | Holds::Gap { .. })
        };
        if is_vague && meant.cells.iter().all(is_label) {
            state.unknown();
            return;
        }
        match self.known.hold(self.context, figure, &meant, said) {
            Held::Differs(differs) => {
                here.differs(spot, differs);
            }
            Held::Agrees if !self.is_of_year_before(figure, &meant) => {
                let is_new = self.is_of_this_year(figure, &meant);
                let says = if is_new { Says::Agrees } else { Says::Repeats };
                here.says(spot.quote(), says);
            }
            _ => {}
        }
        // 预算62万元，实际支出60万元: what agrees with a budget goes on with what was spent.
        let is_budget = |&cell: &usize| {
            let known = &self.known.cells[cell];
            let is_other = known
                .column
                .as_ref()
                .is_some_and(|column| !self.known.usual.contains(column));
            is_other && known.agrees(self.context, figure) == Some(true)
        };
        let goes_on = meant.says_column || meant.cells.iter().any(is_budget);
        state.knows(meant.cells, goes_on);
    }

    /// Whether a figure may stand where it does: after 其中 the parts of what is split up do.
    fn is_of_heads(&self, cell: usize, spot: Spot<'_>, state: &State) -> bool {
        if state.heads.is_empty() {
            return true;
        }
        let is_amount = matches!(
            self.known.cells[cell].holds,
            Holds::Figure(FieldType::Money)
        );
        // What is no amount is no part: 其中业务工作经费执行率98%, 其中预算执行率得9.8分.
        let row = &self.known.rows[self.known.cells[cell].row];
        let repeats = self
            .context
            .form()
            .sheet_template(row.sheet)
            .repeat
            .is_some();
        let is_score = matches!(
            self.known.cells[cell].holds,
            Holds::Figure(FieldType::Score) | Holds::Points { .. }
        );
        if is_score || !is_amount && (row.item.is_some() || repeats) {
            return true;
        }
        // What was achieved is none either, unless it says so.
        let is_result = matches!(self.known.cells[cell].holds, Holds::Result { .. });
        if is_result && !state.splits_counts() && !is_parted(spot.phrase) {
            return true;
        }
        // 全年预算数39万元，其中上年结转4万元: another column of the budget that is split up.
        let known = &self.known.cells[cell];
        let is_beside = |head: usize| {
            let head = &self.known.cells[head];
            let is_budget = |column: &String| !self.known.usual.contains(column);
            head.row == known.row
                && head.column != known.column
                && [&head.column, &known.column]
                    .into_iter()
                    .all(|column| column.as_ref().is_some_and(is_budget))
        };
        if is_amount && state.split_up().any(is_beside) {
            return true;
        }
        is_amount
            && state.heads.iter().all(|head| head.cells.is_some())
            && state.split_up().any(|head| {
                let known = self.parts.borrow().get(&(cell, head)).copied();
                known.unwrap_or_else(|| {
                    let is_part = self.known.is_part(self.context, cell, head);
                    self.parts.borrow_mut().insert((cell, head), is_part);
                    is_part
                })
            })
    }

    /// A number before the name of what is counted: 完成106场送戏下乡.
    fn before_name(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) {
        let Spot { said, figure, .. } = spot;
        let ends = figure
            .unit
            .char_indices()
            .skip(1)
            .take(LONGEST_UNIT)
            .map(|(at, _)| at);
        for end in ends {
            let (unit, name) = figure.unit.split_at(end);
            let counted = Figure { unit, ..*figure };
            let name = name.trim_start_matches('的');
            let fits = |cell: usize| self.known.cells[cell].reads(self.context, unit);
            let is_result =
                |cell: &usize| matches!(self.known.cells[*cell].holds, Holds::Result { .. });
            // 6座小型水库维修养护 may be what a project is called, and the indicator in another order of words.
            let ways = [Some(name), self.known.indicator(name, &fits)];
            let words = ways.into_iter().flatten();
            let words = words.filter_map(|way| self.known.words.of(way));
            let mut meant = words.map(|words| self.meant(said, &words, &counted, state));
            let meant = meant.find(|it| !it.cells.is_empty() && it.cells.iter().all(is_result));
            let Some(meant) = meant.filter(|_| state.heads.is_empty()) else {
                // 3620户样本的记账
                let name = name.split('的').next().unwrap_or(name);
                let counted = Spot {
                    phrase: name,
                    figure: &counted,
                    ..spot
                };
                if self.slipped(counted, state, here) {
                    state.unknown();
                    return;
                }
                continue;
            };
            if let Held::Differs(differs) = self.known.hold(self.context, &counted, &meant, said) {
                here.differs(spot, differs);
            }
            state.knows(meant.cells, false);
            return;
        }
        state.unknown();
    }
}
