//! The answers of a draft.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    id::{QuestionId, Value},
    text::Text,
};

/// All answers of a draft, including those to questions that the set does not have.
///
/// Cloning shares the answers, so a draft can be handed on after every key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<QuestionId, Arc<Answer>>);

/// The respondent's answer to one question.
///
/// An answer keeps its shape whatever the kind of its question: a draft may hold what the question
/// no longer asks for, so revising a set loses nothing. [`super::reading`] interprets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// The value: a text as typed, or the value of a choice, or several.
    pub value: Given,
    /// Ticks set aside by an exclusive choice; un-choosing that choice brings them back.
    pub aside: Vec<Text>,
    /// The "please specify" text of each choice, kept even while the choice is not chosen.
    pub details: BTreeMap<Value, Text>,
    /// The rows of a matrix.
    pub rows: BTreeMap<Value, RowAnswer>,
    /// The comment beside the answer.
    pub comment: Text,
    /// Whether the respondent has no comment to make. The value and comment are kept in case this
    /// is undone.
    pub no_comment: bool,
    /// A note to colleagues; never in a final response.
    pub note: Text,
    /// How far colleagues have agreed on it.
    pub stage: Stage,
    /// Whether the question has changed since it was answered and should be read again.
    pub read_again: bool,
    /// The wording that was answered, where the set's wording has changed.
    pub earlier: Earlier,
}

/// The wording that an answer was given to, where the set's wording has changed. It is stored with
/// the answer, so that the answer makes sense wherever the draft goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Earlier {
    /// The text of the question.
    pub text: Option<String>,
    /// The hint of the question.
    pub hint: Option<String>,
    /// The labels of choices and columns.
    pub labels: BTreeMap<Value, String>,
    /// The labels of rows.
    pub rows: BTreeMap<Value, String>,
}

/// A field of a question, or of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldName {
    /// The answer itself.
    #[default]
    Value,
    /// The comment beside it.
    Comment,
    /// The "please specify" box of a choice.
    Detail(Value),
}

/// The value of an answer, by shape.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// Nothing.
    #[default]
    Blank,
    /// A text, a number or date as typed, or the value of the choice.
    One(Text),
    /// Ticked values in the set's order, or ranked ones in theirs.
    Many(Vec<Text>),
}

/// A text of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextField {
    /// A field of the question, or of a row.
    Field {
        /// The row, in a matrix.
        row: Option<Value>,
        /// Which field.
        field: FieldName,
    },
    /// The note to colleagues.
    Note,
}

/// The answer to one row of a matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowAnswer {
    /// The value of the column.
    pub value: Option<Text>,
    /// The comment beside it.
    pub comment: Text,
    /// Whether the respondent has no comment to make on this row.
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

impl TextField {
    /// Returns this text of an answer.
    pub fn of(&self, answer: &Answer) -> Text {
        match self {
            Self::Note => answer.note.clone(),
            Self::Field { row: None, field: FieldName::Value } => match &answer.value {
                Given::Blank => Text::default(),
                Given::One(text) => text.clone(),
                Given::Many(values) => {
                    let lines: Vec<String> = values.iter().map(Text::to_string).collect();
                    Text::from(lines.join("\n"))
                }
            },
            Self::Field { row: None, field: FieldName::Comment } => answer.comment.clone(),
            Self::Field { field: FieldName::Detail(choice), .. } => {
                answer.details.get(choice).cloned().unwrap_or_default()
            }
            Self::Field { row: Some(row), .. } => {
                answer.row(row).map(|row| row.comment.clone()).unwrap_or_default()
            }
        }
    }

    /// Replaces this text of an answer.
    pub fn put(&self, answer: &mut Answer, text: &Text) {
        match self {
            Self::Note => answer.note = text.clone(),
            Self::Field { row: None, field: FieldName::Value } => {
                answer.no_comment = answer.no_comment && text.is_blank();
                answer.value =
                    if text.is_empty() { Given::Blank } else { Given::One(text.clone()) };
            }
            Self::Field { field: FieldName::Detail(choice), .. } => {
                answer.details.insert(choice.clone(), text.clone());
            }
            Self::Field { row: None, field: FieldName::Comment } => answer.comment = text.clone(),
            Self::Field { row: Some(row), .. } => {
                answer.rows.entry(row.clone()).or_default().comment = text.clone();
            }
        }
    }
}

impl Answers {
    /// Returns the answer to a question, if anything is stored for it.
    pub fn get(&self, question: &QuestionId) -> Option<&Answer> {
        self.0.get(question).map(Arc::as_ref)
    }

    /// Returns the answer to a question, creating an empty one if needed.
    pub fn entry(&mut self, question: &QuestionId) -> &mut Answer {
        Arc::make_mut(self.0.entry(question.clone()).or_default())
    }

    /// Replaces the answer to a question, or removes it if the new answer says nothing.
    pub fn set(&mut self, question: &QuestionId, answer: Answer) {
        if answer == Answer::default() {
            self.0.remove(question);
        } else {
            self.0.insert(question.clone(), Arc::new(answer));
        }
    }

    /// Shares the answer to a question as it is now.
    pub fn share(&self, question: &QuestionId) -> Option<Arc<Answer>> {
        self.0.get(question).map(Arc::clone)
    }

    /// Shares every answer as it is now.
    pub fn shared(&self) -> impl Iterator<Item = (&QuestionId, Arc<Answer>)> {
        self.0.iter().map(|(question, answer)| (question, Arc::clone(answer)))
    }

    /// Iterates over every answer with the id of its question.
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
    /// Whether the value is blank or only white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::One(text) => text.is_blank(),
            Self::Many(values) => values.iter().all(Text::is_blank),
        }
    }

    /// Whether the value of a choice is among the given values.
    pub fn holds(&self, value: &Value) -> bool {
        self.values().iter().any(|given| given == value)
    }

    /// Returns the given values as a list, whatever the shape.
    pub fn values(&self) -> &[Text] {
        match self {
            Self::Blank => &[],
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(values) => values,
        }
    }
}

/// A value in an answer belongs to a choice when their texts are equal.
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
    /// Returns the answer to a row.
    pub fn row(&self, row: &Value) -> Option<&RowAnswer> {
        self.rows.get(row)
    }

    /// Returns about how many bytes its texts take in a file.
    pub fn written_size(&self) -> usize {
        let rows = self.rows.values().map(|row| &row.comment);
        let texts = self.value.values().iter().chain(self.details.values()).chain(rows);
        texts.chain([&self.comment, &self.note]).map(Text::written_size).sum()
    }

    /// Removes rows and details that say nothing.
    pub fn tidy(&mut self) {
        self.rows.retain(|_, row| *row != RowAnswer::default());
        self.details.retain(|_, detail| !detail.is_empty());
    }

    /// Whether it holds any answer to the question. A note to colleagues is not one.
    pub fn says_something(&self) -> bool {
        self.no_comment
            || !self.value.is_blank()
            || !self.comment.is_blank()
            || self.rows.values().any(|row| *row != RowAnswer::default())
            || self.details.values().any(|detail| !detail.is_blank())
    }

    /// Whether it says the same as another answer, apart from notes to colleagues and earlier
    /// wording.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let bare = |answer: &Self| Self {
            note: Text::default(),
            stage: Stage::default(),
            read_again: false,
            earlier: Earlier::default(),
            ..answer.clone()
        };
        bare(self) == bare(other)
    }

    /// Returns every value in it, of choices and columns.
    pub fn values(&self) -> impl Iterator<Item = &Text> {
        let rows = self.rows.values().filter_map(|row| row.value.as_ref());
        self.value.values().iter().chain(&self.aside).chain(rows)
    }

    /// Whether it mentions a choice or column: chosen, set aside, or with a detail.
    pub fn speaks_of(&self, value: &Value) -> bool {
        self.values().any(|given| *given == *value) || self.details.contains_key(value)
    }
}
