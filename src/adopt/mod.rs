//! Turns what came back in another shape into the official form: a Word document, or a workbook somebody made by hand.
//!
//! [`run`] is the door. Tables are known by their titles and labels, fields by the labels of their rows and columns, the
//! sections of the report by their headings. What was read is put into the form as its field takes it; what can mean
//! several things goes in as it was written, so that a check asks. Nothing is lost: what found no place is listed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::Address;
use crate::book::{Book, CellValue, RawCell};
use crate::fill;
use crate::form::{self, Form, Kind, compute};
use crate::formula::Value;
use crate::generate::{self, Entries};
use crate::identity::Identity;
use crate::memory;
use crate::submission::shown;
use crate::template::{Mistake, Pack};
use crate::text::Text;
use crate::typed::Reading;

mod assign;
mod flow;
mod found;
pub mod json;
mod lay;
mod material;
mod measure;
mod pattern;
pub mod render;
mod split;
mod values;
mod whose;
mod years;

pub use assign::Known;
pub use material::{Block, Grid, Material, Place, Spot, of_book, of_document};
pub use measure::Apart;

use pattern::Pattern;

/// So many paragraphs and cells a return may have; the whole form of a large department has a twentieth of them.
pub const MOST: usize = 50_000;

/// What is known of the return besides what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The year of the form; the one the titles name where nothing is said.
    pub year: Option<u16>,
    /// The department's name; the one that stands in the return where nothing is said.
    pub department: Option<String>,
    /// The department's code.
    pub code: String,
}

/// Why nothing can be adopted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is a PDF.
    #[error("a PDF has no tables")]
    Pdf,
    /// It is a form of annex.
    #[error("it is a form of annex already")]
    AlreadyAForm,
    /// It holds more paragraphs and cells than [`MOST`].
    #[error("it holds more than {MOST} paragraphs and cells")]
    TooLarge,
    /// No table is one of the form, and no heading one of the report.
    #[error(
        "nothing in it is like the form of {pack}: no title, no labels, no heading of the report"
    )]
    NothingFound {
        /// The id of the pack.
        pack: String,
    },
    /// The department's name stands nowhere.
    #[error("the name of the department stands nowhere in it; write it after --department")]
    NoDepartment,
    /// The pack cannot be laid out.
    #[error("the pack has mistakes; run 'annex template check'")]
    BadPack(Vec<Mistake>),
}

impl Refusal {
    /// What is missing and what to do.
    pub fn text(&self) -> Text {
        match self {
            Refusal::Pdf => Text::new(
                "这是 PDF，里面没有表格，只有画出来的字和线，读不准。请单位报送 Word（.docx）或 Excel 文件。",
                "this is a PDF, which has no tables but letters and lines drawn on a page: ask for the Word document (.docx) or the workbook",
            ),
            Refusal::AlreadyAForm => Text::new(
                "这已经是 annex 的表：审核用 annex check，换到另一套模板用 annex reissue",
                "it is a form of annex already; 'annex check' reads it, and 'annex reissue' carries it to another pack",
            ),
            Refusal::TooLarge => Text::new(
                format!("里面的段落和单元格超过 {MOST} 个。请删除与自评无关的内容，另存后再试"),
                format!(
                    "it holds more than {MOST} paragraphs and cells: delete what is no part of the return and save it again"
                ),
            ),
            Refusal::NothingFound { pack } => Text::new(
                format!(
                    "里面没有一张表、一个标题与模板“{pack}”对得上。请核对是不是自评材料，模板（--pack）选得对不对"
                ),
                format!(
                    "nothing in it is like the form of {pack}: no title, no labels, no heading of the report; is it a return, and is --pack right?"
                ),
            ),
            Refusal::NoDepartment => Text::new(
                "里面找不到单位名称，请加 --department",
                "the name of the department stands nowhere in it; write it after --department",
            ),
            Refusal::BadPack(_) => Text::new(
                "模板有错误，请先运行 annex template check",
                "the pack has mistakes; run 'annex template check' first",
            ),
        }
    }
}

/// A return in the official form.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// The form, as large as the values need.
    pub form: Form,
    /// What its inputs hold.
    pub entries: Entries,
    /// What the return says where the form computes or gives, by the index of the field.
    pub declared: BTreeMap<usize, CellValue>,
    /// What became of the return.
    pub report: Report,
    /// The files it was made of.
    pub sources: Vec<memory::Source>,
}

/// What became of a return.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The department.
    pub department: String,
    /// Its code.
    pub code: String,
    /// The id of the pack.
    pub pack: String,
    /// The year, and whether the return names it.
    pub year: u16,
    /// Whether the year was given or stands in the return; else it is that of the pack.
    pub year_known: bool,
    /// The sheets that were found, in the order of the form.
    pub sheets: Vec<SheetFound>,
    /// The names of the sheets that were not found.
    pub missing: Vec<String>,
    /// What has found its place, in the order of the form.
    pub taken: Vec<Taken>,
    /// What has not, in the order of the file.
    pub left: Vec<Left>,
    /// Rows that stand a column too far left.
    pub shifted: Vec<ShiftedRow>,
}

/// A sheet that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetFound {
    /// Its name in the form; none for one of a repeating sheet in which nothing stands.
    pub sheet: String,
    /// Where it begins.
    pub place: Place,
    /// How it was known.
    pub known: Known,
    /// Whether nothing is entered there.
    pub blank: bool,
}

/// A value that has found its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Where it stands in the file.
    pub place: Place,
    /// The label that led to it, as the form prints it.
    pub said: String,
    /// How alike the labels are that led to it, from 0 to 1; less than 1 is a guess.
    pub likeness: f32,
    /// The id of the field.
    pub field: String,
    /// What the field is called.
    pub label: String,
    /// The sheet of the form.
    pub sheet: String,
    /// The cell there.
    pub cell: Address,
    /// What stands in the file.
    pub value: String,
    /// What was made of it.
    pub read: Read,
    /// Where it is a target that holds its operator or unit: what went into its own cell and into theirs.
    pub apart: Vec<Apart>,
}

impl Taken {
    /// Whether the labels were only like those of the form.
    pub fn is_guess(&self) -> bool {
        self.likeness < 0.995
    }
}

/// What was made of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// It went into its cell.
    Entered(Reading),
    /// The form computes or gives it; this is what comes out there.
    Declared {
        /// Whether the form gives it, and does not compute it.
        given: bool,
        /// What the form computes or gives.
        computed: String,
        /// Whether the two agree within the tolerance of the pack, a ratio at the decimals it is written with.
        agrees: bool,
        /// Whether it is a ratio: people read 86.17 %, programs 0.8617.
        ratio: bool,
    },
}

/// Something that has found no place.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// Where it stands in the file.
    pub place: Place,
    /// What stands there.
    pub value: String,
    /// Why it has no place.
    pub why: Why,
}

/// Why something has found no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its table is no sheet of the form.
    NoSheet,
    /// A table of its kind was there before.
    SheetTwice,
    /// No field of the form stands there.
    NoField,
    /// The form has no such row.
    NoRow {
        /// So many at most.
        most: u32,
    },
    /// The form has no such sheet.
    NoSheetLeft {
        /// So many at most.
        most: u32,
    },
    /// It is longer than a cell of Excel.
    TooLong,
    /// It is another name of the department.
    OtherName,
    /// Nothing else is filled in on its sheet, which may stand several times.
    BlankSheet,
}

/// A row that stands a column too far left.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftedRow {
    /// Where it stands in the file.
    pub place: Place,
    /// The sheet and the cell of the form it was put into.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
    /// What stands where the name belongs.
    pub value: String,
}

/// Puts a return into the official form of a pack.
///
/// # Errors
/// [`Refusal`]: it is too large, nothing of the form is in it, nobody knows whose it is, or the pack cannot be laid out.
pub fn run(material: &Material, pack: &Arc<Pack>, asked: &Asked) -> Result<Adoption, Refusal> {
    if material.size() > MOST {
        return Err(Refusal::TooLarge);
    }
    let bad = Refusal::BadPack;
    let pattern = Pattern::of(pack, asked.year.unwrap_or(pack.year)).map_err(bad)?;
    let assigned = assign::assign(material, &pattern);
    let named = whose::year(material, &assigned);
    let year = asked.year.or(named).unwrap_or(pack.year);
    let (pattern, assigned) = if year == pattern.form.spec.year {
        (pattern, assigned)
    } else {
        let pattern = Pattern::of(pack, year).map_err(bad)?;
        let assigned = assign::assign(material, &pattern);
        (pattern, assigned)
    };
    let flow = flow::flow(material, &pattern, &assigned);
    if flow.collected.is_empty() && flow.sections.is_empty() {
        return Err(Refusal::NothingFound {
            pack: pack.id.clone(),
        });
    }
    let mut read = values::read(flow, &pattern);
    let department = match &asked.department {
        Some(name) => name.clone(),
        None => whose::department(&read).ok_or(Refusal::NoDepartment)?,
    };
    whose::same_name(&mut read, &department, &pattern);
    let mut spec = pattern.form.spec.clone();
    spec.department = department;
    spec.code = asked.code.clone();
    spec.rows.clear();
    spec.sheets.clear();
    // As many rows and sheets as are printed, or as the values need.
    let printed = form::resolve(pack, &spec).map_err(bad)?;
    let ids: Vec<(String, serde_json::Value)> = read
        .values
        .iter()
        .map(|value| (value.id.clone(), serde_json::Value::Null))
        .collect();
    // What is too much has been left out before.
    if let Ok(grown) = fill::grow(&printed, &ids) {
        spec = grown;
    }
    let form = form::resolve(pack, &spec).map_err(bad)?;
    let mut adoption = values::adoption(form, read, asked.year.or(named).is_some());
    adoption.sources.clone_from(&material.sources);
    Ok(adoption)
}

/// The workbook of a return in the official form.
///
/// Formulas are whole. As long as nobody has saved the workbook, it still reads as the return does where the form
/// computes (see [`crate::memory`]).
pub fn workbook(adoption: &Adoption) -> Book {
    let form = &adoption.form;
    let mut book = generate::workbook(form, &adoption.entries);
    let mut found = vec![memory::Found::Adopted];
    found.extend(adoption.sources.iter().cloned().map(memory::Found::Source));
    for (&index, value) in &adoption.declared {
        let field = &form.fields[index];
        found.push(memory::Found::Cell {
            sheet: form.sheets[field.sheet].name.clone(),
            cell: field.cell(),
            content: RawCell {
                value: value.clone(),
                formula: None,
            },
        });
    }
    let mark = Identity::of(form).mark();
    let inputs = form.asked();
    let inputs = inputs.filter_map(|(index, id)| Some((id, adoption.entries.get(&index)?)));
    let shown = memory::Shown::of(&mark, inputs);
    book.sheets.push(memory::sheet(&found, &shown));
    book
}

/// What the form comes to in each field.
fn computed(form: &Form, entries: &Entries) -> Vec<Value> {
    compute(form, &|field| match form.fields[field].kind {
        Kind::Input => entries.get(&field).map_or(Value::Blank, Value::from),
        _ => Value::Blank,
    })
}

/// A value of a field as annex writes it.
fn written_out(form: &Form, field: usize, value: &Value) -> String {
    let kind = form.template(&form.fields[field]).kind;
    shown(value, kind).unwrap_or_default()
}
