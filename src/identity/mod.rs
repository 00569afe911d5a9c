//! What a workbook says of itself, on a sheet nobody sees: which pack, which department, which year, how large.

use crate::address::Address;
use crate::book::{Cell, CellValue, RawBook, RawSheet, Sheet, Visibility};
use crate::date;
use crate::digest;
use crate::form::{Form, Spec};
use crate::own;

mod key;
mod mark;

pub use key::{Key, KeyTooShort, MIN_KEY_BYTES, Signed};
pub use mark::Mark;

/// The name of the hidden sheet.
pub const SHEET: &str = own::IDENTITY;
/// The name of the first sheet of an annotated workbook.
pub const RESULT_SHEET: &str = own::RESULTS;

/// The name of the sheet of an annotated workbook that lists what stood outside the form.
pub const OUTSIDE_SHEET: &str = own::OUTSIDE;

/// Whether a sheet is one that annex itself adds to a form, or a program to any workbook.
pub fn is_own(sheet: &str) -> bool {
    own::is_sheet(sheet) || own::is_of_program(sheet)
}

/// The version of the list of keys below; raised when a key changes its meaning.
const SCHEMA: &str = "1";

/// What the keys of sizes begin with; an id follows.
const SHEETS: &str = "sheets:";
const ROWS: &str = "rows:";
/// The keys of what vouches for the others.
const SEAL: &str = "seal";
const SIGNATURE: &str = "signature";

/// Where the identity of a form has its schema, a sample says that it is one.
const SAMPLE: &str = "sample";

/// The hidden sheet of a sample: a workbook for looking at a pack, and no form.
pub fn sample_sheet() -> Sheet {
    let mut sheet = hidden();
    for (column, text) in [(0, "annex"), (1, SAMPLE)] {
        let cell = Cell {
            value: CellValue::Text(text.to_owned()),
            ..Cell::default()
        };
        sheet.cells.insert(Address::new(0, column), cell);
    }
    sheet
}

/// Whether a workbook is a sample.
pub fn is_sample(book: &RawBook) -> bool {
    let named = |sheet: &&RawSheet| sheet.name.eq_ignore_ascii_case(SHEET);
    let sheet = book.sheets.iter().find(named);
    sheet.is_some_and(|sheet| {
        let entries = entries(sheet);
        entries.contains(&("annex".to_owned(), SAMPLE.to_owned()))
    })
}

fn hidden() -> Sheet {
    Sheet {
        name: SHEET.to_owned(),
        visibility: Visibility::VeryHidden,
        protected: true,
        ..Sheet::default()
    }
}

/// The identity of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The id of its pack.
    pub pack: String,
    /// The version of its pack.
    pub version: String,
    /// The fingerprint of its pack.
    pub fingerprint: String,
    /// Who it is for, and how large it is.
    pub spec: Spec,
    /// Whether the seal fits what it seals: nobody changed the identity by hand.
    pub sealed: bool,
    /// What the holder of a key signed it with.
    pub signature: Option<String>,
}

impl Identity {
    /// The identity of a form.
    pub fn of(form: &Form) -> Identity {
        let mut spec = form.spec.clone();
        for sheet in &form.sheets {
            if sheet.index.is_some() {
                let id = form.pack.sheets[sheet.template].id.clone();
                let count = form
                    .sheets
                    .iter()
                    .filter(|other| other.template == sheet.template)
                    .count();
                spec.sheets
                    .insert(id, u32::try_from(count).unwrap_or(u32::MAX));
            }
        }
        for block in &form.blocks {
            spec.rows.insert(
                block.id.clone(),
                u32::try_from(block.rows.len()).unwrap_or(u32::MAX),
            );
        }
        Identity {
            pack: form.pack.id.clone(),
            version: form.pack.version.clone(),
            fingerprint: form.pack.fingerprint.clone(),
            spec,
            sealed: true,
            signature: None,
        }
    }

    /// The mark that the sheets of its form bear.
    pub fn mark(&self) -> Mark {
        Mark::of(&self.pack, &self.spec)
    }

    /// The same, signed.
    #[must_use]
    pub fn signed(self, key: &Key) -> Identity {
        let signature = Some(key.sign(&self.issued()));
        Identity { signature, ..self }
    }

    /// Whether the holder of a key issued it.
    pub fn signed_by(&self, key: &Key) -> Signed {
        match &self.signature {
            None => Signed::Not,
            Some(signature) if key.verify(&self.issued(), signature) => Signed::Right,
            Some(_) => Signed::Wrong,
        }
    }

    /// The identity of a larger form of the same issue. What was found of the seal and the signature stays as it was.
    #[must_use]
    pub fn carried_to(&self, form: &Form) -> Identity {
        Identity {
            sealed: self.sealed,
            signature: self.signature.clone(),
            ..Identity::of(form)
        }
    }

    /// What is signed: all that the issuer decides. How many rows and sheets a form has is not: `annex fill` adds some
    /// where a department has more to say, and has no key.
    fn issued(&self) -> Vec<(String, String)> {
        let mut entries = self.entries();
        entries.retain(|(key, _)| !key.starts_with(SHEETS) && !key.starts_with(ROWS));
        entries
    }

    fn entries(&self) -> Vec<(String, String)> {
        let plain = [
            ("annex", SCHEMA.to_owned()),
            ("pack", self.pack.clone()),
            ("version", self.version.clone()),
            ("fingerprint", self.fingerprint.clone()),
            ("year", self.spec.year.to_string()),
            ("code", self.spec.code.clone()),
            ("department", self.spec.department.clone()),
        ];
        let mut entries: Vec<(String, String)> =
            plain.map(|(key, value)| (key.to_owned(), value)).into();
        let campaign = [
            ("issuer", self.spec.issuer.clone()),
            ("deadline", self.spec.deadline.map(|day| day.to_string())),
            ("contact", self.spec.contact.clone()),
        ];
        entries.extend(
            campaign
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?))),
        );
        entries.extend(
            self.spec
                .projects
                .iter()
                .map(|name| ("project".to_owned(), name.clone())),
        );
        entries.extend(
            self.spec
                .sheets
                .iter()
                .map(|(id, count)| (format!("{SHEETS}{id}"), count.to_string())),
        );
        entries.extend(
            self.spec
                .rows
                .iter()
                .map(|(id, count)| (format!("{ROWS}{id}"), count.to_string())),
        );
        entries
    }

    /// The hidden sheet that carries it.
    pub fn sheet(&self) -> Sheet {
        let mut entries = self.entries();
        // An identity that was edited stays so: mending it would hide what was done.
        let seal = if self.sealed {
            seal(&entries)
        } else {
            "altered".to_owned()
        };
        entries.push((SEAL.to_owned(), seal));
        let signature = self.signature.iter();
        entries.extend(signature.map(|text| (SIGNATURE.to_owned(), text.clone())));
        let mut sheet = hidden();
        for (row, (key, value)) in (0..).zip(entries) {
            for (column, text) in [(0, key), (1, value)] {
                let cell = Cell {
                    value: CellValue::Text(text),
                    ..Cell::default()
                };
                sheet.cells.insert(Address::new(row, column), cell);
            }
        }
        sheet
    }

    /// Reads the identity of a workbook; `None` when it has none that can be read.
    pub fn read(book: &RawBook) -> Option<Identity> {
        let sheet = book
            .sheets
            .iter()
            .find(|sheet| sheet.name.eq_ignore_ascii_case(SHEET))?;
        let entries = entries(sheet);
        let one = |key: &str| {
            entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.clone())
        };
        let counts = |prefix: &str| {
            entries
                .iter()
                .filter_map(|(key, value)| {
                    Some((key.strip_prefix(prefix)?.to_owned(), value.parse().ok()?))
                })
                .collect()
        };
        if one("annex")? != SCHEMA {
            return None;
        }
        let spec = Spec {
            year: one("year")?.parse().ok()?,
            code: one("code")?,
            department: one("department")?,
            issuer: one("issuer"),
            deadline: one("deadline").as_deref().and_then(date::parse),
            contact: one("contact"),
            projects: entries
                .iter()
                .filter(|(key, _)| key == "project")
                .map(|(_, name)| name.clone())
                .collect(),
            sheets: counts(SHEETS),
            rows: counts(ROWS),
        };
        let sealed: Vec<(String, String)> = entries
            .iter()
            .filter(|(key, _)| key != SEAL && key != SIGNATURE)
            .cloned()
            .collect();
        Some(Identity {
            pack: one("pack")?,
            version: one("version")?,
            fingerprint: one("fingerprint")?,
            spec,
            sealed: one(SEAL).is_some_and(|found| found == seal(&sealed)),
            signature: one(SIGNATURE),
        })
    }
}

fn entries(sheet: &RawSheet) -> Vec<(String, String)> {
    let text = |at: Address| match sheet.value(at) {
        CellValue::Text(text) => Some(text.clone()),
        // A program that saved the file may have turned digits into a number.
        CellValue::Number(number) => Some(number.to_string()),
        CellValue::Blank => Some(String::new()),
        _ => None,
    };
    let rows = sheet
        .cells
        .keys()
        .map(|at| at.row)
        .collect::<std::collections::BTreeSet<_>>();
    rows.into_iter()
        .filter_map(|row| Some((text(Address::new(row, 0))?, text(Address::new(row, 1))?)))
        .collect()
}

/// A check sum over the entries: it shows a careless change, it is no protection against a forger.
fn seal(entries: &[(String, String)]) -> String {
    digest::of(entries.iter().map(|(key, value)| (key, value)))
}
