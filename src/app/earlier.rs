//! Searching what was said before, in earlier drafts and responses, for something to quote.

use std::{collections::HashSet, sync::Arc};

use super::{
    matching::{begins_a_word, folded},
    session::Session,
};
use crate::model::{draft::Position, earlier::EarlierPassage, id::QuestionId};

/// The fewest letters of a word that says what a question is about.
const FEWEST_LETTERS: usize = 4;

/// Words of four letters and more that say nothing about what a question is about.
const COMMON_WORDS: [&str; 40] = [
    "about",
    "agree",
    "also",
    "answer",
    "been",
    "comment",
    "comments",
    "could",
    "disagree",
    "does",
    "explain",
    "from",
    "further",
    "give",
    "have",
    "into",
    "more",
    "other",
    "please",
    "proposal",
    "proposals",
    "provide",
    "question",
    "reasons",
    "should",
    "such",
    "than",
    "that",
    "their",
    "them",
    "there",
    "these",
    "they",
    "think",
    "this",
    "views",
    "what",
    "which",
    "with",
    "would",
];

/// How many fitting words of a question must stand in a passage, where it has as many.
const FEWEST_WORDS: usize = 2;

/// What earlier drafts and responses say.
#[derive(Debug, Default)]
pub struct EarlierAnswers {
    passages: Vec<FoldedPassage>,
    /// How many files could not be read.
    pub unread: usize,
    /// Whether there were more files, or more text, than is read.
    pub is_cut: bool,
}

/// A passage, and its words as they are compared.
#[derive(Debug)]
struct FoldedPassage {
    passage: Arc<EarlierPassage>,
    words: String,
    question: String,
}

/// Where an earlier answer is looked for.
#[derive(Debug)]
pub struct EarlierSearch {
    /// The question to which it is to fit.
    pub question: QuestionId,
    /// What there is, once it has been read.
    pub answers: Option<Arc<EarlierAnswers>>,
}

impl EarlierAnswers {
    /// Takes passages, each only once. The newest come first.
    pub fn new(mut passages: Vec<EarlierPassage>, unread: usize, is_cut: bool) -> Self {
        let mut seen = HashSet::new();
        passages.sort_by_key(|passage| std::cmp::Reverse(passage.date));
        passages.retain(|one| {
            seen.insert((one.consultation.clone(), one.place.clone(), one.words.clone()))
        });
        let passages = passages.into_iter().map(|passage| FoldedPassage {
            words: folded(&passage.words),
            question: folded(&passage.question),
            passage: Arc::new(passage),
        });
        Self { passages: passages.collect(), unread, is_cut }
    }

    /// Whether there is nothing to search.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// Returns the passages that have, for each word typed, a word that begins with it, in their
    /// own text or that of their question. Those that have all of them in their own come first.
    pub fn with_words(&self, typed: &str) -> Vec<Arc<EarlierPassage>> {
        let typed = folded(typed);
        let typed: Vec<&str> = typed.split_whitespace().collect();
        let has_own =
            |one: &FoldedPassage| typed.iter().all(|word| begins_a_word(&one.words, word));
        let has = |one: &&FoldedPassage| {
            typed
                .iter()
                .all(|word| begins_a_word(&one.words, word) || begins_a_word(&one.question, word))
        };
        let found = self.passages.iter().filter(has);
        let (own, others): (Vec<&FoldedPassage>, Vec<&FoldedPassage>) =
            found.partition(|one| has_own(one));
        own.into_iter().chain(others).map(|one| Arc::clone(&one.passage)).collect()
    }

    /// Returns the passages that fit a question, the best first. Words that few passages have count
    /// for more.
    pub fn fitting(&self, question: &str) -> Vec<Arc<EarlierPassage>> {
        let text = folded(question);
        let words = words_of(&text);
        let mut scores = vec![Score::default(); self.passages.len()];
        for word in &words {
            let fits = |one: &FoldedPassage| {
                let own = u32::from(begins_a_word(&one.words, word));
                own + u32::from(begins_a_word(&one.question, word))
            };
            let found: Vec<u32> = self.passages.iter().map(fits).collect();
            let with_it = found.iter().filter(|found| **found > 0).count();
            let weight = (1000 * self.passages.len() / (with_it + 1)).max(1).ilog2();
            for (score, found) in scores.iter_mut().zip(found) {
                score.weight += weight * found;
                score.words += usize::from(found > 0);
            }
        }
        let enough = words.len().clamp(1, FEWEST_WORDS);
        let mut fitting: Vec<(Score, &FoldedPassage)> =
            scores.into_iter().zip(&self.passages).filter(|(one, _)| one.words >= enough).collect();
        fitting.sort_by_key(|(score, _)| std::cmp::Reverse(score.weight));
        fitting.into_iter().map(|(_, one)| Arc::clone(&one.passage)).collect()
    }
}

/// How well a passage fits a question.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    weight: u32,
    words: usize,
}

/// Returns the words of a folded text that say what it is about, without the "s" of a plural.
fn words_of(text: &str) -> HashSet<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let telling =
        words.filter(|word| word.chars().count() >= FEWEST_LETTERS && !COMMON_WORDS.contains(word));
    telling.map(|word| word.strip_suffix('s').unwrap_or(word)).collect()
}

/// Returns everything that a question asks, as a text.
pub(super) fn asked(session: &Session, question: &QuestionId) -> String {
    let item = session.item_of(question).map(|item| item.wording().text.as_str());
    let own = session.consultation.wording_of(question).map(|wording| wording.text.as_str());
    let row = session.draft.position.as_ref().filter(|at| at.question == *question);
    let row = row.and_then(|Position { row, .. }| {
        let matrix = session.question(question)?.matrix()?;
        Some(matrix.row(row.as_ref()?)?.label.as_str())
    });
    [item, own, row].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(said: &[(&str, &str)]) -> EarlierAnswers {
        let passage = |(question, words): &(&str, &str)| EarlierPassage {
            consultation: "Fees".to_owned(),
            place: "question 1".to_owned(),
            question: (*question).to_owned(),
            date: jiff::civil::date(2013, 5, 1),
            words: (*words).to_owned(),
        };
        EarlierAnswers::new(said.iter().map(passage).collect(), 0, false)
    }

    fn words(found: &[Arc<EarlierPassage>]) -> Vec<&str> {
        found.iter().map(|one| one.words.as_str()).collect()
    }

    #[test]
    fn what_shares_the_rarer_words_of_a_question_comes_first() {
        let answers = answers(&[
            ("", "The council runs many services itself."),
            ("", "Council services for adoption are inspected."),
            ("", "We have no view on parking."),
        ]);
        let found = answers.fitting("Should councils delegate adoption services?");
        assert_eq!(
            words(&found),
            [
                "Council services for adoption are inspected.",
                "The council runs many services itself."
            ]
        );
    }

    #[test]
    fn an_answer_to_the_same_question_fits_whatever_its_words() {
        let answers = answers(&[("Should fostering panels stay?", "Yes, by all means.")]);
        assert_eq!(words(&answers.fitting("Should Fostering Panels go?")), ["Yes, by all means."]);
        assert_eq!(words(&answers.fitting("Which parking fees would you charge?")), [""; 0]);
    }

    #[test]
    fn each_word_that_is_typed_must_be_there() {
        let answers = answers(&[("Fostering?", "Panels work."), ("", "Panels and fostering.")]);
        assert_eq!(
            words(&answers.with_words("PANEL fost")),
            ["Panels and fostering.", "Panels work."]
        );
        assert_eq!(words(&answers.with_words("panels parking")), [""; 0]);
    }

    #[test]
    fn what_was_said_twice_is_there_once() {
        assert_eq!(words(&answers(&[("", "Yes."), ("", "Yes.")]).with_words("yes")), ["Yes."]);
    }
}
