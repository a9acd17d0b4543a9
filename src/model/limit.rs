//! How long an answer may be, and how that is counted.

use super::text::{Tally, Text};

/// The length that an answer should keep to. It never stops typing; it is enforced at export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limit {
    /// The most words.
    pub max_words: Option<usize>,
    /// The most characters, counted as [`Limit::count_as`] says.
    pub max_length: Option<usize>,
    /// How characters are counted.
    pub count_as: CountAs,
}

/// How portals count characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountAs {
    /// Unicode scalars after NFC.
    #[default]
    Characters,
    /// UTF-16 code units, as browsers do.
    Utf16,
    /// Characters, with each line end as two.
    Crlf,
}
