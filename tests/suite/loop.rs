//! The loop as a whole: what was filled in is read back, what was found is found again in the annotated workbook, the
//! same input gives the same bytes, and rows that moved are followed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeMap;

use annex::address::Address;
use annex::annotate;
use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::Return;
use annex::consolidate::summarise;
use annex::demo;
use annex::finding::{Finding, Level};
use annex::form::{self, Form, Kind, Spec};
use annex::formula::Value;
use annex::generate::{self, Entries};
use annex::identity;
use annex::memory;
use annex::number::Number;
use annex::submission;
use annex::template::FieldType;
use annex::text::Language;
use proptest::collection::vec;
use proptest::prelude::*;
use rayon::prelude::*;
use returns::{checked, lines, open, pack, returned};

use crate::common::edit;
use crate::common::returns;

// ---- filled in and read back ------------------------------------------------------------------------------------

/// What a test puts into an input: a number of millionths for a number, a text for a text; nothing for a blank.
#[derive(Debug, Clone)]
struct Put {
    millionths: i64,
    text: String,
    blank: bool,
}

fn put() -> impl Strategy<Value = Put> {
    let texts = prop_oneof![
        "[一-龥]{0,12}",
        "[ -~]{0,30}",
        Just("第一行\n第二行\n\n第四行".to_owned()),
        Just("😀👨‍👩‍👧 emoji 与汉字".to_owned()),
        Just("１２３．５０万元，（全角）".to_owned()),
        Just("=1+1".to_owned()),
        Just("+7".to_owned()),
        Just("_x000D_ _x0041_ &lt; <>&\"'".to_owned()),
        Just("  两边有空格  ".to_owned()),
        Just("#N/A".to_owned()),
        Just("0012".to_owned()),
        Just("\t制表符".to_owned()),
        Just("长".repeat(99)),
    ];
    let whole = (0..100_000_000_i64).prop_map(|whole| whole * 1_000_000);
    let numbers = prop_oneof![0..99_999_999_000_000_i64, whole, 0..2_000_000_i64, Just(0)];
    (numbers, texts, prop::bool::weighted(0.2)).prop_map(|(millionths, text, blank)| Put {
        millionths,
        text,
        blank,
    })
}

fn number(millionths: i128) -> Number {
    let sign = if millionths < 0 { "-" } else { "" };
    let digits = millionths.unsigned_abs();
    let text = format!("{sign}{}.{:06}", digits / 1_000_000, digits % 1_000_000);
    text.parse().unwrap()
}

fn cell(put: &Put, kind: FieldType) -> CellValue {
    if put.blank {
        return CellValue::Blank;
    }
    match kind {
        kind if kind.is_number() => CellValue::Number(number(i128::from(put.millionths))),
        FieldType::Date => CellValue::Number(Number::from(put.millionths % 60_000 + 1)),
        _ if put.text.is_empty() => CellValue::Blank,
        _ => CellValue::Text(put.text.clone()),
    }
}

/// A form of random size: so many rows in every repeating block as its template allows at most, cut at 30.
fn sized(rows: &[u32], projects: u32) -> Form {
    let pack = pack();
    let mut spec = Spec {
        year: pack.year,
        code: "101".to_owned(),
        department: "示例县某局（虚构）".to_owned(),
        ..Spec::default()
    };
    spec.sheets.insert("project".to_owned(), projects);
    let mut wanted = rows.iter().cycle();
    for sheet in &pack.sheets {
        for (id, block) in &sheet.blocks {
            let prefixes = match &sheet.repeat {
                Some(_) => (1..=projects)
                    .map(|index| format!("{}.{index}", sheet.id))
                    .collect(),
                None => vec![sheet.id.clone()],
            };
            for prefix in prefixes {
                let count = (*wanted.next().unwrap()).clamp(block.min.max(1), block.max);
                spec.rows.insert(format!("{prefix}.{id}"), count);
            }
        }
    }
    form::resolve(&pack, &spec).unwrap()
}

/// Millionths of an input; a blank is nought.
fn millionths(form: &Form, entries: &Entries, id: &str) -> i128 {
    let field = form.field(id).unwrap_or_else(|| panic!("{id}"));
    match entries.get(&field) {
        Some(CellValue::Number(number)) => {
            let scaled = number.mul(Number::from(1_000_000)).unwrap();
            i128::from(scaled.to_i64().unwrap())
        }
        _ => 0,
    }
}

/// part ÷ whole to four decimals, half away from zero, in whole numbers alone: ten-thousandths.
fn rate(part: i128, whole: i128) -> i128 {
    (part * 20_000 + whole) / (2 * whole)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn what_was_filled_in_is_read_back_to_the_last_digit_and_computed_as_by_hand(
        rows in vec(1_u32..7, 1..12),
        most in 1_u32..31,
        projects in 1_u32..4,
        puts in vec(put(), 20..70),
    ) {
        let mut rows = rows;
        rows[0] = most;
        let form = sized(&rows, projects);
        let entries: Entries = form
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.kind == Kind::Input)
            .map(|(index, field)| (index, cell(&puts[index % puts.len()], form.template(field).kind)))
            .filter(|(_, value)| *value != CellValue::Blank)
            .collect();
        let bytes = write(&generate::workbook(&form, &entries)).unwrap();
        let found = open(&bytes);
        let content = found.content.as_ref().unwrap();
        let read = &content.submission;
        prop_assert_eq!(read.form.fields.len(), form.fields.len());
        for (index, field) in form.fields.iter().enumerate() {
            if field.kind != Kind::Input {
                continue;
            }
            let put = entries.get(&index).cloned().unwrap_or_default();
            prop_assert_eq!(&read.entries[index].found.value, &put, "{}", field.id);
            if let (CellValue::Number(number), true) = (&put, form.template(field).kind.is_number()) {
                prop_assert_eq!(read.reported(index), Some(number.to_string()), "{}", field.id);
            }
        }
        // No row in which something stands is hidden, and of those in which nothing does only spare ones are.
        let book = generate::workbook(&form, &entries);
        for block in &form.blocks {
            let printed = form.sheet_template(block.sheet).blocks[&block.local].print as usize;
            for (row, fields) in block.rows.iter().enumerate() {
                let at = form.fields[fields[0]].cell().row;
                let blank = fields.iter().all(|field| !entries.contains_key(field));
                let hidden = book.sheets[generate::page(block.sheet)].folded_rows.contains(&at);
                prop_assert_eq!(hidden, blank && row >= printed, "{} {}", block.id, row + 1);
            }
        }
        // What the workbook shows in its formulas is what annex computes.
        let values = content.evaluation.reported.iter().zip(&content.evaluation.computed);
        for ((reported, computed), field) in values.zip(&form.fields) {
            prop_assert_eq!(reported.to_string(), computed.to_string(), "{}", field.id);
        }
        let one = |id: &str| millionths(&form, &entries, id);
        let computed = |id: &str| match &content.evaluation.computed[form.field(id).unwrap()] {
            Value::Number(number) => number.to_string(),
            other => other.to_string(),
        };
        for year in ["prior", "budget", "actual"] {
            let sum = |names: &[&str]| names.iter().map(|name| one(&format!("base.{name}.{year}"))).sum::<i128>();
            let three = sum(&["vehicle_purchase", "vehicle_running", "abroad", "reception"]);
            prop_assert_eq!(computed(&format!("base.three_public.{year}")), number(three).to_string());
            let block = form.blocks.iter().find(|block| block.id == "base.special").unwrap();
            let special: i128 = (1..=block.rows.len()).map(|row| one(&format!("base.special.{row}.{year}"))).sum();
            let project = sum(&["operation", "maintenance"]) + special;
            prop_assert_eq!(computed(&format!("base.project.{year}")), number(project).to_string());
        }
        for project in 1..=projects {
            let total = |year: &str| -> i128 {
                ["current", "carried", "other"].iter().map(|part| one(&format!("project.{project}.{part}.{year}"))).sum()
            };
            for year in ["initial", "annual", "executed"] {
                prop_assert_eq!(computed(&format!("project.{project}.total.{year}")), number(total(year)).to_string());
            }
        }
        // 附件4 and 附件6: what is left at the end of the year, row by row and in sum.
        for (sheet, spent) in [("fund", &["basic", "special"][..]), ("insurance", &["executed"][..])] {
            let id = format!("{sheet}.item");
            let block = form.blocks.iter().find(|block| block.id == id).unwrap();
            let column = |row: usize, name: &str| format!("{sheet}.item.{row}.{name}");
            let parts: Vec<&str> = ["carried", "income"].iter().chain(spent).copied().collect();
            let is_blank = |row: usize| {
                let entry = |name: &&str| entries.get(&form.field(&column(row, name)).unwrap());
                !parts.iter().any(|name| matches!(entry(name), Some(CellValue::Number(_))))
            };
            let mut left = 0;
            for row in 1..=block.rows.len() {
                let of = |names: &[&str]| names.iter().map(|name| one(&column(row, name))).sum::<i128>();
                let balance = of(&["carried", "income"]) - of(spent);
                let expected = if is_blank(row) { String::new() } else { number(balance).to_string() };
                prop_assert_eq!(computed(&column(row, "balance")), expected);
                left += balance;
            }
            prop_assert_eq!(computed(&format!("{sheet}.total.balance")), number(left).to_string());
        }
        let (executed, annual) = (one("overall.total.executed"), one("overall.total.annual"));
        let expected = if annual == 0 {
            String::new()
        } else {
            number(rate(executed, annual) * 100).to_string()
        };
        prop_assert_eq!(computed("overall.execution.rate"), expected);
        // Ten points times the rate, at most ten; without a rate the score stays blank.
        let score = if annual == 0 {
            String::new()
        } else {
            number((rate(executed, annual).min(10_000) * 1000 + 5000) / 10_000 * 10_000).to_string()
        };
        prop_assert_eq!(computed("overall.execution.score"), score);
    }
}

// ---- annotated and read again -----------------------------------------------------------------------------------

/// What a finding is besides its words.
fn facts(findings: &[Finding]) -> Vec<String> {
    let mut facts: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} {}", finding.level, returns::line(finding)))
        .collect();
    facts.sort();
    facts
}

/// The same without the place in the file, for workbooks whose rows have moved: an annotated one has them where they
/// belong.
fn facts_without_cells(findings: &[Finding]) -> Vec<String> {
    let plain = |finding: &Finding| Finding {
        place: annex::finding::Place {
            field: finding.place.field.clone(),
            ..annex::finding::Place::default()
        },
        ..finding.clone()
    };
    facts(&findings.iter().map(plain).collect::<Vec<_>>())
}

fn annotated(found: &Return) -> Book {
    annotate::workbook(
        found.content.as_ref().unwrap(),
        &found.findings,
        Language::Chinese,
    )
}

#[test]
fn every_annotated_return_of_the_demo_reads_as_the_return_it_was_made_of() {
    let ids: Vec<&str> = demo::departments()
        .unwrap()
        .iter()
        .filter(|demo| demo.returned)
        .map(|demo| demo.id)
        .collect();
    assert_eq!(ids.len(), 9);
    ids.par_iter().for_each(|id| {
        let found = checked(&returned(id));
        let again = checked(&annotated(&found));
        assert_eq!(facts(&again.flat()), facts(&found.flat()), "{id}");
        let twice = checked(&annotated(&again));
        assert_eq!(facts(&twice.flat()), facts(&found.flat()), "{id} twice");
    });
}

/// One thing done to a workbook; the numbers choose where.
#[derive(Debug, Clone)]
enum Harm {
    Number(usize, i32),
    Text(usize, String),
    Blank(usize),
    Bool(usize),
    Formula(usize, &'static str),
    Beside(usize, u32, u32, String),
    AddedSheet(String),
    NameLost(usize),
    SheetLost(usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let texts = || {
        prop::sample::select(vec![
            "150万",
            "无",
            "4.82",
            "１９.６",
            "NULL",
            "满分",
            " ",
            "\n",
            "=1+1",
            "三月",
            "86.17%",
        ])
        .prop_map(str::to_owned)
    };
    let formula = prop::sample::select(vec!["1+1", "SUM(B1:B9)", "NOSUCH(A1)", "A1&\"x\"", "1/0"]);
    prop_oneof![
        5 => (any::<usize>(), -500_i32..50_000).prop_map(|(at, number)| Harm::Number(at, number)),
        5 => (any::<usize>(), texts()).prop_map(|(at, text)| Harm::Text(at, text)),
        4 => any::<usize>().prop_map(Harm::Blank),
        1 => any::<usize>().prop_map(Harm::Bool),
        3 => (any::<usize>(), formula).prop_map(|(at, formula)| Harm::Formula(at, formula)),
        2 => (0_usize..8, 0_u32..75, 11_u32..16, texts()).prop_map(|(sheet, row, column, text)| Harm::Beside(sheet, row, column, text)),
        1 => texts().prop_map(Harm::AddedSheet),
        1 => any::<usize>().prop_map(Harm::NameLost),
        1 => (0_usize..12).prop_map(Harm::SheetLost),
    ]
}

/// Does it to any cell but those of the identity, field or not: formulas that are not touched keep the result they had.
fn harmed(book: &mut Book, harm: &Harm) {
    let sheets = book.sheets.len() - 1;
    let pick = |book: &Book, at: usize| {
        let cells: Vec<(usize, Address)> = (0..book.sheets.len())
            .filter(|&sheet| book.sheets[sheet].name != identity::SHEET)
            .flat_map(|sheet| {
                book.sheets[sheet]
                    .cells
                    .keys()
                    .map(move |cell| (sheet, *cell))
            })
            .collect();
        cells[at % cells.len()]
    };
    let mut set = |at: usize, value: CellValue, formula: Option<&str>| {
        let (sheet, cell) = pick(book, at);
        // Nobody reaches a covered cell but by splitting what covers it.
        book.sheets[sheet]
            .merges
            .retain(|area| area.first == cell || !area.contains(cell));
        let cell = book.sheets[sheet].cells.get_mut(&cell).unwrap();
        cell.value = value;
        cell.formula = formula.map(str::to_owned);
    };
    match harm {
        Harm::Number(at, number) => {
            let number = Number::from(i64::from(*number))
                .div(Number::HUNDRED)
                .unwrap();
            set(*at, CellValue::Number(number), None);
        }
        Harm::Text(at, text) => set(*at, CellValue::Text(text.clone()), None),
        Harm::Blank(at) => set(*at, CellValue::Blank, None),
        Harm::Bool(at) => set(*at, CellValue::Bool(at % 2 == 0), None),
        Harm::Formula(at, formula) => set(*at, CellValue::Number(Number::from(2)), Some(formula)),
        Harm::Beside(sheet, row, column, text) => {
            let at = Address::new(*row, *column);
            edit::write_cell(book, sheet % sheets, at, CellValue::Text(text.clone()));
        }
        Harm::AddedSheet(text) => {
            if !book.sheets.iter().any(|sheet| sheet.name == "备注") {
                edit::add_sheet(
                    book,
                    "备注",
                    Address::new(2, 1),
                    CellValue::Text(text.clone()),
                );
            }
        }
        Harm::NameLost(at) => {
            if !book.names.is_empty() {
                let at = at % book.names.len();
                book.names.remove(at);
            }
        }
        Harm::SheetLost(sheet) => {
            if (1..sheets).contains(sheet)
                && sheets > 3
                && !book.sheets[*sheet].name.starts_with("annex")
            {
                edit::drop_sheet(book, *sheet);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_to_a_return_is_found_again_in_the_annotated_one(
        id in prop::sample::select(vec!["02-archives", "03-culture", "05-forestry"]),
        harms in vec(harm(), 1..9),
    ) {
        let mut book = returned(id);
        for harm in &harms {
            harmed(&mut book, harm);
        }
        let found = checked(&book);
        prop_assert!(found.content.is_some());
        let mut again = checked(&annotated(&found)).flat();
        again.retain(|finding| !MENDED.contains(&finding.code.as_str()));
        let mut left = found.flat();
        left.retain(|finding| !MENDED.contains(&finding.code.as_str()));
        // A value that stood beside its cell is in it now.
        if !found.flat().iter().any(|finding| finding.code == "W025") {
            prop_assert_eq!(facts(&again), facts(&left));
        } else {
            prop_assert_eq!(facts_without_cells(&again), facts_without_cells(&left));
        }
    }
}

/// What the annotated workbook has mended, and no longer is so: the shape, protection, locks, validations, what was hidden.
const MENDED: [&str; 11] = [
    "V009", "W013", "W014", "W015", "W016", "W017", "W018", "W019", "W020", "W021", "W025",
];

/// A program that opens and saves the annotated workbook recalculates the formula in its memory.
fn opened_and_saved(book: &mut Book) {
    let memory = book
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name == memory::SHEET)
        .unwrap();
    memory.cells.get_mut(&Address::new(0, 0)).unwrap().value = CellValue::Number(Number::ONE);
}

#[test]
fn an_annotated_return_corrected_by_the_department_has_no_finding() {
    let clean = returned("02-archives");
    let form = checked(&clean).content.unwrap().submission.form;
    let mut book = clean.clone();
    let harms = [
        ("附件1", "F6", "3.7"),
        ("附件1", "A24", "公用支出"),
        ("附件1", "F28", "150万"),
        ("附件1", "J3", "含上年结转"),
        ("附件2", "J60", "100"),
        ("附件2", "J14", "满分"),
        ("附件3-1", "D2", "别的项目"),
    ];
    for (sheet, at, text) in harms {
        let sheet = edit::sheet(&book, sheet);
        edit::write_cell(
            &mut book,
            sheet,
            Address::parse(at).unwrap(),
            edit::value(text),
        );
    }
    let found = checked(&book);
    assert!(
        found
            .flat()
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .count()
            >= 6
    );
    let mut mended = annotated(&found);
    opened_and_saved(&mut mended);
    let index = |book: &Book, name: &str| book.sheets.iter().position(|sheet| sheet.name == name);
    // The formulas and texts are whole again; the department corrects its own two entries.
    for id in ["base.procurement.actual", "overall.quantity.1.score"] {
        let field = &form.fields[form.field(id).unwrap()];
        let name = &form.sheets[field.sheet].name;
        let right = clean.sheets[generate::page(field.sheet)].cells[&field.cell()]
            .value
            .clone();
        let sheet = index(&mended, name).unwrap();
        edit::write_cell(&mut mended, sheet, field.cell(), right);
    }
    // Its program recalculates what follows from them.
    for (at, sheet) in clean
        .sheets
        .iter()
        .enumerate()
        .skip(generate::page(0))
        .take(form.sheets.len())
    {
        let mended = index(&mended, &sheet.name)
            .map(|at| &mut mended.sheets[at])
            .unwrap();
        for (cell, right) in &clean.sheets[at].cells {
            if right.formula.is_some() {
                let found = mended.cells.get_mut(cell).unwrap();
                assert_eq!(found.formula, right.formula, "{} {cell}", sheet.name);
                found.value = right.value.clone();
            }
        }
    }
    let left = checked(&mended);
    // What stood beside the form is on a sheet of its own, which is annex's.
    assert_eq!(lines(&left.flat()), Vec::<String>::new());
}

// ---- the same bytes ---------------------------------------------------------------------------------------------

#[test]
fn the_same_input_gives_the_same_bytes_on_every_thread() {
    let make = || {
        let blank = demo::blank(&returns::demo("02-archives"), &pack()).unwrap();
        let sent = write(&generate::workbook(&blank, &Entries::new())).unwrap();
        let returns = ["01-yueyang-federation", "04-water"].map(|id| checked(&returned(id)));
        let annotated = write(&annotated(&returns[0])).unwrap();
        let summary = write(&summarise(&returns, None).unwrap()).unwrap();
        [sent, annotated, summary]
    };
    let first = make();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(make)).collect();
        for thread in threads {
            let again = thread.join().unwrap();
            for (what, (one, other)) in ["generate", "annotate", "consolidate"]
                .iter()
                .zip(first.iter().zip(&again))
            {
                assert!(one == other, "{what} depends on more than its input");
            }
        }
    });
}

// ---- rows that moved --------------------------------------------------------------------------------------------

#[test]
fn an_inserted_row_is_reported_wherever_it_is_and_nothing_else() {
    let clean = returned("02-archives");
    let places: Vec<(&str, u32)> = (0..40)
        .map(|row| ("附件1", row))
        .chain([1, 3, 4, 9, 11, 13, 14, 15, 18, 33, 59, 60, 62].map(|row| ("附件2", row)))
        .chain([0, 2, 9, 57, 58, 59].map(|row| ("附件3-1", row)))
        .chain([0, 1, 2, 4, 9, 12].map(|row| ("附件4", row)))
        // Not between the empty rows of the cover: there nothing tells a new row from an old one.
        .chain([0, 13, 14, 28, 40, 55, 63].map(|row| ("自评报告", row)))
        .collect();
    places.par_iter().for_each(|&(name, row)| {
        let mut book = clean.clone();
        let sheet = edit::sheet(&book, name);
        edit::insert_row(&mut book, sheet, row);
        let at = Address::new(row, 3);
        edit::write_cell(&mut book, sheet, at, CellValue::Text("补充".to_owned()));
        let found = checked(&book);
        let expected = [format!("W011 | {name} | {at} | · | · | · | ·")];
        assert_eq!(lines(&found.flat()), expected, "{name} row {}", row + 1);
        if row % 5 == 0 {
            let again = checked(&annotated(&found));
            assert_eq!(
                facts_without_cells(&again.flat()),
                facts_without_cells(&found.flat()),
                "{name} row {} annotated",
                row + 1
            );
        }
    });
}

#[test]
fn a_deleted_row_is_one_finding_and_moves_nothing_else() {
    let clean = returned("02-archives");
    let first = generate::page(0);
    let height = clean.sheets[first]
        .cells
        .keys()
        .map(|at| at.row)
        .max()
        .unwrap();
    (0..=height).into_par_iter().for_each(|row| {
        let mut book = clean.clone();
        edit::delete_row(&mut book, first, row);
        let found = checked(&book);
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        let flat = found.flat();
        for finding in &flat {
            *codes.entry(&finding.code).or_default() += 1;
        }
        let about = lines(&flat).join("\n");
        assert_eq!(codes.get("W010"), Some(&1), "row {}:\n{about}", row + 1);
        for code in ["W007", "W008", "W011", "V001", "V002"] {
            assert_eq!(codes.get(code), None, "row {}:\n{about}", row + 1);
        }
        let again = checked(&annotated(&found));
        let again = again.flat();
        let again: Vec<&Finding> = again
            .iter()
            .filter(|finding| finding.code == "W010")
            .collect();
        assert_eq!(again.len(), 1, "row {} annotated", row + 1);
    });
}

#[test]
fn rows_put_in_at_several_places_do_not_add_up_to_confusion() {
    let mut book = returned("03-culture");
    for (name, rows) in [("附件1", [2, 5, 24, 40]), ("附件2", [1, 9, 33, 64])] {
        let sheet = edit::sheet(&book, name);
        for row in rows {
            edit::insert_row(&mut book, sheet, row);
        }
    }
    let found = checked(&book);
    let expected = [
        "W013 | 附件1 | A3 | · | · | · | ·",
        "W013 | 附件2 | A2 | · | · | · | ·",
    ];
    assert_eq!(lines(&found.flat()), expected);
    let content = found.content.unwrap();
    let read = |id: &str| {
        let field = content.submission.form.field(id).unwrap();
        content.submission.reported(field).unwrap()
    };
    assert_eq!(read("base.special.4.actual"), "25.5");
    assert_eq!(read("overall.total.executed"), "590.8643");
    assert!(
        submission::read(
            annex::book::read::read(&write(&book).unwrap()).unwrap(),
            &[pack()]
        )
        .is_ok()
    );
}
