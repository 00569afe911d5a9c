//! The rules annex brings along, one file each.

use crate::check::rule::Rule;

pub(crate) mod beside;
mod branch;
pub mod c001_total_differs;
pub mod c002_rate_differs;
pub mod c003_score_differs;
pub mod c004_not_computable;
mod copied;
mod differs;
mod figured;
mod guide;
mod judged;
mod listed;
mod overrun;
mod remedied;
pub mod s001_weights_differ_from_heading;
pub mod s002_weights_differ_from_total;
pub mod s003_score_above_weight;
pub mod s004_lost_points_unexplained;
pub mod s005_indicator_score_differs;
pub mod s006_score_not_checkable;
pub mod s007_qualitative_score_outside_band;
pub mod s008_over_achieved_unexplained;
pub mod s009_rate_taken_as_ratio;
pub mod s010_execution_rate_counted_twice;
pub mod s011_grade_differs_from_score;
pub mod s012_figure_not_certain;
pub mod s013_rate_above_all;
pub mod s014_target_against_sense;
pub mod s015_count_not_whole;
pub mod s016_indicator_repeated;
pub mod s017_not_an_indicator;
pub mod s018_operators_missing;
pub(crate) mod scored;
mod seen;
pub(super) mod texts;
pub mod v001_required_field_blank;
pub mod v002_wrong_type;
pub mod v003_out_of_bounds;
pub mod v004_number_as_text;
pub mod v005_value_converted;
pub mod v006_value_ambiguous;
pub mod v007_unit_suspected;
pub mod v008_stored_digits_hidden;
pub mod v009_formula_in_input;
pub mod v010_error_value;
pub mod v011_date_too_early;
pub mod v012_input_remade;
pub mod v013_text_says_nothing;
pub mod v014_date_too_late;
pub mod v015_rows_not_cleared;
pub mod w001_unreadable_workbook;
pub mod w002_not_a_form;
pub mod w003_other_form;
pub mod w004_other_year;
pub mod w005_identity_altered;
pub mod w006_sheet_missing;
pub mod w007_label_altered;
pub mod w008_formula_overwritten;
pub mod w009_formula_altered;
pub mod w010_row_missing;
pub mod w011_content_outside_form;
pub mod w012_row_shifted;
pub mod w013_row_moved;
pub mod w014_row_added;
pub mod w015_sheet_renamed;
pub mod w016_sheet_copied;
pub mod w017_protection_removed;
pub mod w018_cell_unlocked;
pub mod w019_validation_lost;
pub mod w020_content_hidden;
pub mod w021_external_link;
pub mod w022_identity_of_another;
pub mod w023_note_written;
pub mod w024_other_format;
pub mod w025_merge_changed;
pub mod w026_signature_wrong;
pub mod w027_object_inserted;
pub mod w028_memory_disagrees;
pub mod w029_results_not_computed;
pub mod x001_narrative_figure_differs;
pub mod x002_narrative_contradicts_itself;
pub mod x003_last_year_differs;
pub mod x004_jumped_since_last_year;
pub mod x005_copied_from_last_year;
pub mod x006_result_repeats_goal;
pub mod x007_text_of_another_department;
pub mod x008_project_claimed_twice;
pub mod x009_returned_twice;
pub mod x010_narrative_result_differs;
pub mod x011_narrative_sum_differs;
pub mod x012_entered_twice;
pub mod x013_other_year_in_text;
pub mod x014_cost_differs_from_spending;

/// All rules, by code.
pub static ALL: &[&Rule] = &[
    &c001_total_differs::RULE,
    &c002_rate_differs::RULE,
    &c003_score_differs::RULE,
    &c004_not_computable::RULE,
    &s001_weights_differ_from_heading::RULE,
    &s002_weights_differ_from_total::RULE,
    &s003_score_above_weight::RULE,
    &s004_lost_points_unexplained::RULE,
    &s005_indicator_score_differs::RULE,
    &s006_score_not_checkable::RULE,
    &s007_qualitative_score_outside_band::RULE,
    &s008_over_achieved_unexplained::RULE,
    &s009_rate_taken_as_ratio::RULE,
    &s010_execution_rate_counted_twice::RULE,
    &s011_grade_differs_from_score::RULE,
    &s012_figure_not_certain::RULE,
    &s013_rate_above_all::RULE,
    &s014_target_against_sense::RULE,
    &s015_count_not_whole::RULE,
    &s016_indicator_repeated::RULE,
    &s017_not_an_indicator::RULE,
    &s018_operators_missing::RULE,
    &v001_required_field_blank::RULE,
    &v002_wrong_type::RULE,
    &v003_out_of_bounds::RULE,
    &v004_number_as_text::RULE,
    &v005_value_converted::RULE,
    &v006_value_ambiguous::RULE,
    &v007_unit_suspected::RULE,
    &v008_stored_digits_hidden::RULE,
    &v009_formula_in_input::RULE,
    &v010_error_value::RULE,
    &v011_date_too_early::RULE,
    &v012_input_remade::RULE,
    &v013_text_says_nothing::RULE,
    &v014_date_too_late::RULE,
    &v015_rows_not_cleared::RULE,
    &w001_unreadable_workbook::RULE,
    &w002_not_a_form::RULE,
    &w003_other_form::RULE,
    &w004_other_year::RULE,
    &w005_identity_altered::RULE,
    &w006_sheet_missing::RULE,
    &w007_label_altered::RULE,
    &w008_formula_overwritten::RULE,
    &w009_formula_altered::RULE,
    &w010_row_missing::RULE,
    &w011_content_outside_form::RULE,
    &w012_row_shifted::RULE,
    &w013_row_moved::RULE,
    &w014_row_added::RULE,
    &w015_sheet_renamed::RULE,
    &w016_sheet_copied::RULE,
    &w017_protection_removed::RULE,
    &w018_cell_unlocked::RULE,
    &w019_validation_lost::RULE,
    &w020_content_hidden::RULE,
    &w021_external_link::RULE,
    &w022_identity_of_another::RULE,
    &w023_note_written::RULE,
    &w024_other_format::RULE,
    &w025_merge_changed::RULE,
    &w026_signature_wrong::RULE,
    &w027_object_inserted::RULE,
    &w028_memory_disagrees::RULE,
    &w029_results_not_computed::RULE,
    &x001_narrative_figure_differs::RULE,
    &x002_narrative_contradicts_itself::RULE,
    &x003_last_year_differs::RULE,
    &x004_jumped_since_last_year::RULE,
    &x005_copied_from_last_year::RULE,
    &x006_result_repeats_goal::RULE,
    &x007_text_of_another_department::RULE,
    &x008_project_claimed_twice::RULE,
    &x009_returned_twice::RULE,
    &x010_narrative_result_differs::RULE,
    &x011_narrative_sum_differs::RULE,
    &x012_entered_twice::RULE,
    &x013_other_year_in_text::RULE,
    &x014_cost_differs_from_spending::RULE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_their_codes_and_names_unique() {
        let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
        assert_eq!(codes, crate::finding::CODES);
        let names: std::collections::BTreeSet<&str> = ALL.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn every_rule_file_is_registered_and_every_rule_documented() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/rules");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.chars().nth(1).is_some_and(|c| c.is_ascii_digit()))
            .collect();
        files.sort();
        let expected: Vec<String> = ALL
            .iter()
            .map(|rule| {
                format!(
                    "{}_{}.rs",
                    rule.code.to_lowercase(),
                    rule.name.replace('-', "_")
                )
            })
            .collect();
        assert_eq!(files, expected);
        for rule in ALL {
            for (zh, en) in [rule.title, rule.checks, rule.why, rule.example, rule.mend] {
                assert!(!zh.is_empty() && !en.is_empty(), "{}", rule.code);
            }
        }
    }
}
