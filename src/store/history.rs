//! Earlier versions of a draft.
//!
//! Every save replaces a version of the draft. Now and then the old version is kept, and always
//! before a sign-off, before an earlier version is restored, and before one of two people's
//! versions is dropped. The older versions get, the fewer are kept.
//!
//! Versions are stored in the sidecar folder beside the draft, each as a complete draft in a file
//! of its own; so they travel with the draft, and colleagues have them too. If that folder cannot
//! be written, they are stored on this machine.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::{
    atomic::{Version, resolved},
    disk::{Disk, FileAccess, Until, in_words},
    draft, file_name, sidecar,
};
use crate::model::draft::{Draft, Status};

/// How often a version is kept while somebody writes.
const INTERVAL: Duration = Duration::from_secs(5 * 60);

/// How many of the regular versions stay: up to this age, the last of each period of this length,
/// in seconds.
const STRETCHES: [(i64, i64); 4] =
    [(2 * HOUR, 5 * 60), (2 * DAY, HOUR), (60 * DAY, DAY), (i64::MAX, 7 * DAY)];
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// The maximum number of versions of a draft in one place; of those kept for a reason, and of the
/// others.
const MOST: usize = 200;

/// The maximum size of the versions of a draft in one place, in bytes. The newest is kept in any case.
const MOST_BYTES: u64 = 256 << 20;

/// The maximum number removed at a time, so that a clock that jumps ahead cannot make all of them
/// old.
const MOST_AT_ONCE: usize = 2;

/// The format of the time in a version's name, in UTC. Windows allows no colons in names.
const STAMP: &str = "%Y%m%dT%H%M%S%.3f";

/// The history of one draft.
#[derive(Debug)]
pub struct DraftHistory {
    draft: PathBuf,
    /// This machine's private folder.
    machine: PathBuf,
    /// When a version was last kept.
    kept: Option<Instant>,
    /// The content of the draft's file, as far as known.
    current: Option<Arc<Draft>>,
}

/// An earlier version of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierState {
    /// When it was written.
    pub when: Timestamp,
    /// Why it was kept.
    pub reason: Reason,
    /// Its file.
    pub path: PathBuf,
    /// The place of the file.
    pub place: StateLocation,
    /// The digest in its name.
    version: String,
    /// How many bytes it takes.
    size: u64,
}

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A version was due.
    Time,
    /// The draft was signed off next.
    SignOff,
    /// An earlier version was restored next.
    Restore,
    /// Somebody else's version replaced it.
    PutAside,
    /// It was somebody else's version, and ours replaced it.
    Overwritten,
}

/// Where versions are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StateLocation {
    /// In the sidecar folder beside the draft.
    Beside,
    /// In this machine's private folder.
    Machine,
}

/// Where versions cannot be stored, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not beside the draft, but on this machine.
    #[error("Earlier versions are kept on this machine only: the folder takes none ({0})")]
    Beside(String),
    /// Nowhere.
    #[error("No earlier versions can be kept, beside the draft or on this machine ({0})")]
    Everywhere(String),
}

/// The current content of the draft's file.
#[derive(Debug)]
pub struct Present {
    /// Its bytes.
    pub content: Vec<u8>,
    /// When it was written.
    pub written: Timestamp,
}

impl DraftHistory {
    /// Returns the history of a draft; `machine` is this machine's private folder.
    pub fn of(draft: &Path, machine: &Path) -> Self {
        let (draft, machine) = (draft.to_owned(), machine.to_owned());
        Self { draft, machine, kept: None, current: None }
    }

    /// Returns the history of another draft that replaces this one.
    pub fn moved(&self, draft: &Path) -> Self {
        Self::of(draft, &self.machine)
    }

    /// Returns the content of the draft's file; `None` if it does not exist.
    pub fn present(&self, disk: &dyn Disk) -> io::Result<Option<Present>> {
        let content = match disk.read(&self.draft) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            content => content?,
        };
        let written = fs::metadata(&self.draft).and_then(|known| known.modified());
        let written = written.ok().and_then(|time| Timestamp::try_from(time).ok());
        Ok(Some(Present { content, written: written.unwrap_or_else(Timestamp::now) }))
    }

    /// Keeps the current version if one is due before this draft is saved.
    ///
    /// # Errors
    /// If a version was due and could not be stored. The save should continue.
    pub fn keep_before(&mut self, disk: &dyn Disk, next: &Draft) -> io::Result<()> {
        if self.current.is_none() {
            let present = self.present(disk)?;
            self.current = present.and_then(|present| read(&present.content)).map(Arc::new);
        }
        let signed = |draft: &Draft| draft.status == Status::Completed;
        let signs = signed(next) && !self.current.as_deref().is_some_and(signed);
        let same = || self.current.as_deref().is_some_and(|current| says_the_same(current, next));
        let due = self.kept.is_none_or(|kept| kept.elapsed() >= INTERVAL);
        if !signs && (!due || same()) {
            return Ok(());
        }
        let Some(present) = self.present(disk)? else {
            return Ok(());
        };
        // This also applies after a failure: a folder that refuses is not tried at every key.
        self.kept = Some(Instant::now());
        let reason = if signs { Reason::SignOff } else { Reason::Time };
        self.keep(disk, &present.content, present.written, reason)
    }

    /// Records the content of the file, as it was read or saved.
    pub fn saved(&mut self, draft: Arc<Draft>) {
        self.current = Some(draft);
    }

    /// Keeps the current version.
    ///
    /// # Errors
    /// If it could not be stored.
    pub fn keep_present(&self, disk: &dyn Disk, reason: Reason) -> io::Result<()> {
        match self.present(disk)? {
            Some(present) => self.keep(disk, &present.content, present.written, reason),
            None => Ok(()),
        }
    }

    /// Keeps a version.
    ///
    /// # Errors
    /// If it could not be stored: why the first place refused it.
    pub fn keep(
        &self,
        disk: &dyn Disk,
        content: &[u8],
        when: Timestamp,
        reason: Reason,
    ) -> io::Result<()> {
        let beside = self.keep_at(disk, StateLocation::Beside, content, when, reason);
        beside.or_else(|error| {
            self.keep_at(disk, StateLocation::Machine, content, when, reason).map_err(|_| error)
        })
    }

    fn keep_at(
        &self,
        disk: &dyn Disk,
        place: StateLocation,
        content: &[u8],
        when: Timestamp,
        reason: Reason,
    ) -> io::Result<()> {
        let folder = self.make_folder(place)?;
        let version = Version::of(content).short();
        let path = folder.join(file_name(when, reason, &version));
        let states = states_in(&folder, place);
        match states.first() {
            Some(newest) if newest.version == version => {
                // A version kept for one reason is not kept again for a lesser one.
                if newest.reason == Reason::Time && reason != Reason::Time {
                    disk.rename(&newest.path, &path)?;
                }
                return Ok(());
            }
            Some(_) | None => {}
        }
        let access = match place {
            StateLocation::Beside if self.draft.exists() => FileAccess::Like(&self.draft),
            StateLocation::Beside | StateLocation::Machine => FileAccess::Owner,
        };
        let beside = folder.join(format!(".{version}-{}.tmp", process::id()));
        let _ = disk.remove(&beside);
        let written = disk
            .create(&beside, content, access, Until::Synced)
            .and_then(|()| disk.rename(&beside, &path));
        if let Err(error) = written {
            let _ = disk.remove(&beside);
            return Err(error);
        }
        thin(disk, &folder, place);
        Ok(())
    }

    /// Returns every version kept, newest first.
    ///
    /// # Errors
    /// If the draft's folder cannot be found.
    pub fn states(&self) -> io::Result<Vec<EarlierState>> {
        let mut states = states_in(&self.folder(StateLocation::Beside)?, StateLocation::Beside);
        states.extend(states_in(&self.folder(StateLocation::Machine)?, StateLocation::Machine));
        states.sort_by(newest_first);
        Ok(states)
    }

    /// Returns where versions cannot be stored, if any place refuses; as far as that can be
    /// determined without creating anything.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal_by(Self::look_at_place)
    }

    /// Creates the folders for versions, and reports those that fail.
    pub fn make_places(&self) -> Option<Refusal> {
        self.refusal_by(Self::try_place)
    }

    fn refusal_by(&self, look: fn(&Self, StateLocation) -> io::Result<()>) -> Option<Refusal> {
        let why = in_words(&look(self, StateLocation::Beside).err()?);
        Some(match look(self, StateLocation::Machine) {
            Ok(()) => Refusal::Beside(why),
            Err(_) => Refusal::Everywhere(why),
        })
    }

    fn look_at_place(&self, place: StateLocation) -> io::Result<()> {
        let folder = self.folder(place)?;
        for folder in folder.ancestors() {
            let known = match place {
                StateLocation::Beside => fs::symlink_metadata(folder),
                StateLocation::Machine => fs::metadata(folder),
            };
            match known {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
                Ok(known) if known.is_dir() => return sidecar::takes_files(folder),
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            }
        }
        Ok(())
    }

    fn try_place(&self, place: StateLocation) -> io::Result<()> {
        let folder = self.make_folder(place)?;
        // Asking takes less time than trying, where the system can be asked.
        if cfg!(unix) {
            return sidecar::takes_files(&folder);
        }
        // If it stays, it is removed like leftovers of versions.
        tempfile::Builder::new().suffix(".tmp").tempfile_in(folder).map(drop)
    }

    fn folder(&self, place: StateLocation) -> io::Result<PathBuf> {
        let (hidden, name) = sidecar::beside(&self.draft)?;
        Ok(match place {
            StateLocation::Beside => hidden.join(file_name::with_ending(&name, ".history")),
            StateLocation::Machine => {
                let path = resolved(&self.draft)?;
                let path = Version::of(path.as_os_str().as_encoded_bytes()).short();
                self.machine
                    .join("history")
                    .join(file_name::with_ending(&name, &format!("-{path}")))
            }
        })
    }

    fn make_folder(&self, place: StateLocation) -> io::Result<PathBuf> {
        let folder = self.folder(place)?;
        match place {
            StateLocation::Beside => {
                sidecar::make_beside(&self.draft)?;
                sidecar::make(&folder)?;
            }
            StateLocation::Machine => sidecar::make_private(&folder)?,
        }
        Ok(folder)
    }
}

impl EarlierState {
    /// Returns the draft at that time.
    ///
    /// # Errors
    /// If it cannot be read at all. Its content need not be a draft: somebody may have written
    /// something else.
    pub fn content(&self, disk: &dyn Disk) -> io::Result<Vec<u8>> {
        disk.read(&self.path)
    }

    /// Whether it has this content.
    pub fn holds(&self, content: &[u8]) -> bool {
        self.version == Version::of(content).short()
    }

    fn from_path(path: PathBuf, place: StateLocation) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".yaml")?;
        let (stamp, rest) = name.split_once("Z-")?;
        let (word, version) = rest.rsplit_once('-')?;
        let reason = REASONS.into_iter().find(|reason| reason.word() == word)?;
        let when = DateTime::strptime(STAMP, stamp).ok()?.to_zoned(TimeZone::UTC).ok()?;
        let (when, version) = (when.timestamp(), version.to_owned());
        Some(Self { when, reason, version, place, path, size: 0 })
    }
}

const REASONS: [Reason; 5] =
    [Reason::Time, Reason::SignOff, Reason::Restore, Reason::PutAside, Reason::Overwritten];

impl Reason {
    /// Returns its word in file names.
    fn word(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::SignOff => "sign-off",
            Self::Restore => "restore",
            Self::PutAside => "put-aside",
            Self::Overwritten => "overwritten",
        }
    }
}

fn file_name(when: Timestamp, reason: Reason, version: &str) -> String {
    let stamp = when.to_zoned(TimeZone::UTC).strftime(STAMP);
    format!("{stamp}Z-{}-{version}.yaml", reason.word())
}

fn read(content: &[u8]) -> Option<Draft> {
    draft::read("", content).ok().map(|loaded| loaded.draft)
}

/// Whether two drafts differ in nothing but the respondent's position.
fn says_the_same(one: &Draft, other: &Draft) -> bool {
    one.answers == other.answers
        && one.completed == other.completed
        && one.status == other.status
        && one.sign_off == other.sign_off
}

/// Returns the versions in a folder, newest first. Other files are ignored, and a missing folder
/// has none.
fn states_in(folder: &Path, place: StateLocation) -> Vec<EarlierState> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let states = entries.filter_map(|entry| {
        let state = EarlierState::from_path(entry.path(), place)?;
        Some(EarlierState { size: entry.metadata().map_or(0, |known| known.len()), ..state })
    });
    let mut states: Vec<EarlierState> = states.collect();
    states.sort_by(newest_first);
    states
}

fn newest_first(one: &EarlierState, other: &EarlierState) -> std::cmp::Ordering {
    other.when.cmp(&one.when).then_with(|| one.path.cmp(&other.path))
}

/// Removes a few versions that need not stay, and leftovers of interrupted saves.
fn thin(disk: &dyn Disk, folder: &Path, place: StateLocation) {
    let states = states_in(folder, place);
    // Clocks of shares and colleagues may be wrong, so the younger of the two ages counts.
    let Some(now) = states.first().map(|newest| newest.when.min(Timestamp::now())) else {
        return;
    };
    for state in surplus(&states, now).into_iter().rev().take(MOST_AT_ONCE) {
        let _ = disk.remove(&state.path);
    }
    let is_old = |path: &Path| {
        let age = fs::metadata(path).and_then(|known| known.modified()).ok()?.elapsed().ok()?;
        Some(age > INTERVAL)
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "tmp") && is_old(&path) == Some(true) {
            let _ = disk.remove(&path);
        }
    }
}

/// Returns the versions that need not stay, given all of them, newest first.
fn surplus(states: &[EarlierState], now: Timestamp) -> Vec<&EarlierState> {
    let (ordinary, special): (Vec<&EarlierState>, Vec<&EarlierState>) =
        states.iter().partition(|state| state.reason == Reason::Time);
    let mut surplus = Vec::new();
    let mut stretch = None;
    let mut stay = 0;
    for state in ordinary {
        let age = now.duration_since(state.when).max(SignedDuration::ZERO).as_secs();
        let long = STRETCHES.iter().find(|(up_to, _)| age <= *up_to).map_or(DAY, |(_, long)| *long);
        let own = Some((long, state.when.as_second().div_euclid(long)));
        if own == stretch || stay == MOST {
            surplus.push(state);
        } else {
            stay += 1;
            stretch = own;
        }
    }
    surplus.extend(special.into_iter().skip(MOST));
    let mut size = 0;
    for state in states.iter().filter(|state| !surplus.contains(state)).collect::<Vec<_>>() {
        if size > 0 && size + state.size > MOST_BYTES {
            surplus.push(state);
        } else {
            size += state.size;
        }
    }
    surplus.sort_by(|one, other| newest_first(one, other));
    surplus
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_400_000_000;

    fn state(age: i64, reason: Reason) -> EarlierState {
        let when = Timestamp::from_second(NOW - age).unwrap();
        let path = file_name(when, reason, "0123456789abcdef");
        EarlierState::from_path(path.into(), StateLocation::Beside).unwrap()
    }

    /// Keeps states every five minutes for so many days, thinned as they come.
    fn after(days: i64, reason: Reason) -> Vec<i64> {
        let mut states: Vec<EarlierState> = Vec::new();
        let every = 5 * 60;
        for passed in 0..days * DAY / every {
            let new = state(days * DAY - passed * every, reason);
            let now = new.when;
            states.insert(0, new);
            let gone: Vec<PathBuf> = surplus(&states, now)
                .into_iter()
                .rev()
                .take(MOST_AT_ONCE)
                .map(|state| state.path.clone())
                .collect();
            states.retain(|state| !gone.contains(&state.path));
        }
        states.iter().map(|state| (NOW - state.when.as_second()) / 60).collect()
    }

    #[test]
    fn a_name_says_when_and_why() {
        let state = state(0, Reason::SignOff);
        assert_eq!(
            state.path.to_str(),
            Some("20140513T165320.000Z-sign-off-0123456789abcdef.yaml")
        );
        assert_eq!(state.when.as_second(), NOW);
        assert_eq!(state.reason, Reason::SignOff);
    }

    #[test]
    fn the_older_states_get_the_fewer_stay() {
        let ages = after(30, Reason::Time);
        let within = |from: i64, to: i64| {
            ages.iter().filter(|age| (from * 60..to * 60).contains(*age)).count()
        };
        assert!((22..=26).contains(&within(0, 2)), "{ages:?}");
        assert!((45..=50).contains(&within(2, 48)), "{ages:?}");
        assert!((27..=29).contains(&within(48, 30 * 24)), "{ages:?}");
    }

    #[test]
    fn the_number_of_states_is_bounded_whatever_their_reason() {
        assert!(after(90, Reason::Time).len() <= MOST + MOST_AT_ONCE);
        assert!(after(3, Reason::Restore).len() <= MOST + MOST_AT_ONCE);
    }

    #[test]
    fn the_size_of_the_states_is_bounded_but_the_newest_stays() {
        let now = Timestamp::from_second(NOW).unwrap();
        let large = |age, size| EarlierState { size, ..state(age, Reason::Restore) };
        let states: Vec<EarlierState> = (0..40).map(|age| large(age, 8 << 20)).collect();
        let gone: Vec<i64> =
            surplus(&states, now).iter().map(|state| NOW - state.when.as_second()).collect();
        assert_eq!(gone, (32..40).collect::<Vec<i64>>());
        assert_eq!(surplus(&[large(0, 2 * MOST_BYTES)], now), Vec::<&EarlierState>::new());
    }

    #[test]
    fn a_state_before_a_sign_off_outlives_those_around_it() {
        let mut states = vec![state(40 * DAY, Reason::SignOff), state(40 * DAY + 60, Reason::Time)];
        states.extend((0..3).map(|n| state(40 * DAY + 100 + n, Reason::Time)));
        states.sort_by(newest_first);
        let now = Timestamp::from_second(NOW).unwrap();
        assert!(surplus(&states, now).iter().all(|state| state.reason == Reason::Time));
        assert_eq!(surplus(&states, now).len(), 3);
    }
}
