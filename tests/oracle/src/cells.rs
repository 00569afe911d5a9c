//! The cells a formula is computed on.

use annex::address::Address;
use annex::formula::{ErrorKind, ErrorValue, Grid, Operand, Place, Value};
use proptest::prelude::*;

/// How many rows and columns of cells there are, from A1.
pub const ROWS: u32 = 4;
/// See [`ROWS`].
pub const COLUMNS: u32 = 3;

/// The values of the cells, row by row: column A holds numbers, B anything, C texts and logical values.
#[derive(Clone)]
pub struct Cells(pub Vec<Value>);

impl std::fmt::Debug for Cells {
    /// What is not blank: `A1=5; C2="abc"`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, value) in (0..).zip(&self.0) {
            let address = Address::new(at / COLUMNS, at % COLUMNS);
            match value {
                Value::Blank => {}
                Value::Text(text) => write!(f, "{address}={text:?}; ")?,
                value => write!(f, "{address}={value}; ")?,
            }
        }
        Ok(())
    }
}

impl Cells {
    /// The value of a cell; blank outside of the table.
    pub fn at(&self, at: Address) -> Value {
        let inside = at.row < ROWS && at.column < COLUMNS;
        let value = inside
            .then(|| self.0.get((at.row * COLUMNS + at.column) as usize))
            .flatten();
        value.cloned().unwrap_or(Value::Blank)
    }

    /// What a reference stands for, with each number changed by the closure.
    pub fn operand(&self, place: &Place, change: impl Fn(Value) -> Value) -> Operand {
        let Place::Cells { area, .. } = place else {
            return Operand::One(Value::Error(ErrorValue::found(ErrorKind::Name)));
        };
        if area.is_cell() {
            return Operand::One(change(self.at(area.first)));
        }
        let values: Vec<Value> = area.cells().map(|at| change(self.at(at))).collect();
        let columns = (area.last.column - area.first.column + 1) as usize;
        Operand::Many(Grid {
            rows: values.len() / columns,
            columns,
            values,
        })
    }
}

/// Amounts as people type them: few decimals, some of them round.
fn number() -> BoxedStrategy<Value> {
    let scaled = |digits: i64, places: u32| {
        let number = format!("{digits}e-{places}").parse().ok();
        number.map_or(Value::Blank, Value::Number)
    };
    prop_oneof![
        3 => (-100..1000i64).prop_map(move |whole| scaled(whole, 0)),
        4 => (-10_000..1_000_000i64).prop_map(move |cents| scaled(cents, 2)),
        1 => (0..100_000i64).prop_map(move |digits| scaled(digits, 4)),
        1 => Just(Value::Number(0.into())),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<Value> {
    const TEXTS: &[&str] = &[
        "abc",
        "ABC",
        "abd",
        "有",
        "无",
        "专项资金",
        "专项债",
        "5",
        "12.5",
        "",
        " a  b ",
        "x*y",
        "1,234",
        "50%",
        "-3",
        "TRUE",
        " 8 ",
    ];
    prop::sample::select(TEXTS)
        .prop_map(|text| Value::Text(text.to_string()))
        .boxed()
}

fn truth() -> BoxedStrategy<Value> {
    any::<bool>().prop_map(Value::Bool).boxed()
}

fn error() -> BoxedStrategy<Value> {
    const KINDS: &[ErrorKind] = &[
        ErrorKind::Div0,
        ErrorKind::Na,
        ErrorKind::Num,
        ErrorKind::Value,
    ];
    prop::sample::select(KINDS)
        .prop_map(|kind| Value::Error(ErrorValue::found(kind)))
        .boxed()
}

/// A table of cells.
pub fn cells() -> impl Strategy<Value = Cells> {
    let blank = || Just(Value::Blank).boxed();
    let numbers = prop_oneof![80 => number(), 18 => blank(), 2 => error()].boxed();
    let mixed =
        prop_oneof![45 => number(), 20 => text(), 15 => truth(), 19 => blank(), 1 => error()]
            .boxed();
    let texts = prop_oneof![60 => text(), 20 => truth(), 20 => blank()].boxed();
    proptest::collection::vec((numbers, mixed, texts), ROWS as usize)
        .prop_map(|rows| Cells(rows.into_iter().flat_map(|(a, b, c)| [a, b, c]).collect()))
}
