//! `annex template`

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, FINDINGS, Failure, Outcome, drawing, say};
use crate::form::{Form, Spec, line, resolve};
use crate::report::JSON_VERSION;
use crate::template::{self, Pack, Required};
use crate::text::Text;
use crate::workspace::{SettingsError, packs, paragraphs, write};

mod diff;
mod sample;

/// What to do with a pack.
#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(about = both!("列出自带的模板", "List the shipped packs"))]
    List,
    #[command(about = both!("在屏幕上画出模板的各张表，或写成工作簿查看", "Draw the sheets of a pack in the terminal, or as a workbook to look at"))]
    Show(ShowArgs),
    #[command(about = both!("列出模板的全部错误，写明文件、行和列", "Report every mistake of a pack, each with its file, line and column"))]
    Check(PackArg),
    #[command(about = both!("列出模板的字段", "List the fields of a pack"))]
    Fields(FieldsArgs),
    #[command(about = both!("说明模板比前一版改了什么；无论有无改动，退出码都是 0", "Say what a pack changes against an earlier one; the exit status is 0 either way"))]
    Diff(diff::DiffArgs),
    #[command(about = both!("导出自带的模板，供修改", "Write a shipped pack out, to be edited"))]
    Export(ExportArgs),
}

#[derive(Debug, Args)]
struct PackArg {
    #[arg(help = both!("模板文件夹，或自带模板的编号", "A pack folder, or the id of a shipped pack"))]
    pack: String,
}

#[derive(Debug, Args)]
struct ShowArgs {
    #[arg(help = both!("模板文件夹，或自带模板的编号", "A pack folder, or the id of a shipped pack"))]
    pack: String,
    #[arg(help = both!("改写成工作簿：与单位收到的表一样，每个填报项附说明", "Write the sheets to this workbook instead: as departments would get them, every field with a note on what it is"))]
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct FieldsArgs {
    #[arg(help = both!("模板文件夹，或自带模板的编号", "A pack folder, or the id of a shipped pack"))]
    pack: String,
    #[arg(help = both!("字段清单的格式", "How the fields are printed"))]
    #[arg(long, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("一个字段一行", "A line for each field"))]
    Table,
    #[value(help = both!("供其他程序读取", "For other programs"))]
    Json,
}

#[derive(Debug, Args)]
struct ExportArgs {
    #[arg(help = both!("自带模板的编号", "The id of a shipped pack"))]
    pack: String,
    #[arg(help = both!("写到这个文件夹", "The folder to write it to"))]
    dir: PathBuf,
}

pub(super) fn run(args: &TemplateArgs) -> Outcome {
    match &args.command {
        Command::List => list(),
        Command::Show(args) => match &args.xlsx {
            None => show(&args.pack),
            Some(file) => sample::run(&args.pack, file),
        },
        Command::Check(args) => check(&args.pack),
        Command::Fields(args) => fields(&args.pack, args.format),
        Command::Diff(args) => diff::run(args),
        Command::Export(args) => export(args),
    }
}

fn list() -> Outcome {
    let shipped = packs::shipped(&[])?;
    let width = shipped.iter().map(|pack| pack.id.len()).max().unwrap_or(0);
    let mut table = String::new();
    for pack in &shipped {
        let form = example(pack)?;
        table.push_str(&format!(
            "{:width$}  {}  {}\n",
            pack.id,
            pack.version,
            form.title()
        ));
    }
    say::out(&table)?;
    Ok(CLEAN)
}

fn check(name: &str) -> Outcome {
    let pack = match packs::load(name)? {
        Ok(pack) => pack,
        Err(found) => {
            say::out(paragraphs(&found).get(say::language()))?;
            let count = found.len();
            say::say(&Text::new(
                format!("{name}：{count} 处错误"),
                format!("{name}: {count} mistakes"),
            ));
            return Ok(FINDINGS);
        }
    };
    // A hint is no mistake: a pack with hints can be used.
    let hints = line::hints(&pack);
    say::out(paragraphs(&hints).get(say::language()))?;
    say::say(&match hints.len() {
        0 => Text::new(format!("{name}：没有错误"), format!("{name}: no mistakes")),
        hints => Text::new(
            format!("{name}：没有错误，提示 {hints} 条"),
            format!("{name}: no mistakes, hints: {hints}"),
        ),
    });
    Ok(CLEAN)
}

/// The form of a made-up department, for showing a pack.
fn example(pack: &Arc<Pack>) -> Result<Form, Failure> {
    let spec = Spec {
        year: pack.year,
        department: "示例单位".to_owned(),
        ..Spec::default()
    };
    Ok(resolve(pack, &spec).map_err(SettingsError::NotLaidOut)?)
}

fn show(name: &str) -> Outcome {
    let pack = packs::pack(name)?;
    let form = example(&pack)?;
    say::out(&drawing::sheets(&form))?;
    Ok(CLEAN)
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'a str,
    pack: &'a str,
    fields: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    field: String,
    sheet: String,
    cell: String,
    #[serde(rename = "type")]
    type_: String,
    kind: &'static str,
    required: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<String>,
    label: String,
}

impl Line {
    /// What can be chosen: `[有 | 无]`, or `[有 | 无 | …]` where other texts are let through.
    fn list(&self) -> String {
        let list = self.choices.join(" | ");
        match self.suggestions.as_slice() {
            [] if list.is_empty() => list,
            [] => format!("  [{list}]"),
            suggestions => format!("  [{} | …]", suggestions.join(" | ")),
        }
    }
}

fn lines(form: &Form) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, sheet) in form.sheets.iter().enumerate() {
        let label = |cell: String, text: &str| Line {
            field: format!("{}.{cell}", sheet.id),
            sheet: sheet.name.clone(),
            cell,
            type_: "text".to_owned(),
            kind: "label",
            required: false.into(),
            formula: None,
            choices: Vec::new(),
            suggestions: Vec::new(),
            // A label is one text, however many lines it is printed on.
            label: text.replace('\n', ""),
        };
        lines.push(label("A1".to_owned(), &sheet.heading));
        for printed in sheet.labels.iter().filter(|label| !label.text.is_empty()) {
            lines.push(label(printed.area.first.to_string(), &printed.text));
        }
        for &field in &sheet.fields {
            let field = &form.fields[field];
            let template = form.template(field);
            lines.push(Line {
                field: field.id.clone(),
                sheet: sheet.name.clone(),
                cell: field.cell().to_string(),
                type_: template.kind.id().to_owned(),
                kind: field.kind.id(),
                required: match &template.required {
                    Required::Never => false.into(),
                    Required::Always => true.into(),
                    Required::When(formula) => formula.text.clone().into(),
                },
                formula: field
                    .formula
                    .as_ref()
                    .map(|formula| form.excel(formula, index)),
                choices: template.choices.clone(),
                suggestions: template.suggestions.clone(),
                label: field.label.clone(),
            });
        }
    }
    lines
}

fn fields(name: &str, format: Format) -> Outcome {
    let pack = packs::pack(name)?;
    let form = example(&pack)?;
    let lines = lines(&form);
    match format {
        Format::Json => {
            let document = Document {
                version: JSON_VERSION,
                pack: &pack.id,
                fields: lines,
            };
            say::json(&(serde_json::to_string_pretty(&document).map_err(Failure::inside)? + "\n"))?;
        }
        Format::Table => {
            let mut table = String::new();
            for line in lines.iter().filter(|line| line.kind != "label") {
                let formula = line
                    .formula
                    .as_ref()
                    .map(|formula| format!("  ={formula}"))
                    .unwrap_or_default();
                table.push_str(&format!(
                    "{:<32} {:<5} {:<9} {:<9} {}  {}{formula}{}\n",
                    line.field,
                    line.cell,
                    line.type_,
                    line.kind,
                    line.sheet,
                    line.label,
                    line.list()
                ));
            }
            say::out(&table)?;
        }
    }
    Ok(CLEAN)
}

fn export(args: &ExportArgs) -> Outcome {
    let Some(files) = template::packs::shipped_files(&args.pack) else {
        let (pack, known) = (&args.pack, template::packs::shipped());
        return Err(Failure::new(
            format!("没有自带的模板“{pack}”，自带的有 {}", known.join("、")),
            format!(
                "there is no shipped pack '{pack}': take one of {}",
                known.join(", ")
            ),
        ));
    };
    let mut failed = false;
    for file in files {
        if let Err(problem) = write::new(&args.dir.join(&file.file), file.text.as_bytes()) {
            say::error(&problem.text());
            failed = true;
        }
    }
    Ok(if failed { FAILED } else { CLEAN })
}
