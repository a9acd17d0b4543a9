//! `greenpaper list`: lists consultations and drafts.

use std::{path::Path, process::ExitCode};

use jiff::Zoned;
use serde::Serialize;

use super::{
    out::{CommandError, Out, OutputStyle},
    unsaved::{self, UnsavedText},
};
use crate::{
    app::library::{ConsultationEntry, DraftEntry, DraftSummary, Library, SetSource},
    model::{id::QuestionId, progress::days_left, signed::SignOffSummary},
    run::library::LibraryReader,
    store::{
        folder::Folders,
        recovery_log::{self, GoneDraft},
    },
    words,
};

/// The whole list, for programs.
#[derive(Serialize)]
struct Listing<'a> {
    drafts: Vec<DraftLine<'a>>,
    /// Drafts whose files have gone, of which this machine has kept what was not saved.
    drafts_without_file: Vec<GoneDraftLine<'a>>,
    consultations: Vec<ConsultationLine<'a>>,
}

#[derive(Serialize)]
struct DraftLine<'a> {
    name: &'a str,
    path: &'a Path,
    title: Option<&'a str>,
    answered: Option<usize>,
    asked: Option<usize>,
    updated: Option<String>,
    closes: Option<String>,
    completed: Option<bool>,
    signed_off: Option<SignOffLine<'a>>,
    revised: Option<bool>,
    /// The time of the newest text that is only in this machine's recovery log.
    unsaved: Option<String>,
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct GoneDraftLine<'a> {
    path: &'a Path,
    consultation: &'a str,
    /// Until when text of it was written that this machine has.
    unsaved: String,
}

/// A sign-off, and whether it is out of date.
#[derive(Serialize)]
struct SignOffLine<'a> {
    name: &'a str,
    date: String,
    changed_since: bool,
    changed: Vec<&'a str>,
}

#[derive(Serialize)]
struct ConsultationLine<'a> {
    id: Option<&'a str>,
    path: Option<&'a Path>,
    built_in: bool,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    questions: Option<usize>,
    closes: Option<String>,
    problem: Option<&'a str>,
}

/// Lists drafts and consultations.
pub(super) fn list(
    folders: Folders,
    style: OutputStyle,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let reader = LibraryReader::new(folders);
    let library = reader.library();
    let drafts = library.drafts.iter();
    let unsaved: Vec<Option<UnsavedText>> =
        drafts.map(|draft| UnsavedText::of(&reader, &draft.path, out)).collect();
    let gone = recovery_log::without_file(&*reader.disk, &reader.folders.state).unwrap_or_default();
    if style == OutputStyle::Json {
        let listing = Listing {
            drafts: library.drafts.iter().zip(&unsaved).map(draft_line).collect(),
            drafts_without_file: gone.iter().map(gone_draft_line).collect(),
            consultations: library.consultations.iter().map(consultation_line).collect(),
        };
        out.json(&listing)?;
        return Ok(ExitCode::SUCCESS);
    }
    out.line(in_words(&reader, &library, &unsaved, &gone));
    Ok(ExitCode::SUCCESS)
}

fn draft_line<'a>((entry, unsaved): (&'a DraftEntry, &Option<UnsavedText>)) -> DraftLine<'a> {
    let summary = entry.state.as_ref().ok();
    DraftLine {
        name: &entry.name,
        path: &entry.path,
        title: summary.map(|summary| summary.title.as_str()),
        answered: summary.map(|summary| summary.answered),
        asked: summary.map(|summary| summary.asked),
        updated: summary.map(|summary| time(&summary.updated)),
        closes: summary.and_then(|summary| Some(summary.closes.as_ref()?.instant.to_string())),
        completed: summary.map(DraftSummary::is_signed_off),
        signed_off: summary.and_then(|summary| summary.sign_off.as_ref()).map(sign_off_line),
        revised: summary.map(|summary| summary.revised),
        unsaved: unsaved.as_ref().map(|unsaved| time(&unsaved.until)),
        problem: entry.state.as_ref().err().map(String::as_str),
    }
}

fn sign_off_line(sign_off: &SignOffSummary) -> SignOffLine<'_> {
    SignOffLine {
        name: &sign_off.name,
        date: sign_off.date.to_string(),
        changed_since: !sign_off.is_valid(),
        changed: sign_off.changed.iter().flatten().map(QuestionId::as_str).collect(),
    }
}

pub(super) fn time(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn consultation_line(entry: &ConsultationEntry) -> ConsultationLine<'_> {
    let summary = entry.state.as_ref().ok();
    let path = match &entry.source {
        SetSource::BuiltIn(_) => None,
        SetSource::File(path) => Some(path.as_path()),
    };
    ConsultationLine {
        id: summary.map(|summary| summary.id.as_str()),
        path,
        built_in: path.is_none(),
        title: summary.map(|summary| summary.title.as_str()),
        publisher: summary.map(|summary| summary.publisher.as_str()),
        questions: summary.map(|summary| summary.questions),
        closes: summary.and_then(|summary| Some(summary.closes.as_ref()?.instant.to_string())),
        problem: entry.state.as_ref().err().map(String::as_str),
    }
}

fn gone_draft_line(gone: &GoneDraft) -> GoneDraftLine<'_> {
    GoneDraftLine {
        path: &gone.path,
        consultation: gone.draft.consultation.id.as_str(),
        unsaved: time(&gone.draft.updated),
    }
}

/// Names the former path of a removed draft, and the command that restores it from its log.
fn gone_in_words(reader: &LibraryReader, gone: &GoneDraft) -> [String; 2] {
    let path = gone.path.display();
    let until = gone.draft.updated.strftime("%H:%M on %-d %B %Y");
    let command =
        unsaved::answer_command(reader, Some(gone.draft.consultation.id.clone()), &gone.path);
    [
        format!("  {path}"),
        format!("    this machine has text written until {until}; `{command}` restores it"),
    ]
}

fn in_words(
    reader: &LibraryReader,
    library: &Library,
    unsaved: &[Option<UnsavedText>],
    gone: &[GoneDraft],
) -> String {
    let now = jiff::Zoned::now();
    let mut lines = vec!["Drafts in progress".to_owned()];
    for (draft, unsaved) in library.drafts.iter().zip(unsaved) {
        lines.push(format!("  {}", draft.name));
        match &draft.state {
            Ok(summary) => {
                let left = days_left(summary.closes.as_ref(), &now);
                lines.push(format!("    {}", summary.title));
                lines.push(format!(
                    "    {} of {} answered{}{}",
                    summary.answered,
                    summary.asked,
                    if summary.is_signed_off() { ", signed off" } else { "" },
                    left.map(|left| format!(", {left}")).unwrap_or_default(),
                ));
                lines.push(format!(
                    "    last changed {}",
                    summary.updated.strftime("%-d %B %Y at %H:%M")
                ));
                let outdated = summary.outdated_sign_off();
                lines.extend(outdated.map(|sign_off| format!("    {}", sign_off.words)));
                if summary.revised {
                    lines.push("    the consultation has changed since".to_owned());
                }
            }
            Err(problem) => lines.push(format!("    cannot be read: {problem}")),
        }
        lines.extend(unsaved.as_ref().map(|unsaved| format!("    {}", unsaved.in_short())));
        lines.push(format!("    {}", draft.path.display()));
    }
    if library.drafts.is_empty() {
        lines.push("  none yet".to_owned());
    }
    if !gone.is_empty() {
        lines.push(String::new());
        lines.push("Drafts whose files have gone".to_owned());
        lines.extend(gone.iter().flat_map(|gone| gone_in_words(reader, gone)));
    }
    lines.push(String::new());
    lines.push("Consultations to answer".to_owned());
    for consultation in &library.consultations {
        match &consultation.state {
            Ok(summary) => {
                let left = days_left(summary.closes.as_ref(), &now);
                lines.push(format!("  {}", summary.id));
                lines.push(format!("    {}", summary.title));
                lines.push(format!(
                    "    {}, {}{}",
                    summary.publisher,
                    words::questions_of(summary),
                    left.map(|left| format!(", {left}")).unwrap_or_default(),
                ));
            }
            Err(problem) => lines.push(format!("  {problem}")),
        }
        if let SetSource::File(path) = &consultation.source {
            lines.push(format!("    {}", path.display()));
        }
        lines.extend(another_with_its_id(consultation, library).map(|what| format!("    {what}")));
    }
    lines.join("\n")
}

/// Explains why a set cannot be opened by its id alone, because another has the same.
fn another_with_its_id(entry: &ConsultationEntry, library: &Library) -> Option<&'static str> {
    let id = &entry.state.as_ref().ok()?.id;
    let is_own_with_id = |other: &ConsultationEntry| {
        matches!(other.source, SetSource::File(_))
            && other.source != entry.source
            && other.state.as_ref().is_ok_and(|other| other.id == *id)
    };
    if !library.consultations.iter().any(is_own_with_id) {
        return None;
    }
    Some(match entry.source {
        SetSource::File(_) => "another file has the same id, so open this one by its path",
        SetSource::BuiltIn(_) => "your own file with the same id is opened instead",
    })
}
