//! What was read, put together for the form: values by field, and what has no place in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::flow::{Collected, Flow, is_noise};
use crate::adopt::found::Found;
use crate::adopt::lay::{Hit, Laid, lay};
use crate::adopt::material::Spot;
use crate::adopt::measure::split;
use crate::adopt::pattern::{Pattern, TITLE_ROWS};
use crate::adopt::{
    Adoption, Apart, Known, Left, Place, Read, Report, SheetFound, ShiftedRow, Taken, Why,
    computed, written_out,
};
use crate::align::{bare, written};
use crate::book::CellValue;
use crate::form::{Form, Kind};
use crate::formula::Value;
use crate::generate::Entries;
use crate::number::Number;
use crate::template::FieldType;
use crate::typed::{Reading, Step, Wanted};

/// The most characters a cell of Excel holds.
const CELL: usize = 32_767;
/// What stands for the name of the department in a given value.
const DEPARTMENT: &str = "{department}";

/// What was read from a return.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) values: Vec<One>,
    pub(super) left: Vec<(Spot, Why)>,
    /// Where the name of the department stands.
    pub(super) names: Vec<Spot>,
    /// Titles that name somebody or something, and what they name.
    pub(super) titles: Vec<(String, Spot)>,
    /// Lines of the cover that belong to no field.
    pub(super) cover: Vec<Spot>,
    sheets: Vec<Seen>,
    shifted: Vec<(String, Spot)>,
}

/// A value of a field.
#[derive(Debug)]
pub(super) struct One {
    /// The id of the field.
    pub(super) id: String,
    pub(super) said: String,
    pub(super) likeness: f32,
    pub(super) spot: Spot,
}

#[derive(Debug)]
struct Seen {
    /// The id of the sheet; of a repeating one none while nothing stands in it.
    id: Option<String>,
    /// The sheet of the pattern.
    sheet: usize,
    known: Known,
    place: Place,
}

/// Reads what was found for each sheet and each section.
pub(super) fn read(flow: Flow, pattern: &Pattern) -> Values {
    let mut values = Values {
        left: flow.left,
        ..Values::default()
    };
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for collected in &flow.collected {
        values.sheet(collected, pattern, &mut counts);
    }
    for (sheet, spot) in flow.titles {
        if pattern.sheets[sheet].title != bare(&spot.text()) {
            values.titles.extend(
                pattern.sheets[sheet]
                    .titled(&spot.text())
                    .map(|rest| (rest, spot)),
            );
        }
    }
    for section in flow.sections {
        let id = pattern.id(section.field, 1, 1);
        let text: Vec<String> = section.paragraphs.iter().map(Spot::text).collect();
        let text = text.join("\n").trim().to_owned();
        if text.is_empty() {
            continue;
        }
        let known = values.values.iter().any(|value| value.id == id);
        if known || text.chars().count() > CELL {
            let why = if known { Why::NoField } else { Why::TooLong };
            values.left.extend(
                section
                    .paragraphs
                    .into_iter()
                    .map(|spot| (spot, why.clone())),
            );
            continue;
        }
        values.values.push(One {
            id,
            said: section.heading.text().trim().to_owned(),
            likeness: section.likeness,
            spot: Spot {
                value: CellValue::Text(text),
                ..section.heading
            },
        });
    }
    for spot in flow.cover {
        match day(&spot, pattern).filter(|id| values.values.iter().all(|value| value.id != *id)) {
            Some(id) => values.values.push(One {
                id,
                said: String::new(),
                likeness: 1.0,
                spot,
            }),
            None => values.cover.push(spot),
        }
    }
    values
}

/// The field a line of the cover belongs to that is nothing but a day: the only one of its type on the report.
fn day(spot: &Spot, pattern: &Pattern) -> Option<String> {
    let report = pattern
        .sheets
        .iter()
        .position(|sheet| !sheet.sections.is_empty())?;
    let form = &pattern.form;
    let is_day = |field: &&usize| {
        let field = &form.fields[**field];
        field.kind.takes_entries() && form.template(field).kind == FieldType::Date
    };
    let mut days = form.sheets[report].fields.iter().filter(is_day);
    let (field, None) = (*days.next()?, days.next()) else {
        return None;
    };
    let wanted = Wanted::of(&form.pack, form.template(&form.fields[field]));
    let (value, _) = crate::typed::read(&spot.value, &wanted);
    matches!(value, Value::Number(_)).then(|| pattern.id(field, 1, 1))
}

impl Values {
    /// What stands in a field, on whichever sheet of its kind.
    pub(super) fn of(&self, id: &str, pattern: &Pattern) -> Vec<&Spot> {
        let form = &pattern.form;
        let field = form
            .fields
            .iter()
            .position(|field| form.plain_id(field) == id);
        let Some(field) = field else {
            return Vec::new();
        };
        let most = form.sheet_template(form.fields[field].sheet);
        let most = most.repeat.as_ref().map_or(1, |repeat| repeat.max);
        let ids: BTreeSet<String> = (1..=most)
            .map(|index| pattern.id(field, index, 1))
            .collect();
        let values = self.values.iter().filter(|one| ids.contains(&one.id));
        values.map(|one| &one.spot).collect()
    }

    /// Everything that was read, where it stands.
    pub(super) fn spots(&mut self) -> impl Iterator<Item = &mut Spot> {
        let values = self.values.iter_mut().map(|one| &mut one.spot);
        let left = self.left.iter_mut().map(|(spot, _)| spot);
        let shifted = self.shifted.iter_mut().map(|(_, spot)| spot);
        let titles = self.titles.iter_mut().map(|(_, spot)| spot);
        let lines = self.names.iter_mut().chain(&mut self.cover).chain(titles);
        values.chain(left).chain(shifted).chain(lines)
    }

    /// Takes over all but the values of another file, whose numbered sheets have other numbers here, or no room.
    pub(super) fn take(&mut self, from: Values, renamed: &BTreeMap<String, Option<String>>) {
        self.left.extend(from.left);
        self.names.extend(from.names);
        self.cover.extend(from.cover);
        self.titles.extend(from.titles);
        self.sheets.extend(from.sheets.into_iter().map(|seen| {
            let now = seen.id.as_ref().and_then(|id| renamed.get(id).cloned());
            Seen {
                id: now.unwrap_or(seen.id.clone()),
                ..seen
            }
        }));
        let shifted = from.shifted.into_iter().filter_map(|(id, spot)| {
            let of = |sheet: &&String| id.starts_with(&format!("{sheet}."));
            let id = match renamed.keys().find(of) {
                Some(sheet) => id.replacen(sheet, renamed.get(sheet)?.as_ref()?, 1),
                None => id,
            };
            Some((id, spot))
        });
        self.shifted.extend(shifted);
    }

    fn sheet(
        &mut self,
        collected: &Collected,
        pattern: &Pattern,
        counts: &mut BTreeMap<usize, u32>,
    ) {
        let Collected {
            sheet,
            known,
            found,
            ..
        } = collected;
        let laid = lay(pattern, *sheet, found);
        let form = &pattern.form;
        let repeat = form.sheet_template(*sheet).repeat.as_ref();
        // What stands in the lines beside a table, as signatures do, makes no sheet of it.
        let counts_for_it = |hit: &Hit| {
            form.fields[hit.field].kind != Kind::Prefilled
                && !found.cells[hit.cell].place.is_paragraph()
        };
        let blank = repeat.is_some() && !laid.hits.iter().any(counts_for_it);
        let count = counts.entry(*sheet).or_default();
        let index = match repeat {
            Some(_) if !blank => {
                *count += 1;
                *count
            }
            _ => 1,
        };
        let too_many = repeat.filter(|repeat| index > repeat.max);
        let template = &form.sheet_template(*sheet).id;
        let id = match repeat {
            Some(_) if blank || too_many.is_some() => None,
            Some(_) => Some(format!("{template}.{index}")),
            None => Some(template.clone()),
        };
        if let Some(cell) = found.cells.first() {
            self.sheets.push(Seen {
                id,
                sheet: *sheet,
                known: *known,
                place: cell.place.clone(),
            });
        }
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for hit in &laid.hits {
            used.insert(hit.cell);
            let spot = found.cells[hit.cell].entry();
            if let Some(repeat) = too_many {
                self.left
                    .push((spot, Why::NoSheetLeft { most: repeat.max }));
                continue;
            }
            if blank {
                if form.fields[hit.field].kind.takes_entries() {
                    self.left.push((spot, Why::BlankSheet));
                }
                continue;
            }
            self.hit(hit, spot, index, pattern);
        }
        if too_many.is_none() {
            for shifted in &laid.shifted {
                let id = pattern.id(shifted.field, index, shifted.row);
                self.shifted.push((id, found.cells[shifted.cell].spot()));
            }
        }
        self.rest(*sheet, found, &laid, &used, pattern);
    }

    fn hit(&mut self, hit: &Hit, spot: Spot, index: u32, pattern: &Pattern) {
        let form = &pattern.form;
        let field = &form.fields[hit.field];
        let template = form.template(field);
        if field.kind == Kind::Prefilled
            && template
                .value
                .as_ref()
                .is_some_and(|value| value.contains(DEPARTMENT))
        {
            self.names.push(spot);
            return;
        }
        let block = field.row.and_then(|row| form.block_template(row.block));
        if let Some(block) = block.filter(|block| hit.row > block.max) {
            self.left.push((spot, Why::NoRow { most: block.max }));
            return;
        }
        if spot.text().chars().count() > CELL {
            self.left.push((spot, Why::TooLong));
            return;
        }
        self.values.push(One {
            id: pattern.id(hit.field, index, hit.row),
            said: hit.said.clone(),
            likeness: hit.likeness,
            spot,
        });
    }

    /// Lists what stands in a sheet and belongs to nothing; what the form prints itself is passed over.
    fn rest(
        &mut self,
        sheet: usize,
        found: &Found,
        laid: &Laid,
        used: &BTreeSet<usize>,
        pattern: &Pattern,
    ) {
        let of = &pattern.sheets[sheet];
        let names = |label: &String| {
            let mut printed = of.by_text.get(label).into_iter().flatten();
            printed.any(|&printed| of.printed[printed].names_department)
        };
        let is_printed = |index: usize| {
            let cell = &found.cells[index];
            match &cell.label {
                Some(_) => cell.is_blank(),
                None => {
                    let text = cell.spot().text();
                    pattern.lines.contains(&written(&text))
                        || cell.value != CellValue::Blank && is_noise(&text, pattern)
                }
            }
        };
        // A row of nothing but printed texts says nothing: the head of a table, repeated on the next page.
        let mut says: BTreeSet<u32> = BTreeSet::new();
        for (index, cell) in found.cells.iter().enumerate() {
            let is_own = laid.labels.contains(&index) || used.contains(&index);
            if !is_own && (cell.label.is_some() || !cell.is_blank()) && !is_printed(index) {
                says.insert(cell.area.first.row);
            }
            if used.contains(&index) && !laid.labels.contains(&index) {
                says.insert(cell.area.first.row);
            }
        }
        for (index, cell) in found.cells.iter().enumerate() {
            if used.contains(&index) {
                continue;
            }
            if laid.labels.contains(&index) {
                match &cell.label {
                    Some(label) if !cell.is_blank() && names(label) => self.names.push(cell.spot()),
                    Some(_) if !cell.is_blank() => self.left.push((cell.spot(), Why::NoField)),
                    _ => {}
                }
                continue;
            }
            let is_empty = cell.label.is_none() && cell.is_blank();
            // Without merged cells a label stands in each row it holds for, always in its column.
            let repeated = cell.label.is_some()
                && cell.is_blank()
                && laid.labels.iter().any(|&label| {
                    let label = &found.cells[label];
                    label.label == cell.label && label.area.first.column == cell.area.first.column
                });
            let is_title = pattern.sheets[sheet].title == bare(&cell.spot().text());
            let text = cell.spot().text();
            let like = || {
                let is_top = cell.area.first.row < TITLE_ROWS;
                is_top.then(|| of.like_title(&text)).flatten()
            };
            let named = of
                .titled(&text)
                .or_else(like)
                .filter(|_| !is_title && cell.label.is_none());
            if let Some(rest) = named {
                self.titles.push((rest, cell.whole()));
                continue;
            }
            let passed =
                repeated || is_title || is_printed(index) && !says.contains(&cell.area.first.row);
            if !is_empty && !passed {
                self.left.push((cell.whole(), Why::NoField));
            }
        }
    }
}

/// Puts what was read into a form that has room for it.
pub(super) fn adoption(form: Form, read: Values, year_known: bool) -> Adoption {
    let mut entries = Entries::new();
    let mut readings: BTreeMap<usize, (Reading, One)> = BTreeMap::new();
    // What a figure comes to that stays as it was written.
    let mut typed: BTreeMap<usize, Value> = BTreeMap::new();
    let mut left = read.left;
    for one in read.values {
        let Some(field) = form.field(&one.id) else {
            left.push((one.spot, Why::NoField));
            continue;
        };
        let wanted = Wanted::of(&form.pack, form.template(&form.fields[field]));
        let (value, reading) = crate::typed::read(&one.spot.value, &wanted);
        if form.fields[field].kind.takes_entries() {
            let entry = entry(&one.spot.value, &value, &reading, &form.pack.unit);
            if matches!(reading, Reading::Converted(_)) {
                typed.insert(field, value);
            }
            if entry != CellValue::Blank {
                entries.insert(field, entry);
            }
        }
        readings.insert(field, (reading, one));
    }
    let apart: BTreeMap<usize, Vec<Apart>> = readings
        .keys()
        .map(|&field| (field, split(&form, field, &entries)))
        .collect();
    for part in apart.values().flatten() {
        entries.insert(part.index, CellValue::Text(part.value.clone()));
    }
    // A signature that stands below one table only is that of the whole form.
    for (asked, shown) in form.only_shown(&entries) {
        let entry = entries.get(&shown).cloned();
        entries.extend(entry.map(|entry| (asked, entry)));
    }
    let computed = computed(&form, &entries, &typed);
    let mut declared = BTreeMap::new();
    let mut taken = Vec::new();
    for (field, (reading, one)) in readings {
        let laid = &form.fields[field];
        let read = if laid.kind.takes_entries() {
            Read::Entered(reading)
        } else {
            let wanted = Wanted::of(&form.pack, form.template(laid));
            let (said, reading) = crate::typed::read(&one.spot.value, &wanted);
            if said != computed[field] {
                let unit = &form.pack.unit;
                declared.insert(field, entry(&one.spot.value, &said, &reading, unit));
            }
            Read::Declared {
                given: laid.kind == Kind::Prefilled,
                computed: written_out(&form, field, &computed[field]),
                agrees: agree(&form, field, &one.spot.value, (&said, &computed[field])),
                ratio: form.template(laid).kind == FieldType::Percent,
            }
        };
        let order = (laid.sheet, laid.cell());
        taken.push((
            order,
            Taken {
                place: one.spot.place.clone(),
                said: one.said,
                likeness: one.likeness,
                field: laid.id.clone(),
                label: laid.label.clone(),
                sheet: form.sheets[laid.sheet].name.clone(),
                cell: laid.cell(),
                value: one.spot.text(),
                read,
                apart: apart.get(&field).cloned().unwrap_or_default(),
            },
        ));
    }
    taken.sort_by_key(|(order, _)| *order);
    let taken: Vec<Taken> = taken.into_iter().map(|(_, taken)| taken).collect();
    let shifted = read.shifted.into_iter().filter_map(|(id, spot)| {
        let field = &form.fields[form.field(&id)?];
        Some(ShiftedRow {
            place: spot.place.clone(),
            sheet: form.sheets[field.sheet].name.clone(),
            cell: field.cell(),
            value: spot.text(),
        })
    });
    let shifted = shifted.collect();
    let mut left: Vec<Left> = left
        .into_iter()
        .map(|(spot, why)| Left {
            place: spot.place.clone(),
            value: spot.text().trim().to_owned(),
            why,
        })
        .collect();
    left.sort_by(|one, other| one.place.cmp(&other.place));
    let (sheets, missing) = sheets(&form, read.sheets, &taken);
    let report = Report {
        department: form.spec.department.clone(),
        code: form.spec.code.clone(),
        pack: form.pack.id.clone(),
        year: form.spec.year,
        year_known,
        sheets,
        missing,
        taken,
        left,
        shifted,
    };
    Adoption {
        form,
        entries,
        declared,
        report,
        sources: Vec::new(),
    }
}

/// What goes into a cell: what was read for certain, else what was written.
///
/// A dash says that there is nothing. A figure that was made another by its unit, `150万`, stays as it was written, so that
/// whoever checks the form is told.
fn entry(found: &CellValue, value: &Value, reading: &Reading, unit: &str) -> CellValue {
    let is_other =
        |step: &Step| matches!(step, Step::Unit(said) if said != unit) || *step == Step::Words;
    match (reading, value) {
        (Reading::Nothing, _) => CellValue::Blank,
        (Reading::Converted(steps), Value::Number(_)) if steps.iter().any(is_other) => {
            match found {
                CellValue::Text(text) => CellValue::Text(text.trim().to_owned()),
                found => found.clone(),
            }
        }
        (Reading::AsTyped | Reading::TextNumber | Reading::Converted(_), value) => match value {
            Value::Text(text) => CellValue::Text(text.trim().to_owned()),
            value => CellValue::from(value),
        },
        _ => match found {
            CellValue::Text(text) => CellValue::Text(text.trim().to_owned()),
            found => found.clone(),
        },
    }
}

fn agree(form: &Form, field: usize, found: &CellValue, (said, computed): (&Value, &Value)) -> bool {
    let kind = form.template(&form.fields[field]).kind;
    match (said, computed) {
        (Value::Number(said), Value::Number(computed)) => {
            let gap = said.difference(*computed).map(Number::abs);
            gap.is_some_and(|gap| gap <= form.pack.tolerance(kind))
                || crate::typed::is_rounded(found, kind, *said, *computed)
        }
        (said, computed) => written_out(form, field, said) == written_out(form, field, computed),
    }
}

/// The sheets that were found in the order of the form, and the names of those that were not.
fn sheets(form: &Form, seen: Vec<Seen>, taken: &[Taken]) -> (Vec<SheetFound>, Vec<String>) {
    let at = |id: &Option<String>| {
        form.sheets
            .iter()
            .position(|sheet| Some(&sheet.id) == id.as_ref())
    };
    let mut found: Vec<(usize, SheetFound)> = Vec::new();
    let mut templates: BTreeSet<&str> = BTreeSet::new();
    for seen in seen {
        let template = form.pack.sheets.get(seen.sheet);
        templates.extend(template.map(|template| template.id.as_str()));
        let here = at(&seen.id);
        let first = || {
            let id = template.map(|template| template.id.as_str());
            let mut sheets = form.sheets.iter();
            sheets.position(|sheet| id == Some(&form.pack.sheets[sheet.template].id))
        };
        let Some(index) = here.or_else(first) else {
            continue;
        };
        let name = &form.sheets[index].name;
        let has = |taken: &Taken| taken.sheet == *name && matches!(taken.read, Read::Entered(_));
        found.push((
            index,
            SheetFound {
                sheet: name.clone(),
                place: seen.place,
                known: seen.known,
                blank: here.is_none() || !taken.iter().any(has),
            },
        ));
    }
    found.sort_by_key(|(index, found)| (*index, found.place.clone()));
    let missing = form.sheets.iter().filter(|sheet| {
        let template = &form.pack.sheets[sheet.template].id;
        let has = |taken: &Taken| taken.sheet == sheet.name;
        !templates.contains(template.as_str()) && !taken.iter().any(has)
    });
    let missing = missing.map(|sheet| sheet.name.clone()).collect();
    (found.into_iter().map(|(_, found)| found).collect(), missing)
}
