//! What the names in a formula stand for, from where the formula stands.

use crate::address::Area;
use crate::form::{Form, Kind, RowOf, Target};
use crate::formula::Name;
use crate::template::source::nearest;
use crate::text::Text;

/// Where a formula stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope<'a> {
    /// The sheet; a rule of the pack stands on none.
    pub(super) sheet: Option<usize>,
    /// The repeating row.
    pub(super) row: Option<RowOf>,
    /// The column of the matrix: what `*` stands for.
    pub(super) column: Option<&'a str>,
}

/// Why a name stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) message: Text,
    pub(super) hint: Text,
}

/// Finds the cells a name stands for; cells below one another in one column are one target.
pub(super) fn find(form: &Form, name: &Name, scope: Scope<'_>) -> Result<Vec<Target>, Unknown> {
    let fields = fields(form, name, scope)?;
    Ok(targets(form, &fields))
}

/// Finds the fields a name stands for, in the order of the form.
pub(super) fn fields(form: &Form, name: &Name, scope: Scope<'_>) -> Result<Vec<usize>, Unknown> {
    let starred;
    let id = match name.0.strip_suffix(".*") {
        None => name.0.as_str(),
        Some(row) => {
            let Some(column) = scope.column else {
                return Err(Unknown {
                    message: Text::new(
                        format!("“{name}”里的 * 在这里没有所指的列"),
                        format!("the * of '{name}' stands for no column here"),
                    ),
                    hint: Text::new(
                        "* 只能用在金额列（matrices）的公式里。",
                        "* can be used in formulas of matrix fields only.",
                    ),
                });
            };
            starred = format!("{row}.{column}");
            &starred
        }
    };
    if let Some(sheet) = scope.sheet {
        let found = on_sheet(form, sheet, id, scope.row);
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let found = on_any_sheet(form, id);
    if found.is_empty() {
        Err(unknown(form, id, scope))
    } else {
        Ok(found)
    }
}

fn on_any_sheet(form: &Form, id: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, sheet) in form.sheets.iter().enumerate() {
        let template = &form.pack.sheets[sheet.template].id;
        let local = [sheet.id.as_str(), template.as_str()]
            .iter()
            .find_map(|prefix| {
                id.strip_prefix(prefix)
                    .and_then(|rest| rest.strip_prefix('.'))
            });
        if let Some(local) = local {
            found.extend(on_sheet(form, index, local, None));
        }
    }
    found
}

/// A field of the sheet; a column of its repeating rows, or of all rows of a shape; or all fields below a name.
fn on_sheet(form: &Form, sheet: usize, id: &str, row: Option<RowOf>) -> Vec<usize> {
    let full = format!("{}.{id}", form.sheets[sheet].id);
    if let Some(field) = form.field(&full) {
        return vec![field];
    }
    if let Some((head, tail)) = id.rsplit_once('.') {
        let template = form.sheet_template(sheet);
        let meant = |block: &&super::FormBlock| {
            let shape = template
                .blocks
                .get(&block.local)
                .and_then(|block| block.shape.as_deref());
            block.sheet == sheet && (block.local == head || shape == Some(head))
        };
        if let Some(row) = row
            && form
                .blocks
                .get(row.block)
                .filter(|block| meant(block))
                .is_some()
        {
            return form.sibling(row, tail).into_iter().collect();
        }
        let column: Vec<usize> = form
            .blocks
            .iter()
            .filter(|block| meant(block))
            .flat_map(|block| &block.rows)
            .flat_map(|fields| fields.iter().copied())
            .filter(|&field| form.fields[field].id.rsplit('.').next() == Some(tail))
            .collect();
        if !column.is_empty() {
            return column;
        }
    }
    let below = format!("{full}.");
    let group = |&field: &usize| {
        let field = &form.fields[field];
        field.row.is_none() && field.id.starts_with(&below) && field.kind != Kind::Prefilled
    };
    form.sheets[sheet]
        .fields
        .iter()
        .copied()
        .filter(group)
        .collect()
}

/// The cells of fields; those below one another in one column are one target.
pub fn targets(form: &Form, fields: &[usize]) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for &field in fields {
        let field = &form.fields[field];
        let cell = field.cell();
        if let Some(last) = targets.last_mut()
            && last.sheet == field.sheet
            && last.area.first.column == cell.column
            && last.area.last.row + 1 == cell.row
        {
            last.area.last = cell;
        } else {
            targets.push(Target {
                sheet: field.sheet,
                area: Area::cell(cell),
            });
        }
    }
    targets
}

/// Asks whether the nearest known name was meant; something else where none is near.
pub(super) fn did_you_mean<'n>(
    id: &str,
    known: impl Iterator<Item = &'n str>,
    otherwise: Text,
) -> Text {
    let known: Vec<&str> = known.collect();
    match nearest(id, &known) {
        Some(close) => Text::new(
            format!("是不是“{close}”？"),
            format!("Did you mean '{close}'?"),
        ),
        None => otherwise,
    }
}

/// The ids of all fields of the pack, with the id of their sheet; those of one sheet without it as well.
pub(super) fn known(form: &Form, sheet: Option<usize>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for (index, sheet_of_form) in form.sheets.iter().enumerate() {
        let template = &form.pack.sheets[sheet_of_form.template];
        for field in &template.fields {
            if sheet == Some(index) {
                known.push(field.id.clone());
            }
            known.push(format!("{}.{}", template.id, field.id));
        }
    }
    known
}

fn unknown(form: &Form, id: &str, scope: Scope<'_>) -> Unknown {
    let known = known(form, scope.sheet);
    let hint = did_you_mean(
        id,
        known.iter().map(String::as_str),
        Text::new(
            "用 annex template fields 可以列出所有字段的名称。",
            "'annex template fields' lists the names of all fields.",
        ),
    );
    Unknown {
        message: Text::new(
            format!("没有名为“{id}”的字段"),
            format!("there is no field '{id}'"),
        ),
        hint,
    }
}
