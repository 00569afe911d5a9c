//! annex and an independent engine agree on random formulas to the fifteenth digit.

use std::collections::BTreeMap;

use annex::formula::{Value, evaluate, parse_excel};
use oracle::defects::{DEFECTS, Difference};
use oracle::engine::{self, Computed};
use oracle::{cells, formulas, shake};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

#[test]
#[ignore = "a survey"]
fn survey() {
    let mut runner = TestRunner::deterministic();
    let strategy = (formulas::formula(), cells::cells());
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let start = std::time::Instant::now();
    let mut shown = 0;
    for _ in 0..3000 {
        let (formula, cells) = strategy.new_tree(&mut runner).unwrap().current();
        let parsed = parse_excel(&formula);
        assert_eq!(parsed.mistakes, [], "{formula}");
        let tree = parsed.expr.unwrap();
        let ours = evaluate(&tree, &mut |place| cells.operand(place, |value| value));
        let theirs = match engine::compute(&formula, &cells) {
            Ok(theirs) => theirs,
            Err(said) => { *count.entry("engine refuses").or_default() += 1; println!("REFUSED {formula} {said}"); continue }
        };
        let agree = match (&ours, &theirs) {
            (Value::Number(n), Computed::Float(x)) => (n.to_f64() - x).abs() <= 1e-14 * n.to_f64().abs(),
            (Value::Error(a), Computed::Value(Value::Error(b))) => a.kind == b.kind,
            (a, Computed::Value(b)) => a == b,
            _ => false,
        };
        let verdict = if agree { "agree" } else if shake::is_delicate(&tree, &cells) { "delicate" } else {
            let difference = Difference { formula: &tree, cells: &cells, ours: &ours, theirs: &theirs };
            if let Some(defect) = DEFECTS.iter().find(|defect| (defect.explains)(&difference)) { defect.name } else {
            shown += 1;
            if shown < 60 && formula.len() < 70 { println!("{formula}\n   ours {ours:?}\n   theirs {theirs:?}\n   {:?}", cells.0.iter().map(|v| format!("{v:?}")).map(|s| s.chars().take(28).collect::<String>()).collect::<Vec<_>>().join(" ")); }
            "differ" } };
        *count.entry(verdict).or_default() += 1;
    }
    println!("{count:#?} {:?}", start.elapsed());
}
