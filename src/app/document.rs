//! Documents that can be made of a draft while it is open, or from the first screen.

use std::{path::PathBuf, sync::Arc};

use crate::model::{consultation::Consultation, draft::Draft};

/// A document that can be made of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the labels say it")]
pub enum DocumentChoice {
    Word,
    OpenDocument,
    Pdf,
    WebPage,
    Text,
    Approval,
    Summary,
    Letter,
    Email,
    Website,
}

/// The documents, in the order shown.
pub const DOCUMENTS: [DocumentChoice; 10] = [
    DocumentChoice::Word,
    DocumentChoice::OpenDocument,
    DocumentChoice::Pdf,
    DocumentChoice::WebPage,
    DocumentChoice::Text,
    DocumentChoice::Approval,
    DocumentChoice::Summary,
    DocumentChoice::Letter,
    DocumentChoice::Email,
    DocumentChoice::Website,
];

/// A document that is to be made.
#[derive(Debug)]
pub struct DocumentOrder {
    /// Which one.
    pub choice: DocumentChoice,
    /// What it is made of.
    pub of: DocumentSource,
}

/// What a document is made of.
#[derive(Debug)]
pub enum DocumentSource {
    /// The draft that is open, as it is on the screen.
    Open(Box<Draft>, Arc<Consultation>),
    /// A draft that is not open.
    File(PathBuf),
}

/// A document that has been made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeDocument {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, where it is one to paste.
    pub to_paste: Option<String>,
}

impl DocumentChoice {
    /// The word that asks for it line by line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Word => "docx",
            Self::OpenDocument => "odt",
            Self::Pdf => "pdf",
            Self::WebPage => "html",
            Self::Text => "txt",
            Self::Approval => "approval",
            Self::Summary => "summary",
            Self::Letter => "letter",
            Self::Email => "e-mail",
            Self::Website => "website",
        }
    }
}
