//! What figures of a sentence come to, as exactly as they are written.

use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::sums::Sum;
use crate::number::Number;

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

pub(super) fn has(phrase: &str, words: &[&str]) -> bool {
    words.iter().any(|word| phrase.contains(word))
}

pub(super) fn ends(phrase: &str, words: &[&str]) -> bool {
    let phrase = ["的", "了", "为", "资金", "金额", "达", "共", "数", "额"]
        .iter()
        .fold(phrase, |phrase, word| {
            phrase.strip_suffix(word).unwrap_or(phrase)
        });
    words.iter().any(|word| phrase.ends_with(word))
}

/// Whether nothing can be computed with a figure: it is not the exact one, or it was told that the form has another one.
pub(super) fn is_loose(figure: &Figure<'_>) -> bool {
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
pub(super) fn half(figure: &Figure<'_>) -> Option<Number> {
    (0..figure.places).try_fold(Number::ONE.div(Number::from(2))?, |half, _| {
        half.div(Number::from(10))
    })
}

/// What may lie between a figure and what it was computed from: each of them may have been rounded before or after.
pub(super) fn slack(figures: &[&Figure<'_>]) -> Option<Number> {
    let mut decimals = figures.iter().filter(|figure| figure.places > 0);
    decimals.try_fold(Number::ZERO, |slack, figure| slack.add(half(figure)?))
}

/// The sum where `exact` is not what `figure` says.
pub(super) fn told(
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
        turned: None,
    })
}

/// A share in percent as it is written, and as it comes out of two figures that may have been rounded.
pub(super) fn percent(
    part: &Figure<'_>,
    whole: &Figure<'_>,
    figure: &Figure<'_>,
) -> Option<(Number, bool)> {
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

pub(super) fn differing(
    parts: String,
    exact: Number,
    agrees: bool,
    figure: &Figure<'_>,
) -> Option<Sum> {
    if agrees {
        return None;
    }
    Some(Sum {
        parts,
        comes_to: exact.round(figure.places.max(2))?,
        said: figure.number,
        unit: "%".to_owned(),
        turned: None,
    })
}

/// The unit of a figure after which one of some words alone leads to the next one: only units of money are told from such a
/// word before.
pub(super) fn goes_on<'t>(
    figure: &Figure<'t>,
    next: &Figure<'_>,
    words: &[&str],
) -> Option<&'t str> {
    if next.before.is_empty() && next.sign == '\0' {
        return words.iter().find_map(|word| figure.unit.strip_suffix(word));
    }
    words.contains(&next.before).then_some(figure.unit)
}
