//! `annex template diff`

use clap::{Args, ValueEnum};

use crate::cli::words::both;
use crate::cli::{CLEAN, Failure, Outcome, say};
use crate::diff::{self, json, render};
use crate::workspace::{SettingsError, packs};

/// Which packs to compare.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    #[arg(help = both!("前一版模板：文件夹，或自带模板的编号", "The earlier pack: a folder, or the id of a shipped pack"))]
    old: String,
    #[arg(help = both!("后一版模板：文件夹，或自带模板的编号", "The later pack: a folder, or the id of a shipped pack"))]
    new: String,
    #[arg(help = both!("改动的输出格式", "How the changes are printed"))]
    #[arg(long, default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("供人阅读", "For people"))]
    Full,
    #[value(help = both!("供其他程序读取，逐个字段列出", "For other programs: every field by itself"))]
    Json,
}

/// Prints what differs. That something does is no reason for another exit status.
pub(super) fn run(args: &DiffArgs) -> Outcome {
    let (old, new) = (packs::pack(&args.old)?, packs::pack(&args.new)?);
    let difference = diff::packs(&old, &new).map_err(SettingsError::NotLaidOut)?;
    match args.format {
        Format::Full => say::out(&render::render(&difference, say::language()))?,
        Format::Json => say::json(&(json::render(&difference).map_err(Failure::inside)? + "\n"))?,
    }
    Ok(CLEAN)
}
