//! `greenpaper show`: prints the answers so far, or the contents of a final response.

use std::{ffi::OsStr, process::ExitCode};

use super::{
    out::{CommandError, Out},
    source::{CommandInput, Unverified, subject_of},
};
use crate::{
    export::{
        self,
        document::Document,
        format::{DocumentFormat, Format},
        from_response::{self, DocumentInput},
    },
    model::{
        progress::{Counts, DaysLeft, Progress},
        response::{ResponseRecord, SignOffShortfall},
        route::Route,
        signed::SignOffState,
    },
    run::library::{LibraryReader, ViewedDraft},
    store::folder::Folders,
};

/// Prints a draft or an exported response.
pub(super) fn show(
    folders: Folders,
    draft: &OsStr,
    to: Option<DocumentFormat>,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let source = opened(folders, draft, out)?;
    let document = match &source {
        CommandInput::Response(file) => from_response::whole(&file.subject()),
        CommandInput::Draft(opened) => shown(opened),
    };
    match to {
        None => out.line(export::readable(&document).trim_end()),
        Some(format) => {
            let written = export::document_written(&document, format)
                .map_err(|error| CommandError::export(&error))?;
            out.document(&written, format);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the same as data, for programs: not final, unless it is a final response.
pub(super) fn json(folders: Folders, draft: &OsStr, out: &Out) -> Result<ExitCode, CommandError> {
    let source = opened(folders, draft, out)?;
    let written = match &source {
        CommandInput::Response(file) => export::written(&file.subject(), Format::Json),
        CommandInput::Draft(opened) => {
            let partial = opened.draft.partial(&opened.consultation);
            export::written(&subject_of(opened, &partial), Format::Json)
        }
    };
    out.raw(written.map_err(|error| CommandError::export(&error))?.bytes());
    Ok(ExitCode::SUCCESS)
}

/// Opens the input, and mentions text that only this machine has.
fn opened(folders: Folders, draft: &OsStr, out: &Out) -> Result<CommandInput, CommandError> {
    let library = LibraryReader::new(folders);
    let source = CommandInput::open(&library, &draft.to_string_lossy(), Unverified::Refused)?;
    source.unsaved(&library, out);
    Ok(source)
}

/// Builds the document of a draft with colleagues' notes and progress.
fn shown(opened: &ViewedDraft) -> Document {
    let ViewedDraft { draft, consultation, newer, .. } = opened;
    let partial = draft.partial(consultation);
    let record = match draft.finish(consultation) {
        Ok(finished) => ResponseRecord {
            leftovers: partial.leftovers.clone(),
            ..ResponseRecord::clone(&finished)
        },
        Err(_) => ResponseRecord::clone(&partial),
    };
    let subject = DocumentInput { draft: Some(draft), ..subject_of(opened, &record) };
    let mut document = from_response::whole(&subject);
    let left = DaysLeft::of(consultation.opens, consultation.closes.as_ref(), &jiff::Zoned::now());
    document.tell("Time left", left.map(|left| left.to_string()).unwrap_or_default());
    let route = Route::of(consultation, &draft.answers);
    match draft.sign_off_state(consultation, &route) {
        SignOffState::Valid(_) => {}
        SignOffState::Outdated { sign_off, changed } => {
            document.tell("Sign-off", sign_off.outdated_in_words(consultation, &changed));
        }
        SignOffState::Missing => document.tell("Sign-off", SignOffShortfall::Missing.to_string()),
    }
    let Counts { asked, answered, .. } = Progress::of(consultation, &route, draft).whole;
    document.tell("Answered", format!("{answered} of {asked} questions"));
    for contradiction in route.contradictions(consultation) {
        document.tell("Contradiction", contradiction.in_words(consultation, &route, None));
    }
    if newer.is_some() {
        let changed =
            "The consultation has changed since: open the draft to see the changes and continue";
        document.tell("Changes", changed);
    }
    document
}
