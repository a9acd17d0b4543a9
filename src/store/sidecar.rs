//! The hidden folder beside drafts: who has one open, and what it was like earlier.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::atomic::resolved;

/// What the folder is called.
const FOLDER: &str = ".greenpaper";

/// The hidden folder beside a draft, which git does not see, and the draft's name in it. The
/// folder may not be there.
pub(super) fn beside(draft: &Path) -> io::Result<(PathBuf, String)> {
    let draft = resolved(draft)?;
    let name = draft.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((draft.with_file_name(FOLDER), name))
}

/// Makes the hidden folder beside a draft, unless it is there.
pub(super) fn make_beside(draft: &Path) -> io::Result<(PathBuf, String)> {
    let (folder, name) = beside(draft)?;
    if make(&folder)? {
        // Anew, so that nothing is written through a link that somebody has put here.
        let ignore =
            OpenOptions::new().write(true).create_new(true).open(folder.join(".gitignore"));
        match ignore {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            ignore => ignore?.write_all(b"*\n")?,
        }
    }
    Ok((folder, name))
}

/// Makes a folder for those who may use the one around it, and says whether it is new. A symbolic
/// link in its place is refused: it may lead anywhere.
pub(super) fn make(folder: &Path) -> io::Result<bool> {
    match fs::create_dir(folder) {
        Ok(()) => {
            // Colleagues who share the drafts share what stands beside them, whatever the umask.
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

/// Makes a folder for this person alone, and those around it, unless it is there.
#[cfg(unix)]
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a folder, and those around it, unless it is there. It has the rights that its own hands
/// down: a person's folders on Windows are theirs alone.
#[cfg(not(unix))]
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Says why a folder takes no new files, where the system tells without an attempt.
pub(super) fn takes_files(folder: &Path) -> io::Result<()> {
    system::takes_files(folder)
}

/// Takes a file from all but this person.
#[cfg(unix)]
pub(super) fn make_file_private(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
}

/// A file has the rights that its folder hands down: a person's folders on Windows are theirs alone.
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

    /// Gives a folder the rights of the one around it; those for everybody with the sticky bit,
    /// by which nobody removes another's files.
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

    /// A new folder has the rights that the one around it hands down.
    pub(super) fn share_like_parent(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
