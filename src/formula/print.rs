//! Writes a tree as text, with no more parentheses than its precedence needs.

use crate::formula::ast::{ATOM_STRENGTH, Expr, Kind, PERCENT_STRENGTH, SIGN_STRENGTH};
use crate::formula::place::Name;
use crate::number::Number;

/// Writes a formula as Excel holds it, without the leading `=`; the closure writes the references.
///
/// ```
/// use annex::formula::{parse_template, print};
/// let formula = parse_template("(a + (b * c)) / 2").expr.unwrap();
/// assert_eq!(print(&formula, &mut |name| name.0.to_uppercase()), "(A+B*C)/2");
/// ```
pub fn print<R>(expr: &Expr<R>, reference: &mut impl FnMut(&R) -> String) -> String {
    let mut printer = Printer {
        out: String::new(),
        space: "",
        reference,
    };
    printer.expr(expr);
    printer.out
}

/// Writes a formula as a template pack does, with spaces around operators and after commas.
pub fn print_template(expr: &Expr<Name>) -> String {
    let mut printer = Printer {
        out: String::new(),
        space: " ",
        reference: &mut |name: &Name| name.0.clone(),
    };
    printer.expr(expr);
    printer.out
}

struct Printer<'a, F> {
    out: String,
    space: &'static str,
    reference: &'a mut F,
}

impl<F> Printer<'_, F> {
    fn expr<R>(&mut self, expr: &Expr<R>)
    where
        F: FnMut(&R) -> String,
    {
        match &expr.kind {
            Kind::Missing => {}
            Kind::Number(number) => self.out += &number.to_string(),
            Kind::Text(text) => {
                self.out.push('"');
                self.out += &text.replace('"', "\"\"");
                self.out.push('"');
            }
            Kind::Bool(truth) => self.out += if *truth { "TRUE" } else { "FALSE" },
            Kind::Error(error) => self.out += error.code(),
            Kind::Ref(reference) => self.out += &(self.reference)(reference),
            Kind::Neg(inner) => {
                self.out.push('-');
                self.wrapped(inner, SIGN_STRENGTH);
            }
            Kind::Plus(inner) => {
                self.out.push('+');
                self.wrapped(inner, SIGN_STRENGTH);
            }
            Kind::Percent(inner) => {
                self.wrapped(inner, PERCENT_STRENGTH);
                self.out.push('%');
            }
            Kind::Binary(operator, left, right) => {
                self.wrapped(left, operator.strength());
                self.out += self.space;
                self.out += operator.symbol();
                self.out += self.space;
                // Every operator groups from the left, so an equally strong one on the right needs parentheses.
                self.wrapped(right, operator.strength() + 1);
            }
            Kind::Call(function, arguments) => {
                self.out += function.name;
                self.out.push('(');
                for (index, argument) in arguments.iter().enumerate() {
                    if index > 0 {
                        self.out.push(',');
                        self.out += self.space;
                    }
                    self.expr(argument);
                }
                self.out.push(')');
            }
        }
    }

    fn wrapped<R>(&mut self, expr: &Expr<R>, weakest: u8)
    where
        F: FnMut(&R) -> String,
    {
        if strength(&expr.kind) >= weakest {
            self.expr(expr);
        } else {
            self.out.push('(');
            self.expr(expr);
            self.out.push(')');
        }
    }
}

fn strength<R>(kind: &Kind<R>) -> u8 {
    match kind {
        Kind::Binary(operator, ..) => operator.strength(),
        Kind::Percent(_) => PERCENT_STRENGTH,
        Kind::Neg(_) | Kind::Plus(_) => SIGN_STRENGTH,
        Kind::Number(number) => number_strength(*number),
        _ => ATOM_STRENGTH,
    }
}

/// A negative number, which no parser makes but a program may, is printed with its sign.
fn number_strength(number: Number) -> u8 {
    if number.is_negative() {
        SIGN_STRENGTH
    } else {
        ATOM_STRENGTH
    }
}
