//! Small packs for tests that must not hang on what the shipped ones look like: one, and the same a year later.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::sync::Arc;

use annex::form;
use annex::template::{Pack, Source};

/// A file, a piece of it, and what it is replaced by.
pub(crate) type Piece = (&'static str, &'static str, &'static str);

const PACK: &str = r#"id = "small-2024"
version = "1"
title = "{year}年小表"
year = 2024
unit = "万元"
sheets = ["main.toml", "item.toml"]

[types.money]
format = "0.00"
min = 0

[tolerances]
money = "0.01"

[shapes.row.fields.name]
label = "指标"
type = "text"

[shapes.row.fields.weight]
label = "分值"
type = "score"

[[grades]]
name = "优"
from = 90

[[rules]]
code = "C101"
name = "over-budget"
at = "main.total.actual"
reported = "main.total.actual"
relation = "<="
computed = "main.total.budget"
message = "超过预算"
"#;

const MAIN: &str = r#"id = "main"
name = "主表"
heading = "{year}年主表"
columns = [20, 14, 14, 14]
layout = '''
: 单位：{department} | <               | <              | 单位：{unit} :
| 项目           | 预算            | 决算           | 比率         |
| 合计           | [total.budget]  | [total.actual] | [total.rate] |
| 办公           | [office.budget] | [office.actual] | [grade]     |
| 人数           | [staff]         | 有无           | [has]        |
| 日期           | [date]          | 电话           | [phone]      |
| [fund.name]    | [fund.amount]   | <              | <            |
| [goals.name]   | <               | <              | [goals.weight] |
| [results.name] | <               | <              | [results.weight] |
| 说明           | [remark]        | <              | <            |
| 满分           | [full]          | <              | [area]       |
'''

[matrices.money]
columns = { budget = "{year}年预算", actual = "{year}年决算" }
type = "money"

[blocks.fund]
label = "专项"
print = 2
max = 4

[blocks.goals]
label = "产出"
shape = "row"
print = 1
max = 3

[blocks.results]
label = "效益"
shape = "row"
print = 1
max = 3

[weights]
total = "full"

[weights.groups.output]
label = "产出"
points = 60
blocks = ["goals"]

[weights.groups.benefit]
label = "效益"
points = 40
blocks = ["results"]

[fields."total.*"]
label = "合计"
formula = "office.* + SUM(fund.amount)"

[fields."total.rate"]
label = "比率"
type = "percent"
formula = "ROUND(total.actual / total.budget, 4)"

[fields."office.*"]
label = "办公"
required = true

[fields.grade]
label = "等次"
type = "choice"
choices = ["一", "二", "三"]

[fields.staff]
label = "人数"
type = "count"
required = true

[fields.has]
label = "有无"
type = "choice"
choices = ["有", "无"]

[fields.date]
label = "日期"
type = "date"

[fields.phone]
label = "电话"
type = "phone"

[fields."fund.name"]
label = "专项名称"
type = "text"

[fields."fund.amount"]
label = "专项金额"
type = "money"

[fields.remark]
label = "说明"
type = "long_text"
lines = 3

[fields.full]
label = "满分"
type = "score"
value = "100"

[fields.area]
label = "面积"
type = "area"
or_text = ["无"]
"#;

const ITEM: &str = r#"id = "item"
name = "项目-{index}"
heading = "{year}年项目表"
columns = [20, 14]
layout = '''
| 名称 | [name]   |
| 金额 | [amount] |
| [step.text] | [step.days] |
'''

[repeat]
label = "项目"
print = 1
max = 3
roster = "name"

[blocks.step]
label = "步骤"
print = 1
max = 5

[fields.name]
label = "项目名称"
type = "text"

[fields.amount]
label = "项目金额"
type = "money"

[fields."step.text"]
label = "步骤"
type = "text"

[fields."step.days"]
label = "天数"
type = "count"
"#;

/// The files of the pack with pieces replaced.
pub(crate) fn files(pieces: &[Piece]) -> Vec<Source> {
    let mut files = Vec::new();
    for (file, text) in [
        ("item.toml", ITEM),
        ("main.toml", MAIN),
        ("pack.toml", PACK),
    ] {
        let mut text = text.to_owned();
        for (_, old, new) in pieces.iter().filter(|piece| piece.0 == file) {
            assert_eq!(
                text.matches(old).count(),
                1,
                "'{old}' should stand once in {file}"
            );
            text = text.replace(old, new);
        }
        files.push(Source {
            file: file.to_owned(),
            text,
        });
    }
    // A folder holds no sheet that its pack does not list.
    let listed = files
        .last()
        .map(|pack| pack.text.clone())
        .unwrap_or_default();
    files.retain(|file| file.file == "pack.toml" || listed.contains(&file.file));
    files
}

/// The pack with pieces replaced.
#[track_caller]
pub(crate) fn pack(pieces: &[Piece]) -> Arc<Pack> {
    form::load(&files(pieces)).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}
