//! Maps and lists in braces and brackets, read as their author means them.

use super::{
    key_length,
    quoting::{Surroundings, UnquotedText, end_of_quoted, misread, quoted},
};
use crate::store::source::ByteRange;

/// What is wrong with a map or list, at its first mistake.
#[derive(Debug)]
pub(super) struct Wrong {
    /// Where.
    pub(super) at: ByteRange,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) remedy: &'static str,
}

/// Reads a map or list and writes it as it should be.
struct Writer<'a> {
    text: &'a str,
    at: usize,
    written: String,
    wrong: Option<Wrong>,
    /// How many maps and lists it may still go into.
    levels: usize,
}

/// The keys that mostly stand in braces.
pub(super) const USUAL_KEYS: [&str; 9] =
    ["value", "label", "hint", "number", "exclusive", "detail", "id", "type", "text"];

/// The most levels of maps and lists in one line that are looked into.
const MAX_LEVELS: usize = 8;

/// What a value stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Map,
    List,
}

/// The map or list as it should be, with its first mistake; nothing, where there is none or it
/// cannot be made out.
pub(super) fn repaired(text: &str) -> Option<(String, Wrong)> {
    let mut writer = Writer::new(text, 0, MAX_LEVELS);
    writer.collection()?;
    writer.blanks();
    let rest = writer.rest();
    if !rest.is_empty() && !rest.starts_with('#') && rest != "]" && rest != "}" && rest != "," {
        return None;
    }
    writer.written.push_str(writer.text.get(writer.at..)?);
    Some((writer.written, writer.wrong?))
}

/// Whether a text is a whole map or list, or the beginning of one.
pub(super) fn stands_alone(text: &str) -> bool {
    let mut writer = Writer::new(text, 0, MAX_LEVELS);
    let Some(()) = writer.collection() else { return false };
    writer.blanks();
    let rest = writer.rest();
    rest.is_empty() || rest.starts_with(['#', ',', ']', '}'])
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, at: usize, levels: usize) -> Self {
        Self { text, at, written: String::new(), wrong: None, levels }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Writes what comes next as it is.
    fn copy(&mut self, length: usize) {
        let rest = self.rest();
        self.written.push_str(rest.get(..length).unwrap_or(rest));
        self.at += length;
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.copy(rest.len() - rest.trim_start().len());
    }

    /// A map or a list; nothing, where it is neither.
    fn collection(&mut self) -> Option<()> {
        match self.rest().chars().next()? {
            '{' => self.items(Within::Map, '}'),
            '[' => self.items(Within::List, ']'),
            _ => None,
        }
    }

    fn items(&mut self, within: Within, closing: char) -> Option<()> {
        self.copy(1);
        loop {
            self.blanks();
            if self.rest().is_empty() || self.rest().starts_with('#') {
                return Some(());
            }
            if self.rest().starts_with(closing) {
                self.copy(1);
                return Some(());
            }
            if within == Within::Map {
                self.key()?;
            }
            self.value(within)?;
            self.blanks();
            if self.rest().starts_with(',') {
                self.copy(1);
            } else if within == Within::Map && key_length(self.rest()).is_some() {
                let comma = self.at..self.at + 1;
                self.note(comma, "a `,` is missing before this key", "put one there");
                let written = self.written.trim_end().len();
                self.written.truncate(written);
                self.written.push_str(", ");
            }
        }
    }

    fn key(&mut self) -> Option<()> {
        let length = key_length(self.rest())?;
        self.copy(length);
        if !self.rest().starts_with([' ', '\t']) && !self.rest().is_empty() {
            let key = self.at - length..self.at;
            self.note(key, "there is no space after this key", "put a space after the colon");
            self.written.push(' ');
        }
        self.blanks();
        Some(())
    }

    fn value(&mut self, within: Within) -> Option<()> {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or('}');
        if matches!(first, '"' | '\'')
            && let Some(end) = end_of_quoted(rest, first)
        {
            let after = rest.get(end..)?.trim_start();
            let next_key = rest.get(end..)?.starts_with(' ') && key_length(after).is_some();
            let ends = after.is_empty() || after.starts_with([',', '}', ']', '#']) || next_key;
            if ends && misread(rest.get(..end)?, Surroundings::Flow).is_none() {
                self.copy(end);
                return Some(());
            }
        }
        if matches!(first, '{' | '[') {
            let mut inner = Writer::new(self.text, self.at, self.levels.checked_sub(1)?);
            if inner.collection().is_some()
                && (inner.rest().trim_start().is_empty()
                    || inner.rest().trim_start().starts_with([',', '}', ']', '#']))
            {
                self.at = inner.at;
                self.written.push_str(&inner.written);
                self.wrong = self.wrong.take().or(inner.wrong);
                return Some(());
            }
        }
        let text = rest.get(..length_of_text(rest, within))?.trim_end();
        if text.is_empty() {
            return rest.starts_with(['}', ',']).then_some(());
        }
        match misread(text, Surroundings::Flow) {
            Some(UnquotedText { at, message, remedy, meant }) => {
                let at = self.at + at.start..self.at + at.end;
                self.wrong.get_or_insert(Wrong { at, message, remedy });
                self.written.push_str(&quoted(&meant));
                self.at += text.len();
            }
            None => self.copy(text.len()),
        }
        Some(())
    }

    fn note(&mut self, at: ByteRange, message: &str, remedy: &'static str) {
        self.wrong.get_or_insert(Wrong { at, message: message.to_owned(), remedy });
    }
}

/// How far a text goes: in a map to the next key, in a list to the next comma, else to the brace or
/// bracket that closes what it stands in.
fn length_of_text(text: &str, within: Within) -> usize {
    let ends = |at: usize, character: char| {
        let after = text.get(at + 1..).unwrap_or_default().trim_start();
        let closes = after.is_empty() || after.starts_with([',', '}', ']', '#']);
        match (character, within) {
            (',', Within::List) => true,
            (',', Within::Map) => {
                key_length(after)
                    .is_some_and(|end| !after.get(end..).unwrap_or_default().starts_with('/'))
                    || after.is_empty()
            }
            (' ', Within::Map) => key_length(after).is_some_and(|end| {
                let (key, rest) = after.split_at(end);
                rest.starts_with(' ') && USUAL_KEYS.contains(&key.trim_end_matches(':'))
            }),
            ('}', Within::Map) => closes,
            (']', Within::List) => true,
            _ => false,
        }
    };
    // A brace that opens in the text closes in it.
    let opened = if text.starts_with('{') { text.find('}').map_or(0, |at| at + 1) } else { 0 };
    let mut characters = text.char_indices().skip_while(|(at, _)| *at < opened);
    let end = characters.find(|(at, character)| ends(*at, *character));
    end.map_or(text.len(), |(at, _)| at)
}
