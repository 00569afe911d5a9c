//! Fields that are entered in another place and shown in theirs.

use crate::form::{Field, Form, Kind};
use crate::formula;
use crate::template::Mistakes;
use crate::text::Text;

/// What is shown has to be one field that is filled in, of the same type.
pub(super) fn shown(form: &Form, mistakes: &Mistakes) {
    for field in form.fields.iter().filter(|field| field.kind == Kind::Shown) {
        let Some(named) = &form.template(field).same_as else {
            continue;
        };
        let is_name = matches!(named.expr.kind, formula::Kind::Ref(_));
        let mut inputs = field.formula.iter().flat_map(|it| form.inputs(it));
        let other = inputs.next().and_then(|other| form.fields.get(other));
        let kind = |field: &Field| form.template(field).kind;
        let fits = |other: &Field| other.kind == Kind::Input && kind(other) == kind(field);
        // A name that is not known is reported where it is looked up.
        if is_name && other.is_none_or(fits) {
            continue;
        }
        mistakes.add(
            "T005",
            named.origin.clone(),
            Text::new(
                format!("same_as 里的“{}”不是一个类型相同的填报字段", named.text),
                format!(
                    "'{}' in 'same_as' is not one field of the same type that is filled in",
                    named.text
                ),
            ),
            Text::new(
                "请写要照抄的那个字段的完整编号，如 base.signature.date；两边的 type 要相同。",
                "Name the field that is shown here in full, as in base.signature.date; both have the same type.",
            ),
        );
    }
}
