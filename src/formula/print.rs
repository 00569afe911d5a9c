//! Writes a tree as text, with no more parentheses than its precedence needs.

use crate::formula::ast::{Expr, Kind};
use crate::formula::operator::{ATOM_STRENGTH, PERCENT_STRENGTH, SIGN_STRENGTH};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{Address, Area};
    use crate::formula::{
        ErrorKind, Operator, Place, Span, functions, parse_excel, parse_template,
    };
    use proptest::prelude::*;

    fn part<R>(kind: Kind<R>) -> Expr<R> {
        Expr {
            span: Span::default(),
            kind,
        }
    }

    fn name() -> impl Strategy<Value = Name> {
        let segment = "[a-z_][a-z0-9_]{2,5}|[一-龥]{1,4}";
        (
            segment,
            proptest::collection::vec(prop_oneof![segment.boxed(), "[0-9]{1,3}".boxed()], 0..3),
            any::<bool>(),
        )
            .prop_map(|(first, rest, starred)| {
                let mut segments = vec![first];
                segments.extend(rest);
                let star = if starred { ".*" } else { "" };
                Name(segments.join(".") + star)
            })
            .prop_filter("addresses and constants are no names", |name| {
                let constant = ["true", "false"].contains(&name.0.as_str());
                !constant && Address::parse(&name.0).is_none()
            })
    }

    fn place() -> impl Strategy<Value = Place> {
        let sheet = proptest::option::of("[A-Za-z一-龥][A-Za-z0-9一-龥 '()（）-]{0,8}[a-z一-龥]");
        let area =
            (0..50u32, 0..30u32, 0..50u32, 0..30u32).prop_map(|(row, column, last, right)| {
                Area::new(Address::new(row, column), Address::new(last, right))
            });
        let cell =
            (0..50u32, 0..30u32).prop_map(|(row, column)| Area::cell(Address::new(row, column)));
        (
            sheet,
            prop_oneof![area.boxed(), cell.boxed()],
            proptest::option::of("[一-龥_][a-z0-9_.一-龥]{0,8}[a-z]"),
        )
            .prop_map(|(sheet, area, name)| match name {
                Some(name) => Place::Name { sheet, name },
                None => Place::Cells { sheet, area },
            })
    }

    fn tree<R: Clone + std::fmt::Debug + 'static>(
        leaf: BoxedStrategy<Kind<R>>,
    ) -> impl Strategy<Value = Expr<R>> {
        let number = (0..10_000_000_i64, 0..8u32)
            .prop_map(|(digits, places)| Number::from(digits).div(Number::from(10_i64.pow(places))))
            .prop_map(|number| Kind::Number(number.unwrap()));
        let leaf = prop_oneof![
            3 => leaf,
            2 => number,
            1 => "[a-z \"'，（“一-龥]{0,6}".prop_map(Kind::Text),
            1 => any::<bool>().prop_map(Kind::Bool),
        ]
        .prop_map(part);
        leaf.prop_recursive(5, 40, 4, |inner| {
            let function = (0..functions::ALL.len()).prop_map(|at| functions::ALL[at]);
            let call = (function, proptest::collection::vec(proptest::option::weighted(0.9, inner.clone()), 4), 0..3usize)
                .prop_map(|(function, arguments, more)| {
                    let most = function.most().unwrap_or(4).min(function.least + more);
                    let given = arguments.into_iter().take(most);
                    let mut arguments: Vec<Expr<R>> =
                        given.map(|given| given.unwrap_or_else(|| part(Kind::Missing))).collect();
                    // A single argument left out cannot be told from no argument.
                    if let [only] = arguments.as_mut_slice()
                        && matches!(only.kind, Kind::Missing)
                    {
                        *only = part(Kind::Bool(true));
                    }
                    part(Kind::Call(function, arguments))
                });
            let operator = (0..Operator::ALL.len()).prop_map(|at| Operator::ALL[at]);
            prop_oneof![
                1 => inner.clone().prop_map(|inner| part(Kind::Neg(Box::new(inner)))),
                1 => inner.clone().prop_map(|inner| part(Kind::Plus(Box::new(inner)))),
                1 => inner.clone().prop_map(|inner| part(Kind::Percent(Box::new(inner)))),
                6 => (operator, inner.clone(), inner)
                    .prop_map(|(op, left, right)| part(Kind::Binary(op, Box::new(left), Box::new(right)))),
                3 => call,
            ]
        })
    }

    proptest! {
        #[test]
        fn a_printed_template_formula_parses_back(tree in tree(name().prop_map(Kind::Ref).boxed())) {
            let printed = print_template(&tree);
            let parsed = parse_template(&printed);
            prop_assert_eq!(&parsed.mistakes, &[], "{}", printed);
            prop_assert!(parsed.expr.unwrap().same_as(&tree), "{}", printed);
        }

        #[test]
        fn a_printed_excel_formula_parses_back(
            tree in tree(prop_oneof![
                4 => place().prop_map(Kind::Ref),
                1 => (0..ErrorKind::ALL.len()).prop_map(|at| Kind::Error(ErrorKind::ALL[at])),
            ].boxed())
        ) {
            let printed = print(&tree, &mut ToString::to_string);
            let parsed = parse_excel(&printed);
            prop_assert_eq!(&parsed.mistakes, &[], "{}", printed);
            prop_assert!(parsed.expr.unwrap().same_as(&tree), "{}", printed);
        }

        #[test]
        fn no_parenthesis_is_printed_in_vain(tree in tree(name().prop_map(Kind::Ref).boxed())) {
            let printed = print_template(&tree);
            for (open, _) in printed.match_indices('(') {
                if let Some(without) = without_pair(&printed, open) {
                    let same = parse_template(&without).expr.is_some_and(|other| other.same_as(&tree));
                    prop_assert!(!same, "{} could be {}", printed, without);
                }
            }
        }

        #[test]
        fn any_text_is_parsed_without_a_panic(
            text in "\\PC{0,60}",
            formula in "[-+*/^&=<>%(),;.!:$#'\"a-cA-C0-9一（，“ ]{0,60}",
        ) {
            for text in [text, formula] {
                for mistake in [parse_template(&text).mistakes, parse_excel(&text).mistakes].concat() {
                    let told = text.get(mistake.span.start..mistake.span.end);
                    prop_assert!(told.is_some(), "{:?} in {}", mistake, text);
                }
            }
        }
    }

    /// The text without one pair of parentheses; `None` within a text, and where the pair belongs to a function.
    fn without_pair(text: &str, open: usize) -> Option<String> {
        let before = &text[..open];
        let in_text = before.matches('"').count() % 2 == 1;
        if in_text || before.ends_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let mut depth = 0;
        let mut quoted = false;
        for (at, c) in text.char_indices().skip_while(|(at, _)| *at < open) {
            match c {
                '"' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(format!(
                    "{before}{}{}",
                    &text[open + 1..at],
                    &text[at + 1..]
                ));
            }
        }
        None
    }
}
