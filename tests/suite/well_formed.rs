//! What annex writes opens everywhere: every part of every file goes through an XML parser that knows namespaces, for returns
//! as Excel, openpyxl, ExcelJS, SheetJS, LibreOffice and umya save them. tests/office has the programs themselves.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::annotate;
use annex::book::RawBook;
use annex::book::amend::AmendError;
use annex::book::read::read;
use annex::book::write::write;
use annex::text::Language;
use package::unpack;
use proptest::prelude::*;
use returns::{open, returned};
use shell::Shell;

use crate::common::package;
use crate::common::returns;
use crate::common::rich;
use crate::common::shell;
use crate::common::xml;

type Parts = Vec<(String, Vec<u8>)>;

const R: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A return with mistakes of many kinds, with notes, pictures and whatever else Excel puts into workbooks.
fn of_excel() -> Parts {
    let mut book = returned("01-yueyang-federation");
    rich::write_notes(&mut book);
    rich::enriched(&unpack(&write(&book).unwrap()))
}

/// Changes the text of each part of this kind.
fn each(parts: &mut Parts, is_it: impl Fn(&str) -> bool, changed: impl Fn(&str, String) -> String) {
    for (name, bytes) in parts.iter_mut().filter(|(name, _)| is_it(name)) {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        *bytes = changed(name, text).into_bytes();
    }
}

fn is_sheet(name: &str) -> bool {
    name.starts_with("xl/worksheets/sheet")
}

fn is_of_workbook(name: &str) -> bool {
    is_sheet(name) || name == "xl/workbook.xml"
}

/// Prefixes declared where they are used and nowhere else, which in boxes of notes are ns0 and ns1.
fn of_openpyxl() -> Parts {
    let mut parts = of_excel();
    each(&mut parts, is_of_workbook, |_, text| {
        let text = text.replacen(&format!(" {R}"), "", 1);
        let tags = text
            .split_inclusive('>')
            .map(|tag| match tag.contains(" r:id=") {
                true => tag.replacen(" r:id=", &format!(" {R} r:id="), 1),
                false => tag.to_owned(),
            });
        tags.collect()
    });
    each(
        &mut parts,
        |name| name.ends_with(".vml"),
        |_, text| {
            let root = text.find("<xml ").unwrap();
            let end = root + text[root..].find('>').unwrap();
            let mut inside = text[end + 1..].to_owned();
            for (prefix, own) in [("o", "ns0"), ("v", "ns1"), ("x", "ns2")] {
                for before in ["<", "</", " "] {
                    let from = format!("{before}{prefix}:");
                    inside = inside.replace(&from, &format!("{before}{own}:"));
                }
            }
            for child in ["ns0:shapelayout", "ns1:shapetype", "ns1:shape"] {
                let declared = "xmlns:ns0=\"urn:schemas-microsoft-com:office:office\" xmlns:ns1=\"urn:schemas-microsoft-com:vml\" xmlns:ns2=\"urn:schemas-microsoft-com:office:excel\"";
                inside = inside.replace(&format!("<{child} "), &format!("<{child} {declared} "));
            }
            format!("<xml>{inside}")
        },
    );
    parts
}

/// Extensions that may be ignored, named before they are declared.
fn of_exceljs() -> Parts {
    let mut parts = of_excel();
    let named = format!(
        "xmlns=\"{MAIN}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"x14ac x16r2\" xmlns:x14ac=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac\" xmlns:x16r2=\"http://schemas.microsoft.com/office/spreadsheetml/2015/02/main\""
    );
    let is_it = |name: &str| is_of_workbook(name) || name == "xl/styles.xml";
    each(&mut parts, is_it, |_, text| {
        text.replacen(&format!("xmlns=\"{MAIN}\""), &named, 1)
            .replacen(
                "<sheetFormatPr ",
                "<sheetFormatPr x14ac:dyDescent=\"0\" ",
                1,
            )
    });
    parts
}

/// No views, notes in one piece, and a list of kinds that declares more than it uses.
fn of_sheetjs() -> Parts {
    let mut parts = of_excel();
    each(
        &mut parts,
        |name| name == "xl/workbook.xml",
        |_, text| {
            let from = text.find("<bookViews>").unwrap();
            let to = text.find("</bookViews>").unwrap() + "</bookViews>".len();
            format!("{}{}", &text[..from], &text[to..])
        },
    );
    each(
        &mut parts,
        |name| name.contains("comments1"),
        |_, text| {
            let mut pieces = text.split("<rPr>");
            let first = pieces.next().unwrap().to_owned();
            let rest = pieces.map(|piece| piece.split_once("</rPr>").unwrap().1);
            let text = first + &rest.collect::<String>();
            text.replace("<r>", "").replace("</r>", "")
        },
    );
    each(
        &mut parts,
        |name| name.ends_with(".vml"),
        |_, text| text.replacen("<xml ", "<xml xmlns:mv=\"http://macVmlSchemaUri\" ", 1),
    );
    each(
        &mut parts,
        |name| name == "[Content_Types].xml",
        |_, text| {
            text.replacen(
            "<Types ",
            "<Types xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ",
            1,
        )
        },
    );
    parts
}

/// Alternatives in notes, boxes without numbers, and no layout of shapes.
fn of_libreoffice() -> Parts {
    let mut parts = of_excel();
    each(
        &mut parts,
        |name| name.contains("comments1"),
        |_, text| {
            text.replacen(
            "<comments ",
            "<comments xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v2=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main/v2\" mc:Ignorable=\"v2\" ",
            1,
        )
        .replace(
            "</comment>",
            "<mc:AlternateContent><mc:Choice Requires=\"v2\"><commentPr autoFill=\"true\"><anchor/></commentPr></mc:Choice><mc:Fallback></mc:Fallback></mc:AlternateContent></comment>",
        )
        },
    );
    each(
        &mut parts,
        |name| name.ends_with(".vml"),
        |_, text| {
            let from = text.find("<o:shapelayout").unwrap();
            let to = text.find("</o:shapelayout>").unwrap() + "</o:shapelayout>".len();
            let text = format!("{}{}", &text[..from], &text[to..]);
            text.replace("_x0000_s", "shape_")
        },
    );
    each(&mut parts, is_sheet, |_, text| {
        text.replacen("<worksheet ", "<worksheet xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:xr2=\"http://schemas.microsoft.com/office/spreadsheetml/2015/revision2\" ", 1)
    });
    parts
}

/// Validations of an extension, with prefixes declared within it, and two kinds of shapes in the boxes.
fn of_umya() -> Parts {
    let mut parts = of_excel();
    each(&mut parts, is_sheet, |name, text| {
        let text = text.replacen("<worksheet ", "<worksheet xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\" ", 1);
        let list = "<x14:dataValidations xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\" count=\"1\"><x14:dataValidation type=\"list\"><x14:formula1><xm:f>A1</xm:f></x14:formula1><xm:sqref>Z9</xm:sqref></x14:dataValidation></x14:dataValidations>";
        let ext = format!("<ext uri=\"{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}\">{list}</ext>");
        match name == "xl/worksheets/sheet2.xml" {
            true => text.replacen("<extLst>", &format!("<extLst>{ext}"), 1),
            false => text.replacen(
                "</worksheet>",
                &format!("<extLst>{ext}</extLst></worksheet>"),
                1,
            ),
        }
    });
    each(
        &mut parts,
        |name| name.ends_with(".vml"),
        |_, text| {
            text.replacen(
            "<v:shapetype ",
            "<v:shapetype id=\"_x0000_t75\" coordsize=\"21600,21600\" o:spt=\"75\" path=\"m@4@5xe\"><v:formulas><v:f eqn=\"if lineDrawn pixelLineWidth 0\"/></v:formulas></v:shapetype><v:shapetype ",
            1,
        )
        },
    );
    parts
}

/// The main namespace with a prefix, in every part.
fn prefixed() -> Parts {
    let mut parts = of_excel();
    let is_it = |name: &str| {
        is_of_workbook(name) || name == "xl/styles.xml" || name.starts_with("xl/comments")
    };
    each(&mut parts, is_it, |_, text| {
        let text = text.replace(&format!("xmlns=\"{MAIN}\""), &format!("xmlns:x=\"{MAIN}\""));
        let tags = text.split('<').enumerate().map(|(at, tag)| {
            let name = tag.split([' ', '>', '/']).find(|word| !word.is_empty());
            let is_other = name.is_none_or(|name| name.contains(':') || name.starts_with('?'));
            match (at, is_other, tag.strip_prefix('/')) {
                (0, ..) => tag.to_owned(),
                (_, true, _) => format!("<{tag}"),
                (_, _, Some(rest)) => format!("</x:{rest}"),
                _ => format!("<x:{tag}"),
            }
        });
        tags.collect()
    });
    parts
}

/// What the strict kind of Office's own format calls everything.
fn strict() -> Parts {
    let mut parts = of_excel();
    each(
        &mut parts,
        |name| !name.ends_with(".png") && !name.ends_with(".bin"),
        |_, text| {
            text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
        },
    );
    parts
}

fn marked(bytes: &[u8]) -> Result<Vec<u8>, AmendError> {
    let found = open(bytes);
    let content = found.content.as_ref().unwrap();
    annotate::in_place(bytes, content, &found.findings, Language::Chinese)
}

/// What a workbook says, but for the sheet that annex puts in.
fn said(bytes: &[u8]) -> RawBook {
    let mut book = read(bytes).unwrap();
    book.sheets.retain(|sheet| sheet.name != "校验结果");
    for sheet in &mut book.sheets {
        sheet.notes.clear();
    }
    for name in &mut book.names {
        name.scope = None;
    }
    book.names.retain(|name| name.place.sheet != "校验结果");
    book
}

#[track_caller]
fn assert_marked(what: &str, parts: &Parts) {
    xml::assert_opens(what, parts);
    let bytes = rich::packed(parts);
    let copy = marked(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
    xml::assert_opens(&format!("{what}, marked"), &unpack(&copy));
    assert_eq!(said(&bytes), said(&copy), "{what}");
    let again = marked(&copy).unwrap_or_else(|error| panic!("{what}, again: {error}"));
    assert!(unpack(&again) == unpack(&copy), "{what}: marked twice");
}

#[test]
fn copies_marked_in_place_are_well_formed_whoever_saved_the_return() {
    for (program, parts) in [
        ("Excel", of_excel()),
        ("openpyxl", of_openpyxl()),
        ("ExcelJS", of_exceljs()),
        ("SheetJS", of_sheetjs()),
        ("LibreOffice", of_libreoffice()),
        ("umya", of_umya()),
        ("a prefix for all", prefixed()),
        ("strict", strict()),
    ] {
        assert_marked(program, &parts);
    }
}

#[test]
fn what_was_no_xml_before_is_refused_and_named() {
    let mut parts = of_excel();
    each(
        &mut parts,
        |name| name == "xl/workbook.xml",
        |_, text| text.replacen(&format!(" {R}"), "", 1),
    );
    let error = marked(&rich::packed(&parts)).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("xl/workbook.xml") && said.contains("nothing declares the prefix 'r'"),
        "{said}"
    );
    // Excel's own boxes of notes have HTML in them that is no XML; it reads them nevertheless.
    let mut parts = of_excel();
    each(
        &mut parts,
        |name| name.ends_with(".vml"),
        |_, text| {
            text.replacen(
                "<div style=\"text-align:left\">",
                "<div style=\"text-align:left\"><br>",
                1,
            )
        },
    );
    assert!(marked(&rich::packed(&parts)).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 0, ..ProptestConfig::default() })]

    /// Prefixes are names for namespaces, and nothing else of a workbook depends on them.
    #[test]
    fn prefixes_may_be_any_and_declared_anywhere(seed in any::<u64>()) {
        let mut parts = match seed % 3 {
            0 => of_openpyxl(),
            1 => of_exceljs(),
            _ => strict(),
        };
        let before = said(&rich::packed(&parts));
        let is_xml = |name: &str| {
            (name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml"))
                && !name.starts_with("docProps")
        };
        each(&mut parts, is_xml, |name, text| {
            let mix = name.bytes().fold(seed, |mix, byte| mix.rotate_left(7) ^ u64::from(byte));
            xml::rewritten(&text, mix)
        });
        prop_assert!(said(&rich::packed(&parts)) == before);
        assert_marked(&format!("seed {seed}"), &parts);
    }
}

#[test]
fn whatever_annex_writes_anew_is_well_formed() {
    let shell = Shell::new();
    shell.run("demo d");
    for line in [
        "check d/inbox",
        "annotate d/inbox -o marked",
        "annotate --in-place d/inbox -o in-place",
        "report d/inbox -o reports",
        "consolidate d/inbox -o summary.xlsx",
    ] {
        shell.run(line);
    }
    let mut seen = 0;
    let mut folders = vec![shell.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            if path.is_dir() {
                folders.push(path);
            } else if ["xlsx", "xlsm", "docx"].contains(&ending.as_str()) {
                let bytes = std::fs::read(&path).unwrap();
                xml::assert_opens(&path.display().to_string(), &unpack(&bytes));
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen} files");
}
