use super::*;

const TABLE: &str = include_str!("../../../tests/figures.txt");

fn unescaped(text: &str) -> String {
    let mut text = text.replace("\\n", "\n");
    for (escape, c) in [
        ("\\u{200B}", '\u{200B}'),
        ("\\u{FEFF}", '\u{FEFF}'),
        ("\\u{A0}", '\u{A0}'),
        ("\\u{AD}", '\u{AD}'),
    ] {
        text = text.replace(escape, &c.to_string());
    }
    text
}

fn told(compared: &Compared) -> String {
    let sign = |it: &Quantity| {
        it.direction
            .map_or(String::new(), |it| it.sign().to_string())
    };
    let side = |side: &Side| match side {
        Side::Target => "target",
        Side::Actual => "actual",
    };
    match compared {
        Compared::Figures(target, actual) => {
            assert_eq!(target.unit, actual.unit);
            let line = format!(
                "{}{} / {} {}",
                sign(target),
                target.number,
                actual.number,
                actual.unit
            );
            line.trim_end().to_owned()
        }
        Compared::Within(lower, upper, actual) => {
            format!(
                "{}..{} / {} {}",
                lower.number, upper.number, actual.number, actual.unit
            )
        }
        Compared::Several(pairs) => {
            let pair = |(target, actual): &(Quantity, Quantity)| {
                told(&Compared::Figures(target.clone(), actual.clone()))
            };
            pairs.iter().map(pair).collect::<Vec<_>>().join("; ")
        }
        Compared::Ranks(aim, place) => format!("rank {} / {}", aim.number, place.number),
        Compared::Periods(until, when) => format!("until {} / from {}", until.last, when.first),
        Compared::Unclear(of, why, _) => format!("ask {} {why:?}", side(of)),
        Compared::Limit(..) => "limit".to_owned(),
        Compared::Differ(..) => "differ".to_owned(),
        Compared::OtherUnit(..) => "other unit".to_owned(),
        Compared::DayAndFigure => "day and figure".to_owned(),
        Compared::Words => "words".to_owned(),
    }
}

#[test]
fn targets_and_achievements_are_read_as_they_are_meant() {
    let mut lines = 0;
    let mut wrong = Vec::new();
    for line in TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let cells: Vec<String> = line.split(" | ").map(unescaped).collect();
        let [target, actual, unit, name, expected] = cells.as_slice() else {
            panic!("{line}");
        };
        let found = told(&compare(Row {
            name,
            target,
            actual,
            unit: if unit == "·" { "" } else { unit },
            year: 2023,
        }));
        if found != *expected {
            wrong.push(format!("{line}\n    found: {found}"));
        }
        lines += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {lines}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(lines >= 120, "{lines}");
}

#[test]
fn what_goes_into_columns_of_their_own_is_a_figure_and_nothing_else() {
    for text in [
        "全年95%",
        "95%（含线上）",
        "约95%",
        "下降5%",
        "10-20个",
        "2024年",
        "共5次",
        "培训5次",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
    for text in [
        "≥95%",
        "2次",
        "不超过1,200.5万元",
        "3天以内",
        "元/户".replace("元", "5元").as_str(),
        "0",
    ] {
        assert!(parse(text).is_some(), "{text}");
    }
}

#[test]
fn what_is_longer_than_any_figure_is_a_sentence() {
    let many = |sign: &str, letters| format!("{}95%", sign.repeat(letters));
    assert!(matches!(read(&many("共", 100), 2024), Said::Figure(_)));
    for sign in ["≥", "约", "共", "已完成", "<="] {
        assert_eq!(read(&many(sign, 200), 2024), Said::Words, "{sign}");
    }
}
