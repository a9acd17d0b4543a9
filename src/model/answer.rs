//! What has been said to each question.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    id::{QuestionId, Value},
    text::Text,
};

/// All answers of a draft, also those to questions that the set does not have.
///
/// A clone shares the answers, so that a draft can be handed on after every key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<QuestionId, Arc<Answer>>);

/// What has been said to one question.
///
/// It is kept as it was given, by shape and not by kind of question: a draft may hold what the
/// question no longer asks for, and nothing is dropped because the set was revised. What it
/// amounts to is said by [`super::reading`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The value: a text as typed, or the value of a choice, or several.
    pub value: Given,
    /// Ticks put aside by an exclusive choice, brought back when it is un-chosen.
    pub aside: Vec<Text>,
    /// The "please specify" text of each choice, kept while the choice is not chosen.
    pub details: BTreeMap<Value, Text>,
    /// The rows of a matrix.
    pub rows: BTreeMap<Value, RowAnswer>,
    /// The comment beside the answer.
    pub comment: Text,
    /// Said to have no comment to make. Value and comment stay, for when it is taken off.
    pub no_comment: bool,
    /// A note to colleagues; never in a final response.
    pub note: Text,
    /// How far colleagues have agreed on it.
    pub stage: Stage,
}

/// The value of an answer, by shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    #[default]
    Blank,
    /// A text, a number or date as typed, or the value of the choice.
    One(Text),
    /// Ticked values in the set's order, or ranked ones in theirs.
    Many(Vec<Text>),
}

/// What has been said to one row of a matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowAnswer {
    /// The value of the column.
    pub value: Option<Text>,
    /// The comment beside it.
    pub comment: Text,
    /// Said to have no comment to make on this row.
    pub no_comment: bool,
}

/// How far colleagues have agreed on an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Being written.
    #[default]
    Drafting,
    /// Ready for others to look at.
    Ready,
    /// Agreed.
    Agreed,
}

impl Answers {
    /// The answer to a question, where anything at all has been said to it.
    pub fn get(&self, question: &QuestionId) -> Option<&Answer> {
        self.0.get(question).map(Arc::as_ref)
    }

    /// The answer to a question, made when there is none.
    pub fn entry(&mut self, question: &QuestionId) -> &mut Answer {
        Arc::make_mut(self.0.entry(question.clone()).or_default())
    }

    /// Puts an answer in the place of the one there; one that says nothing is taken out.
    pub fn set(&mut self, question: &QuestionId, answer: Answer) {
        if answer == Answer::default() {
            self.0.remove(question);
        } else {
            self.0.insert(question.clone(), Arc::new(answer));
        }
    }

    /// Every answer, by the id of its question.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionId, &Answer)> {
        self.0.iter().map(|(question, answer)| (question, answer.as_ref()))
    }
}

impl FromIterator<(QuestionId, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (QuestionId, Answer)>>(answers: I) -> Self {
        let mut all = Self::default();
        for (question, answer) in answers {
            all.set(&question, answer);
        }
        all
    }
}

impl Given {
    /// Whether there is anything but white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::One(text) => text.is_blank(),
            Self::Many(values) => values.iter().all(Text::is_blank),
        }
    }

    /// Whether the value of a choice is among the values.
    pub fn holds(&self, value: &Value) -> bool {
        self.values().iter().any(|given| given == value)
    }

    /// The values as a list, whatever the shape.
    pub fn values(&self) -> &[Text] {
        match self {
            Self::Blank => &[],
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(values) => values,
        }
    }
}

/// A value in an answer is a choice's when the texts are the same.
impl PartialEq<Value> for Text {
    fn eq(&self, value: &Value) -> bool {
        self.rope() == value.as_str()
    }
}

impl From<&Value> for Text {
    fn from(value: &Value) -> Self {
        Self::from(value.as_str())
    }
}

impl Answer {
    /// What has been said to a row.
    pub fn row(&self, row: &Value) -> Option<&RowAnswer> {
        self.rows.get(row)
    }
}
