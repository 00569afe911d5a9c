//! What two returns say differently: of one department before and after it corrected its form, of two years, or of two
//! departments.
//!
//! [`returns`] is the door; [`render`], [`concise`], [`json`] and [`workbook`] put what it gives into words.

use serde::{Serialize, Serializer};

use crate::address::Address;
use crate::align::Piece;
use crate::check::{Content, Return};
use crate::finding::Finding;
use crate::number::Number;
use crate::pairs::Pairs;

pub mod concise;
mod findings;
pub mod json;
pub mod render;
mod side;
mod values;
pub mod words;
pub mod workbook;

/// What differs between two returns.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The earlier return.
    pub old: Party<'a>,
    /// The later one.
    pub new: Party<'a>,
    /// What they say differently of themselves.
    pub identity: Vec<Said>,
    /// All changes, in the order of the later form; on each sheet what was entered before what follows from it.
    pub changes: Vec<Change>,
    /// Findings of the earlier return that the later one has not.
    pub gone: Vec<&'a Finding>,
    /// Findings of the later return that the earlier one had not.
    pub come: Vec<&'a Finding>,
    /// Findings of both: as the earlier return has it, and as the later one does.
    pub kept: Vec<(&'a Finding, &'a Finding)>,
}

/// One of two returns.
#[derive(Debug, Clone, Copy)]
pub struct Party<'a> {
    /// The file, as it was named.
    pub file: &'a str,
    /// What is in it.
    pub content: &'a Content,
}

/// Something the two returns say differently of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What it is.
    pub what: What,
    /// What the earlier return says.
    pub old: String,
    /// What the later one says.
    pub new: String,
}

/// What a return says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The name of the department.
    Department,
    /// Its code.
    Code,
    /// The year.
    Year,
    /// The id of the pack.
    Pack,
    /// The version of the pack.
    Version,
    /// The money unit.
    Unit,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The later return holds something else.
    Changed,
    /// The later return computes something else, because of what was changed.
    Follows,
    /// It is there in the later return only.
    Added,
    /// It is there in the earlier return only.
    Removed,
    /// It stands elsewhere among its rows.
    Moved,
}

/// To what it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Item {
    /// A single value.
    Value,
    /// A row of repeating rows.
    Row,
    /// A sheet that stands several times, or that only one of the forms has.
    Sheet,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub change: Kind,
    /// To what.
    pub item: Item,
    /// The sheet it belongs to.
    pub sheet: Sheet,
    /// What people call it: a field with the row it stands in, a row with the rows it is one of, a project.
    pub label: String,
    /// It in the earlier return.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Held>,
    /// It in the later return.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Held>,
    /// The later number less the earlier one; none where amounts are in different units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Number>,
    /// Whether the numbers are ratios: people read 86.17 %, programs 0.8617.
    #[serde(skip)]
    pub ratio: bool,
    /// For texts: what they have in common and what they have not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Piece>,
    /// What stood in a row or on a sheet that was added or removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Held>,
}

/// A sheet, as the two files call it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Sheet {
    /// Its name in the earlier file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// Its name in the later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// The project it is about, for one that stands several times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
}

/// Something in one of the returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The id of the field; of a row or a sheet its own.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its cell in the file; of a row the first, of a sheet none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<Address>,
    /// What it holds: numbers as plain decimals, days as 2025-03-20; `None` when it is blank.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    pub value: Option<Shown>,
    /// Whether it was typed over a formula.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub typed_over: bool,
}

/// A value as annex writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its text.
    pub text: String,
    /// The number, for what is counted with.
    pub number: Option<Number>,
    /// Whether the number is a ratio.
    pub ratio: bool,
    /// The number format of its field, in Excel's language.
    pub format: String,
}

fn text<S: Serializer>(value: &Option<Shown>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(shown) => serializer.serialize_str(&shown.text),
        None => serializer.serialize_none(),
    }
}

/// Compares two returns; `None` when one of them could not be read.
pub fn returns<'a>(old: &'a Return, new: &'a Return) -> Option<Comparison<'a>> {
    let (before, now) = (old.content.as_ref()?, new.content.as_ref()?);
    let pairs = Pairs::of(&before.submission, &now.submission);
    let findings = findings::sorted(old, new, &pairs)?;
    let party = |file, content| Party { file, content };
    Some(Comparison {
        old: party(&old.file, before),
        new: party(&new.file, now),
        identity: identity(before, now),
        changes: values::changes(before, now, &pairs),
        gone: findings.gone,
        come: findings.come,
        kept: findings.kept,
    })
}

impl Comparison<'_> {
    /// How many changes there are of a kind to such things.
    pub fn count(&self, change: Kind, item: Item) -> usize {
        let is_one = |known: &&Change| known.change == change && known.item == item;
        self.changes.iter().filter(is_one).count()
    }
}

fn identity(old: &Content, new: &Content) -> Vec<Said> {
    let said = |content: &Content| {
        let identity = &content.submission.identity;
        [
            (What::Department, identity.spec.department.clone()),
            (What::Code, identity.spec.code.clone()),
            (What::Year, identity.spec.year.to_string()),
            (What::Pack, identity.pack.clone()),
            (What::Version, identity.version.clone()),
            (What::Unit, content.submission.form.pack.unit.clone()),
        ]
    };
    let both = said(old).into_iter().zip(said(new));
    both.filter(|(old, new)| old != new)
        .map(|((what, old), (_, new))| Said { what, old, new })
        .collect()
}
