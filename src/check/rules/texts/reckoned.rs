//! Figures of one sentence that follow from two counted before them: averages, vacancies, what is left, and rates by other names.
//!
//! 8座支出290.28万元，单座平均36.28万元; 到位182万元，使用162.66万元，资金使用率89.4%; 编制36名，在编34人，另有2个编制空缺.

use crate::check::rules::texts::derived::PLANNED;
use crate::check::rules::texts::exact::{
    differing, ends, half, has, is_loose, percent, slack, told,
};
use crate::check::rules::texts::scan::{Figure, JOINS};
use crate::check::rules::texts::sums::{Sum, is_total};
use crate::number::Number;

/// Units of money, and how many 元 one of them is.
const MONEY: [(&str, i64); 3] = [("亿元", 100_000_000), ("万元", 10_000), ("元", 1)];
/// What money that was to be spent is called where no budget is named.
const FUNDS: &[&str] = &["到位", "下达", "安排", "资金", "拨款", "经费"];
/// What was spent of it.
const SPENT: &[&str] = &[
    "支出", "执行", "使用", "采购", "支付", "付款", "开支", "决算", "用去", "花费",
];
/// How the share of what was spent is called besides 执行率.
const RATES: &[&str] = &[
    "支付进度",
    "支出进度",
    "执行进度",
    "预算执行进度",
    "预算支出进度",
    "资金执行进度",
    "资金支付进度",
    "资金支出进度",
    "使用率",
    "资金使用率",
    "支付率",
    "资金支付率",
    "资金支出率",
    "资金执行率",
    "预算完成率",
    "支出完成率",
    "执行率",
    "预算执行率",
    "完成",
    "完成预算的",
    "占预算的",
    "为预算的",
    "支付",
    "资金支付",
];
/// How a share of what was planned is called.
const REACHED_RATES: &[&str] = &[
    "完成率",
    "任务完成率",
    "计划完成率",
    "目标完成率",
    "完成计划的",
    "完成目标的",
    "为计划的",
    "为目标的",
];
/// How the share of what was saved is called, where the saving itself is not told.
const SAVED_RATES: &[&str] = &["节支率", "节约率", "节省率", "资金节约率", "结余率"];
/// What is left, told in one word.
const LEFT: &[&str] = &[
    "余", "尚余", "还余", "结余", "节余", "剩余", "余额", "节约", "节省",
];
/// How it goes on to say what became of it.
const THEN: &[&str] = &[
    "由财政",
    "已",
    "按规定",
    "全部",
    "结转",
    "缴回",
    "交回",
    "上缴",
    "收回",
    "退回",
    "留待",
    "待",
    "为",
    "用于",
    "是",
    "系",
];
/// Words that hold what was to be done, and what was done of it.
const AIMED: &[&str] = &[
    "计划",
    "目标",
    "计划数",
    "目标值",
    "指标值",
    "任务数",
    "计划完成",
];
const DONE: &[&str] = &["实际", "完成", "实现", "达到"];
/// What stands between 比 and the word for more or less.
const WHOSE: &[&str] = &["年初", "年度", "全年", "原", "既定", "预期", "设定的"];
const AIMS: &[&str] = &[
    "预算数",
    "预算",
    "计划数",
    "计划",
    "目标值",
    "目标数",
    "目标",
    "控制数",
    "指标值",
    "任务数",
];
const MORE: &[&str] = &["增加", "多", "高出", "高", "超出", "超支", "超", "多完成"];
const LESS: &[&str] = &["减少", "少", "低", "节约", "节省", "少完成", "降低"];
const OVER: &[&str] = &["超过", "超出", "超", "高于", "多于", "高出"];
const UNDER: &[&str] = &["低于", "少于", "未达"];
/// Other people than those the posts are for.
const BESIDE_POSTS: &[&str] = &["编外", "聘", "临时", "超编", "劳务", "遗属"];
/// What a number of people is said to be of.
const PEOPLE: &[&str] = &["人员", "职工", "干部", "人数"];

/// What a figure is not, that two before it come to.
pub(super) fn reckoned(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    mean(before, figure)
        .or_else(|| vacant(before, figure))
        .or_else(|| left(before, figure))
        .or_else(|| spent(before, figure))
        .or_else(|| reached(before, figure))
        .or_else(|| saved(before, figure))
        .or_else(|| satisfied(before, figure))
        .or_else(|| beyond(before, figure))
        .or_else(|| rest(before, figure))
        .or_else(|| named_total(before, figure))
}

/// The unit of money of a figure, and what is said behind it.
fn money<'t>(figure: &Figure<'t>) -> Option<(&'static str, i64, &'t str)> {
    let found =
        |(unit, size): &(&'static str, i64)| Some((*unit, *size, figure.unit.strip_prefix(unit)?));
    MONEY.iter().find_map(found)
}

/// Whether something else is said of a figure than what it is: a part, another year, or what it changed by.
fn is_apart(figure: &Figure<'_>) -> bool {
    figure.before.starts_with("其中")
        || figure.sign == '、'
        || is_loose(figure)
        || has(
            figure.before,
            &["上年", "去年", "结转", "比", "较", "上一年"],
        )
}

/// The two amounts right before a figure, the first to be spent and the second spent of it; nothing where the sentence has
/// another pair that a rate or a rest may be of.
fn pair<'i, 't>(before: &[&'i Figure<'t>]) -> Option<[&'i Figure<'t>; 2]> {
    let &[.., planned, spent] = before else {
        return None;
    };
    let is_planned = ends(planned.before, PLANNED)
        || has_end(planned.before, FUNDS) && !has(planned.before, SPENT);
    let is_one = is_planned && has(spent.before, SPENT) && !ends(spent.before, PLANNED);
    let alike = planned.unit == spent.unit && money(planned).is_some_and(|it| it.2.is_empty());
    let is_alone = !before[..before.len() - 2]
        .iter()
        .any(|it| it.unit == planned.unit);
    let is_within = spent.number <= planned.number && planned.number > Number::ZERO;
    (is_one && alike && is_alone && is_within && !is_apart(planned) && !is_apart(spent))
        .then_some([planned, spent])
}

fn has_end(phrase: &str, words: &[&str]) -> bool {
    let phrase = phrase.trim_end_matches(['为', '共', '了']);
    words.iter().any(|word| phrase.ends_with(word))
}

/// 项目资金36万元，支付35.2万元，支付进度97.78%.
fn spent(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['为', '达', '是']);
    if figure.unit != "%" || !RATES.contains(&name) || figure.sign == '、' {
        return None;
    }
    // The rate may be that of the budget as it was changed since.
    let [planned, spent] = pair(before).filter(|[planned, _]| !planned.before.contains("年初"))?;
    let (exact, agrees) = percent(spent, planned, figure)?;
    differing(
        format!("{}÷{}", spent.digits, planned.digits),
        exact,
        agrees,
        figure,
    )
}

/// 计划演出120场，实际完成126场，完成率105%.
fn reached(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['为', '达', '是']);
    let &[.., planned, done] = before else {
        return None;
    };
    let is_one = figure.unit == "%"
        && REACHED_RATES.contains(&name)
        && (ends(planned.before, AIMED) || planned.before.starts_with("计划"))
        && has(done.before, DONE)
        && planned.unit == done.unit
        && !planned.unit.is_empty()
        && planned.unit != "%"
        && !is_apart(planned)
        && !is_apart(done);
    let (exact, agrees) = percent(done, planned, figure).filter(|_| is_one)?;
    let parts = format!("{}÷{}", done.digits, planned.digits);
    differing(parts, exact, agrees, figure)
}

/// 公用经费预算48万元，实际支出44.9万元，节约率6.46%.
fn saved(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['为', '达', '是']);
    if figure.unit != "%" || !SAVED_RATES.contains(&name) {
        return None;
    }
    let [planned, spent] = pair(before)?;
    let rest = Figure {
        number: planned.number.sub(spent.number)?,
        places: planned.places.max(spent.places),
        ..*spent
    };
    let (exact, agrees) = percent(&rest, planned, figure)?;
    let parts = format!("({}-{})÷{}", planned.digits, spent.digits, planned.digits);
    differing(parts, exact, agrees, figure)
}

/// 安排40万元，实际使用30.28万元，余9.72万元由财政收回; 支出224.09万元，控制在227万元以内，节余2.91万元.
fn left(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['了', '为']);
    let name = name.trim_end_matches("资金");
    let (unit, _, tail) = money(figure)?;
    let goes_on = tail.is_empty() || THEN.iter().any(|word| tail.starts_with(word));
    if !LEFT.contains(&name) || !goes_on || figure.sign == '、' {
        return None;
    }
    let [planned, spent] = pair(before).or_else(|| within(before))?;
    if money(planned)?.0 != unit {
        return None;
    }
    let exact = planned.number.sub(spent.number)?;
    let slack = slack(&[planned, spent, figure])?;
    told(
        format!("{}-{}", planned.digits, spent.digits),
        exact,
        figure,
        slack,
        unit,
    )
}

/// What was spent, and the limit within which it was kept.
fn within<'i, 't>(before: &[&'i Figure<'t>]) -> Option<[&'i Figure<'t>; 2]> {
    let &[spent, limit] = before else {
        return None;
    };
    let is_limit = limit.before.trim_end_matches("预算") == "控制在"
        && ["以内", "之内", "内", "预算内", "预算以内"].contains(&money(limit)?.2);
    let is_one = is_limit && has(spent.before, SPENT) && !is_apart(spent);
    (is_one && spent.unit == money(limit)?.0 && spent.number <= limit.number)
        .then_some([limit, spent])
}

/// What each of is told, where words before a figure say that it is an average.
fn each(before: &str) -> Option<&str> {
    let before = before.trim_end_matches(['为', '约', '达', '是']);
    let before = [
        "费用", "成本", "支出", "投入", "补助", "经费", "开支", "资金",
    ]
    .iter()
    .find_map(|word| before.strip_suffix(word))
    .unwrap_or(before);
    let one = |text: &'static str| before.strip_prefix(text);
    let of = one("平均每").or_else(|| {
        let rest = before
            .strip_suffix("平均")
            .or_else(|| before.strip_suffix('均'))?;
        Some(rest.strip_prefix(['每', '单']).unwrap_or(rest))
    })?;
    (of.chars().count() == 1).then_some(of)
}

/// 8座水库共支出290.28万元，单座平均36.28万元; 2辆，运行维护费4.31万元，平均每辆2.155万元.
fn mean(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let of = each(figure.before)?;
    let (unit, size, tail) = money(figure)?;
    if !tail.is_empty() || before.iter().any(|it| is_loose(it)) {
        return None;
    }
    let is_counted = |it: &&&Figure<'_>| {
        let rest = it.unit.strip_prefix(of);
        it.places == 0 && rest.is_some_and(|rest| !rest.starts_with('次'))
    };
    let mut counts = before.iter().filter(is_counted);
    let (count, None) = (counts.next()?, counts.next()) else {
        return None;
    };
    let mut amounts = before.iter().filter(|it| money(it).is_some());
    let (amount, None) = (amounts.next()?, amounts.next()) else {
        return None;
    };
    let (_, whole, behind) = money(amount)?;
    if !behind.is_empty() || is_apart(amount) || count.number <= Number::ONE {
        return None;
    }
    let scale = |number: Number| number.mul(Number::from(whole))?.div(Number::from(size));
    let exact = scale(amount.number)?.div(count.number)?;
    let edge = match amount.places {
        0 => Number::ZERO,
        _ => scale(half(amount)?)?.div(count.number)?,
    };
    // Cut off is as good as rounded.
    let slack = half(figure)?.mul(Number::from(2))?.add(edge)?;
    let comes_to = exact.round(figure.places.max(2))?;
    let sum = told(
        format!("{}÷{}", amount.digits, count.digits),
        exact,
        figure,
        slack,
        unit,
    )?;
    Some(Sum { comes_to, ..sum })
}

/// 核定编制36名，在编在岗34人，另有2个编制空缺.
fn vacant(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let says = |text: &str| has(text, &["空缺", "空编", "缺编"]);
    if !says(figure.before) && !says(figure.unit) {
        return None;
    }
    let &[posts, held] = before else {
        return None;
    };
    let is_posts = ends(posts.before, &["编制", "编制人", "核定编制人", "编"])
        && !has(
            posts.before,
            &["行政", "事业", "工勤", "参公", "实有", "在编"],
        );
    let is_held = has(held.before, &["在编", "实有", "在岗", "在职"])
        && !has(held.before, &["行政", "事业", "工勤", "参公"]);
    let counts = |it: &Figure<'_>| it.places == 0 && it.unit.starts_with(['人', '名', '个']);
    let others = [posts.before, held.before, figure.before, figure.unit];
    let is_one = is_posts && is_held && counts(posts) && counts(held) && counts(figure);
    let is_mixed = others.iter().any(|text| has(text, BESIDE_POSTS));
    if !is_one || is_mixed || is_apart(posts) || is_apart(held) {
        return None;
    }
    let exact = posts.number.sub(held.number)?;
    let unit = figure.unit.chars().next().map(String::from)?;
    let is_within = exact >= Number::ZERO;
    told(
        format!("{}-{}", posts.digits, held.digits),
        exact,
        figure,
        Number::ZERO,
        &unit,
    )
    .filter(|_| is_within)
}

/// 收回问卷500份，其中满意452份，满意度90.4%.
fn satisfied(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let name = figure.before.trim_end_matches(['为', '达', '是']);
    let is_name = name.ends_with("满意度") || name.ends_with("满意率");
    let &[.., whole, part] = before else {
        return None;
    };
    let mut content = before
        .iter()
        .filter(|it| it.before.contains("满意") && it.unit != "%");
    let is_alone = content.next().is_some() && content.next().is_none();
    let is_part = part
        .before
        .trim_start_matches("其中")
        .trim_end_matches(['的', '为', '有'])
        == "满意";
    let is_counted = whole.unit == part.unit && whole.places == 0 && part.places == 0;
    let is_whole = has(
        whole.before,
        &["收回", "回收", "有效", "调查", "访问", "受访", "参评"],
    );
    if figure.unit != "%" || !is_name || !is_alone || !is_part || !is_counted || !is_whole {
        return None;
    }
    if is_loose(whole) || is_loose(part) || part.number > whole.number {
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

/// Whether words say that a figure is by how much something is more than was planned, or less.
fn is_beyond(before: &str) -> Option<bool> {
    let before = before.trim_end_matches(['了', '为']);
    let bare = |text: &str| {
        let mut text = text.trim_end_matches('的').to_owned();
        while let Some(rest) = WHOSE.iter().find_map(|word| text.strip_prefix(word)) {
            text = rest.to_owned();
        }
        AIMS.contains(&text.as_str())
    };
    if let Some(rest) = before.strip_prefix(['比', '较']) {
        let verb = |words: &[&str]| {
            let mut heads = words.iter().filter_map(|word| rest.strip_suffix(word));
            heads.any(bare)
        };
        return match (verb(MORE), verb(LESS)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
    }
    let over = |words: &[&str]| {
        let mut tails = words.iter().filter_map(|word| before.strip_prefix(word));
        tails.any(bare)
    };
    match (over(OVER), over(UNDER)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// 计划120场，实际126场，比计划多6场; 预算48万元，支出44.9万元，较预算节约3.1万元.
fn beyond(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let is_more = is_beyond(figure.before)?;
    let &[planned, done] = before else {
        return None;
    };
    let is_planned = ends(planned.before, PLANNED) || ends(planned.before, AIMED);
    let is_done = has(done.before, SPENT) || has(done.before, DONE);
    let is_one = is_planned && is_done && !ends(done.before, PLANNED) && !ends(done.before, AIMED);
    let unit = planned.unit;
    if !is_one || unit != done.unit || unit.is_empty() || is_apart(planned) || is_apart(done) {
        return None;
    }
    let exact = done.number.sub(planned.number)?;
    let is_points = unit == "%" && figure.unit.trim_start_matches('个').starts_with("百分点");
    let turned =
        Some(is_more).filter(|is_more| !exact.is_zero() && *is_more != (exact > Number::ZERO));
    let parts = match exact >= Number::ZERO {
        true => format!("{}-{}", done.digits, planned.digits),
        false => format!("{}-{}", planned.digits, done.digits),
    };
    if figure.unit == unit && unit != "%" || is_points {
        let slack = slack(&[planned, done, figure])?;
        let sum = told(parts.clone(), exact.abs(), figure, slack, figure.unit);
        return match turned {
            None => sum,
            Some(_) => Some(Sum {
                parts,
                comes_to: exact.abs(),
                said: figure.number,
                unit: figure.unit.to_owned(),
                turned,
            }),
        };
    }
    if figure.unit != "%" || unit == "%" || turned.is_some() {
        return None;
    }
    let apart = Figure {
        number: exact.abs(),
        places: planned.places.max(done.places),
        ..*done
    };
    let (exact, agrees) = percent(&apart, planned, figure)?;
    differing(
        format!("({parts})÷{}", planned.digits),
        exact,
        agrees,
        figure,
    )
}

/// 支出20万元，其中甲12万元，其余8万元为培训费.
fn rest(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if !["其余", "剩余", "其余为", "余下"].contains(&figure.before) {
        return None;
    }
    let at = before
        .iter()
        .rposition(|it| it.before.starts_with("其中"))?;
    let whole = before.get(at.checked_sub(1)?)?;
    let tail = figure.unit.strip_prefix(whole.unit)?;
    let goes_on = tail.is_empty() || THEN.iter().any(|word| tail.starts_with(word));
    let all = &before[at - 1..];
    let alike = all.iter().all(|it| it.unit == whole.unit && !is_loose(it));
    if !goes_on || !alike || whole.unit.is_empty() || whole.unit == "%" {
        return None;
    }
    let parts = &before[at..];
    let sum = parts
        .iter()
        .try_fold(Number::ZERO, |sum, it| sum.add(it.number))?;
    let exact = whole.number.sub(sum)?;
    if exact < Number::ZERO {
        return None;
    }
    let mut figures = all.to_vec();
    figures.push(figure);
    let digits: Vec<&str> = all.iter().map(|it| it.digits).collect();
    told(
        digits.join("-"),
        exact,
        figure,
        slack(&figures)?,
        whole.unit,
    )
}

/// 在职26人，退休人员9人，在职和退休人员合计35人: a total that names again what it adds up.
fn named_total(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let &[.., one, other] = before else {
        return None;
    };
    let head = ["合计", "共计", "总计", "共"].iter().find_map(|word| {
        figure
            .before
            .trim_end_matches(['为', '有'])
            .strip_suffix(word)
    })?;
    if is_total(figure.before) || figure.sign == '、' {
        return None;
    }
    let (first, second) = JOINS
        .iter()
        .copied()
        .chain(["、"])
        .find_map(|join| head.split_once(join))?;
    let bare = |text: &str| {
        let rest = PEOPLE.iter().find_map(|word| text.strip_suffix(word));
        rest.unwrap_or(text).to_owned()
    };
    let names = |name: &str, it: &Figure<'_>| {
        let name = bare(name);
        let whole = bare(it.before);
        name.chars().count() >= 2 && (whole.starts_with(&name) || whole.ends_with(&name))
    };
    let is_one = names(first, one) && names(second, other);
    let alike = one.unit == other.unit && other.unit == figure.unit && !figure.unit.contains('%');
    if !is_one || !alike || is_loose(one) || is_loose(other) || figure.unit.is_empty() {
        return None;
    }
    let exact = one.number.add(other.number)?;
    let slack = slack(&[one, other, figure])?;
    told(
        format!("{}+{}", one.digits, other.digits),
        exact,
        figure,
        slack,
        figure.unit,
    )
}

#[cfg(test)]
mod tests {
    use crate::check::rules::texts::derived::tests::found;

    #[test]
    fn what_two_figures_do_not_come_to_is_told() {
        for (sentence, expected) in [
            (
                "项目资金36万元,支付35.2万元,支付进度96.78%",
                "35.2÷36=97.78% 96.78",
            ),
            (
                "专项资金到位182万元,使用162.66万元,资金使用率93.8%",
                "162.66÷182=89.37% 93.8",
            ),
            (
                "政府采购预算130万元,实际采购128.65万元,完成98.69%",
                "128.65÷130=98.96% 98.69",
            ),
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
                "现有公务用车3辆,运行维护费4.31万元,平均每辆2.155万元",
                "4.31÷3=1.437万元 2.155",
            ),
            ("救助120户,发放资金60万元,户均6000元", "60÷120=5000元 6000"),
            (
                "核定编制36名,在编在岗34人,另有3个编制空缺待招",
                "36-34=2个 3",
            ),
            ("编制36名,实有34名,空编3名", "36-34=2名 3"),
            (
                "收回问卷500份,其中满意452份,沿线群众满意度93.4%",
                "452÷500=90.4% 93.4",
            ),
            ("送戏下乡计划120场,实际126场,比计划多5场", "126-120=6场 5"),
            (
                "会议费预算7万元,支出6.5万元,低于预算1.5万元",
                "7-6.5=0.5万元 1.5",
            ),
            (
                "会议费预算7万元,支出6.5万元,超出预算0.5万元",
                "7-6.5=0.5万元 0.5",
            ),
            ("计划120场,实际126场,超计划8%", "(126-120)÷120=5% 8"),
            ("计划演出120场,实际完成126场,完成率103%", "126÷120=105% 103"),
            (
                "支出20万元,其中扫描12万元,其余7万元为培训费",
                "20-12=8万元 7",
            ),
            (
                "年末在职26人,退休人员9人,在职和退休人员合计37人",
                "26+9=35人 37",
            ),
        ] {
            assert_eq!(found(sentence), [expected], "{sentence}");
        }
    }

    #[test]
    fn what_comes_out_or_need_not_is_left_alone() {
        for sentence in [
            "项目资金36万元,支付35.2万元,支付进度97.78%",
            "项目资金36万元,支付35.2万元,整体支付进度99.1%",
            "上级资金20万元,县级资金16万元,支付35.2万元,支付进度97.78%",
            "预算100万元,其中专项资金40万元,支付95万元,支付进度95%",
            "到位182万元,其中上年结转12万元,使用162.66万元,资金使用率89.4%",
            "全年收入100万元,支出80万元,执行率95%",
            "政府采购预算130万元,实际采购128.65万元,完成98.96%",
            "公用经费预算48万元,实际支出44.9万元,节约率6.5%",
            "安排40万元,实际使用30.28万元,余9.72万元由财政收回",
            "安排40万元,实际使用30.28万元,结余9.72万元",
            "安排40万元,支付合同款30万元,余2万元质保金",
            "支出224.088万元,控制在227万元以内,节余2.912万元",
            "8座水库共支出290.28万元,单座平均36.28万元",
            "8座水库共支出290.28万元,其中材料费120万元,单座平均15万元",
            "现有公务用车2辆,运行维护费4.31万元,平均每辆2.155万元",
            "救助120户500人,发放资金60万元,人均1200元",
            "救助120人次,发放资金60万元,人均1200元",
            "8座水库,其中2座大修,支出40万元,单座平均20万元",
            "核定编制36名,在编在岗34人,另有2个编制空缺待招",
            "行政编制20名,事业编制16名,实有34人,空编2名",
            "核定编制36名,实有38人(含编外4人),空编2名",
            "核定编制36名,在职和编外人员36人,空编2名",
            "收回问卷500份,其中满意452份、基本满意30份,满意度96.4%",
            "收回问卷500份,其中满意467份,满意度93.4%",
            "送戏下乡计划120场,实际126场,比计划多6场",
            "送戏下乡计划120场,实际126场,比上年多16场",
            "会议费预算7万元,支出6.5万元,低于预算0.5万元",
            "计划120场,实际126场,超计划5%",
            "计划演出120场,完成126场,群众满意度96%",
            "检查420家,完成整改82家,完成率100%",
            "年初预算560万元,支出580.28万元,执行率96.99%",
            "上级资金36万元,支出120万元,执行率97.5%",
            "公务用车2辆,运行维护费4.31万元,平均每辆约2万元",
            "满意度目标90%,实际95.3%,比目标高5.3个百分点",
            "支出20万元,其中扫描12万元,其余8万元为培训费",
            "支出20万元,其中扫描12万元、备份3万元,其余5万元为培训费",
            "年末在职26人,退休人员9人,在职和退休人员合计35人",
            "在职26人,离休2人,退休9人,离休和退休人员合计11人",
        ] {
            assert_eq!(found(sentence), Vec::<String>::new(), "{sentence}");
        }
    }
}
