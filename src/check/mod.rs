//! Holds a return against its form: every deviation and every gap becomes a finding.
//!
//! [`open`] is the door for bytes, [`run`] that for a return already read. The rules stand in [`rules`], one file each;
//! the relations a pack asks for are its own data and are held by [`pack_rules`].

use std::sync::{Arc, OnceLock};

use crate::book::RawBook;
use crate::book::read::ReadError;
use crate::evaluate::{self, Evaluation};
use crate::finding::{Finding, Place, each};
use crate::identity::Key;
use crate::submission::{self, Refusal, Submission};
use crate::template::Pack;
use crate::text::Text;

pub mod across;
mod answers;
pub mod context;
mod dated;
mod declared;
mod explained;
mod fold;
pub mod kept;
mod left;
pub mod levels;
mod nothing;
pub mod pack_rules;
pub mod past;
pub mod quantity;
pub mod rule;
pub mod rules;
mod sentences;
pub mod several;
pub mod slip;
pub mod waivers;

use context::Context;
use kept::Answers;
use levels::Levels;
use past::Past;
use rule::Rule;
use waivers::Waiver;

/// A file that came back: what it is, and what was found.
#[derive(Debug, Clone)]
pub struct Return {
    /// The file, as it was named.
    pub file: String,
    /// What is in it; `None` when it cannot be taken as a return.
    pub content: Option<Content>,
    /// What was found, gravest first, then in the order of the form.
    pub findings: Vec<Finding>,
}

impl Return {
    /// Every finding for itself, in the same order: what was folded or taken together stands beside its cause.
    pub fn flat(&self) -> Vec<Finding> {
        let alone = |finding: &Finding| Finding {
            alike: Vec::new(),
            follows: Vec::new(),
            ..finding.clone()
        };
        let mut flat: Vec<Finding> = each(&self.findings).map(alone).collect();
        if let Some(content) = &self.content {
            in_order(content.submission.sheet_names(), &mut flat);
        }
        flat
    }
}

/// A return with its figures.
#[derive(Debug, Clone)]
pub struct Content {
    /// What the department sent.
    pub submission: Submission,
    /// What its figures come to.
    pub evaluation: Evaluation,
}

impl Content {
    /// Recomputes a return, without checking it.
    ///
    /// # Errors
    /// [`Refusal`] as [`submission::read`] gives it.
    pub fn read(book: RawBook, packs: &[Arc<Pack>]) -> Result<Content, Refusal> {
        Content::read_signed(book, packs, None)
    }

    /// The same; with a key the hidden memory of an annotated workbook counts only where the holder of the key signed it.
    ///
    /// # Errors
    /// As [`Content::read`].
    pub fn read_signed(
        book: RawBook,
        packs: &[Arc<Pack>],
        key: Option<&Key>,
    ) -> Result<Content, Refusal> {
        let mut submission = submission::read_signed(book, packs, key)?;
        left::clear(&mut submission);
        let evaluation = evaluate::run(&submission);
        for (index, computed) in evaluation.computed.iter().enumerate() {
            submission.settle(index, computed);
            if evaluation.uncomputed {
                submission.compute(index, computed);
            }
        }
        Ok(Content {
            submission,
            evaluation,
        })
    }

    /// What rules are given, without what a bureau asks for beyond the pack.
    pub fn context(&self) -> Context<'_> {
        Context {
            submission: &self.submission,
            evaluation: &self.evaluation,
            year: None,
            key: None,
            last: None,
            texts: None,
        }
    }
}

/// What a bureau asks for beyond the pack.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The year all returns should be for.
    pub year: Option<u16>,
    /// The key with which their forms were signed.
    pub key: Option<Key>,
    /// How grave findings are, where the bureau sees it otherwise than rule and pack.
    pub levels: Levels,
    /// Last year's returns, as far as they are at hand.
    pub last: Option<Arc<Past>>,
    /// Which findings of which departments the bureau waives.
    pub waivers: Vec<Waiver>,
}

/// Recomputes and checks a file, as it was read. What could not be read becomes a finding, so that a batch goes on.
pub fn open(
    file: &str,
    read: Result<RawBook, ReadError>,
    packs: &[Arc<Pack>],
    options: &Options,
) -> Return {
    let content = read
        .map_err(Refusal::from)
        .and_then(|book| Content::read_signed(book, packs, options.key.as_ref()));
    match content {
        Ok(content) => {
            let findings = run(&content.submission, &content.evaluation, options);
            Return {
                file: file.to_owned(),
                content: Some(content),
                findings,
            }
        }
        Err(refusal) => Return {
            file: file.to_owned(),
            content: None,
            findings: vec![refused(&refusal)],
        },
    }
}

/// Checks a return: its findings, each cause once with what follows from it beneath, gravest first, then in the order of
/// the form; what is waived comes last.
pub fn run(submission: &Submission, evaluation: &Evaluation, options: &Options) -> Vec<Finding> {
    let before = options
        .last
        .as_ref()
        .and_then(|past| past.before(submission));
    let context = Context {
        submission,
        evaluation,
        year: options.year,
        key: options.key,
        last: before.as_ref(),
        texts: None,
    };
    let mut findings = found(&context);
    options.levels.set(&submission.form.pack, &mut findings);
    waivers::mark(&options.waivers, &submission.form.spec, &mut findings);
    in_order(submission.sheet_names(), &mut findings);
    // A waived finding takes nothing beneath it: what nobody has waived counts.
    let (waived, counted) = findings.into_iter().partition(|it| it.waived.is_some());
    let mut findings = fold::fold(&context, counted);
    findings.extend(fold::together(&context, waived));
    pack_rules::without_figures(&context, &mut findings);
    answers::give(submission, &mut findings);
    in_order(submission.sheet_names(), &mut findings);
    findings
}

/// Gives findings the answers that do not stand in their returns: those that are kept of the same year, and those of an
/// earlier year as an offer.
pub fn recall(returns: &mut [Return], kept: &Answers, earlier: &Answers) {
    for file in returns {
        if let Some(content) = &file.content {
            answers::recall(&content.submission, kept, earlier, &mut file.findings);
        }
    }
}

/// What the rules find, in no order, and each for itself.
fn found(context: &Context<'_>) -> Vec<Finding> {
    let texts = OnceLock::new();
    let context = &Context {
        texts: Some(&texts),
        ..*context
    };
    let mut findings = Vec::new();
    for rule in rules::ALL {
        (rule.run)(context, &mut findings);
    }
    pack_rules::run(context, &mut findings);
    findings.iter_mut().for_each(Finding::shorten);
    findings
}

/// Gravest first, then as the sheets, by their names in the file, have them; what is waived comes last.
fn in_order<'a>(sheets: impl Iterator<Item = &'a String>, findings: &mut [Finding]) {
    let sheets: Vec<&String> = sheets.collect();
    let sheet = |place: &Place| {
        let mut sheets = sheets.iter();
        sheets.position(|name| Some(*name) == place.sheet.as_ref())
    };
    findings.sort_by_cached_key(|finding| {
        (
            finding.waived.is_some(),
            finding.level,
            sheet(&finding.place),
            finding.place.cell,
            finding.code.clone(),
            finding.place.field.clone(),
        )
    });
}

fn refused(refusal: &Refusal) -> Finding {
    let rule: &Rule = match refusal {
        Refusal::Unreadable(_) => &rules::w001_unreadable_workbook::RULE,
        Refusal::NotAForm | Refusal::Sample => &rules::w002_not_a_form::RULE,
        Refusal::UnknownPack { .. } | Refusal::OtherVersion { .. } | Refusal::BadPack { .. } => {
            &rules::w003_other_form::RULE
        }
    };
    context::finding(rule, Place::default(), refusal.text())
}

/// The name and level of a code of annex itself.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules::ALL.iter().copied().find(|rule| rule.code == code)
}

/// What a rule says of itself, in both languages.
pub fn said(said: rule::Said) -> Text {
    Text::new(said.0, said.1)
}
