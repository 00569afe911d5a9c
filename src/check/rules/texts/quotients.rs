//! Rates, balances and averages of one sentence: 到位182万元，使用162.66万元，资金使用率89.37%; 8座水库支出290.28万元，单座平均36.28万元.

use crate::check::rules::texts::derived::{LEFT_RATE, PLANNED, SPENT};
use crate::check::rules::texts::exact::{
    differing, ends, half, has, is_loose, percent, slack, told,
};
use crate::check::rules::texts::known::MONEY;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::sums::Sum;
use crate::number::Number;

/// What there was to be spent, besides what was planned.
const AVAILABLE: &[&str] = &["到位", "下达", "安排", "指标", "额度"];
/// What is money to be spent, where something was spent right behind it.
const FUNDS: &[&str] = &["资金", "经费", "专项"];
/// How a share of what was spent is called, whatever it is spent of.
const RATES: &[&str] = &[
    "执行率",
    "执行进度",
    "支出率",
    "支出进度",
    "支付率",
    "支付进度",
    "使用率",
    "拨付率",
    "完成率",
    "完成",
    "执行",
    "完成预算",
    "完成预算的",
    "预算完成率",
];
/// What may stand before such a name.
const OF: &[&str] = &[
    "资金", "预算", "项目", "经费", "全年", "总体", "实际", "专项",
];
/// What was to be reached, and what was.
const AIMED: &[&str] = &["计划", "目标", "任务", "应"];
const REACHED: &[&str] = &["实际", "完成", "已", "实"];
/// How a share of what was to be reached is called.
const REACHED_RATES: &[&str] = &[
    "完成率",
    "完成",
    "任务完成率",
    "计划完成率",
    "目标完成率",
    "完成计划的",
    "完成目标的",
    "为计划的",
    "为目标的",
];
/// What is left, where two amounts stand right before it.
const LEFT: &[&str] = &[
    "余",
    "尚余",
    "还余",
    "节余",
    "结余",
    "节约",
    "节省",
    "剩余",
    "节支",
    "结余资金",
    "节约资金",
];
/// A limit that was kept to: 控制在227万元以内.
const LIMIT: (&str, &str) = ("控制在", "以内");
/// Posts, those who are there, and posts that nobody has.
const POSTS: &[&str] = &["编制", "核定"];
const STAFF: &[&str] = &["在编", "在岗", "在职", "实有", "现有"];
const VACANT: &[&str] = &["空缺", "空编", "缺编", "空余"];

/// An amount with nothing but its unit behind it: 余9.72万元由财政收回.
fn amount<'t>(figure: &Figure<'t>) -> Option<Figure<'t>> {
    let unit = MONEY.iter().filter(|unit| figure.unit.starts_with(**unit));
    let unit = unit.max_by_key(|unit| unit.len())?;
    (!is_loose(figure)).then(|| Figure {
        unit: &figure.unit[..unit.len()],
        ..*figure
    })
}

/// What there was, and what was spent of it, right before a figure.
fn spent<'t>(before: &[&Figure<'t>]) -> Option<[Figure<'t>; 2]> {
    let &[.., there, spent] = before else {
        return None;
    };
    let (there, spent) = (amount(there)?, amount(spent)?);
    let is_part = spent.before.starts_with("其中") || spent.sign == '、';
    let is_spent = has(spent.before, SPENT) && !ends(spent.before, PLANNED) && !is_part;
    let is_funds = FUNDS.iter().any(|word| there.before.ends_with(word))
        && !has(there.before, SPENT)
        && spent.number <= there.number;
    let is_there = ends(there.before, PLANNED) || ends(there.before, AVAILABLE) || is_funds;
    // The rate may be that of the budget as it was changed since.
    let is_initial = there.before.contains("年初");
    (is_spent && is_there && !is_initial && there.unit == spent.unit).then_some([there, spent])
}

/// The name of a rate, without what may stand around it.
fn name<'t>(figure: &Figure<'t>) -> Option<&'t str> {
    let is_rate = figure.unit == "%" && !is_loose(figure);
    is_rate.then(|| figure.before.trim_end_matches(['为', '达', '到', '是']))
}

/// 项目资金36万元，支付35.2万元，支付进度97.78%; 计划演出120场，实际完成126场，完成率105%.
pub(super) fn rate(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = name(figure)?;
    let bare = OF
        .iter()
        .fold(name, |name, word| name.strip_prefix(word).unwrap_or(name));
    if let Some([there, spent]) = spent(before).filter(|_| RATES.contains(&bare)) {
        let (exact, agrees) = percent(&spent, &there, figure)?;
        let parts = format!("{}÷{}", spent.digits, there.digits);
        return differing(parts, exact, agrees, figure);
    }
    let &[.., aimed, reached] = before else {
        return None;
    };
    let is_one = REACHED_RATES.contains(&name)
        && has(aimed.before, AIMED)
        && !has(aimed.before, REACHED)
        && has(reached.before, REACHED)
        && aimed.unit == reached.unit
        && !aimed.unit.is_empty()
        && aimed.unit != "%"
        && !is_loose(aimed)
        && !is_loose(reached);
    let (exact, agrees) = percent(reached, aimed, figure).filter(|_| is_one)?;
    let parts = format!("{}÷{}", reached.digits, aimed.digits);
    differing(parts, exact, agrees, figure)
}

/// 预算48万元，实际支出44.9万元，节约率6.46%.
pub(super) fn saved_rate(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = name(figure).filter(|name| LEFT_RATE.contains(name))?;
    let [there, spent] = spent(before).filter(|_| !name.is_empty())?;
    let saved = Figure {
        number: there.number.sub(spent.number)?,
        places: there.places.max(spent.places),
        ..there
    };
    let (exact, agrees) = percent(&saved, &there, figure)?;
    let parts = format!("({}-{})÷{}", there.digits, spent.digits, there.digits);
    differing(parts, exact, agrees, figure)
}

/// 安排40万元，实际使用30.28万元，余9.72万元; 支出224.09万元，控制在227万元以内，节余2.91万元.
pub(super) fn balance(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let figure = &amount(figure).filter(|it| LEFT.contains(&it.before))?;
    let [there, spent] = spent(before).or_else(|| limited(before))?;
    if there.unit != figure.unit {
        return None;
    }
    let exact = there.number.sub(spent.number)?;
    told(
        format!("{}-{}", there.digits, spent.digits),
        exact,
        figure,
        slack(&[&there, &spent, figure])?,
        figure.unit,
    )
}

/// A limit, and what was spent within it.
fn limited<'t>(before: &[&Figure<'t>]) -> Option<[Figure<'t>; 2]> {
    let &[.., spent, limit] = before else {
        return None;
    };
    let spent = amount(spent).filter(|it| has(it.before, SPENT))?;
    let unit = limit.unit.strip_suffix(LIMIT.1)?;
    let is_limit = limit.before.ends_with(LIMIT.0) && unit == spent.unit && !limit.is_told;
    is_limit.then_some([Figure { unit, ..*limit }, spent])
}

/// 8座水库共支出290.28万元，单座平均36.28万元; 公务用车2辆，运行维护费4.31万元，平均每辆2.155万元.
pub(super) fn average(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let each = each(figure.before)?;
    let figure = &amount(figure)?;
    let mut counts = before.iter().filter(|it| it.unit.starts_with(each));
    let count = counts.next().filter(|_| counts.next().is_none())?;
    let mut amounts = before.iter().filter_map(|it| amount(it));
    let whole = amounts.next().filter(|_| amounts.next().is_none())?;
    let is_one = !is_loose(count)
        && count.places == 0
        && count.number > Number::ONE
        && before.len() == 2
        && whole.unit == figure.unit
        && !has(whole.before, &["平均", "每"]);
    let exact = whole.number.div(count.number).filter(|_| is_one)?;
    // The amount may have been rounded before it was divided; and what is cut off is as good as what is rounded.
    let edge = half(&whole)?.div(count.number)?;
    let slack = half(figure)?.add(half(figure)?)?.add(edge)?;
    let apart = exact.sub(figure.number)?.abs().sub(slack)?;
    (apart > Number::ZERO).then(|| Sum {
        parts: format!("{}÷{}", whole.digits, count.digits),
        comes_to: exact.round(figure.places.max(2)).unwrap_or(exact),
        said: figure.number,
        unit: figure.unit.to_owned(),
        turned: None,
    })
}

/// The unit of what an average is of: 平均每辆, 单座平均, 辆均.
fn each(before: &str) -> Option<char> {
    let rest = before.trim_end_matches(['为', '达', '约']);
    let rest = rest.strip_prefix("平均").unwrap_or(rest);
    let rest = rest.strip_suffix("平均").unwrap_or(rest);
    let mut letters = rest.chars();
    match (letters.next()?, letters.next()?, letters.next()) {
        ('每' | '单', unit, None) => Some(unit),
        (unit, '均', None) if !"人户月年".contains(unit) => Some(unit),
        _ => None,
    }
}

/// 核定编制36名，在编在岗34人，另有2个编制空缺.
pub(super) fn vacant(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let is_vacant = has(figure.before, VACANT) || has(figure.unit, VACANT);
    let &[posts, staff] = before else {
        return None;
    };
    let is_one = is_vacant
        && has(posts.before, POSTS)
        && !has(posts.before, STAFF)
        && has(staff.before, STAFF)
        && !staff.before.starts_with("其中")
        && [posts, staff]
            .iter()
            .all(|it| ["名", "人", "个"].contains(&it.unit) && !is_loose(it))
        && figure.places == 0
        && !is_loose(figure);
    let exact = posts.number.sub(staff.number).filter(|_| is_one)?;
    told(
        format!("{}-{}", posts.digits, staff.digits),
        exact,
        figure,
        Number::ZERO,
        posts.unit,
    )
}

/// 收回问卷500份，其中满意452份，满意度90.4%.
pub(super) fn satisfied(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = name(figure)?;
    let &[.., whole, part] = before else {
        return None;
    };
    let said = part.before.trim_start_matches("其中");
    let is_one = ["满意度", "满意率"].iter().any(|end| name.ends_with(end))
        && ["满意", "满意的", "表示满意", "表示满意的"].contains(&said)
        && has(whole.before, &["问卷", "收回", "调查", "访问", "走访"])
        && !whole.before.ends_with("满意")
        && !has(whole.before, &["发放", "发出"])
        && whole.unit == part.unit
        && !is_loose(whole)
        && !is_loose(part);
    let (exact, agrees) = percent(part, whole, figure).filter(|_| is_one)?;
    let parts = format!("{}÷{}", part.digits, whole.digits);
    differing(parts, exact, agrees, figure)
}

#[cfg(test)]
mod tests {
    use crate::check::rules::texts::derived::derived;
    use crate::check::rules::texts::scan::items;

    fn found(sentence: &str) -> Vec<String> {
        let sums = derived(&items(sentence, &[]));
        sums.iter()
            .map(|sum| format!("{}={}{} {}", sum.parts, sum.comes_to, sum.unit, sum.said))
            .collect()
    }

    #[test]
    fn what_is_no_quotient_or_balance_is_told() {
        for (sentence, expected) in [
            (
                "项目资金36万元,支付35.2万元,支付进度96.78%",
                "35.2÷36=97.78% 96.78",
            ),
            (
                "专项资金到位182万元,使用162.6625万元,资金使用率93.8%",
                "162.6625÷182=89.38% 93.8",
            ),
            (
                "政府采购预算130万元,实际采购128.65万元,完成98.69%",
                "128.65÷130=98.96% 98.69",
            ),
            ("计划演出120场,实际完成126场,完成率103%", "126÷120=105% 103"),
            (
                "公用经费预算48万元,实际支出44.9万元,节约率9.4%",
                "(48-44.9)÷48=6.46% 9.4",
            ),
            (
                "其他财政资金安排40万元,实际使用30.28万元,余10.72万元由财政收回",
                "40-30.28=9.72万元 10.72",
            ),
            (
                "支出224.088万元,控制在227万元以内,节余3.912万元",
                "227-224.088=2.912万元 3.912",
            ),
            (
                "8座水库共支出290.28万元,单座平均38.28万元",
                "290.28÷8=36.29万元 38.28",
            ),
            (
                "公务用车3辆,运行维护费4.31万元,平均每辆2.155万元",
                "4.31÷3=1.437万元 2.155",
            ),
            (
                "核定编制36名,在编在岗34人,另有3个编制空缺待招",
                "36-34=2名 3",
            ),
            (
                "收回满意度问卷500份,其中满意452份,沿线群众满意度93.4%",
                "452÷500=90.4% 93.4",
            ),
        ] {
            let found = found(sentence);
            assert_eq!(found.len(), 1, "{sentence} {found:?}");
            assert_eq!(found[0], expected, "{sentence}");
        }
    }

    #[test]
    fn what_is_right_or_of_something_else_is_left_alone() {
        for sentence in [
            "项目资金36万元,支付35.2万元,支付进度97.78%",
            "项目资金36万元,支付35.2万元,支付进度97.8%",
            "政府采购预算130万元,实际采购128.65万元,完成98.96%",
            "上级资金36万元,支出120万元,执行率97.5%",
            "年初预算560万元,支出580.28万元,执行率96.99%",
            "项目资金36万元,其中设备采购12万元,支付进度97.78%",
            "安排40万元,实际使用30.28万元,余9.72万元由财政收回",
            "预算40万元,支出30万元,上年结余2万元",
            "支出224.088万元,控制在227万元以内,节余2.912万元",
            "8座水库共支出290.28万元,单座平均36.28万元",
            "8座水库和3座电站共支出290.28万元,单座平均26.39万元",
            "8座水库支出290.28万元,其中养护120万元,单座平均15万元",
            "公务用车2辆,运行维护费4.31万元,平均每辆2.16万元",
            "公务用车2辆,运行维护费4.31万元,平均每辆约2万元",
            "公务用车2辆,运行维护费4.31万元,平均每辆2万元",
            "核定编制36名,在编在岗34人,另有2个编制空缺待招",
            "核定编制36名,其中行政20名,在岗18人,空缺2个",
            "发放问卷520份,其中满意452份,满意度93.4%",
            "收回500份,其中满意452份、基本满意30份,满意度96.4%",
            "计划演出120场,完成126场,群众满意度96%",
            "检查420家,完成整改82家,完成率100%",
        ] {
            assert_eq!(found(sentence), Vec::<String>::new(), "{sentence}");
        }
    }
}
