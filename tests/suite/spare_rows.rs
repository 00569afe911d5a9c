//! Spare rows stay out of sight until something stands in them, and never longer.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]
#![allow(
    dead_code,
    reason = "each test binary uses its own share of the helpers"
)]

use std::collections::BTreeSet;

use annex::book::{Book, CellValue};
use annex::check::{self, Options};
use annex::demo::{self, Fault};
use annex::form::{self, Form, Spec};
use annex::template::Source;
use annex::text::Language;
use annex::{annotate, fill, generate};
use returns::pack;
use serde_json::{Value as Json, json};

use crate::common::returns;

/// The form with these values in it, as large as they need it, and its workbook.
fn filled(values: &Json) -> (Form, Book) {
    let pack = pack();
    let spec = Spec {
        year: pack.year,
        code: "101".to_owned(),
        department: "示例县某局（虚构）".to_owned(),
        ..Spec::default()
    };
    let values = fill::flatten(values).unwrap();
    let blank = form::resolve(&pack, &spec).unwrap();
    let form = form::resolve(&pack, &fill::grow(&blank, &values).unwrap()).unwrap();
    let book = generate::workbook(&form, &fill::entries(&form, &values).unwrap());
    (form, book)
}

/// The rows of a block that are out of sight, counted from one, and how many it has.
fn hidden(form: &Form, sheets: &[annex::book::Sheet], block: &str) -> (Vec<usize>, usize) {
    let block = form.blocks.iter().find(|one| one.id == block).unwrap();
    let row = |row: usize| form.fields[block.rows[row][0]].cell().row;
    let folded = &sheets[generate::page(block.sheet)].folded_rows;
    let count = block.rows.len();
    let hidden = (0..count).filter(|&at| folded.contains(&row(at)));
    (hidden.map(|at| at + 1).collect(), count)
}

#[test]
fn a_fresh_form_shows_what_is_printed_and_hides_the_rest() {
    let (form, book) = filled(&json!({}));
    for (block, expected) in [
        ("overall.quantity", (vec![3, 4, 5], 5)),
        ("overall.satisfaction", (vec![4, 5, 6], 6)),
        ("project.1.satisfaction", (vec![3, 4, 5], 5)),
        ("base.special", (vec![3, 4, 5, 6, 7, 8], 8)),
        ("base.building", (vec![2, 3, 4, 5], 5)),
    ] {
        assert_eq!(hidden(&form, &book.sheets, block), expected, "{block}");
    }
    // Nothing but rows of blocks is hidden.
    let folded: usize = book
        .sheets
        .iter()
        .map(|sheet| sheet.folded_rows.len())
        .sum();
    assert_eq!(folded, 6 + 4 + 2 * 9 * 3);
}

#[test]
fn a_row_in_which_something_stands_is_shown_wherever_it_is() {
    let row = json!({"name": "走访企业", "operator": "≥", "target": "20", "unit": "家", "actual": "23", "weight": 5, "score": 5});
    let (form, book) = filled(&json!({ "overall.quantity.4": row }));
    assert_eq!(
        hidden(&form, &book.sheets, "overall.quantity"),
        (vec![3, 5], 5)
    );
    // A single drop-down answer is something.
    let (form, book) = filled(&json!({ "overall.quantity.5.operator": "定性" }));
    assert_eq!(
        hidden(&form, &book.sheets, "overall.quantity"),
        (vec![3, 4], 5)
    );
    let rows: Vec<&Json> = (0..7).map(|_| &row).collect();
    let (form, book) = filled(&json!({ "overall.quantity": rows }));
    assert_eq!(hidden(&form, &book.sheets, "overall.quantity"), (vec![], 7));
}

#[test]
fn an_annotated_return_shows_the_rows_it_has_something_to_say_about() {
    let pack = pack();
    let mut demo = returns::demo("02-archives");
    demo.values["overall"]["sustainable"] = json!([
        demo.values["overall"]["sustainable"][0],
        {},
        {},
        {"name": "未写完"},
    ]);
    demo.faults.push(Fault::TypedOver {
        field: "base.building.3.area_rate".to_owned(),
        typed_over: "1".to_owned(),
    });
    let book = demo::returned(&demo, &pack).unwrap().unwrap();
    let bytes = annex::book::write::write(&book).unwrap();
    let found = check::open(
        "x.xlsx",
        annex::book::read::read(&bytes),
        &[pack],
        &Options::default(),
    );
    let codes: BTreeSet<String> = found.flat().into_iter().map(|one| one.code).collect();
    assert_eq!(codes, ["C002", "V001", "W008"].map(str::to_owned).into());
    let content = found.content.as_ref().unwrap();
    let annotated = annotate::workbook(content, &found.findings, Language::Chinese);
    // The sheet of results stands before those of the form.
    let (form, sheets) = (&content.submission.form, &annotated.sheets[1..]);
    assert_eq!(hidden(form, sheets, "base.building"), (vec![2, 4, 5], 5));
    assert_eq!(hidden(form, sheets, "overall.sustainable"), (vec![3, 5], 5));
    assert_eq!(hidden(form, sheets, "overall.quantity"), (vec![3, 4, 5], 5));
}

#[test]
fn the_sums_of_all_departments_hide_nothing() {
    let pack = pack();
    let returns = ["02-archives", "03-culture"].map(|id| {
        let book = demo::returned(&returns::demo(id), &pack).unwrap().unwrap();
        let bytes = annex::book::write::write(&book).unwrap();
        check::open(
            id,
            annex::book::read::read(&bytes),
            &[std::sync::Arc::clone(&pack)],
            &Options::default(),
        )
    });
    let book = annex::consolidate::summarise(&returns, None).unwrap();
    assert!(book.sheets.iter().all(|sheet| sheet.folded_rows.is_empty()));
}

/// A label of six lines beside one row that is shown and five that are not.
const TALL: [(&str, &str); 2] = [
    (
        "pack.toml",
        r#"id = "tall"
version = "1"
title = "表"
year = 2024
unit = "万元"
sheets = ["one.toml"]
"#,
    ),
    (
        "one.toml",
        r#"id = "one"
name = "表一"
heading = "表一"
columns = [6, 20]
layout = '''
| 项目                         | 名称       |
| 这里是一个很长很长的指标名称 | [row.name] |
| 合计                         |            |
'''

[blocks.row]
label = "行"
spare = 5

[fields."row.name"]
label = "名称"
type = "text"
"#,
    ),
];

#[test]
fn a_label_beside_hidden_rows_has_room_in_those_that_are_shown() {
    let files = TALL.map(|(file, text)| Source {
        file: file.to_owned(),
        text: text.to_owned(),
    });
    let pack = form::load(&files).unwrap();
    let spec = Spec {
        year: 2024,
        ..Spec::default()
    };
    let form = form::resolve(&pack, &spec).unwrap();
    let height = |entries: &generate::Entries| {
        let sheet = &generate::workbook(&form, entries).sheets[generate::page(0)];
        assert_eq!(sheet.merges[1].to_string(), "A3:A8");
        let rows = (2..8).filter(|row| !sheet.folded_rows.contains(row));
        rows.map(|row| sheet.row_heights[&row]).sum::<f64>()
    };
    let lines = generate::lines("这里是一个很长很长的指标名称", 6.0);
    assert_eq!(lines, 6);
    let wanted = 21.0 * 0.72 * 6.0 + 5.0;
    assert!((height(&generate::Entries::new()) - wanted).abs() < 0.01);
    let last = form.field("one.row.6.name").unwrap();
    let entries = [(last, CellValue::Text("甲".to_owned()))].into();
    assert!((height(&entries) - wanted).abs() < 0.01);
}
