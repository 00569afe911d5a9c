//! Every formula of every shipped pack comes to the same in annex and in an independent engine, whatever is filled in.
//!
//! `ORACLE_SEED=7 cargo test --test packs` fills in other values than the usual ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use annex::book::{Book, CellValue};
use annex::form::{self, Form, Kind, Spec};
use annex::formula::Value;
use annex::generate::{Entries, workbook};
use annex::number::Number;
use annex::template::{Pack, packs};
use oracle::engine::{self, Computed};

/// How many returns of each pack are filled in at random.
const RETURNS: u64 = 60;
/// How far two numbers may differ: one in the fourteenth digit, for a total adds up what floats lost.
const FOURTEENTH_DIGIT: f64 = 1e-13;
/// How many of a thousand results may differ by the last digit that ROUND keeps, because a float cannot hold a tie.
const TIES: usize = 5;
/// The most that such a tie makes of a difference: a hundredth of a point.
const LAST_DIGIT: f64 = 0.011;

/// A small generator of numbers without pattern, so that a seed says it all (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % end
    }

    /// A number as people type it: round, or with two or four decimals, sometimes nought.
    fn number(&mut self) -> Number {
        let text = match self.below(10) {
            0 => "0".to_owned(),
            1..=4 => self.below(1000).to_string(),
            5..=8 => format!("{}.{:02}", self.below(100_000), self.below(100)),
            _ => format!("{}.{:04}", self.below(1000), self.below(10_000)),
        };
        text.parse().unwrap()
    }
}

/// A form with more rows and projects than a fresh one.
fn form(pack: &Arc<Pack>, dice: &mut Dice) -> Form {
    let spec = Spec {
        year: pack.year,
        code: "101".to_owned(),
        department: "示例单位".to_owned(),
        ..Spec::default()
    };
    let mut spec = spec;
    for sheet in &pack.sheets {
        let copies = match &sheet.repeat {
            Some(repeat) => {
                let copies = u32::try_from(dice.below(3)).unwrap() + 1;
                spec.sheets.insert(
                    sheet.id.clone(),
                    copies.clamp(repeat.min.max(1), repeat.max),
                );
                (1..=copies)
                    .map(|index| format!("{}.{index}", sheet.id))
                    .collect()
            }
            None => vec![sheet.id.clone()],
        };
        for copy in copies {
            for (id, block) in &sheet.blocks {
                let rows = u32::try_from(dice.below(4)).unwrap() + 1;
                spec.rows.insert(
                    format!("{copy}.{id}"),
                    rows.clamp(block.min.max(1), block.max),
                );
            }
        }
    }
    form::resolve(pack, &spec).unwrap()
}

/// Something in most inputs: a number where one belongs, or a word the form allows in its place.
fn entries(form: &Form, dice: &mut Dice) -> Entries {
    let mut entries = Entries::new();
    for (index, field) in form.fields.iter().enumerate() {
        if field.kind != Kind::Input || dice.below(5) == 0 {
            continue;
        }
        let template = form.template(field);
        let words = [&template.or_text, &template.choices].into_iter().flatten();
        let words: Vec<&String> = words.collect();
        let value = if !words.is_empty() && dice.below(3) > 0 {
            let word = usize::try_from(dice.below(words.len() as u64)).unwrap();
            CellValue::Text(words[word].clone())
        } else if template.kind.is_number() {
            CellValue::Number(dice.number())
        } else {
            CellValue::Text("已填".to_owned())
        };
        entries.insert(index, value);
    }
    entries
}

/// What became of the results of a pack.
#[derive(Debug, Default)]
struct Tally {
    agreed: usize,
    ties: usize,
    /// How often each field was computed to a number; rows and sheets that repeat count as one field.
    numbers: BTreeMap<String, usize>,
}

/// A text in which no number has more than 15 digits.
fn fifteen_digits(text: &str) -> String {
    let mut short = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, after) = from.split_at(end.unwrap_or(from.len()));
        short.push_str(before);
        let digits = number.trim_start_matches(['0', '.']).replace('.', "").len();
        match (digits > 15, number.split_once('.'), number.parse::<f64>()) {
            (true, Some((whole, _)), Ok(float)) => {
                let rounded = format!("{float:.*}", 15_usize.saturating_sub(whole.len()));
                short.push_str(rounded.trim_end_matches('0').trim_end_matches('.'));
            }
            _ => short.push_str(number),
        }
        rest = after;
    }
    short + rest
}

fn compare(book: &Book, form: &Form, tally: &mut Tally) {
    for (sheet, at, theirs) in engine::compute_book(book).unwrap() {
        let cell = &book.sheets[sheet].cells[&at];
        let ours = Value::from(&cell.value);
        let name = &book.sheets[sheet].name;
        let formula = cell.formula.as_deref().unwrap_or_default();
        let said = format!("{name}!{at} ={formula} is {ours} here and {theirs} there");
        match (&ours, &theirs) {
            (Value::Number(number), Computed::Float(float)) => {
                let number = number.to_f64();
                let difference = (number - float).abs();
                if difference <= FOURTEENTH_DIGIT * number.abs().max(1.0) {
                    tally.agreed += 1;
                } else {
                    assert!(difference <= LAST_DIGIT, "{said}");
                    tally.ties += 1;
                }
                let laid = form.sheets.iter().position(|laid| laid.name == *name);
                if let Some(field) = laid.and_then(|laid| form.field_at(laid, at)) {
                    let id = &form.fields[field].id;
                    let parts = id.split('.').filter(|part| part.parse::<u32>().is_err());
                    let id = parts.collect::<Vec<_>>().join(".");
                    *tally.numbers.entry(id).or_default() += 1;
                }
            }
            // An empty text is a blank in a workbook.
            (Value::Blank, Computed::Value(Value::Text(text))) if text.is_empty() => {
                tally.agreed += 1;
            }
            (Value::Error(ours), Computed::Value(Value::Error(theirs))) => {
                assert_eq!(ours.kind, theirs.kind, "{said}");
                tally.agreed += 1;
            }
            // The engine writes 17 digits of a number into a text, Excel 15.
            (Value::Text(ours), Computed::Value(Value::Text(theirs))) => {
                assert_eq!(*ours, fifteen_digits(theirs), "{said}");
                tally.agreed += 1;
            }
            (ours, Computed::Value(theirs)) => {
                assert_eq!(ours, theirs, "{said}");
                tally.agreed += 1;
            }
            (_, Computed::Float(_)) => panic!("{said}"),
        }
    }
}

#[test]
fn every_formula_of_every_shipped_pack_comes_to_the_same() {
    let seed = std::env::var("ORACLE_SEED").ok();
    let seed: u64 = seed.and_then(|seed| seed.parse().ok()).unwrap_or(1);
    for id in packs::shipped() {
        let pack = form::load(&packs::shipped_files(&id).unwrap()).unwrap();
        let mut tally = Tally::default();
        for index in 0..RETURNS {
            let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (seed * 1000 + index));
            let form = form(&pack, &mut dice);
            let entries = entries(&form, &mut dice);
            compare(&workbook(&form, &entries), &form, &mut tally);
        }
        println!("{id}: {} agreed, {} ties", tally.agreed, tally.ties);
        assert!(tally.agreed > 1000, "{id}: {}", tally.agreed);
        assert!(
            tally.ties * 1000 <= tally.agreed * TIES,
            "{id}: {}",
            tally.ties
        );
        // Every computed number of the pack was really computed.
        for sheet in &pack.sheets {
            for field in &sheet.fields {
                let full = format!("{}.{}", sheet.id, field.id);
                let computed = field.formula.is_some() && field.kind.is_number();
                let times = tally.numbers.get(&full).copied().unwrap_or(0);
                assert!(
                    !computed || times > 0,
                    "{id}: {full} never came to a number"
                );
            }
        }
    }
}
