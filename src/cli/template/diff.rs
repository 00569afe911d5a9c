//! `annex template diff`

use clap::{Args, ValueEnum};

use crate::cli::{CLEAN, Failure, Lang, Outcome, io, say};
use crate::diff::{self, json, render};
use crate::text::Language;

/// Which packs to compare.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The earlier pack: a folder, or the id of a shipped pack
    old: String,
    /// The later pack: a folder, or the id of a shipped pack
    new: String,
    /// How the changes are printed
    #[arg(long, default_value = "full")]
    format: Format,
    /// The language of the changes
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Full,
    /// For other programs: every field by itself
    Json,
}

/// Prints what differs. That something does is no reason for another exit status.
pub(super) fn run(args: &DiffArgs) -> Outcome {
    let (old, new) = (io::pack(&args.old)?, io::pack(&args.new)?);
    let difference =
        diff::packs(&old, &new).map_err(|list| Failure::new(io::mistakes(&list).trim_end()))?;
    match args.format {
        Format::Full => say::out(&render::render(&difference, Language::from(args.lang)))?,
        Format::Json => say::json(&(json::render(&difference).map_err(Failure::new)? + "\n"))?,
    }
    Ok(CLEAN)
}
