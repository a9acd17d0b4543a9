//! Line breaking.

use unicode_linebreak::linebreaks;

use crate::model::terminal_text;

/// The maximum number of white-space graphemes that hang over the end of a row. Any more continue
/// in the next row, so that rows stay short.
const MOST_HANGING: usize = 256;

/// Whether more text follows the given part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing follows.
    Nothing,
    /// More text follows.
    More,
}

/// Wraps a read-only text into rows, at least one, including line ends.
pub fn wrapped(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = first_row(text, width, Rest::Nothing).unwrap_or(text.len());
        let (row, behind) = text.split_at_checked(bytes)?;
        rest = (!behind.is_empty()).then_some(behind);
        Some(row)
    })
}

/// Measures the first row of a text in bytes, including its line end. Returns `None` if the row may
/// extend beyond the given text.
///
/// A row depends on nothing before it, so after a change, layout can restart from any earlier row.
pub(crate) fn first_row(text: &str, width: usize, rest: Rest) -> Option<usize> {
    // A very long word has no break opportunity, so there is no need to check at each letter.
    let letters = text.as_bytes().get(..=width);
    if letters.is_some_and(|letters| letters.iter().all(u8::is_ascii_alphanumeric)) {
        return Some(width);
    }
    line_that_fits(text.as_bytes(), width, rest)
        .or_else(|| first_row_of_words(text.as_bytes(), width))
        .or_else(|| first_row_by_rules(text, width, rest))
}

/// Measures the first row where it is a whole line of printable ASCII that fits. `None` where it may
/// be anything else.
fn line_that_fits(text: &[u8], width: usize, rest: Rest) -> Option<usize> {
    for (at, byte) in text.iter().enumerate().take(width + 1) {
        match byte {
            b'\n' => return Some(at + 1),
            b' '..=b'~' => {}
            _ => return None,
        }
    }
    (text.len() <= width && rest == Rest::Nothing).then_some(text.len())
}

/// Measures the first row of any text.
fn first_row_by_rules(text: &str, width: usize, rest: Rest) -> Option<usize> {
    let mut opportunities = opportunities(text).peekable();
    let mut last_opportunity = 0;
    let mut cells = 0;
    let mut hanging = 0;
    for (at, grapheme) in terminal_text::graphemes(text) {
        let end = at + grapheme.len();
        if rest == Rest::More && end == text.len() {
            return None;
        }
        while let Some(opportunity) = opportunities.next_if(|opportunity| *opportunity <= at) {
            // No row ends within a grapheme, whatever the line breaking rules say.
            if opportunity == at {
                last_opportunity = at;
            }
        }
        if grapheme.ends_with('\n') {
            return Some(end);
        }
        cells += terminal_text::drawn_width(grapheme);
        if cells <= width || at == 0 {
            continue;
        }
        if hangs(grapheme) && hanging < MOST_HANGING {
            hanging += 1;
            continue;
        }
        return Some(if last_opportunity > 0 { last_opportunity } else { at });
    }
    (rest == Rest::Nothing).then_some(text.len())
}

/// Measures the first row where it consists of plain words, as most rows of an answer do: letters,
/// digits, commas and full stops, separated by single spaces. Between them, a row may end after a
/// space and nowhere else. `None` where anything else has to be looked at.
fn first_row_of_words(text: &[u8], width: usize) -> Option<usize> {
    let mut last_opportunity = None;
    let mut was_space = true;
    for (at, byte) in text.iter().enumerate().take(width + 1) {
        match byte {
            b'\n' => return Some(at + 1),
            b' ' if was_space => return None,
            // It hangs in the margin, if the next row begins with a word.
            b' ' if at == width => {
                return text
                    .get(at + 1)
                    .filter(|next| next.is_ascii_alphanumeric())
                    .map(|_| at + 1);
            }
            b' ' => was_space = true,
            byte if byte.is_ascii_alphanumeric() => {
                if was_space {
                    last_opportunity = Some(at);
                }
                was_space = false;
            }
            b',' | b'.' if !was_space => {}
            _ => return None,
        }
    }
    let is_full = text.len() > width;
    last_opportunity.filter(|at| is_full && *at > 0)
}

/// Returns the offsets at which a row may end, by the Unicode line breaking rules (UAX #14): after
/// a space, never before a comma. Only a line feed forces a break.
fn opportunities(text: &str) -> impl Iterator<Item = usize> {
    linebreaks(text).map(|(at, _)| at)
}

/// Whether rows break at this white space. It may hang in the margin, as it is not visible.
fn hangs(grapheme: &str) -> bool {
    let mut characters = grapheme.chars();
    matches!(
        characters.next(),
        Some(
            ' '
            | '\t'
            | '\u{1680}'
            | '\u{2000}'..='\u{2006}'
            | '\u{2008}'..='\u{200a}'
            | '\u{205f}'
            | '\u{3000}',
        )
    ) && characters.next().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Wraps by hand: each row from where the last one ended.
    #[track_caller]
    fn check(text: &str, width: usize, rows: &[&str]) {
        let mut rest = text;
        let mut wrapped = Vec::new();
        while !rest.is_empty() {
            let (row, behind) = rest.split_at(first_row(rest, width, Rest::Nothing).unwrap());
            wrapped.push(row);
            rest = behind;
        }
        assert_eq!(wrapped, rows);
    }

    #[test]
    fn words_stay_whole() {
        check("one two three", 7, &["one two ", "three"]);
        check("one two three", 8, &["one two ", "three"]);
        check("one two three", 6, &["one ", "two ", "three"]);
    }

    #[test]
    fn a_row_never_begins_with_the_space_it_was_broken_at() {
        check("one   two", 3, &["one   ", "two"]);
        check("one two\u{3000}three", 7, &["one two\u{3000}", "three"]);
    }

    #[test]
    fn a_comma_never_starts_a_row() {
        check("“Hello there, everyone”", 12, &["“Hello ", "there, ", "everyone”"]);
        check("one (two) three!", 8, &["one ", "(two) ", "three!"]);
    }

    #[test]
    fn japanese_breaks_anywhere_but_before_its_punctuation() {
        check("今日は、雨です。", 6, &["今日", "は、雨", "です。"]);
    }

    #[test]
    fn a_word_wider_than_the_row_is_broken_between_graphemes() {
        check("a Donaudampfschiff", 6, &["a ", "Donaud", "ampfsc", "hiff"]);
        check("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4, &["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]);
        check("漢字", 1, &["漢", "字"]);
    }

    #[test]
    fn words_tied_by_a_no_break_space_stay_together() {
        check("see art.\u{a0}12", 9, &["see ", "art.\u{a0}12"]);
    }

    #[test]
    fn a_line_end_ends_a_row() {
        check("one\n\ntwo\r\nthree\n", 9, &["one\n", "\n", "two\r\n", "three\n"]);
        check("seven77\nx", 7, &["seven77\n", "x"]);
    }

    #[test]
    fn an_endless_run_of_spaces_goes_on_in_the_next_row() {
        let text = " ".repeat(700);
        check(&text, 10, &[&text[..266], &text[..266], &text[..168]]);
    }

    proptest! {
        #[test]
        fn rows_of_words_end_where_the_rules_say(
            text in "[a-c0-9]{0,9}([ ,.\n]{1,2}[a-cA-B0-9]{0,6}[é’\u{301}-]?){0,9}",
            width in 1..20usize,
        ) {
            let by_rules = first_row_by_rules(&text, width, Rest::Nothing);
            if let Some(bytes) = first_row_of_words(text.as_bytes(), width) {
                prop_assert_eq!(Some(bytes), by_rules);
            }
            if let Some(bytes) = line_that_fits(text.as_bytes(), width, Rest::Nothing) {
                prop_assert_eq!(Some(bytes), by_rules);
            }
        }
    }
}
