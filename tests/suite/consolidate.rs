//! The summary workbook of real returns: forms of the shipped pack, filled, written, read back and rolled up.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::io::Cursor;
use std::sync::Arc;

use annex::address::Address;
use annex::book::{Book, CellValue, RawBook, RawSheet, Visibility, read, write};
use annex::check::{Content, Return};
use annex::consolidate::{Beside, ConsolidateError, Part, Summary, summarise};
use annex::finding::{Finding, Level, Place};
use annex::form::{self, Spec};
use annex::roster::Department;
use annex::template::{self, Pack, packs};
use annex::text::Text;
use annex::{evaluate, fill, generate, submission};
use serde_json::{Value as Json, json};

fn pack() -> Arc<Pack> {
    let files = packs::shipped_files("hunan-2024").unwrap();
    Arc::new(template::parse(&files).unwrap())
}

/// A return as it comes back: filled, then changed in Excel by `tamper`, written and read.
fn returned(
    (file, code, name): (&str, &str, &str),
    values: &Json,
    tamper: impl Fn(&mut Book),
    findings: &[Finding],
) -> Return {
    returned_of(&pack(), 2024, (file, code, name), values, tamper, findings)
}

fn returned_of(
    pack: &Arc<Pack>,
    year: u16,
    (file, code, name): (&str, &str, &str),
    values: &Json,
    tamper: impl Fn(&mut Book),
    findings: &[Finding],
) -> Return {
    let spec = Spec {
        year,
        code: code.to_owned(),
        department: name.to_owned(),
        ..Spec::default()
    };
    let values = fill::flatten(values).unwrap();
    let form = form::resolve(pack, &spec).unwrap();
    let form = form::resolve(pack, &fill::grow(&form, &values).unwrap()).unwrap();
    let entries = fill::entries(&form, &values).unwrap();
    let mut book = generate::workbook(&form, &entries);
    tamper(&mut book);
    let bytes = write::write(&book).unwrap();
    let submission =
        submission::read(read::read(&bytes).unwrap(), std::slice::from_ref(pack)).unwrap();
    let evaluation = evaluate::run(&submission);
    Return {
        file: file.to_owned(),
        content: Some(Content {
            submission,
            evaluation,
        }),
        findings: findings.to_vec(),
    }
}

/// A return that some program saved at this time.
fn saved(mut file: Return, at: &str) -> Return {
    let content = file.content.as_mut().unwrap();
    content.submission.book.saved = Some(at.to_owned());
    file
}

/// What a department types into a cell, whatever stood there.
fn type_over(book: &mut Book, field: &str, value: CellValue) {
    let name = book.names.iter().find(|name| name.name == field).unwrap();
    let cell = book.sheets[name.sheet].cells.get_mut(&name.cell).unwrap();
    cell.formula = None;
    cell.value = value;
}

fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

fn finding(code: &str, level: Level, field: Option<(&str, &str, &str)>, message: &str) -> Finding {
    let place = field.map_or_else(Place::default, |(sheet, cell, field)| Place {
        sheet: Some(sheet.to_owned()),
        cell: Address::parse(cell),
        field: Some(field.to_owned()),
    });
    Finding::new(code, "a-problem", level, place, Text::new(message, message))
}

fn chamber() -> Json {
    json!({
        "base.staff.quota": 7, "base.staff.actual": 7,
        "base.vehicle_running.prior": "0.1", "base.vehicle_running.budget": "0.2", "base.vehicle_running.actual": "0.3",
        "base.reception.prior": "2.51", "base.reception.budget": "2.75", "base.reception.actual": "2.5595",
        "base.maintenance.actual": "26.3095",
        "base.special": [{"name": "光彩事业专项", "prior": 0, "budget": 5, "actual": "4.7"}],
        "base.public": {"prior": "28.45", "budget": "25.16", "actual": "45.7729"},
        "base.building.approved_area": ["无"],
        "overall.total": {"initial": "123.62", "annual": "191.44", "executed": "164.96"},
        "overall.quantity": [
            {"name": "走访会员企业", "operator": "≥", "target": "266", "unit": "家", "actual": "270", "weight": 10, "score": 10},
            {"name": "培训", "target": "2次", "actual": "2次", "weight": 10, "score": "9.5", "reason": "场地紧张，已与县党校商定明年共用场地"},
        ],
        "overall.cost.1": {"name": "经费控制", "target": "130", "actual": "143.49", "weight": 10, "score": 8},
        "overall.satisfaction.1": {"name": "会员满意度", "target": "95%", "actual": "95%", "weight": 10, "score": 9},
    })
}

fn culture() -> Json {
    json!({
        "base.staff.quota": 40, "base.staff.actual": 38,
        "base.vehicle_running.prior": "0.2", "base.vehicle_running.budget": "0.1", "base.vehicle_running.actual": "0.6",
        "base.special": [
            {"name": "文化下乡", "prior": 10, "budget": 12, "actual": "11.5"},
            {"name": "旅游推介", "prior": 0, "budget": 30, "actual": "30.25"},
            {"name": "非遗保护", "prior": 1, "budget": 2, "actual": 2},
        ],
        "base.public": {"prior": 100, "budget": 100, "actual": "99.9999"},
        "base.building": [
            {"approved_area": 1200, "actual_area": 1180, "approved_cost": 300, "actual_cost": "310.5"},
        ],
        "overall.total": {"initial": 1000, "annual": "1234567.89", "executed": "1234500.01"},
        "overall.quantity.1": {"name": "送戏下乡", "target": "100场", "actual": "104场", "weight": 50, "score": 50},
        "overall.social.1": {"name": "受益群众", "target": "≥10万人", "actual": "12万人", "weight": 30, "score": 30},
        "overall.satisfaction.1": {"name": "群众满意度", "target": "90%", "actual": "92%", "weight": 10, "score": 10},
        "project": [
            {"name": "文化下乡", "current": {"initial": 12, "annual": 12, "executed": "11.5"},
             "quantity": [{"name": "演出", "target": "30场", "actual": "30场", "weight": 50, "score": 50}]},
            {"name": "旅游推介", "current": {"initial": 30, "annual": 30, "executed": "30.25"}},
        ],
    })
}

/// Three departments, one of them twice, and a file nobody can read.
fn batch() -> Vec<Return> {
    let overtyped = Finding {
        reported: Some("3".to_owned()),
        computed: Some("2.8595".to_owned()),
        difference: Some("0.1405".parse().unwrap()),
        note: Some(Text::new("三公经费 = 0.3 + 0 + 2.5595", "")),
        help: Some(Text::new("请恢复公式，或核对各分项。", "")),
        ..finding(
            "C001",
            Level::Error,
            Some(("附件1 基础数据表", "F5", "base.three_public.actual")),
            "三公经费 2024年决算数与分项之和不符",
        )
    };
    let blank = finding(
        "V001",
        Level::Warning,
        Some(("附件1 基础数据表", "B36", "base.thrift")),
        "厉行节约保障措施没有填写",
    );
    let about = finding(
        "V003",
        Level::Error,
        Some(("附件1 基础数据表", "D4", "base.staff.actual")),
        "应为整数，却是“约30”",
    );
    vec![
        returned(
            ("102（改）.xlsx", "102", "县文旅局"),
            &json!({"base.staff.quota": 41, "base.public.actual": "99"}),
            |_| {},
            &[],
        ),
        saved(
            returned(
                ("102.xlsx", "102", "县文旅局"),
                &culture(),
                |_| {},
                &[finding("X104", Level::Info, None, "两种口径合计不同")],
            ),
            "2025-03-14 08:00:00",
        ),
        Return {
            file: "扫描件.pdf".to_owned(),
            content: None,
            findings: vec![finding(
                "W001",
                Level::Error,
                None,
                "这是 PDF 文件，请交回填好的 Excel 表",
            )],
        },
        returned(
            (
                "103-县残联-2024年度部门整体支出绩效自评.xlsx",
                "103",
                "县残联",
            ),
            &json!({"base.staff.quota": 30, "base.building.approved_area": ["无"]}),
            |book| {
                type_over(
                    book,
                    "base.staff.actual",
                    CellValue::Text("约30".to_owned()),
                );
                type_over(
                    book,
                    "base.reception.actual",
                    CellValue::Text("不到一万".to_owned()),
                );
            },
            &[about],
        ),
        returned(
            ("101.xlsx", "101", "县工商联"),
            &chamber(),
            |book| type_over(book, "base.three_public.actual", number("3")),
            &[overtyped, blank],
        ),
    ]
}

fn roster() -> Vec<Department> {
    [("101", "县工商联"), ("102", "县文旅局"), ("104", "县科协")]
        .map(|(code, name)| Department {
            code: code.to_owned(),
            name: name.to_owned(),
            projects: Vec::new(),
        })
        .into()
}

fn summary() -> RawBook {
    let book = summarise(&batch(), Some(&roster())).unwrap();
    let bytes = write::write(&book).unwrap();
    // Kept for looking at it: libreoffice --headless --convert-to pdf.
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("summary.xlsx"), &bytes).unwrap();
    read::read(&bytes).unwrap()
}

/// The rows of a sheet from one of its lines on, each cell as a reader sees it, formulas with their results.
fn text(sheet: &RawSheet) -> String {
    let last = sheet.cells.keys().map(|at| (at.row, at.column));
    let (rows, columns) = last.fold((0, 0), |(rows, columns), (row, column)| {
        (rows.max(row), columns.max(column))
    });
    let cell = |row, column| {
        let Some(cell) = sheet.cells.get(&Address::new(row, column)) else {
            return String::new();
        };
        let value = match &cell.value {
            CellValue::Blank => String::new(),
            CellValue::Number(number) => number.to_string(),
            CellValue::Text(text) | CellValue::Error(text) => text.replace('\n', "⏎"),
            CellValue::Bool(truth) => truth.to_string(),
        };
        match &cell.formula {
            Some(formula) => format!("={formula} → {value}"),
            None => value,
        }
    };
    (0..=rows)
        .map(|row| {
            let cells: Vec<String> = (0..=columns).map(|column| cell(row, column)).collect();
            let line = cells.join("|");
            format!("{}\n", line.trim_end_matches('|'))
        })
        .collect()
}

/// Some lines of a sheet, from the one that begins with `from`.
fn lines_from(book: &RawBook, sheet: &str, from: &str, count: usize) -> String {
    let text = text(book.sheet(sheet).unwrap());
    let lines = text.lines().skip_while(|line| !line.starts_with(from));
    lines.take(count).map(|line| format!("{line}\n")).collect()
}

#[test]
fn departments_stand_in_a_row_each_and_the_totals_are_live() {
    let book = summary();
    assert_eq!(
        text(book.sheet("汇总").unwrap()),
        "\
2024年度部门整体支出绩效自评汇总表
共 3 家单位：通过 1 家，需修改 2 家；另有 1 个文件无法读取。金额单位：万元。数字以 annex 重算的为准，与填报不一致的单元格标为黄色，见“全部问题”。
重复交表：县文旅局计入 102.xlsx（文件里记着它最后保存：2025-03-14 08:00:00），未计入 102（改）.xlsx。重复的一份列在“未计入合计”之下。
合计中未含不是数字的单元格（标为红色）：县残联“在职人数（人）”为“约30”；县残联“三公经费决算数”为“#VALUE!”。
单位编码|单位名称|来源文件|编制数（人）|在职人数（人）|三公经费决算数|公用经费决算数|项目支出决算数|年初预算数|全年预算数|全年执行数|执行率|执行率得分|自评总分|政府性基金支出|国有资本经营支出|社会保险基金支出|等级|错误|警告|提示|状态|备注
101|县工商联|101.xlsx|7|7|2.8595|45.7729|31.0095|123.62|191.44|164.96|0.8617|8.62|45.12|0|0|0|差|1|1|0|需修改
102|县文旅局|102.xlsx|40|38|0.6|99.9999|43.75|1000|1234567.89|1234500.01|0.9999|10|100|0|0|0|优|0|0|1|通过
103|县残联|103-县残联-2024年度部门整体支出绩效自评.xlsx|30|约30|#VALUE!||0||||||0|0|0|0|差|1|0|0|需修改
合计|3 家单位||=SUM(D6:D8) → 77|=SUM(E6:E8) → 45|=SUM(F6:F8) → 3.4595|=SUM(G6:G8) → 145.7728|=SUM(H6:H8) → 74.7595|=SUM(I6:I8) → 1123.62|=SUM(J6:J8) → 1234759.33|=SUM(K6:K8) → 1234664.97||||=SUM(O6:O8) → 0|=SUM(P6:P8) → 0|=SUM(Q6:Q8) → 0||=SUM(S6:S8) → 2|=SUM(T6:T8) → 1|=SUM(U6:U8) → 1
未计入合计
102|县文旅局|102（改）.xlsx|41||0|99|0||||||0|0|0|0|差|0|0|0|通过|重复：本单位已计入 102.xlsx，本行未计入合计
||扫描件.pdf||||||||||||||||1|0|0|无法读取|无法读取，见“全部问题”
"
    );
}

#[test]
fn a_sheet_in_the_layout_of_the_annex_adds_all_departments_up() {
    let book = summary();
    let text = text(book.sheet("附件1 合计").unwrap());
    let (top, rest) = text.split_once("其中：公车购置").unwrap();
    assert_eq!(
        top,
        "\
2024年度部门整体支出绩效评价基础数据表
填报单位：共 3 家单位||||单位：万元
财政供养人员情况（人）|编制数||2024年实际在职人数||控制率
|=SUM(基础数据!D5:D7) → 77||=SUM(基础数据!E5:E7) → 45||=IF(B4=0,\"\",ROUND(D4/B4,4)) → 0.5844||未计入县残联所填“约30”
经费控制情况（万元）|2023年决算数||2024年预算数||2024年决算数
三公经费|=B7+B10+B11 → 2.81||=D7+D10+D11 → 3.05||=F7+F10+F11 → 3.4595
1、公务用车购置和维护经费|=B8+B9 → 0.3||=D8+D9 → 0.3||=F8+F9 → 0.9
"
    );
    let special = "3、县级专项资金（一个专项一行）\n";
    let (_, rows) = rest.split_once(special).unwrap();
    let (rows, _) = rows.split_once("公用经费|").unwrap();
    assert_eq!(
        rows,
        "\
县工商联：光彩事业专项|0||5||4.7||县工商联：101.xlsx 附件1 基础数据表!A16
县文旅局：文化下乡|10||12||11.5||县文旅局：102.xlsx 附件1 基础数据表!A16
县文旅局：旅游推介|0||30||30.25||县文旅局：102.xlsx 附件1 基础数据表!A17
县文旅局：非遗保护|1||2||2||县文旅局：102.xlsx 附件1 基础数据表!A18
"
    );
    assert_eq!(
        lines_from(&book, "附件1 合计", "|1200", 1),
        "|1200|1180|=IF(AND(COUNT(B27,C27)=2,B27<>0),ROUND(C27/B27,4),\"\") → 0.9833|300|310.5|=IF(AND(COUNT(E27,F27)=2,E27<>0),ROUND(F27/E27,4),\"\") → 1.035|县文旅局：102.xlsx 附件1 基础数据表!B31（另有 2 处填“无”）\n"
    );
    assert_eq!(
        lines_from(&book, "附件1 合计", "项目支出", 3),
        "\
项目支出|=B13+B14+SUM(B16:B19) → 11||=D13+D14+SUM(D16:D19) → 49||=F13+F14+SUM(F16:F19) → 74.7595
1、业务工作经费|=SUM(基础数据!AB5:AB7) → 0||=SUM(基础数据!AC5:AC7) → 0||=SUM(基础数据!AD5:AD7) → 0
2、运行维护经费|=SUM(基础数据!AE5:AE7) → 0||=SUM(基础数据!AF5:AF7) → 0||=SUM(基础数据!AG5:AG7) → 26.3095
"
    );
}

/// `SUM(基础数据!D5:D7)` or `SUM(D6:D8)`: the sheet, if another one, and the cells of a plain sum.
fn plain_sum(formula: &str) -> Option<(Option<&str>, annex::address::Area)> {
    let inner = formula.strip_prefix("SUM(")?.strip_suffix(')')?;
    let (sheet, area) = match inner.split_once('!') {
        Some((sheet, area)) => (Some(sheet), area),
        None => (None, inner),
    };
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    let area = annex::address::Area::new(Address::parse(first)?, Address::parse(last)?);
    Some((sheet, area))
}

#[test]
fn every_saved_sum_is_the_exact_sum_of_its_cells() {
    let book = summary();
    let mut sums = 0;
    for sheet in &book.sheets {
        for (at, cell) in &sheet.cells {
            let Some((other, area)) = cell.formula.as_deref().and_then(plain_sum) else {
                continue;
            };
            let from = other.map_or(sheet, |name| book.sheet(name).unwrap());
            let sum = area.cells().fold(annex::number::Number::ZERO, |sum, at| {
                match from.value(at) {
                    CellValue::Number(number) => sum.add(*number).unwrap(),
                    _ => sum,
                }
            });
            assert_eq!(cell.value, CellValue::Number(sum), "{} {at}", sheet.name);
            sums += 1;
        }
    }
    assert_eq!(sums, 11 + 3 + 2 + 36);
}

#[test]
fn the_data_are_constants_and_hold_each_counted_department_once() {
    let book = summary();
    let data = book.sheet("基础数据").unwrap();
    assert!(data.cells.values().all(|cell| cell.formula.is_none()));
    assert_eq!(
        lines_from(&book, "基础数据", "10", 3),
        "\
101|县工商联|101.xlsx|7|7|1|2.61|2.95|2.8595|0.1|0.2|0.3||||0.1|0.2|0.3||||2.51|2.75|2.5595|0|5|31.0095||||||26.3095|28.45|25.16|45.7729
102|县文旅局|102.xlsx|40|38|0.95|0.2|0.1|0.6|0.2|0.1|0.6||||0.2|0.1|0.6|||||||11|44|43.75|||||||100|100|99.9999
103|县残联|103-县残联-2024年度部门整体支出绩效自评.xlsx|30|约30|#VALUE!|0|0|#VALUE!|0|0|0||||||||||||不到一万|0|0|0
"
    );
}

#[test]
fn indicators_and_projects_name_their_source() {
    let book = summary();
    assert_eq!(
        lines_from(&book, "指标明细", "共", 10),
        "\
共 8 条指标。得分为单位自评；重复交表的单位，各份都列出。
单位编码|单位名称|一级指标|二级指标|三级指标|符号|年度指标值|计量单位|实际完成值|分值|得分|偏差原因分析及改进措施|来源文件|工作表|单元格
101|县工商联|产出指标|数量指标|走访会员企业|≥|266|家|270|10|10||101.xlsx|附件2 整体支出自评表|D14
101|县工商联|产出指标|数量指标|培训||2次||2次|10|9.5|场地紧张，已与县党校商定明年共用场地|101.xlsx|附件2 整体支出自评表|D15
101|县工商联|产出指标|成本指标|经费控制||130||143.49|10|8||101.xlsx|附件2 整体支出自评表|D29
101|县工商联|满意度指标|服务对象满意度指标|会员满意度||95%||95%|10|9||101.xlsx|附件2 整体支出自评表|D54
102|县文旅局|产出指标|数量指标|送戏下乡||100场||104场|50|50||102.xlsx|附件2 整体支出自评表|D14
102|县文旅局|效益指标|社会效益指标|受益群众||≥10万人||12万人|30|30||102.xlsx|附件2 整体支出自评表|D39
102|县文旅局|满意度指标|服务对象满意度指标|群众满意度||90%||92%|10|10||102.xlsx|附件2 整体支出自评表|D54
102|县文旅局|产出指标|数量指标|演出||30场||30场|50|50||102.xlsx|附件3-1 项目自评表|D13
"
    );
    assert_eq!(
        lines_from(&book, "项目明细", "共", 5),
        "\
共 2 个项目。金额单位：万元。重复交表的单位，各份都列出。
单位编码|单位名称|项目支出名称|年度资金总额⏎年初预算数|年度资金总额⏎全年预算数|年度资金总额⏎全年执行数|执行率|总分|来源文件|工作表|单元格
102|县文旅局|文化下乡|12|12|11.5|0.9583|59.58|102.xlsx|附件3-1 项目自评表|D2
102|县文旅局|旅游推介|30|30|30.25|1.0083|10|102.xlsx|附件3-2 项目自评表|D2
"
    );
}

#[test]
fn all_findings_are_listed_with_their_figures() {
    let book = summary();
    assert_eq!(
        lines_from(&book, "全部问题", "共", 8),
        "\
共 5 条：错误须改正，警告须核对或说明，提示供参考。
级别|编号|单位编码|单位名称|来源文件|工作表|单元格|栏目|问题|填报|应为|差额|怎么改|部门说明
错误|C001|101|县工商联|101.xlsx|附件1 基础数据表|F5|三公经费 2024年决算数|三公经费 2024年决算数与分项之和不符⏎三公经费 = 0.3 + 0 + 2.5595|3|2.8595|0.1405|请恢复公式，或核对各分项。
警告|V001|101|县工商联|101.xlsx|附件1 基础数据表|B36|厉行节约保障措施|厉行节约保障措施没有填写
提示|X104|102|县文旅局|102.xlsx||||两种口径合计不同
错误|V003|103|县残联|103-县残联-2024年度部门整体支出绩效自评.xlsx|附件1 基础数据表|D4|实际在职人数|应为整数，却是“约30”
错误|W001|||扫描件.pdf||||这是 PDF 文件，请交回填好的 Excel 表
"
    );
}

#[test]
fn a_roster_shows_who_has_returned_and_who_has_not() {
    let book = summary();
    assert_eq!(
        text(book.sheet("交表情况").unwrap()),
        "\
2024年度部门整体支出绩效自评交表情况
应交 3 家，已交 2 家，未交 1 家。不在名单的文件 1 个。无法读取的文件 1 个。
单位编码|单位名称|交表情况|来源文件|错误数|备注
101|县工商联|已交|101.xlsx|1
102|县文旅局|已交|102.xlsx⏎102（改）.xlsx|0|重复：102.xlsx、102（改）.xlsx；计入 102.xlsx（文件里记着它最后保存：2025-03-14 08:00:00）
104|县科协|未交
不在名单
103|县残联|不在名单|103-县残联-2024年度部门整体支出绩效自评.xlsx|1|已计入汇总
无法读取，不知是哪个单位
||无法读取|扫描件.pdf|1|见“全部问题”
"
    );
    let without = summarise(&batch(), None).unwrap();
    let names: Vec<&str> = without
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "汇总",
            "附件1 合计",
            "基础数据",
            "指标明细",
            "项目明细",
            "全部问题"
        ]
    );
}

#[test]
fn differing_figures_are_marked_and_say_what_was_reported() {
    let book = summarise(&batch(), None).unwrap();
    let overview = &book.sheets[0];
    let at = Address::parse("F6").unwrap();
    assert_eq!(overview.cells[&at].style.fill, Some(0xFF_EB_9C));
    assert_eq!(
        overview.notes[&at].text,
        "附件1 基础数据表 F6\n填报：3\n重算：2.8595（本表采用）"
    );
    let untouched = Address::parse("F7").unwrap();
    assert_eq!(overview.cells[&untouched].style.fill, None);
    let wrong = Address::parse("E8").unwrap();
    assert_eq!(overview.cells[&wrong].style.fill, Some(0xFF_C7_CE));
    let errors = &overview.cells[&Address::parse("S8").unwrap()];
    let place = ("全部问题".to_owned(), Address::parse("A7").unwrap());
    assert_eq!(errors.link, Some(place));
}

#[test]
fn a_bureau_can_work_in_every_sheet_and_print_it() {
    let book = summarise(&batch(), Some(&roster())).unwrap();
    for sheet in &book.sheets {
        assert!(!sheet.protected, "{}", sheet.name);
        assert_eq!(sheet.visibility, Visibility::Visible);
        assert!(sheet.validations.is_empty());
        assert!(sheet.print.fit_width >= 1);
        assert!(sheet.print.repeat_rows.is_some(), "{}", sheet.name);
        assert!(sheet.freeze.is_some(), "{}", sheet.name);
        let is_table = sheet.name != "附件1 合计";
        assert_eq!(sheet.filter.is_some(), is_table, "{}", sheet.name);
        assert_eq!(sheet.print.landscape, is_table, "{}", sheet.name);
    }
    // The filter leaves the totals and what is below them alone.
    assert_eq!(book.sheets[0].filter.unwrap().to_string(), "A5:W8");
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut other = batch();
    other.reverse();
    let bytes =
        |returns: &[Return]| write::write(&summarise(returns, Some(&roster())).unwrap()).unwrap();
    assert!(bytes(&batch()) == bytes(&other));
}

#[test]
fn a_summary_written_row_by_row_is_the_same() {
    let (returns, roster, beside) = (batch(), roster(), Beside::default());
    let parts: Vec<Part> = returns.iter().map(Part::of).collect();
    let summary = Summary::of(&parts, Some(&roster), &beside).unwrap();
    let written = || {
        let mut bytes = Cursor::new(Vec::new());
        let scratch = Cursor::new(Vec::new());
        summary.write(scratch, &mut bytes).unwrap();
        bytes.into_inner()
    };
    let bytes = written();
    assert!(bytes == written());
    let row_by_row = read::read(&bytes).unwrap();
    let whole = read::read(&write::write(&summary.book().unwrap()).unwrap()).unwrap();
    assert_eq!(row_by_row.sheets.len(), whole.sheets.len());
    for (one, other) in row_by_row.sheets.iter().zip(&whole.sheets) {
        assert_eq!(one.name, other.name);
        assert_eq!(text(one), text(other));
        assert_eq!(one.merges, other.merges, "{}", one.name);
        assert_eq!(one.notes, other.notes, "{}", one.name);
        assert_eq!(one.number_formats, other.number_formats, "{}", one.name);
    }
}

#[test]
fn more_rows_than_one_department_may_have_fit_together() {
    let returns: Vec<Return> = (0..3)
        .map(|number| {
            let rows: Vec<Json> = (0..15)
                .map(|row| json!({"name": format!("专项{row}"), "actual": "0.1"}))
                .collect();
            let (file, code) = (format!("{number}.xlsx"), format!("{number}"));
            let values = json!({"base": {"special": rows}});
            returned((&file, &code, "某局"), &values, |_| {}, &[])
        })
        .collect();
    let bytes = write::write(&summarise(&returns, None).unwrap()).unwrap();
    let book = read::read(&bytes).unwrap();
    assert_eq!(
        lines_from(&book, "附件1 合计", "项目支出", 1),
        "项目支出|=B13+B14+SUM(B16:B60) → 0||=D13+D14+SUM(D16:D60) → 0||=F13+F14+SUM(F16:F60) → 4.5\n"
    );
}

#[test]
fn forms_without_a_code_are_told_apart_by_their_names() {
    let blank = json!({});
    let returns = [
        returned(("a.xlsx", "", "县财政局"), &blank, |_| {}, &[]),
        returned(("b.xlsx", "", "县审计局"), &blank, |_| {}, &[]),
        returned(("c.xlsx", "", "县审计局"), &blank, |_| {}, &[]),
    ];
    let bytes = write::write(&summarise(&returns, None).unwrap()).unwrap();
    let book = read::read(&bytes).unwrap();
    assert_eq!(
        lines_from(&book, "汇总", "重复", 1),
        "重复交表：县审计局计入 c.xlsx（文件里看不出先后，取文件名靠后的一份，请核对），未计入 b.xlsx。重复的一份列在“未计入合计”之下。\n"
    );
}

#[test]
fn what_cannot_be_summarised_is_named() {
    let nothing = summarise(&[], None).unwrap_err();
    assert_eq!(nothing.to_string(), "there is no return to summarise");
    let unreadable: Vec<Return> = ["a.pdf", "b.docx", "c.txt", "d.zip", "e.xlsx"]
        .map(|file| Return {
            file: file.to_owned(),
            content: None,
            findings: Vec::new(),
        })
        .into();
    assert_eq!(
        summarise(&unreadable, None).unwrap_err().to_string(),
        "there is no return to summarise: none of these can be read: a.pdf, b.docx, c.txt and 2 more"
    );

    let blank = json!({});
    let of_year =
        |year, file, code| returned_of(&pack(), year, (file, code, "某局"), &blank, |_| {}, &[]);
    let years = [of_year(2024, "a.xlsx", "1"), of_year(2023, "b.xlsx", "2")];
    assert_eq!(
        summarise(&years, None).unwrap_err().to_string(),
        "the returns are of different years: 2023 (b.xlsx), 2024 (a.xlsx); summarise each year by itself"
    );

    let mut files = packs::shipped_files("hunan-2024").unwrap();
    for file in &mut files {
        file.text = file.text.replace("version = \"1\"", "version = \"2\"");
    }
    let other = Arc::new(template::parse(&files).unwrap());
    let packs = [
        of_year(2024, "a.xlsx", "1"),
        returned_of(&other, 2024, ("b.xlsx", "2", "某局"), &blank, |_| {}, &[]),
    ];
    let error = summarise(&packs, None).unwrap_err();
    let ConsolidateError::DifferentPacks { groups } = &error else {
        panic!("{error}");
    };
    let files: Vec<&[String]> = groups.iter().map(|(_, files)| files.as_slice()).collect();
    assert_eq!(files, [["a.xlsx"], ["b.xlsx"]]);
}

/// A pack whose totals cover what the shipped one leaves out: sheets that repeat, formulas over other sheets.
#[test]
fn repeating_sheets_and_formulas_over_other_sheets_are_added_up() {
    let mut files = packs::shipped_files("hunan-2024").unwrap();
    for file in &mut files {
        file.text = file
            .text
            .replace("sums = [\"base\"]", "sums = [\"project\", \"overall\"]")
            .replace(
                "[fields.\"nature.project\"]\nlabel = \"项目支出\"\ntype = \"money\"\nrequired = true",
                "[fields.\"nature.project\"]\nlabel = \"项目支出\"\ntype = \"money\"\nformula = \"base.project.actual\"",
            );
    }
    let pack = Arc::new(template::parse(&files).unwrap());
    let returns: Vec<Return> = [
        ("101.xlsx", "101", "县工商联", chamber()),
        ("102.xlsx", "102", "县文旅局", culture()),
    ]
    .into_iter()
    .map(|(file, code, name, values)| {
        returned_of(&pack, 2024, (file, code, name), &values, |_| {}, &[])
    })
    .collect();
    let bytes = write::write(&summarise(&returns, None).unwrap()).unwrap();
    let book = read::read(&bytes).unwrap();
    let names: Vec<&str> = book
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "汇总",
            "附件3 合计",
            "附件2 合计",
            "基础数据",
            "指标明细",
            "项目明细",
            "全部问题"
        ]
    );
    let result = |sheet: &str, cell: &str| {
        let cell = &book.sheet(sheet).unwrap().cells[&Address::parse(cell).unwrap()];
        (cell.formula.clone().unwrap(), cell.value.clone())
    };
    // The two projects of one department: 11.5 + 30.25.
    let (formula, value) = result("附件3 合计", "H6");
    assert!(formula.starts_with("SUM(基础数据!"), "{formula}");
    assert_eq!(value, number("41.75"));
    // 项目支出 of both: 31.0095 + 43.75, though 附件1 is not in this summary.
    let (formula, value) = result("附件2 合计", "K7");
    assert!(formula.starts_with("SUM(基础数据!"), "{formula}");
    assert_eq!(value, number("74.7595"));
}
