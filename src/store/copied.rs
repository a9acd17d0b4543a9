//! What was copied last, in a file of this machine, for terminals that take no copy.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    atomic::{self, Existing},
    disk::Disk,
    sidecar,
};

/// The name of the file in the state folder.
const NAME: &str = "copied.txt";

/// Puts a text in the file, and returns its path.
///
/// # Errors
/// When it cannot be written.
pub fn keep(disk: &dyn Disk, state: &Path, text: &str) -> io::Result<PathBuf> {
    sidecar::make_private(state)?;
    let path = state.join(NAME);
    atomic::write(disk, &path, text.as_bytes(), Existing::Replace)?;
    Ok(path)
}
