//! Returns with far too much in them: a good one, and beside the form, in it or about it as much of one thing as is asked for.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::fmt::Write as _;

use annex::address::Address;
use annex::book::write::write;
use annex::demo;
use annex::form;
use annex::template::{Pack, packs};
use std::sync::Arc;

use super::package::{package, unpack};

const PACK: &str = "hunan-2024";
/// 附件1, the first sheet after 填报说明.
const SHEET: &str = "xl/worksheets/sheet2.xml";
const RELATED: &str = "xl/worksheets/_rels/sheet2.xml.rels";
const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
/// Rows the form does not reach.
const BELOW: usize = 2_000;

/// The pack the returns are made from.
pub(crate) fn pack() -> Arc<Pack> {
    form::load(&packs::shipped_files(PACK).unwrap()).unwrap()
}

/// The parts of a return in which nothing is wrong.
#[derive(Clone)]
pub(crate) struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    /// The second department made no mistake.
    pub(crate) fn good(pack: &Arc<Pack>) -> Parts {
        Parts::of(1, pack)
    }

    /// The first one made many, and shifted a row: that it did is found by checking a copy.
    fn bad() -> Parts {
        Parts::of(0, &pack())
    }

    fn of(department: usize, pack: &Arc<Pack>) -> Parts {
        let all = demo::departments_of(PACK).unwrap();
        let book = demo::returned(&all[department], pack).unwrap().unwrap();
        Parts(unpack(&write(&book).unwrap()))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let parts = self.0.iter();
        let parts: Vec<(&str, &[u8])> = parts
            .map(|(name, content)| (name.as_str(), content.as_slice()))
            .collect();
        package(&parts)
    }

    /// Puts something before the first such tag of a part.
    fn before(mut self, part: &str, tag: &str, xml: &str) -> Parts {
        let found = self.0.iter_mut().find(|(name, _)| name == part);
        let content = &mut found.unwrap().1;
        let text = std::str::from_utf8(content).unwrap();
        let at = text.find(tag).unwrap();
        content.splice(at..at, xml.bytes());
        self
    }

    fn with(mut self, part: &str, xml: String) -> Parts {
        self.0.push((part.to_owned(), xml.into_bytes()));
        self
    }

    /// Adds a part to which the sheet is related.
    fn beside(self, kind: &str, xml: String) -> Parts {
        let relations = format!(
            r#"<Relationships><Relationship Id="r1" Type="http://x/{kind}" Target="/xl/beside.xml"/></Relationships>"#
        );
        self.with(RELATED, relations).with("xl/beside.xml", xml)
    }

    fn cells(self, xml: &str) -> Parts {
        self.before(SHEET, "</sheetData>", xml)
    }

    /// Adds sheets with these contents.
    fn sheets(self, name: &str, state: &str, contents: impl Iterator<Item = String>) -> Parts {
        let (mut listed, mut related) = (String::new(), String::new());
        let mut parts = self;
        for (index, xml) in contents.enumerate() {
            write!(
                listed,
                r#"<sheet name="{name}{index}" sheetId="{}" state="{state}" r:id="more{index}"/>"#,
                900 + index
            )
            .unwrap();
            write!(related, r#"<Relationship Id="more{index}" Type="http://x/worksheet" Target="worksheets/more{index}.xml"/>"#).unwrap();
            parts = parts.with(
                &format!("xl/worksheets/more{index}.xml"),
                format!("<worksheet><sheetData>{xml}</sheetData></worksheet>"),
            );
        }
        parts
            .before(WORKBOOK, "</sheets>", &listed)
            .before(RELATIONS, "</Relationships>", &related)
    }
}

/// Rows of so many cells in all, `width` in each.
fn rows(count: usize, width: usize, first: usize, cell: impl Fn(&str, usize) -> String) -> String {
    let mut xml = String::new();
    for index in 0..count {
        let row = first + index / width;
        if index.is_multiple_of(width) {
            xml.push_str(if index > 0 { "</row>" } else { "" });
            write!(xml, r#"<row r="{row}">"#).unwrap();
        }
        let column = u32::try_from(index % width).unwrap();
        let at = Address::new(u32::try_from(row - 1).unwrap(), column).to_string();
        xml.push_str(&cell(&at, index));
    }
    xml + "</row>"
}

fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// A cell beside the form, far enough from its columns.
fn free(index: usize) -> Address {
    let (row, column) = (index / 50, 30 + 2 * (index % 50));
    Address::new(u32::try_from(row).unwrap(), u32::try_from(column).unwrap())
}

fn number(at: &str, index: usize) -> String {
    format!(r#"<c r="{at}"><v>{index}</v></c>"#)
}

fn text(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="str"><v>{text}</v></c>"#)
}

/// One attack: what it is, and the return with so many cells, or with so many other things.
pub(crate) type Attack = (
    &'static str,
    fn(Parts, cells: usize, entries: usize) -> Parts,
);

pub(crate) const ATTACKS: &[Attack] = &[
    ("cells below the form", |parts, cells, _| {
        parts.cells(&rows(cells, 100, BELOW, number))
    }),
    ("a column of texts", |parts, cells, _| {
        parts.cells(&rows(cells, 1, BELOW, |at, index| {
            text(at, &format!("项目支出合计第{index}项"))
        }))
    }),
    ("a column of labels", |parts, cells, _| {
        parts.cells(&rows(cells, 1, BELOW, |at, index| {
            text(at, ["公用经费", "项目支出", "政府采购金额"][index % 3])
        }))
    }),
    ("a row of labels", |parts, cells, _| {
        parts.cells(&rows(cells, 16_000, BELOW, |at, _| text(at, "公用经费")))
    }),
    ("a column of texts below many mistakes", |_, cells, _| {
        Parts::bad().cells(&rows(cells, 1, BELOW, |at, index| {
            text(at, &format!("项目支出合计第{index}项"))
        }))
    }),
    (
        "formulas that lead to as many files below many mistakes",
        |_, cells, _| {
            Parts::bad().cells(&rows(cells, 20, BELOW, |at, index| {
                format!(r#"<c r="{at}"><f>[{index}]表!A1</f><v>1</v></c>"#)
            }))
        },
    ),
    ("a sheet full of cells", |parts, cells, _| {
        parts.sheets("另", "visible", std::iter::once(rows(cells, 10, 1, number)))
    }),
    ("a hidden sheet full of cells", |parts, cells, _| {
        parts.sheets(
            "另",
            "veryHidden",
            std::iter::once(rows(cells, 10, 1, number)),
        )
    }),
    ("many sheets", |parts, cells, _| {
        let one = (0..cells.min(900)).map(|index| rows(3, 1, 1, |at, _| number(at, index)));
        parts.sheets("附件3 (2) ", "visible", one)
    }),
    ("many hidden sheets", |parts, cells, _| {
        let one = (0..cells.min(900)).map(|index| rows(3, 1, 1, |at, _| number(at, index)));
        parts.sheets("隐", "hidden", one)
    }),
    ("formulas that lead to as many files", |parts, cells, _| {
        parts.cells(&rows(cells, 20, BELOW, |at, index| {
            format!(r#"<c r="{at}"><f>[{index}]表!A1</f><v>1</v></c>"#)
        }))
    }),
    ("cells that share a formula", |parts, cells, _| {
        let shared = r#"<row r="1999"><c r="A1999"><f t="shared" ref="A1999:T99999" si="9">SUM(A1:B2)</f></c></row>"#;
        let sharing = rows(cells, 20, BELOW, |at, _| {
            format!(r#"<c r="{at}"><f t="shared" si="9"/><v>1</v></c>"#)
        });
        parts.cells(&(shared.to_owned() + &sharing))
    }),
    ("merged areas", |parts, _, entries| {
        let merged = repeated(entries, |index| {
            let first = free(index);
            let last = Address::new(first.row, first.column + 1);
            format!(r#"<mergeCell ref="{first}:{last}"/>"#)
        });
        parts.before(SHEET, "</mergeCells>", &merged)
    }),
    ("the whole sheet merged many times", |parts, _, entries| {
        let merged = r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(entries);
        parts.before(SHEET, "</mergeCells>", &merged)
    }),
    ("validations", |parts, _, entries| {
        let validations = repeated(entries / 2, |index| {
            format!(
                r#"<dataValidation type="decimal" sqref="{}"/>"#,
                free(index)
            )
        });
        parts.before(SHEET, "</dataValidations>", &validations)
    }),
    (
        "a validation of the whole sheet many times",
        |parts, _, entries| {
            let areas = "A1:XFD1048576 ".repeat(entries);
            let validation = format!(r#"<dataValidation type="list" sqref="{areas}"/>"#);
            parts.before(SHEET, "</dataValidations>", &validation)
        },
    ),
    ("notes", |parts, _, entries| {
        let notes = repeated(entries, |index| {
            format!(
                r#"<comment ref="{}"><text><t>批注{index}</t></text></comment>"#,
                free(index)
            )
        });
        parts.beside("comments", format!("<comments>{notes}</comments>"))
    }),
    ("objects", |parts, _, entries| {
        let objects = repeated(entries, |index| {
            format!(
                "<oneCellAnchor><from><col>{}</col><row>9</row></from><sp><t>图{index}</t></sp></oneCellAnchor>",
                index % 90
            )
        });
        parts.beside("drawing", format!("<wsDr>{objects}</wsDr>"))
    }),
    ("names", |parts, _, entries| {
        let names = repeated(entries, |index| {
            format!(
                r#"<definedName name="n{index}">附件1!$B${}</definedName>"#,
                index + 1
            )
        });
        parts.before(WORKBOOK, "</definedNames>", &names)
    }),
    ("names of merged areas", |parts, _, entries| {
        let names = repeated(entries / 2, |index| {
            let first = free(index);
            format!(
                r#"<definedName name="n{index}">附件1!{first}:{}</definedName>"#,
                Address::new(first.row, first.column + 1)
            )
        });
        let merged = repeated(entries / 2, |index| {
            let first = free(index);
            format!(
                r#"<mergeCell ref="{first}:{}"/>"#,
                Address::new(first.row, first.column + 1)
            )
        });
        parts
            .before(WORKBOOK, "</definedNames>", &names)
            .before(SHEET, "</mergeCells>", &merged)
    }),
    ("one name on many sheets", |parts, _, entries| {
        let names = repeated(entries, |index| {
            format!(
                r#"<definedName name="base.staff.quota" localSheetId="{}">附件1!$B${}</definedName>"#,
                index % 9,
                index + 1
            )
        });
        parts.before(WORKBOOK, "</definedNames>", &names)
    }),
    ("hidden rows", |parts, _, entries| {
        let rows = repeated(entries, |index| {
            let row = BELOW + 2 * index;
            format!(r#"<row r="{row}" hidden="1"><c r="A{row}"><v>1</v></c></row>"#)
        });
        parts.cells(&rows)
    }),
    ("hidden columns", |parts, _, entries| {
        let columns = repeated(entries, |index| {
            let column = 100 + index % 16_000;
            format!(r#"<col min="{column}" max="{column}" hidden="1"/>"#)
        });
        parts.before(SHEET, "</cols>", &columns)
    }),
    ("a memory of cells", |parts, cells, _| {
        memory(parts, cells / 4, |index| {
            [
                "text".to_owned(),
                "附件1".to_owned(),
                format!("H{}", index + 1),
                "记".to_owned(),
            ]
        })
    }),
    ("a memory of as many sheets", |parts, cells, _| {
        memory(parts, cells / 4, |index| {
            [
                "text".to_owned(),
                format!("另{index}"),
                "A1".to_owned(),
                "记".to_owned(),
            ]
        })
    }),
    ("a memory of names that are gone", |parts, cells, _| {
        memory(parts, cells / 4, |index| {
            [
                "gone".to_owned(),
                format!("n{index}"),
                String::new(),
                String::new(),
            ]
        })
    }),
    ("an identity of many rows", |parts, cells, _| {
        // Beside the one that is there: which of two is taken does not matter.
        let lines = rows(cells, 2, 500, |at, index| {
            let row = index / 2;
            match index % 2 {
                0 => text(at, &format!("rows.base.special.{row}")),
                _ => number(at, 4_000_000_000),
            }
        });
        parts.identity(&lines)
    }),
    (
        "the end of the form at the end of the sheet",
        |parts, _, _| parts.far_away(),
    ),
    ("nested formulas", |parts, _, _| {
        let deep = [
            "(".repeat(16_000) + "1" + &")".repeat(16_000),
            "-".repeat(32_000) + "1",
            "IF(1,".repeat(5_000) + "1" + &")".repeat(5_000),
            "'[".repeat(16_000),
            vec!["A1"; 10_000].join("+"),
            vec!["[1]A!A1"; 4_000].join("+"),
            "{".repeat(30_000),
            "\"".repeat(30_001),
        ];
        let mut parts = parts;
        for formula in deep {
            parts = parts.formula(&formula);
        }
        parts
    }),
    ("long labels", |parts, _, _| {
        parts.long_labels(&"长".repeat(32_000))
    }),
    ("long texts in inputs", |parts, _, _| {
        parts.inputs(&"1,".repeat(16_000))
    }),
    ("long marks in inputs", |parts, _, _| {
        parts.inputs(&"≥".repeat(32_000))
    }),
    ("long words in inputs", |parts, _, _| {
        parts.inputs(&"（1万元".repeat(6_000))
    }),
];

fn memory(parts: Parts, count: usize, record: fn(usize) -> [String; 4]) -> Parts {
    let first = r#"<row r="1"><c r="A1"><f>IF(NOW()&gt;0,1,0)</f><v>0</v></c></row>"#;
    let records = rows(count * 4, 4, 2, |at, index| {
        text(at, &record(index / 4)[index % 4])
    });
    let sheet = format!("{first}{records}");
    let parts = parts.sheets("annex_found", "veryHidden", std::iter::once(sheet));
    parts.renamed("annex_found0", "annex_found")
}

impl Parts {
    fn text_of(&mut self, part: &str, edit: impl Fn(&str) -> String) {
        let found = self.0.iter_mut().find(|(name, _)| name == part);
        let content = &mut found.unwrap().1;
        let edited = edit(std::str::from_utf8(content).unwrap());
        *content = edited.into_bytes();
    }

    fn renamed(mut self, from: &str, to: &str) -> Parts {
        self.text_of(WORKBOOK, |text| text.replace(from, to));
        self
    }

    /// Adds rows to the sheet that says what the workbook is.
    fn identity(mut self, rows: &str) -> Parts {
        let is_it = |(_, content): &&mut (String, Vec<u8>)| {
            let text = String::from_utf8_lossy(content);
            text.contains("<sheetData>") && !text.contains("<cols>")
        };
        let (name, _) = self.0.iter_mut().find(is_it).unwrap();
        let name = name.clone();
        self.before(&name, "</sheetData>", rows)
    }

    /// Replaces the first formula of the sheet that has not been replaced.
    fn formula(mut self, formula: &str) -> Parts {
        let formula = formula.replace('&', "&amp;").replace('<', "&lt;");
        self.text_of(SHEET, |text| {
            text.replacen("<f>", &format!("<f >{formula}</f><!--"), 1)
                .replacen("</f><v>", "--><v>", 1)
        });
        self
    }

    /// Puts a text into every cell of the sheet that holds a number.
    fn inputs(mut self, text: &str) -> Parts {
        self.text_of(SHEET, |xml| {
            let mut cells = xml.split("><v>");
            let mut written = cells.next().unwrap().to_owned();
            for (index, rest) in cells.enumerate() {
                let is_input =
                    index % 5 == 0 && !written.ends_with("t=\"s\"") && !written.ends_with("</f");
                if is_input && let Some((_, after)) = rest.split_once("</v>") {
                    write!(written, r#" t="str"><v>{text}</v>{after}"#).unwrap();
                } else {
                    write!(written, "><v>{rest}").unwrap();
                }
            }
            written
        });
        self
    }

    /// Puts a text into some cells of the sheet that hold a label.
    fn long_labels(mut self, text: &str) -> Parts {
        self.text_of(SHEET, |xml| {
            let mut cells = xml.split(r#" t="s"><v>"#);
            let mut written = cells.next().unwrap().to_owned();
            for (index, rest) in cells.enumerate() {
                match rest.split_once("</v>") {
                    Some((_, after)) if index % 7 == 0 => {
                        write!(written, r#" t="str"><v>{text}</v>{after}"#).unwrap();
                    }
                    _ => write!(written, r#" t="s"><v>{rest}"#).unwrap(),
                }
            }
            written
        });
        self
    }

    /// Moves the second half of the form to the end of the sheet.
    fn far_away(mut self) -> Parts {
        let moved = |text: &str| {
            let mut text = text.to_owned();
            for row in (15..60).rev() {
                let far = 1_048_500 + row;
                text = text.replace(&format!(r#"<row r="{row}""#), &format!(r#"<row r="{far}""#));
                for column in 'A'..='I' {
                    text = text.replace(
                        &format!(r#"<c r="{column}{row}""#),
                        &format!(r#"<c r="{column}{far}""#),
                    );
                    text = text.replace(
                        &format!("附件1!${column}${row}<"),
                        &format!("附件1!${column}${far}<"),
                    );
                }
            }
            text
        };
        self.text_of(SHEET, moved);
        self.text_of(WORKBOOK, moved);
        self
    }
}
