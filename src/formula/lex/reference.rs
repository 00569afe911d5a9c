//! References: field names in a template, cells and defined names in a workbook.

use super::{Dialect, Lexer, Token, narrow};
use crate::address::{Address, Area};
use crate::formula::ast::Span;
use crate::formula::mistake::Slip;
use crate::formula::place::{Place, is_word_char, is_word_start};
use crate::formula::value::ErrorKind;

impl Lexer<'_> {
    /// The name of a sheet in quotes with what follows it, or a text wrongly put in single quotes.
    pub(super) fn quoted(&mut self) -> Token {
        let start = self.at;
        let mut content = String::new();
        let mut closed = false;
        self.at += self.raw().map_or(0, char::len_utf8);
        while let Some(c) = self.raw() {
            self.at += c.len_utf8();
            if narrow(c) != '\'' {
                content.push(c);
            } else if self.raw() == Some('\'') {
                self.at += 1;
                content.push('\'');
            } else {
                closed = true;
                break;
            }
        }
        if closed && self.peek() == Some('!') && self.peek_second() != Some('=') {
            self.take();
            return self.after_sheet(start, content);
        }
        let span = Span::new(start, self.at);
        self.slip(
            span,
            if closed {
                &Slip::SingleQuotes
            } else {
                &Slip::UnclosedText
            },
        );
        Token::Text(content)
    }

    pub(super) fn word(&mut self) -> Token {
        let start = self.at;
        let word = match self.dialect {
            Dialect::Template => self.field_name(),
            Dialect::Excel => self.take_while(is_excel_word_char),
        };
        if self.peek() == Some('!') && self.peek_second() != Some('=') {
            self.take();
            return self.after_sheet(start, word);
        }
        if self.before_parenthesis() {
            return Token::Function(word);
        }
        if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") {
            return Token::Bool(word.eq_ignore_ascii_case("true"));
        }
        if self.dialect == Dialect::Excel {
            return self.place(start, None, word);
        }
        if word.contains('$') || Address::parse(&word).is_some() {
            return self.address_in_template(start);
        }
        if word.ends_with('.') {
            self.slip(Span::new(start, self.at), &Slip::PointLast(word.clone()));
        }
        Token::Ref(Place::Name {
            sheet: None,
            name: word,
        })
    }

    fn before_parenthesis(&self) -> bool {
        self.text[self.at..].trim_start().chars().next().map(narrow) == Some('(')
    }

    /// Segments joined by points; those after the first may be numbers, and the last may be `*`.
    fn field_name(&mut self) -> String {
        let mut name = self.take_while(|c| is_word_char(c) || c == '$');
        while self.peek() == Some('.') {
            self.take();
            name.push('.');
            if self.take_if('*') {
                name.push('*');
                break;
            }
            name += &self.take_while(is_word_char);
        }
        name
    }

    /// What follows `Sheet!`.
    fn after_sheet(&mut self, start: usize, sheet: String) -> Token {
        if self.dialect == Dialect::Template {
            return self.address_in_template(start);
        }
        if self.peek() == Some('#') {
            return self.error_literal().unwrap_or(Token::Error(ErrorKind::Ref));
        }
        let word = self.take_while(is_excel_word_char);
        self.place(start, Some(sheet), word)
    }

    fn place(&mut self, start: usize, sheet: Option<String>, word: String) -> Token {
        let bad_sheet = sheet.as_ref().is_some_and(|name| {
            name.is_empty() || name.contains(['[', ']', ':', '/', '\\', '?', '*'])
        });
        let reference = match Address::parse(&word) {
            Some(first) if self.take_if(':') => {
                let other = self.take_while(is_excel_word_char);
                Address::parse(&other).map(|last| Place::Cells {
                    sheet,
                    area: Area::new(first, last),
                })
            }
            Some(cell) => Some(Place::Cells {
                sheet,
                area: Area::cell(cell),
            }),
            None => {
                let named = word.chars().next().is_some_and(is_word_start) && !word.contains('$');
                named.then_some(Place::Name { sheet, name: word })
            }
        };
        match reference {
            Some(place) if !bad_sheet => Token::Ref(place),
            _ => {
                let span = Span::new(start, self.at);
                let written = self.text[start..self.at].to_string();
                self.slip(span, &Slip::BadReference(written.clone()));
                Token::Ref(Place::Name {
                    sheet: None,
                    name: written,
                })
            }
        }
    }

    fn address_in_template(&mut self, start: usize) -> Token {
        self.take_while(|c| is_word_char(c) || matches!(c, '$' | ':' | '!' | '\''));
        let written = self.text[start..self.at].to_string();
        self.slip(
            Span::new(start, self.at),
            &Slip::CellAddress(written.clone()),
        );
        Token::Ref(Place::Name {
            sheet: None,
            name: written,
        })
    }
}

fn is_excel_word_char(c: char) -> bool {
    is_word_char(c) || matches!(c, '$' | '.')
}
