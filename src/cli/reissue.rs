//! `annex reissue`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::check::Content;
use crate::cli::usage;
use crate::cli::words::both;
use crate::cli::{CLEAN, FINDINGS, Failure, Outcome, input, say};
use crate::generate::{identify, workbook};
use crate::identity::Identity;
use crate::reissue::{self, json, render};
use crate::submission::Refusal;
use crate::text::Text;
use crate::workspace::{self, SettingsError, inbox, packs, write};

/// What to carry over to what.
#[derive(Debug, Args)]
pub(super) struct ReissueArgs {
    #[arg(help = both!("填好的表；原文件不改动", "The filled return; it is not changed"))]
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(help = both!("要转到的模板：文件夹，或自带模板的编号", "The pack to carry it over to: a folder, or the id of a shipped pack"))]
    #[arg(long)]
    pack: String,
    #[arg(help = both!("原表所用的模板，不是自带模板时写明，可写多次", "The pack the return was made from, where it is none of the shipped ones; may be given several times"))]
    #[arg(long = "from", value_name = "PACK")]
    from: Vec<String>,
    #[arg(help = both!("新表的年度；不写则取新模板的年度", "The year the new form is for [default: the new pack's]"))]
    #[arg(long, value_parser = usage::year)]
    year: Option<u16>,
    #[arg(help = both!("给新表签名的密钥：至少 32 字节的文本文件", "The key to sign the new form with: a text file of at least 32 bytes"))]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(help = both!("新表写到哪里", "Where to write the new form"))]
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[arg(help = both!("报告的格式", "How the report is printed"))]
    #[arg(long, default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("供人阅读", "For people"))]
    Full,
    #[value(help = both!("供其他程序读取", "For other programs"))]
    Json,
}

pub(super) fn run(args: &ReissueArgs) -> Outcome {
    let language = say::language();
    let pack = packs::pack(&args.pack)?;
    let key = args.key.as_deref().map(workspace::key).transpose()?;
    // A return may well have been made from the new pack itself.
    let named = args.from.iter().chain([&args.pack]).cloned();
    let packs = packs::known(&named.collect::<Vec<_>>())?;
    let bytes = inbox::one(&args.file)?.bytes()?;
    let book = input::reader().read(&bytes).map_err(Refusal::from);
    let content = book
        .and_then(|book| Content::read(book, &packs))
        .map_err(|why| {
            let (zh, en) = match why {
                Refusal::UnknownPack { .. } | Refusal::OtherVersion { .. } => (
                    "（在 reissue 里写 --from）",
                    "; with reissue, that is --from",
                ),
                _ => ("", ""),
            };
            let why = why.text();
            let why = Text::new(why.zh + zh, why.en + en);
            Failure::of(args.file.display(), &why)
        })?;
    let reissue = reissue::run(&content, &pack, args.year).map_err(SettingsError::NotLaidOut)?;
    let mut book = workbook(&reissue.form, &reissue.entries);
    if let Some(key) = &key {
        let identity = Identity::of(&reissue.form).signed(key);
        identify(&mut book, &reissue.form, &identity, &[]);
    }
    write::book(&args.output, &book)?;
    match args.format {
        Format::Full => say::out(&render::render(&reissue.report, language))?,
        Format::Json => {
            say::json(&(json::render(&reissue.report, language).map_err(Failure::inside)? + "\n"))?;
        }
    }
    Ok(if reissue.report.left.is_empty() {
        CLEAN
    } else {
        FINDINGS
    })
}
