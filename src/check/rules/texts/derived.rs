//! Figures of one sentence that follow from others in it: 预算48万元，实际采购45.66万元，节约2.34万元，节支率4.88%.
//!
//! Only what the words of a sentence tie together is computed: 节约 to a budget and a spending, 整改率 to what was 整改, 占 to 其中.

use crate::check::rules::texts::based::{against, changed, is_share_of, part, share, years};
use crate::check::rules::texts::exact::{differing, ends, has, is_loose, percent, slack, told};
use crate::check::rules::texts::reckoned::reckoned;
use crate::check::rules::texts::scan::{Figure, Item};
use crate::check::rules::texts::sums::Sum;

/// What was to be spent, reached or built.
pub(super) const PLANNED: &[&str] = &[
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
pub(super) const CARRIED: &[&str] = &["结转", "结余", "结存", "余额"];
const OPENING: &[&str] = &["上年", "年初", "期初"];
const CLOSING: &[&str] = &["年末", "期末", "年底", "结转下年"];
/// What is added to a budget, and taken from it.
const ADDED: &[&str] = &["追加", "调增", "调整增加"];
const TAKEN: &[&str] = &["追减", "调减", "调整减少", "核减", "收回"];
const INITIAL: &[&str] = &["年初预算", "年初批复", "年初安排"];
const ADJUSTED: &[&str] = &["全年预算", "调整后", "调整预算"];

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
            .or_else(|| against(before, figure))
            .or_else(|| years(before, figure))
            .or_else(|| rate(before, figure))
            .or_else(|| share(before, figure))
            .or_else(|| part(before, figure))
            .or_else(|| reckoned(before, figure));
        found.extend(sum);
    }
    found
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

/// What was spent of a budget that is named after it, right before a figure: 支出60.43万元，占预算62万元的97.47%.
fn share_of<'i, 't>(before: &[&'i Figure<'t>], unit: &str) -> Option<[&'i Figure<'t>; 2]> {
    let [spent, planned] = two(before, unit)?;
    let is_one = is_share_of(planned.before)
        && ends(planned.before, PLANNED)
        && has(spent.before, SPENT)
        && !spent.before.starts_with("其中")
        && spent.sign != '、';
    is_one.then_some([planned, spent])
}

/// 预算48万元，实际采购45.66万元，节约2.34万元.
fn left(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if !ends(figure.before, LEFT) || figure.before.contains("上年") || figure.unit.contains('%') {
        return None;
    }
    let [planned, spent] = budget(before, figure.unit).or_else(|| share_of(before, figure.unit))?;
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

/// 发现问题84个，整改82个，整改率97.6%: what a rate is called after was counted in the sentence.
fn rate(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['为', '达']);
    if EXECUTION.contains(&name)
        && figure.unit == "%"
        && let Some(amount) = before.last()
    {
        // The rate may be that of the budget as it was changed since.
        let budget = budget(before, amount.unit);
        let [planned, spent] = budget.filter(|[planned, _]| !planned.before.contains("年初"))?;
        let (exact, agrees) = percent(spent, planned, figure)?;
        let parts = format!("{}÷{}", spent.digits, planned.digits);
        return differing(parts, exact, agrees, figure);
    }
    let stem = name
        .strip_suffix('率')
        // What was 完成 may be of anything that was to be.
        .filter(|stem| (2..=4).contains(&stem.chars().count()) && *stem != "完成")?;
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::check::rules::texts::scan::items;

    /// What is told of a sentence.
    pub(in crate::check::rules::texts) fn found(sentence: &str) -> Vec<String> {
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
