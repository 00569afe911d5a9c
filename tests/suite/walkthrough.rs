//! The walk-throughs of the documents, followed to the letter: every command is run, every edit made, every output compared.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::fs;
use std::path::Path;

use shell::Shell;

use crate::common::shell;

const PAGE: &str = "docs/templates.md";

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

/// The part of a page from one heading to the next of its level.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let start = page
        .find(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("{heading}"));
    let end = page[start + 2..]
        .find("\n## ")
        .map_or(page.len(), |end| start + 2 + end);
    &page[start..end]
}

/// One fenced block: what stands behind the fence, and its lines.
struct Block<'p> {
    info: &'p str,
    text: &'p str,
}

fn blocks(section: &str) -> Vec<Block<'_>> {
    let fenced = section.split("\n```").skip(1).step_by(2);
    let read = |fenced| {
        let (info, text) = str::split_once(fenced, '\n').unwrap_or((fenced, ""));
        Block { info, text }
    };
    fenced.map(read).collect()
}

/// The commands of a block, without comments.
fn commands(block: &Block<'_>) -> Vec<String> {
    let lines = block.text.lines();
    lines
        .map(|line| line.split('#').next().unwrap().trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Runs a command; what it prints, on both channels.
fn run(shell: &Shell, command: &str) -> String {
    let words = command
        .strip_prefix("annex ")
        .unwrap_or_else(|| panic!("{command}"));
    let told = shell.run(words);
    let (status, printed) = told.split_once('\n').unwrap();
    // 1 says that a return has findings, or that something had no place: both are shown in the page.
    let may_find = ["check ", "reissue "]
        .iter()
        .any(|verb| words.starts_with(verb));
    assert!(
        status == "0" || (status == "1" && may_find),
        "$ {command}\n{told}"
    );
    printed
        .lines()
        .filter(|line| !matches!(*line, "out:" | "err:"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// A line without what only aligns it.
fn squeezed(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes the edits of a `diff` block: what stands behind ` ` and `-` is found once in the file and replaced.
fn edit(shell: &Shell, file: &str, text: &str) {
    let mut lines: Vec<String> = String::from_utf8(shell.bytes(file))
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    for hunk in text.trim_end().split("\n\n") {
        let side = |sign: char| -> Vec<&str> {
            let lines = hunk.lines();
            lines
                .filter(|line| line.starts_with([' ', sign]))
                .map(|line| &line[1..])
                .collect()
        };
        let (old, new) = (side('-'), side('+'));
        let wanted: Vec<String> = old.iter().map(|line| squeezed(line)).collect();
        let places: Vec<usize> = (0..lines.len())
            .filter(|&at| {
                lines.len() - at >= wanted.len()
                    && wanted
                        .iter()
                        .zip(&lines[at..])
                        .all(|(wanted, line)| *wanted == squeezed(line))
            })
            .collect();
        let [at] = places[..] else {
            panic!("{file}: found {} times:\n{}", places.len(), old.join("\n"));
        };
        lines.splice(
            at..at + old.len(),
            new.iter().map(|line| (*line).to_owned()),
        );
    }
    shell.put(file, lines.join("\n") + "\n");
}

/// Follows a section; gives it with what each command really printed where the section shows it.
fn followed(section: &str, shell: &Shell) -> String {
    let mut done = section.to_owned();
    let mut printed: Option<String> = None;
    let mut shown = 0;
    for block in blocks(section) {
        match block.info.split_once(" file=") {
            Some(("diff", file)) => edit(shell, file, block.text),
            _ if block.info == "sh" => {
                for command in commands(&block) {
                    printed = Some(run(shell, &command));
                }
            }
            // What the last command before it printed.
            _ if block.info == "text" => {
                let found = printed
                    .take()
                    .unwrap_or_else(|| panic!("no command before\n{}", block.text));
                let start = nth(&done, "\n```text\n", shown);
                let end = start + done[start..].find("```").unwrap();
                done.replace_range(start..end, &found);
                shown += 1;
            }
            _ => panic!("{}", block.info),
        }
    }
    done
}

/// Where the text of the n-th block begins.
fn nth(text: &str, fence: &str, n: usize) -> usize {
    let (at, _) = text.match_indices(fence).nth(n).unwrap();
    at + fence.len()
}

#[test]
fn the_walk_through_to_next_years_pack_is_what_happens() {
    let page = read(PAGE);
    let section = section(&page, "## Next year's pack");
    let followed = followed(section, &Shell::new());
    assert!(
        followed == section,
        "{PAGE} shows something else; if the change is right, run cargo test --test suite walkthrough::write_page -- --ignored\n{}",
        similar::TextDiff::from_lines(section, followed.as_str()).unified_diff()
    );
}

#[test]
#[ignore = "writes what the commands of docs/templates.md print into it; run it after a change to packs or messages"]
fn write_page() {
    let page = read(PAGE);
    let section = section(&page, "## Next year's pack");
    let followed = followed(section, &Shell::new());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    fs::write(path, page.replace(section, &followed)).unwrap();
}

#[test]
fn the_commands_of_the_chinese_guide_on_next_year_run() {
    let page = read("docs/guide.zh-CN.md");
    let roster = page
        .split("```csv\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let shell = Shell::new();
    shell.put("名单.csv", roster);
    // Last year's returns, as the guide has them: forms of the shipped pack.
    run(
        &shell,
        "annex generate --pack hunan-2024 --roster 名单.csv -o 去年收回",
    );
    let mut ran = 0;
    for block in blocks(section(&page, "## 七、明年怎么办")) {
        assert_eq!(block.info, "sh");
        for command in commands(&block) {
            run(&shell, &command);
            ran += 1;
            // What was sent out comes back.
            if !shell.path().join("inbox").exists() && shell.path().join("outbox").exists() {
                for file in shell.files("outbox") {
                    shell.put(
                        &format!("inbox/{file}"),
                        shell.bytes(&format!("outbox/{file}")),
                    );
                }
            }
        }
    }
    assert!(ran > 5, "{ran}");
}
