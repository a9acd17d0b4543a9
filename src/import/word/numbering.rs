//! The lists of a Word file, whose numbers stand nowhere in its text: Word counts them.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use crate::import::archive::{XmlReader, attribute};

/// As many levels as Word's lists have.
const LEVELS: usize = 9;

/// How one level of a list is counted.
#[derive(Debug, Clone, Default)]
struct ListLevel {
    format: String,
    text: String,
    start: usize,
}

/// The lists of a file, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each kind of list.
    levels: HashMap<(String, usize), ListLevel>,
    /// The kind of each list, and the levels that it begins anew.
    lists: HashMap<String, (String, HashMap<usize, usize>)>,
    counts: HashMap<String, [usize; LEVELS]>,
    begun: HashSet<String>,
    kind: Option<String>,
    list: Option<String>,
    level: usize,
}

impl Numbering {
    /// What stands before the next entry of a list: its number, or nothing for a bullet.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let (kind, anew) = self.lists.get(list)?.clone();
        let own = self.levels.get(&(kind.clone(), level))?.clone();
        if own.format == "bullet" {
            return Some(String::new());
        }
        if own.format == "none" || own.text.is_empty() {
            return None;
        }
        let first = self.begun.insert(list.to_owned());
        let counts = self.counts.entry(kind.clone()).or_default();
        if first {
            for (level, start) in &anew {
                if let Some(count) = counts.get_mut(*level) {
                    *count = start.saturating_sub(1);
                }
            }
        }
        if let Some(count) = counts.get_mut(level) {
            *count = if *count == 0 { own.start.max(1) } else { *count + 1 };
        }
        for count in counts.iter_mut().skip(level + 1) {
            *count = 0;
        }
        let counts = *counts;
        let mut text = own.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let format =
                self.levels.get(&(kind.clone(), at)).map_or("decimal", |level| &level.format);
            text = text.replace(&format!("%{}", at + 1), &counted(*count.max(&1), format));
        }
        Some(text)
    }

    fn open_level(&mut self) -> Option<&mut ListLevel> {
        self.levels.get_mut(&(self.kind.clone()?, self.level))
    }
}

/// A number as letters, Roman numerals or digits.
pub(in crate::import) fn counted(count: usize, format: &str) -> String {
    let letter = || {
        let letter = u8::try_from((count - 1) % 26).unwrap_or(0) + b'a';
        char::from(letter).to_string()
    };
    match format {
        "lowerLetter" | "a" => letter(),
        "upperLetter" | "A" => letter().to_uppercase(),
        "lowerRoman" | "i" => roman(count),
        "upperRoman" | "I" => roman(count).to_uppercase(),
        _ => count.to_string(),
    }
}

fn roman(count: usize) -> String {
    const NUMERALS: [(usize, &str); 9] = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut left = count.min(399);
    let mut written = String::new();
    for (value, numeral) in NUMERALS {
        while left >= value {
            written.push_str(numeral);
            left -= value;
        }
    }
    written
}

impl XmlReader for Numbering {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || attribute(element, "val");
        match name {
            "abstractNum" => self.kind = attribute(element, "abstractNumId"),
            "lvl" => {
                self.level =
                    attribute(element, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                if let Some(kind) = self.kind.clone() {
                    let level =
                        ListLevel { format: "decimal".to_owned(), text: String::new(), start: 1 };
                    self.levels.insert((kind, self.level), level);
                }
            }
            "start" => {
                if let Some(level) = self.open_level() {
                    level.start = value().and_then(|start| start.parse().ok()).unwrap_or(1);
                }
            }
            "numFmt" => {
                if let Some(level) = self.open_level() {
                    level.format = value().unwrap_or_default();
                }
            }
            "lvlText" => {
                if let Some(level) = self.open_level() {
                    level.text = value().unwrap_or_default();
                }
            }
            "num" => {
                self.kind = None;
                self.list = attribute(element, "numId");
            }
            "abstractNumId" => {
                if let (Some(list), Some(kind)) = (self.list.clone(), value()) {
                    self.lists.insert(list, (kind, HashMap::new()));
                }
            }
            "lvlOverride" => {
                self.level =
                    attribute(element, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
            }
            "startOverride" => {
                let start = value().and_then(|start| start.parse().ok()).unwrap_or(1);
                if let Some((_, anew)) =
                    self.list.as_ref().and_then(|list| self.lists.get_mut(list))
                {
                    anew.insert(self.level, start);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "abstractNum" => self.kind = None,
            "num" => self.list = None,
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}

    fn is_full(&self) -> bool {
        self.levels.len() > 100_000 || self.lists.len() > 100_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_as_word_does() {
        assert_eq!(counted(3, "lowerLetter"), "c");
        assert_eq!(counted(14, "upperRoman"), "XIV");
        assert_eq!(counted(7, "decimal"), "7");
    }
}
