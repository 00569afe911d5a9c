//! `annex reissue`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::check::Content;
use crate::cli::contained::read;
use crate::cli::{CLEAN, FINDINGS, Failure, Lang, Outcome, PackArgs, inbox, io, say};
use crate::generate::{identify, workbook};
use crate::identity::Identity;
use crate::reissue::{self, json, render};
use crate::submission::Refusal;
use crate::text::Language;

/// What to carry over to what.
#[derive(Debug, Args)]
pub(super) struct ReissueArgs {
    /// The filled return; it is not changed
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The pack to carry it over to: a folder, or the id of a shipped pack
    #[arg(long)]
    pack: String,
    /// The pack the return was made from, where it is none of the shipped ones; may be given several times
    #[arg(long = "from", value_name = "PACK")]
    from: Vec<String>,
    /// The year the new form is for [default: the new pack's]
    #[arg(long)]
    year: Option<u16>,
    /// The key to sign the new form with: a text file of at least 32 bytes
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Where to write the new form
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// How the report is printed
    #[arg(long, default_value = "full")]
    format: Format,
    /// The language of the report
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Full,
    /// For other programs
    Json,
}

pub(super) fn run(args: &ReissueArgs) -> Outcome {
    let language = Language::from(args.lang);
    let pack = io::pack(&args.pack)?;
    let key = io::key(args.key.as_deref())?;
    // A return may well have been made from the new pack itself.
    let named = args.from.iter().chain([&args.pack]).cloned();
    let packs = io::known_packs(&PackArgs {
        packs: named.collect(),
    })?;
    let bytes = inbox::one(&args.file)?.bytes()?;
    let book = read(&bytes).map_err(Refusal::from);
    let content = book
        .and_then(|book| Content::read(book, &packs))
        .map_err(|why| {
            let hint = match why {
                Refusal::UnknownPack { .. } | Refusal::OtherVersion { .. } => {
                    "; with reissue, that is --from"
                }
                _ => "",
            };
            failed(&args.file, &format!("{}{hint}", why.text().en))
        })?;
    let reissue = reissue::run(&content, &pack, args.year)
        .map_err(|list| Failure::new(io::mistakes(&list).trim_end()))?;
    let mut book = workbook(&reissue.form, &reissue.entries);
    if let Some(key) = &key {
        let identity = Identity::of(&reissue.form).signed(key);
        identify(&mut book, &reissue.form, &identity, &[]);
    }
    io::write_book(&args.output, &book)?;
    match args.format {
        Format::Full => say::out(&render::render(&reissue.report, language))?,
        Format::Json => {
            say::json(&(json::render(&reissue.report, language).map_err(Failure::new)? + "\n"))?;
        }
    }
    Ok(if reissue.report.left.is_empty() {
        CLEAN
    } else {
        FINDINGS
    })
}

fn failed(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("{}: {why}", path.display()))
}
