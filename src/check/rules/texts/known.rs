//! What texts may speak of: the figures of the form with their names, and the words that lead to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::quantity::Quantity;
use crate::check::rules::scored;
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::words::{LONGEST_WORD, Named, Words};
use crate::form::Kind;
use crate::template::{FieldType, FigureTemplate, NarrativeTemplate};

/// The end of a name that is shorter than this may be that of anything: 合格率.
const SHORTEST_END: usize = 4;
/// A word that so many rows share means none of them.
const MOST_ROWS: usize = 64;
/// What amounts are written in.
const MONEY: &[&str] = &["元", "万元", "亿元"];
/// What scores are written in.
const POINTS: &[&str] = &["分"];
/// Ends of labels that a text may leave out: 政府采购金额, 政府采购.
const ENDS: &[&str] = &["经费", "费用", "费", "金额", "支出", "总额", "资金", "数"];

/// What a text may add to the name of a project or a fund.
const TYPED_ENDS: &[&str] = &["", "项目", "专项", "专项资金", "资金"];

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
    by_key: BTreeMap<(usize, String), usize>,
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
        known.columns(context, narrative);
        known.figures(context, narrative);
        for figure in &narrative.figures {
            known.told(context, figure, narrative);
        }
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
        for (index, group) in narrative.columns.iter().enumerate() {
            let is_one = index > 0 && group.columns.len() == 1;
            for word in &group.words {
                let word = plain_of(word, narrative);
                for column in &group.columns {
                    self.column(&word, column, is_one || word.ends_with('数'));
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
                FieldType::Count => &[],
                _ => continue,
            };
            let scored = laid
                .row
                .is_some_and(|row| form.scoring(row.block).is_some());
            if laid.kind == Kind::Prefilled || scored || !context.counts(field) {
                continue;
            }
            let key = match template.column.as_ref() {
                Some(column) => laid.id.strip_suffix(column.as_str()).unwrap_or(&laid.id),
                None => laid.id.as_str(),
            };
            let (row, is_new) = self.row(laid.sheet, key);
            let mut units: Vec<String> = units.iter().map(|unit| (*unit).to_owned()).collect();
            if template.kind == FieldType::Count {
                let counts = narrative.counts.iter();
                units.extend(counts.flat_map(|counts| counts.units.iter().cloned()));
            }
            if context.computed(field).is_some() && context.stands(field) {
                let column = template.column.clone();
                self.add(row, column, field, Holds::Figure(template.kind), units);
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

    fn row(&mut self, sheet: usize, key: &str) -> (usize, bool) {
        let next = self.rows.len();
        let row = *self.by_key.entry((sheet, key.to_owned())).or_insert(next);
        if row == next {
            self.rows.push(Row {
                sheet,
                ..Row::default()
            });
        }
        (row, row == next)
    }

    fn add(
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

    /// The label of a row, and the label without an end that says nothing.
    fn label(&mut self, row: usize, label: &str, narrative: &NarrativeTemplate) {
        let label = plain_of(label, narrative);
        let named = Named {
            row,
            column: None,
            texts: Vec::new(),
            is_typed: false,
        };
        let long_enough = |rest: &&str| rest.chars().count() >= 3;
        if let Some(rest) = ENDS
            .iter()
            .find_map(|end| label.strip_suffix(end))
            .filter(long_enough)
        {
            self.name(rest, named.clone());
        }
        if label.chars().count() >= 2 {
            self.name(&label, named);
        }
    }

    /// The names a department typed beside the figures of a row.
    fn typed(
        &mut self,
        context: &Context<'_>,
        row: usize,
        of: crate::form::RowOf,
        narrative: &NarrativeTemplate,
    ) {
        let form = context.form();
        let fields = form
            .blocks
            .get(of.block)
            .and_then(|block| block.rows.get(of.row));
        for &field in fields.into_iter().flatten() {
            let is_name = form.template(&form.fields[field]).kind == FieldType::Text;
            if let Some(name) = context.submission.text(field).filter(|_| is_name) {
                self.typed_name(row, &name, narrative);
            }
        }
    }

    fn typed_name(&mut self, row: usize, name: &str, narrative: &NarrativeTemplate) {
        let name = plain_of(name, narrative);
        let letters = name.chars().count();
        if (SHORTEST_END..=LONGEST_WORD).contains(&letters) {
            let named = Named {
                row,
                column: None,
                texts: Vec::new(),
                is_typed: true,
            };
            for end in TYPED_ENDS {
                self.name(&format!("{name}{end}"), named.clone());
            }
        }
    }

    fn name(&mut self, word: &str, named: Named) {
        let rows = &mut self.words.at(word).rows;
        if rows.len() <= MOST_ROWS && !rows.contains(&named) {
            rows.push(named);
        }
    }

    /// What the pack says of a figure, or of all figures of a row.
    fn told(
        &mut self,
        context: &Context<'_>,
        figure: &FigureTemplate,
        narrative: &NarrativeTemplate,
    ) {
        let form = context.form();
        let texts: Vec<usize> = figure
            .texts
            .iter()
            .filter_map(|id| form.field(&id.value))
            .collect();
        for (field, laid) in form.fields.iter().enumerate() {
            let plain = form.plain_id(laid);
            let column = form.template(laid).column.as_deref();
            let is_it = match figure.field.value.strip_suffix('*') {
                Some(row) => plain.strip_suffix(column.unwrap_or("*")) == Some(row),
                None => plain == figure.field.value,
            };
            if !is_it || laid.row.is_some() {
                continue;
            }
            let key = match column {
                Some(column) => laid.id.strip_suffix(column).unwrap_or(&laid.id),
                None => laid.id.as_str(),
            };
            let Some(&row) = self.by_key.get(&(laid.sheet, key.to_owned())) else {
                continue;
            };
            self.rows[row].is_whole |= figure.is_whole;
            let is_row = figure.field.value.ends_with('*');
            for cell in self.rows[row].cells.clone() {
                if is_row || self.cells[cell].field == field {
                    if figure.column.is_some() {
                        self.cells[cell].column.clone_from(&figure.column);
                    }
                    self.cells[cell].units.extend(figure.units.iter().cloned());
                }
            }
            // The names of repeating sheets tell which of them is meant.
            let repeat = form.sheet_template(laid.sheet).repeat.as_ref();
            let roster = repeat.and_then(|repeat| repeat.roster.as_ref());
            if let Some(local) = roster.filter(|_| figure.is_whole) {
                let id = format!("{}.{}", form.sheets[laid.sheet].id, local.value);
                let name = form
                    .field(&id)
                    .and_then(|name| context.submission.text(name));
                self.typed_name(row, &name.unwrap_or_default(), narrative);
            }
            for word in &figure.words {
                let named = Named {
                    row,
                    column: column.filter(|_| !is_row).map(str::to_owned),
                    texts: texts.clone(),
                    is_typed: false,
                };
                self.name(&plain_of(word, narrative), named);
            }
        }
    }

    /// The indicators whose targets and achievements are figures with a unit, by their names and the ends of them.
    fn results(&mut self, context: &Context<'_>, narrative: &NarrativeTemplate) {
        let mut ends: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut rows: Vec<(String, usize)> = Vec::new();
        for row in scored::rows(context) {
            let name = row.name.and_then(|name| context.submission.text(name));
            let (Some(name), Some(field), Some((target, actual, _))) =
                (name, row.actual, row.compared(context))
            else {
                continue;
            };
            let name = plain_of(&name, narrative);
            // 全年支出 is what the form has under that name, before it is an indicator.
            let says_column = self.words.of(&name).is_some_and(|words| {
                words.iter().all(|word| word.rows.is_empty())
                    && words.iter().any(|word| !word.columns.is_empty())
            });
            if actual.unit.is_empty() || name.is_empty() || says_column {
                continue;
            }
            let sheet = context.form().fields[field].sheet;
            let index = self.rows.len();
            self.rows.push(Row {
                sheet,
                ..Row::default()
            });
            let mut units = vec![actual.unit.clone()];
            if MONEY.contains(&actual.unit.as_str()) {
                units = MONEY.iter().map(|unit| (*unit).to_owned()).collect();
            }
            let holds = Holds::Result {
                name: name.clone(),
                target: (target, row.target),
                actual,
            };
            self.add(index, None, field, holds, units);
            for end in ends_of(&name) {
                ends.entry(end.to_owned()).or_default().insert(name.clone());
            }
            rows.push((name, index));
        }
        for (name, row) in rows {
            let named = Named {
                row,
                column: None,
                texts: Vec::new(),
                is_typed: true,
            };
            for end in ends_of(&name) {
                // An end that two indicators share means neither, and one that says something by itself, 全年支出, says that.
                let is_one = ends.get(end).is_some_and(|names| names.len() == 1);
                let is_label = |it: &Named| !it.is_typed;
                let known = self
                    .words
                    .get(end)
                    .map(|word| word.rows.iter().any(is_label));
                let is_free = known != Some(true);
                if is_free && (end == name || is_one && self.words.of(end).is_none()) {
                    self.name(end, named.clone());
                }
            }
        }
    }

    /// The rows a word may mean; none where more share it than anybody could mean.
    pub(super) fn rows_of<'w>(&self, named: &'w [Named]) -> &'w [Named] {
        if named.len() > MOST_ROWS { &[] } else { named }
    }
}

/// The ends of a name by which a text may call it: so many for a long name as for a short one.
fn ends_of(name: &str) -> impl Iterator<Item = &str> {
    let starts = name.char_indices().rev().take(LONGEST_WORD);
    starts.skip(SHORTEST_END - 1).map(|(at, _)| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_looked_for_as_often_as_a_short_one() {
        let name = "参".repeat(40);
        let most = ends_of(&name).count();
        assert_eq!(most, LONGEST_WORD + 1 - SHORTEST_END);
        for letters in [400, 4_000, 32_000] {
            let name = "参".repeat(letters);
            assert_eq!(ends_of(&name).count(), most);
            assert!(ends_of(&name).all(|end| end.chars().count() <= LONGEST_WORD));
        }
        assert_eq!(
            ends_of("验收合格率").collect::<Vec<_>>(),
            ["收合格率", "验收合格率"]
        );
        assert_eq!(ends_of("合格率").count(), 0);
    }
}
