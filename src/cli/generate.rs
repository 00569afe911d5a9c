//! `annex generate`

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::cli::usage::{self, Unfit};
use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, Failure, Outcome, say};
use crate::date;
use crate::form::{Spec, resolve};
use crate::generate::{Entries, identify, workbook};
use crate::identity::{Identity, Key};
use crate::roster::Department;
use crate::template::Pack;
use crate::text::Text;
use crate::workspace::targets::Taken;
use crate::workspace::{self, SettingsError, packs, write};

/// Which forms to make.
#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    #[arg(help = both!("模板文件夹，或自带模板的编号；自带的模板不止一个时必须写明", "A pack folder, or the id of a shipped pack; asked for while there is more than one"))]
    #[arg(long)]
    pack: Option<String>,
    #[arg(help = both!("表的年度；不写则取模板的年度", "The year the forms are for [default: the pack's]"))]
    #[arg(long, value_parser = usage::year)]
    year: Option<u16>,
    #[arg(help = both!("单位名称，只发一份表时写", "The department's name, for a single form"))]
    #[arg(long, conflicts_with = "roster")]
    department: Option<String>,
    #[arg(help = both!("单位代码", "The department's code"))]
    #[arg(long, default_value = "", conflicts_with = "roster")]
    code: String,
    #[arg(help = both!("单位的一级项目，可写多次", "A first-level project of the department; may be given several times"))]
    #[arg(long = "project", value_name = "NAME", conflicts_with = "roster")]
    projects: Vec<String>,
    #[arg(help = both!("单位名单（CSV 文件），一行一个单位，列为 code（代码）、name（名称）、projects（项目，用 ; 隔开）", "A CSV file with a department on each line: code,name,projects (separated by ;)"))]
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    #[arg(help = both!("发表的单位；显示在第一张表上", "Who sends the forms out; shown on the first sheet"))]
    #[arg(long, value_name = "NAME")]
    issuer: Option<String>,
    #[arg(help = both!("报送截止日期，如 2025-03-20；显示在第一张表上", "The last day on which the forms may come back, such as 2025-03-20; shown on the first sheet"))]
    #[arg(long, value_name = "DATE", value_parser = day)]
    deadline: Option<Date>,
    #[arg(help = both!("联系人和联系方式；显示在第一张表上", "Who answers questions, and how to reach them; shown on the first sheet"))]
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    #[arg(help = both!("给表签名的密钥：至少 32 字节的文本文件；annex check --key 据此核对签名", "The key to sign the forms with: a text file of at least 32 bytes; 'annex check --key' asks for its signature"))]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(help = both!("写到哪里：一个单位写文件名，按名单发放写文件夹", "Where to write: a file for one department, a folder for a roster"))]
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
}

fn day(text: &str) -> Result<Date, Unfit> {
    date::parse(text).ok_or_else(|| {
        Unfit(Text::new(
            "日期写成 2025-03-20 这样",
            "a day is written as 2025-03-20",
        ))
    })
}

pub(super) fn run(args: &GenerateArgs) -> Outcome {
    let pack = packs::pack(&packs::chosen(args.pack.as_deref())?)?;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    // What all forms of the campaign have in common.
    let campaign = Spec {
        year: args.year.unwrap_or(pack.year),
        issuer: given(&args.issuer),
        deadline: args.deadline,
        contact: given(&args.contact),
        ..Spec::default()
    };
    let year = campaign.year;
    fit(args, year)?;
    let key = args.key.as_deref().map(workspace::key).transpose()?;
    let issue = Issue {
        pack: &pack,
        campaign: &campaign,
        key: key.as_ref(),
    };
    let Some(path) = &args.roster else {
        let department = Department {
            code: args.code.clone(),
            name: args.department.clone().unwrap_or_default(),
            projects: args.projects.clone(),
        };
        issue.one(&department, &args.output)?;
        return Ok(CLEAN);
    };
    let roster = workspace::roster(path)?;
    let name = |department: &Department| args.output.join(form_name(department, year));
    let targets: Vec<PathBuf> = roster.iter().map(name).collect();
    apart(&roster, &targets)?;
    let written: Vec<Result<(), Failure>> = roster
        .par_iter()
        .zip(&targets)
        .map(|(department, target)| issue.one(department, target))
        .collect();
    let failures: Vec<&Failure> = written
        .iter()
        .filter_map(|result| result.as_ref().err())
        .collect();
    failures.iter().for_each(|failure| say::error(&failure.0));
    let (count, output) = (written.len() - failures.len(), args.output.display());
    say::say(&Text::new(
        format!("已写出 {count} 份表：{output}"),
        format!("{count} forms written to {output}"),
    ));
    Ok(if failures.is_empty() { CLEAN } else { FAILED })
}

/// Whether the options go together, as far as their names do not tell.
fn fit(args: &GenerateArgs, year: u16) -> Result<(), Failure> {
    let is_blank = |text: &str| text.trim().is_empty();
    let is_workbook = args
        .output
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    if args.roster.is_some() && is_workbook {
        return Err(Failure::new(
            "按名单发放时，--output 写文件夹，不写文件名：每个单位一份表，写在这个文件夹里",
            "with --roster, --output is a folder and no file: each department gets a form in it",
        ));
    }
    if args.roster.is_none() {
        match &args.department {
            None => {
                return Err(Failure::new(
                    "请写明给谁的表：一个单位写 --department，按名单发放写 --roster",
                    "say whom the form is for: --department for one, --roster for those of a list",
                ));
            }
            Some(name) if is_blank(name) => {
                return Err(Failure::new(
                    "单位没有名称，请写在 --department 后面",
                    "the department has no name; write it after --department",
                ));
            }
            Some(_) if !is_workbook => {
                return Err(Failure::new(
                    "表是 Excel 工作簿，--output 的文件名要以 .xlsx 结尾",
                    "the form is a workbook; give it a name that ends in .xlsx after --output",
                ));
            }
            Some(_) => {}
        }
    }
    let mut projects = args.projects.iter().enumerate();
    if let Some(twice) = projects.find(|(index, name)| {
        is_blank(name) || args.projects[..*index].iter().any(|other| other == *name)
    }) {
        let name = twice.1;
        return Err(match is_blank(name) {
            true => Failure::new(
                "项目没有名称，请写在 --project 后面",
                "a project has no name; write it after --project",
            ),
            false => Failure::new(
                format!("项目“{name}”写了两次；一个项目写一个 --project"),
                format!("the project '{name}' is named twice; give --project once for each"),
            ),
        });
    }
    let is_early = args
        .deadline
        .is_some_and(|day| day.year() < i16::try_from(year).unwrap_or(i16::MAX));
    if is_early {
        return Err(Failure::new(
            format!("截止日期早于表的年度 {year}：请核对 --deadline 和 --year"),
            format!(
                "the deadline is before the year of the forms, {year}: check --deadline and --year"
            ),
        ));
    }
    Ok(())
}

/// The file name of a department's form.
pub(super) fn form_name(department: &Department, year: u16) -> String {
    write::file_name(&format!("{}-{}-{year}", department.code, department.name)) + ".xlsx"
}

/// Tells departments whose forms would have one file name, before any is written.
fn apart(roster: &[Department], targets: &[PathBuf]) -> Result<(), Failure> {
    let mut taken = Taken::default();
    let clash = |(department, target): (&Department, &PathBuf)| {
        let other = format!("{} {}", department.code, department.name);
        let one = taken.take(target, &other)?;
        let target = target.display();
        Some(Text::new(
            format!("{target}：既是 {one} 的，又是 {other} 的"),
            format!("{target}: both of {one} and of {other}"),
        ))
    };
    let clashes: Vec<Text> = roster.iter().zip(targets).filter_map(clash).collect();
    if clashes.is_empty() {
        return Ok(());
    }
    let clashes = Text::joined(clashes.into_iter(), "\n");
    Err(Failure::new(
        format!(
            "没有写出任何表：有的单位的表会同名，请改它们的编码\n{}",
            clashes.zh
        ),
        format!(
            "nothing was written: the forms of some departments would have one file name; change their codes\n{}",
            clashes.en
        ),
    ))
}

/// What all forms that are sent out together have in common.
struct Issue<'a> {
    pack: &'a Arc<Pack>,
    campaign: &'a Spec,
    key: Option<&'a Key>,
}

impl Issue<'_> {
    fn one(&self, department: &Department, output: &std::path::Path) -> Result<(), Failure> {
        let spec = Spec {
            code: department.code.clone(),
            department: department.name.clone(),
            projects: department.projects.clone(),
            ..self.campaign.clone()
        };
        too_many_projects(self.pack, department)?;
        let form = resolve(self.pack, &spec).map_err(SettingsError::NotLaidOut)?;
        let mut book = workbook(&form, &Entries::new());
        if let Some(key) = self.key {
            identify(&mut book, &form, &Identity::of(&form).signed(key), &[]);
        }
        Ok(write::book(output, &book)?)
    }
}

fn too_many_projects(pack: &Pack, department: &Department) -> Result<(), Failure> {
    let room = pack
        .sheets
        .iter()
        .filter_map(|sheet| sheet.repeat.as_ref())
        .map(|repeat| repeat.max)
        .min();
    match room.and_then(|room| usize::try_from(room).ok()) {
        Some(room) if department.projects.len() > room => {
            let (name, count) = (&department.name, department.projects.len());
            Err(Failure::new(
                format!("{name}有 {count} 个项目，模板最多容纳 {room} 个"),
                format!("{name} has {count} projects, the pack has room for {room}"),
            ))
        }
        _ => Ok(()),
    }
}
