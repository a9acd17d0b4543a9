//! Finding words in texts, whatever their case and accents.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text without its case and accents, in which words are found.
pub(crate) struct FoldedText {
    folded: String,
    /// Where each byte of it stands in the text itself, and where that ends.
    origins: Vec<usize>,
}

impl FoldedText {
    /// Folds a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut origins = Vec::with_capacity(text.len() + 1);
        for (at, character) in text.char_indices() {
            let before = folded.len();
            match character {
                '’' | '‘' => folded.push('\''),
                _ if character.is_whitespace() => folded.push(' '),
                _ if character.is_ascii() => folded.push(character.to_ascii_lowercase()),
                _ => {
                    let plain = std::iter::once(character).nfd().filter(|c| !is_combining_mark(*c));
                    folded.extend(plain.flat_map(char::to_lowercase));
                }
            }
            origins.resize(origins.len() + folded.len() - before, at);
        }
        origins.push(text.len());
        Self { folded, origins }
    }

    /// Where words stand in the text itself, as a phrase.
    pub(crate) fn find(&self, words: &Self) -> impl Iterator<Item = Range<usize>> {
        let phrase = words.folded.trim().to_owned();
        let mut from = if phrase.is_empty() { self.folded.len() } else { 0 };
        std::iter::from_fn(move || {
            let start =
                from + self.folded.get(from..)?.find(&phrase).filter(|_| !phrase.is_empty())?;
            from = start + phrase.len();
            Some(*self.origins.get(start)?..*self.origins.get(from)?)
        })
    }

    fn has_word_that_begins(&self, with: &str) -> bool {
        begins_a_word(&self.folded, with)
    }
}

/// Returns a text without its case and accents.
pub(crate) fn folded(text: &str) -> String {
    FoldedText::of(text).folded
}

/// Whether a word of a folded text begins with these letters, folded too.
pub(crate) fn begins_a_word(text: &str, with: &str) -> bool {
    let begins = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric())
    };
    text.match_indices(with).any(|(at, _)| begins(at))
}

/// Returns the places of the labels that have, for each word typed, a word that begins with it.
pub(crate) fn beginning<'a>(letters: &str, labels: impl Iterator<Item = &'a str>) -> Vec<usize> {
    fitting(letters, labels, FoldedText::has_word_that_begins)
}

/// Returns the places of the labels that a few letters can mean: those of [`beginning`]; without
/// any, those that have the letters anywhere.
pub(crate) fn matching<'a>(
    letters: &str,
    labels: impl Iterator<Item = &'a str> + Clone,
) -> Vec<usize> {
    let found = beginning(letters, labels.clone());
    if !found.is_empty() {
        return found;
    }
    fitting(letters, labels, |label, word| label.folded.contains(word))
}

fn fitting<'a>(
    letters: &str,
    labels: impl Iterator<Item = &'a str>,
    fits: fn(&FoldedText, &str) -> bool,
) -> Vec<usize> {
    let letters = FoldedText::of(letters);
    let words: Vec<&str> = letters.folded.split_whitespace().collect();
    let fitting = labels.map(FoldedText::of).enumerate();
    let fitting = fitting.filter(|(_, label)| words.iter().all(|word| fits(label, word)));
    fitting.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [&str; 4] =
        ["France", "Its children’s services department", "Côte d'Ivoire", "South Africa"];

    #[track_caller]
    fn means(letters: &str, labels: &[&str]) {
        let found = matching(letters, LABELS.into_iter());
        assert_eq!(found.iter().map(|place| LABELS[*place]).collect::<Vec<_>>(), labels);
    }

    #[test]
    fn first_letters_are_found_inside_a_label() {
        means("fra", &["France"]);
        means("children's services", &["Its children’s services department"]);
        means("serv chil", &["Its children’s services department"]);
        means("af", &["South Africa"]);
    }

    #[test]
    fn letters_inside_a_word_are_found_where_no_word_begins_so() {
        means("ric", &["South Africa"]);
        means("xyz", &[]);
        means("", &LABELS);
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        means("COTE", &["Côte d'Ivoire"]);
        means("côte", &["Côte d'Ivoire"]);
    }

    #[test]
    fn a_phrase_is_found_where_it_stands_in_the_text_itself() {
        let text = "Ünder a\nroof, under A Roof";
        let found: Vec<&str> = FoldedText::of(text)
            .find(&FoldedText::of("under a roof"))
            .map(|at| &text[at])
            .collect();
        assert_eq!(found, ["Ünder a\nroof", "under A Roof"]);
        assert_eq!(FoldedText::of(text).find(&FoldedText::of(" ")).count(), 0);
    }
}
