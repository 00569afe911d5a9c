//! What is wrong with a pack, once its names are resolved.

use std::sync::Arc;

use crate::address::LAST_COLUMN;
use crate::form::compute::compute;
use crate::form::{Field, Form, Spec, Target, resolve};
use crate::formula::{Expr, Ty, Type, Value, infer};
use crate::number::Number;
use crate::template::source::Located;
use crate::template::{
    FieldTemplate, FieldType, Formula, Mistake, Mistakes, Origin, Pack, Required, SheetTemplate,
};
use crate::text::Text;

/// The most characters a sheet name may have in Excel.
const SHEET_NAME: usize = 31;
/// The most characters a prompt or an error message of a validation may have.
const PROMPT: usize = 255;
/// The most characters the choices of a list may have together, commas included.
const LIST: usize = 255;
/// The most characters a formula may have.
const FORMULA: usize = 8192;
/// The most characters a cell may hold.
const CELL: usize = 32_767;
/// Characters a sheet name cannot have.
const NOT_IN_SHEET_NAMES: &[char] = &[':', '\\', '/', '?', '*', '[', ']'];

/// Everything that is wrong with a pack whose files could be read, in the order of files, lines and columns.
pub fn check(pack: &Arc<Pack>) -> Vec<Mistake> {
    let mistakes = Mistakes::default();
    for sheet in &pack.sheets {
        texts(pack, sheet, &mistakes);
        limits(sheet, &mistakes);
        weights(sheet, &mistakes);
    }
    unique_ids(pack, &mistakes);
    scorings(pack, &mistakes);
    let spec = Spec {
        year: pack.year,
        code: "000".to_owned(),
        department: "单位".to_owned(),
        ..Spec::default()
    };
    let mut found = match resolve(pack, &spec) {
        Ok(form) => {
            formulas(&form, &mistakes);
            summary(&form, &mistakes);
            mistakes.sorted()
        }
        Err(unresolved) => {
            let mut all = mistakes.sorted();
            all.extend(unresolved);
            all
        }
    };
    found.sort();
    found.dedup();
    found
}

fn origin(sheet: &SheetTemplate) -> Origin {
    Origin {
        file: sheet.file.clone(),
        line: 1,
        column: 1,
    }
}

fn texts(pack: &Pack, sheet: &SheetTemplate, mistakes: &Mistakes) {
    let spec = Spec {
        year: pack.year,
        ..Spec::default()
    };
    let words = super::resolve::placeholders(pack, &spec, sheet, sheet.repeat.as_ref().map(|_| 1));
    let check = |text: &str, origin: &Origin| {
        for word in words.unknown(text) {
            mistakes.add(
                "T011",
                origin.clone(),
                Text::new(format!("不认识的占位符“{{{word}}}”"), format!("unknown placeholder '{{{word}}}'")),
                Text::new(
                    "可用：{year}、{year-1}、{unit}、{department}、{code}、{index} 和各权重组的名称。",
                    "Known: {year}, {year-1}, {unit}, {department}, {code}, {index} and the ids of weight groups.",
                ),
            );
        }
    };
    check(&sheet.heading, &origin(sheet));
    check(&sheet.name, &origin(sheet));
    for region in &sheet.layout.regions {
        if let crate::template::Content::Label(text) = &region.content {
            check(text, &region.origin);
        }
    }
    for field in &sheet.fields {
        check(&field.label, &field.origin);
        check(
            field.column_label.as_deref().unwrap_or_default(),
            &field.origin,
        );
        check(field.value.as_deref().unwrap_or_default(), &field.origin);
    }
}

fn too_much(mistakes: &Mistakes, origin: &Origin, what: (&str, &str), length: usize, limit: usize) {
    if length <= limit {
        return;
    }
    mistakes.add(
        "T017",
        origin.clone(),
        Text::new(
            format!("{}有 {length}，Excel 最多允许 {limit}", what.0),
            format!("{} has {length}, Excel allows {limit}", what.1),
        ),
        Text::new("请缩短。", "Make it shorter."),
    );
}

fn limits(sheet: &SheetTemplate, mistakes: &Mistakes) {
    let here = origin(sheet);
    let length = |text: &str| text.encode_utf16().count();
    let digits = sheet
        .repeat
        .as_ref()
        .map_or(0, |repeat| repeat.max.to_string().len());
    let name = sheet.name.replace("{index}", &"0".repeat(digits));
    too_much(
        mistakes,
        &here,
        ("工作表名称（name）的字符数", "the sheet name"),
        length(&name),
        SHEET_NAME,
    );
    too_much(
        mistakes,
        &here,
        ("列数", "the number of columns"),
        sheet.columns.len(),
        LAST_COLUMN as usize + 1,
    );
    if sheet.name.contains(NOT_IN_SHEET_NAMES) || name.trim().is_empty() || name.starts_with('\'') {
        mistakes.add(
            "T017",
            here.clone(),
            Text::new(
                format!("工作表名称“{}”里有 Excel 不允许的字符", sheet.name),
                format!(
                    "the sheet name '{}' has characters Excel does not allow",
                    sheet.name
                ),
            ),
            Text::new(
                "名称里不能有 : \\ / ? * [ ]，也不能为空。",
                "A name is not empty and has none of : \\ / ? * [ ].",
            ),
        );
    }
    for (index, width) in sheet.columns.iter().enumerate() {
        if *width <= Number::ZERO || *width > Number::from(255) {
            mistakes.add(
                "T017",
                here.clone(),
                Text::new(
                    format!("第 {} 列的宽度 {width} 不在 0 到 255 之间", index + 1),
                    format!(
                        "the width {width} of column {} is not between 0 and 255",
                        index + 1
                    ),
                ),
                Text::new("列宽以字符计。", "Widths count characters."),
            );
        }
    }
    for field in &sheet.fields {
        let help = field.help.as_deref().unwrap_or_default();
        too_much(
            mistakes,
            &field.origin,
            ("提示（help）的字符数", "the help text"),
            length(help),
            PROMPT,
        );
        let list = field
            .choices
            .iter()
            .map(|choice| length(choice) + 1)
            .sum::<usize>()
            .saturating_sub(1);
        too_much(
            mistakes,
            &field.origin,
            ("选项（choices）的字符总数", "the list of choices"),
            list,
            LIST,
        );
        too_much(
            mistakes,
            &field.origin,
            ("value 的字符数", "the value"),
            length(field.value.as_deref().unwrap_or_default()),
            CELL,
        );
        if field.choices.iter().any(|choice| choice.contains(',')) {
            mistakes.add(
                "T017",
                field.origin.clone(),
                Text::new("选项里不能有英文逗号", "a choice cannot have a comma in it"),
                Text::new(
                    "Excel 用逗号分隔选项，请改用中文逗号或顿号。",
                    "Excel separates choices by commas.",
                ),
            );
        }
    }
}

fn weights(sheet: &SheetTemplate, mistakes: &Mistakes) {
    let Some(weights) = &sheet.weights else {
        return;
    };
    let unknown = |located: &Located<String>| {
        mistakes.add(
            "T013",
            located.origin.clone(),
            Text::new(
                format!("本表没有名为“{}”的字段", located.value),
                format!("this sheet has no field '{}'", located.value),
            ),
            Text::new("请写版面里的字段。", "Name a field of the layout."),
        );
    };
    let prefilled = |located: &Located<String>| {
        let field = sheet.field(&located.value);
        if field.is_none() {
            unknown(located);
        }
        field
            .and_then(|field| field.value.as_deref())
            .and_then(|value| value.parse::<Number>().ok())
    };
    for group in &weights.groups {
        for block in &group.blocks {
            if !sheet.blocks.contains_key(block) {
                unknown(&Located {
                    value: block.clone(),
                    origin: weights.total.origin.clone(),
                });
            }
        }
    }
    let total = prefilled(&weights.total);
    let others: Option<Vec<Number>> = weights.others.iter().map(prefilled).collect();
    let (Some(total), Some(others)) = (total, others) else {
        return;
    };
    let points = weights
        .groups
        .iter()
        .map(|group| group.points)
        .chain(others);
    let Some(sum) = points.into_iter().try_fold(Number::ZERO, Number::add) else {
        return;
    };
    if sum != total {
        mistakes.add(
            "T016",
            weights.total.origin.clone(),
            Text::new(
                format!("各组分数加起来是 {sum}，总分是 {total}"),
                format!("the points of the groups add up to {sum}, the total is {total}"),
            ),
            Text::new(
                "请改 points、总分或其他分值，使两者相等。",
                "Change 'points' or the total so that they agree.",
            ),
        );
    }
}

/// The formulas of a scoring stand over the columns of its shape that hold numbers.
fn scorings(pack: &Pack, mistakes: &Mistakes) {
    for scoring in &pack.scorings {
        let scores = [&scoring.target, &scoring.actual, &scoring.weight];
        let reasons = [&scoring.weight, &scoring.score];
        let formulas: [(&Formula, &[&String]); 4] = [
            (&scoring.at_least, &scores),
            (&scoring.at_most, &scores),
            (&scoring.equal, &scores),
            (&scoring.reason_when, &reasons),
        ];
        for (formula, known) in formulas {
            for (name, span) in formula.expr.refs() {
                if known.contains(&&name.0) {
                    continue;
                }
                let list: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
                mistakes.add(
                    "T013",
                    formula.origin.within(&formula.text, span.start),
                    Text::new(
                        format!("评分办法里不能用“{name}”"),
                        format!("a scoring formula cannot use '{name}'"),
                    ),
                    Text::new(
                        format!("这里可用：{}。", list.join("、")),
                        format!("Known here: {}.", list.join(", ")),
                    ),
                );
            }
        }
    }
}

fn unique_ids(pack: &Pack, mistakes: &Mistakes) {
    for (index, sheet) in pack.sheets.iter().enumerate() {
        let valid = sheet
            .id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_')
            && sheet.id.starts_with(|c: char| c.is_ascii_alphabetic());
        if !valid {
            bad_id(&sheet.id, &origin(sheet), mistakes);
        }
        if pack.sheets[..index]
            .iter()
            .any(|other| other.id == sheet.id || other.name == sheet.name)
        {
            mistakes.add(
                "T018",
                origin(sheet),
                Text::new(
                    format!("表“{}”的 id 或 name 与别的表相同", sheet.id),
                    format!(
                        "the id or the name of the sheet '{}' is that of another",
                        sheet.id
                    ),
                ),
                Text::new(
                    "每张表要有自己的 id 和 name。",
                    "Give every sheet an id and a name of its own.",
                ),
            );
        }
        for field in &sheet.fields {
            let segment = |part: &str| {
                part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            };
            if !field.id.split('.').all(segment) {
                bad_id(&field.id, &field.origin, mistakes);
            }
        }
    }
}

fn bad_id(id: &str, origin: &Origin, mistakes: &Mistakes) {
    mistakes.add(
        "T005",
        origin.clone(),
        Text::new(format!("“{id}”不能作名称"), format!("'{id}' cannot be an id")),
        Text::new("名称由英文字母、数字和下划线组成，以字母开头，各段用点隔开。", "Ids are made of letters, digits and _, begin with a letter, and have points between their parts."),
    );
}

/// What a reference to cells holds, for the type checker.
fn type_of(form: &Form, target: &Target) -> Type {
    let field = form
        .field_at(target.sheet, target.area.first)
        .map(|field| &form.fields[field]);
    let ty = field.map_or(Ty::Any, |field| {
        let template = form.template(field);
        if template.formula.is_some() || !template.or_text.is_empty() {
            return Ty::Any;
        }
        match template.kind {
            kind if kind.is_number() => Ty::Number,
            FieldType::Date => Ty::Number,
            _ => Ty::Text,
        }
    });
    if target.area.is_cell() {
        Type::one(ty)
    } else {
        Type::many(ty)
    }
}

/// Reports what a formula mixes; whether there was anything.
fn types(
    form: &Form,
    expr: &Expr<Target>,
    text: &str,
    origin: &Origin,
    mistakes: &Mistakes,
) -> bool {
    let (_, found) = infer(expr, &mut |target: &Target| Some(type_of(form, target)));
    let any = !found.is_empty();
    for mistake in found {
        let message = mistake.message;
        let hint = mistake
            .hint
            .unwrap_or_else(|| Text::new("请检查公式。", "Check the formula."));
        mistakes.add(
            "T015",
            origin.within(text, mistake.span.start),
            message,
            hint,
        );
    }
    any
}

fn formulas(form: &Form, mistakes: &Mistakes) {
    let values = compute(form, &|_| Value::Blank);
    for (field, value) in form.fields.iter().zip(&values) {
        let template = form.template(field);
        if let (Some(formula), Some(expr)) = (&template.formula, &field.formula) {
            let is_mixed = types(form, expr, &formula.text, &formula.origin, mistakes);
            // An error that came from elsewhere is reported where it came from.
            let is_handed_on = || {
                form.inputs(expr)
                    .any(|input| matches!(values.get(input), Some(Value::Error(_))))
            };
            let value = Some(value).filter(|_| !is_mixed && !is_handed_on());
            computed_field(form, field, template, value, mistakes);
        }
        if let (Required::When(formula), super::Need::When(expr)) =
            (&template.required, &field.need)
        {
            types(form, expr, &formula.text, &formula.origin, mistakes);
        }
    }
    for rule in &form.rules {
        let template = form.rule_template(rule);
        types(
            form,
            &rule.reported,
            &template.reported.text,
            &template.reported.origin,
            mistakes,
        );
        types(
            form,
            &rule.computed,
            &template.computed.text,
            &template.computed.origin,
            mistakes,
        );
        if let (Some(formula), Some(expr)) = (&template.when, &rule.when) {
            types(form, expr, &formula.text, &formula.origin, mistakes);
        }
    }
}

fn computed_field(
    form: &Form,
    field: &Field,
    template: &FieldTemplate,
    value: Option<&Value>,
    mistakes: &Mistakes,
) {
    let (Some(formula), Some(expr)) = (&template.formula, &field.formula) else {
        return;
    };
    let excel = form.excel(expr, field.sheet);
    too_much(
        mistakes,
        &formula.origin,
        ("公式的字符数", "the formula"),
        excel.len(),
        FORMULA,
    );
    if let Some(Value::Error(error)) = value {
        mistakes.add(
            "T020",
            formula.origin.clone(),
            Text::new(
                format!(
                    "空白表里“{}”会显示 {}：{}",
                    field.label,
                    error.kind.code(),
                    error.reason.zh
                ),
                format!(
                    "on a blank form '{}' shows {}: {}",
                    field.id,
                    error.kind.code(),
                    error.reason.en
                ),
            ),
            Text::new(
                "请用 IF 先判断有没有数可算。",
                "Ask with IF first whether there is anything to compute with.",
            ),
        );
    }
}

fn summary(form: &Form, mistakes: &Mistakes) {
    let pack = &form.pack;
    let unknown = |located: &Located<String>| {
        mistakes.add(
            "T013",
            located.origin.clone(),
            Text::new(
                format!("没有名为“{}”的字段或表", located.value),
                format!("there is no field or sheet '{}'", located.value),
            ),
            Text::new(
                "请写完整的名称，如 overall.total.score。",
                "Write the full id, such as overall.total.score.",
            ),
        );
    };
    let single = |located: &Located<String>| form.field(&located.value).is_some();
    for column in pack
        .summary
        .columns
        .iter()
        .filter(|column| !single(&column.value))
    {
        unknown(&column.value);
    }
    if let Some(grade) = pack.summary.grade.as_ref().filter(|grade| !single(grade)) {
        unknown(grade);
    }
    let Some(project) = &pack.summary.project_sheet else {
        return;
    };
    let Some(sheet) = pack.sheets.iter().find(|sheet| sheet.id == project.value) else {
        unknown(project);
        return;
    };
    for column in pack
        .summary
        .project_columns
        .iter()
        .filter(|column| sheet.field(&column.value).is_none())
    {
        unknown(column);
    }
}
