//! `annex extract`

use clap::{Args, ValueEnum};

use crate::check::Return;
use crate::cli::io::Checked;
use crate::cli::{CLEAN, FAILED, Failure, InputArgs, Outcome, campaign, io, say};
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
    let campaign = campaign::open(&args.input)?;
    let Checked {
        mut returns,
        missing,
        ..
    } = io::returns(&args.input, campaign.as_ref())?;
    let Format::Json = args.format;
    let language = Language::from(args.input.lang);
    let render = |returns: &[Return]| extract::render(returns, language);
    let (text, failed) = io::of_all(&mut returns, render)?;
    let mut unreadable = failed;
    for file in returns.iter().filter(|file| file.content.is_none()) {
        let why = file
            .findings
            .first()
            .map(|finding| finding.message.get(language))
            .unwrap_or_default();
        say::error(format!("{}: {why}", file.file));
        unreadable = true;
    }
    say::json(&(text.map_err(Failure::new)? + "\n"))?;
    Ok(if missing || unreadable { FAILED } else { CLEAN })
}
