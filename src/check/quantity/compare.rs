//! What a target and an achievement come to, in one unit.

use super::read::{BRACKETS, even};
use super::unit::{Fit, Unit, scale};
use super::{Period, Quantity, Said, Sense, Unclear, period, read};
use crate::number::Number;
use crate::template::Direction;
use crate::text::plain;

/// A bare figure up to this beside a percentage may be a share of one: 1.02 for 102 %.
const LARGEST_SHARE: i64 = 2;
/// Beside a percentage from this on, a bare figure below 1 that is near it as a share is one for certain: 0.98 beside 95 %.
const CERTAIN_SHARE: i64 = 50;
/// A share is near a percentage if it is so many times as large at most, or as small.
const NEAR_SHARE: i64 = 2;
/// Of two readings of a bare figure the one that is nearer counts, if it is within so many times.
const FAR: i64 = 100;
/// The most characters behind 全部 that still only say what was done with all of them.
const LONGEST_REST: usize = 8;

/// Words for none at all.
const NONE: &[&str] = &[
    "无",
    "没有",
    "未发生",
    "无发生",
    "没有发生",
    "未出现",
    "零发生",
    "全年无",
    "全年未发生",
];

/// Words an achievement begins with that leave nothing out: beside a percentage they are all of it.
const ALL: &[&str] = &[
    "全部",
    "均已",
    "均按",
    "都已",
    "都按",
    "全覆盖",
    "全面覆盖",
    "无差错",
    "零差错",
    "无误",
    "无一差错",
    "百分之百",
];
/// What takes something out of them again: 全部完成（除一项外）, 均已启动但未验收.
const BUT: &[char] = &[
    '未', '不', '没', '除', '仅', '余', '差', '缺', '待', '尚', '拟', '将',
];

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The target.
    Target,
    /// The achievement.
    Actual,
}

/// What a target and an achievement come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// Two figures in one unit.
    Figures(Quantity, Quantity),
    /// An achievement, and the ends of the range it should lie in.
    Within(Quantity, Quantity, Quantity),
    /// Until when, and when.
    Periods(Period, Period),
    /// Among which places, and which place: 前10名, 第8名.
    Ranks(Quantity, Quantity),
    /// Several figures on each side, in the same order and the same units: 12次、300人 against 13次、310人.
    Several(Vec<(Quantity, Quantity)>),
    /// One of the two may be several figures; the figure that stands there and the other one, where they are in one unit.
    Unclear(Side, Unclear, Option<(Quantity, Quantity)>),
    /// The achievement is the limit of a figure, as where the operator of the target was copied; and both in one unit, where
    /// the target is a figure.
    Limit(Quantity, Option<(Quantity, Quantity)>),
    /// They count different things; the units.
    Differ(String, String),
    /// One is a day, the other a figure.
    DayAndFigure,
    /// The unit beside a figure is not that of the unit's column: which figure, its unit, and that of the column.
    OtherUnit(Side, String, String),
    /// One of them is no figure.
    Words,
}

/// Why two figures cannot be brought into one unit.
enum Apart {
    Unclear(Side, Unclear),
    Differ(String, String),
    OtherUnit(Side, String, String),
}

impl From<Apart> for Compared {
    fn from(apart: Apart) -> Compared {
        match apart {
            Apart::Unclear(side, why) => Compared::Unclear(side, why, None),
            Apart::Differ(target, actual) => Compared::Differ(target, actual),
            Apart::OtherUnit(side, unit, column) => Compared::OtherUnit(side, unit, column),
        }
    }
}

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row<'t> {
    /// What the indicator is called.
    pub name: &'t str,
    /// The target.
    pub target: &'t str,
    /// The achievement.
    pub actual: &'t str,
    /// What the unit's column says.
    pub unit: &'t str,
    /// The year of a day that names none.
    pub year: i16,
}

/// Compares the target of a row with its achievement.
///
/// ```
/// use annex::check::quantity::{Compared, Row, compare};
/// let row = |target, actual| Row { target, actual, ..Row::default() };
/// let Compared::Figures(target, actual) = compare(row("≥12000人次", "1.2万")) else { panic!() };
/// assert_eq!((target.number, actual.number), (12000.into(), 12000.into()));
/// assert!(matches!(compare(row("≥266米", "≥266米")), Compared::Limit(..)));
/// ```
pub fn compare(row: Row<'_>) -> Compared {
    let Row {
        name,
        target,
        actual,
        unit: column,
        year,
    } = row;
    // What is expected is the target, and not about so much.
    let target = target.trim_start().trim_start_matches("预计");
    let in_one_unit = |target: Quantity, actual: Quantity| {
        let (target, actual) = in_one_unit(target, actual, column)?;
        signs(name, target, actual)
    };
    let paired = |text: &str| period::paired(&stripped(text), year).filter(|_| is_blank(column));
    if let (Some(until), Some(when)) = (paired(target), paired(actual)) {
        return Compared::Periods(until, when);
    }
    if let Some((until, when)) = period::monthly(&stripped(target), &stripped(actual), year) {
        return Compared::Periods(until, when);
    }
    if let Some((aim, place)) = ranks(target, actual) {
        return Compared::Ranks(aim, place);
    }
    match said(target, actual, column, year) {
        (Said::Words, other) => match (other, period::loose(&stripped(target), year)) {
            (Said::Period(actual), Some(target)) => Compared::Periods(target, actual),
            _ => Compared::Words,
        },
        (Said::Period(until), said) => match (said, period::loose(&stripped(actual), year)) {
            (_, Some(actual)) => Compared::Periods(until, actual),
            (Said::Words, None) => Compared::Words,
            _ => Compared::DayAndFigure,
        },
        (_, Said::Period(actual)) => match period::loose(&stripped(target), year) {
            Some(until) => Compared::Periods(until, actual),
            None => Compared::DayAndFigure,
        },
        (_, Said::Words) => Compared::Words,
        // Sentences with figures in them are not figures that are not certain.
        (Said::Unclear(Unclear::Several, _), Said::Unclear(Unclear::Several, _)) => {
            several(target, actual, year, in_one_unit).map_or(Compared::Words, Compared::Several)
        }
        (Said::Unclear(one, _), Said::Unclear(other, _))
            if one == other && one != Unclear::About && even(target) == even(actual) =>
        {
            Compared::Words
        }
        (_, Said::Range(..)) => Compared::Unclear(Side::Actual, Unclear::Range, None),
        (target, Said::Unclear(why, figure)) => {
            let figures = match (target, figure) {
                (Said::Figure(target), Some(actual)) => in_one_unit(target, actual).ok(),
                _ => None,
            };
            // So many, or so many more: the target is met either way.
            let is_met = |(target, actual): &(Quantity, Quantity)| {
                why == Unclear::Excess
                    && target.direction != Some(Direction::AtMost)
                    && actual.number >= target.number
            };
            match figures {
                Some(figures) if is_met(&figures) => Compared::Figures(figures.0, figures.1),
                figures => Compared::Unclear(Side::Actual, why, figures),
            }
        }
        // =98% is 98%, and no limit.
        (target_said, Said::Figure(actual))
            if actual.is_limit && actual.direction != Some(Direction::Equal) =>
        {
            let both = match target_said {
                Said::Figure(target) => in_one_unit(target, actual.clone()).ok(),
                _ => None,
            };
            Compared::Limit(actual, both)
        }
        (Said::Unclear(why, figure), Said::Figure(actual)) => {
            let figures = figure.and_then(|target| in_one_unit(target, actual).ok());
            Compared::Unclear(Side::Target, why, figures)
        }
        (Said::Range(lower, upper), Said::Figure(actual)) => {
            let ends = in_one_unit(lower, actual.clone())
                .and_then(|(lower, _)| Ok((lower, in_one_unit(upper, actual)?)));
            match ends {
                Ok((lower, (upper, actual))) => Compared::Within(lower, upper, actual),
                Err(apart) => apart.into(),
            }
        }
        (Said::Figure(target), Said::Figure(actual)) => match in_one_unit(target, actual) {
            Ok((target, actual)) => Compared::Figures(target, actual),
            Err(apart) => apart.into(),
        },
    }
}

/// What both texts say, each in the light of the other.
fn said(target: &str, actual: &str, column: &str, year: i16) -> (Said, Said) {
    let of = |text: &str| match read(text, year) {
        Said::Words => read::figure_in_words(text),
        said => said,
    };
    let span = |text: &str| match read::figure(text) {
        Said::Figure(figure) if figure.is_time() => Some(Said::Figure(figure)),
        _ => None,
    };
    // 无 beside a figure is none of them.
    let none = |text: &str, other: &Said| {
        (NONE.contains(&stripped(text).as_str()) && matches!(other, Said::Figure(_)))
            .then(|| read::figure("0"))
    };
    // 全部归档 beside 100% is all of them.
    let all = |text: &str, other: &Said| {
        // 全部完成年初目标 says that the target was met: of a target of 95 % that is not all.
        let is_met = text.contains("目标")
            && !matches!(other, Said::Figure(it) if it.number == Number::HUNDRED);
        (is_percentage(other, column) && says_all(text) && !is_met).then(|| read::figure("100%"))
    };
    let is_span = |said: &Said| matches!(said, Said::Figure(figure) if figure.is_time());
    let of_time = Unit::of(&plain(column)).is_time();
    let (one, other) = (of(target), of(actual));
    let (one, other) = (
        none(target, &other).unwrap_or_else(|| one.clone()),
        none(actual, &one)
            .or_else(|| all(actual, &one))
            .unwrap_or(other),
    );
    // 12月 beside 10个月 is so many months.
    match (&one, &other) {
        (Said::Period(_), figure) if of_time || is_span(figure) => {
            (span(target).unwrap_or(one), other)
        }
        (figure, Said::Period(_)) if of_time || is_span(figure) => {
            let other = span(actual).unwrap_or(other);
            (one, other)
        }
        _ => (one, other),
    }
}

/// Whether a figure is a percentage, by its own sign or that of the unit's column.
fn is_percentage(said: &Said, column: &str) -> bool {
    matches!(said, Said::Figure(figure)
        if figure.unit == "%" || figure.unit.is_empty() && plain(column) == "%")
}

/// Whether an achievement in words says that all was done: 全部归档, 无差错.
fn says_all(text: &str) -> bool {
    let text = stripped(text);
    let said = ["已", "实际", "全年"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let said = said.unwrap_or(&text);
    ALL.iter().any(|word| {
        said.strip_prefix(word).is_some_and(|rest| {
            rest.chars().count() <= LONGEST_REST
                && !rest.contains(BUT)
                && !rest.contains(|c: char| c.is_ascii_digit())
        })
    })
}

/// Two places among others; beside one of them a bare figure is one as well.
fn ranks(target: &str, actual: &str) -> Option<(Quantity, Quantity)> {
    let aim = read::rank(target)?;
    let place = read::rank(actual).or_else(|| match read::figure(actual) {
        Said::Figure(figure)
            if matches!(figure.unit.as_str(), "" | "名" | "位" | "名次" | "位次") =>
        {
            Some(figure)
        }
        _ => None,
    })?;
    Some((aim, place))
}

/// The figures of two lists, pair by pair; `None` where they are no such lists.
fn several(
    target: &str,
    actual: &str,
    year: i16,
    in_one_unit: impl Fn(Quantity, Quantity) -> Result<(Quantity, Quantity), Apart>,
) -> Option<Vec<(Quantity, Quantity)>> {
    let figures = |text: &str| -> Option<Vec<Quantity>> {
        let parts = parts(&text.replace(['\n', '\r'], ";"));
        let figure = |part: &String| match read(part, year) {
            Said::Figure(figure) => Some(figure),
            _ => None,
        };
        parts.iter().map(figure).collect()
    };
    let (target, actual) = (figures(target)?, figures(actual)?);
    if target.len() != actual.len() || actual.iter().any(|figure| figure.is_limit) {
        return None;
    }
    let pairs = target.into_iter().zip(actual);
    pairs
        .map(|(one, other)| in_one_unit(one, other).ok())
        .collect()
}

/// What stands between the stops of a list; a comma between digits is none.
fn parts(text: &str) -> Vec<String> {
    let text: Vec<char> = even(text).chars().collect();
    let mut parts = vec![String::new()];
    for (at, &c) in text.iter().enumerate() {
        let digit = |at: Option<usize>| {
            at.and_then(|at| text.get(at))
                .is_some_and(char::is_ascii_digit)
        };
        let is_thousands = c == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if matches!(c, ',' | ';' | '、' | '。') && !is_thousands {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether the unit's column names no unit.
fn is_blank(column: &str) -> bool {
    matches!(
        plain(column).as_str(),
        "" | "-" | "—" | "/" | "\\" | "无" | "不涉及"
    )
}

fn stripped(text: &str) -> String {
    even(text)
        .trim_end_matches(['。', '.', ';', ','])
        .to_owned()
}

/// Both figures in the unit of the column, or of the target.
fn in_one_unit(
    mut target: Quantity,
    mut actual: Quantity,
    column: &str,
) -> Result<(Quantity, Quantity), Apart> {
    let column = plain(column);
    let column = match column.as_str() {
        said if is_blank(said) => None,
        // 单位:个, (个), 【个】, 个工作日内
        said => {
            let said = said.trim_start_matches("单位:");
            let said = bare(said);
            let within = said
                .strip_suffix('内')
                .map(|said| said.trim_end_matches(['以', '之']));
            let within = within.filter(|said| Unit::of(said).is_time());
            if within.is_some() {
                target.direction = target.direction.or(Some(Direction::AtMost));
            }
            Some(within.unwrap_or(said))
        }
    };
    if let Some(column) = column {
        if target.unit.is_empty() || target.unit == column {
            let of_column = Quantity {
                unit: column.to_owned(),
                ..target.clone()
            };
            as_rate(&of_column, &mut actual);
        }
        // Where both name one unit, one that the column does not know is of no consequence.
        let agree = !target.unit.is_empty() && target.unit == actual.unit;
        match both_in_column(target.clone(), actual.clone(), column) {
            Ok(both) => (target, actual) = both,
            Err(Apart::OtherUnit(..)) if agree => {}
            Err(apart) => return Err(apart),
        }
    }
    as_rate(&target, &mut actual);
    let (mine, its) = (Unit::of(&target.unit), Unit::of(&actual.unit));
    if target.unit != actual.unit {
        match (target.unit.is_empty(), actual.unit.is_empty()) {
            (false, true) => one_sided(&target, &mut actual)?,
            (true, false) => one_sided(&actual, &mut target)?,
            _ => match mine.fit(&its) {
                Fit::Times(over, under) => {
                    actual.number = times(actual.number, over, under)
                        .ok_or_else(|| differ(&target, &actual))?;
                    actual.unit.clone_from(&target.unit);
                }
                Fit::Unclear => {
                    return Err(Apart::Unclear(Side::Actual, Unclear::Unit));
                }
                Fit::Differ => magnitudes(&mut target, &mut actual)?,
            },
        }
    }
    Ok((target, actual))
}

/// 95.3个百分点 beside a target of 92% can be nothing but the rate: nothing rises by so much that is asked to be near it.
fn as_rate(target: &Quantity, actual: &mut Quantity) {
    let is_points = matches!(actual.unit.as_str(), "个百分点" | "百分点");
    let is_rate = target.unit == "%" && target.sense.is_none() && actual.sense.is_none();
    if is_points && is_rate && target.number >= Number::from(CERTAIN_SHARE) {
        let near = Number::from(NEAR_SHARE);
        let is_near = actual
            .number
            .mul(near)
            .is_some_and(|twice| twice >= target.number);
        if is_near && actual.number <= Number::HUNDRED {
            target.unit.clone_into(&mut actual.unit);
        }
    }
}

/// A number in another unit; multiplied first, for a third of something is no decimal.
fn times(number: Number, over: Number, under: Number) -> Option<Number> {
    number.mul(over)?.div(under)
}

fn differ(target: &Quantity, actual: &Quantity) -> Apart {
    Apart::Differ(target.unit.clone(), actual.unit.clone())
}

/// Both figures in the unit of the column; a bare one may be a share.
fn both_in_column(
    mut target: Quantity,
    mut actual: Quantity,
    column: &str,
) -> Result<(Quantity, Quantity), Apart> {
    let (is_bare, other_is_bare) = (target.unit.is_empty(), actual.unit.is_empty());
    in_column(&mut target, column, Side::Target)?;
    in_column(&mut actual, column, Side::Actual)?;
    if other_is_bare {
        as_share(&target, &mut actual, true)?;
    } else if is_bare {
        as_share(&actual, &mut target, true)?;
    }
    Ok((target, actual))
}

/// A unit without brackets around it and without a remark in brackets behind it: (个), dB(A), 元(含税). Those of 元/(人*月) are a part.
fn bare(unit: &str) -> &str {
    let inner = unit
        .strip_suffix(')')
        .and_then(|inner| inner.split_once('('));
    match inner {
        Some((head, _)) if head.ends_with(['/', '*']) => unit,
        Some((head, _)) if !head.is_empty() => head,
        _ => unit.trim_matches(|c: char| c == '(' || c == ')' || BRACKETS.contains(&c)),
    }
}

/// Brings a figure into the unit of the column. A magnitude alone is one of that unit: 1.2万 where 人次 are counted.
fn in_column(figure: &mut Quantity, column: &str, side: Side) -> Result<(), Apart> {
    if figure.unit.is_empty() || figure.unit == column {
        column.clone_into(&mut figure.unit);
        return Ok(());
    }
    let unit = match scale(&figure.unit) {
        Some((_, "")) if column.starts_with(&figure.unit) => column.to_owned(),
        Some((_, "")) => {
            let base = scale(column).map_or(column, |(_, base)| base);
            format!("{}{base}", figure.unit)
        }
        _ => figure.unit.clone(),
    };
    match Unit::of(column).fit(&Unit::of(&unit)) {
        Fit::Times(over, under) => {
            if let Some(number) = times(figure.number, over, under) {
                figure.number = number;
                column.clone_into(&mut figure.unit);
            }
            Ok(())
        }
        Fit::Unclear => Err(Apart::Unclear(side, Unclear::Unit)),
        Fit::Differ => Err(Apart::OtherUnit(
            side,
            figure.unit.clone(),
            column.to_owned(),
        )),
    }
}

/// A figure without a sign beside a percentage is one as well, unless it can be nothing but a share: 0.98 where 95% is asked for.
///
/// Where the unit's column says that all is in per cent (`is_told`), a small figure beside a small percentage is no question.
fn as_share(with: &Quantity, bare: &mut Quantity, is_told: bool) -> Result<(), Apart> {
    let (size, other) = (bare.number.abs(), with.number.abs());
    let small = Number::from(LARGEST_SHARE);
    let is_share = Unit::of(&with.unit).is_share() && !with.unit.contains('‰');
    if !is_share || size > small || other <= small || size.is_zero() {
        return Ok(());
    }
    let times = Number::from(NEAR_SHARE);
    let is_near = size.mul(Number::HUNDRED).is_some_and(|share| {
        let within = |one: Number, two: Number| two.mul(times).is_some_and(|most| one <= most);
        within(share, other) && within(other, share)
    });
    let is_large = other >= Number::from(CERTAIN_SHARE);
    let is_part = size < Number::ONE || size == Number::ONE && other == Number::HUNDRED;
    if is_large && is_near && is_part {
        bare.number = bare.number.mul(Number::HUNDRED).unwrap_or(bare.number);
        return Ok(());
    }
    let is_open = if is_large {
        is_near || is_part
    } else {
        is_near && is_part && !is_told
    };
    if is_open {
        return Err(Apart::Unclear(Side::Actual, Unclear::Unit));
    }
    Ok(())
}

/// Gives a bare figure the unit of the other one.
fn one_sided(with: &Quantity, bare: &mut Quantity) -> Result<(), Apart> {
    if Unit::of(&with.unit).is_share() {
        as_share(with, bare, false)?;
    } else if let Some((times, base)) = scale(&with.unit)
        && Unit::of(&with.unit) != Unit::of(base)
        && let Some(times_off) = bare.number.div(times).filter(|_| !with.number.is_zero())
    {
        // 12000 beside 1.2万人次: in 万人次 it would be ten thousand times as many.
        let off = |number: Number| {
            let ratio = number.div(with.number).map(Number::abs);
            ratio.map(|ratio| {
                if ratio < Number::ONE {
                    Number::ONE.div(ratio).unwrap_or(ratio)
                } else {
                    ratio
                }
            })
        };
        let far = Number::from(FAR);
        match (off(bare.number), off(times_off)) {
            (Some(as_it_is), Some(counted)) if as_it_is > far && counted <= far => {
                bare.number = times_off;
            }
            (Some(as_it_is), Some(_)) if as_it_is > far => {
                return Err(Apart::Unclear(Side::Actual, Unclear::Unit));
            }
            _ => {}
        }
    }
    bare.unit.clone_from(&with.unit);
    Ok(())
}

/// A magnitude without a unit, 1.2万, counts what the other figure does.
fn magnitudes(target: &mut Quantity, actual: &mut Quantity) -> Result<(), Apart> {
    let alone = |unit: &str| scale(unit).is_some_and(|(_, rest)| rest.is_empty());
    let base =
        |unit: &str| scale(unit).map_or_else(|| unit.to_owned(), |(_, base)| base.to_owned());
    let (of_target, of_actual) = if alone(&actual.unit) {
        (
            target.unit.clone(),
            format!("{}{}", actual.unit, base(&target.unit)),
        )
    } else if alone(&target.unit) {
        (
            format!("{}{}", target.unit, base(&actual.unit)),
            actual.unit.clone(),
        )
    } else {
        return Err(differ(target, actual));
    };
    let Fit::Times(over, under) = Unit::of(&of_target).fit(&Unit::of(&of_actual)) else {
        return Err(differ(target, actual));
    };
    actual.number = times(actual.number, over, under).ok_or_else(|| differ(target, actual))?;
    actual.unit.clone_from(&of_target);
    target.unit = of_target;
    Ok(())
}

/// A rise is more than nothing, and a fall less: 下降3% where the target is 增长5%.
fn signs(
    name: &str,
    target: Quantity,
    mut actual: Quantity,
) -> Result<(Quantity, Quantity), Apart> {
    // 下降3% is three per cent of what is called 下降率, and less than nothing of a 增长率.
    let meant = target.sense.or_else(|| Sense::of(name));
    let against = match (meant, actual.sense) {
        // 下降20% against -25%: a fall of 25, or a rise?
        (Some(Sense::Down), None) if target.sense.is_some() && actual.number.is_negative() => {
            return Err(Apart::Unclear(Side::Actual, Unclear::Change));
        }
        (None, Some(_)) if target.number.is_negative() => actual.sense == Some(Sense::Down),
        (None, Some(Sense::Down)) => {
            return Err(Apart::Unclear(Side::Actual, Unclear::Change));
        }
        (Some(meant), Some(said)) => meant != said,
        _ => false,
    };
    if against && !actual.number.is_negative() {
        actual.number = actual.number.neg();
    }
    Ok((target, actual))
}
