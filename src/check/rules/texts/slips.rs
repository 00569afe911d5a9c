//! Slips of the pen: two digits in the wrong order, or one that is another, in a figure whose words are only partly known.
//!
//! What is not wholly known is left alone, unless its very digits say what it was to be: 抽样调查3620户, where the sample is 3260户.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::held::Differs;
use crate::check::rules::texts::known::{Cell, Holds};
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::words::Meaning;
use crate::number::Number;

/// So many digits, or one of them after the other, are not the same by chance: in another order, and but for one.
const FEWEST: (usize, usize) = (3, 4);
/// So many letters of a name say that it is spoken of.
const SHORTEST_PART: usize = 2;

/// Whether digits are those of another number but for a slip.
fn is_slip(written: &str, known: &str) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<Vec<char>>()
    };
    let (written, known) = (digits(written), digits(known));
    if written.len() != known.len() || written.first() == Some(&'0') {
        return false;
    }
    let apart: Vec<usize> = (0..written.len())
        .filter(|&at| written[at] != known[at])
        .collect();
    match apart.as_slice() {
        [_] => written.len() >= FEWEST.1,
        [one, other] => {
            let is_swapped = written[*one] == known[*other] && written[*other] == known[*one];
            is_swapped && other - one == 1 && written.len() >= FEWEST.0
        }
        _ => false,
    }
}

impl Reader<'_> {
    /// Whether a figure whose words are partly known is that of the form but for a slip; tells it.
    pub(super) fn slipped(&self, spot: Spot<'_>, state: &State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        // 样本3620户的记账
        let figure = &Figure {
            unit: figure.unit.split('的').next().unwrap_or(figure.unit),
            ..*figure
        };
        let is_alone = state.heads.is_empty() && !figure.is_aside && !state.is_of_part;
        if !is_alone || figure.before.is_empty() {
            return false;
        }
        let mut cells = self.indicators_in(phrase, figure);
        cells.extend(self.named_behind(said, phrase, figure, state));
        let agrees = |&cell: &usize| {
            let cell = &self.known.cells[cell];
            cell.agrees(self.context, figure) == Some(true)
        };
        if cells.iter().any(agrees) {
            return false;
        }
        cells.retain(|&cell| self.is_slip_of(&self.known.cells[cell], figure));
        let meant = Meant {
            cells,
            says_column: false,
        };
        let one = self.known.one(self.context, &meant, said);
        let differs: Option<Differs> =
            one.and_then(|cell| self.known.cells[cell].differs(self.context, figure, said.is_goal));
        let Some(differs) = differs else {
            return false;
        };
        here.differs(spot, differs);
        true
    }

    /// The indicators of which a phrase has a part, in the unit of a figure.
    fn indicators_in(&self, phrase: &str, figure: &Figure<'_>) -> Vec<usize> {
        let letters: Vec<char> = phrase.chars().collect();
        let parts: Vec<String> = letters
            .windows(SHORTEST_PART)
            .map(|part| part.iter().collect())
            .collect();
        let says = |cell: &Cell| match &cell.holds {
            Holds::Result { name, .. } => parts.iter().any(|part| name.contains(part.as_str())),
            _ => false,
        };
        let cells = self.known.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| says(cell) && cell.scale(self.context, figure.unit).is_some())
            .map(|(index, _)| index)
            .collect()
    }

    /// What the end of a phrase names, behind words that are not known: 日常办公经费支出.
    pub(super) fn named_behind(
        &self,
        said: &Said,
        phrase: &str,
        figure: &Figure<'_>,
        state: &State,
    ) -> Vec<usize> {
        let names = |words: &Vec<&Meaning>| words.iter().any(|word| !word.rows.is_empty());
        let ends = phrase.char_indices().skip(1).map(|(at, _)| &phrase[at..]);
        let words = ends.filter_map(|end| self.known.words.of(end)).find(names);
        words.map_or(Vec::new(), |words| {
            self.meant(said, &words, figure, state).cells
        })
    }

    fn is_slip_of(&self, cell: &Cell, figure: &Figure<'_>) -> bool {
        let known = match &cell.holds {
            Holds::Figure(_) => self.context.computed(cell.field),
            Holds::Result { actual, .. } => Some(actual.number),
            Holds::Points { scored, .. } => Some(*scored),
            Holds::Rise { .. } | Holds::Gap { .. } => None,
        };
        let scale = cell.scale(self.context, figure.unit);
        let known = known
            .zip(scale)
            .and_then(|(known, scale)| known.div(scale)?.round(figure.places));
        known.is_some_and(|known| is_slip(figure.digits, &shown(known, figure.places)))
    }
}

/// A number with so many decimals.
fn shown(number: Number, places: i32) -> String {
    let mut text = number.to_string();
    let places = usize::try_from(places).unwrap_or_default();
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    text.extend(std::iter::repeat_n('0', places.saturating_sub(decimals)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_swaps_two_digits_or_changes_one_of_many() {
        for (written, known, expected) in [
            ("3620", "3260", true),
            ("3,206", "3260", true),
            ("16.2", "12.6", true),
            ("53.85", "58.35", true),
            ("95.67", "96.67", true),
            ("95.6", "96.6", false),
            ("26", "62", false),
            ("120", "126", false),
            ("2100", "3260", false),
            ("326", "3260", false),
            ("621", "126", false),
        ] {
            assert_eq!(is_slip(written, known), expected, "{written}");
        }
        assert_eq!(shown(Number::from(35), 2), "3500");
    }
}
