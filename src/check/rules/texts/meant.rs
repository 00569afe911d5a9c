//! Which figures of the form a phrase means.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::rules::texts::Said;
use crate::check::rules::texts::known::{Cell, Holds, Known};
use crate::check::rules::texts::words::{Meaning, Named};
use crate::template::FieldType;

/// What a phrase means where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Meant {
    /// The figures it may mean.
    pub(super) cells: Vec<usize>,
    /// Whether it names a column: 年初预算数.
    pub(super) says_column: bool,
}

/// Where a phrase stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    /// The text.
    pub(super) said: &'a Said,
    /// The figures spoken of before, whose row a column alone goes on with.
    pub(super) last: &'a [usize],
    /// Whether a column alone may mean the whole.
    pub(super) may_be_whole: bool,
    /// Whether the phrase said so: 项目支出 on the sheet of a project.
    pub(super) says_whole: bool,
    /// The columns the sentence speaks of.
    pub(super) columns: &'a [String],
}

impl Known {
    /// The figures all words of a phrase fit.
    pub(super) fn meant(&self, context: &Context<'_>, words: &[&Meaning], at: At<'_>) -> Meant {
        let named = words.iter().flat_map(|word| self.rows_of(&word.rows));
        let named: Vec<&Named> = named
            .filter(|it| self.may_mean(context, it, at.said))
            .collect();
        let mut rows: BTreeSet<usize> = named.iter().map(|it| it.row).collect();
        // 安排 says only that a budget is meant rather than what was spent.
        let has_columns = words
            .iter()
            .any(|word| !word.is_filler && !word.columns.is_empty());
        if !has_columns && rows.is_empty() {
            return Meant::default();
        }
        let is_named = !rows.is_empty();
        if !is_named {
            rows.extend(at.last.iter().map(|&cell| self.cells[cell].row));
        }
        let says_whole = |word: &&Meaning| word.is_year || word.is_heading || word.is_self;
        let is_whole = at.may_be_whole && (at.says_whole || words.iter().any(says_whole));
        if !is_named && is_whole || is_named && has_columns && !at.said.sheets.is_empty() {
            rows.extend(self.whole(context, at.said));
        }
        let mut cells = Vec::new();
        for row in rows {
            for &cell in &self.rows[row].cells {
                let fits = |word: &&Meaning| self.fits(context, word, &self.cells[cell], at.said);
                if words.iter().all(fits) {
                    cells.push(cell);
                }
            }
        }
        let says_column = words.iter().any(|word| {
            let is_column = |cell: &usize| self.is_column(word, &self.cells[*cell]);
            let mut rows = word.rows.iter();
            let names_row = rows.any(|it| self.may_mean(context, it, at.said));
            !word.is_filler && !names_row && cells.iter().any(is_column)
        });
        if !says_column && !at.columns.is_empty() {
            cells.retain(|&cell| match &self.cells[cell].column {
                Some(column) => at.columns.contains(column),
                None => at.columns.iter().any(|column| self.usual.contains(column)),
            });
        }
        Meant { cells, says_column }
    }

    /// The rows that are the whole of what a text speaks of.
    pub(super) fn whole(&self, context: &Context<'_>, said: &Said) -> Vec<usize> {
        let form = context.form();
        let of = |sheet: usize| {
            let mut rows = self.rows.iter().enumerate();
            rows.find(|(_, row)| row.is_whole && row.sheet == sheet)
                .map(|(index, _)| index)
        };
        if !said.sheets.is_empty() {
            return said
                .sheets
                .iter()
                .filter_map(|&sheet| of(sheet))
                .take(1)
                .collect();
        }
        let own = of(form.fields[said.field].sheet);
        let stands_once = |sheet: &usize| form.sheet_template(*sheet).repeat.is_none();
        let first = || (0..form.sheets.len()).filter(stands_once).find_map(of);
        own.or_else(first).into_iter().collect()
    }

    /// Whether a word means its row in a text.
    pub(super) fn may_mean(&self, context: &Context<'_>, named: &Named, said: &Said) -> bool {
        let sheet = self.rows[named.row].sheet;
        if !named.texts.is_empty() {
            return named.texts.contains(&said.field);
        }
        if named.is_typed {
            return true;
        }
        if !said.sheets.is_empty() {
            return said.sheets.contains(&sheet);
        }
        context.form().sheet_template(sheet).repeat.is_none()
    }

    fn fits(&self, context: &Context<'_>, word: &Meaning, cell: &Cell, said: &Said) -> bool {
        let is_named = |named: &Named| {
            let is_column = named.column.is_none() || named.column == cell.column;
            named.row == cell.row && is_column && self.may_mean(context, named, said)
        };
        word.is_filler || word.rows.iter().any(is_named) || self.is_column(word, cell)
    }

    /// Whether a word names the column of a figure; one without a column is a final one.
    pub(super) fn is_column(&self, word: &Meaning, cell: &Cell) -> bool {
        match (&cell.column, &cell.holds) {
            (_, Holds::Result { .. }) => false,
            (Some(column), _) => word.columns.contains(column),
            // 全年预算执行率 is the rate that divides by the 全年预算.
            (None, Holds::Figure(FieldType::Percent))
                if self
                    .rates
                    .get(&cell.row)
                    .is_some_and(|of| word.columns.contains(of)) =>
            {
                true
            }
            (None, _) => word
                .columns
                .iter()
                .any(|column| self.usual.contains(column)),
        }
    }

    /// The one figure that is meant, of those that may be: where none is named, that of the usual column and of the sheet a text
    /// speaks of first. `None` where two have the same right.
    pub(super) fn one(&self, context: &Context<'_>, meant: &Meant, said: &Said) -> Option<usize> {
        let form = context.form();
        let own = form.fields[said.field].sheet;
        let is_usual = |cell: &&usize| {
            let column = self.cells[**cell].column.as_ref();
            meant.says_column || column.is_none_or(|column| self.usual.contains(column))
        };
        let rank = |cell: usize| {
            let cell = &self.cells[cell];
            let sheet = self.rows[cell.row].sheet;
            let of_section = said.sheets.iter().position(|&it| it == sheet);
            let is_result = matches!(cell.holds, Holds::Result { .. });
            (
                sheet != own,
                is_result,
                of_section.unwrap_or(usize::MAX),
                sheet,
            )
        };
        let usual = meant.cells.iter().filter(is_usual);
        let best = usual.clone().map(|&cell| rank(cell)).min()?;
        let mut first = usual.filter(|&&cell| rank(cell) == best);
        let one = *first.next()?;
        let row = self.cells[one].row;
        // 国有资本经营预算 may be the total or its only project: with the same figure it does not matter which.
        let number = |cell: usize| context.computed(self.cells[cell].field);
        let is_same = |other: usize| {
            let alike = self.cells[other].column == self.cells[one].column;
            alike && number(other).is_some() && number(other) == number(one)
        };
        let is_alone = first.all(|&other| self.cells[other].row == row || is_same(other));
        // On a sheet that repeats, the indicators of another one are not meant.
        let sheet = self.rows[row].sheet;
        let is_result = matches!(self.cells[one].holds, Holds::Result { .. });
        let repeats = form.sheet_template(own).repeat.is_some();
        (is_alone && !(is_result && repeats && sheet != own)).then_some(one)
    }

    /// Whether a figure is a part of another one, as the form adds them up.
    pub(super) fn is_part(&self, context: &Context<'_>, part: usize, whole: usize) -> bool {
        let form = context.form();
        let (part, whole) = (self.cells[part].field, self.cells[whole].field);
        let mut seen = BTreeSet::new();
        let mut open = vec![whole];
        while let Some(field) = open.pop() {
            if !seen.insert(field) {
                continue;
            }
            if field == part {
                return field != whole;
            }
            open.extend(form.takes(field));
            for rule in &form.rules {
                let sides = [&rule.reported, &rule.computed];
                for (one, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
                    let mut inputs = form.inputs(one);
                    if inputs.any(|input| input == field) && form.inputs(one).count() == 1 {
                        open.extend(form.inputs(other));
                    }
                }
            }
        }
        false
    }
}
