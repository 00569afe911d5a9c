//! The formula language: Excel's own functions and precedence, over field names.
//!
//! A formula is parsed once into a tree ([`Expr`]) in one of two dialects: [`parse_template`] reads field names as a pack
//! writes them, [`parse_excel`] reads cell addresses as a workbook holds them. [`Expr::map_refs`] turns one into the other,
//! [`print()`] and [`print_template`] write a tree, [`evaluate`](fn@evaluate) computes it in exact decimals and [`infer`]
//! finds mistakes of type before anything is computed.
//!
//! ```
//! use annex::formula::{Operand, Value, evaluate, parse_template};
//! let parsed = parse_template("ROUND(total.executed / total.budget, 4)");
//! let formula = parsed.expr.unwrap();
//! let value = evaluate(&formula, &mut |name| {
//!     let amount = if name.0 == "total.budget" { "191.44" } else { "164.96" };
//!     Operand::One(Value::Number(amount.parse().unwrap()))
//! });
//! assert_eq!(value, Value::Number("0.8617".parse().unwrap()));
//! ```

mod ast;
mod coerce;
mod evaluate;
mod exact;
pub mod functions;
#[cfg(test)]
mod grammar;
mod lex;
pub mod line;
mod mistake;
mod operator;
mod parse;
mod place;
mod print;
#[cfg(test)]
mod semantics;
mod types;
mod value;
mod words;

pub use ast::{Expr, Kind, MapError, Span};
pub use coerce::number_from_text;
pub use evaluate::evaluate;
pub use functions::Function;
pub use mistake::Mistake;
pub use operator::Operator;
pub use parse::{MAX_DEPTH, MAX_HEIGHT, MAX_LENGTH, Parsed, parse_excel, parse_template};
pub use place::{Name, Place, quote_sheet};
pub use print::{print, print_template};
pub use types::{Ty, Type, infer};
pub use value::{ErrorKind, ErrorValue, Grid, Operand, Value};
pub use words::worded;
