//! A text that another program may change for a while, in a file of its own.
//!
//! The file stands in this machine's own folder, for this person alone, and not where the system
//! clears up: should nobody be there to take the text back, it is still there.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, TempPath};

use super::{disk, sidecar};
use crate::model::text::Text;

/// Where in this machine's own folder such files are.
const FOLDER: &str = "edited";

/// How they end.
const ENDING: &str = "txt";

/// A text in a file. It is removed when this is dropped, unless it is kept.
#[derive(Debug)]
pub struct EditorFile {
    given: Text,
    file: TempPath,
}

/// What another program has made of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Returned {
    /// Nothing else.
    Same,
    /// Another text.
    Changed(Text),
    /// Something that is no text, as it is not UTF-8.
    NoText,
}

impl EditorFile {
    /// Puts a text into a file, for another program. Where this machine has no folder of its own, it
    /// stands with the system's passing files.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(text: Text, name: &str, state: &Path) -> io::Result<Self> {
        let mut builder = Builder::new();
        let (prefix, suffix) = (format!("{name}-"), format!(".{ENDING}"));
        builder.prefix(&prefix).suffix(&suffix);
        let folder = state.join(FOLDER);
        let own = sidecar::make_private(&folder).and_then(|()| builder.tempfile_in(&folder));
        let mut file = own.or_else(|_| builder.tempfile())?;
        for chunk in text.chunks() {
            file.write_all(chunk.as_bytes())?;
        }
        Ok(Self { given: text, file: file.into_temp_path() })
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// What the file holds now.
    ///
    /// # Errors
    /// When it cannot be read: an editor may also have put a link or a pipe in its place, or more
    /// than can be taken.
    pub fn look(&self) -> io::Result<Returned> {
        let Ok(now) = String::from_utf8(disk::read_unlinked(&self.file)?) else {
            return Ok(Returned::NoText);
        };
        let given = self.given.to_string();
        // Editors end the last line; it was not there before.
        let now = match now.strip_suffix('\n') {
            Some(shorter) if !given.ends_with('\n') => shorter,
            _ => &now,
        };
        Ok(if now == given { Returned::Same } else { Returned::Changed(Text::from(now)) })
    }

    /// Leaves the file where it is, for this person alone. `None` when there is none any more, or
    /// something else is in its place.
    pub fn keep(self) -> Option<PathBuf> {
        if !is_file(&self.file) {
            return None;
        }
        let path = self.file.keep().unwrap_or_else(|error| error.path.to_path_buf());
        // An editor may have put another file in its place.
        let _ = sidecar::make_file_private(&path);
        Some(path)
    }
}

/// Whether there is a regular file of that name, and no link to one.
fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|known| known.is_file())
}

/// The files of texts of that name that nobody took back.
pub fn left(name: &str, state: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(state.join(FOLDER)).into_iter().flatten().flatten();
    let is_of_it = |path: &PathBuf| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let ours = path.extension().is_some_and(|ending| ending == ENDING);
        ours && is_file(path) && stem.rsplit_once('-').is_some_and(|(of, _)| of == name)
    };
    let mut left: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_of_it).collect();
    left.sort();
    left
}
