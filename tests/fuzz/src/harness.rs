//! One function for each target: bytes in, and whatever they make go wrong is a panic.

use std::io::{Cursor, Read, Write};
use std::sync::{Arc, OnceLock};

use annex::annotate;
use annex::book::read::{Damage, ReadError, format, read};
use annex::book::write::write;
use annex::book::{Book, CellValue, Format};
use annex::check::{self, Options};
use annex::form::{self, Form, Kind, Spec, resolve};
use annex::formula::{parse_excel, parse_template, print, print_template};
use annex::generate::{self, Entries};
use annex::report::full;
use annex::template::{Pack, Source};
use annex::text::Language;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

#[path = "word.rs"]
mod word;

pub use word::word;

/// The files of the smallest pack there is.
const FILES: [(&str, &str); 3] = [
    ("pack.toml", include_str!("../../mistakes/pack/pack.toml")),
    ("one.toml", include_str!("../../mistakes/pack/one.toml")),
    ("item.toml", include_str!("../../mistakes/pack/item.toml")),
];
/// Before each file of a pack in the input of `template`: `=== one.toml`.
const FILE: &str = "=== ";

/// The name of a target, and what it does with its input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 5] = [
    ("workbook", workbook),
    ("part", part),
    ("template", template),
    ("formula", formula),
    ("word", word),
];

fn files() -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source {
        file: (*name).to_owned(),
        text: (*text).to_owned(),
    };
    FILES.iter().map(source).collect()
}

fn pack() -> &'static Arc<Pack> {
    static PACK: OnceLock<Arc<Pack>> = OnceLock::new();
    PACK.get_or_init(|| form::load(&files()).unwrap_or_else(|found| panic!("{found:?}")))
}

/// A form with something in every input.
fn filled(form: &Form) -> Entries {
    let inputs = form.fields.iter().enumerate();
    inputs
        .filter(|(_, field)| field.kind == Kind::Input)
        .map(|(index, _)| match index % 3 {
            0 => (index, CellValue::Number(12.into())),
            1 => (index, CellValue::Text("无".to_owned())),
            _ => (index, CellValue::Text("≥12.5万元".to_owned())),
        })
        .collect()
}

fn spec(pack: &Pack) -> Spec {
    Spec {
        year: pack.year,
        department: "单位".to_owned(),
        code: "1".to_owned(),
        ..Spec::default()
    }
}

fn form() -> Form {
    resolve(pack(), &spec(pack())).unwrap_or_else(|found| panic!("{found:?}"))
}

/// A filled form of the smallest pack.
pub fn filled_form() -> Book {
    let form = form();
    generate::workbook(&form, &filled(&form))
}

/// The parts of a filled form, by name.
pub fn parts() -> &'static [(String, Vec<u8>)] {
    static PARTS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let bytes = write(&filled_form()).expect("a form of the pack can be written");
        unpacked(&bytes).expect("what was written can be opened")
    })
}

fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).ok()?;
            let name = part.name().ok()?.to_string();
            let mut content = Vec::new();
            part.read_to_end(&mut content).ok()?;
            Some((name, content))
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(name.as_str(), stored).ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// A workbook as it comes back: read, recognised, checked, told of and annotated.
pub fn workbook(bytes: &[u8]) {
    // The others are read by calamine, in a process of their own.
    if format(bytes) != Ok(Format::Xlsx) {
        return;
    }
    let found = read(bytes);
    let gave_up = matches!(
        &found,
        Err(ReadError::Damaged { damage: Damage::Contradiction(why), .. }) if why == "the reader gave up"
    );
    assert!(!gave_up, "the reader panicked");
    let packs = [Arc::clone(pack())];
    let file = check::open("file.xlsx", found, &packs, &Options::default());
    let files = std::slice::from_ref(&file);
    assert!(!full::render(files, Language::English).unwrap().is_empty());
    if let Some(content) = &file.content {
        let book = annotate::workbook(content, &file.findings, Language::Chinese);
        let bytes = write(&book).unwrap_or_else(|why| panic!("the annotated workbook: {why}"));
        assert!(
            read(&bytes).is_ok(),
            "the annotated workbook cannot be read"
        );
    }
}

/// A filled form in which one part is replaced: the first byte says which, `a` for the first one.
pub fn part(bytes: &[u8]) {
    let Some((&which, content)) = bytes.split_first() else {
        return;
    };
    let mut parts = parts().to_vec();
    let which = usize::from(which.wrapping_sub(b'a')) % parts.len();
    parts[which].1 = content.to_vec();
    if let Some(bytes) = packed(&parts) {
        workbook(&bytes);
    }
}

/// The files of a pack, each after a line with its name; those that are not there are the smallest pack's.
pub fn template(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut files = files();
    let after_names = format!("\n{text}");
    for part in after_names.split(&format!("\n{FILE}")).skip(1) {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        match files.iter_mut().find(|file| file.file == name) {
            Some(file) => text.clone_into(&mut file.text),
            None => files.push(Source {
                file: name.to_owned(),
                text: text.to_owned(),
            }),
        }
    }
    let Ok(pack) = form::load(&files) else {
        return;
    };
    // What annex finds nothing wrong with it can lay out and write.
    let form = resolve(&pack, &spec(&pack)).unwrap_or_else(|found| panic!("{found:?}"));
    let book = generate::workbook(&form, &filled(&form));
    write(&book).unwrap_or_else(|why| panic!("the form: {why}"));
}

/// A formula in Excel's language and in that of packs: what is printed of it reads as the same.
pub fn formula(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(expr) = parse_excel(text).expr {
        let printed = print(&expr, &mut ToString::to_string);
        let again = parse_excel(&printed).expr;
        assert!(
            again.is_some_and(|again| again.same_as(&expr)),
            "{text:?} is printed as {printed:?}"
        );
    }
    if let Some(expr) = parse_template(text).expr {
        let printed = print_template(&expr);
        let again = parse_template(&printed).expr;
        assert!(
            again.is_some_and(|again| again.same_as(&expr)),
            "{text:?} is printed as {printed:?}"
        );
    }
}

/// Inputs to begin with, by target: the parts of a form, the form itself, the files of the pack, their formulas, and forms as Word
/// documents.
pub fn seeds() -> Vec<(&'static str, String, Vec<u8>)> {
    let mut seeds = word::seeds();
    for (which, (name, content)) in (b'a'..).zip(parts()) {
        let bytes = [&[which], content.as_slice()].concat();
        seeds.push(("part", name.replace('/', "-"), bytes));
    }
    seeds.extend(packed(parts()).map(|bytes| ("workbook", "form.xlsx".to_owned(), bytes)));
    for (name, text) in FILES {
        let bytes = format!("{FILE}{name}\n{text}").into_bytes();
        seeds.push(("template", name.to_owned(), bytes));
    }
    let all = form();
    let formulas = all.fields.iter().filter_map(|field| {
        let formula = field.formula.as_ref()?;
        Some((field.id.clone(), all.excel(formula, field.sheet)))
    });
    seeds.extend(formulas.map(|(id, text)| ("formula", id, text.into_bytes())));
    seeds
}
