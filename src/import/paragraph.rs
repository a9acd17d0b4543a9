//! The paragraphs of a paper, independent of its format.

use super::wording::scale_in_words;

/// One paragraph of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperParagraph {
    /// Its words, on one line.
    pub text: String,
    /// Its position in the paper: the line, or the number of the paragraph.
    pub place: usize,
    /// The level of a heading, from 1.
    pub heading: Option<u8>,
    /// Its list marker.
    pub marker: Option<ListMarker>,
    /// Whether all of it is bold.
    pub bold: bool,
    /// The cells of a row of a table, empty ones too.
    pub cells: Vec<String>,
    /// Which table its row belongs to.
    pub table: Option<usize>,
    /// Whether an empty line precedes it.
    pub apart: bool,
}

/// The marker of a list item. Numbers are part of the text instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListMarker {
    /// A dash or a bullet.
    Bullet,
    /// A tick box, which forms use for single and multiple choice.
    Box,
    /// A radio button: one choice.
    Radio,
    /// A check box of an online form: several choices.
    CheckBox,
}

/// Box characters before or after a choice.
const BOXES: [char; 22] = [
    '☐', '☑', '☒', '□', '■', '▢', '❏', '❑', '❒', '◻', '⬜', '○', '◯', '⚪', '◉', '⃝', '\u{f06f}',
    '\u{f0a8}', '\u{f071}', '\u{f0fe}', '\u{f052}', '\u{f0a3}',
];

/// Bullet characters.
const BULLETS: [char; 17] = [
    '-', '–', '—', '•', '·', '●', '▪', '▫', '◦', '‣', '⁃', '*', '➢', '➤', '\u{f0b7}', '\u{f0a7}',
    '\u{f0d8}',
];

impl PaperParagraph {
    /// Creates a paragraph of plain text, with its marker split off.
    pub fn new(place: usize, text: &str) -> Self {
        let mut paragraph = Self { text: tidy(text), place, ..Self::default() };
        paragraph.take_marker();
        paragraph
    }

    /// Creates a row of a table.
    pub fn row(place: usize, table: usize, cells: &[String]) -> Self {
        let cells: Vec<String> = cells.iter().map(|cell| tidy(cell)).collect();
        let full: Vec<&str> =
            cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        Self { text: full.join(" "), place, table: Some(table), cells, ..Self::default() }
    }

    /// Makes the paragraph a list item, unless it has a marker.
    #[must_use]
    pub fn in_list(self) -> Self {
        Self { marker: self.marker.or(Some(ListMarker::Bullet)), ..self }
    }

    /// Splits off a leading bullet or box, or a trailing box.
    fn take_marker(&mut self) {
        if let Some((marker, rest)) = marked(&self.text) {
            self.marker = Some(marker);
            self.text = rest.to_owned();
        }
    }
}

/// Returns the marker at the beginning or end of a text, and the rest.
fn marked(text: &str) -> Option<(ListMarker, &str)> {
    for pair in ["[ ]", "[]", "[x]", "[X]"] {
        if let Some(rest) = text.strip_prefix(pair).or_else(|| text.strip_suffix(pair)) {
            return Some((ListMarker::Box, rest.trim()));
        }
    }
    for pair in ["( )", "()"] {
        if let Some(rest) = text.strip_prefix(pair).or_else(|| text.strip_suffix(pair)) {
            return Some((ListMarker::Radio, rest.trim()));
        }
    }
    if let Some(rest) = text.strip_prefix(BOXES) {
        return Some((ListMarker::Box, rest.trim()));
    }
    if let Some(rest) = text.strip_suffix(BOXES).filter(|rest| !rest.contains(BOXES)) {
        return Some((ListMarker::Box, rest.trim()));
    }
    let rest = text.strip_prefix(BULLETS).or_else(|| text.strip_prefix("o "))?;
    // `-5` is a number, `*required` and `**bold**` are words; `* 1.` is a question that must be answered.
    let apart = rest.starts_with([' ', '\t']) || text.starts_with(['•', '●', '▪', '\u{f0b7}']);
    let starred = text.starts_with('*') && rest.trim().starts_with(|c: char| c.is_ascii_digit());
    let rest = rest.trim();
    let boxed = rest.strip_prefix(BOXES).map(|rest| (ListMarker::Box, rest.trim()));
    (apart && !starred && !rest.is_empty()).then_some(boxed.unwrap_or((ListMarker::Bullet, rest)))
}

/// Returns a text on one line, with single spaces and without control characters.
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{feff}') {
        let word = word.chars().filter(|c| !c.is_control() && !is_invisible(*c));
        let start = tidied.len();
        tidied.extend(word);
        if tidied.len() > start {
            tidied.push(' ');
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

/// Whether a character is invisible or changes the direction of text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// Splits a line with several boxes into the text before them and the choices.
pub fn parted_at_boxes(text: &str) -> Option<(String, Vec<String>)> {
    if text.matches(BOXES).count() < 2 {
        return None;
    }
    let trimmed = text.trim();
    let pieces: Vec<&str> = trimmed.split(BOXES).map(str::trim).collect();
    let boxes_follow = trimmed.ends_with(BOXES);
    let (first, rest) = pieces.split_first()?;
    let mut choices: Vec<String> =
        rest.iter().filter(|piece| !piece.is_empty()).map(|piece| (*piece).to_owned()).collect();
    if !boxes_follow {
        return Some(((*first).to_owned(), choices));
    }
    let end = first.rfind(['?', ':']).map_or(0, |end| end + 1);
    let (before, choice) = first.split_at(end);
    // `2.1 Legally compliant Yes ☐ No ☐`
    let words: Vec<&str> = choice.split_whitespace().collect();
    let (own, labels) = scale_in_words(choice);
    if let ([label], true) = (labels.as_slice(), own > 0) {
        choices.insert(0, label.clone());
        let own = words.get(..own).unwrap_or_default().join(" ");
        return Some((format!("{before} {own}").trim().to_owned(), choices));
    }
    choices.insert(0, choice.trim().to_owned());
    choices.retain(|choice| !choice.is_empty());
    Some((before.trim().to_owned(), choices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, marker: Option<ListMarker>, rest: &str) {
        let read = PaperParagraph::new(1, text);
        assert_eq!((read.marker, read.text.as_str()), (marker, rest), "{text}");
    }

    #[test]
    fn bullets_and_boxes_are_taken_off() {
        check("  - Yes", Some(ListMarker::Bullet), "Yes");
        check("•Yes", Some(ListMarker::Bullet), "Yes");
        check("☐  Yes", Some(ListMarker::Box), "Yes");
        check("Yes □", Some(ListMarker::Box), "Yes");
        check("- [ ] Yes", Some(ListMarker::Bullet), "[ ] Yes");
        check("( ) Yes", Some(ListMarker::Radio), "Yes");
    }

    #[test]
    fn words_and_numbers_are_no_bullets() {
        check("-5 degrees", None, "-5 degrees");
        check("* 1. What is your name?", None, "* 1. What is your name?");
        check("- ", None, "-");
    }

    #[test]
    fn a_line_of_boxes_is_parted() {
        let parted = parted_at_boxes("Do you agree? Yes ☐ No ☐").unwrap();
        assert_eq!(parted, ("Do you agree?".to_owned(), vec!["Yes".to_owned(), "No".to_owned()]));
        let parted = parted_at_boxes("☐ Yes ☐ No").unwrap();
        assert_eq!(parted, (String::new(), vec!["Yes".to_owned(), "No".to_owned()]));
    }

    #[test]
    fn control_characters_go() {
        assert_eq!(tidy(" a\u{1b}[31m\u{202e}  b\u{a0}c\n"), "a[31m b c");
    }
}
