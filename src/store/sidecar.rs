//! The sidecar folder: a hidden folder beside drafts for locks and earlier versions.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::atomic::resolved;

/// The name of the folder.
const FOLDER: &str = ".greenpaper";

/// Returns the sidecar folder of a draft, which git ignores, and the draft's name in it. The folder
/// need not exist.
pub(super) fn beside(draft: &Path) -> io::Result<(PathBuf, String)> {
    let draft = resolved(draft)?;
    let name = draft.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((draft.with_file_name(FOLDER), name))
}

/// Creates the sidecar folder of a draft, unless it exists.
pub(super) fn make_beside(draft: &Path) -> io::Result<(PathBuf, String)> {
    let (folder, name) = beside(draft)?;
    if make(&folder)? {
        // A new file, so that nothing is written through a link that somebody has planted.
        let ignore =
            OpenOptions::new().write(true).create_new(true).open(folder.join(".gitignore"));
        match ignore {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            ignore => ignore?.write_all(b"*\n")?,
        }
    }
    Ok((folder, name))
}

/// Creates a folder for those who may use its parent, and returns whether it is new. A symbolic
/// link in its place is refused: it may lead anywhere.
pub(super) fn make(folder: &Path) -> io::Result<bool> {
    match fs::create_dir(folder) {
        Ok(()) => {
            // Colleagues who share drafts also share what belongs to them, whatever the umask.
            let _ = system::share_like_parent(folder);
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if fs::symlink_metadata(folder)?.is_dir() {
                Ok(false)
            } else {
                Err(io::ErrorKind::NotADirectory.into())
            }
        }
        Err(error) => Err(error),
    }
}

/// Replaces a private file of this machine as a whole. It is not synced: losing it loses no answer.
///
/// # Errors
/// If it cannot be written.
pub(super) fn replace_private(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    make_private(folder)?;
    let new = tempfile::Builder::new().tempfile_in(folder)?;
    fs::write(new.path(), content)?;
    new.persist(folder.join(name)).map(drop).map_err(|error| error.error)
}

/// Creates a folder private to this person, and its parents, unless it exists.
#[cfg(unix)]
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Creates a folder and its parents, unless it exists. It inherits the permissions of its parent: a
/// person's folders on Windows are private.
#[cfg(not(unix))]
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Explains why a folder accepts no new files, if the system says so without an attempt.
pub(super) fn takes_files(folder: &Path) -> io::Result<()> {
    system::takes_files(folder)
}

/// Makes a file private to this person.
#[cfg(unix)]
pub(super) fn make_file_private(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
}

/// A file inherits the permissions of its folder: a person's folders on Windows are private.
#[cfg(not(unix))]
pub(super) fn make_file_private(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
mod system {
    use std::{
        fs::{self, Permissions},
        io,
        os::unix::fs::PermissionsExt,
        path::Path,
    };

    pub(super) fn takes_files(folder: &Path) -> io::Result<()> {
        use rustix::fs::Access;
        Ok(rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
    }

    /// Gives a folder the permissions of its parent; a world-writable one also gets the sticky bit,
    /// so that nobody can remove another's files.
    pub(super) fn share_like_parent(folder: &Path) -> io::Result<()> {
        let Some(parent) = folder.parent() else {
            return Ok(());
        };
        let mode = fs::metadata(parent)?.permissions().mode() & 0o7777 | 0o700;
        let mode = if mode & 0o002 == 0 { mode } else { mode | 0o1000 };
        fs::set_permissions(folder, Permissions::from_mode(mode))
    }
}

#[cfg(not(unix))]
mod system {
    use std::{io, path::Path};

    pub(super) fn takes_files(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// A new folder inherits the permissions of its parent.
    pub(super) fn share_like_parent(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
