//! Returns carried over to another pack: what arrives, what is listed, and that nothing is lost in silence.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annex::address::Address;
use annex::book::write::write;
use annex::book::{Book, Cell, CellValue};
use annex::check::Content;
use annex::demo;
use annex::form::{self, Form, Kind, Spec};
use annex::generate::{Entries, workbook};
use annex::number::Number;
use annex::reissue::{self, Reissue, json, render};
use annex::template::{self, Pack};
use annex::text::Language;
use proptest::prelude::*;

use packs::{Piece, pack};

use crate::common::packs;

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

fn spec(projects: &[&str]) -> Spec {
    Spec {
        year: 2024,
        code: "101".to_owned(),
        department: "示例局".to_owned(),
        projects: projects.iter().map(|name| (*name).to_owned()).collect(),
        ..Spec::default()
    }
}

/// A form with rows and sheets for the values, and the values in it.
fn filled(pack: &Arc<Pack>, spec: Spec, values: &[(&str, CellValue)]) -> (Form, Book) {
    let mut spec = spec;
    for block in ["main.fund", "main.goals", "item.1.step", "item.2.step"] {
        spec.rows.insert(block.to_owned(), 3);
    }
    let form = form::resolve(pack, &spec).unwrap();
    let entries: Entries = values
        .iter()
        .map(|(id, value)| {
            (
                form.field(id).unwrap_or_else(|| panic!("{id}")),
                value.clone(),
            )
        })
        .collect();
    let book = workbook(&form, &entries);
    (form, book)
}

fn open(book: &Book, pack: &Arc<Pack>) -> Content {
    Content::read(
        annex::book::read::read(&write(book).unwrap()).unwrap(),
        &[Arc::clone(pack)],
    )
    .unwrap()
}

/// What stands in the inputs that are not blank.
/// Every entry; one that stands on several sheets, and is asked for on one, is one.
fn inputs(content: &Content) -> BTreeMap<String, CellValue> {
    let form = &content.submission.form;
    let mut shown = BTreeSet::new();
    let entries = form.fields.iter().zip(&content.submission.entries);
    entries
        .enumerate()
        .filter(|(index, (_, entry))| {
            content.submission.is_entered(*index) && !entry.found.value.is_blank()
        })
        .filter(|(index, (_, entry))| {
            let asked = form.shown_from(*index);
            asked.is_none_or(|asked| shown.insert((asked, format!("{:?}", entry.found.value))))
        })
        .map(|(_, (field, entry))| (field.id.clone(), entry.found.value.clone()))
        .collect()
}

/// Reissues and reads the new form back from its file.
fn carried(content: &Content, new: &Arc<Pack>, year: Option<u16>) -> (Reissue, Content) {
    let reissue = reissue::run(content, new, year).unwrap();
    let book = workbook(&reissue.form, &reissue.entries);
    let back = open(&book, new);
    (reissue, back)
}

/// What is not carried: field or cell, value, reason.
fn left(reissue: &Reissue) -> Vec<String> {
    let list = reissue.report.left.iter();
    list.map(|left| {
        let cell = left.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let field = left.field.clone().unwrap_or_default();
        format!(
            "{}!{cell} {field} '{}' {}",
            left.sheet,
            left.value,
            left.why.id()
        )
    })
    .collect()
}

/// Reissues these values into the pack with pieces replaced; gives what is not carried, and what the new form holds.
fn over(
    values: &[(&str, CellValue)],
    pieces: &[Piece],
) -> (Vec<String>, BTreeMap<String, CellValue>) {
    let old = pack(&[]);
    let (_, book) = filled(&old, spec(&[]), values);
    let content = open(&book, &old);
    let (reissue, back) = carried(&content, &pack(pieces), None);
    let found = inputs(&back);
    assert_eq!(found.len(), reissue.report.carried);
    assert_eq!(
        reissue.report.carried + reissue.report.left.len(),
        inputs(&content).len()
    );
    (left(&reissue), found)
}

fn held(values: &[(&str, CellValue)]) -> BTreeMap<String, CellValue> {
    values
        .iter()
        .map(|(id, value)| ((*id).to_owned(), value.clone()))
        .collect()
}

#[test]
fn values_go_to_the_fields_of_their_ids_and_formulas_are_computed_anew() {
    let old = pack(&[]);
    let values = [
        ("main.office.budget", number("100.10")),
        ("main.office.actual", number("0.3333333")),
        ("main.fund.3.name", text("第三项")),
        ("main.fund.3.amount", number("2.5595")),
        ("main.date", number("45736")),
        ("main.phone", text("0731-1")),
        ("main.remark", text("一\n二")),
        ("main.area", text("无")),
        ("item.1.name", text("甲")),
        ("item.1.step.3.days", number("7")),
    ];
    let (_, book) = filled(&old, spec(&[]), &values);
    let new = pack(&[
        ("pack.toml", "small-2024", "county-2025"),
        ("pack.toml", "year = 2024", "year = 2025"),
        (
            "main.toml",
            "formula = \"office.* + SUM(fund.amount)\"",
            "formula = \"office.* + SUM(fund.amount) * 2\"",
        ),
    ]);
    let (reissue, back) = carried(&open(&book, &old), &new, None);
    assert_eq!(inputs(&back), held(&values));
    let report = &reissue.report;
    assert_eq!((report.carried, report.left.len()), (values.len(), 0));
    let identity = &back.submission.identity;
    assert_eq!(
        (
            identity.pack.as_str(),
            identity.spec.year,
            identity.spec.code.as_str(),
            identity.spec.department.as_str()
        ),
        ("county-2025", 2025, "101", "示例局")
    );
    let total = back.submission.form.field("main.total.budget").unwrap();
    assert_eq!(
        back.submission.entries[total].found.value,
        number("105.219")
    );
    assert_eq!(
        render::render(report, Language::Chinese),
        "示例局（101）  small-2024 2024 → county-2025 2025\n  带过来 10 个值。\n  注意：年度由 2024 改为 2025，带过来的是 2024 年度填的数。\n"
    );
}

#[test]
fn the_year_asked_for_is_that_of_the_new_form() {
    let old = pack(&[]);
    let (_, book) = filled(&old, spec(&[]), &[("main.staff", number("7"))]);
    let (reissue, back) = carried(&open(&book, &old), &old, Some(2026));
    assert_eq!(back.submission.identity.spec.year, 2026);
    assert_eq!(
        (reissue.report.old.year, reissue.report.new.year),
        (2024, 2026)
    );
}

#[test]
fn renamed_fields_groups_and_sheets_take_their_values_along() {
    let values = [
        ("main.has", text("有")),
        ("main.fund.1.name", text("甲")),
        ("main.fund.3.amount", number("3")),
        ("item.1.amount", number("5")),
        ("item.1.step.2.text", text("二")),
    ];
    let (left, found) = over(
        &values,
        &[
            ("main.toml", "| [has] ", "| [any] "),
            ("main.toml", "[fields.has]", "[fields.any]"),
            (
                "main.toml",
                "| [fund.name]    | [fund.amount] ",
                "| [special.title]    | [special.amount] ",
            ),
            ("main.toml", "[blocks.fund]", "[blocks.special]"),
            (
                "main.toml",
                "[fields.\"fund.name\"]",
                "[fields.\"special.title\"]",
            ),
            (
                "main.toml",
                "[fields.\"fund.amount\"]",
                "[fields.\"special.amount\"]",
            ),
            ("main.toml", "SUM(fund.amount)", "SUM(special.amount)"),
            ("item.toml", "id = \"item\"", "id = \"project\""),
            (
                "pack.toml",
                "[types.money]",
                "[renames]\n\"main.has\" = \"main.any\"\n\"main.fund\" = \"main.special\"\n\"main.fund.name\" = \"main.special.title\"\nitem = \"project\"\n\n[types.money]",
            ),
        ],
    );
    assert_eq!(left, Vec::<String>::new());
    assert_eq!(
        found,
        held(&[
            ("main.any", text("有")),
            ("main.special.1.title", text("甲")),
            ("main.special.3.amount", number("3")),
            ("project.1.amount", number("5")),
            ("project.1.step.2.text", text("二")),
        ])
    );
}

#[test]
fn what_has_no_place_is_listed_with_its_cell_and_value() {
    let (left, found) = over(
        &[
            ("main.phone", text("0731")),
            ("main.fund.1.amount", number("1")),
            ("main.fund.3.amount", number("3")),
            ("main.date", number("45736")),
        ],
        &[
            (
                "main.toml",
                "| 电话           | [phone] ",
                "|                | ",
            ),
            (
                "main.toml",
                "[fields.phone]\nlabel = \"电话\"\ntype = \"phone\"\n",
                "",
            ),
            ("main.toml", "print = 2\nmax = 4", "print = 2\nmax = 2"),
            (
                "main.toml",
                "label = \"日期\"\ntype = \"date\"",
                "label = \"日期\"\ntype = \"date\"\nvalue = \"2025\"",
            ),
        ],
    );
    assert_eq!(
        left,
        [
            "主表!B7 main.date '2025-03-20' given",
            "主表!D7 main.phone '0731' no-field",
            "主表!B10 main.fund.3.amount '3' no-row",
        ]
    );
    assert_eq!(found, held(&[("main.fund.1.amount", number("1"))]));
}

#[test]
fn what_the_new_type_does_not_take_is_listed() {
    let (left, found) = over(
        &[
            ("main.grade", text("二")),
            ("main.has", text("有")),
            ("main.remark", text("约5")),
            ("main.phone", text("12")),
            ("main.office.budget", number("45736")),
            ("main.date", number("45736")),
            ("main.area", text("无")),
            ("main.staff", number("7")),
        ],
        &[
            ("main.toml", "[\"一\", \"二\", \"三\"]", "[\"一\", \"三\"]"),
            (
                "main.toml",
                "label = \"说明\"\ntype = \"long_text\"",
                "label = \"说明\"\ntype = \"money\"",
            ),
            (
                "main.toml",
                "label = \"电话\"\ntype = \"phone\"",
                "label = \"电话\"\ntype = \"count\"",
            ),
            (
                "main.toml",
                "[fields.\"office.*\"]",
                "[fields.\"office.budget\"]\nlabel = \"办公日\"\ntype = \"date\"\n\n[fields.\"office.*\"]",
            ),
            (
                "main.toml",
                "label = \"日期\"\ntype = \"date\"",
                "label = \"日期\"\ntype = \"text\"",
            ),
            ("main.toml", "or_text = [\"无\"]", ""),
            (
                "main.toml",
                "label = \"人数\"\ntype = \"count\"",
                "label = \"人数\"\ntype = \"text\"",
            ),
            (
                "main.toml",
                "formula = \"office.* + SUM(fund.amount)\"",
                "formula = \"SUM(fund.amount)\"",
            ),
        ],
    );
    assert_eq!(
        left,
        [
            "主表!B5 main.office.budget '45736' wrong-type",
            "主表!D5 main.grade '二' no-choice",
            "主表!B15 main.remark '约5' wrong-type",
            "主表!D16 main.area '无' wrong-type",
        ]
    );
    // A number becomes the text it is, a text the number it is, and a day the day it is.
    assert_eq!(
        found,
        held(&[
            ("main.has", text("有")),
            ("main.phone", number("12")),
            ("main.date", text("2025-03-20")),
            ("main.staff", text("7")),
        ])
    );
}

#[test]
fn a_field_that_is_computed_now_and_two_values_for_one_field() {
    let (left, found) = over(
        &[
            ("main.staff", number("7")),
            ("main.fund.1.amount", number("1")),
            ("main.fund.1.name", text("甲")),
            ("main.phone", text("0731")),
            ("main.remark", text("旧")),
        ],
        &[
            (
                "main.toml",
                "label = \"人数\"\ntype = \"count\"\nrequired = true",
                "label = \"人数\"\ntype = \"count\"\nformula = \"COUNT(fund.amount)\"",
            ),
            (
                "main.toml",
                "| 说明           | [remark] ",
                "| 说明           | [note] ",
            ),
            ("main.toml", "[fields.remark]", "[fields.note]"),
            (
                "main.toml",
                "| 电话           | [phone] ",
                "| 电话           |         ",
            ),
            (
                "main.toml",
                "[fields.phone]\nlabel = \"电话\"\ntype = \"phone\"\n",
                "",
            ),
            (
                "pack.toml",
                "[types.money]",
                "[renames]\n\"main.phone\" = \"main.note\"\n\n[types.money]",
            ),
        ],
    );
    assert_eq!(
        left,
        [
            "主表!B6 main.staff '7' computed",
            "主表!B15 main.remark '旧' no-field",
        ]
    );
    assert_eq!(found["main.note"], text("0731"));
    // A field that keeps its name comes before one that a group takes there.
    let (left, found) = over(
        &[
            ("main.fund.1.name", text("甲")),
            ("main.goals.1.name", text("乙")),
        ],
        &[
            (
                "main.toml",
                "| [fund.name]    | [fund.amount]   | <              | <            |\n",
                "",
            ),
            (
                "main.toml",
                "[blocks.fund]\nlabel = \"专项\"\nprint = 2\nmax = 4\n",
                "",
            ),
            (
                "main.toml",
                "[fields.\"fund.name\"]\nlabel = \"专项名称\"\ntype = \"text\"\n",
                "",
            ),
            (
                "main.toml",
                "[fields.\"fund.amount\"]\nlabel = \"专项金额\"\ntype = \"money\"\n",
                "",
            ),
            ("main.toml", "office.* + SUM(fund.amount)", "office.* + 0"),
            (
                "pack.toml",
                "[types.money]",
                "[renames]\n\"main.fund\" = \"main.goals\"\n\n[types.money]",
            ),
        ],
    );
    assert_eq!(left, ["主表!A8 main.fund.1.name '甲' taken"]);
    assert_eq!(found["main.goals.1.name"], text("乙"));
}

#[test]
fn sheets_and_projects_beyond_what_the_new_pack_allows() {
    let old = pack(&[]);
    let projects = spec(&["甲", "乙", "丙"]);
    let (_, book) = filled(
        &old,
        projects,
        &[
            ("item.1.amount", number("1")),
            ("item.2.amount", number("2")),
            ("item.3.step.1.days", number("3")),
        ],
    );
    let content = open(&book, &old);
    let same = carried(&content, &old, None).1;
    assert_eq!(inputs(&same), inputs(&content));
    assert_eq!(same.submission.form.spec.projects, ["甲", "乙", "丙"]);
    let (reissue, back) = carried(
        &content,
        &pack(&[("item.toml", "max = 3", "max = 2")]),
        None,
    );
    assert_eq!(
        left(&reissue),
        [
            "项目-3!B4 item.3.step.1.days '3' no-sheet",
            "!  '丙' no-sheet"
        ]
    );
    assert_eq!(back.submission.form.sheets.len(), 3);
    assert_eq!(inputs(&back).len(), 2);
    // A sheet that no longer repeats takes what stood on the first.
    let once = pack(&[
        (
            "item.toml",
            "[repeat]\nlabel = \"项目\"\nprint = 1\nmax = 3\nroster = \"name\"\n",
            "",
        ),
        ("item.toml", "name = \"项目-{index}\"", "name = \"项目\""),
    ]);
    let (reissue, back) = carried(&content, &once, None);
    assert_eq!(inputs(&back), held(&[("item.amount", number("1"))]));
    assert_eq!(
        left(&reissue)[..2],
        [
            "项目-2!B3 item.2.amount '2' no-sheet",
            "项目-3!B4 item.3.step.1.days '3' no-sheet"
        ]
    );
    // And back again.
    let (_, again) = carried(&back, &old, None);
    assert_eq!(inputs(&again), held(&[("item.1.amount", number("1"))]));
}

#[test]
fn what_was_typed_over_or_beside_the_form_is_listed() {
    let old = pack(&[]);
    let (form, mut book) = filled(&old, spec(&[]), &[("main.office.budget", number("1"))]);
    let cell = |id: &str| form.fields[form.field(id).unwrap()].cell();
    let put = |value| Cell {
        value,
        ..Cell::default()
    };
    let mut sheets = book.sheets.iter_mut();
    let sheet = sheets.find(|sheet| sheet.name == "主表").unwrap();
    sheet
        .cells
        .insert(cell("main.total.budget"), put(number("9")));
    // The result alone, as some programs save it, is nothing the department entered.
    sheet
        .cells
        .insert(cell("main.total.actual"), put(number("0")));
    sheet.cells.insert(cell("main.full"), put(number("90")));
    sheet
        .cells
        .insert(Address::parse("H30").unwrap(), put(text("含上年结转")));
    sheet
        .cells
        .insert(Address::parse("A7").unwrap(), put(text("日期：三月")));
    // A formula typed into an input is carried as its result, and listed where it has none.
    sheet.cells.insert(
        cell("main.staff"),
        Cell {
            formula: Some("3+4".to_owned()),
            ..put(number("7"))
        },
    );
    let content = open(&book, &old);
    let (reissue, back) = carried(&content, &old, None);
    assert_eq!(
        left(&reissue),
        [
            "主表!B4 main.total.budget '9' typed-over",
            "主表!A7  '日期：三月' typed-over",
            "主表!B16 main.full '90' typed-over",
            "主表!H30  '含上年结转' outside",
        ]
    );
    assert_eq!(inputs(&back)["main.staff"], number("7"));
}

#[test]
fn new_fields_are_listed_with_the_required_ones_first_and_given_values_that_differ() {
    let old = pack(&[]);
    let (_, book) = filled(
        &old,
        spec(&[]),
        &[("main.has", text("有")), ("main.fund.2.name", text("乙"))],
    );
    let new = pack(&[
        (
            "main.toml",
            "| 满分           | [full]          | <              | [area]       |",
            "| 满分           | [full]          | [unit]              | [area]       |\n| 甲 | [a] | 乙 | [b] |",
        ),
        (
            "main.toml",
            "| [fund.name]    | [fund.amount]   | <              | <            |",
            "| [fund.name]    | [fund.amount]   | [fund.note] | [fund.kind] |",
        ),
        (
            "main.toml",
            "[fields.full]\nlabel = \"满分\"\ntype = \"score\"\nvalue = \"100\"",
            "[fields.full]\nlabel = \"满分\"\ntype = \"score\"\nvalue = \"120\"\n\n[fields.a]\nlabel = \"甲\"\ntype = \"text\"\n\n[fields.b]\nlabel = \"乙\"\ntype = \"text\"\nrequired = 'has = \"有\"'\n\n[fields.unit]\nlabel = \"口径\"\ntype = \"text\"\nrequired = 'has = \"无\"'\n\n[fields.\"fund.note\"]\nlabel = \"备注\"\ntype = \"text\"\nrequired = true\n\n[fields.\"fund.kind\"]\nlabel = \"类别\"\ntype = \"text\"",
        ),
        ("main.toml", "points = 60", "points = 80"),
    ]);
    let (reissue, _) = carried(&open(&book, &old), &new, None);
    assert_eq!(
        render::render(&reissue.report, Language::Chinese),
        "\
示例局（101）  small-2024 2024 → small-2024 2024
  带过来 2 个值。
  新增、还空着 5 个，其中必填 2 个：
    必填  主表!C9  备注
    必填  主表!D14  乙
    主表!D9  类别
    主表!C13  口径
    主表!B14  甲
  给定的值有变化 1 个：
    主表!B13  满分  100 → 120
"
    );
    let english = render::render(&reissue.report, Language::English);
    assert!(
        english.contains("  5 new and empty, 2 of them required:\n    required  主表!C9  备注\n"),
        "{english}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&json::render(&reissue.report, Language::English).unwrap()).unwrap();
    assert_eq!(json["open"][0]["field"], "main.fund.2.note");
    assert_eq!(json["given"][0]["new"], "120");
    assert_eq!(json["carried"], 2);
}

#[test]
fn another_money_unit_is_pointed_out() {
    let old = pack(&[]);
    let (_, book) = filled(&old, spec(&[]), &[("main.office.budget", number("1"))]);
    let new = pack(&[("pack.toml", "unit = \"万元\"", "unit = \"元\"")]);
    let (reissue, back) = carried(&open(&book, &old), &new, None);
    assert_eq!(inputs(&back)["main.office.budget"], number("1"));
    let report = render::render(&reissue.report, Language::English);
    assert!(
        report.contains("Note: the money unit was 万元 and is 元 now; amounts are carried as they are, not converted.\n"),
        "{report}"
    );
}

/// Every input of a return is carried as it was, or listed with what stood there.
fn nothing_is_lost(content: &Content, new: &Arc<Pack>, what: &str) -> Reissue {
    let (reissue, back) = carried(content, new, None);
    let (before, after) = (inputs(content), inputs(&back));
    let listed: Vec<&str> = reissue
        .report
        .left
        .iter()
        .filter(|left| left.why.id() != "typed-over" && left.why.id() != "outside")
        .filter_map(|left| left.field.as_deref())
        .collect();
    assert_eq!(reissue.report.carried, after.len(), "{what}");
    assert_eq!(
        before.len(),
        after.len() + listed.len(),
        "{what}: {listed:?}"
    );
    for id in &listed {
        assert!(before.contains_key(*id), "{what}: {id}");
    }
    reissue
}

#[test]
fn the_returns_of_the_demo_arrive_as_they_are_in_their_own_pack_and_lose_nothing_in_others() {
    let shipped: Vec<Arc<Pack>> = template::packs::shipped()
        .iter()
        .map(|id| form::load(&template::packs::shipped_files(id).unwrap()).unwrap())
        .collect();
    let mut seen = 0;
    for demo in demo::departments().unwrap() {
        let own = shipped.iter().find(|pack| pack.id == demo::PACK).unwrap();
        let Some(book) = demo::returned(&demo, own).unwrap() else {
            continue;
        };
        let content = open(&book, own);
        let reissue = nothing_is_lost(&content, own, demo.id);
        let reasons = ["typed-over", "outside", "wrong-type", "no-choice"];
        for left in &reissue.report.left {
            assert!(reasons.contains(&left.why.id()), "{} {left:?}", demo.id);
        }
        assert!(
            reissue.report.open.is_empty() && reissue.report.given.is_empty(),
            "{}",
            demo.id
        );
        if seen == 0 {
            for other in &shipped {
                nothing_is_lost(&content, other, &format!("{} into {}", demo.id, other.id));
            }
        }
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
}

/// Something that may be typed into a field of a type.
fn typed(id: &str) -> BoxedStrategy<CellValue> {
    let any_text = "[一-龥a-zA-Z0-9≥%<&>\"' .-]{0,12}[一-龥]".prop_map(CellValue::Text);
    let exact = (-9_999_999_999_i64..=9_999_999_999, 0_u32..=6).prop_map(|(digits, places)| {
        let unit = Number::from(10_i64.pow(places));
        CellValue::Number(Number::from(digits).div(unit).unwrap())
    });
    match id.rsplit('.').next().unwrap() {
        "budget" | "actual" | "amount" => prop_oneof![4 => exact, 1 => Just(text("12.50"))].boxed(),
        "weight" => exact.boxed(),
        "staff" | "days" => (0_i64..10_000)
            .prop_map(|n| CellValue::Number(n.into()))
            .boxed(),
        "area" => prop_oneof![exact, Just(text("无"))].boxed(),
        "date" => prop_oneof![
            (36_526_i64..73_050).prop_map(|day| CellValue::Number(day.into())),
            Just(text("2025年3月20日")),
        ]
        .boxed(),
        "grade" => prop::sample::select(vec!["一", "二", "三"])
            .prop_map(text)
            .boxed(),
        "has" => prop::sample::select(vec!["有", "无"])
            .prop_map(text)
            .boxed(),
        "phone" => prop_oneof![Just(text("0731-123")), Just(number("13800000000"))].boxed(),
        "remark" => prop_oneof![any_text, Just(text("一\n二\n\n三"))].boxed(),
        _ => any_text.boxed(),
    }
}

fn any_return() -> BoxedStrategy<(Vec<String>, BTreeMap<String, CellValue>)> {
    let projects = prop::collection::vec("[一-龥]{1,6}", 0..=3);
    projects
        .prop_flat_map(|projects| {
            let mut spec = spec(&projects.iter().map(String::as_str).collect::<Vec<_>>());
            spec.sheets.insert("item".to_owned(), 3);
            for block in [
                "main.fund",
                "main.goals",
                "main.results",
                "item.1.step",
                "item.3.step",
            ] {
                spec.rows.insert(block.to_owned(), 3);
            }
            let form = form::resolve(&pack(&[]), &spec).unwrap();
            let inputs = form.fields.iter().filter(|field| field.kind == Kind::Input);
            let values: Vec<_> = inputs
                .map(|field| (Just(field.id.clone()), prop::option::of(typed(&field.id))))
                .collect();
            (Just(projects), values)
        })
        .prop_map(|(projects, values)| {
            let values = values.into_iter();
            (
                projects,
                values
                    .filter_map(|(id, value)| Some((id, value?)))
                    .collect(),
            )
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn into_the_same_pack_everything_arrives_as_it_was((projects, values) in any_return()) {
        let pack = pack(&[]);
        let mut spec = spec(&projects.iter().map(String::as_str).collect::<Vec<_>>());
        spec.sheets.insert("item".to_owned(), 3);
        for block in ["main.fund", "main.goals", "main.results", "item.1.step", "item.3.step"] {
            spec.rows.insert(block.to_owned(), 3);
        }
        let form = form::resolve(&pack, &spec).unwrap();
        let entries: Entries = values.iter().map(|(id, value)| (form.field(id).unwrap(), value.clone())).collect();
        let content = open(&workbook(&form, &entries), &pack);
        let before = inputs(&content);
        prop_assert_eq!(before.len(), values.len());
        let (reissue, back) = carried(&content, &pack, None);
        prop_assert_eq!(left(&reissue), Vec::<String>::new());
        prop_assert_eq!(inputs(&back), before);
        prop_assert_eq!(reissue.report.carried, values.len());
        prop_assert!(reissue.report.given.is_empty() && reissue.report.open.is_empty());
        prop_assert_eq!(&back.submission.identity.spec.projects, &projects);
    }
}
