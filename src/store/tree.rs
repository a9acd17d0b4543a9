//! YAML as a tree with the position of every key and value.
//!
//! The library that loads our files stops at its first error, gives some errors no position,
//! silently accepts a repeated key and follows aliases without limit. A file is therefore parsed
//! into this tree first. It accepts the part of YAML that our files use: one document of maps,
//! lists and scalars, with at most 64 levels and as many nodes as the file's bounds allow; no
//! anchors, aliases, tags or directives. A plain scalar is the text as written: `no`, `~`, `7` and `0.10`
//! are texts here.

mod builder;

use super::{
    problem::Findings,
    source::{ByteRange, SourceText},
};
use builder::TreeBuilder;

/// What to do about a key without a value, where nothing else is known of it.
pub(super) const NO_VALUE: &str = "leave the key out";

/// A value with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its position; in a block list or map, from its first line to the start of the next value.
    pub span: ByteRange,
    /// The value.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A text, number or word, depending on what is expected.
    Scalar {
        /// The text, with escapes and folding resolved.
        text: String,
        /// How it is written.
        style: ScalarForm,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file. Its keys are all different.
    Map(Vec<NodeEntry>),
    /// Something that has been reported already.
    Refused,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarForm {
    /// Bare, so that other tools may not read it as a text.
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
    /// The value under the key.
    pub value: Node,
}

/// A key with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeKey {
    /// The key as text.
    pub text: String,
    /// Its position.
    pub span: ByteRange,
}

impl Node {
    /// Reads a file. If there is no tree, the findings say why.
    pub fn read(source: &SourceText, findings: &mut Findings) -> Option<Self> {
        TreeBuilder::new(source, findings).read()
    }

    /// Returns the text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Refused => None,
        }
    }

    /// Returns the items of a list; none if this is not a list.
    pub fn list(&self) -> &[Self] {
        match &self.kind {
            NodeKind::List(items) => items,
            NodeKind::Scalar { .. } | NodeKind::Map(_) | NodeKind::Refused => &[],
        }
    }

    /// Returns the entries of a map; none if this is not a map.
    pub fn map(&self) -> &[NodeEntry] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Scalar { .. } | NodeKind::List(_) | NodeKind::Refused => &[],
        }
    }

    /// Returns the key and value with that name, in a map.
    pub fn entry(&self, key: &str) -> Option<&NodeEntry> {
        self.map().iter().find(|entry| entry.key.text == key)
    }

    /// Returns the value with that name, in a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Returns the text with that name, in a map.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// Returns a list's items, or a single value as a list of one.
    pub fn one_or_more(&self) -> &[Self] {
        match &self.kind {
            NodeKind::List(items) => items,
            NodeKind::Scalar { .. } => std::slice::from_ref(self),
            NodeKind::Map(_) | NodeKind::Refused => &[],
        }
    }

    /// Returns the position to point at when the value itself is meant: its first key, or all of
    /// it.
    pub fn head(&self) -> ByteRange {
        match self.map().first() {
            Some(entry) => entry.key.span.clone(),
            None => self.span.clone(),
        }
    }

    /// Describes the value.
    pub fn described(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } => "a text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
            NodeKind::Refused => "nothing",
        }
    }
}
