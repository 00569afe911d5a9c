//! The colours of inputs: conditional formats that one cell of 填报说明 switches off, so that a print is white.

use std::collections::BTreeMap;

use crate::address::{Address, Area, column_letters};
use crate::book::Condition;
use crate::form::{Form, Kind};
use crate::formula::print;
use crate::own;
use crate::status::{self, Lack, Page, Spot};

/// The most characters the formula of a conditional format may have.
const LONGEST: usize = 255;

/// The conditional formats of the inputs of a sheet, those that go before others first.
pub(super) fn conditions(form: &Form, sheet: usize) -> Vec<Condition> {
    let look = &form.pack.look;
    let switch = format!("{}=\"是\"", own::SHADE);
    let mut conditions: Vec<Condition> = groups(form, sheet)
        .into_iter()
        .map(|(formula, areas)| Condition {
            areas,
            formula,
            color: None,
            fill: Some(look.required_fill),
        })
        .collect();
    let inputs: Vec<Area> = inputs(form, sheet)
        .map(|field| form.fields[field].area)
        .collect();
    if !inputs.is_empty() {
        conditions.push(Condition {
            areas: joined(inputs),
            formula: switch,
            color: None,
            fill: Some(look.input_fill),
        });
    }
    conditions
}

fn inputs(form: &Form, sheet: usize) -> impl Iterator<Item = usize> + '_ {
    let fields = form.sheets[sheet].fields.iter().copied();
    fields.filter(|&field| form.fields[field].kind == Kind::Input)
}

/// The inputs that have to be filled under conditions of one and the same form, with the formula for the first of them.
fn groups(form: &Form, sheet: usize) -> Vec<(String, Vec<Area>)> {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for field in inputs(form, sheet) {
        if let Some(lack) = status::lack(form, field)
            && let Some(shape) = formula(&lack, sheet, form.fields[field].cell(), true)
        {
            alike.entry(shape).or_default().push(field);
        }
    }
    let mut groups = Vec::new();
    for mut fields in alike.into_values() {
        fields.sort_by_key(|&field| form.fields[field].cell());
        // Programs differ on the cell for which a formula over several areas is written; in each of these groups it is
        // the first one, whichever rule is followed.
        let mut corners: Vec<(Address, Vec<usize>)> = Vec::new();
        for field in fields {
            let cell = form.fields[field].cell();
            match corners
                .iter_mut()
                .find(|(corner, _)| corner.column <= cell.column)
            {
                Some((_, group)) => group.push(field),
                None => corners.push((cell, vec![field])),
            }
        }
        for (corner, group) in corners {
            let areas = group.iter().map(|&field| form.fields[field].area).collect();
            let first = group.first().and_then(|&field| status::lack(form, field));
            let written = first.and_then(|lack| formula(&lack, sheet, corner, false));
            if let Some(written) = written.filter(|text| text.encode_utf16().count() <= LONGEST) {
                groups.push((written, joined(areas)));
            }
        }
    }
    groups
}

/// The formula of the condition for an input; with its own row left open, to tell which are alike. `None` where it
/// refers to another sheet, which not every version of Excel takes in a conditional format.
fn formula(lack: &Lack, sheet: usize, own: Address, open: bool) -> Option<String> {
    let mut foreign = false;
    let row = |at: Address| match (at.row == own.row, open) {
        (true, true) => "@".to_owned(),
        (true, false) => (at.row + 1).to_string(),
        (false, _) => format!("${}", at.row + 1),
    };
    let cell = |at: Address| format!("${}{}", column_letters(at.column), row(at));
    let mut parts = vec![format!("{}=\"是\"", own::SHADE)];
    for condition in &lack.conditions {
        parts.push(print(condition, &mut |spot: &Spot| {
            foreign |= spot.page != Page::Form(sheet);
            let (first, last) = (cell(spot.area.first), cell(spot.area.last));
            if spot.area.is_cell() {
                first
            } else {
                format!("{first}:{last}")
            }
        }));
    }
    parts.push(print(&lack.unanswered, &mut |spot: &Spot| {
        if open {
            "@@".to_owned()
        } else {
            spot.area.to_string()
        }
    }));
    (!foreign).then(|| format!("AND({})", parts.join(",")))
}

/// The same cells as fewer areas, in order: neighbours side by side, then one below the other.
fn joined(mut areas: Vec<Area>) -> Vec<Area> {
    areas.sort();
    let mut rows: Vec<Area> = Vec::new();
    for area in areas {
        match rows.last_mut() {
            Some(last)
                if (last.first.row, last.last.row) == (area.first.row, area.last.row)
                    && last.last.column + 1 == area.first.column =>
            {
                last.last = area.last;
            }
            _ => rows.push(area),
        }
    }
    let mut joined: Vec<Area> = Vec::new();
    for area in rows {
        let above = joined.iter_mut().find(|above| {
            (above.first.column, above.last.column) == (area.first.column, area.last.column)
                && above.last.row + 1 == area.first.row
        });
        match above {
            Some(above) => above.last = area.last,
            None => joined.push(area),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(texts: &[&str]) -> Vec<Area> {
        let cell = |text: &str| Address::parse(text).unwrap();
        texts
            .iter()
            .map(|text| match text.split_once(':') {
                Some((first, last)) => Area::new(cell(first), cell(last)),
                None => Area::cell(cell(text)),
            })
            .collect()
    }

    #[test]
    fn neighbouring_cells_become_one_area() {
        let given = areas(&["D4", "B3:C3", "E4", "D5", "E5", "B4:C4", "B7", "H5"]);
        assert_eq!(
            joined(given),
            areas(&["B3:C3", "B4:E4", "D5:E5", "H5", "B7"])
        );
        let given = areas(&["B3", "C3", "B4", "C4", "B5", "C5", "E4"]);
        assert_eq!(joined(given), areas(&["B3:C5", "E4"]));
    }
}
