//! The small parts of the package: what is in it, how its parts hang together, its properties and settings.

use quick_xml::escape::escape;

use super::NO_DATE;
use crate::document::Document;
use crate::document::text::printable;

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const NAMESPACE: &str =
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const OFFICE_TYPE: &str = "application/vnd.openxmlformats-officedocument";

/// The parts the document itself leads to: id, kind, file. The ids of footers stand in the document.
const LINKS: [(&str, &str, &str); 6] = [
    ("rId1", "styles", "styles.xml"),
    ("rId2", "settings", "settings.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    (ODD_FOOTER, "footer", "footer1.xml"),
    (EVEN_FOOTER, "footer", "footer2.xml"),
    ("rId6", "theme", "theme1.xml"),
];
pub(super) const ODD_FOOTER: &str = "rId4";
pub(super) const EVEN_FOOTER: &str = "rId5";

/// A text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    escape(printable(text)).into_owned()
}

pub(super) fn content_types() -> String {
    let mut xml = format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>"#
    );
    for (_, kind, file) in LINKS {
        // Themes are the same in all programs of Office.
        let family = if kind == "theme" { OFFICE_TYPE } else { WORD };
        xml.push_str(&format!(
            r#"<Override PartName="/word/{file}" ContentType="{family}.{kind}+xml"/>"#
        ));
    }
    xml.push_str(r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#);
    xml
}

pub(super) fn package_links() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="{OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#
    )
}

pub(super) fn document_links() -> String {
    let mut xml = format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">"#);
    for (id, kind, file) in LINKS {
        xml.push_str(&format!(
            r#"<Relationship Id="{id}" Type="{OFFICE}/relationships/{kind}" Target="{file}"/>"#
        ));
    }
    xml.push_str("</Relationships>");
    xml
}

pub(super) fn core(document: &Document) -> String {
    let (year, month, day) = if document.created == (0, 0, 0) {
        NO_DATE
    } else {
        document.created
    };
    let title = escaped(&document.title);
    let author = escaped(&document.author);
    let at = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>"#
    )
}

pub(super) fn app() -> String {
    format!(
        r#"{HEAD}<Properties xmlns="{OFFICE}/extended-properties"><Application>annex</Application></Properties>"#
    )
}

/// Odd and even pages have footers of their own; the mode is that of Word 2013 and later, or Word shows "compatibility mode".
pub(super) fn settings() -> String {
    format!(
        r#"{HEAD}<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#
    )
}

/// Colours and fonts that no style of the document refers to: Word wants a theme to be there.
pub(super) fn theme() -> String {
    let color =
        |name: &str, value: &str| format!(r#"<a:{name}><a:srgbClr val="{value}"/></a:{name}>"#);
    let colors: String = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "44546A"),
        ("lt2", "E7E6E6"),
        ("accent1", "4472C4"),
        ("accent2", "ED7D31"),
        ("accent3", "A5A5A5"),
        ("accent4", "FFC000"),
        ("accent5", "5B9BD5"),
        ("accent6", "70AD47"),
        ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    ]
    .map(|(name, value)| color(name, value))
    .concat();
    let font = |name: &str| {
        format!(
            r#"<a:{name}><a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/><a:cs typeface=""/></a:{name}>"#
        )
    };
    let fonts = font("majorFont") + &font("minorFont");
    // The schema wants three of each.
    let plain = r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#;
    let fills = plain.repeat(3);
    let lines = format!("<a:ln>{plain}</a:ln>").repeat(3);
    let effects = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        r#"{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="annex"><a:themeElements><a:clrScheme name="annex">{colors}</a:clrScheme><a:fontScheme name="annex">{fonts}</a:fontScheme><a:fmtScheme name="annex"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"#
    )
}
