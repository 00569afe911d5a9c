//! Inputs of which Excel made something else while they were typed.

use crate::book::CellValue;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// Inputs of which Excel made something else while they were typed.
pub const RULE: Rule = Rule {
    code: "V012",
    name: "input-remade",
    level: Level::Warning,
    title: (
        "输入的内容被 Excel 改成了别的",
        "Excel made something else of what was typed",
    ),
    checks: (
        "不是日期的格子里是不是日期或时间，编码、电话开头的 0 是不是没有了",
        "whether there is a day or a time where none is asked for, and whether codes and telephone numbers have lost the nought they begin with",
    ),
    why: (
        "在常规格式的格子里输入“1-2”“3/4”，Excel 会存成日期；输入“12:05”，会存成时间；输入“0101”，会存成 101",
        "typed into a cell of the general format, 1-2 or 3/4 is stored as a day, 12:05 as a time, and 0101 as 101",
    ),
    example: (
        "年度指标值里是 1月2日，原来输入的是 1-2",
        "a target is 2 January, where 1-2 was typed",
    ),
    mend: (
        "请把这一格的格式改为“文本”，再重新输入；确实是日期的，写成文字，如“2023年9月”。",
        "Give the cell the format Text and enter it again; where a day is meant, write it as a text.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let days: Vec<usize> = scored::rows(context)
        .iter()
        .flat_map(|row| row.days(context))
        .collect();
    for (field, laid) in context.form().fields.iter().enumerate() {
        let kind = context.form().template(laid).kind;
        let entry = &context.submission.entries[field];
        let is_day = kind == FieldType::Date || days.contains(&field);
        if laid.kind != Kind::Input || entry.found.formula.is_some() || is_day {
            continue;
        }
        let (CellValue::Number(number), Some((sheet, at))) = (&entry.found.value, entry.at) else {
            continue;
        };
        let Some(raw) = context.submission.book.sheets.get(sheet) else {
            continue;
        };
        let label = context.label(field);
        let (message, shown) = if let Some(day) = raw.day(at) {
            let message = Text::new(
                format!(
                    "“{label}”里是日期 {day}（存的是 {number}），多半是输入的内容被 Excel 当成了日期"
                ),
                format!(
                    "'{label}' holds the day {day} (stored as {number}): Excel has probably taken what was typed for a day"
                ),
            );
            (message, day)
        } else if let Some(time) = raw.time(at) {
            let message = Text::new(
                format!(
                    "“{label}”里是时间 {time}（存的是 {number}），多半是输入的内容被 Excel 当成了时间"
                ),
                format!(
                    "'{label}' holds the time {time} (stored as {number}): Excel has probably taken what was typed for a time"
                ),
            );
            (message, time)
        } else if let Some(whole) = whole(context, field, *number) {
            let message = Text::new(
                format!("“{label}”里是数 {number}，开头的 0 没有了，应为 {whole}"),
                format!(
                    "'{label}' holds the number {number}; the nought it begins with is gone, it should be {whole}"
                ),
            );
            (message, number.to_string())
        } else {
            continue;
        };
        findings.push(Finding {
            reported: Some(shown),
            ..context.at_field(&RULE, field, message)
        });
    }
}

/// A code or a telephone number with the noughts it has lost; `None` for a number that is whole.
fn whole(context: &Context<'_>, field: usize, number: Number) -> Option<String> {
    let digits = number.to_string();
    if !digits.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let length = match context.form().template(&context.form().fields[field]).kind {
        // A mobile number has eleven digits and begins with 1, one of a town without its code has seven or eight.
        FieldType::Phone => match digits.len() {
            10 => 11,
            11 if !digits.starts_with('1') => 12,
            _ => return None,
        },
        FieldType::Text => shown(context, field).or_else(|| of_column(context, field))?,
        _ => return None,
    };
    (length > digits.len()).then(|| format!("{digits:0>length$}"))
}

/// How many digits a cell shows, whose format is nothing but noughts.
fn shown(context: &Context<'_>, field: usize) -> Option<usize> {
    let format = context.submission.number_format(field)?;
    let is_noughts = format.len() > 1 && format.chars().all(|letter| letter == '0');
    is_noughts.then_some(format.len())
}

/// How many digits the other codes of the column have, where all have as many and begin with a nought.
fn of_column(context: &Context<'_>, field: usize) -> Option<usize> {
    let form = context.form();
    let laid = &form.fields[field];
    let template = form.template(laid);
    let others = form.fields.iter().enumerate().filter_map(|(other, known)| {
        let is_other = other != field && known.sheet == laid.sheet && known.row.is_some();
        if !is_other || !std::ptr::eq(form.template(known), template) {
            return None;
        }
        match &context.submission.entries[other].found.value {
            CellValue::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    });
    let mut length = None;
    for code in others {
        let is_code = code.starts_with('0') && code.chars().all(|digit| digit.is_ascii_digit());
        if !is_code || length.is_some_and(|known| known != code.len()) {
            return None;
        }
        length = Some(code.len());
    }
    length
}
