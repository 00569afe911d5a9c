//! When a workbook was saved last, by its own record: the date of a file is lost when it is copied or mailed.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::package::{Measure, Package, Piece};

/// How the name of the set of properties begins in which an .xls keeps its dates.
const SUMMARY: [u8; 16] = [
    0xE0, 0x85, 0x9F, 0xF2, 0xF9, 0x4F, 0x68, 0x10, 0xAB, 0x91, 0x08, 0x00, 0x2B, 0x27, 0xB3, 0xD9,
];
/// Where that name stands in its stream.
const SUMMARY_AT: usize = 28;
/// The property that tells when it was saved last.
const LAST_SAVED: u32 = 13;
/// The type of a property that is a point in time.
const FILETIME: u32 = 64;
/// Seconds from the year 1601, from which an .xls counts, to 1970.
const SINCE_1601: i64 = 11_644_473_600;

/// What an .xlsx says, in its core properties.
pub(super) fn of_xlsx(package: &mut Package<'_>) -> Option<String> {
    let part = package.related("", "core-properties").ok().flatten();
    let part = part.unwrap_or_else(|| "docProps/core.xml".to_owned());
    moment(&text(package, &part, "modified")?)
}

/// What an .xlsb says, which is such a package too.
pub(super) fn of_package(bytes: &[u8]) -> Option<String> {
    of_xlsx(&mut Package::open(bytes).ok()?)
}

/// What an .ods says.
pub(super) fn of_ods(bytes: &[u8]) -> Option<String> {
    let mut package = Package::open(bytes).ok()?;
    moment(&text(&mut package, "meta.xml", "date")?)
}

/// What an .xls says, in the stream SummaryInformation: its sectors follow one another in what programs write.
pub(super) fn of_xls(bytes: &[u8]) -> Option<String> {
    let name = bytes.windows(SUMMARY.len()).position(|it| it == SUMMARY)?;
    let stream = bytes.get(name.checked_sub(SUMMARY_AT)?..)?;
    let number = |at: usize| {
        let bytes = stream.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let at = |number: u32| usize::try_from(number).ok();
    let section = at(number(SUMMARY_AT + SUMMARY.len())?)?;
    let count = at(number(section.checked_add(4)?)?)?.min(64);
    let property = (0..count)
        .map(|index| section + 8 + 8 * index)
        .find(|place| number(*place) == Some(LAST_SAVED))?;
    let value = section.checked_add(at(number(property + 4)?)?)?;
    if number(value)? != FILETIME {
        return None;
    }
    let (low, high) = (number(value + 4)?, number(value + 8)?);
    let ticks = i64::from(high)
        .checked_mul(1 << 32)?
        .checked_add(i64::from(low))?;
    let seconds = SignedDuration::from_secs((ticks / 10_000_000).checked_sub(SINCE_1601)?);
    written(Timestamp::from_duration(seconds).ok()?)
}

fn text(package: &mut Package<'_>, part: &str, element: &str) -> Option<String> {
    let mut xml = package.xml(part, Measure::PartBytes).ok()??;
    loop {
        match xml.next().ok()? {
            Piece::Open(open) if open.name() == element => return xml.text().ok(),
            Piece::End => return None,
            _ => {}
        }
    }
}

/// A moment as it is compared and shown; where no zone is given it is taken for what it says.
fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    match text.parse::<Timestamp>() {
        Ok(moment) => written(moment),
        Err(_) => text.parse::<DateTime>().ok().and_then(shown),
    }
}

fn written(moment: Timestamp) -> Option<String> {
    shown(Offset::UTC.to_datetime(moment))
}

/// No spreadsheet program is older than this: what is, is a date nobody set.
fn shown(at: DateTime) -> Option<String> {
    (at.year() > 1980).then(|| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_programs_write_them() {
        for (text, is) in [
            ("2025-03-14T08:01:02Z", Some("2025-03-14 08:01:02")),
            ("2025-03-14T16:01:02+08:00", Some("2025-03-14 08:01:02")),
            ("2025-03-14T16:01:02.123456789", Some("2025-03-14 16:01:02")),
            ("1601-01-01T00:00:00Z", None),
            ("yesterday", None),
        ] {
            assert_eq!(moment(text).as_deref(), is, "{text}");
        }
    }

    #[test]
    fn an_old_workbook_tells_too() {
        let mut bytes = vec![0; 512];
        let at = bytes.len();
        bytes.resize(at + 128, 0);
        bytes[at + 28..at + 44].copy_from_slice(&SUMMARY);
        bytes[at + 44..at + 48].copy_from_slice(&48_u32.to_le_bytes());
        bytes[at + 52..at + 56].copy_from_slice(&1_u32.to_le_bytes());
        bytes[at + 56..at + 60].copy_from_slice(&LAST_SAVED.to_le_bytes());
        bytes[at + 60..at + 64].copy_from_slice(&16_u32.to_le_bytes());
        bytes[at + 64..at + 68].copy_from_slice(&FILETIME.to_le_bytes());
        let ticks = (1_741_939_262 + SINCE_1601) * 10_000_000;
        bytes[at + 68..at + 76].copy_from_slice(&ticks.to_le_bytes());
        assert_eq!(of_xls(&bytes).as_deref(), Some("2025-03-14 08:01:02"));
        for end in 0..bytes.len() {
            let _ = of_xls(&bytes[..end]);
        }
    }
}
