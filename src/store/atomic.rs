//! A file is the old one or the new one, never half of one; and never written over a version that
//! nobody has seen.
//!
//! A new version is written beside the file, synced, read back, and only then changes places with
//! the old one. Where the system can do that in one step, what comes out is looked at once more:
//! a version that somebody saved in between is put back. Then the folder is synced. After a power
//! cut without these syncs, common file systems leave an empty file.
//!
//! A rename takes the file's name away from its other hard links. That is as it should be: such
//! links are mostly snapshots, which writing into the file would spoil.

use std::{
    ffi::OsStr,
    fmt, fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

use super::{
    disk::{Disk, FileAccess, Until, in_words, is_unsupported, is_write_protected},
    end_marker::END,
};

/// As much of a file's name as the names beside it repeat, in characters.
const MAX_STEM: usize = 64;

/// The content of a file at some time, told from others by its digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Version([u8; 32]);

/// A file that is replaced whole, and which of its versions have been seen here.
#[derive(Debug, Clone)]
pub struct AtomicFile {
    path: PathBuf,
    /// What was read here, or written; after a failure, also what may have been written.
    seen: Vec<Version>,
    /// Where something stands that has come out of an exchange and could not be looked at.
    out: Vec<PathBuf>,
    /// The folder in which the file was opened or saved last, where there was one.
    folder: Option<FolderIdentity>,
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
    /// Somebody else has changed it. It holds this now.
    #[error("the file was changed by someone else")]
    Changed(Vec<u8>),
    /// Something did not work.
    #[error("{}", in_words(.0))]
    Failed(#[from] io::Error),
}

/// What to do with a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it, and fail.
    Keep,
    /// Put the new one in its place.
    Replace,
}

impl Version {
    /// The version that a file with this content is.
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// Enough of the digest to tell a handful of versions apart.
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
    /// A file that is not there yet.
    pub fn new(path: PathBuf) -> Self {
        let folder = FolderIdentity::around(&path);
        Self { path, seen: Vec::new(), out: Vec::new(), folder }
    }

    /// A file of which a version has been read.
    pub fn seen(path: PathBuf, version: Version) -> Self {
        Self { seen: vec![version], ..Self::new(path) }
    }

    /// The same file once somebody else's version of it has been seen, and nothing later.
    pub fn having_seen(&self, version: Version) -> Self {
        Self { seen: vec![version], ..self.clone() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The versions that have been seen here: read, written, or perhaps written.
    pub fn versions(&self) -> &[Version] {
        &self.seen
    }

    /// Puts new content in the place of a version that has been seen, or where there is no file.
    ///
    /// A file that somebody has removed is made again, but only in the folder that held it: an empty
    /// folder that another took the place of is what an unmounted share leaves. After an error the
    /// file is as it was, or has the new content; then trying again succeeds.
    pub fn replace(&mut self, disk: &dyn Disk, content: &[u8]) -> Result<Version, ReplaceError> {
        let file = resolved(&self.path)?;
        let version = Version::of(content);
        // Asked before the file is read: a folder that holds a known version is the draft's.
        let folder = FolderIdentity::around(&file);
        let current = self.current(disk, &file)?;
        match current {
            Some(_) => self.folder = folder,
            None => self.refuse_other_folder()?,
        }
        self.folder = self.folder.or(folder);
        self.look_at_what_came_out(disk, &file)?;
        if current.as_deref() != Some(content) {
            refuse_protected(&file)?;
            let access =
                if current.is_some() { FileAccess::Like(&file) } else { FileAccess::Colleagues };
            let old = current.as_deref().map(Version::of);
            let beside =
                PendingVersion::write(disk, name_beside(&file, old, version), content, access)?;
            self.seen.push(version);
            match current {
                Some(_) => self.swap(&beside, &file)?,
                None => self.put(&beside, &file)?,
            }
        }
        disk.sync_folder(folder_of(&file))?;
        self.seen = vec![version];
        Ok(version)
    }

    /// Fails where the file is gone together with the folder that it was in.
    ///
    /// # Errors
    /// When there is no file, and its folder is not the one in which it was opened or saved last.
    pub fn refuse_other_folder(&self) -> io::Result<()> {
        let file = resolved(&self.path)?;
        let is_elsewhere = self.folder.is_some() && FolderIdentity::around(&file) != self.folder;
        let is_gone = file.symlink_metadata().is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
        if is_elsewhere && is_gone {
            return Err(io::Error::other(
                "the drive or share with the draft seems to be disconnected",
            ));
        }
        Ok(())
    }

    /// What the file holds now, where that has been seen.
    fn current(&self, disk: &dyn Disk, file: &Path) -> Result<Option<Vec<u8>>, ReplaceError> {
        match disk.read(file) {
            Ok(current) if self.has_seen(&current) => Ok(Some(current)),
            Ok(current) => Err(ReplaceError::Changed(current)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn has_seen(&self, content: &[u8]) -> bool {
        self.seen.contains(&Version::of(content))
    }

    /// Gives the new version the file's name, which is free.
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

    /// Lets the new version and the old one change places, and looks at what has come out.
    fn swap(&mut self, beside: &PendingVersion<'_>, file: &Path) -> Result<(), ReplaceError> {
        let exchanged = beside.disk.exchange(&beside.path, file);
        if exchanged.as_ref().is_err_and(is_unsupported) {
            return self.replace_unseen(beside, file);
        }
        // A network share may do it and say that it failed.
        self.out.push(beside.path.clone());
        self.look_at_what_came_out(beside.disk, file)?;
        beside.settle(exchanged, file)
    }

    /// Removes what has come out of an exchange; puts it back if it has not been seen, or cannot be
    /// looked at. If that fails it is done the next time, before anything else is written.
    fn look_at_what_came_out(&mut self, disk: &dyn Disk, file: &Path) -> Result<(), ReplaceError> {
        while let Some(out) = self.out.last() {
            let old = match disk.read(out) {
                // Somebody who opened the draft has found it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.out.pop();
                    continue;
                }
                old => old,
            };
            let has_seen = old.as_ref().is_ok_and(|old| self.has_seen(old));
            // Somebody may have protected it in the last moment. Ours has not come out: it never
            // went in.
            let is_ours = |old: &Vec<u8>| self.seen.last() == Some(&Version::of(old));
            let free = if old.as_ref().is_ok_and(is_ours) { Ok(()) } else { refuse_protected(out) };
            if has_seen && free.is_ok() {
                // If that fails, [`clear`] does it another day.
                let _ = disk.remove(out);
                self.out.pop();
                continue;
            }
            // Somebody saved between our look and the exchange.
            match disk.exchange(out, file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    disk.rename_new(out, file)?;
                }
                exchanged => exchanged?,
            }
            if disk.read(out).is_ok_and(|ours| self.has_seen(&ours)) {
                let _ = disk.remove(out);
                self.out.pop();
            }
            return Err(match (old, free) {
                (Err(error), _) => error.into(),
                (Ok(_), Err(error)) if has_seen => error.into(),
                (Ok(old), _) => ReplaceError::Changed(old),
            });
        }
        Ok(())
    }

    /// Replaces the file where two cannot change places: looks once more, then renames. Who saves
    /// between the two loses.
    fn replace_unseen(&self, beside: &PendingVersion<'_>, file: &Path) -> Result<(), ReplaceError> {
        let looked = self.current(beside.disk, file).and_then(|_| Ok(refuse_protected(file)?));
        if let Err(error) = looked {
            beside.remove();
            return Err(error);
        }
        beside.settle(beside.disk.rename(&beside.path, file), file)
    }
}

/// How long nothing was done to a file that is being written, before it is taken for one that was
/// cut short.
const CUT_SHORT: Duration = Duration::from_secs(60);

/// Writes a file that is no draft: whole, or not at all. A symbolic link in its place is not
/// followed: somebody may have put it there.
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

/// Removes what earlier calls of [`write`] have left beside a file that were killed; not what may
/// still be written, which was touched within the time said. What a draft's saves leave names an old
/// version too, and is for [`clear`].
fn remove_cut_short(disk: &dyn Disk, file: &Path, settled: Duration) {
    let entries = fs::read_dir(folder_of(file)).into_iter().flatten().flatten();
    for left in entries.map(|entry| entry.path()) {
        let versions = left.file_name().and_then(|name| versions_in(name, file));
        if versions.is_some_and(|[old, _]| old.is_empty()) && is_settled(&left, settled) {
            let _ = disk.remove(&left);
        }
    }
}

/// Leaves a file alone that somebody has protected.
///
/// # Errors
/// When the file is there, and marked as one that nobody is to write.
pub fn refuse_protected(file: &Path) -> io::Result<()> {
    if is_write_protected(file) {
        Err(io::Error::other("the file is write-protected"))
    } else {
        Ok(())
    }
}

/// What to do with versions that are known, where saves that were cut short have left them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownVersions {
    /// Remove them. For who has the file locked.
    Remove,
    /// Leave them: a save that takes long may still be using them.
    Leave,
}

/// Clears away what saves that were cut short have left beside a file.
///
/// What one of them leaves is the version that it wrote or the one that it replaced; their names
/// say which. If it is neither, it is somebody's version that came out of an exchange: it gets a
/// name of its own. Where such versions are is returned.
///
/// What was put there more lately than said is left alone: who could not lock the file, or has moved
/// to it, may be saving. `settled` is by the file system's clock.
///
/// # Errors
/// When the folder cannot be listed. What cannot be read, removed or renamed stays.
pub fn clear(
    disk: &dyn Disk,
    path: &Path,
    known: KnownVersions,
    settled: Duration,
) -> io::Result<Vec<PathBuf>> {
    let file = resolved(path)?;
    let current = disk.read(&file).map(|content| Version::of(&content).short()).ok();
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
        // After a power cut there may be zeros in the place of what had not reached the disk.
        let whole = content.trim_ascii_end().ends_with(END.as_bytes()) && !content.contains(&0);
        // Where the new version has the file's name by now, this came out, and may be anything.
        let came_out = current.as_ref() == Some(&versions[1]);
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

/// Whether nothing has been done to a file for so long. Its time is compared with that of a new file
/// in the same folder, as a share's clock may be another than ours.
fn is_settled(path: &Path, settled: Duration) -> bool {
    let age = || {
        let new = tempfile::tempfile_in(folder_of(path))?.metadata()?;
        let known = fs::symlink_metadata(path)?;
        let touched = last_touched(&known)?;
        last_touched(&new)?.duration_since(touched).map_err(io::Error::other)
    };
    age().is_ok_and(|age| age >= settled)
}

/// When a file was written, or got its name.
#[cfg(unix)]
fn last_touched(known: &fs::Metadata) -> io::Result<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let changed = Duration::from_secs(u64::try_from(known.ctime()).unwrap_or_default());
    let changed = SystemTime::UNIX_EPOCH.checked_add(changed);
    let written = known.modified()?;
    Ok(changed.map_or(written, |changed| changed.max(written)))
}

/// When a file was written. No two files change places here.
#[cfg(not(unix))]
fn last_touched(known: &fs::Metadata) -> io::Result<SystemTime> {
    known.modified()
}

/// The first name of its kind beside a file that is not taken: `tiny.theirs-1.yaml`.
pub fn free_name(file: &Path, kind: &str) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let names = (1_u32..).map(|n| file.with_file_name(format!("{stem}.{kind}-{n}.yaml")));
    names.into_iter().find(|name| !name.exists()).unwrap_or_default()
}

/// A new version that stands beside its file.
struct PendingVersion<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    content: &'a [u8],
}

impl<'a> PendingVersion<'a> {
    /// Writes it and makes sure that the disk has it. After an error nothing of it is used again:
    /// a disk that failed to write a file may say the next time that it has it.
    fn write(
        disk: &'a dyn Disk,
        path: PathBuf,
        content: &'a [u8],
        access: FileAccess<'_>,
    ) -> io::Result<Self> {
        let beside = Self { disk, path, content };
        let created = disk.create(&beside.path, content, access, Until::Synced);
        // Some shares take more than they keep.
        let kept = created.and_then(|()| disk.read(&beside.path)).map(|kept| kept == content);
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

    /// Believes the file more than the answer: a network share may do a rename and say that it
    /// failed.
    fn settle(&self, renamed: io::Result<()>, file: &Path) -> Result<(), ReplaceError> {
        let Err(error) = renamed else { return Ok(()) };
        if self.disk.read(file).is_ok_and(|content| content == self.content) {
            return Ok(());
        }
        self.remove();
        Err(error.into())
    }

    /// Removes what stands here now. If that fails, [`clear`] does it another day.
    fn remove(&self) {
        let _ = self.disk.remove(&self.path);
    }
}

/// The file that a path leads to: a symbolic link stays one, and the file behind it is replaced.
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

/// A name in the same folder that nothing else has: `.tiny.yaml.<old>-<new>-<process>-<n>.tmp`.
fn name_beside(file: &Path, old: Option<Version>, new: Version) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let old = old.map(Version::short).unwrap_or_default();
    let (new, process) = (new.short(), process::id());
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    file.with_file_name(format!("{}{old}-{new}-{process}-{next}.tmp", stem_beside(file)))
}

fn stem_beside(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    format!(".{}.", name.chars().take(MAX_STEM).collect::<String>())
}

/// The old and new version in a name that [`name_beside`] gave; `None` for other names.
fn versions_in(name: &OsStr, file: &Path) -> Option<[String; 2]> {
    let inner = name.to_str()?.strip_prefix(&stem_beside(file))?.strip_suffix(".tmp")?;
    let mut parts = inner.split('-').map(str::to_owned);
    Some([parts.next()?, parts.next()?])
}

#[cfg(test)]
mod tests {
    use super::{super::disk::System, *};

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
}
