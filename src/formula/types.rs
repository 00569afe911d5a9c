//! Finds mistakes of type in a formula before there are any values.

use std::fmt;

use crate::formula::ast::{Expr, Kind, Span};
use crate::formula::coerce;
use crate::formula::functions::{Format, Function, Takes};
use crate::formula::mistake::Mistake;
use crate::formula::operator::Operator;
use crate::text::Text;

/// The kind of a value, as far as it is known beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ty {
    /// A number.
    Number,
    /// A text.
    Text,
    /// TRUE or FALSE.
    Bool,
    /// Any of these.
    Any,
}

impl Ty {
    /// What it is called in Chinese.
    fn zh(self) -> &'static str {
        match self {
            Ty::Number => "数",
            Ty::Text => "文字",
            Ty::Bool => "真假值",
            Ty::Any => "任意值",
        }
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ty::Number => "a number",
            Ty::Text => "a text",
            Ty::Bool => "TRUE or FALSE",
            Ty::Any => "any value",
        })
    }
}

/// The kind of what a reference or a part of a formula stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Type {
    /// The kind of each value.
    pub ty: Ty,
    /// Whether there may be several of them.
    pub many: bool,
}

impl Type {
    /// A single value.
    pub fn one(ty: Ty) -> Type {
        Type { ty, many: false }
    }

    /// Several values.
    pub fn many(ty: Ty) -> Type {
        Type { ty, many: true }
    }
}

/// The type of a formula and its mistakes of type; the closure tells the type of a reference, `None` if it is unknown.
///
/// An unknown reference is no mistake here: who resolves names reports it. A comparison with `""` asks whether something is
/// blank and is allowed with every type.
///
/// ```
/// use annex::formula::{Ty, Type, infer, parse_template};
/// let formula = parse_template("total.budget * contact.name").expr.unwrap();
/// let (_, mistakes) = infer(&formula, &mut |name| {
///     Some(Type::one(if name.0 == "contact.name" { Ty::Text } else { Ty::Number }))
/// });
/// assert_eq!(mistakes[0].message.en, "* takes a number, and this is a text");
/// ```
pub fn infer<R>(
    expr: &Expr<R>,
    lookup: &mut impl FnMut(&R) -> Option<Type>,
) -> (Type, Vec<Mistake>) {
    let mut checker = Checker {
        lookup,
        mistakes: Vec::new(),
    };
    let ty = checker.infer(expr);
    (ty, checker.mistakes)
}

struct Checker<'a, F> {
    lookup: &'a mut F,
    mistakes: Vec<Mistake>,
}

impl<F> Checker<'_, F> {
    fn mistake(&mut self, span: Span, message: Text, hint: Option<(&str, &str)>) {
        self.mistakes.push(Mistake {
            span,
            message,
            hint: hint.map(|(zh, en)| Text::new(zh, en)),
        });
    }

    fn infer<R>(&mut self, expr: &Expr<R>) -> Type
    where
        F: FnMut(&R) -> Option<Type>,
    {
        match &expr.kind {
            Kind::Missing | Kind::Error(_) => Type::one(Ty::Any),
            Kind::Number(_) => Type::one(Ty::Number),
            Kind::Text(_) => Type::one(Ty::Text),
            Kind::Bool(_) => Type::one(Ty::Bool),
            Kind::Ref(reference) => (self.lookup)(reference).unwrap_or(Type::one(Ty::Any)),
            Kind::Neg(inner) => self.arithmetic("-", inner),
            Kind::Plus(inner) => self.arithmetic("+", inner),
            Kind::Percent(inner) => self.arithmetic("%", inner),
            Kind::Binary(Operator::Concat, left, right) => {
                self.single("&", left);
                self.single("&", right);
                Type::one(Ty::Text)
            }
            Kind::Binary(operator, left, right) if operator.is_comparison() => {
                self.comparison(*operator, expr.span, left, right)
            }
            Kind::Binary(operator, left, right) => {
                self.arithmetic(operator.symbol(), left);
                self.arithmetic(operator.symbol(), right)
            }
            Kind::Call(function, arguments) => self.call(function, arguments),
        }
    }

    /// A single value is wanted.
    fn single<R>(&mut self, by: &str, expr: &Expr<R>) -> Ty
    where
        F: FnMut(&R) -> Option<Type>,
    {
        let Type { ty, many } = self.infer(expr);
        if many {
            let hint = Some((
                "请先合成一个值，如用 SUM",
                "take them together first, with SUM for example",
            ));
            self.mistake(
                expr.span,
                Text::new(
                    format!("{by} 要一个值，这里可能有多个"),
                    format!("{by} takes a single value, and there may be several of this"),
                ),
                hint,
            );
        }
        ty
    }

    /// A single number is wanted; TRUE and FALSE count as 1 and 0.
    fn arithmetic<R>(&mut self, by: &str, expr: &Expr<R>) -> Type
    where
        F: FnMut(&R) -> Option<Type>,
    {
        if self.single(by, expr) == Ty::Text {
            self.not_a_number(by, expr);
        }
        Type::one(Ty::Number)
    }

    fn not_a_number<R>(&mut self, by: &str, expr: &Expr<R>) {
        let quoted_number =
            matches!(&expr.kind, Kind::Text(text) if coerce::number_from_text(text).is_some());
        let hint = if quoted_number {
            ("请去掉引号", "write it without quotation marks")
        } else {
            (
                "请改用数的字段，或改那个字段的 type",
                "use a field that holds a number, or change its type",
            )
        };
        self.mistake(
            expr.span,
            Text::new(
                format!("{by} 要一个数，这里是文字"),
                format!("{by} takes a number, and this is a text"),
            ),
            Some(hint),
        );
    }

    fn comparison<R>(
        &mut self,
        operator: Operator,
        span: Span,
        left: &Expr<R>,
        right: &Expr<R>,
    ) -> Type
    where
        F: FnMut(&R) -> Option<Type>,
    {
        let symbol = operator.symbol();
        let (a, b) = (self.single(symbol, left), self.single(symbol, right));
        let asks_for_blank =
            |expr: &Expr<R>| matches!(&expr.kind, Kind::Text(text) if text.is_empty());
        let comparable =
            a == b || a == Ty::Any || b == Ty::Any || asks_for_blank(left) || asks_for_blank(right);
        if !comparable {
            let always = (
                "这样比较的结果永远一样；请让两边同是数或同是文字",
                "the result would always be the same: compare two numbers or two texts",
            );
            self.mistake(
                span,
                Text::new(
                    format!("{symbol} 把{}与{}比较", a.zh(), b.zh()),
                    format!("{symbol} compares {a} with {b}"),
                ),
                Some(always),
            );
        }
        Type::one(Ty::Bool)
    }

    fn call<R>(&mut self, function: &Function, arguments: &[Expr<R>]) -> Type
    where
        F: FnMut(&R) -> Option<Type>,
    {
        let mut given = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let Some(parameter) = function.parameter(at) else {
                continue;
            };
            given.push(self.argument(function, parameter.takes, argument));
        }
        // Of the functions whose result depends on their arguments, IF takes its first one as a condition only.
        let branches = if function.name == "IF" {
            given.get(1..)
        } else {
            given.get(..)
        };
        let branches = branches.unwrap_or(&[]);
        let ty = match (function.gives, branches) {
            (Ty::Any, [first, rest @ ..]) if rest.iter().all(|ty| ty == first) => *first,
            (gives, _) => gives,
        };
        // Without a third argument IF gives FALSE instead.
        let one_branch = function.name == "IF" && branches.len() == 1;
        Type::one(if one_branch && ty != Ty::Bool {
            Ty::Any
        } else {
            ty
        })
    }

    fn argument<R>(&mut self, function: &Function, takes: Takes, argument: &Expr<R>) -> Ty
    where
        F: FnMut(&R) -> Option<Type>,
    {
        let name = function.name;
        match takes {
            Takes::Number => self.arithmetic(name, argument).ty,
            Takes::Value | Takes::Text => self.single(name, argument),
            Takes::Condition | Takes::Conditions => {
                let ty = match takes {
                    Takes::Condition => self.single(name, argument),
                    _ => self.infer(argument).ty,
                };
                if ty == Ty::Text {
                    let hint = Some(("请把它与某个值比较", "compare it with something"));
                    self.mistake(
                        argument.span,
                        Text::new(
                            format!("{name} 要一个条件，这里是文字"),
                            format!("{name} takes a condition, and this is a text"),
                        ),
                        hint,
                    );
                }
                ty
            }
            Takes::Format => {
                let known =
                    matches!(&argument.kind, Kind::Text(text) if Format::parse(text).is_some());
                if !known {
                    let hint = Some((
                        "可用：0、0.00、0.00##、#,##0.00、0.00% 这一类，写在引号里",
                        "it knows 0, 0.00, 0.00##, #,##0.00, 0.00% and the like, in quotation marks",
                    ));
                    let message = Text::new(
                        format!("{name} 不认识这个格式"),
                        format!("{name} does not know this format"),
                    );
                    self.mistake(argument.span, message, hint);
                }
                Ty::Text
            }
            Takes::Values => self.infer(argument).ty,
            Takes::Numbers => {
                let ty = self.infer(argument).ty;
                if ty == Ty::Text {
                    self.not_a_number(name, argument);
                }
                ty
            }
            Takes::Range | Takes::NumberRange => {
                let ty = self.infer(argument).ty;
                if !matches!(argument.kind, Kind::Ref(_)) {
                    let message = Text::new(
                        format!("{name} 在这里要引用字段，不能是算出来的值"),
                        format!("{name} takes a reference here, and this is computed"),
                    );
                    self.mistake(argument.span, message, None);
                } else if takes == Takes::NumberRange && ty == Ty::Text {
                    self.not_a_number(name, argument);
                }
                ty
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{Name, parse_template};

    fn checked(formula: &str) -> (Type, Vec<String>) {
        let parsed = parse_template(formula);
        let mut lookup = |name: &Name| match name.0.as_str() {
            "amount" => Some(Type::one(Ty::Number)),
            "amounts" => Some(Type::many(Ty::Number)),
            "name" => Some(Type::one(Ty::Text)),
            "names" => Some(Type::many(Ty::Text)),
            _ => None,
        };
        let (ty, mistakes) = infer(&parsed.expr.unwrap(), &mut lookup);
        let told = |mistake: &Mistake| {
            format!(
                "{} at {}",
                mistake.message.en,
                &formula[mistake.span.start..mistake.span.end]
            )
        };
        (ty, mistakes.iter().map(told).collect())
    }

    #[test]
    fn sound_formulas_have_a_type_and_no_mistakes() {
        for (formula, ty) in [
            ("ROUND(amount / 2, 1)", Ty::Number),
            ("SUM(amounts, amount)", Ty::Number),
            ("amount = \"\"", Ty::Bool),
            ("name = \"有\"", Ty::Bool),
            ("(amount > 1) * 5", Ty::Number),
            ("IF(amount > 1, amount, 0)", Ty::Number),
            ("IF(amount > 1, amount, name)", Ty::Any),
            ("IF(amount > 1, amount)", Ty::Any),
            ("IFERROR(amount / 2, \"\")", Ty::Any),
            ("IFERROR(amount / 2, 0)", Ty::Number),
            ("name & amount", Ty::Text),
            ("SUMIF(names, \"专项*\", amounts)", Ty::Number),
            ("COUNTA(names) + unknown", Ty::Number),
            ("LEN(amount)", Ty::Number),
            ("name & TEXT(amount, \"#,##0.00\")", Ty::Text),
            ("unknown", Ty::Any),
        ] {
            assert_eq!(checked(formula), (Type::one(ty), Vec::new()), "{formula}");
        }
        assert_eq!(checked("amounts"), (Type::many(Ty::Number), Vec::new()));
    }

    #[test]
    fn mistakes_of_type_are_all_told() {
        for (formula, expected) in [
            (
                "amount + name",
                &["+ takes a number, and this is a text at name"][..],
            ),
            (
                "-name * \"5\"",
                &[
                    "- takes a number, and this is a text at name",
                    "* takes a number, and this is a text at \"5\"",
                ],
            ),
            (
                "\"abc\" > 5",
                &["> compares a text with a number at \"abc\" > 5"],
            ),
            (
                "amounts / amount",
                &["/ takes a single value, and there may be several of this at amounts"],
            ),
            (
                "ROUND(amounts, name)",
                &[
                    "ROUND takes a single value, and there may be several of this at amounts",
                    "ROUND takes a number, and this is a text at name",
                ],
            ),
            (
                "SUM(names)",
                &["SUM takes a number, and this is a text at names"],
            ),
            (
                "IF(name, 1, 2)",
                &["IF takes a condition, and this is a text at name"],
            ),
            (
                "TEXT(amounts, \"0.00\") & TEXT(amount, \"yyyy\") & TEXT(amount, name)",
                &[
                    "TEXT takes a single value, and there may be several of this at amounts",
                    "TEXT does not know this format at \"yyyy\"",
                    "TEXT does not know this format at name",
                ],
            ),
            (
                "SUMIF(amount + 1, 2, names)",
                &[
                    "SUMIF takes a reference here, and this is computed at amount + 1",
                    "SUMIF takes a number, and this is a text at names",
                ],
            ),
        ] {
            assert_eq!(checked(formula).1, expected, "{formula}");
        }
    }
}
