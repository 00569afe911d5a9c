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
/// What a clause begins with that speaks of all of the year.
const WHOLE_YEAR: &[&str] = &["全年", "本年", "今年", "当年", "年末", "年底"];
/// What may stand before who a clause speaks of.
const LEADS: &[&str] = &[
    "全年",
    "本年",
    "今年",
    "当年",
    "年末",
    "年底",
    "年",
    "年度",
    "我局",
    "本单位",
    "我单位",
    "我县",
    "目前",
    "截至",
    "其中",
];
/// What stands beside a month up to which something is counted.
const UP_TO: &[&str] = &["截至", "截止", "以来", "累计", "起至", "至", "—", "-", "~"];
/// What happens once: that it was in some month says nothing of what follows.
const EVENTS: &[&str] = &[
    "上线",
    "完工",
    "竣工",
    "建成",
    "完成",
    "投入使用",
    "投用",
    "启用",
    "启动",
    "开工",
    "动工",
    "立项",
    "交付",
    "落成",
    "运行",
    "开通",
    "印发",
    "出台",
    "签订",
    "成立",
    "到位",
    "下达",
    "批复",
    "复工",
    "停工",
    "挂牌",
    "招标",
    "改版",
];
/// How a goal speaks of itself, which says nothing of another time there.
pub(super) const AIMED: &[&str] = &["计划", "拟", "预计", "力争", "争取", "确保", "目标"];
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

/// How far it reaches what a clause says of another time or of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// To the next clause: something was done in a month, or for somebody: 平台5月改版上线, 覆盖全县12个乡镇.
    Clause,
    /// To a semicolon, or to a clause that speaks of the whole year: 6月送戏下乡12场.
    Part,
    /// To the end of the sentence: 截至6月底, 2023年, 县图书馆.
    Sentence,
}

/// What a clause says of whom it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Of the department and the year of the form, by name.
    This,
    /// Of the whole year, whatever month was named before.
    WholeYear,
    /// Of something else.
    Other(Reach),
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

    /// Whom or which year a clause names, or the words before a figure.
    pub(super) fn named(&self, clause: &str, (is_figure, is_goal): (bool, bool)) -> Of {
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
                return Of::Other(Reach::Sentence);
            }
        }
        let body = self.is_of_a_body(clause).then_some(Reach::Sentence);
        let unless = self
            .unless
            .iter()
            .filter(|word| !is_goal || !AIMED.contains(&word.as_str()))
            .filter_map(|word| self.unless(clause, word));
        let reach = unless.chain(month(clause, is_figure)).chain(body).max();
        match reach {
            Some(reach) => Of::Other(reach),
            None if own => Of::This,
            None if WHOLE_YEAR.iter().any(|word| clause.starts_with(word)) => Of::WholeYear,
            None => Of::Unsaid,
        }
    }

    /// How far one of the words of the pack for other times and for others reaches, where it stands in a clause.
    fn unless(&self, clause: &str, word: &str) -> Option<Reach> {
        let found = clause.match_indices(word).filter(|(at, _)| {
            !clause[..*at].ends_with(AGAINST) && !self.is_harmless(clause, *at, word)
        });
        // 覆盖全县12个乡镇 says where; 全县完成 says who.
        let is_place = |at: usize| word.starts_with(['全', '各']) && !leads(&clause[..at]);
        let reach = found.map(|(at, _)| match is_place(at) {
            true => Reach::Clause,
            false => Reach::Sentence,
        });
        reach.max()
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

/// Whether nothing but a time or the writer stands before who a clause speaks of.
fn leads(before: &str) -> bool {
    let mut rest = before;
    while let Some(shorter) = LEADS.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    rest.is_empty()
}

/// How far a month other than the last reaches that a clause names: 截至6月底, 1至9月, 平台5月改版上线.
fn month(clause: &str, is_figure: bool) -> Option<Reach> {
    let mut months = clause.match_indices('月').filter(|(at, _)| {
        let before = clause[..*at].chars().rev();
        let digits = before.take_while(char::is_ascii_digit).count();
        (1..=2).contains(&digits) && &clause[at - digits..*at] != "12"
    });
    let (last, _) = months.next_back()?;
    let behind = clause[last + '月'.len_utf8()..].trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || [
                '底', '末', '份', '初', '中', '旬', '日', '前', '止', '期', '间',
            ]
            .contains(&c)
    });
    let is_period =
        behind.is_empty() && !is_figure || UP_TO.iter().any(|word| clause.contains(word));
    let is_event = !is_figure && EVENTS.iter().any(|word| behind.contains(word));
    Some(match (is_period, is_event) {
        (true, _) => Reach::Sentence,
        (_, true) => Reach::Clause,
        _ => Reach::Part,
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
            unless: list(&["上年", "计划", "全县"]),
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
            ("2023年", Of::Other(Reach::Sentence)),
            ("上年支出", Of::Other(Reach::Sentence)),
            ("计划开展", Of::Other(Reach::Sentence)),
            ("县图书馆支出", Of::Other(Reach::Sentence)),
            ("2024年县财政局支出", Of::Other(Reach::Sentence)),
            ("截至2024年6月底", Of::Other(Reach::Sentence)),
            ("1至9月支出", Of::Other(Reach::Sentence)),
            ("6月底前", Of::Other(Reach::Sentence)),
            ("平台5月改版上线", Of::Other(Reach::Clause)),
            ("5月组织业务培训", Of::Other(Reach::Part)),
            ("覆盖全县各乡镇", Of::Other(Reach::Clause)),
            ("全县接待游客", Of::Other(Reach::Sentence)),
            ("全年接待游客", Of::WholeYear),
        ] {
            assert_eq!(other.named(clause, (false, false)), expected, "{clause}");
        }
        let goal = other.named("计划开展", (true, true));
        assert_eq!(goal, Of::Unsaid, "a goal is a plan");
    }
}
