//! What a command reads from: a draft, or a response that was exported.

use std::path::{Path, PathBuf};

use super::{
    out::{CommandError, Out},
    unsaved::UnsavedText,
};
use crate::{
    export::from_response::Subject,
    model::{consultation::Consultation, response::Record},
    run::library::{LibraryReader, OpenFailure, ViewedDraft},
    store::{
        folder::unreadable,
        response::{self, Integrity, LoadedResponse},
    },
};

/// What a command reads from.
pub(super) enum Source {
    /// A draft.
    Draft(Box<ViewedDraft>),
    /// A response that was exported.
    Response(Box<ResponseFile>),
}

/// A response that was exported.
pub(super) struct ResponseFile {
    /// Its file.
    pub(super) path: PathBuf,
    /// What it says.
    pub(super) loaded: LoadedResponse,
    /// The question set that it answers, where it is at hand.
    pub(super) consultation: Option<Consultation>,
}

/// What to do with a response that was changed since it was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unverified {
    /// Refuse it.
    Refused,
    /// Use it, and say so.
    Marked,
}

impl Source {
    /// Opens what an argument names: an id or a path.
    pub(super) fn open(
        shelf: &LibraryReader,
        name: &str,
        unverified: Unverified,
    ) -> Result<Self, CommandError> {
        let path = shelf.folders.find_draft(name)?;
        let content = shelf.disk.read(&path).map_err(|error| {
            CommandError::new(format!("cannot read {}: {}", path.display(), unreadable(&error)))
        })?;
        if !response::is_one(&content) {
            let opened = shelf.draft(name).map_err(CommandError::open)?;
            return Ok(Self::Draft(Box::new(opened)));
        }
        let name = path.to_string_lossy();
        let loaded = match unverified {
            Unverified::Refused => response::read(&name, &content),
            Unverified::Marked => response::read_unverified(&name, &content),
        };
        let loaded =
            loaded.map_err(|problems| CommandError::open(OpenFailure::Problems(problems)))?;
        let consultation = set_of(shelf, &loaded.record);
        Ok(Self::Response(Box::new(ResponseFile { path, loaded, consultation })))
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Draft(opened) => &opened.path,
            Self::Response(file) => &file.path,
        }
    }

    /// Text that only this machine has, which is told as well.
    pub(super) fn unsaved(&self, shelf: &LibraryReader, out: &Out) -> Option<UnsavedText> {
        match self {
            Self::Draft(opened) => {
                let unsaved = UnsavedText::of(shelf, &opened.path, out)?;
                out.note(unsaved.in_words());
                Some(unsaved)
            }
            Self::Response(_) => None,
        }
    }
}

impl ResponseFile {
    /// What documents are made from.
    pub(super) fn subject(&self) -> Subject<'_> {
        Subject {
            record: &self.loaded.record,
            digest: &self.loaded.digest,
            integrity: self.loaded.integrity,
            consultation: self.consultation.as_ref(),
            draft: None,
        }
    }
}

/// What documents are made from, of a draft as it is.
pub(super) fn subject_of<'a>(opened: &'a ViewedDraft, record: &'a Record) -> Subject<'a> {
    Subject {
        record,
        digest: "",
        integrity: Integrity::Intact,
        consultation: Some(&opened.consultation),
        draft: None,
    }
}

/// The very question set that a response answers, where it is among those that are known.
pub(super) fn set_of(shelf: &LibraryReader, record: &Record) -> Option<Consultation> {
    let edition = &record.consultation;
    let source = shelf.find(edition.id.as_str()).ok()?;
    let consultation = shelf.read(&source).ok()?.consultation;
    Some(consultation).filter(|set| set.digest == edition.digest)
}
