//! YAML as a tree in which every key and value knows its place.
//!
//! The library that loads our files stops at its first error, gives some errors no place, lets a
//! repeated key win silently and follows aliases wherever they lead. So a file becomes this tree
//! first. It takes the part of YAML that our files are written in: one document of maps, lists and
//! scalars, [`MAX_DEPTH`] levels at most; no anchors, aliases, tags or directives. A plain scalar
//! is the text as written: `no`, `~`, `7` and `0.10` are texts here.

mod builder;

use super::{
    problem::Findings,
    source::{Source, Span},
};
use builder::Builder;

/// The most levels of lists and maps.
pub const MAX_DEPTH: usize = 64;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands; in a block list or map, from its first line to where the next thing begins.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A text, number, word: what they are depends on what is wanted.
    Scalar {
        /// The text, escapes and folding resolved.
        text: String,
        /// How it is written.
        style: Style,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file. Its keys are all different.
    Map(Vec<Entry>),
    /// Something that has been complained of already.
    Refused,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Bare, so that other tools may take it for something else than a text.
    Plain,
    /// In quotes.
    Quoted,
    /// As a block, after `|` or `>`.
    Block,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// What stands after it.
    pub value: Node,
}

/// A key with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key as text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// Reads a file. Without a tree, the findings say why.
    pub fn read(source: &Source, findings: &mut Findings) -> Option<Self> {
        Builder::new(source, findings).read()
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::List(_) | Kind::Map(_) | Kind::Refused => None,
        }
    }

    /// What is in a list; nothing, where this is no list.
    pub fn list(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Scalar { .. } | Kind::Map(_) | Kind::Refused => &[],
        }
    }

    /// What is in a map; nothing, where this is no map.
    pub fn map(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            Kind::Scalar { .. } | Kind::List(_) | Kind::Refused => &[],
        }
    }

    /// The key and value of that name, in a map.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.map().iter().find(|entry| entry.key.text == key)
    }

    /// The value of that name, in a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The text of that name, in a map.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// A list's items, or a single value as a list of one.
    pub fn one_or_more(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Scalar { .. } => std::slice::from_ref(self),
            Kind::Map(_) | Kind::Refused => &[],
        }
    }

    /// Where to point when the thing itself is meant: at its first key, or at all of it.
    pub fn head(&self) -> Span {
        match self.map().first() {
            Some(entry) => entry.key.span.clone(),
            None => self.span.clone(),
        }
    }

    /// What this is, in words.
    pub fn described(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
            Kind::Refused => "nothing",
        }
    }
}
