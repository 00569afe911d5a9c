//! The folder of a campaign: `campaign.toml`, and what annex keeps in `.annex`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::campaign::{self, Campaign, NoPack, Packs};
use crate::check::kept::Answers;
use crate::check::waivers::{self, Waiver};
use crate::check::{self, Options, Return};
use crate::cli::generate::read_roster;
use crate::cli::{Failure, InputArgs, PackArgs, inbox, io, say};
use crate::file;
use crate::identity::Key;
use crate::roster::Department;
use crate::template::{self, Pack, packs};
use crate::text::Text;

/// The file that describes a campaign.
const FILE: &str = "campaign.toml";
/// Where the folder of a campaign has what departments sent.
const INBOX: &str = "inbox";
/// Where it has the answers of departments.
const ANSWERS: &str = ".annex/answers.json";

/// A campaign, and all that its folder has for it.
pub(super) struct Opened {
    folder: PathBuf,
    campaign: Campaign,
    key: Option<Key>,
    roster: Option<Vec<Department>>,
    answers: Answers,
    offered: Answers,
}

/// Opens the campaign returns belong to, if one is named.
pub(super) fn open(args: &InputArgs) -> Result<Option<Opened>, Failure> {
    let path = args.campaign.as_deref();
    path.map(|path| opened(path, args)).transpose()
}

fn opened(path: &Path, args: &InputArgs) -> Result<Opened, Failure> {
    let file = if path.is_dir() {
        path.join(FILE)
    } else {
        path.to_owned()
    };
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let name = file.display().to_string();
    let bytes = file::read(&file, file::TEXT)
        .map_err(|why| inbox::unreadable(file.display(), &why.text()))?;
    let (source, encoding) = template::decode(&name, &bytes);
    let parsed = campaign::parse(&source, &|pack| found(&folder, &args.packs, pack));
    let campaign = match parsed {
        Ok(campaign) if encoding.is_none() => campaign,
        parsed => {
            let mut list: Vec<_> = encoding.into_iter().collect();
            list.extend(parsed.err().unwrap_or_default());
            list.sort();
            let (count, told) = (list.len(), io::mistakes(&list));
            return Err(Failure::new(
                format!("{name} 有 {count} 处错误\n{}", told.zh.trim_end()),
                format!("{name} has {count} mistakes\n{}", told.en.trim_end()),
            ));
        }
    };
    let beside = |path: &Option<String>| path.as_ref().map(|path| folder.join(path));
    let last = beside(&campaign.last);
    if let Some(last) = last.as_ref().filter(|last| !last.is_dir()) {
        let last = last.display();
        return Err(Failure::of(
            name,
            &Text::new(
                format!("没有文件夹 {last}；last 应写上一年度报送的文件夹"),
                format!("there is no folder {last}; 'last' names that of last year's campaign"),
            ),
        ));
    }
    Ok(Opened {
        key: match args.key {
            Some(_) => None,
            None => io::key(beside(&campaign.key).as_deref())?,
        },
        roster: beside(&campaign.roster)
            .map(|path| read_roster(&path))
            .transpose()?,
        answers: answers(&folder)?,
        offered: last.map_or_else(|| Ok(Answers::default()), |last| answers(&last))?,
        folder,
        campaign,
    })
}

/// The packs of a campaign that names one: those of the command line, if it names any.
fn found(folder: &Path, named: &PackArgs, pack: &str) -> Packs {
    let load = |name: &str| match io::load(name) {
        Ok(Ok(pack)) => Ok(pack),
        Ok(Err(mistakes)) => Err(NoPack::Broken(mistakes.len())),
        Err(_) => Err(NoPack::Unknown),
    };
    if !named.packs.is_empty() {
        return named.packs.iter().map(|name| load(name)).collect();
    }
    let path = folder.join(pack);
    if path.is_dir() {
        return Ok(vec![load(&path.to_string_lossy())?]);
    }
    // A folder that happens to lie where annex was started does not stand in for a shipped pack.
    let files = packs::shipped_files(pack).ok_or(NoPack::Unknown)?;
    let pack = crate::form::load(&files).map_err(|mistakes| NoPack::Broken(mistakes.len()))?;
    Ok(vec![pack])
}

/// The answers a campaign has kept; none before the first.
fn answers(folder: &Path) -> Result<Answers, Failure> {
    let path = folder.join(ANSWERS);
    match file::text(&path) {
        Ok(text) => {
            Answers::parse(&text).map_err(|why| inbox::unreadable(path.display(), &why.text()))
        }
        Err(why) if why.is_missing() => Ok(Answers::default()),
        Err(why) => Err(inbox::unreadable(path.display(), &why.text())),
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
    pub(super) fn inbox(&self) -> PathBuf {
        self.folder.join(INBOX)
    }

    /// Where last year's campaign has what came back, if it is there.
    pub(super) fn last_inbox(&self) -> Option<PathBuf> {
        let inbox = self.folder.join(self.campaign.last.as_ref()?).join(INBOX);
        inbox.is_dir().then_some(inbox)
    }

    /// The departments its forms were sent to.
    pub(super) fn roster(&self) -> Option<&[Department]> {
        self.roster.as_deref()
    }

    /// Says which waivers are good for nothing.
    pub(super) fn tell_stale(&self, returns: &[Return]) {
        let told = |waiver: &Waiver, why: Text| {
            let Waiver { origin, rule, .. } = waiver;
            let text = Text::new(
                format!("{origin}：{rule} 的豁免{}", why.zh),
                format!("{origin}: the waiver of {rule} {}", why.en),
            );
            say::say(&text);
        };
        for waiver in &self.campaign.waivers {
            let name = waiver.department.as_deref().unwrap_or_default();
            let mut roster = self.roster.iter().flatten();
            let is_known = roster.any(|it| waiver.is_for(&it.code, &it.name));
            if self.roster.is_some() && !is_known {
                told(
                    waiver,
                    Text::new(
                        format!("写的单位“{name}”不在名单里"),
                        format!("names '{name}', which is not in the roster"),
                    ),
                );
            }
        }
        for waiver in waivers::stale(&self.campaign.waivers, returns) {
            told(
                waiver,
                Text::new(
                    "没有对上任何问题，可以删去",
                    "matches no finding and can be removed",
                ),
            );
        }
    }

    /// What departments have answered, these returns included.
    fn answers(&self, returns: &[Return]) -> Answers {
        let mut answers = self.answers.clone();
        answers.keep(returns, |file| self.name(&file.file));
        answers
    }

    /// Gives findings the answers that are kept, or stand in other returns.
    pub(super) fn recall(&self, returns: &mut [Return]) {
        check::recall(returns, &self.answers(returns), &self.offered);
    }

    /// Keeps what departments answered in these returns.
    pub(super) fn keep(&self, returns: &[Return]) -> Result<(), Failure> {
        let answers = self.answers(returns);
        if answers == self.answers {
            return Ok(());
        }
        let text = answers.text().map_err(Failure::inside)?;
        io::rewrite(&self.folder.join(ANSWERS), text.as_bytes())
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
