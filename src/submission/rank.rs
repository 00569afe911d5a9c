//! Which rows of a gap are those of the form, when neither names nor labels tell.

/// A row of the sheet that may be one of the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// The row in the sheet.
    pub(super) place: u32,
    /// Whether annex says in it what is missing: it does so in rows of the form alone.
    pub(super) status: bool,
    /// Whether cells are merged in it, as they are in the form.
    pub(super) shaped: bool,
    /// Whether anything stands in it.
    pub(super) filled: bool,
}

/// What a row of the form has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wanted {
    /// Fields, and no label of its own.
    Fields,
    /// Labels, which were not found.
    Labelled,
    /// Neither.
    Nothing,
}

/// Pairs rows of the form, by their index, with rows of the sheet, both in their order.
///
/// Where the sheet has fewer, those that have least to lose go without; where it has more, those that look most like
/// rows of the form are taken: for rows that hold nothing, blank ones. At the upper end of a sheet the lower ones are.
pub(super) fn choose(
    wanted: &[Wanted],
    candidates: &[Candidate],
    from_below: bool,
) -> Vec<(usize, u32)> {
    let mut rows: Vec<usize> = (0..wanted.len()).collect();
    while rows.len() > candidates.len() {
        let least = rows.iter().copied().max_by_key(|&row| (wanted[row], row));
        rows.retain(|row| Some(*row) != least);
    }
    let holds_nothing = rows.iter().all(|&row| wanted[row] == Wanted::Nothing);
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&at| {
        let Candidate {
            status,
            shaped,
            filled,
            ..
        } = candidates[at];
        let position = if from_below {
            candidates.len() - at
        } else {
            at
        };
        let looks = (status, shaped, filled != holds_nothing);
        (std::cmp::Reverse(looks), position)
    });
    order.truncate(rows.len());
    order.sort_unstable();
    rows.into_iter()
        .zip(order.into_iter().map(|at| candidates[at].place))
        .collect()
}

/// The rows of the form of which some go without a place and some do not, though all have the same to lose.
pub(super) fn doubtful(wanted: &[Wanted], places: usize) -> Vec<usize> {
    let mut least: Vec<Wanted> = wanted.to_vec();
    least.sort_unstable_by(|one, other| other.cmp(one));
    let Some(last) = wanted.len().checked_sub(places + 1) else {
        return Vec::new();
    };
    let edge = least[last];
    if least.get(last + 1) != Some(&edge) {
        return Vec::new();
    }
    (0..wanted.len())
        .filter(|&row| wanted[row] == edge)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(places: &[(u32, &str)]) -> Vec<Candidate> {
        let one = |(place, signs): &(u32, &str)| Candidate {
            place: *place,
            status: signs.contains('s'),
            shaped: signs.contains('m'),
            filled: signs.contains('f'),
        };
        places.iter().map(one).collect()
    }

    #[test]
    fn as_many_as_there_is_room_for_stand_in_order() {
        let rows = [Wanted::Fields, Wanted::Fields];
        assert_eq!(
            choose(&rows, &there(&[(4, ""), (5, "")]), false),
            [(0, 4), (1, 5)]
        );
    }

    #[test]
    fn an_inserted_row_is_told_by_what_it_lacks() {
        let rows = [Wanted::Fields, Wanted::Fields];
        let sheet = there(&[(4, "s"), (5, "f"), (6, "s")]);
        assert_eq!(choose(&rows, &sheet, false), [(0, 4), (1, 6)]);
        let sheet = there(&[(4, ""), (5, "f"), (6, "f")]);
        assert_eq!(choose(&rows, &sheet, false), [(0, 5), (1, 6)]);
    }

    #[test]
    fn rows_without_anything_go_first_and_labels_that_are_nowhere_next() {
        let rows = [Wanted::Labelled, Wanted::Fields, Wanted::Nothing];
        assert_eq!(choose(&rows, &there(&[(4, "")]), false), [(1, 4)]);
        assert_eq!(
            choose(&rows, &there(&[(4, ""), (5, "")]), false),
            [(0, 4), (1, 5)]
        );
    }

    #[test]
    fn which_of_several_rows_with_as_much_to_lose_is_gone_is_doubtful() {
        let rows = [Wanted::Labelled, Wanted::Fields, Wanted::Labelled];
        assert!(doubtful(&rows, 3).is_empty());
        assert_eq!(doubtful(&rows, 2), [0, 2]);
        assert!(doubtful(&rows, 1).is_empty());
        assert!(doubtful(&rows, 0).is_empty());
    }

    #[test]
    fn rows_that_hold_nothing_are_blank_ones() {
        let sheet = there(&[(4, "f"), (5, "")]);
        assert_eq!(choose(&[Wanted::Nothing], &sheet, false), [(0, 5)]);
    }

    #[test]
    fn above_everything_else_the_lowest_are_taken() {
        let sheet = there(&[(0, ""), (1, ""), (2, "")]);
        assert_eq!(choose(&[Wanted::Labelled], &sheet, true), [(0, 2)]);
    }
}
