//! The archives in which Word and OpenDocument files keep their parts; bounded, whatever they claim.

use std::io::{Cursor, Read};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, result::ZipError};

use super::paper::ImportError;

/// The most that a part may unpack to, in bytes.
const MAX_PART: u64 = 64 << 20;

/// The most files that an archive may have.
const MAX_FILES: usize = 10_000;

/// Whether an archive has each of these files.
///
/// # Errors
/// When it is damaged or encrypted.
pub(super) fn has_parts<const N: usize>(
    bytes: &[u8],
    names: [&str; N],
) -> Result<[bool; N], ImportError> {
    let archive = open(bytes, "file")?;
    Ok(names.map(|name| archive.index_for_name(name).is_some()))
}

fn open<'a>(
    bytes: &'a [u8],
    format: &'static str,
) -> Result<ZipArchive<Cursor<&'a [u8]>>, ImportError> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(format, &error))?;
    if archive.len() > MAX_FILES {
        return Err(ImportError::TooMuchText);
    }
    Ok(archive)
}

fn damaged(format: &'static str, error: &ZipError) -> ImportError {
    ImportError::Damaged { format, why: format!("it is damaged or was cut off ({error})") }
}

/// A part of an archive as text; nothing, where it has no such part.
///
/// # Errors
/// When it is damaged, encrypted or too large.
pub(super) fn part(
    bytes: &[u8],
    name: &str,
    format: &'static str,
) -> Result<Option<String>, ImportError> {
    let mut archive = open(bytes, format)?;
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            let then = "open it with its password and save it without one";
            return Err(ImportError::unreadable(format!("this {format} is encrypted"), then));
        }
        Err(error) => return Err(damaged(format, &error)),
    };
    let mut content = Vec::new();
    file.take(MAX_PART + 1).read_to_end(&mut content).map_err(|error| ImportError::Damaged {
        format,
        why: format!("a part of it cannot be unpacked ({error})"),
    })?;
    if content.len() as u64 > MAX_PART {
        return Err(ImportError::TooMuchText);
    }
    String::from_utf8(content)
        .map(Some)
        .map_err(|_| ImportError::Damaged { format, why: format!("{name} is no text") })
}

/// Refuses an archive whose parts unpack to too much, all together.
///
/// # Errors
/// When they do, or it is damaged.
pub(super) fn check_sizes(bytes: &[u8], format: &'static str) -> Result<(), ImportError> {
    let mut archive = open(bytes, format)?;
    let mut left = MAX_PART;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| damaged(format, &error))?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        let unpacked = unpacked.map_err(|error| ImportError::Damaged {
            format,
            why: format!("a part of it cannot be unpacked ({error})"),
        })?;
        left = left.checked_sub(unpacked).ok_or(ImportError::TooMuchText)?;
    }
    Ok(())
}

/// What a reader of XML is told of.
pub(super) trait XmlReader {
    /// An element begins. Its name has no prefix.
    fn start(&mut self, name: &str, element: &BytesStart<'_>);
    /// An element ends.
    fn end(&mut self, name: &str);
    /// Text.
    fn text(&mut self, text: &str);
    /// Whether enough was read.
    fn is_full(&self) -> bool;
}

/// Reads XML to its end. Entities that the file declares itself are refused.
///
/// # Errors
/// When it is no XML, or too much.
pub(super) fn read_xml(
    xml: &str,
    format: &'static str,
    reader: &mut impl XmlReader,
) -> Result<(), ImportError> {
    let mut events = Reader::from_str(xml);
    events.config_mut().check_end_names = false;
    loop {
        let event = events.read_event().map_err(|error| ImportError::Damaged {
            format,
            why: format!("its XML is wrong ({error})"),
        })?;
        match event {
            Event::Start(element) => reader.start(element.local_name().as_ref(), &element),
            Event::Empty(element) => {
                let name = element.local_name();
                reader.start(name.as_ref(), &element);
                reader.end(name.as_ref());
            }
            Event::End(element) => reader.end(element.local_name().as_ref()),
            Event::Text(text) => reader.text(&text.xml10_content()),
            Event::CData(text) => reader.text(&text.xml10_content()),
            Event::GeneralRef(entity) => reader.text(&resolved(&entity)),
            Event::DocType(_) => {
                let why =
                    "it declares entities of its own, which no word processor does".to_owned();
                return Err(ImportError::Damaged { format, why });
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return Ok(()),
        }
        if reader.is_full() {
            return Err(ImportError::TooMuchText);
        }
    }
}

fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(entity).unwrap_or_default().to_owned()
}

/// An attribute of an element, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
        let fits = attribute.key.local_name().as_ref() == name;
        fits.then(|| {
            attribute.normalized_value(XmlVersion::Implicit1_0).map(|value| value.into_owned()).ok()
        })?
    })
}
