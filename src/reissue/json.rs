//! What became of a return as JSON, for other programs.

use serde::Serialize;

use crate::address::Address;
use crate::reissue::{FormName, Report};
use crate::text::Language;

/// The version of this JSON; raised when a key changes its meaning.
const VERSION: &str = "1";

#[derive(Serialize)]
struct Document<'a> {
    version: &'a str,
    department: DepartmentKeys<'a>,
    old: FormKeys<'a>,
    new: FormKeys<'a>,
    carried: usize,
    left: Vec<LeftKeys<'a>>,
    open: Vec<OpenKeys<'a>>,
    given: Vec<GivenKeys<'a>>,
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct DepartmentKeys<'a> {
    code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct FormKeys<'a> {
    pack: &'a str,
    version: &'a str,
    year: u16,
}

impl<'a> From<&'a FormName> for FormKeys<'a> {
    fn from(name: &'a FormName) -> FormKeys<'a> {
        FormKeys {
            pack: &name.pack,
            version: &name.version,
            year: name.year,
        }
    }
}

#[derive(Serialize)]
struct LeftKeys<'a> {
    sheet: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    label: &'a str,
    value: &'a str,
    reason: &'a str,
    message: String,
}

#[derive(Serialize)]
struct OpenKeys<'a> {
    sheet: &'a str,
    cell: Address,
    field: &'a str,
    label: &'a str,
    required: bool,
}

#[derive(Serialize)]
struct GivenKeys<'a> {
    sheet: &'a str,
    cell: Address,
    field: &'a str,
    label: &'a str,
    old: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
}

/// One document: `{"version", "department", "old", "new", "carried", "left": [{"sheet", "cell", "field", "label", "value",
/// "reason", "message"}], "open": [{"sheet", "cell", "field", "label", "required"}], "given": [{…, "old", "new"}],
/// "notes"}`.
///
/// # Errors
/// None in practice: everything in it can be written as JSON.
pub fn render(report: &Report, language: Language) -> serde_json::Result<String> {
    let left = report.left.iter().map(|left| LeftKeys {
        sheet: &left.sheet,
        cell: left.cell,
        field: left.field.as_deref(),
        label: &left.label,
        value: &left.value,
        reason: left.why.id(),
        message: left.why.text().get(language).to_owned(),
    });
    let open = report.open.iter().map(|open| OpenKeys {
        sheet: &open.sheet,
        cell: open.cell,
        field: &open.field,
        label: &open.label,
        required: open.required,
    });
    let given = report.given.iter().map(|given| GivenKeys {
        sheet: &given.sheet,
        cell: given.cell,
        field: &given.field,
        label: &given.label,
        old: &given.old,
        new: given.new.as_deref(),
    });
    serde_json::to_string_pretty(&Document {
        version: VERSION,
        department: DepartmentKeys {
            code: &report.code,
            name: &report.department,
        },
        old: (&report.old).into(),
        new: (&report.new).into(),
        carried: report.carried,
        left: left.collect(),
        open: open.collect(),
        given: given.collect(),
        notes: report.notes.iter().map(|note| note.get(language)).collect(),
    })
}
