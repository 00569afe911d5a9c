//! What hangs on a choice: while that is not right, nothing is asked because of it.

use super::Causes;
use crate::check::context::Context;
use crate::check::rules::v001_required_field_blank as blank;
use crate::finding::Finding;
use crate::form::Need;
use crate::template::FieldType;

/// Relations of the pack that are held at one choice are one: another choice answers all of them. What has to be filled in
/// because of that choice follows as well.
pub(super) fn made(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    let field = |finding: &Finding| form.field(finding.place.field.as_deref()?);
    let is_choice = |field: usize| form.template(&form.fields[field]).kind == FieldType::Choice;
    let of_pack = |finding: &Finding| form.pack.rules.iter().any(|it| it.code == finding.code);
    let mut heads: Vec<(usize, usize)> = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let Some(choice) = field(finding).filter(|&field| of_pack(finding) && is_choice(field))
        else {
            continue;
        };
        match heads.iter().find(|(_, known)| *known == choice) {
            Some(&(head, _)) => causes.follows(index, head),
            None => heads.push((index, choice)),
        }
    }
    for (consequence, finding) in findings.iter().enumerate() {
        if finding.code != blank::RULE.code {
            continue;
        }
        let Some(Need::When(when)) = field(finding).map(|field| &form.fields[field].need) else {
            continue;
        };
        let asks = |choice: usize| form.inputs(when).any(|input| input == choice);
        if let Some(&(cause, _)) = heads.iter().find(|(_, choice)| asks(*choice)) {
            causes.follows(consequence, cause);
        }
    }
}
