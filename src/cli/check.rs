//! `greenpaper check`: lists everything that is wrong with a question set, a draft or a response.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde::Serialize;

use super::out::{CommandError, Out, OutputStyle};
use crate::{
    model::draft::Signed,
    run::library::{LibraryReader, ViewedDraft},
    store::{
        self, Examined,
        atomic::{AtomicFile, Version},
        disk::{Disk, System},
        folder::{Folders, unreadable},
        problem::{Problems, Severity, listed},
        question_set, response,
        source::LineColumn,
    },
    words::count,
};

/// A file that was checked.
struct CheckedFile {
    name: String,
    /// The kind of file, unless it has errors.
    what: Option<String>,
    /// Its errors or warnings.
    problems: Option<Problems>,
    /// Why it cannot be read.
    unreadable: Option<String>,
    /// How the draft beside a response has changed since.
    changed: Option<String>,
}

/// A file that was checked, for programs.
#[derive(Serialize)]
struct CheckReport<'a> {
    path: &'a str,
    what: Option<&'a str>,
    problems: Vec<ProblemReport<'a>>,
    unreadable: Option<&'a str>,
    changed_since: Option<&'a str>,
}

#[derive(Serialize)]
struct ProblemReport<'a> {
    severity: &'static str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// Checks every file. The answer is no if any has an error, or a warning in strict mode.
pub(super) fn check(
    files: &[PathBuf],
    strict: bool,
    folders: Option<Folders>,
    style: OutputStyle,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let library = folders.map(LibraryReader::new);
    let mut checked = Vec::new();
    let mut failed = false;
    for file in files {
        let file = CheckedFile::of(file, library.as_ref());
        failed |= file.what.is_none() || (strict && file.has_warnings());
        match style {
            OutputStyle::Words => file.tell(out),
            OutputStyle::Json => checked.push(file),
        }
    }
    if style == OutputStyle::Json {
        out.json(&checked.iter().map(CheckedFile::report).collect::<Vec<_>>())?;
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// Corrects what has only one right answer in the question sets among the files, and says where.
pub(super) fn fix(files: &[PathBuf], out: &Out) -> Result<(), CommandError> {
    for file in files {
        let Ok(content) = System.read(file) else { continue };
        if let Some((lines, corrected)) = question_set::corrected(&content) {
            let mut replaced = AtomicFile::seen(file.clone(), Version::of(&content));
            replaced.replace(&System, &corrected)?;
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            let word = if lines.len() == 1 { "line" } else { "lines" };
            out.line(format!("{}: corrected {word} {}", file.display(), listed(&lines, "and")));
        }
    }
    Ok(())
}

impl CheckedFile {
    fn of(file: &Path, library: Option<&LibraryReader>) -> Self {
        let file = &by_name(library, file).unwrap_or_else(|| file.to_owned());
        let name = file.display().to_string();
        let nothing = Self { name, what: None, problems: None, unreadable: None, changed: None };
        let content = match System.read(file) {
            Ok(content) => content,
            Err(error) => return Self { unreadable: Some(unreadable(&error)), ..nothing },
        };
        match store::examine(&nothing.name, &content) {
            Ok(Examined { what, warnings }) => Self {
                what: Some(what.to_string()),
                problems: Some(warnings),
                changed: library.and_then(|library| changed_beside(library, file, &content)),
                ..nothing
            },
            Err(problems) => Self { problems: Some(problems), ..nothing },
        }
    }

    fn has_warnings(&self) -> bool {
        let problems = self.problems.as_ref().is_some_and(|problems| !problems.is_empty());
        problems || self.changed.is_some()
    }

    fn tell(&self, out: &Out) {
        let name = &self.name;
        if let Some(why) = &self.unreadable {
            return out.note(format!("greenpaper: cannot read {name}: {why}"));
        }
        let problems = self.problems.as_ref().filter(|problems| !problems.is_empty());
        if let Some(problems) = problems {
            out.problems(problems);
        }
        let number = problems.map_or(0, |problems| problems.iter().count());
        out.line(match &self.what {
            None => format!("{name}: {}", count(number, "problem", "problems")),
            Some(what) if number == 0 => format!("{name}: {what}"),
            Some(what) => {
                format!("{name}: {what}, with {}", count(number, "warning", "warnings"))
            }
        });
        if let Some(changed) = &self.changed {
            out.line(format!("  {changed}"));
        }
    }

    fn report(&self) -> CheckReport<'_> {
        CheckReport {
            path: &self.name,
            what: self.what.as_deref(),
            problems: self.problems.iter().flat_map(reports).collect(),
            unreadable: self.unreadable.as_deref(),
            changed_since: self.changed.as_deref(),
        }
    }
}

fn reports(problems: &Problems) -> impl Iterator<Item = ProblemReport<'_>> {
    problems.iter().map(|problem| {
        let LineColumn { line, column } = problems.place(problem);
        ProblemReport {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            line,
            column,
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    })
}

/// The draft that an argument names, where there is no such file.
fn by_name(library: Option<&LibraryReader>, name: &Path) -> Option<PathBuf> {
    if name.exists() {
        return None;
    }
    library?.folders.find_draft(name.to_str()?).ok()
}

/// Describes how the draft beside a final response has changed since the export.
fn changed_beside(library: &LibraryReader, file: &Path, content: &[u8]) -> Option<String> {
    let record = response::read("", content).ok()?.record;
    let completion = record.completion.as_ref()?;
    let draft_path = draft_beside(file)?;
    let ViewedDraft { draft, consultation, .. } =
        library.draft(&draft_path.to_string_lossy()).ok()?;
    let now = draft.partial(&consultation);
    let changed = Signed::of(&record, &completion.at).changed_in(&now);
    let name = draft_path.file_name()?.to_string_lossy().into_owned();
    if !changed.is_empty() {
        let names: Vec<String> = changed.iter().map(|id| consultation.name_of(id)).collect();
        return Some(format!(
            "{name}, the draft beside it, has changed since: {}. Sign it off and export it again",
            names.join(", ")
        ));
    }
    let signed = draft.sign_off.as_ref().filter(|now| **now != completion.sign_off)?;
    Some(format!("{name}, the draft beside it, has another sign-off: {}", signed.in_words()))
}

/// Returns the draft that a response was exported from, if it is in the same folder.
fn draft_beside(response: &Path) -> Option<PathBuf> {
    let name = response.file_name()?.to_str()?.strip_suffix(".response.yaml")?;
    let draft = std::path::absolute(response).ok()?.with_file_name(format!("{name}.yaml"));
    draft.exists().then_some(draft)
}
