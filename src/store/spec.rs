//! The keys and values allowed in a file: tables, and the walk that checks a tree against them.
//!
//! The tables are data, so that they also serve other purposes.

mod advice;
mod validate;

pub use validate::{conform, warn_of_bare_word};

use super::{
    problem::{listed, named},
    tree::Node,
};

/// A kind of map: its name and keys.
#[derive(Debug)]
pub struct MapSpec {
    /// Its name, as in "this section".
    pub name: &'static str,
    /// The keys of every such map, in groups that may be shared.
    pub keys: &'static [&'static [KeySpec]],
    /// The kinds of map that have further keys.
    pub kinds: &'static [KindSpec],
    /// Names that other programs use for its kinds, each with ours.
    pub also_called: &'static [(&'static str, &'static str)],
    /// The short form, for authors who write something else.
    pub example: Option<&'static str>,
    /// What to do if an author writes a list instead.
    pub not_a_list: Option<&'static str>,
}

/// One of the kinds of a map, chosen by the key with [`ValueSpec::Kind`].
#[derive(Debug)]
pub struct KindSpec {
    /// The word that selects it.
    pub name: &'static str,
    /// Its description, for editors and the reference.
    pub about: &'static str,
    /// Its further keys, in groups that may be shared.
    pub keys: &'static [&'static [KeySpec]],
}

/// A key of a map.
#[derive(Debug)]
pub struct KeySpec {
    /// The key itself.
    pub name: &'static str,
    /// Whether it is required.
    pub need: Presence,
    /// The expected value.
    pub wants: ValueSpec,
    /// Its description in Markdown, for editors and the reference.
    pub about: &'static str,
}

/// Whether a key is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The key is required.
    Must,
    /// The key is optional.
    May,
    /// The key is not allowed, although authors expect it; this is what to do instead.
    Never(&'static str),
}

/// The value expected under a key.
#[derive(Debug)]
pub enum ValueSpec {
    /// Any text that is not blank.
    Text,
    /// Any text that is not blank, in Markdown.
    Markdown,
    /// Any text written by a person, even if blank.
    Words,
    /// Such a text, or a list of such texts, possibly empty.
    WordsOrList,
    /// An id that is defined here.
    Id,
    /// An id that becomes a file name.
    FileName,
    /// The word for one of the map's kinds.
    Kind,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A language tag such as `en-GB`.
    Language,
    /// A time zone such as `Europe/London`.
    TimeZone,
    /// A date.
    Day,
    /// A date, or an instant with its offset.
    Closing,
    /// A time with its offset.
    Time,
    /// `true` or `false`.
    Flag,
    /// A whole number between two, both included.
    Count(usize, usize),
    /// A whole number, possibly negative.
    Whole,
    /// A number, possibly with decimals.
    Number,
    /// A map.
    Map(&'static MapSpec),
    /// A map, or in short the text in it.
    TextOr(&'static MapSpec),
    /// A list of maps.
    List(&'static ValueSpec),
    /// A list of maps, or the name of a list.
    ListOrName(&'static ValueSpec),
    /// A map from names to such values.
    Named(&'static ValueSpec),
    /// A map from ids defined elsewhere to such values, possibly empty.
    Entries(&'static ValueSpec),
    /// A value, or a list of values.
    Values,
    /// A value, number or date, or a list, depending on the question compared with.
    Operand,
}

impl KeySpec {
    /// Describes a required key.
    pub const fn must(name: &'static str, wants: ValueSpec, about: &'static str) -> Self {
        Self { name, need: Presence::Must, wants, about }
    }

    /// Describes an optional key.
    pub const fn may(name: &'static str, wants: ValueSpec, about: &'static str) -> Self {
        Self { name, need: Presence::May, wants, about }
    }

    /// Describes a key that authors expect, and what to do instead.
    pub const fn never(name: &'static str, instead: &'static str) -> Self {
        Self { name, need: Presence::Never(instead), wants: ValueSpec::Text, about: instead }
    }
}

impl MapSpec {
    /// Describes a map without keys, to which a table adds its own.
    pub const fn named(name: &'static str) -> Self {
        Self { name, keys: &[], kinds: &[], also_called: &[], example: None, not_a_list: None }
    }

    /// Returns its name with an article: "a section", "an answer".
    fn with_article(&self) -> String {
        let article = if self.name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", self.name)
    }

    /// Returns the keys of every such map.
    pub fn common_keys(&self) -> impl Iterator<Item = &'static KeySpec> {
        self.keys.iter().copied().flatten()
    }

    /// Returns the keys of a map of that kind. If its kind is unknown, the keys of all kinds are
    /// included; several with one name may expect different values.
    fn keys_of(&self, kind: Option<&'static KindSpec>) -> Vec<&'static KeySpec> {
        let kinds: Vec<&KindSpec> = match kind {
            Some(kind) => vec![kind],
            None => self.kinds.iter().collect(),
        };
        let further = kinds.into_iter().flat_map(KindSpec::further_keys);
        let expected = |key: &&KeySpec| kind.is_some() || !matches!(key.need, Presence::Never(_));
        self.common_keys().chain(further.filter(expected)).collect()
    }

    /// Returns the required keys of a map of that kind.
    fn required_keys(&self, kind: Option<&'static KindSpec>) -> Vec<&'static str> {
        let further = kind.into_iter().flat_map(KindSpec::further_keys);
        let required = self.common_keys().chain(further).filter(|key| key.need == Presence::Must);
        required.map(|key| key.name).collect()
    }

    /// Returns the kind that a map says it is.
    fn kind_of(&self, node: &Node) -> Option<&'static KindSpec> {
        let key = self.common_keys().find(|key| matches!(key.wants, ValueSpec::Kind))?;
        let word = node.text_of(key.name)?;
        self.kinds.iter().find(|kind| kind.name == word)
    }
}

impl KindSpec {
    /// Returns the keys that only this kind, and kinds that share them, have.
    pub fn further_keys(&self) -> impl Iterator<Item = &'static KeySpec> + use<> {
        self.keys.iter().copied().flatten()
    }

    fn has(&self, name: &str) -> bool {
        self.further_keys().any(|key| key.name == name && !matches!(key.need, Presence::Never(_)))
    }
}

impl ValueSpec {
    /// Describes the expected value. `owner` is the map that contains the key.
    pub fn described(&self, owner: &MapSpec) -> String {
        let words = |words: Vec<&str>| {
            let words: Vec<String> = words.into_iter().map(named).collect();
            listed(&words, "or")
        };
        match self {
            Self::Kind => words(owner.kinds.iter().map(|kind| kind.name).collect()),
            Self::Word(known) => words(known.to_vec()),
            Self::Count(least, usize::MAX) => format!("a whole number from {least}"),
            Self::Count(least, most) => format!("a whole number from {least} to {most}"),
            Self::Text | Self::Words | Self::Id | Self::FileName => "a text".to_owned(),
            Self::Markdown => "a text in Markdown".to_owned(),
            Self::WordsOrList => "a text or a list of texts".to_owned(),
            Self::Language => "a language such as `en-GB`".to_owned(),
            Self::TimeZone => "a time zone such as `Europe/London`".to_owned(),
            Self::Day => "a date such as `2014-05-30`".to_owned(),
            Self::Closing => {
                "a date such as `2014-05-30` or `2014-05-30T17:00:00+01:00`".to_owned()
            }
            Self::Time => "a time such as `2014-05-28T10:03:00+01:00`".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Whole => "a whole number such as `5`".to_owned(),
            Self::Number => "a number such as `12.50`".to_owned(),
            Self::Map(_) | Self::Named(_) | Self::Entries(_) => "a map".to_owned(),
            Self::TextOr(_) => "a text or a map".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::ListOrName(_) => "a list, or the name of one".to_owned(),
            Self::Values | Self::Operand => "a value or a list of values".to_owned(),
        }
    }

    /// Whether a single scalar is expected.
    fn is_scalar(&self) -> bool {
        match self {
            Self::Text
            | Self::Markdown
            | Self::Words
            | Self::WordsOrList
            | Self::Id
            | Self::FileName
            | Self::Kind
            | Self::Word(_)
            | Self::Language
            | Self::TimeZone
            | Self::Day
            | Self::Closing
            | Self::Time
            | Self::Flag
            | Self::Count(..)
            | Self::Whole
            | Self::Number
            | Self::Values
            | Self::Operand => true,
            Self::Map(_)
            | Self::TextOr(_)
            | Self::List(_)
            | Self::ListOrName(_)
            | Self::Named(_)
            | Self::Entries(_) => false,
        }
    }
}

/// Returns the words of a table.
#[expect(clippy::indexing_slicing, reason = "only in constants, where the compiler checks it")]
pub const fn names<T: Copy, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut place = 0;
    while place < N {
        names[place] = table[place].0;
        place += 1;
    }
    names
}
