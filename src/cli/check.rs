//! `greenpaper check`: lists everything that is wrong with a question set, a draft or a response.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::out::{CommandError, Out};
use crate::{
    model::draft::Signed,
    run::library::{LibraryReader, ViewedDraft},
    store::{
        self, Examined,
        atomic::{AtomicFile, Version},
        disk::{Disk, System},
        folder::{Folders, unreadable},
        problem::{Problems, listed},
        question_set, response,
    },
};

/// The result of checking one file.
struct Verdict {
    errors: bool,
    warnings: bool,
}

/// Checks every file. The answer is no if any has an error, or a warning in strict mode.
pub(super) fn check(
    files: &[PathBuf],
    strict: bool,
    folders: Option<Folders>,
    out: &Out,
) -> ExitCode {
    let shelf = folders.map(LibraryReader::new);
    let verdicts: Vec<Verdict> =
        files.iter().map(|file| check_one(file, shelf.as_ref(), out)).collect();
    let failed = verdicts.iter().any(|verdict| verdict.errors || (strict && verdict.warnings));
    ExitCode::from(u8::from(failed))
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

fn check_one(file: &Path, shelf: Option<&LibraryReader>, out: &Out) -> Verdict {
    let file = &by_name(shelf, file).unwrap_or_else(|| file.to_owned());
    let name = file.display().to_string();
    let content = match System.read(file) {
        Ok(content) => content,
        Err(error) => {
            out.note(format!("greenpaper: cannot read {name}: {}", unreadable(&error)));
            return Verdict { errors: true, warnings: false };
        }
    };
    match store::examine(&name, &content) {
        Ok(Examined { what, warnings }) => {
            let count = tell(&warnings, out);
            out.line(match count {
                0 => format!("{name}: {what}"),
                1 => format!("{name}: {what}, with 1 warning"),
                many => format!("{name}: {what}, with {many} warnings"),
            });
            let changed = shelf.and_then(|shelf| changed_beside(shelf, file, &content));
            let is_outdated = changed.is_some();
            if let Some(changed) = changed {
                out.line(format!("  {changed}"));
            }
            Verdict { errors: false, warnings: count > 0 || is_outdated }
        }
        Err(problems) => {
            let count = tell(&problems, out);
            out.line(match count {
                1 => format!("{name}: 1 problem"),
                many => format!("{name}: {many} problems"),
            });
            Verdict { errors: true, warnings: false }
        }
    }
}

/// The draft that an argument names, where there is no such file.
fn by_name(shelf: Option<&LibraryReader>, name: &Path) -> Option<PathBuf> {
    if name.exists() {
        return None;
    }
    shelf?.folders.find_draft(name.to_str()?).ok()
}

/// Describes how the draft beside a final response has changed since the export.
fn changed_beside(shelf: &LibraryReader, file: &Path, content: &[u8]) -> Option<String> {
    let record = response::read("", content).ok()?.record;
    let completion = record.completion.as_ref()?;
    let draft_path = draft_beside(file)?;
    let ViewedDraft { draft, consultation, .. } =
        shelf.draft(&draft_path.to_string_lossy()).ok()?;
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

/// Prints the problems and returns their number.
fn tell(problems: &Problems, out: &Out) -> usize {
    if !problems.is_empty() {
        out.problems(problems);
    }
    problems.iter().count()
}
