//! What a template's formula holds beyond Excel's language, written out: `GRADE`, and placeholders in texts.

use crate::formula::{Expr, Kind, Name, Operator, functions};
use crate::number::Number;
use crate::template::{Formula, Grade, Mistakes, Placeholders};
use crate::text::Text;

/// What a formula is written out with.
pub(super) struct Writing<'a> {
    /// The grades of the pack, best first.
    pub(super) grades: &'a [Grade],
    /// What the placeholders of its texts stand for.
    pub(super) words: Placeholders<'a>,
    /// Where mistakes go.
    pub(super) mistakes: &'a Mistakes,
}

impl Writing<'_> {
    /// The formula without `GRADE` and without placeholders.
    pub(super) fn out(&self, formula: &Formula) -> Expr<Name> {
        self.part(&formula.expr, formula)
    }

    fn part(&self, expr: &Expr<Name>, formula: &Formula) -> Expr<Name> {
        let below = |inner: &Expr<Name>| Box::new(self.part(inner, formula));
        let kind = match &expr.kind {
            Kind::Text(text) => Kind::Text(self.text(text, expr, formula)),
            Kind::Neg(inner) => Kind::Neg(below(inner)),
            Kind::Plus(inner) => Kind::Plus(below(inner)),
            Kind::Percent(inner) => Kind::Percent(below(inner)),
            Kind::Binary(operator, left, right) => {
                Kind::Binary(*operator, below(left), below(right))
            }
            Kind::Call(function, arguments) => {
                let arguments: Vec<Expr<Name>> = arguments
                    .iter()
                    .map(|inner| self.part(inner, formula))
                    .collect();
                match arguments.as_slice() {
                    [score] if **function == functions::GRADE => self.grade(score, expr, formula),
                    _ => Kind::Call(function, arguments),
                }
            }
            kind => kind.clone(),
        };
        Expr {
            span: expr.span,
            kind,
        }
    }

    fn text(&self, text: &str, at: &Expr<Name>, formula: &Formula) -> String {
        for word in self.words.unknown(text) {
            self.mistakes.add(
                "T011",
                formula.origin.within(&formula.text, at.span.start),
                Text::new(
                    format!("不认识的占位符“{{{word}}}”"),
                    format!("unknown placeholder '{{{word}}}'"),
                ),
                Text::new(
                    "公式的文字里可用：{year}、{year-1}、{unit}、{department}、{code}，在表里还有 {index}、{row} 和各权重组的名称。",
                    "Known in texts of formulas: {year}, {year-1}, {unit}, {department}, {code}, and on sheets {index}, {row} and the ids of weight groups.",
                ),
            );
        }
        self.words.fill(text)
    }

    /// `IF(score = "", "", IF(score + 0 >= 90, "优", IF(score + 0 >= 80, …, "")))`: a blank has no grade, and what is no
    /// number is an error rather than more than every number.
    fn grade(&self, score: &Expr<Name>, at: &Expr<Name>, formula: &Formula) -> Kind<Name> {
        if self.grades.is_empty() {
            self.mistakes.add(
                "T013",
                formula.origin.within(&formula.text, at.span.start),
                Text::new(
                    "GRADE 没有等次可用：模板没有 [[grades]]",
                    "GRADE has no grades to choose from: the pack has no [[grades]]",
                ),
                Text::new(
                    "请在 pack.toml 里写 [[grades]]，每个等次写 name 和 from。",
                    "Add [[grades]] to pack.toml, each with 'name' and 'from'.",
                ),
            );
        }
        let make = |kind| Expr {
            span: at.span,
            kind,
        };
        let text = |text: &str| make(Kind::Text(text.to_owned()));
        let number = |number: Number| Box::new(make(Kind::Number(number)));
        let compare = |operator, left, right| make(Kind::Binary(operator, Box::new(left), right));
        let choose = |condition, then, otherwise| {
            make(functions::find("IF").map_or(Kind::Missing, |function| {
                Kind::Call(function, vec![condition, then, otherwise])
            }))
        };
        let graded = self.grades.iter().rev().fold(text(""), |below, grade| {
            let figure = compare(Operator::Add, score.clone(), number(Number::ZERO));
            let reached = compare(Operator::GreaterEqual, figure, number(grade.from));
            choose(reached, text(&grade.name), below)
        });
        let blank = compare(Operator::Equal, score.clone(), Box::new(text("")));
        choose(blank, text(""), graded).kind
    }
}
