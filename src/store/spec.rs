//! Which keys a thing in a file may have, and what stands after them: tables, and the walk that
//! holds a tree to them.
//!
//! The tables are data, so that more than this walk can be made of them.

mod advice;
mod validate;

pub use validate::{conform, warn_of_bare_word};

use super::{
    problem::{listed, named},
    tree::Node,
};

/// A kind of map: what it is called, and its keys.
#[derive(Debug)]
pub struct MapSpec {
    /// Its name, as in "this section".
    pub name: &'static str,
    /// The keys of all such things, in groups that may be shared.
    pub keys: &'static [&'static [KeySpec]],
    /// The kinds of it that have further keys.
    pub kinds: &'static [KindSpec],
    /// The words that other programs have for its kinds, each with ours.
    pub also_called: &'static [(&'static str, &'static str)],
    /// How it is written in short, for whoever writes something else.
    pub example: Option<&'static str>,
    /// What to do when someone writes a list instead.
    pub not_a_list: Option<&'static str>,
}

/// One of the kinds of a thing, chosen by the key that [`ValueSpec::Kind`].
#[derive(Debug)]
pub struct KindSpec {
    /// The word that chooses it.
    pub name: &'static str,
    /// What it is, for the editor and the reference.
    pub about: &'static str,
    /// Its further keys, in groups that may be shared.
    pub keys: &'static [&'static [KeySpec]],
}

/// A key of a thing.
#[derive(Debug)]
pub struct KeySpec {
    /// The key itself.
    pub name: &'static str,
    /// Whether it must be there.
    pub need: Presence,
    /// What stands after it.
    pub wants: ValueSpec,
    /// What it is for, in Markdown, for the editor and the reference.
    pub about: &'static str,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A thing without it is not complete.
    Must,
    /// It can be left out.
    May,
    /// Authors expect it here, but it is not; this is what to do instead.
    Never(&'static str),
}

/// What stands after a key.
#[derive(Debug)]
pub enum ValueSpec {
    /// Any text that is not blank.
    Text,
    /// Any text that is not blank, in Markdown.
    Markdown,
    /// Any text that somebody may have written, or not yet.
    Words,
    /// Such a text, or a list of such, possibly empty.
    WordsOrList,
    /// An id that is made here.
    Id,
    /// An id that becomes a file name.
    FileName,
    /// The word for one of the thing's kinds.
    Kind,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A language tag such as `en-GB`.
    Language,
    /// A time zone such as `Europe/London`.
    TimeZone,
    /// A day.
    Day,
    /// A day, or an instant with its offset.
    Closing,
    /// A time with its offset.
    Time,
    /// `true` or `false`.
    Flag,
    /// How many: a whole number between two, both included.
    Count(usize, usize),
    /// A whole number, possibly negative.
    Whole,
    /// A number, possibly with decimals.
    Number,
    /// A map.
    Map(&'static MapSpec),
    /// A map, or in short the text in it.
    TextOr(&'static MapSpec),
    /// A list of such.
    List(&'static ValueSpec),
    /// A list of such, or the name of one.
    ListOrName(&'static ValueSpec),
    /// A map from names to such.
    Named(&'static ValueSpec),
    /// A map from ids that are made elsewhere to such, possibly empty.
    Entries(&'static ValueSpec),
    /// A value, or a list of values.
    Values,
    /// A value, number or day, or a list: what it is depends on the question compared with.
    Operand,
}

impl KeySpec {
    /// A key that must be there.
    pub const fn must(name: &'static str, wants: ValueSpec, about: &'static str) -> Self {
        Self { name, need: Presence::Must, wants, about }
    }

    /// A key that can be left out.
    pub const fn may(name: &'static str, wants: ValueSpec, about: &'static str) -> Self {
        Self { name, need: Presence::May, wants, about }
    }

    /// A key that authors expect, and what to do instead.
    pub const fn never(name: &'static str, instead: &'static str) -> Self {
        Self { name, need: Presence::Never(instead), wants: ValueSpec::Text, about: instead }
    }
}

impl MapSpec {
    /// A thing without keys, to which a table adds its own.
    pub const fn named(name: &'static str) -> Self {
        Self { name, keys: &[], kinds: &[], also_called: &[], example: None, not_a_list: None }
    }

    /// Its name as one of them: "a section", "an answer".
    fn with_article(&self) -> String {
        let article = if self.name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", self.name)
    }

    /// The keys of all such things.
    pub fn common_keys(&self) -> impl Iterator<Item = &'static KeySpec> {
        self.keys.iter().copied().flatten()
    }

    /// The keys of a thing of that kind. Where its kind is not known, the keys that only some kinds
    /// have are all there, and of those with one name, what stands after them may differ.
    fn keys_of(&self, kind: Option<&'static KindSpec>) -> Vec<&'static KeySpec> {
        let kinds: Vec<&KindSpec> = match kind {
            Some(kind) => vec![kind],
            None => self.kinds.iter().collect(),
        };
        let further = kinds.into_iter().flat_map(KindSpec::further_keys);
        let expected = |key: &&KeySpec| kind.is_some() || !matches!(key.need, Presence::Never(_));
        self.common_keys().chain(further.filter(expected)).collect()
    }

    /// The keys that a thing of that kind must have.
    fn required_keys(&self, kind: Option<&'static KindSpec>) -> Vec<&'static str> {
        let further = kind.into_iter().flat_map(KindSpec::further_keys);
        let required = self.common_keys().chain(further).filter(|key| key.need == Presence::Must);
        required.map(|key| key.name).collect()
    }

    /// The kind that a map says it is.
    fn kind_of(&self, node: &Node) -> Option<&'static KindSpec> {
        let key = self.common_keys().find(|key| matches!(key.wants, ValueSpec::Kind))?;
        let word = node.text_of(key.name)?;
        self.kinds.iter().find(|kind| kind.name == word)
    }
}

impl KindSpec {
    /// The keys that only this kind, and those that share them, have.
    pub fn further_keys(&self) -> impl Iterator<Item = &'static KeySpec> + use<> {
        self.keys.iter().copied().flatten()
    }

    fn has(&self, name: &str) -> bool {
        self.further_keys().any(|key| key.name == name && !matches!(key.need, Presence::Never(_)))
    }
}

impl ValueSpec {
    /// What is wanted, in words. `owner` is the thing whose key wants it.
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

    /// Whether what is wanted is one scalar.
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

/// The words of a table of words.
#[expect(clippy::indexing_slicing, reason = "in constants, where the compiler checks it")]
pub const fn names<T: Copy, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut place = 0;
    while place < N {
        names[place] = table[place].0;
        place += 1;
    }
    names
}
