//! What is fuzzed; `targets/` hands it the bytes, and `tests/suite/crashers.rs` of annex every file of the corpus.

#![forbid(unsafe_code)]
pub mod harness;
