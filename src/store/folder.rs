//! Finding drafts and question sets.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use directories::{BaseDirs, ProjectDirs};

use super::{
    atomic::{self, AtomicFile, Existing, ReplaceError, Version},
    disk::{Disk, in_words},
    document::response::Order,
    draft::{self, UnwritableDraft},
    file_name,
    problem::Problems,
    source::{FileBounds, SourceText},
};
use crate::model::{
    draft::Draft,
    id::{ConsultationId, IdError},
};

/// The endings of drafts and question sets; ours have the first.
const ENDINGS: [&str; 2] = ["yaml", "yml"];

/// The words between name and ending of files that belong to a draft, but are not drafts.
const BESIDE: [(Companion, &str); 3] =
    [(Companion::Set, "set"), (Companion::Response, "response"), (Companion::Partial, "partial")];

/// The folders of this person on this system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Drafts.
    pub drafts: PathBuf,
    /// The person's own question sets.
    pub sets: PathBuf,
    /// Private files of this machine, such as recovery logs.
    pub state: PathBuf,
}

/// An opened draft.
#[derive(Debug)]
pub struct OpenedFile {
    /// The answers so far.
    pub draft: Draft,
    /// Its file, with the version that was read.
    pub target: AtomicFile,
    /// Warnings for whoever edited the file by hand.
    pub warnings: Option<Problems>,
}

/// A file that belongs to a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Companion {
    /// The copy of the question set that it was started with.
    Set,
    /// The final response made from it.
    Response,
    /// An exported response that is not final.
    Partial,
}

/// What a `SET` on the command line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetNamed {
    /// A file.
    File(PathBuf),
    /// The set with that id, wherever it is.
    Id(ConsultationId),
}

/// This system does not say where a person's files belong.
#[derive(Debug, thiserror::Error)]
#[error("there is no home folder to keep drafts in; name one with --drafts")]
pub struct NoHome;

/// Why a file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be read at all.
    #[error("cannot read {}: {}", path.display(), unreadable(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// Its content is not a draft.
    #[error(transparent)]
    Wrong(#[from] Problems),
}

/// Why a folder could not be listed.
#[derive(Debug, thiserror::Error)]
#[error("cannot list the folder {}: {}", path.display(), unreadable(source))]
pub struct ListError {
    path: PathBuf,
    source: io::Error,
}

/// Why an argument names no draft or question set.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// There is no such draft.
    #[error("there is no draft `{name}` in {}; {}", folder.display(), those(drafts))]
    NoDraft {
        /// The name given.
        name: String,
        /// The folder searched.
        folder: PathBuf,
        /// The drafts in it.
        drafts: Vec<String>,
    },
    /// There is no such file.
    #[error("there is no file {}", .0.display())]
    NoFile(PathBuf),
    /// It is neither an id nor a path.
    #[error("`{name}` is neither an id nor the path of a .yaml file: {source}")]
    NoId {
        /// The name given.
        name: String,
        /// Why it is not an id.
        source: IdError,
    },
}

/// Why a draft could not be started.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// A file cannot be written.
    #[error("cannot write {}: {}", path.display(), in_words(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// It cannot be written as YAML.
    #[error(transparent)]
    Unwritable(#[from] UnwritableDraft),
}

/// Returns the path that somebody typed or dragged into the terminal: without quotes, and with `~/`
/// for their home folder.
pub fn typed_path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let quoted = |quote: char| typed.strip_prefix(quote)?.strip_suffix(quote);
    let path = quoted('\'').or_else(|| quoted('"')).unwrap_or(typed);
    match (path.strip_prefix("~/"), BaseDirs::new()) {
        (Some(below), Some(home)) => home.home_dir().join(below),
        _ => PathBuf::from(path),
    }
}

impl Folders {
    /// Returns the system's usual folders, with drafts in a folder of the person's choice if given.
    pub fn usual(drafts: Option<PathBuf>) -> Result<Self, NoHome> {
        let Some(usual) = ProjectDirs::from("", "", "greenpaper") else {
            return drafts.map(Self::without_home).ok_or(NoHome);
        };
        let state = usual.state_dir().unwrap_or_else(|| usual.data_local_dir());
        Ok(Self {
            drafts: drafts.unwrap_or_else(|| usual.data_dir().join("drafts")),
            sets: usual.config_dir().join("questions"),
            state: state.to_owned(),
        })
    }

    /// Puts everything with the drafts, for a person without a home folder.
    fn without_home(drafts: PathBuf) -> Self {
        let own = drafts.join(".greenpaper-here");
        Self { sets: own.join("questions"), state: own.join("state"), drafts }
    }

    /// Lists the files of all drafts, by name. Some may only look like drafts.
    pub fn list_drafts(&self) -> Result<Vec<PathBuf>, ListError> {
        let mut files = files_in(&self.drafts)?;
        files.retain(|file| !is_beside_a_draft(file));
        Ok(files)
    }

    /// Lists the files of this person's own question sets, by name.
    pub fn list_sets(&self) -> Result<Vec<PathBuf>, ListError> {
        files_in(&self.sets)
    }

    /// Returns the file of the draft that an argument names: an id in the drafts folder, or a path.
    pub fn find_draft(&self, name: &str) -> Result<PathBuf, FindError> {
        if is_path(name) {
            return existing(name.into());
        }
        let id = id(name)?;
        let files = ENDINGS.map(|ending| self.drafts.join(format!("{id}.{ending}")));
        files.into_iter().find(|file| file.exists()).ok_or_else(|| FindError::NoDraft {
            name: name.to_owned(),
            folder: self.drafts.clone(),
            drafts: self.names(),
        })
    }

    /// Returns the question set that an argument names: a path, or the id of the person's own or a
    /// shipped set.
    pub fn find_set(&self, name: &str) -> Result<SetNamed, FindError> {
        if is_path(name) {
            return existing(name.into()).map(SetNamed::File);
        }
        id(name).map(SetNamed::Id)
    }

    /// Returns the first free name for a draft of a set: `<id>.yaml`, `<id>-2.yaml`.
    pub fn free(&self, set: &ConsultationId) -> PathBuf {
        let names = (1_u32..).map(|number| self.drafts.join(file_name(set, number)));
        names.into_iter().find(|file| !file.exists()).unwrap_or_default()
    }

    /// Returns the drafts of a question set in the order in which they were started.
    pub fn drafts_of(&self, set: &ConsultationId) -> Vec<PathBuf> {
        let mut numbered: Vec<(u32, PathBuf)> = files_in(&self.drafts)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|file| Some((number(&name_of(&file), set)?, file)))
            .collect();
        numbered.sort();
        numbered.into_iter().map(|(_, file)| file).collect()
    }

    /// Starts a draft under the first free name for its set: `<id>.yaml`, `<id>-2.yaml`. A copy of
    /// the question set is stored beside it, so that its wording can be shown later.
    pub fn begin(
        &self,
        disk: &dyn Disk,
        draft: &Draft,
        order: &Order,
        set: &str,
    ) -> Result<AtomicFile, BeginError> {
        let mut number = 0;
        loop {
            number += 1;
            let file = self.drafts.join(file_name(&draft.consultation.id, number));
            if !file.exists()
                && let Some(target) = begin_at(disk, file, draft, order, set)?
            {
                return Ok(target);
            }
        }
    }

    fn names(&self) -> Vec<String> {
        let files = files_in(&self.drafts).unwrap_or_default().into_iter();
        files.filter(|file| !is_beside_a_draft(file)).map(|file| name_of(&file)).collect()
    }
}

/// Starts a draft in a file of the person's choice, with a copy of the question set beside it.
/// Returns `None` if the file exists by now.
pub fn begin_at(
    disk: &dyn Disk,
    file: PathBuf,
    draft: &Draft,
    order: &Order,
    set: &str,
) -> Result<Option<AtomicFile>, BeginError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| BeginError::Write { path, source }
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    let yaml = draft::write(draft, order)?;
    let mut target = AtomicFile::new(file.clone());
    match target.replace(disk, yaml.as_bytes()) {
        Ok(_) => {
            // The name is now ours. If this fails, it is tried again whenever the draft is opened.
            let _ = keep_set(disk, &file, set);
            Ok(Some(target))
        }
        // Somebody has just started one; if they did so in the same second, it says the same.
        Err(ReplaceError::Changed(_)) => Ok(None),
        Err(ReplaceError::Failed(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(None)
        }
        Err(ReplaceError::Failed(source)) => Err(failed(&file)(source)),
    }
}

/// Opens a draft.
pub fn open(disk: &dyn Disk, path: &Path) -> Result<OpenedFile, OpenError> {
    let failed = |source| OpenError::Read { path: path.to_owned(), source };
    let content = disk.read(path).map_err(failed)?;
    let draft::LoadedDraft { draft, warnings } = draft::read(&path.to_string_lossy(), &content)?;
    let target = AtomicFile::seen(path.to_owned(), Version::of(&content));
    Ok(OpenedFile {
        draft,
        target,
        warnings: Some(warnings).filter(|warnings| !warnings.is_empty()),
    })
}

/// Expands a path as typed to an absolute one: `~` is the home folder.
pub fn whole(path: &Path) -> PathBuf {
    let home = path
        .strip_prefix("~")
        .ok()
        .and_then(|rest| BaseDirs::new().map(|known| known.home_dir().join(rest)));
    home.or_else(|| std::path::absolute(path).ok()).unwrap_or_else(|| path.to_owned())
}

/// Returns the path of the copy of the question set that a draft was started with.
pub fn set_copy(draft: &Path) -> PathBuf {
    beside(draft, Companion::Set, "yaml")
}

/// Stores the copy of its question set beside a draft. An existing file there is renamed: it may be
/// an earlier edition, needed to understand earlier answers, or somebody's own file.
///
/// # Errors
/// If it cannot be written, or the existing file cannot be read or renamed.
pub fn keep_set(disk: &dyn Disk, draft: &Path, set: &str) -> io::Result<()> {
    let copy = set_copy(draft);
    // Links are not followed, as the copy would reveal their target to all who may read the folder.
    let there = if copy.is_symlink() {
        None
    } else {
        match disk.read(&copy) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            there => Some(there?),
        }
    };
    if let Some(there) = there {
        if there == set.as_bytes() {
            return Ok(());
        }
        let digest = match SourceText::read("", &there, FileBounds::RESPONSE) {
            Ok(earlier) => earlier.digest(),
            Err(_) => Version::of(&there).to_string(),
        };
        let aside = set_copy_of(draft, &digest);
        match atomic::write(disk, &aside, &there, Existing::Keep) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if disk.read(&aside)? != there {
                    return Err(error);
                }
            }
            written => written?,
        }
    }
    atomic::write(disk, &copy, set.as_bytes(), Existing::Replace)
}

/// Returns the possible paths of the copy of a question set, by the set's digest.
pub fn set_copies(draft: &Path, digest: &str) -> [PathBuf; 2] {
    [set_copy(draft), set_copy_of(draft, digest)]
}

/// Returns the path of the copy of an earlier edition: `tiny.3f2a9c01.set.yaml` beside `tiny.yaml`.
fn set_copy_of(draft: &Path, digest: &str) -> PathBuf {
    let digits = digest.rsplit(':').next().unwrap_or_default();
    let digits: String = digits.chars().filter(char::is_ascii_hexdigit).take(8).collect();
    draft.with_file_name(file_name::with_ending(&name_of(draft), &format!(".{digits}.set.yaml")))
}

/// Returns the path of a file that belongs to a draft: `tiny.response.yaml` beside `tiny.yaml`.
pub fn beside(draft: &Path, what: Companion, ending: &str) -> PathBuf {
    let known = BESIDE.iter().find(|(known, _)| *known == what);
    let word = known.map_or("", |(_, word)| word);
    draft.with_file_name(file_name::with_ending(&name_of(draft), &format!(".{word}.{ending}")))
}

/// Returns the YAML files of a folder by name, except for hidden ones. A missing folder is empty.
///
/// # Errors
/// If the folder cannot be listed.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>, ListError> {
    let failed = |source| ListError { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if has_ending(&path) && !name_of(&path).starts_with('.') {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

fn is_beside_a_draft(path: &Path) -> bool {
    companion(path).is_some()
}

/// Returns what a file is to a draft, going by its name.
pub fn companion(path: &Path) -> Option<Companion> {
    let name = name_of(path);
    let word = name.rsplit_once('.').map_or("", |(_, word)| word);
    BESIDE.iter().find(|(_, known)| *known == word).map(|(companion, _)| *companion)
}

/// Returns the name of a draft: its file's name without the ending.
pub fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether an argument is meant as a path. Ids contain no `/`, `\` or full stop.
fn is_path(name: &str) -> bool {
    name.contains(['/', '\\', '.'])
}

fn existing(path: PathBuf) -> Result<PathBuf, FindError> {
    if path.exists() { Ok(path) } else { Err(FindError::NoFile(path)) }
}

/// Only ids become file names, so that no name leads out of its folder.
fn id(name: &str) -> Result<ConsultationId, FindError> {
    let failed = |source| FindError::NoId { name: name.to_owned(), source };
    ConsultationId::try_from(name).map_err(failed)
}

fn file_name(set: &ConsultationId, number: u32) -> String {
    match number {
        1 => format!("{set}.yaml"),
        _ => format!("{set}-{number}.yaml"),
    }
}

/// Returns the number of the set's draft with that name.
fn number(name: &str, set: &ConsultationId) -> Option<u32> {
    match name.strip_prefix(set.as_str())? {
        "" => Some(1),
        rest => rest.strip_prefix('-')?.parse().ok().filter(|number| *number > 1),
    }
}

/// Explains in plain words why something could not be read.
pub fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        io::ErrorKind::InvalidInput => "it is not a file".to_owned(),
        // Only what is said here, by `disk`, has a message of its own.
        io::ErrorKind::FileTooLarge if error.get_ref().is_some() => error.to_string(),
        _ => in_words(error),
    }
}

fn those(drafts: &[String]) -> String {
    match drafts {
        [] => "the folder has none".to_owned(),
        [..] => format!("there is {}", drafts.join(", ")),
    }
}
