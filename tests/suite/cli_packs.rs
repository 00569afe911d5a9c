//! The commands for whoever makes next year's pack: show --xlsx, diff, reissue, as a shell sees them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::Address;
use annex::book::{Book, CellValue, Visibility, read};
use annex::sample;
use annex::text::Language;

use packs::{Piece, files, pack};
use shell::Shell;

use crate::common::packs;
use crate::common::shell;

/// A shell with the small pack in the folder `old`, and with pieces replaced in `new`.
fn shell(pieces: &[Piece]) -> Shell {
    let shell = Shell::new();
    for (folder, files) in [("old", files(&[])), ("new", files(pieces))] {
        for file in files {
            shell.put(&format!("{folder}/{}", file.file), &file.text);
        }
    }
    shell
}

const NEXT_YEAR: &[Piece] = &[
    ("pack.toml", "small-2024", "small-2025"),
    ("pack.toml", "year = 2024", "year = 2025"),
    (
        "main.toml",
        "| 电话           | [phone] ",
        "|                |         ",
    ),
    (
        "main.toml",
        "[fields.phone]\nlabel = \"电话\"\ntype = \"phone\"\n",
        "",
    ),
];

#[test]
fn packs_are_compared_and_the_status_is_0_either_way() {
    shell(NEXT_YEAR)
        .assert(
            "template diff old new",
            "
0
out:
旧  small-2024  版本 1  2024 年度
新  small-2025  版本 1  2025 年度

整套模板
  修改模板  pack.toml
      编号  small-2024 → small-2025
      年度  2024 → 2025

主表  main
  删除印刷文字  电话  C7
  删除字段  main.phone  电话  D7

共新增 0，删除 2，改名 0，修改 1，移动 0。
",
        )
        .assert(
            "template diff old old --lang en",
            "
0
out:
old  small-2024  version 1  year 2024
new  small-2024  version 1  year 2024

The two packs are the same.
",
        );
    let shell = shell(NEXT_YEAR);
    let unknown = shell.run("template diff old nothing --lang en");
    assert!(
        unknown.starts_with("2\nerr:\nerror: there is no pack 'nothing': "),
        "{unknown}"
    );
    let text = shell.run("template diff old new --format json");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("0\nout:\n").unwrap()).unwrap();
    let changes: Vec<String> = json["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| format!("{} {}", change["change"], change["item"]).replace('"', ""))
        .collect();
    assert_eq!(changes, ["changed pack", "removed label", "removed field"]);
    assert_eq!(json["changes"][2]["old"]["cell"], "D7");
    // A pack with mistakes is not compared.
    shell.put("new/main.toml", "id = 5");
    let refused = shell.run("template diff old new --lang en");
    assert!(
        refused.starts_with("2\nerr:\nerror: the pack 'new' has "),
        "{refused}"
    );
}

#[test]
fn a_sample_is_written_once_and_is_no_return() {
    let shell = shell(&[]);
    shell
        .assert(
            "template show old --xlsx sample.xlsx",
            "0\nerr:\n模板 old 的样张（不供填报）已写出：sample.xlsx\n",
        )
        .assert(
            "template show old --xlsx sample.xlsx --lang en",
            "2\nerr:\nerror: sample.xlsx: the file exists, and annex overwrites nothing; name another\n",
        )
        .assert(
            "check sample.xlsx --pack old --format concise",
            "1\nout:\nsample.xlsx: 错误[W002] 这个工作簿是模板的样张，不是发给单位填报的表；请用 annex generate 生成的表填写\n",
        )
        .assert(
            "reissue sample.xlsx --pack old -o next.xlsx --lang en",
            "2\nerr:\nerror: sample.xlsx: this workbook is a sample of a template and no form to fill in; forms are made with 'annex generate'\n",
        );
    // The drawing in the terminal is what it was.
    assert!(shell.run("template show old").contains("[office.budget]"));
    let book = read::read(&shell.bytes("sample.xlsx")).unwrap();
    let tabs: Vec<(&str, Visibility)> = book
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        tabs,
        [
            ("样张", Visibility::Visible),
            ("填报说明", Visibility::Visible),
            ("主表", Visibility::Visible),
            ("项目-1", Visibility::Visible),
            ("全部字段", Visibility::Visible),
            ("annex", Visibility::VeryHidden),
        ]
    );
    let value = |sheet: usize, cell: &str| {
        book.sheets[sheet]
            .value(Address::parse(cell).unwrap())
            .clone()
    };
    let text = |text: &str| CellValue::Text(text.to_owned());
    assert_eq!(value(0, "A1"), text("样张：2024年小表"));
    assert_eq!(value(0, "B7"), text("2024年主表"));
    assert_eq!(value(2, "A2"), text("单位：样张"));
    assert_eq!(value(2, "A4"), text("合计"));
    // A name leads to its cell, one sheet further than in a form.
    let place = book.names.iter().find(|name| name.name == "main.staff");
    assert_eq!(place.unwrap().place.sheet, "主表");
    let ids: Vec<String> = book.sheets[4]
        .cells
        .range(Address::new(1, 0)..)
        .filter(|(at, _)| at.column == 2)
        .map(|(_, cell)| format!("{:?}", cell.value))
        .collect();
    assert_eq!(
        ids.iter().filter(|id| id.contains("main.fund.1.")).count(),
        2
    );
    assert!(!ids.iter().any(|id| id.contains("main.fund.2.")));
}

#[test]
fn the_notes_of_a_sample_say_what_each_field_is() {
    let pack = pack(&[(
        "main.toml",
        "label = \"人数\"\ntype = \"count\"\nrequired = true",
        "label = \"人数\"\ntype = \"count\"\nrequired = 'has = \"有\"'\nmin = 1\nhelp = \"年末数\"",
    )]);
    let book = sample::workbook(&pack, Language::Chinese).unwrap();
    let sheet = |book: &Book, name: &str| {
        let sheets = book.sheets.iter();
        sheets
            .clone()
            .find(|sheet| sheet.name == name)
            .unwrap()
            .clone()
    };
    let form = sheet(&book, "主表");
    let note = |cell: &str| {
        let note = form.notes.get(&Address::parse(cell).unwrap());
        note.map(|note| note.text.clone())
    };
    let line = |piece: &str| {
        let file = &files(&[])[1];
        let before = file.text.find(piece).unwrap();
        format!(
            "main.toml:{}",
            file.text[..before].matches('\n').count() + 1
        )
    };
    assert_eq!(
        note("B6").unwrap(),
        "main.staff\n类型：count\n必填：has = \"有\"\n范围：1 – …\n格式：0\n提示：年末数\n"
            .to_owned()
            + &line("[fields.staff]")
    );
    assert_eq!(
        note("D4").unwrap(),
        "main.total.rate\n类型：percent\n公式：ROUND(total.actual / total.budget, 4)\nExcel 公式：=IF(B4=0,\"\",ROUND(C4/B4,4))\n格式：0.00%\n"
            .to_owned()
            + &line("[fields.\"total.rate\"]")
    );
    assert!(
        note("A8")
            .unwrap()
            .contains("\n重复行：专项, min 0, print 2, max 4\n"),
        "{:?}",
        note("A8")
    );
    // Of repeating rows the first is described; printed texts have no note.
    assert_eq!(note("A9"), None);
    assert_eq!(note("A4"), None);
    let english = sample::workbook(&pack, Language::English).unwrap();
    assert!(
        sheet(&english, "主表").notes[&Address::parse("B6").unwrap()]
            .text
            .contains("\nrequired: has = ")
    );
    assert_eq!(sheet(&english, "fields").name, "fields");
}

#[test]
fn a_return_is_carried_over_and_what_is_not_is_told() {
    let shell = shell(NEXT_YEAR);
    shell
        .assert("generate --pack old --department 示例局 --code 101 --project 甲 -o form.xlsx", "0\n")
        .put("values.json", r#"{"main": {"staff": 7, "office": {"budget": 10.5, "actual": 0.3333}, "phone": "0731-1", "fund": [{}, {}, {"name": "第三"}], "goals.weight": [60], "results.weight": [40]}, "item": [{"amount": 3}]}"#)
        .assert("fill form.xlsx --values values.json --pack old -o filled.xlsx", "0\n")
        .assert(
            "reissue filled.xlsx --pack new --from old -o next.xlsx",
            "
1
out:
示例局（101）  small-2024 2024 → small-2025 2025
  带过来 7 个值。
  注意：年度由 2024 改为 2025，带过来的是 2024 年度填的数。
  没有带过来 1 个：
    主表!D7  电话  “0731-1”：新表没有这一栏
",
        )
        .assert(
            "reissue filled.xlsx --pack new --from old -o next.xlsx --lang en",
            "2\nerr:\nerror: next.xlsx: the file exists, and annex overwrites nothing; name another\n",
        )
        .assert(
            "reissue filled.xlsx --pack old --year 2026 --lang en -o same.xlsx",
            "
0
out:
示例局（101）  small-2024 2024 → small-2024 2026
  8 values carried.
  Note: the year was 2024 and is 2026 now; the values are those entered for 2024.
",
        );
    let text = shell.run("extract next.xlsx --pack new");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("0\nout:\n").unwrap()).unwrap();
    let fields = json["files"][0]["fields"].as_array().unwrap();
    let field = |id: &str| fields.iter().find(|field| field["field"] == id).unwrap();
    assert_eq!(field("main.fund.3.name")["reported"], "第三");
    assert_eq!(field("main.total.rate")["reported"], "0.0317");
    assert_eq!(field("item.1.name")["reported"], "甲");
    let text = shell.run("reissue filled.xlsx --pack new --from old --format json -o third.xlsx");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("1\nout:\n").unwrap()).unwrap();
    assert_eq!(json["left"][0]["field"], "main.phone");
    assert_eq!(json["left"][0]["reason"], "no-field");
    assert_eq!(json["department"]["code"], "101");
    // Another process, the same bytes.
    assert!(shell.bytes("third.xlsx") == shell.bytes("next.xlsx"));
}

#[test]
fn a_return_whose_pack_is_not_at_hand_is_refused_and_nothing_is_written() {
    let shell = shell(NEXT_YEAR);
    let item = String::from_utf8(shell.bytes("old/item.toml")).unwrap();
    shell
        .assert("generate --pack old --department 示例局 -o form.xlsx", "0\n")
        .put("notes.xlsx", "text")
        .assert(
            "reissue form.xlsx --pack new -o next.xlsx --lang en",
            "2\nerr:\nerror: form.xlsx: the pack 'small-2024' of this form is not here; name its folder with --pack; with reissue, that is --from\n",
        )
        .put("old/item.toml", format!("# another text\n{item}"))
        .assert(
            "reissue form.xlsx --pack new --from old -o next.xlsx --lang en",
            "2\nerr:\nerror: form.xlsx: this form was made from another text of the pack 'small-2024' (form: 1, here: 1); name the pack it was made from with --pack; with reissue, that is --from\n",
        )
        .assert(
            "reissue missing.xlsx --pack new -o next.xlsx --lang en",
            "2\nerr:\nerror: missing.xlsx: cannot be read: No such file or directory (os error 2)\n",
        );
    assert!(
        shell
            .run("reissue notes.xlsx --pack new -o next.xlsx --lang en")
            .starts_with("2\nerr:\nerror: notes.xlsx: this is not an Excel workbook")
    );
    assert!(!shell.path().join("next.xlsx").exists());
}
