//! Many files at once: found, read with containment, checked. One bad file does not stop the others.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::kept::Answers;
use crate::check::levels::{self, Levels, Wish};
use crate::check::past::Past;
use crate::check::{self, Content, Options, Return};
use crate::digest;
use crate::finding::{Level, SetBy};
use crate::submission::Refusal;
use crate::template::Pack;
use crate::workspace::arrived::Arrived;
use crate::workspace::campaign::{self, Opened};
use crate::workspace::caught::alone;
use crate::workspace::inbox::{self, Found, Item, PassedOver};
use crate::workspace::{Asked, Event, Problem, Reader, SettingsError, adoptable, key, packs};

/// Returns that were asked for, all of them kept.
#[derive(Debug)]
pub struct Checked {
    /// Each with its findings, in the order given.
    pub returns: Vec<Return>,
    /// How it went.
    pub done: Done,
    /// What was asked, and found.
    pub batch: Batch,
}

/// A file that was read and checked.
#[derive(Debug)]
pub struct Came<'a> {
    /// Its place among all files.
    pub place: usize,
    /// Where it is.
    pub item: &'a Item,
    /// What was found.
    pub file: Return,
}

/// How a batch went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Whether a file was not there or could not be opened; the others are checked all the same.
    pub missing: bool,
    /// What departments have answered to a campaign, those in these returns included.
    pub answers: Option<Answers>,
}

/// Workbooks that were asked for and found, and are not read yet.
#[derive(Debug)]
pub struct Batch {
    opener: Opener,
    wanted: Vec<Arc<Pack>>,
    items: Vec<Item>,
    passed_over: Vec<PassedOver>,
    campaign: Option<Opened>,
    /// Whether a file or a folder was not there.
    missing: bool,
}

/// Finds all workbooks that were asked for.
///
/// # Errors
/// What is asked for cannot be done for any file: [`Problem::Settings`], a file beside the returns that cannot be read, a
/// folder without workbooks.
pub fn open(asked: &Asked, tell: &mut dyn FnMut(Event)) -> Result<Batch, Problem> {
    let campaign = campaign::open(asked)?;
    let (mut packs, options) = campaign.as_ref().map(Opened::asked).unwrap_or_default();
    let known = packs::known(&asked.packs)?;
    let wanted = match asked.packs.len() {
        0 => packs.clone(),
        named => known[..named.min(known.len())].to_vec(),
    };
    let offered = packs::offered(&asked.packs, &packs, &known);
    packs.extend(known);
    let found = match &campaign {
        Some(campaign) if asked.files.is_empty() => found(&[campaign.inbox()], tell)?,
        _ => found(&asked.files, tell)?,
    };
    let missing_folders = !found.problems.is_empty();
    let mut levels = options.levels;
    wish(&mut levels, asked, &packs)?;
    let (last, missing_before) = past(asked, campaign.as_ref(), &packs, tell)?;
    let options = Options {
        year: asked.year.or(options.year),
        key: match &asked.key {
            Some(path) => Some(key(path)?),
            None => options.key,
        },
        levels,
        last,
        ..options
    };
    Ok(Batch {
        opener: Opener {
            packs,
            offered,
            options,
            reader: asked.reader.clone(),
        },
        wanted,
        items: found.items,
        passed_over: found.passed_over,
        campaign,
        missing: missing_before || missing_folders,
    })
}

/// Finds, reads and checks all workbooks that were asked for, several at a time, and keeps them.
///
/// # Errors
/// As [`open`].
pub fn returns(asked: &Asked, tell: &mut dyn FnMut(Event)) -> Result<Checked, Problem> {
    let batch = open(asked, tell)?;
    let mut returns = Vec::new();
    let done = batch.each(&batch.arrived(), tell, |came| {
        returns.extend(came.into_iter().map(|came| came.file));
        Ok::<(), Problem>(())
    })?;
    Ok(Checked {
        returns,
        done,
        batch,
    })
}

/// So many files are read before the first of them is handed on.
pub(super) fn at_once() -> usize {
    /// Enough for a file that takes long to keep nobody waiting.
    const FOR_EACH_CORE: usize = 4;
    rayon::current_num_threads() * FOR_EACH_CORE
}

impl Batch {
    /// Looks at whose the files are.
    pub fn arrived(&self) -> Arrived {
        Arrived::of(&self.opener, &self.items, self.campaign.as_ref())
    }

    /// What is asked of the returns.
    pub fn options(&self) -> &Options {
        &self.opener.options
    }

    /// The campaign they belong to.
    pub fn campaign(&self) -> Option<&Opened> {
        self.campaign.as_ref()
    }

    /// The packs of which they should be, where somebody says so.
    pub fn wanted(&self) -> &[Arc<Pack>] {
        &self.wanted
    }

    /// The files that are looked at.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Those that are not.
    pub fn passed_over(&self) -> &[PassedOver] {
        &self.passed_over
    }

    /// Checks all files, several at a time, and hands those on in the order given: whoever takes them lets them go. What
    /// cannot be read is told.
    ///
    /// # Errors
    /// What `take` gives; the files behind are not read then.
    pub fn each<E>(
        &self,
        arrived: &Arrived,
        tell: &mut dyn FnMut(Event),
        mut take: impl FnMut(Vec<Came<'_>>) -> Result<(), E>,
    ) -> Result<Done, E> {
        let last = self.options().last.as_ref();
        let mut done = Done {
            missing: self.missing,
            answers: arrived.answers.clone(),
        };
        let (mut adopted, mut unmatched) = (Vec::new(), Unmatched::default());
        let mut places = 0..;
        for items in self.items.chunks(at_once()) {
            let opened: Vec<_> = items.par_iter().map(|it| self.opener.opened(it)).collect();
            let mut came = Vec::with_capacity(items.len());
            for ((opened, item), place) in opened.into_iter().zip(items).zip(&mut places) {
                let (mut file, digest) = match opened {
                    Ok(opened) => opened,
                    Err(problem) => {
                        done.missing = true;
                        tell(Event::Problem(problem));
                        continue;
                    }
                };
                if let Some(event) = arrived.made.event(&file, digest.as_ref()) {
                    adopted.push(event);
                    continue;
                }
                if let Some(past) = last {
                    unmatched.add(past, &file);
                }
                if let (Some(campaign), Some(answers)) = (&self.campaign, &mut done.answers) {
                    // What several returns of a department answer is known already, and the last word of them counts.
                    if !arrived.doubles.has(place) {
                        campaign.keep_of(answers, &file);
                    }
                    campaign.recall_of(answers, &mut file);
                }
                came.push(Came { place, item, file });
            }
            take(came)?;
        }
        adopted.into_iter().for_each(&mut *tell);
        if let Some(past) = last {
            unmatched.tell(past, tell);
        }
        Ok(done)
    }
}

/// Finds the files that were named, and tells which are not looked at.
///
/// # Errors
/// [`Problem::EmptyFolder`]
pub fn found(paths: &[PathBuf], tell: &mut dyn FnMut(Event)) -> Result<Found, Problem> {
    let found = inbox::find(paths);
    for alike in found.passed_over.chunk_by(|one, next| one.why == next.why) {
        tell(Event::PassedOver(alike.to_vec()));
    }
    for problem in &found.problems {
        tell(Event::Problem(problem.clone()));
    }
    match found.empty.first() {
        Some(name) => Err(Problem::EmptyFolder(name.clone())),
        None => Ok(found),
    }
}

/// Does something with all files, several at a time. What fails is told and left out; the flag tells whether anything did.
fn each<T: Send>(
    items: &[Item],
    tell: &mut dyn FnMut(Event),
    job: impl Fn(&Item) -> Result<T, Problem> + Sync,
) -> (Vec<T>, bool) {
    let done: Vec<Result<T, Problem>> = items.par_iter().map(&job).collect();
    let all = done.len();
    let mut good = Vec::with_capacity(all);
    for done in done {
        match done {
            Ok(done) => good.push(done),
            Err(problem) => tell(Event::Problem(problem)),
        }
    }
    let failed = good.len() < all;
    (good, failed)
}

/// Last year's returns, if they were named, or the campaign knows of them. One that cannot be read is told; the flag tells
/// whether there was any.
fn past(
    asked: &Asked,
    campaign: Option<&Opened>,
    packs: &[Arc<Pack>],
    tell: &mut dyn FnMut(Event),
) -> Result<(Option<Arc<Past>>, bool), Problem> {
    let of_campaign = || campaign.and_then(Opened::last_inbox).into_iter().collect();
    let files = if asked.last.is_empty() {
        of_campaign()
    } else {
        asked.last.clone()
    };
    if files.is_empty() {
        return Ok((None, false));
    }
    let read = |item: &Item| {
        let bytes = item.read()?;
        let content = alone(&item.name, || {
            let book = bytes.and_then(|bytes| asked.reader.read(&bytes));
            Content::read(book.map_err(Refusal::from)?, packs)
        })?;
        match content {
            // A department reads the name of the file in its marked return, and nothing of the folders of the bureau.
            Ok(content) => Ok((item.inner.clone(), content)),
            Err(refusal) => Err(Problem::NotCompared {
                name: item.name.clone(),
                why: refusal.text(),
            }),
        }
    };
    let found = found(&files, tell)?;
    let (contents, failed) = each(&found.items, tell, read);
    let failed = failed || !found.problems.is_empty();
    Ok((Some(Arc::new(Past::of(contents))), failed))
}

/// The returns that were held against none of the year before: nobody should take them for compared.
#[derive(Debug, Default)]
struct Unmatched {
    files: Vec<String>,
    /// How many returns there are in all.
    all: usize,
}

impl Unmatched {
    fn add(&mut self, past: &Past, file: &Return) {
        self.all += 1;
        let content = file.content.as_ref();
        if content.is_some_and(|content| !past.knows(&content.submission)) {
            self.files.push(file.file.clone());
        }
    }

    /// Tells of them, and of earlier returns that nothing was held against.
    fn tell(self, past: &Past, tell: &mut dyn FnMut(Event)) {
        let Unmatched { files, all } = self;
        if !files.is_empty() {
            tell(Event::WithoutLast { files, all });
        }
        let surplus = past.surplus();
        if !surplus.is_empty() {
            tell(Event::LastTwice(
                surplus.into_iter().map(str::to_owned).collect(),
            ));
        }
    }
}

/// Adds what was asked for of rules. `deny` outweighs `allow`.
fn wish(levels: &mut Levels, asked: &Asked, packs: &[Arc<Pack>]) -> Result<(), SettingsError> {
    let packs: Vec<&Pack> = packs.iter().map(AsRef::as_ref).collect();
    for (words, wish) in [
        (&asked.allow, Wish::Allow),
        (&asked.deny, Wish::Level(Level::Error)),
    ] {
        for word in words {
            let code = levels::code(word, &packs)
                .ok_or_else(|| SettingsError::UnknownRule(word.clone()))?;
            levels.wish(&code, SetBy::CommandLine, wish);
        }
    }
    Ok(())
}

/// Reads and checks workbooks one by one.
#[derive(Debug)]
pub struct Opener {
    pub(super) packs: Vec<Arc<Pack>>,
    /// The packs a return in another shape is told of, by the name for each.
    offered: Vec<(String, Arc<Pack>)>,
    options: Options,
    pub(super) reader: Reader,
}

impl Opener {
    /// For returns of the packs that are named, and of the shipped ones.
    ///
    /// # Errors
    /// As [`packs::known`].
    pub fn of(named: &[String], options: Options, reader: Reader) -> Result<Opener, SettingsError> {
        let packs = packs::known(named)?;
        Ok(Opener {
            offered: packs::offered(named, &[], &packs),
            packs,
            options,
            reader,
        })
    }

    /// Reads and checks a workbook.
    ///
    /// # Errors
    /// The file is not there, or may not be read; [`Problem::Panicked`].
    pub fn open(&self, item: &Item) -> Result<Return, Problem> {
        self.opened(item).map(|(file, _)| file)
    }

    /// [`Opener::open`], with the digest of what is no return.
    fn opened(&self, item: &Item) -> Result<(Return, Option<String>), Problem> {
        let (packs, options) = (&self.packs, &self.options);
        let bytes = item.read()?;
        alone(&item.name, || match bytes {
            Ok(bytes) => {
                let mut file = check::open(&item.name, self.reader.read(&bytes), packs, options);
                adoptable::name_command(&mut file, &bytes, &self.offered, &self.reader);
                let digest = file.content.is_none().then(|| digest::of_bytes(&bytes));
                (file, digest)
            }
            Err(why) => (check::open(&item.name, Err(why), packs, options), None),
        })
    }
}
