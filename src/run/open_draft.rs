//! The draft that is open: found or begun, recovered, locked, saved.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::channel,
    },
    thread,
    time::{Duration, Instant},
};

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{
    library::{LibraryReader, OpenFailure, SetWithText},
    messages::{Message, MessageSender},
};
use crate::{
    app::{
        event::{
            DraftAccess, LockDecision, MergeBase, OpenedDraft, SaveLocation, SaveReport, Theirs,
            Trouble,
        },
        library::DraftRequest,
    },
    model::{
        answer::Answers,
        draft::{Draft, Edition},
        draft_change::DraftChange,
        revision::Revision,
    },
    store::{
        atomic::{self, AtomicFile, Existing, KnownVersions},
        disk::{Disk, in_words, is_write_protected},
        document::response::Order,
        draft,
        folder::{self, unreadable},
        history::DraftHistory,
        lock::{self, Lock, LockOutcome, Person},
        recovery_log::{self, Left, LogStatus, RecoveryLog, Unread},
        saver::{self, NotSaved, Resolution, SaveProgress, SavedIn, Saver, Setting},
    },
};

/// How long letting a draft go may take.
const LAST_SAVE: Duration = Duration::from_secs(1);

/// How long unlocking a draft may take.
const UNLOCKING: Duration = Duration::from_millis(500);

/// How long a draft may be on its way before somebody should know.
/// The loop looks every 250 ms, so that it is known within a second of the change.
const LONGEST: Duration = Duration::from_millis(700);

/// How long something stands beside a draft before it is known to be left over: nobody who saves
/// lets it stand for so long, unless the disk hangs.
const SETTLED: Duration = Duration::from_secs(60);

/// Why a draft cannot be opened with the copy of its set.
const COPY_GONE: &str = "the copy of the questions beside the draft is missing";

/// What is said when somebody has protected a draft.
const PROTECTED: &str = "The file is write-protected, so it was opened read-only. To change it, \
                         allow writing to the file and open it again";

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
    fn next() -> Self {
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
pub enum OpenOutcome {
    /// It is open.
    Open(Box<OpenedDraft>, OpenDraft),
    /// Somebody else has it; who and since when, in words.
    Occupied(DraftRequest, String),
    /// Its set is wrong, and it can be opened with the copy of the one that it was written with.
    SetWrong(DraftRequest, OpenFailure),
}

/// What opening a draft takes.
pub struct Opening<'a> {
    /// Where drafts and sets are.
    pub shelf: &'a LibraryReader,
    /// Who opens it.
    pub me: &'a Person,
    /// Where the reports on saving go.
    pub inbox: &'a MessageSender,
    /// What to do when somebody else has it.
    pub claim: LockDecision,
    /// The set that it answers, where that is known.
    pub set: Option<SetWithText>,
}

/// Finds what ended sessions have left of a draft, in the state folder.
type LeftOf = fn(&dyn Disk, &Path, &Path) -> Result<Vec<Left>, Unread>;

/// A draft before saving begins.
struct LoadedForOpening {
    set: SetWithText,
    draft: Draft,
    in_file: Answers,
    target: AtomicFile,
    access: DraftAccess,
    lock: Option<Lock>,
    left: Vec<Left>,
    remarks: Vec<String>,
    /// What its set has changed since; to be agreed to.
    revision: Option<Box<Revision>>,
}

impl Opening<'_> {
    /// Opens a draft, or begins one.
    ///
    /// # Errors
    /// When the set or the draft cannot be read, or the new draft cannot be written.
    pub fn open(mut self, origin: DraftRequest) -> Result<OpenOutcome, OpenFailure> {
        let fetched = match origin {
            DraftRequest::Draft(ref path) | DraftRequest::AsWritten(ref path) => {
                let locked = match self.lock(path) {
                    Ok(locked) => locked,
                    Err(by) => return Ok(OpenOutcome::Occupied(origin, by)),
                };
                let opened = folder::open(&*self.shelf.disk, path)?;
                let now = match &origin {
                    DraftRequest::AsWritten(_) => Err(OpenFailure::other(COPY_GONE)),
                    DraftRequest::Draft(_) | DraftRequest::New(_) | DraftRequest::NewAt(..) => {
                        self.set_or(|shelf| shelf.set_now(&opened.draft, path))
                    }
                };
                let then = || self.shelf.set_then(&opened.draft, path);
                let set = match (now, &origin) {
                    (Ok(set), _) => set,
                    (Err(why), DraftRequest::AsWritten(_)) => then().ok_or(why)?,
                    (Err(why), _) if then().is_none() => return Err(why),
                    (Err(why), _) => {
                        return Ok(OpenOutcome::SetWrong(
                            DraftRequest::AsWritten(path.clone()),
                            why,
                        ));
                    }
                };
                self.fetch(opened, set, locked)?
            }
            DraftRequest::New(source) => {
                let set = self.set_or(|shelf| shelf.read(&source))?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let disk = &*self.shelf.disk;
                let begun = self.shelf.folders.begin(disk, &draft, &order, &set.text);
                self.begun(set, draft, begun.map_err(OpenFailure::other)?)
            }
            DraftRequest::NewAt(source, path) => {
                let set = self.set_or(|shelf| shelf.read(&source))?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let taken = format!("{} was made by someone else just now", path.display());
                let disk = &*self.shelf.disk;
                let begun = folder::begin_at(disk, path, &draft, &order, &set.text);
                let target = begun.map_err(OpenFailure::other)?;
                self.begun(set, draft, target.ok_or(OpenFailure::Other(taken))?)
            }
        };
        Ok(self.start(fetched))
    }

    fn set_or(
        &mut self,
        read: impl FnOnce(&LibraryReader) -> Result<SetWithText, OpenFailure>,
    ) -> Result<SetWithText, OpenFailure> {
        match self.set.take() {
            Some(set) => Ok(set),
            None => read(self.shelf),
        }
    }

    /// Takes the lock of a draft that is there; or says who has it, when that is to be asked.
    fn lock(&self, path: &Path) -> Result<(Option<Lock>, DraftAccess, Vec<String>), String> {
        let taken = lock::take(&*self.shelf.disk, path, self.me);
        let is_asked = matches!((&taken, self.claim), (LockOutcome::Theirs(_), LockDecision::Ask));
        if !is_asked && is_write_protected(path) {
            return Ok((None, DraftAccess::Protected, vec![PROTECTED.to_owned()]));
        }
        match (taken, self.claim) {
            (LockOutcome::Ours(lock), _) => Ok((Some(lock), DraftAccess::Write, Vec::new())),
            (LockOutcome::Theirs(person), LockDecision::Ask) => Err(holder(person.as_ref())),
            (LockOutcome::Theirs(_), LockDecision::Read) => {
                Ok((None, DraftAccess::Read, Vec::new()))
            }
            (LockOutcome::Theirs(_), LockDecision::Share) => {
                Ok((None, DraftAccess::Write, Vec::new()))
            }
            (LockOutcome::Unknown(why), _) => {
                let remark = format!("Cannot tell whether this draft is open elsewhere: {why}");
                Ok((None, DraftAccess::Write, vec![remark]))
            }
        }
    }

    /// Takes a draft with its set, with what an earlier session could not save of it.
    fn fetch(
        &self,
        opened: folder::OpenedFile,
        mut set: SetWithText,
        (lock, access, mut remarks): (Option<Lock>, DraftAccess, Vec<String>),
    ) -> Result<LoadedForOpening, OpenFailure> {
        let folder::OpenedFile { draft, target, warnings } = opened;
        let path = target.path().to_owned();
        let (its, asked) = (&draft.consultation.id, &set.consultation.id);
        if its != asked {
            let path = path.display();
            return Err(OpenFailure::Other(format!("{path} answers `{its}`, not `{asked}`")));
        }
        remarks.extend(warnings.iter().flat_map(|warnings| warnings.lines()));
        if access.is_to_read() && !set.is_of(&draft) {
            remarks.push("The consultation has changed since this draft was written".to_owned());
            set = self.shelf.set_then(&draft, &path).unwrap_or(set);
        }
        let (in_file, left, revision) = (draft.answers.clone(), Vec::new(), None);
        let mut fetched =
            LoadedForOpening { set, draft, in_file, target, access, lock, left, remarks, revision };
        if access.is_to_read() {
            fetched.remarks.extend(self.unsaved(&path));
        } else {
            self.recover(&path, &mut fetched, recovery_log::left);
            self.compare(&path, &mut fetched);
        }
        Ok(fetched)
    }

    /// What to say of what an earlier session left, where nothing may be changed.
    fn unsaved(&self, path: &Path) -> Option<String> {
        let disk = &*self.shelf.disk;
        let (until, standing) = match recovery_log::unsaved(disk, path, &self.shelf.folders.state) {
            Ok(found) => found?,
            Err(error) => return Some(cannot_tell(&unreadable(&error))),
        };
        let becomes = match standing {
            LogStatus::Newer => "taken in",
            LogStatus::Apart => "put beside it, as the file has changed since,",
        };
        let until = moment(&until);
        Some(format!(
            "This machine has text of this draft, written until {until}, that is not in its file. It \
             is {becomes} when the draft is opened to be changed"
        ))
    }

    /// Looks whether the set is the one that the draft was written with. A copy of it is put beside
    /// the draft as soon as the draft answers it.
    fn compare(&self, path: &Path, fetched: &mut LoadedForOpening) {
        let LoadedForOpening { set, draft, .. } = fetched;
        if !set.is_of(draft) {
            let then = self.shelf.set_then(draft, path).map(|set| set.consultation);
            let revision = Revision::new(then.as_ref(), &set.consultation, draft);
            if revision.is_of_the_file_alone() {
                draft.consultation = revision.now
            } else {
                fetched.revision = Some(Box::new(revision));
                return;
            }
        }
        // Without it the draft can still be answered, with the set at hand.
        let _ = folder::keep_set(&*self.shelf.disk, path, &set.text);
    }

    /// Takes in what an earlier session left that ended before it could save.
    fn recover(&self, path: &Path, fetched: &mut LoadedForOpening, left_of: LeftOf) {
        let disk = &*self.shelf.disk;
        let mut remarks = Vec::new();
        let known =
            if fetched.lock.is_some() { KnownVersions::Remove } else { KnownVersions::Leave };
        for aside in atomic::clear(disk, path, known, SETTLED).unwrap_or_default() {
            self.keep_set_of(&aside, path, &fetched.set);
            let aside = aside.display();
            remarks.push(format!(
                "A version that someone else saved in the meantime is in \
             {aside}"
            ));
        }
        let left = left_of(disk, path, &self.shelf.folders.state);
        let mut left = left.unwrap_or_else(|unread| {
            remarks.push(cannot_tell(&unread));
            unread.left
        });
        left.sort_by(|one, other| one.draft.updated.cmp(&other.draft.updated));
        // Of several that follow the file, the last one goes on; the others are put beside it.
        let last = left.iter().rposition(|copy| matches!(copy.standing, LogStatus::Newer));
        for (place, copy) in left.into_iter().enumerate() {
            let until = moment(&copy.draft.updated);
            match copy.standing {
                LogStatus::Newer if Some(place) == last => {
                    fetched.draft = copy.draft.clone();
                    fetched.access = DraftAccess::Recovered;
                    remarks.push(format!(
                        "Recovered: what was written until {until} had not reached the file"
                    ));
                    fetched.left.push(copy);
                }
                LogStatus::Newer | LogStatus::Apart => {
                    let aside = atomic::free_name(path, "recovered");
                    let order = Order::of(&fetched.set.consultation);
                    let Ok(yaml) = draft::write(&copy.draft, &order) else { continue };
                    let kept = atomic::write(disk, &aside, yaml.as_bytes(), Existing::Keep);
                    let place = match &kept {
                        Ok(()) => format!("is in {}", aside.display()),
                        Err(why) => format!("stays on this machine for now: {}", in_words(why)),
                    };
                    remarks.push(format!(
                        "What was written here until {until} had not reached the file, which has \
                         changed since; it {place}"
                    ));
                    if kept.is_ok() {
                        self.keep_set_of(&aside, path, &fetched.set);
                        let _ = copy.forget(disk);
                    }
                }
            }
        }
        // They say more than the others, for which there may be no room.
        fetched.remarks.splice(0..0, remarks);
    }

    /// Puts beside a draft, which was put beside the one at `path`, the set that it was written with,
    /// so that it can be opened from there; it can be without.
    fn keep_set_of(&self, aside: &Path, path: &Path, set: &SetWithText) {
        let disk = &*self.shelf.disk;
        let Ok(folder::OpenedFile { draft, .. }) = folder::open(disk, aside) else { return };
        let then = if set.is_of(&draft) { None } else { self.shelf.set_then(&draft, path) };
        let _ = folder::keep_set(disk, aside, &then.as_ref().unwrap_or(set).text);
    }

    fn begun(&self, set: SetWithText, draft: Draft, target: AtomicFile) -> LoadedForOpening {
        let path = target.path().to_owned();
        let lock = match lock::take(&*self.shelf.disk, &path, self.me) {
            LockOutcome::Ours(lock) => Some(lock),
            LockOutcome::Theirs(_) | LockOutcome::Unknown(_) => None,
        };
        let (access, left, remarks, revision) = (DraftAccess::Write, Vec::new(), Vec::new(), None);
        let in_file = Answers::default();
        let mut fetched =
            LoadedForOpening { set, draft, in_file, target, access, lock, left, remarks, revision };
        // There may have been a draft of that name before, which has gone.
        self.recover(&path, &mut fetched, recovery_log::left_of_new);
        if fetched.access == DraftAccess::Recovered {
            self.compare(&path, &mut fetched);
        }
        fetched
    }

    /// Begins to save.
    fn start(&self, fetched: LoadedForOpening) -> OpenOutcome {
        let LoadedForOpening {
            set,
            draft,
            in_file,
            target,
            access,
            lock,
            left,
            mut remarks,
            revision,
        } = fetched;
        let path = target.path().to_owned();
        let history = DraftHistory::of(&path, &self.shelf.folders.state);
        if !access.is_to_read() {
            remarks.extend(history.make_places().map(|refusal| refusal.to_string()));
        }
        let (id, ahead) = (OpenDraftId::next(), Arc::new(AtomicU64::new(0)));
        let (inbox, numbers) = (self.inbox.clone(), Arc::clone(&ahead));
        let order = Order::of(&set.consultation);
        let mut log = RecoveryLog::of(&path, &self.shelf.folders.state, order.clone()).ok();
        if let Some(log) = &mut log {
            left.iter().for_each(|copy| log.follow(copy));
        }
        let (left, disk) = (Mutex::new(left), Arc::clone(&self.shelf.disk));
        let saver = Saver::start(Setting {
            log,
            history,
            target,
            order,
            disk: Arc::clone(&self.shelf.disk),
            now: Zoned::now,
            report: Box::new(move |report| {
                if let Ok(SavedIn::File) = report.result {
                    // What was recovered is in the file now.
                    for copy in left.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                        let _ = copy.forget(&*disk);
                    }
                }
                let number = report.generation + numbers.load(Ordering::SeqCst);
                drop(inbox.send(Message::Saved(id, told(report, number))));
            }),
        });
        let (consultation, set) = (Arc::new(set.consultation), set.text);
        let path_of_it = path.clone();
        let opened = OpenedDraft {
            consultation,
            draft,
            in_file,
            path: path_of_it,
            remarks,
            access,
            revision,
        };
        let (unsaved, exposed, is_finished) = (None, None, false);
        let desk = OpenDraft { id, saver, path, set, ahead, unsaved, exposed, is_finished, lock };
        OpenOutcome::Open(Box::new(opened), desk)
    }
}

impl OpenDraft {
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
    pub fn save_beside(&mut self, shelf: &LibraryReader, draft: Draft) -> PathBuf {
        let disk = &*shelf.disk;
        let path = if self.path.parent() == Some(shelf.folders.drafts.as_path()) {
            shelf.folders.free(&draft.consultation.id)
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

/// What is said when what earlier sessions have left cannot be looked at.
fn cannot_tell(why: &dyn Display) -> String {
    format!("Cannot tell whether this machine has unsaved text of this draft: {why}")
}

/// A draft of a set, with nothing in it yet.
fn new_draft(set: &SetWithText) -> Draft {
    Draft::new(Edition::of(&set.consultation), &Zoned::now())
}

/// What the saver reports, as the program takes it.
fn told(report: saver::SaveOutcome, number: u64) -> SaveReport {
    let result = match report.result {
        Ok(SavedIn::File) => Ok(SaveLocation::Saved),
        Ok(SavedIn::Log) => Ok(SaveLocation::Aside),
        Err(NotSaved::Changed(conflict)) => {
            let who = match &conflict.by {
                Some(person) => format!("{} on {}", person.user, person.host),
                None => "someone else".to_owned(),
            };
            let when = conflict.changed.and_then(|time| Timestamp::try_from(time).ok());
            let when = when.map(|when| moment(&when.to_zoned(TimeZone::system())));
            let by = when.map_or(who.clone(), |when| format!("{who}, {when}"));
            let draft =
                conflict.theirs.map_err(|problems| problems.lines().next().unwrap_or_default());
            Err(Trouble::Changed(Box::new(Theirs { draft, by })))
        }
        Err(NotSaved::NoCopy(reason)) => Err(Trouble::NoCopy(reason)),
        Err(NotSaved::NoAnswer) => Err(Trouble::Late),
        Err(reason @ NotSaved::Failed(_)) => Err(Trouble::Failed(reason.to_string())),
    };
    SaveReport { number, at: report.at, result }
}

/// Who has a draft open, in a sentence.
fn holder(person: Option<&Person>) -> String {
    match person {
        Some(person) => format!(
            "{} on {} has had it open since {}",
            person.user,
            person.host,
            moment(&person.since)
        ),
        None => "Someone else has it open".to_owned(),
    }
}

fn moment(time: &Zoned) -> String {
    time.strftime("%H:%M on %-d %B %Y").to_string()
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
