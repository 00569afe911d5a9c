//! Parts of which the formulas of the live status are put together.

use crate::address::{Address, Area};
use crate::form::{Field, Form, Need, Target};
use crate::formula::{Expr, Kind, Operator, Span, Ty, functions};
use crate::number::Number;
use crate::status::{Page, Spot};

/// A formula over cells of the whole workbook.
pub type Tree = Expr<Spot>;

/// Functions of Excel take at most 255 arguments.
const ARGUMENTS: usize = 200;
/// The space as wide as a Chinese character, which Excel's TRIM leaves alone.
const WIDE_SPACE: &str = "\u{3000}";

fn of(kind: Kind<Spot>) -> Tree {
    Expr {
        span: Span::default(),
        kind,
    }
}

pub(super) fn number(number: impl Into<Number>) -> Tree {
    of(Kind::Number(number.into()))
}

pub(super) fn text(text: &str) -> Tree {
    of(Kind::Text(text.to_owned()))
}

pub(super) fn cell(page: Page, at: Address) -> Tree {
    area(page, Area::cell(at))
}

pub(super) fn area(page: Page, area: Area) -> Tree {
    of(Kind::Ref(Spot { page, area }))
}

pub(super) fn target(target: &Target) -> Tree {
    area(Page::Form(target.sheet), target.area)
}

pub(super) fn call<const N: usize>(name: &str, arguments: [Tree; N]) -> Tree {
    calls(name, arguments.into())
}

/// A function of any number of arguments; where there are more than Excel takes, calls of it within.
pub(super) fn calls(name: &str, mut arguments: Vec<Tree>) -> Tree {
    let Some(function) = functions::find(name) else {
        // Cannot happen: a test holds every name used here.
        return text("");
    };
    while arguments.len() > ARGUMENTS {
        let mut rest = arguments.into_iter().peekable();
        let mut inner = Vec::new();
        while rest.peek().is_some() {
            let some = rest.by_ref().take(ARGUMENTS).collect();
            inner.push(of(Kind::Call(function, some)));
        }
        arguments = inner;
    }
    of(Kind::Call(function, arguments))
}

pub(super) fn binary(left: Tree, operator: Operator, right: Tree) -> Tree {
    of(Kind::Binary(operator, Box::new(left), Box::new(right)))
}

pub(super) fn equal(left: Tree, right: Tree) -> Tree {
    binary(left, Operator::Equal, right)
}

/// Texts one after the other.
pub(super) fn joined<const N: usize>(parts: [Tree; N]) -> Tree {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(|| text(""));
    parts.fold(first, |all, part| binary(all, Operator::Concat, part))
}

/// One of the conditions, all of them, or the sum: no function is needed around a single one.
pub(super) fn together(name: &str, mut parts: Vec<Tree>) -> Option<Tree> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(calls(name, parts)),
    }
}

/// A formula of the pack over the cells of the form.
pub(super) fn lifted(expr: &Expr<Target>) -> Tree {
    let mut spot = |target: &Target, _: Span| {
        Ok::<_, ()>(vec![Spot {
            page: Page::Form(target.sheet),
            area: target.area,
        }])
    };
    expr.map_refs(&mut spot).unwrap_or_else(|_| text(""))
}

/// A condition of the pack: TRUE only when it is just that, and FALSE when it cannot be computed.
pub(super) fn condition(expr: &Expr<Target>) -> Tree {
    let is_truth = match &expr.kind {
        Kind::Bool(_) => true,
        Kind::Binary(operator, ..) => operator.is_comparison(),
        Kind::Call(function, _) => function.gives == Ty::Bool,
        _ => false,
    };
    let lifted = lifted(expr);
    let held = if is_truth {
        lifted
    } else {
        equal(lifted, of(Kind::Bool(true)))
    };
    call("IFERROR", [held, of(Kind::Bool(false))])
}

/// The text of a cell without white space around it.
fn bare(cell: Tree) -> Tree {
    call(
        "TRIM",
        [call("SUBSTITUTE", [cell, text(WIDE_SPACE), text(" ")])],
    )
}

/// Whether nothing stands in a cell, or only white space.
pub(super) fn is_blank(cell: Tree) -> Tree {
    let blank = equal(bare(cell), text(""));
    call("IFERROR", [blank, of(Kind::Bool(false))])
}

/// Whether a cell holds no answer: nothing, or a text that says nothing. An error is an answer, though a bad one.
pub(super) fn is_unanswered(cell: &Tree, words: &[String]) -> Tree {
    let mut ways = vec![equal(bare(cell.clone()), text(""))];
    ways.extend(words.iter().map(|word| {
        // Excel's = takes no notice of case.
        if word.to_lowercase() == word.to_uppercase() {
            equal(bare(cell.clone()), text(word))
        } else {
            call("EXACT", [bare(cell.clone()), text(word)])
        }
    }));
    let unanswered = together("OR", ways).unwrap_or_else(|| text(""));
    call("IFERROR", [unanswered, of(Kind::Bool(false))])
}

/// When a field has to be filled, as far as its own condition says so.
#[derive(Debug, Clone)]
pub enum Needed {
    /// Always.
    Always,
    /// When this is TRUE.
    When(Tree),
}

/// When a field has to be filled; `None` when it may stay blank.
pub(super) fn needed(field: &Field) -> Option<Needed> {
    match &field.need {
        Need::Never => None,
        Need::Always => Some(Needed::Always),
        Need::When(expr) => Some(Needed::When(condition(expr))),
    }
}

/// 1 while a field has to be filled and is not, else 0; `None` for a field that may stay blank.
pub(super) fn lack(form: &Form, field: usize) -> Option<Tree> {
    let field = &form.fields[field];
    let words = &form.template(field).not_an_answer;
    let unanswered = is_unanswered(&cell(Page::Form(field.sheet), field.cell()), words);
    let one = call("IF", [unanswered, number(1), number(0)]);
    Some(match needed(field)? {
        Needed::Always => one,
        Needed::When(when) => call("IF", [when, one, number(0)]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_used_for_the_status_exists() {
        for name in [
            "ABS",
            "AND",
            "COUNT",
            "COUNTA",
            "COUNTIF",
            "EXACT",
            "IF",
            "IFERROR",
            "ISNUMBER",
            "NOT",
            "OR",
            "ROUND",
            "SUBSTITUTE",
            "SUM",
            "TRIM",
        ] {
            assert!(functions::find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_sum_of_more_than_excel_takes_is_a_sum_of_sums() {
        let sum = calls("SUM", (0..450_i64).map(number).collect());
        let Kind::Call(_, arguments) = &sum.kind else {
            panic!()
        };
        assert_eq!(arguments.len(), 3);
        let value = crate::formula::evaluate(&sum, &mut |_: &Spot| unreachable!());
        assert_eq!(value.to_string(), (449 * 450 / 2).to_string());
    }
}
