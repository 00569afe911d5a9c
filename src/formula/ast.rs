//! The tree of a formula, generic over what its references are.

use crate::formula::functions::Function;
use crate::formula::operator::Operator;
use crate::formula::value::ErrorKind;
use crate::number::Number;

/// A stretch of the source, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The stretch between two bytes, the second one excluded.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The stretch from the start of this one to the end of the other.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            start: self.start,
            end: other.end,
        }
    }
}

/// A formula, or a part of one, with its place in the source.
#[derive(Debug, Clone)]
pub struct Expr<R> {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind<R>,
}

/// What a part of a formula is.
///
/// Parentheses are not in the tree: the printers write exactly those that are needed.
#[derive(Debug, Clone)]
pub enum Kind<R> {
    /// An argument left out: the middle one of `IF(a,,b)`.
    Missing,
    /// A number, never negative when it was parsed.
    Number(Number),
    /// A text.
    Text(String),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// An error value; only in the Excel dialect.
    Error(ErrorKind),
    /// A reference.
    Ref(R),
    /// `-x`
    Neg(Box<Expr<R>>),
    /// `+x`
    Plus(Box<Expr<R>>),
    /// `x%`
    Percent(Box<Expr<R>>),
    /// `x + y` and its like.
    Binary(Operator, Box<Expr<R>>, Box<Expr<R>>),
    /// A function with its arguments.
    Call(&'static Function, Vec<Expr<R>>),
}

/// Why [`Expr::map_refs`] gave no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapError<E> {
    /// The closure refused a reference.
    Refused(E),
    /// The reference at this place became `count` references where exactly one is possible.
    Count {
        /// The place of the reference.
        span: Span,
        /// How many references it became.
        count: usize,
    },
}

/// Whether two lists of arguments are the same references, in whatever order.
fn same_set<R: PartialEq>(one: &[Expr<R>], other: &[Expr<R>]) -> bool {
    let refs = |list: &'_ [Expr<R>]| list.iter().all(|part| matches!(part.kind, Kind::Ref(_)));
    let mut left: Vec<&Expr<R>> = other.iter().collect();
    refs(one)
        && refs(other)
        && one.iter().all(|part| {
            let at = left.iter().position(|other| other.same_as(part));
            at.map(|at| left.swap_remove(at)).is_some()
        })
}

impl<R> Expr<R> {
    /// Whether the two are the same formula, wherever their parts stand in their sources; the order of what is summed or counted
    /// does not matter.
    pub fn same_as(&self, other: &Expr<R>) -> bool
    where
        R: PartialEq,
    {
        match (&self.kind, &other.kind) {
            (Kind::Missing, Kind::Missing) => true,
            (Kind::Number(a), Kind::Number(b)) => a == b,
            (Kind::Text(a), Kind::Text(b)) => a == b,
            (Kind::Bool(a), Kind::Bool(b)) => a == b,
            (Kind::Error(a), Kind::Error(b)) => a == b,
            (Kind::Ref(a), Kind::Ref(b)) => a == b,
            (Kind::Neg(a), Kind::Neg(b))
            | (Kind::Plus(a), Kind::Plus(b))
            | (Kind::Percent(a), Kind::Percent(b)) => a.same_as(b),
            (Kind::Binary(op, a, b), Kind::Binary(other_op, c, d)) => {
                op == other_op && a.same_as(c) && b.same_as(d)
            }
            (Kind::Call(f, a), Kind::Call(g, b)) => {
                let in_order = || a.iter().zip(b).all(|(x, y)| x.same_as(y));
                f == g && a.len() == b.len() && (in_order() || f.spreads && same_set(a, b))
            }
            _ => false,
        }
    }

    /// The same formula without its plus signs, which change nothing.
    #[must_use]
    pub fn without_plus(self) -> Expr<R> {
        let inner = |expr: Box<Expr<R>>| Box::new(expr.without_plus());
        let kind = match self.kind {
            Kind::Plus(expr) => return expr.without_plus(),
            Kind::Neg(expr) => Kind::Neg(inner(expr)),
            Kind::Percent(expr) => Kind::Percent(inner(expr)),
            Kind::Binary(operator, left, right) => {
                Kind::Binary(operator, inner(left), inner(right))
            }
            Kind::Call(function, arguments) => Kind::Call(
                function,
                arguments.into_iter().map(Expr::without_plus).collect(),
            ),
            kind => kind,
        };
        Expr {
            span: self.span,
            kind,
        }
    }

    /// Shows the visitor this part and every part below it, from left to right, the whole before its parts.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr<R>)) {
        visit(self);
        match &self.kind {
            Kind::Neg(inner) | Kind::Plus(inner) | Kind::Percent(inner) => inner.walk(visit),
            Kind::Binary(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Kind::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(visit)),
            _ => {}
        }
    }

    /// The references from left to right, each with its place; a reference written twice is there twice.
    pub fn refs(&self) -> Vec<(&R, Span)> {
        let mut refs = Vec::new();
        self.walk(&mut |part| {
            if let Kind::Ref(reference) = &part.kind {
                refs.push((reference, part.span));
            }
        });
        refs
    }

    /// The same formula over other references.
    ///
    /// A reference may become several arguments of the call it directly stands in (a repeating field on several sheets in
    /// `SUM`), if the function treats all of its arguments alike.
    ///
    /// # Errors
    /// [`MapError::Refused`] with the closure's own error, and [`MapError::Count`] where a reference became none, or several
    /// in a place that has room for one.
    pub fn map_refs<S, E>(
        &self,
        map: &mut impl FnMut(&R, Span) -> Result<Vec<S>, E>,
    ) -> Result<Expr<S>, MapError<E>> {
        let kind = match &self.kind {
            Kind::Missing => Kind::Missing,
            Kind::Number(number) => Kind::Number(*number),
            Kind::Text(text) => Kind::Text(text.clone()),
            Kind::Bool(truth) => Kind::Bool(*truth),
            Kind::Error(error) => Kind::Error(*error),
            Kind::Ref(reference) => {
                let mut mapped = map(reference, self.span).map_err(MapError::Refused)?;
                let count = mapped.len();
                match mapped.pop() {
                    Some(only) if count == 1 => Kind::Ref(only),
                    _ => {
                        return Err(MapError::Count {
                            span: self.span,
                            count,
                        });
                    }
                }
            }
            Kind::Neg(inner) => Kind::Neg(Box::new(inner.map_refs(map)?)),
            Kind::Plus(inner) => Kind::Plus(Box::new(inner.map_refs(map)?)),
            Kind::Percent(inner) => Kind::Percent(Box::new(inner.map_refs(map)?)),
            Kind::Binary(operator, left, right) => Kind::Binary(
                *operator,
                Box::new(left.map_refs(map)?),
                Box::new(right.map_refs(map)?),
            ),
            Kind::Call(function, arguments) => {
                Kind::Call(function, map_arguments(function, arguments, map)?)
            }
        };
        Ok(Expr {
            span: self.span,
            kind,
        })
    }
}

fn map_arguments<R, S, E>(
    function: &Function,
    arguments: &[Expr<R>],
    map: &mut impl FnMut(&R, Span) -> Result<Vec<S>, E>,
) -> Result<Vec<Expr<S>>, MapError<E>> {
    let mut mapped = Vec::with_capacity(arguments.len());
    for argument in arguments {
        match &argument.kind {
            Kind::Ref(reference) if function.spreads => {
                let several = map(reference, argument.span).map_err(MapError::Refused)?;
                if several.is_empty() {
                    return Err(MapError::Count {
                        span: argument.span,
                        count: 0,
                    });
                }
                mapped.extend(several.into_iter().map(|one| Expr {
                    span: argument.span,
                    kind: Kind::Ref(one),
                }));
            }
            _ => mapped.push(argument.map_refs(map)?),
        }
    }
    Ok(mapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{Name, parse_template, print};

    fn mapped(formula: &str) -> Result<String, MapError<String>> {
        let parsed = parse_template(formula);
        let mut map = |name: &Name, _: Span| match name.0.as_str() {
            "none" => Ok(Vec::new()),
            "two" => Ok(vec!["A1", "B1"]),
            "one" => Ok(vec!["C1"]),
            other => Err(format!("no {other}")),
        };
        let tree = parsed.expr.unwrap().map_refs(&mut map)?;
        Ok(print(&tree, &mut ToString::to_string))
    }

    #[test]
    fn a_reference_may_become_several_arguments_where_all_are_treated_alike() {
        let count = |start, end, count| {
            Err(MapError::Count {
                span: Span::new(start, end),
                count,
            })
        };
        for (formula, expected) in [
            ("SUM(two, one)", Ok("SUM(A1,B1,C1)".to_string())),
            ("one + MAX(two) * 2", Ok("C1+MAX(A1,B1)*2".to_string())),
            (
                "ROUND(SUM(-one, two), 2)",
                Ok("ROUND(SUM(-C1,A1,B1),2)".to_string()),
            ),
            ("two + 1", count(0, 3, 2)),
            ("SUM(two * 2)", count(4, 7, 2)),
            ("SUMPRODUCT(two, one)", count(11, 14, 2)),
            ("SUM(none)", count(4, 8, 0)),
            ("SUM(three)", Err(MapError::Refused("no three".to_string()))),
        ] {
            assert_eq!(mapped(formula), expected, "{formula}");
        }
    }

    #[test]
    fn references_come_in_the_order_of_the_source() {
        let parsed = parse_template("IF(b > a, SUM(c.*), b)");
        let tree = parsed.expr.unwrap();
        let refs: Vec<(&str, usize)> = tree
            .refs()
            .iter()
            .map(|(name, span)| (name.0.as_str(), span.start))
            .collect();
        assert_eq!(refs, [("b", 3), ("a", 7), ("c.*", 14), ("b", 20)]);
    }

    #[test]
    fn sameness_ignores_where_things_stand() {
        let tree = |text: &str| parse_template(text).expr.unwrap();
        assert!(tree("ROUND(a/b,2)").same_as(&tree(" ROUND( (a / b) , 2 )")));
        assert!(!tree("ROUND(a/b,2)").same_as(&tree("ROUND(a/b,3)")));
        assert!(!tree("a-b").same_as(&tree("b-a")));
    }
}
