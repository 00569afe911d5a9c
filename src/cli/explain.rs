//! `annex explain`

use clap::Args;

use crate::check::{rule, rules, said};
use crate::cli::words::both;
use crate::cli::{CLEAN, Failure, Outcome, PackArgs, say};
use crate::template::Pack;
use crate::template::mistake::CODES;
use crate::text::{Language, Text};
use crate::workspace::packs;

/// Which code to explain.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    #[arg(help = both!("代码，如 V001、C001、X101、T013", "A code: V001, C001, X101, T013"))]
    code: String,
    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &ExplainArgs) -> Outcome {
    let language = say::language();
    let code = args.code.to_uppercase();
    let text = own(&code, language).or_else(|| mistake(&code, language));
    let text = match text {
        Some(text) => text,
        None => of_pack(&code, args, language)?,
    };
    say::out(&text)?;
    Ok(CLEAN)
}

fn own(code: &str, language: Language) -> Option<String> {
    let rule = rule(code)?;
    let line = |label: Text, text: Text| format!("{}{}\n", label.get(language), text.get(language));
    Some(
        format!(
            "{} {} [{}] {}\n\n",
            rule.code,
            rule.name,
            rule.level.text().get(language),
            said(rule.title).get(language)
        ) + &line(Text::new("查什么：", "Checks: "), said(rule.checks))
            + &line(Text::new("为什么：", "Why: "), said(rule.why))
            + &line(Text::new("例子：", "Example: "), said(rule.example))
            + &line(Text::new("怎么改：", "Help: "), said(rule.mend)),
    )
}

fn mistake(code: &str, language: Language) -> Option<String> {
    let (_, zh, en) = CODES.iter().find(|(known, _, _)| *known == code)?;
    Some(format!("{code} {}\n", Text::new(*zh, *en).get(language)))
}

fn of_pack(code: &str, args: &ExplainArgs, language: Language) -> Result<String, Failure> {
    // Packs number their rules by themselves, so one code may mean something else in each; those named come first.
    let named = args.packs.packs.iter();
    let named = named
        .map(|name| packs::pack(name))
        .collect::<Result<_, _>>()?;
    let shipped = packs::shipped(&args.packs.packs)?;
    for some in [named, shipped] {
        let texts: Vec<String> = some
            .iter()
            .filter_map(|pack| in_pack(code, pack, language))
            .collect();
        if !texts.is_empty() {
            return Ok(texts.join("\n"));
        }
    }
    let known: Vec<&str> = rules::ALL.iter().map(|rule| rule.code).collect();
    Err(Failure::new(
        format!("没有编号“{code}”；annex 有 {}", known.join("、")),
        format!("there is no code '{code}'; annex has {}", known.join(", ")),
    ))
}

fn in_pack(code: &str, pack: &Pack, language: Language) -> Option<String> {
    let rule = pack.rules.iter().find(|rule| rule.code == code)?;
    let label = |text: Text| text.get(language).to_owned();
    let asks = match (language, &rule.asks) {
        (Language::Chinese, Some(asks)) => format!("要求：{asks}\n"),
        _ => String::new(),
    };
    Some(format!(
        "{} {} [{}] {}\n\n{asks}{}{}\n{}{} {}\n{}{}\n",
        rule.code,
        rule.name,
        rule.level.text().get(language),
        rule.message.get(language),
        label(Text::new("怎么改：", "Help: ")),
        rule.help.get(language),
        label(Text::new("模板：", "Pack: ")),
        pack.id,
        rule.at.value,
        // What whoever keeps the pack has written.
        match language {
            Language::Chinese => "技术细节：",
            Language::English => "",
        },
        rule.told(pack),
    ))
}
