//! What a figure of a text means, and whether the form says so.

use std::collections::BTreeSet;

use crate::check::rules::texts::Said;
use crate::check::rules::texts::changes::{Base, Change, change};
use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::{At, Meant};
use crate::check::rules::texts::read::{Here, Reader, Says, State};
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::subject::Subject;
use crate::check::rules::texts::sums::is_total;
use crate::check::rules::texts::twice::Mention;
use crate::check::rules::texts::words::Meaning;
use crate::template::FieldType;

/// A unit before the name of what is counted is no longer.
const LONGEST_UNIT: usize = 3;

impl Reader<'_> {
    /// A figure with the words before it.
    pub(super) fn figure(
        &self,
        said: &Said,
        phrase: &str,
        figure: &Figure<'_>,
        state: &mut State,
        here: &mut Here,
    ) {
        let year = self.context.form().spec.year;
        if figure.unit == "%" && self.share(said, phrase, figure, state, here) {
            return;
        }
        if let Some(change) = change(phrase, year) {
            self.change(said, phrase, Some(figure), change, state, here);
            return;
        }
        if state.has_figure && is_total(phrase) {
            state.unknown();
            return;
        }
        if let Some(words) = self.known.words.of(phrase) {
            if self.scoped(said, phrase, figure, &words, state, here) {
                return;
            }
            let meant = self.meant(said, &words, figure, state);
            if meant.cells.is_empty() && words.iter().all(|word| word.is_filler) {
                self.before_name(said, phrase, figure, state, here);
            } else {
                self.plain(said, phrase, figure, meant, state, here);
            }
        } else {
            self.mention(phrase, figure, state, here);
            state.unknown();
        }
    }

    /// A figure of a project, or one nobody says whose it is; whether it was that.
    fn scoped(
        &self,
        said: &Said,
        phrase: &str,
        figure: &Figure<'_>,
        words: &[&Meaning],
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let naming = self.known.naming(self.context, phrase, said);
        let is_named = naming.is_some();
        let is_bare = self.known.is_bare(words);
        let rows = match &state.subject {
            Subject::Whole => return is_bare && self.rate(phrase, figure, words, state, here),
            Subject::Other if is_bare || is_named => {
                state.unknown();
                return true;
            }
            Subject::Other => return false,
            Subject::Rows(rows) => rows.clone(),
        };
        let rest = naming.and_then(|naming| self.known.words.of(naming.rest));
        let words = rest.unwrap_or_else(|| words.to_vec());
        let scoped = self.known.scoped(self.context, &words, &rows);
        let mut meant = Meant {
            says_column: words
                .iter()
                .any(|word| !word.is_filler && !word.columns.is_empty()),
            cells: scoped.cells,
        };
        if is_named {
            let all = self.known.words.of(phrase).unwrap_or_default();
            let other = self.meant(said, &all, figure, state);
            meant.says_column |= other.says_column;
            meant.cells.extend(other.cells);
        }
        // 全年执行数 at the beginning of the next sentence may be that of the department again.
        if state.is_carried && !is_named && words.iter().any(|word| word.is_year || word.is_heading)
        {
            let whole = self.meant(said, &words, figure, state);
            if matches!(
                self.known.hold(self.context, figure, &whole, said),
                Held::Agrees
            ) {
                state.subject = Subject::Whole;
                state.knows(whole.cells, whole.says_column);
                return true;
            }
        }
        state.is_carried = false;
        if !scoped.rates.is_empty() && meant.cells.is_empty() && figure.unit == "%" {
            let (parts, wholes): (Vec<usize>, Vec<usize>) = scoped.rates.into_iter().unzip();
            if let Held::Differs(differs) =
                self.known
                    .hold_share(self.context, figure, (&parts, &wholes), true)
            {
                here.push((quote(phrase, figure), Says::Figure(differs)));
            }
            state.knows(parts, false);
            return true;
        }
        if meant.cells.is_empty() {
            state.unknown();
            return true;
        }
        self.plain(said, phrase, figure, meant, state, here);
        true
    }

    /// The rate of a figure of the form that was spoken of before: 公用经费预算62万元，支出60万元，执行率97%.
    fn rate(
        &self,
        phrase: &str,
        figure: &Figure<'_>,
        words: &[&Meaning],
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Some(last) = state
            .last
            .as_deref()
            .filter(|_| figure.unit == "%" && state.heads.is_empty())
        else {
            return false;
        };
        let is_rate = |word: &&Meaning| {
            word.is_filler
                || word
                    .rows
                    .iter()
                    .any(|it| self.known.rates.contains_key(&it.row))
        };
        if !words.iter().all(is_rate) {
            return false;
        }
        let rows: BTreeSet<usize> = last
            .iter()
            .map(|&cell| self.known.cells[cell].row)
            .collect();
        if rows.iter().any(|&row| self.known.rows[row].is_whole) {
            return false;
        }
        let (parts, wholes): (Vec<usize>, Vec<usize>) =
            rows.iter().filter_map(|&row| self.known.rate(row)).unzip();
        if parts.is_empty() {
            return false;
        }
        let rates = words
            .iter()
            .flat_map(|word| &word.rows)
            .flat_map(|it| &self.known.rows[it.row].cells);
        let is_of_whole = rates
            .copied()
            .any(|cell| self.known.cells[cell].agrees(self.context, figure) == Some(true));
        if !is_of_whole
            && let Held::Differs(differs) =
                self.known
                    .hold_share(self.context, figure, (&parts, &wholes), true)
        {
            here.push((quote(phrase, figure), Says::Figure(differs)));
        }
        state.unknown();
        true
    }

    /// Takes note of a figure the form does not have: another text may give another one.
    fn mention(&self, phrase: &str, figure: &Figure<'_>, state: &State, here: &mut Here) {
        let is_alone = state.heads.is_empty()
            && !figure.is_aside
            && !state.is_vague
            && matches!(figure.sign, '\0' | ',' | ';');
        let mention =
            Mention::of(phrase, figure, self.context.form().spec.year).filter(|_| is_alone);
        here.extend(mention.map(|mention| (quote(phrase, figure), Says::Mention(mention))));
    }

    fn meant(&self, said: &Said, words: &[&Meaning], figure: &Figure<'_>, state: &State) -> Meant {
        let goes_on = state.goes_on || figure.is_aside;
        let last = state
            .last
            .as_deref()
            .filter(|_| goes_on)
            .unwrap_or_default();
        let is_whole = |cell: &usize| self.known.rows[self.known.cells[*cell].row].is_whole;
        let may_be_whole = !state.is_of_part
            && !figure.is_aside
            && state.heads.is_empty()
            && match &state.last {
                Some(cells) => cells.iter().all(is_whole),
                None => !state.has_figure,
            };
        let at = At {
            said,
            last,
            may_be_whole,
            columns: &state.columns,
        };
        self.known.meant(self.context, words, at)
    }

    /// A figure with the words that name it before it.
    fn plain(
        &self,
        said: &Said,
        phrase: &str,
        figure: &Figure<'_>,
        mut meant: Meant,
        state: &mut State,
        here: &mut Here,
    ) {
        meant.cells.retain(|&cell| self.is_of_heads(cell, state));
        let is_vague = !meant.says_column && (state.is_vague || state.is_of_part);
        let is_label = |cell: &usize| matches!(self.known.cells[*cell].holds, Holds::Figure(_));
        if is_vague && meant.cells.iter().all(is_label) {
            state.unknown();
            return;
        }
        if let Held::Differs(differs) = self.known.hold(self.context, figure, &meant, said) {
            here.push((quote(phrase, figure), Says::Figure(differs)));
        }
        state.knows(meant.cells, meant.says_column);
    }

    /// Whether a figure may stand where it does: after 其中 the parts of what is split up do.
    fn is_of_heads(&self, cell: usize, state: &State) -> bool {
        if state.heads.is_empty() {
            return true;
        }
        let is_amount = matches!(
            self.known.cells[cell].holds,
            Holds::Figure(FieldType::Money)
        );
        let heads = state.heads.iter().flatten().flatten();
        is_amount
            && state.heads.iter().all(Option::is_some)
            && heads.copied().any(|head| {
                let known = self.parts.borrow().get(&(cell, head)).copied();
                known.unwrap_or_else(|| {
                    let is_part = self.known.is_part(self.context, cell, head);
                    self.parts.borrow_mut().insert((cell, head), is_part);
                    is_part
                })
            })
    }

    /// A number before the name of what is counted: 完成106场送戏下乡.
    fn before_name(
        &self,
        said: &Said,
        phrase: &str,
        figure: &Figure<'_>,
        state: &mut State,
        here: &mut Here,
    ) {
        let ends = figure
            .unit
            .char_indices()
            .skip(1)
            .take(LONGEST_UNIT)
            .map(|(at, _)| at);
        for end in ends {
            let (unit, name) = figure.unit.split_at(end);
            let Some(words) = self.known.words.of(name.trim_start_matches('的')) else {
                continue;
            };
            let counted = Figure { unit, ..*figure };
            let meant = self.meant(said, &words, &counted, state);
            let is_result =
                |cell: &usize| matches!(self.known.cells[*cell].holds, Holds::Result { .. });
            if meant.cells.is_empty()
                || !meant.cells.iter().all(is_result)
                || !state.heads.is_empty()
            {
                continue;
            }
            if let Held::Differs(differs) = self.known.hold(self.context, &counted, &meant, said) {
                here.push((quote(phrase, figure), Says::Figure(differs)));
            }
        }
        state.unknown();
    }

    /// 会议费、培训费分别为5万元、6万元.
    pub(super) fn several(
        &self,
        said: &Said,
        phrase: &str,
        first: &Figure<'_>,
        others: &[&Figure<'_>],
        state: &mut State,
        here: &mut Here,
    ) {
        let names = phrase.split("分别").next().unwrap_or_default();
        let joined = names
            .replace("以及", "、")
            .replace(['和', '及', '与'], "、");
        let names: Vec<&str> = joined.split('、').collect();
        let words: Option<Vec<Vec<&Meaning>>> =
            names.iter().map(|name| self.known.words.of(name)).collect();
        let Some(words) = words.filter(|words| words.len() == others.len() + 1) else {
            state.unknown();
            return;
        };
        let shared = words
            .last()
            .into_iter()
            .flatten()
            .filter(|word| word.rows.is_empty());
        let shared: Vec<&Meaning> = shared.copied().collect();
        let figures = std::iter::once(first).chain(others.iter().copied());
        for ((name, mut words), figure) in names.iter().zip(words.clone()).zip(figures) {
            words.extend(&shared);
            let meant = self.meant(said, &words, figure, state);
            let shown = format!("{name}分别为");
            self.plain(said, &shown, figure, meant, state, here);
        }
        state.unknown();
    }

    /// A change, or its direction alone.
    pub(super) fn change(
        &self,
        said: &Said,
        phrase: &str,
        figure: Option<&Figure<'_>>,
        change: Change<'_>,
        state: &mut State,
        here: &mut Here,
    ) {
        let at = At {
            said,
            last: state.last.as_deref().unwrap_or_default(),
            may_be_whole: true,
            columns: &[],
        };
        let cells = if change.subject.is_empty() || change.subject == "其中" {
            state.last.clone().unwrap_or_default()
        } else {
            let words = self.known.words.of(change.subject);
            words
                .map(|words| self.known.meant(self.context, &words, at).cells)
                .unwrap_or_default()
        };
        let base = match change.base {
            Base::Prior => Some(Vec::new()),
            Base::Same => state.base.clone(),
            Base::Named(name) => self.known.words.of(name).and_then(|words| {
                let columns = words.iter().flat_map(|word| word.columns.iter().cloned());
                let columns: Vec<String> = columns.collect();
                let only = words
                    .iter()
                    .all(|word| word.is_filler || !word.columns.is_empty());
                (only && !columns.is_empty()).then_some(columns)
            }),
        };
        let cells: Vec<usize> = cells
            .into_iter()
            .filter(|&cell| self.is_final(cell))
            .collect();
        if let (Some(base), false) = (&base, cells.is_empty()) {
            let held = self
                .known
                .hold_change(self.context, figure, change.is_more, &cells, base);
            if let Held::Differs(differs) = held {
                let quote =
                    figure.map_or_else(|| phrase.to_owned(), |figure| quote(phrase, figure));
                here.push((quote, Says::Figure(differs)));
            }
        }
        state.knows(cells, false);
        state.base = base;
    }

    /// Whether a figure is a final one, not a budget.
    fn is_final(&self, cell: usize) -> bool {
        let column = self.known.cells[cell].column.as_ref();
        column.is_some_and(|column| self.known.usual.contains(column))
    }

    /// 占总支出的61.62%: whether the phrase says so.
    fn share(
        &self,
        said: &Said,
        phrase: &str,
        figure: &Figure<'_>,
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Some((part, whole)) = phrase.split_once('占') else {
            return false;
        };
        let whole = whole.trim_end_matches(['的', '为', '达', '比', '例', '重']);
        let words = |phrase: &str| {
            self.known
                .words
                .of(phrase)
                .filter(|words| !words.is_empty())
        };
        let at = At {
            said,
            last: &[],
            may_be_whole: true,
            columns: &[],
        };
        let parts = match part {
            "" => state.last.clone(),
            part => words(part).map(|words| self.known.meant(self.context, &words, at).cells),
        };
        let wholes = match whole {
            "" => state.heads.last().cloned().flatten(),
            whole => words(whole).map(|words| self.known.meant(self.context, &words, at).cells),
        };
        if let (Some(parts), Some(wholes)) = (&parts, &wholes)
            && let Held::Differs(differs) =
                self.known
                    .hold_share(self.context, figure, (parts, wholes), false)
        {
            here.push((quote(phrase, figure), Says::Figure(differs)));
        }
        match parts {
            Some(parts) => state.knows(parts, false),
            None => state.unknown(),
        }
        true
    }
}

fn quote(phrase: &str, figure: &Figure<'_>) -> String {
    format!("{phrase}{}{}", figure.digits, figure.unit)
}
