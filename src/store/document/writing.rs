//! How texts and maps are written, in drafts and in responses.
//!
//! `serde-saphyr` writes them: unlike the library that loads them it quotes `no`, `12:30` and
//! whatever else some YAML reader would not take for a text, and writes a text of several lines as
//! a block, one line of the file for each of its own.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_saphyr::{DoubleQuoted, FlowMap, SerializerOptions};

use crate::model::text::Text;

/// As long as an entry may be and still stand on one line, in bytes.
const LINE: usize = 90;

/// A text that somebody has written.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct QuotedText(pub(super) String);

/// A map in the order of the file.
#[derive(Debug)]
pub(super) struct Entries<T>(pub(super) Vec<(String, T)>);

/// An entry written by [`short`].
pub(super) struct Short<'a, T>(pub(super) &'a T);

impl<T: Serialize> Serialize for Short<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        short(self.0, serializer)
    }
}

impl QuotedText {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&Text> for QuotedText {
    fn from(text: &Text) -> Self {
        Self(text.to_string())
    }
}

impl From<QuotedText> for Text {
    fn from(words: QuotedText) -> Self {
        Self::from(words.0.as_str())
    }
}

impl Serialize for QuotedText {
    /// Leaves the way of writing to the library, but for a text that begins with a tab. As a block
    /// that is read by some and refused by others, who take the tab for indentation.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(text) = self;
        if text.trim_start_matches([' ', '\n']).starts_with('\t') {
            DoubleQuoted(text).serialize(serializer)
        } else {
            text.serialize(serializer)
        }
    }
}

impl<T> Entries<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, entry)| (key, entry)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

/// How the files look.
pub(super) fn style() -> SerializerOptions {
    serde_saphyr::ser_options! {
        compact_list_indent: false,
        // A line that is folded anew at every change is no line a change.
        folded_wrap_chars: usize::MAX,
    }
}

/// Writes an entry on one line where it is short.
pub(super) fn short<T: Serialize, S: Serializer>(
    entry: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if fits_on_a_line(entry) {
        FlowMap(entry).serialize(serializer)
    } else {
        entry.serialize(serializer)
    }
}

/// Writes a map with each of its entries on one line where that is short.
pub(super) fn short_each<T: Serialize, S: Serializer>(
    entries: &Entries<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(entries.0.iter().map(|(key, entry)| (key, Short(entry))))
}

/// Writes a list with each of its items on one line where that is short.
pub(super) fn short_items<T: Serialize, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.iter().map(Short))
}

/// Whether an entry is short enough for one line. Not so a text of several lines, and one with a
/// `?`, which older readers do not take without quotes in braces.
fn fits_on_a_line(entry: &impl Serialize) -> bool {
    let mut line = Line(String::new());
    let written = serde_saphyr::to_fmt_writer_with_options(&mut line, &FlowMap(entry), style());
    written.is_ok() && !line.0.contains('?') && !line.0.contains("\\n")
}

/// Whether a flag can be left out.
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

/// Takes no more than a line holds.
struct Line(String);

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() + text.len() > LINE {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}
