//! The text of an answer, and its counts.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::iter;
use std::ops::{Add, Range, Sub};
use std::sync::LazyLock;

use ropey::Rope;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text written by a respondent, from one word to a megabyte.
///
/// A copy shares memory with the original, so a draft can be handed to the saver at every key.
/// Offsets are bytes; an offset within a character counts as the character's start. Only a line
/// feed ends a line. [`Text::replace`] keeps the counts up to date, at the same cost in a long text
/// as in a short one.
#[derive(Clone)]
pub struct Text {
    rope: Rope,
    /// The length in bytes, which the rope of a short text counts anew each time.
    length: usize,
    /// The counts of the whole text, including outer white space.
    whole: TextCounts,
    /// The counts that limits use, without outer white space.
    tally: TextCounts,
}

/// How far a line of a text is indented in a file, at most.
const INDENTATION: usize = 8;

/// The rope of every empty text: a rope takes a kilobyte, and an answer has several texts.
static EMPTY: LazyLock<Rope> = LazyLock::new(Rope::new);

impl Default for Text {
    fn default() -> Self {
        let (whole, tally) = (TextCounts::default(), TextCounts::default());
        Self { rope: EMPTY.clone(), length: 0, whole, tally }
    }
}

impl Text {
    /// Returns the length in bytes, a measure of memory only.
    pub fn len_bytes(&self) -> usize {
        self.length
    }

    /// Returns about how many bytes it takes in a file, where each line is indented.
    pub fn written_size(&self) -> usize {
        self.len_bytes() + INDENTATION * (self.rope.len_lines() - 1)
    }

    /// Whether there is no character at all.
    pub fn is_empty(&self) -> bool {
        self.len_bytes() == 0
    }

    /// Whether there is only white space, which is not an answer.
    pub fn is_blank(&self) -> bool {
        self.whole.words == 0
    }

    /// Returns the text as exported, without outer white space.
    pub fn trimmed(&self) -> String {
        self.part(self.inner()).into_owned()
    }

    /// Returns the counts that limits are compared with.
    pub fn tally(&self) -> TextCounts {
        self.tally
    }

    /// Iterates over the text in pieces, for writing it without a copy.
    pub fn chunks(&self) -> impl Iterator<Item = &str> {
        self.rope.chunks()
    }

    /// Counts the line ends at its end.
    pub fn trailing_line_ends(&self) -> usize {
        self.characters_before(self.len_bytes()).take_while(|character| *character == '\n').count()
    }

    /// Returns the rope, for finding lines and characters.
    pub fn rope(&self) -> &Rope {
        &self.rope
    }

    /// Returns the text between two offsets, borrowed if it is contiguous.
    pub fn part(&self, bytes: Range<usize>) -> Cow<'_, str> {
        let start = bytes.start.min(self.length);
        let end = bytes.end.clamp(start, self.length);
        let (chunk, chunk_start, ..) = self.rope.chunk_at_byte(start);
        if end - chunk_start <= chunk.len() {
            let inner = boundary(chunk, start - chunk_start)..boundary(chunk, end - chunk_start);
            return Cow::Borrowed(chunk.get(inner).unwrap_or_default());
        }
        let pieces = self.pieces(self.character_start(start)..self.character_start(end));
        let mut part = String::with_capacity(end - start);
        part.extend(pieces);
        Cow::Owned(part)
    }

    /// Returns the start of the character at an offset; the end of the text for an offset beyond
    /// it.
    pub fn character_start(&self, byte: usize) -> usize {
        if byte == 0 || byte >= self.length {
            return byte.min(self.length);
        }
        let (chunk, chunk_start, ..) = self.rope.chunk_at_byte(byte);
        chunk_start + boundary(chunk, byte - chunk_start)
    }

    /// Iterates over the text between two starts of characters, in pieces. A slice of the rope
    /// would count the characters of its first and last piece.
    fn pieces(&self, bytes: Range<usize>) -> impl Iterator<Item = &str> + Clone {
        let mut at = bytes.start;
        iter::from_fn(move || {
            if at >= bytes.end {
                return None;
            }
            let (chunk, start, ..) = self.rope.chunk_at_byte(at);
            let end = bytes.end.min(start + chunk.len());
            let piece = chunk.get(at - start..end - start)?;
            at = end;
            Some(piece)
        })
    }

    /// Iterates over the characters before an offset, the last one first.
    fn characters_before(&self, byte: usize) -> impl Iterator<Item = char> {
        let mut at = byte;
        let chunks = iter::from_fn(move || {
            let (chunk, start, ..) = self.rope.chunk_at_byte(at.checked_sub(1)?);
            let before = chunk.get(..at - start)?;
            at = start;
            Some(before)
        });
        chunks.flat_map(|chunk| chunk.chars().rev())
    }

    /// Iterates over the characters from an offset on.
    fn characters_from(&self, byte: usize) -> impl Iterator<Item = char> {
        self.pieces(byte..self.len_bytes()).flat_map(str::chars)
    }

    /// Replaces the text between two offsets.
    pub fn replace(&mut self, bytes: Range<usize>, with: &Text) {
        let start = self.character_start(bytes.start);
        let end = self.character_start(bytes.end).max(start);
        let around = self.countable_around(start..end);
        let behind = self.len_bytes() - around.end;
        let before = self.count(around.clone());

        let at = self.character(start);
        self.rope.remove(at..self.character(end));
        let mut at = at;
        for chunk in with.chunks() {
            self.rope.insert(at, chunk);
            at += chunk.chars().count();
        }

        self.length = self.length + with.length - (end - start);
        let after = self.count(around.start..self.len_bytes() - behind);
        self.whole = self.whole + after - before;
        self.tally = self.without_outer_white_space();
    }

    /// Returns the index of the character at a byte offset, as the rope requires.
    fn character(&self, byte: usize) -> usize {
        self.rope.byte_to_char(byte.min(self.length))
    }

    /// Widens a range until its inside and outside can be counted separately: both ends precede a
    /// character that does not compose with the one before, and an unchanged character separates
    /// the change from each end, so that words are counted correctly.
    fn countable_around(&self, bytes: Range<usize>) -> Range<usize> {
        let mut start = bytes.start;
        for character in self.characters_before(bytes.start) {
            start -= character.len_utf8();
            if stands_apart(character) {
                break;
            }
        }
        let mut after = self.characters_from(bytes.end);
        let mut end = bytes.end + after.next().map_or(0, char::len_utf8);
        end += after.take_while(|c| !stands_apart(*c)).map(char::len_utf8).sum::<usize>();
        start..end
    }

    fn count(&self, bytes: Range<usize>) -> TextCounts {
        let previous = self.characters_before(bytes.start).next();
        TextCounts::of_pieces(self.pieces(bytes), previous)
    }

    /// White space neither composes nor belongs to a word, so it can be counted separately.
    fn without_outer_white_space(&self) -> TextCounts {
        let inner = self.inner();
        if inner.is_empty() {
            return TextCounts::default();
        }
        self.whole - self.count(0..inner.start) - self.count(inner.end..self.len_bytes())
    }

    /// Returns the range of bytes without outer white space.
    fn inner(&self) -> Range<usize> {
        fn white(characters: impl Iterator<Item = char>) -> usize {
            characters.take_while(|c| c.is_whitespace()).map(char::len_utf8).sum()
        }
        let start = white(self.characters_from(0));
        let end = self.len_bytes() - white(self.characters_before(self.len_bytes()));
        start..end.max(start)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let whole = TextCounts::of_pieces(iter::once(text), None);
        let (rope, length) = (Rope::from_str(text), text.len());
        let mut text = Self { rope, length, whole, tally: whole };
        text.tally = text.without_outer_white_space();
        text
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(text.as_ref())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.rope.is_instance(&other.rope) || (self.whole == other.whole && self.rope == other.rope)
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rope.cmp(&other.rope)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.part(0..self.len_bytes()), f)
    }
}

/// Counts of a text in each way that consultations use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextCounts {
    /// Words, separated by white space.
    pub words: usize,
    /// Unicode scalar values, after composition (NFC).
    pub characters: usize,
    /// UTF-16 code units, after composition (NFC): what a web page's counter shows.
    pub utf16: usize,
    /// The line ends counted as one character each, which some portals count as two.
    pub line_ends: usize,
}

impl TextCounts {
    /// Counts characters with each line end as two, as portals do that send a line end as CR LF.
    pub fn crlf(&self) -> usize {
        self.characters + self.line_ends
    }

    /// Counts a text in pieces, which follows an earlier character.
    fn of_pieces<'t>(
        pieces: impl Iterator<Item = &'t str> + Clone,
        previous: Option<char>,
    ) -> Self {
        if pieces.clone().all(str::is_ascii) {
            return Self::of_ascii(pieces.flat_map(str::as_bytes), previous);
        }
        let characters = pieces.flat_map(str::chars);
        if is_nfc_quick(characters.clone()) == IsNormalized::Yes {
            return Self::of(characters, previous);
        }
        Self::of(characters.nfc(), previous)
    }

    /// Counts ASCII, which is composed as it is.
    fn of_ascii<'t>(bytes: impl Iterator<Item = &'t u8>, previous: Option<char>) -> Self {
        let mut tally = Self::default();
        let mut was_white = previous.unwrap_or(' ').is_whitespace();
        let mut was_return = previous == Some('\r');
        for byte in bytes {
            let is_white = matches!(byte, b'\t'..=b'\r' | b' ');
            tally.words += usize::from(was_white && !is_white);
            tally.characters += 1;
            tally.line_ends += usize::from(*byte == b'\n' && !was_return);
            was_white = is_white;
            was_return = *byte == b'\r';
        }
        tally.utf16 = tally.characters;
        tally
    }

    /// Counts composed characters that follow an earlier one.
    fn of(characters: impl Iterator<Item = char>, previous: Option<char>) -> Self {
        let mut tally = Self::default();
        let mut previous = previous.unwrap_or(' ');
        for character in characters {
            let begins_word = previous.is_whitespace() && !character.is_whitespace();
            let ends_line = character == '\n' && previous != '\r';
            tally.words += usize::from(begins_word);
            tally.characters += 1;
            tally.utf16 += character.len_utf16();
            tally.line_ends += usize::from(ends_line);
            previous = character;
        }
        tally
    }
}

impl Add for TextCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            words: self.words + other.words,
            characters: self.characters + other.characters,
            utf16: self.utf16 + other.utf16,
            line_ends: self.line_ends + other.line_ends,
        }
    }
}

impl Sub for TextCounts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            words: self.words - other.words,
            characters: self.characters - other.characters,
            utf16: self.utf16 - other.utf16,
            line_ends: self.line_ends - other.line_ends,
        }
    }
}

/// Returns the start of the character at an offset of a piece.
fn boundary(chunk: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|byte| chunk.is_char_boundary(*byte)).unwrap_or_default()
}

/// Whether a character never composes with the one before it.
fn stands_apart(character: char) -> bool {
    character.is_ascii()
        || (canonical_combining_class(character) == 0
            && is_nfc_quick(iter::once(character)) == IsNormalized::Yes)
}

/// Returns the text with its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, words: usize, characters: usize, utf16: usize, crlf: usize) {
        let tally = Text::from(text).tally();
        let counted = (tally.words, tally.characters, tally.utf16, tally.crlf());
        assert_eq!(counted, (words, characters, utf16, crlf), "{text:?}");
    }

    #[test]
    fn a_word_is_what_stands_between_white_space() {
        check("We support option 2—with changes.", 5, 33, 33, 33);
        check("one\u{a0}two\u{3000}three", 3, 13, 13, 13);
    }

    #[test]
    fn outer_white_space_does_not_count() {
        check("\n  Yes, \n\n but\t\n", 2, 11, 11, 13);
        check(" \n\t ", 0, 0, 0, 0);
        check("", 0, 0, 0, 0);
    }

    #[test]
    fn a_letter_and_its_accent_count_as_one() {
        check("cafe\u{301}", 1, 4, 4, 4);
        check("\u{1112}\u{1161}\u{11ab}", 1, 1, 1, 1);
    }

    #[test]
    fn an_emoji_counts_as_a_web_page_counts_it() {
        check("👩‍👩‍👧", 1, 5, 8, 5);
    }

    #[test]
    fn a_line_end_that_is_two_characters_already_is_not_counted_as_three() {
        check("a\r\nb\nc", 3, 6, 6, 7);
    }

    #[test]
    fn white_space_alone_is_blank() {
        assert!(Text::from(" \n\u{3000}").is_blank());
        assert!(!Text::from(" \n.").is_blank());
        assert_eq!(Text::from(" \n a b\n").trimmed(), "a b");
    }

    #[test]
    fn texts_are_equal_when_their_characters_are() {
        let mut text = Text::from("one three");
        text.replace(3..3, &Text::from(" two"));
        assert_eq!(text, Text::from("one two three"));
        assert_ne!(text, Text::from("one two threE"));
        assert_eq!(format!("{text:?}"), "\"one two three\"");
    }

    #[test]
    fn an_offset_within_a_character_counts_as_its_start() {
        let mut text = Text::from("aé");
        text.replace(2..99, &Text::from("b"));
        assert_eq!(text.to_string(), "ab");
    }

    fn any_text() -> impl Strategy<Value = String> {
        const PIECES: [&str; 19] = [
            "a", "b", " ", " ", "\n", "\r", "\t", "é", "e", "\u{301}", "\u{323}", "\u{344}",
            "\u{2000}", "\u{1112}", "\u{1161}", "\u{11ab}", "가", "👩", "\u{200d}",
        ];
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn the_tally_kept_through_changes_is_that_of_the_whole(
            start in any_text(),
            changes in prop::collection::vec((0..40usize, 0..20usize, any_text()), 1..12),
        ) {
            let mut text = Text::from(start);
            for (at, length, with) in changes {
                text.replace(at..at + length, &Text::from(with));
                let trimmed = text.trimmed();
                prop_assert_eq!(text.tally(), Text::from(trimmed.as_str()).tally());
                let composed: String = trimmed.nfc().collect();
                prop_assert_eq!(text.tally().characters, composed.chars().count());
                prop_assert_eq!(text.tally().utf16, composed.encode_utf16().count());
                prop_assert_eq!(text.tally().words, trimmed.split_whitespace().count());
                prop_assert_eq!(text.is_blank(), trimmed.is_empty());
            }
        }
    }
}
