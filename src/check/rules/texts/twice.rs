//! Amounts the form does not have: where two texts give one thing two of them, one is wrong.

use std::collections::BTreeMap;

use crate::check::rules::texts::scan::Figure;
use crate::number::Number;
use crate::typed::yuan;

/// A shorter name is too general to be one thing: 支出, 项目资金.
const SHORTEST: usize = 5;
/// A longer one is a sentence.
const LONGEST: usize = 16;
/// What may stand before and behind a name.
const BEFORE: &[&str] = &["全年", "本年度", "本年", "今年", "共", "实际"];
const BEHIND: &[&str] = &["为", "共计", "合计", "共", "达到", "达", "是", "约"];
/// With one of these a name is that of a part, or of one among several.
const PARTLY: &[char] = &[
    '第', '另', '每', '各', '均', '首', '余', '再', '其', '新', '又', '约', '近', '超', '增', '减',
    '降', '占', '比', '较',
];

/// An amount, and what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Mention {
    noun: String,
    is_ratio: bool,
    number: Number,
    /// Half of what the last decimal counts.
    half: Number,
}

/// An amount that another text has otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Twice {
    /// The field of the text that came first.
    pub(in crate::check::rules) text: usize,
    /// What it says.
    pub(in crate::check::rules) quote: String,
    /// The amount it gives, and the one given here: yuan, or per cent.
    pub(in crate::check::rules) numbers: (Number, Number),
}

impl Mention {
    /// The amount of a figure and what it is of, where the words before it are a name and nothing else.
    pub(super) fn of(phrase: &str, figure: &Figure<'_>, year: u16) -> Option<Mention> {
        let is_ratio = figure.unit == "%";
        let scale = if is_ratio {
            Number::ONE
        } else {
            yuan(figure.unit)?
        };
        let mut noun = phrase;
        for before in [format!("{year}年度"), format!("{year}年")] {
            noun = noun.strip_prefix(before.as_str()).unwrap_or(noun);
        }
        while let Some(rest) = BEFORE.iter().find_map(|word| noun.strip_prefix(word)) {
            noun = rest;
        }
        if noun.contains(PARTLY) {
            return None;
        }
        while let Some(rest) = BEHIND.iter().find_map(|word| noun.strip_suffix(word)) {
            noun = rest;
        }
        let letters = noun.chars().count();
        let is_name = (SHORTEST..=LONGEST).contains(&letters)
            && noun.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
        let half = (0..figure.places).try_fold(scale.div(Number::from(2))?, |half, _| {
            half.div(Number::from(10))
        })?;
        is_name.then_some(Mention {
            noun: noun.to_owned(),
            is_ratio,
            number: figure.number.mul(scale)?,
            half,
        })
    }

    fn differs(&self, other: &Mention) -> bool {
        let allowed = self.half.add(other.half);
        let apart = self.number.sub(other.number);
        matches!((apart, allowed), (Some(apart), Some(allowed)) if apart.abs() > allowed)
    }
}

/// All amounts the texts have given so far.
#[derive(Debug, Default)]
pub(super) struct Mentions(BTreeMap<(String, bool), First>);

#[derive(Debug)]
struct First {
    mention: Mention,
    text: usize,
    statement: usize,
    quote: String,
}

impl Mentions {
    /// Takes note of an amount; gives the first one of the same thing where it is another one and stands in another sentence.
    pub(super) fn add(
        &mut self,
        mention: Mention,
        text: usize,
        statement: usize,
        quote: &str,
    ) -> Option<Twice> {
        let key = (mention.noun.clone(), mention.is_ratio);
        let Some(first) = self.0.get(&key) else {
            let first = First {
                mention,
                text,
                statement,
                quote: quote.to_owned(),
            };
            self.0.insert(key, first);
            return None;
        };
        let elsewhere = (first.text, first.statement) != (text, statement);
        (elsewhere && first.mention.differs(&mention)).then(|| Twice {
            text: first.text,
            quote: first.quote.clone(),
            numbers: (first.mention.number, mention.number),
        })
    }
}
