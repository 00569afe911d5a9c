//! Whose the files of a batch are, seen at a glance before any of them is checked.
//!
//! What is said of one return may follow from another: that there are two of a department, and which one counts; what was
//! answered in the other; that a file was put into a form which lies beside it. So that no return has to be kept for that, all
//! are looked at first: of most the sheets that annex itself adds are enough.

use rayon::prelude::*;

use crate::book::Format;
use crate::book::read;
use crate::check::kept::Answers;
use crate::check::rules::x009_returned_twice::Doubles;
use crate::check::several::Arrival;
use crate::memory::{self, Source};
use crate::own;
use crate::workspace::adopted::Made;
use crate::workspace::batch::{Opener, at_once};
use crate::workspace::campaign::Opened;
use crate::workspace::caught::alone;
use crate::workspace::inbox::Item;

/// Whose the files of a batch are.
#[derive(Debug)]
pub struct Arrived {
    /// The departments that came back twice.
    pub doubles: Doubles,
    /// The forms that were filled in from other files of the batch, or from others.
    pub(super) made: Made,
    /// The answers a campaign keeps, and those of all returns of which there are several.
    pub(super) answers: Option<Answers>,
}

/// What a glance at a file shows.
#[derive(Default)]
struct Glance {
    arrival: Option<Arrival>,
    sources: Vec<Source>,
}

impl Arrived {
    /// Looks at all files of a batch.
    pub(super) fn of(opener: &Opener, items: &[Item], campaign: Option<&Opened>) -> Arrived {
        let glances: Vec<Glance> = items.par_iter().map(|item| glance(opener, item)).collect();
        let mut made = Made::default();
        let mut arrivals = Vec::with_capacity(items.len());
        for (item, glance) in items.iter().zip(glances) {
            if glance.arrival.is_some() {
                made.add(&item.name, &glance.sources);
            }
            arrivals.push(glance.arrival);
        }
        // Where there are several, it matters whether all of each can be read, and what it answers.
        let mut several: Vec<usize> = Doubles::of(&arrivals).members().collect();
        several.sort_unstable();
        let mut answers = campaign.map(Opened::kept);
        for members in several.chunks(at_once()) {
            let open = |member: &usize| opener.open(&items[*member]).ok();
            let opened: Vec<_> = members.par_iter().map(open).collect();
            for (member, file) in members.iter().zip(opened) {
                let content = file.as_ref().and_then(|file| file.content.as_ref());
                arrivals[*member] = content.map(|it| Arrival::of(&items[*member].name, it));
                if let (Some(campaign), Some(answers), Some(file)) = (campaign, &mut answers, &file)
                {
                    campaign.keep_of(answers, file);
                }
            }
        }
        Arrived {
            doubles: Doubles::of(&arrivals),
            made,
            answers,
        }
    }
}

fn glance(opener: &Opener, item: &Item) -> Glance {
    let Ok(Ok(bytes)) = item.read() else {
        return Glance::default();
    };
    let glance = alone(&item.name, || {
        let book = match read::format(&bytes).ok()? {
            Format::Xlsx => read::glance(&bytes, own::is_sheet),
            _ => opener.reader.read(&bytes),
        };
        let book = book.ok()?;
        Some(Glance {
            arrival: Arrival::glanced(&item.name, &book, &opener.packs),
            sources: memory::sources(&book),
        })
    });
    glance.ok().flatten().unwrap_or_default()
}
