//! The lock that shows who has a draft open.
//!
//! It is a courtesy to the second person who opens a draft; protection from overwriting does not
//! depend on it. The draft itself is never locked: a save replaces the file, and on Windows and
//! some shares nobody could read a locked one. Opening a draft therefore locks an empty file in the
//! sidecar folder, which the system unlocks when the process ends, however it ends. A second file
//! says who holds the lock.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use jiff::Zoned;
use serde::{Deserialize, Serialize};

use super::{
    disk::{Disk, FileAccess, Until, in_words, is_unsupported},
    document::response::{time_from, time_text},
    file_name, sidecar,
};

/// The maximum size of a note on who has a draft open, in bytes.
const MAX_NOTE: usize = 4096;

/// Somebody who has a draft open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name that is noted with their changes; `None` if none is to be.
    pub name: Option<String>,
    /// Their user name on the system.
    pub user: String,
    /// Their machine.
    pub host: String,
    /// Their process id.
    pub process: u32,
    /// The time since when.
    pub since: Zoned,
}

/// The result of trying to lock a draft.
#[derive(Debug)]
pub enum LockOutcome {
    /// The lock is ours until it is dropped.
    Ours(Lock),
    /// Somebody else has it; who, if they have said so.
    Theirs(Option<Person>),
    /// Unknown, because locking does not work here; why.
    Unknown(String),
}

/// A lock on a draft, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Locked while this exists.
    file: File,
    note: PathBuf,
}

/// The holder of a lock, as noted beside the draft.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct LockNote {
    user: String,
    host: String,
    process: String,
    since: String,
}

/// Tries to lock a draft. Does not wait.
pub fn take(disk: &dyn Disk, draft: &Path, me: &Person) -> LockOutcome {
    let [lock, note] = match sidecar::make_beside(draft) {
        Ok((folder, name)) => files_in(&folder, &name),
        Err(error) => return LockOutcome::Unknown(in_words(&error)),
    };
    let locked = open(&lock).map_err(TryLockError::Error).and_then(|file| {
        file.try_lock()?;
        Ok(file)
    });
    match locked {
        Ok(file) => {
            // Without a note, others learn less; that does not prevent work.
            let _ = leave(disk, &note, me);
            LockOutcome::Ours(Lock { file, note })
        }
        Err(TryLockError::WouldBlock) => LockOutcome::Theirs(read(disk, &note)),
        Err(TryLockError::Error(error)) if is_unsupported(&error) => {
            LockOutcome::Unknown("the folder has no locks".to_owned())
        }
        Err(TryLockError::Error(error)) => LockOutcome::Unknown(in_words(&error)),
    }
}

/// Returns the noted holder of a draft's lock, if there is one.
pub fn holder(disk: &dyn Disk, draft: &Path) -> Option<Person> {
    let (folder, name) = sidecar::beside(draft).ok()?;
    let [_, note] = files_in(&folder, &name);
    read(disk, &note)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The locked file stays: removing it could remove the next holder's.
        let _ = fs::remove_file(&self.note);
        // A program that is just starting may have it open for a moment longer.
        let _ = self.file.unlock();
    }
}

/// Returns the paths of the lock file and the note.
fn files_in(folder: &Path, draft: &str) -> [PathBuf; 2] {
    ["lock", "who"].map(|kind| folder.join(file_name::with_ending(draft, &format!(".{kind}"))))
}

/// Opens the lock file, creating it if needed. Network shares require write access, but a
/// colleague's file may be readable only. Anything but a file is refused without waiting.
pub(super) fn open(lock: &Path) -> io::Result<File> {
    let mut writing = OpenOptions::new();
    system::refuse_links(writing.write(true));
    let opened = match writing.open(lock) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match system::make(writing.clone().create_new(true), lock) {
                // Somebody else just did.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => writing.open(lock),
                made => made,
            }
        }
        opened => opened,
    };
    let file = match opened {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            system::refuse_links(OpenOptions::new().read(true)).open(lock).or(Err(error))
        }
        opened => opened,
    };
    let known = match &file {
        Ok(file) => file.metadata(),
        Err(_) => lock.symlink_metadata(),
    };
    if known.is_ok_and(|known| !known.is_file()) {
        Err(io::ErrorKind::InvalidInput.into())
    } else {
        file
    }
}

fn leave(disk: &dyn Disk, note: &Path, me: &Person) -> io::Result<()> {
    let person = LockNote {
        user: me.user.clone(),
        host: me.host.clone(),
        process: me.process.to_string(),
        since: time_text(&me.since),
    };
    let yaml = serde_saphyr::to_string(&person).map_err(io::Error::other)?;
    // A new file, so that nothing is written through a link that somebody has planted.
    let _ = disk.remove(note);
    disk.create(note, yaml.as_bytes(), FileAccess::Colleagues, Until::Handed)
}

fn read(disk: &dyn Disk, note: &Path) -> Option<Person> {
    let yaml = disk.read(note).ok().filter(|yaml| yaml.len() <= MAX_NOTE)?;
    let note: LockNote = serde_yaml::from_slice(&yaml).ok()?;
    Some(Person {
        name: None,
        user: note.user,
        host: note.host,
        process: note.process.parse().ok()?,
        since: time_from(&note.since)?,
    })
}

#[cfg(unix)]
mod system {
    use std::{
        fs::{self, File, OpenOptions, Permissions},
        io,
        os::unix::fs::{OpenOptionsExt, PermissionsExt},
        path::Path,
    };

    use rustix::fs::OFlags;

    /// Refuses a link as the last part of a path, and does not wait for a pipe.
    pub(super) fn refuse_links(options: &mut OpenOptions) -> &mut OpenOptions {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(i32::from_ne_bytes(flags.bits().to_ne_bytes()))
    }

    /// Creates a file for those who may use the folder, whatever the umask: a colleague's program
    /// has to open it, too.
    pub(super) fn make(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        let file = options.mode(0o600).open(path)?;
        if let Some(Ok(folder)) = path.parent().map(fs::metadata) {
            let mode = folder.permissions().mode() & 0o666 | 0o600;
            let _ = file.set_permissions(Permissions::from_mode(mode));
        }
        Ok(file)
    }
}

#[cfg(not(unix))]
mod system {
    use std::{
        fs::{File, OpenOptions},
        io,
        path::Path,
    };

    /// On Windows, only privileged users can create links.
    pub(super) fn refuse_links(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    /// A new file inherits the permissions of its folder.
    pub(super) fn make(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        options.open(path)
    }
}
