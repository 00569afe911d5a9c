//! What follows from what: returns with one mistake each, and the finding that stands for it.
//!
//! A case is the clean return of the archives with a change, and what is found: the code and cells of each finding, and
//! after `←` what follows from it. Infos are left out.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::check::levels::{Levels, Wish};
use annex::check::{self, Options};
use annex::finding::{Finding, Level, SetBy};
use annex::text::Language;
use returns::{assert_lines, pack, returned};

use crate::common::edit;
use crate::common::returns;

const CASES: &str = "
# a part is blank, and the total still says what it said with it: the blank is the cause
附件1 F13 blank
V001 附件1 F13 ← C001 F12

# a total typed over is one finding, with the lost formula beneath; what the pack asks of the same figure goes with it
附件1 F12 = 99
C001 附件1 F12 ← W008 F12, X101 F12

# an amount in 元 where the form counts in 万元 explains what the total and the other sheets say against it
附件1 F13 = 352000
V007 附件1 F13 ← C001 F12

# a weight that is off is off in its heading and in the total by as much, and the score of its row is right with the other one
附件2 I14 = 9
S001 附件2 B14 ← S004 K14, S002 I60, S005 J14

# the same, and a score that is wrong with any weight
附件2 I14 = 9
附件2 J14 = 6
S001 附件2 B14 ← S002 I60
S005 附件2 J14 ← S004 K14
C003 附件2 J60

# the same, and another row that lost points
附件2 I14 = 9
附件2 J24 = 8
S001 附件2 B14 ← S004 K14, S002 I60, S005 J14
S005 附件2 J24 ← S004 K24
C003 附件2 J60

# a weight that is blank is what its heading lacks
附件2 I14 blank
V001 附件2 I14 ← S001 B14, S002 I60

# a blank weight does not explain a heading that has too much
附件2 I14 blank
附件2 I15 = 30
S001 附件2 B14 ← S002 I60
V001 附件2 I14
S005 附件2 J15 ← S004 K15

# a weight nobody can read is what its heading lacks
附件2 I14 = 八分左右
V006 附件2 I14 ← S001 B14, S002 I60

# a weight that no row can have
附件2 I14 = 800
V003 附件2 I14 ← S001 B14, S004 K14, S002 I60, S005 J14

# one amount that three relations take; the cell that is wrong stands for all of them
附件2 K7 = 53.2
X105 附件2 K7 ← X101 F12, X103 K6

# the same, and a second amount that differs by another sum
附件2 K7 = 53.2
附件3-1 H6 = 36.2
X103 附件2 K6 ← X101 F12
X105 附件2 K7
C001 附件3-1 H5 ← C002 J5, C003 K5, C003 J58

# what was spent in all, against two splits and the indicator that repeats it
附件2 H4 = 156.1
X102 附件2 E6 ← X103 K6, X014 H29
C002 附件2 J4 ← C003 K4, C003 J60

# two amounts that are wrong in two relations, each in its own
附件1 F24 = 10
附件2 E6 = 150
C101 附件1 F24
X102 附件2 E6

# an amount ten times too large is over the budget and over the whole
附件1 F24 = 234
C102 附件1 F24 ← X116 F24

# two amounts that are more than the whole are two mistakes, though a larger whole would hold both
附件1 F28 = 400
附件1 F24 = 234
C102 附件1 F24 ← X116 F24
X117 附件1 F28

# the sign of a cost is turned: its score is right with the other one
附件3-1 E28 = ≥
S014 附件3-1 E28 ← S005 J28

# the same, and a score that is wrong either way
附件3-1 E28 = ≥
附件3-1 J28 = 7
S004 附件3-1 K28 ← S005 J28
S014 附件3-1 E28
C003 附件3-1 J58

# a result of the table that the report has otherwise, with which the score is right
附件2 H19 = 90%
X010 自评报告 B57 ← S005 J19

# a percentage taken for a ratio loses points: once the score is right there is nothing to explain
附件2 F24 = ≥98%
附件2 H24 = 98%
附件2 J24 = 9.8
S009 附件2 J24 ← S004 K24
C003 附件2 J60
X010 自评报告 B57

# the blanks of the signature line are one finding, and what is signed on paper is none to mend
附件1 B38 blank
附件1 F38 blank
附件1 B39 blank
附件1 F39 blank
V001 附件1 B38 F38 B39

# blanks of different blocks are not
附件1 B36 blank
附件1 B39 blank
V001 附件1 B36
V001 附件1 B39

# an entry nobody can take for a number explains why nothing can be computed from it
附件1 F13 = 很多
V006 附件1 F13 ← C004 F12

# a dash is blank, and it is the dash that makes the program's total an error
附件1 D11 = —
V001 附件1 D11 ← C001 D6

# a blank does not explain a total below what the rows give; a blank part may explain one above it
附件1 B11 blank
附件1 B6 = 2
C001 附件1 B6 ← W008 B6
V001 附件1 B11

# a formula replaced by its own result is to be told once for the workbook, and is no error
附件1 F12 = 35.2
附件2 J60 = 99.8
W008 附件1 F12 J60

# a score below the rule's where the target was met has nothing to explain
附件2 J14 = 7
S005 附件2 J14 ← S004 K14
C003 附件2 J60

# a score that is not the rule's, of a target that was missed, has to be explained
附件2 H39 = 1700人次
附件2 J39 = 8
S004 附件2 K39 ← S005 J39
X010 附件2 G11 B57
C003 附件2 J60

# half a person is no count a text could say, and no reason is asked of it
附件2 H39 = 1900.5人次
S015 附件2 H39 ← X010 G11, X010 B57

# a rate that nobody can reach is the mistake, and not the text that has what it should be
附件2 H19 = 109.2%
S013 附件2 H19 ← X010 B57

# a score that is not that of its level is the mistake, whatever is to be explained then
附件2 J49 = 4
S007 附件2 J49 ← S004 K49
C003 附件2 J60

# rows that were left on several sheets are one thing to clear
附件2 D17 = 指标4
附件3-1 D19 = ……
附件3-1 D24 = 2
V015 附件2 D17 D19

# a day that Excel made of a figure is asked about once
附件2 H39 = 约1900人次
S012 附件2 H39

# results that show nothing, pasted as nothing, belong to the other values
附件1 F12 = 35.2
附件1 D31 blank
附件1 G31 blank
W008 附件1 F12 D31 G31

# choices on several sheets that nobody made are one thing to do
附件4 I2 blank
附件5 H2 blank
附件6 G2 blank
V001 附件4 I2 H2 G2

# one of them stands for itself
附件5 H2 blank
V001 附件5 H2

# a choice that is wrong is not asked about in the report as well
附件4 I2 = 有
C106 附件4 I2 ← V001 B45

# what was spent is blank: a split by budget or by execution is no other mistake
附件2 H4 blank
V001 附件2 H4 ← X102 E6, C002 J4, C003 K4, C003 J60

# the budget is blank: it was not changed by all of it
附件2 E4 blank
V001 附件2 E4 ← C105 E4, C002 J4, C003 K4, C003 J60

# an amount below nought agrees with nothing
附件1 F13 = -35.2
V003 附件1 F13 ← C001 F12

# a row that was typed over, and one figure of it wrong
附件1 B6 = 4
附件1 D6 = 3.9
附件1 F6 = 5.63
C001 附件1 F6 ← W008 F6, W008 B6, W008 D6, C103 F6

# two rows that were typed over are a thing of their own
附件1 F12 = 35.2
附件1 F6 = 5.63
C001 附件1 F6 ← W008 F6, C103 F6
W008 附件1 F12

# a share is no amount
附件1 F11 = 4.5%
V006 附件1 F11 ← C001 F6
";

struct Case {
    name: String,
    changes: Vec<String>,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let blocks = CASES.split("\n# ").skip(1);
    let case = |block: &str| {
        let mut lines = block.lines().filter(|line| !line.trim().is_empty());
        let name = lines.next().unwrap().to_owned();
        let (changes, expected) = lines
            .map(str::to_owned)
            .partition(|line: &String| line.starts_with("附件"));
        Case {
            name,
            changes,
            expected,
        }
    };
    blocks.map(case).collect()
}

fn found(changes: &[String], options: &Options) -> Vec<Finding> {
    let mut book = returned("02-archives");
    for change in changes {
        let (sheet, rest) = change.split_once(' ').unwrap();
        let (cell, what) = rest.split_once(' ').unwrap();
        let sheet = edit::sheet(&book, sheet);
        let value = match what.strip_prefix("= ") {
            Some(text) => edit::value(text),
            None => annex::book::CellValue::Blank,
        };
        edit::write_cell(&mut book, sheet, Address::parse(cell).unwrap(), value);
    }
    let bytes = annex::book::write::write(&book).unwrap();
    let read = annex::book::read::read(&bytes);
    check::open("return.xlsx", read, &[pack()], options).findings
}

fn line(finding: &Finding) -> String {
    let cell = |finding: &Finding| {
        let cell = finding.place.cell;
        cell.map_or_else(String::new, |cell| cell.to_string())
    };
    let sheet = finding.place.sheet.as_deref().unwrap_or_default();
    let cells: Vec<String> = finding.members().iter().map(cell).collect();
    let mut line = format!(
        "{} {} {}",
        finding.code,
        sheet.split(' ').next().unwrap_or_default(),
        cells.join(" ")
    );
    let follows: Vec<String> = finding
        .follows
        .iter()
        .map(|follower| format!("{} {}", follower.code, cell(follower)))
        .collect();
    if !follows.is_empty() {
        line.push_str(&format!(" ← {}", follows.join(", ")));
    }
    line
}

#[test]
fn each_mistake_is_one_finding() {
    let cases = cases();
    assert_eq!(cases.len(), CASES.matches("\n# ").count());
    for case in cases {
        let findings = found(&case.changes, &Options::default());
        let lines: Vec<String> = findings
            .iter()
            .filter(|finding| finding.level != Level::Info)
            .map(line)
            .collect();
        assert_lines(&lines, &case.expected, &case.name);
    }
}

/// Rule, pack, campaign, command line: the later one has the last word, and the finding says who had it.
#[test]
fn the_highest_word_on_a_level_counts() {
    let blank = ["附件1 B36 blank".to_owned()];
    let with = |wishes: &[(SetBy, Wish)]| {
        let mut levels = Levels::default();
        for (by, wish) in wishes {
            levels.wish("V001", *by, *wish);
        }
        let options = Options {
            levels,
            ..Options::default()
        };
        let findings = found(&blank, &options);
        let first = findings.first();
        first.map(|finding| (finding.level, finding.set_by))
    };
    assert_eq!(with(&[]), Some((Level::Error, SetBy::Rule)));
    let info = (SetBy::Campaign, Wish::Level(Level::Info));
    let warning = (SetBy::CommandLine, Wish::Level(Level::Warning));
    assert_eq!(with(&[info]), Some((Level::Info, SetBy::Campaign)));
    assert_eq!(
        with(&[info, warning]),
        Some((Level::Warning, SetBy::CommandLine))
    );
    assert_eq!(
        with(&[warning, info]),
        Some((Level::Warning, SetBy::CommandLine))
    );
    assert_eq!(with(&[info, (SetBy::CommandLine, Wish::Allow)]), None);
}

/// What stands beneath a finding is said in both languages.
#[test]
fn what_follows_is_told_beneath_its_cause() {
    let changes = ["附件2 I14 = 9".to_owned()];
    let findings = found(&changes, &Options::default());
    let heading = findings.iter().find(|finding| finding.code == "S001");
    let beneath = heading.unwrap().beneath(Language::English);
    assert_eq!(
        beneath,
        [
            "3 more follow from this; mend it first:",
            "  K14  [S004] 8 of 9 points: 1 lost without a reason",
            "  I60  [S002] the weights add up to 101 instead of 100",
            "  J14  [S005] the score 8 is not the 9 the scoring rule gives"
        ]
    );
}
