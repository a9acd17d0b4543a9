//! The two ways through a question set: all questions, or the key questions.

use std::fmt;

use super::{
    consultation::{
        Choice, CommentBox, Consultation, Item, Location, Matrix, Question, QuestionKind,
    },
    limit::Limit,
};

/// The questions that a respondent is taken through. It changes no answer and hides nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every question.
    #[default]
    All,
    /// The key questions, and those required for a final response.
    KeyQuestions,
}

/// The number of questions on each way, and the time it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    /// The number of key questions.
    pub key: usize,
    /// The number of required questions that are not key questions.
    pub required: usize,
    /// The number of all questions.
    pub all: usize,
    /// The time for key and required questions.
    pub short: Estimate,
    /// The time for all questions.
    pub whole: Estimate,
}

/// An estimate of the time it takes to read questions and draft answers; displays as "about 40
/// minutes".
///
/// It is calculated, not measured: reading at 200 words a minute, writing at 15, and a little for
/// each choice. Looking things up, asking colleagues and getting approval come on top.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Estimate {
    seconds: usize,
}

/// Words read per minute.
const READING_SPEED: usize = 200;
/// Words written per minute.
const WRITING_SPEED: usize = 15;
/// Words in a long text, unless its limit is less than twice as many.
const TEXT_WORDS: usize = 150;
/// Words in a comment, unless its limit is less than twice as many.
const COMMENT_WORDS: usize = 50;
/// One in this many rows gets a comment, of half the usual length.
const ROWS_PER_COMMENT: usize = 4;
/// Seconds to fill in a line, a number or a date.
const LINE: usize = 30;
/// Seconds to choose one of several choices.
const CHOICE: usize = 30;
/// Seconds to tick choices.
const TICKS: usize = 60;
/// Seconds to put choices in order.
const ORDER: usize = 120;
/// Seconds to choose in a row of a matrix.
const ROW: usize = 15;

impl Scope {
    /// Whether a respondent is taken to this page.
    pub fn includes(self, item: &Item) -> bool {
        match self {
            Self::All => true,
            Self::KeyQuestions => item.is_key() || is_required(item),
        }
    }
}

impl Ways {
    /// Compares the ways through some pages of a set; `None` if there are no key questions.
    pub fn of(
        consultation: &Consultation,
        pages: impl IntoIterator<Item = Location>,
    ) -> Option<Self> {
        let mut ways = Self::default();
        for item in pages.into_iter().filter_map(|page| consultation.item(page)) {
            let estimate = Estimate::of(item);
            ways.whole.seconds += estimate.seconds;
            if item.questions().next().is_none() {
                continue;
            }
            ways.all += 1;
            ways.key += usize::from(item.is_key());
            ways.required += usize::from(!item.is_key() && is_required(item));
            if Scope::KeyQuestions.includes(item) {
                ways.short.seconds += estimate.seconds;
            }
        }
        (ways.key > 0).then_some(ways)
    }
}

impl Estimate {
    /// Estimates the time for a page.
    fn of(item: &Item) -> Self {
        let wording = item.wording();
        let texts = [Some(&wording.text), wording.hint.as_ref(), wording.guidance.as_ref()];
        let read: usize = texts.into_iter().flatten().map(|text| words(text)).sum();
        let answer: usize = item.questions().map(|(_, question)| answering(question)).sum();
        Self { seconds: read * 60 / READING_SPEED + answer }
    }

    /// Returns the minutes, rounded to the precision of such an estimate.
    fn minutes(self) -> usize {
        let minutes = self.seconds.div_ceil(60);
        let step = match minutes {
            0..60 => 5,
            60..180 => 15,
            180.. => 30,
        };
        (minutes + step / 2) / step * step
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.minutes().max(5);
        let (hours, rest) = (minutes / 60, minutes % 60);
        let unit = if hours == 1 { "hour" } else { "hours" };
        match (hours, rest) {
            (0, _) => write!(f, "about {rest} minutes"),
            (_, 0) => write!(f, "about {hours} {unit}"),
            (_, _) => write!(f, "about {hours} {unit} {rest} minutes"),
        }
    }
}

fn is_required(item: &Item) -> bool {
    item.questions().any(|(_, question)| question.required)
}

/// Returns the seconds needed to answer a question and write its comment.
fn answering(question: &Question) -> usize {
    let answer = match &question.kind {
        QuestionKind::String { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. } => LINE,
        QuestionKind::Text { limit } => writing(TEXT_WORDS, limit),
        QuestionKind::SelectOne { choices } => CHOICE + reading_choices(choices),
        QuestionKind::SelectMultiple { choices, .. } => TICKS + reading_choices(choices),
        QuestionKind::Rank { choices, .. } => ORDER + reading_choices(choices),
        QuestionKind::Matrix(matrix) => answering_rows(matrix),
    };
    answer + question.comment.as_ref().map_or(0, commenting)
}

fn reading_choices(choices: &[Choice]) -> usize {
    choices.iter().map(|choice| words(&choice.label)).sum::<usize>() * 60 / READING_SPEED
}

fn answering_rows(matrix: &Matrix) -> usize {
    let read =
        matrix.rows.iter().map(|row| words(&row.label) + row.note.as_deref().map_or(0, words));
    let read = read.sum::<usize>() * 60 / READING_SPEED;
    let comments = matrix.rows.len() / ROWS_PER_COMMENT;
    let comment = matrix.row_comment.as_ref().map_or(0, commenting) / 2;
    read + matrix.rows.len() * ROW + comments * comment
}

fn commenting(comment: &CommentBox) -> usize {
    writing(COMMENT_WORDS, &comment.limit)
}

/// Returns the seconds needed to write a text of usual length, or half of its limit.
fn writing(usual: usize, limit: &Limit) -> usize {
    let most = limit.max_words.map_or(usual, |most| most / 2);
    usual.min(most) * 60 / WRITING_SPEED
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{group, line, one, section, set_of, text};

    fn key(mut question: Question) -> Item {
        question.is_key = true;
        Item::Question(question)
    }

    fn consultation(items: Vec<Item>) -> Consultation {
        set_of([section("all", items)])
    }

    fn ways(items: Vec<Item>) -> Option<Ways> {
        let pages = (0..items.len()).map(|item| Location { section: 0, item, part: None });
        Ways::of(&consultation(items), pages.collect::<Vec<_>>())
    }

    #[test]
    fn a_set_without_key_questions_has_one_way() {
        assert_eq!(ways(vec![Item::Question(line("name").required())]), None);
    }

    #[test]
    fn the_short_way_has_the_key_questions_and_what_must_be_answered() {
        let optional = Item::Question(one("view", &["yes", "no"]));
        let required = Item::Question(line("name").required());
        let found = ways(vec![required, key(line("principle")), optional]).unwrap();
        assert_eq!((found.key, found.required, found.all), (1, 1, 3));
        assert!(found.short.seconds < found.whole.seconds);
    }

    #[test]
    fn a_group_is_a_key_question_as_a_whole() {
        let mut whole = group("who", Vec::new());
        whole.is_key = true;
        assert!(Scope::KeyQuestions.includes(&Item::Group(whole)));
    }

    #[test]
    fn a_long_text_takes_longer_than_a_short_one() {
        let of_words = |most| {
            let limit = Limit { max_words: Some(most), ..Limit::default() };
            Estimate::of(&Item::Question(text("why", limit))).seconds
        };
        assert!(of_words(50) < of_words(200));
        assert_eq!(of_words(400), of_words(4000));
    }

    #[test]
    fn an_estimate_is_said_no_more_exactly_than_it_is_known() {
        let says = |minutes: usize| Estimate { seconds: minutes * 60 }.to_string();
        assert_eq!(says(1), "about 5 minutes");
        assert_eq!(says(38), "about 40 minutes");
        assert_eq!(says(62), "about 1 hour");
        assert_eq!(says(80), "about 1 hour 15 minutes");
        assert_eq!(says(125), "about 2 hours");
        assert_eq!(says(350), "about 6 hours");
    }
}
