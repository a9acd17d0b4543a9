//! YAML as a tree in which every key and value knows its place.
//!
//! The library that loads our files stops at its first error, gives some errors no place, lets a
//! repeated key win silently and follows aliases wherever they lead. So a file becomes this tree
//! first. It takes the part of YAML that our files are written in: one document of maps, lists and
//! scalars, [`MAX_DEPTH`] levels and [`MAX_NODES`] nodes at most; no anchors, aliases, tags or directives. A plain scalar
//! is the text as written: `no`, `~`, `7` and `0.10` are texts here.

mod builder;

use super::{
    problem::Findings,
    source::{ByteRange, Source},
};
use builder::TreeBuilder;
pub(super) use builder::too_deep;

/// The most levels of lists and maps.
pub const MAX_DEPTH: usize = 64;

/// The most keys, values and items in a list. A set of thousands of questions has fewer; a file of
/// the same size that is made of little else would take a hundred times its size in memory.
pub const MAX_NODES: usize = 250_000;

/// What to do about a key without a value, where nothing else is known of it.
pub(super) const NO_VALUE: &str = "leave the key out";

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands; in a block list or map, from its first line to where the next thing begins.
    pub span: ByteRange,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
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
    Map(Vec<NodeEntry>),
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
pub struct NodeEntry {
    /// The key.
    pub key: NodeKey,
    /// What stands after it.
    pub value: Node,
}

/// A key with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeKey {
    /// The key as text.
    pub text: String,
    /// Where it stands.
    pub span: ByteRange,
}

impl Node {
    /// Reads a file. Without a tree, the findings say why.
    pub fn read(source: &Source, findings: &mut Findings) -> Option<Self> {
        TreeBuilder::new(source, findings).read()
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused => None,
        }
    }

    /// What is in a list; nothing, where this is no list.
    pub fn list(&self) -> &[Self] {
        match &self.kind {
            NodeKind::List(items) => items,
            NodeKind::Scalar { .. } | NodeKind::Map(_) | NodeKind::Refused => &[],
        }
    }

    /// What is in a map; nothing, where this is no map.
    pub fn map(&self) -> &[NodeEntry] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Scalar { .. } | NodeKind::List(_) | NodeKind::Refused => &[],
        }
    }

    /// The key and value of that name, in a map.
    pub fn entry(&self, key: &str) -> Option<&NodeEntry> {
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
            NodeKind::List(items) => items,
            NodeKind::Scalar { .. } => std::slice::from_ref(self),
            NodeKind::Map(_) | NodeKind::Refused => &[],
        }
    }

    /// Where to point when the thing itself is meant: at its first key, or at all of it.
    pub fn head(&self) -> ByteRange {
        match self.map().first() {
            Some(entry) => entry.key.span.clone(),
            None => self.span.clone(),
        }
    }

    /// What this is, in words.
    pub fn described(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } => "a text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
            NodeKind::Refused => "nothing",
        }
    }
}
