//! What of a response a document has.

use super::{
    approval,
    document::{Document, DocumentKind},
    from_response::{self, DocumentInput},
    letter, summary,
};

/// What of a response a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentLayout {
    /// All of it.
    Whole,
    /// What it says to the key questions, and what is blank, on a page.
    Summary,
    /// Continuous prose.
    Letter,
    /// All of it, with what is open before it and the notes of colleagues after it.
    Approval,
}

impl DocumentLayout {
    /// The document of a response.
    pub fn document(self, subject: &DocumentInput<'_>) -> Document {
        match self {
            Self::Whole => from_response::whole(subject),
            Self::Summary => summary::summary(subject),
            Self::Letter => letter::letter(subject),
            Self::Approval => approval::approval(subject),
        }
    }

    /// What the document is.
    pub fn kind(self) -> DocumentKind {
        match self {
            Self::Whole => DocumentKind::Response,
            Self::Summary => DocumentKind::Summary,
            Self::Letter => DocumentKind::Letter,
            Self::Approval => DocumentKind::Approval,
        }
    }
}
