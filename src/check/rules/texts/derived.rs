//! Figures of one sentence that follow from others in it: 预算48万元，实际采购45.66万元，节约2.34万元，节支率4.88%.
//!
//! Only what the words of a sentence tie together is computed: 节约 to a budget and a spending, 整改率 to what was 整改, 占 to 其中.

use crate::check::rules::texts::changes::BECOMES;
use crate::check::rules::texts::scan::{Figure, Item};
use crate::check::rules::texts::sums::Sum;
use crate::number::Number;

/// What was to be spent, reached or built.
const PLANNED: &[&str] = &[
    "预算",
    "计划",
    "概算",
    "控制数",
    "控制价",
    "指标数",
    "批复",
    "合同价",
    "限额",
];
/// What was spent of it.
const SPENT: &[&str] = &[
    "支出", "执行", "使用", "采购", "支付", "付款", "开支", "决算", "中标", "成交", "结算",
];
/// What is left of it, where that is all the words say.
const LEFT: &[&str] = &[
    "节约",
    "节省",
    "节余",
    "结余",
    "剩余",
    "余额",
    "未支出",
    "未执行",
    "未使用",
    "未支付",
];
/// How the share of what is left is called.
const LEFT_RATE: &[&str] = &["节支率", "节约率", "节省率", "资金节约率", "结余率"];
/// How the share of what was spent is called.
const EXECUTION: &[&str] = &["执行率", "预算执行率", "支出执行率", "支出率"];
/// What is carried over, at the beginning and at the end of a year.
const CARRIED: &[&str] = &["结转", "结余", "结存", "余额"];
const OPENING: &[&str] = &["上年", "年初", "期初"];
const CLOSING: &[&str] = &["年末", "期末", "年底", "结转下年"];
/// What is added to a budget, and taken from it.
const ADDED: &[&str] = &["追加", "调增", "调整增加"];
const TAKEN: &[&str] = &["追减", "调减", "调整减少", "核减", "收回"];
const INITIAL: &[&str] = &["年初预算", "年初批复", "年初安排"];
const ADJUSTED: &[&str] = &["全年预算", "调整后", "调整预算"];
/// Words for the difference of both.
const CHANGED: &[&str] = &[
    "增加", "增长", "增幅", "上升", "提高", "提升", "新增", "净增", "减少", "下降", "降幅", "降低",
    "压减", "压缩", "净减",
];
/// Words by which a figure is not the exact one.
const ABOUT: &[&str] = &[
    "约",
    "近",
    "超过",
    "超",
    "逾",
    "突破",
    "不少于",
    "不低于",
    "不超过",
    "至少",
    "最多",
];
const ABOUT_BEHIND: &[&str] = &["余", "多", "左右", "以上", "以内", "以下", "上下"];

/// The figures of a sentence that are not what others in it come to.
pub(super) fn derived(items: &[Item<'_>]) -> Vec<Sum> {
    let figures: Vec<&Figure<'_>> = items
        .iter()
        .filter_map(|item| match item {
            // What stands in brackets is beside the sentence.
            Item::Figure(figure) => Some(figure).filter(|it| !it.is_aside),
            Item::Clause(..) => None,
        })
        .collect();
    let mut found = Vec::new();
    for index in 1..figures.len() {
        if is_loose(figures[index]) {
            continue;
        }
        let (before, figure) = (&figures[..index], figures[index]);
        let sum = left(before, figure)
            .or_else(|| left_rate(before, figure))
            .or_else(|| carried(before, figure))
            .or_else(|| adjusted(before, figure))
            .or_else(|| changed(before, figure))
            .or_else(|| rate(before, figure))
            .or_else(|| share(before, figure))
            .or_else(|| part(before, figure));
        found.extend(sum);
    }
    found
}

fn has(phrase: &str, words: &[&str]) -> bool {
    words.iter().any(|word| phrase.contains(word))
}

fn ends(phrase: &str, words: &[&str]) -> bool {
    let phrase = ["的", "了", "为", "资金", "金额", "达", "共", "数", "额"]
        .iter()
        .fold(phrase, |phrase, word| {
            phrase.strip_suffix(word).unwrap_or(phrase)
        });
    words.iter().any(|word| phrase.ends_with(word))
}

/// Whether nothing can be computed with a figure: it is not the exact one, or it was told that the form has another one.
fn is_loose(figure: &Figure<'_>) -> bool {
    let behind = ["亿元", "万元", "元", "%"]
        .iter()
        .find_map(|unit| figure.unit.strip_prefix(unit))
        .unwrap_or(figure.unit);
    let is_saved = figure.before.ends_with("节约");
    figure.is_told
        || !is_saved && ABOUT.iter().any(|word| figure.before.ends_with(word))
        || ABOUT_BEHIND
            .iter()
            .any(|word| behind.starts_with(word) || figure.unit.ends_with(word))
}

/// Half of the last digit that is written.
fn half(figure: &Figure<'_>) -> Option<Number> {
    (0..figure.places).try_fold(Number::ONE.div(Number::from(2))?, |half, _| {
        half.div(Number::from(10))
    })
}

/// What may lie between a figure and what it was computed from: each of them may have been rounded before or after.
fn slack(figures: &[&Figure<'_>]) -> Option<Number> {
    let mut decimals = figures.iter().filter(|figure| figure.places > 0);
    decimals.try_fold(Number::ZERO, |slack, figure| slack.add(half(figure)?))
}

/// The sum where `exact` is not what `figure` says.
fn told(
    parts: String,
    exact: Number,
    figure: &Figure<'_>,
    slack: Number,
    unit: &str,
) -> Option<Sum> {
    let apart = exact.sub(figure.number)?.abs().sub(slack)?;
    (apart > Number::ZERO).then(|| Sum {
        parts,
        comes_to: exact,
        said: figure.number,
        unit: unit.to_owned(),
    })
}

/// The two figures before one, apart from rates, both exact and counted in `unit`.
fn two<'i, 't>(before: &[&'i Figure<'t>], unit: &str) -> Option<[&'i Figure<'t>; 2]> {
    let mut amounts = before.iter().rev().filter(|it| it.unit != "%");
    let (other, one) = (amounts.next()?, amounts.next()?);
    let fits = |it: &Figure<'_>| it.unit == unit && !is_loose(it);
    (fits(one) && fits(other)).then_some([one, other])
}

/// A budget and what was spent of it, right before a figure.
fn budget<'i, 't>(before: &[&'i Figure<'t>], unit: &str) -> Option<[&'i Figure<'t>; 2]> {
    let [planned, spent] = two(before, unit)?;
    let is_one = ends(planned.before, PLANNED)
        && has(spent.before, SPENT)
        && !ends(spent.before, PLANNED)
        && !spent.before.starts_with("其中");
    is_one.then_some([planned, spent])
}

/// A share in percent as it is written, and as it comes out of two figures that may have been rounded.
fn percent(part: &Figure<'_>, whole: &Figure<'_>, figure: &Figure<'_>) -> Option<(Number, bool)> {
    let of = |part: Number, whole: Number| part.div(whole)?.mul(Number::HUNDRED);
    let exact = of(part.number, whole.number)?;
    let edge = |it: &Figure<'_>| match it.places {
        0 => Some(Number::ZERO),
        _ => half(it),
    };
    let (part_edge, whole_edge) = (edge(part)?, edge(whole)?);
    let least = of(part.number.sub(part_edge)?, whole.number.add(whole_edge)?)?;
    let most = of(part.number.add(part_edge)?, whole.number.sub(whole_edge)?)?;
    // Cut off is as good as rounded.
    let slack = half(figure)?.mul(Number::from(2))?;
    let agrees = figure.number >= least.sub(slack)? && figure.number <= most.add(slack)?;
    Some((exact, agrees))
}

fn differing(parts: String, exact: Number, agrees: bool, figure: &Figure<'_>) -> Option<Sum> {
    if agrees {
        return None;
    }
    Some(Sum {
        parts,
        comes_to: exact.round(figure.places.max(2))?,
        said: figure.number,
        unit: "%".to_owned(),
    })
}

/// 预算48万元，实际采购45.66万元，节约2.34万元.
fn left(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if !ends(figure.before, LEFT) || figure.before.contains("上年") || figure.unit.contains('%') {
        return None;
    }
    let [planned, spent] = budget(before, figure.unit)?;
    let exact = planned.number.sub(spent.number)?;
    told(
        format!("{}-{}", planned.digits, spent.digits),
        exact,
        figure,
        slack(&[planned, spent, figure])?,
        figure.unit,
    )
}

/// …，节约2.34万元，节支率4.88%.
fn left_rate(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if figure.unit != "%" || !ends(figure.before, LEFT_RATE) {
        return None;
    }
    let &[.., planned, spent, saved] = before else {
        return None;
    };
    let is_one =
        ends(planned.before, PLANNED) && has(spent.before, SPENT) && ends(saved.before, LEFT);
    let alike = planned.unit == spent.unit && spent.unit == saved.unit;
    if !is_one || !alike || [planned, spent, saved].iter().any(|it| is_loose(it)) {
        return None;
    }
    let (exact, agrees) = percent(saved, planned, figure)?;
    // Where the saving itself is wrong, that is told.
    let rest = Figure {
        number: planned.number.sub(spent.number)?,
        ..*saved
    };
    let agrees = agrees || percent(&rest, planned, figure)?.1;
    differing(
        format!("{}÷{}", saved.digits, planned.digits),
        exact,
        agrees,
        figure,
    )
}

/// 上年结转5.5万元，本年收入28万元，本年支出30万元，年末结转3.5万元.
fn carried(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let is_at = |it: &Figure<'_>, when: &[&str]| has(it.before, when) && has(it.before, CARRIED);
    if !is_at(figure, CLOSING) {
        return None;
    }
    let &[.., opening, income, spent] = before else {
        return None;
    };
    let is_one =
        is_at(opening, OPENING) && income.before.ends_with("收入") && ends(spent.before, &["支出"]);
    let all = [opening, income, spent, figure];
    let alike = all.iter().all(|it| it.unit == figure.unit && !is_loose(it));
    if !is_one || !alike {
        return None;
    }
    let exact = opening.number.add(income.number)?.sub(spent.number)?;
    told(
        format!("{}+{}-{}", opening.digits, income.digits, spent.digits),
        exact,
        figure,
        slack(&all)?,
        figure.unit,
    )
}

/// 年初预算560万元，年中追加38.32万元，全年预算598.32万元.
fn adjusted(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if !has(figure.before, ADJUSTED) {
        return None;
    }
    let at = before.iter().rposition(|it| has(it.before, INITIAL))?;
    let (initial, changes) = before[at..].split_first()?;
    let mut exact = initial.number;
    let mut parts = initial.digits.to_owned();
    for change in changes {
        let sign = match (ends(change.before, ADDED), ends(change.before, TAKEN)) {
            (true, false) => '+',
            (false, true) => '-',
            _ => return None,
        };
        exact = match sign {
            '+' => exact.add(change.number)?,
            _ => exact.sub(change.number)?,
        };
        parts.extend([sign.to_string().as_str(), change.digits]);
    }
    let mut all = before[at..].to_vec();
    all.push(figure);
    let alike = all.iter().all(|it| it.unit == figure.unit && !is_loose(it));
    if changes.is_empty() || !alike {
        return None;
    }
    told(parts, exact, figure, slack(&all)?, figure.unit)
}

/// 由18个增加到21个，新增3个; 由95%提高到98%，提高3个百分点; 由10万元降至9万元，下降10%.
fn changed(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if !CHANGED.contains(&figure.before) {
        return None;
    }
    let &[.., was, is] = before else {
        return None;
    };
    let unit = goes_on(was, is, BECOMES)?;
    let is_one = was.before.contains(['由', '从']);
    if !is_one || is_loose(was) || is_loose(is) || unit != is.unit {
        return None;
    }
    let change = is.number.sub(was.number)?.abs();
    let parts = if is.number >= was.number {
        format!("{}-{}", is.digits, was.digits)
    } else {
        format!("{}-{}", was.digits, is.digits)
    };
    let is_points = is.unit == "%" && figure.unit.starts_with("个百分点");
    if figure.unit == is.unit && is.unit != "%" || is_points {
        return told(
            parts,
            change,
            figure,
            slack(&[was, is, figure])?,
            figure.unit,
        );
    }
    if figure.unit != "%" || is.unit == "%" {
        return None;
    }
    let exact = change.div(was.number)?.mul(Number::HUNDRED)?;
    let edge = slack(&[was, is])?.div(was.number)?.mul(Number::HUNDRED)?;
    let slack = edge
        .mul(Number::from(2))?
        .add(half(figure)?.mul(Number::from(2))?)?;
    let agrees = exact.sub(figure.number)?.abs() <= slack;
    differing(format!("({parts})÷{}", was.digits), exact, agrees, figure)
}

/// 发现问题84个，整改82个，整改率97.6%: what a rate is called after was counted in the sentence.
fn rate(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['为', '达']);
    if EXECUTION.contains(&name)
        && figure.unit == "%"
        && let Some(amount) = before.last()
    {
        let [planned, spent] = budget(before, amount.unit)?;
        let (exact, agrees) = percent(spent, planned, figure)?;
        let parts = format!("{}÷{}", spent.digits, planned.digits);
        return differing(parts, exact, agrees, figure);
    }
    let stem = name
        .strip_suffix('率')
        .filter(|stem| (2..=4).contains(&stem.chars().count()))?;
    if figure.unit != "%" {
        return None;
    }
    let at = before
        .iter()
        .rposition(|it| it.before.contains(stem) && it.unit != "%")?;
    let part = before[at];
    let wholes: Vec<_> = before
        .iter()
        .enumerate()
        .filter(|(index, it)| *index != at && it.unit == part.unit)
        .collect();
    // Only what was counted right before the rate, of what was counted right before that.
    let is_next = at + 1 == before.len() && wholes.last().is_some_and(|(index, _)| index + 1 == at);
    if !is_next || before.iter().any(|it| is_loose(it)) {
        return None;
    }
    let mut differs = None;
    for (_, whole) in wholes.iter().rev() {
        let (exact, agrees) = percent(part, whole, figure)?;
        if agrees {
            return None;
        }
        differs = differs.or(Some((format!("{}÷{}", part.digits, whole.digits), exact)));
    }
    let (parts, exact) = differs?;
    differing(parts, exact, false, figure)
}

/// 培训260人，其中女性143人，占55%.
fn share(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let is_share =
        ["占", "占比", "占比为", "占比达", "占总数的", "比例为"].contains(&figure.before);
    if !is_share || figure.unit != "%" {
        return None;
    }
    let &[.., whole, part] = before else {
        return None;
    };
    let is_one = part.before.starts_with("其中") && whole.unit == part.unit;
    if !is_one || is_loose(whole) || is_loose(part) {
        return None;
    }
    let (exact, agrees) = percent(part, whole, figure)?;
    differing(
        format!("{}÷{}", part.digits, whole.digits),
        exact,
        agrees,
        figure,
    )
}

/// 收入965万元，为目标900万元的107.2%.
fn part(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let &[.., part, whole] = before else {
        return None;
    };
    let unit = goes_on(whole, figure, &["的"])?;
    let is_one = ["为", "占", "是", "达到", "完成", "相当于"]
        .iter()
        .any(|word| whole.before.starts_with(word));
    if !is_one || figure.unit != "%" || unit != part.unit || is_loose(part) || is_loose(whole) {
        return None;
    }
    let (exact, agrees) = percent(part, whole, figure)?;
    differing(
        format!("{}÷{}", part.digits, whole.digits),
        exact,
        agrees,
        figure,
    )
}

/// The unit of a figure after which one of some words alone leads to the next one: only units of money are told from such a
/// word before.
fn goes_on<'t>(figure: &Figure<'t>, next: &Figure<'_>, words: &[&str]) -> Option<&'t str> {
    if next.before.is_empty() && next.sign == '\0' {
        return words.iter().find_map(|word| figure.unit.strip_suffix(word));
    }
    words.contains(&next.before).then_some(figure.unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules::texts::scan::items;

    fn found(sentence: &str) -> Vec<String> {
        let sums = derived(&items(sentence, &[]));
        sums.iter()
            .map(|sum| format!("{}={}{} {}", sum.parts, sum.comes_to, sum.unit, sum.said))
            .collect()
    }

    #[test]
    fn what_does_not_follow_is_told() {
        for (sentence, expected) in [
            (
                "政府采购预算48万元,实际采购45.66万元,节约3.34万元",
                "48-45.66=2.34万元 3.34",
            ),
            (
                "预算48万元,支出45.66万元,节约资金2.34万元,节支率8.44%",
                "2.34÷48=4.88% 8.44",
            ),
            (
                "上年结转5.5万元,本年收入29万元,本年支出30万元,年末结转3.5万元",
                "5.5+29-30=4.5万元 3.5",
            ),
            (
                "年初预算560万元,年中追加33.82万元,全年预算598.32万元",
                "560+33.82=593.82万元 598.32",
            ),
            (
                "年初预算560万元,追加40万元,调减5万元,调整后预算598万元",
                "560+40-5=595万元 598",
            ),
            ("由18个增加到21个,新增5个", "21-18=3个 5"),
            (
                "满意度由92%提高到95.3%,提高3个百分点",
                "95.3-92=3.3个百分点 3",
            ),
            (
                "接待费从4.85万元下降到4.12万元,下降18%",
                "(4.85-4.12)÷4.85=15.05% 18",
            ),
            ("发现问题84个,整改82个,整改率96.7%", "82÷84=97.62% 96.7"),
            ("培训260人,其中女性143人,占65%", "143÷260=55% 65"),
            (
                "带动旅游收入965万元,为目标900万元的102.7%",
                "965÷900=107.22% 102.7",
            ),
        ] {
            assert_eq!(found(sentence), [expected], "{sentence}");
        }
    }

    #[test]
    fn what_follows_or_is_not_tied_together_is_left_alone() {
        for sentence in [
            "政府采购预算48万元,实际采购45.66万元,节约2.34万元,节支率4.88%",
            "预算48万元,支出45.66万元,节支率4.9%",
            "预算48万元,支出45.66万元,节约2.34万元,节支率4.88%",
            "年初预算560万元,年中追加38.32万元,全年预算598.32万元",
            "由18个增加到21个,新增3个",
            "接待费从4.85万元下降到4.12万元,下降15.1%",
            "接待费从4.85万元下降到4.12万元,比上年减少0.7万元",
            "发现问题84个,整改82个,整改率97.6%",
            "发放问卷500份,收回486份,满意率95.2%",
            "发放问卷500份,收回486份,回收率97.2%",
            "检查企业420家,发现问题84个,整改82个,整改率97.6%",
            "有效问卷480份,满意和基本满意457份,满意率95.2%",
            "培训260人,其中女性143人,占55%",
            "项目支出226万元,占总支出的38.4%",
            "带动旅游收入965万元,为目标900万元的107.2%",
            "预算182万元(含结转12万元),支出162.66万元,执行率89.37%,未支出的19.34万元结转下年",
            "预算48万元,支出约45万元,节约2万元",
            "上年结余5.5万元,支出30万元,结余3.5万元",
            "预算20万元,其中办公费支出5万元,节约1万元",
            "完成投资120万元,占年度计划的60%",
            "检查42次,整改15处,整改率100%",
        ] {
            assert_eq!(found(sentence), Vec::<String>::new(), "{sentence}");
        }
    }
}
