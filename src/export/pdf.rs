//! A document as PDF, tagged for screen readers, by way of LibreOffice.

use jiff::{Zoned, tz::TimeZone};

use super::ExportError;
use crate::store::{
    atomic::Version,
    office::{LIBRE_OFFICE, PATIENCE, pdf_of},
};

/// When a document without a date was made: the first day that a zip archive can name.
const NO_DATE: &str = "19800101000000";

/// Makes a PDF of a document that is written as OpenDocument text. The same document gives the same
/// bytes with the same LibreOffice.
pub(super) fn write(odt: &[u8], date: Option<&Zoned>) -> Result<Vec<u8>, ExportError> {
    let mut pdf = pdf_of(odt, &LIBRE_OFFICE, PATIENCE)?;
    let date = date.map(|date| date.with_time_zone(TimeZone::UTC));
    let compact = date
        .as_ref()
        .map_or_else(|| NO_DATE.to_owned(), |date| date.strftime("%Y%m%d%H%M%S").to_string());
    put_after(&mut pdf, "/CreationDate(D:", &compact);
    let stamp = date.map_or_else(
        || "1980-01-01T00:00:00".to_owned(),
        |date| date.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
    );
    put_after(&mut pdf, "<xmp:CreateDate>", &stamp);
    let digest = Version::of(odt).to_string().to_uppercase();
    let id: String = digest.chars().rev().take(32).collect();
    for before in ["/ID [ <", "/DocChecksum /"] {
        put_after(&mut pdf, before, &id);
    }
    put_after(&mut pdf, &format!("/ID [ <{id}>\n<"), &id);
    Ok(pdf)
}

/// Writes over what stands after the last of these words, at the same length: a PDF says at which
/// byte each of its parts begins.
fn put_after(pdf: &mut [u8], words: &str, text: &str) {
    let found = pdf.windows(words.len()).rposition(|window| window == words.as_bytes());
    let place = found.map(|found| found + words.len());
    let room = place.and_then(|place| pdf.get_mut(place..place + text.len()));
    if let Some(room) = room {
        room.copy_from_slice(text.as_bytes());
    }
}
