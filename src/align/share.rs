//! How much of two running texts is the same.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use similar::{Algorithm, capture_diff_slices};

use super::label::written;
use crate::number::Number;

/// A running text, ready to be held against others: without blanks, in narrow signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    signs: Vec<char>,
    /// The same in the order of their codes, to tell quickly how many two texts have in common.
    sorted: Vec<char>,
}

impl Prose {
    /// Takes a text as it stands in a cell.
    pub fn of(text: &str) -> Prose {
        let signs: Vec<char> = written(text).chars().collect();
        let mut sorted = signs.clone();
        sorted.sort_unstable();
        Prose { signs, sorted }
    }

    /// How many signs both have, wherever they stand.
    fn common(&self, other: &Prose) -> usize {
        let (mut one, mut two) = (
            self.sorted.iter().peekable(),
            other.sorted.iter().peekable(),
        );
        let mut common = 0;
        while let (Some(first), Some(second)) = (one.peek(), two.peek()) {
            match first.cmp(second) {
                Ordering::Less => one.next(),
                Ordering::Greater => two.next(),
                Ordering::Equal => {
                    common += 1;
                    one.next();
                    two.next()
                }
            };
        }
        common
    }

    /// How many signs it has.
    pub fn len(&self) -> usize {
        self.signs.len()
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }

    /// How many signs of both texts together stand in the other one as well, in the same order: of two equal texts all. `None`
    /// where `enough` refuses even the most it could be, so that texts that have little in common cost little.
    ///
    /// ```
    /// use annex::align::Prose;
    /// let (one, other) = (Prose::of("完成 培训3次"), Prose::of("完成培训５次"));
    /// assert_eq!(one.shared(&other, |_| true), Some(10));
    /// assert_eq!(one.shared(&other, |shared| shared > 10), None);
    /// ```
    pub fn shared(&self, other: &Prose, enough: impl Fn(usize) -> bool) -> Option<usize> {
        if !enough(2 * self.len().min(other.len())) {
            return None;
        }
        if !enough(2 * self.common(other)) {
            return None;
        }
        let steps = capture_diff_slices(Algorithm::Myers, &self.signs, &other.signs);
        let kept = steps.iter().map(|step| match step {
            similar::DiffOp::Equal { len, .. } => *len,
            _ => 0,
        });
        Some(2 * kept.sum::<usize>()).filter(|&shared| enough(shared))
    }
}

/// Two signs that follow one another, and the how manieth time they do.
type Numbered = ([char; 2], u32);

/// For each text the others of which so great a share (of 1) may be the same, so that not every two have to be held against
/// each other. None is left out of which it is, by [`Prose::shared`].
///
/// Where so much is the same, most pairs of neighbours stand in both; so of the rarest pairs of each at least one does. Of a
/// text so short, or a share so small, that no pair need be the same, every other one may be a copy.
pub fn likely_alike(texts: &[Prose], share: Number) -> Vec<Vec<usize>> {
    let mut known: HashMap<[char; 2], usize> = HashMap::new();
    for text in texts {
        let pairs: HashSet<[char; 2]> = text.pairs().collect();
        pairs
            .into_iter()
            .for_each(|pair| *known.entry(pair).or_default() += 1);
    }
    let rarest = |text: &Prose| {
        let mut pairs = numbered(text);
        pairs.sort_unstable_by_key(|(pair, number)| (known.get(pair), *pair, *number));
        pairs.truncate(text.lost(share).saturating_add(1));
        pairs
    };
    // Of many texts a list in order is small where a map would not be.
    let pairs = texts.iter().enumerate();
    let pairs = pairs.flat_map(|(index, text)| rarest(text).into_iter().map(move |it| (it, index)));
    let mut having: Vec<(Numbered, usize)> = pairs.collect();
    having.sort_unstable();
    let having_it = |pair: Numbered| {
        let first = having.partition_point(|(it, _)| *it < pair);
        let same = having[first..]
            .iter()
            .take_while(move |(it, _)| *it == pair);
        same.map(|(_, index)| *index)
    };
    let may_share_none = |index: &usize| {
        let text = &texts[*index];
        text.pairs().count() <= text.lost(share)
    };
    let open: Vec<usize> = (0..texts.len()).filter(may_share_none).collect();
    let others = |index: usize| {
        let sharing = rarest(&texts[index]).into_iter().flat_map(having_it);
        let mut others: Vec<usize> = match may_share_none(&index) {
            true => (0..texts.len()).collect(),
            false => sharing.chain(open.iter().copied()).collect(),
        };
        others.retain(|other| *other != index);
        others.sort_unstable();
        others.dedup();
        others
    };
    (0..texts.len()).map(others).collect()
}

/// The pairs of neighbours in a text, each time one stands there for itself.
fn numbered(text: &Prose) -> Vec<Numbered> {
    let mut seen: HashMap<[char; 2], u32> = HashMap::new();
    let number = |pair: [char; 2]| {
        let seen = seen.entry(pair).or_default();
        *seen += 1;
        (pair, *seen)
    };
    text.pairs().map(number).collect()
}

impl Prose {
    fn pairs(&self) -> impl Iterator<Item = [char; 2]> + '_ {
        self.signs.windows(2).map(|pair| [pair[0], pair[1]])
    }

    /// How many of its pairs of neighbours a text may lack at most that shares so much with it: each sign that is left out
    /// breaks two of them, each that is put in one, and most can be left out where none is put in.
    fn lost(&self, share: Number) -> usize {
        let most = || {
            let two = Number::from(2);
            let len = Number::from(i64::try_from(self.len()).ok()?);
            let left_out = two.mul(len)?.mul(Number::ONE.sub(share)?)?;
            let left_out = left_out.div(two.sub(share)?)?.round_up(0)?.to_i64()?;
            usize::try_from(left_out.checked_mul(2)?).ok()
        };
        most().unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHARE: &str = "0.8";

    fn is_enough(one: &Prose, other: &Prose, shared: usize) -> bool {
        let number = |count: usize| Number::from(i64::try_from(count).unwrap());
        let share = number(shared).div(number(one.len() + other.len()));
        share.is_some_and(|share| share >= SHARE.parse().unwrap())
    }

    proptest! {
        /// Few signs, so that much is alike; what is alike is never left out.
        #[test]
        fn no_copy_is_left_out(texts in prop::collection::vec("[甲乙丙丁]{0,24}", 1..12)) {
            let texts: Vec<Prose> = texts.iter().map(|text| Prose::of(text)).collect();
            let likely = likely_alike(&texts, SHARE.parse().unwrap());
            for (at, one) in texts.iter().enumerate() {
                for (other, two) in texts.iter().enumerate() {
                    let shared = one.shared(two, |shared| is_enough(one, two, shared));
                    if at != other && shared.is_some() {
                        prop_assert!(likely[at].contains(&other), "{one:?} {two:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn texts_of_their_own_are_held_against_few() {
        let texts = [
            "经费下达较晚，部分工作集中在下半年，进度前松后紧，个别合同跨年结算。",
            "经费下达较晚，部分工作集中在下半年，进度前松后紧，个别合同跨年才结算。",
            "早年形成的部分档案纸张老化，扫描前要先修裱，专业修裱人员只有一人。",
            "渠道清淤受汛期影响，两处泵站的安装推迟到十一月，其余按期完工。",
        ];
        let likely = likely_alike(&texts.map(Prose::of), SHARE.parse().unwrap());
        assert_eq!(likely, [vec![1], vec![0], vec![], vec![]]);
    }
}
