//! 交表情况: who has returned and who has not.

use super::gather::{Batch, Part, Source, count};
use super::pen::{self, Pen};
use super::table::{Column, Row, Table};
use super::{Beside, NotRead, title};
use crate::book::{Cell, Page};
use crate::finding::Level;
use crate::roster::Department;
use crate::text::Text;

/// The name of the sheet.
pub(super) const NAME: &str = "交表情况";

/// Builds the sheet.
pub(super) fn page<'a>(
    batch: &Batch<'_>,
    roster: &[Department],
    beside: &Beside<'_>,
    pen: &'a Pen,
) -> Page<'a> {
    let mut rows = Vec::new();
    let (mut returned, mut other) = (0, 0);
    for department in roster {
        let came = Came::of(department, batch, roster, beside);
        match came.standing() {
            "已交" => returned += 1,
            "未交" => {}
            _ => other += 1,
        }
        rows.push(Row::Cells(came.cells(pen)));
    }
    let mut line = format!(
        "应交 {} 家，已交 {returned} 家，未交 {} 家。",
        roster.len(),
        roster.len() - returned - other
    );
    if other > 0 {
        line += &format!("另有 {other} 家只交来不能计入的文件，见备注。");
    }
    let strangers = strangers(batch, roster, beside, pen);
    if !strangers.is_empty() {
        line += &format!("不在名单的文件 {} 个。", strangers.len());
        rows.push(Row::Banner("不在名单".to_owned()));
        rows.extend(strangers);
    }
    let nobodys = batch.unreadable.iter();
    let nobodys: Vec<&Part> = nobodys
        .map(|(_, file)| *file)
        .filter(|file| beside.whose(&file.file, roster).is_none())
        .collect();
    if !batch.unreadable.is_empty() {
        line += &format!("无法读取的文件 {} 个。", batch.unreadable.len());
    }
    if !nobodys.is_empty() {
        rows.push(Row::Banner("无法读取，不知是哪个单位".to_owned()));
    }
    for file in nobodys {
        rows.push(Row::Cells(vec![
            pen.word(""),
            pen.text(""),
            pen::filled(pen.word("无法读取"), pen::WRONG),
            pen.text(&file.file),
            pen.count(count(file, Level::Error)),
            pen.text("见“全部问题”"),
        ]));
    }
    if !beside.not_read.is_empty() {
        line += &format!("未看的文件 {} 个。", beside.not_read.len());
        rows.push(Row::Banner("未看的文件".to_owned()));
    }
    for file in &beside.not_read {
        let department = beside.whose(&file.file, roster);
        rows.push(Row::Cells(vec![
            pen.word(department.map_or("", |it| &it.code)),
            pen.text(department.map_or("", |it| &it.name)),
            pen.word("未看"),
            pen.text(&file.file),
            pen.text(""),
            pen.text(&format!("{}：{}", file.what.zh, file.advice.zh)),
        ]));
    }
    Table {
        name: NAME,
        title: title(batch, "交表情况"),
        lines: vec![line],
        columns: vec![
            Column::new("单位编码", 10, 16),
            Column::new("单位名称", 20, 40),
            Column::new("交表情况", 10, 12),
            Column::new("来源文件", 24, 50),
            Column::new("错误数", 9, 9),
            Column::new("备注", 16, 50),
        ],
        frozen: 2,
        rows: Box::new(rows),
        notes: Vec::new(),
    }
    .page(pen)
}

/// The returns, counted or left out, of departments that are not in the roster.
fn strangers(batch: &Batch<'_>, roster: &[Department], beside: &Beside<'_>, pen: &Pen) -> Vec<Row> {
    let sources = batch.sources.iter().map(|source| {
        let note = match source.counted_instead {
            None => "已计入汇总",
            Some(_) => "重复：同一单位另有一份，本份未计入汇总",
        };
        (source.part, note.to_owned())
    });
    let left_out = beside.left_out.iter();
    let left_out = left_out.map(|(file, why)| (*file, format!("未计入汇总：{}", why.zh)));
    let is_listed = |file: &Part| roster.iter().any(|department| is_of(file, department));
    let strangers = sources.chain(left_out).filter(|(file, _)| !is_listed(file));
    let row = |(file, note): (&Part, String)| {
        let spec = file.spec();
        Row::Cells(vec![
            pen.word(spec.map_or("", |spec| spec.code.trim())),
            pen.text(spec.map_or("", |spec| spec.department.trim())),
            pen::filled(pen.word("不在名单"), pen::DIFFERS),
            pen.text(&file.file),
            pen.count(count(file, Level::Error)),
            pen.text(&note),
        ])
    };
    strangers.map(row).collect()
}

/// What came from a department of the roster.
struct Came<'a> {
    department: &'a Department,
    /// Its returns, that which is counted first.
    sources: Vec<&'a Source<'a>>,
    /// Its returns that do not belong into the summary.
    left_out: Vec<&'a (&'a Part, Text)>,
    /// The files that by their names are its own and cannot be read.
    unreadable: Vec<&'a Part>,
    /// Those nobody looked at.
    not_read: Vec<&'a NotRead>,
}

impl<'a> Came<'a> {
    fn of(
        department: &'a Department,
        batch: &'a Batch<'a>,
        roster: &[Department],
        beside: &'a Beside<'a>,
    ) -> Came<'a> {
        let is_its = |file: &str| beside.whose(file, roster) == Some(department);
        let sources = batch.sources.iter();
        let mut sources: Vec<&Source<'_>> = sources
            .filter(|source| is_of(source.part, department))
            .collect();
        sources.sort_by_key(|source| !source.counted());
        Came {
            department,
            sources,
            left_out: (beside.left_out.iter())
                .filter(|(file, _)| is_of(file, department))
                .collect(),
            unreadable: (batch.unreadable.iter().map(|(_, file)| *file))
                .filter(|file| is_its(&file.file))
                .collect(),
            not_read: (beside.not_read.iter())
                .filter(|file| is_its(&file.file))
                .collect(),
        }
    }

    fn standing(&self) -> &'static str {
        if !self.sources.is_empty() {
            "已交"
        } else if !self.left_out.is_empty() {
            "未计入"
        } else if !self.unreadable.is_empty() {
            "无法读取"
        } else if !self.not_read.is_empty() {
            "未看"
        } else {
            "未交"
        }
    }

    fn cells(&self, pen: &Pen) -> Vec<Cell> {
        let standing = self.standing();
        let errors = match (self.sources.first(), self.unreadable.first()) {
            // Of several only the one that counts is to be mended.
            (Some(counted), _) => pen.count(count(counted.part, Level::Error)),
            (None, Some(file)) if standing == "无法读取" => {
                pen.count(count(file, Level::Error))
            }
            _ => pen.text(""),
        };
        vec![
            pen.word(&self.department.code),
            pen.text(&self.department.name),
            match standing {
                "已交" => pen.word(standing),
                "未交" => pen::filled(pen.word(standing), pen::WRONG),
                _ => pen::filled(pen.word(standing), pen::DIFFERS),
            },
            pen.text(&self.files().join("\n")),
            errors,
            pen.text(&self.notes().join("；")),
        ]
    }

    /// The files that were read; else those that were not.
    fn files(&self) -> Vec<&str> {
        if !self.sources.is_empty() {
            return self.sources.iter().map(|source| source.file()).collect();
        }
        let left_out = self.left_out.iter().map(|(file, _)| file.file.as_str());
        let unreadable = self.unreadable.iter().map(|file| file.file.as_str());
        let not_read = self.not_read.iter().map(|file| file.file.as_str());
        left_out.chain(unreadable).chain(not_read).collect()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut sources = self.sources.iter();
        if let Some(instead) = sources.find_map(|source| source.counted_instead.as_ref()) {
            notes.push(format!(
                "重复：{}；计入 {}（{}）",
                self.files().join("、"),
                instead.file,
                instead.why.zh
            ));
        }
        let mut sources = self.sources.iter();
        if let Some(source) = sources.find(|source| source.name() != self.department.name) {
            notes.push(format!("表中单位名称为“{}”", source.name()));
        }
        for (file, why) in &self.left_out {
            notes.push(format!("{}未计入：{}", file.file, why.zh));
        }
        let unreadable: Vec<&str> = (self.unreadable.iter())
            .map(|file| file.file.as_str())
            .collect();
        if !unreadable.is_empty() {
            let files = unreadable.join("、");
            notes.push(format!("无法读取：{files}，见“全部问题”"));
        }
        // Beside a return that counts, a picture of its signed page is of no account.
        if self.sources.is_empty() {
            for file in &self.not_read {
                notes.push(format!("{}：{}", file.what.zh, file.advice.zh));
            }
        }
        notes
    }
}

/// Whether a return is from a department; a form made without a code is known by its department's name.
fn is_of(file: &Part, department: &Department) -> bool {
    let Some(spec) = file.spec() else {
        return false;
    };
    match spec.code.trim() {
        "" => spec.department.trim() == department.name,
        code => code == department.code,
    }
}
