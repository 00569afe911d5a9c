//! `annex check`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::check::Return;
use crate::check::across::returned_twice;
use crate::cli::io::Checked;
use crate::cli::{CLEAN, FAILED, FINDINGS, Failure, InputArgs, Outcome, campaign, io, say};
use crate::report::{
    concise, counts, csv, full, json, junit, markdown, sarif, unexplained_warnings,
};
use crate::text::{Language, visible};

/// What to check, and how to say it.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    input: InputArgs,
    /// How findings are printed
    #[arg(long, default_value = "full")]
    format: Format,
    /// The file the findings are written to; else they go to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many warnings that nobody has explained or waived all files together may have before the exit status is that of an error
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Every finding with its figures, its note and its help
    Full,
    /// A line for each finding
    Concise,
    /// For other programs
    Json,
    /// SARIF 2.1.0, for tools that show the results of analyses
    Sarif,
    /// A table for spreadsheet programs, a row for each cell
    Csv,
    /// A table for each file, for issues, mails and wikis
    Markdown,
    /// JUnit XML, for build servers: a test case for each file
    Junit,
}

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let campaign = campaign::open(&args.input)?;
    let Checked {
        mut returns,
        missing,
        options,
        ..
    } = io::returns(&args.input, campaign.as_ref())?;
    returned_twice(&mut returns, &options);
    let language = Language::from(args.input.lang);
    if let Some(campaign) = &campaign {
        campaign.tell_stale(&returns, language);
    }
    let (text, failed) = io::of_all(&mut returns, |returns| match args.format {
        Format::Full => Ok(full::render(returns, language)),
        Format::Concise => Ok(concise::render(returns, language)),
        Format::Json => json::render(returns, language)
            .map(|text| text + "\n")
            .map_err(Failure::new),
        Format::Sarif => sarif::render(returns, language)
            .map(|text| text + "\n")
            .map_err(Failure::new),
        Format::Csv => csv::render(returns, language).map_err(Failure::new),
        Format::Markdown => Ok(markdown::render(returns, language)),
        Format::Junit => junit::render(returns, language).map_err(Failure::new),
    })?;
    let text = match args.format {
        Format::Json | Format::Sarif => say::escaped(&text?),
        Format::Csv => say::table(&text?),
        _ => visible(&text?).into_owned(),
    };
    match &args.output {
        Some(path) => io::write_new(path, text.as_bytes())?,
        None => say::as_it_is(&text)?,
    }
    let warnings = unexplained_warnings(&returns);
    let too_many = args.max_warnings.filter(|most| warnings > *most);
    if let Some(most) = too_many {
        say::error(format!(
            "there are {warnings} warnings, {most} are allowed by --max-warnings"
        ));
    }
    Ok(match status(&returns, missing || failed) {
        CLEAN if too_many.is_some() => FINDINGS,
        status => status,
    })
}

/// The exit status after checking: a file that could not be opened outweighs findings.
pub(super) fn status(returns: &[Return], missing: bool) -> u8 {
    match counts(returns) {
        _ if missing => FAILED,
        [0, _, _] => CLEAN,
        _ => FINDINGS,
    }
}
