//! The page on rules: those annex brings along, and those of the shipped packs.

use std::fmt::Write;

use crate::check::rule::{Rule, Said};
use crate::check::rules::ALL;
use crate::manual::{cell, shipped_packs};
use crate::template::{Pack, RuleTemplate};

const HEAD: &str = "\
# 审核规则 Rules

This page is generated from `src/check/rules` and from the shipped packs. 本页由程序生成，不要手改。

The first letter of a code tells the family: **C** what annex computes (计算), **S** scores and weights (评分), **V** single values
(填写), **W** the workbook (工作簿), **X** across sheets (表间). Numbers from 100 are rules of a pack, smaller ones are annex's own.
Mistakes of template authors have codes with **T** and stand in [messages.md](messages.md).

`错误 error` has to be mended, and makes `annex check` end with status 1; `警告 warning` is to be looked at; `提示 info` is good to
know. `annex explain CODE` prints the same in the terminal.

The level is that of most findings of a rule. C001 to C003 are warnings where the cell still holds its formula, and a rule of a pack
that cannot be computed is an info.
";

/// The whole page, in Markdown.
pub fn rules_page() -> String {
    let mut page = HEAD.to_owned();
    // Writing to a String cannot fail.
    let _ = writeln!(page, "\n## Rules of annex\n");
    let _ = writeln!(page, "| | | | |\n|---|---|---|---|");
    for rule in ALL {
        let _ = writeln!(
            page,
            "| [{0}](#{1}) | `{2}` | {3} | {4} |",
            rule.code,
            rule.code.to_lowercase(),
            rule.name,
            rule.level.text().zh,
            cell(rule.title.0)
        );
    }
    for rule in ALL {
        page.push_str(&own(rule));
    }
    for pack in shipped_packs() {
        page.push_str(&of_pack(&pack));
    }
    page
}

fn own(rule: &Rule) -> String {
    let level = rule.level.text();
    let line = |zh: &str, en: &str, said: Said| {
        format!("| {zh} {en} | {} | {} |\n", cell(said.0), cell(said.1))
    };
    format!(
        "\n### {}\n\n`{}` · {} {}\n\n| | 中文 | English |\n|---|---|---|\n",
        rule.code, rule.name, level.zh, level.en
    ) + &line("问题", "problem", rule.title)
        + &line("查什么", "checks", rule.checks)
        + &line("为什么", "why", rule.why)
        + &line("例子", "example", rule.example)
        + &line("怎么改", "help", rule.mend)
}

fn of_pack(pack: &Pack) -> String {
    let mut text = format!(
        "\n## Rules of the pack {}\n\nThey are data of the pack (`[[rules]]` in its pack.toml) and can be changed there; \
         [templates.md](templates.md#rules) says how.\n",
        pack.id
    );
    for rule in &pack.rules {
        text.push_str(&relation(pack, rule));
    }
    text
}

fn relation(pack: &Pack, rule: &RuleTemplate) -> String {
    let level = rule.level.text();
    let mut text = format!(
        "\n### {}\n\n`{}` · {} {} · `{}`\n\n| | 中文 | English |\n|---|---|---|\n",
        rule.code, rule.name, level.zh, level.en, rule.at.value
    );
    let mut line = |label: &str, zh: &str, en: &str| {
        let _ = writeln!(text, "| {label} | {} | {} |", cell(zh), cell(en));
    };
    line("问题 problem", &rule.message.zh, &rule.message.en);
    if !rule.help.is_empty() {
        line("怎么改 help", &rule.help.zh, &rule.help.en);
    }
    let _ = write!(text, "\n```text\n{}\n```\n", rule.told(pack));
    text
}
