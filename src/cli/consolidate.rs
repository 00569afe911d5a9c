//! `annex consolidate`

use std::path::PathBuf;

use clap::Args;

use crate::check::Return;
use crate::check::across::across;
use crate::cli::campaign::Opened;
use crate::cli::check::status;
use crate::cli::generate::read_roster;
use crate::cli::io::Checked;
use crate::cli::{Failure, InputArgs, Outcome, campaign, io, say};
use crate::consolidate::summarise;
use crate::text::Language;

/// What to roll up.
#[derive(Debug, Args)]
pub(super) struct ConsolidateArgs {
    #[command(flatten)]
    input: InputArgs,
    /// The roster the forms were sent to: tells who has returned and who has not
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Where to write the summary workbook
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &ConsolidateArgs) -> Outcome {
    let named = args.roster.as_deref().map(read_roster).transpose()?;
    let campaign = campaign::open(&args.input)?;
    let Checked {
        mut returns,
        missing,
        options,
        ..
    } = io::returns(&args.input, campaign.as_ref())?;
    across(&mut returns, &options);
    if let Some(campaign) = &campaign {
        campaign.tell_stale(&returns, Language::from(args.input.lang));
    }
    let of_campaign = campaign.as_ref().and_then(Opened::roster);
    let roster = named.as_deref().or(of_campaign);
    let summarised = |returns: &[Return]| summarise(returns, roster);
    let (book, failed) = io::of_all(&mut returns, summarised)?;
    io::write_book(&args.output, &book.map_err(Failure::new)?)?;
    say::say(format!(
        "{} returns summed up in {}",
        returns.len(),
        args.output.display()
    ));
    if let Some(campaign) = &campaign {
        campaign.keep(&returns)?;
    }
    Ok(status(&returns, missing || failed))
}
