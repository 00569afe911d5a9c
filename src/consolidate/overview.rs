//! 汇总: a row for each department with its key figures, and the totals.

use super::figure::{self, Figure, Sum};
use super::gather::{At, Batch, Part, Source, count};
use super::pen::{self, Pen};
use super::problems;
use super::table::{Column, Row, Rows, Table};
use super::{Beside, some, title};
use crate::address::{Address, Area};
use crate::book::{Cell, CellValue, Page};
use crate::check::Content;
use crate::finding::Level;
use crate::formula::Value;
use crate::generate::format_of;
use crate::number::Number;
use crate::submission;
use crate::template::{FieldType, SummaryColumn};

/// The name of the sheet.
pub(super) const NAME: &str = "汇总";
/// Columns before the key figures: code, name, file.
const BEFORE: usize = 3;
const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

/// Builds the sheet; `first_problems` tells for each file where its findings begin.
pub(super) fn page<'a>(
    batch: &'a Batch<'a>,
    beside: &'a Beside<'a>,
    pen: &'a Pen,
    first_problems: Vec<Option<Address>>,
) -> Page<'a> {
    let mut overview = Overview {
        batch,
        beside,
        pen,
        first_problems,
        totals: Vec::new(),
    };
    let mut table = Table {
        name: NAME,
        title: title(batch, "汇总表"),
        lines: lines(batch, beside),
        columns: columns(batch),
        frozen: 2,
        rows: Box::new(Vec::new()),
        notes: overview.notes(),
    };
    overview.totals = overview.totals(table.first_row());
    table.rows = Box::new(overview);
    table.page(pen)
}

/// The rows of the sheet.
struct Overview<'a> {
    batch: &'a Batch<'a>,
    beside: &'a Beside<'a>,
    pen: &'a Pen,
    first_problems: Vec<Option<Address>>,
    totals: Vec<Cell>,
}

impl Rows for Overview<'_> {
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        let Overview { batch, beside, .. } = self;
        let is_all = self.batch.doubles().next().is_none()
            && batch.unreadable.is_empty()
            && beside.left_out.is_empty();
        let unreadable = batch.unreadable.iter().map(|(index, part)| {
            let remark = "无法读取，见“全部问题”";
            self.without_figures(part, self.problems(*index), remark)
        });
        let left_out = beside.left_out.iter().map(|(part, why)| {
            let remark = format!("未计入：{}", why.zh);
            self.without_figures(part, None, &remark)
        });
        let counted = batch.counted().map(|source| self.readable(source));
        let doubles = batch.doubles().map(|source| self.readable(source));
        let total = [Row::Total(self.totals.clone())];
        let banner = (!is_all).then(|| Row::Banner("未计入合计".to_owned()));
        let not_counted = doubles.chain(unreadable).chain(left_out);
        Box::new(
            (counted.map(Row::Cells))
                .chain(total)
                .chain(banner)
                .chain(not_counted.map(Row::Cells)),
        )
    }
}

fn columns(batch: &Batch<'_>) -> Vec<Column> {
    let mut columns = vec![
        Column::new("单位编码", 10, 16),
        Column::new("单位名称", 14, 28),
        Column::new("来源文件", 14, 26),
    ];
    for column in &batch.form().pack.summary.columns {
        columns.push(Column::new(&column.label, 11, 20));
    }
    columns.extend([
        Column::new("等级", 7, 8),
        Column::new("错误", 7, 8),
        Column::new("警告", 7, 8),
        Column::new("提示", 7, 8),
        Column::new("状态", 9, 10),
        Column::new("备注", 10, 30),
    ]);
    columns
}

/// What the table shows of the figures of a return.
#[derive(Debug, Clone)]
pub(super) struct KeyFigures {
    /// By the columns of the pack.
    figures: Vec<Option<KeyFigure>>,
    /// The grade its computed score earns; none without a score.
    grade: String,
}

#[derive(Debug, Clone)]
struct KeyFigure {
    figure: Figure,
    /// What the department reported, where that is something else.
    differs: Option<String>,
}

/// Takes them of a return.
pub(super) fn key_figures(content: &Content) -> KeyFigures {
    let form = &content.submission.form;
    let figure = |column: &SummaryColumn| {
        let field = form.field(&column.value.value)?;
        let evaluation = &content.evaluation;
        let (reported, computed) = (&evaluation.reported[field], &evaluation.computed[field]);
        let differs = figure::differs(form, &form.fields[field], reported, computed);
        Some(KeyFigure {
            figure: Figure::of(content, field),
            differs: differs.then(|| disagreement(content, field, reported, computed)),
        })
    };
    KeyFigures {
        figures: form.pack.summary.columns.iter().map(figure).collect(),
        grade: grade(content).to_owned(),
    }
}

impl Overview<'_> {
    /// Where the findings of a file begin.
    fn problems(&self, index: usize) -> Option<Address> {
        self.first_problems.get(index).copied().flatten()
    }

    /// What is said beside the figures that a department reported otherwise, by row and column.
    fn notes(&self) -> Vec<(usize, usize, String)> {
        let counted = self.batch.counted().count();
        // Between both stand the totals and a line.
        let doubles = self.batch.doubles().zip(counted + 2..);
        let rows = self.batch.counted().zip(0..).chain(doubles);
        let notes = rows.flat_map(|(source, row)| {
            let figures = source.taken.key_figures.figures.iter().zip(BEFORE..);
            figures.filter_map(move |(figure, column)| {
                let differs = figure.as_ref()?.differs.clone()?;
                Some((row, column, differs))
            })
        });
        notes.collect()
    }

    fn readable(&self, source: &Source<'_>) -> Vec<Cell> {
        let pen = self.pen;
        let mut cells = vec![
            pen.word(source.code()),
            pen.text(source.name()),
            pen.text(source.file()),
        ];
        let KeyFigures { figures, grade } = &source.taken.key_figures;
        for figure in figures {
            let Some(KeyFigure { figure, differs }) = figure else {
                cells.push(pen.text(""));
                continue;
            };
            let cell = figure.cell(pen, self.batch.pack());
            // What is no figure at all stays marked as such.
            cells.push(match cell.style.fill {
                None if differs.is_some() => pen::filled(cell, pen::DIFFERS),
                _ => cell,
            });
        }
        cells.push(pen.word(grade));
        cells.extend(counts(source.part, pen, self.problems(source.index)));
        cells.push(status(source.part, pen));
        let mut remarks = Vec::new();
        remarks.extend(
            source
                .counted_instead
                .as_ref()
                .map(|instead| format!("重复：本单位已计入 {}，本行未计入合计", instead.file)),
        );
        let waived = source.part.counts.waived;
        remarks.extend((waived > 0).then(|| format!("另有已豁免 {waived} 条")));
        cells.push(pen.text(&remarks.join("；")));
        cells
    }

    fn without_figures(&self, part: &Part, problems: Option<Address>, remark: &str) -> Vec<Cell> {
        let pen = self.pen;
        let spec = part.spec();
        let mut cells = vec![
            pen.word(spec.map_or("", |spec| &spec.code)),
            pen.text(spec.map_or("", |spec| &spec.department)),
            pen.text(&part.file),
        ];
        let blank = self.batch.pack().summary.columns.len() + 1;
        cells.extend((0..blank).map(|_| pen.text("")));
        cells.extend(counts(part, pen, problems));
        cells.push(match part.taken {
            None => status(part, pen),
            Some(_) => pen::filled(pen.word("未计入"), pen::DIFFERS),
        });
        cells.push(pen.text(remark));
        cells
    }

    /// The totals of the rows that are counted, of which the first stands there.
    fn totals(&self, first: u32) -> Vec<Cell> {
        let (batch, pen) = (self.batch, self.pen);
        let form = batch.form();
        let mut sums =
            vec![Sum::NOTHING; BEFORE + form.pack.summary.columns.len() + 1 + LEVELS.len()];
        let mut count = 0;
        for source in batch.counted() {
            count += 1;
            for (sum, cell) in sums.iter_mut().zip(self.readable(source)) {
                sum.add(&cell.value);
            }
        }
        let last = first + u32::try_from(count).unwrap_or(u32::MAX).saturating_sub(1);
        let live = |column: usize, format: &dyn Fn(&CellValue) -> String| {
            let at = u32::try_from(column).unwrap_or(u32::MAX);
            let area = Area::new(Address::new(first, at), Address::new(last, at));
            let sum = sums.get(column).map_or(CellValue::Blank, Sum::value);
            let format = format(&sum);
            let mut cell = pen.figure(sum, &format);
            cell.formula = Some(format!("SUM({area})"));
            cell
        };
        let mut cells = vec![
            pen.word("合计"),
            pen.text(&format!("{count} 家单位")),
            pen.text(""),
        ];
        for (column, shown) in (BEFORE..).zip(&form.pack.summary.columns) {
            let field = form.field(&shown.value.value).filter(|_| shown.total);
            cells.push(field.map_or_else(
                || pen.text(""),
                |field| {
                    let template = form.template(&form.fields[field]);
                    live(column, &|sum| format_of(&form.pack, template, sum))
                },
            ));
        }
        cells.push(pen.text(""));
        for level in cells.len()..cells.len() + LEVELS.len() {
            let mut cell = live(level, &|_| "0".to_owned());
            cell.style.align = crate::book::Align::Center;
            cells.push(cell);
        }
        cells.extend([pen.text(""), pen.text("")]);
        cells
    }
}

fn disagreement(content: &Content, field: usize, reported: &Value, computed: &Value) -> String {
    let form = &content.submission.form;
    let kind = form.template(&form.fields[field]).kind;
    let text = |value: &Value| match value {
        Value::Number(ratio) if kind == FieldType::Percent => ratio.percent(),
        value => submission::shown(value, kind).unwrap_or_else(|| "（空）".to_owned()),
    };
    let At { sheet, cell } = At::of(content, field);
    format!(
        "{sheet} {cell}\n填报：{}\n重算：{}（本表采用）",
        text(reported),
        text(computed)
    )
}

fn counts(part: &Part, pen: &Pen, problems: Option<Address>) -> Vec<Cell> {
    let cell = |level| {
        let count = count(part, level);
        match problems {
            Some(at) if count > 0 => pen::linked(pen.count(count), problems::NAME, at),
            _ => pen.count(count),
        }
    };
    LEVELS.into_iter().map(cell).collect()
}

fn status(part: &Part, pen: &Pen) -> Cell {
    let status = standing(part);
    match status {
        "无法读取" => pen::filled(pen.word(status), pen::WRONG),
        "需修改" => pen::filled(pen.word(status), pen::DIFFERS),
        _ => pen.word(status),
    }
}

/// What becomes of a return.
fn standing(part: &Part) -> &'static str {
    if part.taken.is_none() {
        "无法读取"
    } else if count(part, Level::Error) > 0 {
        "需修改"
    } else {
        "通过"
    }
}

/// The grade its computed score earns; none without a score.
fn grade(content: &Content) -> &str {
    let form = &content.submission.form;
    let field = form.pack.summary.grade.as_ref();
    let field = field.and_then(|grade| form.field(&grade.value));
    let score = field.and_then(|field| content.evaluation.computed.get(field));
    match score {
        Some(Value::Number(score)) if Some(*score) <= full_marks(content, field) => {
            form.pack.grade(*score).map_or("", |grade| &grade.name)
        }
        _ => "",
    }
}

/// The most a score can be: what the weights of its sheet add up to. More than that earns no grade.
fn full_marks(content: &Content, score: Option<usize>) -> Option<Number> {
    let form = &content.submission.form;
    let sheet = form.fields[score?].sheet;
    let Some(weights) = &form.sheet_template(sheet).weights else {
        return Some(Number::HUNDRED);
    };
    let total = form.field(&format!(
        "{}.{}",
        form.sheets[sheet].id, weights.total.value
    ))?;
    match content.evaluation.computed.get(total) {
        Some(Value::Number(total)) => Some(*total),
        _ => None,
    }
}

fn lines(batch: &Batch<'_>, beside: &Beside<'_>) -> Vec<String> {
    let status = |status| {
        let sources = batch.counted();
        sources
            .filter(|source| standing(source.part) == status)
            .count()
    };
    let mut first = format!(
        "共 {} 家单位：通过 {} 家，需修改 {} 家",
        batch.counted().count(),
        status("通过"),
        status("需修改")
    );
    if !batch.unreadable.is_empty() {
        first += &format!("；另有 {} 个文件无法读取", batch.unreadable.len());
    }
    first += &format!(
        "。金额单位：{}。数字以 annex 重算的为准，与填报不一致的单元格标为黄色，见“全部问题”。",
        batch.form().pack.unit
    );
    let mut lines = vec![first];
    let doubles: Vec<String> = batch
        .doubles()
        .map(|source| {
            let counted = source.counted_instead.as_ref();
            let why = counted.map_or("", |instead| &instead.why.zh);
            let counted = counted.map_or("", |instead| instead.file);
            let (name, file) = (source.name(), source.file());
            format!("{name}计入 {counted}（{why}），未计入 {file}")
        })
        .collect();
    if !doubles.is_empty() {
        lines.push(format!(
            "重复交表：{}。重复的一份列在“未计入合计”之下。",
            some(&doubles, "份")
        ));
    }
    let left_out: Vec<String> = (beside.left_out.iter())
        .map(|(part, why)| format!("{}（{}）", part.file, why.zh))
        .collect();
    if !left_out.is_empty() {
        lines.push(format!(
            "不属于本次汇总的表：{}。列在“未计入合计”之下。",
            some(&left_out, "份")
        ));
    }
    let uncounted = uncounted(batch);
    if !uncounted.is_empty() {
        lines.push(format!(
            "合计中未含不是数字的单元格（标为红色）：{}。",
            some(&uncounted, "处")
        ));
    }
    lines
}

/// The cells of the columns with totals that `SUM` passes over though something stands in them.
fn uncounted(batch: &Batch<'_>) -> Vec<String> {
    let pack = batch.pack();
    let mut found = Vec::new();
    for source in batch.counted() {
        let figures = source.taken.key_figures.figures.iter();
        for (figure, column) in figures.zip(&pack.summary.columns) {
            let figure = figure.as_ref().filter(|_| column.total);
            let Some(KeyFigure { figure, .. }) = figure else {
                continue;
            };
            if figure::not_a_figure(&figure.value, figure.template(pack)) {
                let (name, label, value) = (source.name(), &column.label, &figure.value);
                found.push(format!("{name}“{label}”为“{value}”"));
            }
        }
    }
    found
}
