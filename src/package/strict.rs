//! Whether a part is well-formed as office programs ask for, who refuse a workbook for one prefix that nothing declares.

use std::collections::HashSet;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, QName, ResolveResult};
use quick_xml::reader::NsReader;

use super::xml::{broken, entities, refused};
use super::{Measure, PackageError};

/// The namespace of what says which prefixes a program may pass over.
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
/// The attributes of that namespace that list prefixes, each of which has to be declared.
const LISTS: [&str; 3] = ["Ignorable", "MustUnderstand", "ProcessContent"];

/// Holds a part against the rules for XML with namespaces: one root, every prefix declared, no attribute twice whatever its
/// prefix, no character that XML cannot hold.
///
/// # Errors
/// [`PackageError`]: it is not well-formed; says in what.
pub fn check(part: &str, text: &str) -> Result<(), PackageError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some(wrong) = text.chars().find(|letter| !is_allowed(*letter)) {
        let code = u32::from(wrong);
        return Err(broken(
            part,
            &format!("the character U+{code:04X} cannot stand in XML"),
        ));
    }
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut depth = 0_u64;
    let mut has_root = false;
    loop {
        let event = reader.read_event();
        let event = event.map_err(|error| refused(part, error))?;
        let tag = match &event {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::Eof if depth > 0 => return Err(broken(part, "it ends within an element")),
            Event::Eof if !has_root => return Err(broken(part, "there is no element in it")),
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(entities(part, "DOCTYPE")),
            Event::GeneralRef(entity) => {
                if depth == 0 || unescape(&format!("&{};", &**entity)).is_err() {
                    return Err(entities(part, entity));
                }
                continue;
            }
            Event::Text(said) => {
                if depth == 0 && !said.trim().is_empty() {
                    return Err(broken(part, "there is text outside its root"));
                }
                if said.contains("]]>") {
                    return Err(broken(part, "']]>' stands in a text"));
                }
                continue;
            }
            Event::CData(_) if depth == 0 => {
                return Err(broken(part, "there is text outside its root"));
            }
            Event::CData(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
        };
        if depth == 0 && std::mem::replace(&mut has_root, true) {
            return Err(broken(part, "it has two roots"));
        }
        names(part, tag, reader.resolver())?;
        if matches!(event, Event::Start(_)) {
            depth += 1;
            Measure::Depth.check(depth, part)?;
        }
    }
}

/// Whether the names of a tag and of its attributes are in order.
fn names(part: &str, tag: &BytesStart<'_>, known: &NamespaceResolver) -> Result<(), PackageError> {
    let full = tag.name().into_inner();
    named(part, full)?;
    if let ResolveResult::Unknown(prefix) = known.resolve_element(tag.name()).0 {
        return Err(undeclared(part, &prefix, full));
    }
    let mut seen = HashSet::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| broken(part, &error.to_string()))?;
        let key = attribute.key.into_inner();
        named(part, key)?;
        if attribute.value.contains('<') {
            return Err(broken(
                part,
                &format!("'<' stands in the attribute '{key}'"),
            ));
        }
        let value = unescape(&attribute.value);
        let value = value.map_err(|_| entities(part, &attribute.value))?;
        if key.starts_with("xmlns:") && value.is_empty() {
            return Err(broken(part, &format!("'{key}' stands for no namespace")));
        }
        let (namespace, local) = known.resolve_attribute(attribute.key);
        let namespace = match namespace {
            ResolveResult::Unbound => continue,
            ResolveResult::Bound(namespace) => namespace.0,
            ResolveResult::Unknown(prefix) => return Err(undeclared(part, &prefix, key)),
        };
        if namespace == COMPATIBILITY && LISTS.contains(&local.as_ref()) {
            for word in value.split_whitespace() {
                let prefix = word.split(':').next().unwrap_or_default();
                is_declared(part, prefix, key, known)?;
            }
        }
        if !seen.insert((namespace, local.as_ref().to_owned())) {
            let said = format!("the attribute '{key}' stands twice in '{full}'");
            return Err(broken(part, &said));
        }
    }
    // A choice names the prefixes that a program has to know without one of its own.
    let (namespace, local) = known.resolve_element(tag.name());
    if matches!(namespace, ResolveResult::Bound(namespace) if namespace.0 == COMPATIBILITY)
        && local.as_ref() == "Choice"
    {
        let mut attributes = tag.attributes().flatten();
        if let Some(asked) = attributes.find(|asked| asked.key.into_inner() == "Requires") {
            for prefix in asked.value.split_whitespace() {
                is_declared(part, prefix, "Requires", known)?;
            }
        }
    }
    Ok(())
}

fn is_declared(
    part: &str,
    prefix: &str,
    by: &str,
    known: &NamespaceResolver,
) -> Result<(), PackageError> {
    let name = format!("{prefix}:x");
    match known.resolve_element(QName(&name)).0 {
        ResolveResult::Bound(_) => Ok(()),
        _ => Err(undeclared(part, prefix, by)),
    }
}

/// Whether this can be a name with at most one prefix.
fn named(part: &str, name: &str) -> Result<(), PackageError> {
    let is_one = |name: &str| {
        let begins = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        let is_in = |letter: char| letter.is_alphanumeric() || "_-.·".contains(letter);
        begins && name.chars().all(is_in)
    };
    let is_name = match name.split_once(':') {
        Some((prefix, local)) => is_one(prefix) && is_one(local),
        None => is_one(name),
    };
    match is_name {
        true => Ok(()),
        false => Err(broken(part, &format!("'{name}' is no name"))),
    }
}

fn undeclared(part: &str, prefix: &str, by: &str) -> PackageError {
    broken(
        part,
        &format!("nothing declares the prefix '{prefix}' of '{by}'"),
    )
}

/// Whether XML 1.0 may hold a character.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_program_opens_is_refused() {
        for (text, why) in [
            ("<a r:id='1'/>", "the prefix 'r' of 'r:id'"),
            ("<a><b xmlns:r='u'/><r:c/></a>", "the prefix 'r' of 'r:c'"),
            ("<a xmlns:r='u' r:x='1' r:x='2'/>", "duplicate"),
            ("<a b='1' b='2'/>", "duplicate"),
            (
                "<a xmlns:r='u' xmlns:s='u' r:x='1' s:x='2'/>",
                "the attribute 's:x' stands twice in 'a'",
            ),
            ("<a xmlns:r=''/>", "'xmlns:r' stands for no namespace"),
            ("<a/><b/>", "two roots"),
            ("<a/>b", "text outside"),
            ("<a>&nbsp;</a>", "nbsp"),
            ("<a b='&nbsp;'/>", "nbsp"),
            ("<a b='<'/>", "'<' stands in"),
            ("<a>]]></a>", "']]>'"),
            ("<a>\u{1}</a>", "U+0001"),
            ("<a><b></a>", "expected"),
            ("<a>", "ends within"),
            ("", "no element"),
            ("<1/>", "no name"),
            (
                "<a xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' mc:Ignorable='x14ac'/>",
                "the prefix 'x14ac' of 'mc:Ignorable'",
            ),
            (
                "<a><c:Choice xmlns:c='http://schemas.openxmlformats.org/markup-compatibility/2006' Requires='v2'/></a>",
                "the prefix 'v2' of 'Requires'",
            ),
        ] {
            let said = check("part", text).map_err(|error| format!("{error:?}"));
            let said = said.expect_err(text);
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn what_is_well_formed_passes() {
        for text in [
            "\u{FEFF}<?xml version=\"1.0\"?>\r\n<!-- a --><a xmlns='u' xml:space='preserve'>&amp;&#x41;<![CDATA[<]]></a>\n",
            "<a xmlns:r='u' x='1' r:x='2'/>",
            "<a><b xmlns:r='u'><r:c r:d='1'/></b><b xmlns:r='v' r:d='2'/></a>",
            "<x:a xmlns:x='u'><x:b xmlns:x='v'/></x:a>",
            "<项目 编号='1'/>",
            "<a xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:x='u' mc:Ignorable=' x ' x:q='1'/>",
        ] {
            assert_eq!(check("part", text), Ok(()), "{text}");
        }
    }
}
