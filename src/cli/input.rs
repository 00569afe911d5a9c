//! Returned workbooks on the command line: what was asked of them, and what is told of them.

use crate::check::{Content, Return};
use crate::cli::{Failure, InputArgs, say};
use crate::text::{Language, Text};
use crate::workspace::caught::together;
use crate::workspace::{self, Asked, Checked, Reader};

/// Strangers' files are read by annex itself, in a process of its own.
pub(super) fn reader() -> Reader {
    // Where annex does not know where it lies, that process cannot be started, and those files are not read.
    Reader::Program(std::env::current_exe().unwrap_or_default())
}

/// Reads and checks all workbooks that were named, and says what there is to say meanwhile.
pub(super) fn returns(args: &InputArgs) -> Result<Checked, Failure> {
    let asked = Asked {
        files: args.files.clone(),
        campaign: args.campaign.clone(),
        packs: args.packs.packs.clone(),
        year: args.year,
        key: args.key.clone(),
        last: args.last.clone(),
        allow: args.allow.clone(),
        deny: args.deny.clone(),
        reader: reader(),
    };
    Ok(workspace::returns(&asked, &mut say::event)?)
}

/// Says which waivers of the campaign are good for nothing.
pub(super) fn tell_stale(checked: &Checked, returns: &[Return]) {
    if let Some(campaign) = &checked.campaign {
        campaign.tell_stale(returns, &mut say::event);
    }
}

/// What is made of all returns at once. Returns on which annex fails are said and left out; the flag tells whether there
/// were any.
pub(super) fn of_all<T>(
    returns: &mut Vec<Return>,
    job: impl Fn(&[Return]) -> T,
) -> Result<(T, bool), Failure> {
    let (made, problems) = together(returns, job)?;
    for problem in &problems {
        say::error(&problem.text());
    }
    Ok((made, !problems.is_empty()))
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
