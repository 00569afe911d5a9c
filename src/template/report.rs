//! The `[report]` of `pack.toml`: what the Word document of a return is made of.

use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::text::Text;

/// The report of a pack.
#[derive(Debug, Clone)]
pub struct ReportTemplate {
    /// The lines of the title on the cover; may hold placeholders.
    pub title: Vec<Located<String>>,
    /// What stands on the cover below the title, in order.
    pub cover: Vec<CoverTemplate>,
    /// The sections, in order.
    pub sections: Vec<SectionTemplate>,
    /// What is listed at the end.
    pub attachments: Option<AttachmentsTemplate>,
}

/// A line of the cover.
#[derive(Debug, Clone)]
pub struct CoverTemplate {
    /// What stands before the value; may hold placeholders.
    pub label: Option<Located<String>>,
    /// The full id of the field it shows.
    pub field: Located<String>,
}

/// A section: its heading, and what stands below it.
#[derive(Debug, Clone)]
pub struct SectionTemplate {
    /// Whether its heading is of the second level: （一） below 一、
    pub second_level: bool,
    /// The heading without its number; may hold placeholders.
    pub heading: Located<String>,
    /// The full id of the field whose computed text comes first.
    pub facts: Option<Located<String>>,
    /// The full id of the field that holds the department's own text.
    pub text: Option<Located<String>>,
}

/// The list at the end of the report.
#[derive(Debug, Clone)]
pub struct AttachmentsTemplate {
    /// What stands before the list: 附件：
    pub heading: Located<String>,
    /// What is attached, in order; may hold placeholders.
    pub list: Vec<Located<String>>,
}

impl ReportTemplate {
    /// All its texts that may hold placeholders.
    pub fn texts(&self) -> impl Iterator<Item = &Located<String>> {
        let cover = self.cover.iter().filter_map(|line| line.label.as_ref());
        let headings = self.sections.iter().map(|section| &section.heading);
        let attached = self.attachments.iter();
        self.title.iter().chain(cover).chain(headings).chain(
            attached.flat_map(|attached| std::iter::once(&attached.heading).chain(&attached.list)),
        )
    }
}

pub(super) fn report(root: &Node<'_>, mistakes: &Mistakes) -> Option<ReportTemplate> {
    let node = root.table("report")?;
    let title = node.strings("title");
    if !node.has("title") || title.as_ref().is_some_and(Vec::is_empty) {
        node.missing("title");
    }
    let title = title.unwrap_or_default();
    let mut cover = Vec::new();
    for line in node.tables("cover") {
        let label = line.string("label");
        let field = line.required("field");
        line.finish();
        cover.extend(field.map(|field| CoverTemplate { label, field }));
    }
    let mut sections = Vec::new();
    for (index, table) in node.tables("sections").iter().enumerate() {
        sections.extend(section(table, index == 0, mistakes));
    }
    let attachments = node.table("attachments").map(|table| {
        let heading = table.required("heading");
        if !table.has("list") {
            table.missing("list");
        }
        let list = table.strings("list").unwrap_or_default();
        table.finish();
        heading.map(|heading| AttachmentsTemplate { heading, list })
    });
    node.finish();
    Some(ReportTemplate {
        title,
        cover,
        sections,
        attachments: attachments.flatten(),
    })
}

fn section(node: &Node<'_>, first: bool, mistakes: &Mistakes) -> Option<SectionTemplate> {
    if !node.has("level") {
        node.missing("level");
    }
    let level = node.whole("level", 1, 2);
    let heading = node.required("heading");
    let facts = node.string("facts");
    let text = node.string("text");
    node.finish();
    if first && level == Some(2) {
        mistakes.add(
            "T005",
            node.origin.clone(),
            Text::new(
                "报告的第一节不能是二级标题",
                "the first section of the report cannot be of level 2",
            ),
            Text::new(
                "二级标题（一）要排在一级标题“一、”下面：先写一节 level = 1。",
                "A heading （一） stands below a heading 一、: begin with a section of level = 1.",
            ),
        );
    }
    if let Some(heading) = heading
        .as_ref()
        .filter(|heading| is_numbered(&heading.value))
    {
        mistakes.add(
            "T005",
            heading.origin.clone(),
            Text::new(
                format!("标题“{}”带了序号", heading.value),
                format!("the heading '{}' has a number of its own", heading.value),
            ),
            Text::new(
                "只写标题文字，“一、”“（一）”由 annex 按顺序编排。",
                "Write the words only: annex numbers headings in their order.",
            ),
        );
    }
    Some(SectionTemplate {
        second_level: level? == 2,
        heading: heading?,
        facts,
        text,
    })
}

/// Whether a heading begins with a number as annex would write it: `一、`, `（二）`.
fn is_numbered(heading: &str) -> bool {
    let is_digit = |c: char| "一二三四五六七八九十".contains(c);
    let heading = heading.trim_start();
    let inner = heading.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(is_digit);
    rest.len() < inner.len()
        && if inner.len() < heading.len() {
            rest.starts_with(['）', ')'])
        } else {
            rest.starts_with('、')
        }
}

#[cfg(test)]
mod tests {
    use super::is_numbered;

    #[test]
    fn a_number_is_told_from_a_word_that_begins_with_one() {
        for heading in ["一、基本情况", "（二）项目支出", "(十一) 其他", " 十、其他"]
        {
            assert!(is_numbered(heading), "{heading}");
        }
        for heading in [
            "一般公共预算支出情况",
            "三公经费",
            "（三公）经费",
            "十大任务",
            "",
        ] {
            assert!(!is_numbered(heading), "{heading}");
        }
    }
}
