//! The live status: what 填报说明 and the sheets say of themselves is what the check finds, and nothing of it is taken for
//! content when the workbook comes back.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use annex::address::{Address, Area};
use annex::annotate;
use annex::book::write::write;
use annex::book::{Book, CellValue, Sheet, read};
use annex::check::{Content, Return};
use annex::demo;
use annex::finding::Level;
use annex::form::{self, Form, Kind, Spec};
use annex::formula::{Place, parse_excel};
use annex::generate::{self, Entries, workbook};
use annex::own;
use annex::status;
use annex::template::{self, FieldType, Pack, packs};
use annex::text::Language;
use annex::typed::Reading;
use proptest::collection::vec;
use proptest::prelude::*;
use rayon::prelude::*;
use returns::{checked, lines, pack, returned};

use crate::common::edit;
use crate::common::returns;

// ---- what a workbook says ---------------------------------------------------------------------------------------

fn spec() -> Spec {
    Spec {
        year: 2024,
        code: "101".to_owned(),
        department: "示例县某局（虚构）".to_owned(),
        ..Spec::default()
    }
}

fn resolved(pack: &Arc<Pack>, spec: &Spec) -> Form {
    form::resolve(pack, spec).unwrap()
}

/// The entries written as `field = value`, one on a line.
fn entries(form: &Form, text: &str) -> Entries {
    let entry = |line: &str| {
        let (id, value) = line.split_once(" = ").unwrap();
        let field = form.field(id.trim()).unwrap_or_else(|| panic!("{id}"));
        (field, edit::value(value))
    };
    let lines = text.lines().filter(|line| line.contains(" = "));
    lines.map(entry).collect()
}

fn said(sheet: &Sheet, row: u32, column: u32) -> String {
    let cell = sheet.cells.get(&Address::new(row, column));
    match cell.map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.clone(),
        Some(CellValue::Number(number)) => number.to_string(),
        Some(CellValue::Blank) | None => String::new(),
        Some(other) => panic!("{row} {column}: {other:?}"),
    }
}

fn guide(book: &Book) -> &Sheet {
    book.sheets
        .iter()
        .find(|sheet| sheet.name == own::GUIDE)
        .unwrap()
}

/// The rows of the guide whose first cell leads somewhere: the table of sheets.
fn sheet_rows(guide: &Sheet) -> Vec<u32> {
    let leads = |(at, cell): &(&Address, &annex::book::Cell)| at.column == 0 && cell.link.is_some();
    let cells = guide.cells.iter().filter(leads);
    cells.map(|(at, _)| at.row).collect()
}

/// The rows of the guide whose last cell leads somewhere: the table of checks.
fn check_rows(guide: &Sheet) -> Vec<u32> {
    let leads = |(at, cell): &(&Address, &annex::book::Cell)| at.column == 5 && cell.link.is_some();
    let cells = guide.cells.iter().filter(leads);
    cells.map(|(at, _)| at.row).collect()
}

/// `sheet | missing | failing | state`, and the line below that takes all together.
fn sheets_said(book: &Book) -> Vec<String> {
    let guide = guide(book);
    let mut rows = sheet_rows(guide);
    rows.push(rows.last().unwrap() + 1);
    let line = |row: u32| {
        let columns = [0, status::MISSING, status::FAILING, status::STATE];
        columns.map(|column| said(guide, row, column)).join(" | ")
    };
    rows.into_iter().map(line).collect()
}

/// `reported | expected | state` of each check.
fn checks_said(book: &Book) -> Vec<String> {
    let guide = guide(book);
    let line = |row: u32| {
        let columns = [status::MISSING, status::FAILING, status::STATE];
        columns.map(|column| said(guide, row, column)).join(" | ")
    };
    check_rows(guide).into_iter().map(line).collect()
}

/// The rows in which something is missing, as A1 numbers, with how much.
fn rows_said(book: &Book, form: &Form, sheet: usize) -> Vec<(u32, u32)> {
    let column = form.status_column(sheet);
    let page = book
        .sheets
        .iter()
        .find(|page| page.name == form.sheets[sheet].name)
        .unwrap();
    (1..form.sheets[sheet].ruled.len() as u32)
        .filter_map(|row| Some((row + 1, said(page, row, column).parse().ok()?)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn state(book: &Book, form: &Form, sheet: usize) -> String {
    let name = &form.sheets[sheet].name;
    let page = book.sheets.iter().find(|page| page.name == *name).unwrap();
    said(page, 0, form.status_column(sheet))
}

fn states(book: &Book) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    for line in checks_said(book) {
        let state = line.rsplit(" | ").next().unwrap().to_owned();
        *states.entry(state).or_default() += 1;
    }
    states
}

#[test]
fn a_blank_form_says_what_is_missing() {
    let form = resolved(&pack(), &spec());
    let book = workbook(&form, &Entries::new());
    assert_eq!(
        sheets_said(&book),
        [
            "附件1 基础数据表 | 17 | 0 | 尚缺 17 项",
            "附件2 整体支出自评表 | 8 | 0 | 尚缺 8 项",
            "附件3-1 项目自评表 | 0 | 0 | 未使用，可不填",
            "附件4 政府性基金 | 1 | 0 | 尚缺 1 项",
            "附件5 国有资本经营 | 1 | 0 | 尚缺 1 项",
            "附件6 社会保险基金 | 1 | 0 | 尚缺 1 项",
            "自评报告 | 9 | 0 | 尚缺 9 项",
            "合计 | 37 | 0 | 请先补齐",
        ]
    );
    // 编制数 and 在职人数; 公用经费; 政府采购; 预算调整 of the year; 楼堂馆所; 厉行节约; and three of the signature.
    assert_eq!(
        rows_said(&book, &form, 0),
        [
            (4, 2),
            (24, 3),
            (28, 3),
            (29, 1),
            (31, 4),
            (36, 1),
            (38, 2),
            (39, 1)
        ]
    );
    for (sheet, said) in ["尚缺 17 项", "尚缺 8 项", "未使用，可不填"]
        .iter()
        .enumerate()
    {
        assert_eq!(state(&book, &form, sheet), *said);
    }
    assert_eq!(
        states(&book),
        [("不适用".to_owned(), 34), ("未填".to_owned(), 19)].into()
    );
}

#[test]
fn a_sheet_named_by_the_roster_has_to_be_filled() {
    let mut spec = spec();
    spec.projects = vec!["审计信息化".to_owned()];
    spec.sheets.insert("project".to_owned(), 2);
    let form = resolved(&pack(), &spec);
    let book = workbook(&form, &Entries::new());
    assert_eq!(
        sheets_said(&book)[2..],
        [
            "附件3-1 项目自评表 | 7 | 0 | 尚缺 7 项",
            "附件3-2 项目自评表 | 0 | 0 | 未使用，可不填",
            "附件4 政府性基金 | 1 | 0 | 尚缺 1 项",
            "附件5 国有资本经营 | 1 | 0 | 尚缺 1 项",
            "附件6 社会保险基金 | 1 | 0 | 尚缺 1 项",
            "自评报告 | 9 | 0 | 尚缺 9 项",
            "合计 | 44 | 0 | 请先补齐",
        ]
    );
}

#[test]
fn a_form_filled_in_part_says_what_follows_from_it() {
    let form = resolved(&pack(), &spec());
    let filled = entries(
        &form,
        "base.staff.quota = 7
         base.vehicle_purchase.prior = 1
         base.special.2.name = 专项
         base.thrift =  　 
         base.public.prior = 10
         base.office.prior = 11
         base.office.budget = 0
         base.building.1.approved_area = 无
         overall.quantity.1.name = 指标
         overall.quantity.1.weight = 40
         overall.quantity.2.name = 无
         overall.quantity.2.reason = 无
         project.1.authority = 甲",
    );
    let book = workbook(&form, &filled);
    assert_eq!(
        sheets_said(&book),
        [
            "附件1 基础数据表 | 17 | 1 | 尚缺 17 项，不符 1 处",
            "附件2 整体支出自评表 | 11 | 2 | 尚缺 11 项，不符 2 处",
            "附件3-1 项目自评表 | 7 | 0 | 尚缺 7 项",
            "附件4 政府性基金 | 1 | 0 | 尚缺 1 项",
            "附件5 国有资本经营 | 1 | 0 | 尚缺 1 项",
            "附件6 社会保险基金 | 1 | 0 | 尚缺 1 项",
            "自评报告 | 9 | 0 | 尚缺 9 项",
            "合计 | 47 | 3 | 请先补齐",
        ]
    );
    assert_eq!(
        rows_said(&book, &form, 0),
        [
            (4, 1),
            (8, 2),
            (17, 3),
            (24, 2),
            (25, 1),
            (28, 3),
            (29, 1),
            (36, 1),
            (38, 2),
            (39, 1)
        ]
    );
    let checks = checks_said(&book);
    // 公用经费 of the three columns: 10 against 11; blank against 0; blank against 办公经费, which is asked for and blank.
    assert_eq!(checks[..3], ["10 | 11 | 不符", " | 0 | 未填", " |  | 未填"]);
    let found = checked(&book);
    assert_agrees(&book, &found, "filled in part");
}

#[test]
fn a_sheet_that_a_rule_asks_for_is_not_said_to_be_free() {
    let book = annotated(&checked(&returned("01-yueyang-federation")));
    assert_eq!(
        sheets_said(&book),
        [
            "附件1 基础数据表 | 10 | 2 | 尚缺 10 项，不符 2 处",
            "附件2 整体支出自评表 | 1 | 5 | 尚缺 1 项，不符 5 处",
            "附件3-1 项目自评表 | 0 | 1 | 未使用，不符 1 处",
            "附件4 政府性基金 | 1 | 0 | 尚缺 1 项",
            "附件5 国有资本经营 | 1 | 0 | 尚缺 1 项",
            "附件6 社会保险基金 | 1 | 0 | 尚缺 1 项",
            "自评报告 | 1 | 1 | 尚缺 1 项，不符 1 处",
            "合计 | 15 | 9 | 请先补齐",
        ]
    );
}

#[test]
fn a_complete_form_can_be_handed_back() {
    for id in ["02-archives", "03-culture"] {
        let book = returned(id);
        let form = checked(&book).content.unwrap().submission.form;
        let said = sheets_said(&book);
        for line in &said[..said.len() - 1] {
            assert!(line.ends_with(" | 0 | 0 | 已填齐 ✓"), "{id}: {line}");
        }
        assert_eq!(said.last().unwrap(), "合计 | 0 | 0 | 可以交回 ✓", "{id}");
        for sheet in 0..form.sheets.len() {
            assert_eq!(state(&book, &form, sheet), "已填齐 ✓");
            assert_eq!(rows_said(&book, &form, sheet), []);
        }
        assert!(
            states(&book)
                .keys()
                .all(|state| state == "相符" || state == "不适用"),
            "{id}"
        );
    }
}

// ---- the same as the check ---------------------------------------------------------------------------------------

/// Whether a field is the blank weight or score of an indicator that carries no points, and not of one called 无.
fn lacks_points(content: &Content, field: usize) -> bool {
    let submission = &content.submission;
    let (row, _) = submission.form.fields[field].id.rsplit_once('.').unwrap();
    let entry = &submission.entries[field];
    entry.reading == Reading::NoPoints
        && entry.found.value.is_blank()
        && submission
            .form
            .field(&format!("{row}.name"))
            .and_then(|name| submission.text(name))
            .as_deref()
            != Some("无")
}

/// The status counts on every sheet as many blanks as there are findings.
fn assert_missing(book: &Book, found: &Return, what: &str) {
    let content = found.content.as_ref().unwrap();
    let form = &content.submission.form;
    let guide = guide(book);
    for ((index, sheet), row) in form.sheets.iter().enumerate().zip(sheet_rows(guide)) {
        let of_sheet = |finding: &&annex::finding::Finding| {
            // What is signed on paper is no gap of the form.
            finding.code == "V001"
                && finding.level != Level::Info
                && finding
                    .place
                    .field
                    .as_ref()
                    .and_then(|id| form.field(id))
                    .is_some_and(|field| form.sheets[form.fields[field].sheet].id == sheet.id)
        };
        let missing = found.flat().iter().filter(of_sheet).count();
        // While a form is being filled in, a row without points lacks them: that it is a detail shows once it came back.
        let without_points = (0..form.fields.len())
            .filter(|&field| form.sheets[form.fields[field].sheet].id == sheet.id)
            .filter(|&field| lacks_points(content, field))
            .count();
        let said = said(guide, row, status::MISSING);
        // A sheet of a project that nobody has filled in is one finding, and shows each of its gaps.
        if sheet.index.is_some() && content.submission.sheet_is_blank(index) && missing == 1 {
            let gaps: usize = said.parse().unwrap();
            assert!(gaps > missing, "{what}: {}", sheet.name);
            continue;
        }
        // While a form is being filled in, a row that was begun has gaps: that it was only left shows once it came back.
        let is_left = |finding: &&annex::finding::Finding| {
            finding.code == "V015" && finding.place.sheet.as_ref() == Some(&sheet.name)
        };
        if found.flat().iter().any(|finding| is_left(&finding)) {
            let gaps: usize = said.parse().unwrap();
            assert!(gaps >= missing + without_points, "{what}: {}", sheet.name);
            continue;
        }
        assert_eq!(
            said,
            (missing + without_points).to_string(),
            "{what}: {}\n{}",
            sheet.name,
            lines(&found.flat()).join("\n")
        );
    }
}

/// The status says of every sheet and every check what the findings say.
fn assert_agrees(book: &Book, found: &Return, what: &str) {
    assert_missing(book, found, what);
    let form = &found.content.as_ref().unwrap().submission.form;
    let guide = guide(book);
    let checks = status::of(form, 0).checks;
    let rows = check_rows(guide);
    assert_eq!(rows.len(), checks.len(), "{what}");
    for (check, row) in checks.iter().zip(rows) {
        let state = said(guide, row, status::STATE);
        let name = &form.sheets[check.sheet].name;
        let flat = found.flat();
        // Of several figures that are held against one, the largest is marked.
        let of_several = |field: Option<&String>| {
            let field = field.and_then(|id| form.field(id));
            form.rules.iter().any(|rule| {
                let at = &form.fields[rule.at];
                (at.sheet, at.cell()) == (check.sheet, check.at)
                    && form.pack.rules[rule.template].code == check.code
                    && field.is_some_and(|field| form.inputs(&rule.reported).any(|it| it == field))
            })
        };
        let finding = flat.iter().find(|finding| {
            let place = &finding.place;
            finding.code == check.code
                && place.sheet.as_ref() == Some(name)
                && (place.cell == Some(check.at) || of_several(place.field.as_ref()))
        });
        // annex reads a number that was typed as text; a formula of the sheet cannot.
        let is_text = flat.iter().any(|finding| {
            ["V004", "V005"].contains(&finding.code.as_str())
                && finding.place.sheet.as_ref() == Some(name)
        });
        // No formula can tell whether a text gives a reason.
        let mut rules = form.rules.iter();
        let is_explained = rules.any(|rule| {
            let at = &form.fields[rule.at];
            let is_of_check = (at.sheet, at.cell()) == (check.sheet, check.at)
                && form.pack.rules[rule.template].code == check.code;
            is_of_check && !rule.explained_in.is_empty()
        });
        let expected: &[&str] = match finding {
            None if is_explained => &["相符", "未填", "不适用", "提示"],
            None if is_text => &["相符", "未填", "不适用", "无法审核"],
            Some(finding) if finding.message.zh.starts_with("无法审核") => &["无法审核"],
            Some(_) if is_explained => &["提示"],
            // Nothing filled in is no weight for the check, and nothing to look at for a department.
            Some(_)
                if check.code.starts_with("S0") && said(guide, row, status::MISSING).is_empty() =>
            {
                &["未填"]
            }
            Some(_) => &["不符"],
            None => &["相符", "未填", "不适用"],
        };
        assert!(
            expected.contains(&state.as_str()),
            "{what}: {} {} in {name} is {state} instead of {expected:?}\n{}",
            check.code,
            check.text,
            lines(&found.flat()).join("\n")
        );
    }
}

fn annotated(found: &Return) -> Book {
    annotate::workbook(
        found.content.as_ref().unwrap(),
        &found.findings,
        Language::Chinese,
    )
}

#[test]
fn every_return_of_the_demo_says_of_itself_what_the_check_finds() {
    let ids: Vec<&str> = demo::departments()
        .unwrap()
        .iter()
        .filter(|demo| demo.returned)
        .map(|demo| demo.id)
        .collect();
    ids.par_iter().for_each(|id| {
        let sent = returned(id);
        let found = checked(&sent);
        assert_missing(&sent, &found, id);
        // The annotated workbook has its formulas and rows back; its figures are the department's.
        let mended = annotated(&found);
        let mut plain = mended.clone();
        plain.sheets.retain(|sheet| sheet.name != own::MEMORY);
        let of_mended = checked(&fresh(&plain, &found));
        assert_agrees(&mended, &of_mended, id);
    });
}

/// One side may be split by the budget and the other by what was spent: nothing in the workbook holds that against them.
#[test]
fn a_department_that_did_not_spend_its_budget_can_hand_in() {
    let edits: [&[(&str, &str)]; 3] = [
        &[("E6", "163.5")],
        &[("E6", "153.5"), ("E9", "10")],
        &[("E6", "160.1")],
    ];
    for edits in edits {
        let mut book = returned("02-archives");
        let sheet = edit::sheet(&book, "附件2");
        for (cell, text) in edits {
            let cell = Address::parse(cell).unwrap();
            edit::write_cell(&mut book, sheet, cell, edit::value(text));
        }
        let found = checked(&book);
        assert_eq!(lines(&found.findings), Vec::<String>::new(), "{edits:?}");
        let said = sheets_said(&annotated(&found));
        assert_eq!(
            said.last().unwrap(),
            "合计 | 0 | 0 | 可以交回 ✓",
            "{edits:?}"
        );
    }
}

/// A relation that asks for nothing to be mended does not stand in the way either.
#[test]
fn what_is_only_worth_knowing_is_no_failure() {
    for (level, state, all) in [
        ("info", "提示", "合计 | 0 | 0 | 可以交回 ✓"),
        ("warning", "不符", "合计 | 0 | 1 | 请核对不符"),
        ("error", "不符", "合计 | 0 | 1 | 请核对不符"),
    ] {
        let rule = format!(
            "[[rules]]\ncode = \"X198\"\nname = \"spent-less\"\nlevel = \"{level}\"\n\
             at = \"overall.total.executed\"\nreported = \"overall.total.executed\"\nrelation = \"=\"\n\
             computed = \"overall.total.annual\"\ntolerance = \"money\"\nmessage = \"没有用完\"\n\
             message_en = \"not all was spent\"\nhelp = \"请看一看。\"\nhelp_en = \"Look at it.\"\n"
        );
        let mut files = packs::shipped_files("hunan-2024").unwrap();
        let pack = files
            .iter_mut()
            .find(|file| file.file.ends_with("pack.toml"));
        pack.unwrap().text.push_str(&rule);
        let pack = Arc::new(template::parse(&files).unwrap());
        let content = checked(&returned("02-archives")).content.unwrap();
        let form = resolved(&pack, &content.submission.form.spec);
        let old = &content.submission;
        let entries = old.form.asked().filter_map(|(index, id)| {
            Some((form.field(id)?, old.entries[index].found.value.clone()))
        });
        let book = workbook(&form, &entries.collect());
        assert!(
            checks_said(&book)
                .iter()
                .any(|line| line.ends_with(&format!("| {state}"))),
            "{level}"
        );
        assert_eq!(sheets_said(&book).last().unwrap(), all, "{level}");
    }
}

/// The annotated workbook as if it were a return of its own, without what it remembers.
fn fresh(book: &Book, found: &Return) -> Book {
    let mut book = book.clone();
    let form = &found.content.as_ref().unwrap().submission.form;
    book.sheets.retain(|sheet| sheet.name != own::RESULTS);
    for name in &mut book.names {
        name.sheet -= 1;
    }
    assert_eq!(book.sheets[generate::page(0)].name, form.sheets[0].name);
    book
}

/// What may stand in an input: a number where one belongs, any of these texts elsewhere.
fn filling() -> impl Strategy<Value = Option<(i64, &'static str)>> {
    let texts = prop::sample::select(vec![
        "查档人次",
        "无",
        "0",
        "/",
        " ",
        "　",
        "\u{3000} ",
        " 无 ",
        "没有",
        "≥95%",
        "—",
    ]);
    prop::option::weighted(0.6, (0_i64..40, texts))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_filled_in_the_status_agrees_with_the_check(
        fillings in vec(filling(), 40..90),
        density in 1_usize..5,
        projects in 1_u32..4,
        named in 0_usize..2,
    ) {
        let mut spec = spec();
        spec.sheets.insert("project".to_owned(), projects);
        spec.projects = vec!["某项目".to_owned(); named];
        let form = resolved(&pack(), &spec);
        let put = |index: usize, field: &form::Field| {
            let (number, text) = fillings[index * density % fillings.len()]?;
            // A rule of the pack counts these with COUNTA, for which a blank in a cell is something, as in Excel.
            if text.trim().is_empty() && field.id.ends_with(".name") && field.row.is_none() {
                return None;
            }
            let template = form.template(field);
            Some(match template.kind {
                kind if kind.is_number() => CellValue::Number(number.into()),
                FieldType::Date => CellValue::Number((45_000 + number).into()),
                FieldType::Choice => {
                    let choices = &template.choices;
                    CellValue::Text(choices[number as usize % choices.len()].clone())
                }
                _ => CellValue::Text(text.to_owned()),
            })
        };
        let filled: Entries = form
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.kind == Kind::Input)
            .filter_map(|(index, field)| Some((index, put(index, field)?)))
            .collect();
        let book = workbook(&form, &filled);
        assert_agrees(&book, &checked(&book), "random");
    }
}

// ---- reading it back ---------------------------------------------------------------------------------------------

fn clean() -> (Book, Form) {
    let book = returned("02-archives");
    let form = checked(&book).content.unwrap().submission.form;
    (book, form)
}

#[test]
fn whatever_becomes_of_the_status_nothing_is_found() {
    let (clean, form) = clean();
    let changes: [fn(&mut Book, &Form); 6] = [
        // The switch for the colours.
        |book, _| {
            let at = book.names.iter().find(|name| name.name == own::SHADE);
            let (sheet, cell) = at.map(|name| (name.sheet, name.cell)).unwrap();
            edit::write_cell(book, sheet, cell, edit::value("否"));
        },
        // Results as another program has them, texts in place of formulas, nothing at all.
        |book, form| each_status(book, form, |cell| cell.value = edit::value("99")),
        |book, form| {
            each_status(book, form, |cell| {
                cell.value = edit::value("已阅");
                cell.formula = None;
            });
        },
        |book, form| each_status(book, form, |cell| *cell = annex::book::Cell::default()),
        // The first sheet is written all over, or gone.
        |book, _| {
            for cell in book.sheets[0].cells.values_mut() {
                if cell.value != CellValue::Blank {
                    cell.value = edit::value("乱写");
                    cell.formula = None;
                }
            }
        },
        |book, _| edit::drop_sheet(book, 0),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut book = clean.clone();
        change(&mut book, &form);
        let found = checked(&book);
        assert_eq!(
            lines(&found.flat()),
            Vec::<String>::new(),
            "change {number}"
        );
        let again = checked(&annotated(&found));
        assert_eq!(
            lines(&again.flat()),
            Vec::<String>::new(),
            "change {number}"
        );
    }
}

fn each_status(book: &mut Book, form: &Form, change: impl Fn(&mut annex::book::Cell)) {
    for sheet in 0..form.sheets.len() {
        let columns = form.status_column(sheet)..=form.status_column(sheet) + 1;
        let cells = &mut book.sheets[generate::page(sheet)].cells;
        for (_, cell) in cells
            .iter_mut()
            .filter(|(at, _)| columns.contains(&at.column))
        {
            change(cell);
        }
    }
}

#[test]
fn the_status_is_known_by_its_name_when_its_column_has_moved() {
    let (mut book, form) = clean();
    for sheet in 0..form.sheets.len() {
        let first = form.status_column(sheet);
        let page = &mut book.sheets[generate::page(sheet)];
        let cells = std::mem::take(&mut page.cells);
        let moved =
            |at: Address| Address::new(at.row, at.column + 3 * u32::from(at.column >= first));
        page.cells = cells
            .into_iter()
            .map(|(at, cell)| (moved(at), cell))
            .collect();
    }
    for name in &mut book.names {
        if name.name.starts_with("annex.status.") {
            name.cell.column += 3;
        }
    }
    let found = checked(&book);
    assert_eq!(lines(&found.flat()), Vec::<String>::new());
}

#[test]
fn a_remark_beside_the_status_is_still_content_outside_the_form() {
    let (mut book, form) = clean();
    let beside = form.status_column(0) + 2;
    let page = generate::page(0);
    edit::write_cell(
        &mut book,
        page,
        Address::new(3, beside),
        edit::value("含上年结转"),
    );
    // A row in which nothing is asked has no status.
    edit::write_cell(
        &mut book,
        page,
        Address::new(4, beside - 2),
        edit::value("见附表"),
    );
    let found = checked(&book);
    assert_eq!(lines(&found.flat()), ["W011 | 附件1 | J4 | · | · | · | ·"]);
    let message = &found.findings[0].message.zh;
    assert!(
        message.contains("J4“含上年结转”") && message.contains("H5“见附表”"),
        "{message}"
    );
    let again = checked(&annotated(&found));
    assert_eq!(lines(&again.flat()), lines(&found.flat()));
}

// ---- the workbook itself -----------------------------------------------------------------------------------------

#[test]
fn the_largest_form_has_formulas_that_excel_takes_and_no_error() {
    let pack = pack();
    let mut spec = spec();
    spec.sheets.insert("project".to_owned(), 50);
    for sheet in &pack.sheets {
        for (id, block) in &sheet.blocks {
            match &sheet.repeat {
                Some(_) => {
                    // One large project will do; the others are many.
                    spec.rows.insert(format!("{}.7.{id}", sheet.id), block.max);
                }
                None => {
                    spec.rows.insert(format!("{}.{id}", sheet.id), block.max);
                }
            }
        }
    }
    let form = resolved(&pack, &spec);
    let book = workbook(&form, &Entries::new());
    let mut formulas = 0;
    for sheet in &book.sheets {
        for (at, cell) in &sheet.cells {
            let Some(formula) = &cell.formula else {
                continue;
            };
            formulas += 1;
            assert!(
                formula.encode_utf16().count() <= 8192,
                "{} {at}",
                sheet.name
            );
            assert!(
                parse_excel(formula).expr.is_some(),
                "{} {at}: {formula}",
                sheet.name
            );
            assert!(
                !matches!(cell.value, CellValue::Error(_)),
                "{} {at}",
                sheet.name
            );
            for volatile in ["NOW(", "TODAY(", "INDIRECT(", "OFFSET(", "RAND"] {
                assert!(!formula.contains(volatile), "{formula}");
            }
        }
    }
    assert!(formulas > 4_000, "{formulas}");
    assert!(write(&book).is_ok());
}

#[test]
fn conditional_formats_are_few_and_written_for_the_cell_all_programs_agree_on() {
    let form = resolved(&pack(), &spec());
    let book = workbook(&form, &Entries::new());
    for (sheet, laid) in form.sheets.iter().enumerate() {
        let page = &book.sheets[generate::page(sheet)];
        assert!(
            page.conditions.len() <= 16,
            "{}: {}",
            laid.name,
            page.conditions.len()
        );
        let inputs: Vec<Area> = laid
            .fields
            .iter()
            .map(|&field| &form.fields[field])
            .filter(|field| field.kind == Kind::Input)
            .map(|field| field.area)
            .collect();
        let plain = page.conditions.last().unwrap();
        assert_eq!(plain.formula, "annex.shade=\"是\"");
        for at in inputs.into_iter().flat_map(Area::cells) {
            assert!(
                plain.areas.iter().any(|area| area.contains(at)),
                "{} {at}",
                laid.name
            );
        }
        for condition in &page.conditions {
            let first = condition.areas[0].first;
            let relative = parse_excel(&condition.formula).expr.unwrap();
            let relative = relative
                .refs()
                .iter()
                .any(|(place, _)| matches!(place, Place::Cells { .. }));
            let corner = condition
                .areas
                .iter()
                .all(|area| area.first.row >= first.row && area.first.column >= first.column);
            assert!(corner || !relative, "{}: {}", laid.name, condition.formula);
        }
        assert!(page.print.black_and_white && page.print.area.is_some());
        let column = form.status_column(sheet);
        assert!(!page.print.area.unwrap().contains(Address::new(0, column)));
        for (_, cell) in page.cells.iter().filter(|(at, _)| at.column >= column) {
            assert!(cell.style.locked);
        }
    }
}

#[test]
fn marks_go_before_the_colours_of_inputs() {
    let found = checked(&returned("01-yueyang-federation"));
    let book = annotated(&found);
    let form = &found.content.as_ref().unwrap().submission.form;
    let names: Vec<&str> = book
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(names[..2], [own::RESULTS, own::GUIDE]);
    let page = &book.sheets[generate::page(0) + 1];
    assert_eq!(page.name, form.sheets[0].name);
    let marks = page
        .conditions
        .iter()
        .take_while(|condition| condition.formula == "TRUE");
    let marked: Vec<Area> = marks
        .flat_map(|condition| condition.areas.clone())
        .collect();
    for finding in found
        .flat()
        .iter()
        .filter(|finding| finding.level == Level::Error)
    {
        if finding.place.sheet.as_ref() == Some(&page.name) && finding.place.field.is_some() {
            let at = finding.place.cell.unwrap();
            assert!(marked.iter().any(|area| area.contains(at)), "{at}");
        }
    }
    assert!(marked.len() > 10);
    let legend: Vec<String> = (0..30).map(|row| said(guide(&book), row, 3)).collect();
    for level in ["错误：", "警告：", "提示："] {
        assert_eq!(
            legend.iter().filter(|text| text.starts_with(level)).count(),
            1,
            "{level}"
        );
    }
}

// ---- what the guide says -----------------------------------------------------------------------------------------

/// The paragraphs of the guide above its tables.
fn paragraphs(book: &Book) -> Vec<String> {
    let guide = guide(book);
    let first = sheet_rows(guide)[0];
    (0..first - 1)
        .map(|row| said(guide, row, 0))
        .filter(|text| !text.is_empty())
        .collect()
}

fn campaign() -> Spec {
    Spec {
        issuer: Some("示例县财政局绩效股".to_owned()),
        deadline: Some(annex::date::parse("2025-3-20").unwrap()),
        contact: Some("张三 0730-1234567".to_owned()),
        ..spec()
    }
}

#[test]
fn what_the_campaign_says_stands_on_the_first_sheet_and_stays_with_the_form() {
    let form = resolved(&pack(), &campaign());
    let book = workbook(&form, &Entries::new());
    let said = paragraphs(&book);
    assert_eq!(said[0], "2024年度部门整体支出绩效自评填报说明");
    assert_eq!(said[1], "填报单位：示例县某局（虚构）（101）");
    for line in [
        "2．请于2025年3月20日前交回。",
        "3．交回单位：示例县财政局绩效股。",
        "4．填报中有问题，请联系：张三 0730-1234567。",
    ] {
        assert!(
            said.iter().any(|text| text == line),
            "{line}\n{}",
            said.join("\n")
        );
    }
    let found = checked(&book);
    let identity = &found.content.as_ref().unwrap().submission.identity;
    assert!(identity.sealed);
    assert_eq!(identity.spec.issuer, form.spec.issuer);
    assert_eq!(identity.spec.deadline, form.spec.deadline);
    assert_eq!(identity.spec.contact, form.spec.contact);
    assert_eq!(paragraphs(&annotated(&found)), said);
    // Another deadline in the hidden sheet breaks its seal.
    let mut altered = book.clone();
    let hidden = edit::sheet(&altered, own::IDENTITY);
    let cells = &altered.sheets[hidden].cells;
    let at = cells
        .iter()
        .find(|(_, cell)| cell.value == edit::value("2025-03-20"));
    let at = *at.unwrap().0;
    edit::write_cell(
        &mut altered,
        hidden,
        at,
        CellValue::Text("2025-12-31".to_owned()),
    );
    let codes: Vec<String> = checked(&altered)
        .flat()
        .into_iter()
        .map(|f| f.code)
        .collect();
    assert!(codes.contains(&"W005".to_owned()), "{codes:?}");
}

#[test]
fn what_was_not_given_is_not_spoken_of() {
    let book = workbook(&resolved(&pack(), &spec()), &Entries::new());
    let said = paragraphs(&book).join("\n");
    for word in ["交回单位", "请联系", "日前交回", "{", "发放单位"] {
        assert!(!said.contains(word), "{word}\n{said}");
    }
    assert!(said.contains("本工作簿填齐后原样交回"));
}

#[test]
fn a_pack_without_a_guide_has_one_all_the_same() {
    let mut files = packs::shipped_files(demo::PACK).unwrap();
    let pack_file = files
        .iter_mut()
        .find(|source| source.file == "pack.toml")
        .unwrap();
    let from = pack_file.text.find("[guide]").unwrap();
    let to = from + pack_file.text[from..].find("[tolerances]").unwrap();
    pack_file.text.replace_range(from..to, "");
    let pack = Arc::new(template::parse(&files).unwrap());
    let book = workbook(&resolved(&pack, &campaign()), &Entries::new());
    let said = paragraphs(&book);
    assert_eq!(said[0], "2024年度部门整体支出绩效自评填报说明");
    assert_eq!(said[2], "一、怎样填");
    for line in [
        "1．填齐后原样交回本工作簿，不要另存为其他格式，不要改动表样。",
        "2．发放单位：示例县财政局绩效股    截止日期：2025年3月20日    联系人：张三 0730-1234567",
    ] {
        assert!(
            said.iter().any(|text| text == line),
            "{line}\n{}",
            said.join("\n")
        );
    }
    let raw = read::read(&write(&book).unwrap()).unwrap();
    assert_eq!(raw.sheets[0].name, own::GUIDE);
}

#[test]
fn forms_are_printed_without_colours_and_marks_with_them() {
    let found = returns::checked(&returns::returned("01-yueyang-federation"));
    let form = &found.content.as_ref().unwrap().submission.form;
    let sent = generate::workbook(form, &generate::Entries::new());
    let marked = annotated(&found);
    for sheet in &form.sheets {
        for (book, plain) in [(&sent, true), (&marked, false)] {
            let page = book.sheets.iter().find(|page| page.name == sheet.name);
            assert_eq!(page.unwrap().print.black_and_white, plain, "{}", sheet.name);
        }
    }
}
