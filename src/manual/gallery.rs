//! Real messages for every code: from the departments of the demo, and from a few workbooks spoilt for the purpose.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::Address;
use crate::book::read::read;
use crate::book::write::write;
use crate::book::{Book, Cell, CellValue, Drawing, Format, Note, RawBook};
use crate::check::{Options, open};
use crate::demo;
use crate::fill;
use crate::finding::{Finding, each};
use crate::form::{Field, Form, Kind, RowOf, Spec, resolve};
use crate::generate::{Entries, page, workbook};
use crate::identity::{Key, MIN_KEY_BYTES, Mark};
use crate::manual::{beside, reshaped};
use crate::memory::{self, Found, Shown as Visible};
use crate::number::Number;
use crate::template::{FieldType, Pack};
use crate::text::Text;

/// Values that break rules, a list for each form.
const BREACHES: &str = include_str!("breaches.json");

/// A message that a rule gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where it points: `附件1 基础数据表!F12`; empty where it is about the file.
    pub place: String,
    /// The message.
    pub message: Text,
}

/// The messages of each code, one of each shape, from the returns of the demo and from spoilt blank forms.
pub fn shown(pack: &Arc<Pack>) -> BTreeMap<String, Vec<Shown>> {
    let mut shown: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for bytes in workbooks(pack) {
        add(&mut shown, &findings(&bytes, pack, &Options::default()));
    }
    for reshape in reshaped::ALL {
        if let Some(bytes) = spoilt(pack, reshape) {
            let mut findings = findings(&bytes, pack, &Options::default());
            // Formulas do not follow as they do in a spreadsheet program: what is said of them means nothing.
            findings.retain(|finding| reshaped::CODES.contains(&finding.code.as_str()));
            add(&mut shown, &findings);
        }
    }
    add(&mut shown, &beside::findings(pack));
    if let Some(bytes) = spoilt(pack, |_, _| {}) {
        let next = pack.year + 1;
        let options = Options {
            year: Some(next),
            ..Options::default()
        };
        add(&mut shown, &findings(&bytes, pack, &options));
        let as_xls = read(&bytes).map(|book| RawBook {
            format: Format::Xls,
            ..book
        });
        let with_objects = read(&bytes).map(objects);
        for book in [as_xls, with_objects] {
            let found = open("", book, &[Arc::clone(pack)], &Options::default()).findings;
            add(&mut shown, &found);
        }
        let options = Options {
            key: Key::of(&[b'0'; MIN_KEY_BYTES]).ok(),
            ..Options::default()
        };
        add(&mut shown, &findings(&bytes, pack, &options));
    }
    shown
}

fn findings(bytes: &[u8], pack: &Arc<Pack>, options: &Options) -> Vec<Finding> {
    open("", read(bytes), &[Arc::clone(pack)], options).findings
}

fn add(shown: &mut BTreeMap<String, Vec<Shown>>, findings: &[Finding]) {
    for finding in each(findings) {
        let known = shown.entry(finding.code.clone()).or_default();
        if known
            .iter()
            .any(|known| shape(&known.message) == shape(&finding.message))
        {
            continue;
        }
        let place = match (&finding.place.sheet, finding.place.cell) {
            (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
            (Some(sheet), None) => sheet.clone(),
            _ => String::new(),
        };
        known.push(Shown {
            place,
            message: finding.message.clone(),
        });
    }
}

/// A message without its numbers and without what stands in quotes: two of one shape say the same of other cells.
fn shape(message: &Text) -> String {
    let mut quoted = false;
    let mut shape = String::new();
    for c in message.zh.chars() {
        match c {
            '“' => quoted = true,
            '”' => quoted = false,
            // Names of groups and sheets stand at the start of a message and end before these words.
            '各' => shape.clear(),
            _ if quoted || c.is_numeric() || c == '.' || c == '-' || c == '%' => {}
            _ => shape.push(c),
        }
    }
    shape
}

/// The returns of the demo, and blank forms spoilt in the ways the demo does not show.
fn workbooks(pack: &Arc<Pack>) -> Vec<Vec<u8>> {
    let departments = demo::departments_of(&pack.id).unwrap_or_default();
    let returned = departments
        .iter()
        .filter_map(|department| demo::returned(department, pack).ok().flatten())
        .filter_map(|book| write(&book).ok());
    let harmed = [
        spoilt(pack, no_identity),
        spoilt(pack, other_pack),
        spoilt(pack, other_department),
        spoilt(pack, no_sheet),
        spoilt(pack, remark),
        spoilt(pack, note),
        spoilt(pack, no_formula),
        spoilt(pack, no_label),
        spoilt(pack, no_protection),
        spoilt(pack, no_locks),
        spoilt(pack, no_validation),
        spoilt(pack, hidden),
        spoilt(pack, linked),
        spoilt(pack, of_another),
        spoilt(pack, unclear),
        spoilt(pack, other_unit),
        spoilt(pack, digits_hidden),
        spoilt(pack, remade),
        spoilt(pack, remembered),
        spoilt(pack, no_operators),
    ];
    let no_file = std::iter::once(Vec::new());
    returned
        .chain(not_computed(pack))
        .chain(breaches(pack))
        .chain(no_file)
        .chain(harmed.into_iter().flatten())
        .collect()
}

/// A return that a program saved which does not compute: every formula shows 0.
fn not_computed(pack: &Arc<Pack>) -> Option<Vec<u8>> {
    let departments = demo::departments_of(&pack.id).unwrap_or_default();
    let mut returned = departments
        .iter()
        .filter_map(|department| demo::returned(department, pack).ok().flatten());
    let mut book = returned.next()?;
    let cells = book.sheets.iter_mut().flat_map(|it| it.cells.values_mut());
    for cell in cells.filter(|cell| cell.formula.is_some()) {
        cell.value = CellValue::Number(Number::ZERO);
    }
    write(&book).ok()
}

/// Forms filled with little more than what breaks rules the demo does not break; none for a pack with other fields.
fn breaches(pack: &Arc<Pack>) -> Vec<Vec<u8>> {
    let lists: Vec<serde_json::Value> = serde_json::from_str(BREACHES).unwrap_or_default();
    let filled = |values: &serde_json::Value| {
        let values = fill::flatten(values).ok()?;
        let form = resolve(pack, &blank(pack)).ok()?;
        let entries = fill::entries(&form, &values).ok()?;
        write(&workbook(&form, &entries)).ok()
    };
    lists.iter().filter_map(filled).collect()
}

fn blank(pack: &Pack) -> Spec {
    Spec {
        year: pack.year,
        code: "101".to_owned(),
        department: "示例局".to_owned(),
        ..Spec::default()
    }
}

fn spoilt(pack: &Arc<Pack>, spoil: fn(&mut Book, &Form)) -> Option<Vec<u8>> {
    let form = resolve(pack, &blank(pack)).ok()?;
    let mut book = workbook(&form, &Entries::new());
    spoil(&mut book, &form);
    write(&book).ok()
}

fn no_identity(book: &mut Book, _: &Form) {
    book.sheets.pop();
}

fn other_pack(book: &mut Book, _: &Form) {
    identity(book, "pack", "hubei-2024");
}

fn other_department(book: &mut Book, _: &Form) {
    identity(book, "code", "102");
}

/// Writes another value beside a key of the hidden sheet.
fn identity(book: &mut Book, key: &str, value: &str) {
    let Some(sheet) = book.sheets.last_mut() else {
        return;
    };
    let at = sheet
        .cells
        .iter()
        .find(|(_, cell)| cell.value == CellValue::Text(key.to_owned()))
        .map(|(at, _)| Address::new(at.row, at.column + 1));
    if let Some(cell) = at.and_then(|at| sheet.cells.get_mut(&at)) {
        cell.value = CellValue::Text(value.to_owned());
    }
}

fn no_sheet(book: &mut Book, form: &Form) {
    let gone = page(form.sheets.len() - 1);
    let gone_sheet = book.sheets.remove(gone);
    for sheet in &mut book.sheets {
        for cell in sheet.cells.values_mut() {
            cell.link.take_if(|(to, _)| *to == gone_sheet.name);
        }
    }
    book.names.retain(|name| name.sheet != gone);
}

fn remark(book: &mut Book, form: &Form) {
    let Some(sheet) = book.sheets.get_mut(page(0)) else {
        return;
    };
    let beside = form.status_column(0) + 2;
    let cell = Cell {
        value: CellValue::Text("含上年结转".to_owned()),
        ..Cell::default()
    };
    sheet.cells.insert(Address::new(4, beside), cell);
}

fn note(book: &mut Book, form: &Form) {
    let Some(field) = form.fields.first() else {
        return;
    };
    if let Some(sheet) = book.sheets.get_mut(page(field.sheet)) {
        let note = Note {
            author: "张三".to_owned(),
            text: "含借调人员".to_owned(),
            width: 200,
            height: 80,
        };
        sheet.notes.insert(field.cell(), note);
    }
}

/// Puts a photograph and a text box on the first sheet of the form, whose program dropped the lock of the structure.
fn objects(mut book: RawBook) -> RawBook {
    book.structure_locked = Some(false);
    if let Some(sheet) = book.sheets.get_mut(page(0)) {
        let object = |row, kind: &str, text: &str| Drawing {
            at: Some(Address::new(row, 1)),
            to: None,
            kind: kind.to_owned(),
            text: text.to_owned(),
        };
        sheet.drawings.push(object(19, "picture", ""));
        sheet.drawings.push(object(29, "shape", "详见附注"));
    }
    book
}

/// Puts a day where a text is asked for, and a telephone number without its nought.
fn remade(book: &mut Book, form: &Form) {
    for (kind, number, format) in [
        (FieldType::Text, 45_659_i64, "m\"月\"d\"日\""),
        (FieldType::Phone, 7_308_888_888, ""),
    ] {
        let mut fields = form.fields.iter();
        let is_it = |field: &&Field| field.kind == Kind::Input && form.template(field).kind == kind;
        let Some(field) = fields.find(is_it) else {
            continue;
        };
        let sheet = book.sheets.get_mut(page(field.sheet));
        if let Some(cell) = sheet.and_then(|sheet| sheet.cells.get_mut(&field.cell())) {
            cell.value = CellValue::Number(number.into());
            format.clone_into(&mut cell.style.number_format);
        }
    }
}

fn no_protection(book: &mut Book, _: &Form) {
    if let Some(sheet) = book.sheets.get_mut(page(0)) {
        sheet.protected = false;
    }
}

fn no_locks(book: &mut Book, _: &Form) {
    let sheet = book.sheets.get_mut(page(0));
    if let Some(title) = sheet.and_then(|sheet| sheet.cells.get_mut(&Address::new(0, 0))) {
        title.style.locked = false;
    }
}

fn no_validation(book: &mut Book, _: &Form) {
    if let Some(sheet) = book.sheets.get_mut(page(0)) {
        sheet.validations.clear();
    }
}

fn hidden(book: &mut Book, form: &Form) {
    let Some(row) = form.fields.first().map(|field| field.cell().row) else {
        return;
    };
    if let Some(sheet) = book.sheets.get_mut(page(0)) {
        sheet.folded_rows.insert(row);
    }
}

/// Adds the memory of another workbook, which its seal does not fit.
fn remembered(book: &mut Book, form: &Form) {
    let of_another = Visible::of(&Mark::of("", &form.spec), []);
    book.sheets
        .push(memory::sheet(&[Found::Adopted], &of_another));
}

/// Takes the figure of the first input from another file.
fn linked(book: &mut Book, form: &Form) {
    let input = form.fields.iter().find(|field| field.kind == Kind::Input);
    let Some((sheet, cell)) = input.map(|field| (page(field.sheet), field.cell())) else {
        return;
    };
    let cells = book.sheets.get_mut(sheet).map(|sheet| &mut sheet.cells);
    if let Some(cell) = cells.and_then(|cells| cells.get_mut(&cell)) {
        cell.formula = Some("'D:\\账\\[明细.xlsx]汇总'!B3".to_owned());
        cell.value = CellValue::Number(Number::ONE);
    }
}

/// Fills the first amounts with what is no certain figure.
fn unclear(book: &mut Book, form: &Form) {
    let typed = [
        (CellValue::Text("5千".to_owned()), None),
        (CellValue::Text("150万".to_owned()), None),
        (CellValue::Error("#REF!".to_owned()), None),
        (CellValue::Number(Number::ONE), Some("0.4+0.6".to_owned())),
    ];
    for (field, (value, formula)) in amounts(form).zip(typed) {
        let sheet = book.sheets.get_mut(page(field.sheet));
        if let Some(cell) = sheet.and_then(|sheet| sheet.cells.get_mut(&field.cell())) {
            (cell.value, cell.formula) = (value, formula);
        }
    }
}

/// The first amounts of the form that are filled in.
fn amounts(form: &Form) -> impl Iterator<Item = &Field> {
    let is_amount =
        |field: &&Field| field.kind == Kind::Input && form.template(field).kind == FieldType::Money;
    form.fields.iter().filter(is_amount)
}

/// Fills the first row of amounts, the last of them in 元.
fn other_unit(book: &mut Book, form: &Form) {
    for (field, amount) in amounts(form).zip([30_i64, 36, 352_000]) {
        let sheet = book.sheets.get_mut(page(field.sheet));
        if let Some(cell) = sheet.and_then(|sheet| sheet.cells.get_mut(&field.cell())) {
            cell.value = CellValue::Number(Number::from(amount));
        }
    }
}

/// Fills in three indicators without an operator.
fn no_operators(book: &mut Book, form: &Form) {
    let Some((block, scoring)) = (0..form.blocks.len())
        .filter(|&block| form.blocks[block].rows.len() > 2)
        .find_map(|block| Some((block, form.scoring(block)?)))
    else {
        return;
    };
    let columns = [
        (&scoring.name, "培训班"),
        (&scoring.target, "95"),
        (&scoring.actual, "96"),
    ];
    for row in 0..3 {
        for (column, text) in columns {
            let field = form.sibling(RowOf { block, row }, column);
            let Some(field) = field.map(|field| &form.fields[field]) else {
                continue;
            };
            let sheet = book.sheets.get_mut(page(field.sheet));
            if let Some(cell) = sheet.and_then(|sheet| sheet.cells.get_mut(&field.cell())) {
                cell.value = CellValue::Text(text.to_owned());
            }
        }
    }
}

/// Fills the first amount with more decimals than its cell shows.
fn digits_hidden(book: &mut Book, form: &Form) {
    for field in amounts(form).take(1) {
        let sheet = book.sheets.get_mut(page(field.sheet));
        if let Some(cell) = sheet.and_then(|sheet| sheet.cells.get_mut(&field.cell())) {
            cell.value = "161.7449"
                .parse()
                .map_or(CellValue::Blank, CellValue::Number);
            "0.00".clone_into(&mut cell.style.number_format);
        }
    }
}

/// Marks a sheet as made for another department.
fn of_another(book: &mut Book, form: &Form) {
    let spec = Spec {
        code: "102".to_owned(),
        ..form.spec.clone()
    };
    let mark = Mark::of(&form.pack.id, &spec);
    let cells = book.sheets.get_mut(page(0)).map(|sheet| &mut sheet.cells);
    let mut cells = cells.into_iter().flat_map(|cells| cells.values_mut());
    if let Some(cell) = cells.find(|cell| Mark::parse(&cell.value).is_some()) {
        cell.value = CellValue::Text(mark.text().to_owned());
    }
}

fn no_formula(book: &mut Book, form: &Form) {
    let computed = form.fields.iter().find(|field| field.formula.is_some());
    if let Some((sheet, cell)) = computed.map(|field| (page(field.sheet), field.cell()))
        && let Some(cell) = book
            .sheets
            .get_mut(sheet)
            .and_then(|s| s.cells.get_mut(&cell))
    {
        cell.formula = None;
        cell.value = CellValue::Blank;
    }
}

fn no_label(book: &mut Book, form: &Form) {
    let labels = form.sheets.first().map(|sheet| sheet.labels.as_slice());
    for (index, label) in labels
        .unwrap_or_default()
        .iter()
        .take(4)
        .enumerate()
        .skip(2)
    {
        let cell = book
            .sheets
            .get_mut(page(0))
            .and_then(|sheet| sheet.cells.get_mut(&label.area.first));
        if let Some(cell) = cell {
            cell.value = if index == 2 {
                CellValue::Blank
            } else {
                CellValue::Text(format!("{}（含临聘）", label.text))
            };
        }
    }
}
