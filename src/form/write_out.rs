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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{Operand, Value, evaluate, parse_template, print_template};
    use crate::template::Origin;

    fn grades() -> Vec<Grade> {
        let grade = |name: &str, from: &str| Grade {
            name: name.to_owned(),
            from: from.parse().unwrap(),
        };
        vec![grade("优", "90"), grade("良", "80.5"), grade("差", "0")]
    }

    fn written(text: &str, grades: &[Grade]) -> (Expr<Name>, Vec<String>) {
        let mistakes = Mistakes::default();
        let formula = Formula {
            text: text.to_owned(),
            expr: parse_template(text).expr.unwrap(),
            origin: Origin {
                file: "t.toml".to_owned(),
                line: 1,
                column: 1,
            },
        };
        let words = Placeholders {
            year: 2024,
            unit: "万元",
            row: Some(3),
            ..Placeholders::default()
        };
        let writing = Writing {
            grades,
            words,
            mistakes: &mistakes,
        };
        let out = writing.out(&formula);
        let told = mistakes.sorted();
        let told = told
            .iter()
            .map(|mistake| format!("{} {}", mistake.origin, mistake.message.en));
        (out, told.collect())
    }

    #[test]
    fn a_grade_is_written_out_over_the_bands_of_the_pack() {
        let (out, told) = written("\"得\" & grade(s + 1)", &grades());
        assert_eq!(
            print_template(&out),
            "\"得\" & IF(s + 1 = \"\", \"\", IF(s + 1 + 0 >= 90, \"优\", IF(s + 1 + 0 >= 80.5, \"良\", IF(s + 1 + 0 >= 0, \"差\", \"\"))))"
        );
        assert!(told.is_empty(), "{told:?}");
    }

    #[test]
    fn a_grade_includes_the_score_it_begins_at() {
        let (out, _) = written("GRADE(s)", &grades());
        for (score, grade) in [
            ("100.62", "优"),
            ("90", "优"),
            ("89.99", "良"),
            ("80.5", "良"),
            ("80.49", "差"),
            ("0", "差"),
            ("-1", ""),
        ] {
            let value = Value::Number(score.parse().unwrap());
            let found = evaluate(&out, &mut |_| Operand::One(value.clone()));
            assert_eq!(found.to_string(), grade, "{score}");
        }
        for (value, shown) in [
            (Value::Blank, ""),
            (Value::Text(String::new()), ""),
            (Value::Text("满分".to_owned()), "#VALUE!"),
        ] {
            let found = evaluate(&out, &mut |_| Operand::One(value.clone()));
            assert_eq!(found.to_string(), shown);
        }
    }

    #[test]
    fn placeholders_in_texts_are_filled_and_unknown_ones_named() {
        let (out, told) = written(
            "\"{year}年{row}\" & TEXT(s, \"0.00\") & \"{unit}{jear}\"",
            &[],
        );
        assert_eq!(
            print_template(&out),
            "\"2024年3\" & TEXT(s, \"0.00\") & \"万元{jear}\""
        );
        assert_eq!(told, ["t.toml:1:36 unknown placeholder '{jear}'"]);
        assert_eq!(
            written("1 & GRADE(s)", &[]).1,
            ["t.toml:1:5 GRADE has no grades to choose from: the pack has no [[grades]]"]
        );
    }
}
