//! An inbox as people keep it: folders, archives, files of all kinds, strays, and several returns of a department.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::io::Write;

use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::several::{arrivals, several};
use annex::generate::{self, Entries};
use shell::Shell;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::common::returns;
use crate::common::shell;

/// A clean return under a code of its own.
fn of(code: &str) -> Book {
    let mut demo = returns::demo("02-archives");
    demo.code = code.to_owned();
    let pack = returns::pack();
    annex::demo::returned(&demo, &pack).unwrap().unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What stands in the rows of a sheet whose first cell is this.
fn row(shell: &Shell, file: &str, sheet: &str, first: &str) -> Vec<String> {
    let book = annex::book::read::read(&shell.bytes(file)).unwrap();
    let sheet = book.sheet(sheet).unwrap();
    let is_first = CellValue::Text(first.to_owned());
    let is_it = |at: &&annex::address::Address| at.column == 0 && *sheet.value(**at) == is_first;
    let at = sheet.cells.keys().find(is_it).unwrap().row;
    let cells = sheet.cells.iter().filter(|(place, _)| place.row == at);
    let text = |value: &CellValue| match value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(number) => number.to_string(),
        _ => String::new(),
    };
    cells.map(|(_, cell)| text(&cell.value)).collect()
}

#[test]
fn folders_and_archives_are_read_and_all_else_is_named() {
    let shell = Shell::new();
    let book = |code: &str| write(&of(code)).unwrap();
    let inner = zipped(&[("丁.xlsx", &book("104"))]);
    shell
        .put("in/甲/return.xlsx", book("101"))
        .put("in/乙/下/return.xlsx", book("102"))
        .put(
            "in/103-丙.zip",
            zipped(&[
                ("表/return.xlsx", &book("103")),
                ("__MACOSX/表/._return.xlsx", b"shadow"),
                ("../../out.jpg", b"\xff\xd8\xff\xe0"),
                ("内.zip", &inner),
            ]),
        )
        // What a file is follows from its content.
        .put("in/105.zip", book("105"))
        .put("in/没有扩展名", book("106"))
        .put("in/107-戊.wps", "wps")
        .put("in/签字.jpg", "jpg")
        .put("in/报告.pdf", "%PDF-1.7")
        .put("in/全部.rar", "Rar!")
        .put("in/~$return.xlsx", "lock")
        .put("in/.~lock.return.xlsx#", "lock")
        .put("in/Thumbs.db", "thumbs");
    let said = shell.run("check in --format json --lang en");
    let json = said.split("out:\n").nth(1).unwrap();
    let json = json.split("err:\n").next().unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let files = json["files"].as_array().unwrap().iter();
    let files: Vec<&str> = files.map(|file| file["file"].as_str().unwrap()).collect();
    assert_eq!(
        files,
        [
            "in/103-丙.zip/内.zip/丁.xlsx",
            "in/103-丙.zip/表/return.xlsx",
            "in/105.zip",
            "in/乙/下/return.xlsx",
            "in/没有扩展名",
            "in/甲/return.xlsx",
        ]
    );
    assert_eq!(
        said.split("err:\n").nth(1).unwrap(),
        "\
not looked at, WPS documents: 1 (save them as .docx or .xlsx in WPS): in/107-戊.wps
not looked at, PDF and OFD files: 1 (ask for the .xlsx form where a department sent nothing else): in/报告.pdf
not looked at, pictures: 2 (ask for the .xlsx form where a department sent nothing else): in/103-丙.zip/../../out.jpg, in/签字.jpg
not looked at, archives other than .zip: 1 (unpack them into the folder, or pack them anew as .zip): in/全部.rar
"
    );
    // Files of one name stay apart, and nothing is written outside the folder.
    shell.run("annotate in -o out");
    shell.run("annotate in --in-place -o out2");
    for out in ["out", "out2"] {
        assert_eq!(
            shell.files(out),
            [
                "103-丙",
                "105-校验.xlsx",
                "乙",
                "没有扩展名-校验.xlsx",
                "甲"
            ]
        );
        assert_eq!(shell.files(&format!("{out}/103-丙")), ["内", "表"]);
        assert_eq!(
            shell.files(&format!("{out}/103-丙/表")),
            ["return-校验.xlsx"]
        );
        assert_eq!(shell.files(&format!("{out}/乙/下")), ["return-校验.xlsx"]);
    }
    // A file in an archive has a name like any other.
    shell.assert(
        "check in/103-丙.zip/表/return.xlsx --format concise --lang en",
        "0\n",
    );
    let report = shell.run("report in/103-丙.zip/表/return.xlsx -o r.docx");
    assert!(report.starts_with("0\n"), "{report}");
}

#[test]
fn a_department_that_sent_something_else_has_not_sent_nothing() {
    let shell = Shell::new();
    shell
        .put("roster.csv", "code,name,projects\n101,县档案馆,\n102,县林业局,\n103,县司法局,\n104,县残联,\n105,县科协,\n")
        .put_book("in/101.xlsx", &of("101"))
        .put("in/102/签字页.jpg", "jpg")
        .put("in/司法局.wps", "wps")
        .put("in/104-残联.docx", "torn");
    let said = shell.run("consolidate in --roster roster.csv -o s.xlsx --lang en");
    assert!(
        said.ends_with("1 of 2 files summed up in s.xlsx\n"),
        "{said}"
    );
    for (code, standing) in [
        ("101", "已交"),
        ("102", "未看"),
        ("103", "未看"),
        ("104", "无法读取"),
        ("105", "未交"),
    ] {
        assert_eq!(
            row(&shell, "s.xlsx", "交表情况", code)[2],
            standing,
            "{code}"
        );
    }
}

#[test]
fn a_stray_is_left_out_and_stops_nothing() {
    let shell = Shell::new();
    let form = |year, pack: &str| {
        let files = annex::template::packs::shipped_files(pack).unwrap();
        let spec = annex::form::Spec {
            year,
            code: "109".to_owned(),
            department: "示例局".to_owned(),
            ..Default::default()
        };
        let pack = annex::form::load(&files).unwrap();
        let form = annex::form::resolve(&pack, &spec).unwrap();
        generate::workbook(&form, &Entries::new())
    };
    shell
        .put_book("in/101.xlsx", &of("101"))
        .put_book("in/102.xlsx", &of("102"))
        .put_book("in/a-last-year.xlsx", &form(2023, "hunan-2024"))
        .put_book("in/b-other.xlsx", &form(2024, "hubei-2020"))
        .put_book("in/d-both.xlsx", &form(2021, "central-2021"))
        .put("in/c-torn.xlsx", "PK\x03\x04");
    let said = shell.run("consolidate in -o s.xlsx --lang en");
    for line in [
        "error: in/a-last-year.xlsx: left out of the summary: it is of 2023\n",
        "error: in/b-other.xlsx: left out of the summary: it was made from another pack, hubei-2020 (2024年度部门整体绩效自评)\n",
        "error: in/d-both.xlsx: left out of the summary: it was made from another pack, central-2021 (2021年度部门及项目支出绩效自评), and is of 2021\n",
        "(that of most departments; name another with --year or --pack)\n",
        "error: in/c-torn.xlsx: ",
        "2 of 6 files summed up in s.xlsx\n",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert!(said.starts_with("1\n"), "{said}");
    let listed = row(&shell, "s.xlsx", "汇总", "109");
    assert_eq!(listed.last().unwrap(), "未计入：是 2023 年度的表");
    // One that no roster knows is listed among those that nobody asked for.
    shell.put("roster.csv", "code,name,projects\n101,县档案馆,\n");
    shell.run("consolidate in --roster roster.csv -o v.xlsx");
    let listed = row(&shell, "v.xlsx", "交表情况", "109");
    assert_eq!(listed[2], "不在名单");
    assert_eq!(listed.last().unwrap(), "未计入汇总：是 2023 年度的表");
    // What is asked for outweighs what most are.
    let said = shell.run("consolidate in --year 2023 -o t.xlsx --lang en");
    assert!(said.contains("1 of 6 files summed up in t.xlsx"), "{said}");
    let said = shell.run("consolidate in --pack hubei-2020 -o u.xlsx --lang en");
    assert!(said.contains("1 of 6 files summed up in u.xlsx"), "{said}");
}

#[test]
fn the_return_that_was_saved_last_counts_whatever_it_is_called() {
    let shell = Shell::new();
    let saved = |at: (u16, u8, u8)| Book {
        created: at,
        ..of("101")
    };
    shell
        .put_book("in/1.xlsx", &saved((2025, 3, 2)))
        .put_book("in/2.xlsx", &saved((2025, 3, 9)))
        .put_book("in/3.xlsx", &saved((2025, 3, 4)));
    let said = shell.run("check in --format concise --lang en");
    let why = "by its own record it was saved last: 2025-03-09 00:00:00";
    assert!(said.contains(&format!("in/2.xlsx: warning[X009] there is another return of this department: in/3.xlsx, in/1.xlsx; this one counts ({why})")), "{said}");
    assert_eq!(
        said.matches(&format!("in/2.xlsx counts ({why})")).count(),
        2,
        "{said}"
    );
}

#[test]
fn the_return_that_answers_the_newest_marked_copy_counts() {
    let pack = returns::pack();
    let checked = |book: &Book| returns::open(&write(book).unwrap());
    // A department works on its marked copy: a program that saves it recalculates the formula in its memory.
    let answered = |file: &annex::check::Return| {
        let content = file.content.as_ref().unwrap();
        let language = annex::text::Language::Chinese;
        let mut book = annex::annotate::workbook(content, &file.findings, language);
        let untouched = checked(&book);
        let memory = book
            .sheets
            .iter_mut()
            .find(|it| it.name == annex::memory::SHEET);
        let cells = &mut memory.unwrap().cells;
        let at = annex::address::Address::new(0, 0);
        cells.get_mut(&at).unwrap().value = CellValue::Number(annex::number::Number::ONE);
        (untouched, checked(&book))
    };
    let named = |file: &annex::check::Return, name: &str, saved: &str| {
        let mut file = file.clone();
        file.file = name.to_owned();
        let content = file.content.as_mut().unwrap();
        content.submission.book.saved = Some(saved.to_owned());
        file
    };
    assert_eq!(pack.id, "hunan-2024");
    let first = checked(&of("101"));
    let (untouched, second) = answered(&first);
    let (_, third) = answered(&second);
    // Whatever they are called, and whenever they were saved.
    let files = [
        named(&second, "z.xlsx", "2025-03-09 00:00:00"),
        named(&untouched, "y.xlsx", "2025-03-10 00:00:00"),
        named(&third, "a.xlsx", "2025-03-02 00:00:00"),
        named(&first, "x.xlsx", "2025-03-11 00:00:00"),
    ];
    let several = several(&arrivals(&files));
    assert_eq!(several.len(), 1);
    assert_eq!(several[0].members, [2, 0, 3, 1]);
    assert_eq!(several[0].why.zh, "它是在批注过的表上改的");
}

#[test]
fn an_adopted_document_is_no_failure() {
    let shell = Shell::new();
    shell.put_book("101.xlsx", &of("101"));
    shell.run("report 101.xlsx -o in/101.docx");
    let said = shell.run("check in --format concise --lang en");
    assert!(said.contains("in/101.docx: error[W001]"), "{said}");
    shell.run("adopt in/101.docx --pack hunan-2024 -o in --code 101");
    let said = shell.run("check in --format concise --lang en");
    assert!(!said.contains("W001"), "{said}");
    assert!(
        said.contains("in/101.docx was adopted into in/101-正式表.xlsx, which stands for it\n"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn what_is_too_large_or_no_file_is_left_unread() {
    let shell = Shell::new();
    shell
        .put_book("in/101.xlsx", &of("101"))
        .put("in/102.xlsx", "")
        .put("roster.csv", "")
        .put("bomb.txt", vec![0; 1 << 20]);
    let sparse = |name: &str| {
        let path = shell.path().join(name);
        let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
        file.set_len(3 << 40).unwrap();
    };
    sparse("in/102.xlsx");
    sparse("roster.csv");
    std::os::unix::fs::symlink("/dev/zero", shell.path().join("in/103.xlsx")).unwrap();
    std::os::unix::fs::symlink("..", shell.path().join("in/up")).unwrap();
    let said = shell.run("check in --format concise --lang en");
    assert!(
        said.contains("in/102.xlsx: error[W001] the file is too large: more than 67108864 bytes"),
        "{said}"
    );
    assert!(said.contains("not looked at, shortcuts and links: 2 (copy the files they lead to into the folder): in/103.xlsx, in/up\n"), "{said}");
    for (line, why) in [
        (
            "check in/103.xlsx",
            "in/103.xlsx: cannot be read: it is no regular file",
        ),
        (
            "generate --pack hunan-2024 --roster roster.csv -o out",
            "roster.csv: it is too large: more than 16777216 bytes",
        ),
        (
            "check in/101.xlsx --key /dev/zero",
            "/dev/zero: it is no regular file",
        ),
        (
            "fill in/101.xlsx --values roster.csv -o f.xlsx",
            "roster.csv: it is too large",
        ),
        (
            "fill in/102.xlsx --values roster.csv -o f.xlsx",
            "in/102.xlsx: the file is too large",
        ),
        (
            "diff in/101.xlsx in/102.xlsx",
            "in/102.xlsx: not compared: the file is too large",
        ),
    ] {
        let said = shell.run(&format!("{line} --lang en"));
        assert!(
            said.starts_with("2\n") && said.contains(why),
            "{line}: {said}"
        );
    }
}
