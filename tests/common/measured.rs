//! One file at a time, each in a process of its own, so that nothing of another counts: what it takes of time and memory.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a helper of tests fails as a test does"
)]

use std::process::Command;

/// What one file may take of a processor, in seconds, of a build that is not optimised.
const TIME: u64 = 60;
/// What it may take of memory, in MiB.
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

/// Seconds of a processor this process has taken.
fn seconds() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, said) = said.rsplit_once(')')?;
    let ticks = said.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    // A tick is a hundredth of a second on all machines Linux runs on nowadays.
    Some(ticks / 100)
}

/// Runs the ignored test of this name once for each file; `run` says in a line what came of one.
pub(crate) fn each_alone(
    test: &str,
    files: impl Iterator<Item = (&'static str, Vec<u8>)>,
    run: impl Fn(&str, Vec<u8>) -> String,
) {
    if let (Ok(what), Ok(file)) = (std::env::var(WHICH), std::env::var(FILE)) {
        let came_of_it = run(&what, std::fs::read(file).unwrap());
        let (memory, time) = (status("VmHWM:").unwrap_or(0) >> 10, seconds().unwrap_or(0));
        println!("{what}: {came_of_it}, {memory} MiB, {time} s");
        assert!(memory < MEMORY, "{what}: {memory} MiB");
        assert!(time < TIME, "{what}: {time} s");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let failed: Vec<String> = files
        .filter_map(|(what, bytes)| {
            let file = folder.path().join("file");
            std::fs::write(&file, bytes).unwrap();
            let output = Command::new(std::env::current_exe().unwrap())
                .args([test, "--exact", "--ignored", "--nocapture"])
                .env(WHICH, what)
                .env(FILE, &file)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let line = said.lines().find(|line| line.starts_with(what));
            println!("{}", line.unwrap_or(what));
            (!output.status.success()).then_some(errors)
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
