//! What `annex diff` says, on a small pack: two returns that differ a little, and exactly what is said of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::sync::Arc;

use annex::address::Address;
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::{self, Options, Return};
use annex::compare::{self, Comparison, Item, Kind, concise, json, render, workbook};
use annex::form::{self, Spec};
use annex::generate::Entries;
use annex::template::Pack;
use annex::text::Language;
use proptest::prelude::*;

use packs::{Piece, pack};
use shell::Shell;

use crate::common::edit;
use crate::common::packs;
use crate::common::shell;

/// What stands in the earlier return.
const VALUES: &[(&str, &str)] = &[
    ("main.office.budget", "100"),
    ("main.office.actual", "80"),
    ("main.staff", "12"),
    ("main.grade", "一"),
    ("main.date", "45000"),
    ("main.fund.1.name", "农田水利"),
    ("main.fund.1.amount", "30"),
    ("main.fund.2.name", "乡村道路"),
    ("main.fund.2.amount", "20"),
    ("main.goals.1.name", "培训人次"),
    ("main.goals.1.weight", "60"),
    ("main.results.1.name", "群众满意度"),
    ("main.results.1.weight", "40"),
    (
        "main.remark",
        "全年组织培训3次，参加培训120人次，群众比较满意。",
    ),
    ("item.1.name", "文化下乡"),
    ("item.1.amount", "5.5"),
    ("item.1.step.1.text", "签订合同"),
    ("item.1.step.1.days", "10"),
];

/// The small pack without the weights of its rows.
const PLAIN: Piece = (
    "main.toml",
    "[weights]
total = \"full\"

[weights.groups.output]
label = \"产出\"
points = 60
blocks = [\"goals\"]

[weights.groups.benefit]
label = \"效益\"
points = 40
blocks = [\"results\"]

",
    "",
);

fn spec() -> Spec {
    let rows = [
        ("main.fund", 3),
        ("main.goals", 2),
        ("item.1.step", 3),
        ("item.2.step", 3),
    ];
    Spec {
        year: 2024,
        code: "101".to_owned(),
        department: "示例局".to_owned(),
        sheets: [("item".to_owned(), 2)].into(),
        rows: rows.map(|(id, count)| (id.to_owned(), count)).into(),
        ..Spec::default()
    }
}

/// A return with these values; later ones stand in place of earlier ones, and an empty one takes the value out.
fn book(pack: &Arc<Pack>, spec: &Spec, values: &[(&str, &str)]) -> Book {
    let form = form::resolve(pack, spec).unwrap();
    let mut entries = Entries::new();
    for (id, value) in values {
        let field = form.field(id).unwrap_or_else(|| panic!("{id}"));
        match *value {
            "" => entries.remove(&field),
            value => entries.insert(field, edit::value(value)),
        };
    }
    annex::generate::workbook(&form, &entries)
}

fn open(name: &str, book: &Book, packs: &[Arc<Pack>]) -> Return {
    check::open(
        name,
        read(&write(book).unwrap()),
        packs,
        &Options::default(),
    )
}

/// The earlier return, and one with some values changed.
fn both(changes: &[(&str, &str)]) -> (Return, Return) {
    let pack = pack(&[PLAIN]);
    let values: Vec<_> = VALUES.iter().chain(changes).copied().collect();
    let packs = [Arc::clone(&pack)];
    (
        open("old.xlsx", &book(&pack, &spec(), VALUES), &packs),
        open("new.xlsx", &book(&pack, &spec(), &values), &packs),
    )
}

/// What is said of two returns, without the lines that say which they are.
fn told(old: &Return, new: &Return) -> String {
    let comparison = compare::returns(old, new).unwrap();
    let text = render::render(&comparison, Language::Chinese, None);
    text.split_once("\n\n").unwrap().1.to_owned()
}

#[track_caller]
fn assert_told(changes: &[(&str, &str)], expected: &str) {
    let (old, new) = both(changes);
    assert_same(&told(&old, &new), expected);
}

#[track_caller]
fn assert_same(found: &str, expected: &str) {
    let expected = expected.trim_start_matches('\n');
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

#[test]
fn a_return_and_itself_differ_in_nothing() {
    assert_told(&[], "填报内容没有不同。问题：消除 0，新出现 0，仍在 0。\n");
}

#[test]
fn a_value_comes_before_what_follows_from_it() {
    assert_told(
        &[
            ("main.office.actual", "85.5"),
            ("main.staff", ""),
            ("main.grade", "二"),
            ("main.date", "45010"),
        ],
        "
主表
  C5  办公 2024年决算          80 →   85.5  （+5.5）
  D5  等次             一         → 二
  B6  人数             12         → （空）
  B7  日期             2023-03-15 → 2023-03-25
  随之变动的计算结果：
  C4  合计 2024年决算         130 →  135.5  （+5.5）
  D4  比率                 86.67% → 90.33%  （+3.66 个百分点）

问题
  新出现 1
    错误[V001]  主表!B6  “人数”未填写

填报变动 4 处，随之变动的计算结果 2 处。问题：消除 0，新出现 1，仍在 0。
",
    );
}

#[test]
fn texts_are_compared_by_words() {
    assert_told(
        &[
            (
                "main.remark",
                "全年组织培训5次，参加培训120人次，群众非常满意。",
            ),
            ("main.phone", "0730-1234567"),
        ],
        "
主表
  D7  电话  （空） → 0730-1234567
  B14  说明
      - 全年组织培训【3】次，参加培训120人次，群众【比较】满意。
      + 全年组织培训【5】次，参加培训120人次，群众【非常】满意。

填报变动 2 处。问题：消除 0，新出现 0，仍在 0。
",
    );
}

#[test]
fn a_row_put_in_makes_no_other_row_differ() {
    assert_told(
        &[
            ("main.fund.1.name", "森林防火"),
            ("main.fund.1.amount", "7"),
            ("main.fund.2.name", "农田水利"),
            ("main.fund.2.amount", "30"),
            ("main.fund.3.name", "乡村道路"),
            ("main.fund.3.amount", "25"),
        ],
        "
主表
  新增行  A8  专项（森林防火）：专项名称 森林防火；专项金额 7
  B9 → B10  专项金额（乡村道路）      20 →     25  （+5）
  随之变动的计算结果：
  B4         合计 2024年预算          150 →    162  （+12）
  C4         合计 2024年决算          130 →    142  （+12）
  D4         比率                  86.67% → 87.65%  （+0.98 个百分点）

填报变动 1 处，随之变动的计算结果 3 处，新增 1 行。问题：消除 0，新出现 0，仍在 0。
",
    );
}

#[test]
fn a_row_taken_out_and_one_moved() {
    assert_told(
        &[
            ("main.fund.1.name", "乡村道路"),
            ("main.fund.1.amount", "20"),
            ("main.fund.2.name", "农田水利"),
            ("main.fund.2.amount", "30"),
            ("main.goals.1.name", ""),
            ("main.goals.1.weight", ""),
        ],
        "
主表
  移动行  A9 → A8  专项（乡村道路）
  删除行  A11  产出（培训人次）：指标 培训人次；分值 60

删除 1 行，移动 1 行。问题：消除 0，新出现 0，仍在 0。
",
    );
}

#[test]
fn projects_are_known_by_their_names() {
    assert_told(
        &[
            ("item.1.name", "旅游推介"),
            ("item.1.amount", "3"),
            ("item.1.step.1.text", ""),
            ("item.1.step.1.days", ""),
            ("item.2.name", "文化下乡"),
            ("item.2.amount", "6"),
            ("item.2.step.1.text", "签订合同"),
            ("item.2.step.1.days", "10"),
        ],
        "
项目-1  旅游推介
  新增表  旅游推介
      B2    项目名称 旅游推介
      B3    项目金额 3

项目-1 → 项目-2  文化下乡
  B3  项目金额  5.5 → 6  （+0.5）

填报变动 1 处，新增 1 张表。问题：消除 0，新出现 0，仍在 0。
",
    );
}

#[test]
fn a_figure_typed_over_a_formula_is_an_entry() {
    let pack = pack(&[PLAIN]);
    let packs = [Arc::clone(&pack)];
    let old = book(&pack, &spec(), VALUES);
    let mut new = old.clone();
    let form = form::resolve(&pack, &spec()).unwrap();
    let total = &form.fields[form.field("main.total.actual").unwrap()];
    edit::write_cell(&mut new, 1, total.cell(), CellValue::Number(100.into()));
    let (old, new) = (
        open("old.xlsx", &old, &packs),
        open("new.xlsx", &new, &packs),
    );
    assert_same(
        &told(&old, &new),
        "
主表
  C4  合计 2024年决算  130 → 100  （-30，填在公式格里）

问题
  新出现 2
    错误[C001]  主表!C4  “合计 2024年决算”填报 100，重算为 130，相差 -30
    错误[W008]  主表!C4  “合计 2024年决算”的公式被数值 100 覆盖

填报变动 1 处。问题：消除 0，新出现 2，仍在 0。
",
    );
}

#[test]
fn findings_move_with_their_rows() {
    // The row without an amount stands lower in the later return, and a blank line of the sheet stands above it.
    let pack = pack(&[PLAIN]);
    let packs = [Arc::clone(&pack)];
    let with = |changes: &[(&'static str, &'static str)]| -> Book {
        let values: Vec<_> = VALUES.iter().chain(changes).copied().collect();
        book(&pack, &spec(), &values)
    };
    let old = with(&[("main.fund.2.amount", "约5"), ("main.staff", "")]);
    let mut new = with(&[
        ("main.fund.2.name", "森林防火"),
        ("main.fund.3.name", "乡村道路"),
        ("main.fund.3.amount", "约5"),
        ("main.office.actual", "200"),
    ]);
    edit::insert_row(&mut new, 1, 2);
    let (old, new) = (
        open("old.xlsx", &old, &packs),
        open("new.xlsx", &new, &packs),
    );
    assert_same(
        &told(&old, &new),
        "
主表
  C5 → C6  办公 2024年决算      80 →     200  （+120）
  B6 → B7  人数             （空） → 12
  新增行  A10  专项（森林防火）：专项名称 森林防火；专项金额 20
  随之变动的计算结果：
  B4 → B5  合计 2024年预算     130 →     150  （+20）
  C4 → C5  合计 2024年决算     110 →     250  （+140）
  D4 → D5  比率             84.62% → 166.67%  （+82.05 个百分点）

问题
  已消除 1
    错误[V001]  主表!B6  “人数”未填写
  新出现 2
    警告[C101]  主表!C5  超过预算
    提示[W013]  主表!A3  插入了空行：第 3 行
  仍在 1
    错误[V006]  主表!B9 → B11  “专项金额”写的是“约5”：是约数（5？）

填报变动 2 处，随之变动的计算结果 3 处，新增 1 行。问题：消除 1，新出现 2，仍在 1。
",
    );
}

#[test]
fn another_department_another_year_another_pack() {
    let old_pack = pack(&[PLAIN]);
    let new_pack = pack(&[
        PLAIN,
        ("pack.toml", "small-2024", "small-2025"),
        ("pack.toml", "year = 2024", "year = 2025"),
        ("pack.toml", "unit = \"万元\"", "unit = \"元\""),
        ("main.toml", "| [has] ", "| [any] "),
        ("main.toml", "[fields.has]", "[fields.any]"),
        (
            "main.toml",
            "| 电话           | [phone] ",
            "| 传真 | [fax] ",
        ),
        (
            "main.toml",
            "[fields.phone]\nlabel = \"电话\"",
            "[fields.fax]\nlabel = \"传真\"",
        ),
        (
            "pack.toml",
            "[types.money]",
            "[renames]\n\"main.has\" = \"main.any\"\n\n[types.money]",
        ),
    ]);
    let packs = [Arc::clone(&old_pack), Arc::clone(&new_pack)];
    let other = Spec {
        year: 2025,
        code: "102".to_owned(),
        department: "另一局".to_owned(),
        ..spec()
    };
    let with = |changes: &[(&'static str, &'static str)]| -> Vec<_> {
        VALUES.iter().chain(changes).copied().collect()
    };
    let old = with(&[("main.has", "有"), ("main.phone", "0730-1234567")]);
    let new = with(&[
        ("main.any", "无"),
        ("main.fax", "0730-7654321"),
        ("main.office.budget", "1000000"),
    ]);
    let old = open("old.xlsx", &book(&old_pack, &spec(), &old), &packs);
    let new = open("new.xlsx", &book(&new_pack, &other, &new), &packs);
    let comparison = compare::returns(&old, &new).unwrap();
    assert_same(
        &render::render(&comparison, Language::English, None),
        "
old  old.xlsx  示例局（101）  small-2024  2024
new  new.xlsx  另一局（102）  small-2025  2025
  department  示例局 → 另一局
  code  101 → 102
  year  2024 → 2025
  pack  small-2024 → small-2025
  money unit  万元 → 元
  Note: the amounts are in different units; they stand as they are, without differences.

主表
  B5  办公 2025年预算              100 → 1000000
  D6  有无             有              → 无
  D7  传真             (no such field) → 0730-7654321
  D7  电话             0730-1234567    → (no such field)
  computed results that follow:
  B4  合计 2025年预算              150 → 1000050
  D4  比率                      86.67% →   0.01%  (-86.66 percentage points)

findings
  new 1
    warning[V007]  主表!C5  '办公 2025年决算' is 80, which looks like 万元, while the form counts in 元: should it be 800000?

4 values changed, 2 computed results follow. Findings: 0 gone, 1 new, 0 unchanged.
",
    );
    // The other way round the renames are read backwards.
    let back = compare::returns(&new, &old).unwrap();
    assert_same(
        &concise::render(&back, Language::English),
        "
department: 另一局 → 示例局
code: 102 → 101
year: 2025 → 2024
pack: small-2025 → small-2024
money unit: 元 → 万元
主表!B5: changed 办公 2024年预算: 1000000 → 100
主表!D6: changed 有无: 无 → 有
主表!D7: new field 电话: (blank) → 0730-1234567
主表!D7: field gone 传真: 0730-7654321 → (blank)
主表!B4: follows 合计 2024年预算: 1000050 → 150
主表!D4: follows 比率: 0.01% → 86.67% (+86.66 percentage points)
主表!C5: gone warning[V007] '办公 2025年决算' is 80, which looks like 万元, while the form counts in 元: should it be 800000?
",
    );
}

#[test]
fn json_and_colours() {
    let (old, new) = both(&[
        ("main.office.actual", "85.5"),
        (
            "main.remark",
            "全年组织培训5次，参加培训120人次，群众比较满意。",
        ),
    ]);
    let comparison = compare::returns(&old, &new).unwrap();
    let found = json::render(&comparison, Language::English).unwrap();
    let mut found: serde_json::Value = serde_json::from_str(&found).unwrap();
    // One text, and the last of what follows from the amount.
    let changes = found["changes"].as_array_mut().unwrap();
    assert_eq!(changes.len(), 4);
    *changes = vec![changes[1].take(), changes[3].take()];
    assert_eq!(
        found,
        serde_json::json!({
            "version": "1",
            "old": {
                "file": "old.xlsx",
                "form": { "pack": "small-2024", "version": "1" },
                "department": { "code": "101", "name": "示例局" },
                "year": 2024,
            },
            "new": {
                "file": "new.xlsx",
                "form": { "pack": "small-2024", "version": "1" },
                "department": { "code": "101", "name": "示例局" },
                "year": 2024,
            },
            "identity": [],
            "changes": [
                {
                    "change": "changed",
                    "item": "value",
                    "sheet": { "old": "主表", "new": "主表" },
                    "label": "说明",
                    "old": {
                        "id": "main.remark",
                        "label": "说明",
                        "cell": "B14",
                        "value": "全年组织培训3次，参加培训120人次，群众比较满意。",
                    },
                    "new": {
                        "id": "main.remark",
                        "label": "说明",
                        "cell": "B14",
                        "value": "全年组织培训5次，参加培训120人次，群众比较满意。",
                    },
                    "words": [
                        { "kept": "全年组织培训" },
                        { "removed": "3" },
                        { "added": "5" },
                        { "kept": "次，参加培训120人次，群众比较满意。" },
                    ],
                },
                {
                    "change": "follows",
                    "item": "value",
                    "sheet": { "old": "主表", "new": "主表" },
                    "label": "比率",
                    "old": { "id": "main.total.rate", "label": "比率", "cell": "D4", "value": "0.8667" },
                    "new": { "id": "main.total.rate", "label": "比率", "cell": "D4", "value": "0.9033" },
                    "difference": "0.0366",
                },
            ],
            "findings": { "gone": [], "new": [], "unchanged": [] },
        })
    );
    let paint: render::Paint = |part, text| format!("<{part:?}>{text}</>");
    let painted = render::render(&comparison, Language::English, Some(paint));
    let lines: Vec<&str> = painted.lines().filter(|line| line.contains('次')).collect();
    assert_eq!(
        lines,
        [
            "      - 全年组织培训<Gone>3</>次，参加培训120人次，…",
            "      + 全年组织培训<Come>5</>次，参加培训120人次，…",
        ]
    );
}

/// The cells of a sheet of the workbook, a line for each row from the headings on.
fn table(comparison: &Comparison<'_>, sheet: usize) -> String {
    let book = workbook::workbook(comparison, Language::Chinese);
    let read = read(&write(&book).unwrap()).unwrap();
    let sheet = &read.sheets[sheet];
    let text = |row: u32, column: u32| match sheet.cells.get(&Address::new(row, column)) {
        Some(cell) => match &cell.value {
            CellValue::Number(number) => number.to_string(),
            CellValue::Text(text) => text.clone(),
            _ => String::new(),
        },
        None => String::new(),
    };
    let last = sheet.cells.keys().map(|at| at.row).max().unwrap();
    let rows = (0..=last).map(|row| {
        let cells: Vec<String> = (0..8).map(|column| text(row, column)).collect();
        cells.join(" | ").trim_end_matches(" | ").to_owned() + "\n"
    });
    rows.collect()
}

#[test]
fn the_workbook_lists_changes_and_findings() {
    let (old, new) = both(&[
        ("main.office.actual", "85.5"),
        ("main.staff", ""),
        (
            "main.remark",
            "全年组织培训5次，参加培训120人次，群众比较满意。",
        ),
        ("main.fund.3.name", "森林防火"),
        ("main.fund.3.amount", "7"),
    ]);
    let comparison = compare::returns(&old, &new).unwrap();
    assert_same(
        &table(&comparison, 0),
        "
两份表的不同
旧：old.xlsx  示例局  small-2024  2024
新：new.xlsx  示例局  small-2024  2024
填报变动 3 处，随之变动的计算结果 3 处，新增 1 行。问题：消除 0，新出现 1，仍在 0。
变动 | 工作表 | 栏目 | 旧单元格 | 新单元格 | 旧 | 新 | 差额（新－旧）
修改 | 主表 | 办公 2024年决算 | C5 | C5 | 80 | 85.5 | 5.5
修改 | 主表 | 人数 | B6 | B6 | 12
新增行 | 主表 | 专项（森林防火）  专项名称 |  | A10 |  | 森林防火
新增行 | 主表 | 专项（森林防火）  专项金额 |  | B10 |  | 7
修改 | 主表 | 说明 | B14 | B14 | 全年组织培训3次，参加培训120人次，群众比较满意。 | 全年组织培训5次，参加培训120人次，群众比较满意。
随之变动 | 主表 | 合计 2024年预算 | B4 | B4 | 150 | 157 | 7
随之变动 | 主表 | 合计 2024年决算 | C4 | C4 | 130 | 142.5 | 12.5
随之变动 | 主表 | 比率 | D4 | D4 | 0.8667 | 0.9076 | 4.09
",
    );
    assert_same(
        &table(&comparison, 1),
        "
问题的变化
填报变动 3 处，随之变动的计算结果 3 处，新增 1 行。问题：消除 0，新出现 1，仍在 0。
变化 | 级别 | 编号 | 工作表 | 旧单元格 | 新单元格 | 问题 | 怎么改
新出现 | 错误 | V001 | 主表 |  | B6 | “人数”未填写 | 请填数；没有发生的填 0。
",
    );
    let book = workbook::workbook(&comparison, Language::Chinese);
    let sheet = &book.sheets[0];
    assert!(sheet.filter.is_some() && sheet.freeze.is_some());
    assert!(
        sheet.print.landscape && sheet.print.fit_width == 1 && sheet.print.repeat_rows.is_some()
    );
    // The words that changed are coloured on both sides.
    let coloured: Vec<&str> = sheet
        .cells
        .values()
        .flat_map(|cell| &cell.runs)
        .filter(|run| run.color.is_some())
        .map(|run| run.text.as_str())
        .collect();
    assert_eq!(coloured, ["3", "5"]);
    // The same returns, the same bytes.
    let again = workbook::workbook(&comparison, Language::Chinese);
    assert!(write(&again).unwrap() == write(&book).unwrap());
}

#[test]
fn the_command_line() {
    let pack = pack(&[PLAIN]);
    let shell = Shell::new();
    for file in packs::files(&[PLAIN]) {
        shell.put(&format!("small/{}", file.file), file.text);
    }
    let with = |changes: &[(&'static str, &'static str)]| -> Book {
        let values: Vec<_> = VALUES.iter().chain(changes).copied().collect();
        book(&pack, &spec(), &values)
    };
    shell
        .put_book("old.xlsx", &with(&[("main.staff", "")]))
        .put_book("new.xlsx", &with(&[("main.office.actual", "85.5")]))
        .put("text.xlsx", "no workbook")
        .assert(
            "diff old.xlsx new.xlsx --pack small -o diff.xlsx",
            "
0
out:
旧  old.xlsx  示例局（101）  small-2024  2024
新  new.xlsx  示例局（101）  small-2024  2024

主表
  C5  办公 2024年决算      80 →   85.5  （+5.5）
  B6  人数             （空） → 12
  随之变动的计算结果：
  C4  合计 2024年决算     130 →  135.5  （+5.5）
  D4  比率             86.67% → 90.33%  （+3.66 个百分点）

问题
  已消除 1
    错误[V001]  主表!B6  “人数”未填写

填报变动 2 处，随之变动的计算结果 2 处。问题：消除 1，新出现 0，仍在 0。
err:
差异已写出：diff.xlsx
",
        )
        // The status is about the later return.
        .assert(
            "diff new.xlsx old.xlsx --pack small --format concise --lang en",
            "
1
out:
主表!C5: changed 办公 2024年决算: 85.5 → 80 (-5.5)
主表!B6: changed 人数: 12 → (blank)
主表!C4: follows 合计 2024年决算: 135.5 → 130 (-5.5)
主表!D4: follows 比率: 90.33% → 86.67% (-3.66 percentage points)
主表!B6: new error[V001] '人数' is blank
",
        )
        .assert(
            "diff old.xlsx new.xlsx --pack small --format concise -o diff.xlsx",
            "
2
out:
主表!C5: 修改 办公 2024年决算: 80 → 85.5 (+5.5)
主表!B6: 修改 人数: （空） → 12
主表!C4: 随之变动 合计 2024年决算: 130 → 135.5 (+5.5)
主表!D4: 随之变动 比率: 86.67% → 90.33% (+3.66 个百分点)
主表!B6: 已消除 错误[V001] “人数”未填写
err:
错误：diff.xlsx：文件已存在，annex 不覆盖任何文件，请另写一个名字
",
        )
        .assert(
            "diff text.xlsx gone.xlsx --pack small",
            "
2
err:
错误：text.xlsx：未比较：这不是 Excel 工作簿，看起来是纯文本（如 CSV）。请报送下发的 .xlsx 表格文件，不要只改扩展名。
错误：gone.xlsx：读不出来：没有这个文件或文件夹
",
        )
        .assert(
            "diff old.xlsx new.xlsx --lang en",
            "
2
err:
error: old.xlsx: not compared: the pack 'small-2024' of this form is not here; name its folder with --pack
error: new.xlsx: not compared: the pack 'small-2024' of this form is not here; name its folder with --pack
",
        );
    assert_eq!(
        shell.files("."),
        ["diff.xlsx", "new.xlsx", "old.xlsx", "small", "text.xlsx"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// One value changed is that value and what is computed from it, and nothing else.
    #[test]
    fn one_value_changed_is_one_value_told(at in 0..VALUES.len(), blank in any::<bool>()) {
        let (id, value) = VALUES[at];
        let other = match value.parse::<i64>() {
            _ if blank => "",
            Ok(_) => "31",
            Err(_) if id == "main.grade" => "三",
            Err(_) => "完全不同的内容",
        };
        let (old, new) = both(&[(id, other)]);
        let comparison = compare::returns(&old, &new).unwrap();
        let entered: Vec<_> = comparison
            .changes
            .iter()
            .filter(|change| change.change != Kind::Follows)
            .collect();
        prop_assert_eq!(entered.len(), 1, "{} {:?}", id, entered);
        prop_assert_eq!(entered[0].change, Kind::Changed, "{}", id);
        prop_assert_eq!(entered[0].item, Item::Value);
        prop_assert_eq!(&entered[0].new.as_ref().unwrap().id, id);
        let shown = entered[0].new.as_ref().unwrap().value.as_ref().map(|shown| shown.text.clone());
        prop_assert_eq!(shown.is_none(), blank);
        let follows = comparison.changes.iter().filter(|change| change.change == Kind::Follows);
        for change in follows {
            prop_assert!(change.new.as_ref().unwrap().id.starts_with("main.total"), "{:?}", change);
        }
        // And back again.
        let back = compare::returns(&new, &old).unwrap();
        prop_assert_eq!(back.changes.len(), comparison.changes.len());
    }
}
