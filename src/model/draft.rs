//! A response being written. It may break every rule; only a [`super::response`] keeps them all.

use std::collections::BTreeMap;

use jiff::{Zoned, civil::Date};

use super::{
    answer::Answers,
    id::{ConsultationId, QuestionId, SectionId, Value},
};

/// A response being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The edition of the set it was written with.
    pub consultation: Edition,
    /// How far it has come.
    pub status: Status,
    /// When it was begun.
    pub started: Zoned,
    /// When it was last changed.
    pub updated: Zoned,
    /// Where the respondent left off.
    pub position: Option<Position>,
    /// The sections that the respondent has marked as completed.
    pub completed: BTreeMap<SectionId, SectionState>,
    /// What has been said.
    pub answers: Answers,
    /// Who signed it off; given before the last change when the status is [`Status::Amended`].
    pub sign_off: Option<SignOff>,
}

/// Which edition of a question set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The set.
    pub id: ConsultationId,
    /// Its version.
    pub version: String,
    /// The digest over its file.
    pub digest: String,
}

/// How far a response has come. The words are FHIR's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    InProgress,
    /// Signed off, nothing changed since.
    Completed,
    /// Changed after it was signed off.
    Amended,
}

/// What the respondent says of a section ("Have you completed this section?").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionState {
    /// "Yes, I've completed this section".
    Completed,
    /// "No, I'll come back later".
    Later,
}

/// Where the respondent left off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The question, notice, group or part.
    pub question: QuestionId,
    /// The row of a matrix.
    pub row: Option<Value>,
    /// The field of the question or row.
    pub field: FieldName,
    /// The cursor in a text: bytes from its start.
    pub cursor: Option<usize>,
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

/// Who answers for the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Who.
    pub name: String,
    /// As what.
    pub role: String,
    /// Under what authority: a minute, a delegation.
    pub authority: String,
    /// When.
    pub date: Date,
}

impl Draft {
    /// A draft with nothing in it.
    pub fn new(consultation: Edition, now: &Zoned) -> Self {
        Self {
            consultation,
            status: Status::InProgress,
            started: now.clone(),
            updated: now.clone(),
            position: None,
            completed: BTreeMap::new(),
            answers: Answers::default(),
            sign_off: None,
        }
    }
}
