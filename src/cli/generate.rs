//! `annex generate`

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::cli::{CLEAN, FAILED, Failure, Outcome, io, say, targets};
use crate::date;
use crate::file;
use crate::form::{Spec, resolve};
use crate::generate::{Entries, identify, workbook};
use crate::identity::{Identity, Key};
use crate::roster::{self, Department};
use crate::template::Pack;

/// Which forms to make.
#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    /// A pack folder, or the id of a shipped pack; asked for while there is more than one
    #[arg(long)]
    pack: Option<String>,
    /// The year the forms are for [default: the pack's]
    #[arg(long)]
    year: Option<u16>,
    /// The department's name, for a single form
    #[arg(long, required_unless_present = "roster", conflicts_with = "roster")]
    department: Option<String>,
    /// The department's code
    #[arg(long, default_value = "", conflicts_with = "roster")]
    code: String,
    /// A first-level project of the department; may be given several times
    #[arg(long = "project", value_name = "NAME", conflicts_with = "roster")]
    projects: Vec<String>,
    /// A CSV file with a department on each line: code,name,projects (separated by ;)
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Who sends the forms out; shown on the first sheet
    #[arg(long, value_name = "NAME")]
    issuer: Option<String>,
    /// The last day on which the forms may come back, such as 2025-03-20; shown on the first sheet
    #[arg(long, value_name = "DATE", value_parser = day)]
    deadline: Option<Date>,
    /// Who answers questions, and how to reach them; shown on the first sheet
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// The key to sign the forms with: a text file of at least 32 bytes; 'annex check --key' asks for its signature
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Where to write: a file for one department, a folder for a roster
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
}

fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("'{text}' is not a day such as 2025-03-20"))
}

pub(super) fn run(args: &GenerateArgs) -> Outcome {
    let pack = io::pack(&io::chosen_pack(args.pack.as_deref())?)?;
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
    let key = io::key(args.key.as_deref())?;
    let issue = Issue {
        pack: &pack,
        campaign: &campaign,
        key: key.as_ref(),
    };
    let Some(path) = &args.roster else {
        if args
            .department
            .as_deref()
            .is_none_or(|name| name.trim().is_empty())
        {
            return Err(Failure::new(
                "the department has no name; write it after --department",
            ));
        }
        let department = Department {
            code: args.code.clone(),
            name: args.department.clone().unwrap_or_default(),
            projects: args.projects.clone(),
        };
        issue.one(&department, &args.output)?;
        return Ok(CLEAN);
    };
    let roster = read_roster(path)?;
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
    failures.iter().for_each(say::error);
    say::say(format!(
        "{} forms written to {}",
        written.len() - failures.len(),
        args.output.display()
    ));
    Ok(if failures.is_empty() { CLEAN } else { FAILED })
}

/// The file name of a department's form.
pub(super) fn form_name(department: &Department, year: u16) -> String {
    io::file_name(&format!("{}-{}-{year}", department.code, department.name)) + ".xlsx"
}

/// Tells departments whose forms would have one file name, before any is written.
fn apart(roster: &[Department], targets: &[PathBuf]) -> Result<(), Failure> {
    let earlier = targets::earlier(targets.iter().map(|target| Some(target.as_path())));
    let called = |index: usize| format!("{} {}", roster[index].code, roster[index].name);
    let clash = |(index, earlier): (usize, &Option<usize>)| {
        let (one, other) = (called((*earlier)?), called(index));
        Some(format!(
            "{}: both of {one} and of {other}",
            targets[index].display()
        ))
    };
    let clashes: Vec<String> = earlier.iter().enumerate().filter_map(clash).collect();
    if clashes.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "nothing was written: the forms of some departments would have one file name; change their codes\n{}",
        clashes.join("\n")
    )))
}

/// Reads a roster file.
pub(super) fn read_roster(path: &std::path::Path) -> Result<Vec<Department>, Failure> {
    let failed = |why: &dyn std::fmt::Display| Failure::new(format!("{}: {why}", path.display()));
    let bytes = file::read(path, file::TEXT).map_err(|why| failed(&why))?;
    roster::parse(&bytes).map_err(|found| failed(&io::roster_mistakes(&found)))
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
        let form = resolve(self.pack, &spec)
            .map_err(|list| Failure::new(io::mistakes(&list).trim_end()))?;
        let mut book = workbook(&form, &Entries::new());
        if let Some(key) = self.key {
            identify(&mut book, &form, &Identity::of(&form).signed(key), &[]);
        }
        io::write_book(output, &book)
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
        Some(room) if department.projects.len() > room => Err(Failure::new(format!(
            "{} has {} projects, the pack has room for {room}",
            department.name,
            department.projects.len()
        ))),
        _ => Ok(()),
    }
}
