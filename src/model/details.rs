//! The respondent's own details, remembered to be offered in the next response.

use std::collections::BTreeMap;

use super::{
    consultation::{Purpose, Question, QuestionKind},
    id::Value,
    response::{Content, ResponseRecord},
};

/// What the respondent's last responses said about them, by the purpose of the question. Consents
/// are never remembered: they are given anew each time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RespondentDetails(pub BTreeMap<Purpose, String>);

/// A detail as the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferedDetail {
    /// A text.
    Text(String),
    /// A choice, with its label.
    Choice(Value, String),
}

impl RespondentDetails {
    /// Returns the details that a response holds: texts, and the labels of choices.
    pub fn of(record: &ResponseRecord) -> Self {
        let said = record.respondent.iter().filter(|detail| !detail.purpose.is_consent());
        let said = said.filter_map(|detail| match &detail.value {
            Content::Text(text) => Some((detail.purpose, text.clone())),
            Content::One(choice) => Some((detail.purpose, choice.label.clone())),
            Content::Number { .. } | Content::Day(_) | Content::Ticked(_) | Content::Ranked(_) => {
                None
            }
        });
        Self(said.collect())
    }

    /// Returns the detail that a question asks for, if it is known and can be the answer.
    pub fn for_question(&self, question: &Question) -> Option<OfferedDetail> {
        let detail = self.0.get(&question.purpose.filter(|purpose| !purpose.is_consent())?)?;
        match &question.kind {
            QuestionKind::String { .. } | QuestionKind::Text { .. } => {
                Some(OfferedDetail::Text(detail.clone()))
            }
            QuestionKind::SelectOne { .. } => {
                let mut choices = question.choices().iter();
                let choice = choices.find(|one| one.label.eq_ignore_ascii_case(detail))?;
                Some(OfferedDetail::Choice(choice.value.clone(), choice.label.clone()))
            }
            QuestionKind::Integer(_)
            | QuestionKind::Decimal { .. }
            | QuestionKind::Date { .. }
            | QuestionKind::SelectMultiple { .. }
            | QuestionKind::Rank { .. }
            | QuestionKind::Matrix(_) => None,
        }
    }
}

impl OfferedDetail {
    /// Returns the detail for people to read.
    pub fn label(&self) -> &str {
        match self {
            Self::Text(text) | Self::Choice(_, text) => text,
        }
    }
}
