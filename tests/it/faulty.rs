//! A disk that fails, or stops as if the process were killed, at a step of the test's choice.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
};

use greenpaper::store::disk::{Append, Disk, FileAccess, System, Until};

/// What happens at the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The step is not done, and says so. The next ones work.
    Fails(io::ErrorKind),
    /// The process is killed before the step.
    KilledBefore,
    /// The process is killed when half of it is done, where a step has halves.
    KilledWithin,
    /// The process is killed after the step.
    KilledAfter,
}

/// All the ways to be killed.
pub(crate) const KILLS: [Fault; 3] = [Fault::KilledBefore, Fault::KilledWithin, Fault::KilledAfter];

/// What was done to files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Read(PathBuf),
    Create(PathBuf, Until),
    Rename(PathBuf, PathBuf),
    Exchange(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
}

/// What someone else does just before two files change places.
type Meanwhile = Box<dyn Fn() + Send + Sync>;

#[derive(Default)]
pub(crate) struct Faulty {
    at: Option<(usize, Fault)>,
    next: AtomicUsize,
    steps: Mutex<Vec<Step>>,
    without_exchange: bool,
    meanwhile: Mutex<Option<Meanwhile>>,
}

impl Faulty {
    /// Something happens at a step, counted from 0.
    pub(crate) fn at(step: usize, fault: Fault) -> Self {
        Self { at: Some((step, fault)), ..Self::default() }
    }

    /// Two files cannot change places here, as on many network shares.
    pub(crate) fn without_exchange(self) -> Self {
        Self { without_exchange: true, ..self }
    }

    /// Somebody else does something in the last moment.
    pub(crate) fn meanwhile(self, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self { meanwhile: Mutex::new(Some(Box::new(act))), ..self }
    }

    /// Whether the step of the fault was reached.
    pub(crate) fn has_struck(&self) -> bool {
        self.at.is_some_and(|(step, _)| self.next.load(Ordering::SeqCst) > step)
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        self.steps.lock().unwrap().clone()
    }

    fn act<T>(
        &self,
        step: Step,
        half: impl FnOnce(),
        whole: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        self.steps.lock().unwrap().push(step);
        let killed = || Err(io::ErrorKind::Interrupted.into());
        match self.at {
            Some((at, Fault::Fails(kind))) if at == number => Err(kind.into()),
            Some((at, Fault::KilledWithin)) if at == number => {
                half();
                killed()
            }
            Some((at, Fault::KilledAfter)) if at == number => whole().and_then(|_| killed()),
            Some((at, Fault::KilledBefore)) if at == number => killed(),
            Some((at, Fault::KilledBefore | Fault::KilledWithin | Fault::KilledAfter))
                if at < number =>
            {
                killed()
            }
            _ => whole(),
        }
    }
}

impl Disk for Faulty {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.act(Step::Read(file.into()), || {}, || System.read(file))
    }

    fn create(
        &self,
        file: &Path,
        content: &[u8],
        access: FileAccess<'_>,
        until: Until,
    ) -> io::Result<()> {
        let half = || fs::write(file, &content[..content.len() / 2]).unwrap();
        let whole = || System.create(file, content, access, until);
        self.act(Step::Create(file.into(), until), half, whole)
    }

    fn append_to(&self, file: &Path) -> io::Result<Box<dyn Append>> {
        System.append_to(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(Step::Rename(from.into(), to.into()), || {}, || System.rename(from, to))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(Step::Rename(from.into(), to.into()), || {}, || System.rename_new(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if let Some(act) = self.meanwhile.lock().unwrap().take() {
            act();
        }
        if self.without_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let step = Step::Exchange(one.into(), other.into());
        self.act(step, || {}, || System.exchange(one, other))
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.act(Step::Remove(file.into()), || {}, || System.remove(file))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.act(Step::SyncFolder(folder.into()), || {}, || System.sync_folder(folder))
    }
}

/// What a folder does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Works,
    Fails(io::ErrorKind),
    /// Takes contents, but no names for them.
    TakesNoNames,
    /// Does not answer until the mood changes.
    Hangs,
    /// Who uses it panics, once.
    PanicsOnce,
}

type Appended = Arc<Mutex<Vec<(String, Until)>>>;

/// A log that tells what is put into it.
#[derive(Debug)]
struct Watched(Box<dyn Append>, Appended);

impl Append for Watched {
    fn append(&mut self, content: &[u8]) -> io::Result<()> {
        let text = String::from_utf8_lossy(content).into_owned();
        self.1.lock().unwrap().push((text, Until::Handed));
        self.0.append(content)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.0.cut(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()?;
        for (_, until) in self.1.lock().unwrap().iter_mut() {
            *until = Until::Synced;
        }
        Ok(())
    }
}

/// A disk of which one folder has moods.
pub(crate) struct Moody {
    folder: PathBuf,
    mood: Mutex<Mood>,
    changed: Condvar,
    /// What was appended to logs elsewhere, and how safe it was to be.
    elsewhere: Appended,
}

impl Moody {
    pub(crate) fn new(folder: &Path) -> Self {
        let mood = Mutex::new(Mood::Works);
        Self {
            folder: folder.to_owned(),
            mood,
            changed: Condvar::new(),
            elsewhere: Appended::default(),
        }
    }

    /// Nothing is appended to logs elsewhere until what is returned is dropped.
    pub(crate) fn logs_stall(&self) -> MutexGuard<'_, Vec<(String, Until)>> {
        self.elsewhere.lock().unwrap()
    }

    pub(crate) fn turns(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
        self.changed.notify_all();
    }

    /// What has been put into logs, and how safe it is by now.
    pub(crate) fn elsewhere(&self) -> Vec<(String, Until)> {
        self.elsewhere.lock().unwrap().clone()
    }

    fn act<T>(&self, path: &Path, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if path.starts_with(&self.folder) {
            let mood = self.mood.lock().unwrap();
            let mut mood = self.changed.wait_while(mood, |mood| *mood == Mood::Hangs).unwrap();
            match *mood {
                Mood::Fails(kind) => return Err(kind.into()),
                Mood::PanicsOnce => {
                    *mood = Mood::Works;
                    drop(mood);
                    panic!("a mistake in the program");
                }
                Mood::Works | Mood::Hangs | Mood::TakesNoNames => {}
            }
        }
        act()
    }

    fn name<T>(&self, path: &Path, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let refuses = *self.mood.lock().unwrap() == Mood::TakesNoNames;
        if refuses && path.starts_with(&self.folder) {
            Err(io::Error::other("no names"))
        } else {
            self.act(path, act)
        }
    }
}

impl Disk for Moody {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.act(file, || System.read(file))
    }

    fn create(
        &self,
        file: &Path,
        content: &[u8],
        access: FileAccess<'_>,
        until: Until,
    ) -> io::Result<()> {
        self.act(file, || System.create(file, content, access, until))
    }

    fn append_to(&self, file: &Path) -> io::Result<Box<dyn Append>> {
        let log = System.append_to(file)?;
        Ok(Box::new(Watched(log, Arc::clone(&self.elsewhere))))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.name(to, || System.rename(from, to))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.name(to, || System.rename_new(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.name(one, || System.exchange(one, other))
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.act(file, || System.remove(file))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.name(folder, || System.sync_folder(folder))
    }
}

/// Tells what came of a run; to be read with `--nocapture`.
#[expect(clippy::print_stdout, reason = "the numbers of a long run are what it is for")]
pub(crate) fn tell(what: &str) {
    println!("{what}");
}
