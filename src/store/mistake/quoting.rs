//! Texts that must stand in quotes, and how to put them there.

use crate::store::source::ByteRange;

/// What is done about most misread texts.
pub(super) const QUOTE: &str = "put the text in quotes";

/// Quotes as a word processor makes them.
const CURLY: [char; 5] = ['“', '”', '„', '‘', '’'];

/// What a text in braces or brackets cannot have in it outside quotes.
const IN_FLOW: [char; 5] = [',', '[', ']', '{', '}'];

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// It goes to the end of its line.
    Line,
    /// It stands in braces or brackets.
    Flow,
}

/// Why a text is not read as its author means it.
#[derive(Debug)]
pub(super) struct UnquotedText {
    /// The characters that are to blame.
    pub(super) at: ByteRange,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) remedy: &'static str,
    /// The text that its author means.
    pub(super) meant: String,
}

/// Puts a text in quotes.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// Finds why a text is read as something else.
pub(super) fn misread(text: &str, surroundings: Surroundings) -> Option<UnquotedText> {
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        return misread_quoted(text, first);
    }
    let (at, message) = beginning(text, first)
        .or_else(|| colon(text))
        .or_else(|| within_flow(text, surroundings))?;
    let meant = text.trim_matches(CURLY);
    let is_in_curly = first != meant.chars().next()? && text.ends_with(CURLY);
    Some(if is_in_curly {
        UnquotedText {
            at: 0..first.len_utf8(),
            message: format!("`{first}` is a curly quote, which does not quote a text in YAML"),
            remedy: "use straight quotes",
            meant: meant.to_owned(),
        }
    } else {
        UnquotedText { at, message, remedy: QUOTE, meant: text.to_owned() }
    })
}

/// Where the quoted text ends that a text begins with: after its closing quote.
pub(super) fn end_of_quoted(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            let is_doubled = quote == '\'' && characters.peek().is_some_and(|(_, c)| *c == quote);
            if !is_doubled {
                return Some(at + quote.len_utf8());
            }
            characters.next();
        }
    }
    None
}

fn misread_quoted(text: &str, quote: char) -> Option<UnquotedText> {
    let Some(end) = end_of_quoted(text, quote) else {
        return Some(UnquotedText {
            at: 0..1,
            message: format!("the quote `{quote}` is not closed"),
            remedy: "close it",
            meant: text.get(1..)?.to_owned(),
        });
    };
    let rest = text.get(end..)?;
    if rest.trim().is_empty() || rest.trim_start().starts_with('#') && rest.starts_with(' ') {
        return wrong_escape(text.get(..end)?, quote);
    }
    let before = text.get(..end - 1)?.chars().next_back()?;
    let closes = !before.is_whitespace() && !rest.starts_with(char::is_alphanumeric);
    let meant = if closes { text } else { text.trim_matches(quote) };
    Some(UnquotedText {
        at: end - 1..end,
        message: format!("this `{quote}` ends the text, but more comes after it"),
        remedy: "put the whole text in quotes",
        meant: meant.to_owned(),
    })
}

/// A backslash before a letter that it gives no meaning to.
fn wrong_escape(text: &str, quote: char) -> Option<UnquotedText> {
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if quote != '"' || character != '\\' {
            continue;
        }
        let (_, escaped) = characters.next()?;
        if !"0abt\tnvfre \"/\\N_LPxuU".contains(escaped) {
            return Some(UnquotedText {
                at: at..at + 1 + escaped.len_utf8(),
                message: format!("`\\{escaped}` has no meaning between `\"`"),
                remedy: "use single quotes",
                meant: text.trim_matches('"').to_owned(),
            });
        }
    }
    None
}

/// Characters that begin something else than a text.
fn beginning(text: &str, first: char) -> Option<(ByteRange, String)> {
    let rest = text.get(first.len_utf8()..)?;
    let is_wrong = match first {
        '*' | '&' | '!' | '%' | '@' | '`' | ',' | ']' | '}' | '[' | '{' => true,
        '|' | '>' => !rest.chars().all(|c| matches!(c, '+' | '-' | '0'..='9')),
        '?' | '-' | ':' => rest.is_empty() || rest.starts_with(' '),
        _ => false,
    };
    let called = if first == '`' { "a backtick".to_owned() } else { format!("`{first}`") };
    is_wrong.then(|| (0..first.len_utf8(), format!("a text cannot begin with {called}")))
}

fn colon(text: &str) -> Option<(ByteRange, String)> {
    let text = text.split(" # ").next().unwrap_or_default();
    let at = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
    Some((at..at + 1, "a `:` before a space makes a key of what is before it".to_owned()))
}

fn within_flow(text: &str, surroundings: Surroundings) -> Option<(ByteRange, String)> {
    if surroundings == Surroundings::Line {
        return None;
    }
    if let Some(at) = text.find(" #") {
        return Some((at + 1..at + 2, "a `#` after a space begins a comment".to_owned()));
    }
    let (at, character) = text.char_indices().find(|(_, c)| IN_FLOW.contains(c))?;
    let message = match character {
        ',' => "a `,` ends a text in braces".to_owned(),
        _ => format!("a text in braces cannot have `{character}` in it"),
    };
    Some((at..at + 1, message))
}
