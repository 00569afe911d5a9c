//! `annex consolidate`

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::check::Return;
use crate::check::across::across;
use crate::check::several::{arrivals, several};
use crate::cli::check::status;
use crate::cli::words::both;
use crate::cli::{CLEAN, FINDINGS, Failure, InputArgs, Outcome, input, say};
use crate::consolidate::{Beside, NotRead, Strays, Wanted, strays, summarise_beside};
use crate::report::Tally;
use crate::text::Text;
use crate::workspace::campaign::Opened;
use crate::workspace::{self, Checked, write};

/// What to roll up.
#[derive(Debug, Args)]
pub(super) struct ConsolidateArgs {
    #[command(flatten)]
    input: InputArgs,
    #[arg(help = both!("发表的单位名单，用来说明哪些单位已报、哪些未报", "The roster the forms were sent to: tells who has returned and who has not"))]
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    #[arg(help = both!("汇总工作簿写到哪里", "Where to write the summary workbook"))]
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &ConsolidateArgs) -> Outcome {
    let named = args.roster.as_deref().map(workspace::roster).transpose()?;
    let mut checked = input::returns(&args.input)?;
    let all_returns = std::mem::take(&mut checked.returns);
    let of_campaign = checked.campaign.as_ref().and_then(Opened::roster);
    let roster = named.as_deref().or(of_campaign);
    let wanted = Wanted {
        packs: &checked.wanted,
        year: checked.options.year,
        roster,
    };
    let all = all_returns.len();
    let strays = strays(&all_returns, &wanted);
    let mut beside = beside(&checked);
    let (mut returns, left_out) = parted(all_returns, strays);
    beside.left_out = left_out
        .iter()
        .map(|(file, why)| (file, why.clone()))
        .collect();
    across(&mut returns, &checked.options);
    input::tell_stale(&checked, &returns);
    let summarised = |returns: &[Return]| summarise_beside(returns, roster, &beside);
    let (book, failed) = input::of_all(&mut returns, summarised)?;
    tell_unread(&returns);
    write::book(&args.output, &book.map_err(|why| why.text())?)?;
    tell_doubles(&returns);
    say::say(&summed_up(&returns, all, &args.output));
    if let Some(campaign) = &checked.campaign {
        campaign.keep(&returns)?;
    }
    Ok(
        match status(&Tally::of(&returns), checked.missing || failed) {
            // The summary is not of all that came.
            CLEAN if !left_out.is_empty() => FINDINGS,
            status => status,
        },
    )
}

/// The files nobody looked at, and what files are called below the inbox.
fn beside(checked: &Checked) -> Beside<'static> {
    let passed_over = checked.passed_over.iter();
    let items = checked.items.iter().map(|it| (&it.name, &it.inner));
    let inner = items.chain(passed_over.clone().map(|it| (&it.name, &it.inner)));
    Beside {
        left_out: Vec::new(),
        inner: inner
            .map(|(name, inner)| (name.clone(), inner.clone()))
            .collect(),
        not_read: passed_over
            .map(|it| {
                let [what, advice] = it.why.text();
                let file = it.name.clone();
                NotRead { file, what, advice }
            })
            .collect(),
    }
}

/// The returns that belong into the summary, and those that do not, which is said.
fn parted(returns: Vec<Return>, strays: Option<Strays>) -> (Vec<Return>, Vec<(Return, Text)>) {
    let Some(strays) = strays else {
        return (returns, Vec::new());
    };
    say::say(&strays.chosen);
    let mut whys: HashMap<usize, Text> = strays.left_out.into_iter().collect();
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for (index, file) in returns.into_iter().enumerate() {
        match whys.remove(&index) {
            None => kept.push(file),
            Some(why) => {
                let line = Text::new(
                    format!("{}：未计入汇总：{}", file.file, why.zh),
                    format!("{}: left out of the summary: {}", file.file, why.en),
                );
                say::error(&line);
                left_out.push((file, why));
            }
        }
    }
    (kept, left_out)
}

/// Why files cannot be read: they are no part of the totals.
fn tell_unread(returns: &[Return]) {
    for file in returns.iter().filter(|file| file.content.is_none()) {
        for finding in &file.findings {
            say::error(&Failure::of(&file.file, &finding.message).0);
        }
    }
}

/// Which of several returns of a department are no part of the totals, and which one is: a line for each department.
fn tell_doubles(returns: &[Return]) {
    for group in several(&arrivals(returns)) {
        let names: Vec<&str> = group
            .members
            .iter()
            .map(|&member| returns[member].file.as_str())
            .collect();
        let Some((counted, others)) = names.split_first() else {
            continue;
        };
        let line = Text::new(
            format!(
                "重复：{} 未计入，计入 {counted}（{}）",
                others.join("、"),
                group.why.zh
            ),
            format!(
                "doubles: {} left out, {counted} counted ({})",
                others.join(", "),
                group.why.en
            ),
        );
        say::say(&line);
    }
}

/// How many of all files are part of the totals: not those that cannot be read, and one of each department.
fn summed_up(returns: &[Return], all: usize, output: &Path) -> Text {
    let readable = returns.iter().filter(|file| file.content.is_some()).count();
    let doubles: usize = several(&arrivals(returns))
        .iter()
        .map(|it| it.members.len() - 1)
        .sum();
    let counted = readable.saturating_sub(doubles);
    let output = output.display();
    if counted == all {
        Text::new(
            format!("已汇总 {all} 份：{output}"),
            format!("{all} returns summed up in {output}"),
        )
    } else {
        Text::new(
            format!("{all} 个文件中汇总了 {counted} 份：{output}"),
            format!("{counted} of {all} files summed up in {output}"),
        )
    }
}
