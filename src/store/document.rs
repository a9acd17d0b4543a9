//! The shapes of our files for the YAML library, and their conversion to the model.
//!
//! They mirror the files and are flat: no tagged or untagged enums, nothing flattened.

pub mod consultation;
mod long_texts;
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

/// Loads a checked file from its tree.
///
/// # Errors
/// If the checks accepted something that the shapes do not: a mistake in the program.
pub fn load<T: DeserializeOwned>(tree: &Node) -> Result<T, Problem> {
    serde_yaml::from_value(value(tree)).map_err(|error| gap(tree.head(), &error))
}

/// Reports that the checks accepted something that cannot be loaded.
pub fn gap(span: ByteRange, error: &dyn std::error::Error) -> Problem {
    Problem::error(span, format!("this passed all checks but cannot be loaded: {error}"))
        .help("this is a mistake in the program: please report it, with the file")
}

/// Converts a tree to the library's value type, with every scalar as text, so that the library does
/// not interpret bare words (`~` as nothing, `1e3` as a number). The depth is that of the file,
/// which is limited.
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

/// Reads an optional number or flag.
fn some_typed<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T::Err: Display,
{
    typed(deserializer).map(Some)
}
