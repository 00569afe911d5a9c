//! What is wrong with a pack, once its names are resolved.

use std::sync::Arc;

use crate::form::names::{self, did_you_mean};
use crate::form::resolve::as_far_as_possible;
use crate::form::{Form, Spec};
use crate::template::mistake::own;
use crate::template::source::Located;
use crate::template::{
    FieldType, Mistake, Mistakes, Origin, Pack, Placeholders, SheetTemplate, Source, read,
};
use crate::text::Text;

mod compared;
mod formulas;
mod guide;
mod ids;
mod limits;
mod narrative;
mod renames;
mod report;
mod shown;
mod synonyms;
mod tabs;
mod values;
mod weights;

use compared::{compared, doubted};
use formulas::{formulas, scorings};
use narrative::narrative;
use renames::renames;
use report::report;
use synonyms::{departments, synonyms};
use weights::weights;

/// A pack from its files.
///
/// # Errors
/// All mistakes of the pack in one go, in the order of files, lines and columns.
pub fn load(files: &[Source]) -> Result<Arc<Pack>, Vec<Mistake>> {
    let reading = read(files);
    let pack = reading.pack.map(Arc::new);
    let mut mistakes = reading.mistakes;
    mistakes.extend(pack.as_ref().map(check).unwrap_or_default());
    let mistakes = own(mistakes, &reading.lost);
    match pack {
        Some(pack) if mistakes.is_empty() => Ok(pack),
        _ => Err(mistakes),
    }
}

/// Everything that is wrong with a pack whose files could be read, in the order of files, lines and columns.
pub fn check(pack: &Arc<Pack>) -> Vec<Mistake> {
    let mistakes = Mistakes::default();
    pack_texts(pack, &mistakes);
    for sheet in &pack.sheets {
        texts(pack, sheet, &mistakes);
        limits::limits(pack, sheet, &mistakes);
        values::values(pack, sheet, &mistakes);
        weights(sheet, &mistakes);
        repeats(sheet, &mistakes);
    }
    ids::ids(pack, &mistakes);
    tabs::tabs(pack, &mistakes);
    guide::ids(pack, &mistakes);
    guide::texts(pack, &mistakes);
    renames(pack, &mistakes);
    report(pack, &mistakes);
    narrative(pack, &mistakes);
    compared(pack, &mistakes);
    doubted(pack, &mistakes);
    scorings(pack, &mistakes);
    let spec = Spec {
        year: pack.year,
        code: "000".to_owned(),
        department: "单位".to_owned(),
        ..Spec::default()
    };
    let form = as_far_as_possible(pack, &spec, &mistakes);
    days(&form, &mistakes);
    shown::shown(&form, &mistakes);
    synonyms(&form, &mistakes);
    departments(&form, &mistakes);
    formulas(&form, &mistakes);
    summary(&form, &mistakes);
    mistakes.sorted()
}

/// The first and the last day of dates are days once the year is put in, and stand with the type that has days.
fn days(form: &Form, mistakes: &Mistakes) {
    for (kind, rules) in &form.pack.types {
        let days = [
            ("earliest", &rules.earliest, form.earliest(), "{year}-12-01"),
            ("latest", &rules.latest, form.latest(), "{year+1}-12-31"),
        ];
        for (key, written, day, example) in days {
            let Some(written) = written else {
                continue;
            };
            if *kind == FieldType::Date && day.is_some() {
                continue;
            }
            mistakes.add(
                "T005",
                written.origin.clone(),
                Text::new(
                    format!("{key} “{}”在这里不是日期", written.value),
                    format!("'{key}' '{}' is no day here", written.value),
                ),
                Text::new(
                    format!("写在 [types.date] 里，如 {key} = \"{example}\"。"),
                    format!("It stands in [types.date], as in {key} = \"{example}\"."),
                ),
            );
        }
    }
}

/// The placeholders a sheet knows.
fn of_sheets() -> Text {
    Text::new(
        "可用：{year}、{year-1}、{unit}、{department}、{code}、{index}、重复行的 value 里的 {row} 和各权重组的名称。",
        "Known: {year}, {year-1}, {unit}, {department}, {code}, {index}, {row} in the value of a repeating row, and the ids of weight groups.",
    )
}

/// What is wrong with the placeholders of a text; `known` says which there are.
fn placeholders(
    words: &Placeholders<'_>,
    text: &str,
    origin: &Origin,
    known: &Text,
    mistakes: &Mistakes,
) {
    for word in words.unknown(text) {
        mistakes.add(
            "T011",
            origin.clone(),
            Text::new(
                format!("不认识的占位符“{{{word}}}”"),
                format!("unknown placeholder '{{{word}}}'"),
            ),
            known.clone(),
        );
    }
    let wide = text.find('｛').or_else(|| text.find('｝'));
    let open = text.rfind('{');
    let is_open = open.is_some_and(|open| !text[open..].contains('}'));
    if wide.is_some() || is_open {
        mistakes.add(
            "T011",
            origin.clone(),
            Text::new(
                "占位符的大括号不成对，或用了全角大括号",
                "the braces of a placeholder do not match, or are full-width ones",
            ),
            Text::new(
                "占位符用一对英文大括号，如 {year}。",
                "A placeholder stands between two braces, as in {year}.",
            ),
        );
    }
}

/// The title of the pack stands on every sheet, and knows of no one sheet.
fn pack_texts(pack: &Pack, mistakes: &Mistakes) {
    let words = Placeholders {
        year: pack.year,
        unit: &pack.unit,
        ..Placeholders::default()
    };
    let at = pack.places.at("title");
    placeholders(&words, &pack.title, &at, &of_sheets(), mistakes);
    limits::title(&words.fill(&pack.title), &at, mistakes);
}

fn texts(pack: &Pack, sheet: &SheetTemplate, mistakes: &Mistakes) {
    let spec = Spec {
        year: pack.year,
        ..Spec::default()
    };
    let words = super::resolve::placeholders(pack, &spec, sheet, sheet.repeat.as_ref().map(|_| 1));
    let check =
        |text: &str, origin: &Origin| placeholders(&words, text, origin, &of_sheets(), mistakes);
    check(&sheet.heading, &sheet.places.at("heading"));
    check(&sheet.name, &sheet.places.at("name"));
    for region in &sheet.layout.regions {
        if let crate::template::Content::Label(text) = &region.content {
            check(text, &region.origin);
        }
    }
    for field in &sheet.fields {
        let optional = |text: &'_ Option<String>, key: &str| {
            check(text.as_deref().unwrap_or_default(), &field.places.at(key));
        };
        check(&field.label, &field.places.at("label"));
        optional(&field.column_label, "label");
        optional(&field.help, "help");
        let value = field.value.as_deref().unwrap_or_default();
        match field.block {
            // Only a repeating row has a number.
            Some(_) => check(&value.replace("{row}", ""), &field.places.at("value")),
            None => check(value, &field.places.at("value")),
        }
    }
}

/// A repeating sheet takes its name from a field of its own, and each one has another name on its tab.
fn repeats(sheet: &SheetTemplate, mistakes: &Mistakes) {
    let Some(repeat) = &sheet.repeat else {
        return;
    };
    if let Some(roster) = repeat
        .roster
        .as_ref()
        .filter(|roster| sheet.field(&roster.value).is_none())
    {
        mistakes.add(
            "T013",
            roster.origin.clone(),
            Text::new(
                format!("本表没有名为“{}”的字段", roster.value),
                format!("this sheet has no field '{}'", roster.value),
            ),
            did_you_mean(
                &roster.value,
                sheet.fields.iter().map(|field| field.id.as_str()),
                Text::new(
                    "roster 写接收名单中名称的字段。",
                    "'roster' names the field that takes the name from the roster.",
                ),
            ),
        );
    }
    if repeat.max > 1 && !sheet.name.contains("{index}") {
        mistakes.add(
            "T018",
            sheet.places.at("name"),
            Text::new(
                format!("会重复的表“{}”的 name 里没有 {{index}}，各张会重名", sheet.id),
                format!("the name of the repeating sheet '{}' has no {{index}}: all would have the same", sheet.id),
            ),
            Text::new("请在 name 里写上 {index}，如“附件3-{index}”。", "Write {index} into 'name', as in 附件3-{index}."),
        );
    }
}

fn summary(form: &Form, mistakes: &Mistakes) {
    let pack = &form.pack;
    let known = names::known(form, None);
    let sheets: Vec<&str> = pack.sheets.iter().map(|sheet| sheet.id.as_str()).collect();
    let unknown = |located: &Located<String>, known: &mut dyn Iterator<Item = &str>| {
        mistakes.add(
            "T013",
            located.origin.clone(),
            Text::new(
                format!("没有名为“{}”的字段或表", located.value),
                format!("there is no field or sheet '{}'", located.value),
            ),
            did_you_mean(
                &located.value,
                known,
                Text::new(
                    "请写完整的名称，如 overall.total.score。",
                    "Write the full id, such as overall.total.score.",
                ),
            ),
        );
    };
    let single = |located: &Located<String>| form.field(&located.value).is_some();
    for column in pack
        .summary
        .columns
        .iter()
        .filter(|column| !single(&column.value))
    {
        unknown(&column.value, &mut known.iter().map(String::as_str));
    }
    if let Some(grade) = pack.summary.grade.as_ref().filter(|grade| !single(grade)) {
        unknown(grade, &mut known.iter().map(String::as_str));
    }
    let is_sheet = |id: &str| pack.sheets.iter().any(|sheet| sheet.id == id);
    for sheet in pack
        .summary
        .sums
        .iter()
        .filter(|sheet| !is_sheet(&sheet.value))
    {
        unknown(sheet, &mut sheets.iter().copied());
    }
    let Some(project) = &pack.summary.project_sheet else {
        return;
    };
    let Some(sheet) = pack.sheets.iter().find(|sheet| sheet.id == project.value) else {
        unknown(project, &mut sheets.iter().copied());
        return;
    };
    for column in pack
        .summary
        .project_columns
        .iter()
        .filter(|column| sheet.field(&column.value).is_none())
    {
        unknown(
            column,
            &mut sheet.fields.iter().map(|field| field.id.as_str()),
        );
    }
}
