//! Amounts entered in another unit than the form counts in: 元 for 万元 makes a figure 10,000 times too large.
//!
//! A figure is held against others that should be the same or alike, as [`Pair`]s. Where the others come from — another sheet,
//! another column, last year's return — does not matter here.

use crate::number::Number;
use crate::typed::yuan;

/// The units that amounts are kept in elsewhere, and how many yuan each is.
const UNITS: &[(&str, i64)] = &[("元", 1), ("万元", 10_000)];
/// Units nearer to one another than this cannot be told apart by the size of a figure.
const APART: i64 = 1000;
/// Amounts are alike when neither is more than so many times the other.
const ALIKE: i64 = 3;

/// A unit that may have been taken for the one of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// The unit: 元.
    pub unit: &'static str,
    /// A figure in it is so many times what it should be: 10,000 for 元 in a form in 万元, a 10,000th for the reverse.
    pub times: Number,
}

impl Slip {
    /// The units that may have been taken for this one; none for a currency of another kind.
    pub fn all(unit: &str) -> Vec<Slip> {
        let Some(per_unit) = yuan(unit) else {
            return Vec::new();
        };
        let slips = UNITS.iter().filter_map(|(unit, yuan)| {
            let times = per_unit.div(Number::from(*yuan))?;
            let is_apart = size(times)? >= Number::from(APART);
            is_apart.then_some(Slip { unit, times })
        });
        slips.collect()
    }

    /// What a figure in this unit is in the unit of the form.
    pub fn mended(self, figure: Number) -> Option<Number> {
        figure.div(self.times)
    }

    /// Whether a figure in this unit is too large, not too small.
    pub fn enlarges(self) -> bool {
        self.times > Number::ONE
    }
}

/// How near a figure should be to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It is the same amount; it may differ by this much.
    Same(Number),
    /// It is of the same kind: of another year, or a budget and what was spent of it.
    Alike,
}

/// A figure, and another one it should be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The figure in question.
    pub figure: Number,
    /// What it is held against.
    pub other: Number,
    /// How near they should be.
    pub likeness: Likeness,
}

impl Pair {
    /// Whether the other figure would bear this one out: as it stands if `slip` is none, else if it was in that unit.
    fn agrees(&self, slip: Option<Slip>) -> bool {
        let figure = match slip {
            Some(slip) => slip.mended(self.figure),
            None => Some(self.figure),
        };
        let Some(figure) = figure else {
            return false;
        };
        match self.likeness {
            Likeness::Same(tolerance) => figure
                .sub(self.other)
                .is_some_and(|difference| difference.abs() <= tolerance),
            Likeness::Alike => are_alike(figure, self.other),
        }
    }

    /// Whether the two are nearer to one another once the figure is taken to be in the other unit.
    fn is_nearer(&self, slip: Slip) -> bool {
        let apart = |figure: Number| size(figure.div(self.other)?);
        let mended = slip.mended(self.figure).and_then(apart);
        mended
            .zip(apart(self.figure))
            .is_some_and(|(mended, now)| mended < now)
    }
}

/// Whether a figure was probably entered in another unit: one of the others bears it out in that unit alone, and the rest
/// either agree with it as it stands — then they may be in that unit as well — or are nearer to it so.
pub fn is_suspected(pairs: &[Pair], slip: Slip) -> bool {
    let slipped = |pair: &Pair| !pair.agrees(None) && pair.agrees(Some(slip));
    pairs.iter().any(slipped)
        && pairs
            .iter()
            .all(|pair| pair.agrees(None) || pair.is_nearer(slip))
}

/// Whether neither of two amounts is much larger than the other, signs aside. Nought is like nothing.
pub fn are_alike(one: Number, other: Number) -> bool {
    let apart = one.div(other).and_then(size);
    apart.is_some_and(|apart| apart <= Number::from(ALIKE))
}

/// A ratio turned so that it is not below one, signs aside. `None` for nought.
fn size(ratio: Number) -> Option<Number> {
    let ratio = ratio.abs();
    if ratio >= Number::ONE {
        Some(ratio)
    } else {
        Number::ONE.div(ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    fn is_suspected_among(unit: &str, figure: &str, others: &[&str]) -> bool {
        let pair = |other: &&str| Pair {
            figure: n(figure),
            other: n(other),
            likeness: Likeness::Alike,
        };
        let pairs: Vec<Pair> = others.iter().map(pair).collect();
        Slip::all(unit)
            .into_iter()
            .any(|slip| is_suspected(&pairs, slip))
    }

    #[test]
    fn units_that_lie_far_apart_are_mixed_up() {
        let named = |unit| -> Vec<(&str, String)> {
            let slips = Slip::all(unit).into_iter();
            slips
                .map(|slip| (slip.unit, slip.times.to_string()))
                .collect()
        };
        assert_eq!(named("万元"), [("元", "10000".to_owned())]);
        assert_eq!(named("元"), [("万元", "0.0001".to_owned())]);
        assert_eq!(named("千元"), [("元", "1000".to_owned())]);
        assert_eq!(named("美元"), []);
    }

    #[test]
    fn a_figure_is_suspected_when_the_others_of_its_row_are_a_10000th_of_it() {
        for (unit, figure, others, suspected) in [
            ("万元", "352000", &["30.2", "36"][..], true),
            // Two of three are in 元.
            ("万元", "352000", &["30.2", "360000"], true),
            ("万元", "30.2", &["352000", "360000"], false),
            // It grew, but not by that.
            ("万元", "352", &["30.2", "36"], false),
            ("万元", "35200", &["30.2", "36"], false),
            ("万元", "352000", &["0.002"], false),
            // Like one that is unlike the rest.
            ("万元", "352000", &["36", "7000"], false),
            ("元", "35.2", &["302000", "360000"], true),
            ("元", "110", &["1200000", "50000", "30000"], true),
            ("元", "3000", &["1200000", "1100000"], false),
            ("万元", "352000", &[], false),
        ] {
            assert_eq!(
                is_suspected_among(unit, figure, others),
                suspected,
                "{figure} among {others:?}"
            );
        }
    }

    #[test]
    fn the_same_amount_of_last_year_has_to_be_the_same_to_the_tolerance() {
        let slip = Slip::all("万元")[0];
        let pair = |figure, other| Pair {
            figure: n(figure),
            other: n(other),
            likeness: Likeness::Same(n("0.01")),
        };
        assert!(is_suspected(&[pair("1617449", "161.74")], slip));
        assert!(!is_suspected(&[pair("1617449", "161.7")], slip));
        assert!(!is_suspected(&[pair("161.74", "161.74")], slip));
    }
}
