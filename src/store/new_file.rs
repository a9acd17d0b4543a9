//! Files and folders that are written bit by bit, and get their name once they are whole.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile, TempDir};

use super::{atomic::Existing, disk::in_words};

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
    /// Something has the name.
    #[error("{} is there already", .0.display())]
    Taken(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}: {}", path.display(), in_words(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn failed(path: &Path) -> impl Fn(io::Error) -> NewFileError {
    let path = path.to_owned();
    move |source| NewFileError::Write { path: path.clone(), source }
}

/// A file that colleagues may read, as far as the umask says.
fn hidden() -> Builder<'static, 'static> {
    readable(0o640)
}

/// A folder that colleagues may read, as far as the umask says.
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
    /// Begins a file.
    ///
    /// # Errors
    /// When something has the name, or nothing can be written there.
    pub fn new(path: &Path, existing: Existing) -> Result<Self, NewFileError> {
        if existing == Existing::Keep && path.symlink_metadata().is_ok() || path.is_dir() {
            return Err(NewFileError::Taken(path.to_owned()));
        }
        let file = hidden().tempfile_in(folder_of(path)).map_err(failed(path))?;
        Ok(Self { content: BufWriter::new(file), path: path.to_owned(), existing })
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// When the disk does not take it, or something has the name by now.
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
    /// Begins a folder. Nothing that is there is touched: an empty folder may have the name.
    ///
    /// # Errors
    /// When something has the name, or nothing can be written there.
    pub fn new(path: &Path) -> Result<Self, NewFileError> {
        if path.symlink_metadata().is_ok()
            && fs::read_dir(path).map_or(true, |mut all| all.next().is_some())
        {
            return Err(NewFileError::Taken(path.to_owned()));
        }
        let content = hidden_folder().tempdir_in(folder_of(path)).map_err(failed(path))?;
        Ok(Self { content, path: path.to_owned() })
    }

    /// Begins a file in it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self, name: &str) -> Result<PartFile, NewFileError> {
        let path = self.content.path().join(name);
        let made = fs::create_dir_all(folder_of(&path)).and_then(|()| File::create_new(&path));
        let content = BufWriter::new(made.map_err(failed(&path))?);
        Ok(PartFile { content, path })
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// When something has the name by now.
    pub fn finish(self) -> Result<(), NewFileError> {
        let failed = failed(&self.path);
        if self.path.exists() {
            fs::remove_dir(&self.path).map_err(&failed)?;
        }
        fs::rename(self.content.keep(), &self.path).map_err(failed)
    }
}

impl PartFile {
    /// Hands over the rest of it.
    ///
    /// # Errors
    /// When the disk does not take it.
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
