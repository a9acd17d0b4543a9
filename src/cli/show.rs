//! `greenpaper show`: the answers so far, to read; of a final response, what it says.

mod page;

use std::{ffi::OsStr, process::ExitCode};

use self::page::Page;
use super::{
    out::{Failure, Out},
    unsaved::Unsaved,
};
use crate::{
    model::{answer::Answers, condition::Route, progress::DaysLeft, response::Record},
    run::shelf::{OpenDraft, OpenFailure, Shelf},
    store::{
        folder::{Folders, unreadable},
        response,
    },
};

/// How a time is told.
const TIME: &str = "%-d %B %Y at %H:%M";

/// Shows a draft, or a response that was exported.
pub(super) fn show(folders: Folders, draft: &OsStr, out: &Out) -> Result<ExitCode, Failure> {
    let shelf = Shelf::new(folders);
    let name = draft.to_string_lossy();
    let path = shelf.folders.find_draft(&name)?;
    let content = shelf.disk.read(&path).map_err(|error| {
        Failure::new(format!("cannot read {}: {}", path.display(), unreadable(&error)))
    })?;
    let page = match response::is_one(&content) {
        true => {
            let read = response::read(&path.to_string_lossy(), &content);
            let read = read.map_err(|problems| Failure::open(OpenFailure::Problems(problems)))?;
            let status = standing(&read.record);
            Page::of(&read.record, &status, &Answers::default())
        }
        false => {
            let opened = shelf.draft(&name).map_err(Failure::open)?;
            if let Some(unsaved) = Unsaved::of(&shelf, &path, out) {
                out.note(unsaved.in_words());
            }
            let record = opened.draft.partial(&opened.consultation);
            Page::of(&record, &progress(&opened), &opened.draft.answers)
        }
    };
    out.line(page);
    Ok(ExitCode::SUCCESS)
}

/// How far a response has come that was exported.
fn standing(record: &Record) -> Vec<String> {
    let Some(completion) = &record.completion else {
        return vec![format!("NOT FINAL: the answers of {}", record.updated.strftime(TIME))];
    };
    let sign_off = &completion.sign_off;
    let mut lines = vec![
        "Final response".to_owned(),
        format!("Signed off by {} on {}", sign_off.name, sign_off.date.strftime("%-d %B %Y")),
    ];
    let further = [("As", &sign_off.role), ("Authority:", &sign_off.authority)];
    let further = further.iter().filter(|(_, text)| !text.trim().is_empty());
    lines.extend(further.map(|(lead, text)| format!("{lead} {text}")));
    lines
}

/// How far a draft has come, and how much time is left.
fn progress(opened: &OpenDraft) -> Vec<String> {
    let OpenDraft { draft, consultation, newer, .. } = opened;
    let mut lines = Vec::new();
    if let Some(left) =
        DaysLeft::of(consultation.opens, consultation.closes.as_ref(), &jiff::Zoned::now())
    {
        let closes = consultation.closes.as_ref();
        let day = closes.map(|closes| closes.day.strftime("Closes on %-d %B %Y: ").to_string());
        lines.push(format!("{}{left}", day.unwrap_or_default()));
    }
    lines.extend(newer.as_ref().map(|_| {
        "The consultation has changed since: open the draft to see what, and go on".to_owned()
    }));
    lines.push(match draft.signed_off() {
        Ok(sign_off) => format!("Signed off by {}", sign_off.name),
        Err(shortfall) => format!("Not final. {shortfall}"),
    });
    let route = Route::of(consultation, &draft.answers);
    let contradictions = route.contradictions(consultation);
    lines.extend(contradictions.map(|one| one.in_words(consultation, &route, None)));
    lines.push(format!("Last changed on {}", draft.updated.strftime(TIME)));
    lines
}
