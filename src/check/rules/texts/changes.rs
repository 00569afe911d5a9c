//! Changes: 比上年减少1.2万元, 下降5%.

use crate::check::context::Context;
use crate::check::rules::texts::held::{Differs, Held, What, is_said};
use crate::check::rules::texts::known::{Cell, Holds, Known};
use crate::check::rules::texts::scan::Figure;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// Words for more, and for less.
pub(super) const VERBS: &[(&str, bool)] = &[
    ("增加", true),
    ("增长", true),
    ("上升", true),
    ("提高", true),
    ("增", true),
    ("多支出", true),
    ("增幅", true),
    ("减少", false),
    ("下降", false),
    ("降低", false),
    ("减", false),
    ("压减", false),
    ("压缩", false),
    ("节约", false),
    ("节省", false),
    ("少支出", false),
    ("降", false),
    ("降幅", false),
    ("减幅", false),
    ("缩减", false),
];
/// Words between what was and what came of it: 由5万元降到4万元.
pub(super) const BECOMES: &[&str] = &[
    "增加到",
    "增加至",
    "增至",
    "增长到",
    "增长至",
    "上升到",
    "上升至",
    "升至",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "扩大到",
    "减少到",
    "减少至",
    "减至",
    "下降到",
    "下降至",
    "降至",
    "降到",
    "降低到",
    "降低至",
    "压减到",
    "压减至",
    "压缩到",
    "压缩至",
];
/// What a change is called: a rate goes up and down.
pub(in crate::check::rules) fn direction(is_more: bool, unit: &str) -> Text {
    match (is_more, unit == "%") {
        (true, true) => Text::new("上升", "up"),
        (false, true) => Text::new("下降", "down"),
        (true, false) => Text::new("增加", "more"),
        (false, false) => Text::new("减少", "less"),
    }
}

/// What may follow such a word.
pub(super) const AFTER: &[&str] = &["为", "了", "额", "率", "幅度", "达", "约"];
/// What may follow the year a figure is compared with.
const AFTER_YEAR: &[&str] = &[
    "相比",
    "同期",
    "决算数",
    "决算",
    "支出",
    "数",
    "度",
    "执行",
    "的",
];

/// What a phrase says of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change<'t> {
    /// What changed; empty where it is what was spoken of before.
    pub(super) subject: &'t str,
    /// What it is compared with; empty where it is what the change before it was compared with.
    pub(super) base: Base<'t>,
    /// Whether it became more.
    pub(super) is_more: bool,
}

/// What a change is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base<'t> {
    /// The year before.
    Prior,
    /// Another figure: 年初预算.
    Named(&'t str),
    /// What was named before.
    Same,
}

/// What stands before the verb of a change, the verb, and whether it says more.
pub(super) fn headed(phrase: &str) -> Option<(&str, &'static str, bool)> {
    let mut head = phrase;
    while let Some(rest) = AFTER
        .iter()
        .filter(|it| **it != "约")
        .find_map(|it| head.strip_suffix(it))
    {
        head = rest;
    }
    let verbs = VERBS.iter().filter(|(verb, _)| head.ends_with(verb));
    let (verb, is_more) = *verbs.max_by_key(|(verb, _)| verb.len())?;
    Some((&head[..head.len() - verb.len()], verb, is_more))
}

/// Reads the words before the figure of a change, or a clause that tells its direction alone.
pub(super) fn change(phrase: &str, year: u16) -> Option<Change<'_>> {
    let (head, _, is_more) = headed(phrase)?;
    let said = |subject, base| Change {
        subject,
        base,
        is_more,
    };
    if head.is_empty() || head == "相比" {
        return Some(said("", Base::Same));
    }
    if let Some(subject) = head.strip_suffix("同比") {
        return Some(said(subject, Base::Prior));
    }
    compared(head, year).map(|(subject, base)| said(subject, base))
}

/// The same where it was said before what it is compared with: 与上年相比, 公务接待费减少.
pub(super) fn change_since(phrase: &str, year: u16) -> Option<Change<'_>> {
    change(phrase, year).or_else(|| {
        let (subject, _, is_more) = headed(phrase)?;
        Some(Change {
            subject,
            base: Base::Same,
            is_more,
        })
    })
}

/// What is compared and with what: 三公经费|比上年, |与年初预算相比.
pub(super) fn compared(phrase: &str, year: u16) -> Option<(&str, Base<'_>)> {
    let head = phrase.strip_suffix("相比").unwrap_or(phrase);
    let at = head.rfind(['比', '较', '与', '同'])?;
    let sign = head[at..].chars().next()?.len_utf8();
    let subject = head[..at].trim_end_matches(['相', '对']);
    let base = head[at + sign..].trim_start_matches('于');
    Some((subject, Base::of(base, year)))
}

impl<'t> Base<'t> {
    /// What a year or the words for a budget mean.
    pub(super) fn of(base: &'t str, year: u16) -> Base<'t> {
        let mut named = base;
        while let Some(rest) = AFTER_YEAR.iter().find_map(|it| named.strip_suffix(it)) {
            named = rest;
        }
        if years_before(year).iter().any(|it| it == named) {
            Base::Prior
        } else {
            Base::Named(base)
        }
    }
}

/// The words for the year before one.
pub(super) fn years_before(year: u16) -> [String; 4] {
    [
        format!("{}年", year.saturating_sub(1)),
        "上年".to_owned(),
        "去年".to_owned(),
        "上一年".to_owned(),
    ]
}

impl Known {
    /// Holds a change against what the form has of both years, or of both columns.
    pub(super) fn hold_change(
        &self,
        context: &Context<'_>,
        figure: Option<&Figure<'_>>,
        is_more: bool,
        cells: &[usize],
        base: &[String],
    ) -> Held {
        let mut held = Held::Unknown;
        for &cell in cells {
            for other in self.bases(cell, base) {
                let compared = self.compared(
                    context,
                    figure,
                    is_more,
                    &self.cells[cell],
                    &self.cells[other],
                );
                match compared {
                    Some(Held::Agrees) => return Held::Agrees,
                    Some(Held::Differs(differs)) if matches!(held, Held::Unknown) => {
                        held = Held::Differs(differs);
                    }
                    _ => {}
                }
            }
        }
        held
    }

    /// The figures of the same row in other columns; with no column those of the year before.
    pub(super) fn bases(&self, cell: usize, columns: &[String]) -> Vec<usize> {
        let cell = &self.cells[cell];
        let Some(column) = &cell.column else {
            return Vec::new();
        };
        let prior: Vec<String> = self.prior.get(column).into_iter().cloned().collect();
        let wanted = if columns.is_empty() { &prior } else { columns };
        let others = self.rows[cell.row].cells.iter().copied();
        let is_wanted = |other: &usize| {
            let other = self.cells[*other].column.as_ref();
            other.is_some_and(|other| other != column && wanted.contains(other))
        };
        others.filter(is_wanted).collect()
    }

    fn compared(
        &self,
        context: &Context<'_>,
        figure: Option<&Figure<'_>>,
        is_more: bool,
        cell: &Cell,
        base: &Cell,
    ) -> Option<Held> {
        if !matches!(
            cell.holds,
            Holds::Figure(FieldType::Money | FieldType::Count)
        ) {
            return None;
        }
        let (now, then) = (context.computed(cell.field)?, context.computed(base.field)?);
        let change = now.sub(then)?;
        let signed = |number: Number| if is_more { number } else { number.neg() };
        let Some(figure) = figure else {
            let is_so = if is_more {
                change > Number::ZERO
            } else {
                change < Number::ZERO
            };
            let what = What::Direction { base: base.field };
            return Some(if is_so || change.is_zero() {
                Held::Agrees
            } else {
                Held::Differs(Differs {
                    field: cell.field,
                    written: now,
                    computed: then,
                    what,
                })
            });
        };
        let is_ratio = figure.unit == "%";
        let (scale, exact) = if is_ratio {
            (Number::ONE.div(Number::HUNDRED)?, change.div(then)?)
        } else if cell.units.iter().any(|unit| unit == figure.unit) {
            (cell.scale(context, figure.unit)?, change)
        } else {
            return None;
        };
        // Both figures may have been rounded before one was taken from the other.
        let ulp = (0..figure.places).try_fold(scale, |ulp, _| ulp.div(Number::from(10)))?;
        let slack = ulp.mul(Number::from(if is_ratio { 3 } else { 1 }))?;
        let agrees = is_said(figure, signed(exact), scale, slack);
        let what = What::Change {
            base: base.field,
            is_ratio,
            by: if is_ratio { exact.round(6)? } else { exact },
        };
        Some(if agrees {
            Held::Agrees
        } else {
            Held::Differs(Differs {
                field: cell.field,
                written: signed(figure.number.mul(scale)?),
                computed: if is_ratio { exact.round(6)? } else { exact },
                what,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_what_changed_and_against_what() {
        let change = |phrase: &'static str| change(phrase, 2024);
        let said = |subject, base, is_more| {
            Some(Change {
                subject,
                base,
                is_more,
            })
        };
        assert_eq!(change("比上年减少"), said("", Base::Prior, false));
        assert_eq!(
            change("三公经费较2023年下降"),
            said("三公经费", Base::Prior, false)
        );
        assert_eq!(
            change("三公经费同比增长"),
            said("三公经费", Base::Prior, true)
        );
        assert_eq!(change("下降"), said("", Base::Same, false));
        assert_eq!(
            change("较年初预算增加了"),
            said("", Base::Named("年初预算"), true)
        );
        assert_eq!(change("与上年相比减少"), said("", Base::Prior, false));
        assert_eq!(change("相比减少"), said("", Base::Same, false));
        assert_eq!(change("完成送戏下乡"), None);
    }
}
