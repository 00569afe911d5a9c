//! How a finding is mended in a copy of the department's own workbook, in which nothing was put back.

use crate::check::rule::Rule;
use crate::check::rules::{
    w007_label_altered, w008_formula_overwritten, w009_formula_altered, w013_row_moved,
    w014_row_added, w015_sheet_renamed, w016_sheet_copied, w017_protection_removed,
    w018_cell_unlocked, w019_validation_lost, w020_content_hidden, w025_merge_changed,
};
use crate::finding::Finding;
use crate::text::Text;

/// What is said in such a copy in place of what the rule says, which is true of a workbook that was built anew.
const HELP: &[(&Rule, &str, &str)] = &[
    (
        &w007_label_altered::RULE,
        "请恢复原来的文字（本副本里没有改回）；要说明的话写在允许填写的格子里。",
        "Put the printed text back (in this copy it is as you sent it); write remarks into the cells meant for entries.",
    ),
    (
        &w008_formula_overwritten::RULE,
        "请恢复公式（本副本里没有改回）：不要在计算格里打数，改明细即可。",
        "Put the formula back (in this copy it is as you sent it): change the parts, not the total.",
    ),
    (
        &w009_formula_altered::RULE,
        "请恢复原公式（本副本里没有改回）。",
        "Put the formula back as it was (in this copy it is as you sent it).",
    ),
    (
        &w013_row_moved::RULE,
        "不需要处理：数照样核对；本副本里行列仍在交来时的位置。请不要在表中插入或移动行列。",
        "Nothing needs to be done: the figures are checked all the same, and this copy has everything where you sent it. Leave rows and columns where they are.",
    ),
    (
        &w014_row_added::RULE,
        "请核对这一行是否应当计入；本副本里它仍在原处，表里的公式不一定加上了它。",
        "Check that the row belongs there; in this copy it is where you put it, and the formulas may leave it out.",
    ),
    (
        &w015_sheet_renamed::RULE,
        "不需要处理：本副本里仍是交来时的表名。",
        "Nothing needs to be done: this copy has the name you gave it.",
    ),
    (
        &w016_sheet_copied::RULE,
        "请核对这张表是否是另一个项目；本副本里它仍是复制的表。需要更多张时也可以向财政部门要。",
        "Check that the sheet is of another project; in this copy it is as you sent it. Ask for a form with more sheets where they are needed.",
    ),
    (
        &w017_protection_removed::RULE,
        "请核对这张表的公式和栏目；本副本里仍然没有保护。",
        "Look at the formulas and labels of this sheet; in this copy it is still not protected.",
    ),
    (
        &w018_cell_unlocked::RULE,
        "不影响数字，无需处理；本副本里锁定没有恢复。",
        "No figure depends on it; in this copy the locks are as you sent them.",
    ),
    (
        &w019_validation_lost::RULE,
        "请核对这些格子里的数；本副本里没有恢复数据验证。",
        "Look at the figures in these cells; in this copy the validation is still missing.",
    ),
    (
        &w020_content_hidden::RULE,
        "请取消隐藏，核对里面的内容；本副本里仍然隐藏着。",
        "Show it again and look at what it holds; in this copy it is still hidden.",
    ),
    (
        &w025_merge_changed::RULE,
        "不需要处理：数已按原来的格子读入，本副本里仍在交来时的格子。",
        "Nothing needs to be done: the value was read as that of its field; in this copy it is where you sent it.",
    ),
];

/// The findings with the help that is true of such a copy.
pub(super) fn findings(found: &[Finding]) -> Vec<Finding> {
    let of_copy = |finding: &Finding| Finding {
        help: help(finding),
        alike: findings(&finding.alike),
        follows: findings(&finding.follows),
        ..finding.clone()
    };
    found.iter().map(of_copy).collect()
}

fn help(finding: &Finding) -> Option<Text> {
    let said = finding.help.as_ref()?;
    let is_it =
        |(rule, ..): &&(&Rule, &str, &str)| rule.code == finding.code && said.zh == rule.mend.0;
    let other = HELP.iter().find(is_it);
    Some(other.map_or_else(|| said.clone(), |(_, zh, en)| Text::new(*zh, *en)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules::ALL;

    #[test]
    fn no_help_says_of_a_copy_that_something_was_put_back() {
        for rule in ALL {
            let (zh, en) = rule.mend;
            let is_of_other = zh.contains("批注后的表里") || en.contains("--in-place");
            let is_kept = ["W023", "W028"].contains(&rule.code);
            let has_own = HELP.iter().any(|(known, ..)| known.code == rule.code);
            assert_eq!(is_of_other && !is_kept, has_own, "{}", rule.code);
        }
        for (rule, zh, en) in HELP {
            assert!(
                !zh.contains("批注后的表") && !en.contains("annotated workbook"),
                "{}",
                rule.code
            );
        }
    }
}
