//! What is said of a declared figure: which sum it is held against, and ratios as people read them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::finding::{self, Finding};
use annex::report::{full, json};
use annex::text::Language;
use returns::pack;

use crate::common::changes;
use crate::common::returns;

/// All findings of the clean return of the archives after these changes.
fn findings(changes: &[&str]) -> Vec<Finding> {
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    let found = changes::opened(returns::demo("02-archives"), &pack(), &changes);
    finding::each(&found.findings).cloned().collect()
}

/// The message of a code at a field.
fn said(found: &[Finding], code: &str, field: &str) -> String {
    let is_it = |one: &&Finding| one.code == code && one.place.field.as_deref() == Some(field);
    let found = found.iter().find(is_it);
    found
        .unwrap_or_else(|| panic!("no {code} at {field}"))
        .message
        .zh
        .clone()
}

#[test]
fn a_declared_total_is_held_against_both_sums() {
    let total = "overall.total.score";
    // The scores are right, and the total is not.
    let found = findings(&["type overall.total.score 98"]);
    assert_eq!(
        said(&found, "C003", total),
        "“总分”填报 98，按填报的各数算和重算都是 99.8，相差 -1.8"
    );
    // It is the sum of the scores as they are declared, one of which is wrong.
    let found = findings(&[
        "type overall.execution.score 9",
        "type overall.total.score 99",
    ]);
    assert_eq!(
        said(&found, "C003", total),
        "“总分”填报 99，与填报的各数相符，但各数中有不对的，重算为 99.8，相差 -0.8"
    );
    // It is neither.
    let found = findings(&[
        "type overall.execution.score 9",
        "type overall.total.score 98",
    ]);
    assert_eq!(
        said(&found, "C003", total),
        "“总分”填报 98，与填报的各数不符（应为 99，相差 -1），与重算的也不符（应为 99.8，相差 -1.8）"
    );
    // It is right, and the scores beside it do not come to it.
    let found = findings(&[
        "type overall.execution.score 9",
        "type overall.total.score 99.8",
    ]);
    assert_eq!(
        said(&found, "C003", total),
        "“总分”填报 99.8，重算也是这个数，但填报的各数算出来是 99，相差 0.8"
    );
}

#[test]
fn sums_of_amounts_are_told_apart_likewise() {
    let found = findings(&[
        "type base.vehicle.actual 2.6",
        "type base.three_public.actual 3.58",
    ]);
    let total = found
        .iter()
        .find(|one| one.code == "C001" && one.message.zh.contains("与填报的各数相符"));
    assert!(total.is_some(), "{found:#?}");
}

#[test]
fn ratios_are_said_in_per_cent_and_stay_what_they_are_in_json() {
    let changes = [
        "type overall.execution.rate 0.76",
        "text base.staff.rate 86.17％",
    ];
    let found = findings(&changes);
    let rate = "overall.execution.rate";
    assert_eq!(said(&found, "W008", rate), "“执行率”的公式被数值 76% 覆盖");
    assert_eq!(
        said(&found, "C002", rate),
        "“执行率”填报 76%，重算为 97.98%，相差 -21.98 个百分点"
    );
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    let opened = changes::opened(returns::demo("02-archives"), &pack(), &changes);
    let all = [opened];
    let text = full::render(&all, Language::Chinese).unwrap();
    let ratio = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit() && c != '.')
            .any(|part| {
                part.strip_prefix("0.")
                    .is_some_and(|digits| ["76", "9798", "8617", "9167"].contains(&digits))
            })
    };
    for line in text.lines() {
        assert!(!ratio(line), "{line}");
    }
    let keys = json::render(&all, Language::Chinese).unwrap();
    assert!(keys.contains("\"reported\": \"0.76\""), "{keys}");
    assert!(keys.contains("\"computed\": \"0.9798\""), "{keys}");
}
