//! The real return, published by a department for 2024, and every defect it has.
//!
//! Its figures and its mistakes are as published (the demo's first department). Each row below is a finding annex gives;
//! the last column names the defect it stands for. The defects were worked out by hand from the published text:
//!
//! - 附件1: 项目支出 of the year is 26.3095 while its part 业务工作经费 is blank; 公用经费 is 181.9273 % of its budget;
//!   部门基本支出预算调整, 厉行节约保障措施 and 楼堂馆所 are blank; so are signatures and dates.
//! - 附件2: the two splits describe different totals, 191.44 and 164.96, a gap of 26.48; the budget grew by 54.8617 %
//!   without a word; the rows of 产出 add up to 40 under a heading of 50, those of 效益 to 40 under 30.
//! - 附件2, a stray row: 成本指标, 经费控制, 107.59, 164.96 stand one column too far left in the second row of 满意度.
//!   With it the weights come to 110 and the scores to 100.62; without it to 100 and 92.62; the form says 92.
//! - 附件2, scores: 143.49 against at most 130 is scored 8, where one rule gives 9.06 and the other 8.96; 95 % against 95 % is scored 9,
//!   where it gives 10; six rows lose points without a reason; five compare a word with a word.
//! - Between sheets: 项目支出 is 26.3095 in 附件1 and 48.62 in 附件2; 附件3 is empty although there is project spending;
//!   附件4 to 6 are listed, but absent; the report says there is no government fund, 附件2 has 5; its cover has no date.
//! - The report: 异地商会 are 4 in its first section, and 5 in its sixth. A third place speaks of 4 that gave money: those may be
//!   some of them, and nothing is said. Its figures tie, and so does 优 with the 92 that are declared.

use annex::finding::{Finding, Level, SetBy};
use annex::formula::Value;
use annex::number::Number;
use returns::{assert_lines, checked, lines, returned, without_comments};

use crate::common::returns;

/// code | sheet | cell | field | reported | computed | difference | which defect
const FINDINGS: &str = "
C001 | 附件1   | F12 | base.project.actual           | 26.3095  | 0      | 26.3095  | 项目支出 26.3095, but no part of it is filled in
W008 | 附件1   | F12 | base.project.actual           | 26.3095  | 0      | 26.3095  | … because it was typed over the formula
X101 | 附件1   | F12 | base.project.actual           | 26.3095  | 48.62  | -22.3105 | 项目支出: 26.3095 here, 48.62 in 附件2
V001 | 附件1   | F13 | base.operation.actual         | ·        | ·      | ·        | 业务工作经费 blank, its other two years are not
V001 | 附件1   | F29 | base.adjustment.actual        | ·        | ·      | ·        | 部门基本支出预算调整 blank
V001 | 附件1   | B31 | base.building.1.approved_area | ·        | ·      | ·        | 楼堂馆所 blank: 无 would be an answer
V001 | 附件1   | C31 | base.building.1.actual_area   | ·        | ·      | ·        | 楼堂馆所
V001 | 附件1   | E31 | base.building.1.approved_cost | ·        | ·      | ·        | 楼堂馆所
V001 | 附件1   | F31 | base.building.1.actual_cost   | ·        | ·      | ·        | 楼堂馆所
V001 | 附件1   | B36 | base.thrift                   | ·        | ·      | ·        | 厉行节约保障措施 blank
V001 | 附件1   | B38 | base.signature.preparer       | ·        | ·      | ·        | signature line
V001 | 附件1   | F38 | base.signature.date           | ·        | ·      | ·        | date
V001 | 附件1   | B39 | base.signature.phone          | ·        | ·      | ·        | signature line
S001 | 附件2   | B14 | ·                             | 40       | 50     | -10      | 产出: 40 under a heading of 50
S004 | 附件2   | K29 | overall.cost.1.reason         | ·        | ·      | ·        | no reason, 1st of six rows: 8 of 10
S001 | 附件2   | B34 | ·                             | 40       | 30     | 10       | 效益: 40 under a heading of 30
S004 | 附件2   | K34 | overall.economic.1.reason     | ·        | ·      | ·        | no reason, 2nd row: 14 of 15
S004 | 附件2   | K39 | overall.social.1.reason       | ·        | ·      | ·        | no reason, 3rd row: 14 of 15
S004 | 附件2   | K49 | overall.sustainable.1.reason  | ·        | ·      | ·        | no reason, 4th row: 9 of 10
S001 | 附件2   | B54 | ·                             | 20       | 10     | 10       | the stray row stands in 满意度: 20 under 10
S005 | 附件2   | J54 | overall.satisfaction.1.score  | 9        | 10     | -1       | 95 % reached of 95 %, scored 9
S004 | 附件2   | K54 | overall.satisfaction.1.reason | ·        | ·      | ·        | no reason, 5th row: 9 of 10
W007 | 附件2   | B55 | ·                             | 成本指标 | ·      | ·        | the stray row's first words stand in locked cells
W007 | 附件2   | C55 | ·                             | 经费控制 | ·      | ·        | … and its second
W012 | 附件2   | D55 | overall.satisfaction.2.name   | 107.59   | ·      | ·        | the stray row, one column too far left
V001 | 附件2   | H55 | overall.satisfaction.2.actual | ·        | ·      | ·        | the stray row: 实际完成值 blank
S004 | 附件2   | K55 | overall.satisfaction.2.reason | ·        | ·      | ·        | no reason, 6th row, the stray one: 8 of 10
S002 | 附件2   | I60 | overall.total.weight          | 110      | 100    | 10       | weights 110 with the stray row, 100 without
C003 | 附件2   | J60 | overall.total.score           | 92       | 100.62 | -8.62    | 92 declared, 100.62 with the stray row
W008 | 附件2   | J60 | overall.total.score           | 92       | 100.62 | -8.62    | … because it was typed over the formula
X106 | 附件3-1 | D2  | project.1.name                | 0        | 48.62  | -48.62   | 附件3 empty although there is 项目支出
V001 | 附件4   | I2  | fund.has                      | ·        | ·      | ·        | 附件4 is listed, but absent: neither 有 nor 无
V001 | 附件5   | H2  | capital.has                   | ·        | ·      | ·        | 附件5 is listed, but absent
V001 | 附件6   | G2  | insurance.has                 | ·        | ·      | ·        | 附件6 is listed, but absent
V001 | 自评报告 | B15 | narrative.cover.date         | ·        | ·      | ·        | the cover's 年月日 are blank
C102 | 附件1   | F24 | base.public.actual            | 1.819273 | 1      | 0.819273 | 45.7729 ÷ 25.16 = 181.9273 %
C105 | 附件2   | E4  | overall.total.annual          | 0.548617 | 0.3    | 0.248617 | (191.44 − 123.62) ÷ 123.62 = 54.8617 %
S005 | 附件2   | J29 | overall.cost.1.score          | 8        | 9.06、8.96 | ·   | 10 × 130 ÷ 143.49 = 9.06, or 10 × (1 − 13.49 ÷ 130) = 8.96, scored 8
X113 | 自评报告 | B45 | narrative.fund_spending.text | 5        | ·      | ·        | 政府性基金拨款 5 in 附件2, none says the report
V001 | 附件1   | F39 | base.signature.head           | ·        | ·      | ·        | signed on paper: a reminder
S006 | 附件2   | J19 | overall.quality.1.score       | 10       | ·      | ·        | 准确 against 准确
S006 | 附件2   | J34 | overall.economic.1.score      | 14       | ·      | ·        | 有效促进 against 有效促进
S006 | 附件2   | J39 | overall.social.1.score        | 14       | ·      | ·        | 有效提高 against 有效提高
S006 | 附件2   | J49 | overall.sustainable.1.score   | 9        | ·      | ·        | 持续可发展 against 持续可发展
X002 | 自评报告 | B57 | narrative.performance.text   | 5        | 4      | 1        | 异地商会: 4 in section one, 5 in section six
";

#[test]
fn every_defect_of_the_real_return_is_found_and_nothing_else() {
    let found = checked(&returned("01-yueyang-federation"));
    assert_lines(
        &lines(&found.flat()),
        &without_comments(FINDINGS),
        "the real return",
    );
}

#[test]
fn findings_come_gravest_first() {
    let found = checked(&returned("01-yueyang-federation"));
    let levels: Vec<Level> = found.flat().iter().map(|finding| finding.level).collect();
    let count = |level| levels.iter().filter(|found| **found == level).count();
    assert!(levels.is_sorted());
    assert_eq!(
        [Level::Error, Level::Warning, Level::Info].map(count),
        [35, 4, 6]
    );
}

/// What a clerk reads: a line for each cause, its cells, and what follows from it.
const CAUSES: &str = "
X101 | 附件1    | F12
V001 | 附件1    | F13 F29         | C001 F12, W008 F12
V001 | 附件1    | B31 C31 E31 F31
V001 | 附件1    | B36
V001 | 附件1    | B38 F38 B39
S001 | 附件2    | B14
S004 | 附件2    | K29 K34 K39 K49 | S005 J29
S001 | 附件2    | B34
S005 | 附件2    | J54             | S004 K54
W012 | 附件2    | D55             | S001 B54, W007 B55, W007 C55, V001 H55, S004 K55, S002 I60
C003 | 附件2    | J60             | W008 J60
X106 | 附件3-1  | D2
V001 | 附件4    | I2 H2 G2
V001 | 自评报告 | B15
C102 | 附件1    | F24
C105 | 附件2    | E4
X113 | 自评报告 | B45
V001 | 附件1    | F39
S006 | 附件2    | J19 J34 J39 J49
X002 | 自评报告 | B57
";

#[test]
fn one_cause_is_one_finding() {
    let found = checked(&returned("01-yueyang-federation"));
    let cell = |finding: &Finding| {
        finding
            .place
            .cell
            .map_or_else(String::new, |at| at.to_string())
    };
    let line = |finding: &Finding| {
        let cells: Vec<String> = finding.members().iter().map(cell).collect();
        let follows: Vec<String> = finding
            .follows
            .iter()
            .map(|follower| format!("{} {}", follower.code, cell(follower)))
            .collect();
        let sheet = finding.place.sheet.as_deref().unwrap_or_default();
        let sheet = sheet.split(' ').next().unwrap_or_default();
        let parts = [
            finding.code.clone(),
            sheet.to_owned(),
            cells.join(" "),
            follows.join(", "),
        ];
        parts.join(" | ").trim_end_matches([' ', '|']).to_owned()
    };
    let lines: Vec<String> = found.findings.iter().map(line).collect();
    assert_lines(
        &lines,
        &without_comments(CAUSES),
        "causes of the real return",
    );
    // The stray row is a warning by itself; errors follow from it.
    let stray = found
        .findings
        .iter()
        .find(|finding| finding.code == "W012")
        .unwrap();
    assert_eq!(
        (stray.level, stray.set_by),
        (Level::Error, SetBy::Consequence)
    );
    assert_eq!(
        stray.note.as_ref().unwrap().zh,
        "分值合计：计入这一行为 110，不计为 100；“总分”：计入为 100.62，不计为 92.62"
    );
}

/// What ties, exactly: the figures agree, and no finding stands at any of these fields.
#[test]
fn what_ties_in_the_real_return_gives_no_finding() {
    let found = checked(&returned("01-yueyang-federation"));
    let content = found.content.as_ref().unwrap();
    let form = &content.submission.form;
    let computed = |id: &str| match &content.evaluation.computed[form.field(id).unwrap()] {
        Value::Number(number) => *number,
        other => panic!("{id} is {other}"),
    };
    for (field, figure, why) in [
        ("base.staff.rate", "1", "控制率: 7 of 7 posts"),
        ("base.three_public.prior", "2.51", "三公经费, 2023"),
        ("base.three_public.budget", "2.75", "三公经费, budget"),
        ("base.three_public.actual", "2.5595", "三公经费, 2024"),
        ("overall.execution.rate", "0.8617", "164.96 ÷ 191.44"),
        ("overall.execution.score", "8.62", "86.17 % of 10 points"),
    ] {
        let index = form.field(field).unwrap();
        assert_eq!(computed(field).to_string(), figure, "{why}");
        assert_eq!(content.submission.reported(index).as_deref(), Some(figure));
    }
    for (parts, total, why) in [
        ("23.27 2.99 2.19", "base.public.prior", "公用经费, 2023"),
        ("17.66 3.5 4", "base.public.budget", "公用经费, budget"),
        ("45.5229 0.25 0", "base.public.actual", "公用经费, 2024"),
        ("161.74 5 24.7", "overall.total.annual", "by income"),
        ("116.34 48.62", "overall.total.executed", "by spending"),
    ] {
        let numbers = parts.split(' ').map(|part| part.parse::<Number>().unwrap());
        let sum = numbers.fold(Number::ZERO, |sum, part| sum.add(part).unwrap());
        assert_eq!(sum, computed(total), "{why}");
    }
    // Codes that would speak against what ties: rates, 公用经费 below its parts, 三公 over budget, staff, the splits.
    let silent = ["C002", "C101", "C103", "C104", "X102", "X103"];
    let spoken = |code: &&str| found.flat().iter().any(|finding| finding.code == *code);
    assert_eq!(silent.iter().find(|code| spoken(code)), None);
}

/// The figures, the staff and the grade in the report are read, not passed over: with one of them changed there is a finding.
#[test]
fn what_ties_in_the_report_is_found_once_it_does_not() {
    for (section, written, instead, expected) in [
        (
            "basic_spending",
            "164.96",
            "164.69",
            "X001 | 164.69 | 164.96",
        ),
        (
            "basic_spending",
            "116.34",
            "11.634",
            "X001 | 11.634 | 116.34",
        ),
        ("basic_spending", "48.62", "48.26", "X001 | 48.26 | 48.62"),
        ("duties", "在职人员7人", "在职人员8人", "X001 | 8 | 7"),
        ("application", "自评结果优", "自评结果良", "S011 | 良 | 优"),
    ] {
        let mut demo = returns::demo("01-yueyang-federation");
        // Without its stray row: more than full marks earn no grade.
        let satisfaction = &mut demo.values["overall"]["satisfaction"];
        satisfaction.as_array_mut().unwrap().pop();
        demo.faults.truncate(2);
        let text = &mut demo.values["narrative"][section]["text"];
        let changed = text.as_str().unwrap().replace(written, instead);
        assert_ne!(text.as_str(), Some(changed.as_str()));
        *text = changed.into();
        let book = annex::demo::returned(&demo, &returns::pack())
            .unwrap()
            .unwrap();
        let figure = |figure: &Option<String>| figure.clone().unwrap_or_default();
        let said: Vec<String> = checked(&book)
            .flat()
            .iter()
            .filter(|finding| ["X001", "S011"].contains(&finding.code.as_str()))
            .map(|found| {
                let figures = [figure(&found.reported), figure(&found.computed)];
                format!("{} | {}", found.code, figures.join(" | "))
            })
            .collect();
        assert_eq!(said, [expected]);
    }
}

/// Without its stray row the return declares 92 where its scores come to 92.62, and its weights are right in sum.
#[test]
fn without_the_stray_row_the_weights_are_100_and_the_scores_92_62() {
    let mut demo = returns::demo("01-yueyang-federation");
    demo.values["overall"]["satisfaction"]
        .as_array_mut()
        .unwrap()
        .pop();
    demo.faults.truncate(2);
    let book = annex::demo::returned(&demo, &returns::pack())
        .unwrap()
        .unwrap();
    let all = lines(&checked(&book).flat());
    let stray = |line: &&String| {
        ["S002", "C003", "W007", "W012"].contains(&&line[..4])
            || line.starts_with("S001 | 附件2 | B54")
            || line.contains("satisfaction.2")
    };
    let left: Vec<String> = all.iter().filter(stray).cloned().collect();
    let expected =
        without_comments("C003 | 附件2 | J60 | overall.total.score | 92 | 92.62 | -0.62 |");
    assert_lines(&left, &expected, "what the stray row brought along is gone");
    // Seven findings fewer: 满意度 above its heading, two words in locked cells, the blank, the reason, the sum, the shift.
    assert_eq!(all.len(), 45 - 7);
}

/// What the report says beside its text, from the figures as annex computes them.
#[test]
fn the_facts_of_the_report_come_from_the_figures() {
    let found = checked(&returned("01-yueyang-federation"));
    let content = found.content.as_ref().unwrap();
    let form = &content.submission.form;
    for (section, expected) in [
        ("duties", "编制7人，年末实际在职7人，控制率100.00%。"),
        (
            "basic_spending",
            "2024年度共计支出164.96万元，其中：基本支出116.34万元，项目支出48.62万元。\
             三公经费支出2.5595万元（预算2.75万元）。公用经费支出45.7729万元（预算25.16万元）。",
        ),
        (
            "project_spending",
            "项目支出48.62万元，附件3 列有0个项目，全年执行数合计0.00万元。",
        ),
        // Neither 有 nor 无: there is nothing to say.
        ("fund_spending", ""),
        ("capital_spending", ""),
        ("insurance_spending", ""),
        (
            "performance",
            "年初预算数123.62万元，全年预算数191.44万元，预算调整率54.86%；全年执行数164.96万元，\
             执行率86.17%，得8.62分。自评总分100.62分。",
        ),
        // More than full marks earn no grade, here as in the summary.
        ("application", "自评总分100.62分。"),
    ] {
        let field = form.field(&format!("narrative.{section}.facts")).unwrap();
        let computed = content.evaluation.computed[field].to_string();
        assert_eq!(computed, expected, "{section}");
    }
    // Its own section nine says 优; its section three says what X113 speaks against.
    let said = |section: &str| {
        let field = form.field(&format!("narrative.{section}.text")).unwrap();
        content.submission.text(field).unwrap()
    };
    assert!(said("application").contains("优"));
    assert_eq!(said("fund_spending"), "本单位无政府性基金预算支出");
    assert!(said("duties").contains("异地商会4个") && said("performance").contains("5个异地商会"));
}
