//! The layouts of a document of a response.

use super::{
    approval,
    document::{Document, DocumentKind},
    from_response::{self, DocumentInput},
    letter, summary,
};

/// The layout of a document of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentLayout {
    /// The whole response.
    Whole,
    /// A page with the answers to the key questions, and what is blank.
    Summary,
    /// Continuous prose.
    Letter,
    /// The whole response, after what is open and before the notes of colleagues.
    Approval,
}

impl DocumentLayout {
    /// Returns the document of a response.
    pub fn document(self, subject: &DocumentInput<'_>) -> Document {
        match self {
            Self::Whole => from_response::whole(subject),
            Self::Summary => summary::summary(subject),
            Self::Letter => letter::letter(subject),
            Self::Approval => approval::approval(subject),
        }
    }

    /// Returns the kind of document.
    pub fn kind(self) -> DocumentKind {
        match self {
            Self::Whole => DocumentKind::Response,
            Self::Summary => DocumentKind::Summary,
            Self::Letter => DocumentKind::Letter,
            Self::Approval => DocumentKind::Approval,
        }
    }
}
