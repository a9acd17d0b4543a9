//! File operations, behind a trait so that a test can fail or stop each one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

/// The largest file that is read, in bytes: the recovery log of the largest draft. Each kind of file
/// has narrower bounds of its own.
pub const MAX_READ: usize = 32 << 20;

/// The largest file that is taken back from an editor, in bytes.
const MAX_EDITED: usize = 16 << 20;

/// The file operations. [`System`] performs them; tests also make them fail.
///
/// Content is passed as a whole, so that an operation can leave a file half-written only in the
/// ways that the system itself can.
pub trait Disk: Send + Sync {
    /// Reads a regular file of at most [`MAX_READ`]. Pipes, devices and folders are refused without
    /// waiting for them.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>>;

    /// Whether a file that [`Disk::read`] would read has this content.
    fn holds(&self, file: &Path, content: &[u8]) -> io::Result<bool> {
        Ok(self.read(file)? == content)
    }

    /// Writes a file that must not exist yet.
    fn create(
        &self,
        file: &Path,
        content: &[u8],
        access: FileAccess,
        until: Until,
    ) -> io::Result<()>;

    /// Creates a file to append to, private to its owner. It must not exist yet.
    fn append_to(&self, file: &Path) -> io::Result<Box<dyn Append>>;

    /// Renames a file over another.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Renames a file to a name that must not be taken.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Exchanges two files in one step. Returns `Unsupported` if the system cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, file: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are as safe from a power cut as the disk makes them.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A file that grows at its end.
pub trait Append: Send + std::fmt::Debug {
    /// Appends content. After an error, some of it may be there.
    fn append(&mut self, content: &[u8]) -> io::Result<()>;

    /// Truncates the file to this length.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Waits until its content is on disk.
    fn sync(&mut self) -> io::Result<()>;
}

impl Append for File {
    fn append(&mut self, content: &[u8]) -> io::Result<()> {
        self.write_all(content)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.seek(SeekFrom::End(0)).map(drop)
    }

    fn sync(&mut self) -> io::Result<()> {
        system::sync(self)
    }
}

/// The permissions of a new file.
#[derive(Debug, Clone, Copy)]
pub enum FileAccess<'a> {
    /// The permissions of that file; also its owner and group, if the system allows.
    Like(&'a Path),
    /// The owner and, as far as the umask allows, the group: colleagues share folders. Never
    /// others.
    Colleagues,
    /// Only the owner.
    Owner,
}

/// How long to wait after writing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until the system has it: it survives the end of this process, but not a power cut.
    Handed,
    /// Until it is on disk.
    Synced,
}

/// The files of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Disk for System {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        read_bounded(system::open_without_waiting(file)?, MAX_READ)
    }

    fn create(
        &self,
        file: &Path,
        content: &[u8],
        access: FileAccess<'_>,
        until: Until,
    ) -> io::Result<()> {
        let mut created = system::create(file, access)?;
        if let FileAccess::Like(other) = access {
            system::copy_access(other, &created)?;
        }
        created.write_all(content)?;
        match until {
            Until::Handed => Ok(()),
            Until::Synced => system::sync(&created),
        }
    }

    fn append_to(&self, file: &Path) -> io::Result<Box<dyn Append>> {
        Ok(Box::new(system::append_to(file)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        system::patiently(|| fs::rename(from, to))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match system::rename_new(from, to) {
            Err(error) if is_unsupported(&error) => {}
            result => return result,
        }
        // A hard link cannot replace an existing file either.
        match fs::hard_link(from, to) {
            Ok(()) => fs::remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // The file system has no hard links, as on a memory stick: check, then rename.
            Err(_) if to.try_exists()? => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(from, to),
        }
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        system::exchange(one, other)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        system::patiently(|| fs::remove_file(file))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        system::sync_folder(folder)
    }
}

/// Reads a file as [`Disk::read`] does, but not through a link.
///
/// # Errors
/// If it is a link or not a regular file, is too large, or cannot be read.
pub fn read_unlinked(file: &Path) -> io::Result<Vec<u8>> {
    if file.symlink_metadata()?.is_symlink() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is a link"));
    }
    read_bounded(system::open_unlinked(file)?, MAX_EDITED)
}

/// Reads a file as [`Disk::read`] does, of at most so many bytes.
///
/// # Errors
/// When it is no regular file, is too large, or cannot be read.
pub fn read_up_to(file: &Path, most: usize) -> io::Result<Vec<u8>> {
    read_bounded(system::open_without_waiting(file)?, most)
}

/// Reads a regular file that is not too large.
fn read_bounded(opened: File, most: usize) -> io::Result<Vec<u8>> {
    let length = length_of(&opened)?;
    // A file may grow while it is read, and some files claim to be empty and are not.
    let limit = most as u64;
    let mut content = Vec::new();
    if length <= limit {
        // One byte more, so that its end is found without more room.
        content.reserve_exact(usize::try_from(length).unwrap_or_default() + 1);
        opened.take(limit + 1).read_to_end(&mut content)?;
    }
    if length > limit || content.len() > most {
        Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} MB", most >> 20),
        ))
    } else {
        Ok(content)
    }
}

/// Returns the length of a regular file; anything else is refused.
fn length_of(opened: &File) -> io::Result<u64> {
    let known = opened.metadata()?;
    if known.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder"));
    }
    if !known.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is not a file"));
    }
    Ok(known.len())
}

/// Whether the file system does not support this at all, rather than failing this time.
pub fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
        || system::is_unsupported(error)
}

/// Whether somebody has write-protected a file. It could still be replaced, as that only changes
/// its folder.
pub fn is_write_protected(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|known| known.permissions().readonly())
}

/// Whether this process may open so many more files at once.
///
/// # Errors
/// If the system refuses one of them.
pub fn can_open(files: usize) -> io::Result<()> {
    system::can_open(files)
}

/// Makes the system return an error for a write beyond this process's file size limit, so that it
/// can be reported and retried. By default it ends the process.
pub fn outlive_size_limits() {
    system::outlive_size_limits();
}

/// Explains in plain words why something could not be written.
pub fn in_words(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "your disk quota is used up",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        io::ErrorKind::PermissionDenied => "you may not write there",
        io::ErrorKind::NotFound => "the folder is not there",
        io::ErrorKind::NotADirectory => "the folder is a file",
        io::ErrorKind::IsADirectory => "there is a folder of that name",
        io::ErrorKind::AlreadyExists => "there is a file of that name",
        io::ErrorKind::StaleNetworkFileHandle => "the network folder was disconnected",
        io::ErrorKind::FileTooLarge => "the file is larger than allowed",
        io::ErrorKind::OutOfMemory => "there is no memory left",
        io::ErrorKind::TimedOut => "the disk is not responding",
        io::ErrorKind::InvalidFilename => "the name is too long, or the disk takes no such name",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            "another program is using it"
        }
        io::ErrorKind::CrossesDevices => "it is on another disk",
        io::ErrorKind::Unsupported => "the disk cannot do that",
        _ => match system::in_words(error) {
            Some(words) => words,
            None => return without_code(error),
        },
    };
    words.to_owned()
}

/// Explains in plain words why something other than a file, such as a terminal, could not be used.
pub fn not_used(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is none".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not use it".to_owned(),
        _ => in_words(error),
    }
}

/// Explains in plain words why a program could not be started.
pub fn not_started(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such program".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not run it, or it is not a program".to_owned(),
        _ => system::not_started(error).map_or_else(|| in_words(error), str::to_owned),
    }
}

fn without_code(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    // Windows ends its messages with a full stop.
    text.get(..end).unwrap_or_default().trim_end_matches('.').to_lowercase()
}

#[cfg(unix)]
mod system {
    use std::{
        fs::Permissions,
        os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown},
        sync::{Arc, atomic::AtomicBool},
    };

    use rustix::{fs::OFlags, io::Errno};

    use super::{File, FileAccess, OpenOptions, Path, io};

    /// Opens a file for reading; also a pipe without a writer, so that it can be refused.
    pub(super) fn open_without_waiting(file: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).custom_flags(flags(OFlags::NONBLOCK)).open(file)
    }

    /// Does the same, but refuses a link.
    pub(super) fn open_unlinked(file: &Path) -> io::Result<File> {
        let flags = flags(OFlags::NONBLOCK | OFlags::NOFOLLOW);
        OpenOptions::new().read(true).custom_flags(flags).open(file)
    }

    pub(super) fn create(file: &Path, access: FileAccess<'_>) -> io::Result<File> {
        let mode = match access {
            FileAccess::Colleagues => 0o660,
            FileAccess::Like(_) | FileAccess::Owner => 0o600,
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(mode).custom_flags(flags(OFlags::NOFOLLOW));
        options.open(file)
    }

    pub(super) fn append_to(file: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.append(true).create_new(true).mode(0o600).custom_flags(flags(OFlags::NOFOLLOW));
        options.open(file)
    }

    /// Gives a file the group, owner and mode of another. Without root rights the owner cannot be
    /// changed; then only the mode is copied, and a group that it was not meant for gets no access.
    pub(super) fn copy_access(from: &Path, to: &File) -> io::Result<()> {
        let (wanted, own) = (std::fs::metadata(from)?, to.metadata()?);
        let group_kept = wanted.gid() == own.gid() || fchown(to, None, Some(wanted.gid())).is_ok();
        if wanted.uid() != own.uid() {
            let _ = fchown(to, Some(wanted.uid()), None);
        }
        let mode = wanted.mode() & 0o777;
        let mode = if group_kept { mode } else { mode & !0o070 };
        to.set_permissions(Permissions::from_mode(mode))
    }

    /// Waits for the disk. Network shares reject Apple's special call, so there the ordinary one is
    /// used.
    pub(super) fn sync(file: &File) -> io::Result<()> {
        match file.sync_all() {
            Err(error) if cfg!(target_vendor = "apple") && is_unsupported(&error) => {
                Ok(rustix::fs::fsync(file)?)
            }
            result => result,
        }
    }

    /// Some shares do not support this for folders, and report that in various ways.
    pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
        match sync(&File::open(folder)?) {
            Err(error) if is_unsupported(&error) => Ok(()),
            result => result,
        }
    }

    /// A handled signal does not end the process.
    pub(super) fn can_open(files: usize) -> io::Result<()> {
        let opened: io::Result<Vec<File>> = (0..files).map(|_| File::open("/dev/null")).collect();
        opened.map(drop)
    }

    pub(super) fn outlive_size_limits() {
        let handled = Arc::new(AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, handled);
    }

    pub(super) fn is_unsupported(error: &io::Error) -> bool {
        let refusals = [
            Errno::INVAL,
            Errno::NOTSUP,
            Errno::OPNOTSUPP,
            Errno::NOSYS,
            Errno::NOTTY,
            Errno::BADF,
        ];
        Errno::from_io_error(error).is_some_and(|error| refusals.contains(&error))
    }

    /// Explains errors that only have a number.
    pub(super) fn in_words(error: &io::Error) -> Option<&'static str> {
        match Errno::from_io_error(error)? {
            Errno::IO => Some("the disk reports a fault"),
            Errno::LOOP => Some("its links lead in a circle"),
            Errno::MFILE | Errno::NFILE => Some("too many files are open"),
            Errno::NOLCK => Some("there are no locks left"),
            Errno::AGAIN => Some("the system has no resources left"),
            _ => None,
        }
    }

    /// Explains errors that only have a number.
    pub(super) fn not_started(error: &io::Error) -> Option<&'static str> {
        match Errno::from_io_error(error)? {
            Errno::NOEXEC => Some("it is not a program"),
            Errno::TOOBIG => Some("its arguments are too long"),
            _ => None,
        }
    }

    pub(super) fn patiently(act: impl Fn() -> io::Result<()>) -> io::Result<()> {
        act()
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    mod renames {
        use rustix::fs::{CWD, RenameFlags, renameat_with};

        use super::{Path, io};

        pub(in super::super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
            Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
        }

        pub(in super::super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
            Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    mod renames {
        use super::{Path, io};

        pub(in super::super) fn rename_new(_: &Path, _: &Path) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(in super::super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    pub(super) use renames::{exchange, rename_new};

    fn flags(flags: OFlags) -> i32 {
        i32::from_ne_bytes(flags.bits().to_ne_bytes())
    }
}

#[cfg(not(unix))]
mod system {
    use std::{thread, time::Duration};

    use super::{File, FileAccess, OpenOptions, Path, io};

    /// Opens a file for reading. A folder is refused here, without saying that it is one.
    pub(super) fn open_without_waiting(file: &Path) -> io::Result<File> {
        File::open(file)
            .map_err(|error| if file.is_dir() { io::ErrorKind::IsADirectory.into() } else { error })
    }

    /// Does the same, but refuses a link.
    pub(super) fn open_unlinked(file: &Path) -> io::Result<File> {
        open_without_waiting(file)
    }

    /// A new file inherits the permissions of its folder, as Windows users expect.
    pub(super) fn create(file: &Path, _: FileAccess<'_>) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(file)
    }

    pub(super) fn append_to(file: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(file)
    }

    pub(super) fn copy_access(_: &Path, _: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn sync(file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// Windows has no such call: its file systems keep a journal of names.
    pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Windows has no such limits.
    /// There is no limit that a person could meet.
    pub(super) fn can_open(_: usize) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn outlive_size_limits() {}

    pub(super) fn is_unsupported(_: &io::Error) -> bool {
        false
    }

    /// Errors that only have a number are explained in the system's own words.
    pub(super) fn in_words(_: &io::Error) -> Option<&'static str> {
        None
    }

    /// Errors that only have a number are explained in the system's own words.
    pub(super) fn not_started(_: &io::Error) -> Option<&'static str> {
        None
    }

    pub(super) fn rename_new(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// A virus scanner or indexer may briefly have the file open.
    pub(super) fn patiently(act: impl Fn() -> io::Result<()>) -> io::Result<()> {
        const ACCESS_DENIED: i32 = 5;
        const SHARING_VIOLATION: i32 = 32;
        let mut wait = Duration::from_millis(50);
        loop {
            match act() {
                Err(error)
                    if matches!(error.raw_os_error(), Some(ACCESS_DENIED | SHARING_VIOLATION))
                        && wait < Duration::from_secs(1) => {}
                result => return result,
            }
            thread::sleep(wait);
            wait *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use io::ErrorKind::{NotFound, PermissionDenied, StorageFull};

    use super::{super::folder::unreadable, *};

    #[test]
    fn a_reason_speaks_of_what_was_being_done() {
        let words = [in_words, unreadable, not_started, not_used];
        let said = |kind: io::ErrorKind| words.map(|words| words(&kind.into()));
        assert_eq!(
            said(NotFound),
            [
                "the folder is not there",
                "it is not there",
                "there is no such program",
                "there is none"
            ]
        );
        assert_eq!(
            said(PermissionDenied),
            [
                "you may not write there",
                "you may not read it",
                "you may not run it, or it is not a program",
                "you may not use it"
            ]
        );
        assert_eq!(said(StorageFull), ["the disk is full"; 4]);
    }
}
