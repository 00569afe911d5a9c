//! Formulas that take their figures from another file.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::book::RawBook;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed;
use crate::finding::{Finding, Level, Place};
use crate::form::Kind;
use crate::text::Text;

/// Formulas that take their figures from another file.
pub const RULE: Rule = Rule {
    code: "W021",
    name: "external-link",
    level: Level::Warning,
    title: ("引用了别的工作簿", "there are links to other workbooks"),
    checks: (
        "公式有没有引用别的文件；计算格里的由“公式被改动”报告，公式以外的链接只作提示",
        "whether formulas refer to other files; those in computed cells are reported as changed formulas, and links outside formulas are only an info",
    ),
    why: (
        "别的文件不在一起，数字打开时会变，也无从核对",
        "the other file is not here: the figures may change on opening and cannot be looked into",
    ),
    example: (
        "填写格里写了 ='D:\\账\\[明细.xlsx]汇总'!B3",
        "an input holds ='D:\\books\\[detail.xlsx]Sum'!B3",
    ),
    mend: (
        "请把引用换成数值：复制后“选择性粘贴—数值”。",
        "Put the value in place of the link: copy it, then Paste Special, Values.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let submission = context.submission;
    let book = &submission.book;
    let mut in_formulas = false;
    for (index, raw) in book.sheets.iter().enumerate() {
        let sheet = submission.form_sheet(index);
        let computed: BTreeSet<Address> = sheet
            .map(|sheet| context.form().sheets[sheet].fields.iter())
            .into_iter()
            .flatten()
            .filter(|&&field| context.form().fields[field].kind == Kind::Formula)
            .filter_map(|&field| Some(submission.entries[field].at?.1))
            .collect();
        let mut cells: Vec<Address> = Vec::new();
        let mut known = Files::default();
        for (at, cell) in &raw.cells {
            let files = cell.formula.as_deref().map(|formula| files(book, formula));
            let Some(files) = files.filter(|files| !files.is_empty()) else {
                continue;
            };
            in_formulas = true;
            // Of a formula of the form that was altered, another rule says where it points to.
            if !computed.contains(at) {
                cells.push(*at);
                known.add(files);
            }
        }
        let Some(first) = cells.first() else {
            continue;
        };
        let first = Some(*first);
        let cells = listed::cells(&cells);
        let files = known.listed();
        let message = Text::new(
            format!(
                "公式引用了别的工作簿：{}，引用的文件：{}",
                cells.zh, files.zh
            ),
            format!(
                "formulas refer to other workbooks: {}; the files are {}",
                cells.en, files.en
            ),
        );
        findings.push(context.at_cell(&RULE, &raw.name, first, message));
    }
    if !in_formulas && !book.links.is_empty() {
        let mut known = Files::default();
        known.add(book.links.iter().map(|link| shown(link)));
        let files = known.listed();
        let message = Text::new(
            format!(
                "工作簿里留有指向别的文件的链接，单元格里没有用到：{}",
                files.zh
            ),
            format!(
                "links to other files are left in the workbook, though no cell uses them: {}",
                files.en
            ),
        );
        findings.push(Finding {
            level: Level::Info,
            ..crate::check::context::finding(&RULE, Place::default(), message)
        });
    }
}

/// Names of files, each with the place in which it was first met.
#[derive(Default)]
struct Files(BTreeMap<String, usize>);

impl Files {
    fn add(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            let next = self.0.len();
            self.0.entry(name).or_insert(next);
        }
    }

    /// The first of them named.
    fn listed(self) -> Text {
        let mut names: Vec<(String, usize)> = self.0.into_iter().collect();
        names.sort_by_key(|(_, met)| *met);
        let names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
        listed::listed(&names)
    }
}

/// A path as people read it.
fn shown(path: &str) -> String {
    let path = path.strip_prefix("file:///").unwrap_or(path);
    path.replace("%20", " ")
}

/// The other files a formula refers to: `[1]明细!B3` with its number in the list of the workbook, or `'D:\[明细.xlsx]汇总'!B3`.
pub(super) fn files(book: &RawBook, formula: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut in_text = false;
    let mut in_sheet = false;
    let mut before = '=';
    for (at, c) in formula.char_indices() {
        match c {
            '"' if !in_sheet => in_text = !in_text,
            '\'' if !in_text => {
                in_sheet = !in_sheet;
                // LibreOffice writes the whole address of the file before `#`.
                let address = formula[at + 1..].strip_prefix("file:");
                let file = address.and_then(|rest| rest.split_once("'#"));
                files.extend(
                    file.filter(|_| in_sheet)
                        .map(|(file, _)| shown(&format!("file:{file}"))),
                );
            }
            // After a word it is a column of a table.
            '[' if !in_text && (in_sheet || !(before.is_alphanumeric() || before == '_')) => {
                let inner = formula[at + 1..].split_once(']').map(|(inner, _)| inner);
                files.extend(inner.and_then(|inner| file(book, inner)));
            }
            _ => {}
        }
        before = c;
    }
    files
}

/// What stands between brackets, if it is a file.
fn file(book: &RawBook, inner: &str) -> Option<String> {
    if let Ok(number) = inner.parse::<usize>() {
        // Number 0 is the workbook itself.
        let index = number.checked_sub(1)?;
        let known = book.links.get(index).map(|link| shown(link));
        return Some(known.unwrap_or_else(|| format!("[{inner}]")));
    }
    let (_, end) = inner.rsplit_once('.')?;
    let is_workbook = ["xls", "xlsx", "xlsm", "xlsb", "ods", "et", "csv"]
        .iter()
        .any(|known| end.eq_ignore_ascii_case(known));
    is_workbook.then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_columns_of_tables_and_from_texts() {
        let book = RawBook {
            links: vec![
                "file:///D:/账/明细%20表.xlsx".to_owned(),
                "往年.xls".to_owned(),
            ],
            ..RawBook::default()
        };
        for (formula, expected) in [
            (
                "[1]明细!B3+[2]表!C4",
                vec!["D:/账/明细 表.xlsx", "往年.xls"],
            ),
            ("SUM('[2]附件 1'!B3:B9)", vec!["往年.xls"]),
            ("[3]表!A1", vec!["[3]"]),
            ("'D:\\账\\[明细.xlsx]汇总'!B3", vec!["明细.xlsx"]),
            ("'file:///tmp/a.ods'#$Sheet1.A1", vec!["tmp/a.ods"]),
            ("[0]!单价*2", vec![]),
            ("表1[金额]+表1[[#This Row],[金额]]", vec![]),
            ("IF(A1=\"[1]\",\"it's [2]\",B1)", vec![]),
            ("SUM(B3:B9)", vec![]),
        ] {
            assert_eq!(files(&book, formula), expected, "{formula}");
        }
    }
}
