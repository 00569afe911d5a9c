//! The words for what happened and to what.

use crate::compare::{Comparison, Item, Kind, What};
use crate::number::Number;
use crate::text::Text;

/// What happened to what, in one word.
pub fn change(change: Kind, item: Item) -> Text {
    match (change, item) {
        (Kind::Changed, _) => Text::new("修改", "changed"),
        (Kind::Follows, _) => Text::new("随之变动", "follows"),
        (Kind::Added, Item::Value) => Text::new("新有的栏目", "new field"),
        (Kind::Added, Item::Row) => Text::new("新增行", "row added"),
        (Kind::Added, Item::Sheet) => Text::new("新增表", "sheet added"),
        (Kind::Removed, Item::Value) => Text::new("没有了的栏目", "field gone"),
        (Kind::Removed, Item::Row) => Text::new("删除行", "row removed"),
        (Kind::Removed, Item::Sheet) => Text::new("删除表", "sheet removed"),
        (Kind::Moved, _) => Text::new("移动行", "row moved"),
    }
}

impl What {
    /// What it is called.
    pub fn text(self) -> Text {
        match self {
            What::Department => Text::new("单位", "department"),
            What::Code => Text::new("编码", "code"),
            What::Year => Text::new("年度", "year"),
            What::Pack => Text::new("模板", "pack"),
            What::Version => Text::new("模板版本", "version"),
            What::Unit => Text::new("金额单位", "money unit"),
        }
    }
}

/// What to keep in mind when reading the differences.
pub fn notes(comparison: &Comparison<'_>) -> Vec<Text> {
    let units = comparison
        .identity
        .iter()
        .filter(|said| said.what == What::Unit);
    units
        .map(|_| {
            Text::new(
                "两份表的金额单位不同，金额照原数列出，没有换算，不算差额",
                "the amounts are in different units; they stand as they are, without differences",
            )
        })
        .collect()
}

/// How many differences there are, in one sentence.
pub fn summary(comparison: &Comparison<'_>) -> Text {
    let count = |change, item| comparison.count(change, item);
    let values = count(Kind::Changed, Item::Value)
        + count(Kind::Added, Item::Value)
        + count(Kind::Removed, Item::Value);
    let parts = [
        (values, "填报变动 {} 处", "{} values changed"),
        (
            count(Kind::Follows, Item::Value),
            "随之变动的计算结果 {} 处",
            "{} computed results follow",
        ),
        (count(Kind::Added, Item::Row), "新增 {} 行", "{} rows added"),
        (
            count(Kind::Removed, Item::Row),
            "删除 {} 行",
            "{} rows removed",
        ),
        (count(Kind::Moved, Item::Row), "移动 {} 行", "{} rows moved"),
        (
            count(Kind::Added, Item::Sheet),
            "新增 {} 张表",
            "{} sheets added",
        ),
        (
            count(Kind::Removed, Item::Sheet),
            "删除 {} 张表",
            "{} sheets removed",
        ),
    ];
    let said = parts.iter().filter(|(count, ..)| *count > 0);
    let (zh, en): (Vec<String>, Vec<String>) = said
        .map(|(count, zh, en)| {
            let count = count.to_string();
            (zh.replace("{}", &count), en.replace("{}", &count))
        })
        .unzip();
    let (gone, come, kept) = (
        comparison.gone.len(),
        comparison.come.len(),
        comparison.kept.len(),
    );
    let (zh, en) = if zh.is_empty() {
        (
            "填报内容没有不同".to_owned(),
            "Nothing entered differs".to_owned(),
        )
    } else {
        (zh.join("，"), en.join(", "))
    };
    Text::new(
        format!("{zh}。问题：消除 {gone}，新出现 {come}，仍在 {kept}。"),
        format!("{en}. Findings: {gone} gone, {come} new, {kept} unchanged."),
    )
}

/// A difference with its sign; of ratios in percentage points, exactly.
pub fn difference(number: Number, ratio: bool) -> Text {
    let points = if ratio {
        number.mul(Number::HUNDRED)
    } else {
        None
    };
    let shown = points.unwrap_or(number);
    let sign = if shown.is_negative() { "" } else { "+" };
    if points.is_some() {
        Text::new(
            format!("{sign}{shown} 个百分点"),
            format!("{sign}{shown} percentage points"),
        )
    } else {
        let text = format!("{sign}{shown}");
        Text::new(text.clone(), text)
    }
}
