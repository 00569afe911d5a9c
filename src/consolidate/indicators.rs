//! 指标明细: every indicator row of every return.

use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::gather::{At, Batch, Source};
use super::pen::{self, Pen};
use super::table::{Column, Row, Rows, Table};
use super::title;
use crate::book::{Cell, Page};
use crate::check::Content;
use crate::form::{Form, Kind, RowOf};
use crate::template::{Pack, Scoring};

/// The name of the sheet.
pub(super) const NAME: &str = "指标明细";
/// How many columns of a scored row can be shown.
const SHOWN: usize = 8;
/// The columns of a scored row, each as wide as its texts within bounds.
const WIDTHS: [(usize, usize); SHOWN] = [
    (16, 34),
    (6, 8),
    (14, 26),
    (8, 12),
    (14, 26),
    (8, 10),
    (8, 10),
    (26, 40),
];

/// Builds the sheet; none where the pack scores no rows.
pub(super) fn page<'a>(batch: &'a Batch<'a>, pen: &'a Pen) -> Option<Page<'a>> {
    let pack = batch.pack();
    let scorings = &pack.scorings;
    scorings.first()?;
    let mut columns = vec![
        Column::new("单位编码", 11, 16),
        Column::new("单位名称", 14, 28),
        Column::new("一级指标", 12, 20),
        Column::new("二级指标", 12, 22),
    ];
    let slots = slots(pack);
    for &slot in &slots {
        let mut labels = scorings.iter();
        let label = labels.find_map(|one| Some(label(batch.form(), one, shown(one)[slot]?)));
        let (least, most) = WIDTHS[slot];
        columns.push(Column::new(label.unwrap_or_default(), least, most));
    }
    columns.extend([
        Column::new("来源文件", 14, 40),
        Column::new("工作表", 10, 24),
        Column::new("单元格", 9, 10),
    ]);
    let table = Table {
        name: NAME,
        title: title(batch, "指标明细"),
        lines: vec![format!(
            "共 {} 条指标。得分为单位自评；重复交表的单位，各份都列出。",
            batch.all(|taken| &taken.indicators).count()
        )],
        columns,
        frozen: 2,
        rows: Box::new(Indicators { batch, pen }),
        notes: Vec::new(),
    };
    Some(table.page(pen))
}

/// The rows of the sheet.
struct Indicators<'a> {
    batch: &'a Batch<'a>,
    pen: &'a Pen,
}

impl Rows for Indicators<'_> {
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        let (pack, pen) = (self.batch.pack(), self.pen);
        let cells = move |(source, it): (&Source<'_>, Indicator)| it.cells(source, pack, pen);
        Box::new(
            self.batch
                .all(|taken| &taken.indicators)
                .map(cells)
                .map(Row::Cells),
        )
    }
}

/// Which columns stand there: each that one way of scoring has.
fn slots(pack: &Pack) -> Vec<usize> {
    let has = |slot: &usize| pack.scorings.iter().any(|one| shown(one)[*slot].is_some());
    (0..SHOWN).filter(has).collect()
}

/// The columns of a shape in the order in which they are shown.
fn shown(scoring: &Scoring) -> [Option<&str>; SHOWN] {
    [
        Some(&scoring.name),
        scoring.operator.as_deref(),
        Some(&scoring.target),
        scoring.unit.as_deref(),
        Some(&scoring.actual),
        Some(&scoring.weight),
        Some(&scoring.score),
        Some(&scoring.reason),
    ]
}

/// What the pack calls a column of a shape.
fn label(form: &Form, scoring: &Scoring, column: &str) -> String {
    let blocks = 0..form.blocks.len();
    let mut rows = blocks
        .filter(|&block| is_scored_by(form, block, scoring))
        .map(|block| RowOf { block, row: 0 });
    rows.find_map(|row| form.sibling(row, column)).map_or_else(
        || column.to_owned(),
        |field| form.fields[field].label.clone(),
    )
}

fn is_scored_by(form: &Form, block: usize, scoring: &Scoring) -> bool {
    let template = form.block_template(block);
    template.and_then(|block| block.shape.as_ref()) == Some(&scoring.shape)
}

/// An indicator of a return.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Indicator {
    /// The weight group, and the repeating rows, as the form heads them.
    group: String,
    block: String,
    /// What stands in each of the columns.
    figures: Vec<Option<Figure>>,
    at: Option<At>,
}

/// The indicators of a return.
pub(super) fn taken(content: &Content) -> Vec<Indicator> {
    let submission = &content.submission;
    let form = &submission.form;
    let scorings = &form.pack.scorings;
    let slots = slots(&form.pack);
    let mut found = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let scoring = scorings
            .iter()
            .find(|scoring| is_scored_by(form, index, scoring));
        let Some(scoring) = scoring else {
            continue;
        };
        let weights = form.sheet_template(block.sheet).weights.as_ref();
        let group = weights.and_then(|weights| {
            let mut groups = weights.groups.iter();
            groups.find(|group| group.blocks.contains(&block.local))
        });
        let template = form.block_template(index);
        for (row, fields) in block.rows.iter().enumerate() {
            let stands = |&field: &usize| {
                form.fields[field].kind == Kind::Input && !submission.is_blank(field)
            };
            if !fields.iter().any(stands) {
                continue;
            }
            let row = RowOf { block: index, row };
            let figure = |slot: &usize| {
                let field = form.sibling(row, shown(scoring)[*slot]?)?;
                Some(Figure::of(content, field))
            };
            found.push(Indicator {
                group: group.map_or_else(String::new, |group| group.label.clone()),
                block: template.map_or_else(String::new, |block| block.label.clone()),
                figures: slots.iter().map(figure).collect(),
                at: fields.first().map(|&field| At::of(content, field)),
            });
        }
    }
    found
}

impl Indicator {
    fn cells(&self, source: &Source<'_>, pack: &Pack, pen: &Pen) -> Vec<Cell> {
        let code = pen.word(source.code());
        let mut cells = vec![
            // A return that is not counted is told apart by its file.
            if source.counted() {
                code
            } else {
                pen::filled(code, pen::DIFFERS)
            },
            pen.text(source.name()),
            pen.text(&self.group),
            pen.text(&self.block),
        ];
        for figure in &self.figures {
            let cell = figure.as_ref().map(|figure| figure.cell(pen, pack));
            cells.push(cell.unwrap_or_else(|| pen.text("")));
        }
        cells.extend(source.origin(self.at.as_ref(), pen));
        cells
    }
}
