//! The Word report of a return: what stands in it, what is said of it, and that whatever people type can be written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use annex::book::write::write as write_book;
use annex::book::{Book, CellValue};
use annex::check::{self, Options, Return};
use annex::document::text::paragraphs;
use annex::document::write::write;
use annex::document::{Document, Paragraph, Style};
use annex::fill;
use annex::form::{self, Form, Spec};
use annex::generate;
use annex::narrate;
use annex::template::{Pack, Source, packs};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::common::word;

const PACK: &str = r#"id = "mini"
version = "1"
title = "{year}年度小报告"
year = 2024
unit = "万元"
sheets = ["one.toml"]

[report]
title = ["{year}年度{department}", "自评报告"]

[[report.cover]]
label = "部门（单位）名称"
field = "one.department"
[[report.cover]]
field = "one.date"

[[report.sections]]
level = 1
heading = "基本情况"
facts = "one.duties.facts"
text = "one.duties.text"
[[report.sections]]
level = 1
heading = "支出情况"
[[report.sections]]
level = 2
heading = "基本支出"
facts = "one.basic.facts"
text = "one.basic.text"
[[report.sections]]
level = 2
heading = "项目支出（{unit}）"
text = "one.project.text"
[[report.sections]]
level = 1
heading = "政府性基金"
facts = "one.fund.facts"
text = "one.fund.text"

[report.attachments]
heading = "附件："
list = ["基础数据表", "{year}年度自评表"]
"#;

const ONE: &str = r#"id = "one"
name = "自评报告"
heading = "{year}年度自评报告"
columns = [20, 20, 20, 20]
layout = '''
| 单位     | [department] | 日期     | [date]         |
| 编制     | [quota]      | 在职     | [actual]       |
| 预算     | [budget]     | 支出     | [spent]        |
| 基金     | [has]        | 基金支出 | [fund.amount]  |
| 基本情况 | [duties.facts]  | <     | [duties.text]  |
| 基本支出 | [basic.facts]   | <     | [basic.text]   |
| 项目支出 | [project.text]  | <     | <              |
| 基金支出 | [fund.facts]    | <     | [fund.text]    |
'''

[fields.department]
label = "单位"
type = "text"
value = "{department}"

[fields.date]
label = "报告日期"
type = "date"

[fields.quota]
label = "编制"
type = "count"

[fields.actual]
label = "在职"
type = "count"

[fields.budget]
label = "预算"
type = "money"

[fields.spent]
label = "支出"
type = "money"

[fields.has]
label = "基金"
type = "choice"
choices = ["有", "无"]

[fields."fund.amount"]
label = "基金支出"
type = "money"

[fields."duties.facts"]
label = "人员"
type = "long_text"
formula = '"编制" & quota & "人，在职" & actual & "人。"'

[fields."duties.text"]
label = "基本情况"
type = "long_text"
required = true

[fields."basic.facts"]
label = "执行"
type = "long_text"
formula = '"支出" & spent & "万元，为预算的" & spent / budget * 100 & "%。"'

[fields."basic.text"]
label = "基本支出"
type = "long_text"

[fields."project.text"]
label = "项目支出"
type = "long_text"

[fields."fund.facts"]
label = "基金"
type = "long_text"
formula = 'IF(has = "无", "本单位无政府性基金支出。", "政府性基金支出" & ROUND(fund.amount, 2) & "万元。")'

[fields."fund.text"]
label = "基金情况"
type = "long_text"
required = 'has = "有"'
"#;

fn pack_of(pack: &str, one: &str) -> Arc<Pack> {
    let files = [("pack.toml", pack), ("one.toml", one)].map(|(file, text)| Source {
        file: file.to_owned(),
        text: text.to_owned(),
    });
    form::load(&files).unwrap()
}

fn pack() -> Arc<Pack> {
    pack_of(PACK, ONE)
}

fn blank(pack: &Arc<Pack>) -> Form {
    let spec = Spec {
        year: 2024,
        code: "101".to_owned(),
        department: "示例局".to_owned(),
        ..Spec::default()
    };
    form::resolve(pack, &spec).unwrap()
}

fn filled(pack: &Arc<Pack>, values: &Json) -> Book {
    let form = blank(pack);
    let values = fill::flatten(values).unwrap();
    generate::workbook(&form, &fill::entries(&form, &values).unwrap())
}

fn opened(pack: &Arc<Pack>, book: &Book) -> Return {
    let bytes = write_book(book).unwrap();
    check::open(
        "r.xlsx",
        annex::book::read::read(&bytes),
        &[Arc::clone(pack)],
        &Options::default(),
    )
}

/// The lines of the report of a return, and what is missing in it.
fn report(pack: &Arc<Pack>, book: &Book) -> (Vec<String>, Vec<String>) {
    let content = opened(pack, book).content.unwrap();
    let narrative = narrate::document(&content).unwrap();
    let gaps = narrative.gaps.iter();
    let gaps = gaps.map(|gap| format!("{}：{}", gap.place, gap.what.text().zh));
    (
        word::lines(&write(&narrative.document).unwrap()),
        gaps.collect(),
    )
}

fn whole() -> Json {
    json!({"one": {
        "date": "2025-3-20", "quota": 7, "actual": 7, "budget": 200, "spent": "164.96", "has": "无",
        "duties": {"text": "　　主要职能是甲。\r\n\n　　内设机构：\n1、办公室；\t2、“业务”股 <一>。  "},
        "basic": {"text": "用于机关运转。"},
        "project": {"text": "无"},
    }})
}

/// Replaces what stands in the cell of a field.
fn put(book: &mut Book, pack: &Arc<Pack>, id: &str, value: CellValue) {
    let form = blank(pack);
    let field = &form.fields[form.field(id).unwrap()];
    let cell = book.sheets[generate::page(field.sheet)]
        .cells
        .get_mut(&field.cell())
        .unwrap();
    cell.value = value;
    cell.formula = None;
}

#[test]
fn facts_come_first_then_the_text_paragraph_by_paragraph() {
    let pack = pack();
    let (lines, gaps) = report(&pack, &filled(&pack, &whole()));
    assert_eq!(
        lines,
        [
            "Title | 2024年度示例局",
            "Title | 自评报告",
            "Subtitle | 部门（单位）名称：示例局",
            "Subtitle | 2025年3月20日",
            "Heading1 | 一、基本情况",
            "Facts | 编制7人，在职7人。",
            "BodyText | 主要职能是甲。",
            "BodyText | 内设机构：",
            "BodyText | 1、办公室；\t2、“业务”股 <一>。",
            "Heading1 | 二、支出情况",
            "Heading2 | （一）基本支出",
            "Facts | 支出164.96万元，为预算的82.48%。",
            "BodyText | 用于机关运转。",
            "Heading2 | （二）项目支出（万元）",
            "BodyText | 无",
            "Heading1 | 三、政府性基金",
            // Nothing has to be written here, and the facts say why.
            "Facts | 本单位无政府性基金支出。",
            "Attachments | 附件：1. 基础数据表",
            "Attachments | 2. 2024年度自评表",
        ]
    );
    assert_eq!(gaps, Vec::<String>::new());
}

#[test]
fn what_nobody_filled_in_is_marked_and_named() {
    let pack = pack();
    let (lines, gaps) = report(&pack, &filled(&pack, &json!({"one": {"has": "有"}})));
    assert_eq!(
        lines[2..],
        [
            "Subtitle | 部门（单位）名称：示例局",
            "Subtitle | 　　年　　月　　日",
            "Heading1 | 一、基本情况",
            "Facts | 编制人，在职人。",
            "Missing | （未填写）",
            "Heading1 | 二、支出情况",
            "Heading2 | （一）基本支出",
            "Missing | （数据算不出来：所需的数还没有填）",
            "Missing | （未填写）",
            "Heading2 | （二）项目支出（万元）",
            "Missing | （未填写）",
            "Heading1 | 三、政府性基金",
            "Facts | 政府性基金支出0万元。",
            "Missing | （未填写）",
            "Attachments | 附件：1. 基础数据表",
            "Attachments | 2. 2024年度自评表",
        ]
    );
    assert_eq!(
        gaps,
        [
            "报告日期：未填写",
            "一、基本情况：未填写",
            "二、（一）基本支出：数据算不出来：所需的数还没有填",
            "二、（一）基本支出：未填写",
            "二、（二）项目支出（万元）：未填写",
            "三、政府性基金：未填写",
        ]
    );
}

#[test]
fn facts_typed_over_are_those_annex_computes() {
    let pack = pack();
    let mut book = filled(&pack, &whole());
    let typed = |text: &str| CellValue::Text(text.to_owned());
    put(
        &mut book,
        &pack,
        "one.basic.facts",
        typed("支出200万元，为预算的100%。"),
    );
    put(&mut book, &pack, "one.department", typed("别的局"));
    let (lines, gaps) = report(&pack, &book);
    assert_eq!(lines[2], "Subtitle | 部门（单位）名称：示例局");
    assert_eq!(lines[11], "Facts | 支出164.96万元，为预算的82.48%。");
    assert_eq!(gaps, Vec::<String>::new());
}

#[test]
fn facts_that_cannot_be_computed_say_why() {
    let pack = pack();
    let mut book = filled(&pack, &whole());
    put(
        &mut book,
        &pack,
        "one.has",
        CellValue::Text("有".to_owned()),
    );
    put(
        &mut book,
        &pack,
        "one.fund.amount",
        CellValue::Text("约五万".to_owned()),
    );
    put(
        &mut book,
        &pack,
        "one.project.text",
        CellValue::Error("#REF!".to_owned()),
    );
    let (lines, gaps) = report(&pack, &book);
    assert!(
        lines.contains(&"Missing | （数据算不出来：应为数字，却是文本“约五万”）".to_owned()),
        "{lines:#?}"
    );
    assert_eq!(
        gaps,
        [
            "二、（二）项目支出（万元）：单元格里是错误值 #REF!",
            "三、政府性基金：数据算不出来：应为数字，却是文本“约五万”",
            "三、政府性基金：未填写"
        ]
    );
}

#[test]
fn a_long_heading_of_the_attachments_stands_above_them() {
    let pack = pack_of(&PACK.replace("\"附件：\"", "\"报告需要以下附件：\""), ONE);
    let (lines, _) = report(&pack, &filled(&pack, &whole()));
    assert_eq!(
        lines[lines.len() - 3..],
        [
            "Attachments | 报告需要以下附件：",
            "Attachments | 1. 基础数据表",
            "Attachments | 2. 2024年度自评表",
        ]
    );
}

#[test]
fn a_pack_without_a_report_has_none() {
    let (text, _) = PACK.split_once("[report]").unwrap();
    let pack = pack_of(text, ONE);
    let content = opened(&pack, &filled(&pack, &whole())).content.unwrap();
    assert!(narrate::document(&content).is_none());
}

/// The report of a shipped pack and the sheet its texts are typed into have the same headings, and none of its texts is left
/// out.
#[test]
fn the_shipped_reports_are_their_sheets() {
    let mut seen = 0;
    for id in packs::shipped() {
        let pack = form::load(&packs::shipped_files(&id).unwrap()).unwrap();
        let Some(template) = &pack.report else {
            continue;
        };
        seen += 1;
        let form = blank(&pack);
        let content = opened(&pack, &generate::workbook(&form, &Default::default()));
        let narrative = narrate::document(&content.content.unwrap()).unwrap();
        let named: Vec<&str> = template
            .sections
            .iter()
            .flat_map(|section| [&section.facts, &section.text])
            .flatten()
            .map(|located| located.value.as_str())
            .collect();
        let sheet = named[0].split('.').next().unwrap();
        let sheet = form.sheets.iter().find(|one| one.id == sheet).unwrap();
        for paragraph in &narrative.document.body {
            if [Style::Heading1, Style::Heading2].contains(&paragraph.style) {
                let mut labels = sheet.labels.iter();
                assert!(
                    labels.any(|label| label.text == paragraph.text),
                    "{id}: {}",
                    paragraph.text
                );
            }
        }
        let fields = sheet
            .fields
            .iter()
            .map(|&field| form.fields[field].id.as_str());
        let texts = fields.filter(|field| field.ends_with(".facts") || field.ends_with(".text"));
        assert_eq!(texts.collect::<Vec<_>>(), named, "{id}");
    }
    assert!(seen > 0);
}

/// What people and programs put into cells: words, blanks of every kind, line ends, marks of XML, and any other character.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥，。；“”（）0-9a-zA-Z]{1,12}",
        2 => prop::sample::select(vec![
            "\n", "\r\n", "\r", "\t", "　　", " ", "\u{a0}", "\u{200b}", "\u{feff}", "\u{2028}", "\u{85}", "\u{b}",
            "<", ">", "&", "\"", "'", "]]>", "<!--", "&amp;", "</w:t>", "_x000D_", "\u{0}", "\u{7}", "\u{1f}", "\u{7f}",
            "\u{fffd}", "\u{fffe}", "\u{ffff}", "𠮷", "👍", "\u{10ffff}",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whether XML 1.0 can carry a character, by its grammar.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_written_and_reads_back_as_the_same_paragraphs(text in typed(), title in any::<String>()) {
        let expected = paragraphs(&text);
        for line in &expected {
            prop_assert!(line.chars().all(is_xml) && !line.contains(['\n', '\r']), "{line:?}");
            prop_assert_eq!(line.trim(), line);
        }
        // Nothing that takes ink is lost.
        let ink = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || "，。；“”（）".contains(*c))
                .collect::<String>()
        };
        prop_assert_eq!(ink(&expected.concat()), ink(&text));
        let body = expected.iter().map(|line| Paragraph::new(Style::BodyText, line));
        let document = Document {
            title: title.clone(),
            author: text.clone(),
            cover: vec![Paragraph::new(Style::Title, &title)],
            body: body.collect(),
            ..Document::default()
        };
        let bytes = write(&document).unwrap();
        let read = word::paragraphs(&bytes);
        prop_assert_eq!(&read[0].0, "Title");
        let read: Vec<String> = read.into_iter().skip(1).map(|(_, text)| text).collect();
        prop_assert_eq!(read, expected);
        let core = word::part(&bytes, "docProps/core.xml");
        prop_assert!(core.chars().all(is_xml));
        let mut reader = quick_xml::Reader::from_str(&core);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}

#[test]
fn a_text_as_long_as_a_cell_may_be_is_whole() {
    let line = "绩".repeat(300);
    let text = vec![line.as_str(); 108].join("\n");
    assert!(text.chars().count() < 32_767);
    let mut values = whole();
    values["one"]["duties"]["text"] = Json::from(text);
    let pack = pack();
    let (lines, _) = report(&pack, &filled(&pack, &values));
    let long = format!("BodyText | {line}");
    assert_eq!(lines.iter().filter(|found| **found == long).count(), 108);
}

// --- The command.

struct Shell(TempDir);

impl Shell {
    /// A folder with the pack, a blank return and a filled one.
    fn new() -> Shell {
        let shell = Shell(tempfile::tempdir().unwrap());
        let pack = pack();
        shell
            .put("mini/pack.toml", PACK)
            .put("mini/one.toml", ONE)
            .put("whole.xlsx", write_book(&filled(&pack, &whole())).unwrap())
            .put(
                "blank.xlsx",
                write_book(&filled(&pack, &json!({}))).unwrap(),
            );
        shell
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, file: &str, bytes: impl AsRef<[u8]>) -> &Shell {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.path().join(file)).unwrap()
    }

    /// Runs `annex` with these words: its status, and what it says on standard error. Nothing goes to standard output.
    #[track_caller]
    fn assert(&self, line: &str, status: i32, expected: &str) -> &Shell {
        let output = Command::new(env!("CARGO_BIN_EXE_annex"))
            .args(line.split(' '))
            .current_dir(self.path())
            .output()
            .unwrap();
        let said = std::str::from_utf8(&output.stderr).unwrap();
        assert_eq!(said, expected, "$ annex {line}");
        assert_eq!(output.status.code(), Some(status), "$ annex {line}");
        assert!(output.stdout.is_empty(), "$ annex {line}");
        self
    }
}

#[test]
fn a_report_is_written_once_and_always_the_same() {
    let shell = Shell::new();
    shell
        .assert(
            "report whole.xlsx --pack mini -o out/报告.docx",
            0,
            "示例局的报告已写入 out/报告.docx\n",
        )
        .assert("report whole.xlsx --pack mini -o again.DOCX --quiet", 0, "")
        .assert(
            "report blank.xlsx --pack mini -o out/报告.docx",
            2,
            "错误：out/报告.docx：文件已存在，annex 不覆盖任何文件，请另写一个名字\n",
        );
    let bytes = shell.bytes("out/报告.docx");
    assert!(bytes == shell.bytes("again.DOCX"));
    assert_eq!(word::lines(&bytes).len(), 19);
    let core = word::part(&bytes, "docProps/core.xml");
    assert!(
        core.contains("<dc:title>2024年度示例局自评报告</dc:title><dc:creator>示例局</dc:creator>")
    );
    // Only what was asked for is left in the folder.
    assert_eq!(
        std::fs::read_dir(shell.path().join("out")).unwrap().count(),
        1
    );
}

#[test]
fn what_is_missing_is_said_in_either_language_and_errors_count_as_elsewhere() {
    let shell = Shell::new();
    shell
        .assert(
            "report blank.xlsx --pack mini -o zh.docx",
            1,
            "报告日期：未填写
一、基本情况：未填写
二、（一）基本支出：数据算不出来：所需的数还没有填
二、（一）基本支出：未填写
二、（二）项目支出（万元）：未填写
这份表有 1 个错误（用 annex check 查看），改正后请重新生成报告
示例局的报告已写入 zh.docx
",
        )
        .assert(
            "report blank.xlsx --pack mini -o en.docx --lang en",
            1,
            "报告日期: not filled in
一、基本情况: not filled in
二、（一）基本支出: the figures cannot be computed: figures it needs are not filled in
二、（一）基本支出: not filled in
二、（二）项目支出（万元）: not filled in
the return has 1 errors (see annex check); write the report anew once they are corrected
report of 示例局 written to en.docx
",
        );
    // A document is for departments: it is in Chinese whatever language annex speaks.
    assert!(shell.bytes("zh.docx") == shell.bytes("en.docx"));
}

#[test]
fn files_that_are_no_returns_are_named_as_elsewhere() {
    let shell = Shell::new();
    let (text, _) = PACK.split_once("[report]").unwrap();
    let without = pack_of(&text.replace("\"mini\"", "\"without\""), ONE);
    shell
        .put("text.xlsx", "填表人：甲")
        .put("other.xlsx", write_book(&filled(&without, &whole())).unwrap())
        .put("without/pack.toml", text.replace("\"mini\"", "\"without\""))
        .put("without/one.toml", ONE)
        .assert(
            "report missing.xlsx -o r.docx --lang en",
            2,
            "error: missing.xlsx: cannot be read: No such file or directory (os error 2)\n",
        )
        .assert(
            "report text.xlsx -o r.docx --lang en",
            2,
            "error: text.xlsx: no report: this is not an Excel workbook, it seems to be plain text such as CSV: send the .xlsx form itself; renaming a file does not convert it\n",
        )
        .assert(
            "report other.xlsx -o r.docx --lang en",
            2,
            "error: other.xlsx: no report: the pack 'without' of this form is not here; name its folder with --pack\n",
        )
        .assert(
            "report other.xlsx --pack without -o r.docx --lang en",
            2,
            "error: other.xlsx: no report: its pack 'without' has no [report]\n",
        )
        .assert(
            "report whole.xlsx --pack mini -o r.doc",
            2,
            "错误：r.doc：报告是 Word 文档，文件名要以 .docx 结尾\n",
        );
    assert!(!shell.path().join("r.docx").exists() && !shell.path().join("r.doc").exists());
}
