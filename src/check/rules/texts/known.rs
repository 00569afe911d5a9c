//! What texts may speak of: the figures of the form with their names, and the words that lead to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::quantity::Quantity;
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::words::Words;
use crate::form::{Field, Form, Kind};
use crate::number::Number;
use crate::template::{FieldType, NarrativeTemplate};

/// What amounts are written in.
pub(super) const MONEY: &[&str] = &["元", "万元", "亿元"];
/// What scores are written in.
const POINTS: &[&str] = &["分", ""];
/// A figure of the form.
#[derive(Debug, Clone)]
pub(in crate::check::rules) struct Cell {
    /// Index of its row.
    pub(super) row: usize,
    /// Its column, in a matrix.
    pub(super) column: Option<String>,
    /// The field that holds it.
    pub(in crate::check::rules) field: usize,
    /// What it is.
    pub(in crate::check::rules) holds: Holds,
    /// The units that may follow it.
    pub(super) units: Vec<String>,
}

/// What a figure of the form is.
#[derive(Debug, Clone)]
pub(in crate::check::rules) enum Holds {
    /// A figure of its own.
    Figure(FieldType),
    /// By what share one figure is more than another one: 预算调整率.
    Rise {
        /// The field of the other one.
        from: usize,
    },
    /// By how much it is less than another one: 空编.
    Gap {
        /// The field of the other one.
        from: usize,
    },
    /// What the indicators of a class scored together.
    Points {
        /// The name of the class.
        class: String,
        /// The sum of their scores.
        scored: Number,
        /// What they may score at most.
        weight: Number,
    },
    /// What an indicator asked for and what was achieved.
    Result {
        /// The whole name of the indicator.
        name: String,
        /// What was asked for, and its field.
        target: (Quantity, Option<usize>),
        /// What was achieved.
        actual: Quantity,
    },
}

/// Figures that have one name.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// The sheet they stand on.
    pub(super) sheet: usize,
    /// Their cells.
    pub(super) cells: Vec<usize>,
    /// Whether they are the whole of their sheet.
    pub(super) is_whole: bool,
    /// The id of the row within its sheet.
    pub(super) key: String,
    /// The name of the project, the fund or the task they are of, as the department typed it.
    pub(super) item: Option<String>,
}

/// All that texts may speak of.
#[derive(Debug, Default)]
pub(in crate::check::rules) struct Known {
    /// The figures.
    pub(in crate::check::rules) cells: Vec<Cell>,
    pub(super) rows: Vec<Row>,
    pub(super) words: Words,
    /// The columns that are meant where none is named.
    pub(super) usual: Vec<String>,
    /// For each column, that of the year before.
    pub(super) prior: BTreeMap<String, String>,
    /// The columns of each group of the pack.
    pub(super) groups: Vec<Vec<String>>,
    /// The rows that hold what was spent as a share of another column, and that column.
    pub(super) rates: BTreeMap<usize, String>,
    /// The names of indicators with digits in them.
    pub(super) numbered: Vec<String>,
    /// The names of projects, funds and tasks, by their first letters.
    pub(super) items: BTreeMap<char, Vec<String>>,
    pub(super) by_key: BTreeMap<(usize, String), usize>,
    /// What a sentence has to speak of for some words to be read: 楼堂馆所.
    pub(super) topics: BTreeSet<String>,
    /// The name of the department, without what stands in brackets.
    pub(super) department: String,
}

impl Known {
    /// The figures of a return that have names.
    pub(in crate::check::rules) fn of(
        context: &Context<'_>,
        narrative: &NarrativeTemplate,
    ) -> Known {
        let form = context.form();
        let mut known = Known {
            words: Words::new(form.spec.year),
            ..Known::default()
        };
        let department = plain_of(&form.spec.department, narrative);
        let bare = department.split('(').next().unwrap_or_default();
        for filler in narrative.fillers.iter().map(String::as_str).chain([bare]) {
            known.words.at(filler).is_filler = true;
        }
        known.department = bare.to_owned();
        known.columns(context, narrative);
        known.figures(context, narrative);
        for figure in &narrative.figures {
            known.told(context, figure, narrative);
        }
        known.classes(context, narrative);
        known.index_items();
        known.results(context, narrative);
        for word in narrative.grade.iter().flat_map(|grade| &grade.words) {
            known.words.at(&plain_of(word, narrative)).is_grade = true;
        }
        known
    }

    /// The words for columns: their headings, and those of the pack.
    fn columns(&mut self, context: &Context<'_>, narrative: &NarrativeTemplate) {
        let form = context.form();
        let year = form.spec.year;
        let mut headings: BTreeSet<(String, String)> = BTreeSet::new();
        for sheet in 0..form.sheets.len() {
            for template in &form.sheet_template(sheet).fields {
                if let (Some(column), Some(heading)) = (&template.column, &template.column_label) {
                    let heading = form.placeholders(sheet).fill(heading);
                    let heading = plain_of(&heading, narrative);
                    let of_year = [format!("{year}年度"), format!("{year}年")];
                    let bare = of_year
                        .iter()
                        .find_map(|it| heading.strip_prefix(it.as_str()));
                    headings.insert((bare.unwrap_or(&heading).to_owned(), column.clone()));
                }
            }
        }
        for (heading, column) in headings {
            self.column(&heading, &column, true);
        }
        if let Some(first) = narrative.columns.first() {
            self.usual.clone_from(&first.columns);
        }
        self.groups = narrative
            .columns
            .iter()
            .map(|group| group.columns.clone())
            .collect();
        for (index, group) in narrative.columns.iter().enumerate() {
            let is_one = index > 0 && group.columns.len() == 1;
            for word in &group.words {
                let word = plain_of(word, narrative);
                for column in &group.columns {
                    self.column(
                        &word,
                        column,
                        is_one || word.ends_with('数') || word.starts_with("全年"),
                    );
                }
            }
        }
        let same = form.pack.last_year.iter().flat_map(|last| &last.same);
        for (here, there) in same.map(|same| (&same.here.value, &same.there.value)) {
            if let (Some((before, here)), Some((other, there))) =
                (here.rsplit_once(".*."), there.rsplit_once(".*."))
                && before == other
            {
                self.prior.insert(there.to_owned(), here.to_owned());
            }
        }
    }

    fn column(&mut self, word: &str, column: &str, is_heading: bool) {
        let meaning = self.words.at(word);
        meaning.is_heading |= is_heading;
        if !meaning.columns.iter().any(|known| known == column) {
            meaning.columns.push(column.to_owned());
        }
    }

    /// The numbers of the form, by their labels and by the names typed beside them.
    fn figures(&mut self, context: &Context<'_>, narrative: &NarrativeTemplate) {
        let form = context.form();
        for (field, laid) in form.fields.iter().enumerate() {
            let template = form.template(laid);
            let units = match template.kind {
                FieldType::Money => MONEY,
                FieldType::Percent => &["%"],
                FieldType::Score => POINTS,
                FieldType::Count | FieldType::Area => &[],
                _ => continue,
            };
            let scored = laid
                .row
                .is_some_and(|row| form.scoring(row.block).is_some());
            if laid.kind == Kind::Prefilled || scored || !context.counts(field) {
                continue;
            }
            let column = self.column_of(form, laid);
            let key = match column {
                Some(column) => laid.id.strip_suffix(column).unwrap_or(&laid.id),
                None => laid.id.as_str(),
            };
            let sheet = &form.sheets[laid.sheet].id;
            let (row, is_new) = self.row(laid.sheet, sheet, key);
            let mut units: Vec<String> = units.iter().map(|unit| (*unit).to_owned()).collect();
            if template.kind == FieldType::Count {
                let counts = narrative.counts.iter();
                units.extend(counts.flat_map(|counts| counts.units.iter().cloned()));
            }
            if context.computed(field).is_some() && context.stands(field) {
                let column = column.map(str::to_owned);
                self.add(row, column, field, Holds::Figure(template.kind), units);
                if let Some(of) = self
                    .rate_of(form, laid)
                    .filter(|_| template.kind == FieldType::Percent)
                {
                    self.rates.insert(row, of);
                }
            }
            if is_new {
                match laid.row {
                    Some(of) => self.typed(context, row, of, narrative),
                    None => {
                        let label = form.placeholders(laid.sheet).fill(&template.label);
                        self.label(row, &label, narrative);
                    }
                }
            }
        }
    }

    /// The column of a figure: that of its matrix, or for an amount in none the last part of its id, if the pack knows that as one.
    pub(super) fn column_of<'f>(&self, form: &'f Form, laid: &'f Field) -> Option<&'f str> {
        let template = form.template(laid);
        template.column.as_deref().or_else(|| {
            let last = laid.id.rsplit('.').next();
            let last = last.filter(|_| template.kind == FieldType::Money)?;
            let is_known = self.groups.iter().flatten().any(|column| column == last);
            is_known.then_some(last)
        })
    }

    /// The column of which a rate says how much was spent, if it divides what was spent of a row by what it has in that column.
    fn rate_of(&self, form: &Form, laid: &Field) -> Option<String> {
        let inputs: BTreeSet<usize> = form.inputs(laid.formula.as_ref()?).collect();
        let column = |field: &usize| form.template(&form.fields[*field]).column.clone();
        let columns: Option<Vec<String>> = inputs.iter().map(column).collect();
        let mut columns = columns?;
        let count = columns.len();
        columns.retain(|column| !self.usual.contains(column));
        match columns.as_slice() {
            [of] if count == 2 => Some(of.clone()),
            _ => None,
        }
    }

    fn row(&mut self, sheet: usize, id: &str, key: &str) -> (usize, bool) {
        let next = self.rows.len();
        let row = *self.by_key.entry((sheet, key.to_owned())).or_insert(next);
        if row == next {
            self.rows.push(Row {
                sheet,
                key: key.strip_prefix(id).unwrap_or(key).to_owned(),
                ..Row::default()
            });
        }
        (row, row == next)
    }

    pub(super) fn add(
        &mut self,
        row: usize,
        column: Option<String>,
        field: usize,
        holds: Holds,
        units: Vec<String>,
    ) {
        self.rows[row].cells.push(self.cells.len());
        self.cells.push(Cell {
            row,
            column,
            field,
            holds,
            units,
        });
    }
}
