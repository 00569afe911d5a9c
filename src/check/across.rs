//! Returns of different departments, held against one another.

use crate::check::context::Context;
use crate::check::rules::{
    x007_text_of_another_department as texts, x008_project_claimed_twice as claims,
    x009_returned_twice::Doubles,
};
use crate::check::several::arrivals;
use crate::check::{Options, Return, in_order, waivers};
use crate::finding::Finding;

/// One of the returns.
pub(super) struct Party<'a> {
    /// Its index among all files.
    pub(super) index: usize,
    /// The file.
    pub(super) file: &'a str,
    /// The return with its figures.
    pub(super) context: Context<'a>,
}

impl Party<'_> {
    /// Whether another return is of the same department, for the same year.
    pub(super) fn is_same(&self, other: &Party<'_>) -> bool {
        let (one, other) = (&self.context.form().spec, &other.context.form().spec);
        one.is_of_same_department(other) && one.year == other.year
    }

    /// Whether another return is of another department, and on the same forms.
    pub(super) fn is_another(&self, other: &Party<'_>) -> bool {
        !self.is_same(other) && self.context.form().pack.id == other.context.form().pack.id
    }

    /// The department, with its file.
    pub(super) fn called(&self) -> String {
        format!("{}（{}）", self.context.form().spec.department, self.file)
    }
}

/// Adds to each return what shows only beside the others: texts and projects of another department, and a second return of the
/// same.
pub fn across(returns: &mut [Return], options: &Options) {
    let parties = parties(returns);
    let found: Vec<(usize, Finding)> = [texts::across, claims::across]
        .into_iter()
        .flat_map(|across| across(&parties))
        .collect();
    let doubles = Doubles::of(&arrivals(returns));
    for (index, finding) in found {
        add(&mut returns[index], finding, options);
    }
    for (index, file) in returns.iter_mut().enumerate() {
        returned_twice(file, index, &doubles, options);
    }
}

/// Adds to a return, by its place among all, that there are several of its department, and which of them counts.
pub fn returned_twice(file: &mut Return, index: usize, doubles: &Doubles, options: &Options) {
    if let Some(finding) = doubles.finding(index) {
        add(file, finding, options);
    }
}

fn parties(returns: &[Return]) -> Vec<Party<'_>> {
    let files = returns.iter().enumerate();
    files
        .filter_map(|(index, file)| {
            let content = file.content.as_ref()?;
            Some(Party {
                index,
                file: &file.file,
                context: content.context(),
            })
        })
        .collect()
}

fn add(file: &mut Return, finding: Finding, options: &Options) {
    let Return {
        content, findings, ..
    } = file;
    let Some(content) = content else {
        return;
    };
    let mut new = vec![finding];
    let submission = &content.submission;
    options.levels.set(&submission.form.pack, &mut new);
    waivers::mark(&options.waivers, submission, &mut new);
    findings.extend(new);
    in_order(submission, findings);
}
