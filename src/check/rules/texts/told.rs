//! The words of the pack for figures of the form, and what a message calls one.

use crate::check::context::Context;
use crate::check::rules::texts::known::{Holds, Known, Row};
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::words::Named;
use crate::template::{FieldType, FigureTemplate, NarrativeTemplate};

/// Words that speak of the department, and not of a project.
const WHOLE_ALONE: &[&str] = &["部门", "整体", "单位"];

impl Known {
    /// What the pack says of a figure, or of all figures of a row.
    pub(super) fn told(
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
        if let Some(from) = figure.from.as_ref().or(figure.below.as_ref()) {
            self.apart(context, figure, &from.value, narrative);
            return;
        }
        let about = figure.about.iter();
        self.topics
            .extend(about.map(|about| plain_of(about, narrative)));
        for (field, laid) in form.fields.iter().enumerate() {
            let plain = form.plain_id(laid);
            let column = self.column_of(form, laid);
            let is_it = match figure.field.value.strip_suffix('*') {
                Some(row) => plain.strip_suffix(column.unwrap_or("*")) == Some(row),
                None => plain == figure.field.value,
            };
            if !is_it || laid.row.is_some() && figure.about.is_none() {
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
                let about = figure.about.as_deref().unwrap_or_default();
                let word = plain_of(&format!("{about}{word}"), narrative);
                if !about.is_empty() && word.ends_with('率') {
                    // 规模控制率 is no 控制率 of anything else.
                    self.words.at(&word[plain_of(about, narrative).len()..]);
                }
                self.twins(context, &word, &named);
                self.name(&word, named);
            }
        }
    }

    /// A word for a rate or a score of the department means that of a project as well on the sheet it has for itself.
    fn twins(&mut self, context: &Context<'_>, word: &str, named: &Named) {
        let is_of_department = WHOLE_ALONE.iter().any(|whole| word.contains(whole));
        if is_of_department || !named.texts.is_empty() {
            return;
        }
        let row = &self.rows[named.row];
        let is_one = |cell: &usize| {
            let holds = &self.cells[*cell].holds;
            matches!(holds, Holds::Figure(FieldType::Percent | FieldType::Score))
        };
        if row.cells.is_empty() || !row.cells.iter().all(is_one) {
            return;
        }
        let repeats = |sheet: usize| context.form().sheet_template(sheet).repeat.is_some();
        let rows = self.rows.iter().enumerate();
        let twins = rows.filter(|(_, it)| it.key == row.key && repeats(it.sheet));
        let twins: Vec<usize> = twins.map(|(index, _)| index).collect();
        for row in twins {
            self.name(
                word,
                Named {
                    row,
                    ..named.clone()
                },
            );
        }
    }

    /// What the form does not compute: by what share one figure is more than another one, or by how much it is less.
    fn apart(
        &mut self,
        context: &Context<'_>,
        figure: &FigureTemplate,
        from: &str,
        narrative: &NarrativeTemplate,
    ) {
        let form = context.form();
        let (Some(field), Some(from)) = (form.field(&figure.field.value), form.field(from)) else {
            return;
        };
        if [field, from]
            .iter()
            .any(|&field| !context.counts(field) || !context.stands(field))
        {
            return;
        }
        let row = self.rows.len();
        self.rows.push(Row {
            sheet: form.fields[field].sheet,
            ..Row::default()
        });
        let (holds, units) = match figure.below {
            Some(_) => (Holds::Gap { from }, figure.units.clone()),
            None => (Holds::Rise { from }, vec!["%".to_owned()]),
        };
        self.add(row, None, field, holds, units);
        for word in &figure.words {
            let named = Named {
                row,
                column: None,
                texts: Vec::new(),
                is_typed: false,
            };
            self.name(&plain_of(word, narrative), named);
        }
    }

    /// The project a field is of, and what its figure is counted in.
    pub(super) fn of_field(&self, context: &Context<'_>, field: usize) -> (Option<String>, String) {
        let Some(cell) = self.cells.iter().find(|cell| cell.field == field) else {
            return (None, String::new());
        };
        let form = context.form();
        let row = &self.rows[cell.row];
        let repeats = form.sheet_template(row.sheet).repeat.is_some();
        let of_sheet = || {
            let mut rows = self
                .rows
                .iter()
                .filter(|it| it.is_whole && it.sheet == row.sheet);
            rows.find_map(|it| it.item.clone())
        };
        let item = row
            .item
            .clone()
            .or_else(|| if repeats { of_sheet() } else { None });
        let unit = match cell.holds {
            Holds::Figure(FieldType::Money) => form.pack.unit.clone(),
            // What the pack counts it by: 人 of those who are employed. 个 fits all counts, and says nothing of them.
            Holds::Figure(FieldType::Count) => {
                let figures = form.pack.narrative.iter().flat_map(|it| &it.figures);
                let mut of_field = figures.filter(|it| form.is_called(field, &it.field.value));
                let unit = of_field.find_map(|figure| figure.units.first());
                unit.cloned().unwrap_or_default()
            }
            Holds::Figure(FieldType::Score) => cell.units.first().cloned().unwrap_or_default(),
            _ => String::new(),
        };
        (item, unit)
    }
}
