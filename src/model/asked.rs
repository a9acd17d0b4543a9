//! A question as it is currently asked: which parts are shown, and the answer that counts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    answer::{Answer, Given, RowAnswer},
    condition::Condition,
    consultation::{Choice, Column, Matrix, Question, QuestionKind, Row},
    id::Value,
    reading::{self, DayProblem, Decimal, NumberProblem},
    text::Text,
};

/// A question as it is currently asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The shown choices of a list question, or the shown columns of a matrix.
    choices: Vec<usize>,
    /// The shown rows of a matrix.
    rows: Vec<usize>,
}

/// The answer that counts for conditions, for required questions and in exports.
///
/// Values that the set does not have, and those of hidden choices and rows, are ignored. They stay
/// in the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EffectiveAnswer {
    /// No value; there may be a comment.
    Blank,
    /// "No comment", whatever else the answer holds.
    NoComment,
    /// A text that is not blank.
    Text(Text),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// The chosen value, the ticked values in the set's order, or the ranked values in theirs; at
    /// least one.
    Chosen(Vec<Value>),
    /// The effective answer of each shown row of a matrix.
    Rows(BTreeMap<Value, EffectiveAnswer>),
    /// Something that cannot be read as an answer. It does not count until it is corrected.
    Misread(Misread),
}

/// Why an answer cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    /// It is not a number.
    #[error(transparent)]
    Number(#[from] NumberProblem),
    /// It is not a date.
    #[error(transparent)]
    Day(#[from] DayProblem),
    /// There are several values where one is expected: the question once took more than one.
    #[error("only one answer is allowed here, and there are several: choose or write one")]
    Several,
}

impl Asked {
    /// Returns the question as asked, or `None` if it has no choice, row or column to show.
    pub(super) fn new(
        question: &Question,
        shows: impl Fn(Option<&Condition>) -> bool,
    ) -> Option<Self> {
        let (choices, rows) = match &question.kind {
            QuestionKind::String { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. } => (Vec::new(), Vec::new()),
            QuestionKind::SelectOne { choices }
            | QuestionKind::SelectMultiple { choices, .. }
            | QuestionKind::Rank { choices, .. } => {
                let choices = places(choices, |choice| shows(choice.condition.as_ref()));
                if choices.is_empty() {
                    return None;
                }
                (choices, Vec::new())
            }
            QuestionKind::Matrix(Matrix { rows, columns, .. }) => {
                let columns = places(columns, |column| shows(column.condition.as_ref()));
                let rows = places(rows, |row| shows(row.condition.as_ref()));
                if columns.is_empty() || rows.is_empty() {
                    return None;
                }
                (columns, rows)
            }
        };
        Some(Self { choices, rows })
    }

    /// Returns the effective answer to the question.
    pub fn standing(&self, question: &Question, answer: Option<&Answer>) -> EffectiveAnswer {
        answer.map_or(EffectiveAnswer::Blank, |answer| self.read(question, answer))
    }

    /// Returns the shown choices of the question, each with its index among all choices.
    pub fn choices<'a>(
        &self,
        question: &'a Question,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Choice)> {
        pick(&self.choices, question.choices())
    }

    /// Returns the shown rows of the question, each with its index among all rows.
    pub fn rows<'a>(
        &self,
        question: &'a Question,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Row)> {
        pick(&self.rows, question.matrix().map_or(&[], |matrix| &matrix.rows))
    }

    /// Returns the shown columns of the question, each with its index among all columns.
    pub fn columns<'a>(
        &self,
        question: &'a Question,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Column)> {
        pick(&self.choices, question.matrix().map_or(&[], |matrix| &matrix.columns))
    }

    fn read(&self, question: &Question, answer: &Answer) -> EffectiveAnswer {
        if answer.no_comment {
            return EffectiveAnswer::NoComment;
        }
        match &question.kind {
            QuestionKind::String { .. } | QuestionKind::Text { .. } => {
                single(&answer.value, |text| Ok(EffectiveAnswer::Text(text.clone())))
            }
            QuestionKind::Integer(range) => single(&answer.value, |text| {
                Ok(EffectiveAnswer::Number(range.read_whole(&text.trimmed())?))
            }),
            QuestionKind::Decimal { range, decimals } => single(&answer.value, |text| {
                Ok(EffectiveAnswer::Number(range.read(&text.trimmed(), *decimals)?))
            }),
            QuestionKind::Date { .. } => single(&answer.value, |text| {
                Ok(EffectiveAnswer::Day(reading::day(&text.trimmed())?))
            }),
            QuestionKind::SelectOne { .. } => single(&answer.value, |text| {
                Ok(EffectiveAnswer::chosen(self.offered(question, text)))
            }),
            QuestionKind::SelectMultiple { .. } => {
                let given: Vec<&Value> = self.all_offered(question, &answer.value);
                let choices = self.choices(question).map(|(_, choice)| &choice.value);
                EffectiveAnswer::chosen(choices.filter(|value| given.contains(value)))
            }
            QuestionKind::Rank { .. } => {
                let mut ranked: Vec<&Value> = Vec::new();
                for value in self.all_offered(question, &answer.value) {
                    if !ranked.contains(&value) {
                        ranked.push(value);
                    }
                }
                EffectiveAnswer::chosen(ranked)
            }
            QuestionKind::Matrix(_) => {
                let rows = self.rows(question).map(|(_, row)| {
                    (row.value.clone(), self.read_row(question, answer.row(&row.value)))
                });
                EffectiveAnswer::Rows(rows.collect())
            }
        }
    }

    fn read_row(&self, question: &Question, answer: Option<&RowAnswer>) -> EffectiveAnswer {
        match answer {
            Some(RowAnswer { no_comment: true, .. }) => EffectiveAnswer::NoComment,
            Some(RowAnswer { value: Some(value), .. }) => {
                EffectiveAnswer::chosen(self.offered(question, value))
            }
            Some(RowAnswer { value: None, .. }) | None => EffectiveAnswer::Blank,
        }
    }

    /// Returns the shown choice or column that was given.
    pub(super) fn offered<'a>(&self, question: &'a Question, given: &Text) -> Option<&'a Value> {
        let given = given.trimmed();
        let choices = self.choices(question).map(|(_, choice)| &choice.value);
        let columns = self.columns(question).map(|(_, column)| &column.value);
        choices.chain(columns).find(|value| **value == *given)
    }

    fn all_offered<'a>(&self, question: &'a Question, given: &Given) -> Vec<&'a Value> {
        given.values().iter().filter_map(|one| self.offered(question, one)).collect()
    }
}

impl EffectiveAnswer {
    /// Whether there is a value; in a matrix, in at least one shown row.
    pub fn is_answered(&self) -> bool {
        match self {
            Self::Blank | Self::NoComment | Self::Misread(_) => false,
            Self::Text(_) | Self::Number(_) | Self::Day(_) | Self::Chosen(_) => true,
            Self::Rows(rows) => rows.values().any(Self::is_answered),
        }
    }

    /// Whether the answer is complete as "no comment": on the question, or on every row of a
    /// matrix.
    pub fn is_no_comment(&self) -> bool {
        match self {
            Self::NoComment => true,
            Self::Rows(rows) => rows.values().all(Self::is_no_comment),
            Self::Blank
            | Self::Text(_)
            | Self::Number(_)
            | Self::Day(_)
            | Self::Chosen(_)
            | Self::Misread(_) => false,
        }
    }

    /// Returns the values that are chosen, ticked, ranked, or given in a shown row.
    pub fn values(&self) -> Vec<&Value> {
        match self {
            Self::Chosen(values) => values.iter().collect(),
            Self::Rows(rows) => rows.values().flat_map(Self::values).collect(),
            Self::Blank
            | Self::NoComment
            | Self::Text(_)
            | Self::Number(_)
            | Self::Day(_)
            | Self::Misread(_) => Vec::new(),
        }
    }

    /// Returns the effective answer of a shown row. "No comment" on the question covers each row.
    pub fn row(&self, row: &Value) -> &EffectiveAnswer {
        match self {
            Self::Rows(rows) => rows.get(row).unwrap_or(&Self::Blank),
            Self::NoComment => self,
            Self::Blank
            | Self::Text(_)
            | Self::Number(_)
            | Self::Day(_)
            | Self::Chosen(_)
            | Self::Misread(_) => &Self::Blank,
        }
    }

    fn chosen<'a>(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let values: Vec<Value> = values.into_iter().cloned().collect();
        if values.is_empty() { Self::Blank } else { Self::Chosen(values) }
    }
}

/// Reads the value of a question that takes only one.
fn single(
    given: &Given,
    read: impl Fn(&Text) -> Result<EffectiveAnswer, Misread>,
) -> EffectiveAnswer {
    let mut texts = given.values().iter().filter(|text| !text.is_blank());
    match (texts.next(), texts.next()) {
        (None, _) => EffectiveAnswer::Blank,
        (Some(text), None) => read(text).unwrap_or_else(EffectiveAnswer::Misread),
        (Some(_), Some(_)) => EffectiveAnswer::Misread(Misread::Several),
    }
}

fn places<T>(all: &[T], is_shown: impl Fn(&T) -> bool) -> Vec<usize> {
    all.iter().enumerate().filter_map(|(place, one)| is_shown(one).then_some(place)).collect()
}

fn pick<'a, T>(places: &[usize], all: &'a [T]) -> impl DoubleEndedIterator<Item = (usize, &'a T)> {
    places.iter().filter_map(|&place| Some((place, all.get(place)?)))
}
