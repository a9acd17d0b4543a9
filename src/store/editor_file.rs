//! A text in a file of its own, for another program to edit.
//!
//! The file is in this machine's private folder, not among temporary files that the system deletes,
//! so the text survives if the program ends before taking it back.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, TempPath};

use super::{disk, file_name, sidecar};
use crate::model::text::Text;

/// The folder for such files, in this machine's private folder.
const FOLDER: &str = "edited";

/// The ending of such files.
const ENDING: &str = "txt";

/// How many bytes a draft's name gets added: what tells the file from others, and its ending.
const ADDED: usize = 16;

/// A text in a file. Dropping this removes the file, unless it is kept.
#[derive(Debug)]
pub struct EditorFile {
    given: Text,
    file: TempPath,
}

/// What another program did with a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Returned {
    /// It left the text unchanged.
    Same,
    /// It changed the text.
    Changed(Text),
    /// It left something that is not UTF-8 text.
    NoText,
}

impl EditorFile {
    /// Writes a text to a file for another program. A machine without a private folder uses the
    /// system's temporary folder.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(text: Text, name: &str, state: &Path) -> io::Result<Self> {
        let mut builder = Builder::new();
        let prefix = format!("{}-", file_name::with_room(name, ADDED));
        let suffix = format!(".{ENDING}");
        builder.prefix(&prefix).suffix(&suffix);
        let folder = state.join(FOLDER);
        let own = sidecar::make_private(&folder).and_then(|()| builder.tempfile_in(&folder));
        let mut file = own.or_else(|_| builder.tempfile())?;
        for chunk in text.chunks() {
            file.write_all(chunk.as_bytes())?;
        }
        Ok(Self { given: text, file: file.into_temp_path() })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read: an editor may have replaced it with a link or a pipe, or with too much
    /// text.
    pub fn look(&self) -> io::Result<Returned> {
        let Ok(now) = String::from_utf8(disk::read_unlinked(&self.file)?) else {
            return Ok(Returned::NoText);
        };
        let given = self.given.to_string();
        // Editors add a final line end, which the text did not have.
        let now = match now.strip_suffix('\n') {
            Some(shorter) if !given.ends_with('\n') => shorter,
            _ => &now,
        };
        Ok(if now == given { Returned::Same } else { Returned::Changed(Text::from(now)) })
    }

    /// Keeps the file, private to this person. Returns `None` if it no longer exists, or something
    /// else has replaced it.
    pub fn keep(self) -> Option<PathBuf> {
        if !is_file(&self.file) {
            return None;
        }
        let path = self.file.keep().unwrap_or_else(|error| error.path.to_path_buf());
        // An editor may have replaced the file with another.
        let _ = sidecar::make_file_private(&path);
        Some(path)
    }
}

/// Whether there is a regular file with that name, and not a link.
fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|known| known.is_file())
}

/// Returns the files of a text with that name that were never taken back.
pub fn left(name: &str, state: &Path) -> Vec<PathBuf> {
    let name = file_name::with_room(name, ADDED);
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
