//! The paragraphs and pages of a document, and the page numbers at their foot.

use super::parts::{EVEN_FOOTER, HEAD, NAMESPACE, ODD_FOOTER, escaped};
use super::styles::CHARACTER;
use crate::document::{Document, Paragraph};

/// A4 with the margins of official documents: 37 mm above, 35 below, 28 to the left, 26 to the right.
const PAGE: &str = r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1417" w:gutter="0"/>"#;
/// The schema has the page numbers between the page and this.
const COLUMNS: &str = r#"<w:cols w:space="720"/>"#;

/// `word/document.xml`.
pub(super) fn document(document: &Document) -> String {
    let mut xml = format!(
        r#"{HEAD}<w:document {NAMESPACE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#
    );
    for (index, paragraph) in document.cover.iter().enumerate() {
        // The last paragraph of a section tells how its pages are; a section without a footer has none.
        let last = index + 1 == document.cover.len();
        let section = if last {
            format!("<w:sectPr>{PAGE}{COLUMNS}</w:sectPr>")
        } else {
            String::new()
        };
        xml.push_str(&paragraph_xml(paragraph, &section));
    }
    for paragraph in &document.body {
        xml.push_str(&paragraph_xml(paragraph, ""));
    }
    xml.push_str(&format!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="{ODD_FOOTER}"/><w:footerReference w:type="even" r:id="{EVEN_FOOTER}"/><w:type w:val="nextPage"/>{PAGE}<w:pgNumType w:start="1"/>{COLUMNS}</w:sectPr></w:body></w:document>"#
    ));
    xml
}

fn paragraph_xml(paragraph: &Paragraph, section: &str) -> String {
    let mut properties = format!(r#"<w:pStyle w:val="{}"/>"#, paragraph.style.id());
    if paragraph.before > 0 {
        properties.push_str(&format!(
            r#"<w:spacing w:before="{}"/>"#,
            paragraph.before * 20
        ));
    }
    if let Some(indent) = paragraph.indent {
        // Word goes by the characters, others by the twentieths of a point.
        properties.push_str(&format!(
            r#"<w:ind w:leftChars="{}" w:left="{}" w:hangingChars="{}" w:hanging="{}"/>"#,
            indent.left * 100,
            indent.left * CHARACTER,
            indent.hanging * 100,
            indent.hanging * CHARACTER,
        ));
    }
    properties.push_str(section);
    format!(
        "<w:p><w:pPr>{properties}</w:pPr>{}</w:p>",
        run(&paragraph.text)
    )
}

/// A text in the font of its style. The hint settles that quotation marks and dashes are Chinese, not Latin.
fn run(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut xml = r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>"#.to_owned();
    for (index, piece) in text.split('\t').enumerate() {
        if index > 0 {
            xml.push_str("<w:tab/>");
        }
        if !piece.is_empty() {
            xml.push_str(&format!(
                r#"<w:t xml:space="preserve">{}</w:t>"#,
                escaped(piece)
            ));
        }
    }
    xml.push_str("</w:r>");
    xml
}

/// `word/footer1.xml` for odd pages, the number to the right, and `word/footer2.xml` for even ones, to the left, a character
/// from the margin.
pub(super) fn footer(odd: bool) -> String {
    let place = if odd {
        r#"<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>"#
    } else {
        r#"<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>"#
    };
    format!(
        r#"{HEAD}<w:ftr {NAMESPACE}><w:p><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>{}<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>{}</w:p></w:ftr>"#,
        run("— "),
        run(" —"),
    )
}
