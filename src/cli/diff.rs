//! `annex diff`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::check::{Options, Return};
use crate::cli::check::status;
use crate::cli::{Failure, Lang, Outcome, PackArgs, inbox, io, say};
use crate::compare::{self, Comparison, concise, json, render, workbook};
use crate::text::{Language, is_hidden};

/// Which returns to compare.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The earlier return: any workbook that check reads
    old: PathBuf,
    /// The later return, of the same department or of another
    new: PathBuf,
    #[command(flatten)]
    packs: PackArgs,
    /// The key with which the forms were signed: a text file of at least 32 bytes
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Write the differences to this workbook as well
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How the differences are printed
    #[arg(long, default_value = "full")]
    format: Format,
    /// The language of messages
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people: sheet by sheet, changed words marked
    Full,
    /// A line for each difference
    Concise,
    /// For other programs
    Json,
}

/// Prints what differs. The exit status says of the later return what check says of it.
pub(super) fn run(args: &DiffArgs) -> Outcome {
    let language = Language::from(args.lang);
    let packs = io::known_packs(&args.packs)?;
    let offered = io::offered(&args.packs, &[], &packs);
    let options = Options {
        key: io::key(args.key.as_deref())?,
        ..Options::default()
    };
    let open = |path: &PathBuf| -> Result<Return, Failure> {
        let file = io::open(&inbox::one(path)?, &packs, &offered, &options)?;
        io::content(&file, "not compared", language)?;
        Ok(file)
    };
    let (old, new) = match (open(&args.old), open(&args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(failure), Ok(_)) | (Ok(_), Err(failure)) => return Err(failure),
        (Err(first), Err(second)) => {
            say::error(&first);
            return Err(second);
        }
    };
    let Some(comparison) = compare::returns(&old, &new) else {
        return Err(Failure::new("the returns cannot be compared"));
    };
    let printed = print(&comparison, args.format, language);
    // A reader who has gone away is no reason to write no file.
    if let Some(file) = &args.output {
        io::write_book(file, &workbook::workbook(&comparison, language))?;
        say::say(format!("the differences are written to {}", file.display()));
    }
    printed?;
    Ok(status(&[new], false))
}

/// Prints the differences.
fn print(comparison: &Comparison<'_>, format: Format, language: Language) -> Result<(), Failure> {
    match format {
        Format::Full => {
            let text = render::render(comparison, language, false);
            // Colours of annex's own, where the returns hold nothing that a terminal obeys.
            if say::is_painted() && !text.contains(is_hidden) {
                say::as_it_is(&render::render(comparison, language, true))?;
            } else {
                say::out(&text)?;
            }
        }
        Format::Concise => say::out(&concise::render(comparison, language))?,
        Format::Json => {
            say::json(&(json::render(comparison, language).map_err(Failure::new)? + "\n"))?;
        }
    }
    Ok(())
}
