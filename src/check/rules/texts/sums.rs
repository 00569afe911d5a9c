//! Sums inside a sentence: 甲5万元、乙6万元，共11万元.

use crate::check::rules::texts::scan::{Figure, Item};
use crate::number::Number;

/// Words before a figure that adds up those before it.
const TOTALS: &[&str] = &["总共", "共计", "合计", "总计", "一共", "共"];
/// What else may stand around such a word.
const AROUND: &[&str] = &[
    "两项", "三项", "四项", "五项", "各项", "以上", "上述", "支出", "金额", "经费", "资金", "为",
    "达", "全部", "项目", "费用", "总额", "投入", "实际",
];
/// More figures than this are no list that somebody added up.
const MOST: usize = 30;

/// A sum that does not come to what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Sum {
    /// The figures, as they stand there: 5+6.
    pub(in crate::check::rules) parts: String,
    /// What they come to.
    pub(in crate::check::rules) comes_to: Number,
    /// What the text says they come to.
    pub(in crate::check::rules) said: Number,
    /// The unit of both.
    pub(in crate::check::rules) unit: String,
    /// Whether the text says that it is more, where it is less, or the other way round.
    pub(in crate::check::rules) turned: Option<bool>,
}

/// Whether the words before a figure say that it adds up those before it.
pub(super) fn is_total(before: &str) -> bool {
    let Some(total) = TOTALS.iter().find(|total| before.contains(**total)) else {
        return false;
    };
    let mut rest = before.replacen(total, "", 1);
    for word in AROUND {
        rest = rest.replacen(word, "", 1);
    }
    rest.is_empty()
}

/// Whether the words before a figure say that those that follow are what the one before is made up of, and not what changed in
/// each: 分别为.
fn is_each(before: &str) -> bool {
    let behind = before.split_once("分别").map(|(_, behind)| behind);
    behind.is_some_and(|behind| ["", "为", "是", "达", "达到"].contains(&behind))
}

/// Whether a list of parts ends as one that something is made up of: 由甲5万元、乙6万元组成.
pub(super) fn makes_up(items: &[Item<'_>]) -> bool {
    let is_part = |item: &&Item<'_>| matches!(item, Item::Figure(part) if part.before.starts_with('由') || part.sign == '、');
    let mut parts = items.iter().take_while(is_part);
    parts.any(|item| matches!(item, Item::Figure(part) if part.makes_up))
}

/// The sums of a sentence that do not come to what it says.
pub(super) fn sums(items: &[Item<'_>]) -> Vec<Sum> {
    let mut found = Vec::new();
    let mut run: Vec<&Figure<'_>> = Vec::new();
    // The figure before 分别: what the list after it comes to.
    let mut whole: Option<&Figure<'_>> = None;
    for (index, item) in items.iter().enumerate() {
        let Item::Figure(figure) = item else {
            let Item::Clause(text, _) = item else {
                continue;
            };
            if *text != "其中" {
                run.clear();
                whole = None;
            }
            continue;
        };
        let goes_on = run.last().is_some_and(|last| last.unit == figure.unit);
        if is_total(figure.before) && goes_on {
            found.extend(differs(&run, figure, true));
            run.clear();
            whole = None;
            continue;
        }
        let is_made_up = figure.before.starts_with('由') && makes_up(&items[index..]);
        let begins_list = is_each(figure.before) || figure.before.starts_with("其中") || is_made_up;
        if !goes_on || figure.is_aside || begins_list || figure.sign != '、' && figure.sign != ','
        {
            whole = run
                .last()
                .copied()
                .filter(|last| begins_list && last.unit == figure.unit);
            run.clear();
        }
        run.push(figure);
        let next = items.get(index + 1);
        let ends = !matches!(next, Some(Item::Figure(next)) if next.sign == '、' && next.unit == figure.unit);
        if ends && let Some(whole) = whole.take() {
            let is_made_up = run.last().is_some_and(|last| last.makes_up);
            let is_all = is_made_up || run.first().is_some_and(|first| is_each(first.before));
            found.extend(differs(&run, whole, is_all));
        }
    }
    found
}

/// The sum of some figures, where it is not what stands there; of parts that need not be all of them, where it is more.
fn differs(run: &[&Figure<'_>], total: &Figure<'_>, is_all: bool) -> Option<Sum> {
    let is_told = total.is_told || run.iter().any(|figure| figure.is_told);
    if is_told
        || !(2..=MOST).contains(&run.len())
        || total.unit.is_empty()
        || total.unit.contains(['%', '率'])
    {
        return None;
    }
    let places = || run.iter().map(|figure| figure.places).chain([total.places]);
    let (least, most) = (places().min()?, places().max()?);
    let half = (0..least).try_fold(Number::ONE.div(Number::from(2))?, |half, _| {
        half.div(Number::from(10))
    })?;
    // Whole numbers are what they are; what has decimals may have been rounded before it was added up.
    let allowed = match most {
        0 => Number::ZERO,
        _ => half.mul(Number::from(i64::try_from(run.len()).ok()? + 1))?,
    };
    let mut sum = Number::ZERO;
    // The total may be that of the last ones alone.
    for (count, figure) in run.iter().rev().enumerate() {
        sum = sum.add(figure.number)?;
        let apart = sum.sub(total.number)?;
        if count > 0 && apart.abs() <= allowed {
            return None;
        }
    }
    let is_more = sum.sub(total.number)?.sub(allowed)? > Number::ZERO;
    (is_all || is_more).then(|| Sum {
        parts: run
            .iter()
            .map(|figure| figure.digits)
            .collect::<Vec<_>>()
            .join("+"),
        comes_to: sum,
        said: total.number,
        unit: total.unit.to_owned(),
        turned: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules::texts::scan::items;

    fn found(sentence: &str) -> Vec<String> {
        let sums = sums(&items(sentence, &[]));
        sums.iter()
            .map(|sum| format!("{}={} {}", sum.parts, sum.comes_to, sum.said))
            .collect()
    }

    #[test]
    fn sums_that_do_not_come_to_what_is_said() {
        for (sentence, expected) in [
            ("会议费、培训费分别为5万元、6万元,共12万元", "5+6=11 12"),
            ("会议费5万元、培训费6万元,合计12万元", "5+6=11 12"),
            ("会议费5万元,培训费6万元,两项合计12万元", "5+6=11 12"),
            ("两项支出共12万元,其中会议费7万元、培训费6万元", "7+6=13 12"),
            ("会议费和培训费共12万元,分别为5万元、6万元", "5+6=11 12"),
            ("会议费5万元和培训费6万元共计12万元", "5+6=11 12"),
            ("演出126场,由县剧团80场和民间剧团64场组成", "80+64=144 126"),
            (
                "资金20万元由拨款12万元、结转5万元和自筹4万元构成",
                "12+5+4=21 20",
            ),
        ] {
            assert_eq!(found(sentence), [expected], "{sentence}");
        }
    }

    #[test]
    fn what_adds_up_or_is_no_sum_is_left_alone() {
        for sentence in [
            "会议费、培训费分别为5万元、6万元,共11万元",
            "会议费5.2万元、培训费6.3万元,合计12万元",
            "全年支出20万元,其中会议费5万元、培训费6万元",
            "预算20万元,会议费5万元,培训费6万元,共11万元",
            "会议3次、培训5人,共12万元",
            "会议费5万元,参会120人,共3场",
            "满意度95%、合格率98%,合计3项",
            "会议费5万元、培训费6万元,分别减少1万元、2万元",
            "演出126场,由县剧团80场和民间剧团46场组成",
            "资金20万元,由拨款12万元、结转5万元和自筹3万元构成",
            "由12个乡镇、3个街道组成,共有86个村",
            "年末在职26人,退休人员9人,在职和借调人员合计28人",
            "资金20万元,由拨款12万元和结转5万元等组成",
        ] {
            assert_eq!(found(sentence), Vec::<String>::new(), "{sentence}");
        }
    }
}
