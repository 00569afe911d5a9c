//! What is passed over: what a sentence says of other years and of somebody else.

use crate::check::rules::texts::plain_of;
use crate::template::NarrativeTemplate;

/// What stands before the year a figure is compared with.
const AGAINST: &[char] = &['比', '较', '与', '同', '于'];
/// Words before the name of a body that is not who a clause speaks of.
const TOWARDS: &[&str] = &[
    "由", "向", "与", "同", "经", "对", "为", "在", "将", "把", "给", "到", "按", "从", "会同",
    "配合", "协助", "下设", "内设", "设", "加强", "推进", "新建", "走访", "用于", "支持", "保障",
];
/// So near to the beginning of a clause a body is who it speaks of.
const NEAR: usize = 10;

/// The words with which a text speaks of something else.
pub(super) struct Other {
    year: String,
    unless: Vec<String>,
    harmless: Vec<String>,
    bodies: Vec<String>,
    department: String,
}

/// What a clause says of whom it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Of the department and the year of the form, by name.
    This,
    /// Of something else.
    Other,
    /// It does not say.
    Unsaid,
}

impl Other {
    pub(super) fn new(year: u16, department: &str, narrative: &NarrativeTemplate) -> Other {
        let plain = |words: &[String]| {
            let words = words.iter().map(|word| plain_of(word, narrative));
            words.filter(|word| !word.is_empty()).collect()
        };
        let department = plain_of(department, narrative);
        let department = department.split('(').next().unwrap_or_default().to_owned();
        Other {
            year: year.to_string(),
            unless: plain(&narrative.unless),
            harmless: plain(&narrative.harmless),
            bodies: plain(&narrative.bodies),
            department,
        }
    }

    /// Whom or which year a clause names.
    pub(super) fn named(&self, clause: &str) -> Of {
        let mut own = false;
        for (at, _) in clause.match_indices('年') {
            let digits = clause[..at]
                .chars()
                .rev()
                .take_while(char::is_ascii_digit)
                .count();
            let named = &clause[at - digits..at];
            if digits != 4 {
                continue;
            }
            if named == self.year {
                own = true;
            } else if !clause[..at - digits].ends_with(AGAINST) {
                return Of::Other;
            }
        }
        if is_of_a_part_of_the_year(clause) {
            return Of::Other;
        }
        let is_other = |word: &String| {
            clause.match_indices(word.as_str()).any(|(at, _)| {
                !clause[..at].ends_with(AGAINST) && !self.is_harmless(clause, at, word)
            })
        };
        if self.unless.iter().any(is_other) || self.is_of_a_body(clause) {
            return Of::Other;
        }
        if own { Of::This } else { Of::Unsaid }
    }

    fn is_harmless(&self, clause: &str, at: usize, word: &str) -> bool {
        self.harmless.iter().any(|phrase| {
            clause
                .match_indices(phrase.as_str())
                .any(|(from, _)| from <= at && at + word.len() <= from + phrase.len())
        })
    }

    /// Whether a clause begins with the name of another body.
    fn is_of_a_body(&self, clause: &str) -> bool {
        if !self.department.is_empty() && clause.contains(self.department.as_str()) {
            return false;
        }
        if TOWARDS.iter().any(|word| clause.starts_with(word)) {
            return false;
        }
        let near: usize = clause.chars().take(NEAR).map(char::len_utf8).sum();
        self.bodies.iter().any(|body| {
            let mut found = clause[..near].match_indices(body.as_str());
            found.any(|(at, _)| {
                let is_own = clause[..at].ends_with(['我', '本', '全', '该']);
                at > 0 && !is_own && !self.is_harmless(clause, at, body)
            })
        })
    }
}

/// Whether a clause names a month other than the last: 截至6月底, 1至9月.
fn is_of_a_part_of_the_year(clause: &str) -> bool {
    clause.match_indices('月').any(|(at, _)| {
        let digits = clause[..at]
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .count();
        (1..=2).contains(&digits) && &clause[at - digits..at] != "12"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::NarrativeTemplate;

    #[test]
    fn a_clause_says_of_whom_and_of_which_year_it_speaks() {
        let list = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let narrative = NarrativeTemplate {
            unless: list(&["上年", "计划"]),
            harmless: list(&["按计划", "大局"]),
            skip: Vec::new(),
            fillers: Vec::new(),
            bodies: list(&["局", "图书馆"]),
            unread: Vec::new(),
            columns: Vec::new(),
            sections: Vec::new(),
            figures: Vec::new(),
            grade: None,
            counts: None,
        };
        let other = Other::new(2024, "示例县文化局（虚构）", &narrative);
        for (clause, expected) in [
            ("2024年度支出", Of::This),
            ("2024年我局支出", Of::This),
            ("比2023年减少", Of::Unsaid),
            ("比上年减少", Of::Unsaid),
            ("按计划完成", Of::Unsaid),
            ("示例县文化局支出", Of::Unsaid),
            ("服务大局", Of::Unsaid),
            ("由县财政局安排", Of::Unsaid),
            ("截至12月底", Of::Unsaid),
            ("2023年", Of::Other),
            ("上年支出", Of::Other),
            ("计划开展", Of::Other),
            ("县图书馆支出", Of::Other),
            ("2024年县财政局支出", Of::Other),
            ("截至2024年6月底", Of::Other),
            ("1至9月支出", Of::Other),
        ] {
            assert_eq!(other.named(clause), expected, "{clause}");
        }
    }
}
