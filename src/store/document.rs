//! The shapes of our files, as the YAML library loads them, and their way to the model.
//!
//! They mirror the files and are flat: no tagged or untagged enums, nothing flattened.

pub mod consultation;
pub mod record;
pub mod response;
mod writing;

use serde::de::DeserializeOwned;

use super::{
    problem::Problem,
    scalar,
    source::{ByteRange, Source},
    tree::{Node, NodeEntry, NodeKind, Style},
};

/// Characters that are no control characters and that YAML does not take as they are all the same.
const UNPRINTABLE: [char; 5] = ['\u{2028}', '\u{2029}', '\u{FEFF}', '\u{FFFE}', '\u{FFFF}'];

/// Loads a file that has been checked.
///
/// The library has its own mind about bare words (`~` is nothing, `1e3` a number), tabs and rare
/// line ends. So it does not get the file, but what the checks have read in it.
pub fn load<T: DeserializeOwned>(source: &Source, tree: &Node) -> Result<T, Problem> {
    let mut plainest = String::with_capacity(source.text().len());
    push(&mut plainest, tree);
    serde_yaml::from_str(&plainest).map_err(|error| gap(tree.head(), &error))
}

/// Says that the checks let something through that cannot be loaded.
pub fn gap(span: ByteRange, error: &dyn std::error::Error) -> Problem {
    Problem::error(span, format!("this passed all checks but cannot be loaded: {error}"))
        .help("this is a mistake in the program: please report it, with the file")
}

/// Writes a tree in the plainest YAML there is: braces, brackets, quotes, a line for each value.
/// Only whole numbers, `true` and `false` are bare, and only where they were. The depth is that of
/// the file, which is bounded.
fn push(plainest: &mut String, node: &Node) {
    match &node.kind {
        NodeKind::Scalar { text, style: Style::Plain } if is_typed(text) => plainest.push_str(text),
        NodeKind::Scalar { text, .. } => push_quoted(plainest, text),
        NodeKind::List(items) => {
            plainest.push('[');
            for item in items {
                push(plainest, item);
                plainest.push_str(",\n");
            }
            plainest.push(']');
        }
        NodeKind::Map(entries) => {
            plainest.push('{');
            for NodeEntry { key, value } in entries {
                push_quoted(plainest, &key.text);
                plainest.push_str(": ");
                push(plainest, value);
                plainest.push_str(",\n");
            }
            plainest.push('}');
        }
        NodeKind::Refused => plainest.push('~'),
    }
}

fn is_typed(text: &str) -> bool {
    scalar::count(text).is_some() || scalar::flag(text).is_some()
}

fn push_quoted(plainest: &mut String, text: &str) {
    plainest.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => plainest.extend(['\\', character]),
            '\n' => plainest.push_str("\\n"),
            ' '..='~' => plainest.push(character),
            _ if character.is_control() || UNPRINTABLE.contains(&character) => {
                plainest.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ => plainest.push(character),
        }
    }
    plainest.push('"');
}
