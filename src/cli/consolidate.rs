//! `annex consolidate`

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::book::write::WriteError;
use crate::check::several::{Several, several};
use crate::cli::check::status;
use crate::cli::words::both;
use crate::cli::{CLEAN, FINDINGS, Failure, InputArgs, Outcome, input, say};
use crate::consolidate::{
    Beside, ConsolidateError, NotRead, Part, Strays, Summary, Wanted, across, arrivals, strays,
};
use crate::report::Tally;
use crate::roster::Department;
use crate::text::Text;
use crate::workspace::campaign::Opened;
use crate::workspace::caught::{alone, together};
use crate::workspace::{self, Batch, Problem, write};

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
    let batch = input::batch(&args.input)?;
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    let done = batch.each(&batch.arrived(), &mut say::event, |came| {
        let taken = came.par_iter().map(|came| {
            let file = &came.file;
            alone(&file.file, || Part::of(file))
        });
        for taken in taken.collect::<Vec<_>>() {
            match taken {
                Ok(part) => parts.push(part),
                Err(problem) => problems.push(problem),
            }
        }
        Ok::<(), Failure>(())
    })?;
    let of_campaign = batch.campaign().and_then(Opened::roster);
    let roster = named.as_deref().or(of_campaign);
    let wanted = Wanted {
        packs: batch.wanted(),
        year: batch.options().year,
        roster,
    };
    let all = parts.len();
    let strays = strays(&parts, &wanted);
    let mut beside = beside(&batch);
    let (mut parts, left_out) = parted(parts, strays);
    beside.left_out = left_out
        .iter()
        .map(|(part, why)| (part, why.clone()))
        .collect();
    across(&mut parts, batch.options());
    if let Some(campaign) = batch.campaign() {
        let mut matched = campaign.matched();
        for part in &parts {
            if let Some(spec) = part.spec() {
                matched.add(spec, &part.findings());
            }
        }
        campaign.tell_stale(&matched, &mut say::event);
    }
    let (made, more) = together(
        &mut parts,
        |part| &part.file,
        |parts| written(parts, roster, &beside, &args.output),
    )?;
    problems.extend(more);
    for problem in &problems {
        say::error(&problem.text());
    }
    tell_unread(&parts);
    made?.finish()?;
    let doubles = several(&arrivals(&parts));
    tell_doubles(&parts, &doubles);
    say::say(&summed_up(&parts, &doubles, all, &args.output));
    if let (Some(campaign), Some(answers)) = (batch.campaign(), &done.answers) {
        campaign.keep(answers)?;
    }
    let mut tally = Tally::default();
    parts.iter().for_each(|part| tally.add(&part.findings()));
    Ok(match status(&tally, done.missing || !problems.is_empty()) {
        // The summary is not of all that came.
        CLEAN if !left_out.is_empty() => FINDINGS,
        status => status,
    })
}

/// The summary of these returns, written and not yet in its place.
pub(super) fn written(
    parts: &[Part],
    roster: Option<&[Department]>,
    beside: &Beside<'_>,
    output: &Path,
) -> Result<write::Growing, Failure> {
    let unmade = |why| unmade(output, why);
    let summary = Summary::of(parts, roster, beside).map_err(unmade)?;
    write::seekable(output, |scratch, out| {
        summary.write(scratch, out).map_err(unmade)
    })
}

/// Why there is no summary.
fn unmade(output: &Path, why: ConsolidateError) -> Failure {
    match why {
        ConsolidateError::NotWritten(WriteError::Disk { kind, reason }) => {
            Problem::not_written(output, &std::io::Error::new(kind, reason)).into()
        }
        why => Failure(why.text()),
    }
}

/// The files nobody looked at, and what files are called below the inbox.
fn beside(batch: &Batch) -> Beside<'static> {
    let passed_over = batch.passed_over().iter();
    let items = batch.items().iter().map(|it| (&it.name, &it.inner));
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
fn parted(parts: Vec<Part>, strays: Option<Strays>) -> (Vec<Part>, Vec<(Part, Text)>) {
    let Some(strays) = strays else {
        return (parts, Vec::new());
    };
    say::say(&strays.chosen);
    let mut whys: HashMap<usize, Text> = strays.left_out.into_iter().collect();
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for (index, part) in parts.into_iter().enumerate() {
        match whys.remove(&index) {
            None => kept.push(part),
            Some(why) => {
                let line = Text::new(
                    format!("{}：未计入汇总：{}", part.file, why.zh),
                    format!("{}: left out of the summary: {}", part.file, why.en),
                );
                say::error(&line);
                left_out.push((part, why));
            }
        }
    }
    (kept, left_out)
}

/// Why files cannot be read: they are no part of the totals.
fn tell_unread(parts: &[Part]) {
    for part in parts.iter().filter(|part| part.own.is_none()) {
        for finding in part.findings() {
            say::error(&Failure::of(&part.file, &finding.message).0);
        }
    }
}

/// Which of several returns of a department are no part of the totals, and which one is: a line for each department.
fn tell_doubles(parts: &[Part], doubles: &[Several]) {
    for group in doubles {
        let names: Vec<&str> = group
            .members
            .iter()
            .map(|&member| parts[member].file.as_str())
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
fn summed_up(parts: &[Part], doubles: &[Several], all: usize, output: &Path) -> Text {
    let readable = parts.iter().filter(|part| part.own.is_some()).count();
    let doubles: usize = doubles.iter().map(|it| it.members.len() - 1).sum();
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
