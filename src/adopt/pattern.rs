//! A form as small as it can be, as the pattern that what came back is held against.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::address::Area;
use crate::align::{bare, is_numbered, written};
use crate::form::{self, Form, Kind, Spec};
use crate::template::{FieldType, Mistake, Pack};

/// The form of a pack with one of each repeating sheet and row.
pub(super) struct Pattern {
    pub(super) form: Form,
    pub(super) sheets: Vec<Sheet>,
    /// The lines of all printed texts, as they are compared.
    pub(super) lines: BTreeSet<String>,
}

/// A sheet of the pattern.
pub(super) struct Sheet {
    /// Its title, as it is compared.
    pub(super) title: String,
    pub(super) printed: Vec<Printed>,
    /// The printed texts by what they say.
    pub(super) by_text: HashMap<String, Vec<usize>>,
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
        Sheet {
            title: bare(&laid.heading),
            printed,
            by_text,
            sections,
        }
    }
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
