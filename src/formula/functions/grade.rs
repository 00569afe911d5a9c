//! The function only templates have: `GRADE` is written out over the grades of the pack before anything is computed.

use crate::formula::functions::{Body, Example, Function, Takes, takes};
use crate::formula::types::Ty;
use crate::formula::value::{ErrorKind, ErrorValue};

/// The grade a score earns; whoever lays out a pack puts its grades in the place of every call.
pub static GRADE: Function = Function {
    name: "GRADE",
    parameters: &[takes("score", Takes::Number)],
    least: 1,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "返回得分所属的等次，等次和分数线在 pack.toml 的 [[grades]] 里。",
    en: "Gives the grade a score earns by the [[grades]] of pack.toml.",
    example: Example {
        formula: "GRADE(total.score)",
        given: &[("total.score", &["92.62"])],
        result: "优",
    },
    body: Body::Eager(|_| {
        Err(ErrorValue::new(
            ErrorKind::Name,
            "GRADE 只能用在模板里，等次由模板给出",
            "GRADE stands in templates alone, whose grades it is written out over",
        ))
    }),
};
