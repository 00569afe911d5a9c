//! The one place where the formulas of a form are computed.

use crate::form::{Form, Kind, Target};
use crate::formula::{Expr, Grid, Operand, Value, evaluate};

/// The value of every field, given those of the inputs; the same index as [`Form::fields`].
///
/// A computed field that needs another one takes the computed value of that, never what somebody reported.
pub fn compute(form: &Form, input: &dyn Fn(usize) -> Value) -> Vec<Value> {
    let mut values: Vec<Value> = form
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| match field.kind {
            Kind::Input => input(index),
            Kind::Prefilled => given(form, index),
            Kind::Formula | Kind::Shown => Value::Blank,
        })
        .collect();
    for &field in &form.order {
        if let Some(formula) = &form.fields[field].formula {
            let value = compute_one(form, formula, &values);
            values[field] = value;
        }
    }
    values
}

/// The value of one formula over the values of a form's fields; cells without a field are blank.
pub fn compute_one(form: &Form, formula: &Expr<Target>, values: &[Value]) -> Value {
    let at = |target: &Target, cell| {
        form.field_at(target.sheet, cell)
            .and_then(|field| values.get(field))
            .cloned()
            .unwrap_or(Value::Blank)
    };
    evaluate(formula, &mut |target: &Target| {
        if target.area.is_cell() {
            return Operand::One(at(target, target.area.first));
        }
        Operand::Many(Grid {
            rows: (target.area.last.row - target.area.first.row + 1) as usize,
            columns: (target.area.last.column - target.area.first.column + 1) as usize,
            values: target.area.cells().map(|cell| at(target, cell)).collect(),
        })
    })
}

/// The value a prefilled field has from the start.
pub fn given(form: &Form, field: usize) -> Value {
    let field = &form.fields[field];
    let Some(text) = &field.value else {
        return Value::Blank;
    };
    match text.parse() {
        Ok(number) if form.template(field).kind.is_number() => Value::Number(number),
        _ => Value::Text(text.clone()),
    }
}
