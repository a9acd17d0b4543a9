//! What a text takes in of what is typed, pasted or fetched from elsewhere.

use std::borrow::Cow;

/// Says how many lines a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One: a line end that comes in becomes a space.
    One,
    /// As many as are written.
    Many,
}

/// Gives what a text takes in: every kind of line end as a line feed, tabs as spaces, and no
/// control characters, which would break exported documents and terminals.
pub fn cleaned(text: &str, lines: Lines) -> Cow<'_, str> {
    if text.chars().all(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        return Cow::Borrowed(text);
    }
    let (line_end, tab) = match lines {
        Lines::One => (" ", " "),
        Lines::Many => ("\n", "    "),
    };
    let mut cleaned = String::with_capacity(text.len());
    let mut previous = None;
    for character in text.chars() {
        match character {
            '\n' if previous == Some('\r') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push_str(line_end),
            '\t' => cleaned.push_str(tab),
            '\u{feff}' => {}
            control if control.is_control() => {}
            other => cleaned.push(other),
        }
        previous = Some(character);
    }
    Cow::Owned(cleaned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, many: &str, one: &str) {
        assert_eq!(cleaned(text, Lines::Many), many);
        assert_eq!(cleaned(text, Lines::One), one);
    }

    #[test]
    fn every_line_end_becomes_a_line_feed_or_a_space() {
        check("a\r\nb\rc\nd\u{2028}e\u{2029}f\u{85}g", "a\nb\nc\nd\ne\nf\ng", "a b c d e f g");
        check("a\r\r\n\nb", "a\n\n\nb", "a   b");
    }

    #[test]
    fn a_tab_becomes_spaces() {
        check("a\tb", "a    b", "a b");
    }

    #[test]
    fn control_characters_stay_out() {
        check("\u{feff}a\u{1b}[2Jb\0\u{7f}\u{9b}c", "a[2Jbc", "a[2Jbc");
    }

    #[test]
    fn what_orders_and_joins_letters_stays() {
        check("\u{202b}שלום\u{202c} 👩‍👩‍👧", "\u{202b}שלום\u{202c} 👩‍👩‍👧", "\u{202b}שלום\u{202c} 👩‍👩‍👧");
    }
}
