//! The changes that one edit makes to a draft, small enough to store after every key.

use std::sync::Arc;

use super::{
    answer::{Answer, TextField},
    draft::Draft,
    id::QuestionId,
    text::Text,
};

/// What changed in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftChange {
    /// Anything may have changed.
    Whole(Box<Draft>),
    /// Some answers, or only the rest of the draft.
    Part(Box<PartialChange>),
}

/// The part of a draft that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialChange {
    /// The current draft, with the last changes of these answers but without the answers.
    pub head: Draft,
    /// The current state of each changed answer; `None` if it was removed.
    pub answers: Vec<(QuestionId, Option<Arc<Answer>>)>,
    /// The edit of the text, if only one text of one answer was edited.
    pub splice: Option<Splice>,
}

/// An edit of a text: the range replaced, and its replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// The text of the answer that was edited.
    pub field: TextField,
    /// The start of the edit, in bytes.
    pub at: usize,
    /// How many bytes were removed.
    pub removed: usize,
    /// The text inserted.
    pub inserted: Text,
}

impl Splice {
    /// Makes the same edit in an answer. Returns whether it fits there.
    #[must_use]
    pub fn apply(&self, answer: &mut Answer) -> bool {
        let mut text = self.field.of(answer);
        let end = self.at.checked_add(self.removed).filter(|end| *end <= text.len_bytes());
        let Some(end) = end else { return false };
        let is_boundary = |at: usize| text.character_start(at) == at;
        if !is_boundary(self.at) || !is_boundary(end) {
            return false;
        }
        text.replace(self.at..end, &self.inserted);
        self.field.put(answer, &text);
        answer.tidy();
        true
    }
}
