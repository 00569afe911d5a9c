//! One file at a time, each in a process of its own, so that nothing of another counts: what it takes of memory, and how
//! what it takes of a processor grows with its size.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a helper of tests fails as a test does"
)]

use std::path::Path;
use std::process::Command;

/// How many times as much is in the larger of the two files of an attack.
pub(crate) const LARGER: usize = 4;
/// So many times the ticks of the smaller file may the larger one take. What takes time for each pair of things in a file
/// takes sixteen times as many.
const GROWTH: u64 = 2 * LARGER as u64;
/// What is not worth comparing, in ticks of a processor: a hundred are a second.
const SMALL: u64 = 200;
/// What a file may take of memory, in MiB.
const MEMORY: u64 = 256;
/// Says which file a process of the test is to bear, and where it is.
const WHICH: &str = "ANNEX_ATTACK";
const FILE: &str = "ANNEX_ATTACK_FILE";

/// What the kernel says of this process, by the name of the line.
fn status(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let found = status.lines().find(|said| said.starts_with(line))?;
    found.split_whitespace().nth(1)?.parse().ok()
}

/// Ticks of a processor this process has taken.
fn ticks() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, said) = said.rsplit_once(')')?;
    let ticks = said.split_whitespace().skip(11).take(2);
    Some(ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum())
}

/// Runs the ignored test of this name once for each file, where `attack` gives the smaller and the larger one; `run` says in
/// a line what came of one.
pub(crate) fn each_alone(
    test: &str,
    attacks: impl Iterator<Item = (&'static str, [Vec<u8>; 2])>,
    run: impl Fn(&str, Vec<u8>) -> String,
) {
    if let (Ok(what), Ok(file)) = (std::env::var(WHICH), std::env::var(FILE)) {
        let came_of_it = run(&what, std::fs::read(file).unwrap());
        let (memory, ticks) = (status("VmHWM:").unwrap_or(0) >> 10, ticks().unwrap_or(0));
        println!("{what}: {came_of_it}, {memory} MiB, {ticks} ticks");
        assert!(memory < MEMORY, "{what}: {memory} MiB");
        return;
    }
    // By hand, one of them: `ANNEX_ATTACK="many sheets" cargo test …`.
    let only = std::env::var(WHICH).ok();
    let folder = tempfile::tempdir().unwrap();
    let failed: Vec<String> = attacks
        .filter(|(what, _)| only.as_deref().is_none_or(|only| only == *what))
        .filter_map(|(what, files)| {
            let taken = files.map(|bytes| alone(test, what, &folder.path().join("file"), bytes));
            match taken {
                [Ok(few), Ok(many)] if many > GROWTH * few + SMALL => Some(format!(
                    "{what}: {many} ticks where {few} are enough for a file {LARGER} times smaller"
                )),
                [Ok(_), Ok(_)] => None,
                [Err(errors), _] | [_, Err(errors)] => Some(errors),
            }
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The ticks one file takes, or what the process that bore it said as it failed.
fn alone(test: &str, what: &str, file: &Path, bytes: Vec<u8>) -> Result<u64, String> {
    std::fs::write(file, bytes).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env(WHICH, what)
        .env(FILE, file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let line = said.lines().find(|line| line.starts_with(what));
    println!("{}", line.unwrap_or(what));
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let ticks = line.and_then(|line| {
        line.strip_suffix(" ticks")?
            .rsplit(' ')
            .next()?
            .parse()
            .ok()
    });
    ticks.ok_or_else(|| format!("{what}: no ticks were told"))
}
