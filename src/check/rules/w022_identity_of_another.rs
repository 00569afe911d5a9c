//! Sheets of one department's form in the workbook of another.

use crate::check::context::{Context, finding};
use crate::check::rule::Rule;
use crate::finding::{Against, Finding, Level, Place};
use crate::identity::{Mark, SHEET};
use crate::text::Text;

/// Sheets of one department's form in the workbook of another.
pub const RULE: Rule = Rule {
    code: "W022",
    name: "identity-of-another",
    level: Level::Error,
    title: (
        "混有别的单位（年度）的表",
        "sheets of another department's form",
    ),
    checks: (
        "每张工作表上的隐藏标记与标识页写的单位、年度是否一致；标记不见了的不算",
        "whether the hidden mark of each sheet agrees with the identity on department and year; a mark that is gone does not count",
    ),
    why: (
        "标识页是从别处复制来的，或者粘进了别的单位的表，数就会记到别人名下",
        "the identity sheet or some of the sheets were copied from elsewhere, and the figures would be counted for the wrong department",
    ),
    example: (
        "把另一家单位的附件2 整张移到本单位的工作簿里",
        "the sheet 附件2 of another department was moved into this workbook",
    ),
    mend: (
        "请让单位在原来发给它的表中重新填写。",
        "Ask the department to fill in the form that was sent to it.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let submission = context.submission;
    // An identity that was edited agrees with no mark, and that is one finding of another rule.
    if !submission.identity.sealed {
        return;
    }
    let own = submission.identity.mark();
    let marked: Vec<(&str, Mark)> = submission
        .book
        .sheets
        .iter()
        .filter(|sheet| !crate::identity::is_own(&sheet.name))
        .filter_map(|sheet| Some((sheet.name.as_str(), Mark::read(sheet)?)))
        .collect();
    let place = |sheet: &str| Place {
        sheet: Some(sheet.to_owned()),
        ..Place::default()
    };
    if let [(_, first), rest @ ..] = marked.as_slice()
        && *first != own
        && rest.iter().all(|(_, mark)| mark == first)
    {
        let (own_said, other) = (said(&own), said(first));
        let message = Text::new(
            format!(
                "标识页写的是“{}”，各工作表却是发给“{}”的",
                own_said.zh, other.zh
            ),
            format!(
                "the identity says {}, but all sheets were made for {}",
                own_said.en, other.en
            ),
        );
        findings.push(differing(place(SHEET), message, first, &own));
        return;
    }
    for (sheet, mark) in marked.iter().filter(|(_, mark)| *mark != own) {
        let (own_said, other) = (said(&own), said(mark));
        let message = Text::new(
            format!(
                "工作表“{sheet}”是发给“{}”的，这份表是“{}”的",
                other.zh, own_said.zh
            ),
            format!(
                "the sheet '{sheet}' was made for {}, this form for {}",
                other.en, own_said.en
            ),
        );
        findings.push(differing(place(sheet), message, mark, &own));
    }
}

fn differing(place: Place, message: Text, found: &Mark, own: &Mark) -> Finding {
    Finding {
        reported: Some(found.owner().join(" ")),
        computed: Some(own.owner().join(" ")),
        against: Against::Stated,
        ..finding(&RULE, place, message)
    }
}

/// Whose form it is, in words.
pub(super) fn said(mark: &Mark) -> Text {
    let [year, code, name] = mark.owner();
    let who = if code.is_empty() {
        name.to_owned()
    } else {
        format!("{code} {name}")
    };
    Text::new(format!("{who} {year} 年度"), format!("{who}, {year}"))
}
