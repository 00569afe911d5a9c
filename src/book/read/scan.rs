//! Reads one XML part and checks every number in it that calamine would trust.
//!
//! What is checked does not depend on the name of the part, because relations decide what calamine takes it for.

use std::collections::HashSet;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::budget::Measure;
use super::formats::Formats;
use super::guard::Facts;
use super::{Damage, ReadError};
use crate::address::{Address, LAST_ROW};

/// The fewest bytes a shared text takes: `<si/>`.
const SHARED_TEXT_BYTES: u64 = 5;

/// The scan of one part.
pub(super) struct Scan<'a> {
    part: &'a str,
    size: u64,
    facts: &'a mut Facts,
    depth: usize,
    begun: bool,
    in_cells: bool,
    in_formula: bool,
    formats: Formats,
    texts: u64,
    formula_bytes: u64,
    sheets: u64,
    entries: u64,
    /// Sheets by relation in the workbook, sheets by file in its relations: none may be read twice.
    seen: HashSet<String>,
}

impl<'a> Scan<'a> {
    /// A scan of the part of that name, which says that it has `size` bytes.
    pub(super) fn new(part: &'a str, size: u64, facts: &'a mut Facts) -> Scan<'a> {
        Scan {
            part,
            size,
            facts,
            depth: 0,
            begun: false,
            in_cells: false,
            in_formula: false,
            formats: Formats::default(),
            texts: 0,
            formula_bytes: 0,
            sheets: 0,
            entries: 0,
            seen: HashSet::new(),
        }
    }

    /// Reads the part to its end.
    pub(super) fn run(mut self, source: impl Read) -> Result<(), ReadError> {
        let mut reader = Reader::from_reader(BufReader::new(source));
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader
                .read_event_into(&mut buffer)
                .map_err(|error| self.broken(&error.to_string()))?
            {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => {
                    self.depth -= 1;
                    self.in_formula = false;
                    self.formats.end(element.local_name().as_ref());
                }
                Event::Text(text) => self.text(text.len())?,
                Event::CData(text) => self.text(text.len())?,
                Event::GeneralRef(entity) => {
                    let name: &str = entity.as_ref();
                    if !name.starts_with('#')
                        && !["amp", "lt", "gt", "quot", "apos"].contains(&name)
                    {
                        return Err(self.damaged(Damage::Entity(name.to_owned())));
                    }
                }
                Event::DocType(_) => return Err(self.damaged(Damage::Entity("DOCTYPE".to_owned()))),
                Event::Eof if self.depth > 0 => {
                    return Err(self.broken("it ends within an element"));
                }
                Event::Eof if !self.begun => {
                    return Err(self.broken("there is no element in it"));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let name = element.local_name();
        let name = name.as_ref();
        self.depth += 1;
        self.begun = true;
        match name {
            "sheetData" => self.in_cells = true,
            "row" if self.in_cells => self.row(element)?,
            "c" if self.in_cells => self.cell(element)?,
            "f" if self.in_cells => self.formula(element)?,
            "dimension" | "mergeCell" => self.area(element)?,
            "sst" => self.shared_texts(element)?,
            "si" => {
                self.texts += 1;
                Measure::SharedTexts.check(self.texts, self.part)?;
            }
            "sheet" => self.sheet(element)?,
            "definedName" => self.name(element)?,
            "Relationship" => self.relation(element)?,
            _ => {}
        }
        // The root only declares namespaces, at whatever length.
        let length = if self.depth > 1 { element.len() } else { 0 };
        self.formats.start(name, length, self.part)
    }

    fn row(&self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let Some(text) = self.attribute(element, "r")? else {
            return Ok(());
        };
        match text.parse::<u32>() {
            Ok(number) if (1..=LAST_ROW + 1).contains(&number) => Ok(()),
            _ => Err(self.damaged(Damage::Reference(text))),
        }
    }

    fn cell(&self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match self.attribute(element, "r")? {
            Some(text) if plain_address(&text).is_none() => {
                Err(self.damaged(Damage::Reference(text)))
            }
            _ => Ok(()),
        }
    }

    fn formula(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.in_formula = true;
        if let Some(text) = self.attribute(element, "si")? {
            let Ok(index) = text.parse::<u64>() else {
                return Err(self.contradiction(format!("shared formula number '{text}'")));
            };
            Measure::SharedFormula.check(index, self.part)?;
        }
        self.area(element)
    }

    fn area(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.entries += u64::from(element.local_name().as_ref() == "mergeCell");
        Measure::Entries.check(self.entries, self.part)?;
        let Some(text) = self.attribute(element, "ref")? else {
            return Ok(());
        };
        let (first, last) = text.split_once(':').unwrap_or((&text, &text));
        match (plain_address(first), plain_address(last)) {
            (Some(first), Some(last)) if first.row <= last.row && first.column <= last.column => {
                Ok(())
            }
            _ => Err(self.damaged(Damage::Reference(text))),
        }
    }

    /// calamine makes room for as many texts as are announced.
    fn shared_texts(&self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let Some(text) = self.attribute(element, "uniqueCount")? else {
            return Ok(());
        };
        let announced = text.parse::<u64>().unwrap_or(u64::MAX);
        if announced > Measure::SharedTexts.limit() && announced > self.size / SHARED_TEXT_BYTES {
            return Err(self.contradiction(format!("{text} texts in {} bytes", self.size)));
        }
        Measure::SharedTexts.check(announced, self.part)
    }

    fn sheet(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.sheets += 1;
        Measure::Sheets.check(self.sheets, self.part)?;
        match self.attribute(element, "id")? {
            Some(id) if !self.seen.insert(id.clone()) => {
                Err(self.contradiction(format!("two sheets share the relation '{id}'")))
            }
            _ => Ok(()),
        }
    }

    fn name(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.attribute(element, "localSheetId")?.is_some() {
            self.facts.local_names.insert(self.facts.names_listed);
        }
        self.facts.names_listed += 1;
        Measure::Entries.check(self.facts.names_listed as u64, self.part)
    }

    /// Notes which files are a workbook or a sheet, so that they are scanned; no file may be two sheets.
    fn relation(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.entries += 1;
        Measure::Entries.check(self.entries, self.part)?;
        let (kind, target) = (
            self.attribute(element, "Type")?,
            self.attribute(element, "Target")?,
        );
        let (Some(kind), Some(target)) = (kind, target) else {
            return Ok(());
        };
        let sheet = kind.ends_with("/worksheet");
        if !sheet && !kind.ends_with("/officeDocument") {
            return Ok(());
        }
        let file = |target: &str| {
            let target = target.replace('\\', "/").to_ascii_lowercase();
            target.rsplit('/').next().unwrap_or_default().to_owned()
        };
        if sheet && !self.seen.insert(file(&target)) {
            return Err(self.contradiction(format!("two sheets are stored in '{target}'")));
        }
        // calamine takes the target of a workbook unescaped and that of a sheet as it is written.
        let unescaped = unescape(&target).map_err(|error| self.broken(&error.to_string()))?;
        self.facts.targets.insert(file(&unescaped));
        self.facts.targets.insert(file(&target));
        Ok(())
    }

    fn text(&mut self, length: usize) -> Result<(), ReadError> {
        if self.in_formula {
            self.formula_bytes += length as u64;
            Measure::CellTextBytes.check(self.formula_bytes, self.part)?;
        }
        Ok(())
    }

    /// An attribute by its local name; two of one name would leave open which of them calamine takes.
    fn attribute(&self, element: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
        let mut found = None;
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.broken(&error.to_string()))?;
            if attribute.key.local_name().as_ref() == name
                && found.replace(attribute.value.into_owned()).is_some()
            {
                return Err(self.contradiction(format!("two attributes '{name}'")));
            }
        }
        Ok(found)
    }

    fn damaged(&self, damage: Damage) -> ReadError {
        ReadError::damaged(self.part, damage)
    }

    fn broken(&self, detail: &str) -> ReadError {
        self.damaged(Damage::Xml(detail.to_owned()))
    }

    fn contradiction(&self, detail: String) -> ReadError {
        self.damaged(Damage::Contradiction(detail))
    }
}

/// An address as cells carry it: without `$`.
fn plain_address(text: &str) -> Option<Address> {
    if text.contains('$') {
        None
    } else {
        Address::parse(text)
    }
}
