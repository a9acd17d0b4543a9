//! `greenpaper export`: the final response, or a list of everything that it still lacks.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{
    out::{Failure, Out},
    unsaved::Unsaved,
};
use crate::{
    export::{self, Format, Written},
    model::{
        consultation::Consultation,
        id::QuestionId,
        progress::DaysLeft,
        response::{Response, Unfinished},
    },
    run::shelf::{OpenDraft, Shelf},
    store::{folder::Folders, response},
};

/// The file name that means standard output.
const STANDARD_OUTPUT: &str = "-";

/// What is to be exported, and how.
pub(super) struct Wish {
    /// The file to write; beside the draft, without one.
    pub(super) output: Option<PathBuf>,
    /// The format; as the file's ending says, without one.
    pub(super) to: Option<Format>,
    /// Whether what is not final will do.
    pub(super) partial: bool,
}

/// Writes the response to a consultation.
pub(super) fn export(
    folders: Folders,
    draft: &OsStr,
    wish: Wish,
    out: &Out,
) -> Result<ExitCode, Failure> {
    let format = wish.format()?;
    let shelf = Shelf::new(folders);
    let opened = shelf.draft(&draft.to_string_lossy()).map_err(Failure::open)?;
    let consultation = &opened.consultation;
    let unsaved = Unsaved::of(&shelf, &opened.path, out);
    if let Some(unsaved) = &unsaved {
        out.note(unsaved.in_words());
    }
    let response = match opened.draft.finish(consultation) {
        Ok(response) => response,
        Err(_) if wish.partial => opened.draft.partial(consultation),
        Err(unfinished) => {
            out.note(what_is_missing(consultation, &unfinished));
            return Err(Failure::new("nothing was written: the response is not final yet")
                .then("go on with `greenpaper answer`, or export what there is with `--partial`"));
        }
    };
    if let Some(unsaved) = unsaved.filter(|_| response.completion.is_some()) {
        return Err(Failure::new("nothing was written: the final response would lack that text")
            .then(format!("{}; then export again", unsaved.what_to_do())));
    }
    if opened.newer.is_some() {
        out.note(
            "The consultation has changed since. This answers it as it was; open the draft to see \
             what is new, and to go on.",
        );
    }
    if consultation.digest != opened.draft.consultation.digest {
        out.note("The question set has changed since this draft was begun; its words are as now.");
    }
    let written = export::written(&response, format)?;
    if wish.output.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
        out.raw(written.bytes());
        return Ok(ExitCode::SUCCESS);
    }
    let beside = || export::path_beside(&opened.path, &response, format);
    let path = wish.output.unwrap_or_else(beside);
    response::save(&*shelf.disk, &path, &response, written.bytes()).map_err(|error| {
        Failure::from(error).then("nothing was written; `-o` names another file")
    })?;
    out.line(what_to_do(&opened, &response, &written, &path));
    Ok(ExitCode::SUCCESS)
}

impl Wish {
    fn format(&self) -> Result<Format, Failure> {
        let file = self.output.as_deref().filter(|file| *file != Path::new(STANDARD_OUTPUT));
        match (self.to, file) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Yaml),
            (None, Some(file)) => Format::of_file(file).ok_or_else(|| {
                let what = format!("the ending of {} does not name a format", file.display());
                Failure::usage(what, "end it in .yaml, or say `--to yaml`")
            }),
        }
    }
}

/// Everything that the response still lacks, each with the number of its question.
fn what_is_missing(consultation: &Consultation, unfinished: &Unfinished) -> String {
    let shortfalls = unfinished.shortfalls.iter();
    let mut lines: Vec<String> = shortfalls
        .map(|shortfall| {
            let question = name(consultation, &shortfall.question);
            format!("  {question}: {}", shortfall.in_words(consultation))
        })
        .collect();
    lines.extend(unfinished.sign_off.map(|shortfall| format!("  Sign-off: {shortfall}")));
    let things = if lines.len() == 1 { "1 thing" } else { &format!("{} things", lines.len()) };
    format!("{things} to do before the response is final:\n{}", lines.join("\n"))
}

/// The printed number of a question, or its words.
fn name(consultation: &Consultation, id: &QuestionId) -> String {
    let location = consultation.location(id);
    let (number, part) = location.map_or((None, None), |at| consultation.number_at(at));
    match (number, part) {
        (Some(number), Some(part)) => format!("Question {number} ({part})"),
        (Some(number), None) => format!("Question {number}"),
        (None, _) => {
            let text = consultation.question(id).map(|question| question.wording.text.as_str());
            format!("“{}”", text.unwrap_or(id.as_str()))
        }
    }
}

/// Where the response is, and what is left to do with it.
fn what_to_do(opened: &OpenDraft, response: &Response, written: &Written, path: &Path) -> String {
    let consultation = &opened.consultation;
    let what = match response.completion {
        Some(_) => "The final response is in",
        None => "NOT FINAL: what has been answered so far is in",
    };
    let mut lines =
        vec![format!("{what} {}", path.display()), format!("Its digest is {}", written.digest())];
    if response.completion.is_none() {
        return lines.join("\n");
    }
    let publisher = &consultation.publisher;
    match consultation.respond_via.as_slice() {
        [] => lines.push(format!("Nothing has been sent. Send the file to {publisher}.")),
        [..] => lines.push(format!("Nothing has been sent. Send the file to {publisher}:")),
    }
    for channel in &consultation.respond_via {
        let note = channel.note.as_ref().map(|note| format!(" ({note})"));
        lines.push(format!("  {}{}", channel.address, note.unwrap_or_default()));
    }
    if let Some(closed @ DaysLeft::Closed { .. }) =
        DaysLeft::of(consultation.opens, consultation.closes.as_ref(), &jiff::Zoned::now())
    {
        lines.push(format!("The consultation {closed}: ask whether responses are still accepted."));
    }
    lines.join("\n")
}
