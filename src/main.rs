//! The `annex` command.

fn main() {}
