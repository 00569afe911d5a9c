//! The page on messages: what annex says, and what to do about it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::adopt;
use crate::book::read::{Damage, Foreign, Legacy, ReadError};
use crate::check::rule::Rule;
use crate::check::rules::ALL;
use crate::demo;
use crate::document;
use crate::manual::{Shown, cell, gallery, shipped_packs};
use crate::package::{Measure, PackageError};
use crate::submission::Refusal;
use crate::template::Pack;
use crate::template::mistake::CODES;
use crate::text::Text;

const HEAD: &str = "\
# 消息 Messages

This page is generated: the messages of rules come from checking the returns of the demo and a few blank forms spoilt for the
purpose, those of files from the errors themselves. 本页由程序生成，不要手改。

annex speaks through three channels.

- A **finding** (问题) is data about a return. It has a code, a level, a place, a message, mostly figures, and help. It never stops
  a run: the other files and the other rules go on.
- A **mistake** (模板差错) is what the author of a template got wrong. All of them come at once, each with file, line, column and
  a hint. A pack with mistakes is not used.
- A **failure** is what makes a job impossible: one line on standard error that begins with `error:`, and exit status 2.
";

const FAILURES: &str = "
## Failures of the command line

Each is a line on standard error: `错误：文件：…`, with `--lang en` `error: FILE: what happened`. The exit status is 2. Where a command takes several files, the
others are still done.

| 中文 | English | when | what to do |
|---|---|---|---|
| `文件：读不出来：…` | `FILE: cannot be read: …` | a file or folder named is not there or not readable | check the path |
| `文件夹：这个文件夹里没有工作簿` | `DIR: there is no workbook in this folder` | a folder was named that holds no .xlsx, .xls, .et … | check the path |
| `文件：写不进去：…` | `FILE: cannot be written: …` | the folder cannot be written to, the disk is full | choose another folder |
| `文件：文件已存在，annex 不覆盖任何文件，请另写一个名字` | `FILE: the file exists, and annex overwrites nothing; name another` | the output is there already | name another file, or remove the old one |
| `文件：未批注：…` | `FILE: not annotated: …` | the file is no return that can be read; the reason is one of those below | as the reason says |
| `文件：… 已用于 另一文件，请另写一个文件夹` | `FILE: … is already that of OTHER; adopt it into another folder` | `adopt` of two files of one name | as it says |
| `--department 和 --code 只用于一个文件，请把其他文件另转` | `--department and --code are those of one file; adopt the others by themselves` | `adopt` of several files with `--department` or `--code` | one file at a time |
| `文件：没有报告：…` | `FILE: no report: …` | `report` of a file that is no return that can be read, or whose pack has no `[report]` | as the reason says |
| `文件：报告是 Word 文档，文件名要以 .docx 结尾` | `FILE: the report is a Word document; give it a name that ends in .docx` | `report -o` names another kind of file | name it so |
| `文件：annex 自己出了错（…），已停下；请报告给开发者，可以的话附上文件` | `FILE: stopped by a mistake in annex (PLACE); please report it, with the file if you may` | a defect of annex; the other files are done | report it |
| `没有模板“…”：请写模板文件夹，或自带模板的编号（…）` | `there is no pack 'P': name a folder, or one of the shipped packs (…)` | `--pack` names nothing that is there | `annex template list` |
| `模板“…”有 N 处错误；运行 annex template check … 查看` | `the pack 'P' has N mistakes; run 'annex template check P'` | the pack cannot be used | mend it; every mistake is listed below the line |
| `请用 --pack 写明模板；自带的有 …` | `name a pack with --pack; the shipped ones are …` | `generate` or `adopt` without `--pack` while several packs are shipped | name one |
| `单位没有名称，请写在 --department 后面` | `the department has no name; write it after --department` | `--department \"\"` | write the name |
| `请写明给谁的表：一个单位写 --department，按名单发放写 --roster` | `say whom the form is for: --department for one, --roster for those of a list` | `generate` without either | write one of them |
| `按名单发放时，--output 写文件夹，不写文件名：…` | `with --roster, --output is a folder and no file: …` | `generate --roster` with a file after `-o` | name a folder |
| `表是 Excel 工作簿，--output 的文件名要以 .xlsx 结尾` | `the form is a workbook; give it a name that ends in .xlsx after --output` | `generate` of one form names another kind of file | name it so |
| `项目“…”写了两次；一个项目写一个 --project` | `the project 'P' is named twice; give --project once for each` | one project in two `--project` | name each once |
| `截止日期早于表的年度 …：请核对 --deadline 和 --year` | `the deadline is before the year of the forms, Y: check --deadline and --year` | a slip in one of them | mend it |
| `没有自带的模板“…”，自带的有 …` | `there is no shipped pack 'P': take one of …` | `template export` of a pack that is not shipped | `annex template list` |
| `没有编号“…”；annex 有 …` | `there is no code 'Z9'; annex has …` | `explain` of a code nobody has; for a code of your own pack add `--pack DIR` | check the code |
| `文件：名单缺少“code”（编码）一列，…` | `FILE: the roster has no column 'code'; …` | the header line of the roster names no code column | see [values.md](values.md#the-roster) |
| `文件：名单第 N 行没有名称`（编码） | `FILE: line N of the roster has no name` (or `code`) | a line lacks it | fill it in |
| `文件：名单第 N 行的编码“…”重复，…` | `FILE: line N of the roster has the code 'C' a second time` | two departments with one code | give each its own |
| `文件：名单里没有单位` | `FILE: the roster lists no department` | only the header line is there | add the departments |
| `…有 N 个项目，模板最多容纳 M 个` | `D has N projects, the pack has room for M` | more projects than sheets may repeat | raise `max` under `[repeat]` of the pack |
| `文件：数据应写成一个 JSON 对象：字段对应文字或数字` | `FILE: the values should be a JSON object: field → text or number` | the values file is a list or a single value | see [values.md](values.md) |
| `文件：表里没有字段“…”，…` | `FILE: 'ID' is not a field of this form; …` | an unknown field in the values | `annex template fields P` |
| `文件：“…”自动计算，不能填写`（由表格给定） | `FILE: 'ID' is computed and cannot be filled in` (or `given by the form`) | a value for a formula or a locked cell | leave it out |
| `文件：“…”要写数字，不能写 …` | `FILE: 'ID' takes a number, not \"x\"` | a value of the wrong type | see [values.md](values.md) |
| `文件：“…”有 N 行，最多 M 行` | `FILE: 'ID' has N rows, at most M are allowed` | more rows or sheets than the pack allows | raise `max` in the pack |
| `没有可以汇总的表 …` | `there is no return to summarise …` | `consolidate` found no file it can read | check the files with `annex check` |
| `各表用的模板不同：…` | `the returns were made from different packs: …` | `consolidate` of returns that do not belong together | summarise each pack by itself |
| `各表的年度不同：…` | `the returns are of different years: …` | the same for years | summarise each year by itself |
| `文件夹：不是空文件夹，请换一个` | `DIR: is not an empty folder; name another` | `demo` runs in a new or empty folder only | name another |
";

/// The whole page, in Markdown.
pub fn messages_page() -> String {
    let mut page = HEAD.to_owned();
    let (first, others): (Vec<Pack>, Vec<Pack>) = shipped_packs()
        .into_iter()
        .partition(|pack| pack.id == demo::PACK);
    // The rules of annex say the same of all forms, so each is shown once.
    let mut own: Vec<&Rule> = ALL.to_vec();
    for pack in first.into_iter().chain(others).map(Arc::new) {
        let shown = gallery::shown(&pack);
        page.push_str(&of_rules(&pack, &own, &shown));
        own.retain(|rule| !shown.contains_key(rule.code));
    }
    page.push_str(&files());
    page.push_str(&mistakes());
    page.push_str(FAILURES);
    page
}

/// The messages of these rules of annex and of the rules of the pack.
fn of_rules(pack: &Pack, own: &[&Rule], shown: &BTreeMap<String, Vec<Shown>>) -> String {
    let own = own.iter().map(|rule| (rule.code, rule.name));
    let of_pack = pack
        .rules
        .iter()
        .map(|rule| (rule.code.as_str(), rule.name.as_str()));
    let mut text = format!(
        "\n## Findings on forms of {}\n\nOne line for each shape of a message; figures and names differ from return to return. \
         What each code means stands in [rules.md](rules.md).\n",
        pack.id
    );
    for (code, name) in own.chain(of_pack) {
        let Some(messages) = shown.get(code) else {
            continue;
        };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n### {code} `{name}`\n\n| place | 中文 | English |\n|---|---|---|\n"
        );
        for shown in messages {
            text.push_str(&row(&shown.place, &shown.message));
        }
    }
    text
}

fn row(first: &str, message: &Text) -> String {
    format!(
        "| {} | {} | {} |\n",
        cell(first),
        cell(&message.zh),
        cell(&message.en)
    )
}

fn files() -> String {
    let mut text = "
## Files that are not taken

They become a finding W001, W002 or W003 of the file in `check` and `consolidate`, and a failure in `annotate`, `report`, `extract`
and `fill`. What stands in round brackets differs from file to file.

| when | 中文 | English |
|---|---|---|
"
    .to_owned();
    let named = |text: &str| text.to_owned();
    let part = named("xl/workbook.xml");
    let damaged = |damage| ReadError::Damaged {
        part: part.clone(),
        damage,
    };
    let too_large = |what| ReadError::TooLarge {
        part: String::new(),
        what,
    };
    let errors = [
        ("0 bytes", ReadError::Empty),
        ("a PDF", ReadError::NotAWorkbook(Foreign::Pdf)),
        (".ofd", ReadError::NotAWorkbook(Foreign::Ofd)),
        ("HTML", ReadError::NotAWorkbook(Foreign::Html)),
        ("CSV, text", ReadError::NotAWorkbook(Foreign::Text)),
        ("a picture", ReadError::NotAWorkbook(Foreign::Image)),
        ("an archive", ReadError::NotAWorkbook(Foreign::Archive)),
        ("a mail", ReadError::NotAWorkbook(Foreign::Mail)),
        ("a shortcut", ReadError::NotAWorkbook(Foreign::Shortcut)),
        (".rtf", ReadError::NotAWorkbook(Foreign::Rtf)),
        (
            ".pptx, .ppt, .dps",
            ReadError::NotAWorkbook(Foreign::Slides),
        ),
        (".docx", ReadError::NotAWorkbook(Foreign::Word)),
        (".doc, .wps", ReadError::NotAWorkbook(Foreign::OldWord)),
        (".odt", ReadError::NotAWorkbook(Foreign::OpenText)),
        (
            "sealed by software",
            ReadError::NotAWorkbook(Foreign::Sealed),
        ),
        ("unknown content", ReadError::NotAWorkbook(Foreign::Unknown)),
        (".fods", ReadError::OtherFormat(Legacy::FlatOds)),
        ("Excel 2003 XML", ReadError::OtherFormat(Legacy::Xml2003)),
        (".mht", ReadError::OtherFormat(Legacy::Mhtml)),
        (
            "Excel 4 and earlier",
            ReadError::OtherFormat(Legacy::Excel4),
        ),
        (
            ".xlsb with macro sheets",
            ReadError::OtherFormat(Legacy::MacroSheets),
        ),
        (".sxc", ReadError::OtherFormat(Legacy::OldCalc)),
        (".uof, .uos", ReadError::OtherFormat(Legacy::Uof)),
        (".numbers", ReadError::OtherFormat(Legacy::Apple)),
        ("too much memory or time", ReadError::GaveUp),
        ("a password to open it", ReadError::Encrypted),
        ("rights of use (IRM)", ReadError::Restricted),
        ("cut off", damaged(Damage::Incomplete(named("…")))),
        ("a part is gone", damaged(Damage::Missing)),
        ("broken XML", damaged(Damage::Xml(named("…")))),
        ("other encoding", damaged(Damage::Encoding)),
        ("XML entities", damaged(Damage::Entity(named("…")))),
        (
            "a broken reference",
            damaged(Damage::Reference(named("A0"))),
        ),
        (
            "contradicts itself",
            damaged(Damage::Contradiction(named("…"))),
        ),
        ("too many bytes", too_large(Measure::FileBytes)),
        ("too many cells", too_large(Measure::FilledCells)),
    ];
    for (when, error) in errors {
        text.push_str(&row(when, &error.text()));
    }
    let id = named(demo::PACK);
    let refusals = [
        ("not a form of annex", Refusal::NotAForm),
        ("a sample of a template", Refusal::Sample),
        ("pack not at hand", Refusal::UnknownPack { id: id.clone() }),
        (
            "other text of the pack",
            Refusal::OtherVersion {
                id: id.clone(),
                found: named("1"),
                known: named("2"),
            },
        ),
        ("pack with mistakes", Refusal::BadPack { id }),
    ];
    for (when, refusal) in refusals {
        text.push_str(&row(when, &refusal.text()));
    }
    text + &adopted()
}

/// Why `adopt` does not take a file, besides the reasons of workbooks.
fn adopted() -> String {
    let mut text = "
`adopt` takes Word documents and workbooks that are no forms. It does not take these, and says so on standard error.

| when | 中文 | English |
|---|---|---|
"
    .to_owned();
    let part = || "word/document.xml".to_owned();
    let pack = demo::PACK.to_owned();
    let refusals = [
        ("a form of annex", adopt::Refusal::AlreadyAForm),
        ("far too much", adopt::Refusal::TooLarge),
        ("no return", adopt::Refusal::NothingFound { pack }),
        ("no name", adopt::Refusal::NoDepartment),
        ("pack with mistakes", adopt::Refusal::BadPack(Vec::new())),
    ];
    for (when, refusal) in refusals {
        text.push_str(&row(when, &refusal.text()));
    }
    let entity = Damage::Entity("DOCTYPE".to_owned());
    for (when, error) in [
        ("a broken .docx", PackageError::damaged(&part(), entity)),
        (
            "a .docx with too much in it",
            PackageError::TooLarge {
                part: part(),
                what: Measure::Paragraphs,
            },
        ),
        ("a .docx with a password", PackageError::Encrypted),
    ] {
        text.push_str(&row(when, &document::read::text(&error)));
    }
    text
}

fn mistakes() -> String {
    let mut text = "
## Mistakes of a template

`annex template check PACK` prints each as `file:line:column: code message`, and a hint below it. The message
says more than this table: which name, which number, what is known instead. [mistakes.md](mistakes.md) has them all, each with an
example.

| code | 中文 | English |
|---|---|---|
"
    .to_owned();
    for (code, zh, en) in CODES {
        text.push_str(&row(code, &Text::new(*zh, *en)));
    }
    text
}
