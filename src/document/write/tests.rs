//! A document at text size, part by part.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::document::{Indent, Paragraph, Style};

fn small() -> Document {
    Document {
        title: "2024年度自评报告 <一>".to_owned(),
        author: "甲局 & 乙局".to_owned(),
        created: (2024, 1, 1),
        cover: vec![
            Paragraph {
                before: 160,
                ..Paragraph::new(Style::Title, "自评报告")
            },
            Paragraph::new(Style::Subtitle, "甲局"),
        ],
        body: vec![
            Paragraph::new(Style::Heading1, "一、基本情况"),
            Paragraph::new(Style::BodyText, "“甲”\t<b> & \u{7}乙\u{fffe}"),
            Paragraph::new(Style::Missing, ""),
            Paragraph {
                indent: Some(Indent {
                    left: 6,
                    hanging: 4,
                }),
                ..Paragraph::new(Style::Attachments, "附件：1. 基础数据表")
            },
        ],
    }
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..package.len())
        .map(|index| {
            let mut part = package.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().to_string(), text)
        })
        .collect()
}

/// The values of an attribute of elements of this name, wherever they stand; fails when the XML is not well formed.
fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == element => {
                found.extend(start.attributes().map(Result::unwrap).filter_map(|one| {
                    (one.key.as_ref() == attribute).then(|| one.value.to_string())
                }));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn a_small_document_is_just_this() {
    let parts = parts(&write(&small()).unwrap());
    let page = r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1417" w:gutter="0"/>"#;
    let columns = r#"<w:cols w:space="720"/>"#;
    let run = r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">"#;
    let expected = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#,
        r#"<w:p><w:pPr><w:pStyle w:val="Title"/><w:spacing w:before="3200"/></w:pPr>"#,
        &format!("{run}自评报告</w:t></w:r></w:p>"),
        &format!(r#"<w:p><w:pPr><w:pStyle w:val="Subtitle"/><w:sectPr>{page}{columns}</w:sectPr></w:pPr>"#),
        &format!("{run}甲局</w:t></w:r></w:p>"),
        r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>"#,
        &format!("{run}一、基本情况</w:t></w:r></w:p>"),
        r#"<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>"#,
        &format!(r#"{run}“甲”</w:t><w:tab/><w:t xml:space="preserve">&lt;b&gt; &amp; 乙</w:t></w:r></w:p>"#),
        r#"<w:p><w:pPr><w:pStyle w:val="Missing"/></w:pPr></w:p>"#,
        r#"<w:p><w:pPr><w:pStyle w:val="Attachments"/><w:ind w:leftChars="600" w:left="1920" w:hangingChars="400" w:hanging="1280"/></w:pPr>"#,
        &format!("{run}附件：1. 基础数据表</w:t></w:r></w:p>"),
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:type w:val="nextPage"/>"#,
        &format!(r#"{page}<w:pgNumType w:start="1"/>{columns}</w:sectPr></w:body></w:document>"#),
    ]
    .concat();
    assert_eq!(parts["word/document.xml"], expected);
    assert!(parts["docProps/core.xml"].contains(
        "<dc:title>2024年度自评报告 &lt;一&gt;</dc:title><dc:creator>甲局 &amp; 乙局</dc:creator>"
    ));
    assert!(parts["docProps/core.xml"].contains(">2024-01-01T00:00:00Z</dcterms:created>"));
}

#[test]
fn the_same_document_gives_the_same_bytes_and_no_part_has_a_time() {
    let bytes = write(&small()).unwrap();
    assert!(write(&small()).unwrap() == bytes);
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..package.len() {
        let time = package.by_index(index).unwrap().last_modified();
        assert_eq!(time, Some(DateTime::default()));
    }
    assert!(
        parts(&write(&Document::default()).unwrap())["docProps/core.xml"].contains("2000-01-01T")
    );
}

#[test]
fn every_part_is_named_and_every_link_leads_to_a_part() {
    let parts = parts(&write(&small()).unwrap());
    let typed: BTreeSet<String> = values(&parts["[Content_Types].xml"], "Override", "PartName")
        .iter()
        .map(|name| name.trim_start_matches('/').to_owned())
        .collect();
    let others: BTreeSet<String> = parts
        .keys()
        .filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml")
        .cloned()
        .collect();
    assert_eq!(typed, others);
    for (links, folder) in [
        ("_rels/.rels", ""),
        ("word/_rels/document.xml.rels", "word/"),
    ] {
        for target in values(&parts[links], "Relationship", "Target") {
            assert!(parts.contains_key(&format!("{folder}{target}")), "{target}");
        }
    }
    let ids = values(&parts["word/_rels/document.xml.rels"], "Relationship", "Id");
    for id in values(&parts["word/document.xml"], "w:footerReference", "r:id") {
        assert!(ids.contains(&id), "{id}");
    }
}

#[test]
fn every_style_is_there_and_headings_have_their_levels() {
    let parts = parts(&write(&small()).unwrap());
    let styles = &parts["word/styles.xml"];
    let ids = values(styles, "w:style", "w:styleId");
    for style in Style::ALL {
        assert!(ids.iter().any(|id| id == style.id()), "{style:?}");
    }
    for name in values(styles, "w:basedOn", "w:val")
        .iter()
        .chain(&values(styles, "w:next", "w:val"))
    {
        assert!(ids.contains(name), "{name}");
    }
    assert_eq!(values(styles, "w:outlineLvl", "w:val"), ["0", "1"]);
    // Every font has an entry that says what may stand in for it.
    let known = values(&parts["word/fontTable.xml"], "w:font", "w:name");
    for attribute in ["w:ascii", "w:hAnsi", "w:eastAsia"] {
        for font in values(styles, "w:rFonts", attribute) {
            assert!(known.contains(&font), "{font}");
        }
    }
}

#[test]
fn without_a_cover_there_is_one_section() {
    let mut document = small();
    document.cover.clear();
    let xml = &parts(&write(&document).unwrap())["word/document.xml"];
    assert_eq!(values(xml, "w:pgNumType", "w:start"), ["1"]);
    assert_eq!(values(xml, "w:pgSz", "w:w").len(), 1);
}
