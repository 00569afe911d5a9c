//! 项目明细: every project of every return.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::figure::{self, Figure};
use super::gather::{At, Batch, Source};
use super::pen::{self, Pen};
use super::table::{Column, Row, Rows, Table};
use super::title;
use crate::book::{Cell, Page};
use crate::check::Content;
use crate::check::rules::v007_unit_suspected;
use crate::finding::{Finding, each};
use crate::form::Form;
use crate::template::{FieldType, Pack};

/// The name of the sheet.
pub(super) const NAME: &str = "项目明细";

/// Builds the sheet; none where the pack has no sheet for projects.
pub(super) fn page<'a>(batch: &'a Batch<'a>, pen: &'a Pen) -> Option<Page<'a>> {
    let form = batch.form();
    let summary = &form.pack.summary;
    let template = &summary.project_sheet.as_ref()?.value;
    let columns: Vec<&str> = columns(&form.pack).collect();
    let first = instances(form, template).next();
    let mut headings = vec![
        Column::new("单位编码", 11, 16),
        Column::new("单位名称", 14, 28),
    ];
    for column in &columns {
        let field = first.and_then(|sheet| field(form, sheet, column));
        let label = field.map_or_else(
            || (*column).to_owned(),
            |field| figure::heading(form, &form.fields[field]),
        );
        let number = field.is_some_and(|field| form.template(&form.fields[field]).kind.is_number());
        let (least, most) = if number { (14, 20) } else { (16, 40) };
        headings.push(Column::new(label, least, most));
    }
    headings.extend([
        Column::new("来源文件", 14, 40),
        Column::new("工作表", 10, 24),
        Column::new("单元格", 9, 10),
    ]);
    let (mut count, mut is_doubted) = (0, false);
    for (_, project) in batch.all(|taken| &taken.projects) {
        count += 1;
        is_doubted |= project.is_doubted();
    }
    let mut lines = vec![format!(
        "共 {count} 个项目。金额单位：{}。重复交表的单位，各份都列出。",
        form.pack.unit
    )];
    if is_doubted {
        lines.push("黄色：金额单位可疑，见“全部问题”（V007）。".to_owned());
    }
    let table = Table {
        name: NAME,
        title: title(batch, "项目明细"),
        lines,
        columns: headings,
        frozen: 2,
        rows: Box::new(Projects { batch, pen }),
        notes: Vec::new(),
    };
    Some(table.page(pen))
}

/// The rows of the sheet.
struct Projects<'a> {
    batch: &'a Batch<'a>,
    pen: &'a Pen,
}

impl Rows for Projects<'_> {
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        let (pack, pen) = (self.batch.pack(), self.pen);
        let cells = move |(source, it): (&Source<'_>, Project)| it.cells(source, pack, pen);
        Box::new(
            self.batch
                .all(|taken| &taken.projects)
                .map(cells)
                .map(Row::Cells),
        )
    }
}

/// The sheets of a form that are made from one template.
fn instances<'a>(form: &'a Form, template: &'a str) -> impl Iterator<Item = usize> + 'a {
    (0..form.sheets.len()).filter(move |&sheet| form.sheet_template(sheet).id == template)
}

fn field(form: &Form, sheet: usize, column: &str) -> Option<usize> {
    form.field(&format!("{}.{column}", form.sheets[sheet].id))
}

/// The columns of the fields that are shown.
fn columns(pack: &Pack) -> impl Iterator<Item = &str> {
    pack.summary
        .project_columns
        .iter()
        .map(|it| it.value.as_str())
}

/// A project of a return.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Project {
    /// What stands in each of the columns, and whether it looks like another unit.
    figures: Vec<Option<(Figure, bool)>>,
    at: Option<At>,
}

/// The projects of a return in which these things were found.
pub(super) fn taken(content: &Content, findings: &[Finding]) -> Vec<Project> {
    let form = &content.submission.form;
    let Some(template) = &form.pack.summary.project_sheet else {
        return Vec::new();
    };
    let doubted = doubted(form, findings);
    let project = |sheet: usize| {
        let fields = columns(&form.pack).map(|column| field(form, sheet, column));
        let fields: Vec<Option<usize>> = fields.collect();
        // The sheet is named even where the template shows no field of it.
        let any = form.sheets[sheet].fields.first().copied();
        let first = fields.iter().flatten().next().copied().or(any);
        let figure = |field: &Option<usize>| {
            let field = (*field)?;
            Some((Figure::of(content, field), doubted.contains(&field)))
        };
        Project {
            figures: fields.iter().map(figure).collect(),
            at: first.map(|field| At::of(content, field)),
        }
    };
    // A project the roster names is there even where nothing was filled in for it.
    let used = instances(form, &template.value).filter(|sheet| content.context().is_used(*sheet));
    used.map(project).collect()
}

/// The amounts of a return that look like another unit, and those that are computed from them.
fn doubted(form: &Form, findings: &[Finding]) -> BTreeSet<usize> {
    let doubts = each(findings).filter(|finding| {
        finding.code == v007_unit_suspected::RULE.code && finding.waived.is_none()
    });
    let places = doubts.flat_map(|doubt| doubt.covers.iter().chain([&doubt.place]));
    let mut doubted: BTreeSet<usize> = places
        .filter_map(|place| form.field(place.field.as_deref()?))
        .collect();
    for &index in &form.order {
        let is_money = form.template(&form.fields[index]).kind == FieldType::Money;
        let mut taken = form.takes(index).iter();
        if is_money && taken.any(|field| doubted.contains(field)) {
            doubted.insert(index);
        }
    }
    doubted
}

impl Project {
    fn is_doubted(&self) -> bool {
        self.figures.iter().flatten().any(|(_, doubted)| *doubted)
    }

    fn cells(&self, source: &Source<'_>, pack: &Pack, pen: &Pen) -> Vec<Cell> {
        let mut cells = vec![pen.word(source.code()), pen.text(source.name())];
        for figure in &self.figures {
            cells.push(match figure {
                Some((figure, true)) => pen::filled(figure.cell(pen, pack), pen::DIFFERS),
                Some((figure, false)) => figure.cell(pen, pack),
                None => pen.text(""),
            });
        }
        cells.extend(source.origin(self.at.as_ref(), pen));
        cells
    }
}
