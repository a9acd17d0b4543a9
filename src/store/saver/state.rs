//! The state shared by the saver and the logger, and the decision what each does next.
//!
//! One lock guards all of it. It is never held while a disk works.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Resolution, SaveProgress};
use crate::{
    model::{draft::Draft, draft_change::DraftChange},
    store::{atomic::Version, recovery_log::Snapshot},
};

/// How often the log is synced while the draft's disk fails.
pub(super) const SYNCING: Duration = Duration::from_millis(250);

/// After so long without an answer from the disk, somebody should know; and the log on this machine
/// is what a power cut would leave. Shorter than the second in which it is to be on the screen: the
/// loop may look at the clock only every 250 ms.
pub(super) const SILENCE: Duration = Duration::from_millis(700);

/// The wait after the first failure; it doubles with each further one.
const FIRST_DELAY: Duration = Duration::from_millis(100);

/// How often someone else's version is checked again, as it may be removed by hand.
const LOOKING: Duration = Duration::from_secs(1);

/// The longest wait between two attempts.
const LONGEST_DELAY: Duration = Duration::from_secs(2);

#[derive(Default)]
pub(super) struct SaverState {
    /// The newest offered draft.
    pub(super) newest: Option<Job>,
    /// The edits missing from the log or from the newest draft.
    pub(super) edits: VecDeque<(u64, DraftChange)>,
    pub(super) progress: SaveProgress,
    /// Our versions of the file: the last one, and the one being written.
    pub(super) versions: Vec<Version>,
    /// The notes to log once the disk answers.
    pub(super) notes: VecDeque<LogNote>,
    /// When the save in progress started.
    pub(super) saving: Option<CurrentSave>,
    /// When to retry after a failure.
    pub(super) retry: Option<Retry>,
    /// Someone else's version, until it is resolved.
    pub(super) conflict: Option<VersionClash>,
    /// When to check that version again.
    pub(super) next_look: Option<Instant>,
    pub(super) resolution: Option<PendingResolution>,
    pub(super) log: LogState,
    pub(super) closing: bool,
    /// Whether the log is released to whoever opens the draft next.
    pub(super) let_go: bool,
    /// Whether there is no saver thread, so that the caller saves.
    pub(super) alone: bool,
}

/// The state of the log.
#[derive(Default)]
pub(super) struct LogState {
    /// Whether there is no logger thread.
    pub(super) is_missing: bool,
    /// Whether it is being written.
    pub(super) is_busy: bool,
    /// Whether its file may exist.
    pub(super) exists: bool,
    /// Whether edits could not be written, so that it must be restarted with a draft.
    pub(super) lacks_edits: bool,
    /// Whether most of it is obsolete, so that it should be restarted.
    pub(super) is_large: bool,
    /// When to retry.
    pub(super) retry: Option<Instant>,
    /// The newest synced edit, while the draft's disk fails.
    pub(super) synced: u64,
    /// When to sync again.
    pub(super) next_sync: Option<Instant>,
    /// The number of threads waiting for it.
    pub(super) awaited: usize,
    /// Whether the last attempt was made.
    pub(super) is_last: bool,
}

pub(super) struct CurrentSave {
    pub(super) generation: u64,
    pub(super) since: Instant,
    pub(super) complained: bool,
}

pub(super) struct Retry {
    pub(super) when: Instant,
    pub(super) delay: Duration,
}

/// A note of the saver in the log.
pub(super) enum LogNote {
    /// A version with the edits up to a number is about to be saved.
    Saving(u64, Version),
    /// The file contains the edits up to a number.
    Saved(u64),
}

/// A draft to be written.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) generation: u64,
    pub(super) draft: Arc<Draft>,
}

/// Two versions of one draft.
#[derive(Clone)]
pub(super) struct VersionClash {
    pub(super) theirs: Version,
    /// Whether theirs could be read, and so merged with ours.
    pub(super) is_readable: bool,
    pub(super) ours: Job,
}

/// The decision about someone else's version.
pub(super) struct PendingResolution {
    pub(super) resolution: Resolution,
    /// The newest draft at that time; the decision applies to later ones.
    pub(super) newest: Option<Job>,
}

/// A task of the saver.
pub(super) enum SaveTask {
    Save(Job),
    /// Carry out the decision about someone else's version.
    Resolve(PendingResolution, Option<VersionClash>),
    /// Check whether someone else's version is still there.
    LookAgain(VersionClash),
}

/// A task of the logger.
pub(super) enum LogTask {
    Append(Batch),
    /// Restart the log with the newest draft.
    Rewrite(Batch),
    /// Write and sync everything needed after a power cut.
    Secure(Batch),
    Forget,
    Complain(u64),
}

/// Edits and notes to write to the log.
pub(super) struct Batch {
    /// Whether the log may be restarted with it.
    pub(super) is_to_begin: bool,
    pub(super) draft: Option<Job>,
    pub(super) edits: Vec<(u64, DraftChange)>,
    /// The newest edit in the log after this.
    pub(super) number: u64,
}

/// The next step of a thread.
pub(super) enum Next<T> {
    Do(T),
    /// Wait for a change, at most until then.
    Wait(Option<Instant>),
    Leave,
}

impl SaverState {
    pub(super) fn record(&mut self, edit: DraftChange) -> u64 {
        self.progress.recorded += 1;
        self.edits.push_back((self.progress.recorded, edit));
        self.progress.recorded
    }

    /// Lets go of the edits that nobody needs any more. Those that the log did not take are in the
    /// draft with which it begins anew.
    pub(super) fn forget_edits(&mut self) {
        let drafted = self.newest.as_ref().map_or(0, |job| job.generation);
        let needed = if self.log.lacks_edits { drafted } else { drafted.min(self.progress.kept) };
        while self.edits.front().is_some_and(|(number, _)| *number <= needed) {
            self.edits.pop_front();
        }
    }

    pub(super) fn keeps_log(&self) -> bool {
        !self.log.is_missing && !self.log.lacks_edits
    }

    /// Whether the newest draft is not saved yet.
    pub(super) fn is_behind(&self) -> bool {
        self.newest.as_ref().is_some_and(|job| job.generation > self.progress.saved)
    }

    /// Delays the next attempt, longer each time.
    pub(super) fn try_later(&mut self) {
        let delay = self.retry.as_ref().map_or(FIRST_DELAY, |retry| retry.delay * 2);
        let delay = delay.min(LONGEST_DELAY);
        self.retry = Some(Retry { when: Instant::now() + delay, delay });
    }

    pub(super) fn next_task(&mut self, now: Instant) -> Next<SaveTask> {
        let retry = self.retry.as_ref().map(|retry| retry.when).filter(|when| *when > now);
        if let Some(turn) = self.resolution.take_if(|_| retry.is_none()) {
            return Next::Do(SaveTask::Resolve(turn, self.conflict.take()));
        }
        if self.resolution.is_some() && !self.closing {
            return Next::Wait(retry);
        }
        if let Some(clash) = self.conflict.clone().filter(|_| !self.closing) {
            return match self.next_look.filter(|when| *when > now) {
                Some(when) => Next::Wait(Some(when)),
                None => {
                    self.next_look = Some(now + LOOKING);
                    Next::Do(SaveTask::LookAgain(clash))
                }
            };
        }
        let behind = self.is_behind() && self.conflict.is_none();
        match (self.newest.clone().filter(|_| behind), retry) {
            (Some(job), None) => {
                let Job { generation, .. } = job;
                self.saving = Some(CurrentSave { generation, since: now, complained: false });
                Next::Do(SaveTask::Save(job))
            }
            (_, _) if self.closing => Next::Leave,
            (Some(_), when) => Next::Wait(when),
            (None, _) => Next::Wait(None),
        }
    }

    pub(super) fn next_chore(&mut self, now: Instant) -> Next<LogTask> {
        let silent = self.saving.as_mut().filter(|saving| !saving.complained);
        let silence = silent.as_ref().map(|saving| saving.since + SILENCE);
        if let Some(saving) = silent.filter(|saving| saving.since + SILENCE <= now) {
            saving.complained = true;
            return Next::Do(LogTask::Complain(saving.generation));
        }
        if self.closing && self.progress.is_saved() && self.log.exists && self.saving.is_none() {
            self.log.is_busy = true;
            return Next::Do(LogTask::Forget);
        }
        let retry = self.log.retry.filter(|when| *when > now);
        if !self.progress.is_safe() && (retry.is_none() || (self.closing && !self.log.is_last)) {
            // One last attempt at the end.
            self.log.is_last = self.closing;
            // A restarted log needs all edits since its draft.
            return Next::Do(if self.log.lacks_edits || self.log.is_large {
                LogTask::Rewrite(self.batch(true))
            } else {
                LogTask::Append(self.batch(false))
            });
        }
        let due = retry.is_none() && self.is_failing() && self.log.synced < self.progress.kept;
        let next_sync = self.log.next_sync.filter(|when| due && *when > now && !self.closing);
        if due && next_sync.is_none() {
            return Next::Do(LogTask::Secure(self.batch(true)));
        }
        if self.closing && self.saving.is_none() {
            Next::Leave
        } else {
            Next::Wait([silence, retry, next_sync].into_iter().flatten().min())
        }
    }

    /// Whether the draft's disk fails, so that the log must hold everything.
    pub(super) fn is_failing(&self) -> bool {
        let is_slow = self.saving.as_ref().is_some_and(|saving| saving.complained);
        is_slow || self.retry.is_some() || self.conflict.is_some()
    }

    /// Returns the edits to log: those not logged yet, or all since a draft.
    pub(super) fn batch(&mut self, all: bool) -> Batch {
        (self.log.is_busy, self.log.exists) = (true, true);
        let from = if all { 0 } else { self.progress.kept };
        Batch {
            is_to_begin: all,
            draft: self.newest.clone(),
            edits: self.edits.iter().filter(|(number, _)| *number > from).cloned().collect(),
            number: self.progress.recorded,
        }
    }
}

impl Job {
    pub(super) fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { number: self.generation, draft: &self.draft }
    }
}
