//! The functions of the formula language, one table of plain data.

use std::fmt;

use crate::formula::types::Ty;
use crate::formula::value::{ErrorValue, Operand, Value};

mod aggregate;
mod criteria;
mod format;
mod grade;
mod logic;
mod manual;
mod math;
mod text;

pub(super) use format::Format;
pub use grade::GRADE;
pub use manual::markdown;

/// Every function, by name.
pub static ALL: &[&Function] = &[
    &math::ABS,
    &logic::AND,
    &aggregate::AVERAGE,
    &aggregate::COUNT,
    &aggregate::COUNTA,
    &aggregate::COUNTBLANK,
    &criteria::COUNTIF,
    &text::EXACT,
    &logic::IF,
    &logic::IFERROR,
    &math::INT,
    &logic::ISBLANK,
    &logic::ISERROR,
    &logic::ISNUMBER,
    &logic::ISTEXT,
    &text::LEFT,
    &text::LEN,
    &aggregate::MAX,
    &text::MID,
    &aggregate::MIN,
    &math::MOD,
    &logic::NOT,
    &logic::OR,
    &text::RIGHT,
    &math::ROUND,
    &math::ROUNDDOWN,
    &math::ROUNDUP,
    &text::SUBSTITUTE,
    &aggregate::SUM,
    &criteria::SUMIF,
    &aggregate::SUMPRODUCT,
    &format::TEXT,
    &text::TRIM,
    &text::VALUE,
];

/// The function of a name, in any case.
pub fn find(name: &str) -> Option<&'static Function> {
    let upper = name.to_ascii_uppercase();
    ALL.binary_search_by(|function| function.name.cmp(upper.as_str()))
        .ok()
        .and_then(|at| ALL.get(at).copied())
}

/// The function of a name in a template, which knows [`GRADE`] as well.
pub fn find_in_template(name: &str) -> Option<&'static Function> {
    if name.eq_ignore_ascii_case(GRADE.name) {
        Some(&GRADE)
    } else {
        find(name)
    }
}

/// A function: how it is called, what it says of itself, and how it is computed.
pub struct Function {
    /// The name, in capitals.
    pub name: &'static str,
    /// The arguments in order; where `repeats` is set, the last one may be given any number of times.
    pub parameters: &'static [Parameter],
    /// How many arguments there must be.
    pub least: usize,
    /// Whether the last parameter may be repeated.
    pub repeats: bool,
    /// Whether all arguments are treated alike, so that one reference may be spread over several of them.
    pub spreads: bool,
    /// What it gives; [`Ty::Any`] where that depends on the arguments.
    pub gives: Ty,
    /// What it does, in Chinese.
    pub zh: &'static str,
    /// What it does, in English.
    pub en: &'static str,
    /// An example that a test computes.
    pub example: Example,
    pub(super) body: Body,
}

/// One argument of a function, as it is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// What the signature calls it.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// What an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A single number.
    Number,
    /// A single text, or what can be written as one.
    Text,
    /// A single condition.
    Condition,
    /// A single value of any kind.
    Value,
    /// A number format, written into the formula.
    Format,
    /// Numbers, one or many.
    Numbers,
    /// Conditions, one or many.
    Conditions,
    /// Values of any kind, one or many.
    Values,
    /// A reference, to values of any kind.
    Range,
    /// A reference to numbers.
    NumberRange,
}

/// An example of a function.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The formula, as a template writes it.
    pub formula: &'static str,
    /// The fields it uses, each with its values as they are typed into cells; an empty text is a blank cell.
    pub given: &'static [(&'static str, &'static [&'static str])],
    /// What it gives, as a cell shows it.
    pub result: &'static str,
}

/// How a function is computed.
pub(super) enum Body {
    /// From the values of all its arguments.
    Eager(fn(&[Argument]) -> Result<Value, ErrorValue>),
    /// `IF`: the branch not taken is not computed.
    If,
    /// `IFERROR`: the substitute is computed only when it is needed.
    IfError,
}

/// An argument as a function gets it. What stands in a reference is treated differently from what was computed: `SUM` passes
/// over a text in a cell, and refuses a text written into the formula.
pub(super) enum Argument {
    /// Left out between two commas.
    Missing,
    /// Computed or written into the formula.
    Direct(Value),
    /// What a reference stands for.
    Reference(Operand),
}

impl Argument {
    /// The one value there is; several in one place are an error.
    pub(super) fn single(self) -> Value {
        match self {
            Argument::Missing => Value::Blank,
            Argument::Direct(value) | Argument::Reference(Operand::One(value)) => value,
            Argument::Reference(Operand::Many(mut grid)) if grid.values.len() == 1 => {
                grid.values.remove(0)
            }
            Argument::Reference(Operand::Many(_)) => Value::Error(ErrorValue::several_values()),
        }
    }

    /// The argument at an index as a single value; what was not given counts as left out.
    fn value(arguments: &[Argument], at: usize) -> Value {
        match arguments.get(at) {
            None | Some(Argument::Missing) => Value::Blank,
            Some(Argument::Direct(value) | Argument::Reference(Operand::One(value))) => {
                value.clone()
            }
            Some(Argument::Reference(Operand::Many(grid))) => match grid.values.as_slice() {
                [only] => only.clone(),
                _ => Value::Error(ErrorValue::several_values()),
            },
        }
    }

    /// Every value of the argument.
    fn values(&self) -> &[Value] {
        match self {
            Argument::Missing => &[Value::Blank],
            Argument::Direct(value) => std::slice::from_ref(value),
            Argument::Reference(operand) => operand.values(),
        }
    }

    /// The number of rows and of columns.
    fn shape(&self) -> (usize, usize) {
        match self {
            Argument::Reference(operand) => operand.shape(),
            _ => (1, 1),
        }
    }
}

impl Function {
    /// How many arguments there may be; `None` when there is no limit.
    pub fn most(&self) -> Option<usize> {
        (!self.repeats).then_some(self.parameters.len())
    }

    /// The parameter an argument belongs to.
    pub fn parameter(&self, at: usize) -> Option<Parameter> {
        let last = if self.repeats {
            self.parameters.len().saturating_sub(1)
        } else {
            usize::MAX
        };
        self.parameters.get(at.min(last)).copied()
    }

    /// The function with its arguments, those in brackets optional: `SUMIF(range, criterion, [sum_range])`.
    pub fn signature(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for (at, parameter) in self.parameters.iter().enumerate() {
            names.push(if at < self.least {
                parameter.name.to_string()
            } else {
                format!("[{}]", parameter.name)
            });
        }
        if self.repeats {
            names.push("…".to_string());
        }
        format!("{}({})", self.name, names.join(", "))
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for Function {
    /// The name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

const fn takes(name: &'static str, takes: Takes) -> Parameter {
    Parameter { name, takes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_complete() {
        assert!(
            ALL.windows(2).all(|pair| pair[0].name < pair[1].name),
            "sorted, and no name twice"
        );
        for function in ALL {
            let name = function.name;
            assert_eq!(find(&name.to_lowercase()), Some(*function));
            assert!(
                function.least <= function.parameters.len(),
                "{name}: optional parameters come last"
            );
            assert!(
                !function.spreads || function.repeats,
                "{name}: only what repeats can be spread"
            );
            assert!(
                function.zh.ends_with('。') && function.en.ends_with('.'),
                "{name}: a sentence in both languages"
            );
            assert!(
                function.example.formula.contains(name),
                "{name}: the example shows it"
            );
        }
    }

    #[test]
    fn signatures_tell_what_is_optional() {
        let signature = |name: &str| find(name).unwrap().signature();
        assert_eq!(signature("sumif"), "SUMIF(range, criterion, [sum_range])");
        assert_eq!(signature("SUM"), "SUM(number, …)");
        assert_eq!(signature("ROUND"), "ROUND(number, digits)");
    }
}
