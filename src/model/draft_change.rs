//! What one edit changed in a draft: small enough to be kept at every key.

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
    /// Some answers, or nothing but what stands beside them.
    Part(Box<PartialChange>),
}

/// The part of a draft that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialChange {
    /// The draft as it is now, without its answers.
    pub head: Draft,
    /// The answers that changed, as they are now; `None` for one that says nothing any more.
    pub answers: Vec<(QuestionId, Option<Arc<Answer>>)>,
    /// How the answer came about, when it is one alone and a text of it was typed in.
    pub splice: Option<Splice>,
}

/// An edit of a text: what stood there, and what stands there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Which text of the answer.
    pub field: TextField,
    /// Where it begins, in bytes.
    pub at: usize,
    /// How much went away, in bytes.
    pub removed: usize,
    /// What came in its place.
    pub inserted: Text,
}

impl Splice {
    /// Makes the same edit in an answer; whether it fits there.
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
