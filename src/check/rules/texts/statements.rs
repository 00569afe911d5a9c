//! The sentences of a text, with those that go on with one another, and the numbers its lines begin with.

/// A sentence with those that go on with it after a semicolon or with 其中.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement<'t> {
    /// The sentences.
    pub(super) sentences: Vec<&'t str>,
    /// The rank of the number its line begins with, 1 for 一、, where it is the first of its line; that of no number is the lowest.
    pub(super) rank: Option<u8>,
    /// Whether it is all of its line.
    pub(super) is_line: bool,
    /// Whether it is one of several items: 一是, 二是.
    pub(super) is_item: bool,
}

impl Statement<'_> {
    /// Whether it may be the name of what follows: alone in its line or numbered, and without a figure.
    pub(super) fn is_name(&self) -> bool {
        let is_first =
            self.is_line || self.is_item || self.rank.is_some_and(|rank| rank < NO_NUMBER);
        let [sentence] = self.sentences.as_slice() else {
            return false;
        };
        is_first && !sentence.contains(|c: char| c.is_ascii_digit() || c == ',')
    }
}

/// The rank of a line without a number.
pub(super) const NO_NUMBER: u8 = 6;
const NUMERALS: &str = "一二三四五六七八九十";

/// The rank of the number a line begins with: 一、 before (一), 1., (1) and ①.
fn rank(line: &str) -> u8 {
    let of = |line: &str| {
        let is_digit = |c: char| c.is_ascii_digit();
        let is_numeral = |c: char| NUMERALS.contains(c);
        [
            (line.trim_start_matches(is_numeral), true),
            (line.trim_start_matches(is_digit), false),
        ]
        .into_iter()
        .find(|(rest, _)| rest.len() < line.len())
        .and_then(|(rest, is_numeral)| Some((rest.chars().next()?, is_numeral)))
    };
    match (line.strip_prefix('(').map(of), of(line)) {
        (Some(Some((')', true))), _) => 2,
        (Some(Some((')', false))), _) | (None, Some((')', false))) => 4,
        (None, Some(('、', true))) => 1,
        (None, Some(('、' | '.', false))) => 3,
        _ if line.starts_with(|c: char| ('①'..='⑳').contains(&c)) => 5,
        _ => NO_NUMBER,
    }
}

/// The statements of a plain text.
pub(super) fn statements(plain: &str) -> Vec<Statement<'_>> {
    let mut statements: Vec<Statement<'_>> = Vec::new();
    for line in plain.split('\n') {
        let mut first = true;
        for sentence in line.split(['。', '!', '?']) {
            let parts = sentence.split(';').map(unnumbered);
            match statements.last_mut() {
                Some(last) if unnumbered(sentence).starts_with("其中") => {
                    last.sentences.extend(parts);
                }
                _ => statements.push(Statement {
                    sentences: parts.collect(),
                    rank: first.then(|| rank(line)),
                    is_line: sentence.len() == line.trim_end_matches('。').len(),
                    is_item: is_item(sentence),
                }),
            }
            first = false;
        }
    }
    statements
}

/// Whether a sentence begins as one of several: 一是, 第二.
pub(super) fn is_item(sentence: &str) -> bool {
    let rest = sentence.strip_prefix('第').unwrap_or(sentence);
    let after = rest.trim_start_matches(|c: char| NUMERALS.contains(c));
    let is_numbered = after.len() < rest.len();
    is_numbered
        && (after.starts_with('是') || rest.len() < sentence.len() && after.starts_with(','))
        || ["首先", "其次", "再次", "最后"]
            .iter()
            .any(|word| sentence.starts_with(word))
}

/// A name without the number or the 一是 before it, and without the colon behind it.
pub(super) fn unmarked(sentence: &str) -> &str {
    let sentence = sentence.trim_end_matches(':');
    if is_item(sentence) {
        let after = sentence.trim_start_matches(|c: char| NUMERALS.contains(c) || c == '第');
        return after.trim_start_matches(['是', ',']);
    }
    let rest = sentence.trim_start_matches(['(', ')', '、', '.']);
    let rest = rest.trim_start_matches(|c: char| {
        NUMERALS.contains(c) || c.is_ascii_digit() || ('①'..='⑳').contains(&c)
    });
    let rest = rest.trim_start_matches([')', '、', '.']);
    if rank(sentence) < NO_NUMBER {
        rest
    } else {
        unnumbered(sentence)
    }
}

/// The length of what a clause begins with where it is one of several: 一是.
pub(super) fn mark(clause: &str) -> usize {
    let after = clause.trim_start_matches(|c: char| NUMERALS.contains(c));
    match after.strip_prefix('是') {
        Some(rest) if after.len() < clause.len() => clause.len() - rest.len(),
        _ => 0,
    }
}

/// A sentence without the number it begins with: 1、, 2., 一、.
fn unnumbered(sentence: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = sentence.trim_start_matches(is_number);
    let digits = sentence.chars().count() - rest.chars().count();
    if digits == 0 || digits > 2 {
        return sentence;
    }
    if let Some(rest) = rest.strip_prefix('、') {
        return rest;
    }
    match rest.strip_prefix('.') {
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) || is_year(rest) => rest,
        _ => sentence,
    }
}

fn is_year(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.len() - rest.len() == 4 && rest.starts_with('年')
}
