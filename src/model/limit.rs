//! The maximum length of an answer, and how it is counted.

use std::fmt;

use super::text::TextCounts;

/// The maximum length of an answer. It never stops typing; it is enforced at export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limit {
    /// The most words.
    pub max_words: Option<usize>,
    /// The most characters, counted as [`Limit::count_as`] says.
    pub max_length: Option<usize>,
    /// How characters are counted.
    pub count_as: CountAs,
}

/// How portals count characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountAs {
    /// Unicode scalars after NFC.
    #[default]
    Characters,
    /// UTF-16 code units, as browsers do.
    Utf16,
    /// Characters, with each line end as two.
    Crlf,
}

/// How much of a limit is used; displays as "238 of 250 words".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The unit counted.
    pub unit: Unit,
    /// The number used.
    pub used: usize,
    /// The number allowed.
    pub most: usize,
}

/// The unit that a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Words, separated by white space.
    Words,
    /// Characters, counted as the limit says.
    Characters,
}

impl Limit {
    /// Compares a text with the limit: words first, then characters.
    pub fn usages(&self, tally: TextCounts) -> impl Iterator<Item = Usage> + use<> {
        let words = self.max_words.map(|most| {
            let used = tally.words;
            Usage { unit: Unit::Words, used, most }
        });
        let characters = self.max_length.map(|most| {
            let used = self.count_as.count(tally);
            Usage { unit: Unit::Characters, used, most }
        });
        words.into_iter().chain(characters)
    }

    /// Returns the first limit that a text exceeds.
    pub fn over(&self, tally: TextCounts) -> Option<Usage> {
        self.usages(tally).find(|usage| usage.over() > 0)
    }
}

impl CountAs {
    /// Counts the characters in this way.
    pub fn count(self, tally: TextCounts) -> usize {
        match self {
            Self::Characters => tally.characters,
            Self::Utf16 => tally.utf16,
            Self::Crlf => tally.crlf(),
        }
    }
}

impl Usage {
    /// Returns how many are left.
    pub fn left(&self) -> usize {
        self.most.saturating_sub(self.used)
    }

    /// Returns how many there are too many.
    pub fn over(&self) -> usize {
        self.used.saturating_sub(self.most)
    }
}

impl Unit {
    /// Returns the unit's name to follow a number: "1 word", "2 words".
    pub fn name(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Words, 1) => "word",
            (Self::Words, _) => "words",
            (Self::Characters, 1) => "character",
            (Self::Characters, _) => "characters",
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} {}", self.used, self.most, self.unit.name(self.most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::Text;

    #[track_caller]
    fn check(limit: Limit, text: &str, over: Option<&str>) {
        let usage = limit.over(Text::from(text).tally());
        assert_eq!(usage.map(|usage| usage.to_string()).as_deref(), over);
    }

    fn words(most: usize) -> Limit {
        Limit { max_words: Some(most), ..Limit::default() }
    }

    fn characters(most: usize, count_as: CountAs) -> Limit {
        Limit { max_length: Some(most), count_as, ..Limit::default() }
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        check(words(3), "one two three", None);
        check(words(3), "one two three four", Some("4 of 3 words"));
        check(words(1), "one two", Some("2 of 1 word"));
    }

    #[test]
    fn without_a_limit_nothing_is_too_long() {
        check(Limit::default(), "one two three", None);
    }

    #[test]
    fn outer_white_space_does_not_count() {
        check(characters(3, CountAs::Characters), "  abc \n", None);
    }

    #[test]
    fn portals_count_characters_in_different_ways() {
        check(characters(3, CountAs::Characters), "a\n👪", None);
        check(characters(3, CountAs::Utf16), "a\n👪", Some("4 of 3 characters"));
        check(characters(3, CountAs::Crlf), "a\n👪", Some("4 of 3 characters"));
    }

    #[test]
    fn what_is_left_is_told_for_words_and_characters() {
        let limit = Limit { max_words: Some(5), max_length: Some(10), ..Limit::default() };
        let usages: Vec<Usage> = limit.usages(Text::from("one two").tally()).collect();
        assert_eq!(usages.iter().map(Usage::left).collect::<Vec<_>>(), [3, 3]);
    }
}
