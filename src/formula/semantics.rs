//! What formulas mean: tables of formulas over a few cells and what Excel shows for them.

use std::collections::HashMap;

use crate::address::Address;
use crate::formula::{ErrorKind, Grid, Operand, Place, Value, evaluate, parse_excel};

/// Cells given as `A1=5; B2=text; C1="" ; D1=#N/A`; what is not given is blank. Quotes make a text of what looks like a number.
fn cells(given: &str) -> HashMap<Address, Value> {
    let cell = |entry: &str| {
        let (at, typed) = entry.trim().split_once('=').unwrap();
        let quoted = typed
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let value = match (quoted, typed) {
            (Some(text), _) => Value::Text(text.to_string()),
            (None, "TRUE" | "FALSE") => Value::Bool(typed == "TRUE"),
            (None, _) => match ErrorKind::parse(typed) {
                Some(kind) => Value::Error(crate::formula::ErrorValue::found(kind)),
                None => typed
                    .parse()
                    .map_or_else(|_| Value::Text(typed.to_string()), Value::Number),
            },
        };
        (Address::parse(at).unwrap(), value)
    };
    given
        .split(';')
        .filter(|entry| !entry.trim().is_empty())
        .map(cell)
        .collect()
}

fn shown(formula: &str, given: &str) -> String {
    let cells = cells(given);
    let parsed = parse_excel(formula);
    assert_eq!(parsed.mistakes, [], "{formula}");
    let value = evaluate(&parsed.expr.unwrap(), &mut |place: &Place| {
        let Place::Cells { area, .. } = place else {
            panic!("{formula} has a name")
        };
        let mut values: Vec<Value> = area
            .cells()
            .map(|at| cells.get(&at).cloned().unwrap_or(Value::Blank))
            .collect();
        if area.is_cell() {
            return Operand::One(values.remove(0));
        }
        let columns = (area.last.column - area.first.column + 1) as usize;
        Operand::Many(Grid {
            rows: values.len() / columns,
            columns,
            values,
        })
    });
    value.to_string()
}

fn check(given: &str, table: &[(&str, &str)]) {
    for (formula, expected) in table {
        assert_eq!(shown(formula, given), *expected, "{formula} where {given}");
    }
}

#[test]
fn decimals_are_exact_where_floats_are_not() {
    check(
        "",
        &[
            ("ROUND((42-39*0.8)/0.8,0)", "14"),
            ("1.1+2.2=3.3", "TRUE"),
            ("0.1+0.2=0.3", "TRUE"),
            ("ROUND(1.005,2)", "1.01"),
            ("ROUND(2.675,2)", "2.68"),
            ("ROUND(0.285*100,0)", "29"),
            ("INT(0.29*100)", "29"),
            ("ROUNDDOWN(4.35*100,0)", "435"),
            ("MOD(1,0.1)", "0"),
            ("1-0.9=0.1", "TRUE"),
            ("1/3*3=1", "TRUE"),
            ("7.000000000000001=7", "TRUE"),
            ("7.000000000000001<=7", "TRUE"),
            ("7.00000000000001<=7", "FALSE"),
            ("598.3199999999999>=598.32", "TRUE"),
            ("ROUND(2.4999999999999999,0)", "3"),
            ("INT(6.9999999999999991)", "7"),
            ("ROUNDUP(7.000000000000001,0)", "7"),
            ("COUNTIF(A1:A2,\"<=3.3\")", "0"),
            ("1/3*3-1", "0"),
            ("1/3*3-1=0", "TRUE"),
            ("ROUNDUP(1/3*3,0)", "1"),
            ("ROUNDDOWN(1/3*3,0)", "1"),
            ("INT(1/3*3)", "1"),
            ("ROUND(1/3*1.5,0)", "1"),
            ("1000000/7*7=1000000", "TRUE"),
            ("2/3&\"\"", "0.666666666666667"),
            ("1000000000000.01+0.01", "1000000000000.02"),
        ],
    );
}

#[test]
fn blanks_are_nought_or_nothing() {
    check(
        "B1=5; C1=\"\"",
        &[
            ("A1", "0"),
            ("A1+B1", "5"),
            ("A1&B1", "5"),
            ("A1=0", "TRUE"),
            ("A1=\"\"", "TRUE"),
            ("A1=FALSE", "TRUE"),
            ("A1=A2", "TRUE"),
            ("C1=0", "FALSE"),
            ("C1=A1", "TRUE"),
            ("B1/A1", "#DIV/0!"),
            ("IF(A1,1,2)", "2"),
            ("IF(TRUE,A1)", "0"),
            ("IF(TRUE,,5)", "0"),
            ("IF(FALSE,5)", "FALSE"),
            ("ISBLANK(A1)", "TRUE"),
            ("ISBLANK(C1)", "FALSE"),
            ("COUNTBLANK(A1:C1)", "2"),
            ("COUNTA(A1:C1)", "2"),
            ("COUNT(A1:C1)", "1"),
            ("C1+1", "#VALUE!"),
            ("ABS(A1)", "0"),
            ("LEN(A1)", "0"),
            ("IFERROR(A1,7)", "0"),
        ],
    );
}

#[test]
fn texts_count_where_they_are_numbers_and_only_where_excel_lets_them() {
    check(
        "A1=\"5\"; B1=abc; C1=TRUE; D1=2; E1=\"50%\"; F1=\"1,234\"",
        &[
            ("A1+1", "6"),
            ("\"5\"+1", "6"),
            ("E1*2", "1"),
            ("F1+1", "1235"),
            ("\"(3)\"+0", "-3"),
            ("\"1.2E3\"+0", "1200"),
            ("\"1,23\"+0", "#VALUE!"),
            ("B1+1", "#VALUE!"),
            ("-B1", "#VALUE!"),
            ("C1+1", "2"),
            ("SUM(A1:D1)", "2"),
            ("SUM(\"5\",D1)", "7"),
            ("SUM(\"abc\",D1)", "#VALUE!"),
            ("SUM(TRUE,D1)", "3"),
            ("SUM(A1+0,D1)", "7"),
            ("AVERAGE(A1:D1)", "2"),
            ("AVERAGE(A1:C1)", "#DIV/0!"),
            ("MIN(A1:C1)", "0"),
            ("MAX(A1,C1,D1)", "2"),
            ("COUNT(A1:D1)", "1"),
            ("COUNT(\"5\",\"x\",TRUE,)", "3"),
            ("SUM(1,,2)", "3"),
            ("MIN(5,,7)", "0"),
            ("SUMPRODUCT(A1:D1,A1:D1)", "4"),
            ("IF(B1,1,2)", "#VALUE!"),
            ("IF(\"true\",1,2)", "1"),
            ("NOT(D1)", "FALSE"),
            ("VALUE(F1)", "1234"),
            ("VALUE(B1)", "#VALUE!"),
            ("VALUE(\"\")", "#VALUE!"),
            ("ISNUMBER(A1)", "FALSE"),
            ("ISTEXT(A1)", "TRUE"),
            ("+B1", "abc"),
        ],
    );
}

#[test]
fn comparisons_order_numbers_before_texts_before_truths() {
    check(
        "A1=\"5\"; B1=5",
        &[
            ("A1=B1", "FALSE"),
            ("A1>B1", "TRUE"),
            ("999<\"a\"", "TRUE"),
            ("\"z\"<FALSE", "TRUE"),
            ("FALSE<TRUE", "TRUE"),
            ("\"abc\"=\"ABC\"", "TRUE"),
            ("EXACT(\"abc\",\"ABC\")", "FALSE"),
            ("\"a\"<\"B\"", "TRUE"),
            ("1/0=1", "#DIV/0!"),
        ],
    );
}

#[test]
fn errors_go_through_until_they_are_caught() {
    check(
        "A1=#N/A; B1=#DIV/0!; C1=1",
        &[
            ("A1+B1", "#N/A"),
            ("B1+A1", "#DIV/0!"),
            ("SUM(A1:C1)", "#N/A"),
            ("IF(A1,1,2)", "#N/A"),
            ("IF(FALSE,A1,2)", "2"),
            ("IF(C1,2,1/0)", "2"),
            ("IFERROR(A1,9)", "9"),
            ("IFERROR(C1,A1)", "1"),
            ("COUNT(A1:C1)", "1"),
            ("COUNTA(A1:C1)", "3"),
            ("COUNTIF(A1:C1,1)", "1"),
            ("COUNTIF(A1:C1,\"#N/A\")", "1"),
            ("AND(C1,A1)", "#N/A"),
            ("ISERROR(A1)", "TRUE"),
            ("ISNUMBER(A1)", "FALSE"),
            ("#REF!+1", "#REF!"),
            ("A1&\"x\"", "#N/A"),
            ("LEN(A1)", "#N/A"),
        ],
    );
}

#[test]
fn conditions_pass_over_texts_and_blanks_in_cells() {
    check(
        "A1=TRUE; B1=x; D1=0",
        &[
            ("AND(A1:C1)", "TRUE"),
            ("AND(A1:D1)", "FALSE"),
            ("OR(B1:D1)", "FALSE"),
            ("AND(B1:C1)", "#VALUE!"),
            ("AND(A1,\"x\")", "#VALUE!"),
            ("AND(A1,\"TRUE\")", "TRUE"),
            ("OR(A1,1/0)", "#DIV/0!"),
            ("AND(TRUE,)", "FALSE"),
            ("OR(\"\",TRUE)", "TRUE"),
            ("OR(TRUE,\"\")", "TRUE"),
            ("AND(\"\",FALSE)", "FALSE"),
            ("OR(IF(D1=0,\"\",1),A1)", "TRUE"),
            ("AND(\"\",\"\")", "#VALUE!"),
            ("OR(\"x\",TRUE)", "#VALUE!"),
        ],
    );
}

#[test]
fn powers_are_exact_for_whole_exponents() {
    check(
        "",
        &[
            ("1.1^3", "1.331"),
            ("2^-2", "0.25"),
            ("10^-3", "0.001"),
            ("0^0", "#NUM!"),
            ("0^-1", "#DIV/0!"),
            ("0^5", "0"),
            ("(-2)^3", "-8"),
            ("(-1)^1000000007", "-1"),
            ("4^0.5", "2"),
            ("2^0.5", "1.4142135623731"),
            ("(-4)^0.5", "#NUM!"),
            ("10^40", "#NUM!"),
            ("10^-40", "0"),
            ("1.0000001^9999999999", "#NUM!"),
        ],
    );
}

#[test]
fn rounding_takes_any_number_of_digits() {
    check(
        "",
        &[
            ("ROUND(2.5,0)", "3"),
            ("ROUND(-2.5,0)", "-3"),
            ("ROUND(1234.5,-2)", "1200"),
            ("ROUND(1250,-2)", "1300"),
            ("ROUND(1.25,1.9)", "1.3"),
            ("ROUND(12,-5.9)", "0"),
            ("ROUND(1.5,1000)", "1.5"),
            ("ROUND(5,-1000)", "0"),
            ("ROUNDUP(-1.01,1)", "-1.1"),
            ("ROUNDUP(1,-1)", "10"),
            ("ROUNDDOWN(-1.99,1)", "-1.9"),
            ("ROUND(2.5,)", "3"),
            ("INT(-0.1)", "-1"),
            ("MOD(7,-3)", "-2"),
            ("MOD(-7,3)", "2"),
            ("MOD(7,0)", "#DIV/0!"),
            ("9999999999999999999999999999*10", "#NUM!"),
        ],
    );
}

#[test]
fn texts_are_cut_by_utf16_units() {
    check(
        "A1= a  b ",
        &[
            ("LEN(\"绩效𠮷\")", "4"),
            ("LEFT(\"绩效\")", "绩"),
            ("LEFT(\"绩效\",0)", ""),
            ("LEFT(\"绩效\",-1)", "#VALUE!"),
            ("RIGHT(\"abc\",2)", "bc"),
            ("RIGHT(\"abc\",9)", "abc"),
            ("MID(\"abcde\",2,3)", "bcd"),
            ("MID(\"abc\",9,1)", ""),
            ("MID(\"abc\",0,1)", "#VALUE!"),
            ("TRIM(\"  a   b \")&\"|\"", "a b|"),
            ("SUBSTITUTE(\"a　b　\",\"　\",\" \")&\"|\"", "a b |"),
            ("SUBSTITUTE(\"aAa\",\"a\",\"\")", "A"),
            ("SUBSTITUTE(\"aaa\",\"aa\",\"b\")", "ba"),
            ("SUBSTITUTE(\"abc\",\"\",\"x\")", "abc"),
            ("SUBSTITUTE(12.5,\".\",\",\")", "12,5"),
            ("LEN(1/3)", "17"),
            ("LEN(12.50)", "4"),
            ("TRUE&1", "TRUE1"),
            ("1/30000&\"\"", "3.33333333333333E-05"),
            ("10^22&\"\"", "1E+22"),
            ("0.00001&\"\"", "0.00001"),
        ],
    );
}

#[test]
fn a_range_where_one_value_belongs_is_refused() {
    check(
        "A1=1; A2=2; A3=5",
        &[
            ("A1:A3+1", "#VALUE!"),
            ("A1:A3", "#VALUE!"),
            ("ROUND(A1:A3,0)", "#VALUE!"),
            ("IF(A1:A3>1,1,2)", "#VALUE!"),
            ("SUMPRODUCT(A1:A3,A1:A2)", "#VALUE!"),
            ("SUMPRODUCT(A1:A3,A1:A3)", "30"),
            ("SUM(IF(TRUE,A1:A3,0))", "8"),
            ("COUNTIF(A1:A3,A1:A2)", "0"),
        ],
    );
}

#[test]
fn criteria_speak_their_own_small_language() {
    let given = "A1=5; A2=\"5\"; A3=abc; A4=ABD; A6=\"\"; A7=TRUE; A8=7.5; A9=a*c; B1=1; B2=2; B3=4; B4=8; B5=16; B6=32; B8=64; B9=128";
    check(
        given,
        &[
            ("COUNTIF(A1:A9,5)", "2"),
            ("COUNTIF(A1:A9,\"5\")", "2"),
            ("COUNTIF(A1:A9,\"=5\")", "2"),
            ("COUNTIF(A1:A9,\">=5\")", "2"),
            ("COUNTIF(A1:A9,\">5\")", "1"),
            ("COUNTIF(A1:A9,\"<>5\")", "7"),
            ("COUNTIF(A1:A9,\"<>\")", "8"),
            ("COUNTIF(A1:A9,\"=\")", "1"),
            ("COUNTIF(A1:A9,\"\")", "2"),
            ("COUNTIF(A1:A9,C1)", "0"),
            ("COUNTIF(A1:A9,\"ABC\")", "1"),
            ("COUNTIF(A1:A9,\"=ab?\")", "2"),
            ("COUNTIF(A1:A9,\"a*\")", "3"),
            ("COUNTIF(A1:A9,\"a~*c\")", "1"),
            ("COUNTIF(A1:A9,\"<>a*\")", "6"),
            ("COUNTIF(A1:A9,\"*\")", "5"),
            ("COUNTIF(A1:A9,\">abc\")", "1"),
            ("COUNTIF(A1:A9,TRUE)", "1"),
            ("SUMIF(A1:A9,\">=5\")", "12.5"),
            ("SUMIF(A1:A9,\"ab*\",B1:B9)", "12"),
            ("SUMIF(A1:A9,\"\",B1:B9)", "48"),
            ("SUMIF(A1:A9,\"x\",B1:B9)", "0"),
            ("SUMIF(A1:A9,5,B1:B8)", "#VALUE!"),
            ("COUNTIF(#REF!,5)", "#REF!"),
            ("COUNTIF(#REF!,\"<>\")", "#REF!"),
            ("COUNTIF(A1:A9,#REF!)", "#REF!"),
            ("SUMIF(#REF!,5)", "#REF!"),
            ("SUMIF(#REF!,5,B1:B9)", "#REF!"),
            ("SUMIF(A1:A9,5,#REF!)", "#REF!"),
            ("IFERROR(SUMIF(A1:A9,5,#REF!),1)", "1"),
        ],
    );
}

#[test]
fn an_error_says_what_happened_in_both_languages() {
    for (formula, zh, en) in [
        ("1/A1", "除数为 0", "division by zero"),
        (
            "B1+1",
            "应为数字，却是文本“无”",
            "text \"无\" where a number belongs",
        ),
        (
            "A1:B1+1",
            "此处只能是一个值，却引用了多个单元格",
            "several cells where a single value belongs",
        ),
        (
            "10^40",
            "计算结果位数过多",
            "the result has too many digits",
        ),
    ] {
        let value = evaluate(
            &parse_excel(formula).expr.unwrap(),
            &mut |place: &Place| match place.to_string().as_str() {
                "A1:B1" => Operand::Many(Grid::column(vec![Value::Blank, Value::Blank])),
                "B1" => Operand::One(Value::Text("无".to_string())),
                _ => Operand::One(Value::Blank),
            },
        );
        let Value::Error(error) = value else {
            panic!("{formula}")
        };
        assert_eq!(
            (error.reason.zh.as_str(), error.reason.en.as_str()),
            (zh, en),
            "{formula}"
        );
    }
}

#[test]
fn numbers_are_written_by_a_format_as_excel_writes_them() {
    check(
        "B1=abc; C1=\"5\"; D1=TRUE; E1=#N/A; F1=\"\"; G1=\"50%\"",
        &[
            ("TEXT(2,\"0\")", "2"),
            ("TEXT(2.5,\"0\")", "3"),
            ("TEXT(-2.5,\"0\")", "-3"),
            ("TEXT(7,\"000\")", "007"),
            ("TEXT(1.005,\"0.00\")", "1.01"),
            ("TEXT(0.1+0.2,\"0.0\")", "0.3"),
            ("TEXT(165,\"0.00##\")", "165.00"),
            ("TEXT(2.5595,\"0.00##\")", "2.5595"),
            ("TEXT(2.55,\"0.00##\")", "2.55"),
            ("TEXT(2,\"0.##\")", "2."),
            ("TEXT(0.5,\"0.##\")", "0.5"),
            ("TEXT(1234567.891,\"#,##0.00\")", "1,234,567.89"),
            ("TEXT(999.999,\"#,##0.00\")", "1,000.00"),
            ("TEXT(-1234,\"#,##0\")", "-1,234"),
            ("TEXT(0.8617,\"0.00%\")", "86.17%"),
            ("TEXT(1.819273,\"0%\")", "182%"),
            ("TEXT(-0.001,\"0.00\")", "0.00"),
            ("TEXT(-0.3333,\"0\")", "0"),
            ("TEXT(-0.00004,\"0.00%\")", "0.00%"),
            ("TEXT(-0.4,\"#,##0\")", "0"),
            ("TEXT(-0.04,\"0.##\")", "-0.04"),
            ("TEXT(-0.004,\"0.##\")", "0."),
            ("TEXT(-0.5,\"0\")", "-1"),
            ("TEXT(123456789012345678,\"0\")", "123456789012346000"),
            ("TEXT(A1,\"0.00\")", "0.00"),
            ("TEXT(B1,\"0.00\")", "abc"),
            ("TEXT(C1,\"0.00\")", "5.00"),
            ("TEXT(G1,\"0.0\")", "0.5"),
            ("TEXT(D1,\"0.00\")", "TRUE"),
            ("TEXT(F1,\"0.00\")", ""),
            ("TEXT(E1,\"0.00\")", "#N/A"),
            ("TEXT(1,\"yyyy\")", "#VALUE!"),
            ("LEN(TEXT(12.345,\"0.0\"))", "4"),
        ],
    );
}
