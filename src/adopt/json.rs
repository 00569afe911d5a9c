//! What became of returns as JSON, for other programs.

use serde::Serialize;

use crate::address::Address;
use crate::adopt::{Place, Read, Report};
use crate::text::Language;
use crate::typed::Reading;

/// The version of this JSON; raised when a key changes its meaning.
const VERSION: &str = "1";

#[derive(Serialize)]
struct Document<'a> {
    version: &'a str,
    files: Vec<FileKeys<'a>>,
}

#[derive(Serialize)]
struct FileKeys<'a> {
    file: &'a str,
    output: &'a str,
    department: &'a str,
    code: &'a str,
    pack: &'a str,
    year: u16,
    year_known: bool,
    sheets: Vec<SheetKeys<'a>>,
    missing: &'a [String],
    taken: Vec<TakenKeys<'a>>,
    shifted: Vec<ShiftedKeys<'a>>,
    left: Vec<LeftKeys<'a>>,
}

#[derive(Serialize)]
struct SheetKeys<'a> {
    sheet: &'a str,
    place: PlaceKeys<'a>,
    likeness: f32,
    blank: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PlaceKeys<'a> {
    Paragraph {
        paragraph: u32,
    },
    Table {
        table: u32,
        row: u32,
        cell: u32,
    },
    Cell {
        sheet: &'a str,
        cell: Address,
    },
    In {
        of: &'a str,
        place: Box<PlaceKeys<'a>>,
    },
}

impl<'a> From<&'a Place> for PlaceKeys<'a> {
    fn from(place: &'a Place) -> PlaceKeys<'a> {
        match place {
            Place::Paragraph(paragraph) => PlaceKeys::Paragraph {
                paragraph: *paragraph,
            },
            Place::In { file, place } => PlaceKeys::In {
                of: file,
                place: Box::new(PlaceKeys::from(place.as_ref())),
            },
            Place::Table { table, row, cell } => PlaceKeys::Table {
                table: *table,
                row: *row,
                cell: *cell,
            },
            Place::Cell { sheet, cell } => PlaceKeys::Cell { sheet, cell: *cell },
        }
    }
}

#[derive(Serialize)]
struct TakenKeys<'a> {
    place: PlaceKeys<'a>,
    said: &'a str,
    likeness: f32,
    field: &'a str,
    label: &'a str,
    sheet: &'a str,
    cell: Address,
    value: &'a str,
    read: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    apart: Vec<ApartKeys<'a>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

#[derive(Serialize)]
struct ApartKeys<'a> {
    field: &'a str,
    cell: Address,
    value: &'a str,
}

#[derive(Serialize)]
struct ShiftedKeys<'a> {
    place: PlaceKeys<'a>,
    sheet: &'a str,
    cell: Address,
    value: &'a str,
}

#[derive(Serialize)]
struct LeftKeys<'a> {
    place: PlaceKeys<'a>,
    value: &'a str,
    reason: &'a str,
    message: String,
}

/// The word for what was made of a value.
fn read(read: &Read) -> &'static str {
    match read {
        Read::Entered(Reading::Converted(_)) => "converted",
        Read::Entered(Reading::Asked(_)) => "asked",
        Read::Entered(Reading::WrongType | Reading::Error) => "wrong-type",
        Read::Entered(_) => "entered",
        Read::Declared { agrees: true, .. } => "agrees",
        Read::Declared { .. } => "differs",
    }
}

/// One document: `{"version", "files": [{"file", "output", "department", "code", "pack", "year", "year_known", "sheets",
/// "missing", "taken", "shifted", "left"}]}`. A place is `{"paragraph"}`, `{"table", "row", "cell"}` counted from one, or
/// `{"sheet", "cell"}`. `read` is `entered`, `converted`, `asked`, `wrong-type`, `agrees` or `differs`;
/// `apart` is there for a target that was split.
///
/// # Errors
/// None in practice: everything in it can be written as JSON.
pub fn render(
    files: &[(String, String, &Report)],
    language: Language,
) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Document {
        version: VERSION,
        files: files
            .iter()
            .map(|(file, output, report)| keys(file, output, report, language))
            .collect(),
    })
}

fn keys<'a>(
    file: &'a str,
    output: &'a str,
    report: &'a Report,
    language: Language,
) -> FileKeys<'a> {
    FileKeys {
        file,
        output,
        department: &report.department,
        code: &report.code,
        pack: &report.pack,
        year: report.year,
        year_known: report.year_known,
        sheets: report
            .sheets
            .iter()
            .map(|found| SheetKeys {
                sheet: &found.sheet,
                place: (&found.place).into(),
                likeness: rounded(found.known.likeness()),
                blank: found.blank,
            })
            .collect(),
        missing: &report.missing,
        taken: report
            .taken
            .iter()
            .map(|taken| TakenKeys {
                place: (&taken.place).into(),
                said: &taken.said,
                likeness: rounded(taken.likeness),
                field: &taken.field,
                label: &taken.label,
                sheet: &taken.sheet,
                cell: taken.cell,
                value: &taken.value,
                read: read(&taken.read),
                computed: match &taken.read {
                    Read::Declared { computed, .. } => Some(computed),
                    Read::Entered(_) => None,
                },
                apart: taken
                    .apart
                    .iter()
                    .map(|part| ApartKeys {
                        field: &part.field,
                        cell: part.cell,
                        value: &part.value,
                    })
                    .collect(),
                message: taken.text().get(language).to_owned(),
            })
            .collect(),
        shifted: report
            .shifted
            .iter()
            .map(|row| ShiftedKeys {
                place: (&row.place).into(),
                sheet: &row.sheet,
                cell: row.cell,
                value: &row.value,
            })
            .collect(),
        left: report
            .left
            .iter()
            .map(|left| LeftKeys {
                place: (&left.place).into(),
                value: &left.value,
                reason: left.why.id(),
                message: left.why.text().get(language).to_owned(),
            })
            .collect(),
    }
}

/// Two decimals are enough for a likeness, and what is only like another is never 1.
fn rounded(likeness: f32) -> f32 {
    (likeness * 100.0).floor() / 100.0
}
