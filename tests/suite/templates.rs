//! Every mistake of a template author, in the smallest pack that has it, at its exact place.
//!
//! The pack below is right. Each case replaces one piece of it; `▸` stands before the place that is to be reported, and is
//! taken out before the pack is read. The codes are those of the marks in the order in which they stand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use annex::form;
use annex::template::mistake::{CODES, Mistake};
use annex::template::{self, Origin, Source, packs};

const PACK: &str = r#"id = "mini"
version = "1"
title = "{year}年小表"
year = 2024
unit = "万元"
sheets = ["one.toml"]

[types.money]
format = "0.00"

[shapes.row.fields.name]
label = "名称"
type = "text"

[shapes.row.fields.weight]
label = "分值"
type = "score"
"#;

const ONE: &str = r#"id = "one"
name = "表一"
heading = "{year}年表一"
columns = [20, 10]
layout = '''
| 甲（{unit}） | [a]          |
| 合计         | [sum]        |
| [rows.name]  | [rows.weight] |
| 总分         | [total]      |
'''

[fields.a]
label = "甲"
type = "money"

[fields.sum]
label = "合计"
type = "money"
formula = "a + 1"

[fields.total]
label = "总分"
type = "score"
value = "100"

[weights]
total = "total"

[weights.groups.all]
label = "全部"
points = 100
blocks = ["rows"]

[blocks.rows]
label = "指标"
shape = "row"
max = 5
"#;

/// 128 characters twice, and a comma between them: one more than Excel takes.
const LONG_SUGGESTION: &str = concat!(
    "[shapes.row.fields.name]\nlabel = \"名称\"\nsuggestions = ▸[\"甲",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456",
    "\", \"乙",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456",
    "\"]"
);

/// What is wrong, the codes, the file, the piece that is replaced, and what it is replaced by.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
);

/// A file, a piece of it, and what it is replaced by.
type Piece<'a> = (&'a str, &'a str, &'a str);

const CASES: &[Case] = &[
    (
        "a quote is not closed",
        &["T001"],
        "pack.toml",
        "unit = \"万元\"",
        "unit = \"万元▸",
    ),
    (
        "a key has no value",
        &["T001"],
        "one.toml",
        "max = 5",
        "max = ▸",
    ),
    (
        "the heading is missing",
        &["T002"],
        "one.toml",
        "id = \"one\"\nname = \"表一\"\nheading = \"{year}年表一\"",
        "▸id = \"one\"\nname = \"表一\"",
    ),
    (
        "a block has no label",
        &["T002"],
        "one.toml",
        "[blocks.rows]\nlabel = \"指标\"",
        "[blocks.▸rows]",
    ),
    (
        "a sheet is named as one that annex adds",
        &["T017"],
        "one.toml",
        "id = \"one\"\nname = \"表一\"",
        "id = \"one\"\nname = \"▸填报说明\"",
    ),
    (
        "a sheet is named as the hidden one, in capitals",
        &["T017"],
        "one.toml",
        "id = \"one\"\nname = \"表一\"",
        "id = \"one\"\nname = \"▸ANNEX\"",
    ),
    (
        "the id of a sheet is what names of annex begin with",
        &["T018"],
        "one.toml",
        "id = \"one\"\n",
        "id = \"▸annex\"\n",
    ),
    (
        "a misspelled key of the guide",
        &["T003"],
        "pack.toml",
        "sheets = [\"one.toml\"]",
        "sheets = [\"one.toml\"]\n\n[guide]\n▸line = [\"填\"]",
    ),
    (
        "the lines of the guide are one text",
        &["T004"],
        "pack.toml",
        "sheets = [\"one.toml\"]",
        "sheets = [\"one.toml\"]\n\n[guide]\nlines = ▸\"填\"",
    ),
    (
        "a misspelled placeholder in the guide",
        &["T011"],
        "pack.toml",
        "sheets = [\"one.toml\"]",
        "sheets = [\"one.toml\"]\n\n[guide]\nreturn = [\"{deadline}\", \"▸{dedline}前\"]",
    ),
    (
        "a placeholder of the guide in a label",
        &["T011"],
        "one.toml",
        "甲（{unit}）",
        "▸甲（{deadline}）",
    ),
    (
        "a misspelled key",
        &["T003"],
        "one.toml",
        "formula = \"a + 1\"",
        "formula = \"a + 1\"\n▸requird = true",
    ),
    (
        "a number where a text belongs",
        &["T004"],
        "one.toml",
        "label = \"甲\"",
        "label = ▸5",
    ),
    (
        "a text where numbers belong",
        &["T004"],
        "one.toml",
        "[20, 10]",
        "▸\"20, 10\"",
    ),
    (
        "a type there is not",
        &["T005"],
        "one.toml",
        "label = \"甲\"\ntype = \"money\"",
        "label = \"甲\"\ntype = \"▸mony\"",
    ),
    (
        "a rename to a field there is not, to the number of a row, and to one that is renamed itself",
        &["T013", "T013", "T013"],
        "pack.toml",
        "[types.money]",
        "[renames]\n\"one.old\" = \"▸one.b\"\none.item.name = \"▸one.rows.1.name\"\n\"one.x\" = \"▸one.y\"\n\"one.y\" = \"one.a\"\n\n[types.money]",
    ),
    (
        "a rename of a field that is still there, and of a group of which one is",
        &["T018", "T018"],
        "pack.toml",
        "[types.money]",
        "[renames]\n▸\"one.total\" = \"one.a\"\n▸\"one.rows\" = \"one.sum\"\n\n[types.money]",
    ),
    (
        "two renames to one field",
        &["T018"],
        "pack.toml",
        "[types.money]",
        "[renames]\n\"one.x\" = \"one.a\"\n\"one.y\" = \"▸one.a\"\n\n[types.money]",
    ),
    (
        "a field renamed twice, once with points",
        &["T018"],
        "pack.toml",
        "[types.money]",
        "[renames]\n\"one.x\" = \"one.a\"\none.▸x = \"one.sum\"\n\n[types.money]",
    ),
    (
        "a rename of the number of a row",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[renames]\n▸\"one.item.1.name\" = \"one.rows.name\"\n\n[types.money]",
    ),
    (
        "a rename to no text",
        &["T004"],
        "pack.toml",
        "[types.money]",
        "[renames]\n\"one.x\" = ▸5\n\n[types.money]",
    ),
    (
        "more rows than there may be",
        &["T005"],
        "one.toml",
        "max = 5",
        "max = ▸5001",
    ),
    (
        "formats for a type there is not",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[types.▸mony]",
    ),
    (
        "a row without its closing bar",
        &["T006"],
        "one.toml",
        "| 合计         | [sum]        |",
        "▸| 合计         | [sum]",
    ),
    (
        "a row of three cells among rows of two",
        &["T006"],
        "one.toml",
        "| 合计         | [sum]        |",
        "▸| 合计 | [sum] | 万元 |",
    ),
    (
        "a corner is missing: the cells joined form no rectangle",
        &["T007"],
        "one.toml",
        "| 甲（{unit}） | [a]          |\n| 合计         | [sum]        |",
        "| 甲 | [a] |\n| ^ | ▸< |\n| 合计         | [sum]        |",
    ),
    (
        "a field of the picture is described nowhere",
        &["T008"],
        "one.toml",
        "| 甲（{unit}） | [a]          |",
        "| ▸[b] | [a]          |",
    ),
    (
        "a field is described, but not drawn",
        &["T009"],
        "one.toml",
        "[fields.a]",
        "[fields.▸b]\nlabel = \"乙\"\ntype = \"money\"\n\n[fields.a]",
    ),
    (
        "a field is drawn twice",
        &["T010"],
        "one.toml",
        "| 甲（{unit}） | [a]          |",
        "| [a] | ▸[a]          |",
    ),
    (
        "a misspelled placeholder in a label",
        &["T011"],
        "one.toml",
        "甲（{unit}）",
        "▸甲（{unti}）",
    ),
    (
        "the number of a repeating row in a label",
        &["T011"],
        "one.toml",
        "甲（{unit}）",
        "▸甲（{row}）",
    ),
    (
        "a misspelled placeholder in a text of a formula",
        &["T011"],
        "one.toml",
        "\"a + 1\"",
        "'IF(a > 0, ▸\"{unti}\", 0)'",
    ),
    (
        "a formula ends too early",
        &["T012"],
        "one.toml",
        "\"a + 1\"",
        "\"a +▸\"",
    ),
    (
        "a function there is not",
        &["T012"],
        "one.toml",
        "\"a + 1\"",
        "\"▸SUME(a)\"",
    ),
    (
        "a formula names no field",
        &["T013"],
        "one.toml",
        "\"a + 1\"",
        "\"1 + ▸b\"",
    ),
    (
        "a grade where the pack has none",
        &["T015", "T013"],
        "one.toml",
        "\"a + 1\"",
        "\"▸1 & ▸GRADE(a)\"",
    ),
    (
        "a number format TEXT does not know",
        &["T015"],
        "one.toml",
        "\"a + 1\"",
        "'TEXT(a, ▸\"yyyy-mm-dd\")'",
    ),
    (
        "a formula needs itself",
        &["T014"],
        "one.toml",
        "\"a + 1\"",
        "\"▸a + sum\"",
    ),
    (
        "a text plus a number",
        &["T015"],
        "one.toml",
        "\"a + 1\"",
        "'▸\"x\" + 1'",
    ),
    (
        "the points add up to 90 of 100",
        &["T016"],
        "one.toml",
        "total = \"total\"\n\n[weights.groups.all]\nlabel = \"全部\"\npoints = 100",
        "total = \"▸total\"\n\n[weights.groups.all]\nlabel = \"全部\"\npoints = 90",
    ),
    (
        "a name longer than a tab may have",
        &["T017"],
        "one.toml",
        "id = \"one\"\nname = \"表一\"",
        "id = \"one\"\nname = \"▸一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二\"",
    ),
    (
        "an error that another formula hands on is reported once",
        &["T020"],
        "one.toml",
        "formula = \"a + 1\"\n\n[fields.total]\nlabel = \"总分\"\ntype = \"score\"\nvalue = \"100\"\n\n[weights]\ntotal = \"total\"\n\n[weights.groups.all]\nlabel = \"全部\"\npoints = 100\nblocks = [\"rows\"]\n",
        "formula = \"▸IF(TRUE, 1 / a, 0)\"\n\n[fields.total]\nlabel = \"总分\"\ntype = \"score\"\nformula = \"sum + 1\"\n",
    ),
    (
        "a slash in the name of a tab",
        &["T017"],
        "one.toml",
        "id = \"one\"\nname = \"表一\"",
        "id = \"one\"\nname = \"▸表/一\"",
    ),
    (
        "a formula and a value for one field",
        &["T018"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"",
        "[fields.▸sum]\nvalue = \"1\"\nlabel = \"合计\"",
    ),
    (
        "a field that is shown here and computed as well",
        &["T018"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"",
        "[fields.sum]\nsame_as = \"▸a\"\nlabel = \"合计\"",
    ),
    (
        "a field that is shown here and asked for as well",
        &["T018"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"\ntype = \"money\"\nformula = \"a + 1\"",
        "[fields.sum]\nsame_as = \"▸a\"\nrequired = true\nlabel = \"合计\"\ntype = \"money\"",
    ),
    (
        "a field that shows one of another type",
        &["T005"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"\ntype = \"money\"\nformula = \"a + 1\"",
        "[fields.sum]\nsame_as = \"▸a\"\nlabel = \"合计\"\ntype = \"score\"",
    ),
    (
        "a field that shows a sum",
        &["T005"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"\ntype = \"money\"\nformula = \"a + 1\"",
        "[fields.sum]\nsame_as = \"▸a + 1\"\nlabel = \"合计\"\ntype = \"money\"",
    ),
    (
        "a field that shows a given one",
        &["T005"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"\ntype = \"money\"\nformula = \"a + 1\"",
        "[fields.sum]\nsame_as = \"▸total\"\nlabel = \"合计\"\ntype = \"score\"",
    ),
    (
        "a field that shows one that is not there",
        &["T013"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"\ntype = \"money\"\nformula = \"a + 1\"",
        "[fields.sum]\nsame_as = \"▸b\"\nlabel = \"合计\"\ntype = \"money\"",
    ),
    (
        "a computed field that is signed on paper",
        &["T018"],
        "one.toml",
        "[fields.sum]\nlabel = \"合计\"",
        "[fields.sum]\non_paper = ▸true\nlabel = \"合计\"",
    ),
    (
        "more printed and spare rows than there may be",
        &["T005"],
        "one.toml",
        "max = 5",
        "print = 3\nspare = ▸3\nmax = 5",
    ),
    (
        "suggestions for a number",
        &["T005"],
        "one.toml",
        "[fields.a]\nlabel = \"甲\"",
        "[fields.a]\nsuggestions = ▸[\"1\", \"2\"]\nlabel = \"甲\"",
    ),
    (
        "more suggestions than a list takes",
        &["T017"],
        "pack.toml",
        "[shapes.row.fields.name]\nlabel = \"名称\"",
        LONG_SUGGESTION,
    ),
    (
        "a comma in a suggestion",
        &["T017"],
        "pack.toml",
        "[shapes.row.fields.name]\nlabel = \"名称\"",
        "[shapes.row.fields.name]\nlabel = \"名称\"\nsuggestions = ▸[\"甲,乙\"]",
    ),
    (
        "a sheet file that is not there",
        &["T019"],
        "pack.toml",
        "[\"one.toml\"]",
        "[\"one.toml\", \"▸two.toml\"]",
    ),
    (
        "a blank form would show #DIV/0!",
        &["T020"],
        "one.toml",
        "\"a + 1\"",
        "\"▸IF(TRUE, 1 / a, 0)\"",
    ),
    (
        "a report without a title",
        &["T002"],
        "pack.toml",
        "[types.money]",
        "▸[report]\n[types.money]",
    ),
    (
        "a line of the cover without its field",
        &["T002"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n▸[[report.cover]]\nlabel = \"单位\"\n[types.money]",
    ),
    (
        "a section without its level and its heading",
        &["T002", "T002"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n▸▸[[report.sections]]\n[types.money]",
    ),
    (
        "attachments without their list",
        &["T002"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n▸[report.attachments]\nheading = \"附件：\"\n[types.money]",
    ),
    (
        "a misspelled key of a section",
        &["T003"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.sections]]\nlevel = 1\nheading = \"情况\"\n▸txt = \"one.a\"\n[types.money]",
    ),
    (
        "a title of the report that is no list",
        &["T004"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = ▸\"报告\"\n[types.money]",
    ),
    (
        "a heading of the third level",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.sections]]\nlevel = ▸3\nheading = \"情况\"\n[types.money]",
    ),
    (
        "a section of the second level comes first",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n▸[[report.sections]]\nlevel = 2\nheading = \"情况\"\n[types.money]",
    ),
    (
        "a heading that brings its own number",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.sections]]\nlevel = 1\nheading = \"▸一、情况\"\n[types.money]",
    ),
    (
        "a number as the text of a section",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.sections]]\nlevel = 1\nheading = \"情况\"\ntext = \"▸one.sum\"\n[types.money]",
    ),
    (
        "a field of a repeating row as the text of a section",
        &["T005"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.sections]]\nlevel = 1\nheading = \"情况\"\ntext = \"▸one.rows.name\"\n[types.money]",
    ),
    (
        "facts that are an input, and a number",
        &["T005", "T005"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.sections]]\nlevel = 1\nheading = \"情况\"\nfacts = \"▸▸one.a\"\n[types.money]",
    ),
    (
        "a misspelled placeholder in the title of the report",
        &["T011"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"▸{yaer}年报告\"]\n[types.money]",
    ),
    (
        "the cover shows a field there is not",
        &["T013"],
        "pack.toml",
        "[types.money]",
        "[report]\ntitle = [\"报告\"]\n[[report.cover]]\nfield = \"▸one.b\"\n[types.money]",
    ),
];

/// A shape that is scored, by figures and by level; added to the pack of the other cases.
const SCORED: &str = r#"
[shapes.scored.fields.name]
label = "指标"
type = "text"

[shapes.scored.fields.operator]
label = "符号"
type = "choice"
choices = ["≥", "≤", "=", "定性"]

[shapes.scored.fields.unit]
label = "单位"
type = "text"

[shapes.scored.fields.weight]
label = "分值"
type = "score"

[scoring.scored]
name = "name"
operator = "operator"
target = "name"
unit = "unit"
actual = "name"
weight = "weight"
score = "weight"
reason = "name"
qualitative = "定性"
reason_when = "weight > 0"
at_least = "weight"
at_most = "weight"
equal = "weight"

[[scoring.scored.levels]]
name = "好"
from = "0.8"
to = "1"
[[scoring.scored.levels]]
name = "差"
from = "0"
to = "0.8"
"#;

/// What is wrong, the codes, a piece of the scoring, and what it is replaced by.
const SCORINGS: &[(&str, &[&str], &str, &str)] = &[
    ("nothing", &[], "name = \"好\"", "name = \"好\""),
    (
        "a column of the operator there is not",
        &["T013"],
        "operator = \"operator\"",
        "operator = \"▸sign\"",
    ),
    (
        "a column of the unit there is not",
        &["T013"],
        "unit = \"unit\"",
        "unit = \"▸units\"",
    ),
    (
        "levels without a column that says which rows they are for",
        &["T002"],
        "[scoring.scored]\nname = \"name\"\noperator = \"operator\"",
        "[scoring.▸scored]\nname = \"name\"",
    ),
    (
        "levels without the word for them",
        &["T002"],
        "[scoring.scored]\nname = \"name\"\noperator = \"operator\"\ntarget = \"name\"\nunit = \"unit\"\nactual = \"name\"\nweight = \"weight\"\nscore = \"weight\"\nreason = \"name\"\nqualitative = \"定性\"\n",
        "[scoring.▸scored]\nname = \"name\"\noperator = \"operator\"\ntarget = \"name\"\nunit = \"unit\"\nactual = \"name\"\nweight = \"weight\"\nscore = \"weight\"\nreason = \"name\"\n",
    ),
    (
        "the word for them, and no levels",
        &["T002"],
        "[scoring.scored]\nname = \"name\"\noperator = \"operator\"\ntarget = \"name\"\nunit = \"unit\"\nactual = \"name\"\nweight = \"weight\"\nscore = \"weight\"\nreason = \"name\"\nqualitative = \"定性\"\nreason_when = \"weight > 0\"\nat_least = \"weight\"\nat_most = \"weight\"\nequal = \"weight\"\n\n[[scoring.scored.levels]]\nname = \"好\"\nfrom = \"0.8\"\nto = \"1\"\n[[scoring.scored.levels]]\nname = \"差\"\nfrom = \"0\"\nto = \"0.8\"\n",
        "[scoring.▸scored]\nname = \"name\"\noperator = \"operator\"\ntarget = \"name\"\nunit = \"unit\"\nactual = \"name\"\nweight = \"weight\"\nscore = \"weight\"\nreason = \"name\"\nqualitative = \"定性\"\nreason_when = \"weight > 0\"\nat_least = \"weight\"\nat_most = \"weight\"\nequal = \"weight\"\n",
    ),
    (
        "an operator as the word for rows scored by level",
        &["T005"],
        "qualitative = \"定性\"",
        "qualitative = \"▸≥\"",
    ),
    (
        "the word cannot be chosen, and what can be chosen means nothing",
        &["T005", "T005"],
        "[shapes.scored.fields.operator]\nlabel = \"符号\"\ntype = \"choice\"\nchoices = [\"≥\", \"≤\", \"=\", \"定性\"]",
        "[shapes.scored.fields.▸▸operator]\nlabel = \"符号\"\ntype = \"choice\"\nchoices = [\"≥\", \"约\"]",
    ),
    (
        "a gap between two levels",
        &["T005"],
        "from = \"0\"\nto = \"0.8\"",
        "from = \"0\"\nto = ▸\"0.6\"",
    ),
    (
        "levels that overlap",
        &["T005"],
        "from = \"0\"\nto = \"0.8\"",
        "from = \"0\"\nto = ▸\"0.9\"",
    ),
    (
        "levels that end below 1 and begin above 0",
        &["T005", "T005"],
        "from = \"0.8\"\nto = \"1\"\n[[scoring.scored.levels]]\nname = \"差\"\nfrom = \"0\"",
        "from = \"0.8\"\nto = ▸\"0.95\"\n[[scoring.scored.levels]]\nname = \"差\"\nfrom = ▸\"0.1\"",
    ),
    (
        "a level with its ends the wrong way round",
        &["T005"],
        "from = \"0.8\"\nto = \"1\"",
        "from = ▸\"1\"\nto = \"0.8\"",
    ),
    (
        "a level without an end",
        &["T002"],
        "[[scoring.scored.levels]]\nname = \"差\"\nfrom = \"0\"\nto = \"0.8\"",
        "▸[[scoring.scored.levels]]\nname = \"差\"\nfrom = \"0\"",
    ),
    (
        "two levels of one name",
        &["T018"],
        "name = \"差\"",
        "name = \"▸好\"",
    ),
    (
        "a misspelled key of a level",
        &["T003"],
        "name = \"差\"",
        "name = \"差\"\n▸form = 1",
    ),
];

#[test]
fn every_mistake_of_a_scoring_is_reported_at_its_place_and_nothing_else() {
    let mut failures = Vec::new();
    for (what, codes, old, new) in SCORINGS {
        assert_eq!(SCORED.matches(old).count(), 1, "{what}: {old}");
        let text = SCORED.replace(old, new);
        let last = "label = \"分值\"\ntype = \"score\"\n";
        let text = format!("{last}{text}");
        let (files, places) = with(&[("pack.toml", last, &text)]);
        let expected: Vec<String> = places
            .iter()
            .zip(*codes)
            .map(|(place, code)| format!("{place} {code}"))
            .collect();
        assert_eq!(expected.len(), codes.len(), "{what}");
        let found = mistakes(&files);
        if shown(&found) != expected {
            failures.push(format!("{what}: expected {expected:?}\n{found:#?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_mistake_is_reported_at_its_place_and_nothing_else() {
    let mut failures = Vec::new();
    for (what, codes, file, old, new) in CASES {
        let (files, places) = with(&[(file, old, new)]);
        let expected: Vec<String> = places
            .iter()
            .zip(*codes)
            .map(|(place, code)| format!("{place} {code}"))
            .collect();
        let found = mistakes(&files);
        if shown(&found) != expected {
            failures.push(format!(
                "{what}: found {:?}, expected {expected:?}\n{found:#?}",
                shown(&found)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_code_has_an_example_and_every_example_a_code() {
    let shown: BTreeSet<&str> = CASES.iter().flat_map(|case| case.1).copied().collect();
    let known: BTreeSet<&str> = CODES.iter().map(|(code, _, _)| *code).collect();
    assert_eq!(shown, known);
    assert_eq!(CODES.len(), 20);
}

#[test]
fn the_pack_the_cases_start_from_has_no_mistake() {
    assert_eq!(mistakes(&with(&[]).0), []);
    for id in packs::shipped() {
        assert_eq!(mistakes(&packs::shipped_files(&id).unwrap()), [], "{id}");
    }
}

/// Reading comes first, names and formulas once all files can be read; within each step nothing hides anything.
#[test]
fn mistakes_in_several_files_are_all_reported_in_order() {
    let reading: &[Piece<'_>] = &[
        (
            "one.toml",
            "type = \"money\"\nformula",
            "type = \"money\"\n▸hepl = \"\"\nformula",
        ),
        (
            "one.toml",
            "| 甲（{unit}） | [a]          |",
            "| 甲 | ▸[b] |",
        ),
        ("one.toml", "[fields.a]", "[fields.▸a]"),
        ("one.toml", "max = 5", "max = ▸0"),
        ("pack.toml", "[types.money]", "[types.▸mony]"),
        ("pack.toml", "year = 2024", "year = ▸true"),
    ];
    let names: &[Piece<'_>] = &[
        ("one.toml", "甲（{unit}）", "▸甲（{unti}）"),
        ("one.toml", "\"a + 1\"", "\"a + ▸b\""),
        (
            "one.toml",
            "total = \"total\"\n\n[weights.groups.all]\nlabel = \"全部\"\npoints = 100",
            "total = \"▸total\"\n\n[weights.groups.all]\nlabel = \"全部\"\npoints = 90",
        ),
    ];
    for (pieces, codes) in [
        (
            reading,
            ["T008", "T009", "T003", "T005", "T004", "T005"].as_slice(),
        ),
        (names, ["T011", "T013", "T016"].as_slice()),
    ] {
        let (files, places) = with(pieces);
        let expected: Vec<String> = places
            .iter()
            .zip(codes)
            .map(|(place, code)| format!("{place} {code}"))
            .collect();
        assert_eq!(shown(&mistakes(&files)), expected);
    }
}

#[test]
fn every_mistake_says_what_to_do_in_both_languages() {
    for (what, _, file, old, new) in CASES {
        for mistake in mistakes(&with(&[(file, old, new)]).0) {
            for text in [&mistake.message, &mistake.hint] {
                assert!(
                    !text.zh.trim().is_empty() && !text.en.trim().is_empty(),
                    "{what}: {mistake:?}"
                );
            }
            let is_han = |c: char| ('一'..='龥').contains(&c);
            assert!(
                mistake.message.zh.contains(is_han),
                "{what}: {}",
                mistake.message.zh
            );
        }
    }
}

#[test]
fn an_unreadable_folder_is_a_mistake_with_a_place() {
    let folder = tempfile::tempdir().unwrap();
    let found =
        packs::folder_files(folder.path()).and_then(|files| template::parse(&files).map(drop));
    let found = found.unwrap_err();
    assert_eq!(shown(&found), ["pack.toml:1:1 T019"]);
}

fn shown(found: &[Mistake]) -> Vec<String> {
    found
        .iter()
        .map(|mistake| format!("{} {}", mistake.origin, mistake.code))
        .collect()
}

fn mistakes(files: &[Source]) -> Vec<Mistake> {
    match template::parse(files) {
        Ok(pack) => form::check(&Arc::new(pack)),
        Err(found) => found,
    }
}

/// The pack with pieces replaced, and the places of the marks by file, in the order in which they stand.
fn with(pieces: &[Piece<'_>]) -> (Vec<Source>, Vec<Origin>) {
    let mut files = Vec::new();
    let mut places = Vec::new();
    for (file, text) in [("one.toml", ONE), ("pack.toml", PACK)] {
        let mut text = text.to_owned();
        for (_, old, new) in pieces.iter().filter(|piece| piece.0 == file) {
            assert_eq!(
                text.matches(old).count(),
                1,
                "{old} should stand once in {file}"
            );
            text = text.replace(old, new);
        }
        while let Some(offset) = text.find('▸') {
            places.push(Origin::of(file, &text, offset));
            text.remove(offset);
        }
        files.push(Source {
            file: file.to_owned(),
            text,
        });
    }
    (files, places)
}
