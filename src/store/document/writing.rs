//! How texts and maps are written, in drafts and responses.
//!
//! `serde-saphyr` writes them: unlike the library that loads them, it quotes `no`, `12:30` and
//! other texts that some YAML readers take for something else, and writes a text of several lines
//! as a block, with a line of the file for each line.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_saphyr::{DoubleQuoted, FlowMap, SerializerOptions};

use crate::model::text::Text;

/// The maximum length of an entry on one line, in bytes.
const LINE: usize = 90;

/// A text written by a person.
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
    /// Leaves the style to the library, except for a text that begins with a tab. Some readers
    /// reject such a text as a block, because they take the tab for indentation.
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

/// The style of our files.
pub(super) fn style() -> SerializerOptions {
    serde_saphyr::ser_options! {
        compact_list_indent: false,
        // Folding would reflow lines at every change, and spoil comparison by lines.
        folded_wrap_chars: usize::MAX,
    }
}

/// Writes an entry on one line if it is short.
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

/// Writes a map with each short entry on one line.
pub(super) fn short_each<T: Serialize, S: Serializer>(
    entries: &Entries<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(entries.0.iter().map(|(key, entry)| (key, Short(entry))))
}

/// Writes a list with each short item on one line.
pub(super) fn short_items<T: Serialize, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.iter().map(Short))
}

/// Whether an entry is short enough for one line. A text of several lines is not, nor is one with a
/// `?`, which older readers do not accept unquoted in braces.
fn fits_on_a_line(entry: &impl Serialize) -> bool {
    let mut line = Line(String::new());
    let written = serde_saphyr::to_fmt_writer_with_options(&mut line, &FlowMap(entry), style());
    written.is_ok() && !line.0.contains('?') && !line.0.contains("\\n")
}

/// Whether a flag can be left out.
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

/// A writer that accepts no more than one line.
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
