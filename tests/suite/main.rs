//! All tests that need no process of their own, in one binary: the helpers are compiled once and annex is linked once.
//!
//! `cargo test --test suite rules::` runs those of one module.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails as it likes"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../fuzz/src/harness.rs"]
#[allow(dead_code, unreachable_pub, reason = "the fuzz crate uses it as well")]
mod harness;

mod adopt;
mod adopt_packs;
mod answers;
mod architecture;
mod batch;
mod carried;
mod cli;
mod cli_adopt;
mod cli_beside;
mod cli_campaign;
mod cli_inbox;
mod cli_output;
mod cli_packs;
mod cli_roster;
mod cli_visible;
mod compare;
mod consolidate;
mod corpus;
mod crashers;
mod declared;
mod diff;
mod digits;
mod docs;
mod drift;
mod folding;
mod foreign;
mod foreign_ods;
mod foreign_old;
mod forged_memory;
mod formats;
mod hostile;
mod hostile_mutations;
mod in_place;
mod r#loop;
mod marks;
mod mistakes;
mod mistakes_mutations;
mod packs;
mod pictures;
mod readers;
mod real_return;
mod reissue;
mod report;
mod resaved;
mod rules;
mod saved_as_xls;
mod spare_rows;
mod status;
mod templates;
mod translation;
mod values;
mod walkthrough;
mod well_formed;
mod word;
mod workbooks;
