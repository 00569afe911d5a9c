//! Puts computed fields after those they need, and finds those that need each other in a circle.

use crate::form::Form;
use crate::template::Mistakes;
use crate::text::Text;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// The computed fields in an order in which each can be computed; each circle is reported once.
pub(super) fn sort(form: &Form, mistakes: &Mistakes) -> Vec<usize> {
    let needs = form.all_taken();
    let mut marks = vec![Mark::New; form.fields.len()];
    let mut order = Vec::new();
    for start in 0..form.fields.len() {
        if marks[start] != Mark::New {
            continue;
        }
        // Each entry is a field and how many of its needs were already visited.
        let mut path = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((field, seen)) = path.last_mut() {
            let here = *field;
            let Some(&next) = needs[here].get(*seen) else {
                marks[here] = Mark::Done;
                if form.fields[here].formula.is_some() {
                    order.push(here);
                }
                path.pop();
                continue;
            };
            *seen += 1;
            match marks[next] {
                Mark::Done => {}
                Mark::New => {
                    marks[next] = Mark::Open;
                    path.push((next, 0));
                }
                Mark::Open => {
                    let from = path
                        .iter()
                        .position(|(field, _)| *field == next)
                        .unwrap_or(0);
                    report(form, &path[from..], mistakes);
                }
            }
        }
    }
    order
}

fn report(form: &Form, circle: &[(usize, usize)], mistakes: &Mistakes) {
    let mut names: Vec<&str> = circle
        .iter()
        .map(|(field, _)| form.fields[*field].id.as_str())
        .collect();
    let Some(&(first, _)) = circle.first() else {
        return;
    };
    names.push(form.fields[first].id.as_str());
    let Some(formula) = &form.template(&form.fields[first]).formula else {
        return;
    };
    let path = names.join(" → ");
    mistakes.add(
        "T014",
        formula.origin.clone(),
        Text::new(
            format!("公式循环引用：{path}"),
            format!("formulas refer to each other in a circle: {path}"),
        ),
        Text::new(
            "请改其中一个公式，使它不再依赖自己的结果。",
            "Change one of them so that it no longer needs its own result.",
        ),
    );
}
