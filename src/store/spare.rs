//! A second copy of a draft, on this machine, for as long as its own disk does not take it.
//!
//! It outlives a `kill -9` because the system has it, even while the draft's disk is slow, full or
//! gone. It is a draft like any other between comments. Those before it name the versions of the
//! draft's file that are older, those after it the ones that are newer; so that a copy that was
//! saved after all, or overtaken, is told from one that holds what nothing else does.

mod hold;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Zoned;

use self::hold::Hold;
use super::{
    atomic::{Version, resolved},
    disk::{Disk, FileAccess, Until},
    draft,
    end_marker::END,
    folder::unreadable,
    sidecar,
};
use crate::model::draft::Draft;

/// Before the versions that are older than the copy.
const OLDER: &str = "# after ";

/// Before the versions that are newer than the copy.
const NEWER: &str = "# before ";

/// The place for a copy of a draft.
#[derive(Debug)]
pub struct Spare {
    folder: PathBuf,
    /// What the name of the copy begins with.
    prefix: String,
    /// Says that this session runs, for as long as there is a copy.
    hold: Option<Hold>,
    kept: Option<Kept>,
    /// The copies of earlier sessions that this one goes on from, and where they are.
    recovered: Vec<(Version, PathBuf)>,
}

/// A copy that is there.
#[derive(Debug)]
struct Kept {
    /// Which of the session's drafts it is: a later one has a higher number.
    number: u64,
    older: Vec<Version>,
    yaml: String,
    newer: Vec<Version>,
    /// How safe it is to be, also once something is noted in it.
    until: Until,
}

/// A copy that a session left which ended before it could save.
#[derive(Debug)]
pub struct Left {
    /// What had been said.
    pub draft: Draft,
    /// How it stands to the draft's file.
    pub beside: Beside,
    hold: Hold,
    version: Version,
}

/// Some of what sessions have left cannot be looked at now. It stays where it is.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", path.display(), unreadable(source))]
pub struct Unread {
    /// The copies that can be taken all the same.
    pub left: Vec<Left>,
    /// The first that cannot be looked at, or what hides them all.
    path: PathBuf,
    source: io::Error,
}

/// How a copy stands to the file that it was to be saved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It follows the version that is there: taking it loses nothing.
    Newer,
    /// The file has been changed since by somebody else.
    Apart,
}

impl Spare {
    /// The place for a draft's copy in this machine's own folder. Each has a copy of its own.
    pub fn of(draft: &Path, state: &Path) -> io::Result<Self> {
        let (folder, prefix) = (folder(state), prefix(draft)?);
        Ok(Self { folder, prefix, hold: None, kept: None, recovered: Vec::new() })
    }

    /// Takes note that this session goes on from a copy that an earlier one left: whatever is kept
    /// from now on overtakes it, also when neither gets to be saved.
    pub fn follow(&mut self, left: &Left) {
        self.recovered.push((left.version, left.hold.copy()));
    }

    /// Takes note that the draft is in another file from now on: the copy goes along.
    pub fn moves(&mut self, disk: &dyn Disk, draft: &Path) -> io::Result<()> {
        self.prefix = prefix(draft)?;
        match (&self.hold, &self.kept) {
            (Some(hold), Some(_)) => {
                let new = Hold::new(&self.folder, &self.prefix)?;
                disk.rename(&hold.copy(), &new.copy())?;
                self.hold = Some(new);
            }
            (_, _) => self.hold = None,
        }
        Ok(())
    }

    /// Keeps a draft that follows versions of its file; `number` tells it from earlier ones.
    pub fn keep(
        &mut self,
        disk: &dyn Disk,
        number: u64,
        yaml: String,
        older: Vec<Version>,
        until: Until,
    ) -> io::Result<()> {
        let recovered = self.recovered.iter().map(|(version, _)| *version);
        let older = older.into_iter().chain(recovered).collect();
        let kept = Kept { number, older, yaml, newer: Vec::new(), until };
        self.hold()?;
        self.write(disk, &kept)?;
        self.kept = Some(kept);
        Ok(())
    }

    /// Makes sure that nobody takes the copy for that of a session which has ended.
    fn hold(&mut self) -> io::Result<()> {
        if !self.hold.as_ref().is_some_and(Hold::holds) {
            sidecar::make_private(&self.folder)?;
            self.hold = Some(Hold::new(&self.folder, &self.prefix)?);
        }
        Ok(())
    }

    /// Notes that a version is about to be saved: the draft of that number. It overtakes the copy, if
    /// there is one, unless the copy is of a later draft; and those that this session goes on from,
    /// which are there until something is saved.
    pub fn note(&mut self, disk: &dyn Disk, number: u64, version: Version) -> io::Result<()> {
        for (own, path) in &self.recovered {
            if let Ok(content) = disk.read(path)
                && *own != version
            {
                let line = format!("{NEWER}{version}\n");
                // Noted already, when the same was tried before.
                if !content.ends_with(line.as_bytes()) {
                    let content = [&*content, line.as_bytes()].concat();
                    replace(disk, path, &content, Until::Synced)?;
                }
            }
        }
        let Some(mut kept) = self.kept.take() else {
            return Ok(());
        };
        let known = [&*kept.older, &*kept.newer].concat().contains(&version);
        if Version::of(kept.yaml.as_bytes()) != version && !known {
            match number < kept.number {
                true => kept.older.push(version),
                false => kept.newer.push(version),
            }
        }
        let written = self.write(disk, &kept);
        self.kept = Some(kept);
        written
    }

    /// Removes the copy, which is not needed any more.
    pub fn forget(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let removed = match (self.kept.take(), &self.hold) {
            (Some(_), Some(hold)) => disk.remove(&hold.copy()),
            (Some(_), None) | (None, _) => Ok(()),
        };
        self.hold = None;
        removed
    }

    fn write(&self, disk: &dyn Disk, kept: &Kept) -> io::Result<()> {
        let list = |versions: &[Version], word: &str| -> String {
            versions.iter().map(|version| format!("{word}{version}\n")).collect()
        };
        let (older, newer) = (list(&kept.older, OLDER), list(&kept.newer, NEWER));
        let content = [&older, kept.yaml.as_str(), &newer].concat();
        let Some(hold) = &self.hold else { return Ok(()) };
        replace(disk, &hold.copy(), content.as_bytes(), kept.until)
    }
}

/// Writes a copy in the place of what is there.
fn replace(disk: &dyn Disk, path: &Path, content: &[u8], until: Until) -> io::Result<()> {
    // The folder is this person's alone, so that a name that is known does no harm.
    let beside = half_written(path);
    let _ = disk.remove(&beside);
    disk.create(&beside, content, FileAccess::Owner, until)?;
    disk.rename(&beside, path)?;
    match (until, path.parent()) {
        // Without its name it is not found after a power cut.
        (Until::Synced, Some(folder)) => disk.sync_folder(folder),
        (Until::Synced, None) | (Until::Handed, _) => Ok(()),
    }
}

impl Left {
    /// Removes the copy, once it is saved or not wanted.
    pub fn forget(self, disk: &dyn Disk) -> io::Result<()> {
        disk.remove(&self.hold.copy())
    }
}

/// The copies of a draft that sessions have left which have ended. They are nobody else's for as
/// long as what is returned lives. Those that are of no use are removed: saved or overtaken by what
/// was saved, or not whole, as a power cut may leave them.
///
/// # Errors
/// When some cannot be listed or read, or nobody can tell whether the session that has one still
/// runs. Those stay, and the others are in the error.
pub fn left(disk: &dyn Disk, draft: &Path, state: &Path) -> Result<Vec<Left>, Unread> {
    let mut unread = None;
    let mut copies = Vec::new();
    let unlisted = |source| Unread { left: Vec::new(), path: folder(state), source };
    for path in copies_of(draft, state).map_err(unlisted)? {
        match look_at(disk, &path) {
            Ok(Some(found)) => copies.push(found),
            Ok(None) => {}
            Err(source) => {
                unread.get_or_insert((path, source));
            }
        }
    }
    let current = current(disk, draft).map_err(|source| Unread {
        left: Vec::new(),
        path: draft.to_owned(),
        source,
    })?;
    let left = of_use(disk, copies, current);
    match unread {
        None => Ok(left),
        Some((path, source)) => Err(Unread { left, path, source }),
    }
}

/// The version that the draft's file has, if there is one. Where it cannot be read, each copy would
/// seem to follow it.
fn current(disk: &dyn Disk, draft: &Path) -> io::Result<Option<Version>> {
    match disk.read(draft) {
        Ok(content) => Ok(Some(Version::of(&content))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Takes over one copy, unless its session runs or it holds nothing.
fn look_at(disk: &dyn Disk, path: &Path) -> io::Result<Option<(Hold, Copy)>> {
    let hold = match Hold::take(path) {
        Ok(Some(hold)) => hold,
        Ok(None) => return Ok(None),
        Err(_) if matches!(path.try_exists(), Ok(false)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let _ = disk.remove(&half_written(path));
    let content = match disk.read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        content => content?,
    };
    let copy = Copy::of(content);
    if copy.is_none() {
        // One that cannot be removed is there the next time.
        let _ = disk.remove(path);
    }
    Ok(copy.map(|copy| (hold, copy)))
}

/// The copies that hold what neither another one nor the draft's file has. The others are removed;
/// one that cannot be is known for what it is the next time.
fn of_use(disk: &dyn Disk, copies: Vec<(Hold, Copy)>, current: Option<Version>) -> Vec<Left> {
    let beside = beside(&copies, current);
    let mut found = Vec::new();
    for ((hold, copy), beside) in copies.into_iter().zip(beside) {
        let path = hold.copy();
        let Some(beside) = beside else {
            let _ = disk.remove(&path);
            continue;
        };
        // One that is whole and cannot be read is left for a better program.
        if let Ok(loaded) = draft::read(&path.to_string_lossy(), copy.yaml.as_bytes()) {
            let version = copy.version();
            found.push(Left { draft: loaded.draft, beside, hold, version });
        }
    }
    found
}

/// What ended sessions have left of a draft that its file does not hold: when it was last changed,
/// and how it stands to the file, the newest of them. Changes nothing.
///
/// # Errors
/// When they cannot be listed or read, or nobody can tell whether the session that has one still runs.
pub fn unsaved(disk: &dyn Disk, draft: &Path, state: &Path) -> io::Result<Option<(Zoned, Beside)>> {
    let mut copies = Vec::new();
    for path in copies_of(draft, state)? {
        // First of all: what a session leaves that ends now is looked at as it left it.
        if !path.exists() || Hold::is_taken(&path)? {
            continue;
        }
        let content = match disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            content => content?,
        };
        copies.extend(Copy::of(content).map(|copy| (path, copy)));
    }
    let beside = beside(&copies, current(disk, draft)?);
    let found = copies.iter().zip(beside).filter_map(|((path, copy), beside)| {
        let loaded = draft::read(&path.to_string_lossy(), copy.yaml.as_bytes()).ok()?;
        Some((loaded.draft.updated, beside?))
    });
    Ok(found.max_by(|(one, _), (other, _)| one.cmp(other)))
}

/// How each of some copies stands to the draft's file; `None` where it is of no use: saved, or
/// overtaken by what was saved or by another copy.
fn beside<T>(copies: &[(T, Copy)], current: Option<Version>) -> Vec<Option<Beside>> {
    let is_overtaken = |place: usize, copy: &Copy| {
        let mut others = copies.iter().enumerate().map(|(other, (_, newer))| (other, newer));
        others.any(|(other, newer)| match copy.version() == newer.version() {
            // Of those that say the same, the last one stays.
            true => other > place,
            false => newer.older.contains(&copy.version().to_string()),
        })
    };
    let beside = |(place, (_, copy)): (usize, &(T, Copy))| {
        copy.beside(current).filter(|_| !is_overtaken(place, copy))
    };
    copies.iter().enumerate().map(beside).collect()
}

/// Where the copies of a draft are, or were: sessions leave other files beside them.
fn copies_of(draft: &Path, state: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let prefix = prefix(draft)?;
    let entries = match fs::read_dir(folder(state)) {
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(BTreeSet::new());
        }
        entries => entries?,
    };
    let mut copies = BTreeSet::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(&prefix) {
            copies.insert(path.with_extension("yaml"));
        }
    }
    Ok(copies)
}

/// A copy as it was found, versions as they are written.
struct Copy {
    older: Vec<String>,
    yaml: String,
    newer: Vec<String>,
}

impl Copy {
    /// Takes a copy apart; `None` when it is not whole.
    fn of(content: Vec<u8>) -> Option<Self> {
        let content = String::from_utf8(content).ok()?;
        let mut copy = Self { older: Vec::new(), yaml: String::new(), newer: Vec::new() };
        for line in content.lines() {
            if let Some(version) = line.strip_prefix(OLDER) {
                copy.older.push(version.to_owned());
            } else if let Some(version) = line.strip_prefix(NEWER) {
                copy.newer.push(version.to_owned());
            } else {
                copy.yaml.extend([line, "\n"]);
            }
        }
        let whole = copy.yaml.trim_end().ends_with(END);
        Some(copy).filter(|_| whole)
    }

    fn version(&self) -> Version {
        Version::of(self.yaml.as_bytes())
    }

    /// How it stands to the version that the draft's file has now; `None` if it adds nothing.
    fn beside(&self, current: Option<Version>) -> Option<Beside> {
        let Some(current) = current.map(|version| version.to_string()) else {
            return Some(Beside::Newer);
        };
        if self.newer.contains(&current) || self.version().to_string() == current {
            return None;
        }
        match self.older.contains(&current) {
            true => Some(Beside::Newer),
            false => Some(Beside::Apart),
        }
    }
}

fn folder(state: &Path) -> PathBuf {
    state.join("unsaved")
}

/// Where a copy is written before it gets its name.
fn half_written(copy: &Path) -> PathBuf {
    copy.with_extension("tmp")
}

/// What the names of a draft's copies begin with: its own, and which of that name it is.
fn prefix(draft: &Path) -> io::Result<String> {
    let draft = resolved(draft)?;
    let name = draft.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let path = Version::of(draft.as_os_str().as_encoded_bytes());
    Ok(format!("{name}-{}-", path.short()))
}
