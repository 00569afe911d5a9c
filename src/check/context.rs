//! What every rule is given, and how it says what it found.

use std::sync::OnceLock;

use crate::address::Address;
use crate::check::left;
use crate::check::nothing::is_nothing;
use crate::check::past::Before;
use crate::check::rule::Rule;
use crate::check::rules::texts::Found;
use crate::evaluate::Evaluation;
use crate::finding::{Finding, Place};
use crate::form::{Form, Kind, RowOf};
use crate::formula::Value;
use crate::identity::Key;
use crate::number::Number;
use crate::submission::{Submission, shown};
use crate::template::FieldType;
use crate::text::{Text, plain};
use crate::typed::Reading;

/// A text shorter than this is a label, and may well be an answer.
const SHORTEST_PROMPT: usize = 15;

/// What a return is held against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the department sent.
    pub submission: &'a Submission,
    /// What its figures come to.
    pub evaluation: &'a Evaluation,
    /// The year the bureau asks for, if it says so.
    pub year: Option<u16>,
    /// The key with which the form should be signed, if there is one.
    pub key: Option<Key>,
    /// What the department returned for the year before, if that is at hand.
    pub last: Option<&'a Before<'a>>,
    /// What its texts say, once it is read: several rules ask for it.
    pub(super) texts: Option<&'a OnceLock<Vec<Found>>>,
}

impl<'a> Context<'a> {
    /// The form of the return.
    pub fn form(&self) -> &'a Form {
        &self.submission.form
    }

    /// What a field is called.
    pub fn label(&self, field: usize) -> &'a str {
        &self.form().fields[field].label
    }

    /// The computed number of a field.
    pub fn computed(&self, field: usize) -> Option<Number> {
        number(&self.evaluation.computed[field])
    }

    /// The reported number of a field.
    pub fn reported(&self, field: usize) -> Option<Number> {
        number(&self.evaluation.reported[field])
    }

    /// Whether a sheet counts: one of a repeating sheet counts once something stands in it but what stands for something still
    /// to be written, or the roster names it.
    pub fn is_used(&self, sheet: usize) -> bool {
        !self.form().is_optional_sheet(sheet)
            || !self.submission.sheet_is_blank(sheet) && !left::sheet(self.submission, sheet)
    }

    /// Whether a repeating row counts: it is one of those that have to be filled, or something stands in it.
    pub fn is_row_used(&self, block: usize, row: usize) -> bool {
        let fields = self
            .form()
            .blocks
            .get(block)
            .and_then(|block| block.rows.get(row));
        !self.form().is_optional_row(RowOf { block, row })
            || fields.is_some_and(|fields| {
                fields.iter().any(|&field| {
                    self.form().fields[field].kind == Kind::Input
                        && !self.submission.is_blank(field)
                }) && !left::row(self.submission, RowOf { block, row })
            })
    }

    /// Whether a field lies in a sheet and a row that count.
    pub fn counts(&self, field: usize) -> bool {
        let field = &self.form().fields[field];
        self.is_used(field.sheet)
            && field
                .row
                .is_none_or(|row| self.is_row_used(row.block, row.row))
    }

    /// Whether anything was entered into a field, or into one its figure comes from.
    pub fn stands(&self, field: usize) -> bool {
        let form = self.form();
        let laid = &form.fields[field];
        match laid.kind {
            Kind::Formula => form.takes(field).iter().any(|&input| self.stands(input)),
            kind => kind == Kind::Input && !self.submission.is_blank(field),
        }
    }

    /// Whether a text is an answer: not blank, not one of those that say nothing, and not what the form itself asks.
    pub fn is_answer(&self, field: usize) -> bool {
        let entry = &self.submission.entries[field];
        let template = self.form().template(&self.form().fields[field]);
        let said = self.submission.text(field).unwrap_or_default();
        !entry.found.value.is_blank()
            && entry.reading != Reading::Nothing
            && !is_nothing(&template.not_an_answer, self.label(field), &said)
            && !self.is_prompt(field, &said)
    }

    /// Whether a text is the prompt of its field, or one that is printed on its sheet: 填写要点：….
    fn is_prompt(&self, field: usize, said: &str) -> bool {
        let form = self.form();
        let laid = &form.fields[field];
        let said = plain(said);
        let asks = |text: &str| said.chars().count() >= SHORTEST_PROMPT && plain(text) == said;
        let printed = form.sheets[laid.sheet].labels.iter();
        form.template(laid).help.as_deref().is_some_and(asks)
            || printed.map(|label| label.text.as_str()).any(asks)
    }

    /// A finding of a rule at a field.
    pub fn at_field(&self, rule: &Rule, field: usize, message: Text) -> Finding {
        Finding {
            ratio: self.is_ratio(field),
            ..finding(rule, self.place(field), message)
        }
    }

    /// Where a field is in the file.
    pub fn place(&self, field: usize) -> Place {
        Place {
            sheet: Some(self.submission.sheet_name(field).to_owned()),
            cell: Some(self.submission.cell(field)),
            field: Some(self.form().fields[field].id.clone()),
        }
    }

    /// A finding of a rule at a cell that belongs to no field, by the sheet's name in the file.
    pub fn at_cell(
        &self,
        rule: &Rule,
        sheet: &str,
        cell: Option<Address>,
        message: Text,
    ) -> Finding {
        finding(
            rule,
            Place {
                sheet: Some(sheet.to_owned()),
                cell,
                field: None,
            },
            message,
        )
    }

    /// A value as people read it: a ratio in per cent, anything else as annex writes it.
    pub fn said(&self, field: usize, value: &Value) -> Option<String> {
        match value {
            Value::Number(ratio) if self.is_ratio(field) => Some(ratio.percent()),
            value => self.shown(field, value),
        }
    }

    /// A number of a field as people read it.
    pub fn said_number(&self, field: usize, number: Number) -> String {
        let said = self.said(field, &Value::Number(number));
        said.unwrap_or_else(|| number.to_string())
    }

    /// Whether a field holds ratios: people read 86.17 %, programs 0.8617.
    pub fn is_ratio(&self, field: usize) -> bool {
        self.form().template(&self.form().fields[field]).kind == FieldType::Percent
    }

    /// A value as annex writes it for a field.
    pub fn shown(&self, field: usize, value: &Value) -> Option<String> {
        shown(value, self.form().template(&self.form().fields[field]).kind)
    }
}

/// A finding of a rule with the rule's own remedy.
pub fn finding(rule: &Rule, place: Place, message: Text) -> Finding {
    Finding {
        help: Some(Text::new(rule.mend.0, rule.mend.1)),
        ..Finding::new(rule.code, rule.name, rule.level, place, message)
    }
}

/// The number a value is, if it is one.
pub fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// Adds two figures and their difference to a finding.
pub fn figures(mut finding: Finding, reported: Number, computed: Number) -> Finding {
    finding.reported = Some(reported.to_string());
    finding.computed = Some(computed.to_string());
    finding.difference = reported.difference(computed);
    finding
}
