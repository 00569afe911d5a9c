//! What was done to read a value, and what has to be asked where that was not enough.

use crate::text::Text;

/// What a text had to be freed of, or turned from, to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Full-width digits, letters or signs.
    FullWidth,
    /// Blanks, line breaks and characters nobody sees.
    Spaces,
    /// Another sign than the hyphen for minus.
    Minus,
    /// Brackets for minus.
    Brackets,
    /// Marks between thousands.
    Grouping,
    /// A point, comma or full stop at the end.
    Stop,
    /// An apostrophe in front.
    Quote,
    /// A sign or word for the currency.
    Currency,
    /// A unit, or a magnitude such as 万.
    Unit(String),
    /// Words beside the figure that change nothing about it: 共, 含税.
    Beside(String),
    /// A number in words.
    Words,
    /// A percent sign, the number being a share of one.
    Percent,
    /// A percentage typed as its hundredfold: 86.17 for 0.8617.
    Hundredfold,
    /// A day written in another way than 2025-3-20.
    Day,
    /// A choice written in another way than in the list.
    Choice,
}

impl Step {
    /// What it is, in a few words.
    pub fn text(&self) -> Text {
        match self {
            Step::FullWidth => Text::new("全角字符", "full-width characters"),
            Step::Spaces => Text::new("空格或换行", "spaces or line breaks"),
            Step::Minus => Text::new("负号的写法", "the minus sign"),
            Step::Brackets => Text::new("括号表示负数", "brackets for minus"),
            Step::Grouping => Text::new("千分位", "marks between thousands"),
            Step::Stop => Text::new("末尾的标点", "a mark at the end"),
            Step::Quote => Text::new("前面的撇号", "an apostrophe in front"),
            Step::Currency => Text::new("货币符号", "the currency sign"),
            Step::Unit(unit) => Text::new(format!("带单位“{unit}”"), format!("the unit '{unit}'")),
            Step::Beside(words) => Text::new(
                format!("旁边的文字“{words}”"),
                format!("the words '{words}' beside it"),
            ),
            Step::Words => Text::new("中文数字", "a number in words"),
            Step::Percent => Text::new("百分号", "a percent sign"),
            Step::Hundredfold => Text::new(
                "百分数没有写成小数或带百分号",
                "a percentage without its sign",
            ),
            Step::Day => Text::new("日期的写法", "the way the day is written"),
            Step::Choice => Text::new("选项的写法", "the way the choice is written"),
        }
    }
}

/// What is not certain about a value, and what it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is not certain.
    pub why: Why,
    /// What it may mean, as annex writes values; empty where that cannot be told.
    pub meanings: Vec<String>,
}

impl Question {
    pub(super) fn new(why: Why, meanings: Vec<String>) -> Question {
        let mut once: Vec<String> = Vec::new();
        for meaning in meanings {
            if !once.contains(&meaning) {
                once.push(meaning);
            }
        }
        Question {
            why,
            meanings: once,
        }
    }
}

/// Why a value is asked and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// ≥266, 不超过 5, 10 以上: the limit of a figure, not the figure.
    Limit,
    /// 约50, 50左右.
    About,
    /// 10-20.
    Range,
    /// 3/4.
    Fraction,
    /// 1,5 or 1.234.567: points and commas that may stand for either.
    Separators,
    /// —5, △5, 5-: a minus, or not.
    Dash,
    /// 三万五: said like that, it is mostly 35000.
    Spoken,
    /// A unit that does not fit the field.
    Unit(String),
    /// 5千 or ¥150 where the form counts in 万元: it may mean 元 or the unit of the form.
    Scale(String),
    /// 5 where a share is asked for: 5 % or 500 %.
    Share,
    /// Words around the number, or several numbers.
    Words,
    /// More digits than a figure has.
    TooLong,
    /// A day without its day: 2025年3月.
    NoDay,
    /// A day without its year: 3月20日.
    NoYear,
    /// 25-3-20, 3/4/2025: which part is which?
    Order,
}

impl Why {
    /// What is not certain, as a clause.
    pub fn text(&self) -> Text {
        match self {
            Why::Limit => Text::new("是上限或下限，不是一个数", "it is a limit, not a figure"),
            Why::About => Text::new("是约数", "it is an approximate figure"),
            Why::Range => Text::new("是一个范围", "it is a range"),
            Why::Fraction => Text::new("像分数，又像日期", "it looks like a fraction or a day"),
            Why::Separators => Text::new(
                "小数点和千分位分不清",
                "its points and commas may stand for decimals or for thousands",
            ),
            Why::Dash => Text::new(
                "分不清是负号还是破折号",
                "its sign may be a minus or a dash",
            ),
            Why::Spoken => Text::new(
                "口语写法，末位的单位省略了",
                "its last magnitude is left out, as in speech",
            ),
            Why::Unit(unit) => Text::new(
                format!("单位“{unit}”与本格不符"),
                format!("the unit '{unit}' does not fit"),
            ),
            Why::Scale(unit) => Text::new(
                format!("分不清是以元还是以{unit}为单位"),
                format!("it may be meant in 元 or in {unit}"),
            ),
            Why::Share => Text::new(
                "分不清带不带百分号",
                "it may be meant with or without a percent sign",
            ),
            Why::Words => Text::new("不只是一个数", "it is more than one plain number"),
            Why::TooLong => Text::new("位数太多", "it has too many digits"),
            Why::NoDay => Text::new("没有写明是哪一日", "it does not say which day"),
            Why::NoYear => Text::new("没有写明是哪一年", "it does not say which year"),
            Why::Order => Text::new(
                "年、月、日的次序分不清",
                "the order of year, month and day is not clear",
            ),
        }
    }
}
