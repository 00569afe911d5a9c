//! The `annex` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    annex::cli::run()
}
