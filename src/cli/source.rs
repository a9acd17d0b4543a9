//! The input of a command: a draft or an exported response.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    out::{CommandError, Out},
    unsaved::UnsavedText,
};
use crate::{
    export::from_response::DocumentInput,
    model::{consultation::Consultation, response::ResponseRecord},
    run::library::{LibraryReader, OpenFailure, ViewedDraft},
    store::{
        folder::unreadable,
        response::{self, Integrity, LoadedResponse},
    },
};

/// The input of a command.
pub(super) enum CommandInput {
    /// A draft.
    Draft(Box<ViewedDraft>),
    /// An exported response.
    Response(Box<OpenedResponse>),
}

/// An exported response.
pub(super) struct OpenedResponse {
    /// Its file.
    pub(super) path: PathBuf,
    /// Its contents.
    pub(super) loaded: LoadedResponse,
    /// The question set that it answers, if available.
    pub(super) consultation: Option<Consultation>,
}

/// What to do with a response that was changed after export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unverified {
    /// Refuse it.
    Refused,
    /// Use it, marked as not verified.
    Marked,
}

impl CommandInput {
    /// Opens the draft or response that an argument names by id or path.
    pub(super) fn open(
        library: &LibraryReader,
        name: &str,
        unverified: Unverified,
    ) -> Result<Self, CommandError> {
        let path = library.folders.find_draft(name)?;
        let content = library.disk.read(&path).map_err(|error| {
            CommandError::new(format!("cannot read {}: {}", path.display(), unreadable(&error)))
        })?;
        if !response::is_one(&content) {
            let opened = library.draft(name).map_err(CommandError::open)?;
            return Ok(Self::Draft(Box::new(opened)));
        }
        let name = path.to_string_lossy();
        let loaded = match unverified {
            Unverified::Refused => response::read(&name, &content),
            Unverified::Marked => response::read_unverified(&name, &content),
        };
        let loaded =
            loaded.map_err(|problems| CommandError::open(OpenFailure::Problems(problems)))?;
        let consultation = set_of(library, &loaded.record);
        Ok(Self::Response(Box::new(OpenedResponse { path, loaded, consultation })))
    }

    /// Returns the path of the file.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Draft(opened) => &opened.path,
            Self::Response(file) => &file.path,
        }
    }

    /// Returns text that is only in this machine's recovery log, to mention it.
    pub(super) fn unsaved(&self, library: &LibraryReader, out: &Out) -> Option<UnsavedText> {
        match self {
            Self::Draft(opened) => {
                let unsaved = UnsavedText::of(library, &opened.path, out)?;
                out.note(unsaved.in_words());
                Some(unsaved)
            }
            Self::Response(_) => None,
        }
    }
}

impl OpenedResponse {
    /// Returns what documents are made from.
    pub(super) fn subject(&self) -> DocumentInput<'_> {
        DocumentInput {
            record: &self.loaded.record,
            digest: &self.loaded.digest,
            integrity: self.loaded.integrity,
            consultation: self.consultation.as_ref(),
            draft: None,
        }
    }
}

/// Returns what documents are made from, for a draft.
pub(super) fn subject_of<'a>(
    opened: &'a ViewedDraft,
    record: &'a ResponseRecord,
) -> DocumentInput<'a> {
    DocumentInput {
        record,
        digest: "",
        integrity: Integrity::Intact,
        consultation: Some(&opened.consultation),
        draft: None,
    }
}

/// Refuses to write over an input file.
pub(super) fn refuse_same_file<'a>(
    inputs: impl IntoIterator<Item = &'a Path>,
    output: &Path,
) -> Result<(), CommandError> {
    let Ok(existing) = fs::canonicalize(output) else { return Ok(()) };
    let is_same = |input: &Path| fs::canonicalize(input).is_ok_and(|input| input == existing);
    if inputs.into_iter().any(is_same) {
        let what = format!("nothing was written: {} is also the input", output.display());
        return Err(CommandError::new(what).then("`-o` names another file"));
    }
    Ok(())
}

/// Returns the exact question set that a response answers, if it is among the known sets.
pub(super) fn set_of(library: &LibraryReader, record: &ResponseRecord) -> Option<Consultation> {
    let edition = &record.consultation;
    let source = library.find(edition.id.as_str()).ok()?;
    let consultation = library.read(&source).ok()?.consultation;
    Some(consultation).filter(|set| set.digest == edition.digest)
}
