//! The pages on commands, one in each language: the help of each, as the binary prints it.

use clap::Command;

use crate::cli;
use crate::text::{Language, Text};

const HEAD_ZH: &str = "\
# 命令

本页由程序生成，就是 `annex COMMAND --help`（COMMAND 换成命令）显示的内容；加 `--lang en` 显示英文，见 [commands.md](commands.md)。

结果写到标准输出，其余写到标准错误。annex 不覆盖任何文件。

| 退出码 | 含义 |
|---|---|
| 0 | 完成，没有错误一级的问题 |
| 1 | 完成，有错误一级的问题（`template check`：模板有错误；`reissue`：有数据没有转过去） |
| 2 | 全部或部分没有做成，以“错误：”开头的行说明原因 |
";

const HEAD_EN: &str = "\
# Commands

This page is generated from the command line itself: it is what `annex COMMAND --help --lang en` prints. Without
`--lang en` all of it is Chinese: [commands.zh-CN.md](commands.zh-CN.md).

Results go to standard output, everything else to standard error. annex overwrites no file.

| exit status | meaning |
|---|---|
| 0 | done; nothing at error level was found |
| 1 | done; there are findings at error level (for `template check`: mistakes; for `reissue`: values that were not carried) |
| 2 | the job, or a part of it, could not be done: a line that begins with `error:` (`错误：`) says why |
";

/// Characters in a line of help.
const WIDTH: usize = 100;

/// The whole page in one language, in Markdown.
pub fn commands_page(language: Language) -> String {
    let head = Text::new(HEAD_ZH, HEAD_EN);
    let mut page = head.get(language).to_owned();
    section(&mut page, &cli::command(language), "annex");
    page
}

fn section(page: &mut String, command: &Command, name: &str) {
    let help = command.clone().term_width(WIDTH).render_long_help();
    let help: String = help
        .to_string()
        .trim_end()
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    page.push_str(&format!("\n## {name}\n\n```text\n{help}```\n"));
    let shown = command.get_subcommands().filter(|it| !it.is_hide_set());
    for inner in shown.filter(|it| it.get_name() != "help") {
        section(page, inner, &format!("{name} {}", inner.get_name()));
    }
}
