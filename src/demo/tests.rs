//! The demo fits the pack it is made for, and its departments are what their notes say.

use std::collections::BTreeSet;

use super::*;
use crate::book::{CellValue, write};
use crate::evaluate;
use crate::form::{Kind, Need, compute_one};
use crate::formula::Value;
use crate::submission::{self, Submission};
use crate::template::{Relation, packs};

fn pack() -> Arc<Pack> {
    let files = packs::shipped_files(PACK).unwrap();
    Arc::new(crate::template::parse(&files).unwrap())
}

fn demo(id: &str) -> Demo {
    let mut all = departments().unwrap().into_iter();
    all.find(|demo| demo.id == id).unwrap()
}

fn read(demo: &Demo, pack: &Arc<Pack>) -> Submission {
    let book = returned(demo, pack).unwrap().unwrap();
    submission::read(&write::write(&book).unwrap(), &[Arc::clone(pack)]).unwrap()
}

#[test]
fn every_file_of_the_folder_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demo/departments");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = FILES.iter().map(|(id, _)| format!("{id}.json")).collect();
    assert_eq!(found, listed);
}

#[test]
fn every_return_is_written_and_read_back_as_it_was_made() {
    let pack = pack();
    for demo in departments().unwrap() {
        let Some(book) = returned(&demo, &pack).unwrap() else {
            assert!(!demo.returned && demo.values.is_null() && demo.faults.is_empty());
            continue;
        };
        let read = read(&demo, &pack);
        assert_eq!(read.identity.spec.code, demo.code);
        assert!(read.identity.sealed);
        for (index, field) in read.form.fields.iter().enumerate() {
            let made = &book.sheets[field.sheet].cells[&field.cell()];
            let found = &read.entries[index].found;
            assert_eq!(found.formula, made.formula, "{} {}", demo.id, field.id);
            let blank = found.value.is_blank() && made.value.is_blank();
            assert!(
                blank || found.value == made.value,
                "{} {}",
                demo.id,
                field.id
            );
        }
    }
}
