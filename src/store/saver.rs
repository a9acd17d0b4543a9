//! Saves the newest draft without blocking the person who types.
//!
//! [`Saver::record`] takes an edit, [`Saver::offer`] a draft with several edits; both return at once.
//! The results are [`SaveOutcome`]s, passed to the caller's function on one of these threads:
//!
//! - The *saver* replaces the draft's file whenever a newer draft was offered, with a sync each time
//!   (see [`super::atomic`]). Renaming without a sync would be faster, but a power cut could leave an
//!   empty or old file.
//! - The *logger* appends each edit to the [`RecoveryLog`] on this machine without a sync, so that a
//!   kill loses nothing that was shown. [`Saver::await_log`] waits until an edit may be shown. While
//!   the draft's disk fails or does not answer, the log holds the whole draft and is synced, as it
//!   is all that a power cut would leave.
//!
//! There are two threads so that a slow disk delays only its own.
//!
//! Failed saves are retried with back-off. A file that someone else has changed is left alone until
//! [`Saver::offer_resolving`] says what to do. If no thread can be started, or one has panicked, the
//! caller's thread saves.

mod state;

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError, TryLockError},
    thread,
    time::{Duration, Instant, SystemTime},
};

use jiff::Zoned;

use self::state::{
    Batch, Job, LogNote, LogTask, Next, PendingResolution, SILENCE, SYNCING, SaveTask, SaverState,
    VersionClash,
};
use super::{
    atomic::{AtomicFile, ReplaceError, Version},
    disk::{Disk, in_words},
    document::response::Order,
    draft,
    history::{DraftHistory, Reason},
    lock::{self, Person},
    problem::Problems,
    recovery_log::RecoveryLog,
};
use crate::model::{draft::Draft, draft_change::DraftChange};

/// The longest wait for a save to be announced in the log.
const NOTE: Duration = Duration::from_millis(100);

/// The longest wait at exit until the log is written, or removed.
const LAST_LOG: Duration = Duration::from_secs(1);

/// What a saver works with.
pub struct Setting {
    /// The draft's file, with the version last seen.
    pub target: AtomicFile,
    /// The order in which drafts are written.
    pub order: Order,
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// The recovery log on this machine, if one can be kept.
    pub log: Option<RecoveryLog>,
    /// The earlier versions of the draft.
    pub history: DraftHistory,
    /// The clock.
    pub now: fn() -> Zoned,
    /// Receives the reports on the saver's threads. It must neither block nor call the saver.
    pub report: Box<dyn Fn(SaveOutcome) + Send + Sync>,
}

/// Saves drafts. Dropping it does not wait for a save in progress, which still finishes.
pub struct Saver {
    shared: Arc<Shared>,
    /// Starts the threads at the first edit or draft.
    threads: Once,
}

/// The result of saving an offered draft.
#[derive(Debug)]
pub struct SaveOutcome {
    /// The number that [`Saver::offer`] returned.
    pub generation: u64,
    /// The time of the result.
    pub at: Zoned,
    /// Where the draft is saved, or why it is not.
    pub result: Result<SavedIn, NotSaved>,
}

/// Where a draft is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavedIn {
    /// In its file.
    File,
    /// In the log on this machine.
    Log,
}

/// Why a draft is not saved.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// The save failed, for this reason. It is retried.
    #[error("{0}")]
    Failed(String),
    /// The disk has not answered in time.
    #[error("the folder is not responding")]
    NoAnswer,
    /// The log on this machine failed as well. It is retried, too.
    #[error("no copy can be kept on this machine: {0}")]
    NoCopy(String),
    /// Someone else has changed the file. Nothing is written to it until that is resolved.
    #[error("changed by {}", someone(.0.by.as_ref()))]
    Changed(Box<Conflict>),
}

/// Someone else's version of the draft.
#[derive(Debug)]
pub struct Conflict {
    /// The file.
    pub path: PathBuf,
    /// Its draft, or why it cannot be read.
    pub theirs: Result<Draft, Problems>,
    /// When it was changed, if the system tells.
    pub changed: Option<SystemTime>,
    /// The other people who have the draft open.
    pub by: Option<Person>,
}

/// What to do about someone else's version, or a folder that refuses ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// Save ours in a new file, and continue with that.
    MoveTo(PathBuf),
    /// Put what is offered in the place of theirs, which has been seen. A still newer version is
    /// a conflict again.
    Overwrite,
    /// The same with what has all that theirs says: nothing goes away that would have to be kept.
    Include,
}

/// How far saving has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SaveProgress {
    /// The newest edit.
    pub recorded: u64,
    /// The newest edit contained in an offered draft.
    pub offered: u64,
    /// The newest edit in the file.
    pub saved: u64,
    /// The newest edit in the log on this machine.
    pub kept: u64,
}

impl SaveProgress {
    /// Whether the newest edit is in the draft's file.
    pub fn is_saved(self) -> bool {
        self.saved >= self.recorded
    }

    /// Whether the newest edit would survive a kill.
    pub fn is_safe(self) -> bool {
        self.saved.max(self.kept) >= self.recorded
    }
}

struct Shared {
    state: Mutex<SaverState>,
    /// Signals that there may be something to save.
    to_save: Condvar,
    /// Signals that there may be something to log.
    to_log: Condvar,
    /// Signals that something was saved or logged.
    done: Condvar,
    /// Locked during a save.
    target: Mutex<AtomicFile>,
    /// Locked while the log is written.
    log: Mutex<Option<RecoveryLog>>,
    /// Locked after the target, while earlier versions are stored.
    history: Mutex<DraftHistory>,
    order: Order,
    disk: Arc<dyn Disk>,
    now: fn() -> Zoned,
    report: Box<dyn Fn(SaveOutcome) + Send + Sync>,
}

impl Saver {
    /// Starts saving.
    pub fn start(setting: Setting) -> Self {
        let versions = setting.target.versions().to_vec();
        let shared = Arc::new(Shared {
            state: Mutex::new(SaverState { versions, ..SaverState::default() }),
            to_save: Condvar::new(),
            to_log: Condvar::new(),
            done: Condvar::new(),
            target: Mutex::new(setting.target),
            log: Mutex::new(setting.log),
            history: Mutex::new(setting.history),
            order: setting.order,
            disk: setting.disk,
            now: setting.now,
            report: setting.report,
        });
        Self { shared, threads: Once::new() }
    }

    /// Starts the threads.
    fn start_threads(&self) {
        let saver = Arc::clone(&self.shared);
        let work = move || {
            let _attendance = Attendance(&saver);
            saver.work(&saver.to_save, SaverState::next_task, Shared::perform);
        };
        if !spawn("saver", work) {
            self.shared.state().alone = true;
        }
        let logger = Arc::clone(&self.shared);
        let work = move || logger.work(&logger.to_log, SaverState::next_chore, Shared::log);
        // Without a logger, every draft is saved at once.
        if !spawn("logger", work) {
            self.shared.state().log.is_missing = true;
        }
    }

    /// Takes an edit, which goes into the log at once, and gives it a number. It is saved with the
    /// next draft that is offered.
    pub fn record(&self, edit: DraftChange) -> u64 {
        let number = self.shared.state().record(edit);
        self.threads.call_once(|| self.start_threads());
        self.shared.to_log.notify_one();
        number
    }

    /// Waits for the log to have all edits, so that they can be shown; not longer than told.
    pub fn await_log(&self, longest: Duration) {
        let mut state = self.shared.state();
        if !state.keeps_log() || state.progress.is_safe() {
            return;
        }
        state.log.awaited += 1;
        let unsafe_yet = |state: &mut SaverState| state.keeps_log() && !state.progress.is_safe();
        let waited = self.shared.done.wait_timeout_while(state, longest, unsafe_yet);
        waited.unwrap_or_else(PoisonError::into_inner).0.log.awaited -= 1;
    }

    /// Whether edits that are not saved yet are kept on this machine. Otherwise they should be saved
    /// at once.
    pub fn keeps_log(&self) -> bool {
        self.shared.state().keeps_log()
    }

    /// Offers a draft for saving, in the place of the one before, with all edits so far. Gives the
    /// number of the last of them.
    pub fn offer(&self, draft: Draft) -> u64 {
        self.take(self.shared.state(), draft)
    }

    /// Says what to do about somebody else's version; or, by [`Resolution::MoveTo`], about a folder
    /// that does not take the draft. Offers the draft that comes of it at once, so that none before it
    /// is written any more.
    pub fn offer_resolving(&self, draft: Draft, resolution: Resolution) -> u64 {
        let mut state = self.shared.state();
        state.resolution = Some(PendingResolution { resolution, newest: state.newest.clone() });
        state.retry = None;
        self.take(state, draft)
    }

    fn take(&self, mut state: MutexGuard<'_, SaverState>, draft: Draft) -> u64 {
        let known = state.newest.as_ref().map_or(0, |job| job.generation);
        if known == state.progress.recorded {
            // The versions have not been compared yet.
            state.record(DraftChange::Whole(Box::new(draft.clone())));
        }
        let generation = state.progress.recorded;
        state.progress.offered = generation;
        state.newest = Some(Job { generation, draft: Arc::new(draft) });
        state.forget_edits();
        drop(state);
        self.threads.call_once(|| self.start_threads());
        self.wake(self.shared.state());
        generation
    }

    /// Returns how far saving has got.
    pub fn progress(&self) -> SaveProgress {
        self.shared.state().progress
    }

    /// Tries at once, if it is not saved, and waits for the file to have the newest draft; not
    /// longer than told, and not for a conflict to be resolved.
    pub fn flush(&self, longest: Duration) -> SaveProgress {
        let mut state = self.shared.state();
        state.retry = None;
        self.wake(state);
        let state = self.shared.state();
        self.shared.wait_while(state, longest, |state| {
            let stuck = state.conflict.is_some() && state.resolution.is_none();
            state.is_behind() && !stuck && !state.alone
        });
        // The thread may have ended meanwhile.
        self.wake(self.shared.state());
        self.progress()
    }

    /// The same for the last time. If the file cannot be written, the log on this machine gets the draft.
    pub fn shutdown(&self, longest: Duration) -> SaveProgress {
        let progress = self.flush(longest);
        let mut state = self.shared.state();
        state.closing = true;
        self.wake(state);
        let state = self.shared.state();
        if progress.is_saved() {
            // Remove a log that is no longer needed, unless that takes long.
            return self
                .shared
                .wait_while(state, LAST_LOG, |state| state.log.is_busy || state.log.exists);
        }
        if progress.is_safe() {
            return progress;
        }
        self.shared.wait_while(state, LAST_LOG, |state| !state.progress.is_safe())
    }

    /// Lets the log on this machine go, so that who opens the draft next takes it over, even while
    /// a thread still waits for the disk. Nothing is to be offered any more.
    pub fn let_go(&self) {
        let mut state = self.shared.state();
        state.let_go = true;
        let is_safe = state.progress.is_safe();
        drop(state);
        // The logger may be syncing; if that takes long, it releases the log itself.
        if is_safe && let Some(mut log) = self.shared.log_within(LAST_LOG) {
            *log = None;
        }
    }

    fn wake(&self, state: MutexGuard<'_, SaverState>) {
        let alone = state.alone;
        drop(state);
        self.shared.wake_all();
        if alone {
            self.shared.work_inline();
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.shared.state().closing = true;
        self.shared.wake_all();
    }
}

/// Somebody is there to save, unless a mistake ends the thread.
struct Attendance<'a>(&'a Shared);

impl Drop for Attendance<'_> {
    fn drop(&mut self) {
        self.0.state().alone = thread::panicking();
        self.0.wake_all();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, SaverState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_all(&self) {
        for waiting in [&self.to_save, &self.to_log, &self.done] {
            waiting.notify_all();
        }
    }

    fn tell(&self, generation: u64, result: Result<SavedIn, NotSaved>) {
        (self.report)(SaveOutcome { generation, at: (self.now)(), result });
    }

    fn wait_while(
        &self,
        state: MutexGuard<'_, SaverState>,
        longest: Duration,
        unfinished: impl Fn(&SaverState) -> bool,
    ) -> SaveProgress {
        let waited = self.done.wait_timeout_while(state, longest, |state| unfinished(state));
        waited.unwrap_or_else(PoisonError::into_inner).0.progress
    }

    /// Runs the thread: performs tasks, and waits for more.
    fn work<T>(
        &self,
        woken: &Condvar,
        next: fn(&mut SaverState, Instant) -> Next<T>,
        act: fn(&Self, T),
    ) {
        let mut state = self.state();
        loop {
            match next(&mut state, Instant::now()) {
                Next::Do(work) => {
                    drop(state);
                    act(self, work);
                    state = self.state();
                }
                Next::Wait(until) => state = wait(woken, state, until),
                Next::Leave => return,
            }
        }
    }

    /// Performs the tasks that are due.
    fn work_inline(&self) {
        loop {
            let next = self.state().next_task(Instant::now());
            match next {
                Next::Do(task) => self.perform(task),
                Next::Wait(_) | Next::Leave => return,
            }
        }
    }

    fn perform(&self, task: SaveTask) {
        let mut target = self.target.lock().unwrap_or_else(PoisonError::into_inner);
        match task {
            SaveTask::Save(job) => {
                // The logger needs to know when the save started.
                self.to_log.notify_one();
                let result = self.save(&mut target, &job);
                self.settle(&target, &job, result);
            }
            SaveTask::Resolve(turn, clash) => self.turn(&mut target, turn, clash),
            SaveTask::LookAgain(clash) => self.look_again(&target, clash),
        }
    }

    fn save(&self, target: &mut AtomicFile, job: &Job) -> Result<(), ReplaceError> {
        // Never write into the empty mount point of an unmounted share.
        target.refuse_other_folder()?;
        let yaml = draft::write(&job.draft, &self.order).map_err(io::Error::other)?;
        let version = Version::of(yaml.as_bytes());
        self.state().versions = [target.versions(), &[version]].concat();
        self.note(LogNote::Saving(job.generation, version));
        // Failing to store an earlier version must not prevent this save.
        let mut history = self.history();
        let _ = history.keep_before(&*self.disk, &job.draft);
        target.replace_with(&*self.disk, yaml.as_bytes(), version)?;
        history.saved(Arc::clone(&job.draft));
        self.note(LogNote::Saved(job.generation));
        Ok(())
    }

    /// Looks at the file that somebody else has changed. Saving goes on where it has a known version
    /// again, or has gone. A newer version of theirs is told where the one before could not be read:
    /// of one that could, the respondent may be choosing now, and what they choose is of that one.
    fn look_again(&self, target: &AtomicFile, clash: VersionClash) {
        let content = match self.disk.read(target.path()) {
            Ok(content) => content,
            Err(error) => {
                if error.kind() == io::ErrorKind::NotFound {
                    self.end_conflict();
                }
                return;
            }
        };
        let theirs = Version::of(&content);
        if target.versions().contains(&theirs) {
            return self.end_conflict();
        }
        if clash.is_readable || theirs == clash.theirs {
            return;
        }
        let conflict = self.conflict(target.path(), &content);
        let mut state = self.state();
        if state.resolution.is_none() {
            let generation = clash.ours.generation;
            let is_readable = conflict.theirs.is_ok();
            state.conflict = Some(VersionClash { theirs, is_readable, ..clash });
            drop(state);
            self.tell(generation, Err(NotSaved::Changed(Box::new(conflict))));
        }
    }

    /// Resumes saving, unless the respondent has just decided.
    fn end_conflict(&self) {
        let mut state = self.state();
        if state.resolution.is_none() {
            state.conflict = None;
        }
    }

    /// Has something noted in the log: a version that is saved unannounced is taken for somebody
    /// else's. A logger that waits for this machine's disk does not keep us from the draft's for
    /// longer than that: it makes the note itself as soon as its disk answers.
    fn note(&self, note: LogNote) {
        self.state().notes.push_back(note);
        if let Some(mut log) = self.log_within(NOTE) {
            self.make_notes(&mut log);
        }
    }

    /// Notes in the log what the saver had to say meanwhile. What the log does not take is no reason
    /// not to save.
    fn make_notes(&self, log: &mut Option<RecoveryLog>) {
        loop {
            let note = self.state().notes.pop_front();
            let (Some(note), Some(log)) = (note, log.as_mut()) else { return };
            let _ = match note {
                LogNote::Saving(number, version) => log.announce(number, version),
                LogNote::Saved(number) => log.saved(number),
            };
        }
    }

    fn log_within(&self, longest: Duration) -> Option<MutexGuard<'_, Option<RecoveryLog>>> {
        let end = Instant::now() + longest;
        loop {
            match self.log.try_lock() {
                Ok(log) => return Some(log),
                Err(TryLockError::Poisoned(log)) => return Some(log.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= end => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    fn history(&self) -> MutexGuard<'_, DraftHistory> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records and reports the result of a save.
    fn settle(&self, target: &AtomicFile, job: &Job, result: Result<(), ReplaceError>) {
        let generation = job.generation;
        let mut state = self.state();
        state.saving = None;
        state.versions = target.versions().to_vec();
        let told = match result {
            Ok(()) => {
                state.retry = None;
                state.progress.saved = generation;
                Ok(SavedIn::File)
            }
            Err(ReplaceError::Failed(error)) => {
                state.try_later();
                Err(NotSaved::Failed(in_words(&error)))
            }
            Err(ReplaceError::Changed(content)) => {
                let conflict = self.conflict(target.path(), &content);
                state.conflict = Some(VersionClash {
                    theirs: Version::of(&content),
                    is_readable: conflict.theirs.is_ok(),
                    ours: job.clone(),
                });
                Err(NotSaved::Changed(Box::new(conflict)))
            }
        };
        drop(state);
        self.wake_all();
        self.tell(generation, told);
    }

    fn conflict(&self, path: &Path, content: &[u8]) -> Conflict {
        let theirs = draft::read(&path.to_string_lossy(), content);
        Conflict {
            path: path.to_owned(),
            theirs: theirs.map(|loaded| loaded.draft),
            changed: fs::metadata(path).and_then(|known| known.modified()).ok(),
            by: lock::holder(&*self.disk, path).filter(|person| person.process != process::id()),
        }
    }

    /// Carries out the decision, once the history has stored what it replaces.
    fn turn(&self, target: &mut AtomicFile, turn: PendingResolution, clash: Option<VersionClash>) {
        if let Err(error) = self.keep_what_goes(&turn, clash.as_ref()) {
            let generation = turn.newest.as_ref().map_or(0, |job| job.generation);
            let mut state = self.state();
            state.conflict = clash;
            state.resolution.get_or_insert(turn);
            state.try_later();
            drop(state);
            let reason = format!("{}, so nothing was changed", in_words(&error));
            return self.tell(generation, Err(NotSaved::Failed(reason)));
        }
        let seen = |clash: VersionClash| target.having_seen(clash.theirs);
        if let Resolution::MoveTo(path) = &turn.resolution {
            let newest = self.state().newest.clone();
            // A log left in its place is found by whoever opens the earlier file.
            if let Some(mut log) = self.log_within(NOTE)
                && let Some(log) = log.as_mut()
            {
                let _ = log.moves(&*self.disk, path, newest.as_ref().map(Job::snapshot));
            }
        }
        let mut state = self.state();
        let (resolved, saved) = match turn.resolution {
            Resolution::MoveTo(path) => (Some(AtomicFile::new(path)), 0),
            Resolution::Overwrite | Resolution::Include => (clash.map(seen), state.progress.saved),
        };
        if let Some(resolved) = resolved {
            let mut history = self.history();
            *history = history.moved(resolved.path());
            *target = resolved;
            state.progress.saved = saved;
        }
        state.versions = target.versions().to_vec();
        state.retry = None;
        drop(state);
        self.wake_all();
    }

    /// Keeps the version that goes away: theirs where ours is put in its place, and ours, of which
    /// a choice between the two may leave only some.
    fn keep_what_goes(
        &self,
        turn: &PendingResolution,
        clash: Option<&VersionClash>,
    ) -> io::Result<()> {
        let Some(clash) = clash else { return Ok(()) };
        let history = self.history();
        let now = (self.now)().timestamp();
        let ours = |job: &Job| {
            let yaml = draft::write(&job.draft, &self.order).map_err(io::Error::other)?;
            history.keep(&*self.disk, yaml.as_bytes(), now, Reason::PutAside)
        };
        match turn.resolution {
            Resolution::MoveTo(_) | Resolution::Include => return Ok(()),
            Resolution::Overwrite => history.keep_present(&*self.disk, Reason::Overwritten)?,
        }
        ours(&clash.ours)?;
        turn.newest.as_ref().map_or(Ok(()), ours)
    }

    fn log(&self, chore: LogTask) {
        let failing = matches!(chore, LogTask::Secure(_));
        let (number, written) = match chore {
            LogTask::Complain(generation) => return self.tell(generation, Err(NotSaved::NoAnswer)),
            LogTask::Forget => {
                let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
                // A log that cannot be removed is recognised next time.
                let _ = log.as_mut().map(|log| log.forget(&*self.disk));
                drop(log);
                let mut state = self.state();
                (state.log.is_busy, state.log.exists) = (false, false);
                drop(state);
                return self.wake_all();
            }
            LogTask::Append(batch) => self.write_log(batch, |log, disk, batch, versions| {
                log.append(disk, &batch.edits, versions)
            }),
            LogTask::Rewrite(batch) => self.write_log(batch, rewrite),
            LogTask::Secure(batch) => self.write_log(batch, |log, disk, batch, versions| {
                if !log.has_whole() && batch.draft.is_some() {
                    // If it cannot be restarted, its contents still count.
                    let _ = rewrite(log, disk, batch, versions);
                }
                log.sync(disk)
            }),
        };
        self.logged(number, written, failing);
    }

    fn write_log(
        &self,
        batch: Batch,
        write: impl FnOnce(&mut RecoveryLog, &dyn Disk, &Batch, &[Version]) -> io::Result<()>,
    ) -> (u64, io::Result<()>) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        // A log that begins names its versions, or it would be taken for another draft's. They are
        // asked for now: a save may have begun since the batch was made, and found no log.
        let begins = log.as_ref().is_none_or(|log| log.is_empty() || batch.is_to_begin);
        let versions = if begins { self.state().versions.clone() } else { Vec::new() };
        let written = match log.as_mut() {
            Some(log) => write(log, &*self.disk, &batch, &versions),
            None => Err(io::ErrorKind::NotFound.into()),
        };
        self.make_notes(&mut log);
        self.state().log.is_large = log.as_ref().is_some_and(RecoveryLog::is_large);
        (batch.number, written)
    }

    /// Records the result of writing the log, and reports it while the draft's disk fails.
    fn logged(&self, number: u64, written: io::Result<()>, failing: bool) {
        let mut state = self.state();
        state.log.is_busy = false;
        match &written {
            Ok(()) => {
                state.log.retry = None;
                state.log.lacks_edits = false;
                state.progress.kept = state.progress.kept.max(number);
                if failing {
                    state.log.synced = number;
                    state.log.next_sync = Some(Instant::now() + SYNCING);
                }
                state.forget_edits();
            }
            Err(_) => {
                state.log.lacks_edits = true;
                // Retry later; the saver keeps trying, too.
                state.log.retry = Some(Instant::now() + SILENCE);
            }
        }
        let (let_go, awaited) = (state.let_go, state.log.awaited > 0 || state.closing);
        drop(state);
        if let_go {
            *self.log.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        if awaited || written.is_err() {
            self.done.notify_all();
        }
        match written {
            Ok(()) if failing => self.tell(number, Ok(SavedIn::Log)),
            Ok(()) => {}
            Err(error) => self.tell(number, Err(NotSaved::NoCopy(in_words(&error)))),
        }
    }
}

/// Restarts the log with the last offered draft and the edits since.
fn rewrite(
    log: &mut RecoveryLog,
    disk: &dyn Disk,
    batch: &Batch,
    versions: &[Version],
) -> io::Result<()> {
    let included = batch.draft.as_ref().map_or(0, |job| job.generation);
    let since: Vec<_> =
        batch.edits.iter().filter(|(number, _)| *number > included).cloned().collect();
    log.rewrite(disk, batch.draft.as_ref().map(Job::snapshot), &since, versions)
}

fn wait<'a>(
    woken: &Condvar,
    state: MutexGuard<'a, SaverState>,
    until: Option<Instant>,
) -> MutexGuard<'a, SaverState> {
    let Some(until) = until else {
        return woken.wait(state).unwrap_or_else(PoisonError::into_inner);
    };
    let left = until.saturating_duration_since(Instant::now());
    woken.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
}

/// Starts a thread, and returns whether that worked.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> bool {
    thread::Builder::new().name(name.to_owned()).spawn(work).is_ok()
}

fn someone(person: Option<&Person>) -> String {
    person.map_or_else(|| "someone else".to_owned(), |p| format!("{} on {}", p.user, p.host))
}
