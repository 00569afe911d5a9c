//! Lays a pack out for one department.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::form::lay::Lines;
use crate::form::names::{self, Scope};
use crate::form::write_out::Writing;
use crate::form::{
    Field, Form, FormBlock, FormSheet, Grid, Kind, Label, Need, RowOf, Rule, Spec, Target, guard,
    order,
};
use crate::formula::{self, Expr, MapError, Name, Operator, Span, functions};
use crate::template::{
    Content, FieldTemplate, Formula, Mistake, Mistakes, Pack, Placeholders, Region, Required,
    RuleTemplate, SheetTemplate,
};
use crate::text::Text;

/// Lays a pack out for a department.
///
/// # Errors
/// Names that stand for nothing, formulas in a circle and ranges where one cell belongs, each at its place in the pack.
/// A pack that [`super::check`] found nothing wrong with gives none.
pub fn resolve(pack: &Arc<Pack>, spec: &Spec) -> Result<Form, Vec<Mistake>> {
    let mistakes = Mistakes::default();
    let form = as_far_as_possible(pack, spec, &mistakes);
    if mistakes.is_empty() {
        Ok(form)
    } else {
        Err(mistakes.sorted())
    }
}

/// Lays a pack out; a formula that cannot be resolved is reported and left out.
pub(super) fn as_far_as_possible(pack: &Arc<Pack>, spec: &Spec, mistakes: &Mistakes) -> Form {
    let mut form = lay_out(pack, spec);
    let formulas = formulas(&form, mistakes);
    for (field, (formula, need)) in form.fields.iter_mut().zip(formulas) {
        field.formula = formula;
        field.need = need;
    }
    form.order = order::sort(&form, mistakes);
    guard::apply(&mut form);
    form.takes = form.all_taken();
    form.rules = rules(&form, mistakes);
    form
}

/// What the placeholders of texts stand for that belong to no sheet.
pub(super) fn words<'a>(pack: &'a Pack, spec: &'a Spec) -> Placeholders<'a> {
    Placeholders {
        year: spec.year,
        unit: &pack.unit,
        department: &spec.department,
        code: &spec.code,
        ..Placeholders::default()
    }
}

/// What the placeholders of a sheet's texts stand for.
pub(super) fn placeholders<'a>(
    pack: &'a Pack,
    spec: &'a Spec,
    sheet: &'a SheetTemplate,
    index: Option<u32>,
) -> Placeholders<'a> {
    let groups = sheet.weights.iter().flat_map(|weights| &weights.groups);
    Placeholders {
        index,
        row: None,
        points: groups
            .map(|group| (group.id.as_str(), group.points))
            .collect(),
        ..words(pack, spec)
    }
}

fn lay_out(pack: &Arc<Pack>, spec: &Spec) -> Form {
    let mut form = Form {
        pack: Arc::clone(pack),
        spec: spec.clone(),
        sheets: Vec::new(),
        fields: Vec::new(),
        blocks: Vec::new(),
        order: Vec::new(),
        rules: Vec::new(),
        takes: Vec::new(),
        by_id: HashMap::new(),
        by_cell: Vec::new(),
    };
    for (index, template) in pack.sheets.iter().enumerate() {
        match &template.repeat {
            None => lay_out_sheet(&mut form, index, None),
            Some(repeat) => {
                let named = if repeat.roster.is_some() {
                    spec.projects.len()
                } else {
                    0
                };
                let asked = spec.sheets.get(&template.id).copied();
                let wanted = asked.unwrap_or(if named > 0 { 0 } else { repeat.print });
                let count = wanted
                    .max(u32::try_from(named).unwrap_or(u32::MAX))
                    .clamp(1, repeat.max);
                for number in 1..=count {
                    lay_out_sheet(&mut form, index, Some(number));
                }
            }
        }
    }
    form.by_id = form
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| (field.id.clone(), index))
        .collect();
    form.by_cell = vec![Grid::default(); form.sheets.len()];
    for (index, field) in form.fields.iter().enumerate() {
        form.by_cell[field.sheet].put(field.cell(), index);
    }
    form
}

fn lay_out_sheet(form: &mut Form, template_index: usize, index: Option<u32>) {
    let pack = Arc::clone(&form.pack);
    let spec = form.spec.clone();
    let template = &pack.sheets[template_index];
    let words = placeholders(&pack, &spec, template, index);
    let sheet = form.sheets.len();
    let id = index.map_or_else(
        || template.id.clone(),
        |index| format!("{}.{index}", template.id),
    );
    let count = |block: &str| {
        let rows = template.blocks.get(block);
        let asked = spec.rows.get(&format!("{id}.{block}")).copied();
        rows.map_or(1, |rows| {
            asked.unwrap_or(rows.print + rows.spare).clamp(1, rows.max)
        })
    };
    let lines = Lines::new(&template.layout, count);
    let mut ruled = vec![false];
    for (row, line) in template.layout.rows.iter().enumerate() {
        ruled.extend((0..lines.count(row)).map(|_| line.ruled));
    }
    debug_assert_eq!(ruled.len(), lines.total() as usize);
    let mut laid = FormSheet {
        id,
        template: template_index,
        index,
        name: words.fill(&template.name),
        heading: words.fill(&template.heading),
        ruled,
        repeat_rows: match (template.print.repeat_from, template.print.freeze_rows) {
            (Some(from), _) => {
                let last = (from + template.print.repeat_count).min(template.layout.rows.len()) - 1;
                Some((lines.start(from), lines.start(last) + lines.count(last) - 1))
            }
            (None, 0) => None,
            (None, frozen) => Some((0, frozen - 1)),
        },
        breaks: lines.starts_where(|row| template.layout.rows[row].new_page),
        labels: Vec::new(),
        fields: Vec::new(),
    };
    let first_block = form.blocks.len();
    for row in &template.layout.rows {
        if let Some(block) = &row.block {
            let id = format!("{}.{block}", laid.id);
            form.blocks.push(FormBlock {
                id,
                sheet,
                local: block.clone(),
                rows: Vec::new(),
            });
        }
    }
    let named = template
        .repeat
        .as_ref()
        .and_then(|repeat| repeat.roster.as_ref())
        .zip(
            index
                .and_then(|index| usize::try_from(index).ok())
                .and_then(|index| spec.projects.get(index - 1)),
        );
    for region in &template.layout.regions {
        match &region.content {
            Content::Label(text) => laid
                .labels
                .push(label(text, region, template, &lines, &words)),
            Content::Field(local) => {
                let Some(at) = template.fields.iter().position(|field| &field.id == local) else {
                    continue;
                };
                let described = &template.fields[at];
                let rows = if described.block.is_some() {
                    lines.count(region.row)
                } else {
                    1
                };
                for repetition in 0..rows {
                    let mut field = field(&laid.id, described, &words);
                    field.sheet = sheet;
                    field.template = at;
                    field.area = lines.area(region);
                    field.indent = region.indent;
                    if let Some((_, name)) =
                        named.filter(|(roster, _)| roster.value == described.id)
                    {
                        field.kind = Kind::Prefilled;
                        field.value = Some(name.clone());
                    }
                    let here = form.fields.len();
                    if let Some(block) = &described.block {
                        let words = Placeholders {
                            row: Some(repetition + 1),
                            ..words.clone()
                        };
                        field.value = described.value.as_ref().map(|value| words.fill(value));
                        field.area = lines.repeated(region, repetition);
                        let tail = described.id.rsplit('.').next().unwrap_or_default();
                        field.id = format!("{}.{block}.{}.{tail}", laid.id, repetition + 1);
                        field.row =
                            place_in_row(&mut form.blocks, first_block, block, repetition, here);
                    }
                    laid.fields.push(here);
                    form.fields.push(field);
                }
            }
        }
    }
    form.sheets.push(laid);
}

fn place_in_row(
    blocks: &mut [FormBlock],
    first: usize,
    local: &str,
    repetition: u32,
    field: usize,
) -> Option<RowOf> {
    let block = first
        + blocks[first..]
            .iter()
            .position(|block| block.local == local)?;
    let row = usize::try_from(repetition).ok()?;
    let rows = &mut blocks[block].rows;
    while rows.len() <= row {
        rows.push(Vec::new());
    }
    rows[row].push(field);
    Some(RowOf { block, row })
}

fn label(
    text: &str,
    region: &Region,
    template: &SheetTemplate,
    lines: &Lines,
    words: &Placeholders<'_>,
) -> Label {
    let groups = template.weights.iter().flat_map(|weights| &weights.groups);
    Label {
        area: lines.area(region),
        text: words.fill(text),
        ruled: template
            .layout
            .rows
            .get(region.row)
            .is_none_or(|row| row.ruled),
        indent: region.indent,
        group: groups
            .into_iter()
            .position(|group| text.contains(&format!("{{{}}}", group.id))),
    }
}

fn field(sheet: &str, described: &FieldTemplate, words: &Placeholders<'_>) -> Field {
    let label = match &described.column_label {
        Some(column) => format!("{} {}", words.fill(&described.label), words.fill(column)),
        None => words.fill(&described.label),
    };
    Field {
        id: format!("{sheet}.{}", described.id),
        label,
        sheet: 0,
        area: crate::address::Area::cell(crate::address::Address::new(0, 0)),
        indent: None,
        kind: match (&described.formula, &described.value) {
            (Some(_), _) => Kind::Formula,
            (None, Some(_)) => Kind::Prefilled,
            (None, None) if described.same_as.is_some() => Kind::Shown,
            (None, None) => Kind::Input,
        },
        need: Need::Never,
        formula: None,
        value: described.value.as_ref().map(|value| words.fill(value)),
        row: None,
        template: 0,
    }
}

fn formulas(form: &Form, mistakes: &Mistakes) -> Vec<(Option<Expr<Target>>, Need)> {
    let resolve_field = |field: &Field| {
        let template = form.template(field);
        let scope = Scope {
            sheet: Some(field.sheet),
            row: field.row,
            column: template.column.as_deref(),
        };
        let formula = template
            .formula
            .as_ref()
            .and_then(|formula| to_cells(form, formula, scope, mistakes));
        let shown = template
            .same_as
            .as_ref()
            .and_then(|other| to_cells(form, other, scope, mistakes))
            .and_then(blank_while_blank);
        let formula = formula.or(shown);
        let need = match &template.required {
            Required::Never => Need::Never,
            Required::Always => Need::Always,
            Required::When(formula) => {
                to_cells(form, formula, scope, mistakes).map_or(Need::Never, Need::When)
            }
        };
        (formula, need)
    };
    form.fields.iter().map(resolve_field).collect()
}

/// What shows another cell: nothing while that is blank, where a bare reference shows 0.
fn blank_while_blank(other: Expr<Target>) -> Option<Expr<Target>> {
    let span = other.span;
    let part = |kind| Expr { span, kind };
    let nothing = || part(formula::Kind::Text(String::new()));
    let is_blank = part(formula::Kind::Binary(
        Operator::Equal,
        Box::new(other.clone()),
        Box::new(nothing()),
    ));
    let choice = functions::find("IF")?;
    Some(part(formula::Kind::Call(
        choice,
        vec![is_blank, nothing(), other],
    )))
}

/// A formula over names as one over cells; what cannot be resolved is reported at its place.
pub(super) fn to_cells(
    form: &Form,
    formula: &Formula,
    scope: Scope<'_>,
    mistakes: &Mistakes,
) -> Option<Expr<Target>> {
    let words = match scope.sheet {
        Some(sheet) => form.placeholders(sheet),
        None => Placeholders {
            year: form.spec.year,
            unit: &form.pack.unit,
            department: &form.spec.department,
            code: &form.spec.code,
            ..Placeholders::default()
        },
    };
    let row = scope.row.and_then(|row| u32::try_from(row.row + 1).ok());
    let writing = Writing {
        grades: &form.pack.grades,
        words: Placeholders { row, ..words },
        mistakes,
    };
    let written = writing.out(formula);
    let mut find = |name: &Name, span: Span| {
        names::find(form, name, scope).map_err(|unknown| {
            mistakes.add(
                "T013",
                formula.origin.within(&formula.text, span.start),
                unknown.message,
                unknown.hint,
            );
        })
    };
    match written.map_refs(&mut find) {
        Ok(expr) => Some(expr),
        Err(MapError::Refused(())) => {
            // map_refs stops at the first unknown name: the others are looked up for their own reports.
            for (name, span) in formula.expr.refs() {
                let _ = find(name, span);
            }
            None
        }
        Err(MapError::Count { span, .. }) => {
            let name = formula.text.get(span.start..span.end).unwrap_or_default();
            mistakes.add(
                "T015",
                formula.origin.within(&formula.text, span.start),
                Text::new(
                    format!("“{name}”是多个单元格，这里只能用一个"),
                    format!("'{name}' is several cells where one belongs"),
                ),
                Text::new(
                    format!("用函数合成一个值，如 SUM({name})。"),
                    format!("Make one value of them, as in SUM({name})."),
                ),
            );
            None
        }
    }
}

fn rules(form: &Form, mistakes: &Mistakes) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (index, template) in form.pack.rules.iter().enumerate() {
        // A rule with * applies to each money column of the fields it marks.
        let columns: Vec<Option<String>> = match template.at.value.strip_suffix(".*") {
            None => vec![None],
            Some(row) => columns_of(form, row).into_iter().map(Some).collect(),
        };
        if columns.is_empty() {
            unknown_at(
                form,
                template.at.value.as_str(),
                &template.at.origin,
                mistakes,
            );
        }
        let sheets = sheets_of(form, template, mistakes);
        let scopes = sheets
            .iter()
            .flat_map(|sheet| columns.iter().map(move |column| (*sheet, column)));
        for (sheet, column) in scopes {
            let scope = Scope {
                sheet,
                column: column.as_deref(),
                ..Scope::default()
            };
            let at = names::fields(form, &Name(template.at.value.clone()), scope);
            let Some(at) = at.ok().and_then(|fields| fields.first().copied()) else {
                unknown_at(
                    form,
                    template.at.value.as_str(),
                    &template.at.origin,
                    mistakes,
                );
                continue;
            };
            let cells = |formula: &Formula| {
                to_cells(form, formula, scope, mistakes).map(|e| guard::guarded(form, e))
            };
            let when = template.when.as_ref().map(&cells);
            let mut explained_in = Vec::new();
            for text in &template.explained_in {
                match names::fields(form, &Name(text.value.clone()), scope) {
                    Ok(fields) => explained_in.extend(fields),
                    Err(_) => unknown_at(form, &text.value, &text.origin, mistakes),
                }
            }
            if let (Some(reported), Some(computed)) =
                (cells(&template.reported), cells(&template.computed))
            {
                rules.push(Rule {
                    template: index,
                    at,
                    when: when.flatten(),
                    reported,
                    computed,
                    explained_in,
                });
            }
        }
    }
    rules
}

/// The sheets a rule is held for one by one; none in particular for most rules.
fn sheets_of(form: &Form, rule: &RuleTemplate, mistakes: &Mistakes) -> Vec<Option<usize>> {
    let Some(each) = &rule.each else {
        return vec![None];
    };
    let mut repeating = form
        .pack
        .sheets
        .iter()
        .filter(|sheet| sheet.repeat.is_some());
    if !repeating.any(|sheet| sheet.id == each.value) {
        mistakes.add(
            "T013",
            each.origin.clone(),
            Text::new(
                format!("没有会重复的表“{}”", each.value),
                format!("there is no repeating sheet '{}'", each.value),
            ),
            Text::new(
                "请写一张会重复的表的 id，如 project；一张表只有一份的，不用写 each。",
                "Name the id of a repeating sheet, such as project; a sheet that stands once needs no 'each'.",
            ),
        );
    }
    let is_it = |sheet: &usize| form.sheet_template(*sheet).id == each.value;
    (0..form.sheets.len()).filter(is_it).map(Some).collect()
}

fn unknown_at(form: &Form, at: &str, origin: &crate::template::Origin, mistakes: &Mistakes) {
    let known = names::known(form, None);
    mistakes.add(
        "T013",
        origin.clone(),
        Text::new(
            format!("没有名为“{at}”的字段"),
            format!("there is no field '{at}'"),
        ),
        names::did_you_mean(
            at,
            known.iter().map(String::as_str),
            Text::new(
                "请写完整的名称，如 base.staff.rate。",
                "Write the full id, such as base.staff.rate.",
            ),
        ),
    );
}

/// The money columns that fields named `row.…` have, by full id without the column.
fn columns_of(form: &Form, row: &str) -> Vec<String> {
    let mut columns = BTreeMap::new();
    for sheet in &form.sheets {
        for (order, &field) in sheet.fields.iter().enumerate() {
            let column = form.template(&form.fields[field]).column.as_deref();
            if let Some(column) = column
                && form.fields[field].id == format!("{row}.{column}")
            {
                columns.insert(order, column.to_owned());
            }
        }
    }
    columns.into_values().collect()
}
