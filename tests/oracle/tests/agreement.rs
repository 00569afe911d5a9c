//! annex and an independent engine agree on random formulas to the fifteenth digit.
//!
//! `ORACLE_SEED=7 cargo test` tries other formulas than the usual ones.

use std::cell::RefCell;
use std::collections::BTreeMap;

use annex::formula::{Expr, Kind, Place, Value, evaluate, functions, parse_excel};
use oracle::cells::{self, Cells};
use oracle::defects::{DEFECTS, Difference};
use oracle::engine::{self, Computed};
use oracle::{formulas, shake};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// How many formulas are computed.
const CASES: u32 = 8000;
/// How far two numbers may differ: one in the fifteenth digit.
const FIFTEENTH_DIGIT: f64 = 1e-14;
/// How far two numbers may differ that are smaller than a decimal of 28 places can tell.
const LAST_PLACE: f64 = 1e-27;
/// How many of a hundred cases may say nothing, because a float cannot tell or the engine is wrong.
const DELICATE_PERCENT: usize = 3;
const DEFECT_PERCENT: usize = 4;
/// How often each function must have been tried.
const TRIED: usize = 50;

/// What became of the cases.
#[derive(Default)]
struct Tally {
    agreed: usize,
    delicate: usize,
    defects: BTreeMap<&'static str, usize>,
    functions: BTreeMap<&'static str, usize>,
}

#[test]
fn annex_and_an_independent_engine_agree_to_the_fifteenth_digit() {
    let seed = std::env::var("ORACLE_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1_u8);
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(
        config,
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    );
    let tally = RefCell::new(Tally::default());
    let outcome = runner.run(
        &(formulas::formula(), cells::cells()),
        |(formula, cells)| {
            let verdict = case(&formula, &cells, &mut tally.borrow_mut());
            verdict.map_err(TestCaseError::fail)
        },
    );
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let Tally {
        agreed,
        delicate,
        defects,
        functions: tried,
    } = tally.into_inner();
    let excused: usize = defects.values().sum();
    println!("{agreed} agreed, {delicate} delicate, {excused} excused: {defects:#?}\n{tried:?}");
    let cases = CASES as usize;
    assert_eq!(agreed + delicate + excused, cases);
    assert!(
        delicate * 100 <= cases * DELICATE_PERCENT,
        "{delicate} cases are delicate"
    );
    assert!(
        excused * 100 <= cases * DEFECT_PERCENT,
        "{excused} cases show a defect of the engine"
    );
    for function in functions::ALL {
        let times = tried.get(function.name).copied().unwrap_or(0);
        assert!(times >= TRIED, "{function} was tried {times} times only");
    }
}

/// Computes one formula on both sides and enters what became of it; the difference is the error.
fn case(formula: &str, cells: &Cells, tally: &mut Tally) -> Result<(), String> {
    let parsed = parse_excel(formula);
    let tree = parsed
        .expr
        .ok_or_else(|| format!("{formula}: {:?}", parsed.mistakes))?;
    count_functions(&tree, &mut tally.functions);
    let ours = evaluate(&tree, &mut |place| cells.operand(place, |value| value));
    let theirs = engine::compute(formula, cells)?;
    if agree(&ours, &theirs) {
        tally.agreed += 1;
        return Ok(());
    }
    if shake::is_delicate(&tree, cells) {
        tally.delicate += 1;
        return Ok(());
    }
    let difference = Difference {
        formula: &tree,
        cells,
        ours: &ours,
        theirs: &theirs,
    };
    if let Some(defect) = DEFECTS.iter().find(|defect| (defect.explains)(&difference)) {
        *tally.defects.entry(defect.name).or_default() += 1;
        return Ok(());
    }
    Err(format!("{formula} is {ours} here and {theirs} there"))
}

fn agree(ours: &Value, theirs: &Computed) -> bool {
    match (ours, theirs) {
        (Value::Number(number), Computed::Float(float)) => {
            let number = number.to_f64();
            (number - float).abs() <= (FIFTEENTH_DIGIT * number.abs()).max(LAST_PLACE)
        }
        (Value::Error(ours), Computed::Value(Value::Error(theirs))) => ours.kind == theirs.kind,
        (ours, Computed::Value(theirs)) => ours == theirs,
        (_, Computed::Float(_)) => false,
    }
}

fn count_functions(tree: &Expr<Place>, counts: &mut BTreeMap<&'static str, usize>) {
    tree.walk(&mut |part| {
        if let Kind::Call(function, _) = &part.kind {
            *counts.entry(function.name).or_default() += 1;
        }
    });
}
