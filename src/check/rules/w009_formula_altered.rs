//! A formula that is not the one that was sent out.

use crate::address::{Address, Area};
use crate::check::Content;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed::{listed, short};
use crate::check::rules::w021_external_link::files;
use crate::finding::{Against, Finding, Level};
use crate::form::Target;
use crate::formula::{Expr, Place, Span, parse_excel, print};
use crate::text::Text;

/// A formula that is not the one that was sent out.
pub const RULE: Rule = Rule {
    code: "W009",
    name: "formula-altered",
    level: Level::Error,
    title: ("公式被改动", "a formula was changed"),
    checks: (
        "计算格里的公式与发出时是否相同：引用的格、表、文件也算；空格、大小写、$、多余的括号和正号不算，引用的行或表被删的只报告被删",
        "whether formulas are those that were sent out, with the cells, sheets and files they refer to; spaces, case, $, needless parentheses and plus signs do not count, and a row or sheet that is gone is reported alone",
    ),
    why: (
        "改了公式，算出来的就不是规定的数",
        "with another formula the figure is not the one asked for",
    ),
    example: (
        "=B7+B10+B11 被改成 =B7+B10",
        "=B7+B10+B11 was changed to =B7+B10",
    ),
    mend: (
        "请恢复原公式（批注后的表里已经恢复）。",
        "Put the formula back as it was (in the annotated workbook it is back).",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for index in 0..context.form().fields.len() {
        let Some(altered) = altered(context, index) else {
            continue;
        };
        // What a formula refers to is gone with its row or sheet, and that is one finding of another rule.
        let Some(expected) = &altered.expected else {
            continue;
        };
        let label = context.label(index);
        let (found, was) = (altered.found, printed(expected));
        let message = Text::new(
            format!(
                "“{label}”的公式被改动：原为 ={}，现为 ={}",
                short(&was, QUOTED),
                short(found, QUOTED)
            ),
            format!(
                "the formula of '{label}' was changed: it was ={} and now is ={}",
                short(&was, QUOTED),
                short(found, QUOTED)
            ),
        );
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = Some(format!("={found}"));
        finding.computed = Some(format!("={was}"));
        finding.against = Against::Stated;
        finding.note = elsewhere(context, &altered, expected);
        findings.push(finding);
    }
}

/// So much of a formula stands in a message; the whole of it in the figures.
const QUOTED: usize = 200;

fn printed(formula: &Expr<Place>) -> String {
    print(formula, &mut |place: &Place| place.to_string())
}

/// The formula of a field as it should stand where its cells are now; `None` when some of them are gone.
pub(super) fn expected(context: &Context<'_>, field: usize) -> Option<String> {
    let formula = context.form().fields[field].formula.as_ref()?;
    let (sheet, _) = context.submission.entries[field].at?;
    Some(printed(&expected_formula(context, formula, sheet)?))
}

/// Where a formula points that still has the shape it had: to another file, or to other cells.
fn elsewhere(context: &Context<'_>, altered: &Altered<'_>, expected: &Expr<Place>) -> Option<Text> {
    let files = files(&context.submission.book, altered.found);
    if !files.is_empty() {
        let files = listed(&files);
        return Some(Text::new(
            format!("现在引用别的工作簿：{}", files.zh),
            format!("it now refers to other workbooks: {}", files.en),
        ));
    }
    let now = altered.now.as_ref()?;
    if !shape(expected)?.same_as(&shape(now)?) {
        return None;
    }
    let (was, is) = (expected.refs(), now.refs());
    let moved: Vec<(String, String)> = was
        .iter()
        .zip(&is)
        .filter(|((was, _), (is, _))| was != is)
        .map(|((was, _), (is, _))| (was.to_string(), is.to_string()))
        .collect();
    let zh = moved.iter().map(|(was, is)| format!("{was} 换成了 {is}"));
    let en = moved
        .iter()
        .map(|(was, is)| format!("{is} in place of {was}"));
    Some(Text::new(
        format!("引用被改：{}", listed(&zh.collect::<Vec<_>>()).zh),
        format!("it refers to {}", listed(&en.collect::<Vec<_>>()).en),
    ))
}

/// A formula without what it refers to.
fn shape(formula: &Expr<Place>) -> Option<Expr<()>> {
    let mut nothing = |_: &Place, _: Span| -> Result<Vec<()>, ()> { Ok(vec![()]) };
    formula.map_refs(&mut nothing).ok()
}

/// Whether the formula of a field is not the one that was sent out.
pub(crate) fn is_altered(content: &Content, field: usize) -> bool {
    altered(&content.context(), field).is_some()
}

struct Altered<'a> {
    found: &'a str,
    /// What was found, where it can be read.
    now: Option<Expr<Place>>,
    expected: Option<Expr<Place>>,
}

fn altered<'a>(context: &Context<'a>, field: usize) -> Option<Altered<'a>> {
    if !context.submission.book.tells_formulas() {
        return None;
    }
    let entry = &context.submission.entries[field];
    let expected = context.form().fields[field].formula.as_ref()?;
    let found = entry.found.formula.as_deref()?;
    let (sheet, _) = entry.at?;
    let expected = expected_formula(context, expected, sheet);
    let now = parse_excel(found).expr;
    let now = now.map(|now| plain(context, &now, sheet).without_plus());
    let same = match (&expected, &now) {
        (Some(expected), Some(now)) => expected.same_as(now),
        _ => false,
    };
    // A formula that knows nothing of rows and sheets the department added is still the one that was sent.
    (!same && !is_as_sent(context, field, found)).then_some(Altered {
        found,
        now,
        expected,
    })
}

/// Whether a formula is the one of the form before the department made it larger.
fn is_as_sent(context: &Context<'_>, field: usize, found: &str) -> bool {
    let submission = context.submission;
    let expected = || {
        let sent = submission.sent.as_ref()?;
        let before = sent.field(&submission.form.fields[field].id)?;
        let formula = sent.fields[before].formula.as_ref()?;
        let (sheet, _) = submission.entries[field].at?;
        let mut moved = |target: &Target, _: Span| -> Result<Vec<Place>, ()> {
            let corner = |cell: Address| {
                let before = sent.field_at(target.sheet, cell)?;
                submission.own_cell(submission.form.field(&sent.fields[before].id)?)
            };
            let (on, first) = corner(target.area.first).ok_or(())?;
            let (_, last) = corner(target.area.last).ok_or(())?;
            let name = submission.book.sheets.get(on).map(|sheet| &sheet.name);
            Ok(vec![Place::Cells {
                sheet: name.filter(|_| on != sheet).cloned(),
                area: Area::new(first, last),
            }])
        };
        let expected = formula.map_refs(&mut moved).ok()?;
        let found = plain(context, &parse_excel(found).expr?, sheet);
        Some(expected.same_as(&found.without_plus()))
    };
    expected() == Some(true)
}

/// The formula as it should stand where its cells are now.
fn expected_formula(
    context: &Context<'_>,
    expr: &Expr<Target>,
    own_sheet: usize,
) -> Option<Expr<Place>> {
    let mut moved = |target: &Target, _: Span| -> Result<Vec<Place>, ()> {
        let corner = |cell: Address| -> Option<(usize, Address)> {
            match context.form().field_at(target.sheet, cell) {
                Some(field) => context.submission.own_cell(field),
                None => {
                    let map = context.submission.sheets.get(target.sheet)?.as_ref()?;
                    Some((map.sheet, map.cell(cell)?))
                }
            }
        };
        let first = corner(target.area.first).ok_or(())?;
        let last = corner(target.area.last).ok_or(())?;
        let name = context
            .submission
            .book
            .sheets
            .get(first.0)
            .map(|sheet| sheet.name.clone());
        let sheet = name.filter(|_| first.0 != own_sheet);
        Ok(vec![Place::Cells {
            sheet,
            area: Area::new(first.1, last.1),
        }])
    };
    expr.map_refs(&mut moved).ok()
}

/// A formula as a program may have written it: without the name of its own sheet, and cells instead of their names.
fn plain(context: &Context<'_>, found: &Expr<Place>, own_sheet: usize) -> Expr<Place> {
    let sheets = &context.submission.book.sheets;
    // Programs do not tell capitals of names apart; nor do they keep them.
    let sheet_of = |name: &str| {
        let name = name.to_lowercase();
        sheets
            .iter()
            .position(|sheet| sheet.name.to_lowercase() == name)
    };
    let named = |at: usize| {
        let sheet = sheets.get(at).filter(|_| at != own_sheet);
        sheet.map(|sheet| sheet.name.clone())
    };
    let mut plain = |place: &Place, _: Span| -> Result<Vec<Place>, ()> {
        let place = match place {
            Place::Cells {
                sheet: Some(name),
                area,
            } => Place::Cells {
                sheet: sheet_of(name).map_or_else(|| Some(name.clone()), named),
                area: *area,
            },
            Place::Cells { sheet: None, area } => Place::Cells {
                sheet: None,
                area: *area,
            },
            Place::Name { name, .. } => {
                let form = context.form();
                let field = form
                    .field(name)
                    .or_else(|| form.field(&name.to_lowercase()));
                match field.and_then(|field| context.submission.entries[field].at) {
                    Some((at, cell)) => Place::Cells {
                        sheet: named(at),
                        area: Area::cell(cell),
                    },
                    None => place.clone(),
                }
            }
        };
        Ok(vec![place])
    };
    found.map_refs(&mut plain).unwrap_or_else(|_| found.clone())
}
