//! The boxes of notes in VML, the drawing language that notes have kept from Excel 2000.

use std::collections::BTreeMap;
use std::ops::Range;

use super::AmendError;
use super::page::set_on_first_tag;
use crate::address::Address;
use crate::package::markup::{Token, Tokens};
use crate::package::{Damage, PackageError};

/// The prefixes of what annex writes here, and their namespaces.
const PREFIXES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];
/// How many boxes are in a block of numbers.
const BLOCK: u32 = 1024;
/// What all numbers of boxes begin with.
const NUMBER: &str = "_x0000_s";
/// The kind of shape all boxes are, which stands once in a part.
const TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// The box of a note.
pub(super) struct Shape {
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// Where its place on the sheet is written, and the place.
    pub(super) anchor: Option<(Range<usize>, [u32; 8])>,
}

/// What a VML part holds.
#[derive(Default)]
pub(super) struct Shapes {
    /// The boxes of notes by their cell.
    pub(super) notes: BTreeMap<Address, Shape>,
    /// The blocks from which its numbers are.
    pub(super) blocks: Vec<u32>,
    /// Whether the kind of shape is described.
    pub(super) has_type: bool,
    /// Where its last closing tag stands.
    pub(super) close: usize,
    /// The prefixes annex writes that stand for nothing here, or for something else: some programs declare theirs box by
    /// box.
    undeclared: Vec<(&'static str, &'static str)>,
    last_number: u32,
}

impl Shapes {
    /// Reads a part.
    pub(super) fn read(part: &str, text: &str) -> Result<Shapes, AmendError> {
        let mut shapes = Shapes::default();
        let mut tokens = Tokens::new(part, text).lenient();
        let mut open: Option<Shape> = None;
        let (mut row, mut column) = (None, None);
        let mut is_note = false;
        // What the next text says, by the name of its element.
        let mut asked = "";
        let mut has_root = false;
        while let Some(token) = tokens.next()? {
            if let (Token::Open(tag), false) = (&token, has_root) {
                has_root = true;
                let unknown = PREFIXES
                    .iter()
                    .filter(|(prefix, it)| !tag.declares(prefix, it));
                shapes.undeclared = unknown.copied().collect();
            }
            match token {
                Token::Open(tag) => match tag.name() {
                    "idmap" => {
                        let blocks = tag.element().get("data")?.unwrap_or_default();
                        let blocks = blocks.split(',').map(|block| block.trim().parse::<u32>());
                        shapes.blocks.extend(blocks.flatten());
                    }
                    "shapetype" => {
                        shapes.has_type |= tag.attribute("id").as_deref() == Some("_x0000_t202");
                    }
                    "shape" => {
                        let id = tag.element().get("id")?.unwrap_or_default();
                        let number = id.strip_prefix(NUMBER).and_then(|id| id.parse().ok());
                        shapes.last_number = shapes.last_number.max(number.unwrap_or(0));
                        (row, column, is_note) = (None, None, false);
                        open = Some(Shape {
                            span: tag.span.clone(),
                            anchor: None,
                        });
                    }
                    "ClientData" => {
                        is_note = tag.element().get("ObjectType")?.as_deref() == Some("Note");
                    }
                    "Anchor" => asked = "Anchor",
                    "Row" => asked = "Row",
                    "Column" => asked = "Column",
                    _ => asked = "",
                },
                Token::Text(said, span) => {
                    match asked {
                        "Anchor" => {
                            if let (Some(shape), Some(anchor)) = (&mut open, numbers(&said)) {
                                shape.anchor = Some((span, anchor));
                            }
                        }
                        "Row" => row = said.trim().parse().ok(),
                        "Column" => column = said.trim().parse().ok(),
                        _ => {}
                    }
                    asked = "";
                }
                Token::Close("shape", span) => {
                    let at = row.zip(column).filter(|_| is_note);
                    if let (Some(mut shape), Some((row, column))) = (open.take(), at) {
                        shape.span.end = span.end;
                        shapes.notes.insert(Address::new(row, column), shape);
                    }
                }
                Token::Close(_, span) => {
                    asked = "";
                    shapes.close = span.start;
                }
            }
        }
        if shapes.close == 0 {
            return Err(PackageError::damaged(part, Damage::Missing).into());
        }
        Ok(shapes)
    }

    /// What goes before the boxes that are added: the kind of shape they are, where nothing describes it yet.
    pub(super) fn kind(&self) -> Result<String, PackageError> {
        match self.has_type {
            true => Ok(String::new()),
            false => self.declared(TYPE),
        }
    }

    /// An element that is added, with its prefixes declared where nothing around it does.
    pub(super) fn declared(&self, element: &str) -> Result<String, PackageError> {
        let keys = (self.undeclared.iter())
            .map(|(prefix, namespace)| (format!("xmlns:{prefix}"), *namespace))
            .collect::<Vec<_>>();
        let set: Vec<_> = (keys.iter())
            .map(|(key, namespace)| (key.as_str(), Some(*namespace)))
            .collect();
        match set.is_empty() {
            true => Ok(element.to_owned()),
            false => set_on_first_tag(element, &set),
        }
    }

    /// A number no box has.
    pub(super) fn next_number(&self) -> u32 {
        let block = self.blocks.first().copied().unwrap_or(1);
        self.last_number.max(block.saturating_mul(BLOCK)) + 1
    }
}

fn numbers(text: &str) -> Option<[u32; 8]> {
    let numbers: Vec<u32> = text
        .split(',')
        .map(|number| number.trim().parse())
        .collect::<Result<_, _>>()
        .ok()?;
    numbers.try_into().ok()
}

/// A part without boxes, whose numbers are from this block.
pub(super) fn none(block: u32) -> String {
    format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{block}\"/></o:shapelayout></xml>"
    )
}

/// A place as VML writes it.
pub(super) fn anchor(anchor: [u32; 8]) -> String {
    anchor.map(|number| number.to_string()).join(", ")
}

/// The box of a note on a cell, which shows when the pointer is on the cell.
pub(super) fn shape(
    number: u32,
    at: Address,
    place: [u32; 8],
    (width, height): (u32, u32),
) -> String {
    let points = |pixels: u32| format!("{}.{:02}pt", pixels * 3 / 4, pixels * 3 % 4 * 25);
    format!(
        "<v:shape id=\"{NUMBER}{number}\" type=\"#_x0000_t202\" style=\"position:absolute;width:{};height:{};z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        points(width),
        points(height),
        anchor(place),
        at.row,
        at.column
    )
}
