//! Files of which one that does not respond holds up no other.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc::channel},
    thread,
    time::Duration,
};

use super::disk::{Append, Disk, FileAccess, Until};

/// How long one file or folder is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// A disk whose files are waited for a second each. One that takes longer is not waited for again
/// until it has responded.
pub struct PatientDisk {
    disk: Arc<dyn Disk>,
    hanging: Arc<Mutex<HashSet<PathBuf>>>,
}

impl PatientDisk {
    /// Waits for this disk.
    pub fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk, hanging: Arc::default() }
    }

    /// Does something with a file or folder on a thread of its own.
    ///
    /// # Errors
    /// If that takes too long.
    pub fn patiently<T: Send + 'static>(
        &self,
        path: &Path,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<T> {
        let lock = |hanging: &Mutex<HashSet<PathBuf>>| {
            hanging.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
        };
        if lock(&self.hanging) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let (send, done) = channel();
        let (hanging, own) = (Arc::clone(&self.hanging), path.to_owned());
        thread::Builder::new().name("patience".into()).spawn(move || {
            let result = job();
            let mut hanging = hanging.lock().unwrap_or_else(PoisonError::into_inner);
            // Nobody waits any more for what took too long.
            let _ = send.send(result);
            hanging.remove(&own);
        })?;
        if let Ok(result) = done.recv_timeout(PATIENCE) {
            return Ok(result);
        }
        let mut hanging = self.hanging.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have responded in the meantime, and will not respond again.
        done.try_recv().map_err(|_| {
            hanging.insert(path.to_owned());
            io::ErrorKind::TimedOut.into()
        })
    }
}

impl Disk for PatientDisk {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let (disk, path) = (Arc::clone(&self.disk), file.to_owned());
        self.patiently(file, move || disk.read(&path))?
    }

    fn create(
        &self,
        file: &Path,
        content: &[u8],
        access: FileAccess<'_>,
        until: Until,
    ) -> io::Result<()> {
        self.disk.create(file, content, access, until)
    }

    fn append_to(&self, file: &Path) -> io::Result<Box<dyn Append>> {
        self.disk.append_to(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename_new(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.disk.exchange(one, other)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.disk.remove(file)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.sync_folder(folder)
    }
}
