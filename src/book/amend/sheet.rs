//! The part of a sheet: colours as conditional formats, and where its notes are drawn.

use super::catalog::{Catalog, Listed, root};
use super::grid::Grid;
use super::notes::{self, Numbers};
use super::styles::Styles;
use super::{AmendError, Marks, required};
use crate::address::Area;
use crate::book::Note;
use crate::own::MARK;
use crate::package::markup::{Edits, Tag, Token, Tokens, place, prefixed};
use crate::package::{PackageError, Patch};

/// The children of a worksheet in their order: ECMA-376 part 1, 18.3.1.99.
const ORDER: [&str; 39] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Marks a sheet, its notes included. What annex marked before goes.
pub(super) fn amend(
    patch: &mut Patch<'_>,
    catalog: &Catalog,
    listed: &Listed,
    marks: &Marks,
    styles: &mut Styles,
    numbers: &mut Numbers,
    sized: fn(String) -> Note,
) -> Result<(), AmendError> {
    let part = listed.part.as_str();
    let text = required(patch, part)?;
    let survey = Survey::of(part, &text)?;
    let mut edits = survey.cleared();
    survey.color(part, &text, marks, styles, &mut edits)?;
    let drawn = notes::amend(
        patch,
        catalog,
        part,
        survey.drawn.as_deref(),
        &survey.grid,
        &marks.notes,
        numbers,
        sized,
    )?;
    if let Some(id) = drawn {
        let root = root(&mut Tokens::new(part, &text), part)?;
        let element = catalog.referring("legacyDrawing", &[], &id, &root)?;
        if let Some((_, at)) = place(part, &text, &ORDER, "legacyDrawing")? {
            edits.insert(at, element);
        }
    }
    if !edits.is_empty() {
        patch.put(part, edits.applied(&text));
    }
    Ok(())
}

/// Takes the mark of the active sheet from a sheet of any kind: two active sheets would be edited as one.
pub(super) fn deselect(patch: &mut Patch<'_>, part: &str) -> Result<(), AmendError> {
    let text = required(patch, part)?;
    let mut edits = Edits::default();
    let mut tokens = Tokens::new(part, &text);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open(tag) if tag.attribute("tabSelected").is_some() => {
                edits.replace(tag.span.clone(), tag.with(&[("tabSelected", None)]));
            }
            Token::Open(tag) if tag.name() == "sheetData" => break,
            _ => {}
        }
    }
    if !edits.is_empty() {
        patch.put(part, edits.applied(&text));
    }
    Ok(())
}

/// A rule of a conditional format.
struct Rule<'t> {
    tag: Tag<'t>,
    /// Where the whole of it stands.
    span: std::ops::Range<usize>,
    is_own: bool,
}

/// What a sheet has already.
struct Survey<'t> {
    grid: Grid,
    /// The rules of each conditional format, and where it stands.
    formats: Vec<(std::ops::Range<usize>, Vec<Rule<'t>>)>,
    /// The id of the relation to what draws its notes.
    drawn: Option<String>,
}

impl<'t> Survey<'t> {
    fn of(part: &'t str, text: &'t str) -> Result<Survey<'t>, PackageError> {
        let mut survey = Survey {
            grid: Grid::default(),
            formats: Vec::new(),
            drawn: None,
        };
        let mut tokens = Tokens::new(part, text);
        while let Some(token) = tokens.next()? {
            match token {
                Token::Open(tag) => match tag.name() {
                    "conditionalFormatting" => survey.formats.push((tag.span.clone(), Vec::new())),
                    "cfRule" => {
                        let rule = rule(&mut tokens, tag)?;
                        if let Some((_, rules)) = survey.formats.last_mut() {
                            rules.push(rule);
                        }
                    }
                    "legacyDrawing" => survey.drawn = tag.element().get("id")?,
                    _ => survey.grid.see(&tag)?,
                },
                Token::Close("conditionalFormatting", span) => {
                    if let Some((format, _)) = survey.formats.last_mut() {
                        format.end = span.end;
                    }
                }
                _ => {}
            }
        }
        Ok(survey)
    }

    /// The sheet without what annex marked before.
    fn cleared(&self) -> Edits {
        let mut edits = Edits::default();
        for (span, rules) in &self.formats {
            if rules.iter().all(|rule| rule.is_own) && !rules.is_empty() {
                edits.replace(span.clone(), "");
                continue;
            }
            for rule in rules.iter().filter(|rule| rule.is_own) {
                edits.replace(rule.span.clone(), "");
            }
        }
        edits
    }

    /// Colours what is marked, whatever other rules say: annex's own go before them.
    fn color(
        &self,
        part: &str,
        text: &str,
        marks: &Marks,
        styles: &mut Styles,
        edits: &mut Edits,
    ) -> Result<(), AmendError> {
        if marks.fills.is_empty() {
            return Ok(());
        }
        let others = || {
            let rules = self.formats.iter().flat_map(|(_, rules)| rules);
            rules.filter(|rule| !rule.is_own)
        };
        let rank = |rule: &Rule<'_>| rule.tag.element().number::<i64>("priority");
        let mut least = i64::MAX;
        for rule in others() {
            least = least.min(rank(rule)?.unwrap_or(i64::MAX));
        }
        let own = i64::try_from(marks.fills.len()).unwrap_or(i64::MAX);
        if least <= own {
            let down = own + 1 - least;
            for rule in others() {
                if let Some(rank) = rank(rule)? {
                    let rank = rank.saturating_add(down).to_string();
                    let tag = rule.tag.with(&[("priority", Some(&rank))]);
                    edits.replace(rule.tag.span.clone(), tag);
                }
            }
        }
        let mut formats = String::new();
        for (rank, (fill, areas)) in (1..).zip(&marks.fills) {
            let areas: Vec<String> = areas.iter().map(Area::to_string).collect();
            let (areas, format) = (areas.join(" "), styles.differential(*fill));
            formats.push_str(&format!(
                "<conditionalFormatting sqref=\"{areas}\"><cfRule type=\"expression\" dxfId=\"{format}\" priority=\"{rank}\"><formula>{MARK}</formula></cfRule></conditionalFormatting>"
            ));
        }
        if let Some((root, at)) = place(part, text, &ORDER, "conditionalFormatting")? {
            edits.insert(at, prefixed(&formats, root.prefix())?);
        }
        Ok(())
    }
}

/// The rule that has just begun.
fn rule<'t>(tokens: &mut Tokens<'t>, tag: Tag<'t>) -> Result<Rule<'t>, PackageError> {
    let (said, close) = tokens.texts(&tag)?;
    let span = tag.span.start..close.end;
    Ok(Rule {
        is_own: said.trim() == MARK,
        tag,
        span,
    })
}
