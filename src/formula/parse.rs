//! Reads a formula into its tree, and goes on after a mistake so that all of them are reported.

use crate::formula::ast::{Expr, Kind, Span};
use crate::formula::functions::{self, Function};
use crate::formula::lex::{Dialect, Token, lex};
use crate::formula::mistake::{END, Mistake, Slip};
use crate::formula::operator::{Operator, PERCENT_STRENGTH};
use crate::formula::place::{Name, Place};

/// How deep parentheses, functions and signs may be nested, as in Excel.
pub const MAX_DEPTH: usize = 64;
/// How high the tree may grow; a chain such as `a + b + c` grows by one with each operator.
pub const MAX_HEIGHT: usize = 256;
/// How many characters a formula may have, as in Excel.
pub const MAX_LENGTH: usize = 8192;

/// A formula that was read, or the mistakes that kept it from being read.
#[derive(Debug, Clone)]
pub struct Parsed<R> {
    /// The tree; `None` as soon as there is a mistake.
    pub expr: Option<Expr<R>>,
    /// The mistakes in the order of the source.
    pub mistakes: Vec<Mistake>,
}

/// Reads a formula over field names, as a template pack writes it.
///
/// ```
/// use annex::formula::parse_template;
/// let parsed = parse_template("ROUND(B4 / total.budget，4)");
/// let said: Vec<String> = parsed.mistakes.iter().map(ToString::to_string).collect();
/// assert_eq!(said, [
///     "B4 is the address of a cell (write field names, not cell addresses)",
///     "， is written with full-width characters (write ,)",
/// ]);
/// ```
pub fn parse_template(text: &str) -> Parsed<Name> {
    parse(text, Dialect::Template, |place| match place {
        Place::Name { name, .. } => Name(name),
        Place::Cells { area, .. } => Name(area.to_string()),
    })
}

/// Reads a formula over cells, as a workbook holds it; a leading `=` and `_xlfn.` prefixes are accepted.
///
/// ```
/// use annex::formula::{parse_excel, print};
/// let parsed = parse_excel("=round($B$4/'附件3 项目 (2)'!B9, 4)");
/// let formula = parsed.expr.unwrap();
/// assert_eq!(print(&formula, &mut |place| place.to_string()), "ROUND(B4/'附件3 项目 (2)'!B9,4)");
/// ```
pub fn parse_excel(text: &str) -> Parsed<Place> {
    parse(text, Dialect::Excel, |place| place)
}

fn parse<R>(text: &str, dialect: Dialect, reference: fn(Place) -> R) -> Parsed<R> {
    if text.chars().count() > MAX_LENGTH {
        return Parsed {
            expr: None,
            mistakes: vec![Mistake::new(Span::new(0, text.len()), &Slip::TooLong)],
        };
    }
    let (tokens, mistakes) = lex(text, dialect);
    // A text that is not closed swallows the rest of the formula, which is not wrong as well.
    let unclosed = Slip::UnclosedText.to_string();
    if mistakes
        .iter()
        .any(|mistake| mistake.message.en == unclosed)
    {
        return Parsed {
            expr: None,
            mistakes,
        };
    }
    let mut parser = Parser {
        text,
        dialect,
        tokens,
        next: 0,
        reference,
        depth: 0,
        stopped: false,
        mistakes,
    };
    let grown = parser.whole();
    let mut mistakes = parser.mistakes;
    mistakes.sort_by_key(|mistake| mistake.span);
    Parsed {
        expr: mistakes.is_empty().then_some(grown.expr),
        mistakes,
    }
}

/// A part of the tree with its height, which bounds the recursion of everything that walks it later.
struct Grown<R> {
    expr: Expr<R>,
    height: usize,
}

struct Parser<'a, R> {
    text: &'a str,
    dialect: Dialect,
    tokens: Vec<(Token, Span)>,
    next: usize,
    reference: fn(Place) -> R,
    depth: usize,
    /// Set at a limit: the rest is not looked at, so that one cause gives one mistake.
    stopped: bool,
    mistakes: Vec<Mistake>,
}

impl<R> Parser<'_, R> {
    fn peek(&self) -> &Token {
        self.tokens
            .get(self.next)
            .map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Span {
        self.tokens
            .get(self.next)
            .map_or(Span::new(self.text.len(), self.text.len()), |(_, span)| {
                *span
            })
    }

    fn advance(&mut self) -> (Token, Span) {
        let taken = (self.peek().clone(), self.span());
        if taken.0 != Token::End {
            self.next += 1;
        }
        taken
    }

    fn slip(&mut self, span: Span, slip: &Slip) {
        if !self.stopped {
            self.mistakes.push(Mistake::new(span, slip));
        }
    }

    fn stop(&mut self, span: Span, slip: &Slip) {
        self.slip(span, slip);
        self.stopped = true;
        self.next = self.tokens.len();
    }

    /// The token as it stands in the source, or what its end is called.
    fn found(&self) -> String {
        let span = self.span();
        if *self.peek() == Token::End {
            END.to_string()
        } else {
            self.text[span.start..span.end].to_string()
        }
    }

    fn grow(&mut self, span: Span, kind: Kind<R>, below: usize) -> Grown<R> {
        let height = below + 1;
        if height > MAX_HEIGHT {
            self.stop(span, &Slip::TooHigh);
        }
        Grown {
            expr: Expr { span, kind },
            height,
        }
    }

    fn whole(&mut self) -> Grown<R> {
        if *self.peek() == Token::End {
            let span = self.span();
            // A formula of which nothing is left because everything in it was a mistake is not empty as well.
            if self.mistakes.is_empty() {
                self.slip(Span::new(0, span.end), &Slip::Empty);
            }
            return self.grow(span, Kind::Missing, 0);
        }
        let expr = self.expression(0);
        let mut after_comma = false;
        while *self.peek() != Token::End {
            match self.peek() {
                Token::Close => {
                    let (_, span) = self.advance();
                    self.slip(span, &Slip::Unopened);
                }
                Token::Comma => {
                    self.comma_outside();
                    after_comma = true;
                }
                _ => {
                    if !after_comma {
                        self.operator_missing();
                    }
                    after_comma = false;
                    self.expression(0);
                }
            }
        }
        expr
    }

    /// What is not part of a call's arguments but follows an operand.
    fn operator_missing(&mut self) {
        let span = self.span();
        let word = self.text[span.start..span.end].to_ascii_uppercase();
        let after_percent =
            self.next > 0 && matches!(self.tokens.get(self.next - 1), Some((Token::Percent, _)));
        let slip = match word.as_str() {
            "AND" => Slip::WordOperator("AND"),
            "OR" => Slip::WordOperator("OR"),
            _ if after_percent => Slip::Modulo,
            _ if self.is_reported_before(span) => return,
            _ => Slip::OperatorMissing(self.found()),
        };
        let by_word = matches!(slip, Slip::WordOperator(_));
        self.slip(span, &slip);
        if by_word {
            self.advance();
        }
    }

    /// Whether what should have been an operator before this place was itself a mistake.
    fn is_reported_before(&self, here: Span) -> bool {
        let before = self.next.checked_sub(1);
        let end = before.and_then(|before| self.tokens.get(before));
        let end = end.map_or(0, |(_, span)| span.end);
        self.mistakes
            .iter()
            .any(|mistake| mistake.span.start >= end && mistake.span.end <= here.start)
    }

    fn comma_outside(&mut self) {
        let comma = self.next;
        let (_, span) = self.advance();
        let slip = self
            .thousands_at(comma)
            .map_or(Slip::StrayComma, Slip::Thousands);
        self.slip(span, &slip);
    }

    /// `1,234` written without a space around this comma.
    fn thousands_at(&self, comma: usize) -> Option<String> {
        let (Token::Number(_), before) = self.tokens.get(comma.checked_sub(1)?)? else {
            return None;
        };
        let (Token::Number(_), after) = self.tokens.get(comma + 1)? else {
            return None;
        };
        let written = &self.text[before.start..after.end];
        let (head, tail) = written.split_once(',')?;
        let grouped = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let whole = tail.split('.').next().unwrap_or(tail);
        (head.len() <= 3 && grouped(head) && whole.len() == 3 && grouped(whole))
            .then(|| written.to_string())
    }

    /// An operand with every operator after it that binds more tightly than `weakest`.
    fn expression(&mut self, weakest: u8) -> Grown<R> {
        let mut left = self.signed();
        loop {
            match self.peek() {
                Token::Percent if PERCENT_STRENGTH > weakest => {
                    let (_, span) = self.advance();
                    let span = left.expr.span.to(span);
                    left = self.grow(span, Kind::Percent(Box::new(left.expr)), left.height);
                }
                Token::Operator(operator) if operator.strength() > weakest => {
                    let operator = *operator;
                    self.advance();
                    let right = self.expression(operator.strength());
                    let span = left.expr.span.to(right.expr.span);
                    let height = left.height.max(right.height);
                    left = self.grow(
                        span,
                        Kind::Binary(operator, Box::new(left.expr), Box::new(right.expr)),
                        height,
                    );
                }
                _ => break,
            }
        }
        left
    }

    /// Goes one level deeper, or stops where the nesting is too deep.
    fn nested(&mut self, inner: fn(&mut Self) -> Grown<R>) -> Grown<R> {
        if self.depth >= MAX_DEPTH {
            let span = self.span();
            self.stop(span, &Slip::TooDeep);
            return Grown {
                expr: Expr {
                    span,
                    kind: Kind::Missing,
                },
                height: 1,
            };
        }
        self.depth += 1;
        let grown = inner(self);
        self.depth -= 1;
        grown
    }

    fn signed(&mut self) -> Grown<R> {
        let sign: fn(Box<Expr<R>>) -> Kind<R> = match self.peek() {
            Token::Operator(Operator::Subtract) => Kind::Neg,
            Token::Operator(Operator::Add) => Kind::Plus,
            _ => return self.operand(),
        };
        let (_, start) = self.advance();
        let inner = self.nested(Self::signed);
        self.grow(
            start.to(inner.expr.span),
            sign(Box::new(inner.expr)),
            inner.height,
        )
    }

    fn operand(&mut self) -> Grown<R> {
        match self.peek() {
            Token::Open => return self.parenthesis(),
            Token::End | Token::Close | Token::Comma | Token::Operator(_) | Token::Percent => {
                let span = self.span();
                let found = self.found();
                self.slip(
                    Span::new(span.start, span.start),
                    &Slip::OperandMissing(found),
                );
                return self.grow(Span::new(span.start, span.start), Kind::Missing, 0);
            }
            _ => {}
        }
        let (token, span) = self.advance();
        let kind = match token {
            Token::Number(number) => Kind::Number(number),
            Token::Text(text) => Kind::Text(text),
            Token::Bool(truth) => Kind::Bool(truth),
            Token::Error(error) => Kind::Error(error),
            Token::Ref(place) => Kind::Ref((self.reference)(place)),
            Token::Function(name) => return self.call(&name, span),
            _ => Kind::Missing,
        };
        self.grow(span, kind, 0)
    }

    fn parenthesis(&mut self) -> Grown<R> {
        let (_, open) = self.advance();
        let mut inner = self.nested(|parser| parser.expression(0));
        while !matches!(self.peek(), Token::Close | Token::End) {
            if *self.peek() == Token::Comma {
                self.comma_outside();
            } else {
                self.operator_missing();
            }
            self.expression(0);
        }
        match self.advance() {
            (Token::Close, close) => inner.expr.span = open.to(close),
            _ => self.slip(open, &Slip::Unclosed),
        }
        inner
    }

    fn call(&mut self, written: &str, name: Span) -> Grown<R> {
        let (_, open) = self.advance();
        let mut arguments = Vec::new();
        let mut height = 0;
        let mut thousands = None;
        if *self.peek() == Token::Close {
            self.advance();
        } else {
            loop {
                let argument = self.argument();
                height = height.max(argument.height);
                arguments.push(argument.expr);
                while !matches!(self.peek(), Token::Close | Token::Comma | Token::End) {
                    self.operator_missing();
                    self.expression(0);
                }
                let comma = self.next;
                match self.advance() {
                    (Token::Comma, _) => thousands = thousands.or_else(|| self.thousands_at(comma)),
                    (Token::Close, _) => break,
                    _ => {
                        self.slip(open, &Slip::Unclosed);
                        break;
                    }
                }
            }
        }
        let last = self
            .tokens
            .get(self.next.saturating_sub(1))
            .map_or(name, |(_, span)| *span);
        let span = name.to(last);
        let found = match self.dialect {
            Dialect::Template => functions::find_in_template(bare(written)),
            Dialect::Excel => functions::find(bare(written)),
        };
        match found {
            Some(function) => {
                self.check_count(function, name, arguments.len(), thousands);
                self.grow(span, Kind::Call(function, arguments), height)
            }
            None => {
                self.slip(name, &Slip::UnknownFunction(written.to_string()));
                self.grow(span, Kind::Missing, height)
            }
        }
    }

    fn argument(&mut self) -> Grown<R> {
        if matches!(self.peek(), Token::Comma | Token::Close) {
            let start = self.span().start;
            return self.grow(Span::new(start, start), Kind::Missing, 0);
        }
        self.nested(|parser| parser.expression(0))
    }

    fn check_count(
        &mut self,
        function: &'static Function,
        name: Span,
        given: usize,
        thousands: Option<String>,
    ) {
        if given < function.least || function.most().is_some_and(|most| given > most) {
            self.slip(
                name,
                &Slip::Arity {
                    function,
                    given,
                    thousands,
                },
            );
        }
    }
}

/// A function's name without the prefix that marks it as younger than the file format.
fn bare(written: &str) -> &str {
    let prefix = "_xlfn.";
    match written.get(..prefix.len()) {
        Some(head) if head.eq_ignore_ascii_case(prefix) => &written[prefix.len()..],
        _ => written,
    }
}
