//! A workbook for looking at a pack: the blank form as departments would get it, with a note on every field.
//!
//! It says 样张 wherever somebody might take it for a form, and its identity is that of none, so that it is never taken as
//! a return.

use std::sync::Arc;

use crate::address::Address;
use crate::book::{Book, Note};
use crate::form::{Field, Form, Spec, resolve};
use crate::generate::{self, Entries};
use crate::identity;
use crate::number::Number;
use crate::template::{FieldTemplate, Mistake, Pack, Required};
use crate::text::{Language, Text};

mod list;

/// What stands in place of the department's name, and on the first tab.
const SAMPLE: &str = "样张";
/// Half-width characters that fit into a line of a note.
const NOTE_COLUMNS: f64 = 44.0;
/// Width of a note in pixels.
const NOTE_WIDTH: u32 = 320;
/// Height of a line of a note in pixels.
const NOTE_LINE: usize = 18;
/// The colour of the tabs that are no part of the form.
const TAB: u32 = 0x0080_8080;

/// Builds the sample of a pack, with notes in one language.
///
/// # Errors
/// The mistakes of a pack that cannot be laid out; one that [`crate::form::load`] took has none.
pub fn workbook(pack: &Arc<Pack>, language: Language) -> Result<Book, Vec<Mistake>> {
    let spec = Spec {
        year: pack.year,
        department: SAMPLE.to_owned(),
        ..Spec::default()
    };
    let form = resolve(pack, &spec)?;
    let mut book = generate::workbook(&form, &Entries::new());
    book.title = format!("{SAMPLE}：{}", form.title());
    book.sheets.retain(|sheet| sheet.name != identity::SHEET);
    for (index, field) in form.fields.iter().enumerate() {
        let laid = &form.sheets[field.sheet];
        let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == laid.name);
        if let Some(sheet) = sheet.filter(|_| stands_first(field)) {
            sheet
                .notes
                .insert(field.cell(), note(&form, index, language));
        }
    }
    book.sheets.insert(0, list::cover(&form, language));
    for name in &mut book.names {
        name.sheet += 1;
    }
    book.sheets.push(list::fields(&form, language));
    book.sheets.push(identity::sample_sheet());
    Ok(book)
}

/// Of repeating rows only the first is described.
fn stands_first(field: &Field) -> bool {
    field.row.is_none_or(|row| row.row == 0)
}

fn note(form: &Form, index: usize, language: Language) -> Note {
    let field = &form.fields[index];
    let template = form.template(field);
    let mut lines = vec![field.id.clone()];
    lines.extend(facts(form, index).into_iter().map(|(word, said)| {
        let colon = Text::new("：", ": ");
        format!("{}{}{said}", word.get(language), colon.get(language))
    }));
    lines.push(format!("{}:{}", template.origin.file, template.origin.line));
    let text = lines.join("\n");
    let height = (generate::lines(&text, NOTE_COLUMNS) + 1) * NOTE_LINE;
    Note {
        author: "annex".to_owned(),
        text,
        width: NOTE_WIDTH,
        height: u32::try_from(height).unwrap_or(u32::MAX).min(900),
    }
}

/// What a field is, as far as its description says: each with a word for it.
fn facts(form: &Form, index: usize) -> Vec<(Text, String)> {
    let field = &form.fields[index];
    let template = form.template(field);
    let mut facts = vec![(Text::new("类型", "type"), template.kind.id().to_owned())];
    let mut add = |zh: &str, en: &str, said: Option<String>| {
        if let Some(said) = said.filter(|said| !said.is_empty()) {
            facts.push((Text::new(zh, en), said));
        }
    };
    add("必填", "required", required(template));
    let formula = template.formula.as_ref();
    add(
        "公式",
        "formula",
        formula.map(|formula| formula.text.clone()),
    );
    let excel = field.formula.as_ref();
    add(
        "Excel 公式",
        "in Excel",
        excel.map(|formula| format!("={}", form.excel(formula, field.sheet))),
    );
    let other = template.same_as.as_ref();
    add("同哪一格", "same_as", other.map(|other| other.text.clone()));
    add(
        "在纸上签字",
        "on_paper",
        template.on_paper.then(|| "true".to_owned()),
    );
    add("给定值", "value", field.value.clone());
    add("选项", "choices", Some(template.choices.join("、")));
    add(
        "备选文字",
        "suggestions",
        Some(template.suggestions.join("、")),
    );
    add("可填文字", "or_text", Some(template.or_text.join("、")));
    add(
        "不算回答",
        "not_an_answer",
        Some(template.not_an_answer.join("、")),
    );
    let (min, max) = form.bounds(template);
    let bound =
        |bound: Option<Number>| bound.map_or_else(|| "…".to_owned(), |number| number.to_string());
    let range = format!("{} – {}", bound(min), bound(max));
    let is_bounded = template.formula.is_none() && (min.is_some() || max.is_some());
    add("范围", "bounds", is_bounded.then_some(range));
    add(
        "格式",
        "format",
        Some(generate::number_format(&form.pack, template)),
    );
    add("提示", "help", template.help.clone());
    let block = field.row.and_then(|row| form.block_template(row.block));
    add(
        "重复行",
        "rows",
        block.map(|block| {
            format!(
                "{}, min {}, print {}, max {}",
                block.label, block.min, block.print, block.max
            )
        }),
    );
    facts
}

fn required(template: &FieldTemplate) -> Option<String> {
    match &template.required {
        Required::Never => None,
        Required::Always => Some("true".to_owned()),
        Required::When(formula) => Some(formula.text.clone()),
    }
}

/// The cell of a field as a link: its sheet and itself.
fn link(form: &Form, field: &Field) -> Option<(String, Address)> {
    Some((form.sheets[field.sheet].name.clone(), field.cell()))
}
