//! The sums of all departments in the layout of an annex.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::data::Data;
use super::gather::Batch;
use super::rows::{self, Listing};
use super::{ConsolidateError, SHEETS, figure};
use crate::address::Address;
use crate::book::{Align, Cell, CellValue, Sheet, Style};
use crate::check::Content;
use crate::form::{self, Form, Kind, Spec};
use crate::formula::Value;
use crate::generate::{self, Entries, body, lines};
use crate::number::Number;
use crate::template::{FieldTemplate, Pack};

/// The most characters Excel takes for the name of a sheet.
const SHEET_NAME: usize = 31;
/// Width of the column beside the layout that names the source of a row.
const MARGIN: u32 = 44;
/// Colour of what stands beside the layout.
const GREY: u32 = 0x80_80_80;

/// The form that carries the totals.
pub(super) struct SumForm<'a> {
    /// The form, with a row for each row of each department.
    pub(super) form: Form,
    /// Its sheets that carry totals.
    pub(super) sheets: Vec<usize>,
    listings: BTreeMap<(usize, String), Listing<'a>>,
}

/// The templates of the sheets that carry totals, by their indices in the pack.
pub(super) fn templates(pack: &Pack) -> impl Iterator<Item = usize> + '_ {
    let ids = pack.summary.sums.iter();
    ids.filter_map(|id| pack.sheets.iter().position(|sheet| sheet.id == id.value))
}

/// The numbers that stand once on the sheets of the totals, each by where the pack describes it.
pub(super) fn summed(pack: &Pack) -> impl Iterator<Item = (usize, usize)> + '_ {
    templates(pack).flat_map(|sheet| {
        let fields = pack.sheets[sheet].fields.iter().enumerate();
        let once = fields.filter(|(_, it)| it.block.is_none() && it.kind.is_number());
        once.map(move |(field, _)| (sheet, field))
    })
}

/// What a return has in each of these fields; of a sheet that stands several times, all of them together.
pub(super) fn parts(content: &Content) -> Vec<Value> {
    let form = &content.submission.form;
    let mut values: BTreeMap<(usize, usize), Vec<&Value>> = BTreeMap::new();
    for (field, value) in form.fields.iter().zip(&content.evaluation.computed) {
        values.entry(form.described(field)).or_default().push(value);
    }
    let pack = &form.pack;
    let part = |described: (usize, usize)| {
        let template = &pack.sheets[described.0].fields[described.1];
        together(values.get(&described).map_or(&[], Vec::as_slice), template)
    };
    summed(pack).map(part).collect()
}

/// What several values of one field come to.
fn together(values: &[&Value], template: &FieldTemplate) -> Value {
    if let [value] = values {
        return (*value).clone();
    }
    if !figure::is_additive(template.kind) {
        return Value::Blank;
    }
    // One that is no number keeps the sum from looking whole.
    let mut odd = values.iter();
    if let Some(value) = odd.find(|value| figure::not_a_figure(value, template)) {
        return (*value).clone();
    }
    let numbers = values.iter().filter_map(|value| match value {
        Value::Number(number) => Some(*number),
        _ => None,
    });
    let sum = |sum: Option<Number>, number| sum.map_or(Some(number), |sum| sum.add(number));
    numbers.fold(None, sum).map_or(Value::Blank, Value::Number)
}

/// Lays out the form of the totals; `None` where the pack asks for none.
pub(super) fn form<'a>(batch: &'a Batch<'_>) -> Result<Option<SumForm<'a>>, ConsolidateError> {
    let one = batch.form();
    let templates: Vec<usize> = templates(&one.pack).collect();
    if templates.is_empty() {
        return Ok(None);
    }
    let listings = rows::collect(batch);
    let mut pack = Pack::clone(&one.pack);
    let mut spec = Spec {
        year: one.spec.year,
        department: format!("共 {} 家单位", batch.counted().count()),
        ..Spec::default()
    };
    for sheet in &pack.sheets {
        if sheet.repeat.is_some() {
            spec.sheets.insert(sheet.id.clone(), 1);
        }
    }
    for ((template, local), listing) in &listings {
        let count = u32::try_from(listing.rows.len()).unwrap_or(u32::MAX).max(1);
        let sheet = &mut pack.sheets[*template];
        // All departments together may have more rows than one of them is allowed.
        if let Some(block) = sheet.blocks.get_mut(local) {
            block.max = block.max.max(count);
        }
        let prefix = if sheet.repeat.is_some() { ".1" } else { "" };
        spec.rows
            .insert(format!("{}{prefix}.{local}", sheet.id), count);
    }
    let mut form =
        form::resolve(&Arc::new(pack), &spec).map_err(|_| ConsolidateError::BadPack {
            id: one.pack.id.clone(),
        })?;
    let sheets: Vec<usize> = templates
        .iter()
        .filter_map(|template| {
            let mut sheets = form.sheets.iter();
            sheets.position(|sheet| sheet.template == *template)
        })
        .collect();
    name_sheets(&mut form, &sheets);
    cut_loose(&mut form, &sheets);
    Ok(Some(SumForm {
        form,
        sheets,
        listings,
    }))
}

/// 附件1 基础数据表 becomes 附件1 合计.
fn name_sheets(form: &mut Form, sheets: &[usize]) {
    let mut taken: BTreeSet<String> = SHEETS.map(str::to_owned).into();
    for &sheet in sheets {
        let name = &form.sheets[sheet].name;
        let short = name.split_whitespace().next().unwrap_or_default();
        // Of a sheet that stands several times all are added up: 附件3-1 becomes 附件3.
        let short = match form.sheets[sheet].index {
            Some(_) => short.strip_suffix("-1").unwrap_or(short),
            None => short,
        };
        let mut tail = " 合计".to_owned();
        let mut number = 1;
        let name = loop {
            let room = SHEET_NAME - tail.encode_utf16().count();
            let name = cut(short, room) + &tail;
            if taken.insert(name.to_lowercase()) {
                break name;
            }
            number += 1;
            tail = format!(" 合计{number}");
        };
        form.sheets[sheet].name = name;
    }
}

/// The start of a text, in the units in which Excel counts.
fn cut(text: &str, room: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect()
}

/// A formula over sheets that are not in the summary has nothing to refer to: its field is added up as an input is.
fn cut_loose(form: &mut Form, sheets: &[usize]) {
    for field in &mut form.fields {
        let foreign = field.formula.as_ref().is_some_and(|formula| {
            let refs = formula.refs();
            refs.iter()
                .any(|(target, _)| !sheets.contains(&target.sheet))
        });
        if foreign {
            field.formula = None;
            field.kind = Kind::Input;
        }
    }
}

/// Builds the sheets: inputs are sums over the data, all else is computed from them as in the annex itself.
pub(super) fn sheets(sums: &SumForm<'_>, data: &Data<'_>) -> Vec<Sheet> {
    let form = &sums.form;
    let mut entries = Entries::new();
    let mut beside: BTreeMap<(usize, u32), String> = BTreeMap::new();
    let mut summed = Vec::new();
    for (&index, total) in &data.totals {
        let field = &form.fields[index];
        if field.kind != Kind::Input || !figure::is_additive(form.template(field).kind) {
            continue;
        }
        entries.insert(index, total.result.clone());
        summed.push((index, total.formula.clone()));
        for who in &total.without {
            let text = beside.entry((field.sheet, field.cell().row)).or_default();
            if !text.is_empty() {
                text.push('；');
            }
            *text += &format!("未计入{who}");
        }
    }
    for (index, block) in form.blocks.iter().enumerate() {
        let key = (form.sheets[block.sheet].template, block.local.clone());
        if let Some(listing) = sums
            .listings
            .get(&key)
            .filter(|_| sums.sheets.contains(&block.sheet))
        {
            let found = rows::fill(form, index, listing, &mut entries);
            beside.extend(
                found
                    .into_iter()
                    .map(|(row, text)| ((block.sheet, row), text)),
            );
        }
    }
    let mut laid = generate::sheets(form, &entries);
    for (field, formula) in summed {
        let field = &form.fields[field];
        if let Some(cell) = laid[field.sheet].cells.get_mut(&field.cell()) {
            cell.formula = Some(formula);
        }
    }
    let finish = |&index: &usize| {
        let mut sheet = std::mem::take(&mut laid[index]);
        let texts = beside
            .iter()
            .filter(|((at, _), _)| *at == index)
            .map(|((_, row), text)| (*row, text.as_str()));
        open(&mut sheet);
        write_beside(&mut sheet, form, index, texts);
        sheet
    };
    sums.sheets.iter().map(finish).collect()
}

/// Nobody fills this sheet in: no locks, no prompts.
fn open(sheet: &mut Sheet) {
    sheet.protected = false;
    sheet.validations.clear();
    sheet.digits_as_text.clear();
    sheet.folded_rows.clear();
}

fn write_beside<'a>(
    sheet: &mut Sheet,
    form: &Form,
    index: usize,
    texts: impl Iterator<Item = (u32, &'a str)>,
) {
    let look = &form.pack.look;
    let column = form.sheet_template(index).columns.len();
    let style = Style {
        color: Some(GREY),
        half_points: look.body_half_points.saturating_sub(3).max(12),
        align: Align::Left,
        ..body(look)
    };
    let width = f64::from(MARGIN);
    let mut any = false;
    for (row, text) in texts {
        any = true;
        let height = f64::from(style.half_points) * 0.75 * lines(text, width * 1.1) as f64 + 5.0;
        let known = sheet.row_heights.entry(row).or_insert(0.0);
        *known = known.max(height.min(409.0));
        let cell = Cell {
            value: CellValue::Text(text.to_owned()),
            style: style.clone(),
            ..Cell::default()
        };
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        sheet.cells.insert(Address::new(row, column), cell);
    }
    if any {
        sheet.column_widths.push(width);
    }
}
