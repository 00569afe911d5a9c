//! What a bureau says in `campaign.toml`, and what departments answer in a campaign, as a shell sees it.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::sync::Arc;

use annex::address::Address;
use annex::annotate;
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::{self, Options};
use annex::fill;
use annex::form::{self, Spec};
use annex::generate;
use annex::own::{self, listing};
use annex::template::{Pack, Source};
use annex::text::Language;
use serde_json::{Value as Json, json};
use shell::Shell;

use crate::common::edit;
use crate::common::shell;

const PACK: &str = r#"
id = "visits"
version = "1"
title = "{year}年走访企业情况"
year = 2025
unit = "万元"
sheets = ["visits.toml"]

[levels]
V001 = "warning"

[[rules]]
code = "X101"
name = "more-visits-than-planned"
level = "warning"
at = "visits.done"
reported = "visits.done"
relation = "<="
computed = "visits.plan"
message = "走访次数超过计划"
message_en = "more visits than were planned"
"#;

const SHEET: &str = r#"
id = "visits"
name = "走访企业"
heading = "{year}年走访企业情况表"
columns = [20, 14, 14]
layout = '''
| 企业名称 | 计划（次） | 实际（次） |
| [name]   | [plan]     | [done]     |
'''
[fields.name]
label = "企业名称"
type = "text"
required = true
not_an_answer = ["无"]
[fields.plan]
label = "计划"
type = "count"
required = true
[fields.done]
label = "实际"
type = "count"
required = true
"#;

fn pack() -> Arc<Pack> {
    let files = [("pack.toml", PACK), ("visits.toml", SHEET)].map(|(file, text)| Source {
        file: file.to_owned(),
        text: text.to_owned(),
    });
    form::load(&files).unwrap()
}

/// The form of a department, and what it put into it.
fn filled(code: &str, name: &str, year: u16, values: &Json) -> Book {
    let spec = Spec {
        year,
        code: code.to_owned(),
        department: name.to_owned(),
        ..Spec::default()
    };
    let form = form::resolve(&pack(), &spec).unwrap();
    let entries = fill::entries(&form, &fill::flatten(values).unwrap()).unwrap();
    generate::workbook(&form, &entries)
}

/// A folder with the campaign 2025, its pack, and what two departments sent: 示例局 visited more than it planned and left its
/// name out, 乙局 left out two figures.
fn campaign(toml: &str) -> Shell {
    let shell = Shell::new();
    shell
        .put("2025/visits/pack.toml", PACK)
        .put("2025/visits/visits.toml", SHEET)
        .put("2025/campaign.toml", toml);
    let more = json!({"visits.plan": 10, "visits.done": 40});
    shell.put_book("2025/inbox/101.xlsx", &filled("101", "示例局", 2025, &more));
    let blank = json!({"visits.name": "甲公司"});
    shell.put_book("2025/inbox/102.xlsx", &filled("102", "乙局", 2025, &blank));
    shell
}

#[test]
fn levels_come_from_rule_pack_campaign_and_command_line() {
    let shell = campaign("pack = \"visits\"\n[levels]\nmore-visits-than-planned = \"error\"\n");
    shell.assert(
        "check 2025/inbox/101.xlsx --pack 2025/visits --lang en --format csv -o pack.csv",
        "0\n",
    );
    // Without files it is the inbox; the pack is beside campaign.toml.
    shell.assert(
        "check --campaign 2025 --lang en --format csv -o campaign.csv",
        "1\n",
    );
    shell.assert(
        "check --campaign 2025/campaign.toml 2025/inbox/101.xlsx --deny V001 --lang en --format csv -o line.csv",
        "1\n",
    );
    let levels = |file: &str| {
        let text = String::from_utf8(shell.bytes(file)).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows = rows.records().map(Result::unwrap);
        let of_101 = rows.filter(|row| &row[1] == "101");
        let told = of_101.map(|row| format!("{} {} {}", &row[5], &row[4], &row[16]));
        told.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        levels("pack.csv"),
        "V001 warning level set by the pack\nX101 warning "
    );
    assert_eq!(
        levels("campaign.csv"),
        "X101 error level set by campaign.toml\nV001 warning level set by the pack"
    );
    assert_eq!(
        levels("line.csv"),
        "V001 error level set on the command line\nX101 error level set by campaign.toml"
    );
}

#[test]
fn what_is_waived_is_shown_and_counts_for_nothing() {
    let shell = campaign(
        r#"pack = "visits"
year = 2025
roster = "roster.csv"
[levels]
X101 = "error"
[[waiver]]
rule = "X101"
department = "101"
reason = "年中追加任务"
by = "绩效股 王某"
date = 2026-03-20
[[waiver]]
rule = "V001"
department = "乙局"
field = "visits.done"
reason = "今年停办"
by = "绩效股"
[[waiver]]
rule = "V002"
department = "*"
reason = "不再有了"
by = "绩效股"
[[waiver]]
rule = "V001"
department = "已局"
reason = "写错了单位"
by = "绩效股"
"#,
    );
    shell.put(
        "2025/roster.csv",
        "code,name\n101,示例局\n102,乙局\n103,丙局\n",
    );
    shell.assert(
        "check --campaign 2025 --format concise",
        "
0
out:
2025/inbox/101.xlsx: 走访企业!A3: 警告[V001] “企业名称”未填写
2025/inbox/101.xlsx: 走访企业!C3: 错误（已豁免）[X101] 走访次数超过计划
2025/inbox/102.xlsx: 走访企业!B3: 警告[V001] “计划”未填写
2025/inbox/102.xlsx: 走访企业!C3: 警告（已豁免）[V001] “实际”未填写
err:
2025/campaign.toml:24:9：V001 的豁免写的单位“已局”不在名单里
2025/campaign.toml:19:9：V002 的豁免没有对上任何问题，可以删去
",
    );
    let outcome = |line: &str| shell.run(&format!("--quiet {line}"));
    let few = "check --campaign 2025 --format concise -o few.txt --max-warnings 2";
    assert!(outcome(few).starts_with("0\n"));
    let fewer = "check --campaign 2025 --format concise -o fewer.txt --max-warnings 1";
    assert!(outcome(fewer).starts_with("1\n"));

    // The roster of the campaign tells who has not returned; another one may be named.
    shell.assert(
        "--quiet consolidate --campaign 2025 -o summary.xlsx --pack 2025/visits",
        "0\n",
    );
    let summary = read(&shell.bytes("summary.xlsx")).unwrap();
    let said = |sheet: &str, text: &str| {
        let sheet = summary.sheet(sheet).unwrap();
        let mut values = sheet.cells.values();
        values.any(|cell| matches!(&cell.value, CellValue::Text(found) if found.contains(text)))
    };
    assert!(said("交表情况", "应交 3 家，已交 2 家，未交 1 家"));
    assert!(said("汇总", "另有已豁免 1 条"));
    assert!(said("汇总", "通过 2 家"));
    assert!(said("全部问题", "其中已豁免 2 条"));
    assert!(said(
        "全部问题",
        "已豁免：年中追加任务（绩效股 王某，2026-03-20）"
    ));

    shell.assert("--quiet annotate --campaign 2025 -o marked", "0\n");
    let marked = read(&shell.bytes("marked/101-校验.xlsx")).unwrap();
    let list = marked.sheet(own::RESULTS).unwrap();
    let row = listing::HEAD + 2;
    let text = |column: u32| list.value(Address::new(row, column)).clone();
    assert_eq!(
        text(0),
        CellValue::Text(
            "走访次数超过计划\n已豁免：年中追加任务（绩效股 王某，2026-03-20）".to_owned()
        )
    );
    assert_eq!(text(1), CellValue::Text("错误（已豁免）".to_owned()));
    let note = &marked.sheet("走访企业").unwrap().notes[&Address::parse("C3").unwrap()];
    assert!(note.contains("【错误（已豁免） X101】"), "{note}");
    assert!(note.contains("已豁免：年中追加任务"), "{note}");
}

/// The workbook annex marks for a department, with an answer beside the finding of this code.
fn answered(book: &Book, code: &str, text: &str) -> Book {
    let bytes = write(book).unwrap();
    let found = check::open("x", read(&bytes), &[pack()], &Options::default());
    let content = found.content.as_ref().unwrap();
    let mut marked = annotate::workbook(content, &found.findings, Language::Chinese);
    let sheet = edit::sheet(&marked, own::RESULTS);
    let said = CellValue::Text(code.to_owned());
    let mut cells = marked.sheets[sheet].cells.iter();
    let found = cells.find(|(at, cell)| at.column == listing::CODE && cell.value == said);
    let at = Address::new(found.unwrap().0.row, listing::ANSWER);
    edit::write_cell(&mut marked, sheet, at, CellValue::Text(text.to_owned()));
    marked
}

/// What the list of a marked workbook says in a column, beside each code.
fn listed(shell: &Shell, file: &str, column: u32) -> Vec<(String, String)> {
    let book = read(&shell.bytes(file)).unwrap();
    let list = book.sheet(own::RESULTS).unwrap();
    let text = |row: u32, column: u32| match list.value(Address::new(row, column)) {
        CellValue::Text(text) => text.clone(),
        _ => String::new(),
    };
    let rows = (listing::HEAD + 1..).take_while(|row| !text(*row, listing::CODE).is_empty());
    rows.map(|row| (text(row, listing::CODE), text(row, column)))
        .collect()
}

const HELP: u32 = listing::ANSWER - 1;

#[test]
fn an_answer_is_kept_shown_again_and_offered_the_next_year() {
    let shell = campaign("pack = \"visits\"\nlast = \"../2024\"\n");
    let more = json!({"visits.plan": 10, "visits.done": 40});
    let of_2024 = filled("101", "示例局", 2024, &more);
    shell
        .put("2024/campaign.toml", "pack = \"../2025/visits\"\n")
        .put_book(
            "2024/inbox/101.xlsx",
            &answered(&of_2024, "X101", "年中加了任务"),
        )
        .put_book("2024/inbox/102.xlsx", &of_2024);

    // Checking keeps nothing; summing up does.
    let both = shell.run("check --campaign 2024 --lang en");
    let given = "department's answer: 年中加了任务\n";
    let from = "department's answer: 年中加了任务 (in inbox/101.xlsx)\n";
    assert!(both.contains(given) && both.contains(from), "{both}");
    assert_eq!(shell.files("2024"), ["campaign.toml", "inbox"]);
    shell.assert(
        "--quiet consolidate --campaign 2024 2024/inbox/101.xlsx -o first.xlsx",
        "0\n",
    );
    let kept = |folder: &str| {
        let bytes = shell.bytes(&format!("{folder}/.annex/answers.json"));
        serde_json::from_slice::<Json>(&bytes).unwrap()
    };
    let answer = json!({
        "year": 2024, "code": "X101", "rule": "more-visits-than-planned", "field": "visits.done",
        "text": "年中加了任务", "file": "inbox/101.xlsx",
    });
    let expected =
        json!({"version": "1", "departments": {"101": {"name": "示例局", "answers": [answer]}}});
    assert_eq!(kept("2024"), expected);

    // The same department sends the form anew, without its answer.
    let again = "--quiet check --campaign 2024 --format json --lang en";
    shell.assert(&format!("{again} -o again.json 2024/inbox/102.xlsx"), "0\n");
    let findings = |file: &str| {
        let report: Json = serde_json::from_slice(&shell.bytes(file)).unwrap();
        let findings = report["files"][0]["findings"].as_array().unwrap().clone();
        findings
            .into_iter()
            .find(|it| it["code"] == "X101")
            .unwrap()
    };
    let found = findings("again.json");
    assert_eq!(found["explained"], "年中加了任务");
    assert_eq!(found["explained_in"], "inbox/101.xlsx");
    shell.assert(
        "--quiet annotate --campaign 2024 2024/inbox/102.xlsx -o marked",
        "0\n",
    );
    let beside = |file: &str, column: u32| {
        let rows = listed(&shell, file, column);
        let row = rows.into_iter().find(|(code, _)| code == "X101");
        row.unwrap().1
    };
    assert_eq!(
        beside("marked/102-校验.xlsx", listing::ANSWER),
        "年中加了任务"
    );
    assert_eq!(
        kept("2024"),
        expected,
        "what is shown again is not given anew"
    );

    // The next year it is offered, beside the cell for this year's answer.
    shell.assert("--quiet annotate --campaign 2025 -o next", "0\n");
    assert_eq!(beside("next/101-校验.xlsx", listing::ANSWER), "");
    assert_eq!(
        beside("next/101-校验.xlsx", HELP),
        "上年说明（2024）：年中加了任务（见 inbox/101.xlsx）"
    );
    shell.assert(
        "--quiet check --campaign 2025 --format json -o offered.json 2025/inbox/101.xlsx",
        "0\n",
    );
    let found = findings("offered.json");
    assert_eq!(found["explained"], Json::Null);
    assert_eq!(
        found["offered"],
        json!({"text": "年中加了任务", "year": 2024, "file": "inbox/101.xlsx"})
    );
    let unexplained = "--quiet check --campaign 2025 --format concise -o w.txt 2025/inbox/101.xlsx";
    let outcome = shell.run(&format!("{unexplained} --max-warnings 1"));
    assert!(outcome.starts_with("1\n"), "an offer explains nothing");

    // A word that is no answer takes the answer back; a blank does not.
    let withdrawn = answered(&of_2024, "X101", "无");
    shell.put_book("2024/inbox/103.xlsx", &withdrawn);
    shell.assert(
        "--quiet annotate --campaign 2024 2024/inbox/103.xlsx -o marked",
        "0\n",
    );
    assert_eq!(kept("2024"), json!({"version": "1", "departments": {}}));
}

#[test]
fn an_answer_to_several_cells_holds_for_those_that_are_left() {
    let shell = campaign("pack = \"visits\"\n");
    let blank = |values: Json| filled("102", "乙局", 2025, &values);
    let first = blank(json!({"visits.name": "甲公司"}));
    shell.put_book("first.xlsx", &answered(&first, "V001", "今年停办"));
    shell.assert(
        "--quiet annotate --campaign 2025 first.xlsx -o marked",
        "0\n",
    );
    let less = blank(json!({"visits.name": "甲公司", "visits.plan": 3}));
    shell.put_book("less.xlsx", &less);
    let said = |file: &str| shell.run(&format!("check --campaign 2025 {file} --lang en"));
    let answer = "department's answer: 今年停办 (in first.xlsx)";
    let less = said("less.xlsx");
    assert!(less.contains(answer), "{less}");
    // The name was not blank then: nobody has explained that it is now, alone or among others.
    for (file, values) in [
        ("name.xlsx", json!({"visits.plan": 3, "visits.done": 2})),
        ("more.xlsx", json!({"visits.plan": 3})),
    ] {
        shell.put_book(file, &blank(values));
        let other = said(file);
        assert!(!other.contains("answer"), "{other}");
    }
}

#[test]
fn a_campaign_that_cannot_be_used_says_why() {
    let shell = campaign("pack = \"visit\"\nyears = 2025\n");
    shell.assert(
        "check --campaign 2025",
        "
2
err:
错误：2025/campaign.toml 有 2 处错误
2025/campaign.toml:1:9: T019 没有模板“visit”
    → 写模板文件夹的路径（从 campaign.toml 所在的文件夹算起），或随软件带的模板的名称（annex template list）。
2025/campaign.toml:2:1: T003 不认识的键“years”
    → 是不是“year”？
",
    );
    shell
        .put("2025/campaign.toml", "pack = \"visits\"\nlast = \"../2024\"\n")
        .assert(
            "check --campaign 2025 --lang en",
            "2\nerr:\nerror: 2025/campaign.toml: there is no folder 2025/../2024; 'last' names that of last year's campaign\n",
        )
        .put("2025/campaign.toml", "pack = \"visits\"\nkey = \"key.txt\"\n")
        .assert(
            "check --campaign 2025 --lang en",
            "2\nerr:\nerror: 2025/key.txt: No such file or directory (os error 2)\n",
        )
        .put("2025/campaign.toml", "pack = \"visits\"\n")
        .put("2025/.annex/answers.json", "{\"version\": \"2\", \"departments\": {}}")
        .assert(
            "check --campaign 2025 --lang en",
            "2\nerr:\nerror: 2025/.annex/answers.json: cannot be read: it is of version 2, and this annex reads version 1\n",
        );
}

#[test]
fn the_command_line_overrides_the_campaign() {
    let shell = campaign("pack = \"gone\"\nyear = 2024\n");
    let line = "--quiet check --campaign 2025 --pack 2025/visits --format concise";
    let year = shell.run(&format!("{line} -o a.txt 2025/inbox/101.xlsx"));
    assert_eq!(year, "1\n", "the year is not the campaign's");
    shell.assert(
        &format!("{line} --year 2025 -o b.txt 2025/inbox/101.xlsx"),
        "0\n",
    );
}
