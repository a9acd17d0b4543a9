//! The recovery log: the edits made on this machine since the draft's file was last saved.
//!
//! The draft's file is saved once typing pauses. Until then each edit is appended to a log in this
//! machine's own folder, so that the death of the program takes none of it. The next session replays
//! the log on the version of the file that it follows, which is known by its digest.
//!
//! A log is a row of records, each with its length and a checksum. The first one names the versions
//! of the file that the log follows. A text that is typed in is recorded as a whole answer once, and
//! then edit by edit; so the log can be replayed without the version it began with, should somebody
//! have replaced that. A save is announced in the log before it is made: whichever version the file
//! has afterwards, the log says which records it holds.

mod record;
mod replay;

use std::{
    collections::{BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Zoned;

use self::{record::LogRecord, replay::Replay};
use super::{
    atomic::{Version, resolved},
    disk::{Append, Disk},
    document::response::Order,
    draft,
    folder::unreadable,
    session_lock::SessionLock,
};
use crate::model::{draft::Draft, draft_change::DraftChange, id::QuestionId};

/// A log smaller than this is never restarted while it is intact, in bytes.
const SMALL: usize = 64 << 10;

/// How many bytes of edits a log has at most beside a whole draft, before it begins anew: so that the
/// log of the largest draft can be read back.
const MOST_EDITS: usize = 8 << 20;

/// The edits of one session that the draft's file may lack.
#[derive(Debug)]
pub struct RecoveryLog {
    folder: PathBuf,
    /// The beginning of the log's file name.
    prefix: String,
    /// The draft's file.
    draft: PathBuf,
    order: Order,
    /// The logs of earlier sessions that this one continues.
    recovered: Vec<String>,
    open: Option<OpenLog>,
}

/// A log with records.
#[derive(Debug)]
struct OpenLog {
    /// Shows that this session is running.
    lock: SessionLock,
    file: Box<dyn Append>,
    /// The questions whose answers can be restored from the log alone, with the bytes of each.
    known: HashMap<QuestionId, usize>,
    /// The bytes of the last whole draft in it, from which all answers can be restored.
    draft: usize,
    /// The number of the newest edit.
    newest: u64,
    /// Its bytes.
    size: usize,
    /// The logs that this one continues: those of earlier sessions, and the one it replaced.
    follows: Vec<String>,
}

/// A draft to start a log with.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// The last edit in it.
    pub number: u64,
    /// The draft.
    pub draft: &'a Draft,
}

/// The unsaved draft of a session that ended before it could save.
#[derive(Debug)]
pub struct Left {
    /// The draft.
    pub draft: Draft,
    /// Its relation to the draft's file.
    pub standing: LogStatus,
    lock: SessionLock,
}

/// A draft whose file is gone, with a recovery log on this machine.
#[derive(Debug)]
pub struct GoneDraft {
    /// The former path of its file.
    pub path: PathBuf,
    /// What the log holds. Whatever had been saved is gone with the file.
    pub draft: Draft,
}

/// Some logs cannot be read now. They stay where they are.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", path.display(), unreadable(source))]
pub struct Unread {
    /// The drafts from the logs that can be read.
    pub left: Vec<Left>,
    /// The first log that cannot be read, or the folder that cannot.
    path: PathBuf,
    source: io::Error,
}

/// The relation of a log to its draft's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogStatus {
    /// It follows the current version: restoring it loses nothing.
    Newer,
    /// Someone else has changed the file since.
    Apart,
}

impl RecoveryLog {
    /// Creates the log of a draft in this machine's private folder. Each session has its own.
    ///
    /// # Errors
    /// If the path of the draft cannot be resolved.
    pub fn of(draft: &Path, state: &Path, order: Order) -> io::Result<Self> {
        let (folder, prefix) = (folder(state), prefix(draft)?);
        let draft = draft.to_owned();
        Ok(Self { folder, prefix, draft, order, recovered: Vec::new(), open: None })
    }

    /// Takes note that this session goes on from what an earlier one left: its own log overtakes
    /// that one as soon as it has the whole draft.
    pub fn follow(&mut self, left: &Left) {
        self.recovered.push(left.lock.name());
    }

    /// Appends edits, each with its number. `versions` are those that the file may have by now;
    /// only an empty log needs them.
    ///
    /// # Errors
    /// If they cannot be written. Then none of them is in the log.
    pub fn append(
        &mut self,
        disk: &dyn Disk,
        edits: &[(u64, DraftChange)],
        versions: &[Version],
    ) -> io::Result<()> {
        if self.open.as_ref().is_some_and(|open| !open.is_kept()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.begin(disk)?,
        };
        let appended = open.append(edits, &self.order, |open| LogRecord::Opened {
            draft: self.draft.clone(),
            versions: versions.iter().map(Version::to_string).collect(),
            follows: open.follows.clone(),
        });
        self.open = Some(open);
        appended
    }

    fn begin(&self, disk: &dyn Disk) -> io::Result<OpenLog> {
        super::sidecar::make_private(&self.folder)?;
        let lock = SessionLock::new(&self.folder, &self.prefix)?;
        let file = disk.append_to(&lock.log())?;
        Ok(OpenLog {
            lock,
            file,
            known: HashMap::new(),
            draft: 0,
            newest: 0,
            size: 0,
            follows: self.recovered.clone(),
        })
    }

    /// Restarts the log with a whole draft and the edits since, then removes the former one.
    ///
    /// # Errors
    /// If it cannot be written. Then the log is unchanged.
    pub fn rewrite(
        &mut self,
        disk: &dyn Disk,
        snapshot: Option<Snapshot<'_>>,
        edits: &[(u64, DraftChange)],
        versions: &[Version],
    ) -> io::Result<()> {
        let mut new = self.begin(disk)?;
        new.follows.extend(self.open.iter().map(|open| open.lock.name()));
        let whole = snapshot.map(|snapshot| {
            (snapshot.number, DraftChange::Whole(Box::new(snapshot.draft.clone())))
        });
        let edits: Vec<_> = whole.into_iter().chain(edits.iter().cloned()).collect();
        let header = |open: &OpenLog| LogRecord::Opened {
            draft: self.draft.clone(),
            versions: versions.iter().map(Version::to_string).collect(),
            follows: open.follows.clone(),
        };
        if let Err(error) = new.append(&edits, &self.order, header) {
            let _ = disk.remove(&new.lock.log());
            return Err(error);
        }
        if let Some(old) = self.open.replace(new) {
            let _ = disk.remove(&old.lock.log());
        }
        Ok(())
    }

    /// Whether the log should be restarted, because most of it is obsolete.
    pub fn is_large(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_large())
    }

    /// Whether the log holds the whole draft.
    pub fn has_whole(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.draft > 0)
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.size == 0)
    }

    /// Announces a version that is about to be saved, with the edits up to a number.
    ///
    /// # Errors
    /// If it cannot be written. The save should continue.
    pub fn announce(&mut self, number: u64, version: Version) -> io::Result<()> {
        let Some(open) = self.open.as_mut().filter(|open| open.size > 0) else { return Ok(()) };
        open.write(&LogRecord::Saving { number, version: version.to_string() })
    }

    /// Takes note that the draft's file has the edits up to a number. Empties the log if that is all of
    /// it, and there is no long text in it that had to be written whole again.
    ///
    /// # Errors
    /// If that fails. The next session detects it.
    pub fn saved(&mut self, number: u64) -> io::Result<()> {
        self.recovered.clear();
        let Some(open) = self.open.as_mut().filter(|open| open.size > 0) else { return Ok(()) };
        open.follows.clear();
        if open.newest <= number && (open.live() < SMALL || open.is_large()) {
            return open.clear();
        }
        open.write(&LogRecord::Saved { number })
    }

    /// Syncs the log.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn sync(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.file.sync()?;
        // Without a synced name it cannot be found after a power cut.
        disk.sync_folder(&self.folder)
    }

    /// Takes note that the draft is in another file from now on: the log goes along, with all of the
    /// draft.
    ///
    /// # Errors
    /// If that file can have no log.
    pub fn moves(
        &mut self,
        disk: &dyn Disk,
        draft: &Path,
        snapshot: Option<Snapshot<'_>>,
    ) -> io::Result<()> {
        self.prefix = prefix(draft)?;
        draft.clone_into(&mut self.draft);
        if self.is_empty() {
            self.open = None;
            Ok(())
        } else {
            self.rewrite(disk, snapshot, &[], &[])
        }
    }

    /// Removes the log once it is no longer needed.
    ///
    /// # Errors
    /// If it cannot be removed. The next session removes it.
    pub fn forget(&mut self, disk: &dyn Disk) -> io::Result<()> {
        self.open.take().map_or(Ok(()), |open| disk.remove(&open.lock.log()))
    }
}

impl OpenLog {
    /// Whether others find it. The folders on its path are looked at when it begins, which it does
    /// after most saves; in between, it is enough that nobody has removed it.
    fn is_kept(&self) -> bool {
        if self.size == 0 { self.lock.is_found() } else { self.lock.has_name() }
    }

    fn append(
        &mut self,
        edits: &[(u64, DraftChange)],
        order: &Order,
        header: impl FnOnce(&Self) -> LogRecord,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        if self.size == 0 {
            header(self).encode(&mut bytes);
        }
        for (number, change) in edits {
            let before = bytes.len();
            let is_known =
                |question: &QuestionId| self.draft > 0 || self.known.contains_key(question);
            let record = LogRecord::of(*number, change, order, is_known);
            record.encode(&mut bytes);
            let size = bytes.len() - before;
            match (&record, change) {
                (LogRecord::Splice { .. }, _) => {}
                (_, DraftChange::Whole(_)) => {
                    self.known.clear();
                    self.draft = size;
                }
                (_, DraftChange::Part(part)) => {
                    let answers = part.answers.iter();
                    self.known.extend(answers.map(|(question, _)| (question.clone(), size)));
                }
            }
        }
        if let Err(error) = self.put(&bytes) {
            // Answers in these records must be written whole next time.
            self.known.clear();
            self.draft = 0;
            return Err(error);
        }
        self.newest = edits.last().map_or(self.newest, |(number, _)| *number);
        Ok(())
    }

    fn write(&mut self, record: &LogRecord) -> io::Result<()> {
        let mut bytes = Vec::new();
        record.encode(&mut bytes);
        self.put(&bytes)
    }

    /// Appends all of it or nothing.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let put = self.file.append(bytes);
        match put {
            Ok(()) => self.size += bytes.len(),
            // A partial record would hide all later ones.
            Err(_) => self.file.cut(self.size as u64)?,
        }
        put
    }

    fn clear(&mut self) -> io::Result<()> {
        self.file.cut(0)?;
        self.known.clear();
        (self.draft, self.size) = (0, 0);
        Ok(())
    }

    /// Returns how many of its bytes are not obsolete.
    fn live(&self) -> usize {
        self.draft + self.known.values().sum::<usize>()
    }

    fn is_large(&self) -> bool {
        self.size > SMALL + 2 * self.live() || self.size > self.draft + MOST_EDITS
    }
}

impl Left {
    /// Removes the log once its draft is saved or discarded.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub fn forget(self, disk: &dyn Disk) -> io::Result<()> {
        disk.remove(&self.lock.log())
    }
}

/// What ended sessions have left of a draft. It is nobody else's for as long as what is returned
/// lives. Logs that are of no use are removed: saved, overtaken, or not readable from the start.
///
/// # Errors
/// When some cannot be listed or read, or nobody can tell whether the session that has one still
/// runs. Those stay, and the others are in the error.
pub fn left(disk: &dyn Disk, draft: &Path, state: &Path) -> Result<Vec<Left>, Unread> {
    left_beside(disk, draft, state, || Current::read(disk, draft))
}

/// The same of a draft whose file this session has just made, empty, where there was none: whatever
/// is left goes into it.
///
/// # Errors
/// As [`left`].
pub fn left_of_new(disk: &dyn Disk, draft: &Path, state: &Path) -> Result<Vec<Left>, Unread> {
    left_beside(disk, draft, state, || Ok(Current { version: None, draft: None }))
}

fn left_beside(
    disk: &dyn Disk,
    draft: &Path,
    state: &Path,
    file: impl FnOnce() -> io::Result<Current>,
) -> Result<Vec<Left>, Unread> {
    let mut unread = None;
    let mut logs = Vec::new();
    let failed = |path: PathBuf| |source| Unread { left: Vec::new(), path, source };
    for path in logs_of(draft, state).map_err(failed(folder(state)))? {
        match take_over(disk, &path) {
            Ok(Some(found)) => logs.push(found),
            Ok(None) => {}
            Err(source) => {
                unread.get_or_insert((path, source));
            }
        }
    }
    if logs.is_empty() && unread.is_none() {
        return Ok(Vec::new());
    }
    let file = file().map_err(failed(draft.to_owned()))?;
    let left = of_use(disk, logs, &file);
    match unread {
        None => Ok(left),
        Some((path, source)) => Err(Unread { left, path, source }),
    }
}

/// The draft that comes of a log and the draft's file, which has this version and this draft, and how
/// they stand to each other; `None` if the log adds nothing, or is none.
pub fn replayed(
    log: &[u8],
    version: Option<&str>,
    file: Option<&Draft>,
) -> Option<(Draft, LogStatus)> {
    Replay::of(log)?.onto(version, file)
}

/// The current draft file.
struct Current {
    version: Option<String>,
    draft: Option<Draft>,
}

impl Current {
    /// Reads it. A file that cannot be read is an error: without it, every log would seem to follow.
    fn read(disk: &dyn Disk, path: &Path) -> io::Result<Self> {
        match disk.read(path) {
            Ok(content) => Ok(Self {
                version: Some(Version::of(&content).to_string()),
                draft: draft::read("", &content).ok().map(|loaded| loaded.draft),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { version: None, draft: None })
            }
            Err(error) => Err(error),
        }
    }
}

/// Takes over a log, unless its session is running or it is useless.
fn take_over(disk: &dyn Disk, path: &Path) -> io::Result<Option<(SessionLock, Replay)>> {
    let lock = match SessionLock::take(path) {
        Ok(Some(lock)) => lock,
        Ok(None) => return Ok(None),
        Err(_) if matches!(path.try_exists(), Ok(false)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let content = match disk.read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        content => content?,
    };
    let replay = Replay::of(&content);
    if replay.is_none() {
        // If it cannot be removed, the next session does.
        let _ = disk.remove(path);
    }
    Ok(replay.map(|replay| (lock, replay)))
}

/// The logs that hold what neither another one nor the draft's file has. The others are removed;
/// one that cannot be is known for what it is the next time.
fn of_use(disk: &dyn Disk, logs: Vec<(SessionLock, Replay)>, file: &Current) -> Vec<Left> {
    let overtaken = overtaken(logs.iter().map(|(_, replay)| replay));
    let mut found = Vec::new();
    for (lock, replay) in logs {
        let useful = Some(replay).filter(|_| !overtaken.contains(&lock.name()));
        match useful.and_then(|replay| replay.onto(file.version.as_deref(), file.draft.as_ref())) {
            Some((draft, standing)) => found.push(Left { draft, standing, lock }),
            None => drop(disk.remove(&lock.log())),
        }
    }
    found
}

/// Returns the names of the logs that others continue.
fn overtaken<'a>(logs: impl Iterator<Item = &'a Replay>) -> BTreeSet<String> {
    logs.filter(|log| log.has_whole()).flat_map(|log| log.follows.iter().cloned()).collect()
}

/// What ended sessions have left of a draft that its file does not hold: when it was last changed,
/// and how it stands to the file, the newest of them. Changes nothing.
///
/// # Errors
/// If they cannot be listed or read, or it is unknown whether a session is still running.
pub fn unsaved(
    disk: &dyn Disk,
    draft: &Path,
    state: &Path,
) -> io::Result<Option<(Zoned, LogStatus)>> {
    let found = unsaved_beside(disk, draft, state, || Current::read(disk, draft))?;
    Ok(found.map(|(draft, standing)| (draft.updated, standing)))
}

fn unsaved_beside(
    disk: &dyn Disk,
    draft: &Path,
    state: &Path,
    file: impl FnOnce() -> io::Result<Current>,
) -> io::Result<Option<(Draft, LogStatus)>> {
    let mut logs = Vec::new();
    for path in logs_of(draft, state)? {
        // Taken first, so that the log of a session ending now is read in its final state.
        if !path.exists() || SessionLock::is_taken(&path)? {
            continue;
        }
        let content = match disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            content => content?,
        };
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        logs.extend(Replay::of(&content).map(|replay| (name, replay)));
    }
    if logs.is_empty() {
        return Ok(None);
    }
    let overtaken = overtaken(logs.iter().map(|(_, replay)| replay));
    let file = file()?;
    let found = logs
        .into_iter()
        .filter(|(name, _)| !overtaken.contains(name))
        .filter_map(|(_, replay)| replay.onto(file.version.as_deref(), file.draft.as_ref()));
    Ok(found.max_by(|(one, _), (other, _)| one.updated.cmp(&other.updated)))
}

/// The drafts that ended sessions have left something of, and whose files have gone, in the order of
/// their paths. Changes nothing; a log that cannot be read is passed over.
///
/// # Errors
/// If the logs cannot be listed.
pub fn without_file(disk: &dyn Disk, state: &Path) -> io::Result<Vec<GoneDraft>> {
    let mut drafts = BTreeSet::new();
    for path in logs_that(state, |_| true)? {
        let read = disk.read(&path).ok();
        let draft = read.and_then(|content| Some(Replay::of(&content)?.draft));
        drafts.extend(draft.filter(|draft| matches!(draft.try_exists(), Ok(false))));
    }
    let unsaved = drafts.into_iter().filter_map(|path| {
        let nothing = Current { version: None, draft: None };
        let found = unsaved_beside(disk, &path, state, || Ok(nothing)).ok()??;
        Some(GoneDraft { path, draft: found.0 })
    });
    Ok(unsaved.collect())
}

/// Returns the folder of a draft's logs.
fn logs_of(draft: &Path, state: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let prefix = prefix(draft)?;
    logs_that(state, |name| name.starts_with(&prefix))
}

fn logs_that(state: &Path, is_wanted: impl Fn(&str) -> bool) -> io::Result<BTreeSet<PathBuf>> {
    let entries = match fs::read_dir(folder(state)) {
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(BTreeSet::new());
        }
        entries => entries?,
    };
    let mut logs = BTreeSet::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_wanted(&name) {
            logs.insert(path.with_extension(super::session_lock::LOG));
        }
    }
    Ok(logs)
}

fn folder(state: &Path) -> PathBuf {
    state.join("unsaved")
}

/// Returns the beginning of the names of a draft's logs: a part of its path's digest.
fn prefix(draft: &Path) -> io::Result<String> {
    let draft = resolved(draft)?;
    Ok(format!("{}-", Version::of(draft.as_os_str().as_encoded_bytes()).short()))
}
