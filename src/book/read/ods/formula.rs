//! Formulas of OpenDocument as Excel writes them, for people to read: `of:=SUM([.B1:.B3];2)` is `SUM(B1:B3,2)`.

/// A formula without the mark of its language and without `=`.
pub(super) fn excel(written: &str) -> String {
    let (language, formula) = match written.split_once('=') {
        Some((language, formula))
            if language.is_empty()
                || language
                    .strip_suffix(':')
                    .is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric())) =>
        {
            (language, formula)
        }
        // A constant without `=`, as LibreOffice writes errors: `of:#N/A`.
        _ => match written.split_once(':') {
            Some((language @ ("of" | "oooc" | "msoxl"), formula)) => (language, formula),
            _ => ("", written),
        },
    };
    // Excel's own formulas need no change.
    match language.trim_end_matches(':') {
        "msoxl" => formula.to_owned(),
        _ => plain(formula),
    }
}

fn plain(formula: &str) -> String {
    let mut text = String::with_capacity(formula.len());
    let mut rest = formula;
    // How many braces of an array are open: there `;` parts columns and `|` rows.
    let mut braces = 0_u32;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '"' | '\'' => quoted(rest, first),
            '[' => {
                let end = closing(rest);
                text.push_str(&reference(rest[1..end].trim_end_matches(']')));
                rest = &rest[end..];
                continue;
            }
            _ => first.len_utf8(),
        };
        match first {
            ';' => text.push(','),
            '|' if braces > 0 => text.push(';'),
            '~' => text.push(','),
            _ => text.push_str(&rest[..taken]),
        }
        match first {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
        rest = &rest[taken..];
    }
    text
}

/// How many bytes a quoted text has that begins here; a quote within it is doubled.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

/// How many bytes a bracket has that begins here, with its end.
fn closing(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            ']' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `$'附件 1'.$B$4:.$C$4` as Excel writes it: `'附件 1'!$B$4:$C$4`.
pub(super) fn reference(written: &str) -> String {
    let mut is_quoted = false;
    let mut colon = None;
    for (at, letter) in written.char_indices() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            ':' if !is_quoted && colon.is_none() => colon = Some(at),
            _ => {}
        }
    }
    let Some(colon) = colon else {
        let (sheet, cell) = corner(written);
        return on(sheet, cell);
    };
    let (first, last) = (corner(&written[..colon]), corner(&written[colon + 1..]));
    let last = match last.0.is_empty() || last.0 == first.0 {
        true => last.1.to_owned(),
        false => on(last.0, last.1),
    };
    format!("{}:{last}", on(first.0, first.1))
}

fn on(sheet: &str, cell: &str) -> String {
    match sheet {
        "" => cell.to_owned(),
        "#REF!" => sheet.to_owned(),
        sheet => format!("{sheet}!{cell}"),
    }
}

/// The sheet and the cell: `$'附件 1'.$B$4`; no sheet in `.$B$4`.
fn corner(written: &str) -> (&str, &str) {
    match written.rsplit_once('.') {
        Some((sheet, cell)) => (sheet.strip_prefix('$').unwrap_or(sheet), cell),
        None => ("", written),
    }
}

#[cfg(test)]
mod tests {
    use super::{excel, reference};

    #[test]
    fn formulas_read_as_excel_writes_them() {
        for (written, formula) in [
            ("of:=[.B1]*2", "B1*2"),
            ("oooc:=SUM([.B1:.B3];2)", "SUM(B1:B3,2)"),
            ("of:=[$'附件 1'.$B$4]&\"a;[b]\"", "'附件 1'!$B$4&\"a;[b]\""),
            (
                "of:=IF([.A1]>=1;\"说\"\"是\"\"\";{1;2|3;4})",
                "IF(A1>=1,\"说\"\"是\"\"\",{1,2;3,4})",
            ),
            ("msoxl:=SUM(A1;B1)", "SUM(A1;B1)"),
            ("=[.A1]=[.B1]", "A1=B1"),
            ("of:=[.#REF!]+[#REF!.B1]", "#REF!+#REF!"),
            ("of:#N/A", "#N/A"),
            ("of:=['a.b:c'.A1:.B2]", "'a.b:c'!A1:B2"),
            ("of:=[.A1", "A1"),
        ] {
            assert_eq!(excel(written), formula, "{written}");
        }
        assert_eq!(reference("$表.$B$4:$表.$C$4"), "表!$B$4:$C$4");
    }
}
