//! Rosters that would send out the wrong forms: everything is told before a form is written.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use shell::Shell;

use crate::common::shell;

const GENERATE: &str = "generate --pack hunan-2024 --roster roster.csv -o forms";

#[test]
fn a_roster_tells_all_its_doubles_at_once() {
    let shell = Shell::new();
    shell.put(
        "roster.csv",
        "code,name,projects\n101,县档案局,\n101,县文旅局,甲;乙; 甲\n103,县 档案局,\n,县司法局,\n",
    );
    shell.assert(
        GENERATE,
        "
2
err:
错误：roster.csv：名单第 3 行的编码“101”重复，第 2 行已有
名单第 3 行的项目“甲”重复，第 3 行已有
名单第 4 行的名称“县 档案局”重复，第 2 行已有
名单第 5 行没有编码
",
    );
    assert!(!shell.path().join("forms").exists());
}

#[test]
fn codes_that_become_one_file_name_are_told_before_anything_is_written() {
    for (one, other) in [
        ("A/1,县档案局", "A:1,县档案局 "),
        ("A/1,县档案局(一)", "A?1,县档案局(一)"),
        ("1,甲/乙", "1 ,甲:乙"),
    ] {
        let shell = Shell::new();
        shell.put(
            "roster.csv",
            format!("code,name\n{one}\n7,县财政局\n{other}\n"),
        );
        let said = shell.run(GENERATE);
        assert!(said.starts_with("2\n"), "{said}");
        assert!(!shell.path().join("forms").exists(), "{said}");
    }
    let shell = Shell::new();
    // The names differ in what a file name cannot hold, the codes too.
    shell.put(
        "roster.csv",
        "code,name\na/1,县局/甲\nA:2,县局\na:1,县局:甲\nA/2,县局?\n",
    );
    shell.assert(
        GENERATE,
        "
2
err:
错误：没有写出任何表：有的单位的表会同名，请改它们的编码
forms/a_1-县局_甲-2024.xlsx：既是 a/1 县局/甲 的，又是 a:1 县局:甲 的
",
    );
    assert!(!shell.path().join("forms").exists());
}
