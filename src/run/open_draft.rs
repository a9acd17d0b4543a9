//! The draft that is open: saved where it is, elsewhere, and for the last time.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::channel,
    },
    thread,
    time::{Duration, Instant},
};

use jiff::Zoned;

use super::library::{LibraryReader, OpenFailure};
use crate::{
    app::{
        event::{MergeBase, OpenedDraft, SaveReport, Trouble},
        library::DraftRequest,
    },
    model::{draft::Draft, draft_change::DraftChange},
    store::{
        atomic,
        disk::{Disk, in_words},
        folder,
        lock::Lock,
        saver::{self, Resolution, SaveProgress, Saver},
    },
};

/// How long letting a draft go may take.
const LAST_SAVE: Duration = Duration::from_secs(1);

/// How long unlocking a draft may take.
const UNLOCKING: Duration = Duration::from_millis(500);

/// How long a draft may be on its way before somebody should know.
/// The loop looks every 250 ms, so that it is known within a second of the change.
const LONGEST: Duration = Duration::from_millis(700);

/// A draft that is open.
pub struct OpenDraft {
    /// Which one it is: a disk may answer when another draft is open already.
    pub id: OpenDraftId,
    saver: Saver,
    /// Its file.
    pub path: PathBuf,
    /// The YAML of its question set.
    set: String,
    /// What the program's numbers of drafts are ahead of the saver's.
    ahead: Arc<AtomicU64>,
    /// The wait for its file to have the newest draft.
    unsaved: Option<Wait>,
    /// The wait for that draft to be anywhere but in memory.
    exposed: Option<Wait>,
    /// Whether the last save has been waited for.
    is_finished: bool,
    /// Keeps others from opening it unawares.
    lock: Option<Lock>,
}

/// Tells a draft that is open from those that were open before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDraftId(u64);

impl OpenDraftId {
    /// A number that no other draft has had.
    pub(super) fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::SeqCst))
    }
}

/// A wait for the newest draft to be somewhere.
#[derive(Debug, Clone, Copy)]
struct Wait {
    /// The newest one that is there.
    there: u64,
    /// Since when that has been so.
    since: Instant,
}

/// What came of opening a draft.
#[derive(Debug)]
pub enum OpenOutcome {
    /// It is open.
    Open(Box<OpenedDraft>, OpenDraft),
    /// Somebody else has it; who and since when, in words.
    Occupied(DraftRequest, String),
    /// Its set is wrong, and it can be opened with the copy of the one that it was written with.
    SetWrong(DraftRequest, OpenFailure),
}

impl fmt::Debug for OpenDraft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OpenDraft").field("path", &self.path).finish_non_exhaustive()
    }
}

impl OpenDraft {
    /// An open draft that the saver keeps from now on. `set` is the YAML of its question set, and
    /// `ahead` is what the app's numbers of edits are ahead of the saver's.
    pub(super) fn new(
        id: OpenDraftId,
        path: PathBuf,
        set: String,
        saver: Saver,
        ahead: Arc<AtomicU64>,
        lock: Option<Lock>,
    ) -> Self {
        Self { id, saver, path, set, ahead, unsaved: None, exposed: None, is_finished: false, lock }
    }

    /// Takes an edit, which is kept on this machine at once.
    pub fn record(&self, edit: DraftChange, number: u64) {
        self.count(number);
        self.saver.record(edit);
    }

    /// Hands a draft over to be saved, with all edits so far.
    pub fn save(&self, draft: Draft) {
        self.saver.offer(draft);
    }

    /// Whether edits are kept on this machine. Otherwise they should be saved at once.
    pub fn keeps_log(&self) -> bool {
        self.saver.keeps_log()
    }

    /// Waits for all edits to be kept on this machine, so that they can be shown; not longer than told.
    pub fn await_log(&self, longest: Duration) {
        self.saver.await_log(longest);
    }

    /// Waits for what was handed over to be saved; not longer than told.
    pub fn flush(&self, longest: Duration) {
        self.saver.flush(longest);
    }

    /// Looks whether what was handed over takes too long; then it says so. Nobody else may be able
    /// to: the threads of the saver do nothing else while they wait for a disk.
    pub fn look(&mut self) -> Option<SaveReport> {
        let SaveProgress { recorded: offered, offered: drafted, saved, kept } =
            self.saver.progress();
        let now = Instant::now();
        self.exposed = Wait::go_on(self.exposed, offered, saved.max(kept), now);
        self.unsaved = Wait::go_on(self.unsaved, drafted, saved, now);
        let late = |wait: Option<Wait>| wait.is_some_and(|wait| wait.is_long(now));
        let trouble = match (late(self.exposed), late(self.unsaved)) {
            (true, _) => Trouble::Nowhere,
            (false, true) => Trouble::Late,
            (false, false) => return None,
        };
        let number = offered + self.ahead.load(Ordering::SeqCst);
        Some(SaveReport { number, at: Zoned::now(), result: Err(trouble) })
    }

    /// Puts the copy of the set beside the draft, which goes on with it. Without it the draft can
    /// still be answered, with the set at hand.
    pub fn keep_set(&self, disk: &dyn Disk) {
        let _ = folder::keep_set(disk, &self.path, &self.set);
    }

    /// Saves in the place of somebody else's version.
    pub fn save_over(&self, draft: Draft, over: MergeBase) {
        let resolution = match over {
            MergeBase::AllOfIt => Resolution::Include,
            MergeBase::SomeOfIt => Resolution::Overwrite,
        };
        self.saver.offer_resolving(draft, resolution);
    }

    /// Takes note of the number that the program gives to the next edit.
    fn count(&self, number: u64) {
        let offered = self.saver.progress().recorded + 1;
        self.ahead.store(number.saturating_sub(offered), Ordering::SeqCst);
    }

    /// Saves in a file of the respondent's choice from now on, if a file can be made there: the
    /// copy of the set is. Gives the file's whole name.
    ///
    /// # Errors
    /// When there is a file already, or none can be made; in words. Nothing is changed then.
    pub fn save_elsewhere(
        &mut self,
        disk: &dyn Disk,
        draft: Draft,
        path: &Path,
    ) -> Result<PathBuf, String> {
        let path = folder::whole(path);
        let shown = path.display().to_string();
        if path.exists() {
            return Err(format!("there is something at {shown} already; name a new file"));
        }
        folder::keep_set(disk, &path, &self.set)
            .map_err(|error| format!("nothing can be written at {shown}: {}", in_words(&error)))?;
        self.save_as(draft, path.clone());
        Ok(path)
    }

    /// Saves in another file from now on.
    fn save_as(&mut self, draft: Draft, path: PathBuf) {
        self.path.clone_from(&path);
        self.saver.offer_resolving(draft, Resolution::MoveTo(path));
    }

    /// Saves beside somebody else's version from now on. Gives the name it has there.
    pub fn save_beside(&mut self, library: &LibraryReader, draft: Draft) -> PathBuf {
        let disk = &*library.disk;
        let path = if self.path.parent() == Some(library.folders.drafts.as_path()) {
            library.folders.free(&draft.consultation.id)
        } else {
            atomic::free_name(&self.path, "mine")
        };
        // The set goes along, so that the draft can be opened from there; it can be without.
        let _ = folder::keep_set(disk, &path, &self.set);
        self.save_as(draft, path.clone());
        path
    }

    /// Saves for the last time: waits as long as said for the file, and then for a copy. Gives how far
    /// that came.
    pub fn finish(&mut self, longest: Duration) -> saver::SaveProgress {
        // Whoever has waited for it once needs not wait again.
        if self.is_finished {
            return self.saver.progress();
        }
        self.is_finished = true;
        self.saver.shutdown(longest)
    }
}

impl Drop for OpenDraft {
    fn drop(&mut self) {
        self.finish(LAST_SAVE);
        self.saver.let_go();
        if let Some(lock) = self.lock.take() {
            release(lock);
        }
    }
}

/// Unlocks a draft, without waiting for a folder that does not answer.
fn release(lock: Lock) {
    let (done, released) = channel();
    let release = move || {
        drop(lock);
        let _ = done.send(());
    };
    // Without a thread it is done here and now, as nobody has taken it.
    if thread::Builder::new().name("unlock".into()).spawn(release).is_ok() {
        let _ = released.recv_timeout(UNLOCKING);
    }
}

impl Wait {
    /// The wait as it stands now, if one is needed. It begins anew with each draft that arrives: who
    /// types faster than a disk takes it has no trouble with it.
    fn go_on(wait: Option<Self>, offered: u64, there: u64, now: Instant) -> Option<Self> {
        let begun = wait.filter(|wait| wait.there == there);
        (there < offered).then(|| begun.unwrap_or(Self { there, since: now }))
    }

    fn is_long(self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) > LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a wait is long at the last of these moments, in milliseconds; at each, which draft
    /// was offered last, and which is there.
    fn is_long(moments: &[(u64, u64, u64)]) -> bool {
        let begun = Instant::now();
        let (mut wait, mut now) = (None, begun);
        for (time, offered, there) in moments {
            now = begun + Duration::from_millis(*time);
            wait = Wait::go_on(wait, *offered, *there, now);
        }
        wait.is_some_and(|wait| wait.is_long(now))
    }

    #[test]
    fn a_wait_is_long_when_nothing_arrives() {
        assert!(!is_long(&[(0, 1, 0), (600, 2, 0)]));
        assert!(is_long(&[(0, 1, 0), (600, 2, 0), (750, 3, 0)]));
    }

    #[test]
    fn a_wait_is_not_long_while_something_arrives() {
        assert!(!is_long(&[(0, 1, 0), (600, 9, 1), (1200, 19, 9), (1800, 29, 19)]));
        assert!(!is_long(&[(0, 1, 0), (500, 1, 1), (5000, 2, 1)]));
    }
}
