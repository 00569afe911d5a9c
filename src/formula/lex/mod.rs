//! Cuts a formula into tokens; both dialects share everything but their references.
//!
//! The lexer never stops at a mistake: it notes it and goes on with what was meant.

use crate::formula::ast::Span;
use crate::formula::mistake::{Mistake, Slip};
use crate::formula::operator::Operator;
use crate::formula::place::{Place, is_wide, is_word_char, is_word_start};
use crate::formula::value::ErrorKind;
use crate::number::Number;

mod operator;
mod reference;

/// What references look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Field names.
    Template,
    /// Cell addresses and defined names.
    Excel,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(Number),
    Text(String),
    Bool(bool),
    Error(ErrorKind),
    Ref(Place),
    /// A word directly before a parenthesis.
    Function(String),
    Operator(Operator),
    Percent,
    Open,
    Close,
    Comma,
    End,
}

/// Excel takes no longer text in a formula.
const MAX_TEXT: usize = 255;

/// The tokens, closed by [`Token::End`], and the mistakes.
pub(super) fn lex(text: &str, dialect: Dialect) -> (Vec<(Token, Span)>, Vec<Mistake>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        dialect,
        wide: None,
        mistakes: Vec::new(),
    };
    let mut tokens = Vec::new();
    lexer.space();
    if lexer.peek() == Some('=') {
        lexer.take();
    }
    while let Some(token) = lexer.token() {
        tokens.push(token);
    }
    lexer.flush_wide();
    tokens.push((Token::End, Span::new(text.trim_end().len(), text.len())));
    (tokens, lexer.mistakes)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    dialect: Dialect,
    /// The run of full-width characters being read, reported as one mistake.
    wide: Option<Span>,
    mistakes: Vec<Mistake>,
}

impl Lexer<'_> {
    fn raw(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// The next character as it was meant.
    fn peek(&self) -> Option<char> {
        self.raw().map(narrow)
    }

    fn peek_second(&self) -> Option<char> {
        self.text[self.at..].chars().nth(1).map(narrow)
    }

    fn take(&mut self) -> Option<char> {
        let raw = self.raw()?;
        let start = self.at;
        self.at += raw.len_utf8();
        let meant = narrow(raw);
        if meant != raw {
            match &mut self.wide {
                Some(span) if span.end == start => span.end = self.at,
                _ => {
                    self.flush_wide();
                    self.wide = Some(Span::new(start, self.at));
                }
            }
        }
        Some(meant)
    }

    fn flush_wide(&mut self) {
        if let Some(span) = self.wide.take() {
            let found = self.text[span.start..span.end].to_string();
            let meant = found.chars().map(narrow).collect();
            self.slip(span, &Slip::Wide { found, meant });
        }
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.take();
        }
        there
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek().filter(|c| wanted(*c)) {
            self.take();
            taken.push(c);
        }
        taken
    }

    fn slip(&mut self, span: Span, slip: &Slip) {
        self.mistakes.push(Mistake::new(span, slip));
    }

    fn space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn token(&mut self) -> Option<(Token, Span)> {
        loop {
            self.space();
            let start = self.at;
            let raw = self.raw()?;
            let token = match narrow(raw) {
                '"' | '“' | '”' => Some(self.text_literal(raw)),
                '\'' => Some(self.quoted()),
                '0'..='9' => Some(self.number()),
                '.' if self.peek_second().is_some_and(|c| c.is_ascii_digit()) => {
                    Some(self.number())
                }
                '#' => self.error_literal(),
                c if c == '$' || is_word_start(c) => Some(self.word()),
                _ => self.operator(),
            };
            if let Some(token) = token {
                return Some((token, Span::new(start, self.at)));
            }
        }
    }

    fn text_literal(&mut self, opening: char) -> Token {
        let start = self.at;
        // Not `take`: the characters of a text are what they are, full-width or not.
        self.at += opening.len_utf8();
        let plain = opening == '"';
        let mut text = String::new();
        let mut closed = false;
        while let Some(c) = self.raw() {
            self.at += c.len_utf8();
            let closing = if plain {
                c == '"'
            } else {
                matches!(c, '"' | '“' | '”' | '＂')
            };
            if !closing {
                text.push(c);
            } else if plain && self.raw() == Some('"') {
                self.at += 1;
                text.push('"');
            } else {
                closed = true;
                break;
            }
        }
        let span = Span::new(start, self.at);
        if !plain {
            self.slip(span, &Slip::WideQuotes);
        }
        if !closed {
            self.slip(span, &Slip::UnclosedText);
        }
        if text.encode_utf16().count() > MAX_TEXT {
            self.slip(span, &Slip::LongText);
        }
        Token::Text(text)
    }

    fn number(&mut self) -> Token {
        let start = self.at;
        let digit = |c: char| c.is_ascii_digit();
        let mut written = self.take_while(digit);
        if self.take_if('.') {
            written.push('.');
            written += &self.take_while(digit);
        }
        let sign = self.peek_second().filter(|c| matches!(c, '+' | '-'));
        let third = self.text[self.at..]
            .chars()
            .nth(if sign.is_some() { 2 } else { 1 });
        if matches!(self.peek(), Some('e' | 'E')) && third.map(narrow).is_some_and(digit) {
            self.take();
            written.push('e');
            if let Some(sign) = sign {
                self.take();
                written.push(sign);
            }
            written += &self.take_while(digit);
        }
        if self.peek().is_some_and(is_word_start) {
            written += &self.take_while(|c| is_word_char(c) || c == '.');
            self.slip(
                Span::new(start, self.at),
                &Slip::DigitFirst(written.clone()),
            );
            return Token::Ref(Place::Name {
                sheet: None,
                name: written,
            });
        }
        let plain = written.trim_end_matches('.');
        let padded = if plain.starts_with('.') {
            format!("0{plain}")
        } else {
            plain.to_string()
        };
        let Ok(number) = padded.parse() else {
            self.slip(Span::new(start, self.at), &Slip::LongNumber(written));
            return Token::Number(Number::ZERO);
        };
        Token::Number(number)
    }

    fn error_literal(&mut self) -> Option<Token> {
        let start = self.at;
        let rest = &self.text[start..];
        let kind = ErrorKind::ALL.into_iter().find(|kind| {
            rest.get(..kind.code().len())
                .is_some_and(|head| head.eq_ignore_ascii_case(kind.code()))
        });
        let Some(kind) = kind else {
            self.take();
            self.slip(Span::new(start, self.at), &Slip::StrayCharacter('#'));
            return None;
        };
        self.at += kind.code().len();
        if self.dialect == Dialect::Template {
            self.slip(
                Span::new(start, self.at),
                &Slip::ErrorLiteral(kind.code().to_string()),
            );
        }
        Some(Token::Error(kind))
    }
}

/// The ASCII character that was meant by what a Chinese input method writes.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '、' => ',',
        '×' => '*',
        '÷' => '/',
        '−' | '–' | '—' => '-',
        '‘' | '’' => '\'',
        _ if is_wide(c) => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}
