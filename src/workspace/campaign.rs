//! The folder of a campaign: `campaign.toml`, and what annex keeps in `.annex`.

use std::path::{Path, PathBuf};
use std::slice;
use std::sync::Arc;

use crate::campaign::{self, Campaign, NoPack, Packs};
use crate::check::kept::Answers;
use crate::check::waivers::{Matched, Waiver};
use crate::check::{self, Options, Return};
use crate::file;
use crate::form;
use crate::identity::Key;
use crate::roster::Department;
use crate::template::{self, Pack};
use crate::workspace::{Asked, Event, Problem, SettingsError, key, packs, roster, write};

/// The file that describes a campaign.
const FILE: &str = "campaign.toml";
/// Where the folder of a campaign has what departments sent.
const INBOX: &str = "inbox";
/// Where it has the answers of departments.
const ANSWERS: &str = ".annex/answers.json";

/// A campaign, and all that its folder has for it.
#[derive(Debug)]
pub struct Opened {
    folder: PathBuf,
    campaign: Campaign,
    key: Option<Key>,
    roster: Option<Vec<Department>>,
    answers: Answers,
    offered: Answers,
}

/// Opens the campaign returns belong to, if one is named.
///
/// # Errors
/// Its files cannot be read, or have mistakes.
pub(super) fn open(asked: &Asked) -> Result<Option<Opened>, Problem> {
    let path = asked.campaign.as_deref();
    path.map(|path| opened(path, asked)).transpose()
}

fn opened(path: &Path, asked: &Asked) -> Result<Opened, Problem> {
    let file = if path.is_dir() {
        path.join(FILE)
    } else {
        path.to_owned()
    };
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let name = file.display().to_string();
    let bytes = file::read(&file, file::TEXT)
        .map_err(|why| Problem::unreadable(file.display(), why.text()))?;
    let (source, encoding) = template::decode(&name, &bytes);
    let parsed = campaign::parse(&source, &|pack| found(&folder, &asked.packs, pack));
    let campaign = match parsed {
        Ok(campaign) if encoding.is_none() => campaign,
        parsed => {
            let mut mistakes: Vec<_> = encoding.into_iter().collect();
            mistakes.extend(parsed.err().unwrap_or_default());
            mistakes.sort();
            return Err(SettingsError::BrokenCampaign { name, mistakes }.into());
        }
    };
    let beside = |path: &Option<String>| path.as_ref().map(|path| folder.join(path));
    let last = beside(&campaign.last);
    if let Some(last) = last.as_ref().filter(|last| !last.is_dir()) {
        let last = last.clone();
        return Err(SettingsError::NoLastCampaign { name, last }.into());
    }
    Ok(Opened {
        key: match (&asked.key, beside(&campaign.key)) {
            (None, Some(path)) => Some(key(&path)?),
            _ => None,
        },
        roster: beside(&campaign.roster)
            .map(|path| roster(&path))
            .transpose()?,
        answers: answers(&folder)?,
        offered: last.map_or_else(|| Ok(Answers::default()), |last| answers(&last))?,
        folder,
        campaign,
    })
}

/// The packs of a campaign that names one: those of the command line, if it names any.
fn found(folder: &Path, named: &[String], pack: &str) -> Packs {
    let load = |name: &str| match packs::load(name) {
        Ok(Ok(pack)) => Ok(pack),
        Ok(Err(mistakes)) => Err(NoPack::Broken(mistakes.len())),
        Err(_) => Err(NoPack::Unknown),
    };
    if !named.is_empty() {
        return named.iter().map(|name| load(name)).collect();
    }
    let path = folder.join(pack);
    if path.is_dir() {
        return Ok(vec![load(&path.to_string_lossy())?]);
    }
    // A folder that happens to lie where annex was started does not stand in for a shipped pack.
    let files = template::packs::shipped_files(pack).ok_or(NoPack::Unknown)?;
    let pack = form::load(&files).map_err(|mistakes| NoPack::Broken(mistakes.len()))?;
    Ok(vec![pack])
}

/// The answers a campaign has kept; none before the first.
fn answers(folder: &Path) -> Result<Answers, Problem> {
    let path = folder.join(ANSWERS);
    match file::text(&path) {
        Ok(text) => {
            Answers::parse(&text).map_err(|why| Problem::unreadable(path.display(), why.text()))
        }
        Err(why) if why.is_missing() => Ok(Answers::default()),
        Err(why) => Err(Problem::unreadable(path.display(), why.text())),
    }
}

impl Opened {
    /// The packs of its returns, and what it asks of them.
    pub(super) fn asked(&self) -> (Vec<Arc<Pack>>, Options) {
        let options = Options {
            year: self.campaign.year,
            key: self.key,
            levels: self.campaign.levels.clone(),
            waivers: self.campaign.waivers.clone(),
            last: None,
        };
        (self.campaign.packs.clone(), options)
    }

    /// Where it has what came back.
    pub fn inbox(&self) -> PathBuf {
        self.folder.join(INBOX)
    }

    /// Where last year's campaign has what came back, if it is there.
    pub(super) fn last_inbox(&self) -> Option<PathBuf> {
        let inbox = self.folder.join(self.campaign.last.as_ref()?).join(INBOX);
        inbox.is_dir().then_some(inbox)
    }

    /// The departments its forms were sent to.
    pub fn roster(&self) -> Option<&[Department]> {
        self.roster.as_deref()
    }

    /// Which of its waivers have matched anything, before any return is looked at.
    pub fn matched(&self) -> Matched<'_> {
        Matched::none(&self.campaign.waivers)
    }

    /// Tells which waivers are good for nothing.
    pub fn tell_stale(&self, matched: &Matched<'_>, tell: &mut dyn FnMut(Event)) {
        let stale = |waiver: &Waiver, unknown: Option<String>| Event::StaleWaiver {
            origin: waiver.origin.to_string(),
            rule: waiver.rule.clone(),
            unknown,
        };
        for waiver in &self.campaign.waivers {
            let mut roster = self.roster.iter().flatten();
            let is_known = roster.any(|it| waiver.is_for(&it.code, &it.name));
            if self.roster.is_some() && !is_known {
                tell(stale(
                    waiver,
                    Some(waiver.department.clone().unwrap_or_default()),
                ));
            }
        }
        for waiver in matched.stale() {
            tell(stale(waiver, None));
        }
    }

    /// The answers departments gave before.
    pub(super) fn kept(&self) -> Answers {
        self.answers.clone()
    }

    /// Takes in what a return answers.
    pub(super) fn keep_of(&self, answers: &mut Answers, file: &Return) {
        answers.keep(slice::from_ref(file), |file| self.name(&file.file));
    }

    /// Gives the findings of a return the answers that are kept.
    pub(super) fn recall_of(&self, answers: &Answers, file: &mut Return) {
        check::recall(slice::from_mut(file), answers, &self.offered);
    }

    /// Keeps what departments have answered.
    ///
    /// # Errors
    /// [`Problem::NotWritten`]
    pub fn keep(&self, answers: &Answers) -> Result<(), Problem> {
        if *answers == self.answers {
            return Ok(());
        }
        let text = answers.text().map_err(Problem::not_made)?;
        write::anew(&self.folder.join(ANSWERS), text.as_bytes())
    }

    /// A file as it is called in the folder of the campaign, wherever annex was started.
    fn name(&self, file: &str) -> String {
        let inner = Path::new(file).strip_prefix(&self.folder);
        inner.map_or_else(
            |_| file.to_owned(),
            |inner| {
                let parts = inner.iter().map(|part| part.to_string_lossy());
                parts.collect::<Vec<_>>().join("/")
            },
        )
    }
}
