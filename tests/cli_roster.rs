//! Rosters that would send out the wrong forms: everything is told before a form is written.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "common/shell.rs"]
mod shell;

use shell::Shell;

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
error: roster.csv: line 3 of the roster has the code '101' a second time; it stands in line 2 before
line 3 of the roster has the project '甲' a second time; it stands in line 3 before
line 4 of the roster has the name '县 档案局' a second time; it stands in line 2 before
line 5 of the roster has no code
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
error: nothing was written: the forms of some departments would have one file name; change their codes
forms/a_1-县局_甲-2024.xlsx: both of a/1 县局/甲 and of a:1 县局:甲
",
    );
    assert!(!shell.path().join("forms").exists());
}
