//! What one answer settles is asked once.

use super::Causes;
use crate::check::context::Context;
use crate::check::rules::{
    s003_score_above_weight as above, s004_lost_points_unexplained as unexplained,
    s005_indicator_score_differs as differs, s006_score_not_checkable as not_checkable,
    s008_over_achieved_unexplained as exceeded, s013_rate_above_all as beyond, scored,
    v002_wrong_type as wrong_type, v003_out_of_bounds as out_of_bounds,
    v006_value_ambiguous as ambiguous, v011_date_too_early as early,
    w008_formula_overwritten as overwritten, x003_last_year_differs as last_year,
};
use crate::finding::{Finding, Level, SetBy};

/// Of the findings that are one all over the workbook, what they have in common: formulas that were replaced by their own
/// results, as by pasting values, and figures that are not last year's.
pub(super) fn kind(finding: &Finding) -> Option<&'static str> {
    let code = finding.code.as_str();
    if code == overwritten::RULE.code
        && finding.level == Level::Warning
        && finding.set_by == SetBy::Rule
    {
        return Some("values for formulas");
    }
    (code == last_year::RULE.code).then_some("last year")
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
            && let Some(cause) = of_code(unexplained::RULE.code, reason)
            && let Some(consequence) = of_code(differs::RULE.code, score)
        {
            causes.follows(consequence, cause);
        }
        // Nothing is scored against a rate that cannot be.
        let sides = [row.target, row.actual].into_iter().flatten();
        let mut impossible = sides.filter_map(|field| of_code(beyond::RULE.code, field));
        if let Some(cause) = impossible.next() {
            let more = row
                .reason
                .and_then(|reason| of_code(exceeded::RULE.code, reason));
            for consequence in [of_code(differs::RULE.code, score), more]
                .into_iter()
                .flatten()
            {
                causes.follows(consequence, cause);
            }
        }
        let Some(consequence) = of_code(not_checkable::RULE.code, score) else {
            continue;
        };
        for field in [row.target, row.actual].into_iter().flatten() {
            let unread = [wrong_type::RULE, ambiguous::RULE];
            let cause = unread.iter().find_map(|rule| of_code(rule.code, field));
            if let Some(cause) = cause {
                causes.follows(consequence, cause);
            }
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
