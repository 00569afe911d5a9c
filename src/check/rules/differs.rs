//! Computed cells whose figure is not what annex computes: shared by the rules for totals, rates and scores.

use crate::book::CellValue;
use crate::check::context::{Context, figures};
use crate::check::declared::{as_declared, has_wrong_part, is_near, is_right};
use crate::check::rule::Rule;
use crate::check::rules::branch::{Branch, Branches};
use crate::finding::{Finding, Level, apart};
use crate::form::{Field, Kind};
use crate::formula::Value;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;
use crate::typed::Reading;

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
    let condition = &branch.condition;
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
            "{}：{zh}条件{}恰在界线上，表格软件算小数有极小的误差，判到了另一边",
            message.zh, condition.zh
        ),
        format!(
            "{}: the condition{}{en} is exactly on the line, where the doubles of spreadsheet programs take the other branch",
            message.en, condition.en
        ),
    );
    let formula = context.form().fields[index].formula.as_ref();
    finding.note = formula.map(|formula| trace(context, formula));
    finding.help = Some(Text::new(
        "以重算的数为准，填报单位不用改。",
        "The computed figure stands, and the department need not change anything.",
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
            if is_right(context, index) {
                return beside_wrong_parts(context, rule, index, *reported, *computed);
            }
            if is_as_sent(context, index, *reported, tolerance) {
                return None;
            }
            let message = message(context, index, *reported, *computed)?;
            figures(context.at_field(rule, index, message), *reported, *computed)
        }
        (reported, computed) => {
            let reported_text = context.shown(index, reported).unwrap_or_default();
            let computed_text = context.shown(index, computed);
            if reported_text == computed_text.clone().unwrap_or_default() {
                return None;
            }
            let said = context.said(index, reported).unwrap_or_default();
            let come_to = |blank: &str| {
                let said = context.said(index, computed);
                said.unwrap_or_else(|| blank.to_owned())
            };
            let (zh, en) = (come_to("空"), come_to("blank"));
            let message = Text::new(
                format!("“{label}”填报“{said}”，重算为 {zh}"),
                format!("'{label}' is reported as '{said}', but computed as {en}"),
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
        let why = if counts_twice(context, index) {
            Text::new(
                "“其中”行重复了上一行的分数，公式把它们也加了进去：明细行的分值和得分请留空或填 0。",
                "Details repeat the points of the row above, and the formula has added them: leave their weights and scores blank, or enter 0.",
            )
        } else {
            Text::new(
                "此格仍是公式，文件中存的结果与重算不同：保存时没有重算，或有数存成了文本。",
                "The cell still holds a formula whose saved result differs: it was saved without recalculation, or numbers are stored as text. ",
            )
        };
        finding.note = Some(Text::new(
            format!("{}{}", why.zh, trace.zh),
            format!("{}{}", why.en, trace.en),
        ));
    }
    Some(finding)
}

/// Whether a formula has added the points of details that repeat those of the row above.
fn counts_twice(context: &Context<'_>, field: usize) -> bool {
    let form = context.form();
    let entry = |field: usize| &context.submission.entries[field];
    let repeated = form.takes(field).iter().filter_map(|&input| {
        match (&entry(input).reading, &entry(input).found.value) {
            (Reading::NoPoints, CellValue::Number(number)) => Some(*number),
            _ => None,
        }
    });
    let more = repeated.into_iter().try_fold(Number::ZERO, Number::add);
    let gap = context
        .reported(field)
        .zip(context.computed(field))
        .and_then(|(reported, computed)| reported.difference(computed));
    more == gap && gap.is_some_and(|gap| !gap.is_zero())
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

/// A figure that was typed rightly, over parts one of which is wrong: as they are declared, they do not come to it.
fn beside_wrong_parts(
    context: &Context<'_>,
    rule: &Rule,
    field: usize,
    reported: Number,
    computed: Number,
) -> Option<Finding> {
    let is_typed = context.submission.entries[field].found.formula.is_none();
    let declared = as_declared(context, field).filter(|_| is_typed)?;
    if is_near(context, field, reported, declared)
        || !is_near(context, field, reported, computed)
        || !has_wrong_part(context, field)
    {
        return None;
    }
    let said = |number: Number| context.said_number(field, number);
    let (label, is, from) = (context.label(field), said(reported), said(declared));
    let gap = apart(context.is_ratio(field), reported.difference(declared)?);
    let (gap, gap_en) = (gap.zh, gap.en);
    let message = Text::new(
        format!("“{label}”填报 {is}，重算也是这个数，但填报的各数算出来是 {from}，相差 {gap}"),
        format!(
            "'{label}' is reported as {is} and computed so, but the figures as reported come to {from}: a difference of {gap_en}"
        ),
    );
    Some(Finding {
        level: Level::Info,
        ..figures(context.at_field(rule, field, message), reported, declared)
    })
}

/// What is reported and what it should be; where the figures it comes from differ from those annex computes, which of
/// both it is held against.
fn message(
    context: &Context<'_>,
    field: usize,
    reported: Number,
    computed: Number,
) -> Option<Text> {
    let said = |number: Number| context.said_number(field, number);
    let (label, is, should) = (context.label(field), said(reported), said(computed));
    let apart = |from: Number| {
        let gap = reported.difference(from)?;
        Some(apart(context.is_ratio(field), gap))
    };
    let Text {
        zh: gap,
        en: gap_en,
    } = apart(computed)?;
    let declared = as_declared(context, field)
        .filter(|declared| !is_near(context, field, *declared, computed));
    Some(match declared {
        // What it is made of is right, or is computed from nothing but entries.
        None if has_declared_parts(context, field) => Text::new(
            format!("“{label}”填报 {is}，按填报的各数算和重算都是 {should}，相差 {gap}"),
            format!(
                "'{label}' is reported as {is}, but the figures as reported and as computed both come to {should}: a difference of {gap_en}"
            ),
        ),
        None => Text::new(
            format!("“{label}”填报 {is}，重算为 {should}，相差 {gap}"),
            format!(
                "'{label}' is reported as {is}, but computed as {should}: a difference of {gap_en}"
            ),
        ),
        // The figure itself is right; those it is made of are not.
        Some(declared) if is_near(context, field, reported, declared) => Text::new(
            format!(
                "“{label}”填报 {is}，与填报的各数相符，但各数中有不对的，重算为 {should}，相差 {gap}"
            ),
            format!(
                "'{label}' is reported as {is}, which agrees with the figures as reported; but some of those are wrong, and it is computed as {should}: a difference of {gap_en}"
            ),
        ),
        Some(declared) => {
            let (from, short) = (said(declared), apart(declared)?);
            let (short, short_en) = (short.zh, short.en);
            Text::new(
                format!(
                    "“{label}”填报 {is}，与填报的各数不符（应为 {from}，相差 {short}），与重算的也不符（应为 {should}，相差 {gap}）"
                ),
                format!(
                    "'{label}' is reported as {is}, but the figures as reported come to {from} (a difference of {short_en}), and computed it is {should} (a difference of {gap_en})"
                ),
            )
        }
    })
}

/// Whether a figure is made of others that are computed, each of which was reported.
fn has_declared_parts(context: &Context<'_>, field: usize) -> bool {
    let form = context.form();
    let mut parts = form.takes(field).iter();
    parts.any(|&part| {
        form.fields[part].kind == Kind::Formula
            && !context.submission.entries[part].found.value.is_blank()
    })
}

/// The formula and the figures it was computed from.
fn trace(context: &Context<'_>, formula: &crate::formula::Expr<crate::form::Target>) -> Text {
    let mut fields: Vec<usize> = Vec::new();
    for field in context.form().inputs(formula) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let value = |field: usize| context.said(field, &context.evaluation.computed[field]);
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
