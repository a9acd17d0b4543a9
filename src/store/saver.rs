//! Saves the newest draft, without ever keeping the one who types waiting.
//!
//! [`Saver::offer`] puts a draft where the newest one lies and returns. What becomes of it is said
//! in [`SaveReport`]s, which are handed to the caller's function on the threads below.
//!
//! There are two threads, because a disk may take its time, and one that waits for a disk does
//! nothing else:
//!
//! - The *saver* replaces the draft's file, synced each time, as [`super::atomic`] does it: first
//!   at once, then again as soon as it is done and there is something newer. Renaming without a
//!   sync would be quicker, but leaves an empty file or an old one after a power cut.
//! - The *keeper* watches it. What is not saved some milliseconds after it was offered, it keeps in a
//!   [`Spare`] on this machine, without waiting for the disk, so that a `kill -9` takes no more
//!   than that even while a sync takes a second or the folder is gone. Once the draft's disk fails or
//!   does not answer, the copy is synced: it is all that a power cut would leave. On a disk that
//!   answers it does nothing, and no copy is left to be cleared away.
//!
//! What has failed is tried again, less and less often. What somebody else has
//! changed is left alone until [`Saver::offer_resolving`] says what to do. Where no thread can be started,
//! or a mistake in the program has ended it, saving is done by who offers.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError},
    thread,
    time::{Duration, Instant, SystemTime},
};

use jiff::Zoned;

use super::{
    atomic::{AtomicFile, ReplaceError, Version},
    disk::{Disk, Until, in_words},
    document::response::Order,
    draft,
    history::{DraftHistory, Reason},
    lock::{self, Person},
    problem::Problems,
    spare::Spare,
};
use crate::model::draft::Draft;

/// As long as a draft may be nowhere but in memory while it waits to be saved.
const PATIENCE: Duration = Duration::from_millis(10);

/// As long as a save waits to be noted in the copy on this machine.
const NOTE: Duration = Duration::from_millis(100);

/// After so long without an answer from the disk, somebody should know; and the copy on this machine
/// is what a power cut would leave. Shorter than the second in which it is to be on the screen: the
/// loop may look at the clock only every 250 ms.
const SILENCE: Duration = Duration::from_millis(700);

/// As long as leaving waits for a copy on this machine, or for one to go that is not needed.
const LAST_COPY: Duration = Duration::from_secs(1);

/// How long to wait after the first failure, and twice as long after each next one.
const FIRST_DELAY: Duration = Duration::from_millis(100);

/// The longest wait between two tries.
const LONGEST_DELAY: Duration = Duration::from_secs(2);

/// What a saver needs.
pub struct Setting {
    /// The draft's file, and what of it has been seen.
    pub target: AtomicFile,
    /// The order in which drafts are written.
    pub order: Order,
    /// The files.
    pub disk: Arc<dyn Disk>,
    /// The place for a copy on this machine, where there is one.
    pub spare: Option<Spare>,
    /// What the draft was like earlier.
    pub history: DraftHistory,
    /// The clock.
    pub now: fn() -> Zoned,
    /// Takes the reports. Called on the saver's threads; not to wait, nor to call the saver.
    pub report: Box<dyn Fn(SaveOutcome) + Send + Sync>,
}

/// Saves drafts. Dropping it lets what is under way finish, but waits for nothing.
pub struct Saver {
    shared: Arc<Shared>,
}

/// What became of a draft that was offered.
#[derive(Debug)]
pub struct SaveOutcome {
    /// Which one: the number that [`Saver::offer`] gave it.
    pub generation: u64,
    /// When.
    pub at: Zoned,
    /// Where it is, or why it is not saved.
    pub result: Result<Place, NotSaved>,
}

/// Where a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In its file.
    File,
    /// In a copy on this machine, which a power cut may take.
    Spare,
}

/// Why a draft is not saved.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// It did not work, for this reason. It is tried again.
    #[error("{0}")]
    Failed(String),
    /// The disk takes longer than anybody should wait for.
    #[error("the folder is not responding")]
    NoAnswer,
    /// It cannot be kept in a copy on this machine either. That is tried again, too.
    #[error("no copy can be kept on this machine: {0}")]
    NoCopy(String),
    /// Somebody else has changed the file. Nothing is written to it until that is resolved.
    #[error("changed by {}", someone(.0.by.as_ref()))]
    Changed(Box<Conflict>),
}

/// Somebody else's version of the draft.
#[derive(Debug)]
pub struct Conflict {
    /// The file.
    pub path: PathBuf,
    /// What it says now, or why that cannot be read.
    pub theirs: Result<Draft, Problems>,
    /// When it was changed, where the system says.
    pub changed: Option<SystemTime>,
    /// Who has noted that they have the draft open, other than this process.
    pub by: Option<Person>,
}

/// What to do about somebody else's version, or about a folder that does not take ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// Save ours in another file, which is not there yet, and go on there.
    MoveTo(PathBuf),
    /// Put what is offered in the place of theirs, which has been seen. A still newer version is
    /// a conflict again.
    Overwrite,
    /// The same with what has all that theirs says: nothing goes away that would have to be kept.
    Include,
}

/// How far saving has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// The newest draft that was offered.
    pub offered: u64,
    /// The newest that is in the file.
    pub saved: u64,
    /// The newest that is in a copy on this machine; 0 when there is none.
    pub kept: u64,
}

impl Progress {
    /// Whether the newest draft is in its file.
    pub fn is_saved(self) -> bool {
        self.saved >= self.offered
    }

    /// Whether the newest draft would outlive the process.
    pub fn is_safe(self) -> bool {
        self.saved.max(self.kept) >= self.offered
    }
}

struct Shared {
    state: Mutex<State>,
    /// Something in the state is different.
    changed: Condvar,
    /// Locked for as long as a save takes.
    target: Mutex<AtomicFile>,
    /// Locked for as long as this machine's disk takes.
    spare: Mutex<Option<Spare>>,
    /// Locked after the target, while states are kept.
    history: Mutex<DraftHistory>,
    order: Order,
    disk: Arc<dyn Disk>,
    now: fn() -> Zoned,
    report: Box<dyn Fn(SaveOutcome) + Send + Sync>,
}

#[derive(Default)]
struct State {
    newest: Option<Arc<Draft>>,
    progress: Progress,
    /// Versions of the file that are ours: what it had, and what is being written to it.
    versions: Vec<Version>,
    /// Since when there has been a draft that is in memory alone.
    unsafe_since: Option<Instant>,
    /// Whether a power cut may take the copy on this machine.
    handed: bool,
    /// Since when the save has taken that is under way.
    saving: Option<Saving>,
    /// After a failure.
    retry: Option<Retry>,
    /// Somebody else's version, until it is resolved.
    conflict: Option<Clash>,
    resolution: Option<Turn>,
    closing: bool,
    /// Whether the copy on this machine is for who opens the draft next.
    let_go: bool,
    /// Whether a copy is being written.
    keeping: bool,
    /// Whether there is no thread that saves, so that whoever offers has to.
    alone: bool,
}

struct Saving {
    generation: u64,
    since: Instant,
    complained: bool,
}

struct Retry {
    when: Instant,
    delay: Duration,
}

/// A draft to be written.
#[derive(Clone)]
struct Job {
    generation: u64,
    draft: Arc<Draft>,
}

/// Two versions of one draft.
#[derive(Clone)]
struct Clash {
    theirs: Version,
    ours: Job,
}

/// What was said to do about somebody else's version.
struct Turn {
    resolution: Resolution,
    /// The newest draft when that was said: what comes later goes by it.
    newest: Option<Job>,
}

/// What the saver is to do.
enum Task {
    Save(Job),
    /// As told, where somebody else's version was found.
    Resolve(Turn, Option<Clash>),
}

/// What the keeper is to do.
enum Chore {
    Keep(Until),
    Forget,
    Complain(u64),
}

/// What a thread does next.
enum Next<T> {
    Do(T),
    /// Wait for a change; at the longest until then.
    Wait(Option<Instant>),
    Leave,
}

impl Saver {
    /// Starts saving.
    pub fn start(setting: Setting) -> Self {
        let versions = setting.target.versions().to_vec();
        let shared = Arc::new(Shared {
            state: Mutex::new(State { versions, ..State::default() }),
            changed: Condvar::new(),
            target: Mutex::new(setting.target),
            spare: Mutex::new(setting.spare),
            history: Mutex::new(setting.history),
            order: setting.order,
            disk: setting.disk,
            now: setting.now,
            report: setting.report,
        });
        let (saver, keeper) = (Arc::clone(&shared), Arc::clone(&shared));
        let work = move || {
            let _attendance = Attendance(&saver);
            saver.work(State::next_task, Shared::perform);
        };
        if !spawn("saver", work) {
            shared.state().alone = true;
        }
        // Without a keeper a slow disk is only less safe.
        spawn("keeper", move || keeper.work(State::next_chore, Shared::keep));
        Self { shared }
    }

    /// Offers a draft for saving, in the place of the one before, and gives it a number.
    pub fn offer(&self, draft: Draft) -> u64 {
        self.take(self.shared.state(), draft)
    }

    /// Says what to do about somebody else's version; or, by [`Resolution::MoveTo`], about a folder
    /// that does not take the draft. Offers the draft that comes of it at once, so that none before it
    /// is written any more.
    pub fn offer_resolving(&self, draft: Draft, resolution: Resolution) -> u64 {
        let mut state = self.shared.state();
        state.resolution = Some(Turn { resolution, newest: state.job() });
        state.retry = None;
        self.take(state, draft)
    }

    fn take(&self, mut state: MutexGuard<'_, State>, draft: Draft) -> u64 {
        state.newest = Some(Arc::new(draft));
        state.progress.offered += 1;
        state.unsafe_since.get_or_insert_with(Instant::now);
        let generation = state.progress.offered;
        self.wake(state);
        generation
    }

    /// How far saving has come.
    pub fn progress(&self) -> Progress {
        self.shared.state().progress
    }

    /// Tries at once, if it is not saved, and waits for the file to have the newest draft; not
    /// longer than told, and not for a conflict to be resolved.
    pub fn flush(&self, longest: Duration) -> Progress {
        let mut state = self.shared.state();
        state.retry = None;
        self.wake(state);
        let state = self.shared.state();
        self.shared.wait_while(state, longest, |state| {
            let stuck = state.conflict.is_some() && state.resolution.is_none();
            !state.progress.is_saved() && !stuck && !state.alone
        });
        // The thread may have ended while it was waited for.
        self.wake(self.shared.state());
        self.progress()
    }

    /// The same for the last time. If the file does not take the draft, this machine should.
    pub fn shutdown(&self, longest: Duration) -> Progress {
        let progress = self.flush(longest);
        let mut state = self.shared.state();
        state.closing = true;
        self.wake(state);
        let state = self.shared.state();
        if progress.is_saved() {
            // A copy that is not needed any more goes first, unless that takes long.
            return self
                .shared
                .wait_while(state, LAST_COPY, |state| state.keeping || state.progress.kept > 0);
        }
        if progress.is_safe() {
            return progress;
        }
        self.shared.wait_while(state, LAST_COPY, |state| !state.progress.is_safe())
    }

    /// Lets the copy on this machine go, so that who opens the draft next takes it over, even while
    /// a thread still waits for the disk. Nothing is to be offered any more.
    pub fn let_go(&self) {
        let mut state = self.shared.state();
        state.let_go = true;
        let is_safe = state.progress.is_safe();
        drop(state);
        // The keeper may be making it safe from a power cut; if that takes long, it lets go itself.
        if is_safe && let Some(mut spare) = self.shared.spare_within(LAST_COPY) {
            *spare = None;
        }
    }

    fn wake(&self, state: MutexGuard<'_, State>) {
        let alone = state.alone;
        drop(state);
        self.shared.changed.notify_all();
        if alone {
            self.shared.work_inline();
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.shared.state().closing = true;
        self.shared.changed.notify_all();
    }
}

/// Somebody is there to save, unless a mistake ends the thread.
struct Attendance<'a>(&'a Shared);

impl Drop for Attendance<'_> {
    fn drop(&mut self) {
        self.0.state().alone = thread::panicking();
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, generation: u64, result: Result<Place, NotSaved>) {
        (self.report)(SaveOutcome { generation, at: (self.now)(), result });
    }

    fn wait_while(
        &self,
        state: MutexGuard<'_, State>,
        longest: Duration,
        unfinished: impl Fn(&State) -> bool,
    ) -> Progress {
        let waited = self.changed.wait_timeout_while(state, longest, |state| unfinished(state));
        waited.unwrap_or_else(PoisonError::into_inner).0.progress
    }

    /// Does one thing after the other, and waits in between.
    fn work<T>(&self, next: fn(&mut State, Instant) -> Next<T>, act: fn(&Self, T)) {
        let mut state = self.state();
        loop {
            match next(&mut state, Instant::now()) {
                Next::Do(work) => {
                    drop(state);
                    act(self, work);
                    state = self.state();
                }
                Next::Wait(until) => state = self.wait(state, until),
                Next::Leave => return,
            }
        }
    }

    /// Does what can be done now.
    fn work_inline(&self) {
        loop {
            let next = self.state().next_task(Instant::now());
            match next {
                Next::Do(task) => self.perform(task),
                Next::Wait(_) | Next::Leave => return,
            }
        }
    }

    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        until: Option<Instant>,
    ) -> MutexGuard<'a, State> {
        let Some(until) = until else {
            return self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        };
        let left = until.saturating_duration_since(Instant::now());
        self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
    }

    fn perform(&self, task: Task) {
        let mut target = self.target.lock().unwrap_or_else(PoisonError::into_inner);
        match task {
            Task::Save(job) => {
                // Whoever keeps copies is to know since when it takes.
                self.changed.notify_all();
                let result = self.save(&mut target, &job);
                self.settle(&target, &job, result);
            }
            Task::Resolve(turn, clash) => self.turn(&mut target, turn, clash),
        }
    }

    fn save(&self, target: &mut AtomicFile, job: &Job) -> Result<(), ReplaceError> {
        let yaml = draft::write(&job.draft, &self.order).map_err(io::Error::other)?;
        let version = Version::of(yaml.as_bytes());
        self.state().versions = [target.versions(), &[version]].concat();
        if let Some(mut spare) = self.spare_soon()
            && let Some(spare) = spare.as_mut()
        {
            let _ = spare.note(&*self.disk, job.generation, version);
        }
        // An earlier state that cannot be kept is no reason not to save this one.
        let mut history = self.history();
        let _ = history.keep_before(&*self.disk, &job.draft);
        target.replace(&*self.disk, yaml.as_bytes())?;
        history.saved(Arc::clone(&job.draft));
        Ok(())
    }

    /// The copy on this machine, once the keeper has done with it: a version that is saved without a
    /// note is not known to overtake the copy. A keeper that waits for this machine's disk does not
    /// keep us from the draft's for longer than that.
    fn spare_soon(&self) -> Option<MutexGuard<'_, Option<Spare>>> {
        self.spare_within(NOTE)
    }

    fn spare_within(&self, longest: Duration) -> Option<MutexGuard<'_, Option<Spare>>> {
        let end = Instant::now() + longest;
        loop {
            match self.spare.try_lock() {
                Ok(spare) => return Some(spare),
                Err(TryLockError::Poisoned(spare)) => return Some(spare.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= end => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    fn history(&self) -> MutexGuard<'_, DraftHistory> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of how a save ended, and tells.
    fn settle(&self, target: &AtomicFile, job: &Job, result: Result<(), ReplaceError>) {
        let generation = job.generation;
        let mut state = self.state();
        let began = state.saving.take().map(|saving| saving.since);
        state.versions = target.versions().to_vec();
        let told = match result {
            Ok(()) => {
                state.retry = None;
                state.progress.saved = generation;
                // What is newer was offered after this save began.
                let newer = !state.progress.is_safe();
                state.unsafe_since = state.unsafe_since.max(began).filter(|_| newer);
                Ok(Place::File)
            }
            Err(ReplaceError::Failed(error)) => {
                state.try_later();
                Err(NotSaved::Failed(in_words(&error)))
            }
            Err(ReplaceError::Changed(content)) => {
                state.conflict = Some(Clash { theirs: Version::of(&content), ours: job.clone() });
                Err(NotSaved::Changed(Box::new(self.conflict(target.path(), &content))))
            }
        };
        drop(state);
        self.changed.notify_all();
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

    /// Goes on as told, once the history has what goes away by that.
    fn turn(&self, target: &mut AtomicFile, turn: Turn, clash: Option<Clash>) {
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
        let seen = |clash: Clash| target.having_seen(clash.theirs);
        if let Resolution::MoveTo(path) = &turn.resolution
            && let Some(mut spare) = self.spare_soon()
            && let Some(spare) = spare.as_mut()
        {
            // A copy that stays where it was is found by who opens the earlier file.
            let _ = spare.moves(&*self.disk, path);
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
            state.unsafe_since = state.unsafe_since.filter(|_| !state.progress.is_saved());
        }
        state.versions = target.versions().to_vec();
        state.retry = None;
        drop(state);
        self.changed.notify_all();
    }

    /// Keeps the version that goes away: theirs where ours is put in its place, and ours, of which
    /// a choice between the two may leave only some.
    fn keep_what_goes(&self, turn: &Turn, clash: Option<&Clash>) -> io::Result<()> {
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

    fn keep(&self, chore: Chore) {
        let until = match chore {
            Chore::Complain(generation) => return self.tell(generation, Err(NotSaved::NoAnswer)),
            Chore::Forget => {
                let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
                // One that cannot be removed is known as overtaken the next time.
                let _ = spare.as_mut().map(|spare| spare.forget(&*self.disk));
                self.state().progress.kept = 0;
                return self.changed.notify_all();
            }
            Chore::Keep(until) => until,
        };
        let kept = self.keep_spare(until);
        let mut state = self.state();
        state.keeping = false;
        let Some((generation, kept)) = kept else { return };
        match kept {
            Ok(()) => {
                state.progress.kept = generation;
                state.handed = until == Until::Handed;
            }
            // Later again; the saver goes on trying too.
            Err(_) if !state.closing => state.unsafe_since = Some(Instant::now() + SILENCE),
            Err(_) => {}
        }
        let let_go = state.let_go;
        drop(state);
        if let_go {
            *self.spare.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.changed.notify_all();
        let kept = kept.map(|()| Place::Spare);
        self.tell(generation, kept.map_err(|error| NotSaved::NoCopy(in_words(&error))));
    }

    /// Writes the newest draft to the copy on this machine, and says which it is.
    fn keep_spare(&self, until: Until) -> Option<(u64, io::Result<()>)> {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        // Both at once: a draft that is older than one of the versions would seem to follow it.
        let (job, older) = {
            let state = self.state();
            (state.job()?, state.versions.clone())
        };
        let written = draft::write(&job.draft, &self.order).map_err(io::Error::other);
        let kept = match spare.as_mut() {
            Some(spare) => {
                written.and_then(|yaml| spare.keep(&*self.disk, job.generation, yaml, older, until))
            }
            None => Err(io::ErrorKind::NotFound.into()),
        };
        Some((job.generation, kept))
    }
}

impl State {
    /// The newest draft.
    fn job(&self) -> Option<Job> {
        let draft = self.newest.clone()?;
        Some(Job { generation: self.progress.offered, draft })
    }

    /// Waits before the next try, each time longer.
    fn try_later(&mut self) {
        let delay = self.retry.as_ref().map_or(FIRST_DELAY, |retry| retry.delay * 2);
        let delay = delay.min(LONGEST_DELAY);
        self.retry = Some(Retry { when: Instant::now() + delay, delay });
    }

    fn next_task(&mut self, now: Instant) -> Next<Task> {
        let retry = self.retry.as_ref().map(|retry| retry.when).filter(|when| *when > now);
        if let Some(turn) = self.resolution.take_if(|_| retry.is_none()) {
            return Next::Do(Task::Resolve(turn, self.conflict.take()));
        }
        if self.resolution.is_some() && !self.closing {
            return Next::Wait(retry);
        }
        let behind = !self.progress.is_saved() && self.conflict.is_none();
        match (self.job().filter(|_| behind), retry) {
            (Some(job), None) => {
                let Job { generation, .. } = job;
                self.saving = Some(Saving { generation, since: now, complained: false });
                Next::Do(Task::Save(job))
            }
            (_, _) if self.closing => Next::Leave,
            (Some(_), when) => Next::Wait(when),
            (None, _) => Next::Wait(None),
        }
    }

    fn next_chore(&mut self, now: Instant) -> Next<Chore> {
        if self.progress.kept > 0 && self.progress.saved >= self.progress.kept {
            return Next::Do(Chore::Forget);
        }
        let silent = self.saving.as_mut().filter(|saving| !saving.complained);
        let silence = silent.as_ref().map(|saving| saving.since + SILENCE);
        if let Some(saving) = silent.filter(|saving| saving.since + SILENCE <= now) {
            saving.complained = true;
            return Next::Do(Chore::Complain(saving.generation));
        }
        let patience = if self.closing { Duration::ZERO } else { PATIENCE };
        let due = self.unsafe_since.map(|since| since + patience);
        let slow = self.saving.as_ref().is_some_and(|saving| saving.complained);
        // A copy that has been synced stays so until it is not needed any more.
        let (kept, synced) = (self.progress.kept > 0, !self.handed);
        let failing = slow || self.retry.is_some() || self.conflict.is_some() || (kept && synced);
        let spoils = failing && kept && self.handed;
        if (spoils || due.is_some_and(|due| due <= now)) && self.newest.is_some() {
            (self.unsafe_since, self.handed, self.keeping) = (None, false, true);
            return Next::Do(Chore::Keep(if failing { Until::Synced } else { Until::Handed }));
        }
        match self.closing && due.is_none() && self.saving.is_none() {
            true => Next::Leave,
            false => Next::Wait(due.into_iter().chain(silence).min()),
        }
    }
}

/// Starts a thread, and says whether that worked: a system may have no more.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> bool {
    thread::Builder::new().name(name.to_owned()).spawn(work).is_ok()
}

fn someone(person: Option<&Person>) -> String {
    person.map_or_else(|| "someone else".to_owned(), |p| format!("{} on {}", p.user, p.host))
}
