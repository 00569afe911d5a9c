//! Carries a filled return over to another pack, or another version of its pack, and says what became of every value.
//!
//! [`run`] is the door. A value goes to the field of the same id, or to the one the new pack's `[renames]` name. What the
//! department did not enter (formulas, given values) is not carried; what it did enter is carried or listed.

use std::sync::Arc;

use crate::address::Address;
use crate::check::Content;
use crate::form::{Form, Spec};
use crate::generate::Entries;
use crate::template::{Mistake, Pack};
use crate::text::Text;

mod carry;
pub mod json;
mod left;
mod open;
pub mod render;
mod value;

/// A return in its new form.
#[derive(Debug, Clone)]
pub struct Reissue {
    /// The new form, as large as the values need.
    pub form: Form,
    /// What its inputs hold.
    pub entries: Entries,
    /// What became of the return.
    pub report: Report,
}

/// What became of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The department.
    pub department: String,
    /// Its code.
    pub code: String,
    /// The form it was.
    pub old: FormName,
    /// The form it is now.
    pub new: FormName,
    /// How many values were carried.
    pub carried: usize,
    /// What was not carried, in the order of the file.
    pub left: Vec<Left>,
    /// Fields the new form has and the old one had not, still empty: those that have to be filled first.
    pub open: Vec<Open>,
    /// Given values that are not what they were.
    pub given: Vec<Given>,
    /// What to keep in mind.
    pub notes: Vec<Text>,
}

/// Which form it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormName {
    /// The id of its pack.
    pub pack: String,
    /// The version of its pack.
    pub version: String,
    /// Its year.
    pub year: u16,
}

/// Something the department entered that is not in the new form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The sheet of the return, as the file has it.
    pub sheet: String,
    /// The cell of the return; none for what stands in no cell.
    pub cell: Option<Address>,
    /// The field's id in the old form; none outside the form.
    pub field: Option<String>,
    /// What the field is called there; of a printed text, what it should read.
    pub label: String,
    /// What was entered.
    pub value: String,
    /// Why it is not carried.
    pub why: Why,
}

/// Why something is not carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The new pack has no such field.
    NoField,
    /// The new pack allows fewer rows.
    NoRow {
        /// So many at most.
        most: u32,
    },
    /// The new pack allows fewer sheets.
    NoSheet {
        /// So many at most.
        most: u32,
    },
    /// The field is computed now.
    Computed,
    /// The field is given now.
    Given,
    /// The field takes something else now.
    WrongType {
        /// What it takes.
        wanted: Text,
    },
    /// The field does not offer this choice.
    NoChoice {
        /// What it offers.
        choices: Vec<String>,
    },
    /// Another value of the return is there already.
    Taken {
        /// The field of the old form it comes from.
        by: String,
    },
    /// It was typed over a formula, a given value or a printed text.
    TypedOver,
    /// It is a formula whose result the file does not hold.
    NoResult,
    /// It stands outside the form.
    Outside,
}

/// A new field that is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its sheet.
    pub sheet: String,
    /// Its cell.
    pub cell: Address,
    /// Its id.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// Whether it has to be filled, as the form stands now.
    pub required: bool,
}

/// A given value that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The sheet: of the new form, else of the old one.
    pub sheet: String,
    /// The cell there.
    pub cell: Address,
    /// The field there.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What was given.
    pub old: String,
    /// What is given now; nothing where the field is gone, or is no longer given.
    pub new: Option<String>,
}

/// Carries a return over to a pack, for its year unless another is asked for.
///
/// Department, code and projects stay. The form grows to the rows and sheets the values need.
///
/// # Errors
/// The mistakes of a pack that cannot be laid out; one that [`crate::form::load`] took has none.
pub fn run(
    content: &Content,
    pack: &Arc<Pack>,
    year: Option<u16>,
) -> Result<Reissue, Vec<Mistake>> {
    let old = &content.submission.form;
    // What else a form was sent out with belongs to the campaign that is over.
    let spec = Spec {
        year: year.unwrap_or(pack.year),
        code: old.spec.code.clone(),
        department: old.spec.department.clone(),
        projects: old.spec.projects.clone(),
        ..Spec::default()
    };
    let carry::Carried {
        form,
        entries,
        left: mut rest,
        names,
    } = carry::carry(content, pack, &spec)?;
    let carried = entries.len();
    rest.extend(left::beyond_inputs(content));
    let sheets = &content.submission.book.sheets;
    let sheet = |left: &Left| sheets.iter().position(|sheet| sheet.name == left.sheet);
    rest.sort_by_key(|left| (sheet(left), left.cell));
    rest.extend(left::projects(content, &form));
    let report = Report {
        department: spec.department.clone(),
        code: spec.code.clone(),
        old: name(old),
        new: name(&form),
        carried,
        left: rest,
        open: open::open(&form, &entries, &names),
        given: left::given_values(content, &form, &names),
        notes: notes(old, &form),
    };
    Ok(Reissue {
        form,
        entries,
        report,
    })
}

fn name(form: &Form) -> FormName {
    FormName {
        pack: form.pack.id.clone(),
        version: form.pack.version.clone(),
        year: form.spec.year,
    }
}

fn notes(old: &Form, new: &Form) -> Vec<Text> {
    let mut notes = Vec::new();
    let (before, now) = (&old.pack.unit, &new.pack.unit);
    if before != now {
        notes.push(Text::new(
            format!("金额单位由“{before}”改为“{now}”，金额照原数带过来，没有换算"),
            format!("the money unit was {before} and is {now} now; amounts are carried as they are, not converted"),
        ));
    }
    let (before, now) = (old.spec.year, new.spec.year);
    if before != now {
        notes.push(Text::new(
            format!("年度由 {before} 改为 {now}，带过来的是 {before} 年度填的数"),
            format!(
                "the year was {before} and is {now} now; the values are those entered for {before}"
            ),
        ));
    }
    notes
}
