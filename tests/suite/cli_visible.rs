//! What files are called and what stands in them never reaches a terminal as something it obeys.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::book::CellValue;
use annex::text::is_hidden;

use shell::Shell;

use crate::common::edit;
use crate::common::returns;
use crate::common::shell;

/// Escape sequences in seven and in eight bits, a bell, a return to the start of the line, reversed reading, no width.
const NASTY: &str = "甲\u{1b}[2J\u{9b}31m\u{7}\u{202e}乙\u{2066}\u{200b}丙\u{feff}";

#[test]
fn nothing_a_terminal_obeys_is_printed() {
    let shell = Shell::new();
    let mut book = returns::returned("03-culture");
    for (sheet, cell) in [("附件1", "J3"), ("附件1", "A6"), ("附件2", "J14")] {
        let sheet = edit::sheet(&book, sheet);
        let at = Address::parse(cell).unwrap();
        edit::write_cell(&mut book, sheet, at, CellValue::Text(NASTY.to_owned()));
    }
    let name = format!("{NASTY}.xlsx");
    shell
        .put_book(&name, &book)
        .put_book("b.xlsx", &returns::returned("03-culture"));
    shell.put("roster.csv", format!("code,name\n1,{NASTY}\n1,{NASTY}\n"));
    for line in [
        format!("check {name}"),
        format!("check --format concise {name}"),
        format!("check --format json {name}"),
        format!("check --format sarif {name}"),
        format!("check --format csv {name}"),
        format!("check --format markdown {name}"),
        format!("check --format junit {name}"),
        format!("extract {name}"),
        format!("diff b.xlsx {name}"),
        format!("diff --format json b.xlsx {name}"),
        format!("annotate {name} -o out"),
        format!("annotate {name} -o out"),
        format!("adopt --pack hunan-2024 {name} -o out/a.xlsx"),
        format!("report {name} -o {NASTY}.docx"),
        format!("check missing{name}"),
        format!("explain {NASTY}"),
        format!("template check {NASTY}"),
        "generate --pack hunan-2024 --roster roster.csv -o forms".to_owned(),
    ] {
        let said = shell.run(&line);
        let bare = said.replace("out:\n\u{feff}", "").replace("\r\n", "\n");
        let found = bare.chars().find(|c| is_hidden(*c));
        assert_eq!(found, None, "annex {line:?}: {said:?}");
    }
    // It is shown all the same.
    let said = shell.run(&format!("check --format concise {name}"));
    assert!(
        said.contains("甲\\u{1b}[2J\\u{9b}31m\\u{7}\\u{202e}乙\\u{2066}\\u{200b}丙"),
        "{said}"
    );
}
