//! What one cell of a row of indicators brings along: it is mended in a copy, and what is gone of its row followed from it.

use super::Causes;
use super::mend::{MOST_MENDED, gone_with};
use crate::book::{CellValue, RawCell};
use crate::check::context::Context;
use crate::check::rules::{
    s001_weights_differ_from_heading as headings, s003_score_above_weight as above,
    s004_lost_points_unexplained as unexplained, s005_indicator_score_differs as differs,
    s014_target_against_sense as against, scored, texts, x010_narrative_result_differs as result,
};
use crate::finding::Finding;
use crate::template::Direction;

/// So many weights are tried for one return; each asks for one more check. Where more come into question, nobody knows which.
const MOST_WEIGHTS: usize = 6;

/// A target with the sign it cannot have is given the other one: what else is asked about its row follows.
pub(super) fn senses(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let against = (0..findings.len())
        .filter(|&index| findings[index].code == against::RULE.code)
        .take(MOST_MENDED);
    let rows = scored::rows(context);
    for cause in against {
        let field = findings[cause].place.field.as_deref();
        let Some(field) = field.and_then(|id| form.field(id)) else {
            continue;
        };
        let is_here = |row: &&scored::Row<'_>| [row.operator, row.target].contains(&Some(field));
        let Some(row) = rows.iter().find(is_here) else {
            continue;
        };
        let cell = context.submission.text(field).and_then(|text| {
            let cell = RawCell {
                value: CellValue::Text(turned(&text)?),
                formula: None,
            };
            Some((context.submission.entries[field].at?, cell))
        });
        let mended = context.submission.with(cell);
        let of_row: Vec<usize> = [row.target, row.actual, row.score, row.reason]
            .into_iter()
            .flatten()
            .collect();
        for consequence in gone_with(context, findings, &mended) {
            let field = findings[consequence].place.field.as_deref();
            let field = field.and_then(|id| form.field(id));
            if field.is_some_and(|field| of_row.contains(&field)) {
                causes.follows(consequence, cause);
            }
        }
    }
}

/// A text with the opposite sign, where it has one.
fn turned(text: &str) -> Option<String> {
    let (more, less) = (Direction::AtLeast.sign(), Direction::AtMost.sign());
    [(more, less), (less, more)]
        .into_iter()
        .find(|(sign, _)| text.contains(*sign))
        .map(|(sign, other)| text.replacen(sign, &other.to_string(), 1))
}

/// A weight that is wrong by as much as its heading: the score of its row is right with the other one. Where that is so of
/// several rows, nobody knows which weight it is.
pub(super) fn weights(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let rows = scored::rows(context);
    let mut tried = 0;
    for table in scored::tables(context) {
        for (index, group) in table.weights.groups.iter().enumerate() {
            let place = table.heading(context, index);
            let is_heading =
                |finding: &Finding| finding.code == headings::RULE.code && finding.place == place;
            let Some(cause) = findings.iter().position(is_heading) else {
                continue;
            };
            let Some(gap) = findings[cause].difference else {
                continue;
            };
            let mut mended = Vec::new();
            for weight in table.weight_fields(context, group) {
                let Some(row) = rows.iter().find(|row| row.weight == Some(weight)) else {
                    continue;
                };
                let of_row = of_row(context, findings, row);
                let is_marked = of_row.iter().any(|&index| {
                    [above::RULE, unexplained::RULE, differs::RULE]
                        .iter()
                        .any(|rule| rule.code == findings[index].code)
                });
                let right = context.reported(weight).and_then(|now| now.difference(gap));
                let (Some(right), Some(at), true) =
                    (right, context.submission.entries[weight].at, is_marked)
                else {
                    continue;
                };
                tried += 1;
                if tried > MOST_WEIGHTS {
                    return;
                }
                let cell = RawCell {
                    value: CellValue::Number(right),
                    formula: None,
                };
                let gone = gone_with(context, findings, &context.submission.with([(at, cell)]));
                if of_row.iter().all(|index| gone.contains(index)) {
                    mended.push(of_row);
                }
            }
            if let [of_row] = mended.as_slice() {
                for &consequence in of_row {
                    causes.follows(consequence, cause);
                }
            }
        }
    }
}

/// What is found of the score and the reason of a row.
fn of_row(context: &Context<'_>, findings: &[Finding], row: &scored::Row<'_>) -> Vec<usize> {
    let form = context.form();
    let fields = [row.score, row.reason].into_iter().flatten();
    let ids: Vec<&str> = fields.map(|field| form.fields[field].id.as_str()).collect();
    let is_here = |index: &usize| {
        let field = findings[*index].place.field.as_deref();
        field.is_some_and(|field| ids.contains(&field))
    };
    (0..findings.len()).filter(is_here).collect()
}

/// A target or a result that a text has otherwise: the score of its row is right with what the text says.
pub(super) fn told(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let is_told = |finding: &Finding| finding.code == result::RULE.code;
    if !findings.iter().any(is_told) {
        return;
    }
    let form = context.form();
    let rows = scored::rows(context);
    for said in texts::figures_said(context).into_iter().take(MOST_MENDED) {
        let is_here = |row: &&scored::Row<'_>| [row.target, row.actual].contains(&Some(said.field));
        let Some(row) = rows.iter().find(is_here) else {
            continue;
        };
        let text = &form.fields[said.text].id;
        let cause = findings.iter().position(|finding| {
            is_told(finding)
                && finding.place.field.as_ref() == Some(text)
                && finding.message.zh.contains(&format!("“{}”", said.quote))
        });
        let of_row = of_row(context, findings, row);
        let (Some(cause), Some(at), false) = (
            cause,
            context.submission.entries[said.field].at,
            of_row.is_empty(),
        ) else {
            continue;
        };
        let Some(text) = context.submission.text(said.field) else {
            continue;
        };
        let cell = RawCell {
            value: CellValue::Text(text_with(&text, &said.written.to_string())),
            formula: None,
        };
        let gone = gone_with(context, findings, &context.submission.with([(at, cell)]));
        if of_row.iter().all(|index| gone.contains(index)) {
            for consequence in of_row {
                causes.follows(consequence, cause);
            }
        }
    }
}

/// A text with another number in the place of its first.
fn text_with(text: &str, number: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let Some(start) = text.find(is_digit) else {
        return text.to_owned();
    };
    let rest = &text[start..];
    let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
    format!("{}{number}{}", &text[..start], &rest[end..])
}
