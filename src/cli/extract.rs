//! `annex extract`

use clap::{Args, ValueEnum};

use crate::cli::{CLEAN, FAILED, Failure, InputArgs, Outcome, io};
use crate::report::extract;
use crate::text::Language;

/// What to extract.
#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,
    /// How values are printed
    #[arg(long, default_value = "json")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For other programs
    Json,
}

pub(super) fn run(args: &ExtractArgs) -> Outcome {
    let (returns, missing) = io::returns(&args.input)?;
    let Format::Json = args.format;
    io::out(
        &(extract::render(&returns, Language::from(args.input.lang)).map_err(Failure::new)? + "\n"),
    );
    let unreadable = returns.iter().any(|file| file.content.is_none());
    Ok(if missing || unreadable { FAILED } else { CLEAN })
}
