//! `{year}`, `{year-1}`, `{unit}`, `{department}`, `{code}`, `{index}`, `{row}` and the points of weight groups in texts; in
//! the guide also `{issuer}`, `{deadline}` and `{contact}`.

use crate::number::Number;

/// What the placeholders of a text stand for.
#[derive(Debug, Clone, Default)]
pub struct Placeholders<'a> {
    /// The year of the form.
    pub year: u16,
    /// The money unit.
    pub unit: &'a str,
    /// The department's name.
    pub department: &'a str,
    /// The department's code.
    pub code: &'a str,
    /// Which one of a repeating sheet this is, from one.
    pub index: Option<u32>,
    /// Which one of repeating rows this is, from one.
    pub row: Option<u32>,
    /// Points by the id of their weight group.
    pub points: Vec<(&'a str, Number)>,
    /// What the campaign says of itself, in texts that may speak of it.
    pub campaign: Option<Campaign<'a>>,
}

/// What a campaign says of itself, each as far as it is given.
#[derive(Debug, Clone, Default)]
pub struct Campaign<'a> {
    /// Who sends the forms out.
    pub issuer: Option<&'a str>,
    /// The last day on which they may come back, as it is written in a text.
    pub deadline: Option<String>,
    /// Who answers questions.
    pub contact: Option<&'a str>,
}

impl Campaign<'_> {
    /// The words for what a campaign says.
    pub const WORDS: [&'static str; 3] = ["issuer", "deadline", "contact"];

    /// What one of the words stands for; `None` when it is not given.
    pub fn meaning(&self, word: &str) -> Option<String> {
        match word {
            "issuer" => self.issuer.map(str::to_owned),
            "deadline" => self.deadline.clone(),
            "contact" => self.contact.map(str::to_owned),
            _ => None,
        }
    }
}

impl Placeholders<'_> {
    fn meaning(&self, word: &str) -> Option<String> {
        if let Some(offset) = word.strip_prefix("year") {
            let offset: i32 = if offset.is_empty() {
                0
            } else {
                offset.replace(' ', "").parse().ok()?
            };
            let year = i32::from(self.year).checked_add(offset)?;
            return Some(year.to_string());
        }
        match word {
            "unit" => Some(self.unit.to_owned()),
            "department" => Some(self.department.to_owned()),
            "code" => Some(self.code.to_owned()),
            "index" => self.index.map(|index| index.to_string()),
            "row" => self.row.map(|row| row.to_string()),
            _ => self
                .points
                .iter()
                .find(|(id, _)| *id == word)
                .map(|(_, points)| points.to_string())
                .or_else(|| self.campaign.as_ref()?.meaning(word)),
        }
    }

    /// Whether a word may stand in the text but was not given.
    fn is_left_open(&self, word: &str) -> bool {
        self.campaign.is_some() && Campaign::WORDS.contains(&word) && self.meaning(word).is_none()
    }

    /// The text with its placeholders put in; `None` when it speaks of something that was not given.
    pub fn fill_given(&self, text: &str) -> Option<String> {
        let open = words(text).any(|word| self.is_left_open(word));
        (!open).then(|| self.fill(text))
    }

    /// Puts in what each placeholder stands for; those not known stay as they are.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, word, after)) = next(rest) {
            filled.push_str(before);
            match self.meaning(word) {
                Some(meaning) => filled.push_str(&meaning),
                None => filled.push_str(&rest[before.len()..rest.len() - after.len()]),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// The placeholders of a text that stand for nothing.
    pub fn unknown<'t>(&self, text: &'t str) -> Vec<&'t str> {
        words(text)
            .filter(|word| self.meaning(word).is_none() && !self.is_left_open(word))
            .collect()
    }
}

/// The words in the braces of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, word, after) = next(rest)?;
        rest = after;
        Some(word)
    })
}

fn next(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let close = open + text[open..].find('}')?;
    Some((
        &text[..open],
        text[open + 1..close].trim(),
        &text[close + 1..],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_named() {
        let known = Placeholders {
            year: 2024,
            unit: "万元",
            points: vec![("output", Number::from(50))],
            ..Placeholders::default()
        };
        assert_eq!(
            known.fill("{year-1}年决算数（{unit}），{output}分"),
            "2023年决算数（万元），50分"
        );
        assert_eq!(known.fill("{yaer}年 {"), "{yaer}年 {");
        assert_eq!(known.unknown("{year}{yaer}{index}"), ["yaer", "index"]);
        assert_eq!(known.unknown("{deadline}"), ["deadline"]);
    }

    #[test]
    fn a_text_that_speaks_of_what_was_not_given_is_left_out() {
        let known = Placeholders {
            year: 2024,
            campaign: Some(Campaign {
                issuer: Some("示例县财政局"),
                ..Campaign::default()
            }),
            ..Placeholders::default()
        };
        assert_eq!(
            known.fill_given("{year}年的表交回{issuer}").as_deref(),
            Some("2024年的表交回示例县财政局")
        );
        assert_eq!(known.fill_given("{deadline}前交回{issuer}"), None);
        assert_eq!(known.unknown("{deadline}{contact}{dedline}"), ["dedline"]);
    }
}
