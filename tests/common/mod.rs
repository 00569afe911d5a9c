//! A workbook that uses everything the model has, for the tests that write one.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

pub(crate) mod attacks;
pub(crate) mod bilingual;
pub(crate) mod changes;
pub(crate) mod docx;
pub(crate) mod edit;
pub(crate) mod measured;
pub(crate) mod ole;
pub(crate) mod package;
pub(crate) mod packs;
pub(crate) mod returns;
pub(crate) mod rich;
pub(crate) mod shell;
pub(crate) mod word;
pub(crate) mod xlsb;
pub(crate) mod xml;

use annex::address::{Address, Area};
use annex::book::{
    Align, Allow, Book, Border, Cell, CellValue, Condition, DefinedName, Note, Print, Sheet, Style,
    Validation, Visibility,
};

pub(crate) fn at(text: &str) -> Address {
    Address::parse(text).unwrap()
}

pub(crate) fn area(first: &str, last: &str) -> Area {
    Area::new(at(first), at(last))
}

pub(crate) fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

pub(crate) fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

pub(crate) fn cell(value: CellValue) -> Cell {
    Cell {
        value,
        ..Cell::default()
    }
}

pub(crate) fn formula(formula: &str, result: CellValue) -> Cell {
    Cell {
        value: result,
        formula: Some(formula.to_owned()),
        ..Cell::default()
    }
}

/// One visible sheet named 表 with these cells.
pub(crate) fn book(cells: &[(&str, Cell)]) -> Book {
    let cells = cells
        .iter()
        .map(|(place, cell)| (at(place), cell.clone()))
        .collect();
    Book {
        sheets: vec![Sheet {
            name: "表".to_owned(),
            cells,
            ..Sheet::default()
        }],
        ..Book::default()
    }
}

/// Every feature once.
pub(crate) fn full() -> Book {
    let framed = Style {
        border: Border::All,
        wrap: true,
        ..Style::default()
    };
    let input = Style {
        locked: false,
        fill: Some(0xFFF2CC),
        number_format: "#,##0.00".to_owned(),
        ..framed.clone()
    };
    let title = Style {
        font: "方正小标宋简体".to_owned(),
        half_points: 36,
        align: Align::Center,
        ..Style::default()
    };
    let label = Style {
        bold: true,
        fill: Some(0xD9E1F2),
        align: Align::Center,
        ..framed.clone()
    };
    let with = |cell: Cell, style: &Style| Cell {
        style: style.clone(),
        ..cell
    };

    let mut form = Sheet {
        name: "附件1 基础数据".to_owned(),
        tab_color: Some(0x4472C4),
        column_widths: vec![24.0, 14.0, 14.0, 14.0, 5.0],
        hidden_columns: vec![6],
        row_heights: [(0, 33.0), (7, 60.0)].into(),
        merges: vec![
            area("A1", "D1"),
            area("B6", "D6"),
            area("E2", "E6"),
            area("B8", "D8"),
        ],
        freeze: Some(at("B3")),
        protected: true,
        print: Print {
            landscape: true,
            fit_width: 1,
            fit_height: 0,
            repeat_rows: Some((0, 1)),
            repeat_columns: 1,
            header: "&L&\"宋体,常规\"湖南省财政厅&R&A".to_owned(),
            footer: "&C第 &P 页，共 &N 页".to_owned(),
            center: true,
            area: Some(area("A1", "E8")),
            black_and_white: true,
        },
        ..Sheet::default()
    };
    let cells = [
        (
            "A1",
            with(cell(text("2024年度部门整体支出绩效评价基础数据表")), &title),
        ),
        ("A2", with(cell(text("项目")), &label)),
        ("B2", with(cell(text("预算数")), &label)),
        ("C2", with(cell(text("执行数")), &label)),
        ("D2", with(cell(text("执行率")), &label)),
        (
            "E2",
            with(
                cell(text("竖排文字")),
                &Style {
                    vertical: true,
                    ..label.clone()
                },
            ),
        ),
        (
            "A3",
            with(
                cell(text("基本支出（包括人员经费和日常公用经费两部分）")),
                &framed,
            ),
        ),
        ("B3", with(cell(number("191.44")), &input)),
        ("C3", with(cell(number("164.96")), &input)),
        (
            "D3",
            with(
                formula("IF(B3=0,\"\",ROUND(C3/B3,4))", number("0.8617")),
                &Style {
                    number_format: "0.00%".to_owned(),
                    ..framed.clone()
                },
            ),
        ),
        ("A4", with(cell(text("项目支出")), &framed)),
        ("B4", with(cell(CellValue::Blank), &input)),
        (
            "C4",
            with(cell(CellValue::Error("#DIV/0!".to_owned())), &input),
        ),
        (
            "D4",
            with(
                formula("IF(B4=0,\"\",ROUND(C4/B4,4))", CellValue::Blank),
                &framed,
            ),
        ),
        ("A5", with(cell(text("合计")), &framed)),
        ("B5", with(formula("SUM(B3:B4)", number("191.44")), &framed)),
        ("C5", with(formula("TEXT(12,\"0\")", text("12")), &framed)),
        ("D5", with(formula("B5>0", CellValue::Bool(true)), &framed)),
        ("A6", with(cell(text("年度主要目标")), &framed)),
        (
            "B6",
            with(
                cell(text("第一行\n第二行 <&> \"引号\"")),
                &Style {
                    locked: false,
                    top: true,
                    ..framed.clone()
                },
            ),
        ),
        (
            "A7",
            with(
                cell(text("=不是公式")),
                &Style {
                    underline: true,
                    color: Some(0xFF0000),
                    ..framed.clone()
                },
            ),
        ),
        ("B7", with(cell(CellValue::Bool(false)), &input)),
        (
            "C7",
            with(
                formula("1/0", CellValue::Error("#DIV/0!".to_owned())),
                &framed,
            ),
        ),
        ("D7", with(cell(text("2024-01-01")), &input)),
        (
            "A8",
            Cell {
                link: Some(("校验's".to_owned(), at("B2"))),
                ..with(cell(text("查看校验结果")), &framed)
            },
        ),
        ("B8", with(cell(CellValue::Blank), &input)),
        ("C8", with(cell(CellValue::Blank), &framed)),
    ];
    form.cells = cells
        .into_iter()
        .map(|(place, cell)| (at(place), cell))
        .collect();
    let any = |place: &str, allow: Allow| Validation {
        area: area(place, place),
        allow,
        prompt: Some(("填报说明".to_owned(), "单位：万元\n保留两位小数".to_owned())),
        error: Some((
            "输入有误".to_owned(),
            "请输入“不小于零”的数字 <0".to_owned(),
        )),
    };
    let n = |text: &str| Some(text.parse().unwrap());
    form.validations = vec![
        any("B3", Allow::Decimal(n("0"), n("99999999.99"))),
        any("C3", Allow::Decimal(n("0.1"), None)),
        any("B4", Allow::Whole(n("0"), n("100"))),
        any("C4", Allow::Decimal(None, None)),
        any(
            "B7",
            Allow::List(vec![
                "是".to_owned(),
                "否".to_owned(),
                "\"其他\"".to_owned(),
            ]),
        ),
        Validation {
            error: None,
            ..any(
                "D4",
                Allow::Suggest(vec!["达成预期指标".to_owned(), "\"其他\"".to_owned()]),
            )
        },
        any("C7", Allow::Custom("LEN(C7)<=11".to_owned())),
        any("D7", Allow::Date((2024, 1, 1), (2024, 12, 31))),
        Validation {
            area: area("B6", "D6"),
            ..any("B6", Allow::TextLength(500))
        },
        Validation {
            error: None,
            area: area("B8", "D8"),
            ..any("B8", Allow::Any)
        },
    ];
    form.digits_as_text = vec![area("B7", "B7"), area("D3", "D5")];
    form.folded_rows = [8, 9, 10, 12].into();
    form.notes = [
        (
            at("C3"),
            Note {
                author: "绩效科".to_owned(),
                text: "填报 164.96\n核算 164.69".to_owned(),
                width: 220,
                height: 80,
            },
        ),
        (
            at("C4"),
            Note {
                author: "annex".to_owned(),
                text: "未填 <必填>".to_owned(),
                width: 160,
                height: 60,
            },
        ),
    ]
    .into();
    form.conditions = vec![
        Condition {
            areas: vec![area("B3", "C4"), area("B7", "B7")],
            formula: "B3=\"\"".to_owned(),
            color: None,
            fill: Some(0xFFC7CE),
        },
        Condition {
            areas: vec![area("D3", "D4")],
            formula: "D3>1".to_owned(),
            color: Some(0x9C0006),
            fill: Some(0xFFC7CE),
        },
    ];

    let mut results = Sheet {
        name: "校验's".to_owned(),
        column_widths: vec![40.0, 12.0],
        filter: Some(area("A1", "B3")),
        freeze: Some(at("A2")),
        protected: true,
        ..Sheet::default()
    };
    let link = Some((form.name.clone(), at("C3")));
    results.cells = [
        ("A1", with(cell(text("问题")), &label)),
        ("B1", with(cell(text("位置")), &label)),
        ("A2", with(cell(text("执行数与核算数不一致")), &framed)),
        (
            "B2",
            Cell {
                link: link.clone(),
                ..with(
                    cell(text("C3")),
                    &Style {
                        underline: true,
                        color: Some(0x0563C1),
                        ..framed.clone()
                    },
                )
            },
        ),
        ("A3", with(cell(text("必填项未填")), &framed)),
        (
            "B3",
            Cell {
                link,
                ..with(cell(number("3")), &framed)
            },
        ),
    ]
    .into_iter()
    .map(|(place, cell)| (at(place), cell))
    .collect();
    results.notes = [(
        at("A2"),
        Note {
            author: "annex".to_owned(),
            text: "差额 0.27".to_owned(),
            width: 120,
            height: 40,
        },
    )]
    .into();

    let hidden = |name: &str, visibility| Sheet {
        name: name.to_owned(),
        visibility,
        cells: [(at("A1"), cell(text("hunan-2024")))].into(),
        ..Sheet::default()
    };
    Book {
        title: "绩效评价基础数据表".to_owned(),
        author: "annex".to_owned(),
        created: (2024, 12, 31),
        sheets: vec![
            hidden("_annex", Visibility::VeryHidden),
            form,
            results,
            hidden("数据", Visibility::Hidden),
        ],
        names: vec![
            DefinedName {
                name: "total.budget".to_owned(),
                sheet: 1,
                cell: at("B3"),
            },
            DefinedName {
                name: "年度目标".to_owned(),
                sheet: 1,
                cell: at("B6"),
            },
            DefinedName {
                name: "mark".to_owned(),
                sheet: 2,
                cell: at("A2"),
            },
        ],
        lock_structure: true,
    }
}
