//! The demo fits the pack it is made for, and its departments are what their notes say.

use std::collections::BTreeSet;

use super::*;
use crate::book::{CellValue, read, write};
use crate::check;
use crate::evaluate;
use crate::form::{Kind, Need, compute_one};
use crate::formula::Value;
use crate::submission::{self, Submission};
use crate::template::{Relation, packs};

fn pack() -> Arc<Pack> {
    let files = packs::shipped_files(PACK).unwrap();
    Arc::new(crate::template::parse(&files).unwrap())
}

fn demo(id: &str) -> Demo {
    let mut all = departments().unwrap().into_iter();
    all.find(|demo| demo.id == id).unwrap()
}

fn read(demo: &Demo, pack: &Arc<Pack>) -> Submission {
    let book = returned(demo, pack).unwrap().unwrap();
    submission::read(
        read::read(&write::write(&book).unwrap()).unwrap(),
        &[Arc::clone(pack)],
    )
    .unwrap()
}

#[test]
fn every_shipped_pack_has_departments_and_every_file_can_be_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/departments");
    let names = |folder: &str| -> BTreeSet<String> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let shipped: BTreeSet<String> = packs::shipped().into_iter().collect();
    assert_eq!(names(folder), shipped);
    for pack in shipped {
        let read = departments_of(&pack).unwrap();
        let read: BTreeSet<String> = read
            .iter()
            .map(|demo| format!("{}.json", demo.id))
            .collect();
        assert_eq!(names(&format!("{folder}/{pack}")), read, "{pack}");
        assert!(!read.is_empty(), "{pack}");
    }
    assert!(departments_of("mine").unwrap().is_empty());
}

#[test]
fn every_return_is_written_and_read_back_as_it_was_made() {
    let pack = pack();
    for demo in departments().unwrap() {
        let Some(book) = returned(&demo, &pack).unwrap() else {
            assert!(!demo.returned && demo.values.is_null() && demo.faults.is_empty());
            continue;
        };
        let read = read(&demo, &pack);
        assert_eq!(read.identity.spec.code, demo.code);
        assert!(read.identity.sealed);
        for (index, field) in read.form.fields.iter().enumerate() {
            let made = &book.sheets[generate::page(field.sheet)].cells[&field.cell()];
            let found = &read.entries[index].found;
            assert_eq!(found.formula, made.formula, "{} {}", demo.id, field.id);
            let blank = found.value.is_blank() && made.value.is_blank();
            assert!(
                blank || found.value == made.value,
                "{} {}",
                demo.id,
                field.id
            );
        }
    }
}

/// The codes of the pack's rules that a return breaks, its own figures held against each other.
fn broken(read: &Submission) -> Vec<String> {
    let values = evaluate::run(read).reported;
    let form = &read.form;
    let breaks = |rule: &&crate::form::Rule| {
        let template = form.rule_template(rule);
        let applies = rule
            .when
            .as_ref()
            .is_none_or(|when| compute_one(form, when, &values) == Value::Bool(true));
        let sides = [&rule.reported, &rule.computed].map(|side| compute_one(form, side, &values));
        let [Value::Number(reported), Value::Number(computed)] = sides else {
            return false;
        };
        let difference = reported.sub(computed).unwrap();
        let within = template.tolerant && difference.abs() <= form.pack.tolerance(template.kind);
        let holds = match template.relation {
            Relation::Equal => difference.is_zero(),
            Relation::AtLeast => !difference.is_negative(),
            Relation::AtMost => difference.is_zero() || difference.is_negative(),
        };
        applies && !holds && !within
    };
    let broken = form.rules.iter().filter(breaks);
    broken
        .map(|rule| form.rule_template(rule).code.clone())
        .collect()
}

/// The inputs that have to be filled and are not, rows left out wholly aside.
fn missing(read: &Submission) -> Vec<&str> {
    let values = evaluate::run(read).computed;
    let form = &read.form;
    let left_out = |row: crate::form::RowOf| {
        let fields = form.blocks[row.block].rows[row.row].iter();
        let mut fields = fields.filter(|&&field| form.fields[field].kind == Kind::Input);
        let optional = form
            .block_template(row.block)
            .is_some_and(|block| u32::try_from(row.row).unwrap() >= block.min);
        optional && fields.all(|&field| read.is_blank(field))
    };
    let needed = |index: &usize| {
        let field = &form.fields[*index];
        match &field.need {
            Need::Never => false,
            Need::Always => true,
            Need::When(when) => compute_one(form, when, &values) == Value::Bool(true),
        }
    };
    let gaps = (0..form.fields.len()).filter(|&index| {
        let field = &form.fields[index];
        field.kind == Kind::Input
            && read.is_blank(index)
            && !read.sheet_is_blank(field.sheet)
            && !field.row.is_some_and(left_out)
    });
    let gaps = gaps.filter(needed);
    gaps.map(|index| form.fields[index].id.as_str()).collect()
}

#[test]
fn the_rules_of_the_pack_find_just_what_the_notes_say() {
    let pack = pack();
    for (id, codes) in [
        (
            "01-yueyang-federation",
            vec!["C102", "C105", "X101", "X106", "X113"],
        ),
        ("02-archives", vec![]),
        ("03-culture", vec![]),
        ("04-water", vec![]),
        ("05-forestry", vec!["X105"]),
        ("06-justice", vec![]),
        (
            "07-education",
            vec![
                "C101", "C103", "C104", "C105", "X101", "X102", "X103", "X105",
            ],
        ),
        ("08-civil-affairs", vec!["X101"]),
        ("09-market", vec!["X101", "X116", "X117", "X118", "X121"]),
    ] {
        assert_eq!(broken(&read(&demo(id), &pack)), codes, "{id}");
    }
}

#[test]
fn a_clean_return_gives_no_finding() {
    let pack = pack();
    for id in ["02-archives", "03-culture"] {
        let book = returned(&demo(id), &pack).unwrap().unwrap();
        let bytes = write::write(&book).unwrap();
        let checked = check::open(
            id,
            read::read(&bytes),
            &[Arc::clone(&pack)],
            &check::Options::default(),
        );
        assert_eq!(checked.findings, [], "{id}");
    }
}

#[test]
fn a_clean_return_has_nothing_missing_and_nothing_to_explain() {
    let pack = pack();
    for id in ["02-archives", "03-culture"] {
        let read = read(&demo(id), &pack);
        let evaluation = evaluate::run(&read);
        assert_eq!(evaluation.reported, evaluation.computed, "{id}");
        assert_eq!(missing(&read), Vec::<&str>::new(), "{id}");
        for sheet in 0..read.form.sheets.len() {
            assert!(!read.sheet_is_blank(sheet), "{id} {sheet}");
            assert_eq!(weights(&read, sheet), expected_weights(&read, sheet));
        }
        for (index, field) in read.form.fields.iter().enumerate() {
            let Some(row) = field.row.filter(|_| !read.is_blank(index)) else {
                continue;
            };
            let sibling = |column| read.reported(read.form.sibling(row, column).unwrap());
            if field.id.ends_with(".score") {
                assert_eq!(sibling("score"), sibling("weight"), "{id} {}", field.id);
                let said = sibling("operator").or_else(|| sibling("target"));
                let is_clear = said.unwrap().starts_with(['≥', '≤', '定']);
                assert!(is_clear, "{id} {}", field.id);
            }
        }
    }
}

/// What the weights of each group of a sheet add up to.
fn weights(read: &Submission, sheet: usize) -> Vec<String> {
    let groups = read.form.sheet_template(sheet).weights.iter();
    let sum = |blocks: &[String]| {
        let fields = read.form.sheets[sheet].fields.iter().filter(|&&index| {
            let field = &read.form.fields[index];
            let block = field.row.map(|row| &read.form.blocks[row.block].local);
            field.id.ends_with(".weight") && block.is_some_and(|block| blocks.contains(block))
        });
        fields
            .filter_map(|&field| read.reported(field)?.parse().ok())
            .fold(crate::number::Number::ZERO, |sum, weight| {
                sum.add(weight).unwrap()
            })
    };
    groups
        .flat_map(|weights| &weights.groups)
        .map(|group| sum(&group.blocks).to_string())
        .collect()
}

fn expected_weights(read: &Submission, sheet: usize) -> Vec<String> {
    let groups = read.form.sheet_template(sheet).weights.iter();
    groups
        .flat_map(|weights| &weights.groups)
        .map(|group| group.points.to_string())
        .collect()
}

#[test]
fn the_real_return_comes_to_the_figures_worked_out_by_hand() {
    let pack = pack();
    let read = read(&demo("01-yueyang-federation"), &pack);
    let computed = evaluate::run(&read).computed;
    for (id, reported, figure) in [
        ("base.staff.rate", "1", "1"),
        ("base.three_public.prior", "2.51", "2.51"),
        ("base.three_public.budget", "2.75", "2.75"),
        ("base.three_public.actual", "2.5595", "2.5595"),
        ("base.project.prior", "22.47", "22.47"),
        ("base.project.budget", "40.28", "40.28"),
        ("base.project.actual", "26.3095", "0"),
        ("overall.execution.rate", "0.8617", "0.8617"),
        ("overall.execution.score", "8.62", "8.62"),
        ("overall.total.score", "92", "100.62"),
    ] {
        let field = read.form.field(id).unwrap();
        assert_eq!(read.reported(field).as_deref(), Some(reported), "{id}");
        assert_eq!(computed[field], Value::Number(figure.parse().unwrap()));
    }
    assert_eq!(weights(&read, 1), ["40", "40", "20"]);
    assert!(read.sheet_is_blank(2));
}

#[test]
fn the_stray_row_of_the_real_return_stands_one_column_to_the_left() {
    let pack = pack();
    let read = read(&demo("01-yueyang-federation"), &pack);
    let name = read.form.field("overall.satisfaction.2.name").unwrap();
    let (sheet, row) = (&read.book.sheets[generate::page(1)], read.cell(name).row);
    let found = (1..10).map(|column| {
        let value = sheet.value(crate::address::Address::new(row, column));
        match value {
            CellValue::Text(text) => text.clone(),
            CellValue::Number(number) => number.to_string(),
            _ => String::new(),
        }
    });
    let found: Vec<String> = found.collect();
    assert_eq!(
        found,
        [
            "成本指标",
            "经费控制",
            "107.59",
            "",
            "164.96",
            "",
            "",
            "10",
            "8"
        ]
    );
}

#[test]
fn a_formula_left_alone_shows_what_follows_from_one_typed_over() {
    let pack = pack();
    let read = read(&demo("05-forestry"), &pack);
    let reported = |id: &str| read.reported(read.form.field(id).unwrap());
    assert_eq!(reported("overall.execution.rate").as_deref(), Some("96.12"));
    assert_eq!(reported("overall.execution.score").as_deref(), Some("10"));
    assert_eq!(
        reported("project.1.execution.rate").as_deref(),
        Some("0.9122")
    );
    assert_eq!(reported("base.staff.rate"), None);
}

#[test]
fn the_roster_lists_every_department_with_its_projects() {
    let departments = departments().unwrap();
    let roster = crate::roster::parse(roster_csv(&departments).as_bytes()).unwrap();
    assert_eq!(roster.len(), departments.len());
    for (listed, demo) in roster.iter().zip(&departments) {
        assert_eq!((&listed.code, &listed.name), (&demo.code, &demo.name));
        assert_eq!(listed.projects, demo.projects);
        assert!(!demo.invented || demo.name.ends_with("（虚构）"));
    }
}

#[test]
fn a_fault_without_a_place_is_named() {
    let pack = pack();
    let mut demo = demo("02-archives");
    for (fault, message) in [
        (
            r#"{ "field": "base.nothing", "raw_text": "1" }"#,
            "02-archives.json of the demo: 'base.nothing' is not a field of the form",
        ),
        (
            r#"{ "sheet": "附件9", "cell": "A1", "text": "1" }"#,
            "02-archives.json of the demo: there is no sheet '附件9'",
        ),
        (
            r#"{ "sheet": "附件1 基础数据表", "cell": "A99", "text": "1" }"#,
            "02-archives.json of the demo: nothing of the form stands in A99 of the sheet '附件1 基础数据表'",
        ),
        (
            r#"{ "field": "base.staff.rate", "typed_over": "一" }"#,
            "02-archives.json of the demo: '一' is not a number",
        ),
    ] {
        demo.faults = vec![serde_json::from_str(fault).unwrap()];
        assert_eq!(returned(&demo, &pack).unwrap_err().to_string(), message);
    }
}
