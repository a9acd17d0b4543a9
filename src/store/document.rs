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
    source::{Source, Span},
    tree::{Kind, Node, Style},
};

/// Loads a file that has been checked.
///
/// A plain scalar is the text as written, but the library reads `~` as nothing and `1e3` as a
/// number wherever it may choose; so it gets the file with such scalars in quotes.
pub fn load<T: DeserializeOwned>(source: &Source, tree: &Node) -> Result<T, Problem> {
    serde_yaml::from_str(&with_quotes(source, tree)).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        gap(source.line(line), &error)
    })
}

/// Says that the checks let something through that cannot be loaded.
pub fn gap(span: Span, error: &dyn std::error::Error) -> Problem {
    Problem::error(
        span,
        format!("this passed all checks but cannot be loaded: {error}"),
    )
    .help("this is a mistake in the program: please report it, with the file")
}

/// The file, with every plain scalar in quotes that is not a whole number, `true` or `false`; and
/// with line ends written out that only one of the two YAML libraries takes for such.
fn with_quotes(source: &Source, tree: &Node) -> String {
    let text = source.text();
    let mut quoted = String::with_capacity(text.len() + text.len() / 8);
    let mut written = 0;
    let mut nodes = vec![tree];
    while let Some(node) = nodes.pop() {
        match &node.kind {
            Kind::List(items) => nodes.extend(items.iter().rev()),
            Kind::Map(entries) => nodes.extend(entries.iter().rev().map(|entry| &entry.value)),
            Kind::Scalar { text: value, style } if needs_quotes(value, *style) => {
                quoted.push_str(text.get(written..node.span.start).unwrap_or_default());
                push_quoted(&mut quoted, value);
                if *style == Style::Block {
                    quoted.push('\n');
                }
                written = node.span.end;
            }
            Kind::Scalar { .. } | Kind::Refused => {}
        }
    }
    quoted.push_str(text.get(written..).unwrap_or_default());
    quoted
}

fn needs_quotes(value: &str, style: Style) -> bool {
    let typed = super::scalar::count(value).is_some() || super::scalar::flag(value).is_some();
    (style == Style::Plain && !typed) || value.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}

fn push_quoted(quoted: &mut String, value: &str) {
    quoted.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ if character.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
}
