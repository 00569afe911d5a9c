//! What is not carried: values without a place, cells typed over, what stands outside the form, given values.

use crate::address::Address;
use crate::book::CellValue;
use crate::check::Content;
use crate::check::rules::{w007_label_altered as printed, w011_content_outside_form as outside};
use crate::form::{Form, Kind, given};
use crate::formula::Value;
use crate::reissue::carry::Names;
use crate::reissue::{Given, Left, Why};
use crate::submission::shown;

/// Something the department entered into a field.
pub(super) fn left(content: &Content, index: usize, why: Why) -> Left {
    let submission = &content.submission;
    let field = &submission.form.fields[index];
    let formula = || {
        let formula = submission.entries[index].found.formula.as_ref();
        formula.map(|formula| format!("={formula}"))
    };
    let value = submission.reported(index).or_else(formula);
    Left {
        sheet: submission.sheet_name(index).to_owned(),
        cell: Some(submission.cell(index)),
        field: Some(field.id.clone()),
        label: field.label.clone(),
        value: value.unwrap_or_default(),
        why,
    }
}

/// What was typed over formulas, given values and printed texts, and what stands outside the form.
pub(super) fn beyond_inputs(content: &Content) -> Vec<Left> {
    let submission = &content.submission;
    let mut list: Vec<Left> = (0..submission.form.fields.len())
        .filter(|&index| is_typed_over(content, index))
        .map(|index| left(content, index, Why::TypedOver))
        .collect();
    let mut altered = Vec::new();
    (printed::RULE.run)(&content.context(), &mut altered);
    let of_no_field = altered
        .into_iter()
        .filter(|finding| finding.place.field.is_none());
    list.extend(of_no_field.filter_map(|finding| {
        Some(Left {
            sheet: finding.place.sheet.unwrap_or_default(),
            cell: finding.place.cell,
            field: None,
            label: finding.computed.unwrap_or_default(),
            value: finding.reported?,
            why: Why::TypedOver,
        })
    }));
    for (sheet, cell, found) in outside::cells(&content.context()) {
        let sheet = submission.book.sheets.get(sheet);
        list.push(Left {
            sheet: sheet.map(|sheet| sheet.name.clone()).unwrap_or_default(),
            cell: Some(cell),
            field: None,
            label: String::new(),
            value: Value::from(&found.value).to_string(),
            why: Why::Outside,
        });
    }
    list
}

fn is_typed_over(content: &Content, index: usize) -> bool {
    let submission = &content.submission;
    let form = &submission.form;
    let (field, entry) = (&form.fields[index], &submission.entries[index]);
    if entry.found.value == CellValue::Blank || entry.found.formula.is_some() {
        return false;
    }
    let right = match field.kind {
        Kind::Input | Kind::Shown => return false,
        Kind::Formula => content.evaluation.computed[index].clone(),
        Kind::Prefilled => given(form, index),
    };
    let kind = form.template(field).kind;
    match (&entry.value, &right) {
        (Value::Number(found), Value::Number(right)) => found
            .difference(*right)
            .is_none_or(|gap| gap.abs() > form.pack.tolerance(kind)),
        (found, right) => shown(found, kind) != shown(right, kind),
    }
}

/// Projects of the roster that the new form has no sheet for.
pub(super) fn projects(content: &Content, form: &Form) -> Vec<Left> {
    let old = &content.submission.form;
    let named = |form: &Form, name: &str| {
        form.fields.iter().any(|field| {
            let repeat = form.sheet_template(field.sheet).repeat.as_ref();
            let roster = repeat.and_then(|repeat| repeat.roster.as_ref());
            field.value.as_deref() == Some(name)
                && roster.is_some_and(|roster| form.template(field).id == roster.value)
        })
    };
    let most = form
        .pack
        .sheets
        .iter()
        .filter_map(|sheet| sheet.repeat.as_ref());
    let most = most.map(|repeat| repeat.max).max().unwrap_or(0);
    old.spec
        .projects
        .iter()
        .filter(|name| named(old, name) && !named(form, name))
        .map(|name| Left {
            sheet: String::new(),
            cell: None,
            field: None,
            label: name.clone(),
            value: name.clone(),
            why: Why::NoSheet { most },
        })
        .collect()
}

/// Given values that the new form gives otherwise, or no longer.
pub(super) fn given_values(content: &Content, form: &Form, names: &Names) -> Vec<Given> {
    let old = &content.submission.form;
    let mut list = Vec::new();
    for (index, field) in old.fields.iter().enumerate() {
        let is_first = field.row.is_none_or(|row| row.row == 0);
        if field.kind != Kind::Prefilled || !is_first {
            continue;
        }
        let before = shown(&given(old, index), old.template(field).kind);
        let plain = names.get(&old.plain_id(field));
        let number = old.sheets[field.sheet].index;
        let now = plain.and_then(|plain| {
            form.fields.iter().position(|known| {
                form.plain_id(known) == *plain
                    && known.row.is_none_or(|row| row.row == 0)
                    && form.sheets[known.sheet].index.unwrap_or(1) == number.unwrap_or(1)
            })
        });
        let after = now
            .filter(|&now| form.fields[now].kind == Kind::Prefilled)
            .and_then(|now| shown(&given(form, now), form.template(&form.fields[now]).kind));
        if before == after {
            continue;
        }
        let (sheet, cell, id, label): (_, Address, _, _) = match now {
            Some(now) => place(form, now),
            None => place(old, index),
        };
        list.push(Given {
            sheet,
            cell,
            field: id,
            label,
            old: before.unwrap_or_default(),
            new: after,
        });
    }
    list
}

fn place(form: &Form, field: usize) -> (String, Address, String, String) {
    let field = &form.fields[field];
    (
        form.sheets[field.sheet].name.clone(),
        field.cell(),
        field.id.clone(),
        field.label.clone(),
    )
}
