//! Figures of one sentence that follow from a base in it: 比上年的10.45万元减少1.01万元, 为预算62万元的97.47%, 由18个增加到21个, 新增3个.

use crate::check::rules::texts::changes::{BECOMES, headed};
use crate::check::rules::texts::derived::PLANNED;
use crate::check::rules::texts::exact::{
    differing, ends, goes_on, half, is_loose, percent, slack, told,
};
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::sums::Sum;
use crate::number::Number;

/// Verbs of a change besides those that a phrase may end with, and whether they say more.
const VERBS: &[(&str, bool)] = &[
    ("提升", true),
    ("新增", true),
    ("净增", true),
    ("净减", false),
    ("多", true),
    ("高", true),
    ("超支", true),
    ("少", false),
    ("低", false),
];
/// What stands before the whole that something is a share of: 为预算62万元的97.47%.
const SHARE_OF: &[&str] = &["为", "占", "是", "达到", "完成", "相当于"];
/// The same where nothing but the share follows.
const SHARE: &[&str] = &["占", "占比", "占比为", "占比达", "占总数的", "比例为"];

/// Whether all the words before a figure say that it is a change, and that it is more.
fn verb(before: &str) -> Option<bool> {
    if let Some(("", _, is_more)) = headed(before) {
        return Some(is_more);
    }
    let bare = before.trim_end_matches(['了', '为', '达']);
    let verb = VERBS.iter().find(|(verb, _)| *verb == bare);
    verb.map(|(_, is_more)| *is_more)
}

/// Whether words end with what a figure is compared with: 比上年的, 较预算数.
fn is_compared(before: &str) -> bool {
    let is_change =
        headed(before).is_some() || VERBS.iter().any(|(verb, _)| before.ends_with(verb));
    let sign = before.rfind(['比', '较']).filter(|_| !is_change);
    sign.is_some_and(|at| {
        let behind = before[at..].chars().nth(1);
        !before[..at].ends_with(['占', '同', '环']) && !matches!(behind, Some('例' | '重' | '率'))
    })
}

/// Whether words end with a budget that something is a share of: 为预算.
pub(super) fn is_share_of(before: &str) -> bool {
    let before = before.trim_start_matches(['仅', '只']);
    SHARE_OF.iter().any(|word| before.starts_with(word))
}

/// What a share or a change that names nothing itself may be of: the amount right before it, any before that, or the sum of the
/// last ones, as far as they are the parts of one.
fn subjects<'t>(before: &[&Figure<'t>], unit: &str) -> Vec<Figure<'t>> {
    let amounts = before.iter().rev().filter(|it| it.unit == unit);
    let mut subjects: Vec<Figure<'t>> = amounts.map(|it| **it).collect();
    let mut sum: Option<Figure<'t>> = None;
    for (index, figure) in before.iter().enumerate().rev() {
        let goes_on = figure.unit == unit || index + 1 == before.len();
        if !goes_on {
            break;
        }
        let number = sum.map_or(Some(figure.number), |sum| sum.number.add(figure.number));
        let places = sum.map_or(figure.places, |sum| sum.places.min(figure.places));
        sum = number.map(|number| Figure {
            number,
            places,
            ..**figure
        });
        subjects.extend(sum);
        if figure.before.starts_with("其中") {
            break;
        }
    }
    subjects
}

/// What one figure is told to have changed by, where it was another one before; nothing in it where that is so.
fn change(
    (was, is): (&Figure<'_>, &Figure<'_>),
    is_more: Option<bool>,
    figure: &Figure<'_>,
) -> Option<Option<Sum>> {
    let exact = is.number.sub(was.number)?;
    let size = exact.abs();
    let parts = if exact >= Number::ZERO {
        format!("{}-{}", is.digits, was.digits)
    } else {
        format!("{}-{}", was.digits, is.digits)
    };
    let unit = was.unit.trim_end_matches('的');
    let is_points = unit == "%" && figure.unit.trim_start_matches('个').starts_with("百分点");
    let (parts, comes_to, sum) = if figure.unit == unit && unit != "%" || is_points {
        let allowed = slack(&[was, is, figure])?;
        let sum = told(parts.clone(), size, figure, allowed, figure.unit);
        (parts, size, sum)
    } else if figure.unit == "%" && unit != "%" {
        let share = size.div(was.number)?.mul(Number::HUNDRED)?;
        let edge = slack(&[was, is])?.div(was.number)?.mul(Number::HUNDRED)?;
        let allowed = edge.add(half(figure)?)?.mul(Number::from(2))?;
        let agrees = share.sub(figure.number)?.abs() <= allowed;
        let parts = format!("({parts})÷{}", was.digits);
        let sum = differing(parts.clone(), share, agrees, figure);
        (parts, share.round(figure.places.max(2))?, sum)
    } else {
        return None;
    };
    let is_turned = is_more.is_some_and(|is_more| is_more != (exact > Number::ZERO));
    let turned = is_more.filter(|_| is_turned && !exact.is_zero());
    let in_the_wrong_direction = || Sum {
        parts,
        comes_to,
        said: figure.number,
        unit: figure.unit.to_owned(),
        turned,
    };
    Some(match turned {
        None => sum,
        Some(_) => Some(in_the_wrong_direction()),
    })
}

/// 三公经费9.44万元，比上年的10.45万元减少1.01万元，下降9.67%; 支出60.43万元，为预算62万元的97.47%，节约1.57万元.
pub(super) fn against(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let is_more = verb(figure.before)?;
    let is_base = |it: &&&Figure<'_>| {
        is_compared(it.before) || is_share_of(it.before) && ends(it.before, PLANNED)
    };
    let at = before.iter().rposition(|it| is_base(&it))?;
    let between = &before[at + 1..];
    let is_beside = |it: &&Figure<'_>| verb(it.before).is_some() || it.unit == "%";
    if !between.iter().all(is_beside) || is_loose(before[at]) {
        return None;
    }
    let was = before[at];
    let mut found = None;
    for is in subjects(&before[..at], was.unit.trim_end_matches('的')) {
        if is_loose(&is) {
            return None;
        }
        match change((was, &is), Some(is_more), figure)? {
            None => return None,
            sum => found = found.or(sum),
        }
    }
    found
}

/// 展览经费2023年10万元，2024年9万元，下降10%.
pub(super) fn years(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let is_more = verb(figure.before)?;
    let at = before.iter().rposition(|it| verb(it.before).is_none())?;
    let [.., was, is] = before[..=at] else {
        return None;
    };
    let ((first, of), (second, beside)) = (year(was.before)?, year(is.before)?);
    let is_one = first < second && (beside.is_empty() || beside == of);
    if !is_one || was.unit != is.unit || is_loose(was) || is_loose(is) {
        return None;
    }
    change((was, is), Some(is_more), figure)?
}

/// The year in some words, and the words without it.
fn year(before: &str) -> Option<(u16, String)> {
    let (head, tail) = before.split_once('年')?;
    let bare = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = head.get(bare.len()..).filter(|digits| digits.len() == 4)?;
    let around = ['为', '是', '度', '达', '的'];
    let rest = format!("{bare}{}", tail.trim_matches(around));
    Some((year.parse().ok()?, rest))
}

/// 由18个增加到21个，新增3个; 由95%提高到98%，提高3个百分点; 由10万元降至9万元，下降10%.
pub(super) fn changed(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    verb(figure.before)?;
    let &[.., was, is] = before else {
        return None;
    };
    let unit = goes_on(was, is, BECOMES)?;
    let is_one = was.before.contains(['由', '从']);
    if !is_one || is_loose(was) || is_loose(is) || unit != is.unit {
        return None;
    }
    change((&Figure { unit, ..*was }, is), None, figure)?
}

/// 培训260人，其中女性143人，占55%.
pub(super) fn share(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    if !SHARE.contains(&figure.before) || figure.unit != "%" {
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

/// 收入965万元，为目标900万元的107.2%; 支出12万元，其中甲5万元、乙7万元，占预算15万元的80%.
pub(super) fn part(before: &[&Figure<'_>], figure: &Figure<'_>) -> Option<Sum> {
    let (whole, before) = before.split_last()?;
    let unit = goes_on(whole, figure, &["的"])?;
    if !is_share_of(whole.before) || figure.unit != "%" || is_loose(whole) {
        return None;
    }
    let mut found = None;
    let next = before.last().filter(|it| it.unit == unit)?;
    for subject in subjects(before, next.unit) {
        let (exact, agrees) = percent(&subject, whole, figure)?;
        if agrees || is_loose(&subject) {
            return None;
        }
        let parts = format!("{}÷{}", subject.digits, whole.digits);
        found = found.or(differing(parts, exact, agrees, figure));
    }
    found
}
