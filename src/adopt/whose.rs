//! Whose return it is, and of which year, as far as it says so itself.

use std::collections::BTreeMap;

use crate::adopt::Why;
use crate::adopt::assign::Assigned;
use crate::adopt::heading::numbered;
use crate::adopt::material::{Block, Material, Spot};
use crate::adopt::pattern::Pattern;
use crate::adopt::values::{One, Values};
use crate::adopt::years::years;
use crate::align::bare;

/// Titles stand in the first rows of a table.
const TITLE_ROWS: u32 = 10;

/// So many lines may stand above a report and hold its title.
const TITLE_LINES: usize = 12;
/// So many signs a title has at most.
const TITLE: usize = 60;
/// The last word of the title of a report.
const REPORT: &str = "报告";

/// A name has so many signs at least where a part of it is taken for it.
const NAME: usize = 4;
/// Words of titles that name nobody and nothing.
const WORDS: &[&str] = &[
    "目标", "评价", "情况", "汇总", "整体", "支出", "部门", "单位", "预算", "财政", "资金", "专项",
    "绩效", "自评", "项目", "年", "表",
];

/// The year most titles name.
pub(super) fn year(material: &Material, assigned: &Assigned) -> Option<u16> {
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    for piece in &assigned.pieces {
        // The title comes before labels, which speak of the year before as well.
        let blocks = piece.title.iter().chain(piece.tables.first());
        let year = blocks
            .map(|&at| &material.blocks[at])
            .find_map(|block| match block {
                Block::Paragraph(spot) => years(&spot.text()).first().copied(),
                Block::Table(table) => {
                    let mut top = table.spots.iter().filter(|spot| {
                        spot.area.first.row < TITLE_ROWS && spot.text().contains("年度")
                    });
                    top.find_map(|spot| years(&spot.text()).first().copied())
                }
            });
        if let Some(year) = year {
            *votes.entry(year).or_default() += 1;
        }
    }
    votes
        .into_iter()
        .max_by_key(|(year, votes)| (*votes, *year))
        .map(|(year, _)| year)
        .or_else(|| titled(material))
}

/// The year in the title of a report, which stands before its first table and its first heading.
fn titled(material: &Material) -> Option<u16> {
    let lines = material.blocks.iter().map_while(|block| match block {
        Block::Paragraph(spot) => Some(spot.text()),
        Block::Table(_) => None,
    });
    // A year is no number of a heading.
    let is_heading = |line: &String| numbered(line).is_some_and(|(_, number, _)| number < 100);
    let top = lines.take(TITLE_LINES).take_while(|line| !is_heading(line));
    let top: Vec<String> = top.collect();
    let year = |line: &String| years(line).first().copied();
    // A title may be spread over lines: 2023年度 stands alone as well.
    let is_year = |line: &&String| {
        let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        plain.contains("年度") && is_title(line)
    };
    let title = top.iter().filter(|line| is_report(line));
    title.chain(top.iter().filter(is_year)).find_map(year)
}

/// Whether a line can be a title: it is short, no sentence, and names no day.
fn is_title(line: &str) -> bool {
    line.chars().count() <= TITLE && !line.contains(['。', '；', ';', '月'])
}

/// Whether a line is the title of a report by its last word.
fn is_report(line: &str) -> bool {
    let signs = |c: char| !c.is_alphanumeric();
    let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    is_title(line) && plain.trim_end_matches(signs).ends_with(REPORT)
}

/// The name of the department that stands in the return: the one that stands there most often, in tables before the cover.
///
/// Where it stands nowhere, the fields that name the department as well are asked, those the pack lists first before others.
pub(super) fn department(read: &Values, pattern: &Pattern) -> Option<String> {
    let named: Vec<&Spot> = read.names.iter().collect();
    let departments = pattern.form.pack.departments.iter();
    let lists = departments.map(|id| read.of(&id.value, pattern));
    [named]
        .into_iter()
        .chain(lists)
        .find_map(|spots| most(&spots))
}

/// The name that stands there most often, in tables before the cover.
fn most(spots: &[&Spot]) -> Option<String> {
    let mut votes: BTreeMap<String, (usize, bool, usize)> = BTreeMap::new();
    for (index, spot) in spots.iter().enumerate() {
        let is_in_table = !spot.place.is_paragraph();
        let first = (0, is_in_table, index);
        votes.entry(bare(&spot.text())).or_insert(first).0 += 1;
    }
    let best = votes
        .into_values()
        .max_by_key(|(votes, is_in_table, index)| {
            (*votes, *is_in_table, std::cmp::Reverse(*index))
        });
    best.map(|(_, _, index)| spots[index].text().trim().to_owned())
}

/// Passes over what only says whose return it is; another name than the department's is listed.
pub(super) fn same_name(read: &mut Values, department: &str, pattern: &Pattern) {
    let said = bare(department);
    for spot in std::mem::take(&mut read.names) {
        if bare(&spot.text()) != said {
            read.left.push((spot, Why::OtherName));
        }
    }
    // A title may name the department, or what stands in a field as well: the project.
    for (named, spot) in std::mem::take(&mut read.titles) {
        let plain = |text: &str| -> String {
            let said = bare(text).replace("年度", "");
            said.chars()
                .filter(|c| !"()\"《》:,.-".contains(*c))
                .collect()
        };
        let department = plain(department);
        let rest = named.replacen(&department, "", 1);
        let is_there = |one: &One| {
            let value = plain(&one.spot.text());
            !value.is_empty() && (value == rest || value.strip_suffix("项目") == Some(&rest))
        };
        let words = |rest: &str| {
            let mut rest = rest.to_owned();
            WORDS.iter().for_each(|word| rest = rest.replace(word, ""));
            rest
        };
        let left = words(&rest);
        let is_department = is_part_of(&left, &department);
        if !left.is_empty() && !is_department && !read.values.iter().any(is_there) {
            read.left.push((spot, Why::NoField));
        }
    }
    let title = bare(&pattern.form.title());
    for spot in std::mem::take(&mut read.cover) {
        let text = bare(&spot.text());
        // 2024年度, the department, and what the title has: a cover says nothing else.
        let rest = text.replacen(&said, "", 1);
        let rest = rest.strip_prefix("年度").unwrap_or(&rest);
        let titles = pattern.sheets.iter().map(|sheet| sheet.title.as_str());
        let is_titled = titles
            .chain([title.as_str()])
            .any(|title| title.contains(rest));
        let is_own = is_report(&spot.text());
        if !is_titled && !is_own && !is_part_of(&text, &said) {
            read.left.push((spot, Why::NoField));
        }
    }
}

/// Whether a text is a name, or so much of it that no other is meant: 示例局 without what stands in brackets behind it.
fn is_part_of(text: &str, name: &str) -> bool {
    text.chars().count() >= NAME && name.contains(text)
}
