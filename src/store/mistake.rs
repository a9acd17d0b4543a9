//! What a line says to YAML that its author does not mean, and the line as it should be.
//!
//! Authors write texts as they would in a letter. The parser then complains of a place where it
//! could not go on, in its own terms. This looks at the line as its author does.

mod flow;
mod quoting;

use super::source::ByteRange;
use quoting::{Surroundings, UnquotedText, misread, quoted};

/// Spaces that look like the usual one, but are letters to YAML.
const OTHER_SPACES: [char; 5] = ['\u{A0}', '\u{2003}', '\u{2007}', '\u{202F}', '\u{3000}'];

/// What stands for the `-` of a list when it was pasted from a document, with what it is called.
const OTHER_DASHES: [(char, &str); 6] = [
    ('–', "an en dash"),
    ('—', "an em dash"),
    ('−', "a minus sign"),
    ('‐', "a typographic hyphen"),
    ('•', "a bullet"),
    ('·', "a middle dot"),
];

/// Further keys that are known where their colon is missing.
const MORE_KEYS: [&str; 10] = [
    "title",
    "choices",
    "items",
    "sections",
    "rows",
    "columns",
    "introduction",
    "guidance",
    "required",
    "version",
];

/// Keys after which an anchor or an alias is meant as one.
const LIST_KEYS: [&str; 6] = ["choices", "columns", "rows", "items", "sections", "choice_lists"];

/// A mistake in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Where it is, in bytes of the line.
    pub(super) span: ByteRange,
    /// What is wrong.
    pub(super) message: String,
    /// What to do about it.
    pub(super) remedy: &'static str,
    /// The line as it should be.
    pub(super) line: String,
}

impl Mistake {
    /// What to do, with the line as it should be.
    pub(super) fn help(&self) -> String {
        format!("{}, like this: {}", self.remedy, self.line.trim())
    }
}

/// A line before its value: the spaces and dashes, and the key.
struct Split<'a> {
    before: &'a str,
    value: &'a str,
    /// Whether there is a key.
    has_key: bool,
}

/// Finds what is wrong with a line that stands between two others.
pub(super) fn of_line(line: &str, [previous, next]: [&str; 2]) -> Option<Mistake> {
    tab(line, [previous, next])
        .or_else(|| other_space(line))
        .or_else(|| other_dash(line))
        .or_else(|| space_missing(line))
        .or_else(|| colon_missing(line))
        .or_else(|| braces_missing(line))
        .or_else(|| comma_after(line))
        .or_else(|| text(line, next))
}

/// The line with its text in quotes, where a comment was meant to be a part of the text.
pub(super) fn with_comment_quoted(line: &str) -> Option<String> {
    let Split { before, value, .. } = split(line);
    if value.starts_with('{') {
        return flow::repaired(value).map(|(value, _)| format!("{before}{value}"));
    }
    Some(format!("{before}{}", quoted(value.trim_end())))
}

/// The column of a line's key, or of what else stands there.
pub(super) fn column(line: &str) -> usize {
    let rest = line.trim_start_matches([' ', '-']);
    line.len() - rest.len()
}

/// Whether a line's value is a text in the lines below it.
pub(super) fn begins_block(line: &str) -> bool {
    let value = split(line).value;
    let header = value.split(" #").next().unwrap_or_default().trim_end();
    header
        .strip_prefix(['|', '>'])
        .is_some_and(|rest| rest.chars().all(|c| matches!(c, '+' | '-' | '0'..='9')))
}

/// A tab before the first letter. The line then begins where its neighbour does.
fn tab(line: &str, neighbours: [&str; 2]) -> Option<Mistake> {
    let rest = line.trim_start_matches([' ', '\t', '-']);
    let indentation = line.get(..line.len() - rest.len())?;
    let at = indentation.find('\t')?;
    let is_item = |line: &str| line.trim_start().starts_with('-');
    let alike = |other: &&str| {
        !other.trim().is_empty() && !other.starts_with('\t') && is_item(other) == is_item(line)
    };
    let spaces = |line: &str| line.len() - line.trim_start().len();
    let neighbour = neighbours.into_iter().find(alike).map(|other| " ".repeat(spaces(other)));
    let spaced = indentation.replace("-\t", "- ").replace('\t', "  ");
    let spaced = match neighbour.filter(|_| line.starts_with(char::is_whitespace)) {
        Some(neighbour) => format!("{neighbour}{}", spaced.trim_start()),
        None => spaced,
    };
    Some(Mistake {
        span: at..at + 1,
        message: "there is a tab in the indentation of this line".to_owned(),
        remedy: "use spaces",
        line: format!("{spaced}{rest}"),
    })
}

/// A space of another kind in the indentation, after a dash, or after a key.
fn other_space(line: &str) -> Option<Mistake> {
    let rest = line.trim_start_matches(|c: char| c == ' ' || c == '-' || OTHER_SPACES.contains(&c));
    let mut end = line.len() - rest.len();
    if let Some(length) = key_length(rest) {
        let value = rest.get(length..)?;
        end += length + value.len() - value.trim_start_matches(OTHER_SPACES).len();
    }
    let (before, value) = line.split_at_checked(end)?;
    let at = before.find(OTHER_SPACES)?;
    let space = before.get(at..)?.chars().next()?;
    Some(Mistake {
        span: at..at + space.len_utf8(),
        message: match space {
            '\u{A0}' => "there is a no-break space (U+00A0) here".to_owned(),
            other => format!("there is a space of another kind (U+{:04X}) here", u32::from(other)),
        },
        remedy: "use a space, as the space bar gives it",
        line: format!("{}{value}", before.replace(OTHER_SPACES, " ")),
    })
}

/// A dash of another kind, or a bullet, before an item of a list.
fn other_dash(line: &str) -> Option<Mistake> {
    let rest = line.trim_start();
    let (dash, called) = OTHER_DASHES.iter().find(|(dash, _)| rest.starts_with(*dash))?;
    let value = rest.strip_prefix(*dash)?;
    let indentation = line.len() - rest.len();
    Some(Mistake {
        span: indentation..indentation + dash.len_utf8(),
        message: format!("`{dash}` is {called}, which begins no item of a list"),
        remedy: "use the hyphen on your keyboard and a space",
        line: format!("{}- {}", line.get(..indentation)?, value.trim_start()),
    })
}

/// A dash, or a key's colon, without the space after it.
fn space_missing(line: &str) -> Option<Mistake> {
    let trimmed = line.trim_start();
    if let Some(item) = trimmed.strip_prefix('-')
        && item.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '{' | '"' | '\''))
    {
        let start = line.len() - trimmed.len();
        return Some(Mistake {
            span: start..start + 1,
            message: "there is no space after this `-`".to_owned(),
            remedy: "put a space after it",
            line: format!("{}- {item}", line.get(..start)?),
        });
    }
    let start = column(line);
    let rest = line.get(start..)?;
    let length = key_length(rest)?;
    let value = rest.get(length..)?;
    if value.starts_with([' ', '\t', '/', ':']) || value.is_empty() {
        return None;
    }
    let (key, value) = rest.split_at_checked(length)?;
    let line_before = line.get(..start)?;
    Some(Mistake {
        span: start..start + length,
        message: format!("there is no space after `{key}`"),
        remedy: "put a space after the colon",
        line: format!("{line_before}{key} {value}"),
    })
}

/// A key that only its colon is missing from.
fn colon_missing(line: &str) -> Option<Mistake> {
    let start = column(line);
    let rest = line.get(start..)?.trim_end();
    let word = rest.split([' ', '=']).next()?;
    let is_key = flow::USUAL_KEYS.contains(&word) || MORE_KEYS.contains(&word);
    let value = rest.get(word.len()..)?.trim_start_matches([' ', '=']);
    let before = line.get(..start)?;
    let space = if value.is_empty() { "" } else { " " };
    is_key.then(|| Mistake {
        span: start..start + word.len(),
        message: format!("there is no `:` after `{word}`"),
        remedy: "put one there",
        line: format!("{before}{word}:{space}{value}"),
    })
}

/// Several keys in one line without braces around them.
fn braces_missing(line: &str) -> Option<Mistake> {
    let Split { before, value, has_key } = split(line);
    let item = before.trim_start().strip_prefix('-')?.trim_start();
    let keys = flow::USUAL_KEYS.map(|key| format!(", {key}: "));
    let at = keys.iter().filter_map(|key| value.find(key.as_str())).min()?;
    if !has_key || value.starts_with(['{', '[', '"', '\'']) {
        return None;
    }
    let start = before.len() - item.len();
    Some(Mistake {
        span: before.len() + at..before.len() + at + 1,
        message: "several keys in one line stand in braces".to_owned(),
        remedy: "put braces around them",
        line: format!("{}{{{item}{value}}}", line.get(..start)?),
    })
}

/// A comma at the end of an item that is a line of its own.
fn comma_after(line: &str) -> Option<Mistake> {
    let Split { before, value, .. } = split(line);
    let item = value.strip_suffix(',')?;
    let is_item = before.trim_start().starts_with('-') && item.starts_with('{');
    let is_whole = is_item && item.ends_with('}');
    let at = before.len() + item.len();
    is_whole.then(|| Mistake {
        span: at..at + 1,
        message: "no `,` comes after an item on a line of its own".to_owned(),
        remedy: "remove it",
        line: format!("{before}{item}"),
    })
}

/// A text that YAML takes for something else.
fn text(line: &str, next: &str) -> Option<Mistake> {
    let Split { before, value, has_key } = split(line);
    if value.is_empty() || (!has_key && !before.trim_start().starts_with('-')) {
        return None;
    }
    let start = before.len();
    if value.starts_with(['{', '[']) {
        if let Some((repaired, wrong)) = flow::repaired(value) {
            return Some(Mistake {
                span: start + wrong.at.start..start + wrong.at.end,
                message: wrong.message,
                remedy: wrong.remedy,
                line: format!("{before}{repaired}"),
            });
        }
        if flow::stands_alone(value) {
            return None;
        }
    }
    let key = before.trim_end().trim_end_matches(':').trim_start_matches([' ', '-']);
    if LIST_KEYS.contains(&key) && value.starts_with(['*', '&', '!']) {
        return None;
    }
    let wrong = misread(value, Surroundings::Line)?;
    let goes_on = !next.trim().is_empty()
        && column(next) > column(line)
        && !next.trim_start().starts_with('-')
        && key_length(next.trim_start()).is_none();
    if goes_on {
        return None;
    }
    let UnquotedText { at, message, remedy, meant } = wrong;
    Some(Mistake {
        span: start + at.start..start + at.end,
        message,
        remedy,
        line: format!("{before}{}", quoted(&meant)),
    })
}

fn split(line: &str) -> Split<'_> {
    let start = column(line);
    let rest = line.get(start..).unwrap_or_default();
    let key = key_length(rest).unwrap_or(0);
    let value = rest.get(key..).unwrap_or_default().trim_start();
    let before = line.get(..line.len() - value.len()).unwrap_or_default();
    Split { before, value: value.trim_end(), has_key: key > 0 }
}

/// How long the key is that a text begins with, its colon included.
fn key_length(text: &str) -> Option<usize> {
    let rest =
        text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let is_key = rest.len() < text.len() && rest.starts_with(':');
    is_key.then(|| text.len() - rest.len() + 1)
}
