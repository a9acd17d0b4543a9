//! Whether the session that a recovery log is of still runs.
//!
//! A session that has a log keeps a file locked beside it. The system unlocks it when the
//! process ends, however it ends; the number of a process would tell less, as it is given to
//! another one some day. Who takes over what an ended session left locks that file first, so that
//! no two do.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::lock;

/// How the files to lock end.
const ENDING: &str = "lock";

/// How logs end.
pub(super) const LOG: &str = "log";

/// How many letters and digits chance chooses, so that no two sessions ever have the same.
const RANDOM: usize = 16;

/// How often somebody else may be found looking before they are taken for a session, and how long
/// a look takes at most.
const LOOKS: u32 = 4;
const LOOK: Duration = Duration::from_millis(5);

/// Keeps a log to oneself while it lives.
#[derive(Debug)]
pub(super) struct SessionLock {
    /// Locked all the while.
    file: File,
    lock: PathBuf,
}

impl SessionLock {
    /// The lock of a log that is not there yet, under a name that nothing else ever has: one that
    /// was seen once never comes to mean another session.
    pub(super) fn new(folder: &Path, prefix: &str) -> io::Result<Self> {
        // Locked before it has its name, so that nobody takes it for the file of an ended session.
        let mut builder = tempfile::Builder::new();
        let file = builder.prefix(".").rand_bytes(RANDOM).suffix(".new").tempfile_in(folder)?;
        // Where there are no locks, whoever tries to take it finds that out.
        let _ = file.as_file().try_lock();
        let random = file.path().file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{}.{ENDING}", random.trim_start_matches('.'));
        let lock = folder.join(name);
        let file = file.persist(&lock)?;
        Ok(Self { file, lock })
    }

    /// Takes over the log of a session that has ended; `None` while it runs, or when somebody else
    /// has done so.
    ///
    /// # Errors
    /// When nobody can tell, because there are no locks here.
    pub(super) fn take(log: &Path) -> io::Result<Option<Self>> {
        let lock = log.with_extension(ENDING);
        let file = lock::open(&lock)?;
        let mut looks = 0;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { file, lock })),
                // Who only looks has it for a moment.
                Err(TryLockError::WouldBlock) if looks < LOOKS => thread::sleep(LOOK),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            looks += 1;
        }
    }

    /// Whether the session runs that a log is of. Changes nothing.
    ///
    /// # Errors
    /// When nobody can tell, because there are no locks here.
    pub(super) fn is_taken(log: &Path) -> io::Result<bool> {
        let file = match File::open(log.with_extension(ENDING)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            file => file?,
        };
        match file.try_lock_shared() {
            Ok(()) => {
                // As when a lock is dropped.
                let _ = file.unlock();
                Ok(false)
            }
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Where the log is, or will be.
    pub(super) fn log(&self) -> PathBuf {
        self.lock.with_extension(LOG)
    }

    /// What the log and its lock are called, without their endings.
    pub(super) fn name(&self) -> String {
        self.lock.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether others find the file that is locked.
    pub(super) fn is_found(&self) -> bool {
        self.lock.exists()
    }

    /// Whether the file that is locked still has a name. Takes no look at the folders on its path.
    #[cfg(unix)]
    pub(super) fn has_name(&self) -> bool {
        use std::os::unix::fs::MetadataExt;

        self.file.metadata().is_ok_and(|known| known.nlink() > 0)
    }

    /// Whether the file that is locked still has a name.
    #[cfg(not(unix))]
    pub(super) fn has_name(&self) -> bool {
        self.is_found()
    }
}

impl Drop for SessionLock {
    fn drop(&mut self) {
        // Last of all, and only when there is nothing more to take over: who has opened the file
        // before then locks one that is no longer found, and finds no log.
        if matches!(self.log().try_exists(), Ok(false)) {
            let _ = fs::remove_file(&self.lock);
        }
        // A program that is just being started may have the file open for a moment longer.
        let _ = self.file.unlock();
    }
}
