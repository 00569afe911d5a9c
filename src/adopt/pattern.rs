//! A form as small as it can be, as the pattern that what came back is held against.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use similar::{ChangeTag, TextDiff};

use crate::address::Area;
use crate::adopt::printed::Report;
use crate::align::{bare, is_numbered, likeness, written};
use crate::form::{self, Form, Kind, Spec};
use crate::template::{FieldType, Mistake, Pack};

/// From this likeness on, a title is taken for a retyped one.
pub(super) const TITLE: f32 = 0.75;
/// The title of a sheet stands in one of its first rows.
pub(super) const TITLE_ROWS: u32 = 10;
/// A longer line is no title.
const LONGEST_TITLE: usize = 60;
/// The mark of a column has so many characters at most, its brackets not counted: `(B/A)`.
const LONGEST_MARK: usize = 7;

/// What the figures below a heading are in, as it stands in brackets behind it.
const UNITS: [&str; 9] = [
    "万元", "千元", "百元", "亿元", "元", "分值", "分制", "分", "％",
];

/// The form of a pack with one of each repeating sheet and row.
pub(super) struct Pattern {
    pub(super) form: Form,
    pub(super) sheets: Vec<Sheet>,
    /// The lines of all printed texts, as they are compared.
    pub(super) lines: BTreeSet<String>,
    /// What the report prints itself.
    pub(super) report: Report,
}

/// A sheet of the pattern.
pub(super) struct Sheet {
    /// Its title, as it is compared.
    pub(super) title: String,
    pub(super) printed: Vec<Printed>,
    /// The printed texts by what they say.
    pub(super) by_text: HashMap<String, Vec<usize>>,
    /// What else stands for a printed text, and which one that is, both as they are compared.
    synonyms: HashMap<String, String>,
    /// What else stands for a printed text beside the other labels of its row, by that text.
    in_row: HashMap<String, BTreeSet<String>>,
    /// The rows in which fields stand: a label in one of them is that of its row, and never the heading of a column.
    pub(super) entered: BTreeSet<u32>,
    pub(super) sections: Vec<Section>,
}

/// A printed text of a sheet.
pub(super) struct Printed {
    pub(super) area: Area,
    pub(super) text: String,
    pub(super) written: String,
    /// Whether it runs over the whole width: the title of what follows, and no column's.
    pub(super) wide: bool,
    /// Whether the name of the department is part of it.
    pub(super) names_department: bool,
}

/// A long text that is written under headings, as the sections of a report are.
pub(super) struct Section {
    pub(super) field: usize,
    /// The printed texts above it: any of them begins it.
    pub(super) headings: Vec<usize>,
    /// Those that tell what to write: no part of the text.
    pub(super) hints: Vec<usize>,
}

impl Pattern {
    /// Lays the pattern of a pack out for a year.
    pub(super) fn of(pack: &Arc<Pack>, year: u16) -> Result<Pattern, Vec<Mistake>> {
        let lay_out = |department: &str| {
            let mut spec = Spec {
                year,
                department: department.to_owned(),
                ..Spec::default()
            };
            for sheet in &pack.sheets {
                let id = match &sheet.repeat {
                    Some(_) => {
                        spec.sheets.insert(sheet.id.clone(), 1);
                        format!("{}.1", sheet.id)
                    }
                    None => sheet.id.clone(),
                };
                for block in sheet.blocks.keys() {
                    spec.rows.insert(format!("{id}.{block}"), 1);
                }
            }
            form::resolve(pack, &spec)
        };
        let form = lay_out("")?;
        let named = lay_out("某")?;
        let sheets: Vec<Sheet> = (0..form.sheets.len())
            .map(|sheet| Sheet::of(&form, &named, sheet))
            .collect();
        let texts = sheets.iter().flat_map(|sheet| &sheet.printed);
        let lines = texts.flat_map(|printed| printed.text.lines().map(written));
        let mut lines: BTreeSet<String> = lines.collect();
        lines.extend(sheets.iter().map(|sheet| sheet.title.clone()));
        lines.remove("");
        Ok(Pattern {
            report: Report::of(&form),
            form,
            sheets,
            lines,
        })
    }

    /// What a field is under, whichever sheet and row of its kind it becomes: where to put the two numbers.
    pub(super) fn id(&self, field: usize, index: u32, row: u32) -> String {
        let field = &self.form.fields[field];
        let laid = &self.form.sheets[field.sheet];
        let local = field.id.strip_prefix(&format!("{}.", laid.id));
        let local = local.unwrap_or(&field.id);
        let sheet = match laid.index {
            Some(_) => format!("{}.{index}", self.form.sheet_template(field.sheet).id),
            None => laid.id.clone(),
        };
        let block = field.row.and_then(|row| self.form.blocks.get(row.block));
        match block.and_then(|block| {
            let tail = local.strip_prefix(&format!("{}.1.", block.local))?;
            Some((block, tail))
        }) {
            Some((block, tail)) => format!("{sheet}.{}.{row}.{tail}", block.local),
            None => format!("{sheet}.{local}"),
        }
    }
}

impl Sheet {
    /// The printed text that a text says, as it is compared: itself, without the mark behind it, or by a synonym of the pack.
    pub(super) fn label(&self, text: &str) -> Option<String> {
        let said = written(text);
        let known = |said: &str| match self.by_text.contains_key(said) {
            true => Some(said.to_owned()),
            false => self.synonyms.get(said).cloned(),
        };
        known(&said).or_else(|| known(unmarked(&said)?))
    }

    /// Whether a text stands for a printed one, as it is compared, where the other labels of its row are.
    pub(super) fn is_in_row(&self, text: &str, label: &str) -> bool {
        let said = written(text);
        let mut forms = [Some(said.as_str()), unmarked(&said)].into_iter().flatten();
        let words = self.in_row.get(label);
        words.is_some_and(|words| forms.any(|said| words.contains(said)))
    }

    /// What a title says besides being that of this sheet, as `2024年度老旧小区改造项目支出绩效自评表` names the project;
    /// nothing for what is no title of it.
    pub(super) fn titled(&self, text: &str) -> Option<String> {
        let plain = |text: &str| -> String {
            let said = bare(text).replace("年度", "");
            said.chars()
                .filter(|c| !"()\"《》:,.-".contains(*c))
                .collect()
        };
        let (said, title) = (plain(text), plain(&self.title));
        if title.is_empty() || said.chars().count() > LONGEST_TITLE {
            return None;
        }
        // A project is named with the word that the title has as well: 改造项目 + 项目支出绩效自评表.
        let shorter = title.replace("项目支出", "项目");
        let longer = title.replace("项目绩效", "项目支出绩效");
        // The name of the department stands in the place of the word: 示例局整体支出绩效自评表.
        let named = title.strip_prefix("部门").map(str::to_owned);
        let titles = [Some(title), Some(shorter), Some(longer), named];
        titles.into_iter().flatten().find_map(|title| {
            let rest = said
                .strip_suffix(&title)
                .or_else(|| said.strip_prefix(&title))?;
            Some(rest.to_owned())
        })
    }

    /// What a text says besides that is so much like the title of this sheet that the sheet is known by it; nothing for what
    /// is not.
    pub(super) fn like_title(&self, text: &str) -> Option<String> {
        let said = bare(text);
        if likeness(&said, &self.title) < TITLE {
            return None;
        }
        let changes = TextDiff::from_chars(&self.title, &said);
        let added = changes.iter_all_changes();
        let added = added.filter(|change| change.tag() == ChangeTag::Insert);
        Some(added.map(|change| change.value().to_owned()).collect())
    }

    /// Whether a line stands in a printed text that runs over the whole width.
    pub(super) fn has_line(&self, said: &str) -> bool {
        let wide = self.printed.iter().filter(|printed| printed.wide);
        wide.flat_map(|printed| printed.text.lines())
            .any(|line| written(line) == said)
    }

    fn of(form: &Form, named: &Form, sheet: usize) -> Sheet {
        let laid = &form.sheets[sheet];
        let heading = laid.heading_area(&form.pack);
        let printed: Vec<Printed> = laid
            .labels
            .iter()
            .zip(&named.sheets[sheet].labels)
            .filter(|(label, _)| !written(&label.text).is_empty())
            .map(|(label, named)| Printed {
                area: label.area,
                text: label.text.clone(),
                written: written(&label.text),
                wide: label.area.first.column == heading.first.column
                    && label.area.last.column >= heading.last.column,
                names_department: label.text != named.text,
            })
            .collect();
        let mut by_text: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, label) in printed.iter().enumerate() {
            by_text
                .entry(label.written.clone())
                .or_default()
                .push(index);
        }
        let sections = sections(form, sheet, &printed);
        let synonyms = synonyms(form, &by_text);
        let areas = laid.fields.iter().map(|&field| form.fields[field].area);
        let entered = areas.flat_map(|area| area.first.row..=area.last.row);
        let words = form.words();
        let in_row = form.pack.synonyms.iter().map(|synonym| {
            let label = written(&words.fill(&synonym.label.value));
            let said = synonym.in_row.iter().map(|word| written(&word.value));
            (label, said.collect())
        });
        Sheet {
            synonyms,
            in_row: in_row.collect(),
            entered: entered.collect(),
            title: bare(&laid.heading),
            printed,
            by_text,
            sections,
        }
    }
}

/// A label without the mark behind it by which others refer to its column, or what its figures are in: `执行数（B）`,
/// `分值（4）`, `分值（100分）`, `执行数（单位：万元）`.
fn unmarked(said: &str) -> Option<&str> {
    let (label, mark) = said.strip_suffix(')')?.rsplit_once('(')?;
    let mark = mark.strip_prefix("单位:").unwrap_or(mark);
    let mark = mark.strip_prefix("满分").unwrap_or(mark);
    let unit = UNITS.iter().find_map(|unit| mark.strip_suffix(unit));
    let mark = unit.unwrap_or(mark);
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "+-*/÷×=%.,".contains(c);
    let is_mark = mark.chars().count() <= LONGEST_MARK
        && mark
            .chars()
            .all(|c| is_sign(c) || "一二三四五六七八九十".contains(c));
    (is_mark && !label.is_empty()).then_some(label)
}

/// What stands for a printed text of a sheet: the synonyms of the pack, and each text without its mark.
fn synonyms(form: &Form, by_text: &HashMap<String, Vec<usize>>) -> HashMap<String, String> {
    let words = form.words();
    let mut synonyms: HashMap<String, String> = HashMap::new();
    let listed = form.pack.synonyms.iter().flat_map(|synonym| {
        let label = written(&words.fill(&synonym.label.value));
        let also = synonym.also.iter();
        also.map(move |also| (written(&also.value), label.clone()))
    });
    let mut texts: Vec<&String> = by_text.keys().collect();
    texts.sort();
    let bare = texts
        .into_iter()
        .filter_map(|text| Some((unmarked(text)?.to_owned(), text.clone())));
    for (word, label) in listed.chain(bare) {
        if by_text.contains_key(&label) && !by_text.contains_key(&word) {
            synonyms.entry(word).or_insert(label);
        }
    }
    synonyms
}

/// The long texts of a sheet with numbered titles above them.
fn sections(form: &Form, sheet: usize, printed: &[Printed]) -> Vec<Section> {
    let mut inputs: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &field in &form.sheets[sheet].fields {
        if form.fields[field].kind == Kind::Input {
            let row = form.fields[field].cell().row;
            inputs.entry(row).or_default().push(field);
        }
    }
    let mut sections = Vec::new();
    let mut above = 0;
    for (row, fields) in inputs {
        let wide = |numbered: bool| {
            (0..printed.len())
                .filter(|&label| {
                    let Printed { area, wide, .. } = &printed[label];
                    *wide
                        && (above..row).contains(&area.first.row)
                        && is_numbered(&printed[label].text) == numbered
                })
                .collect::<Vec<usize>>()
        };
        if let [field] = fields.as_slice()
            && form.template(&form.fields[*field]).kind == FieldType::LongText
            && let headings = wide(true)
            && !headings.is_empty()
        {
            sections.push(Section {
                field: *field,
                headings,
                hints: wide(false),
            });
        }
        above = row;
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_with_a_unit_points_or_a_letter_are_no_part_of_a_heading() {
        for (heading, label) in [
            ("执行数(B)", Some("执行数")),
            ("分值(4)", Some("分值")),
            ("分值(100分)", Some("分值")),
            ("分值(满分10分)", Some("分值")),
            ("执行数(万元)", Some("执行数")),
            ("执行数(单位:万元)", Some("执行数")),
            ("执行率(%)", Some("执行率")),
            ("得分(百分制)", None),
            ("主管部门(单位)", None),
            ("全年预算数(调整后)", None),
            ("执行数", None),
        ] {
            assert_eq!(unmarked(heading), label, "{heading}");
        }
    }
}
