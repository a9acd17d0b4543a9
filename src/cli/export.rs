//! `greenpaper export`: writes the final response, or lists what it still lacks.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{
    out::{CommandError, Out},
    source::{CommandInput, Unverified, refuse_same_file, subject_of},
};
use crate::{
    export::{
        self, ExportError, Written, email,
        format::{DocumentFormat, Format, listed},
        from_response::DocumentInput,
        layout::DocumentLayout,
        save::{self, Replace},
    },
    model::text::capitalised,
    model::{
        consultation::Consultation,
        details::RespondentDetails,
        progress::DaysLeft,
        response::{ResponseRecord, Unfinished},
    },
    run::library::{LibraryReader, ViewedDraft},
    store::{details, folder::Folders, response::Integrity},
    words::{self, prose},
};

/// The file name that means standard output.
pub(super) const STANDARD_OUTPUT: &str = "-";

/// The options of `export`.
pub(super) struct ExportOptions {
    /// The file to write; the default is beside the draft.
    pub(super) output: Option<PathBuf>,
    /// The format; the default follows the ending of the file.
    pub(super) to: Option<Format>,
    /// The parts of the response that a document shows.
    pub(super) layout: DocumentLayout,
    /// Whether an unfinished response is accepted.
    pub(super) completeness: RequiredCompleteness,
    /// Which files may be replaced.
    pub(super) replace: Replace,
    /// What to do with a response that was changed after export.
    pub(super) unverified: Unverified,
}

/// Whether an unfinished response is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequiredCompleteness {
    /// Only a final response.
    Final,
    /// Whatever there is.
    Partial,
}

/// Writes the response to a consultation.
pub(super) fn export(
    folders: Folders,
    draft: &OsStr,
    options: ExportOptions,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let format = options.format()?;
    let library = LibraryReader::new(folders);
    let source = CommandInput::open(&library, &draft.to_string_lossy(), options.unverified)?;
    refuse_unmarked(&source, format)?;
    let unsaved = source.unsaved(&library, out);
    let record = match &source {
        CommandInput::Draft(opened) => answers_of(opened, &options, out)?,
        CommandInput::Response(file) => file.loaded.record.clone(),
    };
    if let Some(unsaved) = unsaved.filter(|_| record.completion.is_some()) {
        return Err(CommandError::new(
            "nothing was written: the final response would lack that text",
        )
        .then(format!("{}; then export again", unsaved.what_to_do())));
    }
    let subject = match &source {
        CommandInput::Draft(opened) if options.layout == DocumentLayout::Approval => {
            DocumentInput { draft: Some(&opened.draft), ..subject_of(opened, &record) }
        }
        CommandInput::Draft(opened) => subject_of(opened, &record),
        CommandInput::Response(file) => file.subject(),
    };
    let written =
        options.written(&subject, format).map_err(|error| CommandError::export(&error))?;
    if options.output.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
        out.raw(written.bytes());
        return Ok(ExitCode::SUCCESS);
    }
    let beside = || match format {
        Format::Document(format) => {
            export::layout_beside(source.path(), &record, options.layout, format)
        }
        Format::Yaml | Format::Json | Format::Csv => {
            export::path_beside(source.path(), &record, format)
        }
    };
    let path = options.output.clone().unwrap_or_else(beside);
    refuse_same_file([source.path()], &path)?;
    save::save(&*library.disk, &path, written.bytes(), options.replace)
        .map_err(|error| CommandError::new(&error).then(error.what_to_do()))?;
    if let (CommandInput::Draft(_), Some(_)) = (&source, &record.completion) {
        // They are offered in the next response; nothing is lost without them.
        let _ = details::keep(&library.folders.state, &RespondentDetails::of(&record));
    }
    out.line(match options.layout {
        DocumentLayout::Whole => what_to_do(&subject, &written, &path),
        layout @ (DocumentLayout::Summary | DocumentLayout::Letter | DocumentLayout::Approval) => {
            where_it_is(&subject, layout, &path)
        }
    });
    Ok(ExitCode::SUCCESS)
}

/// Refuses a format that would give a changed response a digest that is right.
fn refuse_unmarked(source: &CommandInput, format: Format) -> Result<(), CommandError> {
    match (source, format) {
        (CommandInput::Response(file), Format::Yaml | Format::Json)
            if file.loaded.integrity == Integrity::Changed =>
        {
            let what = format!("nothing was written: {format} has no mark for a changed response");
            Err(CommandError::new(what).then("name a document or `csv` with `--to`"))
        }
        _ => Ok(()),
    }
}

/// Prints an e-mail to send the final response with.
pub(super) fn email(folders: Folders, draft: &OsStr, out: &Out) -> Result<ExitCode, CommandError> {
    let library = LibraryReader::new(folders);
    let source = CommandInput::open(&library, &draft.to_string_lossy(), Unverified::Refused)?;
    source.unsaved(&library, out);
    let (record, set) = match &source {
        CommandInput::Draft(opened) => {
            let set = &opened.consultation;
            let finished = opened.draft.finish(set);
            (
                ResponseRecord::clone(&finished.unwrap_or_else(|_| opened.draft.partial(set))),
                Some(set),
            )
        }
        CommandInput::Response(file) => (file.loaded.record.clone(), file.consultation.as_ref()),
    };
    let set = set.ok_or_else(|| {
        CommandError::new(
            "the question set of this response is not at hand, which says where to send it",
        )
    })?;
    let attached = match &source {
        CommandInput::Draft(opened) => export::path_beside(&opened.path, &record, Format::Yaml),
        CommandInput::Response(file) => file.path.clone(),
    };
    out.line(email::email(&*library.disk, &record, set, &attached)?.trim_end());
    Ok(ExitCode::SUCCESS)
}

/// Returns the answers of a draft, if it is final or need not be.
fn answers_of(
    opened: &ViewedDraft,
    options: &ExportOptions,
    out: &Out,
) -> Result<ResponseRecord, CommandError> {
    let consultation = &opened.consultation;
    let response = match opened.draft.finish(consultation) {
        Ok(response) => response,
        Err(_) if options.takes_what_there_is() => opened.draft.partial(consultation),
        Err(unfinished) => {
            out.note(what_is_missing(consultation, &unfinished));
            return Err(CommandError::new("nothing was written: the response is not final yet")
                .then("continue with `greenpaper answer`, or export an unfinished response with `--partial`"));
        }
    };
    if opened.newer.is_some() {
        out.note(
            "The consultation has changed since. This answers it as it was; open the draft to see \
             what is new, and to go on.",
        );
    }
    if consultation.digest != opened.draft.consultation.digest {
        out.note("The question set has changed since this draft was started; this shows its current wording.");
    }
    Ok(ResponseRecord::clone(&response))
}

impl ExportOptions {
    /// Whether an unfinished response is accepted. Documents that colleagues read before sign-off
    /// always accept one.
    fn takes_what_there_is(&self) -> bool {
        match self.layout {
            DocumentLayout::Whole | DocumentLayout::Letter => {
                self.completeness == RequiredCompleteness::Partial
            }
            DocumentLayout::Summary | DocumentLayout::Approval => true,
        }
    }

    fn written(&self, subject: &DocumentInput<'_>, format: Format) -> Result<Written, ExportError> {
        match (self.layout, format) {
            (layout, Format::Document(format)) => export::laid_out(subject, layout, format),
            (_, Format::Yaml | Format::Json | Format::Csv) => export::written(subject, format),
        }
    }

    fn format(&self) -> Result<Format, CommandError> {
        let format = self.format_asked_for()?;
        match (self.layout, format) {
            (DocumentLayout::Whole, _) | (_, Format::Document(_)) => Ok(format),
            (layout, Format::Yaml | Format::Json | Format::Csv) => {
                let known = Format::documents().map(DocumentFormat::ending);
                let what = format!("the {} is a document, and {format} is for data", name(layout));
                Err(CommandError::usage(what, format!("name one with `--to`: {}", listed(known))))
            }
        }
    }

    fn format_asked_for(&self) -> Result<Format, CommandError> {
        let file = self.output.as_deref().filter(|file| *file != Path::new(STANDARD_OUTPUT));
        match (self.to, file) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(match self.layout {
                DocumentLayout::Whole => Format::Yaml,
                DocumentLayout::Summary | DocumentLayout::Letter | DocumentLayout::Approval => {
                    Format::Document(DocumentFormat::Docx)
                }
            }),
            (None, Some(file)) => Format::of_file(file).ok_or_else(|| {
                let endings = Format::ALL.map(|format| format!(".{}", format.ending()));
                let what = format!("the ending of {} does not name a format", file.display());
                let then = format!("end it in {}, or name the format with `--to`", listed(endings));
                CommandError::usage(what, then)
            }),
        }
    }
}

/// Lists everything that the response still lacks, each with the number of its question.
fn what_is_missing(consultation: &Consultation, unfinished: &Unfinished) -> String {
    let shortfalls = unfinished.shortfalls.iter();
    let mut lines: Vec<String> = shortfalls
        .map(|shortfall| {
            let question = capitalised(&consultation.name_of(&shortfall.question));
            format!("  {question}: {}", shortfall.in_words(consultation))
        })
        .collect();
    lines.extend(unfinished.collisions.iter().map(|id| {
        let question = capitalised(&consultation.name_of(id));
        format!("  {question}: two versions collide; the review settles which stands")
    }));
    lines.extend(unfinished.sign_off.map(|shortfall| format!("  Sign-off: {shortfall}")));
    let things = if lines.len() == 1 { "1 thing" } else { &format!("{} things", lines.len()) };
    format!("{things} to do before the response is final:\n{}", lines.join("\n"))
}

/// Names the kind of document.
fn name(layout: DocumentLayout) -> &'static str {
    match layout {
        DocumentLayout::Whole => "response",
        DocumentLayout::Summary => "summary",
        DocumentLayout::Letter => "letter",
        DocumentLayout::Approval => "document for approval",
    }
}

/// Says where a document of the response is.
fn where_it_is(subject: &DocumentInput<'_>, layout: DocumentLayout, path: &Path) -> String {
    let standing = match (&subject.record.completion, subject.integrity) {
        (_, Integrity::Changed) => "NOT VERIFIED: ",
        (Some(_), Integrity::Intact) => "",
        (None, Integrity::Intact) => "NOT FINAL: ",
    };
    capitalised(&format!("{standing}the {} is in {}", name(layout), path.display()))
}

/// Says where the response is, and what to do next.
fn what_to_do(subject: &DocumentInput<'_>, written: &Written, path: &Path) -> String {
    let record = subject.record;
    let what = match (&record.completion, subject.integrity) {
        (_, Integrity::Changed) => "NOT VERIFIED: the changed response is in",
        (Some(_), Integrity::Intact) => "The final response is in",
        (None, Integrity::Intact) => "NOT FINAL: the answers so far are in",
    };
    let mut lines =
        vec![format!("{what} {}", path.display()), format!("Its digest is {}", written.digest())];
    if subject.integrity == Integrity::Changed {
        lines.push("It was changed after it was exported: do not send it.".to_owned());
        return lines.join("\n");
    }
    let Some(consultation) = subject.consultation.filter(|_| record.completion.is_some()) else {
        return lines.join("\n");
    };
    lines.push(words::how_to_send(consultation));
    for channel in &consultation.respond_via {
        lines.push(format!("  {}", channel.address));
        let note = channel.note.as_deref().map(prose::lines).unwrap_or_default();
        lines.extend(note.iter().map(|line| format!("    {line}")));
    }
    if let Some(closed @ DaysLeft::Closed { .. }) =
        DaysLeft::of(consultation.opens, consultation.closes.as_ref(), &jiff::Zoned::now())
    {
        lines.push(format!("The consultation {closed}: ask whether responses are still accepted."));
    }
    lines.join("\n")
}
