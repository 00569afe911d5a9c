//! The styles and fonts of official documents (GB/T 9704): 仿宋 of 16 points on lines of 28, and what headings differ by.

use super::parts::{HEAD, NAMESPACE};
use crate::document::Style;

/// Latin letters and digits.
const LATIN: &str = "Times New Roman";
const SONG: &str = "宋体";
const BODY: &str = "仿宋_GB2312";
const TITLE: &str = "方正小标宋简体";
const HEADING: &str = "黑体";
const SUBHEADING: &str = "楷体_GB2312";

/// Each font with the one that takes its place on a computer without it, and its class of design for all others.
///
/// The three fonts that official documents ask for are not part of Windows; 仿宋 and 楷体 are.
const FONTS: &[(&str, Option<&str>, &str)] = &[
    (LATIN, None, "roman"),
    (SONG, Some("SimSun"), "auto"),
    (BODY, Some("仿宋"), "modern"),
    (TITLE, Some(SONG), "auto"),
    (HEADING, Some("SimHei"), "modern"),
    (SUBHEADING, Some("楷体"), "modern"),
];

/// Half points of the text: 三号.
const BODY_SIZE: u32 = 32;
/// Twentieths of a point from line to line.
const LINE: u32 = 560;
/// Twentieths of a point by which characters stand closer than their size, so that 28 of them fill a line of 156 mm. A grid
/// of the page would say the same, but LibreOffice spreads characters over it. With 5, or without, LibreOffice 7.4 loses some
/// of the marks that hang over the margin.
const CLOSER: i32 = -6;
/// Twentieths of a point of a character of the text.
pub(super) const CHARACTER: u32 = 320;

/// What a style is made of. Word wants the parts of a paragraph's and of a run's properties in the order of the schema.
struct Look {
    /// The name in Word's list; those Word knows itself it shows in the language of its user.
    name: &'static str,
    based_on: &'static str,
    next: &'static str,
    /// `w:pPr` from inside.
    paragraph: &'static str,
    /// `w:rPr` from inside.
    run: String,
    /// The place in the list of styles.
    priority: u32,
}

/// One font for Chinese and Latin alike.
fn all_in(font: &str) -> String {
    format!(r#"<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}"/>"#)
}

fn look(style: Style) -> Look {
    const INDENT: &str = r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#;
    const HEADING1: &str = r#"<w:keepNext/><w:keepLines/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/>"#;
    const HEADING2: &str = r#"<w:keepNext/><w:keepLines/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="1"/>"#;
    // The list stays on one page.
    const ATTACHMENTS: &str = r#"<w:keepNext/><w:keepLines/><w:jc w:val="left"/>"#;
    let normal = |name, paragraph, run, priority| Look {
        name,
        based_on: "Normal",
        next: Style::BodyText.id(),
        paragraph,
        run,
        priority,
    };
    let text = |name, run: &str| Look {
        name,
        based_on: Style::BodyText.id(),
        next: Style::BodyText.id(),
        paragraph: "",
        run: run.to_owned(),
        priority: 2,
    };
    match style {
        Style::Title => normal(
            "Title",
            r#"<w:spacing w:line="700" w:lineRule="exact"/><w:jc w:val="center"/>"#,
            format!(
                r#"{}<w:spacing w:val="0"/><w:sz w:val="44"/><w:szCs w:val="44"/>"#,
                all_in(TITLE)
            ),
            10,
        ),
        Style::Subtitle => normal("Subtitle", r#"<w:jc w:val="center"/>"#, String::new(), 11),
        Style::Heading1 => normal("heading 1", HEADING1, all_in(HEADING), 9),
        Style::Heading2 => normal("heading 2", HEADING2, all_in(SUBHEADING), 9),
        Style::BodyText => normal("Body Text", INDENT, String::new(), 1),
        Style::Facts => text("自动生成的数据", ""),
        // Not `w:highlight`: Word takes that for a run only, never for a style.
        Style::Missing => text(
            "未填写",
            r#"<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>"#,
        ),
        Style::Attachments => normal("附件说明", ATTACHMENTS, String::new(), 3),
    }
}

/// `word/styles.xml`.
pub(super) fn styles() -> String {
    let mut xml = format!(
        r#"{HEAD}<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{LATIN}" w:eastAsia="{BODY}" w:hAnsi="{LATIN}" w:cs="{LATIN}"/><w:kern w:val="2"/><w:sz w:val="{BODY_SIZE}"/><w:szCs w:val="{BODY_SIZE}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#
    );
    xml.push_str(&format!(
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr><w:rPr><w:spacing w:val="{CLOSER}"/></w:rPr></w:style>"#
    ));
    xml.push_str(r#"<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>"#);
    for style in Style::ALL {
        let look = look(style);
        let id = style.id();
        // A style Word does not know itself is a custom one.
        let custom = if look.name.is_ascii() {
            ""
        } else {
            r#" w:customStyle="1""#
        };
        let part = |name: &str, inside: &str| {
            if inside.is_empty() {
                String::new()
            } else {
                format!("<w:{name}>{inside}</w:{name}>")
            }
        };
        xml.push_str(&format!(
            r#"<w:style w:type="paragraph"{custom} w:styleId="{id}"><w:name w:val="{}"/><w:basedOn w:val="{}"/><w:next w:val="{}"/><w:uiPriority w:val="{}"/><w:qFormat/>{}{}</w:style>"#,
            look.name,
            look.based_on,
            look.next,
            look.priority,
            part("pPr", look.paragraph),
            part("rPr", &look.run),
        ));
    }
    xml.push_str(&format!(
        r#"<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr><w:rPr>{}<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style></w:styles>"#,
        all_in(SONG)
    ));
    xml
}

/// `word/fontTable.xml`: what stands in for a font that a computer lacks.
pub(super) fn fonts() -> String {
    let mut xml = format!("{HEAD}<w:fonts {NAMESPACE}>");
    for (name, other, family) in FONTS {
        let other = other
            .map(|other| format!(r#"<w:altName w:val="{other}"/>"#))
            .unwrap_or_default();
        // 0x86 is the character set of simplified Chinese.
        let charset = if *name == LATIN { "00" } else { "86" };
        xml.push_str(&format!(
            r#"<w:font w:name="{name}">{other}<w:charset w:val="{charset}"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>"#
        ));
    }
    xml.push_str("</w:fonts>");
    xml
}
