//! What `template diff` says, on two small packs: the second is the first with pieces replaced.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::diff::{self, Difference, Item, Kind, json, render};
use annex::text::Language;
use annex::{form, template};

use packs::{Piece, pack};

use crate::common::packs;

/// The changes in Chinese, without the lines that name the packs and without the count.
fn told(pieces: &[Piece]) -> String {
    let text = all(pieces, Language::Chinese);
    let (_, rest) = text.split_once("\n\n").unwrap();
    rest.rsplit_once("\n\n")
        .map_or("", |(rest, _)| rest)
        .to_owned()
}

fn all(pieces: &[Piece], language: Language) -> String {
    let difference = diff::packs(&pack(&[]), &pack(pieces)).unwrap();
    render::render(&difference, language)
}

#[track_caller]
fn assert_told(pieces: &[Piece], expected: &str) {
    let found = told(pieces);
    let expected = expected.trim_matches('\n');
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

#[test]
fn the_same_pack_says_so_and_so_does_one_with_another_comment() {
    let same = "旧  small-2024  版本 1  2024 年度\n新  small-2024  版本 1  2024 年度\n\n两套模板完全相同。\n";
    assert_eq!(all(&[], Language::Chinese), same);
    let comment = all(
        &[("main.toml", "[fields.staff]", "# 编制\n[fields.staff]")],
        Language::English,
    );
    assert!(
        comment.ends_with("\n\nNothing is different but comments and spelling; forms still have to be checked with their own pack.\n"),
        "{comment}"
    );
}

#[test]
fn the_head_of_the_pack_types_and_tolerances() {
    assert_told(
        &[
            ("pack.toml", "small-2024", "small-2025"),
            ("pack.toml", "year = 2024", "year = 2025"),
            ("pack.toml", "unit = \"万元\"", "unit = \"元\""),
            ("pack.toml", "min = 0", "max = 9"),
            ("pack.toml", "money = \"0.01\"", "score = \"0.01\""),
            (
                "pack.toml",
                "[types.money]",
                "[look]\nbody_size = 11.5\n\n[types.money]",
            ),
        ],
        "
整套模板
  修改模板  pack.toml
      编号  small-2024 → small-2025
      年度  2024 → 2025
      金额单位  万元 → 元
      正文字号  10.5 → 11.5
  修改类型  money
      最小  0 → （无）
      最大  （无） → 9
      容差  0.01 → （无）
  修改类型  score
      容差  （无） → 0.01
",
    );
}

#[test]
fn fields_that_are_added_removed_renamed_changed_and_moved() {
    assert_told(
        &[
            // A new row pushes the rest down; the phone goes, the choice is renamed, the number of staff says more.
            (
                "main.toml",
                "| 人数           |",
                "| 编制 | [quota] | < | < |\n| 人数           |",
            ),
            (
                "main.toml",
                "| 电话           | [phone] ",
                "|                | ",
            ),
            (
                "main.toml",
                "[fields.phone]\nlabel = \"电话\"\ntype = \"phone\"",
                "[fields.quota]\nlabel = \"编制\"\ntype = \"count\"",
            ),
            ("main.toml", "| [has] ", "| [any] "),
            ("main.toml", "[fields.has]", "[fields.any]"),
            (
                "pack.toml",
                "[types.money]",
                "[renames]\n\"main.has\" = \"main.any\"\n\n[types.money]",
            ),
            (
                "main.toml",
                "label = \"人数\"\ntype = \"count\"\nrequired = true",
                "label = \"在职人数\"\ntype = \"score\"\nrequired = \"COUNT(office) > 0\"\nmax = 99\nformat = \"0.0\"\nhelp = \"年末数\"",
            ),
        ],
        "
主表  main
  新增印刷文字  编制  A6
  删除印刷文字  电话  C7
  新增字段  main.quota  编制  B6
  删除字段  main.phone  电话  D7
  改名字段  main.has → main.any  有无  D6 → D7
  修改字段  main.staff  在职人数  B6 → B7
      名称  人数 → 在职人数
      类型  整数 → 分数
      必填  是 → COUNT(office) > 0
      最大  （无） → 99
      格式  （无） → 0.0
      提示  （无） → 年末数
  移动字段  10 个下移 1 行：从 B7 → B8 到 D13 → D14
",
    );
}

#[test]
fn what_is_described_in_one_go_is_told_in_one_go() {
    assert_told(
        &[
            // All columns of a matrix row, and all blocks of a shape.
            (
                "main.toml",
                "[fields.\"office.*\"]\nlabel = \"办公\"\nrequired = true",
                "[fields.\"office.*\"]\nlabel = \"办公\"\nlines = 2",
            ),
            (
                "main.toml",
                "| [goals.name]   | <               | <              |",
                "| [goals.name]   | <               | [goals.unit]   |",
            ),
            (
                "main.toml",
                "| [results.name] | <               | <              |",
                "| [results.name] | <               | [results.unit] |",
            ),
            (
                "pack.toml",
                "[[grades]]",
                "[shapes.row.fields.unit]\nlabel = \"单位\"\ntype = \"text\"\n\n[[grades]]",
            ),
        ],
        "
主表  main
  新增字段  main.row.unit  单位（2 个：C10、C11）
  修改字段  main.office.*  办公（2 个：B5、C5）
      必填  是 → 否
      行高（行）  1 → 2
  修改字段  main.row.name  指标（2 个：A10、A11）
      占格（行 × 列）  1 × 3 → 1 × 2
",
    );
}

#[test]
fn blocks_weights_sheets_and_printed_texts() {
    assert_told(
        &[
            (
                "main.toml",
                "print = 2\nmax = 4",
                "min = 1\nprint = 2\nmax = 9",
            ),
            ("main.toml", "points = 60", "points = 55"),
            ("main.toml", "points = 40", "points = 45"),
            (
                "main.toml",
                "| 项目           | 预算 ",
                "| 项目           | 预算数 ",
            ),
            (
                "main.toml",
                "[matrices.money]",
                "[print]\norientation = \"landscape\"\n\n[matrices.money]",
            ),
            ("item.toml", "max = 3\nroster = \"name\"", "max = 8"),
        ],
        "
主表  main
  修改工作表  main  2024年主表
      纸张方向  纵向 → 横向
  修改重复行  fund  专项
      必填行数  0 → 1
      最多行数  4 → 9
  修改权重组  output  产出
      分数  60 → 55
  修改权重组  benefit  效益
      分数  40 → 45
  修改印刷文字  预算数  B3
      文字  预算 → 预算数

项目-1  item
  修改工作表  item  2024年项目表
      最多张数  3 → 8
      取名单的字段  name → （无）
",
    );
}

#[test]
fn only_the_lines_of_a_sheet() {
    assert_told(
        &[
            (
                "main.toml",
                "| 有无           | [has]        |",
                "| 有无 | [has] |",
            ),
            (
                "main.toml",
                "| 满分           | [full]          | <              | [area]       |",
                ": 满分           | [full]          | <              | [area]       :",
            ),
        ],
        "
主表  main
  修改工作表  main  2024年主表
      合并或框线
",
    );
}

#[test]
fn sheets_that_come_go_change_their_id_and_their_order() {
    assert_told(
        &[(
            "pack.toml",
            "[\"main.toml\", \"item.toml\"]",
            "[\"main.toml\"]",
        )],
        "
项目-1  item
  删除工作表  item  2024年项目表（4 个字段）
",
    );
    // The fields of a sheet that is renamed are not told one by one.
    assert_told(
        &[
            ("item.toml", "id = \"item\"", "id = \"project\""),
            (
                "pack.toml",
                "[\"main.toml\", \"item.toml\"]",
                "[\"item.toml\", \"main.toml\"]",
            ),
            (
                "pack.toml",
                "[types.money]",
                "[renames]\nitem = \"project\"\n\n[types.money]",
            ),
        ],
        "
整套模板
  修改工作表
      顺序  main, project → project, main

项目-1  project
  改名工作表  item → project  2024年项目表
",
    );
    let added = diff::packs(
        &pack(&[(
            "pack.toml",
            "[\"main.toml\", \"item.toml\"]",
            "[\"main.toml\"]",
        )]),
        &pack(&[]),
    )
    .unwrap();
    let text = render::render(&added, Language::English);
    assert!(
        text.contains("\n项目-1  item\n  added sheet  item  2024年项目表 (4 fields)\n"),
        "{text}"
    );
}

#[test]
fn scorings_grades_rules_and_the_summary() {
    assert_told(
        &[
            (
                "pack.toml",
                "from = 90",
                "from = 85\n\n[[grades]]\nname = \"良\"\nfrom = 60",
            ),
            (
                "pack.toml",
                "relation = \"<=\"\ncomputed = \"main.total.budget\"",
                "level = \"error\"\nrelation = \">=\"\ntolerance = \"money\"\ncomputed = \"main.total.budget * 2\"",
            ),
            (
                "pack.toml",
                "[types.money]",
                "[[summary.columns]]\nlabel = \"决算\"\nvalue = \"main.total.actual\"\n\n[summary]\nsums = [\"main\"]\n\n[types.money]",
            ),
        ],
        "
评分、等级、审核、汇总与报告
  修改等级  优
      起分  90 → 85
  新增等级  良
  修改审核关系  C101  超过预算
      级别  警告 → 错误
      关系  <= → >=
      右边  main.total.budget → main.total.budget * 2
      是否用容差  否 → 是
  新增汇总列  main.total.actual  决算
  修改汇总表  summary
      合计的表  （无） → main
",
    );
}

#[test]
fn what_is_read_out_of_the_texts() {
    assert_told(
        &[(
            "pack.toml",
            "[types.money]",
            "[narrative]\nunless = [\"上年\"]\n\n[[narrative.figures]]\nwords = [\"总支出\"]\nfield = \"main.total.actual\"\n\
             texts = [\"main.remark\"]\n\n[narrative.counts]\nstated = \"main.remark\"\ntexts = [\"main.remark\"]\nunits = [\"个\"]\n\n\
             [types.money]",
        )],
        "
评分、等级、审核、汇总与报告
  新增报告里的数  main.total.actual
  修改报告的核对  narrative
      不核对的句子  （无） → 上年
      写明总数的文字  （无） → main.remark
      核对个数的文字  （无） → main.remark
      计数的量词  （无） → 个
",
    );
}

#[test]
fn long_texts_stand_below_each_other_and_line_ends_are_shown() {
    assert_told(
        &[(
            "main.toml",
            "label = \"说明\"\ntype = \"long_text\"",
            "label = \"说明\"\ntype = \"long_text\"\nhelp = \"写明本年做了哪些工作、取得什么成效、还有什么问题，\\n以及下一步的打算。\"",
        )],
        "
主表  main
  修改字段  main.remark  说明  B12
      提示  - （无）
            + 写明本年做了哪些工作、取得什么成效、还有什么问题，↵以及下一步的打算。
",
    );
}

#[test]
fn the_count_and_the_json_hold_every_field_by_itself() {
    let pieces: &[Piece] = &[(
        "main.toml",
        "| 人数           |",
        "| 编制 | < | < | < |\n| 人数           |",
    )];
    let text = all(pieces, Language::English);
    assert!(
        text.ends_with("\n\n1 added, 0 removed, 0 renamed, 0 changed, 13 moved.\n"),
        "{text}"
    );
    let difference = diff::packs(&pack(&[]), &pack(pieces)).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&json::render(&difference).unwrap()).unwrap();
    assert_eq!(json["version"], "1");
    assert_eq!(json["old"]["pack"], "small-2024");
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 14);
    let date = changes
        .iter()
        .find(|change| change["new"]["id"] == "main.date")
        .unwrap();
    assert_eq!(date["change"], "moved");
    assert_eq!(date["old"]["cell"], "B7");
    assert_eq!(date["new"]["cell"], "B8");
    assert_eq!(date.get("edits"), None);
}

/// Whatever packs are compared: nothing differs from itself, and what one way adds, the other way removes.
#[test]
fn the_shipped_packs_against_each_other() {
    let ids = template::packs::shipped();
    let packs: Vec<_> = ids
        .iter()
        .map(|id| form::load(&template::packs::shipped_files(id).unwrap()).unwrap())
        .collect();
    for old in &packs {
        for new in &packs {
            let there = diff::packs(old, new).unwrap();
            let back = diff::packs(new, old).unwrap();
            assert_eq!(
                there.changes.is_empty(),
                old.id == new.id,
                "{} {}",
                old.id,
                new.id
            );
            let count = |difference: &Difference, kind: Kind| {
                let fields = difference
                    .changes
                    .iter()
                    .filter(|change| change.item == Item::Field);
                fields.filter(|change| change.change == kind).count()
            };
            assert_eq!(count(&there, Kind::Added), count(&back, Kind::Removed));
            assert_eq!(count(&there, Kind::Changed), count(&back, Kind::Changed));
            for language in [Language::Chinese, Language::English] {
                assert!(!render::render(&there, language).contains("  \n"));
            }
        }
    }
}
