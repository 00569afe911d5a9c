//! What is wrong with a pack, once its names are resolved.

use std::sync::Arc;

use crate::form::{Form, Spec, resolve};
use crate::template::source::Located;
use crate::template::{Mistake, Mistakes, Origin, Pack, SheetTemplate, Source, parse_recoverable};
use crate::text::Text;

mod formulas;
mod guide;
mod limits;
mod weights;

use formulas::{formulas, scorings};
use limits::limits;
use weights::weights;

/// A pack from its files.
///
/// # Errors
/// All mistakes of the pack in one go, in the order of files, lines and columns.
pub fn load(files: &[Source]) -> Result<Arc<Pack>, Vec<Mistake>> {
    let (pack, mut mistakes) = parse_recoverable(files);
    let pack = pack.map(Arc::new);
    mistakes.extend(pack.as_ref().map(check).unwrap_or_default());
    mistakes.sort();
    mistakes.dedup();
    match pack {
        Some(pack) if mistakes.is_empty() => Ok(pack),
        _ => Err(mistakes),
    }
}

/// Everything that is wrong with a pack whose files could be read, in the order of files, lines and columns.
pub fn check(pack: &Arc<Pack>) -> Vec<Mistake> {
    let mistakes = Mistakes::default();
    for sheet in &pack.sheets {
        texts(pack, sheet, &mistakes);
        limits(sheet, &mistakes);
        weights(sheet, &mistakes);
        repeats(sheet, &mistakes);
    }
    unique_ids(pack, &mistakes);
    guide::texts(pack, &mistakes);
    scorings(pack, &mistakes);
    let spec = Spec {
        year: pack.year,
        code: "000".to_owned(),
        department: "单位".to_owned(),
        ..Spec::default()
    };
    let mut found = match resolve(pack, &spec) {
        Ok(form) => {
            formulas(&form, &mistakes);
            guide::names(&form, &mistakes);
            summary(&form, &mistakes);
            mistakes.sorted()
        }
        Err(unresolved) => {
            let mut all = mistakes.sorted();
            all.extend(unresolved);
            all
        }
    };
    found.sort();
    found.dedup();
    found
}

fn origin(sheet: &SheetTemplate) -> Origin {
    Origin {
        file: sheet.file.clone(),
        line: 1,
        column: 1,
    }
}

fn texts(pack: &Pack, sheet: &SheetTemplate, mistakes: &Mistakes) {
    let spec = Spec {
        year: pack.year,
        ..Spec::default()
    };
    let words = super::resolve::placeholders(pack, &spec, sheet, sheet.repeat.as_ref().map(|_| 1));
    let check = |text: &str, origin: &Origin| {
        for word in words.unknown(text) {
            mistakes.add(
                "T011",
                origin.clone(),
                Text::new(format!("不认识的占位符“{{{word}}}”"), format!("unknown placeholder '{{{word}}}'")),
                Text::new(
                    "可用：{year}、{year-1}、{unit}、{department}、{code}、{index} 和各权重组的名称。",
                    "Known: {year}, {year-1}, {unit}, {department}, {code}, {index} and the ids of weight groups.",
                ),
            );
        }
    };
    check(&sheet.heading, &origin(sheet));
    check(&sheet.name, &origin(sheet));
    for region in &sheet.layout.regions {
        if let crate::template::Content::Label(text) = &region.content {
            check(text, &region.origin);
        }
    }
    for field in &sheet.fields {
        check(&field.label, &field.origin);
        check(
            field.column_label.as_deref().unwrap_or_default(),
            &field.origin,
        );
        check(field.value.as_deref().unwrap_or_default(), &field.origin);
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
            Text::new(
                "roster 写接收名单中名称的字段。",
                "'roster' names the field that takes the name from the roster.",
            ),
        );
    }
    if repeat.max > 1 && !sheet.name.contains("{index}") {
        mistakes.add(
            "T018",
            origin(sheet),
            Text::new(
                format!("会重复的表“{}”的 name 里没有 {{index}}，各张会重名", sheet.id),
                format!("the name of the repeating sheet '{}' has no {{index}}: all would have the same", sheet.id),
            ),
            Text::new("请在 name 里写上 {index}，如“附件3-{index}”。", "Write {index} into 'name', as in 附件3-{index}."),
        );
    }
}

fn unique_ids(pack: &Pack, mistakes: &Mistakes) {
    for (index, sheet) in pack.sheets.iter().enumerate() {
        let valid = sheet
            .id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_')
            && sheet.id.starts_with(|c: char| c.is_ascii_alphabetic());
        if !valid {
            bad_id(&sheet.id, &origin(sheet), mistakes);
        }
        if pack.sheets[..index]
            .iter()
            .any(|other| other.id == sheet.id || other.name == sheet.name)
        {
            mistakes.add(
                "T018",
                origin(sheet),
                Text::new(
                    format!("表“{}”的 id 或 name 与别的表相同", sheet.id),
                    format!(
                        "the id or the name of the sheet '{}' is that of another",
                        sheet.id
                    ),
                ),
                Text::new(
                    "每张表要有自己的 id 和 name。",
                    "Give every sheet an id and a name of its own.",
                ),
            );
        }
        for field in &sheet.fields {
            let segment = |part: &str| {
                part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            };
            if !field.id.split('.').all(segment) {
                bad_id(&field.id, &field.origin, mistakes);
            }
        }
    }
}

fn bad_id(id: &str, origin: &Origin, mistakes: &Mistakes) {
    mistakes.add(
        "T005",
        origin.clone(),
        Text::new(format!("“{id}”不能作名称"), format!("'{id}' cannot be an id")),
        Text::new("名称由英文字母、数字和下划线组成，以字母开头，各段用点隔开。", "Ids are made of letters, digits and _, begin with a letter, and have points between their parts."),
    );
}

fn summary(form: &Form, mistakes: &Mistakes) {
    let pack = &form.pack;
    let unknown = |located: &Located<String>| {
        mistakes.add(
            "T013",
            located.origin.clone(),
            Text::new(
                format!("没有名为“{}”的字段或表", located.value),
                format!("there is no field or sheet '{}'", located.value),
            ),
            Text::new(
                "请写完整的名称，如 overall.total.score。",
                "Write the full id, such as overall.total.score.",
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
        unknown(&column.value);
    }
    if let Some(grade) = pack.summary.grade.as_ref().filter(|grade| !single(grade)) {
        unknown(grade);
    }
    let is_sheet = |id: &str| pack.sheets.iter().any(|sheet| sheet.id == id);
    for sheet in pack
        .summary
        .sums
        .iter()
        .filter(|sheet| !is_sheet(&sheet.value))
    {
        unknown(sheet);
    }
    let Some(project) = &pack.summary.project_sheet else {
        return;
    };
    let Some(sheet) = pack.sheets.iter().find(|sheet| sheet.id == project.value) else {
        unknown(project);
        return;
    };
    for column in pack
        .summary
        .project_columns
        .iter()
        .filter(|column| sheet.field(&column.value).is_none())
    {
        unknown(column);
    }
}
