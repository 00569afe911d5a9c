//! A sheet with another name than it was sent out with.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::guide;
use crate::finding::{Against, Finding, Level};
use crate::own;
use crate::submission::Taken;
use crate::text::Text;

/// A sheet with another name than it was sent out with.
pub const RULE: Rule = Rule {
    code: "W015",
    name: "sheet-renamed",
    level: Level::Info,
    title: ("工作表改了名", "a sheet was renamed"),
    checks: (
        "工作表的名称是否与发出时一样；改了名的按隐藏的名称、标题、栏目名称辨认",
        "whether sheets have the names they were sent out with; others are known by hidden names, titles and labels",
    ),
    why: (
        "改名不影响读数，只是看表的人不好找",
        "values are read all the same, but whoever looks for the sheet may not find it",
    ),
    example: (
        "“附件3-1 项目自评表”改成“附件2 项目表”",
        "附件3-1 项目自评表 was renamed to 附件2 项目表",
    ),
    mend: (
        "不需要处理：批注后的表里已恢复原名。",
        "Nothing needs to be done: the annotated workbook has the old name.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let submission = context.submission;
    let is_copy = |sheet: usize| {
        let mut copies = submission.drift.copies.iter();
        copies.any(|copy| copy.taken == Taken::AsSheet(sheet))
    };
    for (index, (laid, map)) in context
        .form()
        .sheets
        .iter()
        .zip(&submission.sheets)
        .enumerate()
    {
        let raw = map
            .as_ref()
            .and_then(|map| submission.book.sheets.get(map.sheet));
        let Some(raw) = raw.filter(|raw| raw.name != laid.name && !is_copy(index)) else {
            continue;
        };
        let message = Text::new(
            format!("工作表“{}”改名为“{}”", laid.name, raw.name),
            format!("the sheet '{}' was renamed to '{}'", laid.name, raw.name),
        );
        let mut finding = context.at_cell(&RULE, &raw.name, None, message);
        finding.reported = Some(raw.name.clone());
        finding.computed = Some(laid.name.clone());
        finding.against = Against::Stated;
        findings.push(finding);
    }
    guide(context, findings);
}

/// 填报说明 under another name, and copies of it: nothing is read from there.
fn guide(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let submission = context.submission;
    let sheets = &submission.book.sheets;
    let has_own = sheets.iter().any(|raw| raw.name == own::GUIDE);
    for (index, raw) in sheets.iter().enumerate() {
        let is_other = !own::is_sheet(&raw.name) && submission.form_sheet(index).is_none();
        if !is_other || !guide::is_guide(context.form(), raw) {
            continue;
        }
        let (guide, name) = (own::GUIDE, &raw.name);
        let message = match has_own {
            true => Text::new(
                format!("工作表“{name}”是“{guide}”的副本，其中没有要读的内容"),
                format!("the sheet '{name}' is a copy of '{guide}', of which nothing is read"),
            ),
            false => Text::new(
                format!("工作表“{guide}”改名为“{name}”"),
                format!("the sheet '{guide}' was renamed to '{name}'"),
            ),
        };
        let mut finding = context.at_cell(&RULE, name, None, message);
        finding.reported = Some(name.clone());
        finding.computed = Some(guide.to_owned());
        finding.against = Against::Stated;
        findings.push(finding);
    }
}
