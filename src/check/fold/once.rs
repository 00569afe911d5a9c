//! What one answer settles is asked once.

use super::Causes;
use crate::check::context::Context;
use crate::check::rules::{
    s003_score_above_weight as above, s004_lost_points_unexplained as unexplained,
    s005_indicator_score_differs as differs, s006_score_not_checkable as not_checkable,
    s007_qualitative_score_outside_band as outside_band,
    s008_over_achieved_unexplained as exceeded, s012_figure_not_certain as not_certain,
    s013_rate_above_all as beyond, s015_count_not_whole as not_whole,
    s016_indicator_repeated as repeated, scored, texts, v002_wrong_type as wrong_type,
    v003_out_of_bounds as out_of_bounds, v006_value_ambiguous as ambiguous,
    v011_date_too_early as early, v012_input_remade as remade, v014_date_too_late as late,
    v015_rows_not_cleared as left, w008_formula_overwritten as overwritten,
    x001_narrative_figure_differs as told_otherwise, x003_last_year_differs as last_year,
    x010_narrative_result_differs as result_told_otherwise,
};
use crate::finding::{Finding, Level, SetBy};
use crate::number::Number;

/// Of the findings that are one all over the workbook, what they have in common: formulas that were replaced by their own
/// results, as by pasting values, figures that are not last year's, and rows that nobody cleared.
pub(super) fn kind(finding: &Finding) -> Option<&'static str> {
    let code = finding.code.as_str();
    if code == overwritten::RULE.code
        && finding.level == Level::Warning
        && finding.set_by == SetBy::Rule
    {
        return Some("values for formulas");
    }
    let kinds = [
        (last_year::RULE.code, "last year"),
        (left::RULE.code, "rows left"),
    ];
    let mut kinds = kinds.into_iter();
    kinds
        .find(|(known, _)| *known == code)
        .map(|(_, kind)| kind)
}

/// In a row of indicators: a score that is not the rule's and has no reason asks for one thing, and a score cannot be
/// checked while nobody knows what its target or result says.
pub(super) fn rows(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let of_code = |code: &str, field: usize| {
        let id = &form.fields[field].id;
        let at =
            |finding: &Finding| finding.code == code && finding.place.field.as_ref() == Some(id);
        findings.iter().position(at)
    };
    for row in scored::rows(context) {
        let Some(score) = row.score else { continue };
        // A score or a weight that no row can have is not told as one above the other, or as points lost, as well.
        let fields = [Some(score), row.weight].into_iter().flatten();
        let mut causes_here = fields.filter_map(|field| of_code(out_of_bounds::RULE.code, field));
        if let Some(cause) = causes_here.next() {
            let at_score = [above::RULE.code, differs::RULE.code].map(|code| of_code(code, score));
            let at_reason = row
                .reason
                .and_then(|reason| of_code(unexplained::RULE.code, reason));
            for consequence in at_score.into_iter().chain([at_reason]).flatten() {
                causes.follows(consequence, cause);
            }
        }
        if let Some(reason) = row.reason
            && let Some(missing) = of_code(unexplained::RULE.code, reason)
            && let Some(wrong) = of_code(differs::RULE.code, score)
        {
            // Of a target that was met no points are lost, and there is no reason to give: the score is the mistake.
            let right = findings[wrong].computed.as_ref();
            let right = right.and_then(|score| score.parse::<Number>().ok());
            let is_met = row
                .weight_number(context)
                .zip(right)
                .is_some_and(|(weight, right)| !row.needs_reason(weight, right));
            match is_met {
                true => causes.follows(missing, wrong),
                false => causes.follows(wrong, missing),
            }
        }
        // Which score the level earns decides whether points are lost at all.
        if let Some(reason) = row.reason
            && let Some(missing) = of_code(unexplained::RULE.code, reason)
            && let Some(wrong) = of_code(outside_band::RULE.code, score)
        {
            causes.follows(missing, wrong);
        }
        // Nothing is scored against a rate that cannot be, nor against a part of a person.
        let sides = [row.target, row.actual].into_iter().flatten();
        let mut impossible = sides.filter_map(|field| {
            let codes = [beyond::RULE.code, not_whole::RULE.code];
            codes.into_iter().find_map(|code| of_code(code, field))
        });
        if let Some(cause) = impossible.next() {
            let more = row
                .reason
                .and_then(|reason| of_code(exceeded::RULE.code, reason));
            let elsewhere = [row.target, row.actual]
                .into_iter()
                .flatten()
                .filter_map(|field| of_code(repeated::RULE.code, field));
            for consequence in [of_code(differs::RULE.code, score), more]
                .into_iter()
                .flatten()
                .chain(elsewhere)
            {
                causes.follows(consequence, cause);
            }
        }
        let checked = of_code(not_checkable::RULE.code, score);
        for field in [row.target, row.actual].into_iter().flatten() {
            let asked = of_code(not_certain::RULE.code, field);
            let unread = [wrong_type::RULE, ambiguous::RULE, remade::RULE];
            let cause = unread.iter().find_map(|rule| of_code(rule.code, field));
            for consequence in [checked, asked].into_iter().flatten() {
                if let Some(cause) = cause {
                    causes.follows(consequence, cause);
                }
            }
            // A day that is still to come is the mistake, whatever figure stands beside it.
            if let Some((asked, day)) = asked.zip(of_code(late::RULE.code, field)) {
                causes.follows(asked, day);
            }
        }
    }
}

/// A text that says 34 where the form has 34.5: no text can say what cannot be.
pub(super) fn told(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let of_codes = |codes: &'static [&'static str]| {
        let of = move |it: &(usize, &Finding)| codes.contains(&it.1.code.as_str());
        findings.iter().enumerate().filter(of)
    };
    let impossible = &[
        out_of_bounds::RULE.code,
        not_whole::RULE.code,
        beyond::RULE.code,
    ];
    if of_codes(impossible).next().is_none() {
        return;
    }
    let form = context.form();
    for said in texts::figures_said(context) {
        let field = &form.fields[said.field].id;
        let text = &form.fields[said.text].id;
        let mut causes_here =
            of_codes(impossible).filter(|(_, finding)| finding.place.field.as_ref() == Some(field));
        let Some((cause, _)) = causes_here.next() else {
            continue;
        };
        let told = &[told_otherwise::RULE.code, result_told_otherwise::RULE.code];
        let consequences = of_codes(told).filter(|(_, finding)| {
            finding.place.field.as_ref() == Some(text)
                && finding.message.zh.contains(&format!("“{}”", said.quote))
        });
        for (consequence, _) in consequences {
            causes.follows(consequence, cause);
        }
    }
}

/// A day that nobody can read is not an early one as well.
pub(super) fn days(findings: &[Finding], causes: &mut Causes) {
    for (consequence, finding) in findings.iter().enumerate() {
        if finding.code != early::RULE.code {
            continue;
        }
        let cause = findings.iter().position(|other| {
            [wrong_type::RULE, ambiguous::RULE]
                .iter()
                .any(|rule| rule.code == other.code)
                && other.place == finding.place
        });
        if let Some(cause) = cause {
            causes.follows(consequence, cause);
        }
    }
}

/// A row that was typed over, in which one figure is wrong: that the others of it are right is nothing to look at.
pub(super) fn typed(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let is_typed = |field: usize| context.submission.entries[field].found.formula.is_none();
    let row = |finding: &Finding| {
        let cell = finding.place.cell?;
        Some((finding.place.sheet.clone()?, cell.row))
    };
    let wrong = findings.iter().enumerate().filter(|(_, finding)| {
        let field = finding.place.field.as_deref().and_then(|id| form.field(id));
        finding.code.starts_with("C00") && field.is_some_and(is_typed)
    });
    let wrong: Vec<(usize, (String, u32))> = wrong
        .filter_map(|(index, finding)| Some((index, row(finding)?)))
        .collect();
    let right = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.code == overwritten::RULE.code && kind(finding).is_some());
    let causes_of: Option<Vec<(usize, usize)>> = right
        .map(|(index, finding)| {
            let row = row(finding)?;
            let cause = wrong.iter().find(|(_, wrong)| *wrong == row)?;
            Some((index, cause.0))
        })
        .collect();
    // Where values were pasted all over the workbook, that is one thing of its own.
    for (consequence, cause) in causes_of.unwrap_or_default() {
        causes.follows(consequence, cause);
    }
}
