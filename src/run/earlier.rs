//! Reading what was said before, for somebody who wants to quote it.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::library::LibraryReader;
use crate::{
    app::earlier::EarlierAnswers,
    model::{
        earlier::{EarlierPassage, passages},
        response::ResponseRecord,
    },
    store::{
        draft,
        folder::{self, Companion},
        response,
    },
};

/// How many files are read.
const MOST_FILES: usize = 500;

/// How much text is searched, in bytes.
const MOST_TEXT: usize = 8 << 20;

/// How long reading may take in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads the drafts and responses in the drafts folder, and in the files and folders that are named.
/// The draft that is `open`, and what was exported of it, are left out.
pub(super) fn read(
    library: &LibraryReader,
    named: &[PathBuf],
    open: Option<&Path>,
) -> EarlierAnswers {
    let until = Instant::now() + PATIENCE;
    let library = library.patient();
    let places = named.iter().chain([&library.folders.drafts]);
    let mut files: Vec<PathBuf> = places.flat_map(|place| files_at(&library, place)).collect();
    files.retain(|file| {
        folder::companion(file) != Some(Companion::Set)
            && !open.is_some_and(|open| belongs_to(file, open))
    });
    let mut is_cut = files.len() > MOST_FILES;
    files.truncate(MOST_FILES);
    let mut all: Vec<EarlierPassage> = Vec::new();
    let (mut size, mut unread) = (0, 0);
    for file in &files {
        if Instant::now() >= until || size > MOST_TEXT {
            is_cut = true;
            break;
        }
        match record(&library, file) {
            Some(record) => {
                let found = passages(&record);
                size += found.iter().map(|one| one.words.len() + one.question.len()).sum::<usize>();
                all.extend(found);
            }
            None => unread += 1,
        }
    }
    EarlierAnswers::new(all, unread, is_cut)
}

/// The YAML files in a folder; a file is itself.
fn files_at(library: &LibraryReader, place: &Path) -> Vec<PathBuf> {
    let path = folder::whole(place);
    let files = library.patient.patiently(place, move || {
        if path.is_dir() { folder::files_in(&path).unwrap_or_default() } else { vec![path] }
    });
    files.unwrap_or_default()
}

/// Whether a file is a draft, or was exported of it.
fn belongs_to(file: &Path, draft: &Path) -> bool {
    let draft = folder::whole(draft);
    let exported = [Companion::Response, Companion::Partial];
    file == draft || exported.iter().any(|what| file == folder::beside(&draft, *what, "yaml"))
}

/// What a draft or response says.
fn record(library: &LibraryReader, file: &Path) -> Option<ResponseRecord> {
    let content = library.disk.read(file).ok()?;
    let name = file.display().to_string();
    let of_response = || Some(response::read_unverified(&name, &content).ok()?.record);
    let of_draft = || {
        let draft = draft::read(&name, &content).ok()?.draft;
        let set = library.set_then(&draft, file);
        let set = set.or_else(|| library.set_now(&draft, file).ok())?;
        Some(ResponseRecord::clone(&draft.partial(&set.consultation)))
    };
    match folder::companion(file) {
        Some(Companion::Response | Companion::Partial) => of_response(),
        Some(Companion::Set) => None,
        None => of_draft().or_else(of_response),
    }
}
