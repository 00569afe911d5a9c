//! Pictures, charts and shapes that a department put on sheets.

use crate::book::Drawing;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::{beside, listed};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// Pictures, charts and shapes that a department put on sheets.
pub const RULE: Rule = Rule {
    code: "W027",
    name: "object-inserted",
    level: Level::Info,
    title: (
        "插入了图片、图表或形状",
        "a picture, chart or shape was put on a sheet",
    ),
    checks: (
        "工作表上有没有图片、图表、形状、文本框和控件，单元格里有没有图片；有没有另加的图表工作表、宏工作表、对话框工作表",
        "whether pictures, charts, shapes, text boxes or controls lie on any sheet, or pictures stand in cells; whether chart, macro or dialog sheets were added",
    ),
    why: (
        "图片和文本框里的数字不参加计算；重新生成的批注表里只列出它们和其中的文字",
        "figures in pictures and text boxes are not counted; an annotated workbook that is built anew lists them with their texts only",
    ),
    example: (
        "在 B20 上插入了盖章页的照片",
        "a photograph of the signed page lies on B20",
    ),
    mend: (
        "需要的内容请填到表内的格子里；图片不计入汇总。",
        "Enter what matters into the cells of the form; pictures are no part of the summary.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, sheet) in beside::sheets(context.submission) {
        let mut drawings: Vec<&Drawing> = sheet.drawings.iter().collect();
        drawings.sort_by_key(|drawing| drawing.at);
        if drawings.is_empty() {
            continue;
        }
        let zh: Vec<String> = drawings
            .iter()
            .map(|drawing| said(drawing, |kind| kind.zh, (" ", "“", "”")))
            .collect();
        let en: Vec<String> = drawings
            .iter()
            .map(|drawing| said(drawing, |kind| kind.en, (" ", " '", "'")))
            .collect();
        let message = Text::new(
            format!("插入了：{}", listed::listed(&zh).zh),
            format!("objects were put on the sheet: {}", listed::listed(&en).en),
        );
        let first = drawings.iter().find_map(|drawing| drawing.at);
        findings.push(context.at_cell(&RULE, &sheet.name, first, message));
    }
}

/// Where an object lies, what it is, and what it says.
fn said(
    drawing: &Drawing,
    language: fn(Text) -> String,
    (after_cell, open, close): (&str, &str, &str),
) -> String {
    let at = drawing
        .at
        .map_or_else(String::new, |at| format!("{at}{after_cell}"));
    let kind = language(beside::kind(drawing));
    if drawing.text.is_empty() {
        return format!("{at}{kind}");
    }
    let text = listed::quoted_text(&drawing.text);
    format!("{at}{kind}{open}{text}{close}")
}
