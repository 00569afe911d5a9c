//! Many returns at once, through the library: each is handed on in the order given and let go, and is told what follows from
//! the others all the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::sync::Arc;

use annex::book::Book;
use annex::book::write::write;
use annex::check::Return;
use annex::check::across::returned_twice;
use annex::workspace::{self, Asked, Event, Problem};
use shell::Shell;

use crate::common::shell;
use crate::common::{package, returns};

/// A clean return under a code of its own.
fn of(code: &str) -> Book {
    let mut demo = returns::demo("02-archives");
    demo.code = code.to_owned();
    annex::demo::returned(&demo, &returns::pack())
        .unwrap()
        .unwrap()
}

/// Checks a folder; what is told, and what `take` makes of each return, by its file and in the order it comes.
fn each<T>(shell: &Shell, mut take: impl FnMut(&Return) -> T) -> (Vec<Event>, Vec<(String, T)>) {
    let asked = Asked {
        files: vec![shell.path().join("in")],
        ..Asked::default()
    };
    let mut told = Vec::new();
    let batch = workspace::open(&asked, &mut |event| told.push(event)).unwrap();
    let arrived = batch.arrived();
    let mut taken = Vec::new();
    let done = batch.each(&arrived, &mut |event| told.push(event), |came| {
        for mut came in came {
            returned_twice(
                &mut came.file,
                came.place,
                &arrived.doubles,
                batch.options(),
            );
            let name = came.file.file.rsplit('/').next().unwrap().to_owned();
            taken.push((name, take(&came.file)));
        }
        Ok::<(), Problem>(())
    });
    assert!(!done.unwrap().missing);
    (told, taken)
}

/// `code message` of all findings.
fn said(file: &Return) -> Vec<String> {
    let said = |it: &annex::finding::Finding| format!("{} {}", it.code, it.message.zh);
    file.findings.iter().map(said).collect()
}

#[test]
fn returns_come_in_the_order_of_the_files_and_none_is_kept() {
    let shell = Shell::new();
    let bytes = write(&of("101")).unwrap();
    const FILES: usize = 60;
    for number in 0..FILES {
        shell.put(&format!("in/{number:02}.xlsx"), &bytes);
    }
    // Every return holds its pack.
    let held = |file: &Return| {
        let content = file.content.as_ref().unwrap();
        Arc::strong_count(&content.submission.form.pack)
    };
    let (_, held) = each(&shell, held);
    let names: Vec<String> = (0..FILES)
        .map(|number| format!("{number:02}.xlsx"))
        .collect();
    assert!(held.iter().map(|(name, _)| name).eq(&names));
    let first = held[0].1;
    let most = held.iter().map(|(_, held)| *held).max().unwrap();
    // A few for each core are read before the first is handed on.
    let at_once = 4 * rayon::current_num_threads();
    if at_once < FILES {
        assert!(most <= first, "{most} packs are held, {first} at first");
        assert!(held[FILES - 1].1 <= first);
    }
}

#[test]
fn a_second_return_is_told_in_both_and_one_that_cannot_be_read_is_none() {
    let shell = Shell::new();
    let broken = |book: &Book| {
        // Whose it is can still be seen.
        let mut parts = package::unpack(&write(book).unwrap());
        let sheet = parts
            .iter_mut()
            .find(|(name, _)| name == "xl/worksheets/sheet2.xml");
        sheet.unwrap().1 = b"<worksheet><sheetData></worksheet>".to_vec();
        let parts: Vec<(&str, &[u8])> = (parts.iter())
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        package::package(&parts)
    };
    shell
        .put_book("in/1.xlsx", &of("101"))
        .put_book("in/2.xlsx", &of("102"))
        .put("in/3.xlsx", broken(&of("102")))
        .put_book("in/4.xlsx", &of("103"))
        .put_book("in/5.xlsx", &of("101"));
    let (_, said) = each(&shell, said);
    let said: Vec<(&str, Vec<&str>)> = said
        .iter()
        .map(|(name, said)| (name.as_str(), said.iter().map(|it| &it[..4]).collect()))
        .collect();
    assert_eq!(
        said,
        [
            ("1.xlsx", vec!["X009"]),
            ("2.xlsx", vec![]),
            ("3.xlsx", vec!["W001"]),
            ("4.xlsx", vec![]),
            ("5.xlsx", vec!["X009"]),
        ]
    );
}

#[test]
fn whoever_takes_a_return_can_stop() {
    let shell = Shell::new();
    for number in 0..3 {
        shell.put_book(&format!("in/{number}.xlsx"), &of("101"));
    }
    let asked = Asked {
        files: vec![shell.path().join("in")],
        ..Asked::default()
    };
    let batch = workspace::open(&asked, &mut |_| {}).unwrap();
    let mut taken = 0;
    let stopped = batch.each(&batch.arrived(), &mut |_| {}, |_| {
        taken += 1;
        Err("the pipe is closed")
    });
    assert_eq!((stopped, taken), (Err("the pipe is closed"), 1));
}
