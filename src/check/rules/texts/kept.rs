//! Limits that were kept: 控制在598.32万元以内, 实际590.86万元.

use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;

/// What stands before a limit, and behind its unit.
const BEFORE: &[&str] = &["控制在", "压减到", "压缩到"];
const BEHIND: &[&str] = &["以内", "之内", "以下", "内"];

/// So many decimals of an amount count against a limit.
const CENTS: i32 = 2;

impl Reader<'_> {
    /// Whether a figure is a limit something was kept within; told where it was not.
    pub(super) fn kept(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let subject = BEFORE.iter().find_map(|word| phrase.strip_suffix(word));
        let unit = BEHIND
            .iter()
            .find_map(|word| figure.unit.strip_suffix(word));
        let (Some(subject), Some(unit)) = (subject, unit) else {
            return false;
        };
        let bare = Figure { unit, ..*figure };
        let words = match subject {
            "" => return false,
            subject => self.known.words.of(subject).unwrap_or_default(),
        };
        let mut meant = self.meant(said, &words, &bare, state);
        meant.cells.retain(|&cell| {
            let is_result = matches!(self.known.cells[cell].holds, Holds::Result { .. });
            is_result || self.is_final(cell)
        });
        // 9.44万元 is not within 9万元, although it is rounded to that.
        let exact = Figure {
            places: bare.places.max(CENTS),
            ..bare
        };
        if let Held::Differs(differs) = self.known.hold(self.context, &exact, &meant, said)
            && differs.computed > differs.written
        {
            here.differs(spot, differs);
        }
        state.knows(meant.cells, true);
        true
    }
}
