//! The shapes of our files, as the YAML library loads them, and their way to the model.
//!
//! They mirror the files and are flat: no tagged or untagged enums, nothing flattened.

pub mod consultation;
pub mod record;
pub mod response;
mod writing;

use std::{fmt::Display, str::FromStr};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_yaml::Value;

use super::{
    problem::Problem,
    source::ByteRange,
    tree::{Node, NodeEntry, NodeKind},
};

/// Loads a file that has been checked, from the tree that the checks have read.
///
/// # Errors
/// When the checks let something through that the shapes do not take: a mistake in the program.
pub fn load<T: DeserializeOwned>(tree: &Node) -> Result<T, Problem> {
    serde_yaml::from_value(value(tree)).map_err(|error| gap(tree.head(), &error))
}

/// Says that the checks let something through that cannot be loaded.
pub fn gap(span: ByteRange, error: &dyn std::error::Error) -> Problem {
    Problem::error(span, format!("this passed all checks but cannot be loaded: {error}"))
        .help("this is a mistake in the program: please report it, with the file")
}

/// Makes the library's value of a tree, in which every scalar is text: its own reading of bare words
/// (`~` as nothing, `1e3` as a number) has no say. The depth is that of the file, which is bounded.
fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar { text, .. } => Value::from(text.as_str()),
        NodeKind::List(items) => items.iter().map(value).collect(),
        NodeKind::Map(entries) => {
            let pair = |entry: &NodeEntry| (entry.key.text.as_str().into(), value(&entry.value));
            Value::Mapping(entries.iter().map(pair).collect())
        }
        NodeKind::Refused => Value::Null,
    }
}

/// Reads a number or a flag from its text.
fn typed<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<T, D::Error>
where
    T::Err: Display,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Reads a number or a flag that may be left out.
fn some_typed<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T::Err: Display,
{
    typed(deserializer).map(Some)
}
