//! A return with everything a department can put into a workbook and annex does not write itself.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::io::{Cursor, Write};

use annex::book::{Book, Note};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, b'I', b'D', b'A', b'T',
    0x78, 0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0xF0, 0x1F, 0, 5, 0, 1, 0xFF, 0x56, 0xC7, 0x2F, 0x0D, 0, 0,
    0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes notes of a department on the second sheet of a workbook, the first one of the form: on two inputs and beside the form.
pub(crate) fn write_notes(book: &mut Book) {
    for (cell, text) in [
        ("B5", "含借调人员"),
        ("D9", "[Threaded comment]\n\nComment:\n    请核对"),
        ("L3", "表外的批注"),
    ] {
        let note = Note {
            author: "张三".to_owned(),
            text: text.to_owned(),
            width: 144,
            height: 79,
        };
        let at = annex::address::Address::parse(cell).unwrap();
        book.sheets[1].notes.insert(at, note);
    }
}

/// The parts of a workbook, packed as Office packs them.
pub(crate) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1));
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Changes the text of a part.
#[track_caller]
pub(crate) fn change(parts: &mut [(String, Vec<u8>)], name: &str, from: &str, to: &str) {
    let (_, bytes) = parts.iter_mut().find(|(part, _)| part == name).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

fn add(parts: &mut Vec<(String, Vec<u8>)>, name: &str, content: impl AsRef<[u8]>) {
    parts.push((name.to_owned(), content.as_ref().to_vec()));
}

fn relate(parts: &mut [(String, Vec<u8>)], part: &str, relations: &[(&str, &str, &str)]) {
    let all: String = relations
        .iter()
        .map(|(id, kind, target)| {
            let kind = if kind.starts_with("http") {
                (*kind).to_owned()
            } else {
                format!("{KINDS}/{kind}")
            };
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    change(
        parts,
        part,
        "</Relationships>",
        &format!("{all}</Relationships>"),
    );
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let mut parts = vec![(
        "x".to_owned(),
        b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_vec(),
    )];
    relate(&mut parts, "x", list);
    String::from_utf8(parts.remove(0).1).unwrap()
}

fn types(parts: &mut [(String, Vec<u8>)], overrides: &[(&str, &str)]) {
    let all: String = overrides
        .iter()
        .map(|(part, kind)| format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>"))
        .collect();
    let all = format!(
        "<Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"bin\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings\"/>{all}"
    );
    change(
        parts,
        "[Content_Types].xml",
        "</Types>",
        &format!("{all}</Types>"),
    );
}

/// Adds what else there is: a picture, a text box and a chart, a thread of comments, a sparkline, settings of a printer,
/// data of a program, and the pictures that WPS keeps in cells. The workbook has to have the notes of [`write_notes`].
pub(crate) fn enriched(parts: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts.to_vec();
    let sheet = "xl/worksheets/sheet2.xml";
    let office = "application/vnd.openxmlformats-officedocument";
    change(
        &mut parts,
        sheet,
        "<legacyDrawing ",
        "<drawing r:id=\"rId91\"/><legacyDrawing ",
    );
    change(
        &mut parts,
        sheet,
        "</worksheet>",
        "<extLst><ext uri=\"{05C60535-1F16-4fd2-B633-F4F36F0B64E0}\" xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\"><x14:sparklineGroups xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>B6:G6</xm:f><xm:sqref>L9</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>",
    );
    change(
        &mut parts,
        sheet,
        "<pageSetup ",
        "<pageSetup r:id=\"rId92\" ",
    );
    relate(
        &mut parts,
        "xl/worksheets/_rels/sheet2.xml.rels",
        &[
            ("rId91", "drawing", "../drawings/drawing9.xml"),
            (
                "rId92",
                "printerSettings",
                "../printerSettings/printerSettings1.bin",
            ),
            (
                "rId93",
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/threadedComment1.xml",
            ),
        ],
    );
    add(
        &mut parts,
        "xl/printerSettings/printerSettings1.bin",
        [7_u8; 64],
    );
    add(
        &mut parts,
        "xl/drawings/drawing9.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><xdr:oneCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>19</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx=\"914400\" cy=\"914400\"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"2\" name=\"图片 1\" descr=\"盖章页\"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"rId1\"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"914400\" cy=\"914400\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor><xdr:oneCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>29</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx=\"914400\" cy=\"457200\"/><xdr:sp macro=\"\" textlink=\"\"><xdr:nvSpPr><xdr:cNvPr id=\"3\" name=\"文本框 2\"/><xdr:cNvSpPr txBox=\"1\"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"914400\" cy=\"457200\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>另见附注</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor><xdr:oneCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>39</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx=\"1828800\" cy=\"914400\"/><xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"4\" name=\"图表 3\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"rId2\"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>",
    );
    add(
        &mut parts,
        "xl/drawings/_rels/drawing9.xml.rels",
        relations(&[
            ("rId1", "image", "../media/image9.png"),
            ("rId2", "chart", "../charts/chart9.xml"),
        ]),
    );
    add(&mut parts, "xl/media/image9.png", PNG);
    add(
        &mut parts,
        "xl/charts/chart9.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:chart><c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:val><c:numRef><c:f>'附件1 基础数据表'!$B$6:$G$6</c:f></c:numRef></c:val></c:ser><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart><c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:crossAx val=\"2\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:crossAx val=\"1\"/></c:valAx></c:plotArea></c:chart></c:chartSpace>",
    );
    add(
        &mut parts,
        "xl/threadedComments/threadedComment1.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"><threadedComment ref=\"D9\" dT=\"2025-03-20T08:00:00.00\" personId=\"{11111111-1111-4111-8111-111111111111}\" id=\"{22222222-2222-4222-8222-222222222222}\"><text>请核对</text></threadedComment></ThreadedComments>",
    );
    add(
        &mut parts,
        "xl/persons/person.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<personList xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"><person displayName=\"张三\" id=\"{11111111-1111-4111-8111-111111111111}\" userId=\"zhangsan\" providerId=\"None\"/></personList>",
    );
    add(
        &mut parts,
        "xl/cellimages.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<etc:cellImages xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\" xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"5\" name=\"ID_0A1B\"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed=\"rId1\"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>",
    );
    add(
        &mut parts,
        "xl/_rels/cellimages.xml.rels",
        relations(&[("rId1", "image", "media/image10.png")]),
    );
    add(&mut parts, "xl/media/image10.png", PNG);
    add(
        &mut parts,
        "customXml/item1.xml",
        "<项目 xmlns=\"urn:example\">审计信息化</项目>",
    );
    add(
        &mut parts,
        "customXml/itemProps1.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<ds:datastoreItem ds:itemID=\"{33333333-3333-4333-8333-333333333333}\" xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs/></ds:datastoreItem>",
    );
    add(
        &mut parts,
        "customXml/_rels/item1.xml.rels",
        relations(&[("rId1", "customXmlProps", "itemProps1.xml")]),
    );
    relate(
        &mut parts,
        "xl/_rels/workbook.xml.rels",
        &[
            ("rId91", "customXml", "../customXml/item1.xml"),
            (
                "rId92",
                "http://schemas.microsoft.com/office/2017/10/relationships/person",
                "persons/person.xml",
            ),
            (
                "rId93",
                "http://www.wps.cn/officeDocument/2020/cellImage",
                "cellimages.xml",
            ),
        ],
    );
    types(
        &mut parts,
        &[
            ("xl/drawings/drawing9.xml", &format!("{office}.drawing+xml")),
            (
                "xl/charts/chart9.xml",
                &format!("{office}.drawingml.chart+xml"),
            ),
            (
                "xl/threadedComments/threadedComment1.xml",
                "application/vnd.ms-excel.threadedcomments+xml",
            ),
            (
                "xl/persons/person.xml",
                "application/vnd.ms-excel.person+xml",
            ),
            (
                "xl/cellimages.xml",
                "application/vnd.wps-officedocument.cellimage+xml",
            ),
            (
                "customXml/itemProps1.xml",
                &format!("{office}.customXmlProperties+xml"),
            ),
        ],
    );
    parts
}

/// Gives a workbook macros.
pub(crate) fn with_macros(parts: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts.to_vec();
    change(
        &mut parts,
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    );
    change(
        &mut parts,
        "[Content_Types].xml",
        "</Types>",
        "<Override PartName=\"/xl/vbaProject.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>",
    );
    relate(
        &mut parts,
        "xl/_rels/workbook.xml.rels",
        &[(
            "rId95",
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            "vbaProject.bin",
        )],
    );
    add(&mut parts, "xl/vbaProject.bin", [1_u8, 2, 3, 250]);
    parts
}

/// Gives a workbook a digital signature, as far as a reader looks at it.
pub(crate) fn signed(parts: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts.to_vec();
    add(
        &mut parts,
        "_xmlsignatures/sig1.xml",
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>",
    );
    parts
}
