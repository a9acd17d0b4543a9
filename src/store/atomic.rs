//! Atomic replacement: a file holds its old content or its new content, never half of one, and no
//! version is overwritten unseen.
//!
//! A new version is written beside the file, synced and read back; only then do the two exchange
//! places. Where the system can exchange them in one step, the replaced version is checked once
//! more, and put back if somebody saved it in between. Then the folder is synced. Without these
//! syncs, common file systems leave an empty file after a power cut.
//!
//! Renaming detaches the file from its other hard links. That is intended: such links are mostly
//! snapshots, which writing into the file would spoil.

use std::{
    cell::LazyCell,
    ffi::OsStr,
    fmt, fs, io,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

use super::{
    disk::{Disk, FileAccess, Until, in_words, is_unsupported, is_write_protected},
    end_marker::END,
    file_name,
};

/// How much of a file's name is repeated in the names beside it, in bytes: file systems take 255.
const MAX_STEM: usize = 64;

/// The content of a file at one time, identified by its digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Version([u8; 32]);

/// A file that is replaced as a whole, with the versions of it that have been seen here.
#[derive(Debug, Clone)]
pub struct AtomicFile {
    path: PathBuf,
    /// The versions read or written here; after a failure, also what may have been written.
    seen: Vec<Version>,
    /// The path of a replaced version that could not be checked.
    out: Vec<PathBuf>,
    /// The folder in which the file was opened or saved last, where there was one.
    folder: Option<FolderIdentity>,
    /// The folder as [`AtomicFile::refuse_other_folder`] has just found it.
    looked_at: Option<FolderIdentity>,
    /// What was written last: comparing with it takes less time than a digest.
    last: Option<(Version, Arc<[u8]>)>,
}

/// A folder as told from one that takes its place: its device and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FolderIdentity {
    device: u64,
    inode: u64,
}

impl FolderIdentity {
    /// The folder that a file is in. `None` where there is none.
    #[cfg(unix)]
    fn around(file: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let file = resolved(file).ok()?;
        let known = fs::metadata(folder_of(&file)).ok()?;
        Some(Self { device: known.dev(), inode: known.ino() })
    }

    /// Always `None`: a drive that is disconnected leaves no empty folder here.
    #[cfg(not(unix))]
    fn around(_: &Path) -> Option<Self> {
        None
    }
}

/// Why a file was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// Somebody else has changed it. This is its new content.
    #[error("the file was changed by someone else")]
    Changed(Vec<u8>),
    /// An operation failed.
    #[error("{}", in_words(.0))]
    Failed(#[from] io::Error),
}

/// What to do with an existing file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Keep it, and fail.
    Keep,
    /// Replace it.
    Replace,
}

impl Version {
    /// Returns the version of a file with this content.
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// Returns enough of the digest to distinguish a handful of versions.
    pub(super) fn short(self) -> String {
        self.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

impl AtomicFile {
    /// Describes a file that does not exist yet.
    pub fn new(path: PathBuf) -> Self {
        let folder = FolderIdentity::around(&path);
        Self { path, seen: Vec::new(), out: Vec::new(), folder, looked_at: None, last: None }
    }

    /// Describes a file of which a version has been read.
    pub fn seen(path: PathBuf, version: Version) -> Self {
        Self { seen: vec![version], ..Self::new(path) }
    }

    /// Returns the same file after somebody else's version has been seen, and nothing later.
    pub fn having_seen(&self, version: Version) -> Self {
        Self { seen: vec![version], last: None, ..self.clone() }
    }

    /// Returns its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the versions seen here: read, written, or possibly written.
    pub fn versions(&self) -> &[Version] {
        &self.seen
    }

    /// Replaces a version that has been seen, or creates the file if there is none.
    ///
    /// A file that somebody has removed is made again, but only in the folder that held it: an empty
    /// folder that another took the place of is what an unmounted share leaves. After an error the
    /// file is as it was, or has the new content; then trying again succeeds.
    pub fn replace(&mut self, disk: &dyn Disk, content: &[u8]) -> Result<Version, ReplaceError> {
        self.replace_with(disk, content, Version::of(content))
    }

    /// Does the same with content whose version is known.
    pub fn replace_with(
        &mut self,
        disk: &dyn Disk,
        content: &[u8],
        version: Version,
    ) -> Result<Version, ReplaceError> {
        let file = resolved(&self.path)?;
        // Asked before the file is read: a folder that holds a known version is the draft's.
        let folder = self.looked_at.take().or_else(|| FolderIdentity::around(&file));
        let current = self.current(disk, &file)?;
        match current {
            Some(_) => self.folder = folder,
            None => self.refuse_other_folder()?,
        }
        self.folder = self.folder.or(folder);
        self.look_at_what_came_out(disk, &file)?;
        if current != Some(version) {
            refuse_protected(&file)?;
            let access =
                if current.is_some() { FileAccess::Like(&file) } else { FileAccess::Colleagues };
            let beside =
                PendingVersion::write(disk, name_beside(&file, current, version), content, access)?;
            self.seen.push(version);
            match current {
                Some(_) => self.swap(&beside, &file)?,
                None => self.put(&beside, &file)?,
            }
        }
        disk.sync_folder(folder_of(&file))?;
        self.seen = vec![version];
        self.last = Some((version, content.into()));
        Ok(version)
    }

    /// Fails where the file is gone together with the folder that it was in.
    ///
    /// # Errors
    /// When there is no file, and its folder is not the one in which it was opened or saved last.
    pub fn refuse_other_folder(&mut self) -> io::Result<()> {
        let file = resolved(&self.path)?;
        self.looked_at = FolderIdentity::around(&file);
        let is_gone =
            || file.symlink_metadata().is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
        if self.folder.is_some() && self.looked_at != self.folder && is_gone() {
            return Err(io::Error::other(
                "the drive or share with the draft seems to be disconnected",
            ));
        }
        Ok(())
    }

    /// Returns the current version of the file, if it has been seen; `None` if there is no file.
    fn current(&self, disk: &dyn Disk, file: &Path) -> Result<Option<Version>, ReplaceError> {
        match self.look(disk, file) {
            Ok(Ok(version)) => Ok(Some(version)),
            Ok(Err(content)) => Err(ReplaceError::Changed(content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns the version of a file if it has been seen, and its content if not. What was written
    /// last is known by comparison, which takes less time than a digest.
    fn look(&self, disk: &dyn Disk, file: &Path) -> io::Result<Result<Version, Vec<u8>>> {
        if let Some((version, last)) = &self.last
            && self.seen.contains(version)
            && disk.holds(file, last)?
        {
            return Ok(Ok(*version));
        }
        let content = disk.read(file)?;
        let version = Version::of(&content);
        Ok(if self.seen.contains(&version) { Ok(version) } else { Err(content) })
    }

    /// Renames the new version to the file's name, which is free.
    fn put(&self, beside: &PendingVersion<'_>, file: &Path) -> Result<(), ReplaceError> {
        match beside.disk.rename_new(&beside.path, file) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                beside.remove();
                Err(self
                    .current(beside.disk, file)
                    .map_or_else(|changed| changed, |_| error.into()))
            }
            result => beside.settle(result, file),
        }
    }

    /// Exchanges the new version and the old one, and checks the replaced version.
    fn swap(&mut self, beside: &PendingVersion<'_>, file: &Path) -> Result<(), ReplaceError> {
        let exchanged = beside.disk.exchange(&beside.path, file);
        if exchanged.as_ref().is_err_and(is_unsupported) {
            return self.replace_unseen(beside, file);
        }
        // A network share may do it and report a failure.
        self.out.push(beside.path.clone());
        self.look_at_what_came_out(beside.disk, file)?;
        beside.settle(exchanged, file)
    }

    /// Removes the replaced version, or puts it back if it has not been seen or cannot be checked.
    /// If that fails, it is done next time, before anything else is written.
    fn look_at_what_came_out(&mut self, disk: &dyn Disk, file: &Path) -> Result<(), ReplaceError> {
        while let Some(out) = self.out.last() {
            let old = match self.look(disk, out) {
                // Somebody who opened the draft has found it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.out.pop();
                    continue;
                }
                old => old,
            };
            // Somebody may have write-protected it at the last moment. Our version is not the one
            // taken out: it was never put in.
            let is_ours = matches!(&old, Ok(Ok(version)) if self.seen.last() == Some(version));
            let free = if is_ours { Ok(()) } else { refuse_protected(out) };
            let refusal = match (old, free) {
                (Ok(Ok(_)), Ok(())) => {
                    // If that fails, [`clear`] removes it later.
                    let _ = disk.remove(out);
                    self.out.pop();
                    continue;
                }
                (Err(error), _) | (Ok(Ok(_)), Err(error)) => error.into(),
                (Ok(Err(old)), _) => ReplaceError::Changed(old),
            };
            // Somebody saved between the check and the exchange.
            match disk.exchange(out, file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    disk.rename_new(out, file)?;
                }
                exchanged => exchanged?,
            }
            if self.look(disk, out).is_ok_and(|ours| ours.is_ok()) {
                let _ = disk.remove(out);
                self.out.pop();
            }
            return Err(refusal);
        }
        Ok(())
    }

    /// Replaces the file where an exchange is not supported: checks once more, then renames. A
    /// version saved in between is lost.
    fn replace_unseen(&self, beside: &PendingVersion<'_>, file: &Path) -> Result<(), ReplaceError> {
        let looked = self.current(beside.disk, file).and_then(|_| Ok(refuse_protected(file)?));
        if let Err(error) = looked {
            beside.remove();
            return Err(error);
        }
        beside.settle(beside.disk.rename(&beside.path, file), file)
    }
}

/// How long a file must be idle before its writing counts as interrupted.
pub(super) const CUT_SHORT: Duration = Duration::from_secs(60);

/// Writes a file that is not a draft, completely or not at all. A symbolic link in its place is not
/// followed: somebody may have planted it.
pub fn write(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    existing: Existing,
) -> Result<(), io::Error> {
    let file = in_real_folder(path)?;
    let there = file.symlink_metadata().is_ok_and(|known| known.is_file());
    if there && existing == Existing::Replace {
        refuse_protected(&file)?;
    }
    remove_cut_short(disk, &file, CUT_SHORT);
    let access = if there { FileAccess::Like(&file) } else { FileAccess::Colleagues };
    let name = name_beside(&file, None, Version::of(content));
    let beside = PendingVersion::write(disk, name, content, access)?;
    let renamed = match existing {
        Existing::Keep => disk.rename_new(&beside.path, &file),
        Existing::Replace => disk.rename(&beside.path, &file),
    };
    if let Err(error) = renamed {
        beside.remove();
        return Err(error);
    }
    disk.sync_folder(folder_of(&file))
}

/// Removes what interrupted calls of [`write`] left beside a file, unless it was touched too
/// recently to be sure. [`clear`] handles what saving a draft leaves behind, whose names include
/// the old version.
fn remove_cut_short(disk: &dyn Disk, file: &Path, settled: Duration) {
    let entries = fs::read_dir(folder_of(file)).into_iter().flatten().flatten();
    for left in entries.map(|entry| entry.path()) {
        let versions = left.file_name().and_then(|name| versions_in(name, file));
        if versions.is_some_and(|[old, _]| old.is_empty()) && is_settled(&left, settled) {
            let _ = disk.remove(&left);
        }
    }
}

/// Removes the files of a folder that an interrupted program left there: those whose names begin and
/// end so, unless they were touched too recently to be sure.
pub(super) fn remove_left_over(folder: &Path, beginning: &str, ending: &str, settled: Duration) {
    for left in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = left.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(beginning) && name.ends_with(ending) && is_settled(&left, settled) {
            let _ = fs::remove_file(&left);
        }
    }
}

/// Refuses to replace a file that somebody has write-protected.
///
/// # Errors
/// If the file exists and is write-protected.
pub fn refuse_protected(file: &Path) -> io::Result<()> {
    if is_write_protected(file) {
        Err(io::Error::other("the file is write-protected"))
    } else {
        Ok(())
    }
}

/// What to do with known versions that interrupted saves have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownVersions {
    /// Remove them. Only while holding the lock on the file.
    Remove,
    /// Leave them: a slow save may still be using them.
    Leave,
}

/// Removes what interrupted saves have left beside a file.
///
/// Such a file is either the new version or the one it replaced; its name says which. If it is
/// neither, it is somebody's version that an exchange took out, and it gets a name of its own. The
/// paths of such versions are returned.
///
/// Files newer than `settled` are left alone: a program that could not lock the file, or has moved
/// to it, may be saving. `settled` is by the file system's clock.
///
/// # Errors
/// If the folder cannot be listed. Files that cannot be read, removed or renamed stay.
pub fn clear(
    disk: &dyn Disk,
    path: &Path,
    known: KnownVersions,
    settled: Duration,
) -> io::Result<Vec<PathBuf>> {
    let file = resolved(path)?;
    let current =
        LazyCell::new(|| disk.read(&file).map(|content| Version::of(&content).short()).ok());
    let mut found = Vec::new();
    for left in fs::read_dir(folder_of(&file))?.map_while(Result::ok).map(|entry| entry.path()) {
        let Some(versions) = left.file_name().and_then(|name| versions_in(name, &file)) else {
            continue;
        };
        if !is_settled(&left, settled) {
            continue;
        }
        let Ok(content) = disk.read(&left) else {
            continue;
        };
        let own = versions.contains(&Version::of(&content).short());
        // After a power cut, zeros may replace what had not reached the disk.
        let whole = content.trim_ascii_end().ends_with(END.as_bytes()) && !content.contains(&0);
        // If the new version has the file's name by now, this was taken out, and may be anything.
        let came_out = (*current).as_ref() == Some(&versions[1]);
        if own || !(whole || came_out) {
            match known {
                KnownVersions::Remove => drop(disk.remove(&left)),
                KnownVersions::Leave => {}
            }
            continue;
        }
        let aside = free_name(&file, "theirs");
        match disk.rename_new(&left, &aside) {
            Ok(()) => found.push(aside),
            Err(_) if left.exists() => found.push(left),
            // Somebody else has found it.
            Err(_) => {}
        }
    }
    Ok(found)
}

/// Whether a file has been idle for this long. Its time is compared with that of a new file in the
/// same folder, as the clock of a share may differ from ours.
fn is_settled(path: &Path, settled: Duration) -> bool {
    let age = || {
        let new = tempfile::tempfile_in(folder_of(path))?.metadata()?;
        let known = fs::symlink_metadata(path)?;
        let touched = last_touched(&known)?;
        last_touched(&new)?.duration_since(touched).map_err(io::Error::other)
    };
    age().is_ok_and(|age| age >= settled)
}

/// Returns when a file was written or renamed.
#[cfg(unix)]
fn last_touched(known: &fs::Metadata) -> io::Result<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let changed = Duration::from_secs(u64::try_from(known.ctime()).unwrap_or_default());
    let changed = SystemTime::UNIX_EPOCH.checked_add(changed);
    let written = known.modified()?;
    Ok(changed.map_or(written, |changed| changed.max(written)))
}

/// Returns when a file was written. Files are never exchanged on this system.
#[cfg(not(unix))]
fn last_touched(known: &fs::Metadata) -> io::Result<SystemTime> {
    known.modified()
}

/// Returns the first free name of this kind beside a file: `tiny.theirs-1.yaml`.
pub fn free_name(file: &Path, kind: &str) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let names = (1_u32..)
        .map(|n| file.with_file_name(file_name::with_ending(&stem, &format!(".{kind}-{n}.yaml"))));
    names.into_iter().find(|name| !name.exists()).unwrap_or_default()
}

/// A new version, beside its file.
struct PendingVersion<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    content: &'a [u8],
}

impl<'a> PendingVersion<'a> {
    /// Writes it and waits until it is on disk. After an error the file is never reused: a disk
    /// that failed to write a file may later claim that it has it.
    fn write(
        disk: &'a dyn Disk,
        path: PathBuf,
        content: &'a [u8],
        access: FileAccess<'_>,
    ) -> io::Result<Self> {
        let beside = Self { disk, path, content };
        let created = disk.create(&beside.path, content, access, Until::Synced);
        // Some shares store less than they accept.
        let kept = created.and_then(|()| disk.holds(&beside.path, content));
        match kept {
            Ok(true) => return Ok(beside),
            Ok(false) => beside.remove(),
            Err(error) => {
                beside.remove();
                return Err(error);
            }
        }
        Err(io::Error::other("the disk did not keep what was written"))
    }

    /// Trusts the file more than the result: a network share may rename a file and report a
    /// failure.
    fn settle(&self, renamed: io::Result<()>, file: &Path) -> Result<(), ReplaceError> {
        let Err(error) = renamed else { return Ok(()) };
        if self.disk.read(file).is_ok_and(|content| content == self.content) {
            return Ok(());
        }
        self.remove();
        Err(error.into())
    }

    /// Removes the temporary file. If that fails, [`clear`] removes it later.
    fn remove(&self) {
        let _ = self.disk.remove(&self.path);
    }
}

/// Returns the file that a path leads to: a symbolic link stays, and its target is replaced.
pub(super) fn resolved(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => {
            in_real_folder(path)
        }
        result => result,
    }
}

fn in_real_folder(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    Ok(fs::canonicalize(folder_of(path))?.join(name))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// Returns an unused name in the same folder: `.tiny.yaml.<old>-<new>-<process>-<n>.tmp`.
fn name_beside(file: &Path, old: Option<Version>, new: Version) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let old = old.map(Version::short).unwrap_or_default();
    let (new, process) = (new.short(), process::id());
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    file.with_file_name(format!("{}{old}-{new}-{process}-{next}.tmp", stem_beside(file)))
}

fn stem_beside(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let letters = name.char_indices().take_while(|(at, c)| at + c.len_utf8() <= MAX_STEM);
    format!(".{}.", letters.map(|(_, c)| c).collect::<String>())
}

/// Returns the old and new version in a name from [`name_beside`]; `None` for other names.
fn versions_in(name: &OsStr, file: &Path) -> Option<[String; 2]> {
    let inner = name.to_str()?.strip_prefix(&stem_beside(file))?.strip_suffix(".tmp")?;
    let mut parts = inner.split('-').map(str::to_owned);
    Some([parts.next()?, parts.next()?])
}

#[cfg(test)]
mod tests {
    use super::{super::disk::System, *};

    #[test]
    fn a_name_as_long_as_the_file_system_takes_is_saved_to() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["🌳".repeat(60), "n".repeat(240)] {
            let file = folder.path().join(format!("{name}.yaml"));
            let mut draft = AtomicFile::new(file.clone());
            draft.replace(&System, b"one").unwrap();
            draft.replace(&System, b"two").unwrap();
            assert_eq!(fs::read(&file).unwrap(), b"two");
        }
    }

    #[test]
    fn what_a_killed_export_left_goes_with_the_next_once_it_is_old_enough() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tiny.docx");
        let (new, old) = (Version::of(b"new"), Version::of(b"old"));
        let cut_short = name_beside(&file, None, new);
        let of_a_draft = name_beside(&file, Some(old), new);
        let of_another = name_beside(&folder.path().join("other.docx"), None, new);
        for left in [&cut_short, &of_a_draft, &of_another] {
            fs::write(left, "half").unwrap();
        }
        // It may be another export that is still going on.
        write(&System, &file, b"new", Existing::Keep).unwrap();
        assert!(cut_short.exists());
        remove_cut_short(&System, &file, Duration::ZERO);
        assert!(!cut_short.exists());
        assert!(file.exists() && of_a_draft.exists() && of_another.exists());
    }

    #[test]
    fn what_a_killed_collation_left_goes_with_the_next_once_it_is_old_enough() {
        let folder = tempfile::tempdir().unwrap();
        let [left, of_another] = [".grid.csv.a1b2c3.part", ".other.csv.a1b2c3.part"]
            .map(|name| folder.path().join(name));
        for file in [&left, &of_another] {
            fs::write(file, "half").unwrap();
        }
        remove_left_over(folder.path(), ".grid.csv.", ".part", CUT_SHORT);
        assert!(left.exists());
        remove_left_over(folder.path(), ".grid.csv.", ".part", Duration::ZERO);
        assert!(!left.exists() && of_another.exists());
    }
}
