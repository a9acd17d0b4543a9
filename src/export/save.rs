//! Saves exported files: whole or not at all, and never over someone else's work.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    answer_table,
    seal::{Completeness, Seal},
};
use crate::store::{
    atomic::{self, Existing},
    disk::{Disk, in_words},
    response,
};

/// Which file may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// An earlier export of the same, unchanged since.
    Ours,
    /// Whatever is there.
    Anything,
}

/// Why an export was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something else has the name, or an export that was changed afterwards.
    #[error("{} is something else, or was changed after it was exported", .0.display())]
    Taken(PathBuf),
    /// A final response is not replaced by an unfinished one.
    #[error("{} is a final response, and this one is not", .0.display())]
    Final(PathBuf),
    /// It is a folder.
    #[error("{} is a folder", .0.display())]
    Folder(PathBuf),
    /// A word processor has the file open.
    #[error("{} is open in a word processor", .0.display())]
    Open(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}: {}", path.display(), in_words(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl SaveError {
    /// Returns what to do about it.
    pub fn what_to_do(&self) -> &'static str {
        match self {
            Self::Taken(_) | Self::Final(_) => {
                "nothing was written; `-o` names another file, `--force` replaces this one"
            }
            Self::Folder(_) => "nothing was written; name a file in it with `-o`",
            Self::Open(_) => {
                "nothing was written; close it there, or name another file with `-o`. If nobody has \
                 it open, `--force` replaces it"
            }
            Self::Write { .. } => "nothing was written; `-o` names another file",
        }
    }
}

/// The facts in an earlier export.
struct EarlierExport {
    /// The consultation.
    consultation: String,
    /// The kind of document.
    kind: &'static str,
    /// Whether that is final.
    completeness: Completeness,
}

/// Saves a file that was exported.
///
/// # Errors
/// When something else is there, or it cannot be written.
pub fn save(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    replace: Replace,
) -> Result<(), SaveError> {
    let failed = |source| SaveError::Write { path: path.to_owned(), source };
    if path.is_dir() {
        return Err(SaveError::Folder(path.to_owned()));
    }
    let existing = match (disk.read(path), replace) {
        (Ok(there), _) if there == content => return Ok(()),
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound => Existing::Keep,
        // A name that cannot be is not one that is taken.
        (Err(source), _) if path.symlink_metadata().is_err() => return Err(failed(source)),
        (_, Replace::Anything) => Existing::Replace,
        (Err(_), Replace::Ours) => return Err(SaveError::Taken(path.to_owned())),
        (Ok(there), Replace::Ours) => {
            check_replaceable(path, &there, content)?;
            Existing::Replace
        }
    };
    atomic::write(disk, path, content, existing).map_err(failed)
}

fn check_replaceable(path: &Path, there: &[u8], content: &[u8]) -> Result<(), SaveError> {
    let taken = || SaveError::Taken(path.to_owned());
    let (earlier, new) = (earlier(there).ok_or_else(taken)?, earlier(content).ok_or_else(taken)?);
    if (&earlier.consultation, earlier.kind) != (&new.consultation, new.kind) {
        return Err(taken());
    }
    if earlier.completeness == Completeness::Final && new.completeness == Completeness::Partial {
        return Err(SaveError::Final(path.to_owned()));
    }
    if is_open(path) { Err(SaveError::Open(path.to_owned())) } else { Ok(()) }
}

/// Reads the facts in an earlier export, if it is unchanged.
fn earlier(bytes: &[u8]) -> Option<EarlierExport> {
    if let Some(Seal { kind, consultation, completeness, .. }) = Seal::find(bytes) {
        return Some(EarlierExport { consultation, kind: kind.name(), completeness });
    }
    if let Some((consultation, status)) = answer_table::earlier(bytes) {
        let completeness = match status.as_str() {
            "final" => Completeness::Final,
            _ => Completeness::Partial,
        };
        return Some(EarlierExport { consultation, kind: "table", completeness });
    }
    let record = response::read("", bytes).ok()?.record;
    let completeness = match record.completion {
        Some(_) => Completeness::Final,
        None => Completeness::Partial,
    };
    let consultation = record.consultation.id.to_string();
    Some(EarlierExport { consultation, kind: "response", completeness })
}

/// Whether a word processor says that it has a file open. It puts a file beside it as long as it has.
fn is_open(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Word leaves out the first two letters of a longer name.
    let shortened: String = name.chars().skip(2).collect();
    let beside = [format!(".~lock.{name}#"), format!("~${name}"), format!("~${shortened}")];
    beside.iter().any(|beside| path.with_file_name(beside).exists())
}
