//! 基础数据: the figures of each department that the totals add up.

use std::collections::BTreeMap;

use super::figure::Sum;
use super::gather::{Batch, Source};
use super::pen::Pen;
use super::sums::{self, SumForm};
use super::table::{Column, Row, Rows, Table};
use super::{figure, some, title};
use crate::address::{Address, Area};
use crate::book::{Cell, CellValue, Page};
use crate::form::Form;
use crate::formula::{Value, quote_sheet};

/// The name of the sheet.
pub(super) const NAME: &str = "基础数据";
/// Columns before the figures: code, name, file.
const BEFORE: u32 = 3;

/// The sheet, and the sums over it.
pub(super) struct Data<'a> {
    /// The sheet.
    pub(super) page: Page<'a>,
    /// By the index of a field of the form of the totals.
    pub(super) totals: BTreeMap<usize, Total>,
}

/// The sum of one column.
pub(super) struct Total {
    /// The formula, without `=`.
    pub(super) formula: String,
    /// Its exact result.
    pub(super) result: CellValue,
    /// Who is not in it, though something was filled in.
    pub(super) without: Vec<String>,
}

/// Builds the sheet for all numbers that stand once on the sheets of the totals.
pub(super) fn build<'a>(batch: &'a Batch<'a>, sums: &SumForm<'_>, pen: &'a Pen) -> Data<'a> {
    let form = &sums.form;
    let several = sums.sheets.len() > 1;
    let fields: Vec<usize> = sums
        .sheets
        .iter()
        .flat_map(|&sheet| &form.sheets[sheet].fields)
        .copied()
        .filter(|&field| {
            let field = &form.fields[field];
            field.row.is_none() && form.template(field).kind.is_number()
        })
        .collect();
    let mut columns = vec![
        Column::new("单位编码", 11, 16),
        Column::new("单位名称", 14, 28),
        Column::new("来源文件", 14, 30),
    ];
    for &field in &fields {
        let field = &form.fields[field];
        let label = if several {
            let sheet = &form.sheets[field.sheet].name;
            let label = figure::heading(form, field);
            format!("{}\n{label}", sheet.trim_end_matches(" 合计"))
        } else {
            figure::heading(form, field)
        };
        columns.push(Column::new(label, 15, 20));
    }
    let figures = Figures::of(batch, form, &fields, pen);
    let mut count = 0;
    let mut totals = vec![Sum::NOTHING; fields.len()];
    let mut without: Vec<Vec<String>> = vec![Vec::new(); fields.len()];
    for source in batch.counted() {
        count += 1;
        for (at, (cell, odd)) in figures.of_source(source).into_iter().enumerate() {
            totals[at].add(&cell.value);
            without[at].extend(odd);
        }
    }
    let mut table = Table {
        name: NAME,
        title: title(batch, "基础数据"),
        lines: vec![format!(
            "各“合计”表由本表求和。金额单位：{}。重复交表的单位只列计入的一份。",
            form.pack.unit
        )],
        columns,
        frozen: 2,
        rows: Box::new(figures),
        notes: Vec::new(),
    };
    let uncounted: Vec<String> = fields
        .iter()
        .zip(&without)
        .flat_map(|(&field, without)| {
            let label = &form.fields[field].label;
            without.iter().map(move |who| format!("“{label}”{who}"))
        })
        .collect();
    if !uncounted.is_empty() {
        let uncounted = some(&uncounted, "处");
        table.lines.push(format!(
            "求和不含不是数字的单元格（标为红色）：{uncounted}。"
        ));
    }
    let first = table.first_row();
    let totals = (BEFORE..)
        .zip(fields.iter().zip(totals).zip(without))
        .map(|(column, ((&field, total), without))| {
            let area = Area::new(
                Address::new(first, column),
                Address::new(first + count - 1, column),
            );
            let total = Total {
                formula: format!("SUM({}!{area})", quote_sheet(NAME)),
                result: total.value(),
                without,
            };
            (field, total)
        })
        .collect();
    Data {
        page: table.page(pen),
        totals,
    }
}

/// The figures of all returns.
struct Figures<'a> {
    batch: &'a Batch<'a>,
    pen: &'a Pen,
    /// Where the pack describes each of them, and its place among the sums of a return.
    shown: Vec<((usize, usize), Option<usize>)>,
}

impl<'a> Figures<'a> {
    /// Those of some fields of the form of the totals.
    fn of(batch: &'a Batch<'a>, form: &Form, fields: &[usize], pen: &'a Pen) -> Figures<'a> {
        let summed: BTreeMap<(usize, usize), usize> = sums::summed(&form.pack).zip(0..).collect();
        let described = fields
            .iter()
            .map(|&field| form.described(&form.fields[field]));
        let shown = described.map(|described| (described, summed.get(&described).copied()));
        Figures {
            batch,
            pen,
            shown: shown.collect(),
        }
    }

    /// Those of a return, each with what stands there where it is no number.
    fn of_source(&self, source: &Source<'_>) -> Vec<(Cell, Option<String>)> {
        let pack = self.batch.pack();
        let sums = source.taken.sums.get();
        let figure = |((sheet, field), place): &((usize, usize), Option<usize>)| {
            let value = place.and_then(|place| sums.get(place));
            let value = value.unwrap_or(&Value::Blank);
            let template = &pack.sheets[*sheet].fields[*field];
            let odd = figure::not_a_figure(value, template);
            let odd = odd.then(|| format!("{}所填“{value}”", source.name()));
            (figure::cell(self.pen, pack, template, value), odd)
        };
        self.shown.iter().map(figure).collect()
    }
}

impl Rows for Figures<'_> {
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        let row = |source: &Source<'_>| {
            let mut cells = vec![
                self.pen.word(source.code()),
                self.pen.text(source.name()),
                self.pen.text(source.file()),
            ];
            cells.extend(self.of_source(source).into_iter().map(|(cell, _)| cell));
            Row::Cells(cells)
        };
        Box::new(self.batch.counted().map(row))
    }
}
