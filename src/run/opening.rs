//! Opening a draft: found or begun, locked, recovered, compared with its question set.

use std::{
    fmt::Display,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{
    library::{LibraryReader, OpenFailure, SetWithText},
    messages::{Message, MessageSender},
    open_draft::{OpenDraft, OpenDraftId, OpenOutcome},
};
use crate::{
    app::{
        event::{
            DraftAccess, LockDecision, OpenedDraft, SaveLocation, SaveReport, Theirs, Trouble,
        },
        library::DraftRequest,
    },
    model::{
        draft::{Draft, Edition},
        id::ConsultationId,
        revision::Revision,
    },
    store::{
        atomic::{self, AtomicFile, Existing, KnownVersions},
        details,
        disk::{self, Disk, in_words, is_write_protected},
        document::response::Order,
        draft,
        folder::{self, unreadable},
        history::DraftHistory,
        lock::{self, Lock, LockOutcome, Person},
        recovery_log::{self, Left, LogStatus, RecoveryLog, Unread},
        resume,
        saver::{self, NotSaved, SavedIn, Saver, Setting},
    },
};

/// The age at which a temporary file beside a draft counts as left over. A save never takes so
/// long, unless the disk hangs.
const SETTLED: Duration = Duration::from_secs(60);

/// The number of files open at once while a draft is edited and saved: the terminal, the lock, the
/// log, and those that a save writes and compares.
const NEEDED_FILES: usize = 8;

/// Why a draft cannot be opened with the copy of its set.
const COPY_GONE: &str = "the copy of the questions beside the draft is missing";

/// The message for a protected draft.
const PROTECTED: &str = "The file is write-protected, so it was opened read-only. To change it, \
                         allow writing to the file and open it again";

/// Opens drafts.
pub struct DraftOpener {
    /// The folders of drafts and sets.
    pub library: Arc<LibraryReader>,
    /// The person who opens it.
    pub me: Person,
    /// Receives the reports on saving.
    pub messages: MessageSender,
    /// What to do if someone else has it open.
    pub lock: LockDecision,
}

/// Finds the recovery logs of ended sessions in the state folder.
type LeftOf = fn(&dyn Disk, &Path, &Path) -> Result<Vec<Left>, Unread>;

/// A draft before saving begins.
struct LoadedForOpening {
    set: SetWithText,
    draft: Draft,
    /// The draft as read from its file.
    in_file: Option<Draft>,
    target: AtomicFile,
    access: DraftAccess,
    lock: Option<Lock>,
    left: Vec<Left>,
    remarks: Vec<String>,
    /// The changes of its set, for the respondent to accept.
    revision: Option<Box<Revision>>,
}

impl DraftOpener {
    /// Opens a draft, or begins one.
    ///
    /// # Errors
    /// If the set or the draft cannot be read, or the new draft cannot be written.
    pub fn open(&self, request: DraftRequest) -> Result<OpenOutcome, OpenFailure> {
        self.open_with(request, None)
    }

    /// Opens the draft that `greenpaper answer` names: the one at `draft`, else the most recently
    /// changed draft of the set, else a new one. `set` is an id or a path.
    ///
    /// # Errors
    /// If there is no such set, or the set or the draft cannot be read.
    pub fn answer(&self, set: &str, draft: Option<PathBuf>) -> Result<OpenOutcome, OpenFailure> {
        let source = match (self.library.find(set), &draft) {
            (Ok(source), _) => source,
            // The set's file may be gone, but the draft keeps its own copy.
            (Err(_), Some(draft)) if Path::new(set).extension().is_some() && draft.exists() => {
                return self.open(DraftRequest::Draft(draft.clone()));
            }
            (Err(why), _) => return Err(why),
        };
        let read = self.library.read(&source);
        let drafts = match (draft, &read) {
            (Some(draft), _) if draft.exists() => vec![draft],
            (Some(draft), _) => {
                return self.open_with(DraftRequest::NewAt(source, draft), Some(read?));
            }
            (None, Ok(set)) => self.library.folders.drafts_of(&set.consultation.id),
            // The draft can continue with the set that it was written with.
            (None, Err(_)) => {
                let id = ConsultationId::try_from(set).ok();
                id.map(|id| self.library.folders.drafts_of(&id)).unwrap_or_default()
            }
        };
        let changed = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
        match drafts.into_iter().max_by_key(changed) {
            Some(draft) => self.open_with(DraftRequest::Draft(draft), read.ok()),
            None => {
                let set = read?;
                let path = self.library.folders.free(&set.consultation.id);
                self.open_with(DraftRequest::NewAt(source, path), Some(set))
            }
        }
    }

    /// Opens a draft, or begins one. `known` is its set, if already read.
    fn open_with(
        &self,
        request: DraftRequest,
        mut known: Option<SetWithText>,
    ) -> Result<OpenOutcome, OpenFailure> {
        disk::can_open(NEEDED_FILES).map_err(|error| {
            let why = in_words(&error);
            OpenFailure::Other(format!(
                "a draft could not be saved: {why}. Raise `ulimit -n` to 64"
            ))
        })?;
        let mut read_set = |read: &dyn Fn() -> Result<SetWithText, OpenFailure>| {
            known.take().map_or_else(read, Ok)
        };
        let loaded = match request {
            DraftRequest::Draft(ref path) | DraftRequest::AsWritten(ref path) => {
                let locked = match self.lock(path) {
                    Ok(locked) => locked,
                    Err(by) => return Ok(OpenOutcome::Occupied(request, by)),
                };
                let opened = folder::open(&*self.library.disk, path)?;
                let now = match &request {
                    DraftRequest::AsWritten(_) => Err(OpenFailure::other(COPY_GONE)),
                    DraftRequest::Draft(_) | DraftRequest::New(_) | DraftRequest::NewAt(..) => {
                        read_set(&|| self.library.set_now(&opened.draft, path))
                    }
                };
                let then = || self.library.set_then(&opened.draft, path);
                let set = match (now, &request) {
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
                let set = read_set(&|| self.library.read(&source))?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let disk = &*self.library.disk;
                let begun = self.library.folders.begin(disk, &draft, &order, &set.text);
                self.begun(set, draft, begun.map_err(OpenFailure::other)?)
            }
            DraftRequest::NewAt(source, path) => {
                let set = read_set(&|| self.library.read(&source))?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let disk = &*self.library.disk;
                let begun = folder::begin_at(disk, path.clone(), &draft, &order, &set.text);
                match begun.map_err(OpenFailure::other)? {
                    Some(target) => self.begun(set, draft, target),
                    // Someone else has just created it.
                    None => return self.open_with(DraftRequest::Draft(path), Some(set)),
                }
            }
        };
        Ok(self.start(loaded))
    }

    /// Locks an existing draft; or says who has it open, if the respondent is to decide.
    fn lock(&self, path: &Path) -> Result<(Option<Lock>, DraftAccess, Vec<String>), String> {
        let taken = lock::take(&*self.library.disk, path, &self.me);
        let is_asked = matches!((&taken, self.lock), (LockOutcome::Theirs(_), LockDecision::Ask));
        if !is_asked && is_write_protected(path) {
            return Ok((None, DraftAccess::Protected, vec![PROTECTED.to_owned()]));
        }
        match (taken, self.lock) {
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

    /// Loads a draft with its set, and recovers what an earlier session could not save.
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
            set = self.library.set_then(&draft, &path).unwrap_or(set);
        }
        let (in_file, left, revision) = (Some(draft.clone()), Vec::new(), None);
        let mut loaded =
            LoadedForOpening { set, draft, in_file, target, access, lock, left, remarks, revision };
        if access.is_to_read() {
            loaded.remarks.extend(self.unsaved(&path));
        } else {
            self.recover(&path, &mut loaded, recovery_log::left);
            self.compare(&path, &mut loaded);
        }
        Ok(loaded)
    }

    /// Describes what an earlier session left, for a draft opened read-only.
    fn unsaved(&self, path: &Path) -> Option<String> {
        let disk = &*self.library.disk;
        let (until, standing) = match recovery_log::unsaved(disk, path, &self.library.folders.state)
        {
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

    /// Compares the set with the one that the draft was written with. Once the draft answers it, a
    /// copy is stored beside the draft.
    fn compare(&self, path: &Path, loaded: &mut LoadedForOpening) {
        let LoadedForOpening { set, draft, .. } = loaded;
        if !set.is_of(draft) {
            let then = self.library.set_then(draft, path).map(|set| set.consultation);
            let revision = Revision::new(then.as_ref(), &set.consultation, draft);
            if revision.is_of_the_file_alone() {
                draft.consultation = revision.now
            } else {
                loaded.revision = Some(Box::new(revision));
                return;
            }
        }
        // The draft can be answered without the copy, as long as the set is available.
        let _ = folder::keep_set(&*self.library.disk, path, &set.text);
    }

    /// Recovers edits of sessions that ended before they could save.
    fn recover(&self, path: &Path, loaded: &mut LoadedForOpening, left_of: LeftOf) {
        let disk = &*self.library.disk;
        let mut remarks = Vec::new();
        let known =
            if loaded.lock.is_some() { KnownVersions::Remove } else { KnownVersions::Leave };
        for aside in atomic::clear(disk, path, known, SETTLED).unwrap_or_default() {
            self.keep_set_of(&aside, path, &loaded.set);
            let aside = aside.display();
            remarks.push(format!(
                "A version that someone else saved in the meantime is in \
             {aside}"
            ));
        }
        let left = left_of(disk, path, &self.library.folders.state);
        let mut left = left.unwrap_or_else(|unread| {
            remarks.push(cannot_tell(&unread));
            unread.left
        });
        left.sort_by(|one, other| one.draft.updated.cmp(&other.draft.updated));
        // If several follow the file, the last one is used; the others become files beside it.
        let last = left.iter().rposition(|copy| matches!(copy.standing, LogStatus::Newer));
        for (place, copy) in left.into_iter().enumerate() {
            let until = moment(&copy.draft.updated);
            match copy.standing {
                LogStatus::Newer if Some(place) == last => {
                    loaded.draft = copy.draft.clone();
                    loaded.access = DraftAccess::Recovered;
                    remarks.push(format!(
                        "Recovered: what was written until {until} had not reached the file"
                    ));
                    loaded.left.push(copy);
                }
                LogStatus::Newer | LogStatus::Apart => {
                    let aside = atomic::free_name(path, "recovered");
                    let order = Order::of(&loaded.set.consultation);
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
                        self.keep_set_of(&aside, path, &loaded.set);
                        let _ = copy.forget(disk);
                    }
                }
            }
        }
        // Shown first: there may be no room for the rest.
        loaded.remarks.splice(0..0, remarks);
    }

    /// Stores a copy of the set beside a recovered draft, so that it can be opened from there. Not
    /// required.
    fn keep_set_of(&self, aside: &Path, path: &Path, set: &SetWithText) {
        let disk = &*self.library.disk;
        let Ok(folder::OpenedFile { draft, .. }) = folder::open(disk, aside) else { return };
        let then = if set.is_of(&draft) { None } else { self.library.set_then(&draft, path) };
        let _ = folder::keep_set(disk, aside, &then.as_ref().unwrap_or(set).text);
    }

    /// Prepares a new draft.
    fn begun(&self, set: SetWithText, draft: Draft, target: AtomicFile) -> LoadedForOpening {
        let path = target.path().to_owned();
        let mut remarks = Vec::new();
        let lock = match lock::take(&*self.library.disk, &path, &self.me) {
            LockOutcome::Ours(lock) => Some(lock),
            // Someone else has opened it since it was created.
            LockOutcome::Theirs(person) => {
                remarks.push(holder(person.as_ref()));
                None
            }
            LockOutcome::Unknown(_) => None,
        };
        let (access, left, revision) = (DraftAccess::Write, Vec::new(), None);
        let in_file = None;
        let mut loaded =
            LoadedForOpening { set, draft, in_file, target, access, lock, left, remarks, revision };
        // A removed draft may have had the same name.
        self.recover(&path, &mut loaded, recovery_log::left_of_new);
        if loaded.access == DraftAccess::Recovered {
            self.compare(&path, &mut loaded);
        }
        loaded
    }

    /// Starts saving.
    fn start(&self, loaded: LoadedForOpening) -> OpenOutcome {
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
        } = loaded;
        let path = target.path().to_owned();
        let mut history = DraftHistory::of(&path, &self.library.folders.state);
        let answers_in_file = in_file.as_ref().map(|draft| draft.answers.clone());
        if let Some(draft) = in_file {
            history.saved(Arc::new(draft));
        }
        if !access.is_to_read() {
            remarks.extend(history.make_places().map(|refusal| refusal.to_string()));
        }
        let id = OpenDraftId::next();
        let ahead = Arc::new(AtomicU64::new(0));
        let saver = self.saver(id, &ahead, target, Order::of(&set.consultation), history, left);
        let open_draft = OpenDraft::new(id, path.clone(), set.text, saver, ahead, lock);
        let consultation = Arc::new(set.consultation);
        let is_there = answers_in_file.is_some();
        let in_file = answers_in_file.unwrap_or_default();
        // The recovery log of a removed draft does not belong to a new one.
        let resume = is_there.then(|| resume::read(&path, &self.library.folders.state));
        let resume = resume.flatten().map(Box::new);
        let details = details::read(&self.library.folders.state);
        let opened = OpenedDraft {
            consultation,
            draft,
            in_file,
            path,
            remarks,
            access,
            revision,
            resume,
            details,
        };
        OpenOutcome::Open(Box::new(opened), open_draft)
    }

    /// Starts the saver of a draft. It reports as [`Message::Saved`], and what an earlier session
    /// `left` is forgotten once it is in the file.
    fn saver(
        &self,
        id: OpenDraftId,
        ahead: &Arc<AtomicU64>,
        target: AtomicFile,
        order: Order,
        history: DraftHistory,
        left: Vec<Left>,
    ) -> Saver {
        let state = &self.library.folders.state;
        let mut log = RecoveryLog::of(target.path(), state, order.clone()).ok();
        if let Some(log) = &mut log {
            left.iter().for_each(|copy| log.follow(copy));
        }
        let left = Mutex::new(left);
        let disk = Arc::clone(&self.library.disk);
        let messages = self.messages.clone();
        let ahead = Arc::clone(ahead);
        Saver::start(Setting {
            log,
            history,
            target,
            order,
            disk: Arc::clone(&self.library.disk),
            now: Zoned::now,
            report: Box::new(move |report| {
                if let Ok(SavedIn::File) = report.result {
                    for copy in left.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                        let _ = copy.forget(&*disk);
                    }
                }
                let number = report.generation + ahead.load(Ordering::SeqCst);
                drop(messages.send(Message::Saved(id, told(report, number))));
            }),
        })
    }
}

/// The message if the state folder cannot be read.
fn cannot_tell(why: &dyn Display) -> String {
    format!("Cannot tell whether this machine has unsaved text of this draft: {why}")
}

/// Creates an empty draft of a set.
fn new_draft(set: &SetWithText) -> Draft {
    Draft::new(Edition::of(&set.consultation), &Zoned::now())
}

/// Turns a report of the saver into a message.
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

/// Says in a sentence who has a draft open.
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
