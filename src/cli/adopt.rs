//! `annex adopt`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::adopt::{self, Adoption, Asked, Known, Material, Refusal, json, render};
use crate::book::read::{Foreign, ReadError};
use crate::cli::caught::alone;
use crate::cli::contained::read;
use crate::cli::inbox::Item;
use crate::cli::{CLEAN, FAILED, FINDINGS, Failure, Lang, Outcome, io, say, targets};
use crate::digest;
use crate::document;
use crate::identity::{self, Identity};
use crate::memory::Source;
use crate::template::Pack;
use crate::text::{Language, Text};

/// What to adopt, and where to write it.
#[derive(Debug, Args)]
pub(super) struct AdoptArgs {
    /// Word documents (.docx) or workbooks made by hand, or folders of them; they are not changed
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A pack folder, or the id of a shipped pack; asked for while there is more than one
    #[arg(long)]
    pack: Option<String>,
    /// The year the forms are for [default: the one in their titles, else the pack's]
    #[arg(long)]
    year: Option<u16>,
    /// The department's name, for a single file [default: the one that stands in it]
    #[arg(long, value_name = "NAME")]
    department: Option<String>,
    /// The department's code, for a single file
    #[arg(long, default_value = "")]
    code: String,
    /// The folder the forms are written to
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// How the report is printed
    #[arg(long, default_value = "text")]
    format: Format,
    /// The language of the report
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For other programs
    Json,
}

pub(super) fn run(args: &AdoptArgs) -> Outcome {
    let language = Language::from(args.lang);
    let pack = io::pack(&io::chosen_pack(args.pack.as_deref())?)?;
    let found = io::found(&args.files, language)?;
    let files = &found.items;
    let is_named = args.department.is_some() || !args.code.is_empty();
    if is_named && files.len() > 1 {
        return Err(Failure::new(
            "--department and --code are those of one file; adopt the others by themselves",
        ));
    }
    if args
        .department
        .as_deref()
        .is_some_and(|name| name.trim().is_empty())
    {
        return Err(Failure::new(
            "the department has no name; write it after --department",
        ));
    }
    let asked = Asked {
        year: args.year,
        department: args.department.clone(),
        code: args.code.clone(),
    };
    let targets: Vec<PathBuf> = files
        .iter()
        .map(|item| target(item, &args.output))
        .collect();
    let earlier = targets::earlier(targets.iter().map(|target| Some(target.as_path())));
    let adopted: Vec<Result<Adoption, Failure>> = (0..files.len())
        .into_par_iter()
        .map(|index| {
            // Which of two files of one name is written must not hang on which thread comes first.
            if let Some(earlier) = earlier[index] {
                return Err(Failure::new(format!(
                    "{}: {} is already that of {}; adopt it into another folder",
                    files[index].name,
                    targets[index].display(),
                    files[earlier].name
                )));
            }
            one(&files[index], &targets[index], &pack, &asked, language)
        })
        .collect();
    let mut reports = Vec::new();
    for ((file, target), adopted) in files.iter().zip(&targets).zip(&adopted) {
        match adopted {
            Ok(adoption) => {
                let (file, target) = (file.name.clone(), target.display().to_string());
                reports.push((file, target, &adoption.report));
            }
            Err(failure) => say::error(failure),
        }
    }
    match args.format {
        Format::Text => {
            let reports = reports.iter();
            let texts = reports
                .map(|(file, target, report)| render::render(file, Some(target), report, language));
            say::out(&texts.collect::<Vec<_>>().join("\n"))?;
        }
        Format::Json => {
            say::json(&(json::render(&reports, language).map_err(Failure::new)? + "\n"))?;
        }
    }
    let is_sure = |adoption: &Adoption| {
        let report = &adoption.report;
        report.left.is_empty()
            && report.shifted.is_empty()
            && report
                .sheets
                .iter()
                .all(|sheet| sheet.known == Known::Title)
            && report.taken.iter().all(|taken| !taken.is_guess())
    };
    Ok(
        if adopted.iter().any(Result::is_err) || !found.failures.is_empty() {
            FAILED
        } else if adopted.iter().flatten().all(is_sure) {
            CLEAN
        } else {
            FINDINGS
        },
    )
}

/// Where the form of a file goes.
fn target(item: &Item, folder: &Path) -> PathBuf {
    let file = item.target();
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let name = format!("{}-正式表.xlsx", stem.unwrap_or_default());
    folder.join(file.with_file_name(name))
}

fn one(
    item: &Item,
    target: &Path,
    pack: &Arc<Pack>,
    asked: &Asked,
    language: Language,
) -> Result<Adoption, Failure> {
    let failed = |why: &dyn std::fmt::Display| item.failed(why);
    let bytes = item
        .read()?
        .map_err(|why| failed(&why.text().get(language)))?;
    // Whatever a file makes go wrong stays with that file.
    alone(&item.name, || {
        let mut material = material(&bytes).map_err(|why| failed(&why.get(language)))?;
        material
            .sources
            .push(source(Path::new(&item.inner), &bytes));
        let adoption = adopt::run(&material, pack, asked).map_err(|why| match &why {
            Refusal::BadPack(list) => failed(&io::mistakes(list).trim_end()),
            why => failed(&why.text().get(language)),
        })?;
        io::write_book(target, &adopt::workbook(&adoption))?;
        Ok(adoption)
    })?
}

/// How a form remembers the file it was made of: by its bytes, so that it is known again under another name.
fn source(path: &Path, bytes: &[u8]) -> Source {
    let name = path.file_name().unwrap_or_default();
    Source {
        name: name.to_string_lossy().into_owned(),
        digest: digest::of_bytes(bytes),
    }
}

/// What a file holds, by its content.
pub(super) fn material(bytes: &[u8]) -> Result<Material, Text> {
    match read(bytes) {
        Ok(book) if Identity::read(&book).is_some() || identity::is_sample(&book) => {
            Err(Refusal::AlreadyAForm.text())
        }
        Ok(book) => Ok(adopt::of_book(&book)),
        Err(ReadError::NotAWorkbook(Foreign::Word)) => document::read::read(bytes)
            .map(|found| adopt::of_document(&found))
            .map_err(|why| document::read::text(&why)),
        Err(ReadError::NotAWorkbook(Foreign::Pdf)) => Err(Refusal::Pdf.text()),
        Err(why) => Err(why.text()),
    }
}
