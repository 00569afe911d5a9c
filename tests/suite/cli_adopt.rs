//! `annex adopt` as a shell sees it: status, standard output and standard error, side by side.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::book::{Book, Cell, CellValue, Sheet};

use docx::document;
use returns::open;
use shell::Shell;

use crate::common::docx;
use crate::common::returns;
use crate::common::shell;

const BASE: &str = "
附件1
2024年度部门整体支出绩效评价基础数据表
填报单位：县档案馆
| 财政供养人员情况（人） | 编制数 | 2024年实际在职人数 | 控制率 |
| ^ | 5 | 5 | 100% |
| 经费控制情况（万元） | 2023年决算数 | 2024年预算数 | 2024年决算数 |
| 三公经费 | 1 | 2 | 3 |
| 公用经费支出 | 10 | 约11 | 12万元 |
| 政府采购 | 1 | 2 | 3 |
填表人：张三   备用：一行";

const ADOPTED: &str = "
1
out:
a.docx → out/a-正式表.xlsx
  县档案馆 101003  hunan-2024 2024
  附件1 基础数据表：第4段（按标题）
  没有找到：附件2 整体支出自评表、附件3-1 项目自评表、附件4 政府性基金、附件5 国有资本经营、附件6 社会保险基金、自评报告
  对上 7 个：
    表1第2行第2格  “编制数”“5” → 附件1 基础数据表!B4  base.staff.quota
    表1第2行第3格  “2024年实际在职人数”“5” → 附件1 基础数据表!D4  base.staff.actual
    表1第2行第4格  “控制率”“100%” → 附件1 基础数据表!F4  base.staff.rate（由表计算，相符）
    表1第4行第2格  “三公经费 · 2023年决算数”“1” → 附件1 基础数据表!B6  base.three_public.prior（由表计算，为 0，不符）
    表1第4行第3格  “三公经费 · 2024年预算数”“2” → 附件1 基础数据表!D6  base.three_public.budget（由表计算，为 0，不符）
    表1第4行第4格  “三公经费 · 2024年决算数”“3” → 附件1 基础数据表!F6  base.three_public.actual（由表计算，为 0，不符）
    第5段  “填表人：”“张三   备用：一行” → 附件1 基础数据表!B38  base.signature.preparer
  推测 6 个，请核对：
    表1第5行第2格  标签相似 80%  “公用经费 · 2023年决算数”“10” → 附件1 基础数据表!B24  base.public.prior
    表1第5行第3格  标签相似 80%  “公用经费 · 2024年预算数”“约11” → 附件1 基础数据表!D24  base.public.budget（可作几种理解，照原样放入，请核对）
    表1第5行第4格  标签相似 80%  “公用经费 · 2024年决算数”“12万元” → 附件1 基础数据表!F24  base.public.actual（带单位“万元”）
    表1第6行第2格  标签相似 80%  “政府采购金额 · 2023年决算数”“1” → 附件1 基础数据表!B28  base.procurement.prior
    表1第6行第3格  标签相似 80%  “政府采购金额 · 2024年预算数”“2” → 附件1 基础数据表!D28  base.procurement.budget
    表1第6行第4格  标签相似 80%  “政府采购金额 · 2024年决算数”“3” → 附件1 基础数据表!F28  base.procurement.actual
";

#[test]
fn a_document_is_put_into_the_form_and_nothing_is_overwritten() {
    let shell = Shell::new();
    shell.put("a.docx", document(BASE));
    let line = "adopt a.docx -o out --pack hunan-2024 --code 101003";
    shell.assert(line, ADOPTED).assert(
        line,
        "
2
err:
错误：out/a-正式表.xlsx：文件已存在，annex 不覆盖任何文件，请另写一个名字
",
    );
    let found = open(&shell.bytes("out/a-正式表.xlsx"));
    let submission = found.content.unwrap().submission;
    assert_eq!(submission.identity.spec.department, "县档案馆");
    assert!(submission.identity.sealed);
    let source = annex::memory::Source {
        name: "a.docx".to_owned(),
        digest: annex::digest::of_bytes(&shell.bytes("a.docx")),
    };
    assert_eq!(submission.sources, [source]);
    let codes: Vec<&str> = found
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    // The amount that can mean several things is asked for.
    assert!(codes.contains(&"V006"), "{codes:?}");
    // What the document says where the form computes is held against it.
    assert_eq!(
        codes.iter().filter(|code| **code == "C001").count(),
        3,
        "{codes:?}"
    );
}

#[test]
fn one_file_that_cannot_be_adopted_does_not_stop_the_others() {
    let shell = Shell::new();
    let old: Vec<u8> = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
        .iter()
        .copied()
        .chain([0; 120])
        .chain("WordDocument\0".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    shell
        .put("in/1.docx", document(BASE))
        .put("in/2.doc", old)
        .put("in/3.pdf", b"%PDF-1.7")
        .put("in/4.docx", document("会议通知"))
        .put("in/5.docx", b"PK\x03\x04")
        .put_book("in/6.xlsx", &returns::returned("02-archives"))
        // Beside files of one department it would be taken for a part of that return.
        .put("in/alone/7.docx", document("一、部门基本情况\n有人"))
        .put(
            "in/8.docx",
            docx::with_main(b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document/>"),
        );
    let found = shell.run("adopt in -o out --pack hunan-2024 --lang en");
    let (out, errors) = found.split_once("err:\n").unwrap();
    assert!(
        out.starts_with("2\nout:\nin/1.docx → out/1-正式表.xlsx\n"),
        "{out}"
    );
    assert_eq!(
        errors,
        "\
not looked at, PDF and OFD files: 1 (ask for the .xlsx form where a department sent nothing else): in/3.pdf
error: in/2.doc: this is an old Word or WPS document (.doc, .wps), which is not read: open it in Word or WPS, save it as .docx, and run 'annex adopt' to put it into the official form
error: in/4.docx: nothing in it is like the form of hunan-2024: no title, no labels, no heading of the report; is it a return, and is --pack right?
error: in/5.docx: the file is damaged: it is not complete, perhaps the transfer broke off (invalid Zip archive: Could not find EOCD); open it in Excel or WPS and save it as .xlsx, or send it again
error: in/6.xlsx: it is a form of annex already; 'annex check' reads it, and 'annex reissue' carries it to another pack
error: in/8.docx: the document is damaged in word/document.xml: it uses entities (DOCTYPE), which is not allowed; open it in Word or WPS and save it as .docx, or send it again
error: in/alone/7.docx: the name of the department stands nowhere in it; write it after --department
"
    );
    assert_eq!(shell.files("out"), ["1-正式表.xlsx"]);
    // One that is named itself is looked at.
    shell.assert(
        "adopt in/3.pdf -o out --pack hunan-2024 --lang en",
        "2\nerr:\nerror: in/3.pdf: this is not an Excel workbook, it seems to be a PDF: if it was printed from a form, send the workbook (.xlsx) or the Word document (.docx) it was printed from; if there is only paper or a scan, fill in the .xlsx form\n",
    );
}

#[test]
fn checking_a_document_names_the_command_that_reads_it() {
    let shell = Shell::new();
    let said = "this is a Word document and not an Excel workbook: run 'annex adopt' to put it into the official form, or have the .xlsx form filled in; the command: annex adopt";
    shell
        .put("a.docx", document(BASE))
        .put("in/来 件's.docx", document(BASE))
        .assert(
            "check a.docx --format concise --lang en",
            &format!("\n1\nout:\na.docx: error[W001] {said} a.docx --pack hunan-2024 -o adopted\n"),
        )
        .assert(
            "annotate a.docx -o out --lang en",
            &format!("\n2\nerr:\nerror: a.docx: not annotated: {said} a.docx --pack hunan-2024 -o adopted\n0 annotated workbooks written to out\n"),
        )
        .assert(
            "diff a.docx a.docx --lang en --pack hunan-2024",
            &format!("\n2\nerr:\nerror: a.docx: not compared: {said} a.docx --pack hunan-2024 -o adopted\nerror: a.docx: not compared: {said} a.docx --pack hunan-2024 -o adopted\n"),
        );
    // As a shell takes it: with quotes around a name that has blanks and quotes.
    let extracted = shell.run("extract in --lang en");
    let named = format!("{said} 'in/来 件'\\''s.docx' --pack hunan-2024 -o adopted");
    assert!(extracted.contains(&named), "{extracted}");
}

#[test]
fn a_workbook_made_by_hand_is_adopted_and_the_report_is_json_as_well() {
    let cells = [
        ("A1", "2024年度政府性基金预算支出情况表"),
        ("A2", "填报单位：县档案馆"),
        ("E2", "本单位有无政府性基金预算支出："),
        ("I2", "无"),
    ];
    let head = [
        "序号",
        "功能科目编码",
        "功能科目名称",
        "项目名称",
        "年初结转和结余",
        "年初预算数",
        "全年预算数",
        "本年收入",
    ];
    let mut sheet = Sheet {
        name: "基金".to_owned(),
        ..Sheet::default()
    };
    let text = |text: &str| Cell {
        value: CellValue::Text(text.to_owned()),
        ..Cell::default()
    };
    for (place, said) in cells {
        sheet
            .cells
            .insert(annex::address::Address::parse(place).unwrap(), text(said));
    }
    for (column, said) in (0..).zip(head) {
        sheet
            .cells
            .insert(annex::address::Address::new(2, column), text(said));
    }
    let book = Book {
        sheets: vec![sheet],
        ..Book::default()
    };
    let shell = Shell::new();
    shell.put_book("a.xlsx", &book);
    let found = shell.run("adopt a.xlsx -o out --pack hunan-2024 --format json");
    let json: serde_json::Value = serde_json::from_str(
        found
            .strip_prefix("0\nout:\n")
            .unwrap_or_else(|| panic!("{found}")),
    )
    .unwrap();
    let file = &json["files"][0];
    assert_eq!(file["department"], "县档案馆");
    assert_eq!(
        file["taken"],
        serde_json::json!([{
            "place": {"sheet": "基金", "cell": "I2"},
            "said": "本单位有无政府性基金预算支出：",
            "likeness": 1.0,
            "field": "fund.has",
            "label": "本单位有无政府性基金预算支出",
            "sheet": "附件4 政府性基金",
            "cell": "I2",
            "value": "无",
            "read": "entered"
        }])
    );
    assert_eq!(file["left"], serde_json::json!([]));
}

#[test]
fn name_and_code_are_those_of_one_file() {
    let shell = Shell::new();
    shell
        .put("a.docx", document(BASE))
        .put("b.docx", document(BASE))
        .assert(
            "adopt a.docx b.docx -o out --pack hunan-2024 --department 县档案馆 --lang en",
            "
2
err:
error: --department and --code are those of one file; adopt the others by themselves
",
        )
        .assert(
            "adopt a.docx -o out --lang en",
            "
2
err:
error: name a pack with --pack; the shipped ones are central-2021, hubei-2020, hunan-2024
",
        );
}
