//! The defined names of a workbook: for the whole of it, or for one sheet alone.

use std::collections::HashMap;

use crate::address::Address;
use crate::book::RawBook;

/// Where the defined names of a workbook lead.
pub(super) struct Names {
    by_name: HashMap<String, Vec<Place>>,
}

#[derive(Clone, Copy)]
struct Place {
    sheet: usize,
    cell: Address,
    /// Whether only its sheet knows the name, as on a copy of a sheet.
    own: bool,
}

impl Names {
    pub(super) fn new(book: &RawBook) -> Names {
        let sheets: HashMap<&str, usize> = (0..book.sheets.len())
            .rev()
            .map(|at| (book.sheets[at].name.as_str(), at))
            .collect();
        let mut by_name: HashMap<String, Vec<Place>> = HashMap::new();
        for name in &book.names {
            if let Some(&sheet) = sheets.get(name.place.sheet.as_str()) {
                by_name
                    .entry(name.name.to_lowercase())
                    .or_default()
                    .push(Place {
                        sheet,
                        cell: name.place.cell,
                        own: name.scope.is_some(),
                    });
            }
        }
        Names { by_name }
    }

    /// Where a name leads on a sheet; one for the whole workbook goes before one that only the sheet knows.
    pub(super) fn on(&self, name: &str, sheet: usize) -> Option<Address> {
        let places = self.by_name.get(&name.to_lowercase())?;
        let mut here = places.iter().filter(|place| place.sheet == sheet);
        let first = here.next()?;
        let common = std::iter::once(first)
            .chain(here)
            .find(|place| !place.own)
            .unwrap_or(first);
        Some(common.cell)
    }

    /// The sheets a name leads to: as known in the whole workbook, or on single sheets alone.
    pub(super) fn sheets(&self, name: &str, own: bool) -> impl Iterator<Item = usize> + '_ {
        let places = self.by_name.get(&name.to_lowercase()).into_iter().flatten();
        places
            .filter(move |place| place.own == own)
            .map(|place| place.sheet)
    }
}
