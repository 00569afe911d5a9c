//! Several files of one department put together: one workbook for each annex, the report as a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::material::{Place, Spot};
use crate::adopt::pattern::Pattern;
use crate::adopt::values::{One, Values};
use crate::adopt::{Clash, Why};
use crate::align::bare;
use crate::template::FieldType;

/// Adds what was read from a file to what was read from others before it.
///
/// What two files say alike counts once. A further sheet of a repeating kind gets the next number. What they say
/// differently in one place of the form is a clash, and nobody decides which is right.
pub(super) fn join(
    into: &mut Values,
    mut from: Values,
    file: &str,
    pattern: &Pattern,
) -> Vec<Clash> {
    let within = |spot: &mut Spot| {
        spot.place = Place::In {
            file: file.to_owned(),
            place: Box::new(spot.place.clone()),
        };
    };
    from.spots().for_each(within);
    let mut clashes = Vec::new();
    let mut sheets: BTreeMap<String, Vec<One>> = BTreeMap::new();
    let mut single = Vec::new();
    for one in std::mem::take(&mut from.values) {
        match numbered(&one.id, pattern) {
            Some(sheet) => sheets.entry(sheet).or_default().push(one),
            None => single.push(one),
        }
    }
    for one in single {
        let known = into.values.iter().find(|known| known.id == one.id);
        match known {
            None => into.values.push(one),
            Some(known) if is_same(known, &one) => {}
            Some(_) if is_beside(&one, pattern) => into.left.push((one.spot, Why::OtherFile)),
            Some(known) => clashes.push(clash(known, &one)),
        }
    }
    let mut renamed: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let order = |sheet: &String| {
        let number = sheet
            .rsplit_once('.')
            .and_then(|(_, number)| number.parse::<u32>().ok());
        number.unwrap_or(0)
    };
    let mut ordered: Vec<(String, Vec<One>)> = sheets.into_iter().collect();
    ordered.sort_by_key(|(sheet, _)| order(sheet));
    for (sheet, ones) in ordered {
        let template = sheet
            .rsplit_once('.')
            .map_or(sheet.as_str(), |(template, _)| template);
        let repeat = pattern
            .form
            .pack
            .sheets
            .iter()
            .find(|known| known.id == template);
        let repeat = repeat.and_then(|sheet| sheet.repeat.as_ref());
        let roster = repeat.and_then(|repeat| repeat.roster.as_ref());
        let title = roster.map(|roster| roster.value.as_str());
        let name = title.and_then(|local| text_of(&ones, &format!("{sheet}.{local}")));
        let there = numbers(&into.values, template);
        // Two of one name in one file are two.
        let before = there
            .iter()
            .filter(|number| !given.contains(&format!("{template}.{number}")));
        let twin = before.copied().find(|number| {
            let local = title.unwrap_or_default();
            name.is_some() && text_of(&into.values, &format!("{template}.{number}.{local}")) == name
        });
        if let Some(twin) = twin {
            // The same sheet in two files: it counts once, if they say the same.
            for one in ones {
                let id = one.id.replacen(&sheet, &format!("{template}.{twin}"), 1);
                match into.values.iter().find(|known| known.id == id) {
                    Some(known) if is_same(known, &one) => {}
                    Some(known) => clashes.push(clash(known, &one)),
                    None => into.values.push(One { id, ..one }),
                }
            }
            renamed.insert(sheet.clone(), Some(format!("{template}.{twin}")));
            continue;
        }
        let next = there.last().map_or(1, |last| last + 1);
        if let Some(most) = repeat.map(|repeat| repeat.max).filter(|most| next > *most) {
            let left = ones
                .into_iter()
                .map(|one| (one.spot, Why::NoSheetLeft { most }));
            into.left.extend(left);
            renamed.insert(sheet, None);
            continue;
        }
        let now = format!("{template}.{next}");
        into.values.extend(ones.into_iter().map(|one| One {
            id: one.id.replacen(&sheet, &now, 1),
            ..one
        }));
        given.insert(now.clone());
        renamed.insert(sheet, Some(now));
    }
    into.take(from, &renamed);
    clashes
}

/// The sheet of an id, where it is one of several: `project.2`.
fn numbered(id: &str, pattern: &Pattern) -> Option<String> {
    let templates = &pattern.form.pack.sheets;
    let template = templates.iter().find(|sheet| {
        sheet.repeat.is_some()
            && id
                .strip_prefix(&sheet.id)
                .is_some_and(|rest| rest.starts_with('.'))
    })?;
    let rest = &id[template.id.len() + 1..];
    let number = rest.split('.').next()?;
    Some(format!("{}.{number}", template.id))
}

/// The numbers of the sheets of a kind that are there.
fn numbers(values: &[One], template: &str) -> BTreeSet<u32> {
    let behind = values.iter().filter_map(|one| {
        let rest = one.id.strip_prefix(template)?.strip_prefix('.')?;
        rest.split('.').next()?.parse().ok()
    });
    behind.collect()
}

fn text_of(values: &[One], id: &str) -> Option<String> {
    let one = values.iter().find(|one| one.id == id)?;
    Some(bare(&one.spot.text())).filter(|text| !text.is_empty())
}

fn is_same(one: &One, other: &One) -> bool {
    bare(&one.spot.text()) == bare(&other.spot.text())
}

/// Whether a value only stands beside the tables and texts, as the day of a cover does.
fn is_beside(one: &One, pattern: &Pattern) -> bool {
    let form = &pattern.form;
    let kind = form
        .field(&one.id)
        .map(|field| form.template(&form.fields[field]).kind);
    one.spot.place.is_paragraph() && kind != Some(FieldType::LongText)
}

fn clash(known: &One, other: &One) -> Clash {
    let said = |one: &One| (one.spot.place.clone(), one.spot.text().trim().to_owned());
    Clash {
        field: known.id.clone(),
        one: said(known),
        other: said(other),
    }
}
