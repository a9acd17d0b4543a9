//! Files and folders that are written piece by piece, and get their name once complete.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile, TempDir};

use super::{
    atomic::{CUT_SHORT, Existing, remove_left_over},
    disk::in_words,
    file_name,
};

/// The ending of a file that has not got its name yet.
const ENDING: &str = ".part";

/// How many bytes are added to the name of such a file.
const ADDED: usize = 16;

/// A file that is being written.
#[derive(Debug)]
pub struct NewFile {
    content: BufWriter<NamedTempFile>,
    path: PathBuf,
    existing: Existing,
}

/// A folder that is being filled.
#[derive(Debug)]
pub struct NewFolder {
    content: TempDir,
    path: PathBuf,
    existing: Existing,
}

/// A file in a folder that is being filled.
#[derive(Debug)]
pub struct PartFile {
    content: BufWriter<File>,
    path: PathBuf,
}

/// Why a file or folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NewFileError {
    /// The name is taken.
    #[error("{} already exists", .0.display())]
    Taken(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}: {}", path.display(), in_words(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

fn failed(path: &Path) -> impl Fn(io::Error) -> NewFileError {
    let path = path.to_owned();
    move |source| NewFileError::Write { path: path.clone(), source }
}

/// Creates a file that colleagues may read, as far as the umask allows.
fn hidden() -> Builder<'static, 'static> {
    readable(0o640)
}

/// Creates a folder that colleagues may read, as far as the umask allows.
fn hidden_folder() -> Builder<'static, 'static> {
    readable(0o750)
}

#[cfg(unix)]
fn readable(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    builder
}

#[cfg(not(unix))]
fn readable(_: u32) -> Builder<'static, 'static> {
    Builder::new()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl NewFile {
    /// Starts a file.
    ///
    /// # Errors
    /// If the name is taken, or nothing can be written there.
    pub fn new(path: &Path, existing: Existing) -> Result<Self, NewFileError> {
        if existing == Existing::Keep && path.symlink_metadata().is_ok() || path.is_dir() {
            return Err(NewFileError::Taken(path.to_owned()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beginning = format!(".{}.", file_name::with_room(&name, ADDED));
        remove_left_over(folder_of(path), &beginning, ENDING, CUT_SHORT);
        let file = {
            let mut hidden = hidden();
            hidden.prefix(&beginning).suffix(ENDING).tempfile_in(folder_of(path))
        };
        let file = file.map_err(failed(path))?;
        Ok(Self { content: BufWriter::new(file), path: path.to_owned(), existing })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// If it cannot be written, or the name is taken by now.
    pub fn finish(self) -> Result<(), NewFileError> {
        let failed = failed(&self.path);
        let file = self.content.into_inner().map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(&failed)?;
        let named = match self.existing {
            Existing::Keep => file.persist_noclobber(&self.path),
            Existing::Replace => file.persist(&self.path),
        };
        named.map(drop).map_err(|error| failed(error.error))
    }
}

impl NewFolder {
    /// Starts a folder. An empty folder may have the name; another one is replaced only where
    /// `existing` says so.
    ///
    /// # Errors
    /// If the name is taken, or nothing can be written there.
    pub fn new(path: &Path, existing: Existing) -> Result<Self, NewFileError> {
        let is_replaced = existing == Existing::Replace && path.is_dir() && !path.is_symlink();
        if !is_replaced
            && path.symlink_metadata().is_ok()
            && fs::read_dir(path).map_or(true, |mut all| all.next().is_some())
        {
            return Err(NewFileError::Taken(path.to_owned()));
        }
        let content = hidden_folder().tempdir_in(folder_of(path)).map_err(failed(path))?;
        Ok(Self { content, path: path.to_owned(), existing })
    }

    /// Starts a file in the folder.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn create(&self, name: &str) -> Result<PartFile, NewFileError> {
        let path = self.content.path().join(name);
        let made = fs::create_dir_all(folder_of(&path)).and_then(|()| File::create_new(&path));
        let content = BufWriter::new(made.map_err(failed(&path))?);
        Ok(PartFile { content, path })
    }

    /// Gives the folder its name.
    ///
    /// # Errors
    /// If the name is taken by now.
    pub fn finish(self) -> Result<(), NewFileError> {
        let failed = failed(&self.path);
        let earlier = hidden_folder().tempdir_in(folder_of(&self.path)).map_err(&failed)?;
        if self.path.exists() {
            match self.existing {
                Existing::Keep => fs::remove_dir(&self.path),
                Existing::Replace => fs::rename(&self.path, earlier.path().join("earlier")),
            }
            .map_err(&failed)?;
        }
        fs::rename(self.content.keep(), &self.path).map_err(failed)
    }
}

impl PartFile {
    /// Writes the rest of the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<(), NewFileError> {
        let failed = failed(&self.path);
        let file = self.content.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.content.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.content.flush()
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.content.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.content.flush()
    }
}
