//! What there is to answer: drafts in progress, consultations to begin.

use std::path::PathBuf;

use jiff::{Zoned, civil::Date};

use crate::model::{
    consultation::Closing,
    draft::Position,
    id::{ConsultationId, SectionId},
    signed::SignOffSummary,
};

/// What there is to answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    /// Drafts, the last changed first.
    pub drafts: Vec<DraftEntry>,
    /// Consultations, those still open first.
    pub consultations: Vec<ConsultationEntry>,
    /// Whether that is all. While files are still being read, there may be more.
    pub is_complete: bool,
    /// Where things are kept, once that is known.
    pub folders: Option<Box<KeptIn>>,
}

/// Where this person's files are kept on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptIn {
    /// Drafts.
    pub drafts: PathBuf,
    /// The person's own question sets.
    pub sets: PathBuf,
    /// What is not in a draft yet.
    pub recovery: PathBuf,
}

/// The id of the shipped set to practise on.
pub const PRACTICE: &str = "practice";

impl Library {
    /// Where things are kept, for someone who has no draft yet.
    pub fn first_run(&self) -> Option<&KeptIn> {
        self.folders.as_deref().filter(|_| self.is_complete && self.drafts.is_empty())
    }
}

/// A draft on the home screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEntry {
    /// Where it is kept.
    pub path: PathBuf,
    /// What it is called: its file name without the ending.
    pub name: String,
    /// What is known of it, or why it cannot be read.
    pub state: Result<DraftSummary, String>,
}

/// What the home screen says of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    /// The consultation's title.
    pub title: String,
    /// Questions answered, "no comment" included.
    pub answered: usize,
    /// Questions asked.
    pub asked: usize,
    /// When it was last changed.
    pub updated: Zoned,
    /// When the consultation closes.
    pub closes: Option<Closing>,
    /// Where its sign-off stands, if somebody has signed it off.
    pub sign_off: Option<SignOffSummary>,
    /// Whether the consultation has changed since.
    pub revised: bool,
}

impl DraftSummary {
    /// Whether it is signed off, and nothing has changed since.
    pub fn is_signed_off(&self) -> bool {
        self.sign_off.as_ref().is_some_and(SignOffSummary::is_valid)
    }

    /// The sign-off that it has been changed since.
    pub fn outdated_sign_off(&self) -> Option<&SignOffSummary> {
        self.sign_off.as_ref().filter(|sign_off| !sign_off.is_valid())
    }
}

/// A consultation on the home screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationEntry {
    /// Where it comes from.
    pub source: SetSource,
    /// What is known of it, or why it cannot be read.
    pub state: Result<ConsultationSummary, String>,
}

impl ConsultationEntry {
    /// Whether it is there to practise on.
    pub fn is_practice(&self) -> bool {
        self.source == SetSource::BuiltIn(PRACTICE)
    }
}

/// What the home screen says of a consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationSummary {
    /// Its id.
    pub id: ConsultationId,
    /// Its title.
    pub title: String,
    /// Who asks.
    pub publisher: String,
    /// When it opens.
    pub opens: Option<Date>,
    /// When it closes.
    pub closes: Option<Closing>,
    /// The number of questions in it.
    pub questions: usize,
    /// Whether answers decide which of them are asked.
    pub is_conditional: bool,
    /// The larger exercise it belongs to.
    pub part_of: Option<String>,
}

/// Where a question set comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetSource {
    /// Built into the program.
    BuiltIn(&'static str),
    /// A file.
    File(PathBuf),
}

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftRequest {
    /// A draft that is there.
    Draft(PathBuf),
    /// A draft that is there, with the set that it was written with, whatever there is now.
    AsWritten(PathBuf),
    /// A new draft of a set, in the drafts folder.
    New(SetSource),
    /// A new draft of a set, in a file of the respondent's choice.
    NewAt(SetSource, PathBuf),
}

/// Where a destination is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DestinationPlace {
    /// The first page of a section.
    Section(SectionId),
    /// A question, or a row of it.
    Question(Position),
    /// A draft or a consultation of the first screen.
    Draft(DraftRequest),
}
