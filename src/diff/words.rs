//! The words for changes, things and keys.

use crate::diff::{Item, Kind};
use crate::finding::Level;
use crate::template::{Direction, FieldType};
use crate::text::Text;

/// What a kind of change is called.
pub(super) fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Added => Text::new("新增", "added"),
        Kind::Removed => Text::new("删除", "removed"),
        Kind::Renamed => Text::new("改名", "renamed"),
        Kind::Changed => Text::new("修改", "changed"),
        Kind::Moved => Text::new("移动", "moved"),
    }
}

/// What a thing is called.
pub(super) fn item(item: Item) -> Text {
    match item {
        Item::Pack => Text::new("模板", "pack"),
        Item::Type => Text::new("类型", "type"),
        Item::Sheet => Text::new("工作表", "sheet"),
        Item::Block => Text::new("重复行", "rows"),
        Item::Weights => Text::new("权重", "weights"),
        Item::Group => Text::new("权重组", "weight group"),
        Item::Label => Text::new("印刷文字", "printed text"),
        Item::Field => Text::new("字段", "field"),
        Item::Scoring => Text::new("评分办法", "scoring"),
        Item::Grade => Text::new("等级", "grade"),
        Item::Rule => Text::new("审核关系", "rule"),
        Item::Column => Text::new("汇总列", "summary column"),
        Item::Summary => Text::new("汇总表", "summary"),
        Item::Section => Text::new("报告段落", "report section"),
        Item::Guide => Text::new("填报说明", "guide"),
        Item::Report => Text::new("报告", "report"),
        Item::Figure => Text::new("报告里的数", "figure in the texts"),
        Item::Narrative => Text::new("报告的核对", "reading of the texts"),
        Item::Synonym => Text::new("同义标签", "synonym"),
        Item::LastYear => Text::new("与上年对照", "comparison with last year"),
        Item::Copies => Text::new("照抄和重复", "copies"),
        Item::Doubts => Text::new("存疑的说法", "doubts"),
    }
}

/// Keys in Chinese; in English they are shown as pack files have them.
const KEYS: &[(&str, &str)] = &[
    ("actual", "完成值列"),
    ("alike", "多相似算照抄"),
    ("also", "又称"),
    ("asks", "要求"),
    ("at", "所标单元格"),
    ("at_least", "越多越好的得分"),
    ("at_most", "越少越好的得分"),
    ("attachments", "附件"),
    ("averages", "可以不是整数的词"),
    ("blocks", "所含重复行"),
    ("bodies", "别的单位名称的末尾"),
    ("body_font", "正文字体"),
    ("body_size", "正文字号"),
    ("cells", "占格（行 × 列）"),
    ("choices", "选项"),
    ("claims", "只能一个单位申报的"),
    ("column", "列名"),
    ("columns", "列宽"),
    ("computed", "右边"),
    ("costs", "应当控制的成本"),
    ("counts.stated", "写明总数的文字"),
    ("counts.texts", "核对个数的文字"),
    ("counts.units", "计数的量词"),
    ("cover", "封面"),
    ("departments", "写有单位名称的字段"),
    ("detail_words", "明细行的名称"),
    ("direction", "方向"),
    ("each", "逐张审核的表"),
    ("earliest", "最早的日期"),
    ("equal", "恰好达到的得分"),
    ("execution_words", "执行率指标的名称"),
    ("facts", "自动写出的事实"),
    ("fillers", "不说明是哪个数的词"),
    ("format", "格式"),
    ("formula", "公式"),
    ("freeze_rows", "冻结行数"),
    ("from", "起分"),
    ("goals", "目标和完成情况"),
    ("grade", "评等级的分数"),
    ("grade.texts", "写等级的文字"),
    ("grade.words", "等级前面的词"),
    ("harmless", "不碍核对的话"),
    ("heading", "标题"),
    ("help", "提示"),
    ("help_en", "英文提示"),
    ("id", "编号"),
    ("input_fill", "填报格底色"),
    ("jumps", "变动过大的"),
    ("label", "名称"),
    ("latest", "最晚的日期"),
    ("layout", "合并或框线"),
    ("level", "级别"),
    ("levels", "定性分档"),
    ("lines", "行高（行）"),
    ("max", "最大"),
    ("may_fall", "可以为负的词"),
    ("message", "说明"),
    ("message_en", "英文说明"),
    ("min", "最小"),
    ("name", "名称"),
    ("no_results", "不算目标和完成情况的话"),
    ("not_an_answer", "不算回答"),
    ("not_costs", "不算成本的词"),
    ("not_names", "不算指标的名称"),
    ("not_shares", "可以超过 100% 的词"),
    ("nothing", "等于没写的话"),
    ("of_each", "各表自有的指标"),
    ("of_the_past", "说往年的词"),
    ("of_the_year", "年份后面的词"),
    ("on_paper", "在纸上签字"),
    ("once", "只写一次的名称"),
    ("operator", "符号列"),
    ("or_text", "可填文字"),
    ("order", "顺序"),
    ("orientation", "纸张方向"),
    ("others", "组外分值"),
    ("over_achieved", "超额多少要说明"),
    ("over_achieved_by", "多出几个不用说明"),
    ("pages", "最多页数"),
    ("places", "小数位"),
    ("points", "分数"),
    ("print", "先印行数"),
    ("project_columns", "项目列"),
    ("project_sheet", "项目表"),
    ("qualitative", "定性用词"),
    ("reason", "原因列"),
    ("reason_when", "何时要写原因"),
    ("relation", "关系"),
    ("repeat.label", "重复表名称"),
    ("repeat.max", "最多张数"),
    ("repeat.min", "必填张数"),
    ("repeat.print", "先印张数"),
    ("repeat.roster", "取名单的字段"),
    ("repeat_count", "每页重印的行数"),
    ("repeat_from", "每页重印的首行"),
    ("reported", "左边"),
    ("required", "必填"),
    ("required_fill", "必填未填的底色"),
    ("return", "交回方式"),
    ("row_height", "最小行高"),
    ("same", "两年应一致的"),
    ("same_as", "同哪一格"),
    ("score", "得分列"),
    ("sections", "各段落写的表"),
    ("shape", "式样"),
    ("shares", "不会超过 100% 的词"),
    ("shortest", "多少字起"),
    ("skip", "读之前去掉的字"),
    ("spare", "备用行数"),
    ("spending", "与金额对照的成本指标"),
    ("suggestions", "备选文字"),
    ("sums", "合计的表"),
    ("target", "指标值列"),
    ("text", "文字"),
    ("texts", "所在的文字"),
    ("title", "标题"),
    ("title_font", "标题字体"),
    ("title_size", "标题字号"),
    ("tolerance", "容差"),
    ("total", "合计"),
    ("type", "类型"),
    ("unit", "金额单位"),
    ("units", "可跟的单位"),
    ("unless", "不核对的句子"),
    ("unread", "不读的文字"),
    ("value", "给定值"),
    ("version", "版本"),
    ("weight", "分值列"),
    ("when", "何时审核"),
    ("whole", "按个数计的单位"),
    ("words", "前面的词"),
    ("year", "年度"),
];

/// What a key is called.
pub(super) fn key(item: Item, key: &'static str) -> Text {
    let chinese = match (item, key) {
        (Item::Block, "min") => "必填行数",
        (Item::Guide, "lines") => "填写内容",
        (Item::Block, "max") => "最多行数",
        (Item::Weights, "total") => "总分字段",
        (Item::Scoring, "unit") => "单位列",
        (Item::Section, "heading") => "小标题",
        (Item::Section, "level") => "层次",
        (Item::Section, "text") => "单位写的文字",
        (Item::Rule, "tolerance") => "是否用容差",
        _ => KEYS
            .iter()
            .find(|(known, _)| *known == key)
            .map_or(key, |(_, chinese)| chinese),
    };
    Text::new(chinese, key)
}

/// What a value of a key means, where the file has a word for it.
pub(super) fn value(key: &str, said: &str) -> Text {
    let same = || Text::new(said, said);
    let chinese = match (key, said) {
        ("required" | "total" | "tolerance", "true") => "是",
        ("required" | "total" | "tolerance", "false") => "否",
        ("orientation", "landscape") => "横向",
        ("orientation", "portrait") => "纵向",
        ("type", word) => {
            let kind = FieldType::WORDS.iter().find(|(known, _)| *known == word);
            return match kind {
                // Two types are called 文字 in messages; here they differ.
                Some((_, FieldType::LongText)) => Text::new("多行文字", word),
                Some((_, kind)) => Text::new(kind.text().zh, word),
                None => same(),
            };
        }
        ("level", word) => {
            return Level::parse(word).map_or_else(same, Level::text);
        }
        ("direction", word) => {
            let direction = Direction::WORDS.iter().find(|(known, _)| *known == word);
            return direction.map_or_else(same, |(_, direction)| {
                Text::new(direction.sign().to_string(), word)
            });
        }
        _ => return same(),
    };
    Text::new(chinese, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_said_once() {
        assert!(KEYS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
