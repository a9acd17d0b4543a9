//! Who has a draft open.
//!
//! A courtesy to the second person who opens it; that nothing is overwritten does not depend on
//! it. The draft itself is never locked: a save gives its name to another file, and on Windows and
//! some shares nobody could read a locked one. So an empty file in a hidden folder beside the draft
//! is locked, which the system unlocks when the process ends, however it ends; and who did so
//! stands in a second one.

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
    sidecar,
};

/// As long as a note on who has a draft open may be, in bytes.
const MAX_NOTE: usize = 4096;

/// Somebody who has a draft open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name on the system.
    pub user: String,
    /// Their machine.
    pub host: String,
    /// Their process.
    pub process: u32,
    /// Since when.
    pub since: Zoned,
}

/// What came of trying to have a draft to oneself.
#[derive(Debug)]
pub enum LockOutcome {
    /// It is ours until the lock is dropped.
    Ours(Lock),
    /// Somebody else has it; who, where they have said so.
    Theirs(Option<Person>),
    /// Nobody can tell, because there are no locks here; why.
    Unknown(String),
}

/// Keeps a draft to oneself while it lives.
#[derive(Debug)]
pub struct Lock {
    /// Locked while this lives.
    file: File,
    note: PathBuf,
}

/// A person as noted beside a draft.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct LockNote {
    user: String,
    host: String,
    process: String,
    since: String,
}

/// Tries to have a draft to oneself. Does not wait.
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
            // Without a note the other one is told less; that is no reason not to work.
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

/// Who has noted that they have a draft open, if anyone has.
pub fn holder(disk: &dyn Disk, draft: &Path) -> Option<Person> {
    let (folder, name) = sidecar::beside(draft).ok()?;
    let [_, note] = files_in(&folder, &name);
    read(disk, &note)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The locked file stays: who removes one may remove that of the next.
        let _ = fs::remove_file(&self.note);
        // A program that is just being started may have it open for a moment longer.
        let _ = self.file.unlock();
    }
}

/// The file to lock and the note.
fn files_in(folder: &Path, draft: &str) -> [PathBuf; 2] {
    ["lock", "who"].map(|kind| folder.join(format!("{draft}.{kind}")))
}

/// Opens the file to lock, and makes it unless it is there. Network shares want it open for writing,
/// but a colleague's may be readable only. What is no file is refused, without waiting for it.
pub(super) fn open(lock: &Path) -> io::Result<File> {
    let mut writing = OpenOptions::new();
    system::refuse_links(writing.write(true));
    let opened = match writing.open(lock) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match system::make(writing.clone().create_new(true), lock) {
                // By somebody else, just now.
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
    // Anew, so that nothing is written through a link that somebody has put here.
    let _ = disk.remove(note);
    disk.create(note, yaml.as_bytes(), FileAccess::Colleagues, Until::Handed)
}

fn read(disk: &dyn Disk, note: &Path) -> Option<Person> {
    let yaml = disk.read(note).ok().filter(|yaml| yaml.len() <= MAX_NOTE)?;
    let note: LockNote = serde_yaml::from_slice(&yaml).ok()?;
    Some(Person {
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

    /// Has the last part of a path be no link, and a pipe not waited for.
    pub(super) fn refuse_links(options: &mut OpenOptions) -> &mut OpenOptions {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(i32::from_ne_bytes(flags.bits().to_ne_bytes()))
    }

    /// Makes a file for those who may use the folder, whatever the umask: a colleague's program has
    /// to open it, too.
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

    /// Nobody without special rights makes links on Windows.
    pub(super) fn refuse_links(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    /// A new file has the rights that its folder hands down.
    pub(super) fn make(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        options.open(path)
    }
}
