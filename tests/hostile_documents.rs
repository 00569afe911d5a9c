//! Word documents with far too much in them: reading and adopting one takes time in proportion and little memory.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "common/docx.rs"]
mod docx;
#[path = "common/measured.rs"]
mod measured;
#[path = "common/package.rs"]
mod package;

use std::sync::Arc;

use annex::adopt::{self, Asked, render};
use annex::book::write::write;
use annex::document::read::{read, text};
use annex::form;
use annex::template::Pack;
use annex::template::packs::shipped_files;
use annex::text::Language;
use docx::with_body;
use measured::LARGER;

/// The body of a document of so many cells, and so many paragraphs or tables.
type Attack = (&'static str, fn(usize, usize) -> String);

/// So many cells, and so many paragraphs or tables.
const FEW: (usize, usize) = (500, 200);
/// Nearly as many as are adopted.
const MOST: (usize, usize) = (adopt::MOST - 1_000, adopt::MOST - 1_000);
/// Nearly as many as are read.
const READ: (usize, usize) = (480_000, 190_000);

const TITLE: &str = "2024年度部门整体支出绩效评价基础数据表";
const LABELS: [&str; 12] = [
    "财政供养人员情况(人)",
    "编制数",
    "控制率",
    "三公经费",
    "项目支出：",
    "公用经费",
    "政府采购金额",
    "厉行节约保障措施",
    "1、业务工作经费",
    "2、运行维护经费",
    "3、公务接待",
    "部门基本支出预算调整",
];

fn cell(text: &str) -> String {
    format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

/// A table of so many cells, so many of them in a row.
fn table(cells: usize, wide: usize, text: impl Fn(usize) -> String) -> String {
    let mut xml = String::from("<w:tbl>");
    for row in 0..cells / wide {
        xml.push_str("<w:tr>");
        for column in 0..wide {
            xml.push_str(&cell(&text(row * wide + column)));
        }
        xml.push_str("</w:tr>");
    }
    xml + "</w:tbl>"
}

/// What would make it known: its title, and a table with labels.
fn known(rest: &str) -> String {
    let labels = table(24, 2, |at| {
        if at % 2 == 0 {
            LABELS[at / 2].to_owned()
        } else {
            "1".to_owned()
        }
    });
    docx::paragraph(TITLE) + labels.trim_end_matches("</w:tbl>") + rest + "</w:tbl>"
}

fn rows(xml: &str) -> &str {
    xml.trim_start_matches("<w:tbl>")
        .trim_end_matches("</w:tbl>")
}

const ATTACKS: [Attack; 17] = [
    ("paragraphs", |_, blocks| {
        docx::paragraph("一、部门基本情况").repeat(blocks)
    }),
    ("paragraphs that are like titles", |_, blocks| {
        (0..blocks)
            .map(|at| docx::paragraph(&format!("（{at}）部门概况{}", at % 977)))
            .collect()
    }),
    ("lines of signatures", |_, blocks| {
        docx::paragraph("填表人：张三 联系电话：1 单位负责人签字：李四").repeat(blocks)
    }),
    ("lines of signatures below a table", |_, blocks| {
        known("") + &docx::paragraph("填表人：张三 联系电话：1 单位负责人签字：李四").repeat(blocks)
    }),
    ("colons", |_, blocks| {
        docx::paragraph(&"这一项：".repeat(16)).repeat(blocks)
    }),
    ("texts as long as they may be", |_, _| {
        docx::paragraph(&"字".repeat(600_000)).repeat(17)
    }),
    ("a text that is a section", |_, _| {
        docx::paragraph("一、部门基本情况") + &docx::paragraph(&"字".repeat(30_000)).repeat(340)
    }),
    ("a table of numbers", |cells, _| {
        table(cells, 8, |at| at.to_string())
    }),
    ("a table of a row", |cells, _| {
        table(cells, 960, |at| at.to_string())
    }),
    ("a known table with rows of numbers", |cells, _| {
        known(rows(&table(cells, 8, |at| at.to_string())))
    }),
    ("a known table with rows of labels", |cells, _| {
        known(rows(&table(cells, 8, |at| {
            LABELS[at % LABELS.len()].to_owned()
        })))
    }),
    ("a known table with rows of one column", |cells, _| {
        known(rows(&table(cells / 2, 1, |at| format!("项目{at}"))))
    }),
    ("a known table with blank rows", |_, blocks| {
        known(&"<w:tr/>".repeat(blocks * 5)) + &known("")
    }),
    ("a table known by its columns", |cells, _| {
        let head = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |";
        let head = docx::body(&format!("2024年度部门整体支出绩效自评表\n{head}"));
        let (before, after) = head.rsplit_once("</w:tbl>").unwrap();
        format!(
            "{before}{}</w:tbl>{after}",
            rows(&table(cells, 8, |at| at.to_string()))
        )
    }),
    ("many tables", |_, blocks| {
        (0..blocks / 12)
            .map(|at| table(4, 2, |cell| format!("{}{}", LABELS[(at + cell) % 12], at)))
            .collect()
    }),
    ("many tables of one sheet", |_, blocks| {
        let table = docx::body(
            "2024年度项目支出绩效自评表\n| 项目名称 | 桥 |\n| 主管部门 | 局 | 实施单位 | 处 |",
        );
        table.repeat(blocks / 12)
    }),
    ("tables within tables", |_, blocks| {
        let deep = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>".repeat(60)
            + &docx::paragraph("字")
            + &"</w:tc></w:tr></w:tbl>".repeat(60);
        deep.repeat(blocks / 125)
    }),
];

fn pack() -> Arc<Pack> {
    form::load(&shipped_files("hunan-2024").unwrap()).unwrap()
}

/// Reads and adopts a document, and gives a line on what came of it.
fn run(bytes: &[u8]) -> String {
    let size = bytes.len() >> 10;
    let found = match read(bytes) {
        Ok(found) => found,
        Err(why) => return format!("{size} KiB, {}", text(&why).en),
    };
    let material = adopt::of_document(&found);
    drop(found);
    let asked = Asked {
        department: Some("示例局".to_owned()),
        ..Asked::default()
    };
    match adopt::run(&material, &pack(), &asked) {
        Ok(adoption) => {
            drop(material);
            let said = render::render("file.docx", None, &adoption.report, Language::Chinese).len();
            assert!(!write(&adopt::workbook(&adoption)).unwrap().is_empty());
            let (taken, left) = (adoption.report.taken.len(), adoption.report.left.len());
            format!("{size} KiB, {taken} taken, {left} left in {said} bytes")
        }
        Err(why) => format!("{size} KiB, {}", why.text().en),
    }
}

#[test]
fn a_document_with_too_much_of_anything_is_adopted_or_refused() {
    for (_, attack) in ATTACKS {
        assert!(!run(&with_body(&attack(FEW.0, FEW.1))).is_empty());
    }
}

/// Each attack with a part of so much, and with all of it.
fn of_both_sizes(
    (cells, blocks): (usize, usize),
) -> impl Iterator<Item = (&'static str, [Vec<u8>; 2])> {
    ATTACKS.iter().map(move |(what, attack)| {
        let of_size = |share| with_body(&attack(cells / share, blocks / share));
        (*what, [LARGER, 1].map(of_size))
    })
}

/// What is too large to be adopted has been read all the same.
#[test]
#[ignore = "takes a minute; CI runs it"]
fn a_document_with_as_much_as_is_read_takes_little_memory() {
    measured::each_alone(
        "a_document_with_as_much_as_is_read_takes_little_memory",
        of_both_sizes(READ),
        |_, bytes| match read(&bytes) {
            Ok(found) => format!("{} blocks", adopt::of_document(&found).size()),
            Err(why) => text(&why).en,
        },
    );
}

#[test]
#[ignore = "takes a minute; CI runs it"]
fn a_document_with_far_too_much_takes_time_in_proportion_and_little_memory() {
    measured::each_alone(
        "a_document_with_far_too_much_takes_time_in_proportion_and_little_memory",
        of_both_sizes(MOST),
        |_, bytes| run(&bytes),
    );
}
