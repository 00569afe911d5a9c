//! Forms whose shape drifted: whatever was inserted, deleted, moved, renamed, copied or split, every value that is still
//! there is read in its field, and nothing is read into another one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::{BTreeMap, BTreeSet};

use annex::align::written;
use annex::annotate;
use annex::book::write::write;
use annex::book::{Book, CellValue, RawBook};
use annex::check::{self, Content, Options, Return};
use annex::form::{self, Form, Kind, Spec};
use annex::generate::{self, Entries};
use annex::number::Number;
use annex::template::FieldType;
use annex::text::Language;
use proptest::collection::vec;
use proptest::prelude::*;
use returns::pack;

use crate::common::edit;
use crate::common::returns;

// ---- a form in which no value stands twice ----------------------------------------------------------------------

/// Two projects, and rows as the pack prints them.
fn form() -> Form {
    let pack = pack();
    let spec = Spec {
        year: pack.year,
        code: "101".to_owned(),
        department: "示例县某局（虚构）".to_owned(),
        sheets: [("project".to_owned(), 2)].into(),
        ..Spec::default()
    };
    form::resolve(&pack, &spec).unwrap()
}

/// What an input holds: no other holds the same. Choices have too few words for that, and stay blank.
fn mark(form: &Form, field: usize, round: i64) -> CellValue {
    // None is a year, which stands elsewhere too.
    let number = i64::try_from(field).unwrap() + 20_000 * (round + 1);
    match form.template(&form.fields[field]).kind {
        FieldType::Choice => CellValue::Blank,
        kind if kind.is_number() || kind == FieldType::Date => {
            CellValue::Number(Number::from(number))
        }
        _ => CellValue::Text(format!("填报{number}")),
    }
}

fn filled(form: &Form) -> Book {
    let inputs = (0..form.fields.len()).filter(|&field| form.fields[field].kind == Kind::Input);
    let entries: Entries = inputs
        .map(|field| (field, mark(form, field, 0)))
        .filter(|(_, value)| !value.is_blank())
        .collect();
    generate::workbook(form, &entries)
}

// ---- what is done to it -----------------------------------------------------------------------------------------

/// One thing done to the shape of a workbook; the numbers choose where.
#[derive(Debug, Clone)]
enum Drift {
    InsertRow(usize, u32),
    DeleteRow(usize, u32),
    MoveRow(usize, u32, u32),
    InsertColumn(usize, u32),
    DeleteColumn(usize, u32),
    Rename(usize),
    Reorder(usize, usize),
    Split(usize, usize),
    SpaceOut(usize),
    Retype(usize, usize),
}

fn drift() -> impl Strategy<Value = Drift> {
    let sheet = 0_usize..10;
    let row = 0_u32..80;
    prop_oneof![
        3 => (sheet.clone(), row.clone()).prop_map(|(sheet, row)| Drift::InsertRow(sheet, row)),
        3 => (sheet.clone(), row.clone()).prop_map(|(sheet, row)| Drift::DeleteRow(sheet, row)),
        3 => (sheet.clone(), row.clone(), row).prop_map(|(sheet, row, to)| Drift::MoveRow(sheet, row, to)),
        2 => (sheet.clone(), 0_u32..14).prop_map(|(sheet, column)| Drift::InsertColumn(sheet, column)),
        1 => (sheet.clone(), 0_u32..14).prop_map(|(sheet, column)| Drift::DeleteColumn(sheet, column)),
        2 => sheet.clone().prop_map(Drift::Rename),
        1 => (sheet.clone(), sheet.clone()).prop_map(|(sheet, to)| Drift::Reorder(sheet, to)),
        2 => (sheet.clone(), any::<usize>()).prop_map(|(sheet, at)| Drift::Split(sheet, at)),
        2 => sheet.clone().prop_map(Drift::SpaceOut),
        1 => (sheet, any::<usize>()).prop_map(|(sheet, at)| Drift::Retype(sheet, at)),
    ]
}

/// What became of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Kept,
    /// Every n-th is left out.
    Some(usize),
    Lost,
}

fn is_form(book: &Book, sheet: usize) -> bool {
    let name = book.sheets[sheet].name.as_str();
    name != annex::identity::SHEET && name != "填报说明"
}

fn height(book: &Book, sheet: usize) -> u32 {
    let rows = book.sheets[sheet].cells.keys().map(|at| at.row);
    rows.max().unwrap_or(0) + 1
}

fn width(book: &Book, sheet: usize) -> u32 {
    // Without the two columns that are annex's own.
    u32::try_from(book.sheets[sheet].column_widths.len())
        .unwrap()
        .max(3)
        - 2
}

/// Whether merged cells reach over the edge above a row.
fn cuts(book: &Book, sheet: usize, row: u32) -> bool {
    let mut merges = book.sheets[sheet].merges.iter();
    merges.any(|area| area.first.row < row && row <= area.last.row)
}

fn apply(book: &mut Book, drift: &Drift, form: &Form, names: Names) {
    let sheets: Vec<usize> = (0..book.sheets.len())
        .filter(|&sheet| is_form(book, sheet))
        .collect();
    let pick = |at: usize| sheets[at % sheets.len()];
    match *drift {
        Drift::InsertRow(sheet, row) => {
            let sheet = pick(sheet);
            edit::insert_row(book, sheet, row % height(book, sheet));
        }
        Drift::DeleteRow(sheet, row) => {
            let sheet = pick(sheet);
            edit::delete_row(book, sheet, row % height(book, sheet));
        }
        Drift::MoveRow(sheet, row, to) => {
            let sheet = pick(sheet);
            let height = height(book, sheet);
            let (row, to) = (row % height, to % height);
            // Programs do not cut merged cells in two. Without names a row without a label of its own belongs to the
            // label above it, wherever it is.
            let labelled = has_label(book, form, sheet, row);
            let whole = [row, row + 1, to]
                .iter()
                .all(|&edge| !cuts(book, sheet, edge));
            if whole && (labelled || names == Names::Kept) {
                edit::move_row(book, sheet, row, to);
            }
        }
        Drift::InsertColumn(sheet, column) => {
            let sheet = pick(sheet);
            edit::insert_column(book, sheet, column % width(book, sheet));
        }
        Drift::DeleteColumn(sheet, column) => {
            let sheet = pick(sheet);
            edit::delete_column(book, sheet, column % width(book, sheet));
        }
        Drift::Rename(sheet) => {
            let sheet = pick(sheet);
            let name = format!(
                "改名{}",
                book.sheets[sheet].name.chars().take(20).collect::<String>()
            );
            edit::rename_sheet(book, sheet, &name);
        }
        Drift::Reorder(sheet, to) => edit::reorder_sheet(book, pick(sheet), pick(to)),
        Drift::Split(sheet, at) => {
            let sheet = pick(sheet);
            let inputs: Vec<_> = book.sheets[sheet]
                .merges
                .iter()
                .filter(|area| {
                    !book.sheets[sheet]
                        .cells
                        .get(&area.first)
                        .is_none_or(|cell| cell.style.locked)
                })
                .copied()
                .collect();
            if let Some(area) = inputs.get(at % inputs.len().max(1)) {
                edit::split(book, sheet, area.first);
                let cells = &mut book.sheets[sheet].cells;
                let value = std::mem::take(&mut cells.get_mut(&area.first).unwrap().value);
                cells.entry(area.last).or_default().value = value;
            }
        }
        Drift::SpaceOut(sheet) => edit::space_out(book, pick(sheet)),
        Drift::Retype(sheet, at) => {
            let cells = &mut book.sheets[pick(sheet)].cells;
            let mut labels: Vec<&mut String> = cells
                .values_mut()
                .filter(|cell| cell.style.locked && cell.formula.is_none())
                .filter_map(|cell| match &mut cell.value {
                    CellValue::Text(text) if text.chars().count() > 5 => Some(text),
                    _ => None,
                })
                .collect();
            let count = labels.len().max(1);
            if let Some(label) = labels.get_mut(at % count) {
                label.push_str("（新）");
            }
        }
    }
}

/// Whether something stands in a row that the form prints nowhere else on that sheet.
fn has_label(book: &Book, form: &Form, sheet: usize, row: u32) -> bool {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in &form.sheets {
        let mut own: BTreeMap<String, usize> = BTreeMap::new();
        for label in &sheet.labels {
            *own.entry(written(&label.text)).or_default() += 1;
        }
        for (text, count) in own {
            let most = times.entry(text).or_default();
            *most = count.max(*most);
        }
    }
    let mut cells = book.sheets[sheet].cells.iter();
    cells.any(|(at, cell)| {
        at.row == row
            && matches!(&cell.value, CellValue::Text(text) if times.get(&written(text)) == Some(&1))
    })
}

// ---- what is read -----------------------------------------------------------------------------------------------

fn opened(book: RawBook) -> Return {
    check::open("return.xlsx", Ok(book), &[pack()], &Options::default())
}

fn raw(book: &Book) -> RawBook {
    annex::book::read::read(&write(book).unwrap()).unwrap()
}

/// All values that somebody typed, wherever they stand.
fn standing(book: &RawBook) -> BTreeSet<String> {
    let cells = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
    let typed = cells.filter(|cell| cell.formula.is_none());
    typed.map(|cell| said(&cell.value)).collect()
}

fn said(value: &CellValue) -> String {
    match value {
        CellValue::Number(number) => number.to_string(),
        CellValue::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// The id of a field without the number of its row, for repeating rows that nothing tells apart.
fn without_row(form: &Form, field: usize) -> String {
    let field = &form.fields[field];
    match field.row {
        Some(row) => {
            let tail = field.id.rsplit('.').next().unwrap();
            format!("{}.{tail}", form.blocks[row.block].id)
        }
        None => field.id.clone(),
    }
}

/// Every value that is still there is read in its field, and no other field has it. Gives those that are not read, which only
/// a return may have of which names and a column of labels are gone.
fn faithful(
    sent: &Form,
    content: &Content,
    names: Names,
    labels_gone: bool,
) -> Result<Vec<String>, TestCaseError> {
    let read = &content.submission;
    let mut owner: BTreeMap<String, usize> = BTreeMap::new();
    for (index, field) in sent.fields.iter().enumerate() {
        if field.kind == Kind::Input {
            owner.insert(said(&mark(sent, index, 0)), index);
        }
    }
    owner.remove("");
    let mut seen = BTreeSet::new();
    for (index, field) in read.form.fields.iter().enumerate() {
        let value = said(&read.entries[index].found.value);
        let Some(&right) = owner.get(&value).filter(|_| field.kind == Kind::Input) else {
            continue;
        };
        prop_assert!(seen.insert(value.clone()), "{} is read twice", value);
        if names == Names::Kept {
            prop_assert_eq!(&field.id, &sent.fields[right].id, "{}", value);
        } else {
            let found = without_row(&read.form, index);
            prop_assert_eq!(
                &found,
                &without_row(sent, right),
                "{} in {}",
                value,
                field.id
            );
        }
    }
    let mut unread = Vec::new();
    for value in standing(&read.book) {
        if let Some(&field) = owner.get(&value)
            && !seen.contains(&value)
        {
            prop_assert!(
                names != Names::Kept && labels_gone,
                "{} of {} is there and was not read",
                value,
                sent.fields[field].id
            );
            unread.push(value);
        }
    }
    Ok(unread)
}

/// As many cases as a run by hand asks for (PROPTEST_CASES), else few.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_asked { default.cases } else { 24 },
        failure_persistence: None,
        max_shrink_iters: 60,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_value_that_is_still_there_is_read_in_its_field(
        drifts in vec(drift(), 1..7),
        names in prop_oneof![3 => Just(Names::Kept), 1 => (2_usize..9).prop_map(Names::Some), 2 => Just(Names::Lost)],
    ) {
        let sent = form();
        let mut book = filled(&sent);
        for drift in &drifts {
            apply(&mut book, drift, &sent, names);
        }
        match names {
            Names::Kept => {}
            Names::Some(nth) => {
                let mut at = 0;
                book.names.retain(|_| { at += 1; at % nth != 0 });
            }
            Names::Lost => book.names.clear(),
        }
        let found = opened(raw(&book));
        let content = found.content.as_ref().unwrap();
        let labels_gone = drifts.iter().any(|drift| matches!(drift, Drift::DeleteColumn(..)));
        let unread = faithful(&sent, content, names, labels_gone)?;
        // The annotated workbook has all of it where it belongs, and lists what belongs nowhere.
        let annotated = raw(&annotate::workbook(content, &found.findings, Language::Chinese));
        let listed = standing(&annotated);
        for value in unread {
            prop_assert!(listed.contains(&value), "{value} is lost");
        }
        let again = opened(annotated);
        let again = again.content.unwrap();
        for (index, field) in content.submission.form.fields.iter().enumerate() {
            if field.kind == Kind::Input {
                let other = again.submission.form.field(&field.id).unwrap();
                prop_assert_eq!(
                    &again.submission.entries[other].found.value,
                    &content.submission.entries[index].found.value,
                    "{}", field.id
                );
            }
        }
    }
}

// ---- copies -----------------------------------------------------------------------------------------------------

/// Writes other marks into every input of a sheet that is filled.
fn fill_copy(book: &mut Book, form: &Form, of: usize, copy: usize) {
    for &field in &form.sheets[of].fields {
        let value = mark(form, field, 1);
        if form.fields[field].kind == Kind::Input && !value.is_blank() {
            edit::write_cell(book, copy, form.fields[field].cell(), value);
        }
    }
}

/// Whether a sheet holds the marks of another one of this form.
#[track_caller]
fn holds(content: &Content, id: &str, form: &Form, of: usize, round: i64) {
    let read = &content.submission;
    for &field in &form.sheets[of].fields {
        if form.fields[field].kind != Kind::Input {
            continue;
        }
        let local = form.fields[field]
            .id
            .strip_prefix(&form.sheets[of].id)
            .unwrap();
        let found = read.form.field(&format!("{id}{local}")).unwrap();
        let expected = mark(form, field, round);
        assert_eq!(read.entries[found].found.value, expected, "{id}{local}");
    }
}

fn index(form: &Form, id: &str) -> usize {
    form.sheets.iter().position(|sheet| sheet.id == id).unwrap()
}

#[test]
fn a_copy_of_a_project_is_one_more_project_however_it_was_made() {
    let sent = form();
    let first = index(&sent, "project.1");
    let page = generate::page(first);
    let name = "附件3-1 项目自评表 (2)";
    let copied = |in_front: bool, original_gone: bool| {
        let mut book = filled(&sent);
        let original = book.sheets[page].name.clone();
        edit::copy_sheet(&mut book, page, name);
        let copy = book.sheets.len() - 1;
        fill_copy(&mut book, &sent, first, copy);
        if in_front {
            edit::reorder_sheet(&mut book, copy, page);
        }
        if original_gone {
            let sheet = book.sheets.iter().position(|sheet| sheet.name == original);
            edit::drop_sheet(&mut book, sheet.unwrap());
        }
        (book, original)
    };
    for in_front in [false, true] {
        for scoped in [false, true] {
            let (book, original) = copied(in_front, false);
            let mut read = raw(&book);
            if scoped {
                edit::scope_names(&mut read, &original, name);
            }
            let found = opened(read);
            let content = found.content.as_ref().unwrap();
            holds(content, "project.1", &sent, first, 0);
            holds(content, "project.2", &sent, index(&sent, "project.2"), 0);
            holds(content, "project.3", &sent, first, 1);
            let flat = found.flat();
            let codes: Vec<&str> = flat.iter().map(|finding| finding.code.as_str()).collect();
            let of_structure = |code: &&&str| code.starts_with('W');
            assert_eq!(
                codes.iter().filter(of_structure).collect::<Vec<_>>(),
                [&"W016"]
            );

            // It has a sheet of its own from then on.
            let again = opened(raw(&annotate::workbook(
                content,
                &found.findings,
                Language::Chinese,
            )));
            let content = again.content.as_ref().unwrap();
            assert!(content.submission.sent.is_none());
            holds(content, "project.1", &sent, first, 0);
            holds(content, "project.3", &sent, first, 1);
            assert!(
                !again
                    .flat()
                    .iter()
                    .any(|finding| finding.code.starts_with('W'))
            );
        }
    }
    // The names of the copy are all that is left when the original was deleted.
    let (book, original) = copied(false, true);
    let mut read = raw(&book);
    let names = raw(&filled(&sent)).names.into_iter();
    read.names.extend(
        names
            .filter(|known| known.place.sheet == original)
            .map(|mut known| {
                known.scope = read.sheets.iter().position(|sheet| sheet.name == name);
                name.clone_into(&mut known.place.sheet);
                known
            }),
    );
    let found = opened(read);
    holds(
        found.content.as_ref().unwrap(),
        "project.1",
        &sent,
        first,
        1,
    );
    assert!(found.content.as_ref().unwrap().submission.sent.is_none());
}

#[test]
fn a_copy_drifts_as_its_original_does() {
    let sent = form();
    let first = index(&sent, "project.1");
    let mut book = filled(&sent);
    edit::copy_sheet(&mut book, generate::page(first), "又一个项目");
    let copy = book.sheets.len() - 1;
    fill_copy(&mut book, &sent, first, copy);
    edit::insert_row(&mut book, copy, 6);
    edit::insert_column(&mut book, copy, 0);
    edit::space_out(&mut book, copy);
    for forgotten in [false, true] {
        if forgotten {
            book.names.clear();
        }
        let found = opened(raw(&book));
        let content = found.content.as_ref().unwrap();
        holds(content, "project.1", &sent, first, 0);
        holds(content, "project.3", &sent, first, 1);
    }
}

#[test]
fn there_are_no_more_copies_than_the_pack_allows() {
    let pack = pack();
    let spec = Spec {
        year: pack.year,
        code: "101".to_owned(),
        department: "示例县某局（虚构）".to_owned(),
        sheets: [("project".to_owned(), 49)].into(),
        ..Spec::default()
    };
    let sent = form::resolve(&pack, &spec).unwrap();
    let first = index(&sent, "project.1");
    let mut book = generate::workbook(&sent, &Entries::new());
    for name in ["又一个项目", "再一个项目"] {
        edit::copy_sheet(&mut book, generate::page(first), name);
        let copy = book.sheets.len() - 1;
        fill_copy(&mut book, &sent, first, copy);
        let title = CellValue::Text(name.to_owned());
        edit::write_cell(&mut book, copy, annex::address::Address::new(1, 3), title);
    }
    let found = opened(raw(&book));
    let read = &found.content.as_ref().unwrap().submission;
    assert_eq!(read.identity.spec.sheets["project"], 50);
    let about: Vec<String> = found
        .flat()
        .iter()
        .filter(|finding| ["W016", "W011"].contains(&finding.code.as_str()))
        .map(|finding| finding.message.en.clone())
        .collect();
    assert_eq!(
        about,
        [
            "the sheet '又一个项目' was copied from '附件3-1 项目自评表' and counts as one more ('附件3-50 项目自评表')",
            "the sheet '再一个项目' was copied from '附件3-1 项目自评表', but there may be 50 at most: it was not counted",
        ]
    );
}

// ---- which evidence wins ----------------------------------------------------------------------------------------

#[test]
fn labels_win_where_names_stayed_behind() {
    let sent = form();
    let base = index(&sent, "base");
    let page = generate::page(base);
    // The whole form was cut and pasted a row lower and a column further right, as values: the names did not go with it.
    let mut book = filled(&sent);
    let names = book.names.clone();
    edit::insert_row(&mut book, page, 0);
    edit::insert_column(&mut book, page, 0);
    book.names = names;
    let found = opened(raw(&book));
    holds(found.content.as_ref().unwrap(), "base", &sent, base, 0);

    // Two rows were sorted: the label and the figures of each stand where the other's names lead.
    let mut book = filled(&sent);
    let names = book.names.clone();
    edit::move_row(&mut book, page, 9, 11);
    book.names = names;
    let found = opened(raw(&book));
    holds(found.content.as_ref().unwrap(), "base", &sent, base, 0);
    let found = found.flat();
    let moved = found.iter().find(|finding| finding.code == "W013").unwrap();
    assert!(
        moved.message.zh.starts_with("行移动了位置"),
        "{}",
        moved.message.zh
    );
}

#[test]
fn names_win_where_labels_were_typed_anew() {
    let sent = form();
    let base = index(&sent, "base");
    let page = generate::page(base);
    let mut book = filled(&sent);
    edit::insert_row(&mut book, page, 3);
    for label in &sent.sheets[base].labels {
        let at = label.area.first;
        if at.column == 0 && at.row > 5 {
            let at = annex::address::Address::new(at.row + 1, 0);
            edit::write_cell(
                &mut book,
                page,
                at,
                CellValue::Text("另起的名称".to_owned()),
            );
        }
    }
    let found = opened(raw(&book));
    holds(found.content.as_ref().unwrap(), "base", &sent, base, 0);
    assert!(found.flat().iter().any(|finding| finding.code == "W007"));
}

#[test]
fn rows_without_labels_are_found_though_a_label_was_moved_across_them() {
    let sent = form();
    for (id, label, before) in [
        ("base", "公用经费", 15),
        ("base", "厉行节约保障措施", 29),
        ("fund", "合计", 4),
    ] {
        let sheet = index(&sent, id);
        let page = generate::page(sheet);
        let mut book = filled(&sent);
        book.names.clear();
        let mut labels = sent.sheets[sheet].labels.iter();
        let moved = labels.find(|found| written(&found.text) == written(label));
        edit::move_row(&mut book, page, moved.unwrap().area.first.row, before);
        let found = opened(raw(&book));
        holds(found.content.as_ref().unwrap(), id, &sent, sheet, 0);
    }
}

#[test]
fn where_several_rows_could_be_meant_none_is_taken() {
    let sent = form();
    // Of the indicators neither labels nor names are left, and one row fewer.
    let mut book = filled(&sent);
    book.names.clear();
    let page = generate::page(index(&sent, "project.2"));
    edit::delete_column(&mut book, page, 2);
    edit::delete_row(&mut book, page, 12);
    let found = opened(raw(&book));
    let unread = faithful(&sent, found.content.as_ref().unwrap(), Names::Lost, true).unwrap();
    assert!(!unread.is_empty());

    // A remark below the form is no special fund, though the row of one is gone.
    let base = index(&sent, "base");
    let mut book = filled(&sent);
    book.names.clear();
    edit::delete_row(&mut book, generate::page(base), 16);
    let at = annex::address::Address::new(60, 0);
    let remark = CellValue::Text("以上均为初步数".to_owned());
    edit::write_cell(&mut book, generate::page(base), at, remark.clone());
    let found = opened(raw(&book));
    let content = found.content.as_ref().unwrap();
    faithful(&sent, content, Names::Lost, false).unwrap();
    let mut entries = content.submission.entries.iter();
    assert!(entries.all(|entry| entry.found.value != remark));
}

#[test]
fn a_sheet_of_which_nothing_is_left_but_its_name_is_missing() {
    let sent = form();
    let fund = index(&sent, "fund");
    let page = generate::page(fund);
    let mut book = filled(&sent);
    book.names.retain(|name| name.sheet != page);
    for cell in book.sheets[page].cells.values_mut() {
        if cell.style.locked {
            cell.value = CellValue::Blank;
            cell.formula = None;
        }
    }
    let found = opened(raw(&book));
    let content = found.content.as_ref().unwrap();
    // By position alone nothing is read: what stands there is listed.
    assert_eq!(content.submission.sheets[fund], None);
    let found = found.flat();
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
    assert!(
        codes.contains(&"W006") && codes.contains(&"W011"),
        "{codes:?}"
    );
}

// ---- rows put in ------------------------------------------------------------------------------------------------

#[test]
fn a_row_put_in_among_others_counts_everywhere() {
    let clean = returns::returned("02-archives");
    let page = edit::sheet(&clean, "附件1");
    let put_in = |row: u32| {
        let mut book = clean.clone();
        edit::insert_row(&mut book, page, row);
        let cells = [(0, "农村公路专项"), (1, "1"), (3, "2"), (5, "3.5")];
        for (column, text) in cells {
            let at = annex::address::Address::new(row, column);
            edit::write_cell(&mut book, page, at, edit::value(text));
        }
        book
    };
    // Above the first special fund, between two, and below the last spare row.
    for row in [15, 17, 23] {
        let found = returns::checked(&put_in(row));
        let content = found.content.as_ref().unwrap();
        let read = |content: &Content, id: &str| {
            let field = content.submission.form.field(id).unwrap();
            content.submission.reported(field)
        };
        assert_eq!(
            read(content, "base.special.9.actual").as_deref(),
            Some("3.5"),
            "row {row}"
        );
        assert_eq!(read(content, "base.special.1.name"), {
            let clean = returns::checked(&clean);
            read(clean.content.as_ref().unwrap(), "base.special.1.name")
        });
        let total = |content: &Content| {
            let field = content
                .submission
                .form
                .field("base.project.actual")
                .unwrap();
            content.evaluation.computed[field].to_string()
        };
        assert_eq!(total(content), "38.7", "row {row}");
        let codes = |found: &Return| -> Vec<String> {
            let all = found.flat().into_iter();
            all.map(|finding| finding.code.clone()).collect()
        };
        // What is spent on projects no longer agrees with 附件2.
        assert_eq!(codes(&found), ["X101", "W014"], "row {row}");
        let again = opened(raw(&annotate::workbook(
            content,
            &found.findings,
            Language::Chinese,
        )));
        assert_eq!(total(again.content.as_ref().unwrap()), "38.7");
        assert_eq!(codes(&again), ["X101"], "row {row}");
        let summary = annex::consolidate::summarise(&[found], None).unwrap();
        assert!(write(&summary).is_ok());
    }
}
