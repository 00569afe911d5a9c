//! A figure in the text that is not the one of the annexes.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::texts::{Differs, Found, Says, What, direction, read};
use crate::finding::{Against, Finding, Level};
use crate::number::Number;
use crate::template::Located;
use crate::text::Text;

/// A figure in the text that is not the one of the annexes.
pub const RULE: Rule = Rule {
    code: "X001",
    name: "narrative-figure-differs",
    level: Level::Warning,
    title: (
        "文字里的数与附件不符",
        "a figure in the text is not that of the annexes",
    ),
    checks: (
        "自评报告、预期目标、实际完成情况等文字里写的金额、人数、比率、分数，比上年的增减，占总数的比重，与附件里的数是否一致；单位换算后比较，四舍五入到文字里的位数",
        "whether amounts, counts, rates and scores in the texts, changes against last year, and shares are those of the annexes, units converted, rounded to the decimals written",
    ),
    why: (
        "报告和附件写的是同一件事，公开后谁都能对照",
        "text and annexes speak of the same thing, and anyone can compare them once they are published",
    ),
    example: (
        "报告写“项目支出48.26万元”，附件2 的项目支出是 48.62",
        "the report says 项目支出48.26万元, 附件2 has 48.62",
    ),
    mend: (
        "请核对文字和附件，改正写错的一处；说的不是同一个数的，请在文字里写清楚。",
        "Correct the one that is wrong; where the text speaks of another figure, make that clear.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for found in read(context) {
        if let Says::Figure(differs) = &found.says {
            findings.extend(told(context, &found, differs));
        }
        if let Says::Unlost(differs) = &found.says {
            let message = lost(context, &found.quote, differs);
            findings.extend(message.map(|it| context.at_field(&RULE, found.text, it)));
        }
    }
}

fn told(context: &Context<'_>, found: &Found, differs: &Differs) -> Option<Finding> {
    let quote = &found.quote;
    let money = Money::of(&found.unit, quote);
    let is_money = !matches!(&differs.what, What::Share { .. });
    let as_written = |number: Number| match is_money {
        true => money.shown(number),
        false => number,
    };
    let (written, computed) = (as_written(differs.written), as_written(differs.computed));
    let shown = |field: usize| Shown::of(context, field, (found, money));
    let own = shown(differs.field);
    let said = Text::new(
        format!("文字写“{quote}”，{}", own.text.zh),
        format!("the text says '{quote}', but {}", own.text.en),
    );
    let message = match &differs.what {
        What::Result { .. } | What::Target { .. } => return None,
        What::Figure => said,
        What::Change { base, is_ratio, by } => {
            let both = said.and(&shown(*base).text);
            let unit = if *is_ratio { "" } else { money.unit };
            let size = if *is_ratio {
                by.abs().percent()
            } else {
                money.shown(by.abs()).to_string()
            };
            let of = if *is_ratio { "%" } else { "" };
            let is_more = *by > Number::ZERO;
            let is_turned = is_more != (written > Number::ZERO);
            let not = is_turned.then(|| direction(!is_more, of));
            let zh = not.as_ref().map(|not| format!("，不是{}", not.zh));
            let en = not.as_ref().map(|not| format!(", not {}", not.en));
            let is = direction(is_more, of);
            Text::new(
                format!(
                    "{}，算下来是{} {size}{unit}{}",
                    both.zh,
                    is.zh,
                    zh.unwrap_or_default()
                ),
                format!(
                    "{}: {size}{unit} {}{}",
                    both.en,
                    is.en,
                    en.unwrap_or_default()
                ),
            )
        }
        What::Direction { base } => {
            let both = said.and(&shown(*base).text);
            let is_more = written > computed;
            let (is, not) = (direction(is_more, "%"), direction(!is_more, "%"));
            Text::new(
                format!("{}，是{}，不是{}", both.zh, is.zh, not.zh),
                format!("{}: {}, not {}", both.en, is.en, not.en),
            )
        }
        What::Left { budget } => {
            let both = said.and(&shown(*budget).text);
            let unit = money.unit;
            Text::new(
                format!("{}，没有支出的是 {computed}{unit}", both.zh),
                format!("{}: {computed}{unit} are left", both.en),
            )
        }
        What::Gap { from } => {
            let both = said.and(&shown(*from).text);
            let size = computed.abs();
            Text::new(
                format!("{}，相差 {size}{}", both.zh, money.unit),
                format!("{}: {size}{} apart", both.en, money.unit),
            )
        }
        What::Points { class } => {
            let sheet = context.submission.sheet_name(differs.field);
            Text::new(
                format!("文字写“{quote}”，{sheet} 的“{class}”各行得分之和是 {computed}分"),
                format!(
                    "the text says '{quote}', but the scores of '{class}' in {sheet} add up to {computed}"
                ),
            )
        }
        What::Lost { .. } => lost(context, quote, differs)?,
        What::Share { whole } => {
            let all = shown(*whole);
            let share = computed.percent();
            Text::new(
                format!(
                    "{}，占 {} 的“{}”（{}）的 {share}",
                    said.zh, all.place, all.label.zh, all.number
                ),
                format!(
                    "{}, {share} of '{}' in {} ({})",
                    said.en, all.label.en, all.place, all.number
                ),
            )
        }
    };
    let ratio = match &differs.what {
        What::Share { .. } => true,
        What::Change { is_ratio, .. } => *is_ratio,
        _ => context.is_ratio(differs.field),
    };
    let finding = figures(
        context.at_field(&RULE, found.text, message),
        written,
        computed,
    );
    // A figure of the form stands there; a change or a share is computed from two of them.
    let against = match &differs.what {
        What::Figure => Against::Stated,
        _ => Against::Computed,
    };
    Some(Finding {
        ratio,
        against,
        ..finding
    })
}

/// What something scored of which a text says that it lost points.
fn lost(context: &Context<'_>, quote: &str, differs: &Differs) -> Option<Text> {
    let What::Lost {
        name,
        weight,
        score,
    } = &differs.what
    else {
        return None;
    };
    let sheet = context.submission.sheet_name(differs.field);
    let lost = differs.computed;
    let (zh, en) = if lost == Number::ZERO {
        ("没有扣分".to_owned(), "nothing was lost".to_owned())
    } else {
        (format!("扣了 {lost} 分"), format!("{lost} were lost"))
    };
    Some(Text::new(
        format!("文字写“{quote}”，{sheet} 的“{name}”分值 {weight}，得分 {score}，{zh}"),
        format!(
            "the text says '{quote}', but '{name}' in {sheet} scored {score} of {weight}: {en}"
        ),
    ))
}

/// The unit of money a text is written in, which need not be that of the form.
#[derive(Clone, Copy)]
struct Money<'a> {
    unit: &'a str,
    /// So many of the form's are one of it.
    by: Option<(Number, bool)>,
}

/// Units of money, the longer ones last, and how many 元 one of them is.
const MONEY: [(&str, i64); 3] = [("元", 1), ("万元", 10_000), ("亿元", 100_000_000)];

impl<'a> Money<'a> {
    /// What the last amount of a quotation is in, where the form has amounts of money in another unit.
    fn of(unit: &'a str, quote: &str) -> Money<'a> {
        let same = Money { unit, by: None };
        let size = |unit: &str| MONEY.iter().find(|(word, _)| *word == unit);
        // 万元 ends where its 元 does: of equal ones the last is taken.
        let last = MONEY
            .iter()
            .max_by_key(|(word, _)| quote.rfind(word).map(|at| at + word.len()));
        let (Some((_, own)), Some((word, other))) = (size(unit), last) else {
            return same;
        };
        if own == other || !quote.contains(word) {
            return same;
        }
        let (large, small) = (own.max(other), own.min(other));
        Money {
            unit: word,
            by: Some((Number::from(large / small), own > other)),
        }
    }

    /// An amount of the form in this unit.
    fn shown(self, number: Number) -> Number {
        let shown = match self.by {
            None => None,
            Some((by, true)) => number.mul(by),
            Some((by, false)) => number.div(by),
        };
        shown.unwrap_or(number)
    }
}

/// A figure of the form as a message names it.
struct Shown {
    /// What it is called, with the project it is of.
    label: Text,
    place: String,
    /// The figure with its unit.
    number: String,
    /// All of it: 附件2!H4 的“全年执行数”是 590.86万元.
    text: Text,
}

impl Shown {
    fn of(context: &Context<'_>, field: usize, (found, money): (&Found, Money<'_>)) -> Shown {
        let label = context.label(field);
        let label = match found
            .item
            .as_deref()
            .filter(|item| !label.starts_with(*item))
        {
            Some(item) => Text::new(format!("{item}：{label}"), format!("{item}: {label}")),
            None => Text::new(label, label),
        };
        let place = format!(
            "{}!{}",
            context.submission.sheet_name(field),
            context.submission.cell(field)
        );
        let number = context.computed(field).map_or_else(String::new, |number| {
            let number = match context.is_ratio(field) {
                true => number,
                false => money.shown(number),
            };
            format!("{}{}", context.said_number(field, number), money.unit)
        });
        let text = Text::new(
            format!("{place} 的“{}”是 {number}", label.zh),
            format!("'{}' in {place} is {number}", label.en),
        );
        Shown {
            label,
            place,
            number,
            text,
        }
    }
}

/// The texts that count and in which something stands.
pub(super) fn texts<'a>(
    context: &'a Context<'_>,
    ids: &'a [Located<String>],
) -> impl Iterator<Item = (usize, String)> + 'a {
    ids.iter().filter_map(|id| {
        let field = context.form().field(&id.value)?;
        let text = context.submission.text(field)?;
        context.counts(field).then_some((field, text))
    })
}
