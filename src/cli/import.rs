//! `greenpaper import`: a question set made of a paper.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{
    export::STANDARD_OUTPUT,
    out::{CommandError, Out},
};
use crate::{
    import::{
        self,
        paper::{ImportError, MAX_PAPER},
        paper_format::PaperFormat,
        writing::ImportedSet,
        xlsform::Leniency,
    },
    run::library::OpenFailure,
    store::{
        atomic::{self, Existing},
        disk::{self, System, in_words},
        folder::unreadable,
        question_set,
    },
    words::count,
};

/// The maximum number of guesses listed one by one.
const LISTED: usize = 30;

/// The options of `import`.
pub(super) struct ImportOptions {
    /// The paper; `-` is standard input.
    pub(super) paper: PathBuf,
    /// The file to write; named after the set, without one. `-` is standard output.
    pub(super) output: Option<PathBuf>,
    /// The paper's format; as the file says, without one.
    pub(super) from: Option<PaperFormat>,
    /// Which files may be replaced.
    pub(super) existing: Existing,
    /// What to do about features that question sets lack.
    pub(super) leniency: Leniency,
}

/// Makes a question set from a paper. Returns the file written, if any.
pub(super) fn import(options: &ImportOptions, out: &Out) -> Result<Option<PathBuf>, CommandError> {
    let name = paper_name(&options.paper);
    let bytes = read_paper(&options.paper)?;
    let set = import::import(&name, &bytes, options.from, options.leniency).map_err(|error| {
        let what = format!("cannot import {}: {error}", options.paper.display());
        CommandError::new(what).then(error.what_to_do())
    })?;
    // Read the result like any set, so that an unusable one is never handed out.
    question_set::read(&name, set.yaml.as_bytes())
        .map_err(|problems| CommandError::open(OpenFailure::Problems(problems)))?;
    if options.output.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
        out.raw(set.yaml.as_bytes());
        out.note(summary(&set));
        return Ok(None);
    }
    let path = options.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.yaml", set.id)));
    write(&path, &set, options.existing)?;
    out.line(format!("“{}” is in {}", set.title, path.display()));
    out.line(summary(&set));
    Ok(Some(path))
}

fn write(path: &Path, set: &ImportedSet, existing: Existing) -> Result<(), CommandError> {
    atomic::write(&System, path, set.yaml.as_bytes(), existing).map_err(|error| {
        let taken = error.kind() == io::ErrorKind::AlreadyExists;
        let then = if taken {
            "nothing was written; `-o` names another file, `--force` replaces this one"
        } else {
            "nothing was written; `-o` names another file"
        };
        let why = in_words(&error);
        CommandError::new(format!("cannot write {}: {why}", path.display())).then(then)
    })
}

/// Returns the name of a paper: its file's name, or a word for standard input.
fn paper_name(paper: &Path) -> String {
    let name = paper.file_name().unwrap_or_default().to_string_lossy();
    if paper == Path::new(STANDARD_OUTPUT) { "paper".to_owned() } else { name.into_owned() }
}

fn read_paper(paper: &Path) -> Result<Vec<u8>, CommandError> {
    let refused = |error: &io::Error| {
        if error.kind() == io::ErrorKind::FileTooLarge {
            let error = ImportError::TooLarge;
            let what = format!("cannot import {}: {error}", paper.display());
            return CommandError::new(what).then(error.what_to_do());
        }
        CommandError::new(format!("cannot read {}: {}", paper.display(), unreadable(error)))
    };
    if paper != Path::new(STANDARD_OUTPUT) {
        return disk::read_up_to(paper, MAX_PAPER).map_err(|error| refused(&error));
    }
    let mut bytes = Vec::new();
    let limit = MAX_PAPER as u64 + 1;
    io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    Ok(bytes)
}

/// Summarises the set: "46 questions, 31 with choices; 5 guesses to look at".
fn summary(set: &ImportedSet) -> String {
    let mut lines = vec![set.found_in_words()];
    if set.repeated > 0 {
        let twice = count(set.repeated, "question was", "questions were");
        lines.push(format!("{twice} in the paper twice, and put together"));
    }
    if set.left_out > 0 {
        let left = count(set.left_out, "line was", "lines were");
        lines.push(format!("{left} left out that belong to the form, such as page numbers"));
    }
    lines.extend(set.guesses.iter().take(LISTED).map(|guess| format!("  {guess}")));
    if let Some(more) = set.guesses.len().checked_sub(LISTED).filter(|more| *more > 0) {
        lines.push(format!("  and {more} more, each marked `# guess:` in the file"));
    }
    lines.join("\n")
}
