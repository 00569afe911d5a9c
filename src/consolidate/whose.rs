//! Whose file it is, by its name: all that is known of one nobody can read.

use crate::roster::Department;

/// A word of a department's name that is shorter says nothing.
const SHORTEST: usize = 3;
/// A department may be named without the place it is in front of, and with it.
const PLACES: &str = "省市州县区旗镇乡盟";

/// The department whose code, or name, stands in the path of a file; none where several come into question.
pub(super) fn whose<'r>(file: &str, roster: &'r [Department]) -> Option<&'r Department> {
    let by_code = roster.iter().filter(|it| has_code(file, &it.code));
    if let Some(found) = only(by_code.max_by_key(|it| it.code.len()), |best| {
        roster
            .iter()
            .filter(|it| it.code.len() == best.code.len() && has_code(file, &it.code))
            .count()
    }) {
        return Some(found);
    }
    let best = roster.iter().max_by_key(|it| named(file, &it.name))?;
    let length = named(file, &best.name);
    let count = |_: &Department| {
        let alike = roster.iter().filter(|it| named(file, &it.name) == length);
        alike.count()
    };
    only(Some(best).filter(|_| length > 0), count)
}

fn only(found: Option<&Department>, count: impl Fn(&Department) -> usize) -> Option<&Department> {
    found.filter(|found| count(found) == 1)
}

/// Whether a code stands in a text, and not within a longer number or word.
fn has_code(text: &str, code: &str) -> bool {
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !code.is_empty()
        && text.match_indices(code).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + code.len()..]);
            !touches(before.chars().next_back()) && !touches(after.chars().next())
        })
}

/// How much of the end of a department's name begins a word of a text: 林业局 of 示例县林业局, in 林业局（盖章）.
fn named(text: &str, name: &str) -> usize {
    let name: Vec<char> = name
        .split(['（', '('])
        .next()
        .unwrap_or_default()
        .chars()
        .collect();
    let longest = (0..name.len())
        .filter(|from| name.len() - from >= SHORTEST)
        .map(|from| name[from..].iter().collect::<String>())
        .find(|end| {
            text.match_indices(end.as_str()).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphabetic() || PLACES.contains(c))
            })
        });
    longest.map_or(0, |end| end.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_a_code_or_a_name_in_it() {
        let department = |code: &str, name: &str| Department {
            code: code.to_owned(),
            name: name.to_owned(),
            projects: Vec::new(),
        };
        let roster = [
            department("101005", "示例县林业局（虚构）"),
            department("101006", "示例县司法局"),
            department("101007", "县委办公室"),
            department("10100", "示例县残联"),
        ];
        for (file, code) in [
            ("inbox/101006-司法局.wps", Some("101006")),
            ("inbox/101005/签字页.jpg", Some("101005")),
            ("in.zip/林业局盖章.jpg", Some("101005")),
            ("示例县司法局自评表.wps", Some("101006")),
            ("司法局.wps", Some("101006")),
            ("IMG_2101006001.jpg", None),
            ("县政府办公室.jpg", None),
            ("签字页.jpg", None),
            ("101005和101006.rar", None),
        ] {
            let found = whose(file, &roster).map(|it| it.code.as_str());
            assert_eq!(found, code, "{file}");
        }
    }
}
