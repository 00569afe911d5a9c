//! What formulas look like: tables of formulas with their mistakes, their precedence and their limits.

use crate::formula::{
    MAX_DEPTH, Mistake, Name, Operand, Value, evaluate, parse_excel, parse_template, print,
    print_template,
};

fn said(mistakes: &[Mistake], formula: &str) -> Vec<String> {
    let told = |mistake: &Mistake| {
        format!(
            "[{}] {mistake}",
            &formula[mistake.span.start..mistake.span.end]
        )
    };
    mistakes.iter().map(told).collect()
}

/// Each formula, and below it what is said of it, with the part it is said of in brackets.
const MISTAKES: &str = r#"

[] the formula is empty (write one, or remove the key)

SUM(a, (b)
[(] this parenthesis is not closed (add ))

a + b)
[)] this parenthesis was never opened (remove it, or add ( before)

a +
[] an operand is missing before the end (add it, or remove an operator)

a + * b
[] an operand is missing before * (add it, or remove an operator)

(a, b)
[,] a comma outside a function (remove it, or put the values into a function, as in SUM(a, b))

a b
[b] an operator is missing before b (add one, such as +; a text stands in straight double quotes)

SUMM(a)
[SUMM] there is no function SUMM (did you mean SUM?)

ronud(a, 2)
[ronud] there is no function ronud (did you mean ROUND?)

ROUND(a)
[ROUND] ROUND takes 2 arguments, not 1 (write ROUND(number, digits))

IF(a)
[IF] IF takes 2 to 3 arguments, not 1 (write IF(condition, then, [else]))

SUM()
[SUM] SUM takes at least 1 argument, not 0 (write SUM(number, …))

ABS(1,234.5)
[ABS] ABS takes 1 argument, not 2 (if 1,234.5 is one number, write 1234.5)

a * 1,234
[,] the number 1,234 has thousands separators (write 1234)

（a＋b）×2
[（] （ is written with full-width characters (write ()
[＋] ＋ is written with full-width characters (write +)
[）×] ）× is written with full-width characters (write )*)

a ÷ １２
[÷] ÷ is written with full-width characters (write /)
[１２] １２ is written with full-width characters (write 12)

IF(a = “有”, 1, 2)
[“有”] a text in Chinese quotation marks (write "…" with straight double quotes)

IF(a = '有', 1, 2)
['有'] a text in single quotes (write "…" with straight double quotes)

IF(a = ‘有’, 1, 2)
[‘有’] a text in single quotes (write "…" with straight double quotes)

a & "abc
["abc] this text is not closed (end it with ")

a == b
[==] == is not an operator of formulas (write =)

a != b
[!=] != is not an operator of formulas (write <>)

a ≥ b
[≥] ≥ is not an operator of formulas (write >=)

a => b
[=>] => is not an operator of formulas (write >=)

a > 1 && b > 1
[&&] && is not an operator of formulas (write AND(…))

a > 1 || b > 1
[||] || is not an operator of formulas (write OR(…))

a ** 2
[**] ** is not an operator of formulas (write ^)

!a
[!] ! is not an operator of formulas (write NOT(…))

a > 1 and b > 1
[and] the operator before AND is written as a word (AND is a function: write AND(…))

a % b
[b] % takes one operand (for a remainder write MOD(number, divisor))

ROUND(a; 2)
[;] arguments are separated by commas here (write ,)

3a + 1
[3a] the name 3a begins with a digit (begin it with a letter, or put an operator between)

a. + 1
[a.] the name a. ends with a point (write a segment or * after the point)

B4 + $B$4
[B4] B4 is the address of a cell (write field names, not cell addresses)
[$B$4] $B$4 is the address of a cell (write field names, not cell addresses)

SUM(A1:B2)
[A1:B2] A1:B2 is the address of a cell (write field names, not cell addresses)

Sheet!B4 * '附件 1'!B4
[Sheet!B4] Sheet!B4 is the address of a cell (write field names, not cell addresses)
['附件 1'!B4] '附件 1'!B4 is the address of a cell (write field names, not cell addresses)

#DIV/0! + 1
[#DIV/0!] #DIV/0! is an error value (use IFERROR or ISERROR to deal with errors)

SUM({1})
[{] lists of constants in braces are not supported (leave the braces out, as in SUM(1, 2))
[}] lists of constants in braces are not supported (leave the braces out, as in SUM(1, 2))

a @ b
[@] @ is not part of the formula language (remove it; the operators are + - * / ^ & % = <> < > <= >=)

12345678901234567890123456789012345
[12345678901234567890123456789012345] the number 12345678901234567890123456789012345 has more than 28 digits (write a shorter one)

SUMM(a + , MAXX(b)
[SUMM] there is no function SUMM (did you mean SUM?)
[(] this parenthesis is not closed (add ))
[] an operand is missing before , (add it, or remove an operator)
[MAXX] there is no function MAXX (did you mean MAX?)
"#;

#[test]
fn every_mistake_has_its_wording_and_its_place() {
    for case in MISTAKES.trim_start_matches('\n').trim_end().split("\n\n") {
        let (formula, expected) = case.split_once('\n').unwrap_or(("", case));
        let parsed = parse_template(formula);
        assert_eq!(
            said(&parsed.mistakes, formula).join("\n"),
            expected,
            "{formula}"
        );
        assert!(parsed.expr.is_none(), "{formula}");
    }
}

#[test]
fn precedence_is_that_of_excel() {
    let no_cells = &mut |_: &Name| Operand::One(Value::Blank);
    for (formula, minimal, value) in [
        ("-2^2", "-2^2", "4"),
        ("-(2^2)", "-(2^2)", "-4"),
        ("2^3^2", "2^3^2", "64"),
        ("2^(3^2)", "2^(3^2)", "512"),
        ("50%^2", "50%^2", "0.25"),
        ("2^-1", "2^-1", "0.5"),
        ("10-(2-3)", "10-(2-3)", "11"),
        ("(10-2)-3", "10-2-3", "5"),
        ("2*(3+4)", "2*(3+4)", "14"),
        ("8/(4/2)", "8/(4/2)", "4"),
        ("1+2&3+4", "1+2&3+4", "37"),
        ("1&2=\"12\"", "1&2=\"12\"", "TRUE"),
        ("3>2>1", "3>2>1", "TRUE"),
        ("3>(2>1)", "3>(2>1)", "FALSE"),
        ("--5", "--5", "5"),
        ("(-5)%", "-5%", "-0.05"),
        ("-(5%)", "-(5%)", "-0.05"),
        ("=1+1", "1+1", "2"),
    ] {
        let tree = parse_template(formula).expr.unwrap();
        assert_eq!(print(&tree, &mut ToString::to_string), minimal, "{formula}");
        assert_eq!(evaluate(&tree, no_cells).to_string(), value, "{formula}");
    }
}

#[test]
fn templates_are_printed_with_spaces_and_their_names() {
    for formula in [
        "ROUND(total.executed / total.budget, 4)",
        "SUM(three_public.*, special.1.amount)",
        "IF(a > 1, , \"有\"\"无\"\"\")",
        "人员.编制数 * 2",
        "IFERROR(-a%, TRUE)",
    ] {
        assert_eq!(
            print_template(&parse_template(formula).expr.unwrap()),
            formula
        );
    }
}

#[test]
fn excel_formulas_of_all_shapes_are_read() {
    for (formula, printed) in [
        ("=$B$4+B4:$C$9", "B4+B4:C9"),
        (
            "= sum('附件3 项目 (2)'!B4:B9)",
            "SUM('附件3 项目 (2)'!B4:B9)",
        ),
        ("附件1!b4*'it''s'!A1", "附件1!B4*'it''s'!A1"),
        ("_xlfn.ROUND(total_budget,2)", "ROUND(total_budget,2)"),
        ("'R1C1'!A1+'2024'!A1", "'R1C1'!A1+'2024'!A1"),
        ("执行.总额/Sheet1!local.name", "执行.总额/Sheet1!local.name"),
        ("IFERROR(#DIV/0!,Sheet1!#REF!)", "IFERROR(#DIV/0!,#REF!)"),
        ("IF(A1,,B1)", "IF(A1,,B1)"),
        ("IF(A1<>B1,true,FALSE)", "IF(A1<>B1,TRUE,FALSE)"),
        (" ( A1 + 1.50 ) * 1E3 ", "(A1+1.5)*1000"),
    ] {
        let parsed = parse_excel(formula);
        assert_eq!(said(&parsed.mistakes, formula), [""; 0], "{formula}");
        assert_eq!(
            print(&parsed.expr.unwrap(), &mut ToString::to_string),
            printed,
            "{formula}"
        );
    }
    for formula in [
        "VLOOKUP(A1,B1:C2,2)",
        "[1]Sheet1!A1",
        "A1:",
        "A1 B1",
        "{1,2}",
        "'a:b'!A1",
        "Sheet1!",
    ] {
        assert!(parse_excel(formula).expr.is_none(), "{formula}");
    }
}

#[test]
fn hostile_formulas_meet_a_limit_and_not_the_stack() {
    let deep = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
    let calls = |n: usize| format!("{}1{}", "ABS(".repeat(n), ")".repeat(n));
    for (formula, expected) in [
        (deep(MAX_DEPTH), None),
        (deep(MAX_DEPTH + 1), Some("nested more than 64 deep")),
        (deep(4000), Some("nested more than 64 deep")),
        ("(".repeat(8000), Some("nested more than 64 deep")),
        (calls(MAX_DEPTH), None),
        (calls(1500), Some("nested more than 64 deep")),
        (
            format!("{}1", "-".repeat(8000)),
            Some("nested more than 64 deep"),
        ),
        (
            format!("1{}", "%".repeat(8000)),
            Some("chains more than 256"),
        ),
        (format!("1{}", "+1".repeat(255)), None),
        (
            format!("1{}", "+1".repeat(4000)),
            Some("chains more than 256"),
        ),
        ("1".repeat(9000), Some("longer than 8192")),
    ] {
        let parsed = parse_template(&formula);
        let start: String = formula.chars().take(20).collect();
        match expected {
            None => assert_eq!(parsed.mistakes, [], "{start}"),
            Some(part) => {
                let [only] = parsed.mistakes.as_slice() else {
                    panic!("{start}: {:?}", parsed.mistakes)
                };
                assert!(only.message.en.contains(part), "{start}: {only}");
            }
        }
    }
}

/// The highest trees a parser lets through are walked, printed, computed and dropped on a small stack.
#[test]
fn the_highest_formula_fits_a_small_stack() {
    let nested = format!("{}1{}", "(1+ABS(".repeat(31), "))".repeat(31));
    let chained = format!("1{}", "+1".repeat(255));
    for formula in [nested, chained] {
        let small = std::thread::Builder::new()
            .stack_size(512 * 1024)
            .spawn(move || {
                let tree = parse_template(&formula).expr.unwrap();
                let again = parse_template(&print(&tree, &mut ToString::to_string))
                    .expr
                    .unwrap();
                assert!(again.same_as(&tree));
                evaluate(&tree, &mut |_: &Name| Operand::One(Value::Blank)).to_string()
            });
        assert!(["32", "256"].contains(&small.unwrap().join().unwrap().as_str()));
    }
}
