//! Files in and out: nothing is overwritten, nothing is left half written, one bad file does not stop the others.

use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use tempfile::NamedTempFile;

use crate::book::Book;
use crate::book::write::write;
use crate::check::levels::{self, Levels, Wish};
use crate::check::past::Past;
use crate::check::{self, Content, Options, Return};
use crate::cli::adoptable;
use crate::cli::adopted;
use crate::cli::campaign::Opened;
use crate::cli::caught::{alone, together};
use crate::cli::contained::read;
use crate::cli::inbox::{self, Found, Item, PassedOver};
use crate::cli::say::{error, say};
use crate::cli::{Failure, InputArgs, PackArgs};
use crate::digest;
use crate::document::{self, Document};
use crate::file;
use crate::finding::{Level, SetBy};
use crate::form;
use crate::identity::Key;
use crate::roster::RosterError;
use crate::submission::Refusal;
use crate::template::{Mistake, Pack, packs};
use crate::text::{Language, Text, is_hidden};

/// So many files are named in a line on standard error; the rest is counted.
const NAMED: usize = 8;

/// The mistakes of a pack, a paragraph each.
pub(super) fn mistakes(list: &[Mistake]) -> Text {
    let one = |mistake: &Mistake, language| {
        format!(
            "{}: {} {}\n    → {}\n",
            mistake.origin,
            mistake.code,
            mistake.message.get(language),
            mistake.hint.get(language)
        )
    };
    let all = |language| list.iter().map(|it| one(it, language)).collect::<String>();
    Text::new(all(Language::Chinese), all(Language::English))
}

/// Why a pack cannot be laid out as it was asked for.
pub(super) fn not_laid_out(list: &[Mistake]) -> Failure {
    let Text { zh, en } = mistakes(list);
    Failure::new(zh.trim_end(), en.trim_end())
}

/// Several texts, a line each.
pub(super) fn lines(texts: impl Iterator<Item = Text>, between: &str) -> Text {
    let (zh, en): (Vec<String>, Vec<String>) = texts.map(|text| (text.zh, text.en)).unzip();
    Text::new(zh.join(between), en.join(between))
}

/// What is wrong with a roster, a line each.
pub(super) fn roster_mistakes(list: &[RosterError]) -> Text {
    lines(list.iter().map(RosterError::text), "\n")
}

/// A pack by the name of its folder, or by the id of a shipped one; or all its mistakes.
pub(super) fn load(name: &str) -> Result<Result<Arc<Pack>, Vec<Mistake>>, Failure> {
    let path = Path::new(name);
    if path.is_dir() {
        let (files, mut found) = packs::folder(path);
        return Ok(match form::load(&files) {
            Ok(pack) if found.is_empty() => Ok(pack),
            loaded => {
                found.extend(loaded.err().unwrap_or_default());
                found.sort();
                Err(found)
            }
        });
    }
    let Some(files) = packs::shipped_files(name) else {
        let known = packs::shipped();
        return Err(Failure::new(
            format!(
                "没有模板“{name}”：请写模板文件夹，或自带模板的编号（{}）",
                known.join("、")
            ),
            format!(
                "there is no pack '{name}': name a folder, or one of the shipped packs ({})",
                known.join(", ")
            ),
        ));
    };
    Ok(form::load(&files))
}

/// The pack asked for; the only shipped one where nothing is said.
pub(super) fn chosen_pack(pack: Option<&str>) -> Result<String, Failure> {
    match (pack, packs::shipped().as_slice()) {
        (Some(pack), _) => Ok(pack.to_owned()),
        (None, [only]) => Ok(only.clone()),
        (None, several) => Err(Failure::new(
            format!("请用 --pack 写明模板；自带的有 {}", several.join("、")),
            format!(
                "name a pack with --pack; the shipped ones are {}",
                several.join(", ")
            ),
        )),
    }
}

/// A pack without mistakes.
pub(super) fn pack(name: &str) -> Result<Arc<Pack>, Failure> {
    load(name)?.map_err(|found| refused(name, &found))
}

/// Why a pack cannot be used.
fn refused(name: &str, found: &[Mistake]) -> Failure {
    let (count, list) = (found.len(), mistakes(found));
    Failure::new(
        format!(
            "模板“{name}”有 {count} 处错误；运行 annex template check {name} 查看\n{}",
            list.zh.trim_end()
        ),
        format!(
            "the pack '{name}' has {count} mistakes; run 'annex template check {name}'\n{}",
            list.en.trim_end()
        ),
    )
}

/// The key in a key file, where one is named.
pub(super) fn key(path: Option<&Path>) -> Result<Option<Key>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let failed = |why: &Text| Failure::of(path.display(), why);
    let text = file::read(path, file::TEXT).map_err(|why| failed(&why.text()))?;
    let key = Key::of(&text).map_err(|why| failed(&why.text()))?;
    Ok(Some(key))
}

/// All shipped packs but those left out, by id. A folder that happens to have the name of one does not stand in for it.
pub(super) fn shipped_packs(but: &[String]) -> Result<Vec<Arc<Pack>>, Failure> {
    let ids = packs::shipped().into_iter().filter(|id| !but.contains(id));
    let pack = |id: &str, files: &[_]| form::load(files).map_err(|found| refused(id, &found));
    ids.filter_map(|id| packs::shipped_files(&id).map(|files| pack(&id, &files)))
        .collect()
}

/// The packs named with `--pack`.
pub(super) fn named_packs(args: &PackArgs) -> Result<Vec<Arc<Pack>>, Failure> {
    args.packs.iter().map(|name| pack(name)).collect()
}

/// The packs returns may be made from: those named, and all that are shipped.
pub(super) fn known_packs(args: &PackArgs) -> Result<Vec<Arc<Pack>>, Failure> {
    let mut known = named_packs(args)?;
    known.extend(shipped_packs(&args.packs)?);
    Ok(known)
}

/// Finds the files that were named, and says which are not looked at.
pub(super) fn found(paths: &[PathBuf]) -> Result<Found, Failure> {
    let found = inbox::find(paths);
    for line in inbox::lines(&found.passed_over) {
        say(&line);
    }
    for failure in &found.failures {
        error(&failure.0);
    }
    match found.empty.first() {
        Some(name) => Err(Failure::of(
            name,
            &Text::new(
                "这个文件夹里没有工作簿",
                "there is no workbook in this folder",
            ),
        )),
        None => Ok(found),
    }
}

/// Returns that were asked for.
pub(super) struct Checked {
    /// Each with its findings, in the order given.
    pub(super) returns: Vec<Return>,
    /// Whether a file was not there or could not be opened; that is said at once, and the others go on.
    pub(super) missing: bool,
    /// What was asked for.
    pub(super) options: Options,
    /// The packs of which they should be, where somebody says so.
    pub(super) wanted: Vec<Arc<Pack>>,
    /// The files that were read, and may be once more.
    pub(super) items: Vec<Item>,
    /// Those that are not looked at.
    pub(super) passed_over: Vec<PassedOver>,
}

impl Checked {
    /// The bytes of a return.
    pub(super) fn bytes(&self, file: &Return) -> Result<Vec<u8>, Failure> {
        match self.item(file) {
            Some(item) => item.bytes(),
            None => Err(Failure::of(&file.file, &Text::new("文件不见了", "is gone"))),
        }
    }

    /// Where in a folder that is written something of a return belongs: where the return lies in the one that was named.
    pub(super) fn target(&self, file: &Return) -> PathBuf {
        let item = self.item(file);
        item.map_or_else(|| PathBuf::from(&file.file), Item::target)
    }

    fn item(&self, file: &Return) -> Option<&Item> {
        self.items.iter().find(|item| item.name == file.file)
    }
}

/// Reads and checks all workbooks, several at a time.
pub(super) fn returns(args: &InputArgs, campaign: Option<&Opened>) -> Result<Checked, Failure> {
    let (mut packs, options) = campaign.map(Opened::asked).unwrap_or_default();
    let known = known_packs(&args.packs)?;
    let wanted = match args.packs.packs.len() {
        0 => packs.clone(),
        named => known[..named.min(known.len())].to_vec(),
    };
    let offered = offered(&args.packs, &packs, &known);
    packs.extend(known);
    let found = match campaign {
        Some(campaign) if args.files.is_empty() => found(&[campaign.inbox()])?,
        _ => found(&args.files)?,
    };
    let missing_folders = !found.failures.is_empty();
    let mut levels = options.levels;
    wish(&mut levels, args, &packs)?;
    let (last, missing_before) = past(args, campaign, &packs)?;
    let options = Options {
        year: args.year.or(options.year),
        key: match &args.key {
            Some(path) => key(Some(path))?,
            None => options.key,
        },
        levels,
        last,
        ..options
    };
    let (opened, missing) = each(&found.items, |item| {
        opened(item, &packs, &offered, &options)
    });
    let mut returns = adopted::without(opened);
    if let Some(past) = &options.last {
        say_of_past(&returns, past);
    }
    if let Some(campaign) = campaign {
        campaign.recall(&mut returns);
    }
    Ok(Checked {
        returns,
        missing: missing || missing_before || missing_folders,
        options,
        wanted,
        items: found.items,
        passed_over: found.passed_over,
    })
}

/// Does something with all files, several at a time. What fails is said and left out; the flag tells whether anything did.
fn each<T: Send>(
    items: &[Item],
    job: impl Fn(&Item) -> Result<T, Failure> + Sync,
) -> (Vec<T>, bool) {
    let done: Vec<Result<T, Failure>> = items.par_iter().map(&job).collect();
    let all = done.len();
    let done: Vec<T> = done
        .into_iter()
        .filter_map(|done| done.map_err(|failure| error(&failure.0)).ok())
        .collect();
    let failed = done.len() < all;
    (done, failed)
}

/// Last year's returns, if they were named, or the campaign knows of them. One that cannot be read is said; the flag tells
/// whether there was any.
fn past(
    args: &InputArgs,
    campaign: Option<&Opened>,
    packs: &[Arc<Pack>],
) -> Result<(Option<Arc<Past>>, bool), Failure> {
    let of_campaign = || campaign.and_then(Opened::last_inbox).into_iter().collect();
    let files = if args.last.is_empty() {
        of_campaign()
    } else {
        args.last.clone()
    };
    if files.is_empty() {
        return Ok((None, false));
    }
    let read = |item: &Item| {
        let bytes = item.read()?;
        let content = alone(&item.name, || {
            let book = bytes.and_then(|bytes| read(&bytes));
            Content::read(book.map_err(Refusal::from)?, packs)
        })?;
        match content {
            // A department reads the name of the file in its marked return, and nothing of the folders of the bureau.
            Ok(content) => Ok((item.inner.clone(), content)),
            Err(refusal) => {
                let why = refusal.text();
                Err(item.failed(&Text::new(
                    format!("未用来比对：{}", why.zh),
                    format!("not compared with: {}", why.en),
                )))
            }
        }
    };
    let found = found(&files)?;
    let (contents, failed) = each(&found.items, read);
    let failed = failed || !found.failures.is_empty();
    Ok((Some(Arc::new(Past::of(contents))), failed))
}

/// Returns that were held against none of the year before, and earlier ones nothing was held against: nobody should take them
/// for compared.
fn say_of_past(returns: &[Return], past: &Past) {
    let contents = returns
        .iter()
        .filter_map(|file| Some((file, file.content.as_ref()?)));
    let without = contents.filter(|(_, content)| !past.knows(&content.submission));
    let without: Vec<&str> = without.map(|(file, _)| file.file.as_str()).collect();
    if !without.is_empty() {
        let (all, count, named) = (returns.len(), without.len(), some(&without));
        say(&Text::new(
            format!(
                "{all} 份表中有 {count} 份在 --last 里没有上一年度的表：{}",
                named.zh
            ),
            format!(
                "--last has no return of the year before for {count} of {all} returns: {}",
                named.en
            ),
        ));
    }
    let surplus = past.surplus();
    if !surplus.is_empty() {
        let named = some(&surplus);
        say(&Text::new(
            format!(
                "--last 里这些文件的单位和年度前面已有，未用来比对：{}",
                named.zh
            ),
            format!(
                "--last has an earlier file of the same department and year for these, which are not compared with: {}",
                named.en
            ),
        ));
    }
}

/// The first of some names.
fn some(names: &[&str]) -> Text {
    let named = &names[..names.len().min(NAMED)];
    let (zh, en) = (named.join("、"), named.join(", "));
    match names.len() - named.len() {
        0 => Text::new(zh, en),
        more => Text::new(
            format!("{zh}等 {} 份", names.len()),
            format!("{en} and {more} more"),
        ),
    }
}

/// Adds what the command line says about rules. `--deny` outweighs `--allow`.
fn wish(levels: &mut Levels, args: &InputArgs, packs: &[Arc<Pack>]) -> Result<(), Failure> {
    let packs: Vec<&Pack> = packs.iter().map(AsRef::as_ref).collect();
    for (words, wish) in [
        (&args.allow, Wish::Allow),
        (&args.deny, Wish::Level(Level::Error)),
    ] {
        for word in words {
            let code = levels::code(word, &packs).ok_or_else(|| {
                Failure::new(
                    format!("没有规则“{word}”；全部规则见 docs/rules.md"),
                    format!("there is no rule '{word}'; docs/rules.md lists all of them"),
                )
            })?;
            levels.wish(&code, SetBy::CommandLine, wish);
        }
    }
    Ok(())
}

/// What is made of all returns at once. Returns on which annex fails are said and left out; the flag tells whether there
/// were any.
pub(super) fn of_all<T>(
    returns: &mut Vec<Return>,
    job: impl Fn(&[Return]) -> T,
) -> Result<(T, bool), Failure> {
    let (made, failures) = together(returns, job)?;
    for failure in &failures {
        error(&failure.0);
    }
    Ok((made, !failures.is_empty()))
}

/// Reads and checks one workbook; `offered` are the packs a return in another shape is told of.
pub(super) fn open(
    item: &Item,
    packs: &[Arc<Pack>],
    offered: &[(String, Arc<Pack>)],
    options: &Options,
) -> Result<Return, Failure> {
    opened(item, packs, offered, options).map(|(file, _)| file)
}

/// [`open`], with the digest of what is no return.
fn opened(
    item: &Item,
    packs: &[Arc<Pack>],
    offered: &[(String, Arc<Pack>)],
    options: &Options,
) -> Result<(Return, Option<String>), Failure> {
    let bytes = item.read()?;
    alone(&item.name, || match bytes {
        Ok(bytes) => {
            let mut file = check::open(&item.name, read(&bytes), packs, options);
            adoptable::name_command(&mut file, &bytes, offered);
            let digest = file.content.is_none().then(|| digest::of_bytes(&bytes));
            (file, digest)
        }
        Err(why) => (check::open(&item.name, Err(why), packs, options), None),
    })
}

/// The packs `--pack` of another command can name, each with what it is named by: those named here, else the shipped ones.
pub(super) fn offered(
    args: &PackArgs,
    campaign: &[Arc<Pack>],
    known: &[Arc<Pack>],
) -> Vec<(String, Arc<Pack>)> {
    if !args.packs.is_empty() {
        let named = args.packs.iter().cloned();
        return named.zip(known.iter().cloned()).collect();
    }
    let shipped = packs::shipped();
    let asked = if campaign.is_empty() { known } else { campaign };
    let asked = asked.iter().filter(|pack| shipped.contains(&pack.id));
    asked
        .map(|pack| (pack.id.clone(), Arc::clone(pack)))
        .collect()
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

/// Writes a workbook where there is no file yet.
pub(super) fn write_book(path: &Path, book: &Book) -> Result<(), Failure> {
    let bytes = write(book).map_err(|why| not_made(path, &why))?;
    write_new(path, &bytes)
}

/// Writes a document where there is no file yet.
pub(super) fn write_document(path: &Path, document: &Document) -> Result<(), Failure> {
    let bytes = document::write::write(document).map_err(|why| not_made(path, &why))?;
    write_new(path, &bytes)
}

/// Writes a file in one go, and only where there is none yet.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    written_beside(path, bytes)?
        .persist_noclobber(path)
        .map_err(|why| {
            if why.error.kind() == std::io::ErrorKind::AlreadyExists {
                Failure::of(
                    path.display(),
                    &Text::new(
                        "文件已存在，annex 不覆盖任何文件，请另写一个名字",
                        "the file exists, and annex overwrites nothing; name another",
                    ),
                )
            } else {
                not_written(path, &why.error)
            }
        })?;
    Ok(())
}

/// Writes a file of annex's own in one go, in place of what it was.
pub(super) fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let file = written_beside(path, bytes)?;
    file.persist(path)
        .map_err(|why| not_written(path, &why.error))?;
    Ok(())
}

fn not_written(path: &Path, why: &std::io::Error) -> Failure {
    let why = file::told(why);
    Failure::new(
        format!("{}：写不进去：{}", path.display(), why.zh),
        format!("{}: cannot be written: {}", path.display(), why.en),
    )
}

/// Why the bytes of a file cannot be put together.
fn not_made(path: &Path, why: &dyn Display) -> Failure {
    let Failure(why) = Failure::inside(why);
    Failure::of(path.display(), &why)
}

/// A temporary file with these bytes in the folder a file is to stand in.
fn written_beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Failure> {
    let failed = |why: &std::io::Error| not_written(path, why);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|why| failed(&why))?;
    let mut file = NamedTempFile::new_in(folder).map_err(|why| failed(&why))?;
    file.write_all(bytes).map_err(|why| failed(&why))?;
    file.as_file().sync_all().map_err(|why| failed(&why))?;
    set_readable(&file);
    Ok(file)
}

/// Temporary files are private; what annex writes is for others to open.
#[cfg(unix)]
fn set_readable(file: &NamedTempFile) {
    use std::os::unix::fs::PermissionsExt;
    let _ = file
        .as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn set_readable(_: &NamedTempFile) {}

/// A name that every file system takes: what it cannot take becomes `_`.
pub(super) fn file_name(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| {
            if c.is_control() || is_hidden(c) || "\\/:*?\"<>|".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(80)
        .collect();
    plain.trim().trim_matches('.').to_owned()
}
