//! Returned workbooks on the command line: what was asked of them, and what is told of them.

use crate::check::{Content, Return};
use crate::cli::{Failure, InputArgs, say};
use crate::report::{Report, Tally};
use crate::text::{Language, Text};
use crate::workspace::caught::alone;
use crate::workspace::{self, Arrived, Asked, Batch, Came, Reader};

/// Strangers' files are read by annex itself, in a process of its own.
pub(super) fn reader() -> Reader {
    // Where annex does not know where it lies, that process cannot be started, and those files are not read.
    Reader::Program(std::env::current_exe().unwrap_or_default())
}

fn asked(args: &InputArgs) -> Asked {
    Asked {
        files: args.files.clone(),
        campaign: args.campaign.clone(),
        packs: args.packs.packs.clone(),
        year: args.year,
        key: args.key.clone(),
        last: args.last.clone(),
        allow: args.allow.clone(),
        deny: args.deny.clone(),
        reader: reader(),
    }
}

/// Finds all workbooks that were named, and says what there is to say meanwhile.
pub(super) fn batch(args: &InputArgs) -> Result<Batch, Failure> {
    Ok(workspace::open(&asked(args), &mut say::event)?)
}

/// Makes a report of the workbooks of a batch, each of which is let go once it is told. What `seen` does comes before that.
/// Returns on which annex fails are said and left out; the flag tells whether something could not be done.
///
/// # Errors
/// What `put` gives, for the report cannot be written then.
pub(super) fn report(
    batch: &Batch,
    arrived: &Arrived,
    report: &mut dyn Report,
    put: &mut dyn FnMut(&str) -> Result<(), Failure>,
    seen: &mut dyn FnMut(usize, &mut Return),
) -> Result<(Tally, bool), Failure> {
    let (mut tally, mut failed) = (Tally::default(), false);
    put(&report.head().map_err(Failure::inside)?)?;
    let done = batch.each(arrived, &mut say::event, |came| {
        for Came {
            place, mut file, ..
        } in came
        {
            seen(place, &mut file);
            match alone(&file.file, || report.file(&file)) {
                Ok(text) => {
                    tally.add(&file.findings);
                    put(&text.map_err(Failure::inside)?)?;
                }
                Err(problem) => {
                    failed = true;
                    say::error(&problem.text());
                }
            }
        }
        Ok::<(), Failure>(())
    })?;
    put(&report.end(&tally).map_err(Failure::inside)?)?;
    Ok((tally, done.missing || failed))
}

/// What could be read of a return; else a failure that says what was not done, and why.
pub(super) fn content<'a>(file: &'a Return, not_done: &Text) -> Result<&'a Content, Failure> {
    file.content.as_ref().ok_or_else(|| {
        let why = file.findings.first().map(|finding| &finding.message);
        let line = |language, colon| {
            let why = why.map(|why| why.get(language)).unwrap_or_default();
            format!("{}{colon}{}{colon}{why}", file.file, not_done.get(language))
        };
        Failure::new(line(Language::Chinese, "："), line(Language::English, ": "))
    })
}
