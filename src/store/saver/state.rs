//! What the saver and the logger know, and what follows from it: what each of them does next.
//!
//! All of it is behind one lock, which nobody holds while a disk works.

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

/// While the draft's disk fails, the log is synced once in so long.
pub(super) const SYNCING: Duration = Duration::from_millis(250);

/// After so long without an answer from the disk, somebody should know; and the log on this machine
/// is what a power cut would leave. Shorter than the second in which it is to be on the screen: the
/// loop may look at the clock only every 250 ms.
pub(super) const SILENCE: Duration = Duration::from_millis(700);

/// How long to wait after the first failure, and twice as long after each next one.
const FIRST_DELAY: Duration = Duration::from_millis(100);

/// How often somebody else's version is looked at again, which may be put right by hand.
const LOOKING: Duration = Duration::from_secs(1);

/// The longest wait between two tries.
const LONGEST_DELAY: Duration = Duration::from_secs(2);

#[derive(Default)]
pub(super) struct SaverState {
    /// The newest draft that was offered.
    pub(super) newest: Option<Job>,
    /// The edits that are not in the log, or not in the newest draft.
    pub(super) edits: VecDeque<(u64, DraftChange)>,
    pub(super) progress: SaveProgress,
    /// Versions of the file that are ours: what it had, and what is being written to it.
    pub(super) versions: Vec<Version>,
    /// What the log is to note as soon as its disk answers.
    pub(super) notes: VecDeque<LogNote>,
    /// Since when the save has taken that is under way.
    pub(super) saving: Option<CurrentSave>,
    /// After a failure.
    pub(super) retry: Option<Retry>,
    /// Somebody else's version, until it is resolved.
    pub(super) conflict: Option<VersionClash>,
    /// When that is looked at again.
    pub(super) next_look: Option<Instant>,
    pub(super) resolution: Option<PendingResolution>,
    pub(super) log: LogState,
    pub(super) closing: bool,
    /// Whether the log is for who opens the draft next.
    pub(super) let_go: bool,
    /// Whether there is no thread that saves, so that whoever offers has to.
    pub(super) alone: bool,
}

/// What is known of the log.
#[derive(Default)]
pub(super) struct LogState {
    /// Whether there is nobody to write it.
    pub(super) is_missing: bool,
    /// Whether the disk is busy with it.
    pub(super) is_busy: bool,
    /// Whether there may be a file.
    pub(super) exists: bool,
    /// Whether it lacks edits that it did not take, so that it has to begin anew with a draft.
    pub(super) lacks_edits: bool,
    /// Whether most of it has been overtaken by later edits, so that it should begin anew.
    pub(super) is_large: bool,
    /// When it is tried again.
    pub(super) retry: Option<Instant>,
    /// The newest edit that a power cut does not take, while the draft's disk fails.
    pub(super) synced: u64,
    /// When it may be synced again.
    pub(super) next_sync: Option<Instant>,
    /// How many wait for it.
    pub(super) awaited: usize,
    /// Whether it was tried for the last time.
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

/// What the saver notes in the log.
pub(super) enum LogNote {
    /// A version is about to be saved that has the edits up to a number.
    Saving(u64, Version),
    /// The file has the edits up to a number.
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
    /// Whether theirs could be read, and so be put together with ours.
    pub(super) is_readable: bool,
    pub(super) ours: Job,
}

/// What was said to do about somebody else's version.
pub(super) struct PendingResolution {
    pub(super) resolution: Resolution,
    /// The newest draft when that was said: what comes later goes by it.
    pub(super) newest: Option<Job>,
}

/// What the saver is to do.
pub(super) enum SaveTask {
    Save(Job),
    /// As told, where somebody else's version was found.
    Resolve(PendingResolution, Option<VersionClash>),
    /// Look whether somebody else's version is still there.
    LookAgain(VersionClash),
}

/// What the logger is to do.
pub(super) enum LogTask {
    Append(Batch),
    /// Begin anew with the newest draft.
    Rewrite(Batch),
    /// Make the log all that is needed after a power cut.
    Secure(Batch),
    Forget,
    Complain(u64),
}

/// What goes into the log.
pub(super) struct Batch {
    /// Whether the log may begin anew with it.
    pub(super) is_to_begin: bool,
    pub(super) draft: Option<Job>,
    pub(super) edits: Vec<(u64, DraftChange)>,
    /// The newest edit that is in the log with them.
    pub(super) number: u64,
}

/// What a thread does next.
pub(super) enum Next<T> {
    Do(T),
    /// Wait for a change; at the longest until then.
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

    /// Whether there is a draft that is not saved.
    pub(super) fn is_behind(&self) -> bool {
        self.newest.as_ref().is_some_and(|job| job.generation > self.progress.saved)
    }

    /// Waits before the next try, each time longer.
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
            // Once more at the end; then that is that.
            self.log.is_last = self.closing;
            // A log that begins anew needs all edits since the draft that it begins with.
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

    /// Whether the draft's disk does not take it, so that this machine's has to.
    pub(super) fn is_failing(&self) -> bool {
        let is_slow = self.saving.as_ref().is_some_and(|saving| saving.complained);
        is_slow || self.retry.is_some() || self.conflict.is_some()
    }

    /// The edits that are to go into the log: those that are not there yet, or all since a draft.
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
