//! The two sheets a sample has besides the form: what it is, and all its fields in a list.

use crate::address::{Address, Area};
use crate::book::{Align, Border, Cell, CellValue, Print, Sheet, Style};
use crate::form::{Form, Kind};
use crate::generate::{self, body, place, title};
use crate::sample::{SAMPLE, TAB, facts, link, stands_first};
use crate::text::{Language, Text};

/// Points of a line of text.
const LINE: f64 = 15.0;
/// Widths of the columns of the first sheet: sheet, title, file, inputs, formulas, given values.
const COVER: [f64; 6] = [30.0, 52.0, 18.0, 10.0, 10.0, 10.0];
/// Widths of the columns of the list: sheet, cell, field, label, kind, what it is, where.
const FIELDS: [f64; 7] = [26.0, 8.0, 32.0, 36.0, 10.0, 78.0, 20.0];

/// The first sheet: that this is a sample, of which pack, and which sheets it has.
pub(super) fn cover(form: &Form, language: Language) -> Sheet {
    let pack = &form.pack;
    let mut sheet = bare(SAMPLE, &COVER);
    let across = |row| Area::new(Address::new(row, 0), Address::new(row, last(&COVER)));
    let plain = Style {
        align: Align::Left,
        ..body(&pack.look)
    };
    let lines = [
        Text::new(
            "这是模板的样张，只供对照着修改模板，不是填报表。交回来的样张审核时不收（W002）；发给单位的表请用 annex generate 生成。",
            "This is a sample of a template, to look at while editing it, and no form to fill in. annex check refuses it (W002); forms for departments are made with annex generate.",
        ),
        Text::new(
            format!(
                "模板 {}，版本 {}，{} 年度，金额单位 {}。",
                pack.id, pack.version, pack.year, pack.unit
            ),
            format!(
                "Pack {}, version {}, year {}, money unit {}.",
                pack.id, pack.version, pack.year, pack.unit
            ),
        ),
        Text::new(
            "鼠标移到格子上看批注：字段名、类型、条件、公式、说明在哪个文件的哪一行。重复行只在第一行写批注。最后一页是全部字段。",
            "A note on every field says its id, type, conditions, formula, and the line that describes it; of repeating rows the first has one. The last sheet lists all fields.",
        ),
    ];
    let heading = format!("{SAMPLE}：{}", form.title());
    place(&mut sheet, across(0), text(heading, title(&pack.look)));
    sheet.row_heights.insert(0, 40.0);
    let wide: f64 = COVER.iter().sum();
    for (row, line) in (1..).zip(lines) {
        let said = line.get(language).to_owned();
        let height = generate::lines(&said, wide) as f64 * LINE + 6.0;
        sheet.row_heights.insert(row, height);
        place(&mut sheet, across(row), text(said, plain.clone()));
    }
    let head = [
        Text::new("工作表", "sheet"),
        Text::new("标题", "title"),
        Text::new("文件", "file"),
        Text::new("填报", "inputs"),
        Text::new("公式", "formulas"),
        Text::new("给定", "given"),
    ];
    put_head(&mut sheet, 5, &head, form, language);
    for (row, (index, laid)) in (6..).zip(form.sheets.iter().enumerate()) {
        let count = |kind| {
            let fields = laid
                .fields
                .iter()
                .filter(|&&field| form.fields[field].kind == kind);
            CellValue::Number(i64::try_from(fields.count()).unwrap_or(i64::MAX).into())
        };
        let values = [
            CellValue::Text(laid.name.clone()),
            CellValue::Text(laid.heading.clone()),
            CellValue::Text(form.sheet_template(index).file.clone()),
            count(Kind::Input),
            count(Kind::Formula),
            count(Kind::Prefilled),
        ];
        sheet.row_heights.insert(row, 20.0);
        for (column, value) in (0..).zip(values) {
            let link = (column == 0).then(|| (laid.name.clone(), Address::new(0, 0)));
            put(&mut sheet, Address::new(row, column), value, link, form);
        }
    }
    sheet
}

/// The last sheet: a line for each field, of repeating rows for the first.
pub(super) fn fields(form: &Form, language: Language) -> Sheet {
    let name = Text::new("全部字段", "fields");
    let mut sheet = bare(name.get(language), &FIELDS);
    let head = [
        Text::new("工作表", "sheet"),
        Text::new("单元格", "cell"),
        Text::new("字段", "field"),
        Text::new("名称", "label"),
        Text::new("性质", "kind"),
        Text::new("说明", "description"),
        Text::new("位置", "described in"),
    ];
    put_head(&mut sheet, 0, &head, form, language);
    let mut row = 0;
    for (index, field) in form
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| stands_first(field))
    {
        row += 1;
        let origin = &form.template(field).origin;
        let kind = match field.kind {
            Kind::Input => Text::new("填报", "input"),
            Kind::Formula => Text::new("公式", "formula"),
            Kind::Prefilled => Text::new("给定", "given"),
            Kind::Shown => Text::new("同他处", "shown"),
        };
        let said: Vec<String> = facts(form, index)
            .into_iter()
            .map(|(word, said)| format!("{} {said}", word.get(language)))
            .collect();
        let texts = [
            form.sheets[field.sheet].name.clone(),
            field.cell().to_string(),
            field.id.clone(),
            field.label.clone(),
            kind.get(language).to_owned(),
            said.join("；"),
            format!("{}:{}", origin.file, origin.line),
        ];
        let mut lines = 1;
        for ((column, said), width) in (0..).zip(texts).zip(FIELDS) {
            lines = lines.max(generate::lines(&said, width));
            let link = link(form, field).filter(|_| column == 1);
            put(
                &mut sheet,
                Address::new(row, column),
                CellValue::Text(said),
                link,
                form,
            );
        }
        sheet
            .row_heights
            .insert(row, (lines as f64 * LINE + 5.0).min(409.0));
    }
    sheet.filter = Some(Area::new(
        Address::new(0, 0),
        Address::new(row, last(&FIELDS)),
    ));
    sheet.freeze = Some(Address::new(1, 0));
    sheet.print.repeat_rows = Some((0, 0));
    sheet
}

fn last(widths: &[f64]) -> u32 {
    u32::try_from(widths.len()).unwrap_or(1).saturating_sub(1)
}

fn bare(name: &str, widths: &[f64]) -> Sheet {
    Sheet {
        name: name.to_owned(),
        tab_color: Some(TAB),
        column_widths: widths.to_vec(),
        print: Print {
            landscape: true,
            fit_width: 1,
            footer: format!("&C&9 {SAMPLE}，第 &P 页，共 &N 页"),
            ..Print::default()
        },
        ..Sheet::default()
    }
}

fn text(text: String, style: Style) -> Cell {
    Cell {
        value: CellValue::Text(text),
        style,
        ..Cell::default()
    }
}

fn put_head(sheet: &mut Sheet, row: u32, head: &[Text], form: &Form, language: Language) {
    for (column, word) in (0..).zip(head) {
        let style = Style {
            bold: true,
            border: Border::All,
            align: Align::Center,
            fill: Some(0x00D9_E2F3),
            ..body(&form.pack.look)
        };
        let cell = text(word.get(language).to_owned(), style);
        sheet.cells.insert(Address::new(row, column), cell);
    }
    sheet.row_heights.insert(row, 22.0);
}

fn put(
    sheet: &mut Sheet,
    at: Address,
    value: CellValue,
    link: Option<(String, Address)>,
    form: &Form,
) {
    let style = Style {
        border: Border::All,
        align: Align::Left,
        color: link.as_ref().map(|_| 0x0005_63C1),
        underline: link.is_some(),
        number_format: if matches!(value, CellValue::Text(_)) {
            "@"
        } else {
            ""
        }
        .to_owned(),
        ..body(&form.pack.look)
    };
    sheet.cells.insert(
        at,
        Cell {
            value,
            style,
            link,
            ..Cell::default()
        },
    );
}
