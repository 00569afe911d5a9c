//! styles.xml, as far as it says something of a value: number formats, and whether a cell is locked.

use std::collections::HashMap;

use super::{Measure, ReadError};
use crate::book::day;
use crate::package::{Package, Piece};

/// What a cell format says.
#[derive(Debug, Clone, Default)]
pub(super) struct CellFormat {
    /// Whether the cell stays open when its sheet is protected.
    pub(super) unlocked: bool,
    /// The number format; empty for General.
    pub(super) number_format: String,
    /// Whether numbers are shown as a day or a time.
    pub(super) is_date: bool,
}

/// Reads the cell formats in the order cells refer to them; a workbook may do without.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Vec<CellFormat>, ReadError> {
    let mut own: HashMap<u32, String> = HashMap::new();
    let mut formats: Vec<(u32, bool)> = Vec::new();
    let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
        return Ok(Vec::new());
    };
    let mut inside = false;
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "cellXfs" => inside = true,
                "numFmt" => {
                    let id = element.number("numFmtId")?;
                    let code = element.get("formatCode")?;
                    if let (Some(id), Some(code)) = (id, code) {
                        own.insert(id, code);
                        Measure::Formats.check(own.len() as u64, part)?;
                    }
                }
                "xf" if inside => {
                    formats.push((element.number("numFmtId")?.unwrap_or(0), false));
                    Measure::Formats.check(formats.len() as u64, part)?;
                }
                "protection" if inside => {
                    let unlocked = !element.flag("locked", true)?;
                    if let Some((_, last)) = formats.last_mut() {
                        *last = unlocked;
                    }
                }
                _ => {}
            },
            Piece::Close("cellXfs") => inside = false,
            Piece::End => break,
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    // A workbook may define a number format of many kilobytes once and name it in every cell format.
    let mut bytes = 0;
    let mut known = Vec::with_capacity(formats.len());
    for (id, unlocked) in formats {
        let code = own.get(&id).map_or_else(|| built_in(id), String::as_str);
        bytes += code.len() as u64;
        Measure::CellTextBytes.check(bytes, part)?;
        known.push(CellFormat {
            unlocked,
            is_date: is_date(id, code),
            number_format: match code {
                "General" => String::new(),
                code => code.to_owned(),
            },
        });
    }
    Ok(known)
}

/// The formats that have a number and no text: ECMA-376 part 1, 18.8.30. Days are written as Chinese programs show them.
fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        37 => "#,##0 ;(#,##0)",
        38 => "#,##0 ;[Red](#,##0)",
        39 => "#,##0.00;(#,##0.00)",
        40 => "#,##0.00;[Red](#,##0.00)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mmss.0",
        48 => "##0.0E+0",
        49 => "@",
        52 => "yyyy\"年\"m\"月\"",
        53 => "m\"月\"d\"日\"",
        _ => "",
    }
}

/// Whether a format shows a day or a time; of some that have a number and no text that is known by the number.
fn is_date(id: u32, code: &str) -> bool {
    if code.is_empty() {
        return (14..=22).contains(&id) || (27..=36).contains(&id) || (45..=47).contains(&id);
    }
    day::is_shown(code)
}
