//! Returns beside others on the command line: last year's, and those of other departments.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use shell::Shell;

use crate::common::returns;
use crate::common::shell;

const LAST_YEAR: &str = r#"{
    "base.vehicle_running.actual": 2.8, "base.reception.actual": 0.85, "base.operation.actual": 30.2, "base.public.actual": 22.6,
    "base.office.actual": 12.3, "base.utilities.actual": 6.1, "base.meetings.actual": 1.2, "base.procurement.actual": 3.5,
    "overall.total.annual": 60
}"#;

#[test]
fn returns_are_held_against_those_of_last_year() {
    let shell = Shell::new();
    let mut newcomer = returns::demo("02-archives");
    newcomer.code = "101099".to_owned();
    let newcomer = annex::demo::returned(&newcomer, &returns::pack());
    let newcomer = newcomer.unwrap().unwrap();
    let (code, name) = ("101002", "示例县档案馆（虚构）");
    let generate = format!(
        "generate --pack hunan-2024 --year 2023 --department {name} --code {code} -o blank.xlsx"
    );
    shell
        .put("last.json", LAST_YEAR)
        .assert(&generate, "0\n")
        .assert("fill blank.xlsx --values last.json -o 2023/102.xlsx", "0\n")
        .assert(
            "fill blank.xlsx --values last.json -o 2023/102（旧）.xlsx",
            "0\n",
        )
        .put_book("2024/102.xlsx", &returns::returned("02-archives"))
        .put_book("2024/103.xlsx", &newcomer)
        .put("2023/note.xlsx", "no workbook");
    shell.assert(
        "check 2024 --last 2023 --format concise --lang en",
        "
2
out:
2024/102.xlsx: 附件1 基础数据表!B11: warning[X003] '公务接待 2023年决算数' is 1.2, but last year's return (102.xlsx 附件1 基础数据表!F11) has 0.85 (1 more follow from this)
2024/102.xlsx: 附件2 整体支出自评表!E4: warning[X004] '年度资金总额 全年预算数' is 180.83% more than last year: 60 (102.xlsx 附件2 整体支出自评表!E4), now 168.5
err:
error: 2023/note.xlsx: not compared with: this is not an Excel workbook, it seems to be plain text such as CSV: send the .xlsx form itself; renaming a file does not convert it
--last has no return of the year before for 1 of 2 returns: 2024/103.xlsx
--last has an earlier file of the same department and year for these, which are not compared with: 102（旧）.xlsx
",
    );
}

#[test]
fn a_summary_names_what_departments_share() {
    let shell = Shell::new();
    shell
        .put_book("in/102.xlsx", &returns::returned("02-archives"))
        .put_book("in/102（改）.xlsx", &returns::returned("02-archives"));
    // Each file by itself is right.
    shell
        .assert(
            "check in --format concise --lang en",
            "
0
out:
in/102.xlsx: warning[X009] there is another return of this department: in/102（改）.xlsx; in/102（改）.xlsx counts (nothing in them tells which is later, so it is the last by name; make sure)
in/102（改）.xlsx: warning[X009] there is another return of this department: in/102.xlsx; this one counts (nothing in them tells which is later, so it is the last by name; make sure)
",
        )
        .assert(
            "consolidate in -o summary.xlsx",
            "0\nerr:\n重复：in/102.xlsx 未计入，计入 in/102（改）.xlsx（文件里看不出先后，取文件名靠后的一份，请核对）\n2 个文件中汇总了 1 份：summary.xlsx\n",
        );
    let summary = annex::book::read::read(&shell.bytes("summary.xlsx")).unwrap();
    let problems = summary.sheet("全部问题").unwrap();
    let told = |code: &str| {
        let cells = problems.cells.values();
        cells
            .filter(|cell| cell.value == annex::book::CellValue::Text(code.to_owned()))
            .count()
    };
    assert_eq!(told("X009"), 2);
    assert_eq!(told("X007"), 0, "one department may say the same twice");
}
