//! `annex adopt`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::adopt::{self, Adoption, Asked, Known, Material, Refusal, Whose, json, render};
use crate::align::bare;
use crate::cli::usage;
use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, FINDINGS, Failure, Outcome, input, say};
use crate::digest;
use crate::memory::Source;
use crate::template::Pack;
use crate::text::Text;
use crate::workspace::adoptable::material;
use crate::workspace::caught::alone;
use crate::workspace::inbox::Item;
use crate::workspace::targets::Taken;
use crate::workspace::{self, SettingsError, packs, write};

/// What to adopt, and where to write it.
#[derive(Debug, Args)]
pub(super) struct AdoptArgs {
    #[arg(help = both!("Word 文档（.docx）或自己做的工作簿，也可以是放它们的文件夹；原文件不改动", "Word documents (.docx) or workbooks made by hand, or folders of them; they are not changed"))]
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(help = both!("模板文件夹，或自带模板的编号；自带的模板不止一个时必须写明", "A pack folder, or the id of a shipped pack; asked for while there is more than one"))]
    #[arg(long)]
    pack: Option<String>,
    #[arg(help = both!("表的年度；不写则取标题里的年度，标题里没有则取模板的年度", "The year the forms are for [default: the one in their titles, else the pack's]"))]
    #[arg(long, value_parser = usage::year)]
    year: Option<u16>,
    #[arg(help = both!("单位名称，只转一个文件时可写；不写则取文件里写的", "The department's name, for a single file [default: the one that stands in it]"))]
    #[arg(long, value_name = "NAME")]
    department: Option<String>,
    #[arg(help = both!("单位代码，只转一个文件时可写", "The department's code, for a single file"))]
    #[arg(long, default_value = "")]
    code: String,
    #[arg(help = both!("转成的表写到这个文件夹", "The folder the forms are written to"))]
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    #[arg(help = both!("报告的格式", "How the report is printed"))]
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("供人阅读", "For people"))]
    Text,
    #[value(help = both!("供其他程序读取", "For other programs"))]
    Json,
}

pub(super) fn run(args: &AdoptArgs) -> Outcome {
    let language = say::language();
    let pack = packs::pack(&packs::chosen(args.pack.as_deref())?)?;
    let found = workspace::found(&args.files, &mut say::event)?;
    let files = &found.items;
    let is_named = args.department.is_some() || !args.code.is_empty();
    if is_named && files.len() > 1 {
        return Err(Failure::new(
            "--department 和 --code 只用于一个文件，请把其他文件另转",
            "--department and --code are those of one file; adopt the others by themselves",
        ));
    }
    if args
        .department
        .as_deref()
        .is_some_and(|name| name.trim().is_empty())
    {
        return Err(Failure::new(
            "单位没有名称，请写在 --department 后面",
            "the department has no name; write it after --department",
        ));
    }
    let asked = Asked {
        year: args.year,
        department: args.department.clone(),
        code: args.code.clone(),
    };
    let opened: Vec<Result<Opened, Failure>> = files
        .par_iter()
        .map(|file| open(file, &pack, &asked))
        .collect();
    let mut failed = !found.problems.is_empty();
    let mut good = Vec::new();
    for opened in opened {
        match opened {
            Ok(opened) => good.push(opened),
            Err(failure) => {
                failed = true;
                say::error(&failure.0);
            }
        }
    }
    let returns = gather(&good);
    let targets: Vec<PathBuf> = returns
        .iter()
        .map(|files| target(files, &args.output))
        .collect();
    // Which of two files of one name is written must not hang on which thread comes first.
    let mut taken = Taken::default();
    let earlier: Vec<Option<String>> = (returns.iter().zip(&targets))
        .map(|(files, target)| taken.take(target, &named(files)))
        .collect();
    let adopted: Vec<Result<Adoption, Failure>> = (0..returns.len())
        .into_par_iter()
        .map(|index| {
            let Some(other) = &earlier[index] else {
                return one(&returns[index], &targets[index], &pack, &asked);
            };
            let target = targets[index].display();
            Err(Failure::of(
                named(&returns[index]),
                &Text::new(
                    format!("{target} 已用于 {other}，请另写一个文件夹"),
                    format!("{target} is already that of {other}; adopt it into another folder"),
                ),
            ))
        })
        .collect();
    let mut reports = Vec::new();
    for ((files, target), adopted) in returns.iter().zip(&targets).zip(&adopted) {
        match adopted {
            Ok(adoption) => {
                reports.push((named(files), target.display().to_string(), &adoption.report));
            }
            Err(failure) => {
                failed = true;
                say::error(&failure.0);
            }
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
            say::json(&(json::render(&reports, language).map_err(Failure::inside)? + "\n"))?;
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
    Ok(if failed {
        FAILED
    } else if adopted.iter().flatten().all(is_sure) {
        CLEAN
    } else {
        FINDINGS
    })
}

/// A file that was read, and what it says of whose it is.
struct Opened {
    item: Item,
    material: Material,
    whose: Whose,
}

fn open(item: &Item, pack: &Arc<Pack>, asked: &Asked) -> Result<Opened, Failure> {
    let bytes = item.bytes()?;
    // Whatever a file makes go wrong stays with that file.
    alone(&item.name, || {
        let mut material = material(&bytes, &input::reader()).map_err(|why| item.failed(&why))?;
        material
            .sources
            .push(source(Path::new(&item.inner), &bytes));
        let whose =
            adopt::whose(&material, pack, asked).map_err(|why| refused(&item.name, &why))?;
        Ok(Opened {
            item: item.clone(),
            material,
            whose,
        })
    })?
}

fn refused(files: &str, why: &Refusal) -> Failure {
    let why = match why {
        Refusal::BadPack(list) => SettingsError::NotLaidOut(list.clone()).text(),
        why => why.text(),
    };
    Failure::of(files, &why)
}

/// Whose a return is: the name of the department, and the year if anything says it.
type Key = (String, Option<u16>);

/// The files that are one return: those of one department and year, in the order given. A file that says nothing of a year
/// goes with the others of its department; one without a department goes with those of its folder, if all of them are of one.
fn gather(files: &[Opened]) -> Vec<Vec<&Opened>> {
    let name = |file: &Opened| file.whose.department.as_deref().map(bare);
    let beside = |file: &Opened| {
        let folder = |file: &Opened| file.item.target().parent().map(Path::to_owned);
        let here = files.iter().filter(|other| folder(other) == folder(file));
        let names: BTreeSet<String> = here.filter_map(name).collect();
        (names.len() == 1)
            .then(|| names.into_iter().next())
            .flatten()
    };
    let year = |name: &Option<String>| {
        let years = files.iter().filter(|file| self::named_as(file, name));
        let years: BTreeSet<u16> = years.filter_map(|file| file.whose.year).collect();
        (years.len() == 1)
            .then(|| years.into_iter().next())
            .flatten()
    };
    let mut returns: Vec<(Option<Key>, Vec<&Opened>)> = Vec::new();
    for file in files {
        let whose = name(file).or_else(|| beside(file));
        let key = whose.map(|name| {
            let of = Some(name.clone());
            (name, file.whose.year.or_else(|| year(&of)))
        });
        match returns
            .iter_mut()
            .find(|(known, _)| key.is_some() && *known == key)
        {
            Some((_, files)) => files.push(file),
            None => returns.push((key, vec![file])),
        }
    }
    returns.into_iter().map(|(_, files)| files).collect()
}

fn named_as(file: &Opened, name: &Option<String>) -> bool {
    file.whose.department.as_deref().map(bare) == *name
}

/// The files of a return by their names.
fn named(files: &[&Opened]) -> String {
    let names = files.iter().map(|file| file.item.name.clone());
    names.collect::<Vec<_>>().join(" + ")
}

/// Where the form of a return goes: by the name of its file, or of the department where there are several.
fn target(files: &[&Opened], folder: &Path) -> PathBuf {
    let place = files
        .first()
        .map(|file| file.item.target())
        .unwrap_or_default();
    let stem = match files {
        [_] => place
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned()),
        files => files
            .iter()
            .find_map(|file| file.whose.department.as_deref())
            .map(write::file_name),
    };
    let name = format!("{}-正式表.xlsx", stem.unwrap_or_default());
    folder.join(place.with_file_name(name))
}

fn one(
    files: &[&Opened],
    target: &Path,
    pack: &Arc<Pack>,
    asked: &Asked,
) -> Result<Adoption, Failure> {
    alone(&named(files), || {
        let adoption = match files {
            [file] => adopt::run(&file.material, pack, asked),
            files => {
                let named = files
                    .iter()
                    .map(|file| (file.item.inner.clone(), &file.material));
                let years = files.iter().filter_map(|file| file.whose.year);
                let asked = Asked {
                    year: asked.year.or_else(|| years.clone().next()),
                    ..asked.clone()
                };
                adopt::together(&named.collect::<Vec<_>>(), pack, &asked)
            }
        };
        let adoption = adoption.map_err(|why| refused(&named(files), &why))?;
        write::book(target, &adopt::workbook(&adoption))?;
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
