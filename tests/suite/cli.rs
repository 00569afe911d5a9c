//! The command line as a shell sees it: status, standard output and standard error of every command, side by side.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::generate::{self, Entries};

use shell::Shell;

use crate::common::package;
use crate::common::returns;
use crate::common::shell;

/// The clean return of the demo, with one cell of 附件1 changed.
fn with_cell(field: &str, value: &str) -> Book {
    let mut demo = returns::demo("02-archives");
    demo.faults.push(annex::demo::Fault::RawText {
        field: field.to_owned(),
        raw_text: value.to_owned(),
    });
    annex::demo::returned(&demo, &returns::pack())
        .unwrap()
        .unwrap()
}

fn clean() -> Book {
    returns::returned("02-archives")
}

#[test]
fn what_a_campaign_says_is_kept_with_its_forms() {
    let shell = Shell::new();
    shell
        .assert(
            "generate --pack hunan-2024 --department 示例局 --code 101 --issuer 示例县财政局 --deadline 2025年3月20日 --contact 0730-1234567 -o form.xlsx",
            "0\n",
        )
        .put("values.json", r#"{"base.staff.quota": 7}"#)
        .assert("fill form.xlsx --values values.json -o filled.xlsx", "0\n");
    for file in ["form.xlsx", "filled.xlsx"] {
        let found = returns::open(&shell.bytes(file));
        let identity = found.content.unwrap().submission.identity;
        assert!(identity.sealed, "{file}");
        assert_eq!(identity.spec.issuer.as_deref(), Some("示例县财政局"));
        assert_eq!(identity.spec.deadline.unwrap().to_string(), "2025-03-20");
        assert_eq!(identity.spec.contact.as_deref(), Some("0730-1234567"));
    }
    shell.assert(
        "generate --pack hunan-2024 --department 示例局 --deadline 3月20日 -o other.xlsx",
        "
2
err:
错误：--deadline <日期> 不能写“3月20日”：日期写成 2025-03-20 这样

加 --help 查看帮助。
",
    );
}

#[test]
fn one_form_is_made_and_an_existing_file_left_alone() {
    let shell = Shell::new();
    shell
        .assert("generate --pack hunan-2024 --department 示例局 --code 101 -o form.xlsx", "0\n")
        .put("other.xlsx", "mine")
        .assert(
            "generate --pack hunan-2024 --department 示例局 -o other.xlsx --lang en",
            "2\nerr:\nerror: other.xlsx: the file exists, and annex overwrites nothing; name another\n",
        )
        .assert(
            "generate --pack hunan-2024 -o third.xlsx",
            "2\nerr:\n错误：请写明给谁的表：一个单位写 --department，按名单发放写 --roster\n",
        )
        .assert(
            "generate --department 示例局 --pack nothing -o third.xlsx --lang en",
            "2\nerr:\nerror: there is no pack 'nothing': name a folder, or one of the shipped packs (central-2021, hubei-2020, hunan-2024)\n",
        );
    // Which forms are meant is not guessed while there is a choice.
    shell.assert(
        "generate --department 示例局 -o third.xlsx --lang en",
        "2\nerr:\nerror: name a pack with --pack; the shipped ones are central-2021, hubei-2020, hunan-2024\n",
    );
    assert_eq!(shell.bytes("other.xlsx"), b"mine");
    assert_eq!(shell.files("."), ["form.xlsx", "other.xlsx"]);
    // Another process, the same bytes.
    let form = shell.bytes("form.xlsx");
    shell.assert(
        "generate --pack hunan-2024 --department 示例局 --code 101 -o again.xlsx",
        "0\n",
    );
    assert!(shell.bytes("again.xlsx") == form);
}

/// Options that do not go together are told before anything is written.
#[test]
fn options_of_generate_that_do_not_go_together_are_told() {
    let shell = Shell::new();
    shell.put("roster.csv", "code,name,projects\n101,示例局,\n");
    for (options, told) in [
        (
            "--roster roster.csv -o forms.xlsx",
            "按名单发放时，--output 写文件夹，不写文件名：每个单位一份表，写在这个文件夹里",
        ),
        (
            "--department 示例局 -o forms",
            "表是 Excel 工作簿，--output 的文件名要以 .xlsx 结尾",
        ),
        (
            "--department 示例局 -o form.docx",
            "表是 Excel 工作簿，--output 的文件名要以 .xlsx 结尾",
        ),
        (
            "--department 示例局 --project 甲 --project 甲 -o form.xlsx",
            "项目“甲”写了两次；一个项目写一个 --project",
        ),
        (
            "--department 示例局 --deadline 2020-03-20 -o form.xlsx",
            "截止日期早于表的年度 2024：请核对 --deadline 和 --year",
        ),
    ] {
        shell.assert(
            &format!("generate --pack hunan-2024 {options}"),
            &format!("2\nerr:\n错误：{told}\n"),
        );
    }
    for (options, told) in [
        (
            "--department 示例局 --roster roster.csv -o forms",
            "--department <单位> 不能与 --roster <文件> 同时写",
        ),
        (
            "--roster roster.csv --code 101 -o forms",
            "--roster <文件> 不能与 --code <代码> 同时写",
        ),
        (
            "--roster roster.csv --project 甲 -o forms",
            "--roster <文件> 不能与 --project <名称> 同时写",
        ),
    ] {
        let said = shell.run(&format!("generate --pack hunan-2024 {options}"));
        assert!(said.contains(told), "{options}: {said}");
    }
    assert_eq!(shell.files("."), ["roster.csv"]);
}

#[test]
fn a_signed_form_is_known_by_its_key_and_stays_signed() {
    let shell = Shell::new();
    shell
        .put("key.txt", "0123456789abcdef0123456789abcdef\n")
        .put("other.txt", "fedcba9876543210fedcba9876543210")
        .put("short.txt", "secret\n")
        .put("values.json", r#"{"base": {"staff": {"quota": 12}}}"#)
        .assert(
            "generate --pack hunan-2024 --department 示例局 --key key.txt -o form.xlsx",
            "0\n",
        )
        .assert("fill form.xlsx --values values.json -o filled.xlsx", "0\n")
        .assert(
            "generate --pack hunan-2024 --department 示例局 --key short.txt -o no.xlsx --lang en",
            "2\nerr:\nerror: short.txt: a key has at least 32 bytes, this one has 6; make one with 'openssl rand -hex 32'\n",
        )
        .assert(
            "check filled.xlsx --key gone.txt --lang en",
            "2\nerr:\nerror: gone.txt: No such file or directory (os error 2)\n",
        );
    shell.run("annotate filled.xlsx -o out");
    let signed = |line: &str| {
        let said = shell.run(&format!("check {line} --format concise --lang en"));
        !said.contains("W026")
    };
    for file in ["filled.xlsx", "out/filled-校验.xlsx"] {
        assert!(signed(&format!("{file} --key key.txt")), "{file}");
        assert!(!signed(&format!("{file} --key other.txt")), "{file}");
        assert!(signed(file), "{file}");
    }
}

#[test]
fn a_file_that_takes_its_reader_down_is_one_finding_and_the_others_go_on() {
    let shell = Shell::new();
    // A record of 256 MiB, as it says: calamine makes room for it.
    let rels =
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#;
    let bomb = package::package(&[
        ("_rels/.rels", rels.as_bytes()),
        ("xl/_rels/workbook.bin.rels", rels.as_bytes()),
        ("xl/workbook.bin", b"\x83\x01\xFF\xFF\xFF\x7F"),
    ]);
    assert!(bomb.len() < 2_000);
    shell
        .put("in/1.xlsb", bomb)
        .put_book("in/2.xlsx", &clean())
        .put("in/3.ods", b"PK\x03\x04 cut off")
        .assert(
            "check in --format concise --lang en",
            "
1
out:
in/1.xlsb: error[W001] reading the file took more memory or time than is allowed, so it is probably damaged: open it in Excel or WPS and save it as .xlsx
in/3.ods: error[W001] the file is damaged: it is not complete, perhaps the transfer broke off (invalid Zip archive: Could not find EOCD); open it in Excel or WPS and save it as .xlsx, or send it again
",
        );
}

#[test]
fn a_roster_makes_a_form_for_each_department_whatever_excel_saved_it_as() {
    let text = "编码,名称,项目\r\n101,甲/局,\r\n\r\n102,乙局,一；二\r\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let shell = Shell::new();
    shell
        .put("gbk.csv", &gbk)
        .put("utf8.csv", format!("\u{feff}{text}"))
        .assert(
            "generate --pack hunan-2024 --roster gbk.csv -o gbk",
            "0\nerr:\n已写出 2 份表：gbk\n",
        )
        .assert(
            "generate --pack hunan-2024 --roster utf8.csv -o utf8 --quiet",
            "0\n",
        );
    let names = ["101-甲_局-2024.xlsx", "102-乙局-2024.xlsx"];
    assert_eq!(shell.files("gbk"), names);
    for name in names {
        assert!(
            shell.bytes(&format!("gbk/{name}")) == shell.bytes(&format!("utf8/{name}")),
            "{name}"
        );
    }
    let two = returns::open(&shell.bytes("gbk/102-乙局-2024.xlsx"));
    let submission = two.content.unwrap().submission;
    assert_eq!(submission.identity.spec.projects, ["一", "二"]);
    // What is there already stays; the rest is still made.
    std::fs::remove_file(shell.path().join("gbk/102-乙局-2024.xlsx")).unwrap();
    shell.put("gbk/101-甲_局-2024.xlsx", "mine").assert(
        "generate --pack hunan-2024 --roster gbk.csv -o gbk",
        "
2
err:
错误：gbk/101-甲_局-2024.xlsx：文件已存在，annex 不覆盖任何文件，请另写一个名字
已写出 1 份表：gbk
",
    );
    assert_eq!(shell.files("gbk"), names);
    assert_eq!(shell.bytes("gbk/101-甲_局-2024.xlsx"), b"mine");
    shell
        .put("twice.csv", "code,name\n101,甲局\n101,乙局\n")
        .assert(
            "generate --pack hunan-2024 --roster twice.csv -o twice --lang en",
            "2\nerr:\nerror: twice.csv: line 3 of the roster has the code '101' a second time; it stands in line 2 before\n",
        );
}

#[test]
fn values_that_do_not_fit_are_all_named_and_nothing_is_written() {
    let rows = vec![r#"{"name": "甲"}"#; 31].join(",");
    let shell = Shell::new();
    shell
        .put_book("form.xlsx", &clean())
        .put("values.json", r#"{"base": {"staff": {"quota": "十", "rate": 1, "nothing": 1, "actual": true}, "signature": {"date": "三月"}}, "overall": {"department": "别的局"}}"#)
        .put("rows.json", format!(r#"{{"base": {{"special": [{rows}]}}}}"#))
        .put("list.json", "[1]")
        .put("torn.json", "{\n  \"base\": {")
        .assert(
            "fill form.xlsx --values values.json -o filled.xlsx --lang en",
            "
2
err:
error: values.json: 'base.staff.quota' takes a number, not \"十\"
  'base.staff.rate' is computed and cannot be filled in
  'base.staff.nothing' is not a field of this form; 'annex template fields' lists them
  'base.staff.actual' takes a text or a number, not true
  'base.signature.date' takes a day such as 2025-03-20, not \"三月\"
  'overall.department' is given by the form and cannot be filled in
",
        )
        .assert(
            "fill form.xlsx --values rows.json -o filled.xlsx --lang en",
            "2\nerr:\nerror: rows.json: 'base.special' has 31 rows, at most 30 are allowed\n",
        )
        .assert(
            "fill form.xlsx --values list.json -o filled.xlsx --lang en",
            "2\nerr:\nerror: list.json: the values should be a JSON object: field → text or number\n",
        )
        .assert(
            "fill form.xlsx --values torn.json -o filled.xlsx --lang en",
            "2\nerr:\nerror: torn.json: EOF while parsing an object at line 2 column 11\n",
        )
        .assert(
            "fill torn.json --values rows.json -o filled.xlsx --lang en",
            "2\nerr:\nerror: torn.json: this is not an Excel workbook, it seems to be plain text such as CSV: send the .xlsx form itself; renaming a file does not convert it\n",
        );
    assert!(!shell.path().join("filled.xlsx").exists());
}

#[test]
fn what_is_filled_in_is_extracted_again_and_the_form_grows_and_stays_as_it_was() {
    let shell = Shell::new();
    shell
        .assert("generate --pack hunan-2024 --department 示例局 --code 101 -o form.xlsx", "0\n")
        .put("values.json", "\u{feff}{\"base\": {\"staff\": {\"quota\": 7}, \"special\": [{}, {}, {\"name\": \"第三\\n项\", \"actual\": 0.100000}], \"reception.actual\": \"2.5595\"}}");
    let form = shell.bytes("form.xlsx");
    shell.assert("fill form.xlsx --values values.json -o filled.xlsx", "0\n");
    assert!(shell.bytes("form.xlsx") == form);
    let text = shell.run("extract filled.xlsx");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("0\nout:\n").unwrap()).unwrap();
    assert_eq!(json["files"][0]["department"]["name"], "示例局");
    let fields = json["files"][0]["fields"].as_array().unwrap();
    let field = |id: &str| fields.iter().find(|field| field["field"] == id).unwrap();
    assert_eq!(field("base.staff.quota")["reported"], "7");
    assert_eq!(field("base.special.3.name")["reported"], "第三\n项");
    assert_eq!(field("base.special.3.actual")["reported"], "0.1");
    assert_eq!(field("base.project.actual")["computed"], "0.1");
    assert_eq!(field("base.three_public.actual")["computed"], "2.5595");
    assert_eq!(field("base.public.actual").get("reported"), None);
    // What stands in the form already stays.
    shell
        .put("more.json", r#"{"base.staff.actual": 6}"#)
        .assert("fill filled.xlsx --values more.json -o more.xlsx", "0\n");
    let more = returns::open(&shell.bytes("more.xlsx")).content.unwrap();
    let read = |id: &str| {
        more.submission
            .reported(more.submission.form.field(id).unwrap())
    };
    assert_eq!(read("base.staff.quota").as_deref(), Some("7"));
    assert_eq!(read("base.staff.rate").as_deref(), Some("0.8571"));
}

#[test]
fn checking_says_clean_findings_or_could_not() {
    let shell = Shell::new();
    shell
        .put_book("clean.xlsx", &clean())
        .put_book("faulty.xlsx", &with_cell("base.procurement.actual", "约5"))
        .put_book("soft.xlsx", &with_cell("base.procurement.actual", "4.82"))
        .assert(
            "check clean.xlsx",
            "0\nout:\nclean.xlsx  示例县档案馆（虚构）（101002）  2024  没有问题\n\n共 1 个文件，1 个没有问题；错误 0，警告 0，提示 0。\n",
        )
        .assert("check clean.xlsx --format concise", "0\n")
        .assert(
            "check faulty.xlsx --format concise",
            "1\nout:\nfaulty.xlsx: 附件1 基础数据表!F28: 错误[V006] “政府采购金额 2024年决算数”写的是“约5”：是约数（5？）\n",
        )
        .assert(
            "check soft.xlsx --format concise --lang en",
            "0\nout:\nsoft.xlsx: 附件1 基础数据表!F28: warning[V004] the number of '政府采购金额 2024年决算数' is stored as the text '4.82'; it is read as 4.82\n",
        )
        .assert(
            "check clean.xlsx missing.xlsx faulty.xlsx --allow X009 --format concise --lang en",
            "
2
out:
faulty.xlsx: 附件1 基础数据表!F28: error[V006] '政府采购金额 2024年决算数' says '约5': it is an approximate figure (5?)
err:
error: missing.xlsx: cannot be read: No such file or directory (os error 2)
",
        )
        .assert(
            "check clean.xlsx --year 2025 --format concise",
            "1\nout:\nclean.xlsx: 错误[W004] 这是 2024 年度的表，要求的是 2025 年度\n",
        )
        .assert(
            "check clean.xlsx --format yaml --lang en",
            "
2
err:
error: invalid value 'yaml' for '--format <FORMAT>'
  [possible values: full, concise, json, sarif, csv, markdown, junit]

For more information, try '--help'.
",
        );
    let text = shell.run("check faulty.xlsx --format json");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("1\nout:\n").unwrap()).unwrap();
    assert_eq!(json["version"], "1");
    let finding = &json["files"][0]["findings"][0];
    for (key, value) in [
        ("code", "V006"),
        ("name", "value-ambiguous"),
        ("level", "error"),
        ("sheet", "附件1 基础数据表"),
        ("cell", "F28"),
        ("field", "base.procurement.actual"),
        ("reported", "约5"),
    ] {
        assert_eq!(finding[key], value, "{key}");
    }
    assert_eq!(finding.get("computed"), None);
    assert_eq!(json["files"][0]["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn a_folder_is_checked_in_the_order_of_names_without_lock_files() {
    let shell = Shell::new();
    let faulty = with_cell("base.procurement.actual", "约5");
    shell
        .put_book("inbox/乙.xlsx", &faulty)
        .put_book("inbox/丙.XLSX", &faulty)
        .put_book("inbox/甲.xlsx", &clean())
        .put("inbox/~$乙.xlsx", "lock")
        .put("inbox/说明.txt", "notes")
        .put("empty/说明.txt", "notes")
        .assert(
            "check inbox --allow X009 --format concise --lang en",
            "
1
out:
inbox/丙.XLSX: 附件1 基础数据表!F28: error[V006] '政府采购金额 2024年决算数' says '约5': it is an approximate figure (5?)
inbox/乙.xlsx: 附件1 基础数据表!F28: error[V006] '政府采购金额 2024年决算数' says '约5': it is an approximate figure (5?)
err:
not looked at, other files: 1 (save as .xlsx or .docx what holds a return): inbox/说明.txt
",
        )
        .assert("check empty --lang en", "2\nerr:\nnot looked at, other files: 1 (save as .xlsx or .docx what holds a return): empty/说明.txt\nerror: empty: there is no workbook in this folder\n");
}

#[test]
fn each_bad_file_of_a_batch_is_named_and_the_others_go_on() {
    let good = write(&clean()).unwrap();
    // An encrypted workbook is an OLE file with a stream of this name.
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.resize(4096, 0);
    let mut other = clean();
    let identity = other.sheets.last_mut().unwrap();
    for cell in identity.cells.values_mut() {
        if cell.value == CellValue::Text("hunan-2024".to_owned()) {
            cell.value = CellValue::Text("hubei-2024".to_owned());
        }
    }
    let form = annex::form::resolve(
        &returns::pack(),
        &annex::form::Spec {
            year: 2023,
            code: "101".to_owned(),
            department: "示例局".to_owned(),
            ..Default::default()
        },
    )
    .unwrap();
    let shell = Shell::new();
    shell
        .put("1-text.xlsx", "填表人：甲")
        .put("2-empty.xlsx", "")
        .put("3-torn.xlsx", &good[..good.len() / 2])
        .put("4-encrypted.xlsx", &encrypted)
        .put_book("5-other-pack.xlsx", &other)
        .put_book(
            "6-last-year.xlsx",
            &generate::workbook(&form, &Entries::new()),
        )
        .put("7-good.xlsx", &good)
        .put("8-report.pdf", "%PDF-1.7\n")
        .put("9-report.doc", &encrypted);
    let text = shell.run("check . --year 2024 --format json --lang en --quiet");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("1\nout:\n").unwrap()).unwrap();
    let files = json["files"].as_array().unwrap();
    let told: Vec<String> = files
        .iter()
        .map(|file| {
            let first = file["findings"].get(0);
            let code = first.map_or("clean", |finding| finding["code"].as_str().unwrap());
            let name = file["file"].as_str().unwrap();
            format!("{} {code}", name.trim_start_matches("./"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "1-text.xlsx W001",
            "2-empty.xlsx W001",
            "3-torn.xlsx W001",
            "4-encrypted.xlsx W001",
            "5-other-pack.xlsx W003",
            "6-last-year.xlsx W004",
            "7-good.xlsx clean",
            "9-report.doc W001",
        ]
    );
    for file in files.iter().take(5) {
        assert_eq!(
            file["findings"].as_array().unwrap().len(),
            1,
            "{}",
            file["file"]
        );
    }
    // The other commands name them as errors, and do what they can.
    let annotated = shell.run("annotate . -o out --lang en");
    assert!(
        annotated.starts_with(
            "2\nerr:\nnot looked at, PDF and OFD files: 1 (ask for the .xlsx form where a department sent nothing else): \
             ./8-report.pdf\nerror: ./1-text.xlsx: not annotated: "
        ),
        "{annotated}"
    );
    assert_eq!(annotated.matches("not annotated").count(), 6);
    assert!(
        annotated.ends_with("\n2 annotated workbooks written to out\n"),
        "{annotated}"
    );
    assert_eq!(
        shell.files("out"),
        ["6-last-year-校验.xlsx", "7-good-校验.xlsx"]
    );
    let extracted = shell.run("extract . --lang en");
    assert!(extracted.starts_with("2\n"), "{extracted}");
    assert_eq!(extracted.matches("\"error\":").count(), 6);
    std::fs::remove_dir_all(shell.path().join("out")).unwrap();
    shell.assert(
        "consolidate . --lang en -o summary.xlsx",
        &format!(
            "
1
err:
not looked at, PDF and OFD files: 1 (ask for the .xlsx form where a department sent nothing else): ./8-report.pdf
the summary is of 2024 and hunan-2024 version 1 [{}] (that of most departments; name another with --year or --pack)
error: ./6-last-year.xlsx: left out of the summary: it is of 2023
error: ./1-text.xlsx: this is not an Excel workbook, it seems to be plain text such as CSV: send the .xlsx form itself; renaming a file does not convert it
error: ./2-empty.xlsx: the file is empty (0 bytes): save or send it again
error: ./3-torn.xlsx: the file is damaged: it is not complete, perhaps the transfer broke off (invalid Zip archive: Could not find EOCD); open it in Excel or WPS and save it as .xlsx, or send it again
error: ./4-encrypted.xlsx: this is not an Excel workbook, it seems to be something unknown: it may be damaged, or sealed by encryption software; open it in Excel or WPS, decrypted first, and save it as .xlsx; renaming a file does not convert it
error: ./5-other-pack.xlsx: the pack 'hubei-2024' of this form is not here; name its folder with --pack
error: ./9-report.doc: this is not an Excel workbook, it seems to be something unknown: it may be damaged, or sealed by encryption software; open it in Excel or WPS, decrypted first, and save it as .xlsx; renaming a file does not convert it
1 of 8 files summed up in summary.xlsx
",
            &returns::pack().fingerprint[..8]
        ),
    );
}

#[test]
fn annotating_never_writes_to_a_file_that_is_there() {
    let shell = Shell::new();
    let faulty = with_cell("base.procurement.actual", "约5");
    shell
        .put_book("甲/return.xlsx", &faulty)
        .put_book("乙/return.xlsx", &clean());
    let before = shell.bytes("甲/return.xlsx");
    shell
        .assert(
            "annotate 甲/return.xlsx -o 甲",
            "1\nerr:\n已写出 1 份批注后的工作簿：甲\n",
        )
        .assert(
            "annotate 甲/return.xlsx -o 甲 --lang en",
            "
2
err:
error: 甲/return-校验.xlsx: the file exists, and annex overwrites nothing; name another
0 annotated workbooks written to 甲
",
        );
    assert!(shell.bytes("甲/return.xlsx") == before);
    assert_eq!(shell.files("甲"), ["return-校验.xlsx", "return.xlsx"]);
    // Two returns of one name would go to one file: the first of them does, and the second is named.
    shell.assert(
        "annotate 甲/return.xlsx 乙/return.xlsx -o both",
        "
2
err:
错误：乙/return.xlsx：both/return-校验.xlsx 已用于 甲/return.xlsx，请另写一个文件夹
已写出 1 份批注后的工作簿：both
",
    );
    // A print-out of the same name takes no one's place.
    shell
        .put("丙/return.pdf", "%PDF-1.7\n")
        .put("丙/return.xlsx", &before);
    let beside = shell.run("annotate 丙 -o beside");
    assert!(beside.contains("丙/return.pdf"), "{beside}");
    assert_eq!(shell.files("beside"), ["return-校验.xlsx"]);
    let first = returns::open(&shell.bytes("both/return-校验.xlsx"));
    assert_eq!(returns::lines(&first.flat()).len(), 1);
}

#[test]
fn consolidating_sums_up_what_came_and_refuses_to_overwrite() {
    let shell = Shell::new();
    shell
        .put_book("inbox/1.xlsx", &clean())
        .put_book("inbox/2.xlsx", &clean())
        .put_book("inbox/3.xlsx", &returns::returned("03-culture"))
        .put("roster.csv", "code,name\n101002,示例县档案馆（虚构）\n101003,示例县文化旅游局（虚构）\n101010,示例县统计局（虚构）\n")
        .assert("consolidate inbox/1.xlsx inbox/3.xlsx -o two.xlsx", "0\nerr:\n已汇总 2 份：two.xlsx\n")
        .assert("consolidate inbox --roster roster.csv -o all.xlsx", "0\nerr:\n重复：inbox/1.xlsx 未计入，计入 inbox/2.xlsx（文件里看不出先后，取文件名靠后的一份，请核对）\n3 个文件中汇总了 2 份：all.xlsx\n")
        .assert(
            "consolidate inbox --roster roster.csv -o all.xlsx --lang en",
            "2\nerr:\nerror: all.xlsx: the file exists, and annex overwrites nothing; name another\n",
        )
        .assert(
            "consolidate inbox --roster nothing.csv -o third.xlsx --lang en",
            "2\nerr:\nerror: nothing.csv: No such file or directory (os error 2)\n",
        );
    let book = annex::book::read::read(&shell.bytes("all.xlsx")).unwrap();
    let texts: Vec<&str> = book
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells.values())
        .filter_map(|cell| match &cell.value {
            CellValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    // Who sent nothing is in it, and that one department sent two files.
    assert!(texts.contains(&"示例县统计局（虚构）"));
    assert!(texts.iter().any(|text| text.contains("2.xlsx")));
}

#[test]
fn codes_are_explained_and_unknown_ones_refused() {
    let shell = Shell::new();
    shell
        .assert(
            "explain v001 --lang en",
            "
0
out:
V001 required-field-blank [error] a required field is blank

Checks: whether required cells are filled; the pack says which words are no answer, and the prompt of the form is none; a row with neither weight nor score (blank, a dash, 无, merged with the row above, or a detail that repeats its points) carries no points and needs none; what is signed on paper is only a reminder while it is blank
Why: a blank does not tell whether there is nothing or whether it was forgotten
Example: 填报日期 is blank
Help: Fill it in; amounts and numbers of which there is nothing are 0.
",
        )
        .assert(
            "explain X101 --pack hunan-2024",
            "
0
out:
X101 project-spending-differs [错误] 附件1 的项目支出决算数与附件2 的项目支出不一致

要求：附件1 的项目支出决算数与附件2 的项目支出一致
怎么改：两处填的是同一个数，请按决算数核对后改正。
模板：hunan-2024 base.project.actual
技术细节：base.project.actual = overall.nature.project
tolerance 0.01
",
        )
        .assert(
            "explain X104 --lang en --pack hubei-2020",
            "
0
out:
X104 project-sheets-empty [error] there is project spending, but no project sheet is filled in

Help: Fill in a sheet for each project.
Pack: hubei-2020 project.name
SUM(project.total.executed) = overall.projects.executed
when AND(overall.projects.executed > 0, COUNTA(project.name) = 0)
tolerance 0.01
",
        )
        .assert(
            "explain T013 --lang en",
            "0\nout:\nT013 a formula names an unknown field\n",
        );
    // Packs number their rules by themselves: where none is named, the code is explained for each of them.
    let all = shell.run("explain X101 --lang en");
    let packs = [
        "Pack: central-2021 ",
        "Pack: hubei-2020 ",
        "Pack: hunan-2024 ",
    ];
    assert!(packs.iter().all(|pack| all.contains(pack)), "{all}");
    let unknown = shell.run("explain V999 --lang en");
    assert!(
        unknown.starts_with("2\nerr:\nerror: there is no code 'V999'; annex has C001, "),
        "{unknown}"
    );
    // Whatever a finding may be called can be explained.
    for code in annex::check::rules::ALL
        .iter()
        .map(|rule| rule.code)
        .chain(["C101", "X106", "T001", "T020"])
    {
        assert!(
            shell
                .run(&format!("explain {code}"))
                .starts_with(&format!("0\nout:\n{code} ")),
            "{code}"
        );
    }
}

#[test]
fn a_pack_is_listed_shown_written_out_and_used_from_its_folder() {
    let shell = Shell::new();
    shell
        .assert(
            "template list",
            "
0
out:
central-2021  1  2021年度部门及项目支出绩效自评
hubei-2020    1  2020年度部门整体绩效自评
hunan-2024    1  2024年度部门整体支出绩效自评
",
        )
        .assert("template export hunan-2024 mine", "0\n")
        .assert("template check mine --lang en", "0\nerr:\nmine: no mistakes\n")
        .assert(
            "template check hunan-2024 --lang en",
            "0\nerr:\nhunan-2024: no mistakes\n",
        )
        .assert(
            "template export nothing mine --lang en",
            "2\nerr:\nerror: there is no shipped pack 'nothing': take one of central-2021, hubei-2020, hunan-2024\n",
        );
    assert_eq!(
        shell.files("mine"),
        [
            "base.toml",
            "capital.toml",
            "fund.toml",
            "insurance.toml",
            "narrative.toml",
            "overall.toml",
            "pack.toml",
            "project.toml"
        ]
    );
    let edited = String::from_utf8(shell.bytes("mine/base.toml"))
        .unwrap()
        .replace("厉行节约保障措施", "厉行节约措施");
    shell.put("mine/base.toml", &edited);
    let refused = shell.run("template export hunan-2024 mine");
    assert_eq!(
        refused.matches("annex 不覆盖任何文件").count(),
        8,
        "{refused}"
    );
    assert_eq!(shell.bytes("mine/base.toml"), edited.as_bytes());

    let shown = shell.run("template show hunan-2024");
    assert!(shown.contains("| 项目支出 "), "{shown}");
    assert!(shown.contains("[special.name]"));
    let table = shell.run("template fields hunan-2024");
    let line = table
        .lines()
        .find(|line| line.starts_with("base.three_public.actual"))
        .unwrap();
    assert_eq!(
        line.split_whitespace().collect::<Vec<_>>(),
        [
            "base.three_public.actual",
            "F6",
            "money",
            "formula",
            "附件1",
            "基础数据表",
            "三公经费",
            "2024年决算数",
            "=F7+F10+F11"
        ]
    );
    let json = shell.run("template fields hunan-2024 --format json");
    let json: serde_json::Value =
        serde_json::from_str(json.strip_prefix("0\nout:\n").unwrap()).unwrap();
    let fields = json["fields"].as_array().unwrap();
    assert!(
        fields
            .iter()
            .any(|field| field["field"] == "base.thrift" && field["required"] == true)
    );
    let list = |id: &str, key: &str| {
        let field = fields.iter().find(|field| field["field"] == id).unwrap();
        field[key].to_string()
    };
    let (operator, actual) = ("overall.quantity.1.operator", "overall.quantity.1.actual");
    assert_eq!(list(operator, "choices"), r#"["≥","=","≤","定性"]"#);
    assert_eq!(list(operator, "suggestions"), "null");
    let levels = "达成预期指标 | 部分达成预期指标 | 未达成预期指标";
    assert!(table.contains("符号  [≥ | = | ≤ | 定性]\n"));
    assert!(table.contains(&format!("实际完成值  [{levels} | …]\n")));
    assert_eq!(
        list(actual, "suggestions"),
        format!("[\"{}\"]", levels.replace(" | ", "\",\""))
    );

    // A folder with the name of a shipped pack does not take its place; --pack asks for the folder.
    shell.put("hubei-2020/pack.toml", "id = ");
    shell.assert(
        "generate --pack hunan-2024 --department 示例局 -o shipped.xlsx",
        "0\n",
    );
    let shipped = shell.run("check shipped.xlsx --format concise");
    assert!(shipped.contains("[V001]"), "{shipped}");
    let folder = shell.run("check shipped.xlsx --pack hubei-2020 --lang en");
    assert!(
        folder.starts_with("2\nerr:\nerror: the pack 'hubei-2020' has "),
        "{folder}"
    );

    // A form of the edited pack is not one of the shipped pack: who checks it has to name its pack.
    shell.assert(
        "generate --pack mine --department 示例局 -o form.xlsx",
        "0\n",
    );
    let other = shell.run("check form.xlsx --format concise");
    assert!(
        other.starts_with("1\nout:\nform.xlsx: 错误[W003]"),
        "{other}"
    );
    let own = shell.run("check form.xlsx --pack mine --format concise");
    assert!(
        own.contains("“厉行节约措施”未填写") && !own.contains("W00"),
        "{own}"
    );
}

#[test]
fn a_broken_pack_is_told_with_every_mistake_at_its_place() {
    let shell = Shell::new();
    shell.assert("template export hunan-2024 mine", "0\n");
    let edit = |file: &str, old: &str, new: &str| {
        let text = String::from_utf8(shell.bytes(file)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        shell.put(file, text.replace(old, new));
    };
    edit(
        "mine/base.toml",
        "ROUND(staff.actual / staff.quota, 4)",
        "ROUND(staff.actual / staff.quotta, 4)",
    );
    edit(
        "mine/base.toml",
        "[fields.thrift]\nlabel = \"厉行节约保障措施\"",
        "[fields.thrift]\nlabel = \"厉行节约保障措施（{yaer}）\"",
    );
    edit("mine/overall.toml", "points = 30", "points = 20");
    let text = shell.run("template check mine");
    let places: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(".toml:"))
        .collect();
    let line = |file: &str, piece: &str| {
        let text = String::from_utf8(shell.bytes(file)).unwrap();
        let before = &text[..text.find(piece).unwrap()];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        (before.matches('\n').count() + 1, column)
    };
    let (quota, column) = line("mine/base.toml", "staff.quotta");
    let (thrift, label) = line("mine/base.toml", "厉行节约保障措施（{yaer}）");
    let (total, _) = line("mine/overall.toml", "total = \"total.weight\"");
    let (points, _) = line("mine/overall.toml", "points = 20");
    assert!(points > total);
    assert_eq!(
        places,
        [
            format!("base.toml:{quota}:{column}: T013 没有名为“staff.quotta”的字段"),
            format!("base.toml:{thrift}:{label}: T011 不认识的占位符“{{yaer}}”"),
            format!("overall.toml:{total}:10: T016 各组分数加起来是 90，总分是 100"),
        ]
    );
    assert!(text.starts_with("1\n"), "{text}");
    assert!(text.ends_with("mine：3 处错误\n"), "{text}");
    let refused = shell.run("generate --pack mine --department 示例局 -o form.xlsx --lang en");
    assert!(
        refused.starts_with(
            "2\nerr:\nerror: the pack 'mine' has 3 mistakes; run 'annex template check mine'\n"
        ),
        "{refused}"
    );
    assert!(!shell.path().join("form.xlsx").exists());
}

#[test]
fn the_demo_runs_in_an_empty_folder_only() {
    let shell = Shell::new();
    shell
        .put("full/notes.txt", "mine")
        .assert(
            "demo full --lang en",
            "2\nerr:\nerror: full: is not an empty folder; name another\n",
        )
        .assert(
            "demo full/notes.txt --lang en",
            "2\nerr:\nerror: full/notes.txt: is not an empty folder; name another\n",
        );
    assert_eq!(shell.files("full"), ["notes.txt"]);
    let told = shell.run("demo d --lang en");
    assert!(told.starts_with("0\nout:\n10 forms sent out (d/outbox), 9 returned (d/inbox), 2 of them without findings.\n"), "{told}");
    assert_eq!(
        shell.files("d"),
        [
            "annotated",
            "findings",
            "inbox",
            "outbox",
            "reports",
            "roster.csv",
            "summary"
        ]
    );
    assert_eq!(shell.files("d/annotated").len(), 9);
    assert_eq!(shell.files("d/reports").len(), 9);
}
