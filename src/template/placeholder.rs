//! `{year}`, `{year-1}`, `{unit}`, `{department}`, `{code}`, `{index}`, `{row}` and the points of weight groups in texts.

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
}

impl Placeholders<'_> {
    fn meaning(&self, word: &str) -> Option<String> {
        if let Some(offset) = word.strip_prefix("year") {
            let offset: i32 = if offset.is_empty() {
                0
            } else {
                offset.replace(' ', "").parse().ok()?
            };
            return Some((i32::from(self.year) + offset).to_string());
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
                .map(|(_, points)| points.to_string()),
        }
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
        let mut unknown = Vec::new();
        let mut rest = text;
        while let Some((_, word, after)) = next(rest) {
            if self.meaning(word).is_none() {
                unknown.push(word);
            }
            rest = after;
        }
        unknown
    }
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
    }
}
