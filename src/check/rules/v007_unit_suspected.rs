//! Amounts that look as if they were entered in another unit than the form counts in.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::remedied::{is_amount, remedies};
use crate::check::rules::x003_last_year_differs::asked_again;
use crate::check::slip::{Likeness, Pair, Slip, is_suspected};
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// Amounts that look as if they were entered in another unit than the form counts in.
pub const RULE: Rule = Rule {
    code: "V007",
    name: "unit-suspected",
    level: Level::Warning,
    title: ("金额单位可疑", "amounts that look like another unit"),
    checks: (
        "金额是不是把元当成了万元（或反过来）：同一行各栏之间、表与表之间、合计与明细之间、与上年交回的表（check --last）相差一万倍的",
        "whether amounts were entered in 元 where the form counts in 万元, or the reverse: columns of a row, sheets, a total and its parts, or this year and last year's return (check --last) that differ by a factor of 10,000",
    ),
    why: (
        "单位错的数会把合计放大或缩小一万倍",
        "a figure in the wrong unit makes totals 10,000 times too large or too small",
    ),
    example: (
        "以万元为单位的表里，上年 30.2、预算 36，决算填了 352000",
        "in a form in 万元 last year is 30.2 and the budget 36, and 352000 was entered as spent",
    ),
    mend: (
        "请核对单位：填错的，按表上的单位重新填写；没有填错的，请说明相差这么大的原因。",
        "Check the unit: enter the amount in the unit of the form; if it is right, say why it differs by so much.",
    ),
    run: check,
};

/// An amount of no more than so many tolerances says nothing of the size of others.
const TINY: i64 = 10;

/// What speaks against an amount.
struct Suspect {
    figure: Number,
    mended: Number,
    evidence: Text,
}

/// Amounts of a sheet that are suspected together: what is said of them, and what each should be.
pub(in crate::check) struct Suspected {
    findings: Vec<Finding>,
    pub(in crate::check) mended: Vec<(usize, Number)>,
}

impl Suspected {
    /// Whether a finding is one of these.
    pub(in crate::check) fn says(&self, finding: &Finding) -> bool {
        let same =
            |other: &Finding| other.place == finding.place && other.message == finding.message;
        self.findings.iter().any(same)
    }
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let suspected = suspected(context).into_iter();
    findings.extend(suspected.flat_map(|suspected| suspected.findings));
}

/// All that is suspected, sheet by sheet.
pub(in crate::check) fn suspected(context: &Context<'_>) -> Vec<Suspected> {
    let mut all = Vec::new();
    for slip in Slip::all(&context.form().pack.unit) {
        let mut suspects: BTreeMap<usize, Suspect> = BTreeMap::new();
        let mut sheets: BTreeMap<usize, (usize, Text)> = BTreeMap::new();
        let mut add = |field: usize, evidence: &Text| {
            let figure = context.reported(field);
            if let Some((figure, mended)) = figure.and_then(|f| Some((f, slip.mended(f)?))) {
                suspects.entry(field).or_insert_with(|| Suspect {
                    figure,
                    mended,
                    evidence: evidence.clone(),
                });
            }
        };
        for remedy in remedies(context, slip) {
            let evidence = held(context, remedy.rule);
            match (remedy.whole_sheet, remedy.fields.first()) {
                (Some(sheet), Some(&first)) => {
                    sheets.entry(sheet).or_insert((first, evidence));
                }
                _ => remedy
                    .fields
                    .iter()
                    .for_each(|&field| add(field, &evidence)),
            }
        }
        let held = rows(context).into_iter().chain(totals(context));
        for (field, pairs, evidence) in held.chain(last_year(context)) {
            if is_suspected(&pairs, slip) {
                add(field, &evidence);
            }
        }
        suspects.retain(|&field, _| !sheets.contains_key(&context.form().fields[field].sheet));
        for (sheet, (first, evidence)) in sheets {
            let amounts = context.form().sheets[sheet].fields.iter().copied();
            let mended = amounts
                .filter(|&field| is_amount(context, field))
                .filter_map(|field| Some((field, slip.mended(context.reported(field)?)?)));
            let mended: Vec<(usize, Number)> = mended.collect();
            let finding = whole_sheet(context, slip, sheet, first, evidence);
            all.extend(finding.map(|mut finding| {
                let amounts = mended.iter().map(|(field, _)| context.place(*field));
                finding.covers = amounts.collect();
                Suspected {
                    findings: vec![finding],
                    mended,
                }
            }));
        }
        let on: BTreeSet<usize> = suspects
            .keys()
            .map(|&field| context.form().fields[field].sheet)
            .collect();
        for sheet in on {
            let these: Vec<(usize, &Suspect)> = suspects
                .iter()
                .filter(|(field, _)| context.form().fields[**field].sheet == sheet)
                .map(|(field, suspect)| (*field, suspect))
                .collect();
            let mended = these
                .iter()
                .map(|(field, suspect)| (*field, suspect.mended));
            let findings = these
                .iter()
                .map(|(field, suspect)| single_cell(context, slip, *field, suspect));
            all.push(Suspected {
                findings: findings.collect(),
                mended: mended.collect(),
            });
        }
    }
    all
}

/// The amounts of each row that has several, each held against the others.
fn rows(context: &Context<'_>) -> Vec<(usize, Vec<Pair>, Text)> {
    let form = context.form();
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, field) in form.fields.iter().enumerate() {
        let template = form.template(field);
        let is_in_row = template.column.is_some() || field.row.is_some();
        if is_in_row
            && is_amount(context, index)
            && let Some((row, _)) = field.id.rsplit_once('.')
        {
            rows.entry(row).or_default().push(index);
        }
    }
    let mut found = Vec::new();
    for row in rows.into_values() {
        for &field in &row {
            let others: Vec<(usize, Number)> = row
                .iter()
                .filter(|&&other| other != field)
                .filter_map(|&other| Some((other, context.reported(other)?)))
                .filter(|(_, amount)| tells(context, *amount))
                .collect();
            let pair = |(_, other): &(usize, Number)| {
                Some(Pair {
                    figure: context.reported(field)?,
                    other: *other,
                    likeness: Likeness::Alike,
                })
            };
            let named = others.iter().map(|(other, amount)| {
                let cell = context.submission.cell(*other);
                format!("{}（{cell}）= {amount}", context.label(*other))
            });
            let named = named.collect::<Vec<_>>().join("；");
            let evidence = Text::new(
                format!("同一行：{named}"),
                format!("In the same row: {named}"),
            );
            found.push((field, others.iter().filter_map(pair).collect(), evidence));
        }
    }
    found
}

/// Whether an amount says anything of the size of others.
fn tells(context: &Context<'_>, amount: Number) -> bool {
    let tolerance = context.form().pack.tolerance(FieldType::Money);
    let tiny = tolerance.mul(TINY.into());
    tiny.is_some_and(|tiny| amount.abs() > tiny)
}

/// All amounts, each held against last year's return: the same field, and the one that this form asks for again.
fn last_year(context: &Context<'_>) -> Vec<(usize, Vec<Pair>, Text)> {
    let Some(before) = context.last else {
        return Vec::new();
    };
    let held = |field: usize| {
        let figure = context.reported(field)?;
        let again = asked_again(context, before, field);
        // What is asked for again is last year's own figure; what stands in the same field is of another year.
        let (then, likeness) = match again {
            Some(then) => {
                let tolerance = context.form().pack.tolerance(FieldType::Money);
                (then, Likeness::Same(tolerance))
            }
            None => (before.field(field)?, Likeness::Alike),
        };
        let other = before.number(then, context)?;
        let place = before.place(then);
        let evidence = Text::new(
            format!("上年的表（{place}）= {other}"),
            format!("Last year's return ({place}) has {other}"),
        );
        let pair = Pair {
            figure,
            other,
            likeness,
        };
        tells(context, other).then_some((field, vec![pair], evidence))
    };
    let fields = 0..context.form().fields.len();
    let amounts = fields.filter(|&field| is_amount(context, field));
    amounts.filter_map(held).collect()
}

/// Totals somebody typed over, held against what they come to.
fn totals(context: &Context<'_>) -> Vec<(usize, Vec<Pair>, Text)> {
    let form = context.form();
    let tolerance = form.pack.tolerance(FieldType::Money);
    let typed_over = form.fields.iter().enumerate().filter(|(index, field)| {
        field.kind == Kind::Formula
            && form.template(field).kind == FieldType::Money
            && context.submission.entries[*index].found.formula.is_none()
    });
    let pair = |index: usize| {
        let (figure, other) = (context.reported(index)?, context.computed(index)?);
        if other.is_zero() {
            return None;
        }
        let pair = Pair {
            figure,
            other,
            likeness: Likeness::Same(tolerance),
        };
        let evidence = Text::new(
            format!("由明细重算为 {other}。"),
            format!("Its parts come to {other}."),
        );
        Some((index, vec![pair], evidence))
    };
    typed_over.filter_map(|(index, _)| pair(index)).collect()
}

/// Which relation holds once the unit is mended.
fn held(context: &Context<'_>, rule: usize) -> Text {
    let form = context.form();
    let template = form.rule_template(&form.rules[rule]);
    let (code, message) = (&template.code, &template.message);
    Text::new(
        format!("换算以后，{code} 所说的“{}”就不存在了。", message.zh),
        format!(
            "In the right unit, what {code} says is no longer so: {}.",
            message.en
        ),
    )
}

fn whole_sheet(
    context: &Context<'_>,
    slip: Slip,
    sheet: usize,
    first: usize,
    evidence: Text,
) -> Option<Finding> {
    let figure = context.reported(first)?;
    let mended = slip.mended(figure)?;
    let name = &context.form().sheets[sheet].name;
    let (unit, label) = (&context.form().pack.unit, context.label(first));
    let slipped = slip.unit;
    let message = Text::new(
        format!(
            "“{name}”的金额像是都以{slipped}填报，本表以{unit}为单位：如“{label}”填报 {figure}，合 {mended} {unit}"
        ),
        format!(
            "the amounts of '{name}' all look like {slipped}, while the form counts in {unit}: '{label}' is {figure}, which would be {mended} {unit}"
        ),
    );
    let file = context.submission.sheet_name(first);
    let mut finding = context.at_cell(&RULE, file, None, message);
    finding.note = Some(evidence);
    Some(finding)
}

/// What is said of one amount.
fn single_cell(context: &Context<'_>, slip: Slip, field: usize, suspect: &Suspect) -> Finding {
    let (unit, slipped) = (&context.form().pack.unit, slip.unit);
    let Suspect {
        figure,
        mended,
        evidence,
    } = suspect;
    let label = context.label(field);
    let message = Text::new(
        format!("“{label}”填报 {figure}，像是以{slipped}填报，本表以{unit}为单位：应为 {mended}？"),
        format!(
            "'{label}' is {figure}, which looks like {slipped}, while the form counts in {unit}: should it be {mended}?"
        ),
    );
    let mut finding = context.at_field(&RULE, field, message);
    finding.reported = Some(figure.to_string());
    finding.note = Some(evidence.clone());
    finding
}
