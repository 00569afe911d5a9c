//! Computed cells whose figure is not what annex computes: shared by the rules for totals, rates and scores.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::branch::{Branch, Branches};
use crate::finding::{Finding, Level};
use crate::form::{Field, Kind};
use crate::formula::Value;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

pub(super) fn check(
    context: &Context<'_>,
    rule: &Rule,
    of_kind: fn(FieldType) -> bool,
    findings: &mut Vec<Finding>,
) {
    let mut branches = None;
    for (index, field) in context.form().fields.iter().enumerate() {
        let kind = context.form().template(field).kind;
        let entry = &context.submission.entries[index];
        // A result that was not saved is no mistake: annex computes it.
        if field.kind != Kind::Formula || !of_kind(kind) || entry.found.value.is_blank() {
            continue;
        }
        let Some(mut finding) = compare(context, rule, index, field, kind) else {
            continue;
        };
        let branches = branches.get_or_insert_with(|| Branches::new(context));
        if let Some(branch) = branches.of(index) {
            decided_otherwise(context, index, &branch, &mut finding);
        }
        findings.push(finding);
    }
}

/// Says that the program decided a condition on the line otherwise: nothing was saved wrongly.
fn decided_otherwise(context: &Context<'_>, index: usize, branch: &Branch, finding: &mut Finding) {
    let Branch {
        condition, better, ..
    } = branch;
    let (zh, en) = if branch.field == index {
        (String::new(), String::new())
    } else {
        let (label, cell) = (
            context.label(branch.field),
            context.submission.cell(branch.field),
        );
        (
            format!("它所用的“{label}”（{cell}）的"),
            format!(" of '{label}' ({cell}), which it takes"),
        )
    };
    let message = &finding.message;
    finding.message = Text::new(
        format!(
            "{}：{zh}条件 {condition} 恰在界线上，表格软件按二进制小数算，走了另一个分支",
            message.zh
        ),
        format!(
            "{}: the condition {condition}{en} is exactly on the line, where the doubles of spreadsheet programs take the other branch",
            message.en
        ),
    );
    let trace = context.form().fields[index]
        .formula
        .as_ref()
        .map_or_else(|| Text::new("", ""), |formula| trace(context, formula));
    finding.note = Some(Text::new(
        format!(
            "表样里的条件写成 {better}，表格软件就算得一样。{}",
            trace.zh
        ),
        format!(
            "Written as {better}, the condition comes to the same in every program. {}",
            trace.en
        ),
    ));
    finding.help = Some(Text::new(
        format!("以重算的数为准，填报单位不用改；请财政部门把表样里的条件写成 {better}。"),
        format!(
            "The computed figure stands and the department need not change anything; the bureau should write {better} in the template."
        ),
    ));
}

fn compare(
    context: &Context<'_>,
    rule: &Rule,
    index: usize,
    field: &Field,
    kind: FieldType,
) -> Option<Finding> {
    let label = context.label(index);
    let tolerance = context.form().pack.tolerance(kind);
    let reported = &context.evaluation.reported[index];
    let mut finding = match (reported, &context.evaluation.computed[index]) {
        // An error has a rule of its own.
        (_, Value::Error(_)) => return None,
        (Value::Number(reported), Value::Number(computed)) => {
            let difference = reported.difference(*computed)?;
            if difference.abs() <= tolerance || is_as_sent(context, index, *reported, tolerance) {
                return None;
            }
            let text = |number: Number| shown(number, kind);
            let message = Text::new(
                format!(
                    "“{label}”填报 {}，重算为 {}，相差 {}",
                    text(*reported),
                    text(*computed),
                    text(difference)
                ),
                format!(
                    "'{label}' is reported as {}, but computed as {}: a difference of {}",
                    text(*reported),
                    text(*computed),
                    text(difference)
                ),
            );
            figures(context.at_field(rule, index, message), *reported, *computed)
        }
        (reported, computed) => {
            let reported_text = context.shown(index, reported).unwrap_or_default();
            let computed_text = context.shown(index, computed);
            if reported_text == computed_text.clone().unwrap_or_default() {
                return None;
            }
            let zh = computed_text.clone().unwrap_or_else(|| "空".to_owned());
            let en = computed_text.clone().unwrap_or_else(|| "blank".to_owned());
            let message = Text::new(
                format!("“{label}”填报“{reported_text}”，重算为 {zh}"),
                format!("'{label}' is reported as '{reported_text}', but computed as {en}"),
            );
            let mut finding = context.at_field(rule, index, message);
            finding.reported = Some(reported_text);
            finding.computed = computed_text;
            finding
        }
    };
    let formula = field.formula.as_ref()?;
    let trace = trace(context, formula);
    finding.note = Some(trace.clone());
    if context.submission.entries[index].found.formula.is_some() {
        // The department did not type this figure: its program computed it, from the same formula or another one.
        finding.level = Level::Warning;
        finding.note = Some(Text::new(
            format!(
                "此格仍是公式，文件中存的结果与重算不同：保存时没有重算，或有数存成了文本。{}",
                trace.zh
            ),
            format!(
                "The cell still holds a formula whose saved result differs: it was saved without recalculation, or numbers are stored as text. {}",
                trace.en
            ),
        ));
    }
    Some(finding)
}

/// Whether a formula gave what it comes to without the rows and sheets the department added: that is one finding of
/// another rule.
fn is_as_sent(context: &Context<'_>, field: usize, reported: Number, tolerance: Number) -> bool {
    let as_sent = context.evaluation.as_sent.as_ref();
    let without = as_sent.and_then(|values| match values.get(field)? {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    });
    let is_formula = context.submission.entries[field].found.formula.is_some();
    is_formula
        && without
            .and_then(|without| reported.difference(without))
            .is_some_and(|difference| difference.abs() <= tolerance)
}

fn shown(number: Number, kind: FieldType) -> String {
    if kind == FieldType::Percent {
        number.percent()
    } else {
        number.to_string()
    }
}

/// The formula and the figures it was computed from.
fn trace(context: &Context<'_>, formula: &crate::formula::Expr<crate::form::Target>) -> Text {
    let mut fields: Vec<usize> = Vec::new();
    for field in context.form().inputs(formula) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let value = |field: usize| context.shown(field, &context.evaluation.computed[field]);
    // Of forty rows of which ten are filled, thirty blanks say nothing.
    let (filled, blank): (Vec<usize>, Vec<usize>) = fields
        .into_iter()
        .partition(|&field| value(field).is_some());
    let parts = filled.iter().filter_map(|&field| {
        let cell = context.submission.cell(field);
        Some(format!(
            "{}（{cell}）= {}",
            context.label(field),
            value(field)?
        ))
    });
    let parts = parts.collect::<Vec<_>>().join("；");
    let of_blank = match (blank.len(), filled.is_empty()) {
        (0, _) => Text::new("", ""),
        (blank, true) => Text::new(
            format!("{blank} 格都为空"),
            format!("{blank} cells, all of them blank"),
        ),
        (blank, false) => Text::new(
            format!("；另有 {blank} 格为空"),
            format!("; {blank} more are blank"),
        ),
    };
    Text::new(
        format!("由以下各格算出：{parts}{}", of_blank.zh),
        format!("Computed from: {parts}{}", of_blank.en),
    )
}
