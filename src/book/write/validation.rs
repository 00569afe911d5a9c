//! Data validations and conditional formats.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, ExcelDateTime, Formula, Worksheet,
};

use crate::address::Area;
use crate::book::{Allow, Sheet, Validation};
use crate::number::Number;

use super::layout::refused;
use super::{WriteError, limits, style};

/// The least number Excel has, as a lower bound that lets every number in.
const LEAST: &str = "-9.99999999999999E+307";

/// Writes the data validations and conditional formats of a sheet.
pub(super) fn write(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    for (index, validation) in sheet.validations.iter().enumerate() {
        let area = validation.area;
        if let Some(one) = sheet.validations[..index]
            .iter()
            .find(|one| one.area.overlaps(&area))
        {
            let (sheet, one) = (sheet.name.clone(), one.area);
            return Err(WriteError::Overlap {
                sheet,
                what: "the validation of",
                one,
                other: area,
            });
        }
        let (first_row, first_column, last_row, last_column) = limits::corners(&sheet.name, area)?;
        let rule = messages(rule(sheet, validation)?, sheet, validation)?;
        page.add_data_validation(first_row, first_column, last_row, last_column, &rule)
            .map_err(|error| refused(sheet, area, &error))?;
    }
    for condition in &sheet.conditions {
        let Some(&area) = condition.areas.first() else {
            continue;
        };
        let (first_row, first_column, last_row, last_column) = limits::corners(&sheet.name, area)?;
        let mut ranges = Vec::with_capacity(condition.areas.len());
        for &area in &condition.areas {
            limits::corners(&sheet.name, area)?;
            ranges.push(area.to_string());
        }
        limits::check(
            &sheet.name,
            area,
            "the formula of the conditional format",
            &condition.formula,
            limits::RULE_FORMULA,
        )?;
        let format = ConditionalFormatFormula::new()
            .set_rule(Formula::new(&condition.formula))
            .set_multi_range(ranges.join(" "))
            .set_format(style::conditional(condition.color, condition.fill));
        page.add_conditional_format(first_row, first_column, last_row, last_column, &format)
            .map_err(|error| refused(sheet, area, &error))?;
    }
    Ok(())
}

fn rule(sheet: &Sheet, validation: &Validation) -> Result<DataValidation, WriteError> {
    let area = validation.area;
    let new = DataValidation::new();
    Ok(match &validation.allow {
        Allow::Any => new.allow_any_value(),
        Allow::Decimal(least, most) => new.allow_decimal_number_formula(bounds(*least, *most)),
        Allow::Whole(least, most) => new.allow_whole_number_formula(bounds(*least, *most)),
        Allow::List(choices) => {
            check_choices(sheet, area, choices)?;
            new.allow_list_strings(choices)
                .map_err(|error| refused(sheet, area, &error))?
        }
        Allow::Suggest(choices) => {
            check_choices(sheet, area, choices)?;
            new.allow_list_strings(choices)
                .map_err(|error| refused(sheet, area, &error))?
                .show_error_message(false)
        }
        Allow::Date(first, last) => {
            let date = |(year, month, day)| {
                ExcelDateTime::from_ymd(year, month, day)
                    .map_err(|error| refused(sheet, area, &error))
            };
            new.allow_date(DataValidationRule::Between(date(*first)?, date(*last)?))
        }
        Allow::TextLength(most) => {
            new.allow_text_length(DataValidationRule::LessThanOrEqualTo(*most))
        }
        Allow::Custom(formula) => {
            limits::check(
                &sheet.name,
                area,
                "the formula of the validation",
                formula,
                limits::RULE_FORMULA,
            )?;
            new.allow_custom(Formula::new(formula))
        }
    })
}

/// Bounds go in as formulas, because as text a decimal stays what it is.
fn bounds(least: Option<Number>, most: Option<Number>) -> DataValidationRule<Formula> {
    let formula = |number: Number| Formula::new(number.to_string());
    match (least, most) {
        (Some(least), Some(most)) => DataValidationRule::Between(formula(least), formula(most)),
        (Some(least), None) => DataValidationRule::GreaterThanOrEqualTo(formula(least)),
        (None, Some(most)) => DataValidationRule::LessThanOrEqualTo(formula(most)),
        (None, None) => DataValidationRule::GreaterThanOrEqualTo(Formula::new(LEAST)),
    }
}

fn check_choices(sheet: &Sheet, cell: Area, choices: &[String]) -> Result<(), WriteError> {
    let refuse = |choice: &str, reason| {
        Err(WriteError::Choice {
            sheet: sheet.name.clone(),
            cell,
            choice: choice.to_owned(),
            reason,
        })
    };
    for choice in choices {
        if choice.contains(',') {
            return refuse(choice, "a comma separates choices");
        }
        if choice.trim().is_empty() || choice.trim() != choice {
            return refuse(choice, "Excel drops white space around a choice");
        }
    }
    if choices.is_empty() {
        return refuse("", "a list needs at least one choice");
    }
    // A quotation mark is doubled in the file, and the doubled one counts.
    let joined = choices.join(",").replace('"', "\"\"");
    limits::check(
        &sheet.name,
        cell,
        "the list of choices with its commas",
        &joined,
        limits::MESSAGE,
    )
}

fn messages(
    rule: DataValidation,
    sheet: &Sheet,
    validation: &Validation,
) -> Result<DataValidation, WriteError> {
    let (name, area) = (&sheet.name, validation.area);
    let mut rule = rule;
    if let Some((title, text)) = &validation.prompt {
        limits::check(
            name,
            area,
            "the title of the input message",
            title,
            limits::TITLE,
        )?;
        limits::check(name, area, "the input message", text, limits::MESSAGE)?;
        rule = rule
            .set_input_title(limits::printable(title))
            .and_then(|rule| rule.set_input_message(limits::printable(text)))
            .map_err(|error| refused(sheet, area, &error))?;
    }
    if let Some((title, text)) = &validation.error {
        limits::check(
            name,
            area,
            "the title of the error message",
            title,
            limits::TITLE,
        )?;
        limits::check(name, area, "the error message", text, limits::MESSAGE)?;
        rule = rule
            .set_error_title(limits::printable(title))
            .and_then(|rule| rule.set_error_message(limits::printable(text)))
            .map_err(|error| refused(sheet, area, &error))?;
    }
    Ok(rule)
}
