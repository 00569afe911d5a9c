//! 基础数据: the figures of each department that the totals add up.

use std::collections::BTreeMap;

use super::gather::Batch;
use super::pen::Pen;
use super::sums::{self, SumForm};
use super::table::{Column, Row, Table};
use super::{figure, some, title};
use crate::address::{Address, Area};
use crate::book::{CellValue, Sheet};
use crate::formula::{Value, quote_sheet};

/// The name of the sheet.
pub(super) const NAME: &str = "基础数据";
/// Columns before the figures: code, name, file.
const BEFORE: u32 = 3;

/// The sheet, and the sums over it.
pub(super) struct Data {
    /// The sheet.
    pub(super) sheet: Sheet,
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
pub(super) fn build(batch: &Batch<'_>, sums: &SumForm<'_>, pen: &Pen) -> Data {
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
    let summed: BTreeMap<(usize, usize), usize> = sums::summed(&form.pack).zip(0..).collect();
    let place = |field: usize| summed.get(&form.described(&form.fields[field])).copied();
    let mut rows = Vec::new();
    let mut values: Vec<Vec<CellValue>> = vec![Vec::new(); fields.len()];
    let mut without: Vec<Vec<String>> = vec![Vec::new(); fields.len()];
    for source in batch.counted() {
        let mut cells = vec![
            pen.word(source.code()),
            pen.text(source.name()),
            pen.text(source.file()),
        ];
        for (at, &field) in fields.iter().enumerate() {
            let value = place(field).and_then(|place| source.taken.sums.get(place));
            let value = value.unwrap_or(&Value::Blank);
            let template = form.template(&form.fields[field]);
            if figure::not_a_figure(value, template) {
                without[at].push(format!("{}所填“{value}”", source.name()));
            }
            let cell = figure::cell(pen, &form.pack, template, value);
            values[at].push(cell.value.clone());
            cells.push(cell);
        }
        rows.push(Row::Cells(cells));
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut table = Table {
        name: NAME,
        title: title(batch, "基础数据"),
        lines: vec![format!(
            "各“合计”表由本表求和。金额单位：{}。重复交表的单位只列计入的一份。",
            form.pack.unit
        )],
        columns,
        frozen: 2,
        rows,
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
        .zip(fields.iter().zip(values).zip(without))
        .map(|(column, ((&field, values), without))| {
            let area = Area::new(
                Address::new(first, column),
                Address::new(first + last - 1, column),
            );
            let total = Total {
                formula: format!("SUM({}!{area})", quote_sheet(NAME)),
                result: figure::sum(&values),
                without,
            };
            (field, total)
        })
        .collect();
    Data {
        sheet: table.sheet(pen),
        totals,
    }
}
