//! Operators and punctuation, and what people write instead of them.

use super::{Lexer, Token};
use crate::formula::ast::Span;
use crate::formula::mistake::Slip;
use crate::formula::operator::Operator;

impl Lexer<'_> {
    pub(super) fn operator(&mut self) -> Option<Token> {
        let start = self.at;
        let first = self.take()?;
        let second = self.peek();
        let foreign = |written, meant| Some((written, meant));
        let mut confusion = None;
        let token = match (first, second) {
            ('<', Some('>')) => self.second(Operator::NotEqual),
            ('<', Some('=')) => self.second(Operator::LessEqual),
            ('>', Some('=')) => self.second(Operator::GreaterEqual),
            ('=', Some('=')) => {
                confusion = foreign("==", "=");
                self.second(Operator::Equal)
            }
            ('!', Some('=')) => {
                confusion = foreign("!=", "<>");
                self.second(Operator::NotEqual)
            }
            ('=', Some('<')) => {
                confusion = foreign("=<", "<=");
                self.second(Operator::LessEqual)
            }
            ('=', Some('>')) => {
                confusion = foreign("=>", ">=");
                self.second(Operator::GreaterEqual)
            }
            ('&', Some('&')) => {
                confusion = foreign("&&", "AND(…)");
                self.second(Operator::Concat)
            }
            ('|', Some('|')) => {
                confusion = foreign("||", "OR(…)");
                self.second(Operator::Concat)
            }
            ('*', Some('*')) => {
                confusion = foreign("**", "^");
                self.second(Operator::Power)
            }
            ('≥', _) => {
                confusion = foreign("≥", ">=");
                Token::Operator(Operator::GreaterEqual)
            }
            ('≤', _) => {
                confusion = foreign("≤", "<=");
                Token::Operator(Operator::LessEqual)
            }
            ('≠', _) => {
                confusion = foreign("≠", "<>");
                Token::Operator(Operator::NotEqual)
            }
            ('%', _) => Token::Percent,
            ('(', _) => Token::Open,
            (')', _) => Token::Close,
            (',', _) => Token::Comma,
            (';', _) => {
                self.slip(Span::new(start, self.at), &Slip::Semicolon);
                Token::Comma
            }
            ('!', _) => {
                self.slip(
                    Span::new(start, self.at),
                    &Slip::ForeignOperator {
                        written: "!",
                        meant: "NOT(…)",
                    },
                );
                return None;
            }
            ('{' | '}', _) => return self.stray(start, &Slip::Braces),
            ('[' | ']', _) => return self.stray(start, &Slip::Brackets),
            (other, _) => {
                let operator = Operator::ALL
                    .into_iter()
                    .find(|op| op.symbol().chars().eq([other]));
                match operator {
                    Some(operator) => Token::Operator(operator),
                    None => return self.stray(start, &Slip::StrayCharacter(other)),
                }
            }
        };
        if let Some((written, meant)) = confusion {
            self.slip(
                Span::new(start, self.at),
                &Slip::ForeignOperator { written, meant },
            );
        }
        Some(token)
    }

    fn second(&mut self, operator: Operator) -> Token {
        self.take();
        Token::Operator(operator)
    }

    fn stray(&mut self, start: usize, slip: &Slip) -> Option<Token> {
        self.slip(Span::new(start, self.at), slip);
        None
    }
}
