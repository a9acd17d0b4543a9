//! Making text safe and measurable in a terminal.
//!
//! All terminal output passes through [`visible`] or [`shown`]: characters that would control the
//! terminal, reorder text or hide in it become visible marks.

use std::borrow::Cow;
use std::iter;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// More combining marks than any script puts on one letter, but few enough to stay within a row.
const MOST_COMBINING_MARKS: usize = 8;

/// The only tag sequences that Unicode recommends: England, Scotland and Wales.
const FLAGS_OF_TAGS: [&str; 3] = [
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// How [`shown`] treats line feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnds {
    /// Line feeds stay, for multi-line output.
    Kept,
    /// Line feeds become marks, for single-line output.
    Marked,
}

/// Makes a whole string safe to show.
pub fn shown(text: &str, line_ends: LineEnds) -> Cow<'_, str> {
    let is_shown = |c| is_simple(c) || (c == '\n' && line_ends == LineEnds::Kept);
    if is_printable_ascii(text) || text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (_, grapheme) in graphemes(text) {
        match (grapheme, line_ends) {
            ("\n" | "\r\n", LineEnds::Kept) => shown.push('\n'),
            _ => shown.push_str(&visible(grapheme)),
        }
    }
    Cow::Owned(shown)
}

/// Returns what is drawn for one grapheme: itself, or marks in place of what cannot be seen.
///
/// The result always takes at least one cell, so nothing in a text can be overlooked.
pub fn visible(grapheme: &str) -> Cow<'_, str> {
    if grapheme.chars().all(is_simple) || FLAGS_OF_TAGS.contains(&grapheme) {
        return Cow::Borrowed(grapheme);
    }
    let too_many_marks = grapheme.len() > MOST_COMBINING_MARKS
        && grapheme.chars().filter(|c| is_combining_mark(*c)).nth(MOST_COMBINING_MARKS).is_some();
    let drawn = if too_many_marks || grapheme.chars().any(is_unseen) {
        let mut marks = 0..MOST_COMBINING_MARKS;
        grapheme
            .chars()
            .filter(|c| !is_combining_mark(*c) || marks.next().is_some())
            .map(|c| if is_unseen(c) { mark(c) } else { c.to_string() })
            .collect()
    } else {
        Cow::Borrowed(grapheme)
    };
    if width(&drawn) == 0 { grapheme.chars().map(mark).collect() } else { drawn }
}

/// Returns the number of cells that one grapheme takes once made [`visible`]; zero for a line feed.
pub fn drawn_width(grapheme: &str) -> usize {
    match grapheme.trim_end_matches('\n') {
        "" => 0,
        seen if seen.chars().all(is_simple) => 1,
        seen => width(&visible(seen)),
    }
}

/// Returns the number of cells that ratatui 0.30 takes to draw a text made [`visible`].
///
/// This is the width of whole graphemes, plus one for each halfwidth sound mark (U+FF9E, U+FF9F).
/// Source: `ratatui_core::buffer::CellWidth`; with other widths, text would overflow its row.
pub fn width(text: &str) -> usize {
    // Marks of the screens are mostly a single character of this kind.
    if text.chars().all(is_simple) { text.chars().count() } else { clipped(text, usize::MAX).1 }
}

/// Returns as much of a text made [`visible`] as fits into a number of cells, and the cells used.
pub fn clipped(text: &str, cells: usize) -> (&str, usize) {
    if text.len() <= cells && is_printable_ascii(text) {
        return (text, text.len());
    }
    let mut taken = 0;
    for (at, grapheme) in graphemes(text) {
        let width = if grapheme.chars().all(is_simple) {
            1
        } else {
            let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'));
            grapheme.width() + sound_marks.count()
        };
        if taken + width > cells {
            return (text.get(..at).unwrap_or_default(), taken);
        }
        taken += width;
    }
    (text, taken)
}

/// Splits a text into extended grapheme clusters (UAX #29), each with its offset in bytes.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    iter::from_fn(move || {
        let stands_alone = |c| is_simple(c) || c == '\n';
        let mut characters = rest.chars();
        let first = characters.next()?;
        let length = if stands_alone(first) && characters.next().is_none_or(stands_alone) {
            first.len_utf8()
        } else {
            rest.graphemes(true).next()?.len()
        };
        let (grapheme, behind) = rest.split_at_checked(length)?;
        let at = text.len() - rest.len();
        rest = behind;
        Some((at, grapheme))
    })
}

/// Checks the whole text, which is quicker than stopping early.
fn is_printable_ascii(text: &str) -> bool {
    text.bytes().fold(true, |printable, byte| printable & matches!(byte, b' '..=b'~'))
}

/// Whether a character is one of the common ones that need no table lookup: shown as is in one
/// cell, with a grapheme boundary between any two of them.
fn is_simple(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{2ff}'
            | '\u{370}'..='\u{482}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2500}'..='\u{259f}'
    )
}

/// Returns the mark for a character that cannot be drawn: a control picture, or its number.
fn mark(character: char) -> String {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)),
        '\x7f' => Some('␡'),
        _ => None,
    }
    .map_or_else(|| format!("‹U+{:04X}›", u32::from(character)), String::from)
}

/// Whether a character makes what follows it read in another order than it is written.
/// Source: UAX #9, explicit directional embeddings, overrides and isolates.
fn reorders(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns the text with marks for the characters that reorder what is read.
pub fn in_written_order(text: &str) -> Cow<'_, str> {
    if !text.contains(reorders) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if reorders(c) { mark(c) } else { c.to_string() }).collect()
}

/// Returns JSON with escapes for all that cannot be seen, which JSON may have in texts alone.
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    let is_escaped = |c| c != '\n' && is_unseen(c);
    if !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if is_escaped(character) {
            let units = &mut [0; 2];
            let units = character.encode_utf16(units).iter();
            escaped.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// Whether a character is a control, a line or paragraph separator, or a format character (Cf)
/// other than those that join letters and emoji or have a glyph of their own.
fn is_unseen(character: char) -> bool {
    let joins = matches!(character, '\u{200c}' | '\u{200d}');
    !joins
        && (character.is_control()
            || matches!(
                character,
                '\u{ad}'
                    | '\u{61c}'
                    | '\u{180e}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{feff}'
                    | '\u{fff9}'..='\u{fffb}'
                    | '\u{13430}'..='\u{1343f}'
                    | '\u{1bca0}'..='\u{1bca3}'
                    | '\u{1d173}'..='\u{1d17a}'
                    | '\u{e0000}'..='\u{e007f}'
            ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::{Buffer, CellWidth};
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const NASTY: [&str; 32] = [
        "a",
        "é",
        "e\u{301}",
        "漢",
        "👩‍👩‍👧",
        "👍🏽",
        "🇬🇧",
        "🇬",
        "❤",
        "❤\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "⌚\u{fe0e}",
        "ｶﾞ",
        "ﾊﾟ",
        "ﾞ",
        "あﾞ",
        "ガ",
        "한",
        "\u{1112}\u{1161}\u{11ab}",
        "\u{1161}",
        "\u{301}",
        "\u{200b}",
        "\u{200d}",
        "\u{fe0f}",
        "क्षि",
        "ำ",
        "กำ",
        "\u{3164}",
        "\u{a0}",
        "\u{3000}",
        "\u{600}1",
        "לا",
    ];

    fn any_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(&NASTY[..]).prop_map(String::from),
            any::<char>().prop_map(String::from),
            (0..0x3100u32).prop_filter_map("a surrogate", char::from_u32).prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    #[track_caller]
    fn check(text: &str, drawn: &str) {
        assert_eq!(shown(text, LineEnds::Kept), drawn);
    }

    #[test]
    fn what_steers_the_terminal_becomes_a_mark() {
        check("\u{1b}[2J\u{7}", "␛[2J␇");
        check("a\tb\0\x7f", "a␉b␀␡");
        check("\u{9b}2J", "‹U+009B›2J");
    }

    #[test]
    fn what_reorders_or_hides_becomes_a_mark() {
        check("pay \u{202e}001", "pay ‹U+202E›001");
        check("a\u{2028}b\u{feff}c\u{ad}", "a‹U+2028›b‹U+FEFF›c‹U+00AD›");
        check("a\u{e0041}\u{e0001}", "a‹U+E0041›‹U+E0001›");
        check("\u{200b}\u{2066}", "‹U+200B›‹U+2066›");
    }

    #[test]
    fn what_joins_letters_and_emoji_stays() {
        check("👩‍👩‍👧 می\u{200c}خواهم ❤\u{fe0f}", "👩‍👩‍👧 می\u{200c}خواهم ❤\u{fe0f}");
        for flag in FLAGS_OF_TAGS {
            check(flag, flag);
        }
    }

    #[test]
    fn a_mark_without_a_letter_is_seen() {
        check("\u{301}", "‹U+0301›");
        check("\n\u{200d}", "\n‹U+200D›");
    }

    #[test]
    fn at_most_eight_marks_sit_on_a_letter() {
        let tower = format!("z{}", "\u{301}".repeat(300));
        check(&tower, &format!("z{}", "\u{301}".repeat(8)));
    }

    #[test]
    fn line_ends_stay_or_become_marks() {
        assert_eq!(shown("a\nb\r\nc", LineEnds::Kept), "a\nb\nc");
        assert_eq!(shown("a\nb\r\nc", LineEnds::Marked), "a␊b␍␊c");
    }

    #[test]
    fn widths_are_those_ratatui_draws_with() {
        for nasty in NASTY {
            assert_eq!(width(nasty), usize::from(nasty.cell_width()), "{nasty:?}");
        }
        for (grapheme, cells) in [("👩‍👩‍👧", 2), ("🇬🇧", 2), ("❤\u{fe0f}", 2), ("漢", 2)]
        {
            assert_eq!(width(grapheme), cells, "{grapheme:?}");
        }
    }

    #[test]
    fn a_simple_character_takes_one_cell() {
        let simple = (' '..=char::MAX).filter(|c| is_simple(*c)).map(String::from);
        assert!(simple.into_iter().all(|c| c.cell_width() == 1));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_safe_and_takes_the_cells_it_says(
            text in any_text(),
        ) {
            let cells: usize = graphemes(&text).map(|(_, grapheme)| width(&visible(grapheme))).sum();
            let drawn = shown(&text, LineEnds::Marked);
            let steers = drawn.chars().any(|c| is_unseen(c) && c != '\u{e007f}');
            prop_assert!(!steers, "{}", drawn);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 1000, 1));
            let (end, _) = buffer.set_stringn(0, 0, &drawn, 1000, Style::new());
            prop_assert_eq!(usize::from(end), cells);
            prop_assert!(graphemes(&text).all(|(_, grapheme)| width(&visible(grapheme)) > 0));
        }

        #[test]
        fn graphemes_are_those_of_the_standard(text in any_text()) {
            let standard: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(graphemes(&text).collect::<Vec<_>>(), standard);
        }
    }
}
