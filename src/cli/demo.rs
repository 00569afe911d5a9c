//! `annex demo`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use rayon::prelude::*;

use crate::book::read::read;
use crate::check::{self, Options, Return};
use crate::cli::annotate::{target, write_one};
use crate::cli::consolidate::written;
use crate::cli::generate::form_name;
use crate::cli::words::both;
use crate::cli::{CLEAN, Failure, Outcome, say};
use crate::consolidate::{Beside, Part};
use crate::demo::{self, Demo, PACK};
use crate::generate::{Entries, workbook};
use crate::narrate;
use crate::report::{Tally, concise, full, json};
use crate::roster::{self, Department};
use crate::template::Pack;
use crate::text::Text;
use crate::workspace::{Problem, SettingsError, inbox, packs, write};

/// Where to run the demo.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[arg(help = both!("一个还没有的、或空的文件夹", "A folder that does not exist yet, or is empty"))]
    dir: PathBuf,
    #[arg(help = both!("用哪个自带模板演示", "The shipped pack whose forms are filled in"))]
    #[arg(long, default_value = PACK)]
    pack: String,
}

pub(super) fn run(args: &DemoArgs) -> Outcome {
    let dir = &args.dir;
    let language = say::language();
    if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        return Err(Failure::of(
            dir.display(),
            &Text::new(
                "不是空文件夹，请换一个",
                "is not an empty folder; name another",
            ),
        ));
    }
    let pack = packs::pack(&args.pack)?;
    let departments = demo::departments_of(&pack.id).map_err(Failure::inside)?;
    if departments.is_empty() {
        let pack = &args.pack;
        return Err(Failure::new(
            format!("演示里没有单位填模板“{pack}”的表，请写自带的模板"),
            format!("no department of the demo fills in forms of {pack}; name a shipped pack"),
        ));
    }
    let csv = demo::roster_csv(&departments);
    write::new(&dir.join("roster.csv"), csv.as_bytes())?;
    let roster = roster::parse(csv.as_bytes()).map_err(|found| {
        let name = "roster.csv".to_owned();
        SettingsError::BrokenRoster {
            name,
            mistakes: found,
        }
    })?;
    send_out(dir, &pack, &departments, &roster)?;
    let files = come_back(dir, &pack, &departments, &roster)?;

    let returns: Vec<Return> = files
        .iter()
        .map(|path| {
            let bytes = inbox::one(path)?.bytes()?;
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            Ok(check::open(
                &name,
                read(&bytes),
                &[Arc::clone(&pack)],
                &Options::default(),
            ))
        })
        .collect::<Result<_, Problem>>()?;
    let report = dir.join("findings");
    write::new(
        &report.join("findings.txt"),
        full::render(&returns, language)
            .map_err(Failure::inside)?
            .as_bytes(),
    )?;
    write::new(
        &report.join("findings-concise.txt"),
        concise::render(&returns, language)
            .map_err(Failure::inside)?
            .as_bytes(),
    )?;
    write::new(
        &report.join("findings.json"),
        json::render(&returns, language)
            .map_err(Failure::inside)?
            .as_bytes(),
    )?;
    returns.par_iter().try_for_each(|file| {
        let path = target(&dir.join("annotated"), Path::new(&file.file), "xlsx");
        write_one(file, &path, None)
    })?;
    for file in &returns {
        let content = file.content.as_ref();
        let stem = Path::new(&file.file).file_stem().unwrap_or_default();
        if let Some(narrative) = content.and_then(narrate::document) {
            let name = format!("{}-自评报告.docx", stem.to_string_lossy());
            write::document(&dir.join("reports").join(name), &narrative.document)?;
        }
    }
    let parts: Vec<Part> = returns.iter().map(Part::of).collect();
    let summary = dir.join("summary").join("summary.xlsx");
    written(&parts, Some(&roster), &Beside::default(), &summary)?.finish()?;
    say::out(tell(dir, &departments, &returns).get(language))?;
    Ok(CLEAN)
}

fn send_out(
    dir: &Path,
    pack: &Arc<Pack>,
    departments: &[Demo],
    roster: &[Department],
) -> Result<(), Failure> {
    for (demo, department) in departments.iter().zip(roster) {
        let form = demo::blank(demo, pack).map_err(Failure::inside)?;
        let path = dir.join("outbox").join(form_name(department, pack.year));
        write::book(&path, &workbook(&form, &Entries::new()))?;
    }
    Ok(())
}

fn come_back(
    dir: &Path,
    pack: &Arc<Pack>,
    departments: &[Demo],
    roster: &[Department],
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for (demo, department) in departments.iter().zip(roster) {
        if let Some(book) = demo::returned(demo, pack).map_err(Failure::inside)? {
            let path = dir.join("inbox").join(form_name(department, pack.year));
            write::book(&path, &book)?;
            files.push(path);
        }
    }
    Ok(files)
}

fn tell(dir: &Path, departments: &[Demo], returns: &[Return]) -> Text {
    let Tally {
        files: back,
        clean,
        levels: [errors, warnings, infos],
        ..
    } = Tally::of(returns);
    let sent = departments.len();
    let dir = dir.display();
    let whose = match departments.first() {
        Some(first) if !first.invented => Text::new(
            "第一份是一个单位公开发布的自评表（数字和差错原样），其余都是虚构的。",
            "The first return is one that a department published, with its figures and mistakes; the others are invented.",
        ),
        _ => Text::new(
            "单位和数字都是虚构的。",
            "Departments and figures are invented.",
        ),
    };
    Text::new(
        format!(
            "发出 {sent} 份（{dir}/outbox），收回 {back} 份（{dir}/inbox），其中 {clean} 份没有问题。\n\
             错误 {errors} 条，警告 {warnings} 条，提示 {infos} 条，见 {dir}/findings。\n\
             批注后的表在 {dir}/annotated，自评报告（Word）在 {dir}/reports，汇总表是 {dir}/summary/summary.xlsx。\n\
             {}\n",
            whose.zh
        ),
        format!(
            "{sent} forms sent out ({dir}/outbox), {back} returned ({dir}/inbox), {clean} of them without findings.\n\
             {errors} errors, {warnings} warnings, {infos} infos: see {dir}/findings.\n\
             The annotated workbooks are in {dir}/annotated, the reports for Word in {dir}/reports, the summary is {dir}/summary/summary.xlsx.\n\
             {}\n",
            whose.en
        ),
    )
}
