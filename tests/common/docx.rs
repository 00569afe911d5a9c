//! Word documents written by hand, at text size: a line is a paragraph, lines with `|` are a table.
//!
//! In a table `<` merges a cell with the one to its left and `^` with the one above, as in the layouts of packs; `\n` is a
//! line break. Nothing of the code that reads them is used.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use quick_xml::escape::escape;

use super::package::package;

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

/// A document with this inside its `body`.
pub(crate) fn with_body(body: &str) -> Vec<u8> {
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"#
    );
    with_main(xml.as_bytes())
}

/// A document with this main part.
pub(crate) fn with_main(xml: &[u8]) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", xml),
    ])
}

/// A document of paragraphs and tables as they are drawn.
pub(crate) fn document(text: &str) -> Vec<u8> {
    with_body(&body(text))
}

/// The XML of paragraphs and tables as they are drawn.
pub(crate) fn body(text: &str) -> String {
    let mut xml = String::new();
    let mut table: Vec<Vec<&str>> = Vec::new();
    for line in text.lines().chain([""]) {
        match line.trim().strip_prefix('|') {
            Some(row) => table.push(
                row.trim_end_matches('|')
                    .split('|')
                    .map(str::trim)
                    .collect(),
            ),
            None => {
                if !table.is_empty() {
                    xml.push_str(&table_xml(&std::mem::take(&mut table)));
                }
                xml.push_str(&paragraph(line.trim()));
            }
        }
    }
    xml
}

/// A paragraph.
pub(crate) fn paragraph(text: &str) -> String {
    let lines: Vec<String> = text
        .split("\\n")
        .map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escape(line)))
        .collect();
    format!("<w:p><w:r>{}</w:r></w:p>", lines.join("<w:br/>"))
}

fn table_xml(rows: &[Vec<&str>]) -> String {
    let mut xml = String::from("<w:tbl><w:tblPr/>");
    let grid = rows.iter().map(Vec::len).max().unwrap();
    xml.push_str(&format!(
        "<w:tblGrid>{}</w:tblGrid>",
        "<w:gridCol w:w=\"900\"/>".repeat(grid)
    ));
    for (at, row) in rows.iter().enumerate() {
        xml.push_str("<w:tr>");
        let mut column = 0;
        while column < row.len() {
            let more = row[column + 1..]
                .iter()
                .take_while(|cell| **cell == "<")
                .count();
            let is_above =
                |cell: Option<&Vec<&str>>| cell.is_some_and(|row| row.get(column) == Some(&"^"));
            let merge = match (row[column], is_above(rows.get(at + 1))) {
                ("^", _) => "<w:vMerge/>",
                (_, true) => r#"<w:vMerge w:val="restart"/>"#,
                _ => "",
            };
            let text = if row[column] == "^" { "" } else { row[column] };
            xml.push_str(&format!(
                r#"<w:tc><w:tcPr><w:gridSpan w:val="{}"/>{merge}</w:tcPr>{}</w:tc>"#,
                more + 1,
                paragraph(text)
            ));
            column += more + 1;
        }
        xml.push_str("</w:tr>");
    }
    xml + "</w:tbl>"
}
