//! Shares and rates: 占总支出的61.62%, 完成年初预算的105%.

use crate::check::context::Context;
use crate::check::rules::texts::Said;
use crate::check::rules::texts::held::{Differs, Held, What, is_said};
use crate::check::rules::texts::known::{Holds, Known};
use crate::check::rules::texts::meant::At;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;
use crate::number::Number;
use crate::template::FieldType;

/// What stands before a budget that what was spent is a share of: 完成年初预算的105%.
const OF_BUDGET: &[&str] = &["完成", "达到", "达", "为", "是"];

impl Known {
    /// Holds a share against the figures it may be of; a rate is what was spent as a share of what was to be spent.
    pub(super) fn hold_share(
        &self,
        context: &Context<'_>,
        figure: &Figure<'_>,
        (parts, wholes): (&[usize], &[usize]),
        is_rate: bool,
    ) -> Held {
        let is_money =
            |cell: &&usize| matches!(self.cells[**cell].holds, Holds::Figure(FieldType::Money));
        let usual = |cell: &&usize| {
            let column = self.cells[**cell].column.as_ref();
            column.is_none_or(|column| self.usual.contains(column))
        };
        // The share of last year is none of this year's budget: both stand in columns of one kind.
        let kind = |cell: &usize| {
            let column = self.cells[*cell].column.as_ref();
            let group =
                |column: &String| self.groups.iter().position(|group| group.contains(column));
            match column {
                None => (Some(0), None),
                Some(column) => match group(column) {
                    Some(group) => (Some(group), None),
                    None => (None, Some(column)),
                },
            }
        };
        let mut held = Held::Unknown;
        for &part in parts.iter().filter(is_money) {
            for &whole in wholes.iter().filter(is_money) {
                if !is_rate && kind(&part) != kind(&whole) {
                    continue;
                }
                let (field, of) = (self.cells[part].field, self.cells[whole].field);
                let (Some(number), Some(all)) = (context.computed(field), context.computed(of))
                else {
                    continue;
                };
                let percent = Number::ONE.div(Number::HUNDRED);
                let (Some(share), Some(percent)) = (number.div(all), percent) else {
                    continue;
                };
                let slack =
                    (0..figure.places).try_fold(percent, |ulp, _| ulp.div(Number::from(10)));
                if is_said(figure, share, percent, slack.unwrap_or(Number::ZERO)) {
                    return Held::Agrees;
                }
                let is_usual = is_rate || usual(&&part) && usual(&&whole) && field != of;
                if let (true, Held::Unknown, Some(written)) =
                    (is_usual, &held, figure.number.mul(percent))
                {
                    held = Held::Differs(Differs {
                        field,
                        written,
                        computed: share.round(6).unwrap_or(share),
                        what: What::Share { whole: of },
                    });
                }
            }
        }
        held
    }
}

impl Reader<'_> {
    /// 占总支出的61.62%, 完成年初预算的105%: whether the phrase says so.
    pub(super) fn share(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let Some((part, whole)) = phrase.split_once('占') else {
            return self.of_budget(spot, state, here);
        };
        let whole = whole.trim_end_matches(['的', '为', '达', '比', '例', '重', '约']);
        // 占项目支出的 is a share of all projects, but on the sheet of one.
        let (whole, is_own) = match said.is_of_one {
            true => self.own(said, whole, state),
            false => (whole, false),
        };
        let is_rate = self.is_budget(whole);
        let cells = |phrase: &str| {
            let words = self
                .known
                .words
                .of(phrase)
                .filter(|words| !words.is_empty())?;
            let at = At {
                said,
                last: &[],
                may_be_whole: true,
                says_whole: is_own || is_rate,
                columns: &[],
            };
            // 占部门全年支出的 is said of a project, too.
            let is_of_all = ["部门", "单位", "我局"]
                .iter()
                .any(|all| phrase.starts_with(all))
                || words.iter().any(|word| word.is_self)
                || !said.is_of_one && self.known.is_of_whole(self.context, &words);
            if let (Subject::Rows(rows), false) = (&state.subject, is_of_all) {
                let scoped = self.known.scoped(self.context, &words, rows).cells;
                if !scoped.is_empty() {
                    return Some(scoped);
                }
            }
            Some(self.known.meant(self.context, &words, at).cells)
        };
        let parts = match part {
            "" => state.last.clone(),
            part => cells(part),
        };
        let wholes = match whole {
            "" => match state.heads.last() {
                Some(head) => head.cells.clone(),
                None => parts
                    .as_deref()
                    .and_then(|parts| self.whole_of(said, parts)),
            },
            whole => cells(whole),
        };
        if let (Some(parts), Some(wholes)) = (&parts, &wholes)
            && let Held::Differs(differs) =
                self.known
                    .hold_share(self.context, figure, (parts, wholes), is_rate)
        {
            here.differs(spot, differs);
        }
        match parts {
            Some(parts) => state.knows(parts, false),
            None => state.unknown(),
        }
        true
    }

    /// Whether words name budgets and nothing else, so that what is a share of it was spent of it: 占预算的.
    fn is_budget(&self, words: &str) -> bool {
        let words = self.known.words.of(words).unwrap_or_default();
        let is_usual = |column: &String| self.known.usual.contains(column);
        let mut columns = words.iter().flat_map(|word| &word.columns).peekable();
        columns.peek().is_some()
            && !columns.any(is_usual)
            && words
                .iter()
                .all(|word| word.is_filler || word.rows.is_empty())
    }

    /// The whole that a share is of where none is named, for what the total of the department is made up of: 基本支出…，占比….
    fn whole_of(&self, said: &Said, parts: &[usize]) -> Option<Vec<usize>> {
        let rows = self.known.whole(self.context, said);
        let sheet = self.known.rows[*rows.first()?].sheet;
        let is_part = |cell: &usize| {
            let row = &self.known.rows[self.known.cells[*cell].row];
            row.sheet == sheet && !row.is_whole
        };
        let cells = rows
            .iter()
            .flat_map(|&row| self.known.rows[row].cells.iter().copied());
        parts.iter().any(is_part).then(|| cells.collect())
    }

    /// 完成年初预算的105%: what was spent as a share of what is in another column of the same row.
    fn of_budget(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let Some(head) = phrase.strip_suffix('的') else {
            return false;
        };
        let Some((at, verb)) = OF_BUDGET
            .iter()
            .filter_map(|verb| Some((head.rfind(verb)?, *verb)))
            .max_by_key(|(at, verb)| (at + verb.len(), verb.len()))
        else {
            return false;
        };
        let (part, budget) = (&head[..at], &head[at + verb.len()..]);
        let columns: Vec<String> = match self.known.words.of(budget) {
            Some(words)
                if words
                    .iter()
                    .all(|word| word.is_filler || word.rows.is_empty()) =>
            {
                words
                    .iter()
                    .flat_map(|word| word.columns.iter().cloned())
                    .collect()
            }
            _ => return false,
        };
        if columns.is_empty()
            || columns
                .iter()
                .any(|column| self.known.usual.contains(column))
        {
            return false;
        }
        let rows: Vec<usize> = match (&state.subject, part) {
            (Subject::Rows(rows), "") => rows.clone(),
            (_, "") => {
                let last = state.last.iter().flatten();
                last.map(|&cell| self.known.cells[cell].row).collect()
            }
            (_, part) => {
                let words = self.known.words.of(part).unwrap_or_default();
                let at = At {
                    said,
                    last: &[],
                    may_be_whole: true,
                    says_whole: false,
                    columns: &[],
                };
                let cells = self.known.meant(self.context, &words, at).cells;
                cells
                    .iter()
                    .map(|&cell| self.known.cells[cell].row)
                    .collect()
            }
        };
        let of = |row: &usize, columns: &[String]| {
            let cells = self.known.rows[*row].cells.iter().copied();
            let is_of = |cell: &usize| {
                self.known.cells[*cell]
                    .column
                    .as_ref()
                    .is_some_and(|column| columns.contains(column))
            };
            cells.filter(is_of).collect::<Vec<usize>>()
        };
        let mut held = Held::Unknown;
        for row in &rows {
            let (parts, wholes) = (of(row, &self.known.usual), of(row, &columns));
            match self
                .known
                .hold_share(self.context, figure, (&parts, &wholes), true)
            {
                Held::Agrees => {
                    held = Held::Agrees;
                    break;
                }
                Held::Differs(differs) if matches!(held, Held::Unknown) => {
                    held = Held::Differs(differs);
                }
                _ => {}
            }
        }
        if let Held::Differs(differs) = held {
            here.differs(spot, differs);
        }
        state.has_figure = true;
        true
    }
}
