//! Findings that say one thing in several cells are taken together.

use std::collections::{BTreeMap, BTreeSet};

use super::{blank, needs, once};
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::{self, texts};
use crate::finding::Finding;
use crate::form::{Field, Kind};
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// Why findings that compare figures are one nevertheless, wherever their cells lie.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum One {
    /// They were done in one go.
    Go(&'static str),
    /// Columns of a relation of the pack that lack one and the same row.
    Row {
        /// What the ids of the row begin with.
        id: String,
        /// What the row is called.
        label: String,
    },
    /// Choices between the same words, one on each of several sheets, that nobody has made.
    Choice(Vec<String>),
    /// Texts that say the same figure of one field.
    Said { field: usize, written: Number },
}

/// Takes findings of one rule in one block together, where they compare no figures and are waived alike.
pub(in crate::check) fn together(context: &Context<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let ones = ones(context, &findings);
    let mut groups: BTreeMap<_, usize> = BTreeMap::new();
    let mut taken: Vec<(Option<One>, Vec<Finding>)> = Vec::new();
    for (finding, one) in findings.into_iter().zip(ones) {
        let compares = one.is_none() && finding.difference.is_some();
        let block = match &one {
            Some(_) => None,
            None => block(context, &finding),
        };
        if compares || one.is_none() && block.is_none() {
            taken.push((None, vec![finding]));
            continue;
        }
        // What is one all over the workbook is so on every sheet.
        let sheet = finding.place.sheet.clone().filter(|_| one.is_none());
        let key = (
            finding.code.clone(),
            sheet,
            finding.level,
            finding.waived.clone(),
            block,
            one.clone(),
        );
        match groups.get(&key) {
            Some(&group) => taken[group].1.push(finding),
            None => {
                groups.insert(key, taken.len());
                taken.push((one, vec![finding]));
            }
        }
    }
    let joined = |(one, members): (Option<One>, _)| joined(context, one.as_ref(), members);
    taken.into_iter().filter_map(joined).collect()
}

/// What makes findings that compare figures one, for each of them.
fn ones(context: &Context<'_>, findings: &[Finding]) -> Vec<Option<One>> {
    let mut ones: Vec<Option<One>> = findings
        .iter()
        .map(|finding| once::kind(finding).map(One::Go))
        .collect();
    for (finding, one) in blank_rows(context, findings) {
        ones[finding].get_or_insert(one);
    }
    for (finding, choices) in unmade(context, findings) {
        ones[finding].get_or_insert(One::Choice(choices));
    }
    let is_text = |finding: &Finding| {
        [
            rules::x001_narrative_figure_differs::RULE,
            rules::x010_narrative_result_differs::RULE,
        ]
        .iter()
        .any(|rule| rule.code == finding.code)
    };
    if findings.iter().filter(|finding| is_text(finding)).count() > 1 {
        let said = texts::figures_said(context);
        for (index, finding) in findings.iter().enumerate().filter(|it| is_text(it.1)) {
            let of = said.iter().find(|said| {
                let id = &context.form().fields[said.text].id;
                finding.place.field.as_ref() == Some(id)
                    && finding.message.zh.contains(&format!("“{}”", said.quote))
            });
            ones[index] = of.map(|said| One::Said {
                field: said.field,
                written: said.written,
            });
        }
    }
    ones
}

/// Choices of sheets that stand once in the workbook, which were not made and are between the same words on each.
fn unmade(context: &Context<'_>, findings: &[Finding]) -> Vec<(usize, Vec<String>)> {
    let form = context.form();
    let is_blank = |finding: &Finding| {
        finding.code == rules::v001_required_field_blank::RULE.code && finding.reported.is_none()
    };
    let choices = |finding: &Finding| {
        let field = &form.fields[form.field(finding.place.field.as_deref()?)?];
        let is_alone = field.row.is_none() && form.sheet_template(field.sheet).repeat.is_none();
        let template = form.template(field);
        (is_alone && template.kind == FieldType::Choice).then(|| template.choices.clone())
    };
    let blanks = findings.iter().enumerate().filter(|it| is_blank(it.1));
    let of_choices = blanks.filter_map(|(index, finding)| Some((index, choices(finding)?)));
    let of_choices: Vec<(usize, Vec<String>)> = of_choices.collect();
    let is_elsewhere = |one: &(usize, Vec<String>)| {
        let sheet = &findings[one.0].place.sheet;
        let mut others = of_choices.iter();
        others.any(|other| other.1 == one.1 && findings[other.0].place.sheet != *sheet)
    };
    of_choices
        .iter()
        .filter(|one| is_elsewhere(one))
        .cloned()
        .collect()
}

/// The findings that are columns of one relation which lack one and the same row.
pub(super) fn of_blank_rows(context: &Context<'_>, findings: &[Finding]) -> BTreeSet<usize> {
    let rows = blank_rows(context, findings).into_iter();
    rows.map(|(finding, _)| finding).collect()
}

/// Columns of one relation of the pack that differ, and would not if one row that is blank were filled in: the first such row.
fn blank_rows(context: &Context<'_>, findings: &[Finding]) -> Vec<(usize, One)> {
    let form = context.form();
    let mut relations: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (index, rule) in form.rules.iter().enumerate() {
        let of = |finding: &Finding| blank::is_of(context, rule, finding);
        let is_in_row = form.template(&form.fields[rule.at]).column.is_some();
        if let Some(finding) = findings.iter().position(of).filter(|_| is_in_row) {
            let relation = (rule.template, form.fields[rule.at].sheet);
            relations
                .entry(relation)
                .or_default()
                .push((finding, index));
        }
    }
    let mut rows = Vec::new();
    // A column that is computed from others of its row differs for theirs.
    let is_entered = |&(_, rule): &(usize, usize)| !in_row_of_others(context, form.rules[rule].at);
    for columns in relations.into_values() {
        if columns.iter().filter(|it| is_entered(it)).count() < 2 {
            continue;
        }
        let lacking = columns.iter().map(|&(finding, rule)| {
            let difference = findings[finding].difference;
            lacking(context, rule, difference)
        });
        let common = lacking.reduce(|one, other| one.intersection(&other).copied().collect());
        let Some(first) = common.iter().flatten().next().copied() else {
            continue;
        };
        let field = &form.fields[first];
        let label = form
            .placeholders(field.sheet)
            .fill(&form.template(field).label);
        let one = One::Row {
            id: row_of(field).to_owned(),
            label,
        };
        rows.extend(columns.iter().map(|&(finding, _)| (finding, one.clone())));
    }
    rows
}

/// The rows, by their first fields, that are wholly blank and make a relation hold once what is missing stands there.
fn lacking(context: &Context<'_>, rule: usize, gap: Option<Number>) -> BTreeSet<usize> {
    let form = context.form();
    let rule = &form.rules[rule];
    let Some(gap) = gap else {
        return BTreeSet::new();
    };
    let taken: BTreeSet<usize> = form
        .inputs(&rule.reported)
        .chain(form.inputs(&rule.computed))
        .collect();
    let is_blank =
        |field: usize| form.fields[field].kind == Kind::Input && context.submission.is_blank(field);
    let mut rows = BTreeSet::new();
    for (index, field) in form.fields.iter().enumerate() {
        let in_row = form.template(field).column.is_some();
        if !in_row || !is_blank(index) || !context.counts(index) {
            continue;
        }
        let reaches =
            taken.contains(&index) || !needs::takers(context, index, true).is_disjoint(&taken);
        if !reaches || !blank::mends(context, rule, index, gap) {
            continue;
        }
        let row = row_of(field);
        let mut of_row = (0..form.fields.len()).filter(|&it| {
            let field = &form.fields[it];
            field.kind == Kind::Input && row_of(field) == row
        });
        let first = of_row.clone().next();
        if of_row.all(is_blank) {
            rows.extend(first);
        }
    }
    rows
}

/// Whether a field is computed from others of its row.
fn in_row_of_others(context: &Context<'_>, field: usize) -> bool {
    let form = context.form();
    let laid = &form.fields[field];
    let mut takes = form.takes(field).iter();
    takes.any(|&input| row_of(&form.fields[input]) == row_of(laid))
}

/// What the ids of the columns of a row begin with.
fn row_of(field: &Field) -> &str {
    field.id.rsplit_once('.').map_or("", |(row, _)| row)
}

/// The block of the form a finding lies in: the repeating rows, the table of indicators, the rows that share the columns of a
/// matrix, or the fields whose ids begin alike. `None` for findings that are about no field, and for those of a pack, which say one thing each.
fn block(context: &Context<'_>, finding: &Finding) -> Option<String> {
    rule_of(finding)?;
    let form = context.form();
    let field = form.field(finding.place.field.as_deref()?)?;
    let field = &form.fields[field];
    if let Some(row) = field.row {
        let block = &form.blocks[row.block];
        let template = form.block_template(row.block);
        let shape = template.and_then(|template| template.shape.as_deref());
        // All rows of one shape are one table to whoever fills it in.
        return Some(shape.unwrap_or(&block.local).to_owned());
    }
    if form.template(field).column.is_some() {
        return Some("matrix".to_owned());
    }
    let (block, _) = field.id.rsplit_once('.')?;
    Some(block.to_owned())
}

fn rule_of(finding: &Finding) -> Option<&'static Rule> {
    let mut rules = rules::ALL.iter().copied();
    rules.find(|rule| rule.code == finding.code)
}

fn joined(context: &Context<'_>, one: Option<&One>, mut members: Vec<Finding>) -> Option<Finding> {
    if members.len() < 2 {
        return members.pop();
    }
    let first = members.first()?;
    let count = members.len();
    let mut head = first.clone();
    head.note = None;
    head.help = helps(&members);
    match one {
        // One figure, told in several places: the first says what it is.
        Some(One::Said { .. }) => {
            head.message = Text::new(
                format!("{}；共 {count} 处这样写", first.message.zh),
                format!("{}; so it stands in {count} places", first.message.en),
            );
        }
        Some(One::Choice(choices)) => {
            head.message = Text::new(
                format!("{count} 处没有选“{}”", choices.join("”或“")),
                format!("{count} choices are not made: '{}'", choices.join("' or '")),
            );
            head.help = Some(Text::new(
                "请在每处的下拉框里选一项。",
                "Choose one from the list in each of these cells.",
            ));
        }
        _ => {
            head.reported = None;
            head.computed = None;
            head.difference = None;
            let title = title(context, &members)?;
            let (of, of_en) = indicators(context, &members);
            head.message = Text::new(
                format!("{}，共 {count} 处{of}", title.zh),
                format!("{}: {count} cells{of_en}", title.en),
            );
        }
    }
    if let Some(One::Row { label, .. }) = one {
        let help = head.help.take().unwrap_or_else(|| Text::new("", ""));
        head.help = Some(Text::new(
            format!("“{label}”一行都空着，请先看是不是漏填了。{}", help.zh),
            format!("The row '{label}' is blank: was it forgotten? {}", help.en),
        ));
    }
    head.follows = members
        .iter_mut()
        .flat_map(|member| std::mem::take(&mut member.follows))
        .collect();
    head.alike = members;
    Some(head)
}

/// So many indicators are named in a line.
const NAMED: usize = 3;

/// The indicators that findings are about which name them each.
fn indicators(context: &Context<'_>, members: &[Finding]) -> (String, String) {
    let form = context.form();
    let name = |finding: &Finding| {
        let row = form.fields[form.field(finding.place.field.as_deref()?)?].row?;
        let name = form.sibling(row, &form.scoring(row.block)?.name)?;
        let said = context.submission.text(name)?.trim().to_owned();
        let is_named = !said.is_empty() && finding.message.zh.contains(&format!("“{said}”"));
        is_named.then_some(said)
    };
    let Some(mut names) = members.iter().map(name).collect::<Option<Vec<_>>>() else {
        return Default::default();
    };
    names.dedup();
    let more = names.len() > NAMED;
    names.truncate(NAMED);
    let (zh, en): (Vec<_>, Vec<_>) = names
        .iter()
        .map(|name| (format!("“{name}”"), format!("'{name}'")))
        .unzip();
    let (and, and_en) = if more { ("等", " and more") } else { ("", "") };
    (
        format!("：{}{and}", zh.concat()),
        format!(" ({}{and_en})", en.join(", ")),
    )
}

/// What all of them are.
fn title(context: &Context<'_>, members: &[Finding]) -> Option<Text> {
    let first = members.first()?;
    match rule_of(first) {
        Some(rule) if rule.code == rules::w008_formula_overwritten::RULE.code => {
            Some(rules::w008_formula_overwritten::title(members))
        }
        Some(rule) => Some(Text::new(rule.title.0, rule.title.1)),
        None => message_of(context, first),
    }
}

/// What a relation of the pack says, without the figures of one cell.
fn message_of(context: &Context<'_>, finding: &Finding) -> Option<Text> {
    let mut rules = context.form().pack.rules.iter();
    let rule = rules.find(|rule| rule.code == finding.code)?;
    Some(rule.message.clone())
}

/// So many different helps are told of findings that were taken together.
const HELPS: usize = 3;

/// What is to be done about several findings: each help once, up to a few.
fn helps(members: &[Finding]) -> Option<Text> {
    let mut helps: Vec<&Text> = Vec::new();
    for help in members.iter().filter_map(|member| member.help.as_ref()) {
        if !helps.contains(&help) {
            helps.push(help);
        }
    }
    helps.truncate(HELPS);
    let (zh, en): (Vec<&str>, Vec<&str>) = helps
        .into_iter()
        .map(|help| (help.zh.as_str(), help.en.as_str()))
        .unzip();
    (!zh.is_empty()).then(|| Text::new(zh.concat(), en.join(" ")))
}
